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
# A network looks at a picture and has to decide between cat, dog and bird. Its last layer gives the three numbers 2.0, 1.0 and 0.1. How confident is it that it sees a cat, and how should each of its weights change if the picture shows a dog?
#
# **You will be able to**
# - say why probabilities are made with exponentials, and compute them for logits of 1000;
# - derive the Jacobian of softmax, and the gradient of cross-entropy by two routes, each step by a named rule;
# - write softmax regression with a penalty, cost and gradients, and train it with mini-batches on handwritten digits;
# - say what the loss of a network must be before it has learnt anything, and why the biases are left out of the penalty.
#
# **You need** lecture 03 (cross-entropy as a likelihood), the quotient rule and the chain rule, and matrix products.
#
# **It takes** about three hours with six functions, a test, a counterexample, four derivations as text and one on paper, one hour if you only read and run. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
import numpy as np

from autograder import check, reveal, start
from mlpkit import explore, plots
from mlpkit.datasets import gaussians, load_digits, minibatches
from mlpkit.gradcheck import numerical_gradient
from mlpkit.show import number, say, table

start("04")

# %%
from mlpkit import linear, optim
from mlpkit import losses as lib
from mlpkit.palette import BLUE, GREY, LINES, ORANGE, SIGNED

# %% [markdown] topics="F13"
# ## 1 · What we ask of probabilities
#
# The numbers $z = (z_1, \dots, z_K)$ that the last layer computes, one for each class, are called logits, as in lecture 03. They may be any real numbers. We want to turn them into probabilities $p_1, \dots, p_K$: positive numbers that add up to 1, the largest for the class with the largest logit.

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=8, height=2.4)
classes, logits = ("cat", "dog", "bird"), (2.0, 1.0, 0.1)
arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.5}
for x, text in ((0.0, "picture"), (2.0, "all layers\nbut softmax"), (5.6, "?")):
    ax.text(x, 0, text, ha="center", va="center", bbox={"boxstyle": "round,pad=0.6", "facecolor": "white"})
ax.annotate("", (1.15, 0), (0.65, 0), arrowprops=arrow)
for row, (name, value) in enumerate(zip(classes, logits, strict=True)):
    y = 0.8 - 0.8 * row
    ax.annotate("", (3.55, y), (2.85, 0.3 * y), arrowprops=arrow)
    ax.text(4.0, y, f"{name}  {value}", ha="center", va="center", color=BLUE, fontsize=12)
    ax.annotate("", (5.2, 0.2 * y), (4.5, y), arrowprops=arrow)
    ax.annotate("", (6.7, y), (6.0, 0.2 * y), arrowprops=arrow)
    ax.text(6.85, y, f"$p_{row + 1}$", ha="left", va="center", fontsize=12)
ax.text(4.0, 1.3, "logits", ha="center", color=GREY)
ax.text(6.95, 1.3, "probabilities", ha="center", color=GREY)
ax.set(xlim=(-0.6, 7.6), ylim=(-1.2, 1.5), title="What belongs in the box?")
ax.set_axis_off()
plots.describe(
    fig,
    "A picture goes through all layers but softmax to three logits, cat 2.0, dog 1.0 and bird 0.1, and from there "
    "through an unknown box to three probabilities.",
)

# %% [markdown] topics="F13"
# **Predict first.** The table below tries three ways, one in each row. Its columns hold the logits $(2, 1, 0.1)$, then the same logits less 1, then the same less 2. Which ways can fail, and how?

# %%
ways = {
    "z over Σ z": lambda z: z / z.sum(),
    "z² over Σ z²": lambda z: z**2 / (z**2).sum(),
    "library's softmax": lib.softmax,
}
z = np.array([2.0, 1.0, 0.1])
shifts = (0.0, 1.0, 2.0)
table(
    ["way", *(f"z = ({', '.join(number(v, '.1f') for v in z - u)})" for u in shifts)],
    [[name, *(", ".join(number(p, ".2f") for p in way(z - u)) for u in shifts)] for name, way in ways.items()],
)

# %% [markdown]
# The first way gives negative "probabilities" where some logits are negative, and the reverse order where none of them is positive. The second is never negative, but it forgets the signs of the logits, so that in the last column the class with the smallest logit comes out on top. Only the third gives positive numbers in the right order, and it does not change when all logits are shifted by the same amount. That is no accident, because it was made for this.

# %% [markdown] topics="F13 S5"
# ## 2 · From logits to probabilities
#
# Let us ask for three things.
#
# 1. There is one positive, increasing function $g$ with $p_k = g(z_k) / \sum_j g(z_j)$. Then the probabilities are positive, they add up to 1, and they keep the order of the logits.
# 2. Adding the same number $u$ to all logits changes nothing, because only the differences between classes are evidence.
# 3. Raising a logit by 1 multiplies its *odds* against any other class, the quotient of the two probabilities, by $e$. This fixes the unit in which logits are measured.
#
# Which $g$ does all this? Compare two classes:
#
# $$\begin{aligned}
# \frac{g(z_1)}{g(z_2)} = \frac{p_1}{p_2} &= \frac{g(z_1 + u)}{g(z_2 + u)} && \text{requirement 1, then requirement 2} \\
# \frac{g(z_1 + u)}{g(z_1)} &= \frac{g(z_2 + u)}{g(z_2)} && \text{exchange denominators} \\
# g(z + u) &= g(z)\, v(u) && \text{the quotient does not depend on } z \text{; call it } v(u) \\
# g(u) &= g(0)\, v(u) && \text{the case } z = 0 \\
# \frac{g(z + u)}{g(0)} &= \frac{g(z)}{g(0)} \cdot \frac{g(u)}{g(0)} && \text{insert } v(u) \text{ and divide by } g(0)
# \end{aligned}$$
#
# So $g / g(0)$ turns sums into products. The increasing functions that do this are the exponentials with a base above 1, and requirement 3 says that the base is $e$. The constant $g(0)$ cancels in the fraction. What remains is the function called **softmax**:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} .$$
#
# In plain English: each class gets a positive number that grows exponentially with its logit, and its probability is that number's fraction of the sum.
#
# **By hand.** The network of the opening question has $z = (2.0, 1.0, 0.1)$. The exponentials are $7.389$, $2.718$ and $1.105$, and their sum is $11.21$. So $p = (0.66,\ 0.24,\ 0.10)$: the network is 66 % confident that it sees a cat. For work on paper a rounder example is better, and we keep it through the lecture. With $z = (\log 1, \log 2, \log 5)$ the exponentials are 1, 2 and 5, their sum is 8, and $p = (\tfrac18, \tfrac28, \tfrac58)$. (In formulas, and in the matrix of section 5, classes are counted from 1; in arrays and in the other figures, from 0.)
#
# **Softmax of two classes is the logistic.** Divide numerator and denominator by $e^{z_1}$:
#
# $$p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \frac{1}{1 + e^{-(z_1 - z_2)}} = \sigma(z_1 - z_2) .$$
#
# **Deciding needs no softmax.** The exponential is increasing and the denominator is the same for all classes, so the largest $p_k$ belongs to the largest $z_k$. The index of the largest entry is called the **arg max**, and you may take it of the logits.
#
# **Temperature.** Divide the logits by a number $\tau > 0$, the **temperature**, before the softmax. A low temperature pulls the logits apart and makes the network more confident; as $\tau$ tends to 0, all probability goes to the arg max. (So *soft arg max* would be the better name for softmax.) A high temperature draws the logits together. This is the knob of a language model, whose last layer has one logit for each word it knows. At a low temperature it nearly always picks the word with the largest logit, at a high one it surprises you.
#
# **Predict first.** What does softmax tend to when $\tau$ becomes very large?

