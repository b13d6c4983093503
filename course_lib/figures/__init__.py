"""Pictures and interactive figures for the lessons, each with alt text and a picture for where nothing runs.

`show(figure, alt=…)` for a still picture; `Figure(draw, update, controls)` for one that moves. See `Figure`.
"""

from course_lib.figures.activations import activations
from course_lib.figures.controls import Choice, Point, Slider, Toggle
from course_lib.figures.digits import digit_browser, digit_grid, weight_maps
from course_lib.figures.downhill import downhill
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.loss_curves import loss_curves
from course_lib.figures.mistakes import confusion_picture, mistake_browser
from course_lib.figures.neuron import one_neuron
from course_lib.figures.outlier import outlier
from course_lib.figures.picture import show
from course_lib.figures.relu_fit import relu_fit
from course_lib.figures.softmax_bars import softmax_bars
from course_lib.figures.stall import stall
from course_lib.figures.style import (
    BLUE,
    DASH_DOT,
    DASHED,
    DOTTED,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    SOLID,
    VERMILLION,
    YELLOW,
    subplots,
)
from course_lib.figures.tangent import tangent
from course_lib.figures.vanishing import vanishing

__all__ = [
    "BLUE",
    "DASHED",
    "DASH_DOT",
    "DOTTED",
    "FAINT",
    "GREEN",
    "GREY",
    "INK",
    "ORANGE",
    "PURPLE",
    "SKY",
    "SOLID",
    "VERMILLION",
    "YELLOW",
    "Choice",
    "Figure",
    "Frame",
    "Point",
    "Slider",
    "Toggle",
    "activations",
    "confusion_picture",
    "digit_browser",
    "digit_grid",
    "downhill",
    "loss_curves",
    "mistake_browser",
    "one_neuron",
    "outlier",
    "relu_fit",
    "show",
    "softmax_bars",
    "stall",
    "subplots",
    "tangent",
    "vanishing",
    "weight_maps",
]
