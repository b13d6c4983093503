"""One input's trial: what went in, what the reference gives, what came, and what is wrong with it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course_lib.exercises.compare import Fault, find_fault, gravest
from course_lib.exercises.run import Outcome, run_on
from course_lib.exercises.spec import given, whole
from course_lib.exercises.tolerance import Tolerance, largest
from course_lib.exercises.verdict import State


@dataclass(frozen=True)
class Trial:
    """`arguments` as the answer got them; `expected` and `outcome.value` are plain data; `fault` is None if right."""

    arguments: tuple
    expected: Any
    outcome: Outcome
    fault: Fault | None
    tolerance: Tolerance

    @property
    def size(self) -> int:
        """Elements in all the arguments together: how small this input is."""
        return size_of(self.arguments)


class BrokenSpecError(Exception):
    """The reference itself fails: the spec's mistake, never the learner's."""


def try_all(exercise, inputs, outcomes, value_for) -> list[Trial]:
    """Hold each outcome against the reference. There may be fewer outcomes than inputs.

    `value_for(exercise, arguments)` is `reference_value`, or one that remembers what that gave.
    """
    pairs = zip(inputs, outcomes, strict=False)
    return [
        _try(exercise, arguments, outcome, value_for(exercise, arguments)) for arguments, outcome in pairs
    ]


def _try(exercise, arguments, outcome, expected):
    tolerance = tolerance_of(exercise, arguments)
    fault = fault_of(outcome, expected, tolerance, exercise.may_change_inputs)
    return Trial(given(arguments), expected, outcome, fault, tolerance)


def reference_value(exercise, arguments):
    """What the reference gives for a tuple of arguments, as plain data. Raises BrokenSpecError where it fails."""
    outcome = run_on(exercise.reference, exercise.drive, given(arguments))
    if outcome.raised or outcome.timed_out:
        why = f"{outcome.raised.type_name}: {outcome.raised.message}" if outcome.raised else "no end"
        raise BrokenSpecError(
            f"the reference of exercise {exercise.id!r} fails on {whole(arguments)!r}: {why}"
        )
    return outcome.value


class ReferenceValues:
    """`reference_value`, found once for each input. For inputs that come again: it keeps them, told apart by identity."""

    def __init__(self):
        self.known = {}

    def __call__(self, exercise, arguments):
        """As `reference_value`."""
        key = exercise.id, id(arguments)
        if key not in self.known:
            self.known[key] = arguments, reference_value(exercise, arguments)
        return self.known[key][1]


def tolerance_of(exercise, arguments) -> Tolerance:
    """The exercise's tolerance, for inputs as large as these."""
    tolerance = Tolerance(input_scale=largest(given(arguments)))
    if exercise.relative_tolerance is not None:
        tolerance = replace(tolerance, relative=exercise.relative_tolerance)
    if exercise.absolute_tolerance is not None:
        tolerance = replace(tolerance, absolute=exercise.absolute_tolerance)
    return tolerance


def fault_of(outcome: Outcome, expected, tolerance: Tolerance, may_change_inputs=False) -> Fault | None:
    """The gravest thing that is wrong with one outcome."""
    if outcome.timed_out:
        return Fault(State.TIMED_OUT, (), expected, None)
    if outcome.raised:
        return Fault(State.RAISED, (), expected, None)
    in_place = bool(outcome.changed) and not may_change_inputs
    changed = Fault(State.CHANGED_INPUT, (), expected, outcome.value) if in_place else None
    return gravest([find_fault(expected, outcome.value, tolerance), changed])


def size_of(arguments) -> int:
    """Elements in (nested) arguments; a number, text or anything else counts as one."""
    if isinstance(arguments, np.ndarray):
        return arguments.size
    if isinstance(arguments, dict):
        return size_of(list(arguments.values()))
    return sum(map(size_of, arguments)) if isinstance(arguments, list | tuple) else 1
