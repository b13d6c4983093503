"""Every exercise as the course solves it must pass, run in a kernel with the cells that it needs."""

from pathlib import Path

import nbformat
import pytest

from course_lib.authoring.build import build_solved
from course_lib.authoring.execute import CellError, execute
from course_lib.authoring.lessons import find_lessons
from course_lib.authoring.names import cells_needed
from course_lib.exercises import exercises_of

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def exercise_cells(notebook, files=()):
    """The notebook cut down to its graded code cells, the cells before them whose names they use, and those that name files."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    wanted = [
        place
        for place, cell in enumerate(code)
        if cell.metadata.get("nbgrader", {}).get("grade") or any(name in cell.source for name in files)
    ]
    needed = cells_needed([cell.source for cell in code], wanted)
    return nbformat.v4.new_notebook(cells=[code[place] for place in needed], metadata=notebook.metadata)


@pytest.mark.parametrize("lesson", find_lessons(ROOT), ids=lambda lesson: lesson.name)
def test_every_solved_exercise_passes(lesson):
    build_solved(lesson, exercises_of)
    files = [one.file.name for one in exercises_of(lesson.number) if one.file]
    notebook = exercise_cells(nbformat.read(lesson.solved, as_version=4), files)
    checks = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert len(checks) == len(exercises_of(lesson.number))
    try:
        execute(notebook, NBGRADER_EXECUTION="autograde")  # with this, `check` raises unless it passes
    except CellError as error:
        pytest.fail(f"{notebook.cells[error.index].source}\n{error}")


@pytest.mark.parametrize("lesson", find_lessons(ROOT)[:1], ids=lambda lesson: lesson.name)
def test_a_check_that_does_not_pass_would_be_noticed(lesson):
    learner = exercise_cells(nbformat.read(lesson.notebook, as_version=4))
    with pytest.raises(CellError, match="AssertionError"):
        execute(learner, NBGRADER_EXECUTION="autograde")
