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
# Stack as many linear layers as you like, and together they are still one linear layer. One small nonlinearity between them changes that. Which one should it be, and why are there so many?
#
# **You will be able to**
# - derive the derivative of every common activation function, each step by a named rule;
# - write nine of the functions and two of the derivatives, and keep them right where the textbook formula overflows;
# - say what *saturated*, *zero-centred* and *dead* mean, and measure each of them;
# - choose an activation function for a network, and judge the claim that one trains more stably than another.
#
# **You need** the chain, product and quotient rules, the normal distribution, NumPy arrays with `np.where`, and lecture 01 for the words *weight*, *bias* and *linear unit*. Backpropagation comes in lecture 06 and is not needed.
#
# **It takes** about three hours with eleven functions, five derivations, three puzzles and a test, one hour if you only read and play. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import explore, plots
from mlpkit.activations import ACTIVATIONS
from mlpkit.show import number, say, table

start("02")

# %% [markdown] topics="S7 O5"
# ## 1 · Why a network needs a nonlinearity
#
# A unit computes its **pre-activation** $z$, a weighted sum plus a bias, and passes it through an **activation function** $f$. The result $a$ is its **activation**, and it is all that the next layer sees:
#
# $$z = w_1 x_1 + \dots + w_D x_D + b, \qquad a = f(z).$$
#
# **By hand.** Take $x = (1, 2)$, $w = (0.5, -1)$ and $b = 0.25$. Then $z = 0.5 - 2 + 0.25 = -1.25$. This lecture is about what $f$ makes of that number.
#
# Start with no nonlinearity at all. The **identity** $f(z) = z$ has the derivative 1, it is unbounded, takes both signs, and is centred on zero, which means that its outputs have the mean 0 if its inputs are spread evenly around 0. Now stack two such layers:
#
# $$W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2).$$
#
# The right-hand side is one layer with the weights $W_2 W_1$ and the bias $W_2 b_1 + b_2$, because matrix multiplication is associative and distributes over addition.
#
# **By hand.** For $W_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}$ and $W_2 = \begin{pmatrix} 1 & -1 \end{pmatrix}$ the product is $\begin{pmatrix} 1 & 1 \end{pmatrix}$. So two layers with six weights together compute $x_1 + x_2$.
#
# A linear network can therefore never tell an inner ring of points from an outer one, the task of this lecture. Here are three networks with the same weights, chosen by hand. Four hidden units get $x_1$, $-x_1$, $x_2$ and $-x_2$. The output adds up what $f$ makes of them, and decides for the outer ring where the sum is above $0.9$.
# %%
from mlpkit.datasets import circles
from mlpkit.palette import BLUE, GREY, LINES, RED

X, t = circles(np.random.default_rng(0), n=128)


def by_hand(f):
    """The decisions of the network with f: 1 where its four units add up to more than 0.9."""
    return lambda points: (ACTIVATIONS[f].f(np.hstack([points, -points])).sum(axis=1) > 0.9).astype(int)


right = {f: np.mean(by_hand(f)(X) == t) for f in ("identity", "sigmoid", "relu")}

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.2, height=3.2)
for ax, (name, fraction) in zip(axes, right.items(), strict=True):
    plots.decision_boundary(by_hand(name), X, t, ax=ax, resolution=80, title=f"{name}: {fraction:.0%} right")
    ax.get_legend().remove()
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
axes[-1].legend(*axes[0].get_legend_handles_labels(), loc="center left", bbox_to_anchor=(1, 0.5))
plots.describe(
    fig,
    "Points on an inner and an outer ring, and how three networks divide the plane. With the identity and with the sigmoid "
    "everything gets one class; with relu the border is a diamond between the rings.",
)

# %% [markdown]
# With the identity the four units cancel each other. With the sigmoid they add up to 2 everywhere (section 3 shows why). With relu they give $|x_1| + |x_2|$, and the border is a diamond. **One function decides what the same weights can do.** With other weights the sigmoid would manage too, the identity never.

# %% [markdown]
# **Predict first.** Four layers of random weights map a straight line in the input to some curve in the output. How does it look with the identity between the layers, and how with a nonlinearity? Write it down, then run.

# %%
rng = np.random.default_rng(7)
layers = [(rng.normal(size=(16, 16)) * np.sqrt(2 / 16), 0.5 * rng.normal(size=16)) for _ in range(4)]
position = np.linspace(-3, 3, 600)
line = position[:, None] * rng.normal(size=16)

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.3, height=2.8)
for ax, name, shape in zip(axes, ("identity", "tanh", "relu"), ("straight", "curved", "bent"), strict=True):
    A = line
    for W, b in layers:
        A = ACTIVATIONS[name].f(A @ W.T + b)
    for k in range(4):
        ax.plot(position, A[:, k], color=LINES[k])
    ax.set(title=f"{name}: {shape} lines", xlabel="position along the line", ylabel="four output units")
plots.describe(
    fig,
    "What four layers make of a line: straight lines with the identity between them, curves with tanh, "
    "bent lines, straight in pieces, with relu.",
)

# %% [markdown]
# **Without a nonlinearity a straight line stays straight through any number of layers; with one it does not.** How such curves are put together into any shape you like is the subject of lecture 05.

# %% [markdown] topics="O5 S7 H17"
# ## 2 · The step: a neuron that fires or does not
#
# The oldest idea, by McCulloch and Pitts in 1943, copies a nerve cell, which stays silent below a threshold and fires above it. The threshold is $-b$, because the unit fires when $w \cdot x \ge -b$, that is when $z \ge 0$. This is the **step function**, also named after Heaviside:
#
# $$\operatorname{step}(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}$$
#
# At the jump someone has to decide, and in this course $\operatorname{step}(0) = 1$. The step is bounded by 0 and 1, is never negative, and so is not centred on zero.
#
# **By hand.** The unit of section 1 has $z = -1.25$, so it stays silent: $\operatorname{step}(-1.25) = 0$. Raise its bias from $0.25$ to $1.5$, and $z$ becomes exactly $0$, so it fires.

# %% exercise="step"

# %% [markdown] topics="H17"
# **What usually goes wrong.** Comparing an array gives booleans, and arithmetic between booleans and numbers ends up in whatever dtype NumPy picks. In this course every activation function returns the dtype that it was given, so float32 stays float32. You will meet this rule in each check.
#
# ### Why the step blocked learning
#
# Gradient descent asks of each weight: *if you grew a little, would the loss fall?* A step gives the same answer almost everywhere, that nothing would change. Its derivative is $0$ on both sides of the jump, and at the jump there is none, because $\frac{\operatorname{step}(\varepsilon) - \operatorname{step}(-\varepsilon)}{2\varepsilon} = \frac{1}{2\varepsilon}$ grows without bound as $\varepsilon \to 0$.
#
# **Predict first.** Below, one unit $a = f(w x - 0.6)$ with a fixed bias faces six labelled examples, and the mean of its squared errors is drawn against its only weight $w$. Sketch the curve for the step and for a smooth $f$.

# %% drawing=true
x = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
target = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
weights = np.linspace(-4, 4, 801)
fig, axes = plots.panels(1, 2, width=4.4, height=3)
for ax, name in zip(axes, ("step", "sigmoid"), strict=True):
    a = ACTIVATIONS[name].f(weights[:, None] * x - 0.6)
    ax.plot(weights, ((a - target) ** 2).mean(axis=1), color=BLUE)
    ax.set(xlabel="weight $w$", ylabel="mean squared error", ylim=(0, 0.9))
axes[0].set_title("step: no slope to follow")
axes[1].set_title("smooth: a slope everywhere")
plots.describe(fig, "The loss against one weight: a staircase for the step, a smooth curve for the sigmoid.")

# %% [markdown]
# On a tread of the staircase the slope is exactly 0, so a gradient step moves nothing. The perceptron rule of lecture 01 gets round this for one layer, but nobody had a rule for a layer whose outputs go into another layer. The way out is a smooth step, and with it, in 1986, backpropagation (lecture 06) became popular.

# %% [markdown] topics="F3 H14 S7"
# ## 3 · The logistic sigmoid
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# This is the **logistic function**. Because of its S-shape it is also called the **sigmoid**. It rises from 0 to 1 and passes $\tfrac12$ at $z = 0$. With a steepness $\beta > 0$ it is $\sigma(\beta z)$, and the larger $\beta$ is, the closer it comes to a step. (In the code the argument is called `slope`.)
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
# **Where the formula breaks.** What is larger than the largest number of its dtype becomes infinite, which is called **overflow**. So that number decides how far an exponential may go:

# %%
for dtype in (np.float32, np.float64):
    largest = np.finfo(dtype).max
    print(
        f"{np.dtype(dtype).name}: the largest number is {number(largest, '.2g')}, so e^z overflows beyond z = {np.log(largest):.2f}"
    )

