"""Right numbers in the wrong place: outputs exchanged, lists in the reverse order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from autograder.checking.cases import Case
from autograder.checking.compare import alike
from autograder.checking.expected import middle_of
from autograder.runtime.observe import Observation

# So many results are tried in every order.
MOST = 4


def arranged(seen: list[tuple[Case, Observation]], i: int, outputs: Sequence[str] = ()) -> str | None:
    """A sentence if output `i` has changed places with another one, or its list is in the reverse order."""
    for j in range(len(seen[0][0].expected)):
        if j != i and all(_exchanged(case, o.outputs, i, j) for case, o in seen):
            first, second = (outputs[k] if k < len(outputs) else f"result {k + 1}" for k in sorted((i, j)))
            return f"Two results are exchanged: return {first} before {second}."
    if order := _order(seen, i):
        named = [outputs[k] if k < len(outputs) else f"result {k + 1}" for k in range(len(order))]
        return f"The results come in another order: return {', '.join(named[:-1])} and {named[-1]}."
    if all(_reversed(case, o.outputs, i) for case, o in seen):
        return "Every array of the list is right, and they stand in the reverse order: the first layer comes first."
    for step, words in ((1, "before"), (-1, "after")):
        if all(_of_the_neighbour(case, o.outputs, i, step) for case, o in seen):
            return f"Each wrong array of the list is the one that belongs one place {words} it."
    for part, words in ((slice(1, None), "first"), (slice(None, -1), "last")):
        if all(_missing(case, o.outputs, i, part) for case, o in seen):
            return f"The {words} entry of the list is missing; all others are right."
    return None


def _order(seen: list[tuple[Case, Observation]], i: int) -> tuple[int, ...] | None:
    """The order in which the right results come, if output `i` stands at another place than its own."""
    count = len(seen[0][0].expected)
    orders = itertools.permutations(range(count)) if 2 < count <= MOST else ()
    return next((p for p in orders if p[i] != i and all(_in_order(case, o.outputs, p) for case, o in seen)), None)


def _in_order(case: Case, outputs: tuple, order: tuple[int, ...]) -> bool:
    pairs = zip(outputs, (case.expected[k] for k in order), strict=True)
    return all(alike(mine, middle_of(expected), expected) for mine, expected in pairs)


def _missing(case: Case, outputs: tuple, i: int, part: slice) -> bool:
    expected = case.expected[i]
    if not isinstance(expected, tuple) or len(expected) < 2 or not isinstance(outputs[i], (list, tuple)):
        return False
    return alike(list(outputs[i]), middle_of(expected[part]), expected[part])


def _of_the_neighbour(case: Case, outputs: tuple, i: int, step: int) -> bool:
    """Whether every wrong array of a list is what is expected one place further on, or one place before."""
    expected = case.expected[i]
    mine = outputs[i] if len(outputs) > i else ()
    if not isinstance(expected, tuple) or not isinstance(mine, (list, tuple)) or len(mine) != len(expected):
        return False
    wrong = [k for k, (m, e) in enumerate(zip(mine, expected, strict=True)) if not alike(m, e.middle, e)]
    there = [k - step for k in wrong]
    return bool(wrong) and all(
        0 <= n < len(expected) and alike(mine[k], expected[n].middle, expected[n])
        for k, n in zip(wrong, there, strict=True)
    )


def _exchanged(case: Case, outputs: tuple, i: int, j: int) -> bool:
    if len(outputs) != len(case.expected) or len(outputs) <= max(i, j):
        return False
    return all(alike(outputs[a], middle_of(case.expected[b]), case.expected[b]) for a, b in ((i, j), (j, i)))


def _reversed(case: Case, outputs: tuple, i: int) -> bool:
    expected = case.expected[i]
    if not isinstance(expected, tuple) or len(expected) < 2 or not isinstance(outputs[i], (list, tuple)):
        return False
    return alike(list(outputs[i])[::-1], middle_of(expected), expected)
