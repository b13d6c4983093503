"""What an exercise is: data and plain functions. A spec decides nothing; `judge` does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


def call(answer, *arguments):
    """The usual way to drive an answer: call it."""
    return answer(*arguments)


@dataclass(frozen=True)
class Mistake:
    """A small wrong implementation (or a wrong value), and what to tell whoever wrote it."""

    says: str
    answer: Any


@dataclass(frozen=True)
class Exercise:
    """One exercise: what is right, what to try it on, which mistakes are known, how to help."""

    id: str
    name: str
    reference: Any
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    draw: Callable[[np.random.Generator], list[tuple]] | None = None
    points: int = 1
    drive: Callable = call
