"""Losses against torch's autograd in float64, finite differences, numbers worked by hand, and their own laws."""

import math
import warnings

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib import nn


def torch_hinge(scores, targets):
    return torch.relu(1 - targets * scores).mean()


PAIRWISE = {
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "binary_cross_entropy": F.binary_cross_entropy,
    "binary_cross_entropy_from_logits": F.binary_cross_entropy_with_logits,
    "hinge": torch_hinge,
}
EVERYTHING = [*PAIRWISE, "cross_entropy", "cross_entropy_from_logits"]

numbers = st.floats(-1e4, 1e4) | st.floats(-5, 5)
shares = st.floats(0, 1) | st.sampled_from([0.0, 1.0])
PREDICTIONS = {"binary_cross_entropy": shares}
TARGETS = {
    "binary_cross_entropy": shares,
    "binary_cross_entropy_from_logits": shares,
    "hinge": st.sampled_from([-1.0, 1.0]),
}
any_shape = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)


def close(actual, expected):
    """Equal to 1e-12, relative for large numbers, absolute for small ones; and of one shape."""
    assert np.shape(actual) == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-12)


def value_and_grad(name):
    return getattr(nn, name), getattr(nn, f"{name}_grad")


def torch_value_and_grad(function, predictions, targets):
    predictions = torch.tensor(predictions, dtype=torch.float64, requires_grad=True)
    value = function(predictions, torch.tensor(targets))
    value.backward()
    return value.item(), predictions.grad.numpy()


def example(name, dtype=np.float64):
    """Plain arguments that fit the loss, far from kinks and limits."""
    if name.startswith("cross_entropy"):
        logits = np.array([[2.0, -1.0, 0.5], [0.0, 0.3, 3.0]])
        predictions = logits if name.endswith("logits") else nn.softmax(logits)
        return predictions.astype(dtype), np.array([0, 1])
    predictions = np.array([[0.8, 0.15, 0.6], [0.35, 0.9, 0.25]], dtype)
    signs = np.array([[1.0, -1, 1], [1, 1, -1]])
    return predictions, signs if name == "hinge" else (signs + 1) / 2


@pytest.mark.parametrize("name", PAIRWISE)
@given(shape=any_shape, data=st.data())
def test_value_and_gradient_equal_torch(name, shape, data):
    predictions = data.draw(arrays(np.float64, shape, elements=PREDICTIONS.get(name, numbers)))
    targets = data.draw(arrays(np.float64, shape, elements=TARGETS.get(name, numbers)))
    expected, expected_grad = torch_value_and_grad(PAIRWISE[name], predictions, targets)
    loss, grad = value_and_grad(name)
    close(loss(predictions, targets), expected)
    grad_tolerance = 1e-8 if name == "binary_cross_entropy" else 1e-12  # PyTorch's limit is 1e-12 in float32
    np.testing.assert_allclose(grad(predictions, targets), expected_grad, rtol=grad_tolerance, atol=1e-12)


@given(shape=any_shape, data=st.data())
def test_binary_cross_entropy_gradient_inside_the_limits(shape, data):
    p = data.draw(arrays(np.float64, shape, elements=st.floats(1e-11, 1 - 1e-11)))
    y = data.draw(arrays(np.float64, shape, elements=shares))
    close(nn.binary_cross_entropy_grad(p, y), torch_value_and_grad(F.binary_cross_entropy, p, y)[1])


@pytest.mark.parametrize("delta", [0.1, 1.0, 2.5, 1e4])
@given(shape=any_shape, data=st.data())
def test_huber_equals_torch_for_any_delta(delta, shape, data):
    predictions, targets = (data.draw(arrays(np.float64, shape, elements=numbers)) for _ in "pt")
    expected, expected_grad = torch_value_and_grad(
        lambda p, t: F.huber_loss(p, t, delta=delta), predictions, targets
    )
    close(nn.huber(predictions, targets, delta), expected)
    close(nn.huber_grad(predictions, targets, delta), expected_grad)


@settings(max_examples=50)
@given(n=st.integers(0, 5), classes=st.integers(1, 5), data=st.data())
def test_cross_entropy_equals_torch(n, classes, data):
    logits = data.draw(arrays(np.float64, (n, classes), elements=numbers))
    labels = data.draw(arrays(np.int64, n, elements=st.integers(0, classes - 1)))
    expected, expected_grad = torch_value_and_grad(F.cross_entropy, logits, labels)
    for targets in (labels, labels.astype(np.uint8), nn.one_hot(labels, classes)):
        close(nn.cross_entropy_from_logits(logits, targets), expected)
        close(nn.cross_entropy_from_logits_grad(logits, targets), expected_grad)


