"""Exercise mse_grad: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def mse_grad(predictions, targets):
    """The slope of each square is 2 · error; the mean divides by the number of elements."""
    return 2 * (predictions - targets) / predictions.size


def draw_regression(rng):
    """Predictions and targets: one number, three by hand (errors 0, 0.5, 4), random ones, a table."""
    return [
        (np.array([3.0]), np.array([1.0])),
        (np.array([1.0, 4.0, 10.0]), np.array([1.0, 3.5, 6.0])),
        (rng.normal(size=7), rng.normal(size=7)),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3))),
    ]


EXERCISE = Exercise(
    id="mse_grad",
    name="mse_grad",
    reference=mse_grad,
    draw=draw_regression,
    mistakes=(
        Mistake(
            "The factor 2 is missing: the slope of e² is 2e. (It vanishes only if the loss has a 1/2 in front.)",
            lambda p, y: (p - y) / p.size,
        ),
        Mistake(
            "The mean is missing: this is the gradient of the *sum* of squares. Divide by the number of elements.",
            lambda p, y: 2 * (p - y),
        ),
        Mistake(
            "The sign is wrong: with targets − predictions, a step against the gradient climbs.",
            lambda p, y: 2 * (y - p) / p.size,
        ),
        Mistake(
            "len counts rows. The mean goes over all elements, rows × columns: predictions.size.",
            lambda p, y: 2 * (p - y) / len(p),
        ),
        Mistake(
            "You averaged the gradient to one number. Each prediction has a slope of its own: keep the shape.",
            lambda p, y: np.mean(2 * (p - y)),
        ),
        Mistake("This is the error alone: times 2, divided by the number of elements.", lambda p, y: p - y),
        Mistake(
            "This is the loss, one number. Here we ask for its gradient.",
            lambda p, y: np.mean((p - y) ** 2),
        ),
        Mistake(
            "These are the squares. The slope of e² is 2e, without the square.",
            lambda p, y: (p - y) ** 2 / p.size,
        ),
    ),
    hints=(
        "Take one element: the loss has (ŷ − y)² / n in it. What is its slope in ŷ?",
        "2 · (ŷ − y) / n, where n is the number of all elements: predictions.size.",
        "return 2 * (predictions - targets) / predictions.size",
    ),
)
