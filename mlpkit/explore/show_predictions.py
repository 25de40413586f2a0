"""Predictions: draw the curve that you expect, then see the one that is."""

from types import SimpleNamespace

import numpy as np

from mlpkit.activations import tanh_grad
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, group, groups, slider
from mlpkit.explore.fast_text import extent, signed, words
from mlpkit.explore.panels import filling
from mlpkit.palette import BLUE, GREY, RED

POINTS = 241
STEP = 4  # points between two places of the keyboard
ENOUGH = 0.8  # of the curve, before it is compared
WIDEST = 9.0  # inches


class Predictions(Explorer):
    """See `predictions`."""

    reach = 1.0  # who begins or ends a little outside draws all the same

    def __init__(self, truth, question, x, y, labels, on_reveal):
        self.truth, self.question, self.labels, self.on_reveal = truth, question, labels, on_reveal
        self.x = np.linspace(*x, POINTS)
        self.low, self.high = y
        self.empty()
        self.show_button = button("show", self.reveal, "the curve that is; your own stays as it is from then on")
        self.again = button("draw again", self.clear, "an empty picture")
        super().__init__(
            x=slider(
                "at", float(np.mean(x)), *map(float, x), STEP * (x[1] - x[0]) / (POINTS - 1), "where the keyboard draws"
            ),
            y=slider("height", float(np.mean(y)), *map(float, y), (y[1] - y[0]) / 100, "of your curve there"),
        )
        self.picture.pointer = True
        self.controls["x"].observe(self.look_up, "value")
        self.answer("y", lambda change: self.write(self.state.x, change["new"]))

    def above(self):
        return [bar(self.show_button, self.again)]

    def below(self):
        return [groups(group("with the keyboard", self.controls["x"], self.controls["y"], wide=True))]

    def empty(self):
        self.drawn, self.revealed, self.last = np.full(POINTS, np.nan), False, None
        self.put = np.zeros(POINTS, bool)  # by hand, not in between

    def clear(self):
        self.empty()
        self.changed()

    def draw_to(self, x, y, since=None):
        """The curve passes through (x, y), and straight on from the point before."""
        if self.revealed:
            return
        at = self.place(x)
        start, height = since if since is not None else (at, y)
        span = np.arange(min(start, at), max(start, at) + 1)
        ends = (height, y) if start <= at else (y, height)
        self.drawn[span] = np.interp(span, span[[0, -1]], ends)
        self.put[span] = True
        self.last = at, y
        self.changed()

    def place(self, x):
        """Which of the points of the curve is at x."""
        return int(np.argmin(np.abs(self.x - x)))

    def look_up(self, _=None):
        """Show the height of what is drawn where the keyboard draws."""
        height = self.drawn[self.place(self.state.x)]
        self.last = self.place(self.state.x), height if np.isfinite(height) else self.state.y
        if np.isfinite(height):
            with self.hold(redraw=False):
                self.controls["y"].value = height

    def write(self, x, y):
        """As `draw_to`, by the keyboard: the point is joined to what was put on either side."""
        at = self.place(x)
        if self.revealed or self.drawn[at] == y:
            return
        self.draw_to(x, y)
        known = np.flatnonzero(self.put)
        knots = [*known[known <= at - STEP][-1:], at, *known[known >= at + STEP][:1]]
        span = np.arange(knots[0], knots[-1] + 1)
        self.drawn[span] = np.interp(span, knots, self.drawn[knots])

    @property
    def enough(self):
        """Whether so much is drawn that it may be compared."""
        return bool(np.isfinite(self.drawn).mean() >= ENOUGH)

    def reveal(self):
        """Show the truth, and tell `on_reveal` once what was drawn."""
        if not self.enough:
            raise ValueError("draw first what you expect: drag in the picture, or move the height at several places")
        if not self.revealed and self.on_reveal is not None:
            self.on_reveal(self.x.copy(), self.drawn.copy())
        self.revealed = True
        self.changed()

    def touched(self, kind, axes, x, y):
        if axes is None or kind not in ("down", "move"):
            return
        y = float(np.clip(y, self.low, self.high))
        x = float(np.clip(x, self.x[0], self.x[-1]))
        self.draw_to(x, y, self.last if kind == "move" else None)
        self.set(x=x)

    def build(self, fig, s):
        width = filling(self.picture, 6.6, 3.6, WIDEST) if fig is self._figure else 6.6
        (ax,) = self.grid(fig, 1, width, 3.6)
        ax.set(xlim=self.x[[0, -1]], ylim=(self.low, self.high), title=self.question)
        ax.set(xlabel=self.labels[0], ylabel=self.labels[1])
        ax.axhline(0, color=GREY, lw=0.8)
        return SimpleNamespace(
            drawn=ax.plot([], [], ".-", color=BLUE, lw=2.5, ms=2.5)[0],
            pen=ax.plot([], [], "o", color=BLUE, ms=9, mfc="none", clip_on=False)[0],
            furthest=ax.plot([], [], color=GREY, lw=1.5)[0],
            truth=ax.plot([], [], "--", color=RED, lw=2.5)[0],
            names=[words(ax, 0, 0, name, color=colour) for name, colour in (("yours", BLUE), ("the true one", RED))],
            invitation=words(ax, np.mean(self.x), np.mean([self.low, self.high]), size=12, color="#5f5f5f"),
        )

    def update(self, art, s):
        self.show_button.disabled = self.revealed or not self.enough
        for control in self.controls.values():
            control.disabled = self.revealed
        drawn, values = self.drawn, np.broadcast_to(np.asarray(self.truth(self.x), float), POINTS)
        values = np.where(np.isfinite(values), values, np.nan)  # nobody can draw a pole
        art.drawn.set_data(self.x, drawn)
        art.truth.set_data(*((self.x, values) if self.revealed else ([], [])))
        art.invitation.set_text("draw here what you expect" if self.last is None else "")
        art.pen.set_data(
            *([[], []] if self.last is None or self.revealed else [[self.x[self.last[0]]], [self.last[1]]])
        )
        art.furthest.set_data([], [])
        for text in art.names:
            text.set_visible(self.revealed)
        if not self.revealed:
            if self.last is None:
                return f"drag in the picture, or move the height at several places; <i>show</i> waits for {ENOUGH:.0%}"
            then = "compares it" if self.enough else f"waits for {ENOUGH:.0%}"
            return f"{np.isfinite(drawn).mean():.0%} of the curve is drawn; <i>show</i> {then}"
        gap = drawn - values
        worst = int(np.nanargmax(abs(gap)))
        first = _name(art.names[0], self.x, drawn, values, worst)
        _name(art.names[1], self.x, values, drawn, worst, first)
        art.furthest.set_data([self.x[worst]] * 2, [drawn[worst], values[worst]])
        return (
            f"yours is off by <b>{signed(np.nanmean(abs(gap)), 3)}</b> on average, and most at {self.labels[0]} = "
            f"{signed(self.x[worst])}: <b>{signed(abs(gap[worst]), 3)}</b> too {'high' if gap[worst] > 0 else 'low'}; "
            "<i>draw again</i> begins anew"
        )

    def alt(self, s):
        state = "the curve that was drawn and the one that is" if self.revealed else "an empty picture to draw in"
        return f"{self.question}: {state}"


