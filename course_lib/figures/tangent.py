"""A function with its tangent: the learner's gradient beside the slope that is measured."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DASHED, INK, SOLID, VERMILLION

TINY = 1e-5  # half the run over which a slope is measured; the error is about TINY²


def tangent(function, gradient, *, low=-4.0, high=4.0, start=1.0, name="f"):
    """A figure of `function` from `low` to `high` with its tangent at a slider's x, which begins at `start`.

    The tangent has the measured slope, the central difference (f(x + h) − f(x − h)) / 2h. A second line through the same
    point has the slope that `gradient(x)` gives: the learner's, so that a wrong one is seen to miss. Both functions take
    a number or an array. `name` is what the function is called.
    """
    xs = np.linspace(low, high, 401)
    ys, no_function = own_values(function, xs, shape=xs.shape)
    theirs = _name_of(gradient)

    def draw(axes):
        axes.set(xlim=(low, high), ylim=_limits(ys), xlabel="x")
        axes.plot(xs, np.full_like(xs, np.nan) if no_function else ys, color=BLUE, label=f"{name}(x)")
        (measured,) = axes.plot([], [], color=INK, linestyle=SOLID, linewidth=1.4, label="measured slope")
        (given,) = axes.plot([], [], color=VERMILLION, linestyle=DASHED, linewidth=2.4, label=theirs)
        (point,) = axes.plot([], [], "o", color=INK, markersize=8)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderpad=0, handlelength=2.6)
        return {"measured": measured, "given": given, "point": point}

    def update(x):
        around, problem = own_values(function, x + TINY * np.array([-1, 0, 1]), shape=(3,))
        if problem:
            return Frame({}, alt=f"An empty pair of axes: {problem}.", problem=problem)
        height, measured = around[1], (around[2] - around[0]) / (2 * TINY)
        slope, problem = own_values(gradient, np.float64(x))
        artists = {"measured": (xs, height + measured * (xs - x)), "point": ([x], [height])}
        if not problem:
            artists["given"] = (xs, height + slope * (xs - x))
        said = problem or f"{theirs} {_number(slope)}"
        return Frame(
            artists,
            alt=f"{name}(x) from {_number(low, 1)} to {_number(high, 1)} with its tangent at x = {_number(x, 1)}, where it is "
            f"{_number(height)} high. The measured slope is {_number(measured)}; {said}.",
            readouts={
                f"{name}(x)": _number(height),
                "measured slope": _number(measured),
                theirs: "–" if problem else _number(slope),
                "difference": "–" if problem else _number(abs(slope - measured)),
            },
            problem=problem,
        )

    return Figure(draw, update, {"x": Slider(low, high, start, step=0.1, label="x")})


def _name_of(gradient):
    name = getattr(gradient, "__name__", "<lambda>")
    return "slope by the formula" if name == "<lambda>" else f"slope by {name}"


def _limits(ys):
    if ys is None:
        return (-1, 1)
    margin = 0.12 * max(np.ptp(ys), 1e-3)
    return (ys.min() - margin, ys.max() + margin)


def _number(value, digits=3):
    """A number as text: rounded, so that nearly 0 reads as 0, with a true minus sign."""
    return f"{round(float(value), digits) + 0:.{digits}f}".replace("-", "−")
