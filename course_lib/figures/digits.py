"""Pictures of handwritten digits: a grid to look at, one to leaf through, and what a linear model's weights look like."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame
from course_lib.figures.picture import show
from course_lib.figures.style import BLUE, subplots


def digit_grid(images, labels, each=20):
    """Show the first `each` images of every digit 0 to 9, a row a digit. `images` is n×height×width, `labels` n integers."""
    rows = [np.hstack(images[labels == digit][:each]) for digit in range(10)]
    figure, axes = subplots(width=32 * each, height=330)
    axes.imshow(np.vstack(rows), cmap="gray_r")
    size = images.shape[1]
    axes.set(xticks=[], yticks=size * (np.arange(10) + 0.5), yticklabels=range(10), ylabel="label")
    axes.grid(False)
    axes.spines[:].set_visible(False)
    show(
        figure,
        alt=f"Ten rows of {each} handwritten digits, a row for each of 0 to 9, dark ink on light paper, no two alike.",
    )


def digit_browser(images, labels):
    """A figure to leaf through the images, with the ink in each row of pixels beside the picture."""
    most = images.sum(axis=2).max() / 255

    def draw(left, right):
        left.axis("off")
        picture = left.imshow(images[0], cmap="gray_r", vmin=0, vmax=255)
        right.set(
            ylim=(images.shape[1] - 0.5, -0.5),
            xlim=(0, most),
            ylabel="row of pixels",
            xlabel="ink (pixels of full ink)",
        )
        edges = np.arange(images.shape[1] + 1) - 0.5  # row r reaches from r − ½ to r + ½, as in the picture
        bars = right.stairs(0 * edges[1:], edges, orientation="horizontal", fill=True, color=BLUE)
        return {"picture": picture, "ink": bars}

    def update(number):
        image = images[number]
        ink = image.sum(axis=1) / 255
        return Frame(
            {"picture": image, "ink": (ink,)},
            readouts={"label": str(labels[number]), "ink in all": f"{ink.sum():.0f} pixels"},
            alt=f"Image {number}, labelled {labels[number]}. Beside it the ink in each row of pixels: "
            f"{ink.sum():.0f} pixels' worth in all, the most in row {ink.argmax()}.",
        )

    return Figure(
        draw,
        update,
        {"number": Slider(0, len(images) - 1, 0, label="image")},
        panels=2,
        width=560,
        height=280,
    )


def weight_maps(weights):
    """Show what a linear model learnt: `weights` (10×784) as ten pictures, purple for positive weights, orange for negative."""
    figure, rows = subplots(2, 5, width=600, height=270)
    # The corners' weights are never trained (no ink there), so the scale follows the rest.
    most = np.quantile(np.abs(weights), 0.99)
    for digit, axes in enumerate(rows.flat):
        axes.imshow(weights[digit].reshape(28, 28), cmap="PuOr", vmin=-most, vmax=most)
        axes.set(title=f"for {digit}")
        axes.axis("off")
    show(figure, alt="Ten small pictures, one for each digit: where ink speaks for that digit (purple) and against it (orange). "
         "The picture for 0 is orange in the middle, where a zero has its hole.")  # fmt: skip
