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
# # 08 · XOR
#
# Four points, two classes: the smallest problem that needs a hidden layer. You can solve it with pencil and paper. Can gradient descent? It fails more often than you would think. And when it succeeds twice, why are the weights never the same?
#
# **You will be able to**
# - build a network for XOR by hand, for steps and for ReLUs, and say what its hidden units did to the four points;
# - say what a universal approximation theorem promises, and what it does not;
# - train a network on XOR, and tell from its answers where it got stuck;
# - write down hundreds of other weights for the same function, and prove from them that the loss is not convex;
# - draw a loss landscape that does not mislead, and run the playground experiments with numbers instead of impressions.
#
# **You need** lectures 01 (XOR and a single unit), 02 (activations), 03 (cross-entropy from logits) and 06 (backpropagation).
#
# **It takes** about two hours with all seven exercises, one hour if you only read and run. If an exercise holds you up, go on: the cells after it do not need it.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, Adam, explore, fit, plots
from mlpkit import constructions as lib
from mlpkit.activations import ACTIVATIONS, sigmoid
from mlpkit.datasets import xor
from mlpkit.losses import LOSSES

X, t = xor()
X, t = X.astype(float), t.astype(float)

start("08")

# %%
from itertools import product
from math import factorial

from IPython.display import display

from mlpkit.palette import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RED
from mlpkit.show import below, say, table


def corners(ax, points, names=True):
    """The four examples at `points`: class 0 as blue circles, class 1 as orange triangles."""
    for k, (colour, marker) in enumerate(((BLUE, "o"), (ORANGE, "^"))):
        ax.scatter(*points[t == k].T, color=colour, marker=marker, edgecolor="white", s=70, zorder=3)
    for x, point in zip(X, points, strict=True):
        if names:
            ax.annotate(f"({x[0]:.0f},{x[1]:.0f})", point, xytext=(6, 7), textcoords="offset points", fontsize=9)


# %% [markdown] topics="K3"
# ## 1 · What one unit makes of XOR
#
# XOR is 1 where exactly one input is 1. Lecture 01 proved that no single unit decides it: four inequalities contradict each other. But a trained unit must end *somewhere*. Where does a logistic unit end, and how good can it be?
#
# Write $z_{00}, z_{01}, z_{10}, z_{11}$ for the logits $z = w \cdot x + b$ at the four corners. One fact holds for all weights:
#
# $$z_{00} + z_{11} = b + (w_1 + w_2 + b) = (w_2 + b) + (w_1 + b) = z_{01} + z_{10}. \qquad (*)$$
#
# Softplus turns up in cross-entropy from logits (lecture 03): a target 1 costs $\operatorname{softplus}(-z)$, a target 0 costs $\operatorname{softplus}(z)$.
#
# $$\begin{aligned}
# L &= \tfrac14 \big[ \operatorname{softplus}(z_{00}) + \operatorname{softplus}(-z_{01}) \\
# &\qquad + \operatorname{softplus}(-z_{10}) + \operatorname{softplus}(z_{11}) \big] && \text{mean over the four examples} \\
# &\ge \operatorname{softplus}\!\left( \tfrac14 (z_{00} - z_{01} - z_{10} + z_{11}) \right) && \text{Jensen's inequality: softplus is convex} \\
# &= \operatorname{softplus}(0) = \log 2 && \text{by } (*)
# \end{aligned}$$
#
# Softplus is *strictly* convex, so equality needs the four arguments to be equal: $z_{00} = z_{11} = -z_{01} = -z_{10}$. With $(*)$ this gives $2 z_{00} = -2 z_{00}$, so all four are 0. **The best logistic unit has $w = 0$, $b = 0$, says ½ at every corner, and loses $\log 2$.** It is what ADALINE found in lecture 01, by another loss. A softmax over two outputs is a logistic unit in $z_1 - z_0$, and ends the same way.
#
# **Predict first.** Gradient descent from twenty random starts: do all of them arrive?

# %%
rng = np.random.default_rng(0)
ends = []
for _ in range(20):
    w, b = rng.normal(0, 2, 2), rng.normal(0, 2)
    for _ in range(2000):
        dz = LOSSES["bce_with_logits"](X @ w + b, t)[1]
        w, b = w - dz @ X, b - dz.sum()
    ends.append([np.abs(sigmoid(X @ w + b) - 0.5).max(), LOSSES["bce_with_logits"](X @ w + b, t)[0]])
far, loss = np.max(ends, axis=0)
print(f"20 starts: distance of the outputs from ½ {below(far)}, largest loss {loss:.6f}; log 2 = {np.log(2):.6f}")

# %% [markdown]
# All of them: the loss of a single unit is convex, and has one lowest point. Remember that picture. It is about to be lost.

# %% [markdown] topics="K4 H16"
# ## 2 · Two units by hand
#
# XOR treats its inputs alike, so look at their sum $s = x_1 + x_2$ alone. On the corners $s$ is 0, 1, 1 or 2, and the answer is to be 0, 1, 1, 0: **up, then down**. A straight line in $s$ cannot turn. A ReLU adds a bend:
#
# $$h_1 = \operatorname{relu}(s), \qquad h_2 = \operatorname{relu}(s - 1), \qquad y = v_1 h_1 + v_2 h_2 .$$
#
# Two conditions fix the two output weights.
#
# $$\begin{aligned}
# s = 1: && v_1 \cdot 1 + v_2 \cdot 0 &= 1 && \Rightarrow\; v_1 = 1 \\
# s = 2: && v_1 \cdot 2 + v_2 \cdot 1 &= 0 && \Rightarrow\; v_2 = -2
# \end{aligned}$$
#
# At $s = 0$ both units are 0, and so is $y$: nothing is left to do. In matrices, with $W_1$ for the first layer's weights (lecture 06 would count from 0):
#
# $$W_1 = \begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}, \quad b_1 = \begin{pmatrix} 0 \\ -1 \end{pmatrix}, \quad v = \begin{pmatrix} 1 \\ -2 \end{pmatrix}, \quad c = 0 .$$
#
# **By hand**, all four points:
#
# | $x_1$ | $x_2$ | $z_1 = x_1 + x_2$ | $z_2 = x_1 + x_2 - 1$ | $h_1$ | $h_2$ | $y = h_1 - 2 h_2$ |
# | --- | --- | --- | --- | --- | --- | --- |
# | 0 | 0 | 0 | −1 | 0 | 0 | 0 |
# | 0 | 1 | 1 | 0 | 1 | 0 | 1 |
# | 1 | 0 | 1 | 0 | 1 | 0 | 1 |
# | 1 | 1 | 2 | 1 | 2 | 1 | 0 |
#
# This network, with these numbers, is in the decks of JKU and Tsinghua and in most books.
#
# **Predict first.** Draw the four points in the plane of $h_1$ and $h_2$ before you run the next cell. How many different points are there? Can you draw the line now?

