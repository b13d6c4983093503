"""One HTML page a student: own code, verdicts, named mistakes, a hint. It opens offline and runs nothing.

The page says nothing of hidden inputs, and no answers: verdicts hold evidence of the notebook's own check alone.
"""

import hashlib
import re

from markupsafe import Markup

from course_lib.exercises import get_exercise
from course_lib.grading.record import verdict_in
from course_lib.grading.reports.counted import printable, title
from course_lib.grading.reports.page import template

LONGEST_CODE = 20_000  # characters


def page_name(owner: str) -> str:
    """A file name for a student's page: readable, and never that of another student."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", owner).strip("-")[:60] or "student"
    return f"{readable}-{hashlib.sha256(owner.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.html"


def page_of(records: list[dict]) -> str:
    """The page of one student, all of whose submissions are `records`."""
    submissions = [_submission(record) for record in sorted(records, key=lambda record: record["path"])]
    student = printable(records[0]["student"])
    return template("feedback.html").render(title=f"Feedback for {student}", submissions=submissions)


def _submission(record):
    return {
        "record": record,
        "title": title(record["lesson"]) if record["lesson"] else "Not graded",
        "exercises": [_exercise(exercise) for exercise in record["exercises"]],
        "written": [answer | {"answer": _shown(answer["answer"])} for answer in record["written"]],
    }


def _exercise(exercise):
    verdict = verdict_in(exercise)
    return {
        "id": exercise["id"],
        "cell": exercise["cell"],
        "passed": verdict.passed,
        "verdict": Markup(verdict._repr_html_()),  # escapes what comes from the student
        "hint": "" if verdict.passed else _first_hint(exercise["id"]),
        "code": _shown(exercise["code"]),
    }


def _first_hint(exercise_id):
    """The first of several. Later ones come near the answer; those a learner opens in the notebook."""
    hints = get_exercise(exercise_id).hints
    return hints[0] if len(hints) > 1 else ""


def _shown(text):
    return printable(text).strip("\n")[:LONGEST_CODE]
