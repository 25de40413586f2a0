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
# # 01 · Linear models
#
# One unit adds up its inputs and decides. It can learn to sort mail from spam, and it cannot tell whether two switches are in the same position. Why not, and how can you be sure that no better training would help?
#
# **You will be able to**
# - compute what a unit says, draw where it changes its mind, and choose its weights by hand;
# - train a unit in two ways, perceptron and ADALINE, and say what each of them guarantees;
# - prove that no single unit computes XOR, and work out what the best one does instead;
# - count the parameters of a network, and say what was counted.
#
# **You need** lecture 00 (shapes, how checks work), the chain rule, the dot product, and solving three linear equations.
#
# **It takes** about two hours with all six exercises, forty minutes if you only read. If an exercise holds you up, go on: the cells after it do not need it.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import linear as lib
from mlpkit.datasets import xor
from mlpkit.show import say, table

start("01")

# %%
from itertools import product

from IPython.display import Markdown, display

from mlpkit.palette import BLACK, BLUE, GREEN, GREY, ORANGE, RED
from mlpkit.plots.base import describe, finish, panels


def scatter(ax, X, t):
    """Points of class 0 (blue circles) and class 1 (orange triangles)."""
    for k, (colour, marker) in enumerate(((BLUE, "o"), (ORANGE, "^"))):
        ax.scatter(*X[t == k].T, color=colour, marker=marker, edgecolor="white", s=45, label=f"class {k}", zorder=3)


def boundary(ax, w, b, **style):
    """The line w · x + b = 0, long enough for any figure; nothing if w is 0."""
    length = np.hypot(*w)
    if length > 1e-9:
        foot, along = -b * w / length**2, np.array([-w[1], w[0]]) / length
        ends = np.array([foot - 40 * along, foot + 40 * along])
        ax.plot(*ends.T, **style)


# %% [markdown] topics="S2 O2"
# ## 1 · A unit: add up, then decide
#
# A nerve cell collects signals through its **dendrites**. Each signal arrives over a **synapse** that makes it count more, less, or against. The **cell body** adds them up. If the sum passes a **threshold**, the cell fires along its **axon**, and other cells hear it. McCulloch and Pitts turned this into logic in 1943, with equal weights; units with weights that are learnt came with Rosenblatt (1958):
#
# | nerve cell | unit | symbol |
# | --- | --- | --- |
# | signals at the dendrites | inputs | $x_1, \dots, x_D$ |
# | strength of each synapse | weights | $w_1, \dots, w_D$ |
# | readiness to fire (minus the threshold $\theta$) | bias | $b = -\theta$ |
# | sum in the cell body | pre-activation, or net input | $z$ |
# | firing or not | activation function | $f$ |
# | signal on the axon | output, or activation | $y = f(z)$ |
#
# $$z = w_1 x_1 + \dots + w_D x_D + b = w \cdot x + b, \qquad y = f(z).$$
#
# The likeness ends soon. A nerve cell fires in spikes over time, and nothing in it computes a gradient. What remains is a formula with $D + 1$ numbers that can be learnt.
#
# **By hand.** $x = (1, 2)$, $w = (3, -1)$, $b = \tfrac12$: the sum is $z = 3 \cdot 1 + (-1) \cdot 2 + \tfrac12 = 1.5$.

# %% [markdown] topics="K1 S1 O5"
# ### Two choices of f
#
# **Linear unit**, $f(z) = z$. It answers with the sum itself, here $1.5$: a *linear model*, as in linear regression. Strictly it is *affine*, because of $b$.
#
# **Threshold unit**, $f(z) = H(z)$, Heaviside's step. It answers 1 or 0, here 1:
#
# $$H(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0. \end{cases}$$
#
# Someone has to say what happens at exactly 0. In this course the step is 1 there; other texts choose 0, ½ or leave it open. It matters only for points exactly on the boundary, and in exercises such points are there on purpose.
#
# ### The bias trick
#
# The bias looks special, but it is the weight of an input that is always 1. Put that input in front of the others:
#
# $$\tilde x = (1, x_1, \dots, x_D), \quad \tilde w = (b, w_1, \dots, w_D): \qquad \tilde w \cdot \tilde x = b \cdot 1 + w_1 x_1 + \dots + w_D x_D = w \cdot x + b.$$
#
# By hand: $(\tfrac12, 3, -1) \cdot (1, 1, 2) = 1.5$, as before. Every rule for weights is now also a rule for biases, with $x = 1$. UNICAMP and IIT Kharagpur write whole networks this way, with $w_0$ for $b$; JKU, Tsinghua and this course keep $b$ apart, because regularisation will treat it differently. Proofs below use $\tilde x$ where it saves a line.
#
# Now write the threshold unit, for one example or for many.

# %% exercise="neuron"

# %% [markdown] topics="H10 S1"
# **What usually goes wrong.** `>` instead of `>=`: invisible on random data, wrong on the corner of a square. Or a loop over rows that breaks when there is a single row.
#
# ## 2 · Where does a unit change its mind?
#
# At $z = 0$. The points with $w \cdot x + b = 0$ form a line for two inputs, a plane for three, in general a **hyperplane**. Three facts place it:
#
# 1. **$w$ is perpendicular to it.** Take two points $p, q$ on it. Then $w \cdot p + b = 0$ and $w \cdot q + b = 0$; subtract: $w \cdot (p - q) = 0$.
# 2. **$w$ points to the side of the ones.** Go from $p$ on the line to $p + s\, w$: $z = w \cdot p + b + s\, w \cdot w = s \lVert w \rVert^2$, positive for $s > 0$.
# 3. **The signed distance of $x$ from it is $z / \lVert w \rVert$.** Write $x = p + d\, w / \lVert w \rVert$ with $p$ on the line and $d$ the distance along the unit normal. Then $z = d\, w \cdot w / \lVert w \rVert = d \lVert w \rVert$.
#
# **By hand**, for $w = (3, -1)$, $b = \tfrac12$: the origin has $z = \tfrac12$, so it lies $\tfrac12 / \sqrt{10} \approx 0.16$ from the line, on the side of the ones.
#
# **Predict first.** What happens to the boundary if you multiply $w$ and $b$ by 10? By −1? If you change $b$ alone?