# %% drawing=true
side = np.linspace(-0.5, 1.5, 81)
plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
fig, (left, middle, right) = plots.panels(1, 3, width=3.3, height=3.2)
filled = left.contourf(side, side, lib.xor_net(plane).reshape(81, 81), levels=np.linspace(-1, 1, 9), cmap="cividis")
left.plot([-0.5, 0.5], [0.5, -0.5], "--", color="white")
left.plot([0, 1.5], [1.5, 0], ":", color="white")
fig.colorbar(filled, ax=left, label="$y$")
corners(left, X)
left.set(title="inputs: no line will do", xlabel="$x_1$", ylabel="$x_2$")
corners(middle, lib.xor_hidden(X), names=False)
middle.plot([0.3, 2.5], [-0.1, 1.0], color=BLACK)
for (x, y), name in (((0, 0), "(0,0)"), ((1, 0), "(0,1) and (1,0)"), ((2, 1), "(1,1)")):
    middle.annotate(name, (x, y), xytext=(-6, 9), textcoords="offset points", fontsize=9)
middle.set(title="hidden units: a line will do", xlabel="$h_1$", ylabel="$h_2$", xlim=(-0.4, 2.6), ylim=(-0.4, 1.6))
s = np.linspace(-0.5, 2.5, 301)
right.plot(s, np.maximum(s, 0), "--", color=GREY, label="$h_1$")
right.plot(s, -2 * np.maximum(s - 1, 0), ":", color=GREY, label="$-2 h_2$")
right.plot(s, lib.xor_net(np.column_stack([s, 0 * s])), color=BLUE, label="$y$")
right.set(title="up, then down", xlabel="$s = x_1 + x_2$", ylabel="output", ylim=(-1.2, 1.6))
right.legend(frameon=False)
plots.describe(
    fig,
    "Left: the network's output over the input plane, a ridge along x1 + x2 = 1. Middle: the four corners in the plane "
    "of the hidden units: (0,1) and (1,0) fall on one point, and a line separates the classes. Right: the output along "
    "the sum of the inputs rises to 1 and falls back to 0.",
)

# %% [markdown] topics="K4 H16"
# That is what a hidden layer is for. It does not separate the classes: it **moves the points** to where a line separates them. Here it folds the plane so that $(0,1)$ and $(1,0)$ meet. The line in the middle panel is $h_1 - 2 h_2 = \tfrac12$, the output unit's own boundary.

# %% exercise="xor_hidden"

# %% exercise="xor_net"

# %% [markdown] topics="K4"
# **What usually goes wrong.** Leaving out the ReLU. Then $y = (x_1 + x_2) - 2 (x_1 + x_2 - 1) = 2 - x_1 - x_2$: one linear unit after all. Two layers without a bend are one.
#
# **Play.** The lab below has all nine numbers of such a network on sliders, the input plane and the hidden plane side by side. Start from the hand-made weights and move $b_2$. Then press *random start* and train. How often does it get there? (In the lab, blue stands for 1.)

# %%
explore.xor_lab()

# %% [markdown] topics="K4"
# ### With steps
#
# McCulloch and Pitts had threshold units: 1 where $z \ge 0$, else 0. Rosenblatt and his contemporaries knew that two layers of them compute XOR. Do you?
#
# Think in logic. Each hidden unit draws one line and says on which side a point is. The output unit combines two such statements. Many right answers exist; the check looks only at what your network says.

# %% exercise="xor_with_steps"
# xor_with_steps = (W, b, v, c): two hidden threshold units with weights W (two rows of two) and biases b (two numbers),
# and a threshold unit with weights v (two numbers) and bias c that reads them. The step is 1 at 0.
### BEGIN SOLUTION
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -2], -0.5)
### END SOLUTION

# %% [markdown] topics="H17"
# ## 3 · Why the step blocked learning
#
# So the weights existed in 1960. What nobody had was a way to *find* them. For one example, with $z_j = w_j \cdot x + b_j$, $h_j = f(z_j)$, logit $z = v \cdot h + c$, and a loss whose slope at the logit is $\delta$:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial v_j} &= \delta\, h_j && \text{chain rule} \\
# \frac{\partial L}{\partial w_{ji}} &= \delta\, v_j\, f'(z_j)\, x_i && \text{chain rule, three times}
# \end{aligned}$$
#
# The step has $f'(z) = 0$ everywhere except at the jump, where there is no derivative. The second line is 0. The output weights can learn; **the hidden units receive no message**, whatever the error is. The perceptron rule does not help either: it needs a target for every unit, and nobody knows what a hidden unit ought to say.
#
# **Predict first.** Below, one weight of a random network moves while the others stay. What does the loss look like as a function of this weight, with step units? And with a sigmoid $\sigma(kz)$ that becomes steeper and steeper?

# %% drawing=true
rng = np.random.default_rng(3)
W, b, v = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=2)
grid = np.linspace(-4, 4, 801)


def loss_at(w11, f):
    """Cross-entropy on XOR when W[0, 0] is w11."""
    V = W.copy()
    V[0, 0] = w11
    return LOSSES["bce_with_logits"](f(X @ V.T + b) @ v, t)[0]


fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.3)
for steepness, colour, line in ((1, BLUE, "-"), (5, GREEN, "--"), (50, RED, "-.")):
    losses = [loss_at(w, lambda Z, k=steepness: sigmoid(k * Z)) for w in grid]
    ax.plot(grid, losses, line, color=colour, label=f"σ(kz), k = {steepness}")
ax.plot(grid, [loss_at(w, lambda Z: (Z >= 0).astype(float)) for w in grid], color=BLACK, linewidth=1, label="step")
ax.set(title="The step's loss is a staircase: slope 0 on every tread", xlabel="$w_{11}$", ylabel="loss")
ax.legend(frameon=False)
plots.describe(
    fig,
    "Loss against one hidden weight. With a gentle sigmoid it is a smooth slope; with steeper ones it turns into a "
    "staircase, and with a step it is flat except for two jumps.",
)

# %% [markdown] topics="H17"
# A gradient asks how the loss changes under a tiny move. On a staircase the answer is *not at all*, on every tread. How much slope is left as the sigmoid becomes steeper? The table takes 200 random networks with two hidden units and measures the length of the gradient of the hidden weights.

