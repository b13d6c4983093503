"""The class report: one HTML page with its pictures in it, for the instructor. It opens offline and runs nothing."""

from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from course_lib.grading.feedback import page_name
from course_lib.grading.record import GRADED
from course_lib.grading.reports import pictures
from course_lib.grading.reports.canvas import score_in
from course_lib.grading.reports.counted import by_student, printable
from course_lib.grading.reports.lesson_numbers import numbers_of, ungraded
from course_lib.grading.reports.suspicious import findings

HERE = Path(__file__).parent
SHOWN = 8  # rows of a list before the rest is folded away


def class_report(records: list[dict]) -> str:
    """The text of report.html, from the records of a batch."""
    graded = by_student(records)
    lessons = [numbers_of(graded, lesson) for lesson in graded.lessons if lesson]
    return _template().render(
        records=records,
        graded=sum(record["status"] == GRADED for record in records),
        students=graded.students,
        lessons=lessons,
        ungraded=ungraded(records),
        findings=findings(graded, records),
        others=graded.others,
        rows=[_row(graded, owner, lessons) for owner in graded.students],
        shown=SHOWN,
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


def _template():
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"page": _page, "printable": printable, "prose": _prose, "number": _number}
    drawn = ("score_distribution", "points_per_exercise", "time_distribution")
    environment.globals |= {name: _picture(getattr(pictures, name)) for name in drawn}
    environment.globals["style"] = Markup((HERE / "page.css").read_text(encoding="utf-8"))
    return environment.get_template("class_report.html")


def _picture(draw):
    return lambda numbers: Markup(draw(numbers))  # made by matplotlib; no text in it comes from a student


def _prose(text):
    """A sentence of the specs: `code` becomes code."""
    pieces = str(Markup.escape(text)).split("`")
    return Markup("".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces)))


def _number(value):
    """A number of two or three digits that matter."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"
