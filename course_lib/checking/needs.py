"""Which cells an answer needs: those that make the names that it uses, and those that change what they made."""

import ast
from dataclasses import dataclass
from pathlib import Path

from course_lib.authoring.names import cells_needed, defined_names
from course_lib.checking.read import checked_ids, lesson_of_notebook

HARMLESS = {
    "check",
    "hint",
    "solution",
    "print",
    "display",
    "show",
    "len",
    "type",
    "list",
    "sum",
    "min",
    "max",
}


@dataclass(frozen=True)
class Found:
    """An exercise of the lesson and the code cell after which its answer is looked at (None: not in the notebook)."""

    exercise: object
    place: int | None


def find_exercises(path: Path, sources, ids) -> list[Found]:
    """Every exercise of the notebook's lesson, with the place of its answer. Raises NotANotebookError for no lesson."""
    from course_lib.exercises import exercises_of

    checks = {checked: place for place, source in enumerate(sources) for checked in checked_ids(source)}
    exercises = exercises_of(lesson_of_notebook(path, [*checks, *ids]))
    return [Found(one, _place_of(one, checks, sources, ids)) for one in exercises]


def _place_of(exercise, checks, sources, ids):
    """After the last check of it; else after the cell that carries its id; else after the last that defines its name."""
    if exercise.id in checks:
        return checks[exercise.id]
    if exercise.id in ids:
        return ids.index(exercise.id)
    defining = [place for place, source in enumerate(sources) if exercise.name in _defined(source)]
    return defining[-1] if defining else None


def _defined(source):
    try:
        return defined_names(source)
    except SyntaxError:
        return set()


def steps_for(sources, found: list[Found]) -> list[dict]:
    """What to do, in order: `{"run": source, "defines": [...]}` for a cell, `{"examine": id, "name": name}` for an answer."""
    places = {one.exercise.id: _cells_for(one, sources) for one in found}
    needed = set().union(*places.values())
    steps = []
    for place, source in enumerate(sources):
        if place in needed:
            steps.append({"run": source, "defines": sorted(_defined(source))})
        steps += [
            {"examine": one.exercise.id, "name": one.exercise.name} for one in found if one.place == place
        ]
    return steps


def _cells_for(one: Found, sources):
    """Places of the cells that an answer needs: those that make the names that it uses, and those that change them."""
    if one.place is None:
        return set()
    before = sources[: one.place + (not _only_checks(sources[one.place]))]
    wanted = {len(before)}
    while True:
        needed = set(cells_needed([*before, one.exercise.name], wanted))
        variables = set().union(*(_variables(before[place]) for place in needed - {len(before)}))
        changing = {place for place, source in enumerate(before) if _changed(source) & variables}
        if changing <= needed:
            return needed - {len(before)}
        wanted |= changing


def _only_checks(source):
    """Whether a cell is one call of check(…) and nothing else."""
    body = ast.parse(source).body if checked_ids(source) else []
    return len(body) == 1 and isinstance(body[0], ast.Expr)


def _variables(source):
    """Names that a cell assigns: data and objects, which later cells may change. Functions and imports stay what they are."""
    stored = (
        node for node in _nodes(source) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {node.id for node in stored} & _defined(source)


def _changed(source):
    """Names whose objects a cell may change: `x[0] = 1`, `x.y = 1`, `x.train()`, `fit(x)`; printing changes nothing."""
    changed = set()
    for node in _nodes(source):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            changed |= _names(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in HARMLESS:
            changed |= _names(node.func.value) if isinstance(node.func, ast.Attribute) else set()
            changed |= {argument.id for argument in node.args if isinstance(argument, ast.Name)}
    return changed


def _names(node):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _nodes(source):
    try:
        return list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return []
