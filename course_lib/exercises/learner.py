"""What a learner calls in a notebook: check, hint and solution."""

import os
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from course_lib.exercises import records
from course_lib.exercises.aside import aside
from course_lib.exercises.beside import alone_with, problem_with_file, read_beside, with_content
from course_lib.exercises.find import get_exercise
from course_lib.exercises.help import Help, shown_hints, shown_solution
from course_lib.exercises.judge import judge
from course_lib.exercises.run import attempt
from course_lib.exercises.spec import Exercise, given
from course_lib.exercises.verdict import State, Verdict


def check(exercise_id: str, answer) -> Verdict | int | None:
    """Try an answer on fresh inputs and say what was found: show the result in a notebook, or print it.

    Whatever the answer does, its verdict says so and nothing is raised. Only nbgrader (NBGRADER_EXECUTION) hears it in its
    own way: an AssertionError with the verdict's text unless the answer passes, and else no value, for it reads one as
    points: that is how it hears of an answer that earns some of them. Raises LookupError for an unknown id.
    """
    exercise = get_exercise(exercise_id)
    verdict = examine(exercise, answer)
    if verdict.state != State.NOT_ATTEMPTED:
        in_steps = any(goal.points for goal in exercise.goals)
        note = records.count_attempt(exercise.id, verdict.passed, verdict.points if in_steps else 0)
        verdict = replace(verdict, footnotes=(*verdict.footnotes, note)) if note else verdict
    if not os.environ.get("NBGRADER_EXECUTION"):
        return verdict
    if not verdict.passed:
        raise AssertionError(repr(verdict))
    print(verdict)
    return verdict.points if verdict.points < verdict.out_of else None


def examine(exercise: Exercise, answer, seed: int | None = None) -> Verdict:
    """The verdict on an answer, with nothing kept of it. By default an exercise always draws the same inputs."""
    inputs, extremes = draw(exercise, seed)
    if exercise.file:
        return _examine_with_file(exercise, answer, inputs)
    tried = run_here(exercise, answer, inputs, exercise.vectorised, look_for_unused=not exercise.goals)
    at_extremes = run_here(exercise, answer, extremes) if extremes and tried.callable else None
    return judge(exercise, inputs, tried, extremes, at_extremes)


def _examine_with_file(exercise, answer, inputs):
    content = read_beside(exercise.file, Path())
    inputs = with_content(inputs, content)
    if problem_with_file(exercise, inputs):  # whatever is in it, nobody opens it
        return judge(exercise, inputs, run_here(exercise, answer, []))
    with alone_with(exercise.file, content):
        return judge(exercise, inputs, run_here(exercise, answer, inputs))


def run_here(exercise, answer, inputs, look_for_loops=False, look_for_unused=False):
    """Run an answer in this process on what of the inputs it may see."""
    visible = [given(arguments) for arguments in inputs]
    return attempt(answer, exercise.drive, visible, exercise.seconds, look_for_loops, look_for_unused)


def draw(
    exercise: Exercise, seed: int | None = None, hidden: bool = False
) -> tuple[list[tuple], list[tuple]]:
    """Inputs and extreme inputs of an exercise, from a seed (default: one that follows from its id).

    `hidden`: those that graded work is tried on, where they are of another kind.
    """
    rng = np.random.default_rng(zlib.crc32(exercise.id.encode()) if seed is None else seed)
    with aside():
        drawn = (hidden and exercise.draw_hidden) or exercise.draw
        inputs = drawn(rng) if drawn else []
        return inputs, exercise.extremes(rng) if exercise.extremes else []


def hint(exercise_id: str) -> Help:
    """Open the next hint of an exercise; those opened before are shown again above it."""
    exercise = get_exercise(exercise_id)
    last = len(exercise.hints)
    record, _ = records.update(exercise.id, lambda r: replace(r, hints=min(r.hints + 1, last)))
    return shown_hints(exercise, record.hints)


def solution(exercise_id: str) -> Help:
    """Show how the course solves an exercise. While you have not solved it and hints are closed, opens one instead."""
    exercise = get_exercise(exercise_id)
    record = records.read(exercise.id)
    if not record.passed and record.hints < len(exercise.hints):
        note = f'The solution comes after the last hint: here is the next one. Then call `solution("{exercise.id}")` again.'
        return replace(hint(exercise_id), note=note)
    records.update(exercise.id, lambda r: replace(r, solution_seen=True))
    return shown_solution(exercise)
