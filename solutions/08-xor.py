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
# Four points and two classes make the smallest problem that needs a hidden layer. You can solve it with pencil and paper. Can gradient descent? It fails more often than you would think. And when it succeeds twice, why are the weights never the same?
#
# **You will be able to**
# - build a network for XOR by hand, with ReLUs and with steps, and say what its hidden units did to the four points;
# - say what a universal approximation theorem promises, and what it does not;
# - train a network on XOR, and tell from its outputs where it got stuck;
# - write down hundreds of other weights for the same function, and prove from them that the loss is not convex;
# - draw a loss landscape that does not mislead, and run playground experiments with numbers instead of impressions.
#
# **You need** lectures 01 (XOR and a single unit), 02 (activations), 03 (cross-entropy from logits) and 06 (backpropagation).
#
# **It takes** about two and a half hours with all exercises, one hour if you only read and run. If an exercise holds you up, go on, because the cells after it do not need it.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, Adam, explore, fit, plots
from mlpkit import constructions as lib
from mlpkit.activations import ACTIVATIONS, sigmoid
from mlpkit.datasets import xor
from mlpkit.losses import LOSSES

X, t = xor()
X, t = X.astype(float), t.astype(float)

start("08")

# %%
from itertools import permutations, product
from math import factorial

from IPython.display import display

from mlpkit.palette import BLACK, BLUE, GREEN, GREY, PURPLE, RED, class_style
from mlpkit.show import below, number, say, table

# %% [markdown] topics="K3"
# ## 1 · What one unit makes of XOR
#
# XOR is 1 where exactly one input is 1. Lecture 01 proved that no single unit decides it, because four inequalities contradict each other. But a trained unit must end *somewhere*. Where does a logistic unit end, and how good can it be?
#
# Write $z_{00}, z_{01}, z_{10}, z_{11}$ for the logits $z = w \cdot x + b$ at the four corners. One fact holds for all weights:
#
# $$z_{00} + z_{11} = b + (w_1 + w_2 + b) = (w_2 + b) + (w_1 + b) = z_{01} + z_{10}. \qquad (*)$$
#
# In cross-entropy from logits (lecture 03) a target 1 costs $\operatorname{softplus}(-z)$, and a target 0 costs $\operatorname{softplus}(z)$. Softplus curves upwards everywhere. A function is convex, as lecture 04 said, if its slope never decreases; then the chord between any two points of its graph nowhere lies below the graph. It follows that the mean of its values is at least its value at the mean (for four arguments take chords twice, first for two pairs, then for the two means), which is **Jensen's inequality**; for a function that curves upwards strictly, as softplus does, the two are equal only if all arguments are equal.

# %% drawing=true
z = np.linspace(-4, 4, 201)
fig, (ax,) = plots.panels(1, 1, width=5.6, height=2.9)
ax.plot(z, np.logaddexp(0, z), color=BLUE, label="softplus")
ends = np.array([-2.0, 3.0])
ax.plot(ends, np.logaddexp(0, ends), "o-", color=GREY, label="chord")
middle = ends.mean()
ax.plot([middle] * 2, [np.logaddexp(0, middle), np.logaddexp(0, ends).mean()], "o:", color=RED)
ax.annotate(
    "mean of the values", (middle, np.logaddexp(0, ends).mean()), xytext=(-8, 6), textcoords="offset points", ha="right"
)
ax.annotate("value at the mean", (middle, np.logaddexp(0, middle)), xytext=(8, -12), textcoords="offset points")
ax.set(title="The chord lies above a convex function", xlabel="$z$", ylabel="softplus$(z)$")
plots.describe(fig, "Softplus and a chord between two of its points. At the middle the chord lies above the curve.")

# %% [markdown] topics="K3"
# $$\begin{aligned}
# L &= \tfrac14 \big[ \operatorname{softplus}(z_{00}) + \operatorname{softplus}(-z_{01}) \\
# &\qquad + \operatorname{softplus}(-z_{10}) + \operatorname{softplus}(z_{11}) \big] && \text{mean over the four examples} \\
# &\ge \operatorname{softplus}\!\left( \tfrac14 (z_{00} - z_{01} - z_{10} + z_{11}) \right) && \text{Jensen's inequality} \\
# &= \operatorname{softplus}(0) = \log 2 && \text{by } (*)
# \end{aligned}$$
#
# Equality needs the four arguments to be equal: $z_{00} = z_{11} = -z_{01} = -z_{10}$. With $(*)$ this gives $2 z_{00} = -2 z_{00}$, so all four are 0. **The best logistic unit has $w = 0$ and $b = 0$, outputs ½ at every corner, and has the loss $\log 2$.** In words: it has learnt that half of the points belong to each class, and nothing else. ADALINE found the same in lecture 01, by another loss. A softmax over two outputs is a logistic unit in $z_1 - z_2$, and ends the same way.
#
# **Predict first.** Gradient descent from twenty random initialisations: do all of them arrive?

# %% exercise="arrivals_prediction"

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
say(
    f"Of 20 runs, the largest distance of an output from ½ is {below(far)}; the largest loss is {loss:.6f}, and log 2 is {np.log(2):.6f}."
)
reveal("arrivals_prediction", sum(distance < 1e-3 for distance, _ in ends))

# %% [markdown]
# All of them arrive, because the loss of a single unit is convex and has one lowest point. Remember this, because with a hidden layer it is no longer true.

# %% [markdown] topics="K4 H16"
# ## 2 · Two units by hand
#
# XOR treats its inputs alike, so look at their sum $u = x_1 + x_2$ alone. On the corners $u$ is 0, 1, 1 or 2, and the output should be 0, 1, 1, 0: **up, then down.** A straight line in $u$ cannot turn. Two ReLUs can change its slope:
#
# $$a_1 = \operatorname{relu}(u), \qquad a_2 = \operatorname{relu}(u - 1), \qquad y = v_1 a_1 + v_2 a_2 .$$
#
# Two conditions fix the two output weights.
#
# $$\begin{aligned}
# u = 1: && v_1 \cdot 1 + v_2 \cdot 0 &= 1 && \Rightarrow\; v_1 = 1 \\
# u = 2: && v_1 \cdot 2 + v_2 \cdot 1 &= 0 && \Rightarrow\; v_2 = -2
# \end{aligned}$$
#
# At $u = 0$ both units are 0, and so is $y$. In matrices,
#
# $$W_1 = \begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}, \quad b_1 = \begin{pmatrix} 0 \\ -1 \end{pmatrix}, \quad W_2 = \begin{pmatrix} 1 & -2 \end{pmatrix}, \quad b_2 = 0 .$$
#
# **By hand.** All four points:
#
# | input $x_1$ | input $x_2$ | sum $z_1 = x_1 + x_2$ | sum $z_2 = x_1 + x_2 - 1$ | unit $a_1$ | unit $a_2$ | output $y = a_1 - 2 a_2$ |
# | --- | --- | --- | --- | --- | --- | --- |
# | 0 | 0 | 0 | −1 | 0 | 0 | 0 |
# | 0 | 1 | 1 | 0 | 1 | 0 | 1 |
# | 1 | 0 | 1 | 0 | 1 | 0 | 1 |
# | 1 | 1 | 2 | 1 | 2 | 1 | 0 |
#
# **Predict first.** Draw the four points in the plane of $a_1$ and $a_2$ before you run the next cell. How many different points are there? Can you draw the line now?

# %% exercise="corners_prediction"


# %% drawing=true
def corners(ax, points, names=True):
    """The four examples at `points`, in the colours of their classes."""
    for k in (0, 1):
        ax.scatter(*points[t == k].T, **class_style(k), edgecolor="white", s=70, zorder=3, label=f"class {k}")
    for x, point in zip(X, points, strict=True):
        if names:
            ax.annotate(f"({x[0]:.0f},{x[1]:.0f})", point, xytext=(6, 7), textcoords="offset points", fontsize=9)


