"""Where a network looks: two maps of one image, by covering parts of it and by the gradient."""

import torch

from course_lib.training.evaluation import evaluating, predict
from course_lib.training.prepare import fast_layout
from course_lib.training.tensors import to_inputs


def occlusion_map(model, image, label, *, size=7):
    """The label's probability while a square of paper lies on the image, for every place of the square.

    image: one image, uint8 (height×width, 0..255), or floats as the model takes them (height×width or
    channels×height×width). size: the square's side in pixels, an odd number. Paper is the image's lowest value.

    Returns float32 of height×width, 0..1, on the CPU: at each pixel the probability with the square centred there.
    Where it is low, the network needs what lies there (Zeiler and Fergus 2014, section 4.2). Raises ValueError for
    an even size, a label that the model has no output for, or more than one image.
    """
    if size < 1 or size % 2 == 0:
        raise ValueError(
            f"size is {size!r}; use an odd number, such as 5 or 7, so that the square has a centre."
        )
    inputs = _batch_of_one(image, device="cpu")
    covered = _squares(*inputs.shape[-2:], size)
    with fast_layout(model, next(model.parameters()).device):
        outputs = predict(model, torch.where(covered, inputs.min(), inputs))
    return _column(outputs.softmax(1), label).view(inputs.shape[-2:])


def saliency_map(model, image, label):
    """How much the label's logit changes with each pixel: |∂logit/∂pixel| (Simonyan et al. 2014, section 3).

    image: as for `occlusion_map`. The pixel is what the model gets: of uint8 images the scaled one, see `to_inputs`.

    Returns floats of height×width, 0 or more, on the CPU; of several channels the largest. Dropout is off meanwhile,
    and the parameters' own gradients stay as they are. Raises ValueError as `occlusion_map` does.
    """
    weight = next(model.parameters())
    inputs = _batch_of_one(image, weight.device, weight.dtype).requires_grad_()
    with evaluating(model), torch.enable_grad():
        (gradient,) = torch.autograd.grad(_column(model(inputs), label).sum(), inputs)
    return gradient[0].abs().amax(0).cpu()


def _batch_of_one(image, device, dtype=torch.float32):
    """The image as 1×channels×height×width floats."""
    inputs = to_inputs(image[None], device=device, dtype=dtype)
    inputs = inputs.unsqueeze(1) if inputs.ndim == 3 else inputs
    if inputs.ndim != 4:
        raise ValueError(f"Give one image, height×width, and not the shape {tuple(image.shape)}.")
    return inputs


def _squares(height, width, size):
    """For each centre, row by row, the pixels of its square: bool of (height·width)×1×height×width."""
    rows, columns = (_near(length, size // 2) for length in (height, width))
    return (rows[:, None, :, None] & columns[None, :, None, :]).flatten(0, 1).unsqueeze(1)


def _near(length, reach):
    """Which places on a line lie within `reach` of each other: bool of length×length."""
    places = torch.arange(length)
    return (places[:, None] - places).abs() <= reach


def _column(outputs, label):
    if not 0 <= label < outputs.shape[1]:
        raise ValueError(f"label is {label!r}; the model's classes are 0 to {outputs.shape[1] - 1}.")
    return outputs[:, label]
