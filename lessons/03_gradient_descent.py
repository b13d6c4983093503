# %% [markdown]
# # 03 · Gradient descent
# **You take one step of training by hand, find out exactly when steps become too long, and build the optimizer that trains most networks.**
#
# You will be able to
#
# - compute a step and its loss;
# - say how large a learning rate may be, and why ravines are slow;
# - write momentum and Adam;
# - choose batch size and schedule.
#
# *You need:* lessons 00 and 02. *Time:* 75 minutes; the computer needs seconds.

# %%
import numpy as np
from sklearn.datasets import load_diabetes

from course_lib import nn, training
from course_lib.exercises import check, hint, solution
from course_lib.figures import batch_noise, race, show, step_limit, subplots, surface_path

# %% [markdown]
# ## One step, by hand
# Fit $\hat y=wx+b$ to $x=1, 2, 3, 4$ and $y=2x$, from $w=b=0$. The errors $e=\hat y-y$ are $-2, -4, -6, -8$; the loss (MSE) is
# $(4 + 16 + 36 + 64)/4 = 30$. Each $\hat y_i$ passes on its slope $2e_i/n$ (lesson 02), times $x_i$ to $w$ and times 1 to $b$: by the chain
# rule, since $\hat y=wx+b$ changes by $x$ for each unit of $w$ and by 1 for each unit of $b$.
#
# $$\text{in }w\text{:}\quad\tfrac2n\textstyle\sum e_i x_i=\tfrac24(-2-8-18-32)=-30,\qquad\text{in }b\text{:}\quad\tfrac2n\sum e_i=-10$$
#
# Together they are the **gradient**. A step goes against it, times the **learning rate** $\eta = 0.1$: $w = 3$ and $b = 1$.
#
# ### Predict
# $w$ jumped past its goal, 2. What is the loss now? Compute it by hand.

# %% exercise="loss_after_one_step"
prediction_loss = (
    ### BEGIN SOLUTION
    13.5
    ### END SOLUTION
)

# %% [markdown]
# <details><summary>Typed it? Then open this</summary>The errors are now 2, 3, 4, 5, so it is (4 + 9 + 16 + 25)/4 = 13.5: too far, and still better.</details>
#
# Write the slopes for any line, of any number of points; training repeats the step.


# %% exercise="line_gradients"
def line_gradients(x, y, w, b):
    """Slopes of mean((w*x + b - y)**2) in w and in b: two numbers.

    x and y are arrays of n numbers, w and b are numbers.
    """
    ### BEGIN SOLUTION
    errors = w * x + b - y
    return 2 * np.mean(errors * x), 2 * np.mean(errors)
    ### END SOLUTION


# %% exercise="train_line"
def train_line(x, y, learning_rate, steps):
    """w and b (two numbers) after so many steps of gradient descent from w = b = 0.

    Take both slopes before you move either. x and y are arrays of n numbers.
    """
    ### BEGIN SOLUTION
    w, b = 0.0, 0.0
    for _ in range(steps):
        slope_w, slope_b = line_gradients(x, y, w, b)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
    return w, b
    ### END SOLUTION


# %% [markdown]
# ## How long may a step be?
# Near its lowest point a smooth curve looks like $h = \frac L2 x^2$, with $x$ measured from that point. The **curvature** $L$ says how fast its slope,
# $Lx$, changes. A step gives
#
# $$x_{\text{new}} = x - \eta Lx = (1 - \eta L)\,x$$
#
# By hand, $L = 2$, $\eta = 0.9$: each step multiplies $x$ by $-0.8$, from 2 to $-1.6$ to $1.28$.
#
# ### Predict, then move it
# For $L = 2$, what does the ball do at $\eta = 0.95$, at $1$, at $1.05$? Which $\eta$ is quickest?

# %%
step_limit()

# %% [markdown]
# It settles, swings for ever, flies away: the limit is $2/L$. At $1/L$ one step is enough.
#
# With many parameters each direction has its own curvature, and the **steepest sets the limit**. The second derivatives form the *Hessian*, for our
# line $\frac2n \left(\begin{smallmatrix}\sum x^2&\sum x\cr\sum x&n\end{smallmatrix}\right)=\left(\begin{smallmatrix}15&5\cr5&2\end{smallmatrix}\right)$: 15 is
# the curvature in $w$, 2 the one in $b$, and 5 says how the slope in $w$ changes as $b$ moves. That 5 lays the valley askew;
# `np.linalg.eigvalsh(hessian)` gives the curvatures along the valley's own axes.
#
# As a curve's slope was $Lx$, a bowl's gradient is its Hessian times the distance from its lowest point, here $w=2$, $b=0$. The library's rules take
# a step with `rule.step(place, gradient)`.


