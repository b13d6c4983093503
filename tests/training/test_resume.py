"""Runs that are killed, and go on from their checkpoint as if nothing had happened."""

import errno
import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.training import CheckpointError, fit, load_checkpoint, one_cycle, save_checkpoint

RUN = """
import sys
import numpy as np
import torch
from torch import nn
from course_lib.training import fit, one_cycle

generator = np.random.default_rng(0)
images = generator.integers(0, 256, (400, 12, 12)).astype(np.uint8)
labels = (images[:, :6].mean((1, 2)) > images[:, 6:].mean((1, 2))).astype(int)
model = nn.Sequential(
    nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.Dropout(0.3), nn.Linear(800, 2)
)

def augment(batch):
    return batch + 0.1 * torch.randn_like(batch) + float(np.random.rand())

history = fit(
    model, (images[:300], labels[:300]), (images[300:], labels[300:]), epochs=12, batch_size=32,
    learning_rate=3e-2, schedule=one_cycle, clip_norm=1.0, patience=3, restore_best=True, augment=augment,
    checkpoint=sys.argv[2] if len(sys.argv) > 2 else None, seed=5,
    callbacks=[lambda model, history: print("epoch", len(history), flush=True)],
)
torch.save({"model": model.state_dict(), "loss": history.loss + history.validation_loss,
            "stopped": history.stopped}, sys.argv[1])
"""


DIE_WHEN_SAVING = """
import os
calls, original = [], os.PLACE

def die(*arguments):
    calls.append(1)
    if len(calls) == 4:
        os._exit(9)  # at once, as SIGKILL does: nothing is cleaned up
    return original(*arguments)

os.PLACE = die
"""


