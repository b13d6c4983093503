"""The learner's gradient of a 3-4-2 network beside finite differences, element by element."""

from functools import lru_cache, wraps

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from course_lib.figures.controls import Choice, Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import STILL, Frame, move
from course_lib.figures.own import own_values
from course_lib.nn.activations import sigmoid

# The network of lesson 04, with three more examples, so that sums and means over them can be told apart.
X = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 2.0], [-2.0, 0.0, 1.0], [1.5, 1.0, 0.5]])
Y = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
PARAMETERS = {
    "W1": np.array([[0.1, -0.2, 0.4, 0.3], [0.2, 0.3, -0.1, 0.1], [-0.1, 0.4, 0.2, -0.3]]),
    "b1": np.array([0.1, 0.0, -0.1, 0.2]),
    "W2": np.array([[0.5, -0.4], [-0.2, 0.6], [0.4, 0.2], [0.3, -0.5]]),
    "b2": np.array([0.1, -0.2]),
}
STEP, PLACES, PANELS = 1e-5, 4, ("yours", "measured", "difference")
TINTS = LinearSegmentedColormap.from_list(
    "tints", ["#f0a35e", "#ffffff", "#74b9e6"]
)  # black digits stay legible


def outputs(W1, b1, W2, b2):
    """What the hidden layer (4 × 4) and the last layer (4 × 2) give for the four examples."""
    a1 = sigmoid(X @ W1 + b1)
    return a1, sigmoid(a1 @ W2 + b2)


def loss(parameters):
    """Cross-entropy, summed over the two outputs, averaged over the four examples: one number."""
    _, a2 = outputs(**parameters)
    return -np.sum(Y * np.log(a2) + (1 - Y) * np.log(1 - a2)) / len(X)


@lru_cache(maxsize=4)
def measured(name):
    """The gradient in the parameter of that name by central differences with step 1e-5, in the parameter's shape."""
    gradient = np.zeros(PARAMETERS[name].shape)
    for place in np.ndindex(gradient.shape):
        moved = np.zeros(gradient.shape)
        moved[place] = STEP
        above, below = (loss({**PARAMETERS, name: PARAMETERS[name] + d}) for d in (moved, -moved))
        gradient[place] = (above - below) / (2 * STEP)
    return gradient


def gradient_lens(backward=None):
    """Figure: heat maps of the learner's gradient, the measured one and their difference; a slider picks an element.

    `backward(X, Y, a1, a2, W2)` returns dW1, db1, dW2, db2; None stands for "not written yet".
    """
    controls = {
        "parameter": Choice(tuple(PARAMETERS), "W1", label="gradient of"),
        "element": Slider(1, 12, 1, label="element"),
    }
    own = {name: _one_of_four(backward, place) for place, name in enumerate(PARAMETERS)}

    def update(parameter, element):
        return _frame(own[parameter], parameter, element - 1)

    return Figure(_draw, update, controls, panels=3, width=620, height=265)


def _one_of_four(backward, place):
    """The learner's function, cut down to one of its four results."""
    if backward is None:
        return None

    @wraps(backward)
    def one(*arguments):
        result = backward(*arguments)
        if result is None or result is Ellipsis:
            return None
        if not isinstance(result, (tuple, list)) or len(result) != len(PARAMETERS):
            raise ValueError(f"four gradients are asked, {', '.join('d' + name for name in PARAMETERS)}")
        return result[place]

    return one


def _draw(*panels):
    for axes, title in zip(panels, PANELS, strict=True):
        axes.set(xticks=[], yticks=[], title=title, frame_on=False)
        axes.grid(visible=False)
    moving = {f"measured {name}": _table_artists(panels[1], measured(name)) for name in PARAMETERS}
    moving |= {
        place: _table_artists(axes) for place, axes in zip(("own", "difference"), panels[::2], strict=True)
    }
    moving["here"] = [
        axes.add_patch(Rectangle((0, 0), 0.9, 0.9, fill=False, edgecolor="black", linewidth=2))
        for axes in panels
    ]
    moving["missing"] = panels[0].text(0.1, PLACES / 2, "", va="center")
    for axes in panels:
        axes.set(xlim=(-0.2, PLACES + 0.2), ylim=(PLACES, 0), aspect="equal")
    return moving


def _table_artists(axes, table=None):
    """A picture of up to 12 tinted elements, and their numbers; with a table, filled in for good."""
    image = axes.imshow(np.zeros((1, 1)), cmap=TINTS, vmin=-1, vmax=1, extent=(0, 1, 1, 0))
    artists = [
        image,
        *(axes.text(0, 0, "", ha="center", va="center", color="black", fontsize=8.5) for _ in range(12)),
    ]
    if table is not None:
        move(artists, _table(table, np.abs(table).max()))
    return artists


def _frame(own, name, element):
    right = measured(name)
    mine, problem = own_values(own, X, Y, *outputs(**PARAMETERS), PARAMETERS["W2"], shape=right.shape)
    element %= right.size
    place = np.unravel_index(element, right.shape)
    label, scale = f"d{name}[{', '.join(map(str, place))}]", np.abs(right).max()
    here = {"xy": np.add(_corners(right)[element], 0.05), "visible": True}
    missing = here | {"visible": False} if problem else here
    artists = {f"measured {name}": STILL, "here": [missing, here, missing]}
    if problem:
        artists["missing"] = "nothing to show yet"
    else:
        artists |= {"own": _table(mine, scale), "difference": _table(mine - right, scale)}
    readouts = {f"{label}, yours": "—" if problem else f"{mine[place]:+.6f}".replace("-", "−")}
    readouts["measured"] = f"{right[place]:+.6f}".replace("-", "−")
    if not problem:
        readouts["relative error"] = relative_error(mine[place], right[place])
        readouts[f"largest difference in d{name}"] = f"{np.abs(mine - right).max():.0e}".replace("-", "−")
    numbers = ", ".join(f"{key} {value}" for key, value in readouts.items())
    rows, columns = np.atleast_2d(right).shape
    alt = f"Gradient of {name}, {rows} × {columns}: yours, measured, and their difference. Framed: {numbers}."
    return Frame(artists, alt + (f" {problem}." if problem else ""), readouts, problem)


def relative_error(one, other):
    """|one − other| / (|one| + |other|), as text; 0 where both are."""
    total = abs(one) + abs(other)
    return f"{abs(one - other) / total if total else 0:.0e}".replace("-", "−")


def _corners(table):
    """The upper left corner of each element's square, the table in the middle of its panel."""
    rows, columns = np.atleast_2d(table).shape
    left, top = (PLACES - columns) / 2, (PLACES - rows) / 2
    return [(left + n % columns, top + n // columns) for n in range(table.size)]


def _table(table, scale):
    """The data of `_table_artists`: tints from −scale to scale, and each element's number."""
    corners = _corners(table)
    (left, top), (right, bottom) = corners[0], corners[-1]
    image = {
        "data": np.clip(np.atleast_2d(table) / scale, -1, 1),
        "extent": (left, right + 1, bottom + 1, top),
    }
    texts = [
        {"text": _short(number), "position": (x + 0.5, y + 0.5)}
        for number, (x, y) in zip(table.ravel(), corners, strict=True)
    ]
    return [image, *texts, *[{"text": ""}] * (12 - table.size)]


def _short(number):
    if abs(number) < 1e-8:
        return "≈ 0"
    text = f"{number:.3f}" if abs(number) >= 5e-4 else f"{number:.0e}".replace("e-0", "e-")
    return text.replace("-", "−")
