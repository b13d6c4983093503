"""What the functions of this room do with their input first: make it float, and refuse what cannot be right."""

import numpy as np


def as_float(x):
    """x (a number, a list or an array of any shape) as an array that can hold fractions.

    float32 and float64 stay what they are; integers, booleans and all else become float64. The values are not
    copied where nothing has to change, so never write into the result.
    """
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def one_hot(labels, classes):
    """A 1 in the column of each label, 0 elsewhere: integer labels of shape (…) become float64 rows (…, classes).

    Raises ValueError for labels that are not integers from 0 to classes − 1.
    """
    labels = np.asarray(labels)
    if labels.size and not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"Labels must be integers, but these are {labels.dtype}: try labels.astype(int).")
    wrong = labels[(labels < 0) | (labels >= classes)]
    if wrong.size:
        raise ValueError(
            f"With {classes} classes, labels go from 0 to {classes - 1}; one of yours is {wrong[0]}."
        )
    return np.eye(classes)[labels.astype(int)]


def same_shape(predictions, targets):
    """Both as float arrays of the predictions' dtype. Raises ValueError where their shapes differ."""
    predictions, targets = as_float(predictions), np.asarray(targets)
    if predictions.shape != targets.shape:
        raise ValueError(
            f"Predictions have shape {predictions.shape} and targets {targets.shape}, but they must be equal. "
            "Use reshape on one of them, or index it."
        )
    return predictions, targets.astype(predictions.dtype)


def target_rows(targets, predictions):
    """Integer labels, or rows of target probabilities, as rows of the predictions' shape (…, classes) and dtype.

    Raises ValueError where the shapes do not belong together or a row does not sum to 1.
    """
    targets = np.asarray(targets)
    if predictions.ndim and targets.shape == predictions.shape[:-1]:
        return one_hot(targets, predictions.shape[-1]).astype(predictions.dtype)
    if not predictions.ndim or targets.shape != predictions.shape:
        raise ValueError(
            f"Predictions have shape {predictions.shape} and targets {targets.shape}. Give (n, classes) predictions "
            "with n integer labels, or with target probabilities of shape (n, classes)."
        )
    targets = between_0_and_1(targets, "targets").astype(predictions.dtype)
    if not np.allclose(targets.sum(axis=-1), 1, atol=1e-3):
        raise ValueError("Each row of target probabilities must sum to 1, as one-hot rows do.")
    return targets


def between_0_and_1(values, name):
    """values as floats. Raises ValueError, with `name` in it, where one of them is no probability."""
    values = as_float(values)
    wrong = values[~((values >= 0) & (values <= 1))]
    if wrong.size:
        hint = " Are they logits? Then use the _from_logits function." if name == "probabilities" else ""
        raise ValueError(f"The {name} must lie between 0 and 1, but one of them is {wrong[0]:g}.{hint}")
    return values


def plus_or_minus_1(targets):
    """targets as an array. Raises ValueError where one of them is neither −1 nor +1."""
    targets = np.asarray(targets)
    wrong = targets[(targets != 1) & (targets != -1)]
    if wrong.size:
        raise ValueError(
            f"Targets must be -1 or +1; one of yours is {wrong[0]}. From labels 0 and 1: 2 * y - 1."
        )
    return targets


def above_0(delta):
    """delta as a float. Raises ValueError unless it is above 0."""
    if not delta > 0:
        raise ValueError(f"delta must be above 0, but it is {delta}.")
    return float(delta)
