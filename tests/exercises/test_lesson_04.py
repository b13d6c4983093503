"""Lesson 04's specs: references equal torch and the library, right answers pass however they are written."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.exercises import State, check, exercises_of, get_exercise
from course_lib.exercises import lesson_04 as lesson


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_in_torch(*given):
    X, W1, b1, W2, b2 = map(torch.tensor, given)
    a1 = torch.sigmoid(X @ W1 + b1)
    return a1, torch.sigmoid(torch.nn.functional.linear(a1, W2.T, b2))


def forward_example_by_example(X, W1, b1, W2, b2):
    first = [
        [sigmoid(sum(x * w for x, w in zip(row, W1[:, j], strict=True)) + b1[j]) for j in range(len(b1))]
        for row in X
    ]
    second = [[sigmoid(np.dot(row, W2[:, k]) + b2[k]) for k in range(len(b2))] for row in first]
    return np.array(first), np.array(second)


def backward_example_by_example(X, Y, a1, a2, W2):
    dW1, db1 = np.zeros((X.shape[1], a1.shape[1])), np.zeros(a1.shape[1])
    dW2, db2 = np.zeros(W2.shape), np.zeros(W2.shape[1])
    for n in range(len(X)):
        dz2 = a2[n] - Y[n]
        dz1 = W2 @ dz2 * a1[n] * (1 - a1[n])
        dW2 += np.outer(a1[n], dz2) / len(X)
        db2 += dz2 / len(X)
        dW1 += np.outer(X[n], dz1) / len(X)
        db1 += dz1 / len(X)
    return [dW1, db1, dW2, db2]


def backward_with_einsum(X, Y, a1, a2, W2):
    n = X.shape[0]
    dz2 = a2 - Y
    dz1 = np.einsum("no,ho->nh", dz2, W2) * (a1 - a1**2)
    ones = np.ones(n)
    return X.T.dot(dz1) / n, ones @ dz1 / n, np.einsum("nh,no->ho", a1, dz2) / n, np.mean(dz2, axis=0)


def numeric_in_place(loss, weights, step):
    gradient = np.empty_like(weights)
    for place, old in np.ndenumerate(weights):
        weights[place] = old + step
        above = loss(weights)
        weights[place] = old - step
        gradient[place] = (above - loss(weights)) / 2 / step
        weights[place] = old
    return gradient


def numeric_back_and_forth(loss, weights, step):
    flat, gradient = weights.reshape(-1), []
    for place in range(flat.size):
        flat[place] += step
        above = loss(weights)
        flat[place] -= 2 * step
        below = loss(weights)
        flat[place] += step
        gradient.append((above - below) / (2 * step))
    return np.array(gradient).reshape(weights.shape)


def numeric_with_an_identity(loss, weights, step):
    moves = step * np.eye(weights.size).reshape(-1, *weights.shape)
    return np.reshape([(loss(weights + m) - loss(weights - m)) / (2 * step) for m in moves], weights.shape)


def layer_dz_by_torch(a1, a2, Y, W2):
    z1, z2 = torch.tensor(np.arctanh(a1), requires_grad=True), torch.tensor(np.log(a2 / (1 - a2)))
    through = torch.tanh(z1) @ torch.tensor(W2)
    z2 = through + (z2 - through.detach())
    z2.retain_grad()
    (0.5 * (torch.sigmoid(z2) - torch.tensor(Y)) ** 2).sum().backward()
    return z1.grad, z2.grad


def layer_dz_in_steps(a1, a2, Y, W2):
    dz2 = np.multiply(a2 - Y, a2 - a2**2)
    da1 = np.dot(W2, dz2.T).T
    return da1 - da1 * np.square(a1), dz2


def update_upward(W2, b2, a1, a2, Y, learning_rate):
    error = Y - a2
    return (
        W2 + learning_rate * np.dot(a1.T, error) / error.shape[0],
        b2 + learning_rate * error.mean(axis=0),
    )


def update_in_place(W2, b2, a1, a2, Y, learning_rate):
    dz2 = (a2 - Y) / len(Y)
    W2 -= learning_rate * a1.T @ dz2
    b2 -= learning_rate * dz2.sum(axis=0)
    return W2, b2


def order_with_a_stack(output):
    order, waiting, seen = [], [(output, False)], set()
    while waiting:
        value, done = waiting.pop()
        if done:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.append((value, True))
            waiting.extend((one, False) for one in value.inputs)
    return order


def order_by_counting(output):
    users, found = {output: 0}, [output]
    for value in found:
        for one in set(value.inputs):
            if one not in users:
                found.append(one)
            users[one] = users.get(one, 0) + 1
    ready, order = [output], []
    while ready:
        value = ready.pop()
        order.append(value)
        for one in set(value.inputs):
            users[one] -= 1
            if users[one] == 0:
                ready.append(one)
    return tuple(reversed(order))


def order_as_generator(output, seen=None):
    seen = set() if seen is None else seen
    if output not in seen:
        seen.add(output)
        for one in output.inputs:
            yield from order_as_generator(one, seen)
        yield output


class Micrograd:
    """Other names inside, closures that add by themselves."""

    def __init__(self, data, _children=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = 0 * self.data
        self._previous, self._backward = set(_children), lambda: None

    def __add__(self, other):
        result = Micrograd(self.data + other.data, (self, other))

        def back():
            self.grad = self.grad + nn.sum_to_shape(result.grad, self.data.shape)
            other.grad = other.grad + nn.sum_to_shape(result.grad, other.data.shape)

        result._backward = back
        return result

    def __mul__(self, other):
        result = Micrograd(self.data * other.data, (self, other))

        def back():
            self.grad = self.grad + nn.sum_to_shape(other.data * result.grad, self.data.shape)
            other.grad = other.grad + nn.sum_to_shape(self.data * result.grad, other.data.shape)

        result._backward = back
        return result

    def backward(self):
        order = []

        def build(value):
            if value not in order:
                for child in value._previous:
                    build(child)
                order.append(value)

        build(self)
        self.grad = np.ones(self.data.shape)
        for value in order[::-1]:
            value._backward()


class PlainNumbers(lesson.engine.Value):
    """Adds in place; lists for tuples."""

    def __add__(self, other):
        return PlainNumbers(self.data + other.data, (self, other), lambda g: [g, g])

    def __mul__(self, other):
        return PlainNumbers(self.data * other.data, (self, other), lambda g: [g * other.data, g * self.data])

    def backward(self):
        self.grad = np.ones(np.shape(self.data))
        for value in reversed(nn.topological_order(self)):
            for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
                one.grad += nn.sum_to_shape(gradient, one.data.shape)


class AroundTorch:
    """A learner who lets torch do it."""

    def __init__(self, data):
        self.tensor = data if isinstance(data, torch.Tensor) else torch.tensor(data, dtype=torch.float64)
        self.tensor = self.tensor.requires_grad_() if self.tensor.is_leaf else self.tensor

    data = property(lambda self: self.tensor.detach().numpy())
    grad = property(lambda self: self.tensor.grad)

    def __add__(self, other):
        return AroundTorch(self.tensor + other.tensor)

    def __mul__(self, other):
        return AroundTorch(self.tensor * other.tensor)

    def backward(self):
        self.tensor.sum().backward()


class Small(nn.Value):
    """The library's, made to start with ones."""

    def __add__(self, other):
        return Small(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        return Small(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

    def backward(self):
        super().backward(np.ones_like(self.data))


RIGHT = {
    "network_forward": [
        forward_in_torch,
        forward_example_by_example,
        lambda *g: list(lesson.network_forward.forward(*g)),
    ],
    "network_backward": [backward_example_by_example, backward_with_einsum],
    "numeric_gradient": [numeric_in_place, numeric_back_and_forth, numeric_with_an_identity],
    "mend_every_layer": [layer_dz_by_torch, layer_dz_in_steps],
    "mend_the_sign": [update_upward],
    "topological_order": [order_with_a_stack, order_by_counting, order_as_generator, nn.topological_order],
    "engine": [Micrograd, PlainNumbers, AroundTorch, Small],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    verdict = check(exercise_id, answer)
    assert verdict.state is State.CORRECT, verdict


def wrong_zip(X, Y, a1, a2, W2):
    dz2 = (a2 - Y) / len(X)
    dz1 = dz2 * a1 * (1 - a1)
    return X.T @ dz1, dz1.sum(0), a1.T @ dz2, dz2.sum(0)


class Overwrites(Micrograd):
    def __add__(self, other):
        result = Overwrites(self.data + other.data, (self, other))

        def back():
            self.grad = nn.sum_to_shape(result.grad, self.data.shape)
            other.grad = nn.sum_to_shape(result.grad, other.data.shape)

        result._backward = back
        return result

    def __mul__(self, other):
        result = Overwrites(self.data * other.data, (self, other))

        def back():
            self.grad = nn.sum_to_shape(other.data * result.grad, self.data.shape)
            other.grad = nn.sum_to_shape(self.data * result.grad, other.data.shape)

        result._backward = back
        return result


class OverwritesInOrder(lesson.engine.Value):
    """As most people write it: a recursive order, and = in place of +=."""

    def __add__(self, other):
        return OverwritesInOrder(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        return OverwritesInOrder(
            self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data)
        )

    def backward(self):
        self.grad = np.ones_like(self.data)
        for value in reversed(lesson.topological_order.topological_order(self)):
            for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
                one.grad = nn.sum_to_shape(gradient, one.data.shape)


def engine_going_back(walk):
    """The lesson's engine, `backward` replaced."""

    class Value(lesson.engine.Value):
        def __add__(self, other):
            return Value(self.data + other.data, (self, other), lambda g: (g, g))

        def __mul__(self, other):
            return Value(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

        def backward(self):
            self.grad = np.ones_like(self.data)
            for value in reversed(nn.topological_order(self)):
                walk(self, value)

    return Value


def no_equals_sign(self, value):
    for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
        one.grad + nn.sum_to_shape(gradient, one.data.shape)


def a_typo(self, value):
    for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
        one.gradient = one.grad + nn.sum_to_shape(gradient, one.data.shape)


def all_of_the_tuple(self, value):
    for one in value.inputs:
        one.grad = one.grad + value.pass_back(value.grad)


def pass_back_of_self(self, value):
    for one, gradient in zip(value.inputs, self.pass_back(value.grad), strict=False):
        one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)


def gradient_of_self(self, value):
    for one, gradient in zip(value.inputs, value.pass_back(self.grad), strict=False):
        one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)


class ZeroesFirst(lesson.engine.Value):
    """Every backward starts afresh."""

    def backward(self):
        for value in nn.topological_order(self):
            value.grad = np.zeros_like(value.data)
        super().backward()

    def __add__(self, other):
        return ZeroesFirst(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        return ZeroesFirst(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))


def append_then_visit(output, order=None):
    order = [] if order is None else order
    if output not in order:
        order.append(output)
        for one in output.inputs:
            append_then_visit(one, order)
    return order


def two_names_for_one_array(loss, weights, step):
    gradient = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        up = weights
        dn = weights
        up[place] += step
        dn[place] -= step
        gradient[place] = (loss(up) - loss(dn)) / (2 * step)
    return gradient


def two_names_one_after_the_other(loss, weights, step):
    gradient = np.zeros_like(weights)
    for place in np.ndindex(weights.shape):
        up = weights
        up[place] += step
        above = loss(up)
        dn = weights
        dn[place] -= step
        gradient[place] = (above - loss(dn)) / (2 * step)
    return gradient


def forward_with(hidden, last, turn=lambda W: W):
    def answer(X, W1, b1, W2, b2):
        a1 = hidden(X @ turn(W1) + b1)
        return a1, last(a1 @ W2 + b2)

    return answer


def backward_over(n_of):
    def answer(X, Y, a1, a2, W2):
        return [part * len(X) / n_of(X, Y) for part in lesson.network_backward.backward(X, Y, a1, a2, W2)]

    return answer


def through_without_slope(a1, a2, Y, W2):
    dz2 = (a2 - Y) * a2 * (1 - a2)
    return (a2 - Y) @ W2.T * (1 - a1**2), dz2


def update_with_slope(W2, b2, a1, a2, Y, learning_rate):
    return lesson.mend_the_sign.with_slope(W2, b2, a1, a2, Y, learning_rate)


def published_dz(a1, a2, Y, W2):
    return a1 - Y, a2 - Y


def published_update(W2, b2, a1, a2, Y, learning_rate):
    error = (Y - a2) / len(Y)
    W2 = W2 - learning_rate * a1.T @ error
    b2 = b2 - learning_rate * error.sum(axis=0)
    return W2, b2


def forward_in_the_wrong_order(X, W1, b1, W2, b2):
    return sigmoid(X @ W1), sigmoid(sigmoid(X @ W1) @ W2)


@pytest.mark.parametrize(
    ("exercise_id", "answer", "says"),
    [
        ("mend_every_layer", published_dz, "This is the published mistake, a − y in both layers"),
        ("mend_the_sign", published_update, "This is the published mistake: it climbs"),
        ("network_forward", forward_in_the_wrong_order, "biases are missing"),
        ("topological_order", lambda output: [output, *output.inputs], ""),
        ("chain_rule_by_hand", 6, "times x = 2"),
        ("chain_rule_by_hand", 18, "times w"),
        ("topological_order", append_then_visit, "Turning the list round is not enough"),
        (
            "topological_order",
            lambda o: nn.topological_order(o)[::-1],
            "Your order is right, but turned round",
        ),
        ("numeric_gradient", two_names_for_one_array, "weights.copy()"),
        ("numeric_gradient", two_names_one_after_the_other, "weights.copy()"),
        ("mend_every_layer", through_without_slope, "dz2 is right. What goes back through W2 is dz2 itself"),
        ("mend_the_sign", update_with_slope, "No slope here"),
        ("network_forward", forward_with(np.tanh, np.tanh), "tanh in both layers"),
        ("network_forward", forward_with(sigmoid, nn.softmax), "softmax in the last layer"),
        ("network_forward", forward_with(sigmoid, sigmoid, np.transpose), "W1.T lies on its side"),
        ("network_backward", backward_over(lambda X, Y: Y.shape[1]), "number of outputs"),
        ("network_backward", backward_over(lambda X, Y: Y.size), "number of all targets"),
        ("engine", engine_going_back(no_equals_sign), "The start is there, but nothing is stored"),
        ("engine", engine_going_back(a_typo), "The start is there, but nothing is stored"),
        ("engine", engine_going_back(all_of_the_tuple), "`pass_back` gives a tuple"),
        ("engine", engine_going_back(pass_back_of_self), "Each value has its own pass_back"),
        ("engine", engine_going_back(gradient_of_self), "What a value passes back is what arrived at it"),
        ("engine", ZeroesFirst, "It must *add* to what is in `grad` already"),
        ("engine", Overwrites, ""),
        ("engine", OverwritesInOrder, "overwrites"),
        ("network_backward", wrong_zip, ""),
    ],
)
def test_wrong_answers_are_told_what_they_are(exercise_id, answer, says):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert says in " ".join(verdict.message), verdict


def test_an_update_leaves_the_old_weights_as_they_are():
    verdict = check("mend_the_sign", update_in_place)
    assert verdict.state is State.CHANGED_INPUT
    assert "`W2` and `b2`" in verdict.title


def test_a_wrong_order_is_shown_with_names():
    shown = repr(check("topological_order", lambda output: nn.topological_order(output)[::-1]))
    assert "inputs_of = {'a': (), 'b': (\"a\",)}" in shown
    assert "before what uses them" in shown
    assert "after what uses them" in shown


def test_an_engine_is_shown_the_formula_that_failed():
    shown = repr(check("engine", Overwrites))
    assert 'formula = "a + a + b"' in shown
    assert "a = 2.0" in shown
    assert "expected (gradient of a):\n    2.0" in shown


def test_half_an_engine_is_told_what_is_missing():
    class Value(lesson.engine.Value):
        def __mul__(self, other): ...

        def backward(self): ...

    verdict = check("engine", Value)
    assert verdict.state is State.NOT_ATTEMPTED
    assert "`__mul__`, `backward`" in verdict.message[0]


def test_references_equal_torch():
    rng = np.random.default_rng(3)
    for X, Y, _, _, _ in lesson.network_backward.draw_passes(rng):
        hidden, outputs = 4, Y.shape[1]
        shapes = (X.shape[1], hidden), (hidden,), (hidden, outputs), (outputs,)
        parameters = [torch.tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes]
        W1, b1, W2, b2 = parameters
        a1 = torch.sigmoid(torch.tensor(X) @ W1 + b1)
        a2 = torch.sigmoid(a1 @ W2 + b2)
        (torch.nn.functional.binary_cross_entropy(a2, torch.tensor(Y), reduction="sum") / len(X)).backward()
        arrays = [one.detach().numpy() for one in (*parameters, a1, a2)]
        np.testing.assert_allclose(lesson.network_forward.forward(X, *arrays[:4])[1], arrays[5], rtol=1e-12)
        gradients = lesson.network_backward.backward(X, Y, arrays[4], arrays[5], arrays[2])
        for mine, theirs in zip(gradients, parameters, strict=True):
            np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)
        W, b = lesson.mend_the_sign.update(arrays[2], arrays[3], arrays[4], arrays[5], Y, 0.3)
        np.testing.assert_allclose(W, arrays[2] - 0.3 * W2.grad.numpy(), atol=1e-12)
        np.testing.assert_allclose(b, arrays[3] - 0.3 * b2.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize(
    "arguments", lesson.engine.draw_formulas(np.random.default_rng(5)), ids=lambda drawn: drawn[0]
)
def test_formulas_have_torchs_gradients(arguments):
    expected = lesson.engine.differentiate(AroundTorch, *arguments)
    found = lesson.engine.differentiate(lesson.engine.Value, *arguments)
    assert found.keys() == expected.keys()
    for name, array in found.items():
        np.testing.assert_allclose(array, np.asarray(expected[name]), atol=1e-12)


def test_the_predicted_number():
    w, x, b, y = (nn.Value(number) for number in (3.0, 2.0, 1.0, 4.0))
    ((w * x + b - y) ** 2).backward()
    assert w.grad == get_exercise("chain_rule_by_hand").reference


def test_each_exercise_has_hints_and_four_mistakes():
    for exercise in exercises_of("04"):
        assert len(exercise.mistakes) >= 4, exercise.id
        assert len(exercise.hints) >= 2, exercise.id
