# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 · Backpropagation
#
# A network for handwritten digits has a quarter of a million weights. Its loss is one number. Which way should each weight move, and how can you find out for all of them at once, for about the price of running the network three times?
#
# **You will be able to**
# - derive the gradient of a loss with respect to every weight and bias of a network, by two rules of calculus and nothing else;
# - compute a whole backward pass on paper, every number of it;
# - write backpropagation twice, unit by unit and in matrices, and prove with differences that both are right;
# - say what it costs, which losses belong to which outputs, and which mistakes train all the same.
#
# **You need** the chain rule, the derivatives of lecture 02, the losses of lecture 03, the gradient of softmax with cross-entropy from lecture 04, and the forward pass of lecture 05.
#
# <details><summary>The symbols of this lecture</summary>
#
# | symbol | what it is |
# | --- | --- |
# | $z_j$, $a_j$ | pre-activation and activation of unit $j$: $a_j = f(z_j)$ |
# | $w_{ji}$, $b_j$ | the weight to unit $j$ from unit $i$, and the bias of unit $j$ |
# | $\delta_j$ | $\partial L / \partial z_j$, the number that is carried back |
# | $B_i$ | $\sum_j \delta_j w_{ji}$, what comes back to unit $i$ before its slope |
# | $r$ | the number of a layer; layer 0 is the first that computes something |
# | $W_r$, $b_r$ | weights into layer $r$ and its biases; lecture 05 writes $W^{(r+1)}$ |
# | $Z_r$, $A_r$ | pre-activations and *inputs* of layer $r$, an example a row; $A_0 = X$ |
# | $\mathrm{d}W$, $\mathrm{d}Z$, … | $\partial L / \partial W$, $\partial L / \partial Z$, …, with the shape of $W$, $Z$, … |
#
# </details>
#
# **It takes** about four hours with all seven exercises and the derivation on paper, ninety minutes if you only read. Run the cells from top to bottom. If an exercise holds you up, go on: the cells after it use the library's version.

# %% setup=true
from itertools import pairwise

import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, accuracy, backprop, datasets, explore, fit, gradcheck, loops, losses, plots
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.palette import BLACK, BLUE, GREY, LINES, RED
from mlpkit.show import below, say, table

start("06")

# %% [markdown] topics="K11 O14"
# ## 1 · The question
#
# Collect all weights and biases of a network in one long list of numbers, $\theta$. On one example with input $x_n$ and target $t_n$ the network has the loss $L_n(\theta)$. What you want to make small is the **empirical risk**, its mean over the $N$ examples you have:
#
# $$L(\theta) = \frac1N \sum_{n=1}^{N} L_n(\theta).$$
#
# Gradient descent moves every number a little against its own partial derivative, with a **learning rate** $\eta > 0$:
#
# $$\theta_k \leftarrow \theta_k - \eta\, \frac{\partial L}{\partial \theta_k}.$$
#
# You may do this with the mean over all examples, or with the $L_n$ of a single one, or with a few. The formula is the same each time. Everything hangs on $\partial L / \partial \theta_k$, and there is one for every $k$.
#
# **Conventions.** JKU and Tsinghua take the mean, as this course does. UNICAMP takes the sum. The gradient of the sum is $N$ times that of the mean, so the same steps come out with a learning rate $N$ times smaller. Nothing else changes.
#
# How many derivatives are there? Count for the network that will read digits in lecture 11.

# %%
sizes = [784, 256, 128, 10]
n_weights = n_parameters = 0
for n_in, n_out in pairwise(sizes):
    print(f"{n_in:4} → {n_out:3}: {n_out * n_in:7,} weights and {n_out:3} biases")
    n_weights += n_out * n_in
    n_parameters += n_out * n_in + n_out
say(f"Together **{n_parameters:,} partial derivatives**, for each single step of gradient descent.")

# %% [markdown] topics="K11 O14"
# ## 2 · The slow way that cannot be wrong
#
# A derivative is what the loss does when one number moves. So move it. With a small step $\varepsilon$, and $e_k$ the vector that is 1 at $k$ and 0 elsewhere:
#
# $$\frac{\partial f}{\partial \theta_k} \approx \frac{f(\theta + \varepsilon e_k) - f(\theta - \varepsilon e_k)}{2 \varepsilon}.$$
#
# **By hand.** Take $f(x) = x^3$ at $x = 2$, where the derivative is $3x^2 = 12$. With $\varepsilon = 0.1$:
#
# $$\frac{2.1^3 - 1.9^3}{0.2} = \frac{9.261 - 6.859}{0.2} = 12.01.$$
#
# The error is $0.01$, which is $\varepsilon^2$. That is no accident:
#
# $$\begin{aligned}
# f(x + \varepsilon) &= f + \varepsilon f' + \tfrac12 \varepsilon^2 f'' + \tfrac16 \varepsilon^3 f''' + \dots && \text{Taylor's theorem at } x \\
# f(x - \varepsilon) &= f - \varepsilon f' + \tfrac12 \varepsilon^2 f'' - \tfrac16 \varepsilon^3 f''' + \dots && \text{the same with } -\varepsilon \\
# f(x + \varepsilon) - f(x - \varepsilon) &= 2 \varepsilon f' + \tfrac13 \varepsilon^3 f''' + \dots && \text{subtract: even powers cancel} \\
# \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2 \varepsilon} &= f' + \tfrac16 \varepsilon^2 f''' + \dots && \text{divide by } 2 \varepsilon
# \end{aligned}$$
#
# For $x^3$ the third derivative is 6, so the error is exactly $\varepsilon^2$. With a step to one side only, the term $\tfrac12 \varepsilon^2 f''$ would stay, and the error would shrink like $\varepsilon$.
#
# **Predict first.** Smaller steps, smaller errors: so why not $\varepsilon = 10^{-12}$? Write down what you expect, then run. The curve below is the error for $f = e^x$ at $x = 1$.

# %%
steps = np.logspace(-12, 0, 49)
truth = np.exp(1.0)
kinds = {
    "f in float64": lambda x: float(np.exp(x[0])),
    "f in float32": lambda x: float(np.exp(np.float32(x[0]))),
}
error = {
    name: [abs(gradcheck.numerical_gradient(f, np.array([1.0]), eps)[0] - truth) / truth for eps in steps]
    for name, f in kinds.items()
}

fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.4)
for (name, values), colour, marker in zip(error.items(), LINES, "os", strict=False):
    ax.loglog(steps, np.maximum(values, 1e-16), color=colour, marker=marker, markersize=3, label=name)
ax.loglog(steps[20:], steps[20:] ** 2 / 6, "--", color=GREY, label="ε²/6")
best = steps[int(np.argmin(error["f in float64"]))]
ax.set(title="Too large a step, too small a step", xlabel="step ε", ylabel="relative error")
ax.legend(frameon=False)
plots.describe(
    fig,
    "Relative error of the difference quotient against the step: it falls with the square of the step, then rises "
    "again where rounding takes over, much earlier in float32.",
)

# %%
say(
    f"The smallest error in float64, {min(error['f in float64']):.1g}, is at ε = {best:.1g}; in float32 no step gives "
    f"better than {min(error['f in float32']):.1g}."
)

# %% [markdown]
# On the right the formula errs, like $\varepsilon^2$. On the left rounding errs: $f$ is known to about 16 digits, and a difference of two nearly equal values loses most of them before it is divided by $\varepsilon$. The sum of the two, $\varepsilon^2 + 10^{-16} / \varepsilon$, is smallest near $\varepsilon = 10^{-5}$. In float32, with 7 digits, no step is good. **Gradient checks run in float64.**

# %% exercise="numerical_gradient"

# %% [markdown]
# **What usually goes wrong.** The array that is stepped in place and never put back, so that the second entry is measured somewhere else. And a kink between the two points: at $z = 0.000001$ a step of $10^{-5}$ straddles the corner of ReLU, and the quotient is neither slope.
#
# Now the price. One partial derivative takes two runs of the network, and one run takes at least one multiplication for every weight.

# %%
multiplications = 2 * n_parameters * n_weights * 60_000
say(
    f"One step on all 60,000 digits would take $2 \\cdot {n_parameters:,} \\cdot {n_weights:,} \\cdot 60{{,}}000 \\approx "
    f"{multiplications / 1e15:.1f} \\cdot 10^{{15}}$ multiplications. A computer that does $10^{{10}}$ in a second needs "
    f"**{multiplications / 1e10 / 86400:.1f} days**. For one step."
)

