"""Exercise logsumexp: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.shared import draw_rows
from course_lib.exercises.spec import Exercise, Mistake


def logsumexp(logits):
    """Row by row; the largest logit is taken out before e^… and added again after log."""
    largest = logits.max(axis=1)
    return largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))


def draw_logits(rng):
    """Rows of logits alone."""
    return [(rows,) for rows in draw_rows(rng)]


def draw_far_logits(rng):
    """Logits whose exponentials overflow, all round to 0, or lie so far apart that only their maximum brings them back."""
    rows = np.array([[-1000.0, -1001.0], [900.0, 0.0]])
    return [(np.array([[1000.0, 1000.0]]),), (rows,), (np.array([[1500.0, -1500.0]]),)]


EXERCISE = Exercise(
    id="logsumexp",
    name="logsumexp",
    reference=logsumexp,
    draw=draw_logits,
    extremes=draw_far_logits,
    if_unstable=(
        "e^1000 overflows, and e^−1000 rounds to 0, whose log is −∞. Take the largest logit m of each row out first: "
        "m + log(Σ e^(z − m))."
    ),
    mistakes=(
        Mistake(
            "This sums down the columns. Each row is one example: axis=1.",
            lambda z: np.log(np.exp(z).sum(axis=0)),
        ),
        Mistake(
            "This sums the whole table. One result for each row: axis=1.",
            lambda z: np.log(np.exp(z).sum()),
        ),
        Mistake(
            "The largest was subtracted but not added again: log(Σ e^(z − m)) + m.",
            lambda z: logsumexp(z) - z.max(axis=1),
        ),
        Mistake(
            "The sign of the largest is wrong: after subtracting m inside, *add* it outside.",
            lambda z: logsumexp(z) - 2 * z.max(axis=1),
        ),
        Mistake(
            "The logarithm is missing: this is the sum of the exponentials.",
            lambda z: np.exp(z).sum(axis=1),
        ),
        Mistake(
            "Order: this takes log before summing, so log and exp cancel. Exponentials, then sum, then log.",
            lambda z: z.sum(axis=1),
        ),
        Mistake(
            "This is only the largest logit; logsumexp is a little more: the others count, too.",
            lambda z: z.max(axis=1),
        ),
        Mistake(
            "This is the log of the *mean* of the exponentials. Take their sum.",
            lambda z: np.log(np.exp(z).mean(axis=1)),
        ),
    ),
    hints=(
        "Read the name from right to left: np.exp, then the sum of each row (axis=1), then np.log.",
        "Take the largest of each row out first, m = logits.max(axis=1), and add it again at the end.",
        "m as a column, so that it is taken from each row: logits - m[:, None].",
        "m = logits.max(axis=1)\nreturn m + np.log(np.exp(logits - m[:, None]).sum(axis=1))",
    ),
)
