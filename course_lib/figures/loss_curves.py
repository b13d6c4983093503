"""Every loss of one number against the prediction, with the learner's own as hollow marks on the course's lines."""

from functools import lru_cache

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import HOLLOW, own_values
from course_lib.figures.style import BLUE, DASH_DOT, DASHED, GREEN, GREY, INK, PURPLE, SOLID, VERMILLION

FAR, HIGHEST = 4.0, 6.0
LINE = np.linspace(-FAR, FAR, 81)
MARKS = np.linspace(-FAR, FAR, 17)


# name → (the course's own, label, colour, line style, marker)
REGRESSION = {
    "mse": (nn.mse, "MSE", VERMILLION, SOLID, "o"),
    "mae": (nn.mae, "MAE", BLUE, DASHED, "s"),
    "huber": (nn.huber, "Huber", GREEN, DASH_DOT, "^"),
}
CLASSIFICATION = {
    "cross_entropy": (nn.binary_cross_entropy_from_logits, "cross-entropy", PURPLE, SOLID, "D"),
    "hinge": (nn.hinge, "hinge", BLUE, DASHED, "v"),
}
LOSSES = {**REGRESSION, **CLASSIFICATION}


def loss_curves(huber=None, cross_entropy=None, hinge=None):
    """Figure: five losses of the one number that a network says, against that number.

    Left the number is a prediction and the target 1 or 0: MSE, MAE, Huber. Right it is a logit and the target class 1
    or 0 (for hinge +1 or −1): binary cross-entropy from logits, hinge. The arguments are the learner's own
    `huber(predictions, targets, delta)`, `cross_entropy(logits, targets)` and `hinge(scores, targets)`, drawn as hollow
    marks; None draws none.
    """
    own = {"huber": huber, "cross_entropy": cross_entropy, "hinge": hinge}
    own = {name: function for name, function in own.items() if function is not None}
    controls = {
        "prediction": Slider(-FAR, FAR, -1, step=0.05, label="the network says", format=".2f"),
        "target": Choice(("1", "0"), "1", label="the truth is"),
        "delta": Slider(0.2, 3, 1, step=0.1, label="Huber's δ"),
    }

    def update(prediction, target, delta):
        return _frame(own, prediction, int(target), delta)

    return Figure(_draw, update, controls, panels=2, width=600, height=400)


@lru_cache(maxsize=256)
def course_losses(name, places, target, delta):
    """The course's loss of each single prediction in `places` (a tuple), float64 of its length."""
    return np.array([LOSSES[name][0](*_arguments(name, place, target, delta)) for place in places])


def own_losses(function, name, target, delta):
    """The learner's loss at every place of `MARKS`, float64, and what is wrong; at a problem only what came before it."""
    losses = []
    for place in MARKS:
        loss, problem = own_values(function, *_arguments(name, place, target, delta))
        if problem:
            return np.array(losses), problem
        losses.append(float(loss))
    return np.array(losses), ""


def _arguments(name, prediction, target, delta):
    truth = 2 * target - 1 if name == "hinge" else target
    arguments = (np.array([prediction]), np.array([float(truth)]))
    return (*arguments, delta) if name == "huber" else arguments


def _draw(left, right):
    left.set(xlabel="regression: prediction ŷ", ylabel="loss")
    right.set(xlabel="classification: logit z")
    here = [axes.plot([], [], color=GREY, linewidth=1)[0] for axes in (left, right)]
    moving = {"here": here, **_draw_losses(left, REGRESSION), **_draw_losses(right, CLASSIFICATION)}
    right.plot([], [], color=INK, marker="o", linestyle="none", **HOLLOW, label="yours")
    for axes in (left, right):
        axes.set(xlim=(-FAR - 0.2, FAR + 0.2), ylim=(-0.15, HIGHEST), xticks=np.arange(-4, 5, 2))
    left.figure.legend(loc="outside upper left", ncols=3, handlelength=2.6)
    return moving


def _draw_losses(axes, losses):
    moving = {}
    for name, (_, label, color, style, marker) in losses.items():
        (moving[name],) = axes.plot([], [], color=color, linestyle=style, label=label)
        (moving[f"{name} own"],) = axes.plot([], [], marker, color=color, **HOLLOW)
        (moving[f"{name} now"],) = axes.plot([], [], marker, color=color, markeredgecolor=INK, markersize=9)
    return moving


def _frame(own, prediction, target, delta):
    artists, readouts, problems = {"here": [([prediction] * 2, [-1, HIGHEST])] * 2}, {}, []
    for name, (_, label, *_) in LOSSES.items():
        (now,) = course_losses(name, (prediction,), target, delta)
        artists |= {
            name: (LINE, course_losses(name, tuple(LINE), target, delta)),
            f"{name} now": ([prediction], [now]),
        }
        readouts[label] = f"{now:.3f}"
        if name in own:
            losses, problem = own_losses(own[name], name, target, delta)
            artists[f"{name} own"] = (MARKS[: len(losses)], losses)
            readouts[f"your {label}"] = _own_now(own[name], name, prediction, target, delta)
            problems += [problem] * bool(problem)
    numbers = ", ".join(f"{label} {text}" for label, text in readouts.items())
    alt = (
        f"Five losses against the number that the network says, from −4 to 4, where the truth is {target} and δ is "
        f"{delta:g}. At {prediction:.2f}".replace("-", "−")
        + f" they are: {numbers}."
    )
    problem = problems[0] if problems else ""
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _own_now(function, name, prediction, target, delta):
    loss, problem = own_values(function, *_arguments(name, prediction, target, delta))
    return "—" if problem else f"{loss:.3f}"
