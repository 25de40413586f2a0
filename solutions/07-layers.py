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
# # 07 · Layers
#
# The backward pass of lecture 06 knows the whole network. Add a layer of another kind, and you have to write it again. Networks of a hundred layers of thirty kinds exist, and nobody has ever written their backward pass. How is that possible?
#
# **You will be able to**
# - cut a network into layers that know nothing of each other, and say what each must cache;
# - derive and write layers, each with its own small backward pass, and chain them;
# - train the chain with weight decay, and test any layer that you invent;
# - say why softmax and cross-entropy are one layer, with numbers;
# - write an engine that differentiates whatever you compute, and so never needs a backward pass again.
#
# **You need** lecture 06 (the deltas, the gates, and the rules C, S, E and M), the losses of lectures 03 and 04, and Python classes: `self`, `__init__`, methods.
#
# **It takes** about three hours with all exercises, seventy minutes if you only read. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
from itertools import pairwise

import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, accuracy, autodiff, backprop, datasets, fit, gradcheck, layers, losses, plots, sequential
from mlpkit.activations import ACTIVATIONS
from mlpkit.layers import LAYERS
from mlpkit.palette import BLACK, BLUE, ORANGE, RED
from mlpkit.show import below, say, table
from mlpkit.train import train_step

start("07")

# %% [markdown] topics="H23 H26"
# ## 1 · Two questions for every layer
#
# A layer turns an input $X$ into an output $Y$, perhaps with the help of weights. Let $L$ be the loss at the far end of the network, and write $\mathrm{d}Y$ for $\partial L / \partial Y$, one number for each entry of $Y$. By the chain rule along all paths (rule C of lecture 06), for any entry $x$ of the input and any weight $w$ of this layer,
#
# $$\frac{\partial L}{\partial x} = \sum_{y} \frac{\partial L}{\partial y} \frac{\partial y}{\partial x}, \qquad \frac{\partial L}{\partial w} = \sum_{y} \frac{\partial L}{\partial y} \frac{\partial y}{\partial w},$$
#
# where $y$ runs over all entries of $Y$. Look at the right-hand sides. The first factors are $\mathrm{d}Y$, the upstream gradient, which must come from whatever stands *after* this layer. The second factors concern this layer alone, and nothing else appears. So a layer can do its part of backpropagation if it answers two questions:
#
# - *forward*: given $X$, what is $Y$? (And cache whatever the second question will need.)
# - *backward*: given $\mathrm{d}Y$, what is $\mathrm{d}X$? (And store the gradients of your own weights.)
#
# Its $\mathrm{d}X$ is the $\mathrm{d}Y$ of the layer before it. This agreement is the **layer contract**. The layers need not know what their neighbours are, how many there are, or what the loss is. The loss is the last layer. It starts the way back, because the derivative of the loss with respect to itself is 1.
#
# Whoever *trains* the layers needs one thing more, a list of what each of them learns. A layer names its arrays, `learnt = ("W", "b")`, and the base class `Layer` makes two dicts of that: `layer.params` holds the arrays `layer.W` and `layer.b` under these names, and `layer.grads` their gradients `layer.dW` and `layer.db`. A layer without weights names nothing, and its dicts are empty. (A third dict, `layer.state`, is for arrays that prediction needs but no gradient changes; the layers of this lecture have none.)

# %% [markdown] topics="H23 H26"
# ## 2 · A chain by hand
#
# Here is one example on its way through four layers, two that compute weighted sums, a ReLU between them, and squared error as the last:
#
# $$X = (1, 2), \qquad W_1 = \begin{pmatrix} 1 & -1 \\ 2 & 0 \end{pmatrix},\ b_1 = (0, -1), \qquad W_2 = \begin{pmatrix} 3 & 4 \end{pmatrix},\ b_2 = 0.5, \qquad T = 4.$$
#
# | layer | forward | caches | backward | stores |
# | --- | --- | --- | --- | --- |
# | dense | $(1 - 2,\ 2 - 1) = (-1, 1)$ | its input $(1, 2)$ | $0 \cdot (1, -1) + 2 \cdot (2, 0) = (4, 0)$ | $\mathrm{d}W_1 = \begin{pmatrix} 0 & 0 \\ 2 & 4 \end{pmatrix}$, $\mathrm{d}b_1 = (0, 2)$ |
# | ReLU | $(0, 1)$ | its input $(-1, 1)$ | $(1.5, 2) \odot (0, 1) = (0, 2)$ | |
# | dense | $3 \cdot 0 + 4 \cdot 1 + 0.5 = 4.5$ | its input $(0, 1)$ | $0.5 \cdot (3, 4) = (1.5, 2)$ | $\mathrm{d}W_2 = (0, 0.5)$, $\mathrm{d}b_2 = 0.5$ |
# | loss | $\tfrac12 (4.5 - 4)^2 = 0.125$ | $\mathrm{d}Y = (4.5 - 4)/1$ | $0.5$ | |
#
# Read *forward* downwards and *backward* upwards. Each backward entry uses two things only: the entry below it, and what the layer of its own row has, which is what it cached and its weights.

# %%
first, last = (layers.Dense(2, n, rng=np.random.default_rng(0), dtype=np.float64) for n in (2, 1))
first.W[:], first.b[:] = [[1, -1], [2, 0]], [0, -1]
last.W[:], last.b[:] = [[3, 4]], [0.5]
stack, loss = [first, layers.ActivationLayer("relu"), last], layers.EuclideanLoss()

value = loss.forward(sequential.forward_chain(stack, np.array([[1.0, 2.0]])), np.array([[4.0]]))
dX = sequential.backward_chain(stack, loss.backward())
print("loss", value, "  dX", dX[0])
for r, layer in ((1, first), (2, last)):
    print(f"dense layer {r} stores", {"d" + name: gradient.tolist() for name, gradient in layer.grads.items()})

