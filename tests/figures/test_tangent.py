"""A function with its tangent."""

import numpy as np
import pytest

from course_lib import nn
from course_lib.figures import tangent


def right(x):
    return 2 * x


def wrong(x):
    return -2 * x


def later(x): ...


def test_a_right_gradient_agrees_with_the_measured_slope():
    frame = tangent(lambda x: x**2, right, name="height").frame(x=1.5)
    assert list(frame.readouts.values()) == ["2.250", "3.000", "3.000", "0.000"]
    assert "slope by right" in frame.readouts
    assert np.allclose(frame.artists["measured"][1], frame.artists["given"][1], atol=1e-6)
    assert frame.problem == ""


def test_a_wrong_gradient_is_a_line_that_misses():
    frame = tangent(lambda x: x**2, wrong).frame(x=1.0)
    assert frame.readouts["difference"] == "4.000"
    assert np.abs(frame.artists["measured"][1] - frame.artists["given"][1]).max() > 1
    assert "slope by wrong −2.000" in frame.alt


@pytest.mark.parametrize(
    ("gradient", "says"), [(later, "later is not written yet"), (lambda x: 1 / 0, "raised ZeroDivision")]
)
def test_a_gradient_that_gives_nothing_is_said_and_the_tangent_stays(gradient, says):
    frame = tangent(nn.sigmoid, gradient).frame()
    assert says in frame.problem
    assert says in frame.alt
    assert "measured" in frame.artists
    assert "given" not in frame.artists


def test_a_function_that_is_not_written_yet_leaves_empty_axes():
    figure = tangent(later, right)
    assert "later is not written yet" in figure.frame().problem
    assert "could not" not in figure.picture().alt


@pytest.mark.parametrize("function", [nn.sigmoid, nn.tanh, nn.gelu])
def test_the_measured_slope_is_the_derivative(function):
    grad = getattr(nn, f"{function.__name__}_grad")
    for x in (-3.0, 0.1, 2.0):
        given = float(tangent(function, grad).frame(x=x).readouts["difference"])
        assert given == 0
