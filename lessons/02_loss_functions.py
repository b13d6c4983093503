# %% [markdown]
# # 02 · Loss functions
# **You build the six losses that most networks are trained with, see which mistakes each of them forgives, and find out why the gradient
# that starts all learning is as short as $p - y$.**
#
# You will be able to
#
# - work out MSE, MAE, Huber, hinge and cross-entropy by hand, and say which fits which task;
# - tell probabilities from logits, and compute with logits where probabilities break;
# - derive $\partial \text{loss} / \partial \text{logits} = p - y$, and check it by finite differences;
# - explain why squared error behind a sigmoid hardly learns from its worst mistakes.
#
# *You need:* sigmoid and softmax from lesson 01, slopes from lesson 00. *Time:* 75 minutes for you; seconds for the computer.

# %%
import numpy as np

from course_lib import nn
from course_lib.exercises import check, hint, solution
from course_lib.figures import loss_curves, outlier, softmax_bars, stall

# %% [markdown]
# ## One number for how wrong
# A **loss** says in one number how far a network's predictions are from the truth. Training makes this number small, so your choice decides what
# the network will care about. Three predictions $\hat y$ of a temperature, the true $y$, and the error $e = \hat y - y$:
#
# | $\hat y$ | $y$ | $e$ | $e^2$ | $\lvert e \rvert$ |
# |---|---|---|---|---|
# | 1 | 1 | 0 | 0 | 0 |
# | 4 | 3.5 | 0.5 | 0.25 | 0.5 |
# | 10 | 6 | 4 | 16 | 4 |
#
# The **mean squared error** (MSE) is $16.25 / 3 \approx 5.417$, the **mean absolute error** (MAE) $4.5 / 3 = 1.5$. Of the 16.25, one
# prediction brought 16.


# %%
def mse(predictions, targets):
    return np.mean((predictions - targets) ** 2)


def mae(predictions, targets):
    return np.mean(np.abs(predictions - targets))


predictions, targets = np.array([1.0, 4.0, 10.0]), np.array([1.0, 3.5, 6.0])
print(f"MSE {mse(predictions, targets):.3f}, MAE {mae(predictions, targets):.3f}")

# %% [markdown]
# To go downhill you need the slope of the loss in every prediction. In $\text{MSE} = \frac1n \sum_i (\hat y_i - y_i)^2$, with $n$ elements, one
# term contains $\hat y_i$, and the slope of $e^2$ is $2e$:
#
# $$\frac{\partial\, \text{MSE}}{\partial \hat y_i} = \frac{2\,(\hat y_i - y_i)}{n}$$
#
# By hand, for the table: $\big(0,\ \tfrac{2 \cdot 0.5}{3},\ \tfrac{2 \cdot 4}{3}\big) \approx (0,\ 0.333,\ 2.667)$.


# %% exercise="mse_grad"
def mse_grad(predictions, targets):
    """Gradient of MSE in every prediction. Arrays of one shape, any; returns that shape."""
    ### BEGIN SOLUTION
    return 2 * (predictions - targets) / predictions.size
    ### END SOLUTION


# %% [markdown]
# ## Outliers
# ### Predict
# Ten points lie near a line; an eleventh was mistyped and lies far off. You fit a line with each loss: MSE, MAE, and Huber, which squares small
# errors only. Which line does the eleventh point pull most?
#
# - `"a"`: the line of MAE
# - `"b"`: the line of Huber
# - `"c"`: the line of MSE
# - `"d"`: all three alike, a point is a point
#
# Decide, then **drag the eleventh point** in the figure below, or move it with the arrow keys. Move Huber's $\delta$ from end to end, too: which
# two losses does it connect?

# %% exercise="outlier_pulls_most"
prediction_outlier = (
    ### BEGIN SOLUTION
    "c"
    ### END SOLUTION
)

# %%
outlier()

