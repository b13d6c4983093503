"""The exercises of lesson 03: a line's gradients, its training, the largest learning rate, momentum, Adam, a schedule."""

import numpy as np

from course_lib.exercises.drives import play_script
from course_lib.exercises.spec import Exercise, Mistake

TITLE = "Gradient descent"


def line_gradients(x, y, w, b):
    """mean(e²) with e = w·x + b − y has the slopes 2·mean(e·x) in w and 2·mean(e) in b."""
    errors = w * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors)


def train_line(x, y, learning_rate, steps):
    """Both slopes at the old place, then both numbers move."""
    w, b = 0.0, 0.0
    for _ in range(steps):
        slope_w, slope_b = line_gradients(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
    return w, b


def largest_learning_rate(hessian):
    """2 over the largest curvature; the curvatures along the valley's own axes are the eigenvalues."""
    return 2 / np.linalg.eigvalsh(hessian).max()


def momentum_step(place, velocity, gradient, learning_rate, momentum):
    """The velocity first; the new one moves the place."""
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity


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


def warm_up_cosine(step, steps, peak, warm_up):
    """A straight line up, then (1 + cos πp)/2 down with p from 0 to 1."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    progress = (step - warm_up) / (steps - warm_up)
    return peak * (1 + np.cos(np.pi * progress)) / 2


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


def draw_trainings(rng):
    """x, y, learning_rate, steps: the lesson's first step and its second, none at all, then random lines, one of 4 points."""
    x = np.arange(1.0, 5.0)
    several = [
        (rng.normal(size=n) + 0.5, rng.normal(size=n) + 2, rng.uniform(0.02, 0.1), n + 3) for n in (3, 4, 6)
    ]
    return [(x, 2 * x, 0.1, 1), (x, 2 * x, 0.1, 2), (x, 2 * x, 0.01, 0), *several]


def draw_hessians(rng):
    """Symmetric tables with curvatures above 0: one number, a straight valley, the lesson's askew one, random ones."""
    several = []
    for n in (2, 3, 5):
        root = rng.normal(size=(n, n + 2))
        several.append((root @ root.T + 0.1 * np.eye(n),))
    return [(np.array([[4.0]]),), (np.diag([0.5, 8.0]),), (np.array([[15.0, 5.0], [5.0, 2.0]]),), *several]


def draw_momentum_steps(rng):
    """place, velocity, gradient, learning_rate, momentum: by hand, a first step from rest, then random arrays."""
    by_hand = (np.array([5.0]), np.array([1.0]), np.array([1.0]), 0.1, 0.9)
    from_rest = (np.array([1.0, -1.0]), np.zeros(2), np.array([2.0, 0.5]), 0.1, 0.9)
    several = [
        (*rng.normal(size=(3, *shape)), rng.uniform(0.02, 0.3), rng.uniform(0.3, 0.95))
        for shape in ((4,), (2, 3))
    ]
    return [by_hand, from_rest, *several]


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


def draw_schedules(rng):
    """step, steps, peak, warm_up: by hand the first step, the turn from line to cosine and halfway; no warm-up; its last step; random."""
    several = [
        (int(rng.integers(40, 100)), 100, float(rng.uniform(0.01, 1)), int(rng.integers(5, 40)))
        for _ in range(3)
    ]
    by_hand = [(step, 10, 0.4, 2) for step in (0, 1, 2, 6)]
    return [*by_hand, (3, 12, 1.0, 0), (4, 20, 0.3, 5), (2, 30, 0.5, 8), *several]


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


def scheduled(shape, rise=lambda step, warm_up: (step + 1) / warm_up, begins=True):
    """A schedule whose way down is `shape(p)`, counted from the end of the warm-up, or from step 0."""

    def answer(step, steps, peak, warm_up):
        if step < warm_up:
            return peak * rise(step, warm_up)
        first = warm_up if begins else 0
        return peak * shape((step - first) / (steps - first))

    return answer


def scheduled_with(progress):
    """A schedule whose p is `progress(step, steps, warm_up)`."""

    def answer(step, steps, peak, warm_up):
        if step < warm_up:
            return peak * (step + 1) / warm_up
        return peak * half_cosine(progress(step, steps, warm_up))

    return answer


def half_cosine(p):
    return (1 + np.cos(np.pi * p)) / 2


FUNCTIONS = [
    Exercise(
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
    ),
    Exercise(
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
    ),
    Exercise(
        id="largest_learning_rate",
        name="largest_learning_rate",
        reference=largest_learning_rate,
        draw=draw_hessians,
        relative_tolerance=1e-7,  # curvatures found by repeated multiplication are as good
        mistakes=(
            Mistake(
                "This is 1/L, the quickest learning rate for the steepest direction. It diverges beyond 2/L.",
                lambda H: 1 / np.linalg.eigvalsh(H).max(),
            ),
            Mistake(
                "This takes the *flattest* direction. The steepest one diverges first: the largest curvature.",
                lambda H: 2 / np.linalg.eigvalsh(H).min(),
            ),
            Mistake(
                "This takes the largest number in the table, on its diagonal. The valley lies askew, and is steeper than that: take the eigenvalues.",
                lambda H: 2 / np.diag(H).max(),
            ),
            Mistake(
                "This is half the largest curvature, the fraction upside down: 2 over it.",
                lambda H: np.linalg.eigvalsh(H).max() / 2,
            ),
            Mistake(
                "This takes the mean of the curvatures. The largest decides.",
                lambda H: 2 / np.linalg.eigvalsh(H).mean(),
            ),
            Mistake(
                "This takes the sum of all curvatures. The largest alone decides.",
                lambda H: 2 / np.linalg.eigvalsh(H).sum(),
            ),
            Mistake(
                "This is the largest curvature itself. The limit is 2 over it.",
                lambda H: np.linalg.eigvalsh(H).max(),
            ),
            Mistake(
                "A limit for each direction is the last step but one: the strictest of them holds.",
                lambda H: 2 / np.linalg.eigvalsh(H),
            ),
            Mistake(
                "2 times the largest curvature: the limit is 2 *over* it.",
                lambda H: 2 * np.linalg.eigvalsh(H).max(),
            ),
        ),
        hints=(
            "np.linalg.eigvalsh(hessian) gives all curvatures, smallest first.",
            "Each direction has its own limit, 2 over its curvature. Which of them is reached first?",
            "return 2 / np.linalg.eigvalsh(hessian).max()",
        ),
    ),
    Exercise(
        id="momentum_step",
        name="momentum_step",
        reference=momentum_step,
        draw=draw_momentum_steps,
        mistakes=(
            Mistake(
                "The place moves by the gradient alone: this momentum forgets. The new velocity moves it.",
                lambda p, v, g, r, m: (p - r * g, m * v + g),
            ),
            Mistake(
                "The place is moved by the *old* velocity. Compute the new one first, then step by it.",
                lambda p, v, g, r, m: (p - r * v, m * v + g),
            ),
            Mistake(
                "The old velocity is lost: a share `momentum` of it stays.",
                lambda p, v, g, r, m: (p - r * g, g + 0 * m),
            ),
            Mistake(
                "The old velocity counts in full: only a share `momentum` of it stays.",
                lambda p, v, g, r, m: (p - r * (v + g), v + g),
            ),
            Mistake(
                "This climbs: velocity gathers slopes, so the step goes against it, with a minus.",
                lambda p, v, g, r, m: (p + r * (m * v + g), m * v + g),
            ),
            Mistake(
                "The share `momentum` belongs to the old velocity alone: the gradient counts in full, outside the brackets.",
                lambda p, v, g, r, m: (p - r * m * (v + g), m * (v + g)),
            ),
            Mistake(
                "The velocity is used, and then forgotten: return the new one, not the one that came in.",
                lambda p, v, g, r, m: (p - r * (m * v + g), v),
            ),
            Mistake(
                "The gradient counts by 1 − momentum here, as in an average (Adam does that). In this formula it counts in full.",
                lambda p, v, g, r, m: (p - r * (m * v + (1 - m) * g), m * v + (1 - m) * g),
            ),
            Mistake(
                "The learning rate is inside the velocity. Some books write it so; here it multiplies at the end, in the step.",
                lambda p, v, g, r, m: (p - (m * v + r * g), m * v + r * g),
            ),
            Mistake(
                "Some books give the velocity the step's sign and the learning rate. Here it is momentum * velocity + gradient.",
                lambda p, v, g, r, m: (p + (m * v - r * g), m * v - r * g),
            ),
            Mistake(
                "This is Nesterov's step, by gradient + momentum * velocity. Plain momentum steps by the new velocity.",
                lambda p, v, g, r, m: (p - r * (g + m * (m * v + g)), m * v + g),
            ),
            Mistake(
                "First the place, then the velocity: the two are exchanged.",
                lambda p, v, g, r, m: momentum_step(p, v, g, r, m)[::-1],
            ),
            Mistake(
                "The learning rate is missing in the step.",
                lambda p, v, g, r, m: (p - (m * v + g), m * v + g),
            ),
            Mistake(
                "The velocity is right, and the place too, but only the place comes back: return place, velocity.",
                lambda p, v, g, r, m: momentum_step(p, v, g, r, m)[0],
            ),
        ),
        hints=(
            "Two lines, as in the formula: first the new velocity, then the new place.",
            "velocity = momentum * velocity + gradient",
            "velocity = momentum * velocity + gradient\nreturn place - learning_rate * velocity, velocity",
        ),
    ),
    Exercise(
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
            Mistake(
                "t begins at 2: the first step has t = 1. Is the step counted twice?", adam_with(first=2)
            ),
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
            Mistake(
                "The mean of squares is fed with the mean; it takes the gradient's square.", SquareOfTheMean
            ),
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
                mistaken_adam(
                    lambda mean, square, t, g: over_root(mean / (1 - 0.999**t), square / (1 - 0.9**t))
                ),
            ),
        ),
        hints=(
            "Compare the published step with the formula above it. Which two divisions are missing?",
            "Begin with self.steps += 1; that is t. Keep self.mean and self.square as published.",
            "Before the last line: mean = self.mean / (1 - 0.9**self.steps), and likewise square with 0.999. Use these two in the last line.",
            "mean = self.mean / (1 - 0.9**self.steps)\nsquare = self.square / (1 - 0.999**self.steps)\n"
            "return place - self.learning_rate * mean / (np.sqrt(square) + 1e-8)",
        ),
    ),
    Exercise(
        id="warm_up_cosine",
        name="warm_up_cosine",
        reference=warm_up_cosine,
        draw=draw_schedules,
        points=2,
        mistakes=(
            Mistake(
                "There is no warm-up: the first `warm_up` steps climb straight to the peak.",
                lambda step, steps, peak, warm_up: (
                    peak * half_cosine(max(step - warm_up, 0) / (steps - warm_up))
                ),
            ),
            Mistake(
                "This is the cosine alone, from step 0 on. The first `warm_up` steps climb straight to the peak.",
                lambda step, steps, peak, warm_up: peak * half_cosine(step / steps) + 0 * warm_up,
            ),
            Mistake(
                "The warm-up begins at 0, so the first step learns nothing: step 0 has peak · 1/warm_up. Count step + 1.",
                scheduled(half_cosine, rise=lambda step, warm_up: step / warm_up),
            ),
            Mistake(
                "The warm-up climbs to less than the peak: divide step + 1 by warm_up, not by warm_up + 1.",
                scheduled(half_cosine, rise=lambda step, warm_up: (step + 1) / (warm_up + 1)),
            ),
            Mistake(
                "The warm-up stands still: step + 1 is missing in peak * (step + 1) / warm_up.",
                scheduled(half_cosine, rise=lambda step, warm_up: 1 / warm_up),
            ),
            Mistake(
                "step + 1 belongs to the warm-up alone. For the cosine, p begins at 0: (step − warm_up) / (steps − warm_up).",
                scheduled_with(lambda step, steps, warm_up: (step + 1 - warm_up) / (steps - warm_up)),
            ),
            Mistake(
                "Brackets are missing in p: (step − warm_up) / (steps − warm_up). Without them the division comes first.",
                scheduled_with(lambda step, steps, warm_up: step - warm_up / steps - warm_up),
            ),
            Mistake(
                "Brackets are missing: peak * (1 + np.cos(...)) / 2. Without them the cosine is added to the peak.",
                lambda step, steps, peak, warm_up: (
                    warm_up_cosine(step, steps, peak, warm_up)
                    if step < warm_up
                    else peak + np.cos(np.pi * (step - warm_up) / (steps - warm_up)) / 2
                ),
            ),
            Mistake(
                "At step = warm_up the line has reached the peak already, and yours goes on: if step < warm_up.",
                lambda step, steps, peak, warm_up: (
                    peak * (step + 1) / max(warm_up, 1)
                    if step <= warm_up
                    else warm_up_cosine(step, steps, peak, warm_up)
                ),
            ),
            Mistake(
                "Your cosine reaches 0 at the last step, `steps` − 1. Here p = (step − warm_up) / (steps − warm_up).",
                lambda step, steps, peak, warm_up: warm_up_cosine(
                    step, steps - (step >= warm_up), peak, warm_up
                ),
            ),
            Mistake(
                "The cosine counts from step 0. It begins where the warm-up ends: p = (step − warm_up) / (steps − warm_up).",
                scheduled(half_cosine, begins=False),
            ),
            Mistake(
                "The cosine runs over `steps`, but only steps − warm_up are left for it.",
                lambda step, steps, peak, warm_up: (
                    peak * (step + 1) / warm_up
                    if step < warm_up
                    else peak * half_cosine((step - warm_up) / steps)
                ),
            ),
            Mistake(
                "This reaches twice the peak: (1 + cos πp) goes from 2 to 0, so halve it.",
                scheduled(lambda p: 1 + np.cos(np.pi * p)),
            ),
            Mistake(
                "A cosine alone goes from 1 to −1; a learning rate is never negative. Add 1 and halve.",
                scheduled(lambda p: np.cos(np.pi * p)),
            ),
            Mistake(
                "π is missing: cos takes p times π, from 0 to π.", scheduled(lambda p: (1 + np.cos(p)) / 2)
            ),
            Mistake(
                "This is a whole cosine, down and up again: 2π is one wave, take π.",
                scheduled(lambda p: (1 + np.cos(2 * np.pi * p)) / 2),
            ),
            Mistake("This goes down in a straight line. Half a cosine is asked.", scheduled(lambda p: 1 - p)),
            Mistake(
                "The warm-up is right; after it the learning rate stays at the peak. Half a cosine takes it down.",
                scheduled(lambda p: 1.0),
            ),
            Mistake(
                "This climbs after the warm-up: with a plus before the cosine it goes down.",
                scheduled(lambda p: (1 - np.cos(np.pi * p)) / 2),
            ),
            Mistake(
                "This is a share of the peak: multiply by `peak`.",
                lambda step, steps, peak, warm_up: warm_up_cosine(step, steps, 1.0, warm_up) + 0 * peak,
            ),
        ),
        hints=(
            "Two cases: if step < warm_up, a straight line; else the cosine.",
            "The line is peak * (step + 1) / warm_up. For the cosine, p = (step - warm_up) / (steps - warm_up).",
            "if step < warm_up:\n    return peak * (step + 1) / warm_up\np = (step - warm_up) / (steps - warm_up)\n"
            "return peak * (1 + np.cos(np.pi * p)) / 2",
        ),
    ),
]

