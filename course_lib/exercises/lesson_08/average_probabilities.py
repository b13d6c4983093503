"""Exercise average_probabilities: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake
from course_lib.nn import softmax


def average_probabilities(logits):
    """Each model's probabilities first, then their mean over the models."""
    return softmax(logits).mean(axis=0)


def draw_logits(rng):
    """Logits of several models (models×n×classes): the lesson's two models, one model alone, random ones."""
    by_hand = np.log([[[0.9, 0.1]], [[0.2, 0.8]]])
    return [
        (by_hand,),
        (rng.normal(size=(1, 2, 3)),),
        (2 * rng.normal(size=(3, 4, 5)),),
        (3 * rng.normal(size=(5, 2, 4)),),
    ]


def draw_large_logits(rng):
    """Logits whose powers are too large for a float."""
    return [(np.array([[[1000.0, 0.0]], [[0.0, 800.0]]]),)]


def votes(logits):
    """The share of the models that answer each class."""
    return np.eye(logits.shape[2])[logits.argmax(axis=2)].mean(axis=0)


EXERCISE = Exercise(
    id="average_probabilities",
    name="average_probabilities",
    reference=average_probabilities,
    draw=draw_logits,
    extremes=draw_large_logits,
    if_unstable="For large logits the powers overflow. Subtract each row's largest logit first, or use `softmax` of lesson 01.",
    mistakes=(
        Mistake(
            "You average the logits and take the softmax afterwards. Each model's probabilities come first, then their mean.",
            lambda z: softmax(z.mean(axis=0)),
        ),
        Mistake("This is the sum over the models: divide by their number.", lambda z: softmax(z).sum(axis=0)),
        Mistake(
            "These are votes: each model's answer counts fully, however unsure it is. Average the probabilities.",
            votes,
        ),
        Mistake(
            "These are means of logits, no probabilities yet: the softmax is missing.",
            lambda z: z.mean(axis=0),
        ),
        Mistake(
            "The softmax runs over the wrong axis: an image's probabilities over its *classes*, the last axis, add up to 1.",
            lambda z: (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)).mean(axis=0),
        ),
        Mistake(
            "You multiply the models' probabilities (a geometric mean). Here we add them and divide by the number of models.",
            lambda z: np.exp(np.log(softmax(z)).mean(axis=0)),
        ),
    ),
    hints=(
        "softmax(logits) works on the last axis: probabilities of each model for each image, models×n×classes.",
        "The models are axis 0. Over which axis does the mean go?",
        "return softmax(logits).mean(axis=0)",
    ),
)
