"""The notebook that formgrader shows for a submission, where written answers are marked: questions, answers, verdicts.

It is made of the course's own notebook and of plain text: formgrader shows Markdown as HTML in the instructor's own Jupyter, so
nothing that a student wrote may be Markdown there.
"""

import json
from html import escape

from course_lib.grading.record import verdict_in
from course_lib.grading.reports.counted import printable
from course_lib.grading.reports.source import about, source_notebook

LONGEST = 100_000  # characters of an answer


def autograded_notebook(record: dict, lesson: str) -> str:
    """The text of the notebook: every graded cell, and before each the text of the lesson that asks for it."""
    source = source_notebook(lesson)
    exercises = {one["id"]: one for one in record["exercises"]}
    written = {one["id"]: one["answer"] for one in record["written"]}
    cells = [] if record["exercises"] else [_notice(record)]
    before = None
    for cell in source["cells"]:
        if about(cell):
            cells += [*([before] if before else []), _answered(cell, exercises, written)]
        before = _plain(cell) if cell["cell_type"] == "markdown" and not about(cell) else None
    metadata = {"kernelspec": source["metadata"].get("kernelspec", {}), "language_info": {"name": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}, indent=1)


def _answered(cell, exercises, written):
    """A cell with the student's answer or, where it checks one, the verdict."""
    name = about(cell)["grade_id"]
    shown = _plain(cell)
    if name in exercises:
        shown["source"] = printable(exercises[name]["code"])[:LONGEST]
    elif name in written:
        text = escape(printable(written[name])[:LONGEST])
        shown["source"] = f'<pre style="white-space: pre-wrap">{text}</pre>'
    elif name.removeprefix("check-") in exercises:
        shown["outputs"] = [_verdict(exercises[name.removeprefix("check-")])]
    return shown


def _plain(cell):
    """A cell of the course's notebook without what running it left."""
    shown = {key: cell[key] for key in ("id", "cell_type", "metadata", "source") if key in cell}
    return shown | ({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})


def _verdict(exercise):
    verdict = verdict_in(exercise)
    data = {"text/html": printable(verdict._repr_html_()), "text/plain": printable(repr(verdict))}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _notice(record):
    text = escape(f"Not graded: {record['status']}. {printable(record['reason'])}")
    return {"id": "not-graded", "cell_type": "markdown", "metadata": {}, "source": f"<pre>{text}</pre>"}
