"""Exercise calibration_error: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def calibration_error(probabilities, labels):
    """Ten bins of confidence; in each the gap between its accuracy and its mean confidence, weighted by its answers."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.minimum((10 * confidence).astype(int), 9)
    error = 0.0
    for number in range(10):
        here = bins == number
        if here.any():
            error += here.mean() * abs(right[here].mean() - confidence[here].mean())
    return error


def draw_answers(rng):
    """Probabilities (n×classes) and labels: one answer, the lesson's four, one wholly sure, one at a border, random ones."""
    sure, unsure = [0.95, 0.05], [0.35, 0.65]
    by_hand = (np.array([sure, sure, unsure, unsure]), np.array([0, 0, 1, 0]))
    wholly_sure = (np.array([[1.0, 0.0], [0.96, 0.04], [0.25, 0.75]]), np.array([1, 0, 1]))
    at_a_border = (np.array([[0.5, 0.25, 0.25], [0.56, 0.24, 0.2], [0.45, 0.3, 0.25]]), np.array([1, 0, 0]))
    return [
        (np.array([[0.75, 0.25]]), np.array([0])),
        by_hand,
        wholly_sure,
        at_a_border,
        _random(rng, 60, 3),
        _random(rng, 200, 4),
    ]


def _random(rng, count, classes):
    """Probabilities no confidence of which is at the border of a bin, and labels that often are the answer."""
    probabilities = rng.dirichlet(np.full(classes, 0.4), size=4 * count)
    tenths = 10 * probabilities.max(axis=1)
    probabilities = probabilities[np.abs(tenths - np.round(tenths)) > 0.01][:count]
    labels = rng.integers(0, classes, size=count)
    return probabilities, np.where(rng.random(count) < 0.6, probabilities.argmax(axis=1), labels)


def to_bins(confidence):
    """The bin of each answer, as it is asked: its lower border is in it."""
    return np.minimum((10 * confidence).astype(int), 9)


def in_bins(combine, confidence_of=None, bins_of=to_bins):
    """A wrong calibration error: `combine(shares, gaps)`, or another confidence, or other bins (−1: none)."""

    def wrong(probabilities, labels):
        answers = probabilities.argmax(axis=1)
        confidence = (confidence_of or (lambda p, y: p.max(axis=1)))(probabilities, labels)
        bins = bins_of(confidence)
        parts = [bins == number for number in range(11) if (bins == number).any()]
        gaps = np.array([(answers == labels)[here].mean() - confidence[here].mean() for here in parts])
        return combine(np.array([here.mean() for here in parts]), gaps)

    return wrong


def weighted(shares, gaps):
    return float(np.sum(shares * np.abs(gaps)))


EXERCISE = Exercise(
    id="calibration_error",
    name="calibration_error",
    reference=calibration_error,
    draw=draw_answers,
    points=2,
    relative_tolerance=1e-6,  # an answer that computes in float32 may hand back a Python float
    mistakes=(
        Mistake(
            "`nan` comes of a bin without answers: the mean of nothing is 0/0. Leave such a bin out: `if here.any():`.",
            lambda probabilities, labels: np.nan,
        ),
        Mistake(
            "A bin holds its lower border, not its upper one: an answer that is exactly 0.5 sure belongs to the bin from 0.5 to "
            "0.6. So `>=` below and `<` above. (And no `// 0.1`: 0.1 is stored a little too large, 0.5 // 0.1 gives 4.)",
            in_bins(weighted, bins_of=lambda confidence: np.ceil(10 * confidence).astype(int) - 1),
        ),
        Mistake(
            "An answer that is wholly sure, 1, is in no bin here. The last bin holds its upper border, too.",
            in_bins(weighted, bins_of=lambda confidence: np.where(confidence < 1, to_bins(confidence), -1)),
        ),
        Mistake(
            "Answers that are wholly sure, 1, are in an eleventh bin here. They belong to the last one, from 0.9 to 1.",
            in_bins(weighted, bins_of=lambda confidence: (10 * confidence).astype(int)),
        ),
        Mistake(
            "Every bin counts the same here. A bin counts by its share of the answers: a bin of 5 among 6,000 hardly matters.",
            in_bins(lambda shares, gaps: float(np.abs(gaps).mean())),
        ),
        Mistake(
            "Gaps of opposite sign cancel: too sure in one bin, not sure enough in another. Take each gap's absolute value.",
            in_bins(lambda shares, gaps: float(np.sum(shares * gaps))),
        ),
        Mistake(
            "Gaps cancel between bins: this compares all answers at once. The bins come first, then the absolute values.",
            in_bins(lambda shares, gaps: float(abs(np.sum(shares * gaps)))),
        ),
        Mistake(
            "This is the largest gap of any bin. It is used, too; here we ask for the mean, weighted by the answers.",
            in_bins(lambda shares, gaps: float(np.abs(gaps).max())),
        ),
        Mistake(
            "These gaps are added up without weights: a bin counts by its share of the answers.",
            in_bins(lambda shares, gaps: float(np.abs(gaps).sum())),
        ),
        Mistake(
            "The confidence is the probability of the *answer*, the largest one, and not that of the true class: nobody knows that one when the answer is given.",
            in_bins(weighted, lambda p, y: p[np.arange(len(y)), y]),
        ),
        Mistake(
            "The gaps are squared. Take their absolute values.",
            in_bins(lambda shares, gaps: float(np.sum(shares * gaps**2))),
        ),
    ),
    hints=(
        "Two arrays first: confidence = probabilities.max(axis=1), and right = probabilities.argmax(axis=1) == labels.",
        "The bin of each answer is (10 * confidence).astype(int), where 10 becomes 9. Go through the bins that hold an answer.",
        "For one bin: here = bins == number; add here.mean() * abs(right[here].mean() - confidence[here].mean()).",
    ),
)
