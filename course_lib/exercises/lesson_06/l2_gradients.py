"""Exercise l2_gradients: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


def l2_gradients(gradients, parameters, strength):
    """λ/2 · w² has the slope λ · w. Weights have two axes; biases have one and stay as they are."""
    return [
        gradient + strength * parameter if parameter.ndim == 2 else gradient
        for gradient, parameter in zip(gradients, parameters, strict=True)
    ]


def draw_parameters(rng):
    """Gradients, parameters and λ: one weight; the lesson's weights and bias; two layers; a single bias."""
    shapes = [(3, 2), (2,), (2, 4), (4,)]
    two_layers = [[rng.normal(size=shape) for shape in shapes] for _ in range(2)]
    return [
        ([np.array([[1.0]])], [np.array([[4.0]])], 0.5),
        ([np.array([[1.0, 2.0]]), np.array([3.0, 1.0])], [np.array([[2.0, -5.0]]), np.array([7.0, -3.0])], 0.1),
        (*two_layers, float(rng.uniform(0.2, 2))),
        ([rng.normal(size=3)], [rng.normal(size=3)], 0.7),
    ]  # fmt: skip


def each_gradient(change, biases=lambda g, p, s: g):
    """A wrong answer to l2_gradients: what becomes of the gradient of every weight, and of every bias."""

    def wrong_gradients(gradients, parameters, strength):
        pairs = zip(gradients, parameters, strict=True)
        return [(change if p.ndim == 2 else biases)(g, p, strength) for g, p in pairs]

    return wrong_gradients


EXERCISE = Exercise(
    id="l2_gradients",
    name="l2_gradients",
    reference=l2_gradients,
    draw=draw_parameters,
    mistakes=(
        Mistake(
            "Biases are penalised, too. A bias only moves a unit up or down; leave arrays with one axis alone.",
            each_gradient(lambda g, p, s: g + s * p, biases=lambda g, p, s: g + s * p),
        ),
        Mistake(
            "A factor 2 too much: the penalty is λ/2 · Σ w², with a ½ in front, so its slope is λ · w.",
            each_gradient(lambda g, p, s: g + 2 * s * p),
        ),
        Mistake(
            "Twice λ · w, and for the biases, too: the ½ in the penalty cancels the 2, and biases stay free.",
            each_gradient(lambda g, p, s: g + 2 * s * p, biases=lambda g, p, s: g + 2 * s * p),
        ),
        Mistake(
            "Half too little: the slope of λ/2 · w² is λ · w. The ½ goes with the 2 of the square.",
            each_gradient(lambda g, p, s: g + s / 2 * p),
        ),
        Mistake("λ is missing: the penalty pulls by strength · w.", each_gradient(lambda g, p, s: g + p)),
        Mistake(
            "The biases' gradients are gone. The list must hold them, too, as they were.",
            lambda gradients, parameters, s: [
                g + s * p for g, p in zip(gradients, parameters, strict=True) if p.ndim == 2
            ],
        ),
        Mistake(
            "The biases' own gradients are 0 now. The penalty leaves them alone; the loss does not.",
            each_gradient(lambda g, p, s: g + s * p, biases=lambda g, p, s: 0 * g),
        ),
        Mistake(
            "This is a step of gradient descent. Asked are the gradients, before any step.",
            each_gradient(lambda g, p, s: p - s * g),
        ),
        Mistake(
            "You add λ · w². The slope of a square has none.", each_gradient(lambda g, p, s: g + s * p**2)
        ),
        Mistake(
            "The penalty must pull weights towards 0: its gradient is *added*, and the step then goes against it.",
            each_gradient(lambda g, p, s: g - s * p),
        ),
        Mistake(
            "This is the penalty's gradient alone; the loss's own gradient is lost. Add the two.",
            each_gradient(lambda g, p, s: s * p),
        ),
        Mistake(
            "This is the gradient of an L1 penalty: the same pull for small and large weights. L2 pulls by λ · w.",
            each_gradient(lambda g, p, s: g + s * np.sign(p)),
        ),
        Mistake(
            "You add the penalty itself. Its slope is λ · w.", each_gradient(lambda g, p, s: g + s / 2 * p**2)
        ),
        Mistake(
            "You add the penalty itself, one number for all. Each weight has its own slope: λ · w.",
            each_gradient(lambda g, p, s: g + s / 2 * (p**2).sum()),
        ),
        Mistake(
            "This scales the gradient. The penalty depends on the weights: add λ times the parameter.",
            each_gradient(lambda g, p, s: g + s * g),
        ),
        Mistake(
            "The wrong way round: biases are penalised and weights are not. Weights have two axes.",
            each_gradient(lambda g, p, s: g, biases=lambda g, p, s: g + s * p),
        ),
        Mistake(
            "Nothing is added: where is the penalty?",
            lambda gradients, parameters, s: [1 * g for g in gradients],
        ),
    ),
    hints=(
        "Go through both lists together: for gradient, parameter in zip(gradients, parameters).",
        "A weight matrix has parameter.ndim == 2: its gradient becomes gradient + strength * parameter.",
        "[g + strength * p if p.ndim == 2 else g for g, p in zip(gradients, parameters)]",
    ),
)
