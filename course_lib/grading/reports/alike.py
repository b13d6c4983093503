"""Submissions that are suspiciously like another: the same file, or the same long answer letter for letter."""

from functools import lru_cache

from course_lib.grading.reports.counted import group_by
from course_lib.grading.reports.source import about, source_notebook, source_path

LONG = 8  # lines of one's own: shorter answers come out the same by themselves


def same_files(records: list[dict]) -> list[list[dict]]:
    """Groups of different students who handed in the same bytes, with something solved in them."""
    solved = [record for record in records if record["points"] and record.get("fingerprint")]
    return _of_several(group_by(solved, lambda record: record["fingerprint"]).values())


def same_beside(records: list[dict], name: str) -> list[list[dict]]:
    """Groups of different students whose files of this name are the same, beside notebooks that are not."""
    groups = group_by(
        [record for record in records if name in record.get("files", ())], lambda one: one["files"][name]
    )
    return [
        group
        for group in _of_several(groups.values())
        if len({record.get("fingerprint") for record in group}) > 1
    ]


def same_answers(records: list[dict], exercise_id: str) -> list[list[dict]]:
    """Groups of different students with the same long answer, of other bytes all in all.

    An answer that most of a class gives is no sign of copying: groups of more than a tenth of the class don't count.
    """
    groups = group_by(records, lambda record: _own_lines(record, exercise_id))
    few = max(3, len(records) // 10)
    long = [group for lines, group in groups.items() if len(lines) >= LONG and len(group) <= few]
    return [group for group in _of_several(long) if len({record.get("fingerprint") for record in group}) > 1]


def _of_several(groups):
    return [group for group in groups if len({record["owner"] for record in group}) > 1]


def _own_lines(record, exercise_id):
    """The lines of an answer that don't stand in the notebook that learners get."""
    code = next((one["code"] for one in record["exercises"] if one["id"] == exercise_id), "")
    given = _given(record["lesson"]).get(exercise_id, frozenset())
    return tuple(line.rstrip() for line in code.splitlines() if line.strip() and line.strip() not in given)


@lru_cache
def _given(lesson):
    """{exercise's id: lines of its cell as learners get it}."""
    cells = source_notebook(lesson)["cells"] if source_path(lesson) else []
    return {
        about(cell).get("grade_id", ""): frozenset(map(str.strip, cell["source"].splitlines()))
        for cell in cells
    }
