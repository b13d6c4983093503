"""Find exercises: every `lesson_NN` beside this file, one file or a folder of them, holds a list named EXERCISES."""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from course_lib.exercises.spec import Exercise


def lessons() -> list[str]:
    """The numbers of all lessons that have exercises, in order: ["00", "01", ...]."""
    here = Path(__file__).parent
    found = [*here.glob("lesson_[0-9][0-9].py"), *here.glob("lesson_[0-9][0-9]/__init__.py")]
    return sorted(path.relative_to(here).parts[0][len("lesson_") :][:2] for path in found)


def exercises_of(lesson: str) -> list[Exercise]:
    """The exercises of a lesson ("01"), in order; an empty list where the lesson has none."""
    if lesson not in lessons():
        return []
    return list(import_module(f"course_lib.exercises.lesson_{lesson}").EXERCISES)


def title_of(lesson: str) -> str:
    """The lesson's title, which its file of specs may give as TITLE; else an empty string."""
    return getattr(import_module(f"course_lib.exercises.lesson_{lesson}"), "TITLE", "")


def lesson_of(exercise_id: str) -> str:
    """The number of the lesson that an exercise belongs to. Raises LookupError where there is no such exercise."""
    return _find(exercise_id)[0]


def get_exercise(exercise_id: str) -> Exercise:
    """The exercise with this id. Raises LookupError, with the nearest ids, where there is none."""
    return _find(exercise_id)[1]


def _find(exercise_id):
    known = []
    for lesson in lessons():
        for exercise in exercises_of(lesson):
            if exercise.id == exercise_id:
                return lesson, exercise
            known.append(exercise.id)
    near = get_close_matches(str(exercise_id), known)
    meant = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise LookupError(f"There is no exercise {exercise_id!r}.{meant}")
