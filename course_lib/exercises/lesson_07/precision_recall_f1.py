"""Exercise precision_recall_f1: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def precision_recall_f1(counts):
    right = np.diag(counts)
    precision = right / counts.sum(axis=0)
    recall = right / counts.sum(axis=1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def draw_counts(rng):
    """Confusion matrices: the lesson's, one without mistakes, random ones in which every class is right at times."""
    by_hand = np.array([[1, 0], [2, 1]])
    many = rng.integers(0, 30, size=(4, 4)) + np.diag(rng.integers(20, 90, size=4))
    return [(by_hand,), (np.diag([3, 5, 2]),), (np.array([[5, 1, 0], [2, 7, 1], [0, 4, 3]]),), (many,)]


def with_f1(f1):
    """A wrong answer to precision_recall_f1: the third is this function of precision and recall."""

    def wrong(counts):
        precision, recall, _ = precision_recall_f1(counts)
        return precision, recall, f1(precision, recall)

    return wrong


def with_f1_of(precision, recall):
    with np.errstate(all="ignore"):
        return precision, recall, 2 * precision * recall / (precision + recall)


def without_fractions(counts):
    right = np.diag(counts)
    return with_f1_of(right // counts.sum(axis=0), right // counts.sum(axis=1))


def without_any_fractions(counts):
    precision, recall, _ = without_fractions(counts)
    return precision, recall, 2 * precision * recall // np.maximum(precision + recall, 1)


def without_diagonal(counts):
    return with_f1_of(counts / counts.sum(axis=0), counts / counts.sum(axis=1))


def without_diagonal_by_rows(counts):
    return with_f1_of(counts / counts.sum(axis=0), counts / counts.sum(axis=1, keepdims=True))


EXERCISE = Exercise(
    id="precision_recall_f1",
    name="precision_recall_f1",
    reference=precision_recall_f1,
    draw=draw_counts,
    points=2,
    mistakes=(
        Mistake(
            "Precision and recall are exchanged. Precision asks of the *answers*: a column. Recall asks of the *true* digits: a row.",
            lambda c: tuple(precision_recall_f1(c)[place] for place in (1, 0, 2)),
        ),
        Mistake(
            "F1 is the harmonic mean, 2 · P · R / (P + R); this is the plain mean of the two.",
            with_f1(lambda p, r: (p + r) / 2),
        ),
        Mistake("The 2 of F1 is missing: 2 · P · R / (P + R).", with_f1(lambda p, r: p * r / (p + r))),
        Mistake(
            "You divide by all answers of all classes. Precision divides by the answers of one class, recall by the images of one class.",
            lambda c: (np.diag(c) / c.sum(),) * 3,
        ),
        Mistake(
            "These are the means over all classes; give an array with one value for each class.",
            lambda c: tuple(part.mean() for part in precision_recall_f1(c)),
        ),
        Mistake(
            "`//` throws the fraction away: precision and recall become 0 or 1. Use `/`.", without_fractions
        ),
        Mistake("`//` throws the fractions away, in F1, too. Use `/`.", without_any_fractions),
        Mistake(
            "You divide every count. Only the right answers are asked, the diagonal: np.diag(counts) / counts.sum(axis=0).",
            without_diagonal,
        ),
        Mistake(
            "These are whole matrices. Divide the right answers alone, the diagonal: np.diag(counts).",
            without_diagonal_by_rows,
        ),
    ),
    hints=(
        "The right answers of each class stand on the diagonal: np.diag(counts).",
        "How often was a class answered? counts.sum(axis=0). How often does it occur? counts.sum(axis=1).",
        "precision = right / counts.sum(axis=0), recall = right / counts.sum(axis=1), and from both 2 * P * R / (P + R).",
    ),
)
