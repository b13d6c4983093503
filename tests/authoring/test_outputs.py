"""What may be stored: no tracebacks, no stderr, no paths of this machine, no pictures without words."""

import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_lib.authoring.outputs import WIDGET, drop_widget_views, output_problems


def problems_of(*outputs):
    return output_problems(new_code_cell("x", outputs=list(outputs)))


def printed(text):
    return new_output("stream", name="stdout", text=text)


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


@pytest.mark.parametrize(
    "text",
    [
        "loss 0.693\naccuracy 98.4 %\n",
        "train/validation split, km/h, 1/2, 3//2, and/or",
        "https://www.deeplearningbook.org/usr/local and //home/x.org",
        "ratio a:b, C: the constant",
        "</tmp>",
    ],
)
def test_plain_results_are_fine(text):
    assert problems_of(printed(text), shown({"text/plain": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        f"saved to {Path.cwd()}/model.pt",
        f"found {Path.home() / 'data'}",
        f"python: '{sys.prefix}'",
        "/home/somebody/data",
        "in /tmp/abc.pt.",
        r"C:\Users\me\data",
        "<function f at 0x7f3a5c1e2d30>",
    ],
)
def test_paths_and_addresses_are_not(text):
    for output in (printed(text), shown({"text/html": f"<b>{text}</b>"})):
        [says] = problems_of(output)
        assert "path of your machine" in says or "memory address" in says


def test_a_path_inside_picture_data_is_none():
    assert (
        problems_of(shown({"text/html": '<img alt="a" src="data:image/png;base64,AAA/tmp/abc/home/x==">'}))
        == []
    )


def test_tracebacks_and_stderr():
    [says] = problems_of(new_output("error", ename="ZeroDivisionError", evalue="", traceback=[]))
    assert "ZeroDivisionError" in says
    [says] = problems_of(new_output("stream", name="stderr", text="UserWarning: old\nmore\n"))
    assert "UserWarning: old" in says
    assert "more" not in says


def test_pictures_need_words():
    assert "without alt text" in problems_of(shown({"image/png": "iVBOR", "text/plain": "<Figure>"}))[0]
    assert problems_of(shown({"text/html": '<img alt="A valley" src="data:image/png;base64,AA">'})) == []


def test_a_widget_needs_something_that_shows_without_a_kernel():
    assert (
        "without a kernel"
        in problems_of(shown({WIDGET: {"model_id": "abc"}, "text/plain": "IntSlider()"}))[0]
    )
    assert problems_of(shown({WIDGET: {"model_id": "abc"}, "text/html": '<img alt="A valley" src="">'})) == []


def test_the_same_problem_is_said_once():
    assert len(problems_of(printed("/tmp/a"), printed("/tmp/a"))) == 1


def test_widget_views_and_states_go_and_their_pictures_stay():
    output = shown({WIDGET: {"model_id": "random"}, "text/html": "<img alt='a'>"})
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[output])], metadata={"widgets": {"state": {}}})
    drop_widget_views(notebook)
    assert notebook.cells[0].outputs[0].data == {"text/html": "<img alt='a'>"}
    assert notebook.metadata == {}
