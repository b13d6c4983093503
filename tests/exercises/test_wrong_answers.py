"""Wrong answers never pass, whatever they are, and the verdict's state says what kind of wrong it is."""

import dataclasses
import sys
import time

import numpy as np
import pytest

from course_lib.exercises import State, examine

torch = pytest.importorskip("torch")


class Liar:
    """Claims to be equal to everything, and to be an array of anything."""

    shape, dtype, ndim, size = (3,), np.dtype(float), 1, 3

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array__(self, dtype=None, copy=None):
        raise SystemExit("you should never ask me")

    def __float__(self):
        return 0.5

    def __len__(self):
        return 3

    def __getattr__(self, name):
        return lambda *arguments: self

    def __repr__(self):
        raise RuntimeError("no")

    __hash__ = None


class LyingArray(np.ndarray):
    """Equal to everything, with no difference to anything."""

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __sub__

    def __array_ufunc__(self, *arguments, **options):
        return np.ones(self.shape, bool)

    def __array_function__(self, *arguments, **options):
        return True

    __hash__ = None


class LyingFloat(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = None


class LyingTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), options=None):
        return True


class LyingList(list):
    def __eq__(self, other):
        return True

    def __iter__(self):
        raise KeyboardInterrupt

    __hash__ = None


class AngryError(Exception):
    def __str__(self):
        raise RuntimeError("not even this")


def raise_(error):
    def answer(*arguments):
        raise error

    return answer


def deep(*arguments):
    return deep(*arguments)


def for_ever(x):
    while True:
        pass


def for_ever_and_stubborn(x):
    while True:
        try:  # noqa: SIM105
            time.sleep(0.001)
        except BaseException:
            pass


def asleep(x):
    time.sleep(1000)


def prints_only(x):
    print(np.heaviside(x, 0))


def forgets_return(x):
    result = np.heaviside(x, 0)  # noqa: F841


def self_holding(x):
    holder = []
    holder.append(holder)
    return holder


def generator(x):
    yield from x


async def coroutine(x):
    return np.heaviside(x, 0)


def changes_and_restores_type(x):
    x += 1
    return np.heaviside(x - 1, 0)


def reshapes_input(x):
    x.shape = (1, *x.shape)
    return np.heaviside(x[0], 0)


def exits(x):
    sys.exit(0)


