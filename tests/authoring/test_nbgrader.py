"""What nbgrader's own commands make of our notebooks: the same cells, and the right scores."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring.build import build, build_solved
from course_lib.authoring.lessons import find_lessons
from course_lib.exercises import exercises_of

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

ROOT = Path(__file__).parents[2]
LESSONS = find_lessons(ROOT)


def nbgrader(folder, *arguments):
    """Run an nbgrader command in a folder; returns what it printed."""
    scripts = str(Path(sys.executable).parent)  # nbgrader itself calls alembic by name
    environment = os.environ | {
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def released(folder, solved):
    """The release version that `nbgrader generate_assignment` makes of a solved notebook, in a new course folder."""
    (folder / "source" / "ps").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(solved, folder / "source" / "ps")
    nbgrader(folder, "generate_assignment", "ps")
    return folder / "release" / "ps" / solved.name


def cells(path):
    """A notebook's cells without what running adds."""
    notebook = nbformat.read(path, as_version=4)
    return [(cell.id, cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]


@pytest.fixture
def built(course):
    assert build(course.root, course.exercises_of) == 0
    return course


@pytest.fixture
def learner(built):
    return built.root / "notebooks" / "01_sample.ipynb"


@pytest.fixture
def solved(built):
    return built.root / "build" / "solved" / "01_sample.ipynb"


def test_generate_assignment_gives_our_learner_notebook(learner, solved, tmp_path):
    assert cells(released(tmp_path / "grading", solved)) == cells(learner)


@pytest.mark.parametrize(
    "lesson",
    [
        pytest.param(one, id=one.name, marks=[pytest.mark.long] if one.number > "01" else [])
        for one in LESSONS
    ],
)
def test_generate_assignment_gives_the_course_notebooks(lesson, tmp_path):
    build_solved(lesson, exercises_of)
    assert cells(released(tmp_path / "grading", lesson.solved)) == cells(lesson.notebook)


def test_validate_tells_solved_from_unsolved(learner, solved):
    assert "VALIDATION FAILED ON 3 CELL(S)" in nbgrader(learner.parent, "validate", learner.name)
    assert "Success! Your notebook passes all the tests." in nbgrader(solved.parent, "validate", solved.name)


def submit(folder, student, notebook, answers=None):
    """Hand in a notebook, with some of its cells answered."""
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        cell.source = (answers or {}).get(cell.id, cell.source)
    place = folder / "submitted" / student / "ps"
    place.mkdir(parents=True)
    nbformat.write(content, place / notebook.name)


def scores(folder):
    """Each student's (score, highest score) once nbgrader has graded what was handed in."""
    nbgrader(folder, "autograde", "ps")
    nbgrader(folder, "export")
    with open(folder / "grades.csv", newline="") as file:
        return {
            row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)
        }


def test_autograde_scores_nothing_half_and_everything(learner, solved, tmp_path):
    folder = tmp_path / "grading"
    released(folder, solved)
    submit(folder, "unsolved", learner)
    submit(folder, "half", learner, {"double": "def double(x):\n    return x + x"})
    submit(folder, "cheat", learner, {"check-double": "pass", "check-guess": "pass"})
    submit(folder, "solved", solved)
    # 1 point for `double`, 3 for `guess`, up to 2 given by hand for the written answer
    assert scores(folder) == {"unsolved": (0, 6), "half": (1, 6), "cheat": (0, 6), "solved": (4, 6)}


@pytest.mark.long
def test_autograde_scores_the_first_lesson_of_the_course(tmp_path):
    lesson, folder = LESSONS[0], tmp_path / "grading"
    build_solved(lesson, exercises_of)
    released(folder, lesson.solved)
    submit(folder, "unsolved", lesson.notebook)
    submit(folder, "solved", lesson.solved)
    points = sum(exercise.points for exercise in exercises_of(lesson.number))
    assert scores(folder) == {"unsolved": (0, points), "solved": (points, points)}
