# %% [markdown]
# # 05 · Training a network
# **You take the training loop apart, from NumPy to PyTorch to one call, and learn what decides whether a network learns.**
#
# You will be able to
#
# - write a training step by hand, and in PyTorch;
# - draw first weights that let a signal through many layers;
# - split data without leaks;
# - find a bug, and a learning rate, before a long run.
#
# *You need:* lessons 01 to 04. *Time:* 75 minutes for you, seconds for the computer.

# %%
import numpy as np
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils import vector_to_parameters
from torch.optim import SGD, Adam

from course_lib import figures, nn
from course_lib.data import load_mnist, split, toy
from course_lib.exercises import check, hint, solution
from course_lib.training import evaluate, fit, pick_device, to_inputs

# %% [markdown]
# ## One step
# Training repeats four lines: **forward** (logits), **loss**, **backward** (gradients), **step** (weights move against them). One layer by
# hand: weights and biases 0, one example $x = (1, 2)$ of class 0, so $y = (1, 0)$; learning rate 0.1.
#
# 1. Logits $(0,0)$, so $p = (0.5,0.5)$, and the loss is $-\log 0.5 = 0.693$.
# 2. The gradient at the logits is $p - y = (0.5,0.5) - (1,0) = (-0.5,0.5)$. That is the biases' gradient as well; the weights' is
#    $x^\top (p - y)$, with rows $(-0.5,0.5)$ and $(-1,1)$.
# 3. New weights: $(0.05,{-0.05})$ and $(0.1,{-0.1})$; new biases: $(0.05,{-0.05})$.
#
# Now the logits are $(0.3,{-0.3})$ and the loss is 0.437. With $n$ rows, each $p - y$ is divided by $n$, once; $x^\top$ then sums over the
# rows by itself, and for the biases you sum up.


# %% exercise="training_step"
def training_step(weights, bias, x, labels, learning_rate):
    """One step of gradient descent for one layer with softmax: the new (weights, bias).

    weights (features, classes), bias (classes,), x (n, features), labels n integers.
    `nn.cross_entropy_from_logits_grad(logits, labels)` is (p − y) / n, of the logits' shape.
    """
    ### BEGIN SOLUTION
    logits = x @ weights + bias
    gradient = nn.cross_entropy_from_logits_grad(logits, labels)
    return weights - learning_rate * (x.T @ gradient), bias - learning_rate * gradient.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# ## The loop
# An **epoch** is one pass over all rows in a new random order, cut into **mini-batches**; each batch makes one step. Here a network 2 → 16 → 2
# learns to part two moons. (`nn.MLP` does what you wrote in lesson 04.)

# %%
x, labels = toy("moons", 200, noise=0.2, rng=np.random.default_rng(0))
generator = torch.Generator().manual_seed(0)
orders = [torch.randperm(200, generator=generator) for _ in range(30)]  # of the rows, as fit draws them
batches = torch.cat(orders).reshape(300, 20)  # 30 epochs of 10 batches of 20 rows


def run_in_numpy(network, learning_rate=0.5):
    """The mean loss of each epoch."""
    losses = []
    for rows in batches.numpy():
        logits = network.forward(x[rows])
        losses.append(nn.cross_entropy_from_logits(logits, labels[rows]))
        gradients = network.backward(nn.cross_entropy_from_logits_grad(logits, labels[rows]))
        for parameter, gradient in zip(network.parameters, gradients, strict=True):
            parameter -= learning_rate * gradient
    return np.reshape(losses, (30, 10)).mean(axis=1)


by_numpy = run_in_numpy(nn.MLP([2, 16, 2], "relu", np.random.default_rng(1)))

# %% [markdown]
# ## The same in PyTorch, and in one call
# | NumPy | PyTorch |
# |---|---|
# | `network.forward(x)` | `model(x)` |
# | `network.backward(…)`, written by you | `loss.backward()`, by autograd |
# | `parameter -= learning_rate * gradient` | `optimizer.step()` |
# | new gradients every time | `optimizer.zero_grad()` |
#
# `fit` holds all of that, with validation, checkpoints and the graphics card. From the same first weights, with the rows in the same order: how far
# apart will the losses be? Guess, then run.


