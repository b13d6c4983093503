"""How far a learner is, lesson by lesson: the table that lesson 00 shows."""

from dataclasses import dataclass

from course_lib.exercises.find import exercises_of, lessons, title_of
from course_lib.exercises.records import read, trouble
from course_lib.exercises.render_html import progress_as_html
from course_lib.exercises.render_text import progress_as_text


@dataclass(frozen=True)
class LessonProgress:
    """One lesson's line in the table. `tried` counts exercises with an answer, right or wrong; `passed` the right ones."""

    lesson: str
    title: str
    passed: int
    tried: int
    exercises: int
    points: int
    out_of: int


@dataclass(frozen=True)
class Progress:
    """A table of all lessons that shows itself as HTML in a notebook and as text elsewhere."""

    lessons: tuple[LessonProgress, ...]
    notes: tuple[str, ...] = ()  # what could not be read, a sentence each

    @property
    def total(self) -> LessonProgress:
        """All lessons in one line."""
        counts = ("passed", "tried", "exercises", "points", "out_of")
        return LessonProgress(
            "", "All lessons", *(sum(getattr(line, count) for line in self.lessons) for count in counts)
        )

    def __repr__(self) -> str:
        return progress_as_text(self)

    def _repr_html_(self) -> str:
        return progress_as_html(self)


def progress() -> Progress:
    """How far you are, lesson by lesson. In a folder that nothing was kept in yet: 0 of everything."""
    ids = [exercise.id for lesson in lessons() for exercise in exercises_of(lesson)]
    return Progress(tuple(map(_progress_of, lessons())), tuple(filter(None, map(trouble, ids))))


def _progress_of(lesson):
    exercises = exercises_of(lesson)
    records = [read(exercise.id) for exercise in exercises]
    pairs = [pair for pair in zip(exercises, records, strict=True) if pair[1].passed]
    points = sum(record.points or exercise.points for exercise, record in pairs)
    out_of = sum(exercise.points for exercise in exercises)
    tried = sum(record.tried > 0 or record.passed for record in records)
    return LessonProgress(lesson, title_of(lesson), len(pairs), tried, len(exercises), points, out_of)
