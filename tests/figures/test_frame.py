"""Frames and how artists take their data."""

import numpy as np
import pytest

from course_lib.figures import Frame, subplots
from course_lib.figures.frame import move, parts


@pytest.fixture
def axes():
    return subplots()[1]


def test_a_frame_needs_alt_text():
    with pytest.raises(ValueError, match="Alt text is required, and got ' '"):
        Frame({}, alt=" ")


def test_every_kind_of_artist_takes_its_data(axes):
    line = axes.plot([], [])[0]
    move(line, ([1, 2], [3, 4]))
    assert line.get_xydata().tolist() == [[1, 3], [2, 4]]
    scatter = axes.scatter([], [])
    move(scatter, np.array([[1, 2], [3, 4]]))
    assert scatter.get_offsets().tolist() == [[1, 2], [3, 4]]
    bars = axes.bar([0, 1], [0, 0])
    move(bars, [5, 6])
    assert [bar.get_height() for bar in bars] == [5, 6]
    image = axes.imshow(np.zeros((2, 2)))
    move(image, np.ones((2, 2)))
    assert image.get_array().min() == 1
    text = axes.text(0, 0, "")
    move(text, "hello")
    assert text.get_text() == "hello"
    move(text, {"position": (1, 2), "text": "there"})
    assert (text.get_position(), text.get_text()) == ((1, 2), "there")
    band = axes.fill_between([], [], [])
    move(band, ([0, 1], [0, 0], [1, 2]))
    assert band.get_paths()[0].vertices.max() == 2
    move([line, text], [([0], [0]), "both"])
    assert (line.get_xydata().tolist(), text.get_text()) == ([[0, 0]], "both")


def test_too_few_heights_are_an_error(axes):
    with pytest.raises(ValueError, match="shorter"):
        move(axes.bar([0, 1], [0, 0]), [1])


def test_parts_are_the_single_artists(axes):
    line, bars = axes.plot([], [])[0], axes.bar([0, 1], [0, 0])
    assert parts([line, bars]) == [line, *bars]