# %% drawing=true
z = np.array([2.0, 1.0, 0.1, -1.0])
temperatures = (0.1, 0.5, 1.0, 100.0)
fig, axes = plots.panels(1, 4, width=2.3, height=2.6)
for ax, tau in zip(axes, temperatures, strict=True):
    p = lib.softmax(z / tau)
    ax.bar(range(4), p, color=BLUE)
    ax.set(title=f"τ = {tau:g}", xlabel="class", ylim=(0, 1.12), xticks=range(4))
    ax.text(0, p[0] + 0.02, f"{p[0]:.2f}", ha="center", fontsize=9)
    ax.grid(False, axis="x")
axes[0].set_ylabel("probability $p$")
fig.suptitle("The lower the temperature, the more confident the network")
plots.describe(
    fig,
    "Softmax of the logits 2, 1, 0.1 and −1 at the temperatures 0.1, 0.5, 1 and 100: from a single bar for the largest "
    "logit to four bars of equal height.",
)

# %% [markdown]
# At a very large temperature all scaled logits are almost 0, and every class gets the same probability, $1/K$.
#
# **Where it comes from.** Physicists knew this formula long before anybody trained a network. Ludwig Boltzmann found in 1868 that a system at temperature $\tau$ is in a state of energy $E_k$ with a probability proportional to $e^{-E_k/\tau}$ (where $\tau$ is measured in units of energy), which is why the word temperature is used here. The psychologist Duncan Luce derived it in 1959 as a law of choice, from the requirement that the odds of two options do not depend on what else there is to choose from; our first requirement implies this. In 1990 John Bridle put it at the end of a neural network and named it softmax. Today it stands not only at the end. In a Transformer (lecture 13) each word decides by a softmax how much attention it pays to every other word.

# %% [markdown] topics="F13 S5"
# ## 3 · Large logits
#
# $e^{1000}$ is larger than any number that fits into float64, and float32 gives up at $e^{89}$. Yet $\mathrm{softmax}(1000, 999)$ is a harmless pair of numbers, because by requirement 2 it is the same as $\mathrm{softmax}(1, 0)$. So shift the row before you exponentiate, by its largest logit $m = \max_j z_j$:
#
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} = \frac{e^{z_k}\, e^{-m}}{\sum_j e^{z_j}\, e^{-m}} = \frac{e^{z_k - m}}{\sum_j e^{z_j - m}} \qquad \text{(numerator and denominator times } e^{-m} \text{)}$$
#
# Now no exponent is above 0, so nothing overflows. One exponent is exactly 0, so the sum is at least 1 and nothing is divided by 0. Small terms may round to 0, but they would not change the sum anyway.
#
# Your function takes arrays with any number of axes. The classes of one example lie along the *last* axis.

# %% exercise="softmax"

# %% [markdown]
# **What usually goes wrong.** The sum runs along the wrong axis. A square array of logits raises no error then, and every *column* adds up to 1; so print the sums of the rows once, whenever you write a softmax. The other mistake is a single maximum for the whole array. It looks right until two rows are far apart.
#
# **Write the test yourself.** Would you notice these mistakes? Write a function that is given somebody's softmax, accepts a right one and refuses a wrong one. The check has seven wrong ones ready.

# %% exercise="softmax_test"

# %% [markdown] topics="S5 O25"
# ## 4 · The logarithm of softmax
#
# The loss of lecture 03 needs $\log p_k$. Do not take the logarithm of a computed $p_k$, which may have rounded to 0, but work it out on paper first:
#
# $$\begin{aligned}
# \log p_k &= \log \frac{e^{z_k - m}}{\sum_j e^{z_j - m}} && \text{section 3} \\
# &= (z_k - m) - \log \sum_j e^{z_j - m} && \text{logarithm of a quotient, logarithm of an exponential}
# \end{aligned}$$
#
# The quantity $\operatorname{lse}(z) = \log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m}$ is called **log-sum-exp**, and with it $\log p_k = z_k - \operatorname{lse}(z)$. So a logit is the logarithm of its probability up to a constant that all classes share, and for this reason it is also called an **unnormalised log probability**.
#
# Log-sum-exp is a softened maximum. The sum lies between its largest term and $K$ times that term, and therefore
#
# $$\max_j z_j \;\le\; \operatorname{lse}(z) \;\le\; \max_j z_j + \log K .$$
#
# The cross-entropy of an example of class $c$ is $L = -\log p_c = \operatorname{lse}(z) - z_c$. In plain English: the loss is how far the softened maximum lies above the logit that should have been the maximum.
#
# **By hand.** $z = (\log 1, \log 2, \log 5)$ and $c = 2$. Then $\operatorname{lse}(z) = \log 8 = 2.0794$, and the loss is $2.0794 - 0.6931 = 1.3863 = \log 4$. Indeed $p_2 = \tfrac14$.

# %% exercise="log_softmax"

