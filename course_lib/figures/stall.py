"""Why squared error stalls behind a sigmoid: both losses against the logit, and what reaches the logit as gradient."""

import math

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import HOLLOW, own_values
from course_lib.figures.style import BLUE, DASHED, GREY, INK, SOLID, VERMILLION

FAR = 8.0
LINE = np.linspace(-FAR, FAR, 161)
MARKS = np.linspace(-FAR, FAR, 17)
NOW = {"markeredgecolor": INK, "markersize": 9}


def stall(mse_grad=None):
    """Figure: (p − y)² and −log p of the truth, p = sigmoid(z), with their gradients at the logit z, a slider.

    `mse_grad` is the learner's `mse_grad(predictions, targets)`: times the slope of the sigmoid it is drawn as hollow
    marks on the gradient of the squared error. None draws none.
    """
    controls = {
        "logit": Slider(-FAR, FAR, -6, step=0.1, label="logit z"),
        "truth": Choice(("1", "0"), "1", label="the truth is"),
    }

    def update(logit, truth):
        return _frame(mse_grad, logit, int(truth))

    return Figure(_draw, update, controls, panels=2, width=600, height=380)


def squared_error_grad(logit, target):
    """∂(p − y)²/∂z = 2·(p − y)·p·(1 − p), by the chain rule, for an array of logits."""
    return 2 * (nn.sigmoid(logit) - target) * nn.sigmoid_grad(logit)


def cross_entropy_grad(logit, target):
    """∂CE/∂z = p − y, for an array of logits."""
    return nn.sigmoid(logit) - target


def steps_to_right(logit, target, squared):
    """Steps of gradient descent with learning rate 1 from `logit` until p is past ½, on the side of the target.

    `squared` chooses squared error, else cross-entropy. From a logit of ±8, squared error takes 1507.
    """
    steps = 0
    while (logit > 0) != (target == 1):
        p = 1 / (1 + math.exp(-logit))  # math and not NumPy: some thousand steps a millisecond
        logit -= (p - target) * (2 * p * (1 - p) if squared else 1)
        steps += 1
    return steps


def own_squared_error_grad(mse_grad, logits, target):
    """The learner's `mse_grad` for each single sigmoid(z), times the slope of the sigmoid, and what is wrong with it."""
    slopes = []
    for p in nn.sigmoid(logits):
        value, problem = own_values(mse_grad, np.array([p]), np.array([float(target)]), shape=(1,))
        if problem:
            return None, problem
        slopes.append(value[0])
    return np.array(slopes) * nn.sigmoid_grad(logits), ""


def _draw(left, right):
    left.set(ylim=(-0.2, 8.2), ylabel="loss")
    right.set(ylim=(-1.08, 1.08), yticks=np.arange(-1, 1.1, 0.5), ylabel="gradient")
    right.axhline(0, color=INK, linewidth=1)
    panels = (left, right)
    for axes in panels:
        axes.set(xlim=(-FAR - 0.4, FAR + 0.4), xticks=np.arange(-8, 9, 4), xlabel="logit z")
    moving = {
        "here": [axes.plot([], [], color=GREY, linewidth=1)[0] for axes in panels],
        "cross-entropy": [
            axes.plot([], [], color=BLUE, linestyle=DASHED, label="cross-entropy")[0] for axes in panels
        ],
        "MSE": [axes.plot([], [], color=VERMILLION, label="MSE", linestyle=SOLID)[0] for axes in panels],
        "own": right.plot([], [], "o", color=VERMILLION, **HOLLOW, label="yours")[0],
        "cross-entropy now": [axes.plot([], [], "s", color=BLUE, **NOW)[0] for axes in panels],
        "MSE now": [axes.plot([], [], "o", color=VERMILLION, **NOW)[0] for axes in panels],
    }
    handles = [moving["cross-entropy"][0], moving["MSE"][0], moving["own"]]
    left.figure.legend(handles=handles, loc="outside upper left", ncols=3, handlelength=2.6)
    return moving


def _frame(mse_grad, logit, target):
    p, at = float(nn.sigmoid(logit)), np.array([logit])
    artists = {"here": [([logit] * 2, [-2, 10])] * 2}
    for name, loss, slope in (
        ("MSE", lambda z: (nn.sigmoid(z) - target) ** 2, squared_error_grad),
        ("cross-entropy", lambda z: np.logaddexp(0, z if target == 0 else -z), cross_entropy_grad),
    ):
        artists[name] = [(LINE, loss(LINE)), (LINE, slope(LINE, target))]
        artists[f"{name} now"] = [(at, loss(at)), (at, slope(at, target))]
    gradients = [_signed(slope(logit, target)) for slope in (squared_error_grad, cross_entropy_grad)]
    steps = [steps_to_right(logit, target, squared) for squared in (True, False)]
    readouts = {
        "p = sigmoid(z)": f"{p:.4f}",
        "MSE: gradient": gradients[0],
        "cross-entropy: gradient": gradients[1],
        "MSE: steps to p = ½": f"{steps[0]}",
        "cross-entropy: steps": f"{steps[1]}",
    }
    problem = _add_own(mse_grad, logit, target, artists, readouts)
    alt = (
        f"Squared error and cross-entropy of p = sigmoid(z), and their gradients at the logit z, for the truth {target}. At "
        f"z = {_signed(logit, '.1f')} p is {p:.4f}; the gradient of the squared error is {gradients[0]}, that of "
        f"cross-entropy {gradients[1]}. With learning rate 1 they need {steps[0]} and {steps[1]} steps to p = ½."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(mse_grad, logit, target, artists, readouts):
    """Add what the learner's function gives, and return what is wrong with it, or ""."""
    if mse_grad is None:
        return ""
    gradients, problem = own_squared_error_grad(mse_grad, np.append(MARKS, logit), target)
    if not problem:
        artists["own"] = (MARKS, gradients[:-1])
        readouts["with your mse_grad"] = _signed(gradients[-1])
    return problem


def _signed(number, style=".4f"):
    return format(round(float(number), 4) + 0.0, style).replace("-", "−")
