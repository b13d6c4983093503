"""Exercise forgotten_zero_grad: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.spec import Exercise, Mistake

EXERCISE = Exercise(
    id="forgotten_zero_grad",
    name="prediction_moved",
    reference=1.0,
    mistakes=(
        Mistake("That is with zero_grad: four steps of 0.1. Without it the gradients add up.", 0.4),
        Mistake("They do not double: each step *adds* a gradient of 1 to what is there, 1, 2, 3, 4.", 1.5),
        Mistake("That is the sum of the gradients. Multiply by the learning rate.", 10.0),
        Mistake("w does go down by it. We ask how far: a positive number.", -1.0),
        Mistake("The gradient is added up before each step, so the first step is 0.1 · 1, not 0.", 0.6),
    ),
    hints=(
        "What stands in w.grad after each backward: 1, then 1 + 1, …",
        "0.1 · 1 + 0.1 · 2 + 0.1 · 3 + 0.1 · 4",
    ),
    explanation="Two and a half times too far after four steps, and it grows: after n steps (n + 1) / 2 times.",
)
