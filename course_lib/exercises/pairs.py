"""The numbers of all trials, expected beside got, in groups that one slip could explain."""

from dataclasses import dataclass

import numpy as np

from course_lib.exercises.compare import NUMBER, differing
from course_lib.exercises.drives import play_script
from course_lib.exercises.tolerance import Tolerance
from course_lib.exercises.trial import Trial


@dataclass(frozen=True)
class Pair:
    """One expected array and the one that came in its place. `place` is the trial's number, `path` leads into it."""

    place: int
    path: tuple
    arguments: tuple
    expected: np.ndarray
    got: np.ndarray
    tolerance: Tolerance

    def agree(self, candidate, got=None) -> bool:
        """Whether `got` (by default what came) equals `candidate` within the tolerance."""
        got = self.got if got is None else got
        return candidate.shape == got.shape and not differing(candidate, got, self.tolerance).any()


def groups_of_pairs(exercise, trials: list[Trial]) -> dict[tuple, list[Pair]]:
    """Pairs by path (the first of two results, the second, ...), those of a script by the name of the method.

    Empty where any trial came to no numbers at all, since then no one slip explains everything.
    """
    groups: dict[tuple, list[Pair]] = {}
    for place, trial in enumerate(trials):
        found = list(_leaves(trial.expected, trial.outcome.value, ()))
        if not found or trial.outcome.raised or trial.outcome.timed_out:
            return {}
        for path, expected, got in found:
            pair = Pair(place, path, trial.arguments, expected, got, trial.tolerance)
            groups.setdefault(_group(exercise, trial, path), []).append(pair)
    whole = exercise.drive is play_script or all(len(pairs) == len(trials) for pairs in groups.values())
    return groups if whole else {}


def _group(exercise, trial, path):
    if exercise.drive is not play_script:
        return path
    script = trial.arguments[1]
    return (f"`{script[path[0]][0]}`",)


def _leaves(expected, got, path):
    if isinstance(expected, NUMBER) and isinstance(got, NUMBER):
        right, came = np.asarray(expected), np.asarray(got)
        if right.dtype.kind in "iuf" and came.dtype.kind in "iuf":
            yield path, right.astype(float), came.astype(float)
    elif isinstance(expected, dict) and isinstance(got, dict) and set(expected) == set(got):
        for key in expected:
            yield from _leaves(expected[key], got[key], (*path, key))
    elif isinstance(expected, list | tuple) and isinstance(got, list | tuple) and len(expected) == len(got):
        for place, (right, came) in enumerate(zip(expected, got, strict=True)):
            yield from _leaves(right, came, (*path, place))