# %% [markdown]
# For $z = -1000$ the textbook formula takes $e^{1000}$, which overflows, and NumPy warns. Multiply numerator and denominator by $e^z$, as in the third line above, and you have a *second* form of the same fraction,
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}.$$
#
# Each of the two is harmless on one half of the axis. Which one, on which half?
#
# **Predict first.** What should $\sigma(-1000)$ be in float64: an error, a tiny number, or exactly 0? And $\sigma(-100)$ in float32?

# %% exercise="sigmoid"

# %%
in_float64 = ACTIVATIONS["sigmoid"].f(np.array([-1000.0]))[0]
in_float32 = ACTIVATIONS["sigmoid"].f(np.array([-100.0], np.float32))[0]
say(
    f"In float64 $\\sigma(-1000)$ is exactly {in_float64:g}, because $e^{{-1000}}$ is below the smallest number. "
    f"In float32 $\\sigma(-100)$ still exists: {number(in_float32, '.1e')}."
)

# %% [markdown] topics="O6 F3"
# **What usually goes wrong.** `np.where(condition, p, q)` evaluates *both* `p` and `q` on the whole array and then picks. So it hides the wrong value, but the overflow has happened all the same.
#
# ### Its derivative
#
# Derive it yourself. You can hand in a derivation as you would write it on paper, as text with one `=` per line. The check evaluates every line at many points and names the first one that does not follow, with numbers at which you can see it.
#
# - Products are written with `*`, powers with `**`, and `d(expression, z)` is the derivative with respect to $z$.
# - You may do as many steps in a line as you like, but at least one line stands between the first and the last.
# - What stands behind a `#` is not read.
#
# The report shows what was read in the usual typesetting, so that you see a bracket in the wrong place at once. Here $\beta = 1$, and the exercise calls the output $s$.

# %% exercise="sigmoid_derivation"

# %% [markdown] topics="F3 H14"
# <details><summary>Line by line, with a steepness</summary>
#
# Let $f(z) = \sigma(\beta z) = (1 + e^{-\beta z})^{-1}$.
#
# $$\begin{aligned}
# f'(z) &= -(1 + e^{-\beta z})^{-2} \cdot \frac{\mathrm d}{\mathrm d z}\left(1 + e^{-\beta z}\right) && \text{chain rule, power rule} \\
# &= -(1 + e^{-\beta z})^{-2} \cdot (-\beta)\, e^{-\beta z} && \text{chain rule, } (e^u)' = e^u u' \\
# &= \beta \cdot \frac{1}{1 + e^{-\beta z}} \cdot \frac{e^{-\beta z}}{1 + e^{-\beta z}} && \text{split the fraction} \\
# &= \beta\, f(z)\,\bigl(1 - f(z)\bigr) && \text{first two lines of the derivation of } 1 - \sigma
# \end{aligned}$$
#
# </details>
#
# With a steepness, $f'(z) = \beta\, f(z)\, (1 - f(z))$. So you get the derivative from the *output*, and a network that has kept $f(z)$ need not take another exponential.
#
# **By hand.** $\sigma(2) = 0.8808$, so the slope there is $0.8808 \cdot 0.1192 = 0.1050$. At 0 it is $\tfrac12 \cdot \tfrac12 = \tfrac14$. This is the largest value, because $p(1 - p)$ is a parabola with its top at $p = \tfrac12$.

# %% exercise="sigmoid_grad"

# %% [markdown]
# **What usually goes wrong.** The factor $\beta$ of the inner derivative is forgotten. With $\beta = 1$ nobody notices, which is why the check also draws other values.
#
# How do you know that a derivative is right? You can ask without any calculus. Move $z$ a little to both sides and see how much $f$ moves. This quotient is called the **central difference**:
#
# $$f'(z) \approx \frac{f(z + \varepsilon) - f(z - \varepsilon)}{2\varepsilon}$$

# %%
f, grad = ACTIVATIONS["sigmoid"].f, ACTIVATIONS["sigmoid"].grad
z, eps = np.array([-2.0, 0.0, 2.0]), 1e-5
difference = (f(z + eps) - f(z - eps)) / (2 * eps)
table(
    ["z", "central difference", "formula"],
    [[number(p, "g"), f"{d:.8f}", f"{g:.8f}"] for p, d, g in zip(z, difference, grad(z), strict=True)],
)

# %% [markdown] topics="F4 H14 S7 O7"
# ## 4 · The hyperbolic tangent, and two complaints
#
# $$\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$$
#
# The **hyperbolic tangent** runs from $-1$ to $1$. It is odd, $\tanh(-z) = -\tanh z$, so on symmetric inputs its mean is 0. It is the sigmoid, stretched:
#
# $$\begin{aligned}
# 2\sigma(2z) - 1 &= \frac{2}{1 + e^{-2z}} - 1 && \text{definition of } \sigma \\
# &= \frac{1 - e^{-2z}}{1 + e^{-2z}} && \text{common denominator} \\
# &= \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = \tanh z && \text{numerator and denominator times } e^{z}
# \end{aligned}$$
#
# **By hand.** $\sigma(2) = 0.8808$, so $\tanh 1 = 2 \cdot 0.8808 - 1 = 0.7616$.
#
# The definition has the sigmoid's trouble twice, because at $z = 1000$ it is infinity over infinity. The identity that you have just seen has no such trouble if your sigmoid has none.
#
# **Predict first.** Which is steeper at 0, $\sigma$ or $\tanh$, and by what factor? (Differentiate $2\sigma(2z) - 1$ in your head.)

# %% exercise="tanh"

# %% [markdown] topics="F4 H14"
# **What usually goes wrong.** People build it from the four exponentials, which passes every small test and returns NaN for the first large input. A second fault is quieter. Near 0 the identity subtracts two numbers close to 1, and at $z = 10^{-10}$ the *absolute* error of about $10^{-16}$ is fine for a network but leaves only six right digits. NumPy's own `tanh` keeps them all; the check accepts either.
#
# Now its derivative, from the exponentials to a form in the output alone, which the exercise calls $t$:

# %% exercise="tanh_derivation"

# %% [markdown] topics="F4 H14"
# <details><summary>Line by line</summary>
#
# Write $u = e^{z} - e^{-z}$ and $v = e^{z} + e^{-z}$, so that $\tanh z = u / v$. By $(e^{\pm z})' = \pm e^{\pm z}$ we have $u' = v$ and $v' = u$.
#
# $$\begin{aligned}
# \tanh' z &= \frac{u' v - u\, v'}{v^2} && \text{quotient rule} \\
# &= \frac{v^2 - u^2}{v^2} && u' = v,\; v' = u \\
# &= 1 - \tanh^2 z && \text{split the fraction}
# \end{aligned}$$
#
# </details>
#
# So $\tanh' z = 1 - \tanh^2 z$. **By hand.** $\tanh' 1 = 1 - 0.7616^2 = 1 - 0.5800 = 0.4200$, and $\tanh' 0 = 1$, four times the sigmoid's best slope. In the figure both have the same scale.

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
plots.activation("sigmoid", tangent=0.0, title="sigmoid: slope ¼ at 0", ax=axes[0])
plots.activation("tanh", tangent=0.0, title="tanh: slope 1 at 0", ax=axes[1])
plots.same_range(axes)
fig

# %% [markdown] topics="O6 S7"
# ### The first complaint: saturation
#
# Where the curve is flat, hardly any gradient comes through. Call a unit **saturated** where its slope is below 5 % of the largest one. (The figure shades that part.)
#
# **Predict first.** Pre-activations are drawn from a normal distribution with mean 0 and standard deviation 1, 3 or 10. What fraction of the units is saturated each time? Is tanh better or worse than the sigmoid?

# %% exercise="saturation_prediction"

# %%
normal = np.random.default_rng(1).normal(size=20_000)


def saturated(name, spread):
    """The fraction of slopes below 5 % of the largest, for pre-activations of this standard deviation."""
    largest = ACTIVATIONS[name].grad(np.linspace(-1, 1, 201)).max()
    return np.mean(ACTIVATIONS[name].grad(spread * normal) < 0.05 * largest)


table(
    ["activation function", *(f"standard deviation {s}" for s in (1, 3, 10))],
    [[name, *(f"{saturated(name, s):.0%}" for s in (1, 3, 10))] for name in ("sigmoid", "tanh", "relu")],
)
reveal("saturation_prediction", saturated("tanh", 3))

