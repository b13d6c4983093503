"""Grade one notebook: run its cells in the sandbox and judge what comes out.

All runs over a submission start from a fresh child. An answer or a cell that ends or hangs a run costs what depends on
it; the others are graded in the next run. Each answer is tried on the inputs of the notebook's own check, and then,
once nothing more that the student's code says is shown to anybody, on hidden ones.
"""

import time
from contextlib import contextmanager

from course_lib.exercises import exercises_of
from course_lib.exercises.verdict import State
from course_lib.grading.beside import Beside
from course_lib.grading.decode import ProtocolError, attempt_from
from course_lib.grading.graded import CRASHED, TIMED_OUT, Graded, judged, lost, nowhere, undefined
from course_lib.grading.judging import Tried, verdict_on_both
from course_lib.grading.library import answers_to, library_without, load_torch, used_in_drive, uses
from course_lib.grading.limits import Limits
from course_lib.grading.notebook import Notebook
from course_lib.grading.sandbox import ChildDiedError, ChildTimeoutError, Sandbox

GRACE = 3.0  # seconds that a child may take longer than its own clock says
LOCATE_SECONDS = 120.0  # no cell runs in them


class _LostError(Exception):
    """A run ended early: `why`, and the cell or else the exercise that did it."""

    def __init__(self, why, cell=None, exercise=None):
        super().__init__(why)
        self.why, self.cell, self.exercise = why, cell, exercise


