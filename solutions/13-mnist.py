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
# # 13 · MNIST
#
# Everything you have written now meets real handwriting. How well can a network of dense layers read it? And how do you know, before anybody else finds out?
#
# **You will be able to**
# - train a classifier on images with your own functions, and get it through a gate of 98 %;
# - choose settings on one set of images, report on another, and say what goes wrong if you do not;
# - look at mistakes by class, one by one, and by how confident the network was;
# - choose outputs, activation and loss for any classification task;
# - say what a dense layer cannot know, build a convolution out of your own dense layer, and find your two-layer network inside a Transformer.
#
# **You need** lectures 04 to 07 for what runs here, lectures 09 and 10 for how to train, and lecture 12 for what overfitting is. What you have passed there runs here.
#
# **It takes** about two and a half hours with all five exercises, one hour if you only read and run. Sections marked (optional) can wait, and the leaderboard can take as long as you like.

# %% setup=true
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d

from autograder import check, reveal, start
from autograder.runtime.observe import in_grading
from mlpkit import MLP, SGD, accuracy, datasets, explore, fit, losses, metrics, plots
from mlpkit.activations import ACTIVATIONS
from mlpkit.datasets.augment import augment
from mlpkit.datasets.digits import load_handwriting
from mlpkit.layers import LAYERS, Layer
from mlpkit.losses import LOSSES
from mlpkit.palette import BLUE, GREEN, GREY, RED
from mlpkit.show import below, say, table

digits = load_handwriting(small=in_grading())
start("13")

# %% [markdown] topics="H25"
# ## 1 · The images
#
# MNIST holds 70,000 digits of 28×28 pixels (LeCun and others 1998), namely 60,000 to learn from and 10,000 by *other writers* to be judged on. This lecture is meant for MNIST. The setup cell looks for it in the folder that the environment variable `MLPKIT_DATA` names, then in your cache, then on the internet.
#
# Where none of these has it, the lecture falls back on scikit-learn's bundled *8×8 digits*. They are real handwriting too, but there are fewer of them and they are much smaller, so accuracies on the two sets cannot be compared, and the templates and mistakes below are hard to recognise. The next cell tells you which set you have.

# %%
say(f"**{digits.note}**")
if digits.side == 8:
    say("This is the fallback. With MNIST in `MLPKIT_DATA`, run the lecture again to see what it is about.")
table(
    ["part", "what it is for", "images"],
    [
        ["training", "the weights", f"{len(digits.t):,}"],
        ["validation", "the settings: sizes, rate, epochs", f"{len(digits.t_val):,}"],
        ["test", "one number at the end", f"{len(digits.t_test):,}"],
    ],
)


# %% drawing=true
def contact_sheet(images, columns):
    """Square images (rows of pixels) side by side, with a grey line between them."""
    side = round(images.shape[1] ** 0.5)
    framed = np.pad(images.reshape(-1, side, side), ((0, 0), (1, 0), (1, 0)), constant_values=0.3)
    rows = framed.reshape(-1, columns, side + 1, side + 1).transpose(0, 2, 1, 3)
    return rows.reshape(-1, columns * (side + 1))[1:, 1:]


def in_rows(images, columns, title, height):
    """A figure of this height in inches with these images, so many in a row."""
    fig, (ax,) = plots.panels(1, 1, width=7.2, height=height)
    ax.imshow(contact_sheet(images, columns), cmap="gray_r", vmin=0, vmax=1)
    ax.set_axis_off()
    ax.set_title(title)
    return fig


fig = in_rows(digits.X[:48], 12, f"{digits.name}: each image is {digits.side**2} numbers", 2.7)
plots.describe(fig, f"Forty-eight handwritten digits of {digits.side} by {digits.side} pixels in four rows.")

# %% [markdown] topics="H25"
# An image becomes a row of $D$ numbers when its rows of pixels are put one after another, so $D = 28 \cdot 28 = 784$ on MNIST and $D = 8 \cdot 8 = 64$ on the fallback. Pixels run from 0 (paper) to 1 (ink). The network has $D$ inputs and 10 outputs, one logit for each digit. Softmax turns the logits into probabilities, cross-entropy is the loss, and the largest logit is the answer.
#
# **By hand.** A network 784-32-10 has $784 \cdot 32 + 32 + 32 \cdot 10 + 10 = 25{,}450$ parameters, and nearly all of them are in the first layer, because that is where the 784 inputs are.
#
# **Grading always uses the 8×8 digits.** That way it needs no internet connection and treats everybody the same. If you work on MNIST, run your solution of section 7 on the small digits too before you hand it in. For that, put `digits = load_handwriting(small=True)` into a cell of your own.

# %% [markdown] topics="H8 H30"
# ## 2 · Mini-batches
#
# In each epoch every image is used once, in a new random order, `batch_size` at a time.
#
# **By hand.** Take 7 examples in batches of 3. Draw an order of $0, \dots, 6$, say $4, 0, 6, 2, 5, 1, 3$. The batches hold the rows $(4, 0, 6)$, $(2, 5, 1)$ and $(3)$, which makes three updates. The last batch is smaller, and it is used.
#
# With $N$ examples and batches of $B$, an epoch has $\lceil N / B \rceil$ updates. What trains a network is the number of *updates*, not of epochs. With $B = 128$, 4,000 updates are about 10 epochs of 50,000 images, but 445 epochs of 1,097.
#
# **Predict first.** Suppose that somebody has sorted the training images, first all zeros, then all ones, and so on, and that nobody shuffles them. What does the network answer to most images after a few epochs?

# %% exercise="sorted_prediction"

# %%
CALM, HASTY = {"lr": 0.2}, {"lr": 0.1, "momentum": 0.9}


def three_epochs(by_class, settings, seed):
    """Accuracy, most frequent answer and its fraction on validation images, and the fraction of dead units."""
    net, rng = MLP([digits.side**2, 32, 10], seed=seed), np.random.default_rng(seed)
    optimizer = SGD(net.params, **settings)
    for _ in range(3):
        rows = np.argsort(digits.t[:1000], kind="stable") if by_class else rng.permutation(1000)
        for i in range(0, 1000, 32):
            X, t = digits.X[rows[i : i + 32]], digits.t[rows[i : i + 32]]
            _, dZ = net.loss_and_gradient(net.forward(X), net.targets(t))
            net.backward(dZ)
            optimizer.step(net.grads)
    answers = np.bincount(net.predict(digits.X_val), minlength=10)
    dead = np.mean(np.maximum(digits.X[:1000] @ net.params[0].T + net.params[1], 0).max(axis=0) == 0)
    return accuracy(net, digits.X_val, digits.t_val), answers.argmax(), answers.max() / answers.sum(), dead


rows = []
for name, by_class, settings in (
    ("sorted, never shuffled", True, CALM),
    ("shuffled in each epoch", False, CALM),
    ("sorted, with momentum 0.9", True, HASTY),
    ("shuffled, with momentum 0.9", False, HASTY),
):
    right, favourite, fraction, dead = three_epochs(by_class, settings, seed=0)
    rows.append([name, f"{right:.1%}", favourite, f"{fraction:.0%}", f"{dead:.0%}"])
head = ["three epochs on 1,000 images", "accuracy", "most frequent answer", "its fraction of the answers", "dead ReLUs"]
table(head, rows)
reveal("sorted_prediction", rows[0][2])

# %% [markdown]
# The network that saw sorted images without momentum answers 9 to most images, because 9 is the last class it saw. With momentum, and an effective rate five times as large (lecture 10), most ReLUs are dead, because batch after batch of one class pushes them so far that no image activates them any more, and a network of dead units gives the same answer to every image, one that its output biases happen to prefer (lecture 09, section 5). **The gradient of a batch estimates the gradient over all examples only if the batch is a random draw from them.**

# %% exercise="minibatches"

# %% [markdown]
# **What usually goes wrong.** Shuffling `X` and `t` separately, after which every image has somebody else's label. The loss then stays near $\log 10 = 2.303$, the loss of a network that knows nothing, and no error is raised. Shuffling in place does not break the pairs if both get the same order, but it changes an array that somebody else may be using.

