"""The figure in the page: answers each request of `figure.js` with the pixels that changed.

Why anywidget with binary buffers, by `benchmarks/figures.py`, the same picture by each carrier on two busy cores: it
showed 12 frames a second and settled within 70 ms, where ipympl and PNGs by ipywidgets' Image or by anywidget showed 4 to
9 frames and settled in 140 to 490 ms, and `interact` with inline pictures showed 1.3 and settled in 600. The changed
pixels are found in a millisecond and are tens of kilobytes: an empty message to and fro takes JupyterLab as long.

The front end keeps one request in flight and asks again with the newest values when the answer is painted, so old values
are never queued, however busy the kernel is. A message to and fro takes JupyterLab some 50 ms, the drawing one or two; so
an answer brings along the frames of the slider's next stops, which then show at once, as do positions seen before. The
kernel is asked again when the controls rest, so that what is shown then is always fresh.
"""

import threading
import time
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from IPython import get_ipython

from course_lib.figures.changes import changes

_HERE = Path(__file__).parent
_SMALLEST, _LARGEST = 0.2, 4  # picture pixels for a CSS pixel
_AHEAD = 0.008  # seconds of drawing for what may be asked next
_shown = {}  # cell id → (the run that showed them, its widgets)


class FigureWidget(anywidget.AnyWidget):
    """One display of a `Figure`."""

    _esm = "\n".join(
        (_HERE / f"{name}.js").read_text(encoding="utf-8")
        for name in ("screen", "controls", "drawing", "figure")
    )
    _css = _HERE / "figure.css"

    controls = traitlets.List().tag(sync=True)
    positions = traitlets.Dict().tag(sync=True)
    size = traitlets.List().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    poster = traitlets.Bytes().tag(sync=True)

    @classmethod
    def of(cls, figure, picture):
        """A widget for this figure; it replaces what an earlier run of the same cell showed."""
        _close_earlier_runs()
        controls = [
            {"name": name, "label": control.label or name, **control.describe()}
            for name, control in figure.controls.items()
        ]
        widget = cls(
            controls=controls,
            positions=figure.starts,
            size=[figure.width, figure.height],
            alt=picture.alt,
            poster=picture.png,
        )
        widget._figure, widget._answered, widget._turn = figure, ("", 0), threading.Lock()
        widget.on_msg(lambda _, request, __: widget._answer(request))
        _remember(widget)
        return widget

    def _answer(self, request):
        # JupyterLab may hand us requests in two threads: the kernel's main one and a subshell's.
        with self._turn:
            view, number = self._answered
            if request["view"] == view and request["number"] <= number:
                return  # overtaken by a newer one
            self._answered = request["view"], request["number"]
            # Changed in place: traitlets sends nothing, and a page that is opened again starts where this one stood.
            self.positions.update(request["positions"])
            answer, buffers = self._frames(request)
            echo = {name: request[name] for name in ("view", "number", "look")}
            self.send({**echo, **answer}, buffers)

    def _frames(self, request):
        """The frame that is asked for, then those that may be asked next while there is time; the still picture if wanted."""
        view = min(max(float(request["scale"]), _SMALLEST), _LARGEST), bool(request["dark"])
        still, panels = self._figure.still(*view)
        frames, buffers = [], []
        end = time.perf_counter() + _AHEAD
        for positions in (request["positions"], *request["ahead"]):
            if frames and (time.perf_counter() > end or not self._figure.ahead):
                break
            pixels, frame = self._figure.render(self._figure.read(positions), *view)
            frames.append({"positions": positions, **_said(frame)})
            buffers += changes(_flat(still), _flat(pixels))
        if request["has_still"]:
            return {"frames": frames}, buffers
        return {"frames": frames, "size": still.shape[1::-1], "panels": panels}, [*buffers, _flat(still)]


def _said(frame):
    return {
        "readouts": {str(name): str(text) for name, text in frame.readouts.items()},
        "alt": frame.alt,
        "problem": frame.problem,
        "empty": not frame.artists,
    }


def _flat(pixels):
    return pixels.view(np.uint32).ravel()


def _run():
    """The cell that runs now and the id of this run of it; None where nobody says."""
    parent = getattr(get_ipython(), "get_parent", dict)()
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")


def _close_earlier_runs():
    cell, run = _run()
    if cell in _shown and _shown[cell][0] != run:
        for widget in _shown.pop(cell)[1]:
            widget._figure.rest()
            widget.layout.close()
            widget.close()


def _remember(widget):
    cell, run = _run()
    if cell:
        _shown.setdefault(cell, (run, []))[1].append(widget)
