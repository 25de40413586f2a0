"""A network in pieces that know two things: forward, and backward with what forward remembered.

`forward` takes a batch of rows and stores what its gradient needs; `backward` takes the gradient of the loss
with respect to the layer's output and returns it with respect to the layer's input.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlpkit.activations import ACTIVATIONS, Activation
from mlpkit.init import INITS
from mlpkit.losses import mse, softmax_cross_entropy
from mlpkit.validate import checked, count, fraction, look_up, require_generator


class Dense:
    """Z = X Wᵀ + b: every output a weighted sum of all inputs. W (n_out, n_in), b (n_out,).

    `init` is a name from `mlpkit.init.INITS` or a function (n_out, n_in, rng, dtype) -> W; every bias starts at
    `bias`. With `input_grad=False` backward leaves out dX, which a network's first layer has no use for.

    >>> layer = Dense(2, 1, rng=np.random.default_rng(0), dtype=np.float64)
    >>> layer.W[:], layer.b[:] = [[3.0, -1.0]], [0.5]
    >>> layer.forward(np.array([[1.0, 2.0], [0.0, 4.0]]))          # 3 − 2 + ½ and 0 − 4 + ½
    array([[ 1.5],
           [-3.5]])
    >>> layer.backward(np.array([[1.0], [10.0]]))                  # dZ W
    array([[  3.,  -1.],
           [ 30., -10.]])
    >>> layer.dW, layer.db                                         # 1·(1, 2) + 10·(0, 4), and 1 + 10
    (array([[ 1., 42.]]), array([11.]))
    """

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

    @checked(X="N n_in")
    def forward(self, X: NDArray) -> NDArray:
        """Z = X Wᵀ + b for X (N, n_in): Z (N, n_out). Remembers X."""
        self.X = X
        return X @ self.W.T + self.b

    @checked(dZ="N n_out")
    def backward(self, dZ: NDArray) -> NDArray | None:
        """dW = dZᵀ X and db = Σₙ dZₙ, kept; returns dX = dZ W (N, n_in), or None without `input_grad`."""
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W if self.input_grad else None


class ActivationLayer:
    """A = f(Z), elementwise. `activation` is a name from `ACTIVATIONS` or an `Activation`; params go to f and f'.

    >>> layer = ActivationLayer("relu")
    >>> layer.forward(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    >>> layer.backward(np.array([[5.0, 7.0]]))
    array([[0., 7.]])
    """

    def __init__(self, activation: str | Activation, **params):
        """Keeps the `Activation` (f is its `.f`, f' its `.grad`), looked up if it came as a name, and the params."""
        known = isinstance(activation, Activation)
        self.activation = activation if known else look_up(ACTIVATIONS, activation, "activation")
        self.params = params

    def forward(self, Z: NDArray) -> NDArray:
        """A = f(Z), the shape of Z. Remembers Z."""
        self.Z = Z
        return self.activation.f(Z, **self.params)

    def backward(self, dA: NDArray) -> NDArray:
        """dZ = dA ⊙ f'(Z), entry by entry."""
        return dA * self.activation.grad(self.Z, **self.params)


class Dropout:
    """While training, each number is 0 with probability p and otherwise divided by 1 − p; the mean stays.

    Draws from `rng`; without a generator it passes everything through, as a network does outside training.
    (Srivastava et al. 2014, with the scaling in training instead of at test time.)
    """

    @checked(p=fraction)
    def __init__(self, p: float, rng: np.random.Generator | None = None):
        self.p, self.rng = p, rng

    def forward(self, A: NDArray) -> NDArray:
        """A ⊙ mask, where the mask holds 0 and 1 / (1 − p). Remembers the mask."""
        self.mask = None
        if self.rng is None or self.p == 0:
            return A
        kept = self.rng.random(A.shape, dtype=np.float32) >= self.p
        self.mask = kept * A.dtype.type(1 / (1 - self.p))
        return A * self.mask

    def backward(self, dA: NDArray) -> NDArray:
        """dA ⊙ mask: what was dropped gets no gradient."""
        return dA if self.mask is None else dA * self.mask


class EuclideanLoss:
    """L = 1/N Σₙ ½ ‖yₙ − tₙ‖², as a last layer: `forward(Y, T)` is the loss, `backward()` is dY = (Y − T) / N.

    >>> loss = EuclideanLoss()
    >>> loss.forward(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 1.0]]))
    1.5
    >>> loss.backward()                                            # (½ (1 + 0) + ½ (4 + 1)) / 2, and (Y − T) / 2
    array([[ 0.5,  0. ],
           [ 1. , -0.5]])
    """

    def forward(self, Y: NDArray, T: NDArray) -> float:
        """The loss of outputs Y (N, K) against targets T (N, K). Remembers dY."""
        loss, self.dY = mse(Y, T)
        return loss

    def backward(self) -> NDArray:
        """dY = (Y − T) / N, with the Y and T that forward saw."""
        return self.dY


class SoftmaxCrossEntropy:
    """L = −1/N Σₙ Σₖ tₙₖ log softmax(zₙ)ₖ, as a last layer: `forward(Z, T)` is the loss, `backward()` is dZ.

    One layer, not two: dZ = (P − T) / N is exact and cheap, while a softmax layer of its own would need its
    Jacobian, and would divide by probabilities that have rounded to 0.

    >>> loss = SoftmaxCrossEntropy()
    >>> loss.forward(np.array([[0.0, 1000.0]]), np.array([[1, 0]]))
    1000.0
    >>> loss.backward()                                            # P = (0, 1), T = (1, 0)
    array([[-1.,  1.]])
    """

    def forward(self, Z: NDArray, T: NDArray) -> float:
        """The loss of logits Z (N, K) against one-hot T (N, K). Remembers dZ. (`mlpkit`'s takes labels (N,) too.)"""
        loss, self.dZ = softmax_cross_entropy(Z, T)
        return loss

    def backward(self) -> NDArray:
        """dZ = (P − T) / N, with the Z and T that forward saw."""
        return self.dZ


LAYERS: dict[str, Any] = {
    "Dense": Dense,
    "ActivationLayer": ActivationLayer,
    "Dropout": Dropout,
    "EuclideanLoss": EuclideanLoss,
    "SoftmaxCrossEntropy": SoftmaxCrossEntropy,
}
