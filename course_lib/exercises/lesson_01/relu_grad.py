"""Exercise relu_grad: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_01.shared import draw_points
from course_lib.exercises.spec import Exercise, Mistake


def relu_grad(x):
    """1 where x > 0, else 0."""
    return np.where(x > 0, 1.0, 0.0)


EXERCISE = Exercise(
    id="relu_grad",
    name="relu_grad",
    reference=relu_grad,
    draw=draw_points,
    mistakes=(
        Mistake(
            "Right everywhere but at x = 0, where the slope is not defined. We take 0 there, as PyTorch does: x > 0.",
            lambda x: np.where(x >= 0, 1.0, 0.0),
        ),
        Mistake(
            "At x = 0 you take the middle, 1/2. That is a fair choice; ours, and PyTorch's, is 0.",
            lambda x: np.heaviside(x, 0.5),
        ),
        Mistake("This is ReLU itself, its height. The slope is 1 or 0.", lambda x: np.maximum(x, 0)),
        Mistake(
            "This is the sign of x. Left of zero ReLU is flat: its slope there is 0, not −1.",
            lambda x: np.sign(x),
        ),
        Mistake(
            "The sides are exchanged: ReLU is flat left of zero and climbs right of it.",
            lambda x: np.where(x < 0, 1.0, 0.0),
        ),
        Mistake("This slope is 1 everywhere: it is that of x. ReLU is flat left of zero.", np.ones_like),
        Mistake(
            "This is the slope of *leaky* ReLU: plain ReLU is quite flat left of zero, slope 0.",
            lambda x: np.where(x > 0, 1.0, 0.01),
        ),
    ),
    hints=(
        "Look at the curve: how steep is it left of zero? And right of zero?",
        "x > 0 compares every element and gives True or False. np.where(condition, this, that) chooses by it.",
        "return np.where(x > 0, 1.0, 0.0)",
    ),
)
