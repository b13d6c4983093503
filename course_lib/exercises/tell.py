"""Put a fault into words and evidence: what came, what is asked instead, the smallest input that shows it."""

import inspect
import textwrap

import numpy as np

from course_lib.exercises.drives import play_script
from course_lib.exercises.plain import Foreign
from course_lib.exercises.show import MARK_OFF, MARK_ON, compared, number, shorten, show, show_call
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import Detail, State

HOW_TO_MEND_A_TYPE = {
    "list": "Make an array of it: `np.array(your_list)`.",
    "generator": "A generator: is there a `yield` where a `return` should be?",
    "coroutine": "Take the word `async` away.",
    "MaskedArray": "Masked elements have no value: fill them, with `.filled(...)`.",
    "set": "A set has no order: use an array.",
    "Series": "Take its numbers: `.to_numpy()`.",
    "DataFrame": "Take its numbers: `.to_numpy()`.",
    "map": "`map` gives no array: `np.array(list(map(...)))`, or calculate with the whole array at once.",
    "function": "A function came, not a number. Are the round brackets of a call missing?",
    "builtin_function_or_method": "A function came, not a number: are round brackets missing, as in `x.sum()`?",
    "method": "A function came, not a number: are round brackets missing, as in `x.sum()`?",
}


def tell(exercise, trial: Trial) -> tuple[str, list[str], list[Detail]]:
    """Title, sentences and evidence for a trial's fault."""
    title, sentences = TELLERS[trial.fault.state](exercise, trial)
    return title, sentences, evidence(exercise, trial)


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
    names = parameters_of(exercise.reference, len(trial.arguments))
    return Detail(label, show_call(exercise.name, names, trial.arguments) if trial.arguments else "")


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


def _tell_raised(exercise, trial):
    raised = trial.outcome.raised
    sentences = [raised.reason]
    return shorten(f"{raised.type_name}: {raised.message}".rstrip(": ")), [one for one in sentences if one]


def _tell_timed_out(exercise, trial):
    advice = "Is there a `while` whose condition never becomes false, or a loop far longer than the data?"
    return f"stopped after {exercise.seconds:g} seconds", [advice]


def _tell_type(exercise, trial):
    fault = trial.fault
    asked = kind_of(fault.expected)
    if fault.got is None:
        return f"None, where {asked} is asked", [_why_none(trial)]
    name = fault.got.type_name if isinstance(fault.got, Foreign) else type(fault.got).__name__
    if isinstance(fault.expected, list | tuple):
        advice = f"Return {len(fault.expected)} values, with commas between them."
    else:
        advice = HOW_TO_MEND_A_TYPE.get(name, "")
    if isinstance(fault.got, tuple) and not isinstance(fault.expected, list | tuple):
        advice = "Return one thing. Is there a comma too much after `return`?"
    return f"{kind_of(fault.got)}, where {asked} is asked", [advice]


def _why_none(trial):
    if trial.outcome.printed:
        return "Your code prints its result and returned None. Did you forget `return`?"
    return "Your code ran to its end and returned None. Did you forget `return`?"


def kind_of(value) -> str:
    """What kind of thing a plain value is, in words."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, Foreign):
        return f"an object of type {value.type_name}"
    if isinstance(value, list | tuple):
        return f"{len(value)} values" if isinstance(value, tuple) else "a list"
    names = {str: "text", dict: "a dict", type(None): "None"}
    return names.get(type(value), "a number")


def _tell_shape(exercise, trial):
    fault = trial.fault
    if isinstance(fault.expected, list | tuple):
        return f"{len(fault.got)} values, where {len(fault.expected)} are asked", []
    came, asked = np.shape(fault.got), np.shape(fault.expected)
    return f"{came or 'a single number'}, where {asked or 'a single number'} is asked", []


def _tell_dtype(exercise, trial):
    came, asked = np.asarray(trial.fault.got).dtype, np.asarray(trial.fault.expected).dtype
    if came.kind == "b":
        advice = "Comparisons give True and False; for 1.0 and 0.0 write `(...).astype(float)`."
        return "True and False, where numbers are asked", [advice]
    if asked.kind == "b":
        return "numbers, where True and False are asked", ["A comparison such as `a > b` gives them."]
    if came.kind == "O":
        return "dtype object, where numbers are asked", ["Make a plain array: `np.array(..., dtype=float)`."]
    if came.kind == "c":
        return "complex numbers, where real ones are asked", [
            "Is there a root or logarithm of something negative?"
        ]
    advice = "The result does not fit into this dtype. Turn the input into floats first: `x.astype(float)`."
    return f"dtype {came}, where {asked} is asked", [advice]


def _tell_changed(exercise, trial):
    names = parameters_of(exercise.reference, len(trial.arguments))
    which = " and ".join(f"`{names[place]}`" for place in trial.outcome.changed)
    advice = (
        "Whoever calls the function still needs that. `x -= 1` and `x[0] = 1` write into the array that was "
        "handed in; `x = x - 1` makes a new one. Or start with a copy: `x = x.copy()`."
    )
    return f"your code changes {which}", [advice]


def _tell_not_finite(exercise, trial):
    came = np.asarray(trial.fault.got)
    bad = came[trial.fault.wrong & ~np.isfinite(came)].ravel()[0]
    reasons = {
        "nan": "`nan` comes of 0/0, inf − inf, inf/inf, 0·inf, or the logarithm or root of something negative.",
        "inf": "`inf` comes of a number too large to hold (exp of more than 709), or of a division by zero.",
        "-inf": "`-inf` comes of the logarithm of 0.",
    }
    kind = number(bad)
    return f"{kind} where a finite number is asked", [reasons.get(kind, "")]


def _tell_value(exercise, trial):
    wrong = trial.fault.wrong
    if wrong is None or wrong.size == 1:
        return "not right yet", []
    if wrong.all():
        return f"all {wrong.size} elements differ", []
    return f"{int(wrong.sum())} of {wrong.size} elements {'differs' if wrong.sum() == 1 else 'differ'}", []


TELLERS = {
    State.RAISED: _tell_raised,
    State.TIMED_OUT: _tell_timed_out,
    State.WRONG_TYPE: _tell_type,
    State.WRONG_SHAPE: _tell_shape,
    State.WRONG_DTYPE: _tell_dtype,
    State.CHANGED_INPUT: _tell_changed,
    State.NOT_FINITE: _tell_not_finite,
    State.WRONG_VALUE: _tell_value,
}
