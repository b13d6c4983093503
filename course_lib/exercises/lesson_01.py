"""The exercises of lesson 01: a neuron, activations and their slopes, softmax, layers that collapse, dead units.

The references stand here, and not in `course_lib.nn`, because `solution()` shows them: they are what a learner could
have written. Tests hold them against `nn`.
"""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake

TITLE = "Neurons and activations"


def neuron(x, w, b):
    """Weighted sum of the inputs x, plus the bias."""
    return np.sum(w * x) + b


def relu_grad(x):
    """1 where x > 0, else 0."""
    return np.where(x > 0, 1.0, 0.0)


def leaky_relu(x, slope):
    """x where x > 0, else slope * x."""
    return np.where(x > 0, x, slope * x)


def sigmoid(x):
    """1 / (1 + e^−x), with an e^… that is never above 1 and so never overflows."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_grad(x):
    """The slope at x, from the value at x."""
    s = sigmoid(x)
    return s * (1 - s)


def softmax(logits):
    """Row by row; the largest logit is subtracted first, which changes no share and avoids overflow."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def merge_layers(W1, b1, W2, b2):
    """(x @ W1 + b1) @ W2 + b2, multiplied out, is x @ (W1 @ W2) + (b1 @ W2 + b2)."""
    return W1 @ W2, b1 @ W2 + b2


def dead_share(activations):
    """A unit, a column, is dead where every example gives 0."""
    dead = np.all(activations == 0, axis=0)
    return np.mean(dead)


def draw_neurons(rng):
    """x, w, b: one input, two with nothing negative, three by hand with a zero and a negative weight, then random ones."""
    several = [(rng.normal(size=n), rng.normal(size=n), rng.normal()) for n in (2, 5)]
    return [
        (np.array([2.0]), np.array([3.0]), 1.0),
        (np.array([1.0, 3.0]), np.array([2.0, 0.5]), 0.5),
        (np.array([1.0, 2.0, 5.0]), np.array([0.5, -1.0, 0.0]), 0.25),
        *several,
    ]


def draw_points(rng):
    """One point, five around 0, far and very near ones, and random tables: the steep, the flat and the kink."""
    return [
        (np.array([1.0]),),
        (np.array([-2.0, -0.5, 0.0, 0.5, 2.0]),),
        (np.array([-1e-6, 1e-6]),),
        (np.array([-20.0, 12.0]),),
        (rng.normal(size=(2, 3)),),
        (rng.normal(scale=4, size=(4, 2)),),
    ]


def draw_points_and_slopes(rng):
    """Points on both sides of the kink, with slopes in 0…1."""
    points = [np.array([-2.0])] + [x for (x,) in draw_points(rng)[1:]]
    slopes = [0.1, 0.25, *rng.uniform(0.05, 0.9, size=4)]
    return [(x, float(slope)) for x, slope in zip(points, slopes, strict=True)]


def draw_far_points(rng):
    """So far out that e^1000 overflows."""
    return [(np.array([-1000.0]),), (np.array([1000.0]),), (np.array([-800.0, 0.0, 800.0]),)]


def draw_logits(rng):
    """Rows of logits: a tie, one row, more rows than classes and fewer, and one single class."""
    return [
        (np.array([[0.0, 0.0]]),),
        (np.array([[1.0, 2.0, 3.0]]),),
        (np.array([[-1.0, 0.0, 1.0], [2.0, 2.0, -15.0]]),),
        (rng.normal(scale=2, size=(4, 2)),),
        (rng.normal(scale=2, size=(3, 3)),),
        (rng.normal(size=(2, 1)),),
    ]


def draw_far_logits(rng):
    """Logits whose exponentials overflow, or all round to 0."""
    return [
        (np.array([[1000.0, 1000.0]]),),
        (np.array([[-1000.0, -1001.0]]),),
        (np.array([[0.0, 900.0, -900.0]]),),
        (np.array([[1000.0, 999.0], [0.0, 1.0]]),),
    ]


def draw_two_layers(rng):
    """W1 (inputs × hidden), b1, W2 (hidden × outputs), b2: single numbers, then tables with no two sizes alike."""
    by_hand = (np.array([[2.0]]), np.array([1.0]), np.array([[3.0]]), np.array([5.0]))
    sizes = [(2, 3, 1), (3, 2, 4), (4, 5, 2)]
    return [by_hand] + [
        (rng.normal(size=(i, h)), rng.normal(size=h), rng.normal(size=(h, o)), rng.normal(size=o))
        for i, h, o in sizes
    ]