# %% [markdown]
# You will keep this function as a judge, for small networks. For learning, something better is needed: all derivatives at once. Where does the slow way waste its work? It runs the whole network again for each weight, although most of what happens after that weight is the same for its neighbours.

# %% [markdown] topics="K12 F16"
# ## 3 · One chain, by hand
#
# The smallest network with a hidden layer: one input, one hidden unit with ReLU, one linear output, squared error.
#
# $$z_1 = w_1 x + b_1, \qquad a_1 = \max(0, z_1), \qquad y = w_2 a_1 + b_2, \qquad L = \tfrac12 (y - t)^2.$$
#
# Take $x = 2$, $w_1 = 0.5$, $b_1 = 0$, $w_2 = 3$, $b_2 = -1$ and the target $t = 5$. **Forward:**
#
# $$z_1 = 0.5 \cdot 2 + 0 = 1, \qquad a_1 = 1, \qquad y = 3 \cdot 1 - 1 = 2, \qquad L = \tfrac12 (2 - 5)^2 = 4.5.$$
#
# **Backward.** Start at the loss, and ask of each quantity: *if you grew, what would the loss do?* Each answer is the previous one times one more link (the chain rule):
#
# $$\begin{aligned}
# \frac{\partial L}{\partial y} &= y - t = -3 && \text{derivative of } \tfrac12 (y - t)^2 \\
# \frac{\partial L}{\partial w_2} &= \frac{\partial L}{\partial y} \cdot a_1 = -3 \cdot 1 = -3 && y = w_2 a_1 + b_2 \\
# \frac{\partial L}{\partial b_2} &= \frac{\partial L}{\partial y} \cdot 1 = -3 \\
# \frac{\partial L}{\partial a_1} &= \frac{\partial L}{\partial y} \cdot w_2 = -3 \cdot 3 = -9 && \text{the same sum, seen from } a_1 \\
# \frac{\partial L}{\partial z_1} &= \frac{\partial L}{\partial a_1} \cdot f'(z_1) = -9 \cdot 1 = -9 && a_1 = f(z_1),\ f'(1) = 1 \\
# \frac{\partial L}{\partial w_1} &= \frac{\partial L}{\partial z_1} \cdot x = -9 \cdot 2 = -18 && z_1 = w_1 x + b_1 \\
# \frac{\partial L}{\partial b_1} &= \frac{\partial L}{\partial z_1} \cdot 1 = -9
# \end{aligned}$$
#
# Seven derivatives, each after the first one multiplication away from one above it. No number was computed twice: the $-3$ at $y$ serves three times, the $-9$ at $z_1$ twice. That is the whole idea of **backpropagation**: walk from the loss to the input, and carry along the one number that everything further back needs.
#
# Check it: if $w_1$ grows by $0.01$, the loss should fall by about $0.18$.


# %%
def chain(theta, x=2.0, t=5.0):
    w1, b1, w2, b2 = theta
    return 0.5 * (w2 * max(0.0, w1 * x + b1) + b2 - t) ** 2


theta = np.array([0.5, 0.0, 3.0, -1.0])
print("loss                     ", chain(theta))
print("loss with w1 = 0.51      ", round(chain(theta + np.array([0.01, 0, 0, 0])), 4))
print("differences, w1 b1 w2 b2 ", gradcheck.numerical_gradient(chain, theta).round(6))

# %% [markdown] topics="K12 F16 H18 H20 O16"
# ## 4 · The number to carry: δ, and its first value
#
# In a chain each quantity has one successor. In a network it has many. Three facts are all you need. Number the units of one layer by $i$, those of the next by $j$. As in lecture 05,
#
# $$z_j = \sum_i w_{ji} a_i + b_j, \qquad a_j = f(z_j),$$
#
# where $w_{ji}$ leads *to* unit $j$ *from* unit $i$.
#
# - **Rule C, the chain rule along all paths.** If $L$ depends on $u$ only through $v_1, \dots, v_m$, then $\dfrac{\partial L}{\partial u} = \sum_{j=1}^m \dfrac{\partial L}{\partial v_j} \dfrac{\partial v_j}{\partial u}$.
# - **Rule S, the derivative of the sum.** $\dfrac{\partial z_j}{\partial w_{ji}} = a_i$, $\quad \dfrac{\partial z_j}{\partial b_j} = 1$, $\quad \dfrac{\partial z_j}{\partial a_i} = w_{ji}$. The $z$ of another unit does not contain $w_{ji}$ or $b_j$ at all.
# - **Rule E, elementwise.** $\dfrac{\partial a_j}{\partial z_j} = f'(z_j)$, and $a_j$ does not depend on the $z$ of any other unit of its layer.
#
# The number worth carrying sits between the sum and the bend, at the pre-activation:
#
# $$\boxed{\ \delta_j = \frac{\partial L}{\partial z_j}\ }$$
#
# Its name changes with the lecturer: **delta** or delta error (JKU, UNICAMP), **local sensitivity** (Tsinghua), or simply the error signal. In code it is `dZ`, with one row for each example.
#
# ### At the output
#
# Let unit $k$ of the last layer have the activation $a_{nk} = f(z_{nk})$ on example $n$, and let the loss be the squared error
#
# $$L = \frac1N \sum_n \frac12 \sum_k (a_{nk} - t_{nk})^2.$$
#
# $$\begin{aligned}
# \text{1.}\quad \delta_{nk} &= \frac{\partial L}{\partial z_{nk}} && \text{definition} \\
# \text{2.}\quad &= \frac{\partial L}{\partial a_{nk}} \cdot f'(z_{nk}) && \text{rules C and E: } z_{nk} \text{ acts through } a_{nk} \text{ alone} \\
# \text{3.}\quad &= \frac{a_{nk} - t_{nk}}{N} \cdot f'(z_{nk}) && \text{of all the squares, one contains } a_{nk};\ \tfrac12 \cdot 2 = 1
# \end{aligned}$$
#
# The $1/N$ of the mean enters here, **once**. Whatever is computed from $\delta$ further back inherits it.
#
# **By hand.** A logistic output says $a = 0.8$ where the target is $t = 1$, in a batch of $N = 2$. The logistic has $f' = a(1 - a) = 0.16$, so $\delta = (0.8 - 1) \cdot 0.16 / 2 = -0.016$. Negative: the loss falls if $z$ grows, as it should.
#
# For a linear output $f' = 1$ and $\delta = (y - t)/N$. For softmax with cross-entropy, lecture 04 derived $\delta = (p - t)/N$: no $f'$ there either. Section 11 shows why.

# %% exercise="output_delta"

# %% [markdown] topics="K12 F16 O16 H20 H21"
# ## 5 · From δ to weights and biases
#
# Let $\delta_{nj}$ be known for a layer, at the output or anywhere else. The weight $w_{ji}$ acts on the loss through $z_{nj}$, for every example $n$, and through nothing else:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_{ji}} &= \sum_n \frac{\partial L}{\partial z_{nj}} \frac{\partial z_{nj}}{\partial w_{ji}} = \sum_n \delta_{nj}\, a_{ni} && \text{rule C over the examples, then rule S} \\
# \frac{\partial L}{\partial b_j} &= \sum_n \frac{\partial L}{\partial z_{nj}} \frac{\partial z_{nj}}{\partial b_j} = \sum_n \delta_{nj} && \text{the same, with } \partial z_j / \partial b_j = 1
# \end{aligned}$$
#
# Read the first line aloud: *what went wrong after the weight, times what came in before it*. A weight whose input was 0 gets no blame. A bias is a weight whose input is always 1; UNICAMP writes it so from the start, as $w_0$ with $y_0 = 1$.
#
# **By hand.** Two examples, one unit, two inputs. $\delta = (0.5, -1)$, inputs $(2, 0)$ and $(1, 3)$:
#
# $$\frac{\partial L}{\partial w} = 0.5 \cdot (2, 0) + (-1) \cdot (1, 3) = (0, -3), \qquad \frac{\partial L}{\partial b} = 0.5 - 1 = -0.5.$$
#
# **Layout.** All $\partial L / \partial w_{ji}$ of a layer make a matrix $\mathrm{d}W$ with the shape of $W$: row $j$, column $i$. Then the update is $W \leftarrow W - \eta\, \mathrm{d}W$, entry on entry. (Some books lay out derivatives the other way round, and their formulas come out transposed.)
#
# **Predict first.** `dZ` is $(N, n_\text{out})$ and `A` is $(N, n_\text{in})$. Which product of the two, if any, has the shape $(n_\text{out}, n_\text{in})$ and sums over $n$? Decide before you write.

