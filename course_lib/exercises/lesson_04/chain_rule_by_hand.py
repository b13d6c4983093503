"""Exercise chain_rule_by_hand: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.spec import Exercise, Mistake

EXERCISE = Exercise(
    id="chain_rule_by_hand",
    name="prediction_chain",
    reference=12,
    mistakes=(
        Mistake("That is the gradient at the difference, 2 · 3. It still goes through w·x: times x = 2.", 6),
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
)
