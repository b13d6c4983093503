"""The exercises of lesson 04: forward, backward, gradient checking, two published mistakes, an engine.

The references stand here because `solution()` shows them: they are what a learner could have written. Tests hold them
against torch and `course_lib.nn`.
"""

from course_lib.exercises.lesson_04 import (
    chain_rule_by_hand,
    engine,
    mend_every_layer,
    mend_the_sign,
    network_backward,
    network_forward,
    numeric_gradient,
    topological_order,
)

TITLE = "Backpropagation"

EXERCISES = [
    network_forward.EXERCISE,
    network_backward.EXERCISE,
    numeric_gradient.EXERCISE,
    mend_every_layer.EXERCISE,
    mend_the_sign.EXERCISE,
    topological_order.EXERCISE,
    engine.EXERCISE,
    chain_rule_by_hand.EXERCISE,
]
