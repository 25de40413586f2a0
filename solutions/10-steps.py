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
# You have the gradient of every weight, and the signals of lecture 09 stay alive. So you know which way is downhill. But how far do you walk before you look again, on how many examples do you look, and do you remember where you came from? Two people with the same network, the same data and the same gradients can end ten times apart.
#
# **You will be able to**
# - say how large a learning rate may be, and find a good one in a single short run;
# - say what a mini-batch costs and what it is worth;
# - derive momentum as a sum, say why it turns $\kappa$ steps into $\sqrt\kappa$, and write momentum and Adam;
# - choose between schedules, clip gradients, and follow a recipe for the first run of a new network.
#
# **You need** the training loop of lecture 07, and backpropagation. From statistics: mean, variance, and that the variances of independent numbers add up.
#
# **It takes** about three hours with five functions, two derivations and a schedule to mend, one hour if you only read and run.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import MLP, SGD, Adam, explore, fit, plots
from mlpkit import optim as lib_optim
from mlpkit import schedules as lib_schedules
from mlpkit.datasets import load_digits
from mlpkit.show import number, say, table
from mlpkit.train import evaluate, train_step

start("10")

# %%
from threadpoolctl import threadpool_limits

from mlpkit.palette import BLUE, GREY, LINES, ORANGE

# Matrices as small as ours are multiplied faster by one thread than by several.
threadpool_limits(1)


def spread(values, form=".3f"):
    """median (lowest to highest), or how many runs diverged"""
    values = np.asarray(values, float)
    lost = int((~(np.abs(values) < 1e4)).sum())
    if lost:
        return f"diverges in {lost} of {len(values)}"
    low, middle, high = np.quantile(values, [0, 0.5, 1])
    return f"{number(middle, form)} ({number(low, form)} to {number(high, form)})"


# %% [markdown]
# **The data of this lecture** are 8 × 8 digits: 500 to train on and 400 validation digits to look at.

# %%
X, t = load_digits()
mixed = np.random.default_rng(0).permutation(len(X))
X, t = X[mixed], t[mixed]
X = (X - X[:500].mean(axis=0)) / X[:500].std()
data, validation = (X[:500], t[:500]), (X[500:900], t[500:900])


def train_digits(seed, sizes=(64, 32, 10), rate=0.1, momentum=0.0, optimizer=None, data=data, **settings):
    """A network from this seed, trained with `fit`; returns both the network and its history."""
    net = MLP(list(sizes), seed=seed)
    optimizer = optimizer(net.params) if optimizer else SGD(net.params, lr=rate, momentum=momentum)
    settings = {"epochs": 4, "batch_size": 32, "seed": seed} | settings
    return net, fit(net, *data, optimizer=optimizer, **settings)


# %% drawing=true
def band(ax, x, runs, colour, label=None, style="-", limit=1e4, legend=False):
    """Median of the runs (rows) as a line, ended by a cross where it diverges; lowest to highest as a band."""
    runs = np.where(np.isfinite(runs), runs, np.inf)
    fine = (runs <= limit).all(axis=0)
    ax.fill_between(
        x,
        np.where(fine, runs.min(axis=0), np.nan),
        np.where(fine, runs.max(axis=0), np.nan),
        color=colour,
        alpha=0.2,
        linewidth=0,
    )
    plots.curve(
        ax, x, np.where(fine, np.median(runs, axis=0), np.inf), limit, color=colour, label=label, linestyle=style
    )
    if legend:  # the crosses of several lines lie close together
        for words in list(ax.texts):
            words.remove()
        ax.legend(title="a cross: diverges", fontsize="small")


fig, axes = plots.panels(1, 3, width=3.2, height=2.5)
w = np.linspace(-1.5, 1.5, 100)
for ax, eta, title in zip(axes, (0.1, 0.4, 0.55), ("too careful", "across the valley", "diverges"), strict=True):
    steps = (1 - 4 * eta) ** np.arange(5)
    ax.plot(w, 2 * w**2, color=GREY)
    ax.plot(steps, 2 * steps**2, "o-", color=BLUE, linewidth=1, markersize=5)
    ax.set(title=f"η = {eta}: {title}", xlabel="w", ylim=(0, 9), xlim=(-2.2, 2.2))
axes[0].set_ylabel("loss")
plots.same_range(axes)
fig.suptitle("Four steps in the same bowl at three rates")
plots.describe(
    fig,
    "A parabola with four steps of gradient descent: at rate 0.1 they creep down one side, at 0.4 they jump from side to "
    "side and down, at 0.55 they jump from side to side and up.",
)

# %% [markdown] topics="F15"
# ## 1 · One step, and how long it may be
#
# Gradient descent repeats one line, $w \leftarrow w - \eta\, \partial L/\partial w$, with the learning rate $\eta$. How large may $\eta$ be? Take the simplest bowl, $L(w) = \tfrac12 h w^2$, where $h > 0$ is its **curvature**, the second derivative.
#
# $$\begin{aligned}
# w_{k+1} &= w_k - \eta h w_k && \text{power rule: } L'(w) = h w \\
# &= (1 - \eta h)\, w_k && \text{factor out } w_k \\
# w_k &= (1 - \eta h)^k\, w_0 && \text{apply it } k \text{ times}
# \end{aligned}$$
#
# It converges exactly when $|1 - \eta h| < 1$, that is, when $0 < \eta < 2/h$. In plain English: the more strongly the valley curves, the shorter the steps must be. In one direction the best rate is $1/h$, half of the limit, where one step takes you to the bottom. Above $1/h$ you jump across the valley, and above $2/h$ you land higher each time, which is called **divergence**.
#
# **By hand.** The figure shows $h = 4$ and $w_0 = 1$. With $\eta = 0.1$ the factor is $0.6$, so $w$ is $1,\ 0.6,\ 0.36,\ 0.216$. With $\eta = 0.4$ it is $-0.6$, and you get the same sizes on alternating sides. With $\eta = 0.55$ it is $-1.2$, and $1,\ -1.2,\ 1.44,\ -1.728$ run away.
#
# Is the loss of a network like that? Take one network, all 500 digits in each step, 40 steps.
#
# **Predict first.** How does the loss after 40 steps depend on the rate? Sketch it on two logarithmic axes.

# %%
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0)


def after_forty(rate, seed):
    """The loss after 40 steps with all digits at this rate."""
    return train_digits(seed, rate=rate, epochs=40, batch_size=None)[1].loss[-1]


losses = np.array([[after_forty(rate, seed) for rate in RATES] for seed in range(4)])
middle = np.median(np.where(np.isfinite(losses), losses, np.inf), axis=0)
worse = [r for r, m in zip(RATES, middle, strict=True) if not m < 2.4 and r > 1]
say(
    f"The best of these rates is {RATES[int(middle.argmin())]:g}, with a loss of {middle.min():.4f}. At the rate "
    f"{worse[0]:g} the median network is no better than guessing."
    if worse
    else "No rate diverges."
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.3)
band(ax, RATES, losses, BLUE, limit=50)
ax.set(xscale="log", yscale="log", xlabel="learning rate η (all examples in a step)", ylabel="loss after 40 steps")
ax.set_title("The best rate lies a small factor below the first useless one")
plots.describe(
    fig,
    "Loss after 40 steps against the learning rate, four seeds, on logarithmic axes: it falls steadily up to a rate of a "
    "few, and at the next rates it diverges.",
)

