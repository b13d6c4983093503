"""The predictions of lesson 02."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake

FOUR_PREDICTIONS_BY_HAND = Exercise(
    id="four_predictions_by_hand",
    name="prediction_by_hand",
    reference=0.1643,
    mistakes=(
        Mistake(
            "You counted only the two examples with target 1, over 4. The other two cost as well: −log(1 − 0.2) and −log(1 − 0.1).",
            0.0821,
        ),
        Mistake("That is the sum of the four terms. Divide by 4.", 0.657),
        Mistake("Right to two digits. Give three.", 0.16),
        Mistake("The minus is missing: −log 0.8 is +0.2231.", -0.1643),
        Mistake("That is in bits, with log₂. Take the natural logarithm.", 0.2370),
        Mistake("That is with log₁₀. Take the natural logarithm.", 0.0713),
        Mistake("You took log p for all four. Where the target is 0, it is log(1 − p).", 1.0601),
    ),
    hints=(
        "Two examples give 0.8 to what happened: the first, and the second, whose target is 0.",
        "(0.2231 + 0.2231 + 0.1054 + 0.1054) / 4",
    ),
    explanation=(
        "The mean over the two examples with target 1 alone would be 0.1643, too: an accident, since the two others "
        "mirror them. An example that cannot tell right from wrong tests nothing, so the check uses others."
    ),
)


LOSS_BEFORE_TRAINING = Exercise(
    id="loss_before_training",
    name="prediction_untrained",
    reference=float(np.log(10)),
    mistakes=(
        Mistake("0.1 is the probability of the right class. The loss is −log of it.", 0.1),
        Mistake("That is with log₁₀. The loss takes the natural logarithm.", 1.0),
        Mistake("That is in bits, with log₂. The loss takes the natural logarithm.", float(np.log2(10))),
        Mistake("log 0.1 is negative, and the loss is *minus* that.", -float(np.log(10))),
        Mistake(
            "0.9 is how much probability is in the wrong place. The loss is −log of the right one's 0.1.",
            0.9,
        ),
        Mistake("Right classes get 0.1 each, not 1: only a perfect network has loss 0.", 0.0),
    ),
    hints=(
        "Equal logits: which probability does softmax give to each of ten classes?",
        "−log(0.1), with the natural logarithm: np.log(10).",
    ),
    explanation="A network on ten classes whose first loss is far from 2.3 has something wrong before it starts.",
)


SURE_AND_WRONG = Exercise(
    id="sure_and_wrong",
    name="prediction_sure",
    reference="b",
    mistakes=(
        Mistake(
            "MSE's error is near 1, but the chain rule multiplies it by the slope of sigmoid, 0.0001.",
            "a",
        ),
        Mistake(
            "The error is the same; what reaches the logit is not. MSE's is multiplied by the slope of sigmoid.",
            "c",
        ),
        Mistake(
            "MSE's is nearly 0. In cross-entropy the slope of sigmoid cancels: p − y = −0.9999 is left.",
            "d",
        ),
    ),
    hints=(
        "∂MSE/∂z = 2 (p − y) · p (1 − p). How large is p (1 − p) at p = 0.0001?",
        "∂CE/∂z = p − y. Nothing small is in it.",
    ),
    explanation="MSE passes on −0.0002, cross-entropy −0.9999: five thousand times as much to learn from the worst mistakes.",
)


OUTLIER_PULLS_MOST = Exercise(
    id="outlier_pulls_most",
    name="prediction_outlier",
    reference="c",
    mistakes=(
        Mistake("To MAE a far point pulls no harder than a near one: its slope is ±1 for both.", "a"),
        Mistake("Beyond delta Huber pulls with constant strength; that is what it is for.", "b"),
        Mistake(
            "How hard a point pulls is the slope of its loss: look how it grows with the error for each.",
            "d",
        ),
    ),
    hints=(
        "How hard does one point pull on the line? As hard as the slope of its loss is steep.",
        "The slopes: 2e for MSE, ±1 for MAE, e but never beyond ±delta for Huber. Which can grow without limit?",
    ),
    explanation="The pull of a squared error grows with the error itself, without limit.",
)
