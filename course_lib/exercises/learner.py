"""What a learner calls in a notebook: check, hint, solution, progress."""

import inspect
import os
import textwrap
import zlib

import numpy as np

from course_lib.exercises.find import get_exercise
from course_lib.exercises.judge import judge
from course_lib.exercises.run import Outcome, run_on
from course_lib.exercises.verdict import Verdict


def check(exercise_id: str, answer) -> Verdict:
    """Try an answer and say what was found. Under nbgrader, raises AssertionError unless the answer passes."""
    exercise = get_exercise(exercise_id)
    inputs, outcomes = [()], [Outcome(answer)]
    if exercise.draw:
        inputs = exercise.draw(np.random.default_rng(zlib.crc32(exercise.id.encode())))
        outcomes = [run_on(answer, exercise.drive, arguments) for arguments in inputs]
    verdict = judge(exercise, inputs, outcomes)
    if os.environ.get("NBGRADER_EXECUTION") and not verdict.passed:
        raise AssertionError(repr(verdict))
    return verdict


def hint(exercise_id: str) -> str:
    """Open the next hint of an exercise."""
    return get_exercise(exercise_id).hints[0]


def solution(exercise_id: str) -> str:
    """Show how the course solves an exercise, after its hints."""
    reference = get_exercise(exercise_id).reference
    return textwrap.dedent(inspect.getsource(reference)) if callable(reference) else repr(reference)
