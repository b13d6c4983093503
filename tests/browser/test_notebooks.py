"""Every lesson in a real JupyterLab: Run All, then move every control of every figure."""

from pathlib import Path

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# Trains for minutes, which nbval does once already: here only what stands above the first training.
LONG = {"07_mnist_project"}
# Half a minute of training and more: part of `make test-long`.
IN_TEST_LONG = {"06_regularization", "08_mnist_your_own"}
LESSONS = [
    pytest.param(path, id=path.stem, marks=[pytest.mark.long] if path.stem in IN_TEST_LONG else [])
    for path in NOTEBOOKS
]


@pytest.fixture(params=LESSONS)
def lesson(request, open_notebook, tmp_path):
    """A lesson as a learner opens it, run from top to bottom."""
    content = nbformat.read(request.param, as_version=4)
    if request.param.stem in LONG:
        first_training = next(number for number, cell in enumerate(content.cells) if "fit(" in cell.source)
        content.cells = content.cells[:first_training]
    nbformat.write(content, tmp_path / request.param.name)
    notebook = open_notebook(tmp_path / request.param.name)
    notebook.run_all(seconds=200)
    yield notebook
    notebook.end()


def test_every_control_of_every_figure_moves_its_picture(lesson):
    assert lesson.figures
    for figure in lesson.figures:
        for slider in figure.sliders:
            moves(figure, figure.drag, slider, 0.9)
            moves(figure, figure.drag, slider, 0.1)
            step_aside(figure, slider)
        for choice in figure.root.locator("select").all():
            options = choice.locator("option").all_text_contents()
            for option in [*options[::-1], *options[:1]]:
                choice.select_option(option)
        for toggle in figure.root.locator("input[type=checkbox]").all():
            moves(figure, toggle.click)
        for handle in figure.root.locator(".handle").all():
            moves(figure, handle.press, "ArrowUp")
    lesson.page.wait_for_timeout(300)
    assert lesson.errors == []
    assert lesson.complaints == []


def step_aside(figure, slider):
    """A key's step to where the drag has not been: what is shown may still be on its way from there."""
    if slider.input_value() == "0":
        figure.page.wait_for_timeout(500)
        moves(figure, slider.press, "ArrowRight")
    else:
        moves(figure, slider.press, "ArrowLeft")


def moves(figure, act, *arguments):
    """What `act` does shows in the picture and in what is said of it, unless the figure says why it cannot."""
    pixels, alt = figure.pixels, figure.alt
    act(*arguments)
    figure.wait(lambda: figure.problem or (figure.alt != alt and figure.pixels != pixels))
    assert "could not be drawn" not in figure.problem
    assert "busy" not in figure.problem
