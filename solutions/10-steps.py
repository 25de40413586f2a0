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
# # 10 · Steps
#
# You have every gradient, and the signals of lecture 09 stay alive. How far do you walk along a gradient, on how many examples, and what do you remember of the steps before?
#
# **You will be able to**
# - say what one step costs and what it is worth, for all examples, for one, and for a mini-batch;
# - write five schedules of the learning rate, momentum and Adam, and say what each is good for.
#
# **You need** backpropagation in matrices (lecture 06) and the layers of lecture 07. From statistics: mean, variance, and that variances of independent numbers add up.
#
# **It takes** about an hour and a half with all exercises. If an exercise holds you up, go on: the cells after it use the library's version.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import MLP, SGD, Adam, explore, fit, plots
from mlpkit import optim as lib_optim
from mlpkit import schedules as lib_schedules
from mlpkit.datasets import load_digits
from mlpkit.show import say, table
from mlpkit.train import evaluate

start("10")

# %%
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


# %% [markdown] topics="F15"
# ## 1 · One step, and how long it may be
#
# Gradient descent with a fixed **learning rate** $\eta$ repeats one line,
#
# $$w \leftarrow w - \eta\,\frac{\partial J}{\partial w}.$$
#
# How large may $\eta$ be? Take the simplest bowl, $J(w) = \tfrac12 \lambda w^2$ with curvature $\lambda > 0$.
#
# $$\begin{aligned}
# w_{k+1} &= w_k - \eta \lambda w_k && \text{power rule: } J'(w) = \lambda w \\
# &= (1 - \eta\lambda)\, w_k && \text{factor out } w_k \\
# w_k &= (1 - \eta\lambda)^k\, w_0 && \text{apply it } k \text{ times}
# \end{aligned}$$
#
# It converges exactly when $|1 - \eta\lambda| < 1$, that is, when $0 < \eta < 2/\lambda$. The best rate is $1/\lambda$: one step, and you are there. Above $1/\lambda$ you jump across the valley, above $2/\lambda$ you land higher each time.
#
# **By hand.** $\lambda = 4$, $w_0 = 1$. With $\eta = 0.1$ the factor is $0.6$: $1,\ 0.6,\ 0.36,\ 0.216$. With $\eta = 0.4$ it is $-0.6$: the same sizes, alternating sides. With $\eta = 0.55$ it is $-1.2$: $1,\ -1.2,\ 1.44,\ -1.728$.
#
# **A sum or a mean?** UNICAMP's deck takes $J$ as the *sum* over the $N$ examples, JKU's and Tsinghua's as the *mean*. The sum's gradient is $N$ times the mean's. So the same step needs a rate that is $N$ times smaller, and a rate that works for a sum over 100 examples may diverge for a sum over 1,000. This course takes means.
#
# **Predict first.** One network, 500 digits, all of them in each step, 40 steps. How does the loss after 40 steps depend on the rate? Sketch it on a logarithmic axis.

# %% drawing=true
rates = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
after = {rate: [train_digits(s, rate=rate, epochs=40, batch_size=None)[1].loss[-1] for s in range(4)] for rate in rates}
fig, (ax,) = plots.panels(1, 1, width=6, height=3)
band(ax, rates, np.array([np.nan_to_num(np.clip(after[r], 0, 30), nan=30) for r in rates]).T, LINES[0])
ax.set(
    xscale="log",
    yscale="log",
    xlabel="learning rate η (all examples a step)",
    ylabel="loss after 40 steps",
    title="The best rate lies just before the wall",
)
display(
    plots.describe(
        fig,
        "Loss after 40 full-batch steps against the learning rate, four seeds: it falls up to 3, and at 10 it is off the scale.",
    )
)
table(["learning rate", "loss after 40 steps, 4 seeds"], [[f"{r:g}", spread(after[r])] for r in rates])

# %% [markdown]
# The edge on the right is sharp, as the bowl says: $2/\lambda$, with $\lambda$ the largest curvature there is. The best rate lies just before it, so a rate is looked for on a logarithmic scale, from below.

