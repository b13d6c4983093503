"""The exercises of lesson 08: augmentation, an ensemble, calibration, occlusion, a drawn digit, and the graded project."""

from course_lib.exercises.lesson_08 import (
    average_probabilities,
    calibration_error,
    centre_digit,
    my_model,
    occlusion,
    shift_images,
)

TITLE = "The MNIST project: your own model"

EXERCISES = [
    shift_images.EXERCISE,
    average_probabilities.EXERCISE,
    calibration_error.EXERCISE,
    occlusion.EXERCISE,
    centre_digit.EXERCISE,
    my_model.EXERCISE,
]
