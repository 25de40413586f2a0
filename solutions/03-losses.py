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
# # 03 · Losses
#
# Training makes one number small. Everything the network learns, it learns because that number went down. Who chooses the number, and on what grounds?
#
# **You will be able to**
# - derive squared error, absolute error and cross-entropy from an assumption about noise, each step by a named rule;
# - choose an output unit and a loss for a target that is a number, a positive number, a share, or a yes or no;
# - write six functions, each right for outputs of any size, and give their gradients;
# - say what entropy, cross-entropy and divergence have to do with each other, and when making one small makes another small.
#
# **You need** the chain rule, logarithms, the idea of a probability density, and sigmoid and softplus from lecture 02. Backpropagation is not needed.
#
# **It takes** about two hours with all six exercises, one hour if you only read and run. If an exercise holds you up, go on: the cells after it use the library's version.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import explore, plots
from mlpkit.activations import ACTIVATIONS, sigmoid, softplus
from mlpkit.losses import LOSSES
from mlpkit.show import table

start("03")

# %%
from IPython.display import display

from mlpkit import losses as lib
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, PURPLE, RED

# %% [markdown] topics="S6"
# ## 1 · Which forecast is better?
#
# Two stations forecast the chance of rain for ten days. The **cautious** one says 70 % for whichever side it believes in, and its side is right on 8 days. The **bold** one says 99.9 %, and its side is right on 9 days.
#
# **Predict first.** Which station is better? Write it down. Then run the cell: it scores both by the share of right days, by the mean of $(1 - p)^2$ and by the mean of $-\log p$, where $p$ is the chance that the station gave to what happened.

# %%
stations = {"cautious": np.array([0.7] * 8 + [0.3] * 2), "bold": np.array([0.999] * 9 + [0.001])}
table(
    ["station", "share of right days", "mean of (1 − p)²", "mean of −log p"],
    [
        [name, f"{np.mean(p > 0.5):.0%}", f"{np.mean((1 - p) ** 2):.3f}", f"{np.mean(-np.log(p)):.3f}"]
        for name, p in stations.items()
    ],
)

# %% [markdown]
# Two scores prefer the bold station, and one the cautious one. None of the three is wrong. Each answers a different question, and by the end of this lecture you can say which. We begin with the oldest.

# %% [markdown] topics="F14 O13 S6"
# ## 2 · Squared error
#
# A network has $K$ outputs. For example $n$ they are $y_{n1}, \dots, y_{nK}$, and they should be $t_{n1}, \dots, t_{nK}$. The **squared error** of the example, and the loss of $N$ examples, are
#
# $$L_n = \tfrac12 \sum_{k=1}^{K} (y_{nk} - t_{nk})^2, \qquad L = \frac1N \sum_{n=1}^{N} L_n .$$
#
# A sum over outputs, a mean over examples.
#
# **By hand.** Two examples with three outputs: $y_1 = (2, 0, 1)$ should be $(1, 0, 1)$, and $y_2 = (1, 3, 0)$ should be $(1, 1, 0)$. The differences are $(1, 0, 0)$ and $(0, 2, 0)$. So $L_1 = \tfrac12$, $L_2 = \tfrac12 \cdot 4 = 2$, and $L = (\tfrac12 + 2) / 2 = 1.25$.
#
# **The gradient.** One output $y_{nk}$ stands in one term only:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial y_{nk}} &= \frac1N \frac{\partial L_n}{\partial y_{nk}} && \text{linearity; the other examples do not contain } y_{nk} \\
# &= \frac1N \cdot \tfrac12 \cdot \frac{\partial}{\partial y_{nk}} (y_{nk} - t_{nk})^2 && \text{linearity; the other outputs do not contain } y_{nk} \\
# &= \frac1N \cdot \tfrac12 \cdot 2\,(y_{nk} - t_{nk}) \cdot 1 && \text{power rule and chain rule} \\
# &= \frac{y_{nk} - t_{nk}}{N} && \text{the } \tfrac12 \text{ cancels the } 2
# \end{aligned}$$
#
# **The lectures do not agree** on the factor. Linz and Tsinghua take half the sum over outputs and the mean over examples, as we do. UNICAMP defines the mean over outputs without the half (as PyTorch does by default), and puts the half in when it differentiates. UMass adds up everything, over outputs and examples, without the half. The next cell applies all three to the numbers above.

# %%
Y = np.array([[2.0, 0.0, 1.0], [1.0, 3.0, 0.0]])
T = np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
N, K = Y.shape
loss, dY = lib.mse(Y, T)
times_ours = {
    "½ sum over outputs, mean over examples": 1,
    "mean over outputs, mean over examples": 2 / K,
    "sum over outputs, sum over examples": 2 * N,
}
table(
    ["convention", "loss", "largest entry of the gradient", "rate that takes the same step"],
    [[name, f"{c * loss:.4f}", f"{c * dY.max():.4f}", f"{1 / c:.4g} η"] for name, c in times_ours.items()],
)

# %% [markdown]
# All three have their minimum in the same place, and their gradients point the same way. They differ in length, and a gradient step multiplies that length by the learning rate $\eta$. The last column says which rate makes up for it. With a sum over examples, the right rate shrinks as the training set grows; with a mean it does not. That is why this course averages.

# %% exercise="mse"

# %% [markdown]
# **What usually goes wrong: two shapes that broadcast.** Outputs of shape $(N, 1)$ and targets of shape $(N,)$ look alike when printed. Their difference is not.
#
# **Predict first.** Four outputs are equal to their four targets. What does the plain formula give, if one of them has a second axis?

