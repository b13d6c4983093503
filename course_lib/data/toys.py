"""Points in the plane with two classes: small problems whose answer can be seen."""

import numpy as np


def moons(count, noise, rng):
    """Two half circles that reach into each other. See `toy` for arguments and result."""
    along, upper = _along(count), _alternate(count)
    x = np.where(upper, np.cos(np.pi * along), 1 - np.cos(np.pi * along)) - 0.5
    y = np.where(upper, np.sin(np.pi * along), 0.5 - np.sin(np.pi * along)) - 0.25
    return _noisy(1.7 * x, 2 * y, upper, noise, rng)


def circles(count, noise, rng):
    """A ring around a disc's worth of points. See `toy`."""
    angle, inner = rng.uniform(0, 2 * np.pi, count), _alternate(count)
    radius = np.where(inner, 1.0 * np.sqrt(_along(count)), 2.3)
    return _noisy(radius * np.cos(angle), radius * np.sin(angle), inner, noise, rng)


def xor(count, noise, rng):
    """Four squares, those across from each other of one class: no straight line parts them. See `toy`."""
    same = _alternate(count)
    x, y = rng.uniform(0.25, 2.4, (2, count)) * rng.choice([-1, 1], (2, count))
    return _noisy(x, np.where(same, np.sign(x), -np.sign(x)) * np.abs(y), same, noise, rng)


def spiral(count, noise, rng):
    """Two arms that wind around each other one and a quarter times: the hardest of the four. See `toy`."""
    along, first = _along(count), _alternate(count)
    radius, angle = 0.25 + 2.35 * along, 2.5 * np.pi * along + np.where(first, 0, np.pi)
    return _noisy(radius * np.cos(angle), radius * np.sin(angle), first, noise, rng)


TOYS = {"moons": moons, "circles": circles, "XOR": xor, "spiral": spiral}


def toy(name, count, noise, rng):
    """`count` points of the data set `name`: x float64 (count, 2), about −2.6 to 2.6, and y int64 (count,), half 0 half 1.

    noise: standard deviation, in the points' own unit, of what is added to every coordinate. rng: a NumPy Generator.
    The points come in random order. Raises ValueError for a name that is not in `TOYS`.
    """
    if name not in TOYS:
        raise ValueError(f"There is no data set {name!r}; use one of {', '.join(TOYS)}.")
    return TOYS[name](count, noise, rng)


def _alternate(count):
    return np.arange(count) % 2 == 0


def _along(count):
    """Evenly from 0 to 1, each value once for each class."""
    return np.arange(count) // 2 / max((count - 1) // 2, 1)


def _noisy(x, y, is_first, noise, rng):
    points = np.column_stack([x, y]) + noise * rng.standard_normal((len(x), 2))
    order = rng.permutation(len(x))
    return points[order], (~is_first).astype(np.int64)[order]
