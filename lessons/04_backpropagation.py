# %% [markdown]
# # 04 · Backpropagation
# **You take a network apart into small steps and send the gradient back through them: by hand, in NumPy, and with an engine of your own.**
#
# You will be able to
#
# - send a gradient back through a graph, on paper;
# - write forward and backward of a two-layer network, for whole batches;
# - check any gradient by finite differences;
# - mend two mistakes that published articles make;
# - build an engine that differentiates any formula, and train with it.
#
# *You need:* lessons 01 to 03. *Time:* 90 minutes for you; seconds for the computer.

# %%
import numpy as np
import torch

from course_lib import nn
from course_lib.exercises import check, hint, solution
from course_lib.figures import backprop_steps, gradient_flow, gradient_lens

# %% [markdown]
# ## A formula is a graph
# $L=(wx+b-y)^2$ takes four steps: $u=wx$, $v=u+b$, $d=v-y$, $L=d^2$. Each has a slope that you know, its **local
# derivative**. The **chain rule** multiplies them from $L$ back to $w$:
#
# $$\frac{\partial L}{\partial w}=\frac{\partial L}{\partial d}\cdot \frac{\partial d}{\partial v}\cdot \frac{\partial v}{\partial u}\cdot \frac{\partial u}{\partial w}$$
#
# ### Predict
# With $w=3$, $x=2$, $b=1$ and $y=4$, what is $\partial L/\partial w$?

# %% exercise="chain_rule_by_hand"
prediction_chain = (
    ### BEGIN SOLUTION
    12
    ### END SOLUTION
)

# %% [markdown]
# ### Move it
# Walk forward for the values, then backward for the gradients. Each arrow bears its local derivative.
#
# Before you choose *a twice*, predict: $L=(ab+a-y)^2$ uses $a$ in two places. With $a=2$, $b=3$, $y=5$ a gradient of 6 arrives at
# $ab+a$. What is $\partial L/\partial a$?

# %%
backprop_steps()

# %% [markdown]
# Along a way local derivatives multiply; where ways meet they **add**: $6+6\cdot 3=24$. Now choose the third formula, $-\log \sigma$, and walk to the end:
# $-2\cdot 0.25=-0.5$ arrives at $z$. That is $p-y=0.5-1$, as in lesson 02.
#
# ## A network, forward
# Three inputs, four hidden units, two outputs, a sigmoid after each layer. By hand: the input is $x=(1,\;2,\;{-1})$, the first unit has weights
# $(0.1,\;0.2,\;{-0.1})$ and bias $0.1$. So $z=0.1+0.4+0.1+0.1=0.7$ and $a=\sigma(0.7)=0.6682$.
#
# $W_1$ has a column for each unit, a batch $X$ a row for each example: $XW_1+b_1$ does them all.


# %% exercise="network_forward"
def forward(X, W1, b1, W2, b2):
    """Returns the arrays a1 (n, hidden) and a2 (n, outputs), the two layers after their sigmoids.

    Arrays too: X (n, inputs), W1 (inputs, hidden), b1 (hidden,), W2 (hidden, outputs), b2 (outputs,).
    """
    ### BEGIN SOLUTION
    a1 = nn.sigmoid(X @ W1 + b1)
    a2 = nn.sigmoid(a1 @ W2 + b2)
    return a1, a2
    ### END SOLUTION


# %% [markdown]
# ## And backward
# The loss is cross-entropy, summed over the outputs, averaged over the $n$ examples. Write $dz$ for its gradient at $z$:
#
# | forward (read upwards) | backward (read downwards) | why |
# |---|---|---|
# | $a_2=\sigma(z_2)$, then the loss | $dz_2=(a_2-y)/n$ | sigmoid and cross-entropy cancel |
# | $z_2=a_1W_2+b_2$ | $dW_2=a_1^\top dz_2$ | product: times the other factor |
# | | $db_2=\sum_\text{examples}dz_2$ | used by every example: add |
# | | $da_1=dz_2W_2^\top$ | product again |
# | $a_1=\sigma(z_1)$ | $dz_1=da_1\odot a_1(1-a_1)$ | sigmoid's slope, element by element |
# | $z_1=xW_1+b_1$ | $dW_1=x^\top dz_1$, $db_1=\sum dz_1$ | as above |
#
# By hand, with $a_2=(0.6777,\;0.3923)$ and $y=(1,\;0)$: $dz_2=(-0.3223,\;0.3923)$. The first unit's $W_2$ is $(0.5,\;{-0.4})$, so
# $da_1=0.5\cdot (-0.3223)-0.4\cdot 0.3923=-0.318$; times $0.6682\cdot 0.3318=0.2217$ gives $dz_1=-0.0705$. Its weight from the second
# input gets $2\cdot (-0.0705)=-0.1410$. Do the rest on paper once; after the exercise PyTorch prints its numbers for comparison.


