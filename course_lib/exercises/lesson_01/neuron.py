"""Exercise neuron: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def neuron(x, w, b):
    """Weighted sum of the inputs x, plus the bias."""
    return np.sum(w * x) + b


def draw_neurons(rng):
    """x, w, b: one input, two with nothing negative, three by hand with a zero and a negative weight, then random ones."""
    several = [(rng.normal(size=n), rng.normal(size=n), rng.normal()) for n in (2, 5)]
    return [
        (np.array([2.0]), np.array([3.0]), 1.0),
        (np.array([1.0, 3.0]), np.array([2.0, 0.5]), 0.5),
        (np.array([1.0, 2.0, 5.0]), np.array([0.5, -1.0, 0.0]), 0.25),
        *several,
    ]


EXERCISE = Exercise(
    id="neuron",
    name="neuron",
    reference=neuron,
    draw=draw_neurons,
    mistakes=(
        Mistake("The bias is missing: add b, once, after summing.", lambda x, w, b: np.sum(w * x) + 0 * b),
        Mistake(
            "The bias is added once for every input. Sum the products first, then add b once.",
            lambda x, w, b: np.sum(w * x + b),
        ),
        Mistake(
            "These are the products, one for each input. A neuron adds them up to one number.",
            lambda x, w, b: w * x + b,
        ),
        Mistake(
            "Inputs and weights are added; each input is *multiplied* by its weight.",
            lambda x, w, b: np.sum(w + x) + b,
        ),
        Mistake(
            "Only the last product counts. In a loop, += adds each one to those before it.",
            lambda x, w, b: w[-1] * x[-1] + b,
        ),
        Mistake(
            "Only the first product counts. Does `return` stand inside the loop?",
            lambda x, w, b: w[0] * x[0] + b,
        ),
        Mistake("This takes the bias away. Here it is added.", lambda x, w, b: np.sum(w * x) - b),
        Mistake(
            "This is the mean of the products; a neuron takes their sum.",
            lambda x, w, b: np.mean(w * x) + b,
        ),
        Mistake(
            "This sums weights and inputs first. Multiply each input by its own weight, then sum.",
            lambda x, w, b: np.sum(w) * np.sum(x) + b,
        ),
        Mistake(
            "The sum is already through a ReLU. Here we ask for the neuron's sum alone.",
            lambda x, w, b: np.maximum(np.sum(w * x) + b, 0),
        ),
    ),
    hints=(
        "Multiply each input by its own weight: w * x does that for all of them at once.",
        "np.sum adds the products up. The bias comes on top, once.",
        "return np.sum(w * x) + b",
    ),
)
