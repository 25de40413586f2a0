"""Smaller and simpler arguments of the same kind: fewer rows and columns, then integers, halves and tenths."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

STEPS = (1, 2, 10)


def in_float64(value: Any) -> Any:
    """A float array in float64; anything else as it is."""
    return value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def shapes_of(args: tuple) -> tuple:
    """What tells sizes apart: shapes of arrays, lengths of lists, and types."""
    return tuple(
        a.shape if isinstance(a, np.ndarray) else len(a) if isinstance(a, list) else type(a).__name__ for a in args
    )


def numbers_in(args: Sequence[Any]) -> int:
    """How many numbers there are to read in arrays and lists."""
    return sum(np.size(a) for a in args if isinstance(a, (np.ndarray, list)) and _numeric(a))


def characters_in(args: Sequence[Any]) -> int:
    """How many characters those numbers take."""
    arrays = [np.asarray(a, np.float64) for a in args if isinstance(a, (np.ndarray, list)) and _numeric(a)]
    words = sum(len(f"{v:g}") + bool(v) for a in arrays for v in a.ravel()[:200])
    return words + sum(len(f"{a:g}") for a in args if isinstance(a, float))


def _numeric(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def cut(args: tuple) -> Iterator[list]:
    """Arguments like these, in every smaller size."""
    lengths = sorted({n for a in args for n in _lengths(a) if n > 1})
    if len(lengths) > 4:
        return
    for sizes in itertools.product(*((1, 2) if n == 2 else (1, 2, n) if n < 4 else (1, 2, 3) for n in lengths)):
        new = dict(zip(lengths, sizes, strict=True))
        yield [_cut(a, new) for a in args]


def simpler(args: Sequence[Any], kinds: Sequence[Kind | None]) -> Iterator[tuple]:
    """These arguments in three degrees of simplicity; `kinds` are those of what they were cut from."""
    for step in STEPS:
        yield tuple(_simple(small, kind, step) for small, kind in zip(args, kinds, strict=True))


def _lengths(value: Any) -> tuple[int, ...]:
    if isinstance(value, np.ndarray):
        return value.shape
    return (len(value),) if isinstance(value, list) and value and _numeric(value) else ()


def _cut(value: Any, new: dict[int, int]) -> Any:
    """The first entries along each axis."""
    if isinstance(value, list) and _lengths(value):
        return _ranked(value, value[: new.get(len(value), len(value))])
    if not isinstance(value, np.ndarray):
        return value
    return _ranked(value, value[tuple(slice(new.get(n, n)) for n in value.shape)])


def _ranked(whole: Any, part: Any) -> Any:
    """A part of a permutation is made a permutation again."""
    if np.asarray(whole).dtype.kind not in "iu" or sorted(np.ravel(whole)) != list(range(np.size(whole))):
        return part
    ranks = np.argsort(np.argsort(part))
    return ranks.tolist() if isinstance(whole, list) else ranks


class Kind:
    """What holds of all entries of an array, and must hold of a simpler one too."""

    def __init__(self, a: np.ndarray):
        self.positive, self.not_negative = bool(np.all(a > 0)), bool(np.all(a >= 0))
        self.share = self.not_negative and bool(np.all(a <= 1)) and a.size > 2
        self.rows = self.not_negative and a.ndim > 0 and np.allclose(a.sum(axis=-1), 1, atol=1e-4)
        self.whole = bool(np.all(a == np.rint(a)))


def kinds_of(args: tuple) -> list[Kind | None]:
    """The kind of each array of real numbers; None for anything else."""
    return [Kind(a) if isinstance(a, np.ndarray) and a.dtype.kind == "f" and a.size else None for a in args]


def _simple(small: Any, kind: Kind | None, step: int) -> Any:
    if isinstance(small, float) and np.isfinite(small):
        rounded = round(small * step) / step
        return rounded if rounded or not small else float(f"{small:.1g}")
    if isinstance(small, list) and small and all(isinstance(v, float) for v in small):
        return [round(v, 1) for v in small]
    if kind is None or not small.size:
        return small
    if kind.rows:
        return _rows(small, kind, step)
    if kind.whole or np.max(np.abs(small)) > 1e3:
        return small
    fine = max(step, 4) if kind.share else step
    new = np.rint(small * fine) / fine
    if kind.positive:
        new = np.where(new > 0, new, 1 / fine)
    return new + 0.0


def _rows(small: np.ndarray, kind: Kind, step: int) -> np.ndarray:
    """Rows of probabilities in eighths (or a single 1), with sum 1."""
    fine = 1 if kind.whole else 8 * step
    new = np.floor(small * fine) / fine
    if kind.positive:
        new = np.maximum(new, 1 / fine)
    most = np.argmax(small, axis=-1)[..., None]
    rest = 1 - new.sum(axis=-1, keepdims=True) + np.take_along_axis(new, most, axis=-1)
    np.put_along_axis(new, most, rest, axis=-1)
    return new