PREDICTIONS = [
    # The line y = 2x, x = 1..4, after one step with learning rate 0.1 from w = b = 0: w = 3, b = 1.
    Exercise(
        id="loss_after_one_step",
        name="prediction_loss",
        reference=13.5,
        mistakes=(
            Mistake("That is the loss before the step. Take w = 3 and b = 1.", 30.0),
            Mistake("That is the sum of the squared errors: divide it by the 4 examples.", 54.0),
            Mistake("You left the bias at 0: the predictions are 3x + 1.", 7.5),
            Mistake(
                "Here b moved after w, by a slope at the new place: 5. Both slopes belong to the old place, so b = 1.",
                5.25,
            ),
            Mistake("That is a step uphill, to w = −3 and b = −1. Steps go against the gradient.", 213.5),
            Mistake("These are the errors without their squares: the mean of 2, 3, 4, 5.", 3.5),
            Mistake(
                "That is the square of the mean error. Square each error first, then take the mean.", 12.25
            ),
            Mistake("With learning rate 0.01 that would be right. Here it is 0.1.", 20.835),
            Mistake("Only w = 2 and b = 0 have loss 0; one step does not get there.", 0.0),
        ),
        hints=(
            "The predictions are 3x + 1: 4, 7, 10, 13. The truth is 2, 4, 6, 8.",
            "The errors are 2, 3, 4, 5. Square each, add up, divide by 4.",
        ),
        explanation="(4 + 9 + 16 + 25)/4 = 13.5: too far, and still better than before.",
    ),
    # a: by 100 and by 0.0001 · b: both by about 0.1 · c: not at all · d: both by about 0.01
    Exercise(
        id="first_adam_step",
        name="prediction_adam",
        reference="b",
        mistakes=(
            Mistake("That is plain gradient descent, η·g. Adam divides g by its own size.", "a"),
            Mistake(
                "They begin at 0, but the first gradient is taken in before the step: m = 0.1·g. What does the correction make of it?",
                "c",
            ),
            Mistake(
                "m is a tenth of g at first, but the bias correction divides it by 1 − 0.9 = 0.1.",
                "d",
            ),
        ),
        hints=(
            "At t = 1: m = 0.1·g, divided by 1 − 0.9. And s = 0.001·g², divided by 1 − 0.999.",
            "What is g divided by the root of g²?",
        ),
        explanation="Corrected, m is g and √s is |g|: the first step is η in size, for 1000 as for 0.001.",
    ),
]

EXERCISES = FUNCTIONS + PREDICTIONS
