"""Judge an answer of which no two are equal (a trained model, something random) by what its numbers must reach."""

import math
from dataclasses import dataclass, replace

import numpy as np

from course_lib.exercises.beside import no_other, problem_with_file
from course_lib.exercises.compare import Fault
from course_lib.exercises.evidence import evidence
from course_lib.exercises.known import mistake_by_sign
from course_lib.exercises.run import Attempt, Outcome
from course_lib.exercises.show import number
from course_lib.exercises.spec import Goal, given, whole
from course_lib.exercises.tell import tell, why_none
from course_lib.exercises.tolerance import Tolerance
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import State, Verdict
from course_lib.exercises.wording import holds_ellipsis, not_attempted, verdict_on


def judge_goals(exercise, inputs, attempt: Attempt) -> Verdict:
    """The verdict on an attempt at an exercise with goals: the first goal that is missed on any input."""
    pairs = list(zip(inputs, attempt.outcomes, strict=False))
    problem = problem_with_file(exercise, inputs)
    stubs = [_is_stub(outcome, attempt) for outcome in attempt.outcomes] or [bool(attempt.unwritten)]
    if all(stubs):
        return not_attempted(exercise)
    if problem:
        return verdict_on(exercise, State.KNOWN_MISTAKE, f"{exercise.file.name} can't be used", [problem])
    for arguments, outcome in pairs:
        state = _basic_state(exercise, outcome)
        if state == State.WRONG_TYPE:
            message = [why_none(outcome)]
            return verdict_on(exercise, state, "nothing was returned (`None`)", message)
        if state:
            return _unfit(exercise, pairs, state, arguments, outcome)
    if not all(all_finite(outcome.value) for _, outcome in pairs):
        title = "a nan or an infinity is among the numbers that came"
        return verdict_on(exercise, State.NOT_FINITE, title, [_advice(exercise, pairs)])
    return _hold_against(exercise, pairs)


def _unfit(exercise, pairs, state, arguments, outcome):
    """The verdict on an answer that came to no numbers. One that loads a file is called without the arguments."""
    loading = exercise.file and state == State.RAISED
    shown = () if loading else given(arguments)
    trial = Trial(shown, None, outcome, Fault(state, (), 0.0, outcome.value), Tolerance())
    title, sentences = tell(exercise, trial)
    if loading and outcome.raised.type_name == "FileNotFoundError":
        sentences = [no_other(exercise.file)]
    message = [_advice(exercise, pairs), *sentences]
    return verdict_on(exercise, state, title, message, evidence(exercise, trial))


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
    """Goal after goal, on every input; of a goal the last number is told, or the first that misses it."""
    held = []
    for goal in exercise.goals:
        for arguments, outcome in pairs:
            what = goal.what if isinstance(goal.what, str) else goal.what(*whole(arguments))
            one = _Held(goal, what, _measure(goal, outcome, arguments))
            if not one.reached:
                return _missed(exercise, held, one, pairs)
        held.append(one)
    message = [*_told_of(held), exercise.explanation]
    return replace(verdict_on(exercise, State.CORRECT, "correct", message), measured=_numbers(held))


@dataclass(frozen=True)
class _Held:
    """A goal held against what was measured."""

    goal: Goal
    what: str
    number: float

    @property
    def reached(self):
        return _reaches(self.goal, self.number)


def _missed(exercise, held, missed, pairs):
    """The verdict on who reached the goals in `held` and missed the next: the points of these, if they have any."""
    earned = sum(one.goal.points for one in held)
    numbers = _numbers([*held, missed])
    if earned:
        message = [*_told_of([*held, missed]), _still_to_go(exercise, missed)]
        verdict = verdict_on(exercise, State.CORRECT_BUT, "there is a further goal", message)
        return replace(verdict, points=earned, measured=numbers)
    state = State.NOT_FINITE if math.isinf(missed.number) else State.WRONG_VALUE
    title = f"{missed.what}: {_told(missed.number)}, and {_asked(missed.goal)} is asked"
    before = _told_of(held) if exercise.file else []
    return replace(verdict_on(exercise, state, title, [_advice(exercise, pairs), *before]), measured=numbers)


def _told_of(held):
    """A sentence for each number; where two goals ask for the same number, the last one stands."""
    return list({one.what: f"{one.what}: {_told(one.number)} ({_asked(one.goal)})" for one in held}.values())


def _numbers(held):
    return tuple({one.what: one.number for one in held if math.isfinite(one.number)}.items())


def _still_to_go(exercise, missed):
    """What the next goal earns. No number comes here that could not be measured: the goal before asked for one, too."""
    goal = missed.goal
    bound = goal.at_least if goal.at_least is not None and missed.number < goal.at_least else goal.at_most
    points = f"{goal.points} {'point' if goal.points == 1 else 'points'}"
    return (
        f"{number(abs(bound - missed.number), 2)} more, and the next goal is reached: it earns {points} more."
    )


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
    return "can't be measured on what came" if math.isnan(measured) else _figure(measured)


def _figure(measured):
    """Large whole numbers in full, others to four digits."""
    whole_number = 1000 <= abs(measured) < 1e12 and float(measured).is_integer()
    return f"{int(measured):,}" if whole_number else number(float(measured), 4)


def _asked(goal):
    if goal.at_least is not None and goal.at_least == goal.at_most:
        return f"exactly {goal.at_least:g}"
    least = f"at least {_bound(goal.at_least)}" if goal.at_least is not None else ""
    most = f"at most {_bound(goal.at_most)}" if goal.at_most is not None else ""
    return " and ".join(filter(None, [least, most]))


def _bound(asked):
    return f"{asked:,}" if isinstance(asked, int) else f"{asked:g}"