# %% [markdown]
# (A line is the median of the seeds, its band runs from the lowest to the highest, and a cross marks the first rate at which some run diverges.) From 0.01 on, every larger rate is better, until the loss gets out of hand within a small factor. This looks like the bowl again, with $2/h$ for the largest curvature of the loss. The flattest direction needs the most steps, so with many curvatures the best rate moves up towards the limit (section 4 has the formula). **The best rate lies just below divergence, so search for it on a logarithmic scale, from below.**

# %% [markdown] topics="K18 H8"
# ## 2 · All examples, one, or a few
#
# The gradient of a mean over $N$ examples is the mean of $N$ gradients. Do you need them all before you move? Full batch means all $N$ examples and one exact step. Online means one example and one noisy step. A mini-batch of $B$ examples lies in between. (*Stochastic gradient descent* is the name of the last two, and today nearly always means mini-batches.)
#
# Let $g_n$ be the gradient of example $n$ and $g$ their mean over all $N$. Draw $B$ examples at random, let $n_b$ be the number of the $b$-th, and take the mean $g_B$ of their gradients.
#
# $$\begin{aligned}
# \mathbb{E}[g_B] &= \tfrac1B \textstyle\sum_{b} \mathbb{E}[g_{n_b}] = g && \text{the mean is linear; each example is equally likely} \\
# \operatorname{Var}(g_B) &= \tfrac{1}{B^2} \textstyle\sum_b \operatorname{Var}(g_{n_b}) = \frac{s^2}{B} && \text{independent draws, each with variance } s^2
# \end{aligned}$$
#
# So a mini-batch is right on average, and its typical error is $s/\sqrt{B}$. (Drawn *without* replacement, as in an epoch, the variance has a further factor $\frac{N - B}{N - 1}$, which takes it to 0 at $B = N$.)
#
# **By hand.** Four examples have the gradients $1, 3, 5, 7$, so $g = 4$ and $s^2 = \frac{9 + 1 + 1 + 9}{4} = 5$. Pairs without replacement have the means $2, 3, 4, 4, 5, 6$. The mean of these is 4, and their variance is $\frac{4 + 1 + 0 + 0 + 1 + 4}{6} = \frac53$, which is $\frac52 \cdot \frac{4 - 2}{4 - 1}$.
#
# A batch of 64 costs four times as much as one of 16, and its gradient is twice as precise, because $\sqrt 4 = 2$. That speaks for small batches. Two things speak against them: the noise limits the rate, and a computer multiplies one matrix of 32 rows much faster than 32 vectors one after another.
#
# **Predict first.** Four epochs each, so everybody sees the same number of examples. Which batch size loses, and does each need a rate of its own?

# %% exercise="four_epochs_prediction"

# %%
few = (data[0][:300], data[1][:300])
SIZES, TRIED = (1, 16, 100, 300), (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 4.0)


def after_four_epochs(size, rate, seed):
    """Validation loss after four epochs of 300 digits in batches of this size."""
    return train_digits(seed, rate=rate, batch_size=size, data=few, validation=validation)[1].val_loss[-1]


