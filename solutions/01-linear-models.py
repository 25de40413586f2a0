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
# One unit adds up its inputs and decides. It can learn to tell a handwritten 3 from an 8, and it cannot tell whether two switches are in the same position. Why not, and how can you be sure that no better training would help?
#
# **You will be able to**
# - compute what a unit outputs, draw where its decision changes, and choose its weights by hand;
# - train a unit in two ways, perceptron and ADALINE, and say what each of them guarantees;
# - prove that no single unit computes XOR, and work out what the best one does instead;
# - count the parameters of a network, and say what was counted.
#
# **You need** lecture 00 (shapes, how checks work), the chain rule, the dot product with $|u \cdot v| \le \lVert u \rVert \lVert v \rVert$ (the Cauchy–Schwarz inequality), and solving three linear equations.
#
# **It takes** about two and a half hours with six exercises, a derivation and a counterexample, forty minutes if you only read. If an exercise holds you up, go on, because the cells after it do not need it.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import linear as lib
from mlpkit import plots
from mlpkit.datasets import load_digits, xor
from mlpkit.show import below, number, say, table

start("01")

# %%
from itertools import pairwise, product

from mlpkit.palette import BLACK, BLUE, CLASSES, GREEN, GREY, LINES, RED, SIGNED, class_style


def scatter(ax, X, t, size=45):
    """Points of class 0 and class 1, each in its colour and with its marker."""
    for k in (0, 1):
        ax.scatter(*X[t == k].T, edgecolor="white", s=size, label=f"class {k}", zorder=3, **class_style(k))


def finish(ax, title, xlabel, ylabel, legend=False):
    """Title and labels of axes, and the legend if there is one; returns the figure."""
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if legend:
        ax.legend()
    return ax.figure


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
# Here is the whole lecture in one picture. Inputs come in from the left, and each is multiplied by a weight. The unit has one more number, which no input multiplies, its **bias**. It adds up the products and the bias, and a function decides what goes out.

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=7.2, height=2.8)
arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.4}
circle = {"boxstyle": "circle,pad=0.5", "facecolor": "white", "edgecolor": BLUE, "linewidth": 1.6}
for y, x, w in ((2, "$x_1$", "$w_1$"), (1, "$x_2$", "$w_2$"), (0, "1", "$b$")):
    ax.text(0, y, x, ha="center", va="center", bbox=circle if x != "1" else {**circle, "linestyle": ":"})
    ax.annotate("", (2.6, 1), (0.32, y), arrowprops={**arrow, "shrinkB": 22})
    ax.text(1.25, y + 0.44 * (1 - y) + 0.16, w, ha="center", color=RED, fontsize=12)
ax.text(2.7, 1, "Σ", ha="center", va="center", fontsize=15, bbox=circle)
ax.annotate("", (4.4, 1), (3.05, 1), arrowprops=arrow)
ax.text(3.7, 1.15, "$z$", ha="center", fontsize=12)
ax.text(4.7, 1, "$f$", ha="center", va="center", fontsize=14, bbox=circle)
ax.annotate("", (6.3, 1), (5.05, 1), arrowprops=arrow)
ax.text(6.4, 1, "$y = f(z)$", va="center", fontsize=12)
ax.set(xlim=(-0.5, 7.6), ylim=(-0.5, 2.6), title="A unit: weigh, add up, decide")
ax.set_axis_off()
plots.describe(
    fig,
    "Two inputs x1, x2 and a constant 1 lead with the weights w1, w2 and the bias b to a circle with a sum sign; its "
    "result z goes through a function f, and y comes out.",
)

# %% [markdown] topics="S2 O2 O22"
# The idea comes from the nerve cell. It collects signals through its dendrites. Each signal arrives through a synapse, which strengthens or weakens it. A synapse that makes the cell more ready to fire is called excitatory (a positive weight), one that holds it back inhibitory (a negative weight). The cell body adds the signals up, and if the sum passes a threshold, the cell fires along its axon and sends a signal to other cells. Your brain has about 86 billion such cells with some $10^{14}$ to $10^{15}$ synapses. McCulloch and Pitts turned this into logic in 1943, with equal weights; units with weights that are learnt came with Rosenblatt (1958):
#
# | nerve cell | unit | symbol |
# | --- | --- | --- |
# | signals at the dendrites | inputs | $x_1, \dots, x_D$ |
# | strength of each synapse | weights | $w_1, \dots, w_D$ |
# | readiness to fire (minus the threshold) | bias | $b$ |
# | sum in the cell body | pre-activation, or net input | $z$ |
# | firing or not, or how often (the firing rate) | activation function | $f$ |
# | signal on the axon | output, or activation | $y = f(z)$ |
#
# $$z = w_1 x_1 + \dots + w_D x_D + b = w \cdot x + b, \qquad y = f(z).$$
#
# The likeness does not go far, because a nerve cell fires in spikes over time and learns in other ways than a network does. What remains is a formula with $D + 1$ numbers that can be learnt.
#
# **By hand.** For $x = (1, 2)$, $w = (3, -1)$ and $b = \tfrac12$ the sum is $z = 3 \cdot 1 + (-1) \cdot 2 + \tfrac12 = 1.5$.

# %% [markdown] topics="K1 S1 O5"
# ### Two choices of f
#
# A **linear unit** has $f(z) = z$. It outputs the sum itself, here $1.5$, and is a *linear model* as in linear regression. Strictly it is *affine*, because of $b$.
#
# A **threshold unit** has $f(z) = \operatorname{step}(z)$, Heaviside's step. It outputs 1 or 0, here 1:
#
# $$\operatorname{step}(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0. \end{cases}$$
#
# Someone has to say what happens at exactly 0. In this course the step is 1 there; other texts choose 0, ½ or leave it open. It matters only for points exactly on the boundary, and in exercises such points are there on purpose.
#
# ### The bias trick
#
# The bias looks special, but it is the weight of an input that is always 1. Put that input in front of the others:
#
# $$\tilde x = (1, x_1, \dots, x_D), \quad \tilde w = (b, w_1, \dots, w_D): \qquad \tilde w \cdot \tilde x = b \cdot 1 + w_1 x_1 + \dots + w_D x_D = w \cdot x + b.$$
#
# By hand: $(\tfrac12, 3, -1) \cdot (1, 1, 2) = 1.5$, as before. Every rule for weights is now also a rule for biases, with $x = 1$. Some books write whole networks this way, with $w_0$ for $b$. This course keeps $b$ apart, because section 6 will treat it differently, and proofs below use $\tilde x$ where it saves a line.
#
# Now write the threshold unit, for one example or for many.

# %% exercise="neuron"

# %% [markdown] topics="H10 S1"
# **What usually goes wrong.** Somebody loops over rows, and the loop breaks when there is a single row. And here is a unit that passes a thousand random tests and is wrong all the same. Find an input and weights that show it.

