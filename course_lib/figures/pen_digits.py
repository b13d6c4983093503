"""Ten digits as a person writes them, stroke by stroke, for a figure on which one may draw, but need not."""

import numpy as np

# The points that the pen goes through, x and y in shares of the digit's width and height; a point that stands twice is
# a corner.
_PATHS = {
    0: [[(0.55, 0), (0.2, 0.12), (0, 0.5), (0.15, 0.88), (0.5, 1), (0.85, 0.85), (1, 0.45), (0.85, 0.1), (0.5, 0)]],
    1: [[(0.9, 0), (0.5, 0.5), (0.1, 1)]],
    2: [[(0.05, 0.25), (0.3, 0.02), (0.75, 0.04), (0.85, 0.3), (0.6, 0.6), (0.3, 0.82), (0.02, 0.97), (0.02, 0.97), (0.45, 0.93), (1, 1)]],
    3: [[(0.08, 0.12), (0.45, 0), (0.82, 0.12), (0.75, 0.37), (0.35, 0.48), (0.35, 0.48), (0.85, 0.6), (0.92, 0.85), (0.5, 1), (0, 0.88)]],
    4: [[(0.25, 0), (0.05, 0.55), (0.05, 0.55), (0.5, 0.55), (1, 0.5)], [(0.75, 0.12), (0.68, 0.6), (0.62, 1)]],
    5: [[(0.25, 0.04), (0.15, 0.45), (0.15, 0.45), (0.55, 0.38), (0.92, 0.6), (0.8, 0.9), (0.4, 1), (0, 0.92)], [(0.25, 0.04), (0.95, 0)]],
    6: [[(0.75, 0), (0.3, 0.25), (0.05, 0.65), (0.25, 0.97), (0.7, 0.97), (0.9, 0.75), (0.65, 0.55), (0.3, 0.6), (0.1, 0.8)]],
    7: [[(0, 0.06), (0.5, 0.05), (0.95, 0.02), (0.95, 0.02), (0.6, 0.5), (0.4, 1)]],
    8: [[(0.82, 0.12), (0.45, 0), (0.12, 0.2), (0.45, 0.46), (0.88, 0.75), (0.5, 1), (0.1, 0.78), (0.45, 0.5), (0.85, 0.25), (0.78, 0.08)]],
    9: [[(0.9, 0.15), (0.5, 0), (0.1, 0.22), (0.35, 0.48), (0.75, 0.38), (0.9, 0.15), (0.9, 0.15), (0.82, 0.55), (0.65, 1)]],
}  # fmt: skip


def pen_digit(digit, left, top, width, height):
    """The strokes (arrays, n×2) of a digit 0 to 9, written into this box; y runs downwards."""
    size = np.array([width, height])
    return [np.array([left, top]) + size * _smooth(np.array(path, float)) for path in _PATHS[digit]]


def _smooth(points, between=10):
    """A curve through the points (Catmull and Rom, 1974), so many places from each to the next."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.arange(between)[:, None] / between
    pieces = [
        (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.concatenate([*pieces, points[-1:]])


FIRST = "a small 2 in a corner"
# digit, then left, top, width and height in units of the paper
EXAMPLES = {
    FIRST: pen_digit(2, 2.5, 2.5, 7, 9),
    "a 3": pen_digit(3, 7, 4, 12, 19),
    "a 7 on the right": pen_digit(7, 16, 4, 10, 18),
    "a small 4 below": pen_digit(4, 10, 16, 8, 10),
    "a 5 on the left": pen_digit(5, 2.5, 6, 10, 17),
    "a large 8": pen_digit(8, 6, 2, 16, 24),
}
