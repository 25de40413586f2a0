"""Where the lines of a derivation are compared: drawn names, sizes and indices, and values of the forms asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checking.derivation.allowed import name_of
from autograder.checking.derivation.evaluate import Budget, Opaque, Places

# Inputs are moved by this many units in the last place to see how far rounding carries, as in `cases`.
NUDGE, MOVES = 16, 2
POINTS = 12


@dataclass
class Sample:
    """One choice of sizes, with a few points: plain data, which a hand-out records in place of the forms themselves.

    `tied` are the names drawn; `free` are all names, those defined by others too, as if none followed from another.
    `forms` has the values of what must occur and of the listed slips, with the names free.
    """

    sizes: dict[str, int]
    at: dict[str, int]
    tied: dict[str, np.ndarray]
    free: dict[str, np.ndarray]
    forms: dict[str, list[np.ndarray]] = field(default_factory=dict)
    opaque: list[tuple] = field(default_factory=list)

    @property
    def points(self) -> int:
        return len(next(iter(self.free.values())))

    def tied_places(self, task: Any, budget: Budget) -> Places:
        """The names as they depend on one another, at all points and the same points moved a little."""
        points = self.points * (1 + MOVES)
        return Places(points, dict(self.tied), self.sizes, task.indices, task.given_trees, dict(self.at), budget)

    def free_places(self, task: Any, budget: Budget) -> Places:
        """Every name on its own, and every derivative an unknown."""
        opaque = Opaque(np.random.default_rng(len(self.opaque)), self.opaque)
        return Places(self.points, dict(self.free), self.sizes, task.indices, {}, dict(self.at), budget, opaque=opaque)

    def told(self, names: list[str], point: int) -> str:
        """ "z = 0.7, N = 2": a point in words, leaving out what is too large to read."""
        words = [f"{n} = {s}" for n, s in self.sizes.items()] + [f"{i} = {n}" for i, n in self.at.items()]
        words += [
            f"{n} = {_number_or_array(self.tied[n][point])}"
            for n in names
            if n in self.tied and self.tied[n][point].size <= 6
        ]
        return ", ".join(words)


def _number_or_array(value: np.ndarray) -> str:
    return f"{value:g}" if value.ndim == 0 else np.array2string(value, separator=", ").replace("\n", "")


def draw(task: Any, rng: np.random.Generator, rounds: int) -> list[Sample]:
    """Samples for a derivation, each with the values of the forms and slips. More sizes where names have axes."""
    letters = list(dict.fromkeys(letter for shape, *_ in task.names.values() for letter in shape.split()))
    return [_sample(task, rng, letters, n) for n in range(2 * rounds if letters else 1)]


def _sample(task: Any, rng: np.random.Generator, letters: list[str], n: int) -> Sample:
    every = range(2, 2 + max(4, len(letters)))
    # Turned by one from sample to sample: a letter never has the same size in two of them in a row.
    sizes = {letter: every[(k + n) % len(every)] for k, letter in enumerate(letters)}
    points = 6 if letters else POINTS
    tied = {name: _drawn(spec, sizes, points, rng) for name, spec in task.names.items()}
    sample = Sample(sizes, _indices(task, sizes, rng, n), {}, {})
    places = Places(points, dict(tied), sizes, task.indices, task.given_trees, dict(sample.at))
    sample.free = {**tied, **{g: _unrelated(places.value(t), rng) for g, t in task.given_trees.items()}}
    sample.tied = {name: _with_moves(value, rng) for name, value in tied.items()}
    free = sample.free_places(task, Budget(10**6))
    sample.forms = {
        name: [np.array(free.value(t)) for t in trees] for name, trees in (task.through_trees | task.slip_trees).items()
    }
    sample.opaque = free.opaque.known if free.opaque else []
    return sample


def _drawn(spec: tuple, sizes: Mapping[str, int], points: int, rng: np.random.Generator) -> np.ndarray:
    """Numbers with one or two decimals, so that a counterexample can be read."""
    letters, low, *high = spec
    shape = (points, *(sizes[x] for x in letters.split()))
    if not high:
        return rng.choice(np.array(low, dtype=float), shape)
    decimals = 1 if high[0] - low >= 2 else 2
    value = np.round(rng.uniform(low, high[0], shape), decimals)
    readable = [v for v in (1.0, 2.0, -1.0, 0.5) if low <= v <= high[0]]
    if not letters:
        value[: len(readable)] = readable
    return np.where((value == 0) | (value < low), np.round((low + 2 * high[0]) / 3, decimals), value)


def _unrelated(like: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Positive numbers, so that powers and logarithms of them are defined."""
    return rng.uniform(0.2, 0.9, like.shape)


def _with_moves(value: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    eps = NUDGE * np.finfo(float).eps
    return np.concatenate([value, *(value * (1 + eps * rng.uniform(-1, 1, value.shape)) for _ in range(MOVES))])


def _indices(task: Any, sizes: Mapping[str, int], rng: np.random.Generator, n: int) -> dict[str, int]:
    """Indices that no sum binds: in turn all alike and all different where they run over the same axis."""
    found: dict[str, int] = {}
    for index in task.free_indices:
        taken = [found[i] for i in found if task.indices[i] == task.indices[index]]
        size = sizes[task.indices[index]]
        alike = n % 2 and not task.distinct
        left = taken if taken and alike else [k for k in range(size) if k not in taken] or list(range(size))
        found[index] = int(rng.choice(left))
    return found


def indices_left_open(tree: ast.AST, indices: Mapping[str, str], bound: frozenset = frozenset()) -> list[str]:
    """The indices of an expression that no sum in it binds, in order."""
    if isinstance(tree, ast.Name):
        return [tree.id] if tree.id in indices and tree.id not in bound else []
    if isinstance(tree, ast.Call) and name_of(tree.func) in ("sum", "mean") and len(tree.args) == 2:
        return indices_left_open(tree.args[1], indices, bound | {name_of(tree.args[0])})
    parts = [p for p in ast.iter_child_nodes(tree) if not (isinstance(tree, ast.Call) and p is tree.func)]
    return list(dict.fromkeys(i for p in parts for i in indices_left_open(p, indices, bound)))
