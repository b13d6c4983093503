"""Exercise warm_up_cosine: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def warm_up_cosine(step, steps, peak, warm_up):
    """A straight line up, then (1 + cos πp)/2 down with p from 0 to 1."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    progress = (step - warm_up) / (steps - warm_up)
    return peak * (1 + np.cos(np.pi * progress)) / 2


def draw_schedules(rng):
    """step, steps, peak, warm_up: by hand the first step, the turn from line to cosine and halfway; no warm-up; its last step; random."""
    several = [
        (int(rng.integers(40, 100)), 100, float(rng.uniform(0.01, 1)), int(rng.integers(5, 40)))
        for _ in range(3)
    ]
    by_hand = [(step, 10, 0.4, 2) for step in (0, 1, 2, 6)]
    return [*by_hand, (3, 12, 1.0, 0), (4, 20, 0.3, 5), (2, 30, 0.5, 8), *several]


def scheduled(shape, rise=lambda step, warm_up: (step + 1) / warm_up, begins=True):
    """A schedule whose way down is `shape(p)`, counted from the end of the warm-up, or from step 0."""

    def answer(step, steps, peak, warm_up):
        if step < warm_up:
            return peak * rise(step, warm_up)
        first = warm_up if begins else 0
        return peak * shape((step - first) / (steps - first))

    return answer


def scheduled_with(progress):
    """A schedule whose p is `progress(step, steps, warm_up)`."""

    def answer(step, steps, peak, warm_up):
        if step < warm_up:
            return peak * (step + 1) / warm_up
        return peak * half_cosine(progress(step, steps, warm_up))

    return answer


def half_cosine(p):
    return (1 + np.cos(np.pi * p)) / 2


EXERCISE = Exercise(
    id="warm_up_cosine",
    name="warm_up_cosine",
    reference=warm_up_cosine,
    draw=draw_schedules,
    points=2,
    mistakes=(
        Mistake(
            "There is no warm-up: the first `warm_up` steps climb straight to the peak.",
            lambda step, steps, peak, warm_up: peak * half_cosine(max(step - warm_up, 0) / (steps - warm_up)),
        ),
        Mistake(
            "This is the cosine alone, from step 0 on. The first `warm_up` steps climb straight to the peak.",
            lambda step, steps, peak, warm_up: peak * half_cosine(step / steps) + 0 * warm_up,
        ),
        Mistake(
            "The warm-up begins at 0, so the first step learns nothing: step 0 has peak · 1/warm_up. Count step + 1.",
            scheduled(half_cosine, rise=lambda step, warm_up: step / warm_up),
        ),
        Mistake(
            "The warm-up climbs to less than the peak: divide step + 1 by warm_up, not by warm_up + 1.",
            scheduled(half_cosine, rise=lambda step, warm_up: (step + 1) / (warm_up + 1)),
        ),
        Mistake(
            "The warm-up stands still: step + 1 is missing in peak * (step + 1) / warm_up.",
            scheduled(half_cosine, rise=lambda step, warm_up: 1 / warm_up),
        ),
        Mistake(
            "step + 1 belongs to the warm-up alone. For the cosine, p begins at 0: (step − warm_up) / (steps − warm_up).",
            scheduled_with(lambda step, steps, warm_up: (step + 1 - warm_up) / (steps - warm_up)),
        ),
        Mistake(
            "Brackets are missing in p: (step − warm_up) / (steps − warm_up). Without them the division comes first.",
            scheduled_with(lambda step, steps, warm_up: step - warm_up / steps - warm_up),
        ),
        Mistake(
            "Brackets are missing: peak * (1 + np.cos(...)) / 2. Without them the cosine is added to the peak.",
            lambda step, steps, peak, warm_up: (
                warm_up_cosine(step, steps, peak, warm_up)
                if step < warm_up
                else peak + np.cos(np.pi * (step - warm_up) / (steps - warm_up)) / 2
            ),
        ),
        Mistake(
            "At step = warm_up the line has reached the peak already, and yours goes on: if step < warm_up.",
            lambda step, steps, peak, warm_up: (
                peak * (step + 1) / max(warm_up, 1)
                if step <= warm_up
                else warm_up_cosine(step, steps, peak, warm_up)
            ),
        ),
        Mistake(
            "Your cosine reaches 0 at the last step, `steps` − 1. Here p = (step − warm_up) / (steps − warm_up).",
            lambda step, steps, peak, warm_up: warm_up_cosine(step, steps - (step >= warm_up), peak, warm_up),
        ),
        Mistake(
            "The cosine counts from step 0. It begins where the warm-up ends: p = (step − warm_up) / (steps − warm_up).",
            scheduled(half_cosine, begins=False),
        ),
        Mistake(
            "The cosine runs over `steps`, but only steps − warm_up are left for it.",
            lambda step, steps, peak, warm_up: (
                peak * (step + 1) / warm_up
                if step < warm_up
                else peak * half_cosine((step - warm_up) / steps)
            ),
        ),
        Mistake(
            "This reaches twice the peak: (1 + cos πp) goes from 2 to 0, so halve it.",
            scheduled(lambda p: 1 + np.cos(np.pi * p)),
        ),
        Mistake(
            "A cosine alone goes from 1 to −1; a learning rate is never negative. Add 1 and halve.",
            scheduled(lambda p: np.cos(np.pi * p)),
        ),
        Mistake("π is missing: cos takes p times π, from 0 to π.", scheduled(lambda p: (1 + np.cos(p)) / 2)),
        Mistake(
            "This is a whole cosine, down and up again: 2π is one wave, take π.",
            scheduled(lambda p: (1 + np.cos(2 * np.pi * p)) / 2),
        ),
        Mistake("This goes down in a straight line. Half a cosine is asked.", scheduled(lambda p: 1 - p)),
        Mistake(
            "The warm-up is right; after it the learning rate stays at the peak. Half a cosine takes it down.",
            scheduled(lambda p: 1.0),
        ),
        Mistake(
            "This climbs after the warm-up: with a plus before the cosine it goes down.",
            scheduled(lambda p: (1 - np.cos(np.pi * p)) / 2),
        ),
        Mistake(
            "This is a share of the peak: multiply by `peak`.",
            lambda step, steps, peak, warm_up: warm_up_cosine(step, steps, 1.0, warm_up) + 0 * peak,
        ),
    ),
    hints=(
        "Two cases: if step < warm_up, a straight line; else the cosine.",
        "The line is peak * (step + 1) / warm_up. For the cosine, p = (step - warm_up) / (steps - warm_up).",
        "if step < warm_up:\n    return peak * (step + 1) / warm_up\np = (step - warm_up) / (steps - warm_up)\n"
        "return peak * (1 + np.cos(np.pi * p)) / 2",
    ),
)
