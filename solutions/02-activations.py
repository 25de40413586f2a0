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
# # 02 · Activations
#
# A network of straight-line layers is one straight-line layer, however many you stack. One small bend between the layers changes that. Which bend, and why are there so many?
#
# **You will be able to**
# - derive the derivative of every common activation, each step by a named rule;
# - write twelve activations and ten derivatives, and keep them right where the textbook formula overflows;
# - say what *saturated*, *zero-centred* and *dead* mean, and measure each of them;
# - judge the claim that one activation trains more stably than another, from an experiment you can rerun.
#
# **You need** the chain, product and quotient rules, NumPy arrays with `np.where`, and lecture 01 for the words *weight*, *bias* and *linear unit*. Backpropagation is not needed: it comes in lecture 06.
#
# **It takes** about three hours with all 22 exercises, one hour if you only read and play. Run the cells from top to bottom. If an exercise holds you up, go on: the cells after it use the library's version until yours passes.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import explore, plots
from mlpkit.activations import ACTIVATIONS
from mlpkit.show import say, table

start("02")

# %%
from IPython.display import display

from mlpkit.palette import LINES

# %% [markdown] topics="S7 O5"
# ## 1 · Why bend the line at all?
#
# A unit computes its **pre-activation**, a weighted sum plus a bias, and passes it through an **activation** $f$:
#
# $$z = w_1 x_1 + \dots + w_D x_D + b, \qquad a = f(z).$$
#
# **By hand.** Take $x = (1, 2)$, $w = (0.5, -1)$ and $b = 0.25$. Then $z = 0.5 - 2 + 0.25 = -1.25$. What the unit says to the next layer is $f(-1.25)$, and that is what this lecture is about.
#
# Start with no bend: the **identity**, $f(z) = z$, $f'(z) = 1$. It is unbounded, takes both signs, and is centred on zero. Now stack two such layers:
#
# $$W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2).$$
#
# The right-hand side is one layer with the weights $W_2 W_1$ and the bias $W_2 b_1 + b_2$ (matrix multiplication is associative and distributes over addition). By hand: for $W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}$ and $W_2 = \begin{pmatrix} 1 & -1 \end{pmatrix}$ the product is $\begin{pmatrix} 1 & 1 \end{pmatrix}$: two layers with six weights, and together they compute $x_1 + x_2$.
#
# **Predict first.** Four layers of random weights map a straight line in the input to some curve in the output. How does it look with the identity between the layers, and how with a bend? Write it down, then run.

# %% drawing=true
rng = np.random.default_rng(7)
layers = [(rng.normal(size=(16, 16)) * np.sqrt(2 / 16), 0.5 * rng.normal(size=16)) for _ in range(4)]
position = np.linspace(-3, 3, 600)
line = position[:, None] * rng.normal(size=16)

fig, axes = plots.panels(1, 3, width=3.4, height=2.8)
for ax, name, shape in zip(axes, ("identity", "tanh", "relu"), ("straight", "curved", "broken"), strict=True):
    A = line
    for W, b in layers:
        A = ACTIVATIONS[name].f(A @ W.T + b)
    for k in range(4):
        ax.plot(position, A[:, k], color=LINES[k])
    ax.set(title=f"{name}: {shape}", xlabel="position along the line", ylabel="four output units")
plots.describe(
    fig,
    "What four layers make of a line: straight lines with the identity between them, curves with tanh, "
    "broken lines with relu.",
)

# %% [markdown] topics="O5 S7 H17"
# ## 2 · The step: a neuron that fires or does not
#
# The oldest idea copies a nerve cell: stay silent below a threshold, fire above it. The threshold is $-b$: the unit fires when $w \cdot x \ge -b$, that is, when $z \ge 0$. This is Heaviside's **step**:
#
# $$H(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}$$
#
# At the jump someone has to decide; here $H(0) = 1$. The step is bounded by 0 and 1, never negative, and so not zero-centred.
#
# **By hand.** The unit of section 1 has $z = -1.25$, so it stays silent: $H(-1.25) = 0$. Raise the bias from $0.25$ to $1.5$ and $z$ becomes exactly $0$: it fires.

# %% exercise="step"

# %% [markdown] topics="H17"
# **What usually goes wrong.** Comparing an array gives booleans, and arithmetic between booleans and numbers ends up in whatever dtype NumPy picks. In this course every activation returns the dtype it was given: float32 stays float32. You will meet this rule in each check.
#
# ### Why the step blocked learning
#
# Gradient descent asks each weight: *if you grew a little, would the loss fall?* A step answers the same almost everywhere: nothing would change. Its derivative is $0$ on both sides of the jump, and at the jump there is none, because $\frac{H(h) - H(-h)}{2h} = \frac{1}{2h}$ grows without bound as $h \to 0$.
#
# **Predict first.** Below, one unit $a = f(w x - 0.6)$, its bias held fixed, faces six labelled examples, and its mean squared error is drawn against its only weight $w$. Sketch the curve for the step and for a smooth $f$.

# %% drawing=true
x = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
target = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
weights = np.linspace(-4, 4, 801)

fig, axes = plots.panels(1, 2, width=4.4, height=3)
for ax, name in zip(axes, ("step", "sigmoid"), strict=True):
    a = ACTIVATIONS[name].f(weights[:, None] * x - 0.6)
    ax.plot(weights, ((a - target) ** 2).mean(axis=1), color=LINES[0])
    ax.set(xlabel="weight w", ylabel="mean squared error", ylim=(0, 0.9))
axes[0].set_title("step: flat treads, no slope to follow")
axes[1].set_title("smooth: a slope everywhere")
plots.describe(fig, "The loss against one weight: a staircase for the step, a smooth curve for the sigmoid.")

# %% [markdown]
# On a tread the slope is exactly 0, so a gradient step moves nothing. The perceptron rule of lecture 01 gets round this for one layer, but for a layer behind another one nobody had a rule. A smooth step is the way out.

# %% [markdown] topics="F3 H14 S7"
# ## 3 · The logistic sigmoid
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# It rises from 0 to 1 and passes $\tfrac12$ at $z = 0$. With a **slope** $a > 0$ it is $\sigma(a z)$: the larger $a$, the closer to a step.
#
# **By hand.** $\sigma(2) = 1 / (1 + e^{-2}) = 1 / 1.1353 = 0.8808$, and $\sigma(-2) = 1 / (1 + e^{2}) = 1 / 8.3891 = 0.1192$. The two add up to 1. They always do:
#
# $$\begin{aligned}
# 1 - \sigma(z) &= 1 - \frac{1}{1 + e^{-z}} && \text{definition} \\
# &= \frac{e^{-z}}{1 + e^{-z}} && \text{common denominator} \\
# &= \frac{1}{e^{z} + 1} && \text{numerator and denominator times } e^{z} \\
# &= \sigma(-z) && \text{definition, at } -z
# \end{aligned}$$
#
# **Where the formula breaks.** The largest number a float can hold decides how far an exponential may go:

# %%
for dtype in (np.float32, np.float64):
    largest = np.finfo(dtype).max
    print(
        f"{np.dtype(dtype).name}: the largest number is {largest:.3g}, so e^z overflows beyond z = {np.log(largest):.2f}"
    )