# %%
rng = np.random.default_rng(0)
W, b, v = rng.normal(size=(200, 2, 2)), rng.normal(size=(200, 1, 2)), rng.normal(size=(200, 2, 1))
rows = []
for k in (1, 4, 16, 64, 256):
    Z = X @ W.swapaxes(1, 2) + b
    H = sigmoid(k * Z)
    delta = (sigmoid(H @ v) - t[:, None]) / 4
    D = delta @ v.swapaxes(1, 2) * k * H * (1 - H)
    length = np.sqrt(np.sum((D.swapaxes(1, 2) @ X) ** 2, axis=(1, 2)))
    rows.append([k, f"{np.median(length):.1e}", f"{np.mean(length):.3f}", f"{np.mean(length < 1e-6):.0%}"])
table(["steepness k", "median length", "mean length", "shorter than 10⁻⁶"], rows)

# %% [markdown] topics="H17"
# The median falls to nothing. The mean does not: a few networks happen to have a point right on a jump, where the slope is enormous. Nearly always nothing, sometimes far too much: neither is of any use for small steps. **A bend with a slope** is what backpropagation needed, and the sigmoid was the first choice.

# %% [markdown] topics="K5"
# ## 4 · What can a hidden layer compute?
#
# XOR took two units. Is there anything that a hidden layer cannot do?
#
# ### Any function of switches
#
# Take $n$ inputs that are 0 or 1, and any function $f$ of them. Give every corner $a$ of the cube with $f(a) = 1$ a **detector**: a ReLU unit that is 1 at $a$ and 0 at every other corner,
#
# $$d_a(x) = \operatorname{relu}\Big( \sum_i s_i x_i - |a| + 1 \Big), \qquad s_i = \begin{cases} +1 & a_i = 1 \\ -1 & a_i = 0 \end{cases}, \qquad |a| = \text{number of ones in } a .$$
#
# *It works.* The sum $\sum_i s_i x_i$ counts the ones that $x$ shares with $a$, less the ones that only $x$ has. It is $|a|$ if $x = a$. Otherwise $x$ lacks one of $a$'s ones, or has one too many, and the whole number $\sum_i s_i x_i$ is at most $|a| - 1$. So the argument of the ReLU is 1 at $a$ and at most 0 elsewhere. $\blacksquare$
#
# Then $f(x) = \sum_{a:\, f(a) = 1} d_a(x)$ on all corners: **one hidden layer computes every function of $n$ switches**, with at most $2^n$ units.
#
# **By hand**, XOR has two such corners. For $(0,1)$: $\operatorname{relu}(-x_1 + x_2 - 1 + 1)$. For $(1,0)$: $\operatorname{relu}(x_1 - x_2)$. So $y = \operatorname{relu}(x_2 - x_1) + \operatorname{relu}(x_1 - x_2) = |x_1 - x_2|$: another network for XOR.
#
# The cell tries all 256 functions of three switches.

# %%
cube = np.array(list(product((0, 1), repeat=3)))
signs = 2 * cube - 1
detectors = np.maximum(cube @ signs.T - cube.sum(axis=1) + 1, 0)
right = sum(np.array_equal(detectors @ np.array(f), f) for f in product((0, 1), repeat=8))
print("outputs of the eight detectors at the eight corners are the identity:", np.array_equal(detectors, np.eye(8)))
print(f"functions of three switches computed without error: {right} of {2**8}")

# %% [markdown] topics="K5"
# ### Any continuous function, nearly
#
# **Theorem** (Hornik, Stinchcombe and White 1989; Cybenko 1989 for sigmoids). Let $f$ be continuous on a closed and bounded set of inputs, and let $\varepsilon > 0$. Then there are a number $H$ and weights of a network with one hidden layer of $H$ sigmoid units and a linear output that differs from $f$ by less than $\varepsilon$ everywhere on that set.
#
# (Leshno and others showed in 1993 that any activation will do that is continuous and not a polynomial, so ReLU as well.) Lecture 05 proves it in pictures, with bumps. For one input and ReLUs you can write the weights down. Divide $[0, 1]$ into $H$ equal pieces with ends $x_0, \dots, x_H$; let $m_i$ be the slope of the straight line from $f(x_i)$ to $f(x_{i+1})$. Then
#
# $$\hat f(x) = f(0) + m_0 \operatorname{relu}(x - x_0) + \sum_{i=1}^{H-1} (m_i - m_{i-1}) \operatorname{relu}(x - x_i)$$
#
# joins the points by straight lines: each unit changes the slope at its own place. Halving the pieces quarters the error of a smooth function.

# %% drawing=true
x = np.linspace(0, 1, 2001)
target = np.sin(2 * np.pi * x) + 0.5 * x
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.1)
left.plot(x, target, color=GREY, linewidth=4, alpha=0.5, label="target")
sizes, errors = (2, 4, 8, 16, 32, 64), []
for H in sizes:
    knots = np.linspace(0, 1, H + 1)
    slopes = np.diff(np.sin(2 * np.pi * knots) + 0.5 * knots) * H
    output = np.maximum(x[:, None] - knots[:-1], 0) @ np.diff(slopes, prepend=0)
    errors.append(np.abs(output - target).max())
    if H in (4, 16):
        left.plot(x, output, "--" if H == 4 else "-", color=RED if H == 4 else BLUE, label=f"{H} units")
left.set(title="slopes that change at the units' places", xlabel="$x$", ylabel="output")
left.legend(frameon=False)
right.loglog(sizes, errors, "o-", color=BLUE)
right.set(title="twice the units, a quarter of the error", xlabel="hidden units $H$", ylabel="largest error")
right.set_xticks(sizes, sizes)
right.minorticks_off()
plots.describe(
    fig,
    "Left: a wave and its approximations by 4 and by 16 ReLU units. Right: the largest error against the number of units, "
    "falling on a straight line of slope minus 2 in logarithmic axes.",
)

# %% [markdown] topics="K5"
# Read the theorem like a contract. It says *there are*. It does **not** say
# - **how many** units: that may grow beyond all bounds with the number of inputs;
# - **how to find** the weights: gradient descent is not mentioned;
# - **what happens between** the examples: it is about a function that is known everywhere.
#
# The first point, measured on parity (is the number of ones odd? XOR with more switches). Detectors need one unit for each odd corner. But parity is a function of $s = \sum_i x_i$ alone, up and down $n$ times, so the trick of section 2 needs only $n$ units: $y = \operatorname{relu}(s) + 2 \sum_{k=1}^{n-1} (-1)^k \operatorname{relu}(s - k)$.

