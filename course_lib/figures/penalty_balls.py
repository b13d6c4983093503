"""Where a budget for the weights lets the loss be smallest: a diamond (L1) and a circle (L2), with the touching point."""

import numpy as np

from course_lib.figures.controls import Point, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, GREY, INK, ORANGE, PURPLE, SKY, VERMILLION

REACH = 4.2
ANGLES = np.linspace(0, 2 * np.pi, 121)
CIRCLE = np.array([np.cos(ANGLES), np.sin(ANGLES)])
DIAMOND = np.array([[1, 0, -1, 0, 1], [0, 1, 0, -1, 0]], dtype=float)


def amount_for(weights, budget):
    """By how much each of two weights must shrink, not past 0, for |w₁| + |w₂| to come down to the budget; 0 if it fits.

    (Duchi, Shalev-Shwartz, Singer, Chandra, Efficient projections onto the l1-ball, ICML 2008, figure 1)
    """
    small, large = sorted(np.abs(weights))
    return max((small + large - budget) / 2 if large - small <= budget else large - budget, 0.0)


def nearest_in_diamond(weights, budget):
    """The point of |w₁| + |w₂| ≤ budget that is nearest to `weights` (2,): every weight less by one amount, not past 0."""
    amount = amount_for(weights, budget)
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)


def nearest_in_circle(weights, budget):
    """The point of √(w₁² + w₂²) ≤ budget that is nearest to `weights` (2,): both scaled by one factor."""
    return np.asarray(weights) * min(1.0, budget / max(np.hypot(*weights), 1e-12))


def penalty_balls(soft_threshold=None):
    """Figure: the loss is the squared distance from a draggable optimum; the weights must stay in a diamond or a circle.

    `soft_threshold` is the learner's `soft_threshold(weights, amount)`: where it takes the optimum is drawn as a hollow
    square on the L1 panel. None draws none.
    """
    controls = {
        "optimum": Point(2.6, 1.0, label="the optimum, lowest loss"),
        "budget": Slider(0.2, 4, 1.2, step=0.1, label="budget"),
    }

    def update(optimum, budget):
        return _frame(soft_threshold, np.array(optimum, dtype=float), budget)

    return Figure(_draw, update, controls, panels=2, width=680, height=390)


def _draw(left, right):
    left.set(title="L1: |w₁| + |w₂| ≤ budget")
    right.set(title="L2: √(w₁² + w₂²) ≤ budget")
    panels = (left, right)
    for axes in panels:
        axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xticks=range(-4, 5, 2))
        axes.set(yticks=range(-4, 5, 2), xlabel="weight w₁", ylabel="weight w₂")
        axes.axhline(0, color=INK, linewidth=1)
        axes.axvline(0, color=INK, linewidth=1)
    sets = [
        axes.fill([0, 0], [0, 0], facecolor=fill, edgecolor=edge, linewidth=1.5, alpha=0.55)[0]
        for axes, fill, edge in ((left, ORANGE, VERMILLION), (right, SKY, BLUE))
    ]
    moving = {
        "set": sets,
        "contours": [axes.plot([], [], color=GREY, linewidth=1)[0] for axes in panels],
        "touching": [axes.plot([], [], color=INK, linestyle=DASHED, linewidth=1.4)[0] for axes in panels],
        "optimum": [
            axes.plot([], [], "*", color=PURPLE, markeredgecolor=INK, markersize=14, label="optimum")[0]
            for axes in panels
        ],
        "solution": [
            axes.plot([], [], "o", color=INK, markersize=9, label="best within budget")[0] for axes in panels
        ],
        "own": left.plot([], [], "s", color=PURPLE, markerfacecolor="none", markersize=15, label="yours")[0],
    }
    handles = [moving["optimum"][0], moving["solution"][0], moving["own"]]
    left.figure.legend(handles=handles, loc="outside upper left", ncols=3, handletextpad=0.3)
    return moving


def _frame(soft_threshold, optimum, budget):
    solutions = nearest_in_diamond(optimum, budget), nearest_in_circle(optimum, budget)
    artists = {
        "set": [{"xy": (budget * shape).T} for shape in (DIAMOND, CIRCLE)],
        "contours": [_rings(optimum)] * 2,
        "touching": [_ring(optimum, np.hypot(*(optimum - solution))) for solution in solutions],
        "optimum": [([optimum[0]], [optimum[1]])] * 2,
        "solution": [([w[0]], [w[1]]) for w in solutions],
    }
    readouts = {f"{name} solution": _pair(w) for name, w in zip(("L1", "L2"), solutions, strict=True)}
    zeros = [_zeros(w) for w in solutions]
    readouts |= {"exactly 0 with L1": zeros[0], "exactly 0 with L2": zeros[1]}
    problem = _add_own(soft_threshold, optimum, budget, artists, readouts)
    alt = (
        f"The optimum {_pair(optimum)} with circles of equal loss around it, and the weights that a budget of {budget:g} allows: "
        f"a diamond for L1, a circle for L2. The best allowed weights are {readouts['L1 solution']} in the diamond (exactly 0: "
        f"{zeros[0]}) and {readouts['L2 solution']} in the circle (exactly 0: {zeros[1]})."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(soft_threshold, optimum, budget, artists, readouts):
    """Add where the learner's function takes the optimum, and return what is wrong with it, or ""."""
    if soft_threshold is None:
        return ""
    weights, problem = own_values(soft_threshold, optimum, amount_for(optimum, budget), shape=(2,))
    if not problem:
        artists["own"] = ([weights[0]], [weights[1]])
        readouts["your soft_threshold"] = _pair(weights)
    return problem


def _ring(centre, radius):
    return tuple(centre[:, None] + radius * CIRCLE)


def _rings(centre):
    """Circles of radius 0.5, 1.5, … as one line, with a gap (NaN) after each."""
    rings = [
        np.column_stack([np.array(_ring(centre, radius)), [np.nan, np.nan]]) for radius in np.arange(0.5, 6)
    ]
    return tuple(np.hstack(rings))


def _zeros(weights):
    names = [name for name, weight in zip(("w₁", "w₂"), weights, strict=True) if weight == 0]
    return " and ".join(names) or "none"


def _pair(weights):
    return "(" + ", ".join(f"{round(float(w), 2) + 0.0:.2f}".replace("-", "−") for w in weights) + ")"
