"""Notebook files: read whole or refused, written whole or not at all.

A file is written under a temporary name in the same folder, forced to the disk, and given its name in one step. A crash,
a full disk or a kill -9 leaves the old file, or the new one.
"""

import json
import os
import shutil
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

BACKUPS = "backups"


class UnreadableError(Exception):
    """A file can't be read as a notebook. The message is half a sentence that says why: "it is empty"."""


def read_notebook(path: Path) -> tuple[bytes, dict]:
    """A notebook's bytes and its JSON, each cell's source as one string. Raises UnreadableError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"it can't be read ({error.strerror})") from None
    return raw, parse(raw)


def parse(raw: bytes) -> dict:
    """A notebook's JSON from its bytes, each cell's source as one string. Raises UnreadableError."""
    if not raw.strip(b"\0 \r\n\t"):
        raise UnreadableError("it is empty")
    try:
        notebook = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise UnreadableError("it is cut off or damaged") from None
    try:
        if notebook["nbformat"] != 4:
            raise UnreadableError("it is in an old format: open it in JupyterLab and save it once")
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            _require(cell["metadata"], dict)
            _require(cell["cell_type"], str)
            _require(cell.get("id", ""), str)
        _require(notebook["metadata"], dict)
        _require(notebook["metadata"].get("downhill", {}), dict)
    except (KeyError, TypeError, AttributeError):
        raise UnreadableError("it is not a notebook") from None
    return notebook


def _require(value, kind):
    if not isinstance(value, kind):
        raise TypeError


def as_bytes(notebook: dict) -> bytes:
    """A notebook as JupyterLab writes it: sources as lists of lines, UTF-8, one line end at the end."""
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    content = notebook | {"cells": cells}
    try:
        return _json(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can hold and UTF-8 cannot
        return _json(content, ensure_ascii=True).encode("utf-8")


def _json(content, ensure_ascii):
    return json.dumps(content, ensure_ascii=ensure_ascii, indent=1, sort_keys=True) + "\n"


def replace(path: Path, content: bytes) -> None:
    """Give `path` new content. Raises OSError, and then the old content is there, untouched."""
    with _written(path, content) as temporary:
        with suppress(OSError):
            shutil.copymode(path, temporary)
        os.replace(temporary, path)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; return whether it was written. What exists is never overwritten.

    Raises OSError, and then there is no such file.
    """
    if path.exists():
        return False
    with _written(path, content) as temporary:
        return _place(temporary, path)


@contextmanager
def _written(path, content):
    """The content in a temporary file beside `path`, safely on the disk; the file is gone in the end.

    It is always a new file: one of its name, left by a killed command, may be a second name (link) of somebody's work.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _place(temporary, target):
    """Give the temporary file its name unless that is taken; say whether it was given."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links (FAT, some network drives)
        if target.exists():
            return False
        os.replace(temporary, target)
    return True


def _sync_folder(folder):
    """Force the new name to the disk, where folders can be opened for that (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def back_up(path: Path, content: bytes) -> Path:
    """Keep content as the next free `backups/NAME-N.ipynb` beside `path`; return that file. Raises OSError.

    Where the newest backup holds these very bytes (an update that was killed after it), that one is returned.
    """
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    newest = max(map(_number, folder.glob(f"{path.stem}-*.ipynb")), default=0)
    last = folder / f"{path.stem}-{newest}.ipynb"
    if last.exists() and last.read_bytes() == content:
        return last
    for number in count(newest + 1):
        backup = folder / f"{path.stem}-{number}.ipynb"
        if write_new(backup, content):
            return backup


def _number(backup):
    number = backup.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def sweep(path: Path) -> None:
    """Remove the temporary files that a killed command left behind for a copy and its backups."""
    for left in [
        *path.parent.glob(f".{path.name}.*.tmp"),
        *(path.parent / BACKUPS).glob(f".{path.stem}-*.tmp"),
    ]:
        with suppress(OSError):
            left.unlink()
