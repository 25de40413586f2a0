"""Descent race: gradient descent, momentum, a schedule and Adam from the same point on the same surface."""

from types import SimpleNamespace

import numpy as np

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import bar, button, choice, group, groups, log_slider, slider
from mlpkit.explore.descent_surfaces import SURFACES
from mlpkit.explore.fast_text import apart, words
from mlpkit.explore.names import gone, leave_room, put_beside
from mlpkit.explore.player import Player
from mlpkit.explore.student import check_names
from mlpkit.optim import adam_step, momentum_step, sgd_step
from mlpkit.palette import BLACK, BLUE, GREEN, RED
from mlpkit.schedules import SCHEDULES, TrainingState

STEPS = 200
HEIGHTS = "YlGnBu_r"  # the runners and their names are seen on all of it
RUNNERS = {  # colour, line and marker
    "gradient descent": (BLUE, "-", "o"),
    "with momentum": (RED, "--", "s"),
    "with the schedule": (GREEN, "-.", "^"),
    "Adam": (BLACK, ":", "D"),
}
RULE_OF = {"with momentum": "momentum_step", "Adam": "adam_step"}
RULES = {"sgd_step": sgd_step, "momentum_step": momentum_step, "adam_step": adam_step}


def path(runner, surface, start, s, rules):
    """The points (STEPS + 1, 2) of one runner; it stays where it is once it has left for infinity."""
    w, v, m = np.array(start, float), np.zeros(2), np.zeros(2)
    points = [w]
    for t in range(STEPS):
        dw = surface.grad(w)
        if runner == "with momentum":
            w, v = rules["momentum_step"](w, dw, v, lr=s.rate, momentum=s.momentum)
        elif runner == "Adam":
            w, m, v = rules["adam_step"](w, dw, m, v, t + 1, lr=s.adam_rate)
        else:
            state = TrainingState(t / 10, STEPS // 10, [])
            rate = SCHEDULES[s.schedule](s.rate, state) if "schedule" in runner else s.rate
            w = rules["sgd_step"](w, dw, lr=max(rate, 1e-12))
        if not np.abs(w).max() < 1e6:
            w = points[-1]
        points.append(w)
    return np.array(points)


class DescentRace(Explorer):
    """See `descent_race`."""

    recorded = (("step", 24),)

    def __init__(self, student):
        self.rules = RULES | student
        self.key = None
        self.player = Player(self, self.run, "let them run; press again to pause", pace=0.04)
        self.again = button("start again", lambda: self.set(step=0), "all at the first point")
        schedules = [name for name in SCHEDULES if name != "plateau"]
        first = next(iter(SURFACES.values()))
        super().__init__(
            surface=choice("surface", list(SURFACES), hint="to go down on"),
            rate=log_slider("learning rate", 0.01, -4, 1, "η of the first three"),
            momentum=slider("momentum γ", 0.9, 0.0, 0.99, 0.01, "γ of the second"),
            schedule=choice("schedule", schedules, "cosine", "of the third; an epoch is ten steps"),
            adam_rate=log_slider("Adam's rate", 0.1, -4, 1, "η of the fourth"),
            step=slider("step", 0, 0, STEPS, hint="how far they have come"),
            speed=slider("speed", 2, 1, 10, hint="steps in a picture while they run"),
            w1=slider("start w₁", first.start[0], *first.frame[:2], 0.05, "where all begin; or drag in the picture"),
            w2=slider("start w₂", first.start[1], *first.frame[2:], 0.05, "where all begin; or drag in the picture"),
        )
        self.answer("surface", self.elsewhere)
        self.picture.pointer = True

    def above(self):
        c = self.controls
        return [bar(self.player.box, self.again, c["surface"], c["step"])]

    def below(self):
        c = self.controls
        first = group("the first three", c["rate"], c["momentum"], c["schedule"])
        race = group("the race", c["w1"], c["w2"], c["speed"])
        return [groups(first, group("Adam", c["adam_rate"]), race)]

    def elsewhere(self, _):
        """Another surface has a first point and a frame of its own."""
        surface = SURFACES[self.state.surface]
        with self.hold():
            for k, name in enumerate(("w1", "w2")):
                with self.controls[name].hold_trait_notifications():
                    self.controls[name].min, self.controls[name].max = surface.frame[2 * k : 2 * k + 2]
                    self.controls[name].value = surface.start[k]

    def run(self):
        """On by `speed` steps; from the start again when they had arrived."""
        step = self.controls["step"]
        with self.hold(redraw=False):
            step.value = 0 if step.value == STEPS else min(step.value + self.state.speed, STEPS)
        return step.value < STEPS

    def still_state(self, s):
        s.step = s.step or STEPS  # a race at its start shows nothing
        return s

    def prepare(self, s):
        surface, start = SURFACES[s.surface], (s.w1, s.w2)
        key = (s.surface, start, s.rate, s.momentum, s.schedule, s.adam_rate)
        if key != self.key:
            lost, self.paths = np.full((STEPS + 1, 2), np.nan), {}
            for name in RUNNERS:
                rule = RULE_OF.get(name, "sgd_step")
                run = (path, name, surface, start, s, self.rules)
                self.paths[name] = self.attempt(rule, *run, otherwise=lost)
            failed = any(np.isnan(points).all() for points in self.paths.values())
            self.key = None if failed else key  # what failed is tried, and told, again

    def shape(self, s):
        return s.surface

    def build(self, fig, s):
        surface = SURFACES[s.surface]
        left, right = self.grid(fig, 2, 4.8, 4.2)
        left.set(xlim=surface.frame[:2], ylim=surface.frame[2:], xlabel="w₁", ylabel="w₂")
        left.set_title("Click or drag to start elsewhere")
        axes = [np.linspace(*surface.frame[k : k + 2], 81) for k in (0, 2)]
        W = np.stack(np.meshgrid(*axes), axis=-1)
        heights = surface.f(W)
        left.contourf(*axes, np.log(heights - heights.min() + 0.02), 18, cmap=HEIGHTS)
        left.grid(False)
        j, i = np.unravel_index(np.argmin(heights), heights.shape)
        left.scatter(axes[0][i], axes[1][j], s=170, c="white", marker="*", edgecolors=BLACK, zorder=2)
        right.set(yscale="log", xlabel="step", title="Loss")
        leave_room(right, 0, STEPS, [f"{name} ↓" for name in RUNNERS])
        right.set_ylim(*np.clip([heights.min() / 2, heights.max()], 1e-4, None))
        paths, dots, curves, names, at = {}, {}, {}, {}, {}
        for name, (colour, line, marker) in RUNNERS.items():
            paths[name] = left.plot([], [], line, color=colour, lw=1.5)[0]
            dots[name] = left.plot([], [], marker, color=colour, mec="white", ms=8)[0]
            curves[name] = right.plot([], [], line, color=colour, lw=2, label=name)[0]
            names[name] = words(right, 0, 1, name.removeprefix("with "), ha="left", color=colour)
            at[name] = words(left, 0, 0, name.removeprefix("with "), color=colour, paper=True, zorder=5)
        return SimpleNamespace(paths=paths, dots=dots, curves=curves, names=names, at=at)

    def update(self, art, s):
        surface, said, ends, spots = SURFACES[s.surface], [], [], []
        low, high = art.curves["Adam"].axes.get_ylim()
        for name, points in self.paths.items():
            so_far = points[: s.step + 1]
            losses = surface.f(so_far)
            art.paths[name].set_data(*so_far.T)
            art.dots[name].set_data(*so_far[-1:].T)
            art.curves[name].set_data(np.arange(len(losses)), np.maximum(losses, 1e-12))
            ends.append(np.log10(np.clip(losses[-1], low, high)))
            art.names[name].set_text(name.removeprefix("with ") + gone(losses[-1], low, high))
            spots.append(so_far[-1])
            lost = not (losses[-1] < 1e6 or surface.f(points[-1]) < 1e6)  # some come back from far away
            said.append(f"{name}: <b>{'gone to infinity' if lost else f'{losses[-1]:.4g}'}</b>")
        gap = np.log10(high / low) / 14
        heights = apart(ends, gap, np.log10(low) + gap / 2, np.log10(high))
        for text, y in zip(art.names.values(), heights, strict=True):
            text.set(x=s.step + 4, y=10**y)
        put_beside(list(art.at.values()), spots, 0.08)
        return f"loss after {s.step} step{'s' * (s.step != 1)}: " + "; ".join(said)

    def touched(self, kind, axes, x, y):
        if kind in ("down", "move") and axes is self._figure.axes[0]:
            left, right, bottom, top = SURFACES[self.state.surface].frame
            self.set(w1=float(np.clip(x, left, right)), w2=float(np.clip(y, bottom, top)))

    def alt(self, s):
        return f"paths of {', '.join(RUNNERS)} on {s.surface} after {s.step} steps, and their losses by step"


def descent_race(*, student=None, **settings):
    """Race four ways down: gradient descent, momentum, a schedule, Adam.

    student: your update rules by name (sgd_step, momentum_step, adam_step), which then run instead.
    settings: first values of controls, such as surface="a ravine".
    """
    check_names(student or {}, RULES)
    return DescentRace(student or {}).set(**settings)