# %% [markdown] topics="K18 H8"
# ## 2 · All examples, one, or a few
#
# The gradient of a mean over $N$ examples is the mean of $N$ gradients. Do you need them all before you may move?
#
# - **Full batch**: all $N$ examples, one exact step.
# - **Online** (or *stochastic*): one example, one noisy step; $N$ steps for the same work.
# - **Mini-batch**: $B$ examples, $N/B$ steps.
#
# Let $g_n$ be the gradient of example $n$, and $g = \frac1N \sum_n g_n$ the exact one. Draw $B$ examples at random and take the mean $g_B$ of theirs.
#
# $$\begin{aligned}
# \mathbb{E}[g_B] &= \tfrac1B \textstyle\sum_{b} \mathbb{E}[g_{n_b}] && \text{the mean is linear} \\
# &= \tfrac1B \cdot B \cdot g = g && \text{each example is equally likely} \\
# \operatorname{Var}(g_B) &= \tfrac{1}{B^2} \textstyle\sum_b \operatorname{Var}(g_{n_b}) = \frac{\sigma^2}{B} && \text{independent draws, each with variance } \sigma^2
# \end{aligned}$$
#
# So a mini-batch is right on average, and its error is $\sigma/\sqrt{B}$. (Drawn *without* replacement, as in an epoch, the variance has a further factor $\frac{N - B}{N - 1}$, which takes it to 0 at $B = N$.)
#
# **By hand.** Four examples with the gradients $1, 3, 5, 7$: $g = 4$ and $\sigma^2 = \frac{9 + 1 + 1 + 9}{4} = 5$. Pairs without replacement have the means $2, 3, 4, 4, 5, 6$. Their mean is 4, and their variance is $\frac{4 + 1 + 0 + 0 + 1 + 4}{6} = \frac53$, which is $\frac52 \cdot \frac{4 - 2}{4 - 1}$.
#
# **Predict first.** A batch of 64 costs four times as much as one of 16. By what factor is its gradient more precise?

# %% drawing=true
net = MLP([64, 32, 10], seed=0)


def gradient(rows):
    """∂L/∂W of the first layer on these training examples."""
    _, dZ = net.loss_and_gradient(net.forward(train[0][rows]), net.targets(train[1])[rows])
    net.backward(dZ)
    return net.grads[0].copy()


rng, N = np.random.default_rng(0), 500
exact = gradient(np.arange(N))
sizes = np.array([1, 4, 16, 64, 250])
error = [[np.linalg.norm(gradient(rng.choice(N, B, replace=False)) - exact) for _ in range(40)] for B in sizes]
sigma = np.sqrt(np.mean([np.linalg.norm(gradient([n]) - exact) ** 2 for n in range(N)]))
fig, (ax,) = plots.panels(1, 1, width=6, height=3)
band(ax, sizes, np.array(error).T / np.linalg.norm(exact), LINES[0], label="measured, 40 draws")
predicted = sigma / np.sqrt(sizes) * np.sqrt((N - sizes) / (N - 1)) / np.linalg.norm(exact)
ax.plot(sizes, predicted, "o", color=LINES[1], label="σ/√B, without replacement")
ax.set(
    xscale="log",
    yscale="log",
    xlabel="examples in the batch, B",
    ylabel="error / length of the gradient",
    title="Four times the work, half the error",
)
ax.legend()
plots.describe(
    fig, "Error of the mini-batch gradient against batch size, falling as one over the root, with the formula."
)

# %% [markdown]
# Work grows like $B$, precision only like $\sqrt B$. That speaks for small batches. Two things speak against them: the noise limits the rate, and a computer multiplies one matrix of 32 rows much faster than 32 vectors.
#
# **Predict first.** Four epochs each, that is, the same number of examples seen. Which wins, and does each need its own rate?

# %%
found, rates = {}, (0.03, 0.1, 0.3, 1.0)
few = (train[0][:300], train[1][:300])
for batch in (1, 16, 100, None):
    for rate in rates:
        runs = [train_digits(s, rate=rate, batch_size=batch, data=few, validation=validation)[1] for s in range(3)]
        found[batch, rate] = [h.val_loss[-1] for h in runs]
names = {1: "online, B = 1", 16: "B = 16", 100: "B = 100", None: "full batch, B = 300"}
table(
    ["", *(f"η = {r}" for r in rates), "steps"],
    [[name, *(spread(found[b, r], ".2f") for r in rates), f"{4 * -(-300 // (b or 300))}"] for b, name in names.items()],
)
say("Validation loss after 4 epochs: median of 3 seeds (lowest to highest).")

# %% [markdown] topics="H30 K18"
# **What came out.** For the same work the small batches are far ahead of the full one: they take more steps. Between one example and sixteen, each at its best rate, there is little to choose, and sixteen are the faster ones to compute. The smaller the batch, the smaller the rate that still holds. So a rate belongs to a batch size: never compare batch sizes at one rate.
#
# ### Shuffle in every epoch
#
# The derivation needs examples drawn *at random*. What if they come in the order of the file, and the file is sorted by class? Then every batch is one digit or two, and each step unlearns the last one. JKU's and Tsinghua's decks say: shuffle before every epoch.
#
# **Predict first.** Sorted, shuffled once, shuffled in each epoch: three curves. Which two lie close together? And does it depend on the rate?

# %% drawing=true
kinds = ("sorted by class", "shuffled once", "shuffled every epoch")


