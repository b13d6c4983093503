"""Update rules against torch.optim over a thousand steps in float64, numbers worked by hand, and their promises."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib import nn

STEPS = 1000
SHAPES = [(), (1,), (7,), (3, 4), (2, 1, 3)]
# Ours beside torch's, in the settings that lessons use and in others.
PAIRS = {
    "GradientDescent": (lambda: nn.GradientDescent(0.1), torch.optim.SGD, {"lr": 0.1}),
    "Momentum": (lambda: nn.Momentum(0.05), torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "Momentum 0.5": (lambda: nn.Momentum(0.05, 0.5), torch.optim.SGD, {"lr": 0.05, "momentum": 0.5}),
    "Nesterov": (
        lambda: nn.Nesterov(0.05, 0.8),
        torch.optim.SGD,
        {"lr": 0.05, "momentum": 0.8, "nesterov": True},
    ),
    "RMSprop": (lambda: nn.RMSprop(), torch.optim.RMSprop, {}),
    "RMSprop, large epsilon": (
        lambda: nn.RMSprop(0.02, alpha=0.9, epsilon=1e-2),
        torch.optim.RMSprop,
        {"lr": 0.02, "alpha": 0.9, "eps": 1e-2},
    ),
    "Adam": (lambda: nn.Adam(), torch.optim.Adam, {}),
    "Adam, other betas": (
        lambda: nn.Adam(0.02, 0.8, 0.9, 1e-3),
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.8, 0.9), "eps": 1e-3},
    ),
    "AdamW": (lambda: nn.AdamW(), torch.optim.AdamW, {}),
    "AdamW, strong decay": (
        lambda: nn.AdamW(0.02, weight_decay=0.3),
        torch.optim.AdamW,
        {"lr": 0.02, "weight_decay": 0.3},
    ),
}
RULES = {name: pair[0] for name, pair in PAIRS.items() if " " not in name}


def each(pairs):
    return pytest.mark.parametrize("make", pairs.values(), ids=pairs)


def train_torch(torchs, options, start, gradient_of):
    """The parameter after a thousand steps of torch's optimizer; `gradient_of(step, tensor)` gives its gradient."""
    theta = torch.tensor(start)
    optimizer = torchs([theta], **options)
    for step in range(STEPS):
        theta.grad = gradient_of(step, theta)
        optimizer.step()
    return theta.numpy()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", PAIRS)
def test_a_thousand_steps_equal_torch(name, shape):
    make, torchs, options = PAIRS[name]
    rng = np.random.default_rng(0)
    start = rng.normal(size=shape)
    # Of every size, and some are 0.
    stream = rng.normal(size=(STEPS, *shape)) * 10 ** rng.uniform(-6, 3, size=(STEPS, *shape))
    stream[rng.random(stream.shape) < 0.1] = 0
    expected = train_torch(torchs, options, start, lambda step, _: torch.tensor(stream[step]))
    rule, place = make(), start
    for gradient in stream:
        place = rule.step(place, gradient)
    np.testing.assert_allclose(place, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", PAIRS)
def test_a_thousand_steps_of_a_regression_in_mini_batches_equal_torch(name):
    make, torchs, options = PAIRS[name]
    rng = np.random.default_rng(1)
    x, start, batches = rng.normal(size=(40, 3)), rng.normal(size=(3, 2)), rng.integers(40, size=(STEPS, 8))
    y = x @ rng.normal(size=(3, 2)) + rng.normal(size=(40, 2))

    def gradient(step, theta):
        rows = batches[step]
        return 2 * x[rows].T @ (x[rows] @ theta - y[rows]) / len(rows)

    expected = train_torch(
        torchs, options, start, lambda step, theta: torch.tensor(gradient(step, theta.numpy()))
    )
    rule, place = make(), start
    for step in range(STEPS):
        place = rule.step(place, gradient(step, place))
    np.testing.assert_allclose(place, expected, rtol=1e-10, atol=1e-10)
    assert abs(place - start).max() > 0.1


def test_momentum_by_hand():
    rule, place = nn.Momentum(0.1, 0.9), np.array([5.0])
    velocities = []
    for _ in range(3):
        place = rule.step(place, np.array([1.0]))
        velocities.append(rule.velocity[0])
    np.testing.assert_allclose(velocities, [1, 1.9, 2.71])
    np.testing.assert_allclose(place, 5 - 0.1 * (1 + 1.9 + 2.71))


@given(st.floats(1e-3, 1e6) | st.floats(-1e6, -1e-3))
def test_the_first_step_of_adam_is_the_learning_rate_however_steep(gradient):
    moved = nn.Adam(0.1).step(np.zeros(2), np.full(2, gradient))
    np.testing.assert_allclose(moved, -0.1 * np.sign(gradient), rtol=1e-4)


def test_weight_decay_shrinks_without_a_gradient():
    place = nn.AdamW(0.1, weight_decay=0.5).step(np.array([2.0, -4.0]), np.zeros(2))
    np.testing.assert_allclose(place, [1.9, -3.8])


@each(RULES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_neither_argument_is_changed_and_the_dtype_stays(make, dtype):
    parameter, gradient, rule = np.array([[1, -2]], dtype), np.array([[0.5, 0.25]]), make()
    first = rule.step(parameter, gradient)
    kept = first.copy()
    second = rule.step(first, gradient)
    assert first.dtype == second.dtype == dtype
    np.testing.assert_array_equal(parameter, [[1, -2]])
    np.testing.assert_array_equal(gradient, [[0.5, 0.25]])
    np.testing.assert_array_equal(first, kept)


@each(RULES)
def test_it_goes_down(make):
    rule, place = make(), np.array([1.0, -1.0])
    for _ in range(50):
        place = rule.step(place, 2 * place)
    assert (abs(place) < 1).all()


@each(RULES)
def test_another_shape_is_refused_in_words(make):
    with pytest.raises(ValueError, match=r"shape \(3, 1\) and its gradient \(3,\)"):
        make().step(np.zeros((3, 1)), np.zeros(3))


@each(RULES)
def test_a_learning_rate_may_change_on_the_way(make):
    rule = make()
    rule.learning_rate = 0.0
    np.testing.assert_array_equal(rule.step(np.array([1.5]), np.array([2.0])), [1.5])


def test_a_rule_for_each_array_as_the_module_says():
    parameters, gradients = [np.ones((2, 3)), np.ones(3)], [np.ones((2, 3)), -np.ones(3)]
    rules = [nn.Adam(learning_rate=0.01) for _ in parameters]
    parameters = [rule.step(*pair) for rule, *pair in zip(rules, parameters, gradients, strict=True)]
    np.testing.assert_allclose(parameters[0], 0.99 * np.ones((2, 3)))
    np.testing.assert_allclose(parameters[1], 1.01 * np.ones(3))
