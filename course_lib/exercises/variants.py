"""What the right function gives for other inputs: exchanged, negated, along the other axis, without the bias, ..."""

from collections.abc import Iterator
from itertools import combinations
from time import monotonic

import numpy as np

from course_lib.exercises.drives import call
from course_lib.exercises.pairs import Pair
from course_lib.exercises.plain import plain

SECONDS = 0.5  # for all of them together: a slow reference must not make a verdict slow
CHANGES = (
    ("−{name} in place of {name}", lambda x: -x),
    ("{name} = 0", lambda x: x * 0),
    ("{name} = 1", lambda x: x * 0 + 1),
    ("{name} transposed", lambda x: x.T if x.ndim == 2 else None),
    ("2 × {name} in place of {name}", lambda x: 2 * x),
    ("½ × {name} in place of {name}", lambda x: x / 2),
    ("{name}² in place of {name}", lambda x: x**2),
    ("|{name}| in place of {name}", np.abs),
    ("1 − {name} in place of {name}", lambda x: 1 - x),
    ("{name} + 1 in place of {name}: off by one", lambda x: x + 1),
    ("{name} − 1 in place of {name}: off by one", lambda x: x - 1),
)


def variants_of(exercise, pairs: list[Pair], names) -> Iterator[tuple[str, list[np.ndarray]]]:
    """(words, candidates): the reference's answers for changed inputs, where it has one for each pair."""
    if exercise.drive is not call:
        return
    ends = monotonic() + SECONDS
    for words, change, undo in _changes(pairs[0].arguments, names):
        if monotonic() > ends:
            return
        candidates = [_candidate(exercise, pair, change, undo) for pair in pairs]
        if all(candidate is not None for candidate in candidates):
            yield f"what is right {words}", candidates


def _candidate(exercise, pair, change, undo):
    try:
        arguments = change(pair.arguments)
        with np.errstate(all="ignore"):
            value = plain(exercise.reference(*arguments))
            for step in pair.path:
                value = value[step]
            return undo(np.asarray(value, dtype=float), pair)
    except Exception:  # the change makes no sense for these inputs
        return None


def _as_it_is(value, pair):
    return value


def _changes(arguments, names):
    """(words, change of all arguments, what to do with the result) for every change that fits these arguments."""
    numeric = [place for place, one in enumerate(arguments) if _is_number(one)]
    for left, right in combinations(numeric, 2):
        yield f"for `{names[left]}` and `{names[right]}` exchanged", _exchange(left, right), _as_it_is
    if any(np.ndim(arguments[place]) == 2 for place in numeric):
        yield "along the other axis", _transpose_all, lambda value, pair: value.T
        yield "along the other axis", _transpose_all, _as_it_is
        yield "for all elements together, not row by row", _one_row, _in_shape
    for place in numeric:
        for words, change in CHANGES:
            yield f"for {words.format(name=f'`{names[place]}`')}", _change_one(place, change), _as_it_is
    yield "without the last row (or element) of the input", _cut(slice(None, -1)), _as_it_is
    yield "without the first row (or element) of the input", _cut(slice(1, None)), _as_it_is


def _is_number(value):
    return isinstance(value, int | float | np.ndarray) and not isinstance(value, bool)


def _exchange(left, right):
    def change(arguments):
        changed = list(arguments)
        changed[left], changed[right] = arguments[right], arguments[left]
        return tuple(changed)

    return change


def _change_one(place, form):
    def change(arguments):
        kind = arguments[place]
        changed = form(np.array(kind))
        if changed is None:
            raise ValueError("not for this argument")
        changed = changed if isinstance(kind, np.ndarray) else changed.item()
        return (*arguments[:place], changed, *arguments[place + 1 :])

    return change


def _transpose_all(arguments):
    return tuple(one.T if isinstance(one, np.ndarray) and one.ndim == 2 else one for one in arguments)


def _one_row(arguments):
    return tuple(
        one.reshape(1, -1) if isinstance(one, np.ndarray) and one.ndim == 2 else one for one in arguments
    )


def _in_shape(value, pair):
    return value.reshape(pair.got.shape)


def _cut(part):
    def change(arguments):
        return tuple(one[part] if isinstance(one, np.ndarray) and one.ndim else one for one in arguments)

    return change
