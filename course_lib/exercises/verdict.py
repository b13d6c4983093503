"""A verdict: what a check found, as plain data that renders itself as text and as HTML."""

from dataclasses import dataclass
from enum import StrEnum

from course_lib.exercises.render_html import as_html
from course_lib.exercises.render_text import as_text


class State(StrEnum):
    """All that a check can find, in the order in which it looks."""

    NOT_ATTEMPTED = "not attempted"
    RAISED = "raised an error"
    TIMED_OUT = "did not finish"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    WRONG_DTYPE = "wrong dtype"
    CHANGED_INPUT = "input modified in place"
    NOT_FINITE = "not finite"
    WRONG_VALUE = "wrong value"
    KNOWN_MISTAKE = "known mistake"
    CORRECT_BUT = "correct, but"
    CORRECT = "correct"


@dataclass(frozen=True)
class Detail:
    """One labelled piece of evidence (an input, a line of code, an array); MARK_ON … MARK_OFF enclose what is wrong."""

    label: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """What a check found: `state`, a `title` of a few words, `message` sentences, `details`, and the points earned.

    `measured` are the numbers that goals were held against: (what, number).
    """

    exercise: str
    state: State
    title: str
    message: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    points: int = 0
    out_of: int = 1
    footnotes: tuple[str, ...] = ()
    measured: tuple[tuple[str, float], ...] = ()

    @property
    def passed(self) -> bool:
        """True for "correct" and for "correct, but"; only where goals have points of their own can the latter earn fewer."""
        return self.state in (State.CORRECT, State.CORRECT_BUT)

    def __repr__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)
