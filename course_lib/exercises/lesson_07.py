"""The exercises of lesson 07: pixels, parameters, a network, confusion, precision and recall, the worst mistakes."""

import numpy as np

from course_lib.exercises.spec import Exercise, Mistake

TITLE = "The MNIST project"


def scale_pixels(images):
    return images.astype(np.float32) / 255


def conv_parameters(channels_in, channels_out, kernel_size):
    return channels_in * channels_out * kernel_size**2 + channels_out


def confusion_matrix(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def precision_recall_f1(counts):
    right = np.diag(counts)
    precision = right / counts.sum(axis=0)
    recall = right / counts.sum(axis=1)
    return precision, recall, 2 * precision * recall / (precision + recall)


def worst_mistakes(probabilities, labels, count):
    predictions = np.argmax(probabilities, axis=1)
    confidence = np.max(probabilities, axis=1)
    wrong = np.flatnonzero(predictions != labels)
    return wrong[np.argsort(-confidence[wrong], kind="stable")][:count]


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


def draw_images(rng):
    """Four pixels by hand, a dark picture whose brightest pixel is not 255, then small random batches."""
    by_hand = np.array([[[0, 51], [255, 102]]], dtype=np.uint8)
    dark = rng.integers(0, 100, size=(1, 2, 2), dtype=np.uint8)
    return [(by_hand,), (dark,), (rng.integers(0, 256, size=(3, 5, 4), dtype=np.uint8),)]


def draw_convolution(rng):
    """Channels in, channels out and kernel size, no two alike in one draw."""
    return [(1, 2, 3), (3, 2, 1), (32, 64, 5), (int(rng.integers(2, 9)), int(rng.integers(10, 90)), 7)]


def draw_pairs(rng):
    """True labels, predictions and the number of classes; one pair occurs twice, one class never."""
    by_hand = (np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 3)
    labels, predictions = rng.integers(0, 4, size=(2, 30))
    return [(np.array([0]), np.array([1]), 2), by_hand, (labels, predictions, 4)]


def draw_counts(rng):
    """Confusion matrices: the lesson's, one without mistakes, random ones in which every class is right at times."""
    by_hand = np.array([[1, 0], [2, 1]])
    many = rng.integers(0, 30, size=(4, 4)) + np.diag(rng.integers(20, 90, size=4))
    return [(by_hand,), (np.diag([3, 5, 2]),), (np.array([[5, 1, 0], [2, 7, 1], [0, 4, 3]]),), (many,)]


def draw_probabilities(rng):
    """Probabilities (n × classes), true labels and how many of the worst to return, without ties."""
    by_hand = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55]])
    many = rng.dirichlet(np.ones(4), size=40)
    return [
        (by_hand, np.array([1, 0, 0, 0]), 2),
        (many, rng.integers(0, 4, size=40), 5),
        (many[:6], np.argmax(many[:6], axis=1), 3),
    ]


def per_batch(images):
    return images / max(images.max(), 1)


