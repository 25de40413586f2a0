"""Where examples come from: toy sets with a known answer, mini-batches, and handwritten digits."""

from mlpkit.datasets.batches import minibatches
from mlpkit.datasets.digits import load_digits
from mlpkit.datasets.mnist import load_mnist
from mlpkit.datasets.toy import circles, gaussians, sine, spirals, xor

__all__ = [
    "circles",
    "gaussians",
    "load_digits",
    "load_mnist",
    "minibatches",
    "sine",
    "spirals",
    "xor",
]
