"""What a caller of `fit` may choose, checked, and in words for a checkpoint to compare."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from numbers import Integral, Real

import numpy as np
import torch

# Their fused step updates all weights in one call.
HAVE_A_FUSED_STEP = (torch.optim.Adam, torch.optim.AdamW, torch.optim.SGD)


@dataclass(frozen=True)
class Options:
    """The arguments of `fit` that decide the result; see there."""

    epochs: int
    batch_size: int
    learning_rate: float
    optimizer: Callable
    loss: Callable
    schedule: Callable
    clip_norm: float | None
    patience: int | None
    restore_best: bool
    monitor: str
    mixed_precision: str | bool
    augment: Callable | None
    seed: int

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.generic):  # torch wants Python's own numbers
                object.__setattr__(self, field.name, value.item())
        for name in ("epochs", "batch_size", "patience"):
            _check_whole(name, getattr(self, name))
        for name in ("learning_rate", "clip_norm"):
            _check_positive(name, getattr(self, name))
        for name in ("optimizer", "loss", "schedule", "augment"):
            _check_function(name, getattr(self, name))
        if self.monitor not in MONITORS:
            raise ValueError(f"monitor is {self.monitor!r}; use one of {', '.join(MONITORS)}.")

    def make_optimizer(self, parameters):
        """The optimizer, with its fused step where it has one."""
        if self.optimizer in HAVE_A_FUSED_STEP:
            return self.optimizer(parameters, lr=self.learning_rate, fused=True)
        return self.optimizer(parameters, lr=self.learning_rate)

    def in_words(self):
        """Plain values that differ where the options differ (a schedule is described by its values)."""
        words = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("optimizer", "loss", "augment"):
            words[name] = name_of(words[name])
        words["schedule"] = [float(self.schedule(place / 8)) for place in range(8)]
        return words


MONITORS = ("loss", "accuracy", "validation_loss", "validation_accuracy")


def name_of(function):
    """A name for a function, class or partial that is the same in another process."""
    if function is None:
        return None
    if isinstance(function, partial):
        return f"{name_of(function.func)} with {function.args} {sorted(function.keywords.items())}"
    if isinstance(function, torch.nn.Module):
        return str(function)
    named = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"


def _check_whole(name, value):
    if value is None and name == "patience":
        return
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{name} is {value!r}; use a whole number of at least 1.")


def _check_positive(name, value):
    if value is None and name == "clip_norm":
        return
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < value < math.inf:
        raise ValueError(f"{name} is {value!r}; use a number above 0.")


def _check_function(name, value):
    if value is None and name == "augment":
        return
    if isinstance(value, torch.optim.Optimizer):
        example = f"torch.optim.{type(value).__name__}"
        raise TypeError(
            f"Give optimizer a class, {example}, or partial({example}, …); fit makes the instance."
        )
    if not callable(value):
        raise TypeError(f"{name} is {value!r}; give a function.")
