import io
import re
from contextlib import redirect_stderr
from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.training import (
    DivergenceError,
    cnn,
    cosine,
    evaluate,
    fit,
    linear,
    one_cycle,
    seed_everything,
)


def weights(model):
    return torch.cat([tensor.flatten().double() for tensor in model.state_dict().values()])


def test_it_learns(classifier, blobs):
    model = classifier()
    history = fit(model, blobs, blobs, epochs=5, batch_size=32, learning_rate=0.02, schedule=one_cycle)
    assert history.stopped == "finished"
    assert len(history) == 5
    assert history.loss[-1] < history.loss[0]
    assert history.validation_accuracy[-1] > 0.97
    assert evaluate(model, blobs) == (history.validation_loss[-1], history.validation_accuracy[-1])
    assert not model.training


def test_it_learns_from_uint8_images(images):
    model = cnn()
    history = fit(model, images, epochs=4, batch_size=32, learning_rate=3e-3)
    assert history.accuracy[-1] > 0.6
    assert evaluate(model, images).accuracy > 0.8
    assert model[0].weight.is_contiguous()


def test_it_does_what_the_shortest_loop_does(blobs):
    """No dropout: the same batches through a hand-written loop give the same weights."""
    torch.manual_seed(0)
    model, by_hand = nn.Linear(2, 3), nn.Linear(2, 3)
    by_hand.load_state_dict(model.state_dict())
    fit(model, blobs, epochs=2, batch_size=64, learning_rate=0.1, optimizer=torch.optim.SGD, seed=4)

    inputs, targets = map(torch.from_numpy, blobs)
    optimizer = torch.optim.SGD(by_hand.parameters(), lr=0.1)
    order = torch.Generator().manual_seed(4)
    for _ in range(2):
        for rows in torch.randperm(300, generator=order).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(by_hand(inputs[rows]), targets[rows]).backward()
            optimizer.step()
    torch.testing.assert_close(weights(model), weights(by_hand))


def test_the_history_holds_the_means_of_the_epoch(blobs):
    model = nn.Linear(2, 3)
    expected = evaluate(model, blobs)
    history = fit(model, blobs, epochs=1, batch_size=300, learning_rate=1e-9)
    assert history.loss[0] == pytest.approx(expected.loss, rel=1e-5)
    assert history.accuracy[0] == pytest.approx(expected.accuracy)


def test_the_seed_alone_decides(classifier, blobs):
    def run(seed):
        model = classifier()
        fit(model, blobs, epochs=2, seed=seed)
        return weights(model)

    first = run(1)
    torch.rand(7)
    assert run(1).equal(first)
    assert not run(2).equal(first)


def test_random_generators_are_left_as_they_were(classifier, blobs):
    model = classifier()
    seed_everything(3)
    expected = torch.rand(1), np.random.rand()
    seed_everything(3)
    fit(model, blobs, epochs=1)
    assert (torch.rand(1), np.random.rand()) == expected


def test_schedule_sets_every_steps_learning_rate(blobs):
    seen = []

    def schedule(progress):
        seen.append(progress)
        return cosine(progress)

    history = fit(nn.Linear(2, 3), blobs, epochs=2, batch_size=100, learning_rate=0.5, schedule=schedule)
    assert seen == [step / 6 for step in range(6)]
    assert history.learning_rate == pytest.approx([0.5 * cosine(2 / 6), 0.5 * cosine(5 / 6)])


def test_clipping_bounds_the_step(blobs):
    model = nn.Linear(2, 3)
    before = weights(model)
    fit(model, blobs, epochs=1, batch_size=300, learning_rate=1.0, optimizer=torch.optim.SGD, clip_norm=1e-3)
    assert (weights(model) - before).norm() == pytest.approx(1e-3, rel=0.01)


def test_early_stopping_and_best_weights(classifier, blobs):
    inputs, labels = blobs
    wrong = inputs, (labels + 1) % 3  # the better the training, the worse this validation
    model = classifier()
    history = fit(model, blobs, wrong, epochs=50, learning_rate=0.01, patience=3, restore_best=True)
    assert history.stopped == "early stopping"
    assert history.best.number == 1
    assert len(history) == 4
    assert evaluate(model, wrong).loss == history.validation_loss[0]


def test_monitor_may_be_accuracy_or_the_training_loss(classifier, blobs):
    history = fit(classifier(), blobs, blobs, epochs=3, learning_rate=0.01, monitor="validation_accuracy")
    assert history.best.validation_accuracy == max(history.validation_accuracy)
    assert fit(classifier(), blobs, epochs=1).monitor == "loss"


