"""How the values of a deep network spread, layer by layer, under each way to draw its first weights."""

from functools import lru_cache

import numpy as np

from course_lib import nn
from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.style import BLUE, GREY, INK, SOLID, VERMILLION

DEPTH, WIDTH, EXAMPLES = 12, 128, 128
FAR, BINS = 3.0, 31
LOWEST, HIGHEST = 1e-12, 1e12

ACTIVATIONS = {"tanh": nn.tanh, "ReLU": nn.relu, "sigmoid": nn.sigmoid}
INITIALIZATIONS = {
    "zeros": nn.zeros,
    "too small: 0.01": lambda inputs, outputs, rng: nn.normal(inputs, outputs, rng, 0.01),
    "too large: 1": lambda inputs, outputs, rng: nn.normal(inputs, outputs, rng, 1.0),
    "Xavier": nn.xavier,
    "He": nn.he,
}
EDGES = np.linspace(-FAR, FAR, BINS + 1)
SHADE = np.array([40, 140, 210, 255], np.uint8)  # how much of it shows says how many values lie there


def spread(he_weights=None):
    """Figure: where the values of each layer lie, and their typical size, in a network of 12 layers with 128 units each.

    Choices: how the first weights are drawn, and the activation; a slider sets how many layers are shown. `he_weights(inputs,
    outputs, rng)` is the learner's own, drawn as hollow squares; None draws none.
    """
    controls = {
        "initialization": Choice(tuple(INITIALIZATIONS), "too small: 0.01", label="first weights"),
        "activation": Choice(tuple(ACTIVATIONS), "tanh", label="activation"),
        "depth": Slider(1, DEPTH, DEPTH, label="layers"),
    }
    own = {}  # by activation: sizes and what is wrong; each is computed once

    def update(initialization, activation, depth):
        frame = _frame(initialization, activation, depth)
        if he_weights is None:
            return frame
        if activation not in own:
            own[activation] = own_sizes(he_weights, activation)
        sizes, problem = own[activation]
        shown = sizes[: depth + 1]
        marks = {"own": (np.arange(len(shown)), np.clip(shown, LOWEST, HIGHEST))}
        return Frame(frame.artists | marks, frame.alt, frame.readouts, problem)

    return Figure(_draw, update, controls, panels=2, width=680, height=360)


@lru_cache(maxsize=len(INITIALIZATIONS) * len(ACTIVATIONS))
def layers(initialization, activation):
    """The values of the inputs and of each of the 12 layers: float64 of shape (13, examples, units).

    128 random inputs (standard normal) go through layers of 128 units whose weights `initialization` draws; no biases.
    """
    rng = np.random.default_rng(0)
    values = [rng.standard_normal((EXAMPLES, WIDTH))]
    for _ in range(DEPTH):
        weights = INITIALIZATIONS[initialization](WIDTH, WIDTH, rng)
        values.append(ACTIVATIONS[activation](values[-1] @ weights))
    return np.array(values)


def typical_size(values):
    """The root mean square over all but the first axis: (n, …) → (n,)."""
    return np.sqrt(np.mean(values**2, axis=tuple(range(1, values.ndim))))


def own_sizes(he_weights, activation):
    """The typical size of inputs and layers with the learner's weights, and what is wrong; at a problem what came before."""
    rng = np.random.default_rng(0)
    values = rng.standard_normal((EXAMPLES, WIDTH))
    sizes = [typical_size(values[None])[0]]
    for _ in range(DEPTH):
        weights, problem = own_values(he_weights, WIDTH, WIDTH, rng, shape=(WIDTH, WIDTH))
        if problem:
            return np.array(sizes[:1]), problem
        values = ACTIVATIONS[activation](values @ weights)
        sizes.append(typical_size(values[None])[0])
    return np.array(sizes), ""


def shares(values):
    """The share of each layer's values in each of the bins from −3 to 3; what lies beyond counts in the last: (bins, layers)."""
    clipped = np.clip(values, -FAR, FAR).reshape(len(values), -1)
    return np.array([np.histogram(layer, EDGES)[0] for layer in clipped]).T / clipped.shape[1]


def _draw(left, right):
    ticks = np.arange(0, DEPTH + 1, 2)
    left.set(xlim=(-0.5, DEPTH + 0.5), ylim=(-FAR, FAR), xticks=ticks, xlabel="layer (0: the inputs)")
    left.set(title="where the values lie")
    left.set_yticks([-3, -2, -1, 0, 1, 2, 3], ["≤ −3", "−2", "−1", "0", "1", "2", "≥ 3"])
    image = np.zeros((BINS, DEPTH + 1, 4), np.uint8)
    place = {
        "extent": (-0.5, DEPTH + 0.5, -FAR, FAR),
        "origin": "lower",
        "aspect": "auto",
        "interpolation": "nearest",
    }
    moving = {"shades": left.imshow(image, **place)}
    right.set(xlim=(-0.5, DEPTH + 0.5), ylim=(LOWEST, HIGHEST), yscale="log", xticks=ticks, xlabel="layer")
    right.set(title="typical size of a value", yticks=10.0 ** np.arange(-12, 13, 4))
    right.minorticks_off()
    right.axhline(1, color=GREY, linewidth=1)
    (moving["sizes"],) = right.plot([], [], color=BLUE, marker="o", linestyle=SOLID, label="chosen weights")
    ring = {"color": VERMILLION, "markerfacecolor": "none", "markeredgewidth": 1.5, "markersize": 9}
    (moving["own"],) = right.plot([], [], "s", **ring, label="your he_weights")
    moving["nothing"] = right.text(DEPTH / 2, 1e-9, "", color=INK, ha="center")
    right.legend(loc="upper left")
    return moving


def _frame(initialization, activation, depth):
    values = layers(initialization, activation)[: depth + 1]
    sizes = typical_size(values)
    image = np.zeros((BINS, DEPTH + 1, 4), np.uint8)
    image[:] = SHADE * (1, 1, 1, 0)
    image[:, : depth + 1, 3] = 255 * np.sqrt(shares(values))
    drawn = sizes > 0
    artists = {
        "shades": image,
        "sizes": (np.flatnonzero(drawn), sizes[drawn]),
        "nothing": "" if drawn.all() else "every value is exactly 0",
    }
    flat = np.mean(np.abs(values[-1]) > 0.99) if activation == "tanh" else None
    readouts = {"size of the inputs": _size(sizes[0]), f"size in layer {depth}": _size(sizes[-1])}
    if flat is not None:
        readouts["on tanh's flat ends"] = f"{flat:.0%}"
    alt = (
        f"A network of {depth} {activation} layers, first weights {initialization}. Shades of blue show where each layer's "
        f"values lie between −3 and 3; beside it their typical size on a logarithmic axis: "
        + ", ".join(f"{name} {text}" for name, text in readouts.items())
        + "."
    )
    return Frame(artists, alt, readouts)


def _size(number):
    if number == 0 or 0.001 <= number < 10000:
        return f"{number:.3g}"
    digits, exponent = f"{number:.1e}".split("e")
    return f"{digits}·10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
