"""The `course` command. Every command imports its room when it runs, so that `course --help` is instant."""

from pathlib import Path

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="downhill", prog_name="course")
def main():
    """Downhill: build, open, check and look after the lessons."""


@main.command()
@click.argument("lessons", nargs=-1)
@click.option("--force", is_flag=True, help="Build again even where nothing changed.")
@click.option(
    "--check", is_flag=True, help="Build nothing; say which notebooks are stale and fail if any is."
)
def build(lessons, force, check):
    """Make notebooks from lessons: all of them, or those named (`course build 04`)."""
    from course_lib.authoring.command import run

    raise SystemExit(run(lessons, force=force, check=check))


@main.command()
@click.option("--links", is_flag=True, help="Build nothing; look up every link that leads out of the site.")
def book(links):
    """Build the web edition, a site of plain files, in build/book/html."""
    from course_lib.book.command import run

    raise SystemExit(run(links=links))


@main.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False))
def check(notebook):
    """Run a notebook's exercises and print each verdict."""
    from course_lib.checking.command import check_notebook

    raise SystemExit(check_notebook(notebook))


@main.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for grades."
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1), help="Submissions at a time."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Let a Dask cluster grade instead, as in tcp://10.0.0.5:8786."
)
@click.option(
    "--gradebook",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Put the scores into this gradebook of nbgrader, too.",
)
@click.option("--cell-seconds", default=30.0, show_default=True, help="Longest time for one cell.")
@click.option("--seconds", default=300.0, show_default=True, help="Longest time for one submission.")
@click.option("--unsafe-no-sandbox", is_flag=True, help="Run submissions with your own rights. Don't.")
def grade(submissions, out, workers, scheduler, gradebook, cell_seconds, seconds, unsafe_no_sandbox):
    """Grade SUBMISSIONS: a folder with one folder for each student, a flat folder, or a zip."""
    from course_lib.grading.command import grade
    from course_lib.grading.limits import Limits

    limits = Limits(cell_seconds=cell_seconds, seconds=seconds)
    raise SystemExit(grade(submissions, out, limits, workers, unsafe_no_sandbox, scheduler, gradebook))


@main.command()
def doctor():
    """Find what usually goes wrong with an installation, and say how to mend it."""
    from course_lib.doctor import report

    raise SystemExit(0 if report() else 1)


@main.command()
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help="Write a picture too: progress.png."
)
def progress(picture):
    """Show how many exercises of each lesson are correct, and how many points that is."""
    from course_lib.progress import show_progress

    raise SystemExit(show_progress(picture))


@main.command()
@click.argument("lessons", nargs=-1)
def update(lessons):
    """Bring newer lessons into your copies in work/ and keep your answers: all of them, or those named (`course update 04`)."""
    from course_lib.copies.update import update
    from course_lib.lab import ROOT

    raise SystemExit(update(ROOT, lessons))


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(options):
    """Open JupyterLab on your own copies of the lessons, in work/. OPTIONS go to JupyterLab as they are."""
    from course_lib.lab import open_lab

    raise SystemExit(open_lab(options))


if __name__ == "__main__":
    main()
