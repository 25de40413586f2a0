"""Live fit: loss, accuracy, gradients by layer and the first weights while a network trains, and a stop button."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, row, slider
from mlpkit.explore.player import Player
from mlpkit.explore.slices import Slices
from mlpkit.losses import DECISIONS
from mlpkit.palette import BLUE, RED
from mlpkit.train import History, evaluate, fit

EXAMPLES = 500  # on which the accuracy is read off, each time a picture is drawn
UNITS = 16


class LiveFit(Explorer):
    """See `live_fit`."""

    def __init__(self, net, X, t, train, options):
        self.net, self.sample, self.readings = net, _sample(options.get("validation") or (X, t)), []
        self.news = news = SimpleNamespace(history=History())

        def work(pause):
            news.history = train(net, X, t, on_step=_reporter(news, pause, options.get("on_step")), **others)

        others = {"progress": False} | {k: v for k, v in options.items() if k != "on_step"}
        self.slices = Slices(work)
        self.player = Player(self, self.slices.step)
        self.stop_button = button("■ stop", self.stop, "end training; the weights and the history stay")
        super().__init__(over=slider("average over", 20, 1, 200, hint="steps in the thick line of the loss"))

    @property
    def history(self):
        """What `fit` has written down so far."""
        return self.news.history

    def arrange(self):
        return row(self.player.box, self.stop_button, *self.controls.values())

    def advance(self, steps):
        """This many steps of the training, as if they had been played, before anybody looks."""
        for step in range(steps):
            if self.player.attempt() is not True:
                break
            if step % 4 == 0:
                self.prepare(self.state)
        self.changed()

    def stop(self):
        """As Ctrl-C in a `fit` of one's own: it returns, with the weights and the history so far."""
        self.player.pause()
        self.slices.stop()
        self.history.stopped = self.history.stopped or "interrupted"
        self.changed()

    def prepare(self, s):
        done = len(self.history.step_loss)
        if not self.readings or self.readings[-1][0] != done:
            loss, error = evaluate(self.net, *self.sample)
            self.readings.append((done, 1 - error if self.net.loss in DECISIONS else loss))

    def shape(self, s):
        losses = np.array([v for v in self.history.step_loss if np.isfinite(v)] or [1.0])
        top = min(losses.max(), 8 * losses[0]) + 1e-9
        return max(64, 1 << len(self.history.step_loss).bit_length()), 2.0 ** np.ceil(np.log2(top))

    def build(self, fig, s):
        loss, right, sizes, weights = self.grid(fig, 4, 3.1, 3.0)
        steps, top = self.shape(s)
        what, high = ("accuracy", 1.02) if self.net.loss in DECISIONS else ("loss", top)
        loss.set(xlim=(0, steps), ylim=(0, top), xlabel="step", title="loss of each batch")
        right.set(xlim=(0, steps), ylim=(0, high), xlabel="step", title=f"{what} on {len(self.sample[0])} examples")
        layers = np.arange(1, len(self._gradients()) + 1)
        sizes.set(yscale="log", ylim=(1e-10, 1e2), xlim=(0.5, len(layers) + 0.5), xticks=layers)
        sizes.set(xlabel="layer", title="size of the gradient ∂L/∂W")
        weights.set_title("weights of the first units")
        weights.axis("off")
        return SimpleNamespace(
            each=loss.plot([], [], color=BLUE, lw=0.6, alpha=0.4)[0],
            mean=loss.plot([], [], color=BLUE, lw=2)[0],
            right=right.plot([], [], "o-", color=BLUE, ms=3)[0],
            sizes=sizes.plot(layers, 0 * layers + 1e-12, "s-", color=RED)[0],
            weights=weights.imshow(first_weights(self.net), cmap="PuOr", aspect="auto", interpolation="nearest"),
        )

    def update(self, art, s):
        losses, W = np.array(self.history.step_loss), first_weights(self.net)
        steps, norms = np.arange(1, len(losses) + 1), [float(np.linalg.norm(dW)) for dW in self._gradients()]
        over = min(s.over, len(losses))
        art.each.set_data(steps, losses)
        art.mean.set_data(steps[over - 1 :], np.convolve(losses, np.ones(over) / over, "valid") if over else losses)
        art.right.set_data(*np.transpose(self.readings))
        art.sizes.set_ydata(np.maximum(norms, 1e-12))
        art.weights.set_data(W)
        art.weights.set_clim(-np.nanmax(np.abs(W)), np.nanmax(np.abs(W)))
        what = "accuracy" if self.net.loss in DECISIONS else "loss"
        now = f"loss <b>{losses[-over:].mean():.4f}</b>, " if over else ""
        return (
            f"step <b>{len(losses)}</b>, epoch <b>{len(self.history.loss)}</b>: {now}{what} "
            f"<b>{self.readings[-1][1]:.3f}</b>; gradients by layer: {', '.join(f'<b>{n:.3g}</b>' for n in norms)}"
            + (f". Ended: {self.history.stopped}" if self.history.stopped else "")
        )

    def _gradients(self):
        """∂L/∂W of each layer that has a weight matrix, first to last."""
        return [dw for dw in self.net.grads if dw.ndim == 2]

    def alt(self, s):
        return (
            f"training after {len(self.history.step_loss)} steps: loss of each batch, accuracy, size of the gradient "
            f"in each of {len(self._gradients())} layers, and the weights of the first {UNITS} units as images"
        )


def _reporter(news, pause, also):
    def on_step(net, history):
        news.history = history
        if also is not None:
            also(net, history)
        pause()

    return on_step


def _sample(data):
    return [np.asarray(part)[:EXAMPLES] for part in data]


def first_weights(net):
    """The weights into the first units as one image of images; as a matrix when the inputs are no square."""
    W = np.asarray(net.params[0], dtype=float)[:UNITS]
    side = round(W.shape[1] ** 0.5)
    if side**2 != W.shape[1] or side < 3:
        return W
    columns = int(np.ceil(len(W) ** 0.5))
    tiles = np.full((-(-len(W) // columns) * columns, side + 1, side + 1), np.nan)
    tiles[: len(W), :side, :side] = W.reshape(-1, side, side)
    rows = tiles.reshape(-1, columns, side + 1, side + 1).swapaxes(1, 2)
    return rows.reshape(-1, columns * (side + 1))[:-1, :-1]


def live_fit(net, X, t, *, fit=fit, over=20, steps=0, **options):
    """Train as `fit(net, X, t, **options)` does, to the last bit, and watch: play, pause, one step, stop.

    Shown while it learns: the loss of each batch and its mean over the last `over`, the accuracy on up to 500
    examples (those of `validation` if given), the norm of each layer's ∂L/∂W, the first units' weights as images.
    `.history` is what `fit` returns. fit: a function of your own that calls `on_step(net, history)` after each step.
    steps: how many are done before the first picture.
    """
    live = LiveFit(net, X, t, fit, options).set(over=over)
    if steps:
        live.advance(steps)
    return live