def test_callbacks_see_each_epoch_and_may_stop(classifier, blobs):
    seen = []

    def stop_after_two(model, history):
        seen.append((type(model).__name__, len(history)))
        return len(history) == 2

    history = fit(classifier(), blobs, epochs=9, callbacks=[stop_after_two, lambda model, history: None])
    assert seen == [("Sequential", 1), ("Sequential", 2)]
    assert history.stopped == "a callback"
    assert len(fit(classifier(), blobs, epochs=9, callbacks=stop_after_two)) == 2


def test_augmentation_changes_the_training_only(images):
    shapes = []

    def shift(batch):
        shapes.append(tuple(batch.shape))
        return batch.roll(int(torch.randint(0, 3, ())), dims=-1)

    fit(linear(), images, images, epochs=1, batch_size=48, augment=shift)
    assert shapes == [(48, 1, 28, 28)] * 2


def test_regression():
    inputs = np.linspace(-1, 1, 64).reshape(-1, 1)
    model = nn.Linear(1, 1).double()
    history = fit(
        model, (inputs, 3 * inputs), epochs=30, batch_size=8, learning_rate=0.1, loss=nn.functional.mse_loss
    )
    assert history.accuracy == [None] * 30
    assert model.weight.item() == pytest.approx(3, abs=1e-3)


@pytest.mark.parametrize("number_format", ["bfloat16", "float16"])
@pytest.mark.parametrize("clip_norm", [None, 1.0])
def test_mixed_precision(classifier, blobs, number_format, clip_norm):
    """The GPU's path through autocast and gradient scaling, on a CPU."""
    model = classifier()
    history = fit(
        model, blobs, blobs, epochs=8, learning_rate=0.02, mixed_precision=number_format, clip_norm=clip_norm
    )
    assert history.validation_accuracy[-1] > 0.95
    assert model[0].weight.dtype == torch.float32


@pytest.mark.parametrize(
    "optimizer", [torch.optim.AdamW, partial(torch.optim.SGD, momentum=0.9), torch.optim.RMSprop]
)
def test_any_optimizer(classifier, blobs, optimizer):
    assert fit(classifier(), blobs, epochs=3, learning_rate=0.01, optimizer=optimizer).accuracy[-1] > 0.5


class WithView(nn.Module):
    """A hand-written forward with `view`, which fails on channels-last tensors."""

    def __init__(self):
        super().__init__()
        self.convolution, self.output = nn.Conv2d(1, 4, 3), nn.Linear(4 * 26 * 26, 4)

    def forward(self, images):
        return self.output(self.convolution(images).view(len(images), -1))


def test_a_hand_written_forward_may_use_view(images):
    assert fit(WithView(), images, epochs=1).stopped == "finished"


def test_a_diverging_run_says_where_and_what_to_try(blobs):
    inputs = blobs[0] * 1e18
    with pytest.raises(
        DivergenceError, match=r"became (nan|inf) at step \d+ of epoch 1.*learning_rate=100"
    ) as caught:
        fit(nn.Linear(2, 3), (inputs, blobs[1]), epochs=3, learning_rate=1e3, optimizer=torch.optim.SGD,
            loss=lambda outputs, targets: (outputs**2).mean())  # fmt: skip
    assert len(caught.value.history) == 0


def test_the_step_at_which_it_diverged_is_exact(blobs):
    calls = []

    def loss(outputs, targets):
        calls.append(None)
        value = nn.functional.cross_entropy(outputs, targets)
        return (
            value * float("nan") if len(calls) == 1 + 5 else value
        )  # one call before training checks the loss

    with pytest.raises(DivergenceError, match="step 2 of epoch 2"):
        fit(nn.Linear(2, 3), blobs, epochs=3, batch_size=100, loss=loss)


class Small(nn.Linear):
    """A device with room for so many examples at once while training."""

    room = 40

    def forward(self, inputs):
        if self.training and len(inputs) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        return super().forward(inputs)


def test_out_of_memory_names_a_batch_size_that_fits(blobs):
    from course_lib.training import DeviceMemoryError

    model = Small(2, 3)
    before = weights(model)
    with pytest.raises(DeviceMemoryError, match=r"batch_size=256\. batch_size=32 fits"):
        fit(model, blobs, epochs=1, batch_size=256)
    assert weights(model).equal(before)
    assert fit(model, blobs, epochs=1, batch_size=32).stopped == "finished"
    model.room = 0
    with pytest.raises(DeviceMemoryError, match="not even batch_size=1"):
        fit(model, blobs, epochs=1)


