"""The learner's own function in a figure."""

import sys
import threading
import time

import numpy as np
import pytest

from course_lib.figures import own
from course_lib.figures.own import own_values

X = np.array([-1.0, 2.0])


def not_written(x): ...


def to_be_done(x):
    raise NotImplementedError


def broken(x):
    return x + nobody  # noqa: F821


def changes_its_input(x):
    x *= 2
    return x


def test_numbers_come_back_as_float64_of_the_shape():
    values, problem = own_values(lambda x: (x > 0).astype(np.float32), X, shape=(2,))
    assert values.dtype == np.float64
    assert values.tolist() == [0, 1]
    assert problem == ""


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (None, "not written yet"),
        (..., "not written yet"),
        (not_written, "not_written is not written yet"),
        (to_be_done, "to_be_done is not written yet"),
        (broken, "broken raised NameError: name 'nobody' is not defined"),
        (lambda x: "two", "gives no numbers, but str"),
        (lambda x: ["a", 1], "no numbers, but list"),
        (lambda x: ["1", "2"], "no numbers, but list"),
        (lambda x: x * 1j, "no numbers, but ndarray"),
        (lambda x: sys.exit("enough"), "raised SystemExit: enough"),
        (lambda x: int("x" * 500), "raised ValueError: invalid literal for int() with base 10: 'xxx"),
        (lambda x: x[:1], "shape (1,); (2,) was expected"),
        (lambda x: x / 0, "gives -inf here"),
        (lambda: 1, "raised TypeError"),
    ],
)
def test_what_is_wrong_is_said(function, says):
    values, problem = own_values(function, X, shape=(2,))
    assert values is None
    assert says in problem


def test_one_number_is_expected_unless_a_shape_is_named():
    assert own_values(lambda x: x.sum(), X) == (1.0, "")
    assert "one number was expected" in own_values(lambda x: x, X)[1]


def test_the_arguments_stay_as_they_were():
    own_values(changes_its_input, X, shape=(2,))
    assert X.tolist() == [-1, 2]


@pytest.mark.slow
def test_torch_gives_numbers_too():
    torch = pytest.importorskip("torch")
    values, problem = own_values(lambda x: torch.tensor(x, requires_grad=True) * 2, X, shape=(2,))
    assert values.tolist() == [-2, 4]
    assert problem == ""


@pytest.mark.parametrize("elsewhere", [False, True], ids=["main thread", "another thread"])
def test_an_endless_loop_is_stopped_and_not_tried_again(monkeypatch, elsewhere):
    monkeypatch.setattr(own, "PATIENCE", 0.1)

    def endless(x):
        while True:
            pass

    problems, took = [], []

    def call_twice():
        for _ in range(2):
            start = time.monotonic()
            problems.append(own_values(endless, X)[1])
            took.append(time.monotonic() - start)

    if elsewhere:
        thread = threading.Thread(target=call_twice)
        thread.start()
        thread.join()
    else:
        call_twice()
    assert problems == ["endless took longer than 0.1 second and was stopped"] * 2
    assert took[1] < 0.05