# %% [markdown]
# How hard a point pulls is the slope of its loss: $2e$ for the square, growing without limit; for $\lvert e \rvert$ it is 1, near or far.
# **Huber** is a compromise: a bowl up to a chosen size $\delta$ ("delta"), a straight line beyond. A small $\delta$ fits like MAE, a large one like MSE.
#
# $$\text{huber}(e) = \begin{cases} e^2 / 2 & \text{if } \lvert e \rvert \le \delta \\ \delta\,(\lvert e \rvert - \delta / 2) & \text{otherwise}\end{cases}$$
#
# By hand, for the errors 0, 0.5 and 4 with $\delta = 1$: $0$, $0.5^2 / 2 = 0.125$, $1 \cdot (4 - 0.5) = 3.5$; the mean is $1.208$.


# %% exercise="huber"
def huber(predictions, targets, delta):
    """Mean Huber loss, one number. Arrays of one shape, any; delta is a number above 0."""
    ### BEGIN SOLUTION
    size = np.abs(predictions - targets)
    return np.mean(np.where(size <= delta, size**2 / 2, delta * (size - delta / 2)))
    ### END SOLUTION


# %% [markdown]
# ## Yes or no: cross-entropy
# *Is this a cat?* The network answers with a probability $p$, and pays $-\log$ of the probability that it gave **to what happened**. A probability
# of 1 costs $-\log 1 = 0$, one half $0.69$, one in a hundred $4.6$. The truth is $y = 1$ (cat) or $0$ (no cat), so what happened had probability
# $p$ or $1 - p$. One formula covers both, since one of its terms is always 0:
#
# $$\text{BCE} = -\frac1n \sum_i \big[\, y_i \log p_i + (1 - y_i) \log (1 - p_i) \,\big]$$
#
# This is **binary cross-entropy**, also called log loss; $\log$ is the natural logarithm, `np.log`.
#
# ### Predict
# Four pictures, $y = (1, 0, 1, 0)$, and the network says $\hat y = p = (0.8,\ 0.2,\ 0.9,\ 0.1)$. Work the loss out by hand, to three digits, with
# $-\log 0.8 = 0.2231$ and $-\log 0.9 = 0.1054$.

# %% exercise="four_predictions_by_hand"
prediction_by_hand = (
    ### BEGIN SOLUTION
    0.1643
    ### END SOLUTION
)

# %% [markdown]
# **Counting only the terms with $y = 1$**, yet dividing by all 4 examples: $(0.2231 + 0.1054) / 4 = 0.0821$. **In full**, four terms over 4:
# $(0.2231 + 0.2231 + 0.1054 + 0.1054) / 4 = 0.1643$. The first forgets that there are pictures without a cat: whoever
# says 1 to everything would have loss 0. Beware: the two cats alone, over 2, give 0.1643 as well, because here the other two mirror them.
# Tidy numbers test nothing.


# %% exercise="binary_cross_entropy"
def binary_cross_entropy(probabilities, targets):
    """Mean binary cross-entropy, one number. Arrays of one shape; targets are 0 or 1."""
    ### BEGIN SOLUTION
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))
    ### END SOLUTION


# %% [markdown]
# ## What could go wrong: log(0)
# A network says any number $z$, the **logit**, and sigmoid turns it into a probability $p$. A sure network says $z = 40$. And if there is no cat?

# %%
p = nn.sigmoid(np.array([3.0, 40.0]))
with np.errstate(divide="ignore"):
    print("p:          ", p)
    print("−log(1 − p):", -np.log(1 - p).round(3))

# %% [markdown]
# The second $p$ should be $1 - 4 \cdot 10^{-18}$, but float64 keeps 16 digits. In real work you notice a loss that prints `inf`, then `nan`.
# Clipping $p$ hides that, and the gradient with it. The remedy: go from the logit to the loss **in one step**,
# with $1 - p = e^{-z} / (1 + e^{-z}) = 1 / (1 + e^{z})$.
#
# $$-\log p = -\log \frac{1}{1 + e^{-z}} = \log(1 + e^{-z}), \qquad -\log(1 - p) = -\log \frac{1}{1 + e^{z}} = \log(1 + e^{z})$$
#
# By hand: $z = 0$ costs $\log 2 = 0.693$ whatever the truth; $z = 40$ and no cat cost 40. `np.logaddexp(a, b)` is
# $\log(e^a + e^b)$ without overflow, and $1 = e^0$.


