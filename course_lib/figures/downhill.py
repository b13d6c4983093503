"""A ball that walks downhill with the learner's own slope and step."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, DOTTED, GREY, VERMILLION

STEPS = 20


def downhill(height, slope, step, *, start, low=-3.0, high=5.0):
    """A figure of 20 steps down the curve `height`, with a slider for the learning rate.

    `slope(x)` and `step(x, slope, learning_rate)` are the learner's; what is not written yet, raises or gives something
    that is no number is said in the figure.
    """
    xs = np.linspace(low, high, 200)
    heights = height(xs)

    def draw(axes):
        axes.plot(xs, heights, color=GREY)
        axes.set(
            xlabel="place x", ylabel="height", xlim=(low, high), ylim=(-0.05 * heights.max(), heights.max())
        )
        (path,) = axes.plot([], [], color=BLUE, linestyle=DOTTED, marker="o", markersize=5, linewidth=1.2)
        (ball,) = axes.plot([], [], "o", color=VERMILLION, markersize=11)
        return {"path": path, "ball": ball}

    def update(learning_rate):
        places, problem = walk(slope, step, start, learning_rate)
        if problem:
            return Frame({}, alt=f"A valley, and no path: {problem}.", problem=problem)
        ends = height(places[-1])
        verdict = judge(height(start), ends)
        return Frame(
            {"path": (places, height(places)), "ball": ([places[-1]], [ends])},
            readouts={
                f"After {STEPS} steps": f"x = {number(places[-1])}, height {number(ends)}",
                "The ball": verdict,
            },
            alt=f"A valley with the path of a ball that starts at x = {start} and takes {STEPS} steps with learning rate "
            f"{learning_rate:g}. It ends at x = {number(places[-1])}, height {number(ends)}: the ball {verdict}.",
        )

    return Figure(draw, update, {"learning_rate": Slider(0.02, 1.1, 0.1, step=0.02, label="learning rate")})


def walk(slope, step, start, learning_rate):
    """The places of a walk of `STEPS` steps (`STEPS` + 1 numbers), and what is wrong with the learner's functions, or ""."""
    places = [float(start)]
    for _ in range(STEPS):
        here = places[-1]
        steepness, problem = own_values(slope, here)
        if not problem:
            there, problem = own_values(step, here, float(steepness), learning_rate)
        if problem:
            return places, problem
        places.append(float(there))
    return np.array(places), ""


def judge(first, last):
    """How a walk went, from the heights at its two ends."""
    if last > 1.001 * first:
        return "flew out of the valley: every step ends higher"
    if last > 0.999 * first:
        return "is as high as it began"
    if last > 0.01 * first:
        return "is still on its way"
    return "is as good as down"


def number(value):
    """Two decimals, with powers of ten where the ball flies far."""
    return f"{value:.2f}" if abs(value) < 1000 else f"{value:.1e}"
