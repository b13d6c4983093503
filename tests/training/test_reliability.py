"""Calibration, by hand and against torchmetrics."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchmetrics.functional.classification import multiclass_calibration_error

from course_lib.training import calibration


def test_by_hand():
    sure = [0.9, 0.75, 0.9, 0.6, 0.5]
    probabilities = np.array([[p, 1 - p] for p in sure])
    scores = calibration(probabilities, np.array([0, 0, 1, 1, 0]), bins=4)
    assert scores.count.tolist() == [0, 0, 2, 3]  # 0.5 and 0.75 lie in the bins that begin there
    np.testing.assert_allclose(scores.confidence[2:], [0.55, 0.85])
    np.testing.assert_allclose(scores.accuracy[2:], [1 / 2, 2 / 3])
    assert np.isnan(scores.confidence[:2]).all()
    assert scores.error == pytest.approx((2 * 0.05 + 3 * (0.85 - 2 / 3)) / 5)
    assert "error 0.1300" in repr(scores)
    assert "0.75–1.00      0.8500    0.6667       3" in repr(scores)


@given(
    seed=st.integers(0, 2**32 - 1),
    classes=st.integers(2, 10),
    bins=st.integers(1, 20),
    sharpness=st.floats(0.1, 4),
)
def test_the_error_is_that_of_torchmetrics(seed, classes, bins, sharpness):
    rng = np.random.default_rng(seed)
    logits = torch.tensor(sharpness * rng.normal(size=(50, classes)))
    labels = torch.tensor(rng.integers(0, classes, 50))
    expected = multiclass_calibration_error(logits.softmax(1), labels, classes, n_bins=bins)
    scores = calibration(logits.softmax(1), labels, bins)
    assert scores.error == pytest.approx(expected.item(), abs=1e-6)
    assert scores.count.sum() == 50


def test_full_certainty_lies_in_the_last_bin():
    scores = calibration(torch.eye(3), torch.tensor([0, 1, 1]))
    assert scores.count.tolist() == [0] * 9 + [3]
    assert scores.error == pytest.approx(1 / 3)


def test_wrong_arguments():
    logits, labels = torch.randn(4, 3), torch.zeros(4, dtype=int)
    with pytest.raises(ValueError, match="give logits"):
        calibration(logits, labels)
    with pytest.raises(ValueError, match=r"\(4, 3\) and \(2,\)"):
        calibration(logits.softmax(1), labels[:2])
    with pytest.raises(ValueError, match="bins is 0"):
        calibration(logits.softmax(1), labels, bins=0)
