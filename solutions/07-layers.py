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
# The backward pass of lecture 06 knows the whole network. Add a layer of another kind, and you write it again. Networks of a hundred layers of thirty kinds exist, and nobody has ever written their backward pass. How?
#
# **You will be able to**
# - cut a network into layers that know nothing of each other, and say what each must remember;
# - derive and write four layers, each with its own small backward pass: dense, activation, Euclidean loss, softmax with cross-entropy;
# - chain them, train the chain with weight decay, and check any layer you invent by differences;
# - say why softmax and cross-entropy stay one layer, with numbers.
#
# **You need** lecture 06 (the deltas and the three matrix rules), the losses of lectures 03 and 04, and Python classes: `self`, `__init__`, methods.
#
# **It takes** about two and a half hours with all seven exercises, one hour if you only read. If an exercise holds you up, go on: the cells after it use the library's version, or yours once its check has passed.

# %% setup=true
from itertools import pairwise

import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, accuracy, backprop, datasets, fit, gradcheck, layers, losses, plots, sequential
from mlpkit.activations import ACTIVATIONS
from mlpkit.layers import LAYERS
from mlpkit.palette import BLACK, BLUE, RED
from mlpkit.show import below, say, table

start("07")

# %% [markdown] topics="H23 H26"
# ## 1 · Two questions for every layer
#
# A layer turns an input $X$ into an output $Y$, perhaps with the help of weights. Let $L$ be the loss at the far end of the network, and write $\mathrm{d}Y$ for $\partial L / \partial Y$, one number for each entry of $Y$. By the chain rule along all paths (rule C of lecture 06), for any entry $x$ of the input and any weight $w$ of this layer,
#
# $$\frac{\partial L}{\partial x} = \sum_{m} \frac{\partial L}{\partial y_m} \frac{\partial y_m}{\partial x}, \qquad \frac{\partial L}{\partial w} = \sum_{m} \frac{\partial L}{\partial y_m} \frac{\partial y_m}{\partial w},$$
#
# where $m$ runs over all entries of $Y$. Look at what stands on the right. The first factors are $\mathrm{d}Y$: whoever comes *after* this layer must supply them. The second factors concern this layer alone. Nothing else appears. So a layer can do its part of backpropagation if it answers two questions:
#
# - **forward**: given $X$, what is $Y$? (And put aside whatever the second question will need.)
# - **backward**: given $\mathrm{d}Y$, what is $\mathrm{d}X$? (And keep the gradients of your own weights.)
#
# Its $\mathrm{d}X$ is the $\mathrm{d}Y$ of the layer before. That is the whole contract. The layers need not know what their neighbours are, how many there are, or what the loss is. The last piece, the loss, starts the way back, since $\partial L / \partial L = 1$ needs nobody.
#
# Whoever *trains* the layers needs one thing more: a list of what each of them learns. A layer names its arrays, `learnt = ("W", "b")`, and the base class `Layer` makes two dicts of that: `layer.params` holds the arrays `layer.W` and `layer.b` under these names, `layer.grads` their gradients `layer.dW` and `layer.db`. A layer without weights names nothing, and its dicts are empty.
#
# ## 2 · A chain by hand
#
# One example through four layers: dense, ReLU, dense, Euclidean loss.
#
# $$X = (1, 2), \qquad W = \begin{pmatrix} 1 & -1 \\ 2 & 0 \end{pmatrix},\ b = (0, -1), \qquad W' = \begin{pmatrix} 3 & 4 \end{pmatrix},\ b' = 0.5, \qquad T = 4.$$
#
# | layer | forward | remembers | backward | keeps |
# | --- | --- | --- | --- | --- |
# | dense | $(1 - 2,\ 2 - 1) = (-1, 1)$ | $X = (1, 2)$ | $0 \cdot (1, -1) + 2 \cdot (2, 0) = (4, 0)$ | $\mathrm{d}W = \begin{pmatrix} 0 & 0 \\ 2 & 4 \end{pmatrix}$, $\mathrm{d}b = (0, 2)$ |
# | ReLU | $(0, 1)$ | $Z = (-1, 1)$ | $(1.5, 2) \odot (0, 1) = (0, 2)$ | |
# | dense | $3 \cdot 0 + 4 \cdot 1 + 0.5 = 4.5$ | its input $(0, 1)$ | $0.5 \cdot (3, 4) = (1.5, 2)$ | $\mathrm{d}W' = (0, 0.5)$, $\mathrm{d}b' = 0.5$ |
# | loss | $\tfrac12 (4.5 - 4)^2 = 0.125$ | $4.5 - 4$ | $0.5$ | |
#
# Read *forward* downwards and *backward* upwards. Each backward entry uses two things only: the entry below it, and what its own row remembers.