# %% drawing=true
boxes = [
    ("dense", "caches (1, 2)", "stores dW₁ = ((0, 0), (2, 4))\ndb₁ = (0, 2)"),
    ("ReLU", "caches (−1, 1)", ""),
    ("dense", "caches (0, 1)", "stores dW₂ = (0, 0.5)\ndb₂ = 0.5"),
    ("loss", "caches dY = 0.5", ""),
]
ahead = ["(1, 2)", "(−1, 1)", "(0, 1)", "4.5", "0.125"]
back = ["(4, 0)", "(0, 2)", "(1.5, 2)", "0.5", "1"]

fig, (ax,) = plots.panels(1, 1, width=10, height=2.9)
for k, text in enumerate(ahead):
    ax.annotate("", (2 * k - 0.65, 0.16), (2 * k - 1.35, 0.16), arrowprops={"arrowstyle": "-|>", "color": BLUE})
    ax.text(2 * k - 1, 0.24, text, ha="center", va="bottom", color=BLUE, fontsize=10)
for k, text in enumerate(back):
    ax.annotate("", (2 * k - 1.35, -0.16), (2 * k - 0.65, -0.16), arrowprops={"arrowstyle": "-|>", "color": RED})
    ax.text(2 * k - 1, -0.24, text, ha="center", va="top", color=RED, fontsize=10)
for k, (name, caches, stores) in enumerate(boxes):
    ax.text(
        2 * k, 0, name, ha="center", va="center", fontsize=12,
        bbox={"boxstyle": "round,pad=0.7", "facecolor": "white", "edgecolor": BLACK},
    )  # fmt: skip
    ax.text(2 * k, 0.62, caches, ha="center", va="bottom", fontsize=9, color=BLUE)
    ax.text(2 * k, -0.62, stores, ha="center", va="top", fontsize=9, color=RED)
ax.set(xlim=(-1.6, 7.6), ylim=(-1.25, 0.9), title="Values go right (blue), gradients come back (orange)")
ax.set_axis_off()
plots.describe(
    fig,
    "Four boxes in a row: dense, ReLU, dense, loss. Arrows with the values of the example lead through them from left to "
    "right, arrows with gradients from right to left. Above each box stands what it caches, below the two dense layers "
    "the gradients of weights and biases that they store.",
)

# %% [markdown] topics="H26 H27"
# ## 3 · The dense layer
#
# A **dense layer**, also called a fully connected or linear layer, computes weighted sums:
#
# $$Z = X W^\top + \mathbf 1\, b^\top, \qquad z_{nj} = \sum_i x_{ni} w_{ji} + b_j.$$
#
# Given $\mathrm{d}Z$, everything follows from lecture 06 (rule S for the derivatives of the sum, rule M to write sums as matrix products):
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_{ji}} &= \sum_n \mathrm{d}z_{nj}\, x_{ni} && \Rightarrow & \mathrm{d}W &= \mathrm{d}Z^\top X && w_{ji} \text{ acts through } z_{nj} \text{ for every } n \\
# \frac{\partial L}{\partial b_j} &= \sum_n \mathrm{d}z_{nj} && \Rightarrow & \mathrm{d}b &= \mathrm{d}Z^\top \mathbf 1 && b_j \text{ likewise, with factor } 1 \\
# \frac{\partial L}{\partial x_{ni}} &= \sum_j \mathrm{d}z_{nj}\, w_{ji} && \Rightarrow & \mathrm{d}X &= \mathrm{d}Z\, W && x_{ni} \text{ acts through } z_{nj} \text{ for every } j
# \end{aligned}$$
#
# So each weight gets what came back behind it times what had come in before it, and each input gets an error signal through every weight that leads away from it. What has to be cached? $\mathrm{d}W$ needs $X$, and only forward has seen it. $\mathrm{d}X$ needs $W$, which the layer owns.
#
# Two practical points. The gradients of this batch *replace* those of the last one. And a network's first layer may leave out $\mathrm{d}X$, because nobody reads it and it costs as much as $\mathrm{d}W$.
#
# **Predict first.** A batch of 128 passes through a layer with 784 inputs and 256 units. How many numbers does the layer cache, and how many are its weights? (Section 10 counts for whole networks.)
#
# <details><summary>Answer</summary>
#
# It caches $128 \cdot 784 = 100{,}352$ numbers; the weights are $256 \cdot 784 = 200{,}704$.
#
# </details>
#
# The class below inherits from `Affine`, whose `__init__` has made `self.W` and `self.b` for you and has kept `self.input_grad`.

# %% exercise="Dense"

# %% [markdown]
# **What usually goes wrong.** `self.dW += …` adds up, so that the gradients of old batches stay in those of new ones. Or the layer caches its output instead of its input, which nobody notices as long as the two have the same shape.

# %% [markdown] topics="H26 H27"
# ## 4 · The activation layer
#
# $a_{nj} = f(z_{nj})$: each output depends on one input, so of the sum in section 1 a single term is left,
#
# $$\frac{\partial L}{\partial z_{nj}} = \frac{\partial L}{\partial a_{nj}}\, f'(z_{nj}) \qquad \Rightarrow \qquad \mathrm{d}Z = \mathrm{d}A \odot f'(Z).$$
#
# There are no weights, so there is nothing to store. **By hand.** ReLU on $Z = (-1, 2)$ gives $(0, 2)$. If $\mathrm{d}A = (5, 7)$ comes back, then $\mathrm{d}Z = (5 \cdot 0,\ 7 \cdot 1) = (0, 7)$.
#
# A dense layer and an activation layer together are what lecture 06 called one layer. Taken apart, each derivation is one line, and any activation goes with any layer. The hidden delta $\delta_i = f'(z_i) \sum_j \delta_j w_{ji}$ has not vanished: its sum is the `backward` of the *next* dense layer, and its factor $f'$ is the `backward` of this activation layer.

# %% exercise="ActivationLayer"

