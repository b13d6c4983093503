"""How fast the figures are, beside `interact`. Run: python -m benchmarks.figures [--quick]

First the kernel's share: milliseconds from a request of the page to the bytes of the answer, for every figure of the
course at single and double density, and for a figure as `interact` with inline pictures draws it. Then the browser
(`benchmarks.carriers`): frames shown a second and the time to settle while a slider is dragged for three seconds.
"""

import argparse
import time
from statistics import median

import matplotlib.pyplot as plt
import numpy as np
from IPython.core.pylabtools import print_figure

from benchmarks.carriers import browser_table
from benchmarks.results import machine, write_section
from course_lib import figures, nn
from course_lib.exercises.lesson_06.dropout import dropout
from course_lib.exercises.lesson_06.soft_threshold import soft_threshold
from course_lib.figures.stopping import epoch_of_patience
from course_lib.figures.widget import FigureWidget
from course_lib.training import cnn

DIGITS = np.random.default_rng(0).integers(0, 256, (200, 28, 28), dtype=np.uint8)
LABELS = np.arange(200) % 10
LOGITS = np.random.default_rng(1).normal(size=(200, 10)) * 3
PROBABILITIES = np.full((200, 10), 0.1)
LOSSES = 2 * np.exp(-np.arange(60) / 8)


def neuron(x, w, b):
    """The answer to lesson 01's first exercise."""
    return x @ w + b


def momentum_step(place, velocity, gradient, learning_rate, momentum):
    """The answer to lesson 03's exercise."""
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity


def network_gradients(X, Y, a1, a2, W2):
    """The answer to lesson 04's exercise `backward`."""
    dz2 = (a2 - Y) / len(X)
    dz1 = dz2 @ W2.T * a1 * (1 - a1)
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)


# Every figure of the course, with the functions that a learner would hand in.
FIGURES = {
    "00, 01 tangent": lambda: figures.tangent(nn.sigmoid, nn.sigmoid_grad),
    "00 downhill": lambda: figures.downhill(lambda x: (x - 1) ** 2, lambda x: 2 * (x - 1), lambda x, s, r: x - r * s, start=3),
    "01 one_neuron": lambda: figures.one_neuron(neuron),
    "01 relu_fit": figures.relu_fit,
    "01 activations": lambda: figures.activations(sigmoid=nn.sigmoid, sigmoid_grad=nn.sigmoid_grad, relu_grad=nn.relu_grad),
    "01 vanishing": figures.vanishing,
    "02 outlier": figures.outlier,
    "02 stall": lambda: figures.stall(nn.mse_grad),
    "02 loss_curves": lambda: figures.loss_curves(nn.huber, nn.binary_cross_entropy_from_logits, nn.hinge),
    "02 softmax_bars": lambda: figures.softmax_bars(nn.cross_entropy_from_logits, nn.cross_entropy_from_logits_grad),
    "03 step_limit": figures.step_limit,
    "03 surface_path": lambda: figures.surface_path(momentum_step),
    "03 race": lambda: figures.race(nn.Adam),
    "03 batch_noise": lambda: figures.batch_noise(*np.random.default_rng(0).normal(size=(2, 442))),
    "04 backprop_steps": figures.backprop_steps,
    "04 gradient_flow": figures.gradient_flow,
    "04 gradient_lens": lambda: figures.gradient_lens(network_gradients),
    "05 spread": lambda: figures.spread(nn.he),
    "05 playground": figures.playground,
    "06 ridge_fit": figures.ridge_fit,
    "06 penalty_balls": lambda: figures.penalty_balls(soft_threshold),
    "06 dropout_masks": lambda: figures.dropout_masks(dropout),
    "06 stopping": lambda: figures.stopping(LOSSES, LOSSES + 0.01 * np.arange(60), epoch_of_patience),
    "07 digit_browser": lambda: figures.digit_browser(DIGITS, LABELS),
    "07 mistake_browser": lambda: figures.mistake_browser(DIGITS, LABELS, PROBABILITIES, np.arange(100)),
    "08 augmented_digits": lambda: figures.augmented_digits(DIGITS),
    "08 reliability_diagram": lambda: figures.reliability_diagram(LOGITS, LABELS),
    "08 draw_a_digit": lambda: figures.draw_a_digit(cnn()),
    "08 attention": lambda: figures.attention(cnn(), DIGITS[:20], LABELS[:20]),
}  # fmt: skip


