"""A race of the optimizers over one surface, each with the learning rate that is best for it there."""

from functools import cache

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider, minus
from course_lib.figures.figure import Figure
from course_lib.figures.frame import STILL, Frame
from course_lib.figures.own import HOLLOW, own_values
from course_lib.figures.style import BLUE, DASH_DOT, DASHED, DOTTED, GREEN, INK, PURPLE, SOLID, VERMILLION
from course_lib.figures.surfaces import FAR, SIDE, SURFACES, draw_surface, walk

START, STEPS = (-1.7, 1.2), 200
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
LOWEST, HIGHEST = 1e-8, 1e3
RULES = {
    "gradient descent": (nn.GradientDescent, INK, DOTTED, "s"),
    "momentum": (nn.Momentum, VERMILLION, DASHED, "^"),
    "Nesterov": (nn.Nesterov, PURPLE, SOLID, "v"),
    "RMSprop": (nn.RMSprop, GREEN, DASH_DOT, "P"),
    "Adam": (nn.Adam, BLUE, SOLID, "o"),
}


def race(own_adam=None):
    """Figure: five optimizers start together on a surface of the learner's choice; the step is a slider, with play.

    `own_adam(learning_rate)` makes the learner's Adam: `.step(place, gradient)` returns the place after one step. Its heights are
    marked on those of the course's Adam.
    """
    controls = {
        "surface": Choice(tuple(SURFACES), "ravine", label="surface"),
        "step": Slider(0, STEPS, 100, label="step", play=20),
    }

    def update(surface, step):
        return _frame(own_adam, surface, step)

    return Figure(_draw, update, controls, panels=2, width=680, height=410, ratios=(1.5, 1))


@cache
def best_run(name, surface_name):
    """`(learning rate, path)` of the quickest run among `RATES`: the one whose line on the right lies lowest on average.

    The path has `STEPS` + 1 rows of 2.
    """
    surface = SURFACES[surface_name]
    runs = [(rate, run(RULES[name][0](rate), surface)) for rate in RATES]
    return min(runs, key=lambda one: np.log(heights_on(surface, one[1])).mean())


def heights_on(surface, path):
    """The heights of a path's places above the lowest point, within what the right panel shows."""
    with np.errstate(all="ignore"):
        return np.clip(surface.height(*path.T), LOWEST, HIGHEST)


def run(rule, surface):
    """The places of a rule from the common start, `STEPS` + 1 rows of 2, filled up with `FAR` where it flew away."""
    path = walk(rule, surface.gradient, START, STEPS)
    return np.concatenate([path, np.full((STEPS + 1 - len(path), 2), FAR)])


def own_run(own_adam, rate, surface):
    """The learner's places, or None, and what is wrong with their class, or ""."""

    def first(place, gradient):
        return own_adam(rate).step(place, gradient)

    def whole():
        return run(_Trusting(own_adam(rate)), surface)

    first.__name__ = whole.__name__ = getattr(own_adam, "__name__", "your function")
    if own_adam is Ellipsis:
        return None, "your Adam is not written yet"
    _, problem = own_values(first, np.array(START), surface.gradient(START), shape=(2,))
    return (None, problem) if problem else own_values(whole, shape=(STEPS + 1, 2))


class _Trusting:
    """The learner's rule, whose every step gets copies and gives floats."""

    def __init__(self, rule):
        self.rule = rule

    def step(self, place, gradient):
        return np.asarray(self.rule.step(place.copy(), gradient), dtype=float)


def _draw(left, right):
    left.set(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), aspect="equal", xlabel="x", ylabel="y")
    left.grid(False)
    left.set(xticks=range(-2, 3), yticks=range(-2, 3))
    right.set(
        xlim=(0, STEPS),
        ylim=(LOWEST, HIGHEST),
        yscale="log",
        xlabel="step",
        ylabel="height above the lowest point",
    )
    moving = {name: draw_surface(left, surface) for name, surface in SURFACES.items()}
    handles = []
    for name, (_, color, style, marker) in RULES.items():
        look = {
            "color": color,
            "linestyle": style,
            "marker": marker,
            "markersize": 8,
            "markeredgecolor": "white",
        }
        moving[name] = [
            axes.plot([], [], **look, linewidth=1.6, markevery=[-1], label=name)[0] for axes in (left, right)
        ]
        handles.append(moving[name][0])
    moving["own"] = right.plot([], [], "o", color=BLUE, **HOLLOW, label="your Adam")[0]
    left.figure.legend(handles=[*handles, moving["own"]], loc="outside upper left", ncols=3, handlelength=3.4)
    return moving


def _frame(own_adam, surface_name, step):
    surface, artists, readouts, heights = SURFACES[surface_name], {surface_name: STILL}, {}, {}
    for name in RULES:
        rate, path = best_run(name, surface_name)
        walked = path[: step + 1]
        shown = heights_on(surface, walked)
        artists[name] = [tuple(walked.T), (np.arange(step + 1), shown)]
        heights[name] = shown[-1]
        readouts[f"{name}, η = {rate:g}"] = _height(shown[-1])
    problem = _add_own(own_adam, surface_name, step, artists, readouts)
    ranked = sorted(heights, key=heights.get)
    told = ", ".join(f"{name} {_height(heights[name])}" for name in ranked)
    steps = f"{step} step{'s' * (step != 1)}"
    alt = (
        f"Contour lines of “{surface_name}” with five paths of {steps} from {START}".replace("-", "−")
        + f". Heights above the lowest point, lowest first: {told}."
    )
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def _add_own(own_adam, surface_name, step, artists, readouts):
    """Add the learner's run, and return what is wrong with it, or ""."""
    if own_adam is None:
        return ""
    surface = SURFACES[surface_name]
    path, problem = own_run(own_adam, best_run("Adam", surface_name)[0], surface)
    if problem:
        return problem
    places = np.arange(0, step + 1, 10)
    heights = heights_on(surface, path[: step + 1])
    artists["own"] = (places, heights[places])
    readouts["your Adam"] = _height(heights[-1])
    return ""


def _height(height):
    if height <= LOWEST:
        return f"under {LOWEST:g}".replace("e-08", "e−8")
    return minus(f"{height:.2g}") if height >= 1e-3 else f"{height:.0e}".replace("e-0", "e−")
