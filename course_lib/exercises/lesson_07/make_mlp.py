"""Exercise make_mlp: its answer, what it is tried on, the mistakes that are known by name."""

from course_lib.exercises.spec import Exercise, Mistake


def make_mlp():
    from torch import nn

    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 10),
    )  # fmt: skip


def mlp_of(*layers):
    """A function that makes such a network: a wrong answer to make_mlp, from the layers' short names."""

    def make_mlp():
        from torch import nn

        made = {"flatten": nn.Flatten, "relu": nn.ReLU, "softmax": lambda: nn.Softmax(dim=1)}
        return nn.Sequential(*[made[layer]() if isinstance(layer, str) else layer(nn) for layer in layers])

    return make_mlp


def dense(inputs, outputs):
    return lambda nn: nn.Linear(inputs, outputs)


def drop(share):
    return lambda nn: nn.Dropout(share)


def measure_network(make_network):
    """What can be seen of a network from outside, as plain data: sizes and behaviour, whatever it is built of."""
    import torch

    torch.manual_seed(0)
    network = make_network()
    images = torch.rand(64, 1, 28, 28)
    with torch.no_grad():
        network.train()
        twice_in_training = [network(images) for _ in range(2)]
        network.eval()
        logits, again = network(images), network(images)
        halfway = network(images / 2) + network(images * 0) - 2 * network(images / 4)
    return {
        "shape of the output for 64 images": tuple(logits.shape),
        "number of parameters": sum(parameter.numel() for parameter in network.parameters()),
        "share that dropout drops": dropout_shares(network),
        "training mode drops at random": not torch.equal(*twice_in_training),
        "evaluation mode gives the same twice": torch.equal(logits, again),
        "output is logits, not probabilities": not bool(
            torch.allclose(logits.sum(dim=1), torch.ones(64), atol=1e-4)
        ),
        "network bends (is not one linear map)": bool(halfway.abs().max() > 1e-4),
    }


def dropout_shares(network):
    from torch import nn

    return [layer.p for layer in network.modules() if isinstance(layer, nn.Dropout)]


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
            mlp_of(
                "flatten",
                dense(784, 512),
                "relu",
                drop(0.2),
                dense(512, 512),
                "relu",
                drop(0.2),
                dense(512, 10),
                "softmax",
            ),
        ),
        Mistake(
            "Dropout is missing after the hidden layers.",
            mlp_of("flatten", dense(784, 512), "relu", dense(512, 512), "relu", dense(512, 10)),
        ),
        Mistake(
            "No ReLU between the layers: three linear layers in a row are one linear layer (lesson 01).",
            mlp_of("flatten", dense(784, 512), drop(0.2), dense(512, 512), drop(0.2), dense(512, 10)),
        ),
        Mistake(
            "The second hidden layer is missing: 784 → 512 → 512 → 10 has two.",
            mlp_of("flatten", dense(784, 512), "relu", drop(0.2), dense(512, 10)),
        ),
        Mistake(
            "nn.Dropout takes the share that is dropped: 0.2, not the 0.8 that is kept.",
            mlp_of(
                "flatten",
                dense(784, 512),
                "relu",
                drop(0.8),
                dense(512, 512),
                "relu",
                drop(0.8),
                dense(512, 10),
            ),
        ),
    ),
    hints=(
        "Begin with nn.Flatten(): it turns every 1 × 28 × 28 image into 784 numbers.",
        "Twice: nn.Linear, nn.ReLU(), nn.Dropout(0.2). At the end one nn.Linear with 10 outputs, and nothing after it.",
        "Each nn.Linear takes what the layer before it gives: 784 → 512, 512 → 512, 512 → 10.",
    ),
)
