"""Exercise softmax: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_01.sigmoid import sigmoid
from course_lib.exercises.spec import Exercise, Mistake


def softmax(logits):
    """Row by row; the largest logit is subtracted first, which changes no share and avoids overflow."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def draw_logits(rng):
    """Rows of logits: a tie, one row, more rows than classes and fewer, and one single class."""
    return [
        (np.array([[0.0, 0.0]]),),
        (np.array([[1.0, 2.0, 3.0]]),),
        (np.array([[-1.0, 0.0, 1.0], [2.0, 2.0, -15.0]]),),
        (rng.normal(scale=2, size=(4, 2)),),
        (rng.normal(scale=2, size=(3, 3)),),
        (rng.normal(size=(2, 1)),),
    ]


def draw_far_logits(rng):
    """Logits whose exponentials overflow, or all round to 0."""
    return [
        (np.array([[1000.0, 1000.0]]),),
        (np.array([[-1000.0, -1001.0]]),),
        (np.array([[0.0, 900.0, -900.0]]),),
        (np.array([[1000.0, 999.0], [0.0, 1.0]]),),
    ]


EXERCISE = Exercise(
    id="softmax",
    name="softmax",
    reference=softmax,
    draw=draw_logits,
    extremes=draw_far_logits,
    if_unstable=(
        "Large logits overflow: e^1000 is ∞, and ∞/∞ is not a number. Subtract the largest logit of each row first; "
        "above and below the line it cancels."
    ),
    vectorised=True,
    relative_tolerance=1e-6,  # a tiny number added below the line does no harm
    points=2,
    mistakes=(
        Mistake(
            "Your *columns* sum to 1. Each row is one example, so the rows must: sum over axis=1.",
            lambda z: np.exp(z) / np.exp(z).sum(axis=0, keepdims=True),
        ),
        Mistake(
            "You divide by the sum of the whole table: all rows together sum to 1. Each row must, alone: axis=1.",
            lambda z: np.exp(z) / np.exp(z).sum(),
        ),
        Mistake(
            "The sums of the rows lie flat, and NumPy divides column by column. Keep them as a column: keepdims=True.",
            lambda z: np.exp(z) / np.exp(z).sum(axis=1),
        ),
        Mistake(
            "np.exp is missing: shares of the logits themselves can be negative, or divide by 0.",
            lambda z: z / z.sum(axis=1, keepdims=True),
        ),
        Mistake(
            "The exponentials are there, but not yet divided by their sum: the rows do not sum to 1.",
            np.exp,
        ),
        Mistake(
            "The sign is the wrong way round: this gives the largest share to the *smallest* logit.",
            lambda z: softmax(-z),
        ),
        Mistake(
            "This is sigmoid of each element alone; rows do not sum to 1. Divide e^z by the row's sum of e^z.",
            lambda z: sigmoid(z),
        ),
        Mistake(
            "All to the largest: that is argmax, which is flat. Softmax leaves every class a share.",
            lambda z: (
                (z == z.max(axis=1, keepdims=True))
                / (z == z.max(axis=1, keepdims=True)).sum(1, keepdims=True)
            ),
        ),
        Mistake("This is the logarithm of softmax: leave the log out.", lambda z: np.log(softmax(z))),
        Mistake(
            "You divide by the row's *largest* exponential: divide by the sum of them all.",
            lambda z: np.exp(z - z.max(axis=1, keepdims=True)),
        ),
        Mistake(
            "The largest is subtracted above the line only. Subtract it first, and use the result in both places.",
            lambda z: np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z).sum(axis=1, keepdims=True),
        ),
    ),
    hints=(
        "np.exp(logits) makes every number positive. What must each be divided by so that a row sums to 1?",
        "The sum of each row, kept as a column so that it divides row by row: .sum(axis=1, keepdims=True).",
        "Before np.exp, subtract the largest of each row: logits - logits.max(axis=1, keepdims=True).",
        "exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
        "return exponentials / exponentials.sum(axis=1, keepdims=True)",
    ),
)
