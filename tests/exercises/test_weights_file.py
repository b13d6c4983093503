"""A weights file's numbers are counted from its header, and a header that lies is refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from course_lib.exercises.weights_file import WeightsFileError, numbers_in

shapes = st.lists(st.integers(0, 5), max_size=4).map(tuple)
kinds = st.sampled_from([np.float32, np.float16])


def file_of(header: dict | str, data: bytes = b"") -> bytes:
    """A file with this header, whatever it says."""
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return len(text).to_bytes(8, "little") + text + data


def entry(shape, offsets, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


@given(st.dictionaries(st.text("abc.01", min_size=1, max_size=6), st.tuples(shapes, kinds), max_size=6))
def test_as_many_as_were_saved(described):
    arrays = {name: np.ones(shape, kind) for name, (shape, kind) in described.items()}
    assert numbers_in(save(arrays, {"format": "pt"})) == sum(array.size for array in arrays.values())


def test_a_batch_norm_counts_its_batches_in_a_whole_number():
    assert numbers_in(save({"mean": np.zeros(3, np.float32), "count": np.array(7)})) == 4


LIES = {
    "fewer than there are": file_of({"w": entry([1], [0, 4])}, bytes(400)),
    "more than there are": file_of({"w": entry([100], [0, 400])}, bytes(4)),
    "another shape than offsets": file_of({"w": entry([1], [0, 400])}, bytes(400)),
    "one piece for two": file_of({"a": entry([2], [0, 8]), "b": entry([2], [0, 8])}, bytes(8)),
    "a gap": file_of({"a": entry([1], [0, 4]), "b": entry([1], [8, 12])}, bytes(12)),
    "a gap before": file_of({"a": entry([1], [4, 8])}, bytes(8)),
    "data of nobody": file_of({}, bytes(8)),
    "a name twice": file_of('{"a": {}, "a": {}}'),
    "numbers of eight bytes": file_of({"a": entry([1], [0, 8], "F64")}, bytes(8)),
    "whole numbers": file_of({"a": entry([1], [0, 8], "I64")}, bytes(8)),
    "a kind that is none": file_of({"a": entry([1], [0, 8], ["F32"])}, bytes(8)),
    "a negative size": file_of({"a": entry([-1, -1], [0, 4])}, bytes(4)),
    "a size of an odd kind": file_of({"a": entry([1.0], [0, 4])}, bytes(4)),
    "offsets of an odd kind": file_of({"a": entry([1], [False, 4])}, bytes(4)),
    "no entry": file_of({"a": 1}),
    "no names": file_of([1]),
    "no JSON": file_of("{"),
    "nested without end": file_of("[" * 10_000),
    "a text in the header": file_of(json.dumps({"__metadata__": {"more": "x" * 30_000}})),
    "a header that is not there": (10**9).to_bytes(8, "little"),
    "nothing": b"",
    "a pickle": b"\x80\x04\x95" + bytes(50),
}


@pytest.mark.parametrize("why", LIES)
def test_what_can_not_be_counted_is_refused(why):
    with pytest.raises(WeightsFileError):
        numbers_in(LIES[why])
