"""The engine against torch's autograd in float64, on random graphs; and what it says where it cannot go on."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib import nn
from course_lib.nn import autograd
from course_lib.nn.autograd import Value, sum_to_shape, topological_order

SHAPES = [(), (1,), (3,), (1, 3), (2, 1), (2, 3), (4, 1, 1), (4, 2, 3)]  # any two of them broadcast
TABLES = [(2, 3), (3, 2), (4, 2, 3), (1, 3, 2)]


def bounded(x):
    """The same in both libraries, and small whatever x is: roots, logarithms and quotients stay tame."""
    return x.tanh() * 0.5 + 1.5


# Each works on our Values and on torch's tensors alike.
ONE = {
    "exp": lambda x: x.tanh().exp(),
    "log": lambda x: bounded(x).log(),
    "tanh": lambda x: x.tanh(),
    "sigmoid": lambda x: x.sigmoid(),
    "relu": lambda x: x.relu(),
    "neg": lambda x: -x,
    "square": lambda x: bounded(x) ** 2,
    "root": lambda x: bounded(x) ** 0.5,
    "times itself": lambda x: x * x.tanh(),
    "plus itself": lambda x: x + x,
    "2 + x": lambda x: 2 + x,
    "2 - x": lambda x: 2 - x,
    "x - 2": lambda x: x - 2,
    "3 * x": lambda x: 3 * x,
    "2 / x": lambda x: 2 / bounded(x),
    "x / 2": lambda x: x / 2,
    "2 ** x": lambda x: 2 ** x.tanh(),
    "row": lambda x: x.reshape(1, -1),
    "sum": lambda x: x.sum(),
    "mean": lambda x: x.mean(),
    "sum of all, kept": lambda x: x.reshape(1, -1).sum(axis=(0, 1), keepdims=True),
}
ALONG = {
    "sum along": lambda x, axis: x.sum(axis=axis).tanh(),
    "mean along": lambda x, axis: x.mean(axis=axis),
    "sum along, kept": lambda x, axis: x.sum(axis=axis, keepdims=True),
    "mean along, kept": lambda x, axis: x - x.mean(axis=axis, keepdims=True),
}
TWO = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a.tanh() * b,
    "/": lambda a, b: a / bounded(b),
    "**": lambda a, b: bounded(a) ** b.tanh(),
}


@st.composite
def graphs(draw):
    """Arrays to start from, and steps: (name, places of what it works on, an axis)."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    leaves = [
        rng.normal(size=shape) for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=4))
    ]
    place, names = st.integers(0, 100), st.sampled_from([*ONE, *ALONG, *TWO, *TWO])
    return leaves, draw(st.lists(st.tuples(names, place, place), min_size=1, max_size=12))


def built(leaves, steps):
    """The values of a graph: the leaves, then one for each step that fits the shapes."""
    values = list(leaves)
    for name, first, second in steps:
        a, b = values[first % len(values)], values[second % len(values)]
        shape_a, shape_b = (tuple(one.data.shape) for one in (a, b))
        if name in ONE:
            values.append(ONE[name](a))
        elif name in ALONG and shape_a:
            values.append(ALONG[name](a, second % len(shape_a)))
        elif name in TWO and _broadcast(shape_a, shape_b):
            values.append(TWO[name](a, b))
    return values


def _broadcast(*shapes):
    try:
        return np.prod(np.broadcast_shapes(*shapes)) <= 500
    except ValueError:
        return False


def total(values):
    """One number that every value has a share in."""
    result = values[0].sum()
    for value in values[1:]:
        result = result + value.tanh().mean()
    return result


