"""Arguments packed once and sent ahead of their answers: a check's many small calls in few round trips."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.runtime.frames import Batch

_PIPE = 32_000

Portion = tuple[Sequence[tuple], bytes]
_KNOWN: dict[tuple[int, ...], tuple[Sequence[tuple], list[Portion]]] = {}


def portions(calls: Sequence[tuple]) -> list[Portion]:
    """(calls, their arguments as one frame) each: as many as fit into an empty pipe, so that neither side waits.

    Cases live as long as this process, so those of data alone are packed once. NotPlain where there is more than data.
    """
    key = tuple(map(id, calls))
    if key in _KNOWN:
        return _KNOWN[key][1]
    packed = _packed(calls)
    if len(calls) > 1 and sum(len(frame) for _, frame in packed) < 10 * _PIPE and len(_KNOWN) < 5000:
        # Kept with the calls themselves: while those live, nothing else has their ids.
        _KNOWN[key] = calls, packed
    return packed


def _packed(calls: Sequence[tuple]) -> list[Portion]:
    found, batch, first = [], Batch(), 0
    for n, args in enumerate(calls):
        batch.add(args)
        if batch.size > _PIPE or n + 1 == len(calls):
            found.append((calls[first : n + 1], batch.frame()))
            batch, first = Batch(), n + 1
    return found