# %% [markdown]
# **Find where it breaks.** Your softmax is right for all logits. Then why not take its logarithm, and spare yourself a function? Find an input on which that goes wrong.

# %% exercise="log_softmax_counterexample"

# %% [markdown] topics="H3 H4"
# ## 5 · The Jacobian: every logit moves every probability
#
# Raise one logit, and its probability grows. Because the sum stays 1, the others must shrink. So softmax has not one derivative but $K \times K$ of them. The matrix of all first derivatives of a function with several outputs is its **Jacobian** $J$, here $J_{ik} = \partial p_i / \partial z_k$. Write $u = \sum_j e^{z_j}$ for the denominator, so that $\partial u / \partial z_k = e^{z_k}$.
#
# There are two cases. Derive both yourself, as text: one `=` per line, and the check names the first line that does not follow. (Lecture 02 says how derivations are written. An index stands in square brackets, `z[k]`; `sum(j, …)` is a sum over $j$.)
#
# *Case $i = k$.* The logit $z_k$ stands in the numerator and in the denominator, so you need the quotient rule.

# %% exercise="softmax_diagonal_derivation"

# %% [markdown] topics="H3 H4"
# *Case $i \ne k$.* It stands in the denominator only.

# %% exercise="softmax_off_diagonal_derivation"

# %% [markdown] topics="H3 H4"
# <details><summary>Both cases, line by line</summary>
#
# *Case $i = k$.* The logit $z_k$ stands in the numerator and in the denominator:
#
# $$\begin{aligned}
# \frac{\partial p_k}{\partial z_k} &= \frac{e^{z_k}\, u - e^{z_k} e^{z_k}}{u^2} && \text{quotient rule} \\
# &= p_k - p_k^2 = p_k (1 - p_k) && \text{split the fraction; definition of } p_k
# \end{aligned}$$
#
# *Case $i \ne k$.* It stands in the denominator only:
#
# $$\begin{aligned}
# \frac{\partial p_i}{\partial z_k} &= \frac{0 \cdot u - e^{z_i} e^{z_k}}{u^2} && \text{quotient rule; } e^{z_i} \text{ does not contain } z_k \\
# &= -p_i\, p_k && \text{definition of } p_i, p_k
# \end{aligned}$$
#
# </details>
#
# With $\Delta_{ik} = 1$ if $i = k$ and $0$ otherwise, both cases are one line, and the whole matrix is another:
#
# $$\frac{\partial p_i}{\partial z_k} = p_i (\Delta_{ik} - p_k), \qquad J = \operatorname{diag}(p) - p\, p^\top .$$
#
# $J$ is symmetric, and each of its rows adds up to $p_i (1 - \sum_k p_k) = 0$, because shifting all logits together changes no probability.
#
# **By hand.** With $p = (\tfrac18, \tfrac28, \tfrac58)$ the first row is $J_{11} = \tfrac18 \cdot \tfrac78 = 0.1094$, $J_{12} = -\tfrac18 \cdot \tfrac28 = -0.0313$, $J_{13} = -\tfrac18 \cdot \tfrac58 = -0.0781$, and it adds up to 0.
#
# **The chain rule over all intermediate variables.** Let a number $v$ depend on $z$ through all of $p_1, \dots, p_K$. Then a change of $z_k$ reaches $v$ along $K$ paths at once, and their effects add up:
#
# $$\frac{\partial v}{\partial z_k} = \sum_{i=1}^{K} \frac{\partial v}{\partial p_i}\, \frac{\partial p_i}{\partial z_k} .$$
#
# **By hand.** Let $v = 1 \cdot p_1 + 2 \cdot p_2 + 3 \cdot p_3$ be the mean class number, which is $2.5$ in our example. Then $\partial v / \partial p_i = i$, and $\partial v / \partial z_1 = 1 \cdot 0.1094 - 2 \cdot 0.0313 - 3 \cdot 0.0781 = -0.1875$. If you keep the first of the three paths alone, even the sign is wrong.

# %%
z = np.log([1.0, 2.0, 5.0])
J = lib.softmax_jacobian(z)
by_chain_rule = np.array([1.0, 2.0, 3.0]) @ J
by_differences = numerical_gradient(lambda z: float(lib.softmax(z) @ [1.0, 2.0, 3.0]), z)
table(
    ["∂v/∂z by", "k = 1", "k = 2", "k = 3"],
    [
        [name, *(number(v, ".6f") for v in values)]
        for name, values in (("chain rule over all p", by_chain_rule), ("central differences", by_differences))
    ],
)

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=4.6, height=3.4)
ax.imshow(J, cmap=SIGNED, vmin=-0.5, vmax=0.5)
for i, k in np.ndindex(J.shape):
    ax.text(k, i, number(J[i, k], ".3f"), ha="center", va="center")
ax.set(
    title="Raise a logit: its own probability grows, all others shrink", xlabel="logit $k$", ylabel="probability $i$"
)
ax.set(xticks=range(3), xticklabels=[1, 2, 3], yticks=range(3), yticklabels=[1, 2, 3])
plots.describe(
    fig, "The 3 by 3 Jacobian of the example: positive on the diagonal, negative elsewhere, rows add up to 0."
)

# %% [markdown]
# **Many rows at once.** A batch of logits $(N, K)$ has one Jacobian for each row, so the result has the shape $(N, K, K)$. You need no loop for this. An index `None` gives an array one more axis of size 1, and broadcasting does the rest:

# %%
P = np.array([[0.1, 0.9], [0.3, 0.7]])
print("P[:, :, None]:", P[:, :, None].shape, "a column for each row of P")
print("P[:, None, :]:", P[:, None, :].shape, "a row for each row of P")
print("their sum:    ", (P[:, :, None] + P[:, None, :]).shape, "a 2 × 2 table for each row of P")

# %% [markdown]
# With `...` in place of the first `:` the same line serves any number of axes in front, none included.

# %% exercise="softmax_jacobian"

# %% [markdown]
# **What usually goes wrong.** Only the diagonal $p(1 - p)$ is used, as if softmax worked entry by entry like the logistic. And whoever tests it is easily fooled: multiply $J$ by a vector of ones and you get 0, whether $J$ is right or wrong by a factor, because its rows add up to 0. A gradient check of softmax along a gradient of ones is blind. Use random numbers.

