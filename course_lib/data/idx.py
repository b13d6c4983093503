"""IDX files: read one, and prove that it is the right one.

IDX is MNIST's own format: two zero bytes, a type code (8: unsigned byte), the number of dimensions, each dimension as a
big-endian 32-bit integer, then the elements. Source: http://yann.lecun.com/exdb/mnist/, "The IDX file format".
"""

import gzip
import hashlib
import math
import os
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

UNSIGNED_BYTE = 8


class DataError(ValueError):
    """A data file or folder is missing, damaged or the wrong one. The message says which, why, and what to do."""


class IdxFile(NamedTuple):
    """What a file must hold: its usual `name`, the `shape` of its uint8 array, the SHA-256 of its raw (not gzip) bytes."""

    name: str
    shape: tuple[int, ...]
    sha256: str

    @property
    def header(self) -> bytes:
        """The bytes that stand before the elements."""
        dimensions = b"".join(size.to_bytes(4, "big") for size in self.shape)
        return bytes([0, 0, UNSIGNED_BYTE, len(self.shape)]) + dimensions

    @property
    def size(self) -> int:
        """Bytes of the whole raw file."""
        return len(self.header) + math.prod(self.shape)


def find(folder: Path, expected: IdxFile) -> Path | None:
    """The path of `expected` in `folder`, under any of its usual names (gzip first), or None."""
    dotted = expected.name.replace("-idx", ".idx")
    names = [f"{expected.name}.gz", f"{dotted}.gz", expected.name, dotted]
    return next((folder / name for name in names if os.path.isfile(folder / name)), None)


def read_idx(path: Path, expected: IdxFile) -> np.ndarray:
    """The array in the file at `path`: uint8, of `expected.shape`, writable.

    A name that ends in `.gz` is read as gzip, any other as raw. Raises DataError where the content is not, to the last
    bit, what is expected. Holds at most twice the expected size in memory, however far a file expands.
    """
    try:
        read = _decompressed if path.suffix == ".gz" else _raw
        content = read(path, expected.size + 1)
    except OSError as problem:
        raise DataError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    fault = _fault(content, expected)
    if fault:
        raise DataError(f"{path} {fault}.")
    elements = np.frombuffer(bytearray(content), np.uint8, offset=len(expected.header))
    return elements.reshape(expected.shape)


def _raw(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return file.read(limit)


def _decompressed(path: Path, limit: int) -> bytes:
    try:
        with gzip.open(path) as file:
            return file.read(limit)
    except EOFError:
        raise DataError(f"{path} is cut short: its gzip data ends too early.") from None
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise DataError(f"{path} is damaged: {_looks_like(path) or _damage(problem)}.") from None


def _damage(problem: Exception) -> str:
    """What is wrong with a file that begins as gzip."""
    if "Not a gzipped file" in str(problem):
        return "something that is not gzip follows its data"
    return f"gzip says: {problem}"


def _looks_like(path: Path) -> str | None:
    """What a file that should be gzip seems to be instead."""
    start = _raw(path, 512)
    if start.startswith(b"\x1f\x8b"):
        return None
    if start.lstrip().startswith(b"<"):
        return "it is a web page, not data (perhaps an error or log-in page that was saved under this name)"
    if start.startswith(bytes([0, 0, UNSIGNED_BYTE])):
        return "it is not compressed although its name ends in .gz; take the .gz off its name"
    return "it is not a gzip file"


def _fault(content: bytes, expected: IdxFile) -> str | None:
    """What is wrong with raw `content`, as the end of a sentence, or None."""
    if not content:
        return "is empty"
    if content.startswith(b"\x1f\x8b"):
        return "is gzip inside although its name does not say so; add .gz to its name (or decompress it once more)"
    if not content.startswith(expected.header):
        return f"is not the file wanted here: {_header_in_words(content)}; {expected.name} begins with {_words(expected.shape)}"
    if len(content) < expected.size:
        return f"is cut short: {len(content):,} bytes of {expected.size:,}"
    if len(content) > expected.size:
        return f"is too long: more than the {expected.size:,} bytes that belong there"
    if hashlib.sha256(content).hexdigest() != expected.sha256:
        return "has the right shape but not MNIST's content (its SHA-256 differs): it is damaged, or another dataset under the same name"
    return None


def _header_in_words(content: bytes) -> str:
    if content.lstrip().startswith(b"<"):
        return "it is a web page"
    rank = content[3] if len(content) > 3 else 0
    if content[:3] != bytes([0, 0, UNSIGNED_BYTE]) or len(content) < 4 + 4 * rank:
        return "it is not an IDX file of bytes"
    shape = tuple(int.from_bytes(content[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(rank))
    return f"it begins with {_words(shape)}"


def _words(shape: tuple[int, ...]) -> str:
    return "an IDX header for " + "×".join(map(str, shape)) + " bytes"
