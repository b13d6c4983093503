"""The exercises of lesson 05: a training step, a loop in PyTorch, first weights, splits without leaks, a learning rate."""

import numpy as np

from course_lib import nn
from course_lib.exercises.spec import Exercise, Goal, Mistake

TITLE = "Training a network"


def training_step(weights, bias, x, labels, learning_rate):
    """Forward, the gradient of the loss, backward through the layer, one step downhill."""
    logits = x @ weights + bias
    gradient = nn.cross_entropy_from_logits_grad(logits, labels)
    return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)


def train(model, inputs, labels, steps, learning_rate):
    """Forget the old gradients, forward, backward, step: in this order, every time."""
    import torch

    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def he_weights(inputs, outputs, rng):
    """Normal numbers whose variance is 2 / inputs."""
    return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))


def split_by_person(persons, share, rng):
    """Persons are drawn, not rows; every row goes where its person goes."""
    everyone = rng.permutation(np.unique(persons))
    test_persons = everyone[: round(share * len(everyone))]
    is_test = np.isin(persons, test_persons)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def standardise(training, test):
    """Both by the mean and the spread of the training rows."""
    mean, spread = training.mean(axis=0), training.std(axis=0)
    return (training - mean) / spread, (test - mean) / spread


def choose_learning_rate(learning_rates, losses):
    """A tenth of the rate with the lowest loss; nanargmin passes over what is no number."""
    return learning_rates[np.nanargmin(losses)] / 10


# What answers are tried on -----------------------------------------------------------------------------------------


def draw_layers(rng):
    """Weights, bias, x, labels, learning rate: the lesson's by hand, then no two of features, classes, examples alike."""
    by_hand = (np.zeros((2, 2)), np.zeros(2), np.array([[1.0, 2.0]]), np.array([0]), 0.1)
    sizes = [(1, 2, 3), (4, 3, 5), (3, 4, 7)]
    return [by_hand] + [
        (
            rng.normal(size=(features, classes)),
            rng.normal(size=classes),
            rng.normal(size=(examples, features)),
            rng.integers(0, classes, size=examples),
            float(rng.uniform(0.05, 0.8)),
        )
        for features, classes, examples in sizes
    ]


def draw_training(rng):
    """Inputs (float32), labels, steps, learning rate: one step, then several on random data."""
    drawn = []
    for examples, features, classes, steps, rate in (
        (2, 1, 2, 1, 0.5),
        (3, 2, 2, 3, 0.2),
        (12, 4, 3, 8, 0.3),
    ):
        inputs = rng.normal(size=(examples, features)).astype(np.float32)
        drawn.append((inputs, np.arange(examples) % classes, steps, rate))
    return drawn


def train_a_model(answer, inputs, labels, steps, learning_rate):
    """What the answer's training comes to, from the same first weights every time: its losses, the model's loss, its weights.

    The losses come first, because a verdict shows the first of them that is wrong.
    """
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        sizes = inputs.shape[1], 5, int(labels.max()) + 1
        model = torch.nn.Sequential(torch.nn.Linear(*sizes[:2]), torch.nn.Tanh(), torch.nn.Linear(*sizes[1:]))
    x, y = torch.tensor(inputs), torch.tensor(labels)
    losses = answer(model, x, y, steps, learning_rate)
    if losses is None or losses is Ellipsis:
        return losses
    with torch.no_grad():
        loss_after = torch.nn.functional.cross_entropy(model.cpu()(x), y).item()
    weights = torch.nn.utils.parameters_to_vector(model.parameters()).detach()
    return {
        "losses": _numbers(losses, steps),
        "the model's loss after training": loss_after,
        "weights after training": weights.numpy().astype(float),
    }


def _numbers(losses, steps):
    """An array of the losses; where there are more than steps a word on it, so that all such answers are alike."""
    if isinstance(losses, list) and len(losses) > steps:
        return "more losses than steps"
    try:
        return np.array([float(loss) for loss in losses])
    except (TypeError, ValueError):
        return losses


def draw_sizes(rng):
    """Inputs, outputs, a random generator; never as many of one as of the other."""
    return [(int(rng.integers(140, 160)), 70, rng), (60, 300, rng), (400, int(rng.integers(45, 60)), rng)]


def draw_persons(rng):
    """A person's number for each row, the share of persons for testing, a random generator.

    Each share is a whole number of persons, so many that whoever draws some twice all but surely does.
    """
    few = np.repeat([107, 103, 110, 101], 4)
    many = rng.permutation(np.repeat(200 + rng.permutation(40), 3))
    return [
        (few, 0.25, rng),
        (many, 0.4, rng),
        (rng.permutation(np.repeat(np.arange(500, 580), 5)), 0.3, rng),
    ]


