# %% [markdown]
# # 00 · Start here
# **In the next ten minutes you move a slope with your own hand, teach two lines of Python to walk downhill, and see how every
# lesson of this course works.**
#
# You will be able to
#
# - run a notebook from top to bottom, and start again when it is in a muddle;
# - read what a check tells you, and ask for a hint;
# - say what a *slope* is, and which way is down;
# - take one step of *gradient descent*, the idea that trains every neural network.
#
# *You need:* some Python (a function, a loop). *Time:* ten minutes of reading; the computer needs a few seconds.

# %% [markdown]
# ## How a notebook works
# A notebook is made of **cells**. Click into the next one and press **Shift + Enter**: the computer runs it, shows the value of its last
# line, and moves on. Cells share one memory, so what one cell defines, the next one can use. Run them from the top.

# %%
from course_lib.doctor import environment_check
from course_lib.exercises import check, hint, progress, solution
from course_lib.figures import downhill, tangent

# %% [markdown]
# No message means that all went well: the helpers of this course are loaded. Now let us see whether your computer has everything:

# %%
environment_check()

# %% [markdown]
# If anything is missing, the lines above say how to mend it.
#
# ## Slope: which way is down?
# Training a network means making one number, the *loss*, as small as it will go. Picture the loss as the height of a valley, and yourself
# standing in it in thick fog. You can't see the bottom, but you feel how steep the ground is under your feet. That is enough.
#
# Our valley has the height $h(x) = (x - 1)^2$, where $x$ is the place where you stand. By hand:
#
# | $x$ | $h(x) = (x-1)^2$ |
# |---|---|
# | 0 | $(0-1)^2 = 1$ |
# | 1 | $(1-1)^2 = 0$, the bottom |
# | 3 | $(3-1)^2 = 4$ |
#
# The **slope** says how fast the height grows when you go a little to the right. Where it is positive, right is uphill; where it is
# negative, right is downhill.


# %%
def height(x):
    """Height of the valley at x (a number or an array)."""
    return (x - 1) ** 2


def measured_slope(x, tiny=1 / 1024):
    """Rise over run between two points close to x."""
    return (height(x + tiny) - height(x - tiny)) / (2 * tiny)


for x in (0, 1, 3):
    print(f"x = {x}: height {height(x)}, slope {measured_slope(x):+.3f}")

# %% [markdown]
# ### Predict
# You stand at $x = 3$, where the slope is $+4$. Which way do you walk to get down?
#
# - `"a"`: to the left
# - `"b"`: to the right
# - `"c"`: the slope alone does not say
#
# In the next cell, put your letter where the three dots are, **with the quotation marks**, and run it. Then run the cell below it: the check.
# Predict before you look: you learn more that way, and a wrong guess costs nothing.

# %% exercise="which_way_is_down"
prediction = (
    ### BEGIN SOLUTION
    "a"
    ### END SOLUTION
)

# %% [markdown]
# ### Move it
# Here is the valley with its **tangent**, the straight line that leans just as much as the ground does where you stand. Drag the slider, or
# click it and use the arrow keys. Watch the sign of the slope change as you cross the bottom. Where is the slope 0? Where is it 2?

# %%
tangent(height, measured_slope, low=-2, high=4, start=3, name="height")

# %% [markdown]
# ## Your first function
# Measuring a slope takes two heights every time. A formula is quicker: the rule is "$x^2$ has the slope $2x$", and our valley is
# $x^2$ moved 1 to the right. So $h'(x) = 2\,(x - 1)$, where the dash means "slope of". Check it against the slopes printed above:
# at $x = 3$ it gives $2 \cdot 2 = 4$. ✓
#
# Write it down in Python: in the next cell, replace the line with the three dots. You start with the word `return`. Then run the check.
# (You can also go back to the figure, write `valley_slope` for `measured_slope`, and see your own formula as the dashed line.)


# %% exercise="valley_slope"
def valley_slope(x):
    """Slope of the valley height(x) = (x - 1)**2 at x (a number or an array; returns the same shape)."""
    ### BEGIN SOLUTION
    return 2 * (x - 1)
    ### END SOLUTION


# %% [markdown]
# A check never just says "wrong". It shows the smallest input for which your function fails, what it should give, and what it gave; and if
# your answer is one of the mistakes that people often make, it calls the mistake by its name. **Try it:** answer `return 2 * x` and run
# the check again, then put the right answer back.
#
# Stuck? Make a new cell (press the **b** key when no cell is being edited) and run `hint("valley_slope")`; run it again for the
# next hint. When the hints are used up, `solution("valley_slope")` shows one way to write it. Nobody counts.

