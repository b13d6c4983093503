"""Pictures of digits: what they say in words is what they show."""

import numpy as np
import pytest

from course_lib.figures import digits, mistakes


@pytest.fixture
def shown(monkeypatch):
    """The alt texts of every picture shown."""
    texts = []
    for room in (digits, mistakes):
        monkeypatch.setattr(room, "show", lambda figure, alt: texts.append(alt))
    return texts


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, size=(40, 28, 28), dtype=np.uint8)


def test_the_grid_has_a_row_for_each_digit(shown, images):
    digits.digit_grid(images, np.arange(40) % 10, each=4)
    assert "Ten rows of 4" in shown[0]


def test_the_browser_tells_label_and_ink(images):
    labels = np.arange(40) % 10
    images[7] = 0
    images[7, 3, :10] = 255
    frame = digits.digit_browser(images, labels).frame(number=7)
    assert frame.readouts == {"label": "7", "ink in all": "10 pixels"}
    assert "labelled 7" in frame.alt
    assert "the most in row 3" in frame.alt


def test_the_browser_draws_the_ink_of_a_row_beside_that_row(images):
    rows = [5, 11, 11, 9, *range(24)]
    images[0] = [[255] * ink + [0] * (28 - ink) for ink in rows]
    figure = digits.digit_browser(images, np.arange(40) % 10)
    figure.picture()
    ink = figure._stage.artists["ink"]
    (outline,) = ink.get_path().to_polygons(closed_only=False)
    for row, length in enumerate(rows):
        ends = outline[np.isclose(outline[:, 0], length) & (np.abs(outline[:, 1] - row) <= 0.5)][:, 1]
        assert length == 0 or (ends.min(), ends.max()) == (row - 0.5, row + 0.5)
    assert ink.axes.get_ylim() == (27.5, -0.5)


def test_weight_maps_take_weights_as_a_network_has_them(shown):
    digits.weight_maps(np.random.default_rng(0).normal(size=(10, 784)))
    assert "Ten small pictures" in shown[0]


def test_the_confusion_picture_names_the_commonest_mistake(shown):
    mistakes.confusion_picture(np.array([[5, 0, 1], [3, 6, 0], [0, 0, 7]]))
    assert "18 of 22" in shown[0]
    assert "The commonest mistake, 3 times: 1 answered as 0." in shown[0]


def test_the_confusion_picture_names_all_that_tie(shown):
    mistakes.confusion_picture(np.array([[5, 2, 1], [0, 6, 2], [2, 0, 7]]))
    assert (
        "3 mistakes tie as the commonest, 2 times each: 0 answered as 1, 1 answered as 2, 2 answered as 0."
        in shown[0]
    )


def test_a_perfect_confusion_matrix_can_be_shown(shown):
    mistakes.confusion_picture(np.diag([4, 5]))
    assert "9 of 9" in shown[0]
    assert "There is no mistake." in shown[0]


def test_the_mistake_browser_starts_with_the_first_row_given(images):
    probabilities = np.full((40, 10), 0.01)
    probabilities[12, 9] = 0.91
    figure = mistakes.mistake_browser(images, np.full(40, 4), probabilities, rows=[12, 3])
    assert figure.frame().readouts == {"true digit": "4", "answer": "9, 91.0% sure"}
    assert "a 4 that the network takes for a 9" in figure.frame().alt
    assert figure.picture().png.startswith(b"\x89PNG")


def test_the_bars_of_the_first_and_the_last_class_are_whole(images):
    figure = mistakes.mistake_browser(images, np.full(40, 4), np.full((40, 10), 0.1), rows=[12, 3])
    bars = figure._stage.artists["bars"]
    low, high = bars[0].axes.get_xlim()
    assert low <= bars[0].get_x()
    assert high >= bars[9].get_x() + bars[9].get_width()
