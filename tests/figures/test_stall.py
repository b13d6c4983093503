"""Squared error and cross-entropy behind a sigmoid: gradients against torch, steps against a plain loop."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures import stall
from course_lib.figures.stall import LINE, MARKS, cross_entropy_grad, squared_error_grad, steps_to_right


@pytest.mark.parametrize("target", [0, 1])
def test_gradients_are_torchs(target):
    for loss, ours in (
        (lambda z: ((z.sigmoid() - target) ** 2).sum(), squared_error_grad),
        (lambda z: torch.nn.functional.softplus(z if target == 0 else -z).sum(), cross_entropy_grad),
    ):
        z = torch.tensor(LINE, requires_grad=True)
        loss(z).backward()
        np.testing.assert_allclose(ours(LINE, target), z.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize(
    ("logit", "squared", "steps"), [(-6, True, 214), (-6, False, 7), (-8, True, 1507), (1, True, 0)]
)
def test_steps_until_the_sigmoid_is_right(logit, squared, steps):
    assert steps_to_right(logit, 1, squared) == steps
    assert steps_to_right(-logit, 0, squared) == steps


def test_the_figure_tells_the_numbers():
    frame = stall().frame(logit=-6.0, truth="1")
    for number in ("−6.0", "0.0025", "−0.0049", "−0.9975", "214 and 7 steps"):
        assert number in frame.alt
    assert "own" not in frame.artists


def test_the_learners_mse_grad_times_the_slope_of_sigmoid_is_drawn():
    figure = stall(lambda p, y: p - y)
    frame = figure.frame(logit=0.0, truth="1")
    p = nn.sigmoid(MARKS)
    np.testing.assert_allclose(frame.artists["own"][1], (p - 1) * p * (1 - p))
    assert frame.readouts["with your mse_grad"] == "−0.1250"
    assert figure.picture().png


def test_a_function_not_written_is_said():
    frame = stall(lambda p, y: None).frame()
    assert frame.problem == "your function is not written yet"
    assert frame.problem in frame.alt
