"""`course check` on notebooks as learners leave them: solved, half done, broken, moved about."""

import json

import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from course_lib.cli import main

IMPORT = "from course_lib.exercises import check"
SLOPE = "def valley_slope(x):\n    return 2 * (x - 1)"
STEP = "def step_downhill(x, slope, learning_rate):\n    return x - learning_rate * slope"
SOLVED = [
    IMPORT,
    'prediction = (\n    "a"\n)',
    'check("which_way_is_down", prediction)',
    SLOPE,
    'check("valley_slope", valley_slope)',
    STEP,
    'check("step_downhill", step_downhill)',
]


@pytest.fixture
def course_check(tmp_path):
    """Runs `course check` on a notebook of these code cells; returns exit status and output."""

    def run(cells, name="00_start_here.ipynb"):
        path = tmp_path / name
        cells = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        path.write_text(
            writes(new_notebook(cells=[new_markdown_cell("# A lesson"), *cells])), encoding="utf-8"
        )
        return run_on(path)

    return run


def run_on(path):
    result = CliRunner().invoke(main, ["check", str(path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def replaced(old, new):
    return [new if cell == old else cell for cell in SOLVED]


def test_all_right(course_check, downhill_home):
    status, output = course_check(SOLVED)
    assert "3 of 3 exercises pass: 3 of 3 points." in output
    assert status == 0
    assert not downhill_home.exists()


def test_wrong_and_missing(course_check):
    status, output = course_check(replaced(SLOPE, "def valley_slope(x):\n    return 2 * x")[:-1])
    assert status == 1
    assert "valley_slope: known mistake" in output
    assert "✓ step_downhill" in output
    assert "2 of 3 exercises pass: 2 of 3 points." in output


@pytest.mark.slow
def test_an_exercise_that_was_deleted(course_check):
    status, output = course_check(SOLVED[:5])
    assert status == 1
    assert "step_downhill is not in this notebook" in output


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        "def valley_slope(x)\n    return 2",
        "def valley_slope(x=1/0):\n    return 2 * (x - 1)",
        "import nonsense_\ndef valley_slope(x): ...",
    ],
)
def test_a_cell_that_fails_costs_itself_alone(course_check, broken):
    status, output = course_check(replaced(SLOPE, broken))
    assert status == 1
    assert "valley_slope: raised an error" in output
    assert "2 of 3 exercises pass" in output


@pytest.mark.slow
def test_an_older_answer_of_the_same_name_does_not_count(course_check):
    cells = ['prediction = "a"', *replaced(SOLVED[1], "prediction = 1 / 0")]
    _, output = course_check(cells)
    assert "which_way_is_down: raised an error: ZeroDivisionError" in output


@pytest.mark.slow
def test_the_newest_answer_counts(course_check):
    cells = [*SOLVED[:4], "def valley_slope(x):\n    return -2 * (x - 1)", *SOLVED[4:]]
    assert course_check(cells)[0] == 1


def test_what_an_answer_needs_is_run_and_what_none_needs_is_not(course_check, tmp_path):
    cells = [
        f"open({str(tmp_path / 'demonstration')!r}, 'w').close()",
        "factors = [0]",
        "factors[0] = 2",
        "shift = []",
        "shift.append(1)",
        *replaced(SLOPE, "def valley_slope(x):\n    return factors[0] * (x - shift[0])"),
    ]
    status, output = course_check(cells)
    assert status == 0, output
    assert not (tmp_path / "demonstration").exists()


@pytest.mark.slow
def test_magics_and_printing_do_no_harm(course_check):
    cells = [
        "%matplotlib inline\nimport numpy as np",
        *replaced(SLOPE, "%time\n" + SLOPE + "\nprint('hello', np.pi)"),
    ]
    assert course_check(cells)[0] == 0


@pytest.mark.slow
def test_a_cell_that_ends_python_costs_what_comes_after_it(course_check):
    status, output = course_check(replaced(SLOPE, SLOPE + "\nimport os; os._exit(0)"))
    assert status == 1
    assert "✓ which_way_is_down" in output
    assert "valley_slope was not reached" in output


@pytest.mark.slow
def test_answer_and_check_in_one_cell(course_check):
    cells = [IMPORT, SOLVED[1] + "\n" + SOLVED[2], SLOPE + "\n" + SOLVED[4], STEP + "\n" + SOLVED[6]]
    assert course_check(cells)[0] == 0


@pytest.mark.slow
def test_found_by_metadata_or_name_where_the_checks_are_gone(course_check):
    prediction = new_code_cell(SOLVED[1], metadata={"nbgrader": {"grade_id": "which_way_is_down"}})
    assert course_check([prediction, SLOPE, STEP])[0] == 0


@pytest.mark.slow
def test_the_lesson_is_known_without_its_number(course_check):
    assert course_check(SOLVED, name="my copy.ipynb")[0] == 0


def test_a_notebook_without_exercises(course_check):
    status, output = course_check(["print(1)"], name="mine.ipynb")
    assert status == 2
    assert "no exercises of this course" in output


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"cells": 3}',
        '{"cells": [3]}',
        '{"worksheets": []}',
        json.dumps({"cells": [{}]}),
        "\xff",
    ],
)
def test_what_is_no_notebook_is_told_kindly(tmp_path, content):
    path = tmp_path / "00_start_here.ipynb"
    path.write_bytes(content.encode("latin-1"))
    status, output = run_on(path)
    assert status == 2
    assert "is not a Jupyter notebook" in output
    assert "Traceback" not in output