# %% exercise="largest_learning_rate"
def largest_learning_rate(hessian):
    """The learning rate at the edge of divergence, a number.

    hessian: (n, n), symmetric; all curvatures are above 0.
    """
    ### BEGIN SOLUTION
    return 2 / np.linalg.eigvalsh(hessian).max()
    ### END SOLUTION


# %%
x = np.arange(1.0, 5.0)
hessian, lowest = np.array([[15.0, 5.0], [5.0, 2.0]]), np.array([2.0, 0.0])
print("curvatures:", np.linalg.eigvalsh(hessian).round(2))
for learning_rate in (0.1, 0.119, 0.12):
    place, rule = np.zeros(2), nn.GradientDescent(learning_rate)
    for _ in range(500):
        place = rule.step(place, hessian @ (place - lowest))
    loss = nn.mse(place[0] * x + place[1], 2 * x)
    print(f"learning rate {learning_rate}: loss {loss:.4f}")

# %% [markdown]
# The limit is $2/16.70 = 0.1198$. Largest over smallest curvature, here 56, is the **condition number**: in a *ravine*, at $\eta=1/L$, about so many
# steps bring the flat direction three times nearer, where a bowl arrives in one. A cheap cure: subtract the mean from $x$. Then $\sum x=0$, so the 5s
# vanish, and $\sum x^2=5$: the curvatures become 2.5 and 2, the condition number 1.25.
#
# ## Momentum
# A heavy ball gathers speed along a ravine; its swings across cancel. The **velocity** $v$ keeps a share $\mu$ of itself, adds the gradient $g$, and
# moves the parameters $\theta$:
#
# $$v_{\text{new}}=\mu v+g,\qquad\theta_{\text{new}}=\theta-\eta\,v_{\text{new}}$$
#
# By hand, $\mu = 0.9$ and always $g = 1$: $v = 1,\ 1.9,\ 2.71, \dots$ towards $1/(1 - 0.9) = 10$.


# %% exercise="momentum_step"
def momentum_step(place, velocity, gradient, learning_rate, momentum):
    """The new place and the new velocity, two arrays.

    place, velocity and gradient have one shape, any; the others are numbers.
    """
    ### BEGIN SOLUTION
    velocity = momentum * velocity + gradient
    return place - learning_rate * velocity, velocity
    ### END SOLUTION


# %% [markdown]
# **Nesterov** looks ahead: it steps by $g + \mu v_{\text{new}}$. That damps the swings, but only at smaller learning rates.
#
# ### Move it
# **Drag the start** (or use the arrow keys). The star is the lowest point, the diamond the end of the path. In the ravine, where does gradient descent
# begin to diverge, where *your momentum*, where Nesterov? Which $\mu$ is best? What happens on the saddle from $y = 0$?

# %%
surface_path(momentum_step)

# %% [markdown]
# With $\mu=0.7$ the ravine's limits are $2/L = 0.1$, momentum $2(1 + \mu)/L = 0.17$, Nesterov 0.071. (At momentum's limit every step turns $x$ and $v$
# round. Then $v_{\text{new}}=-v$, so $v_{\text{new}}=Lx/(1+\mu)$: a smaller step than by $Lx$.)
#
# More is not better. To get below $10^{-8}$ gradient descent needs 101 steps at its best rate, $\mu=0.4$ needs 30, $\mu=0.9$ almost 200: it
# swings too long. The usual 0.9 is for ravines far longer than this one, whose condition number is 20. On the saddle's ridge no slope leads to the
# valleys, so the path ends at $(0, 0)$, which is no lowest point.
#
# ## A rate for each parameter
# **RMSprop** divides $g$ by $\sqrt s$, $s$ being a running mean of $g^2$: shorter steps where it is steep, longer where flat. **Adam** divides a
# running mean $m$ of $g$ by the same $\sqrt s$ ($\leftarrow$ means: becomes):
#
# $$m\leftarrow 0.9\,m+0.1\,g,\quad s\leftarrow 0.999\,s+0.001\,g^2,\quad
# \theta\leftarrow\theta-\eta\,\frac{m/(1-0.9^t)}{\sqrt{s/(1-0.999^t)}+10^{-8}}$$
#
# Both means begin at 0, so at first they are too small; dividing by $1 - 0.9^t$ and $1 - 0.999^t$ at step $t = 1, 2, \dots$ is the **bias correction**.
#
# ### Predict
# One weight has gradient 1000, another 0.001. How far does Adam's *first* step move them, with $\eta = 0.1$?
#
# - `"a"`: by 100 and by 0.0001
# - `"b"`: both by about 0.1
# - `"c"`: not at all, both means begin at 0
# - `"d"`: both by about 0.01