# %%
def twin():  # the same first weights in PyTorch, which stores them transposed
    weights = nn.MLP([2, 16, 2], "relu", np.random.default_rng(1)).parameters
    model = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2)).double()
    vector_to_parameters(torch.cat([torch.tensor(part.T).flatten() for part in weights]), model.parameters())
    return model


model, losses = twin(), []
optimizer = SGD(model.parameters(), lr=0.5)
for rows in batches:
    optimizer.zero_grad()
    loss = cross_entropy(model(torch.tensor(x)[rows]), torch.tensor(labels)[rows])
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
by_torch = np.reshape(losses, (30, 10)).mean(axis=1)
by_fit = fit(twin(), (x, labels), epochs=30, batch_size=20, learning_rate=0.5, optimizer=SGD, device="cpu")
losses = [by_numpy, by_torch, by_fit.loss]
print("last epoch:", *[f"{history[-1]:.4f}" for history in losses])
print("less than 1e-12 apart in every epoch:", np.ptp(losses, axis=0).max() < 1e-12)

# %% [markdown]
# One algorithm, three spellings. The losses differ by about $10^{-16}$: a rounding error.
#
# ## What could go wrong: a forgotten `zero_grad`
# `backward` **adds** to the gradients that are there; `zero_grad` clears them.
#
# ### Predict
# The slope is 1 everywhere, the learning rate 0.1. How far does a weight move in four steps if nobody calls `zero_grad`?

# %% exercise="forgotten_zero_grad"
prediction_moved = (
    ### BEGIN SOLUTION
    1.0
    ### END SOLUTION
)

# %%
for clear in (True, False):
    w, path = torch.zeros(1, requires_grad=True), []
    optimizer = SGD([w], lr=0.1)
    for _ in range(22):
        if clear:
            optimizer.zero_grad()
        ((w - 3) ** 2 / 2).sum().backward()  # a valley with its bottom at w = 3
        optimizer.step()
        path.append(w.item())
    print("with zero_grad:   " if clear else "without zero_grad:", *[f"{place:5.2f}" for place in path[::2]])

# %% [markdown]
# You see $w$ after every second step. With `zero_grad` it creeps up to 3, the bottom. Without it each old gradient pushes for ever: a ball in
# a valley without friction, from 0 to 6 and back in 20 steps. No error appears; the loss falls on the way to 3, and on the way to 6
# it climbs.
#
# The next loop lacks three things: an `optimizer` of its own (the one above moves `w`, no model), the list of losses, and one more.
#
# ```python
# for _ in range(steps):
#     loss = cross_entropy(model(inputs), labels)
#     loss.backward()
#     optimizer.step()
# ```


# %% exercise="train_in_torch"
def train(model, inputs, labels, steps, learning_rate):
    """Train a torch model with SGD, all rows in every step, and cross_entropy.

    Returns a list with the loss of each step (numbers), taken before its update.
    """
    ### BEGIN SOLUTION
    optimizer = SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### END SOLUTION


# %% [markdown]
# ## First weights
# Why not zeros? Let sixteen hidden units start alike: how many **different** ones will there be after training? Guess, then run. (The third
# network starts at random, in a way called He that you will meet below.)


# %%
def all_alike(inputs, outputs, rng):
    return np.full((inputs, outputs), 0.5)


for name, initialize in {"zeros": nn.zeros, "all 0.5": all_alike, "He": nn.he}.items():
    network = nn.MLP([2, 16, 2], "tanh", np.random.default_rng(1), initialize)
    loss = run_in_numpy(network)[-1]
    different = len(np.unique(network.weights[0].round(6), axis=1).T)
    print(f"{name:8} loss {loss:.2f}, different hidden units: {different}")

