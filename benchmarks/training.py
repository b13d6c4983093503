"""How fast `fit` trains, beside what one would write instead. Run: python -m benchmarks.training [--quick]

All contenders train the same models on MNIST with Adam, in one run, taking turns in rounds, so that a machine that
slows down slows all of them. Ratios are taken within a round; medians over rounds are reported.
"""

import argparse
import os
import time
from functools import partial
from statistics import median

os.environ["TQDM_DISABLE"] = "1"
# As course_lib.training sets it where it is imported before torch: for all contenders alike.
os.environ.setdefault("GOMP_SPINCOUNT", "3000")

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch.utils.data import DataLoader, Dataset, TensorDataset

from benchmarks.peak import matrix_peak, operations_per_image, synchronize
from benchmarks.results import machine, write_section
from course_lib.data import load_mnist
from course_lib.training import cnn, evaluate, fit, mlp, one_cycle, pick_device, seed_everything, to_tensors

MODELS = {"MLP": mlp, "CNN": cnn}
BATCH_SIZES = (64, 256)
IMAGES = {"MLP": 60_000, "CNN": 9_600}  # a turn: two to four seconds on two cores
WARM_UP = 5


class PilDigits(Dataset):
    """MNIST as torchvision gives it: for each example a PIL image, made a tensor, then normalised."""

    def __init__(self, images, labels):
        self.images, self.labels = torch.from_numpy(images), torch.from_numpy(labels)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = Image.fromarray(self.images[index].numpy())
        return normalised(pixels_as_tensor(image)), int(self.labels[index])


def pixels_as_tensor(image):
    """The steps of torchvision's ToTensor: height×width×1 bytes to 1×height×width floats from 0 to 1."""
    pixels = torch.from_numpy(np.array(image, np.uint8, copy=True)).view(image.height, image.width, 1)
    return pixels.permute(2, 0, 1).contiguous().to(torch.float32).div(255)


def normalised(image):
    """The steps of torchvision's Normalize((0.1307,), (0.3081,))."""
    image = image.clone()
    mean, std = torch.as_tensor((0.1307,)), torch.as_tensor((0.3081,))
    if (std == 0).any():
        raise ValueError("division by zero")
    return image.sub_(mean.view(-1, 1, 1)).div_(std.view(-1, 1, 1))


