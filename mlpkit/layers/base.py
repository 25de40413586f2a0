"""What every layer of a network offers: forward, backward, and the arrays that it learns, by name."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray


class _ByName:
    """A dict of a layer's arrays, looked up anew each time: W is self.W among the params, self.dW among the grads."""

    def __init__(self, names: str, prefix: str = ""):
        self.names, self.prefix = names, prefix

    def __get__(self, layer: Any, owner: type | None = None) -> dict[str, NDArray]:
        return {name: getattr(layer, self.prefix + name) for name in getattr(layer, self.names)}


class Layer:
    """What a network asks of a layer: `forward`, `backward`, and its arrays by name in `params`, `grads`, `state`.

    learnt: the names of the arrays that training changes. "W" stands for self.W and, after `backward`, for its
    gradient self.dW of the same shape; `params` and `grads` are the dicts of these. kept: the names of arrays that
    prediction needs but no gradient changes, such as running means; `state` is the dict of these.

    >>> class Scale(Layer):
    ...     learnt = ("γ",)
    ...     def __init__(self, n):
    ...         self.γ = np.ones(n)
    ...     def forward(self, X):
    ...         self.X = X
    ...         return self.γ * X
    ...     def backward(self, dY):
    ...         self.dγ = (dY * self.X).sum(axis=0)
    ...         return self.γ * dY
    >>> layer = Scale(2)
    >>> layer.forward(np.array([[3.0, 4.0]])), layer.backward(np.array([[1.0, 1.0]]))
    (array([[3., 4.]]), array([[1., 1.]]))
    >>> layer.params, layer.grads
    ({'γ': array([1., 1.])}, {'γ': array([3., 4.])})
    """

    learnt: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    params, grads, state = _ByName("learnt"), _ByName("learnt", prefix="d"), _ByName("kept")

    def forward(self, X: NDArray) -> NDArray:
        """The output for a batch. A layer that differs while training takes `training=False` as well, see `MLP`."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def backward(self, dY: NDArray) -> NDArray | None:
        """From ∂L/∂(output) of the last forward to ∂L/∂(input); sets the gradients of all that is learnt."""
        raise NotImplementedError(f"{type(self).__name__} has no backward")


def collect(layers: Sequence, *kinds: str) -> dict[str, NDArray]:
    """The arrays of these kinds ("params", "grads", "state") of all layers: "2.W" is W of the second layer.

    TypeError where a layer has no `params`: what such a layer learns would be neither trained nor saved.
    """
    found: dict[str, NDArray] = {}
    for r, layer in enumerate(layers, start=1):
        if not hasattr(layer, "params"):
            raise TypeError(f"layer {r}, {type(layer).__name__}, has no params: derive it from mlpkit.layers.Layer")
        for kind in kinds:
            found |= {f"{r}.{name}": array for name, array in getattr(layer, kind, {}).items()}
    return found
