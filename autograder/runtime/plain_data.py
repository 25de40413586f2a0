"""Values as what JSON can hold and buffers, and back: what may cross the border between student code and checks.

None, bool, int, float, str and list are themselves; everything else is an object with one key: the kind. Reading
rebuilds exact base types.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.runtime import small_types
from autograder.runtime.exact import NotExact
from autograder.runtime.observe import Seeded

# Bytes of one array.
LARGEST_ARRAY = 64 * 2**20
DEEPEST, MOST_COLLIDING = 24, 16
DTYPES = {np.dtype(c).newbyteorder("<").str for c in "?bBhHiIqQefdFD"}
_LARGEST_INT = 1 << 2048


class ProtocolError(Exception):
    """The other side sent something that is not a frame of plain data."""


class NotPlain(TypeError):
    """A value that does not travel as data."""


def encode(v: Any, buffers: list[bytes], handle: Callable[[Any], Any] | None, depth: int) -> Any:
    """What JSON holds of a value; bytes go to `buffers`, and `handle` describes what is not plain data."""
    kind = type(v)
    if v is None or kind is bool or kind is float or kind is str:
        return v
    if kind is int and -_LARGEST_INT < v < _LARGEST_INT:
        return v
    if depth > DEEPEST:
        raise NotPlain("nested too deeply")
    if kind not in _COMMON and (known := _small(v)):
        try:
            # Whole or not at all: an object within it would be another value on the other side.
            return {"v": [known[0], encode(known[1], buffers, None, depth + 1)]}
        except NotPlain:
            if handle is None:
                raise
            return {"o": handle(v)}
    if isinstance(v, (np.ndarray, np.generic)):
        return _array(v, buffers, handle)
    if isinstance(v, (list, tuple, set)):
        items = [encode(x, buffers, handle, depth + 1) for x in v]
        return items if isinstance(v, list) else {"t" if isinstance(v, tuple) else "z": items}
    if isinstance(v, dict):
        return {"d": [[encode(x, buffers, handle, depth + 1) for x in pair] for pair in v.items()]}
    if isinstance(v, (bool, int, float, str)) and not isinstance(v, int):
        return (float if isinstance(v, float) else str)(v)
    if kind is complex:
        return {"c": [v.real, v.imag]}
    if kind is bytes:
        buffers.append(v)
        return {"b": len(buffers) - 1}
    if kind is Seeded:
        return {"s": v.seed}
    if handle is None:
        raise NotPlain(f"a {kind.__name__} is not plain data")
    return {"o": handle(v)}


# The types of most values, which need no look at the smaller ones.
_COMMON = frozenset((list, tuple, dict, set, bytes, complex, Seeded))


def _small(v: Any) -> tuple[str, Any] | None:
    if type(v) is np.ndarray and v.dtype.str in DTYPES:
        return None
    try:
        return small_types.parts(v)
    except NotExact:
        return None


def _array(v: Any, buffers: list, handle: Callable | None) -> dict:
    plain = np.asarray(v)
    dtype = plain.dtype.newbyteorder("<")
    if dtype.str not in DTYPES:
        if handle is None:
            raise NotPlain(f"an array of {plain.dtype} is not plain data")
        return {"o": handle(v)}
    if plain.nbytes > LARGEST_ARRAY:
        raise NotPlain(f"an array of {plain.nbytes >> 20} MB; at most {LARGEST_ARRAY >> 20} MB travel")
    buffers.append(plain.astype(dtype, copy=False).tobytes())
    return {"a" if isinstance(v, np.ndarray) else "n": [len(buffers) - 1, dtype.str, list(plain.shape)]}


def decode(v: Any, buffers: list, handle: Callable[[Any], Any] | None, depth: int) -> Any:
    """The value that `encode` wrote, or ProtocolError; `handle` turns a description into an object."""
    kind = type(v)
    if kind is list:
        if depth > DEEPEST:
            raise ProtocolError("nested too deeply")
        return [decode(x, buffers, handle, depth + 1) for x in v]
    if kind is str and not v.isascii():
        # Half a surrogate pair could not be written into any file.
        return v.encode("utf-8", "replace").decode("utf-8")
    if kind is not dict:
        return v
    ((tag, body),) = v.items()
    if tag == "a" or tag == "n":
        return _numbers(body, buffers, scalar=tag == "n")
    if tag == "t" or tag == "z":
        items = decode(body, buffers, handle, depth + 1)
        return tuple(items) if tag == "t" else set(_apart(items))
    if tag == "d":
        keys = _apart([decode(k, buffers, handle, depth + 1) for k, _ in body])
        return dict(zip(keys, [decode(x, buffers, handle, depth + 1) for _, x in body], strict=True))
    if tag == "v":
        name, parts = body
        return _made(name, parts, buffers, depth)
    if tag == "c":
        return complex(float(body[0]), float(body[1]))
    if tag == "b":
        return bytes(buffers[_index(body)])
    if tag == "s" and type(body) is int:
        return Seeded(body)
    if tag == "o" and handle is not None:
        return handle(body)
    raise ProtocolError(f"unknown kind {str(tag)[:20]!r}")


def _apart(keys: list) -> list:
    """These keys of a set or a dict, unless many have one hash: such a set takes the square of its size in time."""
    if len(keys) > 2 * MOST_COLLIDING and max(Counter(map(hash, keys)).values()) > MOST_COLLIDING:
        raise ProtocolError("keys that collide")
    return keys


def _made(name: Any, parts: Any, buffers: list, depth: int) -> Any:
    """A small value; what its library says of bad parts is a bad frame."""
    parts = decode(parts, buffers, None, depth + 1)
    try:
        return small_types.made(name, parts)
    except NotExact as error:
        raise ProtocolError(f"not a {str(name)[:20]} ({error})") from None
    except Exception as error:
        raise ProtocolError(f"not a {str(name)[:20]} ({type(error).__name__})") from None


def _index(n: Any) -> int:
    if type(n) is not int or n < 0:
        raise ProtocolError("a bad index")
    return n


def _numbers(body: list, buffers: list, scalar: bool) -> Any:
    i, name, shape = body
    if name not in DTYPES or len(shape) > 16 or (scalar and shape):
        raise ProtocolError("an array of another dtype or rank")
    dtype, raw = np.dtype(name), buffers[_index(i)]
    if math.prod(map(_index, shape)) * dtype.itemsize != len(raw):
        raise ProtocolError("an array of another size than its shape")
    # Bytes other than 0 and 1 would make a bool array that is neither true nor false.
    flat = np.frombuffer(raw, np.uint8) != 0 if dtype.kind == "b" else np.frombuffer(raw, dtype)
    return flat[0] if scalar else flat.reshape(shape).copy()
