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
# A network with ten hidden layers can express more than one with two. For twenty years hardly anybody managed to train one. The gradients were right, the data were there, and the loss did not move. What becomes of a signal on its way through many layers, and how do you keep it alive?
#
# **You will be able to**
# - derive the variance that the random weights of a layer must have, and say why it is $1/n$ for tanh and $2/n$ for ReLU;
# - measure where a gradient vanishes, layer by layer;
# - say what normalisation layers and residual connections do about it, and when units die;
# - train a network with *random* feedback, and watch it align (optional).
#
# **You need** backpropagation in matrices (lecture 06) and the layers of lecture 07. From statistics: mean, variance, and that the mean of a product of independent numbers is the product of their means.
#
# **It takes** about an hour and a half with two exercises, a derivation and a layer to mend, and another half hour with the optional section and its exercise. Reading and running takes 40 minutes.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, explore, fit, plots
from mlpkit import backprop as lib_backprop
from mlpkit import diagnostics as lib_signals
from mlpkit.activations import ACTIVATIONS
from mlpkit.datasets import load_digits
from mlpkit.init import INITS
from mlpkit.losses import LOSSES, one_hot
from mlpkit.show import number, say, table

start("09")

# %%
from itertools import pairwise

from matplotlib.patches import Rectangle
from threadpoolctl import threadpool_limits

from mlpkit.palette import BLUE, GREY, LINES

# Matrices as small as ours are multiplied faster by one thread than by several.
threadpool_limits(1)

X, t = load_digits()
mixed = np.random.default_rng(0).permutation(len(X))
X, t = X[mixed], t[mixed]
X = (X - X[:500].mean(axis=0)) / X[:500].std()
data, validation = (X[:500], t[:500]), (X[500:900], t[500:900])


def spread(values, form=".3f"):
    """median (lowest to highest), or how many runs diverged"""
    values = np.asarray(values, float)
    lost = int((~(np.abs(values) < 1e4)).sum())
    if lost:
        return f"diverges in {lost} of {len(values)}"
    low, middle, high = np.quantile(values, [0, 0.5, 1])
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


# %% [markdown]
# The data of this lecture are 500 digits of 8 × 8 pixels to train on, and 400 as validation digits.


# %% drawing=true
def band(ax, x, runs, colour, label=None, style="-"):
    """Median of the runs (rows) as a line, lowest to highest as a band."""
    runs = np.asarray(runs, float)
    ax.plot(x, np.median(runs, axis=0), style, color=colour, label=label)
    ax.fill_between(x, runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, linewidth=0)


fig, (ax,) = plots.panels(1, 1, width=8, height=2.2)
for r in range(1, 8):
    ax.add_patch(Rectangle((r - 0.12, -0.5), 0.24, 1.0, facecolor="white", edgecolor=GREY))
    ax.text(r, -0.72, f"{r}" if r < 7 else "R", ha="center", fontsize=9, color=GREY)
for r in range(0, 7):
    ax.annotate(
        "",
        (r + 0.85, 0.25),
        (r + 0.15, 0.25),
        arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 4 * 0.62**r + 0.3},
    )
    ax.annotate(
        "",
        (r + 0.15, -0.25),
        (r + 0.85, -0.25),
        arrowprops={"arrowstyle": "-|>", "color": LINES[1], "linewidth": 4 * 0.62 ** (6 - r) + 0.3},
    )
ax.text(0, 0.36, "x", ha="center")
ax.text(7.4, 0.36, "loss", ha="center")
ax.text(3.5, 0.62, "activations", ha="center", color=BLUE)
ax.text(3.5, -1.0, "deltas", ha="center", color=LINES[1])
ax.set(xlim=(-0.4, 7.8), ylim=(-1.15, 0.9), title="Two signals fade: one on the way to the loss, one on the way back")
ax.set_axis_off()
plots.describe(
    fig,
    "Seven layers in a row. Blue arrows for the activations become thinner from the input to the loss, orange arrows for the "
    "deltas become thinner from the loss to the input.",
)

# %% [markdown] topics="H28"
# ## 1 · How large the weights begin
#
# Two signals go through a network. Activations run forward to the loss, and deltas run back to the input. Each layer multiplies both by its weights, which are random at the beginning. How they are drawn is the initialisation. If the multiplication makes a signal a little smaller each time, twenty layers make it vanish.
#
# All zeros will not do, because then all units of a layer compute the same, get the same gradient and stay the same for ever (the symmetry of lecture 08). So draw them at random, with mean 0. But with which variance $s^2$?
#
# A unit adds up $n$ inputs, $z = \sum_{i=1}^n w_i a_i$. The number $n$ of its inputs is the **fan-in** of the layer. Let the weights be independent of each other and of the inputs, with mean 0 and variance $s^2$. Then $\mathbb E[z] = 0$, and for given inputs
#
# $$\mathbb{E}[z^2] = \sum_i \sum_k c_{ik}\, a_i a_k, \qquad c_{ik} = \mathbb{E}[w_i w_k] = s^2\, \Delta_{ik},$$
#
# where $\Delta_{ik}$ is 1 if $i = k$ and 0 otherwise: the mean product of two *different* weights is $0 \cdot 0$. Simplify it yourself, as text. In the check `c[i, k]` is $c_{ik}$; write `delta(i, k)` for $\Delta_{ik}$, `q` for the mean square of the inputs, $\frac1n \sum_i a_i^2$, and `n` for their number.

