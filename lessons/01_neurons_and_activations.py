# %% [markdown]
# # 01 · Neurons and activations
# **You build a neuron from one multiplication and one sum, bend its output, and see why the shape of that bend decides whether a deep
# network can learn at all.**
#
# You will be able to
#
# - compute what a neuron gives, by hand and in NumPy;
# - write the common activations and their slopes, and say where each is flat;
# - show why layers without an activation collapse into a single one;
# - recognise saturation, vanishing gradients and dead units, and say what helps;
# - choose an activation for hidden layers and for the output.
#
# *You need:* lesson 00, and what $e^x$ is. *Time:* an hour for you; the computer needs a few seconds.

# %%
import numpy as np

from course_lib import nn
from course_lib.exercises import check, hint, solution
from course_lib.figures import activations, one_neuron, relu_fit, tangent, vanishing

# %% [markdown]
# `nn` is the course's own library. It holds all that you write here, so you can go on when you are stuck.
#
# ## A neuron adds up
# A neuron multiplies each of its **inputs** $x_1, x_2, \dots$ by a **weight**, which says how much that input counts and in which direction. It
# adds the products up, and then a **bias** $b$, which counts whatever the inputs are:
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_n x_n + b$$
#
# By hand, with inputs $(1, 2, 5)$, weights $(0.5, -1, 0)$ and bias $0.25$:
# $z = 0.5 \cdot 1 - 1 \cdot 2 + 0 \cdot 5 + 0.25 = -1.25$. The third input is ignored: its weight is 0.


# %% exercise="neuron"
def neuron(x, w, b):
    """Weighted sum of the inputs x with the weights w (two arrays of n numbers), plus the bias b. Returns one number."""
    ### BEGIN SOLUTION
    return np.sum(w * x) + b
    ### END SOLUTION


# %% [markdown]
# A neuron does not pass on the sum $z$ itself, but $f(z)$. The function $f$ is its **activation**. The oldest is the **step**: 1 where $z$ is
# above 0, else 0; the neuron fires, or it doesn't.
#
# ### Move it
# Choose *step*: which bias makes the neuron fire exactly for inputs above 1? Now choose *sigmoid*: what does a larger weight change? And a negative
# one? The hollow squares are *your* `neuron`.

# %%
one_neuron(neuron)

# %% [markdown]
# The neuron switches where its sum crosses 0, at $x = -b/w$: with $w = 1.5$ and $b = -1.5$, at 1. The weight sets how sharply and to which side;
# the bias moves the place.
#
# ## Three bends, by hand
# | | formula | at $-2$ | at $0$ | at $2$ |
# |---|---|---|---|---|
# | **ReLU** | $\max(0, x)$ | $0$ | $0$ | $2$ |
# | **sigmoid** | $1 / (1 + e^{-x})$ | $1/(1 + 7.389) = 0.119$ | $1/(1+1) = 0.5$ | $1/(1 + 0.135) = 0.881$ |
# | **tanh** | $(e^x - e^{-x})/(e^x + e^{-x})$ | $-0.964$ | $0$ | $7.254 / 7.524 = 0.964$ |
#
# ($e^2 = 7.389$ and $e^{-2} = 0.135$.) ReLU cuts off what is negative. Sigmoid squashes every number into 0…1, tanh into −1…1. Now write sigmoid;
# `np.exp(x)` is $e^x$, for whole arrays.


# %% exercise="sigmoid"
def sigmoid(x):
    """1 / (1 + e^-x) for each element of x (an array of any shape). Returns an array of the same shape."""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
    ### END SOLUTION


# %%
x = np.array([-2.0, 0.0, 2.0])
for name, function in [("ReLU", nn.relu), ("sigmoid", nn.sigmoid), ("tanh", nn.tanh)]:
    print(f"{name:8}", function(x).round(3))

# %% [markdown]
# ## Why bend at all?
# A **layer** is many neurons, or *units*, side by side: `x @ W + b`. Each unit has a column of `W`, and the matrix product `@` works out
# the weighted sum of each. Such products multiply out as numbers do, if you keep their order. Between input and output a layer is **hidden**.
#
# Let us stack two layers and leave the activation out. By hand, with one unit in each: $h = 2x + 1$, then $y = 3h + 5 = 3(2x + 1) + 5 = 6x + 8$. That
# is *one* neuron, with weight 6 and bias 8.
#
# Find the single layer that does what two do, for any number of neurons:


# %% exercise="merge_layers"
def merge_layers(W1, b1, W2, b2):
    """Returns W, b such that x @ W + b equals (x @ W1 + b1) @ W2 + b2 for every x.

    Shapes: W1 (inputs, hidden), b1 (hidden,), W2 (hidden, outputs), b2 (outputs,).
    """
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION


# %%
rng = np.random.default_rng(0)
x, W1, W2, W3 = (rng.normal(size=(4, 4)) for _ in range(4))
print("three layers equal one:  ", np.allclose(x @ W1 @ W2 @ W3, x @ (W1 @ W2 @ W3)))
print("and with ReLU in between:", np.allclose(nn.relu(nn.relu(x @ W1) @ W2) @ W3, x @ (W1 @ W2 @ W3)))

# %% [markdown]
# Without activations a hundred layers are worth one. The bend is what makes depth count.
#
# ### Predict
# ReLU is made of two straight lines. Is it a **linear** function? (Linear means that sums are kept: $f(a + b) = f(a) + f(b)$.)
#
# - `"a"`: yes, it is made of straight lines
# - `"b"`: no
# - `"c"`: yes for positive numbers, and that is enough

# %% exercise="is_relu_linear"
prediction_linear = (
    ### BEGIN SOLUTION
    "b"
    ### END SOLUTION
)

# %%
print("relu(2) + relu(-2) =", nn.relu(2) + nn.relu(-2))
print("relu(2 + -2)       =", nn.relu(2 + -2))

# %% [markdown]
# "ReLU is linear" is a common misunderstanding. One kink is enough to break the rule, and kinks add up:
#
# ### Move it
# A network with one hidden layer of $k$ ReLUs follows a wavy curve. On the right stands each unit alone, bent at its kink; on the left their sum,
# upon the curve. What becomes of the largest gap between the two when you double $k$ from 5 to 10? Then take the activation away.

# %%
relu_fit()

# %% [markdown]
# From 5 to 10 units the gap falls from 0.14 to 0.04: pieces half as long come about four times as close. Without an activation, 20 units still
# give one straight line.
#
# ## The slope of a bend
# Training asks: if a neuron's sum moved a little, how much would its output move? That is the activation's **slope**. Where it is 0 there is nothing
# to learn from, which is why nobody trains with the step.
#
# ReLU is flat left of 0 and climbs one for one right of it. At the kink no slope is defined; we take 0, as PyTorch does.


# %% exercise="relu_grad"
def relu_grad(x):
    """Slope of ReLU at each element of x (an array of any shape); 0 where x is 0. Returns an array of the same shape."""
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, 0.0)
    ### END SOLUTION


# %% [markdown]
# The slope of sigmoid can be read off its own value $\sigma(x)$. The chain rule gives
#
# $$\sigma'(x) = \frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)$$
#
# By hand: at 0 it is $0.5 \cdot 0.5 = 0.25$, the steepest anywhere; at 2 it is $0.881 \cdot 0.119 = 0.105$. Write it; `nn.sigmoid` gives the value.
#
# The figure below draws a tangent with *your* slope and one with the measured slope, a *finite difference*: rise over run between two close points.
# Where the two agree, your formula is right.


# %% exercise="sigmoid_grad"
def sigmoid_grad(x):
    """Slope of sigmoid at each element of x (an array of any shape). Returns an array of the same shape."""
    ### BEGIN SOLUTION
    s = nn.sigmoid(x)
    return s * (1 - s)
    ### END SOLUTION


# %%
tangent(nn.sigmoid, sigmoid_grad, low=-6, high=6, start=2, name="sigmoid")

# %% [markdown]
# ## All of them
# | | height $f(x)$ | slope $f'(x)$ |
# |---|---|---|
# | step | $1$ if $x > 0$, else $0$ | $0$ |
# | sigmoid $\sigma$ | $1/(1 + e^{-x})$ | $\sigma(x)\,(1 - \sigma(x))$, at most ¼ |
# | tanh | $(e^x - e^{-x})/(e^x + e^{-x})$ | $1 - \tanh^2 x$, at most 1 |
# | ReLU | $\max(0, x)$ | $1$ if $x > 0$, else $0$ |
# | leaky ReLU | $x$ if $x > 0$, else $\alpha x$ | $1$ if $x > 0$, else $\alpha$ |
# | GELU | $x\,\Phi(x)$ | $\Phi(x) + x\,\varphi(x)$ |
#
# $\alpha$ is a small number such as 0.01. $\varphi$ is the bell curve (the standard normal density) and $\Phi(x)$ the area under it left of $x$, so
# GELU is a ReLU with its corner rounded off. Leaky ReLU by hand, with $\alpha = 0.1$: at $-2$ it is $-0.2$, at 2 it is 2.


# %% exercise="leaky_relu"
def leaky_relu(x, slope):
    """x where x > 0, else slope * x. x is an array of any shape, slope a number. Returns an array of x's shape."""
    ### BEGIN SOLUTION
    return np.where(x > 0, x, slope * x)
    ### END SOLUTION


