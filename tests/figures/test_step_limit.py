"""The ball on a parabola: just below 2/L it settles, at 2/L it swings for ever, just above it flies away."""

import numpy as np
import pytest

from course_lib.figures import step_limit
from course_lib.figures.step_limit import START, places, verdict


@pytest.mark.parametrize("curvature", [1, 2, 4])
@pytest.mark.parametrize("learning_rate", [0.05, 0.5, 1.0, 2.1])
def test_places_are_those_of_the_closed_form(curvature, learning_rate):
    expected = START * (1 - learning_rate * curvature) ** np.arange(21)
    np.testing.assert_allclose(places(curvature, learning_rate, 20), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("curvature", ["1", "2", "4"])
@pytest.mark.parametrize(("beside", "said"), [(-0.05, "settles"), (0, "swings"), (0.05, "flies away")])
def test_the_slider_stops_below_at_and_above_the_limit(curvature, beside, said):
    figure, learning_rate = step_limit(), 2 / int(curvature) + beside
    assert min(abs(stop - learning_rate) for stop in figure.controls["learning_rate"].stops) < 1e-12
    frame = figure.frame(curvature=curvature, learning_rate=learning_rate, step=20)
    assert said in frame.readouts["the ball"]
    assert frame.readouts["limit 2/L"] == f"{2 / int(curvature):g}"
    final = abs(frame.artists["ball"][0][0])
    assert (final < START, np.isclose(final, START), final > START) == (beside < 0, beside == 0, beside > 0)


@pytest.mark.parametrize(
    ("factor", "said"), [(0.9, "creeps"), (0.0, "one step"), (-0.9, "jumps"), (-1, "swings"), (-1.1, "flies")]
)
def test_the_verdict(factor, said):
    assert said in verdict(factor)


def test_alt_tells_the_numbers_and_a_ball_outside_is_told():
    frame = step_limit().frame(curvature="4", learning_rate=2.1, step=20)
    assert "−7.40" in frame.alt
    assert "limit 2/L is 0.5" in frame.alt
    assert f"x = {frame.readouts['x after 20 steps']}" in frame.artists["told"]
    assert step_limit().frame().artists["told"] == "step 8"
    assert step_limit().picture(curvature="4", learning_rate=2.1, step=20).png
