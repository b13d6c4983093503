"""Exercise merge_layers: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def merge_layers(W1, b1, W2, b2):
    """(x @ W1 + b1) @ W2 + b2, multiplied out, is x @ (W1 @ W2) + (b1 @ W2 + b2)."""
    return W1 @ W2, b1 @ W2 + b2


def draw_two_layers(rng):
    """W1 (inputs × hidden), b1, W2 (hidden × outputs), b2: single numbers, then tables with no two sizes alike."""
    by_hand = (np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([5.0]))
    sizes = [(2, 3, 1), (3, 2, 4), (4, 5, 2)]
    return [by_hand] + [
        (rng.normal(size=(i, h)), rng.normal(size=h), rng.normal(size=(h, o)), rng.normal(size=o))
        for i, h, o in sizes
    ]


EXERCISE = Exercise(
    id="merge_layers",
    name="merge_layers",
    reference=merge_layers,
    draw=draw_two_layers,
    points=2,
    mistakes=(
        Mistake(
            "The first bias is lost. It passes through the second layer as well: b1 @ W2 + b2.",
            lambda W1, b1, W2, b2: (W1 @ W2, b2),
        ),
        Mistake(
            "The biases are not simply added: the first one passes through the second layer, b1 @ W2 + b2.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
        ),
        Mistake(
            "Order: x meets W1 first. With x on the left that is W1 @ W2.",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
        ),
        Mistake(
            "`*` multiplies element by element. Layers need the matrix product, W1 @ W2.",
            lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2),
        ),
        Mistake(
            "The bias stands on the left of the weights, as x does: b1 @ W2 + b2.",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
        ),
        Mistake("The second bias is missing: b1 @ W2 + b2.", lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2)),
        Mistake(
            "The weights come out transposed: with x on the left the order is W1 @ W2.",
            lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2),
        ),
        Mistake("Weights first, then bias: return W, b.", lambda W1, b1, W2, b2: (b1 @ W2 + b2, W1 @ W2)),
        Mistake(
            "The first bias reaches the output through the weights W2, not as a plain sum: b1 @ W2 + b2.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1.sum() + b2),
        ),
        Mistake(
            "This sends b2 through W2 as well. b2 is added after the second layer's weights: b1 @ W2 + b2.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2 * W2.sum(axis=0)),
        ),
    ),
    hints=(
        "Write the two layers as one line, (x @ W1 + b1) @ W2 + b2, and multiply out.",
        "x @ W1 @ W2 + b1 @ W2 + b2. What multiplies x? What is left?",
        "return W1 @ W2, b1 @ W2 + b2",
    ),
)
