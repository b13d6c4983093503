"""Exercise dead_share: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def dead_share(activations):
    """A unit, a column, is dead where every example gives 0."""
    dead = np.all(activations == 0, axis=0)
    return np.mean(dead)


def draw_activations(rng):
    """Outputs of ReLU, examples × units: one example, some by hand, a random one with two dead columns; all, none."""
    by_hand = np.array([[0.0, 1.0, 0.0, 0.5], [0.0, 0.0, 0.0, 2.0], [0.0, 3.0, 0.0, 0.0]])
    barely_alive = np.zeros((12, 2))
    barely_alive[7, 1] = 1e-6
    drawn = np.maximum(rng.normal(size=(6, 5)), 0)
    drawn[:, [1, 3]], drawn[4] = 0, 0
    return [
        (np.array([[0.0, 2.0]]),),
        (by_hand,),
        (barely_alive,),
        (drawn,),
        (np.zeros((2, 3)),),
        (np.ones((3, 2)),),
    ]


EXERCISE = Exercise(
    id="dead_share",
    name="dead_share",
    reference=dead_share,
    draw=draw_activations,
    mistakes=(
        Mistake(
            "This is the share of all *zeros*. A unit that is 0 for some examples is alive; dead is 0 for all.",
            lambda a: np.mean(a == 0),
        ),
        Mistake(
            "This counts units that are 0 for *some* example. Dead means 0 for every one: np.all, not np.any.",
            lambda a: np.mean(np.any(a == 0, axis=0)),
        ),
        Mistake(
            "Rows are examples, columns are units: look down each column, axis=0.",
            lambda a: np.mean(np.all(a == 0, axis=1)),
        ),
        Mistake(
            "This is the *number* of dead units. Their share is the mean.",
            lambda a: np.sum(np.all(a == 0, axis=0)),
        ),
        Mistake(
            "This divides by the number of examples. Share of the *units*: divide by activations.shape[1], or take the mean.",
            lambda a: np.sum(np.all(a == 0, axis=0)) / len(a),
        ),
        Mistake(
            "Without axis=0, np.all asks whether the *whole table* is 0. Look down each column: axis=0.",
            lambda a: np.mean(np.all(a == 0)),
        ),
        Mistake("This is the share of units that are *alive*.", lambda a: np.mean(np.any(a != 0, axis=0))),
        Mistake(
            "True or False for each unit is the last step but one: return the share of True, their mean.",
            lambda a: np.all(a == 0, axis=0),
        ),
    ),
    hints=(
        "activations == 0 is a table of True and False: rows are examples, columns are units.",
        "np.all(…, axis=0) looks down every column: True where a unit is 0 for every example.",
        "The mean of True and False is the share of True.",
        "return np.mean(np.all(activations == 0, axis=0))",
    ),
)