# %% drawing=true
w, b = np.array([3.0, -1.0]), 0.5
fig, axes = panels(2, 2, width=3.6, height=3.3)
grid = np.stack(np.meshgrid(np.linspace(-2, 2, 201), np.linspace(-2, 2, 201)), axis=-1)
settings = (
    (1, b, "w", "w and b"),
    (10, b, "10 w", "10 w and 10 b: the same"),
    (-1, b, "−w", "−w and −b: sides exchanged"),
    (1, b + 3, "w", "w and b + 3: the line slides"),
)
for ax, (scale, bias, name, said) in zip(axes, settings, strict=True):
    says = lib.neuron(grid, scale * w, scale * bias)
    sign = np.sign(scale)  # the arrow shows where w points, not how long it is
    ax.contourf(grid[..., 0], grid[..., 1], says, levels=[-0.5, 0.5, 1.5], colors=[BLUE, ORANGE], alpha=0.25)
    boundary(ax, w, bias, color=BLACK)
    foot = -bias * w / (w @ w)
    ax.annotate("", foot + 0.3 * sign * w, foot, arrowprops={"arrowstyle": "->", "color": RED, "lw": 2})
    ax.text(*(foot + 0.3 * sign * w + (0.1 * sign - 0.3 * (sign < 0), -0.05 * sign)), name, color=RED)
    ax.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal")
    finish(ax, said, "$x_1$", "$x_2$")
describe(
    fig,
    "The line 3 x1 − x2 + ½ = 0 divides the plane; w stands at right angles to it and points to the side where the "
    "unit answers 1 (orange). With 10 w and 10 b nothing changes; with −w and −b the line is the same and the sides "
    "are exchanged; with a larger b the line slides against w and keeps its direction.",
)

# %% [markdown] topics="H10"
# Multiplying by 10 changes nothing that you can see: only the sign of $z$ counts. Multiplying by −1 exchanges the sides. Changing $b$ slides the line along the direction of $w$, without turning it: a larger $b$ moves it backwards, so that more points get a 1.
#
# ### A unit by hand
#
# "$x_1$ **implies** $x_2$" is false in one case only: $x_1 = 1$ and $x_2 = 0$. Which weights compute it? There are many right answers. Draw the four corners of the unit square, mark the one that must be 0, draw a line that cuts it off, and read off a $w$ at right angles to your line.

# %% exercise="implication"
# implication = (w1, w2, b): any three numbers such that the unit says 0 at (1, 0) and 1 at the other three corners.
### BEGIN SOLUTION
implication = (-1.0, 1.0, 0.5)
### END SOLUTION

# %% [markdown] topics="H10"
# ## 3 · The perceptron learns from mistakes
#
# Can the unit find such weights itself? Rosenblatt's rule (1958) is one sentence: *show an example; if the answer is wrong, move $w$ towards $x$ when it should have said 1, and away from $x$ when it should have said 0.*
#
# $$w \leftarrow w + \eta\,(t - y)\,x, \qquad b \leftarrow b + \eta\,(t - y), \qquad y = H(w \cdot x + b).$$
#
# Here $t$ is the target, 0 or 1, and $\eta > 0$ the learning rate. The **miss** $t - y$ is $0$, $1$ or $-1$, so right answers change nothing.
#
# **By hand.** $w = (1, -1)$, $b = 0$, $x = (2, 1)$, $t = 0$, $\eta = \tfrac12$. The unit computes $z = 2 - 1 + 0 = 1$ and answers $y = 1$: too high. The miss is $-1$, so
#
# $$w = (1, -1) - \tfrac12 (2, 1) = (0, -1.5), \qquad b = 0 - \tfrac12 = -\tfrac12.$$
#
# Now $z = 0 - 1.5 - 0.5 = -2$: the same example is answered rightly. That is no accident. One step changes $z$ at $x$ by
#
# $$\eta (t - y)\, x \cdot x + \eta (t - y) = \eta (t - y)\left(\lVert x \rVert^2 + 1\right),$$
#
# always in the wanted direction. It need not be enough in one step, and it may spoil other examples.
#
# Texts that code the classes as $t = \pm 1$ write the same rule as "if $t z \le 0$, then $w \leftarrow w + \eta\, t\, x$".

# %% drawing=true
w, b, x = np.array([1.0, -1.0]), 0.0, np.array([2.0, 1.0])
new_w, new_b = lib.perceptron_step(w, b, x, 0.0, 0.5)
fig, axes = panels(1, 1, width=4.2, height=3.6)
ax = axes[0]
boundary(ax, w, b, color=GREY, linestyle="--", label="before: says 1 at x")
boundary(ax, new_w, new_b, color=BLACK, label="after: says 0 at x")
ax.annotate("", w, (0, 0), arrowprops={"arrowstyle": "->", "color": GREY, "lw": 2})
ax.annotate("", new_w, (0, 0), arrowprops={"arrowstyle": "->", "color": BLACK, "lw": 2})
ax.annotate("", new_w, w, arrowprops={"arrowstyle": "->", "color": RED, "lw": 2})
ax.text(0.62, -1.45, "−½ x", color=RED)
ax.text(1.05, -1.0, "w", color=GREY)
ax.text(-0.95, -1.3, "new w")
ax.scatter(*x, color=BLUE, s=60, zorder=3)
ax.text(2.1, 1.0, "x, target 0")
ax.set(xlim=(-2.5, 3.5), ylim=(-2.5, 2.5), aspect="equal")
describe(
    fig,
    "One perceptron step: w moves away from the wrongly answered x by half of x, and the boundary turns and shifts so "
    "that x comes to lie on the side of the zeros.",
)
finish(ax, "A mistake turns the boundary", "$x_1$", "$x_2$", legend=True)

# %% exercise="perceptron_step"