def in_torch(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def agree(ours, theirs):
    """Values and gradients, to 1e-10 and in shape."""
    for mine, other in zip(ours, theirs, strict=True):
        gradient = np.zeros(other.shape) if other.grad is None else other.grad.numpy()
        assert mine.data.shape == mine.grad.shape == tuple(other.shape)
        np.testing.assert_allclose(mine.data, other.detach().numpy(), rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(mine.grad, gradient, rtol=1e-10, atol=1e-10)


@given(graphs())
def test_random_graphs_have_torchs_values_and_gradients(graph):
    leaves, steps = graph
    ours, theirs = built(map(Value, leaves), steps), built(map(in_torch, leaves), steps)
    for value in theirs:
        value.retain_grad()
    total(ours).backward()
    total(theirs).backward()
    agree(ours, theirs)


@given(st.sampled_from(TABLES), st.sampled_from(TABLES), st.integers(0, 2**32))
def test_products_of_tables_and_stacks_of_tables(left, right, seed):
    rng = np.random.default_rng(seed)
    right = (*right[:-2], left[-1], right[-1])
    leaves = [rng.normal(size=left), rng.normal(size=right), rng.normal(size=right[-1])]
    ours, theirs = [*map(Value, leaves)], [*map(in_torch, leaves)]
    for a, b, bias in (ours, theirs):
        y = (a @ b + bias).tanh()
        (y if len(b.data.shape) > 2 else y @ b.T).sum().backward()
    agree(ours, theirs)


def test_arrays_and_numbers_may_stand_on_either_side():
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    for combine in (
        lambda x: array + x,
        lambda x: array - x,
        lambda x: array * x,
        lambda x: array / x,
        lambda x: array @ x,
        lambda x: x @ array,
        lambda x: np.float64(3) * x,
        lambda x: 1 - x / 3,
    ):
        value = Value([[0.5, -1.0], [2.0, 1.5]])
        result = combine(value)
        assert isinstance(result, Value)
        result.sum().backward()
        np.testing.assert_allclose(
            value.grad, numeric(lambda x, f=combine: f(Value(x)).data.sum(), value.data), rtol=1e-6
        )


def numeric(function, x, step=1e-6):
    """Central differences."""
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        moved = np.zeros_like(x)
        moved[place] = step
        gradient[place] = (function(x + moved) - function(x - moved)) / (2 * step)
    return gradient


def test_a_value_used_twice_gets_both_gradients():
    a, b = Value(2.0), Value(3.0)
    ((a * b + a - 5) ** 2).backward()
    assert (a.grad, b.grad) == (24.0, 12.0)


def test_a_second_backward_adds_as_in_torch():
    for make in (Value, in_torch):
        a = make([1.0, -2.0])
        u = a * a
        u.sum().backward()
        (u * 3).sum().backward() if make is Value else (a * a * 3).sum().backward()
        np.testing.assert_allclose(a.grad, [8.0, -16.0])


def test_powers_at_zero():
    x = Value([0.0, 2.0])
    (x**0 + x**1 + x**2).sum().backward()
    np.testing.assert_array_equal(x.grad, [1.0, 5.0])


def test_a_graph_of_five_thousand_operations():
    assert sys.getrecursionlimit() < 5000
    x = y = Value(1.0)
    for _ in range(5000):
        y = y * 1.0 + x * 0.001
    y.backward()
    assert x.grad == pytest.approx(6.0)


def test_many_paths_cost_no_more_than_their_steps():
    x = y = Value(1.0)
    for _ in range(200):
        y = y + y  # 2^200 paths lead back to x
    y.backward()
    assert x.grad == 2.0**200


@given(graphs())
def test_the_order_has_everything_once_and_inputs_first(graph):
    output = total(built(map(Value, graph[0]), graph[1]))
    order = topological_order(output)
    places = {value: place for place, value in enumerate(order)}
    assert len(places) == len(order)
    assert order[-1] is output
    for value in order:
        assert all(places[one] < places[value] for one in value.inputs)


@given(st.sampled_from(SHAPES), st.sampled_from(SHAPES))
def test_sum_to_shape_undoes_broadcasting(shape, other):
    whole = np.broadcast_shapes(shape, other)
    gradient = np.arange(1.0, np.prod(whole) + 1).reshape(whole)
    small = in_torch(np.zeros(shape))
    small.expand(whole).backward(torch.tensor(gradient))
    np.testing.assert_allclose(sum_to_shape(gradient, shape), small.grad.numpy())
    assert np.shape(sum_to_shape(gradient, shape)) == shape


def test_a_network_and_its_cross_entropy():
    rng = np.random.default_rng(0)
    X, labels = rng.normal(size=(5, 3)), rng.integers(0, 2, size=(5, 2)).astype(float)
    weights = [rng.normal(size=shape) for shape in ((3, 4), (4,), (4, 2), (2,))]
    ours, theirs = [*map(Value, weights)], [*map(in_torch, weights)]
    for (W1, b1, W2, b2), x, y in ((ours, X, labels), (theirs, torch.tensor(X), torch.tensor(labels))):
        p = ((x @ W1 + b1).sigmoid() @ W2 + b2).sigmoid()
        (-(y * p.log() + (1 - y) * (1 - p).log()).sum(axis=1).mean()).backward()
    agree(ours, theirs)


def test_no_overflow_in_sigmoid():
    with np.errstate(all="raise", under="ignore"):
        x = Value([-1000.0, 0.0, 1000.0])
        x.sigmoid().sum().backward()
    np.testing.assert_array_equal(x.grad, [0, 0.25, 0])


def test_small_probabilities_keep_their_digits():
    x = Value([-30.0, 25.0])
    x.sigmoid().log().sum().backward()
    np.testing.assert_allclose(x.grad, nn.sigmoid(-x.data), rtol=1e-12)


def test_training_in_place_leaves_the_callers_array_alone():
    start = np.ones(3)
    value = Value(start)
    value.data -= 1
    assert start.tolist() == [1, 1, 1]


def test_it_shows_its_data():
    assert repr(Value([1, 2]) * 2) == "Value([2. 4.])"


def test_backward_from_a_table_needs_a_gradient():
    value = Value([[1.0, 2.0]]) * 3
    with pytest.raises(ValueError, match=r"one number: call .sum\(\) on shape \(1, 2\) first"):
        value.backward()
    value.backward([[10.0, 1.0]])
    np.testing.assert_array_equal(value.inputs[0].grad, [[30.0, 3.0]])


def test_one_number_may_have_any_shape():
    value = Value([[3.0]])
    (value * value).backward()
    assert value.grad.tolist() == [[6.0]]


def test_a_row_is_no_table():
    with pytest.raises(ValueError, match=r"tables, not \(2, 3\) @ \(3,\)"):
        Value(np.ones((2, 3))) @ np.ones(3)


def test_it_is_in_the_library_and_short():
    assert nn.Value is Value
    assert len(Path(autograd.__file__).read_text().splitlines()) < 100
