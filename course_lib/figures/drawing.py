"""A paper to draw on: the control whose value is what was drawn."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Drawing:
    """Strokes drawn by mouse, touch or pen on a panel with linear axes, one unit as long across as along.

    The figure gets a list of strokes, each an array of points (n×2 float64, x and y in the panel's units; one point is a
    dot). It starts with the one of `examples` (name → strokes) that `value` names. The page offers them all, so that
    one can use the figure without drawing, and buttons Undo and Clear. `pen` is the name of the figure's `Slider` that sets
    the width of the line, in the panel's units; `panel` counts from 0. Draw the strokes yourself among the moving artists:
    the page shows only the ink that the kernel has not drawn yet, black and with round ends.
    """

    examples: dict
    value: str
    pen: str
    label: str = ""
    panel: int = 0

    def __post_init__(self):
        if self.value not in self.examples:
            raise ValueError(
                f"The drawing starts with {self.value!r}, which is not one of {', '.join(self.examples)}."
            )

    @property
    def start(self):
        """The strokes of the example that it starts with, as lists."""
        return _lists(self.examples[self.value])

    def read(self, position):
        """The strokes that the front end sent, as arrays; those without a point are left out."""
        return [np.array(stroke, float) for stroke in position if len(stroke)]

    def describe(self):
        """What the front end needs to draw this control."""
        examples = [[name, _lists(strokes)] for name, strokes in self.examples.items()]
        return {"kind": "drawing", "panel": self.panel, "pen": self.pen, "examples": examples}


def _lists(strokes):
    return [np.round(stroke, 2).tolist() for stroke in strokes]
