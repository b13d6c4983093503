"""Every lesson's own notebooks: solved, all points; as a learner opens it, none, and nothing worse than not attempted."""

import json
import os
from pathlib import Path

import nbformat
import pytest

import course_lib
from course_lib.authoring.build import read_lesson
from course_lib.authoring.convert import learner_notebook, solved_notebook
from course_lib.authoring.lessons import find_lessons
from course_lib.exercises import exercises_of
from course_lib.grading.grade import Grading
from course_lib.grading.limits import Limits
from course_lib.grading.notebook import lesson_of, read_notebook

pytestmark = pytest.mark.slow
WEIGHTS = Path(__file__).parents[1] / "exercises" / "my_model.safetensors"  # lesson 08's own model
LESSONS = {lesson.name: lesson for lesson in find_lessons(Path(course_lib.__file__).parent.parent)}


@pytest.fixture(scope="module")
def grade(warm_sandbox):
    """`grade(bytes, name)` gives (lesson, [Graded])."""

    def grade(data, name):
        notebook = read_notebook(data)
        lesson, files = lesson_of(notebook, name), {WEIGHTS.name: WEIGHTS.read_bytes()}
        if any(one.file for one in exercises_of(lesson)) and not os.environ.get("DOWNHILL_DATA"):
            pytest.skip("DOWNHILL_DATA is not set: no real MNIST at hand")
        return lesson, Grading(notebook, lesson, warm_sandbox, Limits(), b"a secret", files).graded()

    return grade


def built(name, convert):
    """A lesson's notebook as its text makes it, not run: `convert` is learner_notebook or solved_notebook."""
    return nbformat.writes(convert(*read_lesson(LESSONS[name], exercises_of))).encode()


def test_an_ignored_argument_is_named(grade):
    """It is found out where the answer runs, and told by the judge."""
    source = "def step_downhill(x, slope, learning_rate):\n    return x - 0.05 * slope"
    cells = [{"cell_type": "code", "source": source, "id": "step_downhill", "metadata": {}}]
    _, graded = grade(json.dumps({"cells": cells}).encode(), "00_start_here.ipynb")
    (verdict,) = [one.verdict for one in graded if one.exercise.id == "step_downhill"]
    assert "the same whatever `learning_rate` is" in " ".join(verdict.message)


def failing(graded):
    return [(one.exercise.id, one.verdict.title) for one in graded if not one.verdict.passed]


@pytest.mark.parametrize("name", LESSONS)
def test_as_a_learner_opens_it(grade, name):
    lesson, graded = grade(built(name, learner_notebook), f"{name}.ipynb")
    assert lesson == name[:2]
    assert [one.exercise.id for one in graded] == [one.id for one in exercises_of(lesson)]
    assert {(str(one.verdict.state), one.verdict.points) for one in graded} == {("not attempted", 0)}


@pytest.mark.parametrize("name", LESSONS)
def test_solved(grade, name):
    lesson, graded = grade(built(name, solved_notebook), f"{name}.ipynb")
    assert failing(graded) == []
    assert sum(one.verdict.points for one in graded) == sum(one.points for one in exercises_of(lesson))


@pytest.mark.parametrize("name", LESSONS)
def test_solved_without_ids_and_checks(grade, name):
    content = json.loads(built(name, solved_notebook))
    cells = [cell for cell in content["cells"] if not "".join(cell["source"]).startswith("check(")]
    for cell in cells:
        cell["metadata"] = {}
        cell.pop("id")
    lesson, graded = grade(json.dumps({"cells": cells, "nbformat": 4}).encode(), "homework.ipynb")
    assert lesson == name[:2]
    assert failing(graded) == []
