"""The browser of maps: what it draws is what `course_lib.training` computes, of a copy of the model."""

import numpy as np
import pytest
import torch

from course_lib.figures import attention
from course_lib.training import cnn, occlusion_map, predict, saliency_map


@pytest.fixture
def model():
    torch.manual_seed(0)
    return cnn()


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)


def test_the_maps_are_those_of_the_label(model, images):
    frame = attention(model, images, torch.tensor([4, 0, 7])).frame(number=2)
    probability = predict(model, images).softmax(1)[2, 7].item()
    left, steep = occlusion_map(model, images[2], 7).numpy(), saliency_map(model, images[2], 7).numpy()
    np.testing.assert_array_equal(frame.artists["image"], images[2])
    change = left - probability
    np.testing.assert_allclose(frame.artists["change"] * np.abs(change).max(), change, atol=1e-6)
    assert np.abs(frame.artists["change"]).max() == pytest.approx(1)
    np.testing.assert_allclose(frame.artists["steep"] * steep.max(), steep, atol=1e-6)
    assert frame.readouts["the maps' class"] == f"7, {probability:.1%}"
    assert frame.readouts["with a square"] == f"{left.min():.1%} to {left.max():.1%}"
    row, column = np.unravel_index(left.argmin(), (28, 28))
    assert f"most harm around row {row}, column {column}, where {left.min():.3f} is left" in frame.alt


def test_training_on_changes_no_picture(model, images):
    figure = attention(model, images, [4, 0, 7])
    before = figure.picture(number=1).png
    model[0].weight.data.zero_()
    assert attention(model, images, [4, 0, 7]).picture(number=1).png != before
    assert figure.picture(number=1).png == before
    assert model.training


def test_a_model_that_sees_nothing_can_be_shown(images):
    blind = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
    torch.nn.init.zeros_(blind[1].weight)
    frame = attention(blind, images, [1, 2, 3]).frame()
    assert not frame.artists["steep"].any()
    assert np.isfinite(frame.artists["change"]).all()
