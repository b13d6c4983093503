"""Where a classifier fails: the confusion matrix, and its mistakes one by one."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.picture import show
from course_lib.figures.style import BLUE, VERMILLION, subplots


def confusion_picture(counts):
    """Show a confusion matrix (classes × classes, rows are true classes): every count, the mistakes shaded."""
    mistakes = counts * (1 - np.eye(len(counts), dtype=int))
    figure, axes = subplots(width=540, height=440)
    axes.imshow(mistakes, cmap="Oranges", vmax=2 * max(mistakes.max(), 1))
    axes.set(
        xticks=range(len(counts)),
        yticks=range(len(counts)),
        xlabel="the network's answer",
        ylabel="true digit",
    )
    axes.grid(False)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(
            column, row, count or "·", ha="center", va="center", weight="bold" if row == column else "normal"
        )
    right = f"{np.trace(counts)} of {counts.sum()} answers are on the diagonal"
    show(figure, alt=f"Confusion matrix: {right}. {_commonest(mistakes)}")


def _commonest(mistakes):
    """A sentence on the largest of the mistakes' counts, and on every pair that shares it."""
    most = mistakes.max()
    if most == 0:
        return "There is no mistake."
    pairs = [f"{row} answered as {column}" for row, column in np.argwhere(mistakes == most)]
    times = f"{most} {'time' if most == 1 else 'times'}"
    if len(pairs) == 1:
        return f"The commonest mistake, {times}: {pairs[0]}."
    return f"{len(pairs)} mistakes tie as the commonest, {times} each: {', '.join(pairs)}."


def mistake_browser(images, labels, probabilities, rows):
    """A figure to leaf through images number `rows`, with the probability that the network gave to each class."""

    def draw(left, right):
        left.axis("off")
        picture = left.imshow(images[rows[0]], cmap="gray_r", vmin=0, vmax=255)
        classes = np.arange(probabilities.shape[1])
        right.set(
            xlim=(-0.5, len(classes) - 0.5),
            ylim=(0, 1.02),
            xticks=classes,
            xlabel="digit",
            ylabel="probability",
        )
        (true,) = right.plot([], [], "v", color=VERMILLION, clip_on=False, label="true digit")
        right.legend(loc="lower right", bbox_to_anchor=(1, 1))
        return {"picture": picture, "bars": right.bar(classes, 0 * classes, color=BLUE), "true": true}

    def update(rank):
        row = rows[rank - 1]
        answer, sure = probabilities[row].argmax(), probabilities[row].max()
        return Frame(
            {
                "picture": images[row],
                "bars": probabilities[row],
                "true": ([labels[row]], [probabilities[row][labels[row]] + 0.05]),
            },
            readouts={"true digit": str(labels[row]), "answer": f"{answer}, {sure:.1%} sure"},
            alt=f"Mistake {rank} of {len(rows)}: a {labels[row]} that the network takes for a {answer}, with probability {sure:.3f}.",
        )

    return Figure(
        draw, update, {"rank": Slider(1, len(rows), 1, label="mistake")}, panels=2, width=600, height=280
    )
