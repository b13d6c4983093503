"""The pixels that differ between two pictures."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course_lib.figures.changes import apply_changes, changes


@given(pairs=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=80))
def test_the_changes_turn_the_old_picture_into_the_new(pairs):
    before, after = np.array(pairs, np.uint32).T
    runs, pixels = changes(before, after)
    picture = before.copy()
    apply_changes(picture, runs, pixels)
    assert np.array_equal(picture, after)
    assert len(pixels) == (before != after).sum()
    assert runs.dtype == pixels.dtype == np.uint32


def test_nothing_changed_is_nothing_sent():
    picture = np.arange(6, dtype=np.uint32)
    runs, pixels = changes(picture, picture.copy())
    assert runs.size == pixels.size == 0
