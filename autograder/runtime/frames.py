"""The border between student code and checks: length-framed plain data, never pickles, sizes capped.

A frame is two lengths, a JSON text, and the raw bytes of the arrays it mentions. JSON carries None, bool, int, float,
str and list as themselves; everything else is an object with one key: the kind. Reading rebuilds exact base types.
"""

from __future__ import annotations

import gc
import itertools
import json
import math
import os
import select
import struct
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.runtime import small_types
from autograder.runtime.observe import Seeded

LARGEST_FRAME = 64 * 2**20
# Text takes twenty times its size when it is read, raw bytes once.
LARGEST_TEXT = 8 * 2**20
# As much as this may travel before a value in the same frame.
TOGETHER = 1 << 20
DEEPEST = 24
MOST_COLLIDING = 16
DTYPES = {np.dtype(c).newbyteorder("<").str for c in "?bBhHiIqQefdFD"}
_HEAD = struct.Struct("<II")
_LARGEST_INT = 1 << 2048


class ProtocolError(Exception):
    """The other side sent something that is not a frame of plain data."""


class NotPlain(TypeError):
    """A value that does not travel as data."""


class Silence(Exception):
    """No whole frame in time."""


class Closed(Exception):
    """The other side has gone."""


def pack(value: Any, handle: Callable[[Any], Any] | None = None) -> bytes:
    """A frame. `handle(x)` describes an object that is not plain data; without it such an object raises NotPlain."""
    buffers: list[bytes] = []
    text = _text(_encode(value, buffers, handle, 0))
    _size(text, buffers)
    return _frame(text, buffers)


class Batch:
    """Values that travel together as one list, behind an optional word that says what they are.

    Each is written down when it is added, as it is then.
    """

    def __init__(self, handle: Callable[[Any], Any] | None = None, word: str | None = None):
        self.handle = handle
        self._head = [] if word is None else [_text(word)]
        self._texts: list[str] = []
        self._buffers: list[bytes] = []
        self.size = 0

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, value: Any) -> None:
        """Raises NotPlain for what does not travel, and then holds what it held before."""
        known = len(self._buffers)
        try:
            text = _text(_encode(value, self._buffers, self.handle, 1))
            self.size += _size(text, self._buffers[known:], TOGETHER)
        except BaseException:
            del self._buffers[known:]
            raise
        self._texts.append(text)

    def frame(self) -> bytes:
        """The frame of the list. It is small enough as long as no value is added to more than TOGETHER bytes."""
        return _frame(f"[{','.join([*self._head, *self._texts])}]", self._buffers)


_text = json.JSONEncoder(separators=(",", ":")).encode


def _frame(text: str, buffers: list[bytes]) -> bytes:
    body = f"[{text},{_text([len(b) for b in buffers])}]".encode("ascii")
    raw = b"".join(buffers)
    return b"".join((_HEAD.pack(len(body), len(raw)), body, raw))


def _size(text: str, buffers: list[bytes], before: int = 0) -> int:
    """Bytes of a value in a frame; NotPlain for one that is too large to follow so many others."""
    # The frame also lists the lengths of the buffers, in up to nine characters each.
    size, raw = len(text) + 9 * len(buffers), sum(map(len, buffers))
    if before + size + raw >= LARGEST_FRAME or before + size >= LARGEST_TEXT:
        raise NotPlain(f"larger than {(LARGEST_TEXT if raw < LARGEST_TEXT else LARGEST_FRAME) >> 20} MB")
    return size + raw


def _encode(v: Any, buffers: list, handle: Callable | None, depth: int) -> Any:
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
            return {"v": [known[0], _encode(known[1], buffers, None, depth + 1)]}
        except NotPlain:
            if handle is None:
                raise
            return {"o": handle(v)}
    if isinstance(v, (np.ndarray, np.generic)):
        return _array(v, buffers, handle)
    if isinstance(v, (list, tuple, set)):
        items = [_encode(x, buffers, handle, depth + 1) for x in v]
        return items if isinstance(v, list) else {"t" if isinstance(v, tuple) else "z": items}
    if isinstance(v, dict):
        return {"d": [[_encode(x, buffers, handle, depth + 1) for x in pair] for pair in v.items()]}
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
    except small_types.NotExact:
        return None


def _array(v: Any, buffers: list, handle: Callable | None) -> dict:
    plain = np.asarray(v)
    dtype = plain.dtype.newbyteorder("<")
    if dtype.str not in DTYPES:
        if handle is None:
            raise NotPlain(f"an array of {plain.dtype} is not plain data")
        return {"o": handle(v)}
    if plain.nbytes > LARGEST_FRAME:
        raise NotPlain(f"an array of {plain.nbytes >> 20} MB; at most {LARGEST_FRAME >> 20} MB travel")
    buffers.append(plain.astype(dtype, copy=False).tobytes())
    return {"a" if isinstance(v, np.ndarray) else "n": [len(buffers) - 1, dtype.str, list(plain.shape)]}


def unpack_frame(frame: bytes, handle: Callable[[Any], Any] | None = None) -> Any:
    """The value of a whole frame, heads included."""
    text_size, _ = _HEAD.unpack(frame[: _HEAD.size])
    return unpack(frame[_HEAD.size : _HEAD.size + text_size], frame[_HEAD.size + text_size :], handle)


