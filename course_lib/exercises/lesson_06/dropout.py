"""Exercise dropout: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.plain import plain
from course_lib.exercises.spec import Exercise, Goal, Mistake


def dropout(values, keep, rng, training):
    """In training a random share is kept and divided by keep, so that the mean stays; otherwise nothing happens."""
    if not training:
        return values
    kept = rng.random(values.shape) < keep
    return values * kept / keep


def draw_dropout(rng):
    """Values without zeros and a share to keep, never one half, where kept and dropped could not be told apart."""
    return [
        (rng.choice([-1, 1], size=(60, 40)) * rng.uniform(0.5, 3, size=(60, 40)), 0.8),
        (rng.uniform(0.5, 2, size=(50, 90)), 0.3),
        (rng.uniform(0.5, 2, size=(30, 20, 5)), 0.65),
    ]


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


EXERCISE = Exercise(
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
