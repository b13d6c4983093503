"""Exercise make_mlp: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.lesson_07.measure_network import measure_network
from course_lib.exercises.spec import Exercise, Mistake


def make_mlp():
    from torch import nn

    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 10),
    )  # fmt: skip


FIRST, SECOND, LAST = (784, 512), (512, 512), (512, 10)
LAYERS = ("Flatten", FIRST, "ReLU", 0.2, SECOND, "ReLU", 0.2, LAST)


def mlp_of(*layers):
    """A wrong answer to make_mlp: (inputs, outputs) stands for a dense layer, a number for dropout, a name for itself."""

    def make_mlp():
        from torch import nn

        return nn.Sequential(*[_layer(nn, one) for one in layers])

    return make_mlp


def _layer(nn, one):
    if isinstance(one, tuple):
        return nn.Linear(*one)
    if isinstance(one, float):
        return nn.Dropout(one)
    return getattr(nn, one)(**({"dim": 1} if "Softmax" in one else {}))


def with_activation(name):
    return mlp_of(*[name if layer == "ReLU" else layer for layer in LAYERS])


def nothing_returned():
    make_mlp()


def layers_in_a_list():
    return [make_mlp()]


def list_in_sequential():
    from torch import nn

    return nn.Sequential([nn.Flatten()])


def always_dropping():
    """As if F.dropout were called without `training=self.training`."""
    from torch import nn

    class AlwaysDropping(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = make_mlp()

        def forward(self, images):
            return self.network.train()(images)

    return AlwaysDropping()


def other_activation(name):
    return Mistake(
        f"The hidden layers bend with {name}; here ReLU is asked: nn.ReLU().", with_activation(name)
    )


EXERCISE = Exercise(
    id="make_mlp",
    name="make_mlp",
    reference=make_mlp,
    draw=lambda rng: [()],
    drive=measure_network,
    points=2,
    mistakes=(
        Mistake(
            "A softmax at the end: fit's loss (cross-entropy) takes logits and applies the softmax itself. Twice makes the gradients small.",
            mlp_of(*LAYERS, "Softmax"),
        ),
        Mistake(
            "A LogSoftmax at the end: leave it out. fit's loss applies it itself; plain logits are asked.",
            mlp_of(*LAYERS, "LogSoftmax"),
        ),
        Mistake(
            "A ReLU after the last layer: it makes every negative logit 0. Nothing comes after the last nn.Linear.",
            mlp_of(*LAYERS, "ReLU"),
        ),
        Mistake(
            "A Sigmoid after the last layer: it squeezes the logits into 0…1. Nothing comes after the last nn.Linear.",
            mlp_of(*LAYERS, "Sigmoid"),
        ),
        Mistake(
            "Dropout after the last layer: it would silence whole answers. It belongs behind the hidden layers only.",
            mlp_of(*LAYERS, 0.2),
        ),
        Mistake(
            "Dropout is missing after the hidden layers.",
            mlp_of(*[layer for layer in LAYERS if layer != 0.2]),
        ),
        Mistake(
            "Dropout is missing behind the second hidden layer.",
            mlp_of("Flatten", FIRST, "ReLU", 0.2, SECOND, "ReLU", LAST),
        ),
        Mistake(
            "Dropout is missing behind the first hidden layer.",
            mlp_of("Flatten", FIRST, "ReLU", SECOND, "ReLU", 0.2, LAST),
        ),
        Mistake(
            "Dropout on the input, and none behind the second hidden layer: it belongs behind each hidden layer.",
            mlp_of("Flatten", 0.2, FIRST, "ReLU", 0.2, SECOND, "ReLU", LAST),
        ),
        Mistake(
            "Dropout on the input, too: here it belongs behind the hidden layers only.",
            mlp_of("Flatten", 0.2, *LAYERS[1:]),
        ),
        Mistake(
            "nn.Dropout takes the share that is dropped: 0.2, not the 0.8 that is kept.",
            mlp_of(*[0.8 if layer == 0.2 else layer for layer in LAYERS]),
        ),
        Mistake(
            "Dropout goes on in evaluation mode. Use nn.Dropout, or F.dropout(values, 0.2, training=self.training).",
            always_dropping,
        ),
        Mistake(
            "No ReLU between the layers: three linear layers in a row are one linear layer (lesson 01).",
            mlp_of(*[layer for layer in LAYERS if layer != "ReLU"]),
        ),
        Mistake(
            "No ReLU behind the second hidden layer: it and the last one are together one linear layer.",
            mlp_of("Flatten", FIRST, "ReLU", 0.2, SECOND, 0.2, LAST),
        ),
        Mistake(
            "No ReLU behind the first hidden layer: it and the second are together one linear layer.",
            mlp_of("Flatten", FIRST, 0.2, SECOND, "ReLU", 0.2, LAST),
        ),
        other_activation("Sigmoid"),
        other_activation("Tanh"),
        other_activation("LeakyReLU"),
        Mistake(
            "The second hidden layer is missing: 784 → 512 → 512 → 10 has two.",
            mlp_of("Flatten", FIRST, "ReLU", 0.2, LAST),
        ),
        Mistake("An image arrives as 1 × 28 × 28: begin with nn.Flatten().", mlp_of(*LAYERS[1:])),
        Mistake("The network is made, but not handed back: `return` is missing.", nothing_returned),
        Mistake(
            "A plain list of layers is no network: put them into nn.Sequential(…), with commas between.",
            layers_in_a_list,
        ),
        Mistake(
            "nn.Sequential takes the layers one by one, not in a list: leave the square brackets out.",
            list_in_sequential,
        ),
    ),
    hints=(
        "Begin with nn.Flatten(): it turns every 1 × 28 × 28 image into 784 numbers.",
        "Twice: nn.Linear, nn.ReLU(), nn.Dropout(0.2). At the end one nn.Linear with 10 outputs, and nothing after it.",
        "Each nn.Linear takes what the layer before it gives: 784 → 512, 512 → 512, 512 → 10.",
    ),
)
