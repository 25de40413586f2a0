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
# Training makes one number small. Everything that a network learns, it learns because that number went down. Who chooses the number, and on what grounds?
#
# **You will be able to**
# - derive squared error, absolute error and cross-entropy from an assumption about noise, each step by a named rule;
# - choose an output unit and a loss for a target that is a number, a positive number, a proportion, or a yes or no;
# - write six functions, each right for outputs of any size, and a test that finds a wrong gradient;
# - say what entropy, cross-entropy and divergence have to do with each other, and why an honest forecast scores best.
#
# **You need** the chain rule, logarithms, the idea of a probability density, and sigmoid and softplus from lecture 02. Backpropagation is not needed.
#
# **It takes** about three hours with six functions, three derivations, a test, a counterexample and a loss to mend, one hour if you only read and run. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import explore, plots
from mlpkit.activations import ACTIVATIONS, sigmoid, softplus
from mlpkit.losses import LOSSES
from mlpkit.show import number, say, table

start("03")

# %%
from mlpkit import losses as lib
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, LINES, RED

# %% [markdown] topics="S6"
# ## 1 · Which forecast is better?
#
# Two weather stations forecast the chance of rain for ten days. The *cautious* station gives 70 % to the side that it believes in, rain or no rain, and its side is right on 8 days. The *bold* station gives 99.9 % to its side, and its side is right on 9 days. For each day, let $p$ be the probability that a station gave to what then happened.

# %%
stations = {"cautious": np.array([0.7] * 8 + [0.3] * 2), "bold": np.array([0.999] * 9 + [0.001])}

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.2, height=2.4)
for ax, (name, p), best in zip(axes, stations.items(), (8, 9), strict=True):
    ax.bar(range(1, 11), p, color=[BLUE if right else RED for right in p > 0.5])
    ax.set(title=f"{name}: right on {best} of 10 days", xlabel="day", ylabel="$p$ of what happened", ylim=(0, 1.05))
    ax.set(xticks=range(1, 11))
    ax.grid(False, axis="x")
axes[1].annotate("0.001", (10, 0.03), ha="center", color=RED, fontsize=9)
plots.describe(
    fig,
    "Bars for ten days. The cautious station gave 0.7 to what happened on eight days and 0.3 on two; the bold one "
    "0.999 on nine days and 0.001 on the tenth.",
)

# %% [markdown]
# **Predict first.** Which station is better? Write it down. Then run the cell, which scores both in three ways: by the fraction of days on which its side was right, called **accuracy**; by the mean of $(1 - p)^2$; and by the mean of $-\log p$. Of the last two, smaller is better.

# %% exercise="station_prediction"

# %%
table(
    ["station", "accuracy", "mean of (1 − p)²", "mean of −log p"],
    [
        [name, f"{np.mean(p > 0.5):.0%}", f"{np.mean((1 - p) ** 2):.3f}", f"{np.mean(-np.log(p)):.3f}"]
        for name, p in stations.items()
    ],
)
reveal("station_prediction", min(stations, key=lambda name: np.mean(-np.log(stations[name]))))

# %% [markdown]
# Two scores prefer the bold station, and one prefers the cautious one. None of the three is wrong, because each answers a different question, and by the end of this lecture you can say which. Section 8 comes back to the two stations. We begin with the oldest of the three ideas, the square.

# %% [markdown] topics="F14 O13 S6"
# ## 2 · Squared error
#
# A network has $K$ outputs. For example $n$ they are $y_{n1}, \dots, y_{nK}$, and they should be $t_{n1}, \dots, t_{nK}$. A loss is one number that says how far all the outputs are from their targets. Here it is half the squared error of an example, and its mean over $N$ examples:
#
# $$L_n = \tfrac12 \sum_{k=1}^{K} (y_{nk} - t_{nk})^2, \qquad L = \frac1N \sum_{n=1}^{N} L_n .$$
#
# So errors are added up over the outputs of an example and averaged over the examples.
#
# **By hand.** Two examples have three outputs each: $y_1 = (2, 0, 1)$ should be $(1, 0, 1)$, and $y_2 = (1, 3, 0)$ should be $(1, 1, 0)$. The differences are $(1, 0, 0)$ and $(0, 2, 0)$. So $L_1 = \tfrac12$, $L_2 = \tfrac12 \cdot 4 = 2$, and $L = (\tfrac12 + 2) / 2 = 1.25$.
#
# To make $L$ small you need to know how it moves when one output moves. Derive it yourself, as text: one `=` per line, and the check names the first line that does not follow. (Lecture 02 says how derivations are written. An index stands in square brackets, `Y[n, k]`; `sum(i, …)` is a sum over $i$. $L$ is called `C` there.)

# %% exercise="mse_derivation"

# %% [markdown] topics="F14 O13 S6"
# <details><summary>Line by line</summary>
#
# One output $y_{nk}$ stands in one term only:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial y_{nk}} &= \frac1N \frac{\partial L_n}{\partial y_{nk}} && \text{linearity; the other examples do not contain } y_{nk} \\
# &= \frac1N \cdot \tfrac12 \cdot \frac{\partial}{\partial y_{nk}} (y_{nk} - t_{nk})^2 && \text{linearity; the other outputs do not contain } y_{nk} \\
# &= \frac1N \cdot \tfrac12 \cdot 2\,(y_{nk} - t_{nk}) \cdot 1 && \text{power rule and chain rule} \\
# &= \frac{y_{nk} - t_{nk}}{N} && \text{the } \tfrac12 \text{ cancels the } 2
# \end{aligned}$$
#
# </details>
#
# The gradient is $\partial L / \partial y_{nk} = (y_{nk} - t_{nk}) / N$. So each output is pulled towards its target with a force that grows with the distance. In the example above, the largest entry of the gradient is $2 / 2 = 1$.
#
# **Books and libraries do not agree on the factor.** You will meet at least the three conventions of the next table. It applies them to the two examples above.

# %%
Y = np.array([[2.0, 0.0, 1.0], [1.0, 3.0, 0.0]])
T = np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
N, K = Y.shape
loss, dY = lib.mse(Y, T)
times_ours = {
    "½ sum over outputs, mean over examples (here)": 1,
    "mean over outputs and examples (PyTorch)": 2 / K,
    "sum over outputs and examples": 2 * N,
}
table(
    ["convention", "loss", "largest entry of the gradient", "rate that takes the same step"],
    [[name, f"{u * loss:.4f}", f"{u * dY.max():.4f}", f"{1 / u:.4g} η"] for name, u in times_ours.items()],
)

