"""`course lab`: JupyterLab opens on the learner's own copies, and newer lessons are told."""

import errno
import json
import subprocess
import sys

import pytest

from course_lib import lab


@pytest.fixture
def commands(monkeypatch):
    """What would have been started."""
    started = []

    def remember(command):
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(lab.subprocess, "run", remember)
    return started


def publish(root, *sources):
    cells = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": source} for source in sources]
    (root / "notebooks").mkdir(exist_ok=True)
    content = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (root / "notebooks" / "00_start.ipynb").write_text(content)


def test_jupyterlab_opens_the_first_lesson_in_work(tmp_path, commands, capsys):
    publish(tmp_path, "Hello")
    assert lab.open_lab(("--no-browser",), root=tmp_path) == 0
    assert commands[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path / 'work'}" in commands[0]
    assert "--LabApp.default_url=/lab/tree/00_start.ipynb" in commands[0]
    assert commands[0][-1] == "--no-browser"
    assert capsys.readouterr().out.startswith("work/00_start.ipynb: your own copy\n")


def test_newer_lessons_are_told_and_nothing_is_done_to_the_copies(tmp_path, commands, capsys, monkeypatch):
    monkeypatch.setattr(lab.shutil, "which", lambda _: "course")
    publish(tmp_path, "Hello")
    lab.open_lab(root=tmp_path)
    capsys.readouterr()
    lab.open_lab(root=tmp_path)
    assert "newer" not in capsys.readouterr().out
    copy = (tmp_path / "work" / "00_start.ipynb").read_bytes()
    publish(tmp_path, "Hello again")
    lab.open_lab(root=tmp_path)
    line = "newer: 00_start; `course update` brings it in and keeps your answers\n"
    assert capsys.readouterr().out.startswith(line)
    assert (tmp_path / "work" / "00_start.ipynb").read_bytes() == copy


def test_a_full_disk_is_told_and_jupyterlab_opens_all_the_same(tmp_path, commands, capsys, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    publish(tmp_path, "Hello")
    monkeypatch.setattr("os.fsync", full)
    assert lab.open_lab(root=tmp_path) == 0
    assert "No space left on device. Free some space on that disk and try again." in capsys.readouterr().out
    assert len(commands) == 1


def test_the_command_is_given_as_it_can_be_typed(tmp_path, monkeypatch):
    monkeypatch.setattr(lab.shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    assert lab.course("update") == "course update"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "course").touch()
    monkeypatch.chdir(tmp_path)
    assert lab.course("update") in ("bin/course update", "bin\\course update")
