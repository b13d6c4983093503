"""Hints and solutions as things that show themselves: HTML in a notebook, text elsewhere."""

import inspect
import re
import textwrap
from dataclasses import dataclass

from course_lib.exercises.render_html import help_as_html
from course_lib.exercises.render_text import help_as_text
from course_lib.exercises.show import show


@dataclass(frozen=True)
class Help:
    """A few lines of help: a title, sentences, perhaps code, and a note on what comes next."""

    title: str
    lines: tuple[str, ...] = ()
    code: str = ""
    note: str = ""

    def __repr__(self) -> str:
        return help_as_text(self)

    def _repr_html_(self) -> str:
        return help_as_html(self)


def shown_hints(exercise, opened: int) -> Help:
    """The hints that are open so far, the newest last."""
    count = len(exercise.hints)
    if not count:
        return Help(
            f"{exercise.id} has no hints", note=f'`solution("{exercise.id}")` shows how the course solves it.'
        )
    lines = tuple(f"{number}. {text}" for number, text in enumerate(exercise.hints[:opened], 1))
    following = f'`hint("{exercise.id}")` opens the next one.'
    if opened >= count:
        following = f'That was the last one. `solution("{exercise.id}")` shows how the course solves it.'
    return Help(f"Hint {opened} of {count} for {exercise.id}", lines, note=following)


def shown_solution(exercise) -> Help:
    """How the course solves an exercise: the reference's source, under the learner's name, or the value."""
    lines = (exercise.explanation,) if exercise.explanation else ()
    return Help(
        f"One solution of {exercise.id}", lines, source_of(exercise), "Others are as right as this one."
    )


def source_of(exercise) -> str:
    """The reference's source, dedented and under the learner's name; a value as it is typed."""
    reference = exercise.reference
    if exercise.kind == "value":
        return (
            f"{exercise.name} = {reference!r}"
            if isinstance(reference, str)
            else f"{exercise.name} = {show(reference)}"
        )
    try:
        source = textwrap.dedent(inspect.getsource(reference)).strip()
    except (OSError, TypeError):
        return f"{exercise.name} = {getattr(reference, '__name__', reference)}"
    named = getattr(reference, "__name__", exercise.name)
    return re.sub(rf"\b{re.escape(named)}\b", exercise.name, source) if named.isidentifier() else source