# %% exercise="network_backward"
def backward(X, Y, a1, a2, W2):
    """Returns the arrays dW1, db1, dW2, db2, each in the shape of its parameter.

    n examples: X (n, inputs), Y and a2 (n, outputs), a1 (n, hidden), W2 (hidden, outputs).
    """
    ### BEGIN SOLUTION
    dz2 = (a2 - Y) / len(X)
    dW2, db2 = a1.T @ dz2, dz2.sum(axis=0)
    dz1 = (dz2 @ W2.T) * a1 * (1 - a1)
    dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
    return dW1, db1, dW2, db2
    ### END SOLUTION


# %%
X, Y = np.array([[1.0, 2.0, -1.0]]), np.array([[1.0, 0.0]])
W1 = np.array([[0.1, -0.2, 0.4, 0.3], [0.2, 0.3, -0.1, 0.1], [-0.1, 0.4, 0.2, -0.3]])
W2 = np.array([[0.5, -0.4], [-0.2, 0.6], [0.4, 0.2], [0.3, -0.5]])
b1, b2 = np.array([0.1, 0, -0.1, 0.2]), np.array([0.1, -0.2])

x, y, w1, w2 = (torch.tensor(one, requires_grad=True) for one in (X, Y, W1, W2))
z1 = x @ w1 + torch.tensor(b1)
z2 = z1.sigmoid() @ w2 + torch.tensor(b2)
loss = torch.nn.functional.binary_cross_entropy_with_logits(z2, y, reduction="sum")
values = [z1, z1.sigmoid(), z2, z2.sigmoid(), *torch.autograd.grad(loss, (z2, w2, z1, w1))]
for name, value in zip(["z1", "a1", "z2", "a2", "dz2", "dW2", "dz1", "dW1"], values, strict=True):
    print(f"{name:3}", str(value.detach().numpy().round(4) + 0.0).replace("\n", "\n    "))
print(f"loss {loss:.4f}")

# %% [markdown]
# ## Never trust a gradient
# Formulas go wrong silently, so measure: move one weight a little up and down, and see what the loss does. These are **central differences**:
#
# $$\frac{\partial L}{\partial w}\approx \frac{L(w+h)-L(w-h)}{2h}$$
#
# By hand: $L=w^3$ at $w=1$ with $h=0.5$ gives $(3.375-0.125)/1=3.25$; the slope is 3. One-sided it is $4.75$. With many weights, move one at a time
# and leave the others where they are. Move it in a copy: `up = weights` is only a second name for the same array, `weights.copy()` a new one.


# %% exercise="numeric_gradient"
def numeric_gradient(loss, weights, step):
    """Central differences: the slope of loss(weights), a number, in each element.

    weights is an array of any shape, and keeps its values. Returns an array of that shape.
    """
    ### BEGIN SOLUTION
    gradient = np.zeros(weights.shape)
    for place in np.ndindex(weights.shape):
        moved = np.zeros(weights.shape)
        moved[place] = step
        gradient[place] = (loss(weights + moved) - loss(weights - moved)) / (2 * step)
    return gradient
    ### END SOLUTION


# %%
w, slope = 1.3, 3 * 1.3 * 1.3  # of w·w·w
print("step   one-sided  central: relative error")
for step in (1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11, 1e-13):
    here, above, below = (v * v * v for v in (w, w + step, w - step))
    errors = (above - here) / step - slope, (above - below) / (2 * step) - slope
    print(f"{step:.0e}  {abs(errors[0] / slope):.0e}      {abs(errors[1] / slope):.0e}")

