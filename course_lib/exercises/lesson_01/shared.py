"""What several exercises of lesson 01 are tried on, or go wrong by."""

import numpy as np


def draw_points(rng):
    """One point, five around 0, far and very near ones, and random tables: the steep, the flat and the kink."""
    return [
        (np.array([1.0]),),
        (np.array([-2.0, -0.5, 0.0, 0.5, 2.0]),),
        (np.array([-1e-6, 1e-6]),),
        (np.array([-20.0, 12.0]),),
        (rng.normal(size=(2, 3)),),
        (rng.normal(scale=4, size=(4, 2)),),
    ]


def draw_far_points(rng):
    """So far out that e^1000 overflows."""
    return [(np.array([-1000.0]),), (np.array([1000.0]),), (np.array([-800.0, 0.0, 800.0]),)]
