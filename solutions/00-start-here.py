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
# # 00 · Start here
#
# In twelve lectures you build a neural network library, function by function, until your own code reads handwritten digits. This first one shows how the lectures, the exercises and their checks work, and agrees on one notation.
#
# **You will be able to**
# - run a lecture, write an exercise, and read what its check tells you;
# - translate between the notations of the five university courses behind this one, and say where they disagree;
# - predict the shape and the dtype of an array before you compute it.
#
# **You need** Python and a first acquaintance with NumPy.
#
# **It takes** about 45 minutes with both exercises.
#
# Run a cell with Shift+Enter. The cell below gets a lecture ready; every lecture has one.

# %% setup=true
import numpy as np

from autograder import EXERCISES, check, progress, start
from mlpkit import plots
from mlpkit.show import table

start("00")

# %%

from mlpkit.palette import LINES

# %% [markdown]
# ## 1 · How a lecture works
#
# Each section starts from a question you cannot answer yet. It works one small number by hand, derives the general rule, shows it in a figure or an explorer that you can move, and then it is your turn. Three things come back all the time:
#
# - **Predict first.** Write down what you expect, then run the cell. A wrong prediction teaches more than a right picture.
# - **An exercise** is a function whose first line and docstring are given. You write the body, one to eight lines. A line above it may import something that the library's own version uses; you need not use it. You will be rebuilding the library `mlpkit`, which the lectures use.
# - **A check** follows at once. It says what is right, what is not, and where it can, *why*.
#
# *Run All* stops at the first exercise that you have not written, with one line that says so. That is not an error of yours.

# %% [markdown]
# ## 2 · A first exercise: columns on one scale
#
# **The question.** A table has one row per person: height in metres, weight in grams. How far apart are two people? With these units the weights decide everything, only because they were written in grams.
#
# **By hand.** Take the heights $1.6, 1.7, 1.8$. Their mean is $1.7$. The squared distances from it are $0.01, 0, 0.01$, their mean is $0.00\overline{6}$, and the root of that, the **standard deviation**, is $0.0816$. In units of the deviation, counted from the mean, the heights are $-1.22, 0, 1.22$. Weights of $60000, 70000, 80000$ give the same three numbers. The units are gone.
#
# In symbols, for example $n$ (a row) and feature $i$ (a column) of a table $X$ with $N$ rows:
#
# $$S_{ni} = \frac{X_{ni} - \mu_i}{\sigma_i}, \qquad \mu_i = \frac1N \sum_{n=1}^{N} X_{ni}, \qquad \sigma_i = \sqrt{\frac1N \sum_{n=1}^{N} (X_{ni} - \mu_i)^2}.$$
#
# Why the new columns have mean 0: $\frac1N\sum_n \frac{X_{ni} - \mu_i}{\sigma_i} = \frac{1}{\sigma_i}\left(\frac1N \sum_n X_{ni} - \mu_i\right) = 0$, since a constant factor and a constant term may be taken out of a mean. A column in which all values are equal has $\sigma_i = 0$, and $0/0$ means nothing; the docstring says what to do with it.
#
# **Predict first.** Standardising twice: does the second time change anything?

# %% exercise="standardise"

# %% [markdown]
# **Your prediction.** Standardising twice changes nothing but rounding: the means are already 0 and the deviations 1. (A column of zeros stays one.)
#
# **What usually goes wrong.** The mean along the wrong axis. For a square table NumPy raises no error, and the numbers look plausible; section 5 says how to keep the axes apart.
#
# Stuck? Open the hints above the check one at a time: a direction, the formula, then nearly the code. And go on in any case. Nothing below needs your function, as you can see from the next figure:

# %% drawing=true
rng = np.random.default_rng(0)
units = rng.normal(size=(200, 2)) @ [[1, 0.6], [0, 0.8]]  # in deviations from the mean
people = [1.7, 70_000] + [0.1, 10_000] * units

fig, axes = plots.panels(1, 2, width=4.4, height=3.3)
axes[0].plot(*people.T, ".", color=LINES[0])
axes[0].set(
    xlim=(-20_000, 20_000),
    xticks=[-20_000, 0, 20_000],
    title="as written down: a needle",
    xlabel="height in m",
    ylabel="weight in g",
)
axes[1].plot(*units.T, ".", color=LINES[0])
unit = "in deviations from the mean"
axes[1].set(title="in units of the deviation: a cloud", xlabel=f"height, {unit}", ylabel=f"weight, {unit}")
for ax in axes:
    ax.set_aspect("equal")
plots.describe(
    fig,
    "Heights and weights of 200 people on equal axes: a vertical needle as written down, a tilted cloud in deviations.",
)

