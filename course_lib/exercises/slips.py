"""Name the slips that no spec lists: sign, factor, axis, transposition, missing mean, off by one, and two at once.

A slip is claimed only where it explains what came on every input, and where inputs can tell it from the right answer.
"""

from itertools import chain

import numpy as np

from course_lib.exercises.factor import name_factor, ratios
from course_lib.exercises.forms import calculated_forms_of, forms_of
from course_lib.exercises.pairs import Pair
from course_lib.exercises.run import run_on
from course_lib.exercises.variants import variants_of

NEARLY = 1e-6
PLAIN_FACTORS = ("−1", "2", "½", "−2", "−½")
ENOUGH_FLOATS, ENOUGH_INTEGERS = 2, 4  # elements that differ from the right answer and are explained


def slip_in(exercise, pairs: list[Pair], names: list[str]) -> str:
    """One sentence on the slip that turns the expected numbers into those that came; "" where none is found."""
    constant = _same_everywhere(pairs)
    if constant:
        return constant
    variants = ((words, candidates, pairs) for words, candidates in variants_of(exercise, pairs, names))
    forms = chain(
        forms_of(pairs),
        _inputs_themselves(pairs, names),
        variants,
        calculated_forms_of(pairs),
    )
    combined = ""
    for words, candidates, changed in forms:
        sentence, alone = _explained(words, candidates, changed, names, pairs)
        if sentence and alone:
            return sentence
        combined = combined or sentence
    return combined or _known_mistake_and_factor(exercise, pairs) or _sums_along_the_other_axis(pairs)


def _explained(words, candidates, changed, names, pairs):
    """The sentence, and whether it names one slip alone (a second one would be a factor)."""
    found = ratios(candidates, changed)
    factor = None if found is None else name_factor(found, candidates, changed, names)
    if factor is None or not _told_apart(factor, candidates, pairs):
        return "", False
    if words == "the right one":
        return _of_factor(factor) if factor else "", True
    if factor:
        return _two_slips(words, factor), False
    return f"Your answer is {words}.", True


def _two_slips(words, factor):
    """Only with a factor that is a slip of its own; any other is likelier chance, and hard to read."""
    if factor not in PLAIN_FACTORS or ":" in words:
        return ""
    joint = f", but for a factor: it is {factor} × that" if words.startswith("right") else f", times {factor}"
    return f"Two slips at once. Your answer is {words}{joint}."


def _of_factor(factor):
    bare = factor.split(",")[0]
    if bare == "n":
        return f"Your answer is right for the sum, not the mean: it is n × the right one{factor[1:]}."
    if bare == "1/n":
        return f"Your answer is right for the mean, not the sum: it is 1/n × the right one{factor[3:]}."
    mark = "?" if "should stand" in factor else "."
    return f"Your answer is {bare} × the right one{factor[len(bare) :]}{mark}"


def _told_apart(factor, candidates, pairs):
    """Whether enough elements that are wrong get explained for the claim to be no accident."""
    if factor:
        explained = sum(int((np.abs(candidate) > 1e-9).sum()) for candidate in candidates)
        return explained >= ENOUGH_FLOATS
    explained = sum(_wrong_in(pair) for pair in pairs)
    whole = all(np.array_equal(pair.got, np.round(pair.got)) for pair in pairs)
    return explained >= (ENOUGH_INTEGERS if whole else ENOUGH_FLOATS)


def _wrong_in(pair):
    if pair.got.shape != pair.expected.shape:
        return pair.got.size
    return int((~np.isclose(pair.got, pair.expected, rtol=1e-6, atol=1e-9)).sum())


def _same_everywhere(pairs):
    came = np.concatenate([pair.got.ravel() for pair in pairs])
    right = np.concatenate([pair.expected.ravel() for pair in pairs])
    if came.size < 3 or not np.all(came == came[0]) or np.allclose(right, right[0]):
        return ""
    return f"Your answer is {came[0] + 0.0:g} whatever the input: does it use the input at all?"


def _sums_along_the_other_axis(pairs):
    """Where each row should sum to one and the same number (1, say), and each column does; or the other way round."""
    tables = [pair for pair in pairs if pair.expected.ndim == pair.got.ndim == 2 and min(pair.got.shape) > 1]
    if len(tables) < 2 or len(tables) < len([pair for pair in pairs if pair.got.size > 1]) / 2:
        return ""
    for axis, each, other in ((1, "row", "column"), (0, "column", "row")):
        total = _common_sum([pair.expected for pair in tables], axis)
        wrong = _common_sum([pair.got for pair in tables], 1 - axis)
        if total is not None and wrong is not None and abs(total - wrong) < NEARLY:
            return f"Each {other} of your answer sums to {total:.3g}; each {each} should: the axis is the wrong one."
    return ""


def _common_sum(arrays, axis):
    """What every row (or column) of every array sums to; None where they differ."""
    sums = np.concatenate([array.sum(axis=axis) for array in arrays])
    total = round(float(sums[0]), 6)
    return total if np.all(np.abs(sums - total) < NEARLY) else None


def _inputs_themselves(pairs, names):
    for position, name in enumerate(names):
        arguments = [pair.arguments[position] for pair in pairs]
        if all(isinstance(one, int | float | np.ndarray) for one in arguments):
            try:
                yield f"`{name}` itself", [np.asarray(one, dtype=float) for one in arguments], pairs
            except (TypeError, ValueError):
                continue


def _known_mistake_and_factor(exercise, pairs):
    """A listed mistake with a factor on top; "" where there is none."""
    for mistake in exercise.mistakes:
        candidates = [
            _value_at(run_on(mistake.answer, exercise.drive, pair.arguments), pair.path) for pair in pairs
        ]
        if any(candidate is None for candidate in candidates):
            continue
        found = ratios(candidates, pairs)
        factor = found and name_factor(found, candidates, pairs, [])
        if factor in PLAIN_FACTORS and _told_apart(factor, candidates, pairs):
            return f"Two slips at once: a factor of {factor}, and this: “{mistake.says}”"
    return ""


def _value_at(outcome, path):
    try:
        value = outcome.value
        for step in path:
            value = value[step]
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, IndexError, KeyError):
        return None
