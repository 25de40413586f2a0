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
# # 11 · Regression
#
# A doctor wants to know how far the diabetes of a patient will have progressed in a year. A network answers “151”. A classifier would be right or wrong, but a number is hardly ever exactly right, so what does 151 mean? Is it an average, a most likely value, a guess? How far off may it be, and how do you know that the network is any good?
#
# **You will be able to**
# - compute a two-layer regression network by hand, forward and backward;
# - say what a linear output estimates, and read the noise off the loss;
# - choose the output unit by the range of the targets, and the loss by the kind of noise;
# - train a network on Huber's loss and choose $\delta$ in the right units;
# - choose settings on validation data, report a number that you can defend, and say how uncertain an answer is.
#
# **You need** lectures 03 (losses and where they come from) and 06 (backpropagation). Lecture 10 (optimisers) helps.
#
# **It takes** about two and a half hours with four functions, a counterexample and a test, an hour and a half if you only read and run. If an exercise holds you up, go on, because the cells after it do not need it.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, Adam, explore, fit, gradcheck, losses, plots
from mlpkit import regression as lib

start("11")

# %%
from mlpkit.datasets import sine
from mlpkit.linear import linear_regression
from mlpkit.metrics import choose_on_validation as choose
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RED
from mlpkit.show import number, say, table


def spread(values, form=".2f"):
    """The mean, and the smallest and largest value."""
    mean, low, high = (number(f(values), form) for f in (np.mean, np.min, np.max))
    return f"{mean} ({low} to {high})"


# %% [markdown] topics="O12 O13"
# ## 1 · The whole network in scalars
#
# Take one example $x$ with the inputs $x_i$, one hidden layer of $n_1$ units, and one number as output. Written without matrices, with $v_j$ and $u$ for the weights and the bias of the output, the network is
#
# $$z_j = \sum_{i} w_{ji}\, x_i + b_j, \qquad a_j = f(z_j), \qquad y = \sum_{j} v_j\, a_j + u .$$
#
# The output is *linear*, which means that nothing follows the last sum, because the answer may be any real number. In the words of lecture 01 the $a_j$ are learnt features, and the output is a linear regression on them.
#
# **By hand.** There is one input $x = 2$, and there are two ReLU units with $w = (1, -1)$, $b = (-1, 3)$, $v = (2, 1)$ and $u = \tfrac12$:
#
# $$z = (1, 1), \quad a = (1, 1), \quad y = 2 \cdot 1 + 1 \cdot 1 + \tfrac12 = 3.5 .$$
#
# The target is $t = 5$. With $L = \tfrac12 (y - t)^2 = 1.125$ and $\delta = \partial L / \partial y = y - t = -1.5$,
#
# $$\begin{aligned}
# \frac{\partial L}{\partial v_j} &= \delta\, a_j = -1.5,\; -1.5 && \text{chain rule; } \partial y / \partial v_j = a_j \\
# \frac{\partial L}{\partial u} &= \delta = -1.5 && \partial y / \partial u = 1 \\
# \frac{\partial L}{\partial w_j} &= \delta\, v_j\, f'(z_j)\, x = -1.5 \cdot 2 \cdot 1 \cdot 2 = -6,\;\; -1.5 \cdot 1 \cdot 1 \cdot 2 = -3 && \text{chain rule through } a_j \text{ and } z_j \\
# \frac{\partial L}{\partial b_j} &= \delta\, v_j\, f'(z_j) = -3,\; -1.5 && \text{the same, with 1 for } x
# \end{aligned}$$
#
# So: the target lies above the answer, every slope is negative, and a step downhill raises all seven numbers. The next cell measures the slopes instead of deriving them.

# %%
by_hand = np.array([1.0, -1.0, -1.0, 3.0, 2.0, 1.0, 0.5])


def loss_of(theta):
    """½ (y − t)² for x = 2, t = 5 with theta = (w, b, v, u)."""
    w, b, v, u = theta[:2], theta[2:4], theta[4:6], theta[6]
    return 0.5 * (v @ np.maximum(2.0 * w + b, 0) + u - 5.0) ** 2


slopes = gradcheck.numerical_gradient(loss_of, by_hand)
names = ("w₁", "w₂", "b₁", "b₂", "v₁", "v₂", "u")
table(["slope in", *names], [[f"loss {loss_of(by_hand)}", *(number(s, ".4f") for s in slopes)]])

# %% [markdown] topics="O13"
# **Several outputs, several examples.** Many books add up everything and minimise the **residual sum of squares** $\sum_n \sum_k (t_{nk} - y_{nk})^2$. This course takes half the sum over outputs and the mean over examples (lecture 03), which is $L$, so the sum of squares is $2 N L$. The best weights are the same. The learning rate is not, because the gradient of the sum is $2N$ times as long.
#
# A sum over outputs has a trap. Let one output be the height of a person in metres and the other the weight in grams. An error of 1 % is about 0.02 in the first and 700 in the second, so after squaring the second counts a billion times more. The network will learn the weight and ignore the height. **Outputs whose errors are added up must be on one scale.** Section 5 comes back to that.

# %% [markdown] topics="S3"
# ## 2 · What a linear output estimates
#
# What does the number 151 mean? Lecture 03 read squared error as a likelihood, in which the output $y$ is the mean of a Gaussian and the target scatters around it. But what if the noise is not Gaussian at all?
#
# Fix an input $x$. The targets that occur with this input have a mean $\mu = \mathbb{E}[t \mid x]$, the **conditional mean**, and a variance. Let the network output $y$.
#
# $$\begin{aligned}
# \mathbb{E}\left[ \tfrac12 (y - t)^2 \right] &= \mathbb{E}\left[ \tfrac12 \big( (y - \mu) + (\mu - t) \big)^2 \right] && \text{add and subtract } \mu \\
# &= \tfrac12 (y - \mu)^2 + (y - \mu)\, \mathbb{E}[\mu - t] + \tfrac12\, \mathbb{E}\left[ (\mu - t)^2 \right] && \text{multiply out; } y - \mu \text{ is fixed} \\
# &= \tfrac12 (y - \mu)^2 + \tfrac12 \operatorname{Var}[t \mid x] && \mathbb{E}[\mu - t] = 0
# \end{aligned}$$
#
# The second term does not contain $y$, so only the first can be made smaller, and it is 0 at $y = \mu$. **Squared error aims at the conditional mean, whatever the noise is like.** The variance is a floor that no network gets under.
#
# **By hand.** At some $x$ the target is 0 or 10, each half of the time. The mean is 5, which never happens. The answer 5 costs $\tfrac12 \cdot 25 = 12.5$, and the answer 0 costs $\tfrac12 \cdot \tfrac12 \cdot 100 = 25$ on average.
#
# **Predict first.** Below, the targets follow two branches at random. Where does a network with squared error go?