# %% [markdown]
# ## 3 · Counting
#
# The accuracy is the number of examples with $y_n = t_n$, divided by $N$. It is one number, and it hides which mistakes were made. The **confusion matrix** counts, for every pair of classes, how many examples of the one were given the label of the other. Its entry in row $i$ and column $j$ is
#
# $$\text{count}_{ij} = \text{number of examples of class } i \text{ that were given label } j .$$
#
# **By hand.** With three classes, let the true classes be $(0, 0, 1, 2)$ and the answers $(0, 1, 1, 1)$. One 0 was recognised and the other was taken for a 1, the 1 was recognised, and the 2 was taken for a 1:
#
# $$\text{count} = \begin{pmatrix} 1 & 1 & 0 \\ 0 & 1 & 0 \\ 0 & 1 & 0 \end{pmatrix}.$$
#
# Row sums are the sizes of the classes, the diagonal holds the right answers, and $\sum_i \text{count}_{ii} / N = \tfrac24$ is the accuracy. Some books put the answers in the rows, so look at the axes before you read one.

# %% exercise="confusion_matrix"

# %% [markdown]
# ## 4 · Thirty-two ReLUs, and beyond
#
# First, whose code runs? `MLP` and `fit` look up layers, activations and losses by name, and they find yours where you have passed the exercise in an earlier lecture.

# %%
used = {
    "Dense": LAYERS["Dense"],
    "ActivationLayer": LAYERS["ActivationLayer"],
    "relu": ACTIVATIONS["relu"].f,
    "relu_grad": ACTIVATIONS["relu"].grad,
    "softmax_cross_entropy": LOSSES["softmax_cross_entropy"],
}
table(
    ["part of this network", "whose code runs"],
    [[name, "the library's" if f.__module__.startswith("mlpkit") else "yours"] for name, f in used.items()],
)

# %% [markdown] topics="H25"
# How many hidden units does handwriting need? The next cell compares a network without a hidden layer (softmax regression, lecture 04) with one of 32 ReLUs, one of 128, and one of 256 and 128. Section 11 sets the 32 ReLUs against units that see a small patch each.
#
# **Predict first.** How many percentage points of accuracy does the step from no hidden unit to 32 bring, and how many does the step from 32 to the largest network? Write two numbers down.

# %% exercise="hidden_prediction"

# %%
EPOCHS, BATCH = (3, 128) if digits.name == "MNIST" else (20, 32)
hidden_layers = {"none": [], "32": [32], "128": [128], "256 and 128": [256, 128]}
nets, validation = {}, {}
for name, hidden in hidden_layers.items():
    for seed in range(3):
        net = MLP([digits.side**2, *hidden, 10], seed=seed)
        optimizer = SGD(net.params, lr=0.1, momentum=0.9, weight_decay=1e-4)
        fit(net, digits.X, digits.t, epochs=EPOCHS, batch_size=BATCH, optimizer=optimizer,
            schedule="cosine", seed=seed)  # fmt: skip
        validation.setdefault(name, []).append(accuracy(net, digits.X_val, digits.t_val))
    nets[name] = net
rows = []
for name, found in validation.items():
    parameters = sum(w.size for w in nets[name].params)
    seen = accuracy(nets[name], digits.X, digits.t)
    spread = f"{min(found):.1%} to {max(found):.1%}"
    rows.append([name, f"{parameters:,}", f"{seen:.1%}", f"{np.mean(found):.1%}", spread])
table(["hidden units", "parameters", "training (one seed)", "validation, mean", "validation, 3 seeds"], rows)
first, further = (
    100 * (np.mean(validation[b]) - np.mean(validation[a])) for a, b in (("none", "32"), ("32", "256 and 128"))
)
say(f"The first 32 units add {first:.1f} percentage points, and all the others together {further:.1f}.")
reveal("hidden_prediction", first)

# %% [markdown] topics="H25"
# Compare your two numbers with the last line. Each further tenth of a point costs many parameters, and before you believe in a small difference, compare the ranges, because seeds differ too. Compare also training with validation. The largest network does better on the images it has seen than on the others, which is the gap of lecture 12, and more units will not close it.
#
# The rows of the first layer's $W$ can be looked at: each is as long as an image. Ink on a purple pixel raises the unit's pre-activation, ink on an orange one lowers it. On MNIST you recognise a digit in some rows of softmax regression: for 0 a purple ring with an orange middle, for 1 a purple bar. The other rows show only where ink speaks for the class or against it. Some of the ReLUs have strokes and blobs. (64 pixels are too few for that.)

# %%
plots.weight_images(nets["none"].params[0], (digits.side, digits.side), columns=5, names=range(10),
                    title="No hidden layer: one template for each class")  # fmt: skip

# %%
plots.weight_images(nets["32"].params[0], (digits.side, digits.side), columns=8,
                    title="32 ReLUs: what each unit responds to")  # fmt: skip

# %%
W, b = nets["32"].params[:2]
rare = np.flatnonzero(np.mean(digits.X_val @ W.T + b > 0, axis=0) < 0.001)
say(
    f"Active on fewer than one validation image in a thousand: {', '.join(f'unit {k + 1}' for k in rare) or 'none'}, row by row."
)

# %% [markdown]
# A panel that shows nothing but noise belongs to a unit that is dead or nearly so (lecture 09, section 5). It still has its initial weights, or almost.

# %% [markdown] topics="K19"
# ## 5 · Choose on validation, report on test
#
# Somebody must choose sizes, rate, decay and epochs. You try some, and take those that do best on images that were not trained on. From then on these images are no longer neutral.
#
# **Where the bias comes from.** Let several networks be equally good, each of them right with probability $u$ on a new image. On $N$ held-out images network $k$ has the accuracy $v_k = u + \varepsilon_k$, where the noise $\varepsilon_k$ has mean 0 and standard deviation $\sqrt{u (1 - u) / N}$ (the fraction of yes among $N$ independent yes-or-no draws). Then
#
# $$\begin{aligned}
# \mathbb{E}\left[\max_k v_k\right] &= u + \mathbb{E}\left[\max_k \varepsilon_k\right] && u \text{ is the same for all} \\
# &\ge u + \mathbb{E}\left[\varepsilon_1\right] && \text{a maximum is at least its first entry} \\
# &= u && \text{the noise has mean } 0
# \end{aligned}$$
#
# (It is more than $u$ as soon as now the one and now the other network is ahead.) So the winner's accuracy is too high on average, although nobody's accuracy alone is. On *new* images the winner is right with probability $u$, like all the others.
#
# **By hand.** With $u = 0.95$ and $N = 300$ the standard deviation is $\sqrt{0.95 \cdot 0.05 / 300} = 1.26$ percentage points.
#
# **Predict first.** Twenty networks differ in their seeds and rates. You choose the best on 300 images. By how much is its accuracy there above its accuracy on 400 others? All 700 are training and validation images that none of the twenty has seen; no test image is touched.

# %%
rng = np.random.default_rng(0)
candidates = []
for seed in range(20):
    net = MLP([digits.side**2, 24, 10], seed=seed)
    optimizer = SGD(net.params, lr=float(rng.choice([0.02, 0.05, 0.1])), momentum=0.9)
    fit(net, digits.X[:697], digits.t[:697], epochs=8, optimizer=optimizer, batch_size=32, seed=seed)
    candidates.append(net)
X_pool = np.concatenate([digits.X[697:1097], digits.X_val[:300]])
t_pool = np.concatenate([digits.t[697:1097], digits.t_val[:300]])
right = np.array([net.predict(X_pool) == t_pool for net in candidates])

chosen, fresh = [], []
for _ in range(500):
    order = rng.permutation(700)
    here, there = right[:, order[:300]].mean(axis=1), right[:, order[300:]].mean(axis=1)
    chosen.append(here.max())
    fresh.append(there[here.argmax()])
gap = 100 * (np.array(chosen) - fresh)
table(
    ["500 random divisions of 700 images", "mean", "standard deviation"],
    [
        ["the winner, on the 300 images that chose it", f"{np.mean(chosen):.2%}", f"{np.std(chosen):.2%}"],
        ["the same winner, on the other 400", f"{np.mean(fresh):.2%}", f"{np.std(fresh):.2%}"],
        ["difference in percentage points", f"{gap.mean():.2f}", f"{gap.std():.2f}"],
    ],
)
say(f"In {np.mean(gap > 0):.0%} of the divisions the first number is the larger one.")

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6, height=3)
# Bins of three possible accuracies on 300 and four on 400 images, with edges between them.
low, high = np.floor(100 * min(*chosen, *fresh)), np.ceil(100 * max(*chosen, *fresh))
bins = np.arange(low, high + 2) / 100 - 1 / 2400
ax.hist(fresh, bins, color=BLUE, alpha=0.7, label="on 400 others")
ax.hist(chosen, bins, histtype="step", color=RED, linewidth=2, label="on the 300 that chose it")
ax.set(title="The accuracy that won is too good to be reported", xlabel="accuracy of the winner", ylabel="divisions")
ax.set_ylim(0, 1.35 * ax.get_ylim()[1])
ax.legend(ncols=2, loc="upper left")
plots.describe(fig, "Two histograms of the winner's accuracy; the one on the choosing images lies further right.")

