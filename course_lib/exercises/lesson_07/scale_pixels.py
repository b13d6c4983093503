"""Exercise scale_pixels: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def scale_pixels(images):
    return images.astype(np.float32) / 255


def draw_images(rng):
    """Four pixels by hand, a pale picture without full ink, then small random batches."""
    by_hand = np.array([[[0, 51], [255, 102]]], dtype=np.uint8)
    pale = rng.integers(0, 100, size=(1, 2, 2), dtype=np.uint8)
    return [(by_hand,), (pale,), (rng.integers(0, 256, size=(3, 5, 4), dtype=np.uint8),)]


def per_batch(images):
    return images / max(images.max(), 1)


EXERCISE = Exercise(
    id="scale_pixels",
    name="scale_pixels",
    reference=scale_pixels,
    draw=draw_images,
    mistakes=(
        Mistake(
            "You divide by 256, but a pixel of full ink is 255: it would end a little short of 1.",
            lambda x: x / 256,
        ),
        Mistake(
            "You divide by the largest pixel of this batch. Then the same pixel means different things in different batches; the scale is fixed: 255.",
            per_batch,
        ),
        Mistake(
            "`//` throws the fraction away: every pixel but full ink becomes 0. Use `/`.",
            lambda x: (x // 255).astype(np.float32),
        ),
        Mistake(
            "The pixels are floats now, but still run from 0 to 255: divide by 255.",
            lambda x: x.astype(np.float32),
        ),
        Mistake(
            "This runs from −1 to 1. That is used, too; here we ask for 0 to 1: divide by 255.",
            lambda x: x / 127.5 - 1,
        ),
    ),
    hints=(
        "A pixel is an integer from 0 to 255. Which division sends 0 to 0 and 255 to 1?",
        "Make the pixels floats first: images.astype(np.float32).",
        "return images.astype(np.float32) / 255",
    ),
)
