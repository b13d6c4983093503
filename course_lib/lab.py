"""Opens JupyterLab on the learner's own copies of the lessons. A copy that exists is never touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course_lib.copies import copy_new_lessons, newer_lessons
from course_lib.copies.tell import why_failed

ROOT = Path(__file__).parents[1]


def open_lab(options=(), root=ROOT):
    """Copy new lessons to work/, then run JupyterLab there until it is closed; return its exit status."""
    notebooks, work = root / "notebooks", root / "work"
    try:
        for name in copy_new_lessons(notebooks, work):
            print(f"work/{name}: your own copy")
    except OSError as error:
        print(f"New lessons could not be copied to work/: {why_failed(error)}.")
    if newer := newer_lessons(notebooks, work):
        them = "it" if len(newer) == 1 else "them"
        print(f"newer: {', '.join(newer)}; `{course('update')}` brings {them} in and keeps your answers")
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


def course(command):
    """`course COMMAND` as it can be typed here: with its folder where the shell would not find it."""
    beside = Path(sys.executable).with_name("course")
    if shutil.which("course") or not beside.exists():
        return f"course {command}"
    return f"{os.path.relpath(beside)} {command}"
