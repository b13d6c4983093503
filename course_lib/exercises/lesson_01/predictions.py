"""The predictions of lesson 01."""

from course_lib.exercises.spec import Exercise, Mistake

IS_RELU_LINEAR = Exercise(
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
)


LEAST_GRADIENT = Exercise(
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
)


GRADIENT_AFTER_TEN_LAYERS = Exercise(
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
)


OUTPUT_FOR_TEN_CLASSES = Exercise(
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
)
