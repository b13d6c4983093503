"""Honest submissions score the same under `nbgrader autograde` and `course grade`, and nbgrader exports the same totals."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.authoring.build import read_lesson
from course_lib.authoring.convert import solved_notebook
from course_lib.exercises import exercises_of

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.nbgrader]
HONEST = {"00": 15, "02": 5}  # lesson: submissions


def nbgrader(folder, *arguments):
    """Run an nbgrader command in a course's folder."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def exported(folder):
    """{(assignment, student): (score, highest score)} as nbgrader exports them."""
    nbgrader(folder, "export")
    with open(folder / "grades.csv", newline="", encoding="utf-8") as file:
        return {
            (row["assignment"], row["student_id"]): (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def course_folder(makers, tmp_path_factory):
    """A course as nbgrader lays it out, with what honest students handed in."""
    folder = tmp_path_factory.mktemp("nbgrader")
    shutil.copy(makers.root / "nbgrader_config.py", folder)
    for number, count in HONEST.items():
        lesson = makers.lessons[number]
        solved = solved_notebook(*read_lesson(lesson, exercises_of))
        makers.write(solved, folder / "source" / lesson.name / f"{lesson.name}.ipynb")
        for place, notebook in enumerate(makers.honest(number, count)):
            student = folder / "submitted" / f"student{place:02}" / lesson.name
            makers.write(notebook, student / f"{lesson.name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def theirs(course_folder, makers):
    """What nbgrader scores."""
    for number in HONEST:
        nbgrader(course_folder, "generate_assignment", makers.lessons[number].name)
        nbgrader(course_folder, "autograde", makers.lessons[number].name)
    return exported(course_folder)


@pytest.fixture(scope="module")
def ours(course_folder, builders, needs_sandbox, tmp_path_factory):
    """The grades of `course grade --gradebook`, and what nbgrader exports from that gradebook."""
    folder = tmp_path_factory.mktemp("ours")
    options = ["--gradebook", str(folder / "gradebook.db")]
    graded = builders["grade_folder"](course_folder / "submitted", folder / "grades", *options)
    return graded, exported(folder)


def test_the_same_scores_under_both(ours, theirs):
    graded, _ = ours
    lessons = {record["lesson"]: record["path"].split("/")[1] for record in graded.records}
    scores = {
        (lessons[record["lesson"]], record["student"]): (record["points"], record["out_of"])
        for record in graded.records
    }
    handed_in = {place: score for place, score in theirs.items() if place in scores}
    assert len(scores) == sum(HONEST.values()) >= 20
    assert len({points for points, _ in scores.values()}) >= 5  # they are not all alike
    assert scores == handed_in


def test_nbgrader_exports_the_same_from_both_gradebooks(ours, theirs):
    assert ours[1] == theirs