def in_order(kind, rate, seed):
    """Validation losses over six epochs of batches of 25, in this order of the examples."""
    net, rng = MLP([64, 32, 10], seed=seed), np.random.default_rng(seed)
    optimizer, T = SGD(net.params, lr=rate), net.targets(train[1])
    order = np.argsort(train[1]) if kind == kinds[0] else rng.permutation(500)
    losses = []
    for _ in range(6):
        order = rng.permutation(500) if kind == kinds[2] else order
        for i in range(0, 500, 25):
            rows = order[i : i + 25]
            net.backward(net.loss_and_gradient(net.forward(train[0][rows]), T[rows])[1])
            optimizer.step(net.grads)
        losses.append(evaluate(net, *validation)[0])
    return losses


curves = {(k, r): [in_order(k, r, seed) for seed in range(4)] for k in kinds for r in (0.1, 0.5, 1.0)}
fig, (ax,) = plots.panels(1, 1, width=6, height=3)
for kind, colour, style in zip(kinds, LINES, STYLES, strict=False):
    band(ax, np.arange(1, 7), curves[kind, 0.5], colour, style, kind)
ax.set(xlabel="epoch", ylabel="validation loss", yscale="log", title="At η = 0.5 the order of the examples matters")
ax.legend()
display(
    plots.describe(
        fig, "Validation loss over six epochs: highest for sorted data, lower and alike for both kinds of shuffling."
    )
)
table(
    ["validation loss after 6 epochs, 4 seeds", "η = 0.1", "η = 0.5", "η = 1"],
    [[k, *(spread([c[-1] for c in curves[k, r]]) for r in (0.1, 0.5, 1.0))] for k in kinds],
)

# %% [markdown]
# **What came out.** At a small rate the order does not matter: twenty small steps add up to nearly the same, whichever comes first. At a higher rate sorted data fall behind, and at $\eta = 1$, where shuffled data still learn well, every run on sorted data diverges. To shuffle *again* in each epoch brings nothing that six epochs could show. It costs nothing either, and guards against an unlucky order, so everybody does it.

# %% [markdown] topics="H29"
# ## 3 · Schedules: start fast, end slowly
#
# With mini-batches, a fixed rate never arrives. Why? Take the bowl of section 1 and add noise of variance $\sigma^2$ to its gradient, new in each step.
#
# $$\begin{aligned}
# w_{k+1} &= (1 - \eta\lambda)\, w_k - \eta\, \varepsilon_k && \text{gradient } \lambda w_k + \varepsilon_k \\
# v_{k+1} &= (1 - \eta\lambda)^2\, v_k + \eta^2 \sigma^2 && v = \mathbb{E}[w^2];\ \varepsilon_k \text{ is independent of } w_k \\
# v &= (1 - \eta\lambda)^2\, v + \eta^2\sigma^2 && \text{in the end } v_{k+1} = v_k = v \\
# v\,\eta\lambda(2 - \eta\lambda) &= \eta^2\sigma^2 && 1 - (1-u)^2 = u(2-u) \\
# v &= \frac{\eta\,\sigma^2}{\lambda (2 - \eta\lambda)} \approx \frac{\eta\,\sigma^2}{2\lambda} && \text{divide; } \eta\lambda \ll 2
# \end{aligned}$$
#
# A **noise floor** in proportion to $\eta$. A large rate comes down quickly and stops high. A small one stops low, after a long time. A *schedule* has both.
#
# **By hand.** $\lambda = 1$, $\sigma = 1$, $\eta = 0.2$: $v = 0.2 / 1.8 = 0.111$. With half the rate, $0.1/1.9 = 0.053$.

# %%
rows = []
for eta in (0.4, 0.2, 0.1):
    rng, w, squares = np.random.default_rng(0), np.zeros(500), []
    for k in range(400):
        w = (1 - eta) * w - eta * rng.normal(size=500)
        if k >= 100:
            squares.append(np.mean(w**2))
    rows.append([f"{eta}", f"{eta / (2 - eta):.4f}", f"{np.mean(squares):.4f}"])
table(["η", "floor, formula", "floor, 500 walks"], rows)

# %% [markdown] topics="H29"
# Three rules from the Tsinghua deck, with $t$ for the epochs done and $\eta_0$ for the first rate:
#
# - **Halve** it after a fixed number of epochs: $\eta(t) = \eta_0 / 2^{\lfloor t/\text{every} \rfloor}$.
# - **Inverse time**, $\eta(t) = \frac{a}{b + t}$. At $t = 0$ it must be $\eta_0$, so $a = b\,\eta_0$. At $t = b$ half of it is left.
# - **Plateau**: lower it when the error on held-out data has stopped falling. It looks at what happens, not at the clock.
#
# Why $a/(b + t)$, of all curves? Robbins and Monro (1951) asked that $\sum_t \eta(t) = \infty$, so that you can walk any distance, and $\sum_t \eta(t)^2 < \infty$, so that the noise you collect stays finite. $1/t$ does both. $1/2^t$ fails the first: its sum is finite, so it may stop before it arrives.
#
# **By hand.** $\eta_0 = 0.8$ and 10 epochs for `every` and $b$. At $t = 25$: halved twice, $0.2$; inverse time, $8/35 = 0.229$.