# %% exercise="weight_gradient"

# %% exercise="bias_gradient"

# %% [markdown]
# **What usually goes wrong.** The mean taken twice: $\delta$ carries $1/N$, and then `mean` is called instead of a sum. The gradient shrinks by $N$, training only looks slow, and nobody searches for the reason. And square layers: with $n_\text{in} = n_\text{out}$ a transposed $\mathrm{d}W$ has the right shape. Test with sizes that all differ.

# %% [markdown] topics="F16 K12 K15 H20"
# ## 6 · Through a hidden layer
#
# At the output a target says what is wrong. A hidden unit has no target. Its blame comes from the units it talked to, all of them:
#
# $$\begin{aligned}
# \text{1.}\quad \delta_i &= \frac{\partial L}{\partial z_i} && \text{definition} \\
# \text{2.}\quad &= \frac{\partial L}{\partial a_i} \cdot f'(z_i) && \text{rules C and E: } z_i \text{ acts through } a_i \text{ alone} \\
# \text{3.}\quad &= f'(z_i) \sum_j \frac{\partial L}{\partial z_j} \frac{\partial z_j}{\partial a_i} && \text{rule C: } a_i \text{ acts through every unit } j \text{ of the next layer} \\
# \text{4.}\quad &= f'(z_i) \sum_j \delta_j\, w_{ji} && \text{definition of } \delta_j \text{ and rule S}
# \end{aligned}$$
#
# In step 3 the sum must run over *all* $j$: forget one and you forget a path. The formula holds for every example by itself, so each row of `dZ` goes back alone.
#
# Compare with the forward pass: there $z_j = \sum_i w_{ji} a_i + b_j$ sums over the *second* index of $w$, here $\sum_j \delta_j w_{ji}$ sums over the *first*. The same weights, run through from the other end.
#
# **By hand.** A hidden unit talks to two units, with weights $3$ and $1$. Their deltas are $\delta = (1, 2)$, and its own slope is $f'(z_i) = 0.5$. Then $\delta_i = 0.5 \cdot (1 \cdot 3 + 2 \cdot 1) = 2.5$.

# %% [markdown] topics="F18"
# ### With your favourite activation
#
# Only $f'$ changes. With $B_i = \sum_j \delta_j w_{ji}$ for what comes back:
#
# | hidden activation | $f'(z_i)$ | $\delta_i$ |
# | --- | --- | --- |
# | identity | $1$ | $B_i$ |
# | ReLU | $1$ if $z_i > 0$, else $0$ | $B_i$ if $z_i > 0$, else $0$ |
# | logistic with slope $s$ | $s\, a_i (1 - a_i)$ | $s\, a_i (1 - a_i)\, B_i$ |
# | tanh | $1 - a_i^2$ | $(1 - a_i^2)\, B_i$ |
#
# ReLU is a gate: it lets the blame through, or stops it, and never changes its size. The logistic with $s = 1$ lets at most a quarter through, at $a_i = \tfrac12$. For logistic and tanh the slope comes from $a_i$, which the forward pass has already. At $z = 0$ this course uses $0$ as the slope of ReLU, with UNICAMP; Tsinghua and Kharagpur use 1.

# %% exercise="hidden_delta"

# %% [markdown] topics="F16 F18 K15 O16"
# ## 7 · A whole network, every number by hand
#
# Two inputs, three hidden units with ReLU, two linear outputs, one example, squared error. Take a sheet of paper and follow. Indices count from 0 from here on, as Python does: $W_0$ is lecture 05's $W^{(1)}$, and layer 0 is the first that computes something.
#
# $$\begin{aligned}
# x &= \begin{pmatrix} 1 \\ 2 \end{pmatrix},\quad & W_0 &= \begin{pmatrix} 1 & 0.5 \\ -1 & 1 \\ 0.5 & -1 \end{pmatrix},\quad & b_0 &= \begin{pmatrix} 0 \\ 0.5 \\ 0.5 \end{pmatrix}, \\
# t &= \begin{pmatrix} 2 \\ 1.5 \end{pmatrix}, & W_1 &= \begin{pmatrix} 1 & -1 & 2 \\ 0.5 & 1 & -1 \end{pmatrix}, & b_1 &= \begin{pmatrix} 0.5 \\ -0.5 \end{pmatrix}.
# \end{aligned}$$
#
# **Forward, hidden layer.**
#
# $$z = \begin{pmatrix} 1 \cdot 1 + 0.5 \cdot 2 + 0 \\ -1 \cdot 1 + 1 \cdot 2 + 0.5 \\ 0.5 \cdot 1 - 1 \cdot 2 + 0.5 \end{pmatrix} = \begin{pmatrix} 2 \\ 1.5 \\ -1 \end{pmatrix}, \qquad a = \begin{pmatrix} 2 \\ 1.5 \\ 0 \end{pmatrix}, \qquad f'(z) = \begin{pmatrix} 1 \\ 1 \\ 0 \end{pmatrix}.$$
#
# The third unit is silent on this example.
#
# **Forward, output.** $y = \begin{pmatrix} 1 \cdot 2 - 1 \cdot 1.5 + 2 \cdot 0 + 0.5 \\ 0.5 \cdot 2 + 1 \cdot 1.5 - 1 \cdot 0 - 0.5 \end{pmatrix} = \begin{pmatrix} 1 \\ 2 \end{pmatrix}$, and $L = \tfrac12 \left( (-1)^2 + 0.5^2 \right) = 0.625$.
#
# **Backward, output.** $\delta = y - t = (-1,\ 0.5)$: the first output is too small, the second too large. Then
#
# $$\mathrm{d}W_1 = \begin{pmatrix} -1 \cdot 2 & -1 \cdot 1.5 & -1 \cdot 0 \\ 0.5 \cdot 2 & 0.5 \cdot 1.5 & 0.5 \cdot 0 \end{pmatrix} = \begin{pmatrix} -2 & -1.5 & 0 \\ 1 & 0.75 & 0 \end{pmatrix}, \qquad \mathrm{d}b_1 = \begin{pmatrix} -1 \\ 0.5 \end{pmatrix}.$$
#
# **Backward, hidden layer.** What comes back, column by column of $W_1$, times the slope:
#
# $$\delta = \begin{pmatrix} (-1) \cdot 1 + 0.5 \cdot 0.5 \\ (-1) \cdot (-1) + 0.5 \cdot 1 \\ (-1) \cdot 2 + 0.5 \cdot (-1) \end{pmatrix} \odot \begin{pmatrix} 1 \\ 1 \\ 0 \end{pmatrix} = \begin{pmatrix} -0.75 \\ 1.5 \\ 0 \end{pmatrix},$$
#
# $$\mathrm{d}W_0 = \begin{pmatrix} -0.75 & -1.5 \\ 1.5 & 3 \\ 0 & 0 \end{pmatrix}, \qquad \mathrm{d}b_0 = \begin{pmatrix} -0.75 \\ 1.5 \\ 0 \end{pmatrix}.$$
#
# ($\odot$ multiplies entry by entry.) The third unit would have received $-2.5$, the most of all; its gate is closed, so its weights get a whole row of zeros. The same network in the library, one row for the one example:

# %%
x, t = np.array([[1.0, 2.0]]), np.array([[2.0, 1.5]])
W = [np.array([[1, 0.5], [-1, 1], [0.5, -1]]), np.array([[1, -1, 2], [0.5, 1, -1]])]
b = [np.array([0, 0.5, 0.5]), np.array([0.5, -0.5])]


def by_hand(hidden):
    """Forward and backward through the network above, with this hidden activation and linear outputs."""
    layers = [ACTIVATIONS[hidden], ACTIVATIONS["identity"]]
    Zs, As = backprop.forward_pass(x, W, b, layers)
    dY = backprop.output_delta(As[-1], t, np.ones_like(t))
    dWs, dbs = backprop.backward_pass(dY, Zs, As, W, layers)
    return Zs, As, dY, dWs, dbs


Zs, As, dY, dWs, dbs = by_hand("relu")
loss, _ = losses.mse(As[-1], t)
for name, value in (("z", Zs[0]), ("a", As[1]), ("y", As[2]), ("loss", loss), ("delta, output", dY)):
    print(f"{name:14}", np.squeeze(value))
for name, value in (("dW1", dWs[1]), ("db1", dbs[1]), ("dW0", dWs[0]), ("db0", dbs[0])):
    print(f"{name:14}", str(value).replace("\n", "\n" + " " * 15))

