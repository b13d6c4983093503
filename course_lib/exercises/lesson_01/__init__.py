"""The exercises of lesson 01: a neuron, activations and their slopes, softmax, layers that collapse, dead units.

The references stand here, and not in `course_lib.nn`, because `solution()` shows them: they are what a learner could
have written. Tests hold them against `nn`.
"""

from course_lib.exercises.lesson_01 import (
    dead_share,
    leaky_relu,
    merge_layers,
    neuron,
    predictions,
    relu_grad,
    sigmoid,
    sigmoid_grad,
    softmax,
)

TITLE = "Neurons and activations"

EXERCISES = [
    neuron.EXERCISE,
    relu_grad.EXERCISE,
    leaky_relu.EXERCISE,
    sigmoid.EXERCISE,
    sigmoid_grad.EXERCISE,
    softmax.EXERCISE,
    merge_layers.EXERCISE,
    dead_share.EXERCISE,
    predictions.IS_RELU_LINEAR,
    predictions.LEAST_GRADIENT,
    predictions.GRADIENT_AFTER_TEN_LAYERS,
    predictions.OUTPUT_FOR_TEN_CLASSES,
]
