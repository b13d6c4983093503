"""The exercises of lesson 06: penalties, dropout, early stopping, batch normalization and cross-validation.

`dropout` is random, so it is judged by what can be measured of its results; `k_fold` by what its parts hold, in any order.
"""

import numpy as np

from course_lib.exercises.plain import plain
from course_lib.exercises.spec import Exercise, Goal, Mistake

TITLE = "Regularization"


def l2_gradients(gradients, parameters, strength):
    """λ/2 · w² has the slope λ · w. Weights have two axes; biases have one and stay as they are."""
    return [
        gradient + strength * parameter if parameter.ndim == 2 else gradient
        for gradient, parameter in zip(gradients, parameters, strict=True)
    ]


def soft_threshold(weights, amount):
    """The size less the amount, never below 0, with the old sign."""
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)


def decayed_step(weights, direction, learning_rate, strength):
    """One step along the optimizer's direction; the decay is added after the optimizer, so no optimizer rescales it."""
    return weights - learning_rate * (direction + strength * weights)


def dropout(values, keep, rng, training):
    """In training a random share is kept and divided by keep, so that the mean stays; otherwise nothing happens."""
    if not training:
        return values
    kept = rng.random(values.shape) < keep
    return values * kept / keep


def stop_epoch(losses, patience):
    """Remember the lowest loss and count the epochs since."""
    lowest, waited = np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        waited = 0 if loss < lowest else waited + 1
        lowest = min(lowest, loss)
        if waited == patience:
            return epoch
    return len(losses)


def batch_norm(x, gain, shift, running_mean, running_variance, training):
    """Each column to mean 0 and variance 1, by the batch's own statistics in training; then times gain, plus shift."""
    mean = x.mean(axis=0) if training else running_mean
    variance = x.var(axis=0) if training else running_variance
    return gain * (x - mean) / np.sqrt(variance + 1e-5) + shift


def k_fold(count, folds):
    """Cut the numbers into parts; each part validates once, the others train."""
    parts = np.array_split(np.arange(count), folds)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(folds)]


# Inputs -----------------------------------------------------------------------------------------------------------


def draw_parameters(rng):
    """Gradients, parameters and λ: one weight; the lesson's weights and bias; two layers; a single bias."""
    shapes = [(3, 2), (2,), (2, 4), (4,)]
    two_layers = [[rng.normal(size=shape) for shape in shapes] for _ in range(2)]
    return [
        ([np.array([[1.0]])], [np.array([[4.0]])], 0.5),
        ([np.array([[1.0, 2.0]]), np.array([3.0, 1.0])], [np.array([[2.0, -5.0]]), np.array([7.0, -3.0])], 0.1),
        (*two_layers, float(rng.uniform(0.2, 2))),
        ([rng.normal(size=3)], [rng.normal(size=3)], 0.7),
    ]  # fmt: skip


def draw_shrinking(rng):
    """Weights and an amount: the lesson's, one at the edge, an amount of 0, random ones in a table."""
    return [
        (np.array([3.0]), 1.0),
        (np.array([-0.2]), 0.5),
        (np.array([3.0, -0.5, 0.2, -2.0]), 1.0),
        (np.array([0.0, 1.5, -1.5]), 1.5),
        (rng.normal(size=5), 0.0),
        (rng.normal(scale=2, size=(3, 4)), float(rng.uniform(0.6, 1.4))),
    ]


def draw_steps(rng):
    """Weights, direction, learning rate, λ: the lesson's, one with nothing to learn, one without decay, random ones."""
    return [
        (np.array([2.0]), np.array([3.0]), 0.1, 0.1),
        (np.array([5.0, -5.0]), np.array([0.0, 0.0]), 0.5, 0.2),
        (rng.normal(size=3), rng.normal(size=3), 0.3, 0.0),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 0.2, float(rng.uniform(0.5, 2))),
    ]


def draw_dropout(rng):
    """Values without zeros and a share to keep, never one half, where kept and dropped could not be told apart."""
    return [
        (rng.choice([-1, 1], size=(60, 40)) * rng.uniform(0.5, 3, size=(60, 40)), 0.8),
        (rng.uniform(0.5, 2, size=(50, 90)), 0.3),
        (rng.uniform(0.5, 2, size=(30, 20, 5)), 0.65),
    ]


