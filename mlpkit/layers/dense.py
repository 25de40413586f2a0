"""The dense layer: every output a weighted sum of all inputs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlpkit.init import INITS
from mlpkit.layers.base import Layer
from mlpkit.validate import checked, count, look_up, require_generator


class Affine(Layer):
    """The weights of a dense layer: W (n_out, n_in) and b (n_out,), which it learns, and their gradients dW and db."""

    learnt = ("W", "b")

    @checked(n_in=count, n_out=count, rng=require_generator)
    def __init__(
        self,
        n_in: int,
        n_out: int,
        *,
        rng: np.random.Generator,
        init: str | Callable = "he",
        bias: float = 0.0,
        dtype: DTypeLike = np.float32,
        input_grad: bool = True,
    ):
        """Keeps n_in, n_out and input_grad; draws W, fills b with `bias`; dW and db begin as zeros of their shapes."""
        draw = init if callable(init) else look_up(INITS, init, "init")
        self.n_in, self.n_out, self.input_grad = n_in, n_out, input_grad
        self.W = draw(n_out, n_in, rng, dtype)
        self.b = np.full(n_out, bias, dtype)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)


class Dense(Affine):
    """Every output a weighted sum of all inputs, plus a bias. `Affine` makes W (n_out, n_in), b (n_out,), dW and db.

    `init` is a name from `mlpkit.init.INITS` or a function (n_out, n_in, rng, dtype) -> W; every bias starts at
    `bias`. With `input_grad=False` backward leaves out dX, which a network's first layer has no use for.

    >>> layer = Dense(2, 1, rng=np.random.default_rng(0), dtype=np.float64)
    >>> layer.W[:], layer.b[:] = [[3.0, -1.0]], [0.5]
    >>> layer.forward(np.array([[1.0, 2.0], [0.0, 4.0]]))          # 3 − 2 + ½ and 0 − 4 + ½
    array([[ 1.5],
           [-3.5]])
    >>> layer.backward(np.array([[1.0], [10.0]]))                  # 1 · (3, −1) and 10 · (3, −1)
    array([[  3.,  -1.],
           [ 30., -10.]])
    >>> layer.dW, layer.db                                         # 1·(1, 2) + 10·(0, 4), and 1 + 10
    (array([[ 1., 42.]]), array([11.]))
    """

    @checked(X="N n_in")
    def forward(self, X: NDArray) -> NDArray:
        """Z (N, n_out) for X (N, n_in). Caches what `backward` needs.

        Formula: Z = X Wᵀ + b.
        """
        self.X = X
        return X @ self.W.T + self.b

    @checked(dZ="N n_out")
    def backward(self, dZ: NDArray) -> NDArray | None:
        """Stores dW and db, for this batch alone; returns dX (N, n_in), or None without `input_grad`. dZ (N, n_out).

        Formula: dW = dZᵀ X, db = Σₙ dZₙ, dX = dZ W.
        """
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W if self.input_grad else None
