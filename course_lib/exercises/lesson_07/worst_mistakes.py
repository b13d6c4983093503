"""Exercise worst_mistakes: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def worst_mistakes(probabilities, labels, count):
    predictions = np.argmax(probabilities, axis=1)
    confidence = np.max(probabilities, axis=1)
    wrong = np.flatnonzero(predictions != labels)
    return wrong[np.argsort(-confidence[wrong], kind="stable")][:count]


def draw_probabilities(rng):
    """Probabilities (n × classes), true labels and how many of the worst to return, without ties."""
    by_hand = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55]])
    many = rng.dirichlet(np.ones(4), size=40)
    return [
        (by_hand, np.array([1, 0, 0, 0]), 2),
        (many, rng.integers(0, 4, size=40), 5),
        (many[:6], np.argmax(many[:6], axis=1), 3),
    ]


def rank(score, keep):
    """A wrong answer to worst_mistakes: order by `score`, largest first, among the rows that `keep` names."""

    def worst(probabilities, labels, count):
        rows = np.flatnonzero(keep(np.argmax(probabilities, axis=1), labels))
        return rows[np.argsort(-score(probabilities, labels)[rows], kind="stable")][:count]

    return worst


def confidence(probabilities, labels):
    return probabilities.max(axis=1)


def is_wrong(predictions, labels):
    return predictions != labels


def everything(predictions, labels):
    return np.ones(len(labels), dtype=bool)


def places_among_the_wrong(probabilities, labels, count):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return np.argsort(-confidence(probabilities, labels)[wrong], kind="stable")[:count]


def cut_before_sorting(probabilities, labels, count):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)[:count]
    return wrong[np.argsort(-confidence(probabilities, labels)[wrong], kind="stable")]


def cut_before_choosing(probabilities, labels, count):
    surest = np.argsort(-confidence(probabilities, labels), kind="stable")[:count]
    return surest[probabilities.argmax(axis=1)[surest] != labels[surest]]


def of_the_true_class(probabilities, labels):
    return probabilities[np.arange(len(labels)), labels]


EXERCISE = Exercise(
    id="worst_mistakes",
    name="worst_mistakes",
    reference=worst_mistakes,
    draw=draw_probabilities,
    points=2,
    mistakes=(
        Mistake(
            "Right answers are among them: keep only the rows whose prediction is wrong.",
            rank(confidence, everything),
        ),
        Mistake(
            "These are the *least* confident mistakes: sort the other way.",
            rank(lambda p, y: -confidence(p, y), is_wrong),
        ),
        Mistake(
            "The right rows, but in the order of the data: put the most confident first.",
            rank(lambda p, y: np.zeros(len(y)), is_wrong),
        ),
        Mistake(
            "These are the most confident *right* answers: the comparison is the wrong way round.",
            rank(confidence, lambda p, y: p == y),
        ),
        Mistake(
            "These are places among the wrong answers, not row numbers: look them up, `wrong[places]`.",
            places_among_the_wrong,
        ),
        Mistake(
            "You cut to `count` before sorting: the most confident may come later in the data. Sort all the wrong ones, then cut.",
            cut_before_sorting,
        ),
        Mistake(
            "You cut to `count` before leaving the right answers out. Keep the wrong ones first, sort, then cut.",
            cut_before_choosing,
        ),
        Mistake(
            "You sort by the probability of the true class. The confidence is that of the *answer*: the largest of its row.",
            rank(lambda p, y: -of_the_true_class(p, y), is_wrong),
        ),
        Mistake(
            "You sort by the probability of the true class, largest first. The confidence is that of the *answer*.",
            rank(of_the_true_class, is_wrong),
        ),
    ),
    hints=(
        "Three arrays: the prediction (argmax of each row), the confidence (max of each row), and where prediction and label differ.",
        "np.flatnonzero(predictions != labels) gives the positions of the wrong ones.",
        "Sort those positions by confidence: wrong[np.argsort(-confidence[wrong])], and keep the first `count`.",
    ),
)