# %% exercise="binary_cross_entropy_from_logits"
def binary_cross_entropy_from_logits(logits, targets):
    """Mean binary cross-entropy of p = sigmoid(logits), however large; one number."""
    ### BEGIN SOLUTION
    return np.mean(targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits))
    ### END SOLUTION


# %% [markdown]
# ## Why not squared error behind a sigmoid?
# ### Predict
# It is a cat, $y = 1$, but sigmoid says $p = 0.0001$: sure and wrong. With which loss does more gradient reach the logit $z$?
#
# - `"a"`: squared error, $(p - y)^2$
# - `"b"`: cross-entropy, $-\log p$
# - `"c"`: both alike, the error is the same
# - `"d"`: neither, the sigmoid has saturated
#
# Decide, then move $z$ from −8 to 8. Left are the two losses, right their gradients; hollow rings are **your** `mse_grad` times the slope of the
# sigmoid. Where is the network most wrong, and what does it learn from that?

# %% exercise="sure_and_wrong"
prediction_sure = (
    ### BEGIN SOLUTION
    "b"
    ### END SOLUTION
)

# %%
stall(mse_grad)

# %% [markdown]
# By the chain rule the gradient at the logit is the slope of the loss in $p$ (for $-\log p$ it is $-1/p$) times that of the sigmoid, $p\,(1 - p)$:
#
# $$\text{MSE: } \ 2\,(p - y) \cdot p\,(1 - p) \qquad\qquad \text{cross-entropy, } y = 1\text{: } \ -\frac{1}{p} \cdot p\,(1 - p) = p - 1$$
#
# At $z = -6$, where $p = 0.0025$, MSE passes on $-0.0049$ and cross-entropy $-0.9975$: with learning rate 1 they need 214 and 7 steps to get
# to $p = \frac12$. The logarithm is steep just where the sigmoid is flat, and the two cancel.
#
# ## Hinge: good enough is good enough
# **Hinge** is content once an answer is right by a margin of 1. The truth is written $y = \pm 1$, the network says a score $s$, and each
# example costs $\max(0,\ 1 - y\,s)$. By hand, for $y = 1$ and scores 2, 0.5 and −0.5: $0$, $0.5$ and $1.5$; the mean is $0.667$.


# %% exercise="hinge"
def hinge(scores, targets):
    """Mean hinge loss, one number. Arrays of one shape; targets are −1 or +1."""
    ### BEGIN SOLUTION
    return np.mean(np.maximum(1 - targets * scores, 0))
    ### END SOLUTION


# %% [markdown]
# ### All of them at once
# Lines are the course's losses, hollow marks **yours**. Change the truth, and move the prediction slowly across it. Which losses still push when
# the answer is already right?

# %%
loss_curves(huber, binary_cross_entropy_from_logits, hinge)

# %% [markdown]
# Left, every loss is 0 at the truth alone, and pushes back on both sides. Right, a logit can't be too sure of the truth: hinge is flat beyond its
# margin, while cross-entropy always asks for a little more.
#
# ## Many classes
# Cat, dog or owl? The network says three logits, $z = (2, 1, 0)$, and softmax makes them probabilities that sum to 1:
# $e^z = (7.39,\ 2.72,\ 1)$, their sum is $11.11$, so $p = (0.665,\ 0.245,\ 0.090)$. **Categorical cross-entropy** is again
# $-\log$ of the probability of what happened: for a cat $-\log 0.665 = 0.408$. With $y$ as a row of 0s with one 1, it is $-\sum_k y_k \log p_k$.
#
# ### Predict
# A network for **ten** classes has learnt nothing: its ten logits are equal. What is its loss, to three digits?

# %% exercise="loss_before_training"
prediction_untrained = (
    ### BEGIN SOLUTION
    np.log(10)
    ### END SOLUTION
)

