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
# # 09 · Signals
#
# You have every gradient, and still a deep network may not learn: it starts with numbers that are too small, or its first layer never hears from the loss. What keeps a signal alive on its way through many layers, forward and backward?
#
# **You will be able to**
# - measure where a gradient vanishes, and derive the first weights that keep it alive;
# - say when units die, and what a bias of 0.1 does about it;
# - train a network with *random* feedback, and watch it align.
#
# **You need** backpropagation in matrices (lecture 06) and the layers of lecture 07. From statistics: mean, variance, and that variances of independent numbers add up.
#
# **It takes** about an hour and a half with all exercises. If an exercise holds you up, go on: the cells after it use the library's version.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, explore, fit, plots
from mlpkit import backprop as lib_backprop
from mlpkit import diagnostics as lib_signals
from mlpkit.activations import ACTIVATIONS
from mlpkit.datasets import load_digits
from mlpkit.init import INITS
from mlpkit.losses import LOSSES, one_hot
from mlpkit.show import say, table

start("09")

# %%
from itertools import pairwise

from IPython.display import display
from threadpoolctl import threadpool_limits

from mlpkit.palette import LINES

# Matrices as small as ours are multiplied faster by one thread than by several.
threadpool_limits(1)

STYLES = ("-", "--", "-.", ":", "-", "--")


def spread(values, form=".3f"):
    """median (lowest to highest); a run that left for infinity is counted as such."""
    values = np.asarray(values, float)
    lost = int((~(np.abs(values) < 100)).sum())
    if lost:
        return f"diverges in {lost} of {len(values)}"
    low, middle, high = np.quantile(values, [0, 0.5, 1])
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


def band(ax, x, runs, colour, style="-", label=None):
    """Median of the runs (rows) as a line, lowest to highest as a band."""
    runs = np.asarray(runs, float)
    ax.plot(x, np.median(runs, axis=0), style, color=colour, label=label)
    ax.fill_between(x, runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, linewidth=0)


# %% [markdown]
# **The data of this lecture** are 8×8 digits that come with scikit-learn: real handwriting, but *not* MNIST, which waits in lecture 13. We keep three parts: one to train on, one to choose on (*validation*), one to report on (*test*). Lecture 12 says why there are three.

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


# %% [markdown] topics="H22"
# ## 1 · Where the gradient vanishes
#
# Lecture 02 ended a thought with: *a signal that passes $L$ sigmoids meets $L$ slopes, none above $\tfrac14$*. Now you can follow it through the weights as well. On the way back, with $n$ units in the layer that the deltas come from,
#
# $$\delta_i = f'(z_i) \sum_{j=1}^{n} \delta_j\, w_{ji}.$$
#
# How large is $\delta_i$, compared with $\delta_j$? Think of the weights as random: independent, mean 0, variance $s^2$, and independent of the deltas and slopes (an assumption: at the start of training it nearly holds).
#
# $$\begin{aligned}
# \mathbb{E}[\delta_i^2] &= \mathbb{E}[f'(z_i)^2]\; \mathbb{E}\Bigl[\bigl(\textstyle\sum_j \delta_j w_{ji}\bigr)^2\Bigr] && \text{independence} \\
# &= \mathbb{E}[f'(z_i)^2] \textstyle\sum_j \sum_k \mathbb{E}[\delta_j\delta_k]\, \mathbb{E}[w_{ji} w_{ki}] && \text{multiply out; independence} \\
# &= \mathbb{E}[f'(z_i)^2] \textstyle\sum_j \mathbb{E}[\delta_j^2]\, s^2 && \mathbb{E}[w_{ji} w_{ki}] = 0 \text{ for } j \ne k \\
# &= n s^2\; \mathbb{E}[f'(z_i)^2]\; \mathbb{E}[\delta_j^2] && \text{all } n \text{ terms alike}
# \end{aligned}$$
#
# Each layer multiplies the typical size by $\rho = \sqrt{n s^2}\,\sqrt{\mathbb{E}[f'^2]}$. Ten layers multiply it by $\rho^{10}$. Below 1 the gradient vanishes, above 1 it explodes.
#
# **By hand.** With $n s^2 = 1$, a sigmoid has $f' \le \tfrac14$: ten layers leave at most $4^{-10} \approx 10^{-6}$. A ReLU has $f' = 1$ for half of the units and 0 for the other, so $\mathbb{E}[f'^2] = \tfrac12$: ten layers leave $2^{-5} = \tfrac1{32}$.