# %% [markdown]
# The same in one picture. Forward runs left to right, in blue; the deltas run right to left, in orange, along the same weights. The thickness of a connection is $|\delta_j w_{ji}|$, the blame that flows through it.

# %%
places = [[(0, 0.6), (0, -0.6)], [(1.4, 1.1), (1.4, 0), (1.4, -1.1)], [(2.8, 0.6), (2.8, -0.6)]]
deltas = [None, dbs[0], dbs[1]]
texts = [
    [f"x = {v:g}" for v in x[0]],
    [f"z = {z:g}\na = {a:g}" for z, a in zip(Zs[0][0], As[1][0], strict=True)],
    [f"y = {y:g}\nt = {goal:g}" for y, goal in zip(As[2][0], t[0], strict=True)],
]

fig, (ax,) = plots.panels(1, 1, width=8, height=4)
for r in range(2):
    for (j, i), weight in np.ndenumerate(W[r]):
        (x0, y0), (x1, y1) = places[r][i], places[r + 1][j]
        blame = abs(deltas[r + 1][j] * weight)
        style = {"color": RED if blame else GREY, "linewidth": 0.8 + 1.6 * blame, "alpha": 0.45}
        ax.plot([x0, x1], [y0, y1], zorder=1, **style)
        ax.text(
            x0 + 0.26 * (x1 - x0), y0 + 0.26 * (y1 - y0), f"{weight:g}", ha="center", va="center", fontsize=9,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip
for r, column in enumerate(places):
    for j, place in enumerate(column):
        ax.scatter(*place, s=2200, color="white", edgecolors=BLUE, linewidths=1.5, zorder=2)
        ax.text(*place, texts[r][j], ha="center", va="center", fontsize=9, color=BLUE, zorder=3)
        if deltas[r] is not None:
            ax.text(place[0], place[1] - 0.38, f"δ = {deltas[r][j]:g}", ha="center", color=RED, fontsize=10)
ax.set(xlim=(-0.4, 3.2), ylim=(-1.65, 1.5), title="The silent unit passes no blame on")
ax.axis("off")
plots.describe(
    fig,
    "The network with its weights on the connections, activations in the units, and deltas under them: minus 1 and "
    "0.5 at the outputs, minus 0.75, 1.5 and 0 in the hidden layer.",
)

# %% [markdown]
# **Predict first.** One step with $\eta = 0.01$. The gradient says the loss should fall by about $\eta$ times the sum of all squared derivatives (first order: $\Delta L \approx \sum_k g_k \cdot (-\eta g_k)$). Add up the squares from above, then run.

# %%
eta = 0.01
squared = sum(float(np.sum(g**2)) for g in (*dWs, *dbs))
moved = [w - eta * g for w, g in zip(W, dWs, strict=True)], [c - eta * g for c, g in zip(b, dbs, strict=True)]
_, after = backprop.forward_pass(x, *moved, [ACTIVATIONS["relu"], ACTIVATIONS["identity"]])
say(
    f"The squares add up to {squared:.4f}, so about {eta * squared:.3f} should be gained. The loss goes from {loss:.4f} "
    f"to {losses.mse(after[-1], t)[0]:.4f}: {loss - losses.mse(after[-1], t)[0]:.3f} less. The rest is curvature."
)

# %% [markdown] topics="F18"
# **The same network with the logistic.** Change one word, and every unit speaks and every unit is blamed:

# %%
Zs, As, dY, dWs, dbs = by_hand("sigmoid")
rows = []
for i in range(3):
    z, a = Zs[0][0, i], As[1][0, i]
    back = dbs[0][i] / (a * (1 - a))
    rows.append([str(i + 1), f"{z:g}", f"{a:.4f}", f"{a * (1 - a):.4f}", f"{back:.4f}", f"{dbs[0][i]:.4f}"])
say(f"Outputs {As[2][0].round(4)}, so the output deltas are {dY[0].round(4)}, and in the hidden layer:")
table(["unit", "z", "a", "f′ = a(1 − a)", "comes back", "δ"], rows)

# %% [markdown] topics="K15 F18"
# **Play.** Below is a network of the same shape, with other weights. Step through both passes; change a weight or a target and watch what follows from it, and what does not. Then try `relu`, find a weight that silences a unit, and look at its row of gradients. (To run it on your own rules: `explore.backprop_stepper(student={"hidden_delta": hidden_delta})`.)

# %%
explore.backprop_stepper(step=5)

# %% [markdown] topics="K16 F17"
# ## 8 · The algorithm, unit by unit
#
# Here is the backward pass as JKU and UNICAMP write it, one unit after another, for a single example. It needs the $z$ and $a$ of every unit, so the forward pass runs first and keeps them.
#
# > **Backward pass.** Given: $t$; all $z$ and $a$; all weights.
# >
# > 1. For every output unit $k$: $\ \delta_k = (a_k - t_k)\, f'(z_k)$.
# > 2. For every hidden layer, from the last to the first, and in it for every unit $i$: $\ \delta_i = f'(z_i) \sum_j \delta_j w_{ji}$, with $j$ over the units of the next layer.
# > 3. For every weight and every bias: $\ \partial L / \partial w_{ji} = \delta_j a_i$ and $\ \partial L / \partial b_j = \delta_j$.
#
# The order in step 2 is forced: $\delta_i$ needs all $\delta_j$ of the layer after it. In the exercise you write steps 1 and 2. Layers count from 0; `weights[r]` leads *into* layer `r`, so the weights between layer `r` and the next are `weights[r + 1]`. Here there is one example and no $1/N$.
#
# **By hand.** For the network of section 7 with ReLU the answer is the list of two arrays $(-0.75, 1.5, 0)$ and $(-1, 0.5)$.

# %% exercise="backward_by_unit"

# %% [markdown]
# **What usually goes wrong.** A sum that is not set back to 0 for the next unit; the slope taken at $a_i$, where $f'$ wants $z_i$; and weights updated on the way, before the layer below has used them. Update only when all deltas are known.

# %% [markdown] topics="H20 H21 O16 K15"
# ## 9 · The same in matrices
#
# Loops over units are slow in Python. Sums over a shared index are matrix products, by definition:
#
# - **Rule M.** $\displaystyle (P\,Q)_{ni} = \sum_j P_{nj}\, Q_{ji}$, and since $(P^\top)_{jn} = P_{nj}$, also $\displaystyle (P^\top Q)_{ji} = \sum_n P_{nj}\, Q_{ni}$.
#
# Put all examples in rows: $\mathrm{d}Z_{nj} = \delta_{nj}$. Layer $r$ has the weights $W_r$, the pre-activations $Z_r$, the inputs $A_r$ (with $A_0 = X$) and the outputs $A_{r+1} = f_r(Z_r)$.
#
# | | indexed | with rule M |
# | --- | --- | --- |
# | weights | $\partial L / \partial w_{ji} = \sum_n \delta_{nj} a_{ni}$ | $\mathrm{d}W_r = \mathrm{d}Z_r^\top A_r$ |
# | biases | $\partial L / \partial b_j = \sum_n \delta_{nj}$ | $\mathrm{d}b_r = \mathrm{d}Z_r^\top \mathbf 1$ |
# | back through the sum | $\partial L / \partial a_{ni} = \sum_j \delta_{nj} w_{ji}$ | $\mathrm{d}A_r = \mathrm{d}Z_r W_r$ |
# | back through the bend | $\delta_{ni} = f'(z_{ni})\, \partial L / \partial a_{ni}$ | $\mathrm{d}Z_{r-1} = \mathrm{d}A_r \odot f_{r-1}'(Z_{r-1})$ |
#
# The shapes check themselves: $(n_\text{out}, N)(N, n_\text{in})$ for the weights, $(N, n_\text{out})(n_\text{out}, n_\text{in})$ for the way back. If you remember nothing else, let the shapes rebuild the formulas. Where an example is a column, as on most slides, everything is transposed: $\mathrm{d}W = \delta\, a^\top$ for one example.
#
# You have written all the pieces. What is missing is the walk.

# %% exercise="backward_pass"

# %% [markdown]
# Does it agree with the judge of section 2? A network of three layers, three different activations, seven examples, every weight and bias moved both ways. And does it agree with the loops of section 8, example by example?

# %%
rng = np.random.default_rng(6)
small_W, small_b = W, b
sizes = [3, 5, 4, 2]
layers = [ACTIVATIONS[name] for name in ("tanh", "softplus", "sigmoid")]
W = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
b = [rng.normal(size=n_out) for n_out in sizes[1:]]
X, T = rng.normal(size=(7, 3)), rng.uniform(size=(7, 2))


def gradients(X, T, W, b, layers):
    """(loss, dWs, dbs) for the squared error, by the library."""
    Zs, As = backprop.forward_pass(X, W, b, layers)
    dZ = backprop.output_delta(As[-1], T, layers[-1].grad(Zs[-1]))
    return losses.mse(As[-1], T)[0], *backprop.backward_pass(dZ, Zs, As, W, layers)


def flat(arrays):
    return np.concatenate([np.ravel(a) for a in arrays])


def unflat(theta, W, b):
    """Arrays shaped like W and b, filled from one long vector."""
    ends = np.cumsum([w.size for w in (*W, *b)])[:-1]
    parts = [p.reshape(w.shape) for p, w in zip(np.split(theta, ends), (*W, *b), strict=True)]
    return parts[: len(W)], parts[len(W) :]


def loss_at(theta):
    _, As = backprop.forward_pass(X, *unflat(theta, W, b), layers)
    return losses.mse(As[-1], T)[0]


_, dWs, dbs = gradients(X, T, W, b, layers)
claimed, judged = flat((*dWs, *dbs)), gradcheck.numerical_gradient(loss_at, flat((*W, *b)))
looped = loops.gradients_by_unit(X, T, W, b, layers)
by_loops = flat((*looped.dWs, *looped.dbs)) / len(X)
say(
    f"{len(claimed)} derivatives. Largest difference from the judge: {below(np.abs(claimed - judged).max())}. "
    f"Largest difference from the loops: {below(np.abs(claimed - by_loops).max())}."
)

# %% [markdown] topics="O17 H20"
# ### The chain unrolled
#
# Follow one example through three layers and substitute each delta into the one before. With $D_r$ for the diagonal matrix of the slopes $f_r'(z)$ of layer $r$, and deltas as columns:
#
# $$\begin{aligned}
# \delta_2 &= D_2\, (a - t) && \text{output, } N = 1 \\
# \delta_1 &= D_1 W_2^\top \delta_2 && \text{section 6: } \textstyle\sum_j \delta_j w_{ji} = (W^\top \delta)_i \\
# \delta_0 &= D_0 W_1^\top \delta_1 = D_0 W_1^\top D_1 W_2^\top D_2\, (a - t) && \text{substitute} \\
# \mathrm{d}W_0 &= \delta_0\, x^\top && \text{section 5}
# \end{aligned}$$
#
# UMass writes the same out in scalars: the derivative of a first-layer weight is a sum over all paths from that weight to the loss, and along each path a product of weights and slopes. With $n$ units in each of two layers there are $n^2$ paths. Backpropagation never lists them: it multiplies from the right, vector by matrix, and each layer costs one product.
#
# A long product has a character of its own. If every factor shrinks a vector by half, twenty layers leave a millionth. Lecture 09 measures that. For now, check the product and the sum over paths:

# %%
Zs, As = backprop.forward_pass(X[:1], W, b, layers)
D = [np.diag(f.grad(Z[0])) for f, Z in zip(layers, Zs, strict=True)]
product = D[0] @ W[1].T @ D[1] @ W[2].T @ D[2] @ (As[-1] - T[:1])[0]
paths = [
    (As[-1][0, k] - T[0, k]) * D[2][k, k] * W[2][k, j] * D[1][j, j] * W[1][j, i] * D[0][i, i]
    for i in range(5)
    for j in range(4)
    for k in range(2)
]
summed = np.reshape(paths, (5, 8)).sum(axis=1)
_, dWs, dbs = gradients(X[:1], T[:1], W, b, layers)
print("backward pass     ", dbs[0].round(6))
print("matrix product    ", product.round(6))
print(f"sum over {len(paths)} paths ", summed.round(6))

# %% [markdown] topics="K17"
# ## 10 · What it costs
#
# Let $W$ now be the *number* of weights. Forward, every weight is multiplied once for each example. Backward, it is multiplied twice: once for its own gradient, $\delta_j a_i$, and once to carry blame, $\delta_j w_{ji}$. (The first layer's weights carry none: nobody asks for the deltas of the inputs.) So both passes together take about $3W$ multiplications for each example: $O(W)$, like the forward pass alone. Differences take $2W$ forward passes: $O(W^2)$.
#
# Do not believe it: count. The class below is an array that counts the multiplications it takes part in; the library's own functions run on it.


# %%
class Counted(np.ndarray):
    """An array that counts the multiplications of numbers in its products."""

    total = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [v.view(np.ndarray) if isinstance(v, Counted) else v for v in inputs]
        result = getattr(ufunc, method)(*plain, **kwargs)
        if ufunc is np.matmul:
            Counted.total += result.size * plain[0].shape[-1]
        elif ufunc is np.multiply:
            Counted.total += result.size
        return result.view(Counted) if isinstance(result, np.ndarray) else result


def count(work):
    """The multiplications during work(), and what it returns."""
    Counted.total = 0
    result = work()
    return Counted.total, result


def price(sizes):
    """(weights, forward, backward, differences) in multiplications for one example."""
    layers = [ACTIVATIONS["tanh"]] * (len(sizes) - 1)
    W = [np.full((m, n), 0.1).view(Counted) for n, m in pairwise(sizes)]
    b = [np.zeros(m) for m in sizes[1:]]
    x, dZ = np.ones((1, sizes[0])).view(Counted), np.ones((1, sizes[-1])).view(Counted)
    forward, (Zs, As) = count(lambda: backprop.forward_pass(x, W, b, layers))
    backward, _ = count(lambda: backprop.backward_pass(dZ, Zs, As, W, layers))
    parameters = sum(w.size for w in (*W, *b))
    return sum(w.size for w in W), forward, backward, 2 * parameters * forward


networks = [[2, 3, 2], [4, 8, 4], [8, 16, 8, 4], [16, 32, 32, 10], [64, 64, 32, 10], [784, 32, 10], [784, 256, 128, 10]]
counted = np.array([price(sizes) for sizes in networks], float)
rows = [
    ["-".join(map(str, sizes)), *(f"{v:,.0f}" for v in line), f"{(line[1] + line[2]) / line[0]:.2f}"]
    for sizes, line in zip(networks, counted, strict=True)
]
table(["network", "weights W", "forward", "backward", "by differences", "(forward + backward) / W"], rows)

# %%
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.6)
for column, name, colour, marker in (
    (1, "forward", BLUE, "o"),
    (2, "backward", RED, "s"),
    (3, "differences", BLACK, "^"),
):
    slope = np.polyfit(np.log(counted[:, 0]), np.log(counted[:, column]), 1)[0]
    ax.loglog(counted[:, 0], counted[:, column], marker=marker, color=colour, label=f"{name}: grows like W^{slope:.2f}")
