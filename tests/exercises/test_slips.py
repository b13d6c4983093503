"""Slips that no spec lists are named, and only where every input bears it out."""

import dataclasses

import numpy as np
import pytest

from course_lib.exercises import Exercise, State, examine


def unlisted(exercise):
    """The exercise without its listed mistakes: what is found is found by the engine alone."""
    return dataclasses.replace(exercise, mistakes=())


def row_means(x):
    return x.mean(axis=1)


def total(x):
    return np.sum(x)


def weighted(x, w, b):
    return x @ w + b


def first_differences(x):
    return x[1:] - x[:-1]


def variance(x):
    return x.var()


def largest(x):
    return np.argmax(x)


def vectors(rng):
    return [(rng.normal(size=n) + 0.3,) for n in (2, 3, 5, 8)]


def tables(rng):
    return [(rng.normal(size=size) + 0.3,) for size in ((1, 2), (3, 2), (3, 3), (4, 6))]


def weights(rng):
    return [
        (rng.normal(size=(n, i)), rng.normal(size=(i, o)), rng.normal(size=o))
        for n, i, o in ((1, 2, 3), (4, 3, 3), (3, 3, 3))
    ]


def exercise(reference, draw):
    return Exercise(
        id=reference.__name__, name=reference.__name__, reference=reference, draw=draw, mistakes=(), hints=()
    )


OWN = [
    (row_means, tables, lambda x: x.mean(axis=0), "along the other axis"),
    (row_means, tables, lambda x: x.sum(axis=1), "right for the sum, not the mean"),
    (row_means, tables, lambda x: -x.sum(axis=1), "−n × the right one"),
    (row_means, tables, lambda x: x, "averaged over the last axis"),
    (row_means, tables, lambda x: x.mean(axis=1)[:, None], "right in another shape"),
    (row_means, tables, lambda x: x.mean(), "the mean of the right one"),
    (row_means, tables, lambda x: x[:, :-1].mean(axis=1) if x.shape[1] > 9 else x.sum(axis=1) / (x.shape[1] - 1), "n/(n−1) × the right one"),
    (total, vectors, np.mean, "right for the mean, not the sum: it is 1/n × the right one, where n is the length of `x`"),
    (total, vectors, lambda x: np.sum(x[:-1]), "without the last row (or element)"),
    (total, vectors, lambda x: np.sum(np.abs(x)), "|`x`| in place of `x`"),
    (total, vectors, lambda x: np.sum(x**2), "`x`² in place of `x`"),
    (total, vectors, lambda x: x, "right once it is summed over all its elements"),
    (total, vectors, lambda x: np.sum(x) + 1, "plus 1: off by one"),
    (total, vectors, lambda x: 0.5, "0.5 whatever the input"),
    (total, vectors, lambda x: 3.7 * np.sum(x), "3.7 × the right one"),
    (variance, vectors, lambda x: x.var(ddof=1), "n/(n−1) × the right one, where n is the length of `x`"),
    (variance, vectors, lambda x: x.std(), "the square root of the right one"),
    (first_differences, vectors, lambda x: x[:-1] - x[1:], "−1 × the right one"),
    (first_differences, vectors, lambda x: np.diff(x)[::-1], "in reverse order"),
    (first_differences, vectors, lambda x: np.diff(x, prepend=0), "right without its first element: one too many"),
    (first_differences, vectors, lambda x: np.diff(x)[:-1], "without its last element: one is missing"),
    (first_differences, vectors, lambda x: -2 * np.diff(x), "−2 × the right one"),
    (weighted, weights, lambda x, w, b: x @ w, "the same whatever `b` is: is it used at all?"),
    (weighted, weights, lambda x, w, b: x @ w - b, "−`b` in place of `b`"),
    (weighted, weights, lambda x, w, b: (x @ w + b).T, "right after a transpose"),
    (weighted, weights, lambda x, w, b: -(x @ w + b).T, "right after a transpose, but for a factor: it is −1 × that"),
    (largest, vectors, lambda x: np.argmax(x) + 1, "off by one"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "draw", "answer", "words"), OWN, ids=[str(n) for n in range(len(OWN))])
@pytest.mark.parametrize("seed", [None, 3, 7])
def test_it_is_named(reference, draw, answer, words, seed):
    verdict = examine(exercise(reference, draw), answer, seed)
    assert not verdict.passed
    assert words in " ".join(verdict.message), verdict


def half_right_softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)