# %% [markdown] topics="H26 H27"
# ## 5 · A layer of your own
#
# Modern networks contain a layer that scales and shifts each of its inputs by numbers that it learns (it is the second half of layer normalisation, lecture 09):
#
# $$y_{nk} = g_k\, x_{nk} + b_k .$$
#
# You have not seen its gradients, so derive one. By section 1, $\partial L / \partial g_k$ is the sum over all outputs of $\mathrm{d}y_{nj}$ times $\partial y_{nj} / \partial g_k$. The numbers $\mathrm{d}y_{nj}$ are given, so that is the derivative of $\sum_{n,j} \mathrm{d}y_{nj}\, y_{nj}$ with respect to $g_k$, and there you begin. (`D` is $\mathrm{d}Y$; as before, one `=` per line.)

# %% exercise="scale_derivation"

# %% [markdown] topics="H27"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# \frac{\partial L}{\partial g_k} &= \sum_n \sum_j \mathrm{d}y_{nj} \frac{\partial}{\partial g_k} (g_j x_{nj} + b_j) && \text{rule C: } g_k \text{ acts through the outputs} \\
# &= \sum_n \mathrm{d}y_{nk} \frac{\partial}{\partial g_k} (g_k x_{nk} + b_k) && \text{of each row only } j = k \text{ contains } g_k \\
# &= \sum_n \mathrm{d}y_{nk}\, x_{nk} && b_k \text{ does not contain } g_k
# \end{aligned}$$
#
# </details>
#
# By the same reasoning $\mathrm{d}b_k = \sum_n \mathrm{d}y_{nk}$, and $\mathrm{d}x_{nk} = \mathrm{d}y_{nk}\, g_k$. Three lines of algebra make the layer, because the contract asks for nothing else:


# %%
class ScaleShift(layers.Layer):
    """Y = g ⊙ X + b, with a g and a b for each input."""

    learnt = ("g", "b")

    def __init__(self, n):
        self.g, self.b = np.ones(n), np.zeros(n)

    def forward(self, X):
        self.X = X
        return self.g * X + self.b

    def backward(self, dY):
        self.dg, self.db = (dY * self.X).sum(axis=0), dY.sum(axis=0)
        return dY * self.g


layer = ScaleShift(2)
layer.g[:], layer.b[:] = [3, 1], [0, 5]
print("Y ", layer.forward(np.array([[1.0, 2.0], [4.0, 0.0]])).tolist())
print("dX", layer.backward(np.array([[1.0, 1.0], [10.0, 10.0]])).tolist())
print({name: gradient.tolist() for name, gradient in layer.grads.items()})

# %% [markdown]
# **By hand.** The first scale gets $1 \cdot 1 + 10 \cdot 4 = 41$, the second $1 \cdot 2 + 10 \cdot 0 = 2$.

# %% [markdown] topics="H26 H27"
# ## 6 · The losses, and why softmax belongs to its loss
#
# The **Euclidean loss** turns outputs $Y$ and targets $T$ into one number,
#
# $$L = \frac1N \sum_n \frac12 \lVert y_n - t_n \rVert^2 .$$
#
# Of all the squares, one contains $y_{nk}$, and its derivative is $2 \cdot \tfrac12 (y_{nk} - t_{nk})$. So $\mathrm{d}Y = (Y - T)/N$. Its `backward` takes no argument, because nothing comes after it. The $1/N$ of the mean enters here, once; no other layer of this lecture divides by $N$. **By hand.** $Y = (1, 3)$ and $T = (0, 1)$ are two examples with one output: $L = \tfrac12 (\tfrac12 \cdot 1 + \tfrac12 \cdot 4) = 1.25$ and $\mathrm{d}Y = (0.5, 1)$.
#
# **Softmax with cross-entropy.** By the contract you could build two layers. The first has $P = \mathrm{softmax}(Z)$, and its backward multiplies by the Jacobian of lecture 04. The second has $L = -\tfrac1N \sum_{n,k} t_{nk} \log p_{nk}$, with $\mathrm{d}P = -\tfrac1N\, T / P$, entry by entry. On paper, for one example, $N = 1$, with $\Delta_{ik}$ for 1 if $i = k$ and 0 otherwise:
#
# $$\begin{aligned}
# \mathrm{d}z_i &= \sum_k \mathrm{d}p_k\, \frac{\partial p_k}{\partial z_i} && \text{rule C: } z_i \text{ acts through all } p_k \\
# &= \sum_k \left( - \frac{t_k}{p_k} \right) p_k\, (\Delta_{ik} - p_i) && \text{cross-entropy's } \mathrm{d}P;\ \text{softmax Jacobian of lecture 04} \\
# &= - \sum_k t_k\, (\Delta_{ik} - p_i) && p_k \text{ cancels} \\
# &= p_i \sum_k t_k - t_i = p_i - t_i && \textstyle\sum_k t_k = 1
# \end{aligned}$$
#
# (With $N$ examples there is a factor $1/N$ in every line.) In the third line $p_k$ cancels, on paper. A computer that runs two layers first divides by $p_k$ and then multiplies by it.
#
# Large networks are trained in **half precision**, that is, with numbers of 16 bits, because they take half the memory and run several times as fast. A float16 has about three digits, and no number above 65,504. Its smallest positive number is about $6 \cdot 10^{-8}$, and what is below half of that becomes 0.
#
# **Predict first.** Two classes, and the network prefers the wrong one by a gap of $c$ between the logits, so that the right class has $p \approx e^{-c}$. The gradient at its logit should be close to $-1$. At which gap do two layers in float16 lose it? And in float32, whose limits are near $10^{38}$ and $10^{-45}$?

# %% exercise="gap_prediction"


# %%
def two_layers(gap, dtype):
    """The gradient at the right class's logit, computed by a softmax layer and a cross-entropy layer."""
    z = np.array([gap, 0], dtype)
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    dP = np.array([0, -1], dtype) / p
    return float((np.diag(p) - np.outer(p, p))[1] @ dP)


