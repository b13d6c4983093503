"""An ensemble's probabilities are the mean of its models'."""

import pytest
import torch
import torch.nn.functional as F

from course_lib.training import Ensemble, cnn, evaluate, linear, predict


@pytest.fixture
def models():
    torch.manual_seed(0)
    return [linear(), cnn(), linear()]


def test_softmax_of_the_outputs_is_the_mean_of_the_probabilities(models, images):
    expected = sum(predict(model, images[0]).softmax(1) for model in models) / 3
    outputs = predict(Ensemble(models), images[0])
    torch.testing.assert_close(outputs.exp(), expected)
    torch.testing.assert_close(outputs.softmax(1), expected)


def test_the_loss_is_that_of_the_mean_probabilities(models, images):
    pixels, labels = images
    mean = sum(predict(model, pixels).softmax(1).double() for model in models) / 3
    expected = -mean[range(len(labels)), labels.astype(int)].log().mean().item()
    assert evaluate(Ensemble(models), images).loss == pytest.approx(expected, rel=1e-6)


def test_a_logit_of_minus_infinity_gives_no_nan():
    class Sure(torch.nn.Linear):
        def forward(self, inputs):
            return super().forward(inputs) + torch.tensor([0.0, -1e9])

    outputs = Ensemble([Sure(1, 2), Sure(1, 2)])(torch.zeros(1, 1))
    assert torch.isfinite(outputs).all()


def test_models_are_part_of_it_and_gradients_reach_each(models):
    ensemble = Ensemble(model for model in models)
    F.cross_entropy(ensemble(torch.randn(2, 1, 28, 28)), torch.tensor([1, 2])).backward()
    assert all(parameter.grad.abs().sum() > 0 for model in models for parameter in model.parameters())
    ensemble.eval()
    assert not models[1].training


def test_wrong_arguments():
    with pytest.raises(ValueError, match="at least one model"):
        Ensemble([])
    with pytest.raises(TypeError, match="got 'cnn'"):
        Ensemble([linear(), "cnn"])
