"""Mutation tests of every exercise of every lesson: right answers pass, wrong ones don't, listed mistakes are named.

Nothing needs to be added here for a new lesson: its specs are found by themselves.
"""

import copy
import inspect

import numpy as np
import pytest

from course_lib.exercises import Exercise, State, call, examine, exercises_of, lessons
from course_lib.exercises.help import source_of
from course_lib.exercises.learner import draw
from course_lib.exercises.plain import plain
from course_lib.exercises.show import show
from course_lib.exercises.spec import given
from course_lib.exercises.trial import BrokenSpecError

ALL = [exercise for lesson in lessons() for exercise in exercises_of(lesson)]
EXERCISES = [exercise for exercise in ALL if not exercise.file]  # who needs a file has tests of its own
FUNCTIONS = [exercise for exercise in EXERCISES if exercise.kind == "function" and exercise.drive is call]
COMPARED = [exercise for exercise in FUNCTIONS if not exercise.goals]
IN_FLOAT32 = {"scale_pixels"}
SLOW = {"make_mlp"}  # each makes networks of a million weights


def each(exercises):
    marked = [
        pytest.param(one, marks=pytest.mark.slow if one.id in SLOW or one.goals else ()) for one in exercises
    ]
    return pytest.mark.parametrize("exercise", marked, ids=[one.id for one in exercises])


def seeds(exercise):
    return [None] if exercise.id in SLOW or exercise.goals else [None, 1, 2]


def stub(*arguments):
    """What a learner opens."""
    ...  # your code here


def stub_class(reference):
    """The class with every method that the reference defines still to be written."""
    methods = {name: stub for name, value in vars(reference).items() if inspect.isfunction(value)}
    return type(reference.__name__, (), methods)


@each(EXERCISES)
class TestEveryExercise:
    def test_the_solution_passes(self, exercise):
        for seed in seeds(exercise):
            verdict = examine(exercise, exercise.reference, seed)
            assert verdict.state == State.CORRECT, verdict
            assert verdict.points == exercise.points

    def test_the_stub_reads_not_attempted(self, exercise):
        unsolved = {"value": ..., "function": stub}
        answer = stub_class(exercise.reference) if exercise.kind == "class" else unsolved[exercise.kind]
        for nothing in (answer, None, ...):
            assert examine(exercise, nothing).state == State.NOT_ATTEMPTED

    def test_every_listed_mistake_gets_its_own_message(self, exercise):
        for mistake in exercise.mistakes:
            for seed in seeds(exercise):
                verdict = examine(exercise, mistake.answer, seed)
                assert not verdict.passed, mistake.says
                assert mistake.says in verdict.message, f"{mistake.says}\n{verdict}"

    def test_it_helps(self, exercise):
        assert len(exercise.mistakes) >= 3
        assert len({mistake.says for mistake in exercise.mistakes}) == len(exercise.mistakes)
        assert len(exercise.hints) >= 2
        assert exercise.points > 0
        assert exercise.name.isidentifier()
        assert exercise.name in source_of(exercise)


def test_a_reference_that_fails_is_the_specs_fault_and_says_so():
    broken = Exercise("broken", "f", lambda x: 1 / 0, (), (), draw=lambda rng: [(1,)])
    with pytest.raises(BrokenSpecError, match=r"'broken' fails on \(1,\): ZeroDivisionError"):
        examine(broken, lambda x: x)


def test_ids_are_unique():
    ids = [exercise.id for exercise in ALL]
    assert len(set(ids)) == len(ids)


@each([exercise for exercise in EXERCISES if exercise.draw])
def test_it_draws_the_same_for_the_same_seed_and_other_inputs_for_another(exercise):
    first, again, other = (show(plain(given_of(exercise, seed))) for seed in (5, 5, 6))
    assert first == again
    assert len(draw(exercise, 5)[0]) == 1 or first != other or exercise.drive is not call


def given_of(exercise, seed):
    inputs, extremes = draw(exercise, seed)
    return [tuple(map(str, given(arguments))) for arguments in inputs + extremes]


def converted(exercise, change, undo=lambda value: value):
    """The reference, with every array of floats in its arguments, however nested, changed first."""

    def answer(*arguments):
        return undo(exercise.reference(*_each_array(arguments, change)))

    return answer


def _each_array(value, change):
    if isinstance(value, list | tuple):
        return type(value)(_each_array(one, change) for one in value)
    return change(value) if isinstance(value, np.ndarray) and value.dtype == np.float64 else value


def to_tensor(value):
    import torch

    if isinstance(value, tuple):
        return tuple(map(to_tensor, value))
    return torch.as_tensor(value) if isinstance(value, np.ndarray | np.number) else value


OTHER_WAYS = {
    "in float32": lambda task: converted(task, lambda array: array.astype(np.float32)),
    "handing back float32": lambda task: converted(
        task, np.array, lambda value: _each_array(value, np.float32)
    ),
    "handing back tensors": lambda task: converted(task, np.array, to_tensor),
    "in another memory order": lambda task: converted(task, lambda array: np.array(array, order="F")),
}


@each(COMPARED)
def test_right_in_other_ways(exercise):
    pytest.importorskip("torch")
    for how, make in OTHER_WAYS.items():
        verdict = examine(exercise, make(exercise))
        assert verdict.passed, f"{how}\n{verdict}"


