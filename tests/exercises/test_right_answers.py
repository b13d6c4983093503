"""Right answers pass, however they are written: loops, torch, float32, other types of the same value."""

import functools
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")


def softmax_by_loop(logits):
    result = np.zeros(logits.shape)
    for row in range(logits.shape[0]):
        shifted = [v - max(logits[row]) for v in logits[row]]
        total = sum(math.exp(v) for v in shifted)
        for column in range(logits.shape[1]):
            result[row, column] = math.exp(shifted[column]) / total
    return result


def softmax_in_float32(logits):
    e = np.exp(logits.astype(np.float32))
    return e / e.sum(axis=1, keepdims=True)


def relu_grad_by_autograd(x):
    x = torch.from_numpy(x).requires_grad_()
    (slope,) = torch.autograd.grad(torch.relu(x).sum(), x)
    return slope


def relu_grad_into_zeros(x):
    result = np.zeros_like(x)
    result[x > 0] = 1
    return result


def relu_grad_whole(x):
    return (x > 0).astype(int)


def mse_item(prediction, target):
    return torch.nn.functional.mse_loss(torch.Tensor(prediction), torch.Tensor(target)).item()


def mse_with_grad(prediction, target):
    p = torch.tensor(prediction, requires_grad=True)
    return ((p - torch.tensor(target)) ** 2).mean()


def mse_pure_python(prediction, target):
    return sum((p - t) ** 2 for p, t in zip(prediction.tolist(), target.tolist(), strict=True)) / len(target)


def cross_entropy_torch(probabilities, labels):
    return torch.nn.functional.nll_loss(torch.log(torch.from_numpy(probabilities)), torch.from_numpy(labels))


def cross_entropy_float32(probabilities, labels):
    p = probabilities.astype(np.float32)
    return np.float32(-np.log(p[np.arange(len(labels)), labels]).mean())


def cross_entropy_one_hot(probabilities, labels):
    one_hot = np.eye(probabilities.shape[1])[labels]
    return -(one_hot * np.log(probabilities)).sum() / len(labels)


def backward_list(x, w, dz):
    return [x.T @ dz, np.ones(len(dz)) @ dz, np.einsum("no,io->ni", dz, w)]


def backward_torch32(x, w, dz):
    x, w, dz = (torch.tensor(a, dtype=torch.float32) for a in (x, w, dz))
    return x.T @ dz, dz.sum(0), dz @ w.T


def standardise_two_passes(x):
    variance = (x * x).mean(axis=0) - x.mean(axis=0) ** 2
    return (x - x.mean(axis=0)) / np.sqrt(variance)


def standardise_float32(x):
    return ((x - x.mean(axis=0)) / x.std(axis=0)).astype("float32")


def standardise_torch(x):
    x = torch.as_tensor(x)
    return (x - x.mean(0)) / x.std(0, unbiased=False)


def accuracy_counting(logits, labels):
    right = 0
    for row, label in zip(logits, labels, strict=True):
        right += row.argmax() == label
    return right / len(labels)


def accuracy_torch(logits, labels):
    return (torch.tensor(logits).argmax(1) == torch.tensor(labels)).float().mean()


def standardised(column):
    return (column - column.mean()) / column.std()


class Step:
    def __call__(self, x):
        return np.heaviside(x, 0)


class TorchMomentum:
    def __init__(self, learning_rate, beta):
        self.learning_rate, self.beta = learning_rate, beta
        self.velocity = None

    def step(self, weights, gradient):
        weights, gradient = torch.from_numpy(weights), torch.from_numpy(gradient)
        self.velocity = gradient if self.velocity is None else self.beta * self.velocity + gradient
        return weights - self.learning_rate * self.velocity


class InPlaceMomentum:
    """Returns the same array every time, and changes it in the next step."""

    def __init__(self, learning_rate, beta):
        self.learning_rate, self.beta, self.velocity, self.out = learning_rate, beta, 0, None

    def step(self, weights, gradient):
        self.velocity = self.beta * self.velocity + gradient
        self.out = np.zeros_like(weights) if self.out is None else self.out
        self.out[...] = weights - self.learning_rate * self.velocity
        return self.out


def noisy(x):
    print("x is", x)
    return np.heaviside(x, 0)


