"""The folder of grades: a secret, one record a submission, and what is made of them. Every file appears whole or not at all."""

import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path

from course_lib.grading.limits import Limits
from course_lib.grading.view import PACKAGE

READ_BY_VERDICTS = ("exercises", "grading", "checking", "nn", "data", "training")


class Store:
    """A folder of grades. Records of another version of the exercises, the grader or its limits count as not there."""

    def __init__(self, folder: Path, version: str = ""):
        self.folder, self.version = folder, version

    def prepare(self) -> bytes:
        """Make the folder; returns its secret, made anew where there is none. What a killed run left half-written goes.

        Raises OSError.
        """
        (self.folder / "results").mkdir(parents=True, exist_ok=True)
        for left in self.folder.rglob(".new-*"):
            left.unlink(missing_ok=True)
        path = self.folder / "secret"
        if not path.exists():
            write(path, secrets.token_hex(32))
        return bytes.fromhex(path.read_text(encoding="ascii").strip())

    def keep(self, record: dict, fingerprint: str):
        """Keep the record of a submission whose bytes have this fingerprint."""
        whole = record | {"fingerprint": fingerprint, "version": self.version}
        write(self._path(record["key"]), json.dumps(whole, indent=1))

    def kept(self, key: str, fingerprint: str | None = None) -> dict | None:
        """The record of a submission, if there is one of these bytes and of this version."""
        try:
            record = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        same = fingerprint in (None, record.get("fingerprint"))
        return record if same and record.get("version") == self.version else None

    def _path(self, key):
        return self.folder / "results" / f"{key}.json"


def version_of(limits: Limits) -> str:
    """A fingerprint of all that verdicts depend on: the specs, the grader (not what is made of its records), its limits."""
    told = hashlib.sha256(repr(limits).encode())
    for room in READ_BY_VERDICTS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            if path.parent.name != "reports":
                told.update(path.read_bytes())
    return told.hexdigest()[:16]


def write(path: Path, text: str):
    """Write a text file whole: under another name in the same folder, then renamed. Only its owner can read it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
