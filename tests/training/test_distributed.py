"""Two processes that torchrun started, beside one process with the double batch."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from course_lib.training import is_main_process
from course_lib.training.distributed import Processes, join

TRAIN = """
import io, os, shutil, sys
from contextlib import redirect_stderr
import numpy as np
import torch
from torch import nn
from course_lib.training import fit, is_main_process, one_cycle

rank, folder = int(os.environ.get("RANK", 0)), sys.argv[1]
processes = int(os.environ.get("WORLD_SIZE", 1))
generator = np.random.default_rng(0)
images = generator.integers(0, 256, (289, 12, 12)).astype(np.uint8)  # 289 = 9 × 32 + 1: process 1 gets nothing of the last
labels = (images[:, :6].mean((1, 2)) > images[:, 6:].mean((1, 2))).astype(int)

def train(epochs, checkpoint=None, dropout=0.0, **options):
    torch.manual_seed(7 * rank)  # process 0's weights are to be everybody's
    norm = nn.BatchNorm2d(4) if dropout else nn.Identity()  # its running means are no weights
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3), norm, nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Dropout(dropout), nn.Linear(100, 2)
    ).double()
    return model, fit(
        model, (images, labels), (images[:99], labels[:99]), epochs=epochs, batch_size=32 // processes,
        learning_rate=3e-3, schedule=one_cycle, clip_norm=0.5, checkpoint=checkpoint, **options,
    )
"""

RUN = (
    TRAIN
    + """
def keep(model, history):
    print("callback", flush=True)
    if len(history) == 2:  # the file is still that of epoch 1
        shutil.copy(f"{folder}/whole.pt", f"{folder}/killed.pt")

with redirect_stderr(io.StringIO()) as shown:
    model, history = train(3)
whole, _ = train(3, f"{folder}/whole.pt", dropout=0.3, callbacks=keep)
resumed, _ = train(3, f"{folder}/killed.pt", dropout=0.3)
torch.save({"weights": model.state_dict(), "history": [vars(epoch) for epoch in history.epochs], "shown": shown.getvalue(),
            "whole": whole.state_dict(), "resumed": resumed.state_dict(), "main": is_main_process()},
           f"{folder}/{processes}-{rank}.pt")
"""
)

MISUSED = (
    TRAIN
    + """
labels[:3] = rank
train(1)
"""
)


def run(folder, script, processes, *arguments, environment=()):
    """Run a script under torchrun, or alone; returns the finished process."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)] * (
        processes > 1
    )
    settings = {**os.environ, "OMP_NUM_THREADS": "1", "DOWNHILL_DEVICE": "cpu", **dict(environment)}
    command = [sys.executable, *torchrun, str(path), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=settings, check=False)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What each process of a run of two and of a run of one saved, and what the two printed."""
    folder, alone = tmp_path_factory.mktemp("two"), tmp_path_factory.mktemp("one")
    finished = run(folder, RUN, 2, folder, environment={"TQDM_DISABLE": "0"})
    assert finished.returncode == 0, finished.stderr
    assert run(alone, RUN, 1, alone).returncode == 0
    return [torch.load(path) for path in (folder / "2-0.pt", folder / "2-1.pt", alone / "1-0.pt")], finished


@pytest.mark.slow
def test_two_processes_give_the_weights_of_one_with_the_double_batch(results):
    (first, second, alone), _ = results
    for name, weights in alone["weights"].items():
        torch.testing.assert_close(first["weights"][name], weights, rtol=1e-9, atol=1e-12)
        assert torch.equal(first["weights"][name], second["weights"][name])


@pytest.mark.slow
def test_they_have_one_history_that_of_one_process(results):
    (first, second, alone), _ = results
    assert first["history"] == second["history"]
    assert len(alone["history"]) == 3
    for here, there in zip(first["history"], alone["history"], strict=True):
        for name in set(there) - {"images_per_second"}:
            assert here[name] == pytest.approx(there[name], rel=1e-9)


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_as_if_it_had_not_been(results):
    (first, second, _), _ = results
    for name, weights in first["whole"].items():
        assert torch.equal(first["resumed"][name], weights)
        assert torch.equal(second["resumed"][name], weights)
    assert not torch.equal(first["whole"]["0.weight"], first["weights"]["0.weight"])


@pytest.mark.slow
def test_process_0_alone_shows_progress_and_calls_back(results):
    (first, second, _), finished = results
    assert (first["main"], second["main"]) == (True, False)
    assert finished.stdout.split() == ["callback"] * 3
    assert "epoch 3/3: 100%" in first["shown"]
    assert second["shown"] == ""


@pytest.mark.slow
def test_processes_with_other_data_are_told(tmp_path):
    finished = run(tmp_path, MISUSED, 2, tmp_path)
    assert finished.returncode != 0
    assert "Process 1 calls fit with another training data, validation data than process 0" in finished.stderr


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("examples", [1, 2, 3, 7, 12])
def test_the_weighted_mean_of_the_shares_is_the_mean_of_the_batch(examples, count):
    losses = torch.arange(1.0, 13.0) ** 2
    batch = torch.randperm(12)[:examples]
    shares = [Processes(rank, count).share(batch) for rank in range(count)]
    mean = sum(weight * losses[rows].mean() for rows, _, weight in shares) / count
    assert mean.item() == pytest.approx(losses[batch].mean().item())
    assert sum(counted for _, counted, _ in shares) == examples
    seen = torch.cat([rows[:counted] for rows, counted, _ in shares])
    assert seen.tolist() == batch.tolist()


def test_alone_nothing_is_asked_of_anybody():
    alone, device = join(torch.device("cpu"))
    model, batch = torch.nn.Linear(2, 2), torch.arange(5)
    assert is_main_process()
    assert alone == Processes(0, 1)
    assert device.type == "cpu"
    assert alone.parallel(model) is model
    assert alone.share(batch) == (batch, 5, 1.0)
    assert alone.total(1, 2.5) == (1, 2.5)
    assert alone.gather("a") == ["a"]
    assert alone.from_first("a") == "a"


@pytest.mark.parametrize(
    ("device", "message"),
    [
        ("mps", "not on mps"),
        ("cuda:1", "one GPU for all"),
        ("cuda", "2 processes need 2 GPUs, and here is 1: start torchrun"),
    ],
)
def test_a_device_that_several_processes_cannot_use(monkeypatch, device, message):
    launched = {
        "TORCHELASTIC_RUN_ID": "x",
        "WORLD_SIZE": "2",
        "LOCAL_WORLD_SIZE": "2",
        "RANK": "1",
        "LOCAL_RANK": "1",
    }
    for name, value in launched.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert not is_main_process()
    with pytest.raises(ValueError, match=message):
        join(torch.device(device))


README = Path(__file__).parents[2] / "README.md"
SMALL = """
import course_lib.data
from course_lib.data.digits import digit_arrays
course_lib.data.load_mnist = lambda: course_lib.data.MNIST(*digit_arrays(), source="digits")
"""


@pytest.mark.slow
def test_the_example_in_the_readme(tmp_path):
    section = README.read_text(encoding="utf-8").split("**Several processes.**")[1]
    example = re.search(r"```python\n(.*?)```", section, re.DOTALL)[1]
    finished = run(tmp_path, SMALL + example.replace("epochs=5", "epochs=2"), 2)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.count("History: 2 epochs, finished") == 1