# %%
rows = []
for n in (2, 3, 4, 6, 8, 10):
    cube = np.array(list(product((0, 1), repeat=n)))
    odd = cube.sum(axis=1) % 2
    centres = cube[odd == 1]
    detected = np.maximum(cube @ (2 * centres - 1).T - centres.sum(axis=1) + 1, 0).sum(axis=1)
    s, k = cube.sum(axis=1, keepdims=True), np.arange(n)
    folded = np.maximum(s - k, 0) @ np.where(k == 0, 1, 2 * (-1) ** k)
    both = "yes" if np.array_equal(detected, odd) and np.array_equal(folded, odd) else "no"
    rows.append([n, len(centres), n, both])
table(["switches", "units: detectors", "units: folding the sum", "both right at all corners"], rows)

# %% [markdown] topics="H17 K20"
# ## 5 · Train one
#
# Now let gradient descent find the weights: two inputs, $H$ hidden units, one logit, cross-entropy, all four examples in every step. Before you start it, one question: **from where?** Zero would be a natural choice.
#
# **By hand.** With all weights and biases 0: $h = \tanh(0) = 0$, $z = 0$, $p = \tfrac12$ at each corner. The slopes at the logits are $\delta_n = (p_n - t_n)/4 = \tfrac18, -\tfrac18, -\tfrac18, \tfrac18$. Then
#
# $$\frac{\partial L}{\partial v_j} = \sum_n \delta_n h_{nj} = 0, \qquad \frac{\partial L}{\partial w_{ji}} = \sum_n \delta_n v_j f'(z_{nj})\, x_{ni} = 0, \qquad \frac{\partial L}{\partial c} = \sum_n \delta_n = 0 .$$
#
# The first is 0 because $h = 0$, the second because $v = 0$, the third because the classes balance. Nothing moves, ever.
#
# **Equal units stay equal.** A start that is not zero, but the same for all hidden units, is hardly better. *Claim:* if units 1 and 2 have the same weights in, the same bias and the same weight out, they have them after every step. *Proof* by induction over the steps. Before the step, $w_1 = w_2$, $b_1 = b_2$, $v_1 = v_2$ (assumption). So $z_{n1} = z_{n2}$ and $h_{n1} = h_{n2}$ for every example. The gradients above contain nothing else that carries the index $j$, so they agree for $j = 1, 2$. Equal numbers less equal gradients are equal. $\blacksquare$ Such a network is a network with *one* hidden unit, whose output $v f(w \cdot x + b) + c$ rises or falls with $w \cdot x$: one unit again, and XOR is out of reach (section 1).
#
# So the start must be **random**. Your turn: train a network with at least two tanh units until it is at least 90 % sure of each corner.

# %% exercise="trained_xor"
# trained_xor = (W, b, v, c): weights after training. W (H, 2) and b (H,) of H ≥ 2 tanh units, v (H,) or (1, H) and c of
# the logit that reads them. Write the loop yourself, or use MLP and fit; X and t hold the corners and the targets.
### BEGIN SOLUTION
net = MLP([2, 4, 1], activation="tanh", init="xavier", loss="bce_with_logits", seed=0)
optimizer = SGD(net.params, lr=0.5, momentum=0.9)
fit(net, X, t, epochs=500, batch_size=None, optimizer=optimizer, progress=False)
trained_xor = tuple(w.copy() for w in net.params)
### END SOLUTION

# %% [markdown] topics="K20 H17"
# **What usually goes wrong.** A start at zero. Targets of shape $(4,)$ against logits of shape $(4, 1)$, which broadcast to $(4, 4)$ without a word. Or nothing at all went wrong, and it is stuck nevertheless.
#
# ### How often does it work?
#
# Two units *can* do it. The cell trains 100 networks from random starts ($N(0, 1)$ weights, rate 1, 1000 steps, all examples in each) for each width and activation, and counts those that end at least 90 % sure of every corner.
#
# **Predict first.** Your guess for two ReLU units? For two tanh units? From which width on do all hundred succeed?


# %% drawing=true
def train_many(f, H, starts=100, lr=1.0, steps=1000):
    """Train `starts` networks 2-H-1 on XOR side by side; the probabilities they end with, (starts, 4)."""
    rng, f = np.random.default_rng(0), ACTIVATIONS[f]
    W, b = rng.normal(size=(starts, H, 2)), np.zeros((starts, 1, H))
    v, c = rng.normal(size=(starts, H, 1)), np.zeros((starts, 1, 1))
    for _ in range(steps):
        Z = X @ W.swapaxes(1, 2) + b
        A = f.f(Z)
        delta = (sigmoid(A @ v + c) - t[:, None]) / 4
        D = delta @ v.swapaxes(1, 2) * f.grad(Z)
        v, c = v - lr * A.swapaxes(1, 2) @ delta, c - lr * delta.sum(axis=1, keepdims=True)
        W, b = W - lr * D.swapaxes(1, 2) @ X, b - lr * D.sum(axis=1, keepdims=True)
    return sigmoid(f.f(X @ W.swapaxes(1, 2) + b) @ v + c)[..., 0]


widths, names = (2, 3, 4, 8, 16), ("sigmoid", "tanh", "leaky_relu", "relu")
ends = {(f, H): train_many(f, H) for f in names for H in widths}
solved = {key: int(np.sum(np.all(np.abs(p - t) < 0.1, axis=1))) for key, p in ends.items()}

fig, (ax,) = plots.panels(1, 1, width=5.6, height=3.2)
for f, colour, marker in zip(names, (GREEN, BLUE, PURPLE, RED), "sov^", strict=True):
    share = np.array([solved[f, H] for H in widths]) / 100
    error = 2 * np.sqrt(share * (1 - share) / 100)
    ax.errorbar(range(5), 100 * share, 100 * error, marker=marker, color=colour, capsize=3, label=f.replace("_", " "))
ax.set_xticks(range(5), widths)
ax.set(
    title="Two units are enough, and often not enough to train", xlabel="hidden units", ylabel="solved, of 100 starts"
)
ax.legend(frameon=False, loc="lower right")
display(plots.describe(fig, "Solved starts against width for four activations: low at two units, near 100 at eight."))
table(["activation", *(f"H = {H}" for H in widths)], [[f, *(solved[f, H] for H in widths)] for f in names])

