"""A notebook as a page of the web edition."""

import base64
import io

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

pytest.importorskip(
    "latex2mathml", reason="the web edition's packages are not here: `make book-test` installs them"
)

from course_lib.authoring.convert import grading
from course_lib.book.pages import page, promise
from course_lib.exercises.spec import Exercise

EXERCISE = Exercise("double", "double", None, (), ("Say `x + x`, 1 < 2.",), explanation="So *it* is.")


def graded(source, cell_id, outputs=(), **what):
    return new_code_cell(
        source, id=cell_id, metadata={"nbgrader": grading(cell_id, **what)}, outputs=list(outputs)
    )


def notebook(answer):
    text = [new_output("stream", name="stdout", text="not attempted")]
    return new_notebook(
        cells=[
            new_markdown_cell("# 01 · A title\n**A promise, over\ntwo lines.**", id="start"),
            graded(answer, "double", grade=False, solution=True),
            graded("check('double', double)", "check-double", text, grade=True, solution=False, points=1),
            new_code_cell("print(double(1))", id="use", outputs=text),
            new_code_cell("progress()", id="own", outputs=text, metadata={"tags": ["nbval-ignore-output"]}),
        ]
    )


LEARNER = notebook("def double(x):\n    ...  # your code here")
SOLVED = notebook("def double(x):\n    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION")
OUTPUTS = {"use": [new_output("stream", name="stdout", text="2")], "own": [new_output("stream", text="mine")]}


@pytest.fixture
def made(tmp_path):
    return page(LEARNER, SOLVED, OUTPUTS, {"double": EXERCISE}, tmp_path, "01_title")


def by_id(notebook):
    return {cell.id: cell for cell in notebook.cells}


def test_checks_are_gone_and_the_notebook_is_as_it_was(made):
    assert not any("check(" in cell.source for cell in made.cells)
    assert "check-double" in by_id(LEARNER)


def test_hints_and_the_solution_are_folded_under_the_stub(made):
    names = [cell.id for cell in made.cells]
    assert names.index("solution-double") == names.index("double") + 1
    assert "your code here" in by_id(made)["double"].source
    help_ = by_id(made)["solution-double"].source
    assert "<summary>Hint 1 of 1</summary><p class='hint'>Say <code>x + x</code>, 1 &lt; 2.</p>" in help_
    assert "```python\ndef double(x):\n    return x + x\n```" in help_
    assert "So *it* is." in help_
    assert " open" not in help_


def test_outputs_are_those_with_the_solutions_but_for_the_reader_s_own_progress(made):
    assert by_id(made)["use"].outputs[0].text == "2"
    assert by_id(made)["own"].outputs[0].text == "not attempted"


def test_without_a_run_the_stored_outputs_stand(tmp_path):
    made = page(LEARNER, None, {}, {}, tmp_path, "01_title")
    assert by_id(made)["use"].outputs[0].text == "not attempted"
    assert "solution-double" not in by_id(made)


def test_a_stored_picture_becomes_a_file_of_the_same_pixels(tmp_path):
    stream = io.BytesIO()
    Image.new("RGB", (80, 40), "red").save(stream, "png")
    data = base64.b64encode(stream.getvalue()).decode()
    html = f'<img alt="red &quot;all&quot;" width="40" style="max-width:100%" src="data:image/png;base64,{data}"><p>x: 1</p>'
    shown = new_code_cell("show()", id="show", outputs=[new_output("display_data", {"text/html": html})])
    made = page(new_notebook(cells=[new_markdown_cell("# T"), shown]), None, {}, {}, tmp_path, "01_title")
    out = by_id(made)["show"].outputs[0]["data"]["text/html"]
    (file,) = (tmp_path / "frames").iterdir()
    assert f'src="frames/{file.name}"' in out
    assert 'alt="red &quot;all&quot;"' in out
    assert 'width="40" height="20"' in out
    assert out.endswith("<p>x: 1</p>")
    assert Image.open(file).getpixel((0, 0)) == (255, 0, 0)


def test_a_promise_is_the_title_and_the_first_bold_sentence():
    assert promise(LEARNER) == ("01 · A title", "A promise, over two lines.")
