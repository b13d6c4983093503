"""Find out whether code goes through its data in a Python loop: on more data a loop runs more lines.

Nothing is timed, and only lines of the learner's own code count: torch and NumPy may do what they like.
"""

import sys
from contextlib import contextmanager

import numpy as np

MORE = 24  # rows (columns, ...) that a grown input has more than the one that it is made from
LOOP_LINES = 16  # no vectorised form runs so many more lines for them


class LineCount:
    """How many lines ran so far."""

    lines = 0


@contextmanager
def counting_lines(namespace: dict | None):
    """Count the lines that run in functions whose globals are `namespace`; yields the LineCount.

    A comprehension counts one line an element, a function that `map` or `np.vectorize` calls its own lines.
    """
    count = LineCount()

    def line(frame, event, argument):
        count.lines += event == "line"
        return line

    def enter(frame, event, argument):
        if frame.f_globals is not namespace:
            return None
        count.lines += 1
        return line

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield count
    finally:
        sys.settrace(before)


def grown(arguments: tuple) -> list[tuple]:
    """Larger forms of an input, one for each length that its arrays' axes have: all axes of that length, repeated.

    (x 3×2, w 2×4) grows to (27×2, 2×4), (3×26, 26×4) and (3×2, 2×28): whatever fitted still fits.
    """
    arrays = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    lengths = sorted({length for array in arrays for length in array.shape if length})
    return [tuple(_grow(argument, length) for argument in arguments) for length in lengths]


def _grow(argument, length):
    if not isinstance(argument, np.ndarray):
        return argument
    times = 1 + -(-MORE // length)
    return np.tile(argument, [times if axis == length else 1 for axis in argument.shape])
