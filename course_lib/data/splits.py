"""Setting a part of the examples aside, the same share of each class."""

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np


class Examples(NamedTuple):
    """Images (n, …) and their labels (n,), of whatever type they were given in."""

    images: np.ndarray
    labels: np.ndarray


def split(images, labels, validation: float = 0.1, seed: int = 0) -> tuple[Examples, Examples]:
    """Part the examples into those to train on and those to validate with: no example in both, each in one.

    Args:
        images: n examples, an array, a list, or a tensor on the CPU, of any further shape.
        labels: n whole numbers, one dimension.
        validation: the share to set aside (between 0 and 1), or how many (a whole number).
        seed: the same seed gives the same split.

    Both parts hold each class in the same proportion (stratified), to within one example, and are shuffled.
    Raises ValueError where that can't be done.
    """
    from sklearn.model_selection import train_test_split

    images, labels = (given if hasattr(given, "shape") else np.asarray(given) for given in (images, labels))
    classes = np.asarray(labels)
    _refuse_mismatch(len(images), classes)
    share = _share_or_count(validation, len(classes))
    _refuse_small_classes(classes, share)
    train, held_back = train_test_split(
        np.arange(len(classes)), test_size=share, stratify=classes, random_state=seed
    )
    return Examples(images[train], labels[train]), Examples(images[held_back], labels[held_back])


def _refuse_mismatch(count: int, classes: np.ndarray) -> None:
    if classes.ndim != 1:
        raise ValueError(
            f"labels must have one dimension, the class of each image; yours have shape {classes.shape}."
        )
    if count != len(classes):
        raise ValueError(
            f"There are {count:,} images but {len(classes):,} labels; each image needs one label."
        )
    if count == 0:
        raise ValueError("There is nothing to split: no images.")


def _share_or_count(validation, total: int) -> int | float:
    if isinstance(validation, Integral) and not isinstance(validation, bool) and 0 < validation < total:
        return int(validation)
    if isinstance(validation, Real) and not isinstance(validation, Integral) and 0 < validation < 1:
        return float(validation)
    raise ValueError(
        f"validation={validation!r}: give a share between 0 and 1, such as 0.1, or a number of images from 1 to {total - 1:,}."
    )


def _refuse_small_classes(classes: np.ndarray, share: int | float) -> None:
    names, counts = np.unique(classes, return_counts=True)
    if counts.min() < 2:
        rare = names[counts.argmin()]
        raise ValueError(f"Class {rare} has one image only; a stratified split needs two of each class.")
    aside = share if isinstance(share, int) else int(np.ceil(share * len(classes)))
    if min(aside, len(classes) - aside) < len(names):
        raise ValueError(
            f"{aside:,} of {len(classes):,} images set aside for validation: both parts need at least {len(names)}, "
            "one for each class."
        )