# %% exercise="signal_variance_derivation"

# %% [markdown] topics="H28 H38"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# \sum_i \sum_k c_{ik}\, a_i a_k = \sum_i \sum_k s^2\, \Delta_{ik}\, a_i a_k &= \sum_i s^2 a_i^2 && \Delta_{ik} \text{ keeps the terms with } i = k \\
# &= s^2 \sum_i a_i^2 && s^2 \text{ does not depend on } i \\
# &= n s^2\, q && \text{a sum is } n \text{ times its mean}
# \end{aligned}$$
#
# </details>
#
# So the mean square of the signal is multiplied by $n s^2$ in every layer, before the activation function does its part. In plain English: a unit that adds up more inputs needs smaller weights. Three answers to the question how large $s$ should be:
#
# 1. **A fixed small number.** $s = 0.01$. With $n = 100$ inputs $\sqrt{n}\, s = 0.1$, so each layer makes the signal ten times smaller.
# 2. **Xavier initialisation** (Xavier Glorot and Yoshua Bengio, 2010) has the standard deviation $s = 1/\sqrt n$. Where $f(z) \approx z$, as for tanh near 0, $n s^2 = 1$ keeps the size of the signal.
# 3. **He initialisation** (Kaiming He and others, 2015) has $s = \sqrt{2/n}$, for ReLU. There $a = \max(z, 0)$, and the density $p(z)$ of $z$ is symmetric around 0, so half of the mean square is lost:
#
# $$\mathbb{E}[a^2] = \int_0^\infty z^2\, p(z)\,dz = \tfrac12 \int_{-\infty}^\infty z^2\, p(z)\,dz = \tfrac12\, \mathbb{E}[z^2] \qquad (p \text{ is even, and so is } z^2)$$
#
# To make up for it, $n s^2 \cdot \tfrac12 = 1$.
#
# **By hand.** For $n = 200$: fixed $0.01$, Xavier $1/\sqrt{200} = 0.0707$, He $\sqrt{2/200} = 0.1$.
#
# **Normal or uniform?** Only the variance entered the derivation. A uniform number between $-u$ and $u$ has the variance $u^2/3$, so $U(-\sqrt{3/n},\ \sqrt{3/n})$ is Xavier's as well.
#
# **Predict first.** Somebody misreads He's formula as $2/\sqrt n$. By what factor does the signal then grow in 20 layers of ReLU?

# %% exercise="too_wide_prediction"

# %% exercise="he"

# %% [markdown] topics="H28"
# **What usually goes wrong.** NumPy's generators want the *standard deviation*, while $N(0, s^2)$ on paper names the *variance*. `W` is `(n_out, n_in)`, so the fan-in is its *second* size. And `rng.normal` makes float64, whatever you had in mind.

# %%


def too_wide(n_out, n_in, rng, dtype=np.float32):
    """2/√n, which is √2 times He's standard deviation."""
    return 2**0.5 * INITS["he"](n_out, n_in, rng, dtype)


def uniform_xavier(n_out, n_in, rng, dtype=np.float32):
    """Uniform numbers with the variance 1/n."""
    return rng.uniform(-1, 1, (n_out, n_in)).astype(dtype) * (3 / n_in) ** 0.5


STARTS = {
    "s = 0.01": INITS["gaussian"],
    "Xavier, 1/√n": INITS["xavier"],
    "Xavier, uniform": uniform_xavier,
    "He, √(2/n)": INITS["he"],
    "2/√n": too_wide,
}


def sizes_of_activations(f, draw, seed, layers=20, width=100):
    """Root mean square of the activations in each of 20 layers of 100 units, for random inputs."""
    rng = np.random.default_rng(seed)
    A, sizes = rng.normal(size=(200, width)), []
    for _ in range(layers):
        A = ACTIVATIONS[f].f(A @ draw(width, width, rng, np.float64).T)
        sizes.append(lib_signals.root_mean_square(A))
    return sizes


