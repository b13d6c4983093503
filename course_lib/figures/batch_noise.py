"""Batch size against noise: estimates of one gradient, and the paths they lead to, for a line fitted to real data."""

import numpy as np

from course_lib.figures.controls import Slider, minus
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, GREY, INK, VERMILLION

ESTIMATES, STEPS = 200, 60
START = np.array([-1.0, 1.0])


def batch_noise(x, y):
    """Figure: the loss of y ≈ w·x + b over w and b, a path in mini-batches, and 200 estimates of the first gradient.

    `x` and `y` are n numbers each, in standard units (mean 0, spread 1). Sliders choose the batch size, from 1 to all n,
    and the learning rate. Raises ValueError where the two are not one row of numbers each, equally long.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(
            f"x and y must be one row of numbers each, equally long; they have shapes {x.shape} and {y.shape}."
        )
    orders = np.random.default_rng(0).permuted(np.tile(np.arange(len(x)), (ESTIMATES, 1)), axis=1)
    best = np.array([np.mean(x * y) - x.mean() * y.mean(), 0]) / x.var()
    best[1] = y.mean() - best[0] * x.mean()

    def update(batch_size, learning_rate):
        batches = orders[:, : round(batch_size)]
        estimates = gradients(x[batches], y[batches], START)
        path = mini_batch_path(x, y, batches[:STEPS], learning_rate)
        return _frame(estimates, gradients(x, y, START), path, best, batches.shape[1], learning_rate)

    controls = {
        "batch_size": Slider(1, len(x), 8, log=True, steps=10, format=".0f", label="batch size"),
        "learning_rate": Slider(0.02, 0.6, 0.2, step=0.02, label="learning rate"),
    }
    return Figure(_drawing(x, y, best), update, controls, panels=2, width=680, height=350)


def gradients(x, y, place):
    """Gradient of the mean squared error of y ≈ w·x + b over the last axis, at `place` (w, b): shape (…, 2)."""
    errors = place[0] * x + place[1] - y
    return 2 * np.stack([(errors * x).mean(axis=-1), errors.mean(axis=-1)], axis=-1)


def mini_batch_path(x, y, batches, learning_rate):
    """Places (w, b), one more than `batches` (rows of indices) has rows: a step of gradient descent with each."""
    path = [START]
    for rows in batches:
        path.append(path[-1] - learning_rate * gradients(x[rows], y[rows], path[-1]))
    return np.array(path)


def spread(estimates, gradient):
    """Root of the mean squared distance of the estimates (rows) from the gradient, as a share of the gradient's length."""
    return np.sqrt(((estimates - gradient) ** 2).sum(axis=1).mean()) / np.linalg.norm(gradient)


def _drawing(x, y, best):
    def draw(left, right):
        w, b = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81))
        losses = ((w[..., None] * x + b[..., None] - y) ** 2).mean(axis=-1)
        left.contour(
            w, b, losses, losses.min() + np.linspace(0.2, 2.6, 9) ** 2, colors="#a6a6a6", linewidths=0.7
        )
        left.plot(*best, "*", color=GREY, markersize=12)
        left.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", xlabel="w", ylabel="b", title="60 steps")
        left.grid(False)
        left.set(xticks=range(-2, 3), yticks=range(-2, 3))
        right.set(
            xlim=(-12, 6), ylim=(-7, 11), aspect="equal", xlabel="gradient in w", ylabel="gradient in b"
        )
        right.set_title("200 estimates of the first gradient")
        return {
            "path": left.plot([], [], color=BLUE, marker="o", markersize=3, linewidth=1)[0],
            "end": left.plot([], [], "D", color=VERMILLION, markeredgecolor=INK, markersize=8)[0],
            "estimates": right.plot([], [], "o", color=BLUE, markersize=3, alpha=0.5, linestyle="none")[0],
            "gradient": right.plot([], [], "X", color=VERMILLION, markeredgecolor=INK, markersize=11)[0],
        }

    return draw


def _frame(estimates, gradient, path, best, batch_size, learning_rate):
    noise = spread(estimates, gradient)
    misses = np.linalg.norm(path[-20:] - best, axis=1).mean()
    told = f"w = {_number(path[-1][0])}, b = {_number(path[-1][1])}"
    alt = (
        f"Left, 60 steps from w = −1, b = 1 with batches of {batch_size} and learning rate {learning_rate:g}: they end at {told}, "
        f"and the last 20 are {misses:.2f} from the best line on average. Right, 200 estimates of the first gradient, each from "
        f"{batch_size} example{'s' * (batch_size != 1)}, around the true one, ({_number(gradient[0])}, {_number(gradient[1])}): "
        f"off by {noise:.0%} of its length, typically."
    )
    readouts = {
        "one estimate is off by": f"{noise:.0%}",
        "after 60 steps": told,
        "last 20 steps, from the best": f"{misses:.2f}",
        "examples seen": str(batch_size * (len(path) - 1)),
    }
    artists = {
        "path": tuple(path.T),
        "end": (path[-1:, 0], path[-1:, 1]),
        "estimates": tuple(estimates.T),
        "gradient": tuple(gradient[:, None]),
    }
    return Frame(artists, alt, readouts)


def _number(value):
    return minus(f"{round(float(value), 2) + 0.0:.2f}")