side = np.linspace(-0.5, 1.5, 81)
plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
fig, (left, middle, right) = plots.panels(1, 3, width=3.4, height=3.2)
filled = left.contourf(
    side, side, lib.xor_net(plane).reshape(81, 81), levels=np.linspace(-1, 1, 9), cmap="cividis", alpha=0.6
)
for total, name in ((0, "$z_1 = 0$"), (1, "$z_2 = 0$")):
    left.plot([total - 1.5, 1.5], [1.5, total - 1.5], "--" if total == 0 else ":", color=BLACK)
    left.text(total / 2 - 0.12, total / 2 - 0.12, name, ha="right", va="top", rotation=-45, rotation_mode="anchor")
plots.base.colour_bar(left, filled, "$y$")
corners(left, X)
left.set(title="No line will do", xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
corners(middle, lib.xor_hidden(X), names=False)
middle.plot([0.3, 2.5], [-0.1, 1.0], color=BLACK)
for (x, y), name, up in (((0, 0), "(0,0)", 9), ((1, 0), "(0,1) and (1,0)", -18), ((2, 1), "(1,1)", 9)):
    middle.annotate(name, (x, y), xytext=(-6, up), textcoords="offset points", fontsize=9)
middle.set(title="Here a line will do", xlabel="$a_1$", ylabel="$a_2$", xlim=(-0.4, 2.6), ylim=(-0.4, 1.6))
u = np.linspace(-0.5, 2.5, 301)
right.plot(u, np.maximum(u, 0), "--", color=GREY, label="$a_1$")
right.plot(u, -2 * np.maximum(u - 1, 0), ":", color=GREY, label="$-2 a_2$")
right.plot(u, lib.xor_net(np.column_stack([u, 0 * u])), color=BLUE, label="$y$")
right.set(title="Up, then down", xlabel="$u = x_1 + x_2$", ylabel="output", ylim=(-1.2, 1.6))
right.legend()
plots.describe(
    fig,
    "Left: the network's output over the input plane, a ridge along x1 + x2 = 1; the lines where the units wake up are "
    "x1 + x2 = 0 and x1 + x2 = 1. Middle: the four corners in the plane of the hidden units: (0,1) and (1,0) fall on one "
    "point, and a line separates the classes. Right: the output along the sum of the inputs rises to 1 and falls to 0.",
)

# %%
reveal("corners_prediction", len(np.unique(lib.xor_hidden(X), axis=0)))

# %% [markdown] topics="K4 H16"
# There are three points, and a line separates them. That is what a hidden layer is for. **A hidden layer does not separate the classes: it moves the points to where a line separates them.** Here both units depend on the sum alone, so that $(0,1)$ and $(1,0)$ meet, and the plane is folded at the dotted line, where the second unit wakes up. The line in the middle panel is $a_1 - 2 a_2 = \tfrac12$, the output unit's own boundary.
#
# Leave out the ReLU, and $y = (x_1 + x_2) - 2 (x_1 + x_2 - 1) = 2 - x_1 - x_2$ is one linear unit after all. Two layers without a nonlinearity are one.
#
# **Your turn, with three switches.** **Parity** asks whether the number of ones is odd; XOR is the parity of two switches. Build the parity of three, with three ReLU units and a linear output. Many right answers exist, and the check looks only at what your network outputs.

# %% exercise="parity_with_relus"
# parity_with_relus = (W, b, v, c): three hidden ReLU units with weights W (three rows of three) and biases b (three
# numbers), and a linear output with weights v (three numbers) and bias c. Outputs 1 where the number of ones is odd, else 0.
### BEGIN SOLUTION
parity_with_relus = ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], [0, -1, -2], [1, -2, 2], 0)
### END SOLUTION

# %% [markdown] topics="K4"
# **Play.** The lab below has all nine numbers of a network with two units, which you can drag, and the input plane and the hidden plane side by side. Begin with the weights made by hand and move the bias of the second unit, the number below $a_2$. Then press *random start* and train. How often does it get there? (Section 5 counts.)

# %%
explore.xor_lab()

# %% [markdown] topics="K4"
# ### With steps
#
# Threshold units, 1 where $z \ge 0$ and else 0, can do it too. Warren McCulloch and Walter Pitts showed in 1943 that networks of such units compute every logical function. Think in logic. Each hidden unit draws one line and tells on which side a point is, and the output unit combines two such statements.

# %% exercise="xor_with_steps"
# xor_with_steps = (W, b, v, c): two hidden threshold units with weights W (two rows of two) and biases b (two numbers),
# and a threshold unit with weights v (two numbers) and bias c that reads them. The step is 1 at 0.
### BEGIN SOLUTION
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -2], -0.5)
### END SOLUTION

# %% [markdown] topics="H17"
# ## 3 · Why the step blocked learning
#
# So the weights existed, decades before anybody had a way to *find* them. For one example, with $z_j = w_j \cdot x + b_j$, $a_j = f(z_j)$, the logit $z = v \cdot a + c$, and a loss whose slope at the logit is $\delta$:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial v_j} &= \delta\, a_j && \text{chain rule} \\
# \frac{\partial L}{\partial w_{ji}} &= \delta\, v_j\, f'(z_j)\, x_i && \text{chain rule, three times}
# \end{aligned}$$
#
# The step has $f'(z) = 0$ everywhere except at the jump, where there is no derivative. So the second line is 0. The output weights can learn, but **the hidden units receive no error signal, however wrong the output is.** The perceptron rule does not help either, because it needs a target for every unit, and nobody knows what a hidden unit ought to output.
#
# **Predict first.** Below, one weight of a random network moves while the others stay. What does the loss look like as a function of this weight, with step units? And with a logistic $\sigma(\beta z)$ that becomes steeper and steeper?

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
    ax.plot(grid, losses, line, color=colour, label=f"σ(βz), β = {steepness}")
ax.plot(grid, [loss_at(w, lambda Z: (Z >= 0).astype(float)) for w in grid], color=BLACK, linewidth=1, label="step")
ax.set(title="The step's loss is a staircase with slope 0 on every tread", xlabel="$w_{11}$", ylabel="loss")
ax.legend()
plots.describe(
    fig,
    "Loss against one hidden weight. With a gentle sigmoid it is a smooth slope; with steeper ones it turns into a "
    "staircase, and with a step it is flat except for two jumps.",
)

# %% [markdown] topics="H17"
# A gradient asks how the loss changes under a tiny move. On a staircase the answer is *not at all*, on every tread. How much slope is left as the logistic becomes steeper? The table takes 200 random networks with two hidden units and measures the length of the gradient of the hidden weights.

# %%
rng = np.random.default_rng(0)
W, b, v = rng.normal(size=(200, 2, 2)), rng.normal(size=(200, 1, 2)), rng.normal(size=(200, 2, 1))
rows = []
for beta in (1, 4, 16, 64, 256):
    A = sigmoid(beta * (X @ W.swapaxes(1, 2) + b))
    delta = (sigmoid(A @ v) - t[:, None]) / 4
    dZ = delta @ v.swapaxes(1, 2) * beta * A * (1 - A)
    length = np.sqrt(np.sum((dZ.swapaxes(1, 2) @ X) ** 2, axis=(1, 2)))
    rows.append([beta, number(np.median(length), ".1e"), f"{np.mean(length):.3f}", f"{np.mean(length < 1e-6):.0%}"])
table(["steepness β", "median length", "mean length", "shorter than 10⁻⁶"], rows)

