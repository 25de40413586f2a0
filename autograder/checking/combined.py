"""An answer that is the right one and an argument combined, two arguments combined, or right numbers rearranged."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from autograder.checking.compare import alike, within
from autograder.checking.factors import Pairs
from autograder.checking.lazily import Lazy

# So many different numbers have to be where they are not expected for it to be more than chance.
SEVERAL = 4


def combined(pairs: Pairs, names: Sequence[str | None]) -> str | None:
    """A sentence for the first combination that holds in every case."""
    if not all(np.isfinite(s).all() for _, s, _ in pairs):
        return None
    return _with_an_argument(pairs, names) or _of_two_arguments(pairs, names) or _rearranged(pairs)


def _arrays(pairs: Pairs, k: int) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Argument `k` of every case, spread over the output's shape: entry by entry, along rows or along columns."""
    given = [case.args[k] if k < len(case.args) else None for case, _, _ in pairs]
    if not all(isinstance(a, np.ndarray) and a.dtype.kind in "fiu" and a.size for a in given):
        return
    plain = [np.asarray(a, np.float64) for a in given if a is not None]
    ways: tuple[tuple[str, Callable], ...] = (
        ("entry by entry", lambda a, s: a if a.shape == s.shape else None),
        ("row by row", lambda a, s: a[:, None] + 0 * s if a.ndim == 1 and s.ndim == 2 and len(a) == len(s) else None),
        ("column by column", lambda a, s: a + 0 * s if a.ndim == 1 and s.ndim == 2 and len(a) == s.shape[1] else None),
    )
    for word, spread in ways:
        every = [spread(a, s) for a, (_, s, _) in zip(plain, pairs, strict=True)]
        if all(a is not None for a in every):
            yield word, [a for a in every if a is not None]


def _every(pairs: Pairs, made: Iterable[np.ndarray], of: Sequence[np.ndarray] | None = None) -> bool:
    """Whether outputs are these numbers in all cases, and wrong in more than one place."""
    mine = of or [s for _, s, _ in pairs]
    # What is made is asked for one by one: most often the first is another number.
    if not all(alike(s, m, e) for s, m, (_, _, e) in zip(mine, made, pairs, strict=True)):
        return False
    return sum(int(np.sum(~within(s, e))) for _, s, e in pairs) >= SEVERAL


def _with_an_argument(pairs: Pairs, names: Sequence[str | None]) -> str | None:
    right = [np.asarray(e.middle, np.float64) for _, _, e in pairs]
    mine = [s for _, s, _ in pairs]
    for k, name in enumerate(names):
        for word, given in _arrays(pairs, k) if name else ():
            both = list(zip(right, given, strict=True))
            if _every(pairs, (r * a for r, a in both)):
                return f"It is the expected value times {name}, {word}."
            if all(np.all(a) for a in given) and _every(pairs, (r / a for r, a in both)):
                return f"It is the expected value divided by {name}, {word}."
            if _every(pairs, (r + a for r, a in both)):
                return f"It is the expected value plus {name}, {word}."
            if _every(pairs, right, [s + a for s, a in zip(mine, given, strict=True)]):
                return f"It is the expected value less {name}, {word}."
    return None


_OF_TWO: tuple[tuple[str, Callable], ...] = (
    ("{} − {}", np.subtract),
    ("{} + {}", np.add),
    ("{} times {}, entry by entry", np.multiply),
    ("{} divided by {}, entry by entry", np.divide),
)
_SCALED: tuple[tuple[str, Callable], ...] = (
    ("", lambda s: 1.0),
    (" divided by the number of rows", lambda s: 1 / len(s)),
    (" divided by the number of entries", lambda s: 1 / s.size),
    (", twice", lambda s: 2.0),
    (", halved", lambda s: 0.5),
)


