"""Find the submissions in a folder or a zip: `<student>/<lesson>.ipynb`, a flat folder, or what an LMS exports.

A notebook may have files beside it that an exercise asks for: see `paired`.

Nothing is unpacked, and no link is followed: a link could lead to another student's work, or out of the folder.
"""

import os
import re
import stat
import zipfile
from pathlib import Path, PurePosixPath

from course_lib.grading.paired import NOTEBOOK, is_asked, paired
from course_lib.grading.submission import LARGEST, Submission, too_large

LINK = "It is a link, not a file; links are not followed."
IGNORED = {".ipynb_checkpoints", "__MACOSX", ".git", "__pycache__"}


def collect(folder: Path) -> list[Submission]:
    """All submissions in a folder or a zip, ordered by path. Raises OSError where the folder itself can't be read."""
    if folder.is_file():
        return paired(_in_zip(str(folder), ""))
    found = []
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            inside = list(_in_folder(entry, entry.name))
            found += inside
            if all(is_asked(one.path) for one in inside):
                found.append(_refused(entry.name, "There is no notebook in this folder."))
        else:
            found += _file(entry, entry.name, _student_in(entry.name))
    return paired(found)


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
    wanted = name.endswith(".ipynb") or is_asked(name)
    return [Submission(_shown(student), student, path, entry.path)] if wanted else []


def _in_zip(file, shown):
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        return [_refused(shown or os.path.basename(file), f"The zip can't be opened: {error}.")]
    found = [
        _entry(file, shown, place, entry)
        for place, entry in enumerate(entries)
        if _is_wanted(entry) and not IGNORED & set(_parts(entry))
    ]
    if not all(is_asked(one.path) for one in found):
        return found
    return [_refused(shown or os.path.basename(file), "There is no notebook in this zip.")]


def _is_wanted(entry):
    return entry.filename.lower().endswith(".ipynb") or is_asked(entry.filename)


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
        refused = too_large(LARGEST)
    return Submission(_shown(owner), owner, "/".join([*filter(None, [shown]), *parts]), file, place, refused)


def _shown(owner):
    """The student's name in the name of a folder: Moodle adds a number and more."""
    return re.sub(r"_\d+_assignsubmission_(file|onlinetext)_?$", "", owner)


def _student_in(name, otherwise=""):
    """The student's name in that of a flat file, `anna_07_mnist_project.ipynb`; where none is, something else."""
    match = NOTEBOOK.match(name)
    return (match and match["student"]) or otherwise or Path(name).stem


def _refused(path, why):
    owner = path.split("/")[0]
    return Submission(_shown(owner), owner, path, "", None, why)
