"""Exercise engine: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib import nn
from course_lib.exercises.lesson_04.topological_order import topological_order
from course_lib.exercises.spec import Exercise, Mistake


class Value:
    """An array that remembers what it was computed from."""

    def __init__(self, data, inputs=(), pass_back=lambda gradient: ()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.inputs, self.pass_back = inputs, pass_back

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), lambda gradient: (gradient, gradient))

    def __mul__(self, other):
        def pass_back(gradient):
            return gradient * other.data, gradient * self.data

        return Value(self.data * other.data, (self, other), pass_back)

    def backward(self):
        self.grad = np.ones_like(self.data)
        for value in reversed(nn.topological_order(self)):
            for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
                one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)


def differentiate(answer, formula, a, b):
    """Value and gradients of a formula in `a` and `b`, worked out by the engine `answer`.

    "a * b, then a + b" are two formulas, each with its own backward; the value is that of the last.
    """
    leaves = {"a": answer(a), "b": answer(b)}
    for one in formula.split(", then "):
        result = eval(one, {}, dict(leaves))
        result.backward()
    gradients = {f"gradient of {name}": leaf.grad for name, leaf in leaves.items() if name in formula}
    return {"value": result.data, **gradients}


def draw_formulas(rng):
    """A formula in a and b with their arrays: numbers by hand, then values used twice, then shapes that broadcast."""
    table, other, row, column = (rng.normal(size=size) for size in ((2, 3), (2, 3), (3,), (2, 1)))
    return [
        ("a * b", 2.0, 3.0),
        ("a + a + b", 2.0, 3.0),
        ("a * b + a", 2.0, 3.0),
        ("a + b", table, other),
        ("(a + b) * (a * b)", table, other),
        ("(a * b + a) * (a * b) + b", rng.normal(), rng.normal()),
        ("(c := a * b) * c + c", 2.0, 3.0),
        ("(c := a + b) * (c * a + b)", table, other),
        ("a + b", table, row),
        ("a * b + b", table, row),
        ("(a * b) * (a + b)", column, row),
        ("a * a * b + b", table, rng.normal()),
        ("a * b, then a + b", 2.0, 3.0),
        ("a * a, then a * b", table, row),
        ("a", 2.0, 3.0),  # a start, and nothing to pass on
    ]


def engine(multiply=lambda gradient, a, b: (gradient * b, gradient * a), go_back=None, product=None):
    """A wrong answer to `Value`: what a product passes back, what it is, or how `backward` goes, replaced."""

    class Value:
        __init__ = globals()["Value"].__init__

        def __add__(self, other):
            return type(self)(self.data + other.data, (self, other), lambda gradient: (gradient, gradient))

        def __mul__(self, other):
            if product:
                return product(self, other)
            a, b = self.data, other.data
            return type(self)(a * b, (self, other), lambda gradient: multiply(gradient, a, b))

        def backward(self):
            (go_back or globals()["Value"].backward)(self)

    return Value


def without_return(self, other):
    type(self)(self.data * other.data)


def walk(receive, order=lambda order: order[::-1], start=np.ones_like, shaped=nn.sum_to_shape):
    """A wrong `backward`: `receive(one, gradient)` says what an input does with what arrives."""

    def go_back(output):
        output.grad = start(output.data)
        for value in order(nn.topological_order(output)):
            for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
                receive(one, shaped(gradient, one.data.shape))

    return go_back


def add_up(one, gradient):
    one.grad = one.grad + gradient


def store_nothing(one, gradient):
    """`one.grad + gradient`, and no `=`."""


def zero_first(output):
    """All gradients behind the output are set to 0, and with them what an earlier formula gave."""
    for value in nn.topological_order(output):
        value.grad = np.zeros_like(value.data)
    Value.backward(output)


def give_each_the_tuple(shaped):
    """Each input gets all that `pass_back` returns, for itself and for the others."""

    def go_back(output):
        output.grad = np.ones_like(output.data)
        for value in reversed(nn.topological_order(output)):
            for one in value.inputs:
                one.grad = one.grad + shaped(value.pass_back(value.grad), one.data.shape)

    return go_back


def mix_up(who, what):
    """`who(output, value).pass_back(what(output, value).grad)`, for the inputs of each value."""

    def go_back(output):
        output.grad = np.ones_like(output.data)
        for value in reversed(nn.topological_order(output)):
            parts = who(output, value).pass_back(what(output, value).grad)
            for one, gradient in zip(value.inputs, parts, strict=False):
                one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)

    return go_back


def add_in_place(one, gradient):
    one.grad += gradient


def overwrite(one, gradient):
    one.grad = gradient


def recursive_order(order):
    """As `topological_order` above goes, not as the library's: what overwrites depends on it."""
    return topological_order(order[-1])[::-1]


def as_it_comes(gradient, shape):
    return gradient


def pass_on_at_once(output):
    """Without an order: what arrived is passed on at once, and then once more with what arrives later."""

    def visit(value):
        for one, gradient in zip(value.inputs, value.pass_back(value.grad), strict=True):
            add_up(one, nn.sum_to_shape(gradient, one.data.shape))
            visit(one)

    output.grad = np.ones_like(output.data)
    visit(output)


