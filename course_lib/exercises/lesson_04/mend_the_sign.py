"""Exercise mend_the_sign: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.lesson_04.network_forward import forward
from course_lib.exercises.lesson_04.shared import draw_network
from course_lib.exercises.spec import Exercise, Mistake


def update(W2, b2, a1, a2, Y, learning_rate):
    """One step downhill: minus the gradient, and a2 − Y is the gradient at z2."""
    dz2 = (a2 - Y) / len(Y)
    return W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)


def draw_updates(rng):
    """W2, b2, a1, a2, Y and a learning rate."""
    drawn = []
    for (X, W1, b1, W2, b2), rate in zip(draw_network(rng), (0.5, 0.1, 0.3, 2.0), strict=True):
        a1, a2 = forward(X, W1, b1, W2, b2)
        drawn.append((W2, b2, a1, a2, rng.integers(0, 2, size=a2.shape).astype(float), rate))
    return drawn


def published_update(W2, b2, a1, a2, Y, learning_rate):
    error = (Y - a2) / len(Y)
    return W2 - learning_rate * a1.T @ error, b2 - learning_rate * error.sum(axis=0)


def half_mended(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate)[0], published_update(W2, b2, a1, a2, Y, learning_rate)[1]


def without_mean(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate * len(Y))


def with_slope(W2, b2, a1, a2, Y, learning_rate):
    dz2 = (a2 - Y) * a2 * (1 - a2) / len(Y)
    return W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)


def with_mean_of_bias(W2, b2, a1, a2, Y, learning_rate):
    return update(W2, b2, a1, a2, Y, learning_rate)[0], b2 - learning_rate * (a2 - Y).mean()


def only_the_change(W2, b2, a1, a2, Y, learning_rate):
    return tuple(
        new - old for new, old in zip(update(W2, b2, a1, a2, Y, learning_rate), (W2, b2), strict=True)
    )


EXERCISE = Exercise(
    id="mend_the_sign",
    name="update",
    reference=update,
    draw=draw_updates,
    points=2,
    mistakes=(
        Mistake(
            "This is the published mistake: it climbs. Y − a2 is *minus* the gradient, and it is subtracted. Turn one "
            "of the two signs, not both.",
            published_update,
        ),
        Mistake(
            "The weights go down now, but the bias still climbs: the same sign there.",
            half_mended,
        ),
        Mistake(
            "The bias goes down now, but the weights still climb: the same sign there.",
            lambda *given: (published_update(*given)[0], update(*given)[1]),
        ),
        Mistake("The loss is a mean over the examples: divide by their number, len(Y).", without_mean),
        Mistake(
            "No slope here: with cross-entropy the sigmoid's slope cancels, and dz2 is a2 − Y alone (over n).",
            with_slope,
        ),
        Mistake(
            "Every output has its own bias: sum over the examples only, axis=0.",
            with_mean_of_bias,
        ),
        Mistake("This is the change. Return the new weights: the old ones plus it.", only_the_change),
        Mistake(
            "The learning rate is missing.",
            lambda W2, b2, a1, a2, Y, learning_rate: update(W2, b2, a1, a2, Y, 1.0),
        ),
    ),
    hints=(
        "What is the gradient of cross-entropy at z2: a2 − Y, or Y − a2?",
        "Downhill is minus the gradient. Y − a2 is minus the gradient already.",
        "dz2 = (a2 - Y) / len(Y)\nreturn W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)",
    ),
)
