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
# - choose weights by hand for a maximum, a bump and a sawtooth;
# - prove that one hidden layer can approximate any continuous function of one variable, and say what the proof does not promise;
# - say what depth can buy, and measure when it does not.
#
# **You need** lecture 01 (units, counting parameters), lecture 02 (sigmoid, relu), softmax from lecture 04, and matrix products.
#
# **It takes** about two and a half hours with seven exercises, a derivation and a counterexample, one hour if you only read. If an exercise holds you up, go on, because the cells after it use the library.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import backprop, explore, loops, plots
from mlpkit import constructions as made
from mlpkit import losses as lib
from mlpkit.activations import ACTIVATIONS
from mlpkit.show import below, number, say, table

start("05")

# %%
from itertools import pairwise

from mlpkit import Adam
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, RED


def finish(ax, title, xlabel, ylabel, legend=False):
    """Title and labels of axes, and the legend if there is one; returns the figure."""
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if legend:
        ax.legend()
    return ax.figure


# %% [markdown] topics="F1 K2 K7 O3 O9 S12 O24"
# ## 1 · Units in layers
#
# A multi-layer perceptron consists of units that feed units. They stand in layers: the inputs, one or more hidden layers, the outputs. Every unit of a layer gets the outputs of *all* units of the layer before, and of no others. Such layers are called **fully connected**.
#
# *Why hidden?* The data give what goes in and what should come out. They give nothing for the layers in between, because no example says what a hidden unit should do. This is the freedom of a network, and the difficulty of training one.
#
# *Why layers?* The connections must not form a loop. Without loops some unit always has all its inputs ready; compute it, and repeat. A network without loops is called **feed-forward**, and layers are the simplest way to put its units in such an order. Some networks have in addition connections that leave out a layer; you compute these unit by unit in the same way, and a missing connection simply has no term in the sum.
#
# ### Names
#
# Layers are counted from 1, and the inputs are layer 0. Layer $r$ has $n_r$ units, so $n_0 = D$ and $n_R = K$ for $R$ layers. Unit $j$ of a layer computes, from the outputs $a_i$ of the layer before,
#
# $$z_j = b_j + \sum_{i} w_{ji}\, a_i, \qquad a_j = f(z_j),$$
#
# and for the first layer the $a_i$ are the inputs $x_i$. For a whole layer this is $z_r = W_r\, a_{r-1} + b_r$ and $a_r = f_r(z_r)$, with $a_0 = x$. Python lists hold layer $r$ at index $r - 1$ (`weights[r - 1]`), except the list of the layers' outputs, which begins with the input, so that `As[r]` belongs to layer $r$.
#
# - Other names: $z$ is also called *network input*, $a$ *activity*, and $f$ *transfer function*. (In models of real neurons, the activity of a cell and the signal that it passes on are two things; here they are one.)
# - $w_{ji}$ goes *to* $j$ *from* $i$. The order looks odd in a drawing from left to right, but it is the one in which matrix products come out right. So row $j$ of $W$ holds everything that unit $j$ listens to. Most books and PyTorch do it this way.
# - The **architecture** is what you choose: the sizes, the activation functions, and which units are connected. Weights and biases are what is learnt.
# - A network with one hidden layer has two layers for those who count layers of weights, as we do, and three for those who count the inputs. This course says "one hidden layer". With two or more hidden layers a network is often called **deep**, and the name has no sharper meaning.


# %% drawing=true
def draw_network(ax, sizes, weight=None):
    """Circles and lines for layers of these sizes; `weight` = (layer, to, from), counted from 1, is drawn in orange."""
    places = [[(r, (n - 1) / 2 - j) for j in range(n)] for r, n in enumerate(sizes)]
    for r in range(1, len(sizes)):
        for j, to in enumerate(places[r], 1):
            for i, source in enumerate(places[r - 1], 1):
                marked = weight == (r, j, i)
                ax.plot(*zip(source, to, strict=True), color=RED if marked else GREY, lw=3 if marked else 0.8, zorder=1)
    for r, column in enumerate(places):
        for j, place in enumerate(column, 1):
            ax.scatter(*place, s=620, color="white", edgecolor=BLACK, zorder=2)
            name = f"$x_{j}$" if r == 0 else f"$y_{j}$" if r == len(sizes) - 1 else f"$a_{j}$"
            ax.text(*place, name, ha="center", va="center", fontsize=10, zorder=3)
    ax.set(xlim=(-0.4, len(sizes) - 0.6), ylim=(-max(sizes) / 2 - 0.1, max(sizes) / 2 + 0.1))
    ax.axis("off")


fig, axes = plots.panels(1, 1, width=5.6, height=2.9)
draw_network(axes[0], (2, 3, 2), weight=(1, 3, 2))
axes[0].text(-0.15, -1.2, "$w_{32}$: to 3, from 2", color=RED, fontsize=11)
axes[0].set_title("A weight is named by its end, then by its beginning")
axes[0].set_ylim(-1.6, 1.75)
for r, name in enumerate(("inputs", "hidden, layer 1", "outputs, layer 2")):
    axes[0].text(r, 1.4, name, ha="center")
plots.describe(
    fig,
    "A network with two inputs, three hidden units and two outputs, fully connected. The line from input 2 to hidden "
    "unit 3 is marked: its weight is w32, to 3 from 2.",
)

