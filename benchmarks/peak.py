"""What the machine can do at most, and what a training step asks of it."""

import time
from functools import partial

import torch
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode


def synchronize(device):
    """Wait until the device has done all it was given."""
    if device.type != "cpu":
        torch.get_device_module(device).synchronize()


def matrix_peak(device, seconds=0.2):
    """Highest rate of matrix products seen here, in floating-point operations a second.

    float32 (on an NVIDIA GPU bfloat16, as `fit` uses there), in several sizes, by torch's two libraries: as a plain
    product and as a convolution with 1×1 kernels, for either may be the faster one.
    """
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    best = 0.0
    for size in (512, 1024, 2048) if device.type == "cpu" else (8192,):
        left, right = torch.rand(2, size, size, device=device, dtype=dtype)
        # 16 images, for torch hands single ones to its slower library.
        image = left.view(16, size, size // 128, 8).to(memory_format=torch.channels_last)
        kernels = right.view(size, size, 1, 1).to(memory_format=torch.channels_last)
        for product in (partial(torch.mm, left, right), partial(F.conv2d, image, kernels)):
            best = max(best, 2 * size**3 / shortest_time(product, seconds, device))
    return best


def shortest_time(function, seconds, device):
    """Seconds of the fastest call, calling for `seconds`."""
    shortest, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        synchronize(device)
        start = time.perf_counter()
        function()
        synchronize(device)
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


def operations_per_image(make):
    """Floating-point operations of one training step, forward and backward, for one image."""
    counter = FlopCounterMode(display=False)
    with counter:
        F.cross_entropy(make()(torch.zeros(64, 1, 28, 28)), torch.zeros(64, dtype=torch.int64)).backward()
    return counter.get_total_flops() / 64