# Wrong in ways that need no knowledge of the exercise: from the right value to a wrong one of its form.
SPOILED = {
    "zero": lambda value: value * 0,
    "one": lambda value: value * 0 + 1,
    "negative": lambda value: -value,
    "twice": lambda value: 2 * value,
    "half": lambda value: value / 2,
    "a thousandth more": lambda value: value * 1.001,
    "a bit more": lambda value: value * (1 + 2e-3),
    "plus a thousandth": lambda value: value + 1e-3,
    "plus one": lambda value: value + 1,
    "square": lambda value: value**2,
    "absolute": np.abs,
    "transposed": np.transpose,
    "reversed": lambda value: value[..., ::-1],
    "rolled": lambda value: np.roll(value, 1),
    "flat": np.ravel,
    "summed": np.sum,
    "averaged": np.mean,
    "noisy": lambda value: value + 1e-3 * np.random.default_rng(0).normal(size=np.shape(value)),
    "rounded": lambda value: np.round(value, 3),
    "one more axis": lambda value: np.asarray(value)[None],
    "largest": np.max,
    "text": str,
    "nothing": lambda value: None,
    "first missing": lambda value: value[1:],
    "nan": lambda value: value * np.nan,
    "list": lambda value: [value],
    "sorted": np.sort,
    "clipped": lambda value: np.clip(value, 0, 1),
}


def spoiled(exercise, spoil):
    """The reference, its value (or each of its values) spoiled; where that can't be done the answer raises."""

    def answer(*arguments):
        value = exercise.reference(*arguments)
        return tuple(map(spoil, value)) if isinstance(value, tuple) else spoil(value)

    return answer


def is_the_same(exercise, answer):
    """Whether an answer gives, bit for bit or nearly, what the reference gives for all inputs, extreme ones too."""
    inputs, extremes = draw(exercise)
    for arguments in map(given, inputs + extremes):
        try:
            with np.errstate(all="ignore"):
                right, came = (plain(one(*copy.deepcopy(arguments))) for one in (exercise.reference, answer))
                if not _same(right, came):
                    return False
        except Exception:
            return False
    return True


def _same(right, came):
    if isinstance(right, tuple):
        return isinstance(came, tuple) and all(map(_same, right, came))
    if isinstance(came, str | list | type(None)):
        return False
    return np.shape(right) == np.shape(came) and np.allclose(
        right, came, rtol=1e-12, atol=1e-13, equal_nan=True
    )


@each(COMPARED)
def test_a_spoiled_answer_does_not_pass(exercise, monkeypatch):
    monkeypatch.setattr("course_lib.exercises.judge.diagnosed", lambda *_: [])
    try_spoiled_answers(exercise)


@pytest.mark.slow
@each(COMPARED)
def test_nor_does_the_diagnosis_of_it_fail(exercise):
    try_spoiled_answers(exercise)


def try_spoiled_answers(exercise):
    for how, spoil in SPOILED.items():
        answer = spoiled(exercise, spoil)
        if not is_the_same(exercise, answer):
            verdict = examine(exercise, answer)
            assert not verdict.passed, f"{how}\n{verdict}"


@each(
    [
        exercise
        for exercise in COMPARED
        if exercise.relative_tolerance is None and exercise.id not in IN_FLOAT32
    ]
)
@pytest.mark.parametrize("factor", [1 + 1e-6, 1 - 3e-8])
def test_nearly_right_is_not_right(exercise, factor):
    """Except where a spec says so: its own tolerance, or a reference in float32."""
    value = exercise.reference(*draw(exercise)[0][0])
    if np.asarray(value[0] if isinstance(value, tuple) else value).dtype.kind == "f":
        assert not examine(exercise, spoiled(exercise, lambda value: value * factor)).passed


@each(COMPARED)
def test_an_argument_handed_back_does_not_pass(exercise, monkeypatch):
    monkeypatch.setattr("course_lib.exercises.judge.diagnosed", lambda *_: [])
    count = len(given(draw(exercise)[0][0]))
    for place in range(count):
        assert not examine(exercise, lambda *arguments, place=place: arguments[place]).passed


@each(COMPARED)
def test_an_argument_ignored_does_not_pass(exercise, monkeypatch):
    """Every argument matters to some input: with zeros or ones in its place the answer is wrong."""
    monkeypatch.setattr("course_lib.exercises.judge.diagnosed", lambda *_: [])
    for place in range(len(given(draw(exercise)[0][0]))):
        for constant in (0, 1):
            answer = ignoring(exercise, place, constant)
            assert is_the_same(exercise, answer) or not examine(exercise, answer).passed
        zero, one = ignoring(exercise, place, 0), ignoring(exercise, place, 1)
        assert not (examine(exercise, zero).passed and examine(exercise, one).passed), f"argument {place + 1}"


def ignoring(exercise, place, constant):
    def answer(*arguments):
        replaced = arguments[place] * 0 + constant
        return exercise.reference(*arguments[:place], replaced, *arguments[place + 1 :])

    return answer


@each([exercise for exercise in EXERCISES if exercise.kind == "value"])
def test_other_values_do_not_pass(exercise):
    reference = exercise.reference
    if isinstance(reference, str):
        others = [letter for letter in "abcdefgh" if letter != reference] + ["", "x", 0, 1, True, [reference]]
    else:
        others = [reference * 1.02 + 0.01, -reference - 1, reference + 1, 1e9, "a", str(reference), True]
    for other in others:
        assert not examine(exercise, other).passed, other
