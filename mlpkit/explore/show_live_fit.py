"""Live fit: loss, accuracy, gradients by layer and weights of the first layer in training, and a stop button."""

import copy
from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, group, groups, log_slider, slider
from mlpkit.explore.fast_text import words
from mlpkit.explore.images import quick_image
from mlpkit.explore.player import Player
from mlpkit.explore.slices import Slices
from mlpkit.explore.weight_images import blocks, first_weights
from mlpkit.losses import PREDICT
from mlpkit.palette import BLUE, RED, SIGNED
from mlpkit.schedules import SCHEDULES
from mlpkit.train import History, evaluate, fit

EXAMPLES = 500  # on which the accuracy is read off, each time a picture is drawn
LAYOUTS = {  # below so many CSS pixels of room: width and height in inches, places of loss, accuracy, gradient, weights
    500: (4.2, 8.45, (0.7, 6.45, 3.35, 1.65), (0.7, 4.85, 3.35, 1.15), (0.7, 2.85, 3.35, 1.2), (0.7, 0.3, 1.7, 1.7)),
    760: (6.8, 4.8, (0.65, 2.4, 3.1, 2.05), (0.65, 0.5, 3.1, 1.35), (4.6, 2.75, 2.05, 1.7), (4.6, 0.3, 1.7, 1.7)),
    np.inf: (10.2, 3.95, (0.65, 1.85, 4.1, 1.75), (0.65, 0.5, 4.1, 0.85), (5.7, 0.5, 1.9, 3.1), (7.95, 1.4, 2.2, 2.2)),
}