# %% [markdown] topics="H10"
# **What usually goes wrong.** The sign. If your accuracy falls while training, you have written $y - t$ where $t - y$ belongs. Or `w += …`, which changes the caller's array behind its back.
#
# ### Does it ever stop?
#
# Yes, if a line separates the classes, and the proof (Novikoff 1962) says how soon. Use $\tilde w$, $\tilde x$ from the bias trick, signs $s = \pm 1$ for the classes, $\eta = 1$ and a start at $\tilde w = 0$.
#
# *Assume* that some $u$ with $\lVert u \rVert = 1$ separates with a **margin** $\gamma > 0$: $s\, u \cdot \tilde x \ge \gamma$ for every example. Let $R$ be the largest $\lVert \tilde x \rVert$. After $k$ mistakes:
#
# $$\begin{aligned}
# u \cdot \tilde w_k &= u \cdot \tilde w_{k-1} + s\, u \cdot \tilde x && \text{the rule, } \tilde w_k = \tilde w_{k-1} + s \tilde x \\
# &\ge u \cdot \tilde w_{k-1} + \gamma && \text{margin} \\
# &\ge k \gamma && \text{the same for every earlier mistake, } \tilde w_0 = 0 \\[4pt]
# \lVert \tilde w_k \rVert^2 &= \lVert \tilde w_{k-1} \rVert^2 + 2 s\, \tilde w_{k-1} \cdot \tilde x + \lVert \tilde x \rVert^2 && \text{square of a sum, } s^2 = 1 \\
# &\le \lVert \tilde w_{k-1} \rVert^2 + R^2 && \text{it was a mistake: } s\, \tilde w_{k-1} \cdot \tilde x \le 0 \\
# &\le k R^2 && \text{the same for every earlier mistake} \\[4pt]
# k \gamma \le u \cdot \tilde w_k &\le \lVert \tilde w_k \rVert \le \sqrt{k}\, R && \text{Cauchy–Schwarz, } \lVert u \rVert = 1 \\
# k &\le (R / \gamma)^2 && \text{divide by } \sqrt{k}\,\gamma \text{, square}
# \end{aligned}$$
#
# The number of mistakes is bounded, whatever the order of the examples. Neither the number of examples nor the number of inputs appears in it.
#
# **Predict first.** The learning rate is missing from the bound. From $\tilde w = 0$, what does training with $\eta = 1/8$ do differently from $\eta = 1$? And how close to the bound does it come in practice: within a factor of 2, of 10, of 100?


# %% drawing=true
def separable_cloud(rng, gap, n=100):
    """n points of the unit disc, none nearer than gap to a random line; their classes; the line."""
    w, b = rng.normal(size=2), rng.uniform(-0.2, 0.2)
    w /= np.hypot(*w)
    P = rng.uniform(-1, 1, (20 * n, 2))
    P = P[(np.hypot(*P.T) <= 1) & (np.abs(P @ w + b) >= gap)][:n]
    return P, lib.neuron(P, w, b), w, b


def mistakes_until_right(X, t, lr=1.0):
    """Perceptron steps from zero, round the examples in order, until none is wrong: how many, and the weights."""
    w, b, at, steps = np.zeros(X.shape[1]), 0.0, 0, 0
    while (wrong := np.flatnonzero(lib.neuron(X, w, b) != t)).size:
        at = wrong[np.searchsorted(wrong, at) % wrong.size]
        w, b = lib.perceptron_step(w, b, X[at], float(t[at]), lr)
        at, steps = at + 1, steps + 1
    return steps, w, b


gaps = np.array([0.2, 0.1, 0.05, 0.02, 0.01])
measured = []
for gap in gaps:
    for seed in range(20):
        X, t, w, b = separable_cloud(np.random.default_rng(seed), gap)
        margin = np.min(np.abs(X @ w + b)) / np.sqrt(w @ w + b * b)
        bound = np.max(np.sum(X * X, axis=1) + 1) / margin**2
        measured.append((gap, mistakes_until_right(X, t)[0], bound))
measured = np.array(measured).reshape(len(gaps), 20, 3)

fig, axes = panels(1, 1, width=5.6, height=3.4)
ax = axes[0]
jitter = np.linspace(0.94, 1.06, 20)
ax.loglog(measured[:, :, 0] * jitter, measured[:, :, 1], "o", color=BLUE, markersize=4, alpha=0.7)
ax.loglog(gaps, np.median(measured[:, :, 1], axis=1), color=BLACK, label="measured, 20 seeds and their median")
ax.loglog(gaps, np.median(measured[:, :, 2], axis=1), color=RED, linestyle="--", label="bound $(R/\\gamma)^2$")
describe(
    fig,
    "Mistakes until the perceptron is done, against the width of the gap between the classes: the narrower the gap, "
    "the more mistakes, always below the bound.",
)
title = "The narrower the gap, the more mistakes, and far fewer than the bound allows"
finish(ax, title, "gap on either side of the line", "mistakes", legend=True)

# %%
X, t, _, _ = separable_cloud(np.random.default_rng(0), 0.05)
(steps, w, b), (slow_steps, slow_w, slow_b) = mistakes_until_right(X, t), mistakes_until_right(X, t, lr=0.125)
share = measured[:, :, 1] / measured[:, :, 2]
least, most = measured[:, :, 1].min(axis=1), measured[:, :, 1].max(axis=1)
say(
    f"Over {share.size} runs the mistakes came to between {share.min():.1%} and {share.max():.0%} of the bound. "
    f"For the widest gap there were {least[0]:.0f} to {most[0]:.0f}, for the narrowest {least[-1]:.0f} to "
    f"{most[-1]:.0f}. The rate is a red herring: with $\\eta = 1$ and with $\\eta = 1/8$ the same data take {steps} "
    f"and {slow_steps} mistakes, and the weights differ by a factor of {w[0] / slow_w[0]:.0f} everywhere. From zero, "
    "the rate only sets the unit of length."
)

# %% [markdown]
# The bound is a worst case over all orders and all data with that margin. It is far off here, and still worth having: it proves that the process ends.
#
# What it does not say: *which* separating line you get (the first that works, not a good one), and what happens when no line separates.

