"""The playground in a real JupyterLab: it trains while one watches, and its buttons do what they say."""

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

FRAMES_SHOWN = """(root, seconds) => new Promise((done) => {
    const canvas = root.querySelector("canvas")
    const start = performance.now()
    let frames = 0
    let last = canvas.ariaLabel
    const tick = () => {
        frames += canvas.ariaLabel !== last
        last = canvas.ariaLabel
        if (performance.now() - start > 1000 * seconds) done(frames / seconds)
        else requestAnimationFrame(tick)
    }
    tick()
})"""


@pytest.fixture(scope="module")
def opened(open_notebook, tmp_path_factory):
    path = tmp_path_factory.mktemp("playground") / "playground.ipynb"
    cells = [nbformat.v4.new_code_cell("from course_lib.figures import playground\nplayground()")]
    content = nbformat.v4.new_notebook(cells=cells)
    content.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(content, path)
    book = open_notebook(path)
    book.wait_for_kernel()
    yield book
    assert book.errors == []
    assert book.complaints == []
    book.end()


@pytest.fixture
def figure(opened):
    """The playground, fresh."""
    opened.command("notebook:clear-all-cell-outputs")
    opened.run_cell(0)
    opened.page.wait_for_selector(".downhill-figure canvas")
    (figure,) = opened.figures
    figure.wait(lambda: step_of(figure) == 0)
    return figure


def step_of(figure):
    text = figure.readouts.get("step", "")
    return int(text.replace(",", "")) if text else None


def button(figure, name):
    return figure.root.get_by_role("button", name=name, exact=True)


def test_it_trains_while_one_watches_and_pauses(figure):
    start = figure.pixels
    button(figure, "Start training").click()
    figure.wait(lambda: step_of(figure) >= 100)
    assert figure.pixels != start
    frames = figure.root.evaluate(FRAMES_SHOWN, 3)
    print(f"{frames:.0f} frames a second")
    assert frames > 1
    button(figure, "Pause training").press("Enter")
    figure.page.wait_for_timeout(500)
    paused = step_of(figure)
    figure.page.wait_for_timeout(500)
    assert step_of(figure) == paused > 100
    assert float(figure.readouts["training loss"]) < 0.5
    assert f"step {paused:,}" in figure.alt


def test_step_and_reset(figure):
    untrained = figure.pixels
    button(figure, "Step training").press("Enter")
    figure.wait(lambda: step_of(figure) == 1)
    first = figure.pixels
    button(figure, "Step training").press("Space")
    figure.wait(lambda: step_of(figure) == 2)
    button(figure, "Reset training").click()
    figure.wait(lambda: step_of(figure) == 0 and figure.pixels == untrained)
    button(figure, "Step training").click()
    figure.wait(lambda: step_of(figure) == 1 and figure.pixels == first)  # the same again


def test_another_setting_begins_a_new_run_that_goes_on(figure):
    button(figure, "Start training").click()
    figure.wait(lambda: step_of(figure) >= 300)
    figure.root.get_by_label("data", exact=True).select_option("XOR")
    figure.wait(lambda: "XOR" in figure.alt and step_of(figure) < 200)
    figure.wait(lambda: "XOR" in figure.alt and step_of(figure) >= 200)
    button(figure, "Pause training").click()
    figure.root.get_by_label("noise", exact=True).press("ArrowRight")
    figure.wait(lambda: "noise 0.25" in figure.alt and step_of(figure) == 0)


def test_it_says_that_it_diverged_and_stops(figure):
    figure.root.get_by_label("activation", exact=True).select_option("ReLU")
    figure.root.get_by_label("optimizer", exact=True).select_option("RMSprop")
    figure.root.get_by_label("learning rate", exact=True).select_option("10")
    button(figure, "Start training").click()
    figure.wait(lambda: "diverged" in figure.problem)
    figure.wait(button(figure, "Start training").is_visible)
    figure.root.get_by_label("learning rate", exact=True).select_option("0.01")
    figure.wait(lambda: not figure.problem)
