"""`course update`: bring newer lessons into the learner's copies. What the learner typed is in the result, and in a backup."""

import os
from contextlib import contextmanager, nullcontext
from pathlib import Path

from course_lib.copies.files import UnreadableError, as_bytes, back_up, read_notebook, replace, sweep
from course_lib.copies.merge import merge
from course_lib.copies.new_lessons import copy_new_lessons
from course_lib.copies.newer import is_newer
from course_lib.copies.opened import open_notebooks
from course_lib.copies.pristine import base_of, keep, stamped
from course_lib.copies.tell import tell_merged, why_failed

LOCK = ".downhill/update.lock"
OPEN = """it is open in JupyterLab, where changes of yours may not be saved yet. Save it, close it there with
  File → Close and Shut Down Notebook, and run `course update` again"""
UNREADABLE = """. It was left as it is. An older state may be in work/.ipynb_checkpoints/ or work/backups/.
  To begin the lesson afresh, give this file another name and run `course update` again"""


class NotUpdatedError(Exception):
    """A copy was left as it is; the message says why and what to do."""


def update(root: Path, wanted=(), say=print) -> int:
    """Update the copies in root/work of the lessons named (`"04"`; all where none is), and copy new lessons.

    Says what was done, line by line. Returns the exit status: 1 where a copy could not be brought up to date.
    """
    notebooks, work = root / "notebooks", root / "work"
    try:
        with _alone(work):
            for name in copy_new_lessons(notebooks, work):
                say(f"{Path(name).stem}: new, and now in work/.")
            lessons = [path for path in sorted(notebooks.glob("*.ipynb")) if _is_wanted(path.stem, wanted)]
            return _update_all(lessons, work, wanted, say)
    except NotUpdatedError as error:
        say(str(error))
    except OSError as error:
        say(f"Nothing was changed in {work}: {why_failed(error)}.")
    return 1


def _update_all(lessons, work, wanted, say):
    if not lessons:
        say(f"There is no lesson {' '.join(wanted)}.")
        return 1
    opened, failed, updated = None, 0, 0
    for lesson in lessons:
        copy = (work / lesson.name).resolve()
        try:
            _refuse_unreadable(copy)
            if not is_newer(lesson, work):
                continue
            opened = open_notebooks() if opened is None else opened
            if copy in opened:
                raise NotUpdatedError(OPEN)
            say(f"{lesson.stem}: {update_copy(lesson, copy, work)}")
            updated += 1
        except NotUpdatedError as error:
            failed += 1
            say(f"{lesson.stem}: not updated: {error}.")
    if not failed and not updated:
        say("Your copies are up to date.")
    if updated:
        say("Is one of them open in a browser? Choose File → Reload Notebook from Disk there.")
    return 1 if failed else 0


def update_copy(lesson: Path, copy: Path, work: Path) -> str:
    """Bring a lesson into one copy; returns what to tell. Raises NotUpdatedError, and then the copy is as it was.

    First a backup, then the text of the newer version for the next update, then the copy itself, in one step.
    """
    sweep(copy)
    raw, yours = read_notebook(copy)
    _, newer = read_notebook(lesson)
    base = base_of(work, lesson.name, yours)
    merged = merge(base["cells"] if base else None, yours["cells"], newer["cells"])
    result = {**yours, "cells": merged.cells, "nbformat_minor": max(5, yours.get("nbformat_minor", 0))}
    content = as_bytes(stamped(result, newer))
    if not os.access(copy, os.W_OK):
        raise NotUpdatedError("the file is write-protected")
    try:
        backup = back_up(work / lesson.name, raw)
        keep(work, lesson.name, newer)
        if copy.read_bytes() != raw:
            raise NotUpdatedError("it was saved in this very moment; run `course update` again")
        replace(copy, content)
    except OSError as error:
        raise NotUpdatedError(why_failed(error)) from None
    return tell_merged(merged, backup.relative_to(work.parent).as_posix(), base is not None)


def _refuse_unreadable(copy):
    try:
        read_notebook(copy)
    except UnreadableError as error:
        raise NotUpdatedError(f"{error}{UNREADABLE}") from None


def _is_wanted(name, wanted):
    numbers = {Path(one).stem.zfill(2) for one in wanted}
    return not wanted or name in numbers or name[:2] in numbers


@contextmanager
def _alone(work):
    """One update at a time. Where the file system has no locks, without one. Raises NotUpdatedError, OSError."""
    from filelock import FileLock, Timeout

    (work / LOCK).parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(work / LOCK, timeout=0).acquire()
    except Timeout:
        raise NotUpdatedError("Another `course update` is under way: wait until it has finished.") from None
    except NotImplementedError:
        lock = nullcontext()
    with lock:
        yield