# %%
y, t = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([1.0, 2.0, 3.0, 4.0])
print("shape of y - t:", (y - t).shape)
print("squared error of what broadcasting makes of them:", lib.mse(*np.broadcast_arrays(y, t))[0])
try:
    lib.mse(y, t)
except ValueError as error:
    print("mlpkit:", error)

# %% [markdown]
# Every output met every target. The loss is not 0, and training on it pulls all outputs towards the mean target, without an error message. `mlpkit` checks shapes at the door. Do the same in code of your own.

# %% [markdown] topics="S3 F14"
# ## 3 · Where squared error comes from
#
# Why the square? Suppose the target is what the network says, plus noise: $t = y + \varepsilon$. Let $\varepsilon$ be Gaussian with mean 0 and a fixed standard deviation $s$. Then the linear output $y$ is **the mean of a Gaussian**, and the density of the target is
#
# $$p(t \mid y) = \frac{1}{\sqrt{2\pi}\, s} \exp\left( -\frac{(t - y)^2}{2 s^2} \right).$$
#
# The **likelihood** of the network is the density of all the targets that were seen. Good weights make it large.
#
# $$\begin{aligned}
# -\log \prod_{n=1}^{N} p(t_n \mid y_n) &= -\sum_{n=1}^{N} \log p(t_n \mid y_n) && \text{independent; log of a product} \\
# &= \sum_{n=1}^{N} \left[ \frac{(t_n - y_n)^2}{2 s^2} + \log\left( \sqrt{2\pi}\, s \right) \right] && \text{the density; log of an exponential} \\
# &= \frac{1}{s^2} \sum_{n=1}^{N} \tfrac12 (y_n - t_n)^2 + \text{const} && \text{the second term does not contain } y_n \\
# &= \frac{N}{s^2}\, L + \text{const} && \text{definition of } L
# \end{aligned}$$
#
# The logarithm rises, so the likelihood is largest where its negative logarithm is smallest; and $N / s^2$ is a positive constant. So **the weights with the least squared error are the weights of maximum likelihood**, if the noise is Gaussian with the same spread everywhere. With $K$ outputs and independent noise on each, the densities multiply and the squares add up: that is the sum over $k$.
#
# The cell checks it: it changes random outputs a little, and compares the change of the negative log-likelihood with $N / s^2$ times the change of the loss.

# %%
rng = np.random.default_rng(0)
N, s = 50, 0.7
t = rng.normal(size=N)


def negative_log_likelihood(y):
    return -np.sum(np.log(np.exp(-((t - y) ** 2) / (2 * s**2)) / (np.sqrt(2 * np.pi) * s)))


first, second = rng.normal(size=(2, N))
change_of_nll = negative_log_likelihood(second) - negative_log_likelihood(first)
change_of_loss = lib.mse(second, t)[0] - lib.mse(first, t)[0]
print(f"change of the negative log-likelihood  {change_of_nll:.10f}")
print(f"N / s² times the change of the loss    {N / s**2 * change_of_loss:.10f}")

# %% [markdown] topics="S3"
# **What squared error aims at.** Say one number $c$ for all examples. Which is best? Set the derivative to zero:
#
# $$\frac{d}{dc}\, \frac1N \sum_n \tfrac12 (c - t_n)^2 = \frac1N \sum_n (c - t_n) = c - \frac1N \sum_n t_n = 0 \quad\Longrightarrow\quad c = \text{the mean of the targets}.$$
#
# A network that can say a different number for each input says the mean of the targets *at that input*. The figure shows the bargain: a belief about noise on the left, the loss it stands for on the right (the second one, Laplace's, is the subject of section 4).

# %% drawing=true
d = np.linspace(-4, 4, 401)
densities = {
    "Gaussian": (np.exp(-(d**2) / 2) / np.sqrt(2 * np.pi), BLUE, "-"),
    "Laplace": (np.exp(-np.abs(d)) / 2, RED, "--"),
}
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.2)
for name, (density, colour, line) in densities.items():
    left.plot(d, density, line, color=colour, label=name)
    right.plot(d, np.log(density.max()) - np.log(density), line, color=colour, label=name)
left.set(title="a belief about the noise …", xlabel="$t - y$", ylabel="density")
right.set(title="… is a loss", xlabel="$y - t$", ylabel="−log density, lowest point at 0")
left.legend(frameon=False)
right.legend(frameon=False)
plots.describe(
    fig,
    "Left: the Gaussian and the Laplace density; the second has the sharper peak and the longer tails. "
    "Right: their negative logarithms, a parabola and a V.",
)

