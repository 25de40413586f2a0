"""Small inputs that can be checked by hand: a ladder of them for each exercise, the smallest first.

When values differ, the first rung on which an answer is wrong is shown whole. Rungs are drawn by the exercise's own
generator and made smaller: fewer rows and columns, then integers, halves and tenths. No graded case is among them.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.checking.as_if import Variant, variants_of
from autograder.checking.cases import Case, expected_of, reference_outputs, seed_of
from autograder.checking.effects import Effect, replacements
from autograder.checking.exercise import EXTREME, Exercise, Inputs
from autograder.checking.lazily import Asked, Lazy
from autograder.checking.rows_alone import rows_alone
from autograder.checking.simplify import (
    characters_in,
    cut,
    in_float64,
    kinds_of,
    numbers_in,
    shapes_of,
    simpler,
)
from autograder.checking.value_text import own_names
from autograder.runtime.observe import Observation, Seeded, observe, same

RUNGS, ALIKE, DRAWS = 40, 2, 16
# So many probes: arrays say more than numbers do, or than decisions made of arrays.
PROBES_OF_ARRAYS, PROBES_OF_NUMBERS = 4, 10


@dataclass(frozen=True)
class Ladder:
    """Small cases, smallest first; and some cases as drawn, with what other arguments do to a right answer there."""

    cases: Sequence[Case] = ()
    probes: Sequence[Case] = ()
    effects: Sequence[Effect] = ()
    variants: Sequence[Variant] = ()
    slips: Sequence[Variant] = ()


@functools.lru_cache(maxsize=256)
def ladder_of(exercise: Exercise) -> Ladder:
    """The ladder of an exercise: computed when it is looked at, or recorded where the reference was not handed out."""
    if exercise.small:
        return exercise.small()
    if hasattr(exercise.task, "inner"):  # a repair: the ladder of the function that it should be
        return ladder_of(exercise.task.inner(exercise))
    if exercise.reference is None or exercise.recorded or (exercise.accept and exercise.call):
        return Ladder()
    rng = seed_of(exercise, "small inputs")
    drawn = list(itertools.islice(_drawn(exercise, rng), DRAWS * (4 if exercise.exact else 1)))
    cases = Lazy(_rungs(exercise, drawn, seed_of(exercise, "rungs")))
    probes = Lazy(_probes(exercise, drawn, seed_of(exercise, "probes")))
    args = Lazy(p.args for p in probes)
    variants = itertools.chain(variants_of(exercise, args, own_names(exercise)), rows_alone(exercise, args))
    return Ladder(cases, probes, Lazy(_effects(exercise, args)), Lazy(variants))


def _probes(exercise: Exercise, drawn: list[Inputs], rng: np.random.Generator) -> Iterator[Case]:
    """Cases as drawn, those with most arguments and limits first, the largest of them; other numbers in each."""
    inputs = [x for x in drawn if x.group != EXTREME]
    inputs.sort(key=lambda x: (-len(x.args), _infinite(x.args), -numbers_in(x.args)))
    met: Counter = Counter()
    rank = {}
    for n, x in enumerate(inputs):
        numbers = repr([a for a in x.args if not isinstance(a, (np.ndarray, list, Seeded))])
        rank[n] = (len(inputs[0].args) - len(x.args), met[numbers])
        met[numbers] += 1
    inputs = [inputs[n] for n in sorted(rank, key=lambda n: rank[n])]
    arrays = bool(inputs) and _has_arrays(inputs[0].args) and not exercise.exact
    cases = (_case(exercise, x, rng) for x in inputs)
    chosen = list(itertools.islice((c for c in cases if c), PROBES_OF_ARRAYS if arrays else PROBES_OF_NUMBERS))
    if arrays and not any(_alike_axes(c.args) for c in chosen):
        more = (_case(exercise, x, rng) for x in inputs if _alike_axes(x.args))
        chosen += [c for c in more if c][:1]
    yield from chosen


def _alike_axes(args: tuple) -> bool:
    """Whether all axes but that of the examples have one length, above 1: no mistake ends in an error there."""
    shapes = [a.shape for a in args if isinstance(a, np.ndarray) and a.ndim]
    last = {shape[-1] for shape in shapes}
    return len(last) == 1 and min(last) > 1 and len({n for shape in shapes for n in shape}) <= 2


def _infinite(args: tuple) -> int:
    """How many limits are absent."""
    return sum(isinstance(a, float) and not np.isfinite(a) for a in args)


def _drawn(exercise: Exercise, rng: np.random.Generator) -> Iterator[Inputs]:
    """One drawn call of each shape and each number of arguments, in float64; several of numbers and decisions."""
    met: Counter = Counter()
    for inputs in [*exercise.cases(rng), *exercise.cases(rng)]:
        args = tuple(map(in_float64, inputs.args))
        words = [_kind_of(a) for a in args if isinstance(a, (str, bool, type, float))]
        key = (inputs.group, shapes_of(args), repr(words))
        met[key] += 1
        if met[key] <= (1 if _has_arrays(args) and not exercise.exact else PROBES_OF_NUMBERS):
            yield Inputs(args, inputs.group)


def _kind_of(value: Any) -> Any:
    """Of a number whether it is finite, and its size to a digit; anything else as it is."""
    return f"{value:.1g}" if isinstance(value, float) else value


def _has_arrays(args: tuple) -> bool:
    return any(isinstance(a, np.ndarray) for a in args)


def _rungs(exercise: Exercise, drawn: list[Inputs], rng: np.random.Generator) -> Iterator[Case]:
    met: list[tuple] = []
    per_shape: Counter = Counter()
    for inputs in _candidates(drawn):
        if per_shape.total() == RUNGS:
            return
        shape = shapes_of(inputs.args)
        if per_shape[shape] == ALIKE or any(same(inputs.args, m) for m in met):
            continue
        met.append(inputs.args)
        case = _case(exercise, inputs, rng)
        if case:
            per_shape[shape] += 1
            yield replace(case, wrong=Asked(exercise.wrong, functools.partial(_done_by, exercise, inputs.args)))


def _candidates(drawn: list[Inputs]) -> Iterator[Inputs]:
    """Smaller and simpler inputs like those that were drawn, those with the least to read first."""
    small = [(numbers_in(args), args, x, kinds) for x in drawn for kinds in [kinds_of(x.args)] for args in cut(x.args)]
    small.sort(key=lambda one: one[0])
    for _, some in itertools.groupby(small, key=lambda one: one[0]):
        alike = [Inputs(args, x.group) for _, cut_off, x, kinds in some for args in simpler(cut_off, kinds)]
        yield from sorted(alike, key=lambda x: characters_in(x.args))


def _done_by(exercise: Exercise, args: tuple, name: str) -> Observation:
    """What a listed wrong answer does with these arguments."""
    return observe(exercise.wrong[name][0], args, exercise.call)


def _case(exercise: Exercise, inputs: Inputs, rng: np.random.Generator) -> Case | None:
    """The case of these inputs; None if a right answer does not take them."""
    try:
        expected = expected_of(exercise, inputs, rng)
    except Exception:  # whatever a reference raises for inputs that it was not made for
        return None
    flat = [e for part in expected for e in (part if isinstance(part, tuple) else (part,))]
    if not flat or not all(np.isfinite(np.asarray(e.middle, np.float64)).all() and e.low.size for e in flat):
        return None
    return Case(inputs.args, inputs.group, expected, {})


def _effects(exercise: Exercise, probes: Sequence[tuple]) -> Iterator[Effect]:
    """Which arguments, when they change, change which outputs of a right answer, on which probe."""
    for n, args in enumerate(probes):
        before = reference_outputs(exercise, args)
        for k in range(len(args)):
            for others in replacements(args, k, probes):
                try:
                    after = reference_outputs(exercise, others)
                except Exception:  # whatever a reference raises for inputs that it was not made for
                    continue
                moved = tuple(i for i, (a, b) in enumerate(zip(before, after, strict=False)) if not same(a, b))
                if moved:
                    yield Effect(k, n, others, moved)
