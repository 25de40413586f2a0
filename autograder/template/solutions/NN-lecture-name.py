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
# # NN · LECTURE TITLE
#
# A question that the reader cannot answer yet.
#
# **You will be able to**
# - do this;
# - say why that holds.
#
# **You need** lectures so and so.
#
# **It takes** about an hour with all exercises, twenty minutes if you only read. A stuck exercise stops nothing: the cells after it use the library.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit.show import say, table

import lecture_name as library

start("NN")

# %%
from mlpkit.palette import BLUE, RED
from mlpkit.plots.base import describe, finish, panels

# %% [markdown]
# ## 1 · By hand
#
# The smallest numbers that show it: the column $(1, 3)$ has mean $2$; without it, it is $(-1, 1)$.
#
# ## 2 · The derivation
#
# One rule a line, each named; every symbol defined once. With $\mu_d = \frac1N \sum_n x_{nd}$ and $x'_{nd} = x_{nd} - \mu_d$,
#
# $$\begin{aligned}
# \sum_n x'_{nd} &= \sum_n x_{nd} - \sum_n \mu_d && \text{a sum of differences} \\
# &= N \mu_d - N \mu_d = 0 && \text{definition of } \mu_d \text{, and } N \text{ equal terms}
# \end{aligned}$$
#
# ## 3 · Write it

# %% exercise="lecture_name"

# %% [markdown]
# **What usually goes wrong.** The mean is taken along the wrong axis.
#
# **Predict first.** What does the cloud below look like without its mean? Write it down, then run the cell.

# %%
X = np.random.default_rng(0).normal((3, 1), (1.0, 0.4), (200, 2))
fig, axes = panels(1, 1, width=5, height=3)
axes[0].plot(*X.T, "o", color=BLUE, markersize=3, label="as it was")
axes[0].plot(*library.lecture_name(X).T, "o", color=RED, markersize=3, label="without its mean")
describe(fig, "Two clouds of points of the same shape: one around (3, 1), the other around (0, 0).")
finish(axes[0], "Centring moves the cloud and keeps its shape", "$x_1$", "$x_2$", legend=True)

# %%
say(f"Numbers are computed: the largest mean left over is {np.abs(library.lecture_name(X).mean(axis=0)).max():.0e}.")

# %% [markdown]
# ## Recap
#
# One paragraph.
#
# ## Test yourself
#
# <details><summary>1. A question?</summary>
#
# Its answer. Five of these.
# </details>
#
# ## Further reading
#
# - Real references only: A. Author, *Title*, where, year.
