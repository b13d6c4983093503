"""Without a sandbox the command refuses; grading in the open is asked for by name. What the sandbox can see."""

import os

import pytest

from course_lib.grading import bubblewrap, container, view
from course_lib.grading.limits import Limits
from course_lib.grading.sandbox import ChildDiedError, Sandbox, WarmEndedError


@pytest.fixture
def no_sandbox(monkeypatch):
    monkeypatch.setattr(bubblewrap, "is_there", lambda: False)
    monkeypatch.setattr(container, "engine", lambda: None)


def test_without_a_sandbox_it_refuses(no_sandbox, builders, tmp_path):
    (tmp_path / "submissions").mkdir()
    graded = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades")
    assert graded.status == 2
    assert "sudo apt install bubblewrap" in graded.output
    assert "--unsafe-no-sandbox" in graded.output
    assert not (tmp_path / "grades").exists()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the warm process forks")
def test_in_the_open_scores_are_the_same(no_sandbox, builders, tmp_path):
    for student, answers in {
        "right": {},
        "wrong": {"slope": "def valley_slope(x):\n    return 2 * x"},
    }.items():
        (tmp_path / "submissions" / student).mkdir(parents=True)
        data = builders["notebook_of"](builders["cells_of"](**answers))
        (tmp_path / "submissions" / student / "00_start_here.ipynb").write_bytes(data)
    graded = builders["grade_folder"](tmp_path / "submissions", tmp_path / "grades", "--unsafe-no-sandbox")
    assert graded.of("right")["points"] == 3
    assert graded.of("wrong")["points"] == 2


def test_no_spec_and_no_solution_is_shown_to_the_sandbox():
    shown = view.files()
    assert "exercises/run.py" in shown
    assert not [name for name in shown if "lesson_" in name or "judge" in name or "find" in name]
    assert shown["exercises/__init__.py"].name == "quiet.py"


def test_nobody_is_told_how_it_runs():
    """The instructor's environment stays outside."""
    assert not {"SSH_AUTH_SOCK", "PWD", "LOGNAME"} & set(view.environment())


NOTHING = {"cells": [], "exercises": [], "answers": {}, "drives": {}, "uses": {}, "alone": []}


def ask_one_that_is_killed(sandbox):
    with sandbox.child() as child:
        sandbox.process.kill()
        with pytest.raises(ChildDiedError):
            child.receive(20)


@pytest.mark.slow
def test_a_warm_process_that_died_is_started_again(needs_sandbox):
    sandbox = Sandbox(Limits())
    try:
        with pytest.raises(WarmEndedError):
            ask_one_that_is_killed(sandbox)
        with sandbox.child() as child:
            child.send("locate", NOTHING)
            assert child.receive(20)["found"] == []
    finally:
        sandbox.close()
