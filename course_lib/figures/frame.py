"""One state of a figure as plain data, and how an artist takes it."""

from dataclasses import dataclass, field

from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer

# In place of an artist's data: it stays as `draw` left it, is drawn once, below the moving ones, and then remembered.
STILL = object()


class AltTextError(ValueError):
    """A picture without a description for readers who cannot see it."""

    def __init__(self, got):
        super().__init__(
            f"Alt text is required, and got {got!r}. Say in a sentence or two what is seen, with its numbers, for "
            "readers who cannot see it: alt='…'."
        )


def require_alt(alt):
    """Raise `AltTextError`, a ValueError, unless `alt` is text with something in it."""
    if not isinstance(alt, str) or not alt.strip():
        raise AltTextError(alt)


@dataclass(frozen=True)
class Frame:
    """What a figure shows for one setting of its controls.

    `artists` maps the names of moving artists to their data (see `move`); a moving artist that is not named is not
    drawn. One whose data is `STILL` is shown as `draw` left it: one of several backgrounds, each drawn only once.
    `readouts` are short texts shown beside the picture, by name. `alt` says what is seen, with numbers.
    `problem`, when there is one, is shown over the picture: "relu_grad is not written yet".

    Raises ValueError when `alt` is empty.
    """

    artists: dict
    alt: str
    readouts: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def __post_init__(self):
        require_alt(self.alt)


def move(artist, data):
    """Give a matplotlib artist its new data.

    A dict is set property by property (`{"color": …}`), text becomes the text, an array the offsets of a scatter (n×2),
    the heights of bars (n) or the pixels of an image, and a tuple goes to the artist's own `set_data`: `(x, y)` for a
    line, `(x, lower, upper)` for a band made by `fill_between`. A list of artists takes a list of data.
    """
    if isinstance(artist, BarContainer):
        for bar, height in zip(artist, data, strict=True):
            bar.set_height(height)
    elif isinstance(artist, (list, tuple)):
        for part, part_data in zip(artist, data, strict=True):
            move(part, part_data)
    elif isinstance(data, dict):
        artist.set(**data)
    elif isinstance(data, str):
        artist.set_text(data)
    elif isinstance(artist, PathCollection):
        artist.set_offsets(data)
    elif isinstance(data, tuple):
        artist.set_data(*data)
    else:
        artist.set_data(data)


def parts(artist):
    """The single artists of a moving artist: itself, or those of a bar chart or a list."""
    if isinstance(artist, (list, tuple)):
        return [single for part in artist for single in parts(part)]
    return [artist]
