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
# Below you can draw a digit, and a network will tell you which one it is. By the last lecture this network will be your own, down to every function. How can a few thousand numbers know what a 7 looks like?
#
# **You will be able to**
# - say what a neural network is made of, and what it means to train one;
# - run a lecture, write an exercise, and read what its check tells you;
# - predict the shape and the dtype of an array before you compute it.
#
# **You need** Python and a first acquaintance with NumPy.
#
# **It takes** about an hour and a quarter with all four exercises.
#
# Run a cell with Shift+Enter. The cell below gets a lecture ready; every lecture has one.

# %% setup=true
import numpy as np

from autograder import EXERCISES, check, progress, reveal, start
from mlpkit import explore, plots
from mlpkit.datasets import load_digits
from mlpkit.show import number, table

start("00")

# %%
from mlpkit.palette import BLUE, GREEN, GREY

# %% [markdown]
# ## 1 · What you will build
#
# Here are the digits themselves. They are small pictures of 8 × 8 pixels, each pixel a number from 0 (white) to 1 (black), as people wrote them by hand.

# %%
digits, labels = load_digits()

# %% drawing=true
fig, axes = plots.panels(2, 10, width=0.75, height=0.8)
for place, ax in enumerate(axes):
    row, k = divmod(place, 10)
    ax.imshow(digits[np.flatnonzero(labels == k)[row]].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    ax.set_axis_off()
fig.suptitle("Each of these pictures is 64 numbers")
plots.describe(fig, "Two handwritten examples of each digit from 0 to 9, in 8 by 8 pixels.")

# %% [markdown]
# Nobody can write down the rule for what makes a 7 a 7. So we let a program find it. A **neural network** is a formula with many numbers that can be changed. It takes the 64 pixels and gives ten numbers, one for each digit, and the digit with the largest number is its answer.

# %% drawing=true
fig, (ax,) = plots.panels(1, 1, width=8.4, height=3.4)
columns = {"64 pixels": (0, 8, GREY), "hidden units": (3, 6, BLUE), "10 outputs": (6, 7, GREEN)}
places = [[(x, 0.45 * (n - 1) - 0.9 * i) for i in range(n)] for x, n, _ in columns.values()]
for k in (0, 1):
    for x0, y0 in places[k]:
        for x1, y1 in places[k + 1]:
            ax.plot([x0, x1], [y0, y1], color=GREY, linewidth=0.5)
for (name, (_, _, colour)), column in zip(columns.items(), places, strict=True):
    ax.plot(*zip(*column, strict=True), "o", color=colour, markersize=13, markeredgecolor="white")
    ax.text(column[0][0], -4.2, name, ha="center")
ax.text(6.35, places[2][2][1], "the largest wins:\na 2", va="center")
picture = ax.inset_axes((-2.6, -1.3, 1.9, 2.6), transform=ax.transData)
picture.imshow(digits[labels == 2][1].reshape(8, 8), cmap="gray_r")
picture.set_axis_off()
ax.set(
    xlim=(-2.8, 8.2),
    ylim=(-4.5, 3.6),
    title="Each line multiplies by a weight; each coloured circle adds up what arrives",
)
ax.set_axis_off()
plots.describe(
    fig,
    "A picture of a 2, a column of circles for its pixels, lines to a column of hidden units, and lines from there to a "
    "column of outputs, one for each digit.",
)

# %% [markdown]
# (Only some of the circles are drawn.) Every line in the drawing has a number, a **weight**. To *train* the network means to show it pictures whose digit is known, to measure how wrong it is, and to change every weight a little so that it becomes less wrong. That is all. The rest of the course is about how to do it well, and how to know that you have.
#
# **Play.** Draw a digit with the pointer. Here a network trained with the library reads it; when you have written the functions of the lectures, it will be your own code. (Without a running kernel nothing can be drawn; the picture shows its answer to a 4.)

# %%
explore.digit_pad()

# %% [markdown]
# Try to fool it. Draw a 7 with and without a bar, a 1 in the corner, or something that is no digit. It always answers with one of the ten, because nothing else was ever asked of it.
#
# **The way there.** You begin with a single circle of the drawing, a unit that decides (lecture 01), the nonlinear functions between layers (02), and the numbers that say how wrong a network is (03, 04). You compute a network forwards (05) and backwards (06), which is *backpropagation*, the heart of all training, and build it from layers (07). XOR (08) is the smallest problem that needs all this. Then come the craft of training, regression, the question whether a network has learnt or only memorised, and at last the digits: at least 98 % of them right, by your own functions.
#
# **Where it comes from.** The first artificial neuron is from 1943, the first that learnt from 1958. Networks were given up twice and came back twice, with backpropagation in 1986 and with large data sets and graphics processors in 2012. The networks behind today's language models consist, for about two thirds of their weights, of exactly the layers that you will write here.

# %% [markdown]
# ## 2 · How a lecture works
#
# Each section starts from a question that you cannot answer yet. It works a small number by hand, derives the general rule, and shows it in a figure or an explorer that you can move. Then it is your turn. Three things come back all the time:
#
# - **Predict first.** Write down what you expect, then run the cell. Where there is a cell for your answer, your answer is kept, on your machine and for you alone, and the true value is shown beside it; it earns no points. You learn more from a wrong prediction than from a right picture, because it shows you what you believed.
# - An **exercise** gives you the first line and the docstring of a function. You write the body, one to eight lines. Some begin with an import, which is a tool that you may use. With each you rebuild a piece of `mlpkit`, the library that the lectures run on. Other exercises ask for a derivation as text, for a test, or for an input on which a given function fails.
# - A **check** follows at once, and tells you what is right and what is not, and where it can, *why*.
#
# *Run All* stops at the first exercise that you have not written, with one line that says so. That is not an error of yours. To go on without it, run the cells below it one by one or with *Run Selected Cell and All Below*: the first cell of the lecture says what runs in place of a function that is not written yet.
#
# Code that only draws is folded away. Click on it if you want to see how a figure is made.

# %% [markdown]
# ## 3 · A first exercise: columns on one scale
#
# **The question.** A table has one row for each person, with the height in metres and the weight in grams. How far apart are two people? With these units the weights decide everything, only because they were written in grams.
#
# **By hand.** Take the heights $1.6, 1.7, 1.8$. Their mean is $1.7$. The squared distances from it are $0.01, 0, 0.01$, their mean is $0.00\overline{6}$, and the square root of that is $0.0816$. The mean of the squared distances is called the **variance**, and its square root the **standard deviation**, which says how far values typically are from their mean. Subtract the mean from each height and divide by the standard deviation, and you get $-1.22, 0, 1.22$. Weights of $60000, 70000, 80000$ give the same three numbers. The units are gone.
#
# In symbols, let $n$ count the examples (rows) and $d$ the inputs (columns) of a table $X$ with $N$ rows:
#
# $$\frac{x_{nd} - \mu_d}{s_d}, \qquad \mu_d = \frac1N \sum_{n=1}^{N} x_{nd}, \qquad s_d = \sqrt{\frac1N \sum_{n=1}^{N} (x_{nd} - \mu_d)^2}.$$
#
# The new columns have mean 0, because a constant factor and a constant term may be taken out of a mean: $\frac1N\sum_n \frac{x_{nd} - \mu_d}{s_d} = \frac{1}{s_d}\left(\frac1N \sum_n x_{nd} - \mu_d\right) = 0$. Their variance is 1, because a factor comes out of a variance as its square: $s_d^2 / s_d^2 = 1$. To bring the columns to mean 0 and standard deviation 1 in this way is called **standardising** them. A column in which all values are equal has $s_d = 0$, and $0/0$ means nothing; the docstring says what to do with it. It also speaks of the **dtype** of an array, which is the type of its numbers, such as float32 or float64. The result must have the dtype of $X$.
#
# **Predict first.** You standardise twice. Does the second time change anything?

# %% exercise="standardise"

# %% [markdown]
# Standardising twice changes nothing but rounding, because the means are already 0 and the standard deviations 1. (A column of zeros stays one.)
#
# **What usually goes wrong.** The mean is taken along the wrong axis. For a square table NumPy raises no error, and the numbers look plausible; section 6 says how to keep the axes apart.
#
# If you are stuck, open the hints above the check one at a time: a question, the formula, then nearly the code. And go on in any case. The next figure standardises 200 people:

# %%
from mlpkit import preprocessing

rng = np.random.default_rng(0)
people = [1.7, 70_000] + [0.1, 10_000] * (rng.normal(size=(200, 2)) @ [[1, 0.6], [0, 0.8]])
standardised = preprocessing.standardise(people)

# %% drawing=true
fig, axes = plots.panels(1, 2, width=4.4, height=3.3)
axes[0].plot(*people.T, ".", color=BLUE)
axes[0].set(xlim=(-20_000, 20_000), xticks=[-20_000, 0, 20_000], xlabel="height in m", ylabel="weight in g")
axes[0].set_title("As written down: a needle")
axes[1].plot(*standardised.T, ".", color=BLUE)
axes[1].set(xlabel="height, standardised", ylabel="weight, standardised", title="Standardised: a cloud")
for ax in axes:
    ax.set_aspect("equal")
plots.describe(
    fig,
    "Heights and weights of 200 people on equal axes: a vertical needle as written down, a tilted cloud when "
    "standardised.",
)

# %% [markdown]
# Now a distance in this plane takes both columns into account.

# %% [markdown]
# ## 4 · How to read a check
#
# Here is somebody's first try at an exercise of lecture 02, which asks for 0 where $z$ is negative and for $z$ elsewhere, and what the check says of it.

# %%
from autograder.checking.cases import cases_for
from autograder.checking.judge import judge


def first_try(z):
    return np.abs(z)


judge(EXERCISES["relu"], first_try, cases_for(EXERCISES["relu"]))

# %% [markdown]
# Read it from the top:
#
# - *Points* are partial. A function that is right for ordinary numbers and fails for extreme ones keeps what it earned.
# - *ok* lines tell you what you need not look at any more. *NO* lines tell you what is wrong; start with the first.
# - *--* lines were not tried, because something before them failed. They are not mistakes yet.
# - *note* lines cost nothing. They show the smallest input that was found to go wrong, or report a warning of NumPy, or something that your function printed.
#
# The check does not compare your code with anybody's. It *runs* it on random numbers and looks at what comes out. A loop, a one-line formula and a detour through float64 are all right if their values are. When values differ, it runs a list of common mistakes on the same numbers. If one of them gives exactly what you gave, the report names it. If none does, it looks for a simple relation (a factor, a sign, a transpose), and if there is none either, it shows where the difference is largest. It claims nothing that it has not tested.
#
# The numbers are drawn from a seed that everybody has. When a course is graded, others are drawn from a secret one, so you gain nothing by writing for particular numbers.
#
# **When your code raises an error.** The report shows your own line and not a page of traceback. Here is an example:


# %%
def second_try(z):
    return np.maximum(z, zero)  # noqa: F821


judge(EXERCISES["relu"], second_try, cases_for(EXERCISES["relu"]))

# %% [markdown]
# Nobody has defined `zero`. Three kinds of error cover most cases:
#
# | it says | it usually means |
# | --- | --- |
# | `ValueError: operands could not be broadcast together with shapes (5,3) (5,)` | two arrays do not fit; compare the shapes from the right (section 6) |
# | `TypeError: unsupported operand type(s) … 'NoneType'` | a function without `return` gives `None` |
# | `NameError: name 'X' is not defined` | the cell that defines it did not run in this session, or the name is spelt differently |
#
# After *Restart Kernel* all names are gone, but what has passed its check is kept and loaded by the cell at the top.

# %% [markdown]
# ## 5 · A second exercise: labels as rows
#
# A network with ten outputs needs ten numbers to aim at, but a data set only gives the **label**, the number of the right class, such as 2. The bridge is a **one-hot** row, which has zeros everywhere and a 1 at the place of the class. Labels count from 0.
#
# **By hand.** For $K = 3$ classes and the labels 2 and 0:
#
# $$T = \begin{pmatrix} 0 & 0 & 1 \\ 1 & 0 & 0 \end{pmatrix} .$$
#
# Each row adds up to 1, so you can read it as probabilities that are certain of their class. Lecture 03 needs this.
#
# **Predict first.** Three examples have the labels $(0, 0, 1)$, and the problem has ten classes. What is the shape of $T$?

# %% exercise="one_hot"

# %% [markdown]
# $T$ has the shape $(3, 10)$, a row for each label and a column for each class, also for the classes that do not occur.
#
# **What usually goes wrong.** The number of classes is taken from the largest label at hand. This works until the examples at hand happen to lack the last class.

# %% [markdown] topics="O10"
# ## 6 · Shapes and broadcasting
#
# Nearly every bug in this course will be a shape. One convention serves all lectures: *rows are examples*. Here are the arrays that you will meet. The words are explained in the lectures; for now, read the shapes, and come back to the table when you need it.
#
# | symbol | shape | what it is |
# | --- | --- | --- |
# | $X$ | $(N, D)$ | $N$ examples with $D$ inputs each |
# | $W$ | $(n_\text{out}, n_\text{in})$ | weights; $w_{ji}$ goes *to* unit $j$ *from* unit $i$ |
# | $b$ | $(n_\text{out},)$ | biases |
# | $Z = X W^\top + b$ | $(N, n_\text{out})$ | what the units add up |
# | $A = f(Z)$ | $(N, n_\text{out})$ | what the units output |
# | $T$ or $t$ | $(N, K)$ or $(N,)$ | targets, as one-hot rows or as labels |
# | $\mathrm{d}Z$ | as $Z$ | $\partial L / \partial Z$, how the loss $L$, a single number, moves with each entry of $Z$ |
#
# **By hand.** Two examples, two inputs, and one unit with the weights $(1, -1)$ and the bias $0.5$:
#
# $$X = \begin{pmatrix} 1 & 2 \\ 4 & 1 \end{pmatrix}, \quad W = \begin{pmatrix} 1 & -1 \end{pmatrix} \quad\Rightarrow\quad X W^\top + b = \begin{pmatrix} 1 - 2 \\ 4 - 1 \end{pmatrix} + 0.5 = \begin{pmatrix} -0.5 \\ 3.5 \end{pmatrix}.$$
#
# The inner sizes of a matrix product must agree, and they vanish: $(N, n_\text{in}) \cdot (n_\text{in}, n_\text{out}) \to (N, n_\text{out})$. Books often write $W x$ for one column $x$. Transpose both sides of $z = W x$ to get $z^\top = x^\top W^\top$, stack the rows, and you have $X W^\top$ for all examples at once. NumPy, PyTorch and scikit-learn all put examples in rows.
#
# **Broadcasting** is NumPy's rule for arrays of different shapes. Write the shapes one under the other, *aligned on the right*. Two sizes fit if they are equal or one of them is 1 (or missing), and the smaller array is repeated along that axis.
#
# **Predict first.** Which of these work, and what shape comes out? Read the seven pairs in the list `pairs` below, and write down your answer before you run that cell.

# %% exercise="broadcast_prediction"

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
reveal("broadcast_prediction", sum(together != "error" for _, _, together in rows))

# %% [markdown]
# Two of them are traps. The first is a square table with a vector. Entry $i$ of the vector always goes to *column* $i$, also when you meant rows, and there is no error because the table is square:

# %%
M, v = np.zeros((2, 2)), np.array([1.0, 2.0])
print("M + v, an entry of v for each column:", (M + v).tolist())
print("M + v[:, None], an entry for each row:", (M + v[:, None]).tolist())

# %% [markdown]
# The second is $(5,)$ with $(5, 1)$, which gives a $(5, 5)$ table of all pairs. Whoever subtracts targets of one shape from outputs of the other has the most frequent silent bug in regression code.
#
# **Mend it.** A table has one row for each person, with what they spend on rent, food and the rest. Each row is to become fractions that add up to 1. Whoever wrote the function tried it on a table of one row.

# %% exercise="mended_fractions"

# %% [markdown]
# To keep an axis, ask for it. Most reductions take `keepdims=True`, which leaves a size of 1 in place of the axis that was summed.
#
# **Rounding.** Computers round, and the dtype says how coarsely. The relative distance from one float to the next decides how well two right answers can agree:

# %%
rows = [
    [d.__name__, number(np.finfo(d).eps, ".1e"), number(np.finfo(d).max, ".1e"), f"{np.dtype(d).itemsize}"]
    for d in (np.float32, np.float64)
]
table(["dtype", "relative spacing", "largest", "bytes"], rows)
x = np.ones(3, dtype=np.float32)
results = {"x * 2.5": x * 2.5, "x * np.float64(2.5)": x * np.float64(2.5), "x * np.arange(3)": x * np.arange(3)}
table(["expression, x is float32", "dtype of the result"], [[f"`{k}`", v.dtype.name] for k, v in results.items()])

# %% [markdown]
# A plain Python number leaves float32 alone, but a float64 scalar (from NumPy 2 on) or an array of 64-bit integers makes it float64. Training uses float32, because it needs half the memory and less time; where precision counts, as in a check of derivatives (lecture 06), take float64. **In this course, a function that turns a float array into a float array returns the dtype it was given, and the check verifies it.**
#
# **Find where it breaks.** How much can get lost in float32? The function below standardises a table in that type. On heights and weights you will see no difference. Find a table on which its result is plainly wrong.

# %% exercise="float32_counterexample"

# %% [markdown]
# Two numbers that lie closer together than float32 can tell become one, and the difference that you wanted to look at is gone before the first line of arithmetic. **Subtract what all values have in common in float64, and then round.**

# %% [markdown]
# ## 7 · Where you are
#
# The next cell shows your way through the course. It is kept on this computer only, and nothing is sent anywhere. It is not your grade, because a grade uses other random numbers.

# %% tags=["nbval-ignore-output"]
progress()

# %% [markdown]
# Once your function passes its check, the lectures and explorers run on *it* instead of the library's, here and in later notebooks. The first cell of each lecture says whose code runs, and what happens where a function of yours has not passed. In a check, the earlier functions that yours calls are always right ones, so an early mistake never costs you twice.
#
# **When you are stuck.**
# 1. Read the first *NO* line once more, aloud.
# 2. Try your function on the worked number of the docstring, in a cell of your own.
# 3. Open the next hint.
# 4. Go on. Every later cell works without it, and you will find the way back more easily when you have seen what the function is for.

# %% [markdown]
# **Challenge (optional).** Write a function that undoes `standardise`: from the standardised table and whatever else it needs, it returns the original, also where a column was constant. Show it on the 200 people, with a third column in which everybody has the same number.

# %% [markdown] decks=true topics="F19 F20 F21 S16 S17 O23 O26 O27"
# This course follows five university lecture decks on multi-layer perceptrons. They share the mathematics and little of the alphabet. If you come from one of them, find your column here, and a box like this near the end of each lecture for the details. If you do not, skip this box.
#
# - **UNICAMP**: A. X. Falcão, *Fundamentals of (Deep) Neural Networks II*, MO434, University of Campinas.
# - **JKU**: G. Klambauer, *Deep Learning and Neural Networks I: basic architectures*, Johannes Kepler University Linz.
# - **Tsinghua**: X. Hu and J. Zhu, *Multi-layer Perceptron*, 80240743, Tsinghua University.
# - **IIT**: S. Sarkar, *Multilayer Perceptron: Introduction*, CS60010, Indian Institute of Technology Kharagpur.
# - **UMass**: J. Oke, *Neural Networks for Structured Data I*, CEE 697M, University of Massachusetts Amherst.
#
# | here | what | UNICAMP | JKU | Tsinghua | IIT | UMass |
# | --- | --- | --- | --- | --- | --- | --- |
# | $z$ | pre-activation | $v$ | $s$ | $u$ | $z$, in places $a$ | $z$, in its first equations $a$ |
# | $a$ | activation, $f(z)$ | $y$ | $a$ | $y$ | $a$, in places $y$ | $a$, in its first equations $z$ |
# | $f$ | activation function | $f$ | $f$ | $f$ | $g$ | $\sigma$, $\varphi$ |
# | $t$ | target | $y$ | $y$ | $t$ | $y$ | $y$ |
# | $y$, $p$ | output | $y^L$ | $a$, $\hat y$ | $y^{(L)}$, $h$ | $\hat y$ | $a$, $\hat y$ |
# | $W x$ | weights act | from the left | from the left | from the left | as $W^\top x$ | from the left |
# | $b$ | bias | in $w$, as $w_0$ | $b$ for XOR, else $w_{i0}$ | $b$ | in $w$ for one neuron, else $b$ | $b$, drawn as a bias unit |
# | $\mathrm{d}Z$ | $\partial L / \partial z$ | $\delta$ | delta error | local sensitivity | | |
# | $\eta$ | learning rate | $\mu$ | $\eta$ | $\alpha$, $\eta$ | | $\eta$ |
# | $L$ | loss | $\mathcal E$, its sum $J$ | $L$, its mean $R_\text{emp}$ | $E$; with a penalty $J$ | $L$, $J$ | $\mathcal L$, $C$ |
# | $R$ | number of layers | $L$ | $L$, inputs included | $L$ | | $L$ |
#
# **Where they disagree.** Most of the following are choices, and some change a number, so you have to know which one a formula has made. A row marked *slip* is a slip of a slide, and the column *here* has the right value.
#
# | question | answers | here | what changes |
# | --- | --- | --- | --- |
# | $\operatorname{relu}'(0)$ | 0 (UNICAMP) or 1 (Tsinghua, IIT) | 0; checks accept both | nothing that you will notice |
# | squared error of one example | mean over outputs (UNICAMP), half the sum (JKU, Tsinghua, and UNICAMP's derivation), the sum (UMass), the plain square (IIT) | half the sum | a constant factor in every gradient |
# | absolute error of one example | mean over outputs (UNICAMP) or the sum | the sum | the same |
# | cost of a data set | sum (UMass; UNICAMP where it descends) or mean (JKU, Tsinghua, UNICAMP's losses) | mean | the learning rate that means the same step |
# | "SGD" | a step on the whole set (UNICAMP) or on a mini-batch (JKU, Tsinghua) | a step on a mini-batch | the cost of a step |
# | output of exactly 0.5 | the second class (UNICAMP) | the first class in lecture 03; in lecture 01, where a step of 0 is 1, the second | nothing that you will notice |
# | the step function | 0 and 1, or the sign, $-1$ and 1 (IIT) | 0 and 1 | the range |
# | leaky ReLU | with a factor (UNICAMP) or without | `scale=1` | the slope on the right |
# | slope of leaky ReLU at 0 | that of the left side (UNICAMP) or of the right (IIT) | the left | nothing that you will notice |
# | output unit where nothing limits the target | ReLU or softplus (UNICAMP) or the identity | the identity | negative targets cannot be reached otherwise |
# | output layer | has no activation function (UMass) or softmax, logistic, … | lecture 05: softmax may be part of the loss | a word |
# | output of the XOR network | linear (JKU) or a ReLU (Tsinghua) | linear | nothing at the four corners; at $(\tfrac32, \tfrac32)$ the output is $-1$ or 0 |
# | $\delta$ of a layer | at the pre-activation or, where layers are cut into pieces, at the output of each (both Tsinghua) | $\mathrm{d}Z$ and $\mathrm{d}Y$ | a word |
# | "single-layer perceptron" | no hidden layer, or one hidden layer (UMass) | no hidden layer | a word |
# | number of parameters | always with biases: 26 for 3-4-2, 39 for 3-4-3-2 (UMass) | with biases | nothing |
# | He initialisation (slip, Tsinghua) | standard deviation $2/\sqrt n$ | $\sqrt{2/n}$, as in the paper | the variance, $4/n$ instead of $2/n$ |
# | gradient of swish (slip, IIT) | right for $\beta = 1$ only | lecture 02, section 10 | 1.35 for 1.09 at $\beta = 2$, $z = 1$ |
# | parameters of a regression network (slip, UMass) | $M(D+1)$ weights and $(D+1)$ biases | $M + 1$ biases | the count |
# | neurons of a network (slip, UMass) | 7 for 3-4-2, with a bias unit, and 9 for 3-4-3-2, without | 6 and 9 | the count |
# | hidden units in scalars (slip, UMass) | $w_{1,d}$ and $b_d$ for every unit | $w_{m,d}$ and $b_m$ for unit $m$ | all hidden units would be the same |
# | slope of tanh (slip, Tsinghua) | below 1 | at most 1, because it is 1 at 0 | lecture 09: weights count as well as slopes |
# | stochastic gradient (slip, Tsinghua) | the mean over all mini-batches, then a step | a step for each mini-batch | as printed it is a step on the full batch |
# | biases on the way back (slip, JKU) | no $\Delta w$ for them | $-\eta\, \delta_i$ | they would never change |
# | softmax gradient (slip, Tsinghua) | $\odot$ between $f(x) - t$ and $x^\top$ | an outer product | it could not be computed |
# | update on the way back (slip, UMass) | updates the last layer before going on to the layer below | all gradients first, then the step | gradients of two different networks |
#
# Some slips concern a single letter or index, and you see at once what is meant. The boxes of lectures 01, 04, 05, 06, 07 and 13 name them.

# %% [markdown]
# ## Recap
#
# So how can a few thousand numbers know what a 7 looks like? Nobody tells them. A neural network is a formula with many weights, and training changes each of them a little, picture after picture, so that it becomes less wrong. A lecture derives a rule and shows it, and then it is your turn. A check runs your function on random numbers, tells you what holds, and names the mistake where it can prove which one it is. Rows are examples; shapes are compared from the right; a function of float arrays returns the dtype it was given.
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
# They have the shape $(100,)$. Aligned on the right, 100 meets 4, which is an error. With the axis kept they have $(100, 1)$, and it works. Had the table been $(4, 4)$, there would have been no error, and a wrong result.
#
# </details>
#
# 3. A check gives 1.5 of 2 points and a *NO* line about extreme values. Is the formula wrong?
#
# <details><summary>Answer</summary>
#
# The formula is right for ordinary numbers. The way it is computed fails for very large or very small ones, for instance because a number on the way is larger than any that the dtype can hold.
#
# </details>
#
# 4. A picture has 8 × 8 pixels, there are 1500 pictures, 20 units between the pixels and the outputs, and 10 outputs. What are the shapes of $X$, of both $W$, and of $T$?
#
# <details><summary>Answer</summary>
#
# $X$ is $(1500, 64)$, the first $W$ is $(20, 64)$, the second $(10, 20)$, and $T$ is $(1500, 10)$.
#
# </details>
#
# 5. A step of training moves each weight by a fixed rate times the slope of what you want to make small. A colleague adds the errors of 200 examples up and uses a rate of 0.5. You take the mean. Which rate takes the same steps?
#
# <details><summary>Answer</summary>
#
# The slope of the mean is 200 times smaller, so the rate is 200 times larger, which is 100. A rate of 100 is far too large for most problems, and then 0.5 was just as much too large for the sum.
#
# </details>
#
# ## Further reading
#
# - M. Nielsen, *Neural Networks and Deep Learning*, 2015, [neuralnetworksanddeeplearning.com](http://neuralnetworksanddeeplearning.com), chapter 1: digits, told as a story.
# - *Broadcasting* and *Absolute basics for beginners*, in the [NumPy user guide](https://numpy.org/doc/stable/user/index.html).
# - C. R. Harris et al., "Array programming with NumPy", *Nature* 585 (2020), 357–362, [doi:10.1038/s41586-020-2649-2](https://doi.org/10.1038/s41586-020-2649-2).
