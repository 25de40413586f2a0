"""Values of the standard library, NumPy and pandas that travel as themselves: a name and plain parts, made again there.

Nothing else of a value travels: no class of anybody's, no code. What cannot be made again exactly is refused.
"""

from __future__ import annotations

import builtins
import collections
import contextlib
import datetime
import decimal
import fractions
import functools
import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.runtime import tables
from autograder.runtime.exact import LONGEST_RANGE, NotExact, made_range, whole_number

LARGEST_TEXTS = 64 * 2**20
_LARGEST_EXPONENT = 1000
_TEXT_DTYPE = re.compile(r"[<>|][US]\d{1,5}")
_FACTORIES = ("list", "dict", "set", "int", "float", "str", "tuple")
# Types that may travel as types: the built-in ones that hold or name data.
_TYPES = {n: t for n, t in vars(builtins).items() if isinstance(t, type) and n not in ("type", "super", "memoryview")}


def parts(value: Any) -> tuple[str, Any] | None:
    """(name, parts) of a value that travels as itself, for its exact type; None for any other."""
    split = _SPLIT.get(type(value))
    if split is not None:
        return split[0], split[1](value)
    if type(value) is type and _TYPES.get(value.__name__) is value:
        return "type", value.__name__
    if type(value).__bases__ == (tuple,) and isinstance(getattr(type(value), "_fields", None), tuple):
        return "namedtuple", [type(value).__name__, list(type(value)._fields), list(value)]
    if type(value) is np.ndarray and value.dtype.kind in "USO":
        if value.size > LONGEST_RANGE:
            raise NotExact("too large")
        return "items", [value.dtype.str, list(value.shape), value.ravel().tolist()]
    if type(value) is np.ndarray and value.dtype.names:
        return "fields", [list(value.shape), [[n, np.ascontiguousarray(value[n])] for n in value.dtype.names]]
    if type(value).__module__.split(".")[0] == "pandas":
        return tables.parts(value)
    return None


_refused: set[str] = set()


@contextlib.contextmanager
def refusing(names: Iterable[str]) -> Iterator[None]:
    """Within the block values of these names are not made: comparisons pass over what they leave out."""
    before = set(_refused)
    _refused.update(names)
    try:
        yield
    finally:
        _refused.clear()
        _refused.update(before)


def made(name: Any, body: Any) -> Any:
    """The value that a name and parts stand for. Raises NotExact or another ValueError, TypeError for anything else."""
    if isinstance(name, str) and name in _refused:
        raise NotExact(f"{name}: a test would pass over what it leaves out")
    make = _MAKE.get(name) if isinstance(name, str) else None
    if make is None and name in ("frame", "series", "index"):
        return tables.made(name, body)
    if make is None:
        raise NotExact(f"an unknown kind {str(name)[:20]!r}")
    return make(body)


def _decimal(body: Any) -> decimal.Decimal:
    if type(body) is not str or len(body) > 1000:
        raise NotExact("not a decimal number")
    found = decimal.Decimal(body)
    if found.is_finite() and abs(found.adjusted()) > _LARGEST_EXPONENT:
        raise NotExact("a decimal number that is too large")
    return found


def _slice(body: Any) -> slice:
    return slice(*(n if n is None else whole_number(n) for n in body))


def _defaultdict(body: Any) -> collections.defaultdict:
    factory, items = body
    if factory is not None and factory not in _FACTORIES:
        raise NotExact("a default of an unknown kind")
    return collections.defaultdict(factory and getattr(builtins, factory), _dict(items))


def _factory(value: collections.defaultdict) -> list:
    name = getattr(value.default_factory, "__name__", None)
    if value.default_factory is not None and getattr(builtins, str(name), None) is not value.default_factory:
        raise NotExact("a defaultdict whose default is a function of its own")
    return [name, dict(value)]


def _dict(items: Any) -> dict:
    if type(items) is not dict:
        raise NotExact("not a mapping")
    return items


@functools.lru_cache(maxsize=200)
def _named(name: str, fields: tuple[str, ...]) -> type:
    if len(fields) > 100 or not all(type(n) is str and len(n) <= 100 and n.isidentifier() for n in (name, *fields)):
        raise NotExact("not the names of a namedtuple")
    if any(map(keyword.iskeyword, (name, *fields))):
        raise NotExact("not the names of a namedtuple")
    return collections.namedtuple(name, fields)


