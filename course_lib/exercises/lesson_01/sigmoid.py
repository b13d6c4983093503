"""Exercise sigmoid: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_01.shared import draw_far_points, draw_points
from course_lib.exercises.spec import Exercise, Mistake


def sigmoid(x):
    """1 / (1 + e^−x), with an e^… that is never above 1 and so never overflows."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


EXERCISE = Exercise(
    id="sigmoid",
    name="sigmoid",
    reference=sigmoid,
    draw=draw_points,
    extremes=draw_far_points,
    if_unstable=(
        "Far from zero your e^… overflows, and ∞/∞ is not a number. An exponent that is never above 0 cannot "
        "overflow: compute e = np.exp(-np.abs(x)), then 1 / (1 + e) right of zero and e / (1 + e) left of it."
    ),
    mistakes=(
        Mistake(
            "A minus is missing: this falls from 1 to 0. It is e^−x below the line, np.exp(-x).",
            lambda x: 1 / (1 + np.exp(x)),
        ),
        Mistake(
            "Brackets: 1 / 1 + np.exp(-x) divides first and adds after. Write 1 / (1 + np.exp(-x)).",
            lambda x: 1 + np.exp(-x),
        ),
        Mistake(
            "2.718 is e rounded, and the check sees the difference. np.exp(-x) has all its digits.",
            lambda x: 1 / (1 + 2.718**-x),
        ),
        Mistake("Below the line stands 1 + e^−x; your 1 + is missing.", lambda x: 1 / np.exp(-x)),
        Mistake("This is tanh, which runs from −1 to 1. Sigmoid runs from 0 to 1.", np.tanh),
        Mistake(
            "This runs from −1 to 1: it is tanh(x / 2). Sigmoid stops at 1 / (1 + e^−x).",
            lambda x: 2 / (1 + np.exp(-x)) - 1,
        ),
        Mistake(
            "This is softmax: it divides by a sum over all elements. Sigmoid looks at each element alone.",
            lambda x: np.exp(x) / np.sum(np.exp(x)),
        ),
        Mistake(
            "This is the *slope* of sigmoid. Here we ask for its height.",
            lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2,
        ),
    ),
    hints=(
        "e^−x of every element at once is np.exp(-x).",
        "The whole sum 1 + e^−x stands below the line: put it in brackets.",
        "return 1 / (1 + np.exp(-x))",
    ),
)
