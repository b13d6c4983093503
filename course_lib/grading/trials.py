"""What an answer is put to the test with: the inputs of the notebook's own check, and inputs that nobody knows.

The hidden ones follow from a secret of the grading and the exercise's id alone, so they are the same for all
submissions, in any order, and in the next run. `cloudpickle` sends functions by value that live beside references.
"""

import hashlib
import hmac
import sys
from dataclasses import dataclass, replace
from functools import lru_cache

import cloudpickle

from course_lib.exercises import get_exercise
from course_lib.exercises.beside import with_content
from course_lib.exercises.learner import draw
from course_lib.exercises.spec import Exercise, given


@dataclass(frozen=True)
class Trials:
    """Inputs and extreme inputs of an exercise, and `sent`: the drive and what the answer may see of them, pickled."""

    inputs: list[tuple]
    extremes: list[tuple]
    sent: bytes

    def beside(self, content: bytes | str) -> "Trials":
        """The same, where the answer loads a file: with this content, or why there is none, for the judge."""
        return replace(self, inputs=with_content(self.inputs, content))


@lru_cache(maxsize=1024)
def open_trials(exercise_id: str) -> Trials:
    """The inputs that the notebook's check draws: every learner can see them."""
    return _trials(get_exercise(exercise_id), None, hidden=False)


@lru_cache(maxsize=1024)
def hidden_trials(exercise_id: str, secret: bytes) -> Trials:
    """Inputs from a seed that nobody can know who has not the secret."""
    digest = hmac.new(secret, exercise_id.encode(), hashlib.sha256).digest()
    return _trials(get_exercise(exercise_id), int.from_bytes(digest[:16], "big"), hidden=True)


def _trials(exercise: Exercise, seed, hidden):
    inputs, extremes = draw(exercise, seed, hidden)
    visible = [[given(arguments) for arguments in some] for some in (inputs, extremes)]
    return Trials(inputs, extremes, _pickled((exercise.drive, *visible)))


def _pickled(thing):
    """Pickled with the code of functions from the specs' own files, which the sandbox does not have."""
    specs = [
        module for name, module in sys.modules.items() if name.startswith("course_lib.exercises.lesson_")
    ]
    for module in specs:
        cloudpickle.register_pickle_by_value(module)
    try:
        return cloudpickle.dumps(thing)
    finally:
        for module in specs:
            cloudpickle.unregister_pickle_by_value(module)
