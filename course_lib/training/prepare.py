"""Before the first step: data and model on the device, checked against each other while mistakes are cheap."""

from contextlib import contextmanager

import torch
from torch import nn

from course_lib.training.evaluation import evaluating
from course_lib.training.memory import DeviceMemoryError, is_out_of_memory
from course_lib.training.tensors import are_class_labels, check_outputs, to_tensors


def on_device(model, train, validation, device):
    """Move the model to the device in place; return both pairs as tensors there, with the model's dtype."""
    if not isinstance(model, nn.Module):
        raise TypeError(f"model is {model!r}; give an instance of a torch.nn.Module.")
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise ValueError("The model has no trainable parameters; there is nothing to learn.")
    try:
        dtype = next(model.to(device).parameters()).dtype
        return _pair("train", train, device, dtype), _pair("validation", validation, device, dtype)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
    raise DeviceMemoryError(f"The data and the model don't fit in the memory of {device}; use device='cpu'.")


def _pair(name, data, device, dtype):
    if data is None and name == "validation":
        return None
    if not isinstance(data, tuple | list) or len(data) != 2:
        raise TypeError(
            f"{name} must be a pair (inputs, targets) of arrays or tensors, not {type(data).__name__}."
        )
    try:
        inputs, targets = to_tensors(*data, device=device, dtype=dtype)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None
    _check_finite(name, inputs)
    return inputs, targets


def _check_finite(name, inputs):
    if torch.isfinite(inputs.sum()):  # the quick look; a sum may also overflow
        return
    unusable = ~torch.isfinite(inputs.flatten(1) if inputs.ndim > 1 else inputs.unsqueeze(1)).all(dim=1)
    if unusable.any():
        raise ValueError(f"{name}: input number {unusable.nonzero()[0].item()} holds nan or inf.")


def check_together(model, train, validation, loss):
    """Run two examples forward; raise ValueError, in words, where model, data and loss don't go together."""
    for inputs, targets in filter(None, (train, validation)):
        outputs = _outputs(model, inputs)
        if loss is nn.functional.cross_entropy and targets.is_floating_point() and targets.ndim == 1:
            raise ValueError(
                f"The labels are {targets.dtype}; class numbers must be integers: labels.astype(int)."
            )
        _check_outputs(outputs, targets)
        value = loss(outputs, targets[: len(outputs)])
        if value.numel() != 1:
            raise ValueError(
                f"loss gives {tuple(value.shape)} numbers; it must give one, the mean of the batch."
            )


def _outputs(model, inputs):
    try:
        with evaluating(model):
            return model(inputs[:2])
    except (RuntimeError, ValueError) as error:
        shape = "×".join(["n", *map(str, inputs.shape[1:])])
        raise ValueError(f"The model can't take inputs of {shape}: {error}") from error


def _check_outputs(outputs, targets):
    """All labels must be in range, not only those of the two examples."""
    if are_class_labels(targets):
        check_outputs(outputs, targets)
    else:
        check_outputs(outputs, targets[: len(outputs)])


@contextmanager
def fast_layout(model, device):
    """Lay out convolutions channels-last meanwhile (a third faster); back to torch's usual layout afterwards.

    Only models made of torch's own layers: a hand-written forward may call `view`, which that layout forbids.
    """
    own = all(type(layer).__module__.startswith("torch.nn.") for layer in model.modules())
    convolutions = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d)]
    if not own or device.type == "mps":
        convolutions = []
    for layer in convolutions:
        layer.to(memory_format=torch.channels_last)
    try:
        yield
    finally:
        for layer in convolutions:
            layer.to(memory_format=torch.contiguous_format)