def unpack(text: bytes, raw: bytes, handle: Callable[[Any], Any] | None = None) -> Any:
    """The value of a frame, or ProtocolError for anything malformed. `handle` turns a description into an object."""
    try:
        value, sizes = _read(text)
        if any(type(s) is not int or s < 0 for s in sizes) or sum(sizes) != len(raw):
            raise ProtocolError("the lengths do not add up")
        ends = [0, *itertools.accumulate(sizes)]
        return _decode(value, [raw[a:b] for a, b in itertools.pairwise(ends)], handle, 0)
    except ProtocolError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError) as error:
        raise ProtocolError(f"not a frame of plain data ({type(error).__name__})") from None


def _read(text: bytes) -> Any:
    """A long text makes so many objects that looking for garbage among them would take most of the time."""
    wanted = gc.isenabled() and len(text) > 1 << 20
    if wanted:
        gc.disable()
    try:
        return json.loads(text)
    finally:
        if wanted:
            gc.enable()


def _decode(v: Any, buffers: list[bytes], handle: Callable | None, depth: int) -> Any:
    kind = type(v)
    if kind is list:
        if depth > DEEPEST:
            raise ProtocolError("nested too deeply")
        return [_decode(x, buffers, handle, depth + 1) for x in v]
    if kind is str and not v.isascii():
        # Half a surrogate pair could not be written into any file.
        return v.encode("utf-8", "replace").decode("utf-8")
    if kind is not dict:
        return v
    ((tag, body),) = v.items()
    if tag == "a" or tag == "n":
        return _numbers(body, buffers, scalar=tag == "n")
    if tag == "t" or tag == "z":
        items = _decode(body, buffers, handle, depth + 1)
        return tuple(items) if tag == "t" else set(_apart(items))
    if tag == "d":
        keys = _apart([_decode(k, buffers, handle, depth + 1) for k, _ in body])
        return dict(zip(keys, [_decode(x, buffers, handle, depth + 1) for _, x in body], strict=True))
    if tag == "v":
        name, parts = body
        return _made(name, parts, buffers, depth)
    if tag == "c":
        return complex(float(body[0]), float(body[1]))
    if tag == "b":
        return buffers[_index(body)]
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


def _made(name: Any, parts: Any, buffers: list[bytes], depth: int) -> Any:
    """A small value; what its library says of bad parts is a bad frame."""
    parts = _decode(parts, buffers, None, depth + 1)
    try:
        return small_types.made(name, parts)
    except Exception as error:
        raise ProtocolError(f"not a {str(name)[:20]} ({type(error).__name__})") from None


def _index(n: Any) -> int:
    if type(n) is not int or n < 0:
        raise ProtocolError("a bad index")
    return n


def _numbers(body: list, buffers: list[bytes], scalar: bool) -> Any:
    i, name, shape = body
    if name not in DTYPES or len(shape) > 16 or (scalar and shape):
        raise ProtocolError("an array of another dtype or rank")
    dtype, raw = np.dtype(name), buffers[_index(i)]
    if math.prod(map(_index, shape)) * dtype.itemsize != len(raw):
        raise ProtocolError("an array of another size than its shape")
    # Bytes other than 0 and 1 would make a bool array that is neither true nor false.
    flat = np.frombuffer(raw, np.uint8) != 0 if dtype.kind == "b" else np.frombuffer(raw, dtype)
    return flat[0] if scalar else flat.reshape(shape).copy()


class Channel:
    """Frames over a pair of pipes. With `patient=False` neither a full nor an empty pipe can hold the caller up."""

    def __init__(self, reader: int, writer: int, patient: bool = True):
        self.reader, self.writer = reader, writer
        self._read = bytearray()
        self._head: tuple[int, int] | None = None
        if not patient:
            os.set_blocking(reader, False)
            os.set_blocking(writer, False)

    def send(self, frame: bytes, seconds: float = 60.0) -> None:
        """Write a packed frame."""
        left, end = memoryview(frame), time.monotonic() + seconds
        while left:
            try:
                left = left[os.write(self.writer, left) :]
            except BlockingIOError:
                self._wait(self.writer, select.POLLOUT, end)
            except (BrokenPipeError, OSError):
                raise Closed from None

    def receive(self, seconds: float | None = None, handle: Callable | None = None) -> Any:
        """The value of the next frame. Raises Silence (call again for the rest), Closed or ProtocolError."""
        end = None if seconds is None else time.monotonic() + seconds
        if self._head is None:
            self._head = _HEAD.unpack(self._exactly(_HEAD.size, end))
        text_size, raw_size = self._head
        if text_size + raw_size > LARGEST_FRAME or text_size > LARGEST_TEXT:
            raise ProtocolError(f"a frame of {(text_size + raw_size) >> 20} MB")
        body = self._exactly(text_size + raw_size, end)
        self._head = None
        return unpack(body[:text_size], body[text_size:], handle)

    def _exactly(self, size: int, end: float | None) -> bytes:
        while len(self._read) < size:
            try:
                part = os.read(self.reader, max(1 << 16, min(size - len(self._read), 1 << 20)))
            except BlockingIOError:
                self._wait(self.reader, select.POLLIN, end)
                continue
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            self._read += part
        wanted = bytes(memoryview(self._read)[:size])
        del self._read[:size]
        return wanted

    def _wait(self, fd: int, event: int, end: float | None) -> None:
        poll = select.poll()
        poll.register(fd, event)
        left = None if end is None else max(0, math.ceil((end - time.monotonic()) * 1000))
        if not poll.poll(left):
            raise Silence

    def close(self) -> None:
        for fd in {self.reader, self.writer}:
            try:
                os.close(fd)
            except OSError:
                pass