def test_other_errors_pass_through(blobs):
    def broken(batch):
        raise RuntimeError("my own mistake")

    with pytest.raises(RuntimeError, match="my own mistake"):
        fit(nn.Linear(2, 3), blobs, epochs=1, augment=broken)


BAD_ARGUMENTS = [
    ({"epochs": 0}, ValueError, "epochs is 0"),
    ({"epochs": -1}, ValueError, "epochs is -1"),
    ({"epochs": 2.5}, ValueError, "epochs is 2.5"),
    ({"batch_size": 0}, ValueError, "batch_size is 0"),
    ({"learning_rate": -1}, ValueError, "learning_rate is -1"),
    ({"learning_rate": float("nan")}, ValueError, "learning_rate is nan"),
    ({"clip_norm": 0}, ValueError, "clip_norm is 0"),
    ({"patience": 0}, ValueError, "patience is 0"),
    ({"monitor": "validation_loss"}, ValueError, "needs validation data"),
    ({"monitor": "speed"}, ValueError, "monitor is 'speed'"),
    ({"schedule": "cosine"}, TypeError, "schedule is 'cosine'"),
    ({"seed": -1}, ValueError, "seed is -1"),
    ({"device": "gpu"}, ValueError, "not available here"),
    ({"optimizer": torch.optim.SGD([torch.zeros(1)], lr=1)}, TypeError, "torch.optim.SGD"),
    ({"loss": partial(nn.functional.cross_entropy, reduction="none")}, ValueError, "must give one"),
    ({"mixed_precision": "half"}, ValueError, "mixed_precision"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), BAD_ARGUMENTS)
def test_arguments_that_make_no_sense(blobs, arguments, error, message):
    with pytest.raises(error, match=message):
        fit(nn.Linear(2, 3), blobs, **{"epochs": 1, **arguments})


def test_data_that_makes_no_sense(blobs):
    inputs, labels = blobs
    nan = inputs.copy()
    nan[17] = np.nan
    cases = [
        ((inputs, labels[:-1]), ValueError, "300 inputs but 299 targets"),
        ((inputs[:0], labels[:0]), ValueError, "train: The inputs are empty"),
        ((inputs, labels + 1), ValueError, "from 1 to 3, but the model gives 3 outputs"),
        ((inputs, labels - 1), ValueError, "from -1"),
        ((inputs, labels.astype(float)), ValueError, "must be integers"),
        ((inputs, np.eye(3, dtype=int)[labels]), ValueError, "argmax"),
        ((inputs.astype(int), labels), TypeError, "train: The inputs are"),
        ((nan, labels), ValueError, "input number 17 holds nan"),
        ((inputs[:, :1], labels), ValueError, "can't take inputs of n×1"),
        (inputs, TypeError, "must be a pair"),
    ]
    for data, error, message in cases:
        with pytest.raises(error, match=message):
            fit(nn.Linear(2, 3), data, epochs=1)
    with pytest.raises(ValueError, match="validation: "):
        fit(nn.Linear(2, 3), blobs, (inputs, labels[1:]), epochs=1)


def test_models_that_make_no_sense(blobs):
    with pytest.raises(TypeError, match="give an instance"):
        fit(cnn, blobs, epochs=1)
    with pytest.raises(ValueError, match="no trainable parameters"):
        fit(nn.ReLU(), blobs, epochs=1)


def test_the_bar_shows_loss_accuracy_and_speed_on_stderr_alone(blobs, monkeypatch, capfd):
    fit(nn.Linear(2, 3), blobs, epochs=2)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("TQDM_DISABLE", "0")
    with redirect_stderr(io.StringIO()) as bar:
        fit(nn.Linear(2, 3), blobs, epochs=2)
    with redirect_stderr(io.StringIO()) as no_bar:
        fit(nn.Linear(2, 3), blobs, epochs=2, progress=False)
    assert no_bar.getvalue() == ""
    last = bar.getvalue().split("\r")[-1]
    assert re.search(r"epoch 2/2: 100%.*600/600.* images/s, loss \d\.\d+, accuracy \d+\.\d\d %", last)
    assert capfd.readouterr().out == ""
