"""Exercise adam: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.drives import play_script
from course_lib.exercises.spec import Exercise, Mistake


class Adam:
    """The corrected means are used and thrown away; self.mean and self.square stay as they are."""

    def __init__(self, learning_rate):
        self.learning_rate, self.steps, self.mean, self.square = learning_rate, 0, 0.0, 0.0

    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean = self.mean / (1 - 0.9**self.steps)
        square = self.square / (1 - 0.999**self.steps)
        return place - self.learning_rate * mean / (np.sqrt(square) + 1e-8)


def draw_scripts(rng):
    """One step with gradient 1; large and small gradients; several steps over which they change, one of them 0.

    The smallest begin at ±50, where the tolerance is wide enough for Adam's other common form (the small number beside the
    root that is not yet corrected) and not for a small number under the root.
    """

    def steps(places, gradients):
        return [("step", pair) for pair in zip(places, gradients, strict=True)]

    one = steps([np.array([0.0])], [np.array([1.0])])
    unlike = steps(np.zeros((2, 2)), np.array([[1000.0, 0.5], [500.0, -0.2]]))
    tiny = steps([np.array([50.0, -50.0])], [np.array([1e-4, -1e-4])])
    row, table = (rng.normal(size=shape) for shape in ((2, 6, 3), (2, 12, 2, 2)))
    row[1], table[1] = (np.sign(one[1]) * (abs(one[1]) + 0.2) for one in (row, table))
    row[1, :, 2] = 0
    return [((0.1,), one), ((0.1,), unlike), ((0.1,), tiny), ((0.5,), steps(*row)), ((0.03,), steps(*table))]


def mistaken_adam(direction, keep=None):
    """A class like `Adam` whose `direction(mean, square, steps, gradient)` is another; `keep` may spoil the memory."""

    class Mistaken(Adam):
        def step(self, place, gradient):
            self.steps += 1
            self.mean = 0.9 * self.mean + 0.1 * gradient
            self.square = 0.999 * self.square + 0.001 * gradient**2
            step = direction(self.mean, self.square, self.steps, gradient)
            if keep:
                keep(self)
            return place - self.learning_rate * step

    return Mistaken


def corrected(mean, square, steps):
    return mean / (1 - 0.9**steps), square / (1 - 0.999**steps)


def over_root(mean, square, epsilon=1e-8):
    return mean / (np.sqrt(square) + epsilon)


def over_root_of_sum(mean, square):
    return mean / np.sqrt(square + 1e-8)


def keep_corrected(rule):
    rule.mean, rule.square = corrected(rule.mean, rule.square, rule.steps)


def adam_with(keeps=(0.9, 0.999), takes=(0.1, 0.001), corrects=(0.9, 0.999), first=1, remembers=(True, True)):
    """An `Adam` with other shares, another first t, or one that forgets its means between two steps."""

    class Mistaken(Adam):
        def step(self, place, gradient):
            t, self.steps = self.steps + first, self.steps + 1
            mean = keeps[0] * self.mean + takes[0] * gradient
            square = keeps[1] * self.square + takes[1] * gradient**2
            self.mean, self.square = mean * remembers[0], square * remembers[1]
            mean, square = mean / (1 - corrects[0] ** t), square / (1 - corrects[1] ** t)
            return place - self.learning_rate * over_root(mean, square)

    return Mistaken


class NeverCounts(Adam):
    """t is 0 in every step; the means are arrays, so 0/0 is nan and no error."""

    def step(self, place, gradient):
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        return place - self.learning_rate * over_root(*corrected(self.mean, self.square, np.float64(0)))


class SquareOfTheMean(Adam):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * self.mean**2
        return place - self.learning_rate * over_root(*corrected(self.mean, self.square, self.steps))


class TheStepAlone(Adam):
    def step(self, place, gradient):
        return place - super().step(place, gradient)


class ForgetsBetweenSteps(Adam):
    def step(self, place, gradient):
        self.steps += 1
        return place - self.learning_rate * over_root(
            *corrected(0.1 * gradient, 0.001 * gradient**2, self.steps)
        )


class BothWithTheSameShare(Adam):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.9 * self.square + 0.1 * gradient**2
        share = 1 - 0.9**self.steps
        return place - self.learning_rate * over_root(self.mean / share, self.square / share)


class NoSquares(Adam):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient
        return place - self.learning_rate * over_root(*corrected(self.mean, self.square, self.steps))


class FromStepZero(Adam):
    def step(self, place, gradient):
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = corrected(self.mean, self.square, np.float64(self.steps))
        self.steps += 1
        return place - self.learning_rate * over_root(mean, square)


EXERCISE = Exercise(
    id="adam",
    name="Adam",
    reference=Adam,
    drive=play_script,
    draw=draw_scripts,
    relative_tolerance=1e-5,  # the small number may stand elsewhere
    absolute_tolerance=1e-6,
    points=3,
    mistakes=(
        Mistake(
            "This is the published one: both means begin at 0 and are too small at first. Divide each by 1 − 0.9ᵗ or 1 − 0.999ᵗ.",
            mistaken_adam(lambda mean, square, t, g: over_root(mean, square)),
        ),
        Mistake(
            "Only the mean is corrected. The mean of squares began at 0 too: divide it by 1 − 0.999ᵗ.",
            mistaken_adam(lambda mean, square, t, g: over_root(corrected(mean, square, t)[0], square)),
        ),
        Mistake(
            "Only the mean of squares is corrected. The mean began at 0 too: divide it by 1 − 0.9ᵗ.",
            mistaken_adam(lambda mean, square, t, g: over_root(mean, corrected(mean, square, t)[1])),
        ),
        Mistake(
            "Both are divided as in the first step, for ever: t grows by 1 with every step. Is self.steps counted?",
            mistaken_adam(lambda mean, square, t, g: over_root(*corrected(mean, square, 1))),
        ),
        Mistake(
            "The corrected means are kept in self.mean and self.square, so they are corrected again in the next step. Give them names of their own.",
            mistaken_adam(
                lambda mean, square, t, g: over_root(*corrected(mean, square, t)), keep=keep_corrected
            ),
        ),
        Mistake(
            "Step number 0 divides by 1 − 0.9⁰ = 0: count the step before you correct, so that the first one has t = 1.",
            FromStepZero,
        ),
        Mistake(
            "The correction has 0.9 *times* t; t is an exponent: 0.9**t and 0.999**t.",
            mistaken_adam(
                lambda mean, square, t, g: over_root(mean / (1 - 0.9 * t), square / (1 - 0.999 * t))
            ),
        ),
        Mistake(
            "t stays 0, and 1 − 0.9⁰ = 0 divides: `self.steps += 1` comes first in every step.",
            NeverCounts,
        ),
        Mistake("t begins at 2: the first step has t = 1. Is the step counted twice?", adam_with(first=2)),
        Mistake(
            "The 1e-8 stands under the root, where it is 0.0001 and slows small gradients. It belongs outside: np.sqrt(...) + 1e-8.",
            mistaken_adam(lambda mean, square, t, g: over_root_of_sum(*corrected(mean, square, t))),
        ),
        Mistake(
            "The two means have each other's numbers: 0.9 and 0.1 for the mean, 0.999 and 0.001 for the mean of squares.",
            adam_with(keeps=(0.999, 0.9), takes=(0.001, 0.1), corrects=(0.999, 0.9)),
        ),
        Mistake(
            "Old and new are exchanged: 0.9 and 0.999 belong to the old mean, 0.1 and 0.001 to what is new.",
            adam_with(keeps=(0.1, 0.001), takes=(0.9, 0.999)),
        ),
        Mistake(
            "In the mean, old and new are exchanged: 0.9 of the old one, 0.1 of the gradient.",
            adam_with(keeps=(0.1, 0.999), takes=(0.9, 0.001)),
        ),
        Mistake(
            "The mean is lost between the steps: keep the new one in self.mean, as self.square is kept.",
            adam_with(remembers=(False, True)),
        ),
        Mistake(
            "The mean of squares is lost between the steps: keep the new one in self.square, as self.mean is kept.",
            adam_with(remembers=(True, False)),
        ),
        Mistake(
            "The memory is lost between the steps: keep the new means in self.mean and self.square.",
            ForgetsBetweenSteps,
        ),
        Mistake(
            "Both means are taken with 0.9. The mean of squares is slower: 0.999 and 0.001.",
            BothWithTheSameShare,
        ),
        Mistake("This is the step alone. Return where it leads: place minus it.", TheStepAlone),
        Mistake(
            "The root is missing: divide by the square root of the mean of squares.",
            mistaken_adam(
                lambda mean, square, t, g: (
                    corrected(mean, square, t)[0] / (corrected(mean, square, t)[1] + 1e-8)
                )
            ),
        ),
        Mistake(
            "The step goes by the gradient; Adam goes by its mean. (This would be RMSprop, corrected.)",
            mistaken_adam(lambda mean, square, t, g: over_root(g, corrected(mean, square, t)[1])),
        ),
        Mistake("The mean of squares is fed with the mean; it takes the gradient's square.", SquareOfTheMean),
        Mistake("The gradient in self.square is not squared: gradient**2.", NoSquares),
        Mistake(
            "This climbs: take the step away from the place, with a minus.",
            mistaken_adam(lambda mean, square, t, g: -over_root(*corrected(mean, square, t))),
        ),
        Mistake(
            "Where every gradient was 0 this is 0/0: the 1e-8 is missing below the line, or the brackets are: / (np.sqrt(...) + 1e-8).",
            mistaken_adam(lambda mean, square, t, g: over_root(*corrected(mean, square, t), epsilon=0)),
        ),
        Mistake(
            "The corrections are exchanged: 0.9 belongs to the mean, 0.999 to the mean of squares.",
            mistaken_adam(lambda mean, square, t, g: over_root(mean / (1 - 0.999**t), square / (1 - 0.9**t))),
        ),
    ),
    hints=(
        "Compare the published step with the formula above it. Which two divisions are missing?",
        "Begin with self.steps += 1; that is t. Keep self.mean and self.square as published.",
        "Before the last line: mean = self.mean / (1 - 0.9**self.steps), and likewise square with 0.999. Use these two in the last line.",
        "mean = self.mean / (1 - 0.9**self.steps)\nsquare = self.square / (1 - 0.999**self.steps)\n"
        "return place - self.learning_rate * mean / (np.sqrt(square) + 1e-8)",
    ),
)
