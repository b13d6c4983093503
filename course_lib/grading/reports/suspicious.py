"""Suspicious things found in a class: each a place to read, none a proof."""

from dataclasses import dataclass

from course_lib.exercises import exercises_of
from course_lib.grading.graded import CRASHED
from course_lib.grading.reports.alike import names_of, same_answers, same_files
from course_lib.grading.reports.counted import Class, group_by, lesson_in

ONLY_THE_OPEN_ONES = "right on some inputs only"
LEADS_OUT = ("It is a link", "Its name in the zip leads out")


@dataclass(frozen=True)
class Finding:
    """`what` was found, in `where` (a lesson, an exercise), and the records in which it was."""

    what: str
    where: str
    records: list[dict]
    who: str


def findings(graded: Class, records: list[dict]) -> list[Finding]:
    """All that was found, what few students share first."""
    found = [*_text_signs(graded, records), *_odd_files(graded, records), *_verdicts(graded, records)]
    found += [
        Finding("the same file handed in by several students", group[0]["lesson"], group, _who(group, graded))
        for group in same_files(records)
    ]
    for lesson in graded.lessons:
        for exercise in exercises_of(lesson):
            found += [
                Finding(
                    "the same long answer, letter for letter",
                    f"{lesson} {exercise.id}",
                    group,
                    _who(group, graded),
                )
                for group in same_answers(graded.of(lesson), exercise.id)
            ]
    return sorted(found, key=lambda finding: (len(finding.records), finding.where, finding.what))


def _text_signs(graded, records):
    pairs = [(sign, record) for record in records for sign in record.get("signs", ())]
    for (lesson, sign), group in group_by(pairs, lambda pair: (pair[1]["lesson"], pair[0])).items():
        some = [record for _, record in group]
        yield Finding(f"code that {sign}", lesson, some, _who(some, graded))


def _odd_files(graded, records):
    leading = [record for record in records if record["reason"].startswith(LEADS_OUT)]
    for record in leading:
        yield Finding(
            record["reason"].rstrip("."), lesson_in(record, graded.lessons), [record], record["path"]
        )


def _verdicts(graded, records):
    """Answers made for the notebook's own check, and answers that end Python."""
    pairs = [(exercise, record) for record in records for exercise in record["exercises"]]
    odd = {
        "an answer that fits the inputs of the notebook's check and no others": lambda exercise: (
            exercise["verdict"]["title"] == ONLY_THE_OPEN_ONES
        ),
        "an answer that ends Python or uses up its memory": lambda exercise: exercise["lost"] == CRASHED,
    }
    for what, is_so in odd.items():
        found = [pair for pair in pairs if is_so(pair[0])]
        for (lesson, one), group in group_by(found, lambda pair: (pair[1]["lesson"], pair[0]["id"])).items():
            some = [record for _, record in group]
            yield Finding(what, f"{lesson} {one}", some, _who(some, graded))


def _who(group, graded):
    return names_of(group, graded.students)
