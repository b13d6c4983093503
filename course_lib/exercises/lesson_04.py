"""The exercises of lesson 04: forward, backward, gradient checking, two published mistakes, an engine.

The references stand here because `solution()` shows them: they are what a learner could have written. Tests hold them
against torch and `course_lib.nn`.
"""

import numpy as np

from course_lib import nn
from course_lib.exercises.spec import Exercise, Mistake

TITLE = "Backpropagation"


def forward(X, W1, b1, W2, b2):
    """Two layers, a sigmoid after each."""
    a1 = nn.sigmoid(X @ W1 + b1)
    a2 = nn.sigmoid(a1 @ W2 + b2)
    return a1, a2


def backward(X, Y, a1, a2, W2):
    """From the loss back to the first layer's parameters."""
    dz2 = (a2 - Y) / len(X)
    dW2, db2 = a1.T @ dz2, dz2.sum(axis=0)
    dz1 = (dz2 @ W2.T) * a1 * (1 - a1)
    dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
    return dW1, db1, dW2, db2


def numeric_gradient(loss, weights, step):
    """Each element moved up and down by itself."""
    gradient = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = np.zeros(weights.shape)
        moved[place] = step
        gradient[place] = (loss(weights + moved) - loss(weights - moved)) / (2 * step)
    return gradient


def layer_dz(a1, a2, Y, W2):
    """Each layer's own slope, and for the hidden layer what comes back through W2."""
    dz2 = (a2 - Y) * a2 * (1 - a2)
    dz1 = (dz2 @ W2.T) * (1 - a1**2)
    return dz1, dz2


def update(W2, b2, a1, a2, Y, learning_rate):
    """One step downhill: minus the gradient, and a2 − Y is the gradient at z2."""
    dz2 = (a2 - Y) / len(Y)
    return W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)


def topological_order(output):
    """A value is put down once all its inputs are."""
    order = []

    def visit(value):
        if value not in order:
            for one in value.inputs:
                visit(one)
            order.append(value)

    visit(output)
    return order


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


def order_in(answer, inputs_of):
    """Build a graph, and say of the order that the answer gives what any right order has in common.

    `inputs_of` names each value's inputs, as in {"a": (), "b": (), "c": ("a", "b")}; the last value is the output.
    """
    values = {}
    for number, (name, inputs) in enumerate(inputs_of.items()):
        values[name] = nn.Value(number, tuple(values[one] for one in inputs))
    order = answer(values[name])
    if order is None or order is Ellipsis:
        return None
    order = list(order)
    if not all(isinstance(value, nn.Value) for value in order):
        return {"only values in it": False}
    return {
        "only values in it": True,
        "how many different values": len(set(order)),
        "each value once": len(set(order)) == len(order),
        "where inputs stand": where_inputs_stand(order),
    }


def where_inputs_stand(order):
    """In words: before all that uses them, after it, or neither. An input that is missing stands nowhere."""
    places = {value: place for place, value in enumerate(order)}
    pairs = [(places.get(one), place) for place, value in enumerate(order) for one in value.inputs]
    if any(used is None for used, _ in pairs):
        return "some are missing"
    if all(used < place for used, place in pairs):
        return "before what uses them"
    return "after what uses them" if all(used > place for used, place in pairs) else "some before, some after"


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


def draw_network(rng):
    """X, W1, b1, W2, b2: one example by hand, the lesson's 3-4-2 network, then others of several shapes."""
    W1, W2 = np.array([[0.5, -1.0, 1.0], [-1.0, 1.0, -0.5]]), np.array([[2.0], [-2.0], [1.0]])
    by_hand = (np.array([[2.0, 1.0]]), W1, np.array([0.0, 1.0, -0.5]), W2, np.array([0.5]))
    return [by_hand, *(network(rng, *sizes) for sizes in ((1, 3, 4, 2), (5, 3, 4, 2), (4, 2, 3, 1)))]