# %% [markdown]
# Surprised that smaller is not better? Below $10^{-5}$ rounding takes over: two nearly equal losses leave few digits. Use central
# differences, float64 and $h=10^{-5}$. Judge by the **relative error** $\lvert a-m \rvert/(\lvert a \rvert+\lvert m \rvert)$ of your slope $a$ and the
# measured $m$: below $10^{-6}$ is fine, above $10^{-3}$ is wrong, and what lies between is suspicious: a weight near ReLU's kink, numbers in float32, or
# a small mistake.
#
# ### Move it
# The lens holds *your* `backward` against the measured gradient, on four examples. Now break it: in your cell above take `* a1 * (1 - a1)` out, run that
# cell and the one below again, and choose W1, b1, W2, b2 in turn. Which gradients are wrong? Then put it back.

# %%
gradient_lens(backward)

# %% [markdown]
# $dW_2$ and $db_2$ stay right, $dW_1$ and $db_1$ are wrong: what lies between the loss and the mistake is right, all behind it wrong. Look where that begins.
#
# ## Find and mend
# **The same dz everywhere.** Published articles use $dZ=A-Y$ in *every* layer. Below, the hidden layer is a tanh (slope $1-a^2$), the output one
# sigmoid, the loss $\frac12 \sum (a_2-y)^2$, not averaged. It runs: in $a_1-y$, shapes (1, 4) − (1, 1), NumPy stretches the one target over all four hidden
# units. Which links of the chain are missing, and where? (What is right comes from `nn.Value`, the engine that you build next.)
#
# **Uphill.** The second mistake, in the last layer of our 3-4-2 network, raises the loss. Find the sign that is one too many.


# %%
def published_dz(a1, a2, Y, W2):
    return a1 - Y, a2 - Y


a1 = np.tanh(X @ W1)
dz1, dz2 = published_dz(a1, nn.sigmoid(a1 @ W2[:, :1]), Y[:, :1], W2[:, :1])
print("published dW1, first row:", (X.T @ dz1)[0].round(4))

W = nn.Value(W1)
errors = ((X @ W).tanh() @ W2[:, :1]).sigmoid() - 1
(0.5 * errors**2).backward()
print("right:                   ", W.grad[0].round(4))


# %% exercise="mend_every_layer"
def layer_dz(a1, a2, Y, W2):
    """Returns the arrays dz1 (n, hidden) and dz2 (n, outputs).

    a1 = tanh(z1), a2 = sigmoid(z2), z2 = a1 @ W2 + b2; the loss is ½ Σ (a2 − Y)².
    """
    ### BEGIN SOLUTION
    dz2 = (a2 - Y) * a2 * (1 - a2)
    dz1 = (dz2 @ W2.T) * (1 - a1**2)
    return dz1, dz2
    ### END SOLUTION


# %%
def published_update(W2, b2, a1, a2, Y, learning_rate):
    error = (Y - a2) / len(Y)
    return W2 - learning_rate * a1.T @ error, b2 - learning_rate * error.sum(axis=0)


a1, W, b = nn.sigmoid(X @ W1 + b1), W2, b2
for _ in range(4):
    a2 = nn.sigmoid(a1 @ W + b)
    print("loss", round(2 * nn.binary_cross_entropy(a2, Y), 4))  # nn averages over the 2 outputs; we sum
    W, b = published_update(W, b, a1, a2, Y, learning_rate=0.5)


# %% exercise="mend_the_sign"
def update(W2, b2, a1, a2, Y, learning_rate):
    """One step downhill on the cross-entropy, a mean over examples.

    Returns the new W2 and b2; the arrays that come in stay as they are.
    """
    ### BEGIN SOLUTION
    dz2 = (a2 - Y) / len(Y)
    return W2 - learning_rate * a1.T @ dz2, b2 - learning_rate * dz2.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# A gradient check of `a1.T @ error` would show a relative error of 1: right in size, wrong in sign.
