"""One file that somebody handed in, where it is and how its bytes are read: no link is followed, nothing is unpacked."""

import hashlib
import os
import stat
import zipfile
from dataclasses import dataclass, field

from course_lib.grading.notebook import UnreadableError
from course_lib.grading.paired import files_asked

LARGEST = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Submission:
    """One file that somebody handed in. `owner` tells students apart; `student` is the name that is shown.

    `place` is the number of the entry in the zip `file`, or None for a file of its own. `refused` says why it is not
    even opened. A `file` and its `path` may hold bytes that are no text, as file names on Linux may. `beside` are the
    files handed in with a notebook that an exercise asks for, {the name that it asks for: the file}.
    """

    student: str
    owner: str
    path: str
    file: str
    place: int | None = None
    refused: str = ""
    beside: dict[str, "Submission"] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name for this submission's results, fit for a file name."""
        told = f"{self.owner}\0{self.path}\0{self.place}"
        return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def read(self, largest: int = LARGEST) -> bytes:
        """Its bytes, of which there may be `largest`. Raises UnreadableError."""
        if self.refused:
            raise UnreadableError(self.refused)
        try:
            if self.place is None:
                return _read_file(self.file, largest)
            return _read_entry(self.file, self.place, largest)
        except UnreadableError:
            raise
        except OSError as error:
            raise UnreadableError(f"The file can't be read: {error.strerror or error}.") from None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise UnreadableError(f"The file can't be taken out of its zip: {error}.") from None
        except Exception as error:  # zlib and lzma have errors of their own
            raise UnreadableError(f"The file is damaged: {error}.") from None

    def files(self) -> dict[str, bytes | str]:
        """The files beside it, {name: its bytes, or why they can't be had}."""
        return {name: _bytes_or_why(name, one) for name, one in self.beside.items()}


def _bytes_or_why(name, one):
    try:
        return one.read(files_asked()[name].largest)
    except UnreadableError as error:
        return f"{name} can't be read. {error}"


@dataclass(frozen=True)
class Handed:
    """What a student handed in, read: the notebook's bytes, and the files beside it."""

    notebook: bytes
    files: dict[str, bytes | str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.notebook) + sum(map(len, self.files.values()))

    def digests(self) -> dict[str, str]:
        """Of each file beside the notebook a fingerprint, the same for the same bytes."""
        read = {name: content for name, content in self.files.items() if isinstance(content, bytes)}
        return {name: hashlib.sha256(content).hexdigest() for name, content in read.items()}

    def fingerprint(self) -> str:
        """The same for the same bytes."""
        told = hashlib.sha256(self.notebook)
        for name, content in sorted(self.files.items()):
            told.update(f"\0{name}\0".encode() + (content.encode() if isinstance(content, str) else content))
        return told.hexdigest()


def _read_file(path, largest):
    """The bytes of a plain file: no link, no device, nothing that could wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("It is no file.")
        if about.st_size > largest:
            raise UnreadableError(too_large(largest))
        return file.read(largest)


def _read_entry(file, place, largest):
    with zipfile.ZipFile(file) as archive, archive.open(archive.infolist()[place]) as entry:
        data = entry.read(largest + 1)
    if len(data) > largest:
        raise UnreadableError(too_large(largest))
    return data


def too_large(largest: int) -> str:
    """What is said of a file with more bytes."""
    return (
        f"It is larger than {largest / 1e9:g} GB."
        if largest >= 1e9
        else f"It is larger than {largest / 1e6:g} MB."
    )