# %% [markdown]
# **By this count tanh is worse than the sigmoid, because it is the steeper curve and so becomes flat earlier.** The third row runs ahead to section 5. ReLU's slope is either 1 or 0, and by our definition the zero half always counts, half of the units at every spread. What ReLU never does is to saturate for *large* $z$.
#
# Saturation multiplies along depth. A gradient that goes back through $k$ layers of sigmoids meets $k$ slopes, none above $\tfrac14$, so as far as the slopes go, at most $4^{-k}$ of it is left. This is why sigmoid networks with many layers learn slowly in their first layers; lecture 09 measures it layer by layer.
#
# ### The second complaint: not zero-centred
#
# The outputs of a sigmoid are all positive. Let a unit that they go into compute $z = \sum_i w_i a_i + b$. The chain rule gives $\frac{\partial L}{\partial w_i} = \frac{\partial L}{\partial z}\, a_i$. If every $a_i > 0$, then for one example *all* components have the sign of $\frac{\partial L}{\partial z}$. So the weights can only rise together or fall together. If one must rise and the other fall, they have to zigzag:

# %%
rng = np.random.default_rng(3)
positive = rng.uniform(0.2, 1, (40, 2))


def path_of_weights(A, steps=40, lr=0.6):
    """(w₁, w₂) of a linear unit after each step on one example; the right weights are (1, −1)."""
    w, path = np.zeros(2), [np.zeros(2)]
    for n in range(steps):
        a = A[n % len(A)]
        w = w - lr * (a @ w - a @ [1, -1]) * a
        path.append(w)
    return np.array(path)


paths = {
    "Positive inputs: a zigzag, not there in 40 steps": positive,
    "Centred inputs: at the goal in 40 steps": 3 * (positive - positive.mean(axis=0)),
}

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.0, height=3.2)
for ax, (title, A) in zip(axes, paths.items(), strict=True):
    path = path_of_weights(A)
    ax.plot(path[:, 0], path[:, 1], ".-", color=BLUE, linewidth=1)
    ax.plot([1], [-1], "*", color=RED, markersize=12)
    line = {"arrowstyle": "-", "color": RED, "linewidth": 0.8}
    ax.annotate("right weights", (1, -1), (0.35, -1), ha="center", va="center", color=RED, arrowprops=line)
    ax.set(title=title, xlabel="$w_1$", ylabel="$w_2$")
plots.same_range(axes)
plots.same_range(axes, "x")
plots.describe(
    fig,
    "Paths of two weights towards the star at (1, −1). With positive inputs every step goes up and right or down and "
    "left; with centred inputs steps go in all directions.",
)

# %% [markdown]
# (The centred inputs are multiplied by 3, so that the steps are comparable.) How much does this cost with eight inputs, and how often do all eight components agree in sign?


# %%
def hidden(name, seed):
    """Outputs of 8 units on 500 normal inputs of 64 numbers; the weights are normal with variance 1/64."""
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(500, 64)) @ rng.normal(size=(64, 8)) / 8
    return ACTIVATIONS["sigmoid"].f(Z) - 0.5 if name == "sigmoid − ½" else ACTIVATIONS[name].f(Z)


rows = []
for name in ("sigmoid", "sigmoid − ½", "tanh", "relu"):
    outputs = [hidden(name, seed) for seed in range(20)]
    agree = np.mean([((A >= 0).all(axis=1) | (A <= 0).all(axis=1)).mean() for A in outputs])
    low, middle, high = np.quantile([np.linalg.cond(A.T @ A) for A in outputs], [0, 0.5, 1])
    rows.append([name, f"{agree:.0%}", f"{middle:.1f}", f"{low:.1f} to {high:.1f}"])
table(["activation function", "all 8 agree in sign", "condition number, median of 20 seeds", "range"], rows)

# %% [markdown]
# The squared error of a linear unit on these outputs is a bowl over its eight weights. The **condition number** is the ratio of its steepest to its shallowest second derivative, and plain gradient descent needs a number of steps in proportion to it. The constant half in every sigmoid output makes the bowl a narrow valley, many times steeper in the direction in which all weights move together. **Subtract it, as in the second row, and this is gone.** This is what zero-centred outputs are good for. In sign, ReLU outputs are no better than those of a sigmoid.

# %% [markdown] topics="F2 H14 S7 O8 S9"
# ## 5 · ReLU
#
# $$\operatorname{relu}(z) = \max(z, 0)$$
#
# The **rectified linear unit** (ReLU) is one comparison. It has no exponential and no overflow, and for $z > 0$ a slope of exactly 1, however large $z$ is. It is bounded below by 0, unbounded above, and never negative.
#
# **By hand.** $\operatorname{relu}(-1.25) = 0$ and $\operatorname{relu}(3) = 3$.

# %% exercise="relu"

# %% [markdown] topics="F2 H14"
# **What usually goes wrong.** The negative entries are set to zero *in place*. The array belongs to the caller, who needs the old $z$ for the slope.
#
# **Its derivative, and the kink.** For $z > 0$, $\operatorname{relu}(z) = z$ and the derivative is 1; for $z < 0$ it is the derivative of a constant, 0. At $z = 0$ the difference quotient from the left tends to 0 and from the right to 1, so there is no derivative. Any number from 0 to 1 is called a **subgradient** there. Authors choose differently; we take 0, as PyTorch does, and the check accepts 1 as well.
#
# **Predict first.** How often will the choice matter when $z$ is a float32 number drawn from a normal distribution?

# %% exercise="relu_grad"

# %%
z = np.random.default_rng(2).normal(size=1_000_000).astype(np.float32)
a = ACTIVATIONS["relu"].f(z)
say(f"Of {z.size:,} draws, {int((z == 0).sum())} hit the kink exactly, and {(a == 0).mean():.0%} of the outputs are 0.")

# %% [markdown]
# **What usually goes wrong.** Choosing between the plain numbers 1.0 and 0.0 is right in value, but it gives float64, whatever $z$ was. One such line makes a whole float32 network slower without a word.
#
# Where pre-activations are centred on 0, half of the outputs of a ReLU layer are 0. Such a layer is called **sparse**.

# %% [markdown] topics="S9 O8 F9"
# ### Dead units
#
# ReLU has a price. A unit whose $z$ is negative for *every* training example has slope 0 for every example. Its weights get no gradient, so they stay as they are, and as long as its inputs do not change it stays silent. It is a **dead unit**. (In a deeper network the layers below it may still change its inputs and wake it up.)
#
# **By hand.** One unit has $w = 1$ and $b = 0$, and its inputs lie between 0 and 1. One example with $x = 1$ has $\frac{\partial L}{\partial z} = 4$, and the learning rate is 1. Then $w \leftarrow 1 - 4 = -3$ and $b \leftarrow 0 - 4 = -4$, so $z = -3x - 4 < 0$ for every input. One step was enough.

# %% drawing=true
x, z = np.linspace(0, 1, 6), np.linspace(-8, 2, 101)
fig, axes = plots.panels(1, 2, width=4.4, height=2.6)
for ax, pre, title in zip(
    axes,
    (x, -3 * x - 4),
    ("Before: all examples on the slope", "After one step: all on the flat side"),
    strict=True,
):
    ax.plot(z, ACTIVATIONS["relu"].f(z), color=GREY)
    ax.plot(pre, ACTIVATIONS["relu"].f(pre), "o", color=BLUE)
    ax.set(title=title, xlabel="pre-activation $z$", ylabel="relu$(z)$")
plots.describe(
    fig,
    "The ReLU curve with six examples as dots. Before the step they lie on its rising part, after it on the flat part "
    "between −7 and −4.",
)

# %% [markdown]
# A common remedy is to initialise the biases with $0.1$, so that most units begin alive. Let us measure. The next cell defines small networks on the rings. Their training is the subject of lectures 05 to 07, so read only the docstrings.

# %%
from itertools import pairwise


def network(depth, width, seeds, gain=1.0, bias=0.0, draw=0):
    """`seeds` networks 2 → width × depth → 1 with normal weights of variance gain²/n, n inputs to a layer."""
    rng = np.random.default_rng(draw)
    sizes = [2, *[width] * depth, 1]
    W = [rng.normal(0, gain / np.sqrt(m), (seeds, m, n)).astype(np.float32) for m, n in pairwise(sizes)]
    b = [np.full((seeds, 1, n), bias, np.float32) for n in sizes[1:-1]] + [np.zeros((seeds, 1, 1), np.float32)]
    return W, b


def run(name, W, b, X):
    """Pre-activations and activations of all layers."""
    Z, A = [], [X]
    for w, shift in zip(W, b, strict=True):
        Z.append(A[-1] @ w + shift)
        A.append(ACTIVATIONS[name].f(Z[-1]))
    return Z, A


