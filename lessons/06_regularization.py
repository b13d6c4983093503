# %% [markdown]
# # 06 · Regularization
# **You make a network overfit on 300 real digits, try the cures, and measure over five seeds which help.**
#
# You will be able to
#
# - tell underfitting from overfitting, and bias from variance;
# - write the common cures yourself, and k-fold splits;
# - say why L2 and weight decay differ under Adam;
# - judge a method's gain by its spread.
#
# *You need:* lessons 03 and 05. *Time:* 75 minutes; one is the computer's.
#
# ## Too simple, too clever
# A line through a wave **underfits**. A polynomial of degree 12 **overfits**: it follows every accident of 15 points, with huge weights.
# **Bias** is how far the *mean* fit over many training sets lies from the truth; **variance** is how much single fits scatter around that mean.
#
# A penalty $\lambda \sum w^2$ makes large weights costly. Move $\lambda$ from left to right: which error falls, which rises? Then switch the fits to
# other training sets on, and do it again.

# %%
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.model_selection import KFold
from torch import nn

from course_lib.data import load_mnist, split
from course_lib.exercises import check, hint, solution
from course_lib.figures import dropout_masks, penalty_balls, ridge_fit, stopping
from course_lib.training import evaluate, fit, seed_everything, to_inputs

ridge_fit()

# %% [markdown]
# Training error only rises. Validation error falls from 0.345 to 0.090 at $\lambda = 0.0002$, then rises. The readouts say why: down to there,
# variance falls from 0.140 to 0.029, and bias² rises from 0.001 to 0.007 only. At $\lambda = 1$ bias² is 0.40. You can see it in the thin lines: on the
# left they scatter (variance); at $\lambda = 1$ they agree, and all are wrong (bias).
#
# Now move $\lambda$ to the far left and the degree to 5: 0.080, with next to no penalty. A simpler model is a cure, too.
#
# ## Five small sets of real digits
# One run proves nothing. Five **seeds** draw five sets: 300 images to train on (`few`), 500 to watch meanwhile (`watched`), and
# 4,000 to compare methods (`many`). The test set stays closed.

# %%
mnist = load_mnist()
sets, most = [], min(4800, len(mnist.train_labels) - 10)  # the offline stand-in has fewer
for seed in range(5):
    _, pool = split(mnist.train_images, mnist.train_labels, validation=most, seed=seed)
    few, rest = split(*pool, validation=most - 300, seed=seed)
    watched, many = [part[:500] for part in rest], [part[500:] for part in rest]  # part: images, then labels
    sets.append((few, watched, many))


# %%
def network(drop=0.0, norm=False):
    hidden = [nn.Linear(784, 128), nn.BatchNorm1d(128) if norm else nn.Identity(), nn.ReLU()]
    return nn.Sequential(nn.Flatten(), nn.Dropout(drop), *hidden, nn.Dropout(drop), nn.Linear(128, 10))
    # place 0 flattens, 1 drops, and 2 is the first layer with weights: model[2]


def train(few, watched, seed, penalty=lambda model: 0, drop=0.0, norm=False, **options):
    seed_everything(seed)
    model = network(drop, norm)
    loss = lambda outputs, labels: F.cross_entropy(outputs, labels) + penalty(model)  # noqa: E731
    settings = {"epochs": 80, "batch_size": 30, "progress": False} | options
    fit(model, few, watched, seed=seed, loss=loss, **settings)
    return model


few, watched, many = sets[0]
model = train(few, watched, seed=0)
print("every training image right:", evaluate(model, few).accuracy == 1)
print("over 1 in 10 validation images wrong:", evaluate(model, many).accuracy < 0.9)

# %% [markdown]
# All training images right, over 1 in 10 others wrong: overfitting.
#
# ## L2: a price on large weights
# Add $\frac{\lambda}{2} \sum w^2$ to the loss, over all weights $w$; $\lambda$ ("lambda") is the price. From here on it comes with a $\frac12$, so that
# its slope is plain: each gradient gains $\lambda w$. A bias only moves a unit up or down: it stays free.
#
# By hand, $\lambda = 0.1$: weights $(2, -5)$ with gradients $(1, 2)$ get $(1 + 0.2,\ 2 - 0.5) = (1.2,\ 1.5)$; a bias keeps its own.


