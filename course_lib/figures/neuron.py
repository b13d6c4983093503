"""One neuron with one input: its weight, its bias and its activation, with the learner's own weighted sum as marks."""

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, DOTTED, GREY, INK, SOLID, VERMILLION

FAR, LOWEST, HIGHEST = 4.0, -2.2, 3.4
X = np.linspace(-FAR, FAR, 401)
MARKS = np.linspace(-FAR, FAR, 17)
ACTIVATIONS = {"step": nn.step, "sigmoid": nn.sigmoid, "tanh": nn.tanh, "ReLU": nn.relu}


def one_neuron(neuron=None):
    """Figure: the weighted sum w·x + b and the output of one neuron, for every input x from −4 to 4.

    Sliders for w, b and one input x; a choice of activation. `neuron(x, w, b)`, which takes arrays of one input and one
    weight, is the learner's own; what it gives is drawn as hollow marks on the sum. None draws none.
    """
    controls = {
        "w": Slider(-3, 3, 1.5, step=0.1, label="weight w"),
        "b": Slider(-3, 3, -1, step=0.1, label="bias b"),
        "x": Slider(-FAR, FAR, 2, step=0.1, label="input x"),
        "activation": Choice(tuple(ACTIVATIONS), "sigmoid", label="activation"),
    }

    def update(w, b, x, activation):
        frame = _frame(w, b, x, activation)
        if neuron is None:
            return frame
        sums, problem = own_sums(neuron, w, b)
        own = {"own": (MARKS[: len(sums)], sums)}
        return Frame(frame.artists | own, frame.alt, frame.readouts, problem=problem)

    return Figure(_draw, update, controls)


def own_sums(neuron, w, b):
    """The learner's sum at each place of `MARKS`, float64, and what is wrong; at a problem only what came before it."""
    sums = []
    for place in MARKS:
        total, problem = own_values(neuron, np.array([place]), np.array([float(w)]), float(b))
        if problem:
            return np.array(sums), problem
        sums.append(float(total))
    return np.array(sums), ""


def _draw(axes):
    axes.set(xlim=(-FAR - 0.15, FAR + 0.15), ylim=(LOWEST, HIGHEST), xlabel="input x")
    axes.axhline(0, color=GREY, linewidth=1)
    moving = {"threshold": axes.plot([], [], color=GREY, linestyle=DOTTED, label="where the sum is 0")[0]}
    (moving["sum"],) = axes.plot([], [], color=VERMILLION, linestyle=DASHED, label="sum z = w·x + b")
    (moving["output"],) = axes.plot([], [], color=BLUE, linestyle=SOLID, linewidth=2.5, label="output f(z)")
    ring = {"color": VERMILLION, "markerfacecolor": "none", "markersize": 6}
    (moving["own"],) = axes.plot([], [], "s", **ring, label="your sum: hollow")
    (moving["sum here"],) = axes.plot([], [], "s", color=VERMILLION, markeredgecolor=INK)
    (moving["output here"],) = axes.plot([], [], "o", color=BLUE, markeredgecolor=INK, markersize=9)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=3)
    return moving


def _frame(w, b, x, activation):
    function, total = ACTIVATIONS[activation], round(w * x + b, 9)
    output = float(function(total))
    threshold = -b / w if w else None
    artists = {
        "threshold": ([threshold] * 2, [LOWEST, HIGHEST]) if w else ([], []),
        "sum": (X, w * X + b),
        "output": (X, function(w * X + b)),
        "sum here": ([x], [total]),
        "output here": ([x], [output]),
    }
    crossing = f"x = {_signed(threshold)}" if w else "no x: w is 0"
    readouts = {
        "sum z": f"{w:g} · {x:g} {'-' if b < 0 else '+'} {abs(b):g} = {total:g}".replace("-", "−"),
        "output": _signed(output),
        "z = 0 at": crossing,
    }
    alt = (
        f"A neuron's weighted sum, a straight line, and its output after {activation}, against its input. For weight {w:g}, "
        f"bias {b:g} and input {x:g} the sum is {total:g} and the output {output:.2f}; the sum is 0 at {crossing}."
    ).replace("-", "−")
    return Frame(artists, alt, readouts)


def _signed(number):
    return f"{round(number, 2) + 0:.2f}".replace("-", "−")  # + 0 turns −0.00 into 0.00