# %% [markdown] topics="K19"
# So there are three parts, and each is used for one thing. Everything that you compare and choose is chosen on validation images, an epoch to stop at included. The test images give one number, after the last choice, and that is the number you report. If you then go back and change something, they have become validation images. **Validation images choose, and test images judge, once.**
#
# **What usually goes wrong.** One mistake is subtler than training on test images. The small digits come from only 13 writers, and neighbours in the file seem to be by the same hand. A random division puts the *same writers* on both sides.
#
# **Predict first.** The next cell takes the 8×8 digits without their test images. It trains on 1,097 of them and validates on 300, once divided at random and once in the order of the file, so that most validation images are by people whose hand was never seen. What happens to the accuracy?

# %%
X, t = datasets.load_digits()
small = load_handwriting(small=True)
judges = {image.tobytes() for image in small.X_test}
kept = [i for i, image in enumerate(X) if image.tobytes() not in judges]
first, last = kept[:1097], kept[1097:]
divisions = {
    "random division, the same writers on both sides": (small.X, small.t, small.X_val, small.t_val),
    "in the order of the file, mostly other writers": (X[first], t[first], X[last], t[last]),
}
rows = []
for name, (X_train, t_train, X_new, t_new) in divisions.items():
    found = []
    for seed in range(4):
        net = MLP([64, 32, 10], seed=seed)
        fit(net, X_train, t_train, epochs=15, batch_size=32, seed=seed)
        found.append(accuracy(net, X_new, t_new))
    rows.append([name, f"{np.mean(found):.1%}", f"{min(found):.1%} to {max(found):.1%}"])
table(["8×8 digits, 4 seeds", "validation, mean", "range"], rows)

# %% drawing=true
fig = in_rows(
    np.concatenate([X[first[:20]], X[last[-20:]]]), 20, "The first twenty images of the file, and the last twenty", 1.4
)
plots.describe(fig, "Two rows of twenty 8×8 digits, the first and the last of the file, in different handwriting.")

# %% [markdown] topics="K19"
# Both numbers are true, but they answer different questions. The first is "How well does it read more digits by these people?", the second "How well does it read digits by somebody else?" **A test set must be as far from the training set as your users will be.** MNIST's makers saw to that: no writer is both in the 60,000 images of the training part and in the test images. (Our validation images come from the training part, so their writers may be among those that you train on.)

# %% [markdown] topics="O19"
# ## 6 · Choices for a classification network
#
# Most choices follow from the question that is asked. The rows from *outputs* to *deciding* follow from what you have derived; the hidden layers are custom, and validation decides about them.
#
# | choice | one yes-or-no question | several yes-or-no questions at once | one of $K$ classes |
# | --- | --- | --- | --- |
# | inputs | one for each feature | the same | the same |
# | hidden layers | 1 to 5, by the task | the same | the same |
# | hidden units | 10 to a few hundred a layer, ReLU | the same | the same |
# | outputs | 1 | 1 for each question | 1 for each class |
# | on the outputs | logistic | logistic, each for itself | softmax |
# | loss | binary cross-entropy | binary cross-entropy, added up | categorical cross-entropy |
# | deciding | $z > 0$ | each $z_k > 0$ | the largest $z_k$ |
# | here | `bce_with_logits` | `bce_with_logits` | `softmax_cross_entropy` |
#
# The column in the middle is often missed. An image may show a cat *and* a dog, and softmax would make them compete, because its outputs add up to 1.
#
# **By hand.** Logits $(2, 2)$ are two confident answers yes, $\sigma(2) = 0.88$ each. Softmax turns them into $(0.5, 0.5)$.
#
# Below, one network answers three questions about a digit at once: is it even, is it above 4, does it have a closed loop (0, 6, 8, 9)?

# %%
LOOPS = [0, 6, 8, 9]


def questions(t):
    """Even? Above 4? With a loop? One column each, 0 or 1."""
    return np.column_stack([t % 2 == 0, t > 4, np.isin(t, LOOPS)]).astype(np.float32)


net = MLP([digits.side**2, 64, 3], loss="bce_with_logits", seed=0)
fit(net, digits.X[:5000], questions(digits.t[:5000]), epochs=20, batch_size=32)
answers, truth = net.predict(digits.X_val), questions(digits.t_val)
accuracies = np.mean(answers == truth, axis=0)
always = np.maximum(truth.mean(axis=0), 1 - truth.mean(axis=0))
table(
    ["question", "accuracy (validation)", "accuracy of always giving the commoner answer"],
    [
        [q, f"{a:.1%}", f"{b:.1%}"]
        for q, a, b in zip(("even?", "above 4?", "with a loop?"), accuracies, always, strict=True)
    ],
)
say(f"All three right at once: {np.mean((answers == truth).all(axis=1)):.1%} of the images.")

# %% [markdown]
# The question does *not* settle the number of layers and units, the rate, the decay and when to stop. You choose these on validation images, in the next exercise.

# %% [markdown] topics="H25"
# ## 7 · The gate
#
# Train a network that gets at least 98 % of MNIST's 10,000 test images right, or at least 97 % of the 400 test images of the 8×8 digits. Leave its weights in `digit_net`, as a list `[W1, b1, W2, b2, …]` such as `net.params`: dense layers with ReLU between them, ten logits at the end. The check runs them on the test images, which it reads for itself.
#
# Use `MLP` and `fit`, or your own layers and your own `minibatches` in a loop as in section 2. Choose on `digits.X_val`. The check is the only place in this lecture where test images are used, and it judges a network that you have already chosen, so run it once.
#
# **Is the gate fair?** The authors' solution was run with many seeds. (`python -m tests.benchmarks gate` does it again and writes the next lines.)
#
# <!-- measured: written by `python -m tests.benchmarks gate` -->
# With 100 seeds on the 8×8 digits it got 98.29 % of the test images right on average, with a standard deviation of 0.24 points; the worst seed had 97.50 %, and 100 of 100 pass the gate of 97 %. With 36 seeds on MNIST it got 98.42 % of the test images right on average, with a standard deviation of 0.06 points; the worst seed had 98.25 %, and 36 of 36 pass the gate of 98 %.
# <!-- measured: written by `python -m tests.benchmarks gate` -->
#
# One training takes a few seconds on the small digits, and less than a minute on MNIST with one core.
#
# **What usually goes wrong.** There are too few updates (count them as in section 2), or the rate never falls, so that the weights jitter to the end, or a batch size meant for 50,000 images is used on 1,097.

# %% exercise="digit_net"
# digit_net = [W1, b1, W2, b2, …]: the weights of your network, as its `params` has them.
### BEGIN SOLUTION
if digits.name == "MNIST":
    hidden, epochs, batch_size, lr = [256, 128], 11, 128, 0.2
else:
    hidden, epochs, batch_size, lr = [128], 30, 32, 0.1
net = MLP([digits.side**2, *hidden, 10], activation="relu", seed=0)
optimizer = SGD(net.params, lr=lr, momentum=0.9, weight_decay=5e-4)
fit(net, digits.X, digits.t, epochs=epochs, batch_size=batch_size, optimizer=optimizer,
    schedule="cosine", seed=0)  # fmt: skip
print(f"validation: {accuracy(net, digits.X_val, digits.t_val):.2%}")
digit_net = net.params
### END SOLUTION

# %% [markdown] topics="H25"
# ## 8 · Where it errs
#
# Accuracy tells you how often the network errs. Look at its mistakes, too, and look at those on *validation* images, because whoever studies the mistakes on the test images and then improves the network has trained on them by hand. The cells below use the largest network of section 4. Put your own in its place if you have one.

# %%
net = nets["256 and 128"]
said = net.predict(digits.X_val)
plots.confusion_matrix(digits.t_val, said)

# %% [markdown]
# **Predict first.** Which of these mistakes would you make yourself? How many of the images do you think nobody can read? (Without a running kernel you see the first page, the most confident mistakes first.)

# %%
explore.error_gallery(net, digits.X_val, digits.t_val)

