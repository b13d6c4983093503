"""What several exercises of lesson 02 are tried on, or go wrong by."""

import numpy as np


def draw_yes_and_no(rng, examples):
    """Targets 0 and 1, at least one of each."""
    return rng.permutation(np.arange(examples) % 3 == 0).astype(float)


def draw_rows(rng):
    """Rows of logits: a tie, two by hand, more rows than classes, as many, fewer, and one single class."""
    return [
        np.array([[0.0, 0.0]]),
        np.array([[2.0, 1.0, 0.0]]),
        np.array([[6.0, -1.0]]),
        np.array([[1.0, 3.0], [0.0, -1.0], [2.0, 2.0]]),
        rng.uniform(-2, 2, size=(3, 3)),
        rng.uniform(-2, 2, size=(4, 6)),
        rng.normal(size=(2, 1)),
    ]


def draw_logits_and_labels(rng):
    """Rows of logits, and an integer label for each."""
    return [(rows, rng.integers(0, rows.shape[1], size=len(rows))) for rows in draw_rows(rng)]


def draw_far_logits_and_labels(rng):
    """The same with labels: sure and right, then sure and wrong."""
    rows = np.array([[1000.0, 0.0, -1000.0]])
    return [(rows, np.array([0])), (rows, np.array([1]))]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def one_hot(labels, logits):
    return np.eye(logits.shape[1])[labels]