# %% exercise="l2_gradients"
def l2_gradients(gradients, parameters, strength):
    """The gradients with λ/2 · Σ w² added to the loss, λ = strength. A list of arrays.

    parameters: arrays, weights with two axes and biases with one; gradients: theirs.
    """
    ### BEGIN SOLUTION
    pairs = zip(gradients, parameters, strict=True)
    return [g + strength * p if p.ndim == 2 else g for g, p in pairs]
    ### END SOLUTION


# %% [markdown]
# ## L1: a price that makes zeros
# $\lambda \sum |w|$ pulls equally hard however small the weight is. The exact step is the **soft threshold**: each weight moves towards 0 by one
# amount (learning rate times $\lambda$), and stops there.
#
# By hand, amount 1: $(3,\ -0.5,\ 0.2,\ -2) \to (2,\ 0,\ 0,\ -1)$.
#
# A price acts like a budget: in the figure below, weights must stay in a diamond (L1) or a circle (L2), as near the optimum as they can. It gives
# your function the amount that just spends the budget. For a budget of 1.2 that is 1.4: $(2.6,\ 1) \to (1.2,\ 0)$. **Drag the optimum**: where is one of
# L1's best weights exactly 0? And one of L2's?


# %% exercise="soft_threshold"
def soft_threshold(weights, amount):
    """Each weight nearer to 0 by `amount` (≥ 0), never past it. Any shape; returns that shape."""
    ### BEGIN SOLUTION
    return np.sign(weights) * np.maximum(np.abs(weights) - amount, 0)
    ### END SOLUTION


# %%
penalty_balls(soft_threshold)

# %% [markdown]
# With L1 in whole regions: wherever one coordinate is larger in size than the other by the budget or more. With L2 only on the axes. That is why
# L1 makes zeros.
#
# ## Decoupled weight decay
# Or leave the loss alone and shrink the weights beside the step: $w \leftarrow w - \eta\,(d + \lambda w)$, with learning rate $\eta$ and the
# optimizer's direction $d$. By hand, $w = 2$, gradient $3$, $\eta = \lambda = 0.1$:
#
# | | L2 in the gradient | decoupled |
# |---|---|---|
# | SGD, $d = g$ | $2 - 0.1 \cdot 3.2 = 1.68$ | $2 - 0.1\,(3 + 0.2) = 1.68$ |
# | Adam's first step, $d = g / \lvert g \rvert$ | $2 - 0.1 \cdot \tfrac{3.2}{3.2} = 1.9$ | $2 - 0.1\,(1 + 0.2) = 1.88$ |
#
# SGD can't tell them apart. Adam divides by the gradient's size: with L2 or without, 1.9.
#
# **Guess**, for the cell after your exercise. Some pixels are blank in all 300 images: the only gradient of their weights is the penalty. SGD and
# AdamW have $\eta \lambda = 0.001$ there: each step should leave 0.999 of such a weight. For Adam with L2 it is 0.0001 or less: next to no decay. What is
# left after 20 steps, and after 300?


# %% exercise="decayed_step"
def decayed_step(weights, direction, learning_rate, strength):
    """Weights after one step with decoupled decay, λ = strength. Arrays of one shape, any.

    direction is d, ready made: g for SGD, something else for Adam.
    """
    ### BEGIN SOLUTION
    return weights - learning_rate * (direction + strength * weights)
    ### END SOLUTION


