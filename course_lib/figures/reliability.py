"""How sure a classifier is beside how often it is right, and what dividing its logits by a temperature does to that."""

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, INK, PURPLE, SKY, VERMILLION
from course_lib.training import calibration

BINS = 10
CENTRES = (np.arange(BINS) + 0.5) / BINS
TEMPERATURE = Slider(0.25, 4, 1, label="temperature T", log=True, steps=41)


def reliability_diagram(logits, labels, calibration_error=None):
    """Figure: answers in ten bins by their confidence, how many of each bin are right, and the calibration error.

    The slider divides all logits by a temperature T, which changes every confidence and no answer (Guo et al. 2017,
    section 4.2). logits: n×classes, as `predict` gives them; labels: n class numbers; arrays or tensors.
    `calibration_error` is the learner's, called with (probabilities, labels) of n×classes and n; None leaves it out.

    Raises ValueError for probabilities instead of logits, and where lengths don't fit.
    """
    logits, labels = np.asarray(logits, dtype=float), np.asarray(labels)
    if logits.min() >= 0 and np.allclose(logits.sum(axis=1), 1, atol=1e-3):
        raise ValueError("These are probabilities; give the logits as predict gives them, without a softmax.")
    states = {T: _at(logits / T, labels) for T in TEMPERATURE.stops}
    errors = [scores.error for scores, _ in states.values()]

    def draw(left, right):
        return _draw(left, right, errors, calibration_error is not None)

    def update(temperature):
        def own(artists, readouts):
            return _add_own(calibration_error, logits / temperature, labels, temperature, artists, readouts)

        return _frame(temperature, *states[temperature], errors, own)

    figure = {"panels": 2, "width": 680, "height": 380, "ratios": (3, 2)}
    return Figure(draw, update, {"temperature": TEMPERATURE}, **figure)


def _at(logits, labels):
    """The `Calibration` of these logits, and the mean cross-entropy."""
    return calibration(nn.softmax(logits), labels, BINS), float(nn.cross_entropy_from_logits(logits, labels))


def _draw(left, right, errors, has_own):
    tenths = np.arange(0, 1.1, 0.2)
    left.set(xlim=(0, 1), ylim=(0, 1.1), xticks=tenths, yticks=tenths)
    left.set(
        xlabel="confidence: probability of the answer",
        title="share of right answers; above: how many answers",
    )
    left.plot([0, 1], [0, 1], color=INK, linestyle=DASHED, linewidth=1.2, label="right as often as sure")
    right.plot(TEMPERATURE.stops, errors, color=BLUE)
    right.set(xscale="log", yscale="log", xlabel="temperature T", title="calibration error")
    right.set_ylim(min(1e-3, max(min(errors) / 2, 1e-6)), 1)
    right.yaxis.set_major_formatter("{x:g}")
    right.set_xticks([0.25, 0.5, 1, 2, 4], labels=["0.25", "0.5", "1", "2", "4"])
    right.minorticks_off()
    moving = {
        "right": left.bar(
            CENTRES,
            0 * CENTRES,
            width=1 / BINS,
            color=SKY,
            edgecolor=BLUE,
            alpha=0.7,
            label="share of right answers",
        ),
        "gap": left.plot([], [], color=VERMILLION, linewidth=3)[0],
        "sure": left.plot(
            [], [], "D", color=VERMILLION, markersize=6, clip_on=False, label="mean confidence"
        )[0],
        "count": [left.text(x, 0, "", ha="center", va="bottom", fontsize=8.5) for x in CENTRES],
        "here": right.plot([], [], "o", color=VERMILLION, markersize=9)[0],
        "own": right.plot(
            [],
            [],
            "s",
            label="yours" if has_own else None,
            color=PURPLE,
            markerfacecolor="none",
            markersize=14,
        )[0],
    }
    left.figure.legend(loc="outside upper left", ncols=4, handlelength=2)
    return moving


def _frame(temperature, scores, loss, errors, add_own):
    sure, right = scores.confidence, np.nan_to_num(scores.accuracy)
    artists = {
        "right": right,
        "gap": (np.repeat(sure, 3), np.column_stack([sure, right, np.full(BINS, np.nan)]).ravel()),
        "sure": (sure, sure),
        "count": [
            _count(*values) for values in zip(scores.count, CENTRES, np.fmax(right, sure), strict=True)
        ],
        "here": ([temperature], [scores.error]),
    }
    total = scores.count.sum()
    readouts = {
        "right": f"{np.nansum(scores.accuracy * scores.count) / total:.2%}",
        "mean confidence": f"{np.nansum(scores.confidence * scores.count) / total:.2%}",
        "calibration error": f"{scores.error:.4f}",
        "loss": f"{loss:.4f}",
    }
    problem = add_own(artists, readouts)
    alt = _alt(temperature, scores, readouts, errors)
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _count(number, x, height):
    return {"text": f"{number:,}" if number else "", "position": (x, height + 0.02)}


def _add_own(calibration_error, logits, labels, temperature, artists, readouts):
    """Add what the learner's function gives, and return what is wrong with it, or ""."""
    if calibration_error is None:
        return ""
    error, problem = own_values(calibration_error, nn.softmax(logits), labels)
    if not problem:
        artists["own"] = ([temperature], [error])
        readouts["your calibration_error"] = f"{error:.4f}"
    return problem


def _alt(temperature, scores, readouts, errors):
    fullest, best = int(scores.count.argmax()), int(np.argmin(errors))
    return (
        f"Reliability diagram of {scores.count.sum():,} answers, their logits divided by {temperature:.3g}: {readouts['right']} "
        f"are right, with a mean confidence of {readouts['mean confidence']}. The fullest bin, {scores.edges[fullest]:.1f} to "
        f"{scores.edges[fullest + 1]:.1f}, holds {scores.count[fullest]:,} answers: {scores.accuracy[fullest]:.2%} of them right, "
        f"{scores.confidence[fullest]:.2%} sure. The calibration error is {scores.error:.4f}; it is lowest, {errors[best]:.4f}, "
        f"at temperature {TEMPERATURE.stops[best]:.3g}."
    )
