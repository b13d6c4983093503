"""The learner's own copies: made once, never overwritten, whole or not there."""

import os
import subprocess
import sys

import pytest

from course_lib import lab


@pytest.fixture
def folders(tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in ("00_start.ipynb", "01_next.ipynb"):
        (notebooks / name).write_text(f"lesson {name}")
    return notebooks, tmp_path / "work"


def test_every_lesson_is_copied_once(folders):
    notebooks, work = folders
    assert lab.copy_new_lessons(notebooks, work) == ["00_start.ipynb", "01_next.ipynb"]
    assert lab.copy_new_lessons(notebooks, work) == []
    assert (work / "01_next.ipynb").read_text() == "lesson 01_next.ipynb"


def test_an_answer_is_never_overwritten(folders):
    notebooks, work = folders
    work.mkdir()
    (work / "00_start.ipynb").write_text("my answer")
    assert lab.copy_new_lessons(notebooks, work) == ["01_next.ipynb"]
    assert (work / "00_start.ipynb").read_text() == "my answer"


@pytest.mark.parametrize("link_fails", [False, True])
def test_an_answer_that_appears_while_copying_stays(folders, monkeypatch, link_fails):
    notebooks, work = folders
    copy = lab.shutil.copyfile

    def copy_while_somebody_saves(source, target):
        copy(source, target)
        (work / source.name).write_text("my answer")

    def no_links(*_):
        raise OSError("this file system has no links")

    monkeypatch.setattr(lab.shutil, "copyfile", copy_while_somebody_saves)
    if link_fails:
        monkeypatch.setattr(os, "link", no_links)
    assert lab.copy_new_lessons(notebooks, work) == []
    assert (work / "00_start.ipynb").read_text() == "my answer"


def test_a_full_disk_leaves_no_half_notebook(folders, monkeypatch):
    notebooks, work = folders

    def full_disk(source, target):
        target.write_text("les")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lab.shutil, "copyfile", full_disk)
    with pytest.raises(OSError, match="No space left"):
        lab.copy_new_lessons(notebooks, work)
    assert list(work.iterdir()) == []


def test_jupyterlab_opens_the_first_lesson_in_work(folders, monkeypatch):
    notebooks, work = folders
    commands = []

    def remember(command):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(lab.subprocess, "run", remember)
    assert lab.open_lab(("--no-browser",), root=notebooks.parent) == 0
    assert commands[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={work}" in commands[0]
    assert "--LabApp.default_url=/lab/tree/00_start.ipynb" in commands[0]
    assert commands[0][-1] == "--no-browser"
