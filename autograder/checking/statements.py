"""Test a check, for authors: what a report says of an answer, tried on inputs that the check did not use.

For authors and tests. A statement is false if a listed mistake that it names does other things there, if a relation no
longer holds, or if the example that it shows is right.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.checking.cases import Case, cases_for
from autograder.checking.compare import CHANGED, DTYPE, VALUES, alike, faults, tidy
from autograder.checking.exercise import EXTREME, ORDINARY, Exercise
from autograder.checking.guard import opened
from autograder.checking.judge import Unsolved, judge
from autograder.checking.listed import SAYS_RIGHT
from autograder.checking.result import Finding, Result
from autograder.runtime.observe import Observation, observe

# These report one case, and say nothing of others.
_OF_ONE_CASE = re.compile(
    r"differs most|gives |the shape is|the dtype is|stops with|returns |the list has|instead of|Where it comes|"
    r"add up to|lies outside|could not be tried|cases tried"
)
# By which words a finding tells that it is not about values.
_SAID = {CHANGED: "is changed by the call", DTYPE: "the dtype is"}


def false_statements(exercise: Exercise, answer: Any, result: Result, seed: str = "other draws") -> list[str]:
    """What `result` says of `answer` that is not true."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        cases = cases_for(exercise, seed)
        try:
            again = judge(exercise, answer, cases)
        except Unsolved:
            return []
        named = [f for f in result.findings if f.misconception and not _behaves_like(exercise, answer, f, cases)]
        return (
            [f"named: {f.misconception}" for f in named]
            + _gone(result, again)
            + _wrong_example(exercise, answer, result)
        )


def _behaves_like(exercise: Exercise, answer: Any, finding: Finding, cases: tuple[Case, ...]) -> bool:
    """Whether the answer does what the listed one does, wherever that one is wrong in the way that was found."""
    name = finding.misconception or ""
    kind = next((k for k, said in _SAID.items() if said in finding.text), VALUES)
    touched: set[int] = set()
    for case in cases:
        found = faults(case, tidy(case, case.wrong[name]))
        touched |= {i for k, i in found if i is not None and (k == kind or (kind == VALUES and k != CHANGED))}
    whole = SAYS_RIGHT.search(finding.text)
    return all(
        _same_there(case, tidy(case, observe(answer, case.args, exercise.call)), name, kind, touched, bool(whole))
        for case in cases
        if case.group == ORDINARY
    )


def _same_there(case: Case, mine: Observation, name: str, kind: str, touched: set[int], whole: bool) -> bool:
    theirs = tidy(case, case.wrong[name])
    if bool(mine.raised) != bool(theirs.raised):
        return False
    if whole and {k for k in faults(case, mine) if k[0] == VALUES} - set(faults(case, theirs)):
        return False
    if kind == CHANGED:
        return mine.changed == theirs.changed
    if kind == DTYPE:  # said of one output: another one may be as it should be
        bad, listed = ({i for k, i in faults(case, o) if k == DTYPE} for o in (mine, theirs))
        return bad <= listed and bool(bad) == bool(listed)
    pairs = [
        (np.asarray(a) if isinstance(a, list) and isinstance(b, np.ndarray) else a, b)
        for a, b in zip(mine.outputs, theirs.outputs, strict=False)
    ]
    there = [i for i in touched if i < min(len(pairs), len(case.expected))]
    return all(alike(*pairs[i], case.expected[i]) for i in there)


def _gone(result: Result, again: Result) -> list[str]:
    """Sentences about all inputs that are not said, of the same output, for other inputs."""
    there = {_sentence(f.text) for f in again.findings if f.status == "no"}
    said = [f for f in result.findings if f.status == "no" and not f.misconception]
    said = [f for f in said if not _OF_ONE_CASE.search(f.text) and ": the same mistake" not in f.text]
    said = [f for f in said if f.text not in again_texts(again)]
    return [f"holds for some inputs only: {f.text}" for f in said if _sentence(f.text) not in there]


def again_texts(result: Result) -> set[str]:
    """All that a report says."""
    return {f.text for f in result.findings}


def _sentence(text: str) -> str:
    """A sentence without its numbers and examples in brackets, and without the name of the group."""
    text = re.sub(r"\nWhere it comes from.*", "", text)
    text = text.removeprefix(f"{EXTREME}: ")
    return re.sub(r"\([^)]*\)|[\d.e+-]+", "", text).strip()