# %% [markdown] topics="K20 H17"
# (The bars are two standard errors.) Width does not make XOR easier to *compute*. It makes it easier to *find*: with more units, it is less likely that none of them starts out useful. That is the second point that the theorem was silent about.
#
# Where do the others end? Not just anywhere:

# %%
rows = []
for f in ("tanh", "relu"):
    stuck = [tuple(np.round(p, 1) + 0.0) for p in ends[f, 2] if np.any(np.abs(p - t) >= 0.1)]
    for answer in sorted(set(stuck), key=lambda a: (-stuck.count(a), a))[:4]:
        rows.append([f, stuck.count(answer), *answer])
table(["two units", "of 100 starts", "p at (0,0)", "p at (0,1)", "p at (1,0)", "p at (1,1)"], rows)

# %% [markdown] topics="K20"
# Groups of corners get the *same* probability, the mean of their targets: one half, a third, or two thirds. For the network these corners coincide. A ReLU unit that is 0 at a corner cannot tell it from another where it is 0 as well, and it gets no gradient from there. A tanh unit that is saturated at two corners is in nearly the same position.
#
# Is that a *local minimum*? A ReLU unit that is off at a corner is not switched on by a small move, so for ReLU it is close to one. For sigmoid units and squared error, Hamey (1998) proved that XOR has **no** local minima: what looks stuck is a plateau that slopes a little, or falls only at infinity. “Stuck” in the table means *after 1000 steps*. Ten times as many do not free a single one of these: on so flat a plateau the difference from a minimum is theoretical.

# %% [markdown] topics="K20"
# ## 6 · The same function, other weights
#
# Two successful trainings never give the same weights. Part of the reason has nothing to do with training.
#
# A network with $H$ hidden units computes $y = W_2\, f(W_1 x + b_1) + b_2$, or written out, unit by unit,
#
# $$y_k = \sum_{i=1}^{H} W_{2,ki}\; f\Big( \sum_d W_{1,id}\, x_d + b_{1,i} \Big) + b_{2,k} .$$
#
# **Permutation.** A sum does not depend on the order of its terms (commutativity). Exchange the units in any order $\pi$: new unit $i$ is the old unit $\pi(i)$, with its row of $W_1$, its entry of $b_1$ and its column of $W_2$. The function is the same. There are $H!$ orders.
#
# **Sign.** Let $f$ be odd, $f(-z) = -f(z)$, as tanh is. For a unit $i$ and $\sigma_i = \pm 1$:
#
# $$\begin{aligned}
# (\sigma_i W_{2,ki})\; f\Big( \sum_d \sigma_i W_{1,id}\, x_d + \sigma_i b_{1,i} \Big) &= \sigma_i W_{2,ki}\; f(\sigma_i z_i) && \text{take } \sigma_i \text{ out of the sum} \\
# &= \sigma_i W_{2,ki}\; \sigma_i f(z_i) && f \text{ is odd} \\
# &= W_{2,ki}\; f(z_i) && \sigma_i^2 = 1
# \end{aligned}$$
#
# Each of the $H$ signs is free: $2^H$ choices. Together, **every weight setting of a tanh network has $H!\, 2^H$ twins** (itself included) with exactly the same loss. Sussmann (1992) showed that there are no others, unless a unit is superfluous.
#
# **By hand.** One tanh unit with $w = 3$, $b = -1$, $v = 5$ at $x = 1$: $5 \tanh(2) = 4.820$. The twin has $w = -3$, $b = 1$, $v = -5$: $-5 \tanh(-2) = 4.820$.

# %% exercise="permute_hidden"

# %% exercise="flip_signs"

# %% [markdown] topics="K20"
# **What usually goes wrong.** Moving the rows of $W_1$ and forgetting the columns of $W_2$: the units still exist, and the output reads the wrong ones. Or leaving the bias behind: it belongs to its unit as well.
#
# **Measured.** A trained tanh network and some of its twins: how far apart are the weights, and how far the outputs?

# %%
net = MLP([2, 4, 1], activation="tanh", init="xavier", loss="bce_with_logits", seed=0, dtype=np.float64)
fit(net, X, t, epochs=500, batch_size=None, optimizer=SGD(net.params, lr=0.5, momentum=0.9), progress=False)
W1, b1, W2, b2 = net.params


def logits(W1, b1, W2, points):
    """The outputs of the tanh network with these weights, and the trained output bias."""
    return np.tanh(points @ W1.T + b1) @ W2.T + b2


def distance(one, other):
    """The length of the difference of two weight settings."""
    return np.sqrt(sum(np.sum((a - b) ** 2) for a, b in zip(one, other, strict=True)))


points = np.random.default_rng(0).uniform(-1, 2, (1000, 2))
length = distance((W1, b1, W2), (0 * W1, 0 * b1, 0 * W2))
twins = {
    "units permuted": lib.permute_hidden(W1, b1, W2, [2, 0, 3, 1]),
    "first unit flipped": lib.flip_signs(W1, b1, W2, np.array([-1, 1, 1, 1])),
    "all units flipped": lib.flip_signs(W1, b1, W2, -np.ones(4)),
    "permuted, then two flipped": lib.flip_signs(
        *lib.permute_hidden(W1, b1, W2, [2, 0, 3, 1]), np.array([-1, 1, -1, 1])
    ),
}
rows = []
for name, twin in twins.items():
    moved = np.abs(logits(*twin, points) - logits(W1, b1, W2, points)).max()
    rows.append([name, f"{distance(twin, (W1, b1, W2)) / length:.2f}", below(moved)])
table(["twin", "distance in units of the weights' own length", "largest difference of the logits, 1000 points"], rows)
sizes = {H: factorial(H) * 2**H for H in (2, 4, 8)}
digits = int((np.sum(np.log10(np.arange(1, 257))) + 256 * np.log10(2)).round())
print("twins:", ", ".join(f"{n:,} for H = {H}" for H, n in sizes.items()), f"and about 10^{digits} for H = 256")

