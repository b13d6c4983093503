"""Exercise network_forward: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib import nn
from course_lib.exercises.lesson_04.shared import draw_network
from course_lib.exercises.spec import Exercise, Mistake


def forward(X, W1, b1, W2, b2):
    """Two layers, a sigmoid after each."""
    a1 = nn.sigmoid(X @ W1 + b1)
    a2 = nn.sigmoid(a1 @ W2 + b2)
    return a1, a2


def two_layers(hidden, last):
    """A wrong answer to `forward`: these two functions in place of the sigmoids."""

    def answer(X, W1, b1, W2, b2):
        a1 = hidden(X @ W1 + b1)
        return a1, last(a1 @ W2 + b2)

    return answer


EXERCISE = Exercise(
    id="network_forward",
    name="forward",
    reference=forward,
    draw=draw_network,
    mistakes=(
        Mistake(
            "The biases are missing: z = X @ W + b, in both layers.",
            lambda X, W1, b1, W2, b2: forward(X, W1, 0 * b1, W2, 0 * b2),
        ),
        Mistake(
            "The hidden layer has no sigmoid: a1 is the sigmoid of X @ W1 + b1.",
            lambda X, W1, b1, W2, b2: (X @ W1 + b1, nn.sigmoid((X @ W1 + b1) @ W2 + b2)),
        ),
        Mistake(
            "The last layer has no sigmoid: what you return is z2. a2 = sigmoid(z2).",
            lambda X, W1, b1, W2, b2: (nn.sigmoid(X @ W1 + b1), nn.sigmoid(X @ W1 + b1) @ W2 + b2),
        ),
        Mistake(
            "These are z1 and z2, before the sigmoids. Return what comes after them, a1 and a2.",
            lambda X, W1, b1, W2, b2: (X @ W1 + b1, nn.sigmoid(X @ W1 + b1) @ W2 + b2),
        ),
        Mistake(
            "There is no sigmoid at all; each layer has one, after its sum.",
            lambda X, W1, b1, W2, b2: (X @ W1 + b1, (X @ W1 + b1) @ W2 + b2),
        ),
        Mistake(
            "The second layer gets z1. It gets a1, the hidden layer after its sigmoid.",
            lambda X, W1, b1, W2, b2: (
                nn.sigmoid(X @ W1 + b1),
                nn.sigmoid((X @ W1 + b1) @ W2 + b2),
            ),
        ),
        Mistake(
            "Hidden layer first: return a1, a2.",
            lambda X, W1, b1, W2, b2: forward(X, W1, b1, W2, b2)[::-1],
        ),
        *(
            Mistake(
                f"You have {name} where a sigmoid is asked: after each of the two layers.",
                two_layers(hidden, last),
            )
            for name, hidden, last in (
                ("tanh in both layers", np.tanh, np.tanh),
                ("tanh in the hidden layer", np.tanh, nn.sigmoid),
                ("ReLU in the hidden layer", nn.relu, nn.sigmoid),
                ("softmax in the last layer", nn.sigmoid, nn.softmax),
                ("softmax in both layers", nn.softmax, nn.softmax),
            )
        ),
        Mistake(
            "W1.T lies on its side. W1 has a row for each input and a column for each unit: X @ W1 fits as it is.",
            lambda X, W1, b1, W2, b2: X @ W1.T,
        ),
        Mistake(
            "X comes first: each of its rows, an example, meets each column of W1, a unit. X @ W1.",
            lambda X, W1, b1, W2, b2: W1 @ X,
        ),
        Mistake(
            "The hidden layer is right. W2.T lies on its side: W2 has a row for each hidden unit, so a1 @ W2 fits as it is.",
            lambda X, W1, b1, W2, b2: forward(X, W1, b1, W2, b2)[0] @ W2.T,
        ),
    ),
    hints=(
        "Both layers do the same: a weighted sum for all units at once, then the sigmoid. What is the second one's input?",
        "The first layer: z1 = X @ W1 + b1, then a1 = nn.sigmoid(z1).",
        "The second layer does the same with a1 in place of X.",
        "a1 = nn.sigmoid(X @ W1 + b1)\na2 = nn.sigmoid(a1 @ W2 + b2)\nreturn a1, a2",
    ),
)
