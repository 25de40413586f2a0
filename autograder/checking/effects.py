"""What an answer does when it is asked again: arguments that have no effect, calls that remember the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.cases import Case
from autograder.checking.expected import Expected
from autograder.runtime.observe import Observation, Seeded, observe_each, same

Seen = Sequence[tuple[Case, Observation]]
# An argument is said to have no effect when it has none on so many inputs on which it should have one.
ENOUGH = 3


@dataclass(frozen=True)
class Effect:
    """Another value of argument `k`, on the probe of this number: a right answer changes these outputs."""

    k: int
    probe: int
    args: tuple
    outputs: tuple[int, ...]


def without_effect(
    answer: Any,
    call: Callable | None,
    seen: Seen,
    effects: Sequence[Effect],
    i: int,
    names: Sequence[str | None],
    judged: Seen = (),
) -> str | None:
    """A sentence if an argument leaves output `i` as it was on every probe on which it should change it.

    Nor may it have an effect in one of the cases that were `judged`: it may have one on one side of a condition only.
    """
    for k, name in enumerate(names):
        asked = [e for e in effects if e.k == k and i in e.outputs]
        if name is None or len(asked) < ENOUGH or _decides(seen, i):
            continue
        if not has_effect(answer, call, seen, asked, i) and not moves_anything(answer, call, judged, k, i):
            return f"{name} has no effect where it was tried: with other values of it the result is the same."
    return None


def moves_anything(answer: Any, call: Callable | None, seen: Seen, k: int, i: int) -> bool:
    """Whether another value of argument `k` moves output `i` in any of these cases."""
    every = [case.args for case, o in seen if not o.raised]
    seen = [pair for pair in seen if not pair[1].raised]
    others = [(n, args) for n, given in enumerate(every) if k < len(given) for args in replacements(given, k, every)]
    again = observe_each(answer, [args for _, args in others], call)
    return not all(_unmoved(seen[n][1], new, i) for (n, _), new in zip(others, again, strict=False))


def has_effect(answer: Any, call: Callable | None, seen: Seen, effects: Sequence[Effect], i: int) -> bool:
    """Whether output `i` is another one, or cannot be had, with some of these other arguments."""
    again = observe_each(answer, [e.args for e in effects], call)
    # One that moves it is enough, and nothing more is asked of a loop that does not end.
    return not all(_unmoved(seen[e.probe][1], new, i) for e, new in zip(effects, again, strict=False))


def _decides(seen: Seen, i: int) -> bool:
    """Whether output `i` takes two numbers at most where more are expected: what moves it may not show then."""
    mine = [
        np.ravel(np.asarray(o.outputs[i], np.float64)).tolist()
        for _, o in seen
        if o.outputs and _is_plain(o.outputs[i])
    ]
    expected = [case.expected[i] for case, _ in seen]
    true = [np.ravel(e.middle).tolist() for e in expected if isinstance(e, Expected)]
    distinct = [len({round(v, 9) for part in parts for v in part}) for parts in (mine, true)]
    return len(mine) == len(true) == len(seen) and distinct[0] <= 2 < distinct[1]


def _is_plain(value: Any) -> bool:
    return isinstance(value, (np.ndarray, np.generic, int, float)) and np.asarray(value).dtype.kind in "biuf"


def replacements(args: tuple, k: int, probes: Sequence[tuple]) -> Iterator[tuple]:
    """The arguments with other values in place `k`, as far as they are sure to be allowed; `probes` have such ones."""
    value = args[k]
    others: list[Any] = []
    if isinstance(value, (int, float)) and all(np.ndim(a[k]) == 0 and a[k] in (0, 1) for a in probes if k < len(a)):
        yield (*args[:k], type(value)(1 - value), *args[k + 1 :])
        return
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, 2 * value + 1]
    elif isinstance(value, float) and np.isfinite(value):
        # A near one and a far one: a limit may have its effect far away only.
        others = [0.75 * value + (0.1 if value > 0 else -0.1), 8 * value]
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f" and np.any(value):
        factor = value.dtype.type(-0.5 if np.any(value < 0) else 0.5)
        others = [(np.flip(value, 0 if value.ndim else ()) * factor).astype(value.dtype)]
    yield from ((*args[:k], other, *args[k + 1 :]) for other in others)


def _unmoved(before: Observation, after: Observation, i: int) -> bool:
    if before.raised or after.raised or len(after.outputs) <= i or len(before.outputs) <= i:
        return False
    return same(before.result, after.result) if len(before.outputs) == 1 else same(before.outputs[i], after.outputs[i])


def remembers(answer: Any, call: Callable | None, wrong: Seen) -> str | None:
    """A sentence if the same call gives something else the second time."""
    case, first = wrong[0]
    if any(isinstance(a, Seeded) for a in case.args) or first.lists:
        return None
    again = next(iter(observe_each(answer, [case.args], call)))
    if again.raised or len(again.outputs) != len(first.outputs) or all(map(same, again.outputs, first.outputs)):
        return None
    return (
        "The same call gives something else the second time: something is kept from one call to the next (a list as "
        "a default value, a global name, an attribute), or drawn anew."
    )
