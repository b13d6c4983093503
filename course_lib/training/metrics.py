"""How good a classifier is, class by class: scikit-learn's metrics in one object."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ClassificationMetrics:
    """Metrics of one set of predictions.

    accuracy: share of right answers, 0..1. confusion: int array, row = true class, column = predicted class.
    precision, recall, f1: float arrays, one value a class in the order of `classes` (0 where a class was never
    predicted or never occurs). support: how often each class occurs.
    """

    classes: np.ndarray
    accuracy: float
    confusion: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    support: np.ndarray

    def __repr__(self):
        columns = zip(self.classes, self.precision, self.recall, self.f1, self.support, strict=True)
        rows = [f"{name!s:>5}  {p:9.4f}  {r:6.4f}  {f:6.4f}  {n:5d}" for name, p, r, f, n in columns]
        means = f" mean  {self.precision.mean():9.4f}  {self.recall.mean():6.4f}  {self.f1.mean():6.4f}"
        head = "class  precision  recall      F1  count"
        return "\n".join([f"accuracy {self.accuracy:.4f}", head, *rows, means])


def classification_metrics(labels, predictions):
    """Compare true and predicted class numbers (two integer arrays or tensors of n), with scikit-learn.

    A tensor of outputs (n×classes, as from `predict`) is taken as its highest column. Raises ValueError where
    the lengths differ or nothing is given.
    """
    from sklearn import metrics

    labels, predictions = as_array(labels), as_array(predictions)
    if predictions.ndim == 2:
        predictions = predictions.argmax(1)
    if len(labels) != len(predictions) or len(labels) == 0:
        raise ValueError(
            f"{len(labels)} labels and {len(predictions)} predictions: give as many of both, not 0."
        )
    scores = metrics.precision_recall_fscore_support(labels, predictions, zero_division=0)
    classes = np.union1d(labels, predictions)
    confusion = metrics.confusion_matrix(labels, predictions)
    return ClassificationMetrics(classes, metrics.accuracy_score(labels, predictions), confusion, *scores)


def as_array(values):
    """A tensor or anything like an array, as a NumPy array."""
    return values.detach().cpu().numpy() if hasattr(values, "detach") else np.asarray(values)