def one_layer(gap, dtype):
    """The same gradient as a difference."""
    z = np.array([gap, 0], dtype)
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    return float(p[1] - dtype(1))


gaps = np.linspace(0, 120, 481)
with np.errstate(all="ignore"):
    found = {
        (how.__name__, dtype.__name__): np.array([how(gap, dtype) for gap in gaps])
        for how in (two_layers, one_layer)
        for dtype in (np.float16, np.float32)
    }
lost = {dtype: gaps[np.argmin(np.isfinite(found["two_layers", dtype]))] for dtype in ("float16", "float32")}
say(
    f"Two layers have no gradient from a gap of {lost['float16']:g} on in float16, and from {lost['float32']:g} on in "
    f"float32. One layer has its gradient everywhere: {bool(all(np.isfinite(found['one_layer', d]).all() for d in lost))}."
)
reveal("gap_prediction", lost["float16"])

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.2)
drawn = {
    ("two_layers", "float16"): (RED, "-", 7, "two layers, float16"),
    ("two_layers", "float32"): (ORANGE, "-", 4, "two layers, float32"),
    ("one_layer", "float16"): (BLUE, "-", 1.5, "one layer, float16"),
}
for key, (colour, style, width, name) in drawn.items():
    seen = np.isfinite(found[key])
    ax.plot(gaps[seen], found[key][seen], style, color=colour, linewidth=width, label=name)
    if not seen.all():
        ax.plot(gaps[seen][-1], found[key][seen][-1], "X", color=colour, markersize=12)
ax.set(
    title="Two layers lose the gradient (×) where the network is most wrong",
    xlabel="gap $c$ between the logits, the wrong class above the right one",
    ylabel="gradient at the right class",
    ylim=(-1.15, 0.05),
)
ax.legend()
plots.describe(
    fig,
    "Gradient at the right class against the gap between the logits. One layer stays at minus 1. Two layers in float16 "
    "end in a cross at a gap near 11, in float32 at a gap near 88.",
)

# %% [markdown]
# What is lost is the inverse of $p$, which overflows, and at larger gaps $p$ itself, which rounds to 0. At a gap of eleven the right class gets a probability of 1 in 60,000, and a confident network that meets a wrong label gets there easily. **Two layers lose the gradient exactly where the network is confident and wrong, which is where it is needed most.** One layer never divides by $p$, and its error stays at rounding. It is cheaper too, because the Jacobian has $K^2$ entries for each example and the difference $P - T$ has $K$.
#
# So the usual pieces are *dense*, *activation*, *Euclidean loss*, and *softmax with cross-entropy*.

# %% exercise="SoftmaxCrossEntropy"

# %% [markdown] topics="H23"
# ## 7 · Chain them
#
# With the contract kept, a network is a list of layers. Forward hands each output to the next layer; backward starts with the gradient of the loss and hands it to the layers in the opposite order. Both are a loop with one line in it, and this is all that is left of lecture 06's backward pass.
#
# **By hand.** You did it in section 2: the *forward* column downwards, the *backward* column upwards.

# %% exercise="forward_chain"

# %% exercise="backward_chain"

# %% [markdown]
# Does the chain compute what the backward pass of lecture 06 computes? Here is one network of three layers, computed both ways. (Lists hold layer $r$ at index $r - 1$.)

# %%
rng = np.random.default_rng(7)
dense = [layers.Dense(n, m, rng=rng, bias=0.1, dtype=np.float64) for n, m in pairwise([3, 5, 4, 2])]
stack = [dense[0], layers.ActivationLayer("tanh"), dense[1], layers.ActivationLayer("relu"), dense[2]]
X, T = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))

loss = layers.EuclideanLoss()
loss.forward(sequential.forward_chain(stack, X), T)
sequential.backward_chain(stack, loss.backward())

W, b = [d.W for d in dense], [d.b for d in dense]
f = [ACTIVATIONS[name] for name in ("tanh", "relu", "identity")]
Zs, As = backprop.forward_pass(X, W, b, f)
dWs, dbs = backprop.backward_pass(backprop.output_delta(As[-1], T, np.ones_like(T)), Zs, As, W, f)
gap = max(np.abs(d.dW - dW).max() for d, dW in zip(dense, dWs, strict=True))
say(f"Largest difference between the two in any $\\mathrm{{d}}W_r$: {below(gap)}.")

# %% [markdown] topics="H23 H27"
# ## 8 · Test any layer, invent your own
#
# A layer that keeps the contract can be tested alone, by the method of lecture 06, section 2. Your turn to write the test. It gets a layer as one function, and it must accept every right layer and refuse the wrong ones.

# %% exercise="backward_test"

# %% [markdown]
# Now use the promise of the contract for a layer that changed the field. A **residual layer** adds its input to what some inner layers make of it, $Y = X + h(X)$; networks with hundreds of layers, and every Transformer (lecture 13), are built from it. $X$ acts along two paths, so by rule C the gradients of both add up: $\mathrm{d}X = \mathrm{d}Y + (\text{what comes back through } h)$. It is a layer made of layers, with the two methods of the contract, and what it learns is what its inner layers learn.


# %%
class Residual(layers.Layer):
    """Y = X + h(X), where h is a chain of layers with as many outputs as inputs."""

    def __init__(self, inner):
        self.inner = inner

    @property
    def params(self):
        return layers.collect(self.inner, "params")

    @property
    def grads(self):
        return layers.collect(self.inner, "grads")

    def forward(self, X):
        return X + sequential.forward_chain(self.inner, X)

    def backward(self, dY):
        return dY + sequential.backward_chain(self.inner, dY)


def error_of_backward(layer, X):
    """Relative error of a layer's dX against differences in float64."""

    def back(X, dY):
        layer.forward(X)
        return layer.backward(dY)

    return gradcheck.gradcheck(lambda X: layer.forward(X), back, X)


def dense_layer():
    return LAYERS["Dense"](4, 4, rng=rng, dtype=np.float64)


