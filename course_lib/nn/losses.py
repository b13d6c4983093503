"""Loss functions, each with its gradient right beside it.

A loss takes what the network says first and what is true second, as in PyTorch, and returns one number: the mean
over all elements, or, for cross-entropy, over all examples. `f_grad` takes the same arguments and returns the
gradient of that number with respect to the first, in the first's shape; the division by the count is in it.
The result is float32 for float32 predictions and float64 otherwise. The loss of nothing (empty arrays) is NaN.

Predictions and targets must have one shape: (4, 1) against (4,) would silently become a 4×4 table of differences.
Each function raises ValueError where shapes, labels or probabilities cannot be right.

Sources: Goodfellow, Bengio & Courville, Deep Learning (2016), sections 5.5, 6.2.1 and 6.2.2; single papers are named
in place.
"""

import math

import numpy as np

from course_lib.nn.activations import log_softmax, sigmoid, softmax
from course_lib.nn.inputs import above_0, as_float, between_0_and_1, plus_or_minus_1, same_shape, target_rows

# Probability 0 for what happened has an infinite loss. These limits keep it finite; they are torch.nn.BCELoss's own.
HIGHEST_LOSS = 100.0
LOWEST_DIVISOR = 1e-12


def mse(predictions, targets):
    """Mean squared error: mean of (ŷ − y)². Equal to torch.nn.MSELoss. Any shape."""
    predictions, targets = same_shape(predictions, targets)
    return _mean((predictions - targets) ** 2)


def mse_grad(predictions, targets):
    """2·(ŷ − y) / n, with n the number of elements."""
    predictions, targets = same_shape(predictions, targets)
    return 2 * (predictions - targets) / _count(predictions.shape)


def mae(predictions, targets):
    """Mean absolute error: mean of |ŷ − y|. Equal to torch.nn.L1Loss. Any shape."""
    predictions, targets = same_shape(predictions, targets)
    return _mean(np.abs(predictions - targets))


def mae_grad(predictions, targets):
    """sign(ŷ − y) / n. At the kink ŷ = y it is 0."""
    predictions, targets = same_shape(predictions, targets)
    return np.sign(predictions - targets) / _count(predictions.shape)


def huber(predictions, targets, delta=1.0):
    """Mean of e²/2 where |e| ≤ delta, else delta·(|e| − delta/2), with e = ŷ − y. Equal to torch.nn.HuberLoss.

    A bowl near 0 like MSE, straight further out like MAE, so that an outlier cannot pull without limit.
    (Huber 1964, Annals of Mathematical Statistics 35(1)) delta > 0 is in the unit of the predictions. Any shape.
    """
    predictions, targets = same_shape(predictions, targets)
    size = np.abs(predictions - targets)
    capped = np.minimum(size, above_0(delta))
    return _mean(capped * (size - capped / 2))


def huber_grad(predictions, targets, delta=1.0):
    """(ŷ − y) / n, but never beyond ±delta / n."""
    predictions, targets = same_shape(predictions, targets)
    delta = above_0(delta)
    return np.clip(predictions - targets, -delta, delta) / _count(predictions.shape)


def binary_cross_entropy(probabilities, targets):
    """Mean of −[y·log p + (1 − y)·log(1 − p)]. Equal to torch.nn.BCELoss. Any shape; p and y lie in 0…1.

    Each −log is cut off at 100, so one element costs at most 100 however sure and wrong it is.
    (Goodfellow et al., section 6.2.2.2)
    """
    p, y = same_shape(between_0_and_1(probabilities, "probabilities"), between_0_and_1(targets, "targets"))
    with np.errstate(divide="ignore"):  # −log(0) = ∞ is meant to happen here, and is then cut off
        cost_of_yes = np.minimum(-np.log(p), HIGHEST_LOSS)
        cost_of_no = np.minimum(-np.log1p(-p), HIGHEST_LOSS)
    return _mean(y * cost_of_yes + (1 - y) * cost_of_no)