# %% [markdown] topics="H17"
# In the end the median falls to nothing. The mean does not, because a few networks happen to have a point right on a jump, where the slope is enormous. Nearly always nothing and sometimes far too much is of no use for small steps. **What backpropagation needed was a nonlinearity with a slope.** The logistic was the first choice.

# %% [markdown] topics="K5"
# ## 4 · What can a hidden layer compute?
#
# XOR took two units. Is there anything that a hidden layer cannot do?
#
# ### Any function of switches
#
# Take $D$ inputs that are 0 or 1, and any function of them. The $2^D$ possible inputs are the corners of a cube. Give every corner $g$ at which the function is 1 a **detector**, a ReLU unit that is 1 at $g$ and 0 at every other corner,
#
# $$\operatorname{relu}\Big( \sum_i w_i x_i - \lvert g \rvert + 1 \Big), \qquad w_i = \begin{cases} +1 & g_i = 1 \\ -1 & g_i = 0 \end{cases}, \qquad \lvert g \rvert = \text{number of ones in } g .$$
#
# *It works.* The sum $\sum_i w_i x_i$ counts the ones that $x$ has in common with $g$, less the ones that only $x$ has. It is $\lvert g \rvert$ if $x = g$. Otherwise $x$ lacks one of $g$'s ones, or has one too many, and the sum, a whole number, is at most $\lvert g \rvert - 1$. So the argument of the ReLU is 1 at $g$ and at most 0 elsewhere. $\blacksquare$
#
# The sum of these detectors is the function. **One hidden layer computes every function of $D$ switches, with at most $2^D$ units.**
#
# **By hand.** XOR has two such corners. For $(0,1)$: $\operatorname{relu}(-x_1 + x_2 - 1 + 1)$. For $(1,0)$: $\operatorname{relu}(x_1 - x_2)$. So $y = \operatorname{relu}(x_2 - x_1) + \operatorname{relu}(x_1 - x_2) = \lvert x_1 - x_2 \rvert$, another network for XOR. The cell tries all 256 functions of three switches.

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
# The **universal approximation theorem** (Cybenko 1989; Hornik, Stinchcombe and White 1989) says that for every function that is continuous on a closed and bounded set of inputs, and for every $\varepsilon > 0$, there is a network with one hidden layer of logistic units and a linear output that differs from the function by less than $\varepsilon$ everywhere on that set, if it has enough units and the right weights.
#
# (Leshno and others showed in 1993 that any continuous activation will do that is not a polynomial, so ReLU as well.) Lecture 05 proves it in pictures, with bumps. For a target $t(x)$ of one input, and ReLUs, you can write the weights down. Divide $[0, 1]$ into $n_1$ equal pieces with ends $x_0, x_1, \dots$, and let $\text{slope}_i$ be the slope of the straight line from $t(x_i)$ to $t(x_{i+1})$. Then
#
# $$y(x) = t(0) + \text{slope}_0 \operatorname{relu}(x - x_0) + \sum_{i=1}^{n_1-1} (\text{slope}_i - \text{slope}_{i-1}) \operatorname{relu}(x - x_i)$$
#
# joins the points of the target by straight lines, because each unit changes the slope at its own place.

# %%
sizes, joined = (2, 4, 8, 16, 32, 64), {}
x = np.linspace(0, 1, 2001)
target = np.sin(2 * np.pi * x) + 0.5 * x
for units in sizes:
    knots = np.linspace(0, 1, units + 1)
    slopes = np.diff(np.sin(2 * np.pi * knots) + 0.5 * knots) * units
    joined[units] = np.maximum(x[:, None] - knots[:-1], 0) @ np.diff(slopes, prepend=0)
errors = [np.abs(joined[units] - target).max() for units in sizes]

# %% drawing=true
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.1)
left.plot(x, target, color=GREY, linewidth=4, alpha=0.5, label="target")
left.plot(x, joined[4], "--", color=RED, label="4 units")
left.plot(x, joined[16], color=BLUE, label="16 units")
left.set(title="Each unit changes the slope at its place", xlabel="$x$", ylabel="output")
left.legend()
right.loglog(sizes, errors, "o-", color=BLUE)
right.set(
    title="In the end, twice the units make a quarter of the error", xlabel="hidden units $n_1$", ylabel="largest error"
)
plots.describe(
    fig,
    "Left: a wave and its approximations by 4 and by 16 ReLU units. Right: the largest error against the number of units, "
    "falling on a straight line of slope minus 2 in logarithmic axes.",
)

# %% [markdown] topics="K5"
# Why a quarter? A straight line over a short piece misses a smooth curve by about $\tfrac18\, \lvert t'' \rvert$ times the square of its width, and the widths are halved.
#
# Read the theorem like a contract. It says *there are*. It does *not* say
# - *how many* units: for some functions their number grows exponentially with the number of inputs;
# - *how to find* the weights: gradient descent is not mentioned;
# - *what happens between* the examples: it is about a function that is known everywhere.
#
# The theorem does not say how many units, and the number depends on how you build. On parity, detectors need one unit for each odd corner, $2^{D-1}$. But parity depends on $u = \sum_i x_i$ alone, up and down $D$ times, so the trick of section 2 needs only $D$ units: $y = \operatorname{relu}(u) + 2 \sum_{i=1}^{D-1} (-1)^i \operatorname{relu}(u - i)$.

# %%
rows = []
for n in (2, 3, 4, 6, 8, 10):
    cube = np.array(list(product((0, 1), repeat=n)))
    odd = cube.sum(axis=1) % 2
    centres = cube[odd == 1]
    detected = np.maximum(cube @ (2 * centres - 1).T - centres.sum(axis=1) + 1, 0).sum(axis=1)
    u, k = cube.sum(axis=1, keepdims=True), np.arange(n)
    folded = np.maximum(u - k, 0) @ np.where(k == 0, 1, 2 * (-1) ** k)
    both = "yes" if np.array_equal(detected, odd) and np.array_equal(folded, odd) else "no"
    rows.append([n, len(centres), n, both])
table(["switches", "units: detectors", "units: folding the sum", "both right at all corners"], rows)

# %% [markdown] topics="K20"
# ## 5 · Train one
#
# Now let gradient descent find the weights, with two inputs, $n_1$ hidden units, one logit, cross-entropy, and all four examples in every step. Before you let it run, one question: **which initialisation?** Zero would be a natural choice.
#
# **By hand.** With all weights and biases 0, $a = \tanh(0) = 0$, $z = 0$ and $p = \tfrac12$ at each corner. The slopes at the logits are $\delta_n = (p_n - t_n)/4 = \tfrac18, -\tfrac18, -\tfrac18, \tfrac18$. Then
#
# $$\frac{\partial L}{\partial v_j} = \sum_n \delta_n a_{nj} = 0, \qquad \frac{\partial L}{\partial w_{ji}} = \sum_n \delta_n v_j f'(z_{nj})\, x_{ni} = 0, \qquad \frac{\partial L}{\partial c} = \sum_n \delta_n = 0 .$$
#
# The first is 0 because $a = 0$, the second because $v = 0$, which makes $\partial L / \partial b_j$ 0 as well, and the third because the classes balance. Nothing moves, ever.
#
# **Equal units stay equal.** An initialisation that is not zero, but the same for all hidden units, is hardly better. *Claim:* if units 1 and 2 have the same weights in, the same bias and the same weight out, they have them after every step. *Proof* by induction over the steps. Before the step they agree (assumption). So their $z_{nj}$ and $a_{nj}$ agree for every example. Besides these, the gradients above contain $v_j$ alone with the index $j$, and it agrees by assumption. So the gradients agree for $j = 1, 2$. Equal numbers less equal gradients are equal. $\blacksquare$ Such a network is a network with *one* hidden unit. If its $f$ is monotone, as tanh and ReLU are, its output rises or falls with $w \cdot x$ and has one boundary, so XOR is out of reach, as in section 1.
#
# So the initialisation must be *random*. Breaking the tie between units in this way is called **symmetry breaking**. Your turn: train a network with at least two tanh units until it is at least 90 % confident at each corner.

