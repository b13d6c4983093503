"""First weights: their spread against torch's, and what it does to a signal in a deep network."""

import numpy as np
import pytest
import torch

from course_lib import nn

TORCH = {"xavier": torch.nn.init.xavier_normal_, "he": torch.nn.init.kaiming_normal_}


@pytest.mark.parametrize(
    ("name", "shape"), [(name, shape) for name in TORCH for shape in ((400, 100), (100, 400))]
)
def test_the_spread_is_torchs(name, shape):
    ours = getattr(nn, name)(*shape, np.random.default_rng(0))
    theirs = TORCH[name](torch.empty(shape[::-1]), generator=torch.Generator().manual_seed(0))
    assert ours.shape == shape
    assert ours.std() == pytest.approx(theirs.std().item(), rel=0.02)
    assert abs(ours.mean()) < 3 * ours.std() / np.sqrt(ours.size)


def test_the_spread_by_hand():
    rng = np.random.default_rng(1)
    assert nn.he(200, 5000, rng).std() == pytest.approx(0.1, rel=0.01)
    assert nn.xavier(150, 50, rng).std() == pytest.approx(0.1, rel=0.02)
    assert nn.normal(100, 100, rng, 0.5).std() == pytest.approx(0.5, rel=0.02)
    assert not nn.zeros(3, 2).any()


@pytest.mark.parametrize(("initialize", "activation"), [(nn.he, nn.relu), (nn.xavier, lambda x: x)])
def test_the_right_one_keeps_the_size_through_thirty_layers(initialize, activation):
    rng = np.random.default_rng(2)
    values = rng.normal(size=(200, 256))
    for _ in range(30):
        values = activation(values @ initialize(256, 256, rng))
    assert 0.2 < np.sqrt(np.mean(values**2)) < 3


def test_the_same_seed_gives_the_same_weights():
    first, again = (nn.he(3, 4, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_a_negative_spread_is_refused():
    with pytest.raises(ValueError, match="0 or above, but it is -1"):
        nn.normal(2, 2, np.random.default_rng(0), -1)
