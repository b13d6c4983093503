import numpy as np
import pytest
import torch
from sklearn import metrics

from course_lib.training import classification_metrics

LABELS, PREDICTIONS = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 1, 1, 1, 0, 2])


def test_by_hand():
    scores = classification_metrics(LABELS, PREDICTIONS)
    assert scores.accuracy == pytest.approx(4 / 6)
    assert scores.confusion.tolist() == [[1, 1, 0], [1, 2, 0], [0, 0, 1]]
    np.testing.assert_allclose(scores.precision, [1 / 2, 2 / 3, 1])
    np.testing.assert_allclose(scores.recall, [1 / 2, 2 / 3, 1])
    assert scores.support.tolist() == [2, 3, 1]
    np.testing.assert_allclose(scores.f1, metrics.f1_score(LABELS, PREDICTIONS, average=None))
    assert "accuracy 0.6667" in repr(scores)


def test_outputs_count_as_their_highest_column():
    outputs = torch.eye(3)[PREDICTIONS] * 5
    assert classification_metrics(torch.tensor(LABELS), outputs).accuracy == pytest.approx(4 / 6)


def test_a_class_never_predicted_gives_zero_and_no_warning(recwarn):
    scores = classification_metrics([0, 1], [0, 0])
    assert scores.precision.tolist() == [0.5, 0.0]
    assert not recwarn.list


def test_lengths():
    with pytest.raises(ValueError, match="2 labels and 1 predictions"):
        classification_metrics([0, 1], [0])
    with pytest.raises(ValueError, match="not 0"):
        classification_metrics([], [])