SAMPLES = [
    ("mse_grad", lambda p, t: 2 * (t - p) / len(p), "−1 × the right one"),
    ("mse_grad", lambda p, t: (t - p) / len(p), "−½ × the right one"),
    ("mse_grad", lambda p, t: 2 * (p - t), "right for the sum, not the mean: it is n × the right one, where n is the length"),
    ("mse_grad", lambda p, t: (p - t) ** 2, ""),
    ("mse", lambda p, t: np.sum((p - t) ** 2), "right for the sum, not the mean"),
    ("mse", lambda p, t: (p - t) ** 2, "averaged over all its elements"),
    ("cross_entropy", lambda p, y: -np.mean(np.log2(p[np.arange(len(y)), y])), "a logarithm to base 2"),
    ("softmax", lambda z: np.exp(z) / np.exp(z).sum(axis=0), "along the other axis"),
    ("softmax", lambda z: np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z).sum(axis=0), ""),
    ("softmax", half_right_softmax, "Each column of your answer sums to 1; each row should"),
    ("softmax", lambda z: np.exp(z) / np.exp(z).sum(), "all elements together"),
    ("softmax", lambda z: -np.exp(z) / np.exp(z).sum(axis=0), "Two slips at once"),
    ("relu_grad", lambda x: (x >= 0) * 1.0, "Right except where `x` is 0."),
    ("relu_grad", lambda x: (x < 0) * 1.0, "−`x` in place of `x`"),
    ("relu_grad", lambda x: np.heaviside(x, 0) if x.ndim else np.array([1.0]), "whenever `x` is a single number, and only then"),
    ("sigmoid", lambda x: 1 / (1 + np.exp(x)), "−`x` in place of `x`"),
    ("sigmoid", lambda x: (np.tanh(x / 2) + 1) / 2 + 1e-8, "Very near, but not near enough"),
    ("linear_backward", lambda x, w, d: (-(x.T @ d), d.sum(axis=0), d @ w.T), "Value 1: your answer is −1 × the right one."),
    ("linear_backward", lambda x, w, d: (-(x.T @ d), d.sum(axis=0), d @ w.T), "Value 2 and value 3 are right."),
    ("linear_backward", lambda x, w, d: (x.T @ d / len(x), d.sum(axis=0), d @ w.T), "right for the mean, not the sum"),
    ("linear_backward", lambda x, w, d: ((x.T @ d).T, d.sum(axis=0), d @ w.T), "right after a transpose"),
    ("linear_backward", lambda x, w, d: (x.T @ d, d, d @ w.T), "summed over axis 0"),
    ("accuracy", lambda z, y: 100 * np.mean(z.argmax(axis=1) == y), "100 × the right one"),
    ("predict", lambda z: z.argmax(axis=1) + 1, "off by one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "answer", "words"), SAMPLES, ids=[f"{s[0]}-{n}" for n, s in enumerate(SAMPLES)]
)
@pytest.mark.parametrize("seed", [None, 3])
def test_it_is_named_in_the_samples(sample, name, answer, words, seed):
    verdict = examine(unlisted(sample(name)), answer, seed)
    assert not verdict.passed
    assert words in " ".join(verdict.message), verdict


def test_a_listed_mistake_with_a_factor_is_two_slips(sample):
    verdict = examine(sample("standardise"), lambda x: -(x - x.mean(axis=0)))
    assert "Two slips at once" in verdict.message[0]
    assert "The division is missing." in verdict.message[0]


def test_momentum_that_climbs_from_zero_is_one_factor(sample):
    class Velocity(sample("momentum").reference):
        def step(self, weights, gradient):
            return -2 * super().step(weights, gradient)

    assert "−2 × the right one" in str(examine(unlisted(sample("momentum")), Velocity))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (
            lambda x: np.log(np.exp(x).sum()),
            lambda x: x.max() + np.log(np.exp(x - x.max()).sum()),
            "overflows",
        ),
        (lambda x: np.mean(x**2) - np.mean(x) ** 2 + 1e-3 * (abs(x).max() > 100), np.var, "loses its digits"),
    ],
)
def test_degrees_of_stability_are_told_apart(low, high, words):
    def draw(rng):
        return [
            (rng.normal(size=3),),
            (rng.normal(size=4),),
            (rng.normal(size=3) + 1000,),
            (np.full(2, 900.0),),
        ]

    task = Exercise(id="strain", name="strain", reference=high, draw=draw, mistakes=(), hints=())
    verdict = examine(task, low)
    assert not verdict.passed
    assert words in verdict.message[0]
    assert "numerically unstable" in verdict.message[0]


class TestNothingIsClaimedWithoutProof:
    def test_where_one_input_disagrees(self, sample):
        def mostly_negative(p, t):
            right = 2 * (p - t) / len(p)
            return -right if len(p) != 4 else right + 1

        verdict = examine(unlisted(sample("mse_grad")), mostly_negative)
        assert "×" not in str(verdict.message)

    def test_of_random_numbers(self, sample):
        for name in ("softmax", "mse_grad", "sigmoid", "standardise"):
            task = unlisted(sample(name))
            for seed in range(20):
                rng = np.random.default_rng(seed)
                verdict = examine(
                    task, lambda *a, rng=rng, task=task: rng.normal(size=np.shape(task.reference(*a)))
                )
                assert verdict.state == State.WRONG_VALUE
                assert "Your answer is" not in str(verdict.message), verdict

    def test_of_random_whole_numbers(self, sample):
        claims = 0
        for seed in range(60):
            rng = np.random.default_rng(seed)
            verdict = examine(
                unlisted(sample("predict")), lambda z, rng=rng: rng.integers(0, z.shape[1], size=len(z))
            )
            claims += "Your answer is" in str(verdict.message)
        assert claims == 0

    def test_of_one_single_number(self):
        def draw(rng):
            return [(2.0,)]

        task = Exercise(id="one", name="one", reference=lambda x: 3 * x, draw=draw, mistakes=(), hints=())
        assert "×" not in str(examine(task, lambda x: 5 * x).message)