# %% exercise="trained_xor"
# trained_xor = (W, b, v, c): weights after training. W (H, 2) and b (H,) of H ≥ 2 tanh units, v (H,) or (1, H) and c of
# the logit that reads them. Write the loop yourself, or use MLP and fit; X and t hold the corners and the targets.
### BEGIN SOLUTION
net = MLP([2, 4, 1], activation="tanh", init="xavier", loss="bce_with_logits", seed=0)
optimizer = SGD(net.params, lr=0.5, momentum=0.9)
fit(net, X, t, epochs=500, batch_size=None, optimizer=optimizer)
trained_xor = tuple(w.copy() for w in net.params)
### END SOLUTION

# %% [markdown] topics="K20"
# **What usually goes wrong.** All weights are zero at first. Or targets of shape $(4,)$ meet logits of shape $(4, 1)$, which broadcast to $(4, 4)$ without a word. Or nothing at all went wrong, and it is stuck nevertheless.
#
# ### How often does it work?
#
# Two units *can* do it. The cell trains 100 networks from random initialisations ($N(0, 1)$ weights, rate 1, 1,000 steps, all examples in each) for each width and activation, and counts those that end at least 90 % confident at every corner.
#
# **Predict first.** Your guess for two ReLU units? For two tanh units? From which width on do all hundred succeed?

# %% exercise="two_relus_prediction"


# %%
def train_many(f, units, starts=100, lr=1.0, steps=1000, seed=0):
    """Train `starts` networks 2-units-1 on XOR side by side; the probabilities they end with, (starts, 4)."""
    rng, f = np.random.default_rng(seed), ACTIVATIONS[f]
    W, b = rng.normal(size=(starts, units, 2)), np.zeros((starts, 1, units))
    v, c = rng.normal(size=(starts, units, 1)), np.zeros((starts, 1, 1))
    for _ in range(steps):
        Z = X @ W.swapaxes(1, 2) + b
        A = f.f(Z)
        delta = (sigmoid(A @ v + c) - t[:, None]) / 4
        dZ = delta @ v.swapaxes(1, 2) * f.grad(Z)
        v, c = v - lr * A.swapaxes(1, 2) @ delta, c - lr * delta.sum(axis=1, keepdims=True)
        W, b = W - lr * dZ.swapaxes(1, 2) @ X, b - lr * dZ.sum(axis=1, keepdims=True)
    return sigmoid(f.f(X @ W.swapaxes(1, 2) + b) @ v + c)[..., 0]


def count_solved(p):
    """How many of these networks are at least 90 % confident at every corner."""
    return int(np.sum(np.all(np.abs(p - t) < 0.1, axis=1)))


widths, names = (2, 3, 4, 8, 16), ("sigmoid", "tanh", "leaky_relu", "relu")
ends = {(f, units): train_many(f, units) for f in names for units in widths}
solved = {key: count_solved(p) for key, p in ends.items()}
table(["activation", *(f"{units} units" for units in widths)], [[f, *(solved[f, n] for n in widths)] for f in names])
reveal("two_relus_prediction", solved["relu", 2])

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=5.6, height=3.2)
for f, colour, marker in zip(names, (GREEN, BLUE, PURPLE, RED), "sov^", strict=True):
    fraction = np.array([solved[f, units] for units in widths]) / 100
    error = 2 * np.sqrt(fraction * (1 - fraction) / 100)
    ax.errorbar(
        range(5), 100 * fraction, 100 * error, marker=marker, color=colour, capsize=3, label=f.replace("_", " ")
    )
ax.set_xticks(range(5), widths)
ax.set(title="Two units are enough, and often not enough to train", xlabel="hidden units", ylabel="solved, of 100 runs")
ax.legend(loc="lower right")
plots.describe(fig, "Solved runs against width for four activations: low at two units, near 100 at sixteen.")

# %% [markdown] topics="K20"
# (The bars are two standard errors.) Width does not make XOR easier to *compute*. **With more units more runs succeed.** It is likely that this is so because with more units it happens less often that none of them is useful from the beginning. That is the second point on which the theorem was silent. Where do the others end? Not just anywhere:

# %%
rows = []
for f in ("tanh", "relu"):
    stuck = [tuple(np.round(p, 1) + 0.0) for p in ends[f, 2] if np.any(np.abs(p - t) >= 0.1)]
    for answer in sorted(set(stuck), key=lambda a: (-stuck.count(a), a))[:4]:
        rows.append([f, stuck.count(answer), *answer])
table(["two units", "of 100 runs", "p at (0,0)", "p at (0,1)", "p at (1,0)", "p at (1,1)"], rows)

# %% [markdown] topics="K20"
# Groups of corners get the *same* probability, the mean of their targets: one half, a third, or two thirds. In the hidden plane of such a network these corners lie on one point, or nearly. A ReLU unit that is 0 at a corner cannot tell it from another where it is 0 as well, and it gets no gradient from there. A tanh unit that is saturated at two corners is in nearly the same position.
#
# Is that a *local minimum*? A ReLU unit that is off at a corner is not switched on by a small move. Where all ReLUs are off at all corners, as in some runs of the row of ½, the hidden units get no gradient, the output bias is at its best already, and gradient descent stays. (Where $z < 0$ at every corner, no small move of a hidden weight or bias changes anything. Often, though, $z$ is exactly 0 at $(0, 0)$, because the biases began at 0. There a slightly larger bias would wake the unit and may lower the loss, but the gradient does not show it, because we set the slope of ReLU at 0 to 0. In the other runs of this row a unit is on, and its output weight has gone to 0.) For two logistic units and squared error, Hamey (1998) proved that XOR has *no* local minima: what looks stuck is a **plateau**, a wide region in which the loss slopes very little, or falls only as the weights grow for ever. Does patience help? Ten times as many steps:

# %%
patient = {f: (solved[f, 2], count_solved(train_many(f, 2, steps=10_000))) for f in names}
rows = [[f, before, after, f"{after - before} of {100 - before}"] for f, (before, after) in patient.items()]
table(["two units", "solved after 1,000 steps", "after 10,000", "of those that were stuck, freed"], rows)

# %% [markdown] topics="K20"
# **With logistic, tanh and ReLU units, nearly all that are stuck stay where they are.** On so flat a plateau the difference from a minimum is theoretical. Leaky ReLU is the exception, because it has a slope everywhere that does not fade, and patience frees a part of its runs.

# %% [markdown] topics="K20"
# ## 6 · The same function, other weights
#
# Two successful trainings never give the same weights. Part of the reason has nothing to do with training. A network with $n_1$ hidden units computes, unit by unit,
#
# $$y_k = \sum_{j=1}^{n_1} W_{2,kj}\; f\Big( \sum_i W_{1,ji}\, x_i + b_{1,j} \Big) + b_{2,k} .$$
#
# **Permutation.** A sum does not depend on the order of its terms. Exchange the units in any order: new unit $j$ is an old unit, with its row of $W_1$, its entry of $b_1$ and its column of $W_2$. The function is the same. There are $n_1!$ orders.
#
# **Sign.** Let $f$ be odd, $f(-z) = -f(z)$, as tanh is. Multiply the weights into and out of a unit, and its bias, by $g = \pm 1$. What becomes of its contribution to the output? Derive it for tanh, with $v$ for the weight out of the unit; `g` is 1 or −1.

# %% exercise="sign_derivation"

