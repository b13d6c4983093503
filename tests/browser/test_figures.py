"""The figure engine in a real JupyterLab, on a notebook of its own."""

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

CELLS = [
    """
import time
from course_lib.figures import BLUE, VERMILLION, Choice, Figure, Frame, Point, Slider, Toggle

def draw(left, right):
    left.set(xlim=(-4, 4), ylim=(-2, 2))
    right.set(xlim=(0, 1), ylim=(0, 1))
    return {"point": left.plot([], [], "o", color=VERMILLION)[0], "bars": right.bar([0.3, 0.6], [0, 0], color=BLUE)}

shown = []

def update(place, rate, way, bars):
    shown.append(rate)
    if way == "broken":
        raise RuntimeError("no way")
    artists = {"point": ([place[0]], [place[1]])} | ({"bars": [rate, 0.5]} if bars else {})
    return Frame(artists, alt=f"point {place[0]:.2f} {place[1]:.2f}, rate {rate}, {way}, {bars}", readouts={"rate": str(rate)})
""",
    """
Figure(draw, update, {
    "place": Point(1, 1, label="start"), "rate": Slider(0, 1, 0.2, step=0.02, label="learning rate", play=20),
    "way": Choice(["SGD", "Adam", "broken"], "Adam", label="optimizer"), "bars": Toggle(True, label="show bars"),
}, panels=2, width=600, height=300, ahead=False)
""",
    "before = len(shown); time.sleep(4); during = len(shown) - before",
    "end = time.time() + 4\nwhile time.time() < end: pass",
    "print('frames', during, len(shown) - before, shown[-1])",
    """
Figure(
    lambda axes: {"dot": axes.plot([], [], "o")[0]}, lambda at: Frame({"dot": ([at / 10], [0.5])}, alt=f"at {at}"),
    {"at": Slider(0, 10, 3)}, width=300, height=200,
)
""",
]


def notebook(path, *cells):
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    content.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(content, path)
    return path


@pytest.fixture(scope="module")
def opened(open_notebook, tmp_path_factory):
    """The notebook, with its first two cells run."""
    book = open_notebook(notebook(tmp_path_factory.mktemp("figures") / "figures.ipynb", *CELLS))
    book.wait_for_kernel()
    book.run_cell(0)
    yield book
    assert book.errors == []
    assert book.complaints == []
    book.end()


@pytest.fixture
def figure(opened):
    """The figure, fresh."""
    opened.page.set_viewport_size({"width": 1280, "height": 900})
    opened.command("notebook:clear-all-cell-outputs")
    opened.run_cell(1)
    opened.page.wait_for_selector(".downhill-figure canvas")
    (figure,) = opened.figures
    figure.wait(lambda: "rate 0.2" in figure.alt and figure.readouts)
    return figure


def test_the_widget_is_shown_and_not_the_still_picture(figure):
    assert figure.page.locator(".jp-OutputArea img").count() == 0
    assert figure.alt == "point 1.00 1.00, rate 0.2, Adam, True"


def test_every_control_has_a_name_and_works_from_the_keyboard(figure):
    page = figure.page
    page.get_by_label("learning rate", exact=True).press("ArrowRight")
    figure.wait(lambda: "rate 0.22" in figure.alt)
    page.get_by_label("learning rate", exact=True).press("End")
    figure.wait(lambda: "rate 1.0" in figure.alt)
    page.get_by_label("optimizer").press("ArrowUp")
    figure.wait(lambda: "SGD" in figure.alt)
    page.get_by_label("show bars").press("Space")
    figure.wait(lambda: "False" in figure.alt)
    page.get_by_label("start: ").press("ArrowLeft")
    figure.wait(lambda: "point 0.92 1.00" in figure.alt)
    page.get_by_label("start: ").press("ArrowUp")
    figure.wait(lambda: "point 0.92 1.04" in figure.alt)
    assert figure.page.locator(".jp-Cell").count() == len(
        CELLS
    )  # no key reached the notebook's own shortcuts


def test_shift_enter_on_a_slider_runs_the_cell_as_everywhere_in_jupyterlab(figure):
    figure.sliders[0].press("Home")
    figure.wait(lambda: "rate 0.0" in figure.alt)
    figure.sliders[0].click()
    figure.sliders[0].press("Control+Enter")
    figure.wait(lambda: figure.page.get_by_label("learning rate", exact=True).input_value() == "10")


def test_the_readouts_are_spoken_when_the_slider_rests(figure):
    spoken = figure.root.locator("[role=status]")
    assert spoken.text_content() == ""
    figure.sliders[0].press("ArrowRight")
    figure.wait(lambda: spoken.text_content() == "rate: 0.22")