# %% [markdown]
# For $z = -1000$ the textbook formula takes $e^{1000}$, overflows, and NumPy warns. The way round follows from the third line of the derivation above: there are *two* forms of the same fraction,
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}},$$
#
# and each is harmless on one half of the axis. Which one, on which half?
#
# **Predict first.** What should $\sigma(-1000)$ be in float64: an error, a tiny number, or exactly 0? And $\sigma(-100)$ in float32?

# %% exercise="sigmoid"

# %%
in_float64 = ACTIVATIONS["sigmoid"].f(np.array([-1000.0]))[0]
factor, power = f"{ACTIVATIONS['sigmoid'].f(np.array([-100.0], np.float32))[0]:.1e}".split("e")
say(
    f"Your prediction: in float64 $\\sigma(-1000)$ is exactly {in_float64:g}, since $e^{{-1000}}$ is below the smallest "
    f"number; in float32 $\\sigma(-100) \\approx {factor} \\cdot 10^{{{int(power)}}}$ still exists."
)

# %% [markdown] topics="O6"
# **What usually goes wrong.** `np.where(condition, p, q)` evaluates *both* `p` and `q` on the whole array and then picks. A guard of that kind hides the wrong value, but the overflow has happened all the same.
#
# ### Its derivative
#
# Let $f(z) = \sigma(a z) = (1 + e^{-a z})^{-1}$.
#
# $$\begin{aligned}
# f'(z) &= -(1 + e^{-a z})^{-2} \cdot \frac{d}{dz}\left(1 + e^{-a z}\right) && \text{chain rule, power rule} \\
# &= -(1 + e^{-a z})^{-2} \cdot (-a)\, e^{-a z} && \text{chain rule, } (e^u)' = e^u \\
# &= a \cdot \frac{1}{1 + e^{-a z}} \cdot \frac{e^{-a z}}{1 + e^{-a z}} && \text{split the fraction} \\
# &= a\, f(z)\,\bigl(1 - f(z)\bigr) && \text{first two lines of the derivation above}
# \end{aligned}$$
#
# The derivative comes from the *output*: a network that has kept $f(z)$ need not take another exponential.
#
# **By hand.** $\sigma(2) = 0.8808$, so the slope there is $0.8808 \cdot 0.1192 = 0.1050$. At 0 it is $\tfrac12 \cdot \tfrac12 = \tfrac14$, the largest value: $p(1 - p)$ is a parabola with its top at $p = \tfrac12$.

# %% exercise="sigmoid_grad"

# %% [markdown]
# **What usually goes wrong.** Forgetting the factor $a$ of the inner derivative. With $a = 1$ nobody notices, which is why the check also draws other slopes.
#
# How do you know that a derivative is right? Without any calculus: move $z$ a little to both sides and see how much $f$ moves.
#
# $$f'(z) \approx \frac{f(z + h) - f(z - h)}{2h}$$

# %%
from mlpkit.gradcheck import gradcheck

f, grad = ACTIVATIONS["sigmoid"].f, ACTIVATIONS["sigmoid"].grad
z, h = np.array([-2.0, 0.0, 2.0]), 1e-5
rows = [
    [f"{p:g}", f"{d:.10f}", f"{g:.10f}"] for p, d, g in zip(z, (f(z + h) - f(z - h)) / (2 * h), grad(z), strict=True)
]
table(["z", "central difference", "formula"], rows)
error = gradcheck(f, lambda z, dA: dA * grad(z), np.random.default_rng(0).normal(size=50))
say(f"On 50 random numbers at once, along random directions, the relative error is {error:.0e}.")

# %% [markdown] topics="O6 S7"
# ### Two complaints about the sigmoid, measured
#
# **It saturates.** Where the curve is flat, hardly any gradient comes through. Call a unit *saturated* where its slope is below 5 % of the largest one.
#
# **Predict first.** Pre-activations are drawn from a normal distribution with standard deviation $s$. What share is saturated at $s = 1$? At $s = 10$? Is the tanh, which you know from school, better or worse?

# %% drawing=true
spreads = np.geomspace(0.3, 30, 40)
normal = np.random.default_rng(1).normal(size=20_000)
names = ("sigmoid", "tanh", "softsign", "relu")

fig, (ax,) = plots.panels(1, 1, width=6, height=3.2)
share = {}
for name, colour, style in zip(names, LINES, ("-", "--", "-.", ":"), strict=False):
    slopes = np.abs(ACTIVATIONS[name].grad(spreads[:, None] * normal))
    share[name] = (slopes < 0.05 * np.abs(ACTIVATIONS[name].grad(np.linspace(-1, 1, 201))).max()).mean(axis=1)
    ax.plot(spreads, share[name], style, color=colour, label=name)
ax.set(
    xscale="log",
    ylim=(0, 1),
    xlabel="standard deviation s of the pre-activations",
    ylabel="share saturated",
    title="Larger pre-activations saturate all but ReLU",
)
ax.legend()
display(
    plots.describe(fig, "Share of saturated units against the spread of the pre-activations, for four activations.")
)
at = [int(np.abs(spreads - s).argmin()) for s in (1, 3, 10)]
table(["activation", *(f"s ≈ {spreads[i]:.1f}" for i in at)], [[n, *(f"{share[n][i]:.0%}" for i in at)] for n in names])

# %% [markdown]
# Saturation multiplies along depth. A signal that passes $m$ sigmoids meets $m$ slopes, none above $\tfrac14$, so as far as the slopes go, at most $4^{-m}$ of it is left. That is why deep sigmoid networks learn slowly at the bottom; lecture 09 measures it layer by layer.
#
# **It is not zero-centred.** Its outputs are all positive. Let a unit behind it compute $z = \sum_i w_i a_i + b$. The chain rule gives $\frac{\partial L}{\partial w_i} = \frac{\partial L}{\partial z}\, a_i$. If every $a_i > 0$, then for one example *all* components have the sign of $\frac{\partial L}{\partial z}$: the weights can only rise together or fall together.
#
# **Predict first.** Eight units feed one unit. For what share of examples do all eight components agree in sign, behind a sigmoid, a tanh, a ReLU?


# %%
def hidden(name, seed):
    """Outputs of 8 units on 500 normal inputs of 64 numbers, weights N(0, 1/64)."""
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(500, 64)) @ rng.normal(size=(64, 8)) / 8
    return ACTIVATIONS["sigmoid"].f(Z) - 0.5 if name == "sigmoid − ½" else ACTIVATIONS[name].f(Z)


rows = []
for name in ("identity", "sigmoid", "sigmoid − ½", "tanh", "relu", "elu"):
    outputs = [hidden(name, seed) for seed in range(20)]
    agree = np.mean([((A >= 0).all(axis=1) | (A <= 0).all(axis=1)).mean() for A in outputs])
    low, middle, high = np.quantile([np.linalg.cond(A.T @ A) for A in outputs], [0, 0.5, 1])
    rows.append([name, f"{agree:.1%}", f"{middle:.1f}", f"{low:.1f} to {high:.1f}"])
table(["activation", "all 8 agree in sign", "condition number, median of 20 seeds", "range"], rows)

