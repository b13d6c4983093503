"""Judge a prediction: a choice or a number that was typed in. The right one is never told."""

import numpy as np

from course_lib.exercises.compare import find_fault
from course_lib.exercises.run import Attempt
from course_lib.exercises.show import show
from course_lib.exercises.tolerance import Tolerance
from course_lib.exercises.verdict import Detail, State, Verdict
from course_lib.exercises.wording import holds_ellipsis, not_attempted, verdict_on

TYPED_BY_HAND = 0.005  # relative: three digits of a number are enough
TELLING_FACTORS = {
    -1: "The size is right, the sign is not.",
    2: "That is twice the right number.",
    0.5: "That is half the right number.",
    10: "That is ten times the right number.",
    0.1: "That is a tenth of the right number.",
    100: "That is a hundred times the right number: a percentage?",
    0.01: "That is a hundredth of the right number: is a percentage asked?",
}


def judge_value(exercise, attempt: Attempt) -> Verdict:
    """The verdict on a typed value."""
    if attempt.callable:
        title = "a function, where a value is asked"
        return verdict_on(exercise, State.WRONG_TYPE, title, ["Give the value itself."])
    got = _tidy(attempt.value)
    if got is None or holds_ellipsis(got):
        return not_attempted(exercise)
    if _equals(exercise, exercise.reference, got):
        return verdict_on(exercise, State.CORRECT, "correct", [exercise.explanation])
    details = [Detail("your answer", show(got))]
    for mistake in exercise.mistakes:
        if _equals(exercise, mistake.answer, got):
            return verdict_on(exercise, State.WRONG_VALUE, "not right yet", [mistake.says], details)
    return _unlisted(exercise, got, details)


def _tidy(value):
    """Choices count in any case, with spaces around them."""
    if isinstance(value, str):
        return value.strip().casefold()
    if isinstance(value, list | tuple):
        return type(value)(map(_tidy, value))
    return value


def _equals(exercise, expected, got):
    return _fault(exercise, expected, got) is None


def _fault(exercise, expected, got):
    relative, absolute = exercise.relative_tolerance, exercise.absolute_tolerance
    if relative is None:
        relative = TYPED_BY_HAND if absolute is None else 0.0
    return find_fault(_tidy(expected), got, Tolerance(relative, absolute or 1e-12))


def _unlisted(exercise, got, details):
    fault = _fault(exercise, exercise.reference, got)
    if fault.state == State.WRONG_DTYPE and fault.wrong is not None:
        near = "That is the right number without its decimals: give them, too."
        return verdict_on(exercise, State.WRONG_VALUE, "not right yet", [near], details)
    if fault.state in (State.WRONG_VALUE, State.NOT_FINITE):
        return verdict_on(
            exercise, State.WRONG_VALUE, "not right yet", [_direction(exercise, fault)], details
        )
    if isinstance(fault.expected, str):
        title = "an answer in quotation marks is asked"
        advice = 'A choice is typed as text: quotation marks around its letter, as in "x".'
    else:
        title, advice = (
            "a number is asked",
            "Type the number alone: no quotation marks, no units, no comma (13.5, not 13,5).",
        )
    if isinstance(exercise.reference, list | tuple):
        title, advice = (
            f"{len(exercise.reference)} values are asked",
            "Put them in order, with commas between.",
        )
    return verdict_on(exercise, State.WRONG_TYPE, title, [advice], details)


def _letters(exercise):
    """The letters to choose from, as far as the spec knows them."""
    answers = [exercise.reference, *(mistake.answer for mistake in exercise.mistakes)]
    return sorted({answer for answer in answers if isinstance(answer, str) and len(answer) == 1})


def _direction(exercise, fault):
    if fault.wrong is None:
        letters = ", ".join(f'"{letter}"' for letter in _letters(exercise))
        return (
            f"Answer with one of {letters}."
            if letters
            else "Think again: what would each of the other choices mean?"
        )
    if fault.wrong.ndim:
        return f"{int((~fault.wrong).sum())} of {fault.wrong.size} numbers are right."
    expected, got = complex(np.asarray(fault.expected)), complex(np.asarray(fault.got))
    for factor, sentence in TELLING_FACTORS.items():
        if expected and abs(got - factor * expected) <= TYPED_BY_HAND * abs(got):
            return sentence
    return "Too large." if got.real > expected.real else "Too small."
