import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data import split

LABELS = np.repeat(np.arange(10), [30, 50, 70, 90, 110, 30, 40, 50, 60, 70])
IMAGES = np.arange(len(LABELS))[:, None, None] * np.ones((1, 2, 2), dtype=int)


@given(
    st.one_of(st.floats(0.02, 0.95), st.integers(10, len(LABELS) - 10)),
    st.integers(0, 2**32 - 1),
)
def test_each_image_is_in_one_part_with_its_label(validation, seed):
    train, held_back = split(IMAGES, LABELS, validation, seed)
    numbers = np.concatenate([train.images[:, 0, 0], held_back.images[:, 0, 0]])
    assert sorted(numbers) == list(range(len(LABELS)))
    for part in (train, held_back):
        np.testing.assert_array_equal(part.labels, LABELS[part.images[:, 0, 0]])


@given(st.floats(0.05, 0.9), st.integers(0, 1000))
def test_each_class_keeps_its_share(share, seed):
    _, held_back = split(IMAGES, LABELS, share, seed)
    exact = np.bincount(LABELS) * len(held_back.labels) / len(LABELS)
    assert np.abs(np.bincount(held_back.labels, minlength=10) - exact).max() < 1


def test_a_number_of_images_is_kept_to():
    assert len(split(IMAGES, LABELS, validation=100)[1].images) == 100


def test_the_seed_decides():
    same, again, other = (split(IMAGES, LABELS, seed=seed)[1].images for seed in (1, 1, 2))
    np.testing.assert_array_equal(same, again)
    assert not np.array_equal(same, other)


def test_the_default_is_a_tenth_and_seed_nought():
    np.testing.assert_array_equal(split(IMAGES, LABELS)[1].images, split(IMAGES, LABELS, 0.1, 0)[1].images)


def test_the_originals_are_not_shared():
    train, _ = split(IMAGES.copy(), labels := LABELS.copy())
    train.labels[:] = 99
    assert labels.max() == 9


def test_tensors_stay_tensors():
    torch = pytest.importorskip("torch")
    train, held_back = split(torch.from_numpy(IMAGES), torch.from_numpy(LABELS))
    assert isinstance(train.images, torch.Tensor)
    assert isinstance(held_back.labels, torch.Tensor)
    np.testing.assert_array_equal(train.labels.numpy(), split(IMAGES, LABELS)[0].labels)


def test_lists_are_taken_too():
    train, _ = split(IMAGES.tolist(), LABELS.tolist())
    assert train.images.shape[1:] == (2, 2)


@pytest.mark.parametrize(
    "validation", [0, 0.0, 1.0, 1.5, -0.1, -3, True, float("nan"), "0.1", None, 600, 10_000]
)
def test_a_senseless_share_is_refused_with_what_to_give(validation):
    with pytest.raises(ValueError, match=r"validation=.*give a share between 0 and 1"):
        split(IMAGES, LABELS, validation)


@pytest.mark.parametrize(
    ("images", "labels", "words"),
    [
        (IMAGES[:-1], LABELS, "599 images but 600 labels"),
        (IMAGES, np.eye(10)[LABELS], r"one dimension.*\(600, 10\)"),
        (IMAGES[:0], LABELS[:0], "no images"),
        (IMAGES, np.where(np.arange(600) == 7, 77, LABELS), "Class 77 has one image"),
    ],
)
def test_unfit_examples_are_refused(images, labels, words):
    with pytest.raises(ValueError, match=words):
        split(images, labels)


@pytest.mark.parametrize("validation", [5, 595, 0.001, 0.999])
def test_fewer_images_than_classes_are_refused(validation):
    with pytest.raises(ValueError, match="one for each class"):
        split(IMAGES, LABELS, validation)
