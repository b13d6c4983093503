"""Which lessons there are, and where each one's files stand."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOOD_NAME = re.compile(r"[0-9]{2}_\w+")


class LessonNameError(ValueError):
    """A lesson's name is wrong, nowhere to be found, or has the number of another lesson."""


@dataclass(frozen=True)
class Lesson:
    """One lesson, `name` being its file's name without the ending: `04_backpropagation`."""

    root: Path
    name: str

    @property
    def number(self):
        """The first two digits, as text: `"04"`."""
        return self.name[:2]

    @property
    def source(self):
        """What the author edits."""
        return self.root / "lessons" / f"{self.name}.py"

    @property
    def specs(self):
        """Where its exercises are specified: `lesson_04.py`, or the files of a folder `lesson_04/`."""
        exercises = self.root / "course_lib" / "exercises"
        files = [*exercises.glob(f"lesson_{self.number}*.py"), *exercises.glob(f"lesson_{self.number}/*.py")]
        return sorted(files)

    @property
    def notebook(self):
        """What a learner opens: solutions cleared, outputs stored."""
        return self.root / "notebooks" / f"{self.name}.ipynb"

    @property
    def solved(self):
        """The same with its solutions, not run."""
        return self.root / "build" / "solved" / f"{self.name}.ipynb"

    def shown(self, path):
        """The path as messages show it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_lessons(root, wanted=()):
    """The lessons under `root`, in order; with `wanted`, only those (`"04"`, `"4"`, a name, or a file's path).

    Raises LessonNameError where one that is wanted does not exist, a file's name is no lesson's, or two have one number.
    """
    lessons = [Lesson(Path(root), path.stem) for path in sorted(Path(root, "lessons").glob("*.py"))]
    if not lessons:
        raise LessonNameError(f"There is no lesson in {Path(root, 'lessons')}.")
    for lesson in lessons:
        if not GOOD_NAME.fullmatch(lesson.name):
            raise LessonNameError(
                f"{lesson.shown(lesson.source)}: a lesson is named like 04_backpropagation.py. Rename it, or move it."
            )
    for one, other in pairwise(lessons):
        if one.number == other.number:
            raise LessonNameError(
                f"Two lessons have the number {one.number}: {one.name}.py and {other.name}.py. Rename one of them."
            )
    return [_pick(lessons, name) for name in wanted] or lessons


def _pick(lessons, wanted):
    stem = Path(wanted).stem
    number = stem.zfill(2) if re.fullmatch(r"\d{1,2}", stem) else None
    for lesson in lessons:
        if stem == lesson.name or number == lesson.number:
            return lesson
    names = ", ".join(lesson.name for lesson in lessons)
    raise LessonNameError(f"There is no lesson {wanted!r}. There are: {names}.")
