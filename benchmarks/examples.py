"""What one would copy instead: PyTorch's MNIST example, and Keras' MNIST MLP and CNN, each as published.

A contender is three functions: `load()` → data, from the files to what its training reads; `build(device)` → model;
`train(model, data, device, look)`, which calls look(accuracy) after each epoch and stops where that returns True.
"""

import importlib.util
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader

from benchmarks.training import PilDigits
from course_lib.data import load_mnist
from course_lib.training import evaluate

HAS_KERAS = importlib.util.find_spec("keras") is not None


class Contender(NamedTuple):
    """See the head of this file. `goal`: the share of right test digits it trains for; `needs`: what it imports."""

    goal: float
    load: Callable
    build: Callable
    train: Callable
    needs: str = "torch"


class PyTorchNet(nn.Module):
    """The network of pytorch/examples/mnist: 1,199,882 parameters; log probabilities."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3, 1), nn.Conv2d(32, 64, 3, 1)
        self.dropout1, self.dropout2 = nn.Dropout(0.25), nn.Dropout(0.5)
        self.fc1, self.fc2 = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.conv2(F.relu(self.conv1(x))))
        x = torch.flatten(self.dropout1(F.max_pool2d(x, 2)), 1)
        return F.log_softmax(self.fc2(self.dropout2(F.relu(self.fc1(x)))), dim=1)


def pytorch_load():
    """The training set as torchvision gives it, one PIL image at a time; the test set as arrays."""
    mnist = load_mnist()
    return PilDigits(mnist.train_images, mnist.train_labels), (mnist.test_images, mnist.test_labels)


def pytorch_train(model, data, device, look, epochs=14):
    """Adadelta at 1.0, times 0.7 after each epoch, batches of 64; on a GPU a worker, pinned memory and shuffling."""
    dataset, test = data
    on_gpu = {"num_workers": 1, "persistent_workers": True, "pin_memory": True, "shuffle": True}
    loader = DataLoader(dataset, batch_size=64, **(on_gpu if device.type == "cuda" else {}))
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
    scheduler = StepLR(optimizer, step_size=1, gamma=0.7)
    for _ in range(epochs):
        model.train()
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            F.nll_loss(model(inputs), targets).backward()
            optimizer.step()
        if look(lambda: evaluate(model, test, batch_size=200).accuracy):
            return
        scheduler.step()


def keras_mlp(device):
    """keras/examples/mnist_mlp.py: 784-512-512-10, dropout 0.2, RMSprop."""
    from keras import Sequential, layers

    model = Sequential([
        layers.Input((784,)),
        layers.Dense(512, activation="relu"), layers.Dropout(0.2),
        layers.Dense(512, activation="relu"), layers.Dropout(0.2),
        layers.Dense(10, activation="softmax"),
    ])  # fmt: skip
    model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def keras_cnn(device):
    """keras.io/examples/vision/mnist_convnet: 32 and 64 kernels 3×3, dropout 0.5, Adam."""
    from keras import Sequential, layers

    model = Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, (3, 3), activation="relu"), layers.MaxPooling2D((2, 2)),
        layers.Conv2D(64, (3, 3), activation="relu"), layers.MaxPooling2D((2, 2)),
        layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax"),
    ])  # fmt: skip
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def keras_load(shape):
    """((training images, one-hot labels), (test images, labels)), pixels from 0 to 1 in float32."""
    import keras

    mnist = load_mnist()
    train, test = (
        images.reshape(-1, *shape).astype("float32") / 255
        for images in (mnist.train_images, mnist.test_images)
    )
    return (train, keras.utils.to_categorical(mnist.train_labels, 10)), (test, mnist.test_labels)


def keras_train(model, data, device, look, epochs):
    """Batches of 128. All 60,000 images: the CNN's example keeps a tenth to validate, which costs time as well."""
    from keras.callbacks import LambdaCallback

    (images, labels), (test_images, test_labels) = data

    def accuracy():
        answers = model.predict(test_images, batch_size=1000, verbose=0).argmax(axis=1)
        return float((answers == test_labels).mean())

    def after_epoch(epoch, logs):
        model.stop_training = look(accuracy)

    callback = LambdaCallback(on_epoch_end=after_epoch)
    model.fit(images, labels, batch_size=128, epochs=epochs, verbose=0, callbacks=[callback])


EXAMPLES = {
    "CNN: PyTorch's example": Contender(
        0.99, pytorch_load, lambda device: PyTorchNet().to(device), pytorch_train
    ),
}
if HAS_KERAS:
    EXAMPLES |= {
        "CNN: Keras' example": Contender(
            0.99, partial(keras_load, (28, 28, 1)), keras_cnn, partial(keras_train, epochs=15), "keras"
        ),
        "MLP: Keras' example": Contender(
            0.98, partial(keras_load, (784,)), keras_mlp, partial(keras_train, epochs=20), "keras"
        ),
    }
