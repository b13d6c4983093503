"""Exercise sigmoid_grad: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_01.shared import draw_far_points, draw_points
from course_lib.exercises.lesson_01.sigmoid import sigmoid
from course_lib.exercises.spec import Exercise, Mistake


def sigmoid_grad(x):
    """The slope at x, from the value at x."""
    s = sigmoid(x)
    return s * (1 - s)


EXERCISE = Exercise(
    id="sigmoid_grad",
    name="sigmoid_grad",
    reference=sigmoid_grad,
    draw=draw_points,
    extremes=draw_far_points,
    if_unstable="Far from zero your e^… overflows. From s = sigmoid(x) the slope is s * (1 - s), which cannot.",
    mistakes=(
        Mistake(
            "You put x where the formula has s: s · (1 − s) wants the *value* of sigmoid. First s = sigmoid(x).",
            lambda x: x * (1 - x),
        ),
        Mistake(
            "Only the first factor is right: in the second, too, it is 1 − s, not 1 − x.",
            lambda x: sigmoid(x) * (1 - x),
        ),
        Mistake(
            "Sigmoid is applied twice before the slope is taken. Once: s = sigmoid(x), then s * (1 - s).",
            lambda x: sigmoid_grad(sigmoid(x)),
        ),
        Mistake("This is sigmoid itself, its height. The slope is s · (1 − s).", sigmoid),
        Mistake("This is 1 − s. The slope has another factor: s · (1 − s).", lambda x: 1 - sigmoid(x)),
        Mistake("Sign: the second factor is 1 − s, not 1 + s.", lambda x: sigmoid(x) * (1 + sigmoid(x))),
        Mistake(
            "Brackets: s * 1 - s is 0 everywhere. Write s * (1 - s).",
            lambda x: sigmoid(x) * 1 - sigmoid(x),
        ),
        Mistake(
            "The factor e^−x from the chain rule is missing: this is s². The slope is s · (1 − s).",
            lambda x: sigmoid(x) ** 2,
        ),
        Mistake(
            "This is the slope of tanh, 1 − tanh². That of sigmoid is s · (1 − s).",
            lambda x: 1 - np.tanh(x) ** 2,
        ),
        Mistake("1 − s² is the form for tanh. For sigmoid it is s · (1 − s).", lambda x: 1 - sigmoid(x) ** 2),
    ),
    hints=(
        "Compute the value first and give it a name: s = sigmoid(x).",
        "The slope is s · (1 − s): at x = 0 that is 0.5 · 0.5 = 0.25.",
        "s = sigmoid(x)\nreturn s * (1 - s)",
    ),
)