# %% [markdown] topics="K20"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# g v \; f( g z ) &= g v \; g f(z) && f \text{ is odd} \\
# &= v\, f(z) && g^2 = 1
# \end{aligned}$$
#
# </details>
#
# Each of the signs is free, which makes $2^{n_1}$ choices. Together, **a weight setting of a tanh network has $n_1!\, 2^{n_1}$ twins (itself included) with exactly the same loss.** (There are fewer only if all weights of a unit are 0, or two units are equal up to their signs.) These are the **weight-space symmetries** of the network. Sussmann (1992) showed that there are no others, unless a unit is superfluous.
#
# **By hand.** One tanh unit with $w = 3$, $b = -1$, $v = 5$ at $x = 1$: $5 \tanh(2) = 4.820$. The twin has $w = -3$, $b = 1$, $v = -5$: $-5 \tanh(-2) = 4.820$.

# %% exercise="permute_hidden"

# %% exercise="flip_signs"

# %% [markdown] topics="K20"
# **What usually goes wrong.** The rows of $W_1$ are moved and the columns of $W_2$ forgotten, so that the units still exist, and the output reads the wrong ones. Or the bias stays behind, although it belongs to its unit.
#
# **Measured.** A trained tanh network and some of its twins: how far apart are the weights, and how far the outputs?


# %%
def trained_network(seed, units=4):
    """A 2-4-1 tanh network that was trained on XOR from this initialisation: its [W1, b1, W2, b2]."""
    net = MLP([2, units, 1], activation="tanh", init="xavier", loss="bce_with_logits", seed=seed, dtype=np.float64)
    fit(net, X, t, epochs=500, batch_size=None, optimizer=SGD(net.params, lr=0.5, momentum=0.9))
    return net.params


def logits(W1, b1, W2, b2, points):
    """The outputs of the tanh network with these weights."""
    return np.tanh(points @ W1.swapaxes(-1, -2) + b1) @ W2.swapaxes(-1, -2) + b2


def distance(one, other):
    """The length of the difference of two weight settings."""
    return np.sqrt(sum(np.sum((a - b) ** 2) for a, b in zip(one, other, strict=True)))


W1, b1, W2, b2 = trained = trained_network(0)
points = np.random.default_rng(0).uniform(-1, 2, (1000, 2))
length = distance((W1, b1, W2), (0 * W1, 0 * b1, 0 * W2))
permuted = lib.permute_hidden(W1, b1, W2, [2, 0, 3, 1])
twins = {
    "units permuted": permuted,
    "first unit flipped": lib.flip_signs(W1, b1, W2, np.array([-1, 1, 1, 1])),
    "all units flipped": lib.flip_signs(W1, b1, W2, -np.ones(4)),
    "permuted, then two flipped": lib.flip_signs(*permuted, np.array([-1, 1, -1, 1])),
}
rows = []
for name, twin in twins.items():
    moved = np.abs(logits(*twin, b2, points) - logits(*trained, points)).max()
    rows.append([name, f"{distance(twin, (W1, b1, W2)) / length:.2f}", below(moved)])
table(["twin", "distance in units of the weights' own length", "largest difference of the logits, 1,000 points"], rows)
digits = int((np.sum(np.log10(np.arange(1, 257))) + 256 * np.log10(2)).round())
counts = ", ".join(f"{factorial(n) * 2**n:,} for {n} units" for n in (2, 4, 8))
say(
    f"There are {counts}, and about {number(10.0, '.0f')}{str(digits).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} for 256."
)

# %% [markdown] topics="K20"
# Far apart as weights, and the same as functions, up to rounding. Flipping all signs even moves the weights to the opposite side of the origin.
#
# ### So the loss is not convex
#
# By the definition of section 1, a convex loss lies half way between two settings at most at the mean of their losses, $L\big(\tfrac12 (\theta + \theta')\big) \le \tfrac12 \big( L(\theta) + L(\theta') \big)$.
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
# The middle lies above the line. $\blacksquare$ It is not a matter of XOR. Half way between a network and its flipped twin the output is a constant, and wherever the network beats every constant, the straight way to the twin leads over a hill.
#
# ### Is the hill real?
#
# **Predict first.** What does the loss look like on the straight way from a network to its twin? From one trained network to another that began elsewhere? And if you may choose, among the 384 twins of that other network, the one that suits you best?


# %%
def way(one, other, steps=41):
    """The loss at equal steps on the straight way from one weight setting to another."""
    along = np.linspace(0, 1, steps)[:, None, None]
    z = logits(*((1 - along) * p + along * q for p, q in zip(one, other, strict=True)), X)[..., 0]
    return np.mean(np.logaddexp(0, z) - t * z, axis=1)


def all_twins(W1, b1, W2, b2):
    """The n! 2^n weight settings of the same function."""
    for order in permutations(range(len(b1))):
        for signs in product((1, -1), repeat=len(b1)):
            yield (*lib.flip_signs(*lib.permute_hidden(W1, b1, W2, list(order)), np.array(signs)), b2)


def hill(losses):
    """How far the way rises above the higher of its ends."""
    return losses.max() - max(losses[0], losses[-1])


def matched(one, other):
    """The loss on the way from `one` to the best twin of `other`."""
    return min((way(one, twin) for twin in all_twins(*other)), key=hill)


others = [trained_network(seed) for seed in range(1, 6)]
ways = [(way(trained, other), matched(trained, other)) for other in others]
rows = [[seed, f"{hill(a):.2f}", f"{hill(b):.4f}"] for seed, (a, b) in enumerate(ways, 1)]
table(["other initialisation", "hill on the way to it", "to the best of its 384 twins"], rows)

# %% drawing=true
flipped = way(trained, (*twins["all units flipped"], b2))
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.6)
along = np.linspace(0, 1, 41)
ax.plot(along, flipped, color=RED, label="to its own twin, all signs flipped")
ax.plot(along, ways[0][0], "--", color=GREEN, label="to another network, as it was trained")
ax.plot(along, ways[0][1], color=BLUE, linewidth=2.5, label="to the best of that network's 384 twins")
ax.axhline(np.log(2), color=GREY, linewidth=0.8)
ax.annotate("log 2", (0, np.log(2)), xytext=(0, 4), textcoords="offset points", fontsize=9, color=GREY)
ax.set(
    title="Match the units first, and the hill is all but gone",
    xlabel="fraction of the way", ylabel="loss", ylim=(-0.1, 4.4),
)  # fmt: skip
ax.legend(loc="upper right")
plots.describe(
    fig,
    "Loss along straight lines from a trained network: to its flipped twin there is a hill as high as log 2, to another "
    "trained network one that is several times as high; to the best twin of the other network the loss stays near 0.",
)

# %% drawing=true
other = min(all_twins(*others[0]), key=lambda twin: hill(way(trained, twin)))
fig, axes = plots.panels(1, 3, width=3.3, height=3.0)
for ax, (title, (V1, c1, V2, _)) in zip(
    axes, {"One network": trained, "Another": others[0], "Its twin that fits": other}.items(), strict=True
):
    table_of = np.column_stack([V1, c1, V2[0]])
    reach = np.abs(table_of).max()
    ax.imshow(table_of, cmap="PuOr", vmin=-reach, vmax=reach, aspect="auto")
    for (j, i), value in np.ndenumerate(table_of):
        dark = abs(value) > 0.6 * reach
        ax.text(i, j, number(value, ".1f"), ha="center", va="center", fontsize=9, color="white" if dark else BLACK)
    ax.set(title=title, xlabel="weights and bias", ylabel="hidden unit", yticks=range(4), yticklabels=[1, 2, 3, 4])
    ax.set_xticks(range(4), ["$w_{j1}$", "$w_{j2}$", "$b_j$", "$v_j$"])
plots.describe(
    fig,
    "Weights of three networks, a hidden unit a row. The second looks nothing like the first; its units in another order "
    "and with other signs, in the third panel, mostly have the signs of those of the first.",
)