def draw_weights_again(answer, inputs, outputs, rng):
    """See `_draw_again`. (Its own function, because a verdict shows the names of the arguments.)"""
    return _draw_again(answer, (inputs, outputs), rng)


def split_again(answer, persons, share, rng):
    """See `_draw_again`."""
    return _draw_again(answer, (persons, share), rng)


def _draw_again(answer, arguments, rng):
    """What comes of two calls with the same generator, and of a third whose generator stands where the first one began."""
    import copy

    as_at_first = copy.deepcopy(rng)
    first = answer(*arguments, rng)
    if first is None or first is Ellipsis:
        return first
    return [first, answer(*arguments, rng), answer(*arguments, as_at_first)]


def draw_tables(rng):
    """Training rows and test rows: by hand, then columns of very different size, another number of rows in each."""
    by_hand = (np.array([[1.0], [3.0]]), np.array([[2.0], [6.0]]))
    sizes, middles = np.array([1.0, 30.0, 500.0]), np.array([5.0, -40.0, 100.0])
    return [by_hand] + [
        (
            middles + sizes * rng.normal(size=(many, 3)),
            middles + sizes + 2 * sizes * rng.normal(size=(few, 3)),
        )
        for many, few in ((6, 2), (20, 7))
    ]


def draw_finders(rng):
    """Learning rates and losses: by hand, with nan before the lowest or at the end, one with inf, a noisy curve."""
    by_hand = (np.array([0.001, 0.01, 0.1, 1.0]), np.array([2.3, 1.9, 0.8, 5.0]))
    begins_broken = (np.array([0.001, 0.01, 0.1, 1.0]), np.array([np.nan, 2.2, 0.8, 5.0]))
    broken = (np.geomspace(1e-4, 10, 6), np.array([2.3, 2.2, 1.4, 1.7, np.nan, np.nan]))
    burst = (np.geomspace(1e-3, 3, 5), np.array([0.9, 0.5, 0.7, 1e6, np.inf]))
    rates = np.geomspace(1e-5, 1, 30)
    valley = (np.log10(rates) + 2 + rng.normal(scale=0.2)) ** 2 / 4 + rng.normal(scale=0.02, size=30)
    return [by_hand, begins_broken, broken, burst, (rates, valley)]


# Wrong answers that need a line or two -----------------------------------------------------------------------------


def gradients(weights, bias, x, labels):
    gradient = nn.cross_entropy_from_logits_grad(x @ weights + bias, labels)
    return x.T @ gradient, gradient.sum(axis=0)


def step_with(gradient_of):
    """A wrong training step: this gradient at the logits, the rest right."""

    def wrong_step(weights, bias, x, labels, learning_rate):
        gradient = gradient_of(x @ weights + bias, labels)
        return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)

    return wrong_step


def one_hot(labels, logits):
    return np.eye(logits.shape[1])[labels]


def climb(weights, bias, x, labels, learning_rate):
    return training_step(weights, bias, x, labels, -learning_rate)


def train_with(
    clear=True,
    after_backward=False,
    softmax=False,
    optimizer="SGD",
    rate=None,
    after=False,
    sum_up=False,
    **options,
):
    """A wrong training loop: what is left out or done otherwise."""

    def wrong_train(model, inputs, labels, steps, learning_rate):
        import torch

        cross_entropy = torch.nn.functional.cross_entropy

        def loss_now():
            outputs = model(inputs)
            reduction = "sum" if sum_up else "mean"
            return cross_entropy(
                torch.softmax(outputs, dim=1) if softmax else outputs, labels, reduction=reduction
            )

        rule = getattr(torch.optim, optimizer)(model.parameters(), lr=rate or learning_rate, **options)
        losses = []
        for _ in range(steps):
            if clear:
                rule.zero_grad()
            loss = loss_now()
            loss.backward()
            if after_backward:
                rule.zero_grad()
            rule.step()
            losses.append((loss_now() if after else loss).item())
        return losses

    return wrong_train


def twice_divided(which):
    """A training step whose gradients at these places (0 the weights, 1 the bias) are divided by n once more."""

    def wrong_step(weights, bias, x, labels, learning_rate):
        found = gradients(weights, bias, x, labels)
        slopes = [one / len(x) if place in which else one for place, one in enumerate(found)]
        return weights - learning_rate * slopes[0], bias - learning_rate * slopes[1]

    return wrong_step


def train_a_copy(model, *rest):
    import copy

    return train(copy.deepcopy(model), *rest)


def with_an_old_loss(from_the_first_call):
    """A `train` whose list is made outside: it holds losses of earlier calls, the first one's too or not."""

    def wrong_train(model, inputs, labels, steps, learning_rate):
        old = [0.0] if from_the_first_call or steps > 1 else []
        return old + train(model, inputs, labels, steps, learning_rate)

    return wrong_train


