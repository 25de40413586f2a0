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
# A network for handwritten digits has a quarter of a million weights, and its loss is one number. Which way should each weight move, and how can you find out for all of them at once, at about the cost of running the network three times?
#
# **You will be able to**
# - derive the gradient of a loss with respect to every weight and bias of a network, from three rules of calculus;
# - compute a whole backward pass on paper, every number of it, for one example and for a batch;
# - write backpropagation twice, unit by unit and in matrices, and check with differences that both are right;
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
# | $r = 1, \dots, R$ | the layers; $R$ is the output layer, and $A_0 = X$ are the inputs |
# | $W_r$, $b_r$ | weights and biases of layer $r$; `W[r - 1]` in a Python list |
# | $Z_r$, $A_r$ | pre-activations and activations of layer $r$, one example per row |
# | $z_r$, $a_r$, $\delta_r$ | in sections 8 and 10: the vectors of layer $r$ for one example |
# | $\mathrm{d}W$, $\mathrm{d}Z$, … | $\partial L / \partial W$, $\partial L / \partial Z$, …, with the shape of $W$, $Z$, … |
#
# </details>
#
# **It takes** about three hours with all exercises and derivations, ninety minutes if you only read. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
from itertools import pairwise

import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, accuracy, backprop, datasets, explore, fit, gradcheck, loops, losses, plots
from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.palette import BLACK, BLUE, GREY, LINES, RED
from mlpkit.show import below, number, say, table

start("06")

# %% [markdown] topics="K11 O14"
# ## 1 · The question
#
# Collect all weights and biases of a network in one long list of numbers, $\theta$. On example $n$, with input $x_n$ and target $t_n$, the network has the loss $L_n(\theta)$. What you want to make small is the **empirical risk**, the mean of these losses over the $N$ examples that you have:
#
# $$L(\theta) = \frac1N \sum_{n=1}^{N} L_n(\theta).$$
#
# Gradient descent moves every number a little against its own partial derivative, with the learning rate $\eta > 0$:
#
# $$\theta_k \leftarrow \theta_k - \eta\, \frac{\partial L}{\partial \theta_k}.$$
#
# You may do this with the mean over all examples, with a single one, or with a few, and the formula is the same. So everything depends on $\partial L / \partial \theta_k$, and there is one for every $k$. How many are there in the network that will read digits in lecture 13?

# %%
sizes = [784, 256, 128, 10]
n_weights = n_parameters = 0
for n_in, n_out in pairwise(sizes):
    print(f"{n_in:4} → {n_out:3}: {n_out * n_in:7,} weights and {n_out:3} biases")
    n_weights += n_out * n_in
    n_parameters += n_out * n_in + n_out
say(f"Together **{n_parameters:,} partial derivatives**, for each single step of gradient descent.")

# %% [markdown]
# ## 2 · The slow way that needs no calculus
#
# A derivative is what the loss does when one number moves. So move it. With a small step $\varepsilon$, and $e_k$ for the vector that is 1 at $k$ and 0 elsewhere, the central difference of lecture 02 is
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
# For $x^3$ the third derivative is 6, so the error is exactly $\varepsilon^2$. A step to one side only would keep the term $\tfrac12 \varepsilon^2 f''$, and its error would shrink only like $\varepsilon$.
#
# **Predict first.** Smaller steps have smaller errors, so why not take $\varepsilon = 10^{-12}$? The cell measures the error for $f = e^x$ at $x = 1$.

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
best = steps[int(np.argmin(error["f in float64"]))]
say(
    f"The smallest error in float64, {number(min(error['f in float64']), '.1g')}, is at ε = {number(best, '.1g')}. "
    f"In float32 no step gives better than {number(min(error['f in float32']), '.1g')}."
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.6)
for name, values in error.items():
    ax.loglog(steps, np.maximum(values, 1e-16), marker="o", markersize=3, label=name)
ax.loglog(steps[20:], steps[20:] ** 2 / 6, "--", color=GREY, label="ε²/6")
ax.set(title="A large step errs by the formula, a small one by rounding", xlabel="step ε", ylabel="relative error")
ax.legend()
plots.describe(
    fig,
    "Relative error of the difference quotient against the step: it falls with the square of the step, then rises "
    "again where rounding takes over, much earlier in float32.",
)

# %% [markdown]
# On the right the formula errs, like $\varepsilon^2$. On the left rounding errs, because $f$ is known to about 16 digits only, and a difference of two nearly equal values loses most of them before it is divided by $\varepsilon$. The sum of both, $\varepsilon^2 + 10^{-16} / \varepsilon$, is smallest near $\varepsilon = 4 \cdot 10^{-6}$. In float32, with 7 digits, no step is good. **Gradient checks run in float64.**

# %% exercise="numerical_gradient"

# %% [markdown]
# **What usually goes wrong.** The array is stepped in place and never put back, so that the second entry is measured at another point. Or there is a kink between the two points: at $z = 0.000001$ a step of $10^{-5}$ straddles the corner of ReLU, and the quotient is neither of the two slopes.
#
# Now the price. One partial derivative takes two runs of the network, and one run takes at least one multiplication for every weight.

# %%
multiplications = 2 * n_parameters * n_weights * 60_000
runs = f"{n_parameters:,} \\cdot {n_weights:,}".replace(",", "{,}")
say(
    f"One step on all 60,000 digits would take $2 \\cdot {runs} \\cdot 60{{,}}000 \\approx "
    f"{multiplications / 1e15:.1f} \\cdot 10^{{15}}$ multiplications. A computer that does $10^{{10}}$ in a second needs "
    f"**{multiplications / 1e10 / 86400:.1f} days** for one step."
)

# %% [markdown]
# You will keep this function as a judge, for small networks. For learning you need all derivatives at once. Where does the slow way waste its work? It runs the whole network again for each weight, although most of what happens after that weight is the same for its neighbours.

# %% [markdown] topics="K12 F16"
# ## 3 · One chain, as a graph
#
# Here is the smallest network with a hidden layer. It has one input, one hidden unit with ReLU, one linear output and the squared error:
#
# $$z_1 = w_1 x + b_1, \qquad a_1 = \max(0, z_1), \qquad y = w_2 a_1 + b_2, \qquad L = \tfrac12 (y - t)^2.$$
#
# Take $x = 2$, $w_1 = 0.5$, $b_1 = 0$, $w_2 = 3$, $b_2 = -1$ and the target $t = 5$. **Forward:**
#
# $$z_1 = 0.5 \cdot 2 + 0 = 1, \qquad a_1 = 1, \qquad y = 3 \cdot 1 - 1 = 2, \qquad L = \tfrac12 (2 - 5)^2 = 4.5.$$
#
# **Backward:** start at the loss, and ask of each quantity how the loss would change if it grew. Each answer is an earlier one times one more link of the chain rule:
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
# There are seven derivatives. After the first, each is one multiplication away from one above it, and no number is computed twice: the $-3$ at $y$ serves three times, the $-9$ at $z_1$ twice. That is the whole idea of **backpropagation**: walk from the loss to the input, and carry along the one number that everything further back needs.
#
# Draw each operation as a circle and each number as an arrow between circles, and you have a **computational graph**. The picture shows both walks in it. Above each arrow stands the value on the way forward, below it the derivative of the loss with respect to that value. (Beside the arrows that come from above: the value at the left, the derivative at the right. The target has none, because nobody changes it.)

# %%
theta = np.array([0.5, 0.0, 3.0, -1.0])


def chain(theta, x=2.0, t=5.0):
    """The loss of the small network."""
    w1, b1, w2, b2 = theta
    return 0.5 * (w2 * max(0.0, w1 * x + b1) + b2 - t) ** 2


print("loss                     ", chain(theta))
print("loss with w₁ = 0.51      ", round(chain(theta + np.array([0.01, 0, 0, 0])), 4))
print("differences, w₁ b₁ w₂ b₂ ", gradcheck.numerical_gradient(chain, theta).round(6))

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=9.5, height=2.7)
gates = ["×", "+", "max\n0", "×", "+", "½(y−t)²"]
along = [
    ("$x$", 2, -4.5),
    ("", 1, -9),
    ("$z_1$", 1, -9),
    ("$a_1$", 1, -9),
    ("", 3, -3),
    ("$y$", 2, -3),
    ("$L$", 4.5, 1),
]
from_above = {
    0: ("$w_1$", 0.5, -18),
    1: ("$b_1$", 0, -9),
    3: ("$w_2$", 3, -3),
    4: ("$b_2$", -1, -3),
    5: ("$t$", 5, None),
}
for k, gate in enumerate(gates):
    ax.text(
        1.5 * k, 0, gate, ha="center", va="center", fontsize=12,
        bbox={"boxstyle": "circle,pad=0.35", "facecolor": "white", "edgecolor": BLACK},
    )  # fmt: skip
arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 0, "shrinkB": 0}
for k, (name, value, slope) in enumerate(along):
    ax.annotate("", (1.5 * k - 0.38, 0), (1.5 * k - 1.12, 0), arrowprops=arrow)
    ax.text(1.5 * k - 0.75, 0.1, f"{name} {value:g}".strip(), ha="center", va="bottom", color=BLUE, fontsize=10)
    ax.text(1.5 * k - 0.75, -0.1, number(slope, "g"), ha="center", va="top", color=RED, fontsize=10)
