"""A polynomial fitted to noisy points with an L2 penalty: under- and overfitting, bias and variance, and λ between them."""

from functools import lru_cache

import numpy as np

from course_lib.figures.controls import Slider, Toggle
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, DASHED, GREY, INK, PURPLE, SOLID, VERMILLION

POINTS, NOISE, HIGHEST_DEGREE, OTHERS, DRAWN = 15, 0.25, 12, 100, 8
STRENGTH = Slider(1e-7, 100, 1e-7, log=True, steps=55, label="penalty λ", format=".1g")
STRENGTHS = np.array(STRENGTH.stops)
LINE = np.linspace(-1, 1, 201)
LOWEST, HIGHEST = 0.01, 3.0  # of the errors' axis


def truth(x):
    """The curve behind the points, at x (any shape): sin 4x."""
    return np.sin(4 * x)


@lru_cache(maxsize=1)
def noisy_points():
    """Training x and y (15 each), then validation x and y (200 each): `truth` plus normal noise, always the same."""
    rng = np.random.default_rng(2)
    x, more = np.linspace(-0.95, 0.95, POINTS), rng.uniform(-1, 1, 200)
    return x, truth(x) + NOISE * rng.normal(size=POINTS), more, truth(more) + NOISE * rng.normal(size=200)


@lru_cache(maxsize=1)
def other_training_sets():
    """The y of 100 more training sets with other noise, at the same x: float64 of shape (15, 100)."""
    noise = np.random.default_rng(60).normal(size=(POINTS, OTHERS))
    return truth(noisy_points()[0])[:, None] + NOISE * noise


def powers(x, degree):
    """x, x², … up to the degree: (n,) → (n, degree)."""
    return x[:, None] ** np.arange(1, degree + 1)


def fit_with_penalty(x, y, degree, strength):
    """Bias and weights (float64 of shape (degree + 1,)) that make the mean squared error + λ · Σ weights² smallest.

    y of shape (n, sets) gives one fit a column: (degree + 1, sets).
    Solved as least squares with one more row √(λ·n) for each weight; the bias has none, so it is not penalised.
    (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, exercise 3.12)
    """
    features = np.column_stack([np.ones_like(x), powers(x, degree)])
    rows = np.sqrt(strength * len(x)) * np.eye(degree + 1)[1:]
    return np.linalg.lstsq(
        np.vstack([features, rows]), np.concatenate([y, np.zeros((degree, *y.shape[1:]))]), rcond=None
    )[0]


def values(coefficients, x):
    """The fitted curve at x (n,); several fits give as many columns."""
    return coefficients[0] + powers(x, len(coefficients) - 1) @ coefficients[1:]


@lru_cache(maxsize=HIGHEST_DEGREE)
def errors(degree):
    """Mean squared error on training and on validation points for each of `STRENGTHS`: float64 of shape (2, 55)."""
    x, y, more_x, more_y = noisy_points()
    fits = [fit_with_penalty(x, y, degree, strength) for strength in STRENGTHS]
    sets = (x, y), (more_x, more_y)
    return np.array([[np.mean((values(fit, a) - b) ** 2) for fit in fits] for a, b in sets])


def bias_and_variance(degree, strength):
    """Mean over x of bias² and of variance, from 100 training sets, and the curves: two numbers and (201, 100).

    Bias is how far the mean of all fits lies from the truth, variance how the single fits scatter around their mean.
    (Bishop, Pattern Recognition and Machine Learning, section 3.2)
    """
    curves = values(fit_with_penalty(noisy_points()[0], other_training_sets(), degree, strength), LINE)
    return np.mean((curves.mean(axis=1) - truth(LINE)) ** 2), np.mean(curves.var(axis=1)), curves


