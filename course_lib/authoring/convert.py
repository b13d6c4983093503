"""Cells → notebooks, in nbgrader's format (cell metadata, schema 3).

`solved_notebook` is what nbgrader calls the source version, `learner_notebook` the release version: what
`nbgrader generate_assignment` makes of the former (a test compares the two). nbgrader itself is not needed here.
Documented in nbgrader's nbgraderformat/v3.json and utils.compute_checksum (version 0.9.6).
"""

import hashlib
import re
import unicodedata

from course_lib.authoring.alt_text import without_code
from course_lib.authoring.checks import answer_id
from course_lib.authoring.regions import CODE_STUB, TEXT_STUB, clear

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {  # no version: a notebook built on Python 3.11 is the same as one built on 3.13
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
HEADING = re.compile(r"^(#{1,3}) +(.+)$", re.MULTILINE)
LINTER_COMMENT = re.compile(r" *# (noqa\b|fmt: skip$).*$", re.MULTILINE)


def solved_notebook(cells, exercises):
    """The notebook with its solutions, a check cell after every exercise; no outputs."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    names = {exercise.id: exercise for exercise in exercises}
    built = []
    for cell, cell_id in zip(cells, cell_ids(cells), strict=True):
        make = new_code_cell if cell.kind == "code" else new_markdown_cell
        source = LINTER_COMMENT.sub("", cell.source) if cell.kind == "code" else cell.source
        built.append(make(source, id=cell_id, metadata=_metadata(cell)))
        if "exercise" in cell.options:
            exercise = names[cell.options["exercise"]]
            check_id = f"check-{exercise.id}"
            graded = {"nbgrader": grading(check_id, grade=True, solution=False, points=exercise.points)}
            built.append(
                new_code_cell(f'check("{exercise.id}", {exercise.name})', id=check_id, metadata=graded)
            )
    return new_notebook(cells=built, metadata={"kernelspec": KERNEL, "language_info": LANGUAGE})


def learner_notebook(cells, exercises):
    """The notebook that a learner gets: solutions cleared, checks locked, no outputs yet."""
    notebook = solved_notebook(cells, exercises)
    for cell in notebook.cells:
        grade = cell.metadata.get("nbgrader")
        if not grade:
            continue
        if grade["solution"]:
            stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
            cell.source = clear(cell.source, stub).source
        else:
            cell.metadata["editable"] = False
        cell.metadata["deletable"] = False
        grade |= {"checksum": checksum(cell), "cell_type": cell.cell_type}
    return notebook


def lesson_lines(cells):
    """For each cell of the built notebooks, its SourceCell (a check cell has its exercise's)."""
    return [cell for cell in cells for _ in range(2 if "exercise" in cell.options else 1)]


def grading(grade_id, *, grade, solution, points=None):
    """nbgrader's metadata of one cell: a solution, a check (grade), or a written answer (both)."""
    metadata = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": grade and not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return metadata | ({"points": points} if grade else {})


def checksum(cell):
    """nbgrader's MD5 of a graded cell, by which it sees whether a learner changed it."""
    grade = cell.metadata["nbgrader"]
    parts = [cell.source, cell.cell_type, str(grade["grade"]), str(grade["solution"]), str(grade["locked"])]
    parts.append(grade["grade_id"])
    if grade["grade"]:
        parts.append(str(float(grade["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def cell_ids(cells):
    """A readable id for each cell that stays the same from build to build: of an answer its own id, of any other cell
    the slug of the headings above it and its place below them. So an edit in one section moves no other id.
    """
    taken = {answer for cell in cells if (answer := answer_id(cell))}
    taken |= {f"check-{answer}" for answer in taken}
    ids, headings = [], {}
    for cell in cells:
        if cell.kind == "markdown":
            headings = _headings_after(cell.source, headings)
        section = "-".join(headings.values()) or "start"
        ids.append(answer_id(cell) or _free(section, taken))
        taken.add(ids[-1])
    return ids


def _headings_after(markdown, headings):
    """The slugs of the headings in force after a Markdown cell, by level; the title counts until the first section."""
    for marks, text in HEADING.findall(without_code(clear(markdown, "").source)):
        level = len(marks)
        above = {number: slug for number, slug in headings.items() if 1 < number < level}
        headings = above | {level: _slug(text)}
    return headings


def _metadata(cell):
    metadata = {"tags": cell.options["tags"]} if "tags" in cell.options else {}
    if "exercise" in cell.options:
        metadata["nbgrader"] = grading(cell.options["exercise"], grade=False, solution=True)
    if "written" in cell.options:
        metadata["nbgrader"] = grading(
            cell.options["written"], grade=True, solution=True, points=cell.options["points"]
        )
    return metadata


def _slug(heading):
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:25].strip("-") or "section"


def _free(section, taken):
    """`section`, or the first of `section-2`, `section-3` … that is not taken."""
    number, candidate = 1, section
    while candidate in taken:
        number += 1
        candidate = f"{section}-{number}"
    return candidate
