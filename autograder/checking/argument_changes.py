"""Other arguments than those that were passed in: what an answer may have taken in the place of one, or of two."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

Args = tuple[Any, ...]

_NUMBERS: tuple[tuple[str, Callable], ...] = (
    ("0 in place of {0}: {0} is left out", lambda a: 0 * a),
    ("1 in place of {0}: {0} is left out", lambda a: type(a)(1)),
    ("{0} + 1 in place of {0}", lambda a: a + 1),
    ("{0} − 1 in place of {0}", lambda a: a - 1),
    ("−{0} in place of {0}", lambda a: -a),
    ("2·{0} in place of {0}", lambda a: 2 * a),
    ("{0}/2 in place of {0}", lambda a: a / 2),
    ("1/{0} in place of {0}", lambda a: 1 / a if a else None),
    ("{0}² in place of {0}", lambda a: a * a),
    ("√{0} in place of {0}", lambda a: a**0.5 if a > 0 else None),
    ("1 − {0} in place of {0}", lambda a: 1 - a),
)
ANY_NUMBER = (int, float)
# A number of steps is never negative or broken.
_NOT_OF_COUNTS = {text for text, _ in _NUMBERS if text[0] in "−√" or "/" in text[:4] or text.startswith("1 −")}
_ARRAYS: tuple[tuple[str, Callable], ...] = (
    ("zeros in place of {0}: {0} is left out", np.zeros_like),
    ("−{0} in place of {0}", np.negative),
    ("2·{0} in place of {0}", lambda a: 2 * a),
    ("{0}/2 in place of {0}", lambda a: a / 2),
    ("{0} transposed", lambda a: a.T.copy() if a.ndim == 2 and a.shape[0] == a.shape[1] > 1 else None),
    ("|{0}| in place of {0}", np.abs),
    ("{0}² in place of {0}", np.square),
    ("1 − {0} in place of {0}", lambda a: 1 - a),
    ("ones in place of {0}: {0} is left out", np.ones_like),
    ("the first entry of {} set to 0", lambda a: _without(a, 0)),
    ("the last entry of {} set to 0", lambda a: _without(a, -1)),
    ("the first row of {}, one of several, left out", lambda a: _without_row(a, 0)),
    ("the last row of {}, one of several, left out", lambda a: _without_row(a, -1)),
    ("the first row of {} alone, and 0 in the others", lambda a: _one_row(a, 0)),
    ("the last row of {} alone, and 0 in the others", lambda a: _one_row(a, -1)),
    ("the mean of {} in place of each entry", lambda a: np.full_like(a, a.mean())),
    ("the first entry of {} in place of each entry", lambda a: np.full_like(a, a.flat[0])),
)


def _one_row(a: np.ndarray, k: int) -> np.ndarray | None:
    if a.ndim != 2 or len(a) < 2:
        return a if a.ndim == 2 else None
    b = np.zeros_like(a)
    b[k] = a[k]
    return b


def _without_row(a: np.ndarray, k: int) -> np.ndarray | None:
    if a.ndim != 2 or len(a) < 2:
        return a if a.ndim == 2 else None
    b = a.copy()
    b[k] = 0
    return b


def _without(a: np.ndarray, k: int) -> np.ndarray | None:
    if a.ndim != 1:
        return None
    b = a.copy()
    b[..., k] = 0
    return b


def changes_of(
    probes: Sequence[Args], names: Sequence[str | None]
) -> Iterator[tuple[str, Callable[[Args], Args | None]]]:
    count = max(map(len, probes), default=0)
    known = [(k, names[k]) for k in range(min(count, len(names))) if names[k]]
    for k, name in known:
        # Of one number alone, 2a is as good as a² where it is 2.
        several = len({args[k] for args in probes if k < len(args) and isinstance(args[k], (int, float))}) > 1
        for text, new in (*(_NUMBERS if several else ()), *_ARRAYS):
            kind = np.ndarray if (text, new) in _ARRAYS else float if text in _NOT_OF_COUNTS else ANY_NUMBER
            yield text.format(name), functools.partial(_with, k=k, new=new, kind=kind)
    for (j, one), (k, other) in itertools.permutations(known, 2):
        for text, act in _OF_TWO:
            yield text.format(one, other), functools.partial(_combined, j=j, k=k, act=act, kind=float)
    for (j, one), (k, other) in itertools.combinations(known, 2):
        yield f"{one} and {other} exchanged", functools.partial(_exchanged, j=j, k=k)


def _with(args: Args, k: int, new: Callable, kind: Any) -> Args | None:
    """The arguments with `new` of one of them; as they are where it is left to its default."""
    if k >= len(args):
        return args
    value = args[k]
    if isinstance(value, (int, float)) and not np.isfinite(value):
        return args
    with np.errstate(all="ignore"):
        other = _replaced(value, new, kind)
    return None if other is None else (*args[:k], other, *args[k + 1 :])


def _replaced(value: Any, new: Callable, kind: Any) -> Any:
    """`new` of a value of this kind, or of each of a list of them; None where it is none."""
    if isinstance(value, list) and kind is np.ndarray and value:
        each = [_replaced(v, new, kind) for v in value]
        return None if any(v is None for v in each) else each
    if isinstance(value, bool) or not isinstance(value, kind) or (kind is np.ndarray and value.dtype.kind != "f"):
        return None
    return new(value) if np.size(value) else None


_OF_TWO: tuple[tuple[str, Callable], ...] = (
    ("{0} + {1} in place of {1}", lambda a, b: a + b),
    ("{0} − {1} in place of {1}", lambda a, b: a - b),
    ("{1} − {0} in place of {1}", lambda a, b: b - a),
    ("{0}·{1} in place of {1}", lambda a, b: a * b),
)


def _combined(args: Args, j: int, k: int, act: Callable, kind: Any) -> Args | None:
    """The arguments with something made of two real numbers in the place of the second."""
    if max(j, k) >= len(args):
        return args
    if not all(isinstance(args[n], kind) and np.isfinite(args[n]) for n in (j, k)):
        return None
    return (*args[:k], act(args[j], args[k]), *args[k + 1 :])


def _exchanged(args: Args, j: int, k: int) -> Args | None:
    if max(j, k) >= len(args):
        return args
    a, b = args[j], args[k]
    plain = isinstance(a, float) and isinstance(b, float)
    if not plain and not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape):
        return None
    new = list(args)
    new[j], new[k] = b, a
    return tuple(new)
