"""Compare the lines of a derivation: where one is not the one before, by how much, and in what way."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.derivation.evaluate import Budget
from autograder.checking.derivation.samples import MOVES, NUDGE, Sample
from autograder.checking.derivation.values import TooCostly, Unfit

# Lines differ by rounding alone: a few operations, each a few units in the last place (as in `cases`).
OPERATIONS = 64
# What central differences inside another derivative are good for.
ROUGH = 1e-6


@dataclass
class Values:
    """One line at every sample: its values, or why it has none."""

    each: list[np.ndarray]
    rough: bool = False
    unfit: str = ""


def evaluated(task: Any, samples: Sequence[Sample], lets: dict, trees: Sequence[ast.expr], budget: Budget):
    """The values of each line, one after another; ends where the cost ends."""
    places = [s.tied_places(task, budget).with_given(lets) for s in samples]
    for tree in trees:
        budget.rough = False
        try:
            each = [p.value(tree) for p in places]
            yield Values(each, budget.rough)
        except Unfit as why:
            yield Values([], unfit=_in_letters(str(why), samples[0].sizes))
        except TooCostly as why:
            yield Values([], unfit=str(why))
            return


def differences(a: Values, b: Values) -> list[np.ndarray] | None:
    """For each sample, where a is not b beyond rounding (points first); None where their shapes differ."""
    if any(x.shape != y.shape for x, y in zip(a.each, b.each, strict=True)):
        return None
    return [_differ(x, y, a.rough or b.rough) for x, y in zip(a.each, b.each, strict=True)]


def _differ(x: np.ndarray, y: np.ndarray, rough: bool) -> np.ndarray:
    points = len(x) // (1 + MOVES)
    with np.errstate(all="ignore"):
        noise = np.zeros_like(x[:points])
        for value in (x, y):
            moved = value.reshape(1 + MOVES, points, *value.shape[1:])
            noise += np.nan_to_num(np.abs(moved[1:] - moved[0]).max(axis=0)) / NUDGE
        size = np.max(np.abs(np.concatenate([x, y]))[np.isfinite(np.concatenate([x, y]))], initial=0.0)
        tolerance = OPERATIONS * (np.finfo(float).eps * size + noise) + rough * ROUGH * max(size, 1.0)
        x, y = x[:points], y[:points]
        return np.isfinite(y) & ~(np.abs(x - y) <= tolerance)


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two forms are one, up to rounding."""
    if a.shape != b.shape:
        return False
    size = np.max(np.abs(b[np.isfinite(b)]), initial=0.0)
    return bool(np.allclose(a, b, rtol=1e-9, atol=1e-9 * size, equal_nan=True))


def counterexample(samples: Sequence[Sample], a: Values, b: Values, wrong: list[np.ndarray], names: list[str]) -> str:
    """ "at z = 0.7 it is 0.41 instead of 0.22", at the first and smallest sample where they differ."""
    n = next(i for i, w in enumerate(wrong) if w.any())
    spots = [tuple(map(int, s)) for s in np.argwhere(wrong[n])]
    gaps = np.nan_to_num([abs(float(a.each[n][s]) - float(b.each[n][s])) for s in spots], nan=np.inf)
    # A clear difference at numbers that are quickly read.
    clear = [s for s, gap in zip(spots, gaps, strict=True) if gap >= gaps.max() / 4]
    point, *where = min(clear, key=lambda s: (len(samples[n].told(names, s[0])), s))
    mine, other = float(a.each[n][(point, *where)]), float(b.each[n][(point, *where)])
    at = samples[n].told(names, point)
    entry = f"entry [{', '.join(map(str, where))}] of it" if where else "it"
    digits = next((d for d in (2, 4, 6, 10) if f"{mine:.{d}g}" != f"{other:.{d}g}"), 17)
    shown = f"{mine:.{digits}g}" if np.isfinite(mine) else "not a number"
    return f"{f'at {at} ' if at else ''}{entry} is {shown} instead of {other:.{digits}g}".replace("-", "−")


def factor(samples: Sequence[Sample], a: Values, b: Values) -> str | None:
    """The constant by which a is a multiple of b everywhere, in words; None if there is none worth saying."""
    letters = list(samples[0].sizes)
    known = [("−1", -1.0), ("2", 2.0), ("1/2", 0.5), ("−2", -2.0), ("−1/2", -0.5)]
    tried: list[tuple[str, list[float]]] = [
        *((w, [f] * len(samples)) for w, f in known),
        *((x, [float(s.sizes[x]) for s in samples]) for x in letters),
        *((f"1/{x}", [1 / s.sizes[x] for s in samples]) for x in letters),
    ]
    for words, factors in tried:
        scaled = Values([y * f for y, f in zip(b.each, factors, strict=True)], b.rough)
        wrong = differences(a, scaled)
        if wrong is not None and not any(w.any() for w in wrong):
            return words
    return None


def shapes(samples: Sequence[Sample], a: Values, b: Values) -> str:
    """ "is a (K, D) array where the line before is (D, K)"."""
    mine, other = (_in_letters(_shape(v.each[0]), samples[0].sizes) for v in (a, b))
    crossed = a.each[0].shape[1:] == b.each[0].shape[:0:-1]
    return f"it is {mine}, where {other} stood before" + (": transposed" if crossed else "")


def _shape(value: np.ndarray) -> str:
    kind = ("a number", "a vector", "a matrix")[min(value.ndim - 1, 2)]
    return kind if value.ndim == 1 else f"{kind} «{','.join(map(str, value.shape[1:]))}»"


def _in_letters(text: str, sizes: dict[str, int]) -> str:
    """«2,3» as (N, D): the sizes of a sample are all different."""
    letters = {str(size): letter for letter, size in sizes.items()}

    def told(match: re.Match) -> str:
        parts = match.group(1)
        return f"({', '.join(letters.get(p, p) for p in parts.split(','))})" if parts else "a number"

    return re.sub("«([^»]*)»", told, text)