# %% [markdown]
# All three have their minimum in the same place, and their gradients point the same way. They differ in length, and a step of gradient descent multiplies that length by the learning rate $\eta$ of lecture 01. The last column says which rate makes up for the difference. With a sum over examples, the right rate shrinks as the training set grows; with a mean it does not, and that is why this course averages. The plain mean of all squares, without $\tfrac12$, has a name of its own, **mean squared error** (MSE), and people often use this name for all three.
#
# Now write loss *and* gradient. The second result, `dY`, has the shape of the outputs. In lecture 06 it will be where backpropagation starts.

# %% exercise="mse"

# %% [markdown]
# **What usually goes wrong: two shapes that broadcast.** Outputs of shape $(N, 1)$ and targets of shape $(N,)$ look alike when printed. Their difference does not.
#
# **Predict first.** Four outputs are equal to their four targets. What does the plain formula give, if one of the two arrays has a second axis?

# %%
y, t = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([1.0, 2.0, 3.0, 4.0])
print("shape of y - t:", (y - t).shape)
print("squared error of what broadcasting makes of them:", lib.mse(*np.broadcast_arrays(y, t))[0])
try:
    lib.mse(y, t)
except ValueError as error:
    print("mlpkit:", error)

# %% [markdown]
# Every output was compared with every target. So the loss is not 0, and training on it pulls all outputs towards the mean target, without any error message. `mlpkit` compares the shapes before it computes anything. Do the same in code of your own.

# %% [markdown] topics="S3 F14"
# ## 3 · Where squared error comes from
#
# Why the square, and not the absolute value or the fourth power? Suppose the target is the network's output plus noise, and the noise is Gaussian with mean 0 and a fixed standard deviation $s$. Then the linear output $y$ is *the mean of a Gaussian*, and the density of the target is
#
# $$p(t \mid y) = \frac{1}{\sqrt{2\pi}\, s} \exp\left( -\frac{(t - y)^2}{2 s^2} \right).$$
#
# The density of all the targets that were observed, taken as a function of the network's weights, is called the **likelihood** of the weights. Good weights make what was observed probable. To choose those weights for which the likelihood is largest is called **maximum likelihood**.
#
# If the examples are independent, the densities multiply, so that their logarithms add up. People take the negative logarithm, because then small is good. Derive its gradient with respect to one output, and compare it with the gradient of squared error.

# %% exercise="likelihood_derivation"

# %% [markdown] topics="S3 F14"
# <details><summary>Line by line, for the likelihood itself</summary>
#
# $$\begin{aligned}
# -\log \prod_{n=1}^{N} p(t_n \mid y_n) &= -\sum_{n=1}^{N} \log p(t_n \mid y_n) && \text{independent; log of a product} \\
# &= \sum_{n=1}^{N} \left[ \frac{(t_n - y_n)^2}{2 s^2} + \log\left( \sqrt{2\pi}\, s \right) \right] && \text{the density; log of an exponential} \\
# &= \frac{1}{s^2} \sum_{n=1}^{N} \tfrac12 (y_n - t_n)^2 + \text{const} && \text{the second term does not contain } y_n \\
# &= \frac{N}{s^2}\, L + \text{const} && \text{definition of } L
# \end{aligned}$$
#
# </details>
#
# The negative log-likelihood is $\frac{N}{s^2} L$ plus a constant, and $N / s^2$ is positive. **The weights with the least squared error are the weights of maximum likelihood, if the noise is Gaussian with the same spread everywhere.** In plain English: whoever uses squared error acts as if the noise were of this kind. (Whatever the noise is, squared error aims at the mean; see below.) With $K$ outputs and independent noise on each, the densities multiply and the squares add up, which is the sum over $k$.
#
# The cell checks it. It changes random outputs, and compares the change of the negative log-likelihood with $N / s^2$ times the change of the loss.

# %%
rng = np.random.default_rng(0)
N, s = 50, 0.7
t = rng.normal(size=N)


def negative_log_likelihood(y):
    return -np.sum(np.log(np.exp(-((t - y) ** 2) / (2 * s**2)) / (np.sqrt(2 * np.pi) * s)))


first, second = rng.normal(size=(2, N))
change_of_nll = negative_log_likelihood(second) - negative_log_likelihood(first)
change_of_loss = lib.mse(second, t)[0] - lib.mse(first, t)[0]
print("change of the negative log-likelihood ", number(change_of_nll, ".8f"))
print("N / s² times the change of the loss   ", number(N / s**2 * change_of_loss, ".8f"))

# %% [markdown] topics="S3"
# **What squared error aims at.** Suppose you must predict the same number $u$ for all examples. Which one is best? Set the derivative to zero:
#
# $$\frac{\mathrm d}{\mathrm d u}\, \frac1N \sum_n \tfrac12 (u - t_n)^2 = \frac1N \sum_n (u - t_n) = u - \frac1N \sum_n t_n = 0 .$$
#
# So the best $u$ is the mean of the targets.
#
# A network may predict a different number for each input, and it is best if that number is the mean of the targets *at that input*. Other beliefs about the noise give other losses. The figure shows two, Gauss's and Laplace's, and the second is the subject of the next section.

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
left.set(title="A belief about the noise …", xlabel="$t - y$", ylabel="density")
right.set(title="… is a loss", xlabel="$y - t$", ylabel="−log density, lowest point at 0")
left.legend()
plots.label_lines(right)
plots.describe(
    fig,
    "Left: the Gaussian and the Laplace density; the second has the sharper peak and the longer tails. "
    "Right: their negative logarithms, a parabola and a V.",
)

