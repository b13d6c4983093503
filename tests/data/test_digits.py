import numpy as np
import pytest

from course_lib.data.digits import digit_arrays, upscale


@pytest.fixture(scope="module")
def digits():
    return digit_arrays()


def test_the_arrays_look_like_mnist(digits):
    train_images, train_labels, test_images, test_labels = digits
    assert (train_images.shape, test_images.shape) == ((1437, 28, 28), (360, 28, 28))
    assert (train_labels.shape, test_labels.shape) == ((1437,), (360,))
    assert {array.dtype for array in (train_images, test_images)} == {np.dtype(np.uint8)}
    assert {array.dtype for array in (train_labels, test_labels)} == {np.dtype(np.int64)}
    assert train_images.max() == 255
    framed = train_images.copy()
    framed[:, 4:24, 4:24] = 0
    assert not framed.any(), "a black frame of four pixels"


def test_every_digit_is_in_both_parts_in_its_share(digits):
    _, train_labels, _, test_labels = digits
    shares = [np.bincount(labels, minlength=10) / len(labels) for labels in (train_labels, test_labels)]
    np.testing.assert_allclose(*shares, atol=0.005)


def test_no_digit_is_in_both_parts(digits):
    train_images, _, test_images, _ = digits
    seen = {image.tobytes() for image in train_images}
    assert not any(image.tobytes() in seen for image in test_images)


def test_the_split_is_the_same_every_time(digits):
    for first, again in zip(digits, digit_arrays(), strict=True):
        np.testing.assert_array_equal(first, again)


def test_enlarging_keeps_ink_where_it_was():
    image = np.zeros((1, 8, 8))
    image[0, 1, 6] = 16
    large = upscale(image)[0]
    row, column = np.unravel_index(large.argmax(), large.shape)
    assert 4 + 2.5 <= row < 4 + 5
    assert 4 + 15 <= column < 4 + 17.5


def test_the_nearest_mean_digit_is_mostly_the_right_one(digits):
    train_images, train_labels, test_images, test_labels = digits
    means = np.stack([train_images[train_labels == digit].mean(axis=0).ravel() for digit in range(10)])
    distances = np.linalg.norm(test_images.reshape(-1, 1, 784) - means, axis=2)
    assert np.mean(distances.argmin(axis=1) == test_labels) > 0.85
