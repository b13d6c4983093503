"""The figure as its author and a notebook without kernel see it."""

import gc
import inspect
import weakref

import numpy as np
import pytest

from course_lib.figures import Figure, Frame, Slider, Toggle


def draw(axes):
    axes.set(xlim=(-4, 4), ylim=(0, 16))
    return {"point": axes.plot([], [], "o")[0]}


def update(at, on=False):
    return Frame(
        {"point": ([at], [at**2])}, alt=f"A point at {at:.1f}.", readouts={"height < 17": f"{at**2:.2f}"}
    )


CONTROLS = {"at": Slider(-4, 4, 1, step=0.5, label="x"), "on": Toggle()}


@pytest.fixture
def figure():
    return Figure(draw, update, CONTROLS, width=300, height=200)


def test_a_frame_is_for_the_values_named_and_the_starts_of_the_rest(figure):
    assert figure.frame(at=2).artists["point"] == ([2], [4])
    assert figure.frame().alt == "A point at 1.0."


def test_without_a_kernel_there_is_a_picture_with_alt_text_and_readouts(figure):
    bundle = figure._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"] == "A point at 1.0."
    assert 'alt="A point at 1.0."' in bundle["text/html"]
    assert "<p>height &lt; 17: 1.00</p>" in bundle["text/html"]


def test_the_same_state_gives_the_same_bytes_whatever_came_before(figure):
    first = figure.picture(at=2).png
    figure.render({"at": -3, "on": True}, 1.37, dark=True)
    assert figure.picture(at=2).png == first
    assert Figure(draw, update, CONTROLS, width=300, height=200).picture(at=2).png == first
    assert figure.picture(at=3).png != first


@pytest.mark.parametrize("alt", ["", None, "\n"])
def test_a_figure_without_alt_text_is_refused(alt):
    with pytest.raises(ValueError, match="Alt text is required"):
        Figure(draw, lambda at, on: Frame({}, alt=alt), CONTROLS)


def broken_draw(axes):
    raise RuntimeError("no pen")


def broken_update(at, on):
    return Frame({"point": ([at], [1 / 0])}, alt="never")


@pytest.mark.parametrize(
    ("draw", "update", "says"),
    [
        (broken_draw, update, "RuntimeError: no pen"),
        (draw, broken_update, "ZeroDivisionError: division by zero"),
        (draw, lambda at, on: Frame({"nobody": 3}, alt="x"), "KeyError: 'nobody'"),
        (draw, lambda at, on: Frame({"point": (["a"], [None, 2])}, alt="x"), "ConversionError"),
        (draw, lambda at: Frame({}, alt="x"), "TypeError"),
        (draw, lambda at, on: None, "AttributeError"),
    ],
)
def test_an_author_s_error_is_said_in_the_figure(draw, update, says):
    figure = Figure(draw, update, CONTROLS, width=300, height=200)
    pixels, frame = figure.render({"at": 1, "on": False})
    assert says in frame.problem
    assert says.split(":")[0] in figure._repr_mimebundle_()["text/html"]
    assert pixels.shape == (200, 300, 4)


@pytest.mark.parametrize("wild", [np.nan, np.inf, 1e300, -1e18])
def test_wild_numbers_are_drawn_without_a_word(figure, wild, recwarn):
    wild_figure = Figure(draw, lambda at, on: Frame({"point": ([at, 2], [wild, -wild])}, alt="x"), CONTROLS)
    _, frame = wild_figure.render({"at": 1, "on": False})
    assert not frame.problem
    assert not recwarn.list


def test_a_figure_that_is_gone_leaves_nothing_behind():
    figure = Figure(draw, update, CONTROLS, width=300, height=200)
    figure._repr_mimebundle_()
    gone = weakref.ref(figure), weakref.ref(figure._stage._figure)
    del figure
    gc.collect()
    assert [reference() for reference in gone] == [None, None]


def test_a_typical_figure_takes_few_lines():
    assert len(inspect.getsource(draw).splitlines() + inspect.getsource(update).splitlines()) < 10
