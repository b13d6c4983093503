"""Exercise train_line: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_03.line_gradients import line_gradients
from course_lib.exercises.spec import Exercise, Mistake


def train_line(x, y, learning_rate, steps):
    """Both slopes at the old place, then both numbers move."""
    w, b = 0.0, 0.0
    for _ in range(steps):
        slope_w, slope_b = line_gradients(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
    return w, b


def draw_trainings(rng):
    """x, y, learning_rate, steps: the lesson's first step and its second, none at all, then random lines, one of 4 points."""
    x = np.arange(1.0, 5.0)
    several = [
        (rng.normal(size=n) + 0.5, rng.normal(size=n) + 2, rng.uniform(0.02, 0.1), n + 3) for n in (3, 4, 6)
    ]
    return [(x, 2 * x, 0.1, 1), (x, 2 * x, 0.1, 2), (x, 2 * x, 0.01, 0), *several]


def trained(gradients=line_gradients, sign=-1, more=0):
    """`train_line` with other gradients, another sign, or more steps, to make mistakes with."""

    def answer(x, y, learning_rate, steps):
        w, b = 0.0, 0.0
        for _ in range(steps + more):
            slope_w, slope_b = gradients(x, y, w, b)
            w, b = w + sign * learning_rate * slope_w, b + sign * learning_rate * slope_b
        return w, b

    return answer


def train_one_after_the_other(x, y, learning_rate, steps):
    w, b = 0.0, 0.0
    for _ in range(steps):
        w = w - learning_rate * line_gradients(x, y, w, b)[0]
        b = b - learning_rate * line_gradients(x, y, w, b)[1]
    return w, b


def train_with_the_first_gradient(x, y, learning_rate, steps):
    slopes = line_gradients(x, y, 0.0, 0.0)
    return -learning_rate * steps * slopes[0], -learning_rate * steps * slopes[1]


def train_with_each_point(x, y, learning_rate, steps):
    """A step for each point, by the slope of its error alone."""
    w, b = 0.0, 0.0
    for _ in range(steps):
        for one_x, one_y in zip(x, y, strict=True):
            error = w * one_x + b - one_y
            w, b = w - learning_rate * 2 * error * one_x, b - learning_rate * 2 * error
    return w, b


EXERCISE = Exercise(
    id="train_line",
    name="train_line",
    reference=train_line,
    draw=draw_trainings,
    mistakes=(
        Mistake("Each step climbs: take learning rate times slope away, with a minus.", trained(sign=1)),
        Mistake(
            "The slope in b is taken after w has moved. Take both slopes first, then move both numbers.",
            train_one_after_the_other,
        ),
        Mistake(
            "The slopes are computed once, before the loop. Every step needs those of the place it is at.",
            train_with_the_first_gradient,
        ),
        Mistake(
            "Only one step gets anywhere, however many are asked. Does `return` stand inside the loop, or w = b = 0?",
            lambda x, y, learning_rate, steps: train_line(x, y, learning_rate, min(steps, 1)),
        ),
        Mistake(
            "Only one step is taken, and with steps = 0 nothing comes back: `return` is indented into the loop. It belongs below it.",
            lambda x, y, learning_rate, steps: train_line(x, y, learning_rate, 1) if steps else None,
        ),
        Mistake(
            "This is the best line at once, by least squares. Asked is the place after so many steps of gradient descent.",
            lambda x, y, learning_rate, steps: tuple(np.polyfit(x, y, 1)),
        ),
        Mistake(
            "This takes a step for every single point. Here each step goes by the mean slope of all points: line_gradients(x, y, w, b).",
            train_with_each_point,
        ),
        Mistake(
            "The slopes are divided by 4, the number of examples in the lesson. For any line it is len(x).",
            trained(lambda x, y, w, b: tuple(slope * len(x) / 4 for slope in line_gradients(x, y, w, b))),
        ),
        Mistake("One step is missing: range(steps) counts from 0 to steps − 1.", trained(more=-1)),
        Mistake("One step too many: range(steps) is enough.", trained(more=1)),
        Mistake(
            "The bias never moves: take learning rate times its slope away as well.",
            trained(lambda x, y, w, b: (line_gradients(x, y, w, b)[0], 0.0)),
        ),
        Mistake(
            "b moves by the slope of w. Each number has a slope of its own.",
            trained(lambda x, y, w, b: (line_gradients(x, y, w, b)[0],) * 2),
        ),
        Mistake(
            "w never moves: take learning rate times its slope away as well.",
            trained(lambda x, y, w, b: (0.0, line_gradients(x, y, w, b)[1])),
        ),
        Mistake(
            "The 2 of the slopes is missing: the slope of e² is 2e.",
            trained(lambda x, y, w, b: tuple(slope / 2 for slope in line_gradients(x, y, w, b))),
        ),
        Mistake(
            "The slopes are sums over the examples; the loss is a mean, so divide them by n.",
            trained(lambda x, y, w, b: tuple(slope * len(x) for slope in line_gradients(x, y, w, b))),
        ),
        Mistake(
            "First w, then b: the two are exchanged.",
            lambda x, y, learning_rate, steps: train_line(x, y, learning_rate, steps)[::-1],
        ),
    ),
    hints=(
        "Set w and b to 0.0, then repeat with: for _ in range(steps):",
        "In the loop: slope_w, slope_b = line_gradients(x, y, w, b). Then move both against their slopes.",
        "w, b = 0.0, 0.0\nfor _ in range(steps):\n    slope_w, slope_b = line_gradients(x, y, w, b)\n"
        "    w, b = w - learning_rate * slope_w, b - learning_rate * slope_b\nreturn w, b",
    ),
    points=2,
)