# %% [markdown] topics="K20"
# The three tables show why. In another order and with other signs, most units of the second network have weights with the signs of those of the first. Matching makes two networks similar, not equal.
#
# **In these five pairs, the hill between two trained networks is nearly an artefact of the order and the signs of their units.** Between a network and its own flipped twin it is real, as proved; but that is a question of how the weights are written down. Ainsworth, Hayase and Srinivasa (2023) matched the units of large networks, without trying all orders, and others found curved paths of low loss between networks (Garipov and others 2018). Hence a practical rule. **Never average the weights of two networks unless their units have been matched.** Average their outputs. And do not read meaning into *which* unit learnt what, because it could have been any other.
#
# A loss that is not convex can have bad minima, and yet large networks are trained every day by stochastic gradient descent, and end well. Why? There is some theory. In very wide networks the weights need to move so little that the loss is nearly convex on the way, and gradient descent provably reaches a loss of zero (Du and others 2019). In models from physics the bad minima of large networks lie close to the best ones (Choromanska and others 2015). Your own table in section 5 shows the effect in small: from two units to sixteen, failure becomes rare.

# %% [markdown] topics="K20"
# ## 7 · Drawing a loss landscape
#
# Do networks generalise better when their minimum is *flat*? Many papers have drawn landscapes to argue that one optimiser finds flatter minima than another. Before you believe such a picture, look at how it was made. A loss of 33 weights and biases, as the network below has, cannot be drawn, but a slice of it can. Choose two directions $v$ and $v'$ in the space of weights, and draw $L(\theta + u v + u' v')$ for numbers $u$ and $u'$. With random directions this misleads.
#
# The culprit is a third symmetry. ReLU has $\operatorname{relu}(gz) = g \operatorname{relu}(z)$ for $g > 0$. So $W_1, b_1$ times $g$ and $W_2$ divided by $g$ is the same function again, now with a whole continuum of twins. In the twin with $g = 10$ the same step means much *less* to the first layer and much *more* to the second. One function, two pictures (Dinh and others 2017).
#
# **Filter normalisation** (Li and others 2018) gives each unit's part of a direction the length of that unit's own weights. If $w$ are the weights into a unit and $d$ is the part of the direction that belongs to it, then $d$ becomes $\hat d = d\, \lVert w \rVert / \lVert d \rVert$. (It is named after the filters of lecture 13, each of which is the weights of one unit.) A step of $u = 0.1$ then changes each unit by 10 % of itself.
#
# *It removes this effect.* Let all units of a layer be multiplied by the same $g > 0$. The normalised direction becomes $g \hat d$, so $g w + u\, g \hat d = g\, (w + u \hat d)$, and the weights and directions of the next layer are divided by $g$ in the same way. Every point of the picture is scaled in the same way as its centre. Its loss is that of the old point, and the picture is the same.
#
# **Predict first.** Below are a ReLU network and its twin with $g = 10$, first with random directions, then filter-normalised. Which pictures agree?

# %%
net = MLP([2, 8, 1], activation="relu", loss="bce_with_logits", seed=2, dtype=np.float64)
fit(net, X, t, epochs=200, batch_size=None, optimizer=SGD(net.params, lr=0.2, momentum=0.9))
original = [w.copy() for w in net.params]
scales = (10, 10, 0.1, 1)
targets = net.targets(t)
planes = {}
for kind in ("random directions", "filter-normalised"):
    for name, factors in (("trained", (1, 1, 1, 1)), ("its twin", scales)):
        for w, w0, factor in zip(net.params, original, factors, strict=True):
            w[...] = factor * w0
        rng = np.random.default_rng(1)
        directions = [plots.random_direction(rng, net.params) for _ in range(2)]
        if kind == "filter-normalised":
            directions = [plots.filter_normalised(d, net.params) for d in directions]
        planes[kind, name] = plots.loss_plane(
            lambda: net.loss_and_gradient(net.forward(X), targets)[0], net.params, *directions, steps=25
        )
for kind in ("random directions", "filter-normalised"):
    one, two = planes[kind, "trained"].loss, planes[kind, "its twin"].loss
    print(f"{kind:18}: largest difference between the two pictures {below(np.abs(one - two).max())}")

# %% drawing=true
levels = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]
fig, axes = plots.panels(2, 2, width=4.6, height=3.3)
for ax, ((kind, name), picture) in zip(axes, planes.items(), strict=True):
    plots.loss_surface(picture, levels=levels, title=f"{name}, {kind}", ax=ax)
    ax.set(xlabel="$u$ (along $v$)", ylabel="$u'$ (along $v'$)")
fig.suptitle("One function: two pictures with random directions, one with filter normalisation")
display(
    plots.describe(
        fig,
        "Four slices through the loss around the same function. With random directions the trained network and its "
        "rescaled twin look different; with filter normalisation the two pictures are identical.",
    )
)

# %% [markdown] topics="K20"
# In the upper row one and the same function looks as if it sat in two different valleys. In the lower row the pictures are one. **A flat-looking minimum may be a matter of scale, so ask how the directions were chosen.** (The directions leave the biases as they are, as in the program of Li and others; and if every unit had a factor of its own, the pictures would differ again.) And a slice is a slice. It shows two directions of many, and a hill in the others stays unseen.

# %% [markdown] topics="H24 O21 O29"
# ## 8 · The playground, with numbers
#
# Several courses send you to the [TensorFlow playground](https://playground.tensorflow.org): points in the plane, a few hidden units, a learning rate, a penalty, a button. Ours runs in the notebook, on `mlpkit` and on those of your functions that have passed their checks. Ours minimises cross-entropy. The original minimises half the squared error behind a tanh output, so the same rate and the same penalty do not mean the same in the two.

# %%
explore.playground("data=circle layers=4:tanh rate=0.3", epochs=20)

# %% [markdown] topics="H24"
# The classical tour has four stops, all on the circle: one hidden layer of four units with a rate of 0.03; then a rate of 1; then 0.03 again with an L2 penalty of 0.01, 0.1 and 1; then a second hidden layer of two units. Clicking gives an impression from one initialisation. Let us count instead.
#
# **Predict first.** Which rate is best? What does a second layer do? What does the network output with a penalty of 1?


# %%
from mlpkit.explore.playground.drawing import POLES
from mlpkit.explore.playground.model import Training
from mlpkit.explore.playground.settings import Settings


def played(text, seed, epochs):
    """The playground's network with these settings after so many epochs."""
    training = Training(Settings.from_text(f"{text} seed={seed}"))
    while training.epochs < epochs and training.epoch():
        pass
    return training


def spread(values, form):
    """The mean, and the smallest and largest value."""
    return f"{np.mean(values):{form}} ({np.min(values):{form}} to {np.max(values):{form}})"


tour = {
    "4, rate 0.03": "layers=4:tanh rate=0.03",
    "4, rate 0.3": "layers=4:tanh rate=0.3",
    "4, rate 1": "layers=4:tanh rate=1",
    "4-2, rate 0.03": "layers=4:tanh,2:tanh rate=0.03",
}
runs = {name: [played(f"data=circle {text}", seed, 40) for seed in range(6)] for name, text in tour.items()}
rows = []
for name, trainings in runs.items():
    right = [100 * run.accuracy()[1] for run in trainings]
    rows.append([name, spread([run.train_loss[-1] for run in trainings], ".2f"), spread(right, ".0f")])
table(["hidden units, 40 epochs", "training loss", "accuracy on new points, %"], rows)