def draw_activations(rng):
    """Outputs of ReLU, examples × units: one example, some by hand, a random one with two dead columns; all, none."""
    by_hand = np.array([[0.0, 1.0, 0.0, 0.5], [0.0, 0.0, 0.0, 2.0], [0.0, 3.0, 0.0, 0.0]])
    barely_alive = np.zeros((12, 2))
    barely_alive[7, 1] = 1e-6
    drawn = np.maximum(rng.normal(size=(6, 5)), 0)
    drawn[:, [1, 3]], drawn[4] = 0, 0
    return [
        (np.array([[0.0, 2.0]]),),
        (by_hand,),
        (barely_alive,),
        (drawn,),
        (np.zeros((2, 3)),),
        (np.ones((3, 2)),),
    ]


FUNCTIONS = [
    Exercise(
        id="neuron",
        name="neuron",
        reference=neuron,
        draw=draw_neurons,
        mistakes=(
            Mistake(
                "The bias is missing: add b, once, after summing.", lambda x, w, b: np.sum(w * x) + 0 * b
            ),
            Mistake(
                "The bias is added once for every input. Sum the products first, then add b once.",
                lambda x, w, b: np.sum(w * x + b),
            ),
            Mistake(
                "These are the products, one for each input. A neuron adds them up to one number.",
                lambda x, w, b: w * x + b,
            ),
            Mistake(
                "Inputs and weights are added; each input is *multiplied* by its weight.",
                lambda x, w, b: np.sum(w + x) + b,
            ),
            Mistake(
                "Only the last product counts. In a loop, += adds each one to those before it.",
                lambda x, w, b: w[-1] * x[-1] + b,
            ),
            Mistake(
                "Only the first product counts. Does `return` stand inside the loop?",
                lambda x, w, b: w[0] * x[0] + b,
            ),
            Mistake("This takes the bias away. Here it is added.", lambda x, w, b: np.sum(w * x) - b),
            Mistake(
                "This is the mean of the products; a neuron takes their sum.",
                lambda x, w, b: np.mean(w * x) + b,
            ),
            Mistake(
                "This sums weights and inputs first. Multiply each input by its own weight, then sum.",
                lambda x, w, b: np.sum(w) * np.sum(x) + b,
            ),
            Mistake(
                "The sum is already through a ReLU. Here we ask for the neuron's sum alone.",
                lambda x, w, b: np.maximum(np.sum(w * x) + b, 0),
            ),
        ),
        hints=(
            "Multiply each input by its own weight: w * x does that for all of them at once.",
            "np.sum adds the products up. The bias comes on top, once.",
            "return np.sum(w * x) + b",
        ),
    ),
    Exercise(
        id="relu_grad",
        name="relu_grad",
        reference=relu_grad,
        draw=draw_points,
        mistakes=(
            Mistake(
                "Right everywhere but at x = 0, where the slope is not defined. We take 0 there, as PyTorch does: x > 0.",
                lambda x: np.where(x >= 0, 1.0, 0.0),
            ),
            Mistake(
                "At x = 0 you take the middle, 1/2. That is a fair choice; ours, and PyTorch's, is 0.",
                lambda x: np.heaviside(x, 0.5),
            ),
            Mistake("This is ReLU itself, its height. The slope is 1 or 0.", lambda x: np.maximum(x, 0)),
            Mistake(
                "This is the sign of x. Left of zero ReLU is flat: its slope there is 0, not −1.",
                lambda x: np.sign(x),
            ),
            Mistake(
                "The sides are exchanged: ReLU is flat left of zero and climbs right of it.",
                lambda x: np.where(x < 0, 1.0, 0.0),
            ),
            Mistake("This slope is 1 everywhere: it is that of x. ReLU is flat left of zero.", np.ones_like),
            Mistake(
                "This is the slope of *leaky* ReLU: plain ReLU is quite flat left of zero, slope 0.",
                lambda x: np.where(x > 0, 1.0, 0.01),
            ),
        ),
        hints=(
            "Look at the curve: how steep is it left of zero? And right of zero?",
            "x > 0 compares every element and gives True or False. np.where(condition, this, that) chooses by it.",
            "return np.where(x > 0, 1.0, 0.0)",
        ),
    ),
    Exercise(
        id="leaky_relu",
        name="leaky_relu",
        reference=leaky_relu,
        draw=draw_points_and_slopes,
        mistakes=(
            Mistake(
                "The slope is on the wrong side: right of zero x passes unchanged, left of zero it is scaled.",
                lambda x, slope: np.where(x > 0, slope * x, x),
            ),
            Mistake(
                "Left of zero you return the slope itself. The height there is slope * x.",
                lambda x, slope: np.where(x > 0, x, slope),
            ),
            Mistake(
                "Left of zero the sign is wrong: the line goes *down* to the left, slope * x.",
                lambda x, slope: np.where(x > 0, x, -slope * x),
            ),
            Mistake(
                "You always use 0.01. That is the usual slope, but here it is an argument.",
                lambda x, slope: np.where(x > 0, x, 0.01 * x),
            ),
            Mistake(
                "The leak is added on both sides: right of zero this is (1 + slope) * x.",
                lambda x, slope: np.maximum(x, 0) + slope * x,
            ),
            Mistake(
                "np.max takes the largest of *one* array. np.maximum compares two, element by element.",
                lambda x, slope: np.max(slope * x, x),
            ),
            Mistake("Both sides are scaled. Right of zero x passes unchanged.", lambda x, slope: slope * x),
            Mistake(
                "This is plain ReLU: nothing leaks. Left of zero take slope * x.",
                lambda x, slope: np.maximum(x, 0),
            ),
            Mistake(
                "This is the slope of leaky ReLU at x. Here we ask for its height.",
                lambda x, slope: np.where(x > 0, 1.0, slope),
            ),
        ),
        hints=(
            "Two lines that meet at 0: x on the right, slope * x on the left.",
            "np.where(x > 0, …, …) chooses between two arrays, element by element.",
            "return np.where(x > 0, x, slope * x)",
        ),
    ),
    Exercise(
        id="sigmoid",
        name="sigmoid",
        reference=sigmoid,
        draw=draw_points,
        extremes=draw_far_points,
        if_unstable=(
            "Far from zero your e^… overflows, and ∞/∞ is not a number. An exponent that is never above 0 cannot "
            "overflow: compute e = np.exp(-np.abs(x)), then 1 / (1 + e) right of zero and e / (1 + e) left of it."
        ),
        mistakes=(
            Mistake(
                "A minus is missing: this falls from 1 to 0. It is e^−x below the line, np.exp(-x).",
                lambda x: 1 / (1 + np.exp(x)),
            ),
            Mistake(
                "Brackets: 1 / 1 + np.exp(-x) divides first and adds after. Write 1 / (1 + np.exp(-x)).",
                lambda x: 1 + np.exp(-x),
            ),
            Mistake(
                "2.718 is e rounded, and the check sees the difference. np.exp(-x) has all its digits.",
                lambda x: 1 / (1 + 2.718**-x),
            ),
            Mistake("Below the line stands 1 + e^−x; your 1 + is missing.", lambda x: 1 / np.exp(-x)),
            Mistake("This is tanh, which runs from −1 to 1. Sigmoid runs from 0 to 1.", np.tanh),
            Mistake(
                "This runs from −1 to 1: it is tanh(x / 2). Sigmoid stops at 1 / (1 + e^−x).",
                lambda x: 2 / (1 + np.exp(-x)) - 1,
            ),
            Mistake(
                "This is softmax: it divides by a sum over all elements. Sigmoid looks at each element alone.",
                lambda x: np.exp(x) / np.sum(np.exp(x)),
            ),
            Mistake(
                "This is the *slope* of sigmoid. Here we ask for its height.",
                lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2,
            ),
        ),
        hints=(
            "e^−x of every element at once is np.exp(-x).",
            "The whole sum 1 + e^−x stands below the line: put it in brackets.",
            "return 1 / (1 + np.exp(-x))",
        ),
    ),
    Exercise(
        id="sigmoid_grad",
        name="sigmoid_grad",
        reference=sigmoid_grad,
        draw=draw_points,
        extremes=draw_far_points,
        if_unstable="Far from zero your e^… overflows. From s = sigmoid(x) the slope is s * (1 - s), which cannot.",
        mistakes=(
            Mistake(
                "You put x where the formula has s: s · (1 − s) wants the *value* of sigmoid. First s = sigmoid(x).",
                lambda x: x * (1 - x),
            ),
            Mistake(
                "Only the first factor is right: in the second, too, it is 1 − s, not 1 − x.",
                lambda x: sigmoid(x) * (1 - x),
            ),
            Mistake(
                "Sigmoid is applied twice before the slope is taken. Once: s = sigmoid(x), then s * (1 - s).",
                lambda x: sigmoid_grad(sigmoid(x)),
            ),
            Mistake("This is sigmoid itself, its height. The slope is s · (1 − s).", sigmoid),
            Mistake("This is 1 − s. The slope has another factor: s · (1 − s).", lambda x: 1 - sigmoid(x)),
            Mistake("Sign: the second factor is 1 − s, not 1 + s.", lambda x: sigmoid(x) * (1 + sigmoid(x))),
            Mistake(
                "Brackets: s * 1 - s is 0 everywhere. Write s * (1 - s).",
                lambda x: sigmoid(x) * 1 - sigmoid(x),
            ),
            Mistake(
                "The factor e^−x from the chain rule is missing: this is s². The slope is s · (1 − s).",
                lambda x: sigmoid(x) ** 2,
            ),
            Mistake(
                "This is the slope of tanh, 1 − tanh². That of sigmoid is s · (1 − s).",
                lambda x: 1 - np.tanh(x) ** 2,
            ),
            Mistake(
                "1 − s² is the form for tanh. For sigmoid it is s · (1 − s).", lambda x: 1 - sigmoid(x) ** 2
            ),
        ),
        hints=(
            "Compute the value first and give it a name: s = sigmoid(x).",
            "The slope is s · (1 − s): at x = 0 that is 0.5 · 0.5 = 0.25.",
            "s = sigmoid(x)\nreturn s * (1 - s)",
        ),
    ),
    Exercise(
        id="softmax",
        name="softmax",
        reference=softmax,
        draw=draw_logits,
        extremes=draw_far_logits,
        if_unstable=(
            "Large logits overflow: e^1000 is ∞, and ∞/∞ is not a number. Subtract the largest logit of each row first; "
            "above and below the line it cancels."
        ),
        vectorised=True,
        relative_tolerance=1e-6,  # a tiny number added below the line does no harm
        points=2,
        mistakes=(
            Mistake(
                "Your *columns* sum to 1. Each row is one example, so the rows must: sum over axis=1.",
                lambda z: np.exp(z) / np.exp(z).sum(axis=0, keepdims=True),
            ),
            Mistake(
                "You divide by the sum of the whole table: all rows together sum to 1. Each row must, alone: axis=1.",
                lambda z: np.exp(z) / np.exp(z).sum(),
            ),
            Mistake(
                "The sums of the rows lie flat, and NumPy divides column by column. Keep them as a column: keepdims=True.",
                lambda z: np.exp(z) / np.exp(z).sum(axis=1),
            ),
            Mistake(
                "np.exp is missing: shares of the logits themselves can be negative, or divide by 0.",
                lambda z: z / z.sum(axis=1, keepdims=True),
            ),
            Mistake(
                "The exponentials are there, but not yet divided by their sum: the rows do not sum to 1.",
                np.exp,
            ),
            Mistake(
                "The sign is the wrong way round: this gives the largest share to the *smallest* logit.",
                lambda z: softmax(-z),
            ),
            Mistake(
                "This is sigmoid of each element alone; rows do not sum to 1. Divide e^z by the row's sum of e^z.",
                lambda z: sigmoid(z),
            ),
            Mistake(
                "All to the largest: that is argmax, which is flat. Softmax leaves every class a share.",
                lambda z: (
                    (z == z.max(axis=1, keepdims=True))
                    / (z == z.max(axis=1, keepdims=True)).sum(1, keepdims=True)
                ),
            ),
            Mistake("This is the logarithm of softmax: leave the log out.", lambda z: np.log(softmax(z))),
            Mistake(
                "You divide by the row's *largest* exponential: divide by the sum of them all.",
                lambda z: np.exp(z - z.max(axis=1, keepdims=True)),
            ),
            Mistake(
                "The largest is subtracted above the line only. Subtract it first, and use the result in both places.",
                lambda z: np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z).sum(axis=1, keepdims=True),
            ),
        ),
        hints=(
            "np.exp(logits) makes every number positive. What must each be divided by so that a row sums to 1?",
            "The sum of each row, kept as a column so that it divides row by row: .sum(axis=1, keepdims=True).",
            "Before np.exp, subtract the largest of each row: logits - logits.max(axis=1, keepdims=True).",
            "exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
            "return exponentials / exponentials.sum(axis=1, keepdims=True)",
        ),
    ),
    Exercise(
        id="merge_layers",
        name="merge_layers",
        reference=merge_layers,
        draw=draw_two_layers,
        points=2,
        mistakes=(
            Mistake(
                "The first bias is lost. It passes through the second layer as well: b1 @ W2 + b2.",
                lambda W1, b1, W2, b2: (W1 @ W2, b2),
            ),
            Mistake(
                "The biases are not simply added: the first one passes through the second layer, b1 @ W2 + b2.",
                lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
            ),
            Mistake(
                "Order: x meets W1 first. With x on the left that is W1 @ W2.",
                lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
            ),
            Mistake(
                "`*` multiplies element by element. Layers need the matrix product, W1 @ W2.",
                lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2),
            ),
            Mistake(
                "The bias stands on the left of the weights, as x does: b1 @ W2 + b2.",
                lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
            ),
            Mistake("The second bias is missing: b1 @ W2 + b2.", lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2)),
            Mistake(
                "The weights come out transposed: with x on the left the order is W1 @ W2.",
                lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2),
            ),
            Mistake("Weights first, then bias: return W, b.", lambda W1, b1, W2, b2: (b1 @ W2 + b2, W1 @ W2)),
            Mistake(
                "The first bias reaches the output through the weights W2, not as a plain sum: b1 @ W2 + b2.",
                lambda W1, b1, W2, b2: (W1 @ W2, b1.sum() + b2),
            ),
            Mistake(
                "This sends b2 through W2 as well. b2 is added after the second layer's weights: b1 @ W2 + b2.",
                lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2 * W2.sum(axis=0)),
            ),
        ),
        hints=(
            "Write the two layers as one line, (x @ W1 + b1) @ W2 + b2, and multiply out.",
            "x @ W1 @ W2 + b1 @ W2 + b2. What multiplies x? What is left?",
            "return W1 @ W2, b1 @ W2 + b2",
        ),
    ),
    Exercise(
        id="dead_share",
        name="dead_share",
        reference=dead_share,
        draw=draw_activations,
        mistakes=(
            Mistake(
                "This is the share of all *zeros*. A unit that is 0 for some examples is alive; dead is 0 for all.",
                lambda a: np.mean(a == 0),
            ),
            Mistake(
                "This counts units that are 0 for *some* example. Dead means 0 for every one: np.all, not np.any.",
                lambda a: np.mean(np.any(a == 0, axis=0)),
            ),
            Mistake(
                "Rows are examples, columns are units: look down each column, axis=0.",
                lambda a: np.mean(np.all(a == 0, axis=1)),
            ),
            Mistake(
                "This is the *number* of dead units. Their share is the mean.",
                lambda a: np.sum(np.all(a == 0, axis=0)),
            ),
            Mistake(
                "This divides by the number of examples. Share of the *units*: divide by activations.shape[1], or take the mean.",
                lambda a: np.sum(np.all(a == 0, axis=0)) / len(a),
            ),
            Mistake(
                "Without axis=0, np.all asks whether the *whole table* is 0. Look down each column: axis=0.",
                lambda a: np.mean(np.all(a == 0)),
            ),
            Mistake(
                "This is the share of units that are *alive*.", lambda a: np.mean(np.any(a != 0, axis=0))
            ),
            Mistake(
                "True or False for each unit is the last step but one: return the share of True, their mean.",
                lambda a: np.all(a == 0, axis=0),
            ),
        ),
        hints=(
            "activations == 0 is a table of True and False: rows are examples, columns are units.",
            "np.all(…, axis=0) looks down every column: True where a unit is 0 for every example.",
            "The mean of True and False is the share of True.",
            "return np.mean(np.all(activations == 0, axis=0))",
        ),
    ),
]

