"""Random numbers: seed every generator at once; take and put back their states."""

import random
from contextlib import contextmanager

import numpy as np
import torch


def seed_everything(seed):
    """Seed Python's, NumPy's and torch's random generators (CPU and GPU) with one integer, 0 ≤ seed < 2³².

    On a CPU the same seed, code and number of threads give the same bits. Raises ValueError for another seed.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**32:
        raise ValueError(f"seed is {seed!r}; use a whole number from 0 to {2**32 - 1}.")
    random.seed(int(seed))
    np.random.seed(int(seed))
    torch.manual_seed(int(seed))


def random_state(device):
    """The state of every generator, as plain data and tensors that `torch.load(weights_only=True)` accepts."""
    name, keys, position, has_gauss, cached_gaussian = np.random.get_state()
    state = {
        "python": random.getstate(),
        "numpy": (name, torch.from_numpy(keys.astype(np.int64)), position, has_gauss, cached_gaussian),
        "torch": torch.get_rng_state(),
    }
    if device.type == "cuda":
        state["cuda"] = torch.cuda.get_rng_state(device)
    elif device.type == "mps":
        state["mps"] = torch.mps.get_rng_state()
    return state


def set_random_state(state, device):
    """Put back what `random_state` took. Another device's own state is left out."""
    name, keys, position, has_gauss, cached_gaussian = state["numpy"]
    random.setstate(state["python"])
    np.random.set_state((name, keys.numpy().astype(np.uint32), position, has_gauss, cached_gaussian))
    torch.set_rng_state(state["torch"])
    if device.type == "cuda" and "cuda" in state:
        torch.cuda.set_rng_state(state["cuda"], device)
    elif device.type == "mps" and "mps" in state:
        torch.mps.set_rng_state(state["mps"])


@contextmanager
def random_state_kept(device):
    """Leave every generator, at the end of the block, as it was at the start."""
    state = random_state(device)
    try:
        yield
    finally:
        set_random_state(state, device)
