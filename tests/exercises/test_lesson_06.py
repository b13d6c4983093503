"""Lesson 06's specs: right answers pass however they are written, natural mistakes are named, numbers are true."""

import random

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from sklearn.model_selection import KFold

from course_lib import nn
from course_lib.exercises import State, check, examine, exercises_of, get_exercise


def l2_looped(gradients, parameters, strength):
    new = []
    for index in range(len(parameters)):
        gradient = np.array(gradients[index])
        if len(parameters[index].shape) > 1:
            gradient += strength * parameters[index]
        new.append(gradient)
    return new


def l2_by_torch(gradients, parameters, strength):
    tensors = [torch.tensor(p, requires_grad=True) for p in parameters]
    loss = sum((torch.tensor(g) * t).sum() for g, t in zip(gradients, tensors, strict=True))
    loss = loss + strength / 2 * sum((t**2).sum() for t in tensors if t.ndim == 2)
    loss.backward()
    return tuple(t.grad for t in tensors)


def soft_looped(weights, amount):
    new = weights.copy()
    for place in np.ndindex(weights.shape):
        w = weights[place]
        new[place] = w - amount if w > amount else w + amount if w < -amount else 0
    return new


def torch_dropout(values, keep, rng, training):
    return F.dropout(torch.as_tensor(values), p=1 - keep, training=training)


def global_dropout(values, keep, rng, training):
    if training:
        return np.where(np.random.rand(*values.shape) < keep, values / keep, 0.0)
    return values.copy()


def looped_dropout(values, keep, rng, training):
    flat = [v / keep if rng.random() < keep else 0.0 for v in values.ravel()] if training else values.ravel()
    return np.array(flat, dtype=np.float32).reshape(values.shape)


def binomial_dropout(values, keep, rng, training):
    return values * rng.binomial(1, keep, size=values.shape) / keep if training else values


def stop_by_slices(losses, patience):
    for epoch in range(patience + 1, len(losses) + 1):
        if min(losses[epoch - patience : epoch]) >= min(losses[: epoch - patience]):
            return epoch
    return len(losses)


def stop_by_argmin(losses, patience):
    for epoch in range(1, len(losses) + 1):
        if epoch - 1 - np.argmin(losses[:epoch]) >= patience:
            return np.int64(epoch)
    return len(losses)


def torch_batch_norm(x, gain, shift, mean, variance, training):
    arrays = [torch.tensor(array) for array in (x, mean.copy(), variance.copy(), gain, shift)]
    return F.batch_norm(*arrays, training=training, eps=1e-5)


def batch_norm_by_columns(x, gain, shift, mean, variance, training):
    columns = []
    for place, column in enumerate(x.T):
        m, v = (mean[place], variance[place])
        if training:
            m = sum(column) / len(column)
            v = sum((column - m) ** 2) / len(column)
        columns.append(gain[place] * (column - m) / (v + 1e-5) ** 0.5 + shift[place])
    return np.stack(columns, axis=1)


def shuffled_folds(count, folds):
    order = random.sample(range(count), count)
    return [(sorted(set(order) - set(order[i::folds])), order[i::folds]) for i in range(folds)]


def folds_one_by_one(count, folds):
    for part in np.array_split(np.random.permutation(count), folds):
        yield np.setdiff1d(np.arange(count), part), part


def folds_of_tensors(count, folds):
    parts = torch.tensor_split(torch.randperm(count), folds)
    return [[torch.cat(parts[:i] + parts[i + 1 :]), parts[i]] for i in range(folds)]