# %% exercise="step_halving"

# %% exercise="inverse_time"

# %% [markdown] topics="H29"
# **What usually goes wrong.** An exponent that is not rounded down, so that the stairs become a slide. And $a = \eta_0$: then the first rate is $\eta_0 / b$.
#
# For the plateau, by hand: `patience` 3, and the errors $0.5,\ 0.3,\ 0.4,\ 0.3,\ 0.35$. The smallest is $0.3$, in the second epoch. Then come three epochs that do not beat it (an equal one is no improvement), so the rate is halved, once.
#
# **Predict first.** The errors go on: $0.31,\ 0.32,\ 0.33$. Is the rate halved again, and when?

# %% exercise="plateau"

# %% [markdown] topics="H29"
# **What usually goes wrong.** Comparing with the error *before* instead of the *smallest*: a jagged curve then looks like progress for ever.
#
# A younger rule needs the length of the training in advance: half a **cosine** from $\eta_0$ down to a lowest rate. It stays high for long, falls fast in the middle, and ends gently: $\cos$ runs from 1 to $-1$ over half a period, so $\tfrac12(1 + \cos(\pi t/T))$ runs from 1 to 0.
#
# **By hand.** At half time $\cos(\pi/2) = 0$, so half of the rate is left. At a quarter, $\tfrac12 (1 + 0.707) = 0.854$ of it.

# %% exercise="cosine"

# %% [markdown] topics="H34 H29"
# ## 4 · Cyclical rates
#
# All these rates fall. Smith (2017) lets them go up and down again: a triangle between two rates. The argument: a high rate does harm at once, but crosses flat regions and leaves narrow pits; the low rate that follows repairs it. And there is a trick to find the two rates without a search, the **range test**: let the rate grow from tiny to huge within one short run and look where the loss falls and where it blows up.
#
# **By hand.** From $0.1$ to $0.5$, `half_cycle` 2: at $t = 0, 1, 2, 3, 4, 5$ the rate is $0.1,\ 0.3,\ 0.5,\ 0.3,\ 0.1,\ 0.3$.

# %% exercise="cyclical"

# %% drawing=true
epochs, now = np.linspace(0, 10, 401), lib_schedules.Now
held_out = [0.5, 0.3, 0.25, 0.25, 0.26, 0.25, 0.2, 0.21, 0.2, 0.22]
shapes = {
    "constant": lambda lr, now: lr,
    "halved every 2": lambda lr, now: lib_schedules.step_halving(lr, now.epoch, 2),
    "a/(2 + t)": lambda lr, now: lib_schedules.inverse_time(lr, now.epoch, 2),
    "plateau, patience 1": lambda lr, now: lib_schedules.plateau(lr, now.errors, 1),
    "cosine": lambda lr, now: lib_schedules.cosine(lr, now.epoch, now.epochs),
    "cyclical": lambda lr, now: lib_schedules.cyclical(lr, now.epoch, lr / 20, 1),
}
fig, axes = plots.panels(1, 2, width=4.8, height=3)
for (name, shape), colour, style in zip(shapes.items(), LINES, STYLES, strict=False):
    axes[0].plot(epochs, [shape(1.0, now(e, 10, held_out[: int(e)])) for e in epochs], style, color=colour, label=name)
axes[0].set(xlabel="epoch", ylabel="rate / first rate", title="Six schedules", ylim=(-0.03, 1.5))
axes[0].legend(fontsize="x-small", loc="upper center", ncols=2)
grown = np.geomspace(0.003, 3, 160)
runs = []
for seed in range(4):
    history = train_digits(seed, epochs=10, rate=1.0, schedule=lambda lr, now: grown[min(159, int(now.epoch * 16))])[1]
    losses = np.minimum(np.r_[history.step_loss, np.full(160, 1e3)][:160], 1e3)
    runs.append(np.exp(np.convolve(np.log(losses), np.ones(9) / 9, "valid")))
band(axes[1], grown[4:-4], runs, LINES[0])
axes[1].set(
    xscale="log",
    yscale="log",
    ylim=(0.05, 20),
    xlabel="rate, growing from step to step",
    ylabel="loss, smoothed",
    title="Range test: use what lies left of the wall",
)
plots.describe(
    fig,
    "Left: six schedules over ten epochs. Right: loss while the rate grows; it falls, and beyond 1 it turns upwards.",
)

# %% [markdown] topics="H29 H34"
# Now the measurement. A floor can only be seen where there is noise that does not go away. So: one dense layer with softmax, batches of 4, the digits coarsened to 4×4, and a fifth of the training labels drawn at random. The smallest possible training loss is then well above 0, and what counts is how far above it you end.
#
# **Predict first.** Order the six by training loss after 8 epochs, at a small and at a large first rate.

