"""The course's own notebook of a lesson: what nbgrader calls the source. Points and cells come from it alone."""

import json
from functools import lru_cache
from pathlib import Path

from course_lib.grading import view


@lru_cache
def source_path(lesson: str) -> Path | None:
    """The notebook of a lesson; None where the course has none."""
    return next(iter(sorted(view.NOTEBOOKS.glob(f"{lesson}_*.ipynb"))), None)


@lru_cache
def source_notebook(lesson: str) -> dict:
    """The content of a lesson's notebook, its cells' texts joined. Raises OSError."""
    content = json.loads(source_path(lesson).read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    return content


def nbgrader_cells(lesson: str) -> list[dict]:
    """The cells that nbgrader knows: those to be solved, and those that give points."""
    return [cell for cell in source_notebook(lesson)["cells"] if about(cell)]


def about(cell: dict) -> dict:
    """What a cell tells nbgrader."""
    return cell["metadata"].get("nbgrader", {})
