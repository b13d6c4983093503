"""Judge an answer of which no two are equal (a trained model, something random) by what its numbers must reach."""

import math

import numpy as np

from course_lib.exercises.compare import Fault
from course_lib.exercises.evidence import evidence
from course_lib.exercises.known import mistake_by_sign
from course_lib.exercises.run import Attempt, Outcome
from course_lib.exercises.show import number
from course_lib.exercises.spec import Goal, given, whole
from course_lib.exercises.tell import tell
from course_lib.exercises.tolerance import Tolerance
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import State, Verdict
from course_lib.exercises.wording import holds_ellipsis, not_attempted, verdict_on


def judge_goals(exercise, inputs, attempt: Attempt) -> Verdict:
    """The verdict on an attempt at an exercise with goals: the first goal that is missed on any input."""
    pairs = list(zip(inputs, attempt.outcomes, strict=False))
    if all(_is_stub(outcome, attempt) for outcome in attempt.outcomes):
        return not_attempted(exercise)
    for arguments, outcome in pairs:
        state = _basic_state(exercise, outcome)
        if state:
            trial = Trial(given(arguments), None, outcome, Fault(state, (), 0.0, outcome.value), Tolerance())
            title, sentences = tell(exercise, trial)
            message = [_advice(exercise, pairs), *sentences]
            return verdict_on(exercise, state, title, message, evidence(exercise, trial))
    if not all(all_finite(outcome.value) for _, outcome in pairs):
        title = "a nan or an infinity is among the numbers that came"
        return verdict_on(exercise, State.NOT_FINITE, title, [_advice(exercise, pairs)])
    return _hold_against(exercise, pairs)


def all_finite(value) -> bool:
    """Whether a plain value holds no NaN and no infinity, however deep."""
    if isinstance(value, list | tuple | dict):
        return all(map(all_finite, value.values() if isinstance(value, dict) else value))
    numbers = np.asarray(value)
    return numbers.dtype.kind not in "fc" or bool(np.isfinite(numbers).all())


def _is_stub(outcome, attempt):
    if outcome.raised:
        return outcome.raised.type_name == "NotImplementedError" and bool(attempt.unwritten)
    return holds_ellipsis(outcome.value) or (outcome.value is None and bool(attempt.unwritten))


def _basic_state(exercise, outcome: Outcome):
    """What is wrong with an outcome before any goal is measured; None where nothing is."""
    if outcome.timed_out:
        return State.TIMED_OUT
    if outcome.raised:
        return State.RAISED
    if outcome.value is None:
        return State.WRONG_TYPE
    if outcome.changed and not exercise.may_change_inputs:
        return State.CHANGED_INPUT
    return None


def _hold_against(exercise, pairs):
    reached = []
    for goal in exercise.goals:
        for arguments, outcome in pairs:
            measured = _measure(goal, outcome, arguments)
            if not _reaches(goal, measured):
                return _missed(exercise, goal, measured, pairs)
        reached.append(f"{goal.what}: {_told(measured)} ({_asked(goal)})")
    return verdict_on(exercise, State.CORRECT, "correct", [*reached, exercise.explanation])


def _missed(exercise, goal, measured, pairs):
    state = State.NOT_FINITE if math.isinf(measured) else State.WRONG_VALUE
    title = f"{goal.what}: {_told(measured)}, and {_asked(goal)} is asked"
    return verdict_on(exercise, state, title, [_advice(exercise, pairs)])


def _advice(exercise, pairs):
    mistake = mistake_by_sign(exercise, pairs)
    return mistake.says if mistake else ""


def _measure(goal: Goal, outcome: Outcome, arguments) -> float:
    """The goal's number; NaN where what came cannot be measured at all (of another shape, say)."""
    try:
        with np.errstate(all="ignore"):
            return float(goal.measure(outcome.value, *whole(arguments)))
    except Exception:
        return math.nan


def _reaches(goal, measured):
    enough = goal.at_least is None or measured >= goal.at_least
    return enough and (goal.at_most is None or measured <= goal.at_most) and not math.isnan(measured)


def _told(measured):
    """NaN stands for what could not be measured: what came is finite by now."""
    return "can't be measured on what came" if math.isnan(measured) else number(measured, 4)


def _asked(goal):
    if goal.at_least is not None and goal.at_least == goal.at_most:
        return f"exactly {goal.at_least:g}"
    least = f"at least {goal.at_least:g}" if goal.at_least is not None else ""
    most = f"at most {goal.at_most:g}" if goal.at_most is not None else ""
    return " and ".join(filter(None, [least, most]))