ax.set(
    title="Backward grows like forward: with W, not with W²",
    xlabel="weights W",
    ylabel="multiplications for one example",
)
ax.legend(frameon=False)
plots.describe(
    fig,
    "Multiplications against the number of weights on logarithmic axes: forward and backward rise with slope one and "
    "stay together, differences rise with slope two.",
)

# %% [markdown]
# The last column lies between 2 and 3: near 2 where almost all weights sit in the first layer, whose blame nobody needs. (The slopes of the activations add one multiplication for each hidden *unit*, which shows in the small networks.) The same holds for any program, not only for networks: its gradient costs a small constant times the program itself.
#
# **Second derivatives, in passing.** The matrix of all $\partial^2 L / \partial \theta_k \partial \theta_l$, the Hessian, has one row for each parameter, and each row is the gradient of one entry of the gradient. It therefore costs $O(W^2)$, and has as many entries. For the little network of section 7:


# %%
def gradient_at(theta):
    """All first derivatives of the 2-3-2 network of section 7, with tanh, at these weights and biases."""
    layers = [ACTIVATIONS["tanh"], ACTIVATIONS["identity"]]
    _, dWs, dbs = gradients(x, t, *unflat(theta, small_W, small_b), layers)
    return flat((*dWs, *dbs))


small = flat((*small_W, *small_b))
H = np.array([gradcheck.numerical_gradient(lambda theta, k=k: gradient_at(theta)[k], small) for k in range(len(small))])
say(
    f"{H.shape[0]} × {H.shape[1]} = {H.size} second derivatives. Symmetric, as they should be: the largest difference "
    f"between $H$ and $H^\\top$ is {below(np.abs(H - H.T).max())}. For the digits' network the Hessian would have "
    f"{n_parameters**2 / 1e9:.0f} billion entries."
)