# %% [markdown] topics="H24"
# **The rate.** After 40 epochs, 0.03 has hardly begun, while 0.3 and 1 are nearly done. **On this small network a rate of 1 is not too large: after 40 epochs it was far better than 0.03.** Whether 1 or 0.3 does better depends on the initialisation. A click that makes training faster is not yet an argument against the smaller rate, though. Give it five times as long, and it arrives as well (next table, first row).
#
# **The second layer.** With a rate of 0.03 and 40 epochs it does not help: its mean is no better.
#
# **The penalty.** It needs more patience, because 0.03 is slow:

# %%
penalties = (0, 0.01, 0.1, 1)
penalised = {
    l2: [played(f"data=circle layers=4:tanh rate=0.03 l2={l2}", seed, 200) for seed in range(3)] for l2 in penalties
}
rows = []
for l2, trainings in penalised.items():
    norm = [np.sqrt(sum(np.sum(w**2) for w in run.weights())) for run in trainings]
    limit = f"{np.sqrt(2 * np.log(2) / l2):.1f}" if l2 else "none"
    right = [100 * run.accuracy()[1] for run in trainings]
    rows.append(
        [l2, spread([run.train_loss[-1] for run in trainings], ".2f"), spread(right, ".0f"), spread(norm, ".1f"), limit]
    )
table(
    ["λ, 200 epochs", "training loss", "accuracy on new points, %", "length of all weights ‖W‖", "limit for ‖W‖"], rows
)

# %% drawing=true
shown = {
    "Rate 0.03, 40 epochs": runs["4, rate 0.03"][0],
    "Rate 1, 40 epochs": runs["4, rate 1"][0],
    "λ = 0.1, 200 epochs": penalised[0.1][0],
    "λ = 1, 200 epochs": penalised[1][0],
}
fig, axes = plots.panels(1, 4, width=2.7, height=2.7)
for ax, (name, run) in zip(axes, shown.items(), strict=True):
    ax.imshow(sigmoid(run.surfaces()[-1][0]), extent=(-6, 6, -6, 6), origin="lower", cmap=POLES, vmin=-0.3, vmax=1.3)
    seen, labels = run.X[: run.n_train], run.t[: run.n_train]
    for k in (0, 1):
        ax.scatter(*seen[labels == k].T, **class_style(k), edgecolor="white", linewidth=0.4, s=14)
    ax.set(title=name, xlabel="$x_1$", xticks=(-5, 0, 5), yticks=(-5, 0, 5))
    ax.title.set_fontsize(10)
axes[0].set_ylabel("$x_2$")
fig.suptitle("A rate of 1 has closed around the inner class; λ = 1 leaves one answer for all")
plots.describe(
    fig,
    "Output over the plane for the first initialisation of four settings. At rate 0.03 it is still soft after 40 epochs, at "
    "rate 1 it closes around the inner class; with a penalty of 0.1 it is soft, with 1 it is the same everywhere.",
)

# %% [markdown] topics="H24"
# A penalty of 0.01 shortens the weights. With 0.1 they are shorter still, and the outputs stay near ½, although many points may still be on the right side. **Of the four, only a penalty of 1 switches the network off.** How much can a penalty leave at all? The cost is $C(\theta) = L(\theta) + \tfrac12 \lambda \lVert W \rVert^2$, with $\lVert W \rVert$ the length of all weights together. For the best weights of all, $\theta^*$,
#
# $$\begin{aligned}
# C(\theta^*) &\le C(0) && \theta^* \text{ is the best of all} \\
# L(\theta^*) + \tfrac12 \lambda \lVert W^* \rVert^2 &\le \log 2 && \text{at } 0 \text{ all logits are } 0 \\
# \tfrac12 \lambda \lVert W^* \rVert^2 &\le \log 2 && L \ge 0 \\
# \lVert W^* \rVert &\le \sqrt{2 \log 2 \,/\, \lambda} && \text{solve for the length}
# \end{aligned}$$
#
# That is the last column. In words: the network can gain at most $\log 2$ by learning anything, because that is what it loses when it knows nothing. It will not pay more than that for its weights. It is an upper bound, and the measured lengths lie below it. With $\lambda = 1$ it allows far less than the network needs without a penalty. It does not say that the best weights are 0; that they come out as 0 is measured.
#
# **Width or depth?** The spiral is harder than the circle, with two arms that turn about one and a third times.

# %%
rows = []
for layers, how in (
    ("8:tanh", "rate=0.3"),
    ("8:tanh", "optimiser=adam rate=0.03"),
    ("8:tanh,8:tanh", "rate=0.3"),
    ("8:tanh,8:tanh", "optimiser=adam rate=0.03"),
):
    done = [played(f"data=spiral layers={layers} {how}", seed, epochs=60) for seed in range(3)]
    right = np.array([r.accuracy() for r in done]) * 100
    parameters = sum(w.size for w in done[0].net.params)
    rows.append([layers, how, parameters, spread(right[:, 0], ".0f"), spread(right[:, 1], ".0f")])
table(["hidden layers", "training", "parameters", "accuracy, training points, %", "new points, %"], rows)

# %% [markdown] topics="H24 O21"
# With Adam, which lecture 10 derives, a second layer of eight helps. But it also triples the parameters. The next cell gives a single layer as many, with `MLP`.


# %%
def on_the_spiral(sizes, seed):
    """Number of parameters, and the percentages of right training points and new points, after 60 epochs with Adam."""
    drawn = Training(Settings.from_text(f"data=spiral seed={seed}"))
    net = MLP(sizes, activation="tanh", init="xavier", loss="bce_with_logits", seed=seed)
    training, new = slice(drawn.n_train), slice(drawn.n_train, None)
    optimizer = Adam(net.params, lr=0.03)
    fit(net, drawn.X[training], drawn.t[training], epochs=60, batch_size=10, optimizer=optimizer, seed=seed)
    right = (100 * np.mean(net.predict(drawn.X[part]) == drawn.t[part]) for part in (training, new))
    return sum(w.size for w in net.params), *right


rows = []
for sizes in ([2, 8, 8, 1], [2, 26, 1]):
    (parameters, *_), seen, new = zip(*(on_the_spiral(sizes, seed) for seed in range(6)), strict=True)
    rows.append(["-".join(map(str, sizes)), parameters, spread(seen, ".0f"), spread(new, ".0f")])
table(["network", "parameters", "accuracy, training points, %", "new points, %"], rows)
say("The spiral, Adam with a rate of 0.03, 60 epochs: mean of six initialisations (lowest to highest).")

# %% [markdown] topics="H24 O21"
# **At equal size a second layer brings no advantage here.** The single layer is even a little ahead on average, but the ranges of the six runs overlap. One click would have told you even less.
#
# ### Your own setting
#
# Find settings that separate the spiral. Play first, in the playground above or in a fresh one (`explore.playground("data=spiral")`): its last field holds all settings as one line of text. Copy that line.
#
# The check trains your network on the spiral with 300 points (half of them for training, noise 0.2) for at most 100 epochs and at most 1,500 updates, and stops when all training points are right. At least 90 % of the new points must then be right. Aim at 95 %, so that a small difference between computers does not decide.

# %% exercise="spiral_settings"
# spiral_settings = "…": a line of settings as the playground shows it, such as "data=spiral layers=4:tanh,2:tanh rate=0.03".
### BEGIN SOLUTION
spiral_settings = "data=spiral layers=8:tanh,8:tanh optimiser=adam rate=0.03 features=x1,x2,sin(x1),sin(x2)"
### END SOLUTION

# %% [markdown] topics="H24"
# **What usually goes wrong.** Judging by the training points, which may all be right while the surface between the arms is nonsense. Or turning five knobs at once, so that you do not know which one helped.

