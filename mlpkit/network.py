"""A multi-layer perceptron: dense layers with activations between them, and the loss it is trained on."""

import inspect
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlpkit.layers import LAYERS, Layer, collect
from mlpkit.losses import LOSSES, PREDICT, one_hot
from mlpkit.sequential import backward_chain
from mlpkit.validate import checked, count, is_finite, look_up, require_finite, require_shape


class MLP:
    """sizes[0] inputs, hidden layers of sizes[1:-1] units, sizes[-1] outputs.

    activation: a name from `ACTIVATIONS` for every hidden layer, or a list with one for each; the slopes of "prelu"
    are learnt.
    dropout: after every hidden layer with this probability, or a list with one for each.
    output: the activation on the outputs; "identity" (logits) belongs with the losses that have the softmax or
    the sigmoid inside. loss: a name from `LOSSES`. init, bias, dtype: as for `Dense`. seed: of the weights.
    `layers` is a list, and takes any `Layer` in any place.

    >>> net = MLP([784, 256, 128, 10], activation="relu", seed=0)
    >>> [w.shape for w in net.params]
    [(256, 784), (256,), (128, 256), (128,), (10, 128), (10,)]
    >>> net.predict(np.zeros((3, 784), np.float32)).shape
    (3,)
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str | Sequence[str] = "relu",
        *,
        seed: int | None = 0,
        dropout: float | Sequence[float] = 0.0,
        init: str = "he",
        bias: float = 0.0,
        output: str = "identity",
        loss: str = "softmax_cross_entropy",
        dtype: DTypeLike = np.float32,
    ):
        sizes = [int(n) for n in sizes]
        if len(sizes) < 2:
            raise ValueError(f"sizes must name at least the inputs and the outputs, got {sizes}")
        look_up(LOSSES, loss, "loss")
        hidden = len(sizes) - 2
        self.sizes, self.n_inputs, self.n_outputs, self.loss = sizes, sizes[0], sizes[-1], loss
        self.activations = _one_each("activation", activation, hidden)
        self.dropout = _one_each("dropout", dropout, hidden)
        self.init, self.bias, self.output, self.dtype = init, bias, output, np.dtype(dtype)
        self.layers = self._build(np.random.default_rng(seed))

    def _build(self, rng: np.random.Generator) -> list:
        layers: list[Layer] = []
        after = [*zip(self.activations, self.dropout, strict=True), (self.output, 0.0)]
        for n_in, n_out, (f, p) in zip(self.sizes, self.sizes[1:], after, strict=False):
            settings = {"init": self.init, "bias": self.bias, "dtype": self.dtype, "input_grad": bool(layers)}
            layers.append(LAYERS["Dense"](n_in, n_out, rng=rng, **settings))
            if f == "prelu":
                layers.append(LAYERS["PReLU"](n_out, dtype=self.dtype))
            elif f != "identity":
                layers.append(LAYERS["ActivationLayer"](f))
            if p:
                layers.append(LAYERS["Dropout"](p))
        return layers

    @property
    def params(self) -> list[NDArray]:
        """The arrays that training changes, first layer first: W and b of each dense layer, and what others learn."""
        return list(self.arrays("params").values())

    @property
    def grads(self) -> list[NDArray]:
        """The gradients from the last `backward`, in the order of `params`."""
        return [dw for layer in self.layers for dw in layer.grads.values()]

    def arrays(self, *kinds: str) -> dict[str, NDArray]:
        """Every array of these kinds ("params", "grads", "state") as "2.W": the name in the second of `layers`."""
        return collect(self.layers, *kinds)

    @checked(X="N n_inputs")
    def forward(self, X: NDArray, training: bool | np.random.Generator = False) -> NDArray:
        """Outputs (N, K) for X (N, D). training: False; or, while training, the generator that dropout draws from."""
        for layer in self.layers:
            X = layer.forward(X, training=training) if _takes_training(layer.__class__) else layer.forward(X)
        return X

    def backward(self, dZ: NDArray) -> NDArray | None:
        """From the gradient with respect to the outputs to `grads`; returns what the first layer returns."""
        return backward_chain(self.layers, dZ)

    def loss_and_gradient(self, Z: NDArray, T: NDArray) -> tuple[float, NDArray]:
        """The network's loss of outputs Z against targets T (see `targets`), and ∂L/∂Z."""
        return LOSSES[self.loss](Z, T)

    @checked(X="N n_inputs", batch_size=count)
    def outputs(self, X: NDArray, batch_size: int = 1000) -> NDArray:
        """As `forward`, in batches, so that the memory it takes does not grow with the data. X must be finite."""
        X, parts = X.astype(self.dtype, copy=False), []
        for start in range(0, len(X), batch_size):
            batch = X[start : start + batch_size]
            if not is_finite(batch):  # asked while the batch is on its way through the cache anyway
                require_finite("X", X)
            parts.append(self.forward(batch))
        return np.concatenate(parts)

    def predict(self, X: NDArray) -> NDArray:
        """Labels (N,) after softmax_cross_entropy, 0 or 1 (N, K) after bce_with_logits, else outputs (N, K).

        A single output of zeros and ones comes as (N,).
        """
        return self.classify(self.outputs(X)) if self.loss in PREDICT else self.outputs(X)

    def classify(self, Z: NDArray) -> NDArray:
        """Labels for outputs Z: as the loss decides; for others the largest output, or one above ½."""
        if self.loss in PREDICT:
            labels = PREDICT[self.loss](Z)
        else:
            labels = Z.argmax(axis=1) if self.n_outputs > 1 else (Z > 0.5).astype(np.int64)
        return labels[:, 0] if labels.ndim == 2 and self.n_outputs == 1 else labels

    def targets(self, t: NDArray) -> NDArray:
        """t as the loss wants it: integer labels (N,) one-hot if there are several outputs, else (N, 1)."""
        if t.ndim == 1 and self.n_outputs > 1:
            return one_hot(t, self.n_outputs, self.dtype)
        T = t.reshape(len(t), -1).astype(self.dtype)
        if T.shape[1] != self.n_outputs:
            raise ValueError(f"t must be (N,) or (N, {self.n_outputs}), got {t.shape}")
        return T

    def save(self, path: str | PathLike) -> None:
        """Weights and architecture to `path`, an .npz file without pickle. Of layers put in by hand: the weights."""
        names = ("sizes", "dropout", "init", "bias", "output", "loss")
        config = {name: getattr(self, name) for name in names}
        config |= {"activation": self.activations, "dtype": self.dtype.name}
        with open(path, "wb") as file:
            arrays: dict[str, Any] = self.arrays("params", "state")
            np.savez(file, config=np.array(json.dumps(config)), **arrays)

    @classmethod
    def load(cls, path: str | PathLike) -> "MLP":
        """The network that `save` wrote; ValueError for any other file."""
        try:
            with np.load(path, allow_pickle=False) as file:
                saved = dict(file)
            net = cls(**json.loads(str(saved["config"])))
        except (KeyError, TypeError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path} is not a network saved by MLP.save: {error}") from error
        net._fill(saved, path)
        return net

    def load_weights(self, path: str | PathLike) -> None:
        """Into this network what `save` wrote of one with the same layers, among them layers put in by hand."""
        with np.load(path, allow_pickle=False) as file:
            self._fill(dict(file), path)

    def _fill(self, saved: dict[str, NDArray], path: str | PathLike) -> None:
        """Put the saved arrays in their places; ValueError unless there is one of the right shape for each."""
        own = self.arrays("params", "state")
        if "param0" in saved:  # files of the first release number the arrays
            saved = dict(zip(own, (saved[f"param{i}"] for i in range(len(saved) - 1)), strict=True))
        too_many, missing = saved.keys() - own.keys() - {"config"}, own.keys() - saved.keys()
        if too_many or missing:
            raise ValueError(
                f"{path} has {_listed(too_many)} that this network does not have, and lacks {_listed(missing)}. Make a "
                "network with the layers that were saved, then call its load_weights"
            )
        for name, array in own.items():
            require_shape(f"{name} in {path}", saved[name], " ".join(map(str, array.shape)), {})
            array[...] = saved[name]


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


@cache
def _takes_training(kind: Any) -> bool:
    """Whether layers of this kind behave otherwise in training: their `forward` takes `training`."""
    return "training" in inspect.signature(kind.forward).parameters


def _one_each(name: str, value, n: int) -> list:
    """A single setting for all n hidden layers, or a list of n as it is."""
    values = list(value) if isinstance(value, list | tuple) else [value] * n
    if len(values) != n:
        raise ValueError(f"{name} must be one setting or {n}, one for each hidden layer, got {len(values)}")
    return values