def draw_losses(rng):
    """Losses by epoch and a patience: a rise, the lesson's, no rise, ties, a small recovery, random ones."""
    return [
        (np.array([1.0, 2.0, 3.0, 4.0]), 1),
        (np.array([5.0, 3.0, 4.0, 3.5, 2.0]), 2),
        (np.array([5.0, 3.0, 4.0, 3.5, 2.0]), 3),
        (np.array([4.0, 3.0, 2.0, 1.0]), 2),
        (np.array([3.0, 3.0, 3.0, 3.0, 3.0, 2.0]), 2),
        (np.array([5.0, 6.0, 4.0, 5.0, 3.0, 4.0, 4.5, 4.8, 2.0]), 3),
        (np.array([1.0, 5.0, 4.0, 3.0, 2.0, 1.5, 1.2]), 2),
        (np.abs(np.linspace(-2, 1, 30)) + 0.3 * rng.random(30), 4),
    ]


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


def draw_folds(rng):
    """How many examples and how many folds: even, and with a remainder."""
    return [(4, 2), (10, 5), (7, 3), (10, 4), (int(rng.integers(20, 30)) * 5 + 3, 5)]


# What is measured -------------------------------------------------------------------------------------------------


def use_dropout(answer, values, keep):
    """Two calls in training, one in evaluation and one that keeps all, as plain data; None where every call gives None."""
    originals = [values.copy() for _ in range(3)]
    results = {
        "training": answer(values, keep, np.random.default_rng(1), True),
        "again": answer(originals[0], keep, np.random.default_rng(2), True),
        "evaluation": answer(originals[1], keep, np.random.default_rng(3), False),
        "all kept": answer(originals[2], 1.0, np.random.default_rng(4), True),
    }
    return None if all(result is None for result in results.values()) else plain(results)


def right_shapes(got, values, keep):
    return sum(isinstance(one, np.ndarray) and one.shape == values.shape for one in got.values())


def same_shape(got, values, keep):
    return right_shapes(got, values, keep) == len(got)


def gives_none(mode):
    """A sign for a mistake: nothing is returned in this mode."""
    return lambda got, values, keep: got[mode] is None


def all_zero(got, values, keep):
    return same_shape(got, values, keep) and not got["training"].any()


def ratio(got, values):
    """What the values that were not dropped in training were multiplied by, on average; NaN where none are left."""
    there = got["training"] != 0
    return np.mean(got["training"][there] / values[there]) if there.any() else np.nan


def uneven(got, values, keep):
    """How far any value that was kept is from value / keep."""
    there = got["training"] != 0
    return np.max(np.abs(got["training"][there] * keep / values[there] - 1), initial=0)


def kept_share(got, values, keep):
    return np.mean(got["training"] != 0)


def evaluation_change(got, values, keep):
    return np.max(np.abs(got["evaluation"] - values))


def mean_kept(got, values, keep):
    """The mean size in training, over that of the values."""
    return np.mean(np.abs(got["training"])) / np.mean(np.abs(values))


def alike_in_training(got, values, keep):
    """The largest share of places, along any axis, where the mask is the same as one step further on."""
    mask = (got["training"] != 0).astype(int)
    return max(np.mean(np.diff(mask, axis=axis) == 0) for axis in range(mask.ndim))


def same_mask_twice(got, values, keep):
    return np.mean((got["training"] != 0) == (got["again"] != 0))


def near(a, b, by=0.04):
    return abs(a - b) < by


def shows(kept=None, factor=None, evaluation="the same"):
    """A sign for a mistake: such a share kept in training, times such a factor; and what evaluation does."""

    def when(got, values, keep):
        if not same_shape(got, values, keep):
            return False
        share, times = (rule(keep) if rule else None for rule in (kept, factor))
        changed = evaluation_change(got, values, keep) > 1e-4
        return (
            (share is None or near(kept_share(got, values, keep), share))
            and (times is None or near(ratio(got, values), times, 0.02 * times))
            and (evaluation == "any" or changed == (evaluation == "changed"))
        )

    return when


