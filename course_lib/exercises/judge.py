"""Judge outcomes against a spec. First shape: right, wrong, raised or not attempted."""

import numpy as np

from course_lib.exercises.run import run_on
from course_lib.exercises.verdict import State, Verdict


def judge(exercise, inputs, outcomes) -> Verdict:
    """The verdict on `outcomes`, one for each of `inputs`."""
    for arguments, outcome in zip(inputs, outcomes, strict=True):
        if outcome.error:
            return Verdict(exercise.id, State.RAISED, outcome.error, out_of=exercise.points)
        if outcome.value is None or outcome.value is Ellipsis:
            help_ = f'Write your answer in the cell above, then run both cells. Stuck? hint("{exercise.id}")'
            return Verdict(
                exercise.id, State.NOT_ATTEMPTED, "not attempted yet.", (help_,), out_of=exercise.points
            )
        expected = run_on(exercise.reference, exercise.drive, arguments) if exercise.draw else None
        right = expected.value if expected else exercise.reference
        if not _same(right, outcome.value):
            return Verdict(exercise.id, State.WRONG_VALUE, "not right yet.", out_of=exercise.points)
    return Verdict(exercise.id, State.CORRECT, "correct.", points=exercise.points, out_of=exercise.points)


def _same(expected, got):
    if isinstance(expected, str):
        return expected == got
    if isinstance(expected, list | tuple):
        return len(expected) == len(got) and all(map(_same, expected, got))
    if isinstance(expected, dict):
        return True
    return np.shape(expected) == np.shape(got) and np.allclose(expected, got, rtol=1e-9, atol=1e-12)
