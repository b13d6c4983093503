"""Typed predictions: what cannot be one of the choices is told so, and is not called a wrong idea."""

import pytest

from course_lib.exercises import check


@pytest.mark.parametrize("typed", ["left", "e", ""])
def test_a_word_that_is_no_choice_is_told_the_letters(typed):
    verdict = check("which_way_is_down", typed)
    assert not verdict.passed
    assert 'Answer with one of "a", "b", "c".' in " ".join(verdict.message)


@pytest.mark.parametrize("typed", [13, 14])
def test_a_whole_number_where_decimals_are_needed_is_told_so(typed):
    verdict = check("loss_after_one_step", typed)
    assert not verdict.passed
    assert "without its decimals" in " ".join(verdict.message)
