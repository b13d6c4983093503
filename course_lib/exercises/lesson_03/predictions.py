"""The predictions of lesson 03."""

from course_lib.exercises.spec import Exercise, Mistake

LOSS_AFTER_ONE_STEP = Exercise(
    id="loss_after_one_step",
    name="prediction_loss",
    reference=13.5,
    mistakes=(
        Mistake("That is the loss before the step. Take w = 3 and b = 1.", 30.0),
        Mistake("That is the sum of the squared errors: divide it by the 4 examples.", 54.0),
        Mistake("You left the bias at 0: the predictions are 3x + 1.", 7.5),
        Mistake(
            "Here b moved after w, by a slope at the new place: 5. Both slopes belong to the old place, so b = 1.",
            5.25,
        ),
        Mistake("That is a step uphill, to w = −3 and b = −1. Steps go against the gradient.", 213.5),
        Mistake("These are the errors without their squares: the mean of 2, 3, 4, 5.", 3.5),
        Mistake("That is the square of the mean error. Square each error first, then take the mean.", 12.25),
        Mistake("With learning rate 0.01 that would be right. Here it is 0.1.", 20.835),
        Mistake("Only w = 2 and b = 0 have loss 0; one step does not get there.", 0.0),
    ),
    hints=(
        "The predictions are 3x + 1: 4, 7, 10, 13. The truth is 2, 4, 6, 8.",
        "The errors are 2, 3, 4, 5. Square each, add up, divide by 4.",
    ),
    explanation="(4 + 9 + 16 + 25)/4 = 13.5: too far, and still better than before.",
)


FIRST_ADAM_STEP = Exercise(
    id="first_adam_step",
    name="prediction_adam",
    reference="b",
    mistakes=(
        Mistake("That is plain gradient descent, η·g. Adam divides g by its own size.", "a"),
        Mistake(
            "They begin at 0, but the first gradient is taken in before the step: m = 0.1·g. What does the correction make of it?",
            "c",
        ),
        Mistake(
            "m is a tenth of g at first, but the bias correction divides it by 1 − 0.9 = 0.1.",
            "d",
        ),
    ),
    hints=(
        "At t = 1: m = 0.1·g, divided by 1 − 0.9. And s = 0.001·g², divided by 1 − 0.999.",
        "What is g divided by the root of g²?",
    ),
    explanation="Corrected, m is g and √s is |g|: the first step is η in size, for 1000 as for 0.001.",
)
