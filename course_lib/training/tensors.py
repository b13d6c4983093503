"""From NumPy arrays or tensors to what a model takes: scaled float inputs, int64 class labels."""

import numpy as np
import torch

MNIST_MEAN, MNIST_STD = 0.1307, 0.3081  # of the 60,000 training images' pixels, scaled to 0..1


def to_tensors(images, labels, *, mean=MNIST_MEAN, std=MNIST_STD, device=None, dtype=torch.float32):
    """Inputs and targets for `fit`: see `to_inputs` and `to_targets`. Raises ValueError where lengths differ."""
    inputs = to_inputs(images, mean=mean, std=std, device=device, dtype=dtype)
    targets = to_targets(labels, device=device, dtype=dtype)
    if len(inputs) != len(targets):
        raise ValueError(f"There are {len(inputs)} inputs but {len(targets)} targets; they must pair up.")
    return inputs, targets


def to_inputs(images, *, mean=MNIST_MEAN, std=MNIST_STD, device=None, dtype=torch.float32):
    """Images as a float tensor; this is the one place where pixels are scaled.

    uint8 images (n×height×width, 0..255) become floats n×1×height×width, (pixel / 255 − mean) / std; uint8
    arrays of other dimensions are scaled and keep their shape. Floats are taken as they are, as `dtype`.
    `fit`, `evaluate` and `predict` all pass their inputs through here, with the dtype of the model.

    Raises TypeError for other dtypes, ValueError where there is no image.
    """
    inputs = _tensor(images, "inputs").to(device)
    if inputs.ndim == 0 or len(inputs) == 0:
        raise ValueError(
            f"The inputs are empty (shape {tuple(inputs.shape)}); there is nothing to compute with."
        )
    if inputs.dtype == torch.uint8:
        inputs = inputs.to(dtype).div_(255).sub_(mean).div_(std)
        return inputs.unsqueeze(1) if inputs.ndim == 3 else inputs
    if not inputs.is_floating_point():
        raise TypeError(f"The inputs are {inputs.dtype}; give uint8 pixels (0..255) or floats.")
    return inputs.to(dtype)


def to_targets(labels, *, device=None, dtype=torch.float32):
    """Class labels of any integer dtype as int64; float targets (for regression) as `dtype`."""
    targets = _tensor(labels, "targets").to(device)
    return targets.to(dtype) if targets.is_floating_point() else targets.long()


def are_class_labels(targets):
    """Whether targets are class numbers (one integer each), so that accuracy has a meaning."""
    return targets.ndim == 1 and not targets.is_floating_point()


def check_outputs(outputs, targets):
    """Raise ValueError, in words, where outputs and targets of a model do not go together."""
    shapes = f"(outputs {tuple(outputs.shape)}, targets {tuple(targets.shape)})"
    if not targets.is_floating_point() and targets.ndim != 1:
        raise ValueError(
            f"Class labels are one integer each {shapes}; from one-hot rows, take labels.argmax(1)."
        )
    if are_class_labels(targets):
        classes = outputs.shape[1] if outputs.ndim == 2 else 0
        low, high = targets.min().item(), targets.max().item()
        if low < 0 or high >= classes:
            raise ValueError(
                f"Labels go from {low} to {high}, but the model gives {classes} outputs {shapes}."
            )
    elif outputs.numel() == targets.numel() and outputs.shape != targets.shape:
        raise ValueError(f"Outputs and targets differ in shape {shapes}; reshape the targets.")


def _tensor(values, name):
    """Array or tensor to tensor. NumPy is copied, for torch can't hold a read-only or a reversed array."""
    if isinstance(values, torch.Tensor):
        return values.detach()
    try:
        return torch.from_numpy(np.array(values))
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"The {name} must be a NumPy array or a tensor of numbers, not {_kind(values)}."
        ) from error


def _kind(values):
    dtype = getattr(values, "dtype", None)
    return type(values).__name__ if dtype is None else f"an array of {dtype}"
