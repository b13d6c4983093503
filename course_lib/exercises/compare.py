"""Compare what was expected with what came: the first thing that is wrong, as data."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.exercises.tolerance import Tolerance
from course_lib.exercises.verdict import State

NUMBER = (bool, int, float, complex, np.generic, np.ndarray)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value. `path` leads to it through lists, tuples and dicts; `wrong` marks elements."""

    state: State
    path: tuple
    expected: Any
    got: Any
    wrong: np.ndarray | None = None


def find_fault(expected, got, tolerance: Tolerance, path: tuple = ()) -> Fault | None:
    """The gravest fault of `got`, or None where it is right. Both are plain data."""
    if isinstance(expected, dict):
        return _in_dict(expected, got, tolerance, path)
    if isinstance(expected, list | tuple):
        return _in_sequence(expected, got, tolerance, path)
    if isinstance(expected, NUMBER):
        return _in_numbers(expected, got, tolerance, path)
    if type(expected) is not type(got):
        return Fault(State.WRONG_TYPE, path, expected, got)
    return None if expected == got else Fault(State.WRONG_VALUE, path, expected, got)


def gravest(faults) -> Fault | None:
    """The fault whose state comes first in the order of verdicts; None where there is none."""
    order = list(State)
    return min((fault for fault in faults if fault), key=lambda fault: order.index(fault.state), default=None)


def _in_dict(expected, got, tolerance, path):
    if not isinstance(got, dict) or set(got) != set(expected):
        return Fault(State.WRONG_TYPE, path, expected, got)
    return gravest(find_fault(expected[key], got[key], tolerance, (*path, key)) for key in expected)


def _in_sequence(expected, got, tolerance, path):
    if isinstance(got, np.ndarray) and got.dtype != object and _stacks(expected, got):
        got = list(got)  # `mean, deviation = np.array([...])` works as well as with a tuple
    if not isinstance(got, list | tuple):
        return Fault(State.WRONG_TYPE, path, expected, got)
    if len(got) != len(expected):
        return Fault(State.WRONG_SHAPE, path, expected, got)
    pairs = enumerate(zip(expected, got, strict=True))
    return gravest(find_fault(right, one, tolerance, (*path, place)) for place, (right, one) in pairs)


def _stacks(expected, got):
    """Whether the first axis of an array could be a sequence: of numbers, or of as many arrays of these shapes."""
    if got.ndim == 1:
        return all(isinstance(item, NUMBER) for item in expected)
    return got.ndim > 1 and [np.shape(item) if isinstance(item, NUMBER) else None for item in expected] == [
        got.shape[1:]
    ] * len(expected)


def _in_numbers(expected, got, tolerance, path):
    if not isinstance(got, NUMBER):
        return Fault(State.WRONG_TYPE, path, expected, got)
    right, came = np.asarray(expected), np.asarray(got)
    if right.shape != came.shape:
        return Fault(State.WRONG_SHAPE, path, expected, got)
    if right.size and not _fits(right.dtype.kind, came.dtype.kind):
        return Fault(State.WRONG_DTYPE, path, expected, got)
    wrong = differing(right, came, tolerance)
    if not wrong.any():
        return None
    return Fault(_state_of(right, came, wrong, tolerance), path, expected, got, wrong)


def _fits(expected, got):
    """Any real number may stand for another, a truth value only for a truth value."""
    if expected not in "iufc":
        return got == expected
    return got in ("iufc" if expected == "c" else "iuf")


def differing(expected: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    """Which elements of `got` are wrong (bool, same shape). A NaN or infinity is right where it is expected."""
    if expected.dtype.kind not in "iufc":
        return np.asarray(expected != got)
    allowed = tolerance.allowed(expected, got)
    kind = complex if "c" in (expected.dtype.kind, got.dtype.kind) else float
    right, came = expected.astype(kind), got.astype(kind)
    with np.errstate(all="ignore"):
        near = np.abs(right - came) <= allowed
    return np.asarray(~(near | (right == came) | (np.isnan(right) & np.isnan(came))))


def _state_of(right, came, wrong, tolerance):
    if right.dtype.kind not in "iufc":
        return State.WRONG_VALUE
    if not np.isfinite(came[wrong]).all() and np.isfinite(right[wrong & ~np.isfinite(came)]).any():
        return State.NOT_FINITE
    return State.WRONG_DTYPE if _lost_digits(right, came, tolerance) else State.WRONG_VALUE


def _lost_digits(right, came, tolerance):
    """Right but for the decimals (whole numbers came), for what uint8 can't hold, or for float16's few digits."""
    with np.errstate(all="ignore"):
        if came.dtype.kind in "iu" and right.dtype.kind == "f":
            rounded = [np.trunc(right), np.floor(right), np.round(right)]
            return bool(came.any()) and any(np.array_equal(came, whole) for whole in rounded)
        if came.dtype.kind in "iu":
            return _wrapped(right, came)
        return came.dtype == np.float16 and np.allclose(came.astype(float), right, rtol=5e-3, atol=5e-3)


def _wrapped(right, came):
    bits = 8 * came.dtype.itemsize
    if bits >= 64 or not np.isfinite(right).all():
        return False
    return bool(np.all((np.trunc(right).astype(np.int64) - came.astype(np.int64)) % 2**bits == 0))
