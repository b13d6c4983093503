"""Exercise soft_threshold: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def soft_threshold(weights, amount):
    """The size less the amount, never below 0, with the old sign."""
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)


def draw_shrinking(rng):
    """Weights and an amount: the lesson's, one at the edge, an amount of 0, random ones in a table."""
    return [
        (np.array([3.0]), 1.0),
        (np.array([-0.2]), 0.5),
        (np.array([3.0, -0.5, 0.2, -2.0]), 1.0),
        (np.array([0.0, 1.5, -1.5]), 1.5),
        (rng.normal(size=5), 0.0),
        (rng.normal(scale=2, size=(3, 4)), float(rng.uniform(0.6, 1.4))),
    ]


EXERCISE = Exercise(
    id="soft_threshold",
    name="soft_threshold",
    reference=soft_threshold,
    draw=draw_shrinking,
    mistakes=(
        Mistake(
            "Small weights are 0, but large ones keep their size: each must come nearer to 0 by the amount.",
            lambda w, a: np.where(np.abs(w) > a, w, 0),
        ),
        Mistake(
            "Only weights smaller than the amount change here. Large ones must come nearer to 0 by it, too.",
            lambda w, a: np.where(np.abs(w) < a, 0, w),
        ),
        Mistake(
            "Small weights jump over 0 to the other side. They must stop there: never less than 0 in size.",
            lambda w, a: w - a * np.sign(w),
        ),
        Mistake(
            "Small weights jump over 0, and 0 itself moves. Stop at 0: no size falls below it.",
            lambda w, a: np.where(w > 0, w - a, w + a),
        ),
        Mistake(
            "Large negative weights move away from 0. Below −amount, *add* the amount.",
            lambda w, a: np.where(np.abs(w) > a, w - a, 0),
        ),
        Mistake(
            "np.minimum keeps what is below 0. np.maximum(size − amount, 0) is never below it.",
            lambda w, a: np.sign(w) * np.minimum(np.abs(w) - a, 0),
        ),
        Mistake(
            "This is the new size: negative weights stay negative.", lambda w, a: np.maximum(np.abs(w) - a, 0)
        ),
        Mistake(
            "Negative weights all become 0. They, too, move towards 0 by the amount, from below.",
            lambda w, a: np.maximum(w - a, 0),
        ),
        Mistake("This pulls all weights down; negative ones must move *up*, towards 0.", lambda w, a: w - a),
        Mistake(
            "This is what was cut off. Return what is left of the weights.", lambda w, a: np.clip(w, -a, a)
        ),
        Mistake(
            "This takes a share of each weight, as L2 does. L1 takes one amount.", lambda w, a: w * (1 - a)
        ),
        Mistake(
            "The size grows: subtract the amount from the size.", lambda w, a: np.sign(w) * (np.abs(w) + a)
        ),
    ),
    hints=(
        "Work on the size first: np.abs(weights) - amount, but never below 0.",
        "np.maximum(..., 0) stops at 0; np.sign(weights) brings the sign back.",
        "return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)",
    ),
)
