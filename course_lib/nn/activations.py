"""Activation functions, each with its derivative right beside it.

Every function takes a number, a list or an array of any shape, empty ones too, and leaves it unchanged. The result
is float32 for float32 input and float64 otherwise. `f_grad(x)` is the slope of `f` at x, element by element; at a
kink, where the slope is not defined, it follows PyTorch and the docstring says which value it takes. Only softmax,
log_softmax and logsumexp mix elements: they work along one axis, the last one unless told otherwise.

Sources: Goodfellow, Bengio & Courville, Deep Learning (2016), sections 4.1, 6.2.2 and 6.3; single papers are named
in place.
"""

import math

import numpy as np

from course_lib.nn.inputs import as_float


def step(x):
    """1 where x > 0, else 0: a neuron that fires or doesn't. (Nielsen, Neural Networks and Deep Learning, ch. 1)"""
    x = as_float(x)
    return (x > 0).astype(x.dtype)


def step_grad(x):
    """0 everywhere: nothing to learn from. At x = 0, where the step jumps and has no slope, 0 is taken as well."""
    return np.zeros_like(as_float(x))[()]


def sigmoid(x):
    """1 / (1 + e^−x): squashes any number into 0…1."""
    x = as_float(x)
    e = np.exp(-np.abs(x))  # never overflows, unlike e^−x at x = −1000
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_grad(x):
    """sigmoid(x)·(1 − sigmoid(x)): 1/4 at x = 0, fading to 0 on both sides."""
    x = as_float(x)
    return sigmoid(x) * sigmoid(-x)  # sigmoid(−x) is 1 − sigmoid(x), without the rounding to 0 for x > 37


def tanh(x):
    """(e^x − e^−x) / (e^x + e^−x): squashes any number into −1…1, and 0 stays 0."""
    return np.tanh(as_float(x))


def tanh_grad(x):
    """1 − tanh(x)²: 1 at x = 0, fading to 0 on both sides."""
    return 1 - tanh(x) ** 2


def relu(x):
    """max(0, x), the rectified linear unit. (Nair & Hinton 2010; Glorot, Bordes & Bengio 2011)"""
    return np.maximum(as_float(x), 0)


def relu_grad(x):
    """1 where x > 0, else 0. At the kink x = 0 it is 0."""
    return step(x)


def leaky_relu(x, slope=0.01):
    """x where x > 0, else slope·x, so that no unit is ever quite dead. (Maas, Hannun & Ng 2013)"""
    x = as_float(x)
    return np.maximum(x, 0) + float(slope) * np.minimum(x, 0)


def leaky_relu_grad(x, slope=0.01):
    """1 where x > 0, else slope. At the kink x = 0 it is slope."""
    x = as_float(x)
    return np.where(x > 0, 1, slope).astype(x.dtype)[()]


# NumPy has no error function. Python's, element by element, still does millions a second.
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def _normal_cdf(x):
    """Φ(x), the chance that a standard normal number is below x; erfc keeps its digits where Φ is tiny."""
    return (_erfc(-x / math.sqrt(2)) / 2).astype(x.dtype)


def _normal_density(x):
    """φ(x) = e^(−x²/2) / √(2π), the slope of Φ."""
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def gelu(x):
    """x·Φ(x), where Φ is the normal distribution function. (Hendrycks & Gimpel 2016, arXiv:1606.08415)"""
    x = as_float(x)
    return x * _normal_cdf(x)


def gelu_grad(x):
    """Φ(x) + x·φ(x), by the product rule; φ is the normal density."""
    x = as_float(x)
    return _normal_cdf(x) + x * _normal_density(x)


_GELU_SCALE = 2 * math.sqrt(2 / math.pi)
_GELU_CUBIC = 0.044715


