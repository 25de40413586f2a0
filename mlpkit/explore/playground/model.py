"""The playground without a picture: a network, its data, and one epoch at a time."""

import numpy as np

from mlpkit.datasets import minibatches
from mlpkit.explore.playground.data import REACH, draw, features
from mlpkit.network import MLP
from mlpkit.optim import SGD, Adam
from mlpkit.schedules import SCHEDULES, TrainingState

SIDE = 40  # the decision surface is SIDE × SIDE points
_AXIS = np.linspace(-REACH, REACH, SIDE)
GRID = np.column_stack([axis.ravel() for axis in np.meshgrid(_AXIS, _AXIS)])
HORIZON = 500  # epochs that a schedule with an end assumes


class Training:
    """A network on the points of `settings`; `epoch()` trains, the rest looks."""

    def __init__(self, settings):
        self.X, self.t, self.n_train = draw(settings)
        self.inputs = features(self.X, settings.features)
        self.grid = features(GRID, settings.features)
        widths = [w for w, _ in settings.layers]
        self.net = MLP(
            [self.inputs.shape[1], *widths, 1],
            [f for _, f in settings.layers],
            init=settings.init,
            seed=settings.seed,
            loss="mse" if settings.regression else "bce_with_logits",
        )
        self.rng = np.random.default_rng(settings.seed)
        self.train_loss, self.test_loss = [], []
        self.settings, self.optimiser = settings, None
        self.change(settings)
        self._note()

    def change(self, settings):
        """Go on with another rate, schedule, optimiser, penalty or batch size."""
        before, self.settings = self.settings, settings
        kind = {"sgd": SGD, "adam": Adam}[settings.optimiser]
        if self.optimiser is None or before.optimiser != settings.optimiser:
            self.optimiser = kind(self.net.params, lr=settings.rate)
        self.optimiser.weight_decay = settings.l2
        if settings.optimiser == "sgd":
            self.optimiser.momentum = settings.momentum

    @property
    def epochs(self):
        """Epochs done."""
        return len(self.train_loss) - 1

    @property
    def diverged(self):
        """Whether the loss is no longer a number."""
        return not np.isfinite(self.train_loss[-1])

    def epoch(self):
        """One pass over the training points; returns False when the loss is no longer finite."""
        s, net = self.settings, self.net
        X, t = self.inputs[: self.n_train], self.t[: self.n_train]
        self.optimiser.lr = SCHEDULES[s.schedule](s.rate, TrainingState(self.epochs, HORIZON, self.train_loss[1:]))
        with np.errstate(all="ignore"):
            for x, target in minibatches(X, net.targets(t), s.batch, self.rng):
                _, dZ = net.loss_and_gradient(net.forward(x), target)
                net.backward(dZ)
                self.optimiser.step([_with_l1(w, dw, s.l1) for w, dw in zip(net.params, net.grads, strict=True)])
            self._note()
        return not self.diverged

    def _note(self):
        for losses, rows in ((self.train_loss, slice(self.n_train)), (self.test_loss, slice(self.n_train, None))):
            X, t = self.inputs[rows], self.t[rows]
            loss = self.net.loss_and_gradient(self.net.forward(X), self.net.targets(t))[0] if len(t) else np.nan
            losses.append(float(loss))

    def accuracy(self):
        """The accuracy on the training and on the test points."""
        right = self.net.predict(self.inputs) == self.t
        test = right[self.n_train :]
        return right[: self.n_train].mean(), test.mean() if len(test) else np.nan

    def surfaces(self):
        """The value of every unit on the grid: a list of (units, SIDE, SIDE), inputs first, output last."""
        A, columns = self.grid, [self.grid]
        layers = self.net.layers
        for i, layer in enumerate(layers):
            A = layer.forward(A)
            if i + 1 == len(layers) or "W" in layers[i + 1].params:
                columns.append(A)
        return [np.asarray(C).T.reshape(-1, SIDE, SIDE) for C in columns]

    def weights(self):
        """The weight matrices, first layer first."""
        return [w for w in self.net.params if w.ndim == 2]

    def biases(self):
        """The bias vectors, first layer first."""
        return [layer.params["b"] for layer in self.net.layers if "W" in layer.params]

    def look_again(self):
        """Measure the losses anew, after a weight was changed by hand."""
        del self.train_loss[-1], self.test_loss[-1]
        self._note()


def _with_l1(w, dw, l1):
    return dw + (l1 * np.sign(w)).astype(dw.dtype) if l1 and w.ndim > 1 else dw
