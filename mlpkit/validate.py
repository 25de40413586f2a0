"""Checks at the door: what a function was given against what it expects, before any mathematics.

`@checked(...)` stands on a function so that its body stays the bare formula; nothing else depends on it.
"""

import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

import numpy as np

_UNCHECKED: ContextVar[bool] = ContextVar("unchecked", default=False)
is_unchecked = _UNCHECKED.get


class unchecked:
    """Inside, `checked` lets all pass: for a loop that repeats thousands of times what has been checked once."""

    def __enter__(self) -> None:
        self._before = _UNCHECKED.set(True)

    def __exit__(self, *error) -> None:
        _UNCHECKED.reset(self._before)


def checked(*data: str, **rules: str | Callable[[str, Any], None]) -> Callable:
    """Check arguments by name before each call; every complaint is a ValueError with expected and actual.

    A rule is a string of axis names or numbers ("N K"; the same name means the same length everywhere; "..."
    stands for any axes; "" for a single number; " | " separates alternatives; in a method, an axis named like
    an attribute has that length), or a callable rule(name, value) that raises. Names in `data` must also be
    free of NaN and infinities. NumPy scalars are passed on as Python numbers, which leave float32 arrays so.
    """

    shapes = {name: rule for name, rule in rules.items() if isinstance(rule, str)}
    values = {name: rule for name, rule in rules.items() if callable(rule)}

    def decorate(function: Callable) -> Callable:
        names = tuple(inspect.signature(function).parameters)
        own_axes = _axes(rules) if names[0] == "self" else ()
        # Shapes that have passed once pass again: the steps of a training repeat the same few, thousands of times.
        passed: set[tuple] = set()

        @wraps(function)
        def call(*args, **kwargs):
            if is_unchecked():
                return function(*args, **kwargs)
            key = None if kwargs else _arrays(args, own_axes)
            if key in passed and not values and not data:
                return function(*args)
            given = dict(zip(names, args, strict=False)) | kwargs
            if key not in passed:
                sizes = {axis: getattr(args[0], axis) for axis in own_axes if hasattr(args[0], axis)}
                for name, rule in shapes.items():
                    if name in given:
                        require_shape(name, given[name], rule, sizes)
            if key is not None:
                passed.add(key)
            for name, rule in values.items():
                if name in given:
                    rule(name, given[name])
            for name in data:
                if name in given:
                    require_finite(name, given[name])
            return function(*map(_plain, args), **{name: _plain(value) for name, value in kwargs.items()})

        vars(call)["shapes"] = shapes  # for whoever draws arguments
        return call

    return decorate


def _arrays(args: tuple, own_axes: tuple[str, ...]) -> tuple | None:
    """All that the verdict on the shapes of `args` depends on, or None if there is more among them than arrays."""
    own = [getattr(args[0], axis, None) for axis in own_axes]
    arrays = args[1:] if own_axes else args
    if not all([isinstance(array, np.ndarray) for array in arrays]):
        return None
    return (*own, *[(array.shape, array.dtype) for array in arrays])


def _axes(rules: Mapping[str, str | Callable]) -> tuple[str, ...]:
    """Every axis that the rules name."""
    return tuple({axis for rule in rules.values() if isinstance(rule, str) for axis in rule.split()} - {"|"})


