"""Where a network looks, image by image: what covering a part costs or brings, and how steep the logit is at each pixel."""

from copy import deepcopy
from functools import cache

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame

SIZE = 7


def attention(model, images, labels):
    """Figure: an image, its occlusion map and its saliency map side by side, and a slider to leaf through the images.

    model: takes n×1×height×width floats and gives logits; the figure keeps a copy, so that training goes on undisturbed.
    images: uint8 n×height×width. labels: n classes, whose probability and logit the maps are about: the true classes,
    or the network's answers. The maps are `occlusion_map`, less the probability of the whole image, and `saliency_map` of
    `course_lib.training`, each on a scale of its own; an image's first one takes a tenth of a second.
    """
    from course_lib.training import predict

    model, images, labels = deepcopy(model), np.asarray(images), np.asarray(labels)
    probabilities = predict(model, images).softmax(1).numpy()

    @cache
    def update(number):
        return _frame(model, images[number], int(labels[number]), probabilities[number])

    return Figure(
        lambda *panels: _draw(*panels, images[0]),
        update,
        {"number": Slider(0, len(images) - 1, 0, label="image")},
        panels=3,
        width=660,
        height=290,
        ahead=False,
    )


def _draw(left, middle, right, image):
    left.set_title("the image")
    middle.set_title(f"a {SIZE}×{SIZE} square costs (orange)\nor brings (purple) probability")
    right.set_title("how steep the logit is\nat each pixel")
    for axes in (left, middle, right):
        axes.axis("off")
    return {
        "image": left.imshow(image, cmap="gray_r", vmin=0, vmax=255),
        "change": middle.imshow(0.0 * image, cmap="PuOr", vmin=-1, vmax=1),  # orange is the lower end
        "steep": right.imshow(0 * image, cmap="Blues", vmin=0, vmax=1),
        "ghosts": [axes.imshow(_ghost(image)) for axes in (middle, right)],
    }


def _ghost(image):
    """The ink as a thin shade to lie over a map: RGBA floats, height×width×4."""
    shade = np.zeros((*image.shape, 4))
    shade[..., 3] = 0.3 * image / 255
    return shade


def _frame(model, image, label, probabilities):
    from course_lib.training import occlusion_map, saliency_map

    left = occlusion_map(model, image, label, size=SIZE).numpy()
    steep = saliency_map(model, image, label).numpy()
    probability, answer = float(probabilities[label]), int(probabilities.argmax())
    artists = {
        "image": image,
        "change": _scaled(left - probability),
        "steep": _scaled(steep),
        "ghosts": [_ghost(image)] * 2,
    }
    readouts = {
        "answer": f"{answer}, {probabilities[answer]:.1%} sure",
        "the maps' class": f"{label}, {probability:.1%}",
        "with a square": f"{left.min():.1%} to {left.max():.1%}",
    }
    alt = (
        f"A handwritten digit; the network's answer is {answer}. For the class {label}, of probability {probability:.3f}: a "
        f"{SIZE}×{SIZE} square of paper does most harm around {_place(left.argmin(), image)}, where {left.min():.3f} is left, "
        f"and most good around {_place(left.argmax(), image)}, where it is {left.max():.3f}. "
        f"The logit is steepest at {_place(steep.argmax(), image)}."
    )
    return Frame(artists, alt, readouts)


def _scaled(values):
    """Divided by the largest absolute value; zeros stay zeros."""
    return values / max(np.abs(values).max(), 1e-12)


def _place(index, image):
    row, column = np.unravel_index(index, image.shape)
    return f"row {row}, column {column}"
