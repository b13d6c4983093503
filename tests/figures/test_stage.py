"""Drawing: still parts once, moving artists each time."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from course_lib.figures import BLUE, INK
from course_lib.figures.frame import STILL
from course_lib.figures.stage import Stage


def draw(axes):
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.plot([0, 1], [0, 1])
    return {
        "line": axes.plot([], [], color=INK)[0],
        "bars": axes.bar([0.2, 0.6], [0, 0], width=0.1, color=BLUE),
    }


@pytest.fixture
def stage():
    made = Stage(draw, 300, 200)
    made.prepare(1)
    return made


def test_the_picture_has_the_asked_for_pixels():
    stage = Stage(draw, 301, 200)
    for scale, size in ((1, (301, 200)), (2, (602, 400)), (0.5, (150, 100))):
        stage.prepare(scale)
        assert stage.pixels({}).shape == (*size[::-1], 4)


def test_a_frame_shows_only_what_it_names(stage):
    empty = stage.pixels({})
    line = stage.pixels({"line": ([0, 1], [1, 0])})
    both = stage.pixels({"line": ([0, 1], [1, 0]), "bars": [0.5, 0.8]})
    assert (empty != line).any()
    assert (line != both).any()
    assert np.array_equal(stage.pixels({}), empty)  # nothing is left of earlier frames


def test_a_frame_is_a_function_of_its_data_alone(stage):
    frames = [{"line": ([0, 1], [height, 0])} for height in (0.2, 0.9, 0.5)]
    forwards = [stage.pixels(frame) for frame in frames]
    backwards = [stage.pixels(frame) for frame in frames[::-1]][::-1]
    assert np.array_equal(forwards, backwards)


def test_still_parts_are_drawn_once(stage, monkeypatch):
    drawn = []
    monkeypatch.setattr(Axes, "draw", lambda *_: drawn.append(1))
    for height in (0.1, 0.2):
        stage.prepare(1)
        stage.pixels({"line": ([0, 1], [height, 0])})
    assert not drawn


def test_blitting_shows_what_drawing_everything_shows(stage):
    """The oracle: the same artists, not animated, drawn by matplotlib itself."""
    blitted = stage.pixels({"line": ([0, 1], [1, 0]), "bars": [0.5, 0.8]})

    def still(axes):
        for artist, data in zip(draw(axes).values(), (([0, 1], [1, 0]), [0.5, 0.8]), strict=True):
            if hasattr(artist, "set_data"):
                artist.set_data(data)
            else:
                [bar.set_height(height) for bar, height in zip(artist, data, strict=True)]
        for artist in axes.lines[1:]:
            artist.set_zorder(2)
        return {}

    whole = Stage(still, 300, 200)
    whole.prepare(1)
    # The order of overlapping strokes and the blending of their edges may differ; the picture may not.
    assert np.abs(whole.pixels({}).astype(int) - blitted).mean() < 0.5


def draw_two_backgrounds(axes):
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return {
        "line": axes.plot([], [], color=BLUE)[0],
        "steep": axes.plot([0, 1], [0, 1], color=INK)[0],
        "flat": axes.plot([0, 1], [0.2, 0.2], color=INK)[0],
    }


def test_a_background_is_shown_below_what_moves_and_drawn_once_a_view(monkeypatch):
    stage, drawn = Stage(draw_two_backgrounds, 300, 200), []
    draw_artist = Stage._draw
    monkeypatch.setattr(
        Stage, "_draw", lambda self, artist: drawn.append(artist) or draw_artist(self, artist)
    )
    pictures = {}
    for dark in (False, True):
        stage.prepare(1, dark)
        for name in ("steep", "flat") * 3:
            frame = stage.pixels({"line": ([0, 1], [1, 0]), name: STILL})
            assert np.array_equal(frame, pictures.setdefault((name, dark), frame))
    assert [drawn.count(stage.artists[name]) for name in ("steep", "flat")] == [2, 2]
    assert len({picture.tobytes() for picture in pictures.values()}) == 4
    assert not np.array_equal(stage.pixels({"line": ([0, 1], [1, 0])}), pictures["steep", True])


def test_panels_say_where_they_are_and_what_they_show():
    stage = Stage(
        lambda left, right: right.set(xlim=(2, 6), ylim=(-1, 1)) and {}, 400, 200, panels=2, ratios=[1, 3]
    )
    stage.prepare(1)
    left, right = stage.panels
    assert right[4:] == [2, 6, -1, 1]
    assert 0 < left[0] < left[0] + left[2] < right[0] < right[0] + right[2] <= 1
    assert right[2] > 2 * left[2]


def test_dark_and_light_differ_and_come_back(stage):
    light = stage.pixels({"line": ([0, 1], [1, 0])})
    stage.prepare(1, dark=True)
    dark = stage.pixels({"line": ([0, 1], [1, 0])})
    stage.prepare(1)
    assert (light != dark).any()
    assert np.array_equal(stage.pixels({"line": ([0, 1], [1, 0])}), light)


def test_a_name_that_draw_did_not_return_is_an_error(stage):
    with pytest.raises(KeyError, match="tangent"):
        stage.pixels({"tangent": ([0], [0])})