def drops_in_both_modes(got, values, keep):
    return all(np.mean(got[mode] == 0) > 0.05 for mode in ("training", "evaluation"))


def scales_in_evaluation(got, values, keep):
    factor = got["evaluation"] / values
    return (
        np.ptp(factor) < 1e-4 * abs(factor.mean()) and not near(factor.mean(), 1, 1e-4) and factor.mean() != 0
    )


def one_mask_for_many(got, values, keep):
    """Also where a single number decides for all, and dropped them."""
    scaled = all_zero(got, values, keep) or near(ratio(got, values), 1 / keep, 0.05)
    return same_shape(got, values, keep) and alike_in_training(got, values, keep) == 1 and scaled


def always_the_same_mask(got, values, keep):
    some_dropped = same_shape(got, values, keep) and 0 < kept_share(got, values, keep) < 1
    return some_dropped and same_mask_twice(got, values, keep) == 1


def mask_alone(got, values, keep):
    left = got["training"][got["training"] != 0]
    return left.size > 0 and np.ptp(left) < 1e-6


def another_share(got, values, keep):
    wrong = not near(kept_share(got, values, keep), keep)
    return same_shape(got, values, keep) and wrong and near(ratio(got, values), 1 / keep, 0.02)


def describe_folds(answer, count, folds):
    """What can be said of the folds whatever the order of the numbers in them; None where the answer gives None."""
    made = answer(count, folds)
    if made is None:
        return None
    pairs = [tuple(map(_numbers, pair)) for pair in made if _is_pair(pair)]
    times = np.bincount([n for _, part in pairs for n in part if 0 <= n < count], minlength=count)
    sizes = [len(part) for _, part in pairs] or [0]
    whole = set(range(count))
    return {
        "pairs (training, validation)": len(pairs),
        "examples validated exactly once": int(np.sum(times == 1)),
        "examples in both parts of a fold": sum(len(set(train) & set(part)) for train, part in pairs),
        "examples in neither part of a fold": sum(
            len(whole - set(train) - set(part)) for train, part in pairs
        ),
        "numbers twice in one part": sum(len(one) - len(set(one)) for pair in pairs for one in pair),
        "numbers that are no example": len({n for pair in pairs for one in pair for n in one} - whole),
        "validation parts of one size, give or take 1": max(sizes) - min(sizes) <= 1,
    }


def _is_pair(pair):
    return isinstance(pair, list | tuple) and len(pair) == 2


def _numbers(part):
    """The indices in a part; −1 for whatever is no whole number."""
    found = [np.asarray(plain(one)) for one in part]
    return [int(one) if one.dtype.kind in "iu" and one.ndim == 0 else -1 for one in found]


# Wrong answers that need a line or two ----------------------------------------------------------------------------


def each_gradient(change, biases=lambda g, p, s: g):
    """A wrong answer to l2_gradients: what becomes of the gradient of every weight, and of every bias."""

    def wrong_gradients(gradients, parameters, strength):
        pairs = zip(gradients, parameters, strict=True)
        return [(change if p.ndim == 2 else biases)(g, p, strength) for g, p in pairs]

    return wrong_gradients


def drop_with(factor, flip=False, evaluation=lambda values, keep: values):
    """A wrong answer to dropout: kept values times this factor, in evaluation what `evaluation` gives."""

    def wrong_dropout(values, keep, rng, training):
        if not training:
            return evaluation(values, keep)
        kept = rng.random(values.shape) < keep
        return values * (~kept if flip else kept) * factor(keep)

    return wrong_dropout


def drop_whole_columns(values, keep, rng, training):
    return values * (rng.random(values.shape[-1]) < keep) / keep if training else values


def counted_from_zero(losses, patience):
    epoch = stop_epoch(losses, patience)
    return epoch - 1 if stop_epoch(np.append(losses, np.inf), patience) == epoch else epoch


