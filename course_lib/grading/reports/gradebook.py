"""Scores → nbgrader's gradebook, so that formgrader shows them and nbgrader's exporters export them.

Written by nbgrader's own `Gradebook`, which takes seconds to load and is therefore imported here only. An assignment is the one
in the gradebook that holds the lesson's notebook (from `nbgrader generate_assignment`), else it is made, with the notebook's name.
Points that a person gave stay, and count. What could not be graded, and written answers, need manual grading: never a silent 0.
"""

import importlib.util
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from course_lib.grading.reports.autograded import autograded_notebook
from course_lib.grading.reports.counted import Class
from course_lib.grading.reports.gradebook_cells import Mark, add_source, marks_of, put
from course_lib.grading.reports.source import source_path
from course_lib.grading.reports.student_ids import student_ids
from course_lib.grading.store import write

HOW_TO_INSTALL = "--gradebook needs nbgrader: pip install nbgrader==0.9.6"


class GradebookError(Exception):
    """The gradebook can't take the scores; the message says why."""


def nbgrader_is_there() -> bool:
    """Whether nbgrader is installed."""
    return importlib.util.find_spec("nbgrader") is not None


def write_gradebook(path: Path, graded: Class):
    """Put the scores of a batch into the gradebook at `path`, made anew if need be, and `autograded/` beside it.

    Raises GradebookError, OSError.
    """
    from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
    from sqlalchemy.exc import SQLAlchemyError

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _as_nbgrader_needs_it(), Gradebook(f"sqlite:///{path.absolute()}") as gradebook:
            _write_all(gradebook, path.parent, graded)
    except MissingEntry as error:
        raise GradebookError(
            f"{path} holds another version of a lesson's notebook ({error}): run nbgrader generate_assignment again, "
            "or name a new gradebook."
        ) from None
    except (InvalidEntry, SQLAlchemyError) as error:
        raise GradebookError(
            f"{path} can't be written: {str(error).splitlines()[0]}. Is it open in another program?"
        ) from None


@contextmanager
def _as_nbgrader_needs_it():
    """nbgrader starts alembic by its name, which stands beside this Python and perhaps nowhere on PATH.

    It also makes SQLAlchemy warn of every submission that it adds, which is of no use to anybody here.
    """
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ["PATH"] = before


def _write_all(gradebook, folder, graded):
    students = student_ids(graded.students)
    for student in students.values():
        gradebook.update_or_create_student(student)
    for lesson in filter(source_path, graded.lessons):
        notebook = source_path(lesson).stem
        assignment = _assignment_with(gradebook, notebook)
        add_source(gradebook, lesson, notebook, assignment)
        for record in graded.of(lesson):
            student = students[record["owner"]]
            marks = marks_of(record, lesson)
            _submit(gradebook, folder, assignment, notebook, student, marks)
            place = folder / "autograded" / student / assignment
            place.mkdir(parents=True, exist_ok=True)
            write(place / f"{notebook}.ipynb", autograded_notebook(record, lesson))


def _assignment_with(gradebook, notebook):
    """The name of the assignment that holds a notebook; one of the notebook's own name before others."""
    found = [one.name for one in gradebook.assignments if notebook in [each.name for each in one.notebooks]]
    return sorted(found, key=lambda name: (name != notebook, name))[0] if found else notebook


def _submit(gradebook, folder, assignment, notebook, student, marks: dict[str, Mark]):
    stamp = (
        folder / "submitted" / student / assignment / "timestamp.txt"
    )  # formgrader asks that both tell one time
    time = {"timestamp": stamp.read_text(encoding="utf-8").strip()} if stamp.is_file() else {}
    gradebook.update_or_create_submission(assignment, student, **time)
    put(gradebook.find_submission_notebook(notebook, assignment, student), marks)
    gradebook.db.commit()
