"""Overfitting: a polynomial of more or less capacity, noise and sample size, errors on training and new points."""

from types import SimpleNamespace

import numpy as np
from numpy.polynomial import legendre

from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import choice, group, groups, ladder, more, slider
from mlpkit.explore.fast_text import apart, signed, words
from mlpkit.explore.names import gone, leave_room
from mlpkit.palette import BLACK, BLUE, GREY, RED

HIGHEST = 20
X = np.linspace(-1, 1, 201)
TRUTHS = {
    "wave": lambda x: np.sin(np.pi * x),
    "line": lambda x: 0.8 * x,
    "kink": lambda x: np.abs(x) - 0.5,
}
NEW = 200  # points that nobody trains on
PENALTIES = (0.0, *(float(f"1e{power}") for power in range(-8, 2)))
WORSE, MORE = 1.1, 0.005  # times the least error, and so much more: no longer about right


def sample(truth, n, noise, seed):
    """n points to train on and NEW others, from the same truth with the same noise: (x, y) of each."""
    rng = np.random.default_rng(seed)
    made = []
    for size in (n, NEW):
        x = rng.uniform(-1, 1, size)
        made.append((x, TRUTHS[truth](x) + noise * rng.standard_normal(size)))
    return made


def fit(x, y, degree, penalty):
    """Coefficients in Legendre's basis of the polynomial with the smallest Σ (p(x) − y)² + λ N Σ_{k>0} c_k²."""
    A = legendre.legvander(x, degree)
    pull = np.sqrt(penalty * len(x)) * np.eye(degree + 1)
    pull[0, 0] = 0
    return np.linalg.lstsq(np.vstack([A, pull]), np.concatenate([y, np.zeros(degree + 1)]), rcond=None)[0]


def error(c, x, y):
    """The root mean squared error of the polynomial on points."""
    return float(np.sqrt(np.mean((legendre.legval(x, c) - y) ** 2)))


def told(train, new, constant, degree):
    """What the error on new points does from degree to degree, what one degree is, and which is best.

    constant: the error on new points of the best constant.
    """
    best = int(np.argmin(new.round(3)))  # of those that look the same, the first
    useless, enough = 0.9 * constant, WORSE * new[best] + MORE
    goes = "stays high" if new[best] > useless else "stays low"
    if (new > WORSE * np.minimum.accumulate(new) + MORE).any():
        goes = "turns up again" if new[-1] > enough else "goes up and down"
    verdict = "too stiff" if degree < best else "overfitted"
    if new[degree] <= enough:
        verdict = "about right"
        if new[degree] > useless:
            verdict = "hardly better than a constant" if degree else "a constant is hardly beaten here"
        if verdict == "about right" and train[degree] < new[degree] / 2 - MORE:
            verdict = "overfitted, yet as good as any"
    return goes, verdict, best


def rounded(error):
    """An error with three decimals, or with none where it is large."""
    return signed(error, 3 if error < 10 else 0)


