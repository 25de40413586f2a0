"""An explorer of one's own: a function that draws, and a control for each of its arguments."""

from types import SimpleNamespace

from mlpkit.explore import controls
from mlpkit.explore.base import Explorer
from mlpkit.explore.player import Player

TICKS = 0.28  # inches, for the numbers below an axis
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
        axes = self.grid(fig, self.panels, *((6.0, 3.6) if self.panels == 1 else (3.9, 3.3)))
        numbers = self.function(axes[0] if self.panels == 1 else axes, **vars(s))
        if not any(ax.get_xlabel() for ax in axes):  # the room for a label would be an empty strip
            fig.subplots_adjust(bottom=TICKS / fig.get_figheight())
        return SimpleNamespace(numbers="" if numbers is None else str(numbers))

    def update(self, art, s):
        return art.numbers

    def alt(self, s):
        return self.sentence.format(**vars(s))


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


def _control(name, what):
    if isinstance(what, bool):
        return controls.tick(name, what)
    if isinstance(what, list) and what:
        return controls.choice(name, what)
    if isinstance(what, tuple) and len(what) in (2, 3) and what[0] < what[1]:
        low, high, *step = what
        whole = all(isinstance(v, int) for v in what)
        size = step[0] if step else (1 if whole else (high - low) / 100)
        middle = low + size * round((high - low) / 2 / size)
        kind = int if whole else float
        return controls.slider(name, kind(middle), kind(low), kind(high), size)
    raise ValueError(f"{name} must be (low, high), (low, high, step), a list, True or False, got {what!r}")