def network(rng, examples, inputs, hidden, outputs):
    """Random X, W1, b1, W2, b2."""
    shapes = (examples, inputs), (inputs, hidden), (hidden,), (hidden, outputs), (outputs,)
    return tuple(rng.normal(size=shape) for shape in shapes)


def draw_passes(rng):
    """X, Y, a1, a2, W2 after a forward pass through those networks; targets are 0 or 1."""
    passes = []
    for X, W1, b1, W2, b2 in draw_network(rng):
        a1, a2 = forward(X, W1, b1, W2, b2)
        passes.append((X, rng.integers(0, 2, size=a2.shape).astype(float), a1, a2, W2))
    return passes


def draw_tanh_passes(rng):
    """a1 (from −1 to 1), a2 (0 to 1), Y, W2; one output or as many as hidden units, so that mistakes run as well."""
    drawn = []
    for examples, hidden, outputs in ((1, 2, 1), (3, 4, 1), (2, 3, 3), (5, 3, 1)):
        a1, a2 = (
            np.tanh(rng.normal(size=(examples, hidden))),
            nn.sigmoid(rng.normal(size=(examples, outputs))),
        )
        Y = rng.integers(0, 2, size=(examples, outputs)).astype(float)
        drawn.append((a1, a2, Y, rng.normal(size=(hidden, outputs))))
    return drawn


def draw_updates(rng):
    """W2, b2, a1, a2, Y and a learning rate."""
    drawn = []
    for (X, W1, b1, W2, b2), rate in zip(draw_network(rng), (0.5, 0.1, 0.3, 2.0), strict=True):
        a1, a2 = forward(X, W1, b1, W2, b2)
        drawn.append((W2, b2, a1, a2, rng.integers(0, 2, size=a2.shape).astype(float), rate))
    return drawn


def sum_of_cubes(w):
    """Its slope changes from place to place, so that one-sided differences show."""
    return np.sum(w**3)


def cubes_and_products(w):
    """Every element matters to the slope at every other."""
    return np.sum(w**3) + np.sum(w) ** 2


def draw_losses(rng):
    """A loss, weights (a row, then tables) and a step. Binary fractions: moving an element back gives just what it was."""
    weights = [rng.integers(-40, 40, size=size) / 16 for size in ((3,), (2, 3), (4, 1))]
    return [
        (sum_of_cubes, np.array([1.0, 2.0]), 0.5),
        (cubes_and_products, weights[0], 0.25),
        (cubes_and_products, weights[1], 0.125),
        (sum_of_cubes, weights[2], 0.0625),
    ]


def draw_graphs(rng):
    """A chain, a value used twice, graphs where the first sight of a value comes too early, a random one."""
    by_hand = [
        [(), (0,)],
        [(), (), (0, 1), (2, 0)],
        [(), (0,), (1,), (2, 0)],
        [(), (0,), (1,), (0, 2)],
        [(), (0,), (0,), (1, 2), (3, 1)],
        [(), (0, 0), (1, 1), (2, 2), (3, 3)],
    ]
    random = [()]
    for number in range(1, 9):
        random.append(tuple(int(place) for place in (*rng.integers(0, number, size=1), number - 1)))
    return [(named(graph),) for graph in (*by_hand, random)]


def named(graph):
    """The same graph with letters for numbers: [(), (0, 0)] becomes {"a": (), "b": ("a", "a")}."""
    letters = "abcdefghi"
    return {letters[k]: tuple(letters[one] for one in inputs) for k, inputs in enumerate(graph)}


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


def two_layers(hidden, last):
    """A wrong answer to `forward`: these two functions in place of the sigmoids."""

    def answer(X, W1, b1, W2, b2):
        a1 = hidden(X @ W1 + b1)
        return a1, last(a1 @ W2 + b2)

    return answer


