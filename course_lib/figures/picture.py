"""Still pictures with alt text: what a notebook shows where nothing moves."""

import base64
import io
import struct
import sys
from dataclasses import dataclass
from html import escape

from course_lib.figures.frame import require_alt
from course_lib.figures.style import CSS_PIXELS_PER_INCH

DENSITY = 2  # picture pixels for one CSS pixel: sharp on good screens


@dataclass(frozen=True)
class Picture:
    """A PNG at double density with its alt text. Notebooks show it as an `<img>`, a terminal prints the alt text."""

    png: bytes
    alt: str

    def __post_init__(self):
        require_alt(self.alt)

    @property
    def width(self):
        """Width in CSS pixels, from the PNG's header."""
        return struct.unpack(">I", self.png[16:20])[0] // DENSITY

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{escape(self.alt)}" width="{self.width}" style="max-width:100%;height:auto" '
            f'src="data:image/png;base64,{data}">'
        )

    def __repr__(self):
        return self.alt


def show(figure, *, alt):
    """Show a matplotlib figure in the notebook as a picture with alt text, and close it.

    The same figure gives the same bytes: the PNG holds no date and no version.
    Raises ValueError when `alt` is empty: say what is seen, with numbers.
    """
    from IPython.display import display

    require_alt(alt)
    stream = io.BytesIO()
    density = {"dpi": DENSITY * CSS_PIXELS_PER_INCH, "bbox_inches": "tight"}
    figure.savefig(stream, format="png", metadata={"Software": None}, **density)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        pyplot.close(figure)  # else the inline backend shows it once more, without alt text
    display(Picture(stream.getvalue(), alt))