# %% exercise="neuron_counterexample"

# %% [markdown] topics="H10 S1"
# ## 2 · Where does the decision change?
#
# It changes at $z = 0$. The points with $w \cdot x + b = 0$ form a line for two inputs, a plane for three, in general a **hyperplane**. Three facts place it:
#
# 1. **$w$ is perpendicular to it.** Take two points $p, q$ on it. Then $w \cdot p + b = 0$ and $w \cdot q + b = 0$; subtract: $w \cdot (p - q) = 0$.
# 2. **$w$ points to the side of the ones.** Go from $p$ on the line to $p + s\, w$: $z = w \cdot p + b + s\, w \cdot w = s \lVert w \rVert^2$, positive for $s > 0$.
# 3. **The signed distance of $x$ from it is $z / \lVert w \rVert$.** Write $x = p + d\, w / \lVert w \rVert$ with $p$ on the line and $d$ the distance along the unit normal. Then $z = d\, w \cdot w / \lVert w \rVert = d \lVert w \rVert$.
#
# **By hand.** For $w = (3, -1)$ and $b = \tfrac12$ the origin has $z = \tfrac12$, so it lies $\tfrac12 / \sqrt{10} \approx 0.16$ from the line, on the side of the ones.
#
# **Predict first.** What happens to the boundary if you multiply $w$ and $b$ by 10? By −1? If you change $b$ alone?

# %% drawing=true
w, b = np.array([3.0, -1.0]), 0.5
fig, axes = plots.panels(2, 2, width=3.6, height=3.3)
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
    ax.contourf(
        grid[..., 0], grid[..., 1], says, levels=[-0.5, 0.5, 1.5], colors=[CLASSES[0][0], CLASSES[1][0]], alpha=0.25
    )
    boundary(ax, w, bias, color=BLACK)
    foot = -bias * w / (w @ w)
    ax.annotate("", foot + 0.3 * sign * w, foot, arrowprops={"arrowstyle": "->", "color": RED, "lw": 2})
    ax.text(*(foot + 0.3 * sign * w + (0.1 * sign - 0.3 * (sign < 0), -0.05 * sign)), name, color=RED)
    ax.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal")
    finish(ax, said, "$x_1$", "$x_2$")
plots.describe(
    fig,
    "The line 3 x1 − x2 + ½ = 0 divides the plane; w stands at right angles to it and points to the side where the "
    "unit outputs 1 (class 1). With 10 w and 10 b nothing changes; with −w and −b the line is the same and the sides "
    "are exchanged; with a larger b the line slides against w and keeps its direction.",
)

# %% [markdown] topics="H10"
# Multiplying by 10 changes nothing that you can see, because only the sign of $z$ counts. Multiplying by −1 exchanges the sides. Changing $b$ moves the line along the direction of $w$ without turning it; a larger $b$ moves it backwards, so that more points get a 1. (The arrows show where $w$ points, not how long it is.)
#
# ### A unit by hand
#
# "$x_1$ *implies* $x_2$" is false in one case only: $x_1 = 1$ and $x_2 = 0$. Which weights compute it? There are many right answers. Draw the four corners of the unit square, mark the one that must be 0, draw a line that cuts it off, and read off a $w$ at right angles to your line.

# %% exercise="implication"
# implication = (w1, w2, b): any three numbers such that the unit outputs 0 at (1, 0) and 1 at the other three corners.
### BEGIN SOLUTION
implication = (-1.0, 1.0, 0.5)
### END SOLUTION

# %% [markdown] topics="H10"
# ## 3 · The perceptron learns from mistakes
#
# Can the unit find such weights itself? Rosenblatt's rule for the **perceptron** (the machine is from 1958, the rule in this form from his book of 1962) is one sentence: *show an example; if the output is wrong, move $w$ towards $x$ when it should have been 1, and away from $x$ when it should have been 0.*
#
# $$w \leftarrow w + \eta\,(t - y)\,x, \qquad b \leftarrow b + \eta\,(t - y), \qquad y = \operatorname{step}(w \cdot x + b).$$
#
# Here $t$ is the target, 0 or 1, and $\eta > 0$ is the **learning rate**, which says how far a step goes. The error $t - y$ is $0$, $1$ or $-1$, so right outputs change nothing.
#
# **By hand.** $w = (1, -1)$, $b = 0$, $x = (2, 1)$, $t = 0$, $\eta = \tfrac12$. The unit computes $z = 2 - 1 + 0 = 1$ and outputs $y = 1$, which is too high. The error is $-1$, so
#
# $$w = (1, -1) - \tfrac12 (2, 1) = (0, -1.5), \qquad b = 0 - \tfrac12 = -\tfrac12.$$
#
# Now $z = 0 - 1.5 - 0.5 = -2$: the same example is now right. This is no accident. One step changes $z$ at $x$ by
#
# $$\eta (t - y)\, x \cdot x + \eta (t - y) = \eta (t - y)\left(\lVert x \rVert^2 + 1\right),$$
#
# always in the wanted direction. One step need not be enough, and it may make other examples wrong.
#
# Texts that code the classes as $t = \pm 1$ write the rule as "if $t z \le 0$, then $w \leftarrow w + \eta\, t\, x$". It is the same rule except at $z = 0$. There, with $\operatorname{step}(0) = 1$, an example of class 1 counts as right and moves nothing, while the other form moves it. From $w = 0$ and $b = 0$ this happens at the first step, if its example is of class 1.

# %% drawing=true
w, b, x = np.array([1.0, -1.0]), 0.0, np.array([2.0, 1.0])
new_w, new_b = lib.perceptron_step(w, b, x, 0.0, 0.5)
fig, axes = plots.panels(1, 1, width=4.2, height=3.6)
ax = axes[0]
boundary(ax, w, b, color=GREY, linestyle="--", label="before: 1 at x")
boundary(ax, new_w, new_b, color=BLACK, label="after: 0 at x")
ax.annotate("", w, (0, 0), arrowprops={"arrowstyle": "->", "color": GREY, "lw": 2})
ax.annotate("", new_w, (0, 0), arrowprops={"arrowstyle": "->", "color": BLACK, "lw": 2})
ax.annotate("", new_w, w, arrowprops={"arrowstyle": "->", "color": RED, "lw": 2})
ax.text(0.62, -1.45, "−½ x", color=RED)
ax.text(1.05, -1.0, "w", color=GREY)
ax.text(-0.95, -1.3, "new w")
ax.scatter(*x, s=60, zorder=3, **class_style(0))
ax.text(2.15, 1.1, "x, target 0")
ax.set(xlim=(-2.5, 3.5), ylim=(-2.5, 2.5), aspect="equal")
plots.describe(
    fig,
    "One perceptron step: w moves away from the wrongly answered x by half of x, and the boundary turns and shifts so "
    "that x comes to lie on the side of the zeros.",
)
finish(ax, "A mistake turns the boundary", "$x_1$", "$x_2$", legend=True)