@settings(max_examples=50)
@given(n=st.integers(1, 5), classes=st.integers(1, 5), data=st.data())
def test_cross_entropy_of_soft_targets_equals_torch(n, classes, data):
    logits = data.draw(arrays(np.float64, (n, classes), elements=st.floats(-50, 50)))
    targets = nn.softmax(data.draw(arrays(np.float64, (n, classes), elements=st.floats(-3, 3))))
    expected, expected_grad = torch_value_and_grad(F.cross_entropy, logits, targets)
    close(nn.cross_entropy_from_logits(logits, targets), expected)
    close(nn.cross_entropy_from_logits_grad(logits, targets), expected_grad)


@settings(max_examples=50)
@given(n=st.integers(1, 5), classes=st.integers(1, 5), data=st.data())
def test_cross_entropy_of_probabilities_equals_torch(n, classes, data):
    probabilities = nn.softmax(data.draw(arrays(np.float64, (n, classes), elements=st.floats(-10, 10))))
    labels = data.draw(arrays(np.int64, n, elements=st.integers(0, classes - 1)))
    expected, expected_grad = torch_value_and_grad(lambda p, t: F.nll_loss(p.log(), t), probabilities, labels)
    for targets in (labels, nn.one_hot(labels, classes)):
        close(nn.cross_entropy(probabilities, targets), expected)
        close(nn.cross_entropy_grad(probabilities, targets), expected_grad)


def test_one_example_and_more_axes():
    logits = np.random.default_rng(0).normal(size=(2, 3, 4))
    labels = np.array([[0, 3, 1], [2, 2, 0]])
    for name in ("cross_entropy_from_logits", "cross_entropy"):
        loss, grad = value_and_grad(name)
        values = logits if name.endswith("logits") else nn.softmax(logits)
        close(loss(values, labels), loss(values.reshape(6, 4), labels.reshape(6)))
        close(grad(values, labels), grad(values.reshape(6, 4), labels.reshape(6)).reshape(2, 3, 4))
        close(loss(values[0, 0], 3), loss(values[0, :1], [3]))
        assert grad(values[0, 0], 3).shape == (4,)


@pytest.mark.parametrize("name", EVERYTHING)
def test_gradient_equals_finite_difference(name):
    loss, grad = value_and_grad(name)
    predictions, targets = example(name)
    expected, h = np.zeros_like(predictions), 1e-6
    for i in np.ndindex(predictions.shape):
        nudge = np.zeros_like(predictions)
        nudge[i] = h
        expected[i] = (loss(predictions + nudge, targets) - loss(predictions - nudge, targets)) / (2 * h)
    np.testing.assert_allclose(grad(predictions, targets), expected, rtol=1e-7, atol=1e-9)


# Worked by hand -----------------------------------------------------------------------------------------------


def test_binary_cross_entropy_worked_by_hand():
    y, p = np.array([1, 0, 1, 0]), np.array([0.8, 0.2, 0.9, 0.1])
    assert nn.binary_cross_entropy(p, y).round(4) == 0.1643  # (0.2231 + 0.2231 + 0.1054 + 0.1054) / 4
    positive_terms = -y * np.log(p)
    assert (
        positive_terms.mean().round(4) == 0.0821
    )  # (0.2231 + 0 + 0.1054 + 0) / 4: all four counted, two of them free
    # Over the two positive examples alone the mean is 0.1643 again, since here p of each "no" mirrors that of a "yes".
    assert positive_terms[y == 1].mean().round(4) == 0.1643


def test_regression_losses_worked_by_hand():
    predictions, targets = np.array([1.0, 4.0, 10.0]), np.array([1.0, 3.5, 6.0])  # errors 0, 0.5, 4
    close(nn.mse(predictions, targets), 16.25 / 3)
    close(nn.mae(predictions, targets), 1.5)
    close(nn.huber(predictions, targets), (0 + 0.125 + 3.5) / 3)
    close(nn.mse_grad(predictions, targets), np.array([0, 1, 8]) / 3)
    close(nn.mae_grad(predictions, targets), np.array([0, 1, 1]) / 3)
    close(nn.huber_grad(predictions, targets), np.array([0, 0.5, 1]) / 3)


def test_even_odds():
    close(nn.binary_cross_entropy_from_logits([0.0], [1]), math.log(2))
    close(nn.cross_entropy_from_logits(np.zeros((2, 10)), [3, 7]), math.log(10))


