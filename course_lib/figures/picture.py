"""Still pictures with alt text: what a notebook shows where nothing moves."""

import base64
import io
import struct
import sys
from dataclasses import dataclass
from html import escape

_PIXELS_PER_INCH = 192  # twice a CSS pixel's density: sharp on good screens


@dataclass(frozen=True)
class Picture:
    """A PNG at double density with its alt text. Notebooks show it as an `<img>`, a terminal prints the alt text."""

    png: bytes
    alt: str

    def __post_init__(self):
        if not isinstance(self.alt, str) or not self.alt.strip():
            raise ValueError(
                f"This picture needs alt text, and got {self.alt!r}. Say in a sentence or two what it shows, "
                "with its numbers, for readers who cannot see it: show(figure, alt='…')."
            )

    @property
    def width(self):
        """Width in CSS pixels."""
        return struct.unpack(">I", self.png[16:20])[0] // 2

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{escape(self.alt)}" width="{self.width}" style="max-width:100%;height:auto" '
            f'src="data:image/png;base64,{data}">'
        )

    def __repr__(self):
        return self.alt


def png_bytes(figure, **options):
    """The matplotlib figure as PNG at double density. The same figure gives the same bytes: no date, no version."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=_PIXELS_PER_INCH, metadata={"Software": None}, **options)
    return stream.getvalue()


def show(figure, *, alt):
    """Show a matplotlib figure in the notebook as a picture with alt text, and close it.

    Raises ValueError when `alt` is empty: say what is seen, with numbers.
    """
    from IPython.display import display

    display(Picture(png_bytes(figure, bbox_inches="tight"), alt))
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot:
        pyplot.close(figure)  # else the inline backend shows it once more, without alt text
