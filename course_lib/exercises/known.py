"""Recognise a listed mistake: the answer behaves as it does, on every input."""

from course_lib.exercises.compare import find_fault
from course_lib.exercises.run import Outcome, run_on
from course_lib.exercises.spec import Mistake, given, whole
from course_lib.exercises.trial import Trial, fault_of


def known_mistake(exercise, trials: list[Trial]) -> Mistake | None:
    """The first listed mistake that gives what the answer gave on all trials, and is itself wrong on one."""
    for mistake in exercise.mistakes:
        if mistake.when is None and all(_behaves_as(mistake, exercise, trial) for trial in trials):
            return mistake
    return None


def mistake_by_sign(exercise, pairs) -> Mistake | None:
    """The first listed mistake whose `when` says so for every (arguments, outcome). For answers never twice equal."""
    for mistake in exercise.mistakes:
        if mistake.when and all(_shows(mistake, outcome, arguments) for arguments, outcome in pairs):
            return mistake
    return None


def _shows(mistake, outcome, arguments):
    try:
        return bool(mistake.when(outcome.value, *whole(arguments)))
    except Exception:  # what came has not the form that `when` is written for
        return False


def _behaves_as(mistake, exercise, trial):
    if trial.outcome.timed_out:
        return False
    wrong = run_on(mistake.answer, exercise.drive, given(trial.arguments), exercise.seconds)
    if (trial.fault is None) != (
        fault_of(wrong, trial.expected, trial.tolerance, exercise.may_change_inputs) is None
    ):
        return False
    if wrong.changed != trial.outcome.changed and not exercise.may_change_inputs:
        return False
    return _same_outcome(wrong, trial.outcome, trial.tolerance)


def _same_outcome(wrong: Outcome, outcome: Outcome, tolerance) -> bool:
    if wrong.timed_out:
        return False
    if wrong.raised or outcome.raised:
        both = wrong.raised and outcome.raised
        return bool(both) and _told(wrong) == _told(outcome)
    return find_fault(wrong.value, outcome.value, tolerance) is None


def _told(outcome):
    return outcome.raised.type_name, outcome.raised.message