# %% [markdown]
# ### Predict
# A neuron's sum is $6$. Which activation has the smallest slope there?
#
# - `"a"`: ReLU
# - `"b"`: leaky ReLU
# - `"c"`: sigmoid
# - `"d"`: GELU

# %% exercise="least_gradient"
prediction_slope = (
    ### BEGIN SOLUTION
    "c"
    ### END SOLUTION
)

# %% [markdown]
# Look for yourself. Shaded is where the slope stays within 0.05 of 0: there the activation is **saturated**. The hollow circles are *your* functions.
# Which activations saturate on both sides, which on one?

# %%
activations(sigmoid=sigmoid, sigmoid_grad=sigmoid_grad, relu_grad=relu_grad, leaky_relu=leaky_relu)

# %% [markdown]
# Sigmoid and tanh saturate on both sides, ReLU and GELU on the left, leaky ReLU (here with $\alpha = 0.1$) nowhere. The step is flat everywhere.
#
# ## Gradients that vanish
# Learning travels backwards. The slope of the loss, the **gradient**, starts at the output, and each layer multiplies it by its weights and by the
# slope of its activation (lesson 04 shows how).
#
# ### Predict
# Ten sigmoid layers of one neuron each; every weight is 1, every sum 0, where sigmoid is steepest. What share of the gradient gets through all
# ten? Type a number, or a product for Python to work out.

# %% exercise="gradient_after_ten_layers"
prediction_ten_layers = (
    ### BEGIN SOLUTION
    0.25**10
    ### END SOLUTION
)

# %% [markdown]
# About one millionth: the first layers hardly learn. This **vanishing gradient** kept networks shallow for years. Ten ReLUs that fire would pass on
# all of it: $1^{10} = 1$.
#
# ### Move it
# A gradient goes back through 30 layers of random weights; at scale 1 a unit's sum is about as large as its inputs. Can larger weights save sigmoid?
# Find a scale at which ReLU keeps its gradient, and one at which it explodes.

# %%
vanishing()

# %% [markdown]
# Surprised that ReLU, too, loses at scale 1? About half of its units are off, so each layer loses half of the squared gradient; a scale of
# $\sqrt{2} \approx 1.4$ makes up for it. For tanh, 1 is about right. Sigmoid loses throughout: small weights shrink the gradient, large ones saturate
# the units. Lesson 05 chooses the first weights by this.
#
# ## One answer among many
# ### Predict
# A network is to say which of ten digits it sees. Which activation belongs on its ten outputs?
#
# - `"a"`: tanh
# - `"b"`: sigmoid on each
# - `"c"`: ReLU
# - `"d"`: softmax

# %% exercise="output_for_ten_classes"
prediction_output = (
    ### BEGIN SOLUTION
    "d"
    ### END SOLUTION
)

# %%
logits = np.array([1.0, 2.0, 3.0])
for name, function in [("tanh", nn.tanh), ("sigmoid", nn.sigmoid), ("softmax", nn.softmax)]:
    print(f"{name:8}", function(logits).round(3), " sum:", function(logits).sum().round(3))

# %% [markdown]
# "tanh is for many classes" is a misunderstanding: it squashes each number alone, can be negative, and its outputs have no fixed sum. **Softmax** looks
# at all of the last layer's sums (the *logits*): it makes them positive and divides by their total.
#
# $$p_i = \frac{e^{z_i}}{e^{z_1} + \dots + e^{z_n}}$$
#
# By hand, for $(1, 2, 3)$: $2.718 + 7.389 + 20.086 = 30.193$, so $p = (0.090,\ 0.245,\ 0.665)$. Its slope is a whole table, since every logit moves
# every probability: $\partial p_i / \partial z_i = p_i (1 - p_i)$ and, for two different classes, $\partial p_i / \partial z_j = -p_i\,p_j$ (the $\partial$ says
# that one logit moves and the others stay). For logits $(0, 0)$ that is $0.25$ and $-0.25$: what one class gains, the other loses.
#
# Now write it. Taking the same number from all logits of a row changes nothing, since it cancels; take the largest, and nothing overflows.
# One sum for each row, kept as a column, is `.sum(axis=1, keepdims=True)`; `.max` works likewise.


# %% exercise="softmax"
def softmax(logits):
    """Probabilities from logits (n, classes), row by row: each row of the result is positive and sums to 1."""
    ### BEGIN SOLUTION
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# ## What could go wrong
# **Dead units.** A ReLU whose sum is negative for *every* example gives 0, with slope 0: no gradient reaches its weights, and it stays dead. In
# real work, measure it. By hand: in `[[0, 2], [0, 0]]` (two examples, two units) the first unit is dead, so the share is 0.5.