# %% exercise="perceptron_step"

# %% [markdown] topics="H10"
# **What usually goes wrong.** The sign is wrong: if more examples come out wrong the longer you train, you have written $y - t$ where $t - y$ belongs. Or you have written `w += …`, which changes the caller's array.
#
# ### Does it ever stop?
#
# It does if a line separates the classes, and the proof (Novikoff 1962) says how soon. Two lengths matter. The **margin** $\gamma$ is the distance from the separating line to the nearest example; the radius $R$ is the length of the longest example. A narrow margin within a wide cloud makes the task hard.

# %% drawing=true
rng = np.random.default_rng(3)
P = rng.uniform(-1, 1, (400, 2))
w = np.array([0.8, -0.6])
P = P[(np.hypot(*P.T) <= 1) & (np.abs(P @ w) >= 0.3)][:60]
fig, (ax,) = plots.panels(1, 1, width=4.6, height=4.0)
scatter(ax, P, (P @ w > 0).astype(int), size=30)
nearest = P[np.argmin(np.abs(P @ w))]
for shift, style in ((0, "-"), (nearest @ w, ":"), (-nearest @ w, ":")):
    boundary(ax, w, shift, color=BLACK, linestyle=style)
foot = nearest - (nearest @ w) * w
ax.annotate("", foot, nearest, arrowprops={"arrowstyle": "<->", "color": RED, "lw": 1.8, "shrinkA": 0, "shrinkB": 0})
ax.text(*((nearest + foot) / 2 + [0.04, 0.04]), "$\\gamma$", color=RED, fontsize=14)
longest = P[np.argmax(np.hypot(*P.T))]
ax.annotate("", longest, (0, 0), arrowprops={"arrowstyle": "->", "color": BLUE, "lw": 1.8})
ax.text(*(longest / 2 + [0.03, 0.06]), "$R$", color=BLUE, fontsize=14)
ax.set(xlim=(-1.2, 1.2), ylim=(-1.2, 1.2), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
ax.set_title("Margin γ: from the line to the nearest example; radius R: to the farthest")
plots.describe(
    fig,
    "Two classes in a disc, separated by a line. The margin γ is the distance from the line to the nearest point, the "
    "width of the empty strip on either side, the radius R the distance of the farthest point from the origin.",
)

# %% [markdown] topics="H10"
# In the proof we use $\tilde w$ and $\tilde x$ from the bias trick, $\eta = 1$, a start at $\tilde w = 0$, and signs $v = 1$ for class 1 and $v = -1$ for class 0. Then every mistake has $v\, \tilde w \cdot \tilde x \le 0$, in either class. *Assume* that some $u$ with $\lVert u \rVert = 1$ separates with a margin $\gamma > 0$, which says $v\, u \cdot \tilde x \ge \gamma$ for every example, and let $R$ be the largest $\lVert \tilde x \rVert$. (Both are now lengths in the space of $\tilde x$, in which the separating plane goes through the origin. There $R$ is larger, because of the 1 in $\tilde x$, and $\gamma$ is smaller unless $b = 0$, as in the drawing, because it is $(w, b)$ that has length 1.) After $k$ mistakes:
#
# $$\begin{aligned}
# u \cdot \tilde w_k &= u \cdot \tilde w_{k-1} + v\, u \cdot \tilde x && \text{the rule, } \tilde w_k = \tilde w_{k-1} + v \tilde x \\
# &\ge u \cdot \tilde w_{k-1} + \gamma && \text{margin} \\
# &\ge k \gamma && \text{the same for every earlier mistake, } \tilde w_0 = 0 \\[4pt]
# \lVert \tilde w_k \rVert^2 &= \lVert \tilde w_{k-1} \rVert^2 + 2 v\, \tilde w_{k-1} \cdot \tilde x + \lVert \tilde x \rVert^2 && \text{square of a sum, } v^2 = 1 \\
# &\le \lVert \tilde w_{k-1} \rVert^2 + R^2 && \text{it was a mistake: } v\, \tilde w_{k-1} \cdot \tilde x \le 0 \\
# &\le k R^2 && \text{the same for every earlier mistake} \\[4pt]
# k \gamma \le u \cdot \tilde w_k &\le \lVert \tilde w_k \rVert \le \sqrt{k}\, R && \text{Cauchy–Schwarz, } \lVert u \rVert = 1 \\
# k &\le (R / \gamma)^2 && \text{divide by } \sqrt{k}\,\gamma \text{, square}
# \end{aligned}$$
#
# In plain English: with every mistake the part of $\tilde w$ that points along $u$ grows by at least $\gamma$, while the whole of $\tilde w$ grows at most like $\sqrt k$. A part cannot be longer than the whole, so the mistakes must end. The bound holds for every order of the examples, and neither their number nor the number of inputs appears in it.
#
# **Predict first.** The learning rate is missing from the bound. From $\tilde w = 0$, what does training with $\eta = 1/8$ do differently from $\eta = 1$? And how close to the bound does it come in practice: within a factor of 2, of 10, of 100?


# %%
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

# %% drawing=true
fig, axes = plots.panels(1, 1, width=5.6, height=3.4)
ax = axes[0]
jitter = np.linspace(0.94, 1.06, 20)
ax.loglog(measured[:, :, 0] * jitter, measured[:, :, 1], "o", color=BLUE, markersize=4, alpha=0.7)
ax.loglog(gaps, np.median(measured[:, :, 1], axis=1), color=BLACK, label="measured, 20 clouds and their median")
ax.loglog(gaps, np.median(measured[:, :, 2], axis=1), color=RED, linestyle="--", label="bound $(R/\\gamma)^2$")
plots.describe(
    fig,
    "Mistakes until the perceptron is done, against the width of the gap between the classes: the narrower the gap, "
    "the more mistakes, always below the bound.",
)
title = "The narrower the gap, the more mistakes, and far fewer than the bound allows"
finish(ax, title, "gap on either side of the line", "mistakes", legend=True)

# %%
X, t, _, _ = separable_cloud(np.random.default_rng(0), 0.05)
(steps, w, b), (slow_steps, slow_w, slow_b) = mistakes_until_right(X, t), mistakes_until_right(X, t, lr=0.125)
fraction = measured[:, :, 1] / measured[:, :, 2]
factors = ", ".join(f"{k:g}" for k in np.unique(np.append(w, b) / np.append(slow_w, slow_b)))
least, most = measured[:, :, 1].min(axis=1), measured[:, :, 1].max(axis=1)
say(
    f"Over {fraction.size} runs the mistakes came to between {fraction.min():.1%} and {fraction.max():.0%} of the bound. "
    f"For the widest gap there were {least[0]:.0f} to {most[0]:.0f}, for the narrowest {least[-1]:.0f} to "
    f"{most[-1]:.0f}. The learning rate does not matter: with $\\eta = 1$ and with $\\eta = 1/8$ the same data take {steps} "
    f"and {slow_steps} mistakes, and the weights and the bias all differ by a factor of {factors}. From "
    "zero, it only sets the scale of the weights."
)

# %% [markdown]
# **The perceptron stops long before the bound.** The bound is a worst case over all orders and all data with that margin and radius. As the gap narrows, the measured line also rises less steeply than the bound, so these clouds come less and less close to their worst case. The bound is still worth having, because it proves that the process ends. It does not say *which* separating line you get (the first that works, and not necessarily a good one), or what happens when no line separates.
#
# ### A 3 or an 8?
#
# Now something real. The data are small pictures of handwritten digits, 8 × 8 pixels, and only the threes and the eights among them. One threshold unit gets the 64 pixels as inputs and trains on 250 of the pictures by the perceptron rule. The others, which it has not seen, are validation pictures.
#
# **Predict first.** How many of the validation pictures will it get right: half, three quarters, nine of ten, more?

# %% exercise="threes_prediction"

# %%
digits, labels = load_digits()
chosen = np.flatnonzero((labels == 3) | (labels == 8))


def three_or_eight(seed):
    """(fraction right in training, fraction right in validation, weights) of a perceptron on 3 (0) against 8 (1)."""
    order = np.random.default_rng(seed).permutation(chosen)
    X, t = digits[order].astype(float), (labels[order] == 8).astype(int)
    w, b = lib.perceptron(X[:250], t[:250])[:2]
    right = lib.neuron(X, w, b) == t
    return right[:250].mean(), right[250:].mean(), w


runs = [three_or_eight(seed) for seed in range(10)]
seen, unseen = (np.array([run[k] for run in runs]) for k in (0, 1))
trained = "all" if seen.min() == 1 else f"at least {seen.min():.0%}"
say(
    f"In ten random splits {trained} of the training pictures are right, and "
    f"**{np.median(unseen):.0%}** of {len(chosen) - 250} validation pictures (from {unseen.min():.0%} to {unseen.max():.0%})."
)
reveal("threes_prediction", np.median(unseen))

# %% drawing=true
fig, axes = plots.panels(1, 5, width=1.6, height=1.9)
samples = [chosen[labels[chosen] == k][:2] for k in (3, 8)]
for ax, n in zip(axes, np.concatenate(samples), strict=False):
    ax.imshow(digits[n].reshape(8, 8), cmap="gray_r")
    ax.set_title("an 8" if labels[n] == 8 else "a 3")
limit = np.abs(runs[0][2]).max()
axes[4].imshow(runs[0][2].reshape(8, 8), cmap=SIGNED, vmin=-limit, vmax=limit)
axes[4].set_title("weights")
for ax in axes:
    ax.set_axis_off()
fig.suptitle("Ink on purple speaks for an 8, ink on orange for a 3")
plots.describe(
    fig, "Two threes, two eights, and the 64 weights of the unit, the largest where an 8 has ink and a 3 has none."
)

# %% [markdown]
# **One unit, 65 numbers, and a rule of one line tell threes from eights.** This is what made people enthusiastic in 1958. The largest weights lie just left of the middle, where an 8 closes its loops and a 3 is open.

# %% [markdown] topics="H11 K1"
# ## 4 · ADALINE: learn before you decide
#
# The perceptron learns nothing from a right answer, however narrow the escape, and it cannot tell a near miss from a blunder. Widrow and Hoff's **ADALINE** (adaptive linear element, 1960) compares the target with the sum itself, before any threshold. What it makes small is a **loss**, one number that says how far the output is from its target, here half the **squared error**:
#
# $$y = w \cdot x + b, \qquad L = \tfrac12 (y - t)^2.$$
#
# This loss has a slope, so we can go downhill. Derive the slope with respect to one weight yourself, as text: one `=` per line, products with `*`, `d(expression, name)` for a derivative. An index stands in square brackets, `w[i]`, and `sum(j, …)` is a sum over $j$. The check names the first line that does not follow.

# %% exercise="adaline_derivation"

# %% [markdown] topics="H11 K1"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_i} &= \frac{\partial L}{\partial y}\,\frac{\partial y}{\partial w_i} && \text{chain rule} \\
# &= (y - t)\,\frac{\partial y}{\partial w_i} && \text{power rule; the ½ cancels the 2} \\
# &= (y - t)\, x_i && y = \textstyle\sum_j w_j x_j + b \text{ is linear in } w_i \\
# \frac{\partial L}{\partial b} &= y - t && \text{the same with the input 1}
# \end{aligned}$$
#
# </details>
#
# So $\partial L / \partial w_i = (y - t)\, x_i$ and $\partial L / \partial b = y - t$, the error times the input. The vector of all partial derivatives of a loss is its **gradient**. It points in the direction in which the loss rises fastest, so you go downhill by a step against it, with rate $\eta$:
#
# $$w \leftarrow w - \eta\,(y - t)\,x, \qquad b \leftarrow b - \eta\,(y - t).$$
#
# The formula is the perceptron's. The only difference is what $y$ stands for: there the decision, here the sum. To repeat such steps against the gradient is called **gradient descent**. On the squared error of one example after another it is the **delta rule**, the first step towards backpropagation (lecture 06). After training, a threshold at ½ makes the decision.
#
# **By hand.** $w = (1, -1)$, $b = \tfrac12$, $x = (2, 1)$, $t = 1$, $\eta = 0.1$: $y = 2 - 1 + 0.5 = 1.5$, the error is $y - t = 0.5$, and
#
# $$w = (1, -1) - 0.05\,(2, 1) = (0.9, -1.05), \qquad b = 0.5 - 0.05 = 0.45.$$
#
# The new output is $1.8 - 1.05 + 0.45 = 1.2$, so the error shrank from $0.5$ to $0.2$. In general it is multiplied by
#
# $$1 - \eta \left(\lVert x \rVert^2 + 1\right), \qquad \text{here } 1 - 0.1 \cdot 6 = 0.4,$$
#
# because $y$ changes by $-\eta (y - t)\, x \cdot x$ through $w$ and by $-\eta (y - t)$ through $b$. So here the rate *does* matter: with $\eta > 2 / (\lVert x \rVert^2 + 1)$ the factor is below $-1$, and the error grows with each step.

# %% exercise="adaline_step"

# %% [markdown] topics="H11"
# **What usually goes wrong.** A rate that suits inputs near 1 diverges for inputs near 100, because the limit above shrinks with $\lVert x \rVert^2$. Scale the inputs first.
#
# ### Which of the two is better?
#
# **Predict first.** Two classes, cleanly separable. Then twenty more examples of class 1 arrive, far from the border and on the correct side of it, where nobody could be mistaken about them. What do they do to the perceptron's line, and to ADALINE's?


# %%
def two_lines(seed, far):
    """Two clouds, and `far` easy examples of class 1 at x₁ = 7: X, t, and (w, b, how many wrong) of both units."""
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.normal([x, 0], 0.18, (n, 2)) for x, n in ((-0.6, 40), (0.6, 40), (7, far))])
    t = np.repeat([0, 1, 1], [40, 40, far])
    w, b = lib.adaline_normal_equations(X, t.astype(float))
    units = (w, b - 0.5), lib.perceptron(X, t)[:2]  # ADALINE decides at ½
    return X, t, [(*unit, int(np.sum(lib.neuron(X, *unit) != t))) for unit in units]


