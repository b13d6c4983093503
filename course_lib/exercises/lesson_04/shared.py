"""What several exercises of lesson 04 are tried on, or go wrong by."""

import numpy as np


def draw_network(rng):
    """X, W1, b1, W2, b2: one example by hand, the lesson's 3-4-2 network, then others of several shapes."""
    W1, W2 = np.array([[0.5, -1.0, 1.0], [-1.0, 1.0, -0.5]]), np.array([[2.0], [-2.0], [1.0]])
    by_hand = (np.array([[2.0, 1.0]]), W1, np.array([0.0, 1.0, -0.5]), W2, np.array([0.5]))
    return [by_hand, *(network(rng, *sizes) for sizes in ((1, 3, 4, 2), (5, 3, 4, 2), (4, 2, 3, 1)))]


def network(rng, examples, inputs, hidden, outputs):
    """Random X, W1, b1, W2, b2."""
    shapes = (examples, inputs), (inputs, hidden), (hidden,), (hidden, outputs), (outputs,)
    return tuple(rng.normal(size=shape) for shape in shapes)
