"""First weights: random numbers whose spread keeps a signal's size as it goes through many layers.

A sum of n products w·x has the variance n · Var(w) · mean(x²), so the standard deviation of the weights decides whether
values grow or fade from layer to layer. Every function gives float64 weights of shape (inputs, outputs), drawn from
`rng`, a `numpy.random.Generator`. Biases start at 0.
"""

import math

import numpy as np


def zeros(inputs, outputs, rng=None):
    """All weights 0: every unit of a layer then computes the same and learns the same. Shown in order to be avoided."""
    return np.zeros((inputs, outputs))


def normal(inputs, outputs, rng, standard_deviation=0.01):
    """Normal weights of this standard deviation, whatever the layer's size. Raises ValueError where it is negative."""
    if not standard_deviation >= 0:
        raise ValueError(f"standard_deviation must be 0 or above, but it is {standard_deviation}.")
    return rng.normal(0, standard_deviation, (inputs, outputs))


def xavier(inputs, outputs, rng):
    """Normal weights with variance 2 / (inputs + outputs): for tanh and sigmoid. Equal to torch's `xavier_normal_`.

    A compromise between 1/inputs, which keeps the values' size going forward, and 1/outputs, which keeps the gradient's
    going back. (Glorot & Bengio 2010, AISTATS, equation 12)
    """
    return normal(inputs, outputs, rng, math.sqrt(2 / (inputs + outputs)))


def he(inputs, outputs, rng):
    """Normal weights with variance 2 / inputs: for ReLU, which halves mean(x²). Equal to torch's `kaiming_normal_`.

    (He, Zhang, Ren & Sun 2015, arXiv:1502.01852, equation 10)
    """
    return normal(inputs, outputs, rng, math.sqrt(2 / inputs))
