"""Exercise network_backward: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib import nn
from course_lib.exercises.lesson_04.network_forward import forward
from course_lib.exercises.lesson_04.shared import draw_network
from course_lib.exercises.spec import Exercise, Mistake


def backward(X, Y, a1, a2, W2):
    """From the loss back to the first layer's parameters."""
    dz2 = (a2 - Y) / len(X)
    dW2, db2 = a1.T @ dz2, dz2.sum(axis=0)
    dz1 = (dz2 @ W2.T) * a1 * (1 - a1)
    dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
    return dW1, db1, dW2, db2


def draw_passes(rng):
    """X, Y, a1, a2, W2 after a forward pass through those networks; targets are 0 or 1."""
    passes = []
    for X, W1, b1, W2, b2 in draw_network(rng):
        a1, a2 = forward(X, W1, b1, W2, b2)
        passes.append((X, rng.integers(0, 2, size=a2.shape).astype(float), a1, a2, W2))
    return passes


def wrong_backward(
    slope=lambda a1: a1 * (1 - a1), error=None, through=None, bias=None, share=lambda X, Y: len(X)
):
    """A wrong answer to `backward`: one part of it replaced."""
    error = error or (lambda a2, Y: a2 - Y)
    through = through or (lambda dz2, W2: dz2 @ W2.T)
    bias = bias or (lambda dz: dz.sum(axis=0))

    def answer(X, Y, a1, a2, W2):
        dz2 = error(a2, Y) / share(X, Y)
        dz1 = through(dz2, W2) * slope(a1)
        return X.T @ dz1, bias(dz1), a1.T @ dz2, bias(dz2)

    return answer


def same_everywhere(X, Y, a1, a2, W2):
    dz2, dz1 = (a2 - Y) / len(X), (a1 - Y) / len(X)
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)


def mean_of_bias(X, Y, a1, a2, W2):
    dW1, db1, dW2, db2 = backward(X, Y, a1, a2, W2)
    return dW1, db1 / len(X), dW2, db2 / len(X)


def divided_twice(X, Y, a1, a2, W2):
    dW1, db1, dW2, db2 = backward(X, Y, a1, a2, W2)
    return dW1 / len(X), db1 / len(X), dW2, db2


EXERCISE = Exercise(
    id="network_backward",
    name="backward",
    reference=backward,
    draw=draw_passes,
    points=3,
    mistakes=(
        Mistake(
            "The loss is a mean over the examples: divide dz2 by their number, len(X).",
            wrong_backward(share=lambda X, Y: 1),
        ),
        *(
            Mistake(f"You divide by {what}. n is the number of examples, the rows: len(X).", wrong)
            for what, wrong in (
                ("the number of outputs", wrong_backward(share=lambda X, Y: Y.shape[1])),
                ("the number of inputs", wrong_backward(share=lambda X, Y: X.shape[1])),
                ("the number of all targets", wrong_backward(share=lambda X, Y: Y.size)),
            )
        ),
        Mistake(
            "The sigmoid's slope is missing in the hidden layer: dz1 is (dz2 @ W2.T) * a1 * (1 - a1).",
            wrong_backward(slope=np.ones_like),
        ),
        Mistake(
            "a − y again in the hidden layer? Hidden units have no target. What comes to them comes through W2, and "
            "then through the sigmoid: dz1 = (dz2 @ W2.T) * a1 * (1 - a1).",
            same_everywhere,
        ),
        Mistake(
            "a − y in both layers, and no mean. Hidden units have no target: dz1 = (dz2 @ W2.T) * a1 * (1 - a1), and "
            "dz2 is divided by len(X).",
            lambda X, Y, a1, a2, W2: tuple(len(X) * g for g in same_everywhere(X, Y, a1, a2, W2)),
        ),
        Mistake(
            "The sign is wrong everywhere: the gradient at z2 is a2 − Y, not Y − a2.",
            wrong_backward(error=lambda a2, Y: Y - a2),
        ),
        Mistake(
            "In dz2 the sigmoid's slope cancels against that of cross-entropy: dz2 is a2 − Y alone (over n).",
            wrong_backward(error=lambda a2, Y: (a2 - Y) * a2 * (1 - a2)),
        ),
        Mistake(
            "A bias is used by every example, so its gradients add up: sum(axis=0), not the mean. dz2 is over n already.",
            mean_of_bias,
        ),
        Mistake(
            "You divide by n once more in the first layer. dz1 comes from dz2, which is divided already.",
            divided_twice,
        ),
        Mistake(
            "The slope of sigmoid is a1 * (1 - a1); you have 1 - a1**2, that of tanh.",
            wrong_backward(slope=lambda a1: 1 - a1**2),
        ),
        Mistake(
            "Brackets: `a1 * 1 - a1` is 0. The sigmoid's slope is a1 * (1 - a1).",
            wrong_backward(slope=lambda a1: a1 * 1 - a1),
        ),
        Mistake(
            "Half of the slope is missing: it is a1 * (1 - a1), both factors.",
            wrong_backward(slope=lambda a1: 1 - a1),
        ),
        Mistake(
            "The sigmoid is applied once more before its slope is taken: a1 is its value already, the slope a1 * (1 - a1).",
            wrong_backward(slope=lambda a1: nn.sigmoid_grad(a1)),
        ),
        Mistake(
            "The order is dW1, db1, dW2, db2: first layer first.",
            lambda *given: (*backward(*given)[2:], *backward(*given)[:2]),
        ),
        Mistake(
            "The weights' gradients lie on their sides: dW has W's shape, inputs × outputs. X.T @ dz1, a1.T @ dz2.",
            lambda *given: tuple(gradient.T for gradient in backward(*given)),
        ),
        Mistake(
            "Biases one size too large: sum over the examples, dz.sum(axis=0).",
            wrong_backward(bias=lambda dz: dz),
        ),
        Mistake(
            "This sums over the units. A bias belongs to a unit: sum over the examples, axis=0.",
            wrong_backward(bias=lambda dz: dz.sum(axis=1)),
        ),
    ),
    hints=(
        "Go through the table from its first row to its last: each row is a line of code. n is the number of examples.",
        "Begin at the end: dz2 = (a2 - Y) / len(X).",
        "For each layer dW is its input, transposed, @ dz; db is dz summed over the examples, axis=0.",
        "Through W2 and the sigmoid's slope: dz1 = (dz2 @ W2.T) * a1 * (1 - a1).",
        "dz2 = (a2 - Y) / len(X)\ndz1 = (dz2 @ W2.T) * a1 * (1 - a1)\n"
        "return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)",
    ),
)
