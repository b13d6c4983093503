"""What usually goes wrong with an installation: each finding in one line, and for each problem the line that mends it."""

from collections.abc import Callable, Iterator

from course_lib.doctor.finding import INSTALL, NOTE, OK, PROBLEM, Finding
from course_lib.doctor.installation import (
    imports,
    jupyterlab,
    kernel,
    other_kernels,
    packages,
    python,
    widgets,
)
from course_lib.doctor.machine import clock, device, disk, home, memory, port, sandbox, threads
from course_lib.doctor.mnist import data
from course_lib.doctor.work import copies, hidden_modules, records, work_folder

__all__ = ["NOTE", "OK", "PROBLEM", "Finding", "environment_check", "findings", "report"]

CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python, packages, imports, kernel, other_kernels, jupyterlab, widgets, port, device, threads, memory, disk, clock,
    work_folder, copies, hidden_modules, home, records, data, sandbox,
)  # fmt: skip


def findings() -> Iterator[Finding]:
    """Everything there is to find, one after another. A check that itself fails is a finding, too."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as problem:
            why = f"{type(problem).__name__}: {problem}".splitlines()[0]
            yield Finding(
                PROBLEM, f"{check.__name__} could not be checked ({why})", f"{INSTALL} --force-reinstall"
            )


def report() -> bool:
    """Print each finding as soon as it is found, in colour on a terminal; return whether there was no problem."""
    import click

    colours = {OK: "green", NOTE: "yellow", PROBLEM: "red"}
    problems = 0
    for state, text, mend in findings():
        problems += state == PROBLEM
        click.echo(click.style(f"{state:8} ", fg=colours[state]) + text)
        if mend:
            click.echo(f"{'':8} to mend it: {mend}")
    click.echo(
        "All is well." if not problems else f"Problems: {problems}. Mend the first one, then run this again."
    )
    return not problems


def environment_check() -> None:
    """For lesson 00: print the problems that `course doctor` finds and how to mend them, or that there are none."""
    problems = [finding for finding in findings() if finding.state == PROBLEM]
    for _, text, mend in problems:
        print(f"{PROBLEM}  {text}\n         to mend it: {mend}")
    print("Please mend that before you go on." if problems else "Everything this course needs is here.")