# %%
first, last = (layers.Dense(2, n, rng=np.random.default_rng(0), dtype=np.float64) for n in (2, 1))
first.W[:], first.b[:] = [[1, -1], [2, 0]], [0, -1]
last.W[:], last.b[:] = [[3, 4]], [0.5]
stack, loss = [first, layers.ActivationLayer("relu"), last], layers.EuclideanLoss()

value = loss.forward(sequential.forward_chain(stack, np.array([[1.0, 2.0]])), np.array([[4.0]]))
dX = sequential.backward_chain(stack, loss.backward())
print("loss", value, "  dX", dX[0])
print("first layer: dW", first.dW.tolist(), "  db", first.db.tolist())
print("last layer:  dW", last.dW.tolist(), "  db", last.db.tolist())

# %% drawing=true
boxes = [
    ("dense", "remembers X", "keeps dW, db"),
    ("ReLU", "remembers Z", ""),
    ("dense", "remembers its X", "keeps dW, db"),
    ("loss", "remembers Y − T", ""),
]
ahead = ["(1, 2)", "(−1, 1)", "(0, 1)", "4.5", "0.125"]
back = ["(4, 0)", "(0, 2)", "(1.5, 2)", "0.5"]

fig, (ax,) = plots.panels(1, 1, width=9, height=2.6)
for k, (name, remembers, keeps) in enumerate(boxes):
    x = 2 * k
    ax.text(
        x, 0, f"{name}\n{remembers}\n{keeps}".rstrip(), ha="center", va="center", fontsize=9,
        bbox={"boxstyle": "round,pad=0.6", "facecolor": "white", "edgecolor": BLACK},
    )  # fmt: skip
for k, text in enumerate(ahead):
    ax.annotate("", (2 * k - 0.65, 0.75), (2 * k - 1.35, 0.75), arrowprops={"arrowstyle": "->", "color": BLUE})
    ax.text(2 * k - 1, 0.9, text, ha="center", color=BLUE)
for k, text in enumerate(back):
    ax.annotate("", (2 * k - 1.35, -0.75), (2 * k - 0.65, -0.75), arrowprops={"arrowstyle": "->", "color": RED})
    ax.text(2 * k - 1, -1.1, text, ha="center", color=RED)
ax.set(xlim=(-1.7, 7.7), ylim=(-1.3, 1.2), title="Values go right, gradients come back left")
ax.axis("off")
plots.describe(
    fig,
    "Four boxes in a row: dense, ReLU, dense, loss. Above them the values of the example run right, below them the "
    "gradients run left.",
)

# %% [markdown] topics="H26 H27"
# ## 3 · The dense layer
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
# What has to be remembered? $\mathrm{d}W$ needs $X$, and only forward has seen it. $\mathrm{d}X$ needs $W$, which the layer owns.
#
# Two practical points. The gradients of this batch *replace* those of the last one. And a network's first layer may leave out $\mathrm{d}X$: nobody reads it, and it costs as much as $\mathrm{d}W$.
#
# **Predict first.** A batch of 128 passes through a layer with 784 inputs and 256 units. How many numbers does the layer put aside, and how many are its weights? (Section 10 counts for whole networks.)
#
# <details><summary>Answer</summary>
#
# It puts aside $128 \cdot 784 = 100{,}352$ numbers; the weights are $256 \cdot 784 = 200{,}704$.
#
# </details>

