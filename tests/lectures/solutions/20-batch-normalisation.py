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
# # 20 · Batch normalisation
#
# A layer learns from what the layer before gives it, and that changes at every step, since the layer before is learning too. Could each layer simply *order* inputs with mean 0 and spread 1? What does the gradient say to that, and what does it buy?
#
# **You will be able to**
# - normalise a batch, and say what γ and β are for;
# - derive the gradient through a mean and a variance, and write it in three lines;
# - say what a network predicts with when there is no batch;
# - measure what normalisation does to the choice of the learning rate.
#
# **You need** lecture 07 (layers with forward and backward) and the chain rule of lecture 06.
#
# **It takes** about an hour with all three exercises, twenty minutes if you only read. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit.show import below, say, table

import batch_normalisation as library

start("20")

# %%
from itertools import chain

from mlpkit import MLP, SGD, accuracy, fit
from mlpkit.datasets import load_digits
from mlpkit.gradcheck import numerical_gradient
from mlpkit.layers import Dense, Layer
from mlpkit.palette import BLUE, RED
from mlpkit.plots.base import describe, finish, panels

# %% [markdown]
# ## 1 · The smallest batch
#
# One unit, four examples: $x = (0, 0, 4, 4)$. Their mean is $\mu = 2$. Their variance is $\sigma^2 = \frac14 (4 + 4 + 4 + 4) = 4$, so the spread is $\sigma = 2$, and
#
# $$\hat x = \frac{x - \mu}{\sigma} = (-1, -1, 1, 1).$$
#
# Now mean 0 and spread 1 are ordered, whatever $x$ was. But perhaps the network wants another mean and another spread! A sigmoid that only ever sees numbers around 0 is almost a straight line. So it may choose them: two parameters for each unit, learnt like weights,
#
# $$y = \gamma \hat x + \beta, \qquad \text{with } \gamma = 2,\ \beta = 1: \quad y = (-1, -1, 3, 3).$$
#
# With $\gamma = \sigma$ and $\beta = \mu$ it could even have $x$ back. Nothing is lost that a network could compute before; what changes is by which numbers it is described, and so the way that gradient descent takes.
#
# ## 2 · Forward
#
# For each unit $d$ over a batch of $N$ rows (Ioffe and Szegedy 2015):
#
# $$\mu = \frac1N \sum_n x_n, \qquad \sigma^2 = \frac1N \sum_n (x_n - \mu)^2, \qquad \hat x_n = \frac{x_n - \mu}{\sqrt{\sigma^2 + \varepsilon}}, \qquad y_n = \gamma \hat x_n + \beta.$$
#
# The small $\varepsilon$ keeps the root away from 0 when a unit gives the same number for every example. The index $d$ is left out, since units do not meet: each column is normalised by itself.

# %% exercise="batch_norm"

# %% [markdown]
# **What usually goes wrong.** The wrong axis: a mean along each row is *layer* normalisation (Ba, Kiros and Hinton 2016), another method. Or $\varepsilon$ outside the root, which shows only when the variance is small.
#
# ## 3 · Backward
#
# Given $\partial L / \partial y_n$, written $dy_n$, we look for $dx_n$. The difficulty: $x_n$ reaches the loss on **three paths**, through its own $\hat x_n$, through $\mu$, and through $\sigma^2$, which all $\hat x_m$ share. Write $s = \sqrt{\sigma^2 + \varepsilon}$.
#
# $$\begin{aligned}
# 1.\quad & d\beta = \sum_n dy_n, \qquad d\gamma = \sum_n dy_n\, \hat x_n && \text{sum over paths} \\
# 2.\quad & d\hat x_n = \gamma\, dy_n && \text{product rule} \\
# 3.\quad & d\sigma^2 = -\frac{1}{2 s^3} \sum_m d\hat x_m (x_m - \mu) = -\frac{1}{2 s^2} \sum_m d\hat x_m\, \hat x_m && \text{power rule} \\
# 4.\quad & d\mu = -\frac1s \sum_m d\hat x_m - d\sigma^2\, \frac2N \sum_m (x_m - \mu) && \text{two paths} \\
# & \phantom{d\mu} = -\frac1s \sum_m d\hat x_m && {\textstyle\sum_m} (x_m - \mu) = 0 \\
# 5.\quad & dx_n = \frac{d\hat x_n}{s} + d\sigma^2\, \frac{2 (x_n - \mu)}{N} + \frac{d\mu}{N} && \text{three paths} \\
# 6.\quad & dx_n = \frac{\gamma}{s} \Big( dy_n - \frac1N \sum_m dy_m - \hat x_n\, \frac1N \sum_m dy_m\, \hat x_m \Big) && \text{3, 4 into 5}
# \end{aligned}$$
#
# (In line 5 $x_n - \mu = s\, \hat x_n$; the power rule is that of $(\sigma^2 + \varepsilon)^{-1/2}$.) Read line 6: from $dy$ is taken its mean, and its component along $\hat x$. Both have to go: adding a constant to the batch, or stretching it, changes no $\hat x$ (for $\varepsilon = 0$), so the loss cannot have a slope in these directions.
#
# **By hand**, with the batch above and $dy = (1, 0, 0, 0)$: the mean of $dy$ is $\frac14$, the mean of $dy\,\hat x$ is $-\frac14$, and $\gamma / s = 1$. The bracket is $dy - \frac14 + \frac14 \hat x$:
#
# $$dx = \left(1 - \tfrac14 - \tfrac14,\ 0 - \tfrac14 - \tfrac14,\ 0 - \tfrac14 + \tfrac14,\ 0 - \tfrac14 + \tfrac14\right) = \left(\tfrac12, -\tfrac12, 0, 0\right).$$
#
# **Predict first.** Only the first example's $y$ matters to this loss. Why does the second example's $x$ have a gradient, and why are the last two left alone?

