"""The three fitted lines, against scikit-learn and SciPy, and what the figure says of them."""

import numpy as np
import pytest
from scipy.optimize import linprog, minimize

from course_lib.figures import outlier
from course_lib.figures.outlier import X, Y, fit_huber, fit_mae, fit_mse
from course_lib.nn import huber


@pytest.fixture(params=[(9.0, 0.8), (2.0, 11.0), (5.0, 6.0), (X[3], 0.0)])
def points(request):
    """The ten points and an eleventh, once at the x of another one."""
    return np.append(X, request.param[0]), np.append(Y, request.param[1])


def least_absolute_error(x, y):
    """The sum of absolute errors of the best line, by linear programming."""
    eye, ones = np.eye(len(x)), np.ones((len(x), 1))
    line = np.hstack([ones, x[:, None]])
    bounds = [(None, None)] * 2 + [(0, None)] * len(x)
    above, below = np.hstack([line, -eye]), np.hstack([-line, -eye])
    cost = np.append([0, 0], np.ones(len(x)))
    return linprog(cost, A_ub=np.vstack([above, below]), b_ub=np.append(y, -y), bounds=bounds).fun


def test_mse_fit_is_polyfit(points):
    np.testing.assert_allclose(fit_mse(*points), np.polyfit(*points, 1)[::-1], rtol=1e-10)


def test_no_line_has_less_absolute_error(points):
    x, y = points
    intercept, slope = fit_mae(x, y)
    assert np.abs(intercept + slope * x - y).sum() == pytest.approx(least_absolute_error(x, y), abs=1e-9)


@pytest.mark.parametrize("delta", [0.1, 1.0, 6.0])
def test_no_line_has_less_huber_loss(points, delta):
    x, y = points

    def loss(line):
        return huber(line[0] + line[1] * x, y, delta)

    best = minimize(
        loss, fit_mse(x, y), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 2000}
    )
    assert loss(fit_huber(x, y, delta)) == pytest.approx(best.fun, abs=1e-6)


def test_a_large_delta_gives_the_line_of_mse(points):
    np.testing.assert_allclose(fit_huber(*points, 100.0), fit_mse(*points))


def test_squared_error_follows_the_outlier_and_the_others_do_not():
    frame = outlier().frame(point=(9.0, 0.8), delta=1.0)
    slopes = [float(text) for text in frame.readouts.values()]
    assert slopes == [0.45, 0.65, 0.64]
    assert "MSE 0.45, MAE 0.65, Huber 0.64" in frame.alt


def test_the_figure_can_be_drawn_everywhere_on_its_panel():
    figure = outlier()
    for x, y in [(0, 0), (10, 12), (0.5, 12)]:
        assert figure.frame(point=(x, y)).problem == ""
        assert figure.picture(point=(x, y)).png