def stop_where(better, starts_again=True):
    """A wrong answer to stop_epoch: another rule, better(loss, lowest, before), for an epoch that needs no patience."""

    def wrong_epoch(losses, patience):
        lowest, before, waited = np.inf, np.inf, 0
        for epoch, loss in enumerate(losses, start=1):
            good = better(loss, lowest, before)
            waited = 0 if good and starts_again else waited + (not good)
            lowest, before = min(lowest, loss), loss
            if waited == patience:
                return epoch
        return len(losses)

    return wrong_epoch


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


def cut_into(parts_of):
    """A wrong answer to k_fold: parts_of(count, folds) gives other validation parts; all other examples train."""
    return lambda count, folds: [
        (np.setdiff1d(np.arange(count), part), part) for part in parts_of(count, folds)
    ]


def equal_parts(count, size):
    return [np.arange(count)[start : start + size] for start in range(0, count, size)]


def each_fold(change):
    """A wrong answer to k_fold: change(training indices, validation indices, count) is what a fold becomes."""
    return lambda count, folds: [change(rest, part, count) for rest, part in k_fold(count, folds)]


def train_on_the_next(count, folds):
    parts = np.array_split(np.arange(count), folds)
    return [(parts[(i + 1) % folds], parts[i]) for i in range(folds)]


def not_joined(count, folds):
    parts = np.array_split(np.arange(count), folds)
    return [(parts[:i] + parts[i + 1 :], parts[i]) for i in range(folds)]


L2_GRADIENTS = Exercise(
    id="l2_gradients",
    name="l2_gradients",
    reference=l2_gradients,
    draw=draw_parameters,
    mistakes=(
        Mistake(
            "Biases are penalised, too. A bias only moves a unit up or down; leave arrays with one axis alone.",
            each_gradient(lambda g, p, s: g + s * p, biases=lambda g, p, s: g + s * p),
        ),
        Mistake(
            "A factor 2 too much: the penalty is λ/2 · Σ w², with a ½ in front, so its slope is λ · w.",
            each_gradient(lambda g, p, s: g + 2 * s * p),
        ),
        Mistake(
            "Twice λ · w, and for the biases, too: the ½ in the penalty cancels the 2, and biases stay free.",
            each_gradient(lambda g, p, s: g + 2 * s * p, biases=lambda g, p, s: g + 2 * s * p),
        ),
        Mistake(
            "Half too little: the slope of λ/2 · w² is λ · w. The ½ goes with the 2 of the square.",
            each_gradient(lambda g, p, s: g + s / 2 * p),
        ),
        Mistake("λ is missing: the penalty pulls by strength · w.", each_gradient(lambda g, p, s: g + p)),
        Mistake(
            "The biases' gradients are gone. The list must hold them, too, as they were.",
            lambda gradients, parameters, s: [
                g + s * p for g, p in zip(gradients, parameters, strict=True) if p.ndim == 2
            ],
        ),
        Mistake(
            "The biases' own gradients are 0 now. The penalty leaves them alone; the loss does not.",
            each_gradient(lambda g, p, s: g + s * p, biases=lambda g, p, s: 0 * g),
        ),
        Mistake(
            "This is a step of gradient descent. Asked are the gradients, before any step.",
            each_gradient(lambda g, p, s: p - s * g),
        ),
        Mistake(
            "You add λ · w². The slope of a square has none.", each_gradient(lambda g, p, s: g + s * p**2)
        ),
        Mistake(
            "The penalty must pull weights towards 0: its gradient is *added*, and the step then goes against it.",
            each_gradient(lambda g, p, s: g - s * p),
        ),
        Mistake(
            "This is the penalty's gradient alone; the loss's own gradient is lost. Add the two.",
            each_gradient(lambda g, p, s: s * p),
        ),
        Mistake(
            "This is the gradient of an L1 penalty: the same pull for small and large weights. L2 pulls by λ · w.",
            each_gradient(lambda g, p, s: g + s * np.sign(p)),
        ),
        Mistake(
            "You add the penalty itself. Its slope is λ · w.", each_gradient(lambda g, p, s: g + s / 2 * p**2)
        ),
        Mistake(
            "You add the penalty itself, one number for all. Each weight has its own slope: λ · w.",
            each_gradient(lambda g, p, s: g + s / 2 * (p**2).sum()),
        ),
        Mistake(
            "This scales the gradient. The penalty depends on the weights: add λ times the parameter.",
            each_gradient(lambda g, p, s: g + s * g),
        ),
        Mistake(
            "The wrong way round: biases are penalised and weights are not. Weights have two axes.",
            each_gradient(lambda g, p, s: g, biases=lambda g, p, s: g + s * p),
        ),
        Mistake(
            "Nothing is added: where is the penalty?",
            lambda gradients, parameters, s: [1 * g for g in gradients],
        ),
    ),
    hints=(
        "Go through both lists together: for gradient, parameter in zip(gradients, parameters).",
        "A weight matrix has parameter.ndim == 2: its gradient becomes gradient + strength * parameter.",
        "[g + strength * p if p.ndim == 2 else g for g, p in zip(gradients, parameters)]",
    ),
)

