"""Cases for a function whose `@checked` says the shapes of its arguments: nothing has to be drawn by hand."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.checking.exercise import ORDINARY, Inputs

DTYPES = ("float32", "float64")
SPREAD = 2.0
# Name of the group -> how long the axes are, each in turn: all alike first, so that no mistake ends in an error.
GROUPS = {
    ORDINARY: ((4,), (3,)),
    "axes of different length": ((5, 2, 3, 4), (2, 5, 4, 3)),
    "a single row": ((1, 3, 2),),
}
# What the groups are called where no argument has two axes.
OF_VECTORS = {"axes of different length": "other lengths", "a single row": "a single entry"}
# For "...", which stands for any axes.
FREE = ((7,), (3, 4))


def drawn(function: Callable, **given: Any) -> Callable[[np.random.Generator], Iterator[Inputs]]:
    """Cases for `function`, whose `@checked(X="N D", …)` says the axes of its arrays: `cases=drawn(f, k=(1, 3))`.

    Each axis is as long everywhere: all axes alike in the ordinary cases, then of different length, then one row.
    Arrays are normal values around 1, in float32 and float64; where the annotation says integers, labels 0, 1, 2.
    Numbers with a default are drawn around it, and are never the default itself; one of a group is called without them.

    given   argument -> what it is drawn from: (low, high), of integers or of real numbers, for an array as for a
            number; a list to choose from; or a function of rng and shape
    ValueError: an argument of which nothing is known, or a name in `given` that the function does not have.
    """
    rules, signature = getattr(function, "shapes", {}), inspect.signature(function)
    if unknown := given.keys() - signature.parameters.keys():
        raise ValueError(
            f"{function.__name__} has no argument {unknown.pop()}; it has {', '.join(signature.parameters)}"
        )
    makers = {p.name: _maker(function, p, rules.get(p.name), given) for p in signature.parameters.values()}
    free = any("..." in rule for rule in rules.values())
    vectors = not free and all(len(rule.split("|")[0].split()) < 2 for rule in rules.values())
    whole = sum(p.default is inspect.Parameter.empty for p in signature.parameters.values())

    def draw(rng: np.random.Generator) -> Iterator[Inputs]:
        for dtype in DTYPES:
            for group, sizes in GROUPS.items():
                for n, lengths in enumerate(sizes):
                    axes = _Axes(lengths, FREE[n % 2])
                    args = [make(rng, axes, dtype) for make in makers.values()]
                    called = OF_VECTORS.get(group, group) if vectors else group
                    yield Inputs(tuple(args if n == 0 else args[:whole]), called)
                if free:
                    break

    return draw


def cases_of(reference: Callable | str, task: Any, cases: Callable | None, more: Mapping[str, Any]) -> Callable | None:
    """The cases of a description, drawn where it has none; ValueError for its author where something is missing."""
    if cases is None and inspect.isfunction(reference) and getattr(task, "kind", "repair") == "repair":
        return drawn(reference)
    if task is not None:
        return cases
    name = reference if isinstance(reference, str) else reference.__name__
    missing = [] if cases else ["cases(rng), which yields the Inputs that `call` gets"]
    if isinstance(reference, str):
        missing += [] if "call" in more else ["call(value, *inputs), which returns what the value does"]
        missing += (
            [] if "accept" in more else ["accept(*inputs), which returns ((low, high), …) for what `call` returns"]
        )
    elif isinstance(reference, type) and "call" not in more:
        missing += ["call(cls, *inputs), which makes an object and returns what it does"]
    if missing:
        kind = "value" if isinstance(reference, str) else "class"
        raise ValueError(f"{name} is a {kind}; it needs {', and '.join(missing)}")
    return cases


class _Axes:
    """How long each axis of one call is; an axis that is new gets the next length."""

    def __init__(self, lengths: tuple[int, ...], free: tuple[int, ...]):
        self.lengths, self.free, self.known = lengths, free, dict[str, int]()

    def shape(self, rule: str) -> tuple[int, ...]:
        out: list[int] = []
        for axis in rule.split("|")[0].split():
            out += self.free if axis == "..." else [int(axis) if axis.isdigit() else self._length(axis)]
        return tuple(out)

    def _length(self, axis: str) -> int:
        return self.known.setdefault(axis, self.lengths[len(self.known) % len(self.lengths)])


def _maker(function: Callable, parameter: inspect.Parameter, rule: str | None, given: Mapping[str, Any]) -> Callable:
    """make(rng, axes, dtype) -> a value for the argument."""
    name, default = parameter.name, parameter.default
    of = given.get(name)
    if name in given:
        return lambda rng, axes, dtype: _from(of, rng, axes.shape(rule or ""), dtype)
    if rule:
        whole = "int" in str(parameter.annotation)
        return lambda rng, axes, dtype: _array(rng, axes.shape(rule), dtype, whole)
    if isinstance(default, bool):
        return lambda rng, axes, dtype: not default
    if isinstance(default, int):
        return lambda rng, axes, dtype: default + int(rng.integers(1, 4))
    if isinstance(default, float):
        return lambda rng, axes, dtype: float((abs(default) or 1.0) * rng.uniform(2, 5))
    if parameter.annotation in (int, "int"):
        return lambda rng, axes, dtype: int(rng.integers(1, 4))
    if rule == "" or parameter.annotation in (float, "float"):
        return lambda rng, axes, dtype: float(rng.uniform(0.5, 2))
    raise ValueError(
        f"cases cannot be drawn for {function.__name__}: nothing is known of {name}. Give its shape in "
        f'@checked({name}="N D"), say cases=drawn({function.__name__}, {name}=(1, 5)), or write `cases` yourself'
    )


def _array(rng: np.random.Generator, shape: tuple[int, ...], dtype: str, whole: bool) -> np.ndarray:
    return rng.integers(0, 3, shape) if whole else rng.normal(1, SPREAD, shape).astype(dtype)


def _from(of: Any, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> Any:
    if callable(of):
        return of(rng, shape)
    if isinstance(of, list):
        return of[int(rng.integers(len(of)))]
    low, high = of
    if isinstance(low, int) and isinstance(high, int):
        return rng.integers(low, high + 1, shape) if shape else int(rng.integers(low, high + 1))
    return rng.uniform(low, high, shape).astype(dtype) if shape else float(rng.uniform(low, high))
