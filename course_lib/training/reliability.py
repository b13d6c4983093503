"""Whether a classifier's probabilities mean what they say: of 100 answers that are 90 % sure, 90 should be right."""

from dataclasses import dataclass

import numpy as np

from course_lib.training.metrics import as_array


@dataclass(frozen=True)
class Calibration:
    """Answers sorted into bins by the probability of the class that was answered, the confidence.

    edges: the bins' borders from 0 to 1, one more than there are bins. confidence, accuracy: float arrays, the mean
    in each bin (nan where no answer falls). count: int array, the answers in each bin. error: the expected calibration
    error, 0..1, the mean over all answers of their bin's |accuracy − confidence| (Guo et al. 2017, equation 3).
    """

    edges: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray
    count: np.ndarray
    error: float

    def __repr__(self):
        columns = zip(self.edges, self.edges[1:], self.confidence, self.accuracy, self.count, strict=False)
        rows = [f"{low:.2f}–{high:.2f}  {c:10.4f}  {a:8.4f}  {n:6d}" for low, high, c, a, n in columns if n]
        head = f"expected calibration error {self.error:.4f}"
        return "\n".join([head, "      bin  confidence  accuracy   count", *rows])


def calibration(probabilities, labels, bins=10):
    """Compare how sure a classifier is with how often it is right; see `Calibration`.

    probabilities: n×classes, each row adds up to 1; labels: n class numbers; arrays or tensors. A bin holds its lower
    border, the last one both. Raises ValueError for logits, and where lengths don't fit.
    """
    probabilities, labels = as_array(probabilities), as_array(labels)
    _check(probabilities, labels, bins)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    edges = np.linspace(0, 1, bins + 1)
    bin_of = np.digitize(confidence, edges[1:-1])
    count, total_confidence, total_right = (
        np.bincount(bin_of, weights, minlength=bins) for weights in (None, confidence, right)
    )
    error = np.abs(total_right - total_confidence).sum() / len(labels)
    with np.errstate(invalid="ignore"):  # 0 / 0 in an empty bin
        return Calibration(edges, total_confidence / count, total_right / count, count, float(error))


def _check(probabilities, labels, bins):
    if bins < 1:
        raise ValueError(f"bins is {bins!r}; use a whole number of at least 1.")
    if probabilities.ndim != 2 or labels.shape != probabilities.shape[:1] or len(labels) == 0:
        raise ValueError(
            f"Give n×classes probabilities and n labels; they have the shapes {probabilities.shape} and {labels.shape}."
        )
    if probabilities.min() < 0 or not np.allclose(probabilities.sum(axis=1), 1, atol=1e-2):
        raise ValueError(
            "The rows are no probabilities: give logits.softmax(1), so that each row adds up to 1."
        )