# %% [markdown] topics="K7 S12 F1"
# ### A network is a composition
#
# Each layer is a function from vectors to vectors, $g_r(a) = f_r(W_r\, a + b_r)$, and the network is one after the other:
#
# $$y = a_R = g_R\big(\cdots g_2\big(g_1(x)\big)\cdots\big).$$
#
# With all weights and biases in one list $\theta$, the whole network is one function $g(x; \theta)$. The ideal function would give the right answer to every input. Nobody can write it down, but you have examples of it, and training looks for a $\theta$ with which $g$ comes close to it.
#
# To compute the composition from the inside outwards, one layer after another, is called a **forward pass**. The chain of functions is also what the *chain* rule of lecture 06 will run along, backwards.
#
# Nothing forces the units of a layer to share one $f$. With $z = (-1, 0.5, 2)$ and relu, identity and tanh for the three units you get $a = (0,\ 0.5,\ 0.964)$. In practice a layer shares one, because computing all units at once is faster.

# %% [markdown] topics="K10 O12 K7 K21"
# ## 2 · Unit by unit
#
# **By hand.** Two inputs, two hidden units with relu, and one linear output make a small regression network. Written out, with $v_j$ and $u$ for the weights and the bias of the output, it is
#
# $$y = u + \sum_j v_j \operatorname{relu}\!\Big(b_j + \sum_i w_{ji} x_i\Big).$$
#
# Take $x = (1, 2)$ and
#
# $$W_1 = \begin{pmatrix} 1 & -1 \\ \tfrac12 & \tfrac12 \end{pmatrix}, \quad b_1 = \begin{pmatrix} 0 \\ -\tfrac12 \end{pmatrix}, \quad W_2 = \begin{pmatrix} 2 & 3 \end{pmatrix}, \quad b_2 = \tfrac12.$$
#
# (Here the index counts layers: the $b_j$ of the formula are the entries of $b_1$, the $v_j$ those of $W_2$, and $u$ is $b_2$.)
#
# | unit | pre-activation $z$ | activation $a$ |
# | --- | --- | --- |
# | hidden 1 | $0 + 1 \cdot 1 + (-1) \cdot 2 = -1$ | $\operatorname{relu}(-1) = 0$ |
# | hidden 2 | $-\tfrac12 + \tfrac12 \cdot 1 + \tfrac12 \cdot 2 = 1$ | $\operatorname{relu}(1) = 1$ |
# | output | $\tfrac12 + 2 \cdot 0 + 3 \cdot 1 = 3.5$ | $3.5$ |
#
# In pseudo-code, for any network:
#
# ```
# for each input i:
#     a_i  ←  x_i
# for each layer r = 1 … R:
#     for each unit j of layer r:
#         z_j  ←  b_j
#         for each unit i with a connection to j:
#             z_j  ←  z_j + w_ji · a_i
#         a_j  ←  f(z_j)
# for each output unit k:
#     y_k  ←  a_k
# ```
#
# **By hand, a skipped layer.** Connect the output to the input $x_2$ as well, with the weight $-1$. This adds one term to its sum, $3.5 + (-1) \cdot 2 = 1.5$, and the pseudo-code stays as it is.
#
# Write the innermost loop first.

# %% exercise="unit"

# %% [markdown] topics="K10 F1"
# Now the two outer loops. Keep every $z$ and every $a$, layer by layer, because the backward pass will need them all. To keep what a later computation needs is called to **cache** it.

# %% exercise="forward_by_unit"

# %% [markdown] topics="K10"
# **What usually goes wrong.** People pass $z$ on instead of $a$, or forget that the first entry of the layers' outputs is $x$ itself, which shifts everything by one. The worked numbers, by machine:

# %%
relu, identity = ACTIVATIONS["relu"], ACTIVATIONS["identity"]
W1, b1 = np.array([[1.0, -1.0], [0.5, 0.5]]), np.array([0.0, -0.5])
W2, b2 = np.array([[2.0, 3.0]]), np.array([0.5])
zs, activities = loops.forward_by_unit(np.array([1.0, 2.0]), [W1, W2], [b1, b2], [relu, identity])
print("z of each layer:", *zs, "  activities, x first:", *activities)

# %% [markdown] topics="H15 O10 O11 F1"
# ## 3 · As matrices
#
# The loops over $j$ and $i$ are a matrix product. Take them away one at a time.
#
# $$\begin{aligned}
# z_j &= \sum_i w_{ji}\, x_i + b_j && \text{one unit} \\
# z &= W x + b && \text{all units: entry } j \text{ of } W x \text{ is row } j \text{ of } W \text{ times } x \\
# Z_{nj} &= \sum_i X_{ni}\, w_{ji} + b_j && \text{all examples: row } n \text{ of } X \text{ is example } n \\
# &= \sum_i X_{ni} \left(W^\top\right)_{ij} + b_j && \text{definition of the transpose} \\
# Z &= X W^\top + \mathbf 1 b^\top && \text{definition of the matrix product; } b \text{ in every row}
# \end{aligned}$$
#
# NumPy's broadcasting adds $b$ to every row without being told.
#
# **By hand.** With two units and one example:
#
# $$\begin{pmatrix} 1 & 2 \end{pmatrix} \begin{pmatrix} 1 & \tfrac12 \\ -1 & \tfrac12 \end{pmatrix} + \begin{pmatrix} 0 & -\tfrac12 \end{pmatrix} = \begin{pmatrix} -1 & 1.5 \end{pmatrix} + \begin{pmatrix} 0 & -\tfrac12 \end{pmatrix} = \begin{pmatrix} -1 & 1 \end{pmatrix}.$$
#
# These are the two pre-activations from above. A second output is one more row in $W_2$ and one more entry in $b_2$; the hidden units are shared. With the second row $(1, -1)$ and bias $0$:
#
# $$\begin{pmatrix} 0 & 1 \end{pmatrix} \begin{pmatrix} 2 & 1 \\ 3 & -1 \end{pmatrix} + \begin{pmatrix} \tfrac12 & 0 \end{pmatrix} = \begin{pmatrix} 3.5 & -1 \end{pmatrix}.$$
#
# With examples as *columns*, as in many books, the same thing reads $Z = W X + b \mathbf 1^\top$, and some books store the transpose of this $W$, so that their formula has $W^\top x$. All compute the same numbers. When a formula does not fit, write the shapes under it.

