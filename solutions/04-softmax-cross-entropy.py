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
# # 04 · Softmax and cross-entropy
#
# A picture shows a cat, a dog or a bird. A network's last layer says 2.0, 1.0 and 0.1. How sure is it, and how should each of its weights change if the picture shows a dog?
#
# **You will be able to**
# - say why probabilities are made with exponentials, and compute them for logits of 1000;
# - derive the Jacobian of softmax, and the gradient of cross-entropy by two routes, each step by a named rule;
# - write softmax regression with a penalty, cost and gradients, and train it with mini-batches;
# - say why the biases are left out of the penalty, and show it by experiment.
#
# **You need** lecture 03 (cross-entropy as a likelihood), the quotient rule and the chain rule, and matrix products.
#
# **It takes** about two and a half hours with six exercises and one derivation on paper, one hour if you only read and run. If an exercise holds you up, go on: the cells after it use the library's version.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit import explore, plots
from mlpkit.datasets import gaussians, load_digits, minibatches
from mlpkit.gradcheck import numerical_gradient
from mlpkit.show import table

start("04")

# %%
from IPython.display import display

from mlpkit import linear, optim
from mlpkit import losses as lib
from mlpkit.palette import BLACK, BLUE, GREEN, GREY, LINES, RED

# %% [markdown] topics="F13"
# ## 1 · What we ask of probabilities
#
# The numbers $z = (z_1, \dots, z_K)$ of the last layer are **logits**: any real numbers. We want probabilities $p_1, \dots, p_K$ from them.
#
# **Predict first.** Here are three ways to make them. Each row below tries them on $z = (2, 1, 0.1)$, on the same numbers less 1, and on the same numbers less 2. Which ways can fail, and how?

# %%
ways = {
    "z over Σ z": lambda z: z / z.sum(),
    "z² over Σ z²": lambda z: z**2 / (z**2).sum(),
    "library's softmax": lib.softmax,
}
z = np.array([2.0, 1.0, 0.1])
shifts = (0.0, 1.0, 2.0)
table(
    ["", *(f"z = ({', '.join(f'{v:.1f}' for v in z - c)})" for c in shifts)],
    [[name, *(", ".join(f"{p + 0:.2f}" for p in way(z - c)) for c in shifts)] for name, way in ways.items()],
)

# %% [markdown]
# The first way gives negative "probabilities", or reverses the order. The second loses the order of the classes. Only the third gives positive numbers that keep the order, and it does not change when every logit is shifted. That is no accident; it is what it was made for.

# %% [markdown] topics="F13 S5"
# ## 2 · From logits to probabilities
#
# Ask for three things.
#
# 1. There is one positive, rising function $g$ with $p_k = g(z_k) / \sum_j g(z_j)$: positive, sum 1, order kept.
# 2. Adding the same number $c$ to all logits changes nothing. (Only differences of evidence count.)
# 3. A step of 1 in a logit is to multiply the odds by $e$. (This fixes the unit.)
#
# What is $g$? Compare two classes:
#
# $$\begin{aligned}
# \frac{p_1}{p_2} = \frac{g(z_1)}{g(z_2)} &= \frac{g(z_1 + c)}{g(z_2 + c)} && \text{demand 1, then demand 2} \\
# \frac{g(z_1 + c)}{g(z_1)} &= \frac{g(z_2 + c)}{g(z_2)} && \text{exchange denominators} \\
# g(z + c) &= g(z)\, h(c) && \text{the quotient does not depend on } z \text{: call it } h(c) \\
# g(c) &= g(0)\, h(c) && \text{the case } z = 0 \\
# \frac{g(z + c)}{g(0)} &= \frac{g(z)}{g(0)} \cdot \frac{g(c)}{g(0)} && \text{insert } h(c) \text{ and divide by } g(0)
# \end{aligned}$$
#
# So $g / g(0)$ turns sums into products. The rising functions that do this are $e^{a z}$ with $a > 0$; demand 3 says $a = 1$; and $g(0)$ cancels in the fraction. The result is **softmax**:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} .$$
#
# **By hand.** $z = (\log 1, \log 2, \log 5)$: the exponentials are 1, 2 and 5, their sum is 8, so $p = (\tfrac18, \tfrac28, \tfrac58)$. We will keep this example through the lecture. In formulas, and in the matrix of section 5, we count classes from 1; in arrays and in the other figures, from 0.
#
# **Two classes** are the logistic again. Divide numerator and denominator by $e^{z_1}$:
#
# $$p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \frac{1}{1 + e^{-(z_1 - z_2)}} = \sigma(z_1 - z_2) .$$
#
# **Deciding.** The exponential rises and the denominator is the same for all, so the largest $p_k$ belongs to the largest $z_k$: you can take the **arg max** of the logits. The name softmax comes from there. Multiply the logits by $\beta$, and as $\beta$ grows, $p$ tends to the one-hot row of the arg max. (*Soft arg max* would be the better name.)
#
# **Predict first.** What is $\mathrm{softmax}(\beta z)$ at $\beta = 0$?

