"""Which cell of one version of a notebook is which of another.

A cell's id tells a learner's copy from the lesson that it was made from. From one version of a lesson to the next it does not:
ids of cells that hold no exercise are numbered within their section, so a new cell shifts them. There the text comes first.
"""

from collections import defaultdict, deque

from course_lib.checking.facts import facts_of


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


YOURS = (
    by_id,
    by_exercise_id,
    by_text,
    by_names,
)  # from a learner's copy to the version that it was made from
LESSONS = (by_exercise_id, by_text, by_id, by_names)  # from one version of a lesson to another


def grading(cell) -> dict:
    """nbgrader's metadata of a cell; empty where it is neither exercise nor check."""
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def match(old, new, keys) -> dict[int, int]:
    """{place in old: place in new}: key by key, cells with the same key that have no partner yet, in order."""
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
