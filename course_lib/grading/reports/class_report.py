"""The class report: one HTML page with its pictures in it, for the instructor. It opens offline and runs nothing."""

from urllib.parse import quote

from markupsafe import Markup

from course_lib.grading.feedback import page_name
from course_lib.grading.record import GRADED
from course_lib.grading.reports import pictures
from course_lib.grading.reports.canvas import score_in
from course_lib.grading.reports.counted import by_student
from course_lib.grading.reports.lesson_numbers import numbers_of, ungraded
from course_lib.grading.reports.page import template
from course_lib.grading.reports.suspicious import findings

PICTURES = (
    pictures.score_distribution,
    pictures.points_per_exercise,
    pictures.time_distribution,
    pictures.measured_distribution,
)
SHOWN = 8  # rows of a list before the rest is folded away
NAMED = 5  # students, or groups of them


def class_report(records: list[dict]) -> str:
    """The text of report.html, from the records of a batch."""
    graded = by_student(records)
    lessons = [numbers_of(graded, lesson) for lesson in graded.lessons if lesson]
    return template("class_report.html").render(
        title="Class report",
        page=_page,
        number=_number,
        **{draw.__name__: _picture(draw) for draw in PICTURES},
        records=records,
        graded=sum(record["status"] == GRADED for record in records),
        students=graded.students,
        lessons=lessons,
        ungraded=ungraded(records),
        findings=findings(graded, records),
        others=graded.others,
        rows=[_row(graded, owner, lessons) for owner in graded.students],
        shown=SHOWN,
        named=NAMED,
    )


def _row(graded, owner, lessons):
    """A line of the table of students: name, page, and for each lesson (what to show, its state)."""
    found = [graded.counted.get((owner, numbers.lesson)) for numbers in lessons]
    cells = [
        (record["points"] if score_in(record) != "" else record["status"], record["status"])
        if record
        else ("–", "missing")
        for record in found
    ]
    return {"name": graded.students[owner], "page": _page(owner), "cells": cells}


def _page(owner):
    return "feedback/" + quote(page_name(owner))


def _picture(draw):
    return lambda numbers: Markup(draw(numbers))  # made by matplotlib; no text in it comes from a student


def _number(value):
    """A number of two or three digits that matter."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"