# %% exercise="batch_norm_grad"

# %%
rng = np.random.default_rng(0)
X, dY, gamma, beta = rng.normal(1, 2, (6, 3)), rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=3)
dX, _, _ = library.batch_norm_grad(dY, X, gamma)
measured = numerical_gradient(lambda x: float(np.sum(dY * library.batch_norm(x, gamma, beta))), X)
say(
    f"Against differences, line 6 is off by an amount {below(np.abs(dX - measured).max())}. In each column $dx$ adds up "
    f"to 0, and so does $dx \\cdot \\hat x$ but for ε: the largest sums are {below(np.abs(dX.sum(axis=0)).max())} and "
    f"{below(np.abs((dX * library.batch_norm(X, np.ones(3), np.zeros(3))).sum(axis=0)).max())}."
)

# %% [markdown]
# **What usually goes wrong.** $\mu$ and $\sigma$ are taken for constants: then $dx_n = \gamma\, dy_n / s$, and the network is pushed along directions in which nothing changes.
#
# ## 4 · Predicting
#
# A network that predicts gets *one* example. Its batch has mean $x$ and variance 0, so that $\hat x = 0$ and $y = \beta$: every example would get the same answer. So while training, keep moving averages, and predict with those. The variance of $N$ examples around *their own* mean is too small by the factor $\frac{N-1}{N}$ in expectation, so it is divided by $N - 1$.

# %% exercise="running_statistics"

# %% [markdown]
# **By hand**, from mean 0 and variance 1, with the batch $(0, 0, 4, 4)$ and momentum $\frac14$: the mean becomes $\frac14 \cdot 0 + \frac34 \cdot 2 = 1.5$; the variance $\frac14 \cdot 1 + \frac34 \cdot \frac{16}{3} = 4.25$.
#
# ## 5 · What it buys
#
# The paper's claims: higher learning rates, and less care with the start. Here is a network with three hidden layers of 32 units on 8 × 8 digits (1,200 to learn from, 597 to test), four epochs of plain gradient descent, once as it is and once with normalisation before each activation.
#
# **Predict first.** Will normalisation lower the error at the plain network's *best* learning rate, or will it let *more* rates work, or both?


# %%
class BatchNorm(Layer):
    """Normalises with the batch's statistics in training and with the moving averages otherwise."""

    learnt, kept = ("gamma", "beta"), ("mean", "variance")

    def __init__(self, D):
        self.gamma, self.beta = np.ones(D, np.float32), np.zeros(D, np.float32)
        self.mean, self.variance = np.zeros(D, np.float32), np.ones(D, np.float32)

    def forward(self, X, training=False):
        if not training:
            return self.gamma * (X - self.mean) / np.sqrt(self.variance + 1e-5) + self.beta
        self.X = X
        if len(X) > 1:
            self.mean, self.variance = library.running_statistics(self.mean, self.variance, X)
        return library.batch_norm(X, self.gamma, self.beta)

    def backward(self, dY):
        dX, self.dgamma, self.dbeta = library.batch_norm_grad(dY, self.X, self.gamma)
        return dX


def network(activation, normalised, seed):
    """Three hidden layers of 32, each dense layer but the last followed by a normalisation if wanted."""
    net = MLP([64, 32, 32, 32, 10], activation, init="xavier", seed=seed)
    pairs = [(layer, BatchNorm(32)) if isinstance(layer, Dense) else (layer,) for layer in net.layers[:-1]]
    if normalised:
        net.layers = [*chain.from_iterable(pairs), net.layers[-1]]
    return net


def trained(net, X, t, rate, seed):
    settings = {"optimizer": SGD(net.params, lr=rate), "seed": seed, "progress": False}
    fit(net, X, t, epochs=4, batch_size=64, **settings)
    return net


# %%
X, t = load_digits()
order = np.random.default_rng(0).permutation(len(X))
(X, X_test), (t, t_test) = np.split(X[order], [1200]), np.split(t[order], [1200])
rates, seeds = (0.01, 0.1, 0.3, 1, 3, 10), range(3)