def test_hinge_worked_by_hand():
    scores, targets = np.array([2.0, 0.5, -0.5, 1.0]), np.array([1, 1, 1, 1])
    close(nn.hinge(scores, targets), (0 + 0.5 + 1.5 + 0) / 4)
    close(nn.hinge_grad(scores, targets), np.array([0, -1, -1, 0]) / 4)


def test_conventions_at_the_kinks():
    assert nn.mae_grad([2.0], [2.0]) == 0
    assert nn.hinge_grad([1.0], [1]) == 0
    assert nn.huber_grad([1.0], [0.0], delta=1.0) == 1


# Laws ---------------------------------------------------------------------------------------------------------


@given(
    z=arrays(np.float64, 4, elements=numbers), y=arrays(np.float64, 4, elements=st.sampled_from([0.0, 1.0]))
)
def test_two_classes_are_the_binary_case(z, y):
    both = np.stack([np.zeros(4), z], axis=1)
    close(nn.cross_entropy_from_logits(both, y.astype(int)), nn.binary_cross_entropy_from_logits(z, y))


@given(z=arrays(np.float64, (3, 4), elements=numbers), shift=st.floats(-100, 100))
def test_laws_of_cross_entropy(z, shift):
    labels = np.array([0, 3, 2])
    loss, grad = value_and_grad("cross_entropy_from_logits")
    close(grad(z, labels).sum(axis=-1), np.zeros(3))
    np.testing.assert_allclose(loss(z + shift, labels), loss(z, labels), rtol=1e-12, atol=1e-11)
    assert loss(z, labels) >= 0


@given(z=arrays(np.float64, (3, 4), elements=st.floats(-20, 20)))
def test_logits_and_probabilities_agree(z):
    labels, yes = np.array([0, 3, 2]), np.eye(3, 4)
    close(nn.cross_entropy(nn.softmax(z), labels), nn.cross_entropy_from_logits(z, labels))
    from_p, from_z = nn.binary_cross_entropy(nn.sigmoid(z), yes), nn.binary_cross_entropy_from_logits(z, yes)
    np.testing.assert_allclose(from_p, from_z, atol=1e-6)  # 1 − sigmoid(20) has lost its last digits


@given(z=arrays(np.float64, 5, elements=st.floats(-10, 10)), y=arrays(np.float64, 5, elements=shares))
def test_the_slope_of_the_sigmoid_cancels(z, y):
    p = nn.sigmoid(z)
    by_chain_rule = nn.binary_cross_entropy_grad(p, y) * nn.sigmoid_grad(z)
    np.testing.assert_allclose(by_chain_rule, nn.binary_cross_entropy_from_logits_grad(z, y), atol=1e-11)


@given(z=arrays(np.float64, (3, 4), elements=st.floats(-10, 10)))
def test_p_minus_y_by_the_chain_rule(z):
    labels = np.array([0, 3, 2])
    by_chain_rule = nn.softmax_backward(z, nn.cross_entropy_grad(nn.softmax(z), labels))
    close(by_chain_rule, nn.cross_entropy_from_logits_grad(z, labels))


@given(e=arrays(np.float64, 5, elements=st.floats(-100, 100)))
def test_huber_lies_between_its_parents(e):
    zeros = np.zeros(5)
    close(nn.huber(e, zeros, delta=1e3), nn.mse(e, zeros) / 2)
    assert nn.huber(e, zeros) <= min(nn.mse(e, zeros) / 2, nn.mae(e, zeros)) + 1e-12
    assert np.abs(nn.huber_grad(e, zeros, delta=0.5)).max() <= 0.5 / 5


