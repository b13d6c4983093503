"""Run each lesson's solved notebook once and keep what it shows, until the lesson or the library changes."""

import copy
import hashlib
import json
import os
import time
from pathlib import Path

from course_lib.authoring.execute import CellError, execute
from course_lib.authoring.outputs import drop_widget_views
from course_lib.authoring.real_mnist import mnist_folder, uses_mnist

ROOMS = ("nn", "data", "training", "figures")  # what a lesson's outputs follow from, beside the lesson
PACKAGE = Path(__file__).parents[1]


def outputs_by_cell(name, solved, folder, say=print):
    """The outputs of a lesson's solved notebook by cell id, from the last run where nothing changed since.

    `folder` keeps runs and frames. Empty where it cannot be run here: a lesson on MNIST without MNIST, or one with a cell
    that fails; `say` is told.
    """
    kept = folder / "runs" / f"{name}.json"
    key = run_key(solved)
    if kept.exists():
        last = json.loads(kept.read_text(encoding="utf-8"))
        if last["key"] == key:
            return last["outputs"]
    if uses_mnist(solved.cells) and not mnist_folder():
        say(
            f"{name}: MNIST is not here (DOWNHILL_DATA), so its pages show the stored pictures, which don't move."
        )
        return {}
    outputs = _run(name, solved, folder, say)
    if outputs:
        write_whole(kept, json.dumps({"key": key, "outputs": outputs}, ensure_ascii=False))
    return outputs


def run_key(notebook):
    """A hash over all that the outputs follow from: the notebook's code, and the library's."""
    digest = hashlib.sha256()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(f"{cell.id}\0{cell.source}\0".encode())
    library = [path for room in ROOMS for path in sorted((PACKAGE / room).glob("*.py"))]
    for path in [*library, *(Path(__file__).with_name(name) for name in ("frames.py", "stops.py"))]:
        digest.update(f"{path.name}\0{path.read_text(encoding='utf-8')}\0".encode())
    return digest.hexdigest()


def is_check(cell):
    """Whether a cell of a built notebook is the check of an exercise."""
    grading = cell.metadata.get("nbgrader", {})
    return bool(grading.get("grade") and not grading.get("solution"))


def _run(name, solved, folder, say):
    from nbformat.v4 import new_code_cell

    notebook = copy.deepcopy(solved)
    notebook.cells = [cell for cell in notebook.cells if not is_check(cell)]
    frames = str((folder / "frames").absolute())
    start = f"from course_lib.book.frames import keep_frames\nkeep_frames({frames!r})"
    notebook.cells.insert(0, new_code_cell(start))
    say(f"{name}: running its cells once and drawing its figures …")
    started = time.perf_counter()
    try:
        execute(notebook)
    except CellError as error:
        says = f"this cell of the solved notebook fails, so the page shows the stored pictures: {error.says}"
        say(f"{name}: {says}\n{notebook.cells[error.index].source}")
        return {}
    say(
        f"{name}: done in {time.perf_counter() - started:.0f} s; kept until the lesson or the library changes."
    )
    drop_widget_views(notebook)
    return {cell.id: cell.outputs for cell in notebook.cells[1:] if cell.get("outputs")}


def write_whole(path, content):
    """Write text or bytes whole or not at all, and not where the file holds just that: Sphinx reads again what is newer."""
    data = content.encode() if isinstance(content, str) else content
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