# %% [markdown]
# Units that start alike get the same gradient and stay alike: sixteen do the work of one. From zeros not even that one moves, only the last
# biases do. They run after each batch's share of classes, so the loss stays at guessing, or a little worse: 0.70, where $\log 2 = 0.69$.
#
# So weights are **random**. But how large? A unit sums one product $w\,x$ for each of its $n$ inputs. $w$ has mean 0, so a product has variance
# $\text{Var}(w) \cdot \text{mean}(x^2)$; independent ones add up to $n$ times that. With $\text{Var}(w) = 1/n$ values keep their size.
#
# - **Xavier:** on the way back gradients are sums over the $n_\text{out}$ units and would want $1/n_\text{out}$. Xavier takes the mean of both
#   numbers: $\text{Var}(w) = 2 / (n_\text{in} + n_\text{out})$.
# - **He:** ReLU sets half of the values to 0, which halves $\text{mean}(x^2)$. He doubles: $\text{Var}(w) = 2 / n_\text{in}$. By hand: 200
#   inputs, standard deviation $\sqrt{2 / 200} = 0.1$.


# %% exercise="he_weights"
def he_weights(inputs, outputs, rng):
    """First weights for a ReLU layer, of shape (inputs, outputs): normal, mean 0, variance 2 / inputs.

    rng is np.random.default_rng(…); rng.normal(mean, standard_deviation, size=…) draws.
    """
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))
    ### END SOLUTION


# %%
figures.spread(he_weights)

# %% [markdown]
# Try all first weights with tanh, then with ReLU; squares are yours.
#
# - *Too small:* after 12 layers less than $10^{-11}$ of the signal is left.
# - *Too large:* ReLU explodes. With tanh the size looks perfect, but look left: 80 % of the values lie on tanh's flat ends, where the slope is
#   nearly 0 and nothing is learnt (lesson 01).
# - *Xavier and He with tanh:* 0.2 and 0.6 in layer 12. tanh squeezes a little in each layer, so even good values shrink slowly. That
#   does no harm; a fall to $10^{-12}$ does.
# - *With ReLU* Xavier fades to 0.015, and He holds at 1.
#
# ## The playground
# Press **Start**. Filled points train the network; hollow ones are **held out**, it never learns from them. Then try:
#
# 1. no hidden layer: why does the boundary stay straight?
# 2. circles, one layer: what is the least number of units that closes a ring?
# 3. the spiral, two layers of 8 units, learning rate 0.03: gradient descent, then Adam. Whose training loss gets lower?
# 4. stay with Adam and set the noise to 0.6: where do the two losses part?
# 5. moons, noise 0.2, ReLU, RMSprop, learning rate 10.

# %%
figures.playground()

# %% [markdown]
# 1. Without a hidden layer the logit is $w \cdot x + b$, and that is 0 along a straight line.
# 2. Three: three straight pieces close a ring.
# 3. After 3,000 steps gradient descent is at 0.52, Adam at 0.001.
# 4. After about 100 steps: the training loss falls on, to 0.2, and the held-out loss climbs to 2.5. The network learns noise by heart, and
#    only points that it never saw tell you. (In 3 the same begins, more gently.)
# 5. "Training diverged at step 1": one step too large, and all is lost.
#
# ## Splits without leaks
# **Training** rows fit the weights. The others are held out: **validation** rows choose (learning rate, size, when to stop), **test** rows are
# looked at once, at the end. A **leak** is anything of the test rows that gets into fitting or choosing. Then the test flatters.
#
# - *Duplicates:* five photographs of each person, split at random, and the test meets known faces. Split **persons**, not rows.
# - *Scaling:* mean and spread (the standard deviation, `np.std`) come from training rows alone. By hand: training rows 1 and 3 have mean 2,
#   spread 1, and become −1 and 1; test rows 2 and 6 become 0 and 4.


# %% exercise="split_by_person"
def split_by_person(persons, share, rng):
    """Row numbers (training_rows, test_rows): all rows of a person on one side, each row once.

    persons: a person's number for each row. round(share * number of persons) of them, drawn by rng, are for testing.
    """
    ### BEGIN SOLUTION
    everyone = rng.permutation(np.unique(persons))
    test_persons = everyone[: round(share * len(everyone))]
    is_test = np.isin(persons, test_persons)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)
    ### END SOLUTION