SOFT_THRESHOLD = Exercise(
    id="soft_threshold",
    name="soft_threshold",
    reference=soft_threshold,
    draw=draw_shrinking,
    mistakes=(
        Mistake(
            "Small weights are 0, but large ones keep their size: each must come nearer to 0 by the amount.",
            lambda w, a: np.where(np.abs(w) > a, w, 0),
        ),
        Mistake(
            "Only weights smaller than the amount change here. Large ones must come nearer to 0 by it, too.",
            lambda w, a: np.where(np.abs(w) < a, 0, w),
        ),
        Mistake(
            "Small weights jump over 0 to the other side. They must stop there: never less than 0 in size.",
            lambda w, a: w - a * np.sign(w),
        ),
        Mistake(
            "Small weights jump over 0, and 0 itself moves. Stop at 0: no size falls below it.",
            lambda w, a: np.where(w > 0, w - a, w + a),
        ),
        Mistake(
            "Large negative weights move away from 0. Below −amount, *add* the amount.",
            lambda w, a: np.where(np.abs(w) > a, w - a, 0),
        ),
        Mistake(
            "np.minimum keeps what is below 0. np.maximum(size − amount, 0) is never below it.",
            lambda w, a: np.sign(w) * np.minimum(np.abs(w) - a, 0),
        ),
        Mistake(
            "This is the new size: negative weights stay negative.", lambda w, a: np.maximum(np.abs(w) - a, 0)
        ),
        Mistake(
            "Negative weights all become 0. They, too, move towards 0 by the amount, from below.",
            lambda w, a: np.maximum(w - a, 0),
        ),
        Mistake("This pulls all weights down; negative ones must move *up*, towards 0.", lambda w, a: w - a),
        Mistake(
            "This is what was cut off. Return what is left of the weights.", lambda w, a: np.clip(w, -a, a)
        ),
        Mistake(
            "This takes a share of each weight, as L2 does. L1 takes one amount.", lambda w, a: w * (1 - a)
        ),
        Mistake(
            "The size grows: subtract the amount from the size.", lambda w, a: np.sign(w) * (np.abs(w) + a)
        ),
    ),
    hints=(
        "Work on the size first: np.abs(weights) - amount, but never below 0.",
        "np.maximum(..., 0) stops at 0; np.sign(weights) brings the sign back.",
        "return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)",
    ),
)

