"""Colours, line styles and text sizes of every picture in the course.

The first four colours are Okabe and Ito's (Color Universal Design, 2008), moved a little in lightness until each
stands out at least 3.4 : 1 from white and from JupyterLab's dark background, so one palette serves both themes.
Never let colour alone tell two things apart: give them another line style (`DASHED`, `DOTTED`) or marker too.
"""

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

BLUE = "#1b7fbf"
VERMILLION = "#d55e00"
GREEN = "#009068"
PURPLE = "#bc68a0"
GREY = "#808080"
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE)

# For filled areas beside a label or an outline: too light to carry a line on white.
ORANGE = "#e69f00"
SKY = "#56b4e9"
YELLOW = "#f0e442"

SOLID, DASHED, DOTTED, DASH_DOT = "-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2))

_CSS_PIXELS_PER_INCH = 96


def theme(dark=False, background="white"):
    """matplotlib settings for the light or the dark theme, for `matplotlib.rc_context`."""
    ink, faint = ("#e0e0e0", "#4d4d4d") if dark else ("#333333", "#d9d9d9")
    return {
        "figure.facecolor": background,
        "figure.dpi": _CSS_PIXELS_PER_INCH,
        "savefig.facecolor": "auto",
        "axes.facecolor": "none",
        "axes.prop_cycle": matplotlib.cycler(color=PALETTE, linestyle=[SOLID, DASHED, DASH_DOT, DOTTED]),
        "axes.edgecolor": ink,
        "axes.labelcolor": ink,
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": faint,
        "grid.linewidth": 0.6,
        "text.color": ink,
        "xtick.color": ink,
        "ytick.color": ink,
        "font.size": 9.5,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "lines.linewidth": 2,
        "lines.markersize": 7,
    }


def subplots(rows=1, columns=1, *, width=600, height=340, **options):
    """A picture in the course's style: `figure, axes = subplots(1, 2)`, then draw, then `show(figure, alt=…)`.

    `width` and `height` are CSS pixels; other options go to `matplotlib.figure.Figure.subplots`.
    The figure is unknown to pyplot, so nothing shows it twice and nothing needs closing.
    """
    with matplotlib.rc_context(theme()):
        size = (width / _CSS_PIXELS_PER_INCH, height / _CSS_PIXELS_PER_INCH)
        figure = Canvas(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        return figure, figure.subplots(rows, columns, **options)