EXERCISE = Exercise(
    id="engine",
    name="Value",
    reference=Value,
    draw=draw_formulas,
    drive=differentiate,
    points=4,
    mistakes=(
        Mistake(
            "Where a value is used twice, the second gradient overwrites the first. They add up: "
            "one.grad = one.grad + gradient.",
            engine(go_back=walk(overwrite)),
        ),
        Mistake(
            "The gradient that arrives last overwrites those before it. A value that is used twice gets both: "
            "one.grad = one.grad + gradient.",
            engine(go_back=walk(overwrite, order=recursive_order)),
        ),
        Mistake(
            "You overwrite: a value that is used twice keeps the last gradient alone. Add. (And sum each back to "
            "the shape of its value, with nn.sum_to_shape.)",
            engine(go_back=walk(overwrite, shaped=as_it_comes)),
        ),
        Mistake(
            "A value that is used twice keeps only what arrives last: add instead. (And sum each gradient back to "
            "the shape of its value, with nn.sum_to_shape.)",
            engine(go_back=walk(overwrite, order=recursive_order, shaped=as_it_comes)),
        ),
        Mistake(
            "Each factor gets its *own* value times the gradient; it must be the *other* one's.",
            engine(lambda gradient, a, b: (gradient * a, gradient * b)),
        ),
        Mistake(
            "`__mul__` works its result out and gives nothing back: `return Value(…)`.",
            engine(product=without_return),
        ),
        Mistake(
            "`__mul__` returns a bare array, which remembers nothing. Return a Value, as `__add__` does.",
            engine(product=lambda self, other: self.data * other.data),
        ),
        Mistake(
            "The product's Value does not know its inputs: hand over (self, other) and what it passes back.",
            engine(product=lambda self, other: type(self)(self.data * other.data)),
        ),
        Mistake(
            "In what the product passes back stand Values; take their arrays: other.data and self.data.",
            engine(
                product=lambda self, other: type(self)(
                    self.data * other.data,
                    (self, other),
                    lambda gradient: (gradient * other, gradient * self),
                )
            ),
        ),
        Mistake(
            "The product passes back its local derivatives alone. Times the gradient that arrives: the chain rule.",
            engine(lambda gradient, a, b: (b + 0 * gradient, a + 0 * gradient)),
        ),
        Mistake(
            "The product passes back its local derivatives alone, in their own shapes. Each is multiplied by the gradient.",
            engine(lambda gradient, a, b: (b, a)),
        ),
        Mistake(
            "A product passes the gradient on unchanged, as a sum does. Each factor gets it times the other factor.",
            engine(lambda gradient, a, b: (gradient, gradient)),
        ),
        Mistake(
            "All gradients are 0: backward needs a start. The output's own gradient is np.ones_like(self.data).",
            engine(go_back=walk(add_up, start=np.zeros_like)),
        ),
        Mistake(
            "The start is there, but nothing is stored in the inputs: one.grad = one.grad + gradient, with `=`, and with the "
            "name `grad`.",
            engine(go_back=walk(store_nothing)),
        ),
        Mistake(
            "`backward` sets gradients to 0 first. It must *add* to what is in `grad` already: here two formulas share a "
            "value, and it gets the sum of both.",
            engine(go_back=zero_first),
        ),
        *(
            Mistake(says, engine(go_back=give_each_the_tuple(shaped)))
            for says, shaped in (
                (
                    "`pass_back` gives a tuple, a gradient for each input, and you add all of it to each. Pair them: "
                    "zip(value.inputs, value.pass_back(value.grad)).",
                    as_it_comes,
                ),
                (
                    "`pass_back` gives a tuple, and you sum all of it into each input. Pair inputs and gradients: "
                    "zip(value.inputs, value.pass_back(value.grad)).",
                    nn.sum_to_shape,
                ),
            )
        ),
        Mistake(
            "Each value has its own pass_back: value.pass_back(…), not self.pass_back(…), which is the output's.",
            engine(go_back=mix_up(lambda output, value: output, lambda output, value: value)),
        ),
        Mistake(
            "What a value passes back is what arrived at it: value.pass_back(value.grad), not that of self.grad.",
            engine(go_back=mix_up(lambda output, value: value, lambda output, value: output)),
        ),
        Mistake(
            "Of each value in the loop ask its own: value.pass_back(value.grad). self is always the output.",
            engine(go_back=mix_up(lambda output, value: output, lambda output, value: output)),
        ),
        Mistake(
            "`backward` starts with a single 1. The output may be a table: start with np.ones_like(self.data).",
            engine(go_back=walk(add_up, start=lambda data: 1.0)),
        ),
        Mistake(
            "Broadcasting stretched one of the operands. Sum its gradient back to its own shape: nn.sum_to_shape.",
            engine(go_back=walk(add_up, shaped=as_it_comes)),
        ),
        Mistake(
            "`+=` can't stretch an array. Sum the gradient back to the shape of its value first: nn.sum_to_shape.",
            engine(go_back=walk(add_in_place, shaped=as_it_comes)),
        ),
        Mistake(
            "Only the output's own inputs get a gradient. Go through all values, and the output first: the topological "
            "order, reversed.",
            engine(go_back=walk(add_up, order=lambda order: order[-1:])),
        ),
        Mistake(
            "A value that is used twice passes on what came first, and then *all* of it again. Wait until everything "
            "has arrived: reversed topological order.",
            engine(go_back=pass_on_at_once),
        ),
    ),
    hints=(
        "`__mul__` is `__add__` with another operation and another rule: what did the product rule say in the first figure?",
        "A product passes back (gradient * other.data, gradient * self.data).",
        "`backward` walks as you did in the first figure: 1 at the output, then value by value against the order.",
        "`backward`: start with self.grad = np.ones_like(self.data), then go through "
        "reversed(nn.topological_order(self)).",
        "At each value: zip(value.inputs, value.pass_back(value.grad)) pairs inputs with their gradients.",
        "for one, gradient in zip(value.inputs, value.pass_back(value.grad)):\n"
        "    one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)",
    ),
)
