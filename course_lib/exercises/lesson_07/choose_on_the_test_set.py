"""Exercise choose_on_the_test_set: a choice, and what is said to each wrong one."""

from course_lib.exercises.spec import Exercise, Mistake

EXERCISE = Exercise(
    id="choose_on_the_test_set",
    name="prediction",
    reference="b",
    mistakes=(
        Mistake(
            "The best of 20 was partly lucky on just these images, and luck does not repeat. Fresh images bring it down.",
            "a",
        ),
        Mistake("Nothing pushes it up: the winner was chosen *because* it did well on these images.", "c"),
        Mistake(
            "The images are the same, but the choice has looked at them; a choice is a kind of training.",
            "d",
        ),
    ),
    hints=(
        "Suppose that all 20 models are equally good. Why does one of them score highest on these 10,000 images?",
        "The highest of 20 noisy numbers is, on average, higher than it deserves.",
    ),
)