# %% exercise="first_adam_step"
prediction_adam = (
    ### BEGIN SOLUTION
    "b"
    ### END SOLUTION
)

# %% [markdown]
# <details><summary>Typed it? Then open this</summary>Corrected, <i>m</i> = <i>g</i> and <i>s</i> = <i>g</i>²: the step is η · <i>g</i>/|<i>g</i>|.</details>
#
# Adam is easily written like this, with a step missing:


# %%
class PublishedAdam:
    def __init__(self, learning_rate):
        self.learning_rate, self.mean, self.square = learning_rate, 0.0, 0.0

    def step(self, place, gradient):
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        return place - self.learning_rate * self.mean / (np.sqrt(self.square) + 1e-8)


print("moved by", (0 - PublishedAdam(0.1).step(0.0, np.array([1000, 0.001]))).round(3))

# %% [markdown]
# Both moved by 0.316, more than three times $\eta$: uncorrected, $m=0.1\,g$ and $\sqrt s=\sqrt{0.001}\,\lvert g\rvert$, so the first step is
# $0.1/\sqrt{0.001}=3.16$ times $\eta$. Mend it.


# %% exercise="adam"
class Adam:
    """Adam with bias correction."""

    def __init__(self, learning_rate):
        self.learning_rate, self.steps = learning_rate, 0
        self.mean, self.square = 0.0, 0.0

    def step(self, place, gradient):
        """The new place. place and gradient are arrays of one shape, any."""
        ### BEGIN SOLUTION
        self.steps += 1
        self.mean = 0.9 * self.mean + 0.1 * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean = self.mean / (1 - 0.9**self.steps)
        square = self.square / (1 - 0.999**self.steps)
        return place - self.learning_rate * mean / (np.sqrt(square) + 1e-8)
        ### END SOLUTION


# %% [markdown]
# ### Watch the race
# Each runs with the one of eight learning rates whose line on the right lies lowest on average; momentum is 0.9. Bet on a winner for every surface,
# drag the step to 0, press play. Your Adam is the circles on the right: they should lie on the course's line.

# %%
race(Adam)

# %% [markdown]
# RMSprop wins in the ravine, which lies along the axes, and among many minima. In Rosenbrock's bend it leads at step 40; by step 100 momentum has
# passed it. Adam wins nowhere here, and is still the usual first try: its steps don't depend on how large the gradients are, so one
# learning rate, 0.001, does for many networks. **AdamW** adds weight decay (lesson 06).
#
# ## Batches
# The **full batch** of all $n$ examples gives the true gradient, but one step a pass. **Stochastic** gradient descent guesses from one example a step,
# a **mini-batch** from $B$. Here: 442 real patients, body mass against the course of diabetes.
#
# ### Predict, then move it
# With four times the batch, how much smaller is the noise? What does a smaller learning rate do to the last 20 steps?

# %%
patients, progression = load_diabetes(return_X_y=True, scaled=False)
body_mass = patients[:, 2]
body_mass = (body_mass - body_mass.mean()) / body_mass.std()
progression = (progression - progression.mean()) / progression.std()
batch_noise(body_mass, progression)

# %% [markdown]
# It halves, as $1/\sqrt B$, for four times the work (and with all 442 nothing is left to chance). So batches are small, and paths end in a cloud that
# shrinks with $\eta$: 0.20 from the best at $\eta=0.2$, 0.06 at 0.04. But at 0.02 the path no longer arrives in 60 steps.
#
# One example, $\eta = 0.6$: it flies away, though $2/L=1$. The mean of all has curvature 2, the steepest
# single patient 28.
#
# ## Schedules
# Hence a large learning rate first, a small one last. The first steps often need a **warm-up**: near random weights the loss may be steep, and Adam's
# means rest on few gradients yet. Go straight up to the peak, then down half a cosine, $\text{peak} \cdot (1 + \cos \pi p)/2$, where $p$ is the share of the
# steps after the warm-up that are done: from 0 up to, not including, 1. By hand, 10 steps, 2 of them warm-up, peak 0.4: step 0 has 0.2 (at 0 it would
# learn nothing), steps 1 and 2 have 0.4, step 6, where $p = 4/8$, has 0.2.


