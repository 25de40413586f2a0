"""Small faults put into an author's functions: those that a check lets pass, those that deserve a sentence."""

from __future__ import annotations

import ast
import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.authoring.mutants import mutants
from autograder.authoring.stub_source import exercise_source
from autograder.checking.cases import Case, cases_for
from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.judge import Unsolved, judge
from autograder.checking.result import Result
from autograder.runtime import observe as observing

# How many wrong answers are proposed for an exercise, and how many slips must give the same wrong result.
MOST, FREQUENT = 3, 2


@dataclass(frozen=True)
class Slip:
    """A mutant: the line that changed and what it became, its source, and what the check says of it."""

    what: str
    source: str
    function: Any
    result: Result

    @property
    def survives(self) -> bool:
        """Whether the check gives it all points."""
        return self.result.passed


def function_of(exercise: Exercise, source: str) -> Any:
    """The function or class that `source` defines, beside the library's answers to the lecture's other exercises."""
    space: dict[str, Any] = {"np": np}
    for other in EXERCISES.of(exercise.lecture):
        if other.name != exercise.name and other.reference is not None:
            space[other.name] = other.reference
    exec(source, space)
    return space[exercise.name]


def slips(exercise: Exercise, seconds: float = 1.0) -> Iterator[Slip]:
    """Every mutant of the exercise's reference, judged; one call may take so many seconds, for a mutant may not end."""
    before, observing.SECONDS_PER_CALL = observing.SECONDS_PER_CALL, seconds
    try:
        for what, source in mutants(exercise_source(exercise.reference)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    function = function_of(exercise, source)
                    yield Slip(what, source, function, judge(exercise, function, cases_for(exercise)))
                except Unsolved:
                    continue
    finally:
        observing.SECONDS_PER_CALL = before


def report(exercises: Iterable[Exercise], equivalent: Iterable[tuple[str, str]] = ()) -> list[str]:
    """What an author should read of the slips in these exercises, line by line."""
    said, known = [], set(equivalent)
    for exercise in (e for e in exercises if e.reference is not None):
        found = list(slips(exercise))
        alive = [s for s in found if s.survives and (exercise.name, s.what) not in known]
        said += [f"{exercise.name}: a slip earns all points: {s.what}" for s in alive]
        for number, slip in _frequent(exercise, [s for s in found if not s.survives and not s.result.misconceptions]):
            said += [f"{exercise.name}: {number} slips give the same and have no sentence, such as {slip.what}"]
            said += [_entry(exercise, slip)]
    return said


def _frequent(exercise: Exercise, unnamed: list[Slip]) -> list[tuple[int, Slip]]:
    """(how many do the same, one of them) for the most frequent kinds of wrong result."""
    groups: dict[bytes, list[Slip]] = {}
    for slip in unnamed:
        if key := _result(exercise, slip.function, cases_for(exercise)[:4]):
            groups.setdefault(key, []).append(slip)
    most = sorted(groups.values(), key=len, reverse=True)[:MOST]
    return [(len(group), group[0]) for group in most if len(group) >= FREQUENT]


def _result(exercise: Exercise, function: Callable, cases: Iterable[Case]) -> bytes:
    """What it returns for a few cases, to ten digits; b"" if it does not come so far."""
    seen = [observing.observe(function, case.args, exercise.call) for case in cases]
    if any(o.raised for o in seen):
        return b""
    return b"".join(np.array2string(np.asarray(v), precision=10).encode() for o in seen for v in o.outputs)


def _entry(exercise: Exercise, slip: Slip) -> str:
    """An entry for `wrong`, to be completed: a lambda where the function is one line, else a name to be defined."""
    tree = ast.parse(slip.source).body[-1]
    body = [s for s in getattr(tree, "body", []) if not _is_text(s)]
    given = (
        ", ".join(inspect.signature(exercise.reference).parameters) if inspect.isfunction(exercise.reference) else ""
    )
    if isinstance(tree, ast.FunctionDef) and len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value:
        function = f"lambda {given}: {ast.unparse(body[0].value)}"
    else:
        function = f"wrong_{exercise.name}"
    sentence = '"What the answer is. What it should be."'
    entry = f'        "a name": (\n            {function},\n            {sentence},\n        ),'
    if function.startswith("lambda") or not isinstance(tree, ast.FunctionDef):
        return entry
    tree.name = function
    tree.body = body or tree.body
    changed = ast.unparse(tree)
    return f"{changed}\n\n{entry}"


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