DECAYED_STEP = Exercise(
    id="decayed_step",
    name="decayed_step",
    reference=decayed_step,
    draw=draw_steps,
    mistakes=(
        Mistake(
            "The decay misses the learning rate: a step takes learning_rate · λ · w away, as PyTorch's AdamW does.",
            lambda w, d, r, s: w - r * d - s * w,
        ),
        Mistake(
            "You let the weights decay after they have moved. Both parts look at the weights before the step.",
            lambda w, d, r, s: (w - r * d) * (1 - r * s),
        ),
        Mistake("The decay is missing: this is the optimizer's step alone.", lambda w, d, r, s: w - r * d),
        Mistake(
            "This is the decay alone: the optimizer's step is missing.", lambda w, d, r, s: w - r * s * w
        ),
        Mistake("The decay's sign is wrong: weights grow.", lambda w, d, r, s: w - r * d + r * s * w),
        Mistake(
            "This is the change. Return the weights after the step.", lambda w, d, r, s: -r * (d + s * w)
        ),
        Mistake(
            "This decay is the same for small and large weights, as with L1. Here it is a share of the weight: λ · w.",
            lambda w, d, r, s: w - r * (d + s * np.sign(w)),
        ),
        Mistake("This climbs: subtract learning_rate · direction.", lambda w, d, r, s: w + r * d - r * s * w),
        Mistake(
            "A bracket is missing: subtract learning_rate times *both*, the direction and λ · w.",
            lambda w, d, r, s: w - r * d + s * w,
        ),
        Mistake("This must be subtracted: `weights -` is missing.", lambda w, d, r, s: r * (d + s * w)),
        Mistake(
            "The direction comes ready made: use it as it is, whatever its size, not only its sign.",
            lambda w, d, r, s: w - r * (np.sign(d) + s * w),
        ),
        Mistake("The direction misses the learning rate.", lambda w, d, r, s: w - d - r * s * w),
        Mistake(
            "Twice too much: the decay is learning_rate · λ · w.", lambda w, d, r, s: w - r * (d + 2 * s * w)
        ),
        Mistake(
            "The weights are multiplied by λ itself. What is left of them is 1 − learning_rate · λ.",
            lambda w, d, r, s: s * w - r * d,
        ),
    ),
    hints=(
        "Two things are subtracted from the weights: the step, and a small share of the weights themselves.",
        "The step is learning_rate * direction, the share learning_rate * strength.",
        "return weights - learning_rate * direction - learning_rate * strength * weights",
    ),
)


DROPOUT = Exercise(
    id="dropout",
    name="dropout",
    reference=dropout,
    draw=draw_dropout,
    drive=use_dropout,
    points=2,
    goals=(
        Goal("arrays with the shape of `values` in 4 calls", right_shapes, at_least=4),
        Goal("largest change in evaluation", evaluation_change, at_most=1e-5),
        Goal("share kept, over `keep`", lambda g, v, k: kept_share(g, v, k) / k, at_least=0.88, at_most=1.12),
        Goal("mean size in training, over that of `values`", mean_kept, at_least=0.88, at_most=1.12),
        Goal("largest relative error of a kept value", uneven, at_most=1e-4),
        Goal("share of neighbours kept or dropped together", alike_in_training, at_most=0.9),
        Goal("share of values kept or dropped alike in two calls", same_mask_twice, at_most=0.95),
        Goal("largest change with keep = 1", lambda g, v, k: np.max(np.abs(g["all kept"] - v)), at_most=1e-5),
    ),
    mistakes=(
        Mistake(
            "With training=False your function returns None. Return the values unchanged.",
            lambda values, keep, rng, training: dropout(values, keep, rng, True) if training else None,
            gives_none("evaluation"),
        ),
        Mistake(
            "With training=True your function returns None. Return the values, a share of them 0, the others divided by keep.",
            lambda values, keep, rng, training: None if training else values,
            gives_none("training"),
        ),
        Mistake(
            "A list comes back, where an array is asked: np.array(your_list).",
            lambda values, keep, rng, training: dropout(values, keep, rng, training).tolist(),
            lambda got, values, keep: isinstance(got["training"], list),
        ),
        Mistake(
            "In evaluation too, values are dropped. With training=False they must come back as they are.",
            lambda values, keep, rng, training: dropout(values, keep, rng, True),
            drops_in_both_modes,
        ),
        Mistake(
            "The two modes are exchanged: training=True is when values are dropped.",
            lambda values, keep, rng, training: dropout(values, keep, rng, not training),
            shows(kept=lambda keep: 1.0, factor=lambda keep: 1.0, evaluation="changed"),
        ),
        Mistake(
            "You scale at the wrong time: in evaluation. *Inverted* dropout divides by keep in training, and "
            "evaluation needs nothing.",
            drop_with(lambda keep: 1.0, evaluation=lambda values, keep: values * keep),
            scales_in_evaluation,
        ),
        Mistake(
            "No value is 0 in training: nothing is dropped. A value stays where its random number is below keep, else it is 0.",
            lambda values, keep, rng, training: (
                values * rng.random(values.shape) / keep if training else values
            ),
            shows(kept=lambda keep: 1.0, evaluation="any"),
        ),
        Mistake(
            "All values are 0 in training. A share `keep` of them must stay.",
            lambda values, keep, rng, training: 0 * values if training else values,
            all_zero,
        ),
        Mistake(
            "The kept values are not scaled: in training the mean falls to keep times what it is in evaluation. Divide by keep.",
            drop_with(lambda keep: 1.0),
            shows(kept=lambda keep: keep, factor=lambda keep: 1.0),
        ),
        Mistake(
            "You multiply by keep, which makes the mean smaller still. Divide by it.",
            drop_with(lambda keep: keep),
            shows(kept=lambda keep: keep, factor=lambda keep: keep),
        ),
        Mistake(
            "You divide by the share that is dropped. The share that is *kept* brings the mean back.",
            drop_with(lambda keep: 1 / (1 - keep) if keep < 1 else 1.0),
            shows(kept=lambda keep: keep, factor=lambda keep: 1 / (1 - keep)),
        ),
        Mistake(
            "You drop the share that should be kept: `keep` is the probability to stay. Which way does your comparison go?",
            drop_with(lambda keep: 1 / keep, flip=True),
            shows(kept=lambda keep: 1 - keep),
        ),
        Mistake(
            "One mask serves many rows (or columns). Draw one number for each element: rng.random(values.shape).",
            drop_whole_columns,
            one_mask_for_many,
        ),
        Mistake(
            "Every call drops the same values. Draw from the `rng` that is handed in, not from a new one with a fixed seed.",
            lambda values, keep, rng, training: dropout(values, keep, np.random.default_rng(0), training),
            always_the_same_mask,
        ),
        Mistake(
            "This is the mask alone: multiply the values by it.",
            lambda values, keep, rng, training: (
                (rng.random(values.shape) < keep) / keep if training else values
            ),
            mask_alone,
        ),
        Mistake(
            "The share that stays is not `keep`. Of rng.random's numbers a share `keep` lies below keep; coins and normal "
            "numbers don't do that.",
            lambda values, keep, rng, training: (
                values * rng.integers(0, 2, values.shape) / keep if training else values
            ),
            another_share,
        ),
    ),
    hints=(
        "Begin with the easy mode: if not training, return values.",
        "rng.random(values.shape) < keep is True with probability keep, for each element on its own.",
        "kept = rng.random(values.shape) < keep\nreturn values * kept / keep",
    ),
)

