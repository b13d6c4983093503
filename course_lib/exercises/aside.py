"""Keep what running code prints, displays and warns of out of the way."""

import io
import sys
import warnings
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout

import numpy as np

PRINTED_AT_MOST = 2_000  # characters of print() that are kept


class _Kept(io.StringIO):
    """Keeps the first characters that are written to it and forgets the rest."""

    def write(self, text):
        left = PRINTED_AT_MOST - self.tell()
        super().write(text[: max(left, 0)])
        return len(text)


@contextmanager
def aside():
    """Nothing that runs inside is seen; yields a text buffer with the beginning of what was printed."""
    printed = _Kept()
    with (
        redirect_stdout(printed),
        redirect_stderr(io.StringIO()),
        warnings.catch_warnings(action="ignore"),
        np.errstate(all="ignore"),
        _displays_aside(),
    ):
        yield printed


def _displays_aside():
    if "IPython" not in sys.modules or sys.modules["IPython"].get_ipython() is None:
        return nullcontext()
    from IPython.utils.capture import capture_output

    return capture_output(stdout=False, stderr=False, display=True)