# Any input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_finite_without_a_warning_at_the_extremes(name, dtype):
    predictions = np.array([[-1e4, 0, 1e4], [1e4, -1e4, -1e4]], dtype)
    targets = np.array([[1.0, 1, -1], [-1, 1, -1]])
    if "entropy" in name:
        targets = (targets + 1) / 2
    if name.startswith("cross_entropy"):
        targets = np.array([0, 1])
    if name in ("cross_entropy", "binary_cross_entropy"):
        predictions = nn.sigmoid(predictions)
    loss, grad = value_and_grad(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = loss(predictions, targets), grad(predictions, targets)
    for result in results:
        assert np.isfinite(result).all()
        assert result.dtype == dtype


def test_sure_and_wrong_costs_100_at_most():
    close(nn.binary_cross_entropy([0.0, 1.0], [1, 0]), 100)
    close(nn.cross_entropy([[0.0, 1.0]], [0]), 100)
    close(nn.binary_cross_entropy_grad([0.0, 1.0], [1, 0]), np.array([-0.5e12, 0.5e12]))
    close(nn.cross_entropy_grad([[0.0, 1.0]], [0]), np.array([[-1e12, 0]]))


def test_nearly_perfect_predictions_keep_their_digits():
    np.testing.assert_allclose(nn.binary_cross_entropy([1e-14], [0]), 1e-14, rtol=1e-12)
    np.testing.assert_allclose(
        nn.binary_cross_entropy_from_logits([35.0, -35.0], [1, 0]), np.exp(-35), rtol=1e-12
    )


def test_a_perfect_prediction_costs_plus_zero():
    for loss in (nn.binary_cross_entropy([1.0, 0.0], [1, 0]), nn.cross_entropy([[1.0, 0.0]], [0])):
        assert str(float(loss)) == "0.0"


@pytest.mark.parametrize("name", EVERYTHING)
def test_float32_agrees_with_float64(name):
    predictions, targets = example(name)
    for function in value_and_grad(name):
        result = function(predictions.astype(np.float32), targets)
        assert result.dtype == np.float32
        np.testing.assert_allclose(result, function(predictions, targets), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", EVERYTHING)
def test_lists_and_integers(name):
    predictions, targets = example(name)
    whole = np.eye(2, 3, dtype=np.uint8)  # fits every loss; uint8 differences would wrap round
    for function in value_and_grad(name):
        close(function(predictions.tolist(), targets.tolist()), function(predictions, targets))
        result = function(whole, targets.astype(int))
        assert result.dtype == np.float64
        close(result, function(whole.astype(float), targets))


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_costs_nan_and_pulls_nowhere(name):
    predictions, targets = np.zeros((0, 3), np.float32), np.zeros((0, 3))
    loss, grad = value_and_grad(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(loss(predictions, targets))
        assert grad(predictions, targets).shape == (0, 3)


@pytest.mark.parametrize("name", EVERYTHING)
def test_arguments_are_left_unchanged(name):
    arguments = example(name)
    before = [argument.copy() for argument in arguments]
    for function in value_and_grad(name):
        function(*arguments)
    for argument, copy in zip(arguments, before, strict=True):
        assert np.array_equal(argument, copy)


# Errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYTHING)
def test_shapes_that_would_broadcast_are_refused(name):
    for function in value_and_grad(name):
        with pytest.raises(ValueError, match=r"shape \(4, 1\) and targets \(4, 2\)"):
            function(np.full((4, 1), 0.5), np.ones((4, 2)))


def test_a_column_against_a_row_is_refused():
    with pytest.raises(ValueError, match=r"shape \(4, 1\) and targets \(4,\)"):
        nn.mse(np.zeros((4, 1)), np.zeros(4))


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
@pytest.mark.parametrize("wrong", [1.5, -0.1, np.nan])
def test_logits_where_probabilities_belong_are_noticed(name, wrong):
    predictions = np.array([[0.5, wrong]])
    for function in value_and_grad(name):
        with pytest.raises(ValueError, match="Are they logits"):
            function(predictions, np.array([[0.0, 1.0]]))


@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_cross_entropy_from_logits"])
def test_signs_where_labels_belong_are_noticed(name):
    with pytest.raises(ValueError, match=r"targets must lie between 0 and 1, but one of them is -1\."):
        getattr(nn, name)([0.5, 0.5], [-1, 1])


def test_labels_where_signs_belong_are_noticed():
    for function in value_and_grad("hinge"):
        with pytest.raises(ValueError, match=r"must be -1 or \+1; one of yours is 0"):
            function([0.5, 0.5], [0, 1])


@pytest.mark.parametrize("name", ["cross_entropy", "cross_entropy_from_logits"])
def test_labels_that_do_not_exist_are_noticed(name):
    uniform = np.full((2, 3), 1 / 3)
    for function in value_and_grad(name):
        for labels in ([0, 3], [-1, 0]):
            with pytest.raises(ValueError, match="labels go from 0 to 2"):
                function(uniform, labels)
        with pytest.raises(ValueError, match="Labels must be integers"):
            function(uniform, [0.0, 1.0])
        with pytest.raises(ValueError, match="must sum to 1"):
            function(uniform, np.ones((2, 3)))
        with pytest.raises(ValueError, match="integer labels"):
            function(uniform, [0, 1, 2])
        with pytest.raises(ValueError, match="integer labels"):
            function(0.5, 0)


@pytest.mark.parametrize("delta", [0, -1.0, np.nan])
def test_huber_needs_a_delta_above_0(delta):
    for function in value_and_grad("huber"):
        with pytest.raises(ValueError, match="delta must be above 0"):
            function([1.0], [2.0], delta)
