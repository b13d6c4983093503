"""Answers that load a file which was handed in with the notebook: a model's weights.

Such an answer is graded alone, in a child that sees nothing of MNIST: what it knows, it has from its file. Numbers in the
text of its cells would be counted nowhere, so that text is bounded.
"""

from course_lib.data import DataError
from course_lib.exercises.beside import missing
from course_lib.exercises.verdict import State
from course_lib.exercises.wording import verdict_on
from course_lib.grading import view
from course_lib.grading.sandbox import NoSandboxError
from course_lib.grading.trials import Trials, hidden_trials, open_trials


class Beside:
    """The files of one submission, {name: its bytes, or why they can't be had}, and the exercises that ask for them."""

    def __init__(self, exercises: dict, contents: dict[str, bytes | str]):
        self.exercises, self.contents = exercises, contents
        self.alone = [one for one, exercise in exercises.items() if exercise.file]

    def hidden_from(self, ids) -> tuple[str, ...]:
        """Folders of the sandbox that answers to these exercises may not see."""
        return (view.DATA,) if set(ids) & set(self.alone) else ()

    def for_answers(self, ids) -> dict[str, bytes | None]:
        """What their working folder is to hold: {name: bytes, None for what must not be there}."""
        files = {self.exercises[one].file.name: self._content(one) for one in ids if one in self.alone}
        return {name: content if isinstance(content, bytes) else None for name, content in files.items()}

    def open_trials(self, exercise_id: str) -> Trials:
        """As `trials.open_trials`, with what the judge wants to know of the file."""
        return self._with_file(exercise_id, open_trials(exercise_id))

    def hidden_trials(self, exercise_id: str, secret: bytes) -> Trials:
        """As `trials.hidden_trials`, with what the judge wants to know of the file. Raises NoSandboxError without MNIST."""
        try:
            return self._with_file(exercise_id, hidden_trials(exercise_id, secret))
        except DataError as error:
            raise NoSandboxError(f"The exercise {exercise_id} can't be graded here. {error}") from None

    def too_much_text(self, exercise_id: str, sources: list[str]):
        """The verdict on an answer whose cells have more text than they may; else None."""
        exercise = self.exercises[exercise_id]
        length = sum(map(len, sources))
        if not exercise.file or length <= exercise.file.longest_code:
            return None
        message = (
            f"The cells that it needs have {length:,} characters, at most {exercise.file.longest_code:,} are allowed. "
            f"Numbers belong in {exercise.file.name}, where they are counted."
        )
        return verdict_on(exercise, State.KNOWN_MISTAKE, "too much text", [message])

    def _with_file(self, exercise_id, trials):
        return trials.beside(self._content(exercise_id)) if exercise_id in self.alone else trials

    def _content(self, exercise_id):
        file = self.exercises[exercise_id].file
        return self.contents.get(file.name, missing(file))
