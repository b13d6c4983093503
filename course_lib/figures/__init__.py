"""Pictures and interactive figures for the lessons, each with alt text and a picture for where nothing runs.

`show(figure, alt=…)` for a still picture; `Figure(draw, update, controls)` for one that moves. See `Figure`.
"""

from course_lib.figures.activations import activations
from course_lib.figures.attention import attention
from course_lib.figures.augmented_digits import augmented_digits
from course_lib.figures.backprop_steps import backprop_steps
from course_lib.figures.batch_noise import batch_noise
from course_lib.figures.controls import Choice, Point, Slider, Steps, Toggle
from course_lib.figures.digits import digit_browser, digit_grid, weight_maps
from course_lib.figures.downhill import downhill
from course_lib.figures.draw_a_digit import draw_a_digit
from course_lib.figures.drawing import Drawing
from course_lib.figures.dropout_masks import dropout_masks
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.gradient_flow import gradient_flow
from course_lib.figures.gradient_lens import gradient_lens
from course_lib.figures.loss_curves import loss_curves
from course_lib.figures.mistakes import confusion_picture, mistake_browser
from course_lib.figures.neuron import one_neuron
from course_lib.figures.outlier import outlier
from course_lib.figures.penalty_balls import penalty_balls
from course_lib.figures.picture import show
from course_lib.figures.playground import playground
from course_lib.figures.race import race
from course_lib.figures.reliability import reliability_diagram
from course_lib.figures.relu_fit import relu_fit
from course_lib.figures.ridge_fit import ridge_fit
from course_lib.figures.softmax_bars import softmax_bars
from course_lib.figures.spread import spread
from course_lib.figures.stall import stall
from course_lib.figures.step_limit import step_limit
from course_lib.figures.stopping import stopping
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
from course_lib.figures.surface_path import surface_path
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
    "Drawing",
    "Figure",
    "Frame",
    "Point",
    "Slider",
    "Steps",
    "Toggle",
    "activations",
    "attention",
    "augmented_digits",
    "backprop_steps",
    "batch_noise",
    "confusion_picture",
    "digit_browser",
    "digit_grid",
    "downhill",
    "draw_a_digit",
    "dropout_masks",
    "gradient_flow",
    "gradient_lens",
    "loss_curves",
    "mistake_browser",
    "one_neuron",
    "outlier",
    "penalty_balls",
    "playground",
    "race",
    "reliability_diagram",
    "relu_fit",
    "ridge_fit",
    "show",
    "softmax_bars",
    "spread",
    "stall",
    "step_limit",
    "stopping",
    "subplots",
    "surface_path",
    "tangent",
    "vanishing",
    "weight_maps",
]