# %%
z = np.array([2.0, 1.0, 0.1, -1.0])
scales = (0.0, 1.0, 3.0, 20.0)
fig, axes = plots.panels(1, 4, width=2.3, height=2.5)
for ax, beta in zip(axes, scales, strict=True):
    p = lib.softmax(beta * z)
    ax.bar(range(4), p, color=BLUE)
    ax.set(title=f"β = {beta:g}: largest {p.max():.2f}", xlabel="class", ylim=(0, 1.05), xticks=range(4))
axes[0].set_ylabel("probability")
plots.describe(
    fig, "Softmax of 2, 1, 0.1, -1 times 0, 1, 3 and 20: from four equal bars to a single bar for the arg max."
)

# %% [markdown] topics="F13 S5"
# ## 3 · Large logits
#
# $e^{1000}$ is larger than any number that a computer's float64 can hold; float32 gives up at $e^{89}$. Yet $\mathrm{softmax}(1000, 999)$ is a harmless pair, the same as $\mathrm{softmax}(1, 0)$ by demand 2. Use that: take the row's largest logit $m = \max_j z_j$ off first.
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} = \frac{e^{z_k}\, e^{-m}}{\sum_j e^{z_j}\, e^{-m}} = \frac{e^{z_k - m}}{\sum_j e^{z_j - m}} \qquad \text{(numerator and denominator times } e^{-m} \text{)}$$
#
# Now every exponent is at most 0, so nothing overflows. One exponent is exactly 0, so the sum is at least 1, and nothing divides by 0. Small terms may round to 0; they are too small to matter in the sum.
#
# Your function takes arrays of any number of axes. The classes of one example lie along the **last** axis.

# %% exercise="softmax"

# %% [markdown]
# **What usually goes wrong.** The wrong axis. For a square array of logits, a sum along axis 0 raises no error, and every *column* adds up to 1. Print the row sums once, whenever you write a softmax. And one maximum for the whole array looks fine until two rows are far apart.

# %% [markdown] topics="S5"
# ## 4 · The logarithm of softmax
#
# The loss of lecture 03 needs $\log p_k$. Do not take the logarithm of a computed $p_k$, which may have rounded to 0. Take it on paper:
#
# $$\begin{aligned}
# \log p_k &= \log \frac{e^{z_k - m}}{\sum_j e^{z_j - m}} && \text{section 3} \\
# &= (z_k - m) - \log \sum_j e^{z_j - m} && \text{log of a quotient, log of an exponential}
# \end{aligned}$$
#
# The quantity $\operatorname{lse}(z) = \log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m}$ is called **log-sum-exp**. It is a softened maximum: the sum lies between its largest term and $K$ times that, so
#
# $$\max_j z_j \;\le\; \operatorname{lse}(z) \;\le\; \max_j z_j + \log K .$$
#
# With it, $\log p_k = z_k - \operatorname{lse}(z)$, and the loss of an example of class $c$ is $-\log p_c = \operatorname{lse}(z) - z_c$: how far the softened maximum is above the logit that should have been the maximum.
#
# **By hand.** $z = (\log 1, \log 2, \log 5)$ and $c = 2$: $\operatorname{lse}(z) = \log 8 = 2.0794$, so the loss is $2.0794 - 0.6931 = 1.3863 = \log 4$. Indeed $p_2 = \tfrac14$.

# %% exercise="log_softmax"

