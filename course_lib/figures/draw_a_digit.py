"""Draw a digit: MNIST's preparation step by step, and what a network says of it while one draws."""

import numpy as np

from course_lib.data import drawn
from course_lib.figures.controls import Slider, Toggle
from course_lib.figures.drawing import Drawing
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.pen_digits import pen_digit
from course_lib.figures.style import BLUE, DASHED, DOTTED, GREY, SKY, VERMILLION

DIGITS = np.arange(10)
WIDTH, HEIGHT, SIDE, PIXEL = (
    680,
    360,
    328,
    5.6,
)  # CSS pixels: all, the paper's side, and one pixel of the small pictures
POINTS = 0.75 * SIDE / drawn.PAPER  # matplotlib's points (3/4 of a CSS pixel) for a unit of paper
BAR = 0.8
EMPTY = "An empty paper to draw a digit on, and nothing yet of its pixels and the network's answer."

# digit, then left, top, width and height in units of the paper
EXAMPLES = {
    "a 3": pen_digit(3, 7, 4, 12, 19),
    "a 7 on the right": pen_digit(7, 16, 4, 10, 18),
    "a small 2 in a corner": pen_digit(2, 2.5, 2.5, 7, 9),
    "a small 4 below": pen_digit(4, 10, 16, 8, 10),
    "a 5 on the left": pen_digit(5, 2.5, 6, 10, 17),
    "a large 8": pen_digit(8, 6, 2, 16, 24),
}


def draw_a_digit(model):
    """Figure: a paper to draw a digit on, the 20×20 and the 28×28 pixels made of it, and the model's ten probabilities.

    model: an nn.Module that takes n×1×28×28 images, scaled as `fit` scales them, and gives n×10 logits, on any device.
    Toggles leave a step out; where the model raises or gives nonsense, the figure says so. See `course_lib.data.drawn`.
    """
    controls = {
        "drawing": Drawing(EXAMPLES, "a 3", pen="pen", label="drawing"),
        "pen": Slider(0.5, 4, 2, step=0.25, label="width of the pen"),
        "crop": Toggle(True, label="cut out, scale to 20 × 20"),
        "by_mass": Toggle(True, label="centre of mass to the middle"),
        "bright_ink": Toggle(True, label="ink 255, paper 0"),
    }

    def update(drawing, pen, crop, by_mass, bright_ink):
        return _frame(model, drawing, pen, crop, by_mass, bright_ink)

    return Figure(_draw, update, controls, width=WIDTH, height=HEIGHT)


def _draw(paper):
    figure = paper.figure
    paper.set_position(_place(6, 26, SIDE, SIDE))
    small = figure.add_axes(_place(384, 26, drawn.BOX * PIXEL, drawn.BOX * PIXEL))
    final = figure.add_axes(
        _place(WIDTH - 6 - drawn.SIZE * PIXEL, 26, drawn.SIZE * PIXEL, drawn.SIZE * PIXEL)
    )
    bars = figure.add_axes(_place(384, 222, 290, 110))
    paper.set(xlim=(0, drawn.PAPER), ylim=(drawn.PAPER, 0), title="1  your drawing")
    bars.set(
        xlim=(-0.6, 9.6), ylim=(0, 1.15), xticks=DIGITS, yticks=[0, 0.5, 1], title="4  the network's answer"
    )
    bars.grid(visible=False, axis="x")
    moving = _draw_paper(paper) | _draw_pixels(small, final)
    for axes in (paper, small, final):
        axes.set(xticks=[], yticks=[], facecolor="white")
        axes.spines[:].set_visible(True)
    return moving | {
        "bars": bars.bar(DIGITS, 0.0 * DIGITS, width=BAR, color=SKY),
        "answer": bars.bar(0, 0, width=BAR, color=BLUE)[0],
        "sure": bars.text(0, 0, "", ha="center", va="bottom"),
    }


def _place(left, top, width, height):
    """Where axes stand, from the picture's left and top in CSS pixels, as matplotlib counts."""
    return left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT


def _draw_paper(axes):
    return {
        "ink": axes.plot([], [], color="black", solid_capstyle="round", solid_joinstyle="round")[0],
        "box": axes.plot([], [], color=VERMILLION, linestyle=DASHED, linewidth=1.5)[0],
        "invitation": axes.text(14, 14, "", color=GREY, ha="center", va="center"),
    }