# %% exercise="Dense"

# %% [markdown]
# **What usually goes wrong.** `self.dW += …`, so that old batches haunt new ones. Keeping the output instead of the input. And a `float64` array that sneaks in through `np.zeros(n_out)`: one is enough to make everything after it float64, at half the speed.

# %% [markdown] topics="H26 H27"
# ## 4 · The activation layer
#
# $a_{nj} = f(z_{nj})$: each output depends on one input, so of the sum in section 1 a single term is left,
#
# $$\frac{\partial L}{\partial z_{nj}} = \frac{\partial L}{\partial a_{nj}}\, f'(z_{nj}) \qquad \Rightarrow \qquad \mathrm{d}Z = \mathrm{d}A \odot f'(Z).$$
#
# There are no weights, so there is nothing to keep. **By hand.** ReLU on $Z = (-1, 2)$ gives $(0, 2)$. If $\mathrm{d}A = (5, 7)$ comes back, $\mathrm{d}Z = (5 \cdot 0,\ 7 \cdot 1) = (0, 7)$.
#
# A dense layer and an activation layer together are what lecture 06 called one layer. Taken apart, each derivation is one line, and any activation goes with any layer. The hidden delta $\delta_i = f'(z_i) \sum_j \delta_j w_{ji}$ has not vanished: its sum is the `backward` of the *next* dense layer, its factor $f'$ the `backward` of this activation layer.

# %% exercise="ActivationLayer"

# %% [markdown] topics="H26 H27"
# ## 5 · The Euclidean loss
#
# The last layer turns outputs $Y$ and targets $T$ into one number,
#
# $$L = \frac1N \sum_n \frac12 \lVert y_n - t_n \rVert^2 = \frac1N \sum_n \frac12 \sum_k (y_{nk} - t_{nk})^2 .$$
#
# Of all the squares, one contains $y_{nk}$; its derivative is $2 \cdot \tfrac12 (y_{nk} - t_{nk})$. So $\mathrm{d}Y = (Y - T)/N$. Its `backward` takes no argument, because nothing comes after it. Here, once, the $1/N$ of the mean enters. No other layer ever divides by $N$.
#
# **By hand.** $Y = (1, 3)$ and $T = (0, 1)$, two examples with one output: $L = \tfrac12 (\tfrac12 \cdot 1 + \tfrac12 \cdot 4) = 1.25$ and $\mathrm{d}Y = (0.5, 1)$.

# %% exercise="EuclideanLoss"

# %% [markdown] topics="H26 H27"
# ## 6 · Softmax and cross-entropy: why one layer
#
# By the contract you could build two layers. Softmax forward: $P = \mathrm{softmax}(Z)$; its backward multiplies by the Jacobian of lecture 04. Cross-entropy: $L = -\tfrac1N \sum_{n,k} t_{nk} \log p_{nk}$, with $\mathrm{d}P = -\tfrac1N\, T / P$, entry by entry. On paper, for one example:
#
# $$\begin{aligned}
# \mathrm{d}z_i &= \sum_k \mathrm{d}p_k\, \frac{\partial p_k}{\partial z_i} && \text{rule C: } z_i \text{ acts through all } p_k \\
# &= \sum_k \left( - \frac{t_k}{p_k} \right) p_k\, (\Delta_{ik} - p_i) && \text{cross-entropy's } \mathrm{d}P;\ \text{softmax Jacobian of lecture 04} \\
# &= - \sum_k t_k\, (\Delta_{ik} - p_i) && p_k \text{ cancels} \\
# &= p_i \sum_k t_k - t_i = p_i - t_i && \textstyle\sum_k t_k = 1
# \end{aligned}$$
#
# (A mean over $N$ examples adds the factor $1/N$.) In the third line $p_k$ cancels, on paper. A computer that runs two layers first divides by $p_k$ and then multiplies by it.
#
# **Predict first.** In float32, $e^{-104}$ rounds to 0. What happens in two layers when the right class has that probability? Below, logits are drawn from a Gaussian with growing spread, 200 examples for each.