# %% [markdown]
# ## 9 · The problem that closed a field and opened it again
#
# XOR has a history out of proportion to its four points. In 1969 Marvin Minsky and Seymour Papert proved in *Perceptrons* what a single layer of limited units cannot compute, with parity as the first example, and money for research on networks became scarce (lecture 01). They knew that more layers could compute it. They doubted that such layers could be *trained*. In 1986 David Rumelhart, Geoffrey Hinton and Ronald Williams chose XOR and parity as the first examples of backpropagation, and reported that it got stuck only rarely. Your section 5 has the numbers that their readers asked for.
#
# So, the questions of the first lines. Can gradient descent solve XOR? Yes, but with two units it often ends on a plateau, and with sixteen hardly ever. Why are the weights never the same? Because each solution has twins, 8 with two tanh units and 384 with four, and the initialisation decides to which of them you descend.

# %% [markdown]
# **Challenge (optional).** Trying all $n_1!\, 2^{n_1}$ twins is hopeless for 256 units. Find the twin of one network that lies closest to another without trying them all, so that it works for 256 units in a second, and see whether it lowers the hill as the best one does.

# %% [markdown] decks=true topics="H37"
# Five lecture decks stand behind this course. On XOR and what follows from it they say the following.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), has the network of section 2 with the same numbers, written as $W$, $b$, $w$, and a linear output. It says that the hidden layer moves the points to where a line separates them, that a sigmoid or softmax on a single layer does not help, and that networks with a hidden layer are universal approximators (section 4). Its slide on loss surfaces lists that they are highly non-convex, the symmetries by sign and permutation, that there is some theory of why SGD still finds good minima, and the pictures of Li and others (sections 6 and 7).
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has the same network under "XOR revisited", with $h^{(n)}$ and $y^{(n)}$ for the four points, but with a ReLU on the output too, $y = \mathrm{ReLU}(w^\top h + b)$. At the four corners that changes nothing. Elsewhere it does: beyond $x_1 + x_2 = 2$ our output is negative, and theirs is 0. A ReLU on an output has no gradient where it is 0 (lecture 06, section 14), so the linear output is the one to train.
#
# Its playground experiment is the tour of section 8: one hidden layer of 4 with the default rate 0.03, the rate raised to 1, the rate back at 0.03 with L2 of 0.01, 0.1 and 1, a second hidden layer of 2, and then settings of your own. The deck does it in the TensorFlow playground, whose loss is a squared error, so that the numbers here are those of our cross-entropy.
#
# **University of Massachusetts Amherst**, CEE 697M (J. Oke), sends its readers to a playground as well. **IIT Kharagpur** and **University of Campinas** do not treat XOR.

# %% [markdown]
# ## Recap
#
# One logistic unit does its best on XOR by giving ½ everywhere. Two ReLU units fold the plane, and in the plane of the hidden units a line separates. Steps could do it too, but let no gradient through. One hidden layer computes every function of switches and comes close to every continuous one; how many units that takes, and whether training finds them, is another matter. From random initialisations two units often fail, and sixteen hardly ever. Every tanh network has $n_1!\, 2^{n_1}$ twins, so the loss is not convex; the straight way between two trained networks leads over a hill that is all but gone once their units are matched. To draw a landscape, scale directions unit by unit. And in the playground, count several runs before you believe your eyes.
#
# ## Test yourself
#
# 1. In the hidden plane of the hand-made network, which line separates the classes? Where does the point (½, ½) of the input plane end up?
#
# <details><summary>Answer</summary>
#
# The line $a_1 - 2 a_2 = \tfrac12$. The point has $u = 1$, so $a = (1, 0)$, on top of $(0,1)$ and $(1,0)$. The network outputs 1 there.
#
# </details>
#
# 2. A network for XOR has 3 hidden tanh units. How many weight settings give exactly its outputs by permutation and sign? And if the units are ReLUs?
#
# <details><summary>Answer</summary>
#
# $3! \cdot 2^3 = 48$. ReLU is not odd, so signs are not free: $3! = 6$ orders. But each unit can be rescaled by any $g > 0$, which makes infinitely many.
#
# </details>
#
# 3. Your XOR network outputs 0.00, 0.67, 0.67, 0.67. What has happened?
#
# <details><summary>Answer</summary>
#
# Three corners coincide in the hidden plane, and the output is the mean of their targets, $2/3$. Probably one unit alone is at work: it separates $(0,0)$ from the rest, and the others are off or saturated. Initialise it anew, or take more units.
#
# </details>
#
# 4. A colleague averages the weights of two networks that are right on 98 % each, and gets 12 %. Explain.
#
# <details><summary>Answer</summary>
#
# The two may compute nearly the same with their units in another order or with other signs. The average of such twins has lost the units: half way between $w$ and $-w$ is 0. Match the units first, or average the outputs instead.
#
# </details>
#
# 5. Does the universal approximation theorem say that your network of 16 units can learn the spiral?
#
# <details><summary>Answer</summary>
#
# No, three times. It does not say that 16 are enough, it does not say that training finds the weights, and it does not say that 150 points determine the function between them.
#
# </details>
#
# ## Further reading
#
# - W. S. McCulloch, W. Pitts, "A logical calculus of the ideas immanent in nervous activity", *Bulletin of Mathematical Biophysics* 5, 1943.
# - M. Minsky, S. Papert, *Perceptrons*, MIT Press 1969.
# - D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning internal representations by error propagation", in *Parallel Distributed Processing*, volume 1, MIT Press 1986: XOR and parity by backpropagation.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, section 6.1: learning XOR.
# - K. Hornik, M. Stinchcombe, H. White, "Multilayer feedforward networks are universal approximators", *Neural Networks* 2 (1989), 359–366.
# - G. Cybenko, "Approximation by superpositions of a sigmoidal function", *Mathematics of Control, Signals, and Systems* 2 (1989), 303–314.
# - M. Leshno, V. Y. Lin, A. Pinkus, S. Schocken, "Multilayer feedforward networks with a nonpolynomial activation function can approximate any function", *Neural Networks* 6 (1993), 861–867.
# - H. J. Sussmann, "Uniqueness of the weights for minimal feedforward nets with a given input-output map", *Neural Networks* 5 (1992), 589–593.
# - L. G. C. Hamey, "XOR has no local minima: a case study in neural network error surface analysis", *Neural Networks* 11 (1998), 669–681.
# - S. K. Ainsworth, J. Hayase, S. Srinivasa, "Git re-basin: merging models modulo permutation symmetries", ICLR 2023, [arXiv:2209.04836](https://arxiv.org/abs/2209.04836).
# - T. Garipov, P. Izmailov, D. Podoprikhin, D. Vetrov, A. G. Wilson, "Loss surfaces, mode connectivity, and fast ensembling of DNNs", NeurIPS 2018, [arXiv:1802.10026](https://arxiv.org/abs/1802.10026).
# - S. S. Du, J. Lee, H. Li, L. Wang, X. Zhai, "Gradient descent finds global minima of deep neural networks", ICML 2019, [arXiv:1811.03804](https://arxiv.org/abs/1811.03804).
# - A. Choromanska, M. Henaff, M. Mathieu, G. Ben Arous, Y. LeCun, "The loss surfaces of multilayer networks", AISTATS 2015, [arXiv:1412.0233](https://arxiv.org/abs/1412.0233).
# - H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the loss landscape of neural nets", NeurIPS 2018, [arXiv:1712.09913](https://arxiv.org/abs/1712.09913).
# - L. Dinh, R. Pascanu, S. Bengio, Y. Bengio, "Sharp minima can generalize for deep nets", ICML 2017, [arXiv:1703.04933](https://arxiv.org/abs/1703.04933).
# - D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-manipulation visualization of deep networks", 2017, [arXiv:1708.03788](https://arxiv.org/abs/1708.03788): the TensorFlow playground.
#
# Next: lecture 09 goes deeper, and asks how to start and what to do when the gradient vanishes.
