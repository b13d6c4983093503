"""Exercise training_step: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib import nn
from course_lib.exercises.spec import Exercise, Mistake


def training_step(weights, bias, x, labels, learning_rate):
    """Forward, the gradient of the loss, backward through the layer, one step downhill."""
    logits = x @ weights + bias
    gradient = nn.cross_entropy_from_logits_grad(logits, labels)
    return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)


def draw_layers(rng):
    """Weights, bias, x, labels, learning rate: the lesson's by hand, then no two of features, classes, examples alike."""
    by_hand = (np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 2.0]]), np.array([0]), 0.1)
    sizes = [(1, 2, 3), (4, 3, 5), (3, 4, 7)]
    return [by_hand] + [
        (
            rng.normal(size=(features, classes)),
            rng.normal(size=classes),
            rng.normal(size=(examples, features)),
            rng.integers(0, classes, size=examples),
            float(rng.uniform(0.05, 0.8)),
        )
        for features, classes, examples in sizes
    ]


def gradients(weights, bias, x, labels):
    gradient = nn.cross_entropy_from_logits_grad(x @ weights + bias, labels)
    return x.T @ gradient, gradient.sum(axis=0)


def step_with(gradient_of):
    """A wrong training step: this gradient at the logits, the rest right."""

    def wrong_step(weights, bias, x, labels, learning_rate):
        gradient = gradient_of(x @ weights + bias, labels)
        return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)

    return wrong_step


def one_hot(labels, logits):
    return np.eye(logits.shape[1])[labels]


def climb(weights, bias, x, labels, learning_rate):
    return training_step(weights, bias, x, labels, -learning_rate)


def twice_divided(which):
    """A training step whose gradients at these places (0 the weights, 1 the bias) are divided by n once more."""

    def wrong_step(weights, bias, x, labels, learning_rate):
        found = gradients(weights, bias, x, labels)
        slopes = [one / len(x) if place in which else one for place, one in enumerate(found)]
        return weights - learning_rate * slopes[0], bias - learning_rate * slopes[1]

    return wrong_step


EXERCISE = Exercise(
    id="training_step",
    name="training_step",
    reference=training_step,
    draw=draw_layers,
    may_change_inputs=True,
    points=2,
    mistakes=(
        Mistake(
            "This climbs: the step goes *against* the gradient, weights − learning_rate · gradient.",
            climb,
        ),
        Mistake(
            "The bias stays as it was. Its gradient is the sum of (p − y) / n over the examples.",
            lambda w, b, x, y, rate: (training_step(w, b, x, y, rate)[0], b),
        ),
        Mistake(
            "The mean is missing: (p − y) is divided by the number of examples, as nn.cross_entropy_from_logits_grad does.",
            step_with(lambda z, y: nn.softmax(z) - one_hot(y, z)),
        ),
        Mistake(
            "The bias's gradient is the *sum* over the examples: the division by n is in (p − y) / n already.",
            twice_divided([1]),
        ),
        Mistake(
            "Both gradients are divided by n twice: (p − y) / n, which you have already, is to be multiplied and summed up.",
            twice_divided([0, 1]),
        ),
        Mistake(
            "The weights' gradient is divided by n twice: it is x.T @ gradient, and (p − y) / n holds the n already.",
            twice_divided([0]),
        ),
        Mistake(
            "The labels are missing: the gradient at the logits is p − y, not p.",
            step_with(lambda z, y: nn.softmax(z) / len(z)),
        ),
        Mistake(
            "Softmax is missing: p − y, with p = softmax(logits), not logits − y.",
            step_with(lambda z, y: (z - one_hot(y, z)) / len(z)),
        ),
        Mistake(
            "The learning rate is missing: the step is learning_rate · gradient.",
            lambda w, b, x, y, rate: training_step(w, b, x, y, 1.0),
        ),
        Mistake(
            "These are the gradients. Return the *new* weights and bias: old − learning_rate · gradient.",
            lambda w, b, x, y, rate: gradients(w, b, x, y),
        ),
        Mistake(
            "The logits lack the bias: x @ weights + bias.",
            lambda w, b, x, y, rate: tuple(
                old - rate * g for old, g in zip((w, b), gradients(w, 0 * b, x, y), strict=True)
            ),
        ),
    ),
    hints=(
        "Three lines: logits = x @ weights + bias; their gradient by nn.cross_entropy_from_logits_grad; the step.",
        "Of a layer x @ weights + bias the gradients are x.T @ gradient and gradient.sum(axis=0).",
        "gradient = nn.cross_entropy_from_logits_grad(logits, labels)\n"
        "return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)",
    ),
)