# %% [markdown] topics="H3 H4"
# ## 5 · The Jacobian: every logit moves every probability
#
# Raise one logit, and its probability grows. Since the sum stays 1, the others must shrink. So softmax has not one derivative but $K \times K$ of them: the **Jacobian** $J_{ik} = \partial p_i / \partial z_k$. Write $S = \sum_j e^{z_j}$, so that $\partial S / \partial z_k = e^{z_k}$.
#
# *Case $i = k$:*
#
# $$\begin{aligned}
# \frac{\partial p_k}{\partial z_k} &= \frac{e^{z_k} S - e^{z_k} e^{z_k}}{S^2} && \text{quotient rule} \\
# &= p_k - p_k^2 = p_k (1 - p_k) && \text{split the fraction; definition of } p_k
# \end{aligned}$$
#
# *Case $i \ne k$:*
#
# $$\begin{aligned}
# \frac{\partial p_i}{\partial z_k} &= \frac{0 \cdot S - e^{z_i} e^{z_k}}{S^2} && \text{quotient rule; } e^{z_i} \text{ does not contain } z_k \\
# &= -p_i\, p_k && \text{definition of } p_i, p_k
# \end{aligned}$$
#
# With $\Delta_{ik} = 1$ if $i = k$ and $0$ otherwise, both cases are one line, and the whole matrix another:
#
# $$\frac{\partial p_i}{\partial z_k} = p_i (\Delta_{ik} - p_k), \qquad J = \operatorname{diag}(p) - p\, p^\top .$$
#
# (Tsinghua's lecture calls the outputs $h$ and writes $h_i (\Delta_{ik} - h_k)$.) $J$ is symmetric. Each of its rows adds up to $p_i (1 - \sum_k p_k) = 0$: shifting all logits together moves nothing.
#
# **By hand**, with $p = (\tfrac18, \tfrac28, \tfrac58)$: $J_{11} = \tfrac18 \cdot \tfrac78 = 0.1094$, $J_{12} = -\tfrac18 \cdot \tfrac28 = -0.0313$, $J_{13} = -\tfrac18 \cdot \tfrac58 = -0.0781$. They add up to 0.
#
# **The chain rule over all intermediate variables.** Let a number $v$ depend on $z$ through all of $p_1, \dots, p_K$. Then a change of $z_k$ reaches $v$ along $K$ ways at once, and their effects add up:
#
# $$\frac{\partial v}{\partial z_k} = \sum_{i=1}^{K} \frac{\partial v}{\partial p_i}\, \frac{\partial p_i}{\partial z_k} .$$
#
# **By hand.** Let $v = 1 \cdot p_1 + 2 \cdot p_2 + 3 \cdot p_3$, the expected class number, $v = 2.5$ in our example. Then $\partial v / \partial p_i = i$, and $\partial v / \partial z_1 = 1 \cdot 0.1094 - 2 \cdot 0.0313 - 3 \cdot 0.0781 = -0.1875$. Leaving out two of the three ways would even get the sign wrong.

# %%
z = np.log([1.0, 2.0, 5.0])
J = lib.softmax_jacobian(z)
by_chain_rule = np.array([1.0, 2.0, 3.0]) @ J
by_differences = numerical_gradient(lambda z: float(lib.softmax(z) @ [1.0, 2.0, 3.0]), z)
print("chain rule over all p:", by_chain_rule.round(6))
print("central differences:  ", by_differences.round(6))

fig, (ax,) = plots.panels(1, 1, width=4.2, height=3.2)
ax.imshow(J, cmap="PuOr", vmin=-0.5, vmax=0.5)
for i, k in np.ndindex(J.shape):
    ax.text(k, i, f"{J[i, k]:.3f}", ha="center", va="center")
ax.set(title="Raise a logit: its own p grows, all others shrink", xlabel="logit k", ylabel="probability i")
ax.set(xticks=range(3), xticklabels=[1, 2, 3], yticks=range(3), yticklabels=[1, 2, 3])
plots.describe(
    fig, "The 3 by 3 Jacobian of the example: positive on the diagonal, negative elsewhere, rows add up to 0."
)

# %% exercise="softmax_jacobian"

# %% [markdown]
# **What usually goes wrong.** Using only the diagonal, $p(1 - p)$, as if softmax worked element by element like the logistic. And a warning for testers: multiply $J$ by a vector of ones and you get 0, whether $J$ is right or off by a factor. A gradient check of softmax that uses a gradient of ones is blind. Use random ones.

# %% [markdown] topics="H4 H5 K13"
# ## 6 · The gradient of cross-entropy
#
# For one example of class $c$, section 4 has $L = \operatorname{lse}(z) - z_c$. Differentiate:
#
# $$\begin{aligned}
# \frac{\partial}{\partial z_k} \operatorname{lse}(z) &= \frac{1}{\sum_j e^{z_j}} \cdot e^{z_k} = p_k && \text{chain rule; derivative of the logarithm} \\
# \frac{\partial L}{\partial z_k} &= p_k - \Delta_{kc} && \text{the line above; } \partial z_c / \partial z_k = \Delta_{kc} \\
# &= p_k - t_k && t \text{ is the one-hot row of } c
# \end{aligned}$$
#
# **Probabilities minus targets.** The slope of the loss is softmax itself. This vector is what Tsinghua's lecture calls the *local sensitivity* and Linz the *delta*.
#
# **By hand.** $p = (\tfrac18, \tfrac28, \tfrac58)$, class 2: $p - t = (0.125, -0.75, 0.625)$. Downhill means: raise logit 2 by most, lower logit 3, lower logit 1 a little. The entries add up to 0.
#
# **Your turn, on paper.** There is a longer route to the same result, over the probabilities and the Jacobian. It is worth walking once, for it works for every loss, not only for one that happens to undo the exponential. This derivation is read by a person. Write it in the cell below, in LaTeX or as text.

