"""Typed predictions: what cannot be one of the choices is told so, and is not called a wrong idea."""

import pytest

from course_lib.exercises import check


@pytest.mark.parametrize("typed", ["left", "e", ""])
def test_a_word_that_is_no_choice_is_told_the_letters(typed):
    verdict = check("which_way_is_down", typed)
    assert not verdict.passed
    assert 'Answer with one of "a", "b", "c".' in " ".join(verdict.message)
