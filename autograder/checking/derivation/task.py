"""What an author says of a derivation: where it starts, which names it may use, what must occur, how it ends."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.checking.cases import seed_of
from autograder.checking.derivation.allowed import Words
from autograder.checking.derivation.judge import STEP_TO, judge_derivation
from autograder.checking.derivation.parse import parse
from autograder.checking.derivation.samples import Sample, draw, indices_left_open
from autograder.checking.derivation.values import FUNCTIONS
from autograder.checking.result import Result

RANGE = (-2.0, 2.0)
ROUNDS, GRADING_ROUNDS = 2, 3


@dataclass(frozen=True, eq=False)
class Derivation:
    """See `derivation`."""

    first: str
    names: Mapping[str, tuple]
    given: Mapping[str, str]
    indices: Mapping[str, str]
    through: Mapping[str, tuple[str, ...]]
    last: tuple[str, ...]
    last_functions: tuple[str, ...] | None
    distinct: bool
    functions: frozenset[str]
    solution: str
    said: Mapping[str, str] = field(default_factory=dict)
    slips: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    kind = "derivation"
    listed = "{}"

    @property
    def words(self) -> Words:
        """What a reader may write; names with an underscore in front are the author's alone."""
        return Words(frozenset(n for n in self._all if not n.startswith("_")), self.functions, frozenset(self.indices))

    @property
    def _all(self) -> set[str]:
        sizes = {letter for shape, *_ in self.names.values() for letter in shape.split()}
        return {*self.names, *self.given, *sizes, "pi"}

    @property
    def _author(self) -> Words:
        return Words(frozenset(self._all), self.functions, frozenset(self.indices))

    @functools.cached_property
    def first_tree(self) -> ast.expr:
        return parse(self.first, self._author)

    @functools.cached_property
    def given_trees(self) -> dict[str, ast.expr]:
        return {name: parse(text, self._author) for name, text in self.given.items()}

    @functools.cached_property
    def through_trees(self) -> dict[str, list[ast.expr]]:
        return {said: [parse(t, self._author) for t in texts] for said, texts in self.through.items()}

    @functools.cached_property
    def slip_trees(self) -> dict[str, list[ast.expr]]:
        return {name: [parse(t, self._author) for t in texts] for name, texts in self.slips.items()}

    @functools.cached_property
    def free_indices(self) -> list[str]:
        return indices_left_open(self.first_tree, self.indices)

    @property
    def misconceptions(self) -> dict[str, str]:
        """What the class report says of those whose derivation goes wrong on the way to a form, by no listed slip."""
        steps = [*self.through, "the last line"]
        return {STEP_TO + said: f"The lines go wrong, or end, before they reach {said}." for said in steps}

    def described_by(self, wrong: Mapping[str, tuple[Any, str]]) -> Derivation:
        """With the listed slips: name -> (a false line, or several, and what is said of it)."""
        slips = {name: (form,) if isinstance(form, str) else tuple(form) for name, (form, _) in wrong.items()}
        return dataclasses.replace(self, slips=slips)

    def cases(self, exercise: Any, seed: str | None) -> list[Sample]:
        """The samples on which an answer is judged."""
        return draw(self, seed_of(exercise, seed), GRADING_ROUNDS if seed else ROUNDS)

    def judge(self, exercise: Any, answer: Any, cases: Any) -> Result:
        """Score and findings for a derivation."""
        return judge_derivation(exercise, answer, cases)

    def public(self) -> dict[str, Any]:
        """What a hand-out knows: all but the forms, the slips and the solution."""
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        plain |= {"functions": sorted(self.functions), "solution": ""}
        return plain | {"through": dict.fromkeys(self.through, ()), "slips": dict.fromkeys(self.slips, ())}

    @classmethod
    def from_public(cls, public: dict[str, Any]) -> Derivation:
        """The derivation of `public`, which has come as JSON."""
        names = {name: (letters, *map(_tuples, rest)) for name, (letters, *rest) in public["names"].items()}
        ends = public["last_functions"]
        return cls(
            **public
            | {
                "names": names,
                "functions": frozenset(public["functions"]),
                "last": tuple(public["last"]),
                "last_functions": ends if ends is None else tuple(ends),
            }
        )

    @staticmethod
    def case_as_data(sample: Sample) -> list:
        """A sample as plain data."""
        return [getattr(sample, f.name) for f in dataclasses.fields(Sample)]

    @staticmethod
    def case_from_data(data: list) -> Sample:
        """The sample of `case_as_data`."""
        return Sample(*data)


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def derivation(
    first: str,
    *,
    names: Mapping[str, Any],
    last: str,
    solution: str,
    given: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
    indices: Mapping[str, str] | None = None,
    through: Mapping[str, Any] | None = None,
    last_functions: str | None = None,
    distinct: bool = False,
    without: str = "",
) -> Derivation:
    """A derivation: text whose lines are all equal, from `first` to a last line of the form asked for.

    first     the first line, which stands in the stub: "d(1 / (1 + exp(-z)), z)"
    names     name -> shape and range: "" is a number, "N D" a matrix (every letter a size of its own); ("K", 0.1, 0.9)
              gives a range, ("N", (0, 1)) a choice of values. Names with an underscore in front are not the reader's
    given     name -> expression: names that stand for something, {"s": "1 / (1 + exp(-z))"}
    said      given name -> what the reader is told of it in place of an expression with names that are not the reader's
    indices   index -> letter of the axis it runs over, {"k": "K"}; one that `first` leaves open stands for any entry
    distinct  whether open indices of the same axis are always different ones
    through   what must occur on the way, in any writing: a few words for the reader -> a form, or several of which one
              is enough. Names that are given count as names of their own here, and derivatives as unknowns
    last      the names that the last line may use, "s"; it holds no derivative
    last_functions   the functions that it may use; None for all
    without   functions that may not be used at all
    solution  a derivation that earns all points, for the solution notebook and the tests
    """
    every = {n: _spec(s) for n, s in names.items()}
    forms = {said: (form,) if isinstance(form, str) else tuple(form) for said, form in (through or {}).items()}
    functions = frozenset(FUNCTIONS - set(without.split()))
    ends = None if last_functions is None else tuple(last_functions.split())
    hidden = [name for name, text in (given or {}).items() if re.search(r"\b_", text) and name not in (said or {})]
    if hidden:
        raise ValueError(
            f"said= must tell the reader in words what {', '.join(hidden)} is, because `_` hides its parts"
        )
    return Derivation(
        first, every, dict(given or {}), dict(indices or {}), forms, tuple(last.split()), ends, distinct, functions,
        solution.strip("\n"), dict(said or {}),
    )  # fmt: skip


def _spec(spec: Any) -> tuple:
    if isinstance(spec, str):
        return (spec, *RANGE)
    letters, *values = spec
    return (letters, *values) if values else (letters, *RANGE)