STOP_EPOCH = Exercise(
    id="stop_epoch",
    name="stop_epoch",
    reference=stop_epoch,
    draw=draw_losses,
    points=2,
    mistakes=(
        Mistake(
            "One epoch too late: stop as soon as `patience` epochs in a row were no better, not one more.",
            lambda losses, patience: stop_epoch(losses, patience + 1),
        ),
        Mistake(
            "One epoch too early: `patience` epochs in a row must be no better before training stops.",
            lambda losses, patience: stop_epoch(losses, patience - 1),
        ),
        Mistake(
            "This is the epoch with the lowest loss. Asked is the one after which training *stops*.",
            lambda losses, patience: int(np.argmin(losses[: stop_epoch(losses, patience)])) + 1,
        ),
        Mistake("Counted from 0. The first epoch is epoch 1.", counted_from_zero),
        Mistake(
            "You compare with the epoch before. A small recovery is no record: compare with the lowest loss so far.",
            stop_where(lambda loss, lowest, before: loss < before),
        ),
        Mistake(
            "You wait for losses that rise from epoch to epoch. Any epoch without a new lowest loss counts.",
            stop_where(lambda loss, lowest, before: loss <= before),
        ),
        Mistake(
            "The count never starts again. A new lowest loss sets it back to 0: the epochs must be in a row.",
            stop_where(lambda loss, lowest, before: loss < lowest, starts_again=False),
        ),
        Mistake(
            "Only a *lower* loss is better, not an equal one.",
            stop_where(lambda loss, lowest, before: loss <= lowest),
        ),
        Mistake(
            "This stops at the first epoch that is no better, whatever the patience.",
            lambda losses, patience: stop_epoch(losses, 1),
        ),
        Mistake(
            "Patience is ignored: this is the epoch with the lowest loss of all. Training can't know the future.",
            lambda losses, patience: int(np.argmin(losses)) + 1,
        ),
        Mistake(
            "Training never stops early: this is the number of epochs.", lambda losses, patience: len(losses)
        ),
    ),
    hints=(
        "Keep two variables: the lowest loss so far, and how many epochs have passed since.",
        "for epoch, loss in enumerate(losses, start=1): a lower loss sets the count to 0, any other adds 1.",
        "Inside the loop: if waited == patience: return epoch. After it: return len(losses).",
    ),
)