def train(name, W, b, X, t, rate, steps=150):
    """Gradient descent on all examples at once, changing W and b. Returns the last pre-activations."""
    for _ in range(steps):
        Z, A = run(name, W, b, X)
        d = (ACTIVATIONS["sigmoid"].f(Z[-1]) - t[:, None]) / len(X)
        for i in reversed(range(len(W))):
            down = d @ W[i].swapaxes(1, 2)
            W[i] -= rate * A[i].swapaxes(-1, -2) @ d
            b[i] -= rate * d.sum(axis=1, keepdims=True)
            d = down * ACTIVATIONS[name].grad(Z[i - 1]) if i else None
    return run(name, W, b, X)[0]


def solved(Z, t):
    """For each seed, whether 95 % of the points are on the right side."""
    return ((Z[-1] > 0) == (t[:, None] > 0.5)).mean(axis=(1, 2)) >= 0.95


def dead(Z):
    """The fraction of units of each hidden layer that are silent on every example, for each seed."""
    return np.array([(z <= 0).all(axis=1).mean(axis=1) for z in Z[:-1]])


t = t.astype(np.float32)

# %% [markdown]
# **Predict first.** The networks have three hidden layers of 32 ReLU units, and there are ten of them. What fraction of the units is dead before training and after 150 steps, with biases of 0, 0.1 and 1? At a moderate and at a high learning rate? And if the inputs are not centred, but shifted by 3? How many of the ten solve the task?


# %%
def bias_trial(shift, rate, bias, seeds=10, draw=0):
    """Dead units by layer before training, dead units after it, and how many seeds solve the task."""
    W, b = network(depth=3, width=32, seeds=seeds, bias=bias, draw=draw)
    points, labels = X[:64] + shift, t[:64]
    before = dead(run("relu", W, b, points)[0])
    with np.errstate(all="ignore"):  # a network may diverge
        Z = train("relu", W, b, points, labels, rate)
    return before.mean(axis=1), dead(Z).mean(), int(solved(Z, labels).sum())


rows = []
for shift, rate in ((0, 0.1), (0, 2.0), (3, 0.1), (3, 2.0)):
    for bias in (0.0, 0.1, 1.0):
        before, after, right = bias_trial(shift, rate, bias)
        rows.append(
            [f"{shift}", f"{rate}", f"{bias}", ", ".join(f"{f:.0%}" for f in before), f"{after:.0%}", f"{right}"]
        )
head = [
    "inputs shifted by",
    "learning rate",
    "initial bias",
    "dead at the start, by layer",
    "dead after",
    "solved of 10",
]
table(head, rows)
none, tenth = (np.array([bias_trial(0, 2.0, bias, draw=draw)[2] for draw in range(1, 9)]) for bias in (0.0, 0.1))
say(
    f"In eight more draws of ten networks at the rate 2, {tenth.sum()} of 80 solve the task with a bias of 0.1, and "
    f"{none.sum()} with 0. In {np.sum(tenth > none)} of the draws 0.1 solves more, in {np.sum(tenth < none)} fewer."
)

# %% [markdown]
# **At the high rate a bias of 1 does harm, and centred inputs matter most.** At the start, with centred inputs, 0.1 saves some units in the second and third layer; in the first layer there are none to save. At the high rate many more units die in training. No network solves the task with a bias of 1 then, and whether more of them do with 0.1 than with 0 depends on the draw. With shifted inputs, several times as many units are dead at the start as with any of the three biases on centred inputs, and then no network solves the task. So centre the data first (lecture 00), keep the learning rate moderate, and take 0.1 if you like.

# %% [markdown] topics="F8 S8 H35 F9"
# ## 6 · Leaky, parametric and randomised ReLU
#
# If slope 0 is what kills units, use a small slope instead. The **leaky ReLU** multiplies the negative side by a small number $\alpha$:
#
# $$f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases} \qquad f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}$$
#
# with $\alpha = 0.01$ by default. Each branch is linear, so each derivative is its factor. At 0 we take the left branch, as for ReLU. **By hand.** With $\alpha = 0.1$: $f(-2) = -0.2$ and $f(3) = 3$.
#
# **Find where it breaks.** You will read that leaky ReLU is $\max(z, \alpha z)$. Is that so for every $z$ and every $\alpha \ge 0$?

# %% exercise="leaky_counterexample"

# %% [markdown] topics="F8 S8 H35"
# Why 0.01? The **parametric ReLU** (He et al. 2015) learns $\alpha$, one for each unit. For this it needs a second derivative, with respect to $\alpha$. On the right branch $f = z$ does not contain $\alpha$, and on the left one $f = \alpha z$ is linear in it:
#
# $$\frac{\partial f}{\partial \alpha} = \begin{cases} 0 & z > 0 \\ z & z \le 0 \end{cases} = \min(z, 0)$$
#
# A unit's $\alpha$ serves all examples, so the chain rule over all of them gives a sum, $\frac{\partial L}{\partial \alpha_j} = \sum_n \frac{\partial L}{\partial a_{nj}} \min(z_{nj}, 0)$.
#
# **By hand.** Two examples (rows) and two units (columns) with the slopes $\alpha = (0.5, 0.25)$:
#
# $$Z = \begin{pmatrix} -2 & -2 \\ 4 & -4 \end{pmatrix} \quad\Rightarrow\quad A = \begin{pmatrix} -1 & -0.5 \\ 4 & -1 \end{pmatrix}, \qquad \min(Z, 0) = \begin{pmatrix} -2 & -2 \\ 0 & -4 \end{pmatrix}.$$
#
# If $\frac{\partial L}{\partial a_{nj}} = 1$ everywhere, the gradients of the two slopes are the column sums, $-2$ and $-6$.
#
# **Predict first.** `z` has the shape $(N, n)$ and `alpha` has $(n,)$. Does NumPy pair the slopes with columns or with rows?

# %% exercise="prelu"

# %% [markdown] topics="H35"
# **What usually goes wrong.** Whoever reshapes $\alpha$ into a column pairs slopes with examples. With as many examples as units this runs without an error and is wrong.
#
# **The slope as noise.** The **randomised ReLU** (Xu et al. 2015) draws the slope $u$ of the negative side anew for every entry in training, from the interval from $\tfrac18$ to $\tfrac13$, and uses a fixed one afterwards. Because $f$ is linear in its slope, the mean output is the output at the mean slope: with $\mathbb E$ for the mean, $\mathbb E[u z] = \mathbb E[u]\, z$. So for $z = -48$ the fixed mean slope gives $-48 \cdot \tfrac{11}{48} = -11$. (Xu et al. themselves draw the *divisor* $1/u$ between 3 and 8 and use its mean, $z / 5.5$, which is a slope of $0.182$ and not $0.229$. These are two rules with one name; libraries follow the first.)

# %% drawing=true
from mlpkit.activations import rrelu

fig, axes = plots.panels(1, 2, width=4.2, height=2.8)
z = np.linspace(-3, 3, 301)
for alpha, style in zip((0.25, 0.1, 0.01), ("-", "--", ":"), strict=False):
    axes[0].plot(z, ACTIVATIONS["leaky_relu"].f(z, alpha), style, label=f"α = {alpha}")
axes[1].plot(z, rrelu(z, rng=np.random.default_rng(0)), ".", color=RED, markersize=3, label="one draw")
axes[1].plot(z, rrelu(z), color=BLUE, label="mean slope")
for ax, title in zip(axes, ("leaky: the left side tilts", "randomised: a draw for each $z$"), strict=True):
    ax.set(title=title, xlabel="$z$", ylabel="$f(z)$")
    ax.legend()
plots.describe(fig, "Leaky ReLU for three values of alpha; randomised ReLU with random slopes below zero.")

# %% [markdown] topics="F6 S8"
# ## 7 · ELU and SELU: a soft floor
#
# ReLU's outputs are never negative, so their mean is positive. The **exponential linear unit** (ELU) pulls the mean towards zero with a curve that levels off at $-\alpha$:
#
# $$f(z) = \begin{cases} z & z > 0 \\ \alpha\,(e^{z} - 1) & z \le 0 \end{cases} \qquad f'(z) = \begin{cases} 1 & z > 0 \\ \alpha\, e^{z} & z \le 0 \end{cases}$$
#
# (The exponential is its own derivative, and a constant has derivative 0.) From the left $f'(z) \to \alpha$ as $z \to 0$, from the right it is 1, so for $\alpha = 1$ there is no kink. For other values we take the left one.
#
# **By hand.** With $\alpha = 1$: $f(-1) = e^{-1} - 1 = 0.3679 - 1 = -0.6321$ and $f'(-1) = 0.3679$.
#
# **Predict first.** What happens at $z = 1000$ if the exponential is taken of the whole array and the branch is chosen afterwards?

# %% exercise="elu"