# %% exercise="dense_forward"

# %% [markdown] topics="H15 S12"
# **What usually goes wrong.** Somebody writes `X @ W`. With as many inputs as units it runs without an error and gives wrong numbers, which is why you should test layers whose sizes differ.
#
# **Find where it breaks.** When the shapes did not fit, a colleague put a `reshape` in. Since then nothing has raised an error. Find a layer and an input for which the numbers are wrong.

# %% exercise="reshape_counterexample"

# %% [markdown] topics="H15 S12"
# `reshape` never complains, because it only lays the same numbers out anew, row after row. A transpose exchanges rows and columns. When shapes do not fit, find out why before you make them fit.
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
print("largest difference, unit by unit against matrices:", below(np.abs(by_unit - by_matrix).max()))
print("largest difference, bias folded in against bias apart:", below(np.abs(folded - apart).max()))
factor = (between - before) / (after - between)
print("the matrices are faster by a factor of", "more than 20" if factor > 20 else "less than 20")

# %% [markdown] topics="H15"
# **The loops and the matrices agree in all but the last digits, and the matrices are much faster.** The last digits differ, because sums in another order round differently. The matrix form does the same multiplications, but in compiled code and on the whole batch at once. How many? Each weight takes part in one multiplication and one addition for each example, so a pass through layers of 10, 32, 32 and 5 units costs $320 + 1024 + 160 = 1504$ of each, for every example.

# %% [markdown] topics="K9"
# ## 4 · The last layer
#
# Hidden layers may have any nonlinear $f$. The output's $f$ is chosen for what the answer *means*.

# %% topics="K9"
z = np.array([[2.0, -1.0, 0.5]])
rows = []
for name, meaning, output in (
    ("linear", "three numbers of any size: regression", z),
    ("logistic", "three separate yes-or-no questions, each a probability", ACTIVATIONS["sigmoid"].f(z)),
    ("softmax", "one choice among three classes: probabilities with sum 1", lib.softmax(z)),
):
    rows.append([name, ", ".join(number(v, ".3f") for v in output[0]), f"{output.sum():.3f}", meaning])
table(["output", "for $z = (2, -1, 0.5)$", "sum", "meaning"], rows)

# %% [markdown] topics="K9"
# Lectures 03 and 04 say which loss belongs to which. The forward pass is the same for all three. In many programs the last layer is linear even for classification, because the loss takes logits and contains the softmax.

# %% [markdown]
# ## 5 · Weights by hand: the larger of two numbers
#
# Before we ask what networks can do in general, build one. It is to compute $\max(x_1, x_2)$ *exactly*, with one hidden layer of relu units, as many as you like, and a linear output. Give it as `(W1, b1, W2, b2)` of shapes $(n_1, 2)$, $(n_1,)$, $(1, n_1)$, $(1,)$.

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
# Suppose all you have is a curve that you measured, with no formula. Is there a network with one hidden layer that computes it?
#
# In 1989 three groups (Cybenko; Funahashi; Hornik, Stinchcombe and White) proved that there is one that comes as close as you like. This property of networks with one hidden layer is called **universal approximation**. More exactly, for every continuous function on a closed bounded region and every $\varepsilon > 0$ there is a network with one hidden layer of sigmoid units and a linear output that is nowhere further off than $\varepsilon$. Their proofs are abstract. For one input there is a proof that you can see (Nielsen 2015), and that we can carry out.
#
# ### Step 1: a steep sigmoid is a step
#
# $\sigma(\beta\,(x - u))$ rises from 0 to 1 around $x = u$, the more steeply the larger $\beta$ is. As a unit it has the weight $\beta$ and the bias $-\beta u$. So a steep hidden unit tells whether $x$ lies to the right of $u$.
#
# ### Step 2: two steps are a bump
#
# A step up at `left`, taken back by a step at `right`, leaves a bump in between:
#
# $$\text{height} \cdot \sigma(\beta(x - \text{left})) - \text{height} \cdot \sigma(\beta(x - \text{right})).$$
#
# These are two hidden units, with the output weights $+$height and $-$height.
#
# **By hand.** For left 0.25, right 0.75, height 2 and $\beta = 100$: at $x = 0.5$ it is $2\sigma(25) - 2\sigma(-25) \approx 2 - 0$; at $x = 1$ it is $2\sigma(75) - 2\sigma(25) \approx 2 - 2 = 0$; on an edge, at $x = 0.25$, it is $2\sigma(0) - 2\sigma(-50) \approx 1$.

