"""Turn whatever an answer returned into plain data, without trusting a method of its own.

Plain data are None, bool, int, float, complex, str, NumPy arrays and scalars of a plain dtype, and lists, tuples
and dicts of these. Everything else becomes a `Foreign`, which keeps only the name of the type.
"""

import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

DEEPEST = 8
LONGEST = 100_000


@dataclass(frozen=True)
class Foreign:
    """Something that is no plain data: only the name of its type is kept."""

    type_name: str


def plain(value, depth=0):
    """A copy of `value` as plain data; fractions and decimals become floats, torch tensors arrays, unknown objects become `Foreign`."""
    if (
        value is None
        or type(value) in (bool, int, float, complex, str, Foreign)
        or value is Ellipsis
        or value is NotImplemented
    ):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _plain_array(value)
    if type(value) in (Fraction, Decimal):
        return float(value)
    if _is_tensor(value):
        return _array_of_tensor(value)
    for container in (list, tuple, dict):
        if isinstance(value, container) and depth < DEEPEST and container.__len__(value) <= LONGEST:
            return _plain_container(value, depth + 1)
    return foreign(value)


def foreign(value) -> Foreign:
    """The mark that stands for an object of no plain type."""
    return Foreign(type(value).__name__)


def _plain_array(value):
    if isinstance(value, np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
        return Foreign("MaskedArray")
    if isinstance(value, np.generic):
        return value if type(value).__module__ == "numpy" else foreign(value)
    return np.array(value, subok=False)


def _plain_container(value, depth):
    if isinstance(value, dict):
        return {str(key): plain(item, depth) for key, item in dict.items(value)}
    if isinstance(value, tuple):
        return tuple(plain(item, depth) for item in tuple.__iter__(value))
    return [plain(item, depth) for item in list.__iter__(value)]


def _is_tensor(value) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _array_of_tensor(value):
    import torch

    with torch._C.DisableTorchFunctionSubclass():
        tensor = torch.Tensor.detach(value)
        if tensor.layout != torch.strided:
            tensor = tensor.to_dense()
        if tensor.dtype == torch.bfloat16:
            tensor = tensor.to(torch.float32)
        return np.array(tensor.resolve_conj().resolve_neg().cpu().numpy())