# %% [markdown] topics="F14"
# ## 4 · Outliers
#
# Under a Gaussian, an error of five standard deviations is practically impossible. A parabola will therefore accept many small errors to avoid one large error. If your targets contain mistakes, such as a misplaced decimal point, there will be **outliers**, values far from all others, and a different belief about the noise is more sensible.
#
# **Absolute error.** With Laplace noise, $p(t \mid y) = \frac{1}{2s} \exp(-|t - y| / s)$, the steps of section 3 give $\frac{N}{s} \cdot \frac1N \sum_n |y_n - t_n| + \text{const}$. (For this density $s$ is a measure of spread, not the standard deviation.) The loss is the **mean absolute error** (MAE)
#
# $$L = \frac1N \sum_n \sum_k |y_{nk} - t_{nk}|, \qquad \frac{\partial L}{\partial y_{nk}} = \frac1N \operatorname{sign}(y_{nk} - t_{nk}) .$$
#
# At $y = t$ the V has a corner and no derivative, and we take 0 there. Every example now pulls with the same force, near or far. What is the best constant? The derivative $\frac1N \sum_n \operatorname{sign}(u - t_n)$ counts the targets below $u$, subtracts the targets above, and divides by $N$. It is zero where there are as many on either side, and this is the **median**.
#
# **Huber's loss** (Peter Huber, 1964) is a parabola in the middle and a V outside. With $d = y - t$ and a limit $\delta > 0$,
#
# $$\ell_\delta(d) = \begin{cases} \tfrac12 d^2 & |d| \le \delta \\ \delta \left( |d| - \tfrac12 \delta \right) & |d| > \delta \end{cases}
# \qquad\qquad
# \ell_\delta'(d) = \begin{cases} d & |d| \le \delta \\ \delta \operatorname{sign} d & |d| > \delta \end{cases}$$
#
# Where do the constants come from? The outer piece is to be a straight line, a slope times $|d|$ plus a constant $v$. At $|d| = \delta$ the slopes must agree, so the slope is $\delta$. The values must agree too: $\delta \cdot \delta + v = \tfrac12 \delta^2$, and therefore $v = -\tfrac12 \delta^2$.
#
# **By hand.** With $\delta = 1$, an error of $\tfrac12$ costs $\tfrac12 \cdot \tfrac14 = 0.125$, and an error of 3 costs $1 \cdot (3 - \tfrac12) = 2.5$, where half the square would be $4.5$.
#
# **Predict first.** Five targets are 1, 2, 2.4, 4 and 60, and the last one should have been 6. Which constant is best by squared error, by absolute error, and by Huber's loss with $\delta = 1$? One of the three you can read off without a pencil.

# %% exercise="constant_prediction"

# %%
targets = np.array([1.0, 2.0, 2.4, 4.0, 60.0])
constants = np.linspace(0, 20, 2001)
of_constants = {loss: [LOSSES[loss](np.full(5, u), targets)[0] for u in constants] for loss in ("mse", "mae", "huber")}
styles = {"mse": ("squared", BLUE, "-"), "mae": ("absolute", RED, "--"), "huber": ("Huber, δ = 1", GREEN, "-.")}
reveal("constant_prediction", constants[np.argmin(of_constants["mae"])])

# %% drawing=true
fig, axes = plots.panels(1, 3, width=3.2, height=2.9)
for ax, (loss, values) in zip(axes, of_constants.items(), strict=True):
    name, colour, line = styles[loss]
    best = constants[int(np.argmin(values))]
    ax.plot(constants, values, line, color=colour)
    ax.plot([best], [min(values)], "o", color=BLACK)
    below = min(values) - 0.15 * (max(values) - min(values))  # the targets stand below the curve
    ax.plot(targets[:4], [below] * 4, "|", color=BLACK, markersize=12)
    ax.annotate(
        "",
        (20.5, below),
        (17, below),
        arrowprops={"arrowstyle": "-|>", "color": BLACK},
        annotation_clip=False,
    )
    ax.text(16.8, below, "60", ha="right", va="center")
    ax.set(title=f"{name}: best at {best:.2f}", xlabel="constant prediction $u$", ylabel="loss")
plots.describe(
    fig,
    "The loss of a constant prediction for targets 1, 2, 2.4, 4 and 60. Squared error is least at the mean, far "
    "from the four small targets; absolute error at the median; Huber's loss a little above the median.",
)

# %% [markdown]
# The black strokes are four of the targets; the fifth lies far outside. It draws the mean away from all the others, to a place where there is no target at all. The median does not move when 60 becomes 6. Huber's loss ends close to the median.

# %% exercise="mae"

# %% exercise="huber"

# %% [markdown]
# **What usually goes wrong.** The gradient is limited after the division by $N$ instead of before; the straight piece does not start where the parabola ends; or $\delta$ has the wrong unit. It is a distance between output and target, so if you measure the target in metres instead of kilometres, $\delta$ must become 1000 times larger.
#
# **Write the test yourself.** You now have three losses, and each claims that its second result is the gradient of its first. Write a function that tests this claim for a loss about which it knows nothing. The check gives it right losses and seven wrong ones.

# %% exercise="loss_gradient_test"

# %% [markdown]
# **Does it matter?** We fit a line to 40 points around $y = 2x$ by gradient descent, with each of the three losses and 100 seeds. First all noise is Gaussian. Then we corrupt four of the forty targets, those furthest to the right, by adding 15 to each.
#
# **Predict first.** Which loss comes closest to the slope 2 on clean data? In which direction, and with which losses, do the corrupted targets pull the slope?


