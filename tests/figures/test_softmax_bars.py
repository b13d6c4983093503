"""Logits, probabilities and the gradient p − y, against torch, with the learner's functions beside them."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.figures import softmax_bars
from course_lib.figures.softmax_bars import CLASSES


def overflowing_grad(logits, labels):
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


@pytest.mark.parametrize("truth", CLASSES)
def test_bars_are_torchs_probabilities_and_gradient(truth):
    frame = softmax_bars().frame(cat=1.5, dog=-0.5, owl=3.0, truth=truth)
    logits = torch.tensor([[1.5, -0.5, 3.0]], dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor([CLASSES.index(truth)]))
    loss.backward()
    np.testing.assert_allclose(frame.artists["p"], logits.softmax(1)[0].detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(frame.artists["gradient"], logits.grad[0].numpy(), atol=1e-12)
    assert frame.readouts[f"loss for {truth}"] == f"{loss.item():.3f}"


def test_the_numbers_of_the_lesson():
    alt = softmax_bars().frame(cat=2.0, dog=1.0, owl=0.0, truth="cat").alt
    for numbers in ("(2, 1, 0)", "(0.665, 0.245, 0.090)", "0.408", "(−0.335, 0.245, 0.090)"):
        assert numbers in alt


def test_adding_to_all_logits_changes_nothing():
    figure = softmax_bars()
    moved, here = figure.frame(added=-1000), figure.frame(added=0)
    np.testing.assert_allclose(moved.artists["gradient"], here.artists["gradient"], rtol=1e-9)
    assert "(−998, −999, −1000)" in moved.alt
    assert moved.artists["logits"] == "logits z = (−998, −999, −1000)"


def test_the_learners_gradient_stands_beside_and_its_overflow_is_said():
    figure = softmax_bars(nn.cross_entropy_from_logits, overflowing_grad)
    frame = figure.frame()
    np.testing.assert_allclose(frame.artists["own"][1], frame.artists["gradient"], atol=1e-12)
    assert frame.readouts["your gradient"] == "(−0.335, 0.245, 0.090)"
    frame = figure.frame(added=1000)
    assert frame.problem == "overflowing_grad gives nan here"
    assert frame.problem in frame.alt
    assert "own" not in frame.artists
    assert frame.readouts["your loss"] == "0.408"
    assert figure.picture(added=1000).png


def test_a_function_not_written_or_of_another_shape_is_said():
    assert "not written yet" in softmax_bars(lambda z, y: None, overflowing_grad).frame().problem
    assert "shape (3,); (1, 3) was expected" in softmax_bars(grad=lambda z, y: z[0]).frame().problem
