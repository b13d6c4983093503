"""Verdicts as text and HTML: escaped, marked, never by colour alone."""

import re

import numpy as np
import pytest

from course_lib.exercises import State
from course_lib.exercises.show import MARK_OFF, MARK_ON, compared, number, show
from course_lib.exercises.verdict import Detail, Verdict


def test_nothing_that_a_learner_wrote_becomes_html():
    evil = "<script>alert(1)</script>"
    verdict = Verdict(
        evil,
        State.RAISED,
        evil,
        (f"`{evil}` {evil}",),
        (Detail(evil, MARK_ON + evil + MARK_OFF),),
        footnotes=(evil,),
    )
    html = verdict._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 7


@pytest.mark.parametrize(("answer", "sign"), [(lambda x: x, "✗"), (None, "○")])
def test_a_state_is_told_by_sign_and_word(try_answer, answer, sign):
    verdict = try_answer("relu_grad", answer)
    assert repr(verdict).startswith(f"{sign} relu_grad: {verdict.state}")
    assert sign in verdict._repr_html_()


def test_html_holds_what_the_text_holds(try_answer):
    verdict = try_answer("softmax", lambda z: -z)
    html = re.sub("<[^>]+>", "", verdict._repr_html_())
    for sentence in verdict.message:
        assert sentence.replace("`", "")[:40] in html


def test_only_what_is_wrong_is_marked():
    right, came = np.array([1.0, 2.0, 3.0]), np.array([1.0, 5.0, 3.0])
    (_, expected), (_, got) = compared(right, came, right != came)
    assert re.findall(f"{MARK_ON}(.*?){MARK_OFF}", expected) == ["2.0"]
    assert re.findall(f"{MARK_ON}(.*?){MARK_OFF}", got) == ["5.0"]


def test_digits_are_enough_to_see_the_difference():
    right, came = np.array(1 / 3), np.array(1 / 3 + 1e-10)
    (_, expected), (_, got) = compared(right, came, right != came)
    assert expected != got.strip(MARK_ON + MARK_OFF)


def test_a_large_array_is_told_by_its_wrong_elements():
    right = np.zeros((40, 30))
    came = right.copy()
    came[7, 3] = 2
    ((label, text),) = compared(right, came, right != came)
    assert label == "wrong"
    assert "1 of 1200 elements" in text
    assert "at [7, 3] expected 0.0, got" in text


def test_columns_line_up(try_answer):
    def one_off(z):
        e = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        e[0, 0] += 1e-3
        return e

    lines = repr(try_answer("softmax", one_off, 3)).splitlines()
    start = lines.index("  got:") + 1
    rows = [line for line in lines[start:] if line.strip().startswith("[")]
    assert len({len(row.rstrip("]").ljust(len(rows[0].rstrip("]")))) for row in rows}) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (2.0, "2.0"),
        (np.float32(0.1), "0.1"),
        (True, "True"),
        (np.nan, "nan"),
        (1e-20, "1e-20"),
        (np.array(2), "2"),
        ("b", '"b"'),
        ((1, 2.0), "(1, 2.0)"),
        ({"a": 1}, "{'a': 1}"),
        (np.zeros((0, 3)), "an array of shape (0, 3)"),
    ],
)
def test_show(value, text):
    assert show(value) == text


def test_numbers_that_are_whole_keep_their_point():
    assert number(1e5) == "1e+05"
    assert number(12345.0) == "12345.0"


def test_emphasis_is_seen_and_products_stay():
    verdict = Verdict(
        "x", State.CORRECT, "correct", ("*Rows*, not *all columns*: `a*b*c`, 2 * x * y, a*b*c",)
    )
    html = verdict._repr_html_()
    assert "<em>Rows</em>, not <em>all columns</em>" in html
    assert "a*b*c</code>, 2 * x * y, a*b*c" in html
