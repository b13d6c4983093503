"""Exercise choose_learning_rate: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def choose_learning_rate(learning_rates, losses):
    """A tenth of the rate with the lowest loss; nanargmin passes over what is no number."""
    return learning_rates[np.nanargmin(losses)] / 10


def draw_finders(rng):
    """Learning rates and losses: by hand, with nan before the lowest or at the end, one with inf, a noisy curve."""
    by_hand = (np.array([0.001, 0.01, 0.1, 1.0]), np.array([2.3, 1.9, 0.8, 5.0]))
    begins_broken = (np.array([0.001, 0.01, 0.1, 1.0]), np.array([np.nan, 2.2, 0.8, 5.0]))
    broken = (np.geomspace(1e-4, 10, 6), np.array([2.3, 2.2, 1.4, 1.7, np.nan, np.nan]))
    burst = (np.geomspace(1e-3, 3, 5), np.array([0.9, 0.5, 0.7, 1e6, np.inf]))
    rates = np.geomspace(1e-5, 1, 30)
    valley = (np.log10(rates) + 2 + rng.normal(scale=0.2)) ** 2 / 4 + rng.normal(scale=0.02, size=30)
    return [by_hand, begins_broken, broken, burst, (rates, valley)]


EXERCISE = Exercise(
    id="choose_learning_rate",
    name="choose_learning_rate",
    reference=choose_learning_rate,
    draw=draw_finders,
    may_change_inputs=True,
    mistakes=(
        Mistake(
            "np.argmin takes the first nan for the lowest. np.nanargmin passes over it.",
            lambda rates, losses: rates[np.argmin(losses)] / 10,
        ),
        Mistake(
            "The place is counted in the losses *without* nan, so in learning_rates it is another. Take them out of both, or "
            "use np.nanargmin(losses).",
            lambda rates, losses: rates[np.argmin(losses[~np.isnan(losses)])] / 10,
        ),
        Mistake(
            "A nan at the start is never beaten, because every comparison with nan is False: so with min(losses), and in a loop "
            "that begins with losses[0]. Begin with inf, or use np.nanargmin.",
            lambda rates, losses: rates[min(range(len(losses)), key=lambda place: losses[place])] / 10,
        ),
        Mistake(
            "This is where the loss is lowest: there the fall is over. Start a factor of ten below it.",
            lambda rates, losses: rates[np.nanargmin(losses)],
        ),
        Mistake(
            "Two things: np.argmin takes the first nan for the lowest (use np.nanargmin), and the rate is not divided by 10.",
            lambda rates, losses: rates[np.argmin(losses)],
        ),
        Mistake(
            "This is the lowest *loss*. Return the learning rate that belongs to it, divided by 10.",
            lambda rates, losses: np.nanmin(losses),
        ),
        Mistake(
            "This is a place in the list. Return the learning rate at that place, divided by 10.",
            lambda rates, losses: np.nanargmin(losses),
        ),
        Mistake(
            "This belongs to the *highest* loss. Look for the lowest.",
            lambda rates, losses: rates[np.nanargmax(losses)] / 10,
        ),
        Mistake(
            "This is the lowest loss, divided by 10. What is divided is the learning rate at that place.",
            lambda rates, losses: np.nanmin(losses) / 10,
        ),
        Mistake(
            "Ten times as much is close to exploding: divide by 10.",
            lambda rates, losses: rates[np.nanargmin(losses)] * 10,
        ),
    ),
    hints=(
        "np.nanargmin(losses) is the place of the lowest loss, whatever nan there is.",
        "The learning rate at that place, divided by 10.",
        "return learning_rates[np.nanargmin(losses)] / 10",
    ),
)