# %% [markdown] topics="F7"
# **What usually goes wrong.** $e^{1000}$ overflows although its branch is not used. And there is a finer point: for $z = -10^{-20}$ the difference $e^{z} - 1$ is exactly 0 in floating point, although the answer is $-10^{-20}$. NumPy has a function for just this difference; the check does not insist on it.
#
# **SELU.** The authors of the **scaled exponential linear unit** (SELU, 2017) put a factor $u$ in front of ELU and ask: if $z$ is standard normal, can the output have mean 0 and variance 1 as well? These are two conditions for two unknowns, and they have one solution, $\alpha = 1.6733$ and $u = 1.0507$ (the next section derives it). So $\operatorname{selu}(-1) = 1.0507 \cdot 1.6733 \cdot (-0.6321) = -1.1113$, and on the right the slope is $1.0507$, a little *more* than 1, which makes up for the soft floor.
#
# **Predict first.** Standard normal numbers go through 30 layers of 100 units, with weights $N(0, 1/n)$, that is, normal with mean 0 and variance $1/n$, where $n = 100$ is the number of inputs of a unit. What standard deviation is left at the end for SELU, ReLU and tanh?


# %%
def through_layers(name, seed, gain=1.0, depth=30):
    """Standard deviation of the outputs after each of `depth` layers of 100 units, weights N(0, gain²/100)."""
    rng = np.random.default_rng(seed)
    A, after = rng.normal(size=(200, 100)).astype(np.float32), []
    for _ in range(depth):
        A = ACTIVATIONS[name].f(A @ rng.normal(0, gain / 10, (100, 100)).astype(np.float32))
        after.append(A.std())
    return after


settings = {name: (name, 1.0) for name in ("selu", "elu", "tanh", "relu", "sigmoid")}
settings["relu, weights N(0, 2/n)"] = ("relu", 2**0.5)

deviations = {
    label: np.array([through_layers(name, seed, gain) for seed in range(8)]) for label, (name, gain) in settings.items()
}
table(
    ["activation function", "standard deviation after 30 layers, median of 8 seeds", "range"],
    [
        [
            label,
            number(np.median(d[:, -1]), ".2g"),
            f"{number(d[:, -1].min(), '.2g')} to {number(d[:, -1].max(), '.2g')}",
        ]
        for label, d in deviations.items()
    ],
)


