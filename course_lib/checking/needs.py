"""Which cells an answer needs: those that make the names that it uses, and those that change what they made."""

from dataclasses import dataclass
from pathlib import Path

from course_lib.checking.facts import facts_of, places_needed
from course_lib.checking.read import lesson_of_notebook


@dataclass(frozen=True)
class Found:
    """An exercise of the lesson and the code cell after which its answer is looked at (None: not in the notebook)."""

    exercise: object
    place: int | None


def find_exercises(path: Path, sources, ids) -> list[Found]:
    """Every exercise of the notebook's lesson, with the place of its answer. Raises NotANotebookError for no lesson."""
    from course_lib.exercises import exercises_of

    checks = {checked: place for place, source in enumerate(sources) for checked in facts_of(source).checks}
    exercises = exercises_of(lesson_of_notebook(path, [*checks, *ids]))
    return [Found(one, _place_of(one, checks, sources, ids)) for one in exercises]


def _place_of(exercise, checks, sources, ids):
    """After the last check of it; else after the cell that carries its id; else after the last that defines its name."""
    if exercise.id in checks:
        return checks[exercise.id]
    if exercise.id in ids:
        return ids.index(exercise.id)
    defining = [place for place, source in enumerate(sources) if exercise.name in facts_of(source).defines]
    return defining[-1] if defining else None


def steps_for(sources, found: list[Found]) -> list[dict]:
    """What to do, in order: `{"run": source, "defines": [...]}` for a cell, `{"examine": id, "name": name}` for an answer."""
    needed = set().union(*(_cells_for(one, sources) for one in found))
    steps = []
    for place, source in enumerate(sources):
        if place in needed:
            steps.append({"run": source, "defines": sorted(facts_of(source).defines)})
        steps += [
            {"examine": one.exercise.id, "name": one.exercise.name} for one in found if one.place == place
        ]
    return steps


def _cells_for(one: Found, sources):
    if one.place is None:
        return set()
    before = sources[: one.place + (not facts_of(sources[one.place]).only_checks)]
    return places_needed(before, one.exercise.name)
