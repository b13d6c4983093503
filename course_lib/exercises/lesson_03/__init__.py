"""The exercises of lesson 03: a line's gradients, its training, the largest learning rate, momentum, Adam, a schedule."""

from course_lib.exercises.lesson_03 import (
    adam,
    largest_learning_rate,
    line_gradients,
    momentum_step,
    predictions,
    train_line,
    warm_up_cosine,
)

TITLE = "Gradient descent"

EXERCISES = [
    line_gradients.EXERCISE,
    train_line.EXERCISE,
    largest_learning_rate.EXERCISE,
    momentum_step.EXERCISE,
    adam.EXERCISE,
    warm_up_cosine.EXERCISE,
    predictions.LOSS_AFTER_ONE_STEP,
    predictions.FIRST_ADAM_STEP,
]