BATCH_NORM = Exercise(
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

K_FOLD = Exercise(
    id="k_fold",
    name="k_fold",
    reference=k_fold,
    draw=draw_folds,
    drive=describe_folds,
    points=2,
    mistakes=(
        Mistake(
            "Where count is not a multiple of folds, the last examples are never validated. Let some parts be one larger.",
            cut_into(lambda count, folds: equal_parts(count, count // folds)[:folds]),
        ),
        Mistake(
            "The validation examples are in the training part, too: that is a leak. Train on the others only.",
            each_fold(lambda rest, part, count: (np.arange(count), part)),
        ),
        Mistake(
            "The last part takes the whole remainder. Spread it: no part may be more than 1 larger than another.",
            cut_into(lambda count, folds: np.split(np.arange(count), count // folds * np.arange(1, folds))),
        ),
        Mistake(
            "Rounding the size up leaves too little for the last part. Only the first parts may be 1 larger.",
            cut_into(lambda count, folds: equal_parts(count, -(-count // folds))),
        ),
        Mistake("Only one part trains. *All* other parts do, joined.", train_on_the_next),
        Mistake("The training parts are apart, a list of arrays: join them with np.concatenate.", not_joined),
        Mistake(
            "These are masks of True and False. Asked are the indices: np.flatnonzero(mask) gives them.",
            each_fold(lambda rest, part, count: [np.isin(np.arange(count), one) for one in (rest, part)]),
        ),
        Mistake(
            "The two parts of each pair are exchanged: training indices come first.",
            each_fold(lambda rest, part, count: (part, rest)),
        ),
        Mistake(
            "Every fold validates with the same part. Each part must have its turn.",
            lambda count, folds: k_fold(count, folds)[:1] * folds,
        ),
        Mistake(
            "Indices count from 0, up to count − 1.",
            each_fold(lambda rest, part, count: (rest + 1, part + 1)),
        ),
        Mistake(
            "This is one fold. Return a pair for every fold.", lambda count, folds: k_fold(count, folds)[:1]
        ),
        Mistake(
            "Each element of the list must be a pair: (training indices, validation indices). "
            "If your pairs are right: a `return` inside the loop ends it at the first fold.",
            lambda count, folds: k_fold(count, folds)[0],
        ),
    ),
    hints=(
        "np.array_split(np.arange(count), folds) cuts the numbers into parts, with a remainder, too.",
        "For fold i, part i validates; np.concatenate of all other parts trains.",
        "parts = np.array_split(np.arange(count), folds)\n"
        "return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(folds)]",
    ),
)


WHICH_HELPS_MOST = Exercise(
    id="which_helps_most",
    name="prediction_helps_most",
    reference="d",
    mistakes=(
        Mistake(
            "L2 keeps the weights small, but it adds no knowledge of digits. Which of the four does?", "a"
        ),
        Mistake("Dropout's noise is blind. One of the four knows something of digits: which?", "b"),
        Mistake("Stopping early only keeps the network from getting worse: the 300 images stay 300.", "c"),
    ),
    hints=(
        "Overfitting is a lack of data. Which method comes nearest to having more of it?",
        "Three methods hold the network back; one shows it new images.",
    ),
    explanation="A moved 7 is a new image with a known label: the method adds what you know of digits.",
)

EXERCISES = [
    L2_GRADIENTS,
    SOFT_THRESHOLD,
    DECAYED_STEP,
    DROPOUT,
    STOP_EPOCH,
    BATCH_NORM,
    K_FOLD,
    WHICH_HELPS_MOST,
]
