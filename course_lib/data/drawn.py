"""From a drawing to what a network trained on MNIST knows: MNIST's own preparation, step by step.

Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits": each digit was scaled to fit a box of
20×20 pixels keeping its shape, grey at its edges, then placed in 28×28 pixels by its centre of mass. Measured on the
60,000 training images: the longer side is 20 pixels, and the centre of mass, rounded, is row 14 and column 14;
`prepare_drawing` gives 59,984 of them back to the last grey level.

Pictures are uint8, 0 for paper and 255 for full ink. A paper is 28 units wide and high whatever its pixels are, so that
a drawing which leaves out every step is on the scale of MNIST.
"""

import numpy as np

PAPER = 28  # units
BOX, SIZE, MIDDLE = 20, 28, 14  # pixels: the digit's box, the picture, and where its centre of mass goes
FINE = 10  # pixels for a unit of paper
_SMOOTH = 3  # strokes are drawn so many times larger, then averaged, for grey edges


def draw_strokes(strokes, pen=2.0):
    """The ink of pen strokes on a paper: 280×280 pixels.

    strokes: sequences of points (x to the right, y downwards), in units of the paper, n×2 each; one point makes a dot.
    pen: width of the line in units. What lies beyond the paper is cut off.
    """
    from PIL import Image, ImageDraw

    paper = Image.new("L", (PAPER * FINE * _SMOOTH,) * 2)
    ink = ImageDraw.Draw(paper)
    scale, radius = FINE * _SMOOTH, pen * FINE * _SMOOTH / 2
    for stroke in strokes:
        points = [(scale * float(x), scale * float(y)) for x, y in stroke]
        if len(points) > 1:
            ink.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            ink.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(paper.reduce(_SMOOTH))


def bounding_box(picture):
    """The smallest box with all ink, as (top, bottom, left, right): `picture[top:bottom, left:right]` holds it.

    Returns None where there is no ink.
    """
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    if not rows.size:
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def fit_to_20(picture):
    """The ink within its bounding box, scaled so that the longer side is 20 pixels: in the middle of 20×20 pixels.

    Each new pixel is the mean of the area it covers (anti-aliasing). Without ink, 20×20 pixels of paper.
    """
    box = bounding_box(picture)
    if box is None:
        return np.zeros((BOX, BOX), np.uint8)
    top, bottom, left, right = box
    scale = BOX / max(bottom - top, right - left)
    height, width = (max(1, round(scale * side)) for side in (bottom - top, right - left))
    digit = _resize(picture[top:bottom, left:right], height, width)
    return _place(digit, (BOX - height) // 2, (BOX - width) // 2, BOX)


def centre_of_mass(picture):
    """The mean place of the ink, (row, column), floats; a pixel's middle counts as a whole number.

    Without ink it is the middle of the picture.
    """
    ink = picture.astype(float) if picture.any() else np.ones(picture.shape)
    rows, columns = np.indices(ink.shape)
    return float((ink * rows).sum() / ink.sum()), float((ink * columns).sum() / ink.sum())


def centre(picture):
    """Put a picture into 28×28 pixels, moved by whole pixels so that its centre of mass is nearest to row 14, column 14.

    What leaves the 28×28 pixels is cut off; of a digit that was fitted to 20×20, next to nothing ever does.
    """
    row, column = centre_of_mass(picture)
    return _place(picture, round(MIDDLE - row), round(MIDDLE - column))


def prepare_drawing(picture, crop=True, by_mass=True):
    """All steps from a square drawing of any size to the 28×28 pixels that a network takes.

    crop: whether to crop to the bounding box and scale to 20×20; else the whole paper is scaled to 28×28.
    by_mass: whether to place by the centre of mass; else in the middle, as it comes.
    """
    small = fit_to_20(picture) if crop else _resize(picture, SIZE, SIZE)
    edge = (SIZE - len(small)) // 2
    return centre(small) if by_mass else _place(small, edge, edge)


def _resize(picture, height, width):
    from PIL import Image

    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))


def _place(picture, top, left, size=SIZE):
    """`picture` on a paper of size×size pixels, its first pixel at this row and column; what lies beyond is cut off."""
    paper = np.zeros((size, size), picture.dtype)
    height, width = picture.shape
    rows, columns = slice(max(top, 0), top + height), slice(max(left, 0), left + width)
    part = picture[max(-top, 0) :, max(-left, 0) :]
    inside = paper[rows, columns]
    inside[:] = part[: inside.shape[0], : inside.shape[1]]
    return paper
