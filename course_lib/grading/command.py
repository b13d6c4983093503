"""`course grade`: find the submissions, grade those that are not yet graded, write what is made of the records."""

from collections import Counter, defaultdict
from pathlib import Path

import click
from filelock import FileLock, Timeout
from tqdm import tqdm

from course_lib.grading import view
from course_lib.grading.batch import grade_all
from course_lib.grading.cluster import grade_on_cluster
from course_lib.grading.collect import Submission, collect
from course_lib.grading.feedback import page_name, page_of
from course_lib.grading.limits import Limits
from course_lib.grading.record import GRADED
from course_lib.grading.reports.canvas import canvas_table
from course_lib.grading.reports.class_report import class_report
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.gradebook import HOW_TO_INSTALL as HOW_TO_INSTALL_NBGRADER
from course_lib.grading.reports.gradebook import GradebookError, nbgrader_is_there, write_gradebook
from course_lib.grading.reports.moodle import moodle_table, worksheets
from course_lib.grading.sandbox import HOW_TO_INSTALL, NoSandboxError, is_there
from course_lib.grading.store import Store, version_of, write
from course_lib.grading.table import table_of

DONE, STOPPED, REFUSED = 0, 1, 2


def grade(
    submissions: Path,
    out: Path,
    limits: Limits,
    workers: int,
    unsafe: bool,
    scheduler: str | None = None,
    gradebook: Path | None = None,
) -> int:
    """Grade a folder or zip of submissions into the folder `out`; returns the exit status.

    With the address of a Dask `scheduler` its workers grade instead of `workers` processes here. Scores also
    go into nbgrader's `gradebook`, where one is given.
    """
    if not unsafe and not scheduler and not is_there():
        click.echo(HOW_TO_INSTALL, err=True)
        return REFUSED
    shown = [path for path in (submissions, out) if not unsafe and view.shows(path)]
    if shown:
        click.echo(
            f"{shown[0]} lies where every submission could read it. Use a folder of your own.", err=True
        )
        return REFUSED
    if gradebook and not nbgrader_is_there():
        click.echo(HOW_TO_INSTALL_NBGRADER, err=True)
        return REFUSED
    store = Store(out, version_of(limits))
    try:
        found = collect(submissions)
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / ".lock", timeout=0):
            secret = store.prepare()
            settings = (store.version, limits, secret, unsafe)
            records = _grade_with_progress(found, store, settings, scheduler or workers)
            write_reports(out, records)
            if gradebook:
                write_gradebook(gradebook, by_student(records))
    except Timeout:
        click.echo(f"Another `course grade` is writing into {out}: wait until it is done.", err=True)
        return REFUSED
    except NoSandboxError as error:
        click.echo(str(error), err=True)
        return REFUSED
    except GradebookError as error:
        click.echo(f"Everything is graded, but {error}", err=True)
        return STOPPED
    except OSError as error:
        click.echo(
            f"Stopped: {error.filename or out}: {error.strerror or error}. What is graded is kept; run it again.",
            err=True,
        )
        return STOPPED
    except KeyboardInterrupt:
        click.echo("Stopped. What is graded is kept: the same command goes on from here.", err=True)
        return STOPPED
    click.echo(_summary(records, out))
    return DONE


def _grade_with_progress(found: list[Submission], store, settings, by: str | int):
    """Grade by a Dask cluster (its address) or by processes of this machine (how many)."""
    with tqdm(total=len(found), unit="submission", desc="Grading", dynamic_ncols=True) as bar:
        if isinstance(by, str):
            return grade_on_cluster(by, found, store, settings, lambda record: bar.update())
        return grade_all(found, store, (store.folder, *settings), by, lambda record: bar.update())


def write_reports(out: Path, records: list[dict]):
    """All that is made of the records: tables, the class report, a page for each student."""
    write(out / "grades.csv", table_of(records))
    graded = by_student(records)
    tables = {"canvas.csv": canvas_table(graded), "moodle.csv": moodle_table(graded), **worksheets(graded)}
    for name, text in tables.items():
        write(out / name, text)
    write(out / "report.html", class_report(records))
    (out / "feedback").mkdir(exist_ok=True)
    pages = defaultdict(list)
    for record in records:
        pages[record["owner"]].append(record)
    for owner, of_one in pages.items():
        write(out / "feedback" / page_name(owner), page_of(of_one))


def _summary(records, out):
    counts = Counter(record["status"] for record in records)
    told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    lines = [
        f"{len(records)} submissions: {told or 'none'}.",
        f"Scores: {out / 'grades.csv'}; the class: {out / 'report.html'}; feedback: {out / 'feedback'}",
    ]
    odd = [record for record in records if record["status"] != GRADED]
    lines += [f"  {record['path']}: {record['status']}. {record['reason']}" for record in odd[:20]]
    return "\n".join([*lines, *([f"  … and {len(odd) - 20} more"] if len(odd) > 20 else [])])