# %% [markdown]
# Each class gets $p = 0.1$, and $-\log 0.1 = 2.303$. Print the loss of a new network once before you train it: far from this number, something
# is wrong already.
#
# ## Log-sum-exp
# With $p_c = e^{z_c} / \sum_k e^{z_k}$ for the right class $c$, the logarithm takes the fraction apart:
#
# $$-\log p_c = \underbrace{\log \textstyle\sum_k e^{z_k}}_{\text{logsumexp}(z)} - z_c$$
#
# By hand: $\log 11.11 = 2.408$, and $2.408 - 2 = 0.408$, as before. No probability is needed, so none can round to 0. But
# $e^{1000}$ is more than float64 can hold. Take the largest logit $m$ out first, $\sum_k e^{z_k} = e^m \sum_k e^{z_k - m}$, so that
#
# $$\text{logsumexp}(z) = m + \log \textstyle\sum_k e^{z_k - m}$$
#
# No exponent is above 0 now, and one term is $e^0 = 1$: no overflow, no $\log 0$. For a table of logits do this row by row; `m[:, None]` makes a
# column of $m$.


# %% exercise="logsumexp"
def logsumexp(logits):
    """log(Σ e^z) of each row, right for any size of logits. (n, classes) → (n,)."""
    ### BEGIN SOLUTION
    largest = logits.max(axis=1)
    return largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    ### END SOLUTION


# %% [markdown]
# Now for a whole batch. `labels` holds the number of each row's right class; `logits[np.arange(n), labels]` picks one logit from each of the $n$
# rows. (Call `nn.logsumexp` if yours is not ready.)


# %% exercise="cross_entropy_from_logits"
def cross_entropy_from_logits(logits, labels):
    """Mean cross-entropy, without a loop. logits (n, classes), labels n integers."""
    ### BEGIN SOLUTION
    right = logits[np.arange(len(labels)), labels]
    return np.mean(logsumexp(logits) - right)
    ### END SOLUTION


# %% [markdown]
# ## The gradient: p − y
# For one example the loss is $L = \log S - z_c$ with $S = \sum_j e^{z_j}$. What happens to it when one logit $z_k$ moves?
#
# 1. Only one term of $S$ contains $z_k$: $e^{z_k}$, which is its own slope. So $\partial S / \partial z_k = e^{z_k}$.
# 2. The slope of $\log S$ in $S$ is $1/S$. By the chain rule $\partial \log S / \partial z_k = e^{z_k} / S$. That is softmax: $p_k$.
# 3. The slope of $z_c$ in $z_k$ is 1 if $k$ is the right class, else 0. That is $y_k$.
#
# $$\frac{\partial L}{\partial z_k} = p_k - y_k$$
#
# By hand, $z = (2, 1, 0)$ and a cat: $(0.665 - 1,\ 0.245,\ 0.090) = (-0.335,\ 0.245,\ 0.090)$, which sums to 0. Never trust a derivation alone.
# Move each logit a little, and measure:

# %%
logits, cat, tiny = np.array([[2.0, 1.0, 0.0]]), np.array([0]), 1e-6
p_minus_y = nn.softmax(logits)[0] - np.array([1, 0, 0])
for k, name in enumerate(["cat", "dog", "owl"]):
    step = tiny * np.eye(3)[k]
    above = nn.cross_entropy_from_logits(logits + step, cat)
    below = nn.cross_entropy_from_logits(logits - step, cat)
    print(f"{name}: measured {(above - below) / (2 * tiny):+.4f}, p − y {p_minus_y[k]:+.4f}")

# %% [markdown]
# Over a batch the loss is a mean over $n$ rows, so each row's $p - y$ is divided by $n$. Your turn, from a blank page; softmax is
# `nn.softmax`, or $e^{z - \text{logsumexp}(z)}$.
#
# Then watch it work in the figure: each bar of $p$ has a diamond beside it, where it should be, and the distance is the gradient. Make the network
# sure and right, then sure and wrong. **Add 1000 to all three logits**: $p$ must not move, and your marks must not vanish.


# %% exercise="cross_entropy_from_logits_grad"
def cross_entropy_from_logits_grad(logits, labels):
    """Gradient of that loss in the logits. (n, classes) and n integers → (n, classes)."""
    ### BEGIN SOLUTION
    gradient = np.exp(logits - logsumexp(logits)[:, None])
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)
    ### END SOLUTION


