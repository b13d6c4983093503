"""Update rules: how a gradient becomes a step. Each is a few lines, with its memory in plain attributes.

A rule looks after one array of parameters: `weights = rule.step(weights, gradient)` returns the array after one step, as
new values in the array's own dtype; neither argument is changed. A network has a rule for each of its arrays:

    rules = [Adam(learning_rate=0.01) for _ in parameters]
    parameters = [rule.step(*pair) for rule, *pair in zip(rules, parameters, gradients)]

For a schedule set `rule.learning_rate` before each step. Where the gradient's shape is not the parameter's, `step` raises
ValueError. Each rule equals its namesake in `torch.optim`. (Goodfellow, Bengio & Courville, Deep Learning, chapter 8)
"""

from dataclasses import dataclass, field

import numpy as np

from course_lib.nn.inputs import as_float


@dataclass
class GradientDescent:
    """Straight against the gradient: θ ← θ − η·g. (Cauchy 1847, Comptes rendus 25)"""

    learning_rate: float

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        parameter, gradient = matching(parameter, gradient)
        return parameter - self.learning_rate * gradient


@dataclass
class Momentum:
    """A velocity gathers the gradients: v ← μ·v + g, θ ← θ − η·v. (Polyak 1964, as `torch.optim.SGD` writes it)"""

    learning_rate: float
    momentum: float = 0.9
    velocity: np.ndarray | float = field(default=0.0, init=False)

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        parameter, gradient = matching(parameter, gradient)
        self.velocity = self.momentum * self.velocity + gradient
        return parameter - self.learning_rate * self.velocity


@dataclass
class Nesterov:
    """Momentum that looks one step ahead: v ← μ·v + g, θ ← θ − η·(g + μ·v).

    (Nesterov 1983, in the form of Sutskever et al. 2013, as `torch.optim.SGD(nesterov=True)` writes it)
    """

    learning_rate: float
    momentum: float = 0.9
    velocity: np.ndarray | float = field(default=0.0, init=False)

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        parameter, gradient = matching(parameter, gradient)
        self.velocity = self.momentum * self.velocity + gradient
        return parameter - self.learning_rate * (gradient + self.momentum * self.velocity)


@dataclass
class RMSprop:
    """Each element by its own scale: s ← α·s + (1 − α)·g², θ ← θ − η·g / (√s + ε).

    (Tieleman & Hinton 2012, lecture 6.5, with ε outside the root as in `torch.optim.RMSprop`)
    """

    learning_rate: float = 0.01
    alpha: float = 0.99
    epsilon: float = 1e-8
    square: np.ndarray | float = field(default=0.0, init=False)

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        parameter, gradient = matching(parameter, gradient)
        self.square = self.alpha * self.square + (1 - self.alpha) * gradient**2
        return parameter - self.learning_rate * gradient / (np.sqrt(self.square) + self.epsilon)


@dataclass
class Adam:
    """Momentum over scale, both without their bias towards 0. (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1)

    m ← β₁·m + (1 − β₁)·g and s ← β₂·s + (1 − β₂)·g² begin at 0. After t steps their weights sum to 1 − β₁ᵗ and 1 − β₂ᵗ,
    so m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ) are true means, and θ ← θ − η·m̂ / (√ŝ + ε).
    """

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    steps: int = field(default=0, init=False)
    mean: np.ndarray | float = field(default=0.0, init=False)
    square: np.ndarray | float = field(default=0.0, init=False)

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        parameter, gradient = matching(parameter, gradient)
        self.steps += 1
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * gradient
        self.square = self.beta2 * self.square + (1 - self.beta2) * gradient**2
        mean = self.mean / (1 - self.beta1**self.steps)
        square = self.square / (1 - self.beta2**self.steps)
        return parameter - self.learning_rate * mean / (np.sqrt(square) + self.epsilon)


@dataclass
class AdamW(Adam):
    """Adam after a shrinking that does not pass through it: θ ← (1 − η·λ)·θ, then Adam's step.

    λ is `weight_decay`. (Loshchilov & Hutter 2019, arXiv:1711.05101)
    """

    weight_decay: float = 0.01

    def step(self, parameter, gradient):
        """The parameter (an array of any shape) after one step; `gradient` has its shape."""
        shrunk = as_float(parameter) * (1 - self.learning_rate * self.weight_decay)
        return super().step(shrunk, gradient)


def matching(parameter, gradient):
    """Both as float arrays of the parameter's dtype. Raises ValueError where their shapes differ."""
    parameter, gradient = as_float(parameter), np.asarray(gradient)
    if parameter.shape != gradient.shape:
        raise ValueError(
            f"The parameter has shape {parameter.shape} and its gradient {gradient.shape}, but they must be equal. "
            "Give each array of parameters a rule of its own."
        )
    return parameter, gradient.astype(parameter.dtype, copy=False)
