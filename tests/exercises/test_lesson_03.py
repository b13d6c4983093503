"""Lesson 03's specs: references equal the library and torch, right answers pass in any style, wrong ones are called by name."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.exercises import State, check, get_exercise
from course_lib.exercises import lesson_03 as lesson


def gradients_in_a_loop(x, y, w, b):
    slope_w = slope_b = 0
    for one_x, one_y in zip(x, y, strict=True):
        error = w * one_x + b - one_y
        slope_w += 2 * error * one_x / len(x)
        slope_b += 2 * error / len(x)
    return [slope_w, slope_b]


def gradients_by_autograd(x, y, w, b):
    place = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
    ((place[0] * torch.tensor(x) + place[1] - torch.tensor(y)) ** 2).mean().backward()
    return place.grad[0], place.grad[1]


def gradients_by_the_chain_rule(x, y, w, b):
    upstream = nn.mse_grad(w * x + b, y)
    return upstream @ x, upstream.sum()


def train_with_matrices(x, y, learning_rate, steps):
    table, place = np.stack([x, np.ones_like(x)], axis=1), np.zeros(2)
    while steps > 0:
        place -= learning_rate * 2 / len(x) * table.T @ (table @ place - y)
        steps -= 1
    return place[0], place[1]


def train_with_the_library(x, y, learning_rate, steps):
    place, rule = np.zeros(2), nn.GradientDescent(learning_rate)
    for _ in range(steps):
        place = rule.step(place, np.array(lesson.line_gradients.line_gradients(x, y, *place)))
    return tuple(place)


def largest_by_power_iteration(hessian):
    direction = np.random.default_rng(0).normal(size=len(hessian))
    for _ in range(5000):
        direction = hessian @ direction
        direction /= np.linalg.norm(direction)
    return 2 / (direction @ hessian @ direction)


class AdamAsPublishedIn2015:
    """Algorithm 1 in the order of its efficient variant, with other names and the memory made in the first step."""

    def __init__(self, learning_rate):
        self.alpha, self.m = learning_rate, None

    def step(self, place, gradient):
        if self.m is None:
            self.m, self.v, self.t = np.zeros_like(gradient), np.zeros_like(gradient), 0
        self.t = self.t + 1
        self.m = self.m + 0.1 * (gradient - self.m)
        self.v = self.v + 0.001 * (gradient * gradient - self.v)
        alpha = self.alpha * math.sqrt(1 - 0.999**self.t) / (1 - 0.9**self.t)
        return place - alpha * self.m / (np.sqrt(self.v) + 1e-8)


class AdamInLoops(lesson.adam.Adam):
    def step(self, place, gradient):
        if self.steps == 0:
            self.mean, self.square = np.zeros(place.shape), np.zeros(place.shape)
        self.steps += 1
        result = np.zeros(place.shape)
        for at in np.ndindex(place.shape):
            self.mean[at] = 0.9 * self.mean[at] + 0.1 * gradient[at]
            self.square[at] = 0.999 * self.square[at] + 0.001 * gradient[at] ** 2
            mean = self.mean[at] / (1 - 0.9**self.steps)
            result[at] = place[at] - self.learning_rate * mean / (
                math.sqrt(self.square[at] / (1 - 0.999**self.steps)) + 1e-8
            )
        return result


class AdamInTorch:
    def __init__(self, learning_rate):
        self.learning_rate, self.optimizer = learning_rate, None

    def step(self, place, gradient):
        if self.optimizer is None:
            self.parameter = torch.tensor(place)
            self.optimizer = torch.optim.Adam([self.parameter], lr=self.learning_rate)
        self.parameter.data = torch.tensor(place)
        self.parameter.grad = torch.tensor(gradient)
        self.optimizer.step()
        return self.parameter.detach().clone()


def schedule_with_the_librarys_cosine(step, steps, peak, warm_up):
    from course_lib.training import cosine

    return peak * ((step + 1) / warm_up if step < warm_up else cosine((step - warm_up) / (steps - warm_up)))


def schedule_with_math(step, steps, peak, warm_up):
    if step >= warm_up:
        return 0.5 * peak + 0.5 * peak * math.cos((step - warm_up) * math.pi / (steps - warm_up))
    return (step + 1) * peak / warm_up


def momentum_in_loops(place, velocity, gradient, learning_rate, momentum):
    new_velocity = np.empty(place.shape)
    new_place = np.empty(place.shape)
    for at in np.ndindex(place.shape):
        new_velocity[at] = momentum * velocity[at] + gradient[at]
        new_place[at] = place[at] - learning_rate * new_velocity[at]
    return new_place, new_velocity


RIGHT = {
    "line_gradients": [
        gradients_in_a_loop,
        gradients_by_autograd,
        gradients_by_the_chain_rule,
        lambda x, y, w, b: np.array([2 * (w * x + b - y) @ x, 2 * (w * x + b - y).sum()]) / x.size,
        lambda x, y, w, b: (-2 * ((y - w * x - b) * x).mean(), -2 * (y - w * x - b).mean()),
    ],
    "train_line": [train_with_matrices, train_with_the_library],
    "largest_learning_rate": [
        lambda H: 2 / np.linalg.eigvals(H).real.max(),
        lambda H: 2 / np.linalg.eigh(H)[0][-1],
        lambda H: 2 / np.linalg.norm(H, 2),
        lambda H: 2 / np.linalg.svd(H)[1][0],
        lambda H: 2 / max(torch.linalg.eigvalsh(torch.tensor(H))),
        lambda H: min(2 / curvature for curvature in np.linalg.eigvalsh(H)),
        largest_by_power_iteration,
    ],
    "momentum_step": [
        momentum_in_loops,
        lambda p, v, g, r, m: [p - r * m * v - r * g, g + m * v],
        lambda p, v, g, r, m: np.stack(lesson.momentum_step.momentum_step(p, v, g, r, m)),
        lambda p, v, g, r, m: tuple(
            torch.tensor(one) for one in lesson.momentum_step.momentum_step(p, v, g, r, m)
        ),
    ],
    "adam": [nn.Adam, AdamAsPublishedIn2015, AdamInLoops, AdamInTorch],
    "warm_up_cosine": [schedule_with_the_librarys_cosine, schedule_with_math],
    "loss_after_one_step": [13.5, 54 / 4, Fraction(27, 2), np.float32(13.5), np.array(13.5)],
    "first_adam_step": ["b", "B"],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    assert check(exercise_id, answer).state is State.CORRECT


def momentum_in_place(place, velocity, gradient, learning_rate, momentum):
    velocity *= momentum
    velocity += gradient
    return place - learning_rate * velocity, velocity


class AdamThatCountsLate:
    def __init__(self, learning_rate):
        self.learning_rate, self.steps, self.mean, self.square = learning_rate, 0, 0.0, 0.0

    def step(self, place, gradient):
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = self.mean / (1 - 0.9**self.steps), self.square / (1 - 0.999**self.steps)
        self.steps += 1
        return place - self.learning_rate * mean / (np.sqrt(square) + 1e-8)


class AdamThatOverwrites(AdamThatCountsLate):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = (0.9 * self.mean + 0.1 * gradient) / (1 - 0.9**self.steps)
        self.square = (0.999 * self.square + 0.001 * gradient**2) / (1 - 0.999**self.steps)
        return place - self.learning_rate * self.mean / (np.sqrt(self.square) + 1e-8)


def train_sequentially(x, y, learning_rate, steps):
    w = b = 0.0
    for _ in range(steps):
        w -= learning_rate * 2 * np.mean((w * x + b - y) * x)
        b -= learning_rate * 2 * np.mean(w * x + b - y)
    return w, b


def train_returning_early(x, y, learning_rate, steps):
    w = b = 0.0
    for _ in range(steps):
        slope_w, slope_b = lesson.line_gradients.line_gradients(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
        return w, b
    return w, b


def gradients_of_four(x, y, w, b):
    errors = w * x + b - y
    return 2 / 4 * np.sum(errors * x), 2 / 4 * np.sum(errors)


def train_with_slopes_of_four(x, y, learning_rate, steps):
    w = b = 0.0
    for _ in range(steps):
        slope_w, slope_b = gradients_of_four(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
    return w, b


def train_returning_at_once(x, y, learning_rate, steps):
    w = b = 0.0
    for _ in range(steps):
        slope_w, slope_b = lesson.line_gradients.line_gradients(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
        return w, b


class AdamWithAFixedRate(lesson.adam.Adam):
    def step(self, place, gradient):
        self.learning_rate = 0.1
        return super().step(place, gradient)


class AdamWithoutBrackets(lesson.adam.Adam):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = lesson.adam.corrected(self.mean, self.square, self.steps)
        return place - self.learning_rate * mean / np.sqrt(square) + 1e-8


class AdamThatRoundsUp(lesson.adam.Adam):
    def step(self, place, gradient):
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = lesson.adam.corrected(self.mean, self.square, self.steps)
        return place - self.learning_rate * mean / np.sqrt(square + 1e-8)


class AdamInPlace(lesson.adam.Adam):
    def step(self, place, gradient):
        place -= place - super().step(place, gradient)
        return place


NOT_USED = "is it forgotten, or is there a number where its name should stand?"


@pytest.mark.parametrize(
    ("exercise_id", "answer", "says"),
    [
        ("line_gradients", gradients_of_four, "You divide by 4"),
        ("train_line", train_with_slopes_of_four, "divided by 4"),
        ("train_line", train_returning_at_once, "indented into the loop"),
        ("train_line", lambda x, y, r, steps: lesson.train_line.train_line(x, y, 0.1, steps), f"`learning_rate` is: {NOT_USED}"),
        ("train_line", lambda x, y, r, steps: np.polyfit(x, y, 1), "least squares"),
        ("momentum_step", lambda p, v, g, r, m: lesson.momentum_step.momentum_step(p, v, g, r, 0.9), f"`momentum` is: {NOT_USED}"),
        ("momentum_step", lambda p, v, g, r, m: lesson.momentum_step.momentum_step(p, v, g, 0.1, m), f"`learning_rate` is: {NOT_USED}"),
        ("momentum_step", lambda p, v, g, r, m: (p - r * m * (v + g), m * (v + g)), "outside the brackets"),
        ("warm_up_cosine", lambda s, n, p, w: lesson.warm_up_cosine.warm_up_cosine(s, n, 0.4, w), f"`peak` is: {NOT_USED}"),
        ("warm_up_cosine", lambda s, n, p, w: p * (s + 1) / w if s < w else p + math.cos(math.pi * (s - w) / (n - w)) / 2, "Brackets are missing"),
        ("largest_learning_rate", lambda H: [2 / np.max(np.linalg.eigvalsh(H))], "without square brackets"),
        ("largest_learning_rate", lambda H: round(2 / np.max(np.linalg.eigvalsh(H)), 4), "rounded to 4 decimals"),
        ("adam", AdamWithAFixedRate, "whatever `learning_rate` is"),
        ("adam", AdamWithoutBrackets, "or the brackets are"),
        ("adam", AdamThatRoundsUp, "under the root"),
        ("adam", lesson.adam.adam_with(first=2), "t begins at 2"),
        ("adam", lesson.adam.NeverCounts, "comes first in every step"),
        ("line_gradients", lambda x, y, w, b: (2 * np.mean((y - w * x - b) * x), 2 * np.mean(y - w * x - b)), "signs"),
        ("line_gradients", lambda x, y, w, b: (2 * np.sum((w * x + b - y) * x), 2 * np.sum(w * x + b - y)), "sums"),
        ("train_line", train_sequentially, "after w has moved"),
        ("train_line", train_returning_early, "Does `return` stand inside the loop"),
        ("largest_learning_rate", lambda H: 2 / np.max(np.diag(H)), "askew"),
        ("largest_learning_rate", lambda H: 1 / np.max(np.linalg.eigvalsh(H)), "1/L"),
        ("momentum_step", momentum_in_place, "start with a copy"),
        ("momentum_step", lambda p, v, g, r, m: (p - r * g, m * v + g), "forgets"),
        ("adam", AdamThatCountsLate, "count the step before"),
        ("adam", AdamThatOverwrites, "names of their own"),
        ("warm_up_cosine", lambda s, n, p, w: p * s / w if s < w else p * (1 + math.cos(math.pi * (s - w) / (n - w))) / 2, "begins at 0"),
        ("loss_after_one_step", 7.5, "3x + 1"),
        ("first_adam_step", "a", "plain gradient descent"),
    ],
)  # fmt: skip
def test_wrong_answers_are_told_why(exercise_id, answer, says):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert says in " ".join(verdict.message), verdict


def test_adam_that_changes_its_place_is_told_so_by_name():
    assert check("adam", AdamInPlace).title == "your code changes `place`"


def test_a_small_number_other_than_the_asked_one_is_refused():
    for epsilon in (1e-6, 1e-4):
        answer = lesson.adam.mistaken_adam(
            lambda mean, square, t, g, epsilon=epsilon: lesson.adam.over_root(
                *lesson.adam.corrected(mean, square, t), epsilon=epsilon
            )
        )
        assert not check("adam", answer).passed


def test_the_worked_numbers_of_the_lesson():
    x = np.arange(1.0, 5.0)
    assert lesson.line_gradients.line_gradients(x, 2 * x, 0.0, 0.0) == (-30, -10)
    assert nn.mse(np.zeros(4), 2 * x) == 30
    w, b = lesson.train_line.train_line(x, 2 * x, 0.1, 1)
    assert (w, b) == (3, 1)
    assert nn.mse(w * x + b, 2 * x) == get_exercise("loss_after_one_step").reference
    hessian = np.array([[15.0, 5.0], [5.0, 2.0]])
    place = torch.zeros(2, dtype=torch.float64)
    loss = lambda p: ((p[0] * torch.tensor(x) + p[1] - torch.tensor(2 * x)) ** 2).mean()  # noqa: E731
    np.testing.assert_allclose(torch.autograd.functional.hessian(loss, place), hessian)
    assert lesson.largest_learning_rate.largest_learning_rate(hessian) == pytest.approx(0.1198, abs=5e-5)
    assert np.linalg.cond(hessian) == pytest.approx(55.8, abs=0.05)
    assert [
        lesson.warm_up_cosine.warm_up_cosine(step, 10, 0.4, 2) for step in (0, 1, 2, 6, 10)
    ] == pytest.approx([0.2, 0.4, 0.4, 0.2, 0])


def test_momentum_step_is_the_librarys():
    place, velocity, gradient = np.random.default_rng(0).normal(size=(3, 4))
    rule = nn.Momentum(0.1, 0.8)
    rule.velocity = velocity
    np.testing.assert_allclose(
        lesson.momentum_step.momentum_step(place, velocity, gradient, 0.1, 0.8)[0], rule.step(place, gradient)
    )
