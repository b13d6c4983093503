"""Judge an attempt: spec, inputs and plain outcomes in, a verdict out. The learner's object is never met here."""

from course_lib.exercises.aside import aside
from course_lib.exercises.diagnose import diagnose
from course_lib.exercises.evidence import evidence
from course_lib.exercises.judge_goals import judge_goals
from course_lib.exercises.judge_value import judge_value
from course_lib.exercises.known import known_mistake
from course_lib.exercises.run import Attempt
from course_lib.exercises.spec import Exercise
from course_lib.exercises.stub import unwritten
from course_lib.exercises.tell import tell
from course_lib.exercises.trial import Trial, reference_value, try_all
from course_lib.exercises.verdict import State, Verdict
from course_lib.exercises.wording import holds_ellipsis, not_attempted, verdict_on

LOOP_ADVICE = (
    "Your code goes through the elements one by one in Python. NumPy does the same for all of them at once, in one "
    "expression and far faster: calculate with the whole array."
)


def judge(
    exercise: Exercise,
    inputs,
    attempt: Attempt,
    extremes=(),
    at_extremes: Attempt | None = None,
    value_for=reference_value,
) -> Verdict:
    """The verdict on an attempt.

    Args:
        inputs: the tuples of arguments that it was run on (withheld ones included).
        attempt: what `run.attempt` handed back for them.
        extremes: large inputs that a right but unstable formula fails on; `at_extremes`, the attempt at them.
        value_for: `reference_value`, or a `ReferenceValues` where the same inputs come again.
    """
    with aside():
        return _judge(exercise, inputs, attempt, extremes, at_extremes, value_for)


def _judge(exercise, inputs, attempt, extremes, at_extremes, value_for):
    if exercise.kind == "value":
        return judge_value(exercise, attempt)
    if not attempt.callable:
        return _no_function(exercise, attempt)
    if exercise.goals:
        return judge_goals(exercise, inputs, attempt)
    trials = try_all(exercise, inputs, attempt.outcomes, value_for)
    if not any(trial.fault for trial in trials):
        strained = try_all(exercise, extremes, at_extremes.outcomes, value_for) if at_extremes else []
        return _right(exercise, trials, strained, attempt.loops)
    if _is_stub(exercise, attempt, trials):
        return not_attempted(exercise, attempt.unwritten)
    return _wrong(exercise, trials, attempt.unused)


def _no_function(exercise, attempt):
    if attempt.value is None or holds_ellipsis(attempt.value):
        return not_attempted(exercise)
    asked = "a class" if exercise.kind == "class" else "a function"
    advice = (
        f'Hand over `{exercise.name}` itself, without brackets: `check("{exercise.id}", {exercise.name})`.'
    )
    title = f"an object of type {attempt.type_name}, where {asked} is asked"
    return verdict_on(exercise, State.WRONG_TYPE, title, [advice])


def _is_stub(exercise, attempt, trials):
    if exercise.kind == "class" and set(attempt.unwritten) - set(unwritten(exercise.reference)):
        return True
    return all(gave_nothing(trial.outcome, attempt.unwritten) for trial in trials)


def gave_nothing(outcome, stubs) -> bool:
    """Whether a run ended as that of a stub does: None, `...`, or its own NotImplementedError."""
    if outcome.raised:
        own = bool(outcome.raised.where)  # else what called it stumbled over the None that a stub returns
        return bool(stubs) and (outcome.raised.type_name == "NotImplementedError" or not own)
    return holds_ellipsis(outcome.value) or (outcome.value is None and bool(stubs) and not outcome.timed_out)


def _right(exercise, trials, strained, loops):
    loop = LOOP_ADVICE if loops else ""
    unstable = smallest_failing(strained)
    if unstable:
        return _unstable(exercise, unstable, loop)
    if loop:
        message = [loop, exercise.explanation]
        return verdict_on(exercise, State.CORRECT_BUT, "correct, but with a loop", message)
    tried = f"Tried on {len(trials)} inputs, all right." if len(trials) > 1 else ""
    return verdict_on(exercise, State.CORRECT, "correct", [tried, exercise.explanation])


def _unstable(exercise, trial, loop):
    what, sentences = tell(exercise, trial)
    first = f"Right for ordinary inputs, but not for extreme ones such as this: {what}."
    message = [first, *([exercise.if_unstable] if exercise.if_unstable else sentences), loop]
    details = evidence(exercise, trial)
    return verdict_on(exercise, State.CORRECT_BUT, "correct, but unstable", message, details)


def smallest_failing(trials: list[Trial]) -> Trial | None:
    """Of the trials with the gravest fault the one with the smallest input; None where all are right."""
    order = list(State)
    failing = [trial for trial in trials if trial.fault]
    return min(failing, key=lambda trial: (order.index(trial.fault.state), trial.size), default=None)


def _wrong(exercise, trials, unused):
    shown = smallest_failing(trials)
    mistake, details = known_mistake(exercise, trials), evidence(exercise, shown)
    if mistake:
        return verdict_on(exercise, State.KNOWN_MISTAKE, "known mistake", [mistake.says], details)
    title, sentences = tell(exercise, shown)
    message = [*diagnosed(exercise, trials, shown, unused), *sentences, _how_often(trials)]
    return verdict_on(exercise, shown.fault.state, title, message, details)


def diagnosed(exercise, trials, shown, unused=()) -> list[str]:
    """What the diagnosis finds. Should it fail on numbers that nobody thought of, the verdict stands without it."""
    try:
        return diagnose(exercise, trials, shown, unused)
    except Exception:
        return []


def _how_often(trials):
    right = sum(trial.fault is None for trial in trials)
    return (
        f"{right} of {len(trials)} inputs {'is' if right == 1 else 'are'} right; this one is not."
        if right
        else ""
    )
