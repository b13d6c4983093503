"""One epoch's running loss and accuracy, read from the device a few times a second, and the progress bar."""

import math
import os
import time

import torch
from tqdm.auto import tqdm

SECONDS_BETWEEN_LOOKS = 0.25


class DivergenceError(ArithmeticError):
    """The loss is no longer a number: the message says at which step, and what to try."""


class Tally:
    """Adds up losses and right answers of an epoch. They wait on the device: reading each one would stall a GPU."""

    def __init__(self):
        self.waiting = []
        self.total_loss, self.right, self.examples, self.steps = 0.0, 0, 0, 0
        self.has_answers = False

    def add(self, loss, examples, answered=None):
        """Note one step: its mean loss and number of examples, and, for a classifier, the pair (outputs, labels)."""
        self.waiting.append((loss, examples, answered))

    def settle(self):
        """Read what waits. Raises DivergenceError, with the step's number in the epoch, at nan or inf."""
        if not self.waiting:
            return
        losses, counts, answered = zip(*self.waiting, strict=True)
        self.waiting = []
        for loss, examples in zip(torch.stack(losses).tolist(), counts, strict=True):
            self.steps += 1
            if not math.isfinite(loss):
                raise DivergenceError(f"the loss became {loss} at step {self.steps}")
            self.total_loss += loss * examples
            self.examples += examples
        self.has_answers = answered[0] is not None
        if self.has_answers:
            outputs, labels = map(torch.cat, zip(*answered, strict=True))
            self.right += (outputs.argmax(1) == labels).sum().item()

    def add_up(self, processes):
        """Take in what the other processes' tallies hold, all settled: afterwards all are equal."""
        self.total_loss, self.right, self.examples = processes.total(
            self.total_loss, self.right, self.examples
        )

    @property
    def loss(self):
        """Mean loss per example so far."""
        return self.total_loss / self.examples

    @property
    def accuracy(self):
        """Share of right answers so far; None where there are none to count."""
        return self.right / self.examples if self.has_answers else None


class Progress:
    """A tqdm bar over the whole run, redrawn a few times a second. TQDM_DISABLE=1 or `shown=False` hides it.

    Of several processes this one's tally is seen, and counted as if each of the others had done as much.
    """

    def __init__(self, epochs, examples, done=0, shown=True, processes=1):
        self.epochs, self.processes = epochs, processes
        unwanted = os.environ.get("TQDM_DISABLE", "0") not in ("", "0")  # in a notebook tqdm forgets to look
        hidden = unwanted or not shown
        total = epochs * examples
        self.bar = tqdm(total=total, initial=done * examples, unit=" images", unit_scale=True, disable=hidden)
        self.next_look = 0.0

    def due(self):
        """Whether it is time to look again."""
        return time.perf_counter() >= self.next_look

    def show(self, epoch, tally):
        """Settle the tally and redraw."""
        before = tally.examples
        tally.settle()
        words = f"loss {tally.loss:.4f}"
        if tally.accuracy is not None:
            words += f", accuracy {100 * tally.accuracy:.2f} %"
        self.bar.set_description(f"epoch {epoch}/{self.epochs}", refresh=False)
        self.bar.set_postfix_str(words, refresh=False)
        seen = (tally.examples - before) * self.processes
        self.bar.update(min(seen, self.bar.total - self.bar.n))  # the others' shares may be smaller by one
        self.next_look = time.perf_counter() + SECONDS_BETWEEN_LOOKS

    def close(self):
        """Draw the last state and leave it standing."""
        self.bar.close()
