"""Values as text for people: short, aligned, and with what differs marked.

MARK_ON and MARK_OFF enclose what is marked: → and ← in text, a box in HTML. BESIDE stands where other columns of a table
have a mark: a space in text, nothing in HTML.
"""

import textwrap

import numpy as np

from course_lib.exercises.plain import Foreign

MARK_ON, MARK_OFF, BESIDE = "\ue000", "\ue001", "\ue002"
WHOLE_UP_TO = 48  # elements; larger arrays are shown by their shape and what is wrong in them
WIDE = 76  # characters in a line
MOST_WRONG = 5  # wrong elements listed of a large array


def show(value, digits: int = 5) -> str:
    """Any plain value in a few lines."""
    if isinstance(value, np.ndarray) and value.ndim:
        of_objects = value.dtype.kind == "O"  # anything may be in there
        return f"{value.size} objects in an array" if of_objects else show_array(value, digits=digits)
    if isinstance(value, list | tuple):
        return _show_sequence(value, digits)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {show(item, digits)}" for key, item in value.items()) + "}"
    if isinstance(value, str):
        return shorten(f'"{value}"')
    if isinstance(value, Foreign):
        return f"an object of type {value.type_name}"
    if isinstance(value, int | float | complex | np.generic | np.ndarray):
        return number(value, digits)
    if callable(value):
        return f"a function ({getattr(value, '__name__', 'without a name')})"
    return shorten(repr(value))


def number(value, digits: int = 5) -> str:
    """One number (or truth value) with so many significant digits."""
    item = value.item() if isinstance(value, np.generic | np.ndarray) else value
    if isinstance(item, float):
        item = item + 0.0  # no −0.0
        text = f"{item:.{digits}g}"
        return text if any(mark in text for mark in ".en") else text + ".0"
    return f"{item:.{digits}g}" if isinstance(item, complex) else shorten(repr(item))


def show_array(array: np.ndarray, wrong=None, digits: int = 5) -> str:
    """An array in rows with aligned columns, the elements in `wrong` marked; a large one by its shape and some rows."""
    if array.size > WHOLE_UP_TO or array.ndim > 2 or not array.size:
        corner = array[tuple(slice(0, 3) for _ in range(array.ndim))]
        some = ", beginning " + _rows(corner, None, digits) if 0 < corner.ndim <= 2 and array.size else ""
        return f"an array of shape {array.shape}{some}"
    return _rows(array, wrong, digits)


def _rows(array, wrong, digits):
    marked = np.zeros(array.shape, bool) if wrong is None else wrong
    texts = [number(item, digits) for item in array.ravel()]
    width = max(map(len, texts))
    cells = [_cell(text, width, bad, marked.any()) for text, bad in zip(texts, marked.ravel(), strict=True)]
    if array.ndim == 1:
        return _wrapped(cells)
    rows = np.array(cells, dtype=object).reshape(array.shape)
    return "[" + "\n ".join("[" + " ".join(row) + "]" for row in rows) + "]"


def _cell(text, width, bad, any_marked):
    if not any_marked:
        return text.rjust(width)
    return " " * (width - len(text)) + (MARK_ON + text + MARK_OFF if bad else BESIDE + text + BESIDE)


def _wrapped(cells):
    fit = max(1, WIDE // (len(cells[0]) + 1))
    lines = [" ".join(cells[start : start + fit]) for start in range(0, len(cells), fit)]
    return "[" + "\n ".join(lines) + "]"


def _show_sequence(value, digits):
    opening, closing = "[]" if isinstance(value, list) else "()"
    items = [show(item, digits) for item in value[:8]] + ["…"] * (len(value) > 8)
    joined = ", ".join(items) if not any("\n" in item for item in items) else ",\n ".join(items)
    joined += "," if len(value) == 1 and opening == "(" else ""
    return shorten(opening + joined + closing, 600)


def shorten(text: str, longest: int = 200) -> str:
    """`text`, cut with an ellipsis where it is too long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def digits_that_tell(expected: np.ndarray, got: np.ndarray, wrong: np.ndarray) -> int:
    """How many significant digits it takes for each wrong element to look different from the right one."""
    pairs = list(zip(expected[wrong].ravel(), got[wrong].ravel(), strict=True))
    for digits in range(5, 17):
        if all(number(right, digits) != number(one, digits) for right, one in pairs):
            return digits
    return 17


def compared(expected, got, wrong: np.ndarray) -> list[tuple[str, str]]:
    """What was expected beside what came, the wrong elements marked, as (label, text) pairs."""
    right, came = np.asarray(expected), np.asarray(got)
    digits = digits_that_tell(right, came, wrong)
    if right.ndim == 0:
        return [("expected", number(right, digits)), ("got", MARK_ON + number(came, digits) + MARK_OFF)]
    if right.size <= WHOLE_UP_TO and right.ndim <= 2:
        return [("expected", show_array(right, wrong, digits)), ("got", show_array(came, wrong, digits))]
    return [("wrong", _worst(right, came, wrong, digits))]


def _worst(right, came, wrong, digits):
    places = np.argwhere(wrong)
    lines = [f"{len(places)} of {right.size} elements, in an array of shape {right.shape}:"]
    for place in map(tuple, places[:MOST_WRONG]):
        at = ", ".join(map(str, place))
        lines.append(
            f"at [{at}] expected {number(right[place], digits)}, got {MARK_ON}{number(came[place], digits)}{MARK_OFF}"
        )
    return "\n".join(lines + ["…"] * (len(places) > MOST_WRONG))


def show_call(name: str, parameters: list[str], arguments: tuple) -> str:
    """A call with its arguments, one line each where one is an array."""
    lines = []
    for parameter, argument in zip(parameters, arguments, strict=True):
        text = show(argument, 6)
        lines.append(f"{parameter} = " + textwrap.indent(text, " " * (len(parameter) + 3)).lstrip())
    return "\n".join(lines) or f"{name}()"
