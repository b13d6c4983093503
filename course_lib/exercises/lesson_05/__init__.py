"""The exercises of lesson 05: a training step, a loop in PyTorch, first weights, splits without leaks, a learning rate."""

from course_lib.exercises.lesson_05 import (
    choose_learning_rate,
    forgotten_zero_grad,
    he_weights,
    split_by_person,
    standardise,
    train_in_torch,
    training_step,
)

TITLE = "Training a network"

EXERCISES = [
    training_step.EXERCISE,
    train_in_torch.EXERCISE,
    he_weights.EXERCISE,
    split_by_person.EXERCISE,
    standardise.EXERCISE,
    choose_learning_rate.EXERCISE,
    forgotten_zero_grad.EXERCISE,
]
