"""Running out of device memory: notice it, and find a batch size that fits."""

import torch


class DeviceMemoryError(RuntimeError):
    """The device has too little memory for what was asked; the message says what fits."""


def is_out_of_memory(error):
    """Whether an exception means that memory ran out, on any device (each says so in its own way)."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = ("out of memory", "can't allocate memory", "not enough memory")
    return isinstance(error, RuntimeError) and any(text in str(error) for text in words)


def batch_size_that_fits(try_batch, batch_size, device):
    """Halve `batch_size` until `try_batch(size)` no longer runs out of memory. None where not even 1 fits."""
    while batch_size > 1:
        batch_size //= 2
        free_memory(device)
        try:
            try_batch(batch_size)
            return batch_size
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
    return None


def free_memory(device):
    """Give unused cached memory back to the device, so that smaller pieces can use it."""
    if device.type != "cpu":
        torch.get_device_module(device).empty_cache()


def advice(batch_size, fitting, device):
    """The message for a batch that did not fit."""
    if fitting is None:
        return f"Out of memory on {device}: not even batch_size=1 fits. Use a smaller model, or device='cpu'."
    return (
        f"Out of memory on {device} with batch_size={batch_size}. batch_size={fitting} fits: pass that. "
        "The model keeps the weights it had."
    )