for k, (name, value, slope) in from_above.items():
    ax.annotate("", (1.5 * k, 0.38), (1.5 * k, 1.0), arrowprops=arrow)
    ax.text(1.5 * k - 0.06, 0.75, f"{name} {number(value, 'g')}", ha="right", va="center", color=BLUE, fontsize=10)
    if slope is not None:
        ax.text(1.5 * k + 0.06, 0.75, number(slope, "g"), ha="left", va="center", color=RED, fontsize=10)
ax.set(xlim=(-1.3, 9.1), ylim=(-0.5, 1.2), title="Values go forward (blue), derivatives of the loss come back (orange)")
ax.set_axis_off()
plots.describe(
    fig,
    "The small network as a graph of six operations: times, plus, maximum with 0, times, plus, half the squared "
    "difference. Values above the arrows lead to the loss 4.5; derivatives below them run from 1 at the loss back to minus 18 at the first "
    "weight.",
)

# %% [markdown]
# If $w_1$ grows by $0.01$, the loss should fall by about $0.18$, and it does.

# %% [markdown] topics="K12 O16"
# ## 4 · What each operation does with a gradient
#
# The graph has a great advantage. Each operation, or *gate*, needs to know only two things on the way back: the derivative of the loss with respect to its own output, which arrives from the right and is called the **upstream gradient**, and the derivative of its own operation, the *local* one. It multiplies the two and hands the product on. It need not know what the rest of the network does.
#
# A network of ReLU units needs four gates. **Predict first.** The inputs 3 and −4 meet in a plus, in a product, and in a maximum, and each time the upstream gradient is 2. What do the two inputs get? Then look at the orange numbers at the left of each gate.

# %% drawing=true
fig, axes = plots.panels(1, 4, width=2.6, height=2.3)
pictures = [
    ("+", "Plus distributes", (3, -4), -1, 2, (2, 2)),
    ("×", "Times swaps", (3, -4), -12, 2, (-8, 6)),
    ("max", "Maximum routes", (3, -4), 3, 2, (2, 0)),
]
arrow = {"arrowstyle": "-|>", "color": GREY}
for ax, (gate, title, inputs, output, upstream, back) in zip(axes, pictures, strict=False):
    ax.text(0, 0, gate, ha="center", va="center", bbox={"boxstyle": "circle,pad=0.4", "facecolor": "white"})
    for y, value, slope in zip((0.7, -0.7), inputs, back, strict=True):
        ax.annotate("", (-0.25, 0.15 * y), (-1.2, y), arrowprops=arrow)
        ax.text(-0.85, 0.75 * y + 0.17, number(value, "g"), ha="center", va="bottom", color=BLUE)
        ax.text(-0.55, 0.5 * y - 0.17, number(slope, "g"), ha="center", va="top", color=RED)
    ax.annotate("", (1.2, 0), (0.3, 0), arrowprops=arrow)
    ax.text(0.75, 0.08, number(output, "g"), ha="center", va="bottom", color=BLUE)
    ax.text(0.75, -0.08, number(upstream, "g"), ha="center", va="top", color=RED)
    ax.set_title(title)
fork = axes[3]
fork.plot([0], [0], "o", color=BLACK)
fork.annotate("", (-0.05, 0), (-1.2, 0), arrowprops=arrow)
fork.text(-0.65, 0.08, "3", ha="center", va="bottom", color=BLUE)
fork.text(-0.65, -0.08, number(2 - 5, "g"), ha="center", va="top", color=RED)
for y, upstream in ((0.7, 2), (-0.7, -5)):
    fork.annotate("", (1.2, y), (0.05, 0.03 * y), arrowprops=arrow)
    fork.text(0.55, 0.42 * y + 0.17, "3", ha="center", va="bottom", color=BLUE)
    fork.text(0.85, 0.65 * y - 0.17, number(upstream, "g"), ha="center", va="top", color=RED)
fork.set_title("A fork adds up")
for ax in axes:
    ax.set(xlim=(-1.4, 1.4), ylim=(-1.15, 1.15))
    ax.set_axis_off()
plots.describe(
    fig,
    "Four gates with values and derivatives. Plus gives both inputs the upstream gradient 2; times gives 3 the value minus "
    "8 and minus 4 the value 6; the maximum gives the larger input 2 and the other 0; a fork adds 2 and minus 5 to minus 3.",
)

# %% [markdown]
# - **Plus distributes.** Both inputs get the upstream gradient as it is, because $\partial (u + v) / \partial u = 1$.
# - **Times swaps.** Each input gets the upstream gradient times the *other* input, because $\partial (u v) / \partial u = v$.
# - **The maximum routes.** The larger input gets everything, the other nothing. ReLU is $\max(0, z)$: it lets the gradient through or stops it, and never changes its size.
# - **A fork adds up.** A value that is used in two places acts on the loss along both paths, and the gradients of both come together.
#
# The last one is the chain rule with several intermediate variables, which you met in lecture 04. In a network every hidden unit is such a fork, because it feeds all units of the next layer.
#
# **Play.** Below is the loss of one linear unit as a graph. Step through both passes, and then type `relu(w*x) + w**2`, in which $w$ is used twice. What arrives at $w$?

# %%
explore.graph()

# %% [markdown]
# The sum of both paths arrives there, $x$ through the product (if the ReLU is open) and $2w$ through the square.
#
# **Why backward?** The chain rule is a product of derivatives, and a product may be computed from either end. From the input forward, **forward mode** carries the derivatives of everything with respect to *one* weight, so it needs a walk for each weight. From the loss backward, **reverse mode** carries the derivatives of *one* loss with respect to everything, so a single walk is enough. A network has many weights and one loss, and therefore one goes backward. Programs that build such a graph while they compute, and then walk it back, do **automatic differentiation**; you will write one in lecture 07.

# %% [markdown] topics="K12 F16 H18 H20 O16"
# ## 5 · The number to carry: δ
#
# A network with thousands of gates is easier to handle layer by layer. Number the units of one layer by $i$ and those of the next by $j$. As in lecture 05,
#
# $$z_j = \sum_i w_{ji} a_i + b_j, \qquad a_j = f(z_j),$$
#
# where $w_{ji}$ leads *to* unit $j$ *from* unit $i$. The gates of the last section become three rules.
#
# - **Rule C, the chain rule along all paths.** If $L$ depends on $u$ only through $v_1, \dots, v_m$, then $\dfrac{\partial L}{\partial u} = \sum_{j=1}^m \dfrac{\partial L}{\partial v_j} \dfrac{\partial v_j}{\partial u}$. (The fork.)
# - **Rule S, the derivative of the sum.** $\dfrac{\partial z_j}{\partial w_{ji}} = a_i$, $\quad \dfrac{\partial z_j}{\partial b_j} = 1$, $\quad \dfrac{\partial z_j}{\partial a_i} = w_{ji}$, and the $z$ of another unit does not contain $w_{ji}$ or $b_j$ at all. (Times and plus.)
# - **Rule E, entry by entry.** $\dfrac{\partial a_j}{\partial z_j} = f'(z_j)$, and $a_j$ does not depend on the $z$ of any other unit of its layer. (The activation function.)
#
# The number that is worth carrying sits between the sum and the activation function, at the pre-activation. It is the delta of lecture 04, also called the **error signal**:
#
# $$\boxed{\ \delta_j = \frac{\partial L}{\partial z_j}\ }$$
#
# In code it is `dZ`, with one row for each example.
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
# The $1/N$ of the mean enters here, *once*. Whatever is computed from $\delta$ further back inherits it.
#
# **By hand.** A logistic output gives $a = 0.8$ where the target is $t = 1$, in a batch of $N = 2$. The logistic has $f' = a(1 - a) = 0.16$, so $\delta = (0.8 - 1) \cdot 0.16 / 2 = -0.016$. It is negative because the loss falls if $z$ grows.
#
# For a linear output $f' = 1$ and $\delta = (y - t)/N$. For softmax with cross-entropy, lecture 04 derived $\delta = (p - t)/N$, and there is no $f'$ either. Section 13 shows why.

# **Derive it yourself.** Take the logistic, and end in a form that needs the outputs alone. As in lecture 04, one `=` per line; capital letters are matrices, `Z[n, k]` is an entry.

# %% exercise="output_delta_derivation"

# %% exercise="output_delta"

# %% [markdown] topics="K12 F16 O16 H20 H21"
# ## 6 · From δ to weights and biases
#
# Let $\delta_{nj}$ be known for a layer, at the output or anywhere else. The weight $w_{ji}$ acts on the loss through $z_{nj}$, for every example $n$, and through nothing else:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_{ji}} &= \sum_n \frac{\partial L}{\partial z_{nj}} \frac{\partial z_{nj}}{\partial w_{ji}} = \sum_n \delta_{nj}\, a_{ni} && \text{rule C over the examples, then rule S} \\
# \frac{\partial L}{\partial b_j} &= \sum_n \frac{\partial L}{\partial z_{nj}} \frac{\partial z_{nj}}{\partial b_j} = \sum_n \delta_{nj} && \text{the same, with } \partial z_j / \partial b_j = 1
# \end{aligned}$$
#
# Read the first line aloud: **the gradient of a weight is what went wrong after it, times what came in before it.** A weight whose input was 0 gets no blame. A bias is a weight whose input is always 1.
#
# **By hand.** Two examples, one unit, two inputs. With $\delta = (0.5, -1)$ and the inputs $(2, 0)$ and $(1, 3)$:
#
# $$\frac{\partial L}{\partial w} = 0.5 \cdot (2, 0) + (-1) \cdot (1, 3) = (0, -3), \qquad \frac{\partial L}{\partial b} = 0.5 - 1 = -0.5.$$
#
# **Layout.** All $\partial L / \partial w_{ji}$ of a layer make a matrix $\mathrm{d}W$ with the shape of $W$: row $j$, column $i$. Then the update is $W \leftarrow W - \eta\, \mathrm{d}W$, entry by entry. (Some books lay out derivatives the other way round, and their formulas come out transposed.)
#
# **Predict first.** `dZ` is $(N, n_\text{out})$ and `A` is $(N, n_\text{in})$. Which product of the two, if any, has the shape $(n_\text{out}, n_\text{in})$ and sums over $n$? Decide before you write.

