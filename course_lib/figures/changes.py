"""The pixels that differ between two pictures, as bytes: what a figure sends for a frame.

Runs of changed pixels, lossless: for a line that moves some tens of kilobytes, found in about a millisecond, where a
PNG of the whole picture takes ten (at double density forty) to encode. A long run of one colour is sent as that colour and
its length, so that areas cost little more than their outlines.
"""

import numpy as np

ONE_COLOUR = 1 << 31  # in a run's length: its pixels are all alike, and only one is sent
_LONG = 16  # pixels: shorter stretches of one colour are not worth a run of their own


def changes(before, after):
    """The runs of pixels in `after` (uint32, one number a pixel, flat) that differ from `before` (as long, or None).

    Returns `(runs, pixels)`: for each run its first pixel and its length, `ONE_COLOUR` added for a run of one colour
    (uint32, n×2), and the new pixels in order, one alone for a run of one colour (uint32).
    Without `before` there is one run over everything.
    """
    if before is None:
        return np.array([[0, after.size]], np.uint32), after
    differs = np.zeros(after.size + 2, bool)
    np.not_equal(before, after, out=differs[1:-1])
    edges = np.flatnonzero(differs[1:] != differs[:-1]).reshape(-1, 2)
    return _shorten(edges[:, 0], edges[:, 1] - edges[:, 0], after[differs[1:-1]])


def _shorten(starts, lengths, pixels):
    """Part the runs where a long stretch of one colour begins or ends, and keep one pixel of each such stretch."""
    offsets = np.cumsum(lengths) - lengths  # of each run among the changed pixels
    begins = np.zeros(pixels.size, bool)
    begins[1:] = pixels[1:] != pixels[:-1]
    begins[offsets] = True
    pieces = np.flatnonzero(begins)  # of one colour each
    is_long = np.diff(pieces, append=pixels.size) >= _LONG
    parts = is_long.copy()
    parts[1:] |= is_long[:-1]
    begins[:] = False
    begins[pieces[parts]] = True
    begins[offsets] = True
    cuts = np.flatnonzero(begins)
    sizes = np.diff(cuts, append=pixels.size)
    alike = is_long[np.searchsorted(pieces, cuts)]
    run = np.searchsorted(offsets, cuts, side="right") - 1
    runs = np.column_stack([starts[run] + cuts - offsets[run], sizes + ONE_COLOUR * alike])
    return runs.astype(np.uint32), pixels[begins | np.repeat(~alike, sizes)]


def apply_changes(picture, runs, pixels):
    """Write the runs into `picture` (uint32, flat), in place: what the front end does, for tests."""
    taken = 0
    for start, length in runs.tolist():
        count = 1 if length >= ONE_COLOUR else length
        picture[start : start + length % ONE_COLOUR] = pixels[taken : taken + count]
        taken += count