# %% [markdown] manual="derive-softmax-ce" points=3
# **Cross-entropy through the Jacobian (3 points).** One example, $K$ classes, $p = \mathrm{softmax}(z)$, and a target row $t$ with $t_k \ge 0$ and $\sum_k t_k = 1$, not necessarily one-hot. $L = -\sum_k t_k \log p_k$.
#
# 1. Find $\partial L / \partial p_i$.
# 2. From it and $\partial p_i / \partial z_k = p_i (\Delta_{ik} - p_k)$, derive $\partial L / \partial z_k$. Name the rule used in each line, and say where you need that the targets add up to 1.
# 3. Somebody forgets to normalise, and $\sum_k t_k = 2$. What is the gradient now, and at which $p$ is it zero?
#
# ### BEGIN SOLUTION
# **Model answer.**
#
# 1. Only the term $-t_i \log p_i$ contains $p_i$; derivative of the logarithm: $\partial L / \partial p_i = -t_i / p_i$.
#
# 2. One rule for each line:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial z_k} &= \sum_i \frac{\partial L}{\partial p_i} \frac{\partial p_i}{\partial z_k} && \text{chain rule: } z_k \text{ acts through every } p_i \\
# &= -\sum_i \frac{t_i}{p_i}\, p_i (\Delta_{ik} - p_k) && \text{insert step 1 and the Jacobian} \\
# &= -\sum_i t_i (\Delta_{ik} - p_k) && \text{cancel } p_i \text{ (positive for every } z \text{)} \\
# &= -\sum_i t_i \Delta_{ik} + p_k \sum_i t_i && \text{distributive law; } p_k \text{ does not depend on } i \\
# &= -t_k + p_k \sum_i t_i && \Delta_{ik} \text{ keeps only } i = k \\
# &= p_k - t_k && \textstyle\sum_i t_i = 1 \text{, used here and only here}
# \end{aligned}$$
#
# 3. The last but one line holds for any $t$: the gradient is $2 p_k - t_k$. It is zero at $p_k = t_k / 2$, that is, at the normalised targets. Without the normalisation, $p - t$ would not be the gradient: its entries would add up to $-1$, but a shift of all logits cannot change $L$.
#
# **Rubric.** 1 point: $-t_i / p_i$, and the chain rule as a sum over *all* $i$ with the reason. 1 point: Jacobian inserted, simplified to $p_k - t_k$ with a rule named in each line and $\sum t = 1$ used in the right place. 1 point: $2 p_k - t_k$ and $p = t / 2$. A derivation that treats $i = k$ and $i \ne k$ separately is as good. One-hot only: at most half of the second point. A slip of sign carried through consistently costs half a point.
# ### END SOLUTION

# %% [markdown] topics="H4 H5 K13"
# **Play.** Four logits on sliders. Predict before each move: what does a shift of 1000 change? Which entries of the Jacobian are largest when two classes are equally likely, and what is left of it at temperature 0.1? Make the network badly wrong: how large can one entry of $p - t$ become, and what do the four add up to? (The figures above show single positions of the same sliders; the temperature is $1/\beta$ of section 2.)

# %%
explore.softmax()

