"""Exercise occlusion: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.plain import plain
from course_lib.exercises.spec import Exercise, Mistake


def occlusion(score, image, size):
    """A fresh copy for each place of the square, so that one square at a time covers the image."""
    height, width = image.shape
    scores = np.zeros((height - size + 1, width - size + 1))
    for row in range(len(scores)):
        for column in range(scores.shape[1]):
            covered = image.copy()
            covered[row : row + size, column : column + size] = 0
            scores[row, column] = score(covered)
    return scores


def cover(answer, weights, image, size):
    """The answer's map for a score that weighs each pixel, so that no two places of the square are alike."""

    def score(picture):
        return float((weights * picture).sum())

    return plain(answer(score, image, size))


def draw_pictures(rng):
    """The pixels' weights, the image, the square's side: by hand, a square as large as the image, random ones.

    One image has whole numbers, as those of MNIST have, while its scores have decimals, as probabilities have.
    """
    by_hand = (np.ones((2, 3)), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 2)
    return [
        (np.ones((1, 2)), np.array([[3.0, 5.0]]), 1),
        by_hand,
        (rng.uniform(0.05, 0.1, size=(4, 3)), rng.integers(1, 10, size=(4, 3), dtype=np.uint8), 2),
        (rng.uniform(0.5, 2, size=(5, 4)), rng.uniform(1, 9, size=(5, 4)), 3),
        (rng.uniform(0.5, 2, size=(6, 9)), rng.uniform(1, 9, size=(6, 9)), 2),
    ]


def map_with(cover_with=0.0, copy=True, grow=0, of=lambda covered, whole: covered, dtype=None):
    """A wrong map: another colour, no copy, another size, another value, another dtype: "image" for the image's."""

    def wrong(score, image, size):
        whole, kept = score(image), image.copy()
        rows, columns = (length - size + 1 for length in image.shape)
        scores = np.zeros((rows, columns), dtype=image.dtype if dtype == "image" else dtype)
        for row, column in np.ndindex(rows, columns):
            covered = image.copy() if copy else kept
            covered[row : row + size + grow, column : column + size + grow] = cover_with
            scores[row, column] = of(score(covered), whole)
        return scores

    return wrong


EXERCISE = Exercise(
    id="occlusion",
    name="occlusion",
    reference=occlusion,
    draw=draw_pictures,
    drive=cover,
    points=2,
    mistakes=(
        Mistake(
            "Earlier squares stay on the image: each place needs a fresh copy, image.copy(), or the square taken off again.",
            map_with(copy=False),
        ),
        Mistake(
            "This is by how much the score falls. Return the score that is left.",
            map_with(of=lambda covered, whole: whole - covered),
        ),
        Mistake(
            "The square is one pixel too large: a slice from row to row + size already holds size rows.",
            map_with(grow=1),
        ),
        Mistake(
            "The square is covered with full ink; paper is 0.",
            map_with(cover_with=255.0),
        ),
        Mistake(
            "Rows and columns of the map are exchanged: entry [row, column] belongs to the square that begins there.",
            lambda score, image, size: occlusion(score, image, size).T,
        ),
        Mistake(
            "Your map has the image's dtype, which may be whole numbers: each score then loses its decimals, and a probability of 0.9 "
            "becomes 0. np.zeros((…, …)) makes floats; np.zeros_like(image) does not.",
            map_with(dtype="image"),
        ),
        Mistake(
            "Your map holds whole numbers: each score loses its decimals, and a probability of 0.9 becomes 0. Make it of floats.",
            map_with(dtype=int),
        ),
    ),
    hints=(
        "How many places has the square along each side? For 5 pixels and a square of 3 they are 3: length − size + 1.",
        "Two loops, over rows and columns. In them: covered = image.copy(), then a slice of it is set to 0.",
        "covered[row : row + size, column : column + size] = 0, then scores[row, column] = score(covered).",
    ),
)
