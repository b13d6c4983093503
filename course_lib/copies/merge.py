"""Bring a newer lesson into a learner's copy: three versions in, one out, and every word of the learner's in it.

The result is the newer lesson, cell by cell in its own order. In each cell:

- what only the lesson changed is the lesson's; what only the learner changed is the learner's, outputs and all;
- an answer always stays in its exercise; where the lesson changed that exercise too, its new text is quoted below;
- of any other cell that both changed, the lesson's comes in and the learner's stands below it, code as plain text, so that
  Run All runs the lesson's.

What the learner added stays behind the cell that it stood behind. What the lesson no longer has goes to the end, if the learner
had changed it. A cell that the learner deleted stays away, unless it is an exercise or the lesson changed it.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from course_lib.copies.match import by_exercise_id, grading, match_lessons
from course_lib.copies.notes import END, is_end, is_note, note_beside, note_end, note_exercise
from course_lib.copies.pairs import paired, text


@dataclass
class Merged:
    """The cells of the result.

    `kept` counts cells of the learner's own: "answers"; "changed" by the learner alone; "added"; changed by both, now
    "beside" the lesson's; taken from the lesson, now "at the end". `changed_exercises` are the ids of exercises that the
    learner had answered and that the lesson changed.
    """

    cells: list = field(default_factory=list)
    kept: Counter = field(default_factory=Counter)
    changed_exercises: list = field(default_factory=list)


def merge(base, yours, newer) -> Merged:
    """Merge lists of cells: the version that was copied (None where unknown), the learner's, the lesson's newer one."""
    cells = paired(base, yours, newer)
    still = {cell.place: cell for cell in cells if cell.place is not None}
    own = _own_cells(cells, {cell.get("id") for cell in newer})
    gone = _deleted(base, newer, still)
    merged = Merged(list(own[-1]))
    for place, lesson in enumerate(newer):
        if place in still:
            merged.cells += _resolved(still[place], lesson, merged)
        elif place not in gone:
            merged.cells.append(lesson)
        merged.cells += own[place]
    merged.cells = _with_ids(merged.cells + _end_section(own[END]))
    merged.kept["added"] = sum(not cell.of_the_lesson and not is_note(cell.yours) for cell in cells)
    merged.kept["at the end"] = sum(cell.vanished and cell.changed for cell in cells)
    return merged


def _own_cells(cells, lesson_ids):
    """The learner's own cells, by the place of the lesson's cell that they stand behind: -1 is the top, END the end."""
    own, anchor = defaultdict(list), -1
    for cell in cells:
        if cell.place is not None:
            anchor = cell.place
        elif not cell.vanished or cell.changed:
            if cell.vanished or is_end(cell.yours):
                anchor = END
            released = _released(cell.yours) if cell.vanished else cell.yours
            own[anchor].append(released | ({"id": ""} if released.get("id") in lesson_ids else {}))
    return own


def _deleted(base, newer, still):
    """Places in the newer lesson of cells that the learner had deleted and that may stay away."""
    places = match_lessons(base or [], newer)
    return {
        place
        for before, place in places.items()
        if place not in still and not grading(newer[place]) and text(base[before]) == text(newer[place])
    }


def _resolved(cell, lesson, merged):
    """The cells that stand where the newer lesson has this one."""
    answer = grading(lesson).get("solution", False)
    if text(cell.yours) == text(lesson):
        return [_in_place_of(lesson, cell)]
    if _lesson_is_the_same(cell, lesson):
        merged.kept["answers" if answer else "changed"] += 1
        return [_in_place_of(lesson, cell)]
    if not cell.changed:
        return [lesson]
    if answer:
        merged.kept["answers"] += 1
        merged.changed_exercises.append(by_exercise_id(lesson))
        return [_in_place_of(lesson, cell), note_exercise(lesson)]
    merged.kept["beside"] += 1
    return [lesson, note_beside(lesson), _aside(cell.yours)]


def _lesson_is_the_same(cell, lesson):
    if cell.before is not None:
        return text(cell.before) == text(lesson)
    checksum = grading(lesson).get("checksum")
    return checksum is not None and checksum == grading(cell.yours).get("checksum")


def _in_place_of(lesson, cell):
    """The learner's cell with the identity that the newer lesson gives it."""
    before = cell.before["metadata"] if cell.before is not None else {}
    identity = {"id": lesson["id"]} if "id" in lesson else {}
    return cell.yours | identity | {"metadata": _metadata(before, cell.yours["metadata"], lesson["metadata"])}


def _metadata(before, yours, lesson):
    """Three versions of a cell's metadata in one: the learner's where it was changed, the lesson's elsewhere."""
    merged = {}
    for key in [*lesson, *(key for key in yours if key not in lesson)]:
        changed = key in yours and key != "nbgrader" and yours[key] != before.get(key)
        if changed and (key not in lesson or lesson[key] == before.get(key)):
            merged[key] = yours[key]
        elif key in lesson:
            merged[key] = lesson[key]
    return merged


def _released(cell):
    """The cell as one of the learner's own: no longer an exercise, and free to be deleted."""
    tied = ("nbgrader", "deletable", "editable")
    return cell | {"metadata": {key: value for key, value in cell["metadata"].items() if key not in tied}}


def _aside(cell):
    """The learner's version of a cell, to stand below the lesson's: prose as it is, code as text that is not run."""
    if cell["cell_type"] != "code":
        return _released(cell) | {"id": ""}
    return {"cell_type": "raw", "id": "", "metadata": _released(cell)["metadata"], "source": cell["source"]}


def _end_section(cells):
    """The last cells of the notebook, below a heading that says what they are."""
    headings = [cell for cell in cells if is_end(cell)]
    others = [cell for cell in cells if not is_end(cell)]
    return [*(headings or [note_end()]), *others] if cells else []


def _with_ids(cells):
    """The cells, with a new id where it is missing or taken."""
    named, taken = [], set()
    for cell in cells:
        identity = cell.get("id")
        if not identity or identity in taken:
            identity = uuid.uuid4().hex[:8]
        named.append(cell | {"id": identity})
        taken.add(identity)
    return named