# %% [markdown] topics="K14"
# ## 11 · Which loss belongs to which output
#
# Squared error with a linear output gives $\delta = y - t$. Softmax with cross-entropy gives $\delta = p - t$. So does the logistic with binary cross-entropy. Three coincidences?
#
# Suppose, as in lecture 03, that the output $z$ sets the parameter of a distribution of the target, of the form
#
# $$p(t \mid z) = h(t)\, e^{\,t z - B(z)},$$
#
# and that the loss is its negative log-likelihood, $L = B(z) - t z - \log h(t)$. Then:
#
# $$\begin{aligned}
# \text{1.}\quad \frac{\partial L}{\partial z} &= B'(z) - t && \text{differentiate; } h \text{ does not contain } z \\
# \text{2.}\quad 0 &= \frac{\partial}{\partial z} \sum_t p(t \mid z) && \text{probabilities add up to 1, whatever } z \text{ is} \\
# \text{3.}\quad &= \sum_t \left( t - B'(z) \right) p(t \mid z) && \text{derivative of the exponential} \\
# \text{4.}\quad &= \mathbb E[t] - B'(z) && \text{definition of the mean, and } \textstyle\sum_t p = 1 \\
# \text{5.}\quad \frac{\partial L}{\partial z} &= \mathbb E[t] - t && \text{4 in 1}
# \end{aligned}$$
#
# (For a density, read the sum as an integral.) So if the network's answer $a$ is the mean $\mathbb E[t] = B'(z)$, then $\delta = a - t$. The activation that turns $z$ into the mean is the **canonical** one for that loss:
#
# | target is | $B(z)$ | $a = B'(z)$ | loss |
# | --- | --- | --- | --- |
# | Gaussian around $z$, variance 1 | $\tfrac12 z^2$ | $z$, identity | squared error |
# | yes or no | $\log(1 + e^z)$ | $\sigma(z)$, logistic | binary cross-entropy |
# | one of $K$ | $\log \sum_k e^{z_k}$ | $\mathrm{softmax}(z)$ | cross-entropy |
#
# The last row is the same argument with vectors: $t z$ becomes $\sum_k t_k z_k$, and the derivative is taken for each $z_k$. A machine check, $B$ by differences against $a$:

# %%
z = np.linspace(-4, 4, 9)
B = {
    "identity": (lambda v: float(np.sum(v**2) / 2), ACTIVATIONS["identity"].f(z)),
    "logistic": (lambda v: float(np.sum(ACTIVATIONS["softplus"].f(v))), ACTIVATIONS["sigmoid"].f(z)),
    "softmax": (lambda v: float(np.log(np.sum(np.exp(v)))), losses.softmax(z)),
}
for name, (f, a) in B.items():
    print(f"{name:9} largest |B′ − a| over nine entries: {below(np.abs(gradcheck.numerical_gradient(f, z) - a).max())}")

# %% [markdown]
# ### Other pairs
#
# Nothing forbids squared error behind a logistic output. Section 4 gives its delta: $(a - t)\, a (1 - a)$. **Predict first:** the target is 1 and the unit says $a = 0.001$, almost as wrong as can be. How large is $\delta$, and how large with cross-entropy? Then look at all $z$.

# %%
z = np.linspace(-8, 8, 401)
a = ACTIVATIONS["sigmoid"].f(z)
pairs = {
    "identity, squared error": (0.5 * (z - 1) ** 2, z - 1),
    "logistic, cross-entropy": (ACTIVATIONS["softplus"].f(-z), a - 1),
    "logistic, squared error": (0.5 * (a - 1) ** 2, (a - 1) * ACTIVATIONS["sigmoid"].grad(z)),
    "ReLU, squared error": (
        0.5 * (ACTIVATIONS["relu"].f(z) - 1) ** 2,
        (ACTIVATIONS["relu"].f(z) - 1) * ACTIVATIONS["relu"].grad(z),
    ),
}

fig, axes = plots.panels(1, 2, width=4.8, height=3.6)
for (name, curves), colour, style in zip(pairs.items(), LINES, ("-", "-", "--", ":"), strict=False):
    for ax, values in zip(axes, curves, strict=True):
        ax.plot(z, values, style, color=colour, linewidth=2, label=name)
axes[0].set(title="The loss for target 1", xlabel="z", ylabel="loss", ylim=(-0.1, 8))
axes[1].set(title="Its slope δ: two pairs go blind on the left", xlabel="z", ylabel="δ = ∂L/∂z", ylim=(-2.2, 2.2))
axes[1].legend(frameon=False, fontsize=9, loc="lower right")
plots.describe(
    fig,
    "Loss and delta against z for target 1. Far on the wrong side the canonical pairs keep a slope of about one or more in "
    "size, while the logistic with squared error and ReLU with squared error have a slope of zero.",
)

# %%
a = 0.001
say(f"At a = {a}: squared error gives δ = {(a - 1) * a * (1 - a):.6f}, cross-entropy gives δ = {a - 1:.3f}.")

# %% [markdown] topics="K14 H18"
# The more wrong, the flatter: squared error behind a logistic has no slope left where it is needed most. That is the deck's claim (JKU). How much does it matter in training? Two clouds of points, an easy task; a small network; both losses, three learning rates, five starts each. The only difference between the blocks is the first value of the output's bias: 0, or so negative that the network begins by saying a confident *no* to everybody.

# %%
SETTINGS = {
    "cross-entropy": {"loss": "bce_with_logits"},
    "squared error": {"loss": "mse", "output": "sigmoid"},
}
rates, seeds = (0.1, 1.0, 10.0), range(5)


def accuracy_after(kind, bias, lr, seed, epochs=20):
    """Accuracy of a 2-8-1 network with this loss behind a logistic output, trained from this output bias."""
    X, t = datasets.gaussians(np.random.default_rng(seed), n=200)
    net = MLP([2, 8, 1], activation="tanh", init="xavier", seed=seed, **SETTINGS[kind])
    net.params[-1][:] = bias
    fit(net, X, t, epochs=epochs, batch_size=20, optimizer=SGD(net.params, lr=lr), seed=seed, progress=False)
    return accuracy(net, X, t)


rows = []
for bias in (0, -4, -8):
    for kind in SETTINGS:
        runs = [[accuracy_after(kind, bias, lr, seed) for seed in seeds] for lr in rates]
        rows.append([str(bias), kind, *(f"{np.mean(r):.2f} ({min(r):.2f} to {max(r):.2f})" for r in runs)])
table(["bias at the start", "loss", *(f"η = {lr:g}" for lr in rates)], rows)
say(f"Each cell: mean accuracy after 20 epochs, and the range over {len(seeds)} starts.")

# %% [markdown]
# **What came out.** From an unsaturated start there is hardly a difference: squared error *can* classify. From a saturated start the claim holds, and strongly: cross-entropy recovers at every rate, squared error stays at chance unless the rate is large enough to make up for the lost factor $a(1-a)$; at a bias of −8 not even $\eta = 10$ does it from every start. Saturated starts are not exotic: rare classes, large first weights, or a network trained on something else all make them.
#
# ### Is ReLU a usable output?
#
# Tsinghua's deck asks this under squared error. Its delta is $(a - t)$ where $z > 0$ and $0$ elsewhere. So: only for targets that are never negative, and only as long as $z$ stays positive; an output that is silent on every example has no gradient and stays silent. Measured, for targets between $0.5$ and $2.5$, with 20 starts:


# %%
def silent_share(output, hidden, seed, epochs=60):
    """Share of examples on which a 1-8-1 network says exactly 0, before and after training, and its loss."""
    X = np.random.default_rng(seed).uniform(-1, 1, (100, 1)).astype(np.float32)
    Y = 1.5 + np.sin(np.pi * X)
    net = MLP([1, 8, 1], activation=hidden, seed=seed, output=output, loss="mse")
    before = np.mean(net.outputs(X) == 0)
    history = fit(net, X, Y, epochs=epochs, batch_size=20, optimizer=SGD(net.params, lr=0.1), seed=seed, progress=False)
    return before, np.mean(net.outputs(X) == 0), history.loss[-1]


rows = []
for hidden in ("relu", "tanh"):
    for output in ("relu", "softplus", "identity"):
        before, share, final = np.array([silent_share(output, hidden, seed) for seed in range(20)]).T
        lost = share == 1
        at_start = [
            " to ".join(dict.fromkeys(f"{end(before[which]):.0%}" for end in (np.min, np.max))) if which.any() else "–"
            for which in (lost, ~lost)
        ]
        losses_ = f"{np.median(final):.3f}", f"{final.max():.3f}"
        rows.append([hidden, output, f"{lost.sum()} of 20", *at_start, *losses_])
