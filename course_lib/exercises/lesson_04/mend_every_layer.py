"""Exercise mend_every_layer: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib import nn
from course_lib.exercises.spec import Exercise, Mistake


def layer_dz(a1, a2, Y, W2):
    """Each layer's own slope, and for the hidden layer what comes back through W2."""
    dz2 = (a2 - Y) * a2 * (1 - a2)
    dz1 = (dz2 @ W2.T) * (1 - a1**2)
    return dz1, dz2


def draw_tanh_passes(rng):
    """a1 (from −1 to 1), a2 (0 to 1), Y, W2; one output or as many as hidden units, so that mistakes run as well."""
    drawn = []
    for examples, hidden, outputs in ((1, 2, 1), (3, 4, 1), (2, 3, 3), (5, 3, 1)):
        a1, a2 = (
            np.tanh(rng.normal(size=(examples, hidden))),
            nn.sigmoid(rng.normal(size=(examples, outputs))),
        )
        Y = rng.integers(0, 2, size=(examples, outputs)).astype(float)
        drawn.append((a1, a2, Y, rng.normal(size=(hidden, outputs))))
    return drawn


EXERCISE = Exercise(
    id="mend_every_layer",
    name="layer_dz",
    reference=layer_dz,
    draw=draw_tanh_passes,
    points=2,
    mistakes=(
        Mistake(
            "This is the published mistake, a − y in both layers. Hidden units have no target: ask what comes back "
            "through W2. And a2 − Y alone is right with cross-entropy; here the error is squared.",
            lambda a1, a2, Y, W2: (a1 - Y, a2 - Y),
        ),
        Mistake(
            "The last layer is mended; the hidden one is still a − y. Hidden units have no target: dz2 @ W2.T comes to them.",
            lambda a1, a2, Y, W2: (a1 - Y, layer_dz(a1, a2, Y, W2)[1]),
        ),
        Mistake(
            "a2 − Y alone is right where cross-entropy cancels the sigmoid's slope. Squared error does not: times a2 * (1 - a2).",
            lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T * (1 - a1**2), a2 - Y),
        ),
        Mistake(
            "The last layer still has a − y, and the hidden one has no slope: each layer multiplies by its own.",
            lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T, a2 - Y),
        ),
        Mistake(
            "dz2 is right. What goes back through W2 is dz2 itself, with the sigmoid's slope in it, not a2 − Y.",
            lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T * (1 - a1**2), layer_dz(a1, a2, Y, W2)[1]),
        ),
        Mistake(
            "The hidden layer's own slope is missing: times 1 - a1**2.",
            lambda a1, a2, Y, W2: (layer_dz(a1, a2, Y, W2)[1] @ W2.T, layer_dz(a1, a2, Y, W2)[1]),
        ),
        Mistake(
            "The hidden layer is a tanh, whose slope is 1 - a1**2. You have that of sigmoid.",
            lambda a1, a2, Y, W2: (
                layer_dz(a1, a2, Y, W2)[1] @ W2.T * a1 * (1 - a1),
                layer_dz(a1, a2, Y, W2)[1],
            ),
        ),
        Mistake(
            "The last layer is a sigmoid, with slope a2 * (1 - a2). You have that of tanh.",
            lambda a1, a2, Y, W2: (
                ((a2 - Y) * (1 - a2**2)) @ W2.T * (1 - a1**2),
                (a2 - Y) * (1 - a2**2),
            ),
        ),
        Mistake(
            "a1 is the tanh's value already: the slope is 1 - a1**2, with no further tanh.",
            lambda a1, a2, Y, W2: (
                layer_dz(a1, a2, Y, W2)[1] @ W2.T * (1 - np.tanh(a1) ** 2),
                layer_dz(a1, a2, Y, W2)[1],
            ),
        ),
        Mistake(
            "The loss is half of the squared error, so the slope of the square has no factor 2.",
            lambda *given: tuple(2 * dz for dz in layer_dz(*given)),
        ),
        Mistake(
            "This loss is a sum, not a mean: nothing is divided by the number of examples.",
            lambda a1, a2, Y, W2: tuple(dz / len(Y) for dz in layer_dz(a1, a2, Y, W2)),
        ),
        Mistake(
            "This points downhill: the gradient is a2 − Y, not Y − a2.",
            lambda *given: tuple(-dz for dz in layer_dz(*given)),
        ),
        Mistake("Hidden layer first: return dz1, dz2.", lambda *given: layer_dz(*given)[::-1]),
    ),
    hints=(
        "Chain rule for the last layer: the slope of ½(a2 − y)² is a2 − y; times the slope of the sigmoid.",
        "What comes to the hidden layer comes through W2: dz2 @ W2.T. Then times the slope of tanh.",
        "dz2 = (a2 - Y) * a2 * (1 - a2)\ndz1 = (dz2 @ W2.T) * (1 - a1**2)\nreturn dz1, dz2",
    ),
)
