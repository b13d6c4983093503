"""The ball walks with the learner's functions; what they lack is said in the figure."""

import numpy as np
import pytest

from course_lib.figures.downhill import STEPS, downhill, judge, walk


def height(x):
    return (x - 1) ** 2


def slope(x):
    return 2 * (x - 1)


def step(x, slope, learning_rate):
    return x - learning_rate * slope


@pytest.mark.parametrize("learning_rate", [0.02, 0.1, 0.5, 1.0, 1.1])
def test_the_path_is_that_of_the_closed_form(learning_rate):
    places, problem = walk(slope, step, 3, learning_rate)
    assert problem == ""
    np.testing.assert_allclose(places, 1 + 2 * (1 - 2 * learning_rate) ** np.arange(STEPS + 1), rtol=1e-12)


@pytest.mark.parametrize(
    ("learning_rate", "verdict"),
    [(0.02, "still on its way"), (0.3, "as good as down"), (1.0, "as high as it began"), (1.1, "flew out")],
)
def test_the_readout_says_how_it_went(learning_rate, verdict):
    frame = downhill(height, slope, step, start=3).frame(learning_rate=learning_rate)
    assert verdict in frame.readouts["The ball"]
    assert verdict in frame.alt


def test_unwritten_functions_are_said_and_not_raised():
    def unwritten(*arguments):
        return None

    assert downhill(height, unwritten, step, start=3).frame().problem == "unwritten is not written yet"
    assert downhill(height, slope, unwritten, start=3).frame().problem == "unwritten is not written yet"


def test_a_walk_beyond_all_numbers_is_said():
    assert "gives" in downhill(height, slope, lambda x, s, r: x * 1e300 + 1, start=3).frame().problem


def test_a_step_that_climbs_is_called_that():
    assert judge(4.0, 4.1).startswith("flew out")


def test_the_start_is_the_default_picture():
    assert "takes 20 steps with learning rate 0.1" in downhill(height, slope, step, start=3).picture().alt
