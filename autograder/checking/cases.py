"""From an exercise and a seed to cases: inputs, what is expected, how exactly, and what each wrong answer gives.

Judging a student's function needs the cases alone, not the reference: they may have been computed elsewhere.
"""

from __future__ import annotations

import functools
import os
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.exercise import EXTREME, ORDINARY, Exercise, Inputs
from autograder.checking.expected import Accepted, Expected
from autograder.runtime.observe import Observation, fresh, observe

PUBLIC_SEED = "public"
PUBLIC_ROUNDS, GRADING_ROUNDS = 2, 5
# Right answers differ from the reference by rounding alone: a few operations, each a few units in the last place.
OPERATIONS = 64
# At extreme inputs a right formula may subtract numbers as large as they are; beyond this size that does not excuse it.
CANCELLATION = 1000.0
# Inputs are moved by up to this many units in the last place: one would mostly round back to no move at all.
NUDGE = 16


@dataclass(frozen=True)
class Case:
    """Inputs, the expected outputs, and what each listed wrong answer did on the same inputs.

    `other_axis` holds the outputs with the parts of rows and columns exchanged, where that can be computed.
    """

    args: tuple
    group: str
    expected: tuple[Accepted, ...]
    wrong: Mapping[str, Observation]
    other_axis: tuple = ()


def elementwise(
    *parameters: tuple,
    shapes: tuple = ((7,), (3, 4)),
    spread: float = 3.0,
    at: tuple = (0.0,),
    extreme: tuple = (100.0, 1000.0, 1e30),
    dtypes: tuple = ("float32", "float64"),
) -> Callable:
    """Cases for f(z, *parameters): each shape and dtype, normal values and the points `at`, then ±each extreme.

    `parameters` are tuples of further arguments, one tuple a call; the empty tuple tests the defaults.
    """

    def draw(rng: np.random.Generator) -> Iterator[Inputs]:
        for dtype in dtypes:
            for shape in shapes:
                for more in parameters or ((),):
                    z = rng.normal(0, spread, shape)
                    z.flat[: len(at)] = at
                    yield Inputs((z.astype(dtype), *more))
            for size in extreme:
                for more in parameters or ((),):
                    for sign in (1, -1):
                        yield Inputs((np.array([sign * size], dtype), *more), EXTREME)

    return draw


def seed_of(exercise: Exercise, seed: str | None = None) -> np.random.Generator:
    """The generator of an exercise: public, or from the grading seed."""
    words = f"{seed or PUBLIC_SEED}/{exercise.name}".encode()
    return np.random.default_rng([zlib.crc32(words), *words])


def grading_seed() -> str | None:
    """The secret seed while a course is being graded, else None."""
    return os.environ.get("MLPKIT_GRADING_SEED") or None


@functools.lru_cache(maxsize=512)
def cases_for(exercise: Exercise, seed: str | None = None) -> tuple[Case, ...]:
    """All cases of an exercise for a seed (None: the public one); ordinary groups first, drawn in several rounds.

    Where the reference was not handed out, its public cases are on record and serve for every seed.
    """
    if exercise.recorded:
        return exercise.recorded()
    if exercise.task is not None:
        return tuple(exercise.task.cases(exercise, seed))
    rng = seed_of(exercise, seed)
    rounds = GRADING_ROUNDS if seed else PUBLIC_ROUNDS
    drawn = []
    for i in range(rounds):
        drawn += [x for x in exercise.cases(rng) if i == 0 or x.group != EXTREME]
    drawn.sort(key=lambda x: x.group != ORDINARY)
    return tuple(evaluate(exercise, inputs, rng) for inputs in drawn)


def evaluate(exercise: Exercise, inputs: Inputs, rng: np.random.Generator) -> Case:
    """The case of these inputs: what is expected of them, and what each wrong answer gives."""
    expected = expected_of(exercise, inputs, rng)
    wrong = wrong_outputs(exercise, inputs.args)
    return Case(inputs.args, inputs.group, expected, wrong, _other_axis(exercise, inputs.args))


def wrong_outputs(exercise: Exercise, args: tuple) -> dict[str, Observation]:
    """What each listed wrong answer does with these arguments."""
    return {name: observe(f, args, exercise.call) for name, (f, _) in exercise.wrong.items()}


def expected_of(exercise: Exercise, inputs: Inputs, rng: np.random.Generator) -> tuple:
    """What is accepted as the outputs of a call with these inputs."""
    return _accepted(exercise.accept, inputs.args) if exercise.accept else _expected(exercise, inputs, rng)


def _other_axis(exercise: Exercise, args: tuple) -> tuple:
    """The reference on transposed matrices, transposed back: what a wrong `axis` gives."""
    if exercise.reference is None or exercise.call or not (args and np.ndim(args[0]) == 2):
        return ()
    try:
        swapped = reference_outputs(exercise, tuple(a.T if np.ndim(a) == 2 else a for a in args))
    except (ValueError, IndexError, TypeError):
        return ()
    return tuple(s.T if isinstance(s, np.ndarray) and s.ndim == 2 else s for s in swapped)