# %% exercise="weight_gradient"

# %% exercise="bias_gradient"

# %% [markdown]
# **What usually goes wrong.** The mean is taken twice, because $\delta$ carries $1/N$ already and then `mean` is called in place of a sum. The gradient is too small by a factor of $N$, training only looks slow, and nobody searches for the reason. The second trap is square layers: with $n_\text{in} = n_\text{out}$ a transposed $\mathrm{d}W$ has the right shape. Test with sizes that all differ.

# %% [markdown] topics="F16 K12 K15 H20"
# ## 7 · Through a hidden layer
#
# At the output a target tells what is wrong. A hidden unit has no target. Its blame comes from the units that it feeds, from all of them:
#
# $$\begin{aligned}
# \text{1.}\quad \delta_i &= \frac{\partial L}{\partial z_i} && \text{definition} \\
# \text{2.}\quad &= \frac{\partial L}{\partial a_i} \cdot f'(z_i) && \text{rules C and E: } z_i \text{ acts through } a_i \text{ alone} \\
# \text{3.}\quad &= f'(z_i) \sum_j \frac{\partial L}{\partial z_j} \frac{\partial z_j}{\partial a_i} && \text{rule C: } a_i \text{ acts through every unit } j \text{ of the next layer} \\
# \text{4.}\quad &= f'(z_i) \sum_j \delta_j\, w_{ji} && \text{definition of } \delta_j \text{ and rule S}
# \end{aligned}$$
#
# In step 3 the sum must run over *all* $j$, because $a_i$ is a fork, and whoever forgets a unit forgets a path. The formula holds for every example by itself, so each row of `dZ` goes back alone.
#
# Compare it with the forward pass. There $z_j = \sum_i w_{ji} a_i + b_j$ sums over the *second* index of $w$, here $\sum_j \delta_j w_{ji}$ sums over the *first*. **The error signal runs through the same weights as the activations, from the other end.**
#
# **By hand.** A hidden unit feeds two units, with weights $3$ and $1$. Their deltas are $1$ and $2$, and its own slope is $f'(z_i) = 0.5$. Then $\delta_i = 0.5 \cdot (1 \cdot 3 + 2 \cdot 1) = 2.5$.

# %% [markdown] topics="F18"
# ### With your favourite activation
#
# Only $f'$ changes. With $\mathrm{d}a_i = \sum_j \delta_j w_{ji}$ for the upstream gradient of the unit:
#
# | hidden activation | slope $f'(z_i)$ | carried back, $\delta_i$ |
# | --- | --- | --- |
# | identity | $1$ | $\mathrm{d}a_i$ |
# | ReLU | $1$ if $z_i > 0$, else $0$ | $\mathrm{d}a_i$ if $z_i > 0$, else $0$ |
# | logistic with steepness $\beta$ | $\beta\, a_i (1 - a_i)$ | $\beta\, a_i (1 - a_i)\, \mathrm{d}a_i$ |
# | tanh | $1 - a_i^2$ | $(1 - a_i^2)\, \mathrm{d}a_i$ |
#
# The logistic with $\beta = 1$ lets at most a quarter through, at $a_i = \tfrac12$. For logistic and tanh the slope comes from $a_i$, which the forward pass has cached. At $z = 0$, where ReLU has no derivative, this course uses 0 as its slope.

# **Derive it yourself.** Take tanh. The next layer has the pre-activations $\sum_i w_{ji} \tanh(z_i) + b_j$ and its deltas, $g_j$ here. By rule C, hold the $g_j$ fixed and differentiate the sum of $g_j$ times pre-activation $j$.

# %% exercise="hidden_delta_derivation"

# %% exercise="hidden_delta"

# %% [markdown] topics="F16 F18 K15 O16"
# ## 8 · A whole network, every number by hand
#
# Two inputs, three hidden units with ReLU, two linear outputs, one example, squared error. Layers are counted from 1, and the inputs are $A_0$. In Python lists layer $r$ stands at index $r - 1$, so that $W_1$ is `W[0]`; the list of activations begins with the input, so that $A_r$ is `As[r]`.
#
# $$\begin{aligned}
# x &= \begin{pmatrix} 1 \\ 2 \end{pmatrix},\quad & W_1 &= \begin{pmatrix} 1 & 0.5 \\ -1 & 1 \\ 0.5 & -1 \end{pmatrix},\quad & b_1 &= \begin{pmatrix} 0 \\ 0.5 \\ 0.5 \end{pmatrix}, \\
# t &= \begin{pmatrix} 2 \\ 1.5 \end{pmatrix}, & W_2 &= \begin{pmatrix} 1 & -1 & 2 \\ 0.5 & 1 & -1 \end{pmatrix}, & b_2 &= \begin{pmatrix} 0.5 \\ -0.5 \end{pmatrix}.
# \end{aligned}$$
#
# **Forward, hidden layer.**
#
# $$z_1 = \begin{pmatrix} 1 \cdot 1 + 0.5 \cdot 2 + 0 \\ -1 \cdot 1 + 1 \cdot 2 + 0.5 \\ 0.5 \cdot 1 - 1 \cdot 2 + 0.5 \end{pmatrix} = \begin{pmatrix} 2 \\ 1.5 \\ -1 \end{pmatrix}, \qquad a_1 = \begin{pmatrix} 2 \\ 1.5 \\ 0 \end{pmatrix}, \qquad f'(z_1) = \begin{pmatrix} 1 \\ 1 \\ 0 \end{pmatrix}.$$
#
# **Forward, output.** $y = \begin{pmatrix} 1 \cdot 2 - 1 \cdot 1.5 + 2 \cdot 0 + 0.5 \\ 0.5 \cdot 2 + 1 \cdot 1.5 - 1 \cdot 0 - 0.5 \end{pmatrix} = \begin{pmatrix} 1 \\ 2 \end{pmatrix}$, and $L = \tfrac12 \left( (-1)^2 + 0.5^2 \right) = 0.625$.
#
# **Backward, output.** $\delta_2 = y - t = (-1,\ 0.5)$: the first output is too small, the second too large. Then
#
# $$\mathrm{d}W_2 = \begin{pmatrix} -1 \cdot 2 & -1 \cdot 1.5 & -1 \cdot 0 \\ 0.5 \cdot 2 & 0.5 \cdot 1.5 & 0.5 \cdot 0 \end{pmatrix} = \begin{pmatrix} -2 & -1.5 & 0 \\ 1 & 0.75 & 0 \end{pmatrix}, \qquad \mathrm{d}b_2 = \begin{pmatrix} -1 \\ 0.5 \end{pmatrix}.$$
#
# **Backward, hidden layer.** The upstream gradient of each hidden unit, column by column of $W_2$, times its slope ($\odot$ multiplies entry by entry):
#
# $$\delta_1 = \begin{pmatrix} (-1) \cdot 1 + 0.5 \cdot 0.5 \\ (-1) \cdot (-1) + 0.5 \cdot 1 \\ (-1) \cdot 2 + 0.5 \cdot (-1) \end{pmatrix} \odot \begin{pmatrix} 1 \\ 1 \\ 0 \end{pmatrix} = \begin{pmatrix} -0.75 \\ 1.5 \\ 0 \end{pmatrix},$$
#
# $$\mathrm{d}W_1 = \begin{pmatrix} -0.75 & -1.5 \\ 1.5 & 3 \\ 0 & 0 \end{pmatrix}, \qquad \mathrm{d}b_1 = \begin{pmatrix} -0.75 \\ 1.5 \\ 0 \end{pmatrix}.$$
#
# The third unit would have received $-2.5$, the most of all. But its gate is closed, so its weights get a whole row of zeros. Here is the same network in the library:

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
for name, value in (("z₁", Zs[0]), ("a₁", As[1]), ("y", As[2]), ("loss", loss), ("δ₂", dY), ("δ₁", dbs[0])):
    print(f"{name:5}", np.squeeze(value))
for name, value in (("dW₂", dWs[1]), ("dW₁", dWs[0])):
    print(f"{name:5}", str(value).replace("\n", "\n" + " " * 6))

# %% drawing=true
places = [[(0, 0.6), (0, -0.6)], [(1.6, 1.1), (1.6, 0), (1.6, -1.1)], [(3.2, 0.6), (3.2, -0.6)]]
forward = [
    [f"x = {v:g}" for v in x[0]],
    [f"z = {number(z, 'g')}\na = {a:g}" for z, a in zip(Zs[0][0], As[1][0], strict=True)],
    [f"y = {y:g}\nt = {goal:g}" for y, goal in zip(As[2][0], t[0], strict=True)],
]
backward = [forward[0], *([f"δ = {number(d, 'g')}" for d in delta] for delta in dbs)]


def draw_network(ax, texts, colour):
    """The units of the network with these texts in them."""
    for column, words in zip(places, texts, strict=True):
        for place, word in zip(column, words, strict=True):
            shade = GREY if word.startswith("x") and colour == RED else colour
            ax.scatter(*place, s=2900, color="white", edgecolors=shade, linewidths=1.5, zorder=2)
            ax.text(*place, word, ha="center", va="center", fontsize=9, color=shade, zorder=3)
    ax.set(xlim=(-0.5, 3.7), ylim=(-1.6, 1.6))
    ax.set_axis_off()