# %% [markdown]
# The condition number says what it costs. The squared error of a linear unit on these outputs is a bowl over its eight weights; the **condition number** is the ratio of its steepest to its shallowest curvature, and plain gradient descent needs a number of steps in proportion to it. The constant half in every sigmoid output stretches the bowl in the direction in which all weights move together. Subtract it, as in the third row, and the stretching is gone. Note what else the table says: in sign, ReLU outputs are no more zero-centred than those of a sigmoid.

# %% [markdown] topics="F4 H14 S7 O7"
# ## 4 · The hyperbolic tangent
#
# $$\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$$
#
# It runs from $-1$ to $1$, is odd, and so is zero-centred on symmetric inputs. It is the sigmoid, stretched:
#
# $$\begin{aligned}
# 2\sigma(2z) - 1 &= \frac{2}{1 + e^{-2z}} - 1 && \text{definition of } \sigma \\
# &= \frac{1 - e^{-2z}}{1 + e^{-2z}} && \text{common denominator} \\
# &= \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = \tanh z && \text{numerator and denominator times } e^{z}
# \end{aligned}$$
#
# **By hand.** $\sigma(2) = 0.8808$, so $\tanh 1 = 2 \cdot 0.8808 - 1 = 0.7616$.
#
# The definition has the sigmoid's trouble twice: at $z = 1000$ it is infinity over infinity. The identity you just derived has none, if your sigmoid has none.
#
# **Predict first.** Which is steeper at 0, $\sigma$ or $\tanh$, and by what factor? (Differentiate $2\sigma(2z) - 1$ in your head.)

# %% exercise="tanh"

# %% [markdown] topics="F4 H14"
# **What usually goes wrong.** Building it from the four exponentials, which passes every small test and returns NaN for the first large input. A second, quieter loss: near 0 the identity subtracts two numbers close to 1. At $z = 10^{-10}$ it has an *absolute* error of about $10^{-16}$, which is fine for a network, but leaves only six right digits. NumPy's own `tanh` keeps them all; the check accepts either.
#
# ### Its derivative
#
# Write $s = e^{z} - e^{-z}$ and $c = e^{z} + e^{-z}$, so that $\tanh z = s / c$. By $(e^{\pm z})' = \pm e^{\pm z}$ we have $s' = c$ and $c' = s$.
#
# $$\begin{aligned}
# \tanh' z &= \frac{s' c - s\, c'}{c^2} && \text{quotient rule} \\
# &= \frac{c^2 - s^2}{c^2} && s' = c,\; c' = s \\
# &= 1 - \tanh^2 z && \text{split the fraction}
# \end{aligned}$$
#
# **By hand.** $\tanh' 1 = 1 - 0.7616^2 = 1 - 0.5800 = 0.4200$, and $\tanh' 0 = 1$: four times the sigmoid's best.

# %% exercise="tanh_grad"

# %%
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
plots.activation("sigmoid", tangent=0.0, ax=axes[0])
plots.activation("tanh", tangent=0.0, ax=axes[1])
fig

# %% [markdown]
# **What usually goes wrong.** Feeding the *output* $a$ to a function that expects $z$. Some libraries store $a$ and compute $1 - a^2$. Here `grad` always takes the pre-activation $z$.

# %% [markdown] topics="F2 H14 S7 O8 S9"
# ## 5 · ReLU
#
# $$\operatorname{relu}(z) = \max(z, 0)$$
#
# The **rectified linear unit** is one comparison: no exponential, no overflow, and for $z > 0$ a slope of exactly 1, however large $z$ is. Nothing saturates on that side. It is bounded below by 0, unbounded above, never negative.
#
# **By hand.** $\operatorname{relu}(-1.25) = 0$ and $\operatorname{relu}(3) = 3$.

# %% exercise="relu"

# %% [markdown] topics="F2 H14"
# **What usually goes wrong.** Setting the negative entries to zero *in place*. The array belongs to the caller, and backpropagation needs the old $z$.
#
# ### Its derivative, and the kink
#
# For $z > 0$, $\operatorname{relu}(z) = z$ and the derivative is 1; for $z < 0$ it is the derivative of a constant, 0. At $z = 0$ the difference quotient from the left tends to 0 and from the right to 1, so there is no derivative. Any number in between is a *subgradient*, and the lectures this course follows choose differently: UNICAMP's deck takes 0, Tsinghua's and IIT Kharagpur's take 1. We take 0, as PyTorch does. The check accepts both.
#
# **Predict first.** How often will the choice matter when $z$ is a float32 number drawn from a normal distribution?

# %% exercise="relu_grad"

# %%
z = np.random.default_rng(2).normal(size=1_000_000).astype(np.float32)
a = ACTIVATIONS["relu"].f(z)
say(
    f"Of {z.size:,} draws, {int((z == 0).sum())} hit the kink exactly. "
    f"{(a == 0).mean():.1%} of the outputs are 0: the layer is *sparse*."
)

# %% [markdown]
# **What usually goes wrong.** Choosing between the plain numbers 1.0 and 0.0 is right in value and gives float64, whatever $z$ was. One such line makes a whole float32 network twice as slow without a word.

# %% [markdown] topics="S9 O8 F9"
# ### Dead units
#
# Fragility is the price. A unit whose $z$ is negative for *every* training example has slope 0 for every example. Its weights get no gradient, so they stay, so it is negative for every example, for ever: it is **dead**.
#
# **By hand.** One unit, $w = 1$, $b = 0$, inputs between 0 and 1. One example with $x = 1$ has $\frac{\partial L}{\partial z} = 4$, the learning rate is 1. Then $w \leftarrow 1 - 4 = -3$ and $b \leftarrow 0 - 4 = -4$, so $z = -3x - 4 < 0$ for every input. One step, and it is over.
#
# IIT Kharagpur's deck passes on a common remedy: start the biases at $0.1$, so that most units begin alive. Let us measure. The next cell defines small networks; their training is the subject of lectures 05 to 07, so read only the docstrings. All seeds are trained at once, as one batch of matrices.

# %%
from itertools import pairwise

from mlpkit.datasets import circles


def network(depth, width, seeds, gain=1.0, bias=0.0):
    """Weights N(0, gain²/n), stored from × to, for batched products, and biases: `seeds` networks 2 → width × depth → 1."""
    rng = np.random.default_rng(0)
    sizes = [2, *[width] * depth, 1]
    W = [rng.normal(0, gain / np.sqrt(m), (seeds, m, n)).astype(np.float32) for m, n in pairwise(sizes)]
    b = [np.full((seeds, 1, n), bias, np.float32) for n in sizes[1:-1]] + [np.zeros((seeds, 1, 1), np.float32)]
    return W, b


def run(name, W, b, X):
    """Pre-activations and activations of all layers."""
    Z, A = [], [X]
    for w, c in zip(W, b, strict=True):
        Z.append(A[-1] @ w + c)
        A.append(ACTIVATIONS[name].f(Z[-1]))
    return Z, A


def train(name, W, b, X, t, rate, steps=150):
    """Full-batch gradient descent on the cross-entropy. Returns the last pre-activations."""
    for _ in range(steps):
        Z, A = run(name, W, b, X)
        d = (ACTIVATIONS["sigmoid"].f(Z[-1]) - t[:, None]) / len(X)
        for i in reversed(range(len(W))):
            down = d @ W[i].swapaxes(1, 2)
            W[i] -= rate * A[i].swapaxes(-1, -2) @ d
            b[i] -= rate * d.sum(axis=1, keepdims=True)
            d = down * ACTIVATIONS[name].grad(Z[i - 1]) if i else None
    return run(name, W, b, X)[0]


