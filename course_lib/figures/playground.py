"""A decision boundary that moves while a network is trained, live in the kernel."""

import threading

import contourpy
import numpy as np

from course_lib.data import TOYS
from course_lib.figures.controls import Choice, Slider, Steps
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, DASHED, GREEN, GREY, INK, PURPLE, SOLID, VERMILLION
from course_lib.figures.training_run import ACTIVATIONS, HELD_OUT, MOST_STEPS, OPTIMIZERS, TRAINING, run_at

FAR, CELLS = 3.2, 64
LOWEST, HIGHEST = 1e-3, 10.0
STEPS_A_FRAME = 10
LEARNING_RATES = ("0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10")
WEIGHT_DECAYS = ("0", "0.001", "0.01", "0.1", "1")

MIDDLES = FAR * (2 * np.arange(CELLS) + 1 - CELLS) / CELLS  # of the coarse grid's cells, along one axis
GRID = np.stack(np.meshgrid(MIDDLES, MIDDLES), axis=-1).reshape(-1, 2)

# How sure the network is, in three shades a side: logits 0.85 and 2.2 are the probabilities 0.7 and 0.9.
SHADE_EDGES = np.array([-2.2, -0.85, 0.0, 0.85, 2.2])
_BLUE, _ORANGE = (0, 114, 178), (213, 94, 0)
SHADES = np.array(
    [(*_BLUE, 100), (*_BLUE, 65), (*_BLUE, 30), (*_ORANGE, 30), (*_ORANGE, 65), (*_ORANGE, 100)], np.uint8
)


def playground():
    """Figure: a small network learns to part two classes; its decision boundary and its losses as it goes.

    Start, Step and Reset move the training, 10 steps a frame; every other control begins a new run. See `TrainingRun`.
    """
    controls = {
        "step": Steps(MOST_STEPS, STEPS_A_FRAME, label="training"),
        "data": Choice(tuple(TOYS), "moons", label="data"),
        "noise": Slider(0, 0.6, 0.2, step=0.05, label="noise"),
        "depth": Slider(0, 4, 1, label="hidden layers"),
        "width": Slider(1, 16, 4, label="units in each"),
        "activation": Choice(tuple(ACTIVATIONS), "tanh", label="activation"),
        "optimizer": Choice(tuple(OPTIMIZERS), "gradient descent", label="optimizer"),
        "learning_rate": Choice(LEARNING_RATES, "0.3", label="learning rate"),
        "weight_decay": Choice(WEIGHT_DECAYS, "0", label="weight decay"),
    }
    return Figure(_draw, _update, controls, panels=2, width=680, height=380, ratios=(1.1, 0.8))


def _draw(plane, curves):
    plane.set(xlim=(-FAR, FAR), ylim=(-FAR, FAR), xticks=[], yticks=[], aspect="equal")
    plane.spines[:].set_visible(False)
    image = np.zeros((CELLS, CELLS, 4), np.uint8)
    moving = {
        "shades": plane.imshow(image, extent=(-FAR, FAR, -FAR, FAR), origin="lower", interpolation="nearest")
    }
    (moving["boundary"],) = plane.plot([], [], color=INK, linewidth=1.5)
    for label, (color, marker) in enumerate(((BLUE, "o"), (VERMILLION, "s"))):
        style = {"color": color, "linestyle": "none", "marker": marker, "markersize": 5}
        (moving[f"training {label}"],) = plane.plot(
            [], [], **style, label=f"class {label}", markeredgecolor=INK, markeredgewidth=0.5
        )
        ring = {**style, "markerfacecolor": "none", "markeredgewidth": 1.3}
        (moving[f"held out {label}"],) = plane.plot(
            [], [], **ring, label="held out: hollow" if label else None
        )
    plane.figure.legend(loc="outside upper left", ncols=5, handletextpad=0.4, columnspacing=1.4)
    return moving | _draw_curves(curves)