forward = {
    (f, name): [sizes_of_activations(f, d, s) for s in range(5)] for f in ("tanh", "relu") for name, d in STARTS.items()
}
table(
    ["initialisation", "tanh, layer 20", "relu, layer 20"],
    [[name, *(number(np.median(forward[f, name], axis=0)[-1], ".2g") for f in ("tanh", "relu"))] for name in STARTS],
)
wide, right = (np.median([run[-1] for run in forward["relu", name]]) for name in ("2/√n", "He, √(2/n)"))
reveal("too_wide_prediction", wide / right)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.3)
for ax, f, title in ((axes[0], "tanh", "tanh forgives large weights"), (axes[1], "relu", "ReLU needs √(2/n)")):
    for (name, _), colour in zip(STARTS.items(), LINES, strict=False):
        band(ax, np.arange(1, 21), forward[f, name], colour, name, "--" if "uniform" in name else "-")
    ax.set(yscale="log", ylim=(1e-6, 1e4), xlabel="layer", title=title, xticks=(1, 5, 10, 15, 20))
axes[0].set_ylabel("root mean square of $a$")
axes[0].legend(loc="lower right")
plots.describe(
    fig,
    "Size of the activations in 20 layers. With tanh all but s = 0.01 stay between 0.1 and 1. With ReLU only He's stays level, "
    "Xavier's falls and 2/√n rises.",
)

# %% [markdown]
# (In these figures a line is the median of the seeds, and its band runs from the lowest to the highest.) With ReLU, $2/\sqrt n$ gains a factor $\sqrt2$ a layer, and $\sqrt2^{\,20} = 1024$ in twenty. Xavier's loses the same. With tanh, Xavier's signal falls slowly too, because tanh is flatter than a line. tanh forgives weights that are too large, because it cannot grow beyond 1; it saturates instead. Normal and uniform numbers of the same variance cannot be told apart. **With ReLU, only He's initialisation keeps the signal level.**

# %% [markdown] topics="H22"
# ## 2 · Where the gradient vanishes
#
# The way back has one factor more. For a unit $i$ that leads to $n$ units $j$, where $n$ is now the **fan-out**,
#
# $$\delta_i = f'(z_i) \sum_{j=1}^{n} \delta_j\, w_{ji}.$$
#
# How large is $\delta_i$, compared with $\delta_j$? The sum is of the kind you have just simplified, with $\delta_j$ in the place of $a_i$. Its mean square is $n s^2\, \mathbb{E}[\delta_j^2]$. The slope multiplies it (taken as independent of the sum, which nearly holds before training):
#
# $$\mathbb{E}[\delta_i^2] = \mathbb{E}[f'(z_i)^2] \cdot n s^2 \cdot \mathbb{E}[\delta_j^2], \qquad \rho = \sqrt{n s^2\, \mathbb{E}[f'^2]} .$$
#
# Each layer multiplies the typical size of the deltas by $\rho$, and ten layers by $\rho^{10}$. If $\rho$ is clearly below 1, the deltas of the first layers are tiny. This is the **vanishing gradient**. If it is above 1, the deltas grow beyond all bounds, which is the **exploding gradient**.
#
# **By hand.** Let $n s^2 = 1$. A sigmoid has $f' \le \tfrac14$, so ten layers leave at most $4^{-10} \approx 10^{-6}$. A ReLU has $f' = 1$ for half of the units and 0 for the others, so $\mathbb{E}[f'^2] = \tfrac12$ and ten layers leave $2^{-5} = \tfrac1{32}$. With He's $n s^2 = 2$ nothing is lost: the same $\tfrac12$ appears forward and backward.

# %%
z = np.random.default_rng(0).normal(size=200_000)
rows = []
for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu"):
    rho = np.sqrt(np.mean(ACTIVATIONS[name].grad(z) ** 2))
    rows.append([name, f"{rho:.3f}", number(rho**10, ".1e")])
table(["activation, z standard normal", "ρ for n s² = 1", "after ten layers"], rows)

# %% [markdown] topics="H22"
# So much for the theory. You write the instrument that measures the typical size of the deltas in each layer, which is the root of their mean square.
#
# **Predict first.** For tanh the table has $\rho \approx 0.68$, with standard normal $z$. In a real network, ten layers deep, $z$ is smaller. Will the measured loss of gradient be larger or smaller?

# %% exercise="delta_sizes"

# %%
DEPTH, WIDTH = 10, 64


def sizes_of_deltas(f, init, seed, gain=1.0):
    """Root mean square of the deltas in ten hidden layers, on the training digits, before any training."""
    rng = np.random.default_rng(seed)
    layers = [64, *[WIDTH] * DEPTH, 10]
    weights = [gain * INITS[init](m, n, rng, np.float64) for n, m in pairwise(layers)]
    functions = [ACTIVATIONS[f]] * DEPTH + [ACTIVATIONS["identity"]]
    Zs, _ = lib_backprop.forward_pass(data[0], weights, [np.zeros(m) for m in layers[1:]], functions)
    _, dZ = LOSSES["softmax_cross_entropy"](Zs[-1], one_hot(data[1], 10, np.float64))
    return lib_signals.delta_sizes(dZ, Zs, weights, functions)[:-1]


