"""Lesson 01's specs: references equal the library, and right answers pass however they are written."""

import math

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.exercises import State, check, exercises_of, get_exercise
from course_lib.exercises import lesson_01 as lesson


def looped(function):
    """An answer that goes through all elements one by one, as a beginner writes it."""

    def answer(x, *more):
        result = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            result[place] = function(x[place], *more)
        return result

    return answer


def in_torch(function):
    return lambda x, *more: function(torch.tensor(x), *more)


def in_float32(function):
    return lambda *arguments: function(
        *[a.astype(np.float32) if isinstance(a, np.ndarray) else a for a in arguments]
    )


def softmax_row_by_row(logits):
    rows = []
    for row in logits:
        shares = [math.exp(z - max(row)) for z in row]
        rows.append([share / sum(shares) for share in shares])
    return np.array(rows)


def neuron_with_zip(x, w, b):
    for xi, wi in zip(x, w, strict=True):
        b += xi * wi
    return b


def dead_share_counted(activations):
    dead = 0
    for unit in activations.T:
        dead += all(value == 0 for value in unit)
    return dead / activations.shape[1]


RIGHT = {
    "neuron": [
        neuron_with_zip,
        lambda x, w, b: x @ w + b,
        lambda x, w, b: torch.tensor(x) @ torch.tensor(w) + b,
    ],
    "relu_grad": [
        looped(lambda x: 1 if x > 0 else 0),
        lambda x: (x > 0).astype(float),
        lambda x: (x > 0).astype(np.float32),
        lambda x: (x > 0) * 1.0,
        nn.relu_grad,
    ],
    "leaky_relu": [
        looped(lambda x, slope: x if x > 0 else slope * x),
        lambda x, slope: np.maximum(x, slope * x),
        in_torch(torch.nn.functional.leaky_relu),
        nn.leaky_relu,
    ],
    "sigmoid": [
        looped(lambda x: 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))),
        lambda x: (1 + np.tanh(x / 2)) / 2,
        in_torch(torch.sigmoid),
        in_float32(nn.sigmoid),
        nn.sigmoid,
    ],
    "sigmoid_grad": [
        lambda x: nn.sigmoid(x) * (1 - nn.sigmoid(x)),
        in_float32(nn.sigmoid_grad),
        nn.sigmoid_grad,
    ],
    "softmax": [in_torch(lambda z: torch.softmax(z, dim=1)), in_float32(nn.softmax), nn.softmax],
    "merge_layers": [
        lambda W1, b1, W2, b2: [np.dot(W1, W2), np.dot(b1, W2) + b2],
        lambda W1, b1, W2, b2: (np.einsum("ih,ho->io", W1, W2), W2.T @ b1 + b2),
    ],
    "dead_share": [
        dead_share_counted,
        lambda a: np.mean(a.max(axis=0) == 0),
        lambda a: 1 - np.count_nonzero(a.sum(axis=0)) / a.shape[1],
    ],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    assert check(exercise_id, answer).state is State.CORRECT


def test_a_softmax_with_loops_is_correct_but():
    assert check("softmax", softmax_row_by_row).state is State.CORRECT_BUT


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("sigmoid", lambda x: np.exp(x) / (1 + np.exp(x))),
        ("sigmoid_grad", lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
        ("softmax", lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)),
    ],
)
def test_unstable_answers_are_correct_but(exercise_id, answer):
    assert check(exercise_id, answer).state is State.CORRECT_BUT


@pytest.mark.parametrize("name", ["relu_grad", "leaky_relu", "sigmoid", "sigmoid_grad", "softmax"])
def test_references_equal_the_library(name):
    exercise, rng = get_exercise(name), np.random.default_rng(1)
    for arguments in exercise.draw(rng) + (exercise.extremes(rng) if exercise.extremes else []):
        np.testing.assert_allclose(
            exercise.reference(*arguments), getattr(nn, name)(*arguments), rtol=1e-12, atol=1e-15
        )


def test_merged_layers_are_the_two_layers():
    rng = np.random.default_rng(0)
    for W1, b1, W2, b2 in lesson.merge_layers.draw_two_layers(rng):
        x = rng.normal(size=(5, len(W1)))
        W, b = lesson.merge_layers.merge_layers(W1, b1, W2, b2)
        np.testing.assert_allclose(x @ W + b, (x @ W1 + b1) @ W2 + b2)


def test_predicted_numbers_are_what_the_library_computes():
    assert nn.relu(2) + nn.relu(-2) != nn.relu(2 + -2)
    slopes = {"a": nn.relu_grad(6), "b": nn.leaky_relu_grad(6), "c": nn.sigmoid_grad(6), "d": nn.gelu_grad(6)}
    assert min(slopes, key=slopes.get) == get_exercise("least_gradient").reference
    assert nn.sigmoid_grad(0) ** 10 == get_exercise("gradient_after_ten_layers").reference
    assert check("gradient_after_ten_layers", 1e-6).passed


def test_each_exercise_has_hints_and_three_mistakes():
    for exercise in exercises_of("01"):
        assert len(exercise.mistakes) >= 3, exercise.id
        assert exercise.hints, exercise.id
