"""What more can be said of a wrong answer that no listed mistake explains."""

import numpy as np

from course_lib.exercises.drives import call, play_script
from course_lib.exercises.evidence import parameters_of
from course_lib.exercises.ignored import ignored_arguments
from course_lib.exercises.pairs import groups_of_pairs
from course_lib.exercises.patterns import strains_it, when_it_fails, where_it_fails
from course_lib.exercises.slips import slip_in
from course_lib.exercises.trial import Trial
from course_lib.exercises.verdict import State

NUMERIC = (State.WRONG_VALUE, State.WRONG_SHAPE, State.NOT_FINITE)
NEAR = 1e-5
DIRECT = (call, play_script)  # other drives measure: their numbers are not the answer's own


def diagnose(exercise, trials: list[Trial], shown: Trial, unused: tuple[int, ...] = ()) -> list[str]:
    """Sentences: what is ignored, or the slip, or where it fails, or when. Empty where nothing is sure.

    `unused` are the positions of arguments that the answer was found to make nothing of.
    """
    numeric = shown.fault.state in NUMERIC
    if numeric and shown.fault.state != State.WRONG_SHAPE:
        ignored = ignored_arguments(exercise, trials, unused)
        if ignored:
            return [ignored]
    names = parameters_of(exercise.reference, len(shown.arguments)) if exercise.drive is call else []
    names = names if all(len(trial.arguments) == len(names) for trial in trials) else []
    strain = strains_it(trials)
    if strain:
        return [strain]
    found = _by_numbers(exercise, trials, names) if numeric and exercise.drive in DIRECT else []
    if shown.fault.state == State.CHANGED_INPUT:
        return []  # the verdict says it all
    return found or [when_it_fails(trials, names)]


def _by_numbers(exercise, trials, names):
    groups = groups_of_pairs(exercise, trials)
    wrong = {path: pairs for path, pairs in groups.items() if any(map(_is_wrong, pairs))}
    paths_of = {}
    for path, pairs in wrong.items():
        said = _nearly(pairs) or slip_in(exercise, pairs, names) or _where(pairs, names)
        if said:
            paths_of.setdefault(said, []).append(path)
    sentences = [_about(paths, said) for said, paths in paths_of.items()]
    rights = [path for path in groups if path and path not in wrong]
    if rights and wrong:
        sentences.insert(0, f"{_list_of(rights)} {'is' if len(rights) == 1 else 'are'} right.")
    return sentences


def _is_wrong(pair):
    return not pair.agree(pair.expected)


def _where(pairs, names):
    same_shape = all(pair.got.shape == pair.expected.shape for pair in pairs)
    return where_it_fails(pairs, names) if same_shape else ""


def _nearly(pairs):
    """A small epsilon, float32 in the middle, a slope by finite differences: right but for the last digits."""
    for pair in pairs:
        if pair.got.shape != pair.expected.shape or not np.isfinite(pair.got).all():
            return ""
        scale = min(1.0, np.abs(pair.expected[np.isfinite(pair.expected)]).max(initial=0))
        if not np.allclose(pair.got, pair.expected, rtol=NEAR, atol=NEAR * scale):
            return ""
    return (
        "Very near, but not near enough: is there a small number (an epsilon) in the formula, a step of a finite "
        "difference, or a rounding? The formula needs none."
    )


def _about(paths, sentence):
    return f"{_list_of(paths)}: {sentence[0].lower()}{sentence[1:]}" if paths[0] else sentence


def _list_of(paths):
    named = [
        ", ".join(f"value {step + 1}" if isinstance(step, int) else str(step) for step in path)
        for path in paths
    ]
    text = " and ".join(named)
    return text[0].upper() + text[1:]