PAIRS = (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "xavier"), ("relu", "he"), ("selu", "xavier"))
backward = {pair: np.array([sizes_of_deltas(*pair, seed) for seed in range(8)]) for pair in PAIRS}
table(
    ["activation", "initialisation", "factor a layer, 8 seeds", "first layer / tenth layer"],
    [
        [
            *pair,
            spread((runs[:, 0] / runs[:, -1]) ** (1 / (DEPTH - 1))),
            number(np.median(runs[:, 0] / runs[:, -1]), ".2g"),
        ]
        for pair, runs in backward.items()
    ],
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.6, height=3.4)
for (pair, runs), colour in zip(backward.items(), LINES, strict=False):
    band(ax, np.arange(1, DEPTH + 1), runs, colour, ", ".join(pair))
ax.set(yscale="log", xlabel="hidden layer (10 is next to the output)", ylabel="root mean square of δ")
ax.set_title("The sigmoid's gradient does not reach the first layers")
ax.legend(fontsize="small")
plots.describe(
    fig,
    "Size of the deltas in ten hidden layers: it falls steeply towards the first layer for the sigmoid, much less for others.",
)

# %% [markdown]
# The sigmoid loses a factor of a little more than four in every layer: the bound $\tfrac14$ is nearly reached, because $z$ is close to 0. For the same reason tanh keeps more than the table promised, since its slope near 0 is 1. **In a deep sigmoid network the first layers get almost no gradient, so they keep their random weights.** This is much of what stopped deep networks for twenty years. Sepp Hochreiter described it in 1991 in his diploma thesis, in German, and few read it. ReLU (2011) and the right initialisation (2010, 2015) were two of the keys.
#
# **What usually goes wrong.** The slope is taken at $a$ instead of $z$. Or one judges by one layer: the *last* layer's gradient always looks healthy.
#
# **Play.** Below is the moment before training, with layers of your choice. Find an initialisation with which the last of 30 ReLU layers has activations about as large as the first. (With He's they are level on average; in a single network of 64 units they may come out several times smaller, or twice as large.) Then: which sigmoid network keeps more than $10^{-3}$ of its gradient through ten layers?

# %%
explore.depth_and_signal(f="relu", init="he", depth=20)

# %%
GAINS = (1, 2, 3, 4, 6, 12)
kept = []
for gain in GAINS:
    runs = [sizes_of_deltas("sigmoid", "xavier", seed, gain) for seed in range(4)]
    kept.append(np.median([run[0] / run[-1] for run in runs]))
table(
    ["sigmoid: weights, times Xavier's", *(f"{g}" for g in GAINS)],
    [["first layer / tenth layer", *(number(k, ".1g") for k in kept)]],
)

# %% [markdown]
# A sigmoid network needs weights several times as large as Xavier's, because its slope is at most $\tfrac14$. With weights that are much larger the gradient even grows, but then the units saturate and the network is hard to train for another reason.

# %% [markdown]
# ## 3 · Does it learn?
#
# A level signal is not yet a trained network. Does it make one *learn*? ReLU networks of 2, 6 and 12 hidden layers take 64 steps each (with momentum, which lecture 10 explains).
#
# **Predict first.** Which initialisation still learns with 12 hidden layers?

# %% exercise="deep_prediction"

# %%
HIDDEN = (2, 6, 12)


def after_64_steps(name, hidden, seed):
    """Training loss of a ReLU network with this initialisation and number of hidden layers."""
    net = MLP([64, *[32] * hidden, 10], init=STARTS[name], seed=seed)
    optimizer = SGD(net.params, lr=0.05, momentum=0.9)
    return fit(net, *data, epochs=8, batch_size=64, optimizer=optimizer, seed=seed).loss[-1]


learnt = {name: [[after_64_steps(name, h, s) for s in range(4)] for h in HIDDEN] for name in STARTS}
table(
    ["training loss after 64 steps", *(f"{h} hidden layers" for h in HIDDEN)],
    [[name, *(spread(runs, ".2f") for runs in rows)] for name, rows in learnt.items()],
)
at_six = {name: np.median(rows[1]) for name, rows in learnt.items()}
say(
    f"Guessing has a loss of log 10 = {np.log(10):.2f}. With six hidden layers the median loss with Xavier's initialisation "
    f"is {at_six['Xavier, 1/√n'] / at_six['He, √(2/n)']:.1f} times that with He's."
)
four = ("s = 0.01", "Xavier, 1/√n", "He, √(2/n)", "2/√n")
reveal("deep_prediction", min(four, key=lambda name: np.median(learnt[name][2])))

