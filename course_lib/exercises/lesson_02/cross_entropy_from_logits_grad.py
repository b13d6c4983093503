"""Exercise cross_entropy_from_logits_grad: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.logsumexp import logsumexp
from course_lib.exercises.lesson_02.shared import (
    draw_far_logits_and_labels,
    draw_logits_and_labels,
    one_hot,
    sigmoid,
    softmax,
)
from course_lib.exercises.spec import Exercise, Mistake


def cross_entropy_from_logits_grad(logits, labels):
    """(p − y) / n: softmax, less 1 in the column of each row's label."""
    gradient = np.exp(logits - logsumexp(logits)[:, None])
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)


def subtract_in_every_row(z, labels):
    gradient = softmax(z)
    gradient[:, labels] -= 1
    return gradient / len(labels)


EXERCISE = Exercise(
    id="cross_entropy_from_logits_grad",
    name="cross_entropy_from_logits_grad",
    reference=cross_entropy_from_logits_grad,
    draw=draw_logits_and_labels,
    extremes=draw_far_logits_and_labels,
    if_unstable="Softmax overflows at a logit of 1000. Subtract the largest of each row before np.exp.",
    points=2,
    mistakes=(
        Mistake(
            "The mean is missing: the loss is a mean over n rows, so its gradient is (p − y) / n.",
            lambda z, y: softmax(z) - one_hot(y, z),
        ),
        Mistake(
            "The sign is wrong: y − p points downhill already. The gradient is p − y.",
            lambda z, y: (one_hot(y, z) - softmax(z)) / len(y),
        ),
        Mistake(
            "The targets are missing: p − y has a 1 less in the column of each row's label.",
            lambda z, y: softmax(z) / len(y),
        ),
        Mistake(
            "You divide by rows × classes. The loss is a mean over the *rows*: divide by len(labels).",
            lambda z, y: (softmax(z) - one_hot(y, z)) / z.size,
        ),
        Mistake(
            "p[:, labels] -= 1 subtracts in *every* row. Pair rows and labels: p[np.arange(n), labels] -= 1.",
            subtract_in_every_row,
        ),
        Mistake(
            "You subtract the *numbers* of the classes. y is a row of 0s with one 1: subtract 1 in the label's column.",
            lambda z, y: (softmax(z) - y[:, None]) / len(y),
        ),
        Mistake(
            "Only the right class has a slope here. The others are pushed down: their gradient is p, not 0.",
            lambda z, y: (softmax(z) - 1) * one_hot(y, z) / len(y),
        ),
        Mistake(
            "This is sigmoid of each logit alone. The classes compete: p is the softmax of the row.",
            lambda z, y: (sigmoid(z) - one_hot(y, z)) / len(y),
        ),
        Mistake(
            "This is −y / p, the slope with respect to the *probabilities*. With respect to the logits it is p − y.",
            lambda z, y: -one_hot(y, z) / softmax(z) / len(y),
        ),
        Mistake(
            "You subtract the targets from the logits. p is softmax(logits).",
            lambda z, y: (z - one_hot(y, z)) / len(y),
        ),
        Mistake(
            "Softmax went down the columns. Each row is one example: axis=1.",
            lambda z, y: (softmax(z.T).T - one_hot(y, z)) / len(y),
        ),
    ),
    hints=(
        "Three steps: p = softmax of each row, p − y, divide by the number of rows.",
        "y is 1 in the column of the label: subtract 1 there, p[np.arange(len(labels)), labels] -= 1.",
        "p = nn.softmax(logits)\np[np.arange(len(labels)), labels] -= 1\nreturn p / len(labels)",
    ),
)
