"""Which packages are the library: mlpkit, and an author's modules. Each side of the border declares it once."""

from __future__ import annotations

from collections.abc import Callable


def _mlpkit() -> tuple[str, ...]:
    return ("mlpkit",)


_find: Callable[[], tuple[str, ...]] = _mlpkit


def declare(find: Callable[[], tuple[str, ...]]) -> None:
    """From here on `packages` asks this function."""
    global _find
    _find = find


def packages() -> tuple[str, ...]:
    """The names of the library's packages."""
    return _find()