# %% [markdown] topics="F14"
# ## 4 · Outliers
#
# A Gaussian holds five standard deviations for all but impossible. A parabola therefore pays almost anything to avoid one large error. If your targets contain mistakes, a different belief about noise is more sensible.
#
# **Absolute error.** With Laplace noise, $p(t \mid y) = \frac{1}{2s} \exp(-|t - y| / s)$, the steps of section 3 give $\frac{N}{s} \cdot \frac1N \sum_n |y_n - t_n| + \text{const}$. So the loss is the mean absolute error
#
# $$L = \frac1N \sum_n \sum_k |y_{nk} - t_{nk}|, \qquad \frac{\partial L}{\partial y_{nk}} = \frac1N \operatorname{sign}(y_{nk} - t_{nk}) .$$
#
# At $y = t$ the V has a corner and no derivative; we take 0 there. Every example now pulls with the same force, near or far. The best constant $c$ has as many targets above as below: that is **the median**.
#
# **Huber's loss** (1964) is a parabola in the middle and a V outside. With $d = y - t$ and a limit $\delta > 0$,
#
# $$\ell_\delta(d) = \begin{cases} \tfrac12 d^2 & |d| \le \delta \\ \delta \left( |d| - \tfrac12 \delta \right) & |d| > \delta \end{cases}
# \qquad\qquad
# \ell_\delta'(d) = \begin{cases} d & |d| \le \delta \\ \delta \operatorname{sign} d & |d| > \delta \end{cases}$$
#
# Where do the constants come from? The outer piece is to be a straight line $\alpha |d| + \beta$. At $|d| = \delta$ the slopes must agree: $\alpha = \delta$. The values must agree too: $\delta \cdot \delta + \beta = \tfrac12 \delta^2$, so $\beta = -\tfrac12 \delta^2$.
#
# **By hand**, with $\delta = 1$: an error of $\tfrac12$ costs $\tfrac12 \cdot \tfrac14 = 0.125$, and an error of 3 costs $1 \cdot (3 - \tfrac12) = 2.5$, where half the square would be $4.5$.
#
# **Predict first.** Five targets: 1, 2, 2.4, 4, and 60, which should have been 6. Which constant is best by squared error, by absolute error, and by Huber's loss with $\delta = 1$? Two of the three you can tell without a pencil.

# %% drawing=true
targets = np.array([1.0, 2.0, 2.4, 4.0, 60.0])
constants = np.linspace(0, 20, 2001)
styles = {"mse": ("squared", BLUE, "-"), "mae": ("absolute", RED, "--"), "huber": ("Huber, δ = 1", GREEN, "-.")}
fig, axes = plots.panels(1, 3, width=3.3, height=2.8)
for ax, (loss, (name, colour, line)) in zip(axes, styles.items(), strict=True):
    values = [LOSSES[loss](np.full(5, c), targets)[0] for c in constants]
    best = constants[int(np.argmin(values))]
    ax.plot(constants, values, line, color=colour)
    ax.plot([best], [min(values)], "o", color=BLACK)
    ax.plot(targets[:4], [min(values)] * 4, "|", color=GREY, markersize=12)
    ax.set(title=f"{name}: best at {best:.2f}", xlabel="constant $c$", ylabel="loss")
plots.describe(
    fig,
    "The loss of a constant prediction for targets 1, 2, 2.4, 4 and 60. Squared error is least at the mean, far "
    "from the four small targets; absolute error at the median; Huber's loss a little above the median.",
)

# %% exercise="mae"

# %% exercise="huber"

# %% [markdown]
# **What usually goes wrong.** Limiting after dividing by $N$ instead of before; a straight piece that does not start where the parabola ends; and a $\delta$ in the wrong units. $\delta$ is a distance between output and target: if you measure the target in metres instead of kilometres, $\delta$ must become 1000 times larger.
#
# **Does it matter?** We fit a line to 40 points around $y = 2x$, by gradient descent from zero, with each loss. In one setting all noise is Gaussian; in the other, four of the forty targets are spoilt by adding 15. Twenty seeds each.


# %% drawing=true
def fitted_slope(loss, x, t, lr=0.1, steps=300):
    """The slope after gradient descent on y = w x + b."""
    w = b = 0.0
    for _ in range(steps):
        _, dY = LOSSES[loss](w * x + b, t)
        w, b = w - lr * float(dY @ x), b - lr * float(dY.sum())
    return w


slopes = {}
for spoilt in (0, 4):
    for loss in styles:
        for seed in range(20):
            rng = np.random.default_rng(seed)
            x = rng.uniform(-2, 2, 40)
            t = 2 * x + rng.normal(0, 0.5, 40)
            t[np.argsort(x)[40 - spoilt :]] += 15
            slopes.setdefault((loss, spoilt), []).append(fitted_slope(loss, x, t))

fig, axes = plots.panels(1, 2, width=4.4, height=3)
titles = ("clean: squared error is tightest", "four spoilt targets: squared error is far off")
for ax, spoilt, title in zip(axes, (0, 4), titles, strict=True):
    for i, (loss, (_, colour, _)) in enumerate(styles.items()):
        ax.plot(np.full(20, i) + np.linspace(-0.15, 0.15, 20), slopes[loss, spoilt], "o", color=colour, markersize=4)
    ax.axhline(2, color=GREY, linewidth=0.8)
    ax.set(title=title, ylabel="fitted slope (true: 2)", xticks=range(3), xticklabels=[s[0] for s in styles.values()])
display(plots.describe(fig, "Fitted slopes for three losses and twenty seeds, with clean and with spoilt targets."))
table(
    ["loss", "clean: slope", "spoilt: slope"],
    [
        [name, *(f"{np.mean(slopes[loss, s]):.2f} ± {np.std(slopes[loss, s]):.2f}" for s in (0, 4))]
        for loss, (name, _, _) in styles.items()
    ],
)

# %% [markdown]
# The outliers sit at the right end, where they tilt the line most. With clean Gaussian targets, squared error has the smallest spread, as maximum likelihood promises; the price of Huber's loss is small. With spoilt targets, squared error is far off with every seed. Huber's loss and absolute error are off too, but by far less. Neither is immune: a fitted line has no way to know that an error is a mistake.

