"""Controls: positions from the page become values for the figure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.figures import Choice, Point, Slider, Steps, Toggle


def test_a_slider_s_stops_are_what_a_person_would_write():
    slider = Slider(-1, 1, 0.3, step=0.1)
    assert slider.stops == [-1.0, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1,
                            0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]  # fmt: skip
    assert slider.read(slider.start) == 0.3
    assert slider.describe()["stops"][:2] == ["−1.0", "−0.9"]


def test_whole_numbers_stay_whole():
    slider = Slider(0, 10, 4, step=2)
    assert slider.read(slider.start) == 4
    assert isinstance(slider.read(3), int)
    assert slider.describe()["stops"] == ["0", "2", "4", "6", "8", "10"]


def test_a_logarithmic_slider_steps_evenly_in_ratio():
    slider = Slider(1e-4, 1, 0.01, log=True, steps=5)
    assert slider.stops == [1e-4, 1e-3, 1e-2, 1e-1, 1.0]
    assert slider.read(slider.start) == 0.01
    assert slider.describe()["stops"] == ["0.0001", "0.001", "0.01", "0.1", "1"]


def test_a_format_is_used():
    assert Slider(0, 1, 0, step=0.5, format=".0%").describe()["stops"] == ["0%", "50%", "100%"]


@given(
    low=st.floats(-100, 100),
    length=st.floats(0.5, 100),
    share=st.floats(0, 1),
    position=st.integers(-10, 10**6),
)
def test_any_position_gives_a_stop_within_the_ends(low, length, share, position):
    slider = Slider(low, low + length, low + share * length, step=length / 10)
    assert low - 1e-9 <= slider.read(position) <= low + length + 1e-9
    assert abs(slider.read(slider.start) - slider.value) <= length / 20 + 1e-6
    assert np.all(np.diff(slider.stops) > 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"low": 1, "high": 1, "value": 1}, "from low to high"),
        ({"low": 0, "high": 1, "value": 2}, "starts at 2"),
        ({"low": 0, "high": 1, "value": 1, "log": True}, "needs low > 0"),
        ({"low": 0, "high": 1, "value": 1, "step": 0}, "step must be above 0"),
        ({"low": 0, "high": 1, "value": 1, "step": 2}, "at most high − low"),
        ({"low": 0, "high": 1, "value": 1, "step": 1e-4}, "10001 stops"),
    ],
)
def test_a_slider_that_cannot_work_is_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        Slider(**arguments)


def test_a_choice_gives_the_name():
    choice = Choice(["SGD", "Adam"], "Adam", label="optimizer")
    assert choice.start == 1
    assert [choice.read(position) for position in (-1, 0, 1, 7)] == ["SGD", "SGD", "Adam", "Adam"]
    with pytest.raises(ValueError, match="'Lion', which is not one of SGD, Adam"):
        Choice(["SGD", "Adam"], "Lion")


def test_a_toggle_gives_a_bool():
    assert Toggle(True).read(Toggle(True).start) is True
    assert Toggle().read(1) is True


def test_a_point_keeps_the_direction_that_may_not_move():
    assert Point(1, 2).read([3, 4]) == (3, 4)
    assert Point(1, 2, along="x").read([3, 4]) == (3, 2)
    assert Point(1, 2, along="y").read([3, 4]) == (1, 4)
    with pytest.raises(ValueError, match="along"):
        Point(1, 2, along="z")


def test_steps_count_from_nothing_to_the_most():
    steps = Steps(300, 10, label="training")
    assert steps.start == 0
    assert [steps.read(position) for position in (-1, 0, 7, 300, 1e6)] == [0, 0, 7, 300, 300]
    assert steps.describe() == {"kind": "steps", "most": 300, "each": 10}
    with pytest.raises(ValueError, match="most=300, and got 0"):
        Steps(300, 0)
