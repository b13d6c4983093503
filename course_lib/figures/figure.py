"""A figure that a learner moves: the author writes what stays, what moves and what the controls do to it."""

import base64
from html import escape

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from course_lib.figures.frame import move
from course_lib.figures.picture import Picture, png_bytes
from course_lib.figures.style import theme


class Figure:
    """An interactive figure. Leave it as the last line of a cell, or `display` it.

    `draw(axes)` draws all of it once and returns a dict of the artists that move; what it doesn't return stays still.
    It gets one axes, or as many as `panels` says, side by side. `update(**values)` turns the controls' values into a
    `Frame`. `controls` maps the argument names of `update` to a `Slider`, `Choice`, `Toggle` or `Point`.
    `width` and `height` are CSS pixels; in a narrower cell the figure shrinks and keeps its shape.

    Raises ValueError when a frame has no alt text.
    """

    def __init__(self, draw, update, controls, *, panels=1, width=600, height=360, ratios=None):
        self.controls = dict(controls)
        self.width, self.height = width, height
        self._draw, self._update, self._panels, self._ratios = draw, update, panels, ratios
        self.frame()

    @property
    def defaults(self):
        """The starting value of every control, by name."""
        return {name: control.read(control.start) for name, control in self.controls.items()}

    def frame(self, **values):
        """The `Frame` for these control values; controls that are not named stand at their start."""
        return self._update(**{**self.defaults, **values})

    def picture(self, **values):
        """The figure as a still picture with alt text, for these control values."""
        frame = self.frame(**values)
        with matplotlib.rc_context(theme()):
            canvas = Canvas(figsize=(self.width / 96, self.height / 96), layout="constrained")
            FigureCanvasAgg(canvas)
            axes = canvas.subplots(1, self._panels, squeeze=False, width_ratios=self._ratios)[0]
            for name, artist in self._draw(*axes).items():
                move(artist, frame.artists[name])
        return Picture(png_bytes(canvas), frame.alt)

    def _repr_mimebundle_(self, **_):
        picture = self.picture()
        readouts = "".join(f"<p>{escape(n)}: {escape(v)}</p>" for n, v in self.frame().readouts.items())
        return {"text/plain": picture.alt, "text/html": f"{picture._repr_html_()}{readouts}"}
