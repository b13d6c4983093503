"""The path of an optimizer over a surface, from a start that is dragged; the learner's own rules may take part."""

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Point, Slider, minus
from course_lib.figures.figure import Figure
from course_lib.figures.frame import STILL, Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, INK, VERMILLION
from course_lib.figures.surfaces import FAR, SIDE, SURFACES, draw_surface, walk

STEPS = 300
LOWEST, HIGHEST = 1e-8, 1e4  # of the right panel
RULES = {
    "gradient descent": lambda rate, momentum: nn.GradientDescent(rate),
    "momentum": nn.Momentum,
    "Nesterov": nn.Nesterov,
    "RMSprop": lambda rate, momentum: nn.RMSprop(rate),
    "Adam": nn.Adam,
}


def surface_path(momentum_step=None):
    """Figure: 300 steps from a start to drag, on one of five surfaces, by one of five optimizers.

    `momentum_step(place, velocity, gradient, learning_rate, momentum)` is the learner's; where it is given, it is one more
    choice: "your momentum". The momentum's slider is β₁ for Adam; gradient descent and RMSprop have none.
    """
    own = {} if momentum_step is None else {"your momentum": momentum_step}
    controls = {
        "surface": Choice(tuple(SURFACES), "ravine", label="surface"),
        "optimizer": Choice((*RULES, *own), "momentum", label="optimizer"),
        "learning_rate": Slider(1e-4, 10, 0.03, log=True, steps=101, format=".2g", label="learning rate"),
        "momentum": Slider(0, 0.99, 0.9, step=0.01, label="momentum"),
        "start": Point(-1.7, 1.2, label="start"),
    }

    def update(surface, optimizer, learning_rate, momentum, start):
        return _frame(own.get(optimizer), surface, optimizer, learning_rate, momentum, start)

    return Figure(_draw, update, controls, panels=2, width=680, height=390, ratios=(1.6, 1))


class Own:
    """The learner's `momentum_step` as a rule: it keeps the velocity between two calls."""

    def __init__(self, momentum_step, learning_rate, momentum):
        self.call, self.settings, self.velocity = momentum_step, (learning_rate, momentum), np.zeros(2)

    def step(self, place, gradient):
        """The place after one step, two floats."""
        there, self.velocity = self.call(place.copy(), np.array(self.velocity), gradient, *self.settings)
        return np.asarray(there, dtype=float)


def own_path(momentum_step, gradient, start, learning_rate, momentum):
    """The places of the learner's walk (rows of 2, or None), and what is wrong with the function, or ""."""
    first = (np.array(start), np.zeros(2), gradient(start), learning_rate, momentum)
    _, problem = own_values(momentum_step, *first, shape=(2, 2))
    if problem:
        return None, problem

    def padded(*_):
        path = walk(Own(momentum_step, learning_rate, momentum), gradient, start, STEPS)
        return np.concatenate([path, np.full((STEPS + 1 - len(path), 2), FAR)])

    padded.__name__ = momentum_step.__name__
    path, problem = own_values(padded, shape=(STEPS + 1, 2))
    return (
        (None, problem)
        if problem
        else (path[: 1 + np.argmax(_over(path))] if _over(path).any() else path, "")
    )


def _over(path):
    return abs(path).max(axis=1) >= FAR


def verdict(surface, path):
    """How a walk over this surface went, in words."""
    if _over(path).any():
        return f"diverges: it flies away within {len(path) - 1} steps"
    heights = surface.height(*path.T)
    height = heights[-1]
    if height < 1e-3:
        return "has arrived"
    if height > heights[0]:
        return "ends higher than it began"
    if abs(surface.gradient(path[-1])).max() < 1e-3:
        return "is stuck where it is flat, above the lowest point"
    if heights[-20:].max() > 0.999 * heights[-40:-20].max():
        return "swings and gets no lower"
    return "is still on its way"


def _draw(left, right):
    left.set(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), aspect="equal", xlabel="x", ylabel="y")
    left.grid(False)
    left.set(xticks=range(-2, 3), yticks=range(-2, 3))
    left.set_title(" ")  # keeps a line free for the words
    right.set(
        xlim=(0, STEPS),
        ylim=(LOWEST, HIGHEST),
        yscale="log",
        xlabel="step",
        ylabel="height above the lowest point",
    )
    backgrounds = {name: draw_surface(left, surface) for name, surface in SURFACES.items()}
    return {
        **backgrounds,
        "path": left.plot([], [], color=BLUE, marker="o", markersize=2.6, linewidth=1)[0],
        "start": left.plot(
            [], [], "o", color="none", markeredgecolor=INK, markersize=13, markeredgewidth=1.5
        )[0],
        "end": left.plot([], [], "D", color=VERMILLION, markeredgecolor=INK, markersize=8)[0],
        "words": left.text(-SIDE, SIDE + 0.08, "", color=INK, weight="bold"),
        "heights": right.plot([], [], color=BLUE)[0],
        "last": right.plot([], [], "D", color=VERMILLION, markeredgecolor=INK, markersize=8, clip_on=False)[
            0
        ],
    }


def _frame(momentum_step, name, optimizer, learning_rate, momentum, start):
    surface = SURFACES[name]
    if momentum_step is None:
        path, problem = walk(RULES[optimizer](learning_rate, momentum), surface.gradient, start, STEPS), ""
    else:
        path, problem = own_path(momentum_step, surface.gradient, start, learning_rate, momentum)
    at = f"({_number(start[0])}, {_number(start[1])})"
    artists = {name: STILL, "start": ([start[0]], [start[1]])}
    if problem:
        return Frame(
            artists, f"Contour lines of “{name}”, a start at {at}, and no path: {problem}.", problem=problem
        )
    with np.errstate(all="ignore"):
        heights = surface.height(*path.T)
    height = f"{heights[-1]:.2g}" if heights[-1] >= LOWEST else f"less than {LOWEST:g}"
    said, steps, end = (
        verdict(surface, path),
        len(path) - 1,
        f"({_number(path[-1][0])}, {_number(path[-1][1])})",
    )
    artists |= {
        "path": tuple(np.clip(path, -9 * SIDE, 9 * SIDE).T),
        "end": (path[-1:, 0], path[-1:, 1]),
        "heights": (np.arange(steps + 1), np.maximum(heights, LOWEST)),
        "last": ([steps], [np.clip(heights[-1], LOWEST, HIGHEST)]),
    }
    if said.startswith("diverges"):
        artists["words"] = f"diverges: gone after {steps} steps"
    readouts = {
        f"after {steps} steps": end,
        "height": height,
        "the path": said,
        "2/L at the star": f"{2 / surface.curvature:.2g}",
    }
    alt = (
        f"Contour lines of “{name}” with {steps} steps of {optimizer} from {at}: learning rate {learning_rate:.3g}, momentum "
        f"{momentum:g}. The path ends at {end}, {height} above the lowest point: it {said}."
    )
    return Frame(artists, alt, readouts)


def _number(value):
    return minus(f"{round(float(value), 2) + 0.0:.2f}") if abs(value) < 1000 else minus(f"{value:.0e}")
