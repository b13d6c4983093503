"""`course build` at the command line."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from course_lib.authoring import command
from course_lib.cli import main


@pytest.fixture
def plain(course, monkeypatch):
    """A course of one lesson without code, which needs no kernel's time; `course build` works on it."""
    course.write("# %% [markdown]\n# # Only words\n", "01_sample")
    monkeypatch.setattr(command, "ROOT", course.root)
    monkeypatch.setattr(command, "_exercises_of", lambda number: [])
    return course


def build(*arguments):
    result = CliRunner().invoke(main, ["build", *arguments])
    return result.exit_code, result.output


@pytest.mark.slow
def test_build_and_check(plain):
    status, output = build("--check")
    assert status == 1
    assert output.startswith("notebooks/01_sample.ipynb: it is missing\n")
    assert "course build" in output
    assert build()[0] == 0
    assert build("--check") == (0, "")
    assert build() == (0, "1 lesson unchanged.\n")


def test_a_lesson_that_does_not_exist(plain):
    status, output = build("17")
    assert status == 2
    assert "There is no lesson '17'. There are: 01_sample." in output


def test_a_mistake_is_printed_with_its_line_and_fails(plain):
    plain.write("# %% [markdown]\n# ![](x.png)\n", "01_sample")
    status, output = build("01")
    assert status == 1
    assert output.startswith("lessons/01_sample.py:2: this image has no alt text")


@pytest.mark.slow
def test_with_nothing_to_do_nothing_heavy_is_loaded(plain):
    assert build()[0] == 0
    code = f"""
import sys
from pathlib import Path
from course_lib.authoring import command
command.ROOT = Path({str(plain.root)!r})
for check in (False, True):
    assert command.run(check=check) == 0
heavy = {{"jupytext", "nbclient", "nbformat", "IPython", "matplotlib", "torch"}} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True)