# %% [markdown]
# ## 3 · How to read a check
#
# Here is somebody's first try at an exercise of lecture 02, and what the check says of it.

# %%
from autograder.checking.cases import cases_for
from autograder.checking.judge import judge


def first_try(z):
    return np.abs(z)


judge(EXERCISES["relu"], first_try, cases_for(EXERCISES["relu"]))

# %% [markdown]
# Read it from the top:
#
# - **Points** are partial. A function that is right for ordinary numbers and fails for extreme ones keeps what it earned.
# - **ok** lines say what you need not look at any more. **NO** lines say what is wrong; start with the first.
# - **--** lines were not tried, because something before them failed. They are not mistakes yet.
# - **note** lines cost nothing: a warning of NumPy, or something your function printed.
#
# The check does not compare your code with anybody's: it *runs* it on random numbers and looks at what comes out. A loop, a one-line formula and a detour through float64 are all right if their values are. When values differ, it runs a list of common mistakes on the same numbers. If one of them gives exactly what you gave, the report names it. If none does, it looks for a simple relation (a factor, a sign, a transpose), and if there is none either, it shows where the difference is largest. It says nothing it has not tested.
#
# The numbers are drawn from a seed that everybody has. When a course is graded, others are drawn from a secret one, so there is nothing to be gained from writing for particular numbers.
#
# **When your code raises an error**, the report shows your own line, not a page of traceback. Three kinds cover most cases:
#
# | it says | it usually means |
# | --- | --- |
# | `ValueError: operands could not be broadcast together with shapes (5,3) (5,)` | two arrays do not fit: compare the shapes from the right (section 5) |
# | `TypeError: unsupported operand type(s) … 'NoneType'` | a function without `return` gives `None` |
# | `NameError: name 'X' is not defined` | the cell that defines it did not run in this session, or the name is spelt differently |
#
# After *Restart Kernel* all names are gone, but what has passed its check is kept and loaded by the cell at the top.

# %% [markdown] topics="F14"
# ## 4 · A second exercise: labels as rows
#
# A network with $K$ outputs needs $K$ numbers to aim at, but a data set says "class 2". The bridge is a **one-hot** row: zeros, and a 1 at the place of the class. Labels count from 0.
#
# **By hand.** For $K = 3$ and the labels $t = (2, 0)$:
#
# $$T = \begin{pmatrix} 0 & 0 & 1 \\ 1 & 0 & 0 \end{pmatrix}, \qquad T_{nk} = \begin{cases} 1 & k = t_n \\ 0 & \text{otherwise.} \end{cases}$$
#
# Each row sums to 1, so it can be read as a probability distribution that is certain of its class. Lecture 03 needs that.
#
# **Predict first.** A batch holds the labels $(0, 0, 1)$ of a problem with ten classes. What shape has $T$?

# %% exercise="one_hot"

# %% [markdown]
# **Your prediction.** $T$ has the shape $(3, 10)$: a row for each label, a column for each class, also for the classes that do not occur.
#
# **What usually goes wrong.** Taking the number of classes from the largest label in the batch. It works until a batch happens to lack the last class.

# %% [markdown] topics="O10"
# ## 5 · Shapes and broadcasting
#
# Nearly every bug in this course will be a shape. One convention serves all lectures: **rows are examples**.
#
# | symbol | shape | what it is |
# | --- | --- | --- |
# | $X$ | $(N, D)$ | $N$ examples with $D$ features |
# | $W$ | $(n_\text{out}, n_\text{in})$ | weights; $W_{ji}$ goes *to* unit $j$ *from* unit $i$ |
# | $b$ | $(n_\text{out},)$ | biases |
# | $Z = X W^\top + b$ | $(N, n_\text{out})$ | pre-activations |
# | $A = f(Z)$ | $(N, n_\text{out})$ | activations |
# | $T$ or $t$ | $(N, K)$ or $(N,)$ | targets: one-hot rows or labels |
# | $dZ$ | as $Z$ | $\partial L / \partial Z$ of the loss $L$, a single number |
#
# **By hand.** Two examples, two features, one unit with the weights $(1, -1)$ and the bias $0.5$:
#
# $$X = \begin{pmatrix} 1 & 2 \\ 4 & 1 \end{pmatrix}, \quad W = \begin{pmatrix} 1 & -1 \end{pmatrix} \quad\Rightarrow\quad X W^\top + b = \begin{pmatrix} 1 - 2 \\ 4 - 1 \end{pmatrix} + 0.5 = \begin{pmatrix} -0.5 \\ 3.5 \end{pmatrix}.$$
#
# The inner sizes of a matrix product must agree and vanish: $(N, D) \cdot (D, n) \to (N, n)$.
#
# **Broadcasting** is NumPy's rule for arrays of different shapes. Write the shapes one under the other, *aligned on the right*. Two sizes fit if they are equal or one of them is 1 (or missing), and the smaller array is repeated along that axis.
#
# **Predict first.** Which of these work, and what shape comes out? Cover the right column of what the next cell prints.

