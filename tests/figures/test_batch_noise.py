"""Mini-batches: gradients against torch, the noise against the theory of sampling, the full batch without any."""

import numpy as np
import pytest
import torch

from course_lib.figures import batch_noise
from course_lib.figures.batch_noise import START, gradients, mini_batch_path, spread

X, Y = np.random.default_rng(0).normal(size=(2, 200))
Y = 0.6 * X + 0.8 * Y


def test_gradients_are_torchs():
    place = torch.tensor(START, requires_grad=True)
    ((place[0] * torch.tensor(X) + place[1] - torch.tensor(Y)) ** 2).mean().backward()
    np.testing.assert_allclose(gradients(X, Y, START), place.grad.numpy(), rtol=1e-12)
    batches = np.arange(200).reshape(20, 10)
    np.testing.assert_allclose(
        gradients(X[batches], Y[batches], START).mean(axis=0), gradients(X, Y, START), rtol=1e-12
    )


def test_the_full_batch_has_no_noise_and_walks_straight_down():
    frame = batch_noise(X, Y).frame(batch_size=200.0, learning_rate=0.2)
    np.testing.assert_allclose(
        frame.artists["estimates"], np.tile(gradients(X, Y, START)[:, None], 200), rtol=1e-9
    )
    assert frame.readouts["one estimate is off by"] == "0%"
    slope, intercept = np.polyfit(X, Y, 1)
    np.testing.assert_allclose(np.ravel(frame.artists["end"]), [slope, intercept], atol=1e-3)


@pytest.mark.parametrize("batch_size", [1, 8, 50])
def test_the_noise_is_what_sampling_without_replacement_gives(batch_size):
    estimates = np.transpose(batch_noise(X, Y).frame(batch_size=float(batch_size)).artists["estimates"])
    single = 2 * (START[0] * X + START[1] - Y)[:, None] * np.stack([X, np.ones_like(X)], axis=1)
    one = spread(single, gradients(X, Y, START))
    expected = one / np.sqrt(batch_size) * np.sqrt((200 - batch_size) / 199)
    assert spread(estimates, gradients(X, Y, START)) == pytest.approx(expected, rel=0.15)


def test_a_path_takes_a_step_for_each_batch():
    batches = np.array([[0, 1], [5, 7], [3, 3]])
    path = mini_batch_path(X, Y, batches, 0.1)
    assert len(path) == 4
    np.testing.assert_allclose(path[2], path[1] - 0.1 * gradients(X[[5, 7]], Y[[5, 7]], path[1]))


def test_alt_and_readouts_tell_the_numbers():
    frame = batch_noise(X, Y).frame(batch_size=8.0)
    assert "batches of 8" in frame.alt
    assert frame.readouts["one estimate is off by"] in frame.alt
    assert frame.readouts["examples seen"] == "480"
    assert batch_noise(X, Y).picture(batch_size=1.0).png


def test_other_shapes_are_refused_in_words():
    with pytest.raises(ValueError, match=r"\(200, 1\) and \(200,\)"):
        batch_noise(X[:, None], Y)
