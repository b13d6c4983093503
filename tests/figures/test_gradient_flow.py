"""The gradient of each layer's weights, against torch's autograd."""

import numpy as np
import pytest
import torch

from course_lib.figures import gradient_flow
from course_lib.figures.gradient_flow import ACTIVATIONS, UNITS, _draws, gradients_by_layer
from course_lib.figures.vanishing import share


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("depth", "scale"), [(2, 1.0), (7, 1.4), (20, 0.6)])
def test_it_is_what_autograd_finds(activation, depth, scale):
    draws, inputs, targets = (torch.tensor(one) for one in _draws())
    weights = [(draw * scale / np.sqrt(UNITS)).requires_grad_() for draw in draws[:depth]]
    values = inputs
    for matrix in weights[:-1]:
        values = getattr(torch, activation.lower())(values @ matrix)
    (((values @ weights[-1]).mean(dim=1, keepdim=True) - targets) ** 2).mean().backward()
    expected = [matrix.grad.abs().mean().item() for matrix in weights]
    np.testing.assert_allclose(gradients_by_layer(activation, depth, scale), expected, rtol=1e-9)


def test_what_the_lesson_says_of_it():
    ten, twenty = (gradients_by_layer("sigmoid", depth, 1.0) for depth in (10, 20))
    assert 300_000 < ten[-1] / ten[0] < 320_000
    assert share(twenty[0] / twenty[-1]) == "3.2·10⁻¹²"
    for scale in np.arange(2, 31) / 10:  # ReLU treats all layers alike, at any scale
        sizes = gradients_by_layer("ReLU", 20, float(scale))
        assert sizes.max() < 7 * sizes.min()
    first = {scale: gradients_by_layer("ReLU", 20, scale)[0] for scale in (0.2, 1.4, 3.0)}
    assert first[0.2] < 1e-17
    assert 0.01 < first[1.4] < 0.1
    assert first[3.0] > 1e11


def test_what_is_below_the_picture_is_marked_and_said():
    frame = gradient_flow().frame(activation="sigmoid", depth=20, scale=0.2)
    below = np.flatnonzero(gradients_by_layer("sigmoid", 20, 0.2) < 1e-20) + 1
    assert len(below)
    np.testing.assert_array_equal(frame.artists["below"]["xdata"], below)
    assert frame.artists["tops"]["xdata"][0] == below[-1] + 1
    assert f"{len(below)} layers get less than 10⁻²⁰" in frame.alt


def test_the_frame_shows_so_many_layers_and_says_the_numbers():
    frame = gradient_flow().frame(activation="tanh", depth=6, scale=1.0)
    sizes = gradients_by_layer("tanh", 6, 1.0)
    np.testing.assert_allclose(frame.artists["tops"]["ydata"], sizes)
    assert frame.readouts["layer 1"] == share(sizes[0])
    assert frame.readouts["layer 6"] in frame.alt


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("scale", [0.2, 3.0])
def test_the_ends_of_the_sliders_can_be_drawn(activation, scale):
    figure = gradient_flow()
    for depth in (2, 20):
        frame = figure.frame(activation=activation, depth=depth, scale=scale)
        assert not frame.problem
        assert figure.picture(activation=activation, depth=depth, scale=scale).alt == frame.alt
