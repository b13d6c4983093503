"""The lens: measured gradients against torch's, the learner's beside them, and whatever the learner hands in."""

import numpy as np
import pytest
import torch

from course_lib.figures import gradient_lens
from course_lib.figures.gradient_lens import PARAMETERS, X, Y, measured, outputs, relative_error


def backward(X, Y, a1, a2, W2):
    dz2 = (a2 - Y) / len(X)
    dz1 = dz2 @ W2.T * a1 * (1 - a1)
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)


def no_slope(X, Y, a1, a2, W2):
    dz2 = (a2 - Y) / len(X)
    dz1 = dz2 @ W2.T
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)


def raises(X, Y, a1, a2, W2):
    return X.T @ nobody  # noqa: F821


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_measured_gradient_is_torchs(name):
    leaves = {key: torch.tensor(value, requires_grad=True) for key, value in PARAMETERS.items()}
    hidden = torch.sigmoid(torch.tensor(X) @ leaves["W1"] + leaves["b1"])
    outputs = torch.sigmoid(hidden @ leaves["W2"] + leaves["b2"])
    loss = torch.nn.functional.binary_cross_entropy(outputs, torch.tensor(Y), reduction="sum") / len(X)
    loss.backward()
    np.testing.assert_allclose(measured(name), leaves[name].grad.numpy(), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_right_gradient_differs_by_next_to_nothing(name):
    figure = gradient_lens(backward)
    for element in (1, 5, 12):
        frame = figure.frame(parameter=name, element=element)
        assert frame.problem == ""
        assert np.abs(frame.artists["difference"][0]["data"]).max() < 1e-6
        assert float(frame.readouts["relative error"].replace("−", "-")) < 1e-6
        assert figure.picture(parameter=name, element=element).alt == frame.alt


def test_a_wrong_gradient_shows_where():
    figure = gradient_lens(no_slope)
    assert np.abs(figure.frame(parameter="W1").artists["difference"][0]["data"]).max() > 0.1
    assert np.abs(figure.frame(parameter="W2").artists["difference"][0]["data"]).max() < 1e-6


def test_the_largest_difference_is_called_one():
    frame = gradient_lens(no_slope).frame(parameter="W1")
    mine = no_slope(X, Y, *outputs(**PARAMETERS), PARAMETERS["W2"])[0]
    assert float(frame.readouts["largest difference in dW1"].replace("−", "-")) == pytest.approx(
        np.abs(mine - measured("W1")).max(), rel=0.2
    )


def test_the_framed_element_is_the_one_in_the_readouts():
    frame = gradient_lens(backward).frame(parameter="W1", element=7)
    assert frame.readouts["measured"] == f"{measured('W1')[1, 2]:+.6f}".replace("-", "−")
    assert "dW1[1, 2], yours" in frame.readouts
    np.testing.assert_allclose(frame.artists["here"][1]["xy"], [2.05, 1.55])
    assert frame.readouts["measured"] in frame.alt


def test_elements_begin_again_after_the_last():
    assert "db2[1], yours" in gradient_lens(backward).frame(parameter="b2", element=12).readouts


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (None, "not written yet"),
        (lambda *given: None, "not written yet"),
        (lambda *given: ..., "not written yet"),
        (raises, "raises raised NameError"),
        (lambda X, Y, a1, a2, W2: X.T, "four gradients are asked, dW1, db1, dW2, db2"),
        (lambda *given: (np.ones((4, 3)), 1, 2, 3), "shape (4, 3); (3, 4) was expected"),
        (lambda *given: (np.full((3, 4), np.nan), 1, 2, 3), "gives nan here"),
        (lambda *given: ("a", 1, 2, 3), "gives no numbers, but str"),
    ],
)
def test_whatever_is_wrong_with_the_learners_function_is_said(function, says):
    figure = gradient_lens(function)
    frame = figure.frame()
    assert says in frame.problem
    assert frame.problem in frame.alt
    assert "own" not in frame.artists
    assert figure.picture().png


@pytest.mark.parametrize(("one", "other", "text"), [(0, 0, "0e+00"), (1, -1, "1e+00"), (1, 3, "5e−01")])
def test_relative_error(one, other, text):
    assert relative_error(one, other) == text
