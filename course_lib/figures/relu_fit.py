"""A curve drawn with straight pieces: the best that k ReLUs can do, with their kinks marked."""

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, GREY, SOLID, VERMILLION

LOW, HIGH, MOST_UNITS = -3.0, 3.0, 20
RELU, NONE = "ReLU", "none"
ACTIVATIONS = {RELU: nn.relu, NONE: lambda x: x}
X = np.linspace(LOW, HIGH, 241)


def curve(x):
    """The curve to be fitted, at x (any shape): sin x + x²/8."""
    return np.sin(x) + x**2 / 8


def kinks(units):
    """Where so many units bend: evenly spaced from the left edge, float64 of shape (units,)."""
    return LOW + (HIGH - LOW) * np.arange(units) / units


def fit(activation, units):
    """The best fit to `curve` by a bias and `units` hidden units, each a weight times activation(x − kink).

    Returns the weighted units at the points `X` (points × units) and the bias; the network's output is their sum. Least
    squares finds the weights exactly, because they enter linearly once the kinks stand still.
    """
    outputs = activation(X[:, None] - kinks(units))
    weights = np.linalg.lstsq(np.column_stack([outputs, np.ones_like(X)]), curve(X), rcond=None)[0]
    return outputs * weights[:-1], weights[-1]


def relu_fit():
    """Figure: a curve and the best fit by k ReLUs, kinks marked; beside it each unit's share of the sum.

    A slider sets k. A choice takes the activation away: then any number of units gives one straight line.
    """
    controls = {
        "units": Slider(1, MOST_UNITS, 4, label="hidden units, k", play=2),
        "activation": Choice((RELU, NONE), RELU, label="activation"),
    }
    return Figure(_draw, _update, controls, panels=2, width=680, height=340, ratios=(3, 2))


def _draw(left, right):
    left.set(xlim=(LOW - 0.1, HIGH), ylim=(-1.6, 2.6), xlabel="x", title="the network's output")
    left.plot(X, curve(X), color=GREY, linewidth=5, alpha=0.5, label="the curve")
    (output,) = left.plot([], [], color=BLUE, linestyle=SOLID, label="sum of all units, and a bias")
    ring = {"color": VERMILLION, "markerfacecolor": "none", "markeredgewidth": 1.6}
    (bends,) = left.plot([], [], "o", label="kinks", **ring)
    left.legend(loc="upper left", fontsize=8.5)
    right.set(xlim=(LOW - 0.1, HIGH), ylim=(-10, 10), yticks=range(-10, 11, 5))
    right.set(xlabel="x", title="each unit, times its weight")
    (units,) = right.plot([], [], color=BLUE, linestyle=SOLID, linewidth=1)
    (starts,) = right.plot([], [], "o", **ring)
    return {"output": output, "bends": bends, "units": units, "starts": starts}


def _update(units, activation):
    shares, bias = fit(ACTIVATIONS[activation], units)
    output = shares.sum(axis=1) + bias
    gap = np.abs(output - curve(X)).max()
    at = kinks(units) if activation == RELU else np.array([])
    artists = {
        "output": (X, output),
        "bends": (at, np.interp(at, X, output)),
        "units": _joined(shares),
        "starts": (at, 0 * at),
    }
    pieces = units if activation == RELU else 1
    hidden = f"{units} hidden unit{'s' * (units > 1)}"
    readouts = {"straight pieces": str(pieces), "largest gap": f"{gap:.2f}"}
    alt = (
        f"A wavy curve and the best that {hidden} can do, activation {activation}: a line of {pieces} straight "
        f"piece{'s' * (pieces > 1)}, at most {gap:.2f} from the curve. Beside it each unit's share of the sum."
    )
    return Frame(artists, alt, readouts)


def _joined(shares):
    """All columns as one line, x and y, with a gap (NaN) after each, so that one artist draws them."""
    gap = np.full((1, shares.shape[1]), np.nan)
    x = np.append(X, np.nan)
    return np.tile(x, shares.shape[1]), np.vstack([shares, gap]).ravel(order="F")