before, after = two_lines(1, far=0), two_lines(1, far=20)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.2)
for ax, (X, t, units) in zip(axes, (before, after), strict=True):
    scatter(ax, X, t, size=25)
    for (w, b, wrong), name, style in zip(units, ("ADALINE", "perceptron"), ("-", "--"), strict=True):
        color = GREEN if name == "ADALINE" else RED
        boundary(ax, w, b, color=color, linestyle=style, label=f"{name}, {wrong} wrong")
    ax.set(xlim=(-1.6, 2.2), ylim=(-1.4, 1.4))
axes[1].annotate("20 more at $x_1 = 7$", (2.15, 0), (1.2, -0.75), arrowprops={"arrowstyle": "-|>"}, fontsize=9)
finish(axes[0], "Both separate", "$x_1$", "$x_2$", legend=True)
finish(axes[1], "Easy examples far out turn ADALINE's line", "$x_1$", "$x_2$", legend=True)
plots.describe(
    fig,
    "Left, two clouds, separated by both lines. Right, twenty easy examples added far out: ADALINE's line turns into "
    f"the nearer cloud of class 1 and gets {after[2][0][-1]} wrong, the perceptron {after[2][1][-1]}.",
)


# %%
def turned(seed):
    """By how many degrees the twenty examples turn the perceptron's line."""
    w, v = (two_lines(seed, far)[2][1][0] for far in (0, 20))
    return np.degrees(np.arccos(np.clip(w @ v / np.linalg.norm(w) / np.linalg.norm(v), -1, 1)))