# %% [markdown]
# Three kinds are worth telling apart. There are images that you cannot read either, so you cannot expect it of a network, and an accuracy of 100 % would be a bad sign. There are images that you read at once. Here the network lacks something, often the knowledge that a digit stays the same when it is moved or slanted (section 11). And there are mistakes with a probability near 1, which are dangerous in use, because nothing warns you.
#
# Draw one yourself. The pad shows what the network sees. (Without a running kernel nothing can be drawn; the picture shows its answer to a 4.)

# %%
explore.digit_pad(net)

# %% [markdown]
# Digits drawn with a mouse are not from the distribution it was trained on. Switch `centre and scale` off and draw small, in a corner: the answer becomes arbitrary, and the probability often stays high, because softmax has no way to say "this is no digit".

# %% [markdown]
# ## 9 · Are the probabilities honest?
#
# Softmax gives a probability to each answer. Of all answers given with 80 %, are 80 % right? If this holds for every percentage, the network is calibrated. To measure it, sort the answers into bins by their confidence $p_n$, the largest probability in the row. In bin $k$ with $N_k$ answers, compare the accuracy with the mean confidence, and weight the gap by the bin's size. This is the **calibration error**,
#
# $$\sum_{k} \frac{N_k}{N} \left| \frac{1}{N_k} \sum_{n \in k} \text{right}_n - \frac{1}{N_k} \sum_{n \in k} p_n \right|, \qquad \text{right}_n = \begin{cases} 1 & y_n = t_n \\ 0 & \text{else.} \end{cases}$$
#
# **By hand.** Take two bins and the confidences $0.75, 0.75, 0.25$, of which only the first answer was right. The upper bin has accuracy $\tfrac12$, mean confidence $\tfrac34$, gap $\tfrac14$ and weight $\tfrac23$. The lower bin has accuracy 0, mean confidence $\tfrac14$, gap $\tfrac14$ and weight $\tfrac13$. Together that is $\tfrac14$.

# %% exercise="calibration_error"

# %% [markdown]
# **Predict first.** A network is trained on 300 images for a long time, far beyond the point at which it gets all of them right. Does its accuracy on other images fall? Does its calibration get better or worse?

# %%
SEEN = (5, 10, 20, 40, 80, 160)


def long_training(seed):
    """For each number of epochs in SEEN: how confident each answer on validation images is, and whether it is right."""
    net = MLP([digits.side**2, 64, 10], seed=seed)
    optimizer = SGD(net.params, lr=0.1, momentum=0.9)
    answers = []
    for done, epochs in pairwise((0, *SEEN)):
        fit(net, digits.X[:300], digits.t[:300], epochs=epochs - done, batch_size=32, optimizer=optimizer,
            seed=seed)  # fmt: skip
        P = losses.softmax(net.outputs(digits.X_val))
        answers.append((P.max(axis=1), P.argmax(axis=1) == digits.t_val))
    return np.array(answers, float)


runs = [long_training(seed) for seed in range(3)]
confidence, was_right = runs[0][-1]

# %% drawing=true
fig, (left, right_ax) = plots.panels(1, 2, width=4.4, height=3.2)
for run in runs:
    means = run.mean(axis=2)
    left.plot(SEEN, means[:, 1], "o-", color=BLUE)
    right_ax.plot(SEEN, 100 * (means[:, 0] - means[:, 1]), "s--", color=RED)
right_ax.axhline(0, color=GREY, linewidth=0.8)
left.set(title="Accuracy levels off …", xlabel="epochs", ylabel="accuracy (validation)", xscale="log")
right_ax.set(title="… while overconfidence grows slowly", xlabel="epochs", xscale="log",
             ylabel="mean confidence − accuracy (points)")  # fmt: skip
plots.describe(
    fig, "Left: validation accuracy of three networks against epochs. Right: mean confidence minus accuracy."
)

# %% [markdown]
# Cross-entropy is never satisfied, because a right answer given with 99.9 % costs less than one given with 99 %. Once all training images are right and no penalty holds the weights back, the loss falls by making the weights larger, and the network makes the same decisions with more and more confidence. **Long training without a penalty costs little accuracy here, but it makes the network somewhat more overconfident.** The **reliability diagram**, a plot of accuracy against mean confidence with a point for each bin, shows this in five bins for the first of the three networks at the end.

# %% drawing=true
k = np.minimum((confidence * 5).astype(int), 4)
full = [j for j in range(5) if np.sum(k == j) > 0]
means = [(confidence[k == j].mean(), was_right[k == j].mean(), np.sum(k == j)) for j in full]
many, few = ([m for m in means if (m[2] >= 5) == enough] for enough in (True, False))
fig, (ax,) = plots.panels(1, 1, width=4.6, height=4)
ax.plot([0, 1], [0, 1], color=GREY, linewidth=0.8)
ax.plot([m[0] for m in many], [m[1] for m in many], "o-", color=BLUE)
ax.plot([m[0] for m in few], [m[1] for m in few], "o", color=BLUE, markerfacecolor="none", label="fewer than 5 answers")
for p, r, n in means:
    ax.annotate(f"{n}", (p, r), textcoords="offset points", xytext=(6, -12), fontsize=8)
ax.set(title="Points below the line: too confident", xlabel="mean confidence in the bin", ylabel="accuracy",
       xlim=(0, 1.12), ylim=(0, 1.05))  # fmt: skip
if few:
    ax.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(0, 0.92))
plots.describe(fig, "Reliability diagram: accuracy against mean confidence in five bins, with the number in each.")

# %%
gap = metrics.calibration_error(confidence, was_right, bins=5)
say(
    f"The calibration error of this network is {gap:.3f} in these five bins. It is right on {was_right.mean():.1%}, "
    f"with a mean confidence of {confidence.mean():.1%}."
)

# %% [markdown]
# **What usually goes wrong.** Bins with two or three answers in them tell you nothing, so look at the counts. Calibration must be measured on images that were not trained on, because on its training images such a network is as right as it is confident. The cures are to stop earlier, to decay the weights, or to divide all logits by a temperature $\tau > 1$ chosen on validation images, which changes no decision (Guo and others 2017).

# %% [markdown] topics="K6"
# ## 10 · Perceptrons at work: what to watch next (optional)
#
# You have probably used the next network. In 2016 YouTube described its recommender (Covington, Adams and Sargin). Its first half picks a few hundred candidates out of millions of videos, and it is a classifier of the kind that you have just trained:
#
# - *Classes* are the videos. Given a user, which will be watched next? Softmax over millions of classes, trained with cross-entropy (on a sample of the classes, since the full sum would be too slow).
# - *Inputs* are what the user watched lately, each video as a vector and all of them averaged; the same for their searches; age, gender and region; how old the example is. They stand side by side in one long row.
# - *Hidden layers* are a stack of dense layers with ReLU, each half as wide as the one below.
# - *In use*, the last hidden layer is the user's vector $u$, and row $j$ of the output weights is the video's vector $v_j$. The logit is $u \cdot v_j$, so the best candidates are the videos with the largest product with $u$, found by a search that looks at few of them.
#
# **An average of vectors is a dense layer.** Let video $i$ have the vector $e_i$, and let $S$ be the list of the videos that the user has watched, $|S|$ long, in which video $i$ stands $g_i$ times. Write $x_i = g_i / |S|$, which is 0 for all other videos, and let $W$ have the columns $e_i$. Then
#
# $$\begin{aligned}
# \frac1{|S|} \sum_{i \in S} e_i &= \frac1{|S|} \sum_i g_i\, e_i && \text{video } i \text{ counts } g_i \text{ times} \\
# &= \sum_i x_i\, e_i && \text{definition of } x_i \\
# &= W x && \text{definition of } W x
# \end{aligned}$$
#
# So the vectors are learnt by backpropagation like any weights.
#
# **By hand.** Let $e_1 = (1, 0)$, $e_2 = (0, 2)$, $e_3 = (4, 4)$, and take a user who watched 1 and 2. The average is $(0.5, 1)$. With outputs $v = e$, the logits are $0.5$, $2$ and $6$.
#
# **A small one.** Thirty videos, five on each of six topics. A user likes two topics, $a$ and $b$, and has watched six videos on them. What they watch next comes, nine times in ten, from topic $(a + b) \bmod 6$: a combination, which no single video they watched predicts. We offer five videos.
#
# **Predict first.** Five videos offered blindly hit one time in six. How far does softmax regression get on the history, and how far a network with 64 ReLUs? And what is the best that anybody could do?
#
# **The best possible rule, by hand.** Whoever has seen both topics offers the five videos of topic $(a + b) \bmod 6$, and hits with probability $0.9 + 0.1 \cdot \tfrac16 = 0.9167$. But with probability $2 \cdot (\tfrac12)^6 = \tfrac1{32}$ all six watched videos are on one topic. Then the other one may be any of five, the right topic is one of five, and the best guess hits with $0.9 \cdot \tfrac15 + 0.1 \cdot \tfrac16 = 0.1967$. Together, $\tfrac{31}{32} \cdot 0.9167 + \tfrac1{32} \cdot 0.1967 = 0.894$.

