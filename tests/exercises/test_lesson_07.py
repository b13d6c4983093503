"""Lesson 07's specs: right answers pass however they are written, wrong ones hear what is wrong; its numbers by hand."""

import numpy as np
import pytest
import torch
from sklearn import metrics
from torch import nn
from torch.nn import functional as F

from course_lib.exercises import check, examine, get_exercise
from course_lib.exercises.lesson_07.make_mlp import mlp_of


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


def with_one_relu_and_one_dropout():
    flatten, relu, drop = nn.Flatten(), nn.ReLU(), nn.Dropout(0.2)
    return nn.Sequential(
        flatten, nn.Linear(784, 512), relu, drop, nn.Linear(512, 512), relu, drop, nn.Linear(512, 10)
    )


def with_relu_after_dropout():
    hidden = [nn.Linear(784, 512), nn.Dropout(0.2), nn.ReLU()]
    return nn.Sequential(
        nn.Flatten(), *hidden, nn.Linear(512, 512), nn.Dropout(0.2), nn.ReLU(), nn.Linear(512, 10)
    )


def nested_and_lazy():
    def block():
        return nn.Sequential(nn.LazyLinear(512), nn.ReLU(inplace=True), nn.Dropout(0.2, inplace=True))

    return nn.Sequential(nn.Flatten(), nn.Sequential(block(), block()), nn.LazyLinear(10))


def of_functions_last_layer_first():
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.last, self.second, self.first = nn.Linear(512, 10), nn.Linear(512, 512), nn.Linear(784, 512)

        def forward(self, images):
            values = images.reshape(len(images), -1)
            for layer in (self.first, self.second):
                values = F.dropout(F.relu(layer(values)), 0.2, training=self.training)
            return self.last(values)

    return Network()


def of_matrices_by_hand():
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            sizes = ((784, 512), (512, 512), (512, 10))
            self.weights = nn.ParameterList(torch.randn(size) / 30 for size in sizes)
            self.biases = nn.ParameterList(torch.zeros(size[1]) for size in sizes)
            self.drop = nn.Dropout(0.2)

        def forward(self, images):
            values = images.flatten(1)
            for place, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
                values = values @ weights + biases
                values = self.drop(values.clamp(min=0)) if place < 2 else values
            return values

    return Network()


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        mlp_as_a_module,
        with_one_relu_and_one_dropout,
        with_relu_after_dropout,
        nested_and_lazy,
        of_functions_last_layer_first,
        of_matrices_by_hand,
    ],
)
def test_the_network_may_be_written_in_many_ways(answer):
    verdict = check("make_mlp", answer)
    assert verdict.passed, verdict


@pytest.mark.slow
def test_a_network_that_was_made_before_keeps_its_weights():
    network = with_one_relu_and_one_dropout()
    before = network[1].weight.detach().clone()
    assert check("make_mlp", lambda: network).passed
    assert torch.equal(network[1].weight, before)


A, B, C = (784, 512), (512, 512), (512, 10)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (("Flatten", A, "ReLU", 0.2, B, "ReLU", 0.2, C, "ReLU"), "ReLU after the last"),
        (("Flatten", A, "ReLU", 0.2, B, "ReLU", 0.2, C, "Sigmoid"), "Sigmoid after the last"),
        (("Flatten", A, "ReLU", 0.2, B, "ReLU", 0.2, C, "LogSoftmax"), "plain logits"),
        (("Flatten", A, "ReLU", 0.2, B, 0.2, C), "No ReLU behind the second"),
        (("Flatten", A, "Tanh", 0.2, B, "Tanh", 0.2, C), "bend with Tanh"),
        (("Flatten", A, "LeakyReLU", 0.2, B, "LeakyReLU", 0.2, C), "bend with LeakyReLU"),
        (("Flatten", A, "Sigmoid", 0.2, B, "Sigmoid", 0.2, C), "bend with Sigmoid"),
        (("Flatten", A, "GELU", 0.2, B, "GELU", 0.2, C), "logits in evaluation mode"),
        (("Flatten", A, "ReLU", 0.2, B, "ReLU6", 0.2, C), "logits in evaluation mode"),
        (("Flatten", 0.2, A, "ReLU", 0.2, B, "ReLU", C), "Dropout on the input, and none"),
        (("Flatten", A, "ReLU", 0.2, B, "ReLU", 0.3, C), "dropout behind the second hidden layer"),
        (("Flatten", A, "ReLU", 0.2, 0.2, B, "ReLU", 0.2, C), "dropout behind the first hidden layer"),
        ((A, "ReLU", 0.2, B, "ReLU", 0.2, C), "begin with nn.Flatten()"),
    ],
)
def test_wrong_networks_are_told_what_is_wrong_with_them(layers, said):
    verdict = check("make_mlp", mlp_of(*layers))
    assert not verdict.passed
    assert said in str(verdict), verdict
    assert ("No ReLU between" in str(verdict)) is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda: [nn.Flatten(), nn.Linear(784, 10)], "put them into nn.Sequential"),
        (lambda: nn.Sequential([nn.Flatten(), nn.Linear(784, 10)]), "leave the square brackets out"),
        (lambda: print(with_relu_after_dropout()), "`return` is missing"),
    ],
)
def test_what_is_no_network_is_told(answer, said):
    assert said in str(check("make_mlp", answer))


