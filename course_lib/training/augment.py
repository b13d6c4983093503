"""Augmentation: every batch of digits shifted, turned, stretched and bent a little, at once, on the batch's device."""

import math
from functools import partial
from numbers import Integral, Real

import torch
import torch.nn.functional as F

BEND = (
    4.0  # pixels: standard deviation of the Gaussian that smooths elastic displacements (Simard et al. 2003)
)


def augmentation(shift=2, rotate=10, scale=0.1, elastic=0.0, seed=None):
    """A function that changes each image of a batch in its own random way: `fit(…, augment=augmentation())`.

    shift: up to so many pixels, across and down. rotate: up to so many degrees, either way.
    scale: width and height each times 1 − scale to 1 + scale.
    elastic: how far pixels move beside that, in pixels (the standard deviation of each coordinate), neighbours
        together; Simard et al. (2003) used about 1.4. Each is drawn evenly from its range, and 0 switches it off.
    seed: None for training: the numbers come from torch's generator, which `fit` seeds and saves in checkpoints.
        A whole number for a picture: each call changes image 0, 1, … of its batch as the call before did.

    The function takes and gives floats n×channels×side×side, of the same dtype and on the same device. What comes
    in from outside an image has its lowest value, the paper's, however the pixels are scaled.
    Raises ValueError for settings out of range; the function, TypeError or ValueError for what is no such batch.
    """
    for name, value, limit in (
        ("shift", shift, math.inf), ("rotate", rotate, 180), ("scale", scale, 1), ("elastic", elastic, math.inf)
    ):  # fmt: skip
        _check_setting(name, value, limit)
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0):
        raise ValueError(f"seed is {seed!r}; use a whole number from 0, or None to draw anew at every call.")
    # A partial, not a class: `fit` compares its arguments when it goes on from a checkpoint.
    return partial(augment, shift=shift, rotate=rotate, scale=scale, elastic=elastic, seed=seed)


def augment(images, *, shift, rotate, scale, elastic, seed):
    """The images, changed; see `augmentation`."""
    _check_batch(images)
    if not (shift or rotate or scale or elastic):
        return images
    generator = None if seed is None else torch.Generator(images.device).manual_seed(int(seed))
    like = {"dtype": images.dtype, "device": images.device}
    random = 2 * torch.rand(5, len(images), generator=generator, **like) - 1
    moves = affine(
        shift * random[:2], math.radians(rotate) * random[2], 1 + scale * random[3:], images.shape[-1]
    )
    bends = displacements(elastic, len(images), images.shape[-1], generator, like) if elastic else None
    return warp(images, moves, bends)


def affine(shift, angle, stretch, side):
    """The n×2×3 matrices that `warp` takes: where in the image each point of the result comes from.

    shift: 2×n pixels, to the right and down. angle: n radians, anticlockwise. stretch: 2×n factors of width and
    height. Images are stretched, then turned about their middle, then shifted. In a matrix, sides are 2 long.
    """
    cos, sin = angle.cos(), angle.sin()
    (width, height), (right, down) = stretch, shift * 2 / side
    rows = [cos / width, -sin / width], [sin / height, cos / height]
    rows = [torch.stack([x, y, -x * right - y * down], dim=1) for x, y in rows]
    return torch.stack(rows, dim=1)


def displacements(size, count, side, generator, like):
    """count×side×side×2 smooth random displacements, each coordinate of standard deviation `size` in pixels.

    Normal numbers on a grid of knots, one every BEND pixels, smoothed by a Gaussian along both sides. The rows of
    the smoothing matrix have length 1, so that the sums keep the numbers' standard deviation, at the rim as well.
    """
    pixels, knots = torch.arange(side, **like), torch.arange(0, side + BEND, BEND, **like)
    smooth = torch.exp(-((pixels[:, None] - knots) ** 2) / (2 * BEND**2))
    smooth = smooth / smooth.norm(dim=1, keepdim=True)
    noise = torch.randn(count, 2, len(knots), len(knots), generator=generator, **like)
    return (size * smooth @ noise @ smooth.T).permute(0, 2, 3, 1).contiguous()  # twice as fast to add


def warp(images, moves, bends=None):
    """Images moved by matrices from `affine`, and bent by `displacements` in pixels; bilinear interpolation."""
    places = F.affine_grid(moves, list(images.shape), align_corners=False)
    if bends is not None:
        places = places + bends * 2 / images.shape[-1]
    paper = images.amin(dim=(1, 2, 3), keepdim=True)  # grid_sample puts 0 outside
    return F.grid_sample(images - paper, places, align_corners=False) + paper


def _check_setting(name, value, limit):
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= value < limit:
        below = "" if limit == math.inf else f" and below {limit}"
        raise ValueError(f"{name} is {value!r}; use a number from 0{below}.")


def _check_batch(images):
    if not isinstance(images, torch.Tensor) or not images.is_floating_point():
        kind = images.dtype if hasattr(images, "dtype") else type(images).__name__
        raise TypeError(f"The images are {kind}; give a tensor of floats, such as to_inputs(images).")
    if images.ndim != 4 or images.shape[2] != images.shape[3]:
        raise ValueError(
            f"The images have shape {tuple(images.shape)}; give n×channels×side×side, such as 64×1×28×28."
        )