# %% [markdown] topics="H4 H5 K13"
# ## 6 · The gradient of cross-entropy
#
# For one example of class $c$, section 4 has $L = \operatorname{lse}(z) - z_c$. With $t$ for the one-hot row of $c$, this is $L = \operatorname{lse}(z) - \sum_j t_j z_j$. Differentiate it yourself.

# %% exercise="cross_entropy_derivation"

# %% [markdown] topics="H4 H5 K13"
# <details><summary>Line by line</summary>
#
# $$\begin{aligned}
# \frac{\partial}{\partial z_k} \operatorname{lse}(z) &= \frac{1}{\sum_j e^{z_j}} \cdot e^{z_k} = p_k && \text{chain rule; derivative of the logarithm} \\
# \frac{\partial L}{\partial z_k} &= p_k - \Delta_{kc} && \text{the line above; } \partial z_c / \partial z_k = \Delta_{kc} \\
# &= p_k - t_k && t \text{ is the one-hot row of } c
# \end{aligned}$$
#
# </details>
#
# The result is $\partial L / \partial z_k = p_k - t_k$. **The gradient is probabilities minus targets.** So the more confident the network is in a wrong class, the harder it is pulled away from it, and a class whose probability is already right is left in peace. Because this vector is what the layers below will need, it has names of its own: the **delta** of the output layer, or its **local sensitivity**.
#
# **By hand.** In the opening question $p = (0.66, 0.24, 0.10)$ for cat, dog and bird, and the picture shows a dog, $t = (0, 1, 0)$. So $p - t = (0.66, -0.76, 0.10)$. Downhill means: lower the logit of cat by much, raise that of dog by more, and lower that of bird a little. The entries add up to 0. In our round example, $p = (\tfrac18, \tfrac28, \tfrac58)$ with class 2, it is $p - t = (0.125, -0.75, 0.625)$.
#
# There is a longer route to the same result, through the probabilities and the Jacobian. It is worth walking once, because it works for every loss and not only for one that happens to undo the exponential. The first line below is the chain rule of section 5 with the Jacobian put in; the targets $t$ are positive and add up to 1.

# %% exercise="cross_entropy_jacobian_derivation"

# %% [markdown]
# Now tell a person why it holds. Write the derivation in the cell below, with the reasons: in LaTeX, as text, or as a photograph of your paper that you paste into the cell. What stands in other cells may be overlooked.

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
# 3. The line before the last holds for any $t$: the gradient is $2 p_k - t_k$. It is zero at $p_k = t_k / 2$, that is, at the normalised targets. Without the normalisation, $p - t$ would not be the gradient: its entries would add up to $-1$, but a shift of all logits cannot change $L$.
#
# **Rubric.** 1 point: $-t_i / p_i$, and the chain rule as a sum over *all* $i$ with the reason. 1 point: Jacobian inserted, simplified to $p_k - t_k$ with a rule named in each line and $\sum t = 1$ used in the right place. 1 point: $2 p_k - t_k$ and $p = t / 2$. A derivation that treats $i = k$ and $i \ne k$ separately is as good. One-hot only: at most half of the second point. A slip of sign carried through consistently costs half a point.
# ### END SOLUTION

# %% [markdown]
# **Targets need not be one-hot.** The derivation only uses that they add up to 1. This is why people can train with **label smoothing**: of $K$ classes, the true one gets the target $1 - \varepsilon + \varepsilon / K$ and every other $\varepsilon / K$, with $\varepsilon = 0.1$, say. The gradient $p - t$ is then zero at finite logits, and the network is not asked to become infinitely confident. With $K = 10$ it comes to rest where $p_c = 0.91$ and the others have $0.01$, which means that the logit of the true class is $\log 91 = 4.5$ above the others.

# %% [markdown] topics="H4 H5 K13"
# **Play.** Below, four logits are on sliders. Predict before each move. What does a shift of 1000 change? Which entries of the Jacobian are largest when two classes are equally likely, and what is left of it at temperature 0.1? (Both derivatives are with respect to the logits after the division by the temperature.) Make the network badly wrong: how large can one entry of $p - t$ become, and what do the four add up to?

# %%
explore.softmax()

# %% [markdown]
# The shift changes nothing, by requirement 2. Two equally likely classes that share all the probability have $p(1-p) = \tfrac14$ on the diagonal and $-\tfrac14$ between them, the largest values that there are. At temperature 0.1 a tie stays a tie. Without one the winner takes all, and the Jacobian is almost zero. No entry of $p - t$ leaves the range from $-1$ to 1, and together they always give 0.

# %% [markdown] topics="H4 H5 K13 H6"
# ## 7 · From logits to weights, and from one example to a batch
#
# The logits come from a linear layer, $z_k = \sum_d w_{kd}\, x_d + b_k$. The weight $w_{kd}$ leads *to* class $k$ *from* input $d$ and acts on the logit $z_k$ only. So the sum of the chain rule has a single term:
#
# $$\begin{aligned}
# \frac{\partial L}{\partial w_{kd}} &= \frac{\partial L}{\partial z_k} \frac{\partial z_k}{\partial w_{kd}} = (p_k - t_k)\, x_d && \text{chain rule; } z_k \text{ is linear in } w_{kd} \\
# \frac{\partial L}{\partial b_k} &= \frac{\partial L}{\partial z_k} \cdot 1 = p_k - t_k && \text{chain rule; } b_k \text{ has the factor 1}
# \end{aligned}$$
#
# Remember the form: **the gradient of a weight is the error at its end times the activity at its beginning.** Backpropagation in lecture 06 keeps this form for every weight of a network of many layers; only the error is harder to find there.
#
# **The opening question, answered.** The network is 66 % confident that it sees a cat, and the picture shows a dog. Gradient descent with learning rate $\eta$ therefore changes the weights from input $x_d$ by $-\eta\, (p_k - t_k)\, x_d$: those of dog by $+0.76\, \eta\, x_d$, those of cat by $-0.66\, \eta\, x_d$ and those of bird by $-0.10\, \eta\, x_d$. The weights from the most active inputs change most, and those from an input that was 0 do not change at all, because it had no part in the mistake.
#
# **As matrices.** For one example the numbers $(p_k - t_k)\, x_d$ are the outer product $(p - t)\, x^\top$, which has the shape of $W$. For $N$ examples in the rows of $X$ $(N, D)$, with $T$ and $P$ $(N, K)$, $L$ is from here on the mean of the examples' losses $L_n$, as in lecture 03, so its gradient is the mean of the gradients:
#
# $$\mathrm{d}Z = \frac1N (P - T), \qquad \frac{\partial L}{\partial w_{kd}} = \sum_n \mathrm{d}Z_{nk}\, X_{nd} \;\Longrightarrow\; \mathrm{d}W = \mathrm{d}Z^\top X, \qquad \mathrm{d}b_k = \sum_n \mathrm{d}Z_{nk} .$$
#
# The sum over $n$ *is* the matrix product, and $1/N$ enters once, in $\mathrm{d}Z$.
#
# **By hand.** $x = (1, 2)$ with $p$ and $t$ of the round example: $\mathrm{d}W = \begin{pmatrix} 0.125 & 0.25 \\ -0.75 & -1.5 \\ 0.625 & 1.25 \end{pmatrix}$. The cell finds the same numbers by central differences of the library's loss.

