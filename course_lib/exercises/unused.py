"""Which arguments an answer does not use: change one alone, and see whether the same comes again."""

import time

import numpy as np

from course_lib.exercises.compare import find_fault
from course_lib.exercises.drives import call, play_script
from course_lib.exercises.tolerance import Tolerance

EXACTLY = Tolerance(1e-12, 1e-14, 0.0)
SECONDS = 0.3  # for all runs together: a slow answer must not make its check slower still


def unused_by(answer, run_on, drive, inputs, outcomes) -> tuple[int, ...]:
    """Positions of arguments (of the construction, for a class) whose change alone changes nothing that comes.

    `run_on(answer, drive, arguments, seconds)` gives an Outcome. Nothing is claimed where no change was possible or time
    ran out.
    """
    finished = all(not one.raised and not one.timed_out and _of_numbers(one.value) for one in outcomes)
    if drive not in (call, play_script) or not finished:
        return ()
    ends = time.monotonic() + SECONDS

    def still(arguments, outcome):
        left = ends - time.monotonic()
        came = run_on(answer, drive, arguments, left) if left > 0 else None
        ended = came is not None and not (came.raised or came.timed_out)
        return ended and find_fault(outcome.value, came.value, EXACTLY) is None

    def unused(place):
        tried = [
            (one, outcome)
            for arguments, outcome in zip(inputs, outcomes, strict=False)
            for one in alterations(drive, arguments, place)
        ]
        return bool(tried) and all(still(*one) for one in tried)

    count = min((len(changeable_in(drive, arguments)) for arguments in inputs), default=0)
    return tuple(place for place in range(count) if unused(place))


def _of_numbers(value):
    """Whether a plain value can be compared without meeting an object of the learner's own."""
    if isinstance(value, list | tuple | dict):
        return all(map(_of_numbers, value.values() if isinstance(value, dict) else value))
    return not (isinstance(value, np.ndarray) and value.dtype.kind == "O")


def alterations(drive, arguments: tuple, place: int) -> list[tuple]:
    """The drawn `arguments` with other values at one place (of the construction, for a class)."""
    before = changeable_in(drive, arguments)
    changed = [(*before[:place], one, *before[place + 1 :]) for one in _others(before[place])]
    return [(one, *arguments[1:]) for one in changed] if drive is play_script else changed


def changeable_in(drive, arguments: tuple) -> tuple:
    """The arguments that can be changed one by one: all of them, or those of a class's construction."""
    return arguments[0] if drive is play_script else arguments


def _others(value):
    """Other values of the same kind, so uneven that no mean, sign or order survives all; [] for other kinds."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, 2 * value + 2]
    if isinstance(value, float):
        return [1.3 * value + 0.21, 0.17 - 1.3 * value, 8 * value + 2.3, -2.3 - 8 * value]
    if isinstance(value, np.ndarray):
        return _other_arrays(value)
    if isinstance(value, list | tuple) and value:
        return [type(value)(each) for each in zip(*map(_others, value), strict=False)]
    return []


def _other_arrays(array):
    if array.dtype.kind == "f":
        uneven = 0.3 + 0.2 * np.cos(np.arange(array.size)).reshape(array.shape).astype(array.dtype)
        return (
            [array + uneven, uneven - 1.3 * array, 8 * (array + uneven), -8 * (array + uneven)]
            if array.size
            else []
        )
    moved = [np.roll(array, 1), array[::-1] if array.ndim else array]  # labels stay labels
    return [one for one in moved if not np.array_equal(one, array)]