# %% [markdown] topics="H11 K1"
# ## 4 · ADALINE: learn before you decide
#
# The perceptron learns nothing from a right answer, however narrow the escape, and it cannot tell a near miss from a blunder. Widrow and Hoff's **ADALINE** (adaptive linear element, 1960) compares the target with the sum itself, before any threshold:
#
# $$y = w \cdot x + b, \qquad L = \tfrac12 (y - t)^2.$$
#
# Now there is a loss with a slope, so we can go downhill:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_i} &= \frac{\partial L}{\partial y}\,\frac{\partial y}{\partial w_i} && \text{chain rule} \\
# &= (y - t)\,\frac{\partial y}{\partial w_i} && \text{power rule; the ½ cancels the 2} \\
# &= (y - t)\, x_i && y = \textstyle\sum_i w_i x_i + b \text{ is linear in } w_i \\
# \frac{\partial L}{\partial b} &= y - t && \text{the same with the input 1}
# \end{aligned}$$
#
# A step against the gradient, with rate $\eta$:
#
# $$w \leftarrow w - \eta\,(y - t)\,x, \qquad b \leftarrow b - \eta\,(y - t).$$
#
# The form is the perceptron's. The difference is one letter: there, $y$ is the decision; here, the sum. This is the **delta rule**, stochastic gradient descent on squared error, and the first step towards backpropagation. After training, a threshold at ½ makes the decision.
#
# **By hand.** $w = (1, -1)$, $b = \tfrac12$, $x = (2, 1)$, $t = 1$, $\eta = 0.1$: $y = 2 - 1 + 0.5 = 1.5$, the error is $y - t = 0.5$, and
#
# $$w = (1, -1) - 0.05\,(2, 1) = (0.9, -1.05), \qquad b = 0.5 - 0.05 = 0.45.$$
#
# The new answer is $1.8 - 1.05 + 0.45 = 1.2$: the error shrank from $0.5$ to $0.2$. In general it is multiplied by
#
# $$1 - \eta \left(\lVert x \rVert^2 + 1\right), \qquad \text{here } 1 - 0.1 \cdot 6 = 0.4,$$
#
# because $y$ changes by $-\eta (y - t)\, x \cdot x$ through $w$ and by $-\eta (y - t)$ through $b$. So here the rate *does* matter: with $\eta > 2 / (\lVert x \rVert^2 + 1)$ the factor is below $-1$, and the error grows with each step.

# %% exercise="adaline_step"

# %% [markdown] topics="H11"
# **What usually goes wrong.** A rate that suits inputs near 1 and explodes for inputs near 100: the limit above shrinks with $\lVert x \rVert^2$. Scale the inputs first.
#
# ### Which of the two is better?
#
# **Predict first.** Two classes, cleanly separable. Then twenty more examples of class 1 arrive, far out on the *right* side, where nobody could be mistaken about them. What do they do to the perceptron's line, and to ADALINE's?

# %% drawing=true
rng = np.random.default_rng(1)
near = np.vstack([rng.normal([-0.6, 0], 0.25, (40, 2)), rng.normal([0.6, 0], 0.25, (40, 2))])
t_near = np.repeat([0, 1], 40)
far = np.vstack([near, rng.normal([7, 0], 0.25, (20, 2))])
t_far = np.append(t_near, np.ones(20, int))

fig, axes = panels(1, 2, width=4.6, height=3.2)
wrong = []
for ax, X, t in zip(axes, (near, far), (t_near, t_far), strict=True):
    w, b = lib.adaline_normal_equations(X, t.astype(float))
    v, c = lib.perceptron(X, t)[:2]
    wrong.append((np.sum(lib.neuron(X, w, b - 0.5) != t), np.sum(lib.neuron(X, v, c) != t)))
    scatter(ax, X, t)
    boundary(ax, w, b - 0.5, color=GREEN, label=f"ADALINE, {wrong[-1][0]} wrong")
    boundary(ax, v, c, color=RED, linestyle="--", label=f"perceptron, {wrong[-1][1]} wrong")
    ax.set(xlim=(-2, 8.2), ylim=(-2, 2))
finish(axes[0], "Both separate", "$x_1$", "$x_2$", legend=True)
finish(axes[1], "Easy examples far out pull ADALINE's line over", "$x_1$", "$x_2$", legend=True)
describe(
    fig,
    "Left, two clouds, separated by both lines. Right, twenty easy examples added far out: ADALINE's line turns into "
    f"the nearer cloud of class 1 and gets {wrong[1][0]} wrong, the perceptron {wrong[1][1]}.",
)

# %%
say(
    f"ADALINE gets {wrong[0][0]} wrong before and {wrong[1][0]} after, although a line that gets all right exists; "
    f"the perceptron gets {wrong[1][1]} wrong. Squared error punishes an answer of 3 where 1 was asked as hard as an "
    "answer of −1: being right by too much costs as much as being wrong."
)

# %% [markdown]
# | | perceptron | ADALINE |
# | --- | --- | --- |
# | compares $t$ with | the decision $H(z)$ | the sum $z$ |
# | learns from | mistakes only | every example |
# | when a line separates | stops after finitely many mistakes | goes near the least squared error, which may not separate |
# | when no line separates | never stops | still goes near the least squared error |
# | rate | irrelevant (from zero) | too large: diverges |
#
# Lecture 03 cures ADALINE's weakness with another loss, and keeps its strength: a slope to follow.

# %% [markdown] topics="K3 H13"
# ## 5 · XOR: what no single unit can do
#
# Are two switches in *different* positions? That is exclusive or, XOR: 0 at $(0,0)$ and $(1,1)$, 1 at $(0,1)$ and $(1,0)$. Try to draw the line.

