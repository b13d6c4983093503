"""Exercise numeric_gradient: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def numeric_gradient(loss, weights, step):
    """Each element moved up and down by itself."""
    gradient = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = np.zeros(weights.shape)
        moved[place] = step
        gradient[place] = (loss(weights + moved) - loss(weights - moved)) / (2 * step)
    return gradient


def sum_of_cubes(w):
    """Its slope changes from place to place, so that one-sided differences show."""
    return np.sum(w**3)


def cubes_and_products(w):
    """Every element matters to the slope at every other."""
    return np.sum(w**3) + np.sum(w) ** 2


def draw_losses(rng):
    """A loss, weights (a row, then tables) and a step. Binary fractions: moving an element back gives just what it was."""
    weights = [rng.integers(-40, 40, size=size) / 16 for size in ((3,), (2, 3), (4, 1))]
    return [
        (sum_of_cubes, np.array([1.0, 2.0]), 0.5),
        (cubes_and_products, weights[0], 0.25),
        (cubes_and_products, weights[1], 0.125),
        (sum_of_cubes, weights[2], 0.0625),
    ]


def never_moved_back(loss, weights, step):
    gradient, moved = np.zeros(weights.shape), weights.copy()
    for place in np.ndindex(weights.shape):
        before = loss(moved)
        moved[place] += step
        gradient[place] = (loss(moved) - before) / step
    return gradient


def no_copy(loss, weights, step):
    """One array under two names: moved up, measured, moved back, measured."""
    gradient, up = np.zeros(weights.shape), weights.copy()
    down = up
    for place in np.ndindex(weights.shape):
        up[place] += step
        above = loss(up)
        down[place] -= step
        gradient[place] = (above - loss(down)) / (2 * step)
    return gradient


def by_moves(slope):
    """A wrong answer to `numeric_gradient`: `slope(loss, weights, moved, step)` for each element by itself."""

    def answer(loss, weights, step):
        gradient = np.zeros(weights.shape)
        for place in np.ndindex(weights.shape):
            moved = np.zeros(weights.shape)
            moved[place] = step
            gradient[place] = slope(loss, weights, moved, step)
        return gradient

    return answer


EXERCISE = Exercise(
    id="numeric_gradient",
    name="numeric_gradient",
    reference=numeric_gradient,
    draw=draw_losses,
    relative_tolerance=1e-7,  # a difference of two nearly equal numbers
    points=2,
    mistakes=(
        Mistake(
            "You measure to one side only: (loss(w + h) − loss(w)) / h. From both sides the error is far smaller.",
            by_moves(lambda f, w, moved, h: (f(w + moved) - f(w)) / h),
        ),
        Mistake(
            "You measure to the lower side only. Take a point on each side: (loss(w + h) − loss(w − h)) / (2h).",
            by_moves(lambda f, w, moved, h: (f(w) - f(w - moved)) / h),
        ),
        Mistake(
            "From w − h to w + h it is two steps: divide by 2 · step.",
            by_moves(lambda f, w, moved, h: (f(w + moved) - f(w - moved)) / h),
        ),
        Mistake(
            "`/ 2 * step` divides by 2 and then *multiplies* by the step. Brackets: / (2 * step).",
            by_moves(lambda f, w, moved, h: (f(w + moved) - f(w - moved)) / 2 * h),
        ),
        Mistake(
            "The sign: what lies ahead, loss(w + h), minus what lies behind.",
            by_moves(lambda f, w, moved, h: (f(w - moved) - f(w + moved)) / (2 * h)),
        ),
        Mistake(
            "You move all elements at once and get one number. Move each by itself: a slope for each.",
            lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
        ),
        Mistake(
            "You move all elements at once and write the one slope everywhere. Move each by itself.",
            lambda f, w, h: np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h)),
        ),
        Mistake(
            "Every slope is 0: both losses came out the same. `up = weights` would do that: it is a second name for the "
            "same array, no copy, so what you add you take away again. weights.copy() makes a copy.",
            by_moves(lambda f, w, moved, h: 0.0),
        ),
        Mistake(
            "What you subtract only takes back what you added: your two arrays are one under two names (`up = weights` is no "
            "copy). weights.copy() makes a copy.",
            no_copy,
        ),
        Mistake(
            "An element that was moved is never moved back: the next one is measured from another place.",
            never_moved_back,
        ),
        Mistake(
            "This is the difference alone; a slope is a difference divided by the way, 2 · step.",
            by_moves(lambda f, w, moved, h: f(w + moved) - f(w - moved)),
        ),
    ),
    hints=(
        "`for place in np.ndindex(weights.shape):` goes through all places of an array of any shape.",
        "For each place: an array of zeros with `step` at that place; the loss at weights + that, and at weights − that.",
        "gradient = np.zeros(weights.shape)\nfor place in np.ndindex(weights.shape):\n"
        "    moved = np.zeros(weights.shape)\n    moved[place] = step\n"
        "    gradient[place] = (loss(weights + moved) - loss(weights - moved)) / (2 * step)\nreturn gradient",
    ),
)