# %%
rng = np.random.default_rng(5)
noisy = np.where(rng.random(500) < 0.2, rng.integers(0, 10, 500), train[1])
blocks, held = (part[0].reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16) for part in (train, validation))
noisy_data, held_data = (blocks / blocks.std(), noisy), (held / blocks.std(), validation[1])
net, _ = train_digits(0, (16, 10), rate=0.3, epochs=2000, batch_size=None, data=noisy_data, momentum=0.9)
floor = evaluate(net, *noisy_data)[0]
rows, at_large = [], {}
for name, shape in shapes.items():
    cells = [name]
    for rate in (0.02, 0.5):
        above, settings = [], {"rate": rate, "epochs": 8, "batch_size": 4, "schedule": shape, "validation": held_data}
        for seed in range(3):
            net, _ = train_digits(seed, (16, 10), data=noisy_data, **settings)
            above.append(evaluate(net, *noisy_data)[0] - floor)
        cells.append(spread(above))
    at_large[name] = np.median(above)
    rows.append(cells)
table(["schedule", "small first rate, 0.02", "large first rate, 0.5"], rows)
gained = [at_large["constant"] / above for name, above in at_large.items() if name != "constant"]
say(
    f"Training loss after 8 epochs, above the {floor:.3f} of 2,000 full-batch steps with momentum. 3 seeds. At the large "
    f"rate the five end {min(gained):.1f} to {max(gained):.1f} times lower than the constant one. (The plateau rule "
    "watches the error on the validation digits.)"
)

# %% [markdown]
# **What came out.** At the small rate a falling schedule *loses* against the constant one: the noise floor is far away, and it brakes a walk that was too slow already. (The plateau rule sees that, and all but leaves the rate alone.) At the large rate all of them win, by the factors under the table: the constant rate comes down fast and stays on its floor. Cosine, halving and the plateau rule end lowest. The cyclical rate ends at the bottom of a cycle and is still last of the five: it spends half of its time at high rates. Nothing here speaks for cycles over a falling rate; what this lecture keeps of Smith's idea is the range test.
#
# Remember the rule behind it: choose the first rate as high as it holds, *then* let it fall.

# %% [markdown] topics="H31"
# ## 5 · Curved valleys, and momentum
#
# A bowl in two directions has two curvatures. The rate must be below $2/\lambda_{\max}$ for the steep one, and then the flat one shrinks by $1 - \eta\lambda_{\min}$ a step: with the best rate it takes about $\lambda_{\max}/\lambda_{\min}$ steps to get anywhere. That ratio is the **condition number**. Tsinghua's deck calls it *pathological curvature*, and the famous example is Rosenbrock's valley, here in a milder form:
#
# $$f(a, b) = (1 - a)^2 + 10\,(b - a^2)^2, \qquad \nabla f = \begin{pmatrix} -2(1 - a) - 40\,a\,(b - a^2) \\ 20\,(b - a^2) \end{pmatrix}$$
#
# (chain rule on both squares). The lowest point is $(1, 1)$, at the bottom of a bent valley.
#
# **By hand.** At $(0, 0)$: $f = 1$ and $\nabla f = (-2, 0)$. At $(0, 1)$: $f = 11$, $\nabla f = (-2, 20)$: ten times as steep across the valley as along it. At the lowest point the second derivatives are $2 + 80a^2 = 82$, $-40a = -40$ and $20$.

# %%
hessian = np.array([[82.0, -40.0], [-40.0, 20.0]])
low, high = np.linalg.eigvalsh(hessian)
say(
    f"Curvatures at the lowest point: {low:.2f} and {high:.1f}, condition number {high / low:.0f}. Above η = {2 / high:.4f} no plain descent can settle there."
)

# %% [markdown] topics="H32"
# ### Momentum is an average of gradients
#
# Across the valley the gradient changes sign from step to step; along it, it hardly changes. An average over the last steps keeps the second and loses the first. **Momentum** keeps a velocity $v$, zero at first:
#
# $$v_t = \gamma\, v_{t-1} + g_t, \qquad w_t = w_{t-1} - \eta\, v_t, \qquad 0 \le \gamma < 1.$$
#
# Why is that an average? Unroll it.
#
# $$\begin{aligned}
# v_t &= g_t + \gamma\,(g_{t-1} + \gamma\, v_{t-2}) && \text{definition, twice} \\
# &= g_t + \gamma\, g_{t-1} + \gamma^2 g_{t-2} + \dots + \gamma^{t-1} g_1 && \text{and so on, until } v_0 = 0 \\
# \textstyle\sum_{k=0}^{t-1} \gamma^k &= \frac{1 - \gamma^t}{1 - \gamma} && \text{geometric sum} \\
# v_t &= \frac{1 - \gamma^t}{1 - \gamma} \sum_{k=0}^{t-1} p_k\, g_{t-k}, \quad p_k = \frac{(1-\gamma)\gamma^k}{1 - \gamma^t} && \text{multiply and divide; } \textstyle\sum_k p_k = 1
# \end{aligned}$$
#
# So the velocity is a weighted mean of all gradients so far, newest first, times a factor that grows to $\frac1{1 - \gamma}$. What does it do to the two kinds of gradient?
#
# - A **constant** gradient $g$: all terms agree, $v \to \frac{g}{1 - \gamma}$. The step becomes $\frac{\eta}{1-\gamma}\, g$; call $\frac{\eta}{1-\gamma}$ the **effective rate**.
# - An **alternating** one, $g, -g, g, \dots$: $v \to g - \gamma g + \gamma^2 g - \dots = \frac{g}{1 + \gamma}$, a geometric sum with ratio $-\gamma$.
#
# **By hand.** $\gamma = 0.9$: constant gradients count 10 times, alternating ones $0.53$ times. Together that is a factor of 19 between along and across. With $\gamma = 0.5$ it is $2 / 0.67 = 3$. And one step of each, with $\gamma = 0.5$, $\eta = 0.1$, $v = 10$, $w = 1$ and the gradient 2: $v = 5 + 2 = 7$, $w = 1 - 0.7 = 0.3$.
#
# **Predict first.** Someone writes the new $w$ with the *old* velocity. Where does the very first step lead?