def test_a_point_is_dragged_to_where_the_pointer_lets_go(figure):
    box = figure.root.locator(".handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    figure.page.mouse.move(x + 3, y - 2)  # not its very middle: it must not jump
    figure.page.mouse.down()
    figure.page.mouse.move(x - 37, y + 28, steps=4)
    figure.page.mouse.up()
    figure.wait(lambda: "point 1.00 1.00" not in figure.alt)
    figure.page.wait_for_timeout(200)
    moved = figure.root.locator(".handle").bounding_box()
    assert (moved["x"] - box["x"], moved["y"] - box["y"]) == (
        pytest.approx(-40, abs=1),
        pytest.approx(30, abs=1),
    )


def test_play_runs_to_the_end_and_stops(figure):
    play = figure.root.get_by_role("button", name="Play learning rate")
    play.press("Enter")
    figure.root.get_by_role("button", name="Pause learning rate").press("Enter")
    figure.page.wait_for_timeout(200)
    paused = figure.alt
    figure.page.wait_for_timeout(300)
    assert figure.alt == paused
    play.click()
    figure.wait(lambda: "rate 1.0" in figure.alt)
    figure.wait(play.is_visible)


def test_an_error_is_shown_in_the_figure_and_goes_again(figure):
    choice = figure.root.locator("select")
    choice.select_option("broken")
    figure.wait(lambda: "RuntimeError: no way" in figure.problem)
    choice.select_option("SGD")
    figure.wait(lambda: not figure.problem)


# At every frame that the page shows: has the figure another size, or its still left edge another look?
WATCH = """root => {
    const canvas = root.querySelector("canvas")
    const look = () => [root.offsetWidth, root.offsetHeight, ...canvas.getContext("2d").getImageData(0, 0, 25, canvas.height).data].join()
    const first = look()
    root.flickers = root.frames = 0
    const tick = () => { root.frames += 1; root.flickers += look() !== first; requestAnimationFrame(tick) }
    tick()
}"""


def test_nothing_flickers_or_changes_size_while_a_slider_is_dragged(figure):
    figure.root.evaluate(WATCH)
    figure.drag(figure.sliders[0], 0.9, steps=20)
    figure.root.locator("select").select_option("broken")
    figure.wait(lambda: figure.problem)
    figure.root.locator("select").select_option("SGD")
    figure.wait(lambda: not figure.problem)
    assert figure.root.evaluate("root => root.frames") > 10
    assert figure.root.evaluate("root => root.flickers") == 0


def test_the_picture_follows_the_cell_and_the_theme(figure):
    wide, light = figure.width, figure.pixels
    figure.page.set_viewport_size({"width": 760, "height": 900})
    figure.wait(lambda: figure.width < wide)
    shown = figure.root.locator("canvas").bounding_box()["width"]
    assert figure.width == pytest.approx(shown, abs=1)
    figure.page.set_viewport_size({"width": 1280, "height": 900})
    figure.wait(lambda: figure.pixels == light)
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme}).then(() => true)"
    figure.page.evaluate(change, "JupyterLab Dark")
    figure.wait(lambda: figure.pixels != light)
    splash = "#jupyterlab-splash"  # JupyterLab removes it 200 ms after each change, and complains if it is gone by then
    figure.page.wait_for_selector(splash, state="detached")
    figure.page.evaluate(change, "JupyterLab Light")
    figure.wait(lambda: figure.pixels == light)
    figure.page.wait_for_selector(splash, state="detached")


def test_a_figure_answers_beside_a_running_cell_and_old_values_are_dropped(opened, figure):
    figure.drag(figure.sliders[0], 0.5)
    figure.wait(lambda: "rate 0.5" in figure.alt)
    opened.run_cell(2, wait=False)
    for share in (0.9, 0.1, 0.7):
        figure.drag(figure.sliders[0], share, steps=30)
    figure.wait(lambda: "rate 0.7" in figure.alt, seconds=3.5)
    opened.run_cell(3)
    opened.run_cell(4)
    said = opened.page.locator(".jp-OutputArea-output", has_text="frames").inner_text().split()
    assert 1 <= int(said[1]) <= 95  # of 90 positions and the three that were stood on
    assert said[3] == "0.7"


# Moves the slider and reads, before the kernel can have answered, what is shown.
MOVE = """([root, to]) => {
    const slider = root.querySelector("input")
    slider.value = to
    slider.dispatchEvent(new Event("input"))
    return root.querySelector("canvas").ariaLabel
}"""


def test_the_next_stops_of_a_slider_are_there_before_they_are_asked_for(opened):
    opened.command("notebook:clear-all-cell-outputs")
    opened.run_cell(5)
    opened.page.wait_for_selector(".downhill-figure canvas")
    (figure,) = opened.figures
    figure.wait(lambda: figure.alt == "at 3")
    figure.sliders[0].press("ArrowRight")
    figure.wait(lambda: figure.alt == "at 4")
    before = figure.pixels
    assert figure.page.evaluate(MOVE, [figure.root.element_handle(), 5]) == "at 5"
    assert figure.pixels != before


def test_all_stops_are_there_soon_after_the_pointer_has_come_to_a_slider(opened):
    opened.command("notebook:clear-all-cell-outputs")
    opened.run_cell(5)
    opened.page.wait_for_selector(".downhill-figure canvas")
    (figure,) = opened.figures
    figure.wait(lambda: figure.alt == "at 3")
    figure.sliders[0].hover()
    figure.page.wait_for_timeout(2000)
    assert figure.alt == "at 3"
    for to in (10, 0, 7):
        assert figure.page.evaluate(MOVE, [figure.root.element_handle(), to]) == f"at {to}"


def test_it_is_sharp_on_a_dense_screen_and_reopens_where_it_stood(opened, figure, lab, chromium):
    figure.drag(figure.sliders[0], 0.6)
    figure.wait(lambda: "rate 0.6" in figure.alt)
    opened.command("docmanager:save")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, device_scale_factor=2)
    again = type(opened)(context.new_page(), lab.address, "figures.ipynb")
    again.wait_for_kernel()
    again.page.wait_for_selector(".downhill-figure canvas")
    (dense,) = again.figures
    dense.wait(lambda: "rate 0.6" in dense.alt)
    assert dense.width == pytest.approx(2 * figure.width, abs=2)
    assert again.complaints == []
    context.close()
