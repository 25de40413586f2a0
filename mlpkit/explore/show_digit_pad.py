"""Digit pad: draw, see the image as the network gets it, and its probabilities, live."""

import warnings
import weakref
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
from PIL import Image, ImageDraw

from mlpkit.datasets import load_digits
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, tick
from mlpkit.explore.fast_text import percent
from mlpkit.explore.pad import SIDE, Pad
from mlpkit.explore.student import pick
from mlpkit.network import MLP
from mlpkit.palette import BLUE, GREY
from mlpkit.train import fit

FOUR = [(36, 16), (26, 64), (86, 64)], [(66, 34), (66, 98)]
newest = lambda: None  # noqa: E731 (a weak reference to the pad made last, or to none)


def drawn(*strokes, width=SIDE // 11):
    """Lines through points, as the pad sends them: SIDE × SIDE bytes."""
    image = Image.new("L", (SIDE, SIDE))
    for points in strokes:
        ImageDraw.Draw(image).line(points, fill=255, width=width)
    return image.tobytes()


def as_mnist(ink, centred=True):
    """The drawing as MNIST has its digits: longest side 20 pixels, centre of mass in the middle of 28 × 28."""
    if not centred:
        return _shrink(ink, 28, 28)
    height, width = (size * 20 // max(ink_box(ink).shape) or 1 for size in ink_box(ink).shape)
    small = _shrink(ink_box(ink), height, width)
    y, x = (np.average(np.arange(n), weights=small.sum(axis=1 - axis) + 1e-9) for axis, n in enumerate(small.shape))
    top, left = round(13.5 - y), round(13.5 - x)
    image = np.zeros((28 + 40, 28 + 40))
    image[20 + top : 20 + top + height, 20 + left : 20 + left + width] = small
    return image[20:48, 20:48]


def as_digits(ink, centred=True):
    """The drawing as scikit-learn's digits: the full height of 8 × 8, in the middle."""
    if not centred:
        return _shrink(ink, 8, 8)
    box = ink_box(ink)
    size = max(box.shape[0], round(box.shape[1] * 0.75), 1)
    frame = np.zeros((size, max(size, box.shape[1])))
    top, left = (np.array(frame.shape) - box.shape) // 2
    frame[top : top + box.shape[0], left : left + box.shape[1]] = box
    return _shrink(frame, 8, 8)


def ink_box(ink):
    """The part of the drawing that holds all of it; everything where nothing is drawn."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink


def _shrink(image, height, width):
    smaller = Image.fromarray(image.astype(np.float32)).resize((width, height), Image.Resampling.BOX)
    return np.clip(np.asarray(smaller), 0, 1)


class DigitPad(Explorer):
    """See `digit_pad`."""

    def __init__(self, net, prepare):
        self.net, self.prepare_input = net, prepare
        self.side = {784: 28, 64: 8}[net.n_inputs]
        self.pad, self.taken = Pad(), False
        global newest
        newest = weakref.ref(self)
        super().__init__(centred=tick("centre and scale", True, "as the makers of the data did; try without"))
        self.pad.observe(self.inked, "ink")

    def laid_out(self):
        """The pad stands beside the picture, the answer in words below the pad, seen while one draws."""
        self.picture.layout.flex, self.readout.layout.min_height = "1 1 380px", "3em"
        column = {"width": "clamp(280px, 26cqi, 380px)", "max_width": "100%"}
        pad = widgets.VBox([self.pad, self.readout], layout=column)
        beside = widgets.Box([pad, self.picture], layout={"flex_flow": "row wrap", "align_items": "flex-start"})
        return [beside, self.problem, bar(self.controls["centred"])]

    def take(self, image):
        """Draw an image (side, side) from 0 to 1 on the pad, which hands it on as it is, already centred and scaled."""
        large = Image.fromarray((image * 255).round().astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.NEAREST)
        with self.hold():
            self.controls["centred"].value = False
            self.pad.ink = np.asarray(large).tobytes()
        self.taken = True

    def inked(self, change):
        """Answer; once an image that was taken is wiped, drawings are centred and scaled again."""
        if self.taken and not any(change.new):
            self.taken = False
            with self.hold(redraw=False):
                self.controls["centred"].value = True
        self.changed(change)

    def still_state(self, s):
        """Nobody can draw on a still picture, so in place of an empty pad it shows a 4."""
        return SimpleNamespace(**vars(s), ink=self.pad.ink if any(self.pad.ink) else drawn(*FOUR))

    def ink(self, s):
        """The drawing: that of a still picture, or what is on the pad."""
        return getattr(s, "ink", self.pad.ink)

    def image(self, s):
        """What the network gets: side × side numbers from 0 to 1."""
        ink = np.frombuffer(self.ink(s), np.uint8).reshape(SIDE, SIDE) / 255
        return {28: as_mnist, 8: as_digits}[self.side](ink, s.centred)

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 3.6, 3.1)
        left.set(title=f"What the network sees: {self.side} × {self.side}", xticks=[], yticks=[])
        left.spines[:].set_visible(True)
        seen = left.imshow(np.zeros((self.side, self.side)), cmap="gray_r", vmin=0, vmax=1)
        right.set(ylim=(0, 1.08), xlabel="digit", ylabel="probability", xticks=range(self.net.n_outputs))
        right.set_title("What it answers")
        bars = right.bar(range(self.net.n_outputs), np.zeros(self.net.n_outputs), color=GREY).patches
        return SimpleNamespace(seen=seen, bars=list(bars))

    def update(self, art, s):
        image = self.image(s)
        art.seen.set_data(image)
        X = np.asarray(self.prepare_input(image.reshape(1, -1).astype(self.net.dtype)))
        borrowed = isinstance(self.net, Borrowed)
        P = np.ravel(self.net.probabilities(X) if borrowed else pick("softmax", {})(self.net.outputs(X)))
        best = int(np.argmax(P)) if any(self.ink(s)) else None
        for digit, (patch, p) in enumerate(zip(art.bars, P, strict=True)):
            patch.set(height=p, color=BLUE if digit == best else GREY)
        if best is None:
            return "draw a digit in the square; the bars are the answer to an empty one"
        second = int(np.argsort(P)[-2])
        first, other = percent(P[best]), percent(P[second])
        said = f"it says <b>{best}</b> with probability <b>{first}</b>, or {second} with {other}"
        return f"{said} (scikit-learn's network, until your layers are written)" if borrowed else said

    def alt(self, s):
        return f"the drawing as an image of {self.side} × {self.side} pixels and the network's probabilities as bars"


class Borrowed:
    """The same network by scikit-learn, for a library whose layers its reader has not written yet."""

    n_inputs, n_outputs, dtype = 64, 10, np.dtype(np.float32)

    def __init__(self, X, t):
        from sklearn.neural_network import MLPClassifier  # half a second, and only here

        self.net = MLPClassifier((64,), batch_size=32, max_iter=30, random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would rather train until nothing changes
            self.net.fit(X, t)

    def probabilities(self, X):
        """(N, 10) for images (N, 64)."""
        return self.net.predict_proba(X)


def small_net():
    """A network of 64 hidden units, trained on the 8 × 8 digits."""
    X, t = load_digits()
    try:
        net = MLP([64, 64, 10], seed=0)
    except NotImplementedError:  # a layer is the reader's to write
        return Borrowed(X, t)
    fit(net, X, t, epochs=30, batch_size=32, progress=False)
    return net


def digit_pad(net=None, *, prepare=lambda X: X, **settings):
    """Draw a digit and see what a network makes of it.

    net: your trained network with 784 inputs (MNIST) or 64 (the 8 × 8 digits); without one, a small one is
    trained on the 8 × 8 digits first. prepare: what you did to your training images, which are from 0 to 1
    (rows of X), such as subtracting their mean.
    """
    net = small_net() if net is None else net
    if net.n_inputs not in (784, 64):
        raise ValueError(f"net must have 784 inputs (MNIST) or 64 (8 × 8 digits), got {net.n_inputs}")
    return DigitPad(net, prepare).set(**settings)
