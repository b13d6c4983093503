"""The learner's own copies: made once, never overwritten, whole or not there."""

import errno
import os

import pytest

from course_lib.copies import copy_new_lessons, newer_lessons


@pytest.fixture
def folders(tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in ("00_start.ipynb", "01_next.ipynb"):
        (notebooks / name).write_text(f"lesson {name}")
    return notebooks, tmp_path / "work"


def test_every_lesson_is_copied_once(folders):
    notebooks, work = folders
    assert copy_new_lessons(notebooks, work) == ["00_start.ipynb", "01_next.ipynb"]
    assert copy_new_lessons(notebooks, work) == []
    assert (work / "01_next.ipynb").read_text() == "lesson 01_next.ipynb"


def test_an_answer_is_never_overwritten(folders):
    notebooks, work = folders
    work.mkdir()
    (work / "00_start.ipynb").write_text("my answer")
    assert copy_new_lessons(notebooks, work) == ["01_next.ipynb"]
    assert (work / "00_start.ipynb").read_text() == "my answer"


def test_a_full_disk_leaves_no_half_notebook(folders, monkeypatch):
    notebooks, work = folders

    def full_disk(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        copy_new_lessons(notebooks, work)
    assert list(work.iterdir()) == []


def test_a_copy_is_the_lesson_as_it_stands(doubling, cells):
    assert doubling.read()["cells"] == cells.lesson()


def test_copies_of_older_lessons_are_named(doubling):
    folders = doubling.root / "notebooks", doubling.root / "work"
    doubling.type("double", "def double(x):\n    return 2 * x")
    assert newer_lessons(*folders) == []
    doubling.publish_changed("section", "Halving", "Half")
    assert newer_lessons(*folders) == ["01_doubling"]
    doubling.copy.write_text("")
    assert newer_lessons(*folders) == []
    doubling.copy.unlink()
    assert newer_lessons(*folders) == []
