"""Pictures and interactive figures for the lessons, each with alt text and a picture for where nothing runs.

`show(figure, alt=…)` for a still picture; `Figure(draw, update, controls)` for one that moves. See `Figure`.
"""

from course_lib.figures.controls import Choice, Point, Slider, Toggle
from course_lib.figures.digits import digit_browser, digit_grid, weight_maps
from course_lib.figures.downhill import downhill
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.mistakes import confusion_picture, mistake_browser
from course_lib.figures.picture import show
from course_lib.figures.style import (
    BLUE,
    DASH_DOT,
    DASHED,
    DOTTED,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    SOLID,
    VERMILLION,
    YELLOW,
    subplots,
)

__all__ = [
    "BLUE",
    "DASHED",
    "DASH_DOT",
    "DOTTED",
    "GREEN",
    "GREY",
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
    "confusion_picture",
    "digit_browser",
    "digit_grid",
    "downhill",
    "mistake_browser",
    "show",
    "subplots",
    "weight_maps",
]
