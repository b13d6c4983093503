# %% [markdown]
# # 07 · The MNIST project
# **You train three networks on 60,000 real handwritten digits, from one layer to a convolutional network that reads 99 of 100 right, and
# you look closely at the ones it gets wrong.**
#
# You will be able to
#
# - prepare images for a network, and say why the scale must not depend on the batch;
# - count the parameters of dense and convolutional layers;
# - train, compare and choose models with a validation set, and use the test set once;
# - find out *where* a model fails: confusion matrix, worst mistakes;
# - save a model and load it again.
#
# *You need:* lessons 01 to 06 help, but every idea is named again. *Time:* 90 minutes for you; about four minutes of computing on
# two CPU cores in all, less with a GPU. While a network trains, read on.

# %%
import numpy as np
import torch
from torch import nn

from course_lib import figures, training
from course_lib.data import load_mnist, split
from course_lib.exercises import check, hint, solution
from course_lib.training import evaluate, fit, one_cycle, pick_device, predict, seed_everything

# %% [markdown]
# The next cell chooses where the arithmetic happens. A graphics card (GPU) does it many times faster; the same cells run on both.

# %% tags=["nbval-ignore-output"]
seed_everything(0)
device = pick_device()

# %% [markdown]
# ## Look at the data first
# MNIST is the data set on which a generation of methods was first tried: digits written by employees of the US Census Bureau and by
# high-school students, 60,000 for training and 10,000 for testing, each a picture of 28 × 28 pixels.

# %%
mnist = load_mnist()
print("training images:", mnist.train_images.shape, mnist.train_images.dtype)
print("test images:    ", mnist.test_images.shape)
print("first labels:   ", mnist.train_labels[:5])

# %% [markdown]
# Each pixel is one byte: 0 is paper, 255 is full ink. Here are the first twenty of each digit. Look for ones that *you* find hard: sevens
# with and without a bar, fours open and closed.

# %%
figures.digit_grid(mnist.train_images, mnist.train_labels, each=20)

# %% [markdown]
# Drag the slider to leaf through the training set. The bars on the right show the ink in each row of pixels: a first, crude *feature*
# of a picture. Could you tell a 1 from a 0 by the bars alone?

# %%
figures.digit_browser(mnist.train_images[:200], mnist.train_labels[:200])

# %% [markdown]
# ## From bytes to numbers for a network
# A network learns best when its inputs are small numbers, so we send 0…255 to 0…1. The scale is the same for every image: the same ink must
# mean the same number, whatever else is in the batch. By hand: 0 → 0, 51 → 51/255 = 0.2, 255 → 1.


# %% exercise="scale_pixels"
def scale_pixels(images):
    """Pixels from 0…255 (uint8, any shape) to 0…1 (float32, same shape)."""
    ### BEGIN SOLUTION
    return images.astype(np.float32) / 255
    ### END SOLUTION


# %% [markdown]
# From here on the library does it for you: `fit`, `evaluate` and `predict` take the bytes and scale them, always in the same way. They go one step
# further and subtract the mean of all training pixels (0.1307), then divide by their standard deviation (0.3081), so that the inputs spread around 0.
#
# ## A set to choose with
# We will train several models and keep the best. If the *test* set decided that, it would be used up: the winner won partly by luck on
# exactly these images. So one in ten training images is set aside for **validation**, the same share of each digit (a *stratified* split).
# The test set stays untouched until the end.

# %%
train, validation = split(mnist.train_images, mnist.train_labels, validation=0.1, seed=0)
print("for training:  ", len(train.images))
print("for validation:", len(validation.images))
shares = [np.bincount(part.labels) / len(part.labels) for part in (train, validation)]
print("largest difference in any digit's share:", np.abs(shares[0] - shares[1]).max().round(3))

# %% [markdown]
# ### Predict
# A friend trains 20 models, measures all of them on the test set and reports the best: 99.31 %. Then 10,000 *fresh* digits arrive. Compared
# with 99.31 %, what do you expect of that model on the fresh digits?
#
# - `"a"`: the same, the models and the pens are the same
# - `"b"`: a little less
# - `"c"`: a little more
# - `"d"`: nothing can be lost by looking, since the test images were never trained on: the same

# %% exercise="choose_on_the_test_set"
prediction = (
    ### BEGIN SOLUTION
    "b"
    ### END SOLUTION
)

