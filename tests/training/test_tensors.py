import numpy as np
import pytest
import torch

from course_lib.training import to_inputs, to_tensors
from course_lib.training.tensors import check_outputs, to_targets


def test_uint8_images_are_scaled_and_get_a_channel(images):
    pixels, labels = images
    inputs, targets = to_tensors(pixels, labels)
    assert inputs.shape == (96, 1, 28, 28)
    assert inputs.dtype == torch.float32
    assert targets.dtype == torch.int64
    expected = (pixels.astype(np.float64) / 255 - 0.1307) / 0.3081
    np.testing.assert_allclose(inputs[:, 0].numpy(), expected, atol=1e-6)
    np.testing.assert_array_equal(targets.numpy(), labels)


def test_mean_and_deviation_may_be_given(images):
    inputs = to_inputs(images[0], mean=0.0, std=1.0)
    assert inputs.min() >= 0
    assert inputs.max() <= 1


def test_floats_are_not_scaled_again():
    values = np.array([[0.0, 255.0]])
    np.testing.assert_array_equal(to_inputs(values).numpy(), values)
    assert to_inputs(values).dtype == torch.float32
    assert to_inputs(values, dtype=torch.float64).dtype == torch.float64


def test_read_only_and_reversed_arrays_are_taken(images, recwarn):
    pixels, labels = images
    pixels.setflags(write=False)
    to_tensors(pixels[::-1], labels[::-1])
    assert not recwarn.list


def test_the_callers_data_is_not_touched():
    values = torch.ones(3, 2)
    to_inputs(values.numpy()).add_(1)
    assert values.eq(1).all()


@pytest.mark.parametrize("labels", [np.uint8([1, 2]), np.int32([1, 2]), torch.tensor([1, 2]), [1, 2]])
def test_labels_of_any_integer_dtype(labels):
    assert to_targets(labels).dtype == torch.int64


@pytest.mark.parametrize(
    "values", [np.array(["a"]), np.array([object()]), np.arange(3), np.array([True]), {}]
)
def test_what_is_no_number_is_refused_by_type(values):
    with pytest.raises(TypeError, match="inputs"):
        to_inputs(values)


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="3 inputs but 2 targets"):
        to_tensors(np.zeros((3, 2)), np.zeros(2, int))


def test_empty_data():
    with pytest.raises(ValueError, match="empty"):
        to_inputs(np.zeros((0, 28, 28), np.uint8))


def test_outputs_and_targets_must_go_together():
    outputs = torch.zeros(2, 3)
    check_outputs(outputs, torch.tensor([0, 2]))
    for labels in ([0, 3], [-1, 0]):
        with pytest.raises(ValueError, match="3 outputs"):
            check_outputs(outputs, torch.tensor(labels))
    with pytest.raises(ValueError, match="argmax"):
        check_outputs(outputs, torch.eye(2, 3, dtype=torch.int64))
    with pytest.raises(ValueError, match="differ in shape"):
        check_outputs(torch.zeros(4, 1), torch.zeros(4))
