"""The kernel's side of a figure in the page."""

from types import SimpleNamespace

import ipywidgets
import nbclient
import nbformat
import numpy as np
import pytest

from course_lib.figures import Choice, Figure, Frame, Slider, widget
from course_lib.figures.changes import apply_changes
from course_lib.figures.widget import FigureWidget


def draw(axes):
    axes.set(xlim=(-4, 4), ylim=(0, 16))
    return {"point": axes.plot([], [], "o")[0]}


def update(at, kind):
    return Frame({"point": ([at], [at**2])}, alt=f"{kind} at {at}", readouts={"height": str(at**2)})


@pytest.fixture
def figure():
    return Figure(
        draw,
        update,
        {"at": Slider(-4, 4, 1, label="x"), "kind": Choice(["a", "b"], "b")},
        width=200,
        height=100,
    )


@pytest.fixture
def run_cell(monkeypatch):
    """`run_cell(cell, run)` makes what follows look like that run of that cell."""
    monkeypatch.setattr(widget, "_shown", {})

    def run(cell="cell 1", run="run 1"):
        parent = {"header": {"msg_id": run}, "metadata": {"cellId": cell} if cell else {}}
        monkeypatch.setattr(widget, "get_ipython", lambda: SimpleNamespace(get_parent=lambda: parent))

    run()
    return run


class Page:
    """What `figure.js` does: asks, and paints what comes back."""

    def __init__(self, shown, name="page"):
        self.widget, self.name, self.number, self.look, self.still, self.answers = (
            shown,
            name,
            0,
            None,
            None,
            [],
        )
        shown.send = lambda answer, buffers: self.answers.append((answer, buffers))

    def ask(self, at=5, kind=1, scale=1, dark=False, **changed):
        self.number += 1
        look = f"{scale} {dark}"
        request = {"view": self.name, "number": self.number, "scale": scale, "dark": dark, "look": look}
        request |= {"positions": {"at": at, "kind": kind}, "ahead": [], "has_still": look == self.look}
        self.widget._answer({**request, **changed})
        return self.answers[-1]

    def paint(self, answer, buffers):
        runs, pixels = buffers[:2]
        if "size" in answer:
            self.still, self.look = buffers[-1], answer["look"]
        picture = self.still.copy()
        apply_changes(picture, runs, pixels)
        return picture


@pytest.fixture
def page(figure, run_cell):
    return Page(FigureWidget.of(figure, figure.picture()))


def test_the_page_learns_the_controls_and_the_alt_text(page):
    slider, choice = page.widget.controls
    assert (slider["name"], slider["label"], slider["stops"][0]) == ("at", "x", "−4")
    assert (choice["name"], choice["label"], list(choice["options"])) == ("kind", "kind", ["a", "b"])
    assert page.widget.positions == {"at": 5, "kind": 1}
    assert page.widget.alt == "b at 1"
    assert page.widget.poster[:4] == b"\x89PNG"


def test_an_answer_says_what_is_seen(page):
    answer, _ = page.ask(at=7, kind=0)
    (frame,) = answer["frames"]
    assert frame["alt"] == "a at 3"
    assert frame["readouts"] == {"height": "9"}
    assert frame["problem"] == ""
    assert frame["positions"] == {"at": 7, "kind": 0}
    assert answer["size"] == (200, 100)
    assert len(answer["panels"]) == 1
    assert answer["number"] == 1


def test_painting_the_changes_on_the_still_picture_gives_the_frame(page, figure):
    for at, scale, dark in ((5, 1, False), (8, 1, False), (0, 1.5, False), (1, 1.5, True), (1, 1.5, True)):
        picture = page.paint(*page.ask(at=at, scale=scale, dark=dark))
        whole, _ = figure.render({"at": at - 4, "kind": "b"}, scale, dark)
        assert np.array_equal(picture, whole.view(np.uint32).ravel())