# %%
spreads = [1, 3, 10, 30, 100, 300, 1000]
rng = np.random.default_rng(7)
broken, one_error, two_error = [], [], []
for spread in spreads:
    Z = (spread * rng.normal(size=(200, 10))).astype(np.float32)
    T = np.eye(10, dtype=np.float32)[rng.integers(0, 10, 200)]
    exact = losses.softmax(Z.astype(np.float64)) - T
    with np.errstate(all="ignore"):
        dP = np.stack([losses.cross_entropy(losses.softmax(z[None]), t[None])[1][0] for z, t in zip(Z, T, strict=True)])
        two = np.einsum("nk,nki->ni", dP, losses.softmax_jacobian(Z))
    one = losses.softmax_cross_entropy(Z, T)[1] * len(Z)
    lost = ~np.isfinite(two).all(axis=1)
    broken.append(lost.mean())
    one_error.append(np.abs(one - exact).max())
    two_error.append(np.abs(two - exact)[~lost].max())
rows = [
    [str(s), f"{b:.0%}", below(e2), below(e1)]
    for s, b, e2, e1 in zip(spreads, broken, two_error, one_error, strict=True)
]
table(
    [
        "spread of the logits",
        "two layers: gradient is NaN or ∞",
        "largest error of the rest",
        "one layer: largest error",
    ],
    rows,
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.2)
ax.semilogx(spreads, broken, marker="o", color=RED, label="two layers")
ax.semilogx(spreads, np.zeros(len(spreads)), marker="s", color=BLUE, label="one layer")
ax.set(
    title="Two layers lose the gradient where the answer is wrong",
    xlabel="spread of the logits",
    ylabel="share of examples without a gradient",
    ylim=(-0.05, 1),
)
ax.legend(frameon=False)
plots.describe(fig, "Share of examples whose gradient is lost: zero for one layer, growing with the logits for two.")

# %% [markdown]
# The lost examples are those whose right class has a probability of 0, or one so small that its inverse overflows: the network is certain and wrong, and the gradient is needed most. (Where nothing overflows, both ways are right to rounding.) In one layer nothing is divided, and the error stays at rounding. It is cheaper too: the Jacobian has $K^2$ entries for each example, the difference $P - T$ has $K$.
#
# Hence the decomposition of the course, as in Tsinghua's deck: **dense**, **activation**, **Euclidean loss**, **softmax with cross-entropy**.

# %% exercise="SoftmaxCrossEntropy"

# %% [markdown] topics="H23"
# ## 7 · Chain them
#
# With the contract kept, a network is a list of layers. Forward hands each output to the next layer; backward starts with the gradient of the loss and hands it to the layers in the opposite order. Both are a loop with one line in it. This is all that is left of lecture 06's backward pass.
#
# **By hand.** You did it in section 2: the *forward* column downwards, the *backward* column upwards.

# %% exercise="forward_chain"

# %% exercise="backward_chain"

# %% [markdown]
# Does the chain compute what the backward pass of lecture 06 computes? The same three-layer network, both ways:

# %%
rng = np.random.default_rng(1)
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
say(f"Largest difference between the two in any dW: {below(gap)}.")

# %% [markdown] topics="H23"
# ## 8 · Check any layer, invent your own
#
# A layer that keeps the contract can be checked alone. Draw a random $\mathrm{d}Y$ (never all ones, see lecture 06), and compare `backward` with the differences of $\sum_m \mathrm{d}y_m\, y_m$. The cell below does this for all layers, and for yours in place of the library's once they have passed.


