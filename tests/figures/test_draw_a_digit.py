"""The figure on which one draws a digit: what it shows is what MNIST's preparation and the model give."""

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.data import drawn
from course_lib.figures import draw_a_digit
from course_lib.figures.pen_digits import EXAMPLES, FIRST
from course_lib.training import predict

CORNER = EXAMPLES[FIRST]


@pytest.fixture
def model():
    """A linear model, in training mode and with dropout, that gives different answers to different pictures."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(784, 10)).train()


def probabilities_of(model, pixels):
    return predict(model, pixels[None])[0].double().softmax(0).numpy()


@pytest.mark.parametrize(
    ("left_out", "pixels"),
    [
        ({}, lambda paper: drawn.prepare_drawing(paper)),
        ({"crop": False}, lambda paper: drawn.prepare_drawing(paper, crop=False)),
        ({"by_mass": False}, lambda paper: drawn.prepare_drawing(paper, by_mass=False)),
        ({"bright_ink": False}, lambda paper: 255 - drawn.prepare_drawing(paper)),
    ],
)
def test_pixels_and_probabilities_with_and_without_each_step(model, left_out, pixels):
    frame = draw_a_digit(model).frame(drawing=CORNER, pen=1.5, **left_out)
    expected = pixels(drawn.draw_strokes(CORNER, 1.5))
    assert np.array_equal(frame.artists["final"]["array"], expected)
    probabilities = probabilities_of(model, expected)
    assert frame.artists["bars"] == pytest.approx(probabilities, abs=1e-6)
    best = probabilities.argmax()
    assert frame.readouts["answer"] == f"{best}, {probabilities[best]:.1%}"
    assert frame.readouts["answer"] in frame.alt
    assert frame.artists["answer"]["x"] == pytest.approx(best - 0.4)
    assert ("left out" in frame.artists) == (left_out == {"crop": False})


def test_the_box_and_the_centre_of_mass_are_marked_where_they_are(model):
    frame = draw_a_digit(model).frame(drawing=CORNER, crop=False, by_mass=False)
    xs, ys = frame.artists["box"]
    points = np.concatenate(CORNER)
    assert (min(xs), min(ys)) == pytest.approx(points.min(axis=0) - 1, abs=0.15)
    assert (max(xs), max(ys)) == pytest.approx(points.max(axis=0) + 1, abs=0.15)
    assert min(xs) < frame.artists["mass"][0][0] < max(xs)
    assert f"{min(xs):.1f} from the left" in frame.alt
    moved = draw_a_digit(model).frame(drawing=CORNER)
    assert moved.artists["mass"] == (pytest.approx([14.5], abs=0.5), pytest.approx([14.5], abs=0.5))
    assert "(scaled to 20 × 20, centred by mass, bright ink)" in moved.alt
    assert "(not scaled to 20 × 20, not centred by mass, bright ink)" in frame.alt


def test_the_model_s_mode_and_weights_are_left_alone(model):
    before = [parameter.clone() for parameter in model.parameters()]
    first, again = draw_a_digit(model).frame(), draw_a_digit(model).frame()
    assert first.readouts == again.readouts  # dropout is off meanwhile
    assert all(layer.training for layer in model.modules())
    assert all(torch.equal(one, other) for one, other in zip(before, model.parameters(), strict=True))


def test_training_may_go_on(model):
    figure = draw_a_digit(model)
    before = figure.frame().readouts
    nn.init.normal_(model[2].weight)
    assert figure.frame().readouts == before
    assert draw_a_digit(model).frame().readouts != before


def test_an_empty_paper_invites_and_asks_nobody():
    frame = draw_a_digit(lambda pixels: 1 / 0).frame(drawing=[])
    assert frame.artists["invitation"] == "draw a digit here"
    assert frame.readouts["answer"] == "—"
    assert not frame.problem
    assert "bars" not in frame.artists
    assert "empty paper" in frame.alt


@pytest.mark.parametrize(
    "strokes", [[[(14, 14)]], [[(3, 3), (3, 3)]], [[(14, 2), (14, 26)]], [[(0, 0), (28, 28)]]]
)
@pytest.mark.parametrize("pen", [0.5, 4])
def test_dots_and_lines_are_drawn(model, strokes, pen):
    figure = draw_a_digit(model)
    strokes = [np.array(stroke, float) for stroke in strokes]
    with_ink, frame = figure.render(figure.read(figure.starts) | {"drawing": strokes, "pen": pen})
    assert not frame.problem
    height, width = np.array(with_ink.shape[:2])
    paper = with_ink[30 : height - 10, 10 : width // 2 - 10]
    black = (paper[..., :3].max(axis=2) < 60) & (paper[..., 3] == 255)
    ink = drawn.draw_strokes(strokes, pen).sum() / 255 / drawn.FINE**2  # square units
    assert black.sum() == pytest.approx(ink * (328 / 28) ** 2, rel=0.25)


class Broken(nn.Linear):
    """Takes no images."""

    def forward(self, inputs):
        raise RuntimeError("no\nimages, please")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (None, "your model is not written yet"),
        (..., "your model is not written yet"),
        (Broken(1, 1), "your model raised RuntimeError: no images, please"),
        (nn.Sequential(nn.Flatten(), nn.Linear(784, 7)), "shape (7,); (10,) was expected"),
        (nn.Linear(784, 10), "your model raised RuntimeError"),
        (42, "your model raised AttributeError"),
    ],
)
def test_a_model_that_gives_no_probabilities_is_told_of(bad, says):
    frame = draw_a_digit(bad).frame()
    assert says in frame.problem
    assert says in frame.alt
    assert "\n" not in frame.problem
    assert frame.readouts["answer"] == "—"
    assert "bars" not in frame.artists
    assert "final" in frame.artists  # the steps are shown all the same


def test_a_model_that_gives_nan_is_told_of(model):
    nn.init.constant_(model[2].bias, float("nan"))
    assert draw_a_digit(model).frame().problem == "your model gives nan here"


def test_sure_of_everything_is_no_overflow(model):
    nn.init.constant_(model[2].weight, 0)
    with torch.no_grad():
        model[2].bias[:] = torch.tensor([1e4] + 9 * [-1e4])
    assert draw_a_digit(model).frame().readouts["answer"] == "0, 100.0%"


def test_the_still_picture_shows_an_example(model):
    picture = draw_a_digit(model).picture()
    assert picture.png[:4] == b"\x89PNG"
    assert "bounding box is 9" in picture.alt
