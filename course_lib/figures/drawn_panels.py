"""What stays of the figure `draw_a_digit`: the paper, the 20×20 and the 28×28 pixels, ten bars."""

import numpy as np

from course_lib.data import drawn
from course_lib.figures.style import BLUE, DASHED, DOTTED, GREY, SKY, VERMILLION

DIGITS = np.arange(10)
# In CSS pixels: the picture, the paper's side, and one pixel of the small pictures.
WIDTH, HEIGHT, SIDE, PIXEL = 680, 360, 328, 5.6
POINTS = 0.75 * SIDE / drawn.PAPER  # matplotlib's points (3/4 of a CSS pixel) for a unit of paper
BAR = 0.8
ON_PAPER = "#666666"  # for words on paper, which is white in the dark theme too


def draw_panels(paper):
    """All panels, beside and on these axes; returns what moves in them by name: see `draw_a_digit`."""
    paper.set_position(_place(6, 26, SIDE, SIDE))
    right = WIDTH - 6
    small, final, bars = (
        paper.figure.add_axes(_place(*place))
        for place in (
            (384, 26, drawn.BOX * PIXEL, drawn.BOX * PIXEL),
            (right - drawn.SIZE * PIXEL, 26, drawn.SIZE * PIXEL, drawn.SIZE * PIXEL),
            (384, 222, right - 384, 110),
        )
    )
    moving = _draw_paper(paper) | _draw_small(small) | _draw_final(final) | _draw_bars(bars)
    for axes in (paper, small, final):
        axes.set(xticks=[], yticks=[], facecolor="white")
        axes.spines[:].set_visible(True)
    return moving


def _place(left, top, width, height):
    """Where axes stand, from the picture's left and top in CSS pixels, as matplotlib counts."""
    return left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT


def _draw_paper(axes):
    axes.set(xlim=(0, drawn.PAPER), ylim=(drawn.PAPER, 0), title="1  your drawing")
    return {
        "ink": axes.plot([], [], color="black", solid_capstyle="round", solid_joinstyle="round")[0],
        "box": axes.plot([], [], color=VERMILLION, linestyle=DASHED, linewidth=1.5)[0],
        "invitation": axes.text(14, 14, "", color=ON_PAPER, ha="center", va="center"),
    }


def _draw_small(axes):
    axes.set_title("2  20 × 20")
    left_out = axes.text(10, 10, "", color=ON_PAPER, ha="center", va="center")
    return {"small": _pixels(axes, drawn.BOX), "left out": left_out}


def _draw_final(axes):
    axes.set_title("3  28 × 28")
    dotted = {"color": GREY, "linestyle": DOTTED, "linewidth": 1}
    return {
        "final": _pixels(axes, drawn.SIZE),
        "middle": [axes.plot([], [], **dotted)[0] for _ in range(2)],
        "mass": axes.plot([], [], "+", color=VERMILLION, markersize=12, markeredgewidth=2)[0],
    }


def _draw_bars(axes):
    axes.set(xlim=(-0.6, 9.6), ylim=(0, 1.15), xticks=DIGITS, yticks=[0, 0.5, 1])
    axes.set_title("4  the network's answer")
    axes.grid(visible=False, axis="x")
    return {
        "bars": axes.bar(DIGITS, 0.0 * DIGITS, width=BAR, color=SKY),
        "answer": axes.bar(0, 0, width=BAR, color=BLUE)[0],
        "sure": axes.text(0, 0, "", ha="center", va="bottom"),
    }


def _pixels(axes, size):
    """Pixels that move, ink dark: a mesh, for `imshow` takes five times as long to draw."""
    axes.set(xlim=(-0.2, size + 0.2), ylim=(size + 0.2, -0.2))  # else the pixels would hide the frame
    edges = np.arange(size + 1)
    return axes.pcolormesh(edges, edges, np.zeros((size, size)), cmap="gray_r", vmin=0, vmax=255)
