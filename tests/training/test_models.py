import pytest
import torch

from course_lib.training import cnn, linear, mlp, parameter_count


@pytest.mark.parametrize(("make", "parameters"), [(linear, 7_850), (mlp, 669_706), (cnn, 83_466)])
def test_shape_and_size(make, parameters):
    model = make()
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert parameter_count(model) == parameters


def test_frozen_parameters_do_not_count():
    model = mlp()
    model[1].requires_grad_(False)
    assert parameter_count(model) == 512 * 512 + 512 + 512 * 10 + 10
