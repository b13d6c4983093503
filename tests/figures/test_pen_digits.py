"""Digits as a person writes them, for those who don't draw."""

import numpy as np
import pytest

from course_lib.figures.pen_digits import pen_digit


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_fills_its_box_and_is_written_smoothly(digit):
    points = np.concatenate(pen_digit(digit, 5, 3, 10, 20))
    low, high = points.min(axis=0), points.max(axis=0)
    assert low == pytest.approx((5, 3), abs=1.5)
    assert high == pytest.approx((15, 23), abs=1.5)
    for stroke in pen_digit(digit, 5, 3, 10, 20):
        assert np.hypot(*np.diff(stroke, axis=0).T).max() < 2