# %%
inputs = to_inputs(few[0], mean=0, std=1)  # blank paper is exactly 0
blank = (inputs == 0).all(dim=0).flatten()
rules = {
    "SGD,  L2, λ = 0.02 ": (0.05, partial(torch.optim.SGD, weight_decay=0.02)),
    "AdamW,    λ = 1    ": (0.001, partial(torch.optim.AdamW, weight_decay=1)),
    "Adam, L2, λ = 0.001": (0.001, partial(torch.optim.Adam, weight_decay=0.001)),
    "Adam, L2, λ = 0.1  ": (0.001, partial(torch.optim.Adam, weight_decay=0.1)),
}
print(f"steps                20      300\n0.999 to the power   {0.999**20:.2f}    {0.999**300:.2f}")
for name, (rate, rule) in rules.items():
    settings = {"batch_size": 30, "optimizer": rule, "learning_rate": rate, "progress": False}
    left = []
    for epochs in (2, 30):  # an epoch has 10 steps
        seed_everything(0)
        model = network()
        before = model[2].weight[:, blank].norm().item()
        fit(model, (inputs, few[1]), epochs=epochs, **settings)
        left.append(model[2].weight[:, blank].norm().item() / before)
    print(f"{name}  {left[0]:.2f}    {left[1]:.2f}")

# %% [markdown]
# Under SGD and AdamW, $\lambda$ does what it says. Under Adam a third is left after 20 steps, and nothing after 300, for two $\lambda$ that are a
# factor 100 apart. Where the penalty is the only gradient, Adam divides $\lambda w$ by its own size: each step is about a full $\eta = 0.001$,
# whatever $\lambda$ is, and no weight is above 0.036.
#
# On busy weights it is the other way round: the penalty is divided by the size of a large data gradient, and hardly counts. Either way, $\lambda$
# is divided away, and no longer says how much.
#
# ## Dropout
# In training, keep each value with probability $k$, else set it to 0: no unit can rely on another. The mean would fall to $k$ times itself, so
# **inverted** dropout divides what is kept by $k$, and evaluation needs nothing. By hand, $k = 0.5$: $(4, 6)$ may become $(8, 0)$. (PyTorch's
# `nn.Dropout` takes $1 - k$.)


# %% exercise="dropout"
def dropout(values, keep, rng, training):
    """Inverted dropout. An array of any shape; returns that shape.

    rng is a NumPy generator: rng.random(shape) gives numbers between 0 and 1.
    """
    ### BEGIN SOLUTION
    if not training:
        return values
    kept = rng.random(values.shape) < keep
    return values * kept / keep
    ### END SOLUTION


# %%
dropout_masks(dropout)

# %% [markdown]
# ## Early stopping
# Stop when `patience` epochs in a row brought no new lowest validation loss, and go back to the best epoch. By hand, losses
# $5, 3, 4, 3.5, 2$: patience 2 stops after epoch 4, and never sees the 2.
#
# Then drag the diamond in the figure below: what do you pay for stopping too early, and too late?


# %% exercise="stop_epoch"
def stop_epoch(losses, patience):
    """The epoch, from 1, after which training stops: `patience` epochs in a row, this one the
    last, brought no loss below the lowest before them. If there is none, len(losses).
    """
    ### BEGIN SOLUTION
    lowest, waited = np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        waited = 0 if loss < lowest else waited + 1
        lowest = min(lowest, loss)
        if waited == patience:
            return epoch
    return len(losses)
    ### END SOLUTION


# %% tags=["nbval-ignore-output"]
seed_everything(0)
history = fit(network(), few, watched, epochs=60, batch_size=30, progress=False)
stopping(history.loss, history.validation_loss, stop_epoch)

# %% [markdown]
# Too early (epoch 1), both losses are still high: about 1.8 and 1.3. Too late (epoch 60), the training loss is 0.002, and the validation loss about 0.70
# where 0.57 was to be had.
#
# ## Augmentation, and the great comparison
# A 7 moved by two pixels is still a 7. **Augmentation** moves each image at random each time it is used.
#
# Seven methods, five seeds: each gain is measured seed by seed, so there are five. Their mean comes with their **spread**, their standard deviation; we
# call a gain sure if its mean is over two spreads. L2's $\lambda$ you will choose below. The other strengths (0.6, 3, 0.0005) had the lowest validation
# loss of several tried on a sixth draw, which isn't among the five.
#
# ### Predict
# On 300 digits, which cuts the validation loss most:
# `"a"` L2, `"b"` dropout, `"c"` early stopping, or `"d"` augmentation? Think of a reason before you check.

# %% exercise="which_helps_most"
prediction_helps_most = (
    ### BEGIN SOLUTION
    "d"
    ### END SOLUTION
)