# %% exercise="standardise"
def standardise(training, test):
    """Both tables (rows, columns), scaled so that each training column has mean 0 and np.std 1: (training, test).

    No training column is constant.
    """
    ### BEGIN SOLUTION
    mean, spread = training.mean(axis=0), training.std(axis=0)
    return (training - mean) / spread, (test - mean) / spread
    ### END SOLUTION


# %% [markdown]
# - *Choosing:* 100 rows, 5,000 columns of pure noise, labels by tossing a coin. You keep the 20 columns that go best with the labels over all rows,
#   **then** train on one half and test on the other. What accuracy? Guess, then run.


# %%
def accuracy_on_noise(seed, choose_first):
    rng = np.random.default_rng(seed)
    noise, coin = rng.normal(size=(100, 5000)), rng.permutation(np.arange(100) % 2)
    seen = slice(None) if choose_first else slice(50)  # the rows that choose the columns; the first 50 train
    # How far the means of the two classes lie apart, in each column.
    gap = noise[seen][coin[seen] == 1].mean(axis=0) - noise[seen][coin[seen] == 0].mean(axis=0)
    best = np.argsort(-np.abs(gap))[:20]
    middles = [noise[:50, best][coin[:50] == label].mean(axis=0) for label in (0, 1)]
    # A test row belongs to the class whose middle is nearer.
    distances = [np.square(noise[50:, best] - middle).sum(axis=1) for middle in middles]
    return np.mean(np.argmin(distances, axis=0) == coin[50:])


for name, choose_first in {"chosen, then split:": True, "split, then chosen:": False}.items():
    print(f"{name} {np.mean([accuracy_on_noise(seed, choose_first) for seed in range(20)]):.0%} right")

# %% [markdown]
# 90 % from pure noise: the choice had seen the answers. Split first, and it is a toss of the coin. In real work: distrust a test that is too good.
#
# ## Overfit one batch first
# A sound network learns 32 examples by heart within seconds. If its loss doesn't go to 0, something is broken. One of these two networks for
# handwritten digits has a bug. Which one? Guess from the code, then run.

# %%
mnist = load_mnist()
training, validation = split(mnist.train_images[:6000], mnist.train_labels[:6000], validation=1 / 6)
images, digits = to_inputs(training.images), torch.tensor(training.labels)


def make_mlp(*at_the_end):
    torch.manual_seed(0)
    layers = [torch.nn.Flatten(), torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)]
    return torch.nn.Sequential(*layers, *at_the_end)


for name, model in {"one": make_mlp(), "other": make_mlp(torch.nn.Softmax(dim=1))}.items():
    optimizer = Adam(model.parameters(), lr=0.003)
    for _ in range(100):
        optimizer.zero_grad()
        loss = cross_entropy(model(images[:32]), digits[:32])
        loss.backward()
        optimizer.step()
    print(f"the {name} network: loss {loss.item():.2f}")

# %% [markdown]
# The other: it sticks at 1.46, which you met in lesson 02, the floor of softmax taken twice. This network ends in one, and `cross_entropy`
# has its own.
#
# ## Find a learning rate
# For 100 steps the learning rate grows from $10^{-5}$ to 1. Read the curve from the left: **flat** (too small), **falling**, **restless**,
# **exploding**. At the lowest point the fall is over. Which of the last dips is the lowest is chance; a tenth of it lies on the slope in any
# case: start there.

# %% tags=["nbval-ignore-output"]
learning_rates, losses, model = np.geomspace(1e-5, 1, 100), [], make_mlp()
optimizer = Adam(model.parameters())
for number, learning_rate in enumerate(learning_rates):
    optimizer.param_groups[0]["lr"] = learning_rate
    rows = torch.arange(128 * number, 128 * (number + 1)) % len(images)
    optimizer.zero_grad()
    loss = cross_entropy(model(images[rows]), digits[rows])
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

