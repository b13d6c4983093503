"""One state of a figure as plain data, and how an artist takes it."""

from dataclasses import dataclass, field

from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer


@dataclass(frozen=True)
class Frame:
    """What a figure shows for one setting of its controls.

    `artists` maps the names of moving artists to their data (see `move`); a moving artist that is not named is not
    drawn. `readouts` are short texts shown beside the picture, by name. `alt` says what is seen, with numbers.
    `problem`, when there is one, is shown over the picture: "relu_grad is not written yet".

    Raises ValueError when `alt` is empty.
    """

    artists: dict
    alt: str
    readouts: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def __post_init__(self):
        if not isinstance(self.alt, str) or not self.alt.strip():
            raise ValueError(
                f"A frame needs alt text, and got {self.alt!r}. Say in a sentence or two what is seen, with its numbers."
            )


def move(artist, data):
    """Give a matplotlib artist its new data.

    A dict is set property by property (`{"color": …}`), text becomes the text, an array the offsets of a scatter (n×2),
    the heights of bars (n) or the pixels of an image, and a tuple goes to the artist's own `set_data`: `(x, y)` for a
    line, `(x, lower, upper)` for a band made by `fill_between`.
    """
    if isinstance(data, dict):
        artist.set(**data)
    elif isinstance(data, str):
        artist.set_text(data)
    elif isinstance(artist, BarContainer):
        for bar, height in zip(artist, data, strict=True):
            bar.set_height(height)
    elif isinstance(artist, PathCollection):
        artist.set_offsets(data)
    elif isinstance(data, tuple):
        artist.set_data(*data)
    else:
        artist.set_data(data)
