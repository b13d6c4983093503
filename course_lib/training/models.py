"""The three models of the MNIST project. Each takes n×1×28×28 float32 images and gives n×10 logits."""

from torch import nn


def linear():
    """Softmax regression: 784 pixels to 10 logits; 7,850 parameters."""
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def mlp(dropout=0.2):
    """784-512-512-10 with ReLU and dropout after each hidden layer; 669,706 parameters."""
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.ReLU(), nn.Dropout(dropout),
        nn.Linear(512, 512), nn.ReLU(), nn.Dropout(dropout),
        nn.Linear(512, 10),
    )  # fmt: skip


def cnn(dropout=0.5):
    """32 kernels 5×5, then 64 kernels 5×5, each with 2×2 pooling and ReLU, then 10 logits; 83,466 parameters.

    ReLU after pooling gives the same numbers as before it, for a quarter of the work.
    """
    return nn.Sequential(
        nn.Conv2d(1, 32, kernel_size=5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, kernel_size=5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Dropout(dropout), nn.Linear(64 * 7 * 7, 10),
    )  # fmt: skip


def parameter_count(model):
    """How many numbers training may change: the elements of all parameters that take a gradient."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
