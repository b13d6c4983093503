"""Reverse-mode automatic differentiation on NumPy arrays: the engine that lesson 04 builds, with more operations."""

import numpy as np

from course_lib.nn.activations import sigmoid


class Value:
    """A float64 array that remembers what it was computed from; numbers and arrays may stand beside it in + - * / ** @.

    `data` is the array, `grad` (same shape) what `backward` added up, `inputs` the Values that it came from; `pass_back`
    turns its gradient into theirs. exp, log, tanh, sigmoid, relu: each element; sum, mean, reshape, T: as in NumPy."""

    __array_ufunc__ = None  # so that `array + value` comes to our __radd__

    def __init__(self, data, inputs=(), pass_back=lambda gradient: ()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.inputs, self.pass_back = inputs, pass_back

    def backward(self, gradient=None):
        """Add the gradient of this Value to `grad` of all that it came from. It starts from `gradient`, by default from 1.
        Raises ValueError where `data` is more than one number and no gradient is given."""
        if gradient is None and self.data.size != 1:
            raise ValueError(f"backward starts at one number: call .sum() on shape {self.data.shape} first.")
        arrived = {self: np.broadcast_to(1.0 if gradient is None else gradient, self.data.shape)}
        for value in reversed(topological_order(self)):
            value.grad = value.grad + arrived[value]  # that is all: what uses this value has had its turn
            for one, part in zip(value.inputs, value.pass_back(arrived.pop(value)), strict=True):
                arrived[one] = arrived.get(one, 0.0) + sum_to_shape(part, one.data.shape)

    def __add__(self, other):
        other = _value(other)
        return Value(self.data + other.data, (self, other), lambda gradient: (gradient, gradient))

    def __mul__(self, other):
        a, b = self.data, _value(other).data
        return Value(a * b, (self, _value(other)), lambda gradient: (gradient * b, gradient * a))

    def __matmul__(self, other):
        a, b = self.data, _value(other).data
        if a.ndim < 2 or b.ndim < 2:
            raise ValueError(f"@ takes tables, not {a.shape} @ {b.shape}: reshape(1, -1) makes a row of one.")
        return Value(a @ b, (self, _value(other)), lambda gradient: (gradient @ b.mT, a.mT @ gradient))

    def __pow__(self, other):
        a, b = self.data, _value(other).data
        slopes = b * a ** np.where(b, b - 1, 0), a**b * np.log(np.where(a > 0, a, 1))
        return Value(a**b, (self, _value(other)), lambda gradient: [gradient * slope for slope in slopes])

    def sum(self, axis=None, keepdims=False):
        """Sum over all elements, or along one axis or several."""
        total, whole = self.data.sum(axis=axis, keepdims=True), self.data.shape
        result = total if keepdims else total.squeeze(axis)
        return Value(result, (self,), lambda g: [np.broadcast_to(np.reshape(g, total.shape), whole)])

    # fmt: off
    def mean(self, axis=None, keepdims=False): return self.sum(axis, keepdims) * (np.mean(self.data, axis).size / self.data.size)
    def _each(self, result, slope): return Value(result, (self,), lambda gradient: [gradient * slope])
    def exp(self): return self._each(np.exp(self.data), np.exp(self.data))
    def log(self): return self._each(np.log(self.data), 1 / self.data)
    def tanh(self): return self._each(np.tanh(self.data), 1 - np.tanh(self.data) ** 2)
    def sigmoid(self): return self._each(sigmoid(self.data), sigmoid(self.data) * sigmoid(-self.data))
    def relu(self): return self._each(np.maximum(self.data, 0), self.data > 0)
    def reshape(self, *shape): return Value(self.data.reshape(*shape), (self,), lambda g: [g.reshape(self.data.shape)])
    def __repr__(self): return f"Value({self.data})"
    def __neg__(self): return self * -1
    def __sub__(self, other): return self + -_value(other)
    def __rsub__(self, other): return _value(other) - self
    def __truediv__(self, other): return self * _value(other) ** -1
    def __rtruediv__(self, other): return _value(other) / self
    def __rpow__(self, base): return _value(base) ** self
    def __rmatmul__(self, other): return _value(other) @ self
    __radd__, __rmul__ = __add__, __mul__
    T = property(lambda self: Value(self.data.T, (self,), lambda gradient: [gradient.T]))
    # fmt: on


def _value(data):
    return data if isinstance(data, Value) else Value(data)


def sum_to_shape(gradient, shape):
    """Undo broadcasting: sum over the axes that were added, and over those of length 1 that were stretched."""
    kept = np.sum(gradient, axis=tuple(range(np.ndim(gradient) - len(shape))))
    return kept.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)


def topological_order(output):
    """All that `output` came from, each before what uses it, `output` last. No recursion: the graph may be of any depth."""
    order, seen, waiting = [], set(), [(output, False)]
    while waiting:
        value, inputs_done = waiting.pop()
        if inputs_done:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting += [(value, True), *((one, False) for one in value.inputs)]
    return order