def of_first(measure):
    """A measure of the first of the tables that `draw_weights_again` gives."""
    return lambda drawn, inputs, outputs, rng: measure(np.asarray(drawn[0]), inputs, outputs)


def right_axes(weights, inputs, outputs):
    return sum(length == right for length, right in zip(np.shape(weights), (inputs, outputs), strict=True))


def share_far_out(weights, *_):
    """Of normal numbers 4.6 % lie more than two standard deviations out; of uniform ones none."""
    return np.mean(np.abs(weights) > 2 * np.std(weights))


def repeatable(drawn, *_):
    """2 where the same state of rng gives the same weights, and two calls in a row others; less where one fails."""
    return int(np.array_equal(drawn[0], drawn[2])) + int(not np.array_equal(drawn[0], drawn[1]))


def spread_is(spread):
    """Whether weights have, within 5 %, the standard deviation that `spread(inputs, outputs)` says."""
    return of_first(lambda w, i, o: np.ndim(w) == 2 and abs(np.std(w) / spread(i, o) - 1) < 0.05)


def normal_with(spread):
    return lambda inputs, outputs, rng: rng.normal(0, spread(inputs, outputs), size=(inputs, outputs))


def plain_parts(splits, persons, share, rng):
    """How many of a split's two parts are flat: row numbers, or a mask. None unless every split has two."""
    flat = [sum(np.ndim(part) == 1 for part in split) for split in splits if len(split) == 2]
    return min(flat) if len(flat) == len(splits) else None


def first_rows(part):
    """Row numbers, also where a mask was handed back."""
    part = np.asarray(part)
    return np.flatnonzero(part) if part.dtype == bool else part.astype(int)


def misplaced_rows(splits, persons, share, rng):
    """Rows that stand in both parts, in none, or twice, in the worst of the splits."""
    counts = [
        np.bincount(np.concatenate([first_rows(part) for part in split]), minlength=len(persons))
        for split in splits
    ]
    return max(np.sum(count[: len(persons)] != 1) + count[len(persons) :].sum() for count in counts)


def persons_on_both_sides(splits, persons, share, rng):
    return max(
        len(np.intersect1d(*(persons[first_rows(part)] for part in (training, test))))
        for training, test in splits
    )


def count_test_persons(splits, persons):
    """The number of test persons in each split."""
    return np.array([len(np.unique(persons[first_rows(test)])) for _, test in splits])


def persons_too_many(splits, persons, share, rng):
    """How far the number of test persons is from the one asked for."""
    return np.abs(count_test_persons(splits, persons) - share * len(np.unique(persons))).max()


def without_leak(splits, persons, share, rng):
    arguments = splits, persons, share, rng
    return misplaced_rows(*arguments) == 0 == persons_on_both_sides(*arguments)


def some_drawn_twice(splits, persons, share, rng):
    """Test persons too few, as where some are drawn twice; one alone can't be."""
    came, asked = count_test_persons(splits, persons), round(share * len(np.unique(persons)))
    too_few = came.min() < asked if asked > 1 else came.min() == asked
    return without_leak(splits, persons, share, rng) and came.max() <= asked and too_few


def too_many_drawn(splits, persons, share, rng):
    came, asked = count_test_persons(splits, persons), round(share * len(np.unique(persons)))
    return without_leak(splits, persons, share, rng) and came.min() >= asked and came.max() > asked


def rows_of(splits):
    return [set(first_rows(test)) for _, test in splits]


def different_splits(splits, persons, share, rng):
    """2, or 1 where both splits are the same; so few persons that they may well be the same count as 2."""
    first, second, _ = rows_of(splits)
    return 1 if first == second and len(np.unique(persons)) >= 20 else 2


def repeatable_splits(splits, persons, share, rng):
    """1 where the same state of rng gives the same split, else 0; so few persons that it may by chance count as 1."""
    first, _, again = rows_of(splits)
    return int(first == again or len(np.unique(persons)) < 20)


def not_from_rng(splits, persons, share, rng):
    first, _, again = rows_of(splits)
    return without_leak(splits, persons, share, rng) and (first != again or len(np.unique(persons)) < 20)


def split_with(drawn):
    """A wrong split: the test persons are `drawn(persons, how many, rng)`."""

    def wrong_split(persons, share, rng):
        is_test = np.isin(persons, drawn(persons, round(share * len(np.unique(persons))), rng))
        return np.flatnonzero(~is_test), np.flatnonzero(is_test)

    return wrong_split


def split_with_where(persons, share, rng):
    return tuple((rows,) for rows in split_by_person(persons, share, rng))


