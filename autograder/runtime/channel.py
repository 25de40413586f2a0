"""Frames over a pair of pipes, whole or not at all, and within a time."""

from __future__ import annotations

import math
import os
import select
import time
from collections.abc import Callable
from typing import Any

from autograder.runtime.frames import HEAD, LARGEST_FRAME, LARGEST_TEXT, unpack
from autograder.runtime.plain_data import ProtocolError

# How often the size of its text a frame takes.
TEXT_SIZE = 12


class Silence(Exception):
    """No whole frame in time."""


class Closed(Exception):
    """The other side has gone."""


class Channel:
    """Frames over a pair of pipes. With `patient=False` neither a full nor an empty pipe can hold the caller up."""

    def __init__(self, reader: int, writer: int, patient: bool = True):
        self.reader, self.writer = reader, writer
        self._read = bytearray()
        self._head: tuple[int, int] | None = None
        # Bytes that the frame that came last takes once it is read.
        self.size = 0
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
            self._head = HEAD.unpack(self._exactly(HEAD.size, end))
        text_size, raw_size = self._head
        if text_size + raw_size > LARGEST_FRAME or text_size > LARGEST_TEXT:
            raise ProtocolError(f"a frame of {(text_size + raw_size) >> 20} MB")
        try:
            body = memoryview(self._exactly(text_size + raw_size, end))
        except MemoryError:
            # Part of it is lost.
            raise ProtocolError(f"a frame of {(text_size + raw_size) >> 20} MB, which found no room") from None
        self._head, self.size = None, TEXT_SIZE * text_size + raw_size
        return unpack(bytes(body[:text_size]), body[text_size:], handle)

    def _exactly(self, size: int, end: float | None) -> bytearray:
        """So many bytes; a large frame is read to its end and no further, so that it need not be copied."""
        least = 1 << 16 if size < 1 << 20 else 1
        while len(self._read) < size:
            try:
                part = os.read(self.reader, max(least, min(size - len(self._read), 1 << 20)))
            except BlockingIOError:
                self._wait(self.reader, select.POLLIN, end)
                continue
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            self._read += part
        if len(self._read) == size:
            wanted, self._read = self._read, bytearray()
        else:
            wanted = self._read[:size]
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
