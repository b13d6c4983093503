"""The MLP against torch's autograd in float64, and against its own promises."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import nn

LAYERS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}


def in_torch(network, sizes, activation):
    """The same network in torch, float64."""
    layers = [(torch.nn.Linear(*pair), LAYERS[activation]()) for pair in pairwise(sizes)]
    twin = torch.nn.Sequential(*[part for layer in layers for part in layer][:-1]).double()
    with torch.no_grad():
        for theirs, ours in zip(twin.parameters(), network.parameters, strict=True):
            theirs.copy_(torch.tensor(ours.T))
    return twin


@settings(max_examples=30)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    activation=st.sampled_from(sorted(LAYERS)),
    examples=st.integers(1, 6),
    seed=st.integers(0, 1000),
)
def test_outputs_and_gradients_equal_torch(sizes, activation, examples, seed):
    rng = np.random.default_rng(seed)
    network = nn.MLP(sizes, activation, rng)
    for bias in network.biases:
        bias += rng.normal(size=bias.shape)
    x, labels = rng.normal(size=(examples, sizes[0])), rng.integers(0, sizes[-1], size=examples)
    twin = in_torch(network, sizes, activation)
    outputs = twin(torch.tensor(x))
    torch.nn.functional.cross_entropy(outputs, torch.tensor(labels)).backward()
    logits = network.forward(x)
    gradients = network.backward(nn.cross_entropy_from_logits_grad(logits, labels))
    np.testing.assert_allclose(logits, outputs.detach(), rtol=1e-11, atol=1e-12)
    for ours, theirs in zip(gradients, twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy().T, rtol=1e-10, atol=1e-12)


def test_parameters_are_the_arrays_themselves():
    network = nn.MLP([2, 3, 1], "tanh", np.random.default_rng(0))
    assert [array.shape for array in network.parameters] == [(2, 3), (3,), (3, 1), (1,)]
    before = network.forward(np.ones((1, 2)))
    network.parameters[-1][:] += 5
    np.testing.assert_allclose(network.forward(np.ones((1, 2))), before + 5)


def test_a_network_of_one_layer_is_linear():
    network = nn.MLP([3, 2], "relu", np.random.default_rng(0))
    x = np.random.default_rng(1).normal(size=(4, 3))
    np.testing.assert_allclose(network.forward(-x), -network.forward(x))


def test_with_zeros_all_units_of_a_layer_stay_alike():
    rng = np.random.default_rng(0)
    network = nn.MLP([2, 4, 2], "sigmoid", rng, initialize=nn.zeros)
    x, labels = rng.normal(size=(20, 2)), rng.integers(0, 2, size=20)
    for _ in range(30):
        gradients = network.backward(nn.cross_entropy_from_logits_grad(network.forward(x), labels))
        for parameter, gradient in zip(network.parameters, gradients, strict=True):
            parameter -= 0.5 * gradient
    assert network.weights[0].any()
    np.testing.assert_allclose(network.weights[0], network.weights[0][:, :1] * np.ones(4))


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"got sizes \[2\]"):
        nn.MLP([2], "relu", np.random.default_rng(0))
    with pytest.raises(ValueError, match="'gelu'; use one of relu, tanh, sigmoid"):
        nn.MLP([2, 1], "gelu", np.random.default_rng(0))
