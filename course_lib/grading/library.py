"""The course's library as a submission sees it while it is graded: without the functions that answer the exercise.

`nn`, `data` and `training` go into the sandbox as code, module by module. What answers an exercise of the run is taken
out by its name: there stands a function in its place that says so.
"""

import ast
import inspect
import marshal
import sys
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from course_lib.exercises.drives import call, play_script
from course_lib.exercises.judge import smallest_failing
from course_lib.exercises.learner import draw
from course_lib.exercises.run import run_on
from course_lib.exercises.spec import Exercise, given
from course_lib.exercises.trial import ReferenceValues, try_all
from course_lib.grading.view import PACKAGE

ROOMS = ("nn", "data", "training")
COMPARED = ("nn", "training/schedules.py")  # no files, no devices: safe to call with anything
MODELS = "training/models.py"  # needs torch; only a drive of an exercise's own makes anything of a model
WITHHELD = "raise NotImplementedError('{name} of course_lib is what an exercise asks for: not there while that is graded')"
IN_ITS_PLACE = {  # a class stays a class, for others may be derived from it
    ast.ClassDef: "class {name}:\n    def __init__(self, *args, **kwargs):\n        " + WITHHELD,
    ast.FunctionDef: "def {name}(*args, **kwargs):\n    " + WITHHELD,
}


@lru_cache
def load_torch(lesson: str):
    """Load torch if the specs of a lesson use it. To be done before anything is timed.

    It loads half of itself with the first optimizer. On a busy machine a time limit could break that off, and then torch
    stays broken in this process: no answer of the lesson could be judged any more.
    """
    name = f"course_lib.exercises.lesson_{lesson}"
    specs = [module for found, module in sys.modules.items() if found.startswith(name)]
    if any("import torch" in Path(module.__file__).read_text(encoding="utf-8") for module in specs):
        import_module("torch._dynamo")


@lru_cache
def answers_to(exercise_id: str) -> frozenset[str]:
    """Names in the library that answer an exercise: those that pass its check, and any of the exercise's own name."""
    from course_lib.exercises import get_exercise

    exercise = get_exercise(exercise_id)
    passing = set() if exercise.goals or not exercise.draw else _passing(exercise)
    return frozenset(passing | ({exercise.name} & set(uses())))


def _passing(exercise):
    inputs, value_for = draw(exercise)[0], ReferenceValues()
    return {name for name, answer in _candidates(exercise) if _passes(exercise, answer, inputs, value_for)}


def _candidates(exercise):
    for name in COMPARED if exercise.drive in (call, play_script) else (*COMPARED, MODELS):
        for path in sorted((PACKAGE / name).glob("*.py")) or [PACKAGE / name]:
            module = import_module(_module_name(path))
            for found, value in vars(module).items():
                if inspect.isfunction(value) or inspect.isclass(value):
                    yield found, value


def _passes(exercise: Exercise, answer, inputs, value_for) -> bool:
    """Whether the library's function is right, tried on one input after another until it is wrong."""
    return not any(
        smallest_failing(try_all(exercise, [one], [run_on(answer, exercise.drive, given(one))], value_for))
        for one in inputs
    )


def _module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache
def _trees() -> dict[str, tuple[bool, ast.Module]]:
    """The library's modules: {name: (is it a package, its tree)}."""
    paths = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    return {
        _module_name(path): (path.name == "__init__.py", ast.parse(path.read_text(encoding="utf-8")))
        for path in paths
    }


@lru_cache
def uses() -> dict[str, frozenset[str]]:
    """For each function and class of the library the names of the library's others that it uses."""
    found = {}
    for _, tree in _trees().values():
        for statement in tree.body:
            for name in _defined_by(statement):
                mentioned = {getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(statement)}
                found[name] = found.get(name, set()) | mentioned
    return {name: frozenset(mentioned & set(found)) - {name} for name, mentioned in found.items()}


def _defined_by(statement):
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@lru_cache
def used_in_drive(exercise_id: str) -> frozenset[str]:
    """Names of the library that the way of putting an exercise's answer to the test uses itself."""
    from course_lib.exercises import get_exercise

    names, waiting, seen = set(), [get_exercise(exercise_id).drive], set()
    while waiting:
        function = waiting.pop()
        if not inspect.isfunction(function) or function in seen:
            continue
        seen.add(function)
        mentioned = set(_names_in(function.__code__))
        names |= mentioned
        waiting += [function.__globals__[name] for name in mentioned if name in function.__globals__]
    return frozenset(names & set(uses()))


def _names_in(code):
    inner = [constant for constant in code.co_consts if inspect.iscode(constant)]
    return [*code.co_names, *(name for one in inner for name in _names_in(one))]


@lru_cache(maxsize=256)
def library_without(withheld: frozenset[str]) -> dict[str, tuple[bool, bytes]]:
    """The library for the sandbox, {module name: (is it a package, its code, marshalled)}, without some names."""
    return {
        name: (is_package, marshal.dumps(_code(name, tree, withheld)))
        for name, (is_package, tree) in _trees().items()
    }


def _code(module, tree, withheld):
    body = [_left_of(statement, withheld) for statement in tree.body]
    return compile(ast.Module(body, type_ignores=[]), f"<{module}>", "exec", dont_inherit=True)


def _left_of(statement, withheld):
    taken = sorted(set(_defined_by(statement)) & withheld)
    if not taken:
        return statement
    text = IN_ITS_PLACE.get(type(statement), IN_ITS_PLACE[ast.FunctionDef])
    return ast.parse(text.format(name=taken[0])).body[0]