X = rng.normal(size=(5, 4))
inner = [dense_layer(), LAYERS["ActivationLayer"]("tanh"), dense_layer()]
tested = {
    "Dense": dense_layer(),
    "ActivationLayer, tanh": LAYERS["ActivationLayer"]("tanh"),
    "ScaleShift": ScaleShift(4),
    "Residual": Residual(inner),
    "Residual in a Residual": Residual([dense_layer(), Residual(inner)]),
}
errors = {name: error_of_backward(layer, X) for name, layer in tested.items()}
say(f"Relative errors of {', '.join(errors)}: the largest is {below(max(errors.values()))}.")

# %% [markdown]
# `MLP` takes such a layer in any place of its list `layers`, and the optimiser finds its arrays through `params`. So a network with your own layers is trained by the same four lines as every other. In the library they are called `train_step`: forward, loss, backward, update.

# %%
net = MLP([2, 4, 2], activation="tanh", init="xavier", seed=0, dtype=np.float64)
net.layers[2:2] = [ScaleShift(4), Residual([dense_layer(), LAYERS["ActivationLayer"]("tanh"), dense_layer()])]
X, t = datasets.gaussians(np.random.default_rng(0), n=200, spread=0.8)
X, T = X.astype(np.float64), net.targets(t)
optimizer = SGD(net.params, lr=0.1)
history = [train_step(net, optimizer, X, T)[0] for _ in range(200)]
print("learnt:", ", ".join(net.arrays("params")))
say(
    f"The loss falls from {history[0]:.2f} to {history[-1]:.2f} in 200 steps. (Layers are counted from 1: `4.1.W` belongs to "
    "the first inner layer of the residual layer, which is layer 4.)"
)

# %% [markdown] topics="H19"
# ## 9 · The step, with weight decay
#
# With the gradients in hand, every layer moves what it learns. Often a penalty on large weights is added to the loss, with a strength $\lambda \ge 0$. Loss and penalty together are the cost
#
# $$C = L + \frac{\lambda}{2} \sum_r \lVert W_r \rVert^2, \qquad \lVert W \rVert^2 = \sum_{j,i} w_{ji}^2 .$$
#
# $$\begin{aligned}
# \frac{\partial C}{\partial w_{ji}} &= \frac{\partial L}{\partial w_{ji}} + \lambda\, w_{ji} && \text{derivative of a sum; } \tfrac12 \cdot 2 = 1 \\
# w_{ji} &\leftarrow w_{ji} - \eta \left( \frac{\partial L}{\partial w_{ji}} + \lambda\, w_{ji} \right) && \text{gradient descent on } C \\
# &= (1 - \eta \lambda)\, w_{ji} - \eta\, \frac{\partial L}{\partial w_{ji}} && \text{collect } w_{ji}
# \end{aligned}$$
#
# The last line gives weight decay its name, because before each step the weight decays by the factor $1 - \eta \lambda$. A weight that the loss does not care about fades away.
#
# **By hand.** $w = 2$, $\partial L / \partial w = 0.5$, $\eta = 0.1$, $\lambda = 0.5$: $w \leftarrow 0.95 \cdot 2 - 0.1 \cdot 0.5 = 1.85$. Without any gradient, $0.95^k = \tfrac12$ after $k = \log \tfrac12 / \log 0.95 \approx 13.5$ steps.
#
# **The biases are left alone.** Large weights make a function steep; a bias only shifts it, and pulling biases to 0 would tie every unit's boundary to the origin. The network needs no second backward pass for the penalty, because $\lambda W$ does not depend on the data and is added in the update.

# %% exercise="chain_step"

# %% [markdown]
# **What usually goes wrong.** The decay is applied to the biases too; $\lambda W$ is subtracted without $\eta$; or the loss is reported after the update, so that it belongs to other weights than its gradient.

# %% [markdown] topics="H19"
# ### What decay does, measured
#
# **Predict first.** Two overlapping clouds, only 40 training examples, and a network with two hidden layers of 32 that can learn nearly all of them by heart. As $\lambda$ grows from 0 to 1, what happens to the training error, to the error on 1,000 new examples, and to the weights?

# %% exercise="decay_prediction"

# %%
from math import erfc

decays = [0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def clouds(seed, n):
    return datasets.gaussians(np.random.default_rng(seed), n=n, spread=0.8)


def trained(decay, seed, epochs=400):
    """A 2-32-32-2 network trained on 40 examples with this weight decay."""
    net = MLP([2, 32, 32, 2], activation="tanh", init="xavier", seed=seed)
    optimizer = SGD(net.params, lr=0.2, momentum=0.9, weight_decay=decay)
    fit(net, *clouds(seed, 40), epochs=epochs, batch_size=None, optimizer=optimizer, seed=seed)
    return net


nets = {decay: [trained(decay, seed) for seed in range(6)] for decay in decays}
rows, new_error = [], {}
for decay, several in nets.items():
    train = [1 - accuracy(net, *clouds(seed, 40)) for seed, net in enumerate(several)]
    new = [1 - accuracy(net, *clouds(100 + seed, 1000)) for seed, net in enumerate(several)]
    size = [np.sqrt(sum(np.sum(w**2) for w in net.params if w.ndim == 2)) for net in several]
    new_error[decay] = np.mean(new)
    shown = [f"{np.mean(v):.1%} ({min(v):.1%} to {max(v):.1%})" for v in (train, new)]
    rows.append([f"{decay:g}", *shown, f"{np.mean(size):.2f}"])
table(["λ", "training error", "error on new examples", "length of all weights"], rows)
best = min(decays, key=new_error.get)
say(
    f"No rule has a smaller error than {erfc(1 / 0.8 / 2**0.5) / 2:.1%} on average on these clouds: that is the error of "
    f"the straight line between them. (On 1,000 drawn examples it may come out a point or two lower.) λ = {best:g} comes to {new_error[best]:.1%}, λ = 0 to {new_error[0.0]:.1%}."
)
reveal("decay_prediction", f"{best:g}")

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.7, height=3.4)
for ax, (decay, said) in zip(axes, {0.0: "memorises", 0.03: "about right", 1.0: "has given up"}.items(), strict=True):
    X, t = clouds(0, 40)
    plots.decision_boundary(nets[decay][0].predict, X, t, title=f"λ = {decay:g} {said}", ax=ax, resolution=120)
    ax.get_legend().remove()  # one for all three, where it hides no example
