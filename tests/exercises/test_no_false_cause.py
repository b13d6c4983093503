"""What a beginner was told and was not so: a cause is named only where it is the cause, and then in one clear sentence."""

from fractions import Fraction

import numpy as np
import pytest

from course_lib.exercises import Exercise, Goal, State, examine, get_exercise, play_script
from course_lib.exercises.show import number, show


def step(place, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity


def by_hand_then_random(rng):
    by_hand = [(np.array([5.0]), np.array([1.0]), np.array([1.0]), 0.1, 0.9)] * 2
    return by_hand + [
        (*rng.normal(size=(3, n)), rng.uniform(0.2, 0.3), rng.uniform(0.3, 0.6)) for n in (3, 4)
    ]


def gradients(x, y, w, b):
    errors = w * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors)


def lines(rng):
    sizes = (1, 4, 3, 8)
    return [(rng.normal(size=n) + 1, rng.normal(size=n), rng.normal(), rng.normal()) for n in sizes]


def scale_all(arrays, factor):
    return [factor * array for array in arrays]


def several_arrays(rng):
    return [([rng.normal(size=(2, 3)), rng.normal(size=3)], 2.0), ([rng.normal(size=2)], 0.5)]


class Rule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def step(self, place, gradient):
        return place - self.learning_rate * gradient


def scripts(rng):
    return [((rate,), [("step", tuple(rng.normal(size=(2, 3))))]) for rate in (0.1, 0.1, 0.5)]


def task(reference, draw, **more):
    return Exercise("task", reference.__name__, reference, (), (), draw=draw, **more)


STEP, LINE, LIST = task(step, by_hand_then_random), task(gradients, lines), task(scale_all, several_arrays)
RULE = task(Rule, scripts, drive=play_script)


def told(exercise, answer):
    return " ".join(examine(exercise, answer).message)


class TestAnArgumentThatIsNotUsed:
    @pytest.mark.parametrize(
        ("name", "answer"),
        [
            ("momentum", lambda p, v, g, r, m: step(p, v, g, r, 0.9)),
            ("learning_rate", lambda p, v, g, r, m: step(p, v, g, 0.1, m)),
        ],
    )
    def test_a_number_in_its_place(self, name, answer):
        said = f"Your answer is the same whatever `{name}` is: is it forgotten, or is there a number where its name should stand?"
        assert said in examine(STEP, answer).message
        assert "negative" not in told(STEP, answer)

    def test_an_array(self):
        answer = lambda p, v, g, r, m: step(p, v, 0 * v, r, m)  # noqa: E731
        assert "whatever `gradient` is: is it used" in told(STEP, answer)

    def test_two_of_them(self):
        assert "whatever `velocity` and `momentum` are" in told(STEP, lambda p, v, g, r, m: (p - r * g, g))

    def test_of_a_class(self):
        rule = type("Rule", (Rule,), {"step": lambda self, place, gradient: place - 0.1 * gradient})
        assert "`learning_rate` is: is there a number in its place, or is `self.` missing" in told(RULE, rule)

    def test_what_is_used_and_does_not_matter_is_not_blamed(self):
        """The answer is wrong in its sign, and right in that it makes nothing of `unneeded`."""
        exercise = task(
            lambda x, unneeded: x.sum(), lambda rng: [(rng.normal(size=n), 1.0) for n in (2, 3, 4)]
        )
        said = told(exercise, lambda x, unneeded: -x.sum())
        assert "−1 × the right one" in said
        assert "unneeded" not in said

    def test_what_only_the_order_or_the_sign_counts_of_is_used(self):
        draw = lambda rng: [(rng.normal(size=n), 1.0) for n in (3, 4, 5)]  # noqa: E731
        exercise = task(lambda x, by: by * np.sort(x), draw)
        for answer in (lambda x, by: by * np.argsort(x), lambda x, by: by * np.sign(x)):
            assert "whatever" not in told(exercise, answer)


class TestArgumentsThatDoNotFit:
    def test_of_the_answer(self):
        assert "Keep the first line of the function as it was given" in told(LINE, lambda x, y: 0)

    def test_of_a_call_in_it(self):
        said = told(LINE, lambda x, y, w, b: gradients(x, y, w))
        assert "This call does not fit the function's list of arguments" in said
        assert "first line" not in said


