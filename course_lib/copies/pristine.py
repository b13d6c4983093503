"""A lesson's text as it was when it was copied: what tells a learner's change from the lesson's own.

Kept in work/.downhill/, one file for each version of a lesson, without outputs. A copy carries the version that it was made
from in its metadata, so that file and version can't come apart, whenever a command is killed.
"""

import hashlib
import json
from pathlib import Path

from course_lib.copies.files import UnreadableError, as_bytes, read_notebook, write_new

FOLDER = ".downhill"


def version_of(lesson: dict) -> str:
    """16 characters that are equal for notebooks with equal cells; outputs don't count."""
    cells = [
        [cell.get("id"), cell["cell_type"], cell["source"], cell["metadata"]] for cell in lesson["cells"]
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:16]


def stamped(notebook: dict, lesson: dict) -> dict:
    """The notebook, with the lesson's own metadata and version in it: what it is a copy of."""
    about = lesson["metadata"].get("downhill", {}) | {"copy_of": version_of(lesson)}
    return notebook | {"metadata": notebook["metadata"] | {"downhill": about}}


def keep(work: Path, name: str, lesson: dict) -> None:
    """Keep this version of a lesson's text. Raises OSError."""
    (work / FOLDER).mkdir(parents=True, exist_ok=True)
    cells = [
        cell | ({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        for cell in lesson["cells"]
    ]
    write_new(_path(work, name, version_of(lesson)), as_bytes(lesson | {"cells": cells}))


def base_of(work: Path, name: str, yours: dict) -> dict | None:
    """The version that a learner's copy was made from, or None where that can't be known.

    A copy that carries no version (made by hand) is matched by the hash that `course build` put into it.
    """
    about = yours["metadata"].get("downhill", {})
    if "copy_of" in about:
        return _read(_path(work, name, about["copy_of"]))
    kept = filter(None, map(_read, (work / FOLDER).glob(f"{Path(name).stem}-*.ipynb")))
    same = [one for one in kept if _built(one) and _built(one) == _built(yours)]
    return max(same, key=lambda one: _alike(one, yours), default=None)


def _path(work, name, version):
    return work / FOLDER / f"{Path(name).stem}-{version}.ipynb"


def _read(path):
    try:
        return read_notebook(path)[1]
    except UnreadableError:
        return None


def _built(notebook):
    return notebook["metadata"].get("downhill", {}).get("content_hash")


def _alike(one, other):
    """How many cells two notebooks have in common."""
    texts = [{(cell.get("id"), cell["source"]) for cell in notebook["cells"]} for notebook in (one, other)]
    return len(texts[0] & texts[1])