# %%
def check_layer(layer, X):
    """Relative error of a layer's dX against differences in float64."""

    def back(X, dY):
        layer.forward(X)
        return layer.backward(dY)

    return gradcheck.gradcheck(lambda X: layer.forward(X), back, X)


def check_loss(layer, Y, T):
    """Relative error of a loss layer's gradient against differences in float64."""

    def back(Y, dL):
        layer.forward(Y, T)
        return dL * layer.backward()

    return gradcheck.gradcheck(lambda Y: layer.forward(Y, T), back, Y)


rng = np.random.default_rng(2)
X, T = rng.normal(size=(5, 4)), np.eye(4)[rng.integers(0, 4, 5)]
errors = {
    "Dense": check_layer(LAYERS["Dense"](4, 3, rng=rng, dtype=np.float64), X),
    "ActivationLayer, tanh": check_layer(LAYERS["ActivationLayer"]("tanh"), X),
    "EuclideanLoss": check_loss(LAYERS["EuclideanLoss"](), X, T),
    "SoftmaxCrossEntropy": check_loss(LAYERS["SoftmaxCrossEntropy"](), X, T),
}
for name, error in errors.items():
    print(f"{name:22} relative error {below(error)}")

# %% [markdown]
# Now the promise of the contract: a layer that nobody in this course has mentioned. A **residual** layer adds its input to what some inner layers make of it, $Y = X + g(X)$; networks with hundreds of layers are built from it. $X$ acts along two paths, so by rule C the gradients of both add up: $\mathrm{d}X = \mathrm{d}Y + (\text{what comes back through } g)$. That is a layer made of layers: the two methods of the contract, and what it learns is what its inner layers learn.


# %%
class Residual(layers.Layer):
    """Y = X + g(X), where g is a chain of layers with as many outputs as inputs."""

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


def dense_layer():
    return layers.Dense(4, 4, rng=rng, dtype=np.float64)


inner = [dense_layer(), layers.ActivationLayer("tanh"), dense_layer()]
print("Residual              ", "relative error", below(check_layer(Residual(inner), X)))
print("Residual in a Residual", "relative error", below(check_layer(Residual([dense_layer(), Residual(inner)]), X)))

# %% [markdown] topics="H19"
# ## 9 · The step, with weight decay
#
# Gradients in hand, every layer moves what it learns. Often a penalty on large weights is added to the loss, with a strength $\lambda \ge 0$:
#
# $$E = L + \frac{\lambda}{2} \sum_{\text{layers}} \lVert W \rVert^2, \qquad \lVert W \rVert^2 = \sum_{j,i} w_{ji}^2 .$$
#
# $$\begin{aligned}
# \frac{\partial E}{\partial w_{ji}} &= \frac{\partial L}{\partial w_{ji}} + \lambda\, w_{ji} && \text{derivative of a sum; } \tfrac12 \cdot 2 = 1 \\
# w_{ji} &\leftarrow w_{ji} - \eta \left( \frac{\partial L}{\partial w_{ji}} + \lambda\, w_{ji} \right) && \text{gradient descent on } E \\
# &= (1 - \eta \lambda)\, w_{ji} - \eta\, \frac{\partial L}{\partial w_{ji}} && \text{collect } w_{ji}
# \end{aligned}$$
#
# The last line gives it its name: before each step the weight **decays** by the factor $1 - \eta \lambda$. A weight that the loss does not care about fades away.
#
# **By hand.** $w = 2$, $\partial L / \partial w = 0.5$, $\eta = 0.1$, $\lambda = 0.5$: $w \leftarrow 0.95 \cdot 2 - 0.1 \cdot 0.5 = 1.85$. Without any gradient, $0.95^k = \tfrac12$ after $k = \log \tfrac12 / \log 0.95 \approx 13.5$ steps.
#
# **The biases are left alone.** Large weights make a function steep; a bias only shifts it. Pulling biases to 0 would tie every unit's boundary to the origin. The network needs no second backward pass for the penalty: $\lambda W$ does not depend on the data, so it is added in the update.