# %%
def fitted_slope(loss, corrupted, seed, lr=0.1, steps=200):
    """The slope after gradient descent on y = w x + b, with so many targets corrupted."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, 40)
    t = 2 * x + rng.normal(0, 0.5, 40)
    t[np.argsort(x)[40 - corrupted :]] += 15
    w = b = 0.0
    for _ in range(steps):
        _, dY = LOSSES[loss](w * x + b, t)
        w, b = w - lr * float(dY @ x), b - lr * float(dY.sum())
    return w


slopes = {(loss, bad): [fitted_slope(loss, bad, seed) for seed in range(100)] for loss in styles for bad in (0, 4)}
table(
    ["loss", "clean: slope", "four corrupted: slope"],
    [
        [name, *(f"{np.mean(slopes[loss, bad]):.3f} ± {np.std(slopes[loss, bad]):.3f}" for bad in (0, 4))]
        for loss, (name, _, _) in styles.items()
    ],
)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.4, height=3)
titles = ("Clean targets: three losses, one slope", "Four corrupted: squared error is far off")
for ax, bad, title in zip(axes, (0, 4), titles, strict=True):
    for i, (loss, (_, colour, _)) in enumerate(styles.items()):
        ax.plot(np.full(100, i) + np.linspace(-0.2, 0.2, 100), slopes[loss, bad], "o", color=colour, markersize=3)
    ax.axhline(2, color=GREY, linewidth=0.8)
    ax.set(title=title, xlabel="loss", ylabel="fitted slope (true: 2)")
    ax.set(xticks=range(3), xticklabels=[name for name, *_ in styles.values()])
plots.same_range(axes)
plots.describe(fig, "Fitted slopes for three losses and a hundred seeds, with clean and with corrupted targets.")

# %% [markdown]
# With clean Gaussian targets the slopes by squared error spread less than those by absolute error, as maximum likelihood promises, and Huber's loss can hardly be told from squared error. **With corrupted targets squared error is far off with every seed, absolute error and Huber's loss much less.** They are not immune, because a fitted line has no way to know that an error is a mistake.

# %% [markdown] topics="F14"
# **Play.** Below are one outlier and three losses. Drag the black square, or move its two sliders, and watch which of the three fitted lines follow it. Where must the outlier lie to tilt the squared-error line most? Does any place tilt the absolute-error line as far? Where can it lie, far away, and tilt none? Then set Huber's $\delta$ to its smallest and its largest value. Which of the other two lines does it come close to, and why? (What you have written and passed is drawn over the library's curves.)

# %%
explore.losses()

# %% [markdown]
# At the left or right end an outlier has a long lever. It tilts the squared-error line far and Huber's less. The absolute-error line it tilts hardly anywhere, because there only the side counts on which it lies. Far above the middle of the points it lifts the squared-error line without tilting it. A small $\delta$ makes Huber's loss a scaled absolute error, because nearly all errors are then in the straight piece; with a large $\delta$ no error ever leaves the parabola.

# %% [markdown] topics="F11 S3"
# ## 5 · An output unit for a number
#
# A loss compares the output with the target. It cannot help if the output cannot *reach* the target. So look at the range of the targets first.
#
# | target | output unit $y$ | its range |
# | --- | --- | --- |
# | any real number | identity, $y = z$ | $(-\infty, \infty)$ |
# | a positive number | softplus, or ReLU | $(0, \infty)$, or $[0, \infty)$ |
# | a proportion | logistic, $y = \sigma(z)$ | $(0, 1)$ |
# | between $-1$ and $1$ | tanh | $(-1, 1)$ |
# | between $u$ and $v$ | $u + (v - u)\, \sigma(z)$ | $(u, v)$ |
#
# **By hand.** A temperature lies between $-10$ and $40$ degrees: $z = 0$ gives $-10 + 50 \cdot \tfrac12 = 15$, and $z = 2$ gives $-10 + 50 \cdot 0.8808 = 34.04$. No $z$ gives a temperature outside the range.
#
# The output unit $f$ adds a factor to the gradient, by the chain rule: $\dfrac{\partial L}{\partial z} = \dfrac{\partial L}{\partial y}\, f'(z)$. Where $f$ is flat nothing is learnt, however wrong the output is. The open ends of the ranges matter too. Because $\sigma(z)$ never becomes 1, targets of exactly 1 drive $z$ towards infinity.
#
# **Predict first.** A single unit with a ReLU output starts with random weights and learns positive targets by squared error. How often, in 100 starts, does it end with the output 0 for every example? How often with softplus? (The targets were made with a softplus unit, which could meet them exactly, so compare only the counts and not the losses.)


# %%
def silent_at_the_end(unit, seed, steps=300, lr=0.05):
    """Whether a single unit's output is 0 on all examples after gradient descent."""
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
    return bool(np.all(f(X @ w + b) == 0))


counts = {unit: sum(silent_at_the_end(unit, seed) for seed in range(100)) for unit in ("relu", "softplus")}
say(
    f"Of 100 starts, {counts['relu']} end with output 0 for all examples with ReLU, and {counts['softplus']} with softplus."
)

# %% [markdown]
# **A ReLU output that is 0 on every example has slope 0 on every example, and stays as it is.** Softplus always has some slope, so it is the safer choice for positive targets. ReLU has its place where targets are often exactly 0, such as the amount of rain on a day. The figure shows what each unit can reach.

# %% drawing=true
z = np.linspace(-4, 4, 401)
units = {
    "identity": (z, "-"),
    "softplus": (softplus(z), "--"),
    "ReLU": (np.maximum(z, 0), ":"),
    "logistic": (sigmoid(z), "-."),
    "tanh": (np.tanh(z), (0, (5, 1))),
}
fig, (ax,) = plots.panels(1, 1, width=6.4, height=3.4)
for (name, (y, line)), colour in zip(units.items(), LINES, strict=False):
    ax.plot(z, y, linestyle=line, color=colour, label=name, linewidth=4 if name == "ReLU" else 1.6)
for level in (-1, 1):
    ax.axhline(level, color=GREY, linewidth=0.6)
ax.set(title="Only the identity reaches every number", xlabel="$z$", ylabel="output $y$", ylim=(-2, 4))
plots.label_lines(ax)
plots.describe(fig, "Five output units for z from −4 to 4: only the identity reaches every value.")

# %% [markdown] topics="F12 H1 S4 F14"
# ## 6 · Yes-or-no questions
#
# Now the target is 0 or 1. One linear output $z$, the **logit**, goes through the logistic function, and $p = \sigma(z)$ is read as the probability of a yes. Solved for $z$, this is $z = \log\frac{p}{1 - p}$, the logarithm of the odds.
#
# **Deciding.** To be wrong as rarely as possible, answer yes when yes is more probable, that is when $p > \tfrac12$. Because $\sigma$ is increasing and $\sigma(0) = \tfrac12$, this is the same as $z > 0$. You can decide without computing $\sigma$ at all. (At exactly $p = \tfrac12$ both answers are equally good. The programs of this course then answer no, unlike the step of lecture 01, which is 1 at 0.)
#
# **The loss.** It comes from the likelihood once more. A target that is 1 with probability $p$ and 0 with probability $1 - p$ has
#
# $$P(t \mid z) = p^{\,t}\, (1 - p)^{1 - t} \qquad (\text{insert } t = 1 \text{, then } t = 0).$$
#
# $$\begin{aligned}
# L &= -\frac1N \log \prod_n P(t_n \mid z_n) && \text{negative log-likelihood, as a mean} \\
# &= -\frac1N \sum_n \log \left( p_n^{\,t_n} (1 - p_n)^{1 - t_n} \right) && \text{independent; log of a product} \\
# &= -\frac1N \sum_n \left[ t_n \log p_n + (1 - t_n) \log (1 - p_n) \right] && \text{log of a product, of a power}
# \end{aligned}$$
#
# This is **binary cross-entropy** (BCE), also called log loss. It is the third score of section 1, because only the logarithm that belongs to what happened is left. With $K$ outputs that answer $K$ separate questions, the terms of an example are added up.
#
# **From logits.** Do not compute $p$ first. Recall from lecture 02 that $1 - \sigma(z) = \sigma(-z)$ and that softplus is $\log(1 + e^z)$:
#
# $$\begin{aligned}
# -\log \sigma(z) &= -\log \frac{1}{1 + e^{-z}} && \text{definition} \\
# &= \log(1 + e^{-z}) = \operatorname{softplus}(-z) && \text{log of a quotient; definition} \\
# -\log (1 - \sigma(z)) &= -\log \sigma(-z) = \operatorname{softplus}(z) && \text{symmetry; the line above at } -z
# \end{aligned}$$
#
# So one term of the loss is $\;t \operatorname{softplus}(-z) + (1 - t) \operatorname{softplus}(z)$. For targets that are exactly 0 or 1, both cases fit into one formula, $-\log \sigma\left( (2t - 1) z \right)$; insert $t = 1$ and $t = 0$ to see it. For a *soft target* such as $t = 0.9$, as you get when nine people of ten said yes, the short formula is *not* the loss, and the long one is.
#
# **The gradient.** Derive how one term moves with its logit. The softplus functions are written out as logarithms.