# %% exercise="momentum_step"

# %% [markdown] topics="H31 H32"
# **What usually goes wrong.** The order of the two lines. Also, two conventions: with $\eta$ inside the velocity ($v \leftarrow \gamma v + \eta g$) nothing changes while the rate is fixed; under a schedule the old part keeps the old rate. And momentum is no licence to keep $\eta$: from $\gamma = 0$ to $0.9$ the effective rate grows tenfold.
#
# Does it find its way through Rosenbrock's valley faster? For fairness each $\gamma$ gets the best of its own rates.
#
# **Predict first.** By what factor are there fewer steps with $\gamma = 0.9$, at best?

# %% drawing=true


def valley(P):
    a, b = P[:, 0], P[:, 1]
    return (1 - a) ** 2 + 10 * (b - a**2) ** 2


def valley_gradient(P):
    a, b = P[:, 0], P[:, 1]
    return np.stack([-2 * (1 - a) - 40 * a * (b - a**2), 20 * (b - a**2)], axis=1)


def descend(P, rate, momentum, steps):
    """Paths (steps + 1, points, 2) from the points P."""
    path, v = [P], np.zeros_like(P)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            P, v = lib_optim.momentum_step(P, valley_gradient(P), v, rate, momentum)
            path.append(P)
    return np.array(path)


begin = np.random.default_rng(0).uniform([-1.5, -0.5], [0.5, 1.5], (12, 2))
steps, best = 1200, {}
for gamma in (0.0, 0.5, 0.9, 0.97):
    for rate in np.geomspace(0.001, 0.019, 6):
        path = descend(begin, rate, gamma, steps)
        with np.errstate(all="ignore"):
            near = np.array([valley(P) < 1e-3 for P in path])
        needed = np.where(near.any(axis=0), near.argmax(axis=0), steps)
        if gamma not in best or needed.mean() < best[gamma][1].mean():
            best[gamma] = (rate, needed)

rows = [
    [f"{gamma}", f"{rate:.4f}", f"{(needed < steps).sum()} of 12", spread(needed / 100, ".2f")]
    for gamma, (rate, needed) in best.items()
]
table(["γ", "its best rate", "starts that arrive", "hundreds of steps until f < 0.001"], rows)
ratio = np.median(best[0.0][1]) / np.median(best[0.9][1])
say(f"From γ = 0 to γ = 0.9 the median falls by a factor of {ratio:.1f}.")

fig, axes = plots.panels(1, 2, width=4.8, height=3.6)
a, b = np.meshgrid(np.linspace(-1.6, 1.6, 120), np.linspace(-0.7, 1.8, 120))
heights = valley(np.stack([a.ravel(), b.ravel()], axis=1)).reshape(a.shape)
for ax, gamma in zip(axes, (0.0, 0.9), strict=True):
    path = descend(np.array([[-1.2, 1.2]]), best[gamma][0], gamma, 150)[:, 0]
    ax.contour(a, b, heights, levels=np.geomspace(0.05, 60, 10), colors="0.75", linewidths=0.8)
    ax.plot(*path.T, ".-", color=LINES[int(gamma > 0)], markersize=3, linewidth=0.8)
    ax.plot(1, 1, "*", color="black", markersize=10)
    ax.set(
        xlim=(-1.6, 1.6),
        ylim=(-0.7, 1.8),
        xlabel="a",
        ylabel="b",
        title=f"γ = {gamma}: f = {valley(path[-1:])[0]:.2g} after 150 steps",
    )
plots.describe(
    fig, "Paths in Rosenbrock's valley: without momentum it creeps along the bend, with momentum it swings through."
)