# %%
def l2(strength):
    return lambda model: strength / 2 * sum((w**2).sum() for w in model.parameters() if w.ndim == 2)


def soften(model, history):  # L1, once an epoch: F.softshrink is the soft threshold
    model[2].weight.data = F.softshrink(model[2].weight.data, 0.0005)  # the first layer's weights


def shift(images):
    return torch.stack([torch.roll(image, torch.randint(-2, 3, (2,)).tolist(), (1, 2)) for image in images])


def measure(recipe):
    """Validation loss and accuracy for each of the five seeds, 5 × 2."""
    models = [train(few, watched, seed, **recipe) for seed, (few, watched, _) in enumerate(sets)]
    return np.array([evaluate(model, many) for model, (_, _, many) in zip(models, sets, strict=True)])


# %% tags=["nbval-ignore-output"]
recipes = {
    "L2": {"penalty": l2(0.01)},
    "L1": {"callbacks": soften},
    "decoupled decay": {"optimizer": partial(torch.optim.AdamW, weight_decay=3)},
    "dropout": {"drop": 0.6},
    "early stopping": {"patience": 5, "restore_best": True},
    "augmentation": {"augment": shift},
    "batch norm": {"norm": True},
}
without = measure({})
print("                loss lower by         more right, in points")
for name, recipe in recipes.items():
    gain = (measure(recipe) - without) * [-1, 100]
    mean, spread = gain.mean(axis=0), gain.std(axis=0, ddof=1)
    sure = ["sure" if one else "    " for one in mean > 2 * spread]
    print(
        f"{name:15} {mean[0]:5.2f} ± {spread[0]:.2f} {sure[0]}     {mean[1]:4.1f} ± {spread[1]:.1f} {sure[1]}"
    )

# %% [markdown]
# Six cures lower the loss: the network is less sure where it errs. Only dropout and augmentation get more images right: 1.2 and 4.9 points on our
# machine, from 84.4% without a cure. Augmentation alone brings new knowledge: a moved digit stays that digit.
#
# ## Batch norm
# Each column of a batch gets mean 0 and variance 1, then a learnt gain and shift. Evaluation uses **running** averages from training instead. By
# hand: column $(1, 3)$, mean 2, variance $\frac12 (1 + 1) = 1$, becomes $(-1, 1)$.
#
# As a cure it failed above. We looked at two of the seeds: after 10 epochs it gets 84% right, like the network without it, then falls to 79% while
# that one rises to 85%. The running averages aren't to blame: with the batch's own it is 80%. Nothing in batch norm keeps these networks from
# learning 300 images by heart. Its strength is speed in deep ones.


# %% exercise="batch_norm"
def batch_norm(x, gain, shift, running_mean, running_variance, training):
    """gain · (x − mean) / √(variance + 1e-5) + shift, for each column of x (n, features).

    Mean and variance (by n) are the batch's own in training, else the running ones, which
    need no update here. The other arrays are (features,).
    """
    ### BEGIN SOLUTION
    mean = x.mean(axis=0) if training else running_mean
    variance = x.var(axis=0) if training else running_variance
    return gain * (x - mean) / np.sqrt(variance + 1e-5) + shift
    ### END SOLUTION


# %%
def loss_after_five_epochs(seed, norm):
    seed_everything(seed)
    layers = [nn.Flatten()]
    for width in (784, 64, 64, 64):
        layers += [nn.Linear(width, 64), nn.BatchNorm1d(64) if norm else nn.Identity(), nn.ReLU()]
    deep = nn.Sequential(*layers, nn.Linear(64, 10))
    settings = {"epochs": 5, "batch_size": 30, "optimizer": torch.optim.SGD, "learning_rate": 0.1}
    return fit(deep, sets[seed][0], seed=seed, progress=False, **settings).loss[-1]


plain, normed = ([loss_after_five_epochs(seed, norm) for seed in range(5)] for norm in (False, True))
print("without batch norm, every training loss above 2.0:", min(plain) > 2)
print("with batch norm, every training loss below 0.5:   ", max(normed) < 0.5)

