"""Which settings of a figure's controls a page without a kernel can show: each is a picture of its own, so they must be few."""

from dataclasses import dataclass
from math import prod

from course_lib.figures import Choice, Slider, Steps, Toggle

MOST_FRAMES = 64
FEWEST_STOPS = 12  # a slider beside choices keeps so many, so that it still seems to glide
STEPS_A_SECOND = 60  # of what goes on by itself in the notebook
SLOWEST_PLAY = 4  # stops a second


@dataclass(frozen=True)
class Shown:
    """One control of the page: what the front end needs to draw it, and the notebook's position for each of its stops."""

    description: dict
    positions: list
    start: int


def shown_controls(controls):
    """The controls that a page can move, by name; the others stand at their start.

    That is the first slider (or what goes on step by step), at as many stops as there may be, and as many choices and
    toggles as leave it enough stops. A point to drag never is.
    """
    gliding = next((name for name, control in controls.items() if isinstance(control, Slider | Steps)), None)
    room = MOST_FRAMES // FEWEST_STOPS if gliding else MOST_FRAMES
    shown = {}
    for name, control in controls.items():
        if name == gliding:
            shown[name] = None  # keeps its place; its stops follow from the room that the choices leave
        elif isinstance(control, Choice | Toggle) and _count(control) <= room:
            shown[name] = _all_of(name, control)
            room //= _count(control)
    if gliding:
        choices = prod(len(control.positions) for control in shown.values() if control)
        shown[gliding] = _glide(gliding, controls[gliding], MOST_FRAMES // choices)
    return shown


def _count(control):
    return len(control.options) if isinstance(control, Choice) else 2


def _all_of(name, control):
    positions = list(range(_count(control))) if isinstance(control, Choice) else [False, True]
    description = {"name": name, "label": control.label or name, **control.describe()}
    return Shown(description, positions, positions.index(control.start))


def _glide(name, control, most):
    if isinstance(control, Steps):
        texts, play = [f"{step:,}" for step in range(control.most + 1)], STEPS_A_SECOND
    else:
        described = control.describe()
        texts, play = described["stops"], described["play"]
    positions = thin(len(texts), control.start, most)
    if play:  # it takes as long as in the notebook, but does not crawl
        play = max(SLOWEST_PLAY, play * len(positions) / len(texts))
    stops = [texts[position] for position in positions]
    about = {"name": name, "label": control.label or name, "kind": "slider", "stops": stops, "play": play}
    return Shown(about, positions, positions.index(control.start))


def thin(count, start, most):
    """At most about `most` of the positions 0 … count − 1: both ends, `start`, and what lies evenly spaced around it."""
    stride = -(-count // most)
    return sorted({0, count - 1, *range(start % stride, count, stride)})
