"""Lesson 02's specs: references equal the library, and right answers pass however they are written."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from course_lib import nn
from course_lib.exercises import State, check, exercises_of, get_exercise


def torch_loss(function):
    return lambda *arguments: function(*map(torch.as_tensor, arguments))


def torch_gradient(function):
    def gradient(predictions, targets):
        predictions = torch.tensor(predictions, requires_grad=True)
        function(predictions, torch.as_tensor(targets)).backward()
        return predictions.grad

    return gradient


def in_float32(function):
    return lambda p, *more: function(p.astype(np.float32), *more)


def mse_grad_looped(predictions, targets):
    gradient = np.zeros_like(predictions)
    for place in np.ndindex(predictions.shape):
        gradient[place] = 2 * (predictions[place] - targets[place]) / predictions.size
    return gradient


def huber_looped(predictions, targets, delta):
    total = 0
    for p, y in zip(predictions.ravel(), targets.ravel(), strict=True):
        e = abs(p - y)
        total += e * e / 2 if e < delta else delta * (e - delta / 2)
    return total / predictions.size


def bce_looped(probabilities, targets):
    losses = [-math.log(p if y == 1 else 1 - p) for p, y in zip(probabilities, targets, strict=True)]
    return sum(losses) / len(losses)


def cross_entropy_looped(logits, labels):
    losses = [math.log(sum(math.exp(z) for z in row)) - row[y] for row, y in zip(logits, labels, strict=True)]
    return sum(losses) / len(losses)


def p_minus_one_hot(logits, labels):
    return (nn.softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


def naive_bce_on_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def clipped_bce_on_logits(z, y):
    return nn.binary_cross_entropy(np.clip(nn.sigmoid(z), 1e-7, 1 - 1e-7), y)


def bce_clipped_to(smallest):
    def answer(p, y):
        p = np.clip(p, smallest, 1 - smallest)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    return answer


def naive_cross_entropy(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


RIGHT = {
    "mse_grad": [mse_grad_looped, torch_gradient(F.mse_loss), in_float32(nn.mse_grad), nn.mse_grad],
    "huber": [
        huber_looped,
        lambda p, y, delta: F.huber_loss(torch.tensor(p), torch.tensor(y), delta=delta),
        in_float32(nn.huber),
        nn.huber,
    ],
    "binary_cross_entropy": [
        *[bce_clipped_to(smallest) for smallest in (1e-7, 1e-8, 1e-12, 1e-15)],
        lambda p, y: -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)),
        lambda p, y: -np.log(np.where(y == 1, p, 1 - p)).mean(),
        bce_looped,
        torch_loss(F.binary_cross_entropy),
        in_float32(nn.binary_cross_entropy),
    ],
    "binary_cross_entropy_from_logits": [
        lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))),
        lambda z, y: np.mean(np.logaddexp(0, np.where(y == 1, -z, z))),
        torch_loss(F.binary_cross_entropy_with_logits),
        in_float32(nn.binary_cross_entropy_from_logits),
    ],
    "logsumexp": [
        lambda z: np.logaddexp.reduce(z, axis=1),
        lambda z: torch.logsumexp(torch.tensor(z), dim=1),
        in_float32(nn.logsumexp),
    ],
    "cross_entropy_from_logits": [
        torch_loss(F.cross_entropy),
        in_float32(nn.cross_entropy_from_logits),
        lambda z, y: -np.sum(np.eye(z.shape[1])[y] * nn.log_softmax(z)) / len(z),
    ],
    "cross_entropy_from_logits_grad": [
        torch_gradient(F.cross_entropy),
        in_float32(nn.cross_entropy_from_logits_grad),
        p_minus_one_hot,
    ],
    "hinge": [
        lambda s, y: sum(max(0, 1 - a * b) for a, b in zip(s, y, strict=True)) / len(s),
        lambda s, y: torch.relu(1 - torch.tensor(s * y)).mean(),
        in_float32(nn.hinge),
    ],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    verdict = check(exercise_id, answer)
    assert verdict.state is State.CORRECT, verdict


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("binary_cross_entropy", lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))),
        ("binary_cross_entropy_from_logits", naive_bce_on_logits),
        ("binary_cross_entropy_from_logits", clipped_bce_on_logits),
        ("logsumexp", lambda z: np.log(np.exp(z).sum(axis=1))),
        ("cross_entropy_from_logits", naive_cross_entropy),
        ("cross_entropy_from_logits", cross_entropy_looped),
    ],
)
def test_unstable_answers_are_correct_but(exercise_id, answer):
    assert check(exercise_id, answer).state is State.CORRECT_BUT


@pytest.mark.parametrize("name", [exercise.id for exercise in exercises_of("02") if exercise.draw])
def test_references_equal_the_library(name):
    exercise, rng = get_exercise(name), np.random.default_rng(1)
    for arguments in exercise.draw(rng) + (exercise.extremes(rng) if exercise.extremes else []):
        np.testing.assert_allclose(
            exercise.reference(*arguments), getattr(nn, name)(*arguments), rtol=1e-9, atol=1e-11
        )


def test_predicted_numbers_are_what_the_library_computes():
    y, p = np.array([1, 0, 1, 0]), np.array([0.8, 0.2, 0.9, 0.1])
    assert nn.binary_cross_entropy(p, y).round(4) == get_exercise("four_predictions_by_hand").reference
    at_the_start = nn.cross_entropy_from_logits(np.zeros((1, 10)), [3])
    assert math.isclose(at_the_start, get_exercise("loss_before_training").reference)
    z = np.log(0.0001 / 0.9999)
    through_mse = nn.mse_grad([0.0001], [1]) * nn.sigmoid_grad(z)
    np.testing.assert_allclose(through_mse, -0.0002, rtol=1e-3)
    np.testing.assert_allclose(nn.binary_cross_entropy_from_logits_grad([z], [1]), -0.9999)


def test_each_exercise_has_hints_and_three_mistakes():
    for exercise in exercises_of("02"):
        assert len(exercise.mistakes) >= 3, exercise.id
        assert exercise.hints, exercise.id