def gelu_tanh(x):
    """GELU's quick approximation x·(1 + tanh(u))/2, u = √(2/π)·(x + 0.044715·x³), never off by more than 0.0005.

    (Hendrycks & Gimpel 2016, section 2.) Written with (1 + tanh(u))/2 = sigmoid(2u), which keeps the digits that
    1 + tanh(u) would lose left of zero.
    """
    x = as_float(x)
    return x * sigmoid(_GELU_SCALE * (x + _GELU_CUBIC * x**3))


def gelu_tanh_grad(x):
    """Slope of gelu_tanh, by the product and the chain rule."""
    x = as_float(x)
    two_u = _GELU_SCALE * (x + _GELU_CUBIC * x**3)
    two_u_grad = _GELU_SCALE * (1 + 3 * _GELU_CUBIC * x**2)
    return sigmoid(two_u) + x * sigmoid_grad(two_u) * two_u_grad


def _below_the_largest(logits, axis):
    """logits minus the largest along the axis: at most 0, so that e^ of them never overflows."""
    logits = as_float(logits)
    return logits - np.max(logits, axis=axis, keepdims=True, initial=-np.inf)


def softmax(logits, axis=-1):
    """e^zᵢ / Σⱼ e^zⱼ: logits become probabilities that sum to 1 along the axis. Same shape as logits.

    Subtracting the largest logit first changes nothing in the result and keeps e^ in range. (Goodfellow et al.,
    equation 6.29 and section 4.1)
    """
    exponentials = np.exp(_below_the_largest(logits, axis))
    return exponentials / np.sum(exponentials, axis=axis, keepdims=True)


def softmax_grad(logits, axis=-1):
    """The whole Jacobian ∂pᵢ/∂zⱼ = pᵢ·(δᵢⱼ − pⱼ), since each probability depends on every logit.

    Shape: the other axes of logits, then (n, n) for the n logits along the axis; row i, column j. Every row and
    every column sums to 0. A single number counts as a vector of one.
    """
    p = np.moveaxis(softmax(np.atleast_1d(logits), axis), axis, -1)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


def softmax_backward(logits, upstream, axis=-1):
    """upstream times the Jacobian: pᵢ·(gᵢ − Σⱼ gⱼ·pⱼ), without ever building the n×n matrix.

    upstream g is the gradient of the loss with respect to the probabilities; the result is the gradient with
    respect to the logits. All three have one shape.
    """
    p = softmax(logits, axis)
    return p * (upstream - np.sum(upstream * p, axis=axis, keepdims=True))


def log_softmax(logits, axis=-1):
    """log(softmax(logits)) = zᵢ − logsumexp(z), finite where softmax itself rounds to 0. Same shape as logits."""
    shifted = _below_the_largest(logits, axis)
    return shifted - logsumexp(shifted, axis, keepdims=True)


def log_softmax_grad(logits, axis=-1):
    """The whole Jacobian δᵢⱼ − pⱼ, with the shape that softmax_grad has."""
    p = np.moveaxis(softmax(np.atleast_1d(logits), axis), axis, -1)
    return np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :]


def logsumexp(x, axis=-1, keepdims=False):
    """log(Σ e^xᵢ) along the axis: a smooth maximum. The result loses the axis, or with keepdims keeps it as 1.

    Computed as m + log(Σ e^(xᵢ − m)) with m the largest x, so that nothing overflows; −inf for no elements at all.
    (Blanchard, Higham & Higham 2021, IMA Journal of Numerical Analysis 41(4))
    """
    x = as_float(x)
    largest = np.max(x, axis=axis, keepdims=keepdims, initial=-np.inf)
    total = np.sum(np.exp(_below_the_largest(x, axis)), axis=axis, keepdims=keepdims)
    with np.errstate(divide="ignore"):  # log(0) = −inf is right where there is nothing to sum
        return largest + np.log(total)


def logsumexp_grad(x, axis=-1):
    """softmax(x): the gradient of log(Σ e^xᵢ) is the share of each term in the sum. Same shape as x."""
    return softmax(x, axis)
