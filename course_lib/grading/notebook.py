"""A submission's bytes → its code cells, of whatever notebook format, whatever else is wrong with it.

Only JSON is read here, by Python's own parser: no schema is asked for, for what learners hand in often breaks it.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from course_lib.exercises import exercises_of, lessons
from course_lib.grading.inside.cell import Cell

MOST_CELLS = 2000
LONGEST_CELL = 200_000  # characters
CHECKED = re.compile(r"""\bcheck\(\s*["']([\w-]{1,64})["']""")
DEFINED = re.compile(r"^(?:def\s+|class\s+)?([A-Za-z_]\w*)\s*[=(:]", re.MULTILINE)


CELLS = re.compile(r'"cells"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


class UnreadableError(Exception):
    """The submission can't be graded as it is; the message says in plain words why."""


@dataclass(frozen=True)
class Notebook:
    """The code cells of a notebook, the texts of its Markdown cells by their ids, and what was odd about the file.

    `damage` says what is wrong with a file of which not all could be read.
    """

    cells: list[Cell]
    written: dict[str, str] = field(default_factory=dict)
    language: str = "python"
    lesson: str = ""
    notes: list[str] = field(default_factory=list)
    damage: str = ""


def read_notebook(data: bytes) -> Notebook:
    """Read a notebook; of one that is cut off, the cells before the cut. Raises UnreadableError."""
    content, damage = _json(data)
    raw = _raw_cells(content)
    metadata = _dict(content.get("metadata"))
    notes = []
    if len(raw) > MOST_CELLS:
        notes.append(f"The notebook has {len(raw):,} cells; the first {MOST_CELLS:,} were read.")
    cells, written = [], {}
    for cell in raw[:MOST_CELLS]:
        source = _text(cell.get("source", cell.get("input", cell.get("code"))))
        if cell.get("cell_type") == "code":
            cells.append(_cell(cell, source, notes))
        elif cell.get("cell_type") == "markdown":
            written[_ids(cell)[0]] = source
    lesson = str(_dict(metadata.get("downhill")).get("lesson", ""))
    return Notebook(cells, written, _language(metadata), lesson, notes, damage)


def _json(data):
    """The content of the file, and what is wrong with it where it could be read in part."""
    if not data.strip():
        raise UnreadableError("The file is empty.")
    text = data.decode("utf-8-sig", errors="replace") if data[:1] in b"{\xef \n\t\r[" else data
    try:
        content = json.loads(text)
    except RecursionError:
        raise UnreadableError("The file is not a notebook: its JSON is nested too deep.") from None
    except MemoryError:
        raise UnreadableError("The file is too large: it needs more memory than there is.") from None
    except ValueError:
        cut = data.lstrip()[:1] == b"{" and not data.rstrip().endswith(b"}")
        why = (
            "The file is cut off: its end is missing."
            if cut
            else "The file is not a notebook: it is no valid JSON."
        )
        cells = _whole_cells(text) if isinstance(text, str) else []
        if not cells:
            raise UnreadableError(why) from None
        why = "its end is missing" if cut else "it is no valid JSON"
        return {"cells": cells}, f"The file is damaged: {why}; its first {len(cells)} cells could be read"
    if not isinstance(content, dict):
        raise UnreadableError("The file is not a notebook: it is JSON of another kind.")
    return content, ""


def _whole_cells(text):
    """The cells of a notebook before the place where its JSON ends or breaks."""
    start, cells = CELLS.search(text), []
    place = start.end() if start else len(text)
    while True:
        try:
            cell, place = json.JSONDecoder().raw_decode(text, BETWEEN.match(text, place).end())
        except (ValueError, RecursionError, MemoryError):
            return cells
        cells.append(cell)


def _raw_cells(content):
    """The cells of nbformat 4 (and what comes after it), 3, 2 or 1."""
    cells = content.get("cells")
    if not isinstance(cells, list):
        sheets = content.get("worksheets")
        sheets = [_dict(sheet).get("cells") for sheet in sheets] if isinstance(sheets, list) else []
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet] if sheets else None
    if cells is None:
        raise UnreadableError("The file is not a notebook: it has no cells.")
    return [cell for cell in cells if isinstance(cell, dict)]


def _cell(cell, source, notes):
    if len(source) > LONGEST_CELL:
        notes.append(f"A cell of {len(source):,} characters was left out.")
        source = ""
    identity, by_exercise_id = _ids(cell)
    count = cell.get("execution_count", cell.get("prompt_number"))
    return Cell(source, identity, by_exercise_id, count if type(count) is int else None)


def _ids(cell):
    """The id of the exercise that a cell carries in its metadata, else the cell's own; and whether it is the first."""
    metadata = _dict(cell.get("metadata"))
    for carried in (metadata.get("exercise"), _dict(metadata.get("nbgrader")).get("grade_id")):
        if isinstance(carried, str) and carried:
            return carried, True
    own = cell.get("id")
    return (own if isinstance(own, str) else ""), False


def _text(source):
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _dict(value):
    return value if isinstance(value, dict) else {}


def _language(metadata):
    told = _dict(metadata.get("kernelspec")).get("language") or _dict(metadata.get("language_info")).get(
        "name"
    )
    return told.lower()[:40] if isinstance(told, str) else "python"


@lru_cache
def _known():
    return {number: exercises_of(number) for number in lessons()}


def lesson_of(notebook: Notebook, path: str) -> str:
    """The number of the lesson that a notebook belongs to. Raises UnreadableError where nothing tells it.

    The ids in it tell, each with one vote; else its file's name or a folder's, else its metadata, else the names it defines.
    """
    ids = [cell.id.removeprefix("check-") for cell in notebook.cells]
    ids += [checked for cell in notebook.cells for checked in CHECKED.findall(cell.source)]
    known = _known()
    by_id = {exercise.id: number for number, exercises in known.items() for exercise in exercises}
    by_name = {exercise.name: number for number, exercises in known.items() for exercise in exercises}
    names = {name for cell in notebook.cells for name in DEFINED.findall(cell.source)}
    told = re.findall(r"(?:^|[/_\-\s])(\d\d)(?=[_\-\s])", path) + re.findall(r"^\d\d", notebook.lesson)
    for votes in (
        [by_id[one] for one in set(ids) & set(by_id)],
        told[::-1],
        [by_name[one] for one in names & set(by_name)],
    ):
        votes = [number for number in votes if known.get(number)]
        if votes:
            return Counter(votes).most_common(1)[0][0]
    if notebook.language not in ("python", "ipython", "python3"):
        raise UnreadableError(
            f"There is no exercise of this course in it, and it is written in {notebook.language}."
        )
    raise UnreadableError("There is no exercise of this course in it.")
