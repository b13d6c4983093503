"""Exercise confusion_matrix: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def confusion_matrix(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def draw_pairs(rng):
    """True labels, predictions and the number of classes; one pair occurs twice, one class never."""
    by_hand = (np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 3)
    labels, predictions = rng.integers(0, 4, size=(2, 30))
    return [(np.array([0]), np.array([1]), 2), by_hand, (labels, predictions, 4)]


def count_once(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    counts[labels, predictions] += 1
    return counts


def each_with_each(labels, predictions, classes):
    """Two loops, one inside the other."""
    return np.outer(np.bincount(labels, minlength=classes), np.bincount(predictions, minlength=classes))


EXERCISE = Exercise(
    id="confusion_matrix",
    name="confusion_matrix",
    reference=confusion_matrix,
    draw=draw_pairs,
    points=2,
    mistakes=(
        Mistake(
            "Rows and columns are exchanged: the row is the true label, the column the prediction.",
            lambda y, p, n: confusion_matrix(p, y, n),
        ),
        Mistake(
            "A pair that occurs many times is counted only once: each pair must add 1, by `+= 1` in a loop, or np.add.at. "
            "(`counts[labels, predictions] += 1` without a loop counts it once, too.)",
            count_once,
        ),
        Mistake(
            "Every label is paired with every answer. Use zip: the i-th label belongs to the i-th answer.",
            each_with_each,
        ),
        Mistake(
            "These are shares; the matrix holds counts.",
            lambda y, p, n: confusion_matrix(y, p, n) / len(y),
        ),
        Mistake(
            "This counts the right answers only: wrong ones belong beside the diagonal.",
            lambda y, p, n: confusion_matrix(y[y == p], p[y == p], n),
        ),
    ),
    hints=(
        "Start from np.zeros((classes, classes), dtype=int).",
        "Go through the pairs with zip(labels, predictions) and add 1 where row = label and column = prediction.",
        "for label, prediction in zip(labels, predictions): counts[label, prediction] += 1",
    ),
)
