"""Where the weights start: normal numbers whose spread depends on how many inputs a unit adds up.

Each draws W (n_out, n_in) with mean 0 from the generator it is given; only the standard deviation differs.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlpkit.validate import checked, count, positive, require_generator


@checked(n_out=count, n_in=count, rng=require_generator, std=positive)
def gaussian(n_out: int, n_in: int, rng: np.random.Generator, dtype: DTypeLike = np.float32, std: float = 0.01):
    """W (n_out, n_in) ~ N(0, std²), the same small spread whatever the size of the layer.

    >>> W = gaussian(300, 400, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 3)
    ((300, 400), 0.01)
    """
    return rng.standard_normal((n_out, n_in), dtype) * std


@checked(n_out=count, n_in=count, rng=require_generator)
def xavier(n_out: int, n_in: int, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> NDArray:
    """W (n_out, n_in) ~ N(0, 1 / n_in): a sum of n_in inputs of variance 1 then has variance 1 as well.

    For activations with slope 1 near zero (tanh, identity). This is Xavier's 1/√n with n the number of inputs;
    Glorot and Bengio 2010 settle on 2 / (n_in + n_out), a compromise with the backward pass.

    >>> W = xavier(300, 400, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 3)                            # 1 / √400
    ((300, 400), 0.05)
    """
    return rng.standard_normal((n_out, n_in), dtype) * (1 / n_in) ** 0.5


@checked(n_out=count, n_in=count, rng=require_generator)
def he(n_out: int, n_in: int, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> NDArray:
    """Normal random weights of mean 0, spread so that a layer of ReLU units keeps the size of its signal.

    n_out: units of the layer; n_in: inputs of each; rng: where the numbers are drawn from. Returns W (n_out, n_in) of
    this dtype. This function does not set biases.

    Formula: W ~ N(0, 2 / n_in), with the standard deviation √(2 / n_in).

    Source: He et al. 2015, the MSRA initialisation; twice the variance of `xavier`, for ReLU drops half of it.

    >>> W = he(300, 800, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 3)
    ((300, 800), 0.05)
    """
    return rng.standard_normal((n_out, n_in), dtype) * (2 / n_in) ** 0.5


INITS: dict[str, Callable] = {"gaussian": gaussian, "xavier": xavier, "he": he}
