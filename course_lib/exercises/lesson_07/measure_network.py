"""What can be seen of a network 784 → 512 → 512 → 10 from outside, as plain data, whatever it is built of.

It is given weights that depend on their shapes alone, so the same layers give the same numbers, however they are written.
"""

from copy import deepcopy

INPUTS, OUTPUTS = 784, 10
FAR = 1e6  # a weight beside which a bias of 1 doesn't count

# Weights of the three layers (times the identity), biases of the hidden layers and of the output: ones start at the place.
ONES_AT = {
    "on the input": (1, 1, 1, 0, 0),
    "behind the first hidden layer": (0, FAR, 1, 1, 0),
    "behind the second hidden layer": (0, 0, 1, 1, 0),
    "on the output": (0, 0, 0, 0, 1),
}


def measure_network(make_network):
    """Sizes, whether it is random and when, the logits for given weights, and the share that dropout drops at each place."""
    import torch

    torch.manual_seed(0)
    images = torch.randn(64, 1, 28, 28)
    network = deepcopy(make_network())
    with torch.no_grad():
        network.train()
        twice_in_training = [network(images) for _ in range(2)]
        network.eval()
        logits, again = network(images), network(images)
        seen = {
            "shape of the output for 64 images": tuple(logits.shape),
            "number of parameters": sum(parameter.numel() for parameter in network.parameters()),
            "training mode drops at random": not torch.equal(*twice_in_training),
            "evaluation mode gives the same twice": torch.equal(logits, again),
            "logits in evaluation mode, for weights that the check sets: are layers and activations as asked?": (
                given_logits(network, images[:1])
            ),
        }
        return seen | {f"dropout {place}": share for place, share in dropout_shares(network).items()}


def given_logits(network, images):
    """The outputs with random weights and biases, the same for every network of these shapes."""
    for parameter in network.parameters():
        parameter.copy_(random_like(parameter))
    return network.eval()(images)


def random_like(parameter):
    """Large enough for every bend to show. A matrix has the same numbers as its transpose, for layers written by hand."""
    import torch

    generator = torch.Generator().manual_seed(parameter.numel())
    values = torch.randn(sorted(parameter.shape), generator=generator)
    if parameter.ndim != 2:
        return values
    values *= 3 / values.shape[1] ** 0.5
    if parameter.shape[0] == parameter.shape[1]:
        return (values + values.T) / 2
    return values if parameter.shape[0] < parameter.shape[1] else values.T


def dropout_shares(network):
    """The share that is dropped at each place: what is kept, dropout makes 1/(1 − share) times larger."""
    shares, behind = {}, 1.0
    for place, weights in reversed(ONES_AT.items()):
        growth = growth_in_training(network, *weights)
        shares[place] = round(1 - behind / growth, 3) + 0.0
        behind = growth
    return dict(reversed(shares.items()))


def growth_in_training(network, *weights):
    """How many times larger the largest output for ones is in training than in evaluation (1.0 where there is none)."""
    import torch

    set_weights(network, *weights)
    ones = torch.ones(64, 1, 28, 28)
    in_training, in_evaluation = (network.train(mode)(ones).max().item() for mode in (True, False))
    return in_training / in_evaluation if in_training > 0 and in_evaluation > 0 else 1.0


def set_weights(network, first, second, last, hidden_bias, output_bias):
    """Each weight matrix becomes a multiple of the identity, each bias one number: which, their shapes tell."""
    import torch

    for parameter in network.parameters():
        if parameter.ndim == 2:
            factor = first if INPUTS in parameter.shape else last if OUTPUTS in parameter.shape else second
            parameter.copy_(factor * torch.eye(*parameter.shape))
        else:
            parameter.fill_(output_bias if OUTPUTS in parameter.shape else hidden_bias)