# %%
pairs = [
    ((5, 3), (3,)),
    ((5, 3), (5,)),
    ((5, 3), (5, 1)),
    ((5, 1), (1, 3)),
    ((4, 4), (4,)),
    ((5,), (5, 1)),
    ((2, 5, 3), (5, 3)),
]
rows = []
for p, q in pairs:
    try:
        rows.append([f"{p}", f"{q}", f"{np.broadcast_shapes(p, q)}"])
    except ValueError:
        rows.append([f"{p}", f"{q}", "error"])
table(["first", "second", "together"], rows)

# %% [markdown]
# Two of them are traps. $(4, 4)$ with $(4,)$ always pairs the vector with *columns*, also when you meant rows, and says nothing, because the table is square. And $(5,)$ with $(5, 1)$ gives a $(5, 5)$ table of all pairs: subtracting targets of one shape from outputs of the other is the most frequent silent bug in regression code. To keep an axis, ask for it: most reductions take `keepdims=True`, which leaves a size of 1 in place of the axis that was summed.
#
# **dtype.** Computers round. The relative distance from one float to the next decides how well two right answers can agree:

# %%
rows = [
    [d.__name__, f"{np.finfo(d).eps:.1e}", f"{np.finfo(d).max:.1e}", f"{np.dtype(d).itemsize}"]
    for d in (np.float32, np.float64)
]
table(["dtype", "relative spacing", "largest", "bytes"], rows)
x = np.ones(3, dtype=np.float32)
results = {"x * 2.5": x * 2.5, "x * np.float64(2.5)": x * np.float64(2.5), "x * np.arange(3)": x * np.arange(3)}
table(["expression, x is float32", "dtype of the result"], [[f"`{k}`", v.dtype.name] for k, v in results.items()])

# %% [markdown]
# A plain Python number leaves float32 alone; a float64 scalar (from NumPy 2 on) or an array of 64-bit integers promotes it to float64. Training uses float32, since it is about twice as fast, and gradient checks use float64. **Functions that map a float array to a float array return the dtype they were given**, and their checks look.

# %% [markdown]
# ## 6 · One notation for five courses
#
# The material follows five university lectures, which share the mathematics and little of the alphabet. If you come from one of them, find your column.
#
# | here | what | UNICAMP | JKU Linz | Tsinghua | IIT Kharagpur | UMass Amherst |
# | --- | --- | --- | --- | --- | --- | --- |
# | $z$ | pre-activation, the weighted sum plus bias | $v$ | $s$ | $u$ | $z$, in places $a$ | $a$ |
# | $a$ | activation, $f(z)$ | $y$ | $a$ | $y$ | $a$, in places $y$ | $z$ |
# | $W x$ | weights act | from the left | from the left | from the left | as $W^\top x$ | from the left |
# | $W_{ji}$ | index order | to, from | to, from | to, from | from, to | to, from |
# | $dZ$ | $\partial L / \partial z$ | $\delta$ | delta error $\delta$ | local sensitivity $\delta$ | | |
# | $b$ | bias | $w_0$ with $y_0 = 1$ | $b$ | $b$ | folded into $w$ | bias unit |
#
# The rest of the alphabet, as this course uses it:
#
# | here | what |
# | --- | --- |
# | $y$, $p$ | output of the last layer, $y = a^{(L)}$; $p$ where it is a probability |
# | $t$, $T$ | targets |
# | $L$, $C$ | loss, a mean over the examples; cost, the loss plus a penalty on the weights. (As an index, $L$ counts layers.) |
# | $\eta$ | learning rate |
# | $\lambda$ | strength of the penalty; in leaky ReLU and SELU, the factor in front |
# | $k = 1, \dots, K$ | classes: counted from 1 in formulas, labels in arrays and figures from 0 |
#
# For batches this course puts examples in rows, as NumPy, PyTorch and scikit-learn do. The product $W x$ for one column $x$ then becomes $X W^\top$ for all rows of $X$ at once: transpose both sides of $z = W x$ to get $z^\top = x^\top W^\top$, and stack the rows.
#
# ### Where they disagree
#
# None of these is a mistake. Each is a choice that changes a number, so you have to know which one a formula has made.
#
# | question | answers | here | what changes |
# | --- | --- | --- | --- |
# | $\operatorname{relu}'(0)$ | 0 (UNICAMP) or 1 (Tsinghua, IIT) | 0; checks accept both | nothing you will notice |
# | squared error of one example | mean over outputs (UNICAMP), half the sum (JKU, Tsinghua, UNICAMP's derivation), sum (UMass) | stated where it is used | a constant factor in every gradient |
# | cost of a data set | sum over examples (UNICAMP) or mean (JKU, Tsinghua) | mean | the learning rate that means the same step |
# | leaky ReLU | with a scale $\lambda$ (UNICAMP) or without | `scale=1` | the slope on the right |
# | He initialisation | a slide says $2/\sqrt n$, the paper $\sqrt{2/n}$ | $\sqrt{2/n}$ | the variance: $4/n$ instead of $2/n$ |
# | "single-layer perceptron" | no hidden layer (JKU, Tsinghua) or one (UMass) | we count hidden layers | how many layers a sentence means |
# | number of parameters | with or without biases | with, unless it says otherwise | 26 or 39 for the same network, in the UMass example |
#
# **Predict first.** The third row, in numbers: on 50 examples, a rate of 0.1 suits the mean. Which rate takes the same step on the sum?