# %% [markdown]
# ## Cross-validation
# Whoever has only 300 images can't spare 4,000 to choose $\lambda$. **k-fold cross-validation** cuts them into $k$ parts; each validates once, while the
# others train. By hand, 4 examples, 2 folds: train $(2, 3)$, validate $(0, 1)$; then the reverse.


# %% exercise="k_fold"
def k_fold(count, folds):
    """A list of `folds` pairs (training indices, validation indices) of 0 … count − 1.

    Each index validates once and trains in all other folds; validation parts differ in size
    by 1 at most. Any order.
    """
    ### BEGIN SOLUTION
    parts = np.array_split(np.arange(count), folds)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(folds)]
    ### END SOLUTION


# %%
images, labels = sets[0][0]
scores = {}
for strength in (0.001, 0.01, 0.1, 1.0):
    losses = []
    for rows, out in KFold(5, shuffle=True, random_state=0).split(images):
        model = train((images[rows], labels[rows]), None, seed=0, penalty=l2(strength))
        losses.append(evaluate(model, (images[out], labels[out])).loss)
    scores[strength] = np.mean(losses)
print("λ with the lowest mean loss:", min(scores, key=scores.get))

# %% [markdown]
# That is the $\lambda$ used above.
#
# ## What could go wrong
# **No `model.eval()`**: dropout goes on, and accuracy falls. **One example in a batch**: it has no variance. **Choosing λ on the test set**:
# raises no error; the test score is just too good to be true.

# %%
model = train(*sets[0][:2], seed=0, drop=0.6).cpu()
images, labels = to_inputs(sets[0][2][0]), torch.tensor(sets[0][2][1])
right = {}
for mode in (True, False):
    model.train(mode)
    right[mode] = (model(images).argmax(dim=1) == labels).sum()
print("fewer right without model.eval():", bool(right[True] < right[False]))
try:
    nn.BatchNorm1d(3)(torch.ones(1, 3))
except ValueError as error:
    print(error)

# %% [markdown]
# ## In five lines
# 1. Overfitting is variance; λ trades it for bias.
# 2. L2 takes a share of each weight, L1 an amount, so L1 makes zeros.
# 3. Under Adam use decoupled decay: in L2, $\lambda$ is divided away.
# 4. Dropout divides by keep in training and is off in evaluation; batch norm switches to running statistics.
# 5. Compare over seeds: a gain beside its spread.
#
# ## Three questions
# Click the answer you believe in.
#
# **1. Training loss 0.9, validation loss 0.9, both too high. What helps?**
# <details><summary>More dropout</summary>Not quite: that adds bias, and bias is the trouble.</details>
# <details><summary>A larger network</summary><b>Yes.</b> No gap means underfitting.</details>
# <details><summary>Early stopping</summary>Not quite: nothing has begun to rise.</details>
#
# **2. Inverted dropout keeps 0.8. What happens to a value of 4 in evaluation?**
# <details><summary>It becomes 5</summary>Not quite: that is a kept value in training.</details>
# <details><summary>It becomes 3.2</summary>Not quite: that is dropout that does not scale in training.</details>
# <details><summary>It stays 4</summary><b>Yes.</b> Training did the scaling.</details>
#
# **3. Method B beats A by 0.3 points; spread over seeds: 0.8. Your report?**
# <details><summary>B is better</summary>Not quite: another seed could turn it round.</details>
# <details><summary>No difference shown</summary><b>Yes.</b> More seeds might show one.</details>
# <details><summary>A and B are equal</summary>Not quite: not shown is not the same as not there.</details>
#
# ## Sources and what comes next
# Goodfellow, Bengio, Courville, [*Deep Learning*](https://www.deeplearningbook.org), chapter 7. Hastie, Tibshirani, Friedman, *The Elements of Statistical
# Learning*, 3.4 and 7.10. Loshchilov, Hutter, *Decoupled weight decay regularization* (ICLR 2019). Srivastava et al., *Dropout* (JMLR 15, 2014).
# Ioffe, Szegedy, *Batch normalization* (ICML 2015).
#
# **Next:** lesson 07, *The MNIST project*: all of it on 60,000 digits.
