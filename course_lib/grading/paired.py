"""Files handed in with a notebook (a model's weights) find their notebook: the one in their folder, of their student.

In a flat folder, and in what Canvas exports, the beginning of a file's name tells whose it is: `anna_my_model.safetensors`
goes with `anna_08_….ipynb`. Of several the one with the exact name counts, else the newest copy: `my_model (2).safetensors`.
"""

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from course_lib.exercises import exercises_of, lessons
from course_lib.exercises.spec import File

NOTEBOOK = re.compile(
    r"^(?P<student>.*?)[_\-. ]*(?<!\d)\d\d_[a-z][a-z0-9_]*?(?:[-_ ]?\(?(?P<copy>\d+)\)?)?\.ipynb$",
    re.IGNORECASE,
)
CANVAS_NUMBERS = re.compile(r"(_\d+)_\d+$")  # the student's number, then one that each file has for itself


@lru_cache
def files_asked() -> dict[str, File]:
    """The files that exercises of the course ask for, by name."""
    asked = [exercise.file for lesson in lessons() for exercise in exercises_of(lesson) if exercise.file]
    return {file.name: file for file in asked}


@lru_cache
def _pattern(name):
    stem, _, ending = map(re.escape, name.rpartition("."))
    copy = r"(?:[-_ ]?\(?(?P<copy>\d+)\)?)?"
    return re.compile(rf"^(?P<student>.*?)[_\-. ]*{stem}{copy}\.{ending}$", re.IGNORECASE)


def is_asked(path: str) -> bool:
    """Whether a file's name is one that an exercise asks for, or like it."""
    return _match(path)[0] is not None


def _match(path):
    """(the name asked for, what matched) or (None, the match of a notebook's name, if it is one)."""
    own = PurePosixPath(path).name
    for name in files_asked():
        if match := _pattern(name).match(own):
            return name, match
    return None, NOTEBOOK.match(own)


def paired(found: list) -> list:
    """The submissions that are notebooks (or refused), each with the files that go with it."""
    by_owner = defaultdict(dict)
    for one in found:
        name, match = _match(one.path)
        if name:
            rank = match["copy"] is None and not match["student"], int(match["copy"] or 0)
            for whose in _whose(one, match):
                by_owner[whose].setdefault(name, []).append((rank, one))
    return [_with_files(one, by_owner) for one in found if not is_asked(one.path)]


def _with_files(notebook, by_owner):
    candidates = defaultdict(list)
    for whose in _whose(notebook, _match(notebook.path)[1]):
        for name, ranked in by_owner.get(whose, {}).items():
            candidates[name] += ranked
    best = {name: max(ranked, key=lambda one: one[0])[1] for name, ranked in candidates.items()}
    return replace(notebook, beside=best) if best else notebook


def _whose(one, match):
    """What a file and its notebook have in common: their folder, and in it the student or the beginning of the name."""
    folder = str(PurePosixPath(one.path).parent)
    beginning = CANVAS_NUMBERS.sub(r"\1", match["student"]) if match else one.path
    return (folder, "student", one.owner), (folder, "beginning", beginning)
