"""The exercises of lesson 02: losses and their gradients, from squared error to cross-entropy on logits.

The references stand here, and not in `course_lib.nn`, because `solution()` shows them: they are what a learner could
have written. Tests hold them against `nn`.
"""

from course_lib.exercises.lesson_02 import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    cross_entropy_from_logits,
    cross_entropy_from_logits_grad,
    hinge,
    huber,
    logsumexp,
    mse_grad,
    predictions,
)

TITLE = "Loss functions"

EXERCISES = [
    mse_grad.EXERCISE,
    huber.EXERCISE,
    binary_cross_entropy.EXERCISE,
    binary_cross_entropy_from_logits.EXERCISE,
    logsumexp.EXERCISE,
    cross_entropy_from_logits.EXERCISE,
    cross_entropy_from_logits_grad.EXERCISE,
    hinge.EXERCISE,
    predictions.FOUR_PREDICTIONS_BY_HAND,
    predictions.LOSS_BEFORE_TRAINING,
    predictions.SURE_AND_WRONG,
    predictions.OUTLIER_PULLS_MOST,
]
