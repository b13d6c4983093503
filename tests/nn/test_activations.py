"""Activations against torch's autograd in float64, finite differences, scipy in the tails, and their own laws."""

import warnings

import numpy as np
import pytest
import scipy.special
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib import nn

# Functions of one element, and PyTorch's own.
ELEMENTWISE = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
}
# Functions along an axis.
ALONG_AN_AXIS = {"softmax": torch.softmax, "log_softmax": torch.log_softmax, "logsumexp": torch.logsumexp}
EVERYTHING = ["step", *ELEMENTWISE, *ALONG_AN_AXIS]
GRADS = [f"{name}_grad" for name in EVERYTHING]

numbers = st.floats(-1e4, 1e4) | st.floats(-5, 5)
any_array = arrays(np.float64, array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5), elements=numbers)
rows_of_logits = arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=numbers)


def close(actual, expected):
    """Equal to 1e-12, relative for large numbers, absolute for small ones; and of one shape."""
    assert np.shape(actual) == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-12)


def torch_value_and_grad(function, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    value = function(x)
    value.sum().backward()
    return value.detach().numpy(), x.grad.numpy()


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(x=any_array)
def test_value_and_slope_equal_torch(name, x):
    value, grad = torch_value_and_grad(ELEMENTWISE[name], x)
    close(getattr(nn, name)(x), value)
    close(getattr(nn, f"{name}_grad")(x), grad)


@pytest.mark.parametrize("slope", [0.0, 0.2, 1.0, 3.0])
def test_leaky_relu_takes_any_slope(slope):
    x = np.array([-2.0, -0.5, 0.0, 0.5, 2.0])
    value, grad = torch_value_and_grad(lambda x: F.leaky_relu(x, slope), x)
    close(nn.leaky_relu(x, slope), value)
    close(nn.leaky_relu_grad(x, slope), grad)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "gelu_tanh", "step"])
def test_slope_equals_finite_difference(name):
    x = np.linspace(-6, 6, 50)  # no kink among them
    function, h = getattr(nn, name), 1e-5
    difference = (function(x + h) - function(x - h)) / (2 * h)
    np.testing.assert_allclose(getattr(nn, f"{name}_grad")(x), difference, atol=1e-9)


def test_worked_by_hand():
    x = np.array([-2, 0, 2])
    assert nn.relu(x).tolist() == [0, 0, 2]
    assert nn.sigmoid(x).round(4).tolist() == [0.1192, 0.5, 0.8808]
    assert nn.tanh(x).round(4).tolist() == [-0.964, 0, 0.964]
    assert nn.relu_grad(x).tolist() == [0, 0, 1]
    assert nn.sigmoid_grad(x).round(4).tolist() == [0.105, 0.25, 0.105]
    assert nn.tanh_grad(x).round(4).tolist() == [0.0707, 1, 0.0707]


def test_conventions_at_the_kink():
    assert nn.step(0) == 0
    assert nn.step_grad(0) == 0
    assert nn.relu_grad(0) == 0
    assert nn.leaky_relu_grad(0, slope=0.3) == 0.3


def test_tails_keep_their_digits():
    x = np.array([-37.0, -20.0, -10.0, -5.0])
    exact = {"rtol": 1e-12, "atol": 0}
    np.testing.assert_allclose(nn.gelu(x), x * scipy.special.ndtr(x), **exact)
    np.testing.assert_allclose(nn.sigmoid(15 * x), scipy.special.expit(15 * x), **exact)
    np.testing.assert_allclose(nn.sigmoid_grad(-x), nn.sigmoid_grad(x), **exact)
    assert (
        abs(nn.log_softmax([1e4, 1e4 - 20])[0] + np.log1p(np.exp(-20))) < 1e-15
    )  # 1e4 itself rounds at 2e-12


@given(x=any_array)
def test_laws_of_the_squashers(x):
    close(nn.sigmoid(-x), 1 - nn.sigmoid(x))
    close(nn.tanh(x), 2 * nn.sigmoid(2 * x) - 1)
    close(nn.tanh(-x), -nn.tanh(x))
    close(nn.gelu(x) - nn.gelu(-x), x)
    close(nn.relu(x), x * nn.step(x))
    assert np.all(np.abs(nn.gelu_tanh(x) - nn.gelu(x)) < 5e-4)


# Along an axis ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALONG_AN_AXIS)
@given(x=any_array, data=st.data())
def test_equal_to_torch_along_any_axis(name, x, data):
    axis = data.draw(st.integers(-max(x.ndim, 1), max(x.ndim, 1) - 1))
    expected = ALONG_AN_AXIS[name](torch.tensor(x), axis).numpy()
    close(getattr(nn, name)(x, axis=axis), expected)


@pytest.mark.parametrize("name", ALONG_AN_AXIS)
@given(z=arrays(np.float64, st.integers(1, 5), elements=numbers))
def test_jacobian_equals_torch(name, z):
    expected = torch.autograd.functional.jacobian(lambda z: ALONG_AN_AXIS[name](z, -1), torch.tensor(z))
    close(getattr(nn, f"{name}_grad")(z), expected.numpy())