# %% [markdown]
# With $s = 0.01$ no network has left the guess after 64 steps: signal and gradient are far too small, and in the deeper networks gone. Xavier's falls behind He's as the network gets deeper. With two hidden layers every initialisation but the smallest works. **The deeper the network, the more the initialisation decides.**
#
# Now look at the same *while* a network of six hidden layers learns the digits. The first 80 steps are done. Press play and watch the third panel, the length of each layer's gradient. Do the seven stay together? Then set `init` to `"gaussian"` ($s = 0.01$) and run the cell again.

# %%
deep = MLP([64, *[32] * 6, 10], init="he")
explore.live_fit(deep, *data, epochs=30, batch_size=64, optimizer=SGD(deep.params, lr=0.02, momentum=0.9), steps=80)

# %% [markdown] topics="H22"
# ## 4 · Keeping the signal level, whatever the weights
#
# Initialisation makes the signal level *before* the first step. Afterwards it cannot keep it so, because the weights change. Of two ideas of 2015 the first keeps the signal level, and the second keeps it from vanishing. Today's deep networks have both.
#
# **Normalisation layers.** If the signal must have mean 0 and variance 1, make it so. **Batch normalisation** (Ioffe and Szegedy 2015) takes each unit's pre-activation, subtracts its mean over the batch and divides by its standard deviation over the batch; **layer normalisation** (Ba and others 2016), which Transformers (lecture 13) use, takes mean and standard deviation over the units of one example:
#
# $$\hat z_{nj} = \frac{z_{nj} - \mu}{\sqrt{\text{variance} + \varepsilon}}, \qquad \text{output} = g_j\, \hat z_{nj} + u_j .$$
#
# Here $\mu$ is the mean, and the small $\varepsilon$ prevents a division by zero. The scale $g_j$ and the shift $u_j$ are learnt, so that the layer can undo the normalisation where that is better. Batch normalisation makes an example's output depend on the others in its batch. For this reason it keeps averages of the means and variances of past batches for use after training, and behaves badly in small batches; layer normalisation has neither problem.
#
# **Mend it.** Here is layer normalisation with one mistake, made in two lines. Before they are scaled its outputs have mean 0 and variance 1, so that nothing looks wrong.

# %% exercise="mended_layer_norm"

# %% [markdown] topics="H22"
# **Residual connections.** Add the input of a layer to its output, as the residual layer of lecture 07 does, $A_r = A_{r-1} + f(Z_r)$. On the way back the delta is then added too, so there is one path along which it is multiplied by nothing at all. Such a path does not protect against growth, because each layer adds to the signal.
#
# **Predict first.** The initialisation $s = 0.01$ again, in 20 ReLU layers. What does layer normalisation make of it, and what do residual connections? And with He's weights?

# %%


def normalised_sizes(seed, std, layers=20, width=100, normalise=True, residual=False):
    """Root mean square of the activations in each ReLU layer, with or without normalisation before it, or its input added."""
    rng = np.random.default_rng(seed)
    A, sizes = rng.normal(size=(200, width)), []
    for _ in range(layers):
        Z = A @ (std * rng.normal(size=(width, width))).T
        if normalise:
            Z = (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True)
        A = np.maximum(Z, 0) + (A if residual else 0)
        sizes.append(lib_signals.root_mean_square(A))
    return sizes


table(
    ["root mean square of a in layer 20", "s = 0.01", "s = 0.14 (He)", "s = 1"],
    [
        [
            name,
            *(
                number(np.median([normalised_sizes(s, std, **kind)[-1] for s in range(4)]), ".2g")
                for std in (0.01, 0.02**0.5, 1.0)
            ),
        ]
        for name, kind in (
            ("plain", {"normalise": False}),
            ("with layer normalisation", {}),
            ("with residual connections", {"normalise": False, "residual": True}),
        )
    ],
)

# %% [markdown]
# **With normalisation the signal is level for any size of the weights; residual connections keep it from vanishing, and not from growing.** A factor common to all weights of a layer cancels when you divide by the standard deviation. So the initialisation matters much less, and, as Ioffe and Szegedy found, you can train at a higher rate. This is no licence to forget the initialisation, since not everything in a network is normalised.

# %% [markdown] topics="S9 F9"
# ## 5 · Units that die on the way
#
# A signal can also stop in a single unit. A ReLU unit whose $z$ is negative for every example has slope 0 for every example, gets no gradient, and is a dead unit (lecture 02). Leaky ReLU, ELU and SELU have a slope that is never exactly 0. And some advise an initial bias of 0.1, so that units begin alive. Does it help on digits?
#
# **Predict first.** Three hidden layers of 32 units. At a rate ten times the usual one, what fraction of the units is silent at the end, that is, has the same output for every example? And is the error smaller where no unit is silent?

# %%


