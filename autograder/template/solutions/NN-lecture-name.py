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
# **It takes** about an hour with all exercises, twenty minutes if you only read. If an exercise holds you up, go on: the first cell says what runs in its place.

# %% setup=true
import numpy as np

from autograder import check, start
from mlpkit.show import say, table

import lecture_name as library

start("NN")

# %% [markdown]
# ## 1 · By hand
#
# The smallest numbers that show it: the mean of the column $(1, 3)$ is $2$.
#
# ## 2 · The derivation
#
# One rule a line, each named; every symbol defined once. With $\mu = \frac1N \sum_n x_n$,
#
# $$\begin{aligned}
# \sum_n (x_n - \mu) &= \sum_n x_n - \sum_n \mu && \text{a sum of differences} \\
# &= N \mu - N \mu = 0 && \text{definition of } \mu \text{, and } N \text{ equal terms}
# \end{aligned}$$
#
# **Predict first.** What becomes of the mean of $k$ dice as $k$ grows? Write it down, then move the slider.

# EXPLORER

# LECTURE

# %%
say(f"Numbers are computed: two dice give {(np.arange(1, 7) + np.arange(1, 7)[:, None]).mean():.0f} on average.")

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
