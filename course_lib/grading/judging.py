"""From two attempts at an exercise, an open one and a hidden one, to the verdict that counts and may be shown.

The hidden inputs decide. But a student's code that has met them could carry them out in whatever it says: a value, an
error message, a print. So of the hidden attempt only the state is told, with sentences of our own; evidence always
comes from the attempt at the open inputs, which is over before a hidden input enters the sandbox.
"""

from dataclasses import dataclass, replace

from course_lib.exercises.judge import judge
from course_lib.exercises.run import Attempt
from course_lib.exercises.spec import Exercise
from course_lib.exercises.timelimit import TimeUp, call_within
from course_lib.exercises.trial import BrokenSpecError, ReferenceValues
from course_lib.exercises.verdict import State, Verdict
from course_lib.exercises.wording import verdict_on
from course_lib.grading.decode import ProtocolError
from course_lib.grading.trials import Trials

JUDGE_SECONDS = (
    120.0  # no judge takes a second; one that meets values never thought of must not hold up the class
)

_value_for = ReferenceValues()  # the same inputs for every submission

ONLY_HIDDEN = (
    "It passes on the inputs of the notebook's check, but not on others of the same kind that were drawn for grading. "
    "Does it depend on those few numbers, on a variable of the notebook, or on what ran before it?"
)
ONLY_OPEN = "On other inputs of the same kind, drawn for grading, it is right; that counts."


@dataclass(frozen=True)
class Tried:
    """An attempt on ordinary inputs and, where the exercise has such, on extreme ones."""

    attempt: Attempt
    extremes: Attempt | None = None

    def verdict(self, exercise: Exercise, trials: Trials) -> Verdict:
        """What the judge says. Values that make even the judge stumble are wrong."""
        try:
            return call_within(
                JUDGE_SECONDS,
                lambda: judge(
                    exercise, trials.inputs, self.attempt, trials.extremes, self.extremes, _value_for
                ),
            )
        except BrokenSpecError:
            raise
        except (Exception, TimeUp) as error:
            return verdict_on(exercise, State.WRONG_TYPE, f"not to be judged ({type(error).__name__})")

    def must_answer(self, trials: Trials):
        """Raises ProtocolError unless each input has its outcome; only after one that did not finish there are no more."""
        for attempt, inputs in ((self.attempt, trials.inputs), (self.extremes, trials.extremes)):
            if attempt is None or not attempt.callable:
                continue
            came = attempt.outcomes
            stopped = bool(came) and came[-1].timed_out and len(came) < len(inputs)
            if len(came) != len(inputs) and not stopped:
                raise ProtocolError("another number of outcomes")
        if trials.extremes and self.attempt.callable and self.extremes is None:
            raise ProtocolError("no outcomes for extreme inputs")

    def also_unused(self, again: "Tried") -> "Tried":
        """With what another attempt found of the arguments that the answer makes nothing of."""
        return replace(self, attempt=replace(self.attempt, unused=again.attempt.unused))

    def stubs_of(self, seen: "Tried") -> "Tried":
        """With the stubs that were found before."""
        return replace(self, attempt=replace(self.attempt, unwritten=seen.attempt.unwritten))

    @property
    def timed_out(self) -> bool:
        """Whether a run did not finish."""
        return any(outcome.timed_out for outcome in self.attempt.outcomes)


def verdict_on_both(exercise, shown: Verdict, hidden: Tried, hidden_trials: Trials) -> Verdict:
    """The verdict: state and points of the hidden attempt, evidence of the one `shown`, that on the open inputs."""
    counts = hidden.verdict(exercise, hidden_trials)
    if counts.state == State.CORRECT and not exercise.goals:
        return counts  # nothing in it comes from the student's code
    if exercise.draw_hidden and counts.measured:
        return counts  # nor here: our own sentences, and numbers that were measured out here
    if shown.passed == counts.passed:
        return shown
    if counts.passed:
        return replace(counts, title="correct", message=(ONLY_OPEN,), details=())
    message = (ONLY_HIDDEN, *(counts.message if counts.state == State.KNOWN_MISTAKE else ()))
    return replace(counts, title="right on some inputs only", message=message, details=())