# %% [markdown] topics="H4 H5 K13 H6"
# ## 7 · From logits to weights, and from one example to a batch
#
# The logits come from a linear layer, $z_k = \sum_j w_{kj} x_j + b_k$. The weight $w_{kj}$ leads *to* class $k$ *from* input $j$, and touches the logit $z_k$ only. So the sum of the chain rule has a single term:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_{kj}} &= \frac{\partial L}{\partial z_k} \frac{\partial z_k}{\partial w_{kj}} = (p_k - t_k)\, x_j && \text{chain rule; } z_k \text{ is linear in } w_{kj} \\
# \frac{\partial L}{\partial b_k} &= \frac{\partial L}{\partial z_k} \cdot 1 = p_k - t_k && \text{chain rule; } b_k \text{ has the factor 1}
# \end{aligned}$$
#
# Remember the form: **the error at the end of the connection times the activity at its beginning**. Backpropagation in lecture 06 keeps this form for every weight of a deep network; only the error gets harder to find.
#
# **As matrices.** For one example the numbers $(p_k - t_k)\, x_j$ are the outer product $(p - t)\, x^\top$, shaped like $W$. For $N$ examples in the rows of $X$ $(N, D)$, with $T$ and $P$ $(N, K)$, the loss is a mean, so its gradient is the mean of the gradients:
#
# $$\mathrm{d}Z = \frac1N (P - T), \qquad \frac{\partial L}{\partial w_{kj}} = \sum_n \mathrm{d}Z_{nk}\, X_{nj} \;\Longrightarrow\; \mathrm{d}W = \mathrm{d}Z^\top X, \qquad \mathrm{d}b_k = \sum_n \mathrm{d}Z_{nk} .$$
#
# The sum over $n$ *is* the matrix product; and $1/N$ enters once, in $\mathrm{d}Z$. (Tsinghua writes examples as columns: $\frac1N \sum_n (f^{(n)} - t^{(n)})\, x^{(n)\top}$. It is the same matrix.)
#
# **By hand.** $x = (1, 2)$ and our $p$ and $t$: $\mathrm{d}W = \begin{pmatrix} 0.125 & 0.25 \\ -0.75 & -1.5 \\ 0.625 & 1.25 \end{pmatrix}$. The cell compares it with differences of the library's loss.

# %%
x = np.array([[1.0, 2.0]])
bias, target = np.log([1.0, 2.0, 5.0]), np.array([[0.0, 1.0, 0.0]])
start_at = np.zeros((3, 2))  # with these weights the logits are the biases
print(numerical_gradient(lambda W: lib.softmax_cross_entropy(x @ W.T + bias, target)[0], start_at).round(6))

# %% exercise="softmax_cross_entropy"

# %% [markdown] topics="H6 K13"
# **What usually goes wrong: softmax twice.** A network ends in softmax, and its outputs are passed to a loss that takes logits. The "logits" are then between 0 and 1, and the loss cannot reach 0, however good the network is. For ten classes, this is as low as it gets:

# %%
certain = np.eye(10)[:1]
print(f"best possible loss with softmax twice, 10 classes: {lib.softmax_cross_entropy(certain, certain)[0]:.4f}")

# %% [markdown] topics="H6"
# **Squared error and cross-entropy side by side.** For a single linear layer with input $x$:
#
# | output unit | loss | gradient with respect to $w_{kj}$ |
# | --- | --- | --- |
# | linear, $y = z$ | ½ squared error | $(y_k - t_k)\, x_j$ |
# | logistic, $p = \sigma(z)$ | binary cross-entropy | $(p_k - t_k)\, x_j$ |
# | softmax | cross-entropy | $(p_k - t_k)\, x_j$ |
# | logistic | ½ squared error | $(p_k - t_k)\, p_k (1 - p_k)\, x_j$ |
# | softmax | ½ squared error | the Jacobian stays in (lecture 06) |
#
# The first three lines have the same form. The last two carry the slope of the output unit.
#
# **Predict first.** Three classes, logits $(s, 0, 0)$, and the second class is true. As $s$ grows, the network is more and more certain of the wrong class. What happens to the gradient with each loss?

# %%
truth = np.array([[0.0, 1.0, 0.0]])
rows = []
for s in (0.0, 2.0, 5.0, 10.0, 20.0):
    z = np.array([[s, 0.0, 0.0]])
    entropy_pull = lib.softmax_cross_entropy(z, truth)[1]
    square_pull = numerical_gradient(lambda z: lib.mse(lib.softmax(z), truth)[0], z)
    rows.append([f"{s:g}", *(f"{np.abs(g).max():.2e}" for g in (entropy_pull, square_pull))])
table(["s", "cross-entropy: largest entry of the gradient", "½ squared error: largest entry"], rows)

# %% [markdown]
# Cross-entropy pulls harder the more wrong the network is, up to 1. Squared error lets go: at $s = 20$ hardly anything is left. This is the picture of lecture 03, section 7, with $K$ classes.

