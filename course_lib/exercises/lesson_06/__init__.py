"""The exercises of lesson 06: penalties, dropout, early stopping, batch normalization and cross-validation.

`dropout` is random, so it is judged by what can be measured of its results; `k_fold` by what its parts hold, in any order.
"""

from course_lib.exercises.lesson_06 import (
    batch_norm,
    decayed_step,
    dropout,
    k_fold,
    l2_gradients,
    soft_threshold,
    stop_epoch,
    which_helps_most,
)

TITLE = "Regularization"

EXERCISES = [
    l2_gradients.EXERCISE,
    soft_threshold.EXERCISE,
    decayed_step.EXERCISE,
    dropout.EXERCISE,
    stop_epoch.EXERCISE,
    batch_norm.EXERCISE,
    k_fold.EXERCISE,
    which_helps_most.EXERCISE,
]
