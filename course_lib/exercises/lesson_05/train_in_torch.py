"""Exercise train_in_torch: its answer, what it is tried on, the mistakes that are known by name."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake


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


def train_a_copy(model, *rest):
    import copy

    return train(copy.deepcopy(model), *rest)


def with_an_old_loss(from_the_first_call):
    """A `train` whose list is made outside: it holds losses of earlier calls, the first one's too or not."""

    def wrong_train(model, inputs, labels, steps, learning_rate):
        old = [0.0] if from_the_first_call or steps > 1 else []
        return old + train(model, inputs, labels, steps, learning_rate)

    return wrong_train


EXERCISE = Exercise(
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
)
