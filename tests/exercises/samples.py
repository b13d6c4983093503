"""A dozen exercises of every kind, to try the engine on. Inputs have the edge cases that a good spec has."""

import numpy as np

from course_lib.exercises import Exercise, Goal, Mistake, Withheld, measure_model, play_script


def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def mse(prediction, target):
    return np.mean((prediction - target) ** 2)


def mse_grad(prediction, target):
    return 2 * (prediction - target) / len(prediction)


def cross_entropy(probabilities, labels):
    return -np.mean(np.log(probabilities[np.arange(len(labels)), labels]))


def linear_backward(x, w, dz):
    return x.T @ dz, dz.sum(axis=0), dz @ w.T


def standardise(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def accuracy(logits, labels):
    return np.mean(np.argmax(logits, axis=1) == labels)


def predict(logits):
    return np.argmax(logits, axis=1)


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


class Momentum:
    def __init__(self, learning_rate, beta):
        self.learning_rate, self.beta, self.velocity = learning_rate, beta, 0.0

    def step(self, weights, gradient):
        self.velocity = self.beta * self.velocity + gradient
        return weights - self.learning_rate * self.velocity


class ForgetfulMomentum(Momentum):
    def step(self, weights, gradient):
        return weights - self.learning_rate * gradient


class AveragingMomentum(Momentum):
    def step(self, weights, gradient):
        self.velocity = self.beta * self.velocity + (1 - self.beta) * gradient
        return weights - self.learning_rate * self.velocity


class ClimbingMomentum(Momentum):
    def step(self, weights, gradient):
        self.velocity = self.beta * self.velocity + gradient
        return weights + self.learning_rate * self.velocity


def dropout(x, rate, rng):
    return x * (rng.random(x.shape) >= rate) / (1 - rate)


def points(rng):
    return [
        (np.array([-2.0, 0.0, 2.0]),),
        (rng.normal(size=(3, 1)),),
        (rng.normal(scale=9, size=(2, 5)),),
        (np.zeros((0,)),),
        (np.array(0.7),),
    ]


def tables(rng):
    return [
        (np.array([[1.0, 2.0]]),),
        (np.array([[0.0, 0.0, 0.0], [1.0, -1.0, 1.0]]),),
        (rng.normal(size=(4, 3)),),
        (rng.normal(scale=5, size=(3, 3)),),
        (rng.normal(size=(30, 25)),),
    ]


def columns(rng):
    return [
        (table[0],)
        for table in ((rng.normal(2, 3, size=size),) for size in ((3, 2), (5, 1), (4, 4), (40, 30)))
    ]


def vectors(rng):
    return [(np.array([1.0, 3.0]), np.array([0.0, 5.0]))] + [
        (rng.normal(size=n), rng.normal(size=n)) for n in (1, 3, 4, 7)
    ]


def labelled(rng):
    return [(np.array([[0.5, 0.5]]), np.array([1]))] + [
        (softmax(rng.normal(size=(n, k))), rng.integers(0, k, size=n)) for n, k in ((2, 3), (5, 4), (9, 2))
    ]


def scored(rng):
    return [(np.array([[0.1, 0.9], [0.9, 0.1], [0.2, 0.8]]), np.array([1, 0, 0]))] + [
        (rng.normal(size=(n, k)), rng.integers(0, k, size=n)) for n, k in ((1, 3), (7, 4), (20, 3))
    ]


def layers(rng):
    return [
        (rng.normal(size=(n, i)), rng.normal(size=(i, o)), rng.normal(size=(n, o)))
        for n, i, o in ((1, 2, 1), (2, 3, 4), (5, 4, 2), (3, 3, 3))
    ]


def scripts(rng):
    first = ("step", (np.array([1.0]), np.array([2.0])))
    random = [("step", (rng.normal(size=3), rng.normal(size=3))) for _ in range(3)]
    return [((0.5, 0.9), [first]), ((0.1, 0.5), [first, first, ("beta",)]), ((0.01, 0.9), random)]


def noise(rng):
    return [(np.ones((100, 100)), 0.2, rng), (np.ones((50, 200)) * 3, 0.5, rng)]


def far(rng):
    return [(np.array([-1000.0]),), (np.array([1000.0, -800.0]),)]


def far_tables(rng):
    return [(np.array([[1000.0, 0.0]]),), (np.array([[-1000.0, -1001.0]]),)]


def blobs(rng):
    labels = rng.integers(0, 2, size=200)
    return [(rng.normal(size=(200, 2)) + 6 * labels[:, None], Withheld(labels))]


def blob_model(separating=True, classes=2):
    def model():
        import torch

        layer = torch.nn.Linear(2, classes)
        with torch.no_grad():
            layer.weight[:] = torch.tensor([[-1.0, -1.0], [1.0, 1.0]])[:classes] * (1 if separating else -1)
            layer.bias[:] = torch.tensor([6.0, -6.0])[:classes] * (1 if separating else -1)
        return layer

    return model


def blob_accuracy(measured, inputs, labels):
    return np.mean(measured["outputs"].argmax(axis=1) == labels)


HINTS = ("First hint.", "Second hint.", "Third hint.")
ALL = [
    Exercise(
        id="relu_grad",
        name="relu_grad",
        reference=relu_grad,
        draw=points,
        hints=HINTS,
        mistakes=(
            Mistake("That is ReLU itself.", lambda x: np.maximum(x, 0)),
            Mistake("At 0 we take 0: > in place of >=.", lambda x: (x >= 0) * 1.0),
            Mistake("The two sides are exchanged.", lambda x: (x < 0) * 1.0),
        ),
    ),
    Exercise(
        id="softmax",
        name="softmax",
        reference=softmax,
        draw=tables,
        hints=HINTS,
        vectorised=True,
        extremes=far_tables,
        if_unstable="Subtract the largest logit first.",
        mistakes=(
            Mistake(
                "Divide by the sum of the row, not of the whole table.", lambda z: np.exp(z) / np.exp(z).sum()
            ),
            Mistake("The division is missing.", np.exp),
            Mistake("That is the logarithm of it.", lambda z: np.log(softmax(z))),
        ),
    ),
    Exercise(
        id="mse",
        name="mse",
        reference=mse,
        draw=vectors,
        hints=HINTS,
        mistakes=(
            Mistake("These are the absolute errors.", lambda p, t: np.mean(np.abs(p - t))),
            Mistake("This is its square root.", lambda p, t: np.sqrt(mse(p, t))),
            Mistake("The square of the mean, not the mean of the squares.", lambda p, t: np.mean(p - t) ** 2),
        ),
    ),
    Exercise(
        id="mse_grad",
        name="mse_grad",
        reference=mse_grad,
        draw=vectors,
        hints=HINTS,
        mistakes=(
            Mistake("This is what you get without dividing by the batch size.", lambda p, t: 2 * (p - t)),
            Mistake("The 2 is missing.", lambda p, t: (p - t) / len(p)),
            Mistake("The sign is the other way round.", lambda p, t: 2 * (t - p) / len(p)),
        ),
    ),
    Exercise(
        id="cross_entropy",
        name="cross_entropy",
        reference=cross_entropy,
        draw=labelled,
        hints=HINTS,
        mistakes=(
            Mistake("The minus is missing.", lambda p, y: -cross_entropy(p, y)),
            Mistake("That is the sum.", lambda p, y: len(y) * cross_entropy(p, y)),
            Mistake("The logarithm is missing.", lambda p, y: -np.mean(p[np.arange(len(y)), y])),
        ),
    ),
    Exercise(
        id="linear_backward",
        name="linear_backward",
        reference=linear_backward,
        draw=layers,
        hints=HINTS,
        mistakes=(
            Mistake("dW is transposed.", lambda x, w, d: (d.T @ x, d.sum(axis=0), d @ w.T)),
            Mistake("db is averaged.", lambda x, w, d: (x.T @ d, d.mean(axis=0), d @ w.T)),
            Mistake("dx is missing.", lambda x, w, d: (x.T @ d, d.sum(axis=0))),
        ),
    ),
    Exercise(
        id="standardise",
        name="standardise",
        reference=standardise,
        draw=columns,
        hints=HINTS,
        vectorised=True,
        mistakes=(
            Mistake("You divide by the variance.", lambda x: (x - x.mean(axis=0)) / x.var(axis=0)),
            Mistake("The division is missing.", lambda x: x - x.mean(axis=0)),
            Mistake("One mean for the whole table.", lambda x: (x - x.mean()) / x.std()),
        ),
    ),
    Exercise(
        id="accuracy",
        name="accuracy",
        reference=accuracy,
        draw=scored,
        hints=HINTS,
        mistakes=(
            Mistake("That is the error rate.", lambda z, y: 1 - accuracy(z, y)),
            Mistake("That is in percent.", lambda z, y: 100 * accuracy(z, y)),
            Mistake("That is the number of them.", lambda z, y: len(y) * accuracy(z, y)),
        ),
    ),
    Exercise(
        id="predict",
        name="predict",
        reference=predict,
        draw=lambda rng: [(logits,) for logits, _ in scored(rng)],
        hints=HINTS,
        mistakes=(
            Mistake("That is the smallest.", lambda z: np.argmin(z, axis=1)),
            Mistake("That is the logit itself.", lambda z: z.max(axis=1)),
            Mistake("That is the largest of each column.", lambda z: np.argmax(z, axis=0)),
        ),
    ),
    Exercise(
        id="sigmoid",
        name="sigmoid",
        reference=sigmoid,
        draw=points,
        extremes=far,
        hints=HINTS,
        mistakes=(
            Mistake("The minus is missing.", lambda x: 1 / (1 + np.exp(x))),
            Mistake("The 1 + is missing.", lambda x: 1 / np.exp(-x)),
            Mistake("That is its slope.", lambda x: sigmoid(x) * (1 - sigmoid(x))),
        ),
    ),
    Exercise(
        id="momentum",
        name="Momentum",
        reference=Momentum,
        draw=scripts,
        drive=play_script,
        hints=HINTS,
        mistakes=(
            Mistake("It has no memory.", ForgetfulMomentum),
            Mistake("This is the averaging form.", AveragingMomentum),
            Mistake("It climbs.", ClimbingMomentum),
        ),
    ),
    Exercise(
        id="which_way",
        name="prediction",
        reference="b",
        hints=HINTS,
        explanation="Down is to the left.",
        mistakes=(Mistake("a is uphill.", "a"), Mistake("c stands still.", "c"), Mistake("d jumps.", "d")),
    ),
    Exercise(
        id="how_large",
        name="prediction",
        reference=0.164252,
        hints=HINTS,
        mistakes=(
            Mistake("Half of the terms.", 0.082126),
            Mistake("Base 2.", 0.237),
            Mistake("In percent.", 16.4252),
        ),
    ),
    Exercise(
        id="dropout",
        name="dropout",
        reference=dropout,
        draw=noise,
        hints=HINTS,
        goals=(
            Goal("share of shape kept", lambda y, x, rate, rng: float(np.shape(y) == x.shape), 1, 1),
            Goal(
                "share of zeros, relative to the rate",
                lambda y, x, rate, rng: np.mean(y == 0) / rate,
                0.9,
                1.1,
            ),
            Goal("mean, relative to the input's", lambda y, x, rate, rng: y.mean() / x.mean(), 0.95, 1.05),
        ),
        mistakes=(
            Mistake(
                "The rest is not scaled up.",
                lambda x, rate, rng: x * (rng.random(x.shape) >= rate),
                lambda y, x, rate, rng: abs(y.mean() / x.mean() - (1 - rate)) < 0.03,
            ),
            Mistake(
                "Nothing is dropped.",
                lambda x, rate, rng: x * 1,
                lambda y, x, rate, rng: np.array_equal(x, y),
            ),
            Mistake(
                "Everything is dropped.", lambda x, rate, rng: x * 0, lambda y, x, rate, rng: not y.any()
            ),
        ),
    ),
    Exercise(
        id="blob_model",
        name="model",
        reference=blob_model(),
        draw=blobs,
        drive=measure_model,
        hints=HINTS,
        goals=(
            Goal("numbers out for each example", lambda m, x, y: m["outputs"].shape[1], 2, 2),
            Goal("accuracy on 200 examples", blob_accuracy, at_least=0.95),
            Goal("parameters", lambda m, x, y: m["parameters"], at_most=10),
        ),
        mistakes=(
            Mistake(
                "The labels are exchanged.", blob_model(False), lambda m, x, y: blob_accuracy(m, x, y) < 0.1
            ),
            Mistake("One output.", blob_model(classes=1), lambda m, x, y: m["outputs"].shape[1] == 1),
            Mistake("Too many outputs.", lambda: large_model(), lambda m, x, y: m["parameters"] > 10),
        ),
    ),
]
BY_ID = {exercise.id: exercise for exercise in ALL}


def large_model():
    import torch

    return torch.nn.Sequential(torch.nn.Linear(2, 100), blob_model_head())


def blob_model_head():
    import torch

    return torch.nn.Linear(100, 2)