axes[-1].legend(loc="upper left", bbox_to_anchor=(1.02, 1), frameon=False, fontsize=9)
plots.describe(
    fig,
    "Decisions of three networks on the same 40 examples: winding around single points without decay, nearly straight "
    "with 0.03, and nothing learnt with 1.",
)

# %% [markdown]
# Without decay the boundary winds around single examples, with hardly any training errors and many on new data. With $\lambda$ too large the weights fade to nothing, and with them the answer. **A moderate decay keeps the weights small and the boundary plain, and it makes fewer errors on new data than none.** (Six seeds cannot tell the best rows of the table apart.) The best $\lambda$ is a number to be chosen on data that were not trained on, which lecture 12 does properly. (The training used momentum, which lecture 10 explains.)

# %% [markdown] topics="H23"
# ## 10 · What caching costs, and how it breaks
#
# **Memory.** Between forward and backward, the layers hold one number for each of their inputs and each example.

# %%
rows = []
for sizes in ([784, 256, 128, 10], [784, 32, 10], [64] * 20 + [10]):
    weights = sum(n * m + m for n, m in pairwise(sizes))
    kept = sum(sizes[:-1]) + sum(sizes[1:-1])
    name = "-".join(map(str, sizes)) if len(sizes) < 6 else "64, twenty times, then 10"
    rows.append([name, f"{weights:,}", *(f"{n * kept:,}" for n in (1, 128, 10_000))])
table(["network", "weights and biases", "cached, N = 1", "N = 128", "N = 10,000"], rows)

# %% [markdown]
# (Dense layers cache $X$, activation layers cache $Z$; the loss caches its gradient, not counted here.) With a large batch the caches outweigh the weights, and on graphics processors this **activation memory** is what limits the size of a batch. **Gradient checkpointing** saves most of this memory: it caches only some layers' inputs, and computes the rest again on the way back. To *predict* you need no caches at all.
#
# **How it breaks.** A layer remembers one batch, the last. There are two ways to trip over that:
#
# 1. *forward, forward, backward*: if you look at validation data between the two passes, the gradients mix the caches of one batch with the error signal of another;
# 2. *one layer object twice in the chain*, to share its weights: the second forward overwrites the first cache, and the second backward overwrites the first gradient, although by rule C both uses should *add up*.
#
# Measured against differences, with tanh layers and ten random initialisations each:


# %%
def shared(seed, fault):
    """Relative error of dW of a shared dense layer, or of a layer that saw other data in between."""
    rng = np.random.default_rng(seed)
    X, T = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    one, two = (layers.Dense(3, 3, rng=rng, dtype=np.float64) for _ in range(2))
    two = one if fault == "used twice" else two
    stack, loss = [one, layers.ActivationLayer("tanh"), two], layers.EuclideanLoss()

    def value(W):
        kept, one.W = one.W, W
        answer = loss.forward(sequential.forward_chain(stack, X), T)
        one.W = kept
        return answer

    judged = gradcheck.numerical_gradient(value, one.W)
    loss.forward(sequential.forward_chain(stack, X), T)
    if fault == "forward again":
        sequential.forward_chain(stack, rng.normal(size=(5, 3)))
    sequential.backward_chain(stack, loss.backward())
    return np.linalg.norm(one.dW - judged) / np.linalg.norm(judged)


rows = []
for fault in ("none", "forward again", "used twice"):
    errors = [shared(seed, fault) for seed in range(10)]
    rows.append([fault, below(max(errors)) if max(errors) < 1e-6 else f"{min(errors):.2f} to {max(errors):.2f}"])
table(["fault", "relative error of dW"], rows)

# %% [markdown]
# **Both faults make the gradient wrong, and neither raises an error.** (The first does if the two batches differ in their number of rows.) Here is another backward pass that is wrong in silence, for you to mend.

# %% exercise="mended_dense_backward"

# %% [markdown] topics="O16 K15 H23"
# ## 11 · The backward pass that nobody writes
#
# The question of the first lines is only half answered. With layers, nobody writes the backward pass of a *network*, but somebody still wrote that of every *layer*, and a layer that is used twice is wrong. Both have one cure. Make the pieces smaller, as small as the gates of lecture 06, and let the *computation* record itself.
#
# A **node** holds a value, and two more things: which nodes it was computed from, and for each of them a function that turns the gradient at the node into what it sends to that parent. Such a function computes a vector–Jacobian product (lecture 06); here it is called `pull`. Whenever you write `x @ w.T + b`, three operations run, and each makes a node. When the loss has been computed, the computational graph of lecture 06 stands in memory, and nobody has drawn it. This is **reverse-mode automatic differentiation** with a graph that is defined by running it.
#
# **By hand.** $y = u \cdot v + u$ with $u = 3$ and $v = 2$. The product has the parents $u$ and $v$, with the pulls $\mathrm{d}(uv) \mapsto 2\,\mathrm{d}(uv)$ and $\mathrm{d}(uv) \mapsto 3\,\mathrm{d}(uv)$, where $\mathrm{d}(uv)$ is the gradient that arrives at it. The sum has the product and $u$ as its parents, with $\mathrm{d}y \mapsto \mathrm{d}y$ twice. From $\mathrm{d}y = 1$, the product gets 1, $u$ gets 1 directly and 2 through the product, together 3, and $v$ gets 3. Indeed $\partial y / \partial u = v + 1 = 3$.
#
# What do arrays add? A matrix product $Y = A B$ sends $\mathrm{d}Y\, B^\top$ to $A$ and $A^\top \mathrm{d}Y$ to $B$, which are the two products of section 3. And a bias is one row that is added to $N$ rows, so it is a fork with $N$ branches, and the gradients add up.
#
# The class below inherits from `Record`, whose `__init__` keeps `value` and `parents` and sets `grad` to zeros. Write the operations.

