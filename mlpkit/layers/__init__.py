"""A network in pieces that know two things: forward, and backward with what forward remembered.

`forward` takes a batch of rows and stores what its gradient needs; `backward` takes the gradient of the loss
with respect to the layer's output and returns it with respect to the layer's input. What a layer learns it
lists by name, and whoever trains, saves or plots a network needs to know no more about it.
"""

from typing import Any

from mlpkit.layers.base import Layer, collect
from mlpkit.layers.dense import Dense
from mlpkit.layers.elementwise import ActivationLayer, Dropout, PReLU
from mlpkit.layers.losses import EuclideanLoss, SoftmaxCrossEntropy

LAYERS: dict[str, Any] = {
    "Dense": Dense,
    "ActivationLayer": ActivationLayer,
    "PReLU": PReLU,
    "Dropout": Dropout,
    "EuclideanLoss": EuclideanLoss,
    "SoftmaxCrossEntropy": SoftmaxCrossEntropy,
}

__all__ = [
    "LAYERS",
    "ActivationLayer",
    "Dense",
    "Dropout",
    "EuclideanLoss",
    "Layer",
    "PReLU",
    "SoftmaxCrossEntropy",
    "collect",
]
