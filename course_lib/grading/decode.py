"""What comes out of the sandbox → an Attempt, believing nothing: types, sizes, shapes and dtypes are all checked.

The bytes are a student's to choose. Nothing here calls a method of theirs, for JSON has none; what is not exactly as
`inside/encode.py` writes it raises ProtocolError.
"""

import base64
import binascii
import json
import math
import re
from itertools import pairwise

import numpy as np

from course_lib.exercises.explain import Raised
from course_lib.exercises.plain import Foreign
from course_lib.exercises.run import Attempt, Outcome

LARGEST_MESSAGE = 32_000_000  # bytes
MOST_PARTS = 3_000_000  # commas and brackets: ten times what the sandbox tells at most
DEEPEST = 40
MOST_DIMENSIONS = 32
MOST_PLACES = 100  # arguments of an answer
LAST_CHARACTER = 0x10FFFF
DTYPE = re.compile(r"[<>|]([biufc](1|2|4|8|16|32)|U\d{1,4})")
HEX = re.compile(r"-?0x[0-9a-f]{1,257}")
CONSTANTS = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}


class ProtocolError(Exception):
    """The sandbox sent something that no honest run sends."""


def message_from(data: bytes) -> dict:
    """One frame as a dict. Raises ProtocolError."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_PARTS:  # before the parser takes memory for them
        raise ProtocolError("too many parts")
    try:
        message = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        raise ProtocolError("no JSON") from None
    return _typed(message, dict)


def attempt_from(message) -> Attempt:
    """An Attempt from its JSON. Raises ProtocolError."""
    fields = _fields(message, "type_name", "callable", "unwritten", "outcomes", "loops", "value", "unused")
    return Attempt(
        type_name=_typed(fields["type_name"], str),
        callable=_typed(fields["callable"], bool),
        unwritten=tuple(_typed(name, str) for name in _typed(fields["unwritten"], list)),
        outcomes=tuple(map(_outcome, _typed(fields["outcomes"], list))),
        loops=_typed(fields["loops"], bool),
        value=value_from(fields["value"]),
        unused=_places(fields["unused"]),
    )


def _outcome(message):
    names = ("value", "raised", "timed_out", "changed", "changed_in_script", "printed", "lines")
    fields = _fields(message, *names)
    return Outcome(
        value=value_from(fields["value"]),
        raised=None if fields["raised"] is None else _raised(fields["raised"]),
        timed_out=_typed(fields["timed_out"], bool),
        changed=_places(fields["changed"]),
        changed_in_script=tuple(map(_changed_in_script, _typed(fields["changed_in_script"], list)))[
            :MOST_PLACES
        ],
        printed=_typed(fields["printed"], str),
        lines=None if fields["lines"] is None else _count(fields["lines"]),
    )


def _places(message):
    """Positions of arguments, each once, in their order."""
    places = tuple(_place(place) for place in _typed(message, list))
    if any(place >= after for place, after in pairwise(places)):
        raise ProtocolError("positions")
    return places


def _place(message):
    if _count(message) >= MOST_PLACES:
        raise ProtocolError("a position")
    return message


def _changed_in_script(message):
    method, place = _pair(_typed(message, list))
    return _typed(method, str)[:200], _place(place)


def _raised(message):
    names = ("type_name", "message", "reason", "where", "line")
    fields = _fields(message, *names, "blamed")
    blamed = fields["blamed"]
    if blamed is not None:
        blamed = tuple(map(_count, _typed(blamed, list)))
        if len(blamed) != 2:
            raise ProtocolError("columns")
    return Raised(*(_typed(fields[name], str) for name in names), blamed)


def value_from(message, depth=0):
    """A plain value from its JSON. Raises ProtocolError."""
    if depth > DEEPEST:
        raise ProtocolError("too deep")
    if message is None or type(message) in (bool, float, str):
        return message
    if type(message) is list:
        return [value_from(item, depth + 1) for item in message]
    if type(message) is not dict or len(message) != 1:
        raise ProtocolError("an unmarked value")
    ((mark, told),) = message.items()
    return _marked(mark, told, depth)


def _marked(mark, told, depth):
    if mark == "integer" and HEX.fullmatch(_typed(told, str)):
        return int(told, 16)
    if mark == "complex" and type(told) is list and len(told) == 2:
        return complex(*(_typed(part, float) for part in told))
    if mark == "tuple":
        return tuple(value_from(item, depth + 1) for item in _typed(told, list))
    if mark == "dict":
        pairs = [_typed(pair, list) for pair in _typed(told, list)]
        return {_typed(key, str): value_from(item, depth + 1) for key, item in map(_pair, pairs)}
    if mark == "constant" and type(told) is str and told in CONSTANTS:
        return CONSTANTS[told]
    if mark == "foreign":
        return Foreign(_typed(told, str)[:200])
    if mark in ("array", "scalar"):
        return _array(mark, told)
    raise ProtocolError("an unknown mark")


def _array(mark, told):
    if type(told) is not list or len(told) != 3:
        raise ProtocolError("an array")
    dtype, shape, data = _typed(told[0], str), [_count(size) for size in _typed(told[1], list)], told[2]
    if len(shape) > MOST_DIMENSIONS or (mark == "scalar" and shape):
        raise ProtocolError("a shape")
    if dtype == "O":
        return np.full(shape if math.prod(shape) <= 1_000_000 else (1,), None, object)
    return _numbers(mark, dtype, shape, _typed(data, str))


def _numbers(mark, dtype, shape, data):
    if not DTYPE.fullmatch(dtype):
        raise ProtocolError("a dtype")
    try:
        raw = base64.b64decode(data, validate=True)
        array = np.frombuffer(raw, np.dtype(dtype)).copy().reshape(shape)
        characters = np.frombuffer(raw, f"{dtype[0]}u4") if dtype[1] == "U" else np.zeros(0)
    except (ValueError, TypeError, OverflowError, binascii.Error, MemoryError):
        raise ProtocolError("an array's bytes") from None
    if characters.size and characters.max() > LAST_CHARACTER:
        raise ProtocolError("no characters")
    return array[()] if mark == "scalar" else array


def _fields(message, *names):
    if set(_typed(message, dict)) != set(names):
        raise ProtocolError("other fields")
    return message


def _pair(pair):
    if len(pair) != 2:
        raise ProtocolError("a pair")
    return pair


def _count(number):
    if type(number) is not int or not 0 <= number < 2**62:
        raise ProtocolError("a count")
    return number


def _typed(value, kind):
    if type(value) is not kind:
        raise ProtocolError(f"a {type(value).__name__} for a {kind.__name__}")
    return value