def _of_two_arguments(pairs: Pairs, names: Sequence[str | None]) -> str | None:
    if any(not s.ndim for _, s, _ in pairs):
        return None
    known = [(name, word, a) for k, name in enumerate(names) if name for word, a in _arrays(pairs, k)]
    for name, _, given in known:
        for sign, word in ((1.0, ""), (-1.0, "−")):
            for more, scale in _SCALED[1:]:
                if _every(pairs, (sign * scale(s) * a for (_, s, _), a in zip(pairs, given, strict=True))):
                    return f"It is {word}{name}{more}."
    for (one, _, first), (other, _, second) in itertools.permutations(known, 2):
        for text, act in _OF_TWO:
            with np.errstate(all="ignore"):
                plain = Lazy(map(act, first, second))
                for more, scale in _SCALED:
                    if _every(pairs, (scale(s) * p for (_, s, _), p in zip(pairs, plain, strict=True))):
                        return f"It is {text.format(one, other)}{more}."
    return None


_MOVED: tuple[tuple[str, Callable], ...] = (
    ("Its rows are right and come in the reverse order.", lambda e: e[::-1]),
    ("Its columns are right and come in the reverse order.", lambda e: e[:, ::-1] if e.ndim == 2 else None),
    ("It is a running sum of the expected values, down the rows.", lambda e: np.cumsum(e, axis=0)),
    ("It is a running sum of the expected values, along the rows.", lambda e: np.cumsum(e, 1) if e.ndim == 2 else None),
    ("Its entries are right and stand one place too late.", lambda e: np.roll(e, 1, axis=0)),
    ("Its entries are right and stand one place too early.", lambda e: np.roll(e, -1, axis=0)),
    ("Every entry is the sum of all that are expected.", lambda e: np.full_like(e, e.sum())),
    ("Every entry is the mean of all that are expected.", lambda e: np.full_like(e, e.mean())),
    ("Every row is the sum of the rows that are expected.", lambda e: e.sum(0) + 0 * e if e.ndim == 2 else None),
    ("Every row is the mean of the rows that are expected.", lambda e: e.mean(0) + 0 * e if e.ndim == 2 else None),
)


def _rearranged(pairs: Pairs) -> str | None:
    """The right numbers in other places, or added up."""
    right = [np.asarray(e.middle, np.float64) for _, _, e in pairs]
    if not all(r.ndim and r.size for r in right):
        return None
    for text, move in _MOVED:
        made = [move(r) for r in right]
        if all(m is not None for m in made) and _every(pairs, made):
            vectors = all(r.ndim == 1 for r in right)
            return text.replace("rows are", "entries are").replace(", down the rows", "") if vectors else text
    for axis, words in ((1, "columns"), (0, "rows")):
        if all(r.ndim == 2 for r in right) and _same_sets(pairs, right, axis):
            return f"All its {words} are right, but they stand in another order."
    if _every(pairs, [_sorted(r) for r in right], [_sorted(s) for _, s, _ in pairs]):
        return "The numbers are right, but they stand in other places."
    return None


def _sorted(array: np.ndarray) -> np.ndarray:
    return np.sort(array, axis=None).reshape(array.shape)


def _same_sets(pairs: Pairs, right: Sequence[np.ndarray], axis: int) -> bool:
    """Whether the columns, or rows, are those that are expected in another order."""

    def ordered(array: np.ndarray) -> np.ndarray:
        lines = np.moveaxis(array, axis, 0)
        return lines[np.lexsort(np.round(lines, 6).reshape(len(lines), -1).T[::-1])]

    made = [ordered(r) for r in right]
    mine = [ordered(s) for _, s, _ in pairs]
    spread = [(c, m, e) for (c, _, e), m in zip(pairs, mine, strict=True)]
    if not all(np.max(e.tolerance, initial=0.0) < 1e-3 for _, _, e in pairs):
        return False
    close = all(np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in zip(mine, made, strict=True))
    return close and bool(spread) and sum(int(np.sum(~within(s, e))) for _, s, e in pairs) >= SEVERAL
