"""`fit`: train a model on data that lies in the device's memory. The same code on CPU and GPU."""

import torch
import torch.nn.functional as F

from course_lib.training import distributed
from course_lib.training.devices import pick_device
from course_lib.training.memory import DeviceMemoryError, is_out_of_memory
from course_lib.training.options import Options
from course_lib.training.prepare import check_together, fast_layout, on_device
from course_lib.training.randomness import random_state_kept, seed_everything
from course_lib.training.run import Run
from course_lib.training.saving import Keeper, check_same_run
from course_lib.training.schedules import constant


def fit(
    model,
    train,
    validation=None,
    *,
    epochs,
    batch_size=64,
    learning_rate=1e-3,
    optimizer=torch.optim.Adam,
    loss=F.cross_entropy,
    schedule=constant,
    clip_norm=None,
    patience=None,
    restore_best=False,
    monitor=None,
    mixed_precision="auto",
    augment=None,
    callbacks=(),
    checkpoint=None,
    progress=True,
    device=None,
    seed=0,
):
    """Train `model` in place and return its History. The model ends on the device, in evaluation mode.

    train, validation: pairs (inputs, targets) of arrays or tensors. Inputs are uint8 images (n×28×28, scaled by
        `to_inputs`) or floats of the shape that the model takes; targets are n class numbers, or floats.
    epochs, batch_size: passes over the data; examples in a step (the last batch of an epoch may be smaller).
    optimizer: a class or function called as optimizer(parameters, lr=learning_rate).
    loss: a function of (outputs, targets) that gives their mean.
    schedule: a function from progress, 0 to 1, to a multiplier of the learning rate; see `schedules`.
    clip_norm: the longest that all gradients together may be.
    patience: stop after so many epochs without a better `monitor` ("validation_loss" by default, "loss" without
        validation data; also "validation_accuracy" and "accuracy"). restore_best: end with the best epoch's weights.
    mixed_precision: "auto" (16 bits on an NVIDIA GPU), False, "bfloat16" or "float16".
    augment: a function from a batch of inputs to a changed batch, such as `augmentation()`; used in training only.
    callbacks: functions called as callback(model, history) after each epoch; one that returns True ends the run.
    checkpoint: a file written after every epoch. The same call again goes on from there, or returns at once where
        the run had finished. On a CPU the weights then are those of a run that was never killed, bit for bit (the
        same number of threads given).
    device: see `pick_device`. seed: decides batches, dropout and augmentation (not the initial weights, which the
        model brings); the global random generators are left as they were.

    Under torchrun all processes train one model, on NVIDIA GPUs each on its own. A step takes `batch_size` examples from
    each, so two processes give, to rounding, the weights of one with the double batch_size; except that each has its
    own random numbers for dropout and augmentation, and its own batches for batch norm. All begin with process 0's
    weights and end with the same weights and History. Process 0 alone shows the bar, calls the callbacks and writes
    the checkpoint. Give every process the same data and arguments.

    Ctrl-C ends the run early and returns what was learned so far. A progress bar shows unless progress=False (for many
    short runs in a row) or TQDM_DISABLE=1.

    Raises ValueError or TypeError for arguments that don't fit together; DivergenceError when the loss is no
    longer finite; DeviceMemoryError with a batch size that fits; CheckpointError when `checkpoint` is damaged or
    belongs to another run.
    """
    monitor = monitor or ("loss" if validation is None else "validation_loss")
    options = Options(
        epochs, batch_size, learning_rate, optimizer, loss, schedule, clip_norm, patience, restore_best, monitor,
        mixed_precision, augment, seed,
    )  # fmt: skip
    if validation is None and monitor.startswith("validation"):
        raise ValueError(f'monitor="{monitor}" needs validation data.')
    processes, device = distributed.join(pick_device(device, verbose=False))
    train, validation = on_device(model, train, validation, device)
    check_together(model, train, validation, loss)
    with random_state_kept(device), fast_layout(model, device):
        seed_everything(seed)
        processes.part_ways(seed)
        run = Run(model, train, validation, options, device, processes, progress)
        check_same_run(run)
        keeper = Keeper(checkpoint, run)
        keeper.resume()
        callbacks = [callbacks] if callable(callbacks) else list(callbacks)
        return _guarded(run, callbacks if processes.rank == 0 else [], keeper)


def _guarded(run, callbacks, keeper):
    """Train; where memory runs out, say which batch size fits."""
    try:
        return run.train(callbacks, keeper.save)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
    # Outside the handler: while the exception lives, so do the tensors of the step that failed.
    raise DeviceMemoryError(run.advice_for_memory())