# %% [markdown]
# Race them yourself. Click on the surface to start elsewhere; raise γ until it overshoots; find a rate at which plain descent dies and momentum lives.

# %%
explore.descent_race(surface="Rosenbrock's valley", rate=0.005)

# %% [markdown] topics="H32 H31"
# ### On a real loss
#
# Rosenbrock's valley was *made* to be hard. Is the loss of a network like it? The decks advise $\gamma = 0.5$ at first and $0.9$ after some steps. All 500 digits in each step, 40 steps, and, to be fair, the *effective* rate $\frac{\eta}{1 - \gamma}$ on the axis.
#
# **Predict first.** At equal effective rates, how far apart are the curves: for small rates, and for large ones?

# %% drawing=true


def forty_steps(seed, gamma, effective):
    """Loss after 40 full-batch steps. gamma None: 0.5 at first, 0.9 after ten steps."""
    net = MLP([64, 32, 10], seed=seed)
    final = 0.9 if gamma is None else gamma
    optimizer = SGD(net.params, lr=effective * (1 - final), momentum=0.5 if gamma is None else gamma)

    def later(net, history):
        if len(history.loss) == 10:
            optimizer.momentum = final

    history = fit(net, *train, epochs=40, batch_size=None, optimizer=optimizer, on_epoch=later, progress=False)
    return np.nan_to_num(history.loss[-1], nan=1e3, posinf=1e3)


effective, kinds = (
    np.array([0.1, 0.3, 1.0, 3.0, 10.0]),
    {0.0: "γ = 0", 0.5: "γ = 0.5", 0.9: "γ = 0.9", None: "γ = 0.5, then 0.9"},
)
found = {g: np.array([[forty_steps(s, g, r) for r in effective] for s in range(3)]) for g in kinds}
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.3)
for (gamma, label), colour, style in zip(kinds.items(), LINES, STYLES, strict=False):
    band(ax, effective, np.clip(found[gamma], 1e-4, 20), colour, style, label)
ax.set(
    xscale="log",
    yscale="log",
    xlabel="effective rate η / (1 − γ)",
    ylabel="loss after 40 steps",
    title="Momentum moves the wall to the right",
)
ax.legend(fontsize="small")
display(
    plots.describe(
        fig,
        "Loss after 40 steps against the effective rate: the curves agree for small rates; with more momentum larger rates still work.",
    )
)
table(
    ["", *(f"{r:g}" for r in effective)],
    [[label, *(spread(found[g][:, k], ".2g") for k in range(5))] for g, label in kinds.items()],
)

# %% [markdown]
# **What came out.** For small effective rates the four agree, nearly. With the larger γ you are even a little behind, because a velocity that starts at zero needs time to grow. There, momentum is nothing but another way to write the rate. It earns its keep at the wall: plain descent diverges where $\gamma = 0.9$ still works, and works best. The average damps what alternates across the valley, so that you may walk faster along it. Beginning with $\gamma = 0.5$, as the deck advises, was no help on this loss: the runs that had 0.9 from the start are ahead at every rate. (With $\eta$ unchanged, the ten steps with 0.5 have only a fifth of the effective rate.)

# %% [markdown]
# **Play.** So what does the loss of a network look like? Here is a slice through it, around weights that have been trained, with the way they came. One direction is chosen along that way, the other across. Click somewhere to read off the loss, and widen the reach: how far does the bowl go on? Then take two *random* directions instead. Why can you hardly see the way now?

# %% drawing=true
net, way = MLP([64, 32, 10], seed=0), []
fit(
    net,
    *train,
    epochs=20,
    batch_size=64,
    optimizer=SGD(net.params, lr=0.05, momentum=0.9),
    on_epoch=lambda net, history: way.append([w.copy() for w in net.params]),
    progress=False,
)
explore.loss_landscape(net, *train, way)

# %% [markdown] topics="H31"
# ## 6 · Adam: a rate for each weight
#
# Momentum has one rate for all directions. If one input is a hundred times smaller than the others, so is the gradient of its weights, and they learn last. **Adam** (Kingma and Ba 2015) divides each weight's step by the typical size of its own gradient. It keeps two running means,
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2,$$
#
# both zero at first. How large is $m_t$, if the gradients have the mean $\bar g$?
#
# $$\begin{aligned}
# m_t &= (1 - \beta_1) \textstyle\sum_{k=0}^{t-1} \beta_1^k\, g_{t-k} && \text{unroll, as for momentum} \\
# \mathbb{E}[m_t] &= (1 - \beta_1) \cdot \frac{1 - \beta_1^t}{1 - \beta_1} \cdot \bar g = (1 - \beta_1^t)\,\bar g && \text{linearity, geometric sum}
# \end{aligned}$$
#
# Too small by $1 - \beta_1^t$, because of the zero at the start. So divide by it: $\hat m = m_t/(1 - \beta_1^t)$, $\hat s = s_t/(1 - \beta_2^t)$, and step
#
# $$w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat s} + \varepsilon}.$$
#
# **By hand.** First step, gradient $-4$, $\beta_1 = 0.9$, $\beta_2 = 0.999$: $m = -0.4$, $s = 0.016$, corrected $\hat m = -4$, $\hat s = 16$. The step is $-\eta \cdot (-4)/4 = +\eta$. Whatever the size of the first gradient, the first step has the length $\eta$.
#
# **Predict first.** Multiply the loss by 1000. What becomes of the steps of gradient descent, what of Adam's?