class Overfitting(Explorer):
    """See `overfitting`."""

    recorded = (("degree", HIGHEST + 1),)

    def __init__(self):
        self.key = None
        super().__init__(
            degree=slider("degree", 9, 0, HIGHEST, hint="capacity: how many coefficients it has"),
            n=slider("points", 15, 3, 200, hint="to train on"),
            noise=slider("noise", 0.3, 0.0, 1.0, 0.05, "standard deviation of what is added to the truth"),
            truth=choice("truth", list(TRUTHS), hint="what the points stray from"),
            penalty=ladder("L2 penalty", PENALTIES, 0.0, "λ, pulls the coefficients to zero"),
            seed=slider("seed", 0, 0, 30, hint="other points"),
        )
        self.picture.pointer = True

    def below(self):
        c = self.controls
        return [
            groups(group("the model", c["degree"], c["penalty"]), group("the data", c["n"], c["noise"])),
            more(group("", c["truth"], c["seed"]), label="another truth, other points"),
        ]

    def prepare(self, s):
        key = (s.n, s.noise, s.truth, s.penalty, s.seed)
        if key != self.key:
            self.train, self.new = sample(s.truth, s.n, s.noise, s.seed)
            self.fits = [fit(*self.train, degree, s.penalty) for degree in range(HIGHEST + 1)]
            self.errors = np.array([[error(c, *data) for c in self.fits] for data in (self.train, self.new)])
            self.key = key

    def shape(self, s):
        return s.truth

    def build(self, fig, s):
        left, right = self.grid(fig, 2, 4.8, 3.5)
        left.set(xlim=(-1, 1), ylim=(-2.2, 2.2), xlabel="x", ylabel="t", title="The fit (line) and the truth (dashed)")
        left.plot(X, TRUTHS[s.truth](X), "--", color=GREY, lw=1.5)
        right.set(ylim=(0, 1.5), xlabel="degree; drag it", ylabel="root mean squared error")
        leave_room(right, 0, HIGHEST, ["new points ↑"])
        right.set_xlim(left=-0.5)  # the dots at degree 0 are whole
        curves = [right.plot([], [], ls, color=c, lw=2)[0] for ls, c in (("-", BLUE), ("--", RED))]
        names = [words(right, 0, 0, ha="left", color=c) for c in (BLUE, RED)]
        return SimpleNamespace(
            new=left.plot([], [], ".", color=RED, ms=3, alpha=0.35)[0],
            points=left.plot([], [], "o", color=BLUE, ms=6)[0],
            line=left.plot([], [], color=BLACK, lw=2)[0],
            noise=right.plot([0, HIGHEST], [0, 0], ":", color=GREY, lw=1.2)[0],
            noise_name=words(right, HIGHEST + 0.9, 0, "noise", ha="left", color="#5f5f5f"),
            here=right.axvline(0, color=GREY, lw=0.8),
            dots=[right.plot([], [], "o", color=c, ms=7)[0] for c in (BLUE, RED)],
            curves=curves,
            names=names,
            title=words(right, 0.0, 1.052, ha="left", size=11, transform=right.transAxes),
        )

    def update(self, art, s):
        art.points.set_data(*self.train)
        art.points.set_markersize(np.clip(30 / np.sqrt(s.n), 3, 6))  # many leave the curves in sight
        art.new.set_data(*self.new)
        art.line.set_data(X, np.clip(legendre.legval(X, self.fits[s.degree]), -50, 50))
        degrees = np.arange(HIGHEST + 1)
        for curve, dot, errors in zip(art.curves, art.dots, self.errors, strict=True):
            curve.set_data(degrees, errors)
            dot.set_data([s.degree], [errors[s.degree]])
        ends = [*np.clip(self.errors[:, -1], 0.0, 1.45), s.noise]
        for text, y in zip((*art.names, art.noise_name), apart(ends, 0.1, 0.04, 1.45), strict=True):
            text.set(x=HIGHEST + 0.9, y=y)
        for text, name, errors in zip(art.names, ("training", "new points"), self.errors, strict=True):
            text.set_text(name + gone(errors[-1], 0, 1.5))
        art.noise.set_ydata([s.noise, s.noise])
        art.here.set_xdata([s.degree, s.degree])
        goes, verdict, best = told(*self.errors, np.std(self.new[1]), s.degree)
        art.title.set_text(f"The error on new points {goes}")
        train, new = map(rounded, self.errors[:, s.degree])
        return (
            f"degree {s.degree}, {s.degree + 1} coefficient{'s' * (s.degree > 0)} for {s.n} points: "
            f"error <b>{train}</b> on them, <b>{new}</b> on new ones: <b>{verdict}</b>; best is degree <b>{best}</b>"
        )

    def touched(self, kind, axes, x, y):
        if kind in ("down", "move") and axes is self._figure.axes[1]:
            self.set(degree=int(np.clip(round(x), 0, HIGHEST)))

    def alt(self, s):
        return (
            f"a polynomial of degree {s.degree} fitted to {s.n} points with noise {s.noise:.2f}, and the errors on "
            f"training and new points for degrees 0 to {HIGHEST}"
        )


def overfitting(**settings):
    """Explore overfitting: capacity, noise, sample size and penalty; errors on training and on new points.

    settings: first values of controls, such as degree=15 or n=40.
    """
    return Overfitting().set(**settings)
