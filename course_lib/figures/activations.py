"""Activations and their slopes side by side, where they saturate, and the learner's own functions as marks."""

from functools import partial

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, GREY, INK, ORANGE, SOLID, VERMILLION

FAR, SATURATED, LEAK = 6.0, 0.05, 0.1
X = np.linspace(-FAR, FAR, 481)
MARKS = np.linspace(-FAR, FAR, 25)
LIMITS = {"height": (-1.3, 3.3), "slope": (-0.2, 1.25)}

# name in the figure → what the course computes, and what a learner calls it
ACTIVATIONS = {
    "step": {"height": (nn.step, "step"), "slope": (nn.step_grad, "step_grad")},
    "sigmoid": {"height": (nn.sigmoid, "sigmoid"), "slope": (nn.sigmoid_grad, "sigmoid_grad")},
    "tanh": {"height": (nn.tanh, "tanh"), "slope": (nn.tanh_grad, "tanh_grad")},
    "ReLU": {"height": (nn.relu, "relu"), "slope": (nn.relu_grad, "relu_grad")},
    "leaky ReLU": {
        "height": (partial(nn.leaky_relu, slope=LEAK), "leaky_relu"),
        "slope": (partial(nn.leaky_relu_grad, slope=LEAK), "leaky_relu_grad"),
    },
    "GELU": {"height": (nn.gelu, "gelu"), "slope": (nn.gelu_grad, "gelu_grad")},
}


def activations(**own):
    """Figure: an activation and its slope, side by side; shaded where the slope stays below 0.05: saturated.

    A choice of activation, and a slider for x. `own` are the learner's functions by name, `relu_grad=relu_grad`, drawn as
    hollow marks on the course's line. Leaky ReLU has the slope 0.1 left of zero, and a learner's gets it as second
    argument. Raises TypeError for a name that is no activation.
    """
    known = [name for sides in ACTIVATIONS.values() for _, name in sides.values()]
    for name in own:
        if name not in known:
            raise TypeError(f"activations() takes {', '.join(known)}, and got {name!r}.")
    controls = {
        "activation": Choice(tuple(ACTIVATIONS), "sigmoid", label="activation"),
        "x": Slider(-FAR, FAR, 2, step=0.1, label="x"),
    }
    return Figure(_draw, partial(_update, own), controls, panels=2, width=700, height=340)


def saturated(activation):
    """Where the slope stays below 0.05 in size, as a list of (from, to) between −6 and 6.

    Stretches shorter than 1 are left out: there the curve turns round, as GELU's does at −0.75, and is not saturated.
    """
    slope, _ = ACTIVATIONS[activation]["slope"]
    flat = np.concatenate([[False], np.abs(slope(X)) < SATURATED, [False]])
    edges = np.flatnonzero(np.diff(flat)).reshape(-1, 2)
    stretches = [(float(X[first]), float(X[last - 1])) for first, last in edges]
    return [(start, end) for start, end in stretches if end - start >= 1]


def _draw(left, right):
    moving = {**_draw_panel(left, "height"), **_draw_panel(right, "slope")}
    left.set_ylabel("height f(x)")
    right.set_ylabel("slope f′(x)")
    above = {"loc": "lower left", "bbox_to_anchor": (0, 1)}
    left.legend([moving["height band"]], ["saturated: slope below 0.05"], **above)
    right.legend([moving["slope own"]], ["yours: hollow"], **above)
    return moving


def _draw_panel(axes, side):
    axes.set(xlim=(-FAR - 0.2, FAR + 0.2), ylim=LIMITS[side], xticks=range(-6, 7, 2), xlabel="x")
    axes.axhline(0, color=GREY, linewidth=1)
    return {
        f"{side} band": axes.fill_between([], [], [], facecolor=ORANGE, alpha=0.28, linewidth=0),
        f"{side} here": axes.plot([], [], color=GREY, linewidth=1)[0],
        side: axes.plot([], [], color=BLUE, linestyle=SOLID)[0],
        f"{side} own": axes.plot([], [], "o", color=VERMILLION, markerfacecolor="none", markersize=6)[0],
        f"{side} now": axes.plot([], [], "D", color=BLUE, markeredgecolor=INK)[0],
    }


def _update(own, activation, x):
    artists, problems, now = {}, [], {}
    stretches = saturated(activation)
    for side, (function, name) in ACTIVATIONS[activation].items():
        now[side] = float(function(x))
        artists |= {f"{side} band": _band(stretches, LIMITS[side]), f"{side} here": ([x, x], LIMITS[side])}
        artists[side] = (X, function(X))
        if name in own:
            artists[f"{side} own"], problem = _own_marks(own[name], activation)
            problems += [problem] if problem else []
        artists[f"{side} now"] = ([x], [now[side]])
    readouts = {side: f"{round(value, 3) + 0:.3f}".replace("-", "−") for side, value in now.items()}
    where = " and ".join(f"from {start:.1f} to {end:.1f}" for start, end in stretches) or "nowhere"
    alt = (
        f"{activation} from -6 to 6, and beside it its slope. At x = {x:g} the height is {readouts['height']} and the slope "
        f"{readouts['slope']}. It is saturated, with a slope below {SATURATED}, {where}."
    ).replace("-", "−")
    return Frame(artists, alt, readouts, problem=problems[0] if problems else "")


def _band(stretches, limits):
    """x, lower and upper edge of a band over each stretch, with gaps (NaN) between."""
    x = np.array([edge for stretch in stretches for edge in (*stretch, np.nan)])
    return x, np.full(x.shape, limits[0]), np.full(x.shape, limits[1])


def _own_marks(function, activation):
    arguments = (MARKS, LEAK) if activation == "leaky ReLU" else (MARKS,)
    marks, problem = own_values(function, *arguments, shape=MARKS.shape)
    return (([], []) if problem else (MARKS, marks)), problem
