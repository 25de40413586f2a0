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
# You train a network on 200 handwritten digits until it labels every one of them as it was told to. On digits that it has never seen, about one answer in five is wrong. Did it learn too much, or too little? And what can you do, if nobody gives you more digits?
#
# **You will be able to**
# - read learning curves, and tell a network that has learnt too little from one that has learnt by heart;
# - split an error into bias and variance, on paper and by measurement;
# - derive what an L2 penalty does to a weight, and write dropout;
# - compare six remedies on the same digits, and say which one to try first;
# - choose settings on validation data without fooling yourself.
#
# **You need** lecture 10 for how the networks here are trained (steps with momentum), and the L2 penalty of lecture 04. From statistics: mean and variance.
#
# **It takes** about two hours with two functions, two derivations, a test and an early stop to mend, 45 minutes if you only read and run.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, Adam, explore, fit, plots
from mlpkit import generalisation as lib
from mlpkit.datasets import load_digits
from mlpkit.datasets.augment import augment
from mlpkit.show import number, say, table
from mlpkit.train import accuracy

start("12")

# %%
from threadpoolctl import threadpool_limits

from mlpkit.palette import BLUE, GREY, LINES, ORANGE, RED

# Matrices as small as ours are multiplied faster by one thread than by several.
threadpool_limits(1)


def spread(values, form=".1%"):
    """median (lowest to highest)"""
    low, middle, high = np.quantile(np.asarray(values, float), [0, 0.5, 1])
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


# %% [markdown]
# ## 1 · Learning by heart
#
# The data are 1,797 digits of 8 × 8 pixels. You get 900 of them to draw training sets from, and you keep 500 as validation images and the other 397 as test images. Real labels contain mistakes, so we make some, and we know how many: every training label is replaced, with probability 15 %, by a digit drawn at random. The labels of the validation and test images stay right.

# %%
X, t = load_digits()
mixed = np.random.default_rng(0).permutation(len(X))
X, t = X[mixed], t[mixed]
pool, validation, test = ((X[a:b], t[a:b]) for a, b in ((0, 900), (900, 1400), (1400, len(X))))


