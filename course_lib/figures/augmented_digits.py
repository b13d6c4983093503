"""Digits beside copies of them that augmentation shifted, turned, stretched and bent at random."""

import numpy as np

from course_lib.figures.controls import Slider
from course_lib.figures.figure import Figure
from course_lib.figures.frame import Frame

DIGITS, COPIES = 6, 3
ROWS = ("as written", "epoch 1", "epoch 2", "epoch 3")


def augmented_digits(images):
    """Figure: the first six images, and below each of them what augmentation makes of it in three epochs.

    images: uint8, n×height×width, 0..255, at least six. Sliders set how far `course_lib.training.augmentation` may shift,
    turn, stretch and bend; a further one draws other random numbers. Raises ValueError for fewer images.
    """
    originals = np.asarray(images)[:DIGITS]
    if len(originals) < DIGITS:
        raise ValueError(f"The figure shows {DIGITS} digits and got {len(originals)}; give it more images.")
    controls = {
        "shift": Slider(0, 8, 2, label="shift, up to … pixels"),
        "rotate": Slider(0, 175, 10, step=5, label="turn, up to … degrees"),
        "scale": Slider(0, 0.6, 0.1, step=0.05, label="stretch, up to a share of"),
        "elastic": Slider(0, 4, 0, step=0.25, label="bend, by about … pixels"),
        "seed": Slider(0, 20, 0, label="other random numbers"),
    }

    def draw(axes):
        return _draw(axes, originals)

    def update(shift, rotate, scale, elastic, seed):
        return _frame(originals, seed, {"shift": shift, "rotate": rotate, "scale": scale, "elastic": elastic})

    return Figure(draw, update, controls, width=560, height=345)


def copies_of(images, settings, seed):
    """The images as augmentation changes them in three epochs: floats 0..255, 3×n×height×width."""
    import torch

    from course_lib.training import augmentation

    batch = torch.tensor(images, dtype=torch.float32)[:, None].repeat(COPIES, 1, 1, 1)
    changed = augmentation(**settings, seed=seed)(batch)
    return changed.numpy().reshape(COPIES, *images.shape)


def moved_ink(images, copies):
    """Which share of the ink lies elsewhere in the copies than in the images, 0..1, on average over all of them."""
    images = images.astype(float)
    gone = np.maximum(images - copies, 0).sum(axis=(2, 3))
    return float(np.mean(gone / images.sum(axis=(1, 2))))


def mosaic(rows):
    """Rows of images (rows×n×height×width) as one picture."""
    return np.vstack([np.hstack(list(row)) for row in rows])


def _draw(axes, originals):
    side = originals.shape[1]
    picture = axes.imshow(mosaic([originals] * len(ROWS)), cmap="gray_r", vmin=0, vmax=255)
    axes.set(xticks=[], yticks=side * (np.arange(len(ROWS)) + 0.5) - 0.5, yticklabels=ROWS)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    return {"picture": picture, "line": axes.axhline(side - 0.5, linewidth=1.5)}


def _frame(originals, seed, settings):
    copies = copies_of(originals, settings, seed)
    moved = moved_ink(originals, copies)
    bent = f"bent by about {settings['elastic']:g} pixels" if settings["elastic"] else "not bent"
    alt = (
        f"Six digits as written, and below each of them three copies, changed at random: shifted by up to {settings['shift']} pixels, "
        f"turned by up to {settings['rotate']:g} degrees, stretched by up to {settings['scale']:.0%}, {bent}. "
        f"On average {moved:.0%} of the ink lies elsewhere than in the digit as written."
    )
    side = originals.shape[1]
    artists = {"picture": mosaic([originals, *copies]), "line": ([0, 1], [side - 0.5] * 2)}
    return Frame(artists, alt, {"ink that lies elsewhere": f"{moved:.0%}"})
