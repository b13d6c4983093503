"""The cache of verified downloads. Every load verifies again; a cache that can't be written never holds up a lesson."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from course_lib.data.download import download
from course_lib.data.idx import DataError, IdxFile, find, read_idx

LONGEST_WAIT = 600  # seconds to wait while another process downloads


def home_folder() -> Path:
    """The user's folder: DOWNHILL_HOME, else the place that the operating system has for such data."""
    import platformdirs

    return Path(os.environ.get("DOWNHILL_HOME") or platformdirs.user_data_path("downhill")).expanduser()


def cache_folder() -> Path:
    """Where downloaded MNIST files are kept."""
    return home_folder() / "mnist"


def cached_or_downloaded(files: Sequence[IdxFile]) -> list[np.ndarray]:
    """The uint8 arrays of `files`: from the cache where it holds them unharmed, else downloaded into it.

    Raises DownloadError where no mirror gives a file, and DataError where no disk takes the download.
    """
    folder = cache_folder()
    arrays = {wanted: cached(folder, wanted) for wanted in files}
    missing = [wanted for wanted in files if arrays[wanted] is None]
    if missing:
        arrays |= _downloaded(missing, folder)
    return [arrays[wanted] for wanted in files]


def cached(folder: Path, wanted: IdxFile) -> np.ndarray | None:
    """The array of `wanted` if the cache `folder` holds it unharmed, else None. A damaged file is removed, and that is said."""
    path = find(folder, wanted)
    if path is None:
        return None
    try:
        return read_idx(path, wanted)
    except DataError as fault:
        print(f"{fault}\n{_removed(path)}")
        return None


def _removed(path: Path) -> str:
    try:
        path.unlink(missing_ok=True)
        return "It was removed from the cache, and is downloaded again."
    except OSError as problem:
        return f"It is not used, but can't be removed ({problem.strerror}): please delete it."


def _downloaded(missing: Sequence[IdxFile], folder: Path) -> dict[IdxFile, np.ndarray]:
    try:
        with _alone_in(folder):  # where another process was quicker, its files are there by now
            return {wanted: _cached_or_download(folder, wanted) for wanted in missing}
    except (OSError, NotImplementedError) as problem:
        print(f"The cache {folder} can't be written ({problem}).")
        print("What is downloaded now is not kept. Make room there, or set DOWNHILL_HOME to another folder.")
    return _downloaded_for_once(missing, folder)


def _cached_or_download(folder: Path, wanted: IdxFile) -> np.ndarray:
    array = cached(folder, wanted)
    return download(wanted, folder) if array is None else array


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, which is made if need be. The operating system frees it if this process is killed."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "download.lock")
    try:
        lock.acquire(timeout=1)
    except Timeout:
        print("Another notebook is downloading MNIST; waiting for it.")
        lock.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        lock.release()


def _downloaded_for_once(missing: Sequence[IdxFile], folder: Path) -> dict[IdxFile, np.ndarray]:
    try:
        with tempfile.TemporaryDirectory(prefix="downhill-") as scratch:
            return {wanted: download(wanted, Path(scratch)) for wanted in missing}
    except OSError as problem:
        raise DataError(
            f"There is no place for MNIST (12 MB): neither {folder} nor the folder for temporary files can be written "
            f"({problem}). Free some disk space, or set DOWNHILL_HOME to a folder on another disk."
        ) from problem
