"""What a learner opens, as it is stored: nothing broken, nothing solved, nothing too long. nbval runs it besides."""

from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 20  # lines; a longer one is two ideas


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_lesson_has_its_notebook():
    assert {path.stem for path in NOTEBOOKS} == {
        path.stem for path in (ROOT / "lessons").glob("[0-9][0-9]_*.py")
    }


def test_it_is_a_valid_notebook_with_unique_ids(notebook):
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_it_was_run_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_is_a_traceback_or_a_warning(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source


def test_nothing_is_solved(notebook):
    assert "SOLUTION" not in nbformat.writes(notebook)
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    for cell in graded:
        assert "...  # your code here" in cell.source or "YOUR ANSWER HERE" in cell.source


def test_no_code_cell_is_longer_than_a_screen(notebook):
    for cell in code_cells(notebook):
        assert cell.source.count("\n") < LONGEST_CELL, f"more than {LONGEST_CELL} lines:\n{cell.source}"
