import numpy as np
import pytest
import torch
from torch import nn

from course_lib.training import cnn, evaluate, predict


def test_predict_equals_the_model_in_evaluation_mode(classifier, blobs):
    model = classifier()
    outputs = predict(model, blobs[0], batch_size=7)
    expected = model.eval()(torch.from_numpy(blobs[0]))
    torch.testing.assert_close(outputs, expected.detach())
    assert not outputs.requires_grad


def test_every_layers_mode_is_put_back(classifier, blobs):
    model = classifier()
    model.train()
    model[1].eval()
    predict(model, blobs[0])
    assert [layer.training for layer in model] == [True, False, True, True]


def test_evaluate(classifier, blobs):
    model = classifier()
    result = evaluate(model, blobs, batch_size=11)
    outputs, labels = predict(model, blobs[0]), torch.from_numpy(blobs[1])
    assert result.loss == pytest.approx(nn.functional.cross_entropy(outputs, labels).item())
    assert result.accuracy == pytest.approx((outputs.argmax(1) == labels).double().mean().item())


def test_uint8_images(images):
    assert predict(cnn(), images[0]).shape == (96, 10)
    assert 0 <= evaluate(cnn(), images).accuracy <= 1


def test_regression_has_no_accuracy():
    model = nn.Linear(2, 1).double()
    inputs, targets = np.ones((5, 2)), np.zeros((5, 1))
    assert evaluate(model, (inputs, targets), loss=nn.functional.mse_loss).accuracy is None
    assert predict(model, inputs).dtype == torch.float64


def test_mistakes_in_words(classifier, blobs):
    inputs, labels = blobs
    with pytest.raises(ValueError, match="300 inputs but 299 targets"):
        evaluate(classifier(), (inputs, labels[1:]))
    with pytest.raises(ValueError, match="3 outputs"):
        evaluate(classifier(), (inputs, labels + 1))


class Small(nn.Module):
    """Runs out of memory above so many examples."""

    def __init__(self, room):
        super().__init__()
        self.room, self.scale = room, nn.Parameter(torch.ones(()))

    def forward(self, inputs):
        if len(inputs) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB")
        return inputs * self.scale


def test_a_batch_too_large_for_the_memory_is_halved():
    inputs = torch.rand(100, 2)
    torch.testing.assert_close(predict(Small(room=9), inputs, batch_size=64), inputs)
    with pytest.raises(torch.OutOfMemoryError):
        predict(Small(room=0), inputs)
