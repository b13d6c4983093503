"""What a wrong answer may be of the right one: transposed, reversed, squared, not yet averaged, ..."""

from collections.abc import Iterator

import numpy as np

from course_lib.exercises.pairs import Pair

# (words, what happened to the right answer); "Your answer is {words}."
MOVED = (
    ("right after a transpose", lambda e: e.T),
    ("right in reverse order", lambda e: e[::-1]),
    ("right in reverse order along the last axis", lambda e: e[..., ::-1]),
    ("right but for a shift by one place", lambda e: np.roll(e, 1, axis=0)),
    ("right but for a shift by one place", lambda e: np.roll(e, -1, axis=0)),
    ("right but for a shift by one place along the last axis", lambda e: np.roll(e, 1, axis=-1)),
    ("right but for a shift by one place along the last axis", lambda e: np.roll(e, -1, axis=-1)),
)
CALCULATED = (
    ("1 minus the right one", lambda e: 1 - e),
    ("the right one plus 1: off by one", lambda e: e + 1),
    ("the right one minus 1: off by one", lambda e: e - 1),
    ("the square of the right one", lambda e: e**2),
    ("the square root of the right one", np.sqrt),
    ("1 divided by the right one", lambda e: 1 / e),
    ("the absolute value of the right one: its sign is lost", np.abs),
    ("the exponential of the right one", np.exp),
    ("the natural logarithm of the right one", np.log),
    ("the right one with everything below 0 cut off", lambda e: np.maximum(e, 0)),
    ("the sign of the right one: its size is lost", np.sign),
    ("the right one, summed up along the way (cumsum)", lambda e: np.cumsum(e, axis=0)),
)
ROUNDED = tuple(
    (f"the right one rounded to {digits} decimals", lambda e, digits=digits: np.round(e, digits))
    for digits in range(1, 7)
)
# (words, how the right answer follows from it)
TO_UNDO = (
    ("right once it is summed over all its elements", np.sum),
    ("right once it is averaged over all its elements: take the mean", np.mean),
    ("right once it is summed over axis 0", lambda g: g.sum(axis=0)),
    ("right once it is averaged over axis 0: take the mean", lambda g: g.mean(axis=0)),
    ("right once it is summed over the last axis", lambda g: g.sum(axis=-1)),
    ("right once it is averaged over the last axis: take the mean", lambda g: g.mean(axis=-1)),
    ("right once it is summed over axis 0, with keepdims=True", lambda g: g.sum(axis=0, keepdims=True)),
    (
        "right once it is summed over the last axis, with keepdims=True",
        lambda g: g.sum(axis=-1, keepdims=True),
    ),
    (
        "right on its diagonal alone: shapes (n, 1) and (n,) were spread into (n, n); give both the same shape",
        lambda g: np.diagonal(g),
    ),
    (
        "right on its diagonal alone: shapes (n, 1) and (n,) were spread into (n, n); give both the same shape",
        lambda g: np.diagonal(g)[:, None],
    ),
    ("right without its first element: one too many", lambda g: g[1:]),
    ("right without its last element: one too many", lambda g: g[:-1]),
)
# (words, what happened to the right answer, and changed its shape)
OTHER_SHAPE = (
    ("the sum of the right one", np.sum),
    ("the mean of the right one", np.mean),
    ("the sum of the right one over axis 0", lambda e: e.sum(axis=0)),
    ("the mean of the right one over axis 0", lambda e: e.mean(axis=0)),
    ("the sum of the right one over the last axis", lambda e: e.sum(axis=-1)),
    ("the mean of the right one over the last axis", lambda e: e.mean(axis=-1)),
    ("the right one without its first element: one is missing", lambda e: e[1:]),
    ("the right one without its last element: one is missing", lambda e: e[:-1]),
)


def forms_of(pairs: list[Pair]) -> Iterator[tuple[str, list[np.ndarray], list[Pair]]]:
    """(words, candidates, pairs) of simple forms: "Your answer is {words}" where got is (a multiple of) candidates."""
    if _same_shapes(pairs):
        yield "the right one", [pair.expected for pair in pairs], pairs
        yield from _of_expected(MOVED, pairs)
        return
    yield from _undone([("right after a transpose", lambda g: g.T)], pairs)
    if all(pair.expected.size == pair.got.size for pair in pairs):
        words = "right in another shape: `.reshape(...)` it, or mind `keepdims`"
        yield words, [pair.expected.reshape(pair.got.shape) for pair in pairs], pairs
    yield from _undone(TO_UNDO, pairs)
    yield from _of_expected(OTHER_SHAPE, pairs)


def calculated_forms_of(pairs: list[Pair]) -> Iterator[tuple[str, list[np.ndarray], list[Pair]]]:
    """The same for forms that are calculated element by element: squares, logarithms, one minus it."""
    if _same_shapes(pairs):
        yield from _of_expected(CALCULATED + ROUNDED, pairs)


def _same_shapes(pairs):
    return all(pair.expected.shape == pair.got.shape for pair in pairs)


def _of_expected(forms, pairs):
    for words, change in forms:
        candidates = [_tried(change, pair.expected) for pair in pairs]
        if all(candidate is not None for candidate in candidates):
            yield words, candidates, pairs


def _undone(forms, pairs):
    for words, change in forms:
        results = [_tried(change, pair.got) for pair in pairs]
        if all(result is not None for result in results):
            undone = [_with_got(pair, result) for pair, result in zip(pairs, results, strict=True)]
            yield words, [pair.expected for pair in pairs], undone


def _with_got(pair, got):
    return Pair(pair.place, pair.path, pair.arguments, pair.expected, got, pair.tolerance)


def _tried(change, array):
    try:
        with np.errstate(all="ignore"):
            return np.asarray(change(array), dtype=float)
    except (ValueError, IndexError):  # no such axis
        return None
