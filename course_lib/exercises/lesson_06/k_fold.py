"""Exercise k_fold: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.plain import plain
from course_lib.exercises.spec import Exercise, Mistake


def k_fold(count, folds):
    """Cut the numbers into parts; each part validates once, the others train."""
    parts = np.array_split(np.arange(count), folds)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(folds)]


def draw_folds(rng):
    """How many examples and how many folds: even, and with a remainder."""
    return [(4, 2), (10, 5), (7, 3), (10, 4), (int(rng.integers(20, 30)) * 5 + 3, 5)]


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


EXERCISE = Exercise(
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
