"""The models of the MNIST project. Each takes n×1×28×28 float32 images and gives n×10 logits."""

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


def fast_cnn(padding=0, batch_norm=True):
    """The network of "99 % in one epoch": 24 and 32 kernels 5×5, no dropout; 25,098 parameters.

    padding: 0 leaves out the places where a kernel would hang over the rim, which in MNIST is paper: 28×28 become
        24×24, pooled 12×12, then 8×8, pooled 4×4. 2 keeps 28×28 and 14×14, as in `cnn`, for twice the work.
    batch_norm: after each pooling, for a larger learning rate (Ioffe and Szegedy 2015).
    """
    side = ((28 - 4 + 2 * padding) // 2 - 4 + 2 * padding) // 2
    normalize = nn.BatchNorm2d if batch_norm else nn.Identity
    return nn.Sequential(
        nn.Conv2d(1, 24, kernel_size=5, padding=padding), nn.MaxPool2d(2), normalize(24), nn.ReLU(),
        nn.Conv2d(24, 32, kernel_size=5, padding=padding), nn.MaxPool2d(2), normalize(32), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * side * side, 10),
    )  # fmt: skip


def deep_cnn():
    """24 kernels 5×5, then 48 and 64 kernels 3×3, batch norm after each; 49,274 parameters.

    The network of the figures with augmentation: one convolution more than `fast_cnn` learns more from changed images.
    """
    return nn.Sequential(
        nn.Conv2d(1, 24, kernel_size=5), nn.MaxPool2d(2), nn.BatchNorm2d(24), nn.ReLU(),
        nn.Conv2d(24, 48, kernel_size=3), nn.BatchNorm2d(48), nn.ReLU(),
        nn.Conv2d(48, 64, kernel_size=3), nn.MaxPool2d(2), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Flatten(), nn.Linear(64 * 4 * 4, 10),
    )  # fmt: skip


def parameter_count(model):
    """How many numbers training may change: the elements of all parameters that take a gradient."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
