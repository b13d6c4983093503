"""A small network under dropout: units crossed out, and what the output comes to on average over many masks."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, FAINT, GREY, INK, PURPLE, SKY, SOLID, VERMILLION

# What the eight hidden units give for one input, and their weights into the output; with all of them it is 4.
HIDDEN = np.array([1.0, 0.5, 2.0, 1.5, 0.8, 1.2, 0.4, 1.6])
WEIGHTS = np.array([0.6, -1.0, 0.9, 0.5, 0.5, 0.125, 1.0, 0.25])
MASKS = 400
COUNTS = np.arange(1, MASKS + 1)
RINGS = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 400])
INPUT_AT = np.column_stack([np.zeros(3), np.linspace(1.5, 5.5, 3)])
HIDDEN_AT = np.column_stack([np.ones(8), np.linspace(0, 7, 8)])
OUTPUT_AT = np.array([[2.0, 3.5]])


def masks(keep, seed):
    """Which units are kept, with probability `keep` each: bool of shape (400, 8). The same arguments, the same masks."""
    return np.random.default_rng(seed).random((MASKS, len(HIDDEN))) < keep


def mean_outputs(hidden):
    """The mean of the output over the first 1, 2, … 400 rows of hidden values (400, 8): float64 of shape (400,)."""
    return np.cumsum(hidden @ WEIGHTS) / COUNTS


def dropout_masks(dropout=None):
    """Figure: a 3-8-1 network with units crossed out; beside it the mean output over 1 to 400 masks, scaled and not.

    `dropout` is the learner's `dropout(values, keep, rng, training)`, called once with 400 rows of the hidden values: its
    first row is what is crossed out, its mean output is drawn as hollow rings. None, or not written: the course's masks.
    """
    controls = {
        "keep": Slider(0.1, 1, 0.5, step=0.05, label="keep each unit with probability"),
        "seed": Slider(0, 50, 0, label="new mask: seed"),
    }

    def update(keep, seed):
        return _frame(dropout, keep, seed)

    return Figure(_draw, update, controls, panels=2, width=680, height=370, ratios=(4, 5))


def _draw(left, right):
    left.set(
        xlim=(-0.25, 2.25), ylim=(-0.6, 7.6), xticks=[0, 1, 2], yticks=[], title="the network with this mask"
    )
    left.set_xticklabels(["inputs", "hidden", "output"])
    left.grid(visible=False)
    left.spines[:].set_visible(False)
    left.tick_params(length=0)
    whole = float(HIDDEN @ WEIGHTS)
    right.set(xscale="log", xlim=(1, MASKS), ylim=(-0.5, 10.5), xticks=[1, 10, 100], xlabel="number of masks")
    right.set_xticklabels(["1", "10", "100"])
    right.set(yticks=range(0, 9, 2), title="mean output over so many masks")
    right.minorticks_off()
    right.axhline(whole, color=GREY, linewidth=4, alpha=0.5, label=f"no dropout: {whole:.2f}")
    circle = {"markersize": 13, "markeredgecolor": INK, "linestyle": "none", "marker": "o"}
    edges = (
        left.plot([], [], color=FAINT, linestyle=SOLID, linewidth=0.8)[0],
        left.plot([], [], color=GREY, linestyle=SOLID, linewidth=0.9)[0],
    )
    moving = {
        "faint edges": edges[0],
        "edges": edges[1],
        "kept": left.plot([], [], color=SKY, **circle)[0],
        "dropped": left.plot([], [], **circle | {"markerfacecolor": "none", "markeredgecolor": GREY})[0],
        "crosses": left.plot([], [], "x", color=VERMILLION, markersize=13, markeredgewidth=2.4)[0],
        "scaled": right.plot([], [], color=BLUE, linestyle=SOLID, label="kept values ÷ keep")[0],
        "unscaled": right.plot([], [], color=VERMILLION, linestyle=DASHED, label="kept values as they are")[
            0
        ],
        "own": right.plot([], [], "o", color=PURPLE, markerfacecolor="none", markersize=9, label="yours")[0],
    }
    right.legend(loc="upper right", fontsize=8.5, ncols=2, columnspacing=1, handlelength=2.4)
    return moving


def _frame(dropout, keep, seed):
    kept = masks(keep, seed)
    scaled, unscaled = mean_outputs(HIDDEN * kept / keep), mean_outputs(HIDDEN * kept)
    artists = {"scaled": (COUNTS, scaled), "unscaled": (COUNTS, unscaled)}
    readouts = {"no dropout": f"{HIDDEN @ WEIGHTS:.2f}", "mean, ÷ keep": _signed(scaled[-1])}
    readouts["mean, as they are"] = _signed(unscaled[-1])
    shown, problem = _add_own(dropout, keep, seed, kept[0], artists, readouts)
    artists |= _network(shown)
    alt = (
        f"A network with 8 hidden units, each kept with probability {keep:g}: {int((~shown).sum())} of 8 are crossed out. Beside "
        f"it the mean output over {MASKS} masks: {_signed(scaled[-1])} if the kept values are divided by {keep:g}, "
        f"{_signed(unscaled[-1])} if not; without dropout it is {HIDDEN @ WEIGHTS:.2f}."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(dropout, keep, seed, kept, artists, readouts):
    """Add the learner's mean output; return which units their first mask keeps (else `kept`), and what is wrong."""
    if dropout is None:
        return kept, ""
    rows = np.tile(HIDDEN, (MASKS, 1))
    hidden, problem = own_values(dropout, rows, keep, np.random.default_rng(seed), True, shape=rows.shape)
    if problem:
        return kept, problem
    means = mean_outputs(hidden)
    artists["own"] = (RINGS, means[RINGS - 1])
    readouts["mean with your dropout"] = _signed(means[-1])
    return hidden[0] != 0, ""


def _network(kept):
    """Data of the left panel's artists for the units that are kept (bool, (8,))."""
    ends = np.vstack([INPUT_AT, OUTPUT_AT])
    pairs = [(end, unit, stays) for unit, stays in zip(HIDDEN_AT, kept, strict=True) for end in ends]
    units = np.vstack([HIDDEN_AT[kept], ends])
    return {
        "edges": _lines([(a, b) for a, b, stays in pairs if stays]),
        "faint edges": _lines([(a, b) for a, b, stays in pairs if not stays]),
        "kept": tuple(units.T),
        "dropped": tuple(HIDDEN_AT[~kept].T),
        "crosses": tuple(HIDDEN_AT[~kept].T),
    }


def _lines(ends):
    """Many straight lines as one, x and y, with a gap (NaN) after each."""
    points = [point for a, b in ends for point in (a, b, (np.nan, np.nan))]
    return tuple(np.array(points, dtype=float).reshape(-1, 2).T)


def _signed(number):
    return f"{round(float(number), 2) + 0.0:.2f}".replace("-", "−")