angle = max(map(turned, range(20)))
adaline, adaline_after = (np.array([two_lines(seed, far)[2][0][-1] for seed in range(20)]) for far in (0, 20))
say(
    f"In 20 draws of the clouds ADALINE gets {adaline.max() or 'none'} of the examples wrong before, and {adaline_after.min()} to "
    f"{adaline_after.max()} after. The perceptron's line "
    + (f"turns by at most {angle:.1f} degrees." if angle >= 0.05 else "does not turn.")
)

# %% [markdown]
# **Easy examples turn ADALINE's line into the cloud, and leave the perceptron's alone.** The perceptron makes no mistake on them, so it learns nothing from them. Squared error punishes an output of 3 where 1 was wanted as hard as an output of −1, so being right by too much costs as much as being wrong.

# %% [markdown]
# | learning rule | perceptron | ADALINE |
# | --- | --- | --- |
# | compares $t$ with | the decision $\operatorname{step}(z)$ | the sum $z$ |
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

# %%
X, t = xor()
X = X.astype(float)

# %% drawing=true
fig, axes = plots.panels(1, 3, width=2.9, height=3.0)
gates = {"AND": np.array([0, 0, 0, 1]), "OR": np.array([0, 1, 1, 1]), "XOR": t}
for ax, (name, targets) in zip(axes, gates.items(), strict=True):
    scatter(ax, X, targets)
    if name != "XOR":
        boundary(ax, np.ones(2), -1.5 if name == "AND" else -0.5, color=BLACK)
    ax.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), aspect="equal", xticks=[0, 1], yticks=[0, 1])
    finish(ax, f"{name}: {'no line' if name == 'XOR' else 'a line does it'}", "$x_1$", "$x_2$")
axes[2].legend(loc="center")
plots.describe(
    fig,
    "The four corners of the unit square under AND, OR and XOR. A line separates the classes of AND and of OR. For XOR "
    "the classes sit on the two diagonals, and no line separates them.",
)

# %% [markdown] topics="K3"
# ### The proof
#
# *Claim.* No $w_1, w_2, b$ give $\operatorname{step}(w_1 x_1 + w_2 x_2 + b) = \text{XOR}(x_1, x_2)$ on the four corners.
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
# **A linear unit fails as well.** It would have to hit 0 and 1 exactly, which means four equations: $b = 0$, $w_2 + b = 1$, $w_1 + b = 1$, $w_1 + w_2 + b = 0$. The first three give $w_1 = w_2 = 1$ and $b = 0$, and then the fourth reads $2 = 0$.
#
# **Does an S-shaped function on top help?** No. The logistic $\sigma$ (lecture 02) increases strictly, so $\sigma(z) \ge \tfrac12$ exactly when $z \ge 0$, and these are the same four inequalities. For any increasing $f$ and any threshold, $f(z)$ reaches the threshold just when $z$ passes some number. Subtract that number from $b$, and you are back at the four inequalities.
#
# **Does a softmax of two outputs (lecture 04) help?** No. It prefers class 1 to class 0 when $z_1 \ge z_0$. With $w^{(1)}$ and $b^{(1)}$ for what leads to output 1, and $w^{(0)}$ and $b^{(0)}$ for output 0, that is when $(w^{(1)} - w^{(0)}) \cdot x + (b^{(1)} - b^{(0)}) \ge 0$. This is one threshold unit, with the differences as its weights.
#
# The geometry behind it: the middle of the two ones, $(\tfrac12, \tfrac12)$, is also the middle of the two zeros. A half-plane that holds two points holds their middle, and no point can be on both sides.
#
# A machine can check the proof, and look for a way out: *linear programming*, a method that decides whether a list of linear inequalities has a solution, finds weights whenever there are any.

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
# It cannot succeed, but it has a loss, so it ends up somewhere. We need no training to know where, because at the lowest point the gradient is zero, and for a linear unit this is a system of linear equations.
#
# ### One equation for each parameter
#
# Take $N$ examples and, with a view to later, a **penalty** $\tfrac{\lambda}{2} \lVert w \rVert^2$ that keeps $w$ small ($\lambda = 0$ leaves it out):
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
# $$\left( \tilde X^\top \tilde X + N \lambda I' \right) \begin{pmatrix} w \\ b \end{pmatrix} = \tilde X^\top t.$$
#
# The solution is the lowest point, not just a flat one: $C$ is a sum of squares of affine functions of $(w, b)$, and such a sum is convex, which means that between any two points it never rises above the straight line that joins them (lecture 04). From a point where all slopes are 0, such a function can never fall, so no point is lower.
#
# ### By hand, for XOR
#
# The columns of $\tilde X$ are the first inputs $(0,0,1,1)$, the second inputs $(0,1,0,1)$ and the ones. Their dot products with one another and with $t = (0,1,1,0)$:
#
# $$\begin{pmatrix} 2 & 1 & 2 \\ 1 & 2 & 2 \\ 2 & 2 & 4 \end{pmatrix} \begin{pmatrix} w_1 \\ w_2 \\ b \end{pmatrix} = \begin{pmatrix} 1 \\ 1 \\ 2 \end{pmatrix}.$$
#
# 1. First row minus second: $w_1 - w_2 = 0$. Call both $v$.
# 2. First row: $3v + 2b = 1$.
# 3. Third row, halved: $2v + 2b = 1$.
# 4. The equation of step 2 minus that of step 3: $v = 0$. Then $b = \tfrac12$.
#
# $$w^* = (0, 0), \qquad b^* = \tfrac12.$$
#
# The best linear unit ignores both inputs and outputs ½ for everything. Every error is $\pm\tfrac12$, and the loss is $\tfrac12 \cdot \tfrac14 = \tfrac18$.
#
# Write it for any $X$, $t$ and $\lambda$.