found = {size: np.array([[after_four_epochs(size, r, s) for r in TRIED] for s in range(3)]) for size in SIZES}
best = {
    size: int(np.median(np.where(np.isfinite(runs), runs, np.inf), axis=0).argmin()) for size, runs in found.items()
}
table(
    ["batch size", "steps", "rate with the lowest median", "validation loss there"],
    [[size, 4 * -(-300 // size), f"{TRIED[best[size]]:g}", spread(found[size][:, best[size]])] for size in SIZES],
)
reveal("four_epochs_prediction", str(max(SIZES, key=lambda size: np.median(found[size][:, best[size]]))))

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.8, height=3.4)
for size, colour in zip(SIZES, LINES, strict=False):
    band(ax, TRIED, found[size], colour, f"B = {size}", limit=5, legend=True)
ax.set(xscale="log", xlabel="learning rate η", ylabel="validation loss after 4 epochs")
ax.set_title("Small batches diverge at rates that large ones need")
plots.describe(
    fig,
    "Validation loss against the learning rate for batches of 1, 16, 100 and 300. Batches of 1 diverge first, then those "
    "of 16; at a small rate the loss of large batches is high, because they take few steps.",
)

# %% [markdown] topics="H30 K18"
# **For the same work small batches get further than the full batch, because they take more steps.** But one example at a time diverges at a rate at which 16 do best, and those diverge at the rate that 100 need. So a rate belongs to a batch size, and comparing batch sizes at one rate is comparing rates. A rule of thumb, the **linear scaling rule**, says: $k$ times the batch, $k$ times the rate. It holds as long as the rate stays well below divergence. (Not so in this table: from 16 examples on, the best rates lie near divergence and hardly grow.)
#
# **Shuffle in every epoch.** The derivation needs examples drawn *at random*. If they come sorted by class, every batch holds one digit or two, and each step unlearns the one before.

# %%
KINDS = ("sorted by class", "shuffled once", "shuffled every epoch")


def in_order(kind, rate, seed):
    """Validation loss after six epochs of batches of 25, in this order of the examples."""
    net, rng = MLP([64, 32, 10], seed=seed), np.random.default_rng(seed)
    optimizer, T = SGD(net.params, lr=rate), net.targets(data[1])
    order = np.argsort(data[1]) if kind == KINDS[0] else rng.permutation(500)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(6):
            order = rng.permutation(500) if kind == KINDS[2] else order
            for i in range(0, 500, 25):
                rows = order[i : i + 25]
                train_step(net, optimizer, data[0][rows], T[rows])
    return evaluate(net, *validation)[0]


table(
    ["validation loss after 6 epochs, 4 seeds", "η = 0.1", "η = 0.5", "η = 1"],
    [[kind, *(spread([in_order(kind, r, s) for s in range(4)]) for r in (0.1, 0.5, 1.0))] for kind in KINDS],
)

# %% [markdown]
# At a small rate the order hardly matters, because twenty small steps add up to nearly the same, whichever comes first. At a larger rate sorted data fall behind, and at $\eta = 1$, where shuffled data still learn well, they diverge. Shuffling *again* in each epoch shows no advantage over shuffling once in this table. It costs nothing and guards against an unlucky order, so everybody does it.

# %% [markdown] topics="H29"
# ## 3 · Start fast, end slowly
#
# With mini-batches, a fixed rate never arrives. Why? Take the bowl of section 1, and add noise of variance $s^2$ to its gradient, new in each step.
#
# $$\begin{aligned}
# w_{k+1} &= (1 - \eta h)\, w_k - \eta\, \varepsilon_k && \text{the gradient is } h w_k + \varepsilon_k \\
# v_{k+1} &= (1 - \eta h)^2\, v_k + \eta^2 s^2 && v = \mathbb{E}[w^2];\ \varepsilon_k \text{ is independent of } w_k \\
# v &= (1 - \eta h)^2\, v + \eta^2 s^2 && \text{in the end } v_{k+1} = v_k = v \\
# v &= \frac{\eta\, s^2}{h (2 - \eta h)} \approx \frac{\eta\, s^2}{2 h} && \text{solve for } v;\ \eta h \text{ is small against } 2
# \end{aligned}$$
#
# In plain English: the weights jitter around the minimum, and the **noise floor** of their jitter is proportional to the rate. A large rate comes down quickly and stops high. A small one stops low, after a long time. A **schedule**, a rate that changes while you train, has both.
#
# **By hand.** $h = 1$, $s = 1$, $\eta = 0.2$ gives $v = 0.2 / 1.8 = 0.111$. Half the rate gives $0.1/1.9 = 0.053$. The cell lets 500 such walks run.

# %%
rows = []
for eta in (0.4, 0.2, 0.1):
    rng, w, squares = np.random.default_rng(0), np.zeros(500), []
    for k in range(400):
        w = (1 - eta) * w - eta * rng.normal(size=500)
        if k >= 100:
            squares.append(np.mean(w**2))
    rows.append([f"{eta}", f"{eta / (2 - eta):.4f}", f"{np.mean(squares):.4f}"])
table(["η", "floor by the formula", "floor of 500 walks"], rows)

# %% [markdown] topics="H29 H34"
# Many schedules are in use. With $t$ for the number of epochs done, $\eta_0$ for the first rate and $b$ for a constant:
#
# - **Step decay** halves the rate after every so many epochs.
# - **Inverse time** is $\eta(t) = \frac{b\, \eta_0}{b + t}$, half of $\eta_0$ at $t = b$. In 1951 Robbins and Monro asked of a schedule that $\sum_t \eta(t) = \infty$, so that you can walk any distance, and that $\sum_t \eta(t)^2 < \infty$, so that the noise you collect is finite. A rate like $1/t$ does both. Step decay fails the first, because $1 + \tfrac12 + \tfrac14 + \dots$ is finite.
# - **Reduce on plateau** lowers the rate when the held-out error has stopped falling. It looks at what happens, not at the clock.
# - **Cosine decay** follows half a cosine from $\eta_0$ down to a lowest rate at the planned end. It stays high for long, falls fast in the middle and ends gently.
# - **Cyclical rates** go up and down in a triangle (Smith 2017), because a high rate crosses flat regions and a low one repairs the harm.
#
# The library has all five. You write the two that are used most today.
#
# Reduce on plateau waits for a number of epochs before it lowers the rate, its **patience**. By hand, with a patience of 3: the errors are $0.5,\ 0.3,\ 0.4,\ 0.3,\ 0.35$. The smallest is $0.3$, in the second epoch. Then come three epochs that do not beat it (an equal one is no improvement), so the rate is halved, once.
#
# **Predict first.** The errors go on: $0.31,\ 0.32,\ 0.33$. Is the rate halved again, and when?

# %% exercise="plateau"

# %% [markdown] topics="H29"
# It is halved again after the third of them, because none is below $0.3$, and the count had started anew.
#
# **What usually goes wrong.** The error is compared with the *previous* one instead of the *smallest*. A jagged curve then looks like progress for ever.
#
# The cosine needs the length of the training in advance. As $t$ runs from 0 to the end, $\cos(\pi t/\text{total})$ runs from 1 to $-1$. Which function of it runs from $\eta_0$ to the lowest rate?
#
# **By hand.** From $0.8$ to 0: at half time $0.4$ is left, at a quarter $0.8 \cdot \tfrac12(1 + 0.707) = 0.683$.

# %% exercise="cosine"

# %% [markdown] topics="H29 H34"
# Now measure. A floor can only be seen where there is noise that does not go away, so we take one dense layer with softmax, batches of 4, digits coarsened to 4 × 4 pixels, and a fifth of the labels drawn at random. What counts is how far above the smallest possible training loss you end.
#
# **Predict first.** Which schedule ends lowest after 8 epochs, at a small and at a large first rate?

# %%
rng = np.random.default_rng(5)
noisy = np.where(rng.random(500) < 0.2, rng.integers(0, 10, 500), data[1])
coarse, held = (part[0].reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16) for part in (data, validation))
noisy_data, held_data = (coarse / coarse.std(), noisy), (held / coarse.std(), validation[1])
SHAPES = {
    "constant": lambda lr, now: lr,
    "step decay, every 2": lambda lr, now: lib_schedules.step_halving(lr, now.epoch, 2),
    "inverse time, b = 2": lambda lr, now: lib_schedules.inverse_time(lr, now.epoch, 2),
    "plateau, patience 1": lambda lr, now: lib_schedules.plateau(lr, now.errors, 1),
    "cosine": lambda lr, now: lib_schedules.cosine(lr, now.epoch, now.epochs),
    "cyclical": lambda lr, now: lib_schedules.cyclical(lr, now.epoch, lr / 20, 1),
}
net, _ = train_digits(0, (16, 10), rate=0.3, epochs=2000, batch_size=None, data=noisy_data, momentum=0.9)
floor = evaluate(net, *noisy_data)[0]


def above_floor(name, rate, seed):
    """How far above the smallest training loss eight epochs with this schedule end."""
    settings = {"epochs": 8, "batch_size": 4, "schedule": SHAPES[name], "validation": held_data}
    return evaluate(train_digits(seed, (16, 10), rate=rate, data=noisy_data, **settings)[0], *noisy_data)[0] - floor


ends = {name: [[above_floor(name, rate, s) for s in range(4)] for rate in (0.02, 0.5)] for name in SHAPES}
table(["schedule", "first rate 0.02", "first rate 0.5"], [[name, *map(spread, runs)] for name, runs in ends.items()])
order = sorted(SHAPES, key=lambda name: np.median(ends[name][1]))
say(
    "At the large first rate, from best to worst: "
    + "; ".join(order)
    + ". (Training loss above the smallest, 4 seeds.)"
)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.2)
epochs, errors = np.linspace(0, 8, 321), [0.5, 0.3, 0.25, 0.25, 0.26, 0.2, 0.21, 0.2]
for (name, shape), colour in zip(SHAPES.items(), LINES, strict=False):
    axes[0].plot(
        epochs,
        [shape(1.0, lib_schedules.TrainingState(e, 8, errors[: int(e)])) for e in epochs],
        color=colour,
        label=name,
    )
axes[0].set(xlabel="epoch", ylabel="rate / first rate", title="Five that change, and one that stays", ylim=(-0.03, 1.7))
axes[0].legend(fontsize="small", loc="upper center", ncols=2)
for place, name in enumerate(reversed(order)):
    colour = LINES[list(SHAPES).index(name)]
    axes[1].plot(ends[name][1], [place] * 4, "o", color=colour)