head = [
    "hidden",
    "output",
    "silent for good",
    "silent at the start on: the lost",
    "the others",
    "median loss",
    "worst loss",
]
table(head, rows)
say("Silent at the start: the share of examples with an output of exactly 0 before the first step.")

# %% [markdown]
# A ReLU output did well from most starts and was lost for good from the others. You can tell which in advance: the lost ones are silent on every example before the first step. With tanh before it, none started that way. The identity has no such risk; where the output must be positive, softplus has none either. Lecture 10 comes back to this.

# %% [markdown] topics="F17 O15 K11"
# ## 12 · The whole algorithm
#
# Everything together, as UNICAMP states it. It takes a tolerance $\tau$ and at most $E$ epochs (an **epoch** is one pass over all examples):
#
# > 1. Draw the weights. Repeat:
# > 2. set the accumulators of all $\partial L / \partial w$ and $\partial L / \partial b$, and of the loss, to zero;
# > 3. for every example: forward; backward; add its derivatives and its loss to the accumulators;
# > 4. update: $w \leftarrow w - \eta\, \partial L / \partial w$, and the same for the biases;
# > 5. stop if the loss is at most $\tau$, or after $E$ epochs.
#
# The accumulators are what a matrix product does without being asked: $\mathrm{d}Z^\top A$ sums over the examples. Forget to zero them and every step repeats all the old ones. `unitwise.train_by_unit` is this algorithm word by word. The loop below is the same in matrices.

# %%
X, T = datasets.sine(np.random.default_rng(1), n=30)
X, T = X.astype(np.float64), T.astype(np.float64)
layers = [ACTIVATIONS["tanh"], ACTIVATIONS["identity"]]


def first_weights(seed):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(8, 1)) * 2, rng.normal(size=(1, 8)) / 8**0.5], [rng.normal(size=8), np.zeros(1)]


def train(W, b, lr, epochs, tolerance=0.0, batch=None, rng=None):
    """Gradient descent in place; the loss of all examples after each epoch. batch=None takes all at once."""
    history = []
    while len(history) < epochs and (not history or history[-1] > tolerance):
        order = np.arange(len(X)) if rng is None else rng.permutation(len(X))
        for rows in np.split(order, range(batch or len(X), len(X), batch or len(X))):
            _, dWs, dbs = gradients(X[rows], T[rows], W, b, layers)
            for w, dw in zip((*W, *b), (*dWs, *dbs), strict=True):
                w -= lr * dw
        history.append(losses.mse(backprop.forward_pass(X, W, b, layers)[1][-1], T)[0])
    return history


by_unit = loops.train_by_unit(X, T, *first_weights(0), layers, lr=0.2, epochs=41)
in_matrices = train(*first_weights(0), lr=0.2, epochs=40)
gap = np.abs(np.array(by_unit[1:]) - in_matrices).max()
say(
    f"40 epochs, 30 examples: the loss falls from {by_unit[0]:.4f} to {in_matrices[-1]:.4f}. Loops and matrices agree (differences "
    f"{below(gap)}). UNICAMP's sum instead of the mean would need η = 0.2 / 30 = {0.2 / 30:.4f} for the very same steps."
)

# %% [markdown]
# **All examples or one?** Step 4 may stand outside the loop over the examples (full batch, one update an epoch) or inside (online, one update for each example, in random order). The price of an epoch is the same. **Predict first:** which one is ahead after 40 epochs, and by how much? Each gets a rate of its own, near the largest that held from all five starts.

