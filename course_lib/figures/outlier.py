"""Three lines fitted to the same points, by squared, absolute and Huber error, while one of the points is dragged."""

from itertools import combinations

import numpy as np

from course_lib.figures.controls import Point, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import (
    BLUE,
    DASH_DOT,
    DASHED,
    DOTTED,
    GREEN,
    GREY,
    INK,
    PURPLE,
    SOLID,
    VERMILLION,
)

# Ten points near the line y = 1 + 0.7·x, with a small error each.
X = np.arange(0.5, 10)
Y = 1 + 0.7 * X + np.array([0.2, -0.3, 0.1, 0.4, -0.2, -0.4, 0.3, 0.1, -0.3, 0.1])
ENDS = np.array([0.0, 10.0])

STYLES = {
    "MSE": (VERMILLION, SOLID),
    "MAE": (BLUE, DASHED),
    "Huber": (GREEN, DASH_DOT),
}


def outlier():
    """Figure: ten points and one to drag; the lines that make MSE, MAE and Huber loss smallest follow at once.

    A slider sets Huber's delta: near 0 its line is that of MAE, above every error that of MSE.
    """
    controls = {
        "point": Point(9.0, 0.8, label="the eleventh point"),
        "delta": Slider(0.1, 6, 1, step=0.1, label="Huber's δ"),
    }
    return Figure(_draw, _update, controls, height=420)


def fit_mse(x, y):
    """Intercept and slope (float64 of shape (2,)) of the line with the least mean squared error."""
    return _weighted_fit(x, y, np.ones_like(x))


def fit_mae(x, y):
    """Intercept and slope of a line with the least mean absolute error.

    Some best line passes through two of the points, so all pairs with different x are tried. Where several lines are
    best, it is one of them. (Bloomfield & Steiger, Least Absolute Deviations, 1983, section 1.3)
    """
    i, j = np.array(list(combinations(range(len(x)), 2))).T
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slopes = (y[j] - y[i]) / (x[j] - x[i])
    intercepts = y[i] - slopes * x[i]
    errors = np.abs(intercepts[:, None] + slopes[:, None] * x - y).sum(axis=1)
    best = np.argmin(errors)
    return np.array([intercepts[best], slopes[best]])


def fit_huber(x, y, delta, most_rounds=200):
    """Intercept and slope of the line with the least Huber loss, by iteratively reweighted least squares.

    Each round a point whose error e is beyond delta counts delta/|e| instead of 1. (Holland & Welsch 1977,
    Communications in Statistics 6(9)) It stops when the line no longer moves by more than 1e-7, or after `most_rounds`.
    """
    line = fit_mse(x, y)
    for _ in range(most_rounds):
        size = np.abs(line[0] + line[1] * x - y)
        before, line = line, _weighted_fit(x, y, delta / np.maximum(size, delta))
        if np.abs(line - before).max() < 1e-7:
            break
    return line


def _weighted_fit(x, y, weights):
    total = weights.sum()
    x_mean, y_mean = weights @ x / total, weights @ y / total
    slope = weights @ ((x - x_mean) * (y - y_mean)) / (weights @ (x - x_mean) ** 2)
    return np.array([y_mean - slope * x_mean, slope])


def _draw(axes):
    axes.set(xlim=ENDS, ylim=(0, 12), xlabel="x", ylabel="y")
    axes.plot(X, Y, "o", color=GREY, markersize=6)
    without = fit_mse(X, Y)
    axes.plot(
        ENDS, without[0] + without[1] * ENDS, color=GREY, linestyle=DOTTED, label="MSE of the ten alone"
    )
    lines = {
        name: axes.plot([], [], color=color, linestyle=style, label=name)[0]
        for name, (color, style) in STYLES.items()
    }
    axes.figure.legend(loc="outside upper left", ncols=2, handlelength=3.2)
    (point,) = axes.plot([], [], "D", color=PURPLE, markeredgecolor=INK, markersize=10, clip_on=False)
    return {**lines, "point": point}


def _update(point, delta):
    x, y = np.append(X, point[0]), np.append(Y, point[1])
    fits = {"MSE": fit_mse(x, y), "MAE": fit_mae(x, y), "Huber": fit_huber(x, y, delta)}
    artists = {name: (ENDS, fit[0] + fit[1] * ENDS) for name, fit in fits.items()}
    readouts = {f"slope by {name}": f"{fit[1]:.2f}".replace("-", "−") for name, fit in fits.items()}
    slopes = ", ".join(f"{name} {slope}" for name, slope in zip(fits, readouts.values(), strict=True))
    alt = (
        f"Ten points near the line y = 1 + 0.7 x, an eleventh at ({point[0]:.1f}, {point[1]:.1f}), and three lines fitted "
        f"to all eleven. Their slopes: {slopes} with δ = {delta:g}; without the eleventh point MSE gives "
        f"{fit_mse(X, Y)[1]:.2f}."
    )
    return Frame({**artists, "point": ([point[0]], [point[1]])}, alt, readouts)
