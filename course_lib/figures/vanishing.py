"""The gradient that is left after each layer of a deep network, by activation and by the size of the first weights."""

from functools import lru_cache

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.style import BLUE, DASH_DOT, DASHED, DOTTED, GREEN, GREY, PURPLE, SOLID, VERMILLION

DEPTH, WIDTH, EXAMPLES = 30, 64, 4
LOWEST, HIGHEST = 1e-12, 1e6

ACTIVATIONS = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_grad, VERMILLION, DASHED, "s"),
    "tanh": (nn.tanh, nn.tanh_grad, GREEN, DASH_DOT, "^"),
    "ReLU": (nn.relu, nn.relu_grad, BLUE, SOLID, "o"),
    "GELU": (nn.gelu, nn.gelu_grad, PURPLE, DOTTED, "D"),
}


@lru_cache(maxsize=1)
def _draws():
    """Standard normal weights (layers × units × units), inputs and gradient at the output (examples × units each)."""
    rng = np.random.default_rng(0)
    shapes = (DEPTH, WIDTH, WIDTH), (EXAMPLES, WIDTH), (EXAMPLES, WIDTH)
    return tuple(rng.standard_normal(shape) for shape in shapes)


@lru_cache(maxsize=256)
def gradient_left(activation, scale):
    """How much of the gradient is left after 0, 1, … 30 layers, as a share of what came in: float64 of shape (31,).

    A random network of 30 layers with 64 units each: normal weights with standard deviation scale / √64, no biases.
    4 random examples go forward and a random gradient goes back; its size is the root mean square over all elements.
    The same arguments give the same numbers.
    """
    function, slope = ACTIVATIONS[activation][:2]
    weights, values, gradient = _draws()
    weights, sums = weights * scale / np.sqrt(WIDTH), []
    for matrix in weights:
        sums.append(values @ matrix)
        values = function(sums[-1])
    sizes = [np.sqrt(np.mean(gradient**2))]
    for matrix, total in zip(weights[::-1], sums[::-1], strict=True):
        gradient = (gradient * slope(total)) @ matrix.T
        sizes.append(np.sqrt(np.mean(gradient**2)))
    return np.array(sizes) / sizes[0]


def vanishing():
    """Figure: the gradient left after L layers for sigmoid, tanh, ReLU and GELU, on a logarithmic scale.

    Sliders: the scale of the first weights (their standard deviation is scale / √(inputs of a unit)), and L.
    """
    controls = {
        "scale": Slider(0.2, 4, 1, step=0.1, label="scale of the weights"),
        "layers": Slider(1, DEPTH, 10, label="layers back, L"),
    }
    return Figure(_draw, _update, controls, height=380)


def _draw(axes):
    axes.set(xlim=(0, DEPTH), ylim=(LOWEST, HIGHEST), yscale="log", yticks=10.0 ** np.arange(-12, 7, 3))
    axes.set(xlabel="layers that the gradient has come back through", ylabel="share of the gradient left")
    axes.minorticks_off()
    axes.axhline(1, color=GREY, linewidth=1)
    moving = {"mark": axes.plot([], [], color=GREY, linewidth=1)[0]}
    for name, (_, _, color, style, marker) in ACTIVATIONS.items():
        moving[name] = axes.plot([], [], color=color, linestyle=style, marker=marker, label=name)[0]
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(ACTIVATIONS), handlelength=3.5)
    return moving


def _update(scale, layers):
    left = {name: gradient_left(name, scale) for name in ACTIVATIONS}
    artists = {"mark": ([layers, layers], [LOWEST, HIGHEST])}
    for name, sizes in left.items():
        artists[name] = {"xdata": np.arange(DEPTH + 1), "ydata": sizes, "markevery": [layers]}
    readouts = {name: share(sizes[layers]) for name, sizes in left.items()}
    numbers = ", ".join(f"{name} {text}" for name, text in readouts.items())
    alt = (
        f"Share of the gradient left, on a logarithmic axis, against the number of layers it has come back through, "
        f"for weights of scale {scale:g}. After {layers} layers: {numbers}."
    )
    return Frame(artists, alt, readouts)


def share(number):
    """A positive number as a reader takes it in: 0.26 or 3.4, else a power of ten such as 5.2·10⁻⁷."""
    if 0.01 <= number < 1000:
        return f"{number:.2g}" if number < 100 else f"{number:.0f}"
    digits, exponent = f"{number:.1e}".split("e")
    return f"{digits}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