# %%
VIDEOS, TOPICS, EACH = 30, 6, 5


def users(rng, n):
    """Histories X (n, 30), rows adding up to 1, and the next video t (n,)."""
    likes = np.array([rng.choice(TOPICS, 2, replace=False) for _ in range(n)])
    topics = likes[np.arange(n)[:, None], rng.integers(0, 2, (n, 6))]
    watched = topics * EACH + rng.integers(0, EACH, (n, 6))
    X = np.zeros((n, VIDEOS), np.float32)
    np.add.at(X, (np.arange(n)[:, None], watched), 1 / 6)
    topic = np.where(rng.random(n) < 0.9, likes.sum(axis=1) % TOPICS, rng.integers(0, TOPICS, n))
    return X, topic * EACH + rng.integers(0, EACH, n)


def hits(scores, t, offered=5):
    """The fraction of users whose next video is among the best `offered`."""
    return np.mean(np.any(np.argsort(-scores, axis=1)[:, :offered] == t[:, None], axis=1))


def offers(seed):
    """Hits by each way of offering, on 2,000 new users; and the last network."""
    rng = np.random.default_rng(seed)
    (X, t), (X_new, t_new) = users(rng, 6000), users(rng, 2000)
    popular = np.bincount(t, minlength=VIDEOS)
    found = {"most popular": hits(np.tile(popular, (2000, 1)), t_new)}
    for name, sizes in (("softmax regression", [30, 30]), ("one layer of 64 ReLUs", [30, 64, 30])):
        net = MLP(sizes, seed=seed)
        optimizer = SGD(net.params, lr=0.5, momentum=0.9)
        fit(net, X, t, epochs=10, batch_size=64, optimizer=optimizer, schedule="cosine", seed=seed)
        found[name] = hits(net.outputs(X_new), t_new)
    return found, net


runs = [offers(seed) for seed in range(3)]
found = {name: [run[name] for run, _ in runs] for name in runs[0][0]}
table(
    ["what we offer", "hits, mean of 3 seeds", "range"],
    [
        *([name, f"{np.mean(h):.1%}", f"{min(h):.1%} to {max(h):.1%}"] for name, h in found.items()),
        ["the best possible rule, on average", f"{31 / 32 * (0.9 + 0.1 / 6) + 1 / 32 * (0.9 / 5 + 0.1 / 6):.1%}", ""],
    ],
)
S = [3, 17, 17, 22]
x = np.bincount(S, minlength=VIDEOS) / len(S)
W = runs[-1][1].params[0]
gap = np.abs(W @ x - W[:, S].mean(axis=1)).max()
say(f"The first layer averages: $Wx$ and the mean of the watched videos' columns differ by rounding, {below(gap)}.")

# %% [markdown] topics="K6"
# (The most popular videos do a little better than one in six, because two different topics have an odd sum more often than an even one.) The hidden layer finds the combination, and it comes as close to the best possible rule as the spread between seeds lets you see. **Here the network has learnt nearly all that there is to learn.** Two more things in that paper are worth knowing. The authors hold out the *next* watch of a user and not a random one, because with a random one the network sees what came after and looks better than it is. That is the lesson of section 5 again. And they made the stack wider and deeper until the gain became small and training difficult.

# %% [markdown] topics="O20"
# ## 11 · What a dense layer does not know
#
# **Predict first.** Move every pixel to another place: one random permutation, the same for all images. You could not read a single digit any more. How much worse does the network get?

# %%
shuffle = np.random.default_rng(0).permutation(digits.side**2)
some = slice(0, 3000)
plain, permuted, shifted = [], [], []


def moved(X, side):
    """Every image one pixel to the right, paper coming in from the left."""
    images = np.zeros_like(X).reshape(-1, side, side)
    images[:, :, 1:] = X.reshape(-1, side, side)[:, :, :-1]
    return images.reshape(X.shape)


for seed in range(3):
    for order, found in ((np.arange(digits.side**2), plain), (shuffle, permuted)):
        net_p = MLP([digits.side**2, 64, 10], seed=seed)
        fit(net_p, digits.X[some][:, order], digits.t[some], epochs=15, batch_size=32, seed=seed)
        found.append(accuracy(net_p, digits.X_val[:, order], digits.t_val))
        if found is plain:
            shifted.append(accuracy(net_p, moved(digits.X_val, digits.side), digits.t_val))
table(
    ["3 seeds", "validation, mean", "range"],
    [
        [name, f"{np.mean(s):.1%}", f"{min(s):.1%} to {max(s):.1%}"]
        for name, s in (
            ("images as they are", plain),
            ("pixels permuted, in training and afterwards", permuted),
            ("trained as they are, then moved right by one pixel", shifted),
        )
    ],
)

# %% [markdown] topics="O20"
# It gets no worse, up to the noise of the seeds. A dense layer sums over all inputs, and a sum does not depend on their order, so it has no idea that pixels have neighbours. For the same reason it does not know that a digit moved by a pixel is the same digit, and the last row shows what that costs (on 8×8 pixels more than on 28×28, because one pixel of eight is an eighth of the width).

# %% drawing=true
fig = in_rows(
    np.concatenate([digits.X[:12], digits.X[:12, shuffle]]),
    12,
    "For a dense layer both rows are equally easy to read",
    1.5,
)
plots.describe(fig, "Twelve digits, and below each the same pixels in permuted places, which look like noise.")

# %% [markdown] topics="O20"
# A **convolutional network** (CNN) has both facts built in: pixels have neighbours, and a shape may move. A unit sees a small patch, and all units share one set of weights, a **filter**, which is moved across the image. (Mathematicians flip the weights first, and would call ours a cross-correlation.)
#
# **By hand.** In one dimension, move the weights $(1, -1)$ along $(1, 3, 2, 0)$. The three outputs are $1 - 3 = -2$, $3 - 2 = 1$ and $2 - 0 = 2$. As a dense layer this is
#
# $$\begin{pmatrix} -2 \\ 1 \\ 2 \end{pmatrix} = \begin{pmatrix} 1 & -1 & 0 & 0 \\ 0 & 1 & -1 & 0 \\ 0 & 0 & 1 & -1 \end{pmatrix} \begin{pmatrix} 1 \\ 3 \\ 2 \\ 0 \end{pmatrix},$$
#
# with zeros where a unit does not look, and the same numbers in each row. So a convolution *is* a dense layer, with most weights held at zero and the others tied to each other.
#
# It is cheaper to turn this around. Cut the image into patches, one around each pixel, and treat *each patch as an example* of an ordinary dense layer. Then the weights are shared because there is one $W$ only, and their gradients add up because $\mathrm{d}W = \mathrm{d}Z^\top A$ sums over its examples. The class below does just that, and the layer inside it is `LAYERS["Dense"]`, which is yours if you have passed lecture 07. **Pooling** keeps the largest of each square of pixels, so that a stroke may move a little without changing the output.


# %%
class Convolution(Layer):
    """One dense layer for all patches of size×size pixels, each pixel with `depth` numbers; zeros around the image."""

    learnt = ("W", "b")

    def __init__(self, side, depth, filters, size, rng):
        self.shape, self.size, self.edge = (side, side, depth), size, size // 2
        self.dense = LAYERS["Dense"](size * size * depth, filters, rng=rng)
        self.W, self.b = self.dense.W, self.dense.b

    def forward(self, X):
        e = self.edge
        images = np.pad(X.reshape(-1, *self.shape), ((0, 0), (e, e), (e, e), (0, 0)))
        self.padded = images.shape
        patches = sliding_window_view(images, (self.size, self.size), axis=(1, 2)).transpose(0, 1, 2, 4, 5, 3)
        return self.dense.forward(patches.reshape(-1, self.W.shape[1])).reshape(len(X), -1)

    def backward(self, dY):
        side, _, depth = self.shape
        dP = self.dense.backward(dY.reshape(-1, self.W.shape[0]))
        self.dW, self.db = self.dense.dW, self.dense.db
        dP = dP.reshape(-1, side, side, self.size, self.size, depth)
        dX = np.zeros(self.padded, dY.dtype)
        for i in range(self.size):  # a pixel lies in many patches, so its gradients add up
            for j in range(self.size):
                dX[:, i : i + side, j : j + side] += dP[:, :, :, i, j]
        return dX[:, self.edge : self.edge + side, self.edge : self.edge + side].reshape(len(dY), -1)


