"""The spread of values by layer, against a network in torch and plain reasoning."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures.spread import (
    ACTIVATIONS,
    DEPTH,
    INITIALIZATIONS,
    WIDTH,
    layers,
    own_sizes,
    shares,
    spread,
    typical_size,
)


def torch_sizes(initialize, activation):
    """The same experiment with torch's own weights: another draw, so about the same sizes."""
    generator = torch.Generator().manual_seed(1)
    values = torch.randn(128, WIDTH, generator=generator, dtype=torch.float64)
    sizes = [values.square().mean().sqrt().item()]
    for _ in range(DEPTH):
        weights = torch.empty(WIDTH, WIDTH, dtype=torch.float64)
        initialize(weights, generator=generator)
        values = activation(values @ weights.T)
        sizes.append(values.square().mean().sqrt().item())
    return sizes


@pytest.mark.parametrize(
    ("name", "initialize"),
    [("He", torch.nn.init.kaiming_normal_), ("Xavier", torch.nn.init.xavier_normal_)],
)
@pytest.mark.parametrize(("activation", "function"), [("tanh", torch.tanh), ("ReLU", torch.relu)])
def test_sizes_are_about_those_of_torch(name, initialize, activation, function):
    ours = typical_size(layers(name, activation))
    np.testing.assert_allclose(ours, torch_sizes(initialize, function), rtol=0.5)


def test_what_the_lesson_says_of_each():
    size = {
        (name, how): typical_size(layers(name, how))[-1] for name in INITIALIZATIONS for how in ACTIVATIONS
    }
    assert 0.5 < size["He", "ReLU"] < 2
    assert size["Xavier", "ReLU"] == pytest.approx(0.015, abs=0.001)
    assert size["Xavier", "tanh"] == pytest.approx(0.2, abs=0.02)
    assert size["He", "tanh"] == pytest.approx(0.6, abs=0.06)
    assert size["too small: 0.01", "tanh"] < 1e-11
    assert size["too large: 1", "ReLU"] > 1e8
    assert size["zeros", "tanh"] == 0
    assert size["too large: 1", "tanh"] > 0.95
    assert np.mean(np.abs(layers("too large: 1", "tanh")[-1]) > 0.99) == pytest.approx(0.8, abs=0.02)


def test_shares_sum_to_one_and_count_what_lies_beyond():
    values = np.array([[[-9.0, 0.0]], [[9.0, 9.0]]])
    table = shares(values)
    np.testing.assert_allclose(table.sum(axis=0), 1)
    assert (table[0, 0], table[-1, 1]) == (0.5, 1)


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_choice_is_drawn_and_told(initialization, activation):
    figure = spread()
    for depth in (1, DEPTH):
        values = {"initialization": initialization, "activation": activation, "depth": depth}
        frame = figure.frame(**values)
        assert f"network of {depth} {activation}" in frame.alt
        assert frame.readouts[f"size in layer {depth}"] in frame.alt
        assert figure.picture(**values).alt == frame.alt


def test_the_learners_own_weights_lie_on_the_library_s():
    sizes, problem = own_sizes(nn.he, "ReLU")
    assert problem == ""
    np.testing.assert_allclose(sizes, typical_size(layers("He", "ReLU")), rtol=1e-9)


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (lambda inputs, outputs, rng: None, "not written yet"),
        (lambda inputs, outputs, rng: rng.normal(size=(3, 2)), "shape (3, 2)"),
        (lambda inputs, outputs, rng: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_an_answer_that_is_no_answer_is_said(own, says):
    frame = spread(own).frame()
    assert says in frame.problem
    assert len(frame.artists["own"][0]) == 1