# %%
x = np.array([[1.0, 2.0]])
bias, target = np.log([1.0, 2.0, 5.0]), np.array([[0.0, 1.0, 0.0]])
at_zero = np.zeros((3, 2))  # with these weights the logits are the biases
print(numerical_gradient(lambda W: lib.softmax_cross_entropy(x @ W.T + bias, target)[0], at_zero).round(6))

# %% exercise="softmax_cross_entropy"

# %% [markdown] topics="H6 K13"
# ### Before you train, compute the loss once
#
# A network whose weights are still small has logits near 0, so it gives every class the probability $1/K$ and its loss is $-\log \tfrac1K$. **At the start, the loss of a classifier must be close to $\log K$.** For ten classes that is $2.30$. This check costs nothing, and it finds many mistakes. A much larger loss means that the initial weights are too large or the inputs are not scaled; a smaller one, that the network has seen the answers.
#
# It misses one famous mistake, **softmax twice.** A network ends in softmax, and its outputs are passed to a loss that expects logits. These "logits" lie between 0 and 1, so the loss starts near $\log K$ as it should, but it cannot come near 0, however good the network is. For ten classes and a perfect network:

# %%
certain = np.eye(10)[:1]
say(
    f"Initial loss for ten classes: **{np.log(10):.4f}**. Best possible loss with softmax twice: "
    f"**{lib.softmax_cross_entropy(certain, certain)[0]:.4f}**."
)

# %% [markdown] topics="H6"
# ### Which loss do I use?
#
# Here are squared error and cross-entropy side by side, for a single linear layer with input $x$:
#
# | output unit | loss | gradient with respect to $w_{kd}$ |
# | --- | --- | --- |
# | linear, $y = z$ | ½ squared error | $(y_k - t_k)\, x_d$ |
# | logistic, $p = \sigma(z)$ | binary cross-entropy | $(p_k - t_k)\, x_d$ |
# | softmax | cross-entropy | $(p_k - t_k)\, x_d$ |
# | logistic | ½ squared error | $(p_k - t_k)\, p_k (1 - p_k)\, x_d$ |
# | softmax | ½ squared error | $\big( J (p - t) \big)_k\, x_d$ |
#
# The first three have the same form. The last two carry the derivative of the output unit as well.
#
# **Predict first.** There are three classes, the logits are $(v, 0, 0)$, and the second class is true. As $v$ grows, the network is more and more confident of the wrong class. What happens to the gradient with each loss?

# %% exercise="wrong_class_prediction"

# %%
truth = np.array([[0.0, 1.0, 0.0]])
rows = []
for v in (0.0, 2.0, 5.0, 10.0, 20.0):
    z = np.array([[v, 0.0, 0.0]])
    of_entropy = lib.softmax_cross_entropy(z, truth)[1]
    of_square = numerical_gradient(lambda z: lib.mse(lib.softmax(z), truth)[0], z)
    rows.append([f"{v:g}", *(number(np.abs(g).max(), ".2g") for g in (of_entropy, of_square))])
table(["v", "cross-entropy: largest entry of the gradient", "½ squared error: largest entry"], rows)
reveal("wrong_class_prediction", "it tends to 0" if np.abs(of_square).max() < 1e-3 else "it tends to 1")

# %% [markdown]
# **The more wrong the network is, the harder cross-entropy pulls; squared error lets go of the worst mistakes.** At $v = 20$ hardly anything of its gradient is left. You saw the same picture for two classes in lecture 03.
#
# So use cross-entropy with softmax where exactly one of $K$ classes is true, and binary cross-entropy with one logistic for each class where several may be true at once (a picture with a dog *and* a cat). Use squared error where the target is a number. For two classes a single logit with the logistic is enough, because softmax would only use the difference of its two.