# %% [markdown] topics="F14"
# **Play.** One outlier and three losses. Drag the black square, or move its two sliders, and watch the three fitted lines follow it, or not. Where must the outlier lie to tilt all three lines? Where can it lie, far away, and tilt none? Then set Huber's $\delta$ to its smallest and its largest value: which of the other two lines does it come close to, and why? (What you have written and passed is drawn over the library's curves.)

# %%
explore.losses()

# %% [markdown] topics="F11 S3"
# ## 5 · An output unit for a number
#
# A loss compares the output with the target. It cannot help if the output cannot *reach* the target. So look at the range of the targets first.
#
# | target | output unit $y$ | its range |
# | --- | --- | --- |
# | any real number | identity, $y = z$ | $(-\infty, \infty)$ |
# | a positive number | softplus, or ReLU | $(0, \infty)$, or $[0, \infty)$ |
# | a share | logistic, $y = \sigma(z)$ | $(0, 1)$ |
# | between $-1$ and $1$ | tanh | $(-1, 1)$ |
# | between $l$ and $u$ | $l + (u - l)\, \sigma(z)$ | $(l, u)$ |
#
# **By hand.** A temperature between $-10$ and $40$ degrees: $z = 0$ gives $-10 + 50 \cdot \tfrac12 = 15$, and $z = 2$ gives $-10 + 50 \cdot 0.8808 = 34.04$. Neither $z$ can leave the range.
#
# The gradient gets one more factor, by the chain rule: $\dfrac{\partial L}{\partial z} = \dfrac{\partial L}{\partial y}\, f'(z)$. Where $f$ is flat, nothing is learnt, however wrong the output is. The open ends of the ranges matter too: $\sigma(z)$ never becomes 1, so targets of exactly 1 drive $z$ to infinity.
#
# **Predict first.** A single unit with a ReLU output is to learn positive targets by squared error. It starts with random weights. (The targets come from a softplus unit, so only softplus can meet them exactly; look at the first column.) How often does it stay stuck for ever? How often with softplus?