def silent(net, X):
    """Fraction of hidden units whose output is constant on all examples."""
    A, fractions = X, []
    for layer in net.layers[:-1]:
        A = layer.forward(A)
        if not np.isfinite(A).all():
            return np.nan  # diverged
        if not layer.learnt:  # of all layers here, those of activations
            fractions.append(np.mean(np.ptp(A, axis=0) < 1e-6))
    return np.mean(fractions)


CHOICES = {
    "ReLU, bias 0": {},
    "ReLU, bias 0.1": {"bias": 0.1},
    "leaky ReLU": {"activation": "leaky_relu"},
    "ELU": {"activation": "elu"},
}


def trained(name, rate, seed):
    """(fraction of silent units, validation error) after eight epochs."""
    net = MLP([64, 32, 32, 32, 10], seed=seed, **CHOICES[name])
    settings = {"epochs": 8, "batch_size": 32, "optimizer": SGD(net.params, lr=rate), "seed": seed}
    history = fit(net, *data, validation=validation, **settings)
    return silent(net, data[0]), history.val_error[-1]


ends = {(name, rate): np.array([trained(name, rate, s) for s in range(5)]) for name in CHOICES for rate in (0.1, 1.0)}


def kept(name, rate):
    """The runs that did not diverge."""
    return ends[name, rate][np.isfinite(ends[name, rate][:, 0])]


table(
    ["activation", *(f"η = {r:g}: {what}" for r in (0.1, 1.0) for what in ("silent units", "validation errors"))],
    [[n, *(spread(kept(n, r)[:, k], ".0%") for r in (0.1, 1.0) for k in (0, 1))] for n in CHOICES],
)
lost = {n: sum(5 - len(kept(n, r)) for r in (0.1, 1.0)) for n in CHOICES}
say("Diverged, and not in the table: " + ", ".join(f"{n} {count} of 10 runs" for n, count in lost.items()) + ".")

# %% [markdown]
# At the usual rate hardly a unit is silent, with or without the bias, and all four do about equally well. At the high rate units fall silent in some runs, even ELU units (far to the left $e^z$ is too small to be seen beside 1, so that the output is the same for every example), and some runs diverge. But there, for every activation function, the errors are larger or scatter far more than at the usual rate, also for leaky ReLU, which has no silent unit. **So silent units are not the whole trouble: the rate is too high.** A bias of 0.1 is no cure for that. Five seeds on one task are little evidence, but enough to distrust any fixed order of "more stable" activation functions.

# %% [markdown]
# ## Which one do I use?
#
# | activation | initialisation | remark |
# | --- | --- | --- |
# | ReLU, leaky ReLU, GELU, SiLU | He | normalisation and residual connections beyond some ten layers |
# | tanh, none | Xavier | |
# | SELU | $1/\sqrt n$, as Xavier | made for deep networks without normalisation |
# | sigmoid | Xavier | at the output only |
#
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch import nn
# >>> _ = torch.manual_seed(0)
# >>> layer = nn.Linear(300, 400)
# >>> round(layer.weight.std().item() * 300**0.5, 1)
# 0.6
# >>> _ = nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
# >>> round(layer.weight.std().item() * 300**0.5, 1)
# 1.4
# ```
#
# - The default of `nn.Linear` is uniform between $\pm 1/\sqrt n$, with standard deviation $1/\sqrt{3n} \approx 0.58/\sqrt n$. That is neither Xavier's nor He's, and in deep ReLU networks without normalisation it is too small.
# - `nn.init.kaiming_normal_` is He's; by default it takes the fan-in. `nn.init.xavier_normal_` takes the variance $2/(n_{\text{in}} + n_{\text{out}})$, Glorot and Bengio's compromise between the two directions; it is ours only if the two sizes agree. Keras uses the uniform form of it by default.
# - `nn.BatchNorm1d(units)` and `nn.LayerNorm(units)` are layers like any other. The former needs `model.eval()` after training.

# %% [markdown] topics="H33"
# ## 6 · Learning through a random mirror (optional)
#
# Backpropagation sends the deltas back through the *same* weights that the signal came through. No nerve cell could know the weights of its successors. What happens with *any* fixed matrix in their place? Write $v_{ji}$ for random numbers that are never changed:
#
# $$\delta_i = f'(z_i) \sum_j \delta_j\, v_{ji} .$$
#
# To send the deltas back through fixed random numbers is called **feedback alignment** (Lillicrap and others, Liao and others, 2016). The results are not gradients. A small step against them goes downhill for sure only if their angle to the true gradient is below 90°. And two random directions in $d$ dimensions are at about 90°: the numerator of their cosine is a sum of $d$ products of mean 0, which grows like $\sqrt d$, and the denominator, the product of their lengths, grows like $d$. So the cosine is about $1/\sqrt d$.
#
# **By hand.** $(1, 0)$ and $(1, 1)$ have $\cos = \frac{1}{1 \cdot \sqrt2}$, which is 45°. For $d = 64 \cdot 48 = 3072$ independent numbers, as many as the first layer below has weights, $1/\sqrt{3072} = 0.018$, and the angle is 90° give or take one degree. (The entries of an update are not independent, because all come from the same inputs, so the angles below scatter by several degrees.)
#
# The cell compares four ways to train. *Random feedback* sends the errors back through fixed random weights. *Signs of the weights* sends them through random sizes with the signs of the true weights. *Last layer only* trains nothing else.
#
# **Predict first.** With random feedback from the beginning, is the loss after 120 steps near that of backpropagation, or near that of a network whose hidden layers do not learn at all? Does the angle stay at 90°?