@given(z=rows_of_logits, data=st.data())
def test_softmax_backward_equals_torch(z, data):
    upstream = data.draw(arrays(np.float64, z.shape, elements=st.floats(-10, 10)))
    axis = data.draw(st.sampled_from([0, 1, -1]))
    logits = torch.tensor(z, requires_grad=True)
    torch.softmax(logits, axis).backward(torch.tensor(upstream))
    close(nn.softmax_backward(z, upstream, axis=axis), logits.grad.numpy())


@pytest.mark.parametrize("name", ["softmax_grad", "log_softmax_grad"])
def test_a_jacobian_for_each_row_or_column(name):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    grad = getattr(nn, name)
    by_row, by_column = grad(z), grad(z, axis=1)
    assert by_row.shape == (2, 3, 4, 4)
    assert by_column.shape == (2, 4, 3, 3)
    close(by_row[1, 2], grad(z[1, 2]))
    close(by_column[1, 2], grad(z[1, :, 2]))


@given(z=rows_of_logits, shift=st.floats(-1e4, 1e4))
def test_laws_of_softmax(z, shift):
    p = nn.softmax(z)
    close(p.sum(axis=-1), np.ones(len(z)))
    close(nn.softmax_grad(z).sum(axis=-1), np.zeros(z.shape))
    close(nn.softmax_grad(z), np.swapaxes(nn.softmax_grad(z), -1, -2))
    close(np.exp(nn.log_softmax(z)), p)
    np.testing.assert_allclose(nn.softmax(z + shift), p, atol=1e-11)  # z + shift itself rounds at 2e-12
    np.testing.assert_allclose(nn.logsumexp(z + shift), nn.logsumexp(z) + shift, rtol=1e-12, atol=1e-11)
    largest = z.max(axis=-1)
    assert np.all(largest <= nn.logsumexp(z))
    assert np.all(nn.logsumexp(z) <= largest + np.log(z.shape[-1]) + 1e-11)


def test_softmax_of_two_is_sigmoid_of_the_difference():
    z = np.array([[3.0, 1.0], [-200.0, 500.0]])
    close(nn.softmax(z)[:, 0], nn.sigmoid(z[:, 0] - z[:, 1]))


def test_logsumexp_keeps_the_axis_if_asked():
    assert nn.logsumexp(np.zeros((2, 3)), axis=0, keepdims=True).shape == (1, 3)


# Any input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYTHING + GRADS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_finite_without_a_warning_at_the_extremes(name, dtype):
    x = np.array([[-1e4, 0, 1e4], [1e4, 1e4, 1e4], [-1e4, -1e4, -1e4], [-0.0, 1e-300, -1e-300]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = getattr(nn, name)(x)
    assert np.isfinite(result).all()
    assert result.dtype == dtype


@pytest.mark.parametrize("name", EVERYTHING + GRADS)
def test_lists_integers_and_single_numbers_become_float64(name):
    function = getattr(nn, name)
    expected = function(np.array([-2.0, 0.0, 3.0]))
    for x in (
        [-2, 0, 3],
        np.array([-2, 0, 3]),
        np.array([-2, 0, 3], np.int8),
        np.array([-2, 0, 3], np.float16),
    ):
        result = function(x)
        assert result.dtype == np.float64
        close(result, expected)
    assert function(3).dtype == np.float64
    assert np.size(function(3)) == 1


@pytest.mark.parametrize("name", EVERYTHING + GRADS)
@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3)])
def test_empty_arrays_pass_without_a_warning(name, shape):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = getattr(nn, name)(np.zeros(shape, np.float32))
    assert result.dtype == np.float32


@pytest.mark.parametrize("name", EVERYTHING + GRADS)
def test_float32_agrees_with_float64(name):
    x = np.random.default_rng(0).normal(0, 3, (4, 5)).astype(np.float32)
    function = getattr(nn, name)
    result = function(x)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, function(x.astype(np.float64)), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", EVERYTHING + GRADS)
def test_input_is_left_unchanged_and_never_returned(name):
    x = np.array([[-1.0, 0.0, 2.0]])
    before = x.copy()
    result = getattr(nn, name)(x)
    assert np.array_equal(x, before)
    assert not np.shares_memory(result, x)


@pytest.mark.parametrize("name", [*ELEMENTWISE, "softmax", "logsumexp"])
def test_not_a_number_is_passed_on_rather_than_hidden(name):
    assert np.isnan(getattr(nn, name)([np.nan, 1.0])).any()


@pytest.mark.parametrize("slope", [0.1, np.float64(0.1), np.float32(0.1), 2])
def test_slope_does_not_change_the_dtype(slope):
    x = np.array([-1, 1], np.float32)
    assert nn.leaky_relu(x, slope).dtype == np.float32
    assert nn.leaky_relu_grad(x, slope).dtype == np.float32


def test_strided_and_reversed_arrays():
    x = np.arange(-6.0, 6.0).reshape(3, 4)[::-1, ::2]
    close(nn.sigmoid(x), nn.sigmoid(x.copy()))
    close(nn.softmax(x.T), nn.softmax(x.T.copy()))
