"""Read a notebook file as learners leave it: its code cells, what each carries as id, and which lesson it is."""

import json
import re
from pathlib import Path


class NotANotebookError(Exception):
    """The file can't be read as a notebook; the message says why and what to do."""


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
