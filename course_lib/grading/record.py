"""What is kept of a graded submission: one record of plain data, from which every report is made.

A record is a dict, kept as JSON. `status` is one of

- "graded": every exercise has its verdict (an exercise that is not in the notebook has 0 points, and says so);
- "timed out": an exercise has no points because a time limit was hit; the others are graded;
- "crashed": an exercise has no points because Python ended, or its memory was used up; the others are graded;
- "unreadable": there was nothing to grade, or not all of a damaged file could be read; `reason` says why.
"""

import os
import time
from dataclasses import asdict

from course_lib.exercises.verdict import Detail, State, Verdict
from course_lib.grading.grade import Grading
from course_lib.grading.graded import CRASHED, TIMED_OUT, Graded
from course_lib.grading.limits import Limits
from course_lib.grading.notebook import Notebook, UnreadableError, lesson_of, read_notebook
from course_lib.grading.sandbox import (
    ChildDiedError,
    ChildTimeoutError,
    NoSandboxError,
    Sandbox,
    WarmEndedError,
)
from course_lib.grading.signs import signs_in
from course_lib.grading.submission import Handed, Submission
from course_lib.grading.written import written_questions

GRADED, UNREADABLE = "graded", "unreadable"
TRIES = 3
BUSY = 1.5  # processes that want to run, for each core
MOST_PATIENCE = 3.0


def grade_submission(
    submission: Submission, handed: Handed, sandbox: Sandbox, limits: Limits, secret: bytes
) -> dict:
    """The record of a submission whose bytes are `handed`. Raises NoSandboxError."""
    started = time.monotonic()
    record = _empty(submission) | {"files": handed.digests()}
    try:
        notebook = read_notebook(handed.notebook)
        record["signs"] = signs_in([cell.source for cell in notebook.cells])
        record["lesson"] = lesson = lesson_of(notebook, submission.path)
        graded = _graded(notebook, lesson, sandbox, limits, secret, handed.files)
    except UnreadableError as error:
        return record | {"status": UNREADABLE, "reason": str(error)}
    except (ChildDiedError, ChildTimeoutError):
        reason = "Its text is too large or too deep for Python to read, so no answer could be found in it."
        return record | {"status": UNREADABLE, "reason": reason}
    except (NoSandboxError, OSError):
        raise
    except Exception as error:  # the batch goes on; what failed is told
        reason = f"The grader itself failed on this submission ({type(error).__name__}: {error}). Please report it."
        return record | {"status": CRASHED, "reason": reason, "fingerprint": ""}  # the next run tries again
    record["exercises"] = [_exercise(one, notebook) for one in graded]
    record["written"] = [
        {"id": one, "out_of": points, "answer": notebook.written.get(one, "")}
        for one, points in written_questions(lesson).items()
    ]
    record["notes"] = [*notebook.notes, *_answered_twice(graded)]
    record |= _status(graded, notebook)
    return record | {"seconds": round(time.monotonic() - started, 3)}


def _graded(*what):
    """Graded, again with more time if time ran out while others kept the machine busy."""
    graded, waiting = _graded_once(*what), processes_for_a_core()
    if waiting < BUSY or not any(one.lost == TIMED_OUT for one in graded):
        return graded
    return _graded_once(*what, 1 + min(waiting, MOST_PATIENCE))


def _graded_once(*what):
    """Graded, again if the sandbox's own process ended: that is no student's doing."""
    for _ in range(TRIES):
        try:
            return Grading(*what).graded()
        except WarmEndedError as error:
            reason = error
    raise NoSandboxError(
        f"The sandbox ended {TRIES} times ({reason}). Is there memory enough on this machine?"
    )


def processes_for_a_core() -> float:
    """How many processes wanted to run in the last minute, for each core; 0 where the system doesn't tell."""
    return os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0


def not_graded(submission: Submission, status: str, reason: str) -> dict:
    """The record of a submission that was never run."""
    return _empty(submission) | {"status": status, "reason": reason}


def _empty(submission):
    return {
        "key": submission.key,
        "student": submission.student,
        "owner": submission.owner,
        "path": submission.path,
        "lesson": "",
        "status": "",
        "reason": "",
        "points": 0,
        "out_of": 0,
        "exercises": [],
        "written": [],
        "notes": [],
        "signs": [],
        "files": {},
        "seconds": 0.0,
    }


def _exercise(one: Graded, notebook: Notebook):
    cell, others = one.located.get("cell"), one.located.get("others", [])
    return {
        "id": one.exercise.id,
        "name": one.exercise.name,
        "points": one.verdict.points,
        "out_of": one.exercise.points,
        "state": str(one.verdict.state),
        "lost": one.lost,
        "found_by": one.located.get("found_by", ""),
        "cell": None if cell is None else cell + 1,
        "other_cells": [place + 1 for place in others],
        "code": "" if cell is None else notebook.cells[cell].source,
        "verdict": asdict(one.verdict) | {"state": str(one.verdict.state)},
    }


def verdict_in(exercise: dict) -> Verdict:
    """The Verdict in an exercise's part of a record."""
    told = exercise["verdict"]
    details = tuple(Detail(**detail) for detail in told["details"])
    lists = {name: tuple(told[name]) for name in ("message", "footnotes")}
    lists["measured"] = tuple(map(tuple, told["measured"]))
    return Verdict(**told | lists | {"state": State(told["state"]), "details": details})


def _answered_twice(graded):
    for one in graded:
        others = [place + 1 for place in one.located.get("others", [])]
        if others:
            listed = " and ".join(f"code cell {place}" for place in others)
            newest = one.located["cell"] + 1
            yield f"{one.exercise.id} is answered in code cell {newest} and in {listed}: the newest, {newest}, counts."


def _status(graded, notebook):
    points = sum(one.verdict.points for one in graded)
    lost = [one for one in graded if one.lost]
    status = CRASHED if any(one.lost == CRASHED for one in lost) else TIMED_OUT if lost else GRADED
    reason = "; ".join([*filter(None, [notebook.damage]), *(f"{one.exercise.id} {one.lost}" for one in lost)])
    if notebook.damage:
        status = UNREADABLE
    found = [one for one in graded if one.located.get("cell") is not None]
    if not found:
        reason = f"{notebook.damage}. " if notebook.damage else ""
        reason += "None of the lesson's exercises is in this notebook"
        reason += "." if notebook.language == "python" else f"; it is written in {notebook.language}."
    return {
        "status": status,
        "reason": reason,
        "points": points,
        "out_of": sum(one.exercise.points for one in graded),
    }