def test_a_moved_point_sends_little_and_the_still_picture_only_once(page):
    first = page.ask(at=5)
    page.paint(*first)
    then = page.ask(at=6)
    assert first[1][2].size == 200 * 100
    assert len(then[1]) == 2
    assert then[1][1].size < 500
    assert "panels" not in then[0]


def test_the_frame_that_is_asked_for_comes_first_and_the_others_while_there_is_time(page, monkeypatch):
    ahead = [{"at": at, "kind": 1} for at in (6, 7)]
    monkeypatch.setattr(widget, "_AHEAD", 60)
    answer, buffers = page.ask(at=5, ahead=ahead)
    assert [frame["alt"] for frame in answer["frames"]] == ["b at 1", "b at 2", "b at 3"]
    assert len(buffers) == 2 * 3 + 1
    assert page.widget.positions["at"] == 5
    monkeypatch.setattr(widget, "_AHEAD", 0)
    answer, _ = page.ask(at=5, ahead=ahead)
    assert [frame["alt"] for frame in answer["frames"]] == ["b at 1"]


def test_a_figure_may_refuse_to_be_drawn_ahead(page):
    page.widget._figure.ahead = False
    assert len(page.ask(ahead=[{"at": 6, "kind": 1}])[0]["frames"]) == 1


def test_two_pages_get_each_their_own(page):
    other = Page(page.widget, "other")
    page.answers = other.answers
    assert len(other.ask(at=0)[1]) == len(page.ask(at=0)[1]) == 3


def test_an_overtaken_request_is_not_answered(page):
    page.ask(at=5)
    page.ask(at=6)
    page.ask(at=0, number=1)
    assert len(page.answers) == 2
    assert page.widget.positions["at"] == 6


def test_a_page_opened_again_starts_where_the_last_one_stood(page):
    page.ask(at=8)
    assert page.widget.get_state("positions") == {"positions": {"at": 8, "kind": 1}}


@pytest.mark.parametrize("scale", [0, 1e9, "2"])
def test_a_mad_size_stays_within_reason(page, scale):
    width, _ = page.ask(scale=scale)[0]["size"]
    assert 40 <= width <= 800


def test_running_a_cell_again_replaces_its_figures(figure, run_cell):
    first, second = (FigureWidget.of(figure, figure.picture()) for _ in range(2))  # two in one cell
    run_cell("cell 2", "run 2")
    elsewhere = FigureWidget.of(figure, figure.picture())
    run_cell("cell 1", "run 3")
    third = FigureWidget.of(figure, figure.picture())
    assert first.comm is None
    assert second.comm is None
    assert elsewhere.comm
    assert third.comm


def test_replaced_figures_leave_nothing_in_the_kernel(figure, run_cell):
    counts = []
    for run in range(4):
        run_cell("cell 1", f"run {run}")
        FigureWidget.of(figure, figure.picture())
        counts.append(len(ipywidgets.widgets.widget._instances))
    assert len(set(counts)) == 1
    Page(
        FigureWidget.of(figure, figure.picture())
    ).ask()  # a figure that is shown once more draws itself again


def test_readouts_may_be_numbers(run_cell):
    figure = Figure(
        draw, lambda at: Frame({}, alt="x", readouts={"height": np.int64(3)}), {"at": Slider(0, 1, 0)}
    )
    assert Page(FigureWidget.of(figure, figure.picture())).ask(at=0)[0]["frames"][0]["readouts"] == {
        "height": "3"
    }


def test_a_front_end_that_names_no_cells_works_too(figure, run_cell):
    run_cell(cell=None)
    assert FigureWidget.of(figure, figure.picture()).comm


CELL = """
from course_lib.figures import tangent
figure = tangent(lambda x: x**2, lambda x: 2 * x)
figure
"""


@pytest.mark.slow
def test_a_notebook_without_front_end_keeps_the_picture(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    nbclient.NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "execute_result"
    assert output.data["text/plain"].startswith("f(x) from −4.0 to 4.0")
    assert "<img alt=" in output.data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in output.data
