"""The data sets in the plane: their form, their seeds, and how hard they are."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from course_lib.data import TOYS, toy


@pytest.mark.parametrize("name", TOYS)
def test_form_and_balance(name):
    x, y = toy(name, 200, 0.1, np.random.default_rng(0))
    assert x.shape == (200, 2)
    assert y.dtype == np.int64
    assert np.bincount(y).tolist() == [100, 100]
    assert 2 < np.abs(x).max() < 3
    assert len(set(y[:20])) == 2  # in random order


@pytest.mark.parametrize("name", TOYS)
def test_the_same_seed_gives_the_same_points_and_more_noise_moves_them(name):
    clean, again, noisy = (toy(name, 50, noise, np.random.default_rng(3))[0] for noise in (0, 0, 0.2))
    np.testing.assert_array_equal(clean, again)
    assert 0.15 < (noisy - clean).std() < 0.25


@pytest.mark.parametrize("name", TOYS)
def test_no_line_parts_the_classes_but_neighbours_tell_them_apart(name):
    x, y = toy(name, 400, 0.05, np.random.default_rng(1))
    assert LogisticRegression().fit(x, y).score(x, y) < 0.95
    assert KNeighborsClassifier(1).fit(x[:200], y[:200]).score(x[200:], y[200:]) > 0.95


@pytest.mark.parametrize("name", TOYS)
@pytest.mark.parametrize("count", [1, 2, 7])
def test_few_points(name, count):
    x, y = toy(name, count, 0, np.random.default_rng(0))
    assert (len(x), y.sum()) == (count, count // 2)
    assert np.isfinite(x).all()


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="'rings'; use one of moons, circles, XOR, spiral"):
        toy("rings", 10, 0, np.random.default_rng(0))