# %% exercise="bump"

# %% drawing=true
x = np.linspace(-0.1, 1.1, 1201)
fig, axes = plots.panels(1, 2, width=4.2, height=2.8)
for beta, colour in ((8, BLUE), (20, GREEN), (100, RED)):
    axes[0].plot(x, ACTIVATIONS["sigmoid"].f(beta * (x - 0.4)), color=colour, label=f"β = {beta}")
    axes[1].plot(x, made.bump(x, 0.25, 0.75, 2.0, beta), color=colour, label=f"β = {beta}")
finish(axes[0], "One steep unit is a step", "$x$", "activation", legend=True)
finish(axes[1], "Two of them are a bump", "$x$", "output")
plots.describe(
    fig,
    "Left, sigmoids around 0.4 for three steepnesses: the largest is almost a step. Right, the difference of two "
    "sigmoids: a bump of height 2 between 0.25 and 0.75, the steeper the more like a box.",
)

# %% [markdown] topics="S14"
# **How steep is steep enough?** On the right the bump with $\beta = 8$ does not reach the height 2 that was asked for. In the middle of a bump of width $w$ both edges are $w/2$ away. Derive its height there, in terms of the output $s$ of the first step. (Lecture 02 says how derivations are written.)

# %% exercise="bump_height_derivation"

# %% [markdown] topics="S14"
# <details><summary>Line by line</summary>
#
# With $s = \sigma(\beta w / 2)$:
#
# $$\begin{aligned}
# h\, \sigma(\beta w / 2) - h\, \sigma(-\beta w / 2) &= h\, s - h\, (1 - s) && \text{lecture 02: } \sigma(-z) = 1 - \sigma(z) \\
# &= h\, (2s - 1) && \text{terms collected}
# \end{aligned}$$
#
# </details>
#
# By lecture 02, $2\sigma(z) - 1 = \tanh(z/2)$, so the height in the middle is $h \tanh(\beta w / 4)$. For $h = 2$, $\beta = 8$ and $w = \tfrac12$ this is $2 \tanh 1 = 1.523$, the low bump of the figure. **What counts is the product $\beta w$, so narrow bumps need steep units.** With $\beta w = 20$, as below, $\tanh 5 = 0.9999$ of the height is there.
#
# ### Step 3: many bumps are any function
#
# Cut $[0, 1]$ into $n$ pieces of width $1/n$, and over each put a bump as high as the function in the middle of the piece. The output layer adds them up. (The two outer bumps reach one width beyond the ends, so that 0 and 1 lie well inside; their heights stay those of the middles of the first and the last piece.) Our target is Nielsen's: $f(x) = 0.2 + 0.4x^2 + 0.3x\sin(15x) + 0.05\cos(50x)$.
#
# **Predict first.** With twice as many bumps, what happens to the largest error: the same, half, a quarter?

# %% exercise="bumps_prediction"


# %%
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

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.2, height=2.8)
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
plots.describe(
    fig, "A wavy target and the sums of 5, 20 and 80 bumps: stairs that follow the target more and more closely."
)

# %%
few, many = (np.abs(sum_of_bumps(x, target, n) - target(x)).max() for n in (40, 80))
reveal("bumps_prediction", many / few)

# %% [markdown] topics="S13 S14"
# ### The proof
#
# Write the network as $\tilde f(x) = \sum_{k=0}^{n-1} f(m_k)\, p_k(x)$ with $p_k(x) = \sigma(\beta(x - e_k)) - \sigma(\beta(x - e_{k+1}))$. Here $m_k$ is the middle of piece $k$, and the edges are $e_k = k/n$, except that the outer two are $e_0 = -1/n$ and $e_n = 1 + 1/n$. Let $M = \max |f|$, and let $v(d)$ be the most by which $f$ changes over a distance of at most $d$. A continuous function on $[0,1]$ is uniformly continuous (Heine–Cantor), which means that $v(d) \to 0$ as $d \to 0$.
#
# 1. *The $p_k$ are weights of an average, nearly.* Each is positive, because $\sigma$ is increasing. In their sum all inner terms cancel, and what is left is $\sum_k p_k(x) = \sigma(\beta(x - e_0)) - \sigma(\beta(x - e_n)) < 1$. Because the outer edges lie a width beyond $[0, 1]$, $1 - \sum_k p_k(x) \le 2\sigma(-\beta/n) \le 2e^{-\beta/n}$ there, by $\sigma(-z) = 1/(1 + e^z) \le e^{-z}$.
# 2. *So the error is an average of differences.* The last term is what is missing from 1:
# $$\tilde f(x) - f(x) = \sum_k p_k(x)\,\big(f(m_k) - f(x)\big) - \Big(1 - \sum_k p_k(x)\Big) f(x).$$
# 3. *Near pieces*, with $|m_k - x| \le 1/n$, contribute at most $v(1/n)$, because their weights add up to at most 1.
# 4. *Far pieces* have tiny weights. Those whose middle lies to the right of $x + 1/n$ begin at least $1/(2n)$ to the right of $x$, and their weights add up, with the same cancelling, to at most $\sigma(-\beta/(2n)) \le e^{-\beta/(2n)}$. The same holds on the left. Each difference is at most $2M$.
# 5. *Together*, by the triangle inequality,
# $$\left|\tilde f(x) - f(x)\right| \le v(1/n) + 4M\, e^{-\beta/(2n)} + 2M\, e^{-\beta/n}.$$
#
# Choose $n$ so large that $v(1/n) < \varepsilon/2$, and then $\beta$ so large that the rest is below $\varepsilon/2$. $\blacksquare$ In plain English: narrow steps follow the curve, and steep steps do not disturb each other.
#
# Neighbouring bumps share an edge, so $n$ bumps need only $n + 1$ different hidden units. Now measured, with $\beta = 20 n$ as above:

# %%
counts, errors, bounds = (5, 10, 20, 50, 100, 200, 500), [], []
for n in counts:
    errors.append(np.abs(sum_of_bumps(x, target, n) - target(x)).max())
    reach = len(x) // n
    omega = max(np.abs(target(x[d:]) - target(x[: len(x) - d])).max() for d in range(1, reach + 1, max(1, reach // 40)))
    bounds.append(omega + np.abs(target(x)).max() * (4 * np.exp(-10) + 2 * np.exp(-20)))

# %% drawing=true
fig, axes = plots.panels(1, 1, width=5.2, height=3.2)
axes[0].loglog(np.array(counts) + 1, errors, "o-", color=BLUE, label="measured")
axes[0].loglog(np.array(counts) + 1, bounds, "--", color=RED, label="bound of the proof")
plots.describe(
    fig,
    "Largest error against the number of hidden units, both axes logarithmic: a straight line that falls by half for "
    "each doubling, below the proof's bound.",
)
finish(
    axes[0], "From 20 units on, twice the units halve the error", "hidden units", "largest error on [0, 1]", legend=True
)

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
# It does not say how many units are needed; "there is a network" may mean a huge one. It does not say that training finds the weights, and it says nothing about inputs outside the region. Let us measure the last two. Networks of 21 sigmoid units are trained on 100 points of the target. The biases are set so that every unit's step lies in $[0, 1]$. Three networks start with weights of the usual size. Three start with weights ten times as large, which make a row of soft steps already. All six train at once; how is the subject of later lectures, so read only the docstring.
#
# **Predict first.** Whose largest error is smallest after 1,000 steps, and after 8,000: the bumps made by hand, or the trained networks?


# %%
def train_on_target(marks, steepness=(1, 1, 1, 10, 10, 10), seed=0):
    """Train one network of 21 sigmoid units for each steepness; after each number of steps in `marks`, its function.

    Returns {steps: function from inputs (n,) to outputs (networks, n)}.
    """
    rng, sigmoid, found = np.random.default_rng(seed), ACTIVATIONS["sigmoid"].f, {}
    w = np.array(steepness, np.float64)[:, None, None] * rng.normal(size=(len(steepness), 1, 21))
    b = -w * rng.uniform(0, 1, w.shape)
    v, u = rng.normal(0, 21**-0.5, (len(steepness), 21, 1)), np.zeros((len(steepness), 1, 1))
    x = np.linspace(0, 1, 100)[:, None]
    adam = Adam([w, b, v, u], lr=0.01)
    for step in range(1, max(marks) + 1):
        a = sigmoid(x * w + b)
        dY = (a @ v + u - target(x)) / len(x)
        dZ = dY * v.swapaxes(1, 2) * a * (1 - a)
        sums = [np.sum(x * dZ, axis=1, keepdims=True), np.sum(dZ, axis=1, keepdims=True)]
        adam.step([*sums, a.swapaxes(1, 2) @ dY, np.sum(dY, axis=1, keepdims=True)])
        if step in marks:
            now = [p.copy() for p in (w, b, v, u)]
            found[step] = lambda x, n=now: (sigmoid(np.asarray(x)[:, None] * n[0] + n[1]) @ n[2] + n[3])[..., 0]
    return found


dense = np.linspace(0, 1, 2001)
by_hand = np.abs(sum_of_bumps(dense, target, 20) - target(dense)).max()
beyond = np.linspace(1, 1.5, 1001)
lost = np.abs(sum_of_bumps(beyond, target, 20) - target(beyond)).max()
rows, nearest = [["made by hand, 20 bumps", f"{by_hand:.3f}", f"{lost:.2f}"]], lost
for steps, network in train_on_target((1000, 8000)).items():
    worst, outside = (np.abs(network(x) - target(x)).max(axis=1) for x in (dense, beyond))
    nearest = min(nearest, outside.min())
    for name, part in (("usual initial weights", slice(0, 3)), ("ten times those", slice(3, 6))):
        low, high = worst[part].min(), worst[part].max()
        ends = f"{outside[part].min():.2f} to {outside[part].max():.2f}"
        rows.append([f"trained for {steps:,} steps, {name}", f"{low:.3f} to {high:.3f}", ends])
table(["21 hidden units", "largest error on [0, 1]", "largest error on [1, 1.5]"], rows)
again = [train_on_target((8000,), seed=seed)[8000] for seed in (1, 2)]
better = sum(np.sum(np.abs(network(dense) - target(dense)).max(axis=1) < by_hand) for network in again)
say(
    f"After 8,000 steps {np.sum(worst < by_hand)} of these 6 networks beat the construction on [0, 1], and {better} of 12 "
    f"from two more draws. On [1, 1.5] every largest error in the table is {nearest:.2f} or more."
)

# %% [markdown] topics="S13 S14"
# **After 1,000 steps the networks with usual initial weights are far worse than the construction; after 8,000 most of the networks are better.** So training does find good weights here, but slowly, and faster from a start that resembles the construction. *Can represent* and *will learn, in this time* are two questions, and the lectures on training are about the second. Outside $[0, 1]$ nobody promised anything, and there all of them are far off, however good the fit inside.
#
# Two more limits. The function has to be *continuous* (or you must allow errors near its jumps), and the *activation function* must *not be a polynomial*. With $z^2$ in its place, a hidden layer of any width is a polynomial of degree 2 in $x$, and stays one. Any continuous activation function that is not a polynomial will do (Leshno et al. 1993).

# %% [markdown] topics="S14 S13"
# ### Two inputs: towers
#
# A bump in $x_1$ plus a bump in $x_2$ is a cross of two walls, with a plateau of height 2 where they meet and 1 elsewhere on the walls. A unit in a *second* hidden layer with a threshold of 1.5 keeps the plateau alone. This is a **tower**. With bumps of height 1,
#
# $$\text{tower}(x) = \sigma\big(40\,(\text{bump}(x_1) + \text{bump}(x_2) - 1.5)\big).$$
#
# Note that this takes *two* hidden layers, while the theorem promises that one is enough. The picture proves less than the theorem, and it is easier to see.

# %% drawing=true
axis = np.linspace(0, 1, 161)
wall = made.bump(axis, 0.4, 0.6)
cross = wall[None, :] + wall[:, None]
fig, axes = plots.panels(1, 2, width=3.7, height=3.1)
tower = ACTIVATIONS["sigmoid"].f(40 * (cross - 1.5))
for ax, values, title in zip(
    axes, (cross, tower), ("Two bumps: a cross of walls", "A threshold: the tower"), strict=True
):
    image = ax.pcolormesh(axis, axis, values, cmap="cividis", vmin=0, vmax=2)
    finish(ax, title, "$x_1$", "$x_2$").colorbar(image, ax=ax, label="value", shrink=0.75)
    ax.grid(False)
    ax.set_aspect("equal")
plots.describe(
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
# **The root of the mean square of the error halves when the number of towers quadruples, roughly.** With $D$ inputs and $n$ pieces along each, there are $n^D$ towers. For the 784 pixels of a digit and two pieces each these are $2^{784}$. So the construction is no way to make a network.
#
# It is not even a full proof. Exactly on the corner between four towers each bump has half its height, so all four towers are silent, and the largest error does not go to zero, however many towers you take:

# %%
for n in (8, 16, 32):
    corner = np.array([[0.25, 0.125]])
    print(
        f"{n:2} × {n:2} towers at (¼, ⅛): output {number(sum_of_towers(corner, waves, n)[0], '.0e')}, target {waves(0.25, 0.125):.3f}"
    )

# %% [markdown] topics="S14 S13"
# Steeper walls make the bad corners as narrow as you like, but do not remove them. What the picture shows is approximation everywhere except on a set of small area. Nielsen repairs it by averaging several shifted grids, and Cybenko's proof does not have the problem.

# %% [markdown] topics="S14"
# **Play.** Choose a target and a number of bumps, drag the heights, or let them be fitted. Then make the steps less steep and see what is lost.

# %%
explore.bumps()

# %% [markdown] topics="S15"
# ## 7 · What depth buys
#
# So one hidden layer is enough for every continuous function. Why use more? Because *enough* may be very many units. Here is a function that is cheap for a deep network and expensive for a shallow one.
#
# A relu network of one input is **piecewise linear**, which means that it consists of straight pieces joined at kinks. Count the pieces.
#
# *One hidden layer of $n$ units has at most $n + 1$ pieces.* Unit $j$ has a kink only where its $z_j = w_j x + b_j$ crosses 0, and a straight line that is not constant crosses 0 once. So there are at most $n$ kinks.
#
# *$k$ hidden layers of $n$ units have at most $(n + 1)^k$ pieces.* On each piece of the first $r$ layers, everything that enters layer $r + 1$ is a straight line in $x$, so each of its $n$ units can add one kink, and every piece is cut into at most $n + 1$. The pieces *multiply*.
#
# A function that multiplies them is the **tent**, which goes up and down again and needs two relu units:
#
# $$\operatorname{tent}(x) = 2\operatorname{relu}(x) - 4\operatorname{relu}(x - \tfrac12), \qquad \operatorname{tent}(0) = 0,\ \operatorname{tent}(\tfrac12) = 1,\ \operatorname{tent}(1) = 0.$$
#
# Feed its output into another tent. While $x$ goes from 0 to ½, $\operatorname{tent}(x)$ runs through all of $[0, 1]$, so $\operatorname{tent}(\operatorname{tent}(x))$ makes a whole tooth; and from ½ to 1 another one, mirrored. Each further tent doubles the number of pieces: $2^k$ with $k$ tents, that is, with $2k$ units.
#
# How is a tent of a tent a network of layers? The first tent has $W_1 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}$ and $b_1 = (0, -\tfrac12)$, and, with $a$ and $a'$ for the outputs of its two units, its output would be $2 a - 4 a'$. The next layer needs $2 a - 4 a'$ twice, once as it is and once less ½. So it takes this sum into its weights, and every further layer is the same:
#
# $$W_r = \begin{pmatrix} 2 & -4 \\ 2 & -4 \end{pmatrix}, \qquad b_r = \begin{pmatrix} 0 \\ -\tfrac12 \end{pmatrix}.$$
#
# **By hand.** A tent of a tent is $\operatorname{tent}(0.5) = 1$ at $x = 0.25$, $\operatorname{tent}(1) = 0$ at $0.5$, and $\operatorname{tent}(0.5) = 1$ at $0.75$. These are two teeth, or four pieces.

# %% exercise="sawtooth"

# %%
x = np.linspace(0, 1, 2**12 + 1)  # all kinks of a sawtooth lie on this grid

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.1, height=2.4)
for ax, depth in zip(axes, (1, 3, 5), strict=True):
    ax.plot(x, made.sawtooth(x, depth), color=BLUE, linewidth=1.2)
    finish(ax, f"{2 * depth} units, {2**depth} pieces", "$x$", "output")
plots.describe(fig, "The sawtooth for depths 1, 3 and 5: one tooth, four teeth, sixteen teeth of the same height.")

# %% [markdown] topics="S15"
# To draw $2^k$ pieces with one hidden layer takes at least $2^k - 1$ units, by the first count. Is the comparison fair? Ten hidden layers of two units have $4 + 9 \cdot 6 + 3 = 61$ parameters, and one hidden layer of twenty units has $40 + 21 = 61$ as well. Now count the pieces, by changes of slope:


# %%
def pieces(y):
    """Straight pieces of a function given on an even grid that holds all its kinks."""
    return 1 + np.count_nonzero(np.abs(np.diff(y, 2)) > 1e-9)


depths = np.arange(1, 11)
counted = np.array([pieces(made.sawtooth(x, k)) for k in depths])

# %% drawing=true
fig, axes = plots.panels(1, 1, width=5.4, height=3.3)
ax = axes[0]
ax.semilogy(2 * depths, counted, "o-", color=BLUE, label="sawtooth, two units per layer")
ax.semilogy(2 * depths, 2 * depths + 1, "s--", color=RED, label="one hidden layer, at most")
ax.set_xticks(2 * depths)
plots.describe(
    fig,
    "Number of straight pieces against the number of hidden units: for the sawtooth it doubles with every two units, "
    "to 1024 with 20; one hidden layer of 20 units has at most 21.",
)
finish(
    ax,
    f"With 61 parameters each: {counted[-1]} pieces in {depths[-1]} layers, at most {2 * depths[-1] + 1} in one",
    "hidden units",
    "straight pieces",
    legend=True,
)

# %% [markdown] topics="S15"
# Telgarsky (2016) shows more: a shallow network cannot even come close to the sawtooth in the mean unless it has exponentially many units.
#
# ### Does depth always buy that?
#
# It is tempting to conclude that deep networks *have* exponentially many pieces. The sawtooth proves that they *can*. **Predict first.** Take 24 relu units with *random* weights, as before training, and arrange them as 1 layer of 24, 2 of 12, and so on to 8 of 3. Does the number of pieces along a line grow with depth?

# %% exercise="pieces_prediction"


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
table(["layers × units", "pieces: mean (range) over 20 seeds", "most possible, $(n+1)^k$"], rows)
flat, deep = (np.mean([random_pieces(*shape, seed) for seed in range(20)]) for shape in ((1, 24), (8, 3)))
reveal("pieces_prediction", "it grows" if deep > flat else "it does not grow")

# %% [markdown] topics="S15"
# **It does not.** With random weights there are never many more pieces than *units*: about as many in wide networks, and fewer in narrow deep ones, where units, and sometimes whole layers, are silent. Hanin and Rolnick (2019) found the same in theory, and that training changes little. So the exponential count is what depth makes *possible*, with weights chosen for it. It is not what a deep network has by itself. Depth is useful in other ways too, because it lets later layers reuse what earlier ones found, as the second tent reuses the first. What hidden layers come to represent in training is a subject of lecture 08.
#
# ### How deep, how wide?
#
# Nobody can compute the right architecture from the task. For tables and small pictures begin with one or two hidden layers of 32 to 256 units, and make the network larger while the error falls on **validation data**, which are kept aside and never trained on. Few wide layers are easier to train than many narrow ones. Really deep networks need the aids of later lectures.

# %% [markdown]
# ### In PyTorch
#
# You have just written `nn.Linear` and `nn.Sequential`. The worked network of section 2:
#
# ```python
# >>> import torch
# >>> from torch import nn
# >>> net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
# >>> with torch.no_grad():
# ...     _ = net[0].weight.copy_(torch.tensor([[1.0, -1.0], [0.5, 0.5]])), net[0].bias.copy_(torch.tensor([0.0, -0.5]))
# ...     _ = net[2].weight.copy_(torch.tensor([[2.0, 3.0]])), net[2].bias.fill_(0.5)
# >>> net(torch.tensor([[1.0, 2.0]])).item()
# 3.5
# ```
#
# Its conventions:
# - `weight` has the shape $(n_\text{out}, n_\text{in})$ and row $j$ leads to unit $j$, as here; examples are rows.
# - Activation functions are layers of their own.
# - Everything is float32 unless you say otherwise, and weights are initialised at random from a uniform distribution.
# - What the backward pass needs is cached, as in `forward_pass`; under `torch.no_grad()` it is not.

# %% [markdown]
# **Challenge (optional).** The maximum of *four* numbers: build a network of relu units that computes it exactly, with as few hidden units as you can, and say what it has in common with a knockout tournament.

# %% [markdown] decks=true topics="K21 K23 O23"
# Five lecture decks stand behind this course. On the forward pass they say the following.
#
# **Johannes Kepler University Linz (JKU)**, *Deep Learning and Neural Networks I* (G. Klambauer), numbers all units of a network from 1 to $Q$, the inputs first ($i \le D$) and the outputs last ($i > Q - K$), and writes $s_i = \sum_{j=0}^{Q} w_{ij}\, a_j$ with $a_0 = 1$ for the bias, where only weights that exist count. So $i$ is the unit *to* which the weight leads. Our pseudo-code does what the deck's does, skipped layers and the last loop, which reads out the answer, included. Every unit may have its own $f$. The deck mentions that $f$ is also called *transfer function*, because in more realistic models the activation of a neuron and the signal that it transfers to others are two things (section 1). It counts layers of units, so that a network with one hidden layer has three.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), writes $w_{j0}$ for $b_j$ and adds a unit $y_0 = 1$ to each layer, which is the bias trick of lecture 01 once a layer; section 3 checks that it gives the same.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has the scalar and the matrix form, $y^{(l)} = f(W^{(l)} y^{(l-1)} + b^{(l)})$ with $L$ layers without the input, as we count. Below the matrix form it gives the shape $M \times N$ to $W^{(l-1)}$; this is the shape of $W^{(l)}$.
#
# **Indian Institute of Technology Kharagpur**, CS60010 (S. Sarkar), stores the transpose of our $W$ and writes $g(W^\top x + b)$. It has composition, Cybenko's theorem and its limits, Nielsen's visual proof, and the advantages of depth, where it asks how many layers and units suffice.
#
# **University of Massachusetts Amherst (UMass)**, CEE 697M (J. Oke), writes $a^{(l)}_{\text{neuron}}$ and $w_{\text{to, from}}$, and has the two-unit example, two outputs and the regression network in scalar form. It says that output neurons have no activation function. This is right for logits, where the softmax is a part of the loss (section 4); its own last slides give a classifier's output the softmax. Some indices on its slides are slips:
# - the first formula of a unit begins $w_0 a_m + w_1 a_2$; each weight belongs to the activation with its own index;
# - the biases of $M$ units run from $b_0$ to $b_M$, which is one too many; it must be $b_1$ to $b_M$;
# - in the regression network each hidden unit has the weights $w_{1,d}$ and the bias $b_d$; unit $m$ has $w_{m,d}$ and $b_m$, or else all hidden units would be the same.
#
# A network is called deep there when it has many layers.

# %% [markdown]
# ## Recap
#
# A forward pass is a composition, $Z_r = A_{r-1} W_r^\top + b_r$ and $A_r = f_r(Z_r)$, layer after layer, and the loops over units and the matrices give the same numbers. The last activation is chosen by meaning: linear, logistic or softmax. Is there anything that a network cannot be built to compute? No continuous function on a closed bounded region is out of its reach. One hidden layer of sigmoids approximates every one of them. For one variable you have seen why: steep sigmoids make steps, steps make bumps, and bumps make everything. There twice as many units halve the bound of the error; with more inputs the number of units grows exponentially. The theorem promises neither that training finds the weights nor anything outside the region. Composition multiplies the pieces of a relu network, so that depth can do with $2k$ units what one layer needs $2^k - 1$ for; random weights do not make use of that.
#
# ## Test yourself
#
# 1. A layer has 5 inputs and 3 units, the batch 10 examples. What are the shapes of $X$, $W$, $b$, $Z$?
#
# <details><summary>Answer</summary>
#
# $X$ is $(10, 5)$, $W$ is $(3, 5)$, $b$ is $(3,)$, $Z = X W^\top + b$ is $(10, 3)$.
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
# 4. Someone says: "By the theorem on universal approximation, my network with one hidden layer will learn this task." What is missing?
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
# - G. Cybenko, "Approximation by superpositions of a sigmoidal function", *Mathematics of Control, Signals and Systems* 2 (1989).
# - K. Funahashi, "On the approximate realization of continuous mappings by neural networks", *Neural Networks* 2 (1989).
# - K. Hornik, M. Stinchcombe, H. White, "Multilayer feedforward networks are universal approximators", *Neural Networks* 2 (1989).
# - M. Leshno, V. Y. Lin, A. Pinkus, S. Schocken, "Multilayer feedforward networks with a nonpolynomial activation function can approximate any function", *Neural Networks* 6 (1993).
# - M. Nielsen, *Neural Networks and Deep Learning*, Determination Press 2015, [chapter 4](http://neuralnetworksanddeeplearning.com/chap4.html).
# - M. Telgarsky, "Benefits of depth in neural networks", Conference on Learning Theory (COLT) 2016.
# - B. Hanin, D. Rolnick, "Complexity of linear regions in deep networks", International Conference on Machine Learning (ICML) 2019.
