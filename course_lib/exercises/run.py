"""Drive an answer on copies of inputs, beside the learner's code; hands back plain data only."""

import copy
from dataclasses import dataclass
from typing import Any

from course_lib.exercises.plain import plain


@dataclass(frozen=True)
class Outcome:
    """What one run of an answer came to, as plain data."""

    value: Any = None
    error: str = ""


def run_on(answer, drive, arguments) -> Outcome:
    """Drive `answer` on a copy of `arguments`."""
    try:
        return Outcome(plain(drive(answer, *copy.deepcopy(arguments))))
    except Exception as error:
        return Outcome(error=f"{type(error).__name__}: {error}")
