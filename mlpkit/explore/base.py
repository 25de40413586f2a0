"""What every explorer shares: state from the controls, a figure, a line of numbers, a line for errors.

An explorer is a subclass with three short methods:

- `shape(s)`: the part of the state that changes axes or the number of lines (default: nothing does);
- `build(fig, s)`: draw what stays still, return a namespace with the artists that move;
- `update(art, s)`: move them and return the line of numbers (HTML).

Only the moving artists are drawn again when a slider moves: the ticks and labels of three panels cost 60 ms,
their lines 5 ms. When `shape` changes, everything is drawn anew. One thread draws all explorers (`owner.py`).
"""

import asyncio
import html
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mlpkit.explore import png
from mlpkit.explore.controls import row
from mlpkit.explore.owner import hand, take_over
from mlpkit.explore.panels import artists, grid
from mlpkit.explore.picture import Picture
from mlpkit.explore.player import pause_all
from mlpkit.explore.problem import in_one_line
from mlpkit.plots.base import Picture as Still
from mlpkit.plots.base import describe

CSS_DPI = 96


class Explorer(widgets.VBox):
    """Controls, a line of numbers, and a picture below each other; the module's docstring says what a subclass adds."""

    def __init__(self, **controls):
        self.controls = controls
        self.picture, self.readout, self.problem = Picture(), widgets.HTML(), widgets.HTML()
        self._figure = FigureCanvasAgg(Figure(dpi=CSS_DPI)).figure
        self._built = self._art = self._background = None
        self._waiting, self._complaints, self._failure = False, [], []
        pause_all()
        for control in controls.values():
            control.observe(self.changed, "value")
        self.picture.observe(self.changed, ["room", "ratio"])
        self.picture.on_msg(self._pointer)
        super().__init__([self.arrange(), self.readout, self.problem, self.picture])
        for part, name in ((self, "explorer"), (self.readout, "readout"), (self.problem, "problem")):
            part.add_class(f"mlpkit-{name}")
        take_over(self)
        self.redraw()

    def arrange(self):
        """The box that holds the controls."""
        return row(*self.controls.values())

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

    def touched(self, kind, axes, x, y):
        """The pointer went "down", moved while down ("move") or came "up" at x, y in the data of `axes`."""

    @property
    def state(self):
        """The values of all controls by name."""
        return SimpleNamespace(**{name: c.value for name, c in self.controls.items() if hasattr(c, "value")})

    def set(self, **values):
        """Set controls by name and return the explorer, as moving them by hand would."""
        unknown = values.keys() - vars(self.state).keys()
        if unknown:
            raise ValueError(f"no control {unknown.pop()!r}; there are {', '.join(vars(self.state))}")
        with self.hold(redraw=bool(values)):
            for name, value in values.items():
                self.controls[name].value = value
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

    def changed(self, _=None):
        """Redraw once, when the event loop is next free, however often this is called; without a loop, now."""
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
        self._waiting, self._complaints = False, self._failure
        self._failure = []
        try:
            with np.errstate(all="ignore"):
                self._draw(self.state)
        except Exception as error:
            self._built = None
            self.complain("This picture could not be drawn.", error)
        self._show_complaints()

    def _show_complaints(self):
        lines = "<br>".join(html.escape(line) for line in self._complaints)
        self.problem.value = f'<div role="alert">{lines}</div>' if lines else ""

    def complain(self, text, error):
        """Show `text` and the error as a line above the picture; to be called while redrawing."""
        line = f"{text} {in_one_line(error)}"
        if line not in self._complaints:
            self._complaints.append(line)

    def fail(self, text, error):
        """As `complain`, between two redraws; the next picture still says it."""
        self._complaints = []
        self.complain(text, error)
        self._failure = self._complaints
        self._show_complaints()

    def attempt(self, name, f, *args, otherwise=np.nan):
        """f(*args), which runs the reader's function `name`; where that raises, a line says so."""
        try:
            return f(*args)
        except Exception as error:
            self.complain(f"Your {name} did not run.", error)
            return otherwise

    def static(self):
        """The present picture as a matplotlib figure of its own, for readers without a kernel."""
        s, still = self.state, FigureCanvasAgg(Still(dpi=CSS_DPI)).figure
        with np.errstate(all="ignore"):
            self.prepare(s)  # a redraw may still wait for the event loop
            self.update(self.build(still, s), s)
        return describe(still, self.alt(s))

    def grid(self, fig, n, width=3.3, height=3.1):
        """`n` axes of `width` × `height` inches in `fig`, as many side by side as the page has room for."""
        room = self.picture.room if fig is self._figure else 0
        return grid(fig, n, width, height, room / CSS_DPI)

    def _draw(self, s):
        fig, ratio = self._figure, self.picture.ratio
        self.prepare(s)
        built = (self.shape(s), self.picture.room, ratio)
        fresh = built != self._built
        if fresh:
            fig.clear()
            fig.set_dpi(CSS_DPI * ratio)
            self._art = self.build(fig, s)
        moving = list(artists(self._art))
        numbers = self.update(self._art, s)
        if fresh:
            for artist in moving:
                artist.set_animated(True)
            fig.canvas.draw()
            self._background, self._built = fig.canvas.copy_from_bbox(fig.bbox), built
        fig.canvas.restore_region(self._background)
        for artist in sorted(moving, key=lambda a: a.get_zorder()):
            artist.draw(fig.canvas.get_renderer())
        pixels = np.asarray(fig.canvas.buffer_rgba())
        self.picture.show(png.encode(pixels), self.alt(s), round(pixels.shape[1] / ratio))
        self.readout.value = numbers or ""

    def _pointer(self, _, message, buffers):
        width, height = self._figure.bbox.size
        spot = message["x"] * width, message["y"] * height
        for axes in self._figure.axes:
            if axes.bbox.contains(*spot):
                self.touched(message["kind"], axes, *axes.transData.inverted().transform(spot))

    def _repr_mimebundle_(self, **kwargs):
        data = super()._repr_mimebundle_(**kwargs)
        with suppress(Exception):  # where there is none, the line above the live picture says why
            picture, metadata = self.static()._repr_mimebundle_()
            return {**data, **picture}, metadata
        return data