# %% exercise="dead_share"
def dead_share(activations):
    """Share of units that give 0 for every example. activations: (examples, units), outputs of ReLU. Returns a number."""
    ### BEGIN SOLUTION
    dead = np.all(activations == 0, axis=0)
    return np.mean(dead)
    ### END SOLUTION


# %%
rng = np.random.default_rng(0)
sums = rng.normal(size=(200, 20)) @ rng.normal(size=(20, 1000)) / np.sqrt(20)
for bias in (0, -2, -3, -4):
    never = (nn.relu(sums + bias).max(axis=0) == 0).mean()
    print(f"bias {bias:2}: {never:4.0%} of the units are dead")

# %% [markdown]
# One training step that is too long can push the biases that far. A smaller learning rate helps (lesson 03), and so does leaky ReLU.
#
# **Overflow.** Softmax straight from the formula works until a logit is large. You notice `nan`, first in the loss, soon in every weight:

# %%
large = np.array([1000.0, 1001.0])
with np.errstate(all="ignore"):  # NumPy would warn; in a long log that is easily overlooked
    print("as in the formula:      ", np.exp(large) / np.exp(large).sum())
print("largest subtracted first:", nn.softmax(large).round(3))

# %% [markdown]
# ## Which one where
# | where | what | why |
# |---|---|---|
# | hidden layers, to begin with | ReLU | quick, no saturation right of 0 |
# | hidden layers, units die | leaky ReLU | always some slope |
# | hidden layers of transformers (they write text) | GELU | smooth |
# | output: any number | none | must not be squashed |
# | output: yes or no | sigmoid | a probability |
# | output: exactly one of many | softmax | probabilities that sum to 1 |
# | output: several may be true | sigmoid on each | separate questions |
# | inside recurrent networks (they read step by step) | tanh, sigmoid | bounded; gates from 0 to 1 |
#
# ## In five lines
# 1. A neuron gives $f(w_1 x_1 + \dots + w_n x_n + b)$: weights turn, the bias moves, $f$ bends.
# 2. Without bends all layers are one; with them, $k$ ReLUs draw $k$ straight pieces.
# 3. Learning needs slope: sigmoid and tanh saturate on both sides, ReLU on the left.
# 4. What a layer does to the gradient multiplies: below 1 it vanishes, above 1 it explodes.
# 5. ReLU inside, softmax for one of many, sigmoid for yes or no, nothing for a plain number.
#
# ## Three questions
# **1. Five layers of 100 neurons, no activation, one output. What else computes the same?**
# <details><summary>A single neuron</summary><b>Yes.</b> The weight matrices multiply into one, with a single column: one neuron.</details>
# <details><summary>One layer of 500 neurons</summary>Not quite: width adds nothing either as long as nothing bends.</details>
# <details><summary>Nothing simpler</summary>Not quite: multiply out, as you did in <code>merge_layers</code>.</details>
#
# **2. For every example a neuron's sum is about −3. With which activation does it learn nothing at all?**
# <details><summary>sigmoid</summary>Not quite: its slope at −3 is 0.045. Slow, but not nothing.</details>
# <details><summary>ReLU</summary><b>Yes.</b> Slope 0 everywhere left of 0: the unit is dead.</details>
# <details><summary>leaky ReLU</summary>Not quite: its slope there is α, small but never 0.</details>
#
# **3. A photo may show a cat, a dog, both, or neither. What goes on the two outputs?**
# <details><summary>softmax</summary>Not quite: its outputs sum to 1, so "both" and "neither" could not be said.</details>
# <details><summary>tanh</summary>Not quite: a negative number is no probability.</details>
# <details><summary>sigmoid on each</summary><b>Yes.</b> Two separate yes-or-no questions.</details>
#
# ## Sources and what comes next
# Goodfellow, Bengio and Courville, [*Deep Learning*](https://www.deeplearningbook.org), sections 6.1 to 6.3. · Nielsen, [*Neural Networks and Deep
# Learning*](http://neuralnetworksanddeeplearning.com), chapters 1, 4 and 5. · ReLU: Nair and Hinton (2010). · Leaky ReLU: Maas, Hannun and Ng (2013). ·
# GELU: Hendrycks and Gimpel (2016), [arXiv:1606.08415](https://arxiv.org/abs/1606.08415). · The scale of the first weights: Glorot and Bengio (2010);
# He and others (2015), [arXiv:1502.01852](https://arxiv.org/abs/1502.01852).
#
# **Next:** lesson 02, *Loss functions*: how a network is told how wrong it is.
