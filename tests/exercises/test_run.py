"""What runs beside the learner's code: stubs, plain data, the line that is to blame, what is printed."""

import sys

import numpy as np
import pytest

from course_lib.exercises import State, call
from course_lib.exercises.plain import Foreign, plain
from course_lib.exercises.run import attempt, run_on
from course_lib.exercises.stub import is_stub, unwritten


def only_dots(x): ...


def doc_and_dots(x):
    """Doc."""
    ...  # your code here


def passing(x):
    pass


def not_implemented(x):
    raise NotImplementedError


def not_implemented_either(x):
    raise NotImplementedError("to do")


def given_and_dots(x):
    """Doc."""
    difference = x - 1  # noqa: F841
    ...  # your code here


def only_doc(x):
    """Doc."""


def computes(x):
    y = x + 1  # noqa: F841


def returns_none(x):
    return None


def returns(x):
    return 1


def prints(x):
    print(x)


@pytest.mark.parametrize(
    "function",
    [
        only_dots,
        doc_and_dots,
        passing,
        not_implemented,
        not_implemented_either,
        given_and_dots,
        only_doc,
        returns_none,
    ],
)
def test_stubs(function):
    assert is_stub(function)


@pytest.mark.parametrize("function", [computes, returns, prints, lambda x: x, lambda x: 0])
def test_no_stubs(function):
    assert not is_stub(function)


def test_stubs_without_source():
    space = {}
    exec("def f(x):\n    'Doc.'\n    ...\ndef g(x):\n    y = x\ndef h(x): return 3", space)
    assert [is_stub(space[name]) for name in "fgh"] == [True, False, False]


def test_the_stubs_of_a_class():
    class Half:
        def __init__(self):
            self.x = 1

        def step(self): ...

    assert unwritten(Half) == ("step",)


def test_a_half_written_class_is_not_attempted_and_says_what_is_missing(try_answer):
    class Momentum:
        def __init__(self, learning_rate, beta):
            self.learning_rate, self.beta = learning_rate, beta

        def step(self, weights, gradient):
            """One step."""
            ...  # your code here

    verdict = try_answer("momentum", Momentum)
    assert verdict.state == State.NOT_ATTEMPTED
    assert "`step`" in verdict.message[0]


@pytest.mark.parametrize("value", [None, True, 3, 2.5, 1j, "text", ..., [1, (2.0, {"a": "b"})]])
def test_plain_things_stay(value):
    assert plain(value) == value


def test_arrays_are_copied():
    array = np.arange(3)
    copy = plain([array])[0]
    array[0] = 9
    assert copy.tolist() == [0, 1, 2]


def test_objects_leave_only_their_names():
    class Odd:
        pass

    assert plain([Odd()]) == [Foreign("Odd")]
    assert plain({1: len})["1"] == Foreign("builtin_function_or_method")


def test_tensors_become_arrays_whatever_they_are():
    torch = pytest.importorskip("torch")
    for tensor in (
        torch.ones(2, requires_grad=True),
        torch.ones(2, dtype=torch.bfloat16),
        torch.eye(2).to_sparse(),
        torch.ones(2).to(torch.complex64).conj(),
        torch.nn.Parameter(torch.ones(2)),
    ):
        assert isinstance(plain(tensor), np.ndarray)


def test_the_answer_gets_copies():
    inputs = [(np.zeros(2), [np.zeros(2)])]

    def spoils(x, held):
        x += 1
        held[0][:] = 3
        held.append(4)
        return 0

    outcome = run_on(spoils, call, inputs[0])
    assert outcome.changed == (0, 1)
    assert inputs[0][0].tolist() == [0, 0]
    assert len(inputs[0][1]) == 1


def test_nan_in_an_input_is_no_change():
    assert run_on(lambda x: 0, call, (np.array([np.nan]),)).changed == ()


def helper(x):
    return x / missing_name  # noqa: F821


def calls_helper(x):
    return helper(x) + 1


def test_the_blame_is_on_the_innermost_own_line():
    raised = run_on(calls_helper, call, (1,)).raised
    assert raised.type_name == "NameError"
    assert raised.line.startswith("return x / missing_name")
    assert raised.line[slice(*raised.blamed)] == "missing_name"
    assert raised.where.endswith("in helper")


def test_an_error_inside_a_library_is_blamed_on_the_line_that_called_it():
    raised = run_on(lambda x: np.linalg.inv(x), call, (np.zeros((2, 2)),)).raised
    assert raised.line.startswith("raised = run_on(lambda x: np.linalg.inv(x)")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("np.exq(x)", "Did you mean `exp`"),
        ("valu + 1", "Did you mean `value`"),
        ("sigmoid(x)", "Did you mean `nn.sigmoid`"),
        ("np.sigmoid(x)", "Did you mean `nn.sigmoid`"),
        ("exp(x)", "Did you mean `np.exp`"),
        ("x + np.zeros(5)", "shapes do not fit"),
        ("1 if x > 0 else 2", "np.where"),
        ("math.exp(x)", "np.exp"),
        ("x[7]", "no element"),
        ("value()", "no function"),
        ("None + x", "returned nothing"),
        ("answer()", "list of arguments"),
        ("x.sum(axis=2)", "no such axis"),
        ("-(x > 0)", "mask.astype(float)"),
        ("math.log(0)", "logarithm"),
        ("1 // 0", "division by zero"),
        ("math.exp(1000)", "too large"),
        ("{}['a']", "no such key"),
        ("int('a').b", ""),
    ],
)
def test_common_errors_are_explained(code, words):
    import math

    space = {"np": np, "math": math, "value": 3}
    exec(f"def answer(x):\n    return {code}", space)
    raised = run_on(space["answer"], call, (np.array([1.0, 2.0]),)).raised
    assert words in raised.reason, raised


def test_what_is_printed_is_kept_aside_and_cut(capsys):
    def chatty(x):
        for _ in range(10_000):
            print("hello", file=sys.stdout)
        print("oh", file=sys.stderr)
        return 1

    outcome = run_on(chatty, call, (1,))
    assert outcome.printed.startswith("hello\n")
    assert len(outcome.printed) == 2000
    assert capsys.readouterr() == ("", "")


def test_after_a_run_that_did_not_finish_there_are_no_more():
    def slow(x):
        while x > 1:
            pass
        return x

    done = attempt(slow, call, [(1,), (2,), (1,)], seconds=0.2)
    assert [outcome.timed_out for outcome in done.outcomes] == [False, True]


def test_a_function_that_wraps_itself_is_run_as_any_other():
    def own(x):
        return 2 * x

    own.__wrapped__ = own
    tried = attempt(own, call, [(1.0,), (None,)], 5)
    assert tried.outcomes[0].value == 2.0
    assert tried.outcomes[1].raised.type_name == "TypeError"
