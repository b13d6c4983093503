"""Drive an answer on copies of inputs, beside the learner's code, and hand back plain data only.

This half runs where the learner's code runs (the notebook's kernel; a sandbox, when graded) and never meets the
reference. What comes of it is judged elsewhere: see `judge`.
"""

import functools
import inspect
import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from course_lib.exercises.aside import aside
from course_lib.exercises.copies import changed, changed_in_script, copy_of
from course_lib.exercises.drives import play_script
from course_lib.exercises.explain import Raised, explain
from course_lib.exercises.loops import LOOP_LINES, counting_lines, grown
from course_lib.exercises.namespace import namespace_of
from course_lib.exercises.plain import plain
from course_lib.exercises.stub import unwritten
from course_lib.exercises.timelimit import TimeUp, call_within
from course_lib.exercises.unused import unused_by


@dataclass(frozen=True)
class Outcome:
    """What one run of an answer came to. `value` is plain data; `changed` are positions of changed arguments.

    `changed_in_script` are those of a script: (method, position of its argument).
    """

    value: Any = None
    raised: Raised | None = None
    timed_out: bool = False
    changed: tuple[int, ...] = ()
    printed: str = ""
    lines: int | None = None
    changed_in_script: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Attempt:
    """All that a judge may know of an answer: what it is, which of its functions are stubs, how each run ended.

    After a run that did not finish there are no more, so `outcomes` may be shorter than the inputs. `loops` is only
    found out where it was asked for, and so is `unused`, the positions of arguments that change nothing. `value` is what an
    answer that is no function is, as plain data.
    """

    type_name: str
    callable: bool
    unwritten: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    loops: bool = False
    value: Any = None
    unused: tuple[int, ...] = ()


def attempt(
    answer,
    drive,
    inputs,
    seconds: float,
    look_for_loops: bool = False,
    look_for_unused: bool = False,
    look_for_stubs: bool = True,
) -> Attempt:
    """Run an answer on a copy of each of `inputs` (tuples of arguments), in so many seconds altogether."""
    if not callable(answer):
        return Attempt(type(answer).__name__, False, value=plain(answer))
    outcomes, ends = [], time.monotonic() + seconds
    for arguments in inputs:
        outcomes.append(run_on(answer, drive, arguments, ends - time.monotonic()))
        if outcomes[-1].timed_out:
            break
    loops = look_for_loops and not outcomes[-1].timed_out and _loops(answer, drive, inputs[-1], ends)
    stubs = unwritten(answer) if look_for_stubs else ()
    unused = ()
    if look_for_unused and not stubs:
        unused = unused_by(answer, run_on, drive, inputs, outcomes)
    return Attempt(_kind_of(answer), True, stubs, tuple(outcomes), loops, unused=unused)


def _loops(answer, drive, arguments, ends):
    """Whether more lines run for more data; an input that the answer can't take says nothing."""
    base, *more = (
        run_on(answer, drive, one, ends - time.monotonic(), count_lines=True)
        for one in (arguments, *grown(arguments))
    )
    return any(
        one.lines - base.lines >= LOOP_LINES
        for one in more
        if one.lines is not None and base.lines is not None
    )


def run_on(answer, drive, arguments: tuple, seconds: float = 60, count_lines: bool = False) -> Outcome:
    """Drive an answer on a copy of `arguments`; never raises, whatever the answer does."""
    given, before = copy_of(arguments), copy_of(arguments)
    namespace = namespace_of(answer)
    counter = counting_lines(namespace) if count_lines else nullcontext()
    driven = functools.partial(_drive, drive, answer, given)
    with aside() as printed:
        try:
            with counter as count:
                value = call_within(seconds, driven)
        except TimeUp:
            return Outcome(timed_out=True, printed=printed.getvalue())
        except BaseException as error:
            return Outcome(raised=explain(error, namespace), printed=printed.getvalue())
    return Outcome(
        value=value,
        changed=changed(before, given),
        printed=printed.getvalue(),
        lines=count.lines if count else None,
        changed_in_script=changed_in_script(before[1], given[1]) if drive is play_script else (),
    )


def _drive(drive, answer, given):
    value = drive(answer, *given)
    if inspect.iscoroutine(value):
        value.close()
    return plain(value)


def _kind_of(answer):
    if inspect.isclass(answer):
        return "class"
    return "function" if inspect.isroutine(answer) else type(answer).__name__
