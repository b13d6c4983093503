"""canvas.csv: the file that Canvas's gradebook imports (Grades → Import).

The format is that of Canvas's `GradebookImporter` as of 2024: the columns Student, ID, SIS User ID, SIS Login ID and Section,
in this order, then one column an assignment; a second line whose first cell holds "Points Possible". Canvas finds a student
by ID, else by SIS User ID, else by SIS Login ID, else by name. A submission that Canvas exported carries the student's ID
in its file's name (`doejane_LATE_1234_5678_00_start_here.ipynb`); of any other the name of the student's folder is given as
SIS Login ID.

Only what was graded is a number. A cell stays empty where a submission is missing, unreadable, timed out or crashed: Canvas then
shows "–" and asks before it takes a score away that is there already. Why a cell is empty stands in grades.csv.
"""

import csv
import io
import re

from course_lib.grading.record import GRADED
from course_lib.grading.reports.counted import Class, highest, title
from course_lib.grading.table import plain

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "Points Possible"
EXPORTED = re.compile(r"^(?P<name>.+?)_(?:LATE_)?(?P<id>\d+)_\d+$", re.IGNORECASE)


def canvas_table(graded: Class) -> str:
    """The text of canvas.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    lessons = [lesson for lesson in graded.lessons if highest(lesson)]
    writer.writerow([*COLUMNS, *map(title, lessons)])
    writer.writerow([f"    {POINTS_POSSIBLE}", "", "", "", "", *map(highest, lessons)])
    for owner, name in graded.students.items():
        scores = [score_in(graded.counted.get((owner, lesson))) for lesson in lessons]
        writer.writerow([*_student(name), *scores])
    return text.getvalue()


def score_in(record: dict | None):
    """Points, or "" where there is no score that is final without a look at the submission."""
    return record["points"] if record and record["status"] == GRADED else ""


def _student(name):
    """The five cells that say who it is. No student's name may pass for the line of points."""
    exported = EXPORTED.match(name)
    shown = (exported["name"] if exported else name).replace(POINTS_POSSIBLE, POINTS_POSSIBLE.lower())
    login = "" if exported else name
    return [plain(shown), exported["id"] if exported else "", "", plain(login), ""]