def _accepted(accept: Callable[..., tuple], args: tuple) -> tuple[Expected, ...]:
    return tuple(Expected(np.asarray(low), np.asarray(high), *more) for low, high, *more in accept(*args))


def _expected(exercise: Exercise, inputs: Inputs, rng: np.random.Generator) -> tuple[Accepted, ...]:
    """Truth in float64, and a tolerance from the dtype and from how much rounded inputs move the truth."""
    args = inputs.args
    cancelled = min(CANCELLATION, _largest(args)) if inputs.group == EXTREME else 0.0
    plain = reference_outputs(exercise, args)
    fine = not any(_is_float(a) and a.dtype != np.float64 for a in args)
    truth = plain if fine else reference_outputs(exercise, tuple(map(_as_float64, args)))
    eps = _epsilon(args)
    nudges = 0 if exercise.exact else 3
    moved = [reference_outputs(exercise, tuple(_nudged(a, NUDGE * eps, rng) for a in args)) for _ in range(nudges)]
    sides = [reference_outputs(exercise, side) for side in _either_side(exercise, args)]
    return tuple(
        _interval(p, t, [m[i] for m in moved], [s[i] for s in sides], eps, cancelled)
        for i, (p, t) in enumerate(zip(plain, truth, strict=True))
    )


def _interval(plain, truth, moved, sides, eps, cancelled) -> Accepted:
    if isinstance(plain, list):
        each = enumerate(zip(plain, truth, strict=True))
        return tuple(
            _array_interval(p, t, [m[k] for m in moved], [s[k] for s in sides], eps, cancelled) for k, (p, t) in each
        )
    return _array_interval(plain, truth, moved, sides, eps, cancelled)


def _array_interval(plain, truth, moved, sides, eps, cancelled) -> Expected:
    dtype = plain.dtype if isinstance(plain, np.ndarray) and plain.ndim else None
    truth = np.asarray(truth)
    if truth.dtype.kind not in "fc":
        return Expected(truth, truth, 0.0, dtype)
    with np.errstate(all="ignore"):
        rounded = truth.astype(dtype or truth.dtype).astype(truth.dtype)
        every = np.stack([rounded, *sides]) if sides else rounded[None]
        size = np.max(np.abs(rounded[np.isfinite(rounded)]), initial=1.0)
        gaps = [np.abs(np.asarray(m) - truth) / NUDGE for m in moved]
        noise = np.fmax.reduce([np.abs(np.asarray(plain) - truth), *gaps], axis=0, initial=0.0)
        # At a kink the interval between the two sides is all that is accepted: a jump is not rounding.
        noise = np.where(every.min(axis=0) == every.max(axis=0), noise, 0.0) if sides else noise
        tolerance = OPERATIONS * (eps * (size + cancelled) + np.where(np.isfinite(noise), noise, 0.0))
    return Expected(every.min(axis=0), every.max(axis=0), tolerance, dtype)


def reference_outputs(exercise: Exercise, args: tuple) -> tuple:
    """What the reference, or the way of calling it, returns: always a tuple."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        given = tuple(map(fresh, args))
        result = exercise.called(exercise.reference, given)
    return result if isinstance(result, tuple) else (result,)


def _is_float(a: Any) -> bool:
    return isinstance(a, np.ndarray) and a.dtype.kind == "f"


def _as_float64(a: Any) -> Any:
    return a.astype(np.float64) if _is_float(a) else a


def _nudged(a: Any, eps: float, rng: np.random.Generator) -> Any:
    if not _is_float(a):
        return a
    # Equal numbers are moved alike: a constant column stays one, and a tie stays a tie.
    each, where = np.unique(a, return_inverse=True)
    with np.errstate(all="ignore"):
        return a.astype(np.float64) * (1 + eps * rng.uniform(-1, 1, each.shape))[where].reshape(a.shape)


def _largest(args: tuple) -> float:
    return max((float(np.max(np.abs(a[np.isfinite(a)]), initial=0.0)) for a in args if _is_float(a)), default=0.0)


def _epsilon(args: tuple) -> float:
    return max((float(np.finfo(a.dtype).eps) for a in args if _is_float(a)), default=float(np.finfo(float).eps))


def _either_side(exercise: Exercise, args: tuple) -> list[tuple]:
    """Arguments with the elements of args[0] that lie on a kink moved just below, and just above it."""
    if exercise.kinks is None:
        return []
    z = args[0].astype(np.float64)
    on = np.isin(z, list(exercise.kinks(*args)))
    rest = tuple(map(_as_float64, args[1:]))
    return [(np.where(on, np.nextafter(z, to), z), *rest) for to in (-np.inf, np.inf)]


def kinks_at(*values: float) -> Callable:
    """`kinks=kinks_at(0.0)`: kinks at fixed places."""
    return lambda *args: values