# %% exercise="adaline_normal_equations"

# %% [markdown] topics="H12"
# **What usually goes wrong.** People use `np.linalg.inv` where `solve` is more accurate and faster, put the penalty on $b$ as well, or write $\lambda$ in place of $N\lambda$. When $\tilde X^\top \tilde X$ cannot be inverted (fewer examples than parameters, or one column a combination of others), there are many solutions; $\lambda > 0$ picks one.
#
# The hand calculation, checked by machine with exact fractions (by Cramer's rule, each number is a ratio of two determinants):

# %%
from fractions import Fraction

A, c = np.array([[2, 1, 2], [1, 2, 2], [2, 2, 4]]), np.array([1, 1, 2])
columns = [np.where(np.arange(3) == i, c[:, None], A) for i in range(3)]
print("w1, w2, b =", *(Fraction(round(np.linalg.det(B)), round(np.linalg.det(A))) for B in columns))

# %% [markdown] topics="H12 K3"
# ### And when it is trained, step by step?
#
# ADALINE does not solve equations; it takes steps. **Predict first.** With a small rate, from random weights, where do a thousand rounds through the four corners end? Exactly at $(0, 0, \tfrac12)$? And how many of the four corners does the threshold at ½ get right?


# %%
def trained_on_xor(lr, seed):
    """ADALINE from random weights, for 20 / lr rounds in random order: w1, w2, b and the number of right decisions."""
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=2), float(rng.normal())
    for _ in range(int(20 / lr)):
        for n in rng.permutation(4):
            w, b = lib.adaline_step(w, b, X[n], float(t[n]), lr)
    return *w, b, np.sum((X @ w + b >= 0.5) == t)


rows = []
for lr in (0.5, 0.1, 0.02):
    runs = np.array([trained_on_xor(lr, seed) for seed in range(10)])
    cells = [f"{number(m, '.3f')} ± {s:.3f}" for m, s in zip(runs.mean(axis=0)[:3], runs.std(axis=0)[:3], strict=True)]
    rows.append([lr, *cells, f"{int(runs[:, 3].min())} to {int(runs[:, 3].max())} of 4"])
table(["rate", "$w_1$", "$w_2$", "$b$", "right decisions"], rows)

# %% [markdown] topics="H12 K3"
# The table has mean and standard deviation of ten starts. **The weights go near $(0, 0, \tfrac12)$, the nearer the smaller the rate, and not onto it.** Each step answers to one example alone, and at $(0, 0, \tfrac12)$ every single example still pulls, with an error of $\pm\tfrac12$; only their sum is zero. The decisions are worthless, because all four sums are ½ give or take a little, and the threshold at ½ decides by that little. A line that gets 3 of 4 right exists, but least squares does not look for it.
#
# <details><summary>What if the order of the examples never changes?</summary>
#
# Then the start is forgotten, and the weights run around the same small loop for ever. Four steps that lead back to where they began are again a system of linear equations. Its solution at the end of each round is $w = \left(\frac{-\eta}{1 - \eta}, \frac{-\eta}{2(1 - \eta)}\right)$, $b = \frac{1}{2(1 - \eta)}$. The order leaves a trace in the result, which is one reason to shuffle.
#
# </details>
#
# The perceptron fails too, and differently:

# %%
w, b, rows = np.zeros(2), 0.0, []
for epoch in range(1, 8):
    mistakes = 0
    for x, target in zip(X, t, strict=True):
        mistakes += int(lib.neuron(x, w, b) != target)
        w, b = lib.perceptron_step(w, b, x, float(target))
    rows.append([epoch, mistakes, *(number(v, "g") for v in (*w, b))])
table(["round", "mistakes of 4", "$w_1$", "$w_2$", "$b$"], rows)

# %% [markdown]
# **It runs in a circle for ever, with the same weights at the end of each round and all four examples wrong on the way.** (That the weights stay bounded, on any finite data, is also a theorem, by Block and Levin in 1970.)
#
# Back to ADALINE. The figure shows its loss over $b$ and over the two weights where these are equal. The white lines are three trainings with the rate 0.05, each from its dot; their two weights differ a little, and the lines are drawn at the mean of both. All run down to the same place near the cross, which is the least squared error.

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

fig, axes = plots.panels(1, 1, width=5.4, height=3.6)
ax = axes[0]
heights = [0.125, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 2]
filled = ax.contourf(slope, level, cost, levels=heights, cmap="cividis", extend="max")
fig.colorbar(filled, ax=ax, label="mean of ½ (y − t)²")
for path in paths:
    ax.plot(*path.T, color="white", linewidth=1.5)
    ax.plot(*path[0], "o", color="white")
ax.plot(0, 0.5, "x", color=RED, markersize=10, markeredgewidth=3)
plots.describe(
    fig,
    "Contours of ADALINE's loss on XOR over w (both weights equal) and b: a long bowl whose lowest point is w = 0, "
    "b = ½. Three training paths run into it.",
)
finish(ax, "One bowl, and its lowest point is useless: w = 0, b = ½", "$w_1 = w_2$ (white: their mean)", "$b$")

# %% [markdown] topics="H13"
# ## 7 · How much is out of reach? The first winter
#
# XOR looks like a curiosity: 14 of the 16 functions of two switches *are* linearly separable. **Predict first.** Of the functions of four switches, what fraction can one unit compute?
#
# A search through small whole weights finds them, and weights from −3 to 3 are enough up to four inputs.

# %% exercise="switches_prediction"

# %%
rows = []
for n in (1, 2, 3, 4):
    corners = np.array(list(product((0, 1), repeat=n)))
    sums = np.array(list(product(range(-3, 4), repeat=n))) @ corners.T
    found = {row.tobytes() for b in np.arange(-12.5, 13) for row in np.packbits(sums + b >= 0, axis=1)}
    rows.append([n, 2 ** (2**n), len(found), f"{len(found) / 2 ** (2**n):.1%}"])
