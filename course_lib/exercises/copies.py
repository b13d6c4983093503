"""Copies of inputs for the learner's code, and what it did to them."""

import copy

import numpy as np


def copy_of(arguments: tuple) -> tuple:
    """An independent copy of a tuple of arguments: arrays, numbers, lists, dicts, random generators, functions."""
    return copy.deepcopy(arguments)


def changed(before: tuple, after: tuple) -> tuple[int, ...]:
    """Positions of the arguments whose contents are no longer, bit for bit, what they were."""
    return tuple(place for place, pair in enumerate(zip(before, after, strict=True)) if not same(*pair))


def changed_in_script(before, after) -> tuple[tuple[str, int], ...]:
    """(method, position) of each argument of a script's calls whose contents changed; see `drives.play_script`."""
    calls = (pair for pair in zip(before, after, strict=True) if len(pair[0]) > 1)
    found = [(old[0], place) for old, new in calls for place in changed(old[1], new[1])]
    return tuple(dict.fromkeys(found))


def same(before, after) -> bool:
    """Whether two inputs are equal bit for bit (a NaN equals itself); objects of other kinds count as unchanged."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        return _same_array(before, after)
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(same(before[key], after[key]) for key in before)
    return True


def _same_array(before, after):
    return (before.shape, before.dtype) == (after.shape, after.dtype) and before.tobytes() == after.tobytes()