axes[1].set(yticks=range(6), yticklabels=list(reversed(order)), xscale="log", xlabel="training loss above the smallest")
axes[1].set_title("From a large first rate, every rate that falls in the end beats the constant one")
plots.describe(
    fig,
    "Left, the shapes of six schedules over eight epochs. Right, how far above the smallest training loss they end when "
    "the first rate is large: from best to worst " + ", ".join(order) + ".",
)

# %% [markdown]
# At the small rate the floor is far away, and a falling rate only slows down a walk that was too slow already. At the large rate the constant one comes down fast and stays on its floor, far above the others. **Choose the first rate as high as it holds, and then let it fall.** In this experiment cycles beat the constant rate, and no schedule that simply falls. What everybody can use of Smith's paper is the range test of section 7.
#
# **Warm-up, then cosine.** In the first steps the gradients are large and change quickly, and a large rate can throw the weights to a place from which they do not return. So large networks begin with a **warm-up**, a rate that grows linearly from 0 to $\eta_0$ within the first few percent of the training, and then follow the cosine down. With $t$ for the steps done, $t_w$ for those of the warm-up and $t_e$ for all,
#
# $$\eta(t) = \eta_0 \frac{t}{t_w} \ \text{ for } t < t_w, \qquad \eta(t) = \frac{\eta_0}{2} \Bigl(1 + \cos \pi \frac{t - t_w}{t_e - t_w}\Bigr) \ \text{ afterwards.}$$
#
# Many large language models were trained like this; GPT-3's rate fell to a tenth of $\eta_0$.
#
# **Mend it.** Here is this schedule, with one mistake in it. It runs, the rate grows and falls, and a training curve would not tell you.

# %% exercise="mended_warm_up"

# %% [markdown] topics="H31"
# ## 4 · Ravines
#
# A bowl in two directions has two curvatures, $h_{\min}$ along and $h_{\max}$ across. The rate must stay below $2/h_{\max}$. The flat direction then shrinks by $1 - \eta h_{\min}$ a step, and at a rate near $1/h_{\max}$ it takes about $h_{\max}/h_{\min}$ steps to shrink it by a factor $e$. This ratio is the condition number $\kappa$. With $\kappa = 100$ the flat direction needs about a hundred steps, and meanwhile you zig-zag across the ravine.

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=2.4)
a, b = np.meshgrid(np.linspace(-10.5, 2, 100), np.linspace(-1.5, 1.5, 100))
for ax, gamma, eta, title in ((axes[0], 0.0, 0.095, "without a memory"), (axes[1], 0.6, 0.095, "with momentum")):
    h, w, v = np.array([0.5, 20.0]), np.array([-10.0, 1.0]), np.zeros(2)
    path = [w]
    for _ in range(25):
        w, v = lib_optim.momentum_step(w, h * w, v, eta, gamma)
        path.append(w)
    ax.contour(a, b, h[0] * a**2 + h[1] * b**2, levels=np.geomspace(0.5, 80, 8), colors="0.8", linewidths=0.8)
    ax.plot(*np.array(path).T, ".-", color=BLUE, linewidth=1)
    ax.plot(0, 0, "*", color="black", markersize=10)
    ax.set(title=title, xlabel="along the ravine", ylim=(-1.5, 1.5))
axes[0].set_ylabel("across")
fig.suptitle("25 steps in a ravine with condition number 40, at the same rate")
plots.describe(
    fig,
    "Two paths in a long narrow valley: plain descent jumps from side to side and gets a part of the way, with "
    "momentum the jumps die out and the path reaches the bottom.",
)

# %% [markdown] topics="H32"
# Across the ravine the gradient changes its sign from step to step, and along it, it hardly changes. If you average over the last steps, the first cancels and the second stays. **Momentum** keeps a velocity $v$, zero at first, and walks along it:
#
# $$v_t = \gamma\, v_{t-1} + g_t, \qquad w_t = w_{t-1} - \eta\, v_t, \qquad 0 \le \gamma < 1.$$
#
# Why is that an average? Write out the third velocity, $\gamma v_2 + g_3$, as a sum of gradients (in the check, `v1` and `v2` are given).

# %% exercise="momentum_sum_derivation"

# %% [markdown] topics="H32"
# In general, and with $\sum_{k=0}^{t-1} \gamma^k = \frac{1 - \gamma^t}{1 - \gamma}$, the geometric sum, the velocity is
#
# $$v_t = g_t + \gamma\, g_{t-1} + \dots + \gamma^{t-1} g_1 = \frac{1 - \gamma^t}{1 - \gamma} \sum_{k=0}^{t-1} p_k\, g_{t-k}, \qquad p_k = \frac{(1-\gamma)\gamma^k}{1 - \gamma^t}, \qquad \sum_k p_k = 1 .$$
#
# So it is a weighted mean of all gradients so far, the newest first, times a factor that grows to $\frac1{1 - \gamma}$. What does it do to the two kinds of gradient?
#
# - A *constant* gradient $g$ adds up to $v \to \frac{g}{1 - \gamma}$. The step becomes $\frac{\eta}{1-\gamma}\, g$, and $\frac{\eta}{1-\gamma}$ is called the **effective rate**.
# - An *alternating* one, $g, -g, g, \dots$, gives a $v$ that alternates, too. Where the latest gradient is $g$, it comes to $g - \gamma g + \gamma^2 g - \dots = \frac{g}{1 + \gamma}$, a geometric sum with ratio $-\gamma$.
#
# **By hand.** With $\gamma = 0.9$ a constant gradient counts 10 times and an alternating one $0.53$ times, a factor of 19 between along and across. One step, with $\gamma = 0.5$, $\eta = 0.1$, $v = 10$, $w = 1$ and the gradient 2: $v = 5 + 2 = 7$ and $w = 1 - 0.7 = 0.3$.
#
# **Predict first.** Someone walks along the *old* velocity and renews it afterwards. Where does the very first step lead?

# %% exercise="momentum_step"

# %% [markdown] topics="H31 H32"
# The very first step leads nowhere, because the old velocity is 0, and every later step is one gradient late.
#
# **What usually goes wrong.** The two lines are in the wrong order. Or you raise $\gamma$ and keep $\eta$. From $\gamma = 0$ to $0.9$ the effective rate grows tenfold. There are also two conventions: with $\eta$ inside the velocity, $v \leftarrow \gamma v + \eta g$, nothing changes while the rate is fixed, but under a schedule the old part keeps the old rate.
#
# **From $\kappa$ to $\sqrt\kappa$.** In 1964 Boris Polyak proved how much this helps. In a bowl with curvatures from $h_{\min}$ to $h_{\max}$, plain descent at its best rate, $\frac{2}{h_{\min} + h_{\max}}$, shrinks the error by the factor $\frac{\kappa - 1}{\kappa + 1} \approx 1 - \frac2\kappa$ a step. With momentum and the best pair of settings,
#
# $$\gamma = \Bigl(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\Bigr)^2, \qquad \eta = \frac{4}{(\sqrt{h_{\min}} + \sqrt{h_{\max}})^2},$$
#
# the factor is $\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1} \approx 1 - \frac{2}{\sqrt\kappa}$. So the number of steps is proportional to $\kappa$ without momentum, and to $\sqrt\kappa$ with it. Count them.

