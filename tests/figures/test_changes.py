"""The pixels that differ between two pictures."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from course_lib.figures.changes import ONE_COLOUR, apply_changes, changes


@given(pairs=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=80))
def test_the_changes_turn_the_old_picture_into_the_new(pairs):
    before, after = np.array(pairs, np.uint32).T
    runs, pixels = changes(before, after)
    picture = before.copy()
    apply_changes(picture, runs, pixels)
    assert np.array_equal(picture, after)
    assert len(pixels) <= (before != after).sum()
    assert runs.dtype == pixels.dtype == np.uint32


@given(
    stretches=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([1, 2, 15, 16, 40])),
        min_size=1,
        max_size=30,
    )
)
def test_long_stretches_of_one_colour_too(stretches):
    before, after = (
        np.repeat([s[part] for s in stretches], [s[2] for s in stretches]).astype(np.uint32)
        for part in (0, 1)
    )
    runs, pixels = changes(before, after)
    picture = before.copy()
    apply_changes(picture, runs, pixels)
    assert np.array_equal(picture, after)


def test_of_a_run_of_one_colour_one_pixel_is_sent():
    before, after = np.zeros(200, np.uint32), np.zeros(200, np.uint32)
    after[10:30], after[30:33], after[33:133] = 5, [1, 2, 3], 7
    runs, pixels = changes(before, after)
    assert runs.tolist() == [[10, 20 + ONE_COLOUR], [30, 3], [33, 100 + ONE_COLOUR]]
    assert pixels.tolist() == [5, 1, 2, 3, 7]


def test_a_stretch_does_not_reach_over_what_did_not_change():
    before, after = np.zeros(40, np.uint32), np.full(40, 9, np.uint32)
    before[20] = 9
    runs, pixels = changes(before, after)
    assert runs.tolist() == [[0, 20 + ONE_COLOUR], [21, 19 + ONE_COLOUR]]
    assert pixels.tolist() == [9, 9]


def test_nothing_changed_is_nothing_sent():
    picture = np.arange(6, dtype=np.uint32)
    runs, pixels = changes(picture, picture.copy())
    assert runs.size == pixels.size == 0
