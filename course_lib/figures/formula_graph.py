"""Small formulas as graphs of operations: what is known after each step forward and backward, and the rule in words."""

import math
from dataclasses import dataclass

# name: (value, slope at each input, how it is written, the rule in words)
OPERATIONS = {
    "times": (
        lambda a, b: a * b,
        lambda a, b: (b, a),
        "{}·{}",
        "product rule: each factor gets the gradient times the other",
    ),
    "plus": (lambda a, b: a + b, lambda a, b: (1, 1), "{} + {}", "sum rule: both get the gradient as it is"),
    "minus": (
        lambda a, b: a - b,
        lambda a, b: (1, -1),
        "{} − {}",
        "difference rule: the second gets it with its sign turned",
    ),
    "square": (
        lambda a: a**2,
        lambda a: (2 * a,),
        "{}²",
        "power rule: the slope of a square is twice its input",
    ),
    "sigmoid": (
        lambda a: 1 / (1 + math.exp(-a)),
        lambda a: (math.exp(-a) / (1 + math.exp(-a)) ** 2,),
        "σ({})",
        "the slope of sigmoid is p · (1 − p)",
    ),
    "minus log": (lambda a: -math.log(a), lambda a: (-1 / a,), "−log {}", "the slope of −log p is −1/p"),
}
# formula: (what it starts from, its operations in order)
FORMULAS = {
    "(w·x + b − y)²": (
        {"w": 3, "x": 2, "b": 1, "y": 4},
        (("u", "times", "wx"), ("v", "plus", "ub"), ("d", "minus", "vy"), ("L", "square", "d")),
    ),
    "a twice: (a·b + a − y)²": (
        {"a": 2, "b": 3, "y": 5},
        (("u", "times", "ab"), ("v", "plus", "ua"), ("d", "minus", "vy"), ("L", "square", "d")),
    ),
    "−log σ(w·x + b)": (
        {"w": 0.5, "x": 2, "b": -1},
        (("u", "times", "wx"), ("z", "plus", "ub"), ("p", "sigmoid", "z"), ("L", "minus log", "p")),
    ),
}
STEPS = 9  # four operations forward, the 1 that starts, four backward


@dataclass
class State:
    """What is known after some steps: values and gradients by name, the operation of the last step, and words for it."""

    values: dict
    gradients: dict
    now: str
    backward: bool
    words: str


def state_at(formula, step):
    """The `State` after `step` of the 9 steps: 1 to 4 forward, 5 the gradient 1 at the end, 6 to 9 backward."""
    leaves, operations = FORMULAS[formula]
    state = State(
        dict(leaves), {}, "", step > 4, "Start: only the inputs have values. Step on, or press play."
    )
    for operation in operations[:step]:
        _forward(state, operation)
    if step > 4:
        state.now, state.gradients = "L", {"L": 1.0}
        state.words = "Turn round. L changes one for one with itself: its gradient is 1."
    for operation in operations[::-1][: max(step - 5, 0)]:
        _backward(state, operation)
    return state


def slopes_of(values, operation):
    """The local derivatives of an operation, one for each of its inputs, at these values."""
    _, kind, inputs = operation
    return OPERATIONS[kind][1](*(values[name] for name in inputs))


def written(operation):
    """The operation as a reader writes it: "u = w·x"."""
    name, kind, inputs = operation
    return f"{name} = {OPERATIONS[kind][2].format(*inputs)}"


def _forward(state, operation):
    name, kind, inputs = operation
    state.values[name] = OPERATIONS[kind][0](*(state.values[one] for one in inputs))
    numbers = OPERATIONS[kind][2].format(*(bracketed(state.values[one]) for one in inputs))
    state.now, state.words = (
        name,
        f"Forward: {written(operation)} = {numbers} = {number(state.values[name])}.",
    )


def _backward(state, operation):
    name, kind, inputs = operation
    arrived, parts = state.gradients[name], []
    for one, slope in zip(inputs, slopes_of(state.values, operation), strict=True):
        before, part = state.gradients.get(one), arrived * slope
        state.gradients[one] = (before or 0) + part
        gets = f"{one} gets {number(arrived)} · {bracketed(slope)} = {number(part)}"
        more = (
            ""
            if before is None
            else f" more, which makes {number(before)} + {bracketed(part)} = {number(before + part)}"
        )
        parts.append(gets + more)
    state.now = name
    state.words = f"Back through {written(operation)}, {OPERATIONS[kind][3]}:\n{'; '.join(parts)}."


def number(value):
    """A number in at most four digits, with a true minus."""
    return f"{round(value, 4) + 0.0:.4g}".replace("-", "−")


def bracketed(value):
    return f"({number(value)})" if value < 0 else number(value)
