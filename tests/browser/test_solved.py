"""Every lesson in a real JupyterLab, solved: each answer typed into the learner's notebook, each check correct, progress full."""

import shutil
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring.build import build_solved
from course_lib.authoring.lessons import find_lessons
from course_lib.authoring.names import cells_needed
from course_lib.exercises import exercises_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
LONG = {
    "03",
    "04",
    "05",
    "06",
    "07",
    "08",
}  # part of `make test-long`: ten seconds each, and more where they train
LESSONS = [
    pytest.param(lesson, id=lesson.name, marks=[pytest.mark.long] if lesson.number in LONG else [])
    for lesson in find_lessons(ROOT)
]
RIGHT = "✓ Correct"
PROGRESS = "from course_lib.exercises import progress\nprint(progress())"


def grading(cell):
    return cell.metadata.get("nbgrader", {})


def solutions_of(lesson):
    """{id of the exercise's cell: its solution}."""
    build_solved(lesson, exercises_of)
    cells = nbformat.read(lesson.solved, as_version=4).cells
    return {
        cell.id: cell.source for cell in cells if cell.cell_type == "code" and grading(cell).get("solution")
    }


def places_to_run(cells, solutions):
    """Places of the exercises, of their checks, and of the cells whose names these use."""
    code = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    sources = [solutions.get(cells[place].id, cells[place].source) for place in code]
    checks = [number for number, place in enumerate(code) if grading(cells[place]).get("grade")]
    return [code[number] for number in cells_needed(sources, checks)]


@pytest.fixture(scope="module")
def open_lesson(open_notebook, lab):
    """`open_lesson(path)`: one JupyterLab in one tab for all lessons, as a learner has it; loading it takes the longest."""
    tabs = []

    def open_(path):
        if tabs:
            shutil.copy(path, lab.folder / path.name)
            tabs[0].open_another(path.name)
        else:
            tabs.append(open_notebook(path))
        return tabs[0]

    yield open_
    for tab in tabs:
        tab.end()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_learner_who_answers_everything_right_sees_it(lesson, open_lesson):
    cells = nbformat.read(lesson.notebook, as_version=4).cells
    solutions = solutions_of(lesson)
    assert len(solutions) == len(exercises_of(lesson.number))
    notebook = open_lesson(lesson.notebook)
    notebook.wait_for_kernel()
    wrong = []
    for place in places_to_run(cells, solutions):
        if cells[place].id in solutions:
            notebook.type_into(place, solutions[cells[place].id])
        notebook.run_cell(place)
        if grading(cells[place]).get("grade"):
            shown = notebook.output_of(place, RIGHT)
            wrong += [] if shown.startswith(RIGHT) else [shown]
    assert wrong == []
    assert notebook.errors == []
    notebook.run_new_cell(PROGRESS)
    (row,) = [row for row in notebook.output_of(len(cells)).splitlines() if f" {lesson.number} " in row]
    assert row.startswith("✓")
    assert f"{len(solutions)} of {len(solutions)} correct" in row
    assert notebook.complaints == []
