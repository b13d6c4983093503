"""Exercise huber: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def huber(predictions, targets, delta):
    """Half the square of small errors, a straight line for large ones; both meet at delta."""
    size = np.abs(predictions - targets)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))


def draw_huber(rng):
    """Predictions, targets, delta: inside, at the seam, outside on both sides, then random ones."""
    return [
        (np.array([0.5]), np.array([0.0]), 1.0),
        (np.array([4.0]), np.array([1.0]), 1.0),
        (np.array([2.5, -10.0]), np.array([0.0, 0.0]), 3.0),
        (np.array([1.0, 5.0, -6.0, 0.0]), np.array([0.0, 3.0, -1.0, 0.0]), 2.0),
        (rng.normal(size=6), rng.normal(size=6), 0.5),
        (rng.normal(scale=5, size=(2, 3)), rng.normal(size=(2, 3)), float(rng.uniform(1.5, 4))),
    ]


def signed_huber(p, y, delta):
    error = p - y
    return np.mean(np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)))


def line_of_the_signed_error(p, y, delta):
    error = p - y
    return np.mean(np.where(np.abs(error) <= delta, error**2 / 2, delta * (error - delta / 2)))


def huber_with(inside, outside):
    """A wrong answer to huber: these two branches, from the size of the error and delta."""

    def wrong_huber(p, y, delta):
        size = np.abs(p - y)
        return np.mean(np.where(size <= delta, inside(size, delta), outside(size, delta)))

    return wrong_huber


def bowl(size, delta):
    return size**2 / 2


def line(size, delta):
    return delta * (size - delta / 2)


EXERCISE = Exercise(
    id="huber",
    name="huber",
    reference=huber,
    draw=draw_huber,
    mistakes=(
        Mistake(
            "The 1/2 of the bowl is missing: small errors cost e² / 2. Without it the two pieces do not meet at delta.",
            huber_with(lambda size, delta: size**2, line),
        ),
        Mistake(
            "The line starts too high, so the loss jumps at delta: large errors cost delta * (|e| - delta / 2).",
            huber_with(bowl, lambda size, delta: delta * size),
        ),
        Mistake(
            "Right for delta = 1 only: the line's slope is delta. Large errors cost delta * (|e| - delta / 2).",
            huber_with(bowl, lambda size, delta: size - delta / 2),
        ),
        Mistake(
            "This is Huber divided by delta, PyTorch's SmoothL1Loss. The same for delta = 1 only.",
            lambda p, y, delta: huber(p, y, delta) / delta,
        ),
        Mistake(
            "The two pieces are exchanged: the bowl is for errors up to delta, the line for larger ones.",
            huber_with(line, bowl),
        ),
        Mistake(
            "A large *negative* error counts as small here. Compare the size, np.abs(error), with delta.",
            signed_huber,
        ),
        Mistake(
            "A large negative error has a negative cost here. The line, too, takes the size: np.abs(error).",
            line_of_the_signed_error,
        ),
        Mistake(
            "Half the squared error everywhere: errors beyond delta must leave the bowl for the line.",
            huber_with(bowl, bowl),
        ),
        Mistake(
            "The line lies too low by half: subtract delta / 2, not delta.",
            huber_with(bowl, lambda size, delta: delta * (size - delta)),
        ),
        Mistake(
            "This is one loss for each element. Return their mean, one number.",
            lambda p, y, delta: np.vectorize(huber)(p, y, delta),
        ),
        Mistake(
            "This always changes at 1. The change comes at delta, an argument.",
            lambda p, y, delta: huber(p, y, 1.0),
        ),
    ),
    hints=(
        "Start with the size of each error, np.abs(predictions - targets).",
        "np.where(size <= delta, …, …) chooses between size**2 / 2 and delta * (size - delta / 2).",
        "size = np.abs(predictions - targets)\n"
        "return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))",
    ),
)
