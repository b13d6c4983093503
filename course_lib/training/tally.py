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
    """Adds up losses and hits of an epoch. Values wait on the device, for reading each one would stall a GPU."""

    def __init__(self):
        self.waiting = []
        self.total_loss, self.total_hits, self.examples, self.steps = 0.0, 0, 0, 0
        self.counts_hits = False

    def add(self, loss, hits, examples):
        """Note one step: mean loss and number of hits (tensors on the device; hits may be None), examples."""
        self.waiting.append((loss, hits, examples))

    def settle(self):
        """Read what waits. Raises DivergenceError, with the step's number in the epoch, at nan or inf."""
        if not self.waiting:
            return
        losses, hits, counts = zip(*self.waiting, strict=True)
        self.waiting = []
        self.counts_hits = hits[0] is not None
        if self.counts_hits:
            self.total_hits += int(torch.stack(hits).sum())
        for loss, examples in zip(torch.stack(losses).tolist(), counts, strict=True):
            self.steps += 1
            if not math.isfinite(loss):
                raise DivergenceError(f"the loss became {loss} at step {self.steps}")
            self.total_loss += loss * examples
            self.examples += examples

    @property
    def loss(self):
        """Mean loss per example so far."""
        return self.total_loss / self.examples

    @property
    def accuracy(self):
        """Share of hits so far; None where hits were None."""
        return self.total_hits / self.examples if self.counts_hits else None


class Progress:
    """A tqdm bar over the whole run, redrawn a few times a second. TQDM_DISABLE=1 hides it."""

    def __init__(self, epochs, examples, done=0):
        self.epochs = epochs
        hidden = os.environ.get("TQDM_DISABLE", "0") not in ("", "0")  # in a notebook tqdm forgets to look
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
        self.bar.update(tally.examples - before)
        self.next_look = time.perf_counter() + SECONDS_BETWEEN_LOOKS

    def close(self):
        """Draw the last state and leave it standing."""
        self.bar.close()
