"""Training: the step on one batch, and `fit`, which repeats it and writes down what happened."""

import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from math import isfinite
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mlpkit.datasets import minibatches
from mlpkit.evaluation import accuracy, error_of, evaluate, examples
from mlpkit.network import MLP
from mlpkit.optim import SGD
from mlpkit.progress import Progress
from mlpkit.schedules import SCHEDULES, TrainingState
from mlpkit.validate import checked, count, look_up, unchecked

__all__ = ["History", "accuracy", "evaluate", "fit", "train_step"]


def train_step(
    net: MLP, optimizer, X: NDArray, T: NDArray, training: bool | np.random.Generator = True
) -> tuple[float, NDArray]:
    """Forward, loss, backward, update, on one batch. Returns the loss and the outputs Z (N, K) of before the update.

    X (N, D), T as the loss wants it (see `MLP.targets`). optimizer: anything whose `step(net.grads)` changes
    `net.params` in place. training: the generator that dropout draws from; True will do where there is none.

    >>> net = MLP([2, 1], loss="mse", dtype=np.float64)
    >>> net.params[0][:] = [[1.0, 2.0]]                            # y = 1 · 3 + 2 · 1, so dY = 5 − 4 = 1
    >>> train_step(net, SGD(net.params, lr=0.1), np.array([[3.0, 1.0]]), np.array([[4.0]]))
    (0.5, array([[5.]]))
    >>> net.params                                                 # less 0.1 · 1 · (3, 1), and less 0.1 · 1
    [array([[0.7, 1.9]]), array([-0.1])]
    """
    Z = net.forward(X, training)
    loss, dZ = net.loss_and_gradient(Z, T)
    net.backward(dZ)
    optimizer.step(net.grads)
    return loss, Z


@dataclass
class History:
    """One number an epoch in each list (the loss of every step in `step_loss`), and why training stopped.

    `loss` and `error` are means over the epoch's batches, each taken before its update. An error is the fraction of
    wrong labels; in a regression it is the loss. `val_loss` and `val_error` stay empty without validation data.
    """

    loss: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_error: list[float] = field(default_factory=list)
    lr: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    step_loss: list[float] = field(default_factory=list)
    stopped: str = ""

    @property
    def monitored(self) -> list[float]:
        """The errors that decide when to stop: on validation data where there is some, else while training."""
        return self.val_error or self.error

    @property
    def errors(self) -> list[float]:
        """The old name of `monitored`, kept for one release."""
        warnings.warn("History.errors is now History.monitored", DeprecationWarning, stacklevel=2)
        return self.monitored

    def add_validation(self, loss: float, error: float) -> None:
        """What the network does on validation data after this epoch."""
        self.val_loss.append(loss)
        self.val_error.append(error)


@checked(epochs=count)
def fit(
    net: MLP,
    X: NDArray,
    t: NDArray,
    *,
    epochs: int = 10,
    batch_size: int | None = 128,
    optimizer=None,
    schedule: str | Callable[[float, TrainingState], float] = "constant",
    seed: int | np.random.Generator = 0,
    validation: tuple[NDArray, NDArray] | None = None,
    target_error: float | None = None,
    patience: int | None = None,
    keep_best: bool = False,
    augment: Callable[[np.random.Generator, NDArray], NDArray] | None = None,
    on_step: Callable[[MLP, History], None] | None = None,
    on_epoch: Callable[[MLP, History], None] | None = None,
    progress: bool = True,
) -> History:
    """Train `net` in place on X (N, D) and t: labels (N,), one-hot (N, K), or targets (N,) or (N, K).

    batch_size: 1 is online, None is all examples at once. optimizer: its `step(net.grads)` updates the weights;
    the default is SGD with rate 0.1 and momentum 0.9. schedule: sets `optimizer.lr` before each step.
    seed: of shuffling, dropout and augmentation. Same data, network and seed: the same weights, to the last bit.
    Stops after `epochs`; or when the error is at most `target_error`; or after `patience` epochs in a row without
    a smaller error; or when the loss is no longer finite. `History.stopped` says which. Ctrl-C, or the notebook's
    stop button, keeps the weights and the history so far. keep_best: go back to the weights of the smallest error.
    augment(rng, X_batch) returns the batch to train on; on_step and on_epoch are called after each.
    """
    X, T = examples(net, X, t)
    if validation is not None:
        examples(net, *validation)
    optimizer = SGD(net.params, lr=0.1, momentum=0.9) if optimizer is None else optimizer
    run = _Run(net, optimizer, schedule, np.random.default_rng(seed), epochs, augment, on_step)
    history = run.history
    try:
        with Progress(epochs, progress) as told:
            while not history.stopped:
                run.epoch(X, T, len(X) if batch_size is None else batch_size, told)
                run.after_epoch(validation, keep_best)
                history.stopped = _reason_to_stop(history, epochs, target_error, patience)
                told.tell(len(history.loss), f"loss={history.loss[-1]:.3g}, error={history.monitored[-1]:.3g}")
                if on_epoch is not None:
                    on_epoch(net, history)
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    finally:
        run.finish()
    return history


