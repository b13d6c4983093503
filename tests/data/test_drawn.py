"""MNIST's preparation of a drawing, step by step."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from course_lib.data.digits import upscale
from course_lib.data.drawn import (
    bounding_box,
    centre,
    centre_of_mass,
    draw_strokes,
    fit_to_20,
    prepare_drawing,
)

PLACES = st.tuples(st.floats(2, 26), st.floats(2, 26))
DRAWINGS = st.lists(st.lists(PLACES, min_size=1, max_size=8), min_size=1, max_size=3)
STROKE = [[(8, 5), (20, 5), (12, 23)]]


def rectangle(top, bottom, left, right, size=280):
    """A picture with a filled rectangle."""
    picture = np.zeros((size, size), np.uint8)
    picture[top:bottom, left:right] = 255
    return picture


def test_a_line_has_the_width_of_the_pen_and_round_ends():
    ink = draw_strokes([[(4, 14), (24, 14)]], pen=2) / 255
    assert ink.shape == (280, 280)
    assert ink[:, 140].sum() == pytest.approx(20, abs=0.7)
    assert ink[140].sum() == pytest.approx(200 + 20, abs=1)
    assert ink[131, 32] == 0  # a corner that a square end would fill
    assert 0 < ink[130:150, 30:40].mean() < 1


def test_one_point_is_a_dot():
    ink = draw_strokes([[(10, 20)]], pen=3) / 255
    assert ink.sum() == pytest.approx(np.pi * 15**2, rel=0.05)
    assert centre_of_mass(ink) == pytest.approx((199.5, 99.5), abs=0.5)


def test_strokes_beyond_the_paper_and_empty_ones_do_no_harm():
    assert not draw_strokes([]).any()
    assert not draw_strokes([[], [(-50, -50), (-40, 90)]]).any()


@given(top=st.integers(0, 278), left=st.integers(0, 278), height=st.integers(1, 99), width=st.integers(1, 99))
def test_the_bounding_box_is_exact(top, left, height, width):
    bottom, right = min(top + height, 280), min(left + width, 280)
    assert bounding_box(rectangle(top, bottom, left, right)) == (top, bottom, left, right)


@given(DRAWINGS)
def test_nothing_lies_outside_the_box_and_ink_touches_each_side(strokes):
    picture = draw_strokes(strokes)
    top, bottom, left, right = bounding_box(picture)
    inside = picture[top:bottom, left:right]
    assert inside.sum() == picture.sum()
    assert all(side.any() for side in (inside[0], inside[-1], inside[:, 0], inside[:, -1]))


def test_an_empty_drawing_stays_empty():
    paper = draw_strokes([])
    assert bounding_box(paper) is None
    assert fit_to_20(paper).shape == (20, 20)
    for steps in ({}, {"crop": False}, {"by_mass": False}, {"crop": False, "by_mass": False}):
        prepared = prepare_drawing(paper, **steps)
        assert (prepared.shape, prepared.dtype, prepared.any()) == ((28, 28), np.uint8, False)


@given(DRAWINGS)
def test_the_longer_side_becomes_20_and_the_shape_stays(strokes):
    picture = draw_strokes(strokes)
    top, bottom, left, right = bounding_box(picture)
    small = fit_to_20(picture)
    box = bounding_box(small)
    height, width = box[1] - box[0], box[3] - box[2]
    # Half a pixel of rounding, and a side that is so faint that it rounds to nothing.
    scale = 20 / max(bottom - top, right - left)
    assert height == pytest.approx(scale * (bottom - top), abs=2.5)
    assert width == pytest.approx(scale * (right - left), abs=2.5)
    assert max(height, width) >= 18


def test_the_mean_ink_of_an_area_becomes_a_pixel():
    small = fit_to_20(rectangle(0, 30, 0, 40, size=40))  # 2 pixels to 1
    assert bounding_box(small) == (2, 17, 0, 20)
    assert set(np.unique(small)) == {0, 255}
    checks = (np.indices((40, 40)).sum(axis=0) % 2 * 200).astype(np.uint8)
    assert set(np.unique(fit_to_20(checks))) == {100}


def test_a_thin_line_stays_thin():
    small = fit_to_20(rectangle(10, 270, 138, 142))
    assert bounding_box(small) == (0, 20, 9, 10)
    assert small[:, 9].min() == 255


@given(DRAWINGS, st.sampled_from([0.5, 2, 4]))
def test_the_centre_of_mass_comes_to_the_middle_within_half_a_pixel(strokes, pen):
    small = fit_to_20(draw_strokes(strokes, pen))
    prepared = centre(small)
    assume(prepared.sum() == small.sum())  # nothing was cut off
    assert centre_of_mass(prepared) == pytest.approx((14, 14), abs=0.5 + 1e-9)


def test_centring_moves_by_whole_pixels_and_cuts_what_leaves():
    picture = np.zeros((20, 20), np.uint8)
    picture[0, 0], picture[0, 19] = 250, 1
    prepared = centre(picture)
    assert prepared[14, 14] == 250
    assert prepared.sum() == 250  # the faint one would be in column 33


def test_the_steps_that_are_left_out():
    picture = draw_strokes([[(5, 6), (7, 9)]])
    as_drawn = prepare_drawing(picture, crop=False, by_mass=False)
    row, column = centre_of_mass(picture)
    assert centre_of_mass(as_drawn) == pytest.approx(
        ((row + 0.5) / 10 - 0.5, (column + 0.5) / 10 - 0.5), abs=0.05
    )
    moved = prepare_drawing(picture, crop=False)
    assert moved.sum() == as_drawn.sum()
    assert centre_of_mass(moved) == pytest.approx((14, 14), abs=0.5)
    framed = prepare_drawing(picture, by_mass=False)
    assert np.array_equal(framed[4:24, 4:24], fit_to_20(picture))
    assert framed.sum() == fit_to_20(picture).sum()


@given(left=st.floats(2, 12), top=st.floats(2, 7), scale=st.floats(0.5, 1))
def test_place_and_size_on_the_paper_make_hardly_a_difference(left, top, scale):
    elsewhere = [[(left + scale * (x - 8), top + scale * (y - 5)) for x, y in STROKE[0]]]
    here, there = (
        prepare_drawing(draw_strokes(*drawing)) for drawing in ((STROKE, 2), (elsewhere, 2 * scale))
    )
    one_pixel_off = abs(np.roll(here, 1, axis=1).astype(int) - here).mean()
    assert abs(there.astype(int) - here).mean() < 1.2 * one_pixel_off


@given(DRAWINGS)
def test_what_is_prepared_already_comes_back_as_it_was(strokes):
    """As do the images of MNIST: 59,984 of the 60,000 to the last grey level."""
    prepared = prepare_drawing(draw_strokes(strokes))
    top, bottom, left, right = bounding_box(prepared)
    assume(max(bottom - top, right - left) == 20)
    row, column = centre_of_mass(prepared)
    assume(max(abs(row - 14), abs(column - 14)) < 0.49)  # neither cut nor halfway between two pixels
    assert np.array_equal(prepare_drawing(prepared), prepared)


def test_handwriting_that_was_scaled_otherwise_is_hardly_changed():
    """scikit-learn's digits, enlarged: already some 20 pixels high, but not centred by mass."""
    for image in upscale(load_digits().images[:50]):
        box, prepared = bounding_box(image), prepare_drawing(image)
        assert max(box[1] - box[0], box[3] - box[2]) == pytest.approx(20, abs=2)
        shifts = [
            np.roll(image, (down, right), axis=(0, 1)) for down in range(-3, 4) for right in range(-3, 4)
        ]
        assert min(abs(prepared.astype(int) - shifted).mean() for shifted in shifts) < 16
