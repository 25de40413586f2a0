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
# # 05 · The forward pass
#
# You have units, activations and losses. Now connect them. What does a network of units compute, how do you compute it fast, and is there anything it *cannot* be built to compute?
#
# **You will be able to**
# - read any drawing or formula of a multi-layer perceptron, whoever wrote it;
# - compute a forward pass unit by unit and as matrices, and show that both are the same;
# - choose weights by hand: for a maximum, a bump, a sawtooth;
# - prove that one hidden layer can approximate any continuous function of one variable, and say what the proof does not promise;
# - say what depth can buy, and measure when it does not.
#
# **You need** lecture 01 (units, counting parameters), lecture 02 (sigmoid, relu), softmax from lecture 04, and matrix products.
#
# **It takes** about two and a half hours with all seven exercises, one hour if you only read. A stuck exercise stops nothing: the cells after it use the library.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import backprop, explore, loops
from mlpkit import constructions as made
from mlpkit.activations import ACTIVATIONS
from mlpkit.show import say, table

start("05")

# %%

from itertools import pairwise

from mlpkit.palette import BLACK, BLUE, GREEN, GREY, RED
from mlpkit.plots.base import describe, finish, panels

# %% [markdown] topics="F1 K2 K7 O3 O9 S12"
# ## 1 · Units in layers
#
# A **multi-layer perceptron** is units that feed units. They stand in **layers**: the inputs, one or more **hidden** layers, the outputs. Every unit of a layer gets the outputs of *all* units of the layer before (*fully connected*) and of no others.
#
# *Why hidden?* The data say what goes in and what should come out. They say nothing about the layers in between: no example tells you what a hidden unit should do. That is the freedom of a network, and the difficulty of training one.
#
# *Why layers?* The connections must not form a circle. Then there is always a unit that can be computed next: if every unit still waited for another, you could walk from unit to awaited unit for ever, and among finitely many units you would come back to one of them: a circle. A network without circles is **feed-forward**; layers are the tidiest such order.
#
# ### Names
#
# For unit $j$ of layer $r$, with $n_r$ units in layer $r = 0, 1, \dots, L$ (layer 0 is the input):
#
# $$z_j^{(r)} = b_j^{(r)} + \sum_{i=1}^{n_{r-1}} w_{ji}^{(r)}\, a_i^{(r-1)}, \qquad a_j^{(r)} = f^{(r)}\!\left(z_j^{(r)}\right), \qquad a_i^{(0)} = x_i.$$
#
# - $z$ is the **pre-activation**, or *network input*; $a$ the **activation**, or *activity*; $f$ the **activation function**, or *transfer function*.
# - $w_{ji}$ goes **to** $j$ **from** $i$. The order looks odd in an arrow from left to right; it is the one in which matrix products come out right. So row $j$ of $W$ holds everything that unit $j$ listens to. Four of the five courses and PyTorch do it this way; IIT Kharagpur has the transpose.
# - The **architecture** is the list of sizes and the activation functions: what you choose. Weights and biases are what is learnt.
# - UNICAMP writes $w_{j0}$ for $b_j$ and adds a unit $a_0 = 1$ to each layer: the bias trick of lecture 01, once a layer.
# - One hidden layer makes a *two-layer* network for those who count layers of weights, and a *three-layer* one for JKU, which counts layers of units. This course says "one hidden layer".
#
# The full table of the five alphabets is in lecture 00.


# %% drawing=true
def draw_network(ax, sizes, weight=None):
    """Circles and lines for layers of these sizes; `weight` = (layer, to, from), counted from 1, is drawn in red."""
    places = [[(r, (n - 1) / 2 - j) for j in range(n)] for r, n in enumerate(sizes)]
    for r in range(1, len(sizes)):
        for j, to in enumerate(places[r], 1):
            for i, source in enumerate(places[r - 1], 1):
                marked = weight == (r, j, i)
                ax.plot(*zip(source, to, strict=True), color=RED if marked else GREY, lw=3 if marked else 0.8, zorder=1)
    for r, column in enumerate(places):
        for j, place in enumerate(column, 1):
            ax.scatter(*place, s=620, color="white", edgecolor=BLACK, zorder=2)
            name = f"$x_{j}$" if r == 0 else f"$a_{j}^{{({r})}}$"
            ax.text(*place, name, ha="center", va="center", fontsize=10, zorder=3)
    ax.set(xlim=(-0.4, len(sizes) - 0.6), ylim=(-max(sizes) / 2 - 0.1, max(sizes) / 2 + 0.1))
    ax.axis("off")


fig, axes = panels(1, 1, width=5.6, height=2.9)
draw_network(axes[0], (2, 3, 2), weight=(1, 3, 2))
axes[0].text(-0.15, -1.2, "$w_{32}^{(1)}$: to 3, from 2", color=RED, fontsize=11)
for r, name in enumerate(("inputs, layer 0", "hidden, layer 1", "outputs, layer 2")):
    axes[0].text(r, 1.5, name, ha="center")