#
# ## An engine of your own
# A **value** remembers which values it came from, its `inputs`, and how to pass a gradient back to them. In which order? A value passes its gradient
# on when all of it has arrived: after everything that uses it. So take a **topological order**, in which each value stands after its inputs,
# and go through it backward.
#
# By hand, for $L=(ab+a-y)^2$ with $u=ab$, $v=u+a$, $d=v-y$: the order $a,\,b,\,u,\,v,\,y,\,d,\,L$ will do, and so will $y,\,b,\,a,\,u,\,v,\,d,\,L$. But not $a,\,b,\,v,\,u,\,\dots$,
# since $v$ needs $u$. Backward from $L$ you meet $v$ and $u$ before $a$, so both parts of its gradient, 6 and 18, have arrived.


# %% exercise="topological_order"
def topological_order(output):
    """A list of all that output was computed from, once each, inputs before what uses them.

    Every value has a tuple `inputs` of values, which may be empty. output comes last.
    """
    ### BEGIN SOLUTION
    order = []

    def visit(value):
        if value not in order:
            for one in value.inputs:
                visit(one)
            order.append(value)

    visit(output)
    return order
    ### END SOLUTION


# %% [markdown]
# Python calls `__add__` for `a + b`. Its `lambda`, a function without a name, is the sum rule: both get the gradient. Write the product likewise. A value
# that was not computed from others has no inputs and passes back `()`, nothing.
#
# `backward` starts with ones at the output, then goes through the order backward. At each value, `value.pass_back(value.grad)` returns a tuple with one
# gradient per input, in the order of `value.inputs`: go through both with `zip`, and **add** each gradient to its input's `grad`. Never set `grad` to 0
# there: another formula may have left its part. (Where your own order is not right yet, `nn.topological_order` stands in.)
#
# One catch: a row `b` of shape (3,) plus a table (2, 3) gives a table, so a gradient (2, 3) comes back. But `b` was used in both rows:
# $(1,\,2,\,3)$ and $(10,\,20,\,30)$ add up to $(11,\,22,\,33)$, as in $db$. `nn.sum_to_shape(gradient, shape)` does that, whatever was stretched; `shape` is that
# of the input's `data`.
#
# Then come two more operations, and your engine learns **XOR**: is exactly one of two inputs on? On is 1, off is −1.


# %% exercise="engine"
class Value:
    """`backward()` gives this value ones as its `grad`, and adds to the `grad` of every value behind it.

    A `grad` has the shape of its value's `data`.
    """

    def __init__(self, data, inputs=(), pass_back=lambda gradient: ()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.inputs, self.pass_back = inputs, pass_back

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), lambda gradient: (gradient, gradient))

    def __mul__(self, other):
        ### BEGIN SOLUTION
        def pass_back(gradient):
            return gradient * other.data, gradient * self.data

        return Value(self.data * other.data, (self, other), pass_back)
        ### END SOLUTION

    def backward(self):
        ### BEGIN SOLUTION
        self.grad = np.ones_like(self.data)
        for value in reversed(topological_order(self)):
            for one, gradient in zip(value.inputs, value.pass_back(value.grad)):  # noqa: B905
                one.grad = one.grad + nn.sum_to_shape(gradient, one.data.shape)
        ### END SOLUTION


# %%
def matmul(a, b):
    return Value(a.data @ b.data, (a, b), lambda gradient: (gradient @ b.data.T, a.data.T @ gradient))


def tanh(a):
    return Value(np.tanh(a.data), (a,), lambda gradient: (gradient * (1 - np.tanh(a.data) ** 2),))


Value.__matmul__, Value.tanh = matmul, tanh


def xor_loss(engine, W1, b1, W2, b2):
    X, Y = engine([[-1, -1], [-1, 1], [1, -1], [1, 1]]), [[-1], [1], [1], [-1]]
    # Our engine has no minus and no mean: add the negative, multiply each of the 4 by a quarter.
    errors = (X @ W1 + b1).tanh() @ W2 + b2 + engine(-np.array(Y))
    return engine([[0.25] * 4]) @ (errors * errors)


# %%
start = [np.random.default_rng(2).normal(size=size) for size in ((2, 4), 4, (4, 1), 1)]


def train(engine, forget_zero=False):
    parameters, losses = [engine(one) for one in start], []
    for _ in range(201):
        loss = xor_loss(engine, *parameters)
        loss.backward()
        losses.append(loss.data.item())
        for one in parameters:
            one.data = one.data - 0.1 * one.grad
            one.grad = one.grad if forget_zero else np.zeros_like(one.data)
    return np.array(losses)