def _draw_pixels(small, final):
    small.set_title("2  20 × 20")
    final.set_title("3  28 × 28")
    dotted = {"color": GREY, "linestyle": DOTTED, "linewidth": 1}
    return {
        "small": _pixels(small, drawn.BOX),
        "left out": small.text(10, 10, "", color=GREY, ha="center", va="center"),
        "final": _pixels(final, drawn.SIZE),
        "middle": [final.plot([], [], **dotted)[0] for _ in range(2)],
        "mass": final.plot([], [], "+", color=VERMILLION, markersize=12, markeredgewidth=2)[0],
    }


def _pixels(axes, size):
    """Pixels that move, ink dark: a mesh, for `imshow` takes five times as long to draw."""
    axes.set(xlim=(0, size), ylim=(size, 0))
    edges = np.arange(size + 1)
    return axes.pcolormesh(edges, edges, np.zeros((size, size)), cmap="gray_r", vmin=0, vmax=255)


def _frame(model, strokes, pen, crop, by_mass, bright_ink):
    paper = drawn.draw_strokes(strokes, pen)
    pixels = drawn.prepare_drawing(paper, crop, by_mass)
    row, column = drawn.centre_of_mass(pixels)
    pixels = pixels if bright_ink else 255 - pixels
    artists = {"final": {"array": pixels}}
    if crop:
        artists["small"] = {"array": drawn.fit_to_20(paper)}
    else:
        artists["left out"] = "left out"
    box = drawn.bounding_box(paper)
    if box is None:
        return Frame(artists | {"invitation": "draw a digit here"}, EMPTY, {"answer": "—", "next": "—"})
    artists |= _marks(strokes, pen, box, row, column)
    probabilities, problem = _probabilities(model, pixels)
    readouts = {"answer": "—", "next": "—"}
    if not problem:
        artists |= _bars(probabilities)
        first, second = np.argsort(-probabilities)[:2]
        readouts = {"answer": _said(probabilities, first), "next": _said(probabilities, second)}
    steps = {"scaled to 20 × 20": crop, "centred by mass": by_mass, "bright ink": bright_ink}
    return Frame(artists, _alt(box, row, column, steps, readouts, problem), readouts, problem)


def _marks(strokes, pen, box, row, column):
    """The ink and its box on the paper; in the 28×28 pixels their middle and the centre of mass."""
    middle = drawn.MIDDLE + 0.5  # of the pixel with this number
    top, bottom, left, right = (side / drawn.FINE for side in box)
    return {
        "ink": {"data": _line(strokes), "linewidth": pen * POINTS},
        "box": ([left, right, right, left, left], [top, top, bottom, bottom, top]),
        "middle": [([middle] * 2, [0, drawn.SIZE]), ([0, drawn.SIZE], [middle] * 2)],
        "mass": ([column + 0.5], [row + 0.5]),
    }


def _line(strokes):
    """All strokes as one line, x and y, gaps (NaN) between them. A hair is added to each, for a dot is no line."""
    hair, gap = [[0.05, 0]], [[np.nan, np.nan]]
    return np.concatenate([part for stroke in strokes for part in (stroke, stroke[-1:] + hair, gap)]).T


def _bars(probabilities):
    best = int(probabilities.argmax())
    height = probabilities[best]
    return {
        "bars": probabilities,
        "answer": {"x": best - BAR / 2, "height": height},
        "sure": {"position": (best, height + 0.02), "text": f"{height:.0%}"},
    }


def _said(probabilities, digit):
    return f"{digit}, {probabilities[digit]:.1%}"


def _probabilities(model, pixels):
    """The model's ten probabilities (float64) for 28×28 pixels and "", or None and what is wrong."""

    def your_model(pixels):
        from course_lib.training import predict  # torch loads only where there is a model to ask

        return predict(model, pixels[None])[0]

    your_model.__name__ = "your model"
    unwritten = model is None or model is Ellipsis
    logits, problem = own_values(None if unwritten else your_model, pixels, shape=(10,))
    if problem:
        return None, problem.replace("your function", "your model")
    weights = np.exp(logits - logits.max())
    return weights / weights.sum(), ""


def _alt(box, row, column, steps, readouts, problem):
    top, bottom, left, right = (side / drawn.FINE for side in box)
    done = ", ".join(step if on else f"not {step}" for step, on in steps.items())
    said = problem or f"The network's answer: {readouts['answer']}; next: {readouts['next']}"
    return (
        f"A drawing on a paper 28 units wide; its bounding box is {right - left:.1f} wide and {bottom - top:.1f} high, "
        f"{left:.1f} from the left, {top:.1f} from the top. The 28 × 28 pixels made of it ({done}) have their centre of mass in "
        f"row {row:.1f}, column {column:.1f}. {said}."
    )
