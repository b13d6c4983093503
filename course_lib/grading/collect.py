"""Find the submissions in a folder or a zip: `<student>/<lesson>.ipynb`, a flat folder, or what an LMS exports.

Nothing is unpacked, and no link is followed: a link could lead to another student's work, or out of the folder.
"""

import hashlib
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course_lib.grading.notebook import UnreadableError

LARGEST = 1_000_000_000  # bytes
LESSON_IN_NAME = re.compile(
    r"^(?P<student>.*?)[_\-. ]*(?<!\d)\d\d_[a-z][a-z0-9_]*?(?:[-_ ]?\(?\d+\)?)?\.ipynb$", re.IGNORECASE
)
LINK = "It is a link, not a file; links are not followed."
IGNORED = {".ipynb_checkpoints", "__MACOSX", ".git", "__pycache__"}


@dataclass(frozen=True)
class Submission:
    """One file that somebody handed in. `owner` tells students apart; `student` is the name that is shown.

    `place` is the number of the entry in the zip `file`, or None for a file of its own. `refused` says why it is not
    even opened. A `file` and its `path` may hold bytes that are no text, as file names on Linux may.
    """

    student: str
    owner: str
    path: str
    file: str
    place: int | None = None
    refused: str = ""

    @property
    def key(self) -> str:
        """A name for this submission's results, fit for a file name."""
        told = f"{self.owner}\0{self.path}\0{self.place}"
        return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def read(self) -> bytes:
        """Its bytes. Raises UnreadableError."""
        if self.refused:
            raise UnreadableError(self.refused)
        try:
            return _read_file(self.file) if self.place is None else _read_entry(self.file, self.place)
        except UnreadableError:
            raise
        except OSError as error:
            raise UnreadableError(f"The file can't be read: {error.strerror or error}.") from None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise UnreadableError(f"The file can't be taken out of its zip: {error}.") from None
        except Exception as error:  # zlib and lzma have errors of their own
            raise UnreadableError(f"The file is damaged: {error}.") from None


def collect(folder: Path) -> list[Submission]:
    """All submissions in a folder or a zip, ordered by path. Raises OSError where the folder itself can't be read."""
    if folder.is_file():
        return _in_zip(str(folder), "")
    found = []
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            found += list(_in_folder(entry, entry.name)) or [
                _refused(entry.name, "There is no notebook in this folder.")
            ]
        else:
            found += _file(entry, entry.name, _student_in(entry.name))
    return found


def _entries(folder):
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    return [entry for entry in entries if entry.name not in IGNORED and not entry.name.startswith(".")]


def _in_folder(folder, path):
    """Notebooks of one student, in folders below too. `path` starts with the student's folder."""
    try:
        entries = _entries(folder)
    except OSError as error:
        yield _refused(path, f"The folder can't be read: {error.strerror}.")
        return
    for entry in entries:
        below = f"{path}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry, below)
        else:
            yield from _file(entry, below, path.split("/")[0])


def _file(entry, path, student):
    """A file as a submission, as those in a zip, or as nothing of interest."""
    name = entry.name.lower()
    if entry.is_symlink():
        return [Submission(_shown(student), student, path, "", None, LINK)]
    if name.endswith(".zip"):
        return _in_zip(entry.path, path)
    return [Submission(_shown(student), student, path, entry.path)] if name.endswith(".ipynb") else []


def _in_zip(file, shown):
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        return [_refused(shown or os.path.basename(file), f"The zip can't be opened: {error}.")]
    found = [
        _entry(file, shown, place, entry)
        for place, entry in enumerate(entries)
        if entry.filename.lower().endswith(".ipynb") and not IGNORED & set(_parts(entry))
    ]
    return found or [_refused(shown or os.path.basename(file), "There is no notebook in this zip.")]


def _parts(entry):
    return PurePosixPath(entry.filename.replace("\\", "/")).parts


def _entry(file, shown, place, entry):
    """One entry. A zip within a student's folder, or beside the others, is that student's."""
    parts = _parts(entry)
    owner = parts[0] if len(parts) > 1 else _student_in(parts[-1], Path(shown or parts[-1]).stem)
    if "/" in shown:
        owner = shown.split("/")[0]
    refused = ""
    if ".." in parts or parts[0] == "/" or ":" in parts[0]:
        refused = "Its name in the zip leads out of the folder."
    elif stat.S_ISLNK(entry.external_attr >> 16):
        refused = LINK
    elif entry.file_size > LARGEST:
        refused = "It is larger than 1 GB."
    return Submission(_shown(owner), owner, "/".join([*filter(None, [shown]), *parts]), file, place, refused)


def _shown(owner):
    """The student's name in the name of a folder: Moodle adds a number and more."""
    return re.sub(r"_\d+_assignsubmission_(file|onlinetext)_?$", "", owner)


def _student_in(name, otherwise=""):
    """The student's name in that of a flat file, `anna_07_mnist_project.ipynb`; where none is, something else."""
    match = LESSON_IN_NAME.match(name)
    return (match and match["student"]) or otherwise or Path(name).stem


def _refused(path, why):
    owner = path.split("/")[0]
    return Submission(_shown(owner), owner, path, "", None, why)


def _read_file(path):
    """The bytes of a plain file: no link, no device, nothing that could wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("It is no file.")
        if about.st_size > LARGEST:
            raise UnreadableError("It is larger than 1 GB.")
        return file.read(LARGEST)


def _read_entry(file, place):
    with zipfile.ZipFile(file) as archive, archive.open(archive.infolist()[place]) as entry:
        data = entry.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadableError("It is larger than 1 GB.")
    return data
