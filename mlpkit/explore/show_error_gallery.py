"""Error gallery: images by true and predicted class, the surest mistakes first."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, row, slider
from mlpkit.explore.student import pick

ROWS, COLUMNS = 4, 8
PAGE = ROWS * COLUMNS
ORDERS = ("surest first", "least sure first", "as they come")
ANY = -1


class ErrorGallery(Explorer):
    """See `error_gallery`."""

    def __init__(self, net, X, t):
        self.X, self.t = X, t
        P = np.asarray(pick("softmax", {})(net.outputs(X)))
        self.said, self.sure = P.argmax(axis=1), P.max(axis=1)
        self.side = round(X.shape[1] ** 0.5)
        classes = [("any", ANY), *((str(k), k) for k in range(P.shape[1]))]
        self.last = button("◀ page", lambda: self.turn(-1), "the page before")
        self.next = button("page ▶", lambda: self.turn(1), "the next page")
        super().__init__(
            show=choice("show", ["mistakes", "right ones", "all"], hint="which images"),
            true=choice("true class", classes, ANY, "only these"),
            predicted=choice("predicted class", classes, ANY, "only these"),
            order=choice("order", list(ORDERS), hint="by the probability of the answer"),
            page=slider("page", 1, 1, max(2, -(-len(t) // PAGE)), hint=f"{PAGE} images each"),
        )

    def arrange(self):
        return row(*self.controls.values(), row(self.last, self.next))

    def turn(self, by):
        self.controls["page"].value += by

    def chosen(self, s):
        """The numbers of the images that the controls ask for, in their order."""
        wrong = self.said != self.t
        keep = {"mistakes": wrong, "right ones": ~wrong, "all": np.ones_like(wrong)}[s.show]
        for wanted, classes in ((s.true, self.t), (s.predicted, self.said)):
            if wanted != ANY:
                keep = keep & (classes == wanted)
        found = np.flatnonzero(keep)
        sign = {"surest first": -1, "least sure first": 1, "as they come": 0}[s.order]
        return found[np.argsort(sign * self.sure[found], kind="stable")]

    def build(self, fig, s):
        (ax,) = self.grid(fig, 1, 8.4, 5.0)
        ax.set_position([0.01, 0.01, 0.98, 0.98])
        ax.set(xlim=(0, COLUMNS), ylim=(ROWS * 1.3, 0))
        ax.axis("off")
        image = ax.imshow(
            np.ones((1, 1)), extent=(0, COLUMNS, ROWS * 1.3, 0), cmap="gray_r", vmin=0, vmax=1, aspect="auto"
        )
        spots = [(column + 0.46, row_ * 1.3 + 1.13) for row_ in range(ROWS) for column in range(COLUMNS)]
        captions = [ax.text(x, y, "", ha="center", va="center", fontsize=8) for x, y in spots]
        return SimpleNamespace(image=image, captions=captions)

    def update(self, art, s):
        found = self.chosen(s)
        pages = max(1, -(-len(found) // PAGE))
        page = min(s.page, pages)
        here = found[(page - 1) * PAGE : page * PAGE]
        art.image.set_data(mosaic(self.X[here].reshape(-1, self.side, self.side), self.side))
        for k, caption in enumerate(art.captions):
            caption.set_text("")
            if k < len(here):
                n = here[k]
                caption.set_text(f"{self.t[n]} → {self.said[n]}  {self.sure[n]:.0%}")
        wrong = np.mean(self.said != self.t)
        return (
            f"<b>{len(found)}</b> of {len(self.t)} images, page {page} of {pages}; {wrong:.2%} of all are mistakes. "
            "Under each: true → predicted, and how sure the network is"
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
