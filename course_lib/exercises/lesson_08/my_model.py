"""Exercise my_model, the graded project: a network of the learner's own, small enough, right on images it has never seen."""

from functools import cache

import numpy as np

from course_lib.exercises.lesson_08.project_images import draw_test, draw_validation
from course_lib.exercises.spec import Exercise, File, Goal, Mistake
from course_lib.exercises.weights_file import WeightsFileError, numbers_in

WEIGHTS = "my_model.safetensors"
MOST_NUMBERS = 100_000
GOOD, EXCELLENT = 98.5, 99.2  # percent


def my_network():
    from course_lib import training

    return training.fast_cnn()


def my_model():
    from course_lib import training

    return training.load_model(my_network(), "my_model.safetensors")


def measure_network(my_model, images):
    """What the network that `my_model()` makes answers to images (n×28×28, uint8), and what else can be seen of it.

    It is used as `evaluate` uses it: pixels scaled, in evaluation mode, a thousand images at a time.
    """
    import torch

    from course_lib.training import predict

    network = my_model()
    if network is None or network is ...:
        return network
    if not isinstance(network, torch.nn.Module) or not list(network.parameters()):
        return {"is a network": False}
    return {
        "is a network": True,
        "made anew": have_no_weights_in_common(network, my_model()),
        "numbers": sum(tensor.numel() for tensor in network.state_dict().values()),
        "logits": predict(network, images),
        "logits again": predict(network, images[:100]),
    }


def have_no_weights_in_common(network, other):
    """Whether the second one was made anew, with all its parts: an `Ensemble` of the notebook's networks is not."""
    return {id(weights) for weights in network.parameters()}.isdisjoint(map(id, other.parameters()))


def problem_with_weights(content):
    """What is wrong with the bytes of the weights file, in words; "" where nothing is."""
    try:
        numbers_in(content)
    except WeightsFileError as error:
        return f'{WEIGHTS}: {error}. Write it with `training.save_model(network, "{WEIGHTS}")`.'
    return ""


def numbers(value, images, labels, called, content):
    """How many numbers the model has: those in its file, or in the network, should it have more."""
    return max(numbers_in(content), value["numbers"])


def made_anew(value, images, labels, called, content):
    """Percent: all, or none where a second call has the weights of the first."""
    return 100.0 * value["made anew"]


def answered(value, images, labels, called, content):
    """Percent of the images for which ten logits came, and the same ones when the image came again."""
    if not has_ten(value, images) or are_probabilities(value):
        return 0.0
    return 100 * np.mean(~changes(value))


def accuracy(value, images, labels, called, content):
    """Percent of the images whose largest logit is that of their label."""
    return 100 * np.mean(np.argmax(value["logits"], axis=1) == labels)


def accuracy_on(images, labels, called, content):
    return f"accuracy in percent, on {called}"


def has_ten(value, images):
    """Whether the network gave ten numbers for each image."""
    return np.shape(value["logits"]) == (len(images), 10)


def are_probabilities(value):
    """Whether the outputs are as a softmax makes them. (The logarithms of probabilities are logits, too.)"""
    outputs = value["logits"]
    return bool(np.all(outputs >= 0) and np.allclose(outputs.sum(axis=1), 1, atol=1e-3))


def changes(value):
    """For each image that came twice, beside other images the second time: whether its logits changed."""
    again = value["logits again"]
    first = value["logits"][: len(again)]
    return abs(first - again).max(axis=1) > 0.01 * (1 + abs(first).max())


def network_with(end=None):
    """A function such as learners write, whose network ends in one layer more: an example of a mistake."""

    def wrong():
        from torch import nn

        return nn.Sequential(my_model(), end(nn))

    return wrong


def always_dropping(nn):
    class AlwaysDrops(nn.Module):
        def forward(self, logits):
            return nn.functional.dropout(logits)

    return AlwaysDrops()


def never_trained():
    from torch import nn

    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def too_large():
    from torch import nn

    return nn.Sequential(nn.Flatten(), nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 10))


EXERCISE = Exercise(
    id="my_model",
    name="my_model",
    reference=my_model,
    points=4,
    draw=draw_validation,
    draw_hidden=draw_test,
    drive=measure_network,
    seconds=90,
    file=File(
        WEIGHTS,
        problem_with_weights,
        "Train your network and run the cell that saves it. For grading, hand it in together with the notebook.",
    ),
    goals=(
        Goal(f"numbers in the network and in {WEIGHTS}", numbers, at_most=MOST_NUMBERS),
        Goal("weights that each call of my_model makes anew, in percent", made_anew, at_least=100),
        Goal("images answered with ten logits, in percent", answered, at_least=100),
        Goal(accuracy_on, accuracy, at_least=GOOD, points=2),
        Goal(accuracy_on, accuracy, at_least=EXCELLENT, points=2),
    ),
    mistakes=(
        Mistake(
            "What came is no network with weights. Return the network itself: neither its outputs, nor the "
            "function that makes it.",
            lambda: my_model,
            lambda value, *_: not value["is a network"],
        ),
        Mistake(
            "It has more numbers than the budget allows. Most usually sit where a picture becomes a row: the first dense layer. Pool "
            "once more before it, or take fewer channels.",
            too_large,
            lambda value, *drawn: numbers(value, *drawn) > MOST_NUMBERS,
        ),
        Mistake(
            "For every image ten logits are asked, one for each digit: the output for n images is n×10.",
            network_with(lambda nn: nn.Linear(10, 5)),
            lambda value, images, *_: not has_ten(value, images),
        ),
        Mistake(
            "The outputs are probabilities: a softmax stands at the end, and `fit` applies one more in its loss. Take it "
            "out and train again; a softmax has no weights, so the file fits either way.",
            network_with(lambda nn: nn.Softmax(dim=1)),
            lambda value, *_: are_probabilities(value),
        ),
        Mistake(
            "Called twice, it hands back the same network, or the same weights: those of the notebook, which are not there when it is "
            "graded. Make the network within `my_model`, and load its weights from the file there.",
            cache(my_model),
            lambda value, *_: not value["made anew"],
        ),
        Mistake(
            "The same image gets other logits the second time, although the network is in evaluation mode. `nn.Dropout` "
            "knows when to rest; `F.dropout` needs `training=self.training`.",
            network_with(always_dropping),
            lambda value, *_: changes(value).any(),
        ),
        Mistake(
            "That is hardly better than guessing. Was the network saved before it was trained, or are there layers whose "
            "weights are not in the file?",
            never_trained,
            lambda value, *drawn: accuracy(value, *drawn) < 40,
        ),
    ),
    hints=(
        "Three cells: one defines the network in a function, one trains and saves it, one, `my_model`, loads it.",
        "Make the same network as the one that was saved, untrained, and hand it to training.load_model.",
        f'return training.load_model(my_network(), "{WEIGHTS}")',
        "Short of the goal? Train longer, with augmentation: a digit that is shifted or turned is a new image. And aim 0.2 "
        "higher than the goal: on the test images the accuracy is another one.",
    ),
)
