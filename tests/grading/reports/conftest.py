"""Records as a batch leaves them, made without grading anything; and honest submissions, right and wrong."""

import ast
import copy
import random
from pathlib import Path

import nbformat
import pytest

import course_lib
from course_lib.authoring.build import read_lesson
from course_lib.authoring.convert import learner_notebook, solved_notebook
from course_lib.authoring.lessons import find_lessons
from course_lib.exercises import State, exercises_of
from course_lib.exercises.wording import not_attempted, verdict_on
from course_lib.grading.collect import Submission
from course_lib.grading.graded import Graded
from course_lib.grading.notebook import read_notebook
from course_lib.grading.record import _empty, _exercise, _status, not_graded

ROOT = Path(course_lib.__file__).parent.parent
LESSONS = {lesson.number: lesson for lesson in find_lessons(ROOT)}


def verdict(exercise, found):
    """A verdict: "right", "open", a listed mistake's number, or a title."""
    if found == "right":
        return verdict_on(exercise, State.CORRECT, "correct")
    if found == "open":
        return not_attempted(exercise)
    if isinstance(found, int):
        return verdict_on(exercise, State.KNOWN_MISTAKE, "known mistake", [exercise.mistakes[found].says])
    return verdict_on(exercise, State.WRONG_VALUE, found)


def record_of(owner, found=(), lesson="00", lost="", student=None, code="", **more):
    """A graded record. `found` are verdicts (see there) of the lesson's exercises; without one an exercise is right."""
    submission = Submission(student or owner, owner, f"{owner}/{LESSONS[lesson].name}.ipynb", "")
    exercises = exercises_of(lesson)
    found = [*found, *["right"] * (len(exercises) - len(found))]
    located = {"cell": 0, "others": [], "found_by": "id", "needs": []}
    graded = [Graded(one, verdict(one, what), located) for one, what in zip(exercises, found, strict=True)]
    if lost:
        graded[0].lost, graded[0].verdict = lost, verdict_on(exercises[0], State.TIMED_OUT, lost)
    notebook = read_notebook(b'{"cells": [{"cell_type": "code", "source": ""}]}')
    record = _empty(submission) | {"lesson": lesson} | _status(graded, notebook)
    record["exercises"] = [_exercise(one, notebook) | {"code": code} for one in graded]
    return record | {"seconds": 0.1, "fingerprint": owner} | more


def unreadable(owner, why="The file is empty.", lesson="00"):
    """The record of a file that nobody can read."""
    return not_graded(
        Submission(owner, owner, f"{owner}/{LESSONS[lesson].name}.ipynb", ""), "unreadable", why
    )


def listed_mistakes(lesson):
    """{exercise's id: texts of cells} with the listed mistakes that are one expression, from the specs' own text."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in LESSONS[lesson].specs]
    found = {}
    for call in [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        told = {one.arg: one.value for one in call.keywords}
        if getattr(call.func, "id", "") == "Exercise" and "mistakes" in told:
            answers = [one.args[1] for one in getattr(told["mistakes"], "elts", []) if len(one.args) == 2]
            simple = [one for one in answers if isinstance(one, ast.Lambda | ast.Constant)]
            name = told["name"].value
            found[told["id"].value] = [f"{name} = {ast.unparse(answer)}" for answer in simple]
    return found


def honest_notebooks(lesson, count):
    """Notebooks of honest learners: the first has solved all, the second nothing, the others some, and some wrong."""
    solved, empty = (
        convert(*read_lesson(LESSONS[lesson], exercises_of))
        for convert in (solved_notebook, learner_notebook)
    )
    stubs = {cell.id: cell.source for cell in empty.cells}
    wrong = listed_mistakes(lesson)
    choose = random.Random(lesson)
    notebooks = [solved, empty]
    while len(notebooks) < count:
        notebook = copy.deepcopy(solved)
        for cell in notebook.cells:
            if cell.id in wrong:
                cell.source = choose.choice([cell.source, cell.source, stubs[cell.id], *wrong[cell.id]])
        notebooks.append(notebook)
    return notebooks[:count]


@pytest.fixture(scope="session")
def makers():
    """What this file makes, for test modules, which can't import it."""
    return type(
        "Makers",
        (),
        {
            "record": staticmethod(record_of),
            "unreadable": staticmethod(unreadable),
            "honest": staticmethod(honest_notebooks),
            "lessons": LESSONS,
            "root": ROOT,
            "write": staticmethod(
                lambda notebook, path: (
                    path.parent.mkdir(parents=True, exist_ok=True),
                    nbformat.write(notebook, path),
                )
            ),
        },
    )
