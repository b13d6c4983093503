"""The control that one draws on: what the page sends becomes strokes."""

import numpy as np
import pytest

from course_lib.figures import Drawing

DRAWING = Drawing({"a line": [np.array([[1, 2], [3, 1 / 3]])], "nothing": []}, "a line", pen="pen", panel=1)


def test_it_starts_with_an_example():
    assert DRAWING.start == [[[1, 2], [3, 0.33]]]
    assert np.array_equal(DRAWING.read(DRAWING.start)[0], [[1, 2], [3, 0.33]])
    assert Drawing(DRAWING.examples, "nothing", pen="pen").start == []


def test_strokes_are_arrays_and_those_without_a_point_are_left_out():
    strokes = DRAWING.read([[[1, 2], [3, 4], [5, 6]], [], [[7, 8]]])
    assert [stroke.shape for stroke in strokes] == [(3, 2), (1, 2)]
    assert {stroke.dtype for stroke in strokes} == {np.dtype(float)}
    assert DRAWING.read([]) == []


def test_the_page_learns_the_pen_the_panel_and_the_examples_in_order():
    assert DRAWING.describe() == {
        "kind": "drawing",
        "panel": 1,
        "pen": "pen",
        "examples": [["a line", [[[1, 2], [3, 0.33]]]], ["nothing", []]],
    }


def test_a_start_that_is_no_example_is_refused():
    with pytest.raises(ValueError, match="'a dot', which is not one of a line, nothing"):
        Drawing(DRAWING.examples, "a dot", pen="pen")
