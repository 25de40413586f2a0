"""Everything that can be chosen in the playground, as one value that is also a short line of text."""

from dataclasses import dataclass, fields, replace

from mlpkit.activations import ACTIVATIONS
from mlpkit.explore.playground.data import DATA, FEATURES
from mlpkit.init import INITS
from mlpkit.schedules import SCHEDULES

OPTIMISERS = ("sgd", "adam")
MOST_LAYERS, MOST_UNITS = 5, 8
LATER = ("rate", "schedule", "optimiser", "momentum", "l1", "l2", "batch")  # may change while it learns
ALWAYS = ("data", "layers", "rate")  # written in every text, so that there is always one to copy


@dataclass(frozen=True)
class Settings:
    """`text` and `from_text` are inverse to each other; most of what equals the default is left out of the text."""

    data: str = "circle"
    n: int = 300
    noise: float = 0.2
    train: float = 0.5
    points: tuple[tuple[float, float, int], ...] = ()
    features: tuple[str, ...] = ("x1", "x2")
    layers: tuple[tuple[int, str], ...] = ((4, "tanh"), (2, "tanh"))
    init: str = "xavier"
    seed: int = 0
    rate: float = 0.03
    schedule: str = "constant"
    optimiser: str = "sgd"
    momentum: float = 0.0
    l1: float = 0.0
    l2: float = 0.0
    batch: int = 10

    def __post_init__(self):
        _one_of("data", self.data, (*DATA, "clicked"))
        _one_of("init", self.init, INITS)
        _one_of("schedule", self.schedule, SCHEDULES)
        _one_of("optimiser", self.optimiser, OPTIMISERS)
        for feature in self.features:
            _one_of("feature", feature, FEATURES)
        for width, activation in self.layers:
            _within("units in a layer", width, 1, MOST_UNITS)
            _one_of("activation", activation, ACTIVATIONS)
        _within("hidden layers", len(self.layers), 0, MOST_LAYERS)
        _within("features", len(self.features), 1, len(FEATURES))
        for name, low, high in _RANGES:
            _within(name, getattr(self, name), low, high)

    @property
    def regression(self):
        """Whether the target is a number."""
        return self.data in ("plane", "hills")

    @property
    def text(self):
        """Such as "data=spiral layers=8:tanh rate=0.01": data, layers, rate, and what else is not the default."""
        default = Settings()
        changed = [
            f.name for f in fields(self) if f.name in ALWAYS or getattr(self, f.name) != getattr(default, f.name)
        ]
        return " ".join(f"{name}={_write(getattr(self, name))}" for name in changed)

    def fixed_changes(self, before):
        """The names of those that differ from `before` and cannot change while it learns."""
        fixed = (f.name for f in fields(self) if f.name not in LATER)
        return [name for name in fixed if getattr(self, name) != getattr(before, name)]

    @classmethod
    def from_text(cls, text):
        """The settings that a text describes; ValueError says what is wrong with it."""
        known, values = {f.name: f.default for f in fields(cls)}, {}
        for word in text.split():
            name, equals, value = word.partition("=")
            if not equals or name not in known:
                raise ValueError(f"cannot read {word!r}; write name=value with a name of {', '.join(known)}")
            try:
                values[name] = _read(name, value, known[name])
            except ValueError as error:
                raise ValueError(f"cannot read {word!r}: {error}") from None
        return replace(cls(), **values)


_RANGES = [
    ("n", 10, 2000), ("noise", 0, 5), ("train", 0.1, 0.9), ("seed", 0, 10**6), ("rate", 1e-6, 100),
    ("momentum", 0, 0.999), ("l1", 0, 10), ("l2", 0, 10), ("batch", 1, 2000),
]  # fmt: skip


def _write(value):
    if isinstance(value, tuple):
        return ",".join(":".join(map(_write, v)) if isinstance(v, tuple) else _write(v) for v in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read(name, text, default):
    if not isinstance(default, tuple):
        return type(default)(text)
    parts = [part for part in text.split(",") if part]
    if name == "layers":
        return tuple((int(w), f) for w, _, f in (part.partition(":") for part in parts))
    if name == "points":
        return tuple((float(x), float(y), int(t)) for x, y, t in (part.split(":") for part in parts))
    return tuple(parts)


def _one_of(what, value, known):
    if value not in known:
        raise ValueError(f"unknown {what} {value!r}; there are {', '.join(known)}")


def _within(what, value, low, high):
    if not low <= value <= high:
        raise ValueError(f"{what} must be from {low:g} to {high:g}, got {value:g}")
