"""Which submission counts for each student and lesson: whoever hands in a lesson twice gets one score for it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from course_lib.exercises import exercises_of, lessons
from course_lib.exercises.find import title_of
from course_lib.grading.record import GRADED

IN_A_NAME = re.compile(r"(?:^|[/_\-\s])(\d\d)(?=[_\-\s.])")


@dataclass(frozen=True)
class Class:
    """A batch by student and lesson.

    `students` are the students' owners (what tells them apart) and names, ordered by name; `lessons` the numbers of the
    lessons that were handed in; `counted[owner, lesson]` is the record that counts, `others` are those that don't.
    """

    students: dict[str, str]
    lessons: list[str]
    counted: dict[tuple[str, str], dict]
    others: list[dict]

    def of(self, lesson: str) -> list[dict]:
        """The records that count for a lesson, ordered by student."""
        owners = [owner for owner in self.students if (owner, lesson) in self.counted]
        return [self.counted[owner, lesson] for owner in owners]


def by_student(records: list[dict]) -> Class:
    """Of a student's submissions of one lesson the best counts; a graded one before one that could not be graded."""
    handed_in = sorted({record["lesson"] for record in records} - {""})
    counted, others = {}, []
    for record in sorted(records, key=_rank):
        place = record["owner"], lesson_in(record, handed_in)
        if place in counted:
            others.append(record)
        counted.setdefault(place, record)
    names = _names(records)
    found = sorted({lesson for _, lesson in counted})
    return Class(dict(sorted(names.items(), key=lambda one: (one[1], one[0]))), found, counted, others)


def _rank(record):
    return (
        not record["exercises"],
        -record["points"],
        record["status"] != GRADED,
        record["path"],
        record["key"],
    )


def lesson_in(record: dict, handed_in: list[str]) -> str:
    """The lesson of a record; of one that could not be read, by its file's name, else the batch's only lesson, else ""."""
    named = [told for told in IN_A_NAME.findall(record["path"]) if told in lessons()]
    only = handed_in[0] if len(handed_in) == 1 else ""
    return record["lesson"] or (named[-1] if named else only)


def _names(records):
    """{owner: name}; where two students have one name, what tells them apart stands for it."""
    shown = {record["owner"]: printable(record["student"]) for record in records}
    count = Counter(shown.values())
    return {owner: name if count[name] == 1 else printable(owner) for owner, name in shown.items()}


def printable(text: str) -> str:
    """Without the bytes in a file's name that are no text."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def title(lesson: str) -> str:
    """A lesson's name in a gradebook: "03 Gradient descent"."""
    return f"{lesson} {title_of(lesson)}".strip() if lesson in lessons() else "Unknown lesson"


def highest(lesson: str) -> int:
    """The points of all exercises of a lesson."""
    return sum(exercise.points for exercise in exercises_of(lesson))


def group_by(records: list, key) -> dict:
    """{key(record): [record, ...]}, in the order of first appearance."""
    groups = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return dict(groups)
