"""The exercises of lesson 02: losses and their gradients, from squared error to cross-entropy on logits.

The references stand here, and not in `course_lib.nn`, because `solution()` shows them: they are what a learner could
have written. Tests hold them against `nn`.
"""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake

TITLE = "Loss functions"


def mse_grad(predictions, targets):
    """The slope of each square is 2 · error; the mean divides by the number of elements."""
    return 2 * (predictions - targets) / predictions.size


def huber(predictions, targets, delta):
    """Half the square of small errors, a straight line for large ones; both meet at delta."""
    size = np.abs(predictions - targets)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))


def binary_cross_entropy(probabilities, targets):
    """−log of the probability given to what happened; clipping keeps log(0) out."""
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))


def binary_cross_entropy_from_logits(logits, targets):
    """−log(sigmoid(z)) is log(1 + e^−z), and np.logaddexp(0, −z) computes that without overflow."""
    return np.mean(targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits))


def logsumexp(logits):
    """Row by row; the largest logit is taken out before e^… and added again after log."""
    largest = logits.max(axis=1)
    return largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))


def cross_entropy_from_logits(logits, labels):
    """logsumexp of each row minus the logit of its right class, on average."""
    right = logits[np.arange(len(labels)), labels]
    return np.mean(logsumexp(logits) - right)


def cross_entropy_from_logits_grad(logits, labels):
    """(p − y) / n: softmax, less 1 in the column of each row's label."""
    gradient = np.exp(logits - logsumexp(logits)[:, None])
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)


def hinge(scores, targets):
    """What is missing to a margin of 1, never less than nothing, on average."""
    return np.mean(np.maximum(1 - targets * scores, 0))


def draw_regression(rng):
    """Predictions and targets: one number, three by hand (errors 0, 0.5, 4), random ones, a table."""
    return [
        (np.array([3.0]), np.array([1.0])),
        (np.array([1.0, 4.0, 10.0]), np.array([1.0, 3.5, 6.0])),
        (rng.normal(size=7), rng.normal(size=7)),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3))),
    ]


def draw_huber(rng):
    """Predictions, targets, delta: inside, at the seam, outside on both sides, then random ones."""
    return [
        (np.array([0.5]), np.array([0.0]), 1.0),
        (np.array([4.0]), np.array([1.0]), 1.0),
        (np.array([2.5, -10.0]), np.array([0.0, 0.0]), 3.0),
        (np.array([1.0, 5.0, -6.0, 0.0]), np.array([0.0, 3.0, -1.0, 0.0]), 2.0),
        (rng.normal(size=6), rng.normal(size=6), 0.5),
        (rng.normal(scale=5, size=(2, 3)), rng.normal(size=(2, 3)), float(rng.uniform(1.5, 4))),
    ]


def draw_yes_and_no(rng, examples):
    """Targets 0 and 1, at least one of each."""
    return rng.permutation(np.arange(examples) % 3 == 0).astype(float)


def draw_probabilities(rng):
    """Probabilities and targets 0 or 1: one, one of each, the lesson's four, far ones, random ones."""
    return [
        (np.array([0.8]), np.array([1.0])),
        (np.array([0.7, 0.4]), np.array([1.0, 0.0])),
        (np.array([0.8, 0.2, 0.9, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])),
        (np.array([0.001, 0.999]), np.array([1.0, 1.0])),
        (rng.uniform(0.05, 0.95, size=7), draw_yes_and_no(rng, 7)),
    ]


def draw_sure_and_right(rng):
    """Probabilities of exactly 0 and 1, all right: 0 · log(0) must count as 0. (Sure and wrong depends on clipping.)"""
    return [(np.array([1.0]), np.array([1.0])), (np.array([0.0, 1.0, 0.5]), np.array([0.0, 1.0, 1.0]))]