def main():
    """Measure and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round, few frames; writes nothing")
    quick = parser.parse_args().quick
    kernel = "\n".join(kernel_table(frames=20 if quick else 200))
    print(kernel, flush=True)
    browser = "\n".join(browser_table(rounds=1 if quick else 5))
    print(browser)
    if not quick:
        write_section("Figures", f"{machine()}\n\n{KERNEL}\n\n{kernel}\n\n{BROWSER}\n\n{browser}")


KERNEL = "Kernel milliseconds for a frame, median and 95th percentile, from the page's request to the bytes of the answer:"
BROWSER = (
    "Dragging one slider for three seconds in JupyterLab under headless Chromium, the same picture by each carrier, taking "
    "turns in rounds (medians). Settling is from the last position to the last change of the picture:"
)


def kernel_table(frames):
    """Markdown rows: each figure at two densities, then what `interact` does for one picture."""
    yield "| figure | median | 95 % | median, double density | 95 % |"
    yield "|---|---|---|---|---|"
    for name, make in FIGURES.items():
        times = [times_of(make(), density, frames) for density in (1, 2)]
        yield f"| {name} | {' | '.join(f'{np.quantile(t, q):.1f}' for t in times for q in (0.5, 0.95))} |"
    drawing = [draw_with_interact(x) for x in np.linspace(-4, 4, 12)]
    yield f"| interact + inline (the tangent) | {median(drawing):.0f} | {np.quantile(drawing, 0.95):.0f} | | |"


def times_of(figure, density, frames):
    """Milliseconds of so many frames, every control of the figure moved in turn to anywhere."""
    widget = FigureWidget.of(figure, figure.picture())
    rng, times = np.random.default_rng(0), []
    running = [name for name, control in figure.controls.items() if isinstance(control, figures.Steps)]
    names = [turn for name in figure.controls for turn in (name, *4 * running)]
    positions = dict(figure.starts)
    for number in range(1, frames + 4):
        name = names[number % len(names)]
        positions = moved(figure.controls, positions, name, rng)
        request = {
            "positions": positions,
            "ahead": [],
            "scale": density,
            "dark": False,
            "has_still": number > 1,
        }
        start = time.perf_counter()
        widget._frames(request)
        times.append(1000 * (time.perf_counter() - start))
    widget.close()
    return times[3:]  # the first draws the still parts


def moved(controls, positions, name, rng):
    """Positions after one control moved: what runs step by step goes on; where another moves, it begins again, as in the page."""
    if isinstance(controls[name], figures.Steps):
        return positions | {name: positions[name] + controls[name].each}
    again = {other: 0 for other, control in controls.items() if isinstance(control, figures.Steps)}
    return positions | again | {name: anywhere(controls[name], rng)}


def anywhere(control, rng):
    """A position of this control, drawn at random."""
    description = control.describe()
    if description["kind"] == "point":
        return [control.x + rng.normal(), control.y + rng.normal()]
    if description["kind"] == "drawing":
        strokes = description["examples"][rng.integers(len(description["examples"]))][1]
        return [stroke[: rng.integers(1, len(stroke) + 1)] for stroke in strokes]
    return int(rng.integers(len(description.get("stops") or description.get("options") or "01")))


def draw_with_interact(x):
    """Milliseconds for the picture that `interact` and the inline backend would make of the tangent figure."""
    start = time.perf_counter()
    figure, axes = plt.subplots(figsize=(6.25, 3.75), dpi=96)
    xs = np.linspace(-4, 4, 401)
    height = nn.sigmoid(x)
    axes.plot(xs, nn.sigmoid(xs), label="sigmoid(x)")
    axes.plot(xs, height + height * (1 - height) * (xs - x), "--", label="tangent")
    axes.plot([x], [height], "o")
    axes.set(xlim=(-4, 4), ylim=(-0.2, 1.2), xlabel="x")
    axes.grid()
    axes.legend()
    print_figure(figure, "png", bbox_inches="tight")
    plt.close(figure)
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