class TestAGuessNeedsCases:
    def test_two_against_two_are_chance(self):
        answer = lambda p, v, g, r, m: step(p, v, g, r, m if len(p) == 1 else m / 2)  # noqa: E731
        assert "only then" not in told(STEP, answer)

    def test_single_numbers_are_no_elements(self):
        draw = lambda rng: [(b, rng.normal()) for b in (0.0, 1.0, -1.0, 2.0, -0.5)]  # noqa: E731
        exercise = task(lambda b, x: b + x, draw)
        assert "Right except" not in told(exercise, lambda b, x: abs(b) + x)

    def test_many_steps_make_nothing_unstable(self):
        draw = lambda rng: [(1.0, 2), (2.0, 3), (1.5, 100)]  # noqa: E731
        assert "unstable" not in told(
            task(lambda x, steps: x**2 / steps, draw), lambda x, n: x**2 / min(n, 9)
        )


class TestOneClearSentence:
    def test_a_fixed_number_of_examples(self):
        def answer(x, y, w, b):
            errors = w * x + b - y
            return 2 / 4 * np.sum(errors * x), 2 / 4 * np.sum(errors)

        said = told(LINE, answer)
        assert "Value 1 and value 2: your answer is n/4 × the right one" in said
        assert "is 4 written where n should stand?" in said
        assert "Two slips" not in said

    def test_no_joined_fragments(self):
        said = told(STEP, lambda p, v, g, r, m: (p - r * m * (v + g), m * (v + g)))
        assert "?," not in said
        assert "?." not in said
        assert "Two slips" not in said

    def test_rounded(self):
        exercise = task(lambda x: x / 3, lambda rng: [(rng.normal(size=n),) for n in (1, 3, 4)])
        assert "rounded to 4 decimals" in told(exercise, lambda x: np.round(x / 3, 4))

    def test_nearly_right_is_not_called_the_right_one(self):
        exercise = task(lambda x: x / 3, lambda rng: [(rng.normal(size=n),) for n in (1, 3, 4)])
        said = told(exercise, lambda x: x / 3 * (1 + 1e-7))
        assert "Very near" in said
        assert "× the right" not in said


class TestKinds:
    def test_a_list_is_asked(self):
        for answer in (
            lambda arrays, factor: (factor * array for array in arrays),
            lambda arrays, factor: np.array([factor * array for array in arrays] + [None], dtype=object),
        ):
            verdict = examine(LIST, answer)
            assert verdict.state is State.WRONG_TYPE
            assert verdict.message[0].startswith("Return a list"), verdict

    def test_a_list_where_a_number_is_asked(self):
        exercise = task(lambda x: x + 1, lambda rng: [(1.0,), (2.0,)])
        assert "without square brackets" in told(exercise, lambda x: [x + 1])

    def test_a_return_within_a_loop(self):
        exercise = task(lambda n: float(n), lambda rng: [(0,), (2,)])

        def answer(n):
            for one in range(n):
                return float(one + n)

        assert "indented into an `if` or a loop" in told(exercise, answer)

    def test_stacked_results_count_as_two(self):
        assert examine(STEP, lambda *arguments: np.stack(step(*arguments))).passed

    def test_fractions_are_numbers(self):
        assert examine(get_exercise("loss_after_one_step"), Fraction(27, 2)).passed

    def test_one_value_in_brackets_is_shown_as_it_was_typed(self):
        assert show((13.5,)) == "(13.5,)"

    def test_no_negative_zero(self):
        assert number(np.float64(-0.0)) == "0.0"


def measure(answer, count):
    return {"total": sum(int(one) for one in answer(count))}


class TestWhatFailsOutsideTheAnswer:
    def test_does_not_blame_math(self):
        exercise = task(np.arange, lambda rng: [(3,), (5,)], drive=measure)
        learners = {"np": np}  # a namespace of its own, as a notebook has
        answer = eval("lambda count: [np.arange(count), np.arange(2)]", learners)
        verdict = examine(exercise, answer)
        assert verdict.state is State.RAISED
        assert "math" not in str(verdict.message)
        assert "not of the kind or form that is asked" in verdict.message[0]

    def test_what_a_goal_cannot_measure_is_not_called_infinite(self):
        goals = (Goal("mean", lambda got, x: got.mean(), at_least=0),)
        exercise = task(lambda x: x, lambda rng: [(np.ones(3),)], goals=goals)
        verdict = examine(exercise, lambda x: x.tolist())
        assert verdict.state is State.WRONG_VALUE
        assert "can't be measured on what came" in verdict.title

    def test_a_measured_number_is_not_called_the_answer(self):
        exercise = task(np.arange, lambda rng: [(3,), (5,), (8,)], drive=measure)
        assert "Your answer is" not in told(exercise, lambda count: [0])


def test_a_changed_argument_of_a_method_has_a_name():
    class InPlace(Rule):
        def step(self, place, gradient):
            place -= self.learning_rate * gradient
            return place

    verdict = examine(RULE, InPlace)
    assert verdict.state is State.CHANGED_INPUT
    assert verdict.title == "your code changes `place`"