def draw_binary_logits(rng):
    """Logits and targets 0 or 1: one at 0, one on each side, far on the wrong side, random ones."""
    return [
        (np.array([0.0]), np.array([1.0])),
        (np.array([2.0, -1.0]), np.array([1.0, 0.0])),
        (np.array([-3.0, 0.5, 1.0]), np.array([1.0, 0.0, 1.0])),
        (np.array([-6.0, 6.0]), np.array([1.0, 0.0])),
        (rng.uniform(-4, 4, size=7), draw_yes_and_no(rng, 7)),
    ]


def draw_far_binary_logits(rng):
    """So sure that sigmoid is 0 or 1 and its log −∞: wrong (shown first: clipping is far off there), right and both."""
    return [
        (np.array([1000.0]), np.array([0.0])),
        (np.array([1000.0]), np.array([1.0])),
        (np.array([-1000.0, 50.0]), np.array([1.0, 0.0])),
    ]


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


def draw_logits(rng):
    """Rows of logits alone."""
    return [(rows,) for rows in draw_rows(rng)]


def draw_logits_and_labels(rng):
    """Rows of logits, and an integer label for each."""
    return [(rows, rng.integers(0, rows.shape[1], size=len(rows))) for rows in draw_rows(rng)]


def draw_far_logits(rng):
    """Logits whose exponentials overflow, all round to 0, or lie so far apart that only their maximum brings them back."""
    rows = np.array([[-1000.0, -1001.0], [900.0, 0.0]])
    return [(np.array([[1000.0, 1000.0]]),), (rows,), (np.array([[1500.0, -1500.0]]),)]


def draw_far_logits_and_labels(rng):
    """The same with labels: sure and right, then sure and wrong."""
    rows = np.array([[1000.0, 0.0, -1000.0]])
    return [(rows, np.array([0])), (rows, np.array([1]))]


def draw_scores(rng):
    """Scores and targets −1 or +1: inside the margin, at it, beyond it, on the wrong side; then random ones."""
    return [
        (np.array([0.5]), np.array([1.0])),
        (np.array([3.0]), np.array([1.0])),
        (np.array([-0.5]), np.array([1.0])),
        (np.array([1.5, -0.5]), np.array([1.0, -1.0])),
        (np.array([2.0, 0.5, -0.5, 1.0]), np.array([1.0, 1.0, 1.0, 1.0])),
        (np.array([3.0, -3.0, -0.2]), np.array([-1.0, -1.0, -1.0])),
        (rng.normal(scale=2, size=8), 2 * draw_yes_and_no(rng, 8) - 1),
    ]


# Wrong answers that need a line or two ----------------------------------------------------------------------------


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def one_hot(labels, logits):
    return np.eye(logits.shape[1])[labels]


def signed_huber(p, y, delta):
    error = p - y
    return np.mean(np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)))


def line_of_the_signed_error(p, y, delta):
    error = p - y
    return np.mean(np.where(np.abs(error) <= delta, error**2 / 2, delta * (error - delta / 2)))


def huber_with(inside, outside):
    """A wrong answer to huber: these two branches, from the size of the error and delta."""

    def wrong_huber(p, y, delta):
        size = np.abs(p - y)
        return np.mean(np.where(size <= delta, inside(size, delta), outside(size, delta)))

    return wrong_huber


def bowl(size, delta):
    return size**2 / 2


def line(size, delta):
    return delta * (size - delta / 2)


def subtract_in_every_row(z, labels):
    gradient = softmax(z)
    gradient[:, labels] -= 1
    return gradient / len(labels)


