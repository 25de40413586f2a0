"""Arguments packed once and sent ahead of their answers: a check's many small calls in few round trips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.grading.wire import pack

_PIPE = 32_000
_FRAMES: dict[int, tuple[tuple, bytes]] = {}


def frame_of(args: tuple) -> bytes:
    """Arguments as a frame. Cases live as long as this process, so those of data alone are packed once."""
    known = _FRAMES.get(id(args))
    if known is not None and known[0] is args:
        return known[1]
    frame = pack(args)
    if len(_FRAMES) < 100_000 and len(frame) < 10_000:
        _FRAMES[id(args)] = args, frame
    return frame


def portions(frames: list[Any]) -> Iterator[list[bytes]]:
    """As many frames at a time as fit into an empty pipe, so that neither side ever waits for the other to read."""
    portion, size = [], 0
    for frame in frames:
        if portion and size + len(frame) > _PIPE:
            yield portion
            portion, size = [], 0
        portion.append(frame)
        size += len(frame)
    if portion:
        yield portion