# %% exercise="bce_derivation"

# %% [markdown] topics="F12 H1 S4 F14"
# <details><summary>Line by line</summary>
#
# The derivative of softplus is $\sigma$ (lecture 02):
#
# $$\begin{aligned}
# & \frac{\mathrm d}{\mathrm d z} \left[ t \operatorname{softplus}(-z) + (1 - t) \operatorname{softplus}(z) \right] \\
# &\quad = -t\, \sigma(-z) + (1 - t)\, \sigma(z) && \text{chain rule} \\
# &\quad = -t\, (1 - \sigma(z)) + (1 - t)\, \sigma(z) && \text{symmetry} \\
# &\quad = \sigma(z) - t && \text{multiply out; } t\,\sigma(z) \text{ cancels}
# \end{aligned}$$
#
# </details>
#
# The gradient is $\sigma(z) - t$, *output minus target*, as for squared error on a linear output. This is no accident, and lecture 06 explains why. In plain English: the more confident and the more wrong the output is, the harder it is pulled back, up to a force of 1.
#
# **By hand.** $z = 2$ and $t = 0$: $p = 0.8808$, so the loss is $-\log 0.1192 = 2.1269$, which is $\operatorname{softplus}(2) = \log(1 + e^2)$. The gradient is $0.8808 - 0 = 0.8808$.
#
# **Find where it breaks.** Adding a small number inside each logarithm, so that no logarithm of 0 can occur, is a popular guard. Find an example on which this loss is wrong.

# %% exercise="guarded_counterexample"

# %% [markdown]
# **Predict first.** A float32 network has the logit $z = 1000$, and the target is 0. What is the loss on paper? What does a program compute that works out $p$ first? And one that adds $10^{-7}$ inside the logarithm to be on the safe side?

# %% exercise="padded_prediction"

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
first = next(z for z in range(100) if sigmoid(np.array([z], np.float32))[0] == 1)
say(f"In float32 $\\sigma(z)$ is exactly 1 from $z = {first}$ on, and the plain formula is infinite there.")
reveal("padded_prediction", padded)

# %% [markdown]
# The padded formula is worse than the infinite one, since it looks healthy. It shows a loss of 1000 as 16 and stops growing, and its gradient vanishes just where the network is most wrong.

# %% exercise="bce_with_logits"

# %% [markdown]
# **Mend it.** The same trouble waits wherever an exponential stands inside a logarithm. A smooth relative of Huber's loss is the mean of $\log \cosh(y - t)$. Written down as it stands it breaks for large errors. Mend the line that breaks, and leave the others as they are.

# %% exercise="mended_log_cosh"

# %% [markdown]
# **What usually goes wrong.** Probabilities are passed where logits are expected. Then $\sigma$ is applied twice, the output can never leave the interval from $\sigma(0) = 0.5$ to $\sigma(1) = 0.73$, and the training seems to work, only badly. Check which of the two a function wants; often its name tells you.
#
# **When one answer is rare.** Suppose that one picture in a thousand shows the defect that you look for. That one class is much rarer than the other is called **class imbalance**. A network that always answers no then has an accuracy of 99.9 % and is useless. The loss itself is still the right one if you want probabilities. If missing a defect costs you more than a false alarm, keep the loss and lower the threshold of $\tfrac12$, or multiply the loss of the rare class by a factor; in the second case the outputs are no longer probabilities.

# %% [markdown] topics="S6 F14"
# ## 7 · Why not squared error on the logistic?
#
# You could also take $L = \tfrac12 (\sigma(z) - t)^2$. Compare the two gradients with respect to $z$:
#
# $$\text{squared error:}\;\; (p - t)\, p\, (1 - p) \qquad\qquad \text{cross-entropy:}\;\; p - t .$$
#
# The first contains the slope of $\sigma$, by the chain rule. When the output is confident and wrong, that slope is close to 0. **By hand:** at $z = -8$ with $t = 1$, $p = 0.000335$. Binary cross-entropy pulls with $0.9997$, squared error with $0.9997 \cdot 0.000335 \cdot 0.9997 = 0.000335$, which is three thousand times less.

# %% drawing=true
z = np.linspace(-8, 8, 401)
p, slope = ACTIVATIONS["sigmoid"].f(z), ACTIVATIONS["sigmoid"].grad(z)
one, ones = np.ones(1), np.ones(len(z))
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.2)
left.plot(z, [lib.bce_with_logits(np.array([v]), one)[0] for v in z], color=BLUE, label="cross-entropy")
left.plot(z, [lib.mse(np.array([v]), one)[0] for v in p], "--", color=RED, label="½ squared error")
right.plot(z, -len(z) * lib.bce_with_logits(z, ones)[1], color=BLUE)
right.plot(z, -len(z) * lib.mse(p, ones)[1] * slope, "--", color=RED)
left.set(title="Target 1: the loss …", xlabel="logit $z$", ylabel="loss")
right.set(title="… and how hard it pulls", xlabel="logit $z$", ylabel="−dL/dz")
left.legend()
plots.describe(
    fig,
    "Loss and pull against the logit for target 1. Cross-entropy grows like a straight line to the left and pulls "
    "with nearly 1; squared error is flat there and pulls with nearly 0.",
)

# %% [markdown]
# **Measured.** One logistic unit learns to tell two overlapping clouds of points apart. It starts with weights that point the wrong way, $-1$ or $-4$ times the good direction, and we count the steps until 90 % of the examples are right, for three learning rates. (Ten seeds; the median and, in brackets, the range.)
#
# **Predict first.** Which loss needs fewer steps at each rate? Does a larger rate help squared error?


# %%
def steps_needed(loss, scale, seed, lr, most=10_000):
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


rates = (0.1, 1, 10)
rows, fewer = [], []
for scale, name in ((-1, "wrong"), (-4, "very wrong")):
    median = {}
    for loss in ("cross-entropy", "squared error"):
        steps = [[steps_needed(loss, scale, seed, lr) for seed in range(10)] for lr in rates]
        median[loss] = np.median(steps, axis=1)
        rows.append([name, loss, *(f"{np.median(s):.0f} ({min(s)} to {max(s)})" for s in steps)])
    fewer.append(f"{name}: " + ", ".join(f"{r:.0f}" for r in median["squared error"] / median["cross-entropy"]))
table(["start", "loss", *(f"rate {lr:g}" for lr in rates)], rows)
say(
    f"Squared error needs this many times the steps of cross-entropy, at the three rates, from a start that is {'; '.join(fewer)}."
)

