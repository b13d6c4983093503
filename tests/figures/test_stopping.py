"""The patience rule against a search by its definition; the stopping point and the learner's rule in the picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.figures import stopping
from course_lib.figures.stopping import epoch_of_patience

TRAINING, VALIDATION = [4.0, 3.0, 2.0, 1.0, 0.5], [5.0, 3.0, 4.0, 3.5, 2.0]


def by_definition(losses, patience):
    for epoch in range(patience + 1, len(losses) + 1):
        waited, before = losses[epoch - patience : epoch], losses[: epoch - patience]
        if min(waited) >= min(before):
            return epoch
    return len(losses)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20), st.integers(1, 6))
def test_the_rule_is_its_definition(losses, patience):
    assert epoch_of_patience(losses, patience) == by_definition(losses, patience)


@pytest.mark.parametrize(("patience", "epoch"), [(1, 3), (2, 4), (3, 5)])
def test_the_lessons_numbers(patience, epoch):
    frame = stopping(TRAINING, VALIDATION).frame(patience=patience)
    assert frame.readouts["patience stops after"] == str(epoch)
    assert f"with patience {patience} training stops after epoch {epoch}" in frame.alt


@pytest.mark.parametrize(("x", "epoch"), [(-3.0, 1), (2.4, 2), (99.0, 5)])
def test_the_stopping_point_is_the_nearest_epoch(x, epoch):
    figure = stopping(TRAINING, VALIDATION)
    frame = figure.frame(stop=(x, 0.3))
    assert frame.readouts["you stop after epoch"] == str(epoch)
    assert frame.readouts["training loss"] == f"{TRAINING[epoch - 1]:.3f}"
    assert frame.readouts["validation loss"] == f"{VALIDATION[epoch - 1]:.3f}"
    assert frame.artists["here"] == ([epoch] * 2, (TRAINING[epoch - 1], VALIDATION[epoch - 1]))
    assert figure.picture(stop=(x, 0.3)).png


def test_the_learners_rule_is_drawn_and_gets_an_array():
    def rule(losses, patience):
        assert isinstance(losses, np.ndarray)
        return patience + 1

    frame = stopping(TRAINING, VALIDATION, rule).frame(patience=2)
    assert frame.artists["own"] == ([3.0], [4.0])
    assert frame.readouts["your rule stops after"] == "3"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda losses, patience: None, "not written yet"),
        (lambda losses, patience: 0, "gives 0, which is no epoch from 1 to 5"),
        (lambda losses, patience: 2.5, "gives 2.5"),
        (lambda losses, patience: losses, "one number was expected"),
    ],
)
def test_what_is_wrong_with_the_learners_rule_is_said(answer, said):
    frame = stopping(TRAINING, VALIDATION, answer).frame()
    assert said in frame.problem
    assert frame.problem in frame.alt
    assert "own" not in frame.artists