# %% [markdown] topics="H7 H9 H4"
# ## 8 · Softmax regression, and a penalty on the weights
#
# One linear layer with softmax and cross-entropy is called **softmax regression** (also multinomial logistic regression). It is the last network in this course without bad local minima, and the Jacobian proves it. Move from any weights along a straight line. The logits of an example then move along a line, too, $z + s\,v$ with some direction $v$ and a number $s$. Differentiate $L$ twice with respect to $s$:
#
# $$\begin{aligned}
# \frac{\mathrm d L}{\mathrm d s} &= \sum_k (p_k - t_k)\, v_k && \text{section 6 and the chain rule} \\
# \frac{\mathrm d^2 L}{\mathrm d s^2} &= \sum_{i,k} v_i\, \frac{\partial p_i}{\partial z_k}\, v_k = \sum_i p_i v_i^2 - \Big( \sum_i p_i v_i \Big)^2 && \text{section 5: } J = \operatorname{diag}(p) - p\, p^\top
# \end{aligned}$$
#
# The last expression is a variance, the mean of the squares minus the square of the mean if $v_i$ is drawn with probability $p_i$. A variance is never negative, so along every line the slope of the loss never decreases. A function with this property is **convex**, and a mean of convex functions is convex. So whoever walks downhill here cannot end in a valley that is not the deepest.
#
# Two troubles remain. *The weights are not unique.* Add the same vector to every row of $W$: all logits of an example shift together, and nothing changes. *The weights may grow without limit.* If straight lines can separate the classes, larger weights make the right answers ever more confident, and the loss falls towards 0 without ever reaching it.
#
# A small penalty on $W$ mends both. The most common one is the L2 penalty, with a strength $\lambda \ge 0$. Loss plus penalty are called the **cost**:
#
# $$C = -\frac1N \sum_n \sum_k t_{nk} \log p_{nk} + \frac{\lambda}{2} \sum_{k,d} w_{kd}^2 .$$
#
# $$\begin{aligned}
# \frac{\partial C}{\partial w_{kd}} &= \frac1N \sum_n (p_{nk} - t_{nk})\, x_{nd} + \frac{\lambda}{2} \cdot 2\, w_{kd} && \text{sum rule; section 7; power rule} \\
# \mathrm{d}W &= \frac1N (P - T)^\top X + \lambda W && \text{in matrices} \\
# \mathrm{d}b &= \frac1N \sum_n (p_n - t_n) && \text{the penalty does not contain } b
# \end{aligned}$$
#
# **By hand.** Two classes, one input $x = 0$ of class 1, $W = (1, -1)^\top$, $b = 0$, $\lambda = \tfrac12$. Both logits are 0, so the loss is $\log 2$. The penalty is $\tfrac14 (1 + 1) = \tfrac12$, and the cost is $1.1931$. The delta $p - t = (-\tfrac12, \tfrac12)$ is $\mathrm{d}b$. It meets the input $x = 0$, so $\mathrm{d}W = \lambda W = (\tfrac12, -\tfrac12)^\top$.
#
# **Why the biases are spared.** Look at a minimum, where $\mathrm{d}b = 0$. There $\frac1N \sum_n p_{nk} = \frac1N \sum_n t_{nk}$. **On average, the predicted probability of each class is the frequency of that class.** This holds for any $\lambda$. A penalty on $b$ would destroy this. It would raise rare classes and lower common ones, for no reason in the data.

# %% exercise="softmax_regression_cost"

# %% [markdown] topics="H9 H7"
# **Measured.** Three overlapping clouds hold 80 %, 15 % and 5 % of the examples. We minimise the cost with and without a penalty on the biases, for three strengths.
#
# **Predict first.** With $\lambda = 10$, $W$ is almost 0. What does the network predict for every example, with the biases free and with the biases penalised?


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
rows = [["frequency in the data", "–", ", ".join(f"{f:.3f}" for f in T.mean(axis=0))]]
for l2 in (0.01, 0.1, 10.0):
    for name, bias_penalty in (("free", 0.0), ("penalised", l2)):
        W, b = minimise(X, T, l2, bias_penalty)
        mean_p = lib.softmax(X @ W.T + b).mean(axis=0)
        rows.append([f"λ = {l2:g}", name, ", ".join(f"{p:.3f}" for p in mean_p)])
table(["data or fit", "biases", "mean predicted probability of the classes"], rows)

# %% [markdown]
# **With free biases the mean prediction is the frequency, at every strength.** With penalised biases a strong penalty draws it towards $\tfrac13$ for each class.
#
# Now the second trouble. **Predict first.** Straight lines can separate the three clouds of the next experiment, and gradient descent runs without a penalty. What does the length of $W$, the root of the sum of its squared entries, do after 30, 300, 3000 steps?


# %%
def growing_weights(l2, marks, seed):
    """Three clouds, gradient descent on them, and the length of W after each number of steps: (X, t, W, b, lengths)."""
    X, t = gaussians(np.random.default_rng(seed), 150, classes=3, spread=0.2)
    X, T = X.astype(np.float64), np.eye(3)[t]
    W, b, lengths = np.zeros((3, 2)), np.zeros(3), []
    for step in range(1, max(marks) + 1):
        _, dW, db = linear.softmax_regression_cost(W, b, X, T, l2)
        W, b = W - dW, b - db
        if step in marks:
            lengths.append(np.linalg.norm(W))
    return X, t, W, b, lengths


marks = np.unique(np.logspace(0, np.log10(3000), 36).astype(int))
growth = {l2: growing_weights(l2, marks, seed=1) for l2 in (0.0, 0.001, 0.01)}
X, t, W, b, _ = growth[0.01]

# %% drawing=true
fig, (left, right) = plots.panels(1, 2, width=4.8, height=3.6)
for l2, (*_, lengths) in growth.items():
    left.plot(marks, lengths, label=f"λ = {l2:g}")
left.set(xscale="log", xlabel="step", ylabel="length of $W$", title="Without a penalty the weights never settle")
plots.label_lines(left)
plots.decision_boundary(
    lambda points: points @ W.T + b, X, t, ax=right, title="Softmax regression has straight borders (λ = 0.01)"
)
plots.describe(
    fig,
    "Left: the length of W against steps on a logarithmic axis: a straight rise without penalty, level lines with one. "
    "Right: three clouds of points and the three regions of the arg max, separated by straight lines.",
)

# %% [markdown]
# **Without a penalty the length goes on growing, about as the logarithm of the number of steps; with a penalty it settles.** The borders between the regions are straight, because $z_i = z_k$ is a linear equation in $x$.

# %% [markdown] topics="H8 H7"
# ## 9 · One step, and many: mini-batches
#
# To go downhill, take a step against the gradient, with a learning rate $\eta$. With the penalty's gradient $\lambda w$ written out, this is
#
# $$w \leftarrow w - \eta \left( \frac{\partial L}{\partial w} + \lambda w \right) = (1 - \eta \lambda)\, w - \eta\, \frac{\partial L}{\partial w} .$$
#
# The second form explains why an L2 penalty is also called **weight decay**: each step first shrinks the weight by the factor $1 - \eta \lambda$.
#
# **By hand.** $w = (1, -2)$, gradient $(3, 0)$, $\eta = 0.1$, $\lambda = 0.5$. The bracket is $(3.5, -1)$, so $w \leftarrow (0.65, -1.9)$.
#
# Computing the gradient over all examples is expensive. The gradient over a few examples, drawn at random, is cheap, and it is right on average. So shuffle the rows, cut them into $M$ **mini-batches** of $B$ examples each, and take a step for each of them. This is **stochastic gradient descent** (SGD), and one pass over all examples is called an **epoch**.
#
# Why is it right on average? If the weights stood still, the mean of the batches' gradients would be exactly the full gradient, because a mean of means over parts of equal size is the mean over all. With $g_n$ for the gradient of example $n$, and $N = M B$:
#
# $$\frac1M \sum_{\text{batches}} \frac1B \sum_{n \text{ in the batch}} g_n = \frac1N \sum_n g_n .$$
#
# The weights do not stand still, and that is the point, because an epoch now contains $M$ steps instead of one.