def ridge_fit():
    """Figure: a polynomial through 15 noisy points; beside it training and validation error against λ.

    Sliders: the degree, 1 to 12, and λ of the L2 penalty. A toggle adds the fits to eight other training sets.
    """
    degree = Slider(1, HIGHEST_DEGREE, HIGHEST_DEGREE, label="degree")
    others = Toggle(False, label="fits to eight other training sets")
    controls = {"strength": STRENGTH, "degree": degree, "others": others}
    return Figure(_draw, _update, controls, panels=2, width=680, height=350, ratios=(5, 4))


def _draw(left, right):
    x, y, *_ = noisy_points()
    left.set(xlim=(-1, 1), ylim=(-1.9, 2.3), xlabel="x", title="the fit")
    left.plot(LINE, truth(LINE), color=GREY, linewidth=5, alpha=0.45, label="truth")
    left.plot(x, y, "o", color=INK, markersize=5.5, label="training points")
    (others,) = left.plot([], [], color=PURPLE, linestyle=SOLID, linewidth=0.9, label="other sets")
    (fit,) = left.plot([], [], color=BLUE, linestyle=SOLID, label="fit")
    left.legend(
        loc="upper left", fontsize=8.5, ncols=4, columnspacing=0.8, handlelength=1.2, handletextpad=0.4
    )
    right.set(xscale="log", yscale="log", xlim=(STRENGTHS[0], STRENGTHS[-1]), ylim=(LOWEST, HIGHEST))
    right.set(xlabel="penalty λ", title="mean squared error", xticks=10.0 ** np.arange(-6, 3, 2))
    right.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    right.minorticks_off()
    (training,) = right.plot([], [], color=BLUE, linestyle=SOLID, label="training")
    (validation,) = right.plot([], [], color=VERMILLION, linestyle=DASHED, label="validation")
    right.legend(loc="upper left", fontsize=8.5)
    (here,) = right.plot([], [], color=GREY, linewidth=1)
    (now,) = right.plot([], [], "o", color=INK, markersize=8)
    return {
        "others": others,
        "fit": fit,
        "here": here,
        "training": training,
        "validation": validation,
        "now": now,
    }


def _update(strength, degree, others):
    x, y, *_ = noisy_points()
    fit = fit_with_penalty(x, y, degree, strength)
    both = errors(degree)
    training, validation = both[:, np.argmin(np.abs(np.log(STRENGTHS / strength)))]
    artists = {
        "fit": (LINE, values(fit, LINE)),
        "here": ([strength] * 2, [LOWEST, HIGHEST]),
        "training": (STRENGTHS, both[0]),
        "validation": (STRENGTHS, both[1]),
        "now": ([strength] * 2, [training, validation]),
    }
    shown, best = (float(f"{number:.1g}") for number in (strength, STRENGTHS[np.argmin(both[1])]))
    bias, variance, curves = bias_and_variance(degree, strength)
    readouts = {
        "training error": f"{training:.3f}",
        "validation error": f"{validation:.3f}",
        "largest weight": _short(np.abs(fit[1:]).max()),
        "bias²": f"{bias:.3f}",
        "variance": f"{variance:.3f}",
    }
    alt = (
        f"A polynomial of degree {degree} fitted to 15 noisy points of a sine curve with penalty λ = {shown:g}, and beside "
        f"it both errors against λ. Here the training error is {training:.3f}, the validation error {validation:.3f}, the "
        f"largest weight {_short(np.abs(fit[1:]).max())}; over 100 training sets bias² is {bias:.3f}, the variance "
        f"{variance:.3f}. The validation error is lowest, {both[1].min():.3f}, at λ = {best:g}."
    )
    if others:
        artists["others"] = _joined(curves[:, :DRAWN])
        alt += " Thin lines are the fits to eight other training sets."
    return Frame(artists, alt, readouts)


def _joined(curves):
    """All columns as one line, x and y, with a gap (NaN) after each."""
    gap = np.full((1, curves.shape[1]), np.nan)
    return np.tile(np.append(LINE, np.nan), curves.shape[1]), np.vstack([curves, gap]).ravel(order="F")


def _short(number):
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"