def split_rows(persons, share, rng):
    order = rng.permutation(len(persons))
    cut = round(share * len(persons))
    return order[cut:], order[:cut]


def split_into_persons(persons, share, rng):
    everyone = rng.permutation(np.unique(persons))
    cut = round(share * len(everyone))
    return everyone[cut:], everyone[:cut]


def split_exchanged(persons, share, rng):
    return split_by_person(persons, share, rng)[::-1]


def scale(table, mean, spread):
    return (table - mean) / spread


def by(mean_of, spread_of):
    """A wrong standardise: both tables by these two numbers or rows, taken from (training, test)."""

    def wrong_standardise(training, test):
        mean, spread = mean_of(training, test), spread_of(training, test)
        return scale(training, mean, spread), scale(test, mean, spread)

    return wrong_standardise


def together(training, test):
    return np.concatenate([training, test])


def each_by_its_own(training, test):
    return tuple(scale(table, table.mean(axis=0), table.std(axis=0)) for table in (training, test))


FUNCTIONS = [
    Exercise(
        id="training_step",
        name="training_step",
        reference=training_step,
        draw=draw_layers,
        may_change_inputs=True,
        points=2,
        mistakes=(
            Mistake(
                "This climbs: the step goes *against* the gradient, weights − learning_rate · gradient.",
                climb,
            ),
            Mistake(
                "The bias stays as it was. Its gradient is the sum of (p − y) / n over the examples.",
                lambda w, b, x, y, rate: (training_step(w, b, x, y, rate)[0], b),
            ),
            Mistake(
                "The mean is missing: (p − y) is divided by the number of examples, as nn.cross_entropy_from_logits_grad does.",
                step_with(lambda z, y: nn.softmax(z) - one_hot(y, z)),
            ),
            Mistake(
                "The bias's gradient is the *sum* over the examples: the division by n is in (p − y) / n already.",
                twice_divided([1]),
            ),
            Mistake(
                "Both gradients are divided by n twice: (p − y) / n, which you have already, is to be multiplied and summed up.",
                twice_divided([0, 1]),
            ),
            Mistake(
                "The weights' gradient is divided by n twice: it is x.T @ gradient, and (p − y) / n holds the n already.",
                twice_divided([0]),
            ),
            Mistake(
                "The labels are missing: the gradient at the logits is p − y, not p.",
                step_with(lambda z, y: nn.softmax(z) / len(z)),
            ),
            Mistake(
                "Softmax is missing: p − y, with p = softmax(logits), not logits − y.",
                step_with(lambda z, y: (z - one_hot(y, z)) / len(z)),
            ),
            Mistake(
                "The learning rate is missing: the step is learning_rate · gradient.",
                lambda w, b, x, y, rate: training_step(w, b, x, y, 1.0),
            ),
            Mistake(
                "These are the gradients. Return the *new* weights and bias: old − learning_rate · gradient.",
                lambda w, b, x, y, rate: gradients(w, b, x, y),
            ),
            Mistake(
                "The logits lack the bias: x @ weights + bias.",
                lambda w, b, x, y, rate: tuple(
                    old - rate * g for old, g in zip((w, b), gradients(w, 0 * b, x, y), strict=True)
                ),
            ),
        ),
        hints=(
            "Three lines: logits = x @ weights + bias; their gradient by nn.cross_entropy_from_logits_grad; the step.",
            "Of a layer x @ weights + bias the gradients are x.T @ gradient and gradient.sum(axis=0).",
            "gradient = nn.cross_entropy_from_logits_grad(logits, labels)\n"
            "return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)",
        ),
    ),
    Exercise(
        id="train_in_torch",
        name="train",
        reference=train,
        draw=draw_training,
        drive=train_a_model,
        relative_tolerance=1e-4,
        absolute_tolerance=1e-6,
        seconds=30,
        points=2,
        mistakes=(
            Mistake(
                "The gradients of all steps add up: zero_grad is missing, or stands outside the loop.",
                train_with(clear=False),
            ),
            Mistake(
                "The weights never move. step must come after backward, with no zero_grad between them; and `optimizer` must be "
                "made inside, for this model: SGD(model.parameters(), lr=learning_rate). One made before holds another's weights.",
                train_with(after_backward=True),
            ),
            Mistake(
                "Softmax is applied twice: cross_entropy takes the model's logits as they are.",
                train_with(softmax=True),
            ),
            Mistake(
                "Each loss here is taken *after* its step. Keep the one whose gradient you follow.",
                train_with(after=True),
            ),
            Mistake(
                "This is the sum over the examples. cross_entropy's usual mean is asked for.",
                train_with(sum_up=True),
            ),
            Mistake(
                "This is Adam. Plain gradient descent, torch.optim.SGD, is asked for.",
                train_with(optimizer="Adam"),
            ),
            Mistake(
                "This is SGD with momentum. Leave the momentum out: each step is learning_rate · gradient.",
                train_with(momentum=0.9),
            ),
            Mistake(
                "Only one step is taken: `return` stands inside the loop. Move it out, to the left.",
                lambda model, inputs, labels, steps, rate: train(model, inputs, labels, 1, rate),
            ),
            Mistake(
                "The learning rate is 0.001, which SGD takes where none is told. Hand it on: lr=learning_rate.",
                train_with(rate=0.001),
            ),
            *(
                Mistake(
                    f"The learning rate is always {rate:g} here. Hand it on: lr=learning_rate.",
                    train_with(rate=rate),
                )
                for rate in (0.01, 0.1, 0.5)
            ),
            Mistake(
                "The losses are right, but the model that was handed in has not changed: you train a copy. Train `model` itself.",
                train_a_copy,
            ),
            Mistake(
                "More losses came than steps were taken; each step has one. Is the list made outside the function? Then it still "
                "holds earlier ones. Begin with `losses = []` inside.",
                with_an_old_loss(from_the_first_call=True),
            ),
            Mistake(
                "The first call is right; from the second on there are losses of the one before. The list is made outside the "
                "function: begin with `losses = []` inside.",
                with_an_old_loss(from_the_first_call=False),
            ),
            Mistake(
                "This trains and hands back one loss. Return a list with the loss of every step.",
                lambda *arguments: train(*arguments)[-1],
            ),
        ),
        hints=(
            "Before the loop: an optimizer, and an empty list. In the loop, four calls and an append.",
            "zero_grad, then loss = cross_entropy(model(inputs), labels), then backward, then step.",
            "optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate), and in the loop:\noptimizer.zero_grad()\n"
            "loss = torch.nn.functional.cross_entropy(model(inputs), labels)\nloss.backward()\noptimizer.step()\n"
            "losses.append(loss.item())",
        ),
    ),
    Exercise(
        id="he_weights",
        name="he_weights",
        reference=he_weights,
        draw=draw_sizes,
        drive=draw_weights_again,
        goals=(
            Goal("axes of the right length, inputs and outputs", of_first(right_axes), 2, 2),
            Goal(
                "share of weights that differ", of_first(lambda w, i, o: len(np.unique(w)) / np.size(w)), 0.9
            ),
            Goal(
                "mean, as a share of the standard deviation",
                of_first(lambda w, i, o: abs(np.mean(w)) / np.std(w)),
                at_most=0.05,
            ),
            Goal(
                "standard deviation, divided by √(2 / inputs)",
                of_first(lambda w, i, o: np.std(w) / np.sqrt(2 / i)),
                0.95,
                1.05,
            ),
            Goal(
                "share of weights beyond two standard deviations (of normal ones 0.046)",
                of_first(share_far_out),
                0.035,
                0.057,
            ),
            Goal("drawn by rng: two calls differ, and can be repeated", repeatable, 2),
        ),
        mistakes=(
            Mistake(
                "2 / inputs is the variance. A normal distribution is drawn by its standard deviation, the root of that.",
                normal_with(lambda i, o: 2 / i),
                spread_is(lambda i, o: 2 / i),
            ),
            Mistake(
                "The root goes over the whole fraction, √(2 / inputs). Yours is √2 / inputs.",
                normal_with(lambda i, o: np.sqrt(2) / i),
                spread_is(lambda i, o: np.sqrt(2) / i),
            ),
            Mistake(
                "The variance is 1 / inputs here. ReLU throws half of it away; He makes up for that with 2 / inputs.",
                normal_with(lambda i, o: np.sqrt(1 / i)),
                spread_is(lambda i, o: np.sqrt(1 / i)),
            ),
            Mistake(
                "You divide by the outputs. What is summed up are the products with the *inputs*.",
                normal_with(lambda i, o: np.sqrt(2 / o)),
                spread_is(lambda i, o: np.sqrt(2 / o)),
            ),
            Mistake(
                "This is Xavier's spread, √(2 / (inputs + outputs)). He's looks at the inputs alone.",
                normal_with(lambda i, o: np.sqrt(2 / (i + o))),
                spread_is(lambda i, o: np.sqrt(2 / (i + o))),
            ),
            Mistake(
                "The weights have spread 1, whatever the layer's size. Scale them by √(2 / inputs).",
                normal_with(lambda i, o: 1.0),
                spread_is(lambda i, o: 1.0),
            ),
            Mistake(
                "No weight is negative: rng.random draws between 0 and 1. rng.normal draws around 0.",
                lambda i, o, rng: rng.random((i, o)) * np.sqrt(2 / i),
                of_first(lambda w, i, o: np.ndim(w) == 2 and np.min(w) >= 0 and np.std(w) > 1e-9),
            ),
            Mistake(
                "rng.uniform(-1, 1) spreads only by 0.577, so the result does by 0.577 · √(2 / inputs). rng.normal spreads by 1.",
                lambda i, o, rng: rng.uniform(-1, 1, (i, o)) * np.sqrt(2 / i),
                spread_is(lambda i, o: np.sqrt(2 / i / 3)),
            ),
            Mistake(
                "This is one number. size=(inputs, outputs) draws a whole table of them.",
                lambda i, o, rng: rng.normal(0, np.sqrt(2 / i)),
                of_first(lambda w, i, o: np.ndim(w) == 0),
            ),
            Mistake(
                "All weights are alike. Then all units learn the same: draw them at random.",
                lambda i, o, rng: np.full((i, o), np.sqrt(2 / i)),
                of_first(lambda w, i, o: np.std(w) < 1e-9),
            ),
            Mistake(
                "All units have the same weights: one column is copied to every one. Then all of them learn the same. Draw "
                "inputs · outputs numbers: size=(inputs, outputs).",
                lambda i, o, rng: np.tile(rng.normal(0, np.sqrt(2 / i), (i, 1)), (1, o)),
                of_first(lambda w, i, o: np.shape(w) == (i, o) and np.all(w == w[:, :1])),
            ),
            Mistake(
                "All rows are the same: each unit weighs all its inputs alike. Draw inputs · outputs numbers: "
                "size=(inputs, outputs).",
                lambda i, o, rng: np.tile(rng.normal(0, np.sqrt(2 / i), o), (i, 1)),
                of_first(lambda w, i, o: np.shape(w) == (i, o) and np.all(w == w[:1])),
            ),
            Mistake(
                "The standard deviation is 0.1 whatever the layer's size: that is the lesson's, for 200 inputs. It is √(2 / inputs).",
                normal_with(lambda i, o: 0.1),
                spread_is(lambda i, o: 0.1),
            ),
            Mistake(
                "Rows and columns are exchanged: x @ weights needs the shape (inputs, outputs). (torch keeps it the other way.)",
                lambda i, o, rng: rng.normal(0, np.sqrt(2 / i), size=(o, i)),
                of_first(lambda w, i, o: np.shape(w) == (o, i)),
            ),
            Mistake(
                "The standard deviation is right, but the numbers are uniform: none lies far out. They would train as well; asked "
                "are normal ones, rng.normal.",
                lambda i, o, rng: rng.uniform(-np.sqrt(6 / i), np.sqrt(6 / i), (i, o)),
                of_first(lambda w, i, o: np.ndim(w) == 2 and np.max(np.abs(w)) < 1.8 * np.std(w)),
            ),
            Mistake(
                "A second call gives the same weights again, so two layers would be alike. Is a generator made inside, or a seed set? "
                "Draw from the `rng` that is handed in.",
                lambda i, o, rng: np.random.default_rng(0).normal(0, np.sqrt(2 / i), (i, o)),
                lambda drawn, *_: np.array_equal(drawn[0], drawn[1]),
            ),
            Mistake(
                "The weights don't come from `rng`: the same state of it gives others. With rng.normal a run can be repeated; "
                "np.random.normal doesn't know of it.",
                lambda i, o, rng: np.random.normal(0, np.sqrt(2 / i), (i, o)),
                lambda drawn, *_: not np.array_equal(drawn[0], drawn[2]),
            ),
        ),
        hints=(
            "rng.normal(0, spread, size=(rows, columns)) draws around 0 with this standard deviation.",
            "The variance is to be 2 / inputs; the standard deviation is its root, np.sqrt(2 / inputs).",
            "return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))",
        ),
    ),
    Exercise(
        id="split_by_person",
        name="split_by_person",
        reference=split_by_person,
        draw=draw_persons,
        drive=split_again,
        points=2,
        goals=(
            Goal("parts that are one array of row numbers each", plain_parts, 2),
            Goal("rows in both parts, in none, or twice", misplaced_rows, at_most=0),
            Goal("persons with rows on both sides", persons_on_both_sides, at_most=0),
            Goal("test persons, too many or too few", persons_too_many, at_most=0),
            Goal("different splits in two calls", different_splits, at_least=2),
            Goal("the same split again from the same state of rng", repeatable_splits, at_least=1),
        ),
        mistakes=(
            Mistake(
                "Each part must be one array of row numbers. np.where returns a tuple with that array in it: take [0] of it.",
                split_with_where,
                lambda s, p, share, rng: all(
                    np.shape(part)[:1] == (1,) and np.ndim(part) == 2 for part in s[0]
                ),
            ),
            Mistake(
                "Rows are drawn here, so one person has rows on both sides: that is the leak. Draw *persons*: np.unique(persons).",
                split_rows,
                lambda s, p, share, rng: (
                    misplaced_rows(s, p, share, rng) == 0 < persons_on_both_sides(s, p, share, rng)
                ),
            ),
            Mistake(
                "The two parts are exchanged: training rows first, then the test rows.",
                split_exchanged,
                lambda s, p, share, rng: (
                    persons_too_many([split[::-1] for split in s], p, share, rng) == 0
                    and persons_on_both_sides(s, p, share, rng) == 0
                ),
            ),
            Mistake(
                "These are persons, not rows. np.isin(persons, test_persons) says for each row whether its person is for testing.",
                split_into_persons,
                lambda s, p, share, rng: bool(
                    np.isin(np.concatenate([np.asarray(part) for part in s[0]]), p).all()
                    and p.min() > len(s[0][0])
                ),
            ),
            Mistake(
                "Too few persons are for testing. Are some drawn twice? rng.choice needs replace=False, and np.unique(persons) to "
                "draw from.",
                split_with(lambda persons, many, rng: rng.choice(np.unique(persons), many)),
                some_drawn_twice,
            ),
            Mistake(
                "Too many persons are for testing: the share is one of the *persons*, each counted once, not of the rows. "
                "len(np.unique(persons)) counts them.",
                split_with(
                    lambda persons, many, rng: rng.permutation(persons)[
                        : many * len(persons) // len(set(persons))
                    ]
                ),
                too_many_drawn,
            ),
            Mistake(
                "The same persons are for testing every time. Shuffle them first, with the `rng` that is handed in: "
                "rng.permutation(np.unique(persons)).",
                split_with(lambda persons, many, rng: np.unique(persons)[:many]),
                lambda s, p, share, rng: without_leak(s, p, share, rng) and rows_of(s)[0] == rows_of(s)[1],
            ),
            Mistake(
                "The persons are not drawn by `rng`: the same state of it gives another split. np.random and `random` know nothing "
                "of it; rng.permutation(np.unique(persons)) does.",
                split_with(lambda persons, many, rng: np.random.permutation(np.unique(persons))[:many]),
                not_from_rng,
            ),
        ),
        hints=(
            "Draw persons, not rows. np.unique(persons) names each of them once, rng.permutation shuffles.",
            "The first round(share * number of persons) of the shuffled ones are for testing. np.isin(persons, test_persons) is "
            "True in their rows.",
            "test_persons = everyone[: round(share * len(everyone))]\nis_test = np.isin(persons, test_persons)\n"
            "return np.flatnonzero(~is_test), np.flatnonzero(is_test)",
        ),
    ),
    Exercise(
        id="standardise",
        name="standardise",
        reference=standardise,
        draw=draw_tables,
        may_change_inputs=True,
        relative_tolerance=1e-6,
        absolute_tolerance=1e-7,
        mistakes=(
            Mistake(
                "The test rows are scaled by their own mean and spread. They must go through exactly what the training rows "
                "went through.",
                each_by_its_own,
            ),
            Mistake(
                "Mean and spread come from both tables together: the test rows leak into the training rows.",
                by(lambda a, b: together(a, b).mean(axis=0), lambda a, b: together(a, b).std(axis=0)),
            ),
            Mistake(
                "Mean and spread are the test rows'. They come from the training rows alone.",
                by(lambda a, b: b.mean(axis=0), lambda a, b: b.std(axis=0)),
            ),
            Mistake(
                "One mean and one spread for the whole table. Each column has its own: axis=0.",
                by(lambda a, b: a.mean(), lambda a, b: a.std()),
            ),
            Mistake(
                "You divide by the variance. The spread is its root, std.",
                by(lambda a, b: a.mean(axis=0), lambda a, b: a.var(axis=0)),
            ),
            Mistake(
                "The mean is subtracted, but nothing is divided: each column still has its own size.",
                by(lambda a, b: a.mean(axis=0), lambda a, b: 1.0),
            ),
            Mistake(
                "Divided, but not centred: subtract the training mean first.",
                by(lambda a, b: 0.0, lambda a, b: a.std(axis=0)),
            ),
            Mistake(
                "This sends each column to 0 … 1, by its smallest and largest value. Use mean and standard deviation.",
                by(lambda a, b: a.min(axis=0), lambda a, b: a.max(axis=0) - a.min(axis=0)),
            ),
            Mistake(
                "The test rows are as they were. Was `training` overwritten first? Its mean is then 0 and its std 1: keep both numbers "
                "before. Or were the test rows forgotten? They need the same scale.",
                lambda a, b: (scale(a, a.mean(axis=0), a.std(axis=0)), b),
            ),
            Mistake(
                "Two things: each table is scaled by its own mean and spread (take the training rows' for both), and all columns "
                "together have one (axis=0 gives each its own).",
                lambda a, b: tuple(scale(table, table.mean(), table.std()) for table in (a, b)),
            ),
            Mistake(
                "Division comes before subtraction: put round brackets around (training - mean), and around (test - mean).",
                by(lambda a, b: a.mean(axis=0) / a.std(axis=0), lambda a, b: 1.0),
            ),
            Mistake(
                "This spread divides by n − 1, as torch's std does. Here np.std is asked for, which divides by n.",
                by(lambda a, b: a.mean(axis=0), lambda a, b: a.std(axis=0, ddof=1)),
            ),
        ),
        hints=(
            "Two numbers for each column, both from the training rows: training.mean(axis=0) and training.std(axis=0).",
            "Then the same line for both tables: (table − mean) / spread.",
            "mean, spread = training.mean(axis=0), training.std(axis=0)\n"
            "return (training - mean) / spread, (test - mean) / spread",
        ),
    ),
    Exercise(
        id="choose_learning_rate",
        name="choose_learning_rate",
        reference=choose_learning_rate,
        draw=draw_finders,
        may_change_inputs=True,
        mistakes=(
            Mistake(
                "np.argmin takes the first nan for the lowest. np.nanargmin passes over it.",
                lambda rates, losses: rates[np.argmin(losses)] / 10,
            ),
            Mistake(
                "The place is counted in the losses *without* nan, so in learning_rates it is another. Take them out of both, or "
                "use np.nanargmin(losses).",
                lambda rates, losses: rates[np.argmin(losses[~np.isnan(losses)])] / 10,
            ),
            Mistake(
                "A nan at the start is never beaten, because every comparison with nan is False: so with min(losses), and in a loop "
                "that begins with losses[0]. Begin with inf, or use np.nanargmin.",
                lambda rates, losses: rates[min(range(len(losses)), key=lambda place: losses[place])] / 10,
            ),
            Mistake(
                "This is where the loss is lowest: there the fall is over. Start a factor of ten below it.",
                lambda rates, losses: rates[np.nanargmin(losses)],
            ),
            Mistake(
                "Two things: np.argmin takes the first nan for the lowest (use np.nanargmin), and the rate is not divided by 10.",
                lambda rates, losses: rates[np.argmin(losses)],
            ),
            Mistake(
                "This is the lowest *loss*. Return the learning rate that belongs to it, divided by 10.",
                lambda rates, losses: np.nanmin(losses),
            ),
            Mistake(
                "This is a place in the list. Return the learning rate at that place, divided by 10.",
                lambda rates, losses: np.nanargmin(losses),
            ),
            Mistake(
                "This belongs to the *highest* loss. Look for the lowest.",
                lambda rates, losses: rates[np.nanargmax(losses)] / 10,
            ),
            Mistake(
                "This is the lowest loss, divided by 10. What is divided is the learning rate at that place.",
                lambda rates, losses: np.nanmin(losses) / 10,
            ),
            Mistake(
                "Ten times as much is close to exploding: divide by 10.",
                lambda rates, losses: rates[np.nanargmin(losses)] * 10,
            ),
        ),
        hints=(
            "np.nanargmin(losses) is the place of the lowest loss, whatever nan there is.",
            "The learning rate at that place, divided by 10.",
            "return learning_rates[np.nanargmin(losses)] / 10",
        ),
    ),
]

PREDICTIONS = [
    # The gradient is 1 at each of four steps, the learning rate 0.1, zero_grad forgotten: 0.1 · (1 + 2 + 3 + 4)
    Exercise(
        id="forgotten_zero_grad",
        name="prediction_moved",
        reference=1.0,
        mistakes=(
            Mistake("That is with zero_grad: four steps of 0.1. Without it the gradients add up.", 0.4),
            Mistake(
                "They do not double: each step *adds* a gradient of 1 to what is there, 1, 2, 3, 4.", 1.5
            ),
            Mistake("That is the sum of the gradients. Multiply by the learning rate.", 10.0),
            Mistake("w does go down by it. We ask how far: a positive number.", -1.0),
            Mistake("The gradient is added up before each step, so the first step is 0.1 · 1, not 0.", 0.6),
        ),
        hints=(
            "What stands in w.grad after each backward: 1, then 1 + 1, …",
            "0.1 · 1 + 0.1 · 2 + 0.1 · 3 + 0.1 · 4",
        ),
        explanation="Two and a half times too far after four steps, and it grows: after n steps (n + 1) / 2 times.",
    ),
]

EXERCISES = FUNCTIONS + PREDICTIONS
