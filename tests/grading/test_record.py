"""Records of what went wrong in the grader, and verdicts that tell no more than they may."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from course_lib.exercises import get_exercise
from course_lib.exercises.run import attempt
from course_lib.exercises.spec import given
from course_lib.exercises.verdict import State
from course_lib.grading import record
from course_lib.grading.decode import ProtocolError
from course_lib.grading.graded import TIMED_OUT, lost
from course_lib.grading.judging import ONLY_HIDDEN, ONLY_OPEN, Tried, verdict_on_both
from course_lib.grading.limits import Limits
from course_lib.grading.sandbox import NoSandboxError, WarmEndedError
from course_lib.grading.submission import Handed, Submission
from course_lib.grading.trials import hidden_trials, open_trials

ANNA = Submission("anna", "anna", "anna/00_start_here.ipynb", "")
NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "def valley_slope(x): return 2 * (x - 1)"}]}'


def graded_with(monkeypatch, *ends):
    """The record where grading ends so, one after the other."""
    ends = list(ends)

    class Grading:
        def __init__(self, *arguments):
            pass

        def graded(self):
            end = ends.pop(0)
            if isinstance(end, Exception):
                raise end
            return end

    monkeypatch.setattr(record, "Grading", Grading)
    return record.grade_submission(ANNA, Handed(NOTEBOOK), None, Limits(), b"secret")


def test_the_graders_own_failure_is_told_and_does_not_stop_the_batch(monkeypatch):
    kept = graded_with(monkeypatch, ZeroDivisionError("oh"))
    assert (kept["status"], kept["points"]) == ("crashed", 0)
    assert "The grader itself failed" in kept["reason"]
    assert "ZeroDivisionError: oh" in kept["reason"]
    assert kept["fingerprint"] == ""  # so that the next run tries again


def test_no_student_pays_for_a_sandbox_that_ended(monkeypatch):
    assert graded_with(monkeypatch, WarmEndedError("killed"), [])["status"] == "graded"
    with pytest.raises(NoSandboxError, match="memory"):
        graded_with(monkeypatch, *[WarmEndedError("killed")] * 3)


@pytest.mark.parametrize(("waiting", "patience"), [(1.0, [1]), (2.5, [1, 3.5]), (50.0, [1, 4.0])])
def test_who_ran_out_of_time_on_a_busy_machine_gets_more(monkeypatch, waiting, patience):
    given = []

    class Grading:
        def __init__(self, *arguments):
            given.append(arguments[6] if len(arguments) > 6 else 1)

        def graded(self):
            return [lost(get_exercise("valley_slope"), TIMED_OUT, "your answer", {})]

    monkeypatch.setattr(record, "Grading", Grading)
    monkeypatch.setattr(record, "processes_for_a_core", lambda: waiting)
    kept = record.grade_submission(ANNA, Handed(NOTEBOOK), None, Limits(), b"secret")
    assert (kept["status"], given) == ("timed out", patience)


def tried_on(answer, trials):
    exercise = get_exercise("valley_slope")
    return Tried(attempt(answer, exercise.drive, [given(one) for one in trials.inputs], 10))


def verdict(in_the_open, hidden):
    """The verdict on an answer that is one function in the open and another when it counts."""
    exercise = get_exercise("valley_slope")
    shown, secret = open_trials(exercise.id), hidden_trials(exercise.id, b"secret")
    seen = tried_on(in_the_open, shown).verdict(exercise, shown)
    return verdict_on_both(exercise, seen, tried_on(hidden, secret), secret)


def right(x):
    return 2 * (x - 1)


def wrong(x):
    return x + np.float64(0.123456789)


def test_right_on_both():
    found = verdict(right, right)
    assert (found.state, found.points) == (State.CORRECT, 1)


def test_right_in_the_open_alone_earns_nothing_and_shows_nothing():
    found = verdict(right, wrong)
    assert (found.points, found.message, found.details) == (0, (ONLY_HIDDEN,), ())


def test_a_known_mistake_in_the_hidden_part_is_named():
    found = verdict(right, lambda x: 2 * x)
    assert found.state == State.KNOWN_MISTAKE
    assert "a valley with its bottom at 0" in found.message[1]
    assert found.details == ()


def test_right_where_it_counts_earns_the_points():
    found = verdict(wrong, right)
    assert (found.points, found.details) == (1, ()) or found.message == (ONLY_OPEN,)


def test_evidence_is_that_of_the_open_inputs():
    found = verdict(wrong, wrong)
    secret = {
        repr(float(x))[:8]
        for (x,) in hidden_trials("valley_slope", b"secret").inputs
        if np.ndim(x) == 0 and x % 1
    }
    assert found.points == 0
    assert found.details
    assert not any(number in repr(found) for number in secret)


def test_names_that_the_hidden_attempt_tells_are_not_shown():
    """A forged list of unwritten methods could carry inputs out."""

    class Adam:
        def __init__(self, learning_rate):
            self.learning_rate = learning_rate

        def step(self, parameters, gradients): ...

    exercise, shown, secret = get_exercise("adam"), open_trials("adam"), hidden_trials("adam", b"secret")
    seen, hidden = (
        Tried(attempt(Adam, exercise.drive, [given(one) for one in trials.inputs], 10))
        for trials in (shown, secret)
    )
    hidden = Tried(replace(hidden.attempt, unwritten=("carried_out",)))
    assert "carried_out" in repr(hidden.verdict(exercise, secret))
    kept = verdict_on_both(exercise, seen.verdict(exercise, shown), hidden.stubs_of(seen), secret)
    assert "carried_out" not in repr(kept)


@pytest.mark.parametrize("outcomes", [0, 1, 99])
def test_each_input_must_have_its_outcome(outcomes):
    trials = open_trials("valley_slope")
    tried = tried_on(right, trials)
    first = tried.attempt.outcomes[0]
    other = SimpleNamespace(callable=True, outcomes=(first,) * outcomes)
    tried.must_answer(trials)
    with pytest.raises(ProtocolError):
        Tried(other).must_answer(trials)
