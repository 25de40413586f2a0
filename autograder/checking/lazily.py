"""Sequences and mappings that are computed as far as they are looked at, and no entry twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """What an iterator yields, kept; `len` asks for all of it."""

    def __init__(self, items: Iterable[T]):
        self._rest, self._kept = iter(items), list[T]()

    def __iter__(self) -> Iterator[T]:
        n = 0
        while n < len(self._kept) or self._one_more():
            yield self._kept[n]
            n += 1

    def _one_more(self) -> bool:
        for item in self._rest:
            self._kept.append(item)
            return True
        return False

    def __len__(self) -> int:
        while self._one_more():
            pass
        return len(self._kept)

    @overload
    def __getitem__(self, n: int) -> T: ...
    @overload
    def __getitem__(self, n: slice) -> Sequence[T]: ...
    def __getitem__(self, n: Any) -> Any:
        while not (isinstance(n, int) and 0 <= n < len(self._kept)):
            if not self._one_more():
                break
        return self._kept[n]


class Asked(Mapping[str, T]):
    """What `ask` gives for each of these names."""

    def __init__(self, names: Iterable[str], ask: Callable[[str], T]):
        self._names, self._ask, self._kept = tuple(names), ask, dict[str, T]()

    def __getitem__(self, name: str) -> T:
        if name not in self._kept:
            if name not in self._names:
                raise KeyError(name)
            self._kept[name] = self._ask(name)
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
