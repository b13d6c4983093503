"""The images on which a learner's network is measured: validation images in the notebook, test images when graded.

Each is moved by a fraction of a pixel, another one in each grading, so that a table of the known images recognises none.
"""

import numpy as np

from course_lib.exercises.spec import Withheld

REACH = 0.5  # pixels that an image is moved at most, across and down


def moved(images, rng):
    """Images (n×28×28, uint8), each moved by up to REACH pixels across and down, as if it lay between the pixels."""
    pixels = images.astype(np.float32)
    for axis in (1, 2):
        distance = rng.uniform(-REACH, REACH, size=(len(pixels), 1, 1)).astype(np.float32)
        framed = np.pad(pixels, [(1, 1) if each == axis else (0, 0) for each in range(3)])
        before, after = np.delete(framed, [-2, -1], axis), np.delete(framed, [0, 1], axis)
        pixels += abs(distance) * (np.where(distance > 0, before, after) - pixels)
    return np.round(pixels).astype(np.uint8)


def draw_validation(rng):
    """The lesson's validation images, for a learner's check; their labels, and what to call them, are withheld."""
    from course_lib.data import load_mnist, split

    mnist = load_mnist()
    _, validation = split(mnist.train_images, mnist.train_labels, validation=0.1, seed=0)
    called = f"{len(validation.labels):,} validation images, each moved by up to half a pixel"
    if mnist.source != "mnist":
        called = f"{len(validation.labels)} images that are NOT MNIST (none was found: scikit-learn's digits stand in)"
    return [(moved(validation.images, rng), Withheld(validation.labels), Withheld(called))]


def draw_test(rng):
    """The test images, for grading, their labels withheld. Raises DataError where there is no MNIST."""
    from course_lib.data import DataError, load_mnist

    mnist = load_mnist()
    if mnist.source != "mnist":
        raise DataError("MNIST is not on this machine. Connect it to the internet, or set DOWNHILL_DATA.")
    called = f"{len(mnist.test_labels):,} test images, each moved by up to half a pixel"
    return [(moved(mnist.test_images, rng), Withheld(mnist.test_labels), Withheld(called))]
