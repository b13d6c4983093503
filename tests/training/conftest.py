"""Small data and models on which a whole training run takes a fraction of a second."""

import numpy as np
import pytest
import torch
from torch import nn


@pytest.fixture(autouse=True)
def without_bar(monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    monkeypatch.delenv("DOWNHILL_DEVICE", raising=False)


@pytest.fixture
def blobs():
    """300 points around three centres: (inputs n×2 float32, labels int64)."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, 300)
    centres = np.array([[0, 2], [-2, -1], [2, -1]])
    return (centres[labels] + generator.normal(0, 0.5, (300, 2))).astype(np.float32), labels


@pytest.fixture
def images():
    """96 uint8 images 28×28, a bright square whose place tells the class 0..3, and labels."""
    generator = np.random.default_rng(1)
    labels = generator.integers(0, 4, 96)
    pixels = generator.integers(0, 60, (96, 28, 28))
    for image, label in zip(pixels, labels, strict=True):
        row, column = 14 * (label // 2), 14 * (label % 2)
        image[row : row + 10, column : column + 10] += 180
    return pixels.astype(np.uint8), labels.astype(np.uint8)


@pytest.fixture
def classifier():
    """A function that makes the same small 2-16-3 model with dropout every time."""

    def make():
        torch.manual_seed(3)
        return nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3))

    return make
