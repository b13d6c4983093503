"""Copies of the lessons that the learner doesn't have yet. A copy that exists is never touched."""

from contextlib import suppress
from pathlib import Path

from course_lib.copies.files import UnreadableError, as_bytes, parse, write_new
from course_lib.copies.pristine import keep, stamped


def copy_new_lessons(notebooks: Path, work: Path) -> list[str]:
    """Copy each lesson that `work` doesn't hold yet; return the names copied. Raises OSError.

    A copy appears whole or not at all, and never in the place of a file that exists already: neither a crash nor a second
    `course lab` can overwrite an answer.
    """
    work.mkdir(parents=True, exist_ok=True)
    copied = []
    for lesson in sorted(notebooks.glob("*.ipynb")):
        content = _kept(work, lesson)
        if write_new(work / lesson.name, content):
            copied.append(lesson.name)
    return copied


def _kept(work, lesson):
    """What to copy of a lesson, whose text is kept aside for later updates; a file that is no notebook is copied as it is."""
    content = lesson.read_bytes()
    with suppress(UnreadableError):
        notebook = parse(content)
        keep(work, lesson.name, notebook)
        content = as_bytes(stamped(notebook, notebook))
    return content