describe(
    fig,
    "A network with two inputs, three hidden units and two outputs, fully connected. The line from input 2 to hidden "
    "unit 3 is marked: its weight is w32, to 3 from 2.",
)

# %% [markdown] topics="K7 S12 F1"
# ### A network is a composition
#
# Each layer is a function from vectors to vectors, $g^{(r)}(a) = f^{(r)}(W^{(r)} a + b^{(r)})$, and the network is one after the other:
#
# $$y = a^{(L)} = g^{(L)}\big(\cdots g^{(2)}\big(g^{(1)}(x)\big)\cdots\big).$$
#
# The innermost comes first. That is all there is to a forward pass. The chain of functions is also what the *chain* rule of lecture 06 will run along, backwards.
#
# Nothing forces the units of a layer to share one $f$. JKU lets each unit have its own, and the formula above does not mind: $a_j = f_j(z_j)$. With $z = (-1, 0.5, 2)$ and $f_1$ = relu, $f_2$ = identity, $f_3$ = tanh you get $a = (0,\ 0.5,\ 0.964)$. In practice a layer shares one, because computing all units at once is faster.

# %% [markdown] topics="K10 O12 K7"
# ## 2 · Unit by unit
#
# **By hand.** Two inputs, two hidden units with relu, one linear output: a small regression network. Written out in scalars (UMass writes it like this),
#
# $$y = b^{(2)} + \sum_j w_j^{(2)} \operatorname{relu}\!\Big(b_j^{(1)} + \sum_i w_{ji}^{(1)} x_i\Big).$$
#
# Take $x = (1, 2)$ and
#
# $$W^{(1)} = \begin{pmatrix} 1 & -1 \\ \tfrac12 & \tfrac12 \end{pmatrix}, \quad b^{(1)} = \begin{pmatrix} 0 \\ -\tfrac12 \end{pmatrix}, \quad W^{(2)} = \begin{pmatrix} 2 & 3 \end{pmatrix}, \quad b^{(2)} = \tfrac12.$$
#
# | unit | $z$ | $a$ |
# | --- | --- | --- |
# | hidden 1 | $0 + 1 \cdot 1 + (-1) \cdot 2 = -1$ | $\operatorname{relu}(-1) = 0$ |
# | hidden 2 | $-\tfrac12 + \tfrac12 \cdot 1 + \tfrac12 \cdot 2 = 1$ | $\operatorname{relu}(1) = 1$ |
# | output | $\tfrac12 + 2 \cdot 0 + 3 \cdot 1 = 3.5$ | $3.5$ |
#
# In pseudo-code, for any network:
#
# ```
# activities of layer 0  ←  x
# for each layer r = 1 … L:
#     for each unit j of layer r:
#         z_j  ←  b_j
#         for each unit i of layer r − 1:
#             z_j  ←  z_j + w_ji · a_i
#         a_j  ←  f(z_j)
# ```
#
# The innermost loop first.

# %% exercise="unit"

# %% [markdown] topics="K10 F1"
# Now the two outer loops. Keep every $z$ and every $a$, layer by layer: the backward pass will want them all.

# %% exercise="forward_by_unit"

# %% [markdown] topics="K10"
# **What usually goes wrong.** Feeding $z$ on instead of $a$. Or forgetting that the first entry of the activities is $x$ itself, which moves everything by one.
#
# The worked numbers, by machine:

# %%
relu, identity = ACTIVATIONS["relu"], ACTIVATIONS["identity"]
W1, b1 = np.array([[1.0, -1.0], [0.5, 0.5]]), np.array([0.0, -0.5])
W2, b2 = np.array([[2.0, 3.0]]), np.array([0.5])
zs, activities = loops.forward_by_unit(np.array([1.0, 2.0]), [W1, W2], [b1, b2], [relu, identity])
print("z of each layer:", *zs, "  activities, x first:", *activities)

