"""Digits drawn in a real JupyterLab, by mouse and by touch: the ink shows at once, the answer follows live."""

import nbformat
import pytest

from course_lib.figures.pen_digits import EXAMPLES, FIRST, pen_digit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

# A model that needs no training: it compares the 28×28 pixels with one picture of each digit.
CELL = """
import numpy as np
import torch
from torch import nn
from course_lib.data.drawn import draw_strokes, prepare_drawing
from course_lib.figures import draw_a_digit
from course_lib.figures.pen_digits import pen_digit

pictures = [prepare_drawing(draw_strokes(pen_digit(digit, 7, 4, 12, 19))).ravel() / 255.0 for digit in range(10)]
weights = torch.tensor(np.array([picture / np.linalg.norm(picture) for picture in pictures]), dtype=torch.float32)
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
model.load_state_dict({"1.weight": 3 * weights, "1.bias": 3 * weights.sum(1) * 0.1307 / 0.3081})
draw_a_digit(model)
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    content.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path_factory.mktemp("drawing") / "drawing.ipynb"
    nbformat.write(content, path)
    return path


@pytest.fixture(scope="module")
def opened(open_notebook, notebook):
    """The notebook on a screen that knows mouse and touch."""
    book = open_notebook(notebook, has_touch=True)
    book.wait_for_kernel()
    yield book
    assert book.errors == []
    assert book.complaints == []
    book.end()


@pytest.fixture
def figure(opened):
    """The figure, fresh: an example is drawn already."""
    opened.command("notebook:clear-all-cell-outputs")
    opened.run_cell(0)
    opened.page.wait_for_selector(".downhill-figure canvas")
    (figure,) = opened.figures
    figure.wait(lambda: answer(figure) == "2" and figure.root.locator(".paper").is_visible())
    return figure


def answer(figure):
    return figure.readouts.get("answer", "").partition(",")[0]


def places(figure, stroke):
    """Where in the page a stroke's points are."""
    box = figure.root.locator(".paper").bounding_box()
    return [(box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28) for x, y in stroke]


def draw(figure, strokes):
    """Draw with the mouse."""
    mouse = figure.page.mouse
    for stroke in strokes:
        first, *others = places(figure, stroke)
        mouse.move(*first)
        mouse.down()
        for place in others:
            mouse.move(*place)
        mouse.up()


def touch(figure, strokes):
    """Draw with a finger."""
    finger = figure.page.context.new_cdp_session(figure.page)

    def send(kind, *points):
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    for stroke in strokes:
        first, *others = places(figure, stroke)
        send("touchStart", first)
        for place in others:
            send("touchMove", place)
        send("touchEnd")


def ink_on_top(figure):
    """Whether the page shows ink of its own, which the kernel's picture has not yet."""
    return (
        figure.root.locator(".paper path").evaluate("path => getComputedStyle(path).visibility") == "visible"
    )


def button(figure, name):
    return figure.root.get_by_role("button", name=f"{name} drawing", exact=True)


@pytest.mark.parametrize("hand", [draw, touch])
def test_a_digit_is_drawn_and_read(figure, hand):
    scrolled = figure.root.bounding_box()
    hand(figure, pen_digit(7, 3, 3, 6, 9))
    figure.wait(lambda: answer(figure) == "7")
    figure.wait(lambda: not ink_on_top(figure))
    assert "3.0 from the left" not in figure.alt
    assert figure.root.get_by_label("drawing", exact=True).input_value() == "my own"
    button(figure, "Clear").click()
    figure.wait(lambda: answer(figure) == "—" and "empty paper" in figure.alt)
    hand(figure, pen_digit(0, 12, 12, 12, 14))
    figure.wait(lambda: answer(figure) == "0")
    assert figure.root.bounding_box() == scrolled  # a finger draws, it does not scroll


def test_the_answer_follows_while_one_draws(figure):
    (stroke,) = pen_digit(2, 6, 4, 13, 19)
    first, *others = places(figure, stroke)
    seen = set()
    figure.page.mouse.move(*first)
    figure.page.mouse.down()
    for number, place in enumerate(others):
        figure.page.mouse.move(*place)
        if number % 8 == 7:
            figure.wait(lambda: not ink_on_top(figure))  # the kernel's picture has caught up
            seen.add(figure.readouts["answer"])
    assert len(seen) > 3
    figure.wait(lambda: answer(figure) == "2")  # the button is still down
    figure.page.mouse.up()


SHOWN_AT_ONCE = """([root, x, y]) => {
    const paper = root.querySelector(".paper")
    const canvas = root.querySelector("canvas")
    const before = canvas.toDataURL()
    const fire = (kind, x, y) => paper.dispatchEvent(new PointerEvent(kind, { clientX: x, clientY: y, pointerId: 1, bubbles: true }))
    paper.setPointerCapture = () => {}
    fire("pointerdown", x, y)
    fire("pointermove", x + 50, y + 20)
    const path = paper.querySelector("path")
    return [getComputedStyle(path).visibility, path.getAttribute("d").length > 10, canvas.toDataURL() === before]
}"""


def test_ink_shows_before_the_kernel_knows_of_it(figure):
    box = figure.root.locator(".paper").bounding_box()
    shown = figure.page.evaluate(SHOWN_AT_ONCE, [figure.root.element_handle(), box["x"] + 20, box["y"] + 20])
    assert shown == ["visible", True, True]


def test_undo_takes_back_stroke_by_stroke_then_what_was_there_before(figure):
    example = figure.pixels
    draw(figure, pen_digit(4, 7, 4, 12, 19))
    figure.wait(lambda: answer(figure) == "4" and not ink_on_top(figure))
    both = figure.pixels
    button(figure, "Clear").press("Enter")
    figure.wait(lambda: answer(figure) == "—")
    button(figure, "Undo").press("Enter")
    figure.wait(lambda: figure.pixels == both)
    button(figure, "Undo").press("Space")
    figure.wait(lambda: answer(figure) != "4" or figure.pixels != both)
    button(figure, "Undo").click()
    figure.wait(lambda: figure.pixels == example)
    assert figure.root.get_by_label("drawing", exact=True).input_value() == FIRST
    button(figure, "Undo").click()  # nothing is left to take back
    figure.page.wait_for_timeout(300)
    assert figure.pixels == example


def test_without_a_mouse_one_chooses_an_example_and_leaves_steps_out(figure):
    choice = figure.root.get_by_label("drawing", exact=True)
    choice.select_option("a 3")
    figure.wait(lambda: answer(figure) == "3")
    for name in ("cut out, scale to 20 × 20", "centre of mass to the middle", "ink 255, paper 0"):
        before = figure.pixels
        figure.root.get_by_label(name).press("Space")
        figure.wait(lambda before=before: figure.pixels != before)
    assert "not scaled to 20 × 20, not centred by mass, not bright ink" in figure.alt
    choice.select_option("my own")
    figure.wait(lambda: answer(figure) == "—")
    assert choice.locator("option").all_text_contents() == [*EXAMPLES, "my own"]


def test_the_pen_s_width_is_that_of_the_kernel_s_picture(figure):
    figure.drag(figure.sliders[0], 1)
    figure.wait(lambda: "4.00" in figure.root.locator("output").text_content())
    draw(figure, [[(5, 14), (23, 14)]])
    figure.wait(lambda: not ink_on_top(figure))
    assert figure.root.locator(".paper path").get_attribute("stroke-width") == "4.00"
    assert "and 4.0 high" in figure.alt or "and 4.1 high" in figure.alt
