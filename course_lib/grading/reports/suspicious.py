"""Suspicious things found in a class: each a place to read, none a proof."""

from dataclasses import dataclass

from course_lib.exercises import exercises_of
from course_lib.grading.graded import CRASHED
from course_lib.grading.reports.alike import same_answers, same_beside, same_files
from course_lib.grading.reports.counted import Class, group_by, lesson_in

ONLY_THE_OPEN_ONES = "right on some inputs only"
LEADS_OUT = ("It is a link", "Its name in the zip leads out")


@dataclass(frozen=True)
class Finding:
    """`what` was found, `where` (a lesson, an exercise), and in which records: in groups, where these are alike."""

    what: str
    where: str
    groups: list[list[dict]]

    @property
    def count(self) -> int:
        """The number of submissions."""
        return sum(map(len, self.groups))


def findings(graded: Class, records: list[dict]) -> list[Finding]:
    """All that was found, what few students share first."""
    found = [
        *_text_signs(records),
        *_odd_files(graded, records),
        *_verdicts(records),
        *_alike(graded, records),
    ]
    return sorted(found, key=lambda finding: (finding.count, finding.where, finding.what))


def _alike(graded, records):
    files = group_by(same_files(records), lambda group: group[0]["lesson"])
    for lesson, groups in files.items():
        yield Finding("the same file handed in by several students", lesson, groups)
    for lesson in graded.lessons:
        for exercise in exercises_of(lesson):
            groups = same_answers(graded.of(lesson), exercise.id)
            if groups:
                yield Finding("the same long answer, letter for letter", f"{lesson} {exercise.id}", groups)
            groups = same_beside(graded.of(lesson), exercise.file.name) if exercise.file else []
            if groups:
                what = f"the same {exercise.file.name} beside different notebooks"
                yield Finding(what, f"{lesson} {exercise.id}", groups)


def _text_signs(records):
    pairs = [(sign, record) for record in records for sign in record.get("signs", ())]
    for (lesson, sign), group in group_by(pairs, lambda pair: (pair[1]["lesson"], pair[0])).items():
        yield Finding(f"code that {sign}", lesson, [[record] for _, record in group])


def _odd_files(graded, records):
    for record in records:
        if record["reason"].startswith(LEADS_OUT):
            what = f"{record['path']}: {record['reason'].rstrip('.')}"
            yield Finding(what, lesson_in(record, graded.lessons), [[record]])


def _verdicts(records):
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
            yield Finding(what, f"{lesson} {one}", [[record] for _, record in group])