def every_pair(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for label in labels:
        for prediction in predictions:
            counts[label, prediction] += 1
    return counts


def set_to_one(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] = 1
    return counts


def floor_divided(counts):
    right = np.diag(counts)
    precision, recall = right // counts.sum(axis=0), right // counts.sum(axis=1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def floor_divided_throughout(counts):
    return tuple(part // 1 for part in scores_by_sklearn(counts))


def not_the_diagonal(counts):
    precision, recall = counts / counts.sum(0), counts / counts.sum(1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def worst_places(probabilities, labels, count):
    confidence_of_wrong = probabilities.max(axis=1)[probabilities.argmax(axis=1) != labels]
    return np.argsort(-confidence_of_wrong)[:count]


def worst_of_a_tuple(probabilities, labels, count):
    confidence, wrong = probabilities.max(axis=1), np.where(probabilities.argmax(axis=1) != labels)
    return wrong[np.argsort(-confidence[wrong])][:count]


def all_wrong_as_a_tuple(probabilities, labels, count):
    return np.where(probabilities.argmax(axis=1) != labels)


def worst_of_the_first(probabilities, labels, count):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)[:count]
    return np.array(sorted(wrong, key=lambda row: -probabilities[row].max()), dtype=int)


def worst_by_the_truth(probabilities, labels, count):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return np.array(sorted(wrong, key=lambda row: probabilities[row, labels[row]])[:count], dtype=int)


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
        ("precision_recall_f1", floor_divided, "throws the fraction away"),
        ("precision_recall_f1", floor_divided_throughout, ""),
        ("precision_recall_f1", not_the_diagonal, "the diagonal: np.diag(counts)"),
        ("confusion_matrix", every_pair, "the i-th label belongs to the i-th answer"),
        ("confusion_matrix", set_to_one, "each pair must add 1"),
        ("scale_pixels", lambda x: x / 256, "full ink"),
        ("worst_mistakes", worst_places, "not row numbers"),
        ("worst_mistakes", worst_of_a_tuple, "np.where(condition) returns a tuple: take its [0]"),
        ("worst_mistakes", all_wrong_as_a_tuple, "np.where returns a tuple: take its [0]"),
        ("worst_mistakes", worst_of_the_first, "before sorting"),
        ("worst_mistakes", worst_by_the_truth, "probability of the true class"),
        ("worst_mistakes", worst_by_sorting, "Make an array of it"),
        ("worst_mistakes", lambda p, y, n: np.array(worst_by_sorting(p, y, len(y))[-n:], dtype=int), ""),
        ("choose_on_the_test_set", "a", "partly lucky"),
    ],
)  # fmt: skip
def test_wrong_answers_are_told(exercise_id, answer, said):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert said in " ".join(str(verdict).split()), verdict


def test_the_lessons_numbers_by_hand():
    counts = get_exercise("confusion_matrix").reference(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2)
    np.testing.assert_array_equal(counts, [[1, 0], [2, 1]])
    scores = get_exercise("precision_recall_f1").reference(counts)
    np.testing.assert_allclose(scores, [[1 / 3, 1], [1, 1 / 3], [1 / 2, 1 / 2]])
    convolutions = get_exercise("conv_parameters").reference
    assert (convolutions(1, 2, 3), convolutions(1, 32, 5), convolutions(32, 64, 5)) == (20, 832, 51264)