# %% [markdown] topics="K20"
# Far apart as weights, and the same as functions, up to rounding (a sum in another order may round differently). Flipping all signs even moves the weights to the opposite side of the origin.
#
# ### So the loss is not convex
#
# A function $L$ is convex if on the way between two points it never lies above the straight line between their values. Half way, this says $L\big(\tfrac12 (\theta + \theta')\big) \le \tfrac12 \big( L(\theta) + L(\theta') \big)$.
#
# *Claim.* The loss of a tanh network on XOR is not convex. *Proof.* Take weights $\theta$ with $L(\theta) < \log 2$ (you have trained some), and let $\theta'$ be the twin with all signs flipped.
#
# $$\begin{aligned}
# \tfrac12 (W_1 - W_1) &= 0, \text{ and so for } b_1 \text{ and } W_2 && \text{the middle has no weights} \\
# L(\text{middle}) &= \tfrac12 \left[ \operatorname{softplus}(b_2) + \operatorname{softplus}(-b_2) \right] && \text{all logits are } b_2 \\
# &\ge \operatorname{softplus}(0) = \log 2 && \text{Jensen's inequality} \\
# \tfrac12 (L(\theta) + L(\theta')) &= L(\theta) < \log 2 && \text{twins have the same loss}
# \end{aligned}$$
#
# The middle lies above the line. $\blacksquare$ It is not a matter of XOR. Half way between a network and its flipped twin, the output is a constant; wherever the network beats every constant, it stands in a valley, its twin in another, and there is a hill between.
#
# **Predict first.** What does the loss look like on the straight way from a network to its twins? And from one trained network to another that started elsewhere?

# %% drawing=true
other = MLP([2, 4, 1], activation="tanh", init="xavier", loss="bce_with_logits", seed=1, dtype=np.float64)
fit(other, X, t, epochs=500, batch_size=None, optimizer=SGD(other.params, lr=0.5, momentum=0.9), progress=False)
ways = {
    "to the twin with all signs flipped": ((*twins["all units flipped"], b2), RED, "-"),
    "to the twin with its units permuted": ((*twins["units permuted"], b2), BLUE, "--"),
    "to another start's result": (tuple(other.params), GREEN, "-."),
}
along = np.linspace(0, 1, 101)
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.4)
for name, (end, colour, line) in ways.items():
    losses = []
    for a in along:
        V1, c1, V2, c2 = ((1 - a) * p + a * q for p, q in zip(net.params, end, strict=True))
        losses.append(LOSSES["bce_with_logits"](np.tanh(X @ V1.T + c1) @ V2.T + c2, t[:, None])[0])
    ax.plot(along, losses, line, color=colour, label=name)
ax.axhline(np.log(2), color=GREY, linewidth=0.8)
ax.annotate("log 2", (0, np.log(2)), xytext=(0, 4), textcoords="offset points", fontsize=9, color=GREY)
ax.set(title="Between two equally good networks lies a hill", xlabel="share of the way", ylabel="loss", ylim=(0, 4.2))
ax.legend(frameon=False, fontsize=9, loc="upper right")
plots.describe(
    fig,
    "Loss along straight lines from a trained network to two of its twins and to a network from another start: near 0 at "
    "both ends, and a hill between, of log 2 or more on the way to the flipped twin.",
)

# %% [markdown] topics="K20"
# Two conclusions, one practical. **Never average the weights of two networks** that were trained from different starts; average their outputs. And do not read meaning into *which* unit learnt what: it could have been any other.

# %% [markdown] topics="K20"
# ## 7 · Drawing a loss landscape
#
# A loss over 33 weights cannot be drawn; a slice of it can. Choose two directions $d_1$, $d_2$ in the space of weights and draw $L(\theta + \alpha d_1 + \beta d_2)$ over $\alpha$ and $\beta$. With random directions this was common, and it misleads.
#
# The culprit is a third symmetry. ReLU has $\operatorname{relu}(cz) = c \operatorname{relu}(z)$ for $c > 0$. So $W_1, b_1$ times $c$ and $W_2$ divided by $c$ is the same function again, now with a whole continuum of twins. In the twin with $c = 10$ the same step $\alpha d$ means much *less* to the first layer and much *more* to the second. One function, two pictures (Dinh and others 2017).
#
# **Filter normalisation** (Li and others 2018) gives each unit's part of the direction the length of that unit's own weights: $d_j \leftarrow d_j\, \lVert w_j \rVert / \lVert d_j \rVert$, where $w_j$ are the weights into unit $j$ (a filter, in a convolutional network). A step of $\alpha = 0.1$ then changes each unit by 10 % of itself.
#
# *It removes this effect.* Let all units of a layer share the factor: every weight into unit $j$ is multiplied by the same $c > 0$ (here 10 in the first layer, $\tfrac1{10}$ in the second). Its normalised direction becomes $c\, d_j$, so $c\, w_j + \alpha\, c\, d_j = c\, (w_j + \alpha d_j)$. Every point of the picture is scaled in the same way as its centre. Its loss is that of the old point, and the picture is the same. (Biases stay where they are, as in the paper. If every hidden unit had a factor of its own, the entries of one output row would be scaled differently, and the pictures would differ.)
#
# **Predict first.** Below are a ReLU network and its twin with $c = 10$. First with random directions of the weights' total length, then filter-normalised. Which pictures agree?

# %% drawing=true
net = MLP([2, 8, 1], activation="relu", loss="bce_with_logits", seed=2, dtype=np.float64)
fit(net, X, t, epochs=200, batch_size=None, optimizer=SGD(net.params, lr=0.2, momentum=0.9), progress=False)
original = [w.copy() for w in net.params]
scales = (10, 10, 0.1, 1)
targets = net.targets(t)
planes = {}
for kind in ("random directions", "filter-normalised"):
    for name, factors in (("trained", (1, 1, 1, 1)), ("its twin", scales)):
        for w, w0, c in zip(net.params, original, factors, strict=True):
            w[...] = c * w0
        rng = np.random.default_rng(1)
        directions = [plots.random_direction(rng, net.params) for _ in range(2)]
        if kind == "filter-normalised":
            directions = [plots.filter_normalised(d, net.params) for d in directions]
        planes[kind, name] = plots.loss_plane(
            lambda: net.loss_and_gradient(net.forward(X), targets)[0], net.params, *directions, steps=25
        )

levels = np.geomspace(0.01, 30, 13)
fig, axes = plots.panels(2, 2, width=4.6, height=3.3)
for ax, ((kind, name), plane) in zip(axes, planes.items(), strict=True):
    plots.loss_surface(plane, levels=levels, title=f"{name}, {kind}", ax=ax)
display(
    plots.describe(
        fig,
        "Four slices through the loss around the same function. With random directions the trained network and its "
        "rescaled twin look different; with filter normalisation the two pictures are identical.",
    )
)
for kind in ("random directions", "filter-normalised"):
    one, two = planes[kind, "trained"].loss, planes[kind, "its twin"].loss
    print(f"{kind:18}: largest difference between the two pictures {below(np.abs(one - two).max())}")