class Grading:
    """The grading of one notebook. `graded()` is all there is to call."""

    def __init__(
        self,
        notebook: Notebook,
        lesson: str,
        sandbox: Sandbox,
        limits: Limits,
        secret: bytes,
        files=None,
        patience: float = 1.0,
    ):
        """`patience` times the seconds of the limits and of the specs are given to everything."""
        self.notebook, self.sandbox, self.secret, self.patience = notebook, sandbox, secret, patience
        self.cell_seconds = limits.cell_seconds * patience
        self.exercises = {exercise.id: exercise for exercise in exercises_of(lesson)}
        load_torch(lesson)
        self.beside = Beside(self.exercises, files or {})
        self.ends = time.monotonic() + limits.seconds * patience
        self.located = {}
        self.avoided = {}  # place of a cell → why it is not run again
        self.done = {}

    def graded(self) -> list[Graded]:
        """Grade every exercise of the lesson, in their order.

        Raises NoSandboxError, and ChildDiedError or ChildTimeoutError where even finding the answers ends the child.
        """
        runs = self._first_run()
        while runs:
            run = runs[0]
            self._give_up_on(run["exercises"])
            if all(one in self.done for one in run["exercises"]):
                runs.pop(0)
                continue
            with self.sandbox.child(self.beside.hidden_from(run["exercises"])) as child:
                self._run(child, run)
        return [self.done.get(one) or nowhere(exercise) for one, exercise in self.exercises.items()]

    def _first_run(self):
        """Find the answers and, in the same child, do the first run; returns all runs."""
        with self.sandbox.child() as child:
            child.send("locate", self._asked())
            message = child.receive(LOCATE_SECONDS)
            self.located = {one["exercise"]: one for one in message["found"]}
            if message["runs"] and not self.beside.hidden_from(message["runs"][0]["exercises"]):
                self._run(child, message["runs"][0])
        return message["runs"]

    def _asked(self):
        exercises = [(one.id, one.name) for one in self.exercises.values()]
        answers = {one: answers_to(one) for one in self.exercises}
        drives = {one: used_in_drive(one) for one in self.exercises}
        library = {"answers": answers, "drives": drives, "uses": uses()}
        asked = {"cells": self.notebook.cells, "exercises": exercises, "alone": self.beside.alone}
        return asked | library

    def _run(self, child, run):
        """Run the cells that the answers without a verdict need, and judge these answers as far as the run gets."""
        ids = [one for one in run["exercises"] if one not in self.done]
        try:
            errors = self._run_cells(child, run, ids)
            seen = {one: self._see(child, one) for one in ids}
            for one in ids:
                self.done[one] = self._judge(child, one, *seen[one], errors)
        except _LostError as error:
            if error.cell is not None:
                self.avoided[error.cell] = error.why
            else:
                self.done[error.exercise] = self._lost(error.exercise, error.why, "your answer")

    def _give_up_on(self, ids):
        """What needs a cell that is not run again gets no verdict; nor does anything once the time is over."""
        for one in ids:
            needs = self.located[one]["needs"]
            bad = [place for place in needs if place in self.avoided]
            refused = self.beside.too_much_text(one, [self.notebook.cells[place].source for place in needs])
            if one not in self.done and bad:
                self.done[one] = self._lost(
                    one, self.avoided[bad[0]], f"cell {bad[0] + 1}, which your answer needs,"
                )
            elif one not in self.done and time.monotonic() > self.ends:
                self.done[one] = self._lost(one, TIMED_OUT, "the notebook as a whole")
            elif one not in self.done and refused:
                self.done[one] = judged(self.exercises[one], refused, self.located[one])

    def _run_cells(self, child, run, ids):
        """Returns {place: (what went wrong in this cell, was it the time)}. Raises _LostError."""
        needed = {place for one in ids for place in self.located[one]["needs"]}
        steps = [
            cell | {"source": self.notebook.cells[cell["place"]].source}
            for cell in run["cells"]
            if cell["place"] in needed
        ]
        library = library_without(frozenset().union(*(answers_to(one) for one in ids)))
        files = self.beside.for_answers(ids)
        asked = {"library": library, "steps": steps, "files": files, "cell_seconds": self.cell_seconds}
        with _lost_by(exercise=ids[0]):
            child.send("run", asked)
        errors, cell = {}, (steps[0]["place"] if steps else None)
        for _ in range(2 * len(steps) + 1):
            with _lost_by(cell, ids[0]):
                message = child.receive(self._at_most(self.cell_seconds))
            if message.get("ready") is True:
                return errors
            cell = _place(message.get("begins"), needed, cell)
            ended = _place(message.get("ends"), needed, None)
            if ended is not None and isinstance(message.get("error"), str) and message["error"]:
                errors[ended] = message["error"][:600], message.get("timed_out") is True
        raise _LostError(CRASHED, cell, ids[0])

    def _see(self, child, exercise_id):
        """The attempt at the open inputs, and the verdict on it; None, None where the answer's name is not defined.

        Of a wrong answer it is found out, too, which arguments it makes nothing of.
        """
        exercise, trials = self.exercises[exercise_id], self.beside.open_trials(exercise_id)
        seen = self._try(child, exercise_id, trials, look_for_loops=exercise.vectorised)
        if seen is None:
            return None, None
        verdict = seen.verdict(exercise, trials)
        if verdict.state in (State.WRONG_VALUE, State.NOT_FINITE) and not exercise.goals and exercise.draw:
            again = self._try(child, exercise_id, trials, look_for_unused=True)
            if again and again.attempt.unused:
                seen = seen.also_unused(again)
                verdict = seen.verdict(exercise, trials)
        return seen, verdict

    def _try(self, child, exercise_id, trials, **look_for):
        """Put an answer to the test; None where its name is not defined. Raises _LostError."""
        exercise = self.exercises[exercise_id]
        seconds = exercise.seconds * self.patience
        asked = {
            "name": exercise.name,
            "trial": trials.sent,
            "seconds": seconds,
            "look_for": look_for,
        }
        with _lost_by(exercise=exercise_id):
            child.send("attempt", asked)
            message = child.receive(self._at_most(seconds * (2 if trials.extremes else 1)))
            if message.get("missing") is True:
                return None
            extremes = message.get("extremes")
            tried = Tried(attempt_from(message.get("attempt")), attempt_from(extremes) if extremes else None)
            tried.must_answer(trials)
            return tried

    def _judge(self, child, exercise_id, seen, verdict, errors):
        exercise, located = self.exercises[exercise_id], self.located[exercise_id]
        if seen is None:
            return undefined(exercise, located, self.notebook.cells[located["cell"]].source, errors)
        shown = self.beside.open_trials(exercise_id)
        hidden = self.beside.hidden_trials(exercise_id, self.secret)
        nothing_hidden = exercise.draw is None or shown.sent == hidden.sent
        nothing_written = not seen.attempt.callable or verdict.state == State.NOT_ATTEMPTED
        if nothing_hidden or nothing_written or seen.timed_out:
            return judged(exercise, verdict, located)
        look_for = {"look_for_loops": exercise.vectorised, "look_for_stubs": False}
        tried = self._try(child, exercise_id, hidden, **look_for)
        if tried is None:
            raise _LostError(CRASHED, exercise=exercise_id)
        return judged(exercise, verdict_on_both(exercise, verdict, tried.stubs_of(seen), hidden), located)

    def _lost(self, exercise_id, why, what):
        return lost(self.exercises[exercise_id], why, what, self.located[exercise_id])

    def _at_most(self, seconds):
        return max(min(seconds + GRACE, self.ends - time.monotonic()), 0.1)


def _place(told, places, otherwise):
    """The place of a cell that a child told, if it is one."""
    return told if type(told) is int and told in places else otherwise


@contextmanager
def _lost_by(cell=None, exercise=None):
    """Turns the end of a child into a _LostError that names what did it."""
    try:
        yield
    except ChildTimeoutError:
        raise _LostError(TIMED_OUT, cell, exercise) from None
    except (ChildDiedError, ProtocolError):
        raise _LostError(CRASHED, cell, exercise) from None