def spread(values, form=".0%"):
    """median (lowest to highest)"""
    low, middle, high = np.quantile(values, [0, 0.5, 1])
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


X, t = circles(np.random.default_rng(0), n=128)
t = t.astype(np.float32)

# %% [markdown]
# **Predict first.** Three hidden layers of 32 ReLU units, ten seeds. What share of units is dead before training and after 150 steps, with biases of 0, 0.1 and 1? At a moderate and at a high learning rate? And if the inputs are not centred, but shifted by 3?


# %%
def dead(Z):
    """Share of hidden units that are silent on every example, for each seed."""
    return np.mean([(z <= 0).all(axis=1).mean(axis=1) for z in Z[:-1]], axis=0)


rows = []
for shift in (0, 3):
    for rate in (0.1, 2.0):
        for bias in (0.0, 0.1, 1.0):
            W, b = network(depth=3, width=32, seeds=10, bias=bias)
            before = dead(run("relu", W, b, X + shift)[0])
            after = dead(train("relu", W, b, X + shift, t, rate))
            rows.append([f"{shift}", f"{rate}", f"{bias}", spread(before), spread(after)])
table(["inputs shifted by", "learning rate", "first bias", "dead at the start", "dead after 150 steps"], rows)

# %% [markdown]
# **What came out.** A bias of 0.1 saves a few units at the start, in the deeper layers. It does not protect against a learning rate that is too high, which kills most units whatever the bias, and a large bias can make that worse. Shifted inputs kill far more than a zero bias does: centring the data (the warm-up exercise of lecture 00) is the stronger remedy. So the advice holds, in part: 0.1 helps a little at the start and is no cure.

# %% [markdown] topics="F8 S8 H35 F9"
# ## 6 · Leaky, parametric and randomised ReLU
#
# If slope 0 kills, use a small slope instead. The **leaky ReLU** lets a share $\alpha$ of the negative side through:
#
# $$f(z) = \lambda \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases} \qquad f'(z) = \lambda \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}$$
#
# with $\alpha = 0.01$ by default. The factor $\lambda$ stands in UNICAMP's deck only; the others have $\lambda = 1$. Each branch is linear, so each derivative is its factor. At 0 we take the left branch, as for ReLU.
#
# **By hand.** With $\alpha = 0.1$ and $\lambda = 2$: $f(-2) = 2 \cdot 0.1 \cdot (-2) = -0.4$ and $f(3) = 6$.
#
# **Predict first.** For $0 < \alpha < 1$ someone writes $\max(z, \alpha z)$. Does that still hold for $\alpha = 1.5$?

# %% exercise="leaky_relu"

# %% exercise="leaky_relu_grad"

# %% [markdown] topics="H35"
# **What usually goes wrong.** $\max(z, \alpha z)$ is right only while $\alpha \le 1$: for $\alpha = 1.5$ and $z = -2$ it picks $-2$ instead of $-3$. And a derivative built from two plain numbers has no way to know that $z$ was float32.
#
# ### The slope as a parameter
#
# Why 0.01? The **parametric ReLU** (He et al. 2015) learns $\alpha$, one for each unit. For that it needs a second derivative, with respect to $\alpha$:
#
# $$\frac{\partial f}{\partial z} = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases} \qquad \frac{\partial f}{\partial \alpha} = \begin{cases} 0 & z > 0 \\ z & z \le 0 \end{cases} = \min(z, 0)$$
#
# (on the right branch $f = z$ does not contain $\alpha$; on the left one $f = \alpha z$ is linear in $\alpha$). A unit's $\alpha$ serves all examples, so the chain rule over all of them gives a sum: $\frac{\partial L}{\partial \alpha_j} = \sum_n \frac{\partial L}{\partial a_{nj}} \min(z_{nj}, 0)$.
#
# **By hand.** Two examples (rows), two units (columns), slopes $\alpha = (0.5, 0.25)$:
#
# $$Z = \begin{pmatrix} -2 & -2 \\ 4 & -4 \end{pmatrix} \quad\Rightarrow\quad A = \begin{pmatrix} -1 & -0.5 \\ 4 & -1 \end{pmatrix}, \qquad \min(Z, 0) = \begin{pmatrix} -2 & -2 \\ 0 & -4 \end{pmatrix}.$$
#
# If $\frac{\partial L}{\partial a_{nj}} = 1$ everywhere, the two slopes hear $-2$ and $-6$.
#
# **Predict first.** `z` has the shape $(N, n)$, `alpha` has $(n,)$. Does NumPy pair the slopes with columns or with rows?

# %% exercise="prelu"

# %% [markdown] topics="H35"
# **What usually goes wrong.** Reshaping $\alpha$ into a column pairs slopes with examples. For a square batch that runs without an error and is wrong.
#
# ### The slope as noise
#
# The **randomised ReLU** (Xu et al. 2015) draws the slope $r$ of the negative side anew for every entry in training, from $U(\ell, u)$, and uses a fixed one at test time. Since $f$ is linear in its slope on the negative side, the average output over the draws is the output at the average slope:
#
# $$\mathbb{E}[r z] = \mathbb{E}[r]\, z = \frac{\ell + u}{2}\, z.$$
#
# **By hand.** With $\ell = \tfrac18$ and $u = \tfrac13$ the mean slope is $\tfrac{11}{48}$, so $z = -48$ gives $-11$ at test time. Xu et al. themselves draw the *divisor* $1/r$ from $U(3, 8)$ and test with its mean, $z / 5.5$: a slope of $0.182$, not $0.229$. Two rules with one name; libraries follow the first.

# %% drawing=true
from mlpkit.activations import rrelu

z = np.full(10_000, -48.0)
draws = rrelu(z, rng=np.random.default_rng(0))
say(
    f"10,000 random outputs at z = −48 lie between {draws.min():.2f} and {draws.max():.2f}, "
    f"with mean {draws.mean():.2f}. The test-time rule gives {rrelu(z[:1])[0]:.2f}."
)

fig, axes = plots.panels(1, 3, width=3.4, height=2.8)
z = np.linspace(-3, 3, 301)
for alpha, colour, style in zip((0.01, 0.1, 0.25), LINES, ("-", "--", ":"), strict=False):
    axes[0].plot(z, ACTIVATIONS["leaky_relu"].f(z, alpha), style, color=colour, label=f"α = {alpha}")
    axes[1].plot(z, ACTIVATIONS["leaky_relu"].grad(z, alpha), style, color=colour, label=f"α = {alpha}")
axes[2].plot(z, rrelu(z, rng=np.random.default_rng(0)), ".", color=LINES[1], markersize=3, label="one draw")
axes[2].plot(z, rrelu(z), color=LINES[0], label="mean slope")
for ax, title, label in zip(
    axes,
    ("leaky: the left side tilts", "leaky: its slope", "randomised: one draw for each z"),
    ("f(z)", "f′(z)", "f(z)"),
    strict=True,
):
    ax.set(title=title, xlabel="z", ylabel=label)
    ax.legend(fontsize="small")
