"""A figure that a learner moves: the author writes what stays, what moves and what the controls do to it."""

import io
from html import escape

from PIL import Image

from course_lib.figures.frame import AltTextError, Frame
from course_lib.figures.picture import DENSITY, Picture
from course_lib.figures.stage import DRAWING, Stage


class Figure:
    """An interactive figure. Leave it as the last line of a cell, or `display` it.

    `draw(axes)` draws all of it once and returns a dict of the artists that move; what it doesn't return stays still.
    It gets one axes, or as many as `panels` says, side by side. `update(**values)` turns the controls' values into a
    `Frame`: plain data, so the same values always give the same picture. `controls` maps the argument names of
    `update` to a `Slider`, `Choice`, `Toggle`, `Steps`, `Point` or `Drawing`. `width` and `height` are CSS pixels; in
    a narrower cell all of it shrinks alike. `ratios` are the panels' widths relative to each other. While a slider
    moves, its next stops are drawn ahead of time; `ahead=False` is for an `update` that is slow, or that goes on from
    where it was.

    Moving artists lie above still ones, in the order in which `draw` returns them. Fix the limits of the axes in `draw`: they never follow the data.
    Where there is no kernel, the notebook keeps the picture of the default state, with its alt text.

        def draw(axes):
            axes.set(xlim=(-4, 4), ylim=(-1, 16), xlabel="x")
            axes.plot(x, x**2)
            return {"point": axes.plot([], [], "o", color=VERMILLION)[0]}

        def update(at):
            height = at**2
            return Frame({"point": ([at], [height])}, alt=f"The parabola's point at x = {at:.1f}, {height:.2f} high.")

        Figure(draw, update, {"at": Slider(-4, 4, 1, step=0.1, label="x")})

    Raises ValueError when the default state has no alt text. Any other error in `draw` or `update` is shown in the
    figure, never as a traceback.
    """

    def __init__(self, draw, update, controls, *, panels=1, width=600, height=360, ratios=None, ahead=True):
        self.controls = dict(controls)
        self.width, self.height, self.ahead = width, height, ahead
        self._update, self._broken = update, None
        try:
            self._stage = Stage(draw, width, height, panels, ratios)
        except Exception as error:
            self._broken = error
            self._stage = Stage(lambda *axes: {}, width, height, panels, ratios)
        self.frame()

    @property
    def starts(self):
        """Where every control starts, by name, as the front end counts: see the controls."""
        return {name: control.start for name, control in self.controls.items()}

    def read(self, positions):
        """The values of the controls at these positions, by name."""
        return {name: control.read(positions[name]) for name, control in self.controls.items()}

    def frame(self, **values):
        """The `Frame` for these control values; controls that are not named stand at their start.

        Raises ValueError when it has no alt text.
        """
        if self._broken:
            return _failed(self._broken)
        try:
            return self._update(**{**self.read(self.starts), **values})
        except AltTextError:
            raise
        except Exception as error:
            return _failed(error)

    def render(self, values, scale=1, dark=False, background="none"):
        """Draw the figure for these values, with `scale` picture pixels for a CSS pixel.

        Returns the pixels (height × width × 4 uint8, RGBA) and the `Frame`. What cannot be drawn leaves the still parts,
        and a frame that says why.
        """
        frame = self.frame(**values)
        with DRAWING:
            self._stage.prepare(scale, dark, background)
            try:
                return self._stage.pixels(frame.artists), frame
            except Exception as error:
                return self._stage.still, _failed(error)

    def still(self, scale=1, dark=False):
        """The still parts alone, as pixels, and where the panels are (see `Stage.panels`)."""
        with DRAWING:
            self._stage.prepare(scale, dark)
            return self._stage.still, self._stage.panels

    def rest(self):
        """Let go of what was drawn, when the figure is no longer shown: Jupyter remembers every output's object."""
        self._stage.rest()

    def picture(self, **values):
        """The figure as a still picture for these control values, with its alt text."""
        return self._still(values)[0]

    def _still(self, values):
        pixels, frame = self.render(values, DENSITY, background="white")
        stream = io.BytesIO()
        Image.fromarray(pixels).convert("RGB").save(stream, "png")
        return Picture(stream.getvalue(), frame.alt), frame

    def _repr_mimebundle_(self, **_):
        picture, frame = self._still({})
        lines = [frame.problem] * bool(frame.problem) + [
            f"{name}: {text}" for name, text in frame.readouts.items()
        ]
        html = picture._repr_html_() + "".join(f"<p>{escape(line)}</p>" for line in lines)
        return {**self._live(picture), "text/plain": picture.alt, "text/html": html}

    def _live(self, picture):
        """The widget's part of the bundle; empty where there is no kernel to answer it."""
        from IPython import get_ipython

        if not hasattr(get_ipython(), "kernel"):
            return {}
        from course_lib.figures.widget import FigureWidget

        return FigureWidget.of(self, picture)._repr_mimebundle_()[0]


def _failed(error):
    problem = f"This figure could not be drawn: {type(error).__name__}: {error}"
    return Frame({}, alt=problem, problem=problem)