# %% drawing=true
X, t = xor()
X = X.astype(float)
fig, axes = panels(1, 3, width=2.9, height=3.0)
gates = {"AND": np.array([0, 0, 0, 1]), "OR": np.array([0, 1, 1, 1]), "XOR": t}
for ax, (name, targets) in zip(axes, gates.items(), strict=True):
    scatter(ax, X, targets)
    if name != "XOR":
        boundary(ax, np.ones(2), -1.5 if name == "AND" else -0.5, color=BLACK)
    ax.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), aspect="equal", xticks=[0, 1], yticks=[0, 1])
    finish(ax, f"{name}: {'no line' if name == 'XOR' else 'a line does it'}", "$x_1$", "$x_2$")
describe(
    fig,
    "The four corners of the unit square under AND, OR and XOR. A line separates the classes of AND and of OR. For XOR "
    "the classes sit on the two diagonals, and no line separates them.",
)

# %% [markdown] topics="K3"
# ### The proof
#
# *Claim.* No $w_1, w_2, b$ give $H(w_1 x_1 + w_2 x_2 + b) = \text{XOR}(x_1, x_2)$ on the four corners.
#
# *Proof.* Suppose there were such numbers. Each corner is one condition:
#
# $$\begin{aligned}
# (0,0) \mapsto 0: && b &< 0 && (1) \\
# (0,1) \mapsto 1: && w_2 + b &\ge 0 && (2) \\
# (1,0) \mapsto 1: && w_1 + b &\ge 0 && (3) \\
# (1,1) \mapsto 0: && w_1 + w_2 + b &< 0 && (4)
# \end{aligned}$$
#
# Add (2) and (3): $\; w_1 + w_2 + 2b \ge 0$. Add (1) and (4): $\; w_1 + w_2 + 2b < 0$. No number is both. $\blacksquare$
#
# It was never a matter of training. No rule, no rate and no patience finds weights that do not exist.
#
# **For a linear unit**, which would have to hit 0 and 1 exactly, JKU's four equations say the same: $b = 0$, $w_2 + b = 1$, $w_1 + b = 1$, $w_1 + w_2 + b = 0$. The first three give $w_1 = w_2 = 1$ and $b = 0$, and then the fourth reads $2 = 0$.
#
# **Does a sigmoid on top help?** No. $\sigma$ rises strictly, so $\sigma(z) \ge \tfrac12$ exactly when $z \ge 0$: the same four inequalities. For any rising $f$ and any threshold $\theta$, $f(z) \ge \theta$ where $z$ is large enough, and a changed $b$ takes up the difference.
#
# **Does a softmax over two outputs help?** No. It prefers class 1 to class 0 when $z_1 \ge z_0$, that is, when $(w_1 - w_0) \cdot x + (b_1 - b_0) \ge 0$. That is one threshold unit, with the differences as its weights.
#
# The geometry behind it: the middle of the two ones, $(\tfrac12, \tfrac12)$, is also the middle of the two zeros. A half-plane that holds two points holds their middle, and no point can be on both sides.
#
# A machine can check the proof, and look for a way out: linear programming finds weights whenever there are any.

# %%
from scipy.optimize import linprog


def separable(X, t):
    """Whether some (w, b) has s (w · x + b) ≥ 1 for every row, s = 1 for t = 1 and −1 for t = 0: a linear program."""
    signs = 2 * np.asarray(t) - 1
    A = -signs[:, None] * np.column_stack([X, np.ones(len(X))])
    return linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None)).status == 0


table(
    ["function", "(0,0)", "(0,1)", "(1,0)", "(1,1)", "a line separates"],
    [
        [name, *values, "yes" if separable(X, values) else "**no**"]
        for name, values in (
            ("AND", (0, 0, 0, 1)),
            ("OR", (0, 1, 1, 1)),
            ("$x_1$ implies $x_2$", (1, 1, 0, 1)),
            ("XOR", (0, 1, 1, 0)),
            ("equal (not XOR)", (1, 0, 0, 1)),
        )
    ],
)

# %% [markdown] topics="H12 H11"
# ## 6 · What ADALINE does on XOR
#
# It cannot succeed, but it has a loss, so it ends up somewhere. Where? We need no training to know: at the lowest point the gradient is zero, and for a linear unit that is a linear system.
#
# ### One equation for each parameter
#
# Take $N$ examples and, with a view to later, a penalty $\tfrac{\lambda}{2} \lVert w \rVert^2$ that keeps $w$ small ($\lambda = 0$ leaves it out):
#
# $$C(w, b) = \frac1N \sum_{n=1}^{N} \tfrac12 \left( w \cdot x_n + b - t_n \right)^2 + \tfrac{\lambda}{2} \lVert w \rVert^2.$$
#
# $$\begin{aligned}
# \frac{\partial C}{\partial w_i} = \frac1N \sum_n (w \cdot x_n + b - t_n)\, x_{ni} + \lambda w_i &= 0 && \text{sum rule, and section 4} \\
# \frac{\partial C}{\partial b} = \frac1N \sum_n (w \cdot x_n + b - t_n) &= 0 && \text{the penalty does not contain } b \\
# \sum_j \Big(\sum_n x_{ni} x_{nj}\Big) w_j + \Big(\sum_n x_{ni}\Big) b + N \lambda w_i &= \sum_n x_{ni} t_n && \text{times } N \text{; terms collected} \\
# \sum_j \Big(\sum_n x_{nj}\Big) w_j + N b &= \sum_n t_n && \text{likewise}
# \end{aligned}$$
#
# With $\tilde X = [X \; \mathbf 1]$, the examples as rows and a column of ones at the end (here the 1 comes last, so that the solution reads $(w, b)$), and $I' = \operatorname{diag}(1, \dots, 1, 0)$, both lines are one matrix equation, the **normal equations**:
#
# $$\left( \tilde X^{\mathsf T} \tilde X + N \lambda I' \right) \begin{pmatrix} w \\ b \end{pmatrix} = \tilde X^{\mathsf T} t.$$
#
# The solution is the lowest point, not just a flat one: $C$ is a sum of squares of linear functions, so it is convex.
#
# ### By hand, for XOR
#
# The columns of $\tilde X$ are $x_1 = (0,0,1,1)$, $x_2 = (0,1,0,1)$ and the ones. Their dot products with one another and with $t = (0,1,1,0)$:
#
# $$\begin{pmatrix} 2 & 1 & 2 \\ 1 & 2 & 2 \\ 2 & 2 & 4 \end{pmatrix} \begin{pmatrix} w_1 \\ w_2 \\ b \end{pmatrix} = \begin{pmatrix} 1 \\ 1 \\ 2 \end{pmatrix}.$$
#
# 1. First row minus second: $w_1 - w_2 = 0$. Call both $w$.
# 2. First row: $3w + 2b = 1$.
# 3. Third row, halved: $2w + 2b = 1$.
# 4. The equation of step 2 minus that of step 3: $w = 0$. Then $b = \tfrac12$.
#
# $$w^* = (0, 0), \qquad b^* = \tfrac12.$$
#
# The best linear unit ignores both inputs and says ½ to everything. Every error is $\pm\tfrac12$, and the loss is $\tfrac12 \cdot \tfrac14 = \tfrac18$.
#
# Write it for any $X$, $t$ and $\lambda$.