def over_examples(seed):
    """The largest standard deviation of a unit over the examples, after 30 layers of sigmoids."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(200, 100))
    for _ in range(30):
        A = ACTIVATIONS["sigmoid"].f(A @ rng.normal(0, 0.1, (100, 100)))
    return A.std(axis=0).max()


say(
    f"Standard deviation of a sigmoid unit over the examples after 30 layers: {number(max(map(over_examples, range(8))), '.1g')}."
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.4, height=3.4)
layer = np.arange(1, 31)
for (label, d), colour in zip(deviations.items(), LINES, strict=False):
    ax.plot(layer, np.median(d, axis=0), color=colour, label=label)
    ax.fill_between(layer, d.min(axis=0), d.max(axis=0), color=colour, alpha=0.2, linewidth=0)
ax.set(yscale="log", xlabel="layer", ylabel="standard deviation of the outputs")
ax.set_title("SELU keeps its scale with weights N(0, 1/n), ReLU with N(0, 2/n)")
plots.label_lines(ax)
plots.describe(
    fig,
    "Standard deviation of layer outputs over 30 layers, median and range of eight seeds: SELU stays at 1, and so, with "
    "a wide range, does ReLU with weights of twice the variance; ReLU with variance 1/n falls below a ten-thousandth.",
)

# %% [markdown]
# **SELU keeps the scale with weights of variance $1/n$, and ReLU with $2/n$.** ReLU throws away the negative half, so that half of the mean square is lost in each layer, and twice the variance makes up for it; lecture 09 derives this. SELU is the steadier of the two, because its soft floor pulls a scale that is off back to 1. The sigmoid's 0.12 is a difference between units alone; each gives practically the same output for every example.
#
# **What usually goes wrong.** SELU's two constants are exchanged, or only one branch is multiplied by $u$. And SELU keeps its promise only with weights of variance $1/n$; with others it is one more ELU.

# %% [markdown] topics="F7"
# ## 8 · Where SELU's constants come from (optional)
#
# Let $\varphi$ be the standard normal density and $\Phi$ its distribution function. Two integrals are needed.
#
# $$\begin{aligned}
# \int_0^\infty z\,\varphi(z)\,\mathrm d z &= \bigl[-\varphi(z)\bigr]_0^\infty = \varphi(0) = \tfrac{1}{\sqrt{2\pi}} && \varphi'(z) = -z\,\varphi(z) \\
# \int_{-\infty}^0 e^{kz}\varphi(z)\,\mathrm d z &= e^{k^2/2} \int_{-\infty}^0 \varphi(z - k)\,\mathrm d z && \text{complete the square: } kz - \tfrac{z^2}{2} = \tfrac{k^2}{2} - \tfrac{(z-k)^2}{2} \\
# &= e^{k^2/2}\,\Phi(-k) && \text{substitute } v = z - k
# \end{aligned}$$
#
# Mean zero (divide by $u$; use $k = 1$ and $\Phi(0) = \tfrac12$):
#
# $$\tfrac{1}{\sqrt{2\pi}} + \alpha\left(e^{1/2}\,\Phi(-1) - \tfrac12\right) = 0 \quad\Rightarrow\quad \alpha = \frac{1/\sqrt{2\pi}}{\tfrac12 - e^{1/2}\,\Phi(-1)}.$$
#
# Variance one (the mean is 0, so the variance is the mean square; expand $(e^z - 1)^2 = e^{2z} - 2e^z + 1$; use $k = 2$ and $k = 1$; by symmetry $\int_0^\infty z^2\varphi = \tfrac12$):
#
# $$u^2 \left[\tfrac12 + \alpha^2 \left(e^{2}\,\Phi(-2) - 2 e^{1/2}\,\Phi(-1) + \tfrac12\right)\right] = 1.$$

# %%
from scipy.stats import norm

below = {k: np.exp(k**2 / 2) * norm.cdf(-k) for k in (1, 2)}
alpha = norm.pdf(0) / (0.5 - below[1])
scale = (0.5 + alpha**2 * (below[2] - 2 * below[1] + 0.5)) ** -0.5
say(f"The two equations give $\\alpha = {alpha:.10f}$ and $u = {scale:.10f}$, the library's defaults.")

# %% [markdown] topics="F5 S8 H35"
# ## 9 · Softplus and softsign
#
# **Softplus** is ReLU with the corner rounded off. Lecture 03 will meet it again as a piece of a loss:
#
# $$f(z) = \log(1 + e^{z})$$
#
# **By hand.** $f(0) = \log 2 = 0.6931$, and $f(-2) = \log(1 + 0.1353) = 0.1269$. For large $z$ the 1 does not matter, and $f(z) \approx \log e^z = z$. The formula breaks where its answer is harmless. Find such a place:

# %% exercise="softplus_counterexample"

# %% [markdown] topics="F5 S8"
# Take the larger of the two terms out of the logarithm,
#
# $$\log(1 + e^{z}) = \log\bigl(e^{z}(e^{-z} + 1)\bigr) = z + \log(1 + e^{-z}) \qquad \text{(log of a product),}$$
#
# and again you have two forms, each harmless on one half of the axis.
#
# **Predict first.** $f(-50)$ is about $e^{-50} \approx 2 \cdot 10^{-22}$. What does the formula give when $1 + e^{-50}$ is rounded to a float?

# %% exercise="softplus"

# %% [markdown] topics="H35"
# $1 + e^{-50}$ rounds to 1, so the plain formula gives 0. **What usually goes wrong.** A cut-off, "if $z > 20$ return $z$", is what some libraries use. It is silent, and $f$ jumps by $2 \cdot 10^{-9}$ at the cut. A central difference across it, with $\varepsilon = 10^{-5}$, divides that by $2 \cdot 10^{-5}$ and is off by $10^{-4}$.
#
# The derivative of softplus is a function that you know:

# %% exercise="softplus_derivation"

# %% [markdown] topics="F5 S8 H35"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# f'(z) &= \frac{1}{1 + e^{z}} \cdot e^{z} && \text{chain rule, } (\log u)' = u'/u \\
# &= \frac{1}{e^{-z} + 1} = \sigma(z) && \text{numerator and denominator times } e^{-z}
# \end{aligned}$$
#
# </details>
#
# It is the sigmoid. So softplus is an integral of the sigmoid, just as ReLU is an integral of the step.
#
# **Softsign** is like a tanh without exponentials, $f(z) = \frac{z}{1 + |z|}$. Where $z > 0$, $|z| = z$; where $z < 0$, $|z| = -z$. The quotient rule on each side gives
#
# $$\begin{aligned}
# z > 0:\quad f'(z) &= \frac{1 \cdot (1 + z) - z \cdot 1}{(1 + z)^2} = \frac{1}{(1 + z)^2} \\
# z < 0:\quad f'(z) &= \frac{1 \cdot (1 - z) - z \cdot (-1)}{(1 - z)^2} = \frac{1}{(1 - z)^2}
# \end{aligned}$$
#
# Both are $\frac{1}{(1 + |z|)^2}$, and both tend to 1 at $z = 0$, so there is no kink. **By hand.** $f(3) = \tfrac34$, $f'(3) = \tfrac1{16}$; compare $\tanh' 3 = 0.0099$.
#
# **Predict first.** Both saturate at $\pm 1$. Which of the two still passes more gradient at $z = 10$, and by what factor, roughly?

# %% exercise="softsign_prediction"

# %%
z = np.array([1.0, 3.0, 10.0])
table(
    ["z", "slope of softsign", "slope of tanh", "ratio"],
    [
        [f"{p:g}", number(s, ".2g"), number(h, ".2g"), number(s / h, ".2g")]
        for p, s, h in zip(z, ACTIVATIONS["softsign"].grad(z), ACTIVATIONS["tanh"].grad(z), strict=True)
    ],
)
ratio = ACTIVATIONS["softsign"].grad(z)[-1] / ACTIVATIONS["tanh"].grad(z)[-1]
reveal("softsign_prediction", f"{10 ** round(np.log10(ratio)):,}")

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
plots.activation("softplus", compare="relu", title="softplus: ReLU with the corner rounded off", ax=axes[0])
plots.activation("softsign", compare="tanh", title="softsign saturates more slowly than tanh", ax=axes[1])
axes[1].set_ylim(-1.8, 1.1)  # room for the legend below the curves
axes[1].legend(loc="lower right")
fig

# %% [markdown]
# **Write the test yourself.** You have checked derivatives with central differences, and this is worth a function of your own. It is given some $f$ and a function that claims to be its derivative. It has to accept what is right and refuse what is wrong: ours, and seven wrong ones that the check has ready.

# %% exercise="derivative_test"

# %% [markdown] topics="S8 S10"
# ## 10 · Swish and GELU: gates
#
# Multiply $z$ by a number between 0 and 1 that depends on $z$ itself, a **gate** that is open for large $z$ and shut for very negative $z$. ReLU is the hardest gate, $z \cdot \operatorname{step}(z)$. Softer gates give the two activation functions of today's large models.
#
# **Swish** has a sigmoid as its gate, $f(z) = z\,\sigma(\beta z)$. With $\beta = 1$ it is called **SiLU**, the sigmoid linear unit.
#
# **By hand.** $\beta = 1$ and $z = 2$: $\sigma(2) = 0.8808$, so $f(2) = 1.7616$. The ends of the family: at $\beta = 0$ the gate is $\tfrac12$ everywhere and $f(z) = z/2$; for $\beta \to \infty$ the gate becomes the step and swish becomes ReLU.
#
# **Predict first.** At $z = -10^{30}$ the gate is shut, and $z\,\sigma(z) = 0$. What happens if you write swish as $z e^{\beta z}/(1 + e^{\beta z})$, or as $z / (1 + e^{-\beta z})$, and put in this $z$?

# %% exercise="swish"

# %% [markdown] topics="S8 S10"
# The first form gives 0 as it should (but NaN at $z = +10^{30}$); in the second $e^{10^{30}}$ overflows with a warning. A sigmoid that is right everywhere spares you both.
#
# Two factors depend on $z$. Differentiate:

# %% exercise="swish_derivation"

# %% [markdown] topics="S8 S10"
# <details><summary>Line by line</summary>
#
# With $s = \sigma(\beta z)$ for the gate and $s' = \beta s (1 - s)$ from section 3:
#
# $$\begin{aligned}
# f'(z) &= 1 \cdot s + z \cdot s' && \text{product rule} \\
# &= s + \beta z\, s (1 - s) && \text{section 3, chain rule}
# \end{aligned}$$
#
# </details>
#
# At $z = 2$ with $\beta = 1$ the slope is $0.8808 + 2 \cdot 0.1050 = 1.0908$, above 1. At $z = -2$ it is $0.1192 - 2 \cdot 0.1050 = -0.0908$, so swish goes *down* there. It is not monotone.
#
# **Mend it.** One thing is wrong with the following derivative of swish, and the tests of whoever wrote it did not find it.

# %% exercise="mended_swish_grad"

# %% drawing=true
z = np.linspace(-5, 5, 501)
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
for beta, colour, style in zip((0.0, 0.5, 1.0, 2.0, 10.0), LINES, ("-", "--", "-.", ":", "-"), strict=False):
    axes[0].plot(z, ACTIVATIONS["swish"].f(z, beta), style, color=colour, label=f"β = {beta:g}")
    axes[1].plot(z, ACTIVATIONS["swish"].grad(z, beta), style, color=colour, label=f"β = {beta:g}")
axes[0].set(title="swish: from $z/2$ to ReLU", xlabel="$z$", ylabel="$f(z)$")
axes[1].set(title="Its slope overshoots on both sides", xlabel="$z$", ylabel="$f'(z)$")
axes[0].legend()
plots.describe(fig, "Swish and its first derivative for five values of beta, from half of z to nearly ReLU.")

# %% [markdown] topics="S11"
# The **Gaussian error linear unit** (GELU) takes as its gate the probability that a standard normal number lies below $z$:
#
# $$f(z) = z\,\Phi(z), \qquad \Phi(z) = \int_{-\infty}^{z} \varphi(v)\,\mathrm d v = \tfrac12\left(1 + \operatorname{erf}\frac{z}{\sqrt 2}\right), \qquad \varphi(z) = \frac{e^{-z^2/2}}{\sqrt{2\pi}}.$$
#
# The **error function** $\operatorname{erf}(x) = \frac{2}{\sqrt\pi}\int_0^x e^{-v^2}\mathrm d v$ is what tables and libraries have for this area. Many programs use a formula with tanh in place of it, from a time when erf was slow. We want the exact one; `scipy.special` has both, under the names `erf` and `ndtr` (for $\Phi$).
#
# **By hand.** $\Phi(-1) = 0.1587$, the fraction of a normal sample that lies more than one standard deviation below its mean. So $f(-1) = -0.1587$.
#
# **Predict first.** $\sigma(1.702\,z)$ resembles $\Phi(z)$. How far is swish with $\beta = 1.702$ from GELU at worst?

# %% exercise="gelu"

# %% exercise="gelu_derivation"

# %% [markdown] topics="S11"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# f'(z) &= 1 \cdot \Phi(z) + z \cdot \Phi'(z) && \text{product rule} \\
# &= \Phi(z) + z\,\varphi(z) && \text{fundamental theorem of calculus}
# \end{aligned}$$
#
# </details>
#
# With $\varphi(-1) = 0.2420$ the slope at $-1$ is $0.1587 - 0.2420 = -0.0833$, so GELU is not monotone either. And your prediction:

# %% drawing=true
z = np.linspace(-6, 6, 1201)
gelu, near = ACTIVATIONS["gelu"].f(z), ACTIVATIONS["swish"].f(z, 1.702)
fig, axes = plots.panels(1, 2, width=4.8, height=3.0)
axes[0].plot(z, gelu, color=BLUE, label="GELU")
axes[0].plot(z, near, "--", color=RED, label="swish, β = 1.702")
axes[0].legend()
axes[0].set(title="To the eye GELU and swish are one curve", xlabel="$z$", ylabel="$f(z)$")
axes[1].plot(z, gelu - near, color=BLUE)
axes[1].set(title=f"They are at most {np.abs(gelu - near).max():.3f} apart", xlabel="$z$", ylabel="GELU − swish")
plots.describe(
    fig, "Left: GELU and swish with beta 1.702, which cannot be told apart. Right: their difference, below 0.021."
)

# %% [markdown]
# **What usually goes wrong.** In float32, a constant such as `np.sqrt(2 * np.pi)` is a float64 *NumPy* number and turns the result into float64. A plain Python number does not.

# %% [markdown] topics="K8 F10 S7"
# ## 11 · All of them, side by side
#
# Solid lines are the functions, dashed ones their derivatives. This is the page to print.

# %%
names = [n for n in ACTIVATIONS if n not in ("prelu", "rrelu")]

# %% drawing=true
z = np.linspace(-4, 4, 401)
fig, axes = plots.panels(3, 4, width=2.4, height=2.0)
for place, (ax, name) in enumerate(zip(axes, names, strict=True)):
    ax.plot(z, ACTIVATIONS[name].f(z), color=BLUE)
    ax.plot(z, ACTIVATIONS[name].grad(z), "--", color=RED)
    ax.set(title=name, ylim=(-2, 2.5))
    if place >= 8:
        ax.set_xlabel("$z$")
    if place % 4 == 0:
        ax.set_ylabel("$f$ and $f'$")
plots.describe(fig, "Twelve small plots, each an activation function as a solid and its derivative as a dashed line.")

# %% [markdown] topics="S7 O6 F9"
# **Predict first.** Before you read the table: which of them are bounded on both sides? Which can be negative? For which is the mean output 0 when $z$ is standard normal?

# %%
z = np.r_[-1e6, np.linspace(-30, 30, 60_001), 1e6]
sample = np.random.default_rng(0).normal(size=100_000)


def short(value):
    """Three decimals at most, and the sign of infinity for what grows with z."""
    return number(round(float(value), 3), "g") if abs(value) < 1e3 else "−∞" if value < 0 else "∞"


rows = []
for name in names:
    a, slopes = ACTIVATIONS[name].f(z), ACTIVATIONS[name].grad(z)
    monotone = "yes" if (np.diff(a) >= 0).all() else "no"
    bounds = [short(v) for v in (a.min(), a.max(), slopes.min(), slopes.max())]
    rows.append([name, *bounds[:2], monotone, *bounds[2:], number(ACTIVATIONS[name].f(sample).mean(), ".2f")])
head = ["function", "lowest", "highest", "monotone", "least slope", "largest slope", "mean output, z normal"]
table(head, rows)

# %% [markdown] topics="F10 K8"
# **Play.** Choose a function, move $z$ and watch the tangent; move the parameters; widen the inputs and see how many units saturate. What you have written and passed is drawn over the library's curve. Try: for which spread of the inputs is half of a tanh layer saturated? Where does the slope of swish leave the interval from 0 to 1? Which function changes the mean of its inputs least?

# %%
explore.activations(name="tanh")

# %%
from scipy.optimize import brentq
from scipy.stats import norm

edge = np.arctanh(0.95**0.5)  # there 1 − tanh² is 5 %
steep = brentq(lambda z: ACTIVATIONS["swish"].grad(np.array([z]))[0] - 1, 0.5, 2.0)
say(
    f"By our definition tanh is saturated where $|z|$ is above {edge:.2f}, and half of a normal sample lies there if its "
    f"spread is {edge / norm.ppf(0.75):.2f}. Swish is steeper than 1 to the right of {steep:.2f}, and falls to the left of "
    f"{number(-steep, '.2f')}."
)

# %% [markdown]
# The identity apart, the odd functions, tanh and softsign, keep a mean of 0 where it is, and at a spread of 1 so does SELU.

# %% [markdown] topics="F9 F10"
# ## 12 · Which one is the most stable?
#
# You will hear claims such as this order, from the most to the least stable: SELU, ELU, leaky ReLU, ReLU, tanh, logistic. It can be measured. We train networks of 2, 6 and 12 hidden layers (16 units each) on 64 points of the two rings, with three learning rates and ten random starts. A run counts as *solved* when 95 % of the points are right after 100 steps. We call an activation function stable if networks with it solve the task at many rates and from all starts, and still do when they get deeper.
#
# The size of the initial weights matters as well, so we try two: variance $1/n$, which suits SELU, and $2/n$, which suits ReLU (section 7).
#
# **Predict first.** Write down your own order for depth 12. Which one solves the task least often?

# %% exercise="slowest_prediction"

# %%
order = ("selu", "elu", "leaky_relu", "relu", "tanh", "sigmoid")
depths, rates = (2, 6, 12), (0.1, 0.3, 1.0)
points, labels = X[:64], t[:64]


def fraction_solved(name, gain, depth, seeds=10, steps=100, draw=0):
    """The fraction of runs, over all rates and seeds, that solve the task in so many steps."""
    found = []
    for rate in rates:
        W, b = network(depth, 16, seeds=seeds, gain=gain, draw=draw)
        with np.errstate(all="ignore"):
            found.append(solved(train(name, W, b, points, labels, rate, steps), labels).mean())
    return float(np.mean(found))


fractions = {(n, g, d): fraction_solved(n, g, d) for g in (1.0, 2**0.5) for d in depths for n in order}
rows = [[n, *(f"{fractions[n, g, d]:.0%}" for g in (1.0, 2**0.5) for d in depths)] for n in order]
table(["function", *(f"{d} layers, {g}" for g in ("1/n", "2/n") for d in depths)], rows)
for gain, scale in ((1.0, "1/n"), (2**0.5, "2/n")):
    ranked = sorted(order, key=lambda n: -np.mean([fractions[n, gain, d] for d in depths]))
    shown = ", ".join(f"{n} {np.mean([fractions[n, gain, d] for d in depths]):.0%}" for n in ranked)
    say(f"Weights of variance {scale}, all depths and rates together: {shown}.")
W, b = network(2, 16, seeds=10)
late = solved(train("sigmoid", W, b, points, labels, 1.0, steps=2000), labels).sum()
say(f"The logistic with two layers, rate 1 and 2,000 steps: {late} of 10 starts solved.")
reveal("slowest_prediction", min(order, key=lambda n: sum(f for (name, *_), f in fractions.items() if name == n)))

# %% [markdown] topics="S18"
# **No order of activation functions is right on its own, because it depends on the initial weights.** With variance $1/n$, ELU and SELU are ahead at twelve layers; with $2/n$, ReLU, its leaky form and tanh reach twelve layers too. Differences of ten percentage points change with the seeds. One thing holds throughout: the logistic is far slower. It solves nothing in 100 steps, although with patience it solves two layers.
#
# A second claim is that ReLU networks learn *faster* than networks of sigmoids or tanh. Here is the loss (binary cross-entropy, lecture 03) of networks with two hidden layers, each activation function with the best of five learning rates, and ReLU with weights of variance $2/n$.


# %%
def best_curve(name, draw=0, chunks=30, seeds=10):
    """(best rate, median loss after every 5 steps) of two hidden layers, the rate chosen by the area under the curve."""
    curves = {}
    for rate in (0.1, 0.3, 1.0, 3.0, 10.0):
        W, b = network(2, 16, seeds=seeds, gain=2**0.5 if name == "relu" else 1.0, draw=draw)
        losses = []
        for _ in range(chunks):
            with np.errstate(all="ignore"):
                z = train(name, W, b, points, labels, rate, steps=5)[-1]
                loss = ACTIVATIONS["softplus"].f(np.where(labels[:, None] > 0.5, -z, z)).mean(axis=(1, 2))
            losses.append(np.median(np.nan_to_num(loss, nan=np.inf)))
        curves[rate] = losses
    rate = min(curves, key=lambda rate: np.sum(np.log(curves[rate])))
    return rate, curves[rate]


best = {name: best_curve(name) for name in ("sigmoid", "tanh", "relu")}
for name, (rate, losses) in best.items():
    below = np.flatnonzero(np.array(losses) < 0.1)
    say(
        f"{name}, rate {rate:g}: the median loss "
        + (f"is below 0.1 after {5 * below[0] + 5} steps." if below.size else "stays above 0.1.")
    )

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.4, height=3.2)
for name, (rate, losses) in best.items():
    ax.plot(5 * np.arange(1, len(losses) + 1), losses, label=f"{name}, rate {rate:g}")
ax.set(xlabel="step", ylabel="median loss of 10 seeds", yscale="log")
ax.set_title("ReLU learns first, then tanh; the sigmoid has not begun")
plots.label_lines(ax)
plots.describe(fig, "Loss against steps: relu and tanh fall quickly, the sigmoid stays near its initial loss for long.")

# %% [markdown]
# **On this task ReLU learns faster than tanh, and both learn much faster than the sigmoid.** For networks on images, Krizhevsky and others reported in 2012 that ReLU reached the same error six times faster than tanh, and this made ReLU popular.
#
# ### Where they come from
#
# The history of activation functions is a search for a slope. In 1943 the neuron was a step, which cannot be trained through several layers. In 1986 Rumelhart, Hinton and Williams used the sigmoid, whose slope comes from its output for free. In the 1990s LeCun argued for tanh, because its outputs are centred. Then networks grew deeper, and saturation became the problem: Nair and Hinton (2010) and Glorot, Bordes and Bengio (2011) took ReLU, and the network AlexNet won the ImageNet competition with it in 2012. The list of variants in sections 6 and 7 is from the years that followed. GELU came in 2016 and stayed almost unnoticed until two language models, GPT and BERT, used it in 2018. Many large language models of today use SiLU, in pairs of layers of which one gates the other (SwiGLU, Shazeer 2020).
#
# ### Which one do I use?
#
# | where | take | why |
# | --- | --- | --- |
# | hidden layers, to begin with | ReLU, weights of variance $2/n$, centred inputs | fast, and it works |
# | many dead units | leaky ReLU or ELU, and a lower learning rate | some slope everywhere |
# | a plain network of many layers | SELU, weights of variance $1/n$ | keeps its scale |
# | Transformers (lecture 13) | GELU or SiLU | what everybody uses there |
# | a number that must be in $(0, 1)$ or $(-1, 1)$; a gate | logistic; tanh | the range is the point |
# | a positive number at the output | softplus | never silent |
# | hidden layers | never the logistic | saturates, not centred |
#
# The choice matters less than the learning rate and the initial weights. Try a second when all else works.

# %% [markdown]
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch.nn import functional as F
# >>> z = torch.tensor([-1.0, 0.0, 2.0])
# >>> [round(a, 4) for a in F.silu(z).tolist()], [round(a, 4) for a in F.gelu(z).tolist()]
# ([-0.2689, 0.0, 1.7616], [-0.1587, 0.0, 1.9545])
# >>> z = torch.zeros(1, requires_grad=True)
# >>> F.relu(z).backward()
# >>> z.grad.item()
# 0.0
# ```
#
# Its conventions:
# - swish with $\beta = 1$ is `silu`; other values of $\beta$ are not there. `gelu` is exact, and `gelu(z, approximate="tanh")` the old formula.
# - The slope of `relu` at 0 is 0, as here.
# - `leaky_relu(z, negative_slope=0.01)`; `PReLU(num_parameters)` is a layer, because it has parameters. Its $\alpha$ belongs to axis 1.
# - `rrelu` is random only with `training=True`.
# - `softplus` cuts off at `threshold=20`, as section 9 warns.
# - Weight decay (lecture 04) should not act on the $\alpha$ of PReLU.

# %% [markdown]
# **Challenge (optional).** Find an activation function that beats ELU in the table of section 12, at all three depths and with one choice of initial weights, and show with a second set of seeds (`draw=1`) that it was no accident.

# %% [markdown] decks=true topics="S16 S17"
# Five lecture decks stand behind this course. On activation functions they say the following.
#
# **University of Campinas (UNICAMP)**, MO434, *Fundamentals of (Deep) Neural Networks II* (A. X. Falcão), has logistic, tanh, ReLU, softplus, ELU, SELU and leaky ReLU with their derivatives, and writes $v$ for our $z$, $a$ for the steepness of the logistic (our $\beta$) and for the scale of ELU (our $\alpha$), and $\lambda$ for SELU's factor (our $u$).
# - Its leaky ReLU has the factor $\lambda$ as well, $\lambda z$ and $\lambda \alpha z$; the other decks have none. `mlpkit` takes it as `scale`.
# - It asks for a differentiable $f$. ReLU, leaky ReLU, SELU, and ELU with $\alpha \ne 1$ have a kink at 0, where there is no derivative; the slides take the slope of the left side there, as we do, so 0 for ReLU.
# - It gives the order SELU, ELU, leaky ReLU, ReLU, tanh, logistic, and says that ReLU is the most popular. Section 12 measures the order; it depends on the initial weights.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has sigmoid, tanh and ReLU, and names the leaky, parametric and randomised ReLU, softplus and softsign of Xu et al. ReLU has the slope 1 at $z = 0$.
#
# **Indian Institute of Technology Kharagpur**, CS60010, *Multilayer Perceptron: Introduction* (S. Sarkar), has the largest catalogue, with bounds and signs. It calls the pre-activation $a$ or $z$ and the function $g$.
# - Its binary step is $\operatorname{sign}(a)$, which jumps from $-1$ to 1; ours jumps from 0 to 1. Its gradient is given as 0, and as not defined at 0, as in section 2.
# - At $z = 0$, ReLU and leaky ReLU have the slope of the right side, 1; ELU has that of the left side.
# - The slide on swish gives the gradient $\beta g(\beta z) + \sigma(\beta z)(1 - \beta g(\beta z))$. It is right for $\beta = 1$ only: at $\beta = 2$, $z = 1$ it gives 1.35, and the true slope is 1.09. With $\beta g(z)$ in both places it is right for every $\beta$, and the same as section 10.
# - It advises a bias of 0.1 and says that ReLU converges much faster than sigmoid and tanh (sections 5 and 12). It also says that units are never updated when they are inactive. That is so for a unit that is inactive on *every* example; one that is active on some learns from those.
#
# **University of Massachusetts Amherst (UMass)**, CEE 697M (J. Oke), has the threshold, the sigmoid's saturation, $\tanh x = 2\sigma(2x) - 1$, and ReLU as fast and fragile. It gives $[0, 1]$ and $[-1, 1]$ as the ranges of sigmoid and tanh; no $z$ reaches the ends, so the intervals are open. For a few equations it writes $a$ for the pre-activation and $z$ for the activation, later the other way round, as we do. It also describes $f$ as the *firing rate* of a neuron, which is why the sigmoid was once thought natural.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), draws activation functions with their derivatives, and writes $s$ for the pre-activation. Its lecturer is the first author of the paper on SELU.

# %% [markdown]
# ## Recap
#
# Without a nonlinearity, layers collapse into one. The step is nonlinear but has no slope. The sigmoid has one, but it saturates, and its outputs are all positive. Tanh is centred, and still saturates. ReLU does not saturate for large $z$, but units can die. Leaky, parametric and randomised ReLU keep a slope on the left. ELU and SELU put a soft floor there, and SELU's two constants keep mean and variance through depth. Softplus is a smooth ReLU, and softsign a tanh that saturates more slowly. Swish and GELU gate $z$ by itself and are not monotone. Every derivative came from the chain, product or quotient rule (GELU's also from the fundamental theorem of calculus), and every formula that overflowed had a second form that did not. To begin with, take ReLU.
#
# ## Test yourself
#
# 1. Twenty sigmoid layers stand between the loss and the weights of the first layer. What is the most that the slopes alone can leave of a gradient?
#
# <details><summary>Answer</summary>
#
# Each slope is at most $\tfrac14$, so at most $4^{-20} \approx 9 \cdot 10^{-13}$.
#
# </details>
#
# 2. $f$ is odd. Show that $f'$ is even. For which functions of this lecture do you therefore need to work out the derivative for $z > 0$ only?
#
# <details><summary>Answer</summary>
#
# Differentiate $f(-z) = -f(z)$ on both sides by the chain rule: $-f'(-z) = -f'(z)$. It serves tanh and softsign, and the sigmoid too, because $\sigma - \tfrac12$ is odd.
#
# </details>
#
# 3. A ReLU unit is silent on all of today's training examples. Is it dead for ever?
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
# It costs an exponential and a logarithm; its outputs are all positive, with a mean well above 0 (see the table in section 11), and its slope at 0 is only $\tfrac12$. Where a positive output is needed, as for a variance, it is the right choice.
#
# </details>
#
# ## Further reading
#
# - W. S. McCulloch, W. Pitts, "A logical calculus of the ideas immanent in nervous activity", *Bulletin of Mathematical Biophysics* 5 (1943), 115–133: the step.
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", in *Neural Networks: Tricks of the Trade*, Springer 1998: why zero-centred.
# - X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010: saturation by layer; softsign.
# - V. Nair, G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
# - X. Glorot, A. Bordes, Y. Bengio, "Deep sparse rectifier neural networks", AISTATS 2011: ReLU and softplus.
# - A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet classification with deep convolutional neural networks", NeurIPS 2012: AlexNet.
# - A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML workshop 2013: leaky ReLU.
# - K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, [arXiv:1502.01852](https://arxiv.org/abs/1502.01852): PReLU and its initialisation.
# - B. Xu, N. Wang, T. Chen, M. Li, "Empirical evaluation of rectified activations in convolutional network", 2015, [arXiv:1505.00853](https://arxiv.org/abs/1505.00853).
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential linear units (ELUs)", ICLR 2016, [arXiv:1511.07289](https://arxiv.org/abs/1511.07289).
# - G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, "Self-normalizing neural networks", NeurIPS 2017, [arXiv:1706.02515](https://arxiv.org/abs/1706.02515): SELU.
# - S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-weighted linear units for neural network function approximation in reinforcement learning", *Neural Networks* 107 (2018), 3–11: SiLU.
# - P. Ramachandran, B. Zoph, Q. V. Le, "Searching for activation functions", 2017, [arXiv:1710.05941](https://arxiv.org/abs/1710.05941): swish.
# - D. Hendrycks, K. Gimpel, "Gaussian error linear units (GELUs)", 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415): GELU, and the first SiLU.
# - N. Shazeer, "GLU variants improve Transformer", 2020, [arXiv:2002.05202](https://arxiv.org/abs/2002.05202): SwiGLU.
