"""Plain data → JSON, with marks for what JSON lacks: arrays, tuples, complex numbers. `decode` in the grader reads it.

Whatever the student's code does to this file, only JSON can leave, and the grader believes nothing in it but values.
"""

import base64

import numpy as np

from course_lib.exercises.plain import Foreign

MOST_PARTS = 300_000  # values in one message
LARGEST_ARRAY = 8_000_000  # bytes
LONGEST_TEXT = 100_000  # characters
LONGEST_INTEGER = 1024  # bits


def encoded_attempt(attempt) -> dict:
    """An Attempt as JSON's own types."""
    left = [MOST_PARTS]
    return {
        "type_name": _text(attempt.type_name, 200),
        "callable": attempt.callable,
        "unwritten": [_text(name, 200) for name in attempt.unwritten],
        "outcomes": [_outcome(outcome, left) for outcome in attempt.outcomes],
        "loops": bool(attempt.loops),
        "value": encoded(attempt.value, left),
        "unused": list(attempt.unused),
    }


def _outcome(outcome, left):
    raised = outcome.raised
    return {
        "value": encoded(outcome.value, left),
        "raised": raised and {
            "type_name": _text(raised.type_name, 200),
            "message": _text(raised.message, 2000),
            "reason": _text(raised.reason, 2000),
            "where": _text(raised.where, 500),
            "line": _text(raised.line, 500),
            "blamed": list(raised.blamed) if raised.blamed else None,
        },
        "timed_out": outcome.timed_out,
        "changed": list(outcome.changed),
        "changed_in_script": [[_text(method, 200), place] for method, place in outcome.changed_in_script],
        "printed": _text(outcome.printed, 2000),
        "lines": outcome.lines,
    }  # fmt: skip


def encoded(value, left: list[int]):
    """A plain value. `left` counts down how many more parts may be told; what comes after is only named."""
    left[0] -= 1
    if left[0] < 0:
        return {"foreign": "too much to tell"}
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is str:
        return _text(value, LONGEST_TEXT)
    if type(value) is int:
        short = value.bit_length() <= LONGEST_INTEGER
        return {"integer": hex(value)} if short else {"foreign": "int too large to tell"}
    if isinstance(value, np.ndarray | np.generic):
        return _array(value)
    return _marked(value, left)


def _marked(value, left):
    if type(value) is complex:
        return {"complex": [value.real, value.imag]}
    if type(value) is list:
        return [encoded(item, left) for item in value]
    if type(value) is tuple:
        return {"tuple": [encoded(item, left) for item in value]}
    if type(value) is dict:
        return {"dict": [[_text(str(key), 1000), encoded(item, left)] for key, item in value.items()]}
    if value is Ellipsis or value is NotImplemented:
        return {"constant": "Ellipsis" if value is Ellipsis else "NotImplemented"}
    return {"foreign": _text(value.type_name if isinstance(value, Foreign) else type(value).__name__, 200)}


def _array(value):
    kind = "scalar" if isinstance(value, np.generic) else "array"
    if value.nbytes > LARGEST_ARRAY:
        return {"foreign": f"{type(value).__name__} too large to tell"}
    if value.dtype.kind == "O":
        return {kind: ["O", list(value.shape), ""]}
    if value.dtype.kind not in "biufcU":
        return {"foreign": type(value).__name__}
    data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
    return {kind: [value.dtype.str, list(value.shape), data]}


def _text(text, longest):
    return str(text)[:longest]