# %% exercise="adaline_normal_equations"

# %% [markdown] topics="H12"
# **What usually goes wrong.** `np.linalg.inv` where `solve` is more accurate and faster; the penalty on $b$ as well; $\lambda$ in place of $N\lambda$. When $\tilde X^{\mathsf T} \tilde X$ cannot be inverted (fewer examples than parameters, or one column a combination of others), there are many solutions; $\lambda > 0$ picks one.
#
# The hand calculation, checked by machine with exact fractions (Cramer's rule: a ratio of two determinants each):

# %%
from fractions import Fraction

A, c = np.array([[2, 1, 2], [1, 2, 2], [2, 2, 4]]), np.array([1, 1, 2])
columns = [np.where(np.arange(3) == i, c[:, None], A) for i in range(3)]
print("w1, w2, b =", *(Fraction(round(np.linalg.det(B)), round(np.linalg.det(A))) for B in columns))

# %% [markdown] topics="H12"
# ### And when it is trained, step by step?
#
# ADALINE does not solve equations; it steps. **Predict first**: with a small rate, from random weights, where do a thousand rounds through the four corners end? Exactly at $(0, 0, \tfrac12)$? Do different orders of the examples matter? And which share of the four corners does the threshold at ½ get right?


# %%
def trained_on_xor(lr, seed, shuffle):
    """ADALINE from random weights, for 20 / lr rounds: the final w1, w2, b and the number of right decisions."""
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=2), float(rng.normal())
    for _ in range(int(20 / lr)):
        for n in rng.permutation(4) if shuffle else range(4):
            w, b = lib.adaline_step(w, b, X[n], float(t[n]), lr)
    # Rounded to more than what the start has left behind, so that a sum of exactly ½ counts as such.
    return *w, b, np.sum((np.round(X @ w + b, 4) >= 0.5) == t)


rows = []
for shuffle in (False, True):
    for lr in (0.5, 0.1, 0.02):
        runs = np.array([trained_on_xor(lr, seed, shuffle) for seed in range(10)])
        cells = [f"{m:.3f} ± {s:.3f}" for m, s in zip(runs.mean(axis=0)[:3] + 0, runs.std(axis=0)[:3], strict=True)]
        least, most = int(runs[:, 3].min()), int(runs[:, 3].max())
        right = f"{least} of 4" if least == most else f"{least} to {most} of 4"
        rows.append(["shuffled" if shuffle else "fixed", lr, *cells, right])
table(["order of examples", "rate", "$w_1$", "$w_2$", "$b$", "right decisions"], rows)

# %% [markdown] topics="H12 K3"
# Mean and standard deviation over ten starts. Three things to read off:
#
# - The weights go **near** $(0, 0, \tfrac12)$, the nearer the smaller the rate, and not onto it. Each step answers to one example alone, and at $(0,0,\tfrac12)$ every single example still pulls, with an error of $\pm\tfrac12$. Only their sum is zero.
# - In a fixed order the start is forgotten (spread 0 in all digits shown, and less with every round): the weights run around the same small loop for ever. Four steps that lead back to where they began are a linear system again; it gives $w = \left(\frac{-\eta}{1 - \eta}, \frac{-\eta}{2(1 - \eta)}\right)$, $b = \frac{1}{2(1 - \eta)}$ at the end of each round, as in the table. The order of the examples leaves a trace in the result; that is one reason to shuffle.
# - The decisions are worthless. For a small rate all four sums are ½ give or take a little, and the threshold at ½ decides by that little. In a fixed order it is always the same two corners that come out right; shuffled, that depends on the order. A line that gets 3 of 4 right exists; least squares does not look for it.
#
# The perceptron fails too, and differently:

# %%
w, b, rows = np.zeros(2), 0.0, []
for epoch in range(1, 8):
    mistakes = 0
    for x, target in zip(X, t, strict=True):
        mistakes += int(lib.neuron(x, w, b) != target)
        w, b = lib.perceptron_step(w, b, x, float(target))
    rows.append([epoch, mistakes, *w, b])
table(["round", "mistakes of 4", "$w_1$", "$w_2$", "$b$"], rows)

# %% [markdown]
# It runs in a circle: the same weights at the end of each round, all four examples wrong on the way, for ever. (That the weights stay bounded, on any data, is a theorem too: Block and Levin 1970.)

# %% drawing=true
side = np.linspace(-1.2, 1.2, 121)
slope, level = np.meshgrid(side, np.linspace(-0.5, 1.5, 101))
outputs = slope[..., None] * X.sum(axis=1) + level[..., None]
cost = np.mean(0.5 * (outputs - t) ** 2, axis=-1)
paths = []
for start_w, start_b in ((1.0, -0.4), (-1.0, 1.4), (0.9, 1.2)):
    w, b, path = np.full(2, start_w), start_b, []
    for _ in range(400):
        path.append((w.mean(), b))
        for n in range(4):
            w, b = lib.adaline_step(w, b, X[n], float(t[n]), 0.05)
    paths.append(np.array(path))