plots.describe(
    fig, "Leaky ReLU and its slope for three values of alpha; randomised ReLU with random slopes below zero."
)

# %% [markdown] topics="F6 S8"
# ## 7 · ELU and SELU: a soft floor
#
# ReLU's outputs are never negative, so their mean is positive. The **exponential linear unit** pulls the mean towards zero with a curve that levels off at $-\alpha$:
#
# $$f(z) = \begin{cases} z & z > 0 \\ \alpha\,(e^{z} - 1) & z \le 0 \end{cases}$$
#
# $$f'(z) = \begin{cases} 1 & z > 0 \\ \alpha\, e^{z} & z \le 0 \end{cases} \qquad \text{(the exponential is its own derivative; a constant has derivative 0)}$$
#
# From the left $f'(z) \to \alpha$ as $z \to 0$, from the right it is 1. For $\alpha = 1$ there is no kink. For other values we take the left one, $\alpha$.
#
# **By hand.** With $\alpha = 1$: $f(-1) = e^{-1} - 1 = 0.3679 - 1 = -0.6321$ and $f'(-1) = 0.3679$.
#
# **Predict first.** What happens at $z = 1000$ if the exponential is taken of the whole array and the branch is chosen afterwards?

# %% exercise="elu"

# %% exercise="elu_grad"

# %% [markdown] topics="F7"
# **What usually goes wrong.** The warning you predicted. And a finer point: for $z = -10^{-20}$ the difference $e^{z} - 1$ is exactly 0 in floating point, although the answer is $-10^{-20}$. NumPy has a function for just this difference. The check does not insist on it.
#
# ### SELU: pick the constants so that layers keep their scale
#
# Put a factor $\lambda$ in front of ELU:
#
# $$\operatorname{selu}(z) = \lambda \begin{cases} z & z > 0 \\ \alpha\,(e^{z} - 1) & z \le 0 \end{cases} \qquad \operatorname{selu}'(z) = \lambda \begin{cases} 1 & z > 0 \\ \alpha\, e^{z} & z \le 0 \end{cases}$$
#
# Klambauer et al. (2017) ask: if $z$ is standard normal, can the output have mean 0 and variance 1 as well? Two conditions, two unknowns. Let $\varphi$ be the normal density and $\Phi$ its distribution function. Two integrals are needed.
#
# $$\begin{aligned}
# \int_0^\infty z\,\varphi(z)\,dz &= \bigl[-\varphi(z)\bigr]_0^\infty = \varphi(0) = \tfrac{1}{\sqrt{2\pi}} && \varphi'(z) = -z\,\varphi(z) \\
# \int_{-\infty}^0 e^{kz}\varphi(z)\,dz &= e^{k^2/2} \int_{-\infty}^0 \varphi(z - k)\,dz && \text{complete the square: } kz - \tfrac{z^2}{2} = \tfrac{k^2}{2} - \tfrac{(z-k)^2}{2} \\
# &= e^{k^2/2}\,\Phi(-k) && \text{substitute } u = z - k
# \end{aligned}$$
#
# Mean zero (divide by $\lambda$; use $k = 1$ and $\Phi(0) = \tfrac12$):
#
# $$\tfrac{1}{\sqrt{2\pi}} + \alpha\left(e^{1/2}\,\Phi(-1) - \tfrac12\right) = 0 \quad\Rightarrow\quad \alpha = \frac{1/\sqrt{2\pi}}{\tfrac12 - e^{1/2}\,\Phi(-1)}.$$
#
# Variance one (the mean is 0, so the variance is the mean square; expand $(e^z - 1)^2 = e^{2z} - 2e^z + 1$; use $k = 2$ and $k = 1$; by symmetry $\int_0^\infty z^2\varphi = \tfrac12$):
#
# $$\lambda^2 \left[\tfrac12 + \alpha^2 \left(e^{2}\,\Phi(-2) - 2 e^{1/2}\,\Phi(-1) + \tfrac12\right)\right] = 1.$$

# %%
from scipy.stats import norm

below = {k: np.exp(k**2 / 2) * norm.cdf(-k) for k in (1, 2)}
alpha = norm.pdf(0) / (0.5 - below[1])
scale = (0.5 + alpha**2 * (below[2] - 2 * below[1] + 0.5)) ** -0.5
say(f"The two equations give $\\alpha = {alpha:.10f}$ and $\\lambda = {scale:.10f}$, the defaults in the stub below.")

# %% [markdown] topics="F7"
# **By hand.** $\operatorname{selu}(-1) = 1.0507 \cdot 1.6733 \cdot (-0.6321) = -1.1113$, and $\operatorname{selu}'(1) = \lambda = 1.0507$: a little *more* than 1, which makes up for the soft floor.
#
# **Predict first.** Standard normal numbers go through 30 layers of 100 units, weights $N(0, 1/100)$. What standard deviation is left at the end for SELU, ReLU, tanh?

# %% exercise="selu"

# %% exercise="selu_grad"

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.2)
for name, colour, style in zip(
    ("selu", "elu", "leaky_relu", "relu", "tanh", "sigmoid"), LINES, ("-", "--", "-.", ":", "-", "--"), strict=False
):
    means, deviations = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        A = rng.normal(size=(200, 100)).astype(np.float32)
        statistics = []
        for _ in range(30):
            A = ACTIVATIONS[name].f(A @ rng.normal(0, 0.1, (100, 100)).astype(np.float32))
            statistics.append((A.mean(), A.std()))
        means.append([m for m, _ in statistics])
        deviations.append([s for _, s in statistics])
    depth = np.arange(1, 31)
    for ax, values in zip(axes, (means, deviations), strict=True):
        ax.plot(depth, np.median(values, axis=0), style, color=colour, label=name)
        ax.fill_between(depth, np.min(values, axis=0), np.max(values, axis=0), color=colour, alpha=0.2)
axes[0].set(title="mean: SELU and tanh stay near 0", xlabel="layer", ylabel="mean of the outputs")
axes[1].set(title="standard deviation: only SELU stays at 1", xlabel="layer", ylabel="standard deviation", yscale="log")
axes[1].legend(fontsize="small")
plots.describe(
    fig,
    "Mean and standard deviation of layer outputs over 30 layers, median and range of five seeds: "
    "SELU stays near 0 and 1; for ReLU, leaky ReLU and tanh the standard deviation falls.",
)

# %% [markdown]
# **What usually goes wrong.** Swapping $\alpha$ and $\lambda$ (1.67 and 1.05), or multiplying only one branch by $\lambda$. And SELU keeps its promise only with weights of variance $1/n$: with other weights it is one more ELU.

