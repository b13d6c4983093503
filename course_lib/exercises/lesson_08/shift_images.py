"""Exercise shift_images: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def shift_images(images, down, right):
    """A frame of paper around each image; then cut a window of the old size out of it, elsewhere."""
    _, height, width = images.shape
    rows, columns = abs(down), abs(right)
    framed = np.pad(images, [(0, 0), (rows, rows), (columns, columns)])
    top, left = rows - down, columns - right
    return framed[:, top : top + height, left : left + width]


def draw_shifts(rng):
    """Images (n×height×width), rows down, columns to the right: one image by hand, each way alone, both, random ones."""
    by_hand = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
    many = rng.uniform(0.1, 1, size=(3, 6, 5))
    down, right = (int(number) for number in rng.integers(1, 4, size=2))
    return [
        (by_hand, 1, 0),
        (by_hand, 0, 1),
        (by_hand, -1, 0),
        (by_hand, 0, -2),
        (by_hand, 0, 0),
        (many, 2, -1),
        (many, 0, 2),
        (many, -1, 0),
        (many, -down, right),
        (rng.uniform(0.1, 1, size=(2, 4, 7)), -1, -3),
    ]


def rolled(images, down, right):
    return np.roll(images, (down, right), axis=(1, 2))


def with_the_edge_repeated(images, down, right):
    """What comes in is a copy of the last row or column."""
    height, width = images.shape[1:]
    rows = np.clip(np.arange(height) - down, 0, height - 1)
    columns = np.clip(np.arange(width) - right, 0, width - 1)
    return images[:, rows][:, :, columns]


def larger(images, down, right):
    """Frames of paper on one side, and nothing cut off."""
    return np.pad(images, [(0, 0), (max(down, 0), max(-down, 0)), (max(right, 0), max(-right, 0))])


def by_slices(goes_forward):
    """Rows, then columns are moved from one slice to another; by 0 it goes forward or back, as `goes_forward(0)` says."""

    def wrong(images, down, right):
        for axis, by in ((1, down), (2, right)):
            shifted, whole = np.zeros_like(images), [slice(None)] * axis
            into, of = (slice(by, None), slice(-by)) if goes_forward(by) else (slice(by), slice(-by, None))
            shifted[(*whole, into)] = images[(*whole, of)]
            images = shifted
        return images

    return wrong


def wiped(images, down, right):
    """Rolled, and what came round is made paper; by -0 that is all."""
    shifted = rolled(images, down, right)
    shifted[:, slice(down) if down > 0 else slice(down, None)] = 0
    shifted[:, :, slice(right) if right > 0 else slice(right, None)] = 0
    return shifted


def frame_cut_off(images, down, right):
    """The frame comes off by [rows:-rows], which leaves nothing of a frame without rows."""
    rows, columns = abs(down), abs(right)
    framed = np.pad(images, [(0, 0), (rows, rows), (columns, columns)])
    return rolled(framed, down, right)[:, rows:-rows, columns:-columns]


EXERCISE = Exercise(
    id="shift_images",
    name="shift_images",
    reference=shift_images,
    draw=draw_shifts,
    mistakes=(
        Mistake(
            "What leaves the image on one side comes in again on the other: np.roll goes round in a circle. What comes in must be paper, 0.",
            rolled,
        ),
        Mistake(
            "Down and right are exchanged: `down` moves along the rows, axis 1 of a batch; `right` along axis 2.",
            lambda images, down, right: (
                shift_images(images, right, down)
                if max(abs(down), abs(right)) < min(images.shape[1:])
                else np.zeros_like(images)
            ),
        ),
        Mistake(
            "The images move the other way: up where down was asked, left where right was asked.",
            lambda images, down, right: shift_images(images, -down, -right),
        ),
        Mistake(
            "The row or column at the edge is repeated. What comes in must be paper, 0.",
            with_the_edge_repeated,
        ),
        Mistake(
            "Positive shifts are right, but a negative one is taken as positive: −1 down is 1 up.",
            lambda images, down, right: shift_images(images, abs(down), abs(right)),
        ),
        Mistake(
            "The images grew: what leaves them must be cut off, so that the size stays.",
            larger,
        ),
        Mistake(
            "A shift by 0 goes wrong: `-0` is 0, so that `[:-0]` ends where it begins and is empty. Count from the front: "
            "`[: height - down]`.",
            by_slices(lambda by: by >= 0),
        ),
        Mistake(
            "A shift by 0 goes wrong: `-0` is 0, so that `[-0:]` is the whole axis, and `[:0]` is empty. Let 0 go the way of the "
            "positive shifts, with `[: height - down]`.",
            by_slices(lambda by: by > 0),
        ),
        Mistake(
            "A shift by 0 wipes all away: `-0` is 0, so that `[-0:]` is the whole axis. Wipe only where the shift is negative.",
            wiped,
        ),
        Mistake(
            "A shift by 0 leaves nothing: `-0` is 0, so that `[0:-0]` is empty. Give the end from the front: `[rows : rows + height]`.",
            frame_cut_off,
        ),
    ),
    hints=(
        "Begin with paper: shifted = np.zeros_like(images). Which rows of the images go to which rows of it?",
        "Moved down by 1, rows 0 to height − 2 of the image become rows 1 to height − 1. Up is the same with both exchanged.",
        "Or frame the images with np.pad(images, [(0, 0), (rows, rows), (columns, columns)]), with rows = abs(down), columns = abs(right), "
        "and cut out the window that begins at row rows − down and column columns − right.",
    ),
)
