"""A figure's pictures for the web edition."""

import json
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from course_lib.book.frames import PAPER, as_frames, frame_number, save_picture
from course_lib.book.stops import shown_controls
from course_lib.figures import Choice, Figure, Frame, Slider
from course_lib.figures.picture import DENSITY


@pytest.fixture
def figure():
    def draw(axes):
        axes.set(xlim=(0, 3), ylim=(0, 3))
        return {"point": axes.plot([], [], "o")[0]}

    def update(x, kind):
        height = 1 if kind == "low" else 2
        return Frame(
            {"point": ([x], [height])},
            alt=f"{kind} at {x}",
            readouts={"x": str(x)},
            problem="</script>" * (x == 3),
        )

    return Figure(draw, update, {"x": Slider(1, 3, 2), "kind": Choice(("low", "high"), "low")}, height=120)


def about(bundle):
    return json.loads(re.search(r"<script[^>]*>(.*)</script>", bundle["text/html"]).group(1))


def test_each_setting_has_its_own_words_and_pictures(figure, tmp_path):
    told = about(as_frames(figure, tmp_path))
    assert [frame["alt"] for frame in told["frames"]] == [
        f"{kind} at {x}" for x in (1, 2, 3) for kind in ("low", "high")
    ]
    assert len({name for frame in told["frames"] for name in frame["pictures"]}) == 12
    assert told["positions"] == {"x": 1, "kind": 0}
    assert told["frames"][0]["readouts"] == {"x": "1"}


@pytest.mark.parametrize("theme", [0, 1])
def test_a_picture_is_what_the_notebook_would_draw(figure, tmp_path, theme):
    shown = shown_controls(figure.controls)
    frame = about(as_frames(figure, tmp_path))["frames"][frame_number(shown, {"x": 2, "kind": 1})]
    dark = bool(theme)
    expected, _ = figure.render({"x": 3, "kind": "high"}, DENSITY, dark, PAPER[dark])
    name = frame["pictures"][theme].removeprefix("frames/")
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / name)), expected[..., :3])


def test_the_image_shows_the_start_before_any_script_runs(figure, tmp_path):
    html = BeautifulSoup(as_frames(figure, tmp_path)["text/html"], "html.parser")
    assert html.img["alt"] == "low at 2"
    assert (html.img["width"], html.img["height"]) == ("600", "120")
    assert (tmp_path / html.img["src"].removeprefix("frames/")).exists()
    assert len(html.find_all("script")) == 1  # "</script>" in a frame's words ends nothing


def test_equal_pictures_are_one_file(tmp_path):
    pixels = np.zeros((4, 4, 4), np.uint8)
    assert save_picture(pixels, tmp_path) == save_picture(pixels.copy(), tmp_path)
    assert save_picture(pixels + 1, tmp_path) != save_picture(pixels, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
