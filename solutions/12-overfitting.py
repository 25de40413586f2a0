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
# # 12 · Overfitting
#
# A network can learn its training examples by heart. What does that do to its answers on examples that it has not seen, and how do you choose between two networks without fooling yourself?
#
# **You will be able to**
# - measure bias and variance;
# - choose settings on validation data without fooling yourself.
#
# **You need** lectures 07 (weight decay) and 10 (momentum, schedules).
#
# **It takes** about half an hour.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, Adam, fit
from mlpkit import generalisation as lib
from mlpkit.datasets import load_digits
from mlpkit.show import say, table
from mlpkit.train import accuracy

start("12")

# %%
from threadpoolctl import threadpool_limits

# Matrices as small as ours are multiplied faster by one thread than by several.
threadpool_limits(1)

# %% [markdown]
# **The data of this lecture** are 8×8 digits that come with scikit-learn: real handwriting, but *not* MNIST, which waits in lecture 13. We keep three parts: one to train on, one to choose on (*validation*), one to report on (*test*). Section 2 says why there are three.

# %%
X, t = load_digits()
mixed = np.random.default_rng(0).permutation(len(X))
X, t = X[mixed], t[mixed]
X = (X - X[:500].mean(axis=0)) / X[:500].std()
train, validation, test = ((X[a:b], t[a:b]) for a, b in ((0, 500), (500, 900), (900, len(X))))
print(
    *(
        f"{name}: {len(part[0])} digits"
        for name, part in zip(("train", "validation", "test"), (train, validation, test), strict=True)
    ),
    sep="\n",
)


def train_digits(seed, sizes=(64, 32, 10), rate=0.1, momentum=0.0, optimizer=None, data=train, **settings):
    """A network from this seed, trained with `fit`; returns both the network and its history."""
    made = {k: settings.pop(k) for k in ("init", "activation", "bias") if k in settings}
    net = MLP(list(sizes), seed=seed, **made)
    optimizer = optimizer(net.params) if optimizer else SGD(net.params, lr=rate, momentum=momentum)
    settings = {"epochs": 4, "batch_size": 32, "seed": seed, "progress": False} | settings
    return net, fit(net, *data, optimizer=optimizer, **settings)


# %% [markdown]
# ## 1 · Bias and variance
#
# Train the same network on many training sets of the same size. Its answer at one $x$ is then a random number $y$, with the mean $\bar y$. How far is it from the truth $h$, on average?
#
# $$\begin{aligned}
# \mathbb{E}[(y - h)^2] &= \mathbb{E}[(y - \bar y + \bar y - h)^2] && \text{add and subtract } \bar y \\
# &= \mathbb{E}[(y - \bar y)^2] + 2\,\mathbb{E}[y - \bar y]\,(\bar y - h) + (\bar y - h)^2 && \text{multiply out; } \bar y - h \text{ is a constant} \\
# &= \underbrace{\mathbb{E}[(y - \bar y)^2]}_{\text{variance}} + \underbrace{(\bar y - h)^2}_{\text{bias}^2} && \mathbb{E}[y - \bar y] = 0
# \end{aligned}$$
#
# **By hand.** Two networks say 1 and 3 where the truth is 1. The mean is 2, the squared bias $(2 - 1)^2 = 1$, the variance $\frac{1 + 1}{2} = 1$, and the mean squared error $\frac{0 + 4}{2} = 2$ is their sum.

# %% exercise="bias_variance"

# %%
rows, grid = [], np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
truth = np.sin(np.pi * grid[:, 0])
for units in (1, 3, 30):
    said = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1, 1, (20, 1)).astype(np.float32)
        noisy = np.sin(np.pi * x) + 0.3 * rng.normal(size=x.shape)
        net = MLP([1, units, 1], activation="tanh", loss="mse", seed=seed)
        fit(net, x, noisy, epochs=400, batch_size=None, optimizer=Adam(net.params, lr=0.02), progress=False)
        said.append(net.outputs(grid)[:, 0])
    bias, variance = lib.bias_variance(np.array(said), truth)
    rows.append([units, f"{bias:.3f}", f"{variance:.3f}", f"{bias + variance:.3f}"])
table(["hidden units", "squared bias", "variance", "sum"], rows)

# %% [markdown] topics="K19"
# ## 2 · Choosing
#
# Layers, units, activation, first weights, rate, schedule, batch size, momentum: **hyperparameters**, which no gradient sets. You try some settings and keep the one with the smallest error on *validation* data. Why not quote that error as the result?
#
# Because you kept it *for being small*. Each measured error is the true one plus luck, and the smallest of many has more good luck than bad.
#
# **By hand.** Ten settings, all with a true error of 10 %, each measured on 100 examples. The standard deviation of such a measurement is $\sqrt{0.1 \cdot 0.9/100} = 3\,\%$. The smallest of ten normal numbers lies about $1.54$ standard deviations below the mean: you would report $10 - 4.6 = 5.4\,\%$.
#
# **Predict first.** Twelve settings, chosen on only 60 validation digits. How much higher is the error on 897 test digits?

# %%
rows, gaps = [], []
settings = [(rate, momentum, width) for rate in (0.03, 0.1, 0.3) for momentum in (0.0, 0.9) for width in (16, 48)]
for split in range(5):
    part = np.random.default_rng(split).permutation(900)
    fitted, chosen_on = ((X[rows_], t[rows_]) for rows_ in (part[:400], part[400:460]))
    tried = []
    for rate, momentum, width in settings:
        net, history = train_digits(split, (64, width, 10), rate=rate, momentum=momentum, data=fitted)
        tried.append((1 - accuracy(net, *chosen_on), 1 - accuracy(net, *test), (rate, momentum, width)))
    on_validation, on_test, setting = min(tried, key=lambda row: row[0])
    gaps.append(on_test - on_validation)
    rows.append(
        [
            f"{split}",
            "η = {}, γ = {}, {} units".format(*setting),
            f"{on_validation:.1%}",
            f"{on_test:.1%}",
            f"{min(e for _, e, _ in tried):.1%}",
        ]
    )
table(["split", "chosen", "validation error", "test error", "best test error of all twelve"], rows)
say(
    f"The test error is higher by {100 * np.mean(gaps):.1f} percentage points on average ({100 * min(gaps):.1f} to "
    f"{100 * max(gaps):.1f})."
)

# %% [markdown]
# The last column is what you may *not* use: to choose on the test set spoils it in the same way. Train on one part, choose on the second, open the third once.
#
# ## Recap
#
# The error on new data is a bias, which comes from what the network cannot say, and a variance, which comes from the examples it happened to see. What you chose on, you cannot report on.
#
# ## Test yourself
#
# 1. You train on twice as many examples. Which of the two, bias or variance, do you expect to fall?
#
# <details><summary>Answer</summary>
#
# The variance: the answers depend less on which examples were drawn. What the network cannot say, it cannot say with more examples either.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: full batch, online, mini-batch; hyperparameters.
