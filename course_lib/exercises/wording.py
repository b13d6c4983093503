"""Make verdicts: points by state, and the sentences that several judges share."""

from course_lib.exercises.verdict import State, Verdict


def verdict_on(exercise, state: State, title: str, message=(), details=(), footnotes=None) -> Verdict:
    """A verdict with the points that its state earns; empty sentences are dropped. A failing one says where help is."""
    passed = state in (State.CORRECT, State.CORRECT_BUT)
    if footnotes is None:
        footnotes = () if passed else (f'Stuck? `hint("{exercise.id}")` opens a hint.',)
    message = tuple(sentence for sentence in message if sentence)
    earned = exercise.points if passed else 0
    return Verdict(
        exercise.id, state, title, message, tuple(details), earned, exercise.points, tuple(footnotes)
    )


def not_attempted(exercise, still_to_write=()) -> Verdict:
    """The verdict on a stub. Its words never change: they are stored in the notebooks that learners open."""
    what = "Write your answer in the cell above, then run that cell and this one."
    if exercise.kind == "class" and still_to_write:
        what = f"Still to write: {', '.join(f'`{name}`' for name in still_to_write)}. {what}"
    return verdict_on(exercise, State.NOT_ATTEMPTED, "not attempted yet", [what])


def holds_ellipsis(value) -> bool:
    """Whether a plain value is, or holds, the `...` of a stub."""
    if isinstance(value, list | tuple | dict):
        return any(map(holds_ellipsis, value.values() if isinstance(value, dict) else value))
    return value is Ellipsis or value is NotImplemented