def train_with_loader(dataset, model, batch_size, device):
    """The loop of PyTorch's MNIST example around a DataLoader, with Adam as one writes it first."""
    on_gpu = (
        {"num_workers": 1, "pin_memory": True, "persistent_workers": True} if device.type == "cuda" else {}
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model.train()
    for inputs, targets in DataLoader(dataset, batch_size=batch_size, shuffle=True, **on_gpu):
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        F.cross_entropy(model(inputs), targets).backward()
        optimizer.step()


def train_by_hand(data, model, batch_size, device):
    """The shortest loop over tensors that lie in the device's memory, with the fastest Adam."""
    inputs, targets = data
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    model.train()
    for rows in torch.randperm(len(inputs), device=device).split(batch_size):
        optimizer.zero_grad()
        F.cross_entropy(model(inputs[rows]), targets[rows]).backward()
        optimizer.step()


def train_with_fit(data, model, batch_size, device):
    """What a lesson does."""
    fit(model, data, epochs=1, batch_size=batch_size, device=device)


def contenders(mnist, device, images):
    """Name → (training function, share of a turn's images; the slow ones get fewer)."""
    pixels, labels = mnist.train_images[:images], mnist.train_labels[:images]
    on_device, on_cpu = to_tensors(pixels, labels, device=device), to_tensors(pixels, labels)
    return {
        "fit": lambda count: partial(train_with_fit, _first(on_device, count)),
        "a": lambda count: partial(train_with_loader, PilDigits(pixels[:count], labels[:count])),
        "b": lambda count: partial(train_with_loader, TensorDataset(*_first(on_cpu, count))),
        "c": lambda count: partial(train_by_hand, _first(on_device, count)),
    }


def _first(tensors, count):
    return tuple(tensor[:count] for tensor in tensors)


SHARE = {"fit": 1.0, "a": 0.25, "b": 0.5, "c": 1.0}


def images_per_second(train, count, make, batch_size, device):
    """Train a fresh model on `count` images; images a second of the whole call."""
    model = make().to(device)
    synchronize(device)
    start = time.perf_counter()
    train(count)(model, batch_size, device)
    synchronize(device)
    return count / (time.perf_counter() - start)


def measure(mnist, device, rounds, share):
    """All rounds: {(model, batch size): {contender: [images per second, one a round]}}, and the peaks."""
    speeds = {(name, size): {} for name in MODELS for size in BATCH_SIZES}
    peaks = []
    for number in range(-1, rounds):  # round -1 warms up and is not counted
        peaks.append(matrix_peak(device))
        for (name, size), results in speeds.items():
            images = round(IMAGES[name] * share) if number >= 0 else WARM_UP * size
            entries = list(contenders(mnist, device, images).items())
            for contender, train in entries if number % 2 else reversed(entries):
                seed_everything(number + 1)
                count = max(size, round(images * SHARE[contender]))
                speed = images_per_second(train, count, MODELS[name], size, device)
                if number >= 0:
                    results.setdefault(contender, []).append(speed)
        print("warm" if number < 0 else f"round {number + 1} of {rounds}", flush=True)
    return speeds, max(peaks)


def ratio(results, other):
    """Median over rounds of fit's speed over the other's."""
    return median(ours / theirs for ours, theirs in zip(results["fit"], results[other], strict=True))


def speed_table(speeds, peak):
    """Markdown rows: medians, ratios and the share of the peak."""
    yield "| model | batch | fit | (a) PIL + DataLoader | (b) TensorDataset | (c) by hand | fit/(a) | fit/(b) | fit/(c) | of peak |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for (name, size), results in speeds.items():
        numbers = [f"{median(results[contender]):,.0f}" for contender in ("fit", "a", "b", "c")]
        ratios = [f"{ratio(results, other):.2f}" for other in "abc"]
        share = operations_per_image(MODELS[name]) * median(results["fit"]) / peak
        yield f"| {' | '.join([name, str(size), *numbers, *ratios, f'{share:.0%}'])} |"


def seconds_to_99(mnist, device, epochs=4, images=60_000):
    """Train the project's CNN by its recipe; the seconds of training until 99 % of the test images are right.

    The test set is looked at after each epoch for this measurement only; the looking is not counted.
    Returns (seconds or None, seconds in all, accuracy at the end).
    """
    marks, looking = [], 0.0
    seed_everything(0)
    start = time.perf_counter()

    def look(model, history):
        nonlocal looking
        now = time.perf_counter()
        accuracy = evaluate(model, (mnist.test_images, mnist.test_labels)).accuracy
        marks.append((now - start - looking, accuracy))
        looking += time.perf_counter() - now

    data = mnist.train_images[:images], mnist.train_labels[:images]
    fit(cnn(), data, epochs=epochs, batch_size=128, learning_rate=3e-3, schedule=one_cycle, callbacks=look,
        device=device)  # fmt: skip
    reached = next((seconds for seconds, accuracy in marks if accuracy >= 0.99), None)
    return reached, *marks[-1]


def report(speeds, peak, to_99, rounds):
    """The section for RESULTS.md."""
    reached, whole, accuracy = to_99
    yield "Images per second (median) while training; higher is better."
    yield f"{rounds} rounds, contenders taking turns; ratios are taken within a round, then their median."
    yield ""
    yield from speed_table(speeds, peak)
    yield ""
    yield f"Peak of matrix products seen in the same run: {peak / 1e9:,.0f} GFLOP/s."
    if reached is None:
        yield f"CNN: 99 % of the test images not reached in {whole:.0f} s ({accuracy:.2%})."
    else:
        yield f"CNN: 99 % of the test images after {reached:.0f} s of training; {accuracy:.2%} at the end, after {whole:.0f} s."


def main(arguments=None):
    """Measure, print, and write benchmarks/RESULTS.md."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="a try: little data, two rounds, nothing written"
    )
    quick = parser.parse_args(arguments).quick
    device, mnist, rounds = pick_device(), load_mnist(), 2 if quick else 7
    if mnist.source != "mnist":
        raise SystemExit("The benchmark needs the real MNIST: set DOWNHILL_DATA to a folder that has it.")
    speeds, peak = measure(mnist, device, rounds, share=0.05 if quick else 1.0)
    to_99 = seconds_to_99(mnist, device, **({"epochs": 1, "images": 6_000} if quick else {}))
    text = "\n".join([machine(device), "", *report(speeds, peak, to_99, rounds)])
    print(text)
    if not quick:
        write_section("Training", text)


if __name__ == "__main__":
    main()
