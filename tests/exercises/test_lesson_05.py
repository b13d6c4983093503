"""Lesson 05's specs: right answers pass however they are written, wrong ones hear what is wrong."""

import numpy as np
import pytest
import torch

from course_lib import nn
from course_lib.exercises import State, check, exercises_of, get_exercise
from course_lib.exercises import lesson_05 as lesson
from course_lib.exercises.learner import draw

F = torch.nn.functional


def step_by_autograd(weights, bias, x, labels, learning_rate):
    weights, bias = (torch.tensor(array, requires_grad=True) for array in (weights, bias))
    F.cross_entropy(torch.tensor(x) @ weights + bias, torch.tensor(labels)).backward()
    return weights - learning_rate * weights.grad, bias - learning_rate * bias.grad


def step_in_place(weights, bias, x, labels, learning_rate):
    p = nn.softmax(x @ weights + bias)
    p[np.arange(len(labels)), labels] -= 1
    weights -= learning_rate * x.T @ p / len(x)
    bias -= learning_rate * p.mean(axis=0)
    return weights, bias


def step_looped(weights, bias, x, labels, learning_rate):
    new_weights, new_bias = weights.copy(), bias.copy()
    for row, label in zip(x, labels, strict=True):
        p = nn.softmax(row @ weights + bias)
        for k in range(len(bias)):
            slope = (p[k] - (k == label)) / len(x)
            new_weights[:, k] -= learning_rate * slope * row
            new_bias[k] -= learning_rate * slope
    return [new_weights, new_bias]


def train_by_hand(model, inputs, labels, steps, learning_rate):
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = torch.nn.CrossEntropyLoss()(model(inputs), labels)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= learning_rate * parameter.grad
        losses += [loss]
    return losses