# %% [markdown]
# ## Measure before you train
# **Accuracy** is the share of right answers. A network gives ten numbers for each image, the *logits*; its answer is the class with the
# largest one. By hand: logits $(0.1,\ 2.0,\ -1.0)$ say class 1; with labels $(1, 2)$ and answers $(1, 0)$ the accuracy is $\tfrac12$.


# %% exercise="accuracy"
def accuracy(logits, labels):
    """Share of right answers, between 0 and 1: rows of `logits` (n × classes) that are largest at their label.

    `labels` holds n integers.
    """
    ### BEGIN SOLUTION
    return np.mean(np.argmax(logits, axis=1) == labels)
    ### END SOLUTION


# %% [markdown]
# What does a model reach that has learnt nothing? One that always gives the commonest digit:

# %%
commonest = np.bincount(train.labels).argmax()
share = np.mean(validation.labels == commonest)
print(f"always answering {commonest}: {share:.1%} of the validation images are right")

# %% [markdown]
# ## One layer: a linear model
# The simplest network: every pixel has a weight for each of the ten digits, and the ten weighted sums are the logits. How many numbers does it
# learn? A dense layer has one weight for every pair of input and output, and one bias for every output. By hand: 2 inputs, 3 outputs:
# $2 \cdot 3 + 3 = 9$.


# %% exercise="dense_parameters"
def dense_parameters(inputs, outputs):
    """Number of weights and biases of a dense layer with so many inputs and outputs (integers)."""
    ### BEGIN SOLUTION
    return inputs * outputs + outputs
    ### END SOLUTION


# %% [markdown]
# So the linear model learns $784 \cdot 10 + 10 = 7850$ numbers. `fit` is the training loop of lesson 05: batches in random order,
# forward, backward, step. It shows its progress and returns a *history*.

# %%
linear = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
linear_history = fit(linear, train, validation, epochs=3, batch_size=256, learning_rate=3e-3)
print("over 90 % of the validation images right:", linear_history.best.validation_accuracy > 0.90)

# %% [markdown]
# A linear model can be looked into: its weights for one digit are a picture. Purple pixels speak *for* the digit, orange ones against it.
# Can you see the hole of the zero?

# %%
figures.weight_maps(linear[1].weight.detach().cpu().numpy())

# %% [markdown]
# ## Two hidden layers: a multilayer perceptron
# A linear model gives every pixel one vote, whatever its neighbours say. Hidden layers let votes depend on each other. Ours has two, of 512
# neurons each: 784 → 512 → 512 → 10. Behind each hidden ReLU stands **dropout**: in training it silences each neuron with
# probability 0.2, so that none can rely on another; in evaluation it does nothing.
#
# The output is ten plain logits: `fit` applies the softmax inside its loss.


