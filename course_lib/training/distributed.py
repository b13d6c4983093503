"""Several processes, started by torchrun, that train one model together: each takes its share of every batch.

The gradients are averaged by PyTorch's DistributedDataParallel: over gloo on CPUs, over NCCL on NVIDIA GPUs.
"""

import atexit
import os
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from course_lib.training.randomness import seed_everything


def is_main_process():
    """Whether this process is the only one, or the first of those that torchrun started: the one that prints and saves."""
    return not _launched() or int(os.environ["RANK"]) == 0


def join(device):
    """Meet the other processes that torchrun started. Returns the `Processes`, and the device for this one.

    On NVIDIA GPUs each process gets a GPU of its own. Raises ValueError where there is none left, or for a device that
    several processes can't use.
    """
    if not _launched() or int(os.environ["WORLD_SIZE"]) == 1:
        return Processes(), device
    device = _own_device(device)
    if not dist.is_initialized():
        dist.init_process_group()
        atexit.register(dist.destroy_process_group)
    return Processes(dist.get_rank(), dist.get_world_size()), device


def _launched():
    return dist.is_available() and dist.is_torchelastic_launched()


def _own_device(device):
    """The CPU, or the GPU with this process's number on its machine."""
    if device.type == "cpu":
        return device
    if device.type != "cuda":
        raise ValueError(
            f"Several processes compute on the CPU or on NVIDIA GPUs, not on {device}: set DOWNHILL_DEVICE=cpu."
        )
    if device.index is not None:
        raise ValueError(
            f'The device {device} is one GPU for all processes; say "cuda", and each takes its own.'
        )
    number, gpus = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
    if number >= gpus:
        processes = os.environ["LOCAL_WORLD_SIZE"]
        raise ValueError(
            f"{processes} processes need {processes} GPUs, and here {'is' if gpus == 1 else 'are'} {gpus}: start "
            f"torchrun with --nproc-per-node {gpus}, or set DOWNHILL_DEVICE=cpu."
        )
    torch.cuda.set_device(number)
    return torch.device("cuda", number)


@dataclass(frozen=True)
class Processes:
    """The processes of one run: this one's `rank`, 0 for the first, and their `count`. Alone, all of it does nothing."""

    rank: int = 0
    count: int = 1

    def parallel(self, model):
        """The model whose backward pass averages the gradients over all processes; it starts from process 0's weights."""
        return model if self.count == 1 else DistributedDataParallel(model, forward_sync_buffers=False)

    def share_buffers(self, model):
        """Give all processes process 0's buffers (the running means of batch norm), which training doesn't average."""
        if self.count > 1:
            for buffer in model.buffers():
                dist.broadcast(buffer, src=0)

    def part_ways(self, seed):
        """Give every process but the first random numbers of its own, or all would drop the same units."""
        if self.rank > 0:
            seed_everything((seed + self.rank) % 2**32)

    def share(self, rows):
        """This process's part of a batch, rows being the numbers of its examples: (rows, examples, weight).

        The weight makes the average over the processes of their mean losses the mean over the batch, also where the
        parts are unequal. A part that is empty stands as one example of weight 0, for every process must take the step.
        """
        if self.count == 1:
            return rows, len(rows), 1.0
        own = rows.tensor_split(self.count)[self.rank]
        return own if len(own) else rows[:1], len(own), self.count * len(own) / len(rows)

    def total(self, *values):
        """Each number, added up over all processes."""
        if self.count == 1:
            return values
        sums = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(sums)
        return sums.tolist()

    def from_first(self, value):
        """Process 0's value, which must be picklable, in all processes."""
        if self.count > 1:
            values = [value]
            dist.broadcast_object_list(values)
            (value,) = values
        return value

    def gather(self, value):
        """The values of all processes, in order, in all processes."""
        values = [value] * self.count
        if self.count > 1:
            dist.all_gather_object(values, value)
        return values
