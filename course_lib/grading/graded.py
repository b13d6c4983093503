"""What was found of one exercise, and the verdicts on answers that could not be looked at."""

from dataclasses import dataclass, field

from course_lib.exercises.spec import Exercise
from course_lib.exercises.verdict import State, Verdict
from course_lib.exercises.wording import not_attempted, verdict_on

TIMED_OUT, CRASHED = "timed out", "crashed"
STATE_OF = {TIMED_OUT: State.TIMED_OUT, CRASHED: State.RAISED}
SAID_OF = {TIMED_OUT: "took too long and was stopped", CRASHED: "ended Python itself, or used up its memory"}


@dataclass
class Graded:
    """An exercise, the verdict that counts, and what befell it.

    `located` is what the sandbox told before any cell ran: the answer's cell, other cells that answer it, how it was
    found. `lost` is "", "timed out" or "crashed": why there is no verdict on the answer itself.
    """

    exercise: Exercise
    verdict: Verdict
    located: dict = field(default_factory=dict)
    lost: str = ""


def judged(exercise, verdict, located) -> Graded:
    """With a verdict on the answer itself."""
    return Graded(exercise, verdict, located, TIMED_OUT if verdict.state == State.TIMED_OUT else "")


def lost(exercise, why: str, what: str, located) -> Graded:
    """`what` ("your answer", "cell 3, which your answer needs,") was stopped, or ended its process."""
    verdict = verdict_on(exercise, STATE_OF[why], why, [f"{what[:1].upper()}{what[1:]} {SAID_OF[why]}."])
    return Graded(exercise, verdict, located, why)


def undefined(exercise, located, source: str, errors: dict) -> Graded:
    """The cell with the answer (its text is `source`) ran and left no answer.

    `errors` are `{place of a cell: (what went wrong, was it the time)}`.
    """
    if not source.strip():
        return Graded(exercise, not_attempted(exercise), located)
    places = [located["cell"], *located["needs"]]
    nothing = f"no cell defines {exercise.name}", False
    title, timed_out = next((errors[place] for place in places if place in errors), nothing)
    state = State.TIMED_OUT if timed_out else State.RAISED
    message = ["The cell with the answer did not run to its end."]
    return Graded(
        exercise, verdict_on(exercise, state, title, message), located, TIMED_OUT if timed_out else ""
    )


def nowhere(exercise) -> Graded:
    """No cell is its answer."""
    message = [f"No cell carries the id {exercise.id} or defines {exercise.name}."]
    return Graded(exercise, verdict_on(exercise, State.NOT_ATTEMPTED, "not in this notebook", message))