# %%
KAPPAS = (4, 10, 30, 100, 300, 1000, 3000)


def steps_needed(kappa, momentum):
    """Steps until an error of length √2 in a bowl with the curvatures 1 and κ is a thousandth of that."""
    h, w, v, k, root = np.array([1.0, kappa]), np.ones(2), np.zeros(2), 0, np.sqrt(kappa)
    eta, gamma = (4 / (1 + root) ** 2, ((root - 1) / (root + 1)) ** 2) if momentum else (2 / (1 + kappa), 0.0)
    while np.linalg.norm(w) > 1e-3 * np.sqrt(2):
        w, v = lib_optim.momentum_step(w, h * w, v, eta, gamma)
        k += 1
    return k


counted = {name: [steps_needed(k, m) for k in KAPPAS] for name, m in (("plain", False), ("momentum", True))}
slope = {n: np.log(s[-1] / s[-3]) / np.log(KAPPAS[-1] / KAPPAS[-3]) for n, s in counted.items()}
say(
    f"At κ = 1,000: {counted['plain'][-2]:,} steps without momentum, {counted['momentum'][-2]} with it. From κ = 300 to "
    f"3,000 they grow like κ to the power {slope['plain']:.2f} and {slope['momentum']:.2f}."
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.2)
for (name, counts), colour in zip(counted.items(), LINES, strict=False):
    ax.plot(KAPPAS, counts, "o-", color=colour, label=name)
ax.set(xscale="log", yscale="log", xlabel="condition number κ", ylabel="steps to a thousandth")
ax.set_title("Momentum turns κ steps into √κ")
plots.label_lines(ax)
plots.describe(
    fig, "Steps against the condition number on logarithmic axes: slope 1 without and one half with momentum."
)

# %% [markdown] topics="H31 H32"
# A famous ravine is bent: Rosenbrock's valley, here in a milder form, $f(a, b) = (1 - a)^2 + 10\,(b - a^2)^2$, with
#
# $$\nabla f = \begin{pmatrix} -2(1 - a) - 40\,a\,(b - a^2) \\ 20\,(b - a^2) \end{pmatrix} \qquad \text{(chain rule on both squares)} .$$
#
# **By hand.** At $(0, 1)$ the gradient is $(-2, 20)$, ten times as steep across the valley as along it. At the lowest point, $(1, 1)$, the second derivatives are $2 + 80 a^2 = 82$, $-40 a = -40$ and $20$.
#
# **Predict first.** By what factor does $\gamma = 0.9$ need fewer steps, each at the best of its own rates?

# %% exercise="momentum_prediction"

# %%
low, high = np.linalg.eigvalsh(np.array([[82.0, -40.0], [-40.0, 20.0]]))
say(
    f"Curvatures at the lowest point: {low:.2f} and {high:.1f}, so κ = {high / low:.0f} and √κ = {np.sqrt(high / low):.0f}."
)


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


def best_steps(gamma, seed=0, steps=1200):
    """(rate, steps until f stays below 0.001 from 12 random points) at the best of twenty rates."""
    begin = np.random.default_rng(seed).uniform([-1.5, -0.5], [0.5, 1.5], (12, 2))
    best = None
    for rate in np.geomspace(0.001, 0.03, 20):
        with np.errstate(all="ignore"):
            near = np.array([valley(P) < 1e-3 for P in descend(begin, rate, gamma, steps)])
        # After the last point of the path that is not near.
        needed = np.where(near[-1], len(near) - (~near)[::-1].argmax(axis=0), steps)
        if best is None or needed.mean() < best[1].mean():
            best = rate, needed
    return best


by_gamma = {gamma: best_steps(gamma) for gamma in (0.0, 0.5, 0.9, 0.97)}
table(
    ["γ", "its best rate", "steps until f stays below 0.001, from 12 points"],
    [[f"{gamma}", f"{rate:.4f}", spread(needed, ".0f")] for gamma, (rate, needed) in by_gamma.items()],
)
ratio = np.median(by_gamma[0.0][1]) / np.median(by_gamma[0.9][1])
say(f"From γ = 0 to γ = 0.9 the median falls by a factor of {ratio:.1f}.")
reveal("momentum_prediction", ratio)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.4)
a, b = np.meshgrid(np.linspace(-1.6, 1.6, 120), np.linspace(-0.7, 1.8, 120))
heights = valley(np.stack([a.ravel(), b.ravel()], axis=1)).reshape(a.shape)
for ax, gamma in zip(axes, (0.0, 0.9), strict=True):
    path = descend(np.array([[-1.2, 1.2]]), by_gamma[gamma][0], gamma, 150)[:, 0]
    ax.contour(a, b, heights, levels=np.geomspace(0.05, 60, 10), colors="0.8", linewidths=0.8)
    ax.plot(*path.T, ".-", color=LINES[int(gamma > 0)], markersize=3, linewidth=0.8)
    ax.plot(1, 1, "*", color="black", markersize=10)
    ax.set(xlabel="a", title=f"γ = {gamma}: f = {number(valley(path[-1:])[0], '.2g')} after 150 steps")
axes[0].set_ylabel("b")
plots.describe(
    fig, "Paths in Rosenbrock's valley: without momentum it creeps along the bend, with momentum it swings through."
)

# %% [markdown]
# The factor is well below $\sqrt\kappa$, because the theorem is about a straight bowl and the best pair of settings, and this valley is curved. **Momentum gets there in a fraction of the steps all the same.** Race them yourself. Click on the surface to start elsewhere, raise $\gamma$ until it overshoots, and find a rate at which plain descent diverges and momentum does not.

# %%
explore.descent_race(surface="Rosenbrock's valley", rate=0.005)

# %% [markdown] topics="H32 H31"
# Rosenbrock's valley was *made* to be hard. Is the loss of a network like it? Take all 500 digits in each step and 40 steps and, to be fair, put the *effective* rate $\frac{\eta}{1 - \gamma}$ on the axis.
#
# **Predict first.** At equal effective rates, how far apart are the curves, at small rates and at large ones?

# %%
EFFECTIVE, GAMMAS = (0.1, 0.3, 1.0, 3.0, 10.0), {0.0: "γ = 0", 0.5: "γ = 0.5", 0.9: "γ = 0.9", None: "0.5, then 0.9"}


