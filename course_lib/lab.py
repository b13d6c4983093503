"""Opens JupyterLab on the learner's own copies of the lessons. A copy that exists is never touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_new_lessons(notebooks, work):
    """Copy each lesson that `work` doesn't hold yet; return the names copied.

    A copy appears whole or not at all: it is written to a temporary name and then linked to its own, which fails
    where a file of that name exists already. So neither a crash nor a second `course lab` can overwrite an answer.
    """
    work.mkdir(parents=True, exist_ok=True)
    copied = []
    for lesson in sorted(notebooks.glob("*.ipynb")):
        target = work / lesson.name
        if not target.exists() and _copy_whole(lesson, target):
            copied.append(lesson.name)
    return copied


def _copy_whole(source, target):
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(source, temporary)
        return _place(temporary, target)
    finally:
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


def open_lab(options=(), root=ROOT):
    """Copy new lessons to work/, then run JupyterLab there until it is closed; return its exit status."""
    work = root / "work"
    for name in copy_new_lessons(root / "notebooks", work):
        print(f"work/{name}: your own copy")
    first = min((path.name for path in work.glob("*.ipynb")), default="")
    command = [
        sys.executable, "-m", "jupyterlab",
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url=/lab/tree/{first}",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        print("You are root, as in a container: JupyterLab is told to run all the same.")
        command.append("--allow-root")
    return subprocess.run([*command, *options]).returncode
