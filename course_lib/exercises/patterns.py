"""When does an answer fail: for single numbers, where x is 0, for large inputs only?

A handful of inputs is easily split by chance, so all but the clearest patterns need many ways in which it could have been
split otherwise.
"""

from math import comb

import numpy as np

from course_lib.exercises.pairs import Pair
from course_lib.exercises.tolerance import largest
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import State

ELEMENTS = (
    ("is 0", lambda x: x == 0),
    ("is negative", lambda x: x < 0),
    ("is positive", lambda x: x > 0),
    ("is 0 or negative", lambda x: x <= 0),
    ("is 0 or positive", lambda x: x >= 0),
    ("is above 1", lambda x: x > 1),
    ("is below −1", lambda x: x < -1),
    ("is above 1 or below −1", lambda x: np.abs(x) > 1),
    ("is between −1 and 1", lambda x: np.abs(x) <= 1),
)
SPLITS_ENOUGH = 20  # "1 of 20 by chance": 3 of 6 inputs have so many choices
CLEAR = (  # edge cases, drawn on purpose: one input is enough
    ("is a single number", lambda x: x.ndim == 0),
    ("is empty", lambda x: x.size == 0),
    ("holds whole numbers (dtype int)", lambda x: x.ndim > 0 and x.dtype.kind in "iu"),
    ("holds only zeros", lambda x: x.ndim > 0 and x.size > 0 and not x.any()),
)
SHAPES = (
    ("has one axis", lambda x: x.ndim == 1),
    ("has two axes", lambda x: x.ndim == 2),
    ("has more than two axes", lambda x: x.ndim > 2),
    ("has one row", lambda x: x.ndim > 1 and len(x) == 1),
    ("has more than one row", lambda x: x.ndim > 1 and len(x) > 1),
    ("is square", lambda x: x.ndim == 2 and x.shape[0] == x.shape[1]),
    ("is not square", lambda x: x.ndim == 2 and x.shape[0] != x.shape[1]),
)


def where_it_fails(pairs: list[Pair], names: list[str]) -> str:
    """For functions of each element: "Right except where `x` is 0." Else an empty string, as for single numbers alone."""
    wrong = [~np.isclose(pair.got, pair.expected, rtol=1e-6, atol=1e-9, equal_nan=True) for pair in pairs]
    if all(mask.all() for mask in wrong) or not any(mask.size > 1 for mask in wrong):
        return ""
    for position, name in enumerate(names):
        inputs = [pair.arguments[position] for pair in pairs]
        if not _numeric(inputs) or any(
            np.shape(x) != mask.shape for x, mask in zip(inputs, wrong, strict=True)
        ):
            continue
        for words, holds in ELEMENTS:
            if all(np.array_equal(holds(np.asarray(x)), mask) for x, mask in zip(inputs, wrong, strict=True)):
                return f"Right except where `{name}` {words}."
    return ""


def when_it_fails(trials: list[Trial], names: list[str]) -> str:
    """What the failing inputs have in common and no passing one has; "" where nothing simple.

    What numbers an input *holds* is no pattern: too much of that differs between two inputs.
    """
    failing = [trial.fault is not None for trial in trials]
    if all(failing):
        return ""
    enough = comb(len(failing), failing.count(True)) >= SPLITS_ENOUGH
    traits = CLEAR + SHAPES if enough else CLEAR
    for position, name in enumerate(names):
        inputs = [trial.arguments[position] for trial in trials]
        if not _numeric(inputs):
            continue
        for words, holds in traits:
            if [bool(holds(np.asarray(x))) for x in inputs] == failing:
                return f"It goes wrong whenever `{name}` {words}, and only then."
    return ""


def strains_it(trials: list[Trial]) -> str:
    """The degree of instability, where all small inputs are right and all large ones are not; else ""."""
    sizes = [_largest_array(trial.arguments) for trial in trials]
    right = [size for size, trial in zip(sizes, trials, strict=True) if not trial.fault]
    failing = [(size, trial) for size, trial in zip(sizes, trials, strict=True) if trial.fault]
    of_numbers = all(trial.fault.state in (State.WRONG_VALUE, State.NOT_FINITE) for _, trial in failing)
    if not (right and failing and of_numbers):
        return ""
    least = min(size for size, _ in failing)
    if least < 20 or least < 2 * max(right):
        return ""
    first = f"Right for numbers up to {max(right):.3g}, not for those of {least:.3g} and more: numerically unstable"
    worst = [np.asarray(trial.fault.got) for _, trial in failing if trial.fault.wrong is not None]
    if any(came.dtype.kind == "f" and not np.isfinite(came).all() for came in worst):
        return f"{first}. Something in between overflows or becomes 0."
    return f"{first}. It stays finite but loses its digits." if min(len(right), len(failing)) > 1 else ""


def _largest_array(arguments):
    """The largest number in the arrays: a count of steps makes nothing unstable."""
    arrays = [one for one in arguments if not isinstance(one, int | float)]
    return largest(arrays or arguments)


def _numeric(inputs):
    return all(
        isinstance(one, int | float | np.ndarray) and np.asarray(one).dtype.kind in "iuf" for one in inputs
    )