# %%
z = np.random.default_rng(0).normal(size=200_000)
rows = []
for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu"):
    rho = np.sqrt(np.mean(ACTIVATIONS[name].grad(z) ** 2))
    rows.append([name, f"{rho:.3f}", f"{rho**10:.1e}"])
table(["activation, z standard normal", "ρ for n s² = 1", "after ten layers"], rows)

# %% [markdown] topics="H22"
# So much for the theory. Write the instrument: the typical size of δ in each layer.
#
# **Predict first.** For tanh with the same weights the table says $\rho \approx 0.68$. Behind ten layers the real $z$ is smaller than standard normal. Will the measured loss of gradient be larger or smaller than the table's?

# %% exercise="delta_sizes"

# %% drawing=true
depth, width = 10, 64


def sizes_of_deltas(name, init, seed):
    """Root mean square of δ in ten hidden layers and the output, on the training digits, before any training."""
    rng = np.random.default_rng(seed)
    layers = [64, *[width] * depth, 10]
    weights = [INITS[init](m, n, rng, np.float64) for n, m in pairwise(layers)]
    biases = [np.zeros(m) for m in layers[1:]]
    functions = [ACTIVATIONS[name]] * depth + [ACTIVATIONS["identity"]]
    Zs, _ = lib_backprop.forward_pass(train[0], weights, biases, functions)
    _, dZ = LOSSES["softmax_cross_entropy"](Zs[-1], one_hot(train[1], 10, np.float64))
    return lib_signals.delta_sizes(dZ, Zs, weights, functions)


fig, (ax,) = plots.panels(1, 1, width=6.4, height=3.4)
rows = []
for (name, init), colour, style in zip(
    (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "xavier"), ("relu", "he"), ("selu", "xavier")),
    LINES,
    STYLES,
    strict=False,
):
    runs = np.array([sizes_of_deltas(name, init, seed) for seed in range(8)])[:, :-1]
    band(ax, np.arange(1, depth + 1), runs, colour, style, f"{name}, {init}")
    per_layer = (runs[:, 0] / runs[:, -1]) ** (1 / (depth - 1))
    rows.append([name, init, spread(per_layer), f"{np.median(runs[:, 0] / runs[:, -1]):.2g}"])
ax.set(
    yscale="log",
    xlabel="hidden layer (10 is next to the output)",
    ylabel="root mean square of δ",
    title="The sigmoid's gradient does not reach the bottom",
)
ax.legend(fontsize="small")
display(
    plots.describe(
        fig,
        "Size of the deltas in ten hidden layers: it falls steeply towards the first layer for the sigmoid, hardly for the others.",
    )
)
table(["activation", "first weights", "factor per layer, 8 seeds", "first layer / tenth layer"], rows)

# %% [markdown]
# **What came out.** The sigmoid loses a factor of a little more than four in every layer: the bound $\tfrac14$, nearly reached, because its $z$ is close to 0. tanh keeps more than the table promised, for the same reason: small $z$, slope near 1. ReLU with $n s^2 = 1$ loses its factor $\sqrt{1/2}$, and with $n s^2 = 2$ it loses nothing on average. The bottom of a ten-layer sigmoid network gets so little that it keeps its random weights for a very long time.
#
# **What usually goes wrong.** Taking the slope at $a$ instead of $z$; and judging by one layer. The last layer's gradient always looks healthy.

