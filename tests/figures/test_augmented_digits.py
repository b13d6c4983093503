"""The copies against `augmentation` called image by image, the share of moved ink against a loop, and what is told."""

import numpy as np
import pytest
import torch

from course_lib.figures import augmented_digits
from course_lib.figures.augmented_digits import copies_of, moved_ink
from course_lib.training import augmentation

NOTHING = {"shift": 0, "rotate": 0, "scale": 0, "elastic": 0}


@pytest.fixture
def images():
    """Eight blots of ink, no two alike."""
    rng = np.random.default_rng(0)
    blots = np.zeros((8, 28, 28), np.uint8)
    blots[:, 8:20, 10:18] = rng.integers(100, 256, size=(8, 12, 8))
    return blots


def test_the_copies_are_those_of_the_library(images):
    settings = {"shift": 3, "rotate": 20, "scale": 0.2, "elastic": 1.0}
    batch = torch.tensor(np.concatenate([images[:6]] * 3), dtype=torch.float32)[:, None]
    expected = augmentation(**settings, seed=4)(batch)[:, 0].numpy()
    np.testing.assert_array_equal(np.concatenate(copies_of(images[:6], settings, 4)), expected)


def test_without_any_setting_nothing_moves(images):
    frame = augmented_digits(images).frame(**NOTHING)
    picture = frame.artists["picture"]
    np.testing.assert_array_equal(picture[:28], picture[28:56])
    assert frame.readouts["ink that lies elsewhere"] == "0%"
    assert "not bent" in frame.alt
    assert "bent by about 1.5 pixels" in augmented_digits(images).frame(**NOTHING | {"elastic": 1.5}).alt


def test_moved_ink_is_what_is_gone_from_its_place(images):
    copies = np.roll(images, 4, axis=1)[None].repeat(3, axis=0)
    shares = [
        sum(max(int(a) - int(b), 0) for a, b in zip(image.flat, copy.flat, strict=True)) / image.sum()
        for image, copy in zip(images, copies[0], strict=True)
    ]
    assert moved_ink(images, copies.astype(float)) == pytest.approx(np.mean(shares))
    assert moved_ink(images, np.zeros((3, *images.shape))) == 1


def test_more_shift_moves_more_ink_and_the_numbers_are_told(images):
    figure = augmented_digits(images)
    shares = [
        figure.frame(**NOTHING | {"shift": shift}).readouts["ink that lies elsewhere"] for shift in (1, 4, 8)
    ]
    assert [int(share[:-1]) for share in shares] == sorted({int(share[:-1]) for share in shares})
    assert (
        "shifted by up to 8 pixels, turned by up to 0 degrees" in figure.frame(**NOTHING | {"shift": 8}).alt
    )
    assert figure.frame(seed=1).alt != figure.frame(seed=2).alt
    assert figure.picture(shift=8, rotate=175, scale=0.6, elastic=4).png


def test_too_few_images_are_refused(images):
    with pytest.raises(ValueError, match="shows 6 digits and got 5"):
        augmented_digits(images[:5])