PREDICTIONS = [
    # Is ReLU linear? a: yes, it is made of straight lines · b: no · c: yes for positive numbers, and that is enough
    Exercise(
        id="is_relu_linear",
        name="prediction_linear",
        reference="b",
        mistakes=(
            Mistake(
                "Straight pieces, but with a kink between them. Linear means f(a + b) = f(a) + f(b): try a = 2, b = −2.",
                "a",
            ),
            Mistake('The idea is right. Type the letter of your answer: "a", "b" or "c".', "no"),
            Mistake("Linear on one side is not linear. Try f(a + b) = f(a) + f(b) with a = 2, b = −2.", "c"),
        ),
        hints=(
            "A linear function is one straight line through 0, with no kink. Look at the curve.",
            "A linear function keeps sums: f(2 + (−2)) = f(2) + f(−2). Compute both sides for ReLU.",
        ),
        explanation="relu(2) + relu(−2) = 2, but relu(2 + (−2)) = 0. That kink is what lets layers add up to curves.",
    ),
    # Which of them passes the least gradient at x = 6? a: ReLU · b: leaky ReLU · c: sigmoid · d: GELU
    Exercise(
        id="least_gradient",
        name="prediction_slope",
        reference="c",
        mistakes=(
            Mistake("At x = 6 ReLU has slope 1: it never saturates on the right.", "a"),
            Mistake("At x = 6 leaky ReLU has slope 1. Its small slope is on the left.", "b"),
            Mistake("Right of zero GELU soon climbs like x itself: at 6 its slope is 1.", "d"),
        ),
        hints=(
            "Which of the four curves is flat at x = 6?",
            "Three of them go on growing; the fourth cannot exceed 1.",
        ),
        explanation="sigmoid(6) is 0.9975, so its slope is 0.9975 · 0.0025 ≈ 0.0025: it has saturated.",
    ),
    # Ten sigmoid layers, all weights 1: what is the most that is left of a gradient of 1?
    Exercise(
        id="gradient_after_ten_layers",
        name="prediction_ten_layers",
        reference=0.25**10,
        relative_tolerance=0.06,  # "one in a million" is as good
        mistakes=(
            Mistake(
                "You added, or multiplied by 10. Each layer multiplies again: 0.25 · 0.25 · …, ten times.",
                2.5,
            ),
            Mistake(
                "0.5 is sigmoid's *value* at 0. The gradient is multiplied by its slope there, 0.25.", 0.5**10
            ),
            Mistake(
                "You divided by 10. Each layer multiplies by 0.25 once more: 0.25 to the power of 10.", 0.025
            ),
            Mistake("That is nine layers: 0.25 ** 10 has one more factor.", 0.25**9),
            Mistake("This is one layer. Ten of them multiply.", 0.25),
            Mistake("Next to nothing, but not nothing: 0.25 times itself, ten times over.", 0.0),
            Mistake("1 is what ReLU would leave. Sigmoid's slope is never above 0.25.", 1.0),
        ),
        hints=(
            "What is the largest slope that sigmoid has anywhere?",
            "Ten layers multiply the gradient by it ten times.",
            "0.25 ** 10",
        ),
        explanation="At best, one part in a million reaches the first layer: gradients vanish. ReLU's slope of 1 leaves them whole.",
    ),
    # What belongs on the output for exactly one of ten classes? a: tanh · b: sigmoid on each · c: ReLU · d: softmax
    Exercise(
        id="output_for_ten_classes",
        name="prediction_output",
        reference="d",
        mistakes=(
            Mistake("tanh gives numbers from −1 to 1: no probabilities, and they do not sum to 1.", "a"),
            Mistake(
                "Ten sigmoids answer ten separate yes-or-no questions; their sum can be anything. Right when several classes may be true at once.",
                "b",
            ),
            Mistake("ReLU has no upper end: what would a probability of 7 mean?", "c"),
        ),
        hints=(
            "The ten outputs should be probabilities of which exactly one comes true. What must they sum to?",
            "Which of the four looks at all ten logits at once?",
        ),
        explanation="Softmax makes ten numbers between 0 and 1 that sum to 1, whatever the logits are.",
    ),
]

EXERCISES = FUNCTIONS + PREDICTIONS