# %% [markdown] topics="H28"
# ## 2 · Where the weights start
#
# All zeros will not do: then all units of a layer compute the same, get the same gradient, and stay the same for ever (the symmetry of lecture 08). So: random numbers, mean 0. But how large?
#
# The same calculation, now forward. A unit adds up $n$ inputs, $z = \sum_{i=1}^n w_i a_i$, with independent weights of mean 0 and variance $s^2$ that know nothing of the inputs.
#
# $$\begin{aligned}
# \mathbb{E}[z] &= \textstyle\sum_i \mathbb{E}[w_i]\,\mathbb{E}[a_i] = 0 && \text{linearity, independence, } \mathbb{E}[w_i] = 0 \\
# \operatorname{Var}(z) = \mathbb{E}[z^2] &= \textstyle\sum_i \sum_k \mathbb{E}[w_i w_k]\,\mathbb{E}[a_i a_k] && \text{multiply out; independence} \\
# &= \textstyle\sum_i s^2\, \mathbb{E}[a_i^2] && \mathbb{E}[w_i w_k] = 0 \text{ for } i \ne k \\
# &= n s^2\; \mathbb{E}[a^2] && \text{all } n \text{ terms alike}
# \end{aligned}$$
#
# Three answers to the question *what is $s$*:
#
# 1. **Gaussian**, $s = 0.01$ whatever the layer. With $n = 100$ inputs, $\sqrt{n}\, s = 0.1$: each layer makes the signal ten times smaller.
# 2. **Xavier**, $s = 1/\sqrt n$. If $f(z) \approx z$ (tanh near 0), then $\mathbb{E}[a^2] \approx \operatorname{Var}(z)$ of the layer before, and $n s^2 = 1$ keeps it.
# 3. **He** (in the decks: MSRA), for ReLU. There $a = \max(z, 0)$ with $z$ symmetric around 0:
#
# $$\mathbb{E}[a^2] = \int_0^\infty z^2 p(z)\,dz = \tfrac12 \int_{-\infty}^\infty z^2 p(z)\,dz = \tfrac12 \operatorname{Var}(z) \qquad (p \text{ is even, and so is } z^2)$$
#
# so that $n s^2 \cdot \tfrac12 = 1$, and $s = \sqrt{2/n}$.
#
# Backward, section 1 gave $n s^2\,\mathbb{E}[f'^2] = 1$, with the same $\tfrac12$ for ReLU, but with $n$ the number of units the layer leads *to*. Glorot and Bengio (2010) take the mean of the two sizes; we take the number of inputs, as He et al. do.
#
# **By hand.** $n = 200$: Gaussian $0.01$, Xavier $1/\sqrt{200} = 0.0707$, He $\sqrt{2/200} = 0.1$.
#
# **Where a slide and the paper disagree.** Tsinghua's deck has $2/\sqrt n$ for MSRA; He et al. (2015) have $\sqrt{2/n}$. The first is $\sqrt 2$ times the second, at every $n$. Does it matter? Measure it below.
#
# **Predict first.** ReLU, 20 layers, the slide's version. By what factor does the signal grow?

# %% exercise="gaussian"

# %% exercise="xavier"

# %% exercise="he"

# %% [markdown] topics="H28"
# **What usually goes wrong.** Three things. NumPy's generators want the *standard deviation*, while $N(0, \sigma^2)$ on paper names the *variance*. `W` is `(n_out, n_in)`, so $n$ is its *second* size. And `rng.normal` makes float64, whatever you had in mind.

# %% drawing=true


def slide(n_out, n_in, rng, dtype=np.float32):
    """The slide's 2/√n: √2 times what He et al. have."""
    return 2**0.5 * INITS["he"](n_out, n_in, rng, dtype)


starts = {
    "N(0, 0.01²)": INITS["gaussian"],
    "1/√n (Xavier)": INITS["xavier"],
    "√(2/n) (He)": INITS["he"],
    "2/√n (slide)": slide,
}
fig, axes = plots.panels(1, 2, width=4.8, height=3.3)
rows = {name: [name] for name in starts}
for ax, f in zip(axes, ("tanh", "relu"), strict=True):
    for (name, draw), colour, style in zip(starts.items(), LINES, STYLES, strict=False):
        runs = []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            A, sizes = rng.normal(size=(200, 100)), []
            for _ in range(20):
                A = ACTIVATIONS[f].f(A @ draw(100, 100, rng, np.float64).T)
                sizes.append(lib_signals.root_mean_square(A))
            runs.append(sizes)
        band(ax, np.arange(1, 21), runs, colour, style, name)
        rows[name].append(f"{np.median(runs, axis=0)[-1]:.1e}")
    ax.set(
        yscale="log",
        ylim=(1e-6, 1e4),
        xlabel="layer",
        ylabel="root mean square of a",
        title={"tanh": "tanh forgives a large start", "relu": "ReLU needs √(2/n)"}[f],
        xticks=(1, 5, 10, 15, 20),
    )
axes[0].legend(fontsize="small")
display(
    plots.describe(
        fig,
        "Size of the activations over 20 layers: for relu only He's start stays level, for tanh all but 0.01, which falls out of sight.",
    )
)
table(["first weights", "tanh, layer 20", "relu, layer 20"], list(rows.values()))

# %% [markdown]
# With ReLU the slide's version gains $\sqrt2$ a layer, $2^{10} = 1024$ in twenty. The paper is right. tanh forgives weights that are too large, because it cannot grow beyond 1 (it saturates instead, lecture 02). With Xavier's it still loses a little in each layer: $\tanh z$ is a bit smaller than $z$.
#
# But does a level signal also make a network *learn*? The signal is a means, the loss is the end.
#
# **Predict first.** ReLU networks of 2, 6 and 12 hidden layers, 64 steps with momentum (lecture 10). Which start still learns at depth 12?