# %%
try:
    engine = Value if np.allclose(train(Value), train(nn.Value)) else nn.Value
except Exception:
    engine = nn.Value
print("Trained by", "YOUR engine." if engine is Value else "the library's: yours does not do this yet.")
print("loss after 0, 50, 100, 200 steps:", *(f"{loss:.4f}" for loss in train(engine)[[0, 50, 100, 200]]))

leaves, tensors = [engine(one) for one in start], [torch.tensor(one, requires_grad=True) for one in start]
xor_loss(engine, *leaves).backward()
xor_loss(lambda data: torch.tensor(data).double(), *tensors).backward()
gaps = [abs(one.grad - other.grad.numpy()).max() for one, other in zip(leaves, tensors, strict=True)]
print("Gradients within 1e-10 of PyTorch's:", max(gaps) < 1e-10)

# %% [markdown]
# ## What could go wrong
# **Nobody zeroes.** `backward` *adds* to `grad`, in PyTorch too. Unless it is set back, each step follows the sum of all gradients so far. No
# error appears, only a loss that does not settle. In PyTorch call `optimizer.zero_grad()` in every step.
#
# **Gradients vanish on the way.** Move it: how much of one true backward pass do each layer's weights get? Make 20 sigmoid layers: what share of the last
# layer's gradient does the first one get? Then 20 ReLU layers. They are treated alike at any scale, but at 0.2 all get next to nothing and at 3 all
# explode. Find the scale between.

# %%
# the loss after 0, 50, 100, 150 and 200 steps
for name, forget_zero in [("zeroed", False), ("forgotten", True)]:
    print(f"{name:10}", *(f"{loss:.3f}" for loss in train(engine, forget_zero)[::50]))

# %%
gradient_flow()

# %% [markdown]
# Of ten sigmoid layers the first gets 300,000 times less than the last; of twenty, $3\cdot 10^{-12}$ of what the last gets. With ReLU every layer, on the way
# in and on the way back, changes the size by about the same factor, so all layers' weights share one fate: at scale 0.2 about $10^{-18}$, at 3 about $10^{11}$,
# and near 1.4, the $\sqrt{2}$ of lesson 01, a few hundredths.
#
# ## In five lines
# 1. Forward for values, backward for gradients: along a way they multiply, where ways meet they add.
# 2. In a layer $dW=x^\top dz$, $db=\sum dz$, and $dz\,W^\top$ goes on.
# 3. $dz=a-y$ holds at the output only, where cross-entropy meets sigmoid or softmax.
# 4. Check by central differences in float64, $h=10^{-5}$.
# 5. An engine is values that remember, an order, and adding. `nn.Value` has more operations, in 99 lines.
#
# ## Three questions
# **1. A bias is added to each of 32 examples. What is its gradient?**
# <details><summary>The sum of 32 gradients</summary><b>Yes.</b> One value, used 32 times.</details>
# <details><summary>The last of them</summary>Not quite: that would be overwriting.</details>
# <details><summary>Their product</summary>Not quite: side by side gradients add.</details>
#
# **2. dW2 is right, dW1 wrong. Where do you look?**
# <details><summary>At the loss</summary>Not quite: that would spoil dW2, too.</details>
# <details><summary>Between z2 and W1</summary><b>Yes.</b> W2 transposed, the slope, the product with x.</details>
# <details><summary>At the learning rate</summary>Not quite: no gradient contains it.</details>
#
# **3. The relative error is 1e-2 with h = 1e-13. What now?**
# <details><summary>The gradient is wrong</summary>Not quite: rounding alone can do this.</details>
# <details><summary>Measure with h = 1e-5</summary><b>Yes.</b> Then judge.</details>
# <details><summary>Make h smaller</summary>Not quite: fewer digits would be left.</details>
#
# ## Sources and what comes next
# Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors* (Nature 323, 1986). · Goodfellow, Bengio and Courville,
# [*Deep Learning*](https://www.deeplearningbook.org), section 6.5. · Nielsen, [chapter 2](http://neuralnetworksanddeeplearning.com/chap2.html). ·
# Baydin and others, *Automatic differentiation in machine learning: a survey* (JMLR 18, 2018), section 3.2.
#
# **Next:** lesson 05, *Training a network*: the whole loop.
