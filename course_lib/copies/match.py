"""Which cell of one version of a notebook is which of another.

A cell's id tells a learner's copy from the lesson that it was made from. From one version of a lesson to the next it does not:
ids of cells that hold no exercise are numbered within their section, so a new cell shifts them. There the text comes first.
"""

from collections import defaultdict, deque
from difflib import SequenceMatcher

from course_lib.checking.facts import facts_of

MUCH_THE_SAME = 0.7


def by_id(cell):
    """A cell's own id; notebooks older than nbformat 4.5 have none."""
    return cell.get("id")


def by_exercise_id(cell):
    """The grade_id that nbgrader's format gives an exercise and its check."""
    found = grading(cell).get("grade_id")
    return found if isinstance(found, str) else None


def by_text(cell):
    """A cell's kind and its whole text."""
    return (cell["cell_type"], cell["source"]) if cell["source"].strip() else None


def by_names(cell):
    """The functions, classes and values that a cell defines: the last resort for an answer without id and metadata."""
    facts = facts_of(cell["source"]) if cell["cell_type"] == "code" else None
    return (facts and (facts.defines - facts.imports)) or None


def grading(cell) -> dict:
    """nbgrader's metadata of a cell; empty where it is neither exercise nor check."""
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def match_copy(yours, lesson) -> dict[int, int]:
    """{place in a learner's copy: place in the lesson that it was made from}."""
    return _match(yours, lesson, (by_id, by_exercise_id, by_text, by_names))


def match_lessons(old, new) -> dict[int, int]:
    """{place in one version of a lesson, or in a copy of it: place in another version}."""
    partners = _match(old, new, (by_exercise_id, by_text, by_id, by_names))
    return partners | _similar(old, new, partners)


def _match(old, new, keys):
    """Key by key, cells with the same key that have no partner yet, in order."""
    partners = {}
    for key in keys:
        taken = set(partners.values())
        free = defaultdict(deque)
        for place, cell in enumerate(new):
            if place not in taken and key(cell) is not None:
                free[key(cell)].append(place)
        for place, cell in enumerate(old):
            if place not in partners and key(cell) is not None and free[key(cell)]:
                partners[place] = free[key(cell)].popleft()
    return partners


def _similar(old, new, partners):
    """Cells without a partner whose text is much the same: those of a section that got another heading, and so other ids."""
    found = {}
    for place, cell in enumerate(old):
        taken = {*partners.values(), *found.values()}
        free = [other for other in range(len(new)) if other not in taken and not grading(new[other])]
        if place not in partners and not grading(cell) and free:
            best = max(free, key=lambda other: _likeness(cell, new[other]))
            if _likeness(cell, new[best]) >= MUCH_THE_SAME:
                found[place] = best
    return found


def _likeness(one, other):
    """0 to 1: how much of two cells' texts is the same."""
    if one["cell_type"] != other["cell_type"]:
        return 0.0
    return SequenceMatcher(None, one["source"], other["source"], autojunk=False).ratio()