# %% exercise="warm_up_cosine"
def warm_up_cosine(step, steps, peak, warm_up):
    """The learning rate of step number `step`, counted from 0. All are numbers.

    The first `warm_up` of `steps` climb to `peak`; the others go down. `warm_up` may be 0.
    """
    ### BEGIN SOLUTION
    if step < warm_up:
        return peak * (step + 1) / warm_up
    progress = (step - warm_up) / (steps - warm_up)
    return peak * (1 + np.cos(np.pi * progress)) / 2
    ### END SOLUTION


# %%
progress = np.linspace(0, 1, 201)
figure, panels = subplots(1, 4, height=170, sharey=True)
schedules = [training.step_down, training.cosine, training.warm_up, training.one_cycle]
for axes, schedule in zip(panels, schedules, strict=True):
    axes.plot(progress, [schedule(share) for share in progress])
    axes.set(title=schedule.__name__, xlabel="progress", xticks=[0, 0.5, 1])
yours = [warm_up_cosine(number, 20, 1.0, 2) for number in range(20)]  # None while unwritten
panels[2].plot(np.arange(20) / 20, np.array(yours, dtype=float), "o", markersize=3)
panels[0].set_ylabel("share of the peak")
alt = (
    "Four schedules from progress 0 to 1. Step: 1, then 0.1 from 0.5, 0.01 from 0.75. "
    "Cosine: from 1 down to 0, 0.5 halfway. Warm-up: up to 1 at 0.1, then cosine; the dots are yours, once written. "
    "One-cycle: from 0.04 up to 1 at 0.3, then down to almost 0."
)
show(figure, alt=alt)

# %% [markdown]
# The dots are *your* schedule, 20 steps, 2 of them warm-up: its warm-up is one step ahead of the course's line, which starts at 0. `step_down`, the
# oldest, falls twice; `one_cycle` warms up for almost a third of the way.
#
# ## What could go wrong
# A learning rate above the limit explodes. Don't wait for `nan`; stop and say why.

# %%
place, rule = np.zeros(2), nn.GradientDescent(learning_rate=0.13)
try:
    for step in range(1000):
        loss = nn.mse(place[0] * x + place[1], 2 * x)
        if not loss < 1000:  # also where it is nan
            raise FloatingPointError(f"loss {loss:.0f} after {step} steps, 30 at first")
        place = rule.step(place, hessian @ (place - lowest))
except FloatingPointError as error:
    print(f"Stopped: {error}. Try a third of the learning rate.")

# %% [markdown]
# Just above the limit it takes longer: at 0.12 the loss needed 500 steps from 30 to 1,744, so watch it to the end. The course's `fit` stops by itself
# where the loss is infinite or no number.
#
# ## In five lines
# 1. A step goes against the gradient, all slopes from the old place.
# 2. Above $2/L$ it diverges; $L$ is the largest curvature.
# 3. Ravines are slow; centred inputs and momentum help.
# 4. Adam's first steps are about $\eta$, if the bias is corrected.
# 5. Noise falls as $1/\sqrt B$, and with $\eta$: hence schedules.
#
# ## Three questions
# **1. Curvatures 1 and 50: which learning rate diverges?**
# <details><summary>0.03</summary>Not quite: 2/50 = 0.04 is the limit.</details>
# <details><summary>0.05</summary><b>Yes.</b> 1 − 0.05 · 50 = −1.5.</details>
# <details><summary>Neither: both are below 2</summary>Not quite: that is the flat direction's limit.</details>
#
# **2. Momentum 0.9, and the slope stays 1. How long do the steps become?**
# <details><summary>η</summary>Not quite: that is the first one.</details>
# <details><summary>1.9 η</summary>Not quite: that is the second one.</details>
# <details><summary>10 η</summary><b>Yes.</b> The velocity grows to 1/(1 − 0.9).</details>
#
# **3. Your loss falls, then flickers. What helps?**
# <details><summary>A smaller learning rate</summary><b>Yes.</b> The cloud shrinks with it.</details>
# <details><summary>Smaller batches</summary>Not quite: they are noisier.</details>
# <details><summary>More momentum</summary>Not quite: it lengthens the steps.</details>
#
# ## Sources and what comes next
# I. Goodfellow et al., [*Deep Learning*](https://www.deeplearningbook.org), chapter 8. G. Goh, [*Why Momentum Really Works*](https://distill.pub/2017/momentum/)
# (2017). D. Kingma, J. Ba, [*Adam*](https://arxiv.org/abs/1412.6980) (2015), section 3. Patients: B. Efron et al., *Least Angle Regression* (2004).
#
# **Next:** lesson 04, *Backpropagation*: gradients for every weight.
