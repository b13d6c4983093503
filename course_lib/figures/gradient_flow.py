"""How much gradient each layer's weights get in one backward pass through a deep network."""

from functools import lru_cache

import numpy as np

from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, DASHED, GREEN, GREY, VERMILLION
from course_lib.figures.vanishing import share
from course_lib.nn.autograd import Value

DEEPEST, UNITS, EXAMPLES = 20, 24, 16
LOWEST, HIGHEST = 1e-20, 1e13
ACTIVATIONS = {"sigmoid": VERMILLION, "tanh": GREEN, "ReLU": BLUE}


@lru_cache(maxsize=1)
def _draws():
    """Standard normal weights (layers × units × units), inputs (examples × units) and targets (examples × 1) of ±1."""
    rng = np.random.default_rng(4)
    weights, inputs = rng.normal(size=(DEEPEST, UNITS, UNITS)), rng.normal(size=(EXAMPLES, UNITS))
    return weights, inputs, np.where(rng.random((EXAMPLES, 1)) < 0.5, -1.0, 1.0)


@lru_cache(maxsize=256)
def gradients_by_layer(activation, depth, scale):
    """Mean |∂L/∂W| of each layer, the first one first: float64 of shape (depth,), by a real backward pass.

    `depth` layers of 24 units, with normal weights of standard deviation scale / √24 and no biases; the activation
    follows each but the last. The loss L is the mean of (mean of the last layer − target)² over 16 random examples.
    """
    draws, inputs, targets = _draws()
    weights = [Value(draw * scale / np.sqrt(UNITS)) for draw in draws[:depth]]
    values = Value(inputs)
    for matrix in weights[:-1]:
        values = getattr(values @ matrix, activation.lower())()
    outputs = (values @ weights[-1]).mean(axis=1, keepdims=True)
    ((outputs - targets) ** 2).mean().backward()
    return np.array([np.abs(matrix.grad).mean() for matrix in weights])


def gradient_flow():
    """Figure: mean size of the gradient in each layer's weights, on a logarithmic scale, after one backward pass.

    Controls: the activation, the number of layers, and the scale of the first weights.
    """
    controls = {
        "activation": Choice(tuple(ACTIVATIONS), "sigmoid", label="activation"),
        "depth": Slider(2, DEEPEST, 10, label="layers"),
        "scale": Slider(0.2, 3, 1, step=0.1, label="scale of the weights"),
    }
    return Figure(_draw, _update, controls, height=350)


def _draw(axes):
    axes.set(
        xlim=(0.4, DEEPEST + 0.6), ylim=(LOWEST, HIGHEST), yscale="log", yticks=10.0 ** np.arange(-20, 13, 4)
    )
    axes.set(
        xticks=[1, 5, 10, 15, 20],
        xlabel="layer (1 is next to the input)",
        ylabel="mean |gradient| of its weights",
    )
    axes.minorticks_off()
    last = axes.plot([], [], color=GREY, linewidth=1, linestyle=DASHED, label="as much as in the last layer")[
        0
    ]
    below = axes.plot([], [], "v", color=GREY, markersize=8, fillstyle="none", label="below 10⁻²⁰")[0]
    axes.legend(handles=[last, below], loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    return {
        "last": last,
        "below": below,
        "stems": axes.vlines(np.arange(1, 3), LOWEST, LOWEST, linewidth=5),
        "tops": axes.plot([], [], "o", markersize=8)[0],
    }


def _update(activation, depth, scale):
    sizes = gradients_by_layer(activation, depth, scale)
    layers, shown = np.arange(1, depth + 1), np.clip(sizes, LOWEST, HIGHEST)
    colour, inside = ACTIVATIONS[activation], sizes >= LOWEST
    stems = [[(layer, LOWEST), (layer, top)] for layer, top in zip(layers, shown, strict=True)]
    first, last, below = share(sizes[0]), share(sizes[-1]), layers[~inside]
    artists = {
        "last": ([0, DEEPEST + 1], [shown[-1]] * 2),
        "below": {"xdata": below, "ydata": [5 * LOWEST] * len(below), "color": colour},
        "stems": {"segments": stems, "color": colour},
        "tops": {"xdata": layers[inside], "ydata": shown[inside], "color": colour},
    }
    ratio = share(sizes[0] / sizes[-1]) if sizes[-1] else "—"
    alt = (
        f"Mean size of the gradient in the weights of {depth} {activation} layers, weights of scale {scale:g}, on a "
        f"logarithmic axis: {first} in layer 1, {last} in layer {depth}. Layer 1 gets {ratio} times as much as the last."
    )
    if len(below):
        alt += f" {len(below)} layers get less than 10⁻²⁰, the lower edge of the picture."
    return Frame(artists, alt, {"layer 1": first, f"layer {depth}": last, "layer 1 / last": ratio})
