"""An exception as plain data: where in the learner's own code it was raised, and why in plain words."""

import builtins
import linecache
import os
import re
from dataclasses import dataclass

from course_lib.exercises.reasons import reason_for, safe_message


@dataclass(frozen=True)
class Raised:
    """An exception: its type and message, the learner's line with the columns it blames, and the likely reason."""

    type_name: str
    message: str
    reason: str = ""
    where: str = ""
    line: str = ""
    blamed: tuple[int, int] | None = None


def explain(error: BaseException, namespace: dict | None) -> Raised:
    """What is to be told of `error`; `namespace` is the dict of globals that marks the learner's own code."""
    frame, position = _last_own_frame(error.__traceback__, namespace)
    kind, message = type(error).__name__, safe_message(error)
    if frame is None:
        return Raised(kind, message, _reason_outside(error, namespace))
    names = [*frame.f_locals, *frame.f_globals, *dir(builtins)]
    reason = _of_own_call(error) or reason_for(error, names)
    number, blamed = _lines_of(frame.f_code, position)
    source = linecache.getline(frame.f_code.co_filename, number, frame.f_globals).rstrip()
    where = f"line {number} of {_place(frame.f_code.co_filename)}, in {frame.f_code.co_name}"
    return Raised(kind, message, reason, where, *_without_indent(source, blamed))


def _of_own_call(error):
    """Why a call within the learner's code fails: there the first line of the answer is not to blame."""
    unfit = isinstance(error, TypeError) and re.search(r"(positional|keyword) argument", safe_message(error))
    return (
        "This call does not fit the function's list of arguments: is one missing, or one too many?"
        if unfit
        else ""
    )


def _reason_outside(error, namespace):
    """Not raised in the learner's code: it could not be called, it has no such method, or what it returned is unfit."""
    if (
        namespace is None
        or isinstance(error, AttributeError | NotImplementedError)
        or "argument" in safe_message(error)
    ):
        return reason_for(error)
    return "What your code returned can't be used: it is not of the kind or form that is asked. Compare it with the docstring."


def _last_own_frame(traceback, namespace):
    found = (None, None)
    while traceback is not None:
        if namespace is not None and traceback.tb_frame.f_globals is namespace:
            found = (traceback.tb_frame, traceback.tb_lasti)
        traceback = traceback.tb_next
    return found


def _lines_of(code, position):
    """Line number, and the columns that are to blame (None where they span lines or are unknown)."""
    first, last, start, end = list(code.co_positions())[position // 2]
    one_line = first == last and start is not None and end is not None
    return first or code.co_firstlineno, (start, end) if one_line else None


def _place(filename):
    """Cells of a notebook live in files that nobody ever saw."""
    name = os.path.basename(filename)
    return f"the file {name}" if os.path.exists(filename) and "ipykernel" not in filename else "the cell"


def _without_indent(source, blamed):
    indent = len(source) - len(source.lstrip())
    if blamed is None or not source.isascii():  # Python counts columns in bytes
        return source.strip(), None
    return source.strip(), (max(blamed[0] - indent, 0), max(blamed[1] - indent, 0))