class Pooling(Layer):
    """The largest of each size×size pixels. Its gradient goes to the pixel that was the largest, and to all its equals.

    Behind a ReLU the equals are zeros, through which no gradient passes anyway.
    """

    def __init__(self, side, depth, size):
        self.shape = (side // size, size, side // size, size, depth)

    def forward(self, X):
        self.X = X.reshape(-1, *self.shape)
        self.largest = self.X.max(axis=(2, 4), keepdims=True)
        return self.largest.reshape(len(X), -1)

    def backward(self, dY):
        return (dY.reshape(self.largest.shape) * (self.X == self.largest)).reshape(len(dY), -1)


# %% [markdown]
# **Mend it.** *Average* pooling takes the mean of each square in place of the largest. A mean is a dense layer with equal weights, so on the way back each pixel of a square gets $1/\text{size}^2$ of the gradient at its output. The function below has one mistake. What it returns has the right shape, the right dtype and the right sum, so no error is raised, and the network behind it still learns.

# %% exercise="mended_pooling_backward"

# %%
rng = np.random.default_rng(0)
layer, image = Convolution(8, 1, 1, 3, rng), small.X[:1]
direct = correlate2d(image.reshape(8, 8), layer.W.reshape(3, 3), "same")
gap = np.abs(layer.forward(image) - direct.ravel()).max()
say(f"The dense layer on patches and SciPy's cross-correlation differ by rounding, {below(gap)}.")
table(
    ["layer on 28×28 pixels", "weights and biases"],
    [
        ["dense, 26·26 units", f"{26 * 26 * (28 * 28 + 1):,}"],
        ["each unit sees 3×3 pixels", f"{26 * 26 * (3 * 3 + 1):,}"],
        ["the same 3×3 weights everywhere", f"{3 * 3 + 1:,}"],
        ["sixteen such filters, as in a small CNN", f"{16 * (3 * 3 + 1):,}"],
    ],
)

# %% [markdown] topics="H25 O20"
# Now a classic experiment. Karpathy's ConvNetJS trains a small convolutional network on MNIST in a browser. It crops the images to 24×24 pixels and applies 8 filters of 5×5, ReLU and pooling by 2, then 16 filters of 5×5×8, ReLU and pooling by 3, and at the end softmax on the remaining $4 \cdot 4 \cdot 16 = 256$ numbers. Take out everything between input and softmax, and put a dense layer of 32 ReLUs in its place. What do you lose?
#
# **By hand.** The convolutional network has $8 \cdot (25 + 1) + 16 \cdot (200 + 1) + 10 \cdot (256 + 1) = 208 + 3216 + 2570 = 5{,}994$ parameters. The dense one has $32 \cdot (576 + 1) + 10 \cdot (32 + 1) = 18{,}794$, three times as many.
#
# **Predict first.** Which one is better after training on the same 3,000 images? (On the 8×8 digits the networks are smaller, with filters of 3×3 and no crop, and are trained on all 1,097 images. Your browser would use all of MNIST and many passes, so accuracies there are higher for both.)

# %%
SIDE, SIZE, POOL, PASSES = (24, 5, 3, 4) if digits.side == 28 else (8, 3, 2, 20)


def cropped(X):
    """The SIDE×SIDE pixels in the middle of each image."""
    edge = (digits.side - SIDE) // 2
    inside = slice(edge, edge + SIDE)
    return X.reshape(-1, digits.side, digits.side)[:, inside, inside].reshape(len(X), -1)


def dense_32(seed):
    return MLP([SIDE**2, 32, 10], seed=seed)


def convolutional(seed):
    rng, net = np.random.default_rng(seed), MLP([SIDE**2, 10], seed=seed)
    half, last = SIDE // 2, SIDE // 2 // POOL
    net.layers = [
        Convolution(SIDE, 1, 8, SIZE, rng), LAYERS["ActivationLayer"]("relu"), Pooling(SIDE, 8, 2),
        Convolution(half, 8, 16, SIZE, rng), LAYERS["ActivationLayer"]("relu"), Pooling(half, 16, POOL),
        LAYERS["Dense"](last * last * 16, 10, rng=rng),
    ]  # fmt: skip
    return net


def trained_accuracy(make, seed):
    """Parameters, and validation accuracy after training on the first 3,000 images."""
    net = make(seed)
    optimizer = SGD(net.params, lr=0.05, momentum=0.9)
    fit(net, cropped(digits.X[:3000]), digits.t[:3000], epochs=PASSES, batch_size=32, optimizer=optimizer,
        schedule="cosine", seed=seed)  # fmt: skip
    return sum(w.size for w in net.params), accuracy(net, cropped(digits.X_val[:3000]), digits.t_val[:3000])


rows, means = [], {}
for name, make in (("dense layer of 32 ReLUs", dense_32), ("two convolutions with pooling", convolutional)):
    parameters, found = zip(*(trained_accuracy(make, seed) for seed in range(3)), strict=True)
    means[name] = np.mean(found)
    rows.append([name, f"{parameters[0]:,}", f"{np.mean(found):.1%}", f"{min(found):.1%} to {max(found):.1%}"])
table([f"{digits.name}, 3 seeds", "parameters", "validation, mean", "range"], rows)
say(
    f"Better on average: **{max(means, key=means.get)}.** The errors are {1 - min(means.values()):.1%} against {1 - max(means.values()):.1%}."
)

# %% [markdown] topics="O20"
# On MNIST the convolutional network makes less than half as many errors, with a third of the parameters. On 8×8 digits there is little for a convolution to find, and the difference is small (put `digits = load_handwriting(small=True)` into a cell to see it). **Here fewer parameters do better, because they are the right ones: small patches, filters that are shared by all places, and pooling.**
#
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch import nn
# >>> net = nn.Sequential(
# ...     nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
# ...     nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3),
# ...     nn.Flatten(), nn.Linear(256, 10))
# >>> sum(w.numel() for w in net.parameters())
# 5994
# >>> tuple(net(torch.zeros(3, 1, 24, 24)).shape)
# (3, 10)
#
# ```
#
# Images there have the shape (example, channel, row, column). `nn.CrossEntropyLoss` takes these logits and labels. `DataLoader` makes the mini-batches; it shuffles only if you ask for `shuffle=True`, and keeps the smaller last batch unless you ask for `drop_last=True`.

# %% [markdown] topics="O20"
# **Recurrent networks** (RNNs) share weights along *time*. A dense network takes a fixed number of inputs, but a sentence has any number of words. A recurrent unit reads one item after another and feeds its own state back in:
#
# $$a_i = \tanh(u\, a_{i-1} + w\, x_i + b), \qquad a_0 = 0 .$$
#
# The same $u$, $w$ and $b$ serve at every step $i$, so three numbers read a sequence of any length. Written out, it is a network with as many layers as there are steps, all with the same weights. Backpropagation goes through it as in lecture 06, and has the troubles of lecture 09, because a gradient that passes fifty steps vanishes or explodes as it does in fifty layers.
#
# **By hand.** With $u = \tfrac12$, $w = 1$, $b = 0$ and the input $(1, 0, 0)$, $a_1 = \tanh 1 = 0.762$, $a_2 = \tanh 0.381 = 0.363$ and $a_3 = \tanh 0.182 = 0.180$. The unit remembers the 1, and forgets it slowly.


# %%
def settled(x, u=1.2, steps=200):
    """The state many steps after one input x."""
    a = float(np.tanh(x))
    for _ in range(steps):
        a = float(np.tanh(u * a))
    return a


# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6, height=3)
for u, colour, line in ((0.5, BLUE, "o-"), (0.9, GREEN, "s--"), (1.2, RED, "^:")):
    a, states = 0.0, []
    for x in [1.0] + [0.0] * 11:
        a = float(np.tanh(u * a + x))
        states.append(a)
    ax.plot(range(1, 13), states, line, color=colour, label=f"$u$ = {u}")
    if u == 0.5:
        worked = states[:3]
ax.set(title="How long a unit remembers a single 1", xlabel="step", ylabel="state $a$", ylim=(0, 1))
ax.legend(frameon=False)
plots.describe(
    fig,
    "State of a recurrent unit after a single input of 1, for three feedback weights: with 0.5 and 0.9 it falls, with 1.2 "
    "it settles at a value above 0.",
)

# %% drawing=true
say("The worked example: " + ", ".join(f"$a_{i + 1}$ = {v:.3f}" for i, v in enumerate(worked)) + ".")
say(f"After 200 steps with $u$ = 1.2: {settled(1.0):.3f} if the input was 1, {settled(0.1):.3f} if it was 0.1.")

# %% [markdown]
# **With $u = 1.2$ the state does not die down, but any positive input leads it to the same value.** The unit remembers that there was an input, and not how large it was.

# %% [markdown]
# The **LSTM** (Hochreiter and Schmidhuber 1997, here with the gate of Gers and others 2000) gives the unit a second state that is only multiplied by a *gate*, a logistic unit with weights of its own, before something new is added to it. If the gate stays at 0.99, then $0.99^{12} = 0.89$ of the state is left after twelve steps, where $0.5^{12} = 0.0002$ would be. It is the residual layer of lecture 07, along time.

# %% [markdown] topics="O20 K6"
# ## 12 · At work today: the MLP in a Transformer
#
# Language models read text with neither convolution nor recurrence. They are **Transformers** (Vaswani and others 2017), a stack of equal blocks. A text comes as rows: $X$ is $(N, D)$, one row for each of $N$ **tokens** (words or pieces of words), and a block changes the rows in two steps.
#
# **Attention lets the rows look at each other.** Three dense layers without bias, with the weights $W_1$, $W_2$ and $W_3$, turn each row into a *query* ("what am I looking for?"), a *key* ("what do I offer?") and a *value* ("what do I pass on?"). Every token compares its query with all keys, softmax turns the comparisons into *attention weights* that add up to 1, computed anew for each text and not learnt, and the token receives the weighted mean of all values. (A model that predicts the next token must not look at later ones: there the logits of all later keys are set to $-\infty$ before softmax. The block below has no such mask.)
#
# $$\operatorname{attention}(X) = \operatorname{softmax}\!\left(\frac{(X W_1^\top) (X W_2^\top)^\top}{\sqrt{D}}\right) X W_3^\top .$$
#
# A fourth dense layer, with the weights $W_4$, mixes the result before it is added to $X$ (`output` in the code). The division keeps the logits at a size of about 1, for the reason of lecture 09: a sum of $D$ products of independent numbers of size 1 has the standard deviation $\sqrt D$.
#
# **By hand.** Let $D = 4$, let the query be $(2, 0, 0, 0)$, and let the keys be $(1, 0, 0, 0)$ and $(0, 1, 0, 0)$. The query's products with them are 2 and 0, so the logits are $2 / \sqrt 4 = 1$ and 0. Softmax gives $0.73$ and $0.27$, and the token receives 73 % of the first value and 27 % of the second.
#
# **Then every row goes through a network of two dense layers, with GELU between them (ReLU in the first Transformers).** It is the same for all tokens, as a filter is the same for all patches, and four times as wide inside. You have written every part of it: the dense layer (07), GELU (02), its initialisation (09), Adam (10). Around both steps stand residual connections and normalisation, which keep signals at their size through a hundred layers.
#
# The cell builds a block from the dense layer and the GELU in `LAYERS` and `ACTIVATIONS`, yours where you have passed them. (Its layers have biases, as those of GPT-2 have.)


# %%
def transformer_block(X, queries, keys, values, output, wide, narrow):
    """One block for one text X (N, D), without normalisation: attention, then the two-layer MLP, each added to X."""
    logits = queries.forward(X) @ keys.forward(X).T / np.sqrt(X.shape[1])
    weights = losses.softmax(logits)
    X = X + output.forward(weights @ values.forward(X))
    return X + narrow.forward(ACTIVATIONS["gelu"].f(wide.forward(X))), weights


rng, D = np.random.default_rng(0), 32
sizes = [(D, D)] * 4 + [(D, 4 * D), (4 * D, D)]
layers = [LAYERS["Dense"](a, b, rng=rng) for a, b in sizes]
text = rng.normal(size=(5, D)).astype(np.float32)
out, weights = transformer_block(text, *layers)
order = [3, 0, 4, 1, 2]
gap = np.abs(transformer_block(text[order], *layers)[0] - out[order]).max()
say(
    f"Five tokens go in as {text.shape} and come out as {out.shape}; the attention weights of the first add up to "
    f"{weights[0].sum():.2f}. With the tokens in another order, the same rows come out in that order, up to rounding ({below(gap)})."
)
rows = []
for name, width in (("this one", D), ("GPT-2, smallest", 768), ("GPT-3, largest", 12288)):
    attention, mlp = 4 * width * (width + 1), width * 4 * (width + 1) + 4 * width * width + width
    rows.append([name, f"{width:,}", f"{attention:,}", f"{mlp:,}", f"{mlp / (attention + mlp):.1%}"])
table(["block", "width D", "attention, with biases", "two-layer MLP", "fraction in the MLP"], rows)

# %% [markdown] topics="K6 O20"
# **By hand.** Attention has four matrices of $D \times D$ (three, and one that mixes the result), the MLP has $4D \times D$ and $D \times 4D$. That is $4 D^2$ against $8 D^2$, and $8 / 12 = \tfrac23$. **Two thirds of a block's weights are the network that you have built in this course.**
#
# The cell also shows what attention does not know. It does not use the order of the tokens. Where a dense layer has to be trained again once the pixels are permuted (section 11), attention gives the same rows for any order, without any training, so Transformers add a vector for the position to each row. Everything else is as here: softmax and cross-entropy over the next token, mini-batches, Adam, a schedule, and backpropagation.

# %% [markdown]
# ## 13 · Beyond the gate: your leaderboard (optional)
#
# A dense network does not know that a digit moved or slanted is the same digit. You can teach it by example, by distorting each training image anew in each epoch. This is data augmentation. `mlpkit.datasets.augment` turns, moves, resizes, slants and warps.

# %%
gentle = {} if digits.side == 28 else {"shift": 0.5, "elastic": 0.25, "smoothness": 1.5}

# %% drawing=true
rng = np.random.default_rng(1)
three = digits.X[[np.flatnonzero(digits.t == digit)[0] for digit in (2, 4, 7)]]
copies = augment(rng, np.repeat(three, 12, axis=0), side=digits.side, **gentle)
copies[::12] = three
fig = in_rows(copies, 12, "Three images (left), and eleven distorted copies of each", 2.1)
plots.describe(fig, "Three digits, each followed by eleven slightly turned, moved and warped versions of itself.")

# %% [markdown]
# **Predict first.** With only 200 training images, what do distorted copies bring?

# %%
rows = []
for name, distort in (("200 images", None), ("200 images, distorted anew in each epoch", augment)):
    found = []
    for seed in range(3):
        net_a = MLP([digits.side**2, 64, 10], seed=seed)
        change = (lambda rng, X: augment(rng, X, side=digits.side, **gentle)) if distort else None
        fit(net_a, digits.X[:200], digits.t[:200], epochs=60, batch_size=25, schedule="cosine", seed=seed,
            augment=change)  # fmt: skip
        found.append(accuracy(net_a, digits.X_val, digits.t_val))
    rows.append([name, f"{np.mean(found):.1%}", f"{min(found):.1%} to {max(found):.1%}"])
table(["trained on", "validation, mean of 3 seeds", "range"], rows)

# %% [markdown]
# Now for records. The network in the cell below needs a quarter of an hour or more on MNIST. The cell keeps a table of your own results on your own machine, in `leaderboard.json`; it is not part of the grade. Set `LONG = True` and give it time. The table ranks by accuracy on *validation* images, because you will choose by it. Ask for the accuracy on the test images once, of the network that you keep in the end. (With distorted images, one hidden layer of 800 units came to a test error of 0.7 %, Simard and others 2003, and five hidden layers came to 0.35 %, Cireşan and others 2010.)
#
# Ideas, in the order of what they usually bring, are augmentation, more epochs with a falling rate (with distorted images you can train longer before you overfit), wider layers with dropout, and several networks whose probabilities are averaged.

# %%
from mlpkit.leaderboard import enter, leaderboard

LONG = False

if LONG:
    net = MLP([digits.side**2, 512, 256, 10], seed=0)
    fit(
        net,
        digits.X,
        digits.t,
        epochs=20,
        optimizer=SGD(net.params, lr=0.1, momentum=0.9, weight_decay=1e-4),
        schedule="cosine",
        augment=lambda rng, X: augment(rng, X, side=digits.side, **gentle),
        validation=(digits.X_val, digits.t_val),
    )
    enter("512 and 256, augmented, 20 epochs", digits.name, accuracy(net, digits.X_val, digits.t_val))
leaderboard() if LONG else say("The long training is off. `LONG = True` starts it.")

# %% [markdown]
# **Challenge (optional).** With layers of your own, build a network that looks at patches, has fewer parameters than the 32 ReLUs of section 4, and makes fewer mistakes than they do on the validation images.

# %% [markdown] decks=true topics="O28 O29"
# Five lecture decks stand behind this course. On classification, MNIST and what comes after it they say the following.
#
# **Tsinghua University**, 80240743, *Deep Learning*, lecture 3 (X. Hu and J. Zhu), sets the experiment of section 11 as its Experiment 2. It points to the [ConvNetJS demonstration](https://cs.stanford.edu/people/karpathy/convnetjs/demo/mnist.html), whose network (24×24 crop, convolution 5×5×8, pooling 2, convolution 5×5×16, pooling 3, softmax) has 5,994 parameters, and asks for a dense layer of 32 ReLUs in place of the lines marked in red. We take these to be all that lies between input and softmax; then it has 18,794. It calls the images black and white. They have 256 levels of grey, and the edges of the strokes need them. Three things differ here. The demonstration crops at a random place and we crop the middle; it trains with Adadelta and we train with momentum; and section 11 uses 3,000 images so that it runs in seconds. Section 4 has 32 ReLUs on all images, without a crop, so with 25,450 parameters.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), points to YouTube's recommender (section 10) as a reason to study perceptrons, and chooses hyperparameters on validation data as section 5 does.
#
# **University of Massachusetts Amherst**, CEE 697M, *Neural Networks for Structured Data I* (J. Oke), has a table of choices for regression (lecture 11), and for classification it says what differs: one output for each class (the slide has "name" for "number" of classes), softmax, and cross-entropy. The columns of section 6 for yes-or-no questions, and layers of more than 100 units, are ours. It names CNNs, RNNs and LSTMs as what comes next (sections 11 and 12). Its reading list is Murphy, *Probabilistic Machine Learning: An Introduction* (sections 13.1 to 13.3; “PML 8.3, 9.4” is named as well), *Deep Learning* by Goodfellow, Bengio and Courville (chapters 6 to 8, 11 and 12), *The Elements of Statistical Learning* (chapter 11), and the notes of Stanford's cs231n.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), and **Indian Institute of Technology Kharagpur**, CS60010 (S. Sarkar), have nothing on MNIST. The former chooses the activation of the decision layer by the task, as section 6 does.

# %% [markdown]
# ## Recap
#
# Images become rows, and dense layers with ReLU, softmax and cross-entropy read them. How well? Above 90 % without a hidden unit, better with 32, past the gate with a few hundred, and the check has told you whether yours is through. Shuffle anew in each epoch, and count updates. How do you know before anybody else finds out? Training images teach, validation images choose, and test images judge, once; and the test set must be as new as your users will be. One number is not enough, so look at the confusion matrix, at the mistakes themselves, and at whether the probabilities are honest. The question decides outputs, activation and loss, and validation decides the rest. Dense layers ignore that pixels have neighbours and words have an order. Convolutional and recurrent networks share weights to use it, Transformers compare the words with each other, and all of them contain your dense layers and learn by your backward pass.
#
# ## Test yourself
#
# 1. You have 10,000 images, batches of 64 and 20 epochs. How many updates is that? How many epochs do you need for as many with 1,000 images?
#
# <details><summary>Answer</summary>
#
# $\lceil 10000 / 64 \rceil = 157$ updates an epoch, 3,140 in all. With 1,000 images an epoch has 16, so 197 epochs.
#
# </details>
#
# 2. In a confusion matrix, row 7 is $(0, 2, 3, 0, 1, 0, 0, 190, 0, 4)$. How many sevens were there, what fraction was recognised, and what can you say about images that were called a seven?
#
# <details><summary>Answer</summary>
#
# There were 200, of which 95 % were recognised. Nothing can be said about the answers 7, because those stand in column 7.
#
# </details>
#
# 3. You try 50 settings on the test images and report the best. A colleague reports one setting, chosen on validation images, and gets 0.2 points less. Whose network is better?
#
# <details><summary>Answer</summary>
#
# You cannot tell. Your number contains the luck of the winner (section 5), and theirs does not. Test both on new images.
#
# </details>
#
# 4. A network must say which of twelve diseases a patient has; a patient may have none, or several. Which outputs and which loss?
#
# <details><summary>Answer</summary>
#
# Twelve logistic outputs and binary cross-entropy added up: twelve yes-or-no questions. Softmax would force exactly one.
#
# </details>
#
# 5. All logits of a network are divided by 2. What happens to its accuracy, to its probabilities, and to its calibration error?
#
# <details><summary>Answer</summary>
#
# The largest logit stays the largest, so the accuracy does not change. The probabilities move towards $\tfrac{1}{10}$. The calibration error falls if the network was much too confident. If it was only a little too confident, division by 2 goes too far, and the error may rise.
#
# </details>
#
# ## Further reading
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", *Proceedings of the IEEE* 86 (1998), 2278–2324.
# - E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998: the 8×8 digits.
# - P. Covington, J. Adams, E. Sargin, "Deep neural networks for YouTube recommendations", RecSys 2016.
# - M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
# - C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.
# - P. Y. Simard, D. Steinkraus, J. C. Platt, "Best practices for convolutional neural networks applied to visual document analysis", ICDAR 2003: elastic distortions.
# - D. C. Cireşan, U. Meier, L. M. Gambardella, J. Schmidhuber, "Deep, big, simple neural nets for handwritten digit recognition", *Neural Computation* 22 (2010), 3207–3220: how far a dense network with distorted images gets.
# - A. Vaswani and others, "Attention is all you need", NeurIPS 2017.
# - A. Radford and others, "Language models are unsupervised multitask learners", OpenAI 2019: GPT-2.
# - S. Hochreiter, J. Schmidhuber, "Long short-term memory", *Neural Computation* 9 (1997), 1735–1780.
# - F. A. Gers, J. Schmidhuber, F. Cummins, "Learning to forget: continual prediction with LSTM", *Neural Computation* 12 (2000), 2451–2471: the gate of section 11.
# - A. Karpathy, *ConvNetJS*, cs.stanford.edu/people/karpathy/convnetjs: trains the convolutional network of section 11 in a browser.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016: chapters 9 (convolution), 10 (sequences), 11 (practice) and 12 (applications).
# - K. P. Murphy, *Probabilistic Machine Learning: An Introduction*, MIT Press 2022: chapters 13 to 15.

# %% [markdown]
# ## What you have built, and where to go on
#
# You began with one weighted sum. Since then you have written a library. The next cell reads your progress record, which stays on this machine, and lists the functions of the course by lecture. Those in bold are yours and have passed every check; the others are waiting.


# %% drawing=true
def built():
    """The functions and layers of the course by lecture, those that have passed in bold."""
    from autograder.checking.exercise import EXERCISES, LECTURES
    from autograder.checking.progress import load_record

    record, rows, yours, count = load_record(), [], 0, 0
    for lecture, notebook in LECTURES.items():
        names = [e.name for e in EXERCISES.of(lecture) if not e.is_value]
        passed = [name for name in names if record.get(name, {}).get("passed")]
        yours, count = yours + len(passed), count + len(names)
        if names:
            shown = ", ".join(f"**`{name}`**" if name in passed else f"`{name}`" for name in names)
            rows.append([notebook, f"{len(passed)} of {len(names)}", shown])
    table(["lecture", "yours", "functions and layers"], rows)
    say(f"**{yours} of {count} functions of this library are yours.**")


built()

# %% [markdown]
# Together they are activations with their derivatives, losses with their gradients, a forward and a backward pass, layers that chain, optimisers and schedules, and the tools that say whether all of it is right. The only thing below them that is still hidden from you is matrix multiplication.
#
# Three roads lead on from here.
# - *Images.* Stanford's CS231n goes from where you stand to modern convolutional networks. To write a layer like the `Convolution` of section 11 is part of its second assignment.
# - *Language.* Karpathy's nanoGPT is a Transformer in about 300 lines of PyTorch. You know every line of its MLP, its loss and its optimiser; attention is section 12.
# - *Your own question.* Take data that you care about. Fit a linear model first, then a small network, choose on validation data, and look at the mistakes. Most of what makes such work good is in sections 5, 8 and 9 of this lecture, and not in the size of the network.
#
# And keep the habit of predicting first. It is how you notice that you have learnt something, and, sometimes, that the machine has not.