FUNCTIONS = [
    Exercise(
        id="mse_grad",
        name="mse_grad",
        reference=mse_grad,
        draw=draw_regression,
        mistakes=(
            Mistake(
                "The factor 2 is missing: the slope of e² is 2e. (It vanishes only if the loss has a 1/2 in front.)",
                lambda p, y: (p - y) / p.size,
            ),
            Mistake(
                "The mean is missing: this is the gradient of the *sum* of squares. Divide by the number of elements.",
                lambda p, y: 2 * (p - y),
            ),
            Mistake(
                "The sign is wrong: with targets − predictions, a step against the gradient climbs.",
                lambda p, y: 2 * (y - p) / p.size,
            ),
            Mistake(
                "len counts rows. The mean goes over all elements, rows × columns: predictions.size.",
                lambda p, y: 2 * (p - y) / len(p),
            ),
            Mistake(
                "You averaged the gradient to one number. Each prediction has a slope of its own: keep the shape.",
                lambda p, y: np.mean(2 * (p - y)),
            ),
            Mistake(
                "This is the error alone: times 2, divided by the number of elements.", lambda p, y: p - y
            ),
            Mistake(
                "This is the loss, one number. Here we ask for its gradient.",
                lambda p, y: np.mean((p - y) ** 2),
            ),
            Mistake(
                "These are the squares. The slope of e² is 2e, without the square.",
                lambda p, y: (p - y) ** 2 / p.size,
            ),
        ),
        hints=(
            "Take one element: the loss has (ŷ − y)² / n in it. What is its slope in ŷ?",
            "2 · (ŷ − y) / n, where n is the number of all elements: predictions.size.",
            "return 2 * (predictions - targets) / predictions.size",
        ),
    ),
    Exercise(
        id="huber",
        name="huber",
        reference=huber,
        draw=draw_huber,
        mistakes=(
            Mistake(
                "The 1/2 of the bowl is missing: small errors cost e² / 2. Without it the two pieces do not meet at delta.",
                huber_with(lambda size, delta: size**2, line),
            ),
            Mistake(
                "The line starts too high, so the loss jumps at delta: large errors cost delta * (|e| - delta / 2).",
                huber_with(bowl, lambda size, delta: delta * size),
            ),
            Mistake(
                "Right for delta = 1 only: the line's slope is delta. Large errors cost delta * (|e| - delta / 2).",
                huber_with(bowl, lambda size, delta: size - delta / 2),
            ),
            Mistake(
                "This is Huber divided by delta, PyTorch's SmoothL1Loss. The same for delta = 1 only.",
                lambda p, y, delta: huber(p, y, delta) / delta,
            ),
            Mistake(
                "The two pieces are exchanged: the bowl is for errors up to delta, the line for larger ones.",
                huber_with(line, bowl),
            ),
            Mistake(
                "A large *negative* error counts as small here. Compare the size, np.abs(error), with delta.",
                signed_huber,
            ),
            Mistake(
                "A large negative error has a negative cost here. The line, too, takes the size: np.abs(error).",
                line_of_the_signed_error,
            ),
            Mistake(
                "Half the squared error everywhere: errors beyond delta must leave the bowl for the line.",
                huber_with(bowl, bowl),
            ),
            Mistake(
                "The line lies too low by half: subtract delta / 2, not delta.",
                huber_with(bowl, lambda size, delta: delta * (size - delta)),
            ),
            Mistake(
                "This is one loss for each element. Return their mean, one number.",
                lambda p, y, delta: np.vectorize(huber)(p, y, delta),
            ),
            Mistake(
                "This always changes at 1. The change comes at delta, an argument.",
                lambda p, y, delta: huber(p, y, 1.0),
            ),
        ),
        hints=(
            "Start with the size of each error, np.abs(predictions - targets).",
            "np.where(size <= delta, …, …) chooses between size**2 / 2 and delta * (size - delta / 2).",
            "size = np.abs(predictions - targets)\n"
            "return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))",
        ),
    ),
    Exercise(
        id="binary_cross_entropy",
        name="binary_cross_entropy",
        reference=binary_cross_entropy,
        draw=draw_probabilities,
        extremes=draw_sure_and_right,
        if_unstable=(
            "At a probability of exactly 0 or 1, log(0) is −∞ and 0 · ∞ is not a number. As a stopgap clip first: "
            "np.clip(probabilities, 1e-12, 1 - 1e-12). The next section has the remedy."
        ),
        relative_tolerance=5e-5,  # np.log(p + 1e-7) is a fair way to keep log(0) out
        absolute_tolerance=1e-6,
        mistakes=(
            Mistake(
                "Only the examples with target 1 count here. Those with target 0 have a term of their own: (1 − y) · log(1 − p).",
                lambda p, y: -np.mean(y * np.log(p)),
            ),
            Mistake(
                "Only the examples with target 1 are averaged. Those with target 0 have a term of their own: (1 − y) · log(1 − p).",
                lambda p, y: -np.mean(np.log(p[y == 1])),
            ),
            Mistake(
                "The minus in front is missing: logarithms of probabilities are negative, a loss is not.",
                lambda p, y: np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),
            ),
            Mistake(
                "This is the sum. Return the mean, so that the loss does not grow with the batch.",
                lambda p, y: -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
            ),
            Mistake(
                "The minus reaches only the first term. Put both in brackets: −(… + …).",
                lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
            ),
            Mistake(
                "The factor (1 − y) is missing: log(1 − p) counts only where the target is 0.",
                lambda p, y: -np.mean(y * np.log(p) + np.log(1 - p)),
            ),
            Mistake(
                "Both terms have log p. Where the target is 0, the probability of what happened is 1 − p.",
                lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(p)),
            ),
            Mistake(
                "Brackets: 1 - y * … multiplies first. Write (1 - targets) * np.log(1 - p).",
                lambda p, y: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)),
            ),
            Mistake(
                "The targets are the wrong way round: log p goes with y, log(1 − p) with 1 − y.",
                lambda p, y: -np.mean((1 - y) * np.log(p) + y * np.log(1 - p)),
            ),
            Mistake(
                "This is one loss for each example. Return their mean, one number.",
                lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)),
            ),
            Mistake(
                "Probabilities and targets are exchanged: take the log of the probabilities.",
                lambda p, y: -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y)),
            ),
            Mistake(
                "np.log2 measures in bits. The course, like PyTorch, takes the natural logarithm, np.log.",
                lambda p, y: -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)),
            ),
            Mistake(
                "np.log10 is the logarithm to base 10. Take the natural one, np.log.",
                lambda p, y: -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)),
            ),
        ),
        hints=(
            "Each example costs −log of the probability given to what happened: p where y = 1, 1 − p where y = 0.",
            "targets * np.log(p) is 0 where the target is 0; (1 - targets) * np.log(1 - p) is 0 where it is 1. Add them.",
            "return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p)), with p = np.clip(probabilities, 1e-12, 1 - 1e-12)",
        ),
    ),
    Exercise(
        id="binary_cross_entropy_from_logits",
        name="binary_cross_entropy_from_logits",
        reference=binary_cross_entropy_from_logits,
        draw=draw_binary_logits,
        extremes=draw_far_binary_logits,
        if_unstable=(
            "At a logit of 1000 e^z overflows, and sigmoid is exactly 1, so that log(1 − 1) is −∞; clipping hides how wrong "
            "it is. Work from the logits: −log(sigmoid(z)) is np.logaddexp(0, -z), and −log(1 − sigmoid(z)) is np.logaddexp(0, z)."
        ),
        relative_tolerance=1e-5,
        mistakes=(
            Mistake(
                "The targets are the wrong way round: log(1 + e^−z) goes with y, log(1 + e^z) with 1 − y.",
                lambda z, y: binary_cross_entropy_from_logits(z, 1 - y),
            ),
            Mistake(
                "Only the examples with target 1 count here. Add (1 − y) · log(1 + e^z).",
                lambda z, y: np.mean(y * np.logaddexp(0, -z)),
            ),
            Mistake(
                "Sigmoid is applied twice: np.logaddexp has it built in already, so give it the logit itself.",
                lambda z, y: binary_cross_entropy_from_logits(sigmoid(z), y),
            ),
            Mistake(
                "np.logaddexp(a, b) puts e^… on both: the 1 in 1 + e^z is e^0, so its argument is 0, not 1.",
                lambda z, y: np.mean(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z)),
            ),
            Mistake(
                "The part with the target is missing: log(1 + e^z) alone is right where y is 0; subtract y · z.",
                lambda z, y: np.mean(np.logaddexp(0, z)),
            ),
            Mistake(
                "This takes every target to be 1. Where it is 0, the cost is log(1 + e^z).",
                lambda z, y: np.mean(np.logaddexp(0, -z)),
            ),
            Mistake(
                "This is one loss for each example. Return their mean, one number.",
                lambda z, y: y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z),
            ),
            Mistake(
                "The absolute value is missing: max(z, 0) − z · y + log(1 + e^−|z|).",
                lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(z))),
            ),
            Mistake(
                "This is the sum. Return the mean, so that the loss does not grow with the batch.",
                lambda z, y: np.sum(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
            ),
            Mistake(
                "The sign is wrong: a loss is never negative.",
                lambda z, y: -np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
            ),
        ),
        hints=(
            "Put p = 1 / (1 + e^−z) into −log p: what is left is log(1 + e^−z).",
            "In the same way −log(1 − p) is log(1 + e^z). np.logaddexp(0, z) is log(e^0 + e^z), with no overflow.",
            "return np.mean(targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits))",
        ),
    ),
    Exercise(
        id="logsumexp",
        name="logsumexp",
        reference=logsumexp,
        draw=draw_logits,
        extremes=draw_far_logits,
        if_unstable=(
            "e^1000 overflows, and e^−1000 rounds to 0, whose log is −∞. Take the largest logit m of each row out first: "
            "m + log(Σ e^(z − m))."
        ),
        mistakes=(
            Mistake(
                "This sums down the columns. Each row is one example: axis=1.",
                lambda z: np.log(np.exp(z).sum(axis=0)),
            ),
            Mistake(
                "This sums the whole table. One result for each row: axis=1.",
                lambda z: np.log(np.exp(z).sum()),
            ),
            Mistake(
                "The largest was subtracted but not added again: log(Σ e^(z − m)) + m.",
                lambda z: logsumexp(z) - z.max(axis=1),
            ),
            Mistake(
                "The sign of the largest is wrong: after subtracting m inside, *add* it outside.",
                lambda z: logsumexp(z) - 2 * z.max(axis=1),
            ),
            Mistake(
                "The logarithm is missing: this is the sum of the exponentials.",
                lambda z: np.exp(z).sum(axis=1),
            ),
            Mistake(
                "Order: this takes log before summing, so log and exp cancel. Exponentials, then sum, then log.",
                lambda z: z.sum(axis=1),
            ),
            Mistake(
                "This is only the largest logit; logsumexp is a little more: the others count, too.",
                lambda z: z.max(axis=1),
            ),
            Mistake(
                "This is the log of the *mean* of the exponentials. Take their sum.",
                lambda z: np.log(np.exp(z).mean(axis=1)),
            ),
        ),
        hints=(
            "Read the name from right to left: np.exp, then the sum of each row (axis=1), then np.log.",
            "Take the largest of each row out first, m = logits.max(axis=1), and add it again at the end.",
            "m as a column, so that it is taken from each row: logits - m[:, None].",
            "m = logits.max(axis=1)\nreturn m + np.log(np.exp(logits - m[:, None]).sum(axis=1))",
        ),
    ),
    Exercise(
        id="cross_entropy_from_logits",
        name="cross_entropy_from_logits",
        reference=cross_entropy_from_logits,
        draw=draw_logits_and_labels,
        extremes=draw_far_logits_and_labels,
        if_unstable=(
            "Softmax overflows at a logit of 1000, or rounds to 0 so that its log is −∞. log softmax is z − logsumexp(z): "
            "stay with the logits."
        ),
        vectorised=True,
        relative_tolerance=1e-5,  # np.log(p + 1e-7) is right but for the extremes
        points=2,
        mistakes=(
            Mistake(
                "This is the sum over the examples. Return their mean.",
                lambda z, y: np.sum(logsumexp(z) - z[np.arange(len(y)), y]),
            ),
            Mistake(
                "The sign is wrong: −log p is logsumexp(z) minus the right logit.",
                lambda z, y: np.mean(z[np.arange(len(y)), y] - logsumexp(z)),
            ),
            Mistake(
                "logits[:, labels] picks all the labels' columns from *every* row. Pair them: logits[np.arange(n), labels].",
                lambda z, y: np.mean(logsumexp(z)[:, None] - z[:, y]),
            ),
            Mistake(
                "This uses the largest logit, the class that the network prefers. The loss asks for the right class: labels.",
                lambda z, y: np.mean(logsumexp(z) - z.max(axis=1)),
            ),
            Mistake(
                "Softmax is applied twice: these are logits, and logsumexp does what is needed.",
                lambda z, y: cross_entropy_from_logits(softmax(z), y),
            ),
            Mistake(
                "The mean goes over rows × classes. There is one loss for each *row*: sum over the classes, then mean.",
                lambda z, y: -np.mean(one_hot(y, z) * np.log(softmax(z))),
            ),
            Mistake(
                "The logarithm is missing: this is minus the mean probability of the right class.",
                lambda z, y: -np.mean(softmax(z)[np.arange(len(y)), y]),
            ),
            Mistake(
                "Softmax went down the columns. Each row is one example: axis=1.",
                lambda z, y: -np.mean(np.log(softmax(z.T).T)[np.arange(len(y)), y]),
            ),
            Mistake(
                "This is one loss for each row. Return their mean, one number.",
                lambda z, y: logsumexp(z) - z[np.arange(len(y)), y],
            ),
            Mistake(
                "This is logsumexp alone: subtract the logit of the right class.",
                lambda z, y: np.mean(logsumexp(z)),
            ),
        ),
        hints=(
            "For one row the loss is logsumexp(z) − z[label]; then the mean over the rows.",
            "The logit of each row's right class: logits[np.arange(len(labels)), labels].",
            "return np.mean(logsumexp(logits) - logits[np.arange(len(labels)), labels])",
        ),
    ),
    Exercise(
        id="cross_entropy_from_logits_grad",
        name="cross_entropy_from_logits_grad",
        reference=cross_entropy_from_logits_grad,
        draw=draw_logits_and_labels,
        extremes=draw_far_logits_and_labels,
        if_unstable="Softmax overflows at a logit of 1000. Subtract the largest of each row before np.exp.",
        points=2,
        mistakes=(
            Mistake(
                "The mean is missing: the loss is a mean over n rows, so its gradient is (p − y) / n.",
                lambda z, y: softmax(z) - one_hot(y, z),
            ),
            Mistake(
                "The sign is wrong: y − p points downhill already. The gradient is p − y.",
                lambda z, y: (one_hot(y, z) - softmax(z)) / len(y),
            ),
            Mistake(
                "The targets are missing: p − y has a 1 less in the column of each row's label.",
                lambda z, y: softmax(z) / len(y),
            ),
            Mistake(
                "You divide by rows × classes. The loss is a mean over the *rows*: divide by len(labels).",
                lambda z, y: (softmax(z) - one_hot(y, z)) / z.size,
            ),
            Mistake(
                "p[:, labels] -= 1 subtracts in *every* row. Pair rows and labels: p[np.arange(n), labels] -= 1.",
                subtract_in_every_row,
            ),
            Mistake(
                "You subtract the *numbers* of the classes. y is a row of 0s with one 1: subtract 1 in the label's column.",
                lambda z, y: (softmax(z) - y[:, None]) / len(y),
            ),
            Mistake(
                "Only the right class has a slope here. The others are pushed down: their gradient is p, not 0.",
                lambda z, y: (softmax(z) - 1) * one_hot(y, z) / len(y),
            ),
            Mistake(
                "This is sigmoid of each logit alone. The classes compete: p is the softmax of the row.",
                lambda z, y: (sigmoid(z) - one_hot(y, z)) / len(y),
            ),
            Mistake(
                "This is −y / p, the slope with respect to the *probabilities*. With respect to the logits it is p − y.",
                lambda z, y: -one_hot(y, z) / softmax(z) / len(y),
            ),
            Mistake(
                "You subtract the targets from the logits. p is softmax(logits).",
                lambda z, y: (z - one_hot(y, z)) / len(y),
            ),
            Mistake(
                "Softmax went down the columns. Each row is one example: axis=1.",
                lambda z, y: (softmax(z.T).T - one_hot(y, z)) / len(y),
            ),
        ),
        hints=(
            "Three steps: p = softmax of each row, p − y, divide by the number of rows.",
            "y is 1 in the column of the label: subtract 1 there, p[np.arange(len(labels)), labels] -= 1.",
            "p = nn.softmax(logits)\np[np.arange(len(labels)), labels] -= 1\nreturn p / len(labels)",
        ),
    ),
    Exercise(
        id="hinge",
        name="hinge",
        reference=hinge,
        draw=draw_scores,
        mistakes=(
            Mistake(
                "The max is missing: scores beyond the margin cost 0 here, they do not earn anything back.",
                lambda s, y: np.mean(1 - y * s),
            ),
            Mistake(
                "The max comes after the mean. Each example is cut off at 0 by itself; then the mean.",
                lambda s, y: max(np.mean(1 - y * s), 0),
            ),
            Mistake(
                "The margin is missing: being right is not enough, by 1 it must be. max(0, 1 − y · s).",
                lambda s, y: np.mean(np.maximum(-y * s, 0)),
            ),
            Mistake(
                "Only scores on the wrong side cost here. So do those on the right side with y · s below 1.",
                lambda s, y: np.mean(np.where(y * s < 0, 1 - y * s, 0)),
            ),
            Mistake(
                "The sign is wrong: a score on the side of its target makes the loss *smaller*, 1 − y · s.",
                lambda s, y: np.mean(np.maximum(1 + y * s, 0)),
            ),
            Mistake(
                "The targets are missing: a score is good where it has the sign of its target, y · s.",
                lambda s, y: np.mean(np.maximum(1 - s, 0)),
            ),
            Mistake(
                "np.max looks for the largest of one array. np.maximum compares each element with 0.",
                lambda s, y: np.mean(np.max(0, 1 - y * s)),
            ),
            Mistake(
                "np.max(…, 0) is the largest along axis 0. np.maximum compares each element with 0.",
                lambda s, y: np.mean(np.max(1 - y * s, 0)),
            ),
            Mistake(
                "This is one loss for each example. Return their mean, one number.",
                lambda s, y: np.maximum(1 - y * s, 0),
            ),
            Mistake(
                "This is the squared hinge loss. Leave the square out.",
                lambda s, y: np.mean(np.maximum(1 - y * s, 0) ** 2),
            ),
            Mistake("This is the sum. Return the mean.", lambda s, y: np.sum(np.maximum(1 - y * s, 0))),
            Mistake(
                "The difference y − s is not y · s: right by more than the margin must cost nothing.",
                lambda s, y: np.mean(np.maximum(1 - np.abs(y - s), 0)),
            ),
        ),
        hints=(
            "y · s is positive where the score has the sign of its target. How much is missing to 1?",
            "np.maximum(…, 0) cuts each example off at 0. Mind the name: np.max is another function.",
            "return np.mean(np.maximum(1 - targets * scores, 0))",
        ),
    ),
]

