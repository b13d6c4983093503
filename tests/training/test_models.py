from functools import partial

import pytest
import torch

from course_lib.training import cnn, deep_cnn, fast_cnn, linear, mlp, parameter_count

PADDED = partial(fast_cnn, padding=2, batch_norm=False)
SIZES = [
    (linear, 7_850),
    (mlp, 669_706),
    (cnn, 83_466),
    (fast_cnn, 25_098),
    (PADDED, 35_546),
    (deep_cnn, 49_274),
]


@pytest.mark.parametrize(("make", "parameters"), SIZES)
def test_shape_and_size(make, parameters):
    model = make()
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert parameter_count(model) == parameters


def test_frozen_parameters_do_not_count():
    model = mlp()
    model[1].requires_grad_(False)
    assert parameter_count(model) == 512 * 512 + 512 + 512 * 10 + 10
