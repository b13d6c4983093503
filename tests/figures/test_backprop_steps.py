"""Each step of each formula against torch, and what the picture says of it."""

import numpy as np
import pytest
import torch

from course_lib.figures import backprop_steps
from course_lib.figures.backprop_steps import edges, places
from course_lib.figures.formula_graph import FORMULAS, OPERATIONS, STEPS, slopes_of, state_at

IN_TORCH = {
    "(w·x + b − y)²": lambda w, x, b, y: (w * x + b - y) ** 2,
    "a twice: (a·b + a − y)²": lambda a, b, y: (a * b + a - y) ** 2,
    "−log σ(w·x + b)": lambda w, x, b: -torch.log(torch.sigmoid(w * x + b)),
}
each_formula = pytest.mark.parametrize("formula", FORMULAS)


@each_formula
def test_the_end_is_what_torch_finds(formula):
    leaves = {
        name: torch.tensor(float(value), dtype=torch.float64, requires_grad=True)
        for name, value in FORMULAS[formula][0].items()
    }
    loss = IN_TORCH[formula](*leaves.values())
    loss.backward()
    state = state_at(formula, STEPS)
    assert state.values["L"] == pytest.approx(loss.item())
    for name, leaf in leaves.items():
        assert state.gradients[name] == pytest.approx(leaf.grad.item())


@each_formula
def test_local_derivatives_are_measured_ones(formula):
    state, step = state_at(formula, STEPS), 1e-6
    for operation in FORMULAS[formula][1]:
        _, kind, inputs = operation
        for place, one in enumerate(inputs):
            above, below = (state.values | {one: state.values[one] + move} for move in (step, -step))
            ends = [OPERATIONS[kind][0](*(values[name] for name in inputs)) for values in (above, below)]
            measured = (ends[0] - ends[1]) / (2 * step)
            assert slopes_of(state.values, operation)[place] == pytest.approx(measured, rel=1e-5)


@each_formula
def test_one_operation_a_step(formula):
    operations = [operation[0] for operation in FORMULAS[formula][1]]
    for step in range(1, 5):
        assert state_at(formula, step).now == operations[step - 1]
        assert state_at(formula, step).gradients == {}
        assert state_at(formula, STEPS + 1 - step).now == operations[step - 1]
    assert state_at(formula, 5).gradients == {"L": 1.0}
    known = [len(state_at(formula, step).values) for step in range(5)]
    assert np.diff(known).tolist() == [1, 1, 1, 1]


def test_a_value_used_twice_adds_in_words():
    first, second = (state_at("a twice: (a·b + a − y)²", step) for step in (8, 9))
    assert first.gradients["a"] == 6
    assert second.gradients["a"] == 24
    assert "a gets 6 · 3 = 18 more, which makes 6 + 18 = 24" in second.words


@each_formula
def test_boxes_keep_clear_of_each_other_and_arrows_point_right(formula):
    where = places(formula)
    assert len(set(where.values())) == len(where)
    for start, end in edges(formula):
        assert where[start][0] < where[end][0]


@each_formula
def test_words_and_numbers_stand_in_the_picture_and_its_description(formula):
    figure = backprop_steps()
    for step in range(STEPS + 1):
        frame = figure.frame(step=step, formula=formula)
        state = state_at(formula, step)
        assert frame.artists["words"] == state.words
        assert " ".join(state.words.split()) in frame.alt
        assert len([text for text in frame.artists[f"{formula} gradients"] if text]) == len(state.gradients)
        assert not frame.problem
    assert figure.picture(step=STEPS, formula=formula).png


def test_the_numbers_of_the_lesson():
    alt = backprop_steps().frame(step=9).alt
    assert "u = 6, v = 7, d = 3, L = 9" in alt
    assert "w 12, x 18" in alt
    assert "z −0.5" in backprop_steps().frame(step=9, formula="−log σ(w·x + b)").alt
