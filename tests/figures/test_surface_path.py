"""Paths over surfaces: as torch.optim walks them; the learner's own rule; a divergence is told in words."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures import surface_path
from course_lib.figures.surface_path import STEPS

TORCHS = {
    "gradient descent": lambda p: torch.optim.SGD(p, lr=0.03),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.8),
    "Nesterov": lambda p: torch.optim.SGD(p, lr=0.03, momentum=0.8, nesterov=True),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.03),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.999)),
}


def momentum_step(place, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity


@pytest.mark.parametrize("optimizer", TORCHS)
def test_the_path_is_the_one_that_torch_takes(optimizer):
    place = torch.tensor([-1.7, 1.2], dtype=torch.float64, requires_grad=True)
    rule, expected = TORCHS[optimizer]([place]), [[-1.7, 1.2]]
    for _ in range(STEPS):
        rule.zero_grad()
        ((place[0] ** 2 + 20 * place[1] ** 2) / 2).backward()
        rule.step()
        expected.append(place.tolist())
    frame = surface_path().frame(surface="ravine", optimizer=optimizer, learning_rate=0.03, momentum=0.8)
    np.testing.assert_allclose(np.transpose(frame.artists["path"]), expected, atol=1e-9)
    assert STEPS >= 200


def test_the_learners_rule_walks_as_the_courses_does():
    figure = surface_path(momentum_step)
    for values in (
        {},
        {"surface": "Rosenbrock", "learning_rate": 0.0005, "start": (1.0, -1.5)},
        {"learning_rate": 3.0},
    ):
        own, ours = (figure.frame(optimizer=name, **values) for name in ("your momentum", "momentum"))
        assert own.problem == ""
        np.testing.assert_array_equal(own.artists["path"], ours.artists["path"])
        np.testing.assert_array_equal(own.artists["reference"], ours.artists["path"])
        assert "reference" not in ours.artists
        assert own.readouts == ours.readouts


def test_a_wrong_rule_is_seen_to_leave_the_courses_path():
    frame = surface_path(lambda p, v, g, rate, m: (p - rate * g, m * v + g)).frame(optimizer="your momentum")
    own, reference = (np.transpose(frame.artists[name]) for name in ("path", "reference"))
    assert abs(own - reference).max() > 0.5
    assert "dashed" in frame.artists["words"]


def test_a_rule_that_changes_its_arguments_does_no_harm():
    def in_place(place, velocity, gradient, learning_rate, momentum):
        velocity *= momentum
        velocity += gradient
        place -= learning_rate * velocity
        return place, velocity

    own, ours = (
        surface_path(rule).frame(optimizer="your momentum").artists["path"]
        for rule in (in_place, momentum_step)
    )
    np.testing.assert_array_equal(own, ours)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (lambda *a: None, "your function is not written yet"),
        (..., "your function is not written yet"),
        (lambda place, *a: place, "an array of shape (2,)"),
        (lambda *a: 1 / 0, "ZeroDivisionError"),
        (lambda *a: (np.array([np.nan, 0]), np.zeros(2)), "gives nan"),
    ],
)
def test_what_is_wrong_with_it_is_told(rule, problem):
    frame = surface_path(rule).frame(optimizer="your momentum")
    assert problem in frame.problem
    assert problem in frame.alt
    assert surface_path(rule).frame(optimizer="Adam").problem == ""


def test_divergence_is_told_in_words():
    figure = surface_path()
    settings = {"surface": "ravine", "optimizer": "gradient descent"}
    below, above = (figure.frame(**settings, learning_rate=rate) for rate in (0.099, 0.12))
    assert above.readouts["the path"].startswith("diverges")
    assert "diverges" in above.artists["words"]
    assert "diverges" in above.alt
    assert "words" not in below.artists
    assert figure.picture(**settings, learning_rate=3.0).png


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"surface": "saddle", "start": (1.5, 0.0), "optimizer": "gradient descent", "learning_rate": 0.1},
            "stuck",
        ),
        ({"surface": "bowl", "learning_rate": 0.1}, "has arrived"),
        (
            {"surface": "Rosenbrock", "optimizer": "gradient descent", "learning_rate": 1e-4},
            "still on its way",
        ),
        ({"surface": "ravine", "optimizer": "gradient descent", "learning_rate": 0.1005}, "ends higher"),
        (
            {"surface": "ravine", "optimizer": "gradient descent", "learning_rate": 0.1},
            "swings and gets no lower",
        ),
    ],
)
def test_how_a_walk_went(values, said):
    frame = surface_path().frame(**values)
    assert said in frame.readouts["the path"]
    assert said in frame.alt


def test_every_surface_and_optimizer_can_be_drawn_from_every_corner():
    figure = surface_path(nn.relu)
    for surface in figure.controls["surface"].options:
        for optimizer in TORCHS:
            for start in [(-2, -2), (2, -2), (0, 0)]:
                frame = figure.frame(surface=surface, optimizer=optimizer, start=start, learning_rate=0.3)
                assert frame.problem == ""
        assert figure.picture(surface=surface).png
