"""The path of an optimizer over a surface, from a start that is dragged; the learner's own rules may take part."""

from dataclasses import replace

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Point, Slider, minus
from course_lib.figures.figure import Figure
from course_lib.figures.frame import STILL, Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, GREEN, INK, VERMILLION
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
    choice, "your momentum", drawn above the course's own. The momentum's slider is β₁ for Adam; gradient descent and RMSprop
    have none.
    """
    own = () if momentum_step is None else ("your momentum",)
    controls = {
        "surface": Choice(tuple(SURFACES), "ravine", label="surface"),
        "optimizer": Choice((*RULES, *own), "momentum", label="optimizer"),
        "learning_rate": Slider(1e-4, 10, 0.03, log=True, steps=101, format=".2g", label="learning rate"),
        "momentum": Slider(0, 0.99, 0.7, step=0.01, label="momentum"),
        "start": Point(-1.7, 1.2, label="start"),
    }

    def update(surface, optimizer, learning_rate, momentum, start):
        gradient, settings = SURFACES[surface].gradient, (learning_rate, momentum)
        empty = Frame(
            {surface: STILL, "start": (start[:1], start[1:])},
            f"Contour lines of “{surface}” and a start at {_place(start)}.",
        )
        if optimizer in RULES:
            path = walk(RULES[optimizer](*settings), gradient, start, STEPS)
            return _with_path(empty, SURFACES[surface], path, optimizer, settings)
        path, problem = own_path(momentum_step, gradient, start, *settings)
        if problem:
            return replace(empty, alt=f"{empty.alt} No path: {problem}.", problem=problem)
        reference = walk(nn.Momentum(*settings), gradient, start, STEPS)
        empty.artists.update(reference=_within(reference), words="dashed: the course's momentum")
        return _with_path(empty, SURFACES[surface], path, optimizer, settings)

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

    def whole():
        path = walk(Own(momentum_step, learning_rate, momentum), gradient, start, STEPS)
        return np.concatenate([path, np.full((STEPS + 1 - len(path), 2), FAR)])

    whole.__name__ = getattr(momentum_step, "__name__", "your function")
    path, problem = own_values(whole, shape=(STEPS + 1, 2))
    return (None, problem) if problem else (_until_it_is_gone(path), "")


def _until_it_is_gone(path):
    gone = np.flatnonzero(abs(path).max(axis=1) >= FAR)
    return path[: gone[0] + 1] if len(gone) else path


def verdict(surface, path):
    """How a walk over this surface went, in words."""
    if abs(path[-1]).max() >= FAR:
        return f"diverges: it flies away at step {len(path) - 1}"
    heights = surface.height(*path.T)
    if heights[-1] < 1e-3:
        return "has arrived"
    if heights[-1] > heights[0]:
        return "ends higher than it began"
    if abs(surface.gradient(path[-1])).max() < 1e-3:
        return "is stuck where it is flat, above the lowest point"
    if heights[-20:].max() > 0.999 * heights[-40:-20].max():
        return "swings and gets no lower"
    return "is still on its way"


def _draw(left, right):
    left.set(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), aspect="equal", xlabel="x", ylabel="y")
    left.set(xticks=range(-2, 3), yticks=range(-2, 3))
    left.grid(False)
    left.set_title(" ")  # keeps a line free for the words
    right.set(xlim=(0, STEPS), ylim=(LOWEST, HIGHEST), yscale="log")
    right.set(xlabel="step", ylabel="height above the lowest point")
    end = {"color": VERMILLION, "markeredgecolor": INK, "markersize": 8}
    ring = {"color": "none", "markeredgecolor": INK, "markersize": 13, "markeredgewidth": 1.5}
    return {
        **{name: draw_surface(left, surface) for name, surface in SURFACES.items()},
        "reference": left.plot([], [], color=GREEN, linestyle=DASHED, linewidth=2.4)[0],
        "path": left.plot([], [], color=BLUE, marker="o", markersize=2.6, linewidth=1)[0],
        "start": left.plot([], [], "o", **ring)[0],
        "end": left.plot([], [], "D", **end)[0],
        "words": left.text(-SIDE, SIDE + 0.08, "", color=INK, weight="bold"),
        "heights": right.plot([], [], color=BLUE)[0],
        "last": right.plot([], [], "D", **end, clip_on=False)[0],
    }


def _with_path(empty, surface, path, optimizer, settings):
    """The frame `empty`, with this path and all that is told of it."""
    heights, steps, said = surface.height(*path.T), len(path) - 1, verdict(surface, path)
    taken = f"{steps} step{'s' * (steps != 1)}"
    height = f"{heights[-1]:.2g}" if heights[-1] >= LOWEST else "under 1e−8"
    artists = empty.artists | {
        "path": _within(path),
        "end": (path[-1:, 0], path[-1:, 1]),
        "heights": (np.arange(steps + 1), np.maximum(heights, LOWEST)),
        "last": ([steps], [np.clip(heights[-1], LOWEST, HIGHEST)]),
    }
    if said.startswith("diverges"):
        artists["words"] = f"diverges: gone after {taken}"
    alt = (
        f"{empty.alt} From there {taken} of {optimizer}, learning rate {settings[0]:.3g}, momentum {settings[1]:g}. The "
        f"path ends at {_place(path[-1])}, {height} above the lowest point: it {said}."
    )
    readouts = {f"after {taken}": _place(path[-1]), "height": height, "the path": said}
    return Frame(artists, alt, {**readouts, "2/L at the star": f"{2 / surface.curvature:.2g}"})


def _within(path):
    """x and y of a path, no farther out than can be drawn."""
    return tuple(np.clip(path, -9 * SIDE, 9 * SIDE).T)


def _place(place):
    return f"({', '.join(map(_number, place))})"


def _number(value):
    return minus(f"{round(float(value), 2) + 0.0:.2f}") if abs(value) < 1000 else minus(f"{value:.0e}")