# %% [markdown] topics="H15 O10 O11 F1"
# ## 3 · As matrices
#
# The loops over $j$ and $i$ are a matrix product in disguise. Take them away one at a time.
#
# $$\begin{aligned}
# z_j &= \sum_i w_{ji}\, x_i + b_j && \text{one unit} \\
# z &= W x + b && \text{all units: entry } j \text{ of } W x \text{ is row } j \text{ of } W \text{ times } x \\
# Z_{nj} &= \sum_i X_{ni}\, w_{ji} + b_j && \text{all examples: row } n \text{ of } X \text{ is example } n \\
# &= \sum_i X_{ni} \left(W^{\mathsf T}\right)_{ij} + b_j && \text{definition of the transpose} \\
# Z &= X W^{\mathsf T} + \mathbf 1 b^{\mathsf T} && \text{definition of the matrix product; } b \text{ in every row}
# \end{aligned}$$
#
# NumPy's broadcasting adds $b$ to every row without being told. **By hand**, with two units and one example:
#
# $$\begin{pmatrix} 1 & 2 \end{pmatrix} \begin{pmatrix} 1 & \tfrac12 \\ -1 & \tfrac12 \end{pmatrix} + \begin{pmatrix} 0 & -\tfrac12 \end{pmatrix} = \begin{pmatrix} -1 & 1.5 \end{pmatrix} + \begin{pmatrix} 0 & -\tfrac12 \end{pmatrix} = \begin{pmatrix} -1 & 1 \end{pmatrix},$$
#
# the two pre-activations from above. **Two outputs** are one more row in $W^{(2)}$ and one more entry in $b^{(2)}$; the hidden units are shared. With the second row $(1, -1)$ and bias $0$:
#
# $$\begin{pmatrix} 0 & 1 \end{pmatrix} \begin{pmatrix} 2 & 1 \\ 3 & -1 \end{pmatrix} + \begin{pmatrix} \tfrac12 & 0 \end{pmatrix} = \begin{pmatrix} 3.5 & -1 \end{pmatrix}.$$
#
# With examples as *columns*, as on most slides, the same thing reads $Z = W X + b \mathbf 1^{\mathsf T}$. IIT Kharagpur stores the transpose of this $W$, so that its formula has $W^{\mathsf T} x$. All three compute the same numbers. When a formula does not fit, write the shapes under it.

# %% exercise="dense_forward"

# %% [markdown] topics="H15 S12"
# **What usually goes wrong.** `X @ W`. With as many inputs as units it runs without an error and gives wrong numbers; that is why one should test layers whose sizes differ.
#
# ### All layers
#
# The composition of section 1 is now a loop of two lines.

# %% exercise="forward_pass"

# %% [markdown] topics="H15 F1 K10"
# **Predict first.** Do the loops and the matrices give *the same* numbers, to the last digit? And by how much are the matrices faster for 100 examples and layers of 10, 32, 32 and 5 units: 2 times, 20, or more?

# %%
from time import perf_counter

rng = np.random.default_rng(0)
sizes = (10, 32, 32, 5)
weights = [rng.normal(size=(m, n)) / np.sqrt(n) for n, m in pairwise(sizes)]
biases = [rng.normal(size=m) for m in sizes[1:]]
acts = [ACTIVATIONS["tanh"], ACTIVATIONS["relu"], ACTIVATIONS["identity"]]
X = rng.normal(size=(100, 10))

before = perf_counter()
by_unit = np.array([loops.forward_by_unit(x, weights, biases, acts)[1][-1] for x in X])
between = perf_counter()
by_matrix = backprop.forward_pass(X, weights, biases, acts)[1][-1]
after = perf_counter()
folded = np.hstack([np.ones((100, 1)), X]) @ np.hstack([biases[0][:, None], weights[0]]).T
apart = backprop.dense_forward(X, weights[0], biases[0])
print("largest difference, unit by unit against matrices:", f"{np.abs(by_unit - by_matrix).max():.0e}")
print("largest difference, bias folded in against bias apart:", f"{np.abs(folded - apart).max():.0e}")
print("the matrices are more than 20 times as fast:", between - before > 20 * (after - between))

# %% [markdown] topics="H15"
# Not quite the same: sums in another order round differently, in the sixteenth digit. Nothing else differs. The matrix form does the same multiplications, but in compiled code and on the whole batch at once.
#
# ## 4 · The last layer
#
# Hidden layers may have any bent $f$. The output's $f$ is chosen for what the answer *means*.

# %% topics="K9"
z = np.array([[2.0, -1.0, 0.5]])
rows = []
for name, meaning, output in (
    ("linear", "three numbers of any size: regression", z),
    ("logistic", "three separate yes-or-no questions, each a probability", ACTIVATIONS["sigmoid"].f(z)),
    ("softmax", "one choice among three classes: probabilities with sum 1", np.exp(z) / np.exp(z).sum()),
):
    rows.append([name, ", ".join(f"{v:.3f}" for v in output[0]), f"{output.sum():.3f}", meaning])
table(["output", "for $z = (2, -1, 0.5)$", "sum", "meaning"], rows)

# %% [markdown] topics="K9"
# Lectures 03 and 04 say which loss belongs to which. The forward pass is the same for all three.
#
# ## 5 · Weights by hand: the larger of two numbers
#
# Before we ask what networks can do in general, build one. It is to compute $\max(x_1, x_2)$ *exactly*, with one hidden layer of relu units, as many as you like, and a linear output. Give it as `(W1, b1, W2, b2)` of shapes $(H, 2)$, $(H,)$, $(1, H)$, $(1,)$.

# %% exercise="maximum"
# maximum = (W1, b1, W2, b2): the output W2 @ relu(W1 @ x + b1) + b2 is max(x1, x2) for every x.
### BEGIN SOLUTION
W1 = np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]])
W2 = np.array([[1.0, 1.0, -1.0]])
maximum = (W1, np.zeros(3), W2, np.zeros(1))
### END SOLUTION

