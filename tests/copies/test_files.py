"""Files are written whole or not at all; what exists is never overwritten."""

import errno
import os

import pytest

from course_lib.copies.files import as_bytes, back_up, parse, read_notebook, replace, sweep, write_new


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("write", [replace, write_new, back_up])
def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path, monkeypatch, write):
    path = tmp_path / "01.ipynb"
    if write is not write_new:
        path.write_text("my answer")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write(path, b"new")
    files = [found for found in tmp_path.rglob("*") if found.is_file()]
    assert files == ([] if write is write_new else [path])
    assert all(found.read_text() == "my answer" for found in files)


@pytest.mark.parametrize("link_fails", [False, True])
def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path, monkeypatch, link_fails):
    path = tmp_path / "01.ipynb"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_text("my answer"))
    if link_fails:
        monkeypatch.setattr(os, "link", full_disk)
    assert not write_new(path, b"lesson")
    assert path.read_text() == "my answer"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="needs hard links")
def test_a_temporary_file_left_as_a_second_name_of_an_answer_is_not_written_to(tmp_path, monkeypatch):
    path = tmp_path / "01.ipynb"
    path.write_text("my answer")
    os.link(path, tmp_path / f".01.ipynb.{os.getpid()}.tmp")  # a kill -9 just before it was removed
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        replace(path, b"new")
    assert path.read_text() == "my answer"


def test_a_file_keeps_its_rights(tmp_path):
    path = tmp_path / "01.ipynb"
    path.write_text("old")
    path.chmod(0o640)
    mode = path.stat().st_mode
    replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode == mode


def test_backups_are_numbered_and_never_overwritten(tmp_path):
    path = tmp_path / "01.ipynb"
    assert [back_up(path, text).name for text in (b"a", b"b", b"b", b"a")] == [
        "01-1.ipynb",
        "01-2.ipynb",
        "01-2.ipynb",
        "01-3.ipynb",
    ]
    (tmp_path / "backups" / "01-1.ipynb").unlink()
    (tmp_path / "backups" / "01-my own.ipynb").write_text("kept by hand")
    assert back_up(path, b"c").name == "01-4.ipynb", "a higher number is always newer"
    assert [backup.read_bytes() for backup in sorted((tmp_path / "backups").glob("01-[0-9]*"))] == [
        b"b",
        b"a",
        b"c",
    ]


def test_only_left_temporary_files_are_swept(tmp_path):
    (tmp_path / "backups").mkdir()
    left = {".01.ipynb.77.tmp", "backups/.01-2.ipynb.77.tmp"}
    stays = {".02.ipynb.77.tmp", "01.ipynb", ".01.ipynb", "backups/01-1.ipynb"}
    for name in left | stays:
        (tmp_path / name).write_text("")
    sweep(tmp_path / "01.ipynb")
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert set(files) == stays


def test_a_notebook_is_read_and_written_as_it_is(tmp_path):
    text = '{\n "cells": [\n  {\n   "cell_type": "raw",\n   "metadata": {},\n   "source": [\n    "η\\n",\n    "b"\n   ]\n  }\n ],\n "metadata": {},\n "nbformat": 4\n}\n'
    (tmp_path / "01.ipynb").write_text(text, encoding="utf-8")
    raw, notebook = read_notebook(tmp_path / "01.ipynb")
    assert notebook["cells"][0]["source"] == "η\nb"
    assert as_bytes(notebook) == raw
    assert parse(as_bytes(notebook)) == notebook
