"""An explorer of one's own: a function that draws, and a control for each of its arguments."""

from numbers import Integral, Number, Real
from types import SimpleNamespace

from mlpkit.explore import controls
from mlpkit.explore.base import Explorer
from mlpkit.explore.panels import filling
from mlpkit.explore.player import Player

TICKS = 0.28  # inches, for the numbers below an axis
WIDEST = 10.0  # inches, of a single panel in a wide page
SWEEP = 4.0  # seconds in which play goes from one end of a slider to the other


class Own(Explorer):
    """See `slider`."""

    def __init__(self, draw, made, panels, alt):
        self.function, self.panels, self.sentence = draw, panels, alt
        self.swept = next((control for control in made.values() if hasattr(control, "step")), None)
        if self.swept is not None:
            steps = (self.swept.max - self.swept.min) / self.swept.step
            self.player = Player(self, self.sweep, f"let {self.swept.description} run", pace=SWEEP / max(steps, 1))
        super().__init__(**made)

    def above(self):
        return [] if self.swept is None else [controls.bar(self.player.box)]

    def sweep(self):
        """The first slider one step on; from its beginning when it had come to its end."""
        slider, end = self.swept, self.swept.max - self.swept.step / 2
        with self.hold(redraw=False):
            slider.value = slider.min if slider.value > end else min(slider.value + slider.step, slider.max)
        return slider.value < end

    def shape(self, s):
        return tuple(vars(s).values())

    def build(self, fig, s):
        width, height = (6.0, 3.6) if self.panels == 1 else (3.9, 3.3)
        if self.panels == 1 and fig is self._figure:
            width = filling(self.picture, width, height, WIDEST)
        axes = self.grid(fig, self.panels, width, height)
        numbers = self.function(axes[0] if self.panels == 1 else axes, **vars(s))
        if all(_empty(ax) for ax in axes):
            self.complain("The function drew nothing on the axes that it is given: use ax.plot, not plt.plot.")
        if not any(ax.get_xlabel() for ax in axes):  # the room for a label would be an empty strip
            fig.subplots_adjust(bottom=TICKS / fig.get_figheight())
        return SimpleNamespace(numbers=str(numbers) if isinstance(numbers, str | Number) else "")  # not lines

    def update(self, art, s):
        return art.numbers

    def alt(self, s):
        return self.sentence.format(**vars(s))


def _empty(ax):
    return not (ax.has_data() or ax.texts or ax.child_axes or ax.get_title() or ax.get_title(loc="left"))


def slider(draw, *, panels=1, alt=None, **arguments):
    """An explorer of your own from a function that draws: `slider(draw, k=(1, 31, 2))`.

    draw(ax, k): draws on matplotlib axes, or on a list of them where `panels` is more than 1, and may return a line
    of text (or HTML) to stand below the picture. It is called anew after each move.
    arguments: one control for each; (low, high) or (low, high, step) a slider that starts in the middle, a list a
    choice, True or False a box to tick. Play moves the first slider.
    alt: the sentence for those who cannot see the picture, such as "a fit of degree {k}"; default: the first line of
    the function's docstring and the values.
    """
    if not arguments:
        raise ValueError("slider needs at least one argument with a control, such as k=(1, 31)")
    made = {name: _control(name, what) for name, what in arguments.items()}
    if alt is None:
        says = (draw.__doc__ or draw.__name__).strip().splitlines()[0]
        alt = says.replace("{", "{{").replace("}", "}}") + ": " + ", ".join(f"{n} = {{{n}}}" for n in made)
    return Own(draw, made, panels, alt)


def _is_range(what):
    """Whether it is (low, high) or (low, high, step)."""
    if not isinstance(what, tuple) or len(what) not in (2, 3) or not all(isinstance(v, Real) for v in what):
        return False
    return what[0] < what[1] and all(step > 0 for step in what[2:])


def _control(name, what):
    if isinstance(what, bool):
        return controls.tick(name, what)
    if isinstance(what, list) and what:
        return controls.choice(name, what)
    if _is_range(what):
        low, high, *step = what
        whole = all(isinstance(v, Integral) for v in what)
        size = step[0] if step else (1 if whole else (high - low) / 100)
        middle = low + size * round((high - low) / 2 / size)
        kind = int if whole else float
        return controls.slider(name, kind(middle), kind(low), kind(high), size)
    raise ValueError(f"{name} must be (low, high), (low, high, step), a list, True or False, got {what!r}")