def wrong_backward(
    slope=lambda a1: a1 * (1 - a1), error=None, through=None, bias=None, share=lambda X, Y: len(X)
):
    """A wrong answer to `backward`: one part of it replaced."""
    error = error or (lambda a2, Y: a2 - Y)
    through = through or (lambda dz2, W2: dz2 @ W2.T)
    bias = bias or (lambda dz: dz.sum(axis=0))

    def answer(X, Y, a1, a2, W2):
        dz2 = error(a2, Y) / share(X, Y)
        dz1 = through(dz2, W2) * slope(a1)
        return X.T @ dz1, bias(dz1), a1.T @ dz2, bias(dz2)

    return answer


def same_everywhere(X, Y, a1, a2, W2):
    dz2, dz1 = (a2 - Y) / len(X), (a1 - Y) / len(X)
    return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)


def mean_of_bias(X, Y, a1, a2, W2):
    dW1, db1, dW2, db2 = backward(X, Y, a1, a2, W2)
    return dW1, db1 / len(X), dW2, db2 / len(X)


def divided_twice(X, Y, a1, a2, W2):
    dW1, db1, dW2, db2 = backward(X, Y, a1, a2, W2)
    return dW1 / len(X), db1 / len(X), dW2, db2


def never_moved_back(loss, weights, step):
    gradient, moved = np.zeros(weights.shape), weights.copy()
    for place in np.ndindex(weights.shape):
        before = loss(moved)
        moved[place] += step
        gradient[place] = (loss(moved) - before) / step
    return gradient


def no_copy(loss, weights, step):
    """One array under two names: moved up, measured, moved back, measured."""
    gradient, up = np.zeros(weights.shape), weights.copy()
    down = up
    for place in np.ndindex(weights.shape):
        up[place] += step
        above = loss(up)
        down[place] -= step
        gradient[place] = (above - loss(down)) / (2 * step)
    return gradient


def by_moves(slope):
    """A wrong answer to `numeric_gradient`: `slope(loss, weights, moved, step)` for each element by itself."""

    def answer(loss, weights, step):
        gradient = np.zeros(weights.shape)
        for place in np.ndindex(weights.shape):
            moved = np.zeros(weights.shape)
            moved[place] = step
            gradient[place] = slope(loss, weights, moved, step)
        return gradient

    return answer


def published_update(W2, b2, a1, a2, Y, learning_rate):
    error = (Y - a2) / len(Y)
    return W2 - learning_rate * a1.T @ error, b2 - learning_rate * error.sum(axis=0)


def half_mended(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate)[0], published_update(W2, b2, a1, a2, Y, learning_rate)[1]


def without_mean(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate * len(Y))


def with_slope(W2, b2, a1, a2, Y, learning_rate):
    dz2 = (a2 - Y) * a2 * (1 - a2) / len(Y)
    return W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)


def with_mean_of_bias(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate)[0], b2 - learning_rate * (a2 - Y).mean()


def only_the_change(W2, b2, a1, a2, Y, learning_rate):
    return tuple(
        new - old for new, old in zip(update(W2, b2, a1, a2, Y, learning_rate), (W2, b2), strict=True)
    )


def at_first_sight(output):
    """Breadth-first, then turned round."""
    order = [output]
    for value in order:
        order += [one for one in value.inputs if one not in order]
    return order[::-1]


def before_its_inputs(output):
    order = []

    def visit(value):
        if value not in order:
            order.append(value)
            for one in value.inputs:
                visit(one)

    visit(output)
    return order[::-1]


def at_first_visit(output):
    return before_its_inputs(output)[::-1]


def every_path(output):
    return [value for one in output.inputs for value in every_path(one)] + [output]


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