# %% [markdown] topics="H7 H9 H4"
# ## 8 · Softmax regression, and a penalty on the weights
#
# One linear layer with softmax and cross-entropy is **softmax regression**. Its cost is convex, so there are no bad valleys. It still has two troubles.
#
# *The weights are not unique.* Add the same vector to every row of $W$: all logits of an example shift together, and nothing changes. *They may run away.* If the classes can be separated by lines, larger weights make the right answers ever more certain, and the cost falls towards 0 without ever reaching it.
#
# A small **penalty** on $W$ mends both for $W$ (the biases are still fixed only up to a common constant): an L2 term, with a strength $\lambda \ge 0$,
#
# $$C = -\frac1N \sum_n \sum_k t_{nk} \log p_{nk} + \frac{\lambda}{2} \sum_{k,j} w_{kj}^2 .$$
#
# $$\begin{aligned}
# \frac{\partial C}{\partial w_{kj}} &= \frac1N \sum_n (p_{nk} - t_{nk})\, x_{nj} + \frac{\lambda}{2} \cdot 2\, w_{kj} && \text{sum rule; section 7; power rule} \\
# \mathrm{d}W &= \frac1N (P - T)^\top X + \lambda W && \text{in matrices} \\
# \mathrm{d}b &= \frac1N \sum_n (p_n - t_n) && \text{the penalty does not contain } b
# \end{aligned}$$
#
# **By hand.** Two classes, one input $x = 0$ of class 1, $W = (1, -1)^\top$, $b = 0$, $\lambda = \tfrac12$: both logits are 0, so the loss is $\log 2$; the penalty is $\tfrac14 (1 + 1) = \tfrac12$; the cost is $1.1931$. $p - t = (-\tfrac12, \tfrac12)$ is $\mathrm{d}b$; it meets $x = 0$, so $\mathrm{d}W = \lambda W = (\tfrac12, -\tfrac12)^\top$.
#
# **Why the biases are spared.** Look at a minimum, where $\mathrm{d}b = 0$: then $\frac1N \sum_n p_{nk} = \frac1N \sum_n t_{nk}$. *On average, the predicted probability of each class is the frequency of that class*, for any $\lambda$. A penalty on $b$ would destroy this, and pull rare classes up and common ones down for no reason in the data.

# %% exercise="softmax_regression_cost"

# %% [markdown] topics="H9 H7"
# **Measured.** Three overlapping clouds, with 80 %, 15 % and 5 % of the examples. We minimise the cost with and without a penalty on the biases, for three strengths.
#
# **Predict first.** With $\lambda = 10$, $W$ is almost 0. What does the network predict for every example, with the biases free, and with the biases penalised?


# %%
def minimise(X, T, l2, bias_penalty=0.0, steps=1500):
    """W and b after gradient descent from zero."""
    W, b = np.zeros((T.shape[1], X.shape[1])), np.zeros(T.shape[1])
    lr = 1 / (1 + max(l2, bias_penalty))
    for _ in range(steps):
        _, dW, db = linear.softmax_regression_cost(W, b, X, T, l2)
        W, b = optim.sgd_step(W, dW, lr), optim.sgd_step(b, db, lr, bias_penalty)
    return W, b


rng = np.random.default_rng(0)
t = np.repeat([0, 1, 2], [160, 30, 10])
T = np.eye(3)[t]
X = rng.normal(size=(200, 2)) + 1.5 * np.array([[1, 0], [-1, 1], [-1, -1]])[t]
rows = [["frequency in the data", "", ", ".join(f"{f:.3f}" for f in T.mean(axis=0))]]
for l2 in (0.01, 0.1, 10.0):
    for name, bias_penalty in (("biases free", 0.0), ("biases penalised", l2)):
        W, b = minimise(X, T, l2, bias_penalty)
        mean_p = lib.softmax(X @ W.T + b).mean(axis=0)
        rows.append([f"λ = {l2:g}", name, ", ".join(f"{p:.3f}" for p in mean_p)])
table(["", "", "mean predicted probability of the classes"], rows)

# %% [markdown]
# With free biases the mean prediction is the frequency, at every strength, as the derivation says. With penalised biases a strong penalty drives it towards $\tfrac13$ for each class.
#
# Now the other trouble. **Predict first.** Three clouds that lines can separate, gradient descent without a penalty: what does the length of $W$ do after 30, 300, 3000 steps?

# %%
X, t = gaussians(np.random.default_rng(1), 150, classes=3, spread=0.2)
X, T = X.astype(np.float64), np.eye(3)[t]
marks = np.unique(np.logspace(0, np.log10(3000), 36).astype(int))
lengths, fitted = {}, {}
for l2 in (0.0, 0.001, 0.01):
    W, b, seen = np.zeros((3, 2)), np.zeros(3), []
    for step in range(1, 3001):
        _, dW, db = linear.softmax_regression_cost(W, b, X, T, l2)
        W, b = optim.sgd_step(W, dW, 1.0), optim.sgd_step(b, db, 1.0)
        if step in marks:
            seen.append(np.linalg.norm(W))
    lengths[l2], fitted[l2] = seen, (W, b)

fig, (left, right) = plots.panels(1, 2, width=4.6, height=3.4)
for (l2, seen), colour, line in zip(lengths.items(), (RED, BLUE, GREEN), ("-", "--", "-."), strict=True):
    left.plot(marks, seen, line, color=colour, label=f"λ = {l2:g}")
