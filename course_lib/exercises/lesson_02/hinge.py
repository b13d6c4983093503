"""Exercise hinge: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.shared import draw_yes_and_no
from course_lib.exercises.spec import Exercise, Mistake


def hinge(scores, targets):
    """What is missing to a margin of 1, never less than nothing, on average."""
    return np.mean(np.maximum(1 - targets * scores, 0))


def draw_scores(rng):
    """Scores and targets −1 or +1: inside the margin, at it, beyond it, on the wrong side; then random ones."""
    return [
        (np.array([0.5]), np.array([1.0])),
        (np.array([3.0]), np.array([1.0])),
        (np.array([-0.5]), np.array([1.0])),
        (np.array([1.5, -0.5]), np.array([1.0, -1.0])),
        (np.array([2.0, 0.5, -0.5, 1.0]), np.array([1.0, 1.0, 1.0, 1.0])),
        (np.array([3.0, -3.0, -0.2]), np.array([-1.0, -1.0, -1.0])),
        (rng.normal(scale=2, size=8), 2 * draw_yes_and_no(rng, 8) - 1),
    ]


EXERCISE = Exercise(
    id="hinge",
    name="hinge",
    reference=hinge,
    draw=draw_scores,
    mistakes=(
        Mistake(
            "The max is missing: scores beyond the margin cost 0 here, they do not earn anything back.",
            lambda s, y: np.mean(1 - y * s),
        ),
        Mistake(
            "The max comes after the mean. Each example is cut off at 0 by itself; then the mean.",
            lambda s, y: max(np.mean(1 - y * s), 0),
        ),
        Mistake(
            "The margin is missing: being right is not enough, by 1 it must be. max(0, 1 − y · s).",
            lambda s, y: np.mean(np.maximum(-y * s, 0)),
        ),
        Mistake(
            "Only scores on the wrong side cost here. So do those on the right side with y · s below 1.",
            lambda s, y: np.mean(np.where(y * s < 0, 1 - y * s, 0)),
        ),
        Mistake(
            "The sign is wrong: a score on the side of its target makes the loss *smaller*, 1 − y · s.",
            lambda s, y: np.mean(np.maximum(1 + y * s, 0)),
        ),
        Mistake(
            "The targets are missing: a score is good where it has the sign of its target, y · s.",
            lambda s, y: np.mean(np.maximum(1 - s, 0)),
        ),
        Mistake(
            "np.max looks for the largest of one array. np.maximum compares each element with 0.",
            lambda s, y: np.mean(np.max(0, 1 - y * s)),
        ),
        Mistake(
            "np.max(…, 0) is the largest along axis 0. np.maximum compares each element with 0.",
            lambda s, y: np.mean(np.max(1 - y * s, 0)),
        ),
        Mistake(
            "This is one loss for each example. Return their mean, one number.",
            lambda s, y: np.maximum(1 - y * s, 0),
        ),
        Mistake(
            "This is the squared hinge loss. Leave the square out.",
            lambda s, y: np.mean(np.maximum(1 - y * s, 0) ** 2),
        ),
        Mistake("This is the sum. Return the mean.", lambda s, y: np.sum(np.maximum(1 - y * s, 0))),
        Mistake(
            "The difference y − s is not y · s: right by more than the margin must cost nothing.",
            lambda s, y: np.mean(np.maximum(1 - np.abs(y - s), 0)),
        ),
    ),
    hints=(
        "y · s is positive where the score has the sign of its target. How much is missing to 1?",
        "np.maximum(…, 0) cuts each example off at 0. Mind the name: np.max is another function.",
        "return np.mean(np.maximum(1 - targets * scores, 0))",
    ),
)
