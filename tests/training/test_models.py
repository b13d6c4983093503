import pytest
import torch

from course_lib.training import cnn, linear, mlp


@pytest.mark.parametrize(("make", "parameters"), [(linear, 7_850), (mlp, 669_706), (cnn, 83_466)])
def test_shape_and_size(make, parameters):
    model = make()
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert sum(parameter.numel() for parameter in model.parameters()) == parameters