left.set(xscale="log", xlabel="step", ylabel="length of $W$", title="without a penalty, W never settles")
left.legend(frameon=False)
W, b = fitted[0.01]
plots.decision_boundary(lambda points: points @ W.T + b, X, t, ax=right, title="the decisions with λ = 0.01")
plots.describe(
    fig,
    "Left: the length of W against steps on a logarithmic axis: a straight rise without penalty, level lines with one. "
    "Right: three clouds of points and the three regions of the arg max, separated by straight lines.",
)

# %% [markdown]
# Without a penalty the length goes on growing, about as the logarithm of the number of steps. With a penalty it settles. The regions on the right are those of the arg max; their borders are straight, since $z_i = z_k$ is a linear equation in $x$.

# %% [markdown] topics="H8 H7"
# ## 9 · One step, and many: mini-batches
#
# To go downhill, take a step against the gradient, with a **learning rate** $\eta$. With the penalty's gradient $\lambda w$ written out, this is
#
# $$w \leftarrow w - \eta \left( \frac{\partial L}{\partial w} + \lambda w \right) = (1 - \eta \lambda)\, w - \eta\, \frac{\partial L}{\partial w} .$$
#
# The second form explains the name **weight decay**: each step first shrinks the weight by the factor $1 - \eta \lambda$.
#
# **By hand.** $w = (1, -2)$, gradient $(3, 0)$, $\eta = 0.1$, $\lambda = 0.5$: the bracket is $(3.5, -1)$, so $w \leftarrow (0.65, -1.9)$.
#
# **Mini-batches.** The gradient over all examples is dear; the gradient over a few, drawn at random, is cheap and right on average. Shuffle the rows, cut them into batches $B_1, \dots, B_M$ of equal size, and take a step for each. If the weights stood still, the mean of the batches' gradients would be exactly the full gradient, since a mean of means over parts of equal size is the mean over all:
#
# $$\frac1M \sum_m \frac{1}{|B_m|} \sum_{n \in B_m} g_n = \frac1N \sum_n g_n \qquad \text{(as } M\, |B_m| = N \text{)},$$
#
# where $g_n$ is the gradient of example $n$.
#
# The weights do not stand still; that is the point. One **epoch**, a pass over all examples, now contains $M$ steps instead of one.

# %% exercise="sgd_step"

# %% [markdown] topics="H8 H7"
# **Measured.** Softmax regression on 1797 small handwritten digits (8 × 8 pixels, bundled with scikit-learn; not MNIST). We keep 297 for testing, and train for 15 epochs with full batches, batches of 100 and batches of 10, each at the same rate $\eta = 0.3$ and with five different shuffles.
#
# **Predict first.** All three see every example 15 times. Which has the lowest cost at the end?

# %%
digits, labels = load_digits()
order = np.random.default_rng(0).permutation(len(digits))
X, t = digits[order[:1500]], labels[order[:1500]]
X_test, t_test = digits[order[1500:]], labels[order[1500:]]
T = lib.one_hot(t, 10)


def train(batch_size, seed, epochs=15, lr=0.3, l2=1e-4):
    """(W, b, cost after each epoch) of softmax regression by mini-batches."""
    rng = np.random.default_rng(seed)
    W, b, costs = np.zeros((10, 64), np.float32), np.zeros(10, np.float32), []
    for _ in range(epochs):
        for X_batch, T_batch in minibatches(X, T, batch_size, rng):
            _, dW, db = linear.softmax_regression_cost(W, b, X_batch, T_batch, l2)
            W, b = optim.sgd_step(W, dW, lr), optim.sgd_step(b, db, lr)
        costs.append(linear.softmax_regression_cost(W, b, X, T, l2)[0])
    return W, b, costs


fig, (ax,) = plots.panels(1, 1, width=7, height=3.4)
rows = []
for batch_size, colour, marker in zip((1500, 100, 10), LINES, "osv", strict=False):
    runs = [train(batch_size, seed) for seed in range(5)]
    costs = np.array([run[2] for run in runs])
    epochs = np.arange(1, 16)
    ax.plot(epochs, costs.mean(axis=0), marker + "-", color=colour, markersize=4, label=f"batches of {batch_size}")
    ax.fill_between(epochs, costs.min(axis=0), costs.max(axis=0), color=colour, alpha=0.25, linewidth=0)
    wrong = [np.mean((X_test @ W.T + b).argmax(axis=1) != t_test) for W, b, _ in runs]
    rows.append(
        [
            f"{batch_size}",
            f"{1500 // batch_size}",
            f"{costs[:, -1].mean():.3f} ({costs[:, -1].min():.3f} to {costs[:, -1].max():.3f})",
            f"{np.mean(wrong):.1%} ({min(wrong):.1%} to {max(wrong):.1%})",
        ]
    )
