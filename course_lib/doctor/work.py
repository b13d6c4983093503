"""The learner's own folder: whether it can be written, and what is in it that would go wrong."""

import sys
import tempfile
from collections.abc import Iterator

from course_lib.doctor.finding import NOTE, OK, PROBLEM, ROOT, Finding
from course_lib.doctor.installation import IMPORTS

CHANGE_KERNEL = "in JupyterLab, with that notebook open: Kernel → Change Kernel → Python 3 (ipykernel)"


def work_folder() -> Iterator[Finding]:
    """Whether answers can be saved in work/. Where there is none yet, and none can be made, `course lab` is of no use."""
    work = ROOT / "work"
    try:
        with tempfile.TemporaryFile(dir=work if work.exists() else ROOT) as file:
            file.write(b"x" * 4096)
            file.flush()
        yield Finding(OK, f"Answers can be saved in {work}")
    except OSError as error:
        mend = "free some space on its disk, or make the folder yours (on Linux and macOS: sudo chown -R $USER work)"
        state = PROBLEM if work.exists() else NOTE
        yield Finding(state, f"Answers can't be saved in {work} ({error.strerror})", mend)


def copies() -> Iterator[Finding]:
    """Copies that can't be read, run with another kernel, or are older than their lessons."""
    from course_lib.copies import newer_lessons
    from course_lib.copies.files import UnreadableError, read_notebook
    from course_lib.lab import course

    for copy in sorted((ROOT / "work").glob("*.ipynb")):
        try:
            notebook = read_notebook(copy)[1]
        except UnreadableError as error:
            mend = "give it another name and run: course lab (older states: work/.ipynb_checkpoints/, work/backups/)"
            yield Finding(PROBLEM, f"work/{copy.name} can't be opened: {error}", mend)
            continue
        if (kernel := _kernel_of(notebook)) != "python3":
            yield Finding(
                NOTE, f"work/{copy.name} runs with the kernel '{kernel}', not the course's", CHANGE_KERNEL
            )
    for name in newer_lessons(ROOT / "notebooks", ROOT / "work"):
        yield Finding(NOTE, f"There is a newer {name} than the one in work/", course("update"))


def _kernel_of(notebook):
    about = notebook["metadata"].get("kernelspec")
    return about.get("name", "python3") if isinstance(about, dict) else "python3"


def hidden_modules() -> Iterator[Finding]:
    """A file in work/ that is called like a module hides it from every notebook beside it: random.py, torch.py."""
    modules = sys.stdlib_module_names | {name.split(".")[0] for name in IMPORTS} | {"course_lib"}
    for path in sorted((ROOT / "work").glob("*")):
        is_module = path.suffix == ".py" or (path / "__init__.py").is_file()
        if is_module and path.stem in modules:
            yield Finding(PROBLEM, f"work/{path.name} hides Python's own {path.stem}", "give it another name")


def records() -> Iterator[Finding]:
    """Whether the records of progress can be read."""
    from course_lib.exercises import progress

    notes = progress().notes
    for note in notes:
        yield Finding(NOTE, note)
    if not notes:
        yield Finding(OK, "Progress can be read")