def start(folder, result, checkpoint=None, before=""):
    """Start the run above in a process of its own; its result goes to the file named."""
    script = folder / f"run_{result}.py"
    script.write_text("import torch; torch.manual_seed(2)\n" + before + RUN)
    command = [sys.executable, str(script), str(folder / result), *([str(checkpoint)] if checkpoint else [])]
    environment = {**os.environ, "TQDM_DISABLE": "1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def finish(process):
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert errors == ""
    return output


@pytest.fixture(scope="module")
def unkilled(tmp_path_factory):
    """The result of the run when nobody kills it and it keeps no checkpoint."""
    folder = tmp_path_factory.mktemp("unkilled")
    finish(start(folder, "result.pt"))
    return torch.load(folder / "result.pt")


def assert_same_bits(result, expected):
    result = torch.load(result)
    assert result["loss"] == expected["loss"]
    assert result["stopped"] == expected["stopped"]
    for name, tensor in expected["model"].items():
        assert tensor.equal(result["model"][name]), name


@pytest.mark.slow
@pytest.mark.parametrize("round_number", [0, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_random_moments_a_run_ends_with_the_same_bits(tmp_path, unkilled, round_number):
    chance = random.Random(time.time_ns())
    for kill in range(4):
        process = start(tmp_path, "result.pt", tmp_path / "run.ckpt")
        if kill:  # the first time, anywhere: also before the first checkpoint
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3 if kill else 3))
        process.kill()
        process.communicate()
    finish(start(tmp_path, "result.pt", tmp_path / "run.ckpt"))
    assert_same_bits(tmp_path / "result.pt", unkilled)
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.slow
@pytest.mark.parametrize("place", ["fsync", "replace"])
def test_killed_while_the_checkpoint_is_written(tmp_path, unkilled, place):
    process = start(tmp_path, "result.pt", tmp_path / "run.ckpt", DIE_WHEN_SAVING.replace("PLACE", place))
    process.communicate()
    assert process.returncode == 9
    assert len(list(tmp_path.glob("run.ckpt.*.tmp"))) == 1
    finish(start(tmp_path, "result.pt", tmp_path / "run.ckpt"))
    assert_same_bits(tmp_path / "result.pt", unkilled)
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_inside_an_epoch_returns_what_was_learned(tmp_path):
    script = tmp_path / "run.py"
    script.write_text("""
import time
import numpy as np
import torch
from torch import nn
from course_lib.training import evaluate, fit

torch.manual_seed(0)
inputs = np.random.default_rng(0).normal(size=(4000, 2))
data = inputs, (inputs[:, 0] > inputs[:, 1]).astype(int)
model, steps = nn.Linear(2, 2), 0

def slow(batch):
    global steps
    steps += 1
    if steps == 3 * 63 + 30:
        print("inside epoch 4", flush=True)
    time.sleep(0.002)
    return batch

history = fit(model, data, data, epochs=1000, learning_rate=0.01, augment=slow, restore_best=True)
assert history.stopped == "interrupted", history.stopped
assert evaluate(model, data).loss == min(history.validation_loss)
assert not model.training and model.weight.isfinite().all()
print("epochs", len(history), "accuracy", evaluate(model, data).accuracy > 0.9)
""")
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "inside epoch 4\n"
    process.send_signal(signal.SIGINT)
    output = finish(process)
    assert "Interrupted after 3 whole epochs" in output
    assert "epochs 3 accuracy True" in output


def test_ctrl_c_keeps_the_weights_of_the_unfinished_epoch(blobs):
    steps = []

    def interrupt(batch):
        steps.append(model.weight.detach().clone())
        if len(steps) == 4:
            raise KeyboardInterrupt
        return batch

    model = nn.Linear(2, 3)
    history = fit(model, blobs, epochs=9, batch_size=50, augment=interrupt)
    assert (history.stopped, len(history)) == ("interrupted", 0)
    assert model.weight.equal(steps[-1])
    assert not model.weight.equal(steps[0])


@pytest.fixture
def train(classifier, blobs, tmp_path):
    """Train the small classifier with a checkpoint; keywords change the call. Returns (model, history)."""

    def call(model=None, data=blobs, **changes):
        model = model or classifier()
        arguments = {
            "epochs": 4,
            "learning_rate": 0.01,
            "schedule": one_cycle,
            "checkpoint": tmp_path / "c.pt",
        }
        return model, fit(model, data, blobs, **(arguments | changes))

    return call


def interrupt_at(epoch):
    def callback(model, history):
        if len(history) == epoch:
            raise KeyboardInterrupt

    return callback


def test_an_interrupted_run_goes_on(train):
    expected, _ = train(checkpoint=None)
    _, history = train(callbacks=interrupt_at(3))
    assert history.stopped == "interrupted"
    epochs = []
    model, history = train(callbacks=lambda model, history: epochs.append(len(history)))
    assert epochs == [3, 4]
    assert history.stopped == "finished"
    assert all(map(torch.equal, model.state_dict().values(), expected.state_dict().values()))


@pytest.mark.parametrize("number_format", [False, "float16"])
@pytest.mark.parametrize("optimizer", [torch.optim.Adam, torch.optim.SGD])
def test_bits_with_other_optimizers_and_formats(train, number_format, optimizer):
    arguments = {"mixed_precision": number_format, "optimizer": optimizer}
    expected, _ = train(checkpoint=None, **arguments)
    train(callbacks=interrupt_at(2), **arguments)
    model, _ = train(**arguments)
    assert all(map(torch.equal, model.state_dict().values(), expected.state_dict().values()))


def test_a_finished_run_returns_at_once(train):
    first, history = train(restore_best=True)
    calls = []
    again, same = train(restore_best=True, callbacks=lambda *_: calls.append(1), model=nn.Sequential(*first))
    assert calls == []
    assert same == history
    assert all(map(torch.equal, first.state_dict().values(), again.state_dict().values()))


def test_a_run_stopped_early_stays_stopped(train, blobs):
    wrong = blobs[0], (blobs[1] + 1) % 3
    _, history = train(data=wrong, epochs=50, patience=2, learning_rate=0.05)
    assert history.stopped == "early stopping"
    assert train(data=wrong, epochs=50, patience=2, learning_rate=0.05)[1] == history


CHANGES = {
    "epochs: 4 then, 5 now": {"epochs": 5},
    "batch_size": {"batch_size": 32},
    "learning_rate: 0.01 then, 0.02 now": {"learning_rate": 0.02},
    "another optimizer settings": {"optimizer": torch.optim.SGD},
    "loss": {"loss": nn.MultiMarginLoss()},
    "another schedule": {"schedule": lambda progress: 1.0},
    "clip_norm: None then, 1.0 now": {"clip_norm": 1.0},
    "patience": {"patience": 3},
    "seed: 0 then, 1 now": {"seed": 1},
    "augment": {"augment": torch.neg},
    "another model": {"model": nn.Linear(2, 3)},
}


@pytest.mark.parametrize("message", CHANGES)
def test_another_runs_checkpoint_is_refused(train, message):
    train()
    with pytest.raises(CheckpointError, match="belongs to another run.*" + message):
        train(**CHANGES[message])


def test_other_data_is_refused(train, blobs, tmp_path):
    train()
    inputs = blobs[0].copy()
    inputs[5, 0] += 1e-3
    before = (tmp_path / "c.pt").read_bytes()
    with pytest.raises(CheckpointError, match="another training data"):
        train(data=(inputs, blobs[1]))
    assert (tmp_path / "c.pt").read_bytes() == before


def test_foreign_and_damaged_files_are_refused(train, tmp_path):
    file = tmp_path / "c.pt"
    save_checkpoint(file, {"something": "else"})
    with pytest.raises(CheckpointError, match="another run"):
        train()
    file.write_bytes(b"not a checkpoint")
    with pytest.raises(CheckpointError, match="damaged"):
        train()
    assert file.read_bytes() == b"not a checkpoint"
    with pytest.raises(ValueError, match="is a folder"):
        train(checkpoint=tmp_path)


def test_numpy_numbers_are_settings_too(train):
    arguments = {"epochs": np.int64(2), "learning_rate": np.float64(0.01), "batch_size": np.int32(50)}
    _, history = train(**arguments)
    assert train(**arguments)[1] == history


def test_a_full_disk_does_not_stop_the_training(train, tmp_path, monkeypatch):
    train(callbacks=interrupt_at(3))
    before = load_checkpoint(tmp_path / "c.pt")

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.warns(UserWarning, match=r"No space left.*Training goes on"):
        model, history = train()
    assert history.stopped == "finished"
    assert model[0].weight.isfinite().all()
    after = load_checkpoint(tmp_path / "c.pt")
    assert after["run"]["step"] == before["run"]["step"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["c.pt"]