# %% [markdown]
# **Binary cross-entropy needs fewer steps, and its lead is larger the more wrong the start is.** A larger rate helps both losses, and the lead of binary cross-entropy from the very wrong start stays. In a network of many units, however, you choose one rate for all units, and you cannot choose it for the one that is most wrong. This is a case about gradients. It is no proof that binary cross-entropy classifies better in the end, and with *linear* outputs squared error has been found to do as well on many tasks (Hui and Belkin 2021).

# %% [markdown] topics="S6 F14"
# **Play.** Move the logit to a bad mistake and compare the three gradients below. The third curve leaves the logistic out and takes the logarithm of $z$ itself. Where does that loss exist at all? Why do a loss and an output unit belong together?

# %%
explore.losses("logit")

# %% [markdown]
# The third loss exists only for $0 < z < 1$, because a logarithm needs a positive number, and nothing keeps a linear output in that range. The loss asks for a probability, so the output unit must give one.

# %% [markdown] topics="H2"
# ## 8 · Surprise
#
# The loss of section 6 has a second life in information theory, and there it answers the question of section 1. Let an event have probability $p$. How surprised are you when it happens? Ask two things of a measure of surprise $g(p)$: it decreases as $p$ grows, and for independent events surprises add up, $g(p q) = g(p) + g(q)$. One can show that only the functions $g(p) = -u \log p$ with $u > 0$ do this. We take $u = 1$, and the unit is called the **nat** ($u = 1 / \log 2$ gives bits).
#
# The **entropy** of a distribution is the mean surprise of somebody who knows the true distribution $p = (p_1, \dots, p_K)$. An outcome of probability 0 never surprises anybody, so $0 \log 0$ counts as 0, which is also the limit of $p \log p$:
#
# $$H(p) = -\sum_k p_k \log p_k .$$
#
# **By hand.** A fair coin has $-2 \cdot \tfrac12 \log \tfrac12 = \log 2 = 0.6931$. A coin with $\tfrac14$ and $\tfrac34$ has $\tfrac14 \cdot 1.3863 + \tfrac34 \cdot 0.2877 = 0.5623$, and a coin with two heads has 0. So: the more uncertain the outcome is, the larger the entropy.
#
# **Predict first.** For $K$ outcomes, which distribution has the largest entropy, and how large is it?

# %% exercise="entropy"

# %% [markdown] topics="H2 H1"
# The **cross-entropy** is the mean surprise of somebody who believes $q$ while $p$ is true. Outcome $k$ happens with probability $p_k$ and surprises by $-\log q_k$. What the wrong belief costs on top of the entropy is the **Kullback–Leibler divergence**:
#
# $$\begin{aligned}
# H(p, q) &= -\sum_k p_k \log q_k && \text{definition} \\
# &= -\sum_k p_k \log p_k + \sum_k p_k (\log p_k - \log q_k) && \text{add and subtract } \textstyle\sum p_k \log p_k \\
# &= H(p) + \mathrm{KL}(p \,\Vert\, q) && \text{with } \mathrm{KL}(p \,\Vert\, q) = \sum_k p_k \log \frac{p_k}{q_k}
# \end{aligned}$$
#
# **The divergence is never negative.** Use $\log x \le x - 1$, with equality only at $x = 1$ (the logarithm is concave, and $x - 1$ is its tangent at 1):
#
# $$\begin{aligned}
# -\mathrm{KL}(p \,\Vert\, q) &= \sum_{k:\, p_k > 0} p_k \log \frac{q_k}{p_k} && \text{log of a reciprocal; other terms are 0} \\
# &\le \sum_{k:\, p_k > 0} p_k \left( \frac{q_k}{p_k} - 1 \right) && \log x \le x - 1 \\
# &= \sum_{k:\, p_k > 0} q_k - 1 \;\le\; 0 && \text{cancel; } \textstyle\sum p_k = 1 \text{ and } \sum q_k \le 1
# \end{aligned}$$
#
# It is 0 only if $q_k = p_k$ for all $k$. In plain English: a wrong belief always costs something. The divergence is not a distance, because $\mathrm{KL}(p \,\Vert\, q) \ne \mathrm{KL}(q \,\Vert\, p)$ in general.
#
# **By hand.** With $p = (\tfrac12, \tfrac12)$ and $q = (\tfrac14, \tfrac34)$: $\tfrac12 \log 2 + \tfrac12 \log \tfrac23 = 0.1438$; the other way round, $\tfrac14 \log \tfrac12 + \tfrac34 \log \tfrac32 = 0.1308$.
#
# This answers the prediction about the largest entropy. Take $q_k = 1/K$ for all $k$. Then $0 \le \mathrm{KL}(p \,\Vert\, q) = \sum_k p_k \log p_k + \sum_k p_k \log K = \log K - H(p)$. So no entropy is above $\log K$, and only the uniform distribution reaches it.

# %% exercise="kl_divergence"

# %% [markdown] topics="H1 H2 F14 O13"
# ### From the likelihood to cross-entropy
#
# Let there be $K$ classes, and let the network give class $k$ the probability $q_k(x_n)$. (In this section $p$ is what is true and $q$ what is forecast. Everywhere else the network's probabilities are called $p$.) As a one-hot row, the target $t_n$ has a 1 at the true class and 0 elsewhere. The steps of section 6, with $K$ factors instead of two, give
#
# $$P(t_n \mid x_n) = \prod_k q_k(x_n)^{t_{nk}}, \qquad L = -\frac1N \sum_n \sum_k t_{nk} \log q_k(x_n) .$$
#
# This is **categorical cross-entropy** (CCE). For one example only the term of the true class $c$ remains, $L_n = -\log q_c$. Language models report $e^L$, which is called **perplexity**. A perplexity of 20 means that the model is as uncertain about the next word as if it had to guess among 20 equally likely ones.
#
# **Why the name?** Suppose all $N$ examples have the same input, and a fraction $p_k$ of them has class $k$. Then the mean over the examples is
#
# $$L = -\sum_k p_k \log q_k = H(p, q) .$$
#
# **The mean negative log-likelihood is the cross-entropy between the observed frequencies and the forecast.** By the inequality above it is least where $q = p$, so this loss rewards honest probabilities. Whoever forecasts 99.9 % must be right 999 times in 1000.
#
# **When does minimising one minimise the other?** In $H(p, q) = H(p) + \mathrm{KL}(p \,\Vert\, q)$, the entropy of the data does not contain the weights. So cross-entropy and divergence have the same gradient with respect to $q$ and the same minimum; they differ by the floor $H(p)$. This is no longer so if the *first* argument depends on the weights. The figure turns one knob, a sharpness $v$: the forecast $q_k$ is $p_k^{\,v}$, divided by the sum over all $k$. It is the truth at $v = 1$, flatter below and sharper above.
#
# **Predict first.** On the left, $p$ is first and fixed. On the right, the two have changed places. Where does each of the four curves have its minimum?

