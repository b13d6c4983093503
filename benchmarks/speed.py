"""Seconds of training until 99 % of MNIST's test digits are right, beside the examples that one would copy instead.

Run: python -m benchmarks.speed [--rounds 3]. Keras takes part where it can be imported: run it with a
Python that has Keras (and torch as its backend) beside what the project needs.

The contenders take turns in rounds, each round with its own seed. They look at the test images after each epoch, for
this measurement only, and stop where the goal is reached; the looking is not counted.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from functools import partial
from statistics import median

os.environ["TQDM_DISABLE"] = "1"
os.environ.setdefault("KERAS_BACKEND", "torch")
# As course_lib.training sets it where it is imported before torch: for all contenders alike.
os.environ.setdefault("GOMP_SPINCOUNT", "3000")

from torch.utils.data import Subset

from benchmarks.examples import EXAMPLES, HAS_KERAS, Contender
from benchmarks.peak import synchronize
from benchmarks.results import machine, write_section
from course_lib.data import load_mnist
from course_lib.training import (
    evaluate,
    fast_cnn,
    fit,
    mlp,
    one_cycle,
    pick_device,
    seed_everything,
    to_tensors,
)

ONE_EPOCH = {"epochs": 1, "batch_size": 128, "learning_rate": 1e-2, "schedule": one_cycle}
MLP = {"epochs": 4, "batch_size": 128, "learning_rate": 2e-3, "schedule": one_cycle}


def load_for_fit(device):
    """The training set in the device's memory; the test set as arrays."""
    mnist = load_mnist()
    return to_tensors(mnist.train_images, mnist.train_labels, device=device), mnist[2:4]


def train_with_fit(model, data, device, look, **options):
    """What a lesson does."""
    train, test = data

    def after_epoch(model, history):
        return look(lambda: evaluate(model, test).accuracy)

    fit(model, train, device=device, callbacks=after_epoch, **options)


def contenders(device):
    """All of them by name, ours first."""
    load, whole = partial(load_for_fit, device), partial(train_with_fit, **ONE_EPOCH)
    half = partial(whole, mixed_precision="bfloat16")
    return {
        "CNN: fit, one epoch": Contender(0.99, load, lambda device: fast_cnn(), whole),
        "CNN: the same in bfloat16": Contender(0.99, load, lambda device: fast_cnn(), half),
        "MLP: fit, four epochs": Contender(0.98, load, lambda device: mlp(), partial(train_with_fit, **MLP)),
        **EXAMPLES,
    }


class Stopwatch:
    """Seconds of training, without those spent looking at the test images."""

    def __init__(self, goal, device):
        self.goal, self.device = goal, device
        self.marks = []  # (seconds of training, accuracy), one an epoch
        self.looking, self.start = 0.0, time.perf_counter()

    def look(self, accuracy):
        """Call `accuracy()` and note it beside the seconds so far. True where the goal is reached."""
        synchronize(self.device)
        before = time.perf_counter()
        self.marks.append((before - self.start - self.looking, accuracy()))
        self.looking += time.perf_counter() - before
        return self.marks[-1][1] >= self.goal


def seconds_of(action, device):
    """(seconds, result) of calling `action()`."""
    start = time.perf_counter()
    result = action()
    synchronize(device)
    return time.perf_counter() - start, result


def measure(contender, seed, device, images):
    """Seconds to load, compile and train, epochs and accuracy at the end, of one contender, by name.

    Compiling is making a network and its first step, on 64 images; a fresh network is trained after that.
    """
    importlib.import_module(contender.needs)
    loading, (train, test) = seconds_of(contender.load, device)
    test = first(test, images)
    compiling, _ = seconds_of(partial(first_step, contender, first(train, 64), test, device), device)
    seed_everything(seed)
    model, watch = contender.build(device), Stopwatch(contender.goal, device)
    contender.train(model, (first(train, images), test), device, watch.look)
    seconds, accuracy = watch.marks[-1]
    return {
        "load": loading, "compile": compiling, "train": seconds, "epochs": len(watch.marks), "accuracy": accuracy
    }  # fmt: skip


def measure_apart(name, seed, images):
    """`measure` in a process of its own, so that nobody finds warm what another one paid for."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.speed",
        "--one",
        name,
        "--seed",
        str(seed),
        "--images",
        str(images),
    ]
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(output.splitlines()[-1])


def first_step(contender, train, test, device):
    """Make a network and train it on `train`, one epoch."""
    contender.train(contender.build(device), (train, test), device, lambda accuracy: True)


def first(train, count):
    """The first examples of a Dataset, or of a pair of arrays or tensors."""
    if isinstance(train, tuple):
        return tuple(part[:count] for part in train)
    return Subset(train, range(min(count, len(train))))


def table(results):
    """Markdown rows: medians over the rounds, and in how many of them the goal was reached."""
    yield "| contender | goal | reached | load, s | compile, s | train, s | slowest, s | epochs | accuracy there |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, (goal, rounds) in results.items():
        middle = {key: median(result[key] for result in rounds) for key in rounds[0]}
        reached = sum(result["accuracy"] >= goal for result in rounds)
        cells = [
            name, f"{goal:.0%}", f"{reached} of {len(rounds)}", f"{middle['load']:.1f}", f"{middle['compile']:.2f}",
            f"{middle['train']:.1f}", f"{max(result['train'] for result in rounds):.1f}", f"{middle['epochs']:g}",
            f"{middle['accuracy']:.2%}",
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def report(results, rounds):
    """The section for RESULTS.md."""
    yield f"Training until the goal on the test images, {rounds} rounds, contenders taking turns; medians. Each example"
    yield "has the network, optimizer, rate, batch and longest run that it was published with; where the goal was missed,"
    yield "the seconds are those of the whole run. Each trains in a process of its own. Loading is from the files to what training reads; compiling is making"
    yield "the network and its first step."
    if not HAS_KERAS:
        yield "Keras' examples did not take part: Keras could not be imported."
    yield ""
    yield from table(results)


def main(arguments=None):
    """Measure, print, and write benchmarks/RESULTS.md."""
    options = parse(arguments)
    if load_mnist().source != "mnist":
        raise SystemExit("The benchmark needs the real MNIST: set DOWNHILL_DATA to a folder that has it.")
    device = pick_device(verbose=False)
    entries = contenders(device)
    if options.one:
        return print(json.dumps(measure(entries[options.one], options.seed, device, options.images)))
    results = {name: (contender.goal, []) for name, contender in entries.items()}
    for number in range(options.rounds):
        for name, (_, rounds) in results.items():
            rounds.append(measure_apart(name, number, options.images))
            print(f"round {number + 1}, {name}: {rounds[-1]}", flush=True)
    text = "\n".join([machine(device), "", *report(results, options.rounds)])
    print(text)
    if options.images == 60_000:
        write_section("Seconds to 99 %", text)


def parse(arguments):
    """The command line's arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each trains (3)")
    parser.add_argument(
        "--images", type=int, default=60_000, help="fewer are a try, of which nothing is written"
    )
    parser.add_argument("--one", metavar="NAME", help="measure this contender only, here; print JSON")
    parser.add_argument("--seed", type=int, default=0, help="with --one (0)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
