"""Exercise centre_digit: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def centre_digit(picture):
    """The mean row and column, weighted by ink, go to row 14 and column 14, to the nearest whole pixel."""
    rows, columns = np.indices(picture.shape)
    ink = picture.sum()
    top = round(14 - (rows * picture).sum() / ink)
    left = round(14 - (columns * picture).sum() / ink)
    paper = np.zeros((28, 28))
    paper[top : top + len(picture), left : left + picture.shape[1]] = picture
    return paper


def draw_digits(rng):
    """Pictures with ink from 0 to 1: the lesson's, a heavy corner, random ones of other shapes, far from a rounding edge."""
    by_hand = np.array([[0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    heavy = np.zeros((6, 3))
    heavy[5, 2], heavy[0, 0] = 1.0, 0.25
    shapes = (4, 4), (7, 5), (5, 8)
    return [(by_hand,), (heavy,), *((_lopsided(rng, *shape),) for shape in shapes)]


def _lopsided(rng, height, width):
    """Ink that grows towards one corner, so that mass, box and middle lie apart."""
    while True:
        slope = np.linspace(0, 1, height)[:, None] ** 3 * np.linspace(0.02, 1, width) ** 2
        picture = np.round(slope * rng.uniform(0.4, 1, size=(height, width)), 2)
        place = _mass(picture)
        if all(0.05 < (part + 0.5) % 1 < 0.95 for part in place):
            return picture


def _mass(picture):
    rows, columns = np.indices(picture.shape)
    return float((rows * picture).sum() / picture.sum()), float((columns * picture).sum() / picture.sum())


def placed(where):
    """A wrong answer: the top left pixel is at `where(picture)`, and what leaves the paper is cut off."""

    def wrong(picture):
        top, left = (round(part) for part in where(picture))
        paper = np.zeros((84, 84))
        height, width = picture.shape
        paper[28 + top : 28 + top + height, 28 + left : 28 + left + width] = picture
        return paper[28:56, 28:56]

    return wrong


def middle_of_ink(picture):
    """The mean place of the pixels with any ink, however much."""
    return _mass((picture > 0).astype(float))


EXERCISE = Exercise(
    id="centre_digit",
    name="centre_digit",
    reference=centre_digit,
    draw=draw_digits,
    points=2,
    mistakes=(
        Mistake(
            "The *picture's* middle is at the paper's. The middle of its ink must be: where most ink lies.",
            placed(lambda p: ((28 - p.shape[0]) // 2, (28 - p.shape[1]) // 2)),
        ),
        Mistake(
            "Every pixel with ink counts the same here. A dark one has more mass than a grey one: weight by the ink.",
            placed(lambda p: [14 - part for part in middle_of_ink(p)]),
        ),
        Mistake(
            "Row and column are exchanged: the mean row says how far down, the mean column how far to the right.",
            placed(lambda p: [14 - part for part in _mass(p)[::-1]]),
        ),
        Mistake(
            "The centre of mass lands at pixel 13, not 14. (The middle of 28 pixels lies between 13 and 14; MNIST takes 14.)",
            placed(lambda p: [13 - part for part in _mass(p)]),
        ),
        Mistake(
            "The picture's corner lies where its centre of mass should: subtract its row and column from 14.",
            placed(lambda p: (14, 14)),
        ),
        Mistake(
            "The ink lies up to a pixel too far up and to the left. One of two: int(…) cuts off the fraction (11.9 becomes 11; "
            "round(…) takes the nearest), or it is moved to 13.5, the middle of pixels 0 to 27; here it goes to 14.",
            placed(lambda p: [int(14 - part) for part in _mass(p)]),
        ),
    ),
    hints=(
        "rows, columns = np.indices(picture.shape) gives each pixel's row and column. The mean row, weighted by ink, is (rows * picture).sum() / picture.sum().",
        "To bring row 2.3 to row 14, the picture's first row goes to round(14 - 2.3) = 12.",
        "paper = np.zeros((28, 28)), then paper[top : top + height, left : left + width] = picture.",
    ),
)
