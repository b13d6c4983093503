"""What the sandbox may say: plain values come back as they were, everything else is refused or only named."""

import json
import math
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from course_lib.exercises.explain import Raised
from course_lib.exercises.plain import Foreign
from course_lib.exercises.run import Attempt, Outcome
from course_lib.grading.decode import ProtocolError, attempt_from, message_from, value_from
from course_lib.grading.inside.encode import encoded, encoded_attempt

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**300), 2**300)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=50)
    | st.just(Ellipsis)
)
ARRAYS = arrays.arrays(
    arrays.integer_dtypes()
    | arrays.floating_dtypes()
    | arrays.boolean_dtypes()
    | arrays.complex_number_dtypes(),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0),
)
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
MARKS = ("integer", "complex", "tuple", "dict", "constant", "foreign", "array", "scalar")


def through(value):
    """The value, said by the sandbox and read by the grader."""
    return value_from(json.loads(json.dumps(encoded(value, [10_000]))))


def same(one, other):
    if isinstance(one, np.ndarray | np.generic):
        return (
            type(one) is type(other)
            and one.dtype == other.dtype
            and np.array_equal(one, other, equal_nan=True)
        )
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return type(one) is type(other) and (one == other or (one != one and other != other))


@given(VALUES)
def test_plain_values_come_back_as_they_were(value):
    assert same(value, through(value))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(MARKS) | st.text(max_size=8), inner, max_size=2)
        ),
        max_leaves=15,
    )
)
def test_anything_else_is_refused_not_stumbled_over(message):
    for read in (value_from, attempt_from):
        with suppress(ProtocolError):
            read(message)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message(data):
    with suppress(ProtocolError):
        assert isinstance(message_from(data), dict)


@pytest.mark.parametrize(
    "told",
    [
        {"array": ["<f8", [2], "AAAA"]},
        {"array": ["<f8", [-1], ""]},
        {"array": ["<f8", [10**30], ""]},
        {"array": ["<f8", [1.0], "AAAAAAAAAAA="]},
        {"array": ["<f8", [1] * 100, "AAAAAAAAAAA="]},
        {"array": ["|O8", [1], "AAAAAAAAAAA="]},
        {"array": ["V8", [1], "AAAAAAAAAAA="]},
        {"array": ["<U1", [1], "////fw=="]},
        {"array": ["(2,)<f8", [1], "AAAAAAAAAAA="]},
        {"scalar": ["<f8", [1], "AAAAAAAAAAA="]},
        {"integer": "0x" + "f" * 5000},
        {"integer": 7},
        {"complex": ["nan", 0.0]},
        {"constant": "exit"},
        {"foreign": ["Bomb"]},
        {"dict": [["key"]]},
        {"pickle": "gASVAA=="},
        {"tuple": 1, "dict": []},
        7,
    ],
)
def test_what_no_honest_run_says(told):
    with pytest.raises(ProtocolError):
        value_from(told)


def test_depth_is_bounded():
    nested = []
    for _ in range(500):
        nested = [nested]
    with pytest.raises(ProtocolError):
        value_from(nested)
    with pytest.raises(ProtocolError):
        message_from(b"[" * 1_000_000)


class Same(float):
    """A number that claims to be any other."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "value", [Same(1), object(), print, np.array([print]), 2**5000, np.zeros(4, "M8[s]"), Foreign("map")]
)
def test_what_is_not_plain_is_only_named(value):
    came = through(value)
    assert isinstance(came, Foreign) or (came.dtype == object and came.tolist() == [None])


def test_a_message_of_many_parts_is_not_even_parsed():
    with pytest.raises(ProtocolError, match="too many parts"):
        message_from(b'{"x": [' + b"0," * 4_000_000 + b"0]}")


def test_too_much_is_cut_off():
    assert through([0.0] * 20_000)[-1] == Foreign("too much to tell")
    assert isinstance(through(np.zeros(2_000_000)), Foreign)
    assert len(through("x" * 10**6)) == 100_000


def test_an_attempt():
    raised = Raised("ValueError", "no", "because", "line 1 of the cell", "raise ValueError", (0, 5))
    outcomes = (
        Outcome(value=(1.0, math.inf), changed=(0,), printed="hello", lines=3),
        Outcome(raised=raised),
        Outcome(changed=(1, 2), changed_in_script=(("step", 0), ("step", 1))),
    )
    attempt = Attempt("function", True, ("f",), outcomes, True, unused=(0, 2))
    assert attempt_from(json.loads(json.dumps(encoded_attempt(attempt)))) == attempt


@pytest.mark.parametrize("places", [[1, 0], [0, 0], [-1], [10**9], [True], ["0"], 3, None, [[0]]])
def test_positions_that_no_honest_run_tells(places):
    with pytest.raises(ProtocolError):
        attempt_from(encoded_attempt(Attempt("function", True)) | {"unused": places})


@pytest.mark.parametrize(
    "told", [[["step"]], [["step", 0, 1]], [[0, "step"]], [["step", 10**9]], ["step"], 3]
)
def test_changes_in_a_script_that_no_honest_run_tells(told):
    message = encoded_attempt(Attempt("class", True, outcomes=(Outcome(),)))
    message["outcomes"][0]["changed_in_script"] = told
    with pytest.raises(ProtocolError):
        attempt_from(message)


def test_an_attempt_with_more_fields_is_refused():
    told = encoded_attempt(Attempt("function", True)) | {"points": 99}
    with pytest.raises(ProtocolError):
        attempt_from(told)