def connect(ax, start, end, label, where, **style):
    """An arrow from one unit to another, with a label at the fraction `where` of its length."""
    (x0, y0), (x1, y1) = start, end
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "shrinkA": 27, "shrinkB": 27, **style})
    ax.text(
        x0 + where * (x1 - x0), y0 + where * (y1 - y0), label, ha="center", va="center", fontsize=9,
        color=style["color"], bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


fig, (left, right) = plots.panels(1, 2, width=5.4, height=3.8)
for r in (1, 2):
    for (j, i), weight in np.ndenumerate(W[r - 1]):
        connect(left, places[r - 1][i], places[r][j], number(weight, "g"), 0.29, color=BLUE, linewidth=1)
        if r == 2:
            back = dbs[1][j] * weight
            connect(
                right, places[2][j], places[1][i], number(back, "g"), 0.29, color=RED, linewidth=0.6 + 1.4 * abs(back)
            )
draw_network(left, forward, BLUE)
draw_network(right, backward, RED)
left.set_title("Forward: weights carry activations")
right.set_title("Backward: the same weights carry δ · w")
plots.describe(
    fig,
    "Left, the network with its weights on arrows from left to right and activations in the units. Right, arrows from "
    "the outputs back to the hidden units, as thick as the product of delta and weight that they carry; deltas in the "
    "units are minus 1 and 0.5 at the outputs, minus 0.75, 1.5 and 0 in the hidden layer.",
)

# %% [markdown]
# **Predict first.** Take one step with $\eta = 0.01$. To first order the loss changes by $\Delta L \approx \sum_k \frac{\partial L}{\partial \theta_k} \cdot \big( -\eta \frac{\partial L}{\partial \theta_k} \big)$, that is, by $-\eta$ times the sum of all squared derivatives. Add up the squares from above, then run.

# %% exercise="first_step_prediction"

# %%
eta = 0.01
squared = sum(float(np.sum(g**2)) for g in (*dWs, *dbs))
moved = [w - eta * g for w, g in zip(W, dWs, strict=True)], [c - eta * g for c, g in zip(b, dbs, strict=True)]
_, after = backprop.forward_pass(x, *moved, [ACTIVATIONS["relu"], ACTIVATIONS["identity"]])
say(
    f"The squares add up to {squared:.4f}, so the loss should fall by about {eta * squared:.3f}. It falls from {loss:.4f} "
    f"to {losses.mse(after[-1], t)[0]:.4f}, by {loss - losses.mse(after[-1], t)[0]:.3f}. The slope changes on the way."
)
reveal("first_step_prediction", loss - losses.mse(after[-1], t)[0])

# %% [markdown] topics="F18"
# **The same network with the logistic.** Change one word, and every unit is active and gets a delta:

# %%
Zs, As, dY, dWs, dbs = by_hand("sigmoid")
rows = []
for i in range(3):
    z, a = Zs[0][0, i], As[1][0, i]
    upstream = dbs[0][i] / (a * (1 - a))
    rows.append([str(i + 1), number(z), *(number(v, ".4f") for v in (a, a * (1 - a), upstream, dbs[0][i]))])
say(f"The output deltas are {', '.join(number(d, '.4f') for d in dY[0])}, and in the hidden layer:")
table(["unit", "z", "a", "f′ = a(1 − a)", "upstream gradient", "δ"], rows)

# %% [markdown] topics="K15 F18"
# **Play.** Below is a network of the same shape, with other weights. Step through both passes; change a weight or a target, and watch what follows from it and what does not. Then try `relu`, find a weight that silences a unit, and look at its row of gradients. (To run it on your own rules: `explore.backprop_stepper(student={"hidden_delta": hidden_delta})`.)

# %%
explore.backprop_stepper(step=5)

# %% [markdown] topics="K16 F17 K21"
# ## 9 · The algorithm, unit by unit
#
# Here is the backward pass as one writes it without matrices, one unit after another, for a single example. It needs the $z$ and $a$ of every unit, so the forward pass runs first and caches them.
#
# > **Backward pass.** Given: $\partial L / \partial a_k$ for every output unit $k$; all $z$ and $a$; all weights.
# >
# > 1. For every output unit $k$: $\ \delta_k = \frac{\partial L}{\partial a_k}\, f'(z_k)$.
# > 2. For every hidden layer $r = R - 1, \dots, 1$, and in it for every unit $i$: $\ \delta_i = f'(z_i) \sum_j \delta_j w_{ji}$, with $j$ over the units of layer $r + 1$.
# > 3. For every weight and every bias: $\ \partial L / \partial w_{ji} = \delta_j a_i$ and $\ \partial L / \partial b_j = \delta_j$. The step of gradient descent is then $\Delta w_{ji} = -\eta\, \delta_j a_i$.
#
# The order in step 2 is forced, because $\delta_i$ needs all $\delta_j$ of the layer after it. Step 1 leaves the loss open. For the squared error, $\partial L / \partial a_k = a_k - t_k$; here there is one example and no $1/N$.
#
# **By hand.** For the network of section 8 with ReLU, the derivatives of the biases, which are the deltas, are the two arrays $(-0.75, 1.5, 0)$ and $(-1, 0.5)$.

# %% exercise="backward_by_unit"

# %% [markdown]
# **What usually goes wrong.** A sum is not set back to 0 for the next unit. The slope is taken at $a_i$, although $f'$ wants $z_i$. Or weights are updated on the way, before the layer below has used them: update only when all deltas are known.

# %% [markdown] topics="H20 H21 O16 K15"
# ## 10 · The same in matrices
#
# Loops over units are slow in Python. But sums over a shared index are matrix products, by definition:
#
# - **Rule M.** $\displaystyle (P\,Q)_{ni} = \sum_j P_{nj}\, Q_{ji}$, and because $(P^\top)_{jn} = P_{nj}$, also $\displaystyle (P^\top Q)_{ji} = \sum_n P_{nj}\, Q_{ni}$.
#
# **Derive it yourself.** Go from the indexed form of the weight gradient to a matrix product. Here $D$ are the deltas of all examples and $A$ their inputs. As in section 7, hold $D$ fixed and differentiate the sum of $D$ times $A W^\top$, entry by entry (the bias does not contain $w_{ji}$).

# %% exercise="weight_gradient_derivation"

# %% [markdown] topics="H20 H21 O16 K15"
# Put all examples in rows, $\mathrm{d}Z_{nj} = \delta_{nj}$. Forward, $Z_r = A_{r-1} W_r^\top + b_r$ and $A_r = f_r(Z_r)$. Backward:
#
# | gradient | indexed | with rule M |
# | --- | --- | --- |
# | weights | $\partial L / \partial w_{ji} = \sum_n \delta_{nj} a_{ni}$ | $\mathrm{d}W_r = \mathrm{d}Z_r^\top A_{r-1}$ |
# | biases | $\partial L / \partial b_j = \sum_n \delta_{nj}$ | $\mathrm{d}b_r = \mathrm{d}Z_r^\top \mathbf 1$ |
# | back through the sum | $\partial L / \partial a_{ni} = \sum_j \delta_{nj} w_{ji}$ | $\mathrm{d}A_{r-1} = \mathrm{d}Z_r W_r$ |
# | back through the activation | $\delta_{ni} = f'(z_{ni})\, \partial L / \partial a_{ni}$ | $\mathrm{d}Z_{r-1} = \mathrm{d}A_{r-1} \odot f_{r-1}'(Z_{r-1})$ |
#
# The shapes check themselves: $(n_r, N)(N, n_{r-1})$ for the weights, $(N, n_r)(n_r, n_{r-1})$ for the way back. **If you remember nothing else, let the shapes rebuild the formulas.** Where an example is a column instead of a row, all data matrices are transposed, $W$ and $\mathrm{d}W$ are not: for one example $\mathrm{d}W = \delta\, a^\top$.
#
# **By hand, with two examples.** The network of section 8 gets a second example, $x = (2, 0)$ with target $(4.5, 0)$. It has $z_1 = (2, -1.5, 1.5)$, so now the second unit is silent, $a_1 = (2, 0, 1.5)$ and $y = (5.5, -1)$. The errors of the two examples are $(-1, 0.5)$ and $(1, -1)$, and each carries $\tfrac1N = \tfrac12$:
#
# $$\mathrm{d}Z_2 = \begin{pmatrix} -0.5 & 0.25 \\ 0.5 & -0.5 \end{pmatrix}, \quad A_1 = \begin{pmatrix} 2 & 1.5 & 0 \\ 2 & 0 & 1.5 \end{pmatrix}, \quad \text{so}$$
#
# $$\mathrm{d}W_2 = \mathrm{d}Z_2^\top A_1 = \begin{pmatrix} 0 & -0.75 & 0.75 \\ -0.5 & 0.375 & -0.75 \end{pmatrix}, \quad \mathrm{d}b_2 = \mathrm{d}Z_2^\top \mathbf 1 = \begin{pmatrix} 0 \\ -0.25 \end{pmatrix}.$$
#
# The upper left entry is 0 because the two examples disagree: $-0.5 \cdot 2 + 0.5 \cdot 2$. Further back,
#
# $$\mathrm{d}A_1 = \mathrm{d}Z_2 W_2 = \begin{pmatrix} -0.375 & 0.75 & -1.25 \\ 0.25 & -1 & 1.5 \end{pmatrix}, \quad \mathrm{d}Z_1 = \begin{pmatrix} -0.375 & 0.75 & 0 \\ 0.25 & 0 & 1.5 \end{pmatrix},$$
#
# $$\mathrm{d}W_1 = \mathrm{d}Z_1^\top X = \begin{pmatrix} 0.125 & -0.75 \\ 0.75 & 1.5 \\ 3 & 0 \end{pmatrix}.$$
#
# The two examples close different gates, so the second unit learns from the first example and the third from the second.

# %%
two_X, two_T = np.array([[1.0, 2.0], [2.0, 0.0]]), np.array([[2.0, 1.5], [4.5, 0.0]])
layers = [ACTIVATIONS["relu"], ACTIVATIONS["identity"]]
Zs, As = backprop.forward_pass(two_X, W, b, layers)
dWs, dbs = backprop.backward_pass(backprop.output_delta(As[2], two_T, np.ones_like(two_T)), Zs, As, W, layers)
for name, value in (("dW₂", dWs[1]), ("db₂", dbs[1]), ("dW₁", dWs[0]), ("db₁", dbs[0])):
    print(f"{name:5}", str(value).replace("\n", "\n" + " " * 6))

# %% [markdown]
# You have written all the pieces. What is missing is the walk. (If one is not ready: `backprop.weight_gradient`, `backprop.bias_gradient`, `backprop.hidden_delta`, as the first cell says.)

# %% exercise="backward_pass"

# %% [markdown]
# Does it agree with the judge of section 2, and with the loops of section 9, example by example? The cell takes a network of three layers with three different activations and seven examples, and moves every weight and bias both ways.

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
    """All entries of some arrays in one long vector."""
    return np.concatenate([np.ravel(a) for a in arrays])


def unflat(theta, W, b):
    """Arrays shaped like W and b, filled from one long vector."""
    ends = np.cumsum([w.size for w in (*W, *b)])[:-1]
    parts = [p.reshape(w.shape) for p, w in zip(np.split(theta, ends), (*W, *b), strict=True)]
    return parts[: len(W)], parts[len(W) :]


def loss_at(theta):
    """The loss of the network with these weights and biases."""
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
# Follow one example through three layers and substitute each delta into the one before. With deltas as columns, and $\operatorname{diag}(f_r')$ for the diagonal matrix of the slopes of layer $r$:
#
# $$\begin{aligned}
# \delta_3 &= \operatorname{diag}(f_3')\, (a_3 - t) && \text{output, } N = 1 \\
# \delta_2 &= \operatorname{diag}(f_2')\, W_3^\top \delta_3 && \text{section 7: } \textstyle\sum_j \delta_j w_{ji} = (W^\top \delta)_i \\
# \delta_1 &= \operatorname{diag}(f_1')\, W_2^\top \operatorname{diag}(f_2')\, W_3^\top \operatorname{diag}(f_3')\, (a_3 - t) && \text{the same again, and substitute} \\
# \mathrm{d}W_1 &= \delta_1\, x^\top && \text{section 6}
# \end{aligned}$$
#
# Written out in scalars, the derivative of a weight in the first layer is a sum over all paths from that weight to the loss, and along each path a product of weights and slopes. With $n$ units in each of the two layers that follow there are $n^2$ paths from each weight. Backpropagation never lists them. It multiplies from the right, vector by matrix, and each layer costs one product. (Such a step, an upstream gradient times a Jacobian, is called a **vector–Jacobian product**.)
#
# A long product has a character of its own. If every factor shrinks a vector by half, twenty layers leave a millionth. Lecture 09 measures that. For now, check the product and the sum over paths:

# %%
Zs, As = backprop.forward_pass(X[:1], W, b, layers)
slopes = [f.grad(Z[0]) for f, Z in zip(layers, Zs, strict=True)]
diagonals = [np.diag(s) for s in slopes]
error_of_output = (As[-1] - T[:1])[0]
product = diagonals[0] @ W[1].T @ diagonals[1] @ W[2].T @ diagonals[2] @ error_of_output
paths = [
    error_of_output[k] * slopes[2][k] * W[2][k, j] * slopes[1][j] * W[1][j, i] * slopes[0][i]
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
# ## 11 · What it costs
#
# Forward, every weight is multiplied once for each example. Backward, it is multiplied twice: once for its own gradient, $\delta_j a_i$, and once to carry the error signal, $\delta_j w_{ji}$. (The first layer's weights carry none, because nobody asks for the deltas of the inputs.) So with $N_w$ weights both passes together take about $3 N_w$ multiplications for each example. Both grow like $N_w$, written $O(N_w)$, as the forward pass alone does. Differences take $2 N_w$ forward passes, which is $O(N_w^2)$.
#
# The class below is an array that counts the multiplications it takes part in, and the library's own functions run on it.


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
table(["network", "weights", "forward", "backward", "by differences", "(forward + backward) / weights"], rows)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.6)
for column, name, colour in ((1, "forward", BLUE), (2, "backward", RED), (3, "differences", BLACK)):
    slope = np.polyfit(np.log(counted[:, 0]), np.log(counted[:, column]), 1)[0]
    ax.loglog(
        counted[:, 0], counted[:, column], marker="o", markersize=4, color=colour, label=f"{name}, slope {slope:.2f}"
    )
ax.set(
    title="Backward grows with the number of weights, not with its square",
    xlabel="number of weights",
    ylabel="multiplications for one example",
)
plots.label_lines(ax)
plots.describe(
    fig,
    "Multiplications against the number of weights on logarithmic axes: forward and backward rise with slope one and "
    "stay together, differences rise with slope two.",
)

# %% [markdown]
# **The opening question, answered.** All derivatives together cost about as much as running the network twice more, so that forward and backward are about three runs, or fewer: the last column is near 2 where almost all weights sit in the first layer. What took days by differences takes the time of three forward passes. (In the smallest networks the slopes of the activations show, which add one multiplication for each hidden *unit*.) For any program that computes one number, the gradient costs a small constant times the program itself.

# %% [markdown] topics="K17"
# ## 12 · Second derivatives (optional)
#
# The matrix of all $\partial^2 L / \partial \theta_k \partial \theta_l$ is the **Hessian**, $\nabla^2 L$. It has one row for each parameter, and each row is the gradient of one entry of the gradient. Found with one backward pass for each row it costs $O(N_w^2)$, and it has as many entries. (The cell uses differences, two passes a row.) For the small network of section 8:


# %%
def gradient_at(theta):
    """All first derivatives of the 2-3-2 network of section 8, with tanh, at these weights and biases."""
    layers = [ACTIVATIONS["tanh"], ACTIVATIONS["identity"]]
    _, dWs, dbs = gradients(x, t, *unflat(theta, small_W, small_b), layers)
    return flat((*dWs, *dbs))


small = flat((*small_W, *small_b))
moves = 1e-5 * np.eye(len(small))
second = np.array([(gradient_at(small + move) - gradient_at(small - move)) / 2e-5 for move in moves])
say(
    f"{second.shape[0]} × {second.shape[1]} = {second.size} second derivatives. The Hessian is symmetric, as it should be: "
    f"the largest difference from its transpose is {below(np.abs(second - second.T).max())}. For the digits' network it "
    f"would have {n_parameters**2 / 1e9:.0f} billion entries."
)

# %% [markdown] topics="K14"
# ## 13 · Which loss belongs to which output
#
# Squared error with a linear output gives $\delta = y - t$. Softmax with cross-entropy gives $\delta = p - t$. So does the logistic with binary cross-entropy. Are these three coincidences?
#
# Suppose that the output $z$ sets the parameter of a distribution of the target, and that with some functions $g$ and $\psi$ this distribution has the form
#
# $$p(t \mid z) = g(t)\, e^{\,t z - \psi(z)} .$$
#
# Such distributions are called an **exponential family**. Two beliefs of lecture 03 are among them. For the Gaussian around $z$ with variance 1, multiply out the square, and for the coin with the probability $\sigma(z)$ of a *yes*, insert $\sigma(z) = e^z / (1 + e^z)$ and $1 - \sigma(z) = 1 / (1 + e^z)$:
#
# $$e^{-\frac12 (t - z)^2} = e^{-\frac12 t^2}\, e^{\,t z - \frac12 z^2}, \qquad \sigma(z)^t\, (1 - \sigma(z))^{1 - t} = \frac{(e^z)^t}{1 + e^z} = e^{\,t z - \log(1 + e^z)} .$$
#
# **Derive it yourself.** For the coin, find the gradient of minus the logarithm of its probability.

# %% exercise="canonical_derivation"

# %% [markdown] topics="K14"
# That was one member of the family. Now for all of them at once: let the loss be the negative log-likelihood, $L = \psi(z) - t z - \log g(t)$. Then:
#
# $$\begin{aligned}
# \text{1.}\quad \frac{\partial L}{\partial z} &= \psi'(z) - t && \text{differentiate; } g \text{ does not contain } z \\
# \text{2.}\quad 0 &= \frac{\partial}{\partial z} \sum_t p(t \mid z) && \text{probabilities add up to 1, whatever } z \text{ is} \\
# \text{3.}\quad &= \sum_t \left( t - \psi'(z) \right) p(t \mid z) && \text{derivative of a sum, term by term; of the exponential} \\
# \text{4.}\quad &= \mathbb E[t] - \psi'(z) && \text{definition of the mean, and } \textstyle\sum_t p = 1 \\
# \text{5.}\quad \frac{\partial L}{\partial z} &= \mathbb E[t] - t && \text{4 in 1}
# \end{aligned}$$
#
# (For a density, read the sum as an integral; for these distributions it may be exchanged with the derivative.) So if the network's output $a$ is the mean $\mathbb E[t] = \psi'(z)$, then $\delta = a - t$. In plain English: **the error is what you predicted on average minus what came.** The activation function that turns $z$ into this mean is called **canonical** for the loss:
#
# | target is | in the exponent, $\psi(z)$ | output $a = \psi'(z)$ | loss |
# | --- | --- | --- | --- |
# | Gaussian around $z$, variance 1 | $\tfrac12 z^2$ | $z$, identity | squared error |
# | yes or no | $\log(1 + e^z)$ | $\sigma(z)$, logistic | binary cross-entropy |
# | one of $K$ | $\log \sum_k e^{z_k}$ | $\mathrm{softmax}(z)$ | cross-entropy |
#
# The last row is the same argument with vectors: $t z$ becomes $\sum_k t_k z_k$, and the derivative is taken for each $z_k$. Let the machine check the table. It differentiates $\psi$ numerically and compares with $a$:

# %%
z = np.linspace(-4, 4, 9)
psi = {
    "identity": (lambda v: float(np.sum(v**2) / 2), ACTIVATIONS["identity"].f(z)),
    "logistic": (lambda v: float(np.sum(ACTIVATIONS["softplus"].f(v))), ACTIVATIONS["sigmoid"].f(z)),
    "softmax": (lambda v: float(np.log(np.sum(np.exp(v)))), losses.softmax(z)),
}
for name, (f, a) in psi.items():
    print(f"{name:9} largest |ψ′ − a| over nine entries: {below(np.abs(gradcheck.numerical_gradient(f, z) - a).max())}")

# %% [markdown]
# ### Other pairs
#
# Squared error with a logistic output has the delta of section 5, $(a - t)\, a (1 - a)$. **Predict first.** The target is 1 and the unit outputs $a = 0.001$, almost as wrong as can be. How large is $\delta$, and how large is it with cross-entropy? Then look at all $z$.

# %% exercise="flat_prediction"

# %%
a = 0.001
say(
    f"At a = {a}: squared error gives δ = {number((a - 1) * a * (1 - a), '.6f')}, cross-entropy gives δ = {number(a - 1)}."
)
reveal("flat_prediction", (1 - a) * a * (1 - a))

# %% drawing=true
z = np.linspace(-8, 8, 401)
a, relu = ACTIVATIONS["sigmoid"].f(z), ACTIVATIONS["relu"]
pairs = {
    "identity, squared error": (0.5 * (z - 1) ** 2, z - 1),
    "logistic, cross-entropy": (ACTIVATIONS["softplus"].f(-z), a - 1),
    "logistic, squared error": (0.5 * (a - 1) ** 2, (a - 1) * ACTIVATIONS["sigmoid"].grad(z)),
    "ReLU, squared error": (0.5 * (relu.f(z) - 1) ** 2, (relu.f(z) - 1) * relu.grad(z)),
}
fig, axes = plots.panels(1, 2, width=4.8, height=3.8)
for (name, curves), colour, style in zip(pairs.items(), LINES, ("-", "-", "--", ":"), strict=False):
    for ax, values, limit in zip(axes, curves, (8, 2.2), strict=True):
        shown = np.abs(values) <= limit
        ax.plot(z[shown], values[shown], style, color=colour, linewidth=2, label=name)
axes[0].set(title="The loss for target 1", xlabel="$z$", ylabel="loss", xlim=(-8, 8), ylim=(-0.1, 8))
axes[1].set(title="Two pairs have hardly a gradient where they are most wrong", xlabel="$z$", ylabel=r"$\delta$")
axes[1].set(xlim=(-8, 8), ylim=(-2.2, 2.2))
axes[1].legend(loc="lower right")
plots.describe(
    fig,
    "Loss and delta against z for target 1. Far on the wrong side the canonical pairs keep a slope of about one or more "
    "in size, while the logistic with squared error and ReLU with squared error have a slope of zero.",
)

# %% [markdown] topics="K14 H18"
# With squared error on a logistic output, the more wrong the answer, the flatter the loss: hardly any slope is left where it is needed most. How much does this matter in training? The next experiment has two clouds of points, an easy task, and a small network, with both losses, three learning rates and five random draws of data and initial weights. How the weights are drawn is called their **initialisation**. The only difference between the blocks is the initial bias of the output. It is 0, or so negative that the network begins with a confident *no* for every example.

# %%
SETTINGS = {
    "cross-entropy": {"loss": "bce_with_logits"},
    "squared error": {"loss": "mse", "output": "sigmoid"},
}
rates, seeds = (0.1, 1.0, 10.0), range(5)


def accuracy_after(kind, bias, lr, seed, epochs=20):
    """Accuracy of a 2-8-1 network with this loss and a logistic output, trained from this output bias."""
    X, t = datasets.gaussians(np.random.default_rng(seed), n=200)
    net = MLP([2, 8, 1], activation="tanh", init="xavier", seed=seed, **SETTINGS[kind])
    net.params[-1][:] = bias
    fit(net, X, t, epochs=epochs, batch_size=20, optimizer=SGD(net.params, lr=lr), seed=seed)
    return accuracy(net, X, t)


rows = []
for bias in (0, -4, -8):
    for kind in SETTINGS:
        runs = [[accuracy_after(kind, bias, lr, seed) for seed in seeds] for lr in rates]
        rows.append([number(bias), kind, *(f"{np.mean(r):.2f} ({min(r):.2f} to {max(r):.2f})" for r in runs)])
table(["initial bias", "loss", *(f"η = {lr:g}" for lr in rates)], rows)
say(f"Each cell: mean accuracy after 20 epochs, and the range over {len(seeds)} initialisations.")

# %% [markdown]
# **From an unsaturated start there is hardly a difference: squared error *can* classify. From a saturated start cross-entropy recovers at every rate, and squared error stays at chance unless the rate is large.** A large rate makes up for the lost factor $a(1-a)$, but at a bias of −8 not even $\eta = 10$ does it from every initialisation. Saturated starts are not exotic: rare classes, large initial weights, or a network trained on something else can all make them. So use the canonical pair.

# %% [markdown] topics="H18"
# ## 14 · Is ReLU a usable output? (optional)
#
# Under squared error its delta is $(a - t)$ where $z > 0$ and $0$ elsewhere. So it can only serve targets that are never negative, and only as long as $z$ stays positive: an output that is silent on every example has no gradient and stays silent. How often does this happen? The cell trains for targets between $0.5$ and $2.5$, from 20 draws of data and weights of each kind.


# %%
def silent_fraction(output, hidden, seed, epochs=60):
    """Fraction of examples for which a 1-8-1 network outputs exactly 0, before and after training, and its loss."""
    X = np.random.default_rng(seed).uniform(-1, 1, (100, 1)).astype(np.float32)
    Y = 1.5 + np.sin(np.pi * X)
    net = MLP([1, 8, 1], activation=hidden, seed=seed, output=output, loss="mse")
    before = np.mean(net.outputs(X) == 0)
    history = fit(net, X, Y, epochs=epochs, batch_size=20, optimizer=SGD(net.params, lr=0.1), seed=seed)
    return before, np.mean(net.outputs(X) == 0), history.loss[-1]


rows, dead_before, dead_after = [], [], []
for hidden in ("relu", "tanh"):
    for output in ("relu", "softplus", "identity"):
        before, after, final = np.array([silent_fraction(output, hidden, seed) for seed in range(20)]).T
        dead_before += list(before == 1)
        dead_after += list(after == 1)
        counts = [f"{np.sum(before == 1)} of 20", f"{np.sum(after == 1)} of 20"]
        rows.append([hidden, output, *counts, f"{np.median(final):.3f}", f"{final.max():.3f}"])
table(["hidden", "output", "dead before training", "dead after training", "median loss", "worst loss"], rows)
same = "the same ones" if dead_before == dead_after else "not always the same ones"
say(f"Dead: the output is exactly 0 for every example. Dead before and dead after are {same}.")

# %% [markdown]
# **Over hidden ReLU units, a ReLU output is dead for good from some starts; from the others it does well.** You can tell in advance which ones, because an output that is dead before the first step gets no gradient at all. The identity has no such risk, and where the output must be positive, softplus has none either. Lecture 11 comes back to this.

# %% [markdown] topics="F17 O15 K11"
# ## 15 · The whole algorithm
#
# Here is everything together. It takes a learning rate $\eta$, a tolerance for the loss, and a largest number of epochs:
#
# > 1. Draw the weights and biases at random. Repeat:
# > 2. set the accumulators of all $\partial L / \partial w$ and $\partial L / \partial b$, and of the loss, to zero;
# > 3. for every example:
# >    1. forward: for $r = 1, \dots, R$ and every unit $j$ of layer $r$ compute $z_j$ and $a_j = f(z_j)$, and cache both;
# >    2. add the loss of the example to its accumulator;
# >    3. backward: for $r = R, \dots, 1$ and every unit $j$ of layer $r$ compute $\delta_j$; add $\delta_j a_i$ and $\delta_j$ to the accumulators;
# > 4. divide the accumulators by $N$;
# > 5. update: $w \leftarrow w - \eta\, \partial L / \partial w$, and the same for the biases;
# > 6. until the loss is at most the tolerance, or the number of epochs is reached.
#
# The accumulators are what a matrix product does without being asked, because $\mathrm{d}Z^\top A$ sums over the examples. If you forget to zero them, every step repeats all the old ones. `loops.train_by_unit` is this algorithm line by line, and the loop below is the same in matrices.

# %%
X, T = datasets.sine(np.random.default_rng(1), n=30)
X, T = X.astype(np.float64), T.astype(np.float64)
layers = [ACTIVATIONS["tanh"], ACTIVATIONS["identity"]]


def initial(seed):
    """Weights and biases of a 1-8-1 network, drawn at random."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(8, 1)) * 2, rng.normal(size=(1, 8)) / 8**0.5], [rng.normal(size=8), np.zeros(1)]


def train(W, b, lr, epochs, batch_size, rng):
    """Gradient descent in place; the loss of all examples after each epoch."""
    history = []
    for _ in range(epochs):
        for X_batch, T_batch in datasets.minibatches(X, T, batch_size, rng):
            _, dWs, dbs = gradients(X_batch, T_batch, W, b, layers)
            for w, dw in zip((*W, *b), (*dWs, *dbs), strict=True):
                w -= lr * dw
        history.append(losses.mse(backprop.forward_pass(X, W, b, layers)[1][-1], T)[0])
    return history


by_unit = loops.train_by_unit(X, T, *initial(0), layers, lr=0.2, epochs=41)
in_matrices = train(*initial(0), lr=0.2, epochs=40, batch_size=30, rng=np.random.default_rng(0))
gap = np.abs(np.array(by_unit[1:]) - in_matrices).max()
say(
    f"40 epochs, 30 examples: the loss falls from {by_unit[0]:.4f} to {in_matrices[-1]:.4f}. Loops and matrices agree "
    f"(differences {below(gap)})."
)

# %% [markdown]
# **All examples or one?** The update of step 5 may stand outside the loop over the examples (full batch, one update per epoch) or inside (**online**, one update for each example, in random order). The cost of an epoch is the same. **Predict first:** which one is ahead after 40 epochs, and by how much? Each gets a rate of its own, near the largest that did not diverge from any of five initialisations.

# %%
epochs = 80
ways = {"full batch": (30, 0.6), "batches of 10": (10, 0.4), "online": (1, 0.1)}
curves, rows = {}, []
for name, (size, lr) in ways.items():
    runs = [train(*initial(s), lr, epochs, size, np.random.default_rng(s)) for s in range(5)]
    curves[name] = runs = np.array(runs)
    cells = [f"{np.median(c):.4f} ({c.min():.4f} to {c.max():.4f})" for c in (runs[:, 39], runs[:, -1])]
    rows.append([name, f"{lr:g}", f"{30 // size}", *cells])
table(["update", "η", "updates per epoch", "loss after 40 epochs", f"after {epochs}"], rows)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.6)
for (name, runs), colour in zip(curves.items(), LINES, strict=False):
    ax.fill_between(range(1, epochs + 1), runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    ax.semilogy(range(1, epochs + 1), np.median(runs, axis=0), color=colour, label=name)
ax.axhline(0.1**2 / 2, color=GREY, linestyle=":")
ax.text(1, 0.1**2 / 2 * 1.06, "half the variance of the noise", color=GREY, fontsize=9)
ax.set(title="More updates per epoch, lower loss", xlabel="epoch (all see the same number of examples)", ylabel="loss")
plots.label_lines(ax)
plots.describe(
    fig,
    "Loss against epochs for full batch, batches of ten and online steps, median and range of five initialisations: the "
    "more updates per epoch, the faster it falls.",
)

# %% [markdown]
# Online, each example meets weights that have already learnt from the one before. **Thirty small, noisy steps take you further than one exact step, at the same price in multiplications.** But in NumPy thirty small matrix products take far longer than one large one. Mini-batches are the compromise, and the subject of lecture 10.

# %% [markdown] topics="O27"
# ## 16 · Wrong gradients that train all the same
#
# You might think that a wrong gradient shows itself, because nothing is learnt. Test that with five popular mistakes, made on purpose in a network 1-8-8-1 on the sine data above, and each trained from five initialisations for 200 epochs, with the same rate. **Predict first:** with how many does the loss fall all the same?

# %% exercise="curves_prediction"

# %%
TANH, IDENTITY = ACTIVATIONS["tanh"], ACTIVATIONS["identity"]
DEEP = [TANH, TANH, IDENTITY]
FLAT = Activation(TANH.f, lambda z: np.ones_like(z))
AT_A = Activation(TANH.f, lambda z: TANH.grad(TANH.f(z)))
KINDS = [
    "none: the right gradient",
    "no f′ in the hidden layers",
    "f′ taken at a",
    "weights updated on the way",
    "biases forgotten",
    "1/N divided out twice",
]


def wrong_gradients(kind, W, b, lr):
    """Gradients of the squared error with one mistake in them."""
    Zs, As = backprop.forward_pass(X, W, b, DEEP)
    dZ = backprop.output_delta(As[-1], T, DEEP[-1].grad(Zs[-1]))
    used, way_back = DEEP, W
    if kind == "no f′ in the hidden layers":
        used = [FLAT, FLAT, DEEP[-1]]
    if kind == "f′ taken at a":
        used = [AT_A, AT_A, DEEP[-1]]
    if kind == "1/N divided out twice":
        dZ = dZ / len(X)
    if kind == "weights updated on the way":
        dWs, _ = backprop.backward_pass(dZ, Zs, As, W, DEEP)
        way_back = [w - lr * dw for w, dw in zip(W, dWs, strict=True)]
    dWs, dbs = backprop.backward_pass(dZ, Zs, As, way_back, used)
    if kind == "biases forgotten":
        dbs = [0 * db for db in dbs]
    return dWs, dbs


def trial(kind, seed, lr=0.2, epochs=200):
    """Relative error of the first gradient against differences, and the losses of training with it."""
    rng = np.random.default_rng(seed)
    shapes = ((8, 1), (8, 8), (1, 8))
    W, b = [rng.normal(size=s) / s[1] ** 0.5 for s in shapes], [0.5 * rng.normal(size=s[0]) for s in shapes]

    def loss_of(theta):
        return losses.mse(backprop.forward_pass(X, *unflat(theta, W, b), DEEP)[1][-1], T)[0]

    judged = gradcheck.numerical_gradient(loss_of, flat((*W, *b)))
    dWs, dbs = wrong_gradients(kind, W, b, lr)
    claimed = flat((*dWs, *dbs))
    error = np.linalg.norm(claimed - judged) / max(np.linalg.norm(claimed), np.linalg.norm(judged))
    history = [loss_of(flat((*W, *b)))]
    for _ in range(epochs):
        dWs, dbs = wrong_gradients(kind, W, b, lr)
        for w, dw in zip((*W, *b), (*dWs, *dbs), strict=True):
            w -= lr * dw
        history.append(loss_of(flat((*W, *b))))
    return error, history


rows, histories = [], {}
for kind in KINDS:
    errors, runs = zip(*(trial(kind, seed) for seed in range(5)), strict=True)
    histories[kind] = runs = np.array(runs)
    worst = below(max(errors)) if max(errors) < 1e-6 else f"{min(errors):.2f} to {max(errors):.2f}"
    rows.append([kind, worst, f"{np.median(runs[:, -1]):.4f}", f"{runs[:, -1].min():.4f} to {runs[:, -1].max():.4f}"])
table(["mistake", "relative error against differences", "median loss after 200 epochs", "range"], rows)
right = histories[KINDS[0]][:, -1]
hidden = [kind for kind in KINDS[1:] if np.median(histories[kind][:, -1]) <= right.max()]
say(
    f"The right gradient ends between {right.min():.4f} and {right.max():.4f}. The median run ends there too in spite of: "
    f"**{'; '.join(hidden) or 'no mistake'}**."
)
reveal("curves_prediction", sum(np.median(histories[k][:, -1]) < np.median(histories[k][:, 0]) for k in KINDS[1:]))

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.8)
for (kind, runs), colour in zip(histories.items(), [BLACK, *LINES], strict=False):
    ax.semilogy(np.median(runs, axis=0), color=colour, linewidth=2.5 if kind == KINDS[0] else 1.5, label=kind)
ax.set(
    title="Every mistake trains: the loss falls with each of them", xlabel="epoch", ylabel="median loss of five runs"
)
plots.label_lines(ax)
plots.describe(
    fig,
    "Median loss against epochs for the right gradient and five wrong ones. All of the curves fall; some of the wrong ones "
    "end as low as the right one.",
)

# %% [markdown]
# Every mistake here *trains*: the loss falls, a little or a lot, and some of them end as low as the right gradient. Without the first line of the table you would not know what is possible. The differences give all of them away at once. **So check gradients by differences, once, on a small network with all sizes different, smooth activations and float64.** Compare them by the **relative error**, the length of the difference of the two gradients over the length of the longer one:
#
# | relative error | what it means |
# | --- | --- |
# | below $10^{-7}$ | right |
# | $10^{-7}$ to $10^{-4}$ | right if there are kinks or many layers, and suspicious otherwise; try other inputs |
# | $10^{-4}$ to $10^{-2}$ | probably wrong, unless the gradient itself is tiny |
# | above $10^{-2}$ | a bug |
#
# **Mend it.** The function below should compute this measure, and one of its lines is wrong.

# %% exercise="mended_relative_error"

# %% [markdown]
# One more trap. To check the backward pass of a single layer you must choose an upstream gradient. All ones seem natural, and for softmax they are blind, because the probabilities add up to 1 whatever happens: the gradient along ones is zero, right or wrong. Use random numbers.

# %%
z = np.array([0.3, -1.2, 2.0])
J = losses.softmax_jacobian(z)
print("along ones:          ", (np.ones(3) @ J).round(15) + 0.0)
print("along random numbers:", (np.random.default_rng(0).normal(size=3) @ J).round(4))

# %% [markdown]
# ## 17 · On paper
#
# This one is read by a person. Write in the cell below: in LaTeX, as text, or as a photograph of your paper that you paste into the cell.

# %% [markdown] manual="derive-softmax-squared" points=4
# **Softmax under squared error (4 points).** One example, $K$ classes, $p = \mathrm{softmax}(z)$, one-hot target $t$, and a pair that does *not* belong together: $L = \tfrac12 \sum_k (p_k - t_k)^2$.
#
# 1. Derive $\delta_i = \partial L / \partial z_i$. Name the rule used in each line. (Rule E does not hold here. Why?)
# 2. Write the result with vectors and matrices.
# 3. The network is confident and wrong: $p \approx (1, 0, \dots, 0)$ while $t = (0, 1, 0, \dots, 0)$. What is $\delta$, and what is it under cross-entropy? What follows for training?
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

# %% [markdown] topics="K22"
# ## 18 · Who found it
#
# Lecture 01 told of the winter after 1969: one layer cannot compute XOR, and nobody knew how to train two. What was missing was not the chain rule, which Leibniz had in 1676. It was a unit with a slope, because the step function of Rosenblatt's perceptron has the derivative 0 wherever it has one, and it was the order of the computation. That order was found more than once. Seppo Linnainmaa described reverse mode in his master's thesis in Helsinki in 1970, as a way to follow rounding errors through a program, and never mentioned a network. Paul Werbos derived it in his thesis at Harvard in 1974, and few people read it. In 1986 David Rumelhart, Geoffrey Hinton and Ronald Williams showed in four pages of *Nature* what hidden units learn when they are trained this way, and the winter was over. Their method was also called delta propagation; the name that stayed is back-propagating errors. The doubts stayed as well for a while. Would descent not be stuck in bad local minima? Could a brain do this? Lectures 08 and 09 return to both questions.

# %% [markdown]
# ### In PyTorch
#
# The network of section 8 and its gradients. You write the forward pass, and PyTorch builds the graph of section 3 while it computes:
#
# ```python
# >>> import torch
# >>> W1 = torch.tensor([[1, 0.5], [-1, 1], [0.5, -1]], requires_grad=True)
# >>> W2 = torch.tensor([[1.0, -1, 2], [0.5, 1, -1]], requires_grad=True)
# >>> b1, b2 = torch.tensor([0, 0.5, 0.5]), torch.tensor([0.5, -0.5])
# >>> x, t = torch.tensor([[1.0, 2.0]]), torch.tensor([[2.0, 1.5]])
# >>> y = torch.relu(x @ W1.T + b1) @ W2.T + b2
# >>> loss = ((y - t) ** 2).sum() / 2
# >>> loss.backward()
# >>> W1.grad[:2].tolist(), W2.grad[:, :2].tolist()
# ([[-0.75, -1.5], [1.5, 3.0]], [[-2.0, -1.5], [1.0, 0.75]])
# ```
#
# Its conventions:
# - `backward()` is the walk of section 10. It *adds* to `.grad`, so these are the accumulators of section 15, and `optimizer.zero_grad()` zeroes them.
# - Only tensors with `requires_grad=True` that you made yourself keep a `.grad`; the gradients in between are dropped.
# - `nn.MSELoss` is the mean over all $N K$ numbers without the ½, so its gradient is $2/K$ times ours.
# - `nn.Linear` keeps its weight as (out, in) and computes $X W^\top + b$, as we do.
# - `torch.autograd.gradcheck` is the judge of section 2. It wants float64, too.

# %% [markdown]
# **Challenge (optional).** Some networks have a *skip*: the output layer sees the input as well, $y = W_2\, f(W_1 x + b_1) + b_2 + U x$. Derive $\partial L / \partial U$ and $\partial L / \partial W_1$, write forward and backward for a batch without `backprop.backward_pass`, and let `gradcheck.numerical_gradient` judge all of your derivatives.

# %% [markdown] decks=true topics="K22 O27"
# Five lecture decks stand behind this course. On backpropagation they say the following.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), has the derivation of sections 5 to 7 with $v$ for our $z$, $y$ for $a$, $\mu$ for $\eta$, and the bias folded in as $w_{j0}$ with $y_0 = 1$; the steepness of its logistic is called $a$. Its error is a *sum* over the training set, so its gradient is $N$ times ours, and the same path needs a rate $N$ times smaller (and a tolerance $N$ times larger). Its algorithm has two loops over the examples in each epoch: forward for all (lines 4 to 8), accumulators to zero (9 and 10), backward for all (11 to 13), then the update (14 and 15) and the test (16 and 17). The first loop would have to keep $v$ and $y$ of *all* examples. Section 15 fuses the two, which changes nothing, because the backward pass of an example needs only its own numbers and the weights do not move in between; the deck says itself that it can be optimised. The order is otherwise the same, the update before the test included. In the summary of the derivation, the output delta contains $y_j^r$, which is the output itself everywhere else in the deck; the target $y_j$ is meant.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), has $s$ for $z$ and $y$ for the target, and names the method delta propagation. All units of the network are numbered in one sequence, and sums run over those $j$ for which "$w_{ij}$ exists", which serves networks that are not layered, too. The backward pass in pseudo-code is that of section 9, for any loss. It computes $\Delta w_{ij} = -\eta\, \delta_i a_j$ only for the units $j$ of the layer before. As printed, the biases would never change, nor would weights that skip a layer: they need the same step, with $a_0 = 1$ for the biases. Two more remarks. The slide on output units has $\delta_k = \frac{\partial L}{\partial a_k} f'(s_k)$ and adds that this is the same as in softmax regression; the *result* is, but the formula is rule E, which does not hold for softmax (section 17). And of other pairs of loss and output the slide asks which problems they might have; section 13 answers.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), calls $\delta$ the local sensitivity. Examples are columns, so that $\delta^{(l)} = W^\top \delta \odot f'$ and the gradient is a mean of $\delta\, f(u)^\top$. $W$ and its gradient have the same layout as here. Its question whether ReLU can be an output under squared error is section 14. It uses 1 as the slope of ReLU at 0, as IIT Kharagpur does; we use 0, as UNICAMP does. For the first layer its $f(u^{(0)})$ stands for the input $x$. The slide on softmax replaces $\theta$ by $w^{(L-1)}$ and $b^{(L-1)}$; the formula below has it right, with $w^{(L)}$ and $b^{(L)}$. In the summary, $l$ stands for $L$ in the two output rows.
#
# **University of Massachusetts Amherst**, CEE 697M (J. Oke), takes $C = (a - y)^2$ without the ½, so its gradients are twice ours, and a rate half as large takes the same step.
# - Its output layer has $a = z$, yet the gradient contains $\sigma'(z)$; for $a = z$ this factor is 1.
# - Its summary computes the gradient of the last layer, *updates* it, and then goes on to the layer before. If the new weights are used on the way back, this is the mistake "weights updated on the way" of section 16. Keep the old ones until all deltas are known.
# - The chain to the first layer is written as one product. That is right for one unit in each layer; in general it is the sum over all paths of section 10.
# - Where it writes $\propto$, "depends on" is meant, not "is proportional to".

# %% [markdown]
# ## Recap
#
# The gradient of one loss with respect to all weights comes from a single walk backwards through the graph of the computation. Each unit carries $\delta = \partial L / \partial z$. At the output it is $(a - t) f'(z) / N$, or simply $(a - t)/N$ where loss and output belong together. In a hidden layer it is $f'(z_i) \sum_j \delta_j w_{ji}$, by the chain rule along all paths. A weight's gradient is the delta after it times the activation before it, summed over the examples; a bias's is the sum of deltas. In matrices: $\mathrm{d}W_r = \mathrm{d}Z_r^\top A_{r-1}$, $\mathrm{d}b_r$ the column sums, $\mathrm{d}Z_{r-1} = \mathrm{d}Z_r W_r \odot f'(Z_{r-1})$. It costs about twice the forward pass. Mistakes in it often train, so differences in float64 have the last word.
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
# 2. All weights and biases of a network are initially exactly 0, with tanh in the hidden layers. Which gradients are different from 0 in the first step?
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
# 10,000 for the weight gradients and 10,000 to carry the error signal to the inputs, plus one for each slope. As the first layer only the 10,000 for the weights.
#
# </details>
#
# ## Further reading
#
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating errors", *Nature* 323, 1986.
# - S. Linnainmaa, "Taylor expansion of the accumulated rounding error", *BIT Numerical Mathematics* 16, 1976: reverse mode for any computation, from his thesis of 1970.
# - P. J. Werbos, *Beyond Regression: New Tools for Prediction and Analysis in the Behavioral Sciences*, PhD thesis, Harvard University, 1974.
# - A. Griewank, A. Walther, *Evaluating Derivatives*, 2nd edition, SIAM 2008: why a gradient costs a small constant times the function.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, "Automatic differentiation in machine learning: a survey", *Journal of Machine Learning Research* 18, 2018.
# - B. A. Pearlmutter, "Fast exact multiplication by the Hessian", *Neural Computation* 6, 1994: the Hessian times a vector in $O(N_w)$.
# - A. Karpathy and others, notes for CS231n, Stanford University, [Neural networks, part 3](https://cs231n.github.io/neural-networks-3/): gradient checks, and the bounds on the relative error of section 16.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer 2006, sections 4.3.6 (canonical links) and 5.3 (backpropagation).