# %% exercise="mirror_prediction"

# %% exercise="feedback_alignment"

# %%
sizes, functions = (64, 48, 48, 10), [ACTIVATIONS["tanh"]] * 2 + [ACTIVATIONS["identity"]]
targets = one_hot(data[1], 10, np.float32)


def learn(kind, seed, steps=120, rate=0.5):
    """Losses, angles between update and gradient in layer 1 and 2, angles between W and B, final error."""
    rng = np.random.default_rng(seed)
    weights, feedback = ([INITS["xavier"](m, n, rng) for n, m in pairwise(sizes)] for _ in range(2))
    biases = [np.zeros(m, np.float32) for m in sizes[1:]]
    losses, to_gradient, to_feedback = [], [], []
    for _ in range(steps):
        Zs, As = lib_backprop.forward_pass(data[0], weights, biases, functions)
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


KINDS = ("backpropagation", "random feedback", "signs of the weights", "last layer only")
runs = {kind: [learn(kind, seed) for seed in range(4)] for kind in KINDS}
table(
    ["update", "training loss", "validation error", "angle to the gradient, layer 1, at the end"],
    [
        [
            k,
            spread([r[0][-1] for r in runs[k]]),
            spread([r[3] for r in runs[k]], ".1%"),
            spread([r[1][-1, 0] for r in runs[k]], ".0f") + "°" if k in KINDS[1:3] else "–",
        ]
        for k in KINDS
    ],
)
final = {kind: np.median([r[0][-1] for r in runs[kind]]) for kind in KINDS}
nearer = min(("backpropagation", "last layer only"), key=lambda k: abs(final[k] - final["random feedback"]))
reveal("mirror_prediction", nearer)

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.9, height=3.4)
for kind, colour in zip(KINDS, LINES, strict=False):
    band(axes[0], np.arange(120), [r[0] for r in runs[kind]], colour, kind)
axes[0].set(yscale="log", xlabel="step", ylabel="training loss", title="Random feedback learns")
plots.label_lines(axes[0])
for layer, style in ((0, "-"), (1, "--")):
    for kind, colour in zip(KINDS[1:3], LINES[1:], strict=False):
        turned = [r[1][:, layer] for r in runs[kind]]
        band(axes[1], np.arange(120), turned, colour, f"{kind.split()[0]}, layer {layer + 1}", style)
    band(axes[2], np.arange(120), [r[2][:, layer] for r in runs[KINDS[1]]], LINES[layer], f"layer {layer + 2}", style)
axes[1].set(ylim=(0, 100), xlabel="step", ylabel="angle to the gradient (degrees)", title="The updates turn downhill")
axes[2].set(
    ylim=(0, 100),
    xlabel="step",
    ylabel="angle weights to feedback (degrees)",
    title="The weights turn towards the feedback",
)
for ax in axes[1:]:
    plots.label_lines(ax)
    ax.axhline(90, color=GREY, linewidth=0.8)
plots.describe(
    fig,
    "Loss of four ways to learn; angles between updates and gradients, and between weights and feedback, near 90° at first and falling.",
)

# %% [markdown]
# **Random feedback learns: its training loss stays above that of backpropagation, and far below that of a network whose hidden layers are frozen.** The angle begins near 90°, and after some ten steps it falls; the right panel shows why. The *forward* weights turn towards the feedback, so that the mirror, which never moved, shows more and more of the truth. If the feedback has the right *signs*, the angle is well below 90° from the first step. In this network the angle is larger in the layer that is further from the output, as the middle panel shows. Others found that the method fails in deep networks (Bartunov and others 2018).

# %% [markdown]
# **Challenge (optional).** Give 30 layers of ReLU an initialisation of your own that is *not* random normal or uniform, and with which the activations of all layers keep their size within a factor of two. (Orthogonal matrices are one idea. What must they be multiplied by?)

