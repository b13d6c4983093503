"""Exercise cross_entropy_from_logits: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_02.logsumexp import logsumexp
from course_lib.exercises.lesson_02.shared import (
    draw_far_logits_and_labels,
    draw_logits_and_labels,
    one_hot,
    softmax,
)
from course_lib.exercises.spec import Exercise, Mistake


def cross_entropy_from_logits(logits, labels):
    """logsumexp of each row minus the logit of its right class, on average."""
    right = logits[np.arange(len(labels)), labels]
    return np.mean(logsumexp(logits) - right)


EXERCISE = Exercise(
    id="cross_entropy_from_logits",
    name="cross_entropy_from_logits",
    reference=cross_entropy_from_logits,
    draw=draw_logits_and_labels,
    extremes=draw_far_logits_and_labels,
    if_unstable=(
        "Softmax overflows at a logit of 1000, or rounds to 0 so that its log is −∞. log softmax is z − logsumexp(z): "
        "stay with the logits."
    ),
    vectorised=True,
    relative_tolerance=1e-5,  # np.log(p + 1e-7) is right but for the extremes
    points=2,
    mistakes=(
        Mistake(
            "This is the sum over the examples. Return their mean.",
            lambda z, y: np.sum(logsumexp(z) - z[np.arange(len(y)), y]),
        ),
        Mistake(
            "The sign is wrong: −log p is logsumexp(z) minus the right logit.",
            lambda z, y: np.mean(z[np.arange(len(y)), y] - logsumexp(z)),
        ),
        Mistake(
            "logits[:, labels] picks all the labels' columns from *every* row. Pair them: logits[np.arange(n), labels].",
            lambda z, y: np.mean(logsumexp(z)[:, None] - z[:, y]),
        ),
        Mistake(
            "This uses the largest logit, the class that the network prefers. The loss asks for the right class: labels.",
            lambda z, y: np.mean(logsumexp(z) - z.max(axis=1)),
        ),
        Mistake(
            "Softmax is applied twice: these are logits, and logsumexp does what is needed.",
            lambda z, y: cross_entropy_from_logits(softmax(z), y),
        ),
        Mistake(
            "The mean goes over rows × classes. There is one loss for each *row*: sum over the classes, then mean.",
            lambda z, y: -np.mean(one_hot(y, z) * np.log(softmax(z))),
        ),
        Mistake(
            "The logarithm is missing: this is minus the mean probability of the right class.",
            lambda z, y: -np.mean(softmax(z)[np.arange(len(y)), y]),
        ),
        Mistake(
            "Softmax went down the columns. Each row is one example: axis=1.",
            lambda z, y: -np.mean(np.log(softmax(z.T).T)[np.arange(len(y)), y]),
        ),
        Mistake(
            "This is one loss for each row. Return their mean, one number.",
            lambda z, y: logsumexp(z) - z[np.arange(len(y)), y],
        ),
        Mistake(
            "This is logsumexp alone: subtract the logit of the right class.",
            lambda z, y: np.mean(logsumexp(z)),
        ),
    ),
    hints=(
        "For one row the loss is logsumexp(z) − z[label]; then the mean over the rows.",
        "The logit of each row's right class: logits[np.arange(len(labels)), labels].",
        "return np.mean(logsumexp(logits) - logits[np.arange(len(labels)), labels])",
    ),
)
