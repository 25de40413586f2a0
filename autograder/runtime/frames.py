"""Messages between a student's process and the grader as length-framed bytes: never pickles, sizes capped.

A frame is two lengths, a JSON text (`plain_data` says how it holds a value), and the raw bytes of its arrays.
"""

from __future__ import annotations

import gc
import itertools
import json
import struct
from collections.abc import Callable
from typing import Any

from autograder.runtime.plain_data import LARGEST_ARRAY, NotPlain, ProtocolError, decode, encode

LARGEST_FRAME = LARGEST_ARRAY
# Text takes twenty times its size when it is read, raw bytes once.
LARGEST_TEXT = 8 * 2**20
# Lists and objects in the text of a value: each takes up to two hundred bytes when it is read. A frame has twice as
# many at most, for as many as TOGETHER holds may stand before a value.
MOST_PARTS = 350_000
# As much as this may travel before a value in the same frame.
TOGETHER = 1 << 20
HEAD = struct.Struct("<II")


def pack(value: Any, handle: Callable[[Any], Any] | None = None) -> bytes:
    """A frame. `handle(x)` describes an object that is not plain data; without it such an object raises NotPlain."""
    buffers: list[bytes] = []
    text = _text(encode(value, buffers, handle, 0))
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
            text = _text(encode(value, self._buffers, self.handle, 1))
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
    return b"".join((HEAD.pack(len(body), len(raw)), body, raw))


def _size(text: str, buffers: list[bytes], before: int = 0) -> int:
    """Bytes of a value in a frame; NotPlain for one that is too large to follow so many others."""
    # The frame also lists the lengths of the buffers, in up to nine characters each.
    size, raw = len(text) + 9 * len(buffers), sum(map(len, buffers))
    if before + size + raw >= LARGEST_FRAME or before + size >= LARGEST_TEXT:
        raise NotPlain(f"larger than {(LARGEST_TEXT if raw < LARGEST_TEXT else LARGEST_FRAME) >> 20} MB")
    if text.count("[") + text.count("{") > MOST_PARTS:
        raise NotPlain(f"made of more than {MOST_PARTS:,} parts")
    return size + raw


def unpack_frame(frame: bytes, handle: Callable[[Any], Any] | None = None) -> Any:
    """The value of a whole frame, heads included."""
    text_size, _ = HEAD.unpack(frame[: HEAD.size])
    return unpack(frame[HEAD.size : HEAD.size + text_size], frame[HEAD.size + text_size :], handle)


def unpack(text: bytes, raw: bytes | memoryview, handle: Callable[[Any], Any] | None = None) -> Any:
    """The value of a frame, or ProtocolError for anything malformed. `handle` turns a description into an object."""
    try:
        value, sizes = _read(text)
        if any(type(s) is not int or s < 0 for s in sizes) or sum(sizes) != len(raw):
            raise ProtocolError("the lengths do not add up")
        ends = [0, *itertools.accumulate(sizes)]
        return decode(value, [raw[a:b] for a, b in itertools.pairwise(ends)], handle, 0)
    except ProtocolError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError, MemoryError) as error:
        raise ProtocolError(f"not a frame of plain data ({type(error).__name__})") from None


def _read(text: bytes) -> Any:
    """A long text makes so many objects that looking for garbage among them would take most of the time."""
    if text.count(b"[") + text.count(b"{") > 2 * MOST_PARTS:
        raise ProtocolError(f"a frame of more than {2 * MOST_PARTS:,} parts")
    wanted = gc.isenabled() and len(text) > 1 << 20
    if wanted:
        gc.disable()
    try:
        return json.loads(text)
    finally:
        if wanted:
            gc.enable()
