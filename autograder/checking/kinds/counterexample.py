"""An input on which a given wrong function and the right one differ by more than rounding explains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.cases import Case, evaluate, seed_of
from autograder.checking.compare import CHANGED, DTYPE, LIST, VALUES, faults
from autograder.checking.exercise import Exercise, Inputs
from autograder.checking.expected import middle_of
from autograder.checking.judge import Unsolved
from autograder.checking.kinds.base import Task, as_function
from autograder.checking.result import Finding, Result
from autograder.runtime.observe import Observation, observe
from autograder.runtime.placeholder import WaitsForYours

LARGEST = 10_000
# Numbers that differ by less than this, or by this part of their size, are the same to a reader.
SEEN = 1e-6


@dataclass(frozen=True, eq=False)
class Counterexample(Task):
    """See `counterexample`."""

    right: Callable
    suspect: Callable
    inputs: tuple[str, ...]
    domain: Callable[..., str | None] | None
    seen: float

    kind = "counterexample"

    def judge(self, exercise: Exercise, answer: Any, cases: Any) -> Result:
        """All points or none: the two functions differ on the input, or they do not."""
        if answer is None:
            raise Unsolved
        refusal, args = self._arguments(answer)
        finding = Finding("no", refusal) if refusal else self._finding(exercise, args)
        score = exercise.points if finding.status == "ok" else 0.0
        return Result(score, exercise.name, exercise.points, [finding])

    def _arguments(self, answer: Any) -> tuple[str | None, tuple]:
        given = answer if isinstance(answer, tuple) else (answer,)
        wanted = ", ".join(self.inputs)
        if len(given) != len(self.inputs):
            count = f"{len(self.inputs)} value{'s' * (len(self.inputs) > 1)}"
            return f"the input is {wanted}: {count}, and not {len(given)}", ()
        args = []
        for name, value in zip(self.inputs, given, strict=True):
            try:
                array = np.asarray(value)
            except (TypeError, ValueError):
                return f"{name} is neither a number nor an array of numbers", ()
            if array.dtype.kind not in "biuf":
                return f"{name} is {type(value).__name__}, where a number or an array of numbers is expected", ()
            if array.size > LARGEST:
                return f"{name} has {array.size} numbers: a small input shows it as well (at most {LARGEST})", ()
            args.append(array if array.dtype.kind == "f" else array.astype(float))
        if not all(np.isfinite(a).all() for a in args):
            return "the input has to be finite", ()
        return self.domain and self.domain(*args), tuple(args)

    def _finding(self, exercise: Exercise, args: tuple) -> Finding:
        case, why = self._expected(exercise, args)
        if case is None:
            return Finding("no", f"the right function does not take this input:\n{why}")
        seen = observe(self.suspect, args)
        found = {key: said for key, said in faults(case, seen).items() if _matters(key, seen, case, self.seen)}
        if found:
            return Finding("ok", f"a counterexample: {_told(seen, case, found)}")
        said = _agreement(seen, case, self.seen)
        for name, (applies, sentence) in exercise.wrong.items():
            if applies(*args):
                return Finding("no", f"{said}\n{sentence}", name)
        return Finding("no", said)

    def _expected(self, exercise: Exercise, args: tuple) -> tuple[Case | None, str]:
        seen = observe(self.right, args)
        if seen.raised:
            if seen.raised.kind == WaitsForYours.__name__:
                raise Unsolved(seen.raised.message)
            return None, str(seen.raised)
        inner = as_function(exercise, self.right)
        return evaluate(inner, Inputs(args), seed_of(exercise)), ""


def _matters(key: tuple[str, int | None], seen: Observation, case: Case, least: float) -> bool:
    """Whether a fault is more than another dtype, or a difference in digits that nobody looks at."""
    kind, i = key
    if kind != VALUES or i is None:
        return kind not in (DTYPE, LIST)
    right = middle_of(case.expected[i])
    pairs = zip(seen.outputs[i], right, strict=True) if isinstance(right, list) else [(seen.outputs[i], right)]
    return any(not np.allclose(a, b, rtol=least, atol=least) for a, b in pairs)


def _agreement(seen: Observation, case: Case, least: float) -> str:
    """How near the two are on an input that shows no difference."""
    mine, right = seen.outputs[0], middle_of(case.expected[0])
    if np.shape(mine) == np.shape(right) and np.allclose(mine, right, rtol=SEEN, atol=0):
        return f"both give the same here, to six digits or more: {_short(right)}"
    apart = {1e-6: "a millionth", 1e-2: "a hundredth"}.get(least, f"{least:g}")
    return f"the function gives {_short(mine)}, and {_short(right)} is right: less than {apart} apart"


def _told(seen: Observation, case: Case, found: dict) -> str:
    if seen.raised:
        return f"the function stops with {seen.raised.kind}"
    kind, i = next(iter(found))
    if kind == CHANGED:
        return "the function changes what it was given"
    if kind != VALUES:
        return f"what the function returns {found[kind, i]}"
    return f"the function gives {_short(seen.outputs[i])}, and {_short(middle_of(case.expected[i]))} is right"


def _short(value: Any) -> str:
    array = np.asarray(value)
    if array.size > 8:
        return f"an array of shape {array.shape}"
    return f"{array:.7g}" if array.ndim == 0 else np.array2string(array, precision=6, separator=", ").replace("\n", "")


def counterexample(
    right: Callable,
    suspect: Callable,
    *,
    inputs: str,
    domain: Callable[..., str | None] | None = None,
    seen: float = SEEN,
) -> Counterexample:
    """A counterexample: `exercise("name", task=counterexample(softplus, naive, inputs="z"), solution="1000.0")`.

    right     a function of mlpkit; if it is an exercise, one of an earlier lecture or from earlier in this one
    suspect   the function that is wrong somewhere, a plain `def`: its source stands above the answer
    inputs    names for what it takes, "X t"; several are given as a tuple
    seen      numbers that differ by less, or by less than this part of their size, count as the same
    domain    domain(*arrays) -> a sentence that refuses an input outside of what the function is for, or None
    `wrong` of the exercise: name -> (applies, sentence); applies(*arrays) says whether the sentence, on an input where
    the two agree, is true of it. `solution` is the source of an input that is right.
    """
    return Counterexample(right, suspect, tuple(inputs.split()), domain, seen)