# %% exercise="adam_step"

# %%
scales = np.geomspace(1, 0.01, 64)[np.random.default_rng(0).permutation(64)].astype(np.float32)
ways = {
    "momentum 0.9": (lambda rate: lambda params: SGD(params, lr=rate, momentum=0.9), (0.01, 0.03, 0.1, 0.3)),
    "Adam": (lambda rate: lambda params: Adam(params, lr=rate), (0.003, 0.01, 0.03, 0.1)),
}
rows, best_of = [], {}
for inputs, what in ((train[0], "as they are"), (train[0] * scales, "scaled by 1 to 0.01")):
    for name, (make, rates) in ways.items():
        data = (inputs, train[1])
        runs = [[train_digits(s, optimizer=make(r), data=data)[1].loss[-1] for s in range(3)] for r in rates]
        rows.append([what, name, *(f"{spread(run)} at {r}" for r, run in zip(rates, runs, strict=True))])
        best_of[what, name] = min(np.median(run) for run in runs)
table(["inputs", "", "four rates, low to high", "", "", ""], rows)
ahead = {what: best_of[what, "momentum 0.9"] / best_of[what, "Adam"] for what, _ in best_of}
say(
    "Training loss in the fourth epoch, and the rate. 3 seeds. Each at its best rate, momentum's median is "
    + " and ".join(f"{factor:.1f} times Adam's with the inputs {what}" for what, factor in ahead.items())
    + "."
)

# %% [markdown]
# **What came out.** Each at its best rate, Adam is ahead on inputs of one scale, and further ahead on inputs of very different scales (the factors stand under the table). Both suffer from the scales, though: a rate for each weight does not undo them. And its best rate here is far above the usual 0.001. Scaling the inputs (the warm-up of lecture 00) is the cheaper cure.
#
# **What usually goes wrong.** Forgetting the correction, so that the first steps are wrong by a factor of $\frac{1 - \beta_1}{\sqrt{1 - \beta_2}} \approx 3$. Or returning the corrected means as the new state, which corrects them again and again.

# %% [markdown]
# ## Recap
#
# A rate must stay below two over the largest curvature. Mini-batches are right on average with an error like $1/\sqrt B$, and win because they take more steps. Noise leaves a floor in proportion to the rate, so rates fall in the end, by a clock, by a plateau, along a cosine, or in cycles. Momentum averages gradients: it amplifies what stays and damps what alternates. Adam gives every weight its own rate.
#
# ## Test yourself
#
# 1. A loss has the curvatures 100 and 1. What is the largest rate for plain descent, and how many steps shrink the flat direction by a factor $e$ at that rate?
#
# <details><summary>Answer</summary>
#
# $\eta < 2/100$. The flat direction shrinks by $1 - 0.02 \cdot 1 = 0.98$ a step, so it takes about $1/0.02 = 50$ steps.
#
# </details>
#
# 2. You double the batch size and want the same noise floor. What may the rate become?
#
# <details><summary>Answer</summary>
#
# The floor is $\eta\sigma^2/(2\lambda)$ and $\sigma^2$ is halved, so $\eta$ may be doubled, as long as it stays below $2/\lambda_{\max}$.
#
# </details>
#
# 3. With $\gamma = 0.9$, how many of the latest gradients carry 90 % of the weights $p_k$ (for large $t$)?
#
# <details><summary>Answer</summary>
#
# The first $k$ carry $1 - \gamma^k$. $0.9^k = 0.1$ gives $k = \ln 0.1/\ln 0.9 \approx 22$.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: vanishing gradients, initialisation, schedules, momentum, feedback alignment, cyclical rates.
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): gradient descent on a sum, the dying ReLU.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: full batch, online, mini-batch; hyperparameters.
#
# Papers:
# - H. Robbins, S. Monro, "A stochastic approximation method", *Annals of Mathematical Statistics* 22, 1951.
# - H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function", *The Computer Journal* 3, 1960.
# - B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational Mathematics and Mathematical Physics* 4, 1964: momentum.
# - D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, [arXiv:1412.6980](https://arxiv.org/abs/1412.6980).
# - L. N. Smith, "Cyclical learning rates for training neural networks", WACV 2017, [arXiv:1506.01186](https://arxiv.org/abs/1506.01186).
# - I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, [arXiv:1608.03983](https://arxiv.org/abs/1608.03983): the cosine.
