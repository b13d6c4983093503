"""What is worth a look is found; the course's own notebooks, and ordinary answers, are not."""

import json

import pytest

from course_lib.grading.reports.alike import LONG
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.suspicious import findings
from course_lib.grading.signs import signs_in

PATTERNS = {
    "import sys\nframe = sys._getframe(1)": "walks the call stack: _getframe",
    "import gc\ngc.get_referrers(x)": "searches Python's memory: gc.get_referrers",
    "import ctypes": "reaches into memory: ctypes",
    "object.__subclasses__()": "reaches into Python's insides: __subclasses__",
    "class A:\n    def __array_ufunc__(self): ...": "makes objects that pass for others: __array_ufunc__",
    "eval('1')": "makes code while it runs: eval(",
    "import os\nos . _exit(0)": "ends or copies processes: os . _exit",
    "!pip list\nimport subprocess": "starts other programs: subprocess",
    "from urllib import request": "uses the network: from urllib",
    "from course_lib.exercises.lesson_00 import EXERCISES": "looks for the answers: course_lib.exercises.lesson",
    "open('/proc/self/mem')": "names a place outside of the course: /proc/",
    "def check(*_): ...": "defines its own `check`: def check",
    "check = print": "defines its own `check`: check =",
}
LONG_ANSWER = "\n".join(f"step_{number} = {number} * x" for number in range(LONG))


@pytest.mark.parametrize("source", PATTERNS)
def test_signs(source):
    assert signs_in(["x = 1", source]) == [PATTERNS[source]]


@pytest.mark.parametrize(
    "source", ["model.eval()", "check == 1", "checked = 2", "os.path", "evaluate(x)", "x(:"]
)
def test_ordinary_code_has_none(source):
    assert signs_in([source]) == []


def test_the_courses_own_notebooks_have_none(makers):
    for path in (makers.root / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert signs_in(["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]) == [], (
            path.name
        )


def found(*records):
    """{what was found: [owners of each group]}"""
    told = findings(by_student(list(records)), list(records))
    return {one.what: [[record["owner"] for record in group] for group in one.groups] for one in told}


def test_the_same_weights_beside_different_notebooks(makers):
    """Records of lesson 00, made to look like ones of the project."""

    def project(owner, weights, **more):
        record = makers.record(owner, lesson="00", files={"my_model.safetensors": weights}, **more)
        return record | {"lesson": "08", "exercises": [record["exercises"][0] | {"id": "my_model"}]}

    told = found(project("ada", "w"), project("bela", "w"), project("cy", "v"), makers.record("zoe"))
    assert told == {"the same my_model.safetensors beside different notebooks": [["ada", "bela"]]}
    same = {"fingerprint": "f"}  # then the whole file is the same, and that is told
    assert found(project("ada", "w", **same), project("bela", "w", **same)) == {
        "the same file handed in by several students": [["ada", "bela"]]
    }


def test_the_same_file_of_two_students(makers):
    same = {"fingerprint": "f"}
    pair = [makers.record("ada", **same), makers.record("bela", **same)]
    assert found(*pair, makers.record("zoe")) == {
        "the same file handed in by several students": [["ada", "bela"]]
    }
    untouched = [makers.record(owner, ["open"] * 3, **same) for owner in ("ada", "bela")]
    assert found(*untouched) == {}
    assert found(makers.record("ada", **same), makers.record("ada", path="ada/copy.ipynb", **same)) == {}


def test_the_same_long_answer_of_two_students(makers):
    pair = [makers.record("ada", code=LONG_ANSWER), makers.record("bela", code=LONG_ANSWER + "\n")]
    others = [makers.record("zoe", code=LONG_ANSWER.replace("x", "y"))]
    assert found(*pair, *others) == {"the same long answer, letter for letter": [["ada", "bela"]]}
    short = [makers.record(owner, code="return 2 * x") for owner in ("ada", "bela")]
    assert found(*short) == {}
    many = [makers.record(f"s{number}", code=LONG_ANSWER) for number in range(10)]
    assert found(*many) == {}  # everybody's: from the lesson, or from the lecture


def test_verdicts_and_files_that_tell_of_tricks(makers):
    owners = found(
        makers.record("fits", ["right on some inputs only"]),
        makers.record("ends", lost="crashed"),
        makers.record("walks", signs=["walks the call stack: _getframe"]),
        makers.unreadable("out", "Its name in the zip leads out of the folder."),
    )
    assert owners["an answer that fits the inputs of the notebook's check and no others"] == [["fits"]]
    assert owners["an answer that ends Python or uses up its memory"] == [["ends"]]
    assert owners["code that walks the call stack: _getframe"] == [["walks"]]
    assert any("leads out of the folder" in what for what in owners)