def _draw_curves(curves):
    curves.set(
        xlim=(0, MOST_STEPS), ylim=(LOWEST, HIGHEST), yscale="log", xlabel="training steps", title="loss"
    )
    curves.minorticks_off()
    curves.set_yticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    curves.axhline(np.log(2), color=GREY, linewidth=1)
    curves.text(MOST_STEPS, np.log(2) * 1.15, "guessing", color=INK, ha="right", fontsize=8.5)
    (training,) = curves.plot([], [], color=GREEN, linestyle=SOLID, label="training")
    (held_out,) = curves.plot([], [], color=PURPLE, linestyle=DASHED, label="held out")
    (now,) = curves.plot([], [], "D", color=INK, markersize=5, clip_on=False)
    curves.legend(loc="upper right", ncols=2, handlelength=2.4)
    return {"training loss": training, "held-out loss": held_out, "now": now}


# JupyterLab may ask two figures in two threads, and both may show the same run.
_TRAINING = threading.Lock()


def _update(step, learning_rate, weight_decay, **settings):
    settings |= {"learning_rate": float(learning_rate), "weight_decay": float(weight_decay)}
    with _TRAINING:
        return _frame(run_at(step, **settings), step, settings)


def _frame(run, step, settings):
    logits = run.logits(step, GRID).reshape(CELLS, CELLS)
    losses = run.losses[: step + 1]
    shares = [_share_right(run, step, *points) for points in (run.training, run.held_out)]
    artists = {"shades": SHADES[np.digitize(logits, SHADE_EDGES)], "boundary": _boundary(logits)}
    artists |= _points("training", *run.training) | _points("held out", *run.held_out) | _curves(losses)
    done = len(losses) - 1
    problem = ""
    if run.diverged is not None and step >= run.diverged:
        problem = f"Training diverged at step {run.diverged}: the loss left all bounds. Try a smaller learning rate."
    readouts = {
        "step": f"{done:,}",
        "training loss": _number(losses[-1, 0]),
        "held-out loss": _number(losses[-1, 1]),
        "right, training": f"{shares[0]:.0%}",
        "right, held out": f"{shares[1]:.0%}",
    }
    return Frame(artists, _alt(settings, readouts, problem), readouts, problem)


def _share_right(run, step, points, targets):
    return np.mean((run.logits(step, points) > 0) == (targets[:, 0] > 0.5))


def _boundary(logits):
    """Where the network is undecided, logit 0: its pieces as one line, a gap (NaN) between them."""
    if not np.isfinite(logits).all():
        return [], []
    pieces = contourpy.contour_generator(MIDDLES, MIDDLES, logits).lines(0)
    joined = np.concatenate(
        [part for piece in pieces for part in (piece, [[np.nan, np.nan]])] or [np.zeros((0, 2))]
    )
    return joined[:, 0], joined[:, 1]


def _points(which, points, targets):
    return {f"{which} {label}": tuple(points[targets[:, 0] == label].T) for label in (0, 1)}


def _curves(losses):
    steps = np.arange(len(losses))
    few = np.unique(np.append(steps[::5], steps[-1]))
    shown = np.clip(losses, LOWEST, HIGHEST)
    return {
        "training loss": (few, losses[few, 0]),
        "held-out loss": (few, losses[few, 1]),
        "now": ([steps[-1]] * 2, shown[-1]),
    }


def _number(loss):
    return f"{loss:.3f}" if np.isfinite(loss) and loss < 1e4 else "beyond bounds"


def _alt(settings, readouts, problem):
    depth = settings["depth"]
    layers = f"{depth} hidden layer{'s' * (depth > 1)} of {settings['width']} {settings['activation']} units"
    network = layers if depth else "no hidden layer"
    return (
        f"Two classes of points, {settings['data']} with noise {settings['noise']:g}: {TRAINING} for training and {HELD_OUT} "
        f"held out, and the decision boundary of a network with {network}. Beside it both losses against the step. "
        f"By {settings['optimizer']}, learning rate {settings['learning_rate']:g}, weight decay "
        f"{settings['weight_decay']:g}: "
        + ", ".join(f"{name} {text}" for name, text in readouts.items())
        + f". {problem}"
    ).strip()
