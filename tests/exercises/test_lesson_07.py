"""Lesson 07's specs: right answers pass however they are written, wrong ones hear what is wrong; its numbers by hand."""

import numpy as np
import pytest
import torch
from sklearn import metrics

from course_lib.exercises import check, examine, get_exercise


def scores_by_sklearn(counts):
    labels = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    predictions = np.concatenate([np.repeat(np.arange(len(counts)), row) for row in counts])
    return metrics.precision_recall_fscore_support(labels, predictions)[:3]


def scores_looped(counts):
    rows = []
    for k in range(len(counts)):
        right = counts[k][k]
        missed, false = sum(counts[k]) - right, sum(row[k] for row in counts) - right
        rows.append(
            [right / (right + false), right / (right + missed), 2 * right / (2 * right + missed + false)]
        )
    return [np.array(column) for column in zip(*rows, strict=True)]


def scores_in_torch(counts):
    counts = torch.as_tensor(counts)
    precision, recall = counts.diagonal() / counts.sum(0), counts.diagonal() / counts.sum(1)
    return precision, recall, 2 / (1 / precision + 1 / recall)


def scores_as_a_table(counts):
    return np.array(scores_looped(counts))


def mlp_as_a_module():
    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = torch.nn.ModuleList([torch.nn.Linear(784, 512), torch.nn.Linear(512, 512)])
            self.drops = torch.nn.ModuleList([torch.nn.Dropout(0.2), torch.nn.Dropout(0.2)])
            self.last = torch.nn.Linear(512, 10)

        def forward(self, images):
            values = images.flatten(1)
            for layer, drop in zip(self.hidden, self.drops, strict=True):
                values = drop(torch.relu(layer(values)))
            return self.last(values)

    return Network()


def confusion_by_sklearn(labels, predictions, classes):
    return metrics.confusion_matrix(labels, predictions, labels=range(classes))


def confusion_looped(labels, predictions, classes):
    counts = [[0] * classes for _ in range(classes)]
    for i in range(len(labels)):
        counts[labels[i]][predictions[i]] += 1
    return np.array(counts)


def worst_by_sorting(probabilities, labels, count):
    wrong = [i for i, row in enumerate(probabilities) if list(row).index(max(row)) != labels[i]]
    return sorted(wrong, key=lambda i: max(probabilities[i]), reverse=True)[:count]


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [
        ("scale_pixels", lambda images: torch.tensor(images) / 255),
        ("precision_recall_f1", scores_by_sklearn),
        ("precision_recall_f1", scores_looped),
        ("precision_recall_f1", scores_in_torch),
        ("precision_recall_f1", scores_as_a_table),
        ("confusion_matrix", confusion_by_sklearn),
        ("confusion_matrix", confusion_looped),
        ("worst_mistakes", lambda p, y, n: np.array(worst_by_sorting(p, y, n), dtype=int)),
        ("conv_parameters", lambda i, o, k: sum(p.numel() for p in torch.nn.Conv2d(i, o, k).parameters())),
    ],
)
def test_right_answers_in_other_styles_pass(exercise_id, answer):
    for seed in (None, 1, 2):
        verdict = examine(get_exercise(exercise_id), answer, seed)
        assert verdict.passed, verdict


@pytest.mark.slow
def test_the_network_may_be_a_class_of_its_own():
    assert check("make_mlp", mlp_as_a_module).passed


def rounded(counts):
    return [np.round(part, 2) for part in get_exercise("precision_recall_f1").reference(counts)]


def only_two(counts):
    return get_exercise("precision_recall_f1").reference(counts)[:2]


@pytest.mark.parametrize(
    ("exercise_id", "answer", "said"),
    [
        ("precision_recall_f1", lambda c: (np.diag(c) / c.sum(1), np.diag(c) / c.sum(0), 2 * np.diag(c) / (c.sum(0) + c.sum(1))), "exchanged"),
        ("precision_recall_f1", lambda c: (np.diag(c) / c.sum(0), np.diag(c) / c.sum(1), (np.diag(c) / c.sum(0) + np.diag(c) / c.sum(1)) / 2), "harmonic mean"),
        ("precision_recall_f1", lambda c: (np.diag(c) / c.sum(0), np.diag(c) / c.sum(1), np.diag(c) / (c.sum(0) + c.sum(1))), "2 of F1 is missing"),
        ("precision_recall_f1", lambda c: (np.trace(c) / c.sum(),) * 3, ""),
        ("precision_recall_f1", rounded, ""),
        ("precision_recall_f1", only_two, ""),
        ("precision_recall_f1", lambda c: None, ""),
        ("confusion_matrix", lambda y, p, n: confusion_looped(y, p, n).T, "exchanged"),
        ("worst_mistakes", worst_by_sorting, "Make an array of it"),
        ("worst_mistakes", lambda p, y, n: np.array(worst_by_sorting(p, y, len(y))[-n:], dtype=int), ""),
        ("choose_on_the_test_set", "a", "partly lucky"),
    ],
)  # fmt: skip
def test_wrong_answers_are_told(exercise_id, answer, said):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert said in str(verdict), verdict


def test_the_lessons_numbers_by_hand():
    counts = get_exercise("confusion_matrix").reference(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2)
    np.testing.assert_array_equal(counts, [[1, 0], [2, 1]])
    scores = get_exercise("precision_recall_f1").reference(counts)
    np.testing.assert_allclose(scores, [[1 / 3, 1], [1, 1 / 3], [1 / 2, 1 / 2]])
    convolutions = get_exercise("conv_parameters").reference
    assert (convolutions(1, 2, 3), convolutions(1, 32, 5), convolutions(32, 64, 5)) == (20, 832, 51264)