# %% exercise="make_mlp"
def make_mlp():
    """The network 784 → 512 → 512 → 10 as nn.Sequential.

    First flatten; behind each hidden layer ReLU and dropout 0.2.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 512), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(512, 10),
    )  # fmt: skip
    ### END SOLUTION


# %% [markdown]
# How many parameters is that? $784 \cdot 512 + 512 = 401{,}920$, then $512 \cdot 512 + 512 = 262{,}656$, then
# $512 \cdot 10 + 10 = 5{,}130$: together 669,706, eighty-five times as many as the linear model. The next cell trains the library's copy of this
# network, which is the same as yours, so that you can go on even if yours is not ready. It takes about a minute on two cores.

# %%
seed_everything(0)
mlp = training.mlp()
mlp_history = fit(mlp, train, validation, epochs=10, batch_size=256, learning_rate=3e-3, schedule=one_cycle)
print("over 97.5 % of the validation images right:", mlp_history.best.validation_accuracy > 0.975)

# %% tags=["nbval-ignore-output"]
figures.show(mlp_history.plot(), alt=mlp_history.describe())

# %% [markdown]
# Read the curves: the two losses fall together at first. Later the training loss goes on falling while the validation loss
# stays: from there on the network learns these images by heart rather than digits in general. Dropout delays that moment.
#
# ## Neighbours matter: a convolutional network
# An MLP would learn just as well if you shuffled all pixels, the same way in each image. It doesn't know which pixels are neighbours. A **convolution** does:
# a small window of weights, the *kernel*, slides over the image and gives one weighted sum at each place. The same few weights look for
# the same stroke everywhere.
#
# By hand: a 3 × 3 kernel on one input channel, two output channels: $2 \cdot (1 \cdot 3 \cdot 3) + 2 = 20$ parameters.


# %% exercise="conv_parameters"
def conv_parameters(channels_in, channels_out, kernel_size):
    """Number of weights and biases of a convolution with square kernels (all three are integers)."""
    ### BEGIN SOLUTION
    return channels_out * (channels_in * kernel_size**2 + 1)
    ### END SOLUTION


# %% [markdown]
# Our network has 32 kernels of 5 × 5, then 64 kernels of 5 × 5 over those 32 channels. After each, **max pooling** keeps the largest of every 2 × 2
# values, so that the picture shrinks from 28 to 14 to 7 pixels a side and a stroke may shift a little without any harm.


# %%
def make_cnn():
    """32 and 64 kernels of 5 × 5, each followed by pooling and ReLU, and a dense layer to ten logits."""
    return nn.Sequential(
        nn.Conv2d(1, 32, kernel_size=5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, kernel_size=5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 10),
    )  # fmt: skip


print("first convolution: ", sum(p.numel() for p in make_cnn()[0].parameters()))
print("second convolution:", sum(p.numel() for p in make_cnn()[3].parameters()))
print("all parameters:    ", sum(p.numel() for p in make_cnn().parameters()))

# %% [markdown]
# ### Predict
# The MLP has 669,706 parameters, the convolutional network 83,466. Which one makes fewer mistakes on the validation set? Decide, then train: it
# takes about two minutes on two cores.

# %%
seed_everything(0)
cnn = make_cnn()
cnn_history = fit(cnn, train, validation, epochs=4, batch_size=128, learning_rate=3e-3, schedule=one_cycle)
best_mlp, best_cnn = mlp_history.best.validation_accuracy, cnn_history.best.validation_accuracy
print("over 98.5 % of the validation images right:", best_cnn > 0.985)
print("fewer mistakes than the MLP:", best_cnn > best_mlp)

# %% [markdown]
# An eighth of the parameters, and fewer mistakes. What helps is not size but the right assumption: that neighbours belong together and that a stroke
# means the same wherever it stands.
#
# ## The test set, once
# All choices are made. Now, and only now, the 10,000 test images.

# %%
test = (mnist.test_images, mnist.test_labels)
for name, model, goal in (("linear", linear, 0.90), ("MLP", mlp, 0.98), ("CNN", cnn, 0.99)):
    result = evaluate(model, test)
    print(f"{name:>6}: at least {goal:.0%} right on the test set:", result.accuracy >= goal)

# %% [markdown]
# These printed lines are the same on every machine; the exact figure differs in the second decimal, because another processor rounds
# differently. Print `result.accuracy` to see yours.
#
# ## Where does it fail?
# One number hides *which* digits are confused. The **confusion matrix** counts every pair: the row is the true digit, the column
# the answer. By hand: labels $(0, 1, 1, 1)$, answers $(0, 0, 0, 1)$ give $\begin{pmatrix}1 & 0\\ 2 & 1\end{pmatrix}$: two ones were taken for zeros.


# %% exercise="confusion_matrix"
def confusion_matrix(labels, predictions, classes):
    """Counts (classes × classes, integers): entry [i, j] says how often true class i was answered as j."""
    ### BEGIN SOLUTION
    counts = np.zeros((classes, classes), dtype=int)
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts
    ### END SOLUTION


# %% tags=["nbval-ignore-output"]
probabilities = predict(cnn, mnist.test_images).softmax(dim=1).numpy()
result = training.classification_metrics(mnist.test_labels, probabilities.argmax(axis=1))
figures.confusion_picture(result.confusion)

# %% [markdown]
# The diagonal holds the right answers. Beside it, look for the largest counts: which pairs would you confuse yourself?
#
# ## The worst mistakes
# The most instructive mistakes are those of which the network was *sure*. Its **confidence** is the largest of its ten probabilities.


# %% exercise="worst_mistakes"
def worst_mistakes(probabilities, labels, count):
    """Row numbers of the wrong answers, the most confident first, at most `count` of them.

    `probabilities` is n × classes, `labels` n integers; a row's answer is its largest entry.
    """
    ### BEGIN SOLUTION
    predictions = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    wrong = np.flatnonzero(predictions != labels)
    return wrong[np.argsort(-confidence[wrong])][:count]
    ### END SOLUTION


# %% tags=["nbval-ignore-output"]
answers, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
wrong = np.flatnonzero(answers != mnist.test_labels)
rows = wrong[np.argsort(-confidence[wrong])]
figures.mistake_browser(mnist.test_images, mnist.test_labels, probabilities, rows)

# %% [markdown]
# Leaf through them. Some are the network's fault; some were written so that nobody could tell. A few labels in the test set are plainly disputable, so
# 100 % is not a sensible goal.
#
# ## Save and load
# A model is its code and its parameters. The file holds the parameters; the code, `make_cnn`, makes the network that they go into.

# %%
training.save_model(cnn, "my_cnn.safetensors")
loaded = training.load_model(make_cnn(), "my_cnn.safetensors")
same = predict(loaded, mnist.test_images[:100]) == predict(cnn, mnist.test_images[:100])
print("the loaded network gives the same numbers:", bool(same.all()))

# %% [markdown]
# ## What could go wrong
# **Forgetting evaluation mode.** In training mode dropout is at work, so the same image gets another answer each time. `evaluate` and
# `predict` switch it off and back on for you; in your own loop you must call `model.eval()`.

# %%
few = training.to_inputs(mnist.test_images[:100], device=device)
mlp.train()
print("training mode, same answer twice:  ", bool((mlp(few) == mlp(few)).all()))
mlp.eval()
print("evaluation mode, same answer twice:", bool((mlp(few) == mlp(few)).all()))

# %% [markdown]
# **A learning rate that is too large.** Plain gradient descent with a learning rate of 1000 flies out of the valley within a few steps. The loss
# stops being a number, and `fit` says so instead of going on for minutes:

# %% tags=["nbval-ignore-output"]
try:
    fit(training.mlp(), train, epochs=1, learning_rate=1000, optimizer=torch.optim.SGD)
except training.DivergenceError as error:
    print(error)

# %% [markdown]
# ## In five lines
# 1. Look at the data first; scale it the same way for every image.
# 2. Choose with the validation set; use the test set once.
# 3. A dense layer has (inputs + 1) × outputs parameters; a convolution shares its few at every place.
# 4. The right assumption about the data beats size: 83,466 parameters beat 669,706.
# 5. Accuracy says how often a network fails; confusion matrix and worst mistakes say where.
#
# ## Three questions
# Click the answer you believe in.
#
# **1. You shuffle the 784 pixels of every image, all in the same way, and train again. Who suffers?**
# <details><summary>Only the MLP</summary>Not quite: a dense layer has a weight for each pixel and doesn't care where the pixel sits.</details>
# <details><summary>Only the convolutional network</summary><b>Yes.</b> Its kernels look for strokes among neighbours, and now neighbours are strangers.</details>
# <details><summary>Both alike</summary>Not quite: ask of each network what it knows about neighbours.</details>
#
# **2. The training loss still falls, the validation loss has begun to rise. What is happening?**
# <details><summary>The learning rate is too large</summary>Not quite: then the training loss would jump, too.</details>
# <details><summary>The network learns the training images by heart</summary><b>Yes.</b> Lesson 06 is about what to do: stop, drop out, augment.</details>
# <details><summary>The validation set is broken</summary>Not quite: this is what overfitting looks like on a healthy one.</details>
#
# **3. Your model answers 7 for an image labelled 1, and is 99.9 % sure. What do you do first?**
# <details><summary>Train longer</summary>Not quite: look first. You don't know yet whether the model or the label is wrong.</details>
# <details><summary>Look at the image</summary><b>Yes.</b> It may be a fault of the label, of the preprocessing, or of the model; only looking tells.</details>
# <details><summary>Remove it from the test set</summary>Not quite: a test set without its hard cases tests nothing.</details>
#
# ## Sources and what comes next
# Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proc. IEEE 86 (1998), sections I to III,
# describes MNIST and convolutional networks. Dropout: N. Srivastava et al., JMLR 15 (2014). Deep Learning (Goodfellow et al.), chapter 9.
#
# **Next:** take the best network apart and try your own. Can you reach 99.2 % on the *validation* set with fewer parameters?
