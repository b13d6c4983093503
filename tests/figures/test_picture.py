"""Still pictures."""

import base64
import io
import re

import matplotlib.pyplot as plt
import pytest
from PIL import Image

from course_lib.figures import picture, show, subplots
from course_lib.figures.picture import Picture


@pytest.fixture
def shown(monkeypatch):
    """What was displayed."""
    outputs = []
    monkeypatch.setattr("IPython.display.display", outputs.append)
    return outputs


def a_figure():
    figure, axes = subplots(width=300, height=200)
    axes.plot([1, 2], [3, 4])
    return figure


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_a_picture_without_alt_text_is_refused_with_what_to_do(shown, alt):
    with pytest.raises(ValueError, match="Say in a sentence or two what is seen"):
        show(a_figure(), alt=alt)
    assert not shown


def test_a_picture_is_an_img_with_its_alt_text_and_half_its_pixels_as_width(shown):
    show(a_figure(), alt='A "rising" line, from 3 to 4 <at once>.')
    html = shown[0]._repr_html_()
    assert 'alt="A &quot;rising&quot; line, from 3 to 4 &lt;at once&gt;."' in html
    png = base64.b64decode(re.search('base64,([^"]+)"', html).group(1))
    assert int(re.search(r'width="(\d+)"', html).group(1)) == Image.open(io.BytesIO(png)).width // 2
    assert repr(shown[0]) == 'A "rising" line, from 3 to 4 <at once>.'


def test_the_same_figure_gives_the_same_bytes_with_no_date_or_version(shown):
    show(a_figure(), alt="a line")
    show(a_figure(), alt="a line")
    assert shown[0].png == shown[1].png
    assert "Software" not in Image.open(io.BytesIO(shown[0].png)).info
    assert len(Image.open(io.BytesIO(shown[0].png)).info) <= 1  # its density


def test_a_pyplot_figure_is_closed_so_that_it_is_not_shown_twice(shown):
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    show(figure, alt="a line")
    assert not plt.fignum_exists(figure.number)


def test_subplots_are_in_the_course_s_style_and_unknown_to_pyplot():
    before = plt.get_fignums()
    figure, axes = subplots(1, 2, width=480)
    assert figure.get_size_inches()[0] * figure.dpi == pytest.approx(480)
    assert not axes[0].spines.top.get_visible()
    assert plt.get_fignums() == before


def test_a_picture_needs_alt_text_wherever_it_is_made():
    with pytest.raises(ValueError, match="Alt text"):
        Picture(b"", "")
    assert picture.DENSITY == 2
