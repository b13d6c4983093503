"""moodle.csv and the grading worksheets: the two CSV files that Moodle (4 and 5) imports grades from.

- `moodle.csv`, for the gradebook of a course (Grades → Import → CSV file): an identifier, and for each lesson a column with the
  grade and one with feedback, named as Moodle's own export names them. When importing, map "ID number" or "Email address"
  to the user (the name of a student's folder stands in both, as email where it is one), and always both columns of a lesson.
- `moodle-worksheet-00.csv`, for one assignment (View all submissions → Upload grading worksheet): where the submissions were
  downloaded from Moodle, whose folders (`Anna Schmidt_1234_assignsubmission_file_`) carry the participant's number.

Only what was graded has a grade; else the cell is empty, which Moodle reads as "no grade", and the feedback says why.
"""

import csv
import io
import re

from course_lib.grading.record import GRADED
from course_lib.grading.reports.canvas import score_in
from course_lib.grading.reports.counted import Class, highest, title
from course_lib.grading.table import plain

DOWNLOADED = re.compile(r"_(\d+)_assignsubmission_(?:file|onlinetext)_?$")
WORKSHEET = (
    "Identifier",
    "Full name",
    "Grade",
    "Maximum Grade",
    "Last modified (grade)",
    "Feedback comments",
)
NOT_HANDED_IN = "Not handed in."


def moodle_table(graded: Class) -> str:
    """The text of moodle.csv."""
    lessons = [lesson for lesson in graded.lessons if highest(lesson)]
    pairs = [f"Assignment: {title(lesson)} ({kind})" for lesson in lessons for kind in ("Real", "Feedback")]
    rows = []
    for owner, name in graded.students.items():
        records = [graded.counted.get((owner, lesson)) for lesson in lessons]
        cells = [cell for record in records for cell in (score_in(record), feedback_on(record))]
        rows.append([plain(name), plain(name), plain(name) if "@" in name else "", *cells])
    return _csv([["Full name", "ID number", "Email address", *pairs], *rows])


def worksheets(graded: Class) -> dict[str, str]:
    """{file name: text} of a worksheet for each lesson; none where no folder carries a participant's number."""
    return {
        f"moodle-worksheet-{lesson}.csv": _csv([WORKSHEET, *rows])
        for lesson in graded.lessons
        if highest(lesson) and (rows := [*_worksheet(graded, lesson)])
    }


def _worksheet(graded, lesson):
    for record in graded.of(lesson):
        number = DOWNLOADED.search(record["owner"])
        if number:
            who = [f"Participant {number[1]}", plain(record["student"])]
            yield [*who, score_in(record), highest(lesson), "-", feedback_on(record)]


def feedback_on(record: dict | None) -> str:
    """A sentence or two; nothing in it comes from the student's code."""
    if record is None:
        return NOT_HANDED_IN
    if not record["exercises"]:
        return f"Not graded: {record['status']}. {record['reason']}"
    solved = sum(exercise["points"] > 0 for exercise in record["exercises"])
    told = f"{record['points']} of {record['out_of']} points; {solved} of {len(record['exercises'])} exercises solved."
    lost = "" if record["status"] == GRADED else f" {record['status'].capitalize()}: {record['reason']}."
    by_hand = sum(answer["out_of"] for answer in record["written"])
    return told + lost + (f" {by_hand} points more are given by hand." if by_hand else "")


def _csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