def count_once(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    counts[labels, predictions] += 1
    return counts


def with_f1(f1):
    """A wrong answer to precision_recall_f1: the third is this function of precision and recall."""

    def wrong(counts):
        precision, recall, _ = precision_recall_f1(counts)
        return precision, recall, f1(precision, recall)

    return wrong


def rank(score, keep):
    """A wrong answer to worst_mistakes: order by `score`, largest first, among the rows that `keep` names."""

    def worst(probabilities, labels, count):
        rows = np.flatnonzero(keep(np.argmax(probabilities, axis=1), labels))
        return rows[np.argsort(-score(probabilities, labels)[rows], kind="stable")][:count]

    return worst


def confidence(probabilities, labels):
    return probabilities.max(axis=1)


def is_wrong(predictions, labels):
    return predictions != labels


def everything(predictions, labels):
    return np.ones(len(labels), dtype=bool)


EXERCISES = [
    Exercise(
        id="scale_pixels",
        name="scale_pixels",
        reference=scale_pixels,
        draw=draw_images,
        mistakes=(
            Mistake(
                "You divide by 256, but the brightest pixel is 255: white would end a little short of 1.",
                lambda x: x / 256,
            ),
            Mistake(
                "You divide by the brightest pixel of this batch. Then the same pixel means different things in different batches; the scale is fixed: 255.",
                per_batch,
            ),
            Mistake(
                "`//` throws the fraction away: every pixel but pure white becomes 0. Use `/`.",
                lambda x: (x // 255).astype(np.float32),
            ),
            Mistake(
                "The pixels are floats now, but still run from 0 to 255: divide by 255.",
                lambda x: x.astype(np.float32),
            ),
            Mistake(
                "This runs from −1 to 1. That is used, too; here we ask for 0 to 1: divide by 255.",
                lambda x: x / 127.5 - 1,
            ),
        ),
        hints=(
            "A pixel is an integer from 0 to 255. Which division sends 0 to 0 and 255 to 1?",
            "Make the pixels floats first: images.astype(np.float32).",
            "return images.astype(np.float32) / 255",
        ),
    ),
    Exercise(
        id="choose_on_the_test_set",
        name="prediction",
        reference="b",
        mistakes=(
            Mistake(
                "The best of 20 was partly lucky on just these images, and luck does not repeat. Fresh images bring it down.",
                "a",
            ),
            Mistake(
                "Nothing pushes it up: the winner was chosen *because* it did well on these images.", "c"
            ),
            Mistake(
                "The images are the same, but the choice has looked at them; a choice is a kind of training.",
                "d",
            ),
        ),
        hints=(
            "Suppose that all 20 models are equally good. Why does one of them score highest on these 10,000 images?",
            "The highest of 20 noisy numbers is, on average, higher than it deserves.",
        ),
    ),
    Exercise(
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
    ),
    Exercise(
        id="conv_parameters",
        name="conv_parameters",
        reference=conv_parameters,
        draw=draw_convolution,
        mistakes=(
            Mistake("The biases are missing: every output channel has one.", lambda i, o, k: i * o * k**2),
            Mistake(
                "A kernel is a square: kernel_size × kernel_size weights for each input channel.",
                lambda i, o, k: i * o * k + o,
            ),
            Mistake(
                "The kernel looks at every *input channel*: multiply by channels_in, too.",
                lambda i, o, k: o * k**2 + o,
            ),
            Mistake(
                "One bias for each input channel: it is one for each output channel.",
                lambda i, o, k: i * o * k**2 + i,
            ),
        ),
        hints=(
            "One output channel has one kernel for each input channel, and one bias.",
            "One kernel has kernel_size × kernel_size weights.",
            "return channels_out * (channels_in * kernel_size**2 + 1)",
        ),
    ),
    Exercise(
        id="confusion_matrix",
        name="confusion_matrix",
        reference=confusion_matrix,
        draw=draw_pairs,
        points=2,
        mistakes=(
            Mistake(
                "Rows and columns are exchanged: the row is the true label, the column the prediction.",
                lambda y, p, n: confusion_matrix(p, y, n),
            ),
            Mistake(
                "`counts[labels, predictions] += 1` counts a pair that occurs many times only once. Use a loop, or np.add.at.",
                count_once,
            ),
            Mistake(
                "These are shares; the matrix holds counts.",
                lambda y, p, n: confusion_matrix(y, p, n) / len(y),
            ),
            Mistake(
                "This counts the right answers only: wrong ones belong beside the diagonal.",
                lambda y, p, n: confusion_matrix(y[y == p], p[y == p], n),
            ),
        ),
        hints=(
            "Start from np.zeros((classes, classes), dtype=int).",
            "Go through the pairs with zip(labels, predictions) and add 1 where row = label and column = prediction.",
            "for label, prediction in zip(labels, predictions): counts[label, prediction] += 1",
        ),
    ),
    Exercise(
        id="precision_recall_f1",
        name="precision_recall_f1",
        reference=precision_recall_f1,
        draw=draw_counts,
        points=2,
        mistakes=(
            Mistake(
                "Precision and recall are exchanged. Precision asks of the *answers*: a column. Recall asks of the *true* digits: a row.",
                lambda c: tuple(precision_recall_f1(c)[place] for place in (1, 0, 2)),
            ),
            Mistake(
                "F1 is the harmonic mean, 2 · P · R / (P + R); this is the plain mean of the two.",
                with_f1(lambda p, r: (p + r) / 2),
            ),
            Mistake("The 2 of F1 is missing: 2 · P · R / (P + R).", with_f1(lambda p, r: p * r / (p + r))),
            Mistake(
                "You divide by all answers of all classes. Precision divides by the answers of one class, recall by the images of one class.",
                lambda c: (np.diag(c) / c.sum(),) * 3,
            ),
            Mistake(
                "These are the means over all classes; give an array with one value for each class.",
                lambda c: tuple(part.mean() for part in precision_recall_f1(c)),
            ),
        ),
        hints=(
            "The right answers of each class stand on the diagonal: np.diag(counts).",
            "How often was a class answered? counts.sum(axis=0). How often does it occur? counts.sum(axis=1).",
            "precision = right / counts.sum(axis=0), recall = right / counts.sum(axis=1), and from both 2 * P * R / (P + R).",
        ),
    ),
    Exercise(
        id="worst_mistakes",
        name="worst_mistakes",
        reference=worst_mistakes,
        draw=draw_probabilities,
        points=2,
        mistakes=(
            Mistake(
                "Right answers are among them: keep only the rows whose prediction is wrong.",
                rank(confidence, everything),
            ),
            Mistake(
                "These are the *least* confident mistakes: sort the other way.",
                rank(lambda p, y: -confidence(p, y), is_wrong),
            ),
            Mistake(
                "The right rows, but in the order of the data: put the most confident first.",
                rank(lambda p, y: np.zeros(len(y)), is_wrong),
            ),
            Mistake(
                "These are the most confident *right* answers: the comparison is the wrong way round.",
                rank(confidence, lambda p, y: p == y),
            ),
        ),
        hints=(
            "Three arrays: the prediction (argmax of each row), the confidence (max of each row), and where prediction and label differ.",
            "np.flatnonzero(predictions != labels) gives the positions of the wrong ones.",
            "Sort those positions by confidence: wrong[np.argsort(-confidence[wrong])], and keep the first `count`.",
        ),
    ),
]
