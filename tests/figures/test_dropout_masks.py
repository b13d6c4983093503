"""Masks and mean outputs against plain loops, and the learner's dropout in the picture."""

import numpy as np
import pytest

from course_lib.figures import dropout_masks
from course_lib.figures.dropout_masks import HIDDEN, MASKS, RINGS, WEIGHTS, masks, mean_outputs


def inverted(values, keep, rng, training):
    return values * (rng.random(values.shape) < keep) / keep if training else values


def unscaled(values, keep, rng, training):
    return values * (rng.random(values.shape) < keep)


def test_the_share_kept_is_about_keep():
    assert masks(0.3, 5).mean() == pytest.approx(0.3, abs=0.05)
    assert masks(1.0, 0).all()


def test_mean_outputs_are_running_means():
    rows = HIDDEN * masks(0.5, 1)
    expected = [np.mean([row @ WEIGHTS for row in rows[:count]]) for count in (1, 7, MASKS)]
    np.testing.assert_allclose(mean_outputs(rows)[[0, 6, MASKS - 1]], expected)


def test_scaled_means_come_to_the_output_without_dropout_and_unscaled_ones_to_keep_times_it():
    ends = [dropout_masks().frame(keep=0.6, seed=seed).artists for seed in range(30)]
    assert np.mean([end["scaled"][1][-1] for end in ends]) == pytest.approx(4.0, abs=0.1)
    assert np.mean([end["unscaled"][1][-1] for end in ends]) == pytest.approx(0.6 * 4.0, abs=0.1)


def test_the_numbers_are_told():
    frame = dropout_masks().frame()
    assert "5 of 8 are crossed out" in frame.alt
    assert "4.08 if the kept values are divided by 0.5, 2.04 if not; without dropout it is 4.00" in frame.alt
    assert frame.artists["crosses"][0].shape == (5,)


def test_the_learners_dropout_decides_what_is_crossed_out_and_is_drawn():
    figure = dropout_masks(inverted)
    frame = figure.frame(keep=0.5, seed=3)
    np.testing.assert_allclose(frame.artists["own"][1], frame.artists["scaled"][1][RINGS - 1])
    assert dropout_masks(unscaled).frame().readouts["mean with your dropout"] == "2.04"
    drops_all = dropout_masks(lambda values, keep, rng, training: 0 * values).frame()
    assert drops_all.artists["crosses"][0].shape == (8,)
    for keep in (0.1, 1.0):
        assert figure.picture(keep=keep).png


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda values, keep, rng, training: None, "not written yet"),
        (lambda values, keep, rng, training: values[0], "was expected"),
        (lambda values, keep: values, "TypeError"),
    ],
)
def test_what_is_wrong_with_the_learners_function_is_said(answer, said):
    frame = dropout_masks(answer).frame()
    assert said in frame.problem
    assert frame.problem in frame.alt
    assert "own" not in frame.artists