# %% [markdown] topics="K20"
# In the upper row one and the same function looks as if it sat in two different valleys. In the lower row the pictures are one. So be careful with sentences such as “this optimiser finds flatter minima”: ask how the directions were scaled. And a slice is a slice. It shows two directions of many, and a hill in the others stays unseen.

# %% [markdown] topics="H24 O21"
# ## 8 · The playground, with numbers
#
# Several courses send you to the TensorFlow playground: points in the plane, a few hidden units, a learning rate, a penalty, a button. Ours runs in the notebook, on `mlpkit` and on those of your functions that have passed their checks. (Twenty passes are done; *reset* begins anew. Blue stands for class 1.)

# %%
explore.playground("data=circle rate=0.3", epochs=20)

# %% [markdown] topics="H24"
# Tsinghua's deck asks three things: raise the rate from 0.03 to 1, turn on an L2 penalty of 0.01, 0.1 and 1, and add a second hidden layer. Clicking gives an impression from one start. Let us count: three starts for each setting, 40 passes over 150 points in batches of 10, with two hidden layers of 4 and 2 tanh units.
#
# **Predict first.** Which rate is best? Which penalty? What does the network say at a penalty of 1?

# %%
from mlpkit.explore.playground.drawing import PALE
from mlpkit.explore.playground.model import Training
from mlpkit.explore.playground.settings import Settings


def trained(text, seed, epochs=40):
    """The playground's network with these settings after `epochs` passes."""
    training = Training(Settings.from_text(f"{text} seed={seed}"))
    while training.epochs < epochs and training.epoch():
        pass
    return training


def spread(values, form):
    """The mean, and the smallest and largest value."""
    return f"{np.mean(values):{form}} ({np.min(values):{form}} to {np.max(values):{form}})"


experiments = {f"rate {r:g}": f"data=circle rate={r:g}" for r in (0.03, 0.3, 1)}
experiments |= {f"rate 0.3, L2 {p:g}": f"data=circle rate=0.3 l2={p:g}" for p in (0.01, 0.1, 1)}
runs = {name: [trained(text, seed) for seed in range(3)] for name, text in experiments.items()}
rows = []
for name, trainings in runs.items():
    norm = [np.sqrt(sum(np.sum(w**2) for w in r.weights())) for r in trainings]
    l2 = trainings[0].settings.l2
    limit = f"{np.sqrt(2 * np.log(2) / l2):.1f}" if l2 else "none"
    right = [100 * r.accuracy()[1] for r in trainings]
    rows.append(
        [name, spread([r.train_loss[-1] for r in trainings], ".2f"), spread(right, ".0f"), spread(norm, ".1f"), limit]
    )
head = ["setting", "training loss", "right of new points, %", "length of all weights ‖W‖", "limit for ‖W‖"]
table(head, rows)

# %% drawing=true
fig, axes = plots.panels(1, 4, width=2.5, height=2.6)
for ax, name in zip(axes, ("rate 0.03", "rate 0.3", "rate 1", "rate 0.3, L2 0.1"), strict=True):
    run = runs[name][0]
    ax.imshow(sigmoid(run.surfaces()[-1][0]), extent=(-6, 6, -6, 6), origin="lower", cmap=PALE, vmin=0, vmax=1)
    points, labels = run.X[: run.n_train], run.t[: run.n_train]
    for k, (colour, marker) in enumerate(((ORANGE, "s"), (BLUE, "o"))):  # as in the playground
        ax.scatter(*points[labels == k].T, color=colour, marker=marker, edgecolor="white", linewidth=0.4, s=14)
    ax.set(title=f"{name}: loss {run.train_loss[-1]:.2f}", xlabel="$x_1$", xticks=(-5, 0, 5), yticks=(-5, 0, 5))
    ax.title.set_fontsize(10)
axes[0].set_ylabel("$x_2$")
plots.describe(
    fig,
    "Decision surfaces of the first start. At rate 0.03 the surface is still soft, at 0.3 it closes around the inner "
    "ring, at 1 and with L2 0.1 it is flat.",
)

# %% [markdown] topics="H24"
# **The rate.** After 40 passes, 0.03 has hardly begun from some starts, and 0.3 is nearly done. 1 is too much: it jumps about, and its best start ends worse than the worst at 0.3. “Faster” is true up to a point.
#
# **The penalty.** 0.01 does no harm: shorter weights, no more errors. 0.1 and 1 switch the network off: it says the same everywhere. That is no accident of training. The cost is $C(\theta) = L(\theta) + \tfrac12 \lambda \lVert W \rVert^2$, with $\lVert W \rVert$ the length of all weights together.
#
# $$\begin{aligned}
# C(\theta^*) &\le C(0) && \theta^* \text{ is the best of all} \\
# L(\theta^*) + \tfrac12 \lambda \lVert W^* \rVert^2 &\le \log 2 && \text{at } 0 \text{ all logits are } 0 \\
# \tfrac12 \lambda \lVert W^* \rVert^2 &\le \log 2 && L \ge 0 \\
# \lVert W^* \rVert &\le \sqrt{2 \log 2 \,/\, \lambda} && \text{solve for the length}
# \end{aligned}$$
#
# That is the last column. Compare it with the column before. The networks that got the circle right have longer weights than $\lambda = 0.1$ allows even to the *best* network, let alone $\lambda = 1$: it cannot afford to bend. A penalty is measured against what the loss can gain, and cross-entropy on two balanced classes has only $\log 2$ to offer.
#
# **A second layer.** On the circle one hidden layer is enough (the first row below). The spiral is harder: two arms that turn one and a half times.

# %%
rows = []
for points, layers, how in (
    ("circle", "8:tanh", "rate=0.3"),
    ("spiral", "8:tanh", "rate=0.3"),
    ("spiral", "8:tanh", "optimiser=adam rate=0.03"),
    ("spiral", "8:tanh,8:tanh", "rate=0.3"),
    ("spiral", "8:tanh,8:tanh", "optimiser=adam rate=0.03"),
):
    done = [trained(f"data={points} layers={layers} {how}", seed, epochs=60) for seed in range(3)]
    right = np.array([r.accuracy() for r in done]) * 100
    parameters = sum(w.size for w in done[0].net.params)
    rows.append([points, layers, how, parameters, spread(right[:, 0], ".0f"), spread(right[:, 1], ".0f")])
table(
    ["data", "hidden layers", "training", "parameters", "right of 150 training points, %", "… of 150 new ones, %"], rows
)

# %% [markdown] topics="H24 O21"
# A second layer of eight helps, and so does a better optimiser (lecture 10 derives Adam). But the second layer also triples the parameters; the cell below gives a single layer as many, with `MLP`.

