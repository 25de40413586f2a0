"""Error gallery: images by true and predicted class, the most confident mistakes first."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore import show_digit_pad
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, slider
from mlpkit.explore.fast_text import percent, words
from mlpkit.explore.images import quick_image
from mlpkit.explore.student import pick
from mlpkit.palette import BLACK, BLUE, GREY

ROWS, COLUMNS = 4, 8
PAGE = ROWS * COLUMNS
ORDERS = ("most confident first", "least confident first", "as they come")
ANY = -1


class ErrorGallery(Explorer):
    """See `error_gallery`."""

    recorded = (("page", 8),)

    def __init__(self, net, X, t):
        self.X, self.t = X, t
        P = np.asarray(pick("softmax", {})(net.outputs(X)))
        self.P, self.said, self.sure = P, P.argmax(axis=1), P.max(axis=1)
        self.picked = self.selection = None
        self.side = round(X.shape[1] ** 0.5)
        classes = [("any", ANY), *((str(k), k) for k in range(P.shape[1]))]
        self.last = button("◀ page", lambda: self.turn(-1), "the page before")
        self.next = button("page ▶", lambda: self.turn(1), "the next page")
        self.send = button("send it to the pad", self.to_the_pad, "draw on the chosen image in the digit pad")
        super().__init__(
            show=choice("show", ["mistakes", "right ones", "all"], hint="which images"),
            true=choice("true class", classes, ANY, "only these"),
            predicted=choice("predicted as", classes, ANY, "only these"),
            order=choice("order", list(ORDERS), hint="by the probability of the answer"),
            page=slider("page", 1, 1, max(2, -(-len(t) // PAGE)), hint=f"{PAGE} images each"),
            look=slider("look at image", 1, 1, PAGE, hint="of this page, row by row; or click one"),
        )
        self.picture.pointer = True

    def above(self):
        return [bar(self.last, self.next, self.controls["page"], self.send)]

    def below(self):
        c = self.controls
        which = group("which images", c["show"], c["true"], c["predicted"], c["order"], wide=True)
        return [groups(which, group("one of them", c["look"]))]

    def touched(self, kind, axes, x, y):
        if kind == "down" and axes is self._figure.axes[0] and 0 <= x < COLUMNS and 0 <= y < 1.3 * ROWS:
            self.set(look=int(y // 1.3) * COLUMNS + int(x) + 1)

    def to_the_pad(self):
        """Put the chosen image on the newest digit pad."""
        pad = show_digit_pad.newest()
        if pad is None:
            raise ValueError("there is no digit pad yet: run explore.digit_pad(net) in a cell, then press again")
        if self.picked is not None:
            pad.take(self.X[self.picked].reshape(self.side, self.side))

    def turn(self, by):
        self.controls["page"].value += by

    def set(self, **values):
        """As any explorer's; which images there are is set before the page, and that before which one of it."""
        later = {name: values.pop(name) for name in ("page", "look") if name in values}
        super().set(**values)
        self.prepare(self.state)
        self.controls["look"].max = PAGE
        return super().set(**later)

    def prepare(self, s):
        """Other images begin at their first page; sliders reach as far as there are pages and images."""
        selection = (s.show, s.true, s.predicted, s.order)
        if selection != self.selection:
            s.page = s.look = 1
        self.selection, found = selection, len(self.chosen(s))
        pages = max(1, -(-found // PAGE))
        s.page = min(s.page, pages)
        here = min(PAGE, found - PAGE * (s.page - 1))
        with self.hold(redraw=False):
            for name, value, most in (("page", s.page, pages), ("look", s.look, here)):
                self.controls[name].value = max(1, min(value, most))
                self.controls[name].max = max(2, most)

    def chosen(self, s):
        """The numbers of the images that the controls ask for, in their order."""
        wrong = self.said != self.t
        keep = {"mistakes": wrong, "right ones": ~wrong, "all": np.ones_like(wrong)}[s.show]
        for wanted, classes in ((s.true, self.t), (s.predicted, self.said)):
            if wanted != ANY:
                keep = keep & (classes == wanted)
        found = np.flatnonzero(keep)
        sign = {"most confident first": -1, "least confident first": 1, "as they come": 0}[s.order]
        return found[np.argsort(sign * self.sure[found], kind="stable")]

    def build(self, fig, s):
        narrow = self.narrow(fig, 600)
        if narrow:
            left, right = self.places(fig, 5.2, 7.4, (0.05, 2.8, 5.1, 4.55), (0.6, 0.55, 4.2, 1.9))
        else:
            left, right = self.places(fig, 10.4, 4.6, (0.05, 0.05, 7.2, 4.5), (7.75, 0.55, 2.55, 3.5))
        left.set(xlim=(0, COLUMNS), ylim=(ROWS * 1.3, 0))
        left.axis("off")
        extent = (0, COLUMNS, ROWS * 1.3, 0)
        image = quick_image(left, np.ones((1, 1)), extent=extent, cmap="gray_r", vmin=0, vmax=1, aspect="auto")
        image.set_interpolation("nearest")
        spots = [(column + 0.46, row_ * 1.3 + 1.13) for row_ in range(ROWS) for column in range(COLUMNS)]
        captions = [words(left, x, y, size=9) for x, y in spots]
        empty = words(left, COLUMNS / 2, 0.6 * ROWS, size=12)
        frame = left.plot([], [], color=BLUE, lw=2)[0]
        classes = np.arange(self.P.shape[1])
        right.set(xlim=(0, 1.3), ylim=(len(classes) - 0.4, -0.6), yticks=classes, xticks=(0, 0.5, 1))
        right.set_title("Framed image; blue: true class", fontsize=11)
        right.set_xlabel("probability", fontsize=10)
        bars = right.barh(classes, 0 * classes, color=GREY).patches
        values = [words(right, 0, k, size=9, ha="left") for k in classes]
        return SimpleNamespace(
            image=image, captions=captions, empty=empty, frame=frame, bars=list(bars), values=values, narrow=narrow
        )

    def update(self, art, s):
        found = self.chosen(s)
        pages = max(1, -(-len(found) // PAGE))
        page = min(s.page, pages)
        here = found[(page - 1) * PAGE : page * PAGE]
        art.image.set_data(mosaic(self.X[here].reshape(-1, self.side, self.side), self.side))
        for k, caption in enumerate(art.captions):
            n = here[k] if k < len(here) else None
            sure = "" if n is None or art.narrow else f"{percent(self.sure[n], 0, '>', '<'):>5}"
            caption.set_text("" if n is None else f"{self.t[n]} → {self.said[n]}{sure}")
        art.empty.set_text("" if len(here) else "no image is like this: choose other classes")
        self.show_one(art, here, s.look)
        wrong = np.mean(self.said != self.t)
        return (
            f"<b>{len(found)}</b> of {len(self.t)} images, page {page} of {pages}; {wrong:.2%} of all are mistakes. "
            f"Under each: true → predicted{'' if art.narrow else ', and how confident the network is'}. {self.framed()}"
        )

    def framed(self):
        """The chosen image in words, with its number for the reader's own code."""
        n = self.picked
        if n is None:
            return ""
        sure = percent(self.sure[n])
        return f"<br>Framed: <b>X[{n}]</b>, true class {self.t[n]}, predicted as {self.said[n]} with probability {sure}"

    def show_one(self, art, here, look):
        """A frame around the chosen image, and the probabilities of all classes."""
        k = min(look, len(here)) - 1
        self.picked = int(here[k]) if k >= 0 else None
        x, y = k % COLUMNS, (k // COLUMNS) * 1.3
        corners = (x + np.array([0.02, 0.92, 0.92, 0.02, 0.02]), y + np.array([0.02, 0.02, 1.28, 1.28, 0.02]))
        art.frame.set_data(*(corners if k >= 0 else ([], [])))
        P = self.P[self.picked] if k >= 0 else np.zeros(self.P.shape[1])
        for c, (bar_, value, p) in enumerate(zip(art.bars, art.values, P, strict=True)):
            true = k >= 0 and c == self.t[self.picked]
            bar_.set(width=p, color=BLUE if true else GREY)
            value.set(
                x=p + 0.03, text=percent(p, 0, ">", "<") if true or p >= 0.005 else "", color=BLUE if true else BLACK
            )

    def alt(self, s):
        n = len(self.chosen(s))
        return f"{min(n, PAGE)} of {n} images ({s.show}, {s.order}), each with its true and its predicted class"


def mosaic(images, side):
    """Up to ROWS × COLUMNS images in one, with room below each for a caption."""
    wide, high = side + max(1, side // 12), round(1.35 * side)
    canvas = np.zeros((ROWS * high, COLUMNS * wide))
    for k, image in enumerate(images):
        top, left = (k // COLUMNS) * high, (k % COLUMNS) * wide
        canvas[top : top + side, left : left + side] = image
    return canvas


def error_gallery(net, X, t, **settings):
    """Look at what a classifier gets wrong: filter by true and predicted class, sort by confidence.

    net: a trained network; X (N, side²) images, 0 for background; t (N,) their labels.
    settings: first values of controls, such as true=4, predicted=9.
    """
    if X.ndim != 2 or round(X.shape[1] ** 0.5) ** 2 != X.shape[1] or len(X) != len(t):
        raise ValueError(f"X must be (N, side²) and t (N,), got {X.shape} and {np.shape(t)}")
    return ErrorGallery(net, X, np.asarray(t)).set(**settings)
