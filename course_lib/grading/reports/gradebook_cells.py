"""What a record is in nbgrader's terms: a mark for each cell that gives points, a comment for each that is to be solved."""

import json
from dataclasses import dataclass
from html import escape

from course_lib.grading.graded import CRASHED, TIMED_OUT
from course_lib.grading.reports.counted import printable
from course_lib.grading.reports.source import about, nbgrader_cells, source_notebook

NO_RESPONSE = "No response."  # as nbgrader says it


@dataclass(frozen=True)
class Mark:
    """`score` is None where only a person can tell; `by_hand` asks for a person's look."""

    score: float | None
    by_hand: bool
    comment: str | None = None


def add_source(gradebook, lesson: str, notebook: str, assignment: str):
    """Tell the gradebook of a lesson's notebook, as `nbgrader generate_assignment` does; one that is there stays."""
    gradebook.update_or_create_assignment(assignment)
    if notebook in [one.name for one in gradebook.find_assignment(assignment).notebooks]:
        return
    kernel = source_notebook(lesson)["metadata"].get("kernelspec", {})
    gradebook.add_notebook(notebook, assignment, kernelspec=json.dumps(kernel))
    for cell in nbgrader_cells(lesson):
        told, place = about(cell), (about(cell)["grade_id"], notebook, assignment)
        kind = cell["cell_type"]
        if told["grade"]:
            gradebook.add_grade_cell(*place, max_score=float(told["points"]), cell_type=kind)
        if told["solution"]:
            gradebook.add_solution_cell(*place)
        gradebook.add_source_cell(
            *place,
            cell_type=kind,
            locked=told["locked"],
            source=cell["source"],
            checksum=told.get("checksum"),
        )


def marks_of(record: dict, lesson: str) -> dict[str, Mark]:
    """{grade_id: Mark} for all cells of a lesson that nbgrader knows."""
    if not record["exercises"]:
        unread = Mark(None, True, escape(f"Not graded: {record['status']}. {record['reason']}"))
        return {about(cell)["grade_id"]: unread for cell in nbgrader_cells(lesson)}
    marks = {}
    for exercise in record["exercises"]:
        mark = Mark(float(exercise["points"]), bool(exercise["lost"]), _comment(exercise))
        marks |= {exercise["id"]: mark, f"check-{exercise['id']}": mark}
    empty = {about(cell)["grade_id"]: cell["source"].strip() for cell in nbgrader_cells(lesson)}
    for answer in record["written"]:
        answered = answer["answer"].strip() not in ("", empty.get(answer["id"]))
        marks[answer["id"]] = Mark(None, True) if answered else Mark(0.0, False, NO_RESPONSE)
    return marks


def _comment(exercise):
    if exercise["points"]:
        return None
    if exercise["state"] == "not attempted":
        return NO_RESPONSE
    verdict = exercise["verdict"]
    sentence = verdict["message"][0] if verdict["message"] else ""
    if verdict["state"] == "known mistake":
        return escape(sentence)
    lost = {TIMED_OUT: "Timed out. ", CRASHED: "Crashed. "}.get(exercise["lost"], "")
    return escape(f"{lost}{verdict['title']}: {sentence}".strip(": "))[:2000]


def put(submission, marks: dict[str, Mark]):
    """Put marks into a submitted notebook of the gradebook. Raises MissingEntry where it has no cell for a mark."""
    from nbgrader.api import MissingEntry

    grades = {grade.name: grade for grade in submission.grades}
    comments = {comment.name: comment for comment in submission.comments}
    unknown = set(marks) - set(grades) - set(comments)
    if unknown:
        raise MissingEntry(f"there is no cell {sorted(unknown)[0]}")
    for name, mark in marks.items():
        if name in grades:
            _put_score(grades[name], mark)
        if name in comments:
            comments[name].auto_comment = mark.comment and printable(mark.comment)


def _put_score(grade, mark):
    """A person's score stays and counts; where ours became another since, it needs a second look, as in nbgrader."""
    if grade.manual_score is None:
        grade.needs_manual_grade = mark.by_hand
    elif grade.auto_score != mark.score:
        grade.needs_manual_grade = True
    grade.auto_score = mark.score