# %% [markdown] topics="F5 S8 H35"
# ## 8 · Softplus and softsign
#
# ### Softplus: ReLU with the corner rounded off
#
# $$f(z) = \log(1 + e^{z})$$
#
# **By hand.** $f(0) = \log 2 = 0.6931$. $f(-2) = \log(1 + 0.1353) = 0.1269$. For large $z$ the 1 does not matter and $f(z) \approx \log e^z = z$.
#
# Its derivative is an old friend:
#
# $$\begin{aligned}
# f'(z) &= \frac{1}{1 + e^{z}} \cdot e^{z} && \text{chain rule, } (\log u)' = 1/u \\
# &= \frac{1}{e^{-z} + 1} = \sigma(z) && \text{numerator and denominator times } e^{-z}
# \end{aligned}$$
#
# So softplus is the sigmoid's integral, as ReLU is the step's. The formula overflows where its answer is harmless: $f(1000) = 1000$. Take the larger of the two terms out of the logarithm:
#
# $$\log(1 + e^{z}) = \log\bigl(e^{z}(e^{-z} + 1)\bigr) = z + \log(1 + e^{-z}),$$
#
# by $\log(uv) = \log u + \log v$. Again two forms, each harmless on one half of the axis.
#
# **Predict first.** $f(-50)$ is about $e^{-50} \approx 2 \cdot 10^{-22}$. What does the formula give when $1 + e^{-50}$ is rounded to a float?

# %% exercise="softplus"

# %% exercise="softplus_grad"

# %% [markdown] topics="H35"
# **Your prediction.** $1 + e^{-50}$ rounds to 1, so the formula gives 0.
#
# **What usually goes wrong.** A cut-off, "if $z > 20$ return $z$", which is what some libraries do. It is silent and off by $2 \cdot 10^{-9}$ at the cut; in float64 that is visible in a gradient check.
#
# ### Softsign: a tanh without exponentials
#
# $$f(z) = \frac{z}{1 + |z|}$$
#
# Where $z > 0$, $|z| = z$; where $z < 0$, $|z| = -z$. The quotient rule on each side:
#
# $$\begin{aligned}
# z > 0:\quad f'(z) &= \frac{1 \cdot (1 + z) - z \cdot 1}{(1 + z)^2} = \frac{1}{(1 + z)^2} \\
# z < 0:\quad f'(z) &= \frac{1 \cdot (1 - z) - z \cdot (-1)}{(1 - z)^2} = \frac{1}{(1 - z)^2}
# \end{aligned}$$
#
# Both are $\frac{1}{(1 + |z|)^2}$, and both tend to 1 at $z = 0$, so there is no kink there.
#
# **By hand.** $f(3) = \tfrac34$, $f'(3) = \tfrac1{16}$. Compare $\tanh' 3 = 0.0099$.
#
# **Predict first.** Both saturate at $\pm 1$. Which of the two still passes more gradient at $z = 10$, and by what factor, roughly?

# %% exercise="softsign"

# %% exercise="softsign_grad"

# %% drawing=true
z = np.array([1.0, 3.0, 10.0])
rows = [
    [f"{p:g}", f"{s:.2e}", f"{h:.2e}", f"{s / h:.3g}"]
    for p, s, h in zip(z, ACTIVATIONS["softsign"].grad(z), ACTIVATIONS["tanh"].grad(z), strict=True)
]
table(["z", "softsign′", "tanh′", "ratio"], rows)

fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
plots.activation("softplus", compare="relu", ax=axes[0])
plots.activation("softsign", compare="tanh", ax=axes[1])
axes[1].set_ylim(-1.8, 1.1)  # room for the legend below the curves
axes[1].legend(frameon=False, fontsize=9, loc="lower right")
fig

# %% [markdown]
# **What usually goes wrong.** Differentiating $z / (1 + |z|)$ as if $|z|$ were a constant, which gives $1/(1 + |z|)$ without the square.

# %% [markdown] topics="S8 S10"
# ## 9 · Swish and GELU: gates
#
# Multiply $z$ by a number between 0 and 1 that depends on $z$ itself: a **gate** that is open for large $z$ and shut for very negative $z$. ReLU is the hardest gate, $z \cdot H(z)$. Softer gates give the two activations of today's large models.
#
# ### Swish
#
# $$f(z) = z\,\sigma(\beta z)$$
#
# With $s = \sigma(\beta z)$ and $s' = \beta s (1 - s)$ from section 3:
#
# $$\begin{aligned}
# f'(z) &= 1 \cdot s + z \cdot s' && \text{product rule} \\
# &= s + \beta z\, s (1 - s) && \text{section 3, chain rule}
# \end{aligned}$$
#
# **By hand.** $\beta = 1$, $z = 2$: $s = 0.8808$, so $f(2) = 1.7616$ and $f'(2) = 0.8808 + 2 \cdot 0.1050 = 1.0908$. The slope is above 1. At $z = -2$ it is $0.1192 - 2 \cdot 0.1050 = -0.0908$: swish goes *down* there. It is not monotone.
#
# The ends of the family: at $\beta = 0$, $s = \tfrac12$ everywhere and $f(z) = z/2$; for $\beta \to \infty$ the gate becomes the step and swish becomes ReLU.
#
# **Predict first.** $z = -10^{30}$: the gate is shut, $\sigma = 0$, and $z \sigma(z) = 0$. The derivative above is as harmless. What could go wrong if you multiplied out a form with $e^{-\beta z}$?

# %% exercise="swish"

# %% exercise="swish_grad"

# %% drawing=true
z = np.linspace(-5, 5, 501)
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
for beta, colour, style in zip((0.0, 0.5, 1.0, 2.0, 10.0), LINES, ("-", "--", "-.", ":", "-"), strict=False):
    axes[0].plot(z, ACTIVATIONS["swish"].f(z, beta), style, color=colour, label=f"β = {beta:g}")
    axes[1].plot(z, ACTIVATIONS["swish"].grad(z, beta), style, color=colour, label=f"β = {beta:g}")
axes[0].set(title="swish: from z/2 to ReLU", xlabel="z", ylabel="f(z)")
axes[1].set(title="its slope overshoots on both sides", xlabel="z", ylabel="f′(z)")
axes[0].legend()
display(plots.describe(fig, "Swish and its first derivative for five values of beta, from half of z to nearly ReLU."))
z = np.linspace(-5, 5, 100_001)
f, slope = ACTIVATIONS["swish"].f(z), ACTIVATIONS["swish"].grad(z)
say(
    f"For β = 1 swish is lowest at z = {z[f.argmin()]:.3f}, where it is {f.min():.4f}; "
    f"its slope runs from {slope.min():.4f} to {slope.max():.4f}."
)

# %% [markdown] topics="S11"
# **Your prediction.** $e^{10^{30}}$ is infinite, and infinity over infinity is NaN.
#
# **What usually goes wrong.** Losing the $\beta$ in front of the second term: it is the inner derivative of $\sigma(\beta z)$, and $\beta = 1$ hides the mistake.
#
# ### GELU
#
# The **Gaussian error linear unit** takes as its gate the probability that a standard normal number lies below $z$:
#
# $$f(z) = z\,\Phi(z), \qquad \Phi(z) = \int_{-\infty}^{z} \varphi(u)\,du = \tfrac12\left(1 + \operatorname{erf}\frac{z}{\sqrt 2}\right), \qquad \varphi(z) = \frac{e^{-z^2/2}}{\sqrt{2\pi}}.$$
#
# The form with the error function $\operatorname{erf}(x) = \frac{2}{\sqrt\pi}\int_0^x e^{-v^2}dv$ follows by the substitution $u = \sqrt2\,v$, with the half for the part below zero.
#
# $$\begin{aligned}
# f'(z) &= 1 \cdot \Phi(z) + z \cdot \Phi'(z) && \text{product rule} \\
# &= \Phi(z) + z\,\varphi(z) && \text{fundamental theorem of calculus}
# \end{aligned}$$
#
# **By hand.** $\Phi(-1) = 0.1587$ (the share of a normal sample more than one deviation below its mean), so $f(-1) = -0.1587$. With $\varphi(-1) = 0.2420$, $f'(-1) = 0.1587 - 0.2420 = -0.0833$.
#
# Many programs use a tanh formula in its place, from a time when $\operatorname{erf}$ was slow. We want the exact one; SciPy's `scipy.special` has both $\operatorname{erf}$ and $\Phi$, under the names `erf` and `ndtr`.
#
# **Predict first.** $\sigma(1.702\,z)$ resembles $\Phi(z)$. How far is swish with $\beta = 1.702$ from GELU at worst?