# %%
rows, at_six = [], {}
for name, draw in starts.items():
    cells = [name]
    for hidden in (2, 6, 12):
        runs = [
            train_digits(s, (64, *[32] * hidden, 10), rate=0.05, momentum=0.9, epochs=8, batch_size=64, init=draw)[1]
            for s in range(3)
        ]
        cells.append(spread([h.loss[-1] for h in runs], ".2f"))
        if hidden == 6:
            at_six[name] = np.median([h.loss[-1] for h in runs])
    rows.append(cells)
table(["first weights, ReLU", "2 hidden layers", "6", "12"], rows)
say(
    f"Training loss after 64 steps, 3 seeds. Guessing gives ln 10 = {np.log(10):.2f}. At six layers Xavier's median is "
    f"{at_six['1/√n (Xavier)'] / at_six['√(2/n) (He)']:.1f} times He's."
)

# %% [markdown]
# **What came out.** $N(0, 0.01^2)$ does not leave the guess at any of these depths: the signal and the gradient are both gone. Xavier falls behind He at every depth. At six layers the factor between them is large (it stands under the table), though the theory of sections 1 and 2 speaks only about the very first step. The slide's version is the quickest of all at two layers (large first weights mean large first steps), worse than He's at six, and diverges at twelve. The deeper the network, the more the first weights decide. (Lecture 02 found the same for other activations, at section 11.)

# %% [markdown]
# **Play.** Below is the moment before training: the size of the activations going up and of the gradients coming down, in layers of your choice. Find first weights with which the last of 30 layers of ReLU still speaks as loudly as the first. Then multiply them by 1.5 and by 0.7. Which sigmoid network brings a gradient of more than $10^{-3}$ of its size down ten layers? (Without a kernel, the figures of this section show the same.)

# %%
explore.depth_and_signal(f="relu", init="he", depth=20)

# %% [markdown]
# And the same *while* a network learns: six hidden layers on the digits. The first 80 steps are done. Press play and watch the third panel, then stop. Then change `init` to `"gaussian"` (the standard deviation 0.01 from above) and run the cell again: where is the first layer's gradient now, and does waiting help?

# %%
deep = MLP([64, *[32] * 6, 10], init="he")
explore.live_fit(deep, *train, epochs=30, batch_size=64, optimizer=SGD(deep.params, lr=0.02, momentum=0.9), steps=80)

# %% [markdown] topics="S9 F9"
# ## 3 · Units that die on the way
#
# Lecture 02 counted dead ReLU units on a toy task: a bias of 0.1 (IIT Kharagpur's advice) saved a few at the start and none from a rate that was too high. Is it the same on real digits, and does it hurt? UNICAMP's deck takes dead units as the reason for leaky ReLU, ELU and SELU. Their slope never is exactly 0, so nothing can die for good.
#
# **Predict first.** Three hidden layers of 32 units. At a rate ten times the usual one, what share is dead at the end? And does the network with dead units have a higher error than one with leaky units?

# %%


def silent(net, X):
    """Share of hidden units whose output is constant on all examples."""
    A, shares = X, []
    for layer in net.layers[:-1]:
        A = layer.forward(A)
        if hasattr(layer, "activation"):
            shares.append(np.mean(np.ptp(A, axis=0) < 1e-6))
    return np.mean(shares)


rows = []
for name, settings in (
    ("ReLU, bias 0", {}),
    ("ReLU, bias 0.1", {"bias": 0.1}),
    ("leaky ReLU", {"activation": "leaky_relu"}),
    ("ELU", {"activation": "elu"}),
):
    cells = [name]
    for rate in (0.1, 0.7, 1.0):
        runs = [
            train_digits(s, (64, 32, 32, 32, 10), rate=rate, epochs=8, validation=validation, **settings)
            for s in range(4)
        ]
        shares, errors = [silent(net, train[0]) for net, _ in runs], [h.val_error[-1] for _, h in runs]
        cells += [spread(shares, ".0%"), spread(errors, ".0%")]
    rows.append(cells)
table(["", *(f"η = {r}: {what}" for r in (0.1, 0.7, 1.0) for what in ("silent units", "validation error"))], rows)
say("4 seeds: median (lowest to highest).")