def _wrong_example(exercise: Exercise, answer: Any, result: Result) -> list[str]:
    """Whether the call that is said to go wrong goes right."""
    shown = any(f.text.startswith("The smallest input") for f in result.findings)
    if not shown or exercise.call or exercise.reference is None:
        return []
    mine = observe(answer, result.case)
    right = observe(exercise.reference, result.case)
    same = len(mine.outputs) == len(right.outputs) and all(
        np.shape(a) == np.shape(b) and np.array_equal(np.asarray(a), np.asarray(b))
        for a, b in zip(mine.outputs, right.outputs, strict=True)
    )
    return ["the example shown is right"] if same and mine.outputs else []


def combinations(exercise: Exercise, rng: np.random.Generator, count: int) -> Iterator[tuple[str, Callable]]:
    """Wrong answers nobody thought of: listed ones mixed, changed twice, in other types, with state, deaf to arguments.

    Only for functions; they are called as the exercise calls them.
    """
    pool = [("right", exercise.reference), *((n, opened(f)) for n, (f, _) in exercise.wrong.items())]
    for _ in range(count):
        (a, f), (b, g) = (pool[k] for k in rng.integers(0, len(pool), 2))
        what, change = _CHANGES[rng.integers(len(_CHANGES))]
        yield f"{a}, {b}: {what}", change(f, g, rng)


def _outputs(result: Any) -> list:
    return list(result) if isinstance(result, tuple) else [result]


def _joined(outputs: list) -> Any:
    return tuple(outputs) if len(outputs) > 1 else outputs[0]


def _each(change: Callable, value: Any) -> Any:
    if isinstance(value, list):
        return [_each(change, v) for v in value]
    return change(value) if isinstance(value, (np.ndarray, np.generic, float, int)) else value


def _mixed(f: Callable, g: Callable, rng: np.random.Generator) -> Callable:
    keep = rng.random(20) < 0.5

    def answer(*args):
        one, other = _outputs(f(*args)), _outputs(g(*args))
        return _joined([x if k else y for x, y, k in zip(one, other, keep, strict=False)])

    return answer


def _after(change: Callable) -> Callable:
    """A change of one output, or of all."""

    def make(f: Callable, g: Callable, rng: np.random.Generator) -> Callable:
        only = int(rng.integers(0, 4))

        def answer(*args):
            outputs = _outputs(f(*args))
            which = only if only < len(outputs) else None
            return _joined([_each(change, o) if which in (None, i) else o for i, o in enumerate(outputs)])

        return answer

    return make


def _deaf(f: Callable, g: Callable, rng: np.random.Generator) -> Callable:
    """One argument is always what it was first."""
    first: list[tuple] = []
    k = int(rng.integers(0, 6))

    def answer(*args):
        first.append(args)
        old = first[0]
        shaped = k < min(len(args), len(old)) and np.shape(args[k]) == np.shape(old[k])
        return f(*args[:k], old[k], *args[k + 1 :]) if shaped else f(*args)

    return answer


def _stuck(f: Callable, g: Callable, rng: np.random.Generator) -> Callable:
    """The first result for each shape is kept for ever."""
    kept: dict = {}

    def answer(*args):
        key = str([np.shape(a) if isinstance(a, np.ndarray) else type(a) for a in args])
        return kept.setdefault(key, f(*args))

    return answer


_CHANGES: tuple[tuple[str, Callable], ...] = (
    ("outputs mixed", _mixed),
    ("outputs mixed", _mixed),
    ("outputs in the reverse order", lambda f, g, rng: lambda *args: _joined(_outputs(f(*args))[::-1])),
    ("twice", _after(lambda v: 2 * v)),
    ("negative", _after(lambda v: -v)),
    ("plus a half", _after(lambda v: v + 0.5)),
    ("negative parts lost", _after(lambda v: np.maximum(v, 0))),
    ("float64", _after(lambda v: v.astype(float) if isinstance(v, np.ndarray) else v)),
    ("complex", _after(lambda v: v + 0j)),
    ("a list", _after(lambda v: v.tolist() if isinstance(v, np.ndarray) else v)),
    ("transposed", _after(lambda v: np.transpose(v) if isinstance(v, np.ndarray) else v)),
    ("a millionth too large", _after(lambda v: v * (1 + 1e-6))),
    ("deaf to an argument", _deaf),
    ("remembers", _stuck),
)
