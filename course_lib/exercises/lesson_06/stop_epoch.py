"""Exercise stop_epoch: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def stop_epoch(losses, patience):
    """Remember the lowest loss and count the epochs since."""
    lowest, waited = np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        waited = 0 if loss < lowest else waited + 1
        lowest = min(lowest, loss)
        if waited == patience:
            return epoch
    return len(losses)


def draw_losses(rng):
    """Losses by epoch and a patience: a rise, the lesson's, no rise, ties, a small recovery, random ones."""
    return [
        (np.array([1.0, 2.0, 3.0, 4.0]), 1),
        (np.array([5.0, 3.0, 4.0, 3.5, 2.0]), 2),
        (np.array([5.0, 3.0, 4.0, 3.5, 2.0]), 3),
        (np.array([4.0, 3.0, 2.0, 1.0]), 2),
        (np.array([3.0, 3.0, 3.0, 3.0, 3.0, 2.0]), 2),
        (np.array([5.0, 6.0, 4.0, 5.0, 3.0, 4.0, 4.5, 4.8, 2.0]), 3),
        (np.array([1.0, 5.0, 4.0, 3.0, 2.0, 1.5, 1.2]), 2),
        (np.abs(np.linspace(-2, 1, 30)) + 0.3 * rng.random(30), 4),
    ]


def counted_from_zero(losses, patience):
    epoch = stop_epoch(losses, patience)
    return epoch - 1 if stop_epoch(np.append(losses, np.inf), patience) == epoch else epoch


def stop_where(better, starts_again=True):
    """A wrong answer to stop_epoch: another rule, better(loss, lowest, before), for an epoch that needs no patience."""

    def wrong_epoch(losses, patience):
        lowest, before, waited = np.inf, np.inf, 0
        for epoch, loss in enumerate(losses, start=1):
            good = better(loss, lowest, before)
            waited = 0 if good and starts_again else waited + (not good)
            lowest, before = min(lowest, loss), loss
            if waited == patience:
                return epoch
        return len(losses)

    return wrong_epoch


EXERCISE = Exercise(
    id="stop_epoch",
    name="stop_epoch",
    reference=stop_epoch,
    draw=draw_losses,
    points=2,
    mistakes=(
        Mistake(
            "One epoch too late: stop as soon as `patience` epochs in a row were no better, not one more.",
            lambda losses, patience: stop_epoch(losses, patience + 1),
        ),
        Mistake(
            "One epoch too early: `patience` epochs in a row must be no better before training stops.",
            lambda losses, patience: stop_epoch(losses, patience - 1),
        ),
        Mistake(
            "This is the epoch with the lowest loss. Asked is the one after which training *stops*.",
            lambda losses, patience: int(np.argmin(losses[: stop_epoch(losses, patience)])) + 1,
        ),
        Mistake("Counted from 0. The first epoch is epoch 1.", counted_from_zero),
        Mistake(
            "You compare with the epoch before. A small recovery is no record: compare with the lowest loss so far.",
            stop_where(lambda loss, lowest, before: loss < before),
        ),
        Mistake(
            "You wait for losses that rise from epoch to epoch. Any epoch without a new lowest loss counts.",
            stop_where(lambda loss, lowest, before: loss <= before),
        ),
        Mistake(
            "The count never starts again. A new lowest loss sets it back to 0: the epochs must be in a row.",
            stop_where(lambda loss, lowest, before: loss < lowest, starts_again=False),
        ),
        Mistake(
            "Only a *lower* loss is better, not an equal one.",
            stop_where(lambda loss, lowest, before: loss <= lowest),
        ),
        Mistake(
            "This stops at the first epoch that is no better, whatever the patience.",
            lambda losses, patience: stop_epoch(losses, 1),
        ),
        Mistake(
            "Patience is ignored: this is the epoch with the lowest loss of all. Training can't know the future.",
            lambda losses, patience: int(np.argmin(losses)) + 1,
        ),
        Mistake(
            "Training never stops early: this is the number of epochs.", lambda losses, patience: len(losses)
        ),
    ),
    hints=(
        "Keep two variables: the lowest loss so far, and how many epochs have passed since.",
        "for epoch, loss in enumerate(losses, start=1): a lower loss sets the count to 0, any other adds 1.",
        "Inside the loop: if waited == patience: return epoch. After it: return len(losses).",
    ),
)
