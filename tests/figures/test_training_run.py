"""The playground's training, against the same training in torch, and the same picture for the same settings."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures.training_run import HELD_OUT, TRAINING, TrainingRun, run_at

SETTINGS = {
    "data": "moons", "noise": 0.2, "depth": 2, "width": 5, "activation": "tanh",
    "optimizer": "Adam", "learning_rate": 0.01, "weight_decay": 0.1,
}  # fmt: skip
POINTS = np.random.default_rng(5).normal(size=(7, 2))


def in_torch(run, steps, make_optimizer):
    """The run's losses by torch, from the run's own first weights; the run must not have been trained."""
    network = run._network
    layers = [torch.nn.Linear(*weights.shape, dtype=torch.float64) for weights in network.weights]
    with torch.no_grad():
        for layer, weights, bias in zip(layers, network.weights, network.biases, strict=True):
            layer.weight.copy_(torch.tensor(weights).T)
            layer.bias.copy_(torch.tensor(bias))
    model = torch.nn.Sequential(*[part for layer in layers for part in (layer, torch.nn.Tanh())][:-1])
    weights = [layer.weight for layer in layers]
    optimizer = make_optimizer(weights, [layer.bias for layer in layers])
    points, targets = map(torch.tensor, run.training)
    losses = []
    for _ in range(steps + 1):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(points), targets)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def adamw(weights, biases):
    return torch.optim.AdamW(
        [{"params": weights, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0}], lr=0.01
    )


def test_adam_with_weight_decay_is_torchs_adamw_on_the_weights():
    run = TrainingRun(**SETTINGS)
    theirs = in_torch(run, 50, adamw)
    run.advance(50)
    np.testing.assert_allclose(run.losses[:, 0], theirs, rtol=1e-9)


def test_gradient_descent_is_torchs_sgd():
    run = TrainingRun(
        **{**SETTINGS, "optimizer": "gradient descent", "learning_rate": 0.3, "weight_decay": 0}
    )
    theirs = in_torch(run, 50, lambda weights, biases: torch.optim.SGD([*weights, *biases], lr=0.3))
    run.advance(50)
    np.testing.assert_allclose(run.losses[:, 0], theirs, rtol=1e-9)


def test_training_and_held_out_points_are_different_ones():
    run = TrainingRun(**SETTINGS)
    (training, _), (held_out, targets) = run.training, run.held_out
    assert (len(training), len(held_out)) == (TRAINING, HELD_OUT)
    assert not {tuple(point) for point in training} & {tuple(point) for point in held_out}
    assert targets.shape == (HELD_OUT, 1)
    loss = nn.binary_cross_entropy_from_logits(run.logits(0, held_out)[:, None], targets)
    assert run.losses[0, 1] == pytest.approx(loss)


def test_the_same_step_shows_the_same_however_one_got_there():
    at_once = TrainingRun(**SETTINGS).logits(40, POINTS)
    by_and_by = TrainingRun(**SETTINGS)
    for step in (3, 10, 25, 40, 60):
        by_and_by.logits(step, POINTS)
    np.testing.assert_array_equal(by_and_by.logits(40, POINTS), at_once)
    assert by_and_by.has(10)
    assert not by_and_by.has(11)


def test_a_run_goes_on_and_a_passed_step_is_replayed():
    first = run_at(20, **SETTINGS)
    first.logits(20, POINTS)
    assert run_at(30, **SETTINGS) is first
    again = run_at(7, **SETTINGS)
    assert again is not first
    np.testing.assert_array_equal(again.logits(7, POINTS), TrainingRun(**SETTINGS).logits(7, POINTS))


def test_it_stops_where_it_diverges():
    run = TrainingRun(**{**SETTINGS, "activation": "ReLU", "optimizer": "RMSprop", "learning_rate": 10})
    run.advance(500)
    assert run.diverged == len(run.losses) - 1 < 10
    assert not run.losses[-1, 0] < 100
    assert run.logits(500, POINTS).shape == (7,)


def test_strong_weight_decay_keeps_the_boundary_simple():
    sizes = []
    for weight_decay in (0, 1):
        run = TrainingRun(**{**SETTINGS, "weight_decay": weight_decay})
        run.advance(300)
        sizes.append(sum(np.square(weights).sum() for weights in run._network.weights))
    assert sizes[1] < sizes[0] / 2
