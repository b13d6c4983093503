"""The exercises of lesson 00: which way is down, the slope of a valley, one step of gradient descent."""

from course_lib.exercises.spec import Exercise, Mistake

TITLE = "Start here"


def valley_slope(x):
    return 2 * (x - 1)


def step_downhill(x, slope, learning_rate):
    return x - learning_rate * slope


def draw_places(rng):
    """The bottom, both sides of it, and a row of random places."""
    return [(0.0,), (1.0,), (3.0,), (rng.normal(),), (rng.normal(scale=3, size=5),)]


def draw_steps(rng):
    """A step by hand (from 3 to 2.6), then random ones: single numbers and a row."""
    single = (rng.normal(), rng.normal(), rng.uniform(0.01, 1))
    row = (rng.normal(size=4), rng.normal(size=4), rng.uniform(0.01, 1, size=4))
    return [(3.0, 4.0, 0.1), (0.0, -2.0, 0.5), single, row]


EXERCISES = [
    Exercise(
        id="which_way_is_down",
        name="prediction",
        reference="a",
        mistakes=(
            Mistake(
                "A slope of +4 means that the height *grows* to the right: right is uphill. Down is the other way.",
                "b",
            ),
            Mistake(
                "It does: its sign tells the direction. Positive means uphill to the right, so down is to the left.",
                "c",
            ),
            Mistake(
                'You typed a number; the answer is one of the letters, in quotation marks: "a", "b" or "c".',
                4,
            ),
        ),
        hints=(
            "A positive slope means that the height grows when you go to the right.",
            "If right is uphill, which way is left?",
        ),
    ),
    Exercise(
        id="valley_slope",
        name="valley_slope",
        reference=valley_slope,
        draw=draw_places,
        mistakes=(
            Mistake(
                "This is the slope of x**2, a valley with its bottom at 0. Ours has its bottom at 1: write x - 1 for x.",
                lambda x: 2 * x,
            ),
            Mistake(
                "The factor 2 is missing: the slope of (x - 1)**2 is 2 times (x - 1).",
                lambda x: 1.0 * (x - 1),
            ),
            Mistake("This is the height of the valley, not its slope.", lambda x: (x - 1) ** 2),
            Mistake(
                "The sign is the wrong way round: where right is uphill the slope is positive.",
                lambda x: -2 * (x - 1),
            ),
            Mistake(
                "Brackets are missing: 2 * x - 1 takes the 1 away after doubling; write 2 * (x - 1).",
                lambda x: 2 * x - 1,
            ),
        ),
        hints=(
            "Start the line with `return`, then write the formula h'(x) = 2 (x − 1).",
            "In Python a product needs its star: 2 * (…).",
            "return 2 * (x - 1)",
        ),
    ),
    Exercise(
        id="step_downhill",
        name="step_downhill",
        reference=step_downhill,
        draw=draw_steps,
        mistakes=(
            Mistake(
                "This step goes uphill: take the step *against* the slope, with a minus.",
                lambda x, s, r: x + r * s,
            ),
            Mistake(
                "This is the length of the step, not where it ends: start from x.", lambda x, s, r: r * s
            ),
            Mistake(
                "The learning rate is missing: this step is as long as the slope is steep.",
                lambda x, s, r: x - s + 0 * r,
            ),
            Mistake(
                "The slope is missing: this goes the same way everywhere.", lambda x, s, r: x - r + 0 * s
            ),
            Mistake(
                "`slope` is no function here: it is already the slope at x, a number. Write slope, not slope(x).",
                lambda x, s, r: x - r * s(x),
            ),
            Mistake(
                "This always takes the slope of our valley. The function is given the slope: use the argument `slope`.",
                lambda x, s, r: x - r * valley_slope(x) + 0 * s,
            ),
            Mistake(
                "Brackets: the learning rate multiplies the slope alone, not the place.",
                lambda x, s, r: (x - s) * r,
            ),
        ),
        hints=(
            "Translate the formula from left to right: x, minus, learning rate times slope.",
            "The three names are x, learning_rate and slope; a product needs its star.",
            "return x - learning_rate * slope",
        ),
    ),
]