# %% [markdown]
# ## One step downhill
# Now the idea that trains every neural network. Stand at $x$, feel the slope, and take a step **against** it:
#
# $$x_{\text{new}} = x - \eta \, h'(x)$$
#
# The Greek letter $\eta$ ("eta") is the **learning rate**: how far you trust the slope. By hand, from $x = 3$ with $\eta = 0.1$:
# the slope is $4$, so $x_{\text{new}} = 3 - 0.1 \cdot 4 = 2.6$. The height falls from $4$ to $(2.6 - 1)^2 = 2.56$.


# %% exercise="step_downhill"
def step_downhill(x, slope, learning_rate):
    """Where you stand after one step of gradient descent from x; slope is that at x (numbers or arrays)."""
    ### BEGIN SOLUTION
    return x - learning_rate * slope
    ### END SOLUTION


# %% [markdown]
# ### Watch your step
# The figure takes **your** function, puts a ball at $x = 3$ and lets it take 20 steps. Move the learning rate slowly from left to right. At
# first the ball creeps; then it is quick; then it jumps across the valley; and beyond some value it flies out of it. Find that value.

# %%
downhill(height, valley_slope, step_downhill, start=3)

# %% [markdown]
# If the figure says *not written yet*, solve the exercises above, run their cells, and run this one again.
#
# Did you find it? Beyond a learning rate of 1 every step ends higher than it began: at exactly 1 the ball jumps from 3 to
# $3 - 1 \cdot 4 = -1$, just as high on the other side, and back again for ever. Lesson 03 shows why, and what to do about it.

# %% [markdown]
# ## What could go wrong
# The commonest trouble in a notebook is a cell that was run out of order, or not at all. Then a name is not known yet:

# %%
try:
    print(a_name_nobody_has_defined)
except NameError as error:
    print("NameError:", error)

# %% [markdown]
# Find the cell that defines the name, run it, and go on. When nothing makes sense any more, choose **Kernel → Restart Kernel and Run All
# Cells…** from the menu. Your text stays; only the memory starts afresh. You can break nothing: your copies live in the folder
# `work/`, and the originals are elsewhere.

# %% [markdown]
# ## How far you are
# Every check is remembered. Come back to this cell at any time and run it again:

# %% tags=["nbval-ignore-output"]
progress()

# %% [markdown]
# ## In five lines
# 1. A notebook runs from top to bottom; **Shift + Enter** runs a cell; *Restart and Run All* mends a muddle.
# 2. The slope says how fast the height grows to the right; where it is positive, down is to the left.
# 3. Gradient descent: $x_{\text{new}} = x - \eta \, h'(x)$, again and again.
# 4. A small learning rate creeps, a large one jumps, one that is too large flies away.
# 5. `check` says what is wrong, `hint` helps, `solution` comes last.
#
# ## Three questions
# Click the answer you believe in.
#
# **1. You stand at $x = -1$ in our valley. What is the slope there?**
# <details><summary>+4</summary>Not quite: $2 \cdot (-1 - 1)$ is negative. Left of the bottom, right is downhill.</details>
# <details><summary>−4</summary><b>Yes.</b> $2 \cdot (-1 - 1) = -4$: going right leads down, steeply.</details>
# <details><summary>−2</summary>Not quite: that is $-1 - 1$; the factor 2 of the rule "$x^2$ has the slope $2x$" is missing.</details>
#
# **2. The slope is 0 where you stand. What does a step of gradient descent do?**
# <details><summary>It goes on in the direction of the last step</summary>Not quite: the step looks only at the slope here. (Lesson 03 adds a memory, called momentum.)</details>
# <details><summary>Nothing: you stay where you are</summary><b>Yes.</b> $x - \eta \cdot 0 = x$. Flat ground gives no hint of where to go.</details>
# <details><summary>It stops with an error</summary>Not quite: zero is a number like any other.</details>
#
# **3. Your loss grows from step to step. What do you try first?**
# <details><summary>More steps</summary>Not quite: if each step climbs, more steps climb higher.</details>
# <details><summary>A smaller learning rate</summary><b>Yes.</b> The steps probably jump across the valley, as the ball did beyond 1.</details>
# <details><summary>A larger learning rate</summary>Not quite: it makes the jumps longer.</details>
#
# ## Sources and what comes next
# Gradient descent is A. Cauchy's: *Méthode générale pour la résolution des systèmes d'équations simultanées*, Comptes rendus 25 (1847). A
# modern account: I. Goodfellow, Y. Bengio, A. Courville, [*Deep Learning*](https://www.deeplearningbook.org), section 4.3.
#
# **Next:** lesson 01, *Neurons and activations*: what a network is made of.