def _namedtuple(body: Any) -> tuple:
    name, fields, items = body
    return _named(name, tuple(fields))(*items)


def _items(body: Any) -> np.ndarray:
    dtype, shape, values = body
    if dtype != "|O" and not (type(dtype) is str and _TEXT_DTYPE.fullmatch(dtype)):
        raise NotExact("an array of an unknown dtype")
    if len(values) * np.dtype(dtype).itemsize > LARGEST_TEXTS:
        raise NotExact("an array of text that is too large")
    found = np.empty(len(values), dtype)
    for n, value in enumerate(values):
        if dtype != "|O" and type(value) not in (str, bytes):
            raise NotExact("not text")
        found[n] = value
    return found.reshape([whole_number(n) for n in shape])


def _fields(body: Any) -> np.ndarray:
    shape, columns = body
    if not all(type(n) is str and isinstance(c, np.ndarray) for n, c in columns):
        raise NotExact("not the fields of an array")
    if any(list(c.shape[: len(shape)]) != shape for _, c in columns):
        raise NotExact("fields of different shapes")
    found = np.empty([whole_number(n) for n in shape], [(n, c.dtype, c.shape[len(shape) :]) for n, c in columns])
    for name, column in columns:
        found[name] = column
    return found


def _matrix(body: Any) -> np.matrix:
    if type(body) is not np.ndarray or body.ndim != 2:
        raise NotExact("not a matrix")
    return body.view(np.matrix)


def _masked(body: Any) -> np.ma.MaskedArray:
    data, mask, fill = body
    return np.ma.MaskedArray(data, mask, fill_value=fill)


def _frozenset(body: Any) -> frozenset:
    if type(body) is not set:
        raise NotExact("not a set")
    return frozenset(body)


def _ordered(body: Any) -> collections.OrderedDict:
    return collections.OrderedDict(_dict(body))


def _deque(body: Any) -> collections.deque:
    return collections.deque(body[0], body[1])


def _type(body: Any) -> type:
    if body not in _TYPES:
        raise NotExact("an unknown type")
    return _TYPES[body]


_SPLIT: dict[type, tuple[str, Callable]] = {
    range: ("range", lambda v: [v.start, v.stop, v.step]),
    frozenset: ("frozenset", set),
    slice: ("slice", lambda v: [v.start, v.stop, v.step]),
    type(...): ("ellipsis", lambda v: None),
    fractions.Fraction: ("fraction", lambda v: [v.numerator, v.denominator]),
    decimal.Decimal: ("decimal", str),
    datetime.date: ("date", lambda v: v.isoformat()),
    datetime.time: ("time", lambda v: v.isoformat()),
    datetime.datetime: ("datetime", lambda v: v.isoformat()),
    datetime.timedelta: ("timedelta", lambda v: [v.days, v.seconds, v.microseconds]),
    collections.Counter: ("counter", dict),
    collections.OrderedDict: ("ordereddict", dict),
    collections.defaultdict: ("defaultdict", _factory),
    collections.deque: ("deque", lambda v: [list(v), v.maxlen]),
    np.matrix: ("matrix", np.asarray),
    np.ma.MaskedArray: ("masked", lambda v: [np.asarray(v.data), np.ma.getmaskarray(v), v.fill_value]),
}
_MAKE: dict[str, Callable] = {
    "range": made_range,
    "frozenset": _frozenset,
    "slice": _slice,
    "ellipsis": lambda body: ...,
    "fraction": lambda body: fractions.Fraction(*(whole_number(n) for n in body)),
    "decimal": _decimal,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "timedelta": lambda body: datetime.timedelta(*(whole_number(n) for n in body)),
    "counter": lambda body: collections.Counter(_dict(body)),
    "ordereddict": _ordered,
    "defaultdict": _defaultdict,
    "deque": _deque,
    "namedtuple": _namedtuple,
    "items": _items,
    "fields": _fields,
    "matrix": _matrix,
    "masked": _masked,
    "type": _type,
}
