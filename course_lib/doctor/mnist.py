"""Whether MNIST is here, and unharmed."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from course_lib.doctor.finding import NOTE, OK, PROBLEM, PYTHON, Finding


def data() -> Iterator[Finding]:
    """MNIST in the folder that DOWNHILL_DATA names, else in the cache. None at all is no problem, a damaged file is."""
    from course_lib.data.cache import cache_folder
    from course_lib.data.mnist import chosen_folder

    chosen = chosen_folder()
    yield from _chosen_data(chosen) if chosen else _cached_data(cache_folder())


def _chosen_data(folder: Path) -> Iterator[Finding]:
    from course_lib.data.mnist import MEND, MNIST_FILES

    if not os.path.isdir(folder):
        yield Finding(PROBLEM, f"DOWNHILL_DATA is {folder}, which is not a folder", MEND)
        return
    faults = _faults(folder, MNIST_FILES)
    for fault in faults:
        yield Finding(PROBLEM, f"DOWNHILL_DATA: {fault}", MEND)
    if not faults:
        yield Finding(OK, f"MNIST is in {folder} (DOWNHILL_DATA), all four hashes are right")


def _cached_data(folder: Path) -> Iterator[Finding]:
    from course_lib.data.idx import find
    from course_lib.data.mnist import MNIST_FILES

    present = [wanted for wanted in MNIST_FILES if find(folder, wanted)]
    faults = _faults(folder, present)
    for fault in faults:
        yield Finding(PROBLEM, fault, f'{PYTHON} -c "from course_lib.data import load_mnist; load_mnist()"')
    if len(present) < len(MNIST_FILES):
        yield Finding(NOTE, "MNIST is downloaded when first needed (12 MB); offline, smaller digits stand in")
    elif not faults:
        yield Finding(OK, f"MNIST is in {folder}, all four hashes are right")


def _faults(folder: Path, files: Sequence) -> list[str]:
    from course_lib.data.idx import DataError
    from course_lib.data.mnist import read_from

    faults = []
    for wanted in files:
        try:
            read_from(folder, wanted)
        except DataError as fault:
            faults.append(str(fault))
    return faults