# %% exercise="branches_prediction"


# %%
def smooth_network(X, T, seed=0):
    """A network of 16 tanh units, trained on squared error."""
    net = MLP([1, 16, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
    optimizer = Adam(net.params, lr=0.02)
    fit(net, X, T, epochs=150, batch_size=len(X) // 5, optimizer=optimizer)
    return net


rng = np.random.default_rng(0)
branch_X = rng.uniform(-1, 1, (400, 1))
branch_T = (np.arange(400)[:, None] % 2 * 2 - 1) * (0.6 + 0.4 * branch_X) + 0.05 * rng.normal(size=(400, 1))
between = smooth_network(branch_X, branch_T)
X, T = sine(np.random.default_rng(0), 200, noise=0.2)
curve = smooth_network(X, T)
s = np.sqrt(np.mean((curve.predict(X) - T) ** 2))
grid = np.linspace(-1, 1, 201)[:, None]

# %% drawing=true
fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.2)
left.plot(branch_X, branch_T, "o", color=GREY, markersize=3, label="targets")
left.plot(grid, between.predict(grid), color=RED, linewidth=2.5, label="network")
left.set(title="Two branches: the answer lies between them", xlabel="$x$", ylabel="$t$, $y$", xticks=(-1, 0, 1))
left.legend(frameon=False, loc="upper left")
y = curve.predict(grid)
right.plot(X, T, "o", color=GREY, markersize=3)
right.fill_between(grid[:, 0], (y - 2 * s)[:, 0], (y + 2 * s)[:, 0], color=BLUE, alpha=0.2, label="$y \\pm 2 s$")
right.plot(grid, y, color=BLUE, label="network")
right.set(title="A sine: the mean, and the spread around it", xlabel="$x$", ylabel="$t$, $y$", xticks=(-1, 0, 1))
right.legend(frameon=False, loc="upper left")
plots.describe(
    fig,
    "Left: targets on two branches, and the network's curve half way between them, where no target lies. Right: a noisy "
    "sine, the network's curve, and a band of two estimated standard deviations that holds nearly all targets.",
)

# %%
side = np.mean(between.predict(grid)) / 0.6  # 1 on the upper branch, −1 on the lower one
reveal("branches_prediction", ("the lower branch", "between them", "the upper branch")[1 + round(side)])

# %% [markdown] topics="S3"
# **The network on the left answers with a number that never occurs, because it was asked for the mean.** If you need the branches, ask another question: train a classifier that tells them apart, or a network that outputs a mixture of Gaussians (Bishop 1994).
#
# **The noise can be read off the loss.** Let the noise be Gaussian, with a standard deviation $s$ that is unknown but the same everywhere. The negative log-likelihood $g(s)$ of $N$ targets is
#
# $$\begin{aligned}
# g(s) &= N \log s + \frac{1}{2 s^2} \sum_n (y_n - t_n)^2 + \text{const} && \text{log of the density (lecture 03)} \\
# g'(s) &= \frac{N}{s} - \frac{1}{s^3} \sum_n (y_n - t_n)^2 && \text{derivative of a logarithm and of a power} \\
# 0 = g'(s) &\iff s^2 = \frac1N \sum_n (y_n - t_n)^2 = 2L && \text{multiply by } s^3 / N
# \end{aligned}$$
#
# (This is for one output. With $K$ outputs $L$ adds up their errors, and $2L$ is the sum of their variances.)
#
# So $s = \sqrt{2L}$, the **root mean squared error** (RMSE), is two things at once: a score in the units of the target, and the estimate of the noise. The band on the right is $y \pm 2s$.
#
# **Predict first.** The true noise is 0.2. Do the training data give 0.2? Do new data?


# %%
def estimated_noise(n, seed):
    """√2L of a network on the n points of a noisy sine that it was trained on, and on 1,000 new ones."""
    seen, new = (sine(np.random.default_rng(s), m, noise=0.2) for s, m in ((seed, n), (100 + seed, 1000)))
    net = MLP([1, 32, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
    optimizer = Adam(net.params, lr=0.01)
    fit(net, *seen, epochs=48000 // n, batch_size=20, optimizer=optimizer, schedule="cosine")
    return [np.sqrt(np.mean((net.predict(X) - T) ** 2)) for X, T in (seen, new)]


rows = []
for n in (20, 100, 1000):
    on_training, on_new = zip(*(estimated_noise(n, seed) for seed in range(3)), strict=True)
    rows.append([n, spread(on_training, ".3f"), spread(on_new, ".3f")])
table(["training examples", "√2L on them (true noise: 0.2)", "√2L on 1000 new ones"], rows)

# %% [markdown] topics="S3"
# Few training data flatter the network, because it has learnt part of their noise by heart, and on new data it pays for that. With more examples the two columns meet a little above the true noise. What remains is the network's own distance from the mean, the first term of the sum above. **Never estimate the noise on the few data that you trained on.**

# %% [markdown] topics="F11"
# ## 3 · An output that knows its range
#
# A fraction cannot be 1.2, and a price cannot be −40, but a linear output does not know that. Choose an output unit whose range is that of the targets:
#
# | limits | output $y$ | slope $\partial y / \partial z$ |
# | --- | --- | --- |
# | none | $z$ | $1$ |
# | $y > \text{low}$ | $\text{low} + \operatorname{softplus}(z)$ | $\sigma(z)$ |
# | $y < \text{high}$ | $\text{high} - \operatorname{softplus}(-z)$ | $\sigma(-z)$ |
# | both | $\text{low} + (\text{high} - \text{low})\, \sigma(z)$ | $(\text{high} - \text{low})\, \sigma(z)\, \sigma(-z)$ |
#
# **Where the slopes come from.** The second row is $\operatorname{softplus}' = \sigma$. In the third, the chain rule brings a factor $-1$ for the inner $-z$, and the minus sign in front makes it $+1$, so the output *rises* with $z$. In the fourth, $\sigma' = \sigma (1 - \sigma)$ and $1 - \sigma(z) = \sigma(-z)$ (lecture 02). Between 0 and 1 it is the plain logistic, and between $-1$ and $1$ it is $\tanh(z/2)$.
#
# **By hand.** A temperature lies between $-10$ and $40$ degrees. Then $z = 0$ gives $15$ with the slope $50 \cdot \tfrac14 = 12.5$, and $z = 6$ gives $39.88$ with the slope $0.12$. Near the limit there is hardly a slope left.
#
# Training needs the slope: $\dfrac{\partial L}{\partial z} = \dfrac{\partial L}{\partial y} \cdot \dfrac{\partial y}{\partial z}$ by the chain rule. So your function returns both.

# %% exercise="regression_head"

# %% [markdown] topics="F11"
# **What usually goes wrong.** The sum is cut off by a minimum and a maximum. The outputs are in range, but beyond the limits the slope is 0, so an output that begins there is dead (lecture 03 counted dead ReLU outputs). Or $\tanh$ serves for targets that are exactly $\pm 1$, which it reaches only at infinity.
#
# **Does it matter?** There are thirty positive targets with skewed noise, $t = e^{1.5 x} \cdot e^{\varepsilon / 2}$ with $\varepsilon$ standard normal. Two networks differ only in their output unit. The examples lie between $-1$ and $1$, and we look at the outputs from $-1.5$ to $1.5$.
#
# **Predict first.** How often is a linear output negative? Only where there are no examples?

# %%
wide = np.linspace(-1.5, 1.5, 301)[:, None]
inside = np.abs(wide[:, 0]) <= 1


def positive_targets(output, seed):
    """The examples, and the outputs on `wide` of a network with this output unit that was trained on them."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (30, 1))
    t = np.exp(1.5 * x + 0.5 * rng.normal(size=(30, 1)))
    net = MLP([1, 8, 1], activation="tanh", init="xavier", output=output, loss="mse", seed=seed)
    fit(net, x, t, epochs=400, batch_size=None, optimizer=Adam(net.params, lr=0.02))
    return (x, t), net.predict(wide)


answers = {output: [positive_targets(output, seed) for seed in range(8)] for output in ("identity", "softplus")}
rows = []
for output, runs in answers.items():
    below = [100 * np.mean(y < 0) for _, y in runs]
    below_inside = [100 * np.mean(y[inside] < 0) for _, y in runs]
    error = [np.sqrt(np.mean((y - np.exp(1.5 * wide + 0.125))[inside] ** 2)) for _, y in runs]
    rows.append([output, spread(below, ".0f"), spread(below_inside, ".0f"), spread(error)])
head = ["output unit", "% of outputs below 0", "… where the examples lie"]
table([*head, "error against the true mean, where the examples lie"], rows)

# %% drawing=true
worst = max(range(8), key=lambda seed: np.mean(answers["identity"][seed][1] < 0))
fig, (ax,) = plots.panels(1, 1, width=5.6, height=3.2)
ax.plot(*answers["identity"][worst][0], "o", color=GREY, markersize=4, label="examples")
for output, line, colour in (("identity", "--", RED), ("softplus", "-", BLUE)):
    ax.plot(wide, answers[output][worst][1], line, color=colour, label=output)
ax.axhline(0, color=BLACK, linewidth=0.8)
ax.set(title="The worst of eight: a linear output goes where no target can be", xlabel="$x$", ylabel="$t$, $y$")
ax.legend(frameon=False)
plots.describe(fig, "Positive examples; the linear output dips below zero on the left, softplus stays above zero.")

# %% [markdown] topics="F11"
# Where the examples lie, the output unit does not make the fit better; read the last column with its spread. **The output unit rules out impossible answers, above all where no example prevents them.** That is what it is for.

# %% [markdown] topics="O18"
# ## 4 · Choices for a regression network, and training on Huber's loss
#
# | choice | usual | when something else |
# | --- | --- | --- |
# | inputs | one unit for each feature, standardised | |
# | hidden layers | 1 to 5, of 10 to 100 units | more data, more units; choose on validation (section 6) |
# | hidden activation | ReLU, or tanh in small networks | lecture 02 |
# | outputs | one unit for each number to predict | |
# | output activation | none | targets with a range: section 3 |
# | loss | squared error | outliers: absolute error or Huber |
#
# The last line is worth an experiment. Huber's loss (lecture 03) is $\tfrac12 r^2$ for a difference $r = y - t$ with $|r| \le \delta$, and a straight line beyond. Its slope is $r$, limited to $\pm \delta$, so no single example can pull harder than $\delta$. (From here on $\delta$ is Huber's limit, not the delta of section 1.)
#
# ### One step
#
# The network is $Y = \tanh(X W_1^\top + b_1)\, W_2^\top + b_2$, with one example in each row. With $A_1 = \tanh(Z_1)$, and $\mathrm{d}Y$ for $\partial L / \partial Y$ as in lecture 07, its gradients are
#
# $$\begin{aligned}
# \mathrm{d}Y &= \tfrac1N \operatorname{limit}_{\pm\delta}(Y - T) && \text{Huber's slope, mean over examples} \\
# \mathrm{d}W_2 &= \mathrm{d}Y^\top A_1, \qquad \mathrm{d}b_2 = \sum_n \mathrm{d}y_n && \text{lecture 06, output layer} \\
# \mathrm{d}Z_1 &= (\mathrm{d}Y\, W_2) \odot (1 - A_1 \odot A_1) && \text{lecture 06, hidden layer; } \tanh' = 1 - \tanh^2 \\
# \mathrm{d}W_1 &= \mathrm{d}Z_1^\top X, \qquad \mathrm{d}b_1 = \sum_n \mathrm{d}z_{1,n} && \text{the same, one layer down}
# \end{aligned}$$
#
# Then each of the four arrays moves by $-\eta$ times its gradient. All gradients are computed with the *old* weights, before anything moves.
#
# **By hand.** Take one example $x = 2$, $t = -5$, the weights $W_1 = 0$, $b_1 = 0$, $W_2 = 1$, $b_2 = 0$, and $\delta = 1$, $\eta = \tfrac12$. Then $a = 0$ and $y = 0$. The difference is 5, which is limited to 1. So $\mathrm{d}W_2 = 1 \cdot 0 = 0$, $\mathrm{d}b_2 = 1$, $\mathrm{d}Z_1 = 1 \cdot 1 \cdot (1 - 0) = 1$, $\mathrm{d}b_1 = 1$ and $\mathrm{d}W_1 = 1 \cdot 2 = 2$. The new weights are $W_1 = -1$, $b_1 = -\tfrac12$, $W_2 = 1$ and $b_2 = -\tfrac12$.

# %% exercise="huber_step"

# %% [markdown] topics="O18"
# **What usually goes wrong.** $W_2$ is updated first, and the new one is used on the way back. The step still goes downhill as a rule, so nobody notices. Or $\delta$ is given in the wrong units; it is a distance between output and target.
#
# ### Which δ?
#
# The data are eighty points on a sine with noise 0.1. In the second setting 10 % of the targets are corrupted by adding 4. A network of 16 tanh units takes 1,200 steps from each of four initialisations. With $\delta = 100$ no difference is ever limited, so that is squared error. For $\delta < 1$ the rate is divided by $\delta$, because the slopes are shorter.
#
# **Predict first.** Which $\delta$ is best with clean targets? Which with corrupted ones? How far off must squared error be, when you know from section 2 what it aims at? And what does $\delta$ have to do with the noise?

# %%
truth = np.sin(np.pi * grid)


def trained_curve(delta, corrupted, seed, steps=1200):
    """The outputs on the grid after training, and the examples; a fraction of the targets is 4 too high."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, (80, 1))
    T = np.sin(np.pi * X) + 0.1 * rng.normal(size=(80, 1))
    T[rng.choice(80, int(80 * corrupted), replace=False)] += 4
    theta = rng.normal(0, 2, (16, 1)), rng.normal(size=16), rng.normal(0, 0.25, (1, 16)), np.zeros(1)
    for _ in range(steps):
        theta = lib.huber_step(*theta, X, T, lr=0.1 / min(delta, 1), delta=delta)
    W1, b1, W2, b2 = theta
    return np.tanh(grid @ W1.T + b1) @ W2.T + b2, X, T


def distance(runs):
    """The root mean squared distance of each run's curve from the true sine."""
    return [np.sqrt(np.mean((y - truth) ** 2)) for y, _, _ in runs]


deltas = (100.0, 1.0, 0.3, 0.1)
clean, corrupted = ({d: [trained_curve(d, part, seed) for seed in range(4)] for d in deltas} for part in (0, 0.1))
rows = [[f"{d:g}", spread(distance(clean[d]), ".3f"), spread(distance(corrupted[d]), ".3f")] for d in deltas]
table(["δ", "error against the true sine, clean targets", "… 10 % corrupted"], rows)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.4)
_, X, T = corrupted[100.0][0]
ax.plot(X, T, "o", color=GREY, markersize=3, label="targets, 10 % corrupted")
for delta, colour, line in ((100.0, RED, "--"), (1.0, ORANGE, "-."), (0.3, BLUE, "-")):
    name = "squared error" if delta > 10 else f"δ = {delta:g}"
    ax.plot(grid, corrupted[delta][0][0], line, color=colour, label=name)
ax.plot(grid, truth, ":", color=BLACK, label="truth")
ax.set(title="Huber's loss keeps the curve near the truth", xlabel="$x$", ylabel="$t$, $y$")
ax.legend(frameon=False, fontsize=9, ncols=2)
plots.describe(
    fig,
    "A noisy sine with eight targets four units too high. Squared error is drawn far up, Huber with delta 1 a little, and "
    "delta 0.3 follows the sine.",
)

# %% [markdown] topics="O18"
# With clean targets a limit buys nothing, and a small $\delta$ makes training slow, because nearly every example pulls with the same force. With corrupted targets squared error aims at their conditional mean (section 2). When 10 % of the targets move by 4, the mean moves by $0.1 \cdot 4 = 0.4$, four times the noise, and the row of $\delta = 100$ shows an error of about that size. **The best $\delta$ here is about three times the noise, large enough to leave ordinary differences alone and small enough to limit the mistakes.** (For linear fits, textbooks recommend $1.35$ times the noise. Here $0.1$ is already worse, with clean targets too.) So $\delta$ is one more setting to choose on validation data.
#
# Play with the shapes of the losses themselves:

# %%
explore.losses()

# %% [markdown] topics="O18"
# ## 5 · Scale, and a score without units
#
# Now to the patients of the first lines. There are 442, each with 10 measurements (age, sex, body mass index, blood pressure and six blood values) and a number that says how far the diabetes had progressed a year later (Efron and others 2004; the set comes with scikit-learn).

# %%
from sklearn.datasets import load_diabetes

patients, progression = load_diabetes(return_X_y=True)
progression = progression[:, None]
mean, deviation = progression.mean(), progression.std()
print(
    f"targets from {progression.min():.0f} to {progression.max():.0f}, mean {mean:.0f}, standard deviation {deviation:.0f}"
)
print(f"loss of a network that outputs 0: ½ (mean² + deviation²) = {0.5 * (mean**2 + deviation**2):,.0f}")
print(f"the same after standardising the targets: {0.5 * (0**2 + 1**2)}")

# %% [markdown] topics="O18"
# The gradient carries the same factor. At the start $y \approx 0$, so $\partial L / \partial y = y - t$ is around $-150$, where after standardising it is of the size of 1. So standardise inputs *and targets*, $\tilde t = (t - \bar t) / s_t$, and turn the answers back by $y = \bar t + s_t\, \tilde y$. The mean $\bar t$ and the deviation $s_t$ come from the *training* part alone, because with the mean of all data a little of the test set would already be in your network.
#
# **Predict first.** The same network trains on raw and on standardised targets, with several rates. Which runs work? And what do gradients that are 150 times as long do to the hidden units?


# %%
def split(seed):
    """Rows for training (222), validation (110) and test (110)."""
    return np.split(np.random.default_rng(seed).permutation(442), [222, 332])


def standardised(values, rows):
    """The three parts of `values`, on the scale of the training part."""
    train = values[rows[0]]
    return [(values[r] - train.mean(axis=0)) / train.std(axis=0) for r in rows]


def on_the_patients(scaled, rate, seed):
    """R² on validation data with raw or scaled targets, and the percentage of tanh outputs beyond ±0.95."""
    parts = split(seed)
    X = standardised(patients, parts)
    T = standardised(progression, parts) if scaled else [progression[r] for r in parts]
    net = MLP([10, 16, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
    optimizer = SGD(net.params, lr=rate, momentum=0.9)
    fit(net, X[0], T[0], epochs=40, batch_size=37, optimizer=optimizer, seed=seed)
    W, b = net.params[:2]
    saturated = 100 * np.mean(np.abs(np.tanh(X[1] @ W.T + b)) > 0.95)
    return lib.r_squared(net.predict(X[1]).astype(float), T[1]), saturated


rows = []
for scaled, rate in ((False, 0.05), (False, 0.001), (False, 0.0001), (False, 0.00001), (True, 0.05), (True, 0.001)):
    scores, saturated = zip(*(on_the_patients(scaled, rate, seed) for seed in range(3)), strict=True)
    rows.append(["standardised" if scaled else "raw", number(rate, "g"), spread(scores), spread(saturated, ".0f")])
table(["targets", "rate", "R² on validation data", "% of tanh outputs beyond ±0.95"], rows)

# %% [markdown] topics="O18"
# On raw targets nothing diverges, and at the larger rates the score is no disaster. The last column tells what happened all the same. The enormous gradients of the first steps have driven nearly all hidden units into saturation, where they are almost step functions and hardly learn any more. With a rate small enough to avoid that, the training does not arrive within 40 epochs. **On raw targets either the units saturate or the training does not arrive, while on standardised targets it arrives with units that can still learn, at rates that differ by a factor of 50.**
#
# The table needs a score that does not depend on units, because RMSE and loss do. **R²**, also called the *coefficient of determination*, compares two sums of squares, what the network leaves over and what the *best constant* leaves over. The best constant is the mean (section 2):
#
# $$R^2 = 1 - \frac{\sum_n (t_n - y_n)^2}{\sum_n (t_n - \bar t)^2} .$$
#
# An R² of 1 is perfect, and 0 is no better than the mean as the answer for everybody. It is negative for a network that does worse than that. It has no units: replace $t$ by $\alpha t + \beta$ and $y$ by $\alpha y + \beta$, and both $t - y$ and $t - \bar t$ become $\alpha$ times as large, so $\alpha^2$ cancels.
#
# **By hand.** The targets are 1, 3, 5 and the answers 1, 2, 5. The network leaves over $0 + 1 + 0 = 1$, and the mean 3 leaves over $4 + 0 + 4 = 8$. So $R^2 = 1 - \tfrac18 = 0.875$.

# %% exercise="r_squared"

# %% [markdown]
# **Find where it breaks.** For a fitted straight line R² is the square of the correlation of outputs and targets, hence the name. Does that make the squared correlation a score for any outputs? Find outputs and targets on which the two differ.

# %% exercise="correlation_counterexample"

# %% [markdown] topics="O18"
# **What usually goes wrong.** The mean of the outputs stands where the mean of the targets belongs. Or it is the squared correlation, which does not mind if all answers are ten times too large. Or the R² that is quoted is that of the training data.

# %% [markdown] topics="K19"
# ## 6 · Choose on validation, report on test
#
# How many units, and how much weight decay? Training data cannot tell, because there more units and less decay nearly always look better. So keep some data aside, the validation data, and choose the setting with the smallest error there.
#
# Is that error an honest report? **By hand.** Throw two fair dice and keep the smaller number. Each die has the mean 3.5. The smaller number is at least $k$ when both are, which has the probability $\big( \tfrac{7-k}{6} \big)^2$, so its mean is $\sum_{k=1}^{6} \big( \tfrac{7-k}{6} \big)^2 = \tfrac{91}{36} = 2.53$. Neither die is better than 3.5; the *choice* made it 2.53.
#
# In general, let $E_1, E_2, \dots$ be the validation errors of the settings. They are random, because the validation examples are.
#
# $$\begin{aligned}
# \min_j E_j &\le E_i \quad \text{for every } i && \text{definition of the minimum} \\
# \mathbb{E}\big[ \min_j E_j \big] &\le \mathbb{E}[E_i] \quad \text{for every } i && \text{expectation keeps inequalities} \\
# \mathbb{E}\big[ \min_j E_j \big] &\le \min_i \mathbb{E}[E_i] && \text{true for every } i \text{, so for the smallest}
# \end{aligned}$$
#
# So the winner's validation error is too good on average. How much grows with the number of settings, as it would with a third die, and shrinks with the number of examples, because the $E_j$ then scatter less. For this reason there is a third part, the **test data**, which take no part in training or choosing and are used once.
#
# **Write the test yourself.** All this is worth nothing if a row is in two parts at once. Write a function that is given somebody's way of dividing, accepts a right one, and refuses wrong ones.

# %% exercise="split_test"

# %% [markdown]
# Now the choice itself.

# %% exercise="choose_on_validation"

# %% [markdown] topics="K19"
# **What usually goes wrong.** Somebody looks at the test error of every setting, just to see. From then on it is a validation error.
#
# **Measured.** There are eight settings, 4 or 32 tanh units with four strengths of weight decay, and thirty random splits of the patients. In each split we train all eight, choose on the validation data, and only then look at the test data. (The figure below breaks the rule and shows the test R² of all eight settings, so that you see what you must not use. Nothing is chosen by it.) For comparison, a linear regression is judged on the same splits, without any choice.
#
# **Predict first.** Will the network beat the linear regression? By how much is the winner's validation score better than its test score?

# %% exercise="diabetes_prediction"

# %%
CHOICES = [(units, decay) for units in (4, 32) for decay in (0, 0.01, 0.1, 1)]


def in_one_split(seed):
    """R² of each choice on training, validation and test data, and a row of the winner's and of linear regression's."""
    parts = split(seed)
    X, T = standardised(patients, parts), standardised(progression, parts)
    scores = {}
    for units, decay in CHOICES:
        net = MLP([10, units, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
        optimizer = SGD(net.params, lr=0.05, momentum=0.9, weight_decay=decay)
        fit(net, X[0], T[0], epochs=40, batch_size=37, optimizer=optimizer, seed=seed)
        scores[units, decay] = [lib.r_squared(net.predict(x).astype(float), t) for x, t in zip(X, T, strict=True)]
    winner, _ = choose(CHOICES, lambda setting: 1 - scores[setting][1])
    W, b = linear_regression(X[0], T[0])
    linear = [lib.r_squared(x @ W.T + b, t) for x, t in zip(X[1:], T[1:], strict=True)]
    return scores, [*winner, *scores[winner], *linear]


splits, rows = zip(*(in_one_split(seed) for seed in range(30)), strict=True)
head = ["split", "chosen: units", "decay", "R² training", "R² validation", "R² test"]
head += ["linear regression, validation", "linear regression, test"]
shown = [[i + 1, r[0], r[1], *(f"{v:.2f}" for v in r[2:])] for i, r in enumerate(rows[:6])]
found = np.array([r[2:] for r in rows])
table(head, [*shown, ["mean of all 30", "", "", *(f"{v:.2f}" for v in found.mean(axis=0))]])
gaps, linear_gaps = found[:, 1] - found[:, 2], found[:, 3] - found[:, 4]
gap, linear_gap = gaps.mean(), linear_gaps.mean()
noise = np.std(gaps - linear_gaps, ddof=1) / np.sqrt(len(rows))
reveal("diabetes_prediction", "the network" if np.mean(found[:, 2]) > np.mean(found[:, 4]) else "linear regression")

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.4, height=3.2)
for ax, units in zip(axes, (4, 32), strict=True):
    for part, (name, colour, line) in enumerate(
        (("training", GREY, "--"), ("validation", BLUE, "-"), ("test", GREEN, "-."))
    ):
        values = np.array([[scores[units, d][part] for scores in splits] for d in (0, 0.01, 0.1, 1)])
        ax.plot(range(4), values.mean(axis=1), line, marker="o", color=colour, label=name)
        ax.fill_between(range(4), values.min(axis=1), values.max(axis=1), color=colour, alpha=0.12)
    ax.set_xticks(range(4), ("0", "0.01", "0.1", "1"))
    message = {4: "4 units: decay changes little up to 0.1", 32: "32 units: some decay helps, much harms"}[units]
    ax.set(title=message, xlabel="weight decay λ", ylabel="R², mean and range", ylim=(-0.1, 1))
axes[0].legend(frameon=False, loc="lower left")
plots.describe(
    fig,
    "R squared on training, validation and test data against weight decay, for 4 and for 32 units. Training falls "
    "steadily with more decay; validation and test are best between 0.01 and 0.1 and collapse at 1.",
)

# %% [markdown] topics="K19"
# How much is the winner flattered?

# %%
say(
    f"Is the winner flattered? Its validation score lies above its test score by {gap:.3f} on average. But linear "
    f"regression, which chose nothing, has a gap of {linear_gap:.3f} on the same splits: most of it is the luck of the "
    f"splits. The flattery is what remains, {round(gap, 3) - round(linear_gap, 3):.3f}, with a standard error of {noise:.3f}."
)

# %% [markdown] topics="K19"
# There are four things to read off.
#
# - **Training R² points the wrong way.** It prefers no decay and many units. Validation and test agree with each other, and not with it.
# - **The winner is flattered, but by little.** What counts is what remains when the luck of the splits is taken off. It is little because eight settings, most of them alike, leave little to choose from, and it grows with the number of settings and shrinks with the number of validation examples. In a single split it may be the other way round, because an inequality between means promises nothing about one draw.
# - **The spread between splits is larger than the difference between most settings.** With 110 examples to judge by, even the first digit of an R² is uncertain, so report a spread.
# - **The network does not beat linear regression here.** On 222 examples with ten features there is little curvature to find; section 7 has the opposite case. Always compare a regression network with linear regression, which is the network without a hidden layer, needs one call, and is hard to beat on small tables.
#
# **Training time is a setting too.** `fit(…, validation=…, patience=…, keep_best=True)` stops when the validation error no longer falls and returns to the best weights, which is called early stopping (lecture 12). It is a choice on validation data as well, and its score is flattered in the same way.

# %%
typical = deviation * np.sqrt(1 - found[:, 2].mean())
say(
    f"So what does 151 mean? The network estimates that patients with these measurements have a progression of 151 *on "
    f"average*, because squared error aims at the mean. A single patient lies about **{typical:.0f}** from the answer (the RMSE that belongs to the mean R² on test data), "
    f"where it would be {deviation:.0f} if everybody got the mean of all as the answer."
)

# %% [markdown]
# ## 7 · A data set on which the network wins
#
# Linear regression is hard to beat where there is little to find but straight lines. Friedman (1991) proposed a function that is anything but a straight line. Of ten inputs, each uniform in $[0, 1]$, only five matter, and two of them act together:
#
# $$t = 10 \sin(\pi x_1 x_2) + 20 \left(x_3 - \tfrac12\right)^2 + 10 x_4 + 5 x_5 + \text{noise with standard deviation } 1 .$$
#
# **By hand.** A linear model cannot use $x_3$ at all. The covariance of $x_3$ with its parabola is $\int_0^1 (x - \tfrac12)(x - \tfrac12)^2\,\mathrm dx = 0$, so the best straight line through it is flat.
#
# **Predict first.** The variance of $t$ is about 25, and the noise has a variance of 1, so nobody can reach an R² of more than about $1 - \tfrac1{25} = 0.96$ on average. How close do linear regression and a network of 32 units come with 1,000 examples?


# %%
def friedman(rng, n):
    """Ten inputs (n, 10) and the target (n, 1) of Friedman's first problem, with noise 1."""
    X = rng.random((n, 10))
    t = 10 * np.sin(np.pi * X[:, 0] * X[:, 1]) + 20 * (X[:, 2] - 0.5) ** 2 + 10 * X[:, 3] + 5 * X[:, 4]
    return X, (t + rng.normal(size=n))[:, None]


def both_on_friedman(seed):
    """R² on 1,000 new examples of linear regression and of a network of 32 tanh units."""
    rng = np.random.default_rng(seed)
    (X, T), (X_new, T_new) = friedman(rng, 1000), friedman(rng, 1000)
    X, X_new = ((x - 0.5) * 12**0.5 for x in (X, X_new))  # the mean and deviation of the uniform distribution
    W, b = linear_regression(X, T)
    net = MLP([10, 32, 1], activation="tanh", init="xavier", loss="mse", seed=seed)
    optimizer = Adam(net.params, lr=0.01)
    t = (T - T.mean()) / T.std()
    fit(net, X, t, epochs=60, batch_size=50, optimizer=optimizer, schedule="cosine", seed=seed)
    answers = net.outputs(X_new).astype(float) * T.std() + T.mean()
    return lib.r_squared(X_new @ W.T + b, T_new), lib.r_squared(answers, T_new)


linear, network = zip(*(both_on_friedman(seed) for seed in range(5)), strict=True)
table(
    ["model", "R² on new data, mean and range of 5 seeds"],
    [["linear regression", spread(linear)], ["network of 32 units", spread(network)]],
)

# %% [markdown]
# **Where the target is curved and inputs act together, the network wins by far more than any spread.** Nobody told it which inputs matter or how. On the patients of section 6 the same kind of network found nothing more than the straight line, and the table of numbers does not show at a glance which case you have. So fit both.

# %% [markdown]
# ## 8 · How uncertain is this answer? (optional)
#
# In section 2, one $s$ served for all inputs. But the noise may depend on the input, as waiting times vary more in the rush hour. A model whose noise depends on the input is called **heteroscedastic**. Give the network two outputs, $z_1$ for the mean and $z_2 = \log s$ for the noise, where the logarithm lets $z_2$ be any number. The negative log-likelihood of a Gaussian is then, up to a constant,
#
# $$L = z_2 + \tfrac12 (t - z_1)^2 e^{-2 z_2}, \qquad \frac{\partial L}{\partial z_1} = (z_1 - t)\, e^{-2 z_2}, \qquad \frac{\partial L}{\partial z_2} = 1 - (z_1 - t)^2 e^{-2 z_2} .$$
#
# So: the second output stops where the squared error is $s^2$ on average, and noisy examples pull less on the first output, because their slope is divided by $s^2$.
#
# If you do not trust the Gaussian, ask for two limits instead. The **quantile** of $q$ is the number below which the target lies with probability $q$. Its loss is $q\,(t - y)$ where $t > y$ and $(1 - q)(y - t)$ elsewhere. The gradient is $-q$ where $t > y$ and $1 - q$ where $t < y$. It vanishes on average when a fraction $q$ of the targets lies below $y$, because then $-q\,(1 - q) + (1 - q)\,q = 0$. For $q = \tfrac12$ the loss is half the absolute error, and the quantile is the median.
#
# **Predict first.** Between the 0.1-quantile and the 0.9-quantile should lie 80 % of *new* targets, and within $z_1 \pm 1.28\, s$ as well, because 80 % of a Gaussian lies within 1.28 standard deviations of its mean. Do they?


# %%
def gaussian_gradient(Z, T):
    """∂L/∂Z for outputs Z (B, 2), mean and log s, and targets T (B, 1)."""
    error, precision = Z[:, :1] - T, np.exp(-2 * Z[:, 1:])
    return np.hstack([error * precision, 1 - error**2 * precision]) / len(Z)


def quantile_gradient(Z, T):
    """∂L/∂Z for outputs Z (B, 2), the 0.1- and the 0.9-quantile, and targets T (B, 1)."""
    q = np.array([0.1, 0.9])
    return np.where(Z < T, -q, 1 - q) / len(Z)


def noisy(rng, n):
    """Inputs (n, 1) in [−1, 1] and targets whose noise grows from left to right."""
    X = rng.uniform(-1, 1, (n, 1))
    return X, np.sin(3 * X) + (0.3 + 0.25 * X) * rng.normal(size=(n, 1))


def band(gradient, seed):
    """A network trained by `gradient` on 1,000 noisy examples, as a function of X: lower and upper end."""
    rng = np.random.default_rng(seed)
    X, T = noisy(rng, 1000)
    net = MLP([1, 16, 2], activation="tanh", init="xavier", loss="mse", seed=seed, dtype=np.float64)
    optimizer = Adam(net.params, lr=0.01)
    for _ in range(1500):
        rows = rng.integers(0, len(X), 100)
        net.backward(gradient(net.forward(X[rows]), T[rows]))
        optimizer.step(net.grads)

    def ends(X):
        Z = net.outputs(X)
        mean, s = Z[:, :1], np.exp(Z[:, 1:])
        return Z if gradient is quantile_gradient else np.hstack([mean - 1.28 * s, mean + 1.28 * s])

    return ends


def covered(gradient, seed):
    """The fraction of 2,000 new targets inside the band."""
    X, T = noisy(np.random.default_rng(1000 + seed), 2000)
    ends = band(gradient, seed)(X)
    return np.mean((ends[:, :1] < T) & (ends[:, 1:] > T))


rows = []
for name, gradient in (("mean and log s", gaussian_gradient), ("two quantiles", quantile_gradient)):
    rows.append([name, spread([covered(gradient, seed) for seed in range(3)])])
table(["band of 80 %", "new targets inside, mean and range of 3 seeds"], rows)

# %% drawing=true
grid = np.linspace(-1, 1, 101)[:, None]
X, T = noisy(np.random.default_rng(0), 300)
fig, axes = plots.panels(1, 2, width=4.4, height=3.2)
titles = ("Mean and noise, both learnt", "Two quantiles, no Gaussian needed")
for ax, gradient, title in zip(axes, (gaussian_gradient, quantile_gradient), titles, strict=True):
    low, high = band(gradient, 0)(grid).T
    ax.plot(X, T, "o", color=GREY, markersize=3)
    ax.fill_between(grid[:, 0], low, high, color=BLUE, alpha=0.25, label="band of 80 %")
    ax.set(title=title, xlabel="$x$", ylabel="$t$")
axes[0].legend(loc="lower right")
plots.same_range(axes)
plots.describe(fig, "Noisy points around a sine; both networks' 80 % bands widen from left to right as the noise does.")

# %% [markdown]
# Both bands widen where the noise does, and they hold about what they promise on new data from the same source. **A network can tell you how noisy the target is, if you ask for it in the loss.** What it cannot tell you is how little it knows far from its training data, because no loss term ever looked there.

# %% [markdown]
# ## Which one do I use?
#
# | question | begin with |
# | --- | --- |
# | output unit | none; softplus where the target is positive, a stretched logistic where it has two limits |
# | loss | half the squared error; Huber's where targets contain mistakes; quantiles where you need limits, not a mean |
# | scale | inputs and targets standardised with the numbers of the training part |
# | score | R² or RMSE on test data, with its spread over splits, beside linear regression |
#
# **Where it comes from.** Boscovich minimised the sum of absolute errors in 1757, when astronomers had more measurements than unknowns. Legendre published least squares in 1805, and Gauss found in 1809 that it is what Gaussian noise asks for. The word *regression* is Galton's, who saw in 1886 that tall parents have children that are less tall than they are, on average, a regression towards the mean. Huber's loss of 1964 began the theory of robust statistics, and Koenker and Bassett made the old idea of Boscovich into quantile regression in 1978.
#
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> from torch import nn
# >>> y, t = torch.tensor([[0.0], [2.0]]), torch.tensor([[3.0], [2.5]])
# >>> nn.HuberLoss(delta=1.0)(y, t).item()
# 1.3125
# >>> nn.GaussianNLLLoss()(y, t, torch.ones(2, 1)).item()
# 2.3125
# ```
#
# - `nn.HuberLoss` and `nn.MSELoss` average over all entries, examples *and* outputs, and `nn.MSELoss` has no ½.
# - `nn.SmoothL1Loss(beta=δ)` is Huber's loss divided by $\delta$.
# - `nn.GaussianNLLLoss` takes the variance as its third argument, where section 8 has the logarithm of $s$.
# - Nothing clips or standardises for you: an output unit is a layer that you add, and `targets * s + mean` is a line that you write.
# - R² is not in PyTorch. `sklearn.metrics.r2_score(T, Y)` takes the targets *first*, and with several outputs it takes the mean of their R².

# %% [markdown]
# **Challenge (optional).** Change the network of section 8 so that its 0.1-quantile never lies above its 0.9-quantile, whatever its weights, and show that it still holds 80 % of new targets.

# %% [markdown] decks=true topics="O26"
# Five lecture decks stand behind this course. On regression they say the following.
#
# **University of Massachusetts Amherst**, CEE 697M, *Neural Networks for Structured Data I* (J. Oke), has the two-layer network of section 1 in scalars, with $w^{(1)}$, $w^{(2)}$ and $b$ for its weights and biases (our $w$, $v$, $b$ and $u$) and $M$ hidden units. (The weights and the bias of a hidden unit lack its index $m$ on the slide; lecture 05 has the right ones.) The slide counts $M(D + 1)$ weights and $(D + 1)$ biases; it must be $M(D + 1)$ weights and $M + 1$ biases. It minimises the sum of squares over examples and outputs, without the ½ and without the mean, and for classes the *deviance* $-\sum_n \sum_k t_{nk} \log p_{nk}$. The gradient of its squared error is $2N$ times ours, and that of its deviance $N$ times, so the same step needs a rate that is smaller by this factor. The table of section 4 is its summary of choices for regression.
#
# **Indian Institute of Technology Kharagpur**, CS60010, *Multilayer Perceptron: Introduction* (S. Sarkar), has the linear output as the mean of a Gaussian (section 2).
#
# **University of Campinas (UNICAMP)**, MO434, *Fundamentals of (Deep) Neural Networks II* (A. X. Falcão), chooses the output activation by the range of the target, as section 3 does. Where the output is *not* to be limited, its slide advises ReLU or softplus. Both limit the output to $y \ge 0$; for any real number the right choice is no activation, which the slide does not list.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), chooses on validation data and reports on test data, as section 6 does. **Tsinghua University**, 80240743 (X. Hu and J. Zhu), sums up regression with one layer, any output function and half the squared error (lecture 04, section 7), and has the Euclidean loss of lecture 07.

# %% [markdown]
# ## Recap
#
# A regression network is a linear regression on learnt features. With squared error its output aims at the conditional mean, and $\sqrt{2L}$ on new data estimates the noise. Choose the output unit by the range of the targets and the loss by the kind of noise. Huber's $\delta$ is a distance, and a few times the noise is a good value. Standardise inputs and targets with numbers from the training part. Report R² or RMSE on data that had no part in training or choosing, with a spread, and beside it what linear regression gets, which is hard to beat on a small table and loses where the target is curved. A network can also be asked how uncertain its answer is, with a second output for the noise or with two quantiles.
#
# ## Test yourself
#
# 1. Your network predicts waiting times and has an RMSE of 4 minutes on new data. What is its loss L, and what is its estimate of the variance?
#
# <details><summary>Answer</summary>
#
# $s^2 = 2L = 16$, so $L = 8$ (minutes squared).
#
# </details>
#
# 2. Half of your customers spend 0, the other half about 100. What does a network with squared error answer for a customer it knows nothing about? And one with absolute error?
#
# <details><summary>Answer</summary>
#
# The mean, about 50, which nobody spends. Absolute error aims at the median: any number from 0 to about 100 is equally good, so it may answer anything between. Neither is a useful answer; ask two questions instead (will they buy, and how much?).
#
# </details>
#
# 3. You convert targets from kilometres to metres. What happens to squared error, to R², to the right δ, and to the learning rate, if you do not standardise?
#
# <details><summary>Answer</summary>
#
# Squared error grows by $10^6$, R² stays, $\delta$ must be 1000 times larger, and the gradient with respect to the outputs is 1000 times larger, so the old rate is likely to diverge. With standardised targets nothing happens at all.
#
# </details>
#
# 4. R² on the test data is −0.3. Is that a bug?
#
# <details><summary>Answer</summary>
#
# Not necessarily. The network does worse than the mean of the test targets would: it has overfitted, or the test data differ from the training data, or somebody forgot to turn standardised answers back. The best constant has R² = 0 by definition; a network can be worse.
#
# </details>
#
# 5. You tried 200 settings on 50 validation examples and the best has an error of 0.10. The one you had thought of first has 0.12. What do you report?
#
# <details><summary>Answer</summary>
#
# Neither. Both took part in the choice, and the smallest of 200 errors on 50 examples is far too good on average. Take the winner (or the simpler one, if they are close), and report its error on test data that you have not looked at.
#
# </details>
#
# ## Further reading
#
# Books and papers:
# - S. M. Stigler, *The History of Statistics: The Measurement of Uncertainty before 1900*, Harvard University Press 1986: Boscovich, Legendre, Gauss, Galton.
# - T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer 2009, chapters 7 and 11: choosing on validation data; neural networks for regression.
# - A. Géron, *Hands-On Machine Learning with Scikit-Learn, Keras, and TensorFlow*, 2nd edition, O'Reilly 2019, chapter 10: typical choices for regression networks.
# - P. J. Huber, "Robust estimation of a location parameter", *Annals of Mathematical Statistics* 35 (1964), 73–101.
# - C. M. Bishop, "Mixture density networks", technical report NCRG/94/004, Aston University 1994.
# - B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least angle regression", *Annals of Statistics* 32 (2004), 407–499: the diabetes data.
# - G. C. Cawley, N. L. C. Talbot, "On over-fitting in model selection and subsequent selection bias in performance evaluation", *Journal of Machine Learning Research* 11 (2010), 2079–2107.
# - J. H. Friedman, "Multivariate adaptive regression splines", *The Annals of Statistics* 19 (1991), 1–67: the function of section 7.
# - D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability distribution", ICNN 1994: an output for the noise.
# - R. Koenker, G. Bassett, "Regression quantiles", *Econometrica* 46 (1978), 33–50.
#
# Next: lecture 12 asks what a network is worth on data that it has not seen.
