"""Exercise line_gradients: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def line_gradients(x, y, w, b):
    """mean(e²) with e = w·x + b − y has the slopes 2·mean(e·x) in w and 2·mean(e) in b."""
    errors = w * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors)


def draw_lines(rng):
    """x, y, w, b: the lesson's four points, before and after its step, one point, then random ones with no 0 among them."""
    x = np.arange(1.0, 5.0)
    several = [(rng.normal(size=n) + 1, 3 * rng.normal(size=n), rng.normal(), rng.normal()) for n in (3, 8)]
    return [
        (np.array([2.0]), np.array([1.0]), 3.0, 0.5),
        (x, 2 * x, 0.0, 0.0),
        (x, 2 * x, 3.0, 1.0),
        *several,
    ]


EXERCISE = Exercise(
    id="line_gradients",
    name="line_gradients",
    reference=line_gradients,
    draw=draw_lines,
    mistakes=(
        Mistake(
            "The 2 is missing in both: the slope of e² is 2e.",
            lambda x, y, w, b: tuple(slope / 2 for slope in line_gradients(x, y, w, b)),
        ),
        Mistake(
            "These are sums over the examples. The loss is their mean: divide by n.",
            lambda x, y, w, b: tuple(slope * len(x) for slope in line_gradients(x, y, w, b)),
        ),
        Mistake(
            "The sums are not divided by n and the 2 is missing: 2/n stands before each sum.",
            lambda x, y, w, b: tuple(slope * len(x) / 2 for slope in line_gradients(x, y, w, b)),
        ),
        Mistake(
            "Both signs are the wrong way round: the error is prediction minus truth, w·x + b − y.",
            lambda x, y, w, b: tuple(-slope for slope in line_gradients(x, y, w, b)),
        ),
        Mistake(
            "The slope in w lacks the factor x: each error counts as much as its x.",
            lambda x, y, w, b: (line_gradients(x, y, w, b)[1],) * 2,
        ),
        Mistake(
            "x belongs to the slope in w alone: b is added, so each error counts once.",
            lambda x, y, w, b: (line_gradients(x, y, w, b)[0],) * 2,
        ),
        Mistake(
            "The right two numbers in the wrong order: first the slope in w, then in b.",
            lambda x, y, w, b: line_gradients(x, y, w, b)[::-1],
        ),
        Mistake(
            "These errors are squared. The slope of e² is 2e: the square is gone.",
            lambda x, y, w, b: (2 * np.mean((w * x + b - y) ** 2 * x), 2 * np.mean((w * x + b - y) ** 2)),
        ),
        Mistake(
            "The bias is left out of the predictions: they are w·x + b.",
            lambda x, y, w, b: line_gradients(x, y, w, 0 * b),
        ),
        Mistake(
            "This multiplies two means. Multiply each error by its own x, then take the mean.",
            lambda x, y, w, b: (2 * np.mean(w * x + b - y) * np.mean(x), 2 * np.mean(w * x + b - y)),
        ),
        Mistake(
            "The predictions are there, but the truth y is not taken away from them.",
            lambda x, y, w, b: line_gradients(x, 0 * y, w, b),
        ),
        Mistake(
            "You divide by 4, the number of examples in the lesson. For any line it is n, len(x); np.mean knows it.",
            lambda x, y, w, b: tuple(slope * len(x) / 4 for slope in line_gradients(x, y, w, b)),
        ),
        Mistake(
            "The errors have lost their signs: one below the line must pull up, one above must pull down. Take no abs.",
            lambda x, y, w, b: (2 * np.mean(abs(w * x + b - y) * x), 2 * np.mean(abs(w * x + b - y))),
        ),
        Mistake(
            "One slope for each example is the last step but one: take their mean.",
            lambda x, y, w, b: (2 * (w * x + b - y) * x, 2 * (w * x + b - y)),
        ),
    ),
    hints=(
        "Begin with all errors at once: errors = w * x + b - y.",
        "(2/n)·Σ is twice the mean: np.mean. In w each error is multiplied by its x first.",
        "return 2 * np.mean(errors * x), 2 * np.mean(errors)",
    ),
)