PREDICTIONS = [
    # The loss of y = [1, 0, 1, 0], ŷ = [0.8, 0.2, 0.9, 0.1], all four terms counted (−log 0.8 = 0.2231, −log 0.9 = 0.1054)
    Exercise(
        id="four_predictions_by_hand",
        name="prediction_by_hand",
        reference=0.1643,
        mistakes=(
            Mistake(
                "You counted only the two examples with target 1, over 4. The other two cost as well: −log(1 − 0.2) and −log(1 − 0.1).",
                0.0821,
            ),
            Mistake("That is the sum of the four terms. Divide by 4.", 0.657),
            Mistake("Right to two digits. Give three.", 0.16),
            Mistake("The minus is missing: −log 0.8 is +0.2231.", -0.1643),
            Mistake("That is in bits, with log₂. Take the natural logarithm.", 0.2370),
            Mistake("That is with log₁₀. Take the natural logarithm.", 0.0713),
            Mistake("You took log p for all four. Where the target is 0, it is log(1 − p).", 1.0601),
        ),
        hints=(
            "Two examples give 0.8 to what happened: the first, and the second, whose target is 0.",
            "(0.2231 + 0.2231 + 0.1054 + 0.1054) / 4",
        ),
        explanation=(
            "The mean over the two examples with target 1 alone would be 0.1643, too: an accident, since the two others "
            "mirror them. An example that cannot tell right from wrong tests nothing, so the check uses others."
        ),
    ),
    # Cross-entropy before any training: ten classes, all logits equal
    Exercise(
        id="loss_before_training",
        name="prediction_untrained",
        reference=float(np.log(10)),
        mistakes=(
            Mistake("0.1 is the probability of the right class. The loss is −log of it.", 0.1),
            Mistake("That is with log₁₀. The loss takes the natural logarithm.", 1.0),
            Mistake("That is in bits, with log₂. The loss takes the natural logarithm.", float(np.log2(10))),
            Mistake("log 0.1 is negative, and the loss is *minus* that.", -float(np.log(10))),
            Mistake(
                "0.9 is how much probability is in the wrong place. The loss is −log of the right one's 0.1.",
                0.9,
            ),
            Mistake("Right classes get 0.1 each, not 1: only a perfect network has loss 0.", 0.0),
        ),
        hints=(
            "Equal logits: which probability does softmax give to each of ten classes?",
            "−log(0.1), with the natural logarithm: np.log(10).",
        ),
        explanation="A network on ten classes whose first loss is far from 2.3 has something wrong before it starts.",
    ),
    # y = 1, but the sigmoid says 0.0001. Whose gradient at the logit is larger? a: MSE's · b: cross-entropy's ·
    # c: they are equal, since the error is the same · d: both are 0, since the sigmoid has saturated
    Exercise(
        id="sure_and_wrong",
        name="prediction_sure",
        reference="b",
        mistakes=(
            Mistake(
                "MSE's error is near 1, but the chain rule multiplies it by the slope of sigmoid, 0.0001.",
                "a",
            ),
            Mistake(
                "The error is the same; what reaches the logit is not. MSE's is multiplied by the slope of sigmoid.",
                "c",
            ),
            Mistake(
                "MSE's is nearly 0. In cross-entropy the slope of sigmoid cancels: p − y = −0.9999 is left.",
                "d",
            ),
        ),
        hints=(
            "∂MSE/∂z = 2 (p − y) · p (1 − p). How large is p (1 − p) at p = 0.0001?",
            "∂CE/∂z = p − y. Nothing small is in it.",
        ),
        explanation="MSE passes on −0.0002, cross-entropy −0.9999: five thousand times as much to learn from the worst mistakes.",
    ),
    # An eleventh point lies far off. Whose best line moves most? a: MAE's · b: Huber's · c: MSE's · d: all alike
    Exercise(
        id="outlier_pulls_most",
        name="prediction_outlier",
        reference="c",
        mistakes=(
            Mistake("To MAE a far point pulls no harder than a near one: its slope is ±1 for both.", "a"),
            Mistake("Beyond delta Huber pulls with constant strength; that is what it is for.", "b"),
            Mistake(
                "How hard a point pulls is the slope of its loss: look how it grows with the error for each.",
                "d",
            ),
        ),
        hints=(
            "How hard does one point pull on the line? As hard as the slope of its loss is steep.",
            "The slopes: 2e for MSE, ±1 for MAE, e but never beyond ±delta for Huber. Which can grow without limit?",
        ),
        explanation="The pull of a squared error grows with the error itself, without limit.",
    ),
]

EXERCISES = FUNCTIONS + PREDICTIONS