FUNCTIONS = [
    Exercise(
        id="network_forward",
        name="forward",
        reference=forward,
        draw=draw_network,
        mistakes=(
            Mistake(
                "The biases are missing: z = X @ W + b, in both layers.",
                lambda X, W1, b1, W2, b2: forward(X, W1, 0 * b1, W2, 0 * b2),
            ),
            Mistake(
                "The hidden layer has no sigmoid: a1 is the sigmoid of X @ W1 + b1.",
                lambda X, W1, b1, W2, b2: (X @ W1 + b1, nn.sigmoid((X @ W1 + b1) @ W2 + b2)),
            ),
            Mistake(
                "The last layer has no sigmoid: what you return is z2. a2 = sigmoid(z2).",
                lambda X, W1, b1, W2, b2: (nn.sigmoid(X @ W1 + b1), nn.sigmoid(X @ W1 + b1) @ W2 + b2),
            ),
            Mistake(
                "These are z1 and z2, before the sigmoids. Return what comes after them, a1 and a2.",
                lambda X, W1, b1, W2, b2: (X @ W1 + b1, nn.sigmoid(X @ W1 + b1) @ W2 + b2),
            ),
            Mistake(
                "There is no sigmoid at all; each layer has one, after its sum.",
                lambda X, W1, b1, W2, b2: (X @ W1 + b1, (X @ W1 + b1) @ W2 + b2),
            ),
            Mistake(
                "The second layer gets z1. It gets a1, the hidden layer after its sigmoid.",
                lambda X, W1, b1, W2, b2: (
                    nn.sigmoid(X @ W1 + b1),
                    nn.sigmoid((X @ W1 + b1) @ W2 + b2),
                ),
            ),
            Mistake(
                "Hidden layer first: return a1, a2.",
                lambda X, W1, b1, W2, b2: forward(X, W1, b1, W2, b2)[::-1],
            ),
            *(
                Mistake(
                    f"You have {name} where a sigmoid is asked: after each of the two layers.",
                    two_layers(hidden, last),
                )
                for name, hidden, last in (
                    ("tanh in both layers", np.tanh, np.tanh),
                    ("tanh in the hidden layer", np.tanh, nn.sigmoid),
                    ("ReLU in the hidden layer", nn.relu, nn.sigmoid),
                    ("softmax in the last layer", nn.sigmoid, nn.softmax),
                    ("softmax in both layers", nn.softmax, nn.softmax),
                )
            ),
            Mistake(
                "W1.T lies on its side. W1 has a row for each input and a column for each unit: X @ W1 fits as it is.",
                lambda X, W1, b1, W2, b2: X @ W1.T,
            ),
            Mistake(
                "X comes first: each of its rows, an example, meets each column of W1, a unit. X @ W1.",
                lambda X, W1, b1, W2, b2: W1 @ X,
            ),
            Mistake(
                "The hidden layer is right. W2.T lies on its side: W2 has a row for each hidden unit, so a1 @ W2 fits as it is.",
                lambda X, W1, b1, W2, b2: forward(X, W1, b1, W2, b2)[0] @ W2.T,
            ),
        ),
        hints=(
            "Both layers do the same: a weighted sum for all units at once, then the sigmoid. What is the second one's input?",
            "The first layer: z1 = X @ W1 + b1, then a1 = nn.sigmoid(z1).",
            "The second layer does the same with a1 in place of X.",
            "a1 = nn.sigmoid(X @ W1 + b1)\na2 = nn.sigmoid(a1 @ W2 + b2)\nreturn a1, a2",
        ),
    ),
    Exercise(
        id="network_backward",
        name="backward",
        reference=backward,
        draw=draw_passes,
        points=3,
        mistakes=(
            Mistake(
                "The loss is a mean over the examples: divide dz2 by their number, len(X).",
                wrong_backward(share=lambda X, Y: 1),
            ),
            *(
                Mistake(f"You divide by {what}. n is the number of examples, the rows: len(X).", wrong)
                for what, wrong in (
                    ("the number of outputs", wrong_backward(share=lambda X, Y: Y.shape[1])),
                    ("the number of inputs", wrong_backward(share=lambda X, Y: X.shape[1])),
                    ("the number of all targets", wrong_backward(share=lambda X, Y: Y.size)),
                )
            ),
            Mistake(
                "The sigmoid's slope is missing in the hidden layer: dz1 is (dz2 @ W2.T) * a1 * (1 - a1).",
                wrong_backward(slope=np.ones_like),
            ),
            Mistake(
                "a − y again in the hidden layer? Hidden units have no target. What comes to them comes through W2, and "
                "then through the sigmoid: dz1 = (dz2 @ W2.T) * a1 * (1 - a1).",
                same_everywhere,
            ),
            Mistake(
                "a − y in both layers, and no mean. Hidden units have no target: dz1 = (dz2 @ W2.T) * a1 * (1 - a1), and "
                "dz2 is divided by len(X).",
                lambda X, Y, a1, a2, W2: tuple(len(X) * g for g in same_everywhere(X, Y, a1, a2, W2)),
            ),
            Mistake(
                "The sign is wrong everywhere: the gradient at z2 is a2 − Y, not Y − a2.",
                wrong_backward(error=lambda a2, Y: Y - a2),
            ),
            Mistake(
                "In dz2 the sigmoid's slope cancels against that of cross-entropy: dz2 is a2 − Y alone (over n).",
                wrong_backward(error=lambda a2, Y: (a2 - Y) * a2 * (1 - a2)),
            ),
            Mistake(
                "A bias is used by every example, so its gradients add up: sum(axis=0), not the mean. dz2 is over n already.",
                mean_of_bias,
            ),
            Mistake(
                "You divide by n once more in the first layer. dz1 comes from dz2, which is divided already.",
                divided_twice,
            ),
            Mistake(
                "The slope of sigmoid is a1 * (1 - a1); you have 1 - a1**2, that of tanh.",
                wrong_backward(slope=lambda a1: 1 - a1**2),
            ),
            Mistake(
                "Brackets: `a1 * 1 - a1` is 0. The sigmoid's slope is a1 * (1 - a1).",
                wrong_backward(slope=lambda a1: a1 * 1 - a1),
            ),
            Mistake(
                "Half of the slope is missing: it is a1 * (1 - a1), both factors.",
                wrong_backward(slope=lambda a1: 1 - a1),
            ),
            Mistake(
                "The sigmoid is applied once more before its slope is taken: a1 is its value already, the slope a1 * (1 - a1).",
                wrong_backward(slope=lambda a1: nn.sigmoid_grad(a1)),
            ),
            Mistake(
                "The order is dW1, db1, dW2, db2: first layer first.",
                lambda *given: (*backward(*given)[2:], *backward(*given)[:2]),
            ),
            Mistake(
                "The weights' gradients lie on their sides: dW has W's shape, inputs × outputs. X.T @ dz1, a1.T @ dz2.",
                lambda *given: tuple(gradient.T for gradient in backward(*given)),
            ),
            Mistake(
                "Biases one size too large: sum over the examples, dz.sum(axis=0).",
                wrong_backward(bias=lambda dz: dz),
            ),
            Mistake(
                "This sums over the units. A bias belongs to a unit: sum over the examples, axis=0.",
                wrong_backward(bias=lambda dz: dz.sum(axis=1)),
            ),
        ),
        hints=(
            "Go through the table from its first row to its last: each row is a line of code. n is the number of examples.",
            "Begin at the end: dz2 = (a2 - Y) / len(X).",
            "For each layer dW is its input, transposed, @ dz; db is dz summed over the examples, axis=0.",
            "Through W2 and the sigmoid's slope: dz1 = (dz2 @ W2.T) * a1 * (1 - a1).",
            "dz2 = (a2 - Y) / len(X)\ndz1 = (dz2 @ W2.T) * a1 * (1 - a1)\n"
            "return X.T @ dz1, dz1.sum(axis=0), a1.T @ dz2, dz2.sum(axis=0)",
        ),
    ),
    Exercise(
        id="numeric_gradient",
        name="numeric_gradient",
        reference=numeric_gradient,
        draw=draw_losses,
        relative_tolerance=1e-7,  # a difference of two nearly equal numbers
        points=2,
        mistakes=(
            Mistake(
                "You measure to one side only: (loss(w + h) − loss(w)) / h. From both sides the error is far smaller.",
                by_moves(lambda f, w, moved, h: (f(w + moved) - f(w)) / h),
            ),
            Mistake(
                "You measure to the lower side only. Take a point on each side: (loss(w + h) − loss(w − h)) / (2h).",
                by_moves(lambda f, w, moved, h: (f(w) - f(w - moved)) / h),
            ),
            Mistake(
                "From w − h to w + h it is two steps: divide by 2 · step.",
                by_moves(lambda f, w, moved, h: (f(w + moved) - f(w - moved)) / h),
            ),
            Mistake(
                "`/ 2 * step` divides by 2 and then *multiplies* by the step. Brackets: / (2 * step).",
                by_moves(lambda f, w, moved, h: (f(w + moved) - f(w - moved)) / 2 * h),
            ),
            Mistake(
                "The sign: what lies ahead, loss(w + h), minus what lies behind.",
                by_moves(lambda f, w, moved, h: (f(w - moved) - f(w + moved)) / (2 * h)),
            ),
            Mistake(
                "You move all elements at once and get one number. Move each by itself: a slope for each.",
                lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
            ),
            Mistake(
                "You move all elements at once and write the one slope everywhere. Move each by itself.",
                lambda f, w, h: np.full(w.shape, (f(w + h) - f(w - h)) / (2 * h)),
            ),
            Mistake(
                "Every slope is 0: both losses came out the same. `up = weights` would do that: it is a second name for the "
                "same array, no copy, so what you add you take away again. weights.copy() makes a copy.",
                by_moves(lambda f, w, moved, h: 0.0),
            ),
            Mistake(
                "What you subtract only takes back what you added: your two arrays are one under two names (`up = weights` is no "
                "copy). weights.copy() makes a copy.",
                no_copy,
            ),
            Mistake(
                "An element that was moved is never moved back: the next one is measured from another place.",
                never_moved_back,
            ),
            Mistake(
                "This is the difference alone; a slope is a difference divided by the way, 2 · step.",
                by_moves(lambda f, w, moved, h: f(w + moved) - f(w - moved)),
            ),
        ),
        hints=(
            "`for place in np.ndindex(weights.shape):` goes through all places of an array of any shape.",
            "For each place: an array of zeros with `step` at that place; the loss at weights + that, and at weights − that.",
            "gradient = np.zeros(weights.shape)\nfor place in np.ndindex(weights.shape):\n"
            "    moved = np.zeros(weights.shape)\n    moved[place] = step\n"
            "    gradient[place] = (loss(weights + moved) - loss(weights - moved)) / (2 * step)\nreturn gradient",
        ),
    ),
    Exercise(
        id="mend_every_layer",
        name="layer_dz",
        reference=layer_dz,
        draw=draw_tanh_passes,
        points=2,
        mistakes=(
            Mistake(
                "This is the published mistake, a − y in both layers. Hidden units have no target: ask what comes back "
                "through W2. And a2 − Y alone is right with cross-entropy; here the error is squared.",
                lambda a1, a2, Y, W2: (a1 - Y, a2 - Y),
            ),
            Mistake(
                "The last layer is mended; the hidden one is still a − y. Hidden units have no target: dz2 @ W2.T comes to them.",
                lambda a1, a2, Y, W2: (a1 - Y, layer_dz(a1, a2, Y, W2)[1]),
            ),
            Mistake(
                "a2 − Y alone is right where cross-entropy cancels the sigmoid's slope. Squared error does not: times a2 * (1 - a2).",
                lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T * (1 - a1**2), a2 - Y),
            ),
            Mistake(
                "The last layer still has a − y, and the hidden one has no slope: each layer multiplies by its own.",
                lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T, a2 - Y),
            ),
            Mistake(
                "dz2 is right. What goes back through W2 is dz2 itself, with the sigmoid's slope in it, not a2 − Y.",
                lambda a1, a2, Y, W2: ((a2 - Y) @ W2.T * (1 - a1**2), layer_dz(a1, a2, Y, W2)[1]),
            ),
            Mistake(
                "The hidden layer's own slope is missing: times 1 - a1**2.",
                lambda a1, a2, Y, W2: (layer_dz(a1, a2, Y, W2)[1] @ W2.T, layer_dz(a1, a2, Y, W2)[1]),
            ),
            Mistake(
                "The hidden layer is a tanh, whose slope is 1 - a1**2. You have that of sigmoid.",
                lambda a1, a2, Y, W2: (
                    layer_dz(a1, a2, Y, W2)[1] @ W2.T * a1 * (1 - a1),
                    layer_dz(a1, a2, Y, W2)[1],
                ),
            ),
            Mistake(
                "The last layer is a sigmoid, with slope a2 * (1 - a2). You have that of tanh.",
                lambda a1, a2, Y, W2: (
                    ((a2 - Y) * (1 - a2**2)) @ W2.T * (1 - a1**2),
                    (a2 - Y) * (1 - a2**2),
                ),
            ),
            Mistake(
                "a1 is the tanh's value already: the slope is 1 - a1**2, with no further tanh.",
                lambda a1, a2, Y, W2: (
                    layer_dz(a1, a2, Y, W2)[1] @ W2.T * (1 - np.tanh(a1) ** 2),
                    layer_dz(a1, a2, Y, W2)[1],
                ),
            ),
            Mistake(
                "The loss is half of the squared error, so the slope of the square has no factor 2.",
                lambda *given: tuple(2 * dz for dz in layer_dz(*given)),
            ),
            Mistake(
                "This loss is a sum, not a mean: nothing is divided by the number of examples.",
                lambda a1, a2, Y, W2: tuple(dz / len(Y) for dz in layer_dz(a1, a2, Y, W2)),
            ),
            Mistake(
                "This points downhill: the gradient is a2 − Y, not Y − a2.",
                lambda *given: tuple(-dz for dz in layer_dz(*given)),
            ),
            Mistake("Hidden layer first: return dz1, dz2.", lambda *given: layer_dz(*given)[::-1]),
        ),
        hints=(
            "Chain rule for the last layer: the slope of ½(a2 − y)² is a2 − y; times the slope of the sigmoid.",
            "What comes to the hidden layer comes through W2: dz2 @ W2.T. Then times the slope of tanh.",
            "dz2 = (a2 - Y) * a2 * (1 - a2)\ndz1 = (dz2 @ W2.T) * (1 - a1**2)\nreturn dz1, dz2",
        ),
    ),
    Exercise(
        id="mend_the_sign",
        name="update",
        reference=update,
        draw=draw_updates,
        points=2,
        mistakes=(
            Mistake(
                "This is the published mistake: it climbs. Y − a2 is *minus* the gradient, and it is subtracted. Turn one "
                "of the two signs, not both.",
                published_update,
            ),
            Mistake(
                "The weights go down now, but the bias still climbs: the same sign there.",
                half_mended,
            ),
            Mistake(
                "The bias goes down now, but the weights still climb: the same sign there.",
                lambda *given: (published_update(*given)[0], update(*given)[1]),
            ),
            Mistake("The loss is a mean over the examples: divide by their number, len(Y).", without_mean),
            Mistake(
                "No slope here: with cross-entropy the sigmoid's slope cancels, and dz2 is a2 − Y alone (over n).",
                with_slope,
            ),
            Mistake(
                "Every output has its own bias: sum over the examples only, axis=0.",
                with_mean_of_bias,
            ),
            Mistake("This is the change. Return the new weights: the old ones plus it.", only_the_change),
            Mistake(
                "The learning rate is missing.",
                lambda W2, b2, a1, a2, Y, learning_rate: update(W2, b2, a1, a2, Y, 1.0),
            ),
        ),
        hints=(
            "What is the gradient of cross-entropy at z2: a2 − Y, or Y − a2?",
            "Downhill is minus the gradient. Y − a2 is minus the gradient already.",
            "dz2 = (a2 - Y) / len(Y)\nreturn W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)",
        ),
    ),
    Exercise(
        id="topological_order",
        name="topological_order",
        reference=topological_order,
        draw=draw_graphs,
        drive=order_in,
        points=2,
        mistakes=(
            Mistake(
                "Your order is right, but turned round: the output comes last, its inputs before it.",
                lambda output: topological_order(output)[::-1],
            ),
            Mistake(
                "You put a value down at first sight, and turn the list round. A value that is used early *and* late then "
                "comes too late: put it down when all its inputs are down.",
                at_first_sight,
            ),
            Mistake(
                "You put a value down before its inputs are. Visit the inputs first, then append the value. (Turning the "
                "list round is not enough: a value that is used early *and* late would come too late.)",
                at_first_visit,
            ),
            Mistake(
                "You put a value down before its inputs are, and turn the list round. Visit the inputs first, then append the "
                "value; then nothing has to be turned.",
                before_its_inputs,
            ),
            Mistake(
                "A value that is used twice stands in your list twice. Skip those that are there already.",
                every_path,
            ),
            Mistake(
                "The output itself is missing: it comes last.", lambda output: topological_order(output)[:-1]
            ),
            Mistake(
                "Your list holds the arrays in the values. Put the values themselves in: they know their inputs.",
                lambda output: [value.data for value in topological_order(output)],
            ),
            Mistake(
                "These are only the nearest inputs. They have inputs too: go on from each.",
                lambda output: [*dict.fromkeys(output.inputs), output],
            ),
            Mistake(
                "Values without inputs are missing: they are where gradients must arrive in the end.",
                lambda output: [value for value in topological_order(output) if value.inputs],
            ),
        ),
        hints=(
            "Before a value may be put down, all its inputs must be, and before them *their* inputs: a function that calls itself.",
            "Write a function visit(value) inside: it visits all of value.inputs, then appends the value to the list.",
            "A value that is in the list already needs no second visit.",
            "order = []\ndef visit(value):\n    if value not in order:\n        for one in value.inputs:\n"
            "            visit(one)\n        order.append(value)\nvisit(output)\nreturn order",
        ),
    ),
    Exercise(
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
    ),
]

PREDICTIONS = [
    # L = (w·x + b − y)² with w = 3, x = 2, b = 1, y = 4: the gradient in w
    Exercise(
        id="chain_rule_by_hand",
        name="prediction_chain",
        reference=12,
        mistakes=(
            Mistake(
                "That is the gradient at the difference, 2 · 3. It still goes through w·x: times x = 2.", 6
            ),
            Mistake("That is the gradient in x: times w. In w it is times x.", 18),
            Mistake("9 is the loss itself. What happens to it when w moves a little?", 9),
            Mistake("The slope of the square is 2 · 3 = 6, not 3. Then times x = 2.", 3),
            Mistake("That is the local derivative of w·x alone. The square brings 2 · 3 more.", 2),
            Mistake("Local derivatives are multiplied along the way, not added: 6 · 1 · 1 · 2.", 10),
        ),
        hints=(
            "From the end: the slope of d² at d = 3; of v − y in v; of u + b in u; of w·x in w.",
            "6 · 1 · 1 · x",
        ),
        explanation="6 · 1 · 1 · 2: one local derivative for each operation on the way back.",
    ),
]

EXERCISES = FUNCTIONS + PREDICTIONS
