"""How many numbers a safetensors file holds, by its header alone: nothing in the file is run, no number is read.

Eight bytes with the header's length, the header (JSON: {name: {"dtype", "shape", "data_offsets"}}), then the numbers
without a gap: https://huggingface.co/docs/safetensors/index#format. Where a header says anything else than what its
file holds, the file is refused, so that nobody can hide numbers.
"""

import json
import math

LONGEST_HEADER = 20_000  # bytes: a network of a hundred layers has half of that
BYTES_OF = {"F32": 4, "F16": 2, "BF16": 2, "I64": 8}
COUNTED_STEPS = "I64"  # a batch norm counts its batches in one whole number


class WeightsFileError(ValueError):
    """The file holds no weights that can be counted; the message says why."""


def numbers_in(content: bytes) -> int:
    """How many numbers the file with these bytes holds: weights, biases, a batch norm's averages. Raises WeightsFileError."""
    header, held = _header(content), len(content) - 8 - int.from_bytes(content[:8], "little")
    count = end = 0
    for name, told in sorted(header.items(), key=lambda one: _offsets(one[1])):
        size = _size(name, told)
        if _offsets(told) != (end, end + size * BYTES_OF[told["dtype"]]):
            raise WeightsFileError("its header is at odds with its size")
        count, end = count + size, _offsets(told)[1]
    if end != held:
        raise WeightsFileError("its header is at odds with its size")
    return count


def _header(content):
    """The tensors' entries: {name: {"dtype", "shape", "data_offsets"}}."""
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > len(content) - 8:
        raise WeightsFileError("it is damaged, or no safetensors file")
    if length > LONGEST_HEADER:
        raise WeightsFileError(f"its header has {length:,} bytes, at most {LONGEST_HEADER:,} are read")
    try:
        header = json.loads(content[8 : 8 + length].decode(), object_pairs_hook=_without_twins)
    except (ValueError, RecursionError):
        raise WeightsFileError("it is damaged, or no safetensors file") from None
    if not isinstance(header, dict):
        raise WeightsFileError("it is damaged, or no safetensors file")
    header.pop("__metadata__", None)
    return header


def _without_twins(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _offsets(told):
    """Where a tensor's bytes begin and end."""
    offsets = told.get("data_offsets") if isinstance(told, dict) else None
    if not (isinstance(offsets, list) and len(offsets) == 2 and all(map(_is_count, offsets))):
        raise WeightsFileError("its header is not that of a safetensors file")
    return tuple(offsets)


def _size(name, told):
    """How many numbers a tensor has."""
    dtype, shape = told.get("dtype"), told.get("shape")
    if not isinstance(shape, list) or not all(map(_is_count, shape)) or len(shape) > 8:
        raise WeightsFileError("its header is not that of a safetensors file")
    if str(dtype) not in BYTES_OF or (dtype == COUNTED_STEPS and shape):
        raise WeightsFileError(f"{name[:60]} is of type {str(dtype)[:20]}; weights are float32 or float16")
    return math.prod(shape)


def _is_count(number):
    return type(number) is int and 0 <= number < 2**40
