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


def test_sigmoid_vanishes_and_relu_can_be_kept():
    assert gradients_by_layer("sigmoid", 10, 1.0)[0] < 1e-4 * gradients_by_layer("sigmoid", 10, 1.0)[-1]
    kept = gradients_by_layer("ReLU", 20, 1.4)
    assert 0.1 < kept[0] / kept[-1] < 10


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
