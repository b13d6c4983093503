"""The numbers of a lesson that the class report shows."""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from course_lib.exercises import exercises_of, get_exercise
from course_lib.grading.record import GRADED
from course_lib.grading.reports.counted import Class, highest, title

NAME_LENGTH = 220
ITS_NUMBER = re.compile(
    r": [\d.,e+-]+, and (?=(?:at|exactly) )"
)  # what a goal measured, another number each time
IN_A_CELL = re.compile(r" \(<.*?>, line \d+\)")  # else one slip of syntax is another mistake in each cell


@dataclass(frozen=True)
class ExerciseNumbers:
    """How many students solved an exercise, were wrong, left it open, or lost it to a time limit or a crash."""

    id: str
    points: int
    solved: int
    wrong: int
    open: int
    lost: int

    @property
    def all(self) -> int:
        """The number of students."""
        return self.solved + self.wrong + self.open + self.lost


@dataclass(frozen=True)
class MistakeNumbers:
    """A mistake by its name, and how many students made it. `known`: the course foresaw it."""

    exercise: str
    name: str
    count: int
    known: bool


@dataclass(frozen=True)
class MeasuredNumbers:
    """What was measured of an exercise's answers (the accuracy of networks), a number a student; and what earns points."""

    exercise: str
    what: str
    values: list[float]
    goals: list[float]

    @property
    def median(self) -> float:
        """The median of what was measured."""
        return median(self.values)


@dataclass(frozen=True)
class LessonNumbers:
    """A lesson's numbers. `scores` and `seconds` are of what was run; `handed_in` counts also what could not be."""

    lesson: str
    title: str
    out_of: int
    handed_in: int
    scores: list[int]
    seconds: list[float]
    slowest: list[dict]
    exercises: list[ExerciseNumbers]
    mistakes: list[MistakeNumbers]
    measured: list[MeasuredNumbers]
    by_hand: int

    @property
    def median(self) -> float:
        """The median score; 0 where there is none."""
        return median(self.scores) if self.scores else 0

    @property
    def mean(self) -> float:
        """The mean score; 0 where there is none."""
        return sum(self.scores) / len(self.scores) if self.scores else 0

    @property
    def usual_seconds(self) -> float:
        """The median time that grading a submission took."""
        return median(self.seconds) if self.seconds else 0


def numbers_of(graded: Class, lesson: str) -> LessonNumbers:
    """All numbers of a lesson."""
    records = graded.of(lesson)
    run = [record for record in records if record["exercises"]]
    return LessonNumbers(
        lesson,
        title(lesson),
        highest(lesson),
        len(records),
        [record["points"] for record in run],
        [record["seconds"] for record in run],
        sorted(run, key=lambda record: -record["seconds"])[:5],
        [_exercise(exercise, run) for exercise in exercises_of(lesson)],
        _mistakes(run),
        list(filter(None, (_measured(exercise, run) for exercise in exercises_of(lesson)))),
        sum(answer["out_of"] for answer in run[0]["written"]) if run else 0,
    )


def _exercise(exercise, records):
    found = [one for record in records for one in record["exercises"] if one["id"] == exercise.id]
    count = Counter(map(_outcome, found))
    return ExerciseNumbers(
        exercise.id, exercise.points, count["solved"], count["wrong"], count["open"], count["lost"]
    )


def _measured(exercise, records):
    """Of an exercise that is graded on inputs of its own kind: the number that its last goals ask for, where one was measured."""
    found = [one for record in records for one in record["exercises"] if one["id"] == exercise.id]
    told = [dict(one["verdict"]["measured"]) for one in found]
    goals = [goal.at_least for goal in exercise.goals if goal.points]
    longest = list(max(told, key=len, default={}))
    if not (exercise.draw_hidden and goals and len(longest) == len(exercise.goals) - len(goals) + 1):
        return None
    values = [numbers[longest[-1]] for numbers in told if longest[-1] in numbers]
    return MeasuredNumbers(exercise.id, longest[-1], values, goals)


def _outcome(exercise):
    if exercise["points"]:
        return "solved"
    if exercise["lost"]:
        return "lost"
    return "open" if exercise["state"] == "not attempted" else "wrong"


def _mistakes(records):
    """The commonest first; those that have a name before the others."""
    wrong = [one for record in records for one in record["exercises"] if _outcome(one) == "wrong"]
    counts = Counter((one["id"], *_name(one)) for one in wrong)
    mistakes = [MistakeNumbers(one, name, count, known) for (one, name, known), count in counts.items()]
    return sorted(mistakes, key=lambda one: (-one.count, not one.known, one.exercise, one.name))


def _name(exercise):
    """What is told of it: a listed mistake's own sentence, else the verdict's title; and whether it is listed."""
    listed = {mistake.says for mistake in get_exercise(exercise["id"]).mistakes}
    known = [sentence for sentence in exercise["verdict"]["message"] if sentence in listed]
    title_alone = ITS_NUMBER.sub(": ", IN_A_CELL.sub("", exercise["verdict"]["title"]))[:NAME_LENGTH]
    return (known[0], True) if known else (title_alone, False)


def ungraded(records: list[dict]) -> list[dict]:
    """The records of what was not graded, or not in full: what could not be read first."""
    return sorted(
        (record for record in records if record["status"] != GRADED),
        key=lambda record: (bool(record["exercises"]), record["status"], record["path"]),
    )