def forty_steps(seed, gamma, effective):
    """Loss after 40 full-batch steps. gamma None: 0.5 at first, 0.9 after ten steps."""
    net = MLP([64, 32, 10], seed=seed)
    final = 0.9 if gamma is None else gamma
    optimizer = SGD(net.params, lr=effective * (1 - final), momentum=0.5 if gamma is None else gamma)
    T, loss = net.targets(data[1]), np.nan
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(40):
            if k == 10:
                optimizer.momentum = final
            loss, _ = train_step(net, optimizer, data[0], T)
    return loss


forty = {g: np.array([[forty_steps(s, g, r) for r in EFFECTIVE] for s in range(3)]) for g in GAMMAS}
table(
    ["loss after 40 steps, effective rate:", *(f"{r:g}" for r in EFFECTIVE)],
    [[label, *(spread(forty[g][:, k], ".2g") for k in range(5))] for g, label in GAMMAS.items()],
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.5, height=3.3)
for (gamma, label), colour, line in zip(GAMMAS.items(), LINES, ("-", (0, (2, 2)), "-", "-."), strict=False):
    band(ax, EFFECTIVE, forty[gamma], colour, label, line, limit=50, legend=True)
ax.set(xscale="log", yscale="log", xlabel="effective rate η / (1 − γ)", ylabel="loss after 40 steps")
ax.set_title("With momentum you may walk faster")
plots.describe(
    fig,
    "Loss after 40 steps against the effective rate: the curves nearly agree for small rates; at 10 those that end "
    "with momentum 0.9 go on falling, the one that has it from the beginning furthest.",
)

# %% [markdown]
# For small effective rates the curves nearly agree, and the larger $\gamma$ is even a little behind, because a velocity that begins at zero needs time to grow. There, momentum is only another way to write the rate. **Momentum is worth having at large rates, where plain descent diverges and $\gamma = 0.9$ works best of all.** (Its own rate is a tenth of the effective one. In a bowl, momentum converges up to $\eta = 2(1 + \gamma)/h$.)
#
# **Play (optional).** So what does the loss of a network look like? Here is a slice through it around trained weights, with the way they came. Is the lowest point of the slice where the training ended? It need not be: after so few epochs the training has not arrived, and the loss is still falling along the way. Then take two *random* directions. Why can you hardly see the way now? (In a space of so many weights, a random direction is nearly perpendicular to the way.)

# %%
net, way = MLP([64, 32, 10], seed=0), []
fit(
    net,
    *data,
    epochs=20,
    batch_size=64,
    optimizer=SGD(net.params, lr=0.05, momentum=0.9),
    on_epoch=lambda net, history: way.append([w.copy() for w in net.params]),
)
explore.loss_landscape(net, *data, way)

# %% [markdown] topics="H31"
# ## 5 · Adam: a rate for each weight
#
# Momentum has one rate for all directions. If one input is a hundred times smaller than the others, so is the gradient of its weights, and they learn last. **Adam** (Kingma and Ba 2015) divides the step of each weight by the typical size of its own gradient. It keeps two running means, of the gradient and of its square,
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2,$$
#
# both zero at first (in this section the letters are those of the paper; in code the second is `s`). Since it starts at zero, a running mean is too small at the beginning. By how much? Take a constant gradient $g$, write $b$ for $\beta_1$, and derive the third mean.

# %% exercise="adam_correction_derivation"

# %% [markdown]
# In general $m_t = (1 - \beta_1^t)\, g$, and for gradients that vary, the same holds for the expected values as long as their mean does not change. So divide by that factor, $\hat m = m_t/(1 - \beta_1^t)$ and $\hat v = v_t/(1 - \beta_2^t)$, and step
#
# $$w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$
#
# Why divide by the root of the mean square? Because $g/\sqrt{g^2}$ has no unit. If you measure an input in millimetres instead of metres, its gradient becomes a thousand times larger, and the step stays as long as it was. (Gradient descent would step a thousand times as far, although the weight that it looks for is a thousand times smaller.) The small $\varepsilon$, $10^{-8}$, only prevents a division by zero.
#
# **By hand.** In the first step the gradient is $-4$, with $\beta_1 = 0.9$ and $\beta_2 = 0.999$: $m = -0.4$ and $v = 0.016$, corrected $\hat m = -4$ and $\hat v = 16$. The step is $-\eta \cdot (-4)/4 = +\eta$. Whatever the size of the first gradient, the first step has the length $\eta$.
#
# **Predict first.** Multiply the loss by 1000. What becomes of the steps of gradient descent, and what of Adam's?

# %% exercise="adam_step"

# %% [markdown]
# Gradient descent takes steps a thousand times longer and diverges; Adam's steps stay as they were, because numerator and denominator both grow a thousandfold.
#
# **What usually goes wrong.** The correction is forgotten, so that the first steps are too long by a factor of $\frac{1 - \beta_1}{\sqrt{1 - \beta_2}} \approx 3$. Or the corrected means are returned as the new state, and then they are corrected again and again.

# %%
SCALES = np.geomspace(1, 0.01, 64)[np.random.default_rng(0).permutation(64)].astype(np.float32)
WAYS = {
    "momentum": (lambda params, rate: SGD(params, lr=rate, momentum=0.9), (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)),
    "Adam": (lambda params, rate: Adam(params, lr=rate), (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)),
}


def fourth_epoch(way, rate, seed, scales):
    """Training loss in the fourth epoch, with the inputs multiplied by `scales`."""
    make = WAYS[way][0]
    return train_digits(seed, optimizer=lambda p: make(p, rate), data=(data[0] * scales, data[1]))[1].loss[-1]


by_scale = {
    (what, way): np.array([[fourth_epoch(way, r, s, scales) for r in rates] for s in range(4)])
    for what, scales in (("inputs of one scale", 1), ("inputs of scales 1 to 0.01", SCALES))
    for way, (_, rates) in WAYS.items()
}
ahead = {what: 1.0 for what, _ in by_scale}
for what in ahead:
    lowest = [np.nanmin(np.median(by_scale[what, way], axis=0)) for way in WAYS]
    ahead[what] = lowest[0] / lowest[1]
say(
    "Each at its best rate, the loss with momentum is "
    + " and ".join(f"{factor:.1f} times Adam's with {what}" for what, factor in ahead.items())
    + ". (Medians of 4 seeds.)"
)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.6, height=3.2)
for ax, what in zip(axes, ahead, strict=True):
    for (way, (_, rates)), colour in zip(WAYS.items(), LINES, strict=False):
        band(ax, rates, by_scale[what, way], colour, way, limit=50, legend=True)
    ax.set(xscale="log", yscale="log", xlabel="learning rate η", title=what[0].upper() + what[1:])
axes[0].set_ylabel("training loss, fourth epoch")
plots.same_range(axes)
plots.describe(
    fig,
    "Training loss against the rate for momentum and Adam. Adam's lowest point lies "
    "below that of momentum, with inputs of one scale and of very different scales; with the latter both are higher.",
)

