"""Activations side by side: values against torch, saturation against finite differences, the learner's own as marks."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures.activations import ACTIVATIONS, LEAK, MARKS, X, activations, saturated

TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "leaky ReLU": lambda x: torch.nn.functional.leaky_relu(x, LEAK),
    "GELU": torch.nn.functional.gelu,
}


@pytest.mark.parametrize("activation", TORCH)
def test_the_curves_are_torchs(activation):
    x = torch.tensor(X, requires_grad=True)
    y = TORCH[activation](x)
    y.sum().backward()
    artists = activations().frame(activation=activation).artists
    np.testing.assert_allclose(artists["height"][1], y.detach(), atol=1e-12)
    np.testing.assert_allclose(artists["slope"][1], x.grad, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_shaded_stretches_are_flat_and_the_rest_is_not(activation):
    function, _ = ACTIVATIONS[activation]["height"]
    inside = np.arange(-5.9, 6, 0.01) + 0.005
    slopes = np.abs(function(inside + 1e-6) - function(inside - 1e-6)) / 2e-6
    shaded = np.zeros(inside.shape, bool)
    for start, end in saturated(activation):
        shaded |= (inside > start) & (inside < end)
    assert (slopes[shaded] < 0.051).all()
    if activation != "GELU":  # its minimum is flat, too, and is no saturation
        assert (slopes[~shaded] > 0.045).all()


def test_gelu_is_not_saturated_at_its_minimum():
    ((_, end),) = saturated("GELU")
    assert end < -2


def test_the_words_say_the_numbers():
    frame = activations().frame(activation="tanh", x=-2.0)
    assert frame.readouts == {"height": "−0.964", "slope": "0.071"}
    assert "height is −0.964 and the slope 0.071" in frame.alt
    assert "from −6.0 to −2.2 and from 2.2 to 6.0" in frame.alt
    assert "nowhere" in activations().frame(activation="leaky ReLU").alt


def test_the_learners_own_are_drawn_where_their_activation_is_chosen():
    figure = activations(sigmoid_grad=lambda x: 1 - nn.sigmoid(x), relu_grad=lambda x: None)
    frame = figure.frame(activation="sigmoid")
    np.testing.assert_allclose(frame.artists["slope own"], (MARKS, 1 - nn.sigmoid(MARKS)))
    assert "height own" not in frame.artists
    assert frame.problem == ""
    assert "not written yet" in figure.frame(activation="ReLU").problem


def test_leaky_relu_gets_its_slope():
    frame = activations(leaky_relu=lambda x, slope: np.where(x > 0, x, slope * x)).frame(
        activation="leaky ReLU"
    )
    np.testing.assert_allclose(frame.artists["height own"][1], nn.leaky_relu(MARKS, LEAK))


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (None, "not written yet"),
        (lambda x: x.sum(), "shape ()"),
        (lambda x: 1 / 0, "ZeroDivisionError"),
        (lambda x: x / 0, "gives"),
    ],
)
def test_what_is_wrong_with_the_learners_own_is_said(function, says):
    figure = activations(sigmoid=function)
    assert says in figure.frame().problem
    assert figure.frame().readouts["height"] == "0.881"


def test_a_name_that_is_no_activation_is_refused():
    with pytest.raises(TypeError, match="got 'softmax'"):
        activations(softmax=np.exp)


def test_every_choice_can_be_drawn():
    figure = activations(sigmoid=nn.sigmoid)
    for activation, x in zip(ACTIVATIONS, [-6.0, 0.0, 6.0, -6.0, 0.0, 6.0], strict=True):
        values = {"activation": activation, "x": x}
        assert figure.picture(**values).alt == figure.frame(**values).alt
