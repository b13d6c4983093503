"""Where to compute, with how many threads, and in which number format."""

import functools
import os

import torch
from joblib import cpu_count


def pick_device(override=None, verbose=True):
    """Choose where to compute: an NVIDIA GPU (CUDA), else an Apple GPU (MPS), else the CPU.

    `override` ("cpu", "cuda", "cuda:1", "mps" or a torch.device) or the environment variable DOWNHILL_DEVICE
    decides instead; the argument comes first. With `verbose`, one printed line says what was chosen and why.
    On first use the number of CPU threads is lowered to the CPUs that this process may use.

    Returns a torch.device. Raises ValueError where the override is not available here.
    """
    limit_threads()
    from_environment = os.environ.get("DOWNHILL_DEVICE")
    if override is not None:
        device, why = _available(override), "you asked for it"
    elif from_environment:
        device, why = _available(from_environment), "DOWNHILL_DEVICE asks for it"
    else:
        device, why = _fastest()
    if verbose:
        print(f"Device: {device}, because {why}.")
    return device


def _fastest():
    """The fastest device here, and the reason in words."""
    if torch.cuda.is_available():
        if _computes("cuda"):
            return torch.device("cuda"), "an NVIDIA GPU is here"
        return torch.device("cpu"), "the NVIDIA GPU here does not work with this build of torch"
    if "mps" in available_devices():
        return torch.device("mps"), "an Apple GPU is here"
    return torch.device("cpu"), "neither CUDA nor Apple's MPS is available"


def _computes(device):
    """Whether the device can really compute: a driver may list a GPU that this torch has no code for."""
    try:
        return (torch.ones(1, device=device) + 1).item() == 2
    except RuntimeError:
        return False


def available_devices():
    """Names of the devices here, fastest first, such as ["cuda:0", "cuda:1", "cpu"]."""
    gpus = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    apple = ["mps"] if torch.backends.mps.is_available() else []
    return [*gpus, *apple, "cpu"]


def _available(asked):
    """The torch.device asked for. Raises ValueError, naming what there is, where it is not available."""
    try:
        device = torch.device(asked)
    except (RuntimeError, TypeError):
        device = None
    indexed = f"{device}:0" if str(device) == "cuda" else str(device)
    if device is None or indexed not in available_devices():
        choices = ", ".join(available_devices())
        raise ValueError(f"The device {str(asked)!r} is not available here. Available: {choices}.")
    return device


@functools.cache
def limit_threads():
    """Lower torch's CPU threads to the CPUs this process may use (affinity, container quota); once a process.

    More threads than CPUs wait for each other and cost up to ten times the time. Fewer threads, chosen by you
    with OMP_NUM_THREADS or torch.set_num_threads, stay; after the first call so does any other number.
    """
    if not os.environ.get("OMP_NUM_THREADS"):
        torch.set_num_threads(min(torch.get_num_threads(), cpu_count()))


def autocast_format(device, mixed_precision):
    """The 16-bit number format that matrix products use, or None for float32 throughout.

    "auto": bfloat16 on an NVIDIA GPU that has it, else float16 there; float32 on CPU and MPS.
    False: float32. "bfloat16", "float16": that one, on any device. Raises ValueError for anything else.
    """
    if mixed_precision in ("bfloat16", "float16"):
        return getattr(torch, mixed_precision)
    if mixed_precision not in ("auto", False):
        raise ValueError(
            f'mixed_precision is {mixed_precision!r}; use "auto", False, "bfloat16" or "float16".'
        )
    if mixed_precision is False or device.type != "cuda":
        return None
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