# %% [markdown]
# **What came out.** At a sensible rate hardly a unit is silent, with or without the bias: on centred data, with He's weights, dead units are not a problem that you would notice. At higher rates they appear, in some runs, with a bias of 0.1 as with a bias of 0. Four seeds do not show that the bias protects (rates as high as these amplify every rounding, so another computer loses other runs). It does not save the network in any case: at $\eta = 1$ ReLU has runs with an error near that of guessing (90 %) with either bias. Leaky units never go silent, and their errors spread widely all the same. Even ELU units, whose slope is never exactly 0, come to say the same for every example. So dead units are a sign of a rate that is too high, rather than the disease. And the order of stability that UNICAMP's deck claims does not show here: ELU is the best of the four at $0.7$ and the worst at $1$. Four seeds on one task are little evidence, but enough to distrust a fixed order.

# %% [markdown] topics="H33"
# ## 4 · Feedback alignment: learning through a random mirror
#
# Backpropagation sends the error back through the *same* weights that the signal came through, $\delta_i = f'(z_i) \sum_j \delta_j w_{ji}$. No nerve cell could know the weights of its successors. Lillicrap et al. and Liao et al. asked what happens with *any* fixed matrix $B$ in their place:
#
# $$\delta_i = f'(z_i) \sum_j \delta_j\, b_{ji}, \qquad B \text{ random, never changed.}$$
#
# These are not gradients. A step along them is only sure to go downhill if its **angle** to the true gradient is below 90°. And two random directions in many dimensions are at 90°, almost exactly: $\langle A, B\rangle$ is a sum of $d$ products of mean 0, so it grows like $\sqrt d$ while $\lVert A\rVert \lVert B\rVert$ grows like $d$; the cosine is about $1/\sqrt d$.
#
# **By hand.** $A = (1, 0)$, $B = (1, 1)$: $\cos\varphi = \frac{1}{1 \cdot \sqrt2}$, $\varphi = 45°$. For $d = 3072$ random numbers, $1/\sqrt{3072} = 0.018$: 90° give or take one degree.
#
# You need the instrument first.

# %% exercise="angle"

# %% [markdown] topics="H33"
# **What usually goes wrong.** A cosine of 1.0000001, from rounding, has no angle: `arccos` gives NaN. And a matrix is one long vector here, not a stack of rows with an angle each.
#
# **Predict first.** With random feedback from the start, is the loss after 120 steps near that of backpropagation, or near that of a network whose hidden layers do not learn at all? And the angle: does it stay at 90°?

# %% exercise="feedback_alignment"

# %% drawing=true
sizes, functions = (64, 48, 48, 10), [ACTIVATIONS["tanh"]] * 2 + [ACTIVATIONS["identity"]]
targets = one_hot(train[1], 10, np.float32)


def learn(kind, seed, steps=120, rate=0.5):
    """Losses, angles between update and gradient in layer 1 and 2, angles between W and B, final error."""
    rng = np.random.default_rng(seed)
    weights, feedback = ([INITS["xavier"](m, n, rng) for n, m in pairwise(sizes)] for _ in range(2))
    biases = [np.zeros(m, np.float32) for m in sizes[1:]]
    losses, to_gradient, to_feedback = [], [], []
    for _ in range(steps):
        Zs, As = lib_backprop.forward_pass(train[0], weights, biases, functions)
        loss, dZ = LOSSES["softmax_cross_entropy"](Zs[-1], targets)
        true, updates = lib_backprop.backward_pass(dZ, Zs, As, weights, functions), None
        if kind == "random feedback":
            updates = lib_backprop.feedback_alignment(dZ, Zs, As, feedback, functions)
        elif kind == "signs of the weights":
            signed = [np.abs(B) * np.sign(W) for B, W in zip(feedback, weights, strict=True)]
            updates = lib_backprop.feedback_alignment(dZ, Zs, As, signed, functions)
        dWs, dbs = updates or true
        losses.append(loss)
        to_gradient.append([lib_signals.angle(d, g) for d, g in zip(dWs[:-1], true[0], strict=False)])
        to_feedback.append([lib_signals.angle(W, B) for W, B in zip(weights[1:], feedback[1:], strict=True)])
        frozen = 2 if kind == "last layer only" else 0
        for w, d in zip(weights[frozen:] + biases[frozen:], dWs[frozen:] + dbs[frozen:], strict=True):
            w -= rate * d
    A = lib_backprop.forward_pass(validation[0], weights, biases, functions)[1][-1]
    return np.array(losses), np.array(to_gradient), np.array(to_feedback), np.mean(A.argmax(axis=1) != validation[1])


