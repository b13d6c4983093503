"""A small network that is trained while one watches: its settings, and its state after any number of steps."""

from functools import lru_cache

import numpy as np

from course_lib import nn
from course_lib.data import toy

TRAINING, HELD_OUT = 120, 80  # points
MOST_STEPS = 3000
TOO_LARGE = 100.0  # a loss that no network has which learns; guessing costs 0.69

ACTIVATIONS = {"tanh": ("tanh", nn.xavier), "ReLU": ("relu", nn.he), "sigmoid": ("sigmoid", nn.xavier)}
OPTIMIZERS = {
    "gradient descent": nn.GradientDescent,
    "momentum": nn.Momentum,
    "RMSprop": nn.RMSprop,
    "Adam": nn.Adam,
}


class TrainingRun:
    """A run of full-batch training with cross-entropy, the same every time for the same settings.

    `training` and `held_out` are pairs of points (n, 2) and targets (n, 1), 0.0 or 1.0. `losses` (steps + 1, 2) holds the
    training and the held-out loss before the first step and after each. Where the loss gets beyond bounds the run ends, and
    `diverged` is the number of that step, else None.
    """

    def __init__(self, data, noise, depth, width, activation, optimizer, learning_rate, weight_decay):
        rng = np.random.default_rng(0)
        points, labels = toy(data, TRAINING + HELD_OUT, noise, rng)
        targets = labels[:, None].astype(float)
        self.training, self.held_out = (
            (points[:TRAINING], targets[:TRAINING]),
            (points[TRAINING:], targets[TRAINING:]),
        )
        name, initialize = ACTIVATIONS[activation]
        self._network, self._shown = (
            nn.MLP([2] + depth * [width] + [1], name, np.random.default_rng(1), initialize) for _ in range(2)
        )
        self._rules = [OPTIMIZERS[optimizer](learning_rate) for _ in self._network.parameters]
        self._kept = 1 - learning_rate * weight_decay
        self._stops, self._losses, self.diverged = {}, [], None  # the parameters at each step that was shown
        self._note_losses()

    @property
    def losses(self):
        """Float64 of shape (steps + 1, 2)."""
        return np.array(self._losses)

    def logits(self, step, points):
        """The network's outputs (n,) for `points` (n, 2) after so many steps; trains as far as that first.

        Raises KeyError for a step that the run has passed without stopping there: see `has`.
        """
        self.advance(step)
        step, newest = min(step, len(self._losses) - 1), len(self._losses) - 1
        if step == newest:
            self._stops[step] = [parameter.copy() for parameter in self._network.parameters]
        for parameter, values in zip(self._shown.parameters, self._stops[step], strict=True):
            parameter[:] = values
        with np.errstate(all="ignore"):
            return self._shown.forward(points)[:, 0]

    def has(self, step):
        """Whether `logits` can tell of this step: one to come, or one that was stopped at."""
        return step >= len(self._losses) - 1 or step in self._stops

    def advance(self, step):
        """Train until so many steps are done, or the loss gets beyond bounds."""
        with np.errstate(all="ignore"):
            while len(self._losses) <= step and self.diverged is None:
                self._train_one_step()
                self._note_losses()

    def _train_one_step(self):
        points, targets = self.training
        logits = self._network.forward(points)
        gradients = self._network.backward(nn.binary_cross_entropy_from_logits_grad(logits, targets))
        for weights in self._network.weights:
            weights *= self._kept
        for parameter, rule, gradient in zip(self._network.parameters, self._rules, gradients, strict=True):
            parameter[:] = rule.step(parameter, gradient)

    def _note_losses(self):
        pair = [
            nn.binary_cross_entropy_from_logits(self._network.forward(points), targets)
            for points, targets in (self.training, self.held_out)
        ]
        self._losses.append(pair)
        if not pair[0] < TOO_LARGE:
            self.diverged = len(self._losses) - 1


def run_at(step, **settings):
    """The run with these settings that can tell of this step. Goes on with one that was begun; a passed step is replayed."""
    run = _begun(**settings)
    if not run.has(step):
        _begun.cache_clear()
        run = _begun(**settings)
    return run


@lru_cache(
    maxsize=4
)  # of the settings tried last, so that two pages with different ones don't start each other afresh
def _begun(**settings):
    return TrainingRun(**settings)
