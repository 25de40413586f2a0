"""Layers put one after another: the only code that a network needs besides its layers.

A layer has `forward`, which remembers what its gradient needs, and `backward`, which uses it. A chain is a list of
them, and knows nothing about any of them.
"""

from collections.abc import Sequence

from numpy.typing import NDArray

from mlpkit.optim import sgd_step


def forward_chain(layers: Sequence, X: NDArray) -> NDArray:
    """What comes out at the end when X (N, D) goes through all layers, first to last.

    >>> from mlpkit.layers import ActivationLayer
    >>> forward_chain([ActivationLayer("relu"), ActivationLayer("softsign")], np.array([[-2.0, 1.0]]))
    array([[0. , 0.5]])
    """
    for layer in layers:
        X = layer.forward(X)
    return X


def backward_chain(layers: Sequence, dZ: NDArray) -> NDArray | None:
    """∂L/∂X, from dZ = ∂L/∂(output of the chain), through all layers, last to first; after `forward_chain`.

    On the way every layer stores the gradients of its own weights. Returns what the first layer returns.

    >>> from mlpkit.layers import ActivationLayer
    >>> layers = [ActivationLayer("relu"), ActivationLayer("softsign")]
    >>> _ = forward_chain(layers, np.array([[-2.0, 1.0]]))
    >>> backward_chain(layers, np.array([[8.0, 8.0]]))             # 8 · 1 · 0 and 8 · ¼ · 1
    array([[0., 2.]])
    """
    for layer in reversed(layers):
        dZ = layer.backward(dZ)
    return dZ


def chain_step(layers: Sequence, loss, X: NDArray, T: NDArray, lr: float, weight_decay: float = 0.0) -> float:
    """One step of gradient descent on a batch: forward, loss, backward, update. Returns the loss before the update.

    loss: a last layer, with `forward(Y, T)` and `backward()`. What a layer learns stands by name in its `params`, the
    gradients under the same names in its `grads`. lr is the learning rate η, weight_decay is λ: the penalty ½ λ ‖W‖²
    is on arrays with two axes, never on biases. Arrays are changed in place or replaced.

    Formula: W ← W − η (dW + λ W) and b ← b − η db.

    >>> from mlpkit.layers import Dense, EuclideanLoss
    >>> layer = Dense(1, 1, rng=np.random.default_rng(0), dtype=np.float64)
    >>> layer.W[:], layer.b[:] = 2.0, 1.0                          # y = 2 · 3 + 1, so dY = 7 − 5 = 2
    >>> chain_step([layer], EuclideanLoss(), np.array([[3.0]]), np.array([[5.0]]), lr=0.1, weight_decay=0.5)
    2.0
    >>> layer.W.round(4), layer.b.round(4)                         # 2 − 0.1 (2 · 3 + 0.5 · 2) and 1 − 0.1 · 2
    (array([[1.3]]), array([0.8]))
    """
    value = loss.forward(forward_chain(layers, X), T)
    backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            w[...] = sgd_step(w, layer.grads[name], lr, weight_decay if w.ndim > 1 else 0.0)
    return value