lowest = np.nanargmin(losses)
figure, axes = figures.subplots()
axes.loglog(learning_rates, losses)
axes.plot(learning_rates[lowest], losses[lowest], "o", color=figures.VERMILLION)
axes.set(xlabel="learning rate", ylabel="loss", ylim=(0.1, 100))
alt = "Loss against learning rate, both logarithmic: flat at 2.3 up to 0.0001, falling to "
alt += f"{losses[lowest]:.2f} at {learning_rates[lowest]:.3f}, restless, exploding beyond 0.1."
figures.show(figure, alt=alt)


# %% exercise="choose_learning_rate"
def choose_learning_rate(learning_rates, losses):
    """A tenth of the learning rate at which the loss was lowest. Two arrays (n,); losses may hold nan or inf."""
    ### BEGIN SOLUTION
    return learning_rates[np.nanargmin(losses)] / 10
    ### END SOLUTION


# %% [markdown]
# ## CPU and GPU
# Weights and data must lie on the same device: `model.to(device)`, `images.to(device)`; that is all. `fit` does it for you. Four
# learning rates, three passes over 5,000 images each:

# %% tags=["nbval-ignore-output"]
device = pick_device(verbose=False)
tenth = learning_rates[lowest] / 10
for name, factor in {"a hundredth": 0.01, "chosen": 1, "three times": 3, "a hundred times": 100}.items():
    model = make_mlp()
    fit(model, training, validation, epochs=3, batch_size=128, learning_rate=factor * tenth, device=device)
    print(f"{name:15} {evaluate(model, validation).accuracy:.0%} of the validation rows right")

# %% [markdown]
# About 40 %, 90 %, 90 % and 75 % (yours may differ a little). Far too small learns slowly, far too large learns badly. A tenth of the lowest is
# cautious: three times as much is often as good. Let the **validation** rows decide.
#
# ## In five lines
# 1. A step is forward, loss, backward, update; PyTorch and `fit` do the same arithmetic.
# 2. `backward` adds: call `zero_grad` every time.
# 3. First weights are random, with variance $2 / n_\text{in}$ before ReLU; equal units stay equal.
# 4. Split first; then fit, scale and choose without the test rows.
# 5. Overfit one batch, find a learning rate, then train.
#
# ## Three questions
# **1. All weights start at 0.1. What do 100 hidden units learn?**
# <details><summary>Nothing at all</summary>Not quite: gradients flow, but the same for every unit.</details>
# <details><summary>As much as one unit</summary><b>Yes.</b> All 100 stay alike.</details>
# <details><summary>The usual, only later</summary>Not quite: nothing ever makes them differ.</details>
#
# **2. You scale all rows by their common mean, then split. What is wrong?**
# <details><summary>Nothing: no labels were used</summary>Not quite: a leak needs no labels.</details>
# <details><summary>The test rows moved the mean</summary><b>Yes.</b> Perhaps not by much, but you no longer know.</details>
# <details><summary>The split should come in order</summary>Not quite: at random is fine, but first.</details>
#
# **3. The loss on one batch of 32 stops at 1.5. What next?**
# <details><summary>More data</summary>Not quite: it can't even learn 32 examples.</details>
# <details><summary>Look for a bug</summary><b>Yes.</b> Or a learning rate far off: in seconds, before a long run.</details>
# <details><summary>Regularization</summary>Not quite: that makes fitting harder still.</details>
#
# ## Sources and what comes next
# X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks* (AISTATS 2010), section 4.2. K. He et al.,
# [*Delving deep into rectifiers*](https://arxiv.org/abs/1502.01852) (2015), section 2.2. L. Smith, [*Cyclical learning
# rates*](https://arxiv.org/abs/1506.01186) (2017), section 3.3. T. Hastie et al., *The Elements of Statistical Learning* (2009), section 7.10.2.
# A. Karpathy, [*A recipe for training neural networks*](https://karpathy.github.io/2019/04/25/recipe/) (2019).
#
# **Next:** lesson 06, *Regularization*: what to do when the two losses part.