# %% exercise="gelu"

# %% exercise="gelu_grad"

# %% drawing=true
from functools import partial

z = np.linspace(-6, 6, 100_001)
gap = ACTIVATIONS["gelu"].f(z) - ACTIVATIONS["swish"].f(z, 1.702)
say(f"The largest distance is {np.abs(gap).max():.4f}, at z = {abs(z[np.abs(gap).argmax()]):.2f} on either side.")

fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
near = partial(ACTIVATIONS["swish"].f, beta=1.702)
title = f"gelu and swish with β = 1.702: at most {np.abs(gap).max():.4f} apart"
plots.activation("gelu", compare=near, title=title, ax=axes[0])
plots.activation("gelu", tangent=-1.0, ax=axes[1])
fig

# %% [markdown]
# **What usually goes wrong.** In float32, a constant such as `np.sqrt(2 * np.pi)` is a float64 *NumPy* number and turns the result into float64. A plain Python number does not.

# %% [markdown] topics="K8 F10 S7"
# ## 10 · All of them, side by side
#
# Solid: the function. Dashed: its derivative. You derived all of these.

# %%
names = [n for n in ACTIVATIONS if n not in ("prelu", "rrelu")]
z = np.linspace(-4, 4, 401)
fig, axes = plots.panels(3, 4, width=2.6, height=2.1)
for ax, name in zip(axes, names, strict=True):
    ax.plot(z, ACTIVATIONS[name].f(z), color=LINES[0])
    ax.plot(z, ACTIVATIONS[name].grad(z), "--", color=LINES[1])
    ax.set(title=name, ylim=(-2, 2.5), xlabel="z")
    ax.axhline(0, color="0.7", linewidth=0.6)
plots.describe(fig, "Twelve small plots, each an activation as a solid and its derivative as a dashed line.")

# %% [markdown] topics="S7 O6 F9"
# **Predict first.** Before you read the table: which of them are bounded on both sides? Which can be negative? For which is the mean output 0 when $z$ is standard normal?

# %%
z = np.r_[-1e6, np.linspace(-30, 30, 60_001), 1e6]
sample = np.random.default_rng(0).normal(size=100_000)


def short(value):
    """Three decimals at most, and the sign of infinity for what grows with z."""
    return f"{round(float(value), 3) + 0:g}" if abs(value) < 1e3 else "−∞" if value < 0 else "∞"


rows = []
for name in ACTIVATIONS:
    a, slopes = ACTIVATIONS[name].f(z), ACTIVATIONS[name].grad(z)
    monotone = "yes" if (np.diff(a) >= 0).all() else "no"
    bounds = [short(v) for v in (a.min(), a.max(), slopes.min(), slopes.max())]
    mean = round(float(ACTIVATIONS[name].f(sample).mean()), 2) + 0
    rows.append([name, *bounds[:2], monotone, *bounds[2:], f"{mean:+.2f}"])
head = ["activation", "lowest", "highest", "monotone", "least slope", "largest slope", "mean output, z normal"]
table(head, rows)

# %% [markdown] topics="F10 K8"
# ### The playground
#
# Choose a function, move $z$ and watch the tangent; move the parameters; widen the inputs and see how many units saturate. What you have written and passed is drawn over the library's curve.
#
# Try: for which spread of the inputs is half of a tanh layer saturated? Where does the slope of swish leave the interval from 0 to 1? Which function changes the mean of its inputs least?

# %%
explore.activations(name="tanh")

# %% [markdown]
# And without a kernel, one picture of what the explorer shows:

# %%
plots.activation("tanh", tangent=1.0)

# %% [markdown] topics="F9 F10"
# ## 11 · Which one is the most stable?
#
# UNICAMP's deck gives an order: SELU, then ELU, leaky ReLU, ReLU, tanh, and the logistic last. A claim like that can be measured. We train networks of 2, 6 and 12 hidden layers (16 units each) to tell an inner ring from an outer one on 64 points, with three learning rates and five random starts. A run counts as *solved* when 95 % of the points are right after 100 steps. An activation is stable if it is solved at many rates and from all starts, and stays so when the network gets deeper.
#
# The size of the first weights matters as well, so we try two: $N(0, 1/n)$, which suits SELU, and $N(0, 2/n)$, which was made for ReLU. Lecture 09 derives both.
#
# **Predict first.** Write down your own order for depth 12.

# %% drawing=true
order = ("selu", "elu", "leaky_relu", "relu", "tanh", "sigmoid")
depths, rates, steps = (2, 6, 12), (0.1, 0.3, 1.0), 100
points, labels = X[:64], t[:64]
solved = {}
for gain in (1.0, 2**0.5):
    for depth in depths:
        for name in order:
            shares = []
            for rate in rates:
                W, b = network(depth, 16, seeds=5, gain=gain)
                with np.errstate(all="ignore"):
                    right = (train(name, W, b, points, labels, rate, steps)[-1] > 0) == (labels[:, None] > 0.5)
                shares.append(right.mean(axis=(1, 2)) >= 0.95)
            solved[name, gain, depth] = np.array(shares)

fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
for ax, gain, title in zip(axes, (1.0, 2**0.5), ("weights N(0, 1/n)", "weights N(0, 2/n)"), strict=True):
    for i, (name, colour, marker) in enumerate(zip(order, LINES, "osv^Dx", strict=False)):
        beside = np.array(depths) + 0.25 * (i - 2.5)  # so that no marker hides another
        ax.plot(beside, [solved[name, gain, d].mean() for d in depths], marker + "-", color=colour, label=name)
    ax.set(title=title, xlabel="hidden layers", ylabel="share of runs solved", ylim=(-0.03, 1.03), xticks=depths)
axes[1].legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
display(plots.describe(fig, "Share of solved runs against depth for six activations and two weight scales."))
rows = [
    [name, *(" ".join(f"{s.sum()}/5" for s in solved[name, g, d]) for g in (1.0, 2**0.5) for d in depths)]
    for name in order
]
table(["activation", *(f"{d} layers, {g}" for g in ("1/n", "2/n") for d in depths)], rows)
say("Each cell: starts solved out of 5, at the rates " + ", ".join(map(str, rates)) + ".")

# %%
for gain, scale in ((1.0, "1/n"), (2**0.5, "2/n")):
    ranked = sorted(order, key=lambda n: -np.mean([solved[n, gain, d].mean() for d in depths]))
    shown = ", ".join(f"{n} {np.mean([solved[n, gain, d].mean() for d in depths]):.0%}" for n in ranked)
    say(f"Weights N(0, {scale}), all depths and rates together: {shown}.")