# %% exercise="Node"

# %% [markdown] topics="O16 K15 H23"
# Now the walk. A node may hand on its gradient only when it is complete, that is, after *all* nodes that were computed from it. **Predict first.** Suppose that in the example by hand $u$ was itself computed, as $u = 2x$. What would it send on to $x$ if it had its turn right after $y$, before the product? And which order is always safe?
#
# <details><summary>Answer</summary>
#
# It would send on $2 \cdot 1 = 2$ instead of $2 \cdot 3 = 6$, because the 2 through the product has not arrived. An order is safe if each node stands after all nodes that were computed from it. Such an order is a **topological order**, read backwards. The order in which the nodes were made, read backwards, is one.
#
# </details>

# %% exercise="backpropagate"

# %% [markdown] topics="O16 H23"
# These two exercises are an engine. Does it agree with the backward pass of lecture 06 on the network of section 7? You write the forward pass alone.

# %%
X, T = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
Zs, As = backprop.forward_pass(X, W, b, f)
dWs, dbs = backprop.backward_pass(backprop.output_delta(As[-1], T, np.ones_like(T)), Zs, As, W, f)

Ws, bs = [autodiff.Node(w) for w in W], [autodiff.Node(c) for c in b]
a = autodiff.Node(X)
for w, c, activation in zip(Ws, bs, f, strict=True):
    a = (a @ w.T + c).apply(activation)
error = a + autodiff.Node(-T)
loss = (error * error * autodiff.Node(np.full(T.shape, 1 / (2 * len(T))))).sum()
autodiff.backpropagate(loss)
gap = max(np.abs(node.grad - g).max() for node, g in zip((*Ws, *bs), (*dWs, *dbs), strict=True))
say(f"Largest difference to backpropagation, in any weight or bias: {below(gap)}.")

# %% [markdown]
# And the two faults? Here is the layer that was used twice, as a weight matrix that two products read, and another forward pass comes between the two passes:


# %%
def shared_by_graph(seed):
    """Relative error of the gradient of a weight matrix that is used twice, by automatic differentiation."""
    rng = np.random.default_rng(seed)
    X, T, W = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(3, 3))

    def loss_of(W):
        w = autodiff.Node(W)
        error = (autodiff.Node(X) @ w.T).apply(ACTIVATIONS["tanh"]) @ w.T + autodiff.Node(-T)
        return (error * error).sum(), w

    loss, w = loss_of(W)
    loss_of(rng.normal(size=(3, 3)))  # another forward pass, in between
    autodiff.backpropagate(loss)
    judged = gradcheck.numerical_gradient(lambda V: float(loss_of(V)[0].value), W)
    return np.linalg.norm(w.grad - judged) / np.linalg.norm(judged)


say(f"Largest relative error of ten: {below(max(shared_by_graph(seed) for seed in range(10)))}.")

# %% [markdown] topics="O16"
# **The graph cures both faults, because every operation has its own node, and gradients that arrive at a node add up.** That closes the question. Nobody writes the backward pass of a large network, because it is not written at all: each forward pass records it, operation by operation, and one loop of a few lines walks it back, whatever the network is.
#
# **Which one do I use?** Layers with a backward pass of their own are faster, because a layer can fuse steps and cache just what it needs, and you have seen with softmax that the fused gradient is also safer. A graph of small operations differentiates everything that you can write. Libraries have both: the graph outside, and hand-written operations such as softmax with cross-entropy as its nodes.

# %% [markdown]
# ### In PyTorch
#
# The example by hand, a layer of your own, and the four parts of a training step:
#
# ```python
# >>> import torch
# >>> u, v = torch.tensor(3.0, requires_grad=True), torch.tensor(2.0, requires_grad=True)
# >>> (u * v + u).backward()
# >>> u.grad.item(), v.grad.item()
# (3.0, 3.0)
# >>> net = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
# >>> optimizer = torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=0.01)
# >>> loss = torch.nn.functional.cross_entropy(net(torch.ones(3, 2)), torch.tensor([0, 1, 0]))
# >>> optimizer.zero_grad(); loss.backward(); optimizer.step()
# >>> [name for name, _ in net.named_parameters()]
# ['0.weight', '0.bias', '2.weight', '2.bias']
# ```
#
# Its conventions:
# - `nn.Module` has a `forward` and no `backward`, because the graph takes care of it. `torch.autograd.Function` is a node with a hand-written backward.
# - `.grad` *adds up* over calls of `backward()` until `zero_grad()`; our layers replace, and our walk begins with zeros.
# - `cross_entropy` takes logits, and is one operation, for the reason of section 6.
# - `weight_decay` of `SGD` is our $\lambda$, but it acts on *all* parameters, biases included.
# - `register_buffer` is for what our contract calls `state`.

# %% [markdown]
# ## 12 · Who found it
#
# Robert Wengert described in 1964, on two pages, how a program can carry derivatives along with its values, operation by operation. Seppo Linnainmaa turned the walk round in 1970 (lecture 06), and Bert Speelpenning wrote in 1980 the first compiler that produced gradients of whole programs. People who trained networks hardly noticed. They thought in layers: Léon Bottou and Yann LeCun built networks of modules with `fprop` and `bprop` around 1990, and their system read cheques. It took until the 2000s for the two traditions to meet, and Theano, Torch, TensorFlow and PyTorch are what came of it.

# %% [markdown]
# **Challenge (optional).** Layer normalisation (lecture 09) subtracts from each row of $X$ its mean and divides by its standard deviation. Write it as a `Layer` with `forward` and `backward`, so that your test of section 8 accepts it for every random $\mathrm{d}Y$, and then train a network that contains it by `train_step`.

