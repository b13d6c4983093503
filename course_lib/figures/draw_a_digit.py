"""Draw a digit: MNIST's preparation step by step, and what a network says of it while one draws."""

from copy import deepcopy

import numpy as np

from course_lib.data import drawn
from course_lib.figures.controls import Slider, Toggle
from course_lib.figures.drawing import Drawing
from course_lib.figures.drawn_panels import BAR, HEIGHT, POINTS, WIDTH, draw_panels
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.own import own_values
from course_lib.figures.pen_digits import EXAMPLES, FIRST

EMPTY = "An empty paper to draw a digit on, and nothing yet of its pixels and the network's answer."


def draw_a_digit(model):
    """Figure: a paper to draw a digit on, the 20×20 and the 28×28 pixels made of it, and the model's ten probabilities.

    model: an nn.Module that takes n×1×28×28 images, scaled as `fit` scales them, and gives n×10 logits, on any device.
    The figure keeps a copy, so that training may go on undisturbed. Toggles leave a step out; where the model raises or
    gives nonsense, the figure says so. The steps are those of `course_lib.data.drawn`.
    """
    model = _copy(model)
    controls = {
        "drawing": Drawing(EXAMPLES, FIRST, pen="pen", label="drawing"),
        "pen": Slider(0.5, 4, 2, step=0.25, label="width of the pen"),
        "crop": Toggle(True, label="cut out, scale to 20 × 20"),
        "by_mass": Toggle(True, label="centre of mass to the middle"),
        "bright_ink": Toggle(True, label="ink 255, paper 0"),
    }

    def update(drawing, pen, crop, by_mass, bright_ink):
        return _frame(model, drawing, pen, crop, by_mass, bright_ink)

    return Figure(draw_panels, update, controls, width=WIDTH, height=HEIGHT)


def _copy(model):
    try:
        return deepcopy(model)
    except Exception:
        return model  # a few can't be copied: those are asked themselves


def _frame(model, strokes, pen, crop, by_mass, bright_ink):
    paper = drawn.draw_strokes(strokes, pen)
    pixels = drawn.prepare_drawing(paper, crop, by_mass)
    given = pixels if bright_ink else 255 - pixels
    artists = {"final": {"array": given}}
    artists |= {"small": {"array": drawn.fit_to_20(paper)}} if crop else {"left out": "left out"}
    if not paper.any():
        return Frame(artists | {"invitation": "draw a digit here"}, EMPTY, _readouts(None))
    artists |= _ink(strokes, pen, paper) | _marks(pixels)
    probabilities, problem = _probabilities(model, given)
    readouts = _readouts(probabilities)
    if not problem:
        artists |= _bars(probabilities)
    steps = {"scaled to 20 × 20": crop, "centred by mass": by_mass, "bright ink": bright_ink}
    return Frame(artists, _alt(paper, pixels, steps, readouts, problem), readouts, problem)


def _ink(strokes, pen, paper):
    """The ink, and its box."""
    top, bottom, left, right = _sides(paper)
    return {
        "ink": {"data": _line(strokes), "linewidth": pen * POINTS},
        "box": ([left, right, right, left, left], [top, top, bottom, bottom, top]),
    }


def _sides(paper):
    """The bounding box in units of the paper."""
    return [side / drawn.FINE for side in drawn.bounding_box(paper)]


def _marks(pixels):
    """Where the centre of mass belongs, and where it is."""
    row, column = drawn.centre_of_mass(pixels)
    middle = drawn.MIDDLE + 0.5  # of the pixel with this number
    return {
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


def _readouts(probabilities):
    if probabilities is None:
        return {"answer": "—", "next": "—"}
    first, second = np.argsort(-probabilities)[:2]
    return {
        "answer": f"{first}, {probabilities[first]:.1%}",
        "next": f"{second}, {probabilities[second]:.1%}",
    }


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


def _alt(paper, pixels, steps, readouts, problem):
    top, bottom, left, right = _sides(paper)
    row, column = drawn.centre_of_mass(pixels)
    done = ", ".join(step if on else f"not {step}" for step, on in steps.items())
    said = problem or f"The network's answer: {readouts['answer']}; next: {readouts['next']}"
    return (
        f"A drawing on a paper 28 units wide; its bounding box is {right - left:.1f} wide and {bottom - top:.1f} high, "
        f"{left:.1f} from the left, {top:.1f} from the top. The 28 × 28 pixels made of it ({done}) have their centre of mass in "
        f"row {row:.1f}, column {column:.1f}. {said}."
    )
