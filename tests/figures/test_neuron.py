"""One neuron: what it shows is what it computes, and what the learner's own computes."""

import math

import numpy as np
import pytest

from course_lib.figures.neuron import MARKS, one_neuron


def right(x, w, b):
    return np.sum(w * x) + b


def test_the_numbers_are_those_of_the_formula():
    frame = one_neuron().frame(w=1.5, b=-1.0, x=2.0, activation="sigmoid")
    assert frame.readouts["sum z"] == "1.5 · 2 − 1 = 2"
    assert frame.readouts["output"] == f"{1 / (1 + math.exp(-2)):.2f}"
    assert frame.readouts["z = 0 at"] == "x = 0.67"
    assert "the sum is 2 and the output 0.88" in frame.alt


@pytest.mark.parametrize(
    ("activation", "output"), [("step", 0), ("sigmoid", 0.2689), ("tanh", -0.7616), ("ReLU", 0)]
)
def test_each_activation_is_applied_to_the_sum(activation, output):
    frame = one_neuron().frame(w=-1.0, b=2.0, x=3.0, activation=activation)
    assert frame.artists["sum here"] == ([3.0], [-1.0])
    assert frame.artists["output here"][1][0] == pytest.approx(output, abs=1e-4)


def test_with_weight_0_there_is_no_threshold():
    frame = one_neuron().frame(w=0.0)
    assert frame.artists["threshold"] == ([], [])
    assert "no x" in frame.alt


def test_the_learners_own_sum_is_drawn_at_the_marks():
    frame = one_neuron(lambda x, w, b: np.sum(w * x)).frame(w=2.0, b=1.0)
    np.testing.assert_allclose(frame.artists["own"], (MARKS, 2 * MARKS))
    assert frame.problem == ""


def test_a_weight_on_the_wrong_side_is_seen():
    own = one_neuron(lambda x, w, b: np.sum(x) + w[0] + b).frame(w=2.0, b=1.0).artists["own"][1]
    assert not np.allclose(own, 2 * MARKS + 1)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda x, w, b: None, "not written yet"),
        (lambda x, w, b: w * x + b, "shape (1,)"),
        (lambda x, w: 1, "TypeError"),
        (lambda x, w, b: math.nan, "gives nan"),
        (..., "not written yet"),
    ],
)
def test_what_is_wrong_with_the_learners_own_is_said(function, says):
    figure = one_neuron(function)
    assert says in figure.frame().problem
    assert "the sum is 2" in figure.frame().alt


def test_the_ends_of_the_sliders_can_be_drawn():
    figure = one_neuron(right)
    for w, b, x in [(-3.0, -3.0, -4.0), (3.0, 3.0, 4.0), (0.0, 0.0, 0.0)]:
        values = {"w": w, "b": b, "x": x, "activation": "ReLU"}
        assert figure.picture(**values).alt == figure.frame(**values).alt