# %% drawing=true
p = np.array([0.5, 0.25, 0.15, 0.1])
sharpness = np.linspace(0, 4, 401)
Q = p ** sharpness[:, None]
Q /= Q.sum(axis=1, keepdims=True)
P = np.broadcast_to(p, Q.shape)
fig, axes = plots.panels(1, 2, width=4.8, height=3.2)
for ax, first, second, (a, b) in zip(axes, (P, Q), (Q, P), ("pq", "qp"), strict=True):
    divergence = lib.kl_divergence(first, second)
    cross = lib.entropy(first) + divergence
    for values, label, colour, line in (
        (cross, f"$H({a}, {b})$", BLUE, "-"),
        (divergence, rf"$\mathrm{{KL}}({a} \Vert {b})$", RED, "--"),
    ):
        ax.plot(sharpness, values, line, color=colour, label=label)
        best = int(np.argmin(values))
        if best < len(sharpness) - 1:  # the end of the axis is no minimum
            ax.plot(sharpness[best], values[best], "o", color=BLACK)
    if a == "p":
        ax.plot(sharpness, np.full(len(sharpness), lib.entropy(p)), color=GREY, linewidth=0.8, label="$H(p)$")
    ax.set(xlabel="sharpness $v$ of $q$", ylabel="nats")
axes[0].set_title("The truth first: the same minimum")
axes[1].set_title("The truth second: $H(q, p)$ falls for ever")
plots.same_range(axes)
for ax in axes:
    plots.label_lines(ax)
plots.describe(
    fig,
    "Left: cross-entropy and divergence with p first run in parallel, both least at sharpness 1, with the entropy "
    "of p between them. Right: with q first the divergence is least at 1, and the cross-entropy falls for ever.",
)

# %% [markdown]
# With the truth second, $H(q, p)$ is least for a forecast that puts everything on the most probable class, which is the opposite of honest. Libraries take their arguments in different orders, so look twice.
#
# ### The two stations, once more
#
# Split the loss of each station into the part that its knowledge leaves over and the part that its numbers cost. A forecaster whose 70 % come true 70 % of the time is called **calibrated**, and the second part is what it costs not to be. Cross-entropy splits into $H(p) + \mathrm{KL}(p \,\Vert\, q)$. The second score of section 1, called the **Brier score**, splits in the same way. If the side is right with probability $p$ and the forecast gives it $q$,
#
# $$p\,(1 - q)^2 + (1 - p)\, q^2 = p\,(1 - p) + (p - q)^2 \qquad \text{(multiply out both sides)}.$$

# %%
rows = []
for name, p, q in (("cautious", 0.8, 0.7), ("bold", 0.9, 0.999)):
    truth, forecast = np.array([p, 1 - p]), np.array([q, 1 - q])
    floor, extra = float(lib.entropy(truth)), float(lib.kl_divergence(truth, forecast))
    rows.append([name, "cross-entropy", f"{floor:.3f}", f"{extra:.3f}", f"{floor + extra:.3f}"])
    floor, extra = p * (1 - p), (p - q) ** 2
    rows.append([name, "Brier score", f"{floor:.3f}", f"{extra:.3f}", f"{floor + extra:.3f}"])
table(["station", "score", "not known", "miscalibrated", "together"], rows)

# %% [markdown]
# **Both scores find that the bold station knows more, and that neither station is calibrated.** The part that is not known is smaller for the bold station, by either score. Both stations are off by a tenth, because the cautious one is right 8 times in 10 and claims 7, and the bold one is right 9 times in 10 and claims 999 in 1000. The scores disagree about the price of this. The Brier score squares the distance, so it charges both about the same, and the better knowledge wins. Cross-entropy looks at what a miss costs: $-\log 0.3 = 1.2$ for the cautious station, but $\log 1000 = 6.9$ for the bold one, and a miss at 100 % would cost infinitely much. Here the miscalibration outweighs the knowledge. Accuracy does not look at the numbers at all.
#
# So which station is better depends on what you do with the forecast. Count right sides if you only decide between rain and no rain at ½; take cross-entropy if a confident mistake can ruin you; take the Brier score if a mistake has a largest price. Scores that are best, on average, for whoever states what they believe are called **proper scoring rules**, and cross-entropy and the Brier score are two of them.
#
# **What usually goes wrong.** People expect the loss to reach 0, but with noisy labels or soft targets its floor is $H(p)$. If a tenth of all yes-or-no labels is wrong at random, the best possible cross-entropy is the entropy of $(0.9, 0.1)$:

# %%
say(f"The floor with 10 % of wrong labels: **{float(lib.entropy(np.array([0.9, 0.1]))):.4f}**.")

# %% [markdown]
# ### Where they come from
#
# Legendre published the method of least squares in 1805, because its equations are easy to solve by hand. Gauss asked in 1809 for which noise the mean is the *best* estimate, and the density that came out of his derivation now bears his name; with it, least squares are best as well. So the noise was found by way of the loss. Laplace had used the absolute value in 1774. The other half of this lecture is younger. The meteorologist Glenn Brier proposed his score in 1950, because forecasters did not state what they believed; nor do the two stations. Two years before, Claude Shannon had measured by entropy how many bits a telephone line needs for a message.
#
# ### Which one do I use?
#
# | target | belief | output unit | loss of one example | gradient with respect to $y$ or $z$ |
# | --- | --- | --- | --- | --- |
# | numbers | Gaussian | identity | $\tfrac12 \sum_k (y_k - t_k)^2$ | $y - t$ |
# | numbers, many of them wrong | Laplace | identity | $\sum_k \lvert y_k - t_k \rvert$ | $\operatorname{sign}(y - t)$ |
# | numbers, a few of them wrong | Gaussian inside, Laplace outside | identity | Huber | $y - t$, limited to $\pm\delta$ |
# | yes or no | a coin, called Bernoulli's | logistic | $-t \log p - (1 - t) \log(1 - p)$ | $p - t$ |
# | one of $K$ classes | a loaded die, called categorical | softmax (lecture 04) | $-\sum_k t_k \log p_k$ | $p - t$ |
#
# Begin with squared error for numbers and with cross-entropy for classes. Take Huber's loss when a histogram of the errors shows outliers, with $\delta$ about as large as the errors that you consider normal. Compute cross-entropy from logits, always.