# %% [markdown] topics="S13 S14"
# ## 6 · Can a network compute anything?
#
# Here is a function with no formula worth the name; say, a measurement. Is there a network with one hidden layer that computes it?
#
# In 1989 Cybenko, and Hornik, Stinchcombe and White, proved: **yes, as closely as you like.** For every continuous function on a closed bounded region and every $\varepsilon > 0$ there is a network with one hidden layer of sigmoid units and a linear output that is nowhere further off than $\varepsilon$. Their proofs are abstract. For one input there is a proof that you can see (Nielsen 2015), and that we can carry out.
#
# ### Step 1: a sigmoid is a step
#
# $\sigma(s\,(x - c))$ rises from 0 to 1 around $x = c$, the more steeply the larger $s$. As a unit: weight $w = s$, bias $b = -s c$. So a steep hidden unit says *am I to the right of $c$?*
#
# ### Step 2: two steps are a bump
#
# A step up at `left`, taken back by a step at `right`, leaves a bump of height $h$ in between:
#
# $$B(x) = h\,\sigma(s(x - \text{left})) - h\,\sigma(s(x - \text{right})).$$
#
# Two hidden units, with output weights $h$ and $-h$. **By hand**, for left 0.25, right 0.75, $h = 2$, $s = 100$: at $x = 0.5$ it is $2\sigma(25) - 2\sigma(-25) \approx 2 - 0$; at $x = 1$ it is $2\sigma(75) - 2\sigma(25) \approx 2 - 2 = 0$; on an edge, at $x = 0.25$, it is $2\sigma(0) - 2\sigma(-50) \approx 1$.

# %% exercise="bump"

# %% drawing=true
x = np.linspace(-0.1, 1.1, 1201)
fig, axes = panels(1, 2, width=4.2, height=2.8)
for s, colour in ((8, BLUE), (20, GREEN), (100, RED)):
    axes[0].plot(x, ACTIVATIONS["sigmoid"].f(s * (x - 0.4)), color=colour, label=f"s = {s}")
    axes[1].plot(x, made.bump(x, 0.25, 0.75, 2.0, s), color=colour, label=f"s = {s}")
finish(axes[0], "One steep unit is a step", "$x$", "activity", legend=True)
finish(axes[1], "Two of them are a bump", "$x$", "output")
describe(
    fig,
    "Left, sigmoids around 0.4 for three steepnesses: the largest is almost a step. Right, the difference of two "
    "sigmoids: a bump of height 2 between 0.25 and 0.75, the steeper the more like a box.",
)

# %% [markdown] topics="S14"
# ### Step 3: many bumps are any function
#
# Cut $[0, 1]$ into $n$ pieces of width $\delta = 1/n$, and over each put a bump as high as the function in the middle of the piece. The output layer adds them up. Our target is Nielsen's: $f(x) = 0.2 + 0.4x^2 + 0.3x\sin(15x) + 0.05\cos(50x)$.
#
# **Predict first.** With twice as many bumps, what happens to the largest error: the same, half, a quarter?


# %% drawing=true
def target(x):
    """Nielsen's example of a function to be approximated on [0, 1]."""
    return 0.2 + 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.05 * np.cos(50 * x)


def sum_of_bumps(x, f, n):
    """n bumps over [0, 1], each as high as f in its middle; the outer two reach one width beyond the ends."""
    width = 1 / n
    edges = np.linspace(0, 1, n + 1)
    heights = f(edges[:-1] + width / 2)
    edges[0], edges[-1] = -width, 1 + width
    return sum(made.bump(x, a, b, h, 20 / width) for a, b, h in zip(edges, edges[1:], heights, strict=False))


x = np.linspace(0, 1, 4001)
fig, axes = panels(1, 3, width=3.2, height=2.8)
for ax, n in zip(axes, (5, 20, 80), strict=True):
    ax.plot(x, target(x), color=BLACK, label="target")
    ax.plot(x, sum_of_bumps(x, target, n), color=RED, label="network")
    finish(
        ax,
        f"{n} bumps: error {np.abs(sum_of_bumps(x, target, n) - target(x)).max():.3f}",
        "$x$",
        "output",
        legend=n == 5,
    )
describe(fig, "A wavy target and the sums of 5, 20 and 80 bumps: stairs that follow the target more and more closely.")