assert sum(separable(np.array(list(product((0, 1), repeat=3))), v) for v in product((0, 1), repeat=8)) == rows[2][2]
table(["inputs", "Boolean functions", "computed by one unit", "fraction"], rows)
reveal("switches_prediction", rows[-1][2] / rows[-1][1])

# %% [markdown] topics="H13"
# (The linear program of section 5 agrees for three inputs. The sequence 4, 14, 104, 1882 is that of the *threshold functions*.) The fraction collapses, because there are $2^{2^n}$ functions of $n$ switches, and for $n \ge 2$ at most $2^{n^2}$ of them are threshold functions.
#
# In July 1958 the US Navy had shown Rosenblatt's perceptron to the press, and the *New York Times* reported an embryo of a computer that would one day walk, talk, see, write and be conscious of its existence. Rosenblatt built the Mark I, a machine with 400 light sensors and weights turned by motors, and it did learn to tell letters apart. In 1969 Minsky and Papert's book *Perceptrons* made the limits precise: which properties of a picture can a single trained layer detect, and at what price? Parity (is the number of ones odd?) and connectedness were out of reach. A second layer would remove the limit, and they knew it. But nobody had a rule to train one, because a step function gives no slope to follow (lecture 02), and the perceptron rule needs a target for every unit. Money and interest moved elsewhere for more than a decade, which is called the first winter of neural networks; how far the book caused it is disputed. Lecture 06 tells what ended it.
#
# The perceptron has descendants that are still in use. Put the logistic function (lecture 02) in place of the step and go down the slope of cross-entropy, and you have *logistic regression* (lecture 03). Ask for the line with the largest margin, and you have the *support vector machine*.

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
say(
    f"Weights {', '.join(number(v, '.3g') for v in w)}; bias {number(b, '.1f')}; outputs {', '.join(number(v, 'g') for v in outputs)}."
)

# %% [markdown] topics="O1"
# The same trick gives a regression *curve*. Here the features are powers of $x$, and the model is still linear regression:

# %% drawing=true
rng = np.random.default_rng(0)
x = np.sort(rng.uniform(-1, 1, 40))
y = np.sin(np.pi * x) + 0.15 * rng.normal(size=40)
fine = np.linspace(-1, 1, 200)
fig, axes = plots.panels(1, 1, width=5.4, height=3.2)
ax = axes[0]
ax.plot(x, y, "o", color=GREY, markersize=4, label="40 examples")
for degree, colour in ((1, RED), (3, BLUE), (5, GREEN)):
    powers = np.arange(1, degree + 1)
    w, b = lib.adaline_normal_equations(x[:, None] ** powers, y)
    error = np.mean((x[:, None] ** powers @ w + b - y) ** 2)
    label = f"powers 1 to {degree}: error {error:.3f}" if degree > 1 else f"$x$ alone: mean squared error {error:.3f}"
    ax.plot(fine, fine[:, None] ** powers @ w + b, color=colour, label=label)
ax.set_ylim(-2.1, 1.4)
plots.describe(
    fig,
    "A noisy sine and three linear regressions on powers of x: a straight line misses it, a cubic follows it, degree "
    "five follows it a little better.",
)
finish(ax, "Linear in the weights, curved in x", "$x$", "$y$")
ax.legend(loc="lower right")
fig

# %% [markdown] topics="O1 S1"
# But who chooses the features? For a sine, you. For pictures of 28 × 28 pixels, such as those of the last lecture, products of pairs of pixels would be more than 300,000 features, and nobody knows which of them matter. Three steps lead from here to a network:
#
# | step | model | what is learnt |
# | --- | --- | --- |
# | linear model | $y = w \cdot x + b$ | $w, b$ |
# | basis expansion | $y = w \cdot \phi(x) + b$, $\phi$ chosen | $w, b$ |
# | learnt features | $y = w \cdot \phi(x; V, u) + b$ with $\phi_j = f(v_j \cdot x + u_j)$ | $w, b$ and all $V, u$ |
# | composition | $y = w \cdot \phi^{(3)}(\phi^{(2)}(\phi^{(1)}(x))) + b$ | all of them |
#
# Each learnt feature $\phi_j$ is a unit. So a model with learnt features consists of units that feed a unit, and this is a **multi-layer perceptron**. The units between the inputs and the output are called **hidden units**, because no example says what they should output.
#
# **The nonlinearity is necessary.** With $f(z) = z$, two layers are one: $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)$, because matrix multiplication is associative and distributes over addition. A stack of linear layers is a linear layer, and XOR stays out of reach:

# %%
rng = np.random.default_rng(4)
W1, b1, W2, b2 = rng.normal(size=(5, 2)), rng.normal(size=5), rng.normal(size=(1, 5)), rng.normal(size=1)
two_layers = (X @ W1.T + b1) @ W2.T + b2
one_layer = X @ (W2 @ W1).T + (W2 @ b1 + b2)
print("largest difference between the two layers and the one:", below(np.abs(two_layers - one_layer).max()))

# %% [markdown] topics="O4"
# ## 9 · How many numbers are learnt?
#
# A **layer** is a row of units with the same inputs. In the drawing below, each line is a weight, and every unit that computes something has a bias.

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=5.2, height=2.9)
sizes, names = (3, 4, 2), ("3 inputs", "4 hidden units", "2 outputs")
places = [[(2.2 * r, 0.5 * (n - 1) - i) for i in range(n)] for r, n in enumerate(sizes)]
for before, after in pairwise(places):
    for start_at, end_at in product(before, after):
        ax.plot(*zip(start_at, end_at, strict=True), color=GREY, linewidth=0.9)
for layer, name, colour in zip(places, names, (GREY, BLUE, GREEN), strict=True):
    ax.plot(*zip(*layer, strict=True), "o", color=colour, markersize=20, markeredgecolor="white")
    ax.text(layer[0][0], -2.1, name, ha="center")
ax.set(xlim=(-0.7, 5.1), ylim=(-2.4, 1.9), title="20 lines, 6 units that compute: 26 parameters")
ax.set_axis_off()
plots.describe(
    fig, "Three inputs, four hidden units and two outputs; a line from every unit to every unit of the next layer."
)