# %% exercise="sgd_step"

# %% [markdown] topics="H8 H7"
# **Measured.** The data are 1797 small pictures of handwritten digits, 8 × 8 pixels each, which come with scikit-learn. (The larger MNIST follows in lecture 13.) We hold 297 of them back as validation images, which the training never sees.

# %%
digits, labels = load_digits()
order = np.random.default_rng(0).permutation(len(digits))
X, t = digits[order[:1500]], labels[order[:1500]]
X_val, t_val = digits[order[1500:]], labels[order[1500:]]
T = lib.one_hot(t, 10)
examples = [np.flatnonzero(t == k)[:3] for k in range(10)]

# %% drawing=true
fig, axes = plots.panels(3, 10, width=0.75, height=0.75)
for place, ax in enumerate(axes):
    row, k = divmod(place, 10)
    ax.imshow(X[examples[k][row]].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    ax.set_axis_off()
fig.suptitle(
    "Three training images of each digit: 64 pixels are enough to read most of them", x=0.01, ha="left", fontsize=11
)
plots.describe(fig, "Thirty handwritten digits of 8 by 8 pixels, three of each from 0 to 9, in shades of grey.")

# %% [markdown]
# Softmax regression now trains for 15 epochs with all examples in each step, which is called **full batch**, with batches of 100 and with batches of 10, each at the same rate $\eta = 0.3$ and with five different shuffles. First the check of section 7, with all weights still 0:

# %%
loss, *_ = linear.softmax_regression_cost(np.zeros((10, 64), np.float32), np.zeros(10, np.float32), X, T)
say(f"Loss before the first step: {loss:.4f}. And $\\log 10$ is {np.log(10):.4f}.")

# %% [markdown]
# **Predict first.** All three see every example 15 times. Which has the lowest cost at the end?

# %% exercise="batches_prediction"


# %%
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


runs = {size: [train(size, seed) for seed in range(5)] for size in (1500, 100, 10)}
rows = []
for size, five in runs.items():
    final = [costs[-1] for _, _, costs in five]
    wrong = [np.mean((X_val @ W.T + b).argmax(axis=1) != t_val) for W, b, _ in five]
    cells = [f"{np.mean(final):.3f} ({min(final):.3f} to {max(final):.3f})"]
    cells += [f"{np.mean(wrong):.1%} ({min(wrong):.1%} to {max(wrong):.1%})"]
    rows.append([f"{size}", f"{1500 // size}", *cells])
table(["batch size", "steps per epoch", "cost after 15 epochs (range)", "errors on validation images (range)"], rows)
lowest = min(runs, key=lambda size: np.mean([costs[-1] for _, _, costs in runs[size]]))
reveal("batches_prediction", str(lowest))

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=7, height=3.4)
epochs = np.arange(1, 16)
for (size, five), colour in zip(runs.items(), LINES, strict=False):
    costs = np.array([costs for _, _, costs in five])
    ax.plot(epochs, costs.mean(axis=0), color=colour, label=f"batches of {size}")
    ax.fill_between(epochs, costs.min(axis=0), costs.max(axis=0), color=colour, alpha=0.25, linewidth=0)
ax.set(title="Same examples, same rate: more steps get further", xlabel="epoch", ylabel="cost on the training set")
ax.set(yscale="log", xticks=[1, 5, 10, 15])
plots.label_lines(ax)
plots.describe(fig, "Training cost against epochs for three batch sizes: the smaller the batch, the lower the cost.")

# %% [markdown]
# **Small batches win per epoch, because they take more steps.** Per *step*, the full batch is the more accurate one, and on other hardware a large batch may take hardly longer than a small one. The same rate is not the best one for all three either; lecture 10 looks into that. Note that counting errors needed no softmax, because the class is the arg max of the logits.
#
# Each row of $W$ has one weight for each pixel, so you can look at what the regression looks for. Here are the weights of the first run with batches of 10.

# %%
W, b, _ = runs[10][0]