# %% [markdown]
# **Each at its best rate, Adam has the lower training loss after four epochs, on inputs of one scale and on inputs of very different scales.** Adam suffers from the scales as well: an input that is a hundred times smaller needs a weight that is a hundred times larger, and steps of the same length take longer to get there. Scaling the inputs is the cheaper cure.
#
# **AdamW.** If you add an L2 penalty $\frac{\lambda}{2} w^2$ to the loss, Adam divides its gradient $\lambda w$ by $\sqrt{\hat v}$ like everything else. A weight with large gradients then decays *less*, which is not what you wanted. Loshchilov and Hutter (2019) take the decay out of the gradient and apply it to the weight itself, $w \leftarrow (1 - \eta\lambda)\, w - \eta\, \hat m/(\sqrt{\hat v} + \varepsilon)$. This is **AdamW**, what large language models are trained with. `mlpkit`'s `Adam(weight_decay=…)` decays in this way.

# %% [markdown]
# ## 6 · Two safety belts: clipping and float16
#
# One strange batch can have a gradient a hundred times longer than all others, and one long step can ruin what a thousand steps have learnt. So look at the length of the whole gradient, of all weights and biases together, and if it is above a limit, shorten it to the limit. This is **gradient clipping**. The direction must stay as it was, so one factor multiplies everything.
#
# **By hand.** Two arrays, $(3, 0)$ and $(4)$, and the limit 1. The common length is $\sqrt{9 + 0 + 16} = 5$, and the factor is $\tfrac15$. The results are $(0.6, 0)$ and $(0.8)$. With the limit 10 nothing changes.

# %% exercise="clip_by_norm"

# %% [markdown]
# **What usually goes wrong.** Each array is clipped by itself, or each entry. Both change the direction. And a limit that clips in *every* step is a learning rate in disguise; 1.0 is a usual limit, and a good one is reached in a few percent of the steps.
#
# **float16.** Graphics processors compute several times faster with numbers of 16 bits. A float16 has about three decimal digits and lies between $6 \cdot 10^{-8}$ and $65{,}504$. Both limits matter. The cell shows how: a small gradient is rounded to 0, and a small step disappears when it is added to a weight.

# %%
tiny, weight = np.float16(1e-8), np.float16(1.0)
say(
    f"A gradient of 10⁻⁸ in float16: {float(tiny):g}. Multiplied by 1,024 before rounding, it is "
    f"{number(np.float16(1e-8 * 1024))}. And 1 + 0.0004 in float16 is {float(weight + np.float16(0.0004)):g}."
)

# %% [markdown]
# **Mixed precision** training cures both by two tricks: the loss is multiplied by a large number before the backward pass, so that all gradients are, and they are divided by it before the step (*loss scaling*); and the weights are kept in float32, while only the matrix products run in 16 bits. The format bfloat16 has the range of float32 and even fewer digits, and needs no loss scaling.

# %% [markdown]
# ## 7 · A recipe for a first run
#
# A new network on new data seldom learns at the first attempt, and seldom tells you why. This order finds most mistakes within minutes.
#
# 1. **Look at the data.** Print ten examples with their labels. Are the inputs scaled?
# 2. **Check the loss before the first step.** With $K$ equally frequent classes it must be near $\log K$ (lecture 04). If it is far above, the initialisation is too large; if it is below, you have told the network the answer.
# 3. **Overfit one batch.** Take 20 examples and train on them alone. The loss must fall to nearly 0. If it does not, there is a bug, because 20 examples can be learnt by heart.
# 4. **Find the rate by a range test.** In one short run let the rate grow from tiny to huge, and plot the loss against it. Take a third of the rate at which the loss is lowest, because batches are noisy and the curvature changes during training.
# 5. **Train on everything.** Use momentum 0.9 or Adam, let the rate fall along a cosine, and watch training and validation loss.
# 6. **Only now tune.** Sizes, penalties and the rest come last, one at a time (lecture 12).

# %%
grown = np.geomspace(0.001, 3, 200)


def range_test(seed):
    """The loss of each step while the rate grows from 0.001 to 3."""
    net, rng = MLP([64, 32, 10], seed=seed), np.random.default_rng(seed)
    optimizer, T, losses = SGD(net.params, lr=0.1, momentum=0.9), net.targets(data[1]), []
    with np.errstate(over="ignore", invalid="ignore"):
        for rate in grown:
            optimizer.lr = rate
            rows = rng.choice(500, 32, replace=False)
            losses.append(train_step(net, optimizer, data[0][rows], T[rows])[0])
    return losses


net = MLP([64, 32, 10], seed=0)
first = evaluate(net, *data)[0]
one_batch = (data[0][:20], data[1][:20])
overfitted = fit(net, *one_batch, epochs=200, batch_size=None).loss[-1]
tests = np.array([range_test(seed) for seed in range(4)])
smooth = np.array([np.exp(np.convolve(np.log(np.maximum(run, 1e-6)), np.ones(15) / 15, "valid")) for run in tests])
lowest = grown[7 + np.median(np.where(np.isfinite(smooth), smooth, np.inf), axis=0).argmin()]
say(
    f"Step 2: loss {first:.2f} before training, and log 10 is {np.log(10):.2f}. Step 3: loss {overfitted:.4f} on one batch. "
    f"Step 4: lowest at a rate of {lowest:.2g}, so take about {lowest / 3:.1g}."
)
net, history = train_digits(
    0, rate=float(f"{lowest / 3:.1g}"), momentum=0.9, epochs=20, schedule="cosine", validation=validation
)
say(f"Step 5: {1 - history.val_error[-1]:.1%} of the validation digits right after 20 epochs.")

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=6.2, height=3.2)
band(ax, grown[7:-7], smooth, BLUE, limit=20)
ax.axvline(lowest / 3, color=ORANGE, linestyle="--")
ax.set(xscale="log", yscale="log", xlabel="rate, growing from step to step", ylabel="loss (mean of 15 steps)")
ax.set_title("Range test: take a third of the rate with the lowest loss (dashed)")
plots.describe(
    fig, "Loss while the rate grows: level, then falling, then rising steeply; a dashed line at the rate chosen."
)

# %% [markdown]
# The loss before training lies somewhat above $\log 10$, because He's initialisation already makes the outputs differ. If it were 23 instead of 2.3, you would look for a mistake.

