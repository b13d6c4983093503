"""How far a learner is, lesson by lesson: the table that lesson 00 shows."""

from dataclasses import dataclass

from course_lib.exercises.find import exercises_of, lessons, title_of
from course_lib.exercises.records import read
from course_lib.exercises.render_html import progress_as_html
from course_lib.exercises.render_text import progress_as_text


@dataclass(frozen=True)
class LessonProgress:
    """One lesson's line in the table."""

    lesson: str
    title: str
    passed: int
    exercises: int
    points: int
    out_of: int


@dataclass(frozen=True)
class Progress:
    """A table of all lessons that shows itself as HTML in a notebook and as text elsewhere."""

    lessons: tuple[LessonProgress, ...]

    def __repr__(self) -> str:
        return progress_as_text(self)

    def _repr_html_(self) -> str:
        return progress_as_html(self)


def progress() -> Progress:
    """How far you are, lesson by lesson. In a folder that nothing was kept in yet: 0 of everything."""
    return Progress(tuple(map(_progress_of, lessons())))


def _progress_of(lesson):
    exercises = exercises_of(lesson)
    passed = [exercise for exercise in exercises if read(exercise.id).passed]
    points = [sum(exercise.points for exercise in some) for some in (passed, exercises)]
    return LessonProgress(lesson, title_of(lesson), len(passed), len(exercises), *points)
