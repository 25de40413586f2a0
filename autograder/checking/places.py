"""In which of the cases tried an output is right: what their arguments have in common; and where it is not a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from autograder.checking.compare import within
from autograder.checking.factors import Pairs
from autograder.checking.value_text import not_finite

# So many cases have to be right with something, and so many wrong without, for it to be more than chance.
SEVERAL, FEW = 3, 2
_OF_ENTRIES: tuple[tuple[str, Callable], ...] = (
    ("in which no entry of {} is negative", lambda a: not np.any(a < 0)),
    ("in which no entry of {} is positive", lambda a: not np.any(a > 0)),
    ("in which no entry of {} is 0", np.all),
    ("in which no entry of {} is 0 or negative", lambda a: np.all(a > 0)),
)
_WHERE: tuple[tuple[str, Callable], ...] = (
    ("{} is 0", lambda a: a == 0),
    ("{} is negative", lambda a: a < 0),
    ("{} is positive", lambda a: a > 0),
)


def right_with(pairs: Pairs, names: Sequence[str | None]) -> str | None:
    """Right in all cases that have something in common, and wrong in most others."""
    good = np.array([bool(within(s, e).all()) for _, s, e in pairs])
    for most, traits in ((0.5, _of_numbers), (0.34, _of_entries)):
        for words, having in traits(pairs, names):
            rest = good[~having]
            if not good[having].all() or having.sum() < SEVERAL or (~rest).sum() < SEVERAL or rest.mean() > most:
                continue
            others = "most others" if rest.any() else "each of the others"
            return f"Of the cases tried, it is right in each {words}, and wrong in {others}."
    return None


Traits = Iterator[tuple[str, np.ndarray]]


def _given(pairs: Pairs, names: Sequence[str | None]) -> Iterator[tuple[str, list]]:
    for k, name in enumerate(names):
        if name is not None:
            yield name, [case.args[k] if k < len(case.args) else None for case, _, _ in pairs]


def _of_numbers(pairs: Pairs, names: Sequence[str | None]) -> Traits:
    """In which cases a number among the arguments is 0, 1, no limit or left out; others are so by chance."""
    for name, given in _given(pairs, names):
        numbers = [a for a in given if isinstance(a, (int, float)) and not isinstance(a, bool)]
        for value in (v for v in dict.fromkeys(numbers) if v in (0, 1) or np.isinf(v)):
            words = f"with {name} = {value:.4g}" if np.isfinite(value) else f"without {name}"
            yield words, np.array([isinstance(a, (int, float)) and a == value for a in given])
        if numbers and any(a is None for a in given):
            yield f"in which {name} is left out", np.array([a is None for a in given])


def _of_entries(pairs: Pairs, names: Sequence[str | None]) -> Traits:
    """What all entries of an array among the arguments are in some cases, and in several in which they differ."""
    for name, given in _given(pairs, names):
        if all(isinstance(a, np.ndarray) and a.dtype.kind in "iuf" and a.size for a in given):
            differ = np.array([bool(np.ptp(a)) for a in given])
            for said, holds in _OF_ENTRIES:
                having = np.array([bool(holds(np.asarray(a))) for a in given])
                if (having & differ).sum() >= SEVERAL:
                    yield said.format(name), having


def finite_where_infinite(pairs: Pairs) -> str | None:
    """Wrong exactly where infinity is expected."""
    right = np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    mine = np.concatenate([np.ravel(s) for _, s, _ in pairs])
    true = np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs])
    endless = np.isinf(true)
    if endless.sum() < FEW or right[endless].any() or not right[~endless].all() or not np.isfinite(mine[endless]).all():
        return None
    return "In the cases tried, it is wrong exactly where infinity is expected: a finite number comes out there."


def too_small_from(pairs: Pairs) -> str | None:
    """Right up to some size of what is expected, and too small beyond, or not finite."""
    mine = np.abs(np.concatenate([np.ravel(s) for _, s, _ in pairs]))
    true = np.abs(np.concatenate([np.ravel(np.asarray(e.middle, np.float64)) for _, _, e in pairs]))
    right = np.concatenate([np.ravel(within(s, e)) for _, s, e in pairs])
    small, lost = ~right & (mine < true), ~right & ~np.isfinite(mine)
    if (right & (true > 0)).sum() < SEVERAL or small.sum() < FEW or (small | lost | right).sum() < len(right):
        return None
    most, least = true[right].max(), true[~right].min()
    if not most < least:
        return None
    words = "too small, or not finite," if lost.any() else "too small"
    ends = "does something on the way stop at a limit?"
    return f"In the cases tried, it is right up to {most:.3g} and {words} where {least:.3g} or more is due: {ends}"


def not_finite_where(pairs: Pairs, names: Sequence[str | None], warned: Sequence[str] = ()) -> str | None:
    """Where it is NaN or infinite although a number is expected: exactly where an argument is 0, say."""
    bad = [~np.isfinite(s) & np.isfinite(np.asarray(e.middle, np.float64)) for _, s, e in pairs]
    count = sum(int(b.sum()) for b in bad)
    if count < SEVERAL or count == sum(b.size for b in bad):
        return None
    for k, name in enumerate(names):
        given = [case.args[k] if k < len(case.args) else None for case, _, _ in pairs]
        if not name or not all(
            isinstance(a, np.ndarray) and a.shape == b.shape for a, b in zip(given, bad, strict=True)
        ):
            continue
        for words, there in _WHERE:
            if all(np.array_equal(there(a), b) for a, b in zip(given, bad, strict=True)):
                came = (not_finite(np.nan, warned) or "").partition("; on the way ")[2]
                return f"NaN or infinity comes out exactly where {words.format(name)}{came and f': {came}'}."
    return None
