"""Put a fault into words: what came, what is asked instead, what usually mends it."""

import numpy as np

from course_lib.exercises.evidence import names_of, parameters_of
from course_lib.exercises.plain import Foreign
from course_lib.exercises.show import number, shorten
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import State

HOW_TO_MEND_A_TYPE = {
    "list": "Make an array of it: `np.array(your_list)`.",
    "generator": "A generator came: is there a `yield`, or round brackets around a `for`? Make a list or an array.",
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


def tell(exercise, trial: Trial) -> tuple[str, list[str]]:
    """Title and sentences for a trial's fault."""
    return TELLERS[trial.fault.state](exercise, trial)


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
        return f"None, where {asked} should be returned", [why_none(trial.outcome)]
    name = fault.got.type_name if isinstance(fault.got, Foreign) else type(fault.got).__name__
    return f"{kind_of(fault.got)}, where {asked} should be returned", [_how_to_mend(fault, name)]


def _how_to_mend(fault, name):
    if isinstance(fault.expected, list):
        return "Return a list: `list(...)`, or its elements in `[ ]`."
    if isinstance(fault.expected, tuple):
        return f"Return {len(fault.expected)} values, with commas between them."
    if isinstance(fault.got, tuple):
        return "Return one thing. Is there a comma too much after `return`? (np.where returns a tuple: take its [0].)"
    if name == "list" and np.ndim(fault.expected) == 0:
        return "Return the number itself, without square brackets."
    return HOW_TO_MEND_A_TYPE.get(name, "")


def why_none(outcome) -> str:
    """A guess at why an answer gave None."""
    if outcome.printed:
        return "Your code prints its result and returned None. Did you forget `return`?"
    return "Your code ran to its end and returned None. Is `return` forgotten, or indented into an `if` or a loop?"


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
    return f"dtype {came}, where {asked} should be returned", [advice]


def _tell_changed(exercise, trial):
    which = " and ".join(f"`{name}`" for name in _names_of_changed(exercise, trial))
    advice = (
        "Whoever calls the function still needs that. `x -= 1` and `x[0] = 1` write into the array that was "
        "handed in; `x = x - 1` makes a new one. Or start with a copy: `x = x.copy()`."
    )
    return f"your code changes {which}", [advice]


def _names_of_changed(exercise, trial):
    if not trial.outcome.changed_in_script:
        names = names_of(exercise, len(trial.arguments))
        return [names[place] for place in trial.outcome.changed]
    changed = trial.outcome.changed_in_script
    names = [
        parameters_of(getattr(exercise.reference, method, None), place + 2)[place + 1]
        for method, place in changed
    ]
    return list(dict.fromkeys(names))


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
