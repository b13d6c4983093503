"""Running a solved notebook once."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_lib.authoring.convert import grading
from course_lib.book.run import outputs_by_cell, run_key

pytestmark = pytest.mark.slow


def solved(source):
    check = new_code_cell(
        "1 / 0", id="check", metadata={"nbgrader": grading("check", grade=True, solution=False, points=1)}
    )
    return new_notebook(cells=[new_code_cell(source, id="one"), check])


def test_a_run_is_kept_until_the_notebook_changes(tmp_path):
    said = []
    first = outputs_by_cell("01_x", solved("print(1 + 1)"), tmp_path, said.append)
    assert first["one"][0]["text"].strip() == "2"
    assert list(first) == ["one"]  # checks are not run
    told = len(said)
    assert outputs_by_cell("01_x", solved("print(1 + 1)"), tmp_path, said.append) == first
    assert len(said) == told
    assert (
        outputs_by_cell("01_x", solved("print(2 + 1)"), tmp_path, said.append)["one"][0]["text"].strip()
        == "3"
    )


def test_prose_changes_no_key():
    one, other = solved("x"), solved("x")
    other.cells.append(nbformat.v4.new_markdown_cell("More words."))
    assert run_key(one) == run_key(other) != run_key(solved("y"))


def test_a_cell_that_fails_is_told_and_nothing_is_kept(tmp_path):
    said = []
    assert outputs_by_cell("01_x", solved("raise RuntimeError('odd')"), tmp_path, said.append) == {}
    assert "RuntimeError: odd" in "\n".join(said)
    assert not (tmp_path / "runs").exists()


def test_a_lesson_on_mnist_without_mnist_is_not_run(tmp_path, monkeypatch):
    monkeypatch.setenv("DOWNHILL_DATA", "")
    said = []
    assert outputs_by_cell("07_x", solved("load_mnist()"), tmp_path, said.append) == {}
    assert "MNIST is not here" in said[0]
