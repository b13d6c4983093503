"""The learner's own function in a figure."""

import numpy as np
import pytest

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
