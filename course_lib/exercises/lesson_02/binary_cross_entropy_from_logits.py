"""Exercise binary_cross_entropy_from_logits: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.shared import draw_yes_and_no, sigmoid
from course_lib.exercises.spec import Exercise, Mistake


def binary_cross_entropy_from_logits(logits, targets):
    """−log(sigmoid(z)) is log(1 + e^−z), and np.logaddexp(0, −z) computes that without overflow."""
    return np.mean(targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits))


def draw_binary_logits(rng):
    """Logits and targets 0 or 1: one at 0, one on each side, far on the wrong side, random ones."""
    return [
        (np.array([0.0]), np.array([1.0])),
        (np.array([2.0, -1.0]), np.array([1.0, 0.0])),
        (np.array([-3.0, 0.5, 1.0]), np.array([1.0, 0.0, 1.0])),
        (np.array([-6.0, 6.0]), np.array([1.0, 0.0])),
        (rng.uniform(-4, 4, size=7), draw_yes_and_no(rng, 7)),
    ]


def draw_far_binary_logits(rng):
    """So sure that sigmoid is 0 or 1 and its log −∞: wrong (shown first: clipping is far off there), right and both."""
    return [
        (np.array([1000.0]), np.array([0.0])),
        (np.array([1000.0]), np.array([1.0])),
        (np.array([-1000.0, 50.0]), np.array([1.0, 0.0])),
    ]


EXERCISE = Exercise(
    id="binary_cross_entropy_from_logits",
    name="binary_cross_entropy_from_logits",
    reference=binary_cross_entropy_from_logits,
    draw=draw_binary_logits,
    extremes=draw_far_binary_logits,
    if_unstable=(
        "At a logit of 1000 e^z overflows, and sigmoid is exactly 1, so that log(1 − 1) is −∞; clipping hides how wrong "
        "it is. Work from the logits: −log(sigmoid(z)) is np.logaddexp(0, -z), and −log(1 − sigmoid(z)) is np.logaddexp(0, z)."
    ),
    relative_tolerance=1e-5,
    mistakes=(
        Mistake(
            "The targets are the wrong way round: log(1 + e^−z) goes with y, log(1 + e^z) with 1 − y.",
            lambda z, y: binary_cross_entropy_from_logits(z, 1 - y),
        ),
        Mistake(
            "Only the examples with target 1 count here. Add (1 − y) · log(1 + e^z).",
            lambda z, y: np.mean(y * np.logaddexp(0, -z)),
        ),
        Mistake(
            "Sigmoid is applied twice: np.logaddexp has it built in already, so give it the logit itself.",
            lambda z, y: binary_cross_entropy_from_logits(sigmoid(z), y),
        ),
        Mistake(
            "np.logaddexp(a, b) puts e^… on both: the 1 in 1 + e^z is e^0, so its argument is 0, not 1.",
            lambda z, y: np.mean(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z)),
        ),
        Mistake(
            "The part with the target is missing: log(1 + e^z) alone is right where y is 0; subtract y · z.",
            lambda z, y: np.mean(np.logaddexp(0, z)),
        ),
        Mistake(
            "This takes every target to be 1. Where it is 0, the cost is log(1 + e^z).",
            lambda z, y: np.mean(np.logaddexp(0, -z)),
        ),
        Mistake(
            "This is one loss for each example. Return their mean, one number.",
            lambda z, y: y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z),
        ),
        Mistake(
            "The absolute value is missing: max(z, 0) − z · y + log(1 + e^−|z|).",
            lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(z))),
        ),
        Mistake(
            "This is the sum. Return the mean, so that the loss does not grow with the batch.",
            lambda z, y: np.sum(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
        ),
        Mistake(
            "The sign is wrong: a loss is never negative.",
            lambda z, y: -np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
        ),
    ),
    hints=(
        "Put p = 1 / (1 + e^−z) into −log p: what is left is log(1 + e^−z).",
        "In the same way −log(1 − p) is log(1 + e^z). np.logaddexp(0, z) is log(e^0 + e^z), with no overflow.",
        "return np.mean(targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits))",
    ),
)
