"""Exercise which_helps_most: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.spec import Exercise, Mistake

EXERCISE = Exercise(
    id="which_helps_most",
    name="prediction_helps_most",
    reference="d",
    mistakes=(
        Mistake(
            "L2 keeps the weights small, but it adds no knowledge of digits. Which of the four does?", "a"
        ),
        Mistake("Dropout's noise is blind. One of the four knows something of digits: which?", "b"),
        Mistake("Stopping early only keeps the network from getting worse: the 300 images stay 300.", "c"),
    ),
    hints=(
        "Overfitting is a lack of data. Which method comes nearest to having more of it?",
        "Three methods hold the network back; one shows it new images.",
    ),
    explanation="A moved 7 is a new image with a known label: the method adds what you know of digits.",
)
