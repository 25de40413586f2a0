"""A function that tests implementations: it has to accept the right ones and to refuse the wrong ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.cases import grading_seed, seed_of
from autograder.checking.error_words import meaning
from autograder.checking.exercise import Exercise
from autograder.checking.guard import guarded
from autograder.checking.judge import Unsolved
from autograder.checking.kinds.base import Task
from autograder.checking.result import Finding, Result
from autograder.checking.source import source_with_helpers
from autograder.runtime.observe import Observation, observe
from autograder.runtime.placeholder import WaitsForYours

_EXACT = (
    "If this compares numbers that are computed in two ways: they agree up to rounding alone, so allow a tolerance."
)

# What stands in an assert about whole numbers, which are to be equal.
_COUNTS = re.compile(r"\b(len|shape|size|ndim|dtype|set|sorted|unique|type)\b")
_RIGHT_ONES = {1: "the right one", 2: "both right ones"}


def _asserts(answer: Callable) -> bool:
    """Whether a test, or a helper that it calls, has what can refuse; True where its source is not at hand."""
    try:
        nodes = list(ast.walk(ast.parse(source_with_helpers(answer))))
    except (OSError, TypeError, AttributeError, SyntaxError):
        return True
    names = [getattr(n, "attr", getattr(n, "id", "")) for n in nodes]
    return any(isinstance(n, (ast.Assert, ast.Raise)) for n in nodes) or any("assert" in name for name in names)


class _NoVerdict(Exception):
    """The test ended with something that is not a verdict."""


@dataclass(frozen=True, eq=False)
class Test(Task):
    """See `test_of`."""

    right: Mapping[str, tuple]

    kind = "test"
    # The sentences are of implementations, and the reader wrote the test.
    listed = "lets a wrong implementation pass: {}"
    __test__ = False

    def judge(self, exercise: Exercise, answer: Any, cases: Any) -> Result:
        """The share of wrong implementations that the test refuses, if it accepts the right ones."""
        if not callable(answer):
            said = f"{exercise.name} is a {type(answer).__name__}, not a function: run the cell that defines it"
            return Result(0.0, exercise.name, exercise.points, [Finding("no", said)])
        with guarded(exercise, answer):
            try:
                findings, share = self._tried(exercise, answer)
            except _NoVerdict as why:
                findings, share = [Finding("no", str(why))], 0.0
        return Result(round(exercise.points * share, 2), exercise.name, exercise.points, findings)

    def _tried(self, exercise: Exercise, answer: Any) -> tuple[list[Finding], float]:
        slipped: set[str] = set()
        for wrong, right in self._calls(exercise):
            mutate = exercise.wrong[wrong][0] if wrong else lambda *args: args
            if wrong in slipped:
                continue
            refused = _refusal(observe(answer, _alike(mutate(*self.right[right]))))
            if wrong and refused is None:
                slipped.add(wrong)
            elif not wrong and refused is not None:
                said = f"refuses an implementation that is right: {right}{refused}"
                return [Finding("no", said)], 0.0
        count = len(self.right)
        findings = [Finding("ok", f"accepts {_RIGHT_ONES.get(count, f'all {count} right ones')}")]
        caught, every = len(exercise.wrong) - len(slipped), len(exercise.wrong)
        if caught:
            findings.append(Finding("ok", f"refuses {caught} of {every} wrong ones"))
        first = next((name for name in exercise.wrong if name in slipped), "")
        if slipped and not caught:
            one = exercise.wrong[first][1]
            why = (
                "for none of them an assert fails" if _asserts(answer) else "there is no `assert` in it that could fail"
            )
            said = f"lets all {every} wrong implementations pass: {why}. One of them: {one}"
            findings.append(Finding("no", said, first))
        elif slipped:
            rest = len(slipped) - 1
            more = f"\nSo do{'es' if rest == 1 else ''} {rest} more." if rest else ""
            findings.append(Finding("no", f"{exercise.misconceptions[first]}{more}", first))
        return findings, caught / every

    def _calls(self, exercise: Exercise) -> list[tuple[str, str]]:
        """(name of a wrong implementation or "", of the right one that it is made from), in the order of trying.

        The right ones come first, and once more among the others: who counts calls does not know what they are.
        """
        calls = [(wrong, right) for wrong in ("", *exercise.wrong) for right in self.right]
        seed_of(exercise, grading_seed()).shuffle(calls)
        return [*(("", right) for right in self.right), *calls]


def _alike(args: tuple) -> tuple:
    """Implementations that differ in nothing but what they do: neither in their names nor in where they come from."""
    return tuple(_only_called(a) if callable(a) else a for a in args)


def _only_called(function: Callable) -> Callable:
    def implementation(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return implementation


def _refusal(seen: Observation) -> str | None:
    """None where the test accepts; else how it refused."""
    if seen.raised:
        if seen.raised.kind in ("NotImplementedError", "Unsolved") and not seen.raised.message:
            raise Unsolved
        if seen.raised.kind == WaitsForYours.__name__:
            raise Unsolved(seen.raised.message)
        line = seen.raised.line
        if seen.raised.kind == "AssertionError":
            more = _EXACT if "==" in line and not _COUNTS.search(line) else None
        else:
            more = meaning(seen.raised, (), ())
        return f"\n{seen.raised}" + (f"\n{more}" if more else "")
    verdict = seen.outputs[0] if len(seen.outputs) == 1 else seen.outputs
    if verdict is None:
        return None
    what = str(bool(verdict)) if isinstance(verdict, (bool, np.bool_)) else f"a value of type {type(verdict).__name__}"
    raise _NoVerdict(f"returns {what}: write `assert` in place of `return`; nobody looks at what a test returns")


def test_of(right: Mapping[str, tuple]) -> Test:
    """A test: `exercise(model_test, task=test_of({"tanh": (tanh, tanh_grad)}), wrong={name: (mutate, sentence)})`.

    right   words -> the arguments with which the test is called, an implementation that is right among them. They may
            be functions of mlpkit that are exercises of an earlier lecture, or stand earlier in this one
    `wrong` of the exercise: name -> (mutate, sentence). mutate(*args) gives the arguments with a wrong implementation,
    made from the right one, so that nothing of an answer has to be handed out; the sentence says in words what is wrong
    with it. It is wrong in what it returns: in grading it runs on copies, so that changing its input has no effect.
    More than one right implementation keeps a test from comparing with a copy of its own.
    """
    return Test(dict(right))


# pytest would take it for a test.
test_of.__dict__["__test__"] = False