def _name(text, x, own, other, at, taken=()):
    """Put a name right above or below its curve, as close to x[at] as it covers neither curve nor the points `taken`.

    Returns points of the name itself.
    """
    ax = text.axes
    span = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    size = np.array(extent(text.get_text())) / np.array([ax.bbox.width, ax.bbox.height]) * ax.figure.dpi * span
    dense = np.linspace(x[0], x[-1], 600)
    curves = [np.column_stack([dense, np.interp(dense, x, curve)]) for curve in (own, other)]
    points = np.concatenate([*curves, *np.reshape(taken, (-1, 1, 2))])
    known = np.flatnonzero(np.isfinite(own))[::STEP]
    moves = [(across, up) for across in (0, -1, 1) for up in (-1, 1)] * (size / 2 + (0, 0.02 * span[1]))
    spots = (np.column_stack([x[known], own[known]])[:, None] + moves).reshape(-1, 2)
    covered = (np.abs(spots[:, None] - points) < size / 2 + 0.005 * span).all(axis=2).sum(axis=1)
    corners = np.array([ax.get_xlim(), ax.get_ylim()]).T
    outside = ((spots - size / 2 < corners[0]) | (spots + size / 2 > corners[1])).any(axis=1)
    away = np.abs(np.repeat(known, len(moves)) - at)
    spot = spots[np.lexsort((away, covered, outside))[0]]
    text.set_position(spot)
    return spot + np.array([(across, up) for across in np.linspace(-0.5, 0.5, 9) for up in (-0.5, 0, 0.5)]) * size


def predictions(
    truth=tanh_grad,
    question="Draw the derivative of tanh",
    *,
    x=(-4.0, 4.0),
    y=(-0.5, 1.5),
    labels=("z", "f′(z)"),
    on_reveal=None,
):
    """Draw the curve you expect, with the pointer or the keyboard, then see the one that is.

    truth: a function of an array; question: the title. x, y: what the picture shows; labels: of both axes.
    on_reveal(x, drawn): called once, before the curve is shown, with what was drawn (NaN where nothing is).
    """
    return Predictions(truth, question, x, y, labels, on_reveal)
