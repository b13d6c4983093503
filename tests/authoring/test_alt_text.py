"""Pictures that say nothing are found; pictures that speak, and code about pictures, are left alone."""

import pytest

from course_lib.authoring.alt_text import has_silent_image, silent_images_in_markdown


@pytest.mark.parametrize(
    "silent",
    [
        "![](valley.png)",
        "![ ](valley.png)",
        "![][valley]",
        '<img src="valley.png">',
        '<img alt="" src="valley.png"/>',
        "<IMG SRC=valley.png>",
        '<img title="a > b" src="valley.png">',
        "<svg width='3'><path/></svg>",
    ],
)
def test_silent_images_are_found_with_their_line(silent):
    assert silent_images_in_markdown(f"# Title\n\ntext {silent}") == [3]


@pytest.mark.parametrize(
    "good",
    [
        "![A valley with its bottom at 1](valley.png)",
        '<img src="valley.png" alt="A valley">',
        "<img alt='A valley' src=x>",
        '<svg role="img" aria-label="A valley"></svg>',
        "Write `![](file)` never.",
        "```\n![](file)\n```",
        "a factorial, 3![1]",
    ],
)
def test_images_that_speak(good):
    assert silent_images_in_markdown(good) == []


def output(data, metadata=None):
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def test_a_raw_picture_is_silent_unless_its_metadata_speak():
    assert has_silent_image(output({"image/png": "iVBOR", "text/plain": "<Figure>"}))
    assert not has_silent_image(output({"image/png": "iVBOR"}, {"image/png": {"alt": "A valley"}}))
    assert not has_silent_image(output({"image/png": "iVBOR"}, {"alt": "A valley"}))


def test_html_outputs():
    assert has_silent_image(output({"text/html": "<b>x</b><img src='data:image/png;base64,AA'>"}))
    assert not has_silent_image(output({"text/html": "<img src='data:image/png;base64,AA' alt='A valley'>"}))
    assert not has_silent_image(output({"text/plain": "3"}))
    assert not has_silent_image({"output_type": "stream", "name": "stdout", "text": "![](x)"})
