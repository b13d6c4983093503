"""The penalised fit and its errors, against scikit-learn; bias and variance against a plain loop."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from course_lib.figures import ridge_fit
from course_lib.figures.ridge_fit import (
    LINE,
    STRENGTHS,
    bias_and_variance,
    errors,
    fit_with_penalty,
    noisy_points,
    other_training_sets,
    powers,
    truth,
    values,
)


@pytest.mark.parametrize("degree", [1, 4, 9])
@pytest.mark.parametrize("strength", [1e-4, 0.1, 10.0])
def test_the_fit_is_scikit_learns_ridge(degree, strength):
    x, y, *_ = noisy_points()
    ridge = Ridge(alpha=strength * len(x), solver="svd").fit(powers(x, degree), y)
    ours = fit_with_penalty(x, y, degree, strength)
    np.testing.assert_allclose(ours, np.append(ridge.intercept_, ridge.coef_), rtol=1e-6, atol=1e-9)


def test_errors_are_means_of_squares_at_each_strength():
    x, y, more_x, more_y = noisy_points()
    fit = fit_with_penalty(x, y, 7, STRENGTHS[20])
    expected = [np.mean((values(fit, a) - b) ** 2) for a, b in ((x, y), (more_x, more_y))]
    np.testing.assert_allclose(errors(7)[:, 20], expected)


def test_training_error_rises_with_the_penalty_and_validation_error_has_a_valley():
    training, validation = errors(12)
    assert np.all(np.diff(training) > 0)
    best = np.argmin(validation)
    assert 0 < best < len(STRENGTHS) - 1
    assert validation[best] < validation[0] / 3


def test_bias_and_variance_are_those_of_single_fits():
    x, sets = noisy_points()[0], other_training_sets()
    curves = np.array([values(fit_with_penalty(x, y, 5, 0.01), LINE) for y in sets.T])
    bias, variance, _ = bias_and_variance(5, 0.01)
    assert bias == pytest.approx(np.mean((curves.mean(axis=0) - truth(LINE)) ** 2))
    assert variance == pytest.approx(np.mean((curves - curves.mean(axis=0)) ** 2))


def test_the_numbers_of_the_lesson():
    alt = ridge_fit().frame().alt
    assert "the validation error 0.345" in alt
    assert "lowest, 0.090, at λ = 0.0002" in alt
    assert ridge_fit().frame(degree=5).readouts["validation error"] == "0.080"
    told = {1e-7: ("0.001", "0.140"), STRENGTHS[np.argmin(errors(12)[1])]: ("0.007", "0.029")}
    for strength, bias_and_spread in told.items():
        readouts = ridge_fit().frame(strength=strength).readouts
        assert (readouts["bias²"], readouts["variance"]) == bias_and_spread


def test_more_penalty_means_less_variance_and_more_bias():
    figure = ridge_fit()
    little, much = (figure.frame(strength=strength).readouts for strength in (1e-7, 1.0))
    assert float(little["variance"]) > float(much["variance"])
    assert float(little["bias²"]) < float(much["bias²"])


@pytest.mark.parametrize(
    ("degree", "strength", "others"), [(1, 1e-7, True), (12, 100.0, True), (12, 1e-7, False)]
)
def test_it_can_be_drawn_everywhere(degree, strength, others):
    figure = ridge_fit()
    frame = figure.frame(degree=degree, strength=strength, others=others)
    assert ("others" in frame.artists) == others
    assert f"degree {degree}" in frame.alt
    assert figure.picture(degree=degree, strength=strength, others=others).png
