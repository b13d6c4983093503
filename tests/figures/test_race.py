"""The race: every runner is at its best, the heights are those of its path, the learner's Adam runs along."""

import numpy as np
import pytest

from course_lib import nn
from course_lib.figures import race
from course_lib.figures.race import RATES, RULES, START, STEPS, best_run, heights_on, run
from course_lib.figures.surfaces import SURFACES


@pytest.mark.parametrize("name", RULES)
def test_no_other_learning_rate_is_quicker(name):
    surface = SURFACES["Rosenbrock"]
    rate, path = best_run(name, "Rosenbrock")
    assert path.shape == (STEPS + 1, 2)
    best = np.log(heights_on(surface, path)).mean()
    others = [np.log(heights_on(surface, run(RULES[name][0](other), surface))).mean() for other in RATES]
    assert rate in RATES
    assert best == min(others)


def test_paths_grow_with_the_step_and_begin_together():
    figure = race()
    for step in (0, 7, STEPS):
        frame = figure.frame(step=step)
        for name in RULES:
            (x, y), (steps, heights) = frame.artists[name]
            assert (x[0], y[0]) == START
            assert len(x) == len(heights) == step + 1
            assert list(steps) == list(range(step + 1))
    ravine = SURFACES["ravine"]
    np.testing.assert_allclose(heights, np.clip(ravine.height(np.array(x), np.array(y)), 1e-8, 1e3))


def test_the_learners_adam_lies_on_the_courses():
    frame = race(nn.Adam).frame(surface="Rosenbrock", step=100)
    places, heights = frame.artists["own"]
    np.testing.assert_allclose(heights, frame.artists["Adam"][1][1][places])
    assert frame.readouts["your Adam"] == next(
        text for name, text in frame.readouts.items() if name.startswith("Adam")
    )


class Unwritten:
    def __init__(self, learning_rate):
        pass

    def step(self, place, gradient): ...


class Climbing(nn.GradientDescent):
    def step(self, place, gradient):
        return place + 5 * gradient


def test_what_is_wrong_with_it_is_told_and_the_race_goes_on():
    for answer, problem in [
        (Unwritten, "Unwritten is not written yet"),
        (lambda rate: 1 / 0, "ZeroDivisionError"),
        (..., "not written"),
    ]:
        frame = race(answer).frame()
        assert problem in frame.problem
        assert problem in frame.alt
        assert "Adam" in frame.artists
        assert "own" not in frame.artists


def test_one_that_flies_away_is_shown_at_the_top():
    frame = race(Climbing).frame(step=STEPS)
    assert frame.problem == ""
    assert frame.artists["own"][1][-1] == 1e3


def test_alt_ranks_them():
    frame = race().frame(surface="Rosenbrock", step=STEPS)
    heights = [frame.artists[name][1][1][-1] for name in RULES]
    winner = list(RULES)[int(np.argmin(heights))]
    assert f"lowest first: {winner}" in frame.alt
    for surface in SURFACES:
        assert race(nn.Adam).picture(surface=surface).png
