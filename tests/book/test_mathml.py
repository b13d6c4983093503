"""Formulas as MathML."""

import re
from pathlib import Path

import pytest

pytest.importorskip(
    "latex2mathml", reason="the web edition's packages are not here: `make book-test` installs them"
)

from course_lib.book.mathml import in_html, to_mathml

LESSONS = sorted(Path(__file__).parents[2].glob("lessons/*.py"))
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+)\$", re.DOTALL)


def test_a_fraction():
    made = to_mathml(r"\frac{1}{n}", display=True)
    assert 'display="block"' in made
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>" in made
    assert r'alttext="\frac{1}{n}"' in made


@pytest.mark.parametrize(
    ("formula", "signs"), [("(-2 - 8)", 1), ("x = -1, -2", 2), ("(a) - b", 0), ("a - b", 0), ("|a| - 1", 0)]
)
def test_a_sign_stands_close_to_its_number(formula, signs):
    assert to_mathml(formula).count('form="prefix"') == signs


def test_an_unknown_command_is_named():
    with pytest.raises(ValueError, match=r"does not know \\unheardof in the formula"):
        to_mathml(r"a \unheardof b")


def test_html_keeps_all_but_its_formulas():
    made = in_html(r"<b>Yes.</b> $a &lt; b$ for 5\$, $c$")
    assert made.startswith("<b>Yes.</b> <math ")
    assert made.count("<math ") == 2
    assert "<mo>&#x0003C;</mo>" in made or "<mo>&lt;</mo>" in made
    assert r"for 5\$, " in made


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_formula_of_the_course_is_understood(lesson):
    prose = [
        line[2:] if line.startswith("# ") else "" for line in lesson.read_text(encoding="utf-8").splitlines()
    ]
    formulas = [shown or inline for shown, inline in FORMULA.findall("\n".join(prose))]
    assert formulas
    for formula in formulas:
        to_mathml(formula)
