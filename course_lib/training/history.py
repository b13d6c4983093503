"""What a training run measured, epoch by epoch, and its curves."""

import math
from dataclasses import dataclass, field

BLUE, VERMILLION = "#0072B2", "#D55E00"  # Okabe and Ito's palette, told apart by every kind of colour vision


@dataclass(frozen=True)
class Epoch:
    """One pass over the training data. Losses are means per example; accuracies go from 0 to 1.

    `loss` and `accuracy` are running means while the weights move (with dropout on); the validation values
    are taken after the epoch, dropout off. None stands where there is nothing to measure.
    """

    number: int
    loss: float
    accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    learning_rate: float
    images_per_second: float = field(repr=False, compare=False)


@dataclass
class History:
    """All epochs of a run. `history.loss`, `history.validation_accuracy` … give one value an epoch.

    `stopped` says why the run ended: "finished", "early stopping", "a callback" or "interrupted" (None while it
    runs). `monitor` names the column that decides which epoch is best.
    """

    monitor: str = "validation_loss"
    epochs: list[Epoch] = field(default_factory=list)
    stopped: str | None = None

    def __len__(self):
        return len(self.epochs)

    def __getattr__(self, name):
        if name not in Epoch.__dataclass_fields__ or name == "number":
            raise AttributeError(f"History has no {name!r}")
        return [getattr(epoch, name) for epoch in self.epochs]

    @property
    def best(self):
        """The best Epoch so far: highest monitored accuracy or lowest monitored loss; the earliest of equals."""
        sign = -1 if self.monitor.endswith("accuracy") else 1

        def badness(epoch):
            value = getattr(epoch, self.monitor)
            return sign * value if math.isfinite(value) else math.inf

        return min(self.epochs, key=badness, default=None)

    @property
    def epochs_without_improvement(self):
        """Epochs since the best one."""
        return len(self) - self.best.number if self.epochs else 0

    def __repr__(self):
        return "\n".join([self._summary(), *self._table()])

    def _summary(self):
        count = f"{len(self)} epoch{'' if len(self) == 1 else 's'}"
        best = f", best epoch {self.best.number} by {_words(self.monitor)}" if self.epochs else ""
        return f"History: {count}, {self.stopped or 'running'}{best}"

    def _table(self):
        names = [name for name in _COLUMNS if any(value is not None for value in getattr(self, name))]
        if not names:
            return
        yield "  ".join(["epoch", *(f"{_words(name):>19}" for name in names)])
        for epoch in self.epochs:
            cells = (f"{_number(name, getattr(epoch, name)):>19}" for name in names)
            yield "  ".join([f"{epoch.number:>5}", *cells])

    def describe(self):
        """What `plot` shows, in words with numbers: the picture's alt text."""
        if not self.epochs:
            return "Training curves with no finished epoch."
        first, last = self.epochs[0], self.epochs[-1]
        changes = [
            f"{_words(name)} from {_number(name, getattr(first, name))} to {_number(name, getattr(last, name))}"
            for name in _COLUMNS
            if getattr(last, name) is not None
        ]
        return (
            f"Training curves over {len(self)} epochs: {'; '.join(changes)}. Best epoch: {self.best.number}."
        )

    def plot(self):
        """Loss, and accuracy where there is one, by epoch; a dotted line at the best. Returns a matplotlib Figure.

        In a lesson: `show(history.plot(), alt=history.describe())`.
        """
        from matplotlib.figure import Figure

        kinds = ["loss", "accuracy"] if any(value is not None for value in self.accuracy) else ["loss"]
        figure = Figure(figsize=(4.6 * len(kinds), 3.4), layout="constrained")
        for axes, kind in zip(figure.subplots(1, len(kinds), squeeze=False)[0], kinds, strict=True):
            self._draw(axes, kind)
        return figure

    def _draw(self, axes, kind):
        numbers = [epoch.number for epoch in self.epochs]
        axes.plot(numbers, getattr(self, kind), color=BLUE, marker="o", label="training")
        if any(value is not None for value in getattr(self, f"validation_{kind}")):
            validation = getattr(self, f"validation_{kind}")
            axes.plot(numbers, validation, color=VERMILLION, marker="s", linestyle="--", label="validation")
        if self.epochs:
            axes.axvline(self.best.number, color="#555555", linestyle=":", label="best epoch")
        axes.set(xlabel="epoch", ylabel=kind)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend()


_COLUMNS = ("loss", "accuracy", "validation_loss", "validation_accuracy")


def _words(name):
    return name.replace("_", " ")


def _number(name, value):
    if value is None:
        return ""
    return f"{100 * value:.2f} %" if name.endswith("accuracy") else f"{value:.4f}"