# %%
softmax_bars(cross_entropy_from_logits, cross_entropy_from_logits_grad)

# %% [markdown]
# ## What could go wrong: shapes
# The commonest bug with losses raises no error. These predictions are **perfect**, but came out of a network as a column:

# %%
column = targets.reshape(3, 1)
print("shape of the differences:", (column - targets).shape)
print("MSE of perfect predictions:", mse(column, targets).round(3))
try:
    nn.mse(column, targets)
except ValueError as error:
    print("nn.mse:", error)

# %% [markdown]
# NumPy stretched $(3, 1)$ against $(3,)$ to all $3 \times 3$ differences; PyTorch does so, too. In real work the loss stops falling early, and the
# predictions drift to the mean of the targets. Compare shapes first.
#
# ## Which loss where
# | you predict | last layer gives | loss | in PyTorch |
# |---|---|---|---|
# | a number | the number | MSE; with outliers Huber or MAE | `MSELoss`, `HuberLoss`, `L1Loss` |
# | yes or no | one logit | binary cross-entropy | `BCEWithLogitsLoss` |
# | one of many classes | a logit a class | cross-entropy | `CrossEntropyLoss` |
# | yes or no, margin only | a score | hinge | – |
#
# ## In five lines
# 1. The slope of a loss is how hard a mistake pulls: $2e$ for MSE, at most 1 for MAE, at most $\delta$ for Huber.
# 2. Cross-entropy is $-\log$ of the probability given to what happened; guessing among ten classes costs 2.303.
# 3. Compute it from logits, with log-sum-exp, never from rounded probabilities.
# 4. Its gradient at the logits is $p - y$; squared error behind a sigmoid multiplies that by $2p\,(1 - p)$ and stalls.
# 5. Check each gradient by finite differences, and each shape before the loss.
#
# ## Three questions
# Click the answer you believe in.
#
# **1. The right class has $p = 0.9$. What is the gradient of cross-entropy at its logit, for one example?**
# <details><summary>0.9</summary>Not quite: that would be right for a <i>wrong</i> class, with y = 0.</details>
# <details><summary>−0.1</summary><b>Yes.</b> p − y = 0.9 − 1. The better the answer, the weaker the push.</details>
# <details><summary>0.105</summary>Not quite: that is the loss itself, −log 0.9.</details>
#
# **2. A network ends in softmax, and is trained with PyTorch's `CrossEntropyLoss`. What happens?**
# <details><summary>Nothing special: the loss needs probabilities</summary>Not quite: <code>CrossEntropyLoss</code> needs logits, and applies softmax itself.</details>
# <details><summary>An error</summary>Not quite: probabilities are numbers like any others, so nothing complains.</details>
# <details><summary>It learns, but badly: softmax is applied twice</summary><b>Yes.</b> Numbers between 0 and 1, taken for logits, can never be sure: with ten classes p stays below 0.24 and the loss above 1.46.</details>
#
# **3. You predict how long parcels travel; one in a hundred times was mistyped. Which loss do you try first?**
# <details><summary>MSE</summary>Not quite: the mistyped times would pull hardest of all.</details>
# <details><summary>Huber</summary><b>Yes.</b> Small errors in a bowl, large ones on a line: a mistyped time pulls no harder than δ.</details>
# <details><summary>Cross-entropy</summary>Not quite: that is for classes. A travelling time is a number.</details>
#
# ## Sources and what comes next
# I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org) (2016), sections 4.1 (overflow), 5.5 and 6.2.2 (why
# cross-entropy). C. Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3 ($p - y$) and 7.1 (hinge). M. Nielsen,
# [*Neural Networks and Deep Learning*](http://neuralnetworksanddeeplearning.com/chap3.html), chapter 3 (learning that slows down). P. Huber,
# *Robust estimation of a location parameter* (Annals of Mathematical Statistics 35, 1964). P. Blanchard, D. Higham, N. Higham, *Accurately computing
# the log-sum-exp and softmax functions* (IMA Journal of Numerical Analysis 41, 2021).
#
# **Next:** lesson 03, *Gradient descent*: what to do with all these slopes.
