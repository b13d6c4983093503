"""Count the lines of the learner's code that run: a loop over the data runs more of them on more data."""

import sys
from contextlib import contextmanager


class LineCount:
    """How many lines ran so far."""

    lines = 0


@contextmanager
def counting_lines(namespace: dict | None):
    """Count the lines that run in functions whose globals are `namespace`; yields the LineCount.

    A comprehension counts one line an element, a function that `map` or `np.vectorize` calls its own lines.
    Library code never counts, so torch and NumPy are free to do what they do.
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
