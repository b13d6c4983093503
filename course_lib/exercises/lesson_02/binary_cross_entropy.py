"""Exercise binary_cross_entropy: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.shared import draw_yes_and_no
from course_lib.exercises.spec import Exercise, Mistake


def binary_cross_entropy(probabilities, targets):
    """−log of the probability given to what happened; clipping keeps log(0) out."""
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))


def draw_probabilities(rng):
    """Probabilities and targets 0 or 1: one, one of each, the lesson's four, far ones, random ones."""
    return [
        (np.array([0.8]), np.array([1.0])),
        (np.array([0.7, 0.4]), np.array([1.0, 0.0])),
        (np.array([0.8, 0.2, 0.9, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])),
        (np.array([0.001, 0.999]), np.array([1.0, 1.0])),
        (rng.uniform(0.05, 0.95, size=7), draw_yes_and_no(rng, 7)),
    ]


def draw_sure_and_right(rng):
    """Probabilities of exactly 0 and 1, all right: 0 · log(0) must count as 0. (Sure and wrong depends on clipping.)"""
    return [(np.array([1.0]), np.array([1.0])), (np.array([0.0, 1.0, 0.5]), np.array([0.0, 1.0, 1.0]))]


EXERCISE = Exercise(
    id="binary_cross_entropy",
    name="binary_cross_entropy",
    reference=binary_cross_entropy,
    draw=draw_probabilities,
    extremes=draw_sure_and_right,
    if_unstable=(
        "At a probability of exactly 0 or 1, log(0) is −∞ and 0 · ∞ is not a number. As a stopgap clip first: "
        "np.clip(probabilities, 1e-12, 1 - 1e-12). The next section has the remedy."
    ),
    relative_tolerance=5e-5,  # np.log(p + 1e-7) is a fair way to keep log(0) out
    absolute_tolerance=1e-6,
    mistakes=(
        Mistake(
            "Only the examples with target 1 count here. Those with target 0 have a term of their own: (1 − y) · log(1 − p).",
            lambda p, y: -np.mean(y * np.log(p)),
        ),
        Mistake(
            "Only the examples with target 1 are averaged. Those with target 0 have a term of their own: (1 − y) · log(1 − p).",
            lambda p, y: -np.mean(np.log(p[y == 1])),
        ),
        Mistake(
            "The minus in front is missing: logarithms of probabilities are negative, a loss is not.",
            lambda p, y: np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "This is the sum. Return the mean, so that the loss does not grow with the batch.",
            lambda p, y: -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "The minus reaches only the first term. Put both in brackets: −(… + …).",
            lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "The factor (1 − y) is missing: log(1 − p) counts only where the target is 0.",
            lambda p, y: -np.mean(y * np.log(p) + np.log(1 - p)),
        ),
        Mistake(
            "Both terms have log p. Where the target is 0, the probability of what happened is 1 − p.",
            lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(p)),
        ),
        Mistake(
            "Brackets: 1 - y * … multiplies first. Write (1 - targets) * np.log(1 - p).",
            lambda p, y: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)),
        ),
        Mistake(
            "The targets are the wrong way round: log p goes with y, log(1 − p) with 1 − y.",
            lambda p, y: -np.mean((1 - y) * np.log(p) + y * np.log(1 - p)),
        ),
        Mistake(
            "This is one loss for each example. Return their mean, one number.",
            lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)),
        ),
        Mistake(
            "Probabilities and targets are exchanged: take the log of the probabilities.",
            lambda p, y: -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y)),
        ),
        Mistake(
            "np.log2 measures in bits. The course, like PyTorch, takes the natural logarithm, np.log.",
            lambda p, y: -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)),
        ),
        Mistake(
            "np.log10 is the logarithm to base 10. Take the natural one, np.log.",
            lambda p, y: -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)),
        ),
    ),
    hints=(
        "Each example costs −log of the probability given to what happened: p where y = 1, 1 − p where y = 0.",
        "targets * np.log(p) is 0 where the target is 0; (1 - targets) * np.log(1 - p) is 0 where it is 1. Add them.",
        "return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p)), with p = np.clip(probabilities, 1e-12, 1 - 1e-12)",
    ),
)
