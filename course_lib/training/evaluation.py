"""Use a trained model: predict and evaluate, in batches, without gradients, dropout off."""

from contextlib import contextmanager
from typing import NamedTuple

import torch
import torch.nn.functional as F

from course_lib.training.memory import free_memory, is_out_of_memory
from course_lib.training.tensors import are_class_labels, check_outputs, to_inputs, to_targets


class Evaluation(NamedTuple):
    """Mean loss per example, and the share of right answers (None where targets are no class labels)."""

    loss: float
    accuracy: float | None


def predict(model, inputs, *, batch_size=256):
    """The model's outputs for all inputs, in order, as a tensor on the CPU.

    inputs: uint8 images (n×28×28) or floats of the shape that the model takes; see `to_inputs`. Dropout is off
    meanwhile, and every layer's mode is put back. A batch that is too large for the memory is halved.
    """
    weight = next(model.parameters())
    while True:
        try:
            with evaluating(model):
                return _outputs(model, to_inputs(inputs, dtype=weight.dtype), batch_size, weight.device)
        except RuntimeError as error:
            if batch_size == 1 or not is_out_of_memory(error):
                raise
        batch_size //= 2
        free_memory(weight.device)


def _outputs(model, inputs, batch_size, device):
    return torch.cat([model(batch.to(device)).cpu() for batch in inputs.split(batch_size)])


def evaluate(model, data, *, loss=F.cross_entropy, batch_size=256):
    """Loss and accuracy on `data`, a pair (inputs, targets). Returns an Evaluation.

    loss(outputs, targets) is taken over all examples at once and must give their mean. Raises ValueError where
    there are not as many inputs as targets, or a label that the model has no output for.
    """
    inputs, targets = data
    if len(inputs) != len(targets):
        raise ValueError(f"There are {len(inputs)} inputs but {len(targets)} targets; they must pair up.")
    outputs = predict(model, inputs, batch_size=batch_size)
    targets = to_targets(targets, dtype=outputs.dtype, device="cpu")
    check_outputs(outputs, targets)
    accuracy = None
    if are_class_labels(targets):
        accuracy = (outputs.argmax(1) == targets).double().mean().item()
    return Evaluation(loss(outputs, targets).item(), accuracy)


@contextmanager
def evaluating(model):
    """Evaluation mode and no gradients inside the block; afterwards each layer's own mode again."""
    modes = [(layer, layer.training) for layer in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for layer, training in modes:
            layer.training = training