# %% exercise="chain_step"

# %% [markdown]
# **What usually goes wrong.** The decay applied to the biases too; $\lambda W$ subtracted without $\eta$; and the loss reported after the update, so that it belongs to other weights than its gradient.

# %% [markdown] topics="H19"
# ### What decay does, measured
#
# **Predict first.** Two overlapping clouds, only 40 training examples, a network with two hidden layers of 32 that can learn nearly all of them by heart (momentum 0.9: lecture 10, section 5). As $\lambda$ grows from 0 to 1, what happens to the training error, to the error on 1,000 new examples, and to the weights?

# %%
decays = [0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]


def clouds(seed, n):
    return datasets.gaussians(np.random.default_rng(seed), n=n, spread=0.8)


def trained(decay, seed, epochs=400):
    """A 2-32-32-2 network trained on 40 examples with this weight decay."""
    net = MLP([2, 32, 32, 2], activation="tanh", init="xavier", seed=seed)
    optimizer = SGD(net.params, lr=0.2, momentum=0.9, weight_decay=decay)
    fit(net, *clouds(seed, 40), epochs=epochs, batch_size=None, optimizer=optimizer, seed=seed, progress=False)
    return net


nets = {decay: [trained(decay, seed) for seed in range(6)] for decay in decays}
rows, curves = [], []
for decay, several in nets.items():
    train = [1 - accuracy(net, *clouds(seed, 40)) for seed, net in enumerate(several)]
    new = [1 - accuracy(net, *clouds(100 + seed, 1000)) for seed, net in enumerate(several)]
    size = [np.sqrt(sum(np.sum(w**2) for w in net.params if w.ndim == 2)) for net in several]
    curves.append((train, new, size))
    shown = [f"{np.mean(v):.1%} ({min(v):.1%} to {max(v):.1%})" for v in (train, new)]
    rows.append([f"{decay:g}", *shown, f"{np.mean(size):.2f}"])
table(["λ", "training error", "error on new examples", "‖W‖"], rows)

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.7, height=3.4)
for ax, decay in zip(axes, (0.0, 0.03, 1.0), strict=True):
    X, t = clouds(0, 40)
    plots.decision_boundary(nets[decay][0].predict, X, t, title=f"λ = {decay:g}", ax=ax, resolution=120)
    ax.get_legend().remove()  # one for all three, where it hides no example
axes[-1].legend(loc="upper left", bbox_to_anchor=(1.02, 1), frameon=False, fontsize=9)
plots.describe(
    fig,
    "Decisions of three networks on the same 40 examples: winding around single points without decay, nearly straight "
    "with 0.03, and nothing learnt with 1.",
)

# %% [markdown]
# Without decay the boundary winds around single examples: hardly any training errors, and many on new data. A moderate $\lambda$ keeps the weights small and the boundary plain. With $\lambda$ too large the weights fade to nothing, and with them the answer. The best $\lambda$ is a number to be chosen on data that were not trained on: lecture 12 does that properly. Here the best possible error is that of the straight line between the two clouds:

# %%
from math import erfc

best = min(decays, key=lambda decay: np.mean(curves[decays.index(decay)][1]))
say(
    f"No rule does better than {erfc(1 / 0.8 / 2**0.5) / 2:.1%} on these clouds. λ = {best:g} comes to "
    f"{np.mean(curves[decays.index(best)][1]):.1%}, λ = 0 to {np.mean(curves[0][1]):.1%}."
)

# %% [markdown] topics="H23"
# ## 10 · What remembering costs, and how it breaks
#
# **Memory.** Between forward and backward, every layer holds on to its input: for one example, as many numbers as all layers have inputs. For a batch, $N$ times that.

# %%
rows = []
for sizes in ([784, 256, 128, 10], [784, 32, 10], [64] * 20 + [10]):
    weights = sum(n * m + m for n, m in pairwise(sizes))
    kept = sum(sizes[:-1]) + sum(sizes[1:-1])
    name = "-".join(map(str, sizes)) if len(sizes) < 6 else "64, twenty times, then 10"
    rows.append([name, f"{weights:,}", *(f"{n * kept:,}" for n in (1, 128, 10_000))])