ax.set(title="Same examples, same rate: more steps get further", xlabel="epoch", ylabel="cost on the training set")
ax.set(yscale="log")
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
display(
    plots.describe(
        fig, "Training cost against epochs for three batch sizes: the smaller the batch, the lower the cost."
    )
)
table(["batch size", "steps per epoch", "cost after 15 epochs (range)", "test errors (range)"], rows)

# %% [markdown]
# Small batches win per *epoch*, because they take more steps. Per *step*, the full batch is the more accurate one, and on other hardware a large batch may take hardly longer than a small one. Also, the same rate is not the best rate for all three; lecture 09 looks into that. The class is the arg max of the logits: the test never needed a softmax.
#
# Each row of $W$ has one weight for each pixel. So you can look at what the regression looks for.

# %%
W, b, _ = train(10, 0)
plots.weight_images(W, (8, 8), columns=5, names=range(10), title="Purple speaks for the digit, orange against it")

# %% [markdown]
# ## Recap
#
# Softmax is what remains if you want positive numbers with sum 1 that depend on differences of logits. Take the largest logit off first, and stay in log space for the loss. Its Jacobian is $\operatorname{diag}(p) - p\, p^\top$: every logit moves every probability. Behind cross-entropy all of this collapses to $p - t$; for the weights, times the input; for a batch, $\frac1N (P - T)^\top X$. An L2 penalty adds $\lambda W$ and makes the best $W$ unique (the biases may still be shifted together); they are left out of the penalty, so that mean predictions match the frequencies. Mini-batches take many cheap steps instead of one dear one.
#
# ## Test yourself
#
# 1. Softmax of $K$ logits has $K$ outputs, but how many of its $K$ inputs matter?
#
# <details><summary>Answer</summary>
#
# $K - 1$: a common shift changes nothing. You could fix one logit at 0. For $K = 2$ this leaves the single logit of the logistic.
#
# </details>
#
# 2. All weights and biases are 0, and there are 10 classes. What is the loss, and what is $\mathrm{d}b$ if each class is equally frequent?
#
# <details><summary>Answer</summary>
#
# $p_k = \tfrac1{10}$ for all, so the loss is $\log 10 = 2.3026$. The mean of $p - t$ is $\tfrac1{10} - \tfrac1{10} = 0$: $\mathrm{d}b = 0$.
#
# </details>
#
# 3. A colleague's softmax passes its gradient check, with $\mathrm{d}P$ all ones. Are you convinced?
#
# <details><summary>Answer</summary>
#
# No. $J^\top \mathbf 1 = 0$ for any logits, so every wrong Jacobian with columns that add up to 0 passes, the zero matrix too. Use random $\mathrm{d}P$.
#
# </details>
#
# 4. You add the penalty $\frac{\lambda}{2} \sum w^2$, but your loss is the *sum* over examples. How must $\lambda$ change when you double the training set, to keep the same minimum?
#
# <details><summary>Answer</summary>
#
# The loss doubles (roughly), so $\lambda$ must double too. With the mean, $\lambda$ stays.
#
# </details>
#
# 5. Why can you leave out softmax when you only want to decide, but not when you train?
#
# <details><summary>Answer</summary>
#
# The arg max of $p$ is the arg max of $z$, since the exponential rises. The gradient needs $p$: how far each probability is from its target.
#
# </details>
#
# ## Further reading
#
# The lectures this notebook draws on:
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University: the Jacobian, the gradient through all intermediate variables, local sensitivity, the penalised cost, mini-batches.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur: softmax and log-softmax.
# - G. Klambauer, *Deep Learning and Neural Networks I*, Johannes Kepler University Linz: the common form of delta and softmax regression.
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP): softmax and arg max.
#
# Books and papers:
# - J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition", in *Neurocomputing*, Springer 1990, 227–236: where the name comes from.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer 2006, section 4.3: softmax regression and canonical links.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, section 6.2.2: output units.
# - P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax functions", *IMA Journal of Numerical Analysis* 41 (2021), 2311–2330.
# - D. Soudry, E. Hoffer, M. S. Nacson, S. Gunasekar, N. Srebro, "The implicit bias of gradient descent on separable data", *Journal of Machine Learning Research* 19 (2018), 1–57: why $W$ grows as a logarithm.
# - L. Bottou, F. E. Curtis, J. Nocedal, "Optimization methods for large-scale machine learning", *SIAM Review* 60 (2018), 223–311: mini-batches.