# %%
epochs = 80
curves = {
    "full batch, η = 0.6": [train(*first_weights(s), 0.6, epochs) for s in range(5)],
    "ten at a time, η = 0.4": [
        train(*first_weights(s), 0.4, epochs, batch=10, rng=np.random.default_rng(s)) for s in range(5)
    ],
    "online, η = 0.1": [train(*first_weights(s), 0.1, epochs, batch=1, rng=np.random.default_rng(s)) for s in range(5)],
}
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.6)
for (name, runs), colour in zip(curves.items(), LINES, strict=False):
    runs = np.array(runs)
    ax.fill_between(range(1, epochs + 1), runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    ax.semilogy(range(1, epochs + 1), np.median(runs, axis=0), color=colour, label=name)
ax.axhline(0.1**2 / 2, color=GREY, linestyle=":", label="half the variance of the noise")
ax.set(title="More updates for the same work", xlabel="epoch (all see the same number of examples)", ylabel="loss")
ax.legend(frameon=False, fontsize=9)
plots.describe(
    fig,
    "Loss against epochs for full batch, batches of ten and online steps, median and range of five starts: the more "
    "updates an epoch, the faster it falls.",
)

# %%
for name, runs in curves.items():
    early, late = np.array(runs)[:, 39], np.array(runs)[:, -1]
    print(
        f"{name:24} loss after 40 epochs {np.median(early):.4f} ({early.min():.4f} to {early.max():.4f}), "
        f"after {epochs} {np.median(late):.4f} ({late.min():.4f} to {late.max():.4f})"
    )

# %% [markdown]
# An update after each example uses what it has just learnt. Thirty small, noisy steps take you further than one exact step, at the same price. But in NumPy thirty small matrix products take far longer than one large one; mini-batches are the compromise. Lecture 09 is about this.

# %% [markdown] topics="F17 O15"
# ## 13 · Wrong gradients that train all the same
#
# You might think a wrong gradient shows itself, because nothing is learnt. Test that thought. Five popular mistakes, each made on purpose, in a network 1-8-8-1 on the sine data above; each trained from five starts for 200 epochs, with the same rate. **Predict first:** which of them will the loss curve give away?

# %%
tanh, deep = ACTIVATIONS["tanh"], [ACTIVATIONS["tanh"], ACTIVATIONS["tanh"], ACTIVATIONS["identity"]]
FLAT = Activation(tanh.f, lambda z: np.ones_like(z))
AT_A = Activation(tanh.f, lambda z: tanh.grad(tanh.f(z)))


def wrong_gradients(kind, W, b, lr):
    """Gradients of the squared error with one mistake in them."""
    Zs, As = backprop.forward_pass(X, W, b, deep)
    dZ = backprop.output_delta(As[-1], T, deep[-1].grad(Zs[-1]))
    used, way_back = deep, W
    if kind == "no f′ in the hidden layers":
        used = [FLAT, FLAT, deep[-1]]
    if kind == "f′ taken at a":
        used = [AT_A, AT_A, deep[-1]]
    if kind == "1/N divided out twice":
        dZ = dZ / len(X)
    if kind == "weights updated on the way":
        dWs, _ = backprop.backward_pass(dZ, Zs, As, W, deep)
        way_back = [w - lr * dw for w, dw in zip(W, dWs, strict=True)]
    dWs, dbs = backprop.backward_pass(dZ, Zs, As, way_back, used)
    if kind == "biases forgotten":
        dbs = [0 * db for db in dbs]
    return dWs, dbs


def deep_weights(seed):
    rng = np.random.default_rng(seed)
    shapes = ((8, 1), (8, 8), (1, 8))
    return [rng.normal(size=s) / s[1] ** 0.5 for s in shapes], [0.5 * rng.normal(size=s[0]) for s in shapes]


def trial(kind, seed, lr=0.2, epochs=200):
    """Relative error of the first gradient against differences, and the loss after training on it."""
    W, b = deep_weights(seed)

    def loss_of(theta):
        return losses.mse(backprop.forward_pass(X, *unflat(theta, W, b), deep)[1][-1], T)[0]

    judged = gradcheck.numerical_gradient(loss_of, flat((*W, *b)))
    dWs, dbs = wrong_gradients(kind, W, b, lr)
    error = np.linalg.norm(flat((*dWs, *dbs)) - judged) / np.linalg.norm(judged)
    for _ in range(epochs):
        dWs, dbs = wrong_gradients(kind, W, b, lr)
        for w, dw in zip((*W, *b), (*dWs, *dbs), strict=True):
            w -= lr * dw
    return error, losses.mse(backprop.forward_pass(X, W, b, deep)[1][-1], T)[0]


kinds = [
    "none: the right gradient",
    "no f′ in the hidden layers",
    "f′ taken at a",
    "weights updated on the way",
    "biases forgotten",
    "1/N divided out twice",
]
rows = []
for kind in kinds:
    error, final = np.array([trial(kind, seed) for seed in range(5)]).T
    rows.append(
        [
            kind,
            below(error.max()) if error.max() < 1e-6 else f"{error.min():.2f} to {error.max():.2f}",
            f"{np.median(final):.4f}",
            f"{final.min():.4f} to {final.max():.4f}",
        ]
    )
table(["mistake", "relative error against differences", "median loss after 200 epochs", "range"], rows)
untrained = [losses.mse(backprop.forward_pass(X, *deep_weights(s), deep)[1][-1], T)[0] for s in range(5)]
say(f"Before training the loss is {np.median(untrained):.4f} ({min(untrained):.4f} to {max(untrained):.4f}).")

# %% [markdown]
# Every mistake here *trains*: the loss falls, a little or a lot, and without the first line you would not know what is possible. The differences give all of them away at once. So: **check gradients by differences, once, on a small network with all sizes different, smooth activations and float64.** A relative error of $10^{-7}$ or less is right; $10^{-2}$ is a bug.
#
# One more trap. To check a backward pass you must choose what comes back from the loss. All ones seems natural, and for softmax it is blind: the probabilities add up to 1 whatever happens, so the gradient along ones is zero, right or wrong. Use random numbers.

# %%
z = np.array([0.3, -1.2, 2.0])
J = losses.softmax_jacobian(z)
print("along ones:          ", (np.ones(3) @ J).round(15) + 0.0)
print("along random numbers:", (np.random.default_rng(0).normal(size=3) @ J).round(4))

# %% [markdown]
# ## 14 · On paper
#
# This one is read by a person. Write in the cell below, in LaTeX or as text.

# %% [markdown] manual="derive-softmax-squared" points=4
# **Softmax under squared error (4 points).** One example, $K$ classes, $p = \mathrm{softmax}(z)$, one-hot target $t$, and a pair that does *not* belong together: $L = \tfrac12 \sum_k (p_k - t_k)^2$.
#
# 1. Derive $\delta_i = \partial L / \partial z_i$. Name the rule used in each line. (Rule E does not hold here. Why?)
# 2. Write the result with vectors and matrices.
# 3. The network is certain and wrong: $p \approx (1, 0, \dots, 0)$ while $t = (0, 1, 0, \dots, 0)$. What is $\delta$, and what is it under cross-entropy? What follows for training?
#
# ### BEGIN SOLUTION
# **Model answer.**
#
# 1. Softmax mixes all logits: every $p_k$ depends on every $z_i$, so rule E fails and the chain rule must run over all $k$.
#
# $$\begin{aligned}
# \delta_i &= \sum_k \frac{\partial L}{\partial p_k} \frac{\partial p_k}{\partial z_i} && \text{rule C: } z_i \text{ acts through all } p_k \\
# &= \sum_k (p_k - t_k)\, \frac{\partial p_k}{\partial z_i} && \text{derivative of the square; } \tfrac12 \cdot 2 = 1 \\
# &= \sum_k (p_k - t_k)\, p_k (\Delta_{ik} - p_i) && \text{softmax Jacobian of lecture 04, } \Delta_{ik} = 1 \text{ if } i = k \text{ else } 0 \\
# &= (p_i - t_i)\, p_i - p_i \sum_k (p_k - t_k)\, p_k && \text{the sum with } \Delta_{ik} \text{ keeps } k = i;\ p_i \text{ does not depend on } k \\
# &= p_i \Big[ (p_i - t_i) - \sum_k p_k (p_k - t_k) \Big] && \text{factor out } p_i
# \end{aligned}$$
#
# 2. $\delta = J (p - t)$ with $J = \mathrm{diag}(p) - p\, p^\top$ (symmetric, so $J$ or $J^\top$); equally $\delta = p \odot \big[(p - t) - \big(p^\top (p - t)\big) \mathbf 1\big]$.
#
# 3. There $J \to 0$: its entries are $p_i (\Delta_{ik} - p_k)$, which vanish when $p$ is one-hot. So $\delta \to 0$ although the answer is as wrong as can be: the network is stuck. Under cross-entropy $\delta = p - t \to (1, -1, 0, \dots, 0)$: the largest signal exactly where it is needed. Hence the canonical pair.
#
# **Rubric.** 1 point: chain rule over all $k$, with the reason. 1 point: the Jacobian used correctly and the sum simplified to the bracket (or an equal form). 1 point: matrix form with consistent shapes. 1 point: $\delta \to 0$ here against $p - t$ for cross-entropy, and the consequence. A slip of sign that is carried through consistently costs half a point. A batch version with $1/N$ is fine.
# ### END SOLUTION

# %% [markdown]
# ## Recap
#
# The gradient of one loss with respect to all weights comes from a single walk backwards. Each unit carries $\delta = \partial L / \partial z$. At the output it is $(a - t) f'(z) / N$, or simply $(a - t)/N$ where loss and output belong together. In a hidden layer it is $f'(z_i) \sum_j \delta_j w_{ji}$, by the chain rule along all paths. A weight's gradient is the delta after it times the activity before it, summed over the examples; a bias's is the sum of deltas. In matrices: $\mathrm{d}W = \mathrm{d}Z^\top A$, $\mathrm{d}b$ the column sums, $\mathrm{d}Z_{r-1} = \mathrm{d}Z_r W_r \odot f'(Z_{r-1})$. It costs about twice the forward pass. Mistakes in it often train, so differences in float64 have the last word.
#
# ## Test yourself
#
# 1. Why is $\delta$ defined at $z$ and not at $a$?
#
# <details><summary>Answer</summary>
#
# At $z$ every neighbour is one simple step away: weights and bias enter $z$ linearly, so their gradients are $\delta_j a_i$ and $\delta_j$ with nothing more. Defined at $a$, each of them would need the factor $f'(z_j)$ again.
#
# </details>
#
# 2. All weights and biases of a network start at exactly 0, with tanh in the hidden layers. Which gradients are different from 0 in the first step?
#
# <details><summary>Answer</summary>
#
# All hidden activations are $\tanh 0 = 0$, so the last layer's weights get $\delta_j a_i = 0$, and the hidden deltas are $f' \sum_j \delta_j \cdot 0 = 0$. Only the biases of the output layer move.
#
# </details>
#
# 3. Your check by differences agrees to $10^{-9}$ for all weights except those of one ReLU unit, where it is off by half. What do you suspect?
#
# <details><summary>Answer</summary>
#
# That unit's $z$ lies within $\varepsilon$ of the kink for some example: one of the two points is on the flat side, so the quotient lies between 0 and the full slope, and is exactly half of it at $z = 0$. Move the inputs a little and check again.
#
# </details>
#
# 4. You double the batch by repeating every example. What happens to $\delta$, to $\mathrm{d}W$, and to the same quantities if the loss is a sum?
#
# <details><summary>Answer</summary>
#
# With the mean each $\delta$ halves, there are twice as many, and $\mathrm{d}W$ stays. With the sum each $\delta$ stays and $\mathrm{d}W$ doubles.
#
# </details>
#
# 5. A layer has 1,000 inputs and 10 units. How many multiplications does its backward pass take for one example, and how many if it is the first layer?
#
# <details><summary>Answer</summary>
#
# 10,000 for the weight gradients and 10,000 to carry the blame to the inputs, plus one for each slope. As the first layer only the 10,000 for the weights.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): the derivation with folded biases, the algorithm with accumulators, logistic and ReLU.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: empirical risk, delta errors, canonical links, pseudo-code, cost.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: local sensitivity, the layout of the weight gradient, the matrix form, the question about ReLU outputs.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: the update, the training loop, the chain unrolled to the first layer.
#
# Papers and books:
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating errors", *Nature* 323, 1986.
# - S. Linnainmaa, "Taylor expansion of the accumulated rounding error", *BIT Numerical Mathematics* 16, 1976: the same walk backwards through any computation, first in his thesis of 1970.
# - P. J. Werbos, *Beyond Regression: New Tools for Prediction and Analysis in the Behavioral Sciences*, PhD thesis, Harvard University, 1974.
# - A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd edition, SIAM 2008: why a gradient costs a small constant times the function.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, "Automatic differentiation in machine learning: a survey", *Journal of Machine Learning Research* 18, 2018.
# - B. A. Pearlmutter, "Fast exact multiplication by the Hessian", *Neural Computation* 6, 1994: the Hessian times a vector in $O(W)$.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer 2006, sections 4.3.6 (canonical links) and 5.3 (backpropagation).
