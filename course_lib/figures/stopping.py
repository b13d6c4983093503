"""Learning curves of a true run with a stopping point to drag, and where the patience rule stops."""

import numpy as np

from course_lib.figures.controls import Point, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, GREY, INK, ORANGE, PURPLE, SOLID, VERMILLION


def epoch_of_patience(losses, patience):
    """The epoch, from 1, after which the patience rule stops: `patience` epochs in a row without a new lowest loss.

    Where that never happens it is the last epoch. (Goodfellow, Bengio, Courville, Deep Learning, algorithm 7.1)
    """
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            return epoch + 1
    return len(losses)


def stopping(training_losses, validation_losses, stop_epoch=None):
    """Figure: training and validation loss by epoch, a vertical line to drag, and the choice of the patience rule.

    Both are sequences of one loss an epoch. `stop_epoch` is the learner's `stop_epoch(losses, patience)`, whose epoch is
    drawn as a hollow ring. None draws none.
    """
    training, validation = (
        np.asarray(losses, dtype=float) for losses in (training_losses, validation_losses)
    )
    last, top = len(validation), 1.08 * max(training.max(), validation.max())
    controls = {
        "stop": Point(0.75 * last, 0.06 * top, label="your stopping point", along="x"),
        "patience": Slider(1, min(20, last - 1), min(5, last - 1), label="patience"),
    }

    def draw(axes):
        return _draw(axes, training, validation, top)

    def update(stop, patience):
        epoch = min(max(round(stop[0]), 1), last)
        return _frame(training, validation, epoch, patience, stop_epoch, top)

    return Figure(draw, update, controls, height=400)


def _draw(axes, training, validation, top):
    epochs = np.arange(1, len(training) + 1)
    axes.set(xlim=(0, len(epochs) + 1), ylim=(0, top), xlabel="epoch", ylabel="loss")
    axes.plot(epochs, training, color=BLUE, linestyle=SOLID, label="training loss")
    axes.plot(epochs, validation, color=VERMILLION, linestyle=DASHED, label="validation loss")
    best = np.argmin(validation)
    axes.plot(
        [best + 1], [validation[best]], "*", color=ORANGE, markeredgecolor=INK, markersize=14, label="lowest"
    )
    moving = {
        "line": axes.plot([], [], color=GREY, linewidth=1.4)[0],
        "here": axes.plot([], [], "o", color=INK, markersize=6.5)[0],
        "handle": axes.plot([], [], "D", color=PURPLE, markeredgecolor=INK, markersize=10, label="your stop")[
            0
        ],
        "rule": axes.plot([], [], "v", color=INK, markersize=11, label="patience stops")[0],
        "own": axes.plot([], [], "o", color=PURPLE, markerfacecolor="none", markersize=17, label="your rule")[
            0
        ],
    }
    axes.figure.legend(loc="outside upper left", ncols=3, handlelength=2.4)
    return moving


def _frame(training, validation, epoch, patience, stop_epoch, top):
    rule, best = epoch_of_patience(validation, patience), int(np.argmin(validation)) + 1
    here = training[epoch - 1], validation[epoch - 1]
    artists = {
        "line": ([epoch, epoch], [0, top]),
        "here": ([epoch, epoch], here),
        "handle": ([epoch], [0.06 * top]),
        "rule": ([rule], [validation[rule - 1]]),
    }
    readouts = {
        "you stop after epoch": f"{epoch}",
        "training loss": f"{here[0]:.3f}",
        "validation loss": f"{here[1]:.3f}",
        "lowest validation loss": f"{validation[best - 1]:.3f}, epoch {best}",
        "patience stops after": f"{rule}",
    }
    problem = _add_own(stop_epoch, validation, patience, artists, readouts)
    alt = (
        f"Training and validation loss over {len(validation)} epochs. After epoch {epoch} they are {here[0]:.3f} and "
        f"{here[1]:.3f}. The validation loss is lowest, {validation[best - 1]:.3f}, after epoch {best}; with patience {patience} "
        f"training stops after epoch {rule}, where it is {validation[rule - 1]:.3f}."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(stop_epoch, validation, patience, artists, readouts):
    """Add the learner's epoch, and return what is wrong with it, or ""."""
    if stop_epoch is None:
        return ""
    epoch, problem = own_values(stop_epoch, validation.copy(), patience)
    if problem:
        return problem
    if epoch not in range(1, len(validation) + 1):
        return f"{getattr(stop_epoch, '__name__', 'your function')} gives {epoch:g}, which is no epoch from 1 to {len(validation)}"
    artists["own"] = ([epoch], [validation[int(epoch) - 1]])
    readouts["your rule stops after"] = f"{epoch:.0f}"
    return ""