# %% [markdown]
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch.nn import functional as F
# >>> Y, T = torch.tensor([[2.0, 0.0, 1.0], [1.0, 3.0, 0.0]]), torch.tensor([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
# >>> round(F.mse_loss(Y, T).item(), 4), round(F.l1_loss(Y, T).item(), 4), round(F.huber_loss(Y, T, delta=1.0).item(), 4)
# (0.8333, 0.5, 0.3333)
# >>> z, t = torch.tensor([2.0]), torch.tensor([0.0])
# >>> round(F.binary_cross_entropy_with_logits(z, t).item(), 4)
# 2.1269
# ```
#
# Its conventions:
# - Every loss is the mean over *all* entries, outputs as well as examples, and squared error has no $\tfrac12$. So `mse_loss` is $2/K$ times ours, and `l1_loss`, `huber_loss` and binary cross-entropy are $1/K$ times ours. `reduction="sum"` gives the sum.
# - `smooth_l1_loss(beta=…)` is Huber's loss divided by `beta`.
# - `binary_cross_entropy` takes probabilities, `binary_cross_entropy_with_logits` logits. `cross_entropy` (lecture 04) takes logits too.
# - `kl_div(log_q, p)` takes the *forecast first*, and its logarithm; use `reduction="batchmean"`.
# - Shapes $(N, 1)$ and $(N,)$ broadcast in `mse_loss` with no more than a warning.
# - `pos_weight` multiplies the loss of the yes examples.

# %% [markdown]
# **Challenge (optional).** The mean comes from squared error and the median from absolute error. Find a loss whose best constant has nine tenths of the targets below it, write it with its gradient, and show on 1000 random targets that it does.

# %% [markdown] decks=true topics="F19 F20"
# Five lecture decks stand behind this course. On losses and output units they say the following.
#
# **University of Campinas (UNICAMP)**, MO434, *Fundamentals of (Deep) Neural Networks II* (A. X. Falcão), writes $y^L$ for the output and $y$ for the target.
# - Its MSE is the mean over outputs without the half, and the half is put in where it is differentiated. With $K$ outputs its loss is $2/K$ times ours. Its MAE is a mean over outputs as well, $1/K$ times ours.
# - For binary cross-entropy it allows outputs from 0 to 1, both ends included. At an end one of the two logarithms is infinite, and a logistic output never gets there.
# - All losses are averages over the training set on this slide; the cost on the slide about descent is a sum, for which the rate must be $N$ times smaller.
# - It advises ReLU or softplus for regression where the output is *not* to be limited, and does not mention the identity. Both limit the output from below; where nothing is to be limited, take the identity (section 5).
# - An output of exactly $0.5$ goes to the second class. Here a tie, $z = 0$, is answered by no. It never matters with real numbers.
#
# **University of Massachusetts Amherst (UMass)**, CEE 697M, *Neural Networks for Structured Data I* (J. Oke), adds squared error and cross-entropy up over outputs *and* examples, without the half. The sum of the cross-entropy is called *deviance* there; statisticians put a 2 in front.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), and **Tsinghua University**, 80240743 (X. Hu and J. Zhu), take half the sum over outputs, as we do. Tsinghua derives cross-entropy from the likelihood and shows that for fixed $p$ cross-entropy and divergence have the same minimum; it writes $h$ for the network's probabilities.
#
# **Indian Institute of Technology Kharagpur**, CS60010, *Multilayer Perceptron: Introduction* (S. Sarkar), has $(y - \hat y)^2$ for one output, without the half, with $y$ for the *target* and $\hat y$ for the output. A linear output is the mean of a Gaussian there, and a logistic one has the loss $-\log \sigma((2y - 1) z)$. It holds for targets 0 and 1 only, as section 6 shows.

# %% [markdown]
# ## Recap
#
# A loss is a belief about noise: take the negative logarithm of the likelihood, divide by $N$, and leave out what does not contain the weights. Gaussian noise gives squared error, which aims at the mean; Laplace noise gives absolute error, which aims at the median; a yes or no gives binary cross-entropy. Cross-entropy and the Brier score are proper scoring rules, so both reward honest probabilities, and they differ in what a confident mistake may cost. Cross-entropy is entropy plus divergence, and only the divergence depends on the weights. Compute it from logits, and a loss of 1000 is 1000.
#
# ## Test yourself
#
# 1. You double all targets and outputs of a regression. What happens to squared error, to absolute error, and to their gradients?
#
# <details><summary>Answer</summary>
#
# Squared error becomes four times as large and its gradient twice as large. Absolute error doubles, and its gradient does not change, because a sign has no size.
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
# 4. A yes-or-no classifier has the logit $z = 0$ for every example. What is its loss, whatever the targets are? Why is this a useful number to know?
#
# <details><summary>Answer</summary>
#
# $\operatorname{softplus}(0) = \log 2 = 0.693$ for each example. A network that starts with small weights must start near it. If the two answers are equally frequent, a network that ends near it has learnt nothing; if a fraction $p$ of the answers is yes, the loss of one that knows only this is the entropy of $(p, 1 - p)$.
#
# </details>
#
# 5. $q$ gives probability 0 to something that does happen. What are $\mathrm{KL}(p \,\Vert\, q)$ and $\mathrm{KL}(q \,\Vert\, p)$?
#
# <details><summary>Answer</summary>
#
# The first is infinite, because there is a term $p_k \log (p_k / 0)$ with $p_k > 0$. The second has a term $0 \cdot \log(0 / p_k) = 0$ there and may well be finite.
#
# </details>
#
# ## Further reading
#
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, sections 5.5 and 6.2: maximum likelihood and output units.
# - T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer 2009, sections 10.6 and 11.4: robust losses, deviance.
# - P. J. Huber, "Robust estimation of a location parameter", *Annals of Mathematical Statistics* 35 (1964), 73–101.
# - G. W. Brier, "Verification of forecasts expressed in terms of probability", *Monthly Weather Review* 78 (1950), 1–3.
# - T. Gneiting, A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation", *Journal of the American Statistical Association* 102 (2007), 359–378.
# - C. E. Shannon, "A mathematical theory of communication", *Bell System Technical Journal* 27 (1948), 379–423 and 623–656.
# - S. Kullback, R. A. Leibler, "On information and sufficiency", *Annals of Mathematical Statistics* 22 (1951), 79–86.
# - P. Golik, P. Doetsch, H. Ney, "Cross-entropy vs. squared error training: a theoretical and experimental comparison", Interspeech 2013.
# - L. Hui, M. Belkin, "Evaluation of neural architectures trained with square loss vs cross-entropy in classification tasks", ICLR 2021, [arXiv:2006.07322](https://arxiv.org/abs/2006.07322).
# - S. M. Stigler, *The History of Statistics*, Harvard University Press 1986: Legendre, Gauss and Laplace.
