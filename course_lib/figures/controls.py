"""What a learner moves: sliders, choices, toggles, draggable points, and what runs step by step.

The front end speaks in positions (a slider's stop, a choice's number) and each control turns them into values, so that
formatting, rounding and logarithmic steps live here alone and the JavaScript stays small.
"""

from dataclasses import dataclass

import numpy as np

MOST_STOPS = 2001


@dataclass(frozen=True)
class Slider:
    """A number between `low` and `high`, both reached, `step` apart (or `log`: `steps` stops, evenly spaced in ratio).

    With whole numbers for `low`, `high` and `step` the figure gets an int, else a float. `play` adds a play button
    that moves so many stops a second. `format` is a format specification for the value shown beside the slider.
    """

    low: float
    high: float
    value: float
    step: float = 1
    label: str = ""
    format: str = ""
    log: bool = False
    steps: int = 61
    play: float = 0

    def __post_init__(self):
        if not self.low < self.high:
            raise ValueError(f"A slider runs from low to high, and got low={self.low}, high={self.high}.")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"The slider starts at {self.value}, outside {self.low} to {self.high}.")
        if self.log and self.low <= 0:
            raise ValueError(f"A logarithmic slider needs low > 0, and got {self.low}.")
        if not self.log and not 0 < self.step <= self.high - self.low:
            raise ValueError(f"The step must be above 0 and at most high − low, and got {self.step}.")
        if len(self.stops) > MOST_STOPS:
            raise ValueError(
                f"{len(self.stops)} stops are more than a slider can show; choose a larger step."
            )

    @property
    def stops(self):
        """Every value that the slider can take, ascending."""
        if self.log:
            return [float(f"{stop:.6g}") for stop in np.geomspace(self.low, self.high, self.steps)]
        count = int(round((self.high - self.low) / self.step, 9)) + 1
        # Twelve digits: 0.1 steps read as 0.3, not as 0.30000000000000004.
        return [round(self.low + index * self.step, 12) for index in range(count)]

    @property
    def start(self):
        """The stop nearest to the starting value, as a position."""
        return int(np.argmin(np.abs(np.asarray(self.stops) - self.value)))

    def read(self, position):
        """The value at a position that the front end sent; positions outside are clipped."""
        stops = self.stops
        return stops[min(max(int(position), 0), len(stops) - 1)]

    def describe(self):
        """What the front end needs to draw this control."""
        specification = self.format or self._natural_format()
        return {
            "kind": "slider",
            "stops": [minus(format(stop, specification)) for stop in self.stops],
            "play": self.play,
        }

    def _natural_format(self):
        if self.log:
            return ".3g"
        digits = max(len(repr(float(part)).partition(".")[2].rstrip("0")) for part in (self.low, self.step))
        return f".{digits}f"


@dataclass(frozen=True)
class Choice:
    """One of several names. The figure gets the name."""

    options: tuple[str, ...]
    value: str
    label: str = ""

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        if self.value not in self.options:
            raise ValueError(
                f"The choice starts at {self.value!r}, which is not one of {', '.join(self.options)}."
            )

    @property
    def start(self):
        """The number of the starting option."""
        return self.options.index(self.value)

    def read(self, position):
        """The option with this number; numbers outside are clipped."""
        return self.options[min(max(int(position), 0), len(self.options) - 1)]

    def describe(self):
        """What the front end needs to draw this control."""
        return {"kind": "choice", "options": self.options}


@dataclass(frozen=True)
class Toggle:
    """On or off. The figure gets a bool."""

    value: bool = False
    label: str = ""

    @property
    def start(self):
        """The starting state."""
        return self.value

    def read(self, position):
        """The state as a bool."""
        return bool(position)

    def describe(self):
        """What the front end needs to draw this control."""
        return {"kind": "toggle"}


@dataclass(frozen=True)
class Steps:
    """Buttons Start (then Pause), Step and Reset for something that goes on by itself. The figure gets the count, from 0.

    Step adds 1. Between Start and Pause the page adds `each` whenever it has painted a frame, up to `most`, and stops
    where the frame has a `problem`. A change of any other control begins again at 0. `label` is what goes on: "training".
    """

    most: int
    each: int = 1
    label: str = ""

    def __post_init__(self):
        if not 1 <= self.each <= self.most:
            raise ValueError(f"each must lie between 1 and most={self.most}, and got {self.each}.")

    @property
    def start(self):
        """No step yet."""
        return 0

    def read(self, position):
        """The count that the front end sent, clipped to 0 … most."""
        return min(max(int(position), 0), self.most)

    def describe(self):
        """What the front end needs to draw this control."""
        return {"kind": "steps", "most": self.most, "each": self.each}


@dataclass(frozen=True)
class Point:
    """A point to drag in a panel with linear axes. The figure gets `(x, y)` in the panel's own units.

    `along` is "both", or "x" or "y" where it moves in one direction only; `panel` counts from 0. The arrow keys move
    it by one hundredth of the panel. Draw the point itself among the moving artists: the front end adds the handle.
    """

    x: float
    y: float
    label: str = ""
    along: str = "both"
    panel: int = 0

    def __post_init__(self):
        if self.along not in ("both", "x", "y"):
            raise ValueError(f'A point moves along "both", "x" or "y", and got {self.along!r}.')

    @property
    def start(self):
        """The starting place."""
        return [float(self.x), float(self.y)]

    def read(self, position):
        """The place that the front end sent as `(x, y)`; a direction that may not move keeps its start."""
        x, y = (float(part) for part in position)
        return (self.x if self.along == "y" else x, self.y if self.along == "x" else y)

    def describe(self):
        """What the front end needs to draw this control."""
        return {"kind": "point", "along": self.along, "panel": self.panel}


def minus(text):
    """The text with a true minus sign, as matplotlib writes it on the axes."""
    return text.replace("-", "\N{MINUS SIGN}") if text[:1] == "-" else text