table(["network", "weights and biases", "remembered, N = 1", "N = 128", "N = 10,000"], rows)

# %% [markdown]
# (Dense layers keep $X$, activation layers keep $Z$; the loss keeps its gradient, not counted here.) With a large batch the memories outweigh the weights. To *predict* you need no memories at all.
#
# **How it breaks.** A layer remembers one batch, the last. Two ways to trip over that:
#
# 1. *forward, forward, backward*: a look at validation data between the two passes, and the gradients belong to a mixture;
# 2. *one layer object twice in the chain*, to share its weights: the second forward overwrites the first memory, and the second backward overwrites the first gradient, where rule C says that both uses should *add up*.
#
# Measured against differences, with tanh layers, ten random starts each:


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

# %% [markdown] topics="H27"
# ## Mend it
#
# The backward pass of a dense layer as a function of its own. With one example all three gradients are right.

# %% exercise="mended_dense_backward"

# %% [markdown]
# Neither raises an error. Libraries for large networks cure both: they record every *operation* of a forward pass instead of one memory per layer, and add gradients up. It is the same walk backwards.
#
# ## Recap
#
# A layer answers two questions: what is my output, and, given the gradient at my output, what is the gradient at my input? Forward puts aside what backward needs; backward keeps the gradients of the layer's own weights and hands the rest on. Dense: $\mathrm{d}W = \mathrm{d}Z^\top X$, $\mathrm{d}b$ the column sums, $\mathrm{d}X = \mathrm{d}Z\, W$. Activation: $\mathrm{d}Z = \mathrm{d}A \odot f'(Z)$. Losses start the way back with $(Y - T)/N$ or $(P - T)/N$, and only they know $N$. Softmax and cross-entropy are one layer because two layers would divide by a probability that may have rounded to 0. A network is a list of layers; its backward pass is a loop. Weight decay multiplies the weights, not the biases, by $1 - \eta\lambda$ in each step.
#
# ## Test yourself
#
# 1. Which of the four layers must remember its input, and which could do with its output alone?
#
# <details><summary>Answer</summary>
#
# Dense needs its input. An activation layer needs its input in general; for logistic and tanh its output would do, since $f' = a(1-a)$ and $1 - a^2$, and for ReLU too ($a > 0$). The losses need $Y - T$ or $P - T$.
#
# </details>
#
# 2. You write a layer $Y = c\,X$ with one learnable number $c$. What are $\mathrm{d}X$ and $\mathrm{d}c$?
#
# <details><summary>Answer</summary>
#
# $\mathrm{d}X = c\, \mathrm{d}Y$. The one number $c$ acts through all entries, so rule C sums over them: $\mathrm{d}c = \sum_{n,j} \mathrm{d}y_{nj}\, x_{nj}$.
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
# 4. With $\eta = 0.1$, which $\lambda$ makes training with decay diverge whatever the data?
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
# The lecture this notebook draws on:
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: forward stores and backward uses, the four layers and their derivatives, why softmax and cross-entropy stay together, weight decay in the update.
#
# Papers and books:
# - Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", in *Neural Networks: Tricks of the Trade*, Springer 1998: networks as modules with a forward and a backward method.
# - A. Krogh, J. A. Hertz, "A simple weight decay can improve generalization", *Advances in Neural Information Processing Systems* 4, 1992.
# - K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, [arXiv:1512.03385](https://arxiv.org/abs/1512.03385).
# - A. Paszke et al., "PyTorch: an imperative style, high-performance deep learning library", NeurIPS 2019, [arXiv:1912.01703](https://arxiv.org/abs/1912.01703): the same contract for operations instead of layers.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, sections 6.5 (back-propagation) and 7.1 (parameter norm penalties).
