"""The playground's picture: what it draws and says of a training run."""

import matplotlib.path
import numpy as np
import pytest

from course_lib.figures.playground import GRID, MIDDLES, MOST_STEPS, SHADES, _boundary, playground
from course_lib.figures.training_run import run_at


@pytest.fixture(scope="module")
def figure():
    return playground()


def shown_losses(frame):
    return [frame.artists[name][1][-1] for name in ("training loss", "held-out loss")]


def test_the_readouts_are_what_the_run_measures(figure):
    frame = figure.frame(step=200)
    run = run_at(
        200, data="moons", noise=0.2, depth=1, width=4, activation="tanh", optimizer="gradient descent",
        learning_rate=0.3, weight_decay=0.0,
    )  # fmt: skip
    assert frame.readouts["step"] == "200"
    assert frame.readouts["training loss"] == f"{run.losses[200, 0]:.3f}"
    np.testing.assert_allclose(shown_losses(frame), run.losses[200])
    points, targets = run.held_out
    right = np.mean((run.logits(200, points) > 0) == (targets[:, 0] == 1))
    assert frame.readouts["right, held out"] == f"{right:.0%}"
    assert all(text in frame.alt for text in frame.readouts.values())


def test_it_learns(figure):
    early, late = (float(figure.frame(step=step).readouts["held-out loss"]) for step in (0, 1000))
    assert late < 0.2 < 0.5 < early


def test_the_same_controls_give_the_same_picture(figure):
    first = figure.picture(step=30, data="spiral", optimizer="Adam").png
    figure.picture(step=90, data="spiral", optimizer="Adam")
    assert playground().picture(step=30, data="spiral", optimizer="Adam").png == first


def test_the_shades_are_the_side_and_the_boundary_runs_between(figure):
    frame = figure.frame(step=500)
    x, y = frame.artists["boundary"]
    shades = frame.artists["shades"]
    orange = (shades == SHADES[-1]).all(axis=-1) | (shades == SHADES[3]).all(axis=-1)
    assert orange.any()
    assert not orange.all()
    circle = (GRID**2).sum(axis=1).reshape(len(MIDDLES), -1) - 4  # zero on a circle of radius 2
    x, y = _boundary(circle)
    radius = np.hypot(x, y)
    np.testing.assert_allclose(radius[np.isfinite(radius)], 2, atol=0.01)
    assert matplotlib.path.Path(np.column_stack([x, y])[:-1]).contains_point((0, 0))


def test_no_boundary_where_all_points_lie_on_one_side_or_nothing_is_finite():
    assert len(_boundary(np.ones((64, 64)))[0]) == 0
    assert len(_boundary(np.full((64, 64), np.nan))[0]) == 0


def test_the_points_are_all_drawn_each_with_its_class(figure):
    artists = figure.frame(step=0).artists
    counts = [len(artists[f"{which} {label}"][0]) for which in ("training", "held out") for label in (0, 1)]
    assert sum(counts) == 200
    assert min(counts) > 20


def test_divergence_is_said_in_words(figure):
    frame = figure.frame(step=50, learning_rate="10", optimizer="RMSprop", activation="ReLU", depth=4)
    assert "diverged at step" in frame.problem
    assert "smaller learning rate" in frame.alt
    assert frame.readouts["training loss"] == "beyond bounds" or float(frame.readouts["training loss"]) > 100
    figure.picture(step=50, learning_rate="10", optimizer="RMSprop", activation="ReLU", depth=4)


@pytest.mark.parametrize("data", ["moons", "circles", "XOR", "spiral"])
@pytest.mark.parametrize(("depth", "width"), [(0, 1), (4, 16)])
def test_the_ends_of_the_controls_can_be_drawn(figure, data, depth, width):
    values = {"step": 5, "data": data, "depth": depth, "width": width, "noise": 0.6}
    assert figure.picture(**values).alt == figure.frame(**values).alt
    assert ("no hidden layer" in figure.frame(**values).alt) == (depth == 0)


@pytest.mark.slow
def test_what_lesson_05_says_of_the_spiral(figure):
    def losses(step=MOST_STEPS, **settings):
        run = {"data": "spiral", "depth": 2, "width": 8, "learning_rate": "0.03"} | settings
        return np.array(shown_losses(figure.frame(step=step, **run)))

    assert losses(optimizer="gradient descent")[0] == pytest.approx(0.52, abs=0.005)
    assert losses(optimizer="Adam")[0] < 0.0015
    noisy = {"optimizer": "Adam", "noise": 0.6}
    assert np.ptp(losses(100, **noisy)) < 0.05
    np.testing.assert_allclose(losses(**noisy), [0.2, 2.5], atol=0.05)


def test_what_lesson_05_says_of_circles_and_divergence(figure):
    assert figure.frame(step=1000, data="circles", width=3).readouts["right, training"] == "100%"
    assert figure.frame(step=1000, data="circles", width=2).readouts["right, training"] != "100%"
    too_large = {"activation": "ReLU", "optimizer": "RMSprop", "learning_rate": "10"}
    for network in ({}, {"depth": 2, "width": 8}):
        assert "Training diverged at step 1:" in figure.frame(step=50, **too_large, **network).problem


@pytest.mark.slow
def test_a_whole_run(figure):
    assert figure.frame(step=MOST_STEPS).readouts["step"] == "3,000"
