"""Exercise decayed_step: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def decayed_step(weights, direction, learning_rate, strength):
    """One step along the optimizer's direction; the decay is added after the optimizer, so no optimizer rescales it."""
    return weights - learning_rate * (direction + strength * weights)


def draw_steps(rng):
    """Weights, direction, learning rate, λ: the lesson's, one with nothing to learn, one without decay, random ones."""
    return [
        (np.array([2.0]), np.array([3.0]), 0.1, 0.1),
        (np.array([5.0, -5.0]), np.array([0.0, 0.0]), 0.5, 0.2),
        (rng.normal(size=3), rng.normal(size=3), 0.3, 0.0),
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 0.2, float(rng.uniform(0.5, 2))),
    ]


EXERCISE = Exercise(
    id="decayed_step",
    name="decayed_step",
    reference=decayed_step,
    draw=draw_steps,
    mistakes=(
        Mistake(
            "The decay misses the learning rate: a step takes learning_rate · λ · w away, as PyTorch's AdamW does.",
            lambda w, d, r, s: w - r * d - s * w,
        ),
        Mistake(
            "You let the weights decay after they have moved. Both parts look at the weights before the step.",
            lambda w, d, r, s: (w - r * d) * (1 - r * s),
        ),
        Mistake("The decay is missing: this is the optimizer's step alone.", lambda w, d, r, s: w - r * d),
        Mistake(
            "This is the decay alone: the optimizer's step is missing.", lambda w, d, r, s: w - r * s * w
        ),
        Mistake("The decay's sign is wrong: weights grow.", lambda w, d, r, s: w - r * d + r * s * w),
        Mistake(
            "This is the change. Return the weights after the step.", lambda w, d, r, s: -r * (d + s * w)
        ),
        Mistake(
            "This decay is the same for small and large weights, as with L1. Here it is a share of the weight: λ · w.",
            lambda w, d, r, s: w - r * (d + s * np.sign(w)),
        ),
        Mistake("This climbs: subtract learning_rate · direction.", lambda w, d, r, s: w + r * d - r * s * w),
        Mistake(
            "A bracket is missing: subtract learning_rate times *both*, the direction and λ · w.",
            lambda w, d, r, s: w - r * d + s * w,
        ),
        Mistake("This must be subtracted: `weights -` is missing.", lambda w, d, r, s: r * (d + s * w)),
        Mistake(
            "The direction comes ready made: use it as it is, whatever its size, not only its sign.",
            lambda w, d, r, s: w - r * (np.sign(d) + s * w),
        ),
        Mistake("The direction misses the learning rate.", lambda w, d, r, s: w - d - r * s * w),
        Mistake(
            "Twice too much: the decay is learning_rate · λ · w.", lambda w, d, r, s: w - r * (d + 2 * s * w)
        ),
        Mistake(
            "The weights are multiplied by λ itself. What is left of them is 1 − learning_rate · λ.",
            lambda w, d, r, s: s * w - r * d,
        ),
    ),
    hints=(
        "Two things are subtracted from the weights: the step, and a small share of the weights themselves.",
        "The step is learning_rate * direction, the share learning_rate * strength.",
        "return weights - learning_rate * direction - learning_rate * strength * weights",
    ),
)
