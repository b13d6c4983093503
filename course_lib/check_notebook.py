"""`course check`: run a notebook's exercises with the cells that they need, and print each verdict.

The cells run in a process of their own (see `run_notebook`), in the notebook's order; a cell that fails stops no other.
Demonstrations that no exercise needs are not run. Nothing of the user's progress is read or written.
"""

import ast
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from course_lib.authoring.names import cells_needed, defined_names

ALL_PASS, SOME_FAIL, UNREADABLE = 0, 1, 2
HARMLESS = {
    "check",
    "hint",
    "solution",
    "print",
    "display",
    "show",
    "len",
    "type",
    "range",
    "list",
    "sum",
    "min",
    "max",
}


class NotANotebookError(Exception):
    """The file can't be read as a notebook; the message says why and what to do."""


@dataclass(frozen=True)
class Found:
    """An exercise of the lesson and the code cell after which its answer is looked at (None: not in the notebook)."""

    exercise: object
    place: int | None


def check_notebook(path) -> int:
    """Print the verdicts on a notebook's exercises; returns the exit status, 0 where all pass."""
    try:
        sources, ids = read_code_cells(Path(path))
        found = find_exercises(Path(path), sources, ids)
    except NotANotebookError as error:
        print(error)
        return UNREADABLE
    reports = run_steps(steps_for(sources, found), Path(path).resolve().parent)
    return _print_all(found, reports)


def read_code_cells(path: Path) -> tuple[list[str], list[str]]:
    """The notebook's code cells as plain Python, and for each the id that it carries (nbgrader's, or its own).

    Raises NotANotebookError.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in code]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotANotebookError(
            f"{path} is not a Jupyter notebook (nbformat 4): it may be cut off, or another kind of file. "
            "Take a fresh copy of the lesson, or save yours again from JupyterLab."
        ) from None
    except OSError as error:
        raise NotANotebookError(f"{path} can't be read: {error.strerror}.") from None
    return [_without_magics(source) for source in sources], [_id_of(cell) for cell in code]


def _without_magics(source):
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def _id_of(cell):
    metadata = cell.get("metadata") or {}
    return metadata.get("exercise") or (metadata.get("nbgrader") or {}).get("grade_id") or cell.get("id")


def find_exercises(path: Path, sources, ids) -> list[Found]:
    """Every exercise of the notebook's lesson, with the place of its answer. Raises NotANotebookError for no lesson."""
    from course_lib.exercises import exercises_of

    checks = {checked: place for place, source in enumerate(sources) for checked in checked_ids(source)}
    exercises = exercises_of(lesson_of_notebook(path, [*checks, *ids]))
    return [Found(one, _place_of(one, checks, sources, ids)) for one in exercises]


def lesson_of_notebook(path, ids) -> str:
    """The lesson that a notebook belongs to: that of the first exercise in it, else the number in its name."""
    from course_lib.exercises import exercises_of, lesson_of

    for exercise_id in ids:
        try:
            return lesson_of(exercise_id)
        except LookupError:
            continue
    number = re.match(r"\d\d", path.name)
    if number and exercises_of(number.group()):
        return number.group()
    raise NotANotebookError(f"There are no exercises of this course in {path}.")


def checked_ids(source: str) -> list[str]:
    """The ids in the calls check("id", …) of a cell."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return []
    return [
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") == "check"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


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


def run_steps(steps, folder: Path) -> dict:
    """Run the steps in a process of their own, in `folder`; returns {id: report} of what was examined."""
    with TemporaryDirectory(prefix="downhill-") as temporary:
        results = Path(temporary, "results.jsonl")
        Path(temporary, "steps.json").write_text(json.dumps(steps), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "course_lib.run_notebook", temporary],
            cwd=folder,
            env=os.environ | {"IPYTHONDIR": temporary, "MPLBACKEND": "agg", "TQDM_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    reports = map(json.loads, lines)
    return {report["exercise"]: report for report in reports}


def _print_all(found, reports):
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that has no ✓ shows a question mark
    passed = earned = 0
    for one in found:
        report = reports.get(one.exercise.id) or _no_report(one)
        print(report["text"], end="\n\n")
        passed += report["passed"]
        earned += report["points"]
    points = sum(one.exercise.points for one in found)
    print(f"{passed} of {len(found)} exercises pass: {earned} of {points} points.")
    return ALL_PASS if passed == len(found) else SOME_FAIL


def _no_report(one):
    why = (
        "is not in this notebook."
        if one.place is None
        else "was not reached: Python itself ended in a cell before it."
    )
    return {"text": f"✗ {one.exercise.id} {why}", "passed": False, "points": 0}
