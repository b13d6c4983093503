"""Downloads: several mirrors, each tried again where it breaks off, going on with the bytes that are already there."""

import io
import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import requests

from course_lib.data.idx import DataError, IdxFile, read_idx

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
CONNECT_TIMEOUT = 4  # seconds
READ_TIMEOUT = 20  # seconds, the longest silence in the middle of a download
PAUSE = 1.0  # seconds before another attempt
ATTEMPTS = 10
CHUNK = 1 << 13  # bytes that a broken connection may cost
LARGEST = 1 << 26  # bytes
WORTH_ANOTHER_ATTEMPT = (416, 429, 500, 502, 503, 504)  # 416: nothing begins at the byte asked for


class DownloadError(Exception):
    """No mirror gave the file. The message says what each one answered."""


def download(wanted: IdxFile, folder: Path) -> np.ndarray:
    """Fetch `wanted` into `folder` as `NAME.gz` and return its array. The file appears there whole and verified, or not at all.

    What an interrupted download leaves (`NAME.part.gz`) is where the next one goes on; so only one process at a time may
    work in `folder`. Raises DownloadError where no mirror has the right file, and OSError where the disk refuses it.
    """
    part, answers = folder / f"{wanted.name}.part.gz", []
    for mirror in MIRRORS:
        host = urlsplit(mirror).hostname
        print(f"Downloading {wanted.name}.gz from {host}")
        try:
            array = _fetch_verified(f"{mirror}{wanted.name}.gz", part, wanted)
            os.replace(part, folder / f"{wanted.name}.gz")
            return array
        except (requests.RequestException, ValueError) as problem:
            answers.append(f"  {host}: {_in_words(problem).replace(f'{part} ', '')}")
        except OSError:
            part.unlink(missing_ok=True)  # above all on a full disk
            raise
    raise DownloadError("\n".join([f"{wanted.name} could not be downloaded:", *answers]))


def _fetch_verified(url: str, part: Path, wanted: IdxFile) -> np.ndarray:
    """Complete `part` from `url` and read it. Bytes that turn out wrong are removed; if an earlier run left some, start over."""
    resumed = _size(part) > 0
    try:
        _fetch(url, part)
        return read_idx(part, wanted)
    except DataError:
        part.unlink()
        if not resumed:
            raise
        return _fetch_verified(url, part, wanted)


def _fetch(url: str, part: Path) -> None:
    """Append to `part` until it is complete; a broken connection is taken up again as long as new bytes arrive."""
    for attempt in range(1, ATTEMPTS + 1):
        before = _size(part)
        try:
            return _append(url, part)
        except requests.RequestException as problem:
            nothing_new = attempt > 1 and _size(part) == before
            if nothing_new or attempt == ATTEMPTS or _is_final(problem):
                raise
            time.sleep(PAUSE)


def _is_final(problem: requests.RequestException) -> bool:
    """Whether asking again is pointless: nobody at the other end, or an answer that will stay the same."""
    if isinstance(problem, requests.HTTPError):
        return problem.response.status_code not in WORTH_ANOTHER_ATTEMPT
    return isinstance(problem, requests.ConnectTimeout)


def _append(url: str, part: Path) -> None:
    """One request for the bytes of `url` that `part` lacks; a server that sends all of them instead is fine."""
    import pooch

    with _Limited(io.FileIO(part, "ab")) as file:
        already = file.tell()

        def start_over_if_told_so(response, **_):
            if already and response.status_code in (
                200,
                416,
            ):  # all of it comes, or nothing from that byte on
                file.seek(0)
                file.truncate()

        if already:
            print(f"Going on after the first {already:,} bytes")
        stream = pooch.HTTPDownloader(
            progressbar=True,
            chunk_size=CHUNK,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            headers={"Accept-Encoding": "identity"} | ({"Range": f"bytes={already}-"} if already else {}),
            hooks={"response": start_over_if_told_so},
        )
        stream(url, file, pooch=None)


class _Limited(io.BufferedWriter):
    """A file that refuses to grow beyond LARGEST: no mirror fills the disk."""

    def write(self, data):
        if self.tell() + len(data) > LARGEST:
            raise DataError(f"goes on for longer than {LARGEST:,} bytes")
        return super().write(data)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _in_words(problem: Exception) -> str:
    if isinstance(problem, ValueError) and not isinstance(problem, requests.RequestException):
        return f"what it sent {problem}"
    if isinstance(problem, requests.HTTPError):
        return f"answered {problem.response.status_code} {problem.response.reason}"
    if isinstance(problem, requests.Timeout) or "timed out" in str(problem):
        return "did not answer in time"
    if isinstance(problem, requests.exceptions.ChunkedEncodingError):
        return "broke off in the middle"
    return "could not be reached"
