"""A network of dense layers, forward and backward, in plain NumPy: small enough to read, fast enough to watch.

Networks of a few units train several times faster here than in PyTorch, whose every operation has a fixed cost.
"""

from itertools import pairwise

import numpy as np

from course_lib.nn.activations import relu, relu_grad, sigmoid, sigmoid_grad, tanh, tanh_grad
from course_lib.nn.initialization import he
from course_lib.nn.inputs import as_float

ACTIVATIONS = {"relu": (relu, relu_grad), "tanh": (tanh, tanh_grad), "sigmoid": (sigmoid, sigmoid_grad)}


class MLP:
    """Dense layers of these sizes, with an activation after each but the last: `MLP([2, 16, 2], "relu", rng)`.

    `weights[k]` has the shape (inputs, outputs) of layer k, `biases[k]` the shape (outputs,); both float64. The first
    weights are drawn by `initialize(inputs, outputs, rng)`, see `initialization`; the first biases are 0.
    Raises ValueError for fewer than two sizes or an activation other than "relu", "tanh" and "sigmoid".
    """

    def __init__(self, sizes, activation, rng, initialize=he):
        if len(sizes) < 2:
            raise ValueError(
                f"An MLP needs the number of inputs and of outputs at least, and got sizes {sizes}."
            )
        if activation not in ACTIVATIONS:
            raise ValueError(f"The activation is {activation!r}; use one of {', '.join(ACTIVATIONS)}.")
        self.activation, self.slope = ACTIVATIONS[activation]
        self.weights = [initialize(inputs, outputs, rng) for inputs, outputs in pairwise(sizes)]
        self.biases = [np.zeros(outputs) for outputs in sizes[1:]]

    @property
    def parameters(self):
        """The arrays that are trained: weights and bias of the first layer, then of the second, … Change them in place."""
        return [array for layer in zip(self.weights, self.biases, strict=True) for array in layer]

    def forward(self, x):
        """The outputs (n, outputs) for the inputs x (n, inputs). What `backward` needs is kept until the next call."""
        self._inputs, self._sums = [as_float(x)], []
        for weights, bias in zip(self.weights, self.biases, strict=True):
            self._sums.append(self._inputs[-1] @ weights + bias)
            self._inputs.append(self.activation(self._sums[-1]))
        return self._sums[-1]  # the last layer has no activation: its sums are the logits

    def backward(self, gradient):
        """The gradients in the order of `parameters`, from the loss's gradient at the outputs of the last `forward`.

        gradient: (n, outputs), as the `_grad` of a loss gives it.
        """
        gradients = []
        for layer in reversed(range(len(self.weights))):
            gradients = [self._inputs[layer].T @ gradient, gradient.sum(axis=0), *gradients]
            if layer:
                gradient = (gradient @ self.weights[layer].T) * self.slope(self._sums[layer - 1])
        return gradients