# %%
rows = []
for sizes in ([2, 8, 8, 1], [2, 26, 1]):
    right = []
    for seed in range(6):
        drawn = Training(Settings.from_text(f"data=spiral seed={seed}"))
        net = MLP(sizes, activation="tanh", init="xavier", loss="bce_with_logits", seed=seed)
        training, new = slice(drawn.n_train), slice(drawn.n_train, None)
        optimizer = Adam(net.params, lr=0.03)
        fit(net, drawn.X[training], drawn.t[training], epochs=60, batch_size=10, optimizer=optimizer, seed=seed,
            progress=False)  # fmt: skip
        right.append([100 * np.mean(net.predict(drawn.X[part]) == drawn.t[part]) for part in (training, new)])
    right = np.array(right)
    rows.append(["-".join(map(str, sizes)), sum(w.size for w in net.params), *(spread(r, ".0f") for r in right.T)])
table(["network", "parameters", "right of 150 training points, %", "… of 150 new ones, %"], rows)
say("The spiral, Adam with a rate of 0.03, 60 passes: mean of six starts (lowest to highest).")

# %% [markdown] topics="H24 O21"
# At equal size one layer is no worse here, and better on average. What helped above was the number of parameters, not the depth. And 60 passes are not enough to be reliable: the spread between starts is as large as the effects. One click would have told you little.
#
# ### Your own setting
#
# Find settings that separate the spiral. Play first, in the playground above or in a fresh one (`explore.playground("data=spiral")`): its last field holds all settings as one line of text. Copy that line.
#
# The check trains your network on the spiral with 300 points (half of them for training, noise 0.2) for at most 100 passes and at most 1500 updates, and stops when all training points are right. At least **90 %** of the new points must then be right. Aim at 95 %, so that a small difference between computers does not decide.

# %% exercise="spiral_settings"
# spiral_settings = "…": a line of settings as the playground shows it, such as "data=spiral layers=4:tanh,2:tanh rate=0.03".
### BEGIN SOLUTION
spiral_settings = "data=spiral layers=8:tanh,8:tanh optimiser=adam rate=0.03 features=x1,x2,sin(x1),sin(x2)"
### END SOLUTION

# %% [markdown] topics="H24"
# **What usually goes wrong.** Judging by the training points: they may all be right while the surface between the arms is nonsense. Or turning five knobs at once, so that you do not know which one helped.

# %% [markdown]
# ## Recap
#
# One logistic unit does its best on XOR by saying ½. Two ReLU units fold the plane, and in the plane of the hidden units a line separates. Steps could do it too, but let no gradient through. One hidden layer computes every function of switches and comes close to every continuous one; how many units that takes, and whether training finds them, is another matter. From random starts two units often fail, and sixteen hardly ever. Every tanh network has $H!\, 2^H$ twins, so the loss has many equally low points with hills between them, and is not convex. To draw it, scale directions unit by unit. And in the playground, count over several starts before you believe your eyes.
#
# ## Test yourself
#
# <details><summary>1. In the hidden plane of the hand-made network, which line separates the classes? Where does the point (½, ½) of the input plane end up?</summary>
#
# The line $h_1 - 2 h_2 = \tfrac12$. The point has $s = 1$, so $h = (1, 0)$: on top of $(0,1)$ and $(1,0)$. The network says 1 there.
# </details>
#
# <details><summary>2. A network for XOR has 3 hidden tanh units. How many weight settings give exactly its outputs by permutation and sign? And if the units are ReLUs?</summary>
#
# $3! \cdot 2^3 = 48$. ReLU is not odd, so signs are not free: $3! = 6$ orders. But each unit can be rescaled by any $c > 0$, which makes infinitely many.
# </details>
#
# <details><summary>3. Your XOR network says 0.00, 0.67, 0.67, 0.67. What has happened?</summary>
#
# Three corners coincide in the hidden plane, and the output is the mean of their targets, $2/3$. Probably one unit alone is at work: it separates $(0,0)$ from the rest, and the others are off or saturated. Start elsewhere, or take more units.
# </details>
#
# <details><summary>4. A colleague averages the weights of two networks that are right on 98 % each, and gets 12 %. Explain.</summary>
#
# The two may compute nearly the same with their units in another order or with other signs. The average of such twins has lost the units: half way between $w$ and $-w$ is 0. Average the outputs instead.
# </details>
#
# <details><summary>5. Does the universal approximation theorem say that your network of 16 units can learn the spiral?</summary>
#
# No, three times. It does not say that 16 are enough, it does not say that training finds the weights, and it does not say that 150 points determine the function between them.
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - G. Klambauer, *Deep Learning and Neural Networks I, basic architectures*, Johannes Kepler University Linz: no single layer, the ReLU network by hand and its hidden space, universal approximation, symmetries and landscapes.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: XOR revisited, why the step function blocked learning, the experiments on points in the plane.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: a playground experiment.
#
# Books and papers:
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning internal representations by error propagation", in *Parallel Distributed Processing*, volume 1, MIT Press 1986: XOR and parity by backpropagation.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, section 6.1: learning XOR.
# - K. Hornik, M. Stinchcombe, H. White, "Multilayer feedforward networks are universal approximators", *Neural Networks* 2 (1989), 359–366.
# - G. Cybenko, "Approximation by superpositions of a sigmoidal function", *Mathematics of Control, Signals, and Systems* 2 (1989), 303–314.
# - M. Leshno, V. Y. Lin, A. Pinkus, S. Schocken, "Multilayer feedforward networks with a nonpolynomial activation function can approximate any function", *Neural Networks* 6 (1993), 861–867.
# - H. J. Sussmann, "Uniqueness of the weights for minimal feedforward nets with a given input-output map", *Neural Networks* 5 (1992), 589–593.
# - L. G. C. Hamey, "XOR has no local minima: a case study in neural network error surface analysis", *Neural Networks* 11 (1998), 669–681.
# - H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the loss landscape of neural nets", NeurIPS 2018, [arXiv:1712.09913](https://arxiv.org/abs/1712.09913).
# - L. Dinh, R. Pascanu, S. Bengio, Y. Bengio, "Sharp minima can generalize for deep nets", ICML 2017, [arXiv:1703.04933](https://arxiv.org/abs/1703.04933).
# - D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-manipulation visualization of deep networks", 2017, [arXiv:1708.03788](https://arxiv.org/abs/1708.03788): the TensorFlow playground.
#
# Next: lecture 09 goes deeper, and asks how to start and what to do when the gradient vanishes.