WRONG = [
    ("relu_grad", State.WRONG_TYPE, lambda x: Liar()),
    ("relu_grad", State.WRONG_VALUE, lambda x: np.full(x.shape, 0.3).view(LyingArray)),
    ("relu_grad", State.WRONG_VALUE, lambda x: torch.full(x.shape, 0.3).as_subclass(LyingTensor)),
    ("mse", State.WRONG_TYPE, lambda p, t: LyingFloat(3)),
    ("mse", State.WRONG_TYPE, lambda p, t: "0.5"),
    ("mse", State.WRONG_TYPE, lambda p, t: {"mse": 1.0}),
    ("mse", State.WRONG_SHAPE, lambda p, t: np.array([np.mean((p - t) ** 2)])),
    ("mse", State.WRONG_TYPE, lambda p, t: (np.mean((p - t) ** 2),)),
    ("linear_backward", State.WRONG_SHAPE, lambda x, w, d: LyingList()),
    ("linear_backward", State.WRONG_TYPE, lambda x, w, d: x.T @ d),
    ("relu_grad", State.WRONG_TYPE, lambda x: np.heaviside(x, 0).tolist()),
    ("relu_grad", State.WRONG_TYPE, self_holding),
    ("relu_grad", State.WRONG_TYPE, generator),
    ("relu_grad", State.WRONG_TYPE, coroutine),
    ("relu_grad", State.WRONG_TYPE, lambda x: map(float, x.ravel())),
    ("relu_grad", State.WRONG_TYPE, lambda x: x.sum),
    ("relu_grad", State.WRONG_TYPE, prints_only),
    ("relu_grad", State.WRONG_TYPE, forgets_return),
    ("relu_grad", State.WRONG_TYPE, lambda x: np.ma.masked_less(np.heaviside(x, 0), 0.5)),
    ("relu_grad", State.WRONG_TYPE, np.zeros(3)),
    ("relu_grad", State.WRONG_TYPE, 0.5),
    ("relu_grad", State.WRONG_DTYPE, lambda x: x > 0),
    ("relu_grad", State.WRONG_DTYPE, lambda x: np.heaviside(x, 0).astype(object)),
    ("relu_grad", State.WRONG_DTYPE, lambda x: np.heaviside(x, 0).astype(complex)),
    ("relu_grad", State.WRONG_DTYPE, lambda x: np.heaviside(x, 0).astype(str)),
    ("relu_grad", State.CHANGED_INPUT, changes_and_restores_type),
    ("relu_grad", State.CHANGED_INPUT, reshapes_input),
    ("relu_grad", State.RAISED, raise_(ValueError("x"))),
    ("relu_grad", State.RAISED, raise_(AngryError())),
    ("relu_grad", State.RAISED, raise_(KeyboardInterrupt())),
    ("relu_grad", State.RAISED, raise_(GeneratorExit())),
    ("relu_grad", State.RAISED, raise_(StopIteration())),
    ("relu_grad", State.RAISED, exits),
    ("relu_grad", State.RAISED, deep),
    ("relu_grad", State.RAISED, lambda: 0),
    ("relu_grad", State.RAISED, torch.relu),
    ("relu_grad", State.NOT_FINITE, lambda x: np.maximum(x, 0) / x),
    ("relu_grad", State.WRONG_SHAPE, lambda x: np.heaviside(x, 0).ravel()),
    ("softmax", State.WRONG_SHAPE, lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) @ np.ones((z.shape[1], 1))),
    ("softmax", State.RAISED, lambda z: np.exp(z) / np.exp(z).sum(axis=1)),
    ("softmax", State.WRONG_VALUE, lambda z: np.round(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), 6)),
    ("softmax", State.WRONG_VALUE, lambda z: np.exp(z) / (np.exp(z).sum(axis=1, keepdims=True) + 1e-7)),
    ("cross_entropy", State.WRONG_VALUE, lambda p, y: -np.mean(np.log(p[np.arange(len(y)), y] + 1e-7))),
    ("cross_entropy", State.WRONG_VALUE, lambda p, y: -np.mean(np.log2(p[np.arange(len(y)), y]))),
    ("cross_entropy", State.WRONG_VALUE, lambda p, y: -np.log(p[np.arange(len(y)), y])[0]),
    ("sigmoid", State.WRONG_VALUE, lambda x: np.clip(0.5 + x / 4, 0, 1)),
    ("sigmoid", State.WRONG_DTYPE, lambda x: (1 / (1 + np.exp(-x))).astype(np.float16)),
    ("standardise", State.WRONG_VALUE, lambda x: (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)),
    ("standardise", State.NOT_FINITE, lambda x: (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)),
    ("accuracy", State.WRONG_VALUE, lambda z, y: 2),
    ("predict", State.WRONG_VALUE, lambda z: np.argmax(z, axis=1) + 1),
    ("predict", State.WRONG_SHAPE, lambda z: np.argmax(z)),
    ("momentum", State.RAISED, type("Momentum", (), {})),
    ("momentum", State.WRONG_TYPE, 3.0),
    ("which_way", State.WRONG_VALUE, "a"),
    ("which_way", State.WRONG_VALUE, "bb"),
    ("which_way", State.WRONG_VALUE, ""),
    ("which_way", State.WRONG_TYPE, 2),
    ("which_way", State.WRONG_TYPE, True),
    ("which_way", State.WRONG_TYPE, ["b"]),
    ("which_way", State.WRONG_TYPE, lambda: "b"),
    ("which_way", State.WRONG_TYPE, Liar),
    ("how_large", State.WRONG_VALUE, 0.16),
    ("how_large", State.WRONG_VALUE, -0.164252),
    ("how_large", State.WRONG_VALUE, float("nan")),
    ("how_large", State.WRONG_VALUE, float("inf")),
    ("how_large", State.WRONG_TYPE, "0.164252"),
    ("how_large", State.WRONG_TYPE, True),
    ("dropout", State.WRONG_VALUE, lambda x, rate, rng: x),
    ("dropout", State.WRONG_VALUE, lambda x, rate, rng: x[0]),
    ("dropout", State.NOT_FINITE, lambda x, rate, rng: x * np.nan),
    ("dropout", State.RAISED, lambda x: x),
    ("blob_model", State.RAISED, lambda: None),
    ("blob_model", State.WRONG_VALUE, lambda: torch.nn.Linear(2, 3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("exercise", "state", "answer"), WRONG, ids=[f"{e}-{n}" for n, (e, _, _) in enumerate(WRONG)]
)
@pytest.mark.parametrize("seed", [None, 1])
def test_it_fails_for_the_right_reason(try_answer, exercise, state, answer, seed):
    verdict = try_answer(exercise, answer, seed)
    assert not verdict.passed
    assert verdict.points == 0
    assert verdict.state == state, verdict
    assert verdict._repr_html_()


@pytest.mark.parametrize("answer", [for_ever, for_ever_and_stubborn, asleep])
def test_what_never_ends_is_stopped(sample, answer):
    quick = dataclasses.replace(sample("relu_grad"), seconds=0.3)
    verdict = examine(quick, answer)
    assert verdict.state == State.TIMED_OUT
    assert "0.3 seconds" in verdict.title
    time.sleep(0.1)  # no alarm comes late
