"""A ball on the parabola L·x²/2, and why 2/L is the limit of its learning rate."""

import numpy as np

from course_lib.figures.controls import Choice, Slider, minus
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, DASHED, DOTTED, GREY, INK, VERMILLION

START, STEPS = 2.0, 20
FAR, HIGH, LONGEST = 3.4, 10.0, 2.1
XS, RATES = np.linspace(-FAR, FAR, 161), np.linspace(0, 2.6, 161)


def step_limit():
    """Figure: gradient descent on h(x) = L·x²/2 from x = 2, its step a slider; beside it the factor |1 − η·L| of a step.

    The learning rate's slider has stops below, at and above the limit 2/L for every curvature L on offer.
    """
    controls = {
        "curvature": Choice(("1", "2", "4"), "2", label="curvature L"),
        "learning_rate": Slider(0.05, LONGEST, 0.9, step=0.05, label="learning rate η"),
        "step": Slider(0, STEPS, 8, label="step", play=5),
    }
    return Figure(_draw, _update, controls, panels=2, width=640, height=340)


def places(curvature, learning_rate, steps):
    """x after 0, 1, …, `steps` steps (float64): the slope is L·x, so each step multiplies x by 1 − η·L."""
    walk = [START]
    for _ in range(steps):
        walk.append(walk[-1] - learning_rate * curvature * walk[-1])
    return np.array(walk)


def verdict(factor):
    """What becomes of the ball when each step multiplies its place by `factor`."""
    if abs(factor) > 1 + 1e-9:
        return "flies away"
    if abs(factor) > 1 - 1e-9:
        return "swings for ever"
    if factor < -1e-9:
        return "jumps across and settles"
    return "is down in one step" if factor < 1e-9 else "creeps down"


def _draw(left, right):
    left.set(xlim=(-FAR, FAR), ylim=(-0.4, HIGH), xlabel="place x", ylabel="height L·x²/2")
    right.set(
        xlim=(0, RATES[-1]), ylim=(0, 3), xlabel="learning rate η", ylabel="factor of a step, |1 − η·L|"
    )
    right.fill_between(RATES, 1, 3, color=VERMILLION, alpha=0.12, linewidth=0)
    right.text(0.04, 2.86, "grows", va="top", color=INK)
    right.axhline(1, color=INK, linewidth=1)
    (limit,) = right.plot([], [], color=VERMILLION, linestyle=DASHED, linewidth=1.4)
    return {
        "curve": left.plot([], [], color=GREY)[0],
        "path": left.plot([], [], color=BLUE, linestyle=DOTTED, marker="o", markersize=5, linewidth=1.2)[0],
        "ball": left.plot([], [], "o", color=VERMILLION, markeredgecolor=INK, markersize=11)[0],
        "told": left.text(-FAR + 0.1, -0.25, "", color=INK),
        "factor": right.plot([], [], color=BLUE)[0],
        "limit": limit,
        "limit's name": right.text(0, 0.06, "", color=INK),
        "now": right.plot([], [], "o", color=VERMILLION, markeredgecolor=INK, markersize=9, clip_on=False)[0],
    }


def _update(curvature, learning_rate, step):
    L = int(curvature)
    walk = places(L, learning_rate, step)
    heights, factor = L * walk**2 / 2, 1 - learning_rate * L
    limit, x = 2 / L, _number(walk[-1])
    artists = {
        "curve": (XS, L * XS**2 / 2),
        "path": (walk, heights),
        "ball": (walk[-1:], heights[-1:]),
        "factor": (RATES, abs(1 - RATES * L)),
        "limit": ([limit, limit], [0, 3]),
        "limit's name": {"text": f" 2/L = {limit:g}", "x": limit},
        "now": ([learning_rate], [min(abs(factor), 3)]),
    }
    outside = abs(walk[-1]) > FAR or heights[-1] > HIGH
    artists["told"] = f"step {step}" + (f":\nx = {x}" if outside else "")
    readouts = {
        "limit 2/L": f"{limit:g}",
        "x is multiplied by": _number(factor),
        f"x after {step} steps": x,
        "the ball": verdict(factor),
    }
    alt = (
        f"A parabola of curvature {L} with {step} steps of gradient descent from x = 2, learning rate {learning_rate:g}; the "
        f"limit 2/L is {limit:g}. Each step multiplies x by {_number(factor)}. The ball is at x = {x}, height "
        f"{_number(heights[-1])}: it {verdict(factor)}."
    )
    return Frame(artists, alt, readouts)


def _number(value):
    """Two decimals, with a true minus sign; powers of ten for the very large and the very small."""
    if value and not 0.005 <= abs(value) < 10_000:
        return minus(f"{value:.0e}")
    return minus(f"{value:.2f}")