# %% [markdown] topics="O4"
# Between a layer of $n$ and a layer of $m$ units run $m n$ lines. So for $n_0$ inputs and layers of $n_1, \dots, n_R$ units:
#
# $$\underbrace{\sum_{r=1}^{R} n_r\, n_{r-1}}_{\text{weights}} + \underbrace{\sum_{r=1}^{R} n_r}_{\text{biases}} = \sum_{r=1}^{R} n_r \left(n_{r-1} + 1\right).$$
#
# **By hand.** For 3 inputs, 4 hidden units and 2 outputs there are $4 \cdot 3 + 2 \cdot 4 = 20$ weights and $4 + 2 = 6$ biases, 26 in all. With a second hidden layer of 3 units, 3-4-3-2, there are $4 \cdot 4 + 3 \cdot 5 + 2 \cdot 4 = 39$.
#
# Three habits make the same network sound different. Some people count the inputs as a layer and some do not. Some call a network without a hidden layer a single-layer perceptron, and some one *with* a hidden layer. And a bias is sometimes drawn as a circle with a 1 in it, as in section 1; it is not a unit, because it computes nothing, but every line from it is a parameter.

# %% exercise="parameter_count"

# %% [markdown] topics="O4"
# **What usually goes wrong.** One bias per layer instead of one per unit, or biases for the inputs.
#
# A number of parameters alone does not tell you the network. **Predict first.** How many such networks with one hidden layer have 26 parameters: one, a few, many?

# %% exercise="networks_prediction"

# %%
fitting = [sizes for sizes in product(range(1, 27), repeat=3) if lib.parameter_count(sizes) == 26]
say(
    f"{len(fitting)} networks with one hidden layer have 26 parameters, 3-4-2 among them. The network that will read "
    f"digits at the end of this course, 784-256-128-10, has {lib.parameter_count([784, 256, 128, 10]):,}; a brain has "
    "about a billion times as many synapses."
)
reveal("networks_prediction", len(fitting))

# %% [markdown]
# **Challenge (optional).** Change the perceptron's rule so that the line it ends with has a larger margin. Let both versions look at equally many examples (the same one again counts again), and compare their margins on ten clouds of section 3.

# %% [markdown] decks=true topics="H36 O26"
# Five lecture decks stand behind this course. On linear models they say the following.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), asks for a unit $g = x_1 w_1 + x_2 w_2$ *without* a bias that computes XOR; its four equations are $0 = 0$, $1 = w_1$, $1 = w_2$ and $0 = w_1 + w_2$, with the same contradiction. Section 5 proves the stronger statement, with a bias.
#
# **Tsinghua University**, 80240743, *Multi-layer Perceptron* (X. Hu and J. Zhu), has the perceptron, ADALINE and XOR by ADALINE, and asks for $w^*$ and $b^*$ (section 6). Its ADALINE writes $z$ for the output. Its squared error is the mean of $(t - z)^2$ without the half, and its rule leaves the 2 out. It puts the boundary at $w \cdot x + b = 0.5$ or $= 0$: ½ belongs to targets 0 and 1, and 0 to targets $-1$ and 1.
#
# **Indian Institute of Technology Kharagpur**, CS60010 (S. Sarkar), folds the bias into the weights of a single neuron, at the *end*, $[\theta^\top\, b]\,[x; 1]$; its networks keep $b$ apart. The legend of its first slide on a neuron calls the pre-activation $a$ and the output $y$, while the formula above it has $z$ and $a$; a later slide has both right. **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), folds the bias of every unit into its weights, in front, as $w_{j0}$.
#
# **University of Massachusetts Amherst (UMass)**, CEE 697M (J. Oke), has the nerve cell, the firing rate and the path from linear model to composition.
# - Its two counts, $(4 \cdot 4) + (5 \cdot 2) = 26$ and $(4 \cdot 4) + (5 \cdot 3) + (4 \cdot 2) = 39$, belong to two different networks, 3-4-2 and 3-4-3-2, both *with* biases: each factor counts the units of the layer before and a 1 for the bias. The slides count 7 neurons in the first network and 9 in the second. Without bias units there are $4 + 2 = 6$ and $4 + 3 + 2 = 9$, so the 7 includes the bias unit of the hidden layer, and the 9 includes none.
# - For a regression network with $D$ inputs and $M$ hidden units it counts $M(D+1)$ weights and $(D+1)$ biases. It must be $M (D + 1)$ weights, $M D$ in the first layer and $M$ in the second, and $M + 1$ biases. For $D = 3$ and $M = 4$ that makes 21 numbers, where the slide's formula gives 20.
# - Its nerve cell fires where $\sum_i w_i x_i + b > t$, with a bias and a threshold $t$ (the slide leaves the $\sum$ out). One of the two is enough, because $b - t$ is one number, our $b$. Where both sides are equal its cell is silent, and our step is 1.
# - It calls a network with one hidden layer a *single-layer perceptron* and keeps *multi-layer perceptron* for several, although its own example of one has a single hidden layer. Here a single-layer perceptron has no hidden layer, and a multi-layer perceptron has at least one.

# %% [markdown]
# ## Recap
#
# A unit computes $z = w \cdot x + b$ and then $f(z)$. With a step it cuts space along a hyperplane at right angles to $w$. The perceptron rule moves $w$ after mistakes only, and stops after at most $(R/\gamma)^2$ of them if a hyperplane separates the classes. ADALINE descends the squared error of the sum itself; it settles near the least-squares solution, which the normal equations give directly and which need not separate. Neither can do XOR: four inequalities contradict each other, with any increasing function on top. Least squares answers XOR with $w = 0$, $b = \tfrac12$. The way out is features, and the way to get features without inventing them is to let units learn them, with a nonlinearity in between.
#
# ## Test yourself
#
# 1. A unit has $w = (0, 2)$, $b = -4$. Where does its decision change, and how far is the origin from there?
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
# 4. Someone shows you a single unit with the logistic $\sigma$ for its $f$ that gets all of XOR right at threshold 0.3. What do you say?
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
# - S. Herculano-Houzel, "The human brain in numbers: a linearly scaled-up primate brain", *Frontiers in Human Neuroscience* 3 (2009), 31: the 86 billion.
# - W. S. McCulloch, W. Pitts, "A logical calculus of the ideas immanent in nervous activity", *Bulletin of Mathematical Biophysics* 5 (1943).
# - F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain", *Psychological Review* 65 (1958); *Principles of Neurodynamics*, Spartan Books 1962: the rule of section 3.
# - B. Widrow, M. E. Hoff, "Adaptive switching circuits", *IRE WESCON Convention Record*, part 4, 1960.
# - A. B. J. Novikoff, "On convergence proofs on perceptrons", in *Proceedings of the Symposium on the Mathematical Theory of Automata*, Polytechnic Institute of Brooklyn, 1962.
# - M. Minsky, S. Papert, *Perceptrons*, MIT Press 1969 (expanded edition 1988).
# - H. D. Block, S. A. Levin, "On the boundedness of an iterative procedure for solving a system of linear inequalities", *Proceedings of the American Mathematical Society* 26 (1970).
# - M. Olazaran, "A sociological study of the official history of the perceptrons controversy", *Social Studies of Science* 26 (1996), 611–659: the press, the book, the winter.
