"""Surfaces: slopes against torch's autograd, lowest points and curvatures as they are said to be; and the walk."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures.surfaces import FAR, SIDE, SURFACES, walk

each = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


def with_torch(surface, x, y):
    """The height by the same formula on tensors, NumPy's cosine being replaced by torch's."""
    formula = surface.height
    if "cos" in formula.__code__.co_names:
        return (x**2 + y**2) / 2 + 0.3 * (2 - torch.cos(2 * torch.pi * x) - torch.cos(2 * torch.pi * y))
    return formula(x, y)


@each
def test_gradients_are_torchs(surface):
    for x, y in np.random.default_rng(0).uniform(-SIDE, SIDE, size=(20, 2)):
        place = torch.tensor([x, y], requires_grad=True)
        with_torch(surface, *place).backward()
        np.testing.assert_allclose(surface.gradient((x, y)), place.grad.numpy(), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(surface.height(x, y), with_torch(surface, *place).item(), rtol=1e-12)


@each
def test_nothing_on_the_square_is_lower_than_the_lowest_points(surface):
    x, y = np.meshgrid(*[np.linspace(-SIDE, SIDE, 401)] * 2)
    assert surface.height(x, y).min() >= -1e-9
    for point in surface.lowest:
        assert surface.height(*point) == pytest.approx(0, abs=1e-12)
        np.testing.assert_allclose(surface.gradient(point), 0, atol=1e-9)


@each
def test_the_limit_of_the_learning_rate_at_the_lowest_point_is_2_over_the_curvature(surface):
    place = torch.tensor(surface.lowest[0], dtype=torch.float64)
    hessian = torch.autograd.functional.hessian(lambda xy: with_torch(surface, *xy), place)
    assert torch.linalg.eigvalsh(hessian).max().item() == pytest.approx(surface.curvature)


def test_a_walk_in_a_bowl_is_that_of_the_closed_form():
    path = walk(nn.GradientDescent(0.3), SURFACES["bowl"].gradient, (1.0, -2.0), 50)
    np.testing.assert_allclose(path, 0.7 ** np.arange(51)[:, None] * [1, -2], atol=1e-12)


@pytest.mark.parametrize("name", ["bowl", "Rosenbrock", "saddle"])
def test_a_walk_that_flies_away_ends_at_the_horizon(name):
    path = walk(nn.GradientDescent(3.0), SURFACES[name].gradient, (1.5, 1.4), 300)
    assert len(path) < 301
    assert abs(path[-1]).max() == FAR
    assert (abs(path[:-1]) < FAR).all()
    assert np.isfinite(path).all()