def errors(activation, normalised):
    """Test errors (rates, seeds)."""
    found = np.zeros((len(rates), len(seeds)))
    with np.errstate(all="ignore"):
        for i, rate in enumerate(rates):
            for seed in seeds:
                net = trained(network(activation, normalised, seed), X, t, rate, seed)
                found[i, seed] = 1 - accuracy(net, X_test, t_test)
    return found


measured = {(a, n): errors(a, n) for a in ("relu", "tanh") for n in (False, True)}

# %%
fig, axes = panels(1, 2, width=4.2, height=3)
for ax, activation in zip(axes, ("relu", "tanh"), strict=True):
    works = {}
    for normalised, colour, name in ((False, RED, "plain"), (True, BLUE, "normalised")):
        found = measured[activation, normalised]
        ax.semilogx(rates, np.median(found, axis=1), "o-" if normalised else "s--", color=colour, label=name)
        ax.fill_between(rates, found.min(axis=1), found.max(axis=1), color=colour, alpha=0.2, linewidth=0)
        works[normalised] = int(np.sum(np.median(found, axis=1) < 0.15))
    title = f"{activation}: an error below 15 % at {works[True]} of {len(rates)} rates, plain at {works[False]}"
    finish(ax, title, "learning rate", "test error", legend=True)
describe(
    fig,
    "Test error against the learning rate from 0.01 to 10, for relu and for tanh, median and range of three seeds. The "
    "normalised network has a low error over a wide range of rates, the plain one over a narrow range or nowhere.",
)

# %%
rows = []
for (activation, normalised), found in measured.items():
    best = int(np.argmin(np.median(found, axis=1)))
    spread = f"{np.median(found[best]):.1%} ({found[best].min():.1%} to {found[best].max():.1%})"
    rows.append([activation, "normalised" if normalised else "plain", rates[best], spread])
table(["activation", "network", "best rate", "test error there: median (range of 3 seeds)"], rows)
net = trained(network("relu", True, 0), X, t, 0.3, 0)
alone = {int(net.forward(x[None], training=True).argmax()) for x in X_test[:100]}
say(
    "And prediction: given 100 test digits one at a time, with each batch's own statistics, the network answers "
    f"{len(alone)} class for all of them. (What it normalises is one row: $y = \\beta$.)"
)

# %% [markdown]
# Both happen: more rates work, and the best of them is better than the plain network's best after these four epochs. What this does *not* show is why. The paper's own reason, that the inputs of each layer change less while it learns (“internal covariate shift”), has not held up well: Santurkar et al. (2018) added such shifts on purpose after the normalisation, the network still learnt fast, and they found smoother gradients instead. Nor does it show that a long training ends better: four epochs measure speed.
#
# ## Recap
#
# Batch normalisation gives each unit mean 0 and spread 1 over the batch, then lets the network choose others, $\gamma \hat x + \beta$. Each example now reaches the loss also through the mean and the variance of its batch; on the way back these paths take from $dy$ its mean and its component along $\hat x$. Prediction uses moving averages, since one example has no spread. On a small network it widened the range of learning rates that work.
#
# ## Test yourself
#
# <details><summary>1. A dense layer with a bias stands before the normalisation. What does its bias do?</summary>
#
# Nothing: it is added to every example of the column, and the mean takes it away again. Its gradient is 0, as line 6 says ($dx$ adds up to 0). β does its work.
# </details>
#
# <details><summary>2. You multiply all weights of that dense layer by 10. What changes in the output?</summary>
#
# Nothing but for ε: $x - \mu$ and $\sigma$ both grow tenfold. The gradient with respect to these weights becomes ten times *smaller*, as $1/s$ says; large weights slow themselves down.
# </details>
#
# <details><summary>3. With N = 2 and ε = 0, what can x̂ be? And dx?</summary>
#
# $\hat x = (-1, 1)$ or $(1, -1)$, whatever $x$ is (if the two differ). So nothing can be learnt through it: $dx = 0$.
# </details>
#
# <details><summary>4. Why are the running averages not used in training as well?</summary>
#
# Then μ and σ would be constants for the gradient, which would push weights and bias in directions that the next normalisation undoes; the paper saw such parameters grow without end while the loss stood still.
# </details>
#
# <details><summary>5. An example's output depends on who else is in the batch. When does that hurt?</summary>
#
# With small batches (noisy μ and σ), with batches that are not a random draw (one class each), and wherever training and prediction must agree exactly. Layer normalisation, along the row, does not have the problem.
# </details>
#
# ## Further reading
#
# - S. Ioffe and C. Szegedy, *Batch normalization: Accelerating deep network training by reducing internal covariate shift*, International Conference on Machine Learning (ICML), 2015, [arXiv:1502.03167](https://arxiv.org/abs/1502.03167).
# - S. Santurkar, D. Tsipras, A. Ilyas and A. Madry, *How does batch normalization help optimization?*, Advances in Neural Information Processing Systems (NeurIPS), 2018, [arXiv:1805.11604](https://arxiv.org/abs/1805.11604).
# - J. L. Ba, J. R. Kiros and G. E. Hinton, *Layer normalization*, 2016, [arXiv:1607.06450](https://arxiv.org/abs/1607.06450).
