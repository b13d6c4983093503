"""Where a network looks: against loops, finite differences and models whose answer is known."""

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.training import cnn, occlusion_map, saliency_map, to_inputs


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return cnn()


def covered_by_loops(image, row, column, size):
    image, reach = image.copy(), size // 2
    for i in range(28):
        for j in range(28):
            if abs(i - row) <= reach and abs(j - column) <= reach:
                image[i, j] = 0
    return image


@pytest.mark.parametrize(("size", "place"), [(7, (0, 0)), (7, (3, 20)), (5, (27, 13)), (1, (9, 9))])
def test_occlusion_is_the_probability_of_the_covered_image(model, image, size, place):
    image[0, 0] = 0
    there = occlusion_map(model, image, 4, size=size)[place]
    covered = to_inputs(covered_by_loops(image, *place, size)[None])
    assert there.item() == pytest.approx(model.eval()(covered).softmax(1)[0, 4].item(), abs=1e-6)


def test_occlusion_finds_the_only_pixel_that_counts():
    model = nn.Sequential(nn.Flatten(), nn.Linear(6 * 9, 2))
    nn.init.zeros_(model[1].weight)
    nn.init.zeros_(model[1].bias)
    model[1].weight.data[1, 2 * 9 + 6] = 10.0
    image = torch.zeros(6, 9)
    image[2, 6] = 1.0
    lost = occlusion_map(model, image, 1, size=3) < 0.9
    assert lost.shape == (6, 9)
    assert lost.nonzero().tolist() == [[row, column] for row in (1, 2, 3) for column in (5, 6, 7)]


def test_saliency_is_the_finite_difference(model, image):
    model.double()
    inputs = to_inputs(image[None], dtype=torch.float64)
    slopes = saliency_map(model, image, 3)
    model.eval()
    for row, column in [(0, 0), (13, 9), (20, 27)]:
        nudge = torch.zeros_like(inputs)
        nudge[0, 0, row, column] = 1e-6
        difference = (model(inputs + nudge) - model(inputs - nudge))[0, 3].item() / 2e-6
        assert slopes[row, column].item() == pytest.approx(abs(difference), rel=1e-4, abs=1e-8)


def test_saliency_of_a_linear_model_is_its_weights():
    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    slopes = saliency_map(model, torch.rand(3, 4), 2)
    torch.testing.assert_close(slopes, model[1].weight[2].view(3, 4).abs())


def test_of_several_channels_saliency_takes_the_largest():
    model = nn.Sequential(nn.Flatten(), nn.Linear(2 * 12, 3))
    slopes = saliency_map(model, torch.rand(2, 3, 4), 0)
    torch.testing.assert_close(slopes, model[1].weight[0].view(2, 3, 4).abs().amax(0))
    assert occlusion_map(model, torch.rand(2, 3, 4), 0, size=1).shape == (3, 4)


@pytest.mark.parametrize("map_of", [occlusion_map, saliency_map])
def test_the_model_stays_as_it_was(model, image, map_of):
    model(torch.zeros(1, 1, 28, 28)).sum().backward()
    before = [parameter.grad.clone() for parameter in model.parameters()]
    values = map_of(model, image, 0)
    assert model.training
    assert values.shape == (28, 28)
    assert not values.requires_grad
    torch.testing.assert_close(values, map_of(model, image, 0))  # dropout would differ
    torch.testing.assert_close([parameter.grad for parameter in model.parameters()], before)


@pytest.mark.parametrize("map_of", [occlusion_map, saliency_map])
def test_wrong_arguments(model, image, map_of):
    with pytest.raises(ValueError, match="label is 10; the model's classes are 0 to 9"):
        map_of(model, image, 10)
    with pytest.raises(ValueError, match="one image"):
        map_of(model, np.stack([image, image])[None], 0)


def test_an_even_square_has_no_centre(model, image):
    with pytest.raises(ValueError, match="size is 4"):
        occlusion_map(model, image, 0, size=4)