def training_set(seed, n=200):
    """n digits from the pool; each label is a random digit with probability 15 %."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(900)[:n]
    labels = pool[1][rows].copy()
    corrupted = rng.random(n) < 0.15
    labels[corrupted] = rng.integers(0, 10, corrupted.sum())
    return pool[0][rows], labels


def train(seed, n=200, epochs=100, hidden=100, dropout=0.0, decay=0.0, **settings):
    """A network and its history, trained on the training set of this seed."""
    net = MLP([64, hidden, 10], seed=seed, dropout=dropout)
    optimizer = SGD(net.params, lr=0.05, momentum=0.9, weight_decay=decay)
    settings = {"epochs": epochs, "batch_size": 20, "optimizer": optimizer, "seed": seed} | settings
    return net, fit(net, *training_set(seed, n), validation=validation, **settings)


SEEDS = range(5)
plain = [train(seed) for seed in SEEDS]

# %% drawing=true
digits, labels = training_set(0)
fig, axes = plots.panels(3, 10, width=0.75, height=0.9)
for ax, image, label, true in zip(
    axes, digits, labels, pool[1][np.random.default_rng(0).permutation(900)], strict=False
):
    ax.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    ax.set_axis_off()
    ax.set_title(f"{label}", loc="center", color=RED if label != true else "black")
fig.suptitle("Thirty training digits and their labels; the orange labels are wrong", x=0.01, ha="left", fontsize=11)
plots.describe(fig, "Thirty small handwritten digits, each with its label above it. Some labels, in orange, are wrong.")

# %% [markdown]
# The network has one hidden layer of 100 ReLU units. It takes 100 epochs in batches of 20, with momentum. After each epoch we write down the loss on the training digits and on the validation digits. Such a plot, of an error against the time or the amount of training, is called a **learning curve**. Five such networks are trained, each on digits of its own. The line is their median, and the band runs from the lowest to the highest, here and in the figures below.
#
# **Predict first.** The training loss falls to nearly 0. What does the validation loss do: fall with it more slowly, level off, or rise?

# %% exercise="validation_prediction"

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.3)
epochs = np.arange(1, 101)
for ax, of, name in ((axes[0], "loss", "loss"), (axes[1], "error", "fraction of wrong answers")):
    for source, colour, label in (("", BLUE, "training"), ("val_", RED, "validation")):
        runs = np.array([getattr(h, source + of) for _, h in plain])
        ax.plot(epochs, np.median(runs, axis=0), color=colour, label=label)
        ax.fill_between(epochs, runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    ax.set(xlabel="epoch", ylabel=name, ylim=(0, None))
    plots.label_lines(ax)
axes[0].set_title("The validation loss turns upwards")
axes[1].set_title("The training labels are learnt by heart, wrong ones too")
plots.describe(
    fig,
    "Loss and fraction of wrong answers against epochs. On the training digits both fall to almost 0. On the validation "
    "digits the loss is lowest after about ten epochs and then rises, and the error rises a little as well.",
)

# %%
lowest = [int(np.argmin(h.val_loss)) for _, h in plain]
say(
    "Medians of 5 seeds (lowest to highest). Errors on the training digits at the end: "
    + spread([h.error[-1] for _, h in plain])
    + ". On the validation digits: "
    + spread([h.val_error[-1] for _, h in plain])
    + ". The validation loss is lowest after epoch "
    + spread([k + 1 for k in lowest], ".0f")
    + ", where the validation error is "
    + spread([h.val_error[k] for k, (_, h) in zip(lowest, plain, strict=True)])
    + "."
)
end = np.median([h.val_loss[-1] / min(h.val_loss) for _, h in plain])
reveal("validation_prediction", "it rises" if end > 1.1 else "it levels off")

# %% [markdown]
# For a few epochs both curves fall together, because the network finds what all 3s have in common. Then the training loss goes on falling and the validation loss rises. What the network learns from now on is mostly true of these 200 images only, above all the wrong labels, each of which it can only learn by heart. This is **overfitting**: the training error falls while the error on new data grows. **Generalisation** is what we want instead, a small error on data that the network was not trained on, and the difference between the two errors is the **generalisation gap**. (At first the training curve is the higher one. Its labels contain mistakes, and its points are means over an epoch in which the network still got better.)
#
# **The network has learnt too much from too little, so it was best long before the end.**
#
# The opposite exists as well. A network that is too small, or has trained for too short a time, has a large error on the training data too. This is **underfitting**. The two need opposite remedies, and you tell them apart by the training error:
#
# | training error | validation error | what it is | what to try |
# | --- | --- | --- | --- |
# | large | about as large | underfitting | more units or layers, more epochs, a better rate, less penalty |
# | small | much larger | overfitting | more data, augmentation, penalty, dropout (section 5), an earlier stop |
# | small | about as small | neither | you are done, or the problem is too easy |
# | jumps up and down | jumps too | the rate is too large | lecture 10 |
#
# How much a network *can* learn by heart is its **capacity**. It is larger than one would think. In 2017 Zhang and others replaced *all* labels of a million photographs by random ones, and ordinary networks learnt nearly all of them. So the training error alone says nothing about what a network has understood.

# %% [markdown]
# ## 2 · Bias and variance
#
# Why does a network fail on new data? There are two possible reasons. Its answers may be wrong *on average*, whatever training set it gets. Or they may be right on average, but depend on which examples it happened to get. The error splits into exactly these two parts.
#
# Train $R$ networks on $R$ training sets. (In this section $R$ counts networks, not layers.) At one input they output $y_1, \dots, y_R$, with the mean $\bar y$ (`ybar`), where the truth is $u$. The distance of the mean from the truth, $\bar y - u$, is the **statistical bias** (the bias $b$ of a unit is something else). The mean squared distance of the networks from their own mean, $\frac1R \sum_r (y_r - \bar y)^2$, is their variance (`var`).
#
# Show that the mean squared error is the sum of the squared bias and the variance. (Lecture 02 says how derivations are written. The names `ybar`, `bias` and `var` are given.)

# %% exercise="bias_variance_derivation"

# %% [markdown]
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# \frac1R \sum_r (y_r - u)^2 &= \frac1R \sum_r \bigl((y_r - \bar y) + (\bar y - u)\bigr)^2 && \text{subtract and add } \bar y \\
# &= \frac1R \sum_r (y_r - \bar y)^2 + 2\,(\bar y - u)\, \frac1R \sum_r (y_r - \bar y) + (\bar y - u)^2 && \text{multiply out; } \bar y - u \text{ is a constant} \\
# &= \underbrace{\frac1R \sum_r (y_r - \bar y)^2}_{\text{variance}} + \underbrace{(\bar y - u)^2}_{\text{bias}^2} && \text{the deviations from a mean add up to } 0
# \end{aligned}$$
#
# </details>
#
# In plain English: you can miss because you aim at the wrong place, or because your hand is not steady. (If the targets are noisy, as they are with real data, the variance of the noise is a third part, and no network can do anything about it.)
#
# **By hand.** Two networks output 1 and 3 where the truth is 1. Their mean is 2, the squared bias is $(2 - 1)^2 = 1$, the variance is $\frac{1 + 1}{2} = 1$, and the mean squared error, $\frac{0 + 4}{2} = 2$, is their sum.

# %% exercise="bias_variance"

# %% [markdown]
# **What usually goes wrong.** The mean runs along the wrong axis. `Y` has a row for each network, so the mean over the networks is taken down the columns.
#
# Now measure it. The truth is a sine, each training set has 20 noisy points of it, and thirty networks learn from thirty training sets.
#
# **Predict first.** With 1, 3 and 40 hidden tanh units: where is the bias largest, and where is the variance?

# %%
grid = np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
truth = np.sin(np.pi * grid[:, 0])


def curves(units, networks=30, first=0, points=20):
    """What networks of this many hidden units output on the grid, each trained on noisy points of its own."""
    outputs = []
    for seed in range(first, first + networks):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1, 1, (points, 1)).astype(np.float32)
        noisy = np.sin(np.pi * x) + 0.4 * rng.normal(size=x.shape)
        net = MLP([1, units, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
        fit(net, x, noisy, epochs=600, batch_size=None, optimizer=Adam(net.params, lr=0.03))
        outputs.append(net.outputs(grid)[:, 0])
    return np.array(outputs)


by_units = {units: curves(units) for units in (1, 3, 40)}
rows = []
for units, Y in by_units.items():
    bias, variance = (round(part, 3) for part in lib.bias_variance(Y, truth))
    rows.append([units, f"{bias:.3f}", f"{variance:.3f}", f"{bias + variance:.3f}"])
table(["hidden units", "squared bias", "variance", "sum"], rows)

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.3, height=3.0)
for ax, (units, Y) in zip(axes, by_units.items(), strict=True):
    ax.plot(grid[:, 0], Y.T, color=GREY, linewidth=0.6, alpha=0.5)
    ax.plot(grid[:, 0], truth, color="black", label="truth")
    ax.plot(grid[:, 0], Y.mean(axis=0), "--", color=RED, label="mean of the networks")
    ax.set(title=f"{units} hidden unit{'s' * (units > 1)}", xlabel="x", ylim=(-2.2, 2.2))
axes[0].set_ylabel("output")
axes[0].legend(loc="upper left", fontsize="small")
fig.suptitle("A small network misses the curve; a large one follows the noise")
plots.describe(
    fig,
    "Thirty fitted curves each for 1, 3 and 40 hidden units, with their mean and the true sine. With 1 unit all curves "
    "look alike and miss the ends; with 40 units the mean is close to the sine and the curves scatter widely.",
)

# %% [markdown]
# One unit can only draw one rising step, so all thirty curves have the same shape and miss both ends together: a large bias and a small variance. With more units the bias all but disappears, and the variance grows, because the networks now follow the noise of their own 20 points. **Of these three, the sum is smallest in between.** Underfitting is bias, overfitting is variance.
#
# **Play.** Below, polynomials stand in for networks, because they are fitted in an instant, and their degree is their capacity. Drag it and find the degree with the smallest error on new points. Then set the degree to 15. What do 100 points do in place of 15, and what does a small penalty do with the 15?

# %%
explore.overfitting()

# %% [markdown]
# Both bring the error on new points down, although the degree stays as high as it was. More points and a penalty leave the curve less freedom to follow the noise, and so they lower the variance.
#
# You rarely have thirty training sets. The remedies of the next sections all work on one. More data lower the variance and cost no bias; the others accept a little bias in order to lose more variance.

# %% [markdown]
# ## 3 · Stop earlier
#
# The cheapest remedy uses the learning curve itself. The validation loss was lowest after some ten epochs, so keep the weights of that moment. This is **early stopping**. Stop when the validation error has not fallen for a number of epochs, the patience of lecture 10, and go back to the best weights. `fit` does it with two arguments:

# %%
net, history = train(0, patience=20, keep_best=True)
say(
    f"Stopped because there was {history.stopped}: {len(history.loss)} epochs. Test error {1 - accuracy(net, *test):.1%}, "
    f"without early stopping {1 - accuracy(plain[0][0], *test):.1%}."
)

# %% [markdown]
# Why does that help? All weights start small, and grow as training goes on, so a network that has trained for a short time has smaller weights and a smoother function. Stopping early acts like a limit on the length of the weights.
#
# **What usually goes wrong.** The patience is 1. Validation errors jump, so the first bad epoch is no reason to stop. And the smallest validation error of a run is not the error you may report; section 8 says why.
#
# **Mend it.** This function decides which epoch an early stop keeps. On some histories it returns another one than it should.

# %% exercise="mended_early_stop"

# %% [markdown] topics="H19"
# ## 4 · Keep the weights small
#
# If smaller weights mean a smoother function, ask for them. Add to the loss $L$ the L2 penalty of lecture 04, $\frac{\lambda}{2} w^2$ for each weight $w$, and take a step of gradient descent on the cost. What happens to a weight? Derive it, and write the derivative of the sum before you carry it out. (`g` stands for $\partial L/\partial w$, and `lam` for $\lambda$, because `lambda` is a word of Python.)

# %% exercise="weight_decay_derivation"

# %% [markdown] topics="H19"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# w - \eta\, \frac{\partial}{\partial w}\Bigl(L + \frac{\lambda}{2} w^2\Bigr) &= w - \eta \Bigl(\frac{\partial L}{\partial w} + \lambda w\Bigr) && \text{sum rule, power rule} \\
# &= (1 - \eta\lambda)\, w - \eta\, \frac{\partial L}{\partial w} && \text{multiply out; factor out } w
# \end{aligned}$$
#
# </details>
#
# So each step first shrinks the weight by the factor $1 - \eta\lambda$, which is the weight decay of lecture 04. (With momentum the decay goes through the velocity, so that in the long run it is $\frac{\eta\lambda}{1 - \gamma}$ a step, ten times as much for $\gamma = 0.9$.) A weight on which the loss does not depend fades away.
#
# **By hand.** $\eta = 0.1$ and $\lambda = 0.02$. Each step multiplies the weight by $0.998$. If the loss does not care about it, half of it is left after $\log 2 / 0.002 \approx 347$ steps.
#
# The penalty acts on weights, not on biases, because a bias only moves a unit's threshold and does not make the function steeper (lecture 04 showed what goes wrong otherwise).
#
# **Predict first.** As $\lambda$ grows from 0 to 0.1, what happens to the training error, and what to the validation error?

# %%
decays = (0.0, 0.003, 0.01, 0.03, 0.1)
by_decay = {
    decay: [h for _, h in (plain if decay == 0 else [train(s, decay=decay) for s in SEEDS])] for decay in decays
}
table(
    ["λ", "training errors", "validation errors"],
    [
        [f"{d:g}", spread([h.error[-1] for h in hs]), spread([h.val_error[-1] for h in hs])]
        for d, hs in by_decay.items()
    ],
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.3)
for name, colour, label in (("error", BLUE, "training"), ("val_error", RED, "validation")):
    ends = np.array([[getattr(h, name)[-1] for h in hs] for hs in by_decay.values()])
    ax.plot(range(len(decays)), np.median(ends, axis=1), "o-", color=colour, label=label)
    ax.fill_between(range(len(decays)), ends.min(axis=1), ends.max(axis=1), color=colour, alpha=0.2, linewidth=0)
ax.set(xticks=range(len(decays)), xticklabels=[f"{d:g}" for d in decays], xlabel="strength of the penalty, λ")
ax.set(
    ylabel="fraction of wrong answers",
    ylim=(0, None),
    title="From overfitting on the left to underfitting on the right",
)
plots.label_lines(ax)
plots.describe(
    fig,
    "Errors against the strength of the penalty. Training errors rise from 0; validation errors fall at first and are "
    "high at λ = 0.1, where both are alike.",
)

# %% [markdown]
# The training error grows with $\lambda$, because the network can afford fewer and fewer exceptions. About 13.5 % of the training labels are wrong (one random label in ten is right by luck), so a network that learns only what is true cannot do better than that on them; between $\lambda = 0.01$ and $0.03$ ours comes there. This is also why the training error can lie *above* the validation error, whose labels are all right. The validation error falls at first. At $\lambda = 0.1$ the penalty outweighs the loss, and the network underfits. **A moderate penalty trades training errors for fewer errors on new data.** It has to be found by trying, on a logarithmic scale.

# %% [markdown] topics="H19"
# ## 5 · Dropout
#
# A hidden unit can rely on one other unit to correct its mistakes. Such arrangements fit the training data and nothing else. In 2012 Geoffrey Hinton and his students proposed a drastic cure. For every example, in every step, each hidden unit is switched off with probability $p$, often $\tfrac12$, so that no unit can count on any other. This is **dropout**. Hinton has told how the idea came to him at his bank. The tellers were moved about all the time, and he supposed that an embezzlement needs cooperation between employees.

# %% drawing=true
rng = np.random.default_rng(4)
fig, axes = plots.panels(1, 3, width=3.0, height=2.6)
places = [[(x, y - (n - 1) / 2) for y in range(n)] for x, n in ((0, 4), (1, 6), (2, 3))]
for ax, title in zip(axes, ("one example", "the next example", "after training"), strict=True):
    off = rng.random(6) < 0.5 if title != "after training" else np.zeros(6, bool)
    for before, after in ((0, 1), (1, 2)):
        for i, a in enumerate(places[before]):
            for j, b in enumerate(places[after]):
                if not off[j if after == 1 else i]:
                    ax.plot(*zip(a, b, strict=True), color=GREY, linewidth=0.5, zorder=1)
    for layer, points in enumerate(places):
        for j, (x, y) in enumerate(points):
            dead = layer == 1 and off[j]
            ax.plot(x, y, "o", markersize=13, color="white", markeredgecolor=GREY if dead else BLUE, zorder=2)
            ax.plot(x, y, "x" if dead else "", color=RED, markersize=9, zorder=3)
    ax.set(title=title, xlim=(-0.3, 2.3), ylim=(-3, 3))
    ax.set_axis_off()
fig.suptitle("Dropout trains another thinned network for every example, and uses all of it afterwards")
plots.describe(
    fig,
    "Three drawings of a network with four inputs, six hidden units and three outputs: in the first two some hidden "
    "units are crossed out and have no connections, in the third all are there.",
)

# %% [markdown]
# After training all units work. The next layer would then get more than it was used to, with $p = \tfrac12$ about twice as much, so the activations that survive have to be scaled up while training. By how much? An activation $a$ becomes $v\,a$ with probability $1 - p$ and 0 with probability $p$. Its mean is
#
# $$\mathbb E = (1 - p) \cdot v\,a + p \cdot 0 = (1 - p)\, v\, a, \qquad \text{and this is } a \text{ for } v = \frac{1}{1 - p} .$$
#
# So multiply $A$, entry by entry, by a *mask* that holds $\frac1{1-p}$ with probability $1 - p$, and 0 otherwise. The way back is the same product. Since $A_{\text{after}} = A \odot \text{mask}$, the gradient is $\mathrm dA = \mathrm dA_{\text{after}} \odot \text{mask}$, with the *same* mask: what was switched off gets no gradient.
#
# **By hand.** $a = (1, 2, 4)$, $p = \tfrac12$, and the uniform numbers $(0.7, 0.1, 0.5)$. An activation is dropped where its number is below $p$, that is the second. The mask is $(2, 0, 2)$, and the result $(2, 0, 8)$.

# %% exercise="dropout"

# %% [markdown]
# **What usually goes wrong.** Dropout is left on when the network is used, so that its answers change from call to call. `mlpkit` draws a mask in training only, and PyTorch wants to be told with `model.eval()`. With dropout at work the *training* error is measured on thinned networks, too, so it may lie above the validation error; that is no mistake.
#
# **Write the test yourself.** A wrong dropout trains nearly as well as a right one, so that no curve tells you. Write a function that accepts a right one and refuses seven wrong ones.

# %% exercise="dropout_test"


# %%
def by_heart(net, seed):
    """The fraction of the wrong training labels that the whole network gives back."""
    X, labels = training_set(seed)
    wrong = labels != pool[1][np.random.default_rng(seed).permutation(900)[: len(X)]]
    return np.mean(net.outputs(X).argmax(axis=1)[wrong] == labels[wrong])


by_dropout = {0.0: plain} | {p: [train(s, dropout=p) for s in SEEDS] for p in (0.25, 0.5, 0.7)}
table(
    ["p", "training errors, thinned networks", "wrong labels learnt, whole network", "validation errors"],
    [
        [
            f"{p:g}",
            spread([h.error[-1] for _, h in r]),
            spread([by_heart(net, s) for (net, _), s in zip(r, SEEDS, strict=True)], ".0%"),
            spread([h.val_error[-1] for _, h in r]),
        ]
        for p, r in by_dropout.items()
    ],
)

# %% [markdown]
# **The more units are dropped, the smaller the median of the validation errors. Only with $p = 0.7$ are most of the wrong labels no longer learnt by heart.** There the training error, measured on thinned networks, lies above the validation error.
#
# ## 6 · More data, real and made
#
# Variance comes from having few examples. The surest remedy is therefore to have more.
#
# **Predict first.** From 100 to 800 training digits, with the same number of steps: which of the two errors, training and validation, goes up, and which goes down?

# %%
amounts = (50, 100, 200, 400, 800)
by_amount = {n: plain if n == 200 else [train(s, n, epochs=20_000 // n) for s in SEEDS] for n in amounts}
as_long = {n: plain if n == 200 else [train(s, n) for s in SEEDS] for n in amounts}

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.3)
for name, colour, label in (("error", BLUE, "training"), ("val_error", RED, "validation")):
    ends = np.array([[getattr(h, name)[-1] for _, h in r] for r in by_amount.values()])
    ax.plot(amounts, np.median(ends, axis=1), "o-", color=colour, label=label)
    ax.fill_between(amounts, ends.min(axis=1), ends.max(axis=1), color=colour, alpha=0.2, linewidth=0)
ends = [np.median([h.val_error[-1] for _, h in r]) for r in as_long.values()]
ax.plot(amounts, ends, "s:", color=RED, label="validation, 100 epochs for all")
ax.set(xscale="log", xlabel="training digits", ylabel="fraction of wrong answers", ylim=(0, None))
ax.set_xticks(amounts, amounts)
ax.locator_params(axis="y", nbins=5)
ax.set_title("With more digits the two errors approach each other")
plots.label_lines(ax)
plots.describe(
    fig,
    "Errors against the number of training digits, from 50 to 800, at equal numbers of steps. Validation errors fall "
    "steadily; training errors are 0 up to 200 digits and then rise. With 100 epochs for all, validation errors fall up to "
    "400 digits and hardly any further.",
)

# %% [markdown]
# This is the second kind of learning curve, an error against the *amount* of data. The validation error falls, and the training error rises. With equal numbers of steps each of 800 digits is seen a quarter as often as each of 200, which is too seldom to learn them all by heart. So two things bring the validation error down, more digits and an earlier stop. The dotted line, with 100 epochs for all, shows what the digits alone bring: much up to 400, and little from there on, because now the wrong labels of 800 digits are learnt by heart as well. With right labels such a curve tells you whether more data would help: where training and validation error still lie far apart, it would; where they have met, it would not, and you need a better network. (At 800 digits the training error of equal steps lies above the other one, because the wrong labels are in it.)
#
# More data cost money. But you know something that the network does not: a 3 remains a 3 when it is turned a little, or moved by half a pixel. So show every digit slightly distorted, in another way in each epoch. This is **data augmentation**.


# %%
def distorted(rng, images):
    """Each image turned by up to 15°, moved by up to 0.7 pixels, stretched and slanted a little."""
    return augment(rng, images, side=8, rotation=15, shift=0.7, scale=0.1, shear=0.1, elastic=0.3)


augmented = [train(s, augment=distorted) for s in SEEDS]

# %% drawing=true
rng = np.random.default_rng(0)
fig, axes = plots.panels(2, 9, width=0.85, height=0.85)
for row, image in enumerate(training_set(0)[0][:2]):
    copies = [image, *distorted(rng, np.repeat(image[None], 8, axis=0))]
    for column, copy in enumerate(copies):
        axes[9 * row + column].imshow(copy.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        axes[9 * row + column].set_axis_off()
fig.suptitle("At the left a training digit, beside it what eight epochs see of it", x=0.01, ha="left", fontsize=11)
plots.describe(fig, "Two digits and eight slightly turned, moved and stretched copies of each.")

# %% [markdown]
# **What usually goes wrong.** Some distortions change the label: a 6 that is turned by 180° is a 9. And the validation images are never distorted, because they stand for the data that you will meet.

# %% [markdown]
# ## 7 · Which one do I use?
#
# Now all remedies on the same 200 digits with the same wrong labels. Those with more digits take the same number of steps, so that part of their advantage is an earlier stop. For the penalty and for dropout we take the strength with the smallest mean validation error, as one must. Only then do we look at the test images. (Section 3 has looked at one run already, and sections 8 and 9 will look again, to teach. In a project of yours they are for the very end.)

# %%
stopped = [train(s, patience=20, keep_best=True) for s in SEEDS]
decay = min(decays[1:], key=lambda d: np.mean([h.val_error[-1] for h in by_decay[d]]))
p = min((0.25, 0.5, 0.7), key=lambda p: np.mean([h.val_error[-1] for _, h in by_dropout[p]]))
remedies = {
    "nothing": plain,
    "early stopping": stopped,
    f"weight decay, λ = {decay:g}": [train(s, decay=decay) for s in SEEDS],
    f"dropout, p = {p:g}": by_dropout[p],
    "augmentation": augmented,
    "twice as many digits": by_amount[400],
    "four times as many digits": by_amount[800],
}
test_errors = {name: [1 - accuracy(net, *test) for net, _ in runs] for name, runs in remedies.items()}
ranked = sorted(test_errors, key=lambda name: np.median(test_errors[name]))
table(
    ["remedy", "training errors", "test errors"],
    [[n, spread([h.error[-1] for _, h in remedies[n]]), spread(test_errors[n])] for n in ranked],
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.4)
for place, name in enumerate(reversed(ranked)):
    values = test_errors[name]
    ax.plot([min(values), max(values)], [place, place], color=GREY, linewidth=2)
    ax.plot(values, [place] * len(values), "o", color=BLUE, markersize=4)
    ax.plot(np.median(values), place, "D", color=ORANGE, markersize=8)
ax.set(yticks=range(len(ranked)), yticklabels=list(reversed(ranked)), xlabel="fraction of wrong answers on test digits")
ax.set(xlim=(0, None), title="Every remedy lowers the median (diamonds; 5 seeds)")
ax.locator_params(axis="x", nbins=5)
plots.describe(
    fig, "Test errors of seven ways to train, five seeds each: from best to worst " + ", ".join(ranked) + "."
)

# %%
better = {n: sum(b < a for a, b in zip(test_errors["nothing"], v, strict=True)) for n, v in test_errors.items()}
say(
    "Of five seeds, better than without a remedy on the same digits: "
    + ", ".join(f"{n} in {k}" for n, k in better.items() if n != "nothing")
    + "."
)

# %% [markdown]
# **Each remedy lowers the median of the test error, and none of them is magic.** The ranges of neighbours in the table overlap, so do not read a ranking of early stopping against decay into five seeds. What to do in practice:
#
# 1. Early stopping costs only the validation data that you need anyway. Always keep the best weights.
# 2. If you know distortions that leave the label as it is, augmentation is the next thing to try. Here it did about as well as more digits, and it is much cheaper.
# 3. Add a little weight decay; $10^{-4}$ to $10^{-2}$ is the usual range. It is one number to tune, and it rarely hurts.
# 4. Dropout pays in large layers with few data. Use $p = 0.5$ in wide hidden layers, less elsewhere, and train for longer.
# 5. Do not begin with a smaller network. Begin with one that *can* overfit, and then restrain it. Lecture 10 has the recipe.
#
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch import nn
# >>> _ = torch.manual_seed(0)
# >>> model = nn.Sequential(nn.Linear(4, 100), nn.ReLU(), nn.Dropout(0.5), nn.Linear(100, 3))
# >>> optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=0.01)
# >>> x = torch.ones(1, 4)
# >>> bool((model(x) == model(x)).all()), bool((model.eval()(x) == model.eval()(x)).all())
# (False, True)
# ```
#
# - `nn.Dropout(p)` drops with probability $p$ and scales by $1/(1-p)$ in training, as here. `model.train()` switches it on and `model.eval()` off; a new model is in training mode.
# - `weight_decay` is our $\lambda$, but it acts on the biases as well, unless you give them a parameter group of their own.
# - There is no early stopping in PyTorch. You write the loop, and you keep `model.state_dict()` when the validation error is smallest.

# %% [markdown] topics="K19"
# ## 8 · Choosing without fooling yourself
#
# The number of layers and units, the rate, the batch size, $\lambda$, $p$: no gradient sets them. They are called **hyperparameters**. You try some settings and keep the one with the smallest error on *validation* data. Why not report that error as the result?
#
# Because you kept it *for being small*. Each measured error is the true error plus luck, and the smallest of many has had more good luck than bad.
#
# **By hand.** Ten settings all have a true error of 10 %, and each is measured on 100 examples. The standard deviation of such a measurement is $\sqrt{0.1 \cdot 0.9 / 100} = 3\,\%$. The smallest of ten independent standard normal numbers lies at $-1.54$ on average. So you would report $10 - 1.54 \cdot 3 \approx 5.4\,\%$, although every setting is wrong in 10 %. (Real settings are measured on the same examples and are not independent, so the effect is smaller, but it has the same sign.)
#
# **Predict first.** Twelve settings, chosen on only 60 validation digits. How much higher is the error on the other 440 validation digits?

# %% exercise="twelve_prediction"

# %%
SETTINGS = [(lam, p, units) for lam in (0.0, 0.003, 0.01) for p in (0.0, 0.5) for units in (30, 100)]


def choose(seed):
    """The setting with the smallest error on 60 validation digits: errors there, on the other 440 and on test digits."""
    few, others = np.split(np.random.default_rng(seed).permutation(500), [60])
    parts = [(validation[0][rows], validation[1][rows]) for rows in (few, others)]
    nets = [train(seed, hidden=units, dropout=p, decay=lam, epochs=30)[0] for lam, p, units in SETTINGS]
    errors = np.array([[1 - accuracy(net, *part) for part in (*parts, test)] for net in nets])
    best = int(errors[:, 0].argmin())
    return best, *errors[best], errors[:, 2].min()


chosen = [choose(seed) for seed in SEEDS]
table(
    ["run", "chosen", "error on the 60", "on the other 440", "test error", "best test error of all twelve"],
    [
        [seed, "λ = {:g}, p = {:g}, {} units".format(*SETTINGS[best]), *(f"{error:.1%}" for error in errors)]
        for seed, (best, *errors) in enumerate(chosen)
    ],
)
gaps = [100 * (on_others - val) for _, val, on_others, *_ in chosen]
say(
    f"On the other validation digits the error is higher by {np.mean(gaps):.1f} percentage points on average, from {number(min(gaps), '.1f')} to "
    f"{max(gaps):.1f}."
)
reveal("twelve_prediction", np.mean(gaps))

# %% [markdown] topics="K19"
# We compare with digits of the same set, because two sets need not be equally hard: the test digits happen to be easier here, which hides part of the luck. A single run may lie on the other side of the average, because a mean promises nothing about one draw. The last column is what you may *not* use: to choose on the test set corrupts it in the same way. **Training data set the weights, validation data set the hyperparameters, and test data are opened once, for the report.** When data are few, let the parts take turns: split them into five, train on four and validate on the fifth, for each of the five, and take the mean. This is **cross-validation**.

# %% [markdown]
# ## 9 · Beyond the peak (optional)
#
# By section 2 you would expect the variance, and with it the error, to grow with every further unit. Yet the largest networks of today are the best ones. In 2019 Belkin and others drew one curve that shows both facts. It is easiest to see without gradient descent. Take a hidden layer of $n_1$ ReLU units with *random* weights that are never trained, and fit the last layer to 200 digits by least squares. Where many solutions fit equally well, take the one with the smallest weights.
#
# **Predict first.** What is special about $n_1 = 200$?

# %% exercise="peak_prediction"

# %%
WIDTHS = (10, 20, 50, 100, 150, 180, 200, 210, 220, 260, 400, 800, 2000)


def least_squares(seed):
    """(training error, test error) for each width: random ReLU features of 200 digits, and the smallest exact fit."""
    rng = np.random.default_rng(seed)
    W, b = rng.normal(size=(max(WIDTHS), 64)) * np.sqrt(2 / 64), 0.1 * rng.normal(size=max(WIDTHS))
    (digits, labels), errors = training_set(seed), []
    features, new = (np.maximum(x.astype(float) @ W.T + b, 0) for x in (digits, test[0]))
    for H in WIDTHS:
        V = np.linalg.lstsq(features[:, :H], np.eye(10)[labels] - 0.1, rcond=1e-10)[0]
        errors.append([np.mean((A[:, :H] @ V).argmax(axis=1) != t) for A, t in ((features, labels), (new, test[1]))])
    return np.array(errors)


descents = np.array([least_squares(seed) for seed in SEEDS])
middle = np.median(descents[:, :, 1], axis=0)
say(
    f"Test errors, median of 5 seeds: {middle[WIDTHS.index(50)]:.0%} with 50 units, {middle[WIDTHS.index(200)]:.0%} with "
    f"200, {middle[WIDTHS.index(210)]:.0%} with 210, {middle[WIDTHS.index(2000)]:.0%} with 2,000."
)
few, many = (middle[WIDTHS.index(H)] for H in (50, 200))
reveal("peak_prediction", "it falls" if many < 0.9 * few else "it rises" if many > 1.1 * few else "it stays")

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.8, height=3.4)
for k, (colour, label) in enumerate(((BLUE, "training"), (RED, "test"))):
    ax.plot(WIDTHS, np.median(descents[:, :, k], axis=0), "o-", markersize=4, color=colour, label=label)
    ax.fill_between(
        WIDTHS, descents[:, :, k].min(axis=0), descents[:, :, k].max(axis=0), color=colour, alpha=0.2, linewidth=0
    )
ax.axvline(200, color=GREY, linestyle=":")
ax.set(
    xscale="log", xlabel="random hidden units (200 training digits)", ylabel="fraction of wrong answers", ylim=(0, 1)
)
ax.set_title("The test error descends twice")
plots.label_lines(ax)
plots.describe(
    fig,
    "Training and test error against the number of random hidden units. The training error reaches 0 below 200 units. "
    "The test error falls, rises to a high peak just beyond 200, and falls again beyond it, down to about the first minimum.",
)

# %% [markdown]
# Up to 50 units the test error falls, and then it rises, which is the classical picture. With about 200 units there are as many weights for each output as there are digits. (The peak lies a little beyond, because a few of the random ReLUs are 0 on every digit and do not count.) The fit to all labels, the wrong ones too, is just possible, there is no choice between solutions, and the weights become enormous, because the only solution there must reach the wrong labels as well. Beyond that there are many exact solutions, and the one with the smallest weights is gentler the more there are to choose from. So the error falls a second time. This is called **double descent**, and it does not contradict section 2: the variance is largest where the network can *just* fit everything, and a preference for small weights, which gradient descent from a small initialisation has as well, lowers it again.

# %% [markdown]
# **Challenge (optional).** Add fresh noise to every training digit in every epoch, $x + \varepsilon$ with $\varepsilon \sim N(0, s^2)$ for each pixel, by a function for `augment=`. Which $s$, chosen on the validation digits, gives the smallest error? For a *linear* network with squared error, show on paper that this noise is, on average, an L2 penalty. What is $\lambda$ in terms of $s$?

# %% [markdown] decks=true
# Five lecture decks stand behind this course. On this lecture's subject they have little, and say the following.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), has the rule of section 8: a small error on the training data is not enough, the architecture is optimised on a validation set, and the final model is evaluated on a test set.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has weight decay in the update, on the weights and not on the biases, as here. Its letter for $\eta$ is $\alpha$. Its experiment with L2 penalties of 0.01, 0.1 and 1 is in lecture 08.
#
# **UNICAMP**, MO434 (A. X. Falcão), **IIT Kharagpur**, CS60010 (S. Sarkar), and **UMass Amherst**, CEE 697M (J. Oke), do not treat overfitting in the decks used here.
#
# Learning curves, bias and variance, early stopping, dropout, augmentation and double descent are in none of the five.

# %% [markdown]
# ## Recap
#
# So: the network of the opening had learnt too much, from too few digits. You see it in the learning curves, where the validation loss turns upwards while the training loss goes on falling. The error on new data is a squared bias, from what the network cannot express, plus a variance, from the examples it happened to see. Underfitting is bias, overfitting is variance. If nobody gives you more digits, stop at the smallest validation error, let the weights decay by $1 - \eta\lambda$ in each step, drop units at random and scale the others by $\frac{1}{1 - p}$, or make new digits from old ones. And what you chose on, you cannot report on.
#
# ## Test yourself
#
# 1. Your network has 30 % errors on training data and 31 % on validation data. Would you collect more data?
#
# <details><summary>Answer</summary>
#
# No. The two errors have met, so the variance is small: this is underfitting. Try a larger network, a longer training, a better rate or less penalty.
#
# </details>
#
# 2. You train on twice as many examples. Which of the two falls, bias or variance?
#
# <details><summary>Answer</summary>
#
# The variance, because the output depends less on which examples were drawn. What the network cannot express, it cannot express with more examples either.
#
# </details>
#
# 3. With $\eta = 0.5$ and $\lambda = 0.01$, by what fraction does a weight shrink in 100 steps if the loss does not depend on it?
#
# <details><summary>Answer</summary>
#
# By the factor $(1 - 0.005)^{100} = 0.606$, so it loses about 39 %.
#
# </details>
#
# 4. A layer has dropout with $p = 0.8$. Which numbers does its mask hold, and what happens if you forget to scale?
#
# <details><summary>Answer</summary>
#
# $5 = 1/0.2$ with probability 0.2, and 0 with probability 0.8. Without the scaling, the next layer gets five times as much after training as it got during it.
#
# </details>
#
# 5. Two groups report 1.8 % errors on the same validation set. One tried 3 settings, the other 300. Whose network do you expect to be better on new data?
#
# <details><summary>Answer</summary>
#
# That of the first group. The smallest of 300 measured errors owes more to luck, so the true error behind it is likely to be larger.
#
# </details>
#
# ## Further reading
#
# - S. Geman, E. Bienenstock, R. Doursat, "Neural networks and the bias/variance dilemma", *Neural Computation* 4 (1992), 1–58.
# - L. Prechelt, "Early stopping – but when?", in *Neural Networks: Tricks of the Trade*, Springer 1998, 55–69.
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting", *Journal of Machine Learning Research* 15 (2014), 1929–1958.
# - C. M. Bishop, "Training with noise is equivalent to Tikhonov regularization", *Neural Computation* 7 (1995), 108–116: the challenge.
# - C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, "Understanding deep learning requires rethinking generalization", ICLR 2017, [arXiv:1611.03530](https://arxiv.org/abs/1611.03530).
# - M. Belkin, D. Hsu, S. Ma, S. Mandal, "Reconciling modern machine-learning practice and the classical bias–variance trade-off", *PNAS* 116 (2019), 15849–15854.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, chapters 5 and 7.
