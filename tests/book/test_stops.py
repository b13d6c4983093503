"""Which stops of a figure's controls the web edition shows."""

from math import prod

from hypothesis import given
from hypothesis import strategies as st

from course_lib.book.stops import MOST_FRAMES, shown_controls, thin
from course_lib.figures import Choice, Point, Slider, Steps, Toggle


@st.composite
def counts_and_starts(draw):
    count = draw(st.integers(2, 3000))
    return count, draw(st.integers(0, count - 1)), draw(st.integers(2, 64))


@given(counts_and_starts())
def test_thinned_stops_hold_both_ends_and_the_start_and_are_few(given_):
    count, start, most = given_
    positions = thin(count, start, most)
    assert {0, start, count - 1} <= set(positions)
    assert positions == sorted(set(positions))
    assert len(positions) <= most + 2
    if count <= most:
        assert positions == list(range(count))


def test_a_slider_alone_keeps_all_its_stops_with_their_texts():
    slider = Slider(-2, 2, 1, step=0.1, label="x")
    shown = shown_controls({"x": slider})["x"]
    assert shown.description["stops"] == slider.describe()["stops"]
    assert shown.description["label"] == "x"
    assert slider.read(shown.positions[shown.start]) == 1


def test_choices_and_toggles_share_the_room_with_the_first_slider():
    controls = {
        "many": Choice(tuple("abcdefghij"), "a"),
        "few": Choice(("a", "b"), "b"),
        "on": Toggle(True),
        "x": Slider(0, 100, 50),
        "y": Slider(0, 100, 50),
        "place": Point(0, 0),
    }
    shown = shown_controls(controls)
    assert list(shown) == ["few", "on", "x"]
    assert shown["few"].start == 1
    assert shown["on"].positions == [False, True]
    assert shown["x"].positions[shown["x"].start] == 50
    assert prod(len(control.positions) for control in shown.values()) <= MOST_FRAMES + 2 * 4


def test_what_goes_on_by_itself_becomes_a_slider_that_plays():
    shown = shown_controls({"step": Steps(1000, 10, label="training")})["step"]
    assert shown.description["kind"] == "slider"
    assert shown.description["stops"][-1] == "1,000"
    assert shown.description["play"] > 0


def test_a_point_alone_stands_still():
    assert shown_controls({"place": Point(1, 2)}) == {}