# %% [markdown]
# ## Which one do I use?
#
# | question | begin with |
# | --- | --- |
# | optimiser | Adam where you do not want to tune the rate for long; SGD with momentum 0.9 where you do, as is usual for images; AdamW for Transformers (lecture 13) |
# | rate | by the range test; often near 0.1 for SGD without momentum, 0.01 with it, 0.001 for Adam (our small digits allow ten times as much) |
# | batch | 32 to 256; as large as runs fast |
# | schedule | cosine; with a warm-up of 1 to 5 % for Adam in large networks |
# | clipping | at length 1 for Transformers and recurrent networks (lecture 13) |
#
# **Where it comes from.** Cauchy proposed gradient descent in 1847, to compute orbits. Robbins and Monro proved in 1951 that noisy gradients suffice. Polyak's *heavy ball* of 1964 comes from the Soviet school of control; Nesterov improved it in 1983, by taking the gradient where the velocity is about to carry you. Rumelhart, Hinton and Williams used momentum in 1986, in the article that made backpropagation famous. Adam, of 2015, is among the most cited articles of all sciences.
#
# ### In PyTorch
#
# ```python
# >>> import torch
# >>> w = torch.tensor([1.0], requires_grad=True)
# >>> optimiser = torch.optim.SGD([w], lr=0.1, momentum=0.5)
# >>> optimiser.state[w]["momentum_buffer"] = torch.tensor([10.0])
# >>> (2 * w).sum().backward()
# >>> optimiser.step()
# >>> round(w.item(), 4)
# 0.3
# ```
#
# - `torch.optim.SGD` keeps $\eta$ outside the velocity, as here; Keras keeps it inside.
# - Gradients add up until `optimiser.zero_grad()`, which you call in every step.
# - `torch.optim.AdamW` decays the weights themselves; `Adam(weight_decay=…)` adds the penalty to the gradient.
# - `torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)` is your clipping, in place, between `backward()` and `step()`.
# - `torch.optim.lr_scheduler.CosineAnnealingLR` and `ReduceLROnPlateau` are your schedules; you call `scheduler.step()` yourself, the latter with the error.

# %% [markdown]
# **Challenge (optional).** Nesterov's momentum takes the gradient at $w - \eta \gamma v$, where the velocity is about to carry you, instead of at $w$. Write it for Rosenbrock's valley, choose its rate as fairly as `best_steps` does, and beat 0.9.

# %% [markdown] decks=true topics="F21"
# Five lecture decks stand behind this course. On steps they say the following.
#
# **Tsinghua University**, 80240743 (X. Hu and J. Zhu), has mini-batches, schedules, order, curvature and momentum. It writes $\alpha$ for $\eta$ and puts the rate into the velocity, $v \leftarrow \gamma v - \alpha \nabla J$, with $\gamma$ in $(0, 1]$, where $\gamma = 1$ forgets nothing, so that it swings back and forth in a bowl for ever. Its three rules for the rate are not quite ours:
# - keep it constant for an epoch or two, then halve it *as convergence slows down*; our step decay halves by the clock;
# - lower it when the *change* of the held-out objective between epochs falls below a threshold; our plateau rule waits for a number of epochs without a new minimum;
# - $a/(b + t)$ with $t$ in iterations; ours is in epochs.
#
# It advises $\gamma = 0.5$ at first and $0.9$ later. On the digits (section 4) the runs that have 0.9 from the start are no worse. Its Rosenbrock function has the factor 100 where ours has 10. It says: shuffle before each epoch; the slide on stochastic gradient descent averages over all mini-batches, which is a full-batch step (lecture 04). It says that SGD needs a smaller rate than descent on all examples, because its gradient is noisy, as section 2 finds. For further reading it names cyclical rates; the article is of 2017, not of 2018.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), takes the cost as a *sum* over the examples, $J$, with a fixed rate $\mu$. The gradient of a sum is $N$ times that of the mean, so the same step needs a rate $N$ times smaller. What the deck calls *SGD* uses all examples in each step.
#
# **Johannes Kepler University Linz** (G. Klambauer) has full batch, online (a sample drawn at random) and mini-batches of 32, and uses "stochastic gradient descent" for mini-batches. For us *online* is one example.
#
# **UMass Amherst**, CEE 697M (J. Oke), has the update with a fixed rate. **IIT Kharagpur**, CS60010 (S. Sarkar), says that training optimises the parameters, and not how.

# %% [markdown]
# ## Recap
#
# How far? The rate must stay below two over the largest curvature, and with many directions the best one lies not far under that. On how many examples? Mini-batches are right on average with an error like $1/\sqrt B$, and they win because they take more steps. Noise leaves a floor proportional to the rate, so rates fall in the end. And do you remember where you came from? You should: momentum is a sum of past gradients, which amplifies what stays and damps what alternates, and turns $\kappa$ steps into $\sqrt\kappa$. Adam gives every weight its own rate. Clip what is too long, and begin every new project with the recipe.
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
# The floor is $\eta s^2/(2h)$ and $s^2$ is halved, so $\eta$ may be doubled, as long as it stays well below $2/h_{\max}$. That is the linear scaling rule.
#
# </details>
#
# 3. With $\gamma = 0.9$, how many of the latest gradients carry 90 % of the weights $p_k$ (for large $t$)?
#
# <details><summary>Answer</summary>
#
# The first $k$ carry $1 - \gamma^k$. $0.9^k = 0.1$ gives $k = \log 0.1/\log 0.9 \approx 22$.
#
# </details>
#
# 4. The condition number is 10,000. About how many times fewer steps does momentum need, with the best settings?
#
# <details><summary>Answer</summary>
#
# About $\kappa/\sqrt\kappa = \sqrt\kappa = 100$ times fewer, up to a constant.
#
# </details>
#
# 5. You overfit one batch of 20 examples, and the loss stays at 2.3. Is the rate the first thing you look at?
#
# <details><summary>Answer</summary>
#
# Try one rate ten times larger and one ten times smaller, which takes a second. If the loss still stays at $\log 10$, the gradients do not reach the weights, or the labels do not belong to the inputs: check the gradients numerically (lecture 06), and print the batch.
#
# </details>
#
# ## Further reading
#
# - H. Robbins, S. Monro, "A stochastic approximation method", *Annals of Mathematical Statistics* 22 (1951), 400–407.
# - B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational Mathematics and Mathematical Physics* 4 (1964), 1–17: momentum, and $\sqrt\kappa$.
# - H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function", *The Computer Journal* 3 (1960), 175–184.
# - G. Goh, "Why momentum really works", *Distill* (2017), [distill.pub/2017/momentum](https://distill.pub/2017/momentum): to play with.
# - D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, [arXiv:1412.6980](https://arxiv.org/abs/1412.6980).
# - I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, [arXiv:1608.03983](https://arxiv.org/abs/1608.03983): the cosine. "Decoupled weight decay regularization", ICLR 2019, [arXiv:1711.05101](https://arxiv.org/abs/1711.05101): AdamW.
# - L. N. Smith, "Cyclical learning rates for training neural networks", WACV 2017, [arXiv:1506.01186](https://arxiv.org/abs/1506.01186): cycles and the range test.
# - P. Goyal and others, "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, [arXiv:1706.02677](https://arxiv.org/abs/1706.02677): linear scaling and warm-up.
# - R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, [arXiv:1211.5063](https://arxiv.org/abs/1211.5063): clipping.
# - P. Micikevicius and others, "Mixed precision training", ICLR 2018, [arXiv:1710.03740](https://arxiv.org/abs/1710.03740).
# - A. Karpathy, "A recipe for training neural networks", 2019, [karpathy.github.io/2019/04/25/recipe](https://karpathy.github.io/2019/04/25/recipe/).