# %%
def after_training(unit, seed, steps=400, lr=0.05):
    """The share of outputs that are 0, and the loss, after gradient descent with a single unit."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(30, 2)) + 1
    t = softplus(X @ np.array([1.0, 0.5]) + 1)
    w, b = rng.normal(0, 1, 2), rng.normal()
    f, grad = ACTIVATIONS[unit].f, ACTIVATIONS[unit].grad
    for _ in range(steps):
        z = X @ w + b
        _, dY = LOSSES["mse"](f(z), t)
        dZ = dY * grad(z)
        w, b = w - lr * dZ @ X, b - lr * dZ.sum()
    return float(np.mean(f(X @ w + b) == 0)), LOSSES["mse"](f(X @ w + b), t)[0]


rows = []
for unit in ("relu", "softplus"):
    ends = np.array([after_training(unit, seed) for seed in range(100)])
    dead = ends[:, 0] == 1
    rows.append([unit, f"{dead.sum()} of 100", f"{np.median(ends[:, 1]):.4f}", f"{ends[:, 1].max():.2f}"])
table(["output unit", "starts that end with output 0 for all examples", "median loss", "largest loss"], rows)

# %% [markdown]
# A ReLU output that is 0 on every example has slope 0 on every example, and stays as it is. Softplus always has some slope. So for positive targets softplus is the safer choice; ReLU has its place where targets are often exactly 0. The figure shows what each unit can say.

# %% drawing=true
z = np.linspace(-5, 5, 401)
units = {
    "identity": (z, BLACK, "-"),
    "softplus": (softplus(z), BLUE, "--"),
    "ReLU": (np.maximum(z, 0), GREEN, ":"),
    "logistic": (sigmoid(z), RED, "-."),
    "tanh": (np.tanh(z), PURPLE, (0, (5, 1))),
}
fig, (ax,) = plots.panels(1, 1, width=6, height=3.4)
for name, (y, colour, line) in units.items():
    ax.plot(z, y, linestyle=line, color=colour, label=name, linewidth=4 if name == "ReLU" else 1.6)
for level in (-1, 1):
    ax.axhline(level, color=GREY, linewidth=0.6)
ax.set(title="What an output unit can say", xlabel="$z$", ylabel="output $y$", ylim=(-2, 3))
ax.legend(frameon=False, loc="lower right")
plots.describe(fig, "Five output units over z from -5 to 5: only the identity reaches every value.")

# %% [markdown] topics="F12 H1 S4 F14"
# ## 6 · Yes-or-no questions
#
# Now the target is 0 or 1. One linear output $z$, the **logit**, is squeezed by the logistic, and $p = \sigma(z)$ is read as the probability of a yes.
#
# **Deciding.** To be wrong as rarely as possible, say yes when yes is more probable: when $p > \tfrac12$. Since $\sigma$ rises and $\sigma(0) = \tfrac12$, this is the same as $z > 0$. You can decide without computing $\sigma$ at all.
#
# **The loss**, once more from the likelihood. A target that is 1 with probability $p$ and 0 with probability $1 - p$ has
#
# $$p(t \mid z) = p^{\,t}\, (1 - p)^{1 - t} \qquad (\text{insert } t = 1 \text{, then } t = 0).$$
#
# $$\begin{aligned}
# L &= -\frac1N \log \prod_n p(t_n \mid z_n) && \text{negative log-likelihood, as a mean} \\
# &= -\frac1N \sum_n \log \left( p_n^{\,t_n} (1 - p_n)^{1 - t_n} \right) && \text{independent; log of a product} \\
# &= -\frac1N \sum_n \left[ t_n \log p_n + (1 - t_n) \log (1 - p_n) \right] && \text{log of a product, of a power}
# \end{aligned}$$
#
# This is **binary cross-entropy** (BCE). With $K$ outputs that answer $K$ separate questions, the terms of an example are added up.
#
# **From logits.** Do not compute $p$ first. Recall from lecture 02 that $1 - \sigma(z) = \sigma(-z)$ and that softplus is $\log(1 + e^z)$:
#
# $$\begin{aligned}
# -\log \sigma(z) &= -\log \frac{1}{1 + e^{-z}} && \text{definition} \\
# &= \log(1 + e^{-z}) = \operatorname{softplus}(-z) && \text{log of a quotient; definition} \\
# -\log (1 - \sigma(z)) &= -\log \sigma(-z) = \operatorname{softplus}(z) && \text{symmetry; the line above at } -z
# \end{aligned}$$
#
# So one term of the loss is $\;t \operatorname{softplus}(-z) + (1 - t) \operatorname{softplus}(z)$. For a hard target both cases fit into one formula, the one in Kharagpur's lecture (which calls the target $y$): $\;-\log \sigma\left( (2t - 1) z \right)$. Insert $t = 1$ and $t = 0$ to see it. For a soft target such as $t = 0.9$ the short formula is *not* the loss; the long one is.
#
# **The gradient.** The derivative of softplus is $\sigma$ (lecture 02):
#
# $$\begin{aligned}
# & \frac{d}{dz} \left[ t \operatorname{softplus}(-z) + (1 - t) \operatorname{softplus}(z) \right] \\
# &\quad = -t\, \sigma(-z) + (1 - t)\, \sigma(z) && \text{chain rule} \\
# &\quad = -t\, (1 - \sigma(z)) + (1 - t)\, \sigma(z) && \text{symmetry} \\
# &\quad = \sigma(z) - t && \text{multiply out; } t\,\sigma(z) \text{ cancels}
# \end{aligned}$$
#
# Output minus target, as for squared error on a linear output. This is no accident, and lecture 04 meets it again.
#
# **By hand.** $z = 2$ and $t = 0$: $p = 0.8808$, so the loss is $-\log 0.1192 = 2.1269$, which is $\operatorname{softplus}(2) = \log(1 + e^2)$. The gradient is $0.8808 - 0 = 0.8808$.
#
# **Predict first.** A float32 network says $z = 1000$, and the target is 0. What is the loss on paper? What does a program say that computes $p$ first? And one that adds $10^{-7}$ inside the logarithm to be on the safe side?

# %%
rows = []
for size in (2.0, 10.0, 20.0, 100.0, 1000.0):
    for dtype in (np.float32, np.float64):
        z = np.array([size], dtype)
        rest = 1 - sigmoid(z)
        with np.errstate(divide="ignore"):
            plain = -np.log(rest)[0]
        padded = -np.log(rest + dtype(1e-7))[0]
        exact = lib.bce_with_logits(z, np.zeros(1, dtype))[0]
        rows.append([f"{size:.0f}", np.dtype(dtype).name, f"{plain:.4f}", f"{padded:.4f}", f"{exact:.4f}"])
table(["logit z, with t = 0", "dtype", "−log(1 − p)", "−log(1 − p + 10⁻⁷)", "from the logit"], rows)

# %% [markdown]
# In float32 the plain formula is infinite from about $z = 17$ on, because $\sigma(z)$ has become exactly 1. The padded formula is worse, since it looks healthy: a loss of 1000 shows as 16, and stops growing. Its gradient vanishes just where the network is most wrong.

# %% exercise="bce_with_logits"

# %% [markdown]
# **What usually goes wrong.** Passing probabilities where logits are expected: $\sigma$ is then applied twice, the output can never leave the interval from $\sigma(0) = 0.5$ to $\sigma(1) = 0.73$, and training seems to work, badly. Check which of the two a function wants; the name often says it.

# %% [markdown] topics="S6 F14"
# ## 7 · Why not squared error on the logistic?
#
# You could also take $L = \tfrac12 (\sigma(z) - t)^2$. Compare the two gradients with respect to $z$:
#
# $$\text{squared error:}\;\; (p - t)\, p\, (1 - p) \qquad\qquad \text{cross-entropy:}\;\; p - t .$$
#
# The first has the slope of $\sigma$ in it, by the chain rule. When the output is badly wrong, that slope is close to 0. **By hand:** at $z = -8$ with $t = 1$, $p = 0.000335$. Cross-entropy pulls with $0.9997$, squared error with $0.9997 \cdot 0.000335 = 0.000335$: three thousand times less.

# %% drawing=true
z = np.linspace(-8, 8, 401)
p, slope = ACTIVATIONS["sigmoid"].f(z), ACTIVATIONS["sigmoid"].grad(z)
one, ones = np.ones(1), np.ones(len(z))
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.2)
left.plot(z, [lib.bce_with_logits(np.array([v]), one)[0] for v in z], color=BLUE, label="cross-entropy")
left.plot(z, [lib.mse(np.array([v]), one)[0] for v in p], "--", color=RED, label="squared error")
right.plot(z, -len(z) * lib.bce_with_logits(z, ones)[1], color=BLUE)
right.plot(z, -len(z) * lib.mse(p, ones)[1] * slope, "--", color=RED)
left.set(title="target 1: the loss …", xlabel="logit $z$", ylabel="loss")
right.set(title="… and how hard it pulls", xlabel="logit $z$", ylabel="−dL/dz")
left.legend(frameon=False)
plots.describe(
    fig,
    "Loss and pull against the logit for target 1. Cross-entropy grows like a straight line to the left and pulls "
    "with nearly 1; squared error is flat there and pulls with nearly 0.",
)

# %% [markdown]
# **Measured.** One logistic unit learns two overlapping clouds of points in the plane. It starts with weights that point the wrong way: $w$ is $-1$ or $-4$ times the good direction. The table counts steps until 90 % of the examples are right, for four learning rates; 300 is where we stop.
#
# **Predict first.** Which loss needs fewer steps at each rate? Does a larger rate help squared error?


# %%
def steps_needed(loss, scale, seed, lr, most=300):
    """Gradient steps until 90 % of 100 examples are on the right side, or `most`."""
    rng = np.random.default_rng(seed)
    t = np.arange(100) % 2.0
    X = rng.normal(size=(100, 2)) + np.outer(2 * t - 1, [1.2, 1.2])
    w, b = scale * np.ones(2) + 0.5 * rng.normal(size=2), 0.0
    f = ACTIVATIONS["sigmoid"]
    for step in range(most):
        z = X @ w + b
        if np.mean((z > 0) == t) >= 0.9:
            return step
        if loss == "cross-entropy":
            dZ = LOSSES["bce_with_logits"](z, t)[1]
        else:
            dZ = LOSSES["mse"](f.f(z), t)[1] * f.grad(z)
        w, b = w - lr * dZ @ X, b - lr * dZ.sum()
    return most


rates = (0.1, 1, 10, 100)
rows = []
for scale, start_name in ((-1, "wrong"), (-4, "very wrong")):
    for loss in ("cross-entropy", "squared error"):
        row = [start_name, loss]
        for lr in rates:
            steps = [steps_needed(loss, scale, seed, lr) for seed in range(10)]
            row.append(f"{np.median(steps):.0f} ({min(steps)} to {max(steps)})")
        rows.append(row)
table(["start", "loss", *(f"rate {lr:g}" for lr in rates)], rows)

# %% [markdown]
# At the rates 0.1 and 1, cross-entropy is ahead by a factor of about eight from a wrong start, and by far more from a very wrong one. A larger rate makes up for much of it: the factor $p(1 - p)$ is small, not zero. In a deep network you cannot choose a rate for one unit, and units that start wrong are common. That is the case for cross-entropy. It is a case about gradients, not a proof that it classifies better in the end: with *linear* outputs, squared error has been found to do as well on many tasks (Hui and Belkin 2021).

# %% [markdown] topics="S6 F14"
# **Play.** Move the logit to a bad mistake and compare the three gradients below. The third curve leaves the logistic out and takes the logarithm of $z$ itself. Where does that loss exist at all? Why do a loss and an output unit belong together?

# %%
explore.losses("logit")

# %% [markdown] topics="H2"
# ## 8 · Surprise
#
# Cross-entropy has a second life in information theory, and it answers the question of section 1. Let an event have probability $p$. How surprised are you when it happens? Ask two things of a measure $s(p)$: it falls as $p$ grows, and for independent events surprises add up, $s(p q) = s(p) + s(q)$. The functions that do this are $s(p) = -c \log p$ with $c > 0$. We take $c = 1$: the unit is the **nat** ($c = 1 / \log 2$ gives bits).
#
# **Entropy** is the mean surprise of somebody who knows the true distribution $p = (p_1, \dots, p_K)$. An outcome of probability 0 never surprises anybody, so $0 \log 0$ counts as 0, which is also the limit of $p \log p$:
#
# $$H(p) = -\sum_k p_k \log p_k .$$
#
# **By hand.** A fair coin: $-2 \cdot \tfrac12 \log \tfrac12 = \log 2 = 0.6931$. A coin with $\tfrac14$ and $\tfrac34$: $\tfrac14 \cdot 1.3863 + \tfrac34 \cdot 0.2877 = 0.5623$. A coin with two heads: 0.
#
# **Predict first.** For $K$ outcomes, which distribution has the largest entropy, and how large is it?

# %% exercise="entropy"

# %% [markdown] topics="H2 H1"
# **Cross-entropy** is the mean surprise of somebody who believes $q$ while $p$ is true: events come with weights $p_k$, surprises with $-\log q_k$. What the wrong belief costs on top of the entropy is the **divergence** of Kullback and Leibler:
#
# $$\begin{aligned}
# H(p, q) &= -\sum_k p_k \log q_k && \text{definition} \\
# &= -\sum_k p_k \log p_k + \sum_k p_k (\log p_k - \log q_k) && \text{add and subtract } \textstyle\sum p_k \log p_k \\
# &= H(p) + \mathrm{KL}(p \,\|\, q) && \text{with } \mathrm{KL}(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k}
# \end{aligned}$$
#
# **The divergence is never negative.** Use $\log x \le x - 1$, with equality only at $x = 1$ (the logarithm is concave, and $x - 1$ is its tangent at 1):
#
# $$\begin{aligned}
# -\mathrm{KL}(p \,\|\, q) &= \sum_{k:\, p_k > 0} p_k \log \frac{q_k}{p_k} && \text{log of a reciprocal; other terms are 0} \\
# &\le \sum_{k:\, p_k > 0} p_k \left( \frac{q_k}{p_k} - 1 \right) && \log x \le x - 1 \\
# &= \sum_{k:\, p_k > 0} q_k - 1 \;\le\; 0 && \text{cancel; } \textstyle\sum p_k = 1 \text{ and } \sum q_k = 1
# \end{aligned}$$
#
# It is 0 only if $q_k = p_k$ for all $k$. It is not a distance, for $\mathrm{KL}(p \,\|\, q) \ne \mathrm{KL}(q \,\|\, p)$ in general. **By hand**, with $p = (\tfrac12, \tfrac12)$ and $q = (\tfrac14, \tfrac34)$: $\tfrac12 \log 2 + \tfrac12 \log \tfrac23 = 0.1438$; the other way round, $\tfrac14 \log \tfrac12 + \tfrac34 \log \tfrac32 = 0.1308$.
#
# This settles the prediction before the last exercise. Let $u$ be uniform, $u_k = 1/K$. Then $0 \le \mathrm{KL}(p \,\|\, u) = \sum_k p_k \log p_k + \sum_k p_k \log K = \log K - H(p)$. So no entropy is above $\log K$, and only the uniform distribution reaches it.

# %% exercise="kl_divergence"

# %% [markdown] topics="H1 H2 F14 O13"
# ### From the likelihood to cross-entropy
#
# Let there be $K$ classes, and let the network give class $k$ the probability $q_k(x_n)$. As a one-hot row, the target $t_n$ has a 1 at the true class and 0 elsewhere. The steps of section 6, with $K$ factors instead of two, give
#
# $$p(t_n \mid x_n) = \prod_k q_k(x_n)^{t_{nk}}, \qquad L = -\frac1N \sum_n \sum_k t_{nk} \log q_k(x_n) .$$
#
# This is **categorical cross-entropy** (CCE). For one example only the true class remains: $L_n = -\log q_{\text{true}}$. UMass adds up examples instead of averaging, and calls the sum the *deviance* (statisticians put a 2 in front).
#
# **Why the name?** Suppose all $N$ examples have the same input, and $n_k$ of them have class $k$. Then
#
# $$L = -\frac1N \sum_k n_k \log q_k = -\sum_k \hat p_k \log q_k = H(\hat p, q), \qquad \hat p_k = \frac{n_k}{N} .$$
#
# The mean negative log-likelihood **is** the cross-entropy between the observed frequencies and the forecast. By the inequality above it is least where $q = \hat p$. So this loss rewards honest probabilities: whoever says 99.9 % must be right 999 times in 1000.
#
# **When does minimising one minimise the other?** In $H(p, q) = H(p) + \mathrm{KL}(p \,\|\, q)$, the entropy of the data does not contain the weights. So cross-entropy and divergence have the same gradient with respect to $q$ and the same minimum; they differ by the floor $H(p)$. This is no longer so if the *first* argument depends on the weights. The figure turns one knob: $q_k \propto p_k^\beta$ is the truth at $\beta = 1$, flatter below and sharper above.
#
# **Predict first.** On the left, $p$ is first and fixed. On the right, the two have changed places. Where does each of the four curves have its minimum?

# %% drawing=true
p = np.array([0.5, 0.25, 0.15, 0.1])
beta = np.linspace(0, 4, 401)
Q = p ** beta[:, None]
Q /= Q.sum(axis=1, keepdims=True)
P = np.broadcast_to(p, Q.shape)
fig, axes = plots.panels(1, 2, width=4.6, height=3.2)
for ax, first, second, names in zip(axes, (P, Q), (Q, P), ("pq", "qp"), strict=True):
    divergence = lib.kl_divergence(first, second)
    cross = lib.entropy(first) + divergence
    a, b = names
    for values, label, colour, line in (
        (cross, f"$H({a}, {b})$", BLUE, "-"),
        (divergence, rf"$\mathrm{{KL}}({a} \| {b})$", RED, "--"),
    ):
        ax.plot(beta, values, line, color=colour, label=label)
        best = int(np.argmin(values))
        if best < len(beta) - 1:  # the end of the axis is no minimum
            ax.plot(beta[best], values[best], "o", color=BLACK)
    if names == "pq":
        ax.axhline(lib.entropy(p), color=GREY, linewidth=0.8, label="$H(p)$")
    ax.set(xlabel=r"sharpness $\beta$ of $q$", ylabel="nats")
    ax.legend(frameon=False)
axes[0].set_title("the truth first: same minimum")
axes[1].set_title("the truth second: $H(q, p)$ falls for ever")
plots.describe(
    fig,
    "Left: cross-entropy and divergence with p first run in parallel, both least at sharpness 1, with the entropy "
    "of p between them. Right: with q first the divergence is least at 1, and the cross-entropy falls for ever.",
)

# %%
floor = float(lib.entropy(np.array([0.9, 0.1])))
print(f"If 10 % of all yes-or-no labels are wrong at random, the best possible cross-entropy is {floor:.4f}, not 0.")
for name, hits, said in (("cautious", 0.8, 0.7), ("bold", 0.9, 0.999)):
    truth, forecast = np.array([hits, 1 - hits]), np.array([said, 1 - said])
    unavoidable, extra = lib.entropy(truth), lib.kl_divergence(truth, forecast)
    print(f"{name:8}: {unavoidable:.3f} unavoidable + {extra:.3f} from a dishonest number = {unavoidable + extra:.3f}")

# %% [markdown]
# There is the answer to section 1. The bold station *knows* more: its unavoidable part is smaller. It *states* what it knows badly: it is right 9 times in 10 and says 999 in 1000. Cross-entropy charges for both. Squared error charges at most 1 for any single mistake, so it forgives boldness. The share of right days does not look at the numbers at all.
#
# **What usually goes wrong.** Expecting the loss to reach 0: with noisy labels or soft targets the floor is $H(p)$. And swapping the arguments: with one-hot targets as the second argument, $\log 0$ appears at once.

# %% [markdown] topics="F11 S3 S6"
# ## Derive it yourself
#
# Two derivations as text, one $=$ a line, checked line by line (lecture 02 says how they are written). An index stands in square brackets, `Y[n, k]`, and `sum(i, …)` is a sum over the index $i$.
#
# **The gradient of squared error**, for one entry of $Y$.

# %% exercise="mse_derivation"

# %% [markdown]
# **Where squared error comes from.** Targets are normally distributed around the outputs; the cost is the negative logarithm of their density. Derive its gradient with respect to one output.

# %% exercise="likelihood_derivation"

# %% [markdown] topics="F11 S6"
# ## Test and break
#
# **Write the test yourself.** A loss returns its cost and a gradient. Do the two belong together? Your test is given a loss that nobody has told it anything about.

# %% exercise="loss_gradient_test"

# %% [markdown]
# **Find where it breaks.** Adding a small number inside the logarithm is a popular guard. Find an example for which this loss is wrong.

# %% exercise="guarded_counterexample"

# %% [markdown]
# ## Recap
#
# A loss is a belief about noise: take the negative logarithm of the likelihood, divide by $N$, drop what does not contain the weights.
#
# | target | belief | output unit | loss of one example | gradient with respect to the output or logit |
# | --- | --- | --- | --- | --- |
# | numbers | Gaussian | identity | $\tfrac12 \sum_k (y_k - t_k)^2$ | $y - t$ |
# | numbers with outliers | Laplace | identity | $\sum_k \lvert y_k - t_k \rvert$ | $\operatorname{sign}(y - t)$ |
# | numbers with some outliers | Gaussian inside, Laplace outside | identity | Huber | $y - t$, limited to $\pm\delta$ |
# | yes or no | Bernoulli | logistic | $-t \log p - (1 - t) \log(1 - p)$ | $p - t$ |
# | one of $K$ classes | categorical | softmax (lecture 04) | $-\sum_k t_k \log p_k$ | $p - t$ |
#
# Squared error aims at the mean, absolute error at the median, cross-entropy at honest probabilities. Cross-entropy is entropy plus divergence, and only the divergence depends on the weights. Compute it from logits, and a loss of 1000 is 1000.
#
# ## Test yourself
#
# 1. You double all targets and outputs of a regression. What happens to squared error, to absolute error, and to their gradients?
#
# <details><summary>Answer</summary>
#
# Squared error becomes four times as large and its gradient twice as large. Absolute error doubles, and its gradient does not change: a sign has no size.
#
# </details>
#
# 2. Your training set has 100 000 examples, and a colleague's code adds the losses up instead of averaging. Your learning rate is 0.1. Which rate takes the same steps in their code?
#
# <details><summary>Answer</summary>
#
# Their gradient is 100 000 times as long, so $0.1 / 100\,000 = 10^{-6}$.
#
# </details>
#
# 3. The noise is Gaussian, but its standard deviation $s_n$ differs from example to example and is known. Minimising which loss gives maximum likelihood?
#
# <details><summary>Answer</summary>
#
# In section 3 the factor $1 / s^2$ stays inside the sum: $\frac1N \sum_n \frac{1}{2 s_n^2} (y_n - t_n)^2$. Reliable examples count more.
#
# </details>
#
# 4. A yes-or-no classifier says $z = 0$ for every example. What is its loss, whatever the targets are? Why is this a useful number to know?
#
# <details><summary>Answer</summary>
#
# $\operatorname{softplus}(0) = \log 2 = 0.693$ for each example. A network that starts with small weights must start near it, and one that ends near it has learnt nothing.
#
# </details>
#
# 5. $q$ gives probability 0 to something that does happen. What are $\mathrm{KL}(p \,\|\, q)$ and $\mathrm{KL}(q \,\|\, p)$?
#
# <details><summary>Answer</summary>
#
# The first is infinite: there is a term $p_k \log (p_k / 0)$ with $p_k > 0$. The second has a term $0 \cdot \log(0 / p_k) = 0$ there and may well be finite.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): output units by range, the decision at ½, MSE, MAE, BCE and CCE.
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: cross-entropy from the likelihood; entropy and divergence.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: Gaussian and Bernoulli outputs, $-\log\sigma((2y - 1)z)$.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst: squared error and deviance over outputs and examples.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: the convention of half the square.
#
# Books and papers:
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, sections 5.5 and 6.2: maximum likelihood and output units.
# - T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer 2009, sections 10.6 and 11.4: robust losses, deviance.
# - P. J. Huber, "Robust estimation of a location parameter", *Annals of Mathematical Statistics* 35 (1964), 73–101.
# - C. E. Shannon, "A mathematical theory of communication", *Bell System Technical Journal* 27 (1948), 379–423 and 623–656.
# - S. Kullback, R. A. Leibler, "On information and sufficiency", *Annals of Mathematical Statistics* 22 (1951), 79–86.
# - P. Golik, P. Doetsch, H. Ney, "Cross-entropy vs. squared error training: a theoretical and experimental comparison", Interspeech 2013.
# - L. Hui, M. Belkin, "Evaluation of neural architectures trained with square loss vs cross-entropy in classification tasks", ICLR 2021, [arXiv:2006.07322](https://arxiv.org/abs/2006.07322).