RIGHT = [
    ("relu_grad", relu_grad_by_autograd),
    ("relu_grad", relu_grad_into_zeros),
    ("relu_grad", relu_grad_whole),
    ("relu_grad", Step()),
    ("relu_grad", functools.partial(lambda z, x: (x > z) + 0.0, 0)),
    ("relu_grad", np.vectorize(lambda x: 1.0 if x > 0 else 0.0, otypes=[float])),
    ("relu_grad", lambda x: np.matrix(np.heaviside(x, 0)) if x.ndim == 2 else np.heaviside(x, 0)),
    ("relu_grad", lambda x: np.ma.masked_array(np.heaviside(x, 0))),
    ("relu_grad", lambda x: np.heaviside(x, 0).astype(np.longdouble)),
    ("relu_grad", lambda x: np.heaviside(x, 0).astype(np.float32)),
    ("relu_grad", lambda x: np.heaviside(x, 0)[()]),
    ("relu_grad", noisy),
    ("softmax", softmax_by_loop),
    ("softmax", softmax_in_float32),
    ("softmax", lambda z: torch.softmax(torch.from_numpy(z), dim=1)),
    ("softmax", lambda z: torch.softmax(torch.from_numpy(z), dim=1).numpy()),
    ("softmax", lambda z: torch.softmax(torch.tensor(z, dtype=torch.float32), 1).double().numpy()),
    ("softmax", lambda z: torch.nn.Parameter(torch.softmax(torch.from_numpy(z), dim=1))),
    ("mse", mse_item),
    ("mse", mse_with_grad),
    ("mse", mse_pure_python),
    ("mse", lambda p, t: np.array(np.mean((p - t) ** 2))),
    ("mse", lambda p, t: float(((p - t) @ (p - t)) / len(p))),
    ("mse_grad", lambda p, t: torch.autograd.functional.jacobian(
        lambda q: ((q - torch.tensor(t)) ** 2).mean(), torch.tensor(p)
    )),
    ("cross_entropy", cross_entropy_torch),
    ("cross_entropy", cross_entropy_float32),
    ("cross_entropy", cross_entropy_one_hot),
    ("linear_backward", backward_list),
    ("linear_backward", backward_torch32),
    ("standardise", standardise_two_passes),
    ("standardise", standardise_float32),
    ("standardise", standardise_torch),
    ("accuracy", accuracy_counting),
    ("accuracy", accuracy_torch),
    ("predict", lambda z: torch.from_numpy(z).argmax(1)),
    ("predict", lambda z: np.array([max(range(len(row)), key=row.__getitem__) for row in z])),
    ("predict", lambda z: np.argmax(z, axis=1).astype(float)),
    ("predict", lambda z: np.argmax(z, axis=1).astype(np.uint8)),
    ("sigmoid", lambda x: 0.5 * (1 + np.tanh(x / 2))),
    ("sigmoid", lambda x: torch.sigmoid(torch.from_numpy(x))),
    ("momentum", TorchMomentum),
    ("momentum", InPlaceMomentum),
    ("which_way", "b"),
    ("which_way", " B "),
    ("which_way", np.str_("b")),
    ("how_large", 0.164252),
    ("how_large", 0.164),
    ("how_large", np.float32(0.1643)),
    ("how_large", np.array(0.16425)),
    ("how_large", torch.tensor(0.1643)),
    ("dropout", lambda x, rate, rng: np.where(rng.binomial(1, 1 - rate, x.shape), x / (1 - rate), 0)),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "answer"), RIGHT, ids=[f"{e}-{n}" for n, (e, _) in enumerate(RIGHT)])
def test_it_passes(try_answer, exercise, answer):
    for seed in (None, 1, 2):
        verdict = try_answer(exercise, answer, seed)
        assert verdict.passed, verdict
        assert verdict.points == verdict.out_of


@pytest.mark.parametrize(
    ("exercise", "answer"), [(e, a) for e, a in RIGHT if "loop" not in getattr(a, "__name__", "")]
)
def test_only_a_loop_is_called_one(try_answer, exercise, answer):
    verdict = try_answer(exercise, answer)
    assert "loop" not in verdict.title


def test_a_loop_is_right_but_told(try_answer):
    verdict = try_answer("softmax", softmax_by_loop)
    assert verdict.title == "correct, but with a loop"
    assert verdict.points == 1


@pytest.mark.parametrize(
    "loop",
    [
        lambda x: np.array([(column - column.mean()) / column.std() for column in x.T]).T,
        lambda x: np.apply_along_axis(lambda c: (c - c.mean()) / c.std(), 0, x),
        lambda x: np.stack(list(map(standardised, x.T)), axis=1),
    ],
)
def test_a_loop_in_disguise_is_one(try_answer, loop):
    assert try_answer("standardise", loop).title == "correct, but with a loop"
