"""Exercise leaky_relu: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_01.shared import draw_points
from course_lib.exercises.spec import Exercise, Mistake


def leaky_relu(x, slope):
    """x where x > 0, else slope * x."""
    return np.where(x > 0, x, slope * x)


def draw_points_and_slopes(rng):
    """Points on both sides of the kink, with slopes in 0…1."""
    points = [np.array([-2.0])] + [x for (x,) in draw_points(rng)[1:]]
    slopes = [0.1, 0.25, *rng.uniform(0.05, 0.9, size=4)]
    return [(x, float(slope)) for x, slope in zip(points, slopes, strict=True)]


EXERCISE = Exercise(
    id="leaky_relu",
    name="leaky_relu",
    reference=leaky_relu,
    draw=draw_points_and_slopes,
    mistakes=(
        Mistake(
            "The slope is on the wrong side: right of zero x passes unchanged, left of zero it is scaled.",
            lambda x, slope: np.where(x > 0, slope * x, x),
        ),
        Mistake(
            "Left of zero you return the slope itself. The height there is slope * x.",
            lambda x, slope: np.where(x > 0, x, slope),
        ),
        Mistake(
            "Left of zero the sign is wrong: the line goes *down* to the left, slope * x.",
            lambda x, slope: np.where(x > 0, x, -slope * x),
        ),
        Mistake(
            "You always use 0.01. That is the usual slope, but here it is an argument.",
            lambda x, slope: np.where(x > 0, x, 0.01 * x),
        ),
        Mistake(
            "The leak is added on both sides: right of zero this is (1 + slope) * x.",
            lambda x, slope: np.maximum(x, 0) + slope * x,
        ),
        Mistake(
            "np.max takes the largest of *one* array. np.maximum compares two, element by element.",
            lambda x, slope: np.max(slope * x, x),
        ),
        Mistake("Both sides are scaled. Right of zero x passes unchanged.", lambda x, slope: slope * x),
        Mistake(
            "This is plain ReLU: nothing leaks. Left of zero take slope * x.",
            lambda x, slope: np.maximum(x, 0),
        ),
        Mistake(
            "This is the slope of leaky ReLU at x. Here we ask for its height.",
            lambda x, slope: np.where(x > 0, 1.0, slope),
        ),
    ),
    hints=(
        "Two lines that meet at 0: x on the right, slope * x on the left.",
        "np.where(x > 0, …, …) chooses between two arrays, element by element.",
        "return np.where(x > 0, x, slope * x)",
    ),
)