class _Run:
    """What one call of `fit` needs in every step."""

    def __init__(self, net: MLP, optimizer, schedule, rng: np.random.Generator, epochs: int, augment, on_step) -> None:
        self.net, self.optimizer, self.rng = net, optimizer, rng
        self.rate = schedule if callable(schedule) else look_up(SCHEDULES, schedule, "schedule")
        self.epochs, self.augment, self.on_step, self.lr = epochs, augment, on_step, optimizer.lr
        self.history, self.best = History(), list[NDArray]()

    def after_epoch(self, validation: tuple[NDArray, NDArray] | None, keep_best: bool) -> None:
        """What the network does on validation data; a copy of the weights with the smallest error so far."""
        if validation is not None:
            self.history.add_validation(*evaluate(self.net, *validation))
        if keep_best and self.history.monitored[-1] == min(self.history.monitored):
            self.best = [w.copy() for w in self.net.arrays("params", "state").values()]

    def finish(self) -> None:
        """The optimiser has its own rate again, and the network the weights that were kept, if any."""
        self.optimizer.lr = self.lr
        for w, saved in zip(self.net.arrays("params", "state").values(), self.best, strict=False):
            w[...] = saved

    def epoch(self, X: NDArray, T: NDArray, batch_size: int, told: Progress) -> None:
        """One pass over all examples in a new order, and its line in the history."""
        history, N, start = self.history, len(X), perf_counter()
        loss_sum = error_sum = done = 0.0
        for X_batch, T_batch in minibatches(X, T, batch_size, self.rng):
            if self.augment is not None:
                X_batch = self.augment(self.rng, X_batch)
            # A rate that is too large makes numbers overflow: the loss says so, once. And what the first step of an
            # epoch was checked for need not be checked in the others, which differ in their numbers only.
            with np.errstate(over="ignore", invalid="ignore"), unchecked() if done else nullcontext():
                loss, error = self.step(X_batch, T_batch, len(history.loss) + done / N)
            history.step_loss.append(loss)
            if self.on_step is not None:
                self.on_step(self.net, history)
            n = len(X_batch)
            loss_sum, error_sum, done = loss_sum + n * loss, error_sum + n * error, done + n
            told.tell(len(history.lr) + done / N)
            if not isfinite(loss):
                break
        history.loss.append(loss_sum / done)
        history.error.append(error_sum / done)
        history.lr.append(self.optimizer.lr)
        history.seconds.append(perf_counter() - start)

    def step(self, X: NDArray, T: NDArray, epoch: float) -> tuple[float, float]:
        """One step on a batch, at the rate of this epoch; its loss and error before the update."""
        self.optimizer.lr = float(self.rate(self.lr, TrainingState(epoch, self.epochs, self.history.monitored)))
        loss, Z = train_step(self.net, self.optimizer, X, T, self.rng)
        return loss, error_of(self.net, Z, T, loss)


def _reason_to_stop(history: History, epochs: int, target_error: float | None, patience: int | None) -> str:
    """Why training ends after this epoch, or "" if it goes on."""
    errors = history.monitored
    if not np.isfinite(history.loss[-1]):
        return "diverged: the loss is no longer finite (is the learning rate too large?)"
    if target_error is not None and errors[-1] <= target_error:
        return f"target error {target_error} reached"
    if patience is not None and len(errors) - 1 - int(np.argmin(errors)) >= patience:
        return f"no smaller error in {patience} epochs"
    return "all epochs done" if len(history.loss) >= epochs else ""