# %% [markdown] decks=true
# Five lecture decks stand behind this course. On signals they say the following.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has vanishing gradients, the three initialisations, and feedback alignment for further reading.
# - Its first initialisation is $N(0, 0.01^2)$; Xavier's is $1/\sqrt n$, normal or uniform, as here.
# - Its *MSRA* initialisation is He's. The slide prints $2/\sqrt n$; the article (He and others 2015) has $\sqrt{2/n}$. The slide's is $\sqrt2$ times too wide, which section 1 measures.
# - For vanishing gradients it argues that logistic and tanh have slopes below 1, so that the deltas become smaller from layer to layer, and that ReLU alleviates it. Two additions. The slope of tanh is 1 at 0, so it must be *at most* 1 (and at most ¼ for the logistic). And slopes alone do not decide, because the weights multiply the deltas too. Section 2 has both in $\rho$, and in its last table large weights make the gradient of a sigmoid network grow.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), takes dead units as the reason for leaky ReLU, ELU and SELU, and claims the order SELU > ELU > leaky ReLU > ReLU > tanh > logistic of stability. Section 5 does not show such an order; lecture 02 measures it in other networks. It also says that ReLU is the most popular, which for hidden layers of plain networks is still so.
#
# **IIT Kharagpur**, CS60010 (S. Sarkar), advises an initial bias of 0.1 for ReLU, so that units begin alive. At the usual rate section 5 finds no effect at the end of training.
#
# **JKU Linz** (G. Klambauer) and **UMass Amherst**, CEE 697M (J. Oke), leave initialisation out.

# %% [markdown]
# ## Recap
#
# What becomes of a signal on its way through many layers? Each layer multiplies its mean square by $n s^2$ times what the activation function keeps, forward with the fan-in and backward with the fan-out. With a variance of $1/n$ a tanh network loses its signal only slowly, with $2/n$ a ReLU network keeps it, and a sigmoid loses three quarters of its gradient in every layer. So you keep it alive by an initialisation that fits the activation function, and in deep networks by normalisation layers and residual connections as well. Dead units are a sign of a rate that is too high. And exact gradients are not even needed: random feedback comes to point downhill because the weights align with it.
#
# ## Test yourself
#
# 1. Your layer has 50 inputs and 400 outputs, with ReLU. Which standard deviation keeps the forward signal level, and which one the backward signal?
#
# <details><summary>Answer</summary>
#
# Forward: $\sqrt{2/50} = 0.2$, because a unit adds up 50 inputs. Backward: $\sqrt{2/400} = 0.071$, because a delta adds up 400 of them. One number cannot do both unless the sizes are equal.
#
# </details>
#
# 2. What does He's initialisation become for a leaky ReLU with slope $\alpha$ on the left?
#
# <details><summary>Answer</summary>
#
# $\mathbb E[a^2] = \tfrac12 (1 + \alpha^2)\, \mathbb E[z^2]$, so the variance is $\frac{2}{(1 + \alpha^2)\, n}$. With $\alpha = 1$ it is Xavier's $1/n$, as it should be for a linear unit.
#
# </details>
#
# 3. A uniform initialisation runs from $-0.1$ to $0.1$. For which fan-in is it Xavier's?
#
# <details><summary>Answer</summary>
#
# Its variance is $0.1^2/3 = 1/300$, so $n = 300$.
#
# </details>
#
# 4. Each layer multiplies the deltas by $\rho = 0.9$. After how many layers is a tenth left?
#
# <details><summary>Answer</summary>
#
# $0.9^k = 0.1$ gives $k = \log 0.1/\log 0.9 \approx 22$ layers.
#
# </details>
#
# 5. Feedback alignment with all feedback 0: which layers learn? And with the feedback set to the weights in each step?
#
# <details><summary>Answer</summary>
#
# With 0 only the last layer learns, whose δ needs no feedback. With the weights, renewed in each step, it is backpropagation.
#
# </details>
#
# ## Further reading
#
# - S. Hochreiter, *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, TU München 1991: the vanishing gradient.
# - X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, 249–256.
# - X. Glorot, A. Bordes, Y. Bengio, "Deep sparse rectifier neural networks", AISTATS 2011, 315–323.
# - K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, [arXiv:1502.01852](https://arxiv.org/abs/1502.01852). "Deep residual learning for image recognition", CVPR 2016, [arXiv:1512.03385](https://arxiv.org/abs/1512.03385).
# - S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015, [arXiv:1502.03167](https://arxiv.org/abs/1502.03167).
# - J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016, [arXiv:1607.06450](https://arxiv.org/abs/1607.06450).
# - T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman, "Random synaptic feedback weights support error backpropagation for deep learning", *Nature Communications* 7 (2016), 13276.
# - S. Bartunov, A. Santoro, B. Richards, L. Marris, G. Hinton, T. Lillicrap, "Assessing the scalability of biologically-motivated deep learning algorithms and architectures", NeurIPS 2018, [arXiv:1807.04587](https://arxiv.org/abs/1807.04587).
# - Q. Liao, J. Z. Leibo, T. Poggio, "How important is weight symmetry in backpropagation?", AAAI 2016, [arXiv:1510.05067](https://arxiv.org/abs/1510.05067).
