"""The base class of explorers: state from the controls, figure, numbers, errors, pointer events (`touched`).

An explorer is a subclass with three short methods:

- `shape(s)`: the part of the state that changes axes or the number of lines (default: nothing does);
- `build(fig, s)`: draw what stays still, return a namespace with the artists that move;
- `update(art, s)`: move them and return the line of numbers (HTML).

Only the moving artists are drawn again when a slider moves: the ticks and labels of three panels cost 60 ms,
their lines 5 ms. When `shape` changes, everything is drawn anew. One thread draws all explorers (`owner.py`).
"""

import asyncio
from collections.abc import Sequence
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from mlpkit.dark import paper
from mlpkit.explore import frames, png, still
from mlpkit.explore.canvas import Canvas
from mlpkit.explore.controls import group, groups, keep_between_steps, put
from mlpkit.explore.fast_text import typeset
from mlpkit.explore.owner import hand, take_over
from mlpkit.explore.panels import CSS_DPI, artists, grid
from mlpkit.explore.picture import Picture
from mlpkit.explore.player import pause_all
from mlpkit.explore.problem import Complaints
from mlpkit.plots.base import LectureAxes, describe
from mlpkit.plots.base import Picture as Still


class Explorer(Complaints, widgets.VBox):
    """Buttons, a picture, its numbers and the controls, from top to bottom; the module says what a subclass adds."""

    # For `frames`: pairs of a control and how many values of it or which, or "play" and how many steps or which.
    recorded: tuple[tuple[str, int | Sequence], ...] = ()
    reach = 0.0  # inches around axes in which the pointer is still on them

    def __init__(self, **controls):
        self.controls = controls
        self.picture, self.readout, self.problem = Picture(), widgets.HTML(), widgets.HTML()
        self._canvas = Canvas()
        self._figure = self._canvas.figure
        self._built = self._art = self._held = None
        self._waiting, self._complaints, self._failure = False, [], []
        pause_all()
        for control in controls.values():
            control.observe(self.changed, "value")
        self.picture.observe(lambda _: self.changed(), ["room", "tall", "ratio"])
        self.picture.on_msg(partial(self.guarded, self._pointer))
        super().__init__(self.laid_out())
        for part, name in ((self, "explorer"), (self.readout, "readout"), (self.problem, "problem")):
            part.add_class(f"mlpkit-{name}")
        for part in take_over(self):  # ipywidgets would only log an exception
            part._notify_observers = partial(self.heard, part._notify_observers)
            keep_between_steps(part)
            if isinstance(part, widgets.Button):
                part.guard = self.pressed
        self.redraw()

    def laid_out(self):
        """All there is, from top to bottom."""
        return [*self.above(), self.picture, self.readout, self.problem, *self.below()]

    def above(self):
        """What stands above the picture: a `bar` of buttons, where there are any."""
        return []

    def below(self):
        """What stands below it: `groups` of the controls that matter, and `more` for those that are rarely needed."""
        return [groups(group("", *self.controls.values()))]

    def prepare(self, s):
        """What must happen before a picture of the state `s`: hide controls, make a new model."""

    def shape(self, s):
        """A value; when it changes, moving the artists is not enough and `build` runs again."""

    def build(self, fig, s):
        """Draw everything into the empty `fig`; return a namespace with the moving artists, or lists of them."""
        raise NotImplementedError

    def update(self, art, s):
        """Move the artists to the state `s`; return the numbers worth reading, as HTML."""
        raise NotImplementedError

    def alt(self, s):
        """One sentence that says what the picture shows."""
        raise NotImplementedError

    def still_state(self, s):
        """The state of the still picture: the present one, unless another says more."""
        return s

    def touched(self, kind, axes, x, y):
        """The pointer went "down", moved ("move"), came "up", or moved while it was up ("hover") at x, y of `axes`."""

    @property
    def state(self):
        """The values of all controls by name."""
        return SimpleNamespace(**{name: c.value for name, c in self.controls.items() if hasattr(c, "value")})

    def set(self, **values):
        """Set controls by name and return the explorer, as moving them by hand would."""
        unknown = values.keys() - vars(self.state).keys()
        if unknown:
            raise ValueError(f"no control {unknown.pop()!r}; there are {', '.join(vars(self.state))}")
        self.forgive()
        with self.hold(redraw=bool(values)):
            for name, value in values.items():
                put(self.controls[name], name, value)
        return self

    @contextmanager
    def hold(self, redraw=True):
        """Change several controls and redraw once, or not at all."""
        before, self._waiting = self._waiting, True
        try:
            yield
        finally:
            self._waiting = before
            if redraw:
                self.changed()

    def answer(self, name, work):
        """A control does `work(change)`, which redraws where that is needed, in place of redrawing at once."""
        self.controls[name].unobserve(self.changed, "value")
        self.controls[name].observe(work, "value")

    def changed(self, move=None):
        """Redraw once, when the event loop is next free, however often this is called; without a loop, now.

        move: what a control tells of the reader's move, after which an earlier failure is forgotten.
        """
        if move is not None and not self._waiting:
            self.forgive()
        hand(self._redraw_soon)

    def _redraw_soon(self):
        if self._waiting:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.redraw()
        self._waiting = True
        loop.call_soon(self.redraw)

    def redraw(self):
        """Draw the present state; an exception becomes one readable line above the picture."""
        self._waiting, self._complaints = False, list(self._failure)
        try:
            with np.errstate(all="ignore"):
                self._draw(self.state)
        except Exception as error:
            self._built = None
            self.complain("This picture could not be drawn.", error)
        self._show_complaints()

    def still(self, s=None):
        """The picture of a state as a figure of its own, with alternative text, and its line of numbers."""
        s, figure = s or self.state, FigureCanvasAgg(Still(dpi=CSS_DPI)).figure
        with np.errstate(all="ignore"):
            self.prepare(s)  # a redraw may still wait for the event loop
            numbers = self.update(self.build(figure, s), s)
        return describe(figure, self.alt(s)), typeset(numbers)

    def static(self):
        """The present picture as a matplotlib figure of its own, for readers without a kernel."""
        return self.still(self.still_state(self.state))[0]

    def frames(self, most=24, cap=frames.CAP, **positions):
        """Recorded for a page without a kernel: `frames.Frame`s over one or two controls; [] where there are none.

        positions: control=values, such as step=range(10), or play=range(0, 200, 10) for steps of its player; default:
        those of `recorded`. most: how many values of a control. cap: bytes of all images together.
        """
        positions = positions or frames.default_positions(self, most)
        return frames.record(self, positions, cap) if positions else []

    def grid(self, fig, n, width=3.3, height=3.1):
        """`n` axes of `width` × `height` inches in `fig`, as many side by side as the page has room for."""
        return grid(fig, n, width, height, self.picture if fig is self._figure else None)

    def places(self, fig, width, height, *rects):
        """Axes in a picture of `width` × `height` inches, one for each rect: left, bottom, width, height in inches."""
        for spare in self.grid(fig, 1, width, height):
            spare.remove()
        scaled = [(x / width, y / height, w / width, h / height) for x, y, w, h in rects]
        return [fig.add_axes(rect, axes_class=LectureAxes) for rect in scaled]

    def narrow(self, fig, room):
        """Whether the page has less than `room` CSS pixels for the picture; never for a still one."""
        return fig is self._figure and 0 < self.picture.room < room

    def _draw(self, s):
        ratio, canvas = self.picture.ratio, self._canvas
        self.prepare(s)
        built = (self.shape(s), self.picture.room, self.picture.tall, ratio)
        fresh = built != self._built
        if fresh:
            canvas.clear(ratio)
            self._art = self.build(self._figure, s)
        moving = list(artists(self._art))
        numbers = self.update(self._art, s)
        if fresh:
            canvas.keep(moving)
            self.picture.paper = paper(self._figure)
            self._built = built
        pixels = canvas.pixels(moving)
        self.picture.show(png.encode(pixels), self.alt(s), round(pixels.shape[1] / ratio))
        self.readout.value = typeset(numbers)

    def _pointer(self, _, message, buffers):
        """Tell `touched`, in the data of the axes under the pointer, or of those in which it went down."""
        kind, figure = message["kind"], self._figure
        spot = message["x"] * figure.bbox.width, message["y"] * figure.bbox.height
        near = self.reach * figure.dpi
        under = next((n for n, axes in enumerate(figure.axes) if axes.bbox.padded(near).contains(*spot)), None)
        if kind == "down":
            self._held = under
        at = self._held if kind in ("move", "up") else under
        if at is not None and at < len(figure.axes):
            axes = figure.axes[at]
            work = partial(self.touched, kind, axes, *axes.transData.inverted().transform(spot))
            self.pressed(work) if kind == "down" else self.guarded(work)
        elif kind in ("leave", "hover"):
            self.guarded(self.touched, "leave", None, np.nan, np.nan)

    def pressed(self, work):
        """What a button or a press on the picture does; what an earlier one failed at is forgotten."""
        self.forgive()
        self.guarded(work)
        if self.problem.value and not self._failure:
            self.changed()

    def guarded(self, work, *args):
        """Work that the reader asked for; where it raises, a line says so."""
        try:
            work(*args)
        except Exception as error:
            self.fail("This did not work.", error)

    def _ipython_display_(self):
        still.show(self, super()._repr_mimebundle_() | {"text/plain": ""})
