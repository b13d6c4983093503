"""Colours, line styles and text sizes of every picture in the course.

The four line colours are Okabe and Ito's (Color Universal Design, 2008). Each stands out at least 3 : 1 from white and
from JupyterLab's dark background, so one palette serves both themes. `INK` and `FAINT` turn light in the dark theme, as
axes and text do. Never let colour alone tell two things apart: give them another line style or marker too.
"""

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.figure import Figure

BLUE = "#0072b2"
VERMILLION = "#d55e00"
GREEN = "#009e73"
PURPLE = "#cc79a7"
GREY = "#808080"

# For filled areas with an outline or a label: too light to carry a line on white.
ORANGE = "#e69f00"
SKY = "#56b4e9"
YELLOW = "#f0e442"

INK = "#333333"
FAINT = "#d9d9d9"
_ON_DARK = {INK: "#e0e0e0", FAINT: "#3a3a3a"}

SOLID, DASHED, DOTTED, DASH_DOT = "-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2))

CSS_PIXELS_PER_INCH = 96

SETTINGS = {
    "figure.dpi": CSS_PIXELS_PER_INCH,
    "axes.facecolor": "none",
    "axes.prop_cycle": matplotlib.cycler(
        color=[BLUE, VERMILLION, GREEN, PURPLE], linestyle=[SOLID, DASHED, DASH_DOT, DOTTED]
    ),
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
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
    with matplotlib.rc_context(SETTINGS):
        size = (width / CSS_PIXELS_PER_INCH, height / CSS_PIXELS_PER_INCH)
        figure = Figure(figsize=size, layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        return figure, figure.subplots(rows, columns, **options)


def wear_theme(artist, dark):
    """Turn `INK` and `FAINT` on this artist and all it holds light (`dark=True`), or back.

    Not by matplotlib's settings: those are one for all threads, and a figure answers beside a running cell.
    """
    swaps = [(to_rgba(light)[:3], to_rgba(on_dark)[:3]) for light, on_dark in _ON_DARK.items()]
    swaps = swaps if dark else [(on_dark, light) for light, on_dark in swaps]
    for part in artist.findobj():
        for name in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
            _swap_colour(part, name, swaps)
        if hasattr(part, "tick_params"):
            ink, faint = (_ON_DARK[INK], _ON_DARK[FAINT]) if dark else (INK, FAINT)
            part.tick_params(which="both", color=ink, labelcolor=ink, grid_color=faint)


def _swap_colour(artist, name, swaps):
    getter = getattr(artist, f"get_{name}", None)
    if getter is None:
        return
    colours = to_rgba_array(getter()).copy()
    for old, new in swaps:
        matching = abs(colours[:, :3] - old).max(axis=1, initial=0) < 1e-3
        if matching.any():
            colours[matching, :3] = new
            getattr(artist, f"set_{name}")(colours if len(colours) > 1 else tuple(colours[0]))
