"""Multi-layer perceptrons in NumPy: the library that this course rebuilds, function by function."""

from mlpkit.activations import ACTIVATIONS
from mlpkit.losses import LOSSES
from mlpkit.network import MLP
from mlpkit.optim import SGD, Adam
from mlpkit.train import History, accuracy, evaluate, fit, train_step

__all__ = ["ACTIVATIONS", "LOSSES", "MLP", "SGD", "Adam", "History", "accuracy", "evaluate", "fit", "train_step"]
