"""`course progress`: how far the learner is, as a table in the terminal and as a picture in a file."""

import os
import sys
from pathlib import Path

from course_lib.exercises import progress

KINDS = (".png", ".svg", ".pdf")


def show_progress(picture: Path | None = None) -> int:
    """Print the table; with `picture`, write it there too (PNG, SVG or PDF). Returns the exit status, 1 where that failed."""
    from rich.console import Console

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that has no ✓ shows a question mark
    found = progress()
    console = Console()
    console.print(_table(found))
    for note in found.notes:
        console.print(note, style="yellow", soft_wrap=True)
    return _save(found, picture) if picture else 0


def _table(found):
    from rich import box
    from rich.table import Table

    table = Table("Lesson", "Correct", "Attempted", "Points", "", box=box.SIMPLE_HEAD)
    table.columns[0].no_wrap = True
    for line in found.lessons:
        table.add_row(*_row(line))
    table.add_section()
    table.add_row(*_row(found.total), style="bold")
    return table


def _row(line):
    from rich.progress_bar import ProgressBar

    done = " ✓" if line.exercises and line.passed == line.exercises else ""
    return (
        f"{line.lesson} {line.title}".strip(),
        f"{line.passed} of {line.exercises}{done}",
        str(line.tried),
        f"{line.points} of {line.out_of}",
        ProgressBar(total=max(line.exercises, 1), completed=line.passed, width=12),
    )


def _save(found, picture):
    if picture.suffix.lower() not in KINDS:
        print(f"{picture}: a picture's name ends in {', '.join(KINDS)}.")
        return 1
    try:
        write_picture(found, picture)
    except OSError as error:
        print(f"{picture} could not be written ({error.strerror}).")
        return 1
    print(f"The picture is in {picture}.")
    return 0


def write_picture(found, path: Path) -> None:
    """Write the picture of a progress to `path`, whole or not at all; its ending says which kind. Raises OSError."""
    from course_lib.figures.progress_bars import progress_bars

    figure, alt = progress_bars(found)
    kind = path.suffix.lower()[1:]
    told = {"png": {"Description": alt}, "svg": {"Description": alt, "Date": None}, "pdf": {"Subject": alt}}
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        figure.savefig(temporary, format=kind, dpi=200, metadata=told[kind])
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