def train_in_another_order(model, inputs, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(model.parameters(), learning_rate)
    losses = torch.zeros(steps)
    model.train()
    for number in range(steps):
        loss = F.nll_loss(torch.log_softmax(model(inputs), dim=1), labels)
        losses[number] = loss.detach()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses


def he_by_hand(inputs, outputs, rng):
    weights = np.zeros((inputs, outputs), np.float32)
    for row in range(inputs):
        weights[row] = rng.standard_normal(outputs) * (2 / inputs) ** 0.5
    return weights


def he_by_torch(inputs, outputs, rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
    return torch.nn.init.kaiming_normal_(torch.empty(outputs, inputs), generator=generator).T


def split_by_sets(persons, share, rng):
    names = list({int(person) for person in persons})
    rng.shuffle(names)
    held_out = set(names[: int(share * len(names))])
    parts = [[], []]
    for row, person in enumerate(persons):
        parts[int(person) in held_out].append(row)
    return parts


def split_as_masks(persons, share, rng):
    training, test = lesson.split_by_person.split_by_person(persons, share, rng)
    rows = np.arange(len(persons))
    return np.isin(rows, training), np.isin(rows, test)


def split_by_scikit_learn(persons, share, rng):
    from sklearn.model_selection import GroupShuffleSplit

    splitter = GroupShuffleSplit(1, test_size=share, random_state=int(rng.integers(1000)))
    return next(splitter.split(persons, groups=persons))


def standardise_by_scikit_learn(training, test):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(training)
    return scaler.transform(training), scaler.transform(test)


def standardise_looped(training, test):
    training, test = training.copy(), test.copy()
    for column in range(training.shape[1]):
        mean, spread = np.mean(training[:, column]), np.std(training[:, column]) + 1e-9
        for table in (training, test):
            table[:, column] = (table[:, column] - mean) / spread
    return training, test


def standardise_in_place(training, test):
    mean, spread = training.mean(axis=0), training.std(axis=0)
    for table in (training, test):
        table -= mean
        table /= spread
    return training, test


def choose_after_filling(learning_rates, losses):
    losses[np.isnan(losses)] = np.inf
    return learning_rates[losses.argmin()] / 10


def choose_among_numbers(learning_rates, losses):
    ok = ~np.isnan(losses)
    return learning_rates[ok][losses[ok].argmin()] / 10


def choose_looped(learning_rates, losses):
    best, lowest = None, float("inf")
    for rate, loss in zip(learning_rates, losses, strict=True):
        if loss < lowest:
            best, lowest = rate, loss
    return 0.1 * best


RIGHT = {
    "training_step": [step_by_autograd, step_in_place, step_looped],
    "train_in_torch": [train_by_hand, train_in_another_order],
    "he_weights": [
        he_by_hand,
        nn.he,
        he_by_torch,
        lambda i, o, rng: (rng.standard_normal((o, i)) * (2 / i) ** 0.5).T.tolist(),
    ],
    "split_by_person": [split_by_sets, split_as_masks, split_by_scikit_learn],
    "standardise": [standardise_by_scikit_learn, standardise_looped, standardise_in_place],
    "choose_learning_rate": [
        choose_looped,
        choose_after_filling,
        choose_among_numbers,
        lambda rates, losses: rates[list(losses).index(np.nanmin(losses))] / 10,
        lambda rates, losses: torch.tensor(rates)[np.argmin(np.nan_to_num(losses, nan=np.inf))] / 10,
    ],
}


@pytest.mark.parametrize(("exercise_id", "answer"), [(id_, answer) for id_ in RIGHT for answer in RIGHT[id_]])
def test_right_answers_pass(exercise_id, answer):
    verdict = check(exercise_id, answer)
    assert verdict.state is State.CORRECT, verdict


def zero_grad_once(model, inputs, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    optimizer.zero_grad()
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def no_step(model, inputs, labels, steps, learning_rate):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(inputs), labels)
        loss.backward()
        losses.append(loss.item())
    return losses


def optimizer_of_another(model, inputs, labels, steps, learning_rate):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def into_a_list_outside(losses):
    def train(model, inputs, labels, steps, learning_rate):
        losses.extend(lesson.train_in_torch.train(model, inputs, labels, steps, learning_rate))
        return losses

    return train


def train_at_the_default_rate(model, inputs, labels, steps, learning_rate):
    return lesson.train_in_torch.train(
        model, inputs, labels, steps, torch.optim.SGD(model.parameters()).defaults["lr"]
    )


def he_with_numpys_own(inputs, outputs, rng):
    return np.random.randn(inputs, outputs) * np.sqrt(2 / inputs)


def he_with_a_seed(inputs, outputs, rng):
    np.random.seed(1)
    return he_with_numpys_own(inputs, outputs, rng)


def split_drawing(draw_persons):
    def split(persons, share, rng):
        test = np.isin(persons, draw_persons(persons, share, rng))
        return np.flatnonzero(~test), np.flatnonzero(test)

    return split


def count_of(persons, share):
    return round(share * len(np.unique(persons)))


def split_into_where(persons, share, rng):
    test = np.isin(persons, rng.permutation(np.unique(persons))[: count_of(persons, share)])
    return np.where(~test), np.where(test)


def overwrite_training_in_place(training, test):
    training -= training.mean(axis=0)
    training /= training.std(axis=0)
    return training, (test - training.mean(axis=0)) / training.std(axis=0)


def overwrite_training_first(training, test):
    training = (training - training.mean(0)) / training.std(0)
    return training, (test - training.mean(0)) / training.std(0)


def choose_among_others_places(learning_rates, losses):
    ok = ~np.isnan(losses)
    return learning_rates[losses[ok].argmin()] / 10


def choose_by_a_loop_from_the_first(learning_rates, losses):
    best = 0
    for place in range(1, len(losses)):
        if losses[place] < losses[best]:
            best = place
    return learning_rates[best] / 10


def step_divided_twice(weights, bias, x, labels, learning_rate):
    gradient = nn.cross_entropy_from_logits_grad(x @ weights + bias, labels)
    return weights - learning_rate * x.T @ gradient / len(x), bias - learning_rate * gradient.mean(axis=0)


def train_without_return(model, inputs, labels, steps, learning_rate):
    lesson.train_in_torch.train(model, inputs, labels, steps, learning_rate)


def stratified_by_person(persons, share, rng):
    test = np.concatenate([np.flatnonzero(persons == person)[:1] for person in np.unique(persons)])
    return np.setdiff1d(np.arange(len(persons)), test), test


@pytest.mark.parametrize(
    ("exercise_id", "answer", "says"),
    [
        ("train_in_torch", zero_grad_once, "gradients of all steps add up"),
        ("train_in_torch", no_step, "weights never move"),
        ("train_in_torch", train_without_return, "None"),
        ("split_by_person", stratified_by_person, "Draw *persons*"),
        ("he_weights", lambda i, o, rng: rng.random((i, o)), "No weight is negative"),
        ("training_step", step_divided_twice, "divided by n twice"),
        ("train_in_torch", optimizer_of_another, "One made before holds another's weights"),
        ("train_in_torch", into_a_list_outside([np.zeros(3)]), "More losses came than steps"),
        ("train_in_torch", train_at_the_default_rate, "takes where none is told"),
        ("train_in_torch", lesson.train_in_torch.train_a_copy, "you train a copy"),
        ("he_weights", he_with_numpys_own, "don't come from `rng`"),
        ("he_weights", he_with_a_seed, "Is a generator made inside, or a seed set?"),
        (
            "he_weights",
            lambda i, o, rng: np.repeat(rng.normal(0, (2 / i) ** 0.5, (i, 1)), o, 1),
            "one column",
        ),
        (
            "he_weights",
            lambda i, o, rng: np.tile(rng.normal(0, (2 / i) ** 0.5, o), (i, 1)),
            "All rows are the same",
        ),
        ("he_weights", lambda i, o, rng: np.full((i, o), 0.1), "All weights are alike"),
        ("he_weights", lambda i, o, rng: rng.normal(0, 0.1, (i, o)), "whatever the layer's size"),
        (
            "he_weights",
            lambda i, o, rng: rng.uniform(-1, 1, (i, o)) * np.sqrt(6 / i),
            "the numbers are uniform",
        ),
        ("split_by_person", split_into_where, "take [0] of it"),
        (
            "split_by_person",
            split_drawing(lambda p, share, rng: rng.choice(np.unique(p), count_of(p, share))),
            "Are some drawn twice?",
        ),
        (
            "split_by_person",
            split_drawing(lambda p, share, rng: rng.choice(p, count_of(p, share), replace=False)),
            "Are some drawn twice?",
        ),
        (
            "split_by_person",
            split_drawing(lambda p, share, rng: rng.permutation(p)[: round(share * len(p))]),
            "each counted once",
        ),
        (
            "split_by_person",
            split_drawing(lambda p, share, rng: np.random.permutation(np.unique(p))[: count_of(p, share)]),
            "not drawn by `rng`",
        ),
        (
            "split_by_person",
            split_drawing(
                lambda p, share, rng: np.random.default_rng(0).permutation(np.unique(p))[: count_of(p, share)]
            ),
            "same persons are for testing every time",
        ),
        ("standardise", overwrite_training_first, "Was `training` overwritten first?"),
        ("standardise", overwrite_training_in_place, "Was `training` overwritten first?"),
        ("standardise", lambda a, b: (a - a.mean(0) / a.std(0), b - a.mean(0) / a.std(0)), "round brackets"),
        ("standardise", lambda a, b: ((a - a.mean()) / a.std(), (b - b.mean()) / b.std()), "Two things"),
        ("choose_learning_rate", choose_among_others_places, "place is counted in the losses *without* nan"),
        ("choose_learning_rate", choose_by_a_loop_from_the_first, "never beaten"),
        ("choose_learning_rate", lambda rates, losses: rates[0], ""),
        ("forgotten_zero_grad", 0.4, "with zero_grad"),
    ],
)
def test_wrong_answers_hear_what_is_wrong(exercise_id, answer, says):
    verdict = check(exercise_id, answer)
    assert not verdict.passed
    assert says in " ".join(str(verdict).split()), verdict


def test_a_list_that_was_empty_before_the_first_call():
    train = into_a_list_outside([])
    assert "from the second on" in str(check("train_in_torch", train))
    assert "More losses came than steps" in str(check("train_in_torch", train))


def test_a_wrong_loop_is_shown_in_few_numbers():
    verdict = check("train_in_torch", no_step)
    assert "loss after training" in str(verdict)


def test_references_equal_torch_and_the_library():
    rng = np.random.default_rng(0)
    for arguments in lesson.training_step.draw_layers(rng):
        for ours, theirs in zip(
            lesson.training_step.training_step(*arguments), step_by_autograd(*arguments), strict=True
        ):
            np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-12, atol=1e-14)
    first, again = (np.random.default_rng(3) for _ in range(2))
    np.testing.assert_array_equal(lesson.he_weights.he_weights(4, 3, first), nn.he(4, 3, again))


def test_the_forgotten_gradient_by_torch():
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for _ in range(4):
        w.sum().backward()
        optimizer.step()
    assert -w.item() == pytest.approx(get_exercise("forgotten_zero_grad").reference)


def test_training_leaves_torchs_random_numbers_as_they_were():
    exercise = get_exercise("train_in_torch")
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    for arguments in draw(exercise)[0]:
        lesson.train_in_torch.train_a_model(lesson.train_in_torch.train, *arguments)
    assert torch.equal(torch.rand(1), expected)


def test_each_exercise_has_hints_and_three_mistakes():
    for exercise in exercises_of("05"):
        assert len(exercise.mistakes) >= 3, exercise.id
        assert exercise.hints, exercise.id
