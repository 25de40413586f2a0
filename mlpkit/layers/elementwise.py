"""Layers that act on each number by itself: activations, PReLU with its learnt slope, and dropout."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlpkit.activations import ACTIVATIONS, Activation, prelu, prelu_grad, prelu_grad_alpha
from mlpkit.generalisation import dropout
from mlpkit.layers.base import Layer
from mlpkit.validate import checked, count, fraction, look_up


class ActivationLayer(Layer):
    """An activation function as a layer. `activation`: a name from `ACTIVATIONS` or an `Activation`.

    Settings, such as a slope, go to the function and to its derivative.

    >>> layer = ActivationLayer("relu")
    >>> layer.forward(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    >>> layer.backward(np.array([[5.0, 7.0]]))
    array([[0., 7.]])
    """

    def __init__(self, activation: str | Activation, **settings):
        """Keeps the `Activation`, looked up if it is a name, as `self.activation`, and the settings as `self.settings`.

        f is the `.f` of an `Activation`, f' its `.grad`.
        """
        known = activation if isinstance(activation, Activation) else look_up(ACTIVATIONS, activation, "activation")
        self.activation: Activation = known
        self.settings = settings

    def forward(self, Z: NDArray) -> NDArray:
        """The activations, of the shape of Z. Caches what `backward` needs."""
        self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA: NDArray) -> NDArray:
        """∂L/∂Z from dA = ∂L/∂A, of the same shape.

        Formula: dZ = dA ⊙ f'(Z).
        """
        return dA * self.activation.grad(self.Z, **self.settings)


class PReLU(Layer):
    """A = max(z, 0) + α min(z, 0), with a slope α (n,) for each unit that is learnt; it starts at `alpha`.

    >>> layer = PReLU(2, dtype=np.float64)
    >>> layer.forward(np.array([[-4.0, 2.0]]))
    array([[-1.,  2.]])
    >>> layer.backward(np.array([[5.0, 7.0]])), layer.dalpha       # 5 · ¼ and 7 · 1, and 5 · (−4) and 7 · 0
    (array([[1.25, 7.  ]]), array([-20.,   0.]))

    Source: He et al. 2015.
    """

    learnt = ("alpha",)

    @checked(n=count)
    def __init__(self, n: int, alpha: float = 0.25, dtype: DTypeLike = np.float32):
        self.alpha = np.full(n, alpha, dtype)
        self.dalpha = np.zeros_like(self.alpha)

    def forward(self, Z: NDArray) -> NDArray:
        """A = prelu(Z, α) for Z (N, n). Remembers Z."""
        self.Z = Z
        return prelu(Z, self.alpha)

    def backward(self, dA: NDArray) -> NDArray:
        """dα = Σₙ dA ⊙ min(Z, 0), kept; returns dZ = dA ⊙ prelu'(Z)."""
        self.dalpha = (dA * prelu_grad_alpha(self.Z)).sum(axis=0)
        return dA * prelu_grad(self.Z, self.alpha)


class Dropout(Layer):
    """While training, each number is 0 with probability p and otherwise divided by 1 − p; the mean stays.

    In training a network hands `forward` the generator to draw from. On its own the layer draws from `rng`, and
    without one it passes everything through. (Srivastava et al. 2014, but scaled in training, not at test time.)
    """

    @checked(p=fraction)
    def __init__(self, p: float, rng: np.random.Generator | None = None):
        self.p, self.rng = p, rng

    def forward(self, A: NDArray, training: bool | np.random.Generator | None = None) -> NDArray:
        """A ⊙ mask, where the mask holds 0 and 1 / (1 − p); A itself if `training` is False. Remembers the mask."""
        rng = training if isinstance(training, np.random.Generator) else self.rng
        self.mask = None
        if training is False or self.p == 0 or (rng is None and training is None):
            return A
        if rng is None:
            raise ValueError("Dropout draws at random: hand over a numpy.random.Generator as training, got True")
        dropped, self.mask = dropout(A, rng.random(A.shape, dtype=np.float32), self.p)
        return dropped

    def backward(self, dA: NDArray) -> NDArray:
        """dA ⊙ mask: what was dropped gets no gradient."""
        return dA if self.mask is None else dA * self.mask
