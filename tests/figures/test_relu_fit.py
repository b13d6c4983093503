"""A curve fitted by k ReLUs, against NumPy's interpolation and plain reasoning."""

import numpy as np
import pytest

from course_lib import nn
from course_lib.figures.relu_fit import HIGH, LOW, MOST_UNITS, NONE, RELU, X, curve, fit, kinks, relu_fit


def output(activation, units):
    shares, bias = fit(activation, units)
    return shares.sum(axis=1) + bias


@pytest.mark.parametrize("units", [1, 3, 8, MOST_UNITS])  # divisors of 240: the kinks are among the points X
def test_the_output_is_straight_between_the_kinks(units):
    knots = np.append(kinks(units), HIGH)
    heights = np.interp(knots, X, output(nn.relu, units))
    np.testing.assert_allclose(output(nn.relu, units), np.interp(X, knots, heights), atol=1e-9)


@pytest.mark.parametrize("units", [1, 2, 5, 12])
def test_no_other_line_with_these_kinks_comes_closer(units):
    best = np.square(output(nn.relu, units) - curve(X)).sum()
    knots = np.append(kinks(units), HIGH)
    through_the_curve = np.interp(X, knots, curve(knots))
    assert best <= np.square(through_the_curve - curve(X)).sum() + 1e-12


def test_more_units_come_closer():
    gaps = [np.abs(output(nn.relu, units) - curve(X)).max() for units in (2, 4, 8, 16)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.02


@pytest.mark.parametrize("units", [1, 4, MOST_UNITS])
def test_without_an_activation_it_is_the_regression_line(units):
    line = np.polyval(np.polyfit(X, curve(X), 1), X)
    np.testing.assert_allclose(output(lambda x: x, units), line, atol=1e-9)


def test_kinks_start_at_the_left_edge_and_are_evenly_spaced():
    np.testing.assert_allclose(kinks(4), [LOW, -1.5, 0, 1.5])


@pytest.mark.parametrize("activation", [RELU, NONE])
@pytest.mark.parametrize("units", [1, 4, MOST_UNITS])
def test_the_figure_says_its_pieces_and_its_gap(activation, units):
    frame = relu_fit().frame(units=units, activation=activation)
    pieces = units if activation == RELU else 1
    assert frame.readouts["straight pieces"] == str(pieces)
    assert f"{pieces} straight piece" in frame.alt
    assert frame.readouts["largest gap"] in frame.alt
    assert len(frame.artists["bends"][0]) == (units if activation == RELU else 0)


def test_the_ends_of_the_slider_can_be_drawn():
    figure = relu_fit()
    for activation in (RELU, NONE):
        for units in (1, MOST_UNITS):
            values = {"units": units, "activation": activation}
            assert figure.picture(**values).alt == figure.frame(**values).alt