def binary_cross_entropy_grad(probabilities, targets):
    """(p − y) / (p·(1 − p)) / n. The divisor p·(1 − p) is never taken smaller than 1e-12, as in PyTorch."""
    p, y = same_shape(between_0_and_1(probabilities, "probabilities"), between_0_and_1(targets, "targets"))
    return (p - y) / np.maximum(p * (1 - p), LOWEST_DIVISOR) / _count(p.shape)


def binary_cross_entropy_from_logits(logits, targets):
    """Binary cross-entropy of p = sigmoid(z), exact for any logit z. Equal to torch.nn.BCEWithLogitsLoss. Any shape.

    Mean of y·softplus(−z) + (1 − y)·softplus(z), since −log(sigmoid(z)) = log(1 + e^−z) = softplus(−z).
    """
    z, y = same_shape(logits, between_0_and_1(targets, "targets"))
    return _mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))


def binary_cross_entropy_from_logits_grad(logits, targets):
    """(sigmoid(z) − y) / n: the slope of the sigmoid has cancelled out."""
    z, y = same_shape(logits, between_0_and_1(targets, "targets"))
    return (sigmoid(z) - y) / _count(z.shape)


def cross_entropy(probabilities, targets):
    """Mean over the examples of −Σ yᵢ·log pᵢ: for labels, −log of the probability given to the right class.

    probabilities: (n, classes), or (classes,) for one example; more leading axes are more examples. targets: integer
    labels 0…classes − 1, of shape (n,), or one row of target probabilities per example, such as one-hot rows, in the
    shape of probabilities. Each −log is cut off at 100. Equal to torch.nn.NLLLoss of log p, except that torch, given
    more than two axes, takes axis 1 for the classes. (Goodfellow et al., section 6.2.2.3)
    """
    p = between_0_and_1(probabilities, "probabilities")
    with np.errstate(divide="ignore"):  # −log(0) = ∞ is meant to happen here, and is then cut off
        costs = np.minimum(-np.log(p), HIGHEST_LOSS)
    return _mean(np.sum(target_rows(targets, p) * costs, axis=-1))


def cross_entropy_grad(probabilities, targets):
    """−yᵢ / pᵢ / n, with n the number of examples (rows). The divisor pᵢ is never taken smaller than 1e-12."""
    p = between_0_and_1(probabilities, "probabilities")
    return -target_rows(targets, p) / np.maximum(p, LOWEST_DIVISOR) / _count(p.shape[:-1])


def cross_entropy_from_logits(logits, targets):
    """Cross-entropy of p = softmax(z), exact for any logits z. Equal to torch.nn.CrossEntropyLoss.

    Shapes as for cross_entropy. Mean over the examples of logsumexp(z) − z[label].
    """
    z = as_float(logits)
    return _mean(np.sum(target_rows(targets, z) * -log_softmax(z), axis=-1))


def cross_entropy_from_logits_grad(logits, targets):
    """(softmax(z) − y) / n, with n the number of examples (rows). Every row of it sums to 0. (Bishop 2006, eq. 4.109)"""
    z = as_float(logits)
    return (softmax(z) - target_rows(targets, z)) / _count(z.shape[:-1])


def hinge(scores, targets):
    """Mean of max(0, 1 − y·s): no loss once the score s is right by a margin of 1. Targets y are −1 or +1. Any shape.

    (Cortes & Vapnik 1995, Machine Learning 20; Bishop 2006, section 7.1.2)
    """
    s, y = same_shape(scores, plus_or_minus_1(targets))
    return _mean(np.maximum(1 - y * s, 0))


def hinge_grad(scores, targets):
    """−y / n where y·s < 1, else 0. At the kink y·s = 1 it is 0."""
    s, y = same_shape(scores, plus_or_minus_1(targets))
    return np.where(y * s < 1, -y, 0) / _count(s.shape)


def _mean(losses):
    """The mean as one number; NaN where there is nothing to average, as PyTorch has it and without a warning."""
    return np.mean(losses) if np.size(losses) else losses.dtype.type(np.nan)


def _count(shape):
    """How many numbers a mean over this shape divides by; 1 for none at all, where nothing is divided either."""
    return max(math.prod(shape), 1)