# %% [markdown] decks=true
# Five lecture decks stand behind this course. On layers they say the following.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), motivates layers in the same way: every change of $f$ or of the loss changes both passes, unless they are cut into pieces. Its pieces are the fully connected layer, the activation layers (sigmoid and ReLU), the Euclidean loss, and softmax with cross-entropy; it draws the network with one hidden layer twice, once with each loss, and asks into how many layers the last step can be cut. The answers are three for squared error (dense, activation, Euclidean loss) and two for cross-entropy (dense, softmax with its loss). It remarks that splitting softmax and its loss is "unnecessary", with the question why; section 6 answers. Its examples stand in columns, so that its formulas are transposed, and its gradients are means over a batch; ours have the $1/N$ in $\mathrm{d}Y$. The homework, to derive the error signal and the gradients of each of these layers, is solved in sections 3, 4 and 6; lecture 04 sets softmax with cross-entropy, and lecture 06 sets the hidden layer as derivations. In this part of the deck, $u$ and $y$ are the same in every layer, and $\delta^{(l)}$ is the derivative with respect to the *output* of layer $l$, our $\mathrm{d}Y$; in the part before, it belonged to the pre-activation, our $\mathrm{d}Z$. One slip in the homework: softmax with cross-entropy is written with $f(y_k^{(L)})$. Its input is $y^{(L-1)}$, with respect to which the derivative is asked, and softmax needs all entries of it. The deck's forward pass computes $f'(u)$ along with $f(u)$; our activation layer caches $Z$ and computes the slope on the way back. Its hint for elementwise layers, that there is only one path, is section 4. Its update has weight decay on the weights and not on the biases, as section 9. The suggested program, with a class for each layer, forward, backward and update, and a main file, is sections 3 to 9.
#
# **Johannes Kepler University Linz** (G. Klambauer), **University of Massachusetts Amherst** (J. Oke) and **University of Campinas** (A. X. Falcão) write the passes for whole networks, as lecture 06 does, and automatic differentiation is in none of the five decks.

# %% [markdown]
# ## Recap
#
# A layer answers two questions: what is my output, and, given the gradient at my output, what is the gradient at my input? Forward caches what backward needs; backward stores the gradients of the layer's own weights and hands the rest on. Dense: $\mathrm{d}W = \mathrm{d}Z^\top X$, $\mathrm{d}b$ the column sums, $\mathrm{d}X = \mathrm{d}Z\, W$. Activation: $\mathrm{d}Z = \mathrm{d}A \odot f'(Z)$. Losses start the way back with $(Y - T)/N$ or $(P - T)/N$, and only they know $N$. Softmax and cross-entropy are one layer because two would divide by a probability that may have rounded to 0. A network is a list of layers, and its backward pass is a loop. Weight decay multiplies the weights, not the biases, by $1 - \eta\lambda$ in each step. Record every operation instead of every layer, and the backward pass of any computation is one walk through its graph in reverse topological order.
#
# ## Test yourself
#
# 1. Which of the four kinds of layer in section 6 must cache its input, and for which would its output do as well?
#
# <details><summary>Answer</summary>
#
# Dense needs its input. An activation layer needs its input in general; for logistic and tanh its output is enough, since $f' = a(1-a)$ and $1 - a^2$, and for ReLU too ($a > 0$). The losses need $Y - T$ or $P - T$.
#
# </details>
#
# 2. You write a layer $Y = u\,X$ with one learnable number $u$. What are $\mathrm{d}X$ and $\mathrm{d}u$?
#
# <details><summary>Answer</summary>
#
# $\mathrm{d}X = u\, \mathrm{d}Y$. The one number $u$ acts through all entries, so rule C sums over them: $\mathrm{d}u = \sum_{n,j} \mathrm{d}y_{nj}\, x_{nj}$.
#
# </details>
#
# 3. Somebody puts the $1/N$ into the dense layer, "to be safe". What does the gradient of the first of three dense layers look like?
#
# <details><summary>Answer</summary>
#
# If only $\mathrm{d}W$ and $\mathrm{d}b$ are divided, all are $N$ times too small. If $\mathrm{d}X$ is divided as well, each layer passes on an $N$ times smaller gradient, and the first layer's is $N^3$ times too small.
#
# </details>
#
# 4. With $\eta = 0.1$, which $\lambda$ makes training with decay diverge on any data, as long as the gradient of the loss stays bounded?
#
# <details><summary>Answer</summary>
#
# The factor is $1 - \eta\lambda$. Beyond $\eta\lambda = 2$, that is $\lambda > 20$, its size exceeds 1 and the weights grow in alternating sign.
#
# </details>
#
# 5. Two dense layers stand next to each other without an activation between them. Does the chain still compute right gradients?
#
# <details><summary>Answer</summary>
#
# Yes: each keeps its contract. Together they can represent no more than one dense layer could (lecture 02), but the gradients are exact.
#
# </details>
#
# ## Further reading
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", *Proceedings of the IEEE* 86, 1998, section IV: networks as modules with a forward and a backward method.
# - R. E. Wengert, "A simple automatic derivative evaluation program", *Communications of the ACM* 7, 1964.
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, "Automatic differentiation in machine learning: a survey", *Journal of Machine Learning Research* 18, 2018.
# - T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training deep nets with sublinear memory cost", 2016, [arXiv:1604.06174](https://arxiv.org/abs/1604.06174): gradient checkpointing.
# - A. Krogh, J. A. Hertz, "A simple weight decay can improve generalization", *Advances in Neural Information Processing Systems* 4, 1992.
# - K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, [arXiv:1512.03385](https://arxiv.org/abs/1512.03385).
# - A. Paszke et al., "PyTorch: an imperative style, high-performance deep learning library", NeurIPS 2019, [arXiv:1912.01703](https://arxiv.org/abs/1912.01703): the same contract for operations instead of layers.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, sections 6.5 (back-propagation) and 7.1 (parameter norm penalties).
