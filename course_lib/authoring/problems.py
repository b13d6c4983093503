"""What is wrong with a lesson, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One authoring mistake: its line in the lesson's file (from 1), what it is and how to mend it."""

    line: int
    says: str


class LessonError(Exception):
    """A lesson that cannot be built. Its text has one line a problem: `lessons/04_name.py:12: what and how to mend`."""

    def __init__(self, shown_path, problems):
        self.problems = sorted(set(problems))
        super().__init__(
            "\n".join(f"{shown_path}:{problem.line}: {problem.says}" for problem in self.problems)
        )
