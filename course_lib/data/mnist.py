"""`load_mnist`: from your own folder, the cache, a mirror, or the offline stand-in, in this order."""

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_lib.data.idx import DataError, IdxFile, find, read_idx

MNIST_FILES = (
    IdxFile(
        "train-images-idx3-ubyte",
        (60000, 28, 28),
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    IdxFile(
        "train-labels-idx1-ubyte",
        (60000,),
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    IdxFile(
        "t10k-images-idx3-ubyte",
        (10000, 28, 28),
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    IdxFile(
        "t10k-labels-idx1-ubyte",
        (10000,),
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)


class MNIST(NamedTuple):
    """Images are uint8, n×28×28, 0 for paper and 255 for full ink; labels are int64, n. All arrays are yours to change.

    `source` is "mnist" for the real data (60,000 and 10,000 images) and "digits" for the offline stand-in (1,437 and 360).
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    source: str


def load_mnist() -> MNIST:
    """MNIST, every file checked against its SHA-256.

    Looks in the folder named by DOWNHILL_DATA if that is set, and nowhere else; otherwise in the cache; then downloads
    into the cache; and where no mirror answers, takes scikit-learn's handwritten digits and says so.
    Raises DataError where DOWNHILL_DATA is set but holds no sound MNIST, and where no disk has room for a download.
    """
    chosen = chosen_folder()
    if chosen:
        return _mnist(read_folder(chosen))

    from course_lib.data.cache import cached_or_downloaded
    from course_lib.data.download import DownloadError

    try:
        return _mnist(cached_or_downloaded(MNIST_FILES))
    except DownloadError as problem:
        print(f"{problem}\n{STAND_IN}")
    from course_lib.data.digits import digit_arrays

    return MNIST(*digit_arrays(), source="digits")


STAND_IN = (
    "This is NOT MNIST: scikit-learn's 1,797 handwritten digits, enlarged from 8×8 pixels, stand in for it. Everything runs,\n"
    "but results will differ from those in the text. For the real data, connect to the internet and run this again, or set\n"
    "DOWNHILL_DATA to a folder with the four MNIST files."
)


def chosen_folder() -> Path | None:
    """The folder that DOWNHILL_DATA names, or None where it is unset or empty."""
    name = os.environ.get("DOWNHILL_DATA", "").strip()
    return Path(name).expanduser().absolute() if name else None


def read_folder(folder: Path) -> list[np.ndarray]:
    """The four uint8 arrays in `folder`, in the order of MNIST_FILES. Raises DataError that names every fault found."""
    if not os.path.isdir(folder):
        raise DataError(
            f"DOWNHILL_DATA is set to {folder}, which is not a folder (or one that you may not read).\n{MEND}"
        )
    arrays, faults = [], []
    for expected in MNIST_FILES:
        try:
            arrays.append(read_from(folder, expected))
        except DataError as fault:
            faults.append(f"  {fault}")
    if faults:
        raise DataError("\n".join([f"DOWNHILL_DATA is set to {folder}, but:", *faults, MEND]))
    return arrays


MEND = "Put the right files there, or set DOWNHILL_DATA to the folder that holds them, or unset it: then MNIST is downloaded."


def read_from(folder: Path, expected: IdxFile) -> np.ndarray:
    """The uint8 array of one file in `folder`. Raises DataError where it is missing or not, to the last bit, MNIST's."""
    path = find(folder, expected)
    if path is None:
        raise DataError(f"{folder / expected.name}.gz is missing (or the same without .gz, not compressed).")
    return read_idx(path, expected)


def _mnist(arrays: list[np.ndarray]) -> MNIST:
    train_images, train_labels, test_images, test_labels = arrays
    return MNIST(
        train_images, train_labels.astype(np.int64), test_images, test_labels.astype(np.int64), source="mnist"
    )