fig, axes = panels(1, 1, width=5.4, height=3.6)
ax = axes[0]
heights = [0.125, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2]
filled = ax.contourf(slope, level, cost, levels=heights, cmap="cividis", extend="max")
fig.colorbar(filled, ax=ax, label="mean of ½ (y − t)²")
for path in paths:
    ax.plot(*path.T, color="white", linewidth=1.5)
    ax.plot(*path[0], "o", color="white")
ax.plot(0, 0.5, "x", color=RED, markersize=10, markeredgewidth=3)
describe(
    fig,
    "Contours of ADALINE's loss on XOR over w (both weights equal) and b: a long bowl whose lowest point is w = 0, "
    "b = ½. Three training paths run into it.",
)
finish(ax, "One bowl, one lowest point, and it is useless: w = 0, b = ½", "$w_1 = w_2$", "$b$")

# %% [markdown] topics="H13"
# ## 7 · How much is out of reach? The first winter
#
# XOR looks like a curiosity: 14 of the 16 functions of two switches *are* linearly separable. **Predict first**: of the functions of four switches, which share can one unit compute?
#
# A search over small whole weights finds them: from −3 to 3 is enough up to four inputs.

# %%
rows = []
for n in (1, 2, 3, 4):
    corners = np.array(list(product((0, 1), repeat=n)))
    sums = np.array(list(product(range(-3, 4), repeat=n))) @ corners.T
    found = {row.tobytes() for b in np.arange(-12.5, 13) for row in np.packbits(sums + b >= 0, axis=1)}
    rows.append([n, 2 ** (2**n), len(found), f"{len(found) / 2 ** (2**n):.1%}"])
assert sum(separable(np.array(list(product((0, 1), repeat=3))), v) for v in product((0, 1), repeat=8)) == rows[2][2]
table(["inputs", "Boolean functions", "computed by one unit", "share"], rows)

# %% [markdown] topics="H13"
# (The linear program of section 5 agrees for three inputs. The sequence 4, 14, 104, 1882 is that of the *threshold functions*.) The share falls off a cliff, and there are $2^{2^n}$ functions to choose from.
#
# In 1969 Minsky and Papert's book *Perceptrons* made such limits precise: which properties of a picture can a single trained layer detect, and at what price? Parity (is the number of ones odd?) and connectedness were out of reach. A second layer would remove the limit, and they knew it; what nobody had was a rule to train one, because a step function gives no slope to follow (lecture 02), and the perceptron rule needs a target for every unit. Money and interest moved elsewhere for more than a decade: the first winter of neural networks. How far the book caused it is disputed. What ended it is lecture 06.

# %% [markdown] topics="O1"
# ## 8 · The ways out
#
# A linear model is linear in its *weights*. It may be given anything as inputs.
#
# **Basis expansion.** Give XOR a third feature, the product of the other two: $\phi(x) = (x_1, x_2, x_1 x_2)$. Then $y = x_1 + x_2 - 2 x_1 x_2$ is XOR, and it is linear in $\phi$. The normal equations find it at once:

# %%
with_product = np.column_stack([X, X[:, 0] * X[:, 1]])
w, b = lib.adaline_normal_equations(with_product, t.astype(float))
outputs = np.round(with_product @ w + b, 9) + 0
print("weights", *w.round(9), " bias", np.round(b, 9) + 0, " outputs", *outputs)

# %% [markdown] topics="O1"
# The same trick bends a regression line. Here the features are powers of $x$, and the model is still linear regression:

# %% drawing=true
rng = np.random.default_rng(0)
x = np.sort(rng.uniform(-1, 1, 40))
y = np.sin(np.pi * x) + 0.15 * rng.normal(size=40)
fine = np.linspace(-1, 1, 200)
fig, axes = panels(1, 1, width=5.4, height=3.2)
ax = axes[0]
ax.plot(x, y, "o", color=GREY, markersize=4, label="40 examples")
for degree, colour in ((1, RED), (3, BLUE), (5, GREEN)):
    powers = np.arange(1, degree + 1)
    w, b = lib.adaline_normal_equations(x[:, None] ** powers, y)
    error = np.mean((x[:, None] ** powers @ w + b - y) ** 2)
    label = f"powers 1 to {degree}: error {error:.3f}" if degree > 1 else f"$x$ alone: mean squared error {error:.3f}"
    ax.plot(fine, fine[:, None] ** powers @ w + b, color=colour, label=label)
ax.set_ylim(-2.1, 1.4)
describe(
    fig,
    "A noisy sine and three linear regressions on powers of x: a straight line misses it, a cubic follows it, degree "
    "five follows it a little better.",
)
finish(ax, "Linear in the weights, curved in x", "$x$", "$y$")
ax.legend(frameon=False, fontsize=9, loc="lower right")
fig

# %% [markdown] topics="O1 S1"
# But who chooses the features? For a sine, you. For pictures of digits, products of pairs of pixels would be more than 300,000 features, and nobody knows which of them matter. Four steps lead to a network:
#
# | step | model | what is learnt |
# | --- | --- | --- |
# | linear model | $y = w \cdot x + b$ | $w, b$ |
# | basis expansion | $y = w \cdot \phi(x) + b$, $\phi$ chosen | $w, b$ |
# | learnt features | $y = w \cdot \phi(x; V, c) + b$ with $\phi_j = f(v_j \cdot x + c_j)$ | $w, b$ and all $V, c$ |
# | composition | $y = w \cdot \phi^{(3)}(\phi^{(2)}(\phi^{(1)}(x))) + b$ | all of them |
#
# Each learnt feature $\phi_j$ is a unit. So a model with learnt features is *units that feed a unit*: a multi-layer perceptron.
#
# **The bend is necessary.** With $f(z) = z$, two layers are one: $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)$, by associativity and distributivity. A stack of linear layers is a linear layer, and XOR stays out of reach:

# %%
rng = np.random.default_rng(4)
W1, b1, W2, b2 = rng.normal(size=(5, 2)), rng.normal(size=5), rng.normal(size=(1, 5)), rng.normal(size=1)
two_layers = (X @ W1.T + b1) @ W2.T + b2
one_layer = X @ (W2 @ W1).T + (W2 @ b1 + b2)
print("largest difference between the two layers and the one:", f"{np.abs(two_layers - one_layer).max():.1e}")