def _plain(value):
    """A NumPy scalar as a Python number; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def require_shape(name: str, value, rule: str, sizes: dict[str, int]) -> None:
    """ValueError unless value is a non-empty real array of a shape the rule allows; fills in `sizes`."""
    if rule and not isinstance(value, np.ndarray):
        raise ValueError(f"{name} must be a NumPy array, got {type(value).__name__}")
    value = np.asarray(value)
    if value.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold real numbers, got dtype {value.dtype}")
    if not any(_match(axes, value.shape, sizes) for axes in _alternatives(rule)):
        known = ", ".join(f"{axis} = {size}" for axis, size in sizes.items() if axis in rule.split())
        expected = " or ".join(f"({', '.join(axes)})" for axes in _alternatives(rule))
        raise ValueError(f"{name} must have shape {expected}{f' with {known}' if known else ''}, got {value.shape}")
    if value.size == 0:
        raise ValueError(f"{name} is empty: its shape is {value.shape}")


@cache
def _alternatives(rule: str) -> tuple[tuple[str, ...], ...]:
    """ "N K | N" as (("N", "K"), ("N",))."""
    return tuple(tuple(alternative.split()) for alternative in rule.split("|"))


def _match(axes: tuple[str, ...], shape: tuple[Any, ...], sizes: dict[str, Any]) -> bool:
    """Whether these axes can have this shape, given the sizes known so far; if so, adds what is new to them."""
    if "..." in axes:
        start, more = axes.index("..."), len(shape) - len(axes) + 1
        if more < 0:
            return False
        shape = (*shape[:start], shape[start : start + more], *shape[start + more :])
    if len(axes) != len(shape):
        return False
    found: dict[str, Any] = {}
    for axis, size in zip(axes, shape, strict=True):
        if size != sizes.get(axis, found.get(axis, size)) or (axis.isdigit() and size != int(axis)):
            return False
        found[axis] = size
    sizes.update(found)
    return True


def is_finite(value) -> bool:
    """Whether value holds neither NaN nor an infinity."""
    # A sum of squares tells in one pass, without an array of answers as large as the data, unless it overflows.
    return bool(np.isfinite(np.vdot(value, value)) or np.isfinite(value).all())


def require_finite(name: str, value) -> None:
    """ValueError where value holds NaN or an infinity, with how many and where the first one stands."""
    if not is_finite(value):
        bad = ~np.isfinite(value)
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(f"{name} must be finite, got {int(bad.sum())} NaN or infinite values, the first at {first}")


def require_labels(name: str, t, n_classes: int) -> None:
    """ValueError unless t (N,) holds integers 0 … n_classes − 1."""
    if not isinstance(t, np.ndarray) or t.ndim != 1 or t.dtype.kind not in "iu":
        kind = f"{t.dtype} {t.shape}" if isinstance(t, np.ndarray) else type(t).__name__
        raise ValueError(f"{name} must be a 1-D array of integer labels, got {kind}")
    if t.size == 0:
        raise ValueError(f"{name} is empty: its shape is {t.shape}")
    if t.min() < 0 or t.max() >= n_classes:
        raise ValueError(
            f"{name} must hold labels 0 to {n_classes - 1} for {n_classes} classes, "
            f"got {int(t.min())} to {int(t.max())}"
        )


def require_generator(name: str, rng) -> None:
    """ValueError unless rng is a numpy.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"{name} must be a numpy.random.Generator, got {type(rng).__name__}")


def _real(value: Any) -> bool:
    return bool(np.isscalar(value) and np.isreal(value))


def positive(name: str, value: Any) -> None:
    """ValueError unless value is a number above 0."""
    if not (_real(value) and 0 < value < np.inf):
        raise ValueError(f"{name} must be a finite number above 0, got {value!r}")


def not_negative(name: str, value: Any) -> None:
    """ValueError unless value is a number of at least 0."""
    if not (_real(value) and 0 <= value < np.inf):
        raise ValueError(f"{name} must be a finite number of at least 0, got {value!r}")


def fraction(name: str, value: Any) -> None:
    """ValueError unless 0 ≤ value < 1."""
    if not (_real(value) and 0 <= value < 1):
        raise ValueError(f"{name} must be at least 0 and below 1, got {value!r}")


def count(name: str, value: Any) -> None:
    """ValueError unless value is an integer of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be an integer of at least 1, got {value!r}")


def look_up(registry: Mapping[str, Any], name: str, kind: str):
    """registry[name], or a ValueError that lists the names there are."""
    if not isinstance(name, str) or name not in registry:
        raise ValueError(f"unknown {kind} {name!r}; known: {', '.join(sorted(registry))}")
    return registry[name]
