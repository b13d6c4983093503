"""Exercise momentum_step: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def momentum_step(place, velocity, gradient, learning_rate, momentum):
    """The velocity first; the new one moves the place."""
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity


def draw_momentum_steps(rng):
    """place, velocity, gradient, learning_rate, momentum: by hand, a first step from rest, then random arrays."""
    by_hand = (np.array([5.0]), np.array([1.0]), np.array([1.0]), 0.1, 0.9)
    from_rest = (np.array([1.0, -1.0]), np.zeros(2), np.array([2.0, 0.5]), 0.1, 0.9)
    several = [
        (*rng.normal(size=(3, *shape)), rng.uniform(0.02, 0.3), rng.uniform(0.3, 0.95))
        for shape in ((4,), (2, 3))
    ]
    return [by_hand, from_rest, *several]


EXERCISE = Exercise(
    id="momentum_step",
    name="momentum_step",
    reference=momentum_step,
    draw=draw_momentum_steps,
    mistakes=(
        Mistake(
            "The place moves by the gradient alone: this momentum forgets. The new velocity moves it.",
            lambda p, v, g, r, m: (p - r * g, m * v + g),
        ),
        Mistake(
            "The place is moved by the *old* velocity. Compute the new one first, then step by it.",
            lambda p, v, g, r, m: (p - r * v, m * v + g),
        ),
        Mistake(
            "The old velocity is lost: a share `momentum` of it stays.",
            lambda p, v, g, r, m: (p - r * g, g + 0 * m),
        ),
        Mistake(
            "The old velocity counts in full: only a share `momentum` of it stays.",
            lambda p, v, g, r, m: (p - r * (v + g), v + g),
        ),
        Mistake(
            "This climbs: velocity gathers slopes, so the step goes against it, with a minus.",
            lambda p, v, g, r, m: (p + r * (m * v + g), m * v + g),
        ),
        Mistake(
            "The share `momentum` belongs to the old velocity alone: the gradient counts in full, outside the brackets.",
            lambda p, v, g, r, m: (p - r * m * (v + g), m * (v + g)),
        ),
        Mistake(
            "The velocity is used, and then forgotten: return the new one, not the one that came in.",
            lambda p, v, g, r, m: (p - r * (m * v + g), v),
        ),
        Mistake(
            "The gradient counts by 1 − momentum here, as in an average (Adam does that). In this formula it counts in full.",
            lambda p, v, g, r, m: (p - r * (m * v + (1 - m) * g), m * v + (1 - m) * g),
        ),
        Mistake(
            "The learning rate is inside the velocity. Some books write it so; here it multiplies at the end, in the step.",
            lambda p, v, g, r, m: (p - (m * v + r * g), m * v + r * g),
        ),
        Mistake(
            "Some books give the velocity the step's sign and the learning rate. Here it is momentum * velocity + gradient.",
            lambda p, v, g, r, m: (p + (m * v - r * g), m * v - r * g),
        ),
        Mistake(
            "This is Nesterov's step, by gradient + momentum * velocity. Plain momentum steps by the new velocity.",
            lambda p, v, g, r, m: (p - r * (g + m * (m * v + g)), m * v + g),
        ),
        Mistake(
            "First the place, then the velocity: the two are exchanged.",
            lambda p, v, g, r, m: momentum_step(p, v, g, r, m)[::-1],
        ),
        Mistake(
            "The learning rate is missing in the step.",
            lambda p, v, g, r, m: (p - (m * v + g), m * v + g),
        ),
        Mistake(
            "The velocity is right, and the place too, but only the place comes back: return place, velocity.",
            lambda p, v, g, r, m: momentum_step(p, v, g, r, m)[0],
        ),
    ),
    hints=(
        "Two lines, as in the formula: first the new velocity, then the new place.",
        "velocity = momentum * velocity + gradient",
        "velocity = momentum * velocity + gradient\nreturn place - learning_rate * velocity, velocity",
    ),
)
