"""What an exercise is: data and plain functions. A spec decides nothing; `judge` does.

A lesson's specs are a folder, `lesson_01/`, with a file for each exercise and `EXERCISES` in its `__init__`; or, where they are
few, one file. The four kinds:

- a function: `reference` is a function, `draw` gives argument tuples;
- a class: `reference` is a class, `drive=play_script`, `draw` gives `(construction, script)` tuples;
- a predicted choice or number: `reference` is a value, there is no `draw`;
- a trained model, or anything random: `goals` say what its measured numbers must reach.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isclass
from typing import Any

import numpy as np

from course_lib.exercises.drives import call


@dataclass(frozen=True)
class Mistake:
    """A small wrong implementation (or a wrong value), and what to tell whoever wrote it.

    An answer is told `says` where it agrees with `answer` on every input and with the reference not on all.
    Where no two answers are equal (trained models, randomness), `when(value, *arguments)` says whether a driven
    answer's `value` shows this mistake; `answer` is then an example of it, which the tests run.
    """

    says: str
    answer: Any
    when: Callable[..., bool] | None = None


@dataclass(frozen=True)
class Goal:
    """A number that an answer must reach, for answers of which no two are equal.

    `measure(value, *arguments)` gets what `drive` returned, as plain data, and the drawn arguments with the
    withheld ones among them. Goals are tried in order; the first that is missed is the verdict. `points` are earned by
    reaching it even where a later goal is missed. `what` names the number; it may be a function of the arguments.
    """

    what: str | Callable[..., str]
    measure: Callable[..., float]
    at_least: float | None = None
    at_most: float | None = None
    points: int = 0


@dataclass(frozen=True)
class Withheld:
    """A drawn argument that the answer never gets and that `Goal.measure` and `Mistake.when` do: labels, say."""

    value: Any


@dataclass(frozen=True)
class File:
    """A file beside the notebook that an answer loads, of at most `largest` bytes.

    `problem(content)` says in words what is wrong with its bytes, "" where nothing is; `how_to_make`, what to do where it
    is missing. Goals and mistakes get the bytes as their last argument. Graded, the answer finds the file in its
    working folder, and it and the cells that it needs may have `longest_code` characters: data belong in the file.
    """

    name: str
    problem: Callable[[bytes], str]
    how_to_make: str
    largest: int = 8_000_000
    longest_code: int = 20_000


def given(arguments: tuple) -> tuple:
    """What of the drawn arguments the answer gets: all but the withheld ones."""
    return tuple(argument for argument in arguments if not isinstance(argument, Withheld))


def whole(arguments: tuple) -> tuple:
    """All drawn arguments, the withheld ones unwrapped."""
    return tuple(one.value if isinstance(one, Withheld) else one for one in arguments)


@dataclass(frozen=True)
class Exercise:
    """One exercise: what is right, what to try it on, which mistakes are known, how to help.

    Tolerances are for float64 (default: relative 1e-9, absolute 1e-12; for a value that is a float, relative
    0.005); answers in float32 get wider ones. `drive(answer, *arguments)` puts an answer to the test and returns
    plain data. `draw(rng)` gives fresh argument tuples, smallest first, edge cases among them; `extremes(rng)`
    gives inputs where a right but unstable formula fails, which makes the verdict "correct, but". Where graded work
    has inputs of another kind than a learner's check (test images), `draw_hidden(rng)` gives these.
    """

    id: str
    name: str
    reference: Any
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    draw: Callable[[np.random.Generator], list[tuple]] | None = None
    points: int = 1
    drive: Callable = call
    relative_tolerance: float | None = None
    absolute_tolerance: float | None = None
    extremes: Callable[[np.random.Generator], list[tuple]] | None = None
    if_unstable: str = ""
    vectorised: bool = False
    goals: tuple[Goal, ...] = ()
    explanation: str = ""
    may_change_inputs: bool = False
    seconds: float = 10.0
    draw_hidden: Callable[[np.random.Generator], list[tuple]] | None = None
    file: File | None = None

    @property
    def kind(self) -> str:
        """ "value", "class" or "function" (models and randomised answers are functions to the engine)."""
        if self.draw is None:
            return "value"
        return "class" if isclass(self.reference) else "function"