# %%
rng = np.random.default_rng(1)
x, y = rng.normal(size=50), rng.normal(size=50)
w = 0.3
gradients = (w * x - y) * x
rows = [
    ["mean", f"{gradients.mean():.6f}", "0.1", f"{-0.1 * gradients.mean():.6f}"],
    ["sum", f"{gradients.sum():.6f}", f"{0.1 / 50:g}", f"{-0.1 / 50 * gradients.sum():.6f}"],
]
table(["cost", "gradient", "rate", "step"], rows)

# %% [markdown]
# ## 7 · Where you are
#
# The next cell shows your way through the course. It is kept on this computer only, nothing is sent anywhere, and it is not your grade: a grade uses other random numbers.

# %% tags=["nbval-ignore-output"]
progress()

# %% [markdown]
# Once your function passes its check, the lectures and explorers run on *it* instead of the library's, here and in later notebooks. The first cell of each lecture says whose code runs. A function that has not passed is replaced by the library's, so an early mistake never costs you twice.
#
# **When you are stuck**
# 1. Read the first **NO** line once more, aloud.
# 2. Try your function on the worked number of the docstring, in a cell of your own.
# 3. Open the next hint.
# 4. Go on. Every later cell works without it, and the way back is easier from further on.

# %% [markdown]
# ## Recap
#
# A lecture derives, shows and lets you do. A check runs your function on random numbers, says what holds and names the mistake where it can prove which one it is. Rows are examples; shapes are compared from the right; a function of float arrays returns the dtype it was given. Five courses use five alphabets, and in seven places they make different choices that change a number.
#
# ## Test yourself
#
# 1. `X` has the shape $(100, 4)$. What is the shape of the means of its columns, and why can they be subtracted from `X` as they are?
#
# <details><summary>Answer</summary>
#
# $(4,)$. Aligned on the right, 4 meets 4, and the missing axis is repeated 100 times.
#
# </details>
#
# 2. And the means of its rows?
#
# <details><summary>Answer</summary>
#
# They have the shape $(100,)$. Aligned on the right, 100 meets 4: an error. With the axis kept they have $(100, 1)$, and it works. Had the table been $(4, 4)$, there would have been no error, and a wrong result.
#
# </details>
#
# 3. A check gives 1.5 of 2 points and a **NO** line about extreme values. Is the formula wrong?
#
# <details><summary>Answer</summary>
#
# The formula is right for ordinary numbers. The way it is computed fails for very large or very small ones, by overflow for instance.
#
# </details>
#
# 4. Your course writes $v$ for the weighted sum and $y$ for the output of a unit. What do they read here?
#
# <details><summary>Answer</summary>
#
# $z$ and $a$.
#
# </details>
#
# 5. One course says to use the rate 0.5 with a cost that is a sum over 200 examples. Which rate do you use with the mean?
#
# <details><summary>Answer</summary>
#
# The gradient of the mean is 200 times smaller, so the rate is 200 times larger: 100. That is a large rate, which tells you something about the 0.5.
#
# </details>
#
# ## Further reading
#
# The five lectures:
# - A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas (UNICAMP).
# - G. Klambauer, *Deep Learning and Neural Networks I: basic architectures*, Johannes Kepler University Linz (JKU).
# - X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University.
# - S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur.
# - J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst.
#
# On NumPy: *Broadcasting* and *Absolute basics for beginners*, in the [NumPy user guide](https://numpy.org/doc/stable/user/index.html). C. R. Harris et al., "Array programming with NumPy", *Nature* 585, 2020, [doi:10.1038/s41586-020-2649-2](https://doi.org/10.1038/s41586-020-2649-2).
