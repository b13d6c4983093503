"""Exercise he_weights: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.lesson_05.shared import _draw_again
from course_lib.exercises.spec import Exercise, Goal, Mistake


def he_weights(inputs, outputs, rng):
    """Normal numbers whose variance is 2 / inputs."""
    return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))


def draw_sizes(rng):
    """Inputs, outputs, a random generator; never as many of one as of the other."""
    return [(int(rng.integers(140, 160)), 70, rng), (60, 300, rng), (400, int(rng.integers(45, 60)), rng)]


def draw_weights_again(answer, inputs, outputs, rng):
    """See `_draw_again`. (Its own function, because a verdict shows the names of the arguments.)"""
    return _draw_again(answer, (inputs, outputs), rng)


def of_first(measure):
    """A measure of the first of the tables that `draw_weights_again` gives."""
    return lambda drawn, inputs, outputs, rng: measure(np.asarray(drawn[0]), inputs, outputs)


def right_axes(weights, inputs, outputs):
    return sum(length == right for length, right in zip(np.shape(weights), (inputs, outputs), strict=True))


def share_far_out(weights, *_):
    """Of normal numbers 4.6 % lie more than two standard deviations out; of uniform ones none."""
    return np.mean(np.abs(weights) > 2 * np.std(weights))


def repeatable(drawn, *_):
    """2 where the same state of rng gives the same weights, and two calls in a row others; less where one fails."""
    return int(np.array_equal(drawn[0], drawn[2])) + int(not np.array_equal(drawn[0], drawn[1]))


def spread_is(spread):
    """Whether weights have, within 5 %, the standard deviation that `spread(inputs, outputs)` says."""
    return of_first(lambda w, i, o: np.ndim(w) == 2 and abs(np.std(w) / spread(i, o) - 1) < 0.05)


def normal_with(spread):
    return lambda inputs, outputs, rng: rng.normal(0, spread(inputs, outputs), size=(inputs, outputs))


EXERCISE = Exercise(
    id="he_weights",
    name="he_weights",
    reference=he_weights,
    draw=draw_sizes,
    drive=draw_weights_again,
    goals=(
        Goal("axes of the right length, inputs and outputs", of_first(right_axes), 2, 2),
        Goal("share of weights that differ", of_first(lambda w, i, o: len(np.unique(w)) / np.size(w)), 0.9),
        Goal(
            "mean, as a share of the standard deviation",
            of_first(lambda w, i, o: abs(np.mean(w)) / np.std(w)),
            at_most=0.05,
        ),
        Goal(
            "standard deviation, divided by √(2 / inputs)",
            of_first(lambda w, i, o: np.std(w) / np.sqrt(2 / i)),
            0.95,
            1.05,
        ),
        Goal(
            "share of weights beyond two standard deviations (of normal ones 0.046)",
            of_first(share_far_out),
            0.035,
            0.057,
        ),
        Goal("drawn by rng: two calls differ, and can be repeated", repeatable, 2),
    ),
    mistakes=(
        Mistake(
            "2 / inputs is the variance. A normal distribution is drawn by its standard deviation, the root of that.",
            normal_with(lambda i, o: 2 / i),
            spread_is(lambda i, o: 2 / i),
        ),
        Mistake(
            "The root goes over the whole fraction, √(2 / inputs). Yours is √2 / inputs.",
            normal_with(lambda i, o: np.sqrt(2) / i),
            spread_is(lambda i, o: np.sqrt(2) / i),
        ),
        Mistake(
            "The variance is 1 / inputs here. ReLU throws half of it away; He makes up for that with 2 / inputs.",
            normal_with(lambda i, o: np.sqrt(1 / i)),
            spread_is(lambda i, o: np.sqrt(1 / i)),
        ),
        Mistake(
            "You divide by the outputs. What is summed up are the products with the *inputs*.",
            normal_with(lambda i, o: np.sqrt(2 / o)),
            spread_is(lambda i, o: np.sqrt(2 / o)),
        ),
        Mistake(
            "This is Xavier's spread, √(2 / (inputs + outputs)). He's looks at the inputs alone.",
            normal_with(lambda i, o: np.sqrt(2 / (i + o))),
            spread_is(lambda i, o: np.sqrt(2 / (i + o))),
        ),
        Mistake(
            "The weights have spread 1, whatever the layer's size. Scale them by √(2 / inputs).",
            normal_with(lambda i, o: 1.0),
            spread_is(lambda i, o: 1.0),
        ),
        Mistake(
            "No weight is negative: rng.random draws between 0 and 1. rng.normal draws around 0.",
            lambda i, o, rng: rng.random((i, o)) * np.sqrt(2 / i),
            of_first(lambda w, i, o: np.ndim(w) == 2 and np.min(w) >= 0 and np.std(w) > 1e-9),
        ),
        Mistake(
            "rng.uniform(-1, 1) spreads only by 0.577, so the result does by 0.577 · √(2 / inputs). rng.normal spreads by 1.",
            lambda i, o, rng: rng.uniform(-1, 1, (i, o)) * np.sqrt(2 / i),
            spread_is(lambda i, o: np.sqrt(2 / i / 3)),
        ),
        Mistake(
            "This is one number. size=(inputs, outputs) draws a whole table of them.",
            lambda i, o, rng: rng.normal(0, np.sqrt(2 / i)),
            of_first(lambda w, i, o: np.ndim(w) == 0),
        ),
        Mistake(
            "All weights are alike. Then all units learn the same: draw them at random.",
            lambda i, o, rng: np.full((i, o), np.sqrt(2 / i)),
            of_first(lambda w, i, o: np.std(w) < 1e-9),
        ),
        Mistake(
            "All units have the same weights: one column is copied to every one. Then all of them learn the same. Draw "
            "inputs · outputs numbers: size=(inputs, outputs).",
            lambda i, o, rng: np.tile(rng.normal(0, np.sqrt(2 / i), (i, 1)), (1, o)),
            of_first(lambda w, i, o: np.shape(w) == (i, o) and np.all(w == w[:, :1])),
        ),
        Mistake(
            "All rows are the same: each unit weighs all its inputs alike. Draw inputs · outputs numbers: "
            "size=(inputs, outputs).",
            lambda i, o, rng: np.tile(rng.normal(0, np.sqrt(2 / i), o), (i, 1)),
            of_first(lambda w, i, o: np.shape(w) == (i, o) and np.all(w == w[:1])),
        ),
        Mistake(
            "The standard deviation is 0.1 whatever the layer's size: that is the lesson's, for 200 inputs. It is √(2 / inputs).",
            normal_with(lambda i, o: 0.1),
            spread_is(lambda i, o: 0.1),
        ),
        Mistake(
            "Rows and columns are exchanged: x @ weights needs the shape (inputs, outputs). (torch keeps it the other way.)",
            lambda i, o, rng: rng.normal(0, np.sqrt(2 / i), size=(o, i)),
            of_first(lambda w, i, o: np.shape(w) == (o, i)),
        ),
        Mistake(
            "The standard deviation is right, but the numbers are uniform: none lies far out. They would train as well; asked "
            "are normal ones, rng.normal.",
            lambda i, o, rng: rng.uniform(-np.sqrt(6 / i), np.sqrt(6 / i), (i, o)),
            of_first(lambda w, i, o: np.ndim(w) == 2 and np.max(np.abs(w)) < 1.8 * np.std(w)),
        ),
        Mistake(
            "A second call gives the same weights again, so two layers would be alike. Is a generator made inside, or a seed set? "
            "Draw from the `rng` that is handed in.",
            lambda i, o, rng: np.random.default_rng(0).normal(0, np.sqrt(2 / i), (i, o)),
            lambda drawn, *_: np.array_equal(drawn[0], drawn[1]),
        ),
        Mistake(
            "The weights don't come from `rng`: the same state of it gives others. With rng.normal a run can be repeated; "
            "np.random.normal doesn't know of it.",
            lambda i, o, rng: np.random.normal(0, np.sqrt(2 / i), (i, o)),
            lambda drawn, *_: not np.array_equal(drawn[0], drawn[2]),
        ),
    ),
    hints=(
        "rng.normal(0, spread, size=(rows, columns)) draws around 0 with this standard deviation.",
        "The variance is to be 2 / inputs; the standard deviation is its root, np.sqrt(2 / inputs).",
        "return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))",
    ),
)