W, b = network(2, 16, seeds=5)
patient = (train("sigmoid", W, b, points, labels, 1.0, steps=2000)[-1] > 0) == (labels[:, None] > 0.5)
late = (patient.mean(axis=(1, 2)) >= 0.95).sum()
say(f"The logistic with two layers, rate 1 and 2,000 steps instead of {steps}: {late} of 5 starts solved.")

# %% [markdown]
# **What came out.** ELU leads with either kind of weights. With the weights that SELU was made for, SELU comes second and the logistic last; ReLU, its leaky form and tanh lie close together, and their order changes with the last digit of a rounding. With $N(0, 2/n)$, ReLU, its leaky form and tanh reach twelve layers too, and SELU falls behind them, at the higher rates most of all.
#
# How long you train matters too. Set `steps` to 150 in the cell above: tanh, which starts slowly, then passes ReLU with either kind of weights. So the order is a statement about an activation *together with* its first weights, its learning rate and your patience. The logistic is the clearest case: nothing is solved in 100 steps, but with two layers and rate 1 it solves every start within 2,000. One small task with five starts is little evidence. Remember the two differences that are far larger than the spread between starts: how much slower the logistic is than all others, and what the first weights do to ReLU at twelve layers.

# %% [markdown] topics="F3 F4 S8 S10 S11"
# ## Derive it yourself
#
# You can hand in a derivation here as you would write it on paper, as text: one $=$ a line. The check evaluates every line at many points and names the first one that does not follow, with numbers at which you can see it.
#
# - Products are written with `*`, powers with `**`, and `d(expression, z)` is the derivative with respect to $z$.
# - You may do as many steps in a line as you like, except where the exercise asks to see one.
# - `let u = 1 + exp(-z)` on a line of its own gives something a name of your own. What stands behind a `#` is not read.
#
# The report shows what was read in the usual typesetting, so that a bracket in the wrong place is seen at once.
#
# **The sigmoid.** From the definition to a form in the output $s$ alone.

# %% exercise="sigmoid_derivation"

# %% [markdown]
# **The hyperbolic tangent.** From its exponentials to a form in the output $t$ alone.

# %% exercise="tanh_derivation"

# %% [markdown]
# **Softplus.** Its derivative has a name that you know.

# %% exercise="softplus_derivation"

# %% [markdown]
# **Swish**, with its $\beta$.

# %% exercise="swish_derivation"

# %% [markdown]
# **GELU.** $\Phi(z)$ is the area under the bell curve $\varphi$ to the left of $z$; `erf` is the function that tables list for it, and its derivative is $\frac{2}{\sqrt\pi} e^{-u^2}$.

# %% exercise="gelu_derivation"

# %% [markdown] topics="F3 S8"
# ## Test, break, mend
#
# **Write the test yourself.** The function below is given some $f$ and a function that claims to be its derivative. It has to accept what is right and refuse what is wrong: ours, and seven wrong ones that the check has ready.

# %% exercise="derivative_test"

# %% [markdown]
# **Find where it breaks.** This softplus is the textbook's formula. Find a number for which it is wrong.

# %% exercise="softplus_counterexample"

# %% [markdown]
# **Mend it.** One thing is wrong with this derivative of swish.

# %% exercise="mended_swish_grad"

# %% [markdown]
# ## Recap
#
# Without a bend, layers collapse into one. The step bends but has no slope; the sigmoid has one, but saturates and pushes all outputs to one side; tanh mends the second, ReLU the first on one half of the axis, at the price of dead units. Leaky, parametric and randomised ReLU keep a slope on the left; ELU and SELU put a soft floor there, and SELU's two constants keep mean and variance through depth. Softplus and softsign are smooth or exponential-free relatives. Swish and GELU gate $z$ by itself and are not monotone. Every derivative came from the chain, product or quotient rule, and every formula that overflowed had a second form that did not.
#
# ## Test yourself
#
# 1. Twenty sigmoid layers stand between the loss and the first weights. What is the most that the slopes alone can leave of a gradient?
#
# <details><summary>Answer</summary>
#
# Each slope is at most $\tfrac14$, so at most $4^{-20} \approx 9 \cdot 10^{-13}$.
#
# </details>
#
# 2. $f$ is odd. Show that $f'$ is even. Which derivatives in this lecture does that spare you half of the work for?
#
# <details><summary>Answer</summary>
#
# Differentiate $f(-z) = -f(z)$ on both sides by the chain rule: $-f'(-z) = -f'(z)$. It serves tanh and softsign, and the sigmoid too, since $\sigma - \tfrac12$ is odd.
#
# </details>
#
# 3. A ReLU unit is silent on all of today's training examples. Is it dead for good?
#
# <details><summary>Answer</summary>
#
# Its own weights get no gradient, and with one hidden layer the inputs do not change, so yes. In a deeper network the layers below it still learn through other units; they can move its inputs and wake it up.
#
# </details>
#
# 4. Why does PReLU sum over the examples for $\partial L / \partial \alpha$, but not for $\partial L / \partial z$?
#
# <details><summary>Answer</summary>
#
# One $\alpha$ takes part in the output of every example, so the chain rule adds a term for each. Each $z_{nj}$ takes part in one output only.
#
# </details>
#
# 5. Softplus is a smooth ReLU with no dead units. Why does hardly anybody use it in hidden layers?
#
# <details><summary>Answer</summary>
#
# It costs an exponential and a logarithm; its outputs are all positive, with mean well above 0 (see the table in section 10), and its slope at 0 is only $\tfrac12$. Where a positive output is needed, as for a variance, it is the right choice.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): the catalogue with parameters, and the claimed order.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: activations with their derivatives.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: sigmoid, tanh, ReLU, and the variants of Xu et al.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: bounds and centring, swish, GELU, the bias of 0.1.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: pre-activation, saturation, the tanh identity.
#
# Papers:
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", in *Neural Networks: Tricks of the Trade*, Springer 1998: why zero-centred.
# - X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010: saturation by layer; softsign.
# - X. Glorot, A. Bordes, Y. Bengio, "Deep sparse rectifier neural networks", AISTATS 2011: ReLU and softplus.
# - A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML workshop 2013: leaky ReLU.
# - K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, [arXiv:1502.01852](https://arxiv.org/abs/1502.01852): PReLU and its initialisation.
# - B. Xu, N. Wang, T. Chen, M. Li, "Empirical evaluation of rectified activations in convolutional network", 2015, [arXiv:1505.00853](https://arxiv.org/abs/1505.00853).
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential linear units (ELUs)", ICLR 2016, [arXiv:1511.07289](https://arxiv.org/abs/1511.07289).
# - G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, "Self-normalizing neural networks", NeurIPS 2017, [arXiv:1706.02515](https://arxiv.org/abs/1706.02515).
# - P. Ramachandran, B. Zoph, Q. V. Le, "Searching for activation functions", 2017, [arXiv:1710.05941](https://arxiv.org/abs/1710.05941): swish.
# - D. Hendrycks, K. Gimpel, "Gaussian error linear units (GELUs)", 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415).
