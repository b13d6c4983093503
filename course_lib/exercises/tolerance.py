"""How near is near enough: by the precision that an answer was computed in, not by the one it was asked for."""

from dataclasses import dataclass

import numpy as np

SINGLE_RELATIVE = 5e-5
SINGLE_ABSOLUTE = 2e-6
SINGLE_EPSILON = float(np.finfo(np.float32).eps)
INTEGER_ABSOLUTE = 1e-6


@dataclass(frozen=True)
class Tolerance:
    """For float64; `input_scale`, the largest input, matters for float32 alone, where it bounds what cancels."""

    relative: float = 1e-9
    absolute: float = 1e-12
    input_scale: float = 1.0

    def allowed(self, expected: np.ndarray, got: np.ndarray) -> np.ndarray:
        """The largest difference that is still right, for each element of `expected` (same shape)."""
        magnitude = np.abs(np.where(np.isfinite(expected), expected, 0))
        scale = max(1.0, float(magnitude.max(initial=0)))
        relative, absolute = self.relative, self.absolute
        single = in_single_precision(got) or in_single_precision(expected)
        if expected.dtype.kind in "iu":
            return (SINGLE_EPSILON if single else 1e-12) * magnitude + INTEGER_ABSOLUTE
        if single:
            relative = max(relative, SINGLE_RELATIVE)
            cancelled = 16 * SINGLE_EPSILON * self.input_scale
            absolute = max(absolute, SINGLE_ABSOLUTE + cancelled / scale)
        return relative * magnitude + absolute * scale


def in_single_precision(array: np.ndarray) -> bool:
    """Whether an array is float32 (or less), or float64 that only hands on what was computed in float32.

    The latter (`loss.item()`, say) shows in numbers that are exactly float32 and too long to be so by chance.
    """
    if array.dtype.kind not in "fc":
        return False
    if array.dtype.itemsize <= (4 if array.dtype.kind == "f" else 8):
        return True
    with np.errstate(all="ignore"):
        finite = np.real(array[np.isfinite(array)]).astype(np.float64)
        if not np.array_equal(finite.astype(np.float32), finite):
            return False
    mantissa = np.frexp(finite)[0] * 2.0**18
    return bool(np.any((mantissa != np.round(mantissa)) & (finite != np.round(finite))))


def largest(arguments) -> float:
    """The largest finite magnitude among all numbers in a tuple of arguments, however nested; at least 1."""
    if isinstance(arguments, list | tuple):
        return max(map(largest, arguments), default=1.0)
    if isinstance(arguments, dict):
        return largest(list(arguments.values()))
    if np.asarray(arguments).dtype.kind in "biuf":
        numbers = np.abs(np.asarray(arguments, dtype=float))
        return float(numbers[np.isfinite(numbers)].max(initial=1.0))
    return 1.0
