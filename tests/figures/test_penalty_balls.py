"""The nearest allowed weights, against a search over the whole set; the learner's soft threshold beside them."""

import numpy as np
import pytest

from course_lib.figures import penalty_balls
from course_lib.figures.penalty_balls import amount_for, nearest_in_circle, nearest_in_diamond

SPOTS = [(2.6, 1.0), (1.5, -1.6), (-3.9, 4.0), (0.3, 0.2), (0.0, 0.0), (-2.0, 0.0), (0.0, 3.0)]


def soft_threshold(weights, amount):
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)


def best_on_a_grid(optimum, budget, norm):
    """The least distance to `optimum` from any point of the set, by trying a fine grid of its edge and inside."""
    angles = np.linspace(0, 2 * np.pi, 4001)
    edge = np.array([np.cos(angles), np.sin(angles)])
    edge *= budget / np.linalg.norm(edge, ord=norm, axis=0)
    distance = np.hypot(*(edge - np.array(optimum)[:, None])).min()
    return 0.0 if np.linalg.norm(optimum, ord=norm) <= budget else distance


@pytest.mark.parametrize("optimum", SPOTS)
@pytest.mark.parametrize("budget", [0.2, 1.2, 4.0])
def test_no_allowed_point_is_nearer(optimum, budget):
    optimum = np.array(optimum)
    for nearest, norm in ((nearest_in_diamond, 1), (nearest_in_circle, 2)):
        weights = nearest(optimum, budget)
        assert np.linalg.norm(weights, ord=norm) <= budget + 1e-12
        distance = np.hypot(*(weights - optimum))
        assert distance == pytest.approx(best_on_a_grid(optimum, budget, norm), abs=5e-3)


def test_soft_threshold_by_that_amount_is_the_nearest_point():
    for optimum in np.array(SPOTS):
        ours = soft_threshold(optimum, amount_for(optimum, 1.2))
        np.testing.assert_allclose(ours, nearest_in_diamond(optimum, 1.2), atol=1e-12)


def test_only_the_diamond_makes_exact_zeros():
    frame = penalty_balls().frame()
    assert frame.readouts["exactly 0 with L1"] == "w₂"
    assert frame.readouts["exactly 0 with L2"] == "none"
    assert "(1.20, 0.00) in the diamond (exactly 0: w₂)" in frame.alt
    assert "(1.12, 0.43) in the circle (exactly 0: none)" in frame.alt


def test_the_learners_function_is_drawn_and_told():
    figure = penalty_balls(soft_threshold)
    frame = figure.frame(optimum=(1.5, -1.6), budget=2.0)
    assert frame.readouts["your soft_threshold"] == frame.readouts["L1 solution"] == "(0.95, −1.05)"
    assert figure.picture(optimum=(-3.9, 4.0), budget=0.2).png


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda weights, amount: None, "not written yet"),
        (lambda weights, amount: 1 / 0, "ZeroDivisionError"),
        (lambda weights, amount: weights[0], "(2,) was expected"),
    ],
)
def test_what_is_wrong_with_the_learners_function_is_said(answer, said):
    frame = penalty_balls(answer).frame()
    assert said in frame.problem
    assert said in frame.alt
    assert "own" not in frame.artists
