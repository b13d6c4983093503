"""The exercises of lesson 07: pixels, parameters, a network, confusion, precision and recall, the worst mistakes."""

from course_lib.exercises.lesson_07 import (
    choose_on_the_test_set,
    confusion_matrix,
    conv_parameters,
    make_mlp,
    precision_recall_f1,
    scale_pixels,
    worst_mistakes,
)

TITLE = "The MNIST project"

EXERCISES = [
    scale_pixels.EXERCISE,
    choose_on_the_test_set.EXERCISE,
    make_mlp.EXERCISE,
    conv_parameters.EXERCISE,
    confusion_matrix.EXERCISE,
    precision_recall_f1.EXERCISE,
    worst_mistakes.EXERCISE,
]