# %% [markdown] topics="O4"
# ## 9 · How many numbers are learnt?
#
# Every line in the drawing of a network is a weight, and every unit that computes something has a bias. Between a layer of $n$ and a layer of $m$ units run $m n$ lines. So for layers of $n_0$ (inputs), $n_1, \dots, n_L$ units:
#
# $$\underbrace{\sum_{r=1}^{L} n_r\, n_{r-1}}_{\text{weights}} + \underbrace{\sum_{r=1}^{L} n_r}_{\text{biases}} = \sum_{r=1}^{L} n_r \left(n_{r-1} + 1\right).$$
#
# **By hand**, for 3 inputs, 4 hidden units and 2 outputs: $4 \cdot 3 + 2 \cdot 4 = 20$ weights, and $4 + 2 = 6$ biases: 26 in all.
#
# Three habits make the same network sound different:
# - Some count weights only, some weights and biases. UMass gives both for its example: 26, and 39 with the bias units. The difference, 13, is then the number of units that have a bias.
# - Some count layers of *units* with the inputs, some without; some call a network without hidden layer a single-layer perceptron (JKU, Tsinghua), some one *with* a hidden layer (UMass).
# - A bias unit drawn as a circle with a 1 in it is not a unit: it computes nothing. But every line from it is a parameter.

# %% exercise="parameter_count"

# %% [markdown] topics="O4"
# **What usually goes wrong.** One bias per layer instead of one per unit, or biases for the inputs.
#
# A number of parameters alone does not tell you the network. Which fully connected networks with one hidden layer have 26 parameters? **Predict first**: one, a few, many?

# %%
with_bias = [s for s in product(range(1, 27), repeat=3) if lib.parameter_count(s) == 26]
without = [s for s in product(range(1, 27), repeat=3) if lib.parameter_count(s, bias=False) == 26]
both = [s for s in without if lib.parameter_count(s) == 39]
mnist = lib.parameter_count([784, 256, 128, 10])
display(
    Markdown(
        f"26 with biases: {len(with_bias)} networks, 3-4-2 among them. 26 without: {len(without)}. "
        f"26 without *and* 39 with: {', '.join('-'.join(map(str, s)) for s in both)}. "
        f"And the network of lecture 13, 784-256-128-10, has {mnist:,}."
    )
)

# %% [markdown]
# "26 parameters" means nothing until you know whether biases were counted.
#
# ## Recap
#
# A unit computes $z = w \cdot x + b$ and then $f(z)$. With a step it cuts space along a hyperplane at right angles to $w$. The perceptron rule moves $w$ after mistakes only, and stops after at most $(R/\gamma)^2$ of them if a hyperplane separates the classes. ADALINE descends the squared error of the sum itself; it always settles near the least-squares solution, which the normal equations give directly and which need not separate. Neither can do XOR: four inequalities contradict each other, with any rising function on top. Least squares answers XOR with $w = 0$, $b = \tfrac12$. The way out is features, and the way to get features without inventing them is to let units learn them, with a bend in between.
#
# ## Test yourself
#
# 1. A unit has $w = (0, 2)$, $b = -4$. Where does it change its mind, and how far is the origin from there?
#
# <details><summary>Answer</summary>
#
# At $2 x_2 - 4 = 0$, the horizontal line $x_2 = 2$. The distance is $|z| / \lVert w \rVert = 4 / 2 = 2$, on the side of the zeros.
#
# </details>
#
# 2. The perceptron makes no mistake in a whole round. What will it do in the next?
#
# <details><summary>Answer</summary>
#
# Nothing: the weights did not change in that round and will not change in any other. It has converged.
#
# </details>
#
# 3. Your ADALINE answers 5 for an example with target 1. Is that right or wrong?
#
# <details><summary>Answer</summary>
#
# Both. The decision (5 ≥ ½, class 1) is right; the loss is $\tfrac12 (5-1)^2 = 8$, and the step will push the answer down, possibly at the price of other decisions.
#
# </details>
#
# 4. Someone shows you a single unit with a sigmoid that gets all of XOR right at threshold 0.3. What do you say?
#
# <details><summary>Answer</summary>
#
# It cannot be. $\sigma(z) \ge 0.3$ means $z \ge \log(0.3 / 0.7)$; subtract that number from $b$ and you have a threshold unit that computes XOR, which the four inequalities exclude.
#
# </details>
#
# 5. What do normal equations and ADALINE steps have in common, and when would you prefer the steps?
#
# <details><summary>Answer</summary>
#
# The same loss, so the same lowest point. Solving costs of the order of $N D^2 + D^3$ operations and all data at once; steps cost $D$ each, take the data one at a time, and carry over to models in which the zero of the gradient cannot be written down. All networks are such models.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: linear models, vocabulary.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: from linear model to composition, counting parameters.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: the linear unit, XOR's four equations.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: perceptron, ADALINE, the normal equations for XOR.
#
# Books and papers:
# - W. S. McCulloch, W. Pitts, "A logical calculus of the ideas immanent in nervous activity", *Bulletin of Mathematical Biophysics* 5 (1943).
# - F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain", *Psychological Review* 65 (1958).
# - B. Widrow, M. E. Hoff, "Adaptive switching circuits", *IRE WESCON Convention Record*, part 4, 1960.
# - A. B. J. Novikoff, "On convergence proofs on perceptrons", in *Proceedings of the Symposium on the Mathematical Theory of Automata*, Polytechnic Institute of Brooklyn, 1962.
# - M. Minsky, S. Papert, *Perceptrons*, MIT Press 1969 (expanded edition 1988).
# - H. D. Block, S. A. Levin, "On the boundedness of an iterative procedure for solving a system of linear inequalities", *Proceedings of the American Mathematical Society* 26 (1970).
#
# Next: lecture 02 looks for a bend $f$ that has a slope.
