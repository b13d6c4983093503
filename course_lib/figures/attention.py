"""Where a network looks, image by image: what covering a part costs, and how steep the logit is at each pixel."""

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
    or the network's answers. The maps are `occlusion_map` and `saliency_map` of `course_lib.training`; the first one of
    an image takes a tenth of a second.
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
    middle.set_title(f"probability lost under\na {SIZE}×{SIZE} square")
    right.set_title("how steep the logit is\nat each pixel")
    for axes in (left, middle, right):
        axes.axis("off")
    return {
        "image": left.imshow(image, cmap="gray_r", vmin=0, vmax=255),
        "lost": middle.imshow(0 * image, cmap="Oranges", vmin=0, vmax=1),
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
        "lost": np.clip(probability - left, 0, 1),
        "steep": steep / max(steep.max(), 1e-12),
        "ghosts": [_ghost(image)] * 2,
    }
    readouts = {
        "class": str(label),
        "its probability": f"{probability:.1%}",
        "at worst, covered": f"{left.min():.1%}",
        "answer": f"{answer}, {probabilities[answer]:.1%} sure",
    }
    alt = (
        f"A handwritten digit; the network's answer is {answer}. For the class {label}, of probability {probability:.3f}: a "
        f"{SIZE}×{SIZE} square of paper does most harm around {_place(left.argmin(), image)}, where {left.min():.3f} is left. "
        f"The logit is steepest at {_place(steep.argmax(), image)}."
    )
    return Frame(artists, alt, readouts)


def _place(index, image):
    row, column = np.unravel_index(index, image.shape)
    return f"row {row}, column {column}"