class LiveFit(Explorer):
    """See `live_fit`."""

    recorded = (("play", 240),)

    def __init__(self, net, X, t, train, options):
        self.net, self.data, self.train, self.options = net, (X, t), train, options
        self.sample = _sample(options.get("validation") or (X, t))
        self.first = [w.copy() for w in net.params], _memory(options.get("optimizer"))
        self.news = SimpleNamespace(history=History(), factor=1.0, rate=np.nan)
        self.begin()
        self.player = Player(self, lambda: self.slices.step())
        self.stop_button = button("■ stop", self.stop, "end training; the weights and the history stay")
        self.again_button = button("↺ again", self.again, "from the same initial weights")
        super().__init__(
            factor=log_slider("rate ×", 1.0, -2, 1, "multiplies the learning rate, also while it runs"),
            over=slider("average over", 20, 1, 200, hint="steps in the thick line of the loss"),
        )

    def begin(self):
        """A training of the network as it is, at its start."""
        news, options = (
            self.news,
            {"progress": False} | copy.deepcopy({k: v for k, v in self.options.items() if k == "seed"}),
        )
        options |= {k: v for k, v in self.options.items() if k not in ("on_step", "seed")}
        if self.train is fit:
            schedule = options.get("schedule", "constant")
            rate = schedule if callable(schedule) else SCHEDULES.get(schedule)
            if rate is not None:
                options["schedule"] = _noted(rate, news)
        net, data, train, also = self.net, self.data, self.train, self.options.get("on_step")

        def work(pause):
            news.history = train(net, *data, on_step=_reporter(news, pause, also), **options)

        self.slices, self.readings, self.sizes = Slices(work), [], (-3, 0)

    def again(self):
        """End this training and start another one from the same weights."""
        self.player.pause()
        self.slices.stop()
        weights, memory = self.first
        for w, before in zip(self.net.params, weights, strict=True):
            w[...] = before
        if memory:
            vars(self.options["optimizer"]).update(copy.deepcopy(memory))
        self.news.history = History()
        self.begin()
        self.changed()

    @property
    def history(self):
        """What `fit` has written down so far."""
        return self.news.history

    def above(self):
        return [bar(self.player.box, self.stop_button, self.again_button)]

    def below(self):
        c = self.controls  # a function of the reader's own sets its rate itself
        training = [group("training", c["factor"])] if self.train is fit else []
        return [groups(*training, group("picture", c["over"]))]

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
        self.news.factor = s.factor
        done = len(self.history.step_loss)
        norms = [np.log10(n) for n in self.norms() if 0 < n < np.inf]
        low, high = self.sizes  # powers of ten around all gradients so far
        self.sizes = int(np.floor(min([low, *norms]))), int(np.ceil(max([high, *norms])))
        if not self.readings or self.readings[-1][0] != done:
            loss, error = evaluate(self.net, *self.sample)
            self.readings.append((done, 1 - error if self.net.loss in PREDICT else loss))

    def shape(self, s):
        losses = np.array([v for v in self.history.step_loss if np.isfinite(v)] or [1.0])
        top = 1.05 * min(losses.max(), 8 * losses[0]) + 1e-9
        return max(16, 1 << len(self.history.step_loss).bit_length()), 2 ** (np.ceil(2 * np.log2(top)) / 2), self.sizes

    def build(self, fig, s):
        room = next((room for room in LAYOUTS if self.narrow(fig, room)), np.inf)
        loss, right, sizes, weights = self.places(fig, *LAYOUTS[room])
        steps, top, (smallest, largest) = self.shape(s)
        what, high = ("Accuracy", 1.02) if self.net.loss in PREDICT else ("Loss", top)
        loss.set(xlim=(0, steps), ylim=(0, top), ylabel="loss", title="Loss of each batch, and its mean")
        loss.tick_params(labelbottom=False)  # as below
        right.set(xlim=(0, steps), ylim=(0, high), xlabel="step", ylabel=what.lower(), title=f"{what} on {self.on()}")
        for ax in (loss, right):
            ax.xaxis.get_major_locator().set_params(integer=True)
        right.locator_params("y", nbins=3)
        count = len(self._gradients())
        layers = np.arange(1, count + 1)
        ticks = layers[:: -(-count // 10)]
        sizes.set(yscale="log", ylim=(10.0**smallest, 1.5 * 10.0**largest), xlim=(0.5, count + 0.5), xticks=ticks)
        sizes.set(xlabel="layer", ylabel="length", title="Gradient ∂L/∂W")
        weights.set_title("First units' weights")
        words(weights, 0, -0.02, "orange: negative, violet: positive", ha="left", va="top", transform=weights.transAxes)
        weights.axis("off")
        W = first_weights(self.net)
        image = quick_image(weights, W, cmap=SIGNED, aspect="auto", interpolation="nearest")
        image.parts = blocks(W)
        return SimpleNamespace(
            each=loss.plot([], [], color=BLUE, lw=0.6, alpha=0.4)[0],
            mean=loss.plot([], [], color=BLUE, lw=2)[0],
            right=right.plot([], [], "o-", color=BLUE, ms=3)[0],
            sizes=sizes.plot(layers, 0 * layers + 1e-12, "s-", color=RED)[0],
            gone=words(sizes, 0.5, 0.5, transform=sizes.transAxes),
            weights=image,
        )

    def on(self):
        """The examples on which the accuracy is read off."""
        return f"{len(self.sample[0])} {'validation' if self.options.get('validation') else 'training'} examples"

    def update(self, art, s):
        losses, W = np.array(self.history.step_loss), first_weights(self.net)
        steps, norms = np.arange(1, len(losses) + 1), self.norms()
        over = min(s.over, len(losses))
        art.each.set_data(steps, losses)
        middles = steps[over - 1 :] - (over - 1) / 2  # a mean stands in the middle of what it is taken over
        art.mean.set_data(middles, np.convolve(losses, np.ones(over) / over, "valid") if over else losses)
        art.right.set_data(*np.transpose(self.readings))
        art.sizes.set_ydata([n if n > 0 else np.nan for n in norms])
        art.weights.set_data(W)
        art.weights.set_clim(-np.nanmax(np.abs(W)), np.nanmax(np.abs(W)))
        art.gone.set_text(_where_none(norms) if over else "")
        what = f"{'accuracy' if self.net.loss in PREDICT else f'loss on {self.on()}'} <b>{self.readings[-1][1]:.3f}</b>"
        if not (len(losses) or self.history.stopped):
            return f"before the first step: {what}; <i>play</i> trains"
        rate = f", learning rate <b>{self.news.rate:.3g}</b>" if over and np.isfinite(self.news.rate) else ""
        batches = "last batch" if over == 1 else f"last {over} batches"
        now = f"loss of the {batches} <b>{losses[-over:].mean():.4f}</b>, " if over else ""
        return (
            f"step <b>{len(losses)}</b>, epoch <b>{len(self.history.loss)}</b>{rate}: {now}{what}; "
            f"gradients by layer: {', '.join(f'<b>{n:.3g}</b>' for n in norms)}"
            + (f". Ended: {self.history.stopped}; <i>again</i> starts anew" if self.history.stopped else "")
        )

    def norms(self):
        """The size of each layer's gradient; 0 before the first step, whatever the network still holds."""
        return [float(np.linalg.norm(dW)) if self.history.step_loss else 0.0 for dW in self._gradients()]

    def _gradients(self):
        """∂L/∂W of each layer that has a weight matrix, first to last."""
        return [dw for dw in self.net.grads if dw.ndim == 2]

    def alt(self, s):
        return (
            f"training after {len(self.history.step_loss)} steps: loss of each batch, accuracy, size of the gradient "
            f"in each of {len(self._gradients())} layers, and the weights of the first units as images"
        )


def _memory(optimizer):
    """What an optimiser remembers from step to step; its parameters are the network's."""
    return optimizer and {k: copy.deepcopy(v) for k, v in getattr(optimizer, "__dict__", {}).items() if k != "params"}


def _reporter(news, pause, also):
    def on_step(net, history):
        news.history = history
        if also is not None:
            also(net, history)
        pause()

    return on_step


def _noted(rate, news):
    """The schedule `rate` times the reader's factor; the product is news."""

    def schedule(lr, now):
        news.rate = news.factor * rate(lr, now)
        return news.rate

    return schedule


def _where_none(norms):
    """Which layers have a gradient of 0, where a logarithmic scale shows nothing."""
    none = [str(k) for k, n in enumerate(norms, 1) if n == 0]
    return "0 in every layer" if len(none) == len(norms) else f"0 in layer {', '.join(none)}" if none else ""


def _sample(data):
    return [np.asarray(part)[:EXAMPLES] for part in data]


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
