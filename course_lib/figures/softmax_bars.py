"""Three logits become probabilities; the loss, and its gradient p − y, follow. The learner's gradient as hollow marks."""

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, INK, ORANGE, PURPLE, SKY, VERMILLION

CLASSES = ("cat", "dog", "owl")
PLACES = np.arange(len(CLASSES))
BESIDE = PLACES + 0.4
GAPS = np.full(len(CLASSES), np.nan)  # lifts the pen between one stroke and the next


def softmax_bars(loss=None, grad=None):
    """Figure: sliders for the logits of cat, dog and owl, a choice of the true class, bars for p and for p − y.

    One more slider adds the same number to all three logits, which changes nothing unless something overflows. `loss`
    and `grad` are the learner's cross-entropy from logits and its gradient, called with logits of shape (1, 3) and
    labels of shape (1,); None leaves them out.
    """
    controls = {
        "cat": Slider(-4, 4, 2, step=0.1, label="logit of cat"),
        "dog": Slider(-4, 4, 1, step=0.1, label="logit of dog"),
        "owl": Slider(-4, 4, 0, step=0.1, label="logit of owl"),
        "added": Slider(-1000, 1000, 0, step=50, label="added to all three"),
        "truth": Choice(CLASSES, "cat", label="the truth is"),
    }

    def update(cat, dog, owl, added, truth):
        return _frame(loss, grad, np.array([[cat, dog, owl]]) + added, np.array([CLASSES.index(truth)]))

    return Figure(_draw, update, controls, panels=2, width=600, height=400)


def _draw(left, right):
    left.set(ylim=(-0.04, 1.22), yticks=np.arange(0, 1.1, 0.2), title="probability p")
    right.set(ylim=(-1.25, 1.25), title="gradient p − y")
    for axes in (left, right):
        axes.set(xlim=(-0.5, 2.6), xticks=PLACES, xticklabels=CLASSES)
        axes.grid(visible=False, axis="x")
    right.axhline(0, color=INK, linewidth=1)
    moving = {
        "p": left.bar(PLACES, 0.0 * PLACES, width=0.6, color=SKY, edgecolor=BLUE),
        "gradient": right.bar(PLACES, 0.0 * PLACES, width=0.6, color=ORANGE, edgecolor=VERMILLION),
        "pull": left.plot([], [], color=INK, linewidth=1.5)[0],
        "target": left.plot([], [], "D", color=INK, markersize=7, label="truth y: 1 or 0")[0],
        "p text": [left.text(0, 0, "", ha="center", va="bottom") for _ in CLASSES],
        "logits": left.text(1, 1.14, "", ha="center", va="center"),
        "gradient text": [right.text(0, 0, "", ha="center", va="center") for _ in CLASSES],
        "own": right.plot(
            [], [], "o", color=PURPLE, markerfacecolor="none", markersize=9, label="your gradient"
        )[0],
    }
    left.figure.legend(loc="outside upper left", ncols=2, handletextpad=0.2)
    return moving


def _frame(loss, grad, logits, labels):
    p, target = nn.softmax(logits)[0], nn.one_hot(labels, len(CLASSES))[0]
    gradient = p - target
    artists = {
        "p": p,
        "target": (BESIDE, target),
        "pull": (np.repeat(BESIDE, 3), np.column_stack([p, target, GAPS]).ravel()),
        "gradient": gradient,
        "p text": _texts(p, PLACES, p + 0.01),
        "logits": f"logits z = {_row(logits[0], 'g')}",
        "gradient text": _texts(gradient, PLACES, gradient + np.where(gradient < 0, -0.13, 0.13)),
    }
    truth, value = CLASSES[labels[0]], float(nn.cross_entropy_from_logits(logits, labels))
    readouts = {f"loss for {truth}": f"{value:.3f}"}
    problem = _add_own(loss, grad, logits, labels, artists, readouts)
    alt = (
        f"The truth is {truth}. Logits for cat, dog and owl {_row(logits[0], 'g')} become probabilities {_row(p)}. "
        f"The loss is {value:.3f}; its gradient, a bar for each logit, is {_row(gradient)}."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(loss, grad, logits, labels, artists, readouts):
    """Add what the learner's functions give, and return the first thing that is wrong with them, or ""."""
    problems = []
    if loss is not None:
        value, problem = own_values(loss, logits, labels)
        readouts["your loss"] = "—" if problem else f"{value:.3f}"
        problems.append(problem)
    if grad is not None:
        values, problem = own_values(grad, logits, labels, shape=logits.shape)
        readouts["your gradient"] = "—" if problem else _row(values[0])
        problems.append(problem)
        if not problem:
            artists["own"] = (BESIDE, values[0])
    return next(filter(None, problems), "")


def _texts(values, xs, ys):
    return [{"text": _number(v), "position": (x, y)} for v, x, y in zip(values, xs, ys, strict=True)]


def _row(values, style=".3f"):
    return "(" + ", ".join(_number(value, style) for value in values) + ")"


def _number(value, style=".3f"):
    # Adding 0 after rounding turns −0.000 into 0.000.
    return format(round(float(value), 3) + 0.0, style).replace("-", "−")
