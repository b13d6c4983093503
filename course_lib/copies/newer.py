"""Which of the learner's copies are older than the lessons."""

from pathlib import Path

from course_lib.copies.files import UnreadableError, read_notebook
from course_lib.copies.pristine import base_of, version_of


def newer_lessons(notebooks: Path, work: Path) -> list[str]:
    """The names (`04_backpropagation`) of copies whose lesson has changed since. Copies that can't be read are left out."""
    names = sorted(lesson.name for lesson in notebooks.glob("*.ipynb") if (work / lesson.name).is_file())
    return [Path(name).stem for name in names if is_newer(notebooks / name, work)]


def is_newer(lesson: Path, work: Path) -> bool:
    """Whether a lesson changed after it was copied, as far as can be known: True where the copied version is unknown."""
    try:
        newer, yours = read_notebook(lesson)[1], read_notebook(work / lesson.name)[1]
    except UnreadableError:
        return False
    base = base_of(work, lesson.name, yours)
    return base is None or version_of(base) != version_of(newer)