# %% [markdown] topics="S13 S14"
# ### The proof
#
# Write the network as $\tilde f(x) = \sum_k h_k\, p_k(x)$ with $p_k(x) = \sigma(s(x - e_k)) - \sigma(s(x - e_{k+1}))$, edges $e_0 < e_1 < \dots < e_n$, and $h_k = f(m_k)$ for the middle $m_k$ of piece $k$. Let $M = \max |f|$, and let $\omega(d)$ be the most by which $f$ changes over a distance of at most $d$. A continuous function on $[0,1]$ is uniformly continuous (Heine–Cantor), which says: $\omega(d) \to 0$ as $d \to 0$.
#
# 1. **The $p_k$ are shares.** Each is positive, because $\sigma$ rises. Their sum telescopes to $c(x) = \sigma(s(x - e_0)) - \sigma(s(x - e_n)) < 1$. As the outer edges lie a width $\delta$ beyond $[0, 1]$, $1 - c(x) \le 2\sigma(-s\delta) \le 2e^{-s\delta}$ there, since $\sigma(-u) = 1/(1 + e^u) \le e^{-u}$.
# 2. **So the error is an average of differences**, up to what is missing from 1:
# $$\tilde f(x) - f(x) = \sum_k p_k(x)\,\big(f(m_k) - f(x)\big) - \big(1 - c(x)\big) f(x).$$
# 3. **Near pieces** ($|m_k - x| \le \delta$) contribute at most $\omega(\delta)$, since their shares sum to at most 1.
# 4. **Far pieces** have tiny shares. Those whose middle lies to the right of $x + \delta$ begin at least $\delta/2$ to the right of $x$, and their shares telescope to at most $\sigma(-s\delta/2) \le e^{-s\delta/2}$. The same on the left. Each difference is at most $2M$.
# 5. **Together** (triangle inequality):
# $$\left|\tilde f(x) - f(x)\right| \le \omega(\delta) + 4M e^{-s\delta/2} + 2M e^{-s\delta}.$$
#
# Choose $n$ so large that $\omega(1/n) < \varepsilon/2$, and then $s$ so large that the rest is below $\varepsilon/2$. $\blacksquare$
#
# Neighbouring bumps share an edge, so $n$ bumps need only $n + 1$ different hidden units. Now measured, with $s = 20/\delta$ as above:

# %% drawing=true
rows, counts, errors, bounds = [], (5, 10, 20, 50, 100, 200, 500), [], []
for n in counts:
    errors.append(np.abs(sum_of_bumps(x, target, n) - target(x)).max())
    reach = len(x) // n
    omega = max(np.abs(target(x[d:]) - target(x[: len(x) - d])).max() for d in range(1, reach + 1, max(1, reach // 40)))
    bounds.append(omega + np.abs(target(x)).max() * (4 * np.exp(-10) + 2 * np.exp(-20)))
fig, axes = panels(1, 1, width=5.2, height=3.2)
axes[0].loglog(np.array(counts) + 1, errors, "o-", color=BLUE, label="measured")
axes[0].loglog(np.array(counts) + 1, bounds, "--", color=RED, label="bound of the proof")
describe(
    fig,
    "Largest error against the number of hidden units, both axes logarithmic: a straight line that falls by half for "
    "each doubling, below the proof's bound.",
)
finish(axes[0], "Twice the units, half the error", "hidden units", "largest error on [0, 1]", legend=True)

# %%
falls = [errors[i] / errors[j] for i, j in ((1, 2), (3, 4), (4, 5))]
say(
    f"From 10 to 20, 50 to 100 and 100 to 200 bumps the largest error falls by factors of "
    f"{', '.join(f'{v:.2f}' for v in falls)}. With {counts[-1] + 1} units it is {errors[-1]:.4f}, and the proof "
    f"promises {bounds[-1]:.4f}: the proof counts a whole width where the middle of a piece is at most half a width "
    "away, and at an edge, where the middle is furthest, two neighbouring bumps overlap and average their heights."
)

# %% [markdown] topics="S13"
# ### What the theorem does not say
#
# **How many units.** "There is a network" may mean a huge one. **That training finds it.** **Anything outside the region.** Let us measure the last two. The same number of units, 21, trained for 1,000 steps on 200 points of the target, from five seeds. In both cases the biases are set so that every unit's step lies in $[0, 1]$. Once the first weights have their usual size, once ten times that, which is already a row of soft steps.
#
# **Predict first.** Whose largest error is smallest: the bumps made by hand, or one of the trained ones?

# %%
from mlpkit import MLP, Adam, fit

points = np.linspace(0, 1, 200, dtype=np.float32)[:, None]
dense = np.linspace(0, 1, 2001, dtype=np.float32)[:, None]


def trained(seed, steepness):
    """A network with 21 sigmoid units trained on the target; the first weights are scaled by `steepness`."""
    net = MLP([1, 21, 1], "sigmoid", loss="mse", seed=seed)
    W, b = net.params[:2]
    W *= steepness
    b[:] = -W[:, 0] * np.random.default_rng(seed).uniform(0, 1, 21)
    adam = Adam(net.params, lr=0.01)
    fit(net, points, target(points), epochs=1000, batch_size=None, optimizer=adam, seed=seed, progress=False)
    return net


runs = {steepness: [trained(seed, steepness) for seed in range(5)] for steepness in (1, 10)}
hand_made = sum_of_bumps(dense, target, 20)
rows = [
    [
        "made by hand, 20 bumps",
        f"{np.abs(hand_made - target(dense)).max():.3f}",
        f"{sum_of_bumps(np.array([1.5]), target, 20)[0] + 0:.3f}",
    ]
]
for steepness, nets in runs.items():
    worst = [np.abs(net.outputs(dense) - target(dense)).max() for net in nets]
    outside = [net.outputs(np.array([[1.5]]))[0, 0] for net in nets]
    rows.append(
        [
            f"trained, first weights × {steepness}",
            f"{np.mean(worst):.3f} ({min(worst):.3f} to {max(worst):.3f})",
            f"{min(outside):.2f} to {max(outside):.2f}",
        ]
    )
table(["21 hidden units", "largest error on [0, 1]: mean (range)", "output at x = 1.5"], rows)
say(f"The target at 1.5 is {target(1.5):.2f}.")

# %% [markdown] topics="S13 S14"
# From weights of the usual size, training in this time does worse than the construction, although better weights exist: we hold some in our hands. From a start that resembles the construction it does about as well in the mean, and sometimes better. *Can represent* and *will learn* are two questions; lectures 09 and 10 are about the second. And outside $[0, 1]$ nobody promised anything: the outputs there have nothing to do with the target.
#
# Two more limits. The function has to be **continuous** (or be allowed to be wrong near its jumps), and $f$ must **not be a polynomial**: with $f(z) = z^2$ a hidden layer of any width is a polynomial of degree 2 in $x$, and stays one. Any continuous activation that is not a polynomial will do (Leshno et al. 1993).

# %% [markdown] topics="S14 S13"
# ### Two inputs: towers
#
# A bump in $x_1$ plus a bump in $x_2$ is a cross of two walls, with a plateau of height 2 where they meet and 1 elsewhere on the walls. A unit in a *second* hidden layer with a threshold of 1.5 keeps the plateau alone: a **tower**.
#
# $$T(x) = \sigma\big(40\,(B_1(x_1) + B_2(x_2) - 1.5)\big).$$

# %% drawing=true
axis = np.linspace(0, 1, 161)
wall = made.bump(axis, 0.4, 0.6)
cross = wall[None, :] + wall[:, None]
fig, axes = panels(1, 2, width=3.7, height=3.1)
tower = ACTIVATIONS["sigmoid"].f(40 * (cross - 1.5))
for ax, values, title in zip(
    axes, (cross, tower), ("Two bumps: a cross of walls", "A threshold: the tower"), strict=True
):
    image = ax.pcolormesh(axis, axis, values, cmap="cividis", vmin=0, vmax=2)
    finish(ax, title, "$x_1$", "$x_2$").colorbar(image, ax=ax)
    ax.grid(False)
    ax.set_aspect("equal")
describe(
    fig,
    "Left, the sum of a bump in x1 and a bump in x2: two crossing walls of height 1, and 2 where they cross. Right, "
    "after the threshold only the square where they cross is left.",
)

# %% [markdown] topics="S14 S13"
# Towers on a grid, each as high as the target in its middle, follow any continuous function of two variables. The target here is $\sin(2\pi x_1)\cos(\pi x_2)$, on 4,000 random points:


# %%
def sum_of_towers(P, f, n):
    """n × n towers on the unit square for points P (M, 2), each as high as f in its middle."""
    width = 1 / n
    edges = np.linspace(0, 1, n + 1)
    middle = edges[:-1] + width / 2
    edges[0], edges[-1] = -width, 1 + width
    walls = [np.array([made.bump(p, a, b, 1.0, 400 / width) for a, b in pairwise(edges)]) for p in P.T]
    towers = ACTIVATIONS["sigmoid"].f(40 * (walls[0][:, None] + walls[1][None] - 1.5))
    return np.einsum("ij,ijm->m", f(middle[:, None], middle), towers)


def waves(x1, x2):
    return np.sin(2 * np.pi * x1) * np.cos(np.pi * x2)


P = np.random.default_rng(0).uniform(0, 1, (4000, 2))
rows = []
for n in (2, 4, 8, 16):
    error = np.abs(sum_of_towers(P, waves, n) - waves(*P.T))
    rows.append(
        [
            n * n,
            4 * n,
            f"{np.sqrt(np.mean(error**2)):.3f}",
            f"{np.median(error):.3f}",
            f"{np.quantile(error, 0.99):.3f}",
        ]
    )
table(["towers", "units in layer 1, at most", "root mean squared error", "median error", "99 % are below"], rows)

# %% [markdown] topics="S13 S14"
# The error halves when the number of towers *quadruples*. With $D$ inputs and $n$ pieces along each, there are $n^D$ towers: for the 784 pixels of a digit and two pieces each, $2^{784}$. The construction proves that networks can; it is no way to make one. (A detail that the picture hides: exactly on the corners between four towers all four are silent, so the error there does not go to zero. The bad corners can be made as narrow as you like by steeper walls, but not removed; Nielsen averages several shifted grids.)

# %% [markdown] topics="S14"
# Build one yourself: choose a target and a number of bumps, drag the heights, or let them be fitted; then make the steps less steep and see what is lost. (Without a running kernel the figures above show the same.)

# %%
explore.bumps()

# %% [markdown] topics="S15"
# ## 7 · What depth buys
#
# One hidden layer is enough for everything, then. Why use more? Because *enough* may be very many. Here is a function that is cheap for a deep network and dear for a shallow one.
#
# A relu network of one input is piecewise linear: straight pieces, joined at kinks. Count the pieces.
#
# **One hidden layer of $n$ units: at most $n + 1$ pieces.** Unit $j$ bends only where its $z_j = w_j x + b_j$ crosses 0, and a straight line that is not constant crosses 0 once. So there are at most $n$ kinks.
#
# **Layers of $n$ units, $L$ of them: at most $(n + 1)^L$ pieces.** On each piece of the first $r$ layers, everything that enters layer $r + 1$ is a straight line in $x$, so each of its $n$ units can add one kink: every piece is cut into at most $n + 1$. The pieces *multiply*.
#
# Multiplying is what the **tent** does: two relu units, up and down again.
#
# $$g(x) = 2\operatorname{relu}(x) - 4\operatorname{relu}(x - \tfrac12), \qquad g(0) = 0,\ g(\tfrac12) = 1,\ g(1) = 0.$$
#
# Feed its output into another tent. While $x$ goes from 0 to ½, $g(x)$ runs through all of $[0, 1]$, so $g(g(x))$ makes a whole tooth; and from ½ to 1 another one, mirrored. Each further tent doubles the number of pieces: $2^k$ with $k$ tents, that is, with $2k$ units.
#
# **By hand**: $g(g(0.25)) = g(0.5) = 1$, $g(g(0.5)) = g(1) = 0$, $g(g(0.75)) = g(0.5) = 1$. Two teeth, four pieces.

# %% exercise="sawtooth"

# %%
x = np.linspace(0, 1, 2**12 + 1)
fig, axes = panels(1, 3, width=3.1, height=2.4)
for ax, depth in zip(axes, (1, 3, 5), strict=True):
    ax.plot(x, made.sawtooth(x, depth), color=BLUE, linewidth=1.2)
    finish(ax, f"depth {depth}: {2 * depth} units, {2**depth} pieces", "$x$", "output")
describe(fig, "The sawtooth for depths 1, 3 and 5: one tooth, four teeth, sixteen teeth of the same height.")

# %% [markdown] topics="S15"
# To draw $2^k$ pieces with one hidden layer takes at least $2^k - 1$ units, by the first count. Measured, by counting changes of slope:


# %% drawing=true
def pieces(y):
    """Straight pieces of a function given on an even grid that holds all its kinks."""
    return 1 + np.count_nonzero(np.abs(np.diff(y, 2)) > 1e-9)


depths = np.arange(1, 11)
counted = np.array([pieces(made.sawtooth(x, k)) for k in depths])
fig, axes = panels(1, 1, width=5.4, height=3.3)
ax = axes[0]
ax.semilogy(2 * depths, counted, "o-", color=BLUE, label="sawtooth, two units a layer")
ax.semilogy(2 * depths, 2 * depths + 1, "s--", color=RED, label="one hidden layer, at most")
ax.set_xticks(2 * depths)
describe(
    fig,
    "Number of straight pieces against the number of hidden units: for the sawtooth it doubles with every two units, "
    "to 1024 with 20; one hidden layer of 20 units has at most 21.",
)
finish(
    ax,
    f"{2 * depths[-1]} units in {depths[-1]} layers make {counted[-1]} pieces; in one layer at most {2 * depths[-1] + 1}",
    "hidden units",
    "straight pieces",
    legend=True,
)

# %% [markdown] topics="S15"
# Telgarsky (2016) shows more: a shallow network cannot even come close to the sawtooth in the mean unless it has exponentially many units.
#
# ### Does depth always buy that?
#
# It is tempting to conclude that deep networks *have* exponentially many pieces. The sawtooth proves that they *can*. **Predict first**: take 24 relu units with *random* weights, as before training, and arrange them as 1 layer of 24, 2 of 12, and so on to 8 of 3. Does the number of pieces along a line grow with depth?


# %%
def random_pieces(depth, width, seed):
    """Linear pieces of a random relu network along the line from −3 to 3: places where some unit switches on or off."""
    rng = np.random.default_rng(seed)
    a, on = np.linspace(-3, 3, 20001)[:, None], []
    for _ in range(depth):
        W = rng.normal(size=(width, a.shape[1])) * np.sqrt(2 / a.shape[1])
        z = backprop.dense_forward(a, W, rng.normal(size=width))
        on.append(z > 0)
        a = np.maximum(z, 0)
    on = np.hstack(on)
    return 1 + np.count_nonzero((on[1:] != on[:-1]).any(axis=1))


rows = []
for depth, width in ((1, 24), (2, 12), (3, 8), (4, 6), (6, 4), (8, 3)):
    found = [random_pieces(depth, width, seed) for seed in range(20)]
    rows.append(
        [f"{depth} × {width}", f"{np.mean(found):.1f} ({min(found)} to {max(found)})", f"{(width + 1) ** depth:,}"]
    )
rows.append(["sawtooth, 12 × 2", pieces(made.sawtooth(np.linspace(0, 1, 2**14 + 1), 12)), f"{3**12:,}"])
table(["layers × units", "pieces: mean (range) over 20 seeds", "most possible, $(n+1)^L$"], rows)

# %% [markdown] topics="S15"
# It does not. With random weights the pieces number about as many as there are *units*, however they are arranged, and fewer in narrow deep networks, where units, and sometimes whole layers, fall silent. Hanin and Rolnick (2019) found the same in theory, and that training changes little. So the exponential count is what depth makes *possible*, with weights chosen for it; it is not what a deep network has by itself. Depth earns its keep in other ways too: it lets later layers reuse what earlier ones found, as the second tent reuses the first.
#
# ## Recap
#
# A forward pass is a composition: $Z = A W^{\mathsf T} + b$, $A = f(Z)$, layer after layer, and the loops over units and the matrices give the same numbers. The last activation is chosen by meaning: linear, logistic or softmax. One hidden layer of sigmoids approximates every continuous function on a bounded region, because steep sigmoids make steps, steps make bumps, and bumps make everything; the proof bounds the error (halved by twice the units in one dimension, if the function's slope is bounded), and gives a number of units that explodes with the number of inputs. It promises neither that training finds the weights nor anything outside the region. Composition multiplies the pieces of a relu network, so that depth can do with $2k$ units what one layer needs $2^k - 1$ for; random weights do not make use of that.
#
# ## Test yourself
#
# 1. A layer has 5 inputs and 3 units, the batch 10 examples. What are the shapes of $X$, $W$, $b$, $Z$?
#
# <details><summary>Answer</summary>
#
# $X$ is $(10, 5)$, $W$ is $(3, 5)$, $b$ is $(3,)$, $Z = X W^{\mathsf T} + b$ is $(10, 3)$.
#
# </details>
#
# 2. Where is the weight from unit 2 to unit 3 in $W$, counting from 1? And in NumPy?
#
# <details><summary>Answer</summary>
#
# $w_{32}$: row 3, column 2. In NumPy `W[2, 1]`, since it counts from 0.
#
# </details>
#
# 3. You multiply all weights and the bias of one relu unit by 2 and halve the weights that leave it. What changes?
#
# <details><summary>Answer</summary>
#
# Nothing that the network computes: $\operatorname{relu}(2z) = 2\operatorname{relu}(z)$, and the halved weights undo the doubling. Many weights, one function; lecture 08 looks for more of these symmetries.
#
# </details>
#
# 4. Someone says: "By the universal approximation theorem, my network with one hidden layer will learn this task." What is missing?
#
# <details><summary>Answer</summary>
#
# That it has enough units; that training finds suitable weights; that there are enough examples to tell what the function is between them; and that new inputs lie in the region of the old ones.
#
# </details>
#
# 5. How many pieces can a relu network with one input and two hidden layers of 3 units have at most? How many does the bound for one layer of 6 give?
#
# <details><summary>Answer</summary>
#
# $(3 + 1)^2 = 16$ against $6 + 1 = 7$.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): notation with the bias folded in.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: names, output units, the forward pass in pseudo-code.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: scalar and matrix form.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: composition, universality, the visual proof, depth.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: layers, the two-unit example, two outputs, the regression network.
#
# Books and papers:
# - G. Cybenko, "Approximation by superpositions of a sigmoidal function", *Mathematics of Control, Signals and Systems* 2 (1989).
# - K. Hornik, M. Stinchcombe, H. White, "Multilayer feedforward networks are universal approximators", *Neural Networks* 2 (1989).
# - M. Leshno, V. Y. Lin, A. Pinkus, S. Schocken, "Multilayer feedforward networks with a nonpolynomial activation function can approximate any function", *Neural Networks* 6 (1993).
# - M. Nielsen, *Neural Networks and Deep Learning*, Determination Press 2015, [chapter 4](http://neuralnetworksanddeeplearning.com/chap4.html).
# - M. Telgarsky, "Benefits of depth in neural networks", Conference on Learning Theory (COLT) 2016.
# - B. Hanin, D. Rolnick, "Complexity of linear regions in deep networks", International Conference on Machine Learning (ICML) 2019.
#
# Next: lecture 06 runs the same chain backwards.