RIGHT = {
    "l2_gradients": [l2_looped, l2_by_torch],
    "soft_threshold": [
        soft_looped,
        lambda w, a: F.softshrink(torch.tensor(w), a),
        lambda w, a: w - np.clip(w, -a, a),
        lambda w, a: np.maximum(w - a, 0) - np.maximum(-w - a, 0),
        lambda w, a: np.where(np.abs(w) > a, w - a * np.sign(w), 0),
        lambda w, a: (np.sign(w) * np.maximum(np.abs(w) - a, 0)).astype(np.float32),
    ],
    "decayed_step": [
        lambda w, d, r, s: (1 - r * s) * w - r * d,
        lambda w, d, r, s: torch.tensor(w) * (1 - r * s) - r * torch.tensor(d),
        lambda w, d, r, s: nn.GradientDescent(r).step(w, d) - r * s * w,
        lambda w, d, r, s: np.array([a - r * (b + s * a) for a, b in zip(w, d, strict=True)]),
    ],
    "dropout": [torch_dropout, global_dropout, looped_dropout, binomial_dropout],
    "stop_epoch": [stop_by_slices, stop_by_argmin],
    "batch_norm": [torch_batch_norm, batch_norm_by_columns],
    "k_fold": [
        shuffled_folds,
        folds_one_by_one,
        folds_of_tensors,
        lambda count, folds: KFold(folds, shuffle=True).split(np.zeros(count)),
    ],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    for seed in (None, 1, 2):
        verdict = examine(get_exercise(exercise_id), answer, seed)
        assert verdict.state is State.CORRECT, verdict


def test_there_are_unusual_right_answers_to_every_function():
    assert set(RIGHT) == {exercise.id for exercise in exercises_of("06") if exercise.draw}


def in_place(values, keep, rng, training):
    if training:
        values *= rng.random(values.shape) < keep
        values /= keep
    return values


def overlapping(count, folds):
    """Independent draws: some examples validate twice, some never."""
    size = count // folds
    parts = [np.random.default_rng(i).choice(count, size, replace=False) for i in range(folds)]
    return [(np.setdiff1d(np.arange(count), part), part) for part in parts]


@pytest.mark.parametrize(
    ("exercise_id", "answer", "said"),
    [
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) if t else v, "not scaled"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) / k, "In evaluation too"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k), "In evaluation too"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) > k) / k if t else v, "probability to stay"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) if t else v * k, "wrong time"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) if t else v / k, "wrong time"),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) / 0.5 if t else v, ""),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < 0.5) / k if t else v, ""),
        ("dropout", lambda v, k, rng, t: v * (rng.random((len(v), *[1] * (v.ndim - 1))) < k) / k if t else v, "One mask"),
        ("dropout", lambda v, k, rng, t: v * k, ""),
        ("dropout", in_place, ""),
        ("dropout", lambda v, k, rng, t: v * (rng.random(v.shape) < k) / k if t else None, "With training=False your"),
        ("dropout", lambda v, k, rng, t: None if t else v, "With training=True your"),
        ("dropout", lambda v, k, rng, t: looped_dropout(v, k, rng, t).tolist(), "A list comes back"),
        ("dropout", lambda v, k, rng, t: v * rng.random(v.shape) if t else v, "No value is 0"),
        ("dropout", lambda v, k, rng, t: v * rng.random(v.shape) / k if t else v, "No value is 0"),
        ("dropout", lambda v, k, rng, t: v * 0 if t else v, "All values are 0"),
        ("dropout", lambda v, k, rng, t: v * (rng.random() < k) / k if t else v, "One mask"),
        ("dropout", lambda v, k, rng, t: looped_dropout(v, k, np.random.default_rng(5), t), "Every call drops the same"),
        ("stop_epoch", lambda losses, patience: None if len(losses) > 4 else 2, ""),
        ("l2_gradients", lambda g, p, s: [a + s * b for a, b in zip(g, p, strict=True)], "Biases are penalised"),
        ("batch_norm", lambda x, g, s, m, v, t: g * (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5) + s, "Batch statistics in"),
        ("batch_norm", lambda x, g, s, m, v, t: g * (x - m) / np.sqrt(v + 1e-5) + s, "Running statistics in"),
        ("batch_norm", lambda x, g, s, m, v, t: g * (x - m) / np.sqrt(v + 1e-5) + s if t else x, ""),
        ("k_fold", lambda count, folds: next(folds_one_by_one(count, folds)), "Each element of the list"),
        ("k_fold", lambda count, folds: np.array_split(np.arange(count), folds), "Each element of the list"),
        ("k_fold", lambda count, folds: [(np.arange(count) % folds != i, np.arange(count) % folds == i) for i in range(folds)], "masks of True"),
        ("k_fold", overlapping, "examples validated exactly once"),
        ("k_fold", lambda count, folds: [([], [])] * folds, ""),
        ("k_fold", lambda count, folds: 3, ""),
        ("k_fold", lambda count, folds: [(np.arange(2, count), np.arange(2))], ""),
    ],
)  # fmt: skip
def test_wrong_answers_are_told(exercise_id, answer, said):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert said in str(verdict), verdict


def test_the_lessons_numbers_by_hand():
    l2 = get_exercise("l2_gradients").reference
    weights, bias = l2(
        [np.array([[1.0, 2.0]]), np.array([3.0])], [np.array([[2.0, -5.0]]), np.array([7.0])], 0.1
    )
    np.testing.assert_allclose(weights, [[1.2, 1.5]])
    assert bias == 3
    soft = get_exercise("soft_threshold").reference
    np.testing.assert_allclose(soft(np.array([3.0, -0.5, 0.2, -2.0]), 1.0), [2, 0, 0, -1])
    norm = get_exercise("batch_norm").reference
    column = norm(np.array([[1.0], [3.0]]), 1.0, 0.0, np.zeros(1), np.ones(1), True)
    np.testing.assert_allclose(column, [[-1], [1]], atol=1e-5)
    assert get_exercise("stop_epoch").reference([5, 3, 4, 3.5, 2], 2) == 4


@pytest.mark.parametrize(
    ("optimizer", "decayed"),
    [(torch.optim.SGD, 1.68), (torch.optim.Adam, 1.9), (torch.optim.AdamW, 1.88)],
)
def test_the_lessons_first_steps_are_torchs(optimizer, decayed):
    weight = torch.tensor([2.0], requires_grad=True)
    rule = optimizer([weight], lr=0.1, weight_decay=0.1)
    weight.grad = torch.tensor([3.0])
    rule.step()
    assert weight.item() == pytest.approx(decayed, abs=1e-6)