kinds = ("backpropagation", "random feedback", "signs of the weights", "last layer only")
runs = {kind: [learn(kind, seed) for seed in range(4)] for kind in kinds}
fig, axes = plots.panels(1, 3, width=3.7, height=3.2)
for kind, colour, style in zip(kinds, LINES, STYLES, strict=False):
    band(axes[0], np.arange(120), [r[0] for r in runs[kind]], colour, style, kind)
axes[0].set(yscale="log", xlabel="step", ylabel="training loss", title="Random feedback learns")
axes[0].legend(fontsize="x-small")
for layer in (0, 1):
    for kind, colour in zip(kinds[1:3], LINES[1:], strict=False):
        band(
            axes[1],
            np.arange(120),
            [r[1][:, layer] for r in runs[kind]],
            colour,
            STYLES[layer],
            f"{kind}, layer {layer + 1}",
        )
    band(
        axes[2],
        np.arange(120),
        [r[2][:, layer] for r in runs[kinds[1]]],
        LINES[layer],
        STYLES[layer],
        f"layer {layer + 2}",
    )
axes[1].set(ylim=(0, 100), xlabel="step", ylabel="angle to the gradient (degrees)", title="The updates turn downhill")
axes[2].set(ylim=(0, 100), xlabel="step", ylabel="angle between W and B (degrees)", title="because W turns towards B")
for ax in axes[1:]:
    ax.axhline(90, color="0.6", linewidth=0.8)
    ax.legend(fontsize="x-small", loc="lower left")
display(
    plots.describe(
        fig,
        "Loss of four ways to learn; angles between updates and gradients, and between weights and feedback, falling from 90 degrees.",
    )
)
table(
    ["", "training loss", "validation error", "angle to the gradient, layer 1, at the end"],
    [
        [
            k,
            spread([r[0][-1] for r in runs[k]]),
            spread([r[3] for r in runs[k]], ".1%"),
            spread([r[1][-1, 0] for r in runs[k]], ".0f") if k in kinds[1:3] else "–",
        ]
        for k in kinds
    ],
)

# %% [markdown]
# **What came out.** Random feedback learns: slower than backpropagation, but well ahead of a network whose hidden layers are frozen. The angle begins at 90° and falls, and the right panel says why: the *forward* weights turn towards the feedback, so that the mirror, which never moved, shows more and more of the truth. It does not become a gradient, though. If the feedback has the right *signs*, with random sizes, the angle is well below 90° from the first step, and the loss lies between the two: Liao et al. found that signs matter most.
#
# Two limits. The deltas of the last layer are exact here, and our network is small. And the further a layer is from the output, the worse its angle: compare the two layers in the middle panel. In a deep network that adds up.

# %% [markdown]
# ## Recap
#
# Each layer multiplies the signal by $\sqrt{n s^2\,\mathbb{E}[\cdot]}$, forward and backward: $1/n$ keeps it level for tanh, $2/n$ for ReLU, and a sigmoid loses three quarters of its gradient in every layer. Exact gradients are not even needed: random feedback comes to point downhill because the weights align with it.
#
# ## Test yourself
#
# 1. Your layer has 50 inputs and 400 outputs, with ReLU. Which standard deviation keeps the forward signal level, which one the backward signal?
#
# <details><summary>Answer</summary>
#
# Forward: $\sqrt{2/50} = 0.2$, since a unit adds up 50 inputs. Backward: $\sqrt{2/400} = 0.071$, since a delta adds up 400 of them. One number cannot do both unless the sizes are equal.
#
# </details>
#
# 2. Feedback alignment with $B = 0$: which layers learn? And with $B = W$, renewed in every step?
#
# <details><summary>Answer</summary>
#
# With $B = 0$ only the last layer, whose δ needs no feedback (and the biases of that layer). With $B = W$ in each step it is backpropagation.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: vanishing gradients, initialisation, schedules, momentum, feedback alignment, cyclical rates.
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): gradient descent on a sum, the dying ReLU.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: the bias of 0.1.
#
# Papers:
# - X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
# - K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, [arXiv:1502.01852](https://arxiv.org/abs/1502.01852).
# - T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman, "Random synaptic feedback weights support error backpropagation for deep learning", *Nature Communications* 7, 2016.
# - Q. Liao, J. Z. Leibo, T. Poggio, "How important is weight symmetry in backpropagation?", AAAI 2016, [arXiv:1510.05067](https://arxiv.org/abs/1510.05067).
