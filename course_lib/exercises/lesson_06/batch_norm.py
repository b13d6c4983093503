"""Exercise batch_norm: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def batch_norm(x, gain, shift, running_mean, running_variance, training):
    """Each column to mean 0 and variance 1, by the batch's own statistics in training; then times gain, plus shift."""
    mean = x.mean(axis=0) if training else running_mean
    variance = x.var(axis=0) if training else running_variance
    return gain * (x - mean) / np.sqrt(variance + 1e-5) + shift


def draw_batches(rng):
    """A batch, gain, shift, running mean and variance, training or not; always more rows than columns, or fewer."""
    column = np.array([[1.0], [3.0]])
    one, zero = np.array([1.0]), np.array([0.0])
    drawn = [(column, one, zero, np.array([1.0]), np.array([4.0]), mode) for mode in (True, False)]
    for rows, columns in ((6, 3), (3, 5)):
        x = rng.normal(2, 3, size=(rows, columns))
        gain, variance = rng.uniform(0.5, 2, size=(2, columns))
        shift, mean = rng.normal(size=(2, columns))
        drawn += [(x, gain, shift, mean, variance, mode) for mode in (True, False)]
    same = np.array([[2.0, 1.0], [2.0, 4.0], [2.0, 1.0]])
    return [*drawn, (same, np.array([1.5, 2.0]), np.array([1.0, -1.0]), np.zeros(2), np.ones(2), True)]


def norm_with(
    mean=lambda x: x.mean(axis=0), variance=lambda x: x.var(axis=0), scale=lambda v: np.sqrt(v + 1e-5)
):
    """A wrong answer to batch_norm: the batch's mean and variance, or the way to divide by a variance, is another."""

    def wrong_norm(x, gain, shift, running_mean, running_variance, training):
        m, v = (mean(x), variance(x)) if training else (running_mean, running_variance)
        return gain * (x - m) / scale(v) + shift

    return wrong_norm


def just_updated(x, gain, shift, running_mean, running_variance, training):
    if training:
        running_mean = 0.9 * running_mean + 0.1 * x.mean(axis=0)
        running_variance = 0.9 * running_variance + 0.1 * x.var(axis=0)
    return batch_norm(x, gain, shift, running_mean, running_variance, False)


def not_centred(x, gain, shift, running_mean, running_variance, training):
    variance = x.var(axis=0) if training else running_variance
    return gain * x / np.sqrt(variance + 1e-5) + shift


EXERCISE = Exercise(
    id="batch_norm",
    name="batch_norm",
    reference=batch_norm,
    draw=draw_batches,
    points=2,
    mistakes=(
        Mistake(
            "Batch statistics in evaluation, too: then the answer for one image depends on which others come with it. "
            "There, use the running ones.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, m, v, True),
        ),
        Mistake(
            "Running statistics in training, too: there the batch's own are asked.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, m, v, False),
        ),
        Mistake(
            "The modes are exchanged: the batch's own statistics are for training.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, m, v, not training),
        ),
        Mistake(
            "You update the running averages, and use them in training. There, use the batch's own mean and variance.",
            just_updated,
        ),
        Mistake(
            "`x.std` is no variance: the root is in it already. Under the root stands `x.var`.",
            norm_with(variance=lambda x: x.std(axis=0)),
        ),
        Mistake(
            "The variance divides by n − 1 here (ddof=1). For the normalization it is the plain mean of the squares: by n.",
            norm_with(variance=lambda x: x.var(axis=0, ddof=1)),
        ),
        Mistake(
            "Each *row* is normalized: that is layer norm. Batch norm takes each column, over the examples: axis=0.",
            norm_with(
                variance=lambda x: x.var(axis=1, keepdims=True), mean=lambda x: x.mean(axis=1, keepdims=True)
            ),
        ),
        Mistake(
            "One mean and one variance for the whole table: each column has its own, axis=0.",
            norm_with(variance=np.var, mean=np.mean),
        ),
        Mistake(
            "Divided by the variance: its square root is the spread.", norm_with(scale=lambda v: v + 1e-5)
        ),
        Mistake("The 1e-5 belongs under the root.", norm_with(scale=lambda v: np.sqrt(v) + 1e-5)),
        Mistake(
            "The 1e-5 is missing: a column without any spread then divides by 0.", norm_with(scale=np.sqrt)
        ),
        Mistake(
            "The small number is 1e-5 here, as in PyTorch.", norm_with(scale=lambda v: np.sqrt(v + 1e-8))
        ),
        Mistake(
            "The mean is the batch's in evaluation, too. Mean *and* variance change to the running ones.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, x.mean(axis=0), v, training),
        ),
        Mistake(
            "The variance is the batch's in evaluation, too. Mean *and* variance change to the running ones.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, m, x.var(axis=0), training),
        ),
        Mistake(
            "In evaluation x comes back as it was. Batch norm still normalizes there, with the running statistics.",
            lambda x, gain, shift, m, v, training: batch_norm(x, gain, shift, m, v, True) if training else x,
        ),
        Mistake("The mean is not subtracted: each column must be centred first.", not_centred),
        Mistake(
            "Gain and shift are missing at the end.",
            lambda x, gain, shift, m, v, training: batch_norm(x, 1.0, 0.0, m, v, training),
        ),
        Mistake(
            "The shift comes last: gain · normalized + shift.",
            lambda x, gain, shift, m, v, training: gain * (batch_norm(x, 1.0, 0.0, m, v, training) + shift),
        ),
        Mistake(
            "Gain and shift are exchanged: times gain, plus shift.",
            lambda x, gain, shift, m, v, training: batch_norm(x, shift, gain, m, v, training),
        ),
    ),
    hints=(
        "First choose mean and variance: x.mean(axis=0) and x.var(axis=0) in training, else the running ones.",
        "normalized = (x - mean) / np.sqrt(variance + 1e-5)",
        "return gain * normalized + shift",
    ),
)