# %% drawing=true
limit = np.abs(W).max()
fig, axes = plots.panels(2, 10, width=0.8, height=0.85)
for k in range(10):
    axes[k].imshow(X[examples[k][0]].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    axes[10 + k].imshow(W[k].reshape(8, 8), cmap=SIGNED, vmin=-limit, vmax=limit)
for ax in axes:
    ax.set_axis_off()
fig.suptitle("Ink on purple speaks for the digit above, ink on orange against it")
plots.describe(
    fig,
    "Above, one image of each digit; below, the 64 weights of its class. The weights of 0 are orange in the middle, "
    "where a 0 has a hole, and purple around it.",
)

# %% [markdown]
# The 0 shows it best. Ink in the middle, where a zero has its hole, speaks strongly against it. And which digits does the network get wrong? Here are the three validation images on which it is most confident of a wrong class.

# %%
P_val = lib.softmax(X_val @ W.T + b)
said = P_val.argmax(axis=1)
worst = sorted(np.flatnonzero(said != t_val), key=lambda n: -P_val[n].max())[:3]

# %% drawing=true
fig, axes = plots.panels(2, 3, width=2.6, height=2.0)
for column, n in enumerate(worst):
    picture, bars = axes[column], axes[3 + column]
    picture.imshow(X_val[n].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    picture.set_axis_off()
    picture.set_title(f"true {t_val[n]}, taken for {said[n]}")
    bars.bar(
        range(10), P_val[n], color=[ORANGE if k == said[n] else BLUE if k == t_val[n] else GREY for k in range(10)]
    )
    bars.set(xticks=range(10), ylim=(0, 1), xlabel="digit")
    bars.grid(False, axis="x")
axes[3].set_ylabel("probability")
plots.describe(
    fig,
    "Three validation images that are classified wrongly, with the probabilities of the ten digits below each: "
    + "; ".join(f"{t_val[n]} taken for {said[n]} with probability {P_val[n].max():.2f}" for n in worst)
    + ".",
)

# %% [markdown]
# ### In PyTorch
#
# Loss and gradient of the round example, where PyTorch counts classes from 0:
#
# ```python
# >>> import torch
# >>> from torch.nn import functional as F
# >>> Z = torch.log(torch.tensor([[1.0, 2.0, 5.0]])).requires_grad_()
# >>> loss = F.cross_entropy(Z, torch.tensor([1]))
# >>> loss.backward()
# >>> round(loss.item(), 4), [round(g, 4) for g in Z.grad[0].tolist()]
# (1.3863, [0.125, -0.75, 0.625])
# ```
#
# Its conventions:
# - `F.cross_entropy` and `nn.CrossEntropyLoss` take *logits*. A model that ends in `nn.Softmax` and is trained with them is the mistake "softmax twice" of section 7. Probabilities in log space, from `F.log_softmax`, go to `F.nll_loss`.
# - The target is a label for each example, or a row of probabilities; `label_smoothing=0.1` is built in.
# - The loss is the mean over the examples, as here; `reduction="sum"` gives the sum.
# - `softmax` and `log_softmax` want to be told the axis: `dim=-1`.
# - `weight_decay` in `torch.optim.SGD` is our $\lambda$, but it acts on all parameters you pass, the biases too, unless you put them into a group of their own.

# %% [markdown]
# **Challenge (optional).** A language model has $K = 50{,}000$ classes, and a one-hot target for each of its $N$ words would be almost all zeros. Write loss and gradient of softmax cross-entropy from logits $(N, K)$ and *labels* $(N,)$ without ever building a one-hot matrix, and with only one array of the size of the logits. `lib.softmax_cross_entropy(Z, labels)` tells you whether you are right.

# %% [markdown] decks=true
# Five lecture decks stand behind this course. On softmax and cross-entropy they say the following.
#
# **Tsinghua University**, 80240743, *Deep Learning*, lecture 3 (X. Hu and J. Zhu), has the two cases of the Jacobian, the gradient through all intermediate variables, the penalised cost and mini-batches. Its letters are $u$ for our $z$, $h$ for $p$, $\theta^{(k)}$ for row $k$ of $W$, $E$ for $L$, $J$ for $C$, $\alpha$ for $\eta$; the delta is called *local sensitivity* or *local gradient* and is written $-(t - h)$. Examples are columns there, so that the gradient is $\frac1N \sum_n (f(x^{(n)}) - t^{(n)})\, x^{(n)\top}$. It is the same $K \times D$ matrix as our $\frac1N (P - T)^\top X$.
# - The slide that sets the two losses side by side has $h(\theta^\top x)$ for squared error and $h(\theta x)$ for softmax. With $\theta$ of the shape $K \times D$ it must be $\theta x$ in both. Its $f'(x)$ is the slope of $h$ at the pre-activation, and not a derivative with respect to $x$.
# - The slide on training prints $\odot$ between $f(x) - t$ and $x^\top$. No product entry by entry is possible there; it is the outer product of two slides before.
# - The slide on stochastic gradient descent averages the loss over all $N'$ mini-batches and then takes one step. As section 9 shows, that is exactly a step on the full batch. What is meant, and what everybody does, is one step for *each* mini-batch.
# - It first regularises all of $\theta$ and later, with biases, $W$ only, as we do.
#
# **Johannes Kepler University Linz**, *Deep Learning and Neural Networks I* (G. Klambauer), has the gradient as $\delta_i x_j$ with $\delta_i = \mathrm{softmax}(Wx)_i - y_i$, where $y$ is the target.
#
# **Indian Institute of Technology Kharagpur**, CS60010 (S. Sarkar), has softmax and log-softmax. On the slide the sum inside the logarithm runs over $i$, which is also the index of the class outside; it must run over $j$.
#
# **University of Campinas (UNICAMP)**, MO434 (A. X. Falcão), writes $v$ for $z$ and chooses the class with the largest softmax. Its cross-entropy is averaged over the training set, as ours.
#
# **University of Massachusetts Amherst**, CEE 697M (J. Oke), *sums* the cross-entropy (there: deviance) over examples and classes. Its gradient is $N$ times ours, so the same step needs a learning rate $N$ times smaller. Its summary calls $z_k$ an unnormalised log probability.

# %% [markdown]
# ## Recap
#
# Softmax is what remains if you want positive numbers with sum 1 that depend on differences of logits. Subtract the largest logit first, and stay in log space for the loss. Its Jacobian is $\operatorname{diag}(p) - p\, p^\top$, because every logit moves every probability. With cross-entropy all of this collapses to the gradient $p - t$ for the logits, and to $\frac1N (P - T)^\top X$ for the weights. Before training the loss is $\log K$. Softmax regression is convex. An L2 penalty adds $\lambda W$ to the gradient and makes the best $W$ unique (the biases may still be shifted together); the biases are left out of it, so that mean predictions match the frequencies. Mini-batches take many cheap steps instead of one expensive one.
#
# ## Test yourself
#
# 1. Softmax of $K$ logits has $K$ outputs, but how many of its $K$ inputs matter?
#
# <details><summary>Answer</summary>
#
# $K - 1$: a common shift changes nothing, so you could fix one logit at 0. For $K = 2$ this leaves the single logit of the logistic.
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
# The arg max of $p$ is the arg max of $z$, because the exponential is increasing. The gradient needs $p$: how far each probability is from its target.
#
# </details>
#
# ## Further reading
#
# - J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition", in *Neurocomputing*, Springer 1990, 227–236: where the name comes from.
# - R. D. Luce, *Individual Choice Behavior*, Wiley 1959: the same formula as a law of choice.
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer 2006, section 4.3: softmax regression and canonical links.
# - I. Goodfellow, Y. Bengio, A. Courville, *Deep Learning*, MIT Press 2016, section 6.2.2: output units.
# - C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception architecture for computer vision", *CVPR* 2016: label smoothing.
# - P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax functions", *IMA Journal of Numerical Analysis* 41 (2021), 2311–2330.
# - D. Soudry, E. Hoffer, M. S. Nacson, S. Gunasekar, N. Srebro, "The implicit bias of gradient descent on separable data", *Journal of Machine Learning Research* 19 (2018), 1–57: why $W$ grows as a logarithm.
# - L. Bottou, F. E. Curtis, J. Nocedal, "Optimization methods for large-scale machine learning", *SIAM Review* 60 (2018), 223–311: mini-batches.
