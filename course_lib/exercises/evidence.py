"""The evidence of a verdict: the input, the learner's line, what was expected beside what came."""

import inspect
import textwrap

from course_lib.exercises.drives import call, play_script
from course_lib.exercises.show import MARK_OFF, MARK_ON, compared, shorten, show, show_call
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import Detail, State


def evidence(exercise, trial: Trial) -> list[Detail]:
    """The input, and what it shows: the learner's line, or what was expected beside what came."""
    details = [*_line(trial.outcome.raised), _input(exercise, trial), *_values(exercise, trial.fault)]
    if trial.outcome.printed:
        details.append(Detail("your code printed", shorten(trial.outcome.printed.rstrip(), 500)))
    return [detail for detail in details if detail.text]


def _input(exercise, trial):
    if exercise.drive is play_script:
        place = trial.fault.path[0] if trial.fault.path else None
        return Detail("after these calls", _script(exercise.name, *trial.arguments, last=place))
    label = "with this input" if trial.arguments else ""
    names = names_of(exercise, len(trial.arguments))
    return Detail(label, show_call(exercise.name, names, trial.arguments) if trial.arguments else "")


def names_of(exercise, count: int) -> list[str]:
    """Names of the drawn arguments: those of the answer, or where a drive gets them in its place, the drive's."""
    if exercise.drive is call:
        return parameters_of(exercise.reference, count)
    return parameters_of(exercise.drive, count + 1)[1:]


def _script(name, construction, script, last):
    made = f"{name}({', '.join(show(argument, 6) for argument in construction)})"
    lines = [f"it = {made}"]
    for step, *arguments in script[: None if last is None else last + 1]:
        inside = ", ".join(show(argument, 6) for argument in arguments[0]) if arguments else None
        lines.append(f"it.{step}" if inside is None else f"it.{step}({inside})")
    return "\n".join(line if "\n" not in line else textwrap.indent(line, "  ").lstrip() for line in lines)


def parameters_of(reference, count: int) -> list[str]:
    """Names of the first `count` parameters of the reference, for showing an input."""
    try:
        names = list(inspect.signature(reference).parameters)
    except (TypeError, ValueError):
        names = []
    return (names + [f"argument {place + 1}" for place in range(len(names), count)])[:count]


def _line(raised):
    if raised is None or not raised.line:
        return []
    text = raised.line
    if raised.blamed:
        start, end = raised.blamed
        text = f"{text[:start]}{MARK_ON}{text[start:end]}{MARK_OFF}{text[end:]}"
    return [Detail(raised.where, text)]


def _values(exercise, fault):
    if fault.state in (State.RAISED, State.TIMED_OUT, State.CHANGED_INPUT):
        return []
    where = "" if exercise.drive is play_script else _which(fault.path)
    if fault.wrong is not None:
        return [
            Detail(label + where, text) for label, text in compared(fault.expected, fault.got, fault.wrong)
        ]
    return [Detail("expected" + where, show(fault.expected)), Detail("got" + where, show(fault.got))]


def _which(path):
    """Which of several results: ", value 2" of a tuple, or a dict's key."""
    places = [f"value {step + 1}" if isinstance(step, int) else str(step) for step in path]
    return f" ({', '.join(places)})" if places else ""
