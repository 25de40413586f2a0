"""Judge a derivation: every line equals the one before, what was asked for occurs, and it ends as it should."""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checking.derivation.allowed import name_of
from autograder.checking.derivation.changed import changed_to
from autograder.checking.derivation.evaluate import Budget
from autograder.checking.derivation.fold import folded
from autograder.checking.derivation.lines import Values, counterexample, differences, evaluated, factor, same, shapes
from autograder.checking.derivation.parse import Line, Text, read
from autograder.checking.derivation.samples import Sample
from autograder.checking.derivation.show import shown
from autograder.checking.derivation.values import TooCostly, Unfit
from autograder.checking.derivation.writing import written
from autograder.checking.judge import Unsolved
from autograder.checking.result import Finding, Result

STEP_TO = "the step to: "


def judge_derivation(exercise: Any, answer: Any, samples: Sequence[Sample]) -> Result:
    """Score and findings for the text `answer`. Raises Unsolved where nothing stands below the first line."""
    task = exercise.task
    if not isinstance(answer, str):
        said = f"{exercise.name} is a {type(answer).__name__}, not text: a derivation stands between three quotes"
        return Result(0.0, exercise.name, exercise.points, [Finding("no", said)])
    text = read(answer, task.words)
    lines = text.lines
    if text.stopped is None and (not lines or [line.text for line in lines] == [ast.unparse(task.first_tree)]):
        raise Unsolved
    if not lines or lines[0].text != ast.unparse(task.first_tree):
        lines.insert(0, Line(task.first_tree))
    return _Judgement(exercise, text, samples).result()


class _Judgement:
    def __init__(self, exercise: Any, text: Text, samples: Sequence[Sample]):
        self.exercise, self.task, self.text, self.samples = exercise, exercise.task, text, samples
        self.findings: list[Finding] = []
        self.budget = Budget()
        self.trees = [line.tree for line in text.lines]
        self.values: list[Values] = []
        self.marks: list[str] = []

    def result(self) -> Result:
        self.values = list(evaluated(self.task, self.samples, self.text.lets, self.trees, self.budget))
        for n in range(len(self.values)):
            self.marks.append(self._mark(n))
        reached = self._reached()
        self._first_false(reached)
        if self.text.stopped:
            self.findings.append(Finding("no", str(self.text.stopped), self._step(reached)))
        whole = "no" not in self.marks and not self.text.stopped and len(self.values) == len(self.trees)
        derived = all(reached.values()) or self._has_a_step()
        self._through(reached, whole, derived)
        ends = whole and derived and self._ends()
        earned = 1.0 if ends else sum(reached.values()) / (len(reached) + 1)
        pictures = shown(self.text.lines, self.marks, self.text.lets)
        points = self.exercise.points
        return Result(round(points * earned, 2), self.exercise.name, points, self.findings, pictures)

    def _mark(self, n: int) -> str:
        """ok: the value of the first line; no: neither that nor that of the line before; else a slip carried on."""
        if n == 0 or self._equal(n, 0):
            return "ok"
        return "" if "no" in self.marks and self._equal(n, n - 1) else "no"

    def _equal(self, n: int, other: int) -> bool:
        mine, theirs = self.values[n], self.values[other]
        wrong = None if mine.unfit or theirs.unfit else differences(mine, theirs)
        return wrong is not None and not any(w.any() for w in wrong)

    def _first_false(self, reached: dict[str, bool]) -> None:
        bad = self.marks.index("no") if "no" in self.marks else None
        upto = len(self.marks) if bad is None else bad
        if upto > 1:
            points = sum(s.points for s in self.samples)
            said = f"lines 1 to {upto} are equal" if upto > 2 else "line 2 is equal to line 1"
            self.findings.append(Finding("ok", f"{said}, at {points} points tried"))
        if bad is None:
            return
        said, slip = self._why(bad)
        again = [n + 1 for n in range(bad + 1, len(self.marks)) if self.marks[n] == "ok"]
        if again:
            which = f"line {again[0]} is" if len(again) == 1 else f"lines {', '.join(map(str, again))} are"
            said += f"\n{which} equal to line {bad} again: what is wrong in line {bad + 1} was not carried on."
        self.findings.append(Finding("no", said, slip or self._step(self._reached(bad))))

    def _why(self, n: int) -> tuple[str, str | None]:
        """(what is said of the first false line, the listed slip that it is)."""
        mine, before = self.values[n], self.values[n - 1]
        if mine.unfit:
            return f"line {n + 1} cannot be computed: {mine.unfit}", None
        wrong = differences(mine, before)
        head = f"line {n + 1} is not line {n}: "
        if wrong is None:
            return head + shapes(self.samples, mine, before), None
        said = head + counterexample(self.samples, mine, before, wrong, self._names(n))
        slip = next((name for name in self.task.slips if name in self._forms(self.trees[n], self.task.slips)), None)
        times = factor(self.samples, mine, before)
        if slip:
            said += f"\n{self.exercise.wrong[slip][1]}"
        elif times:
            said += f"\nIt is {times} times line {n} wherever it was tried."
        elif change := changed_to(self.trees[n - 1], mine, self._others):
            said += f"\nIt is what line {n} would be {change}, wherever it was tried."
        return said, slip

    def _others(self, trees: list[ast.expr]) -> Iterator[Values]:
        """The values of lines that nobody wrote."""
        return evaluated(self.task, self.samples, self.text.lets, trees, Budget())

    def _names(self, n: int) -> list[str]:
        """The drawn names that lines n and n − 1 depend on, in the order of the exercise."""
        known = {**self.task.given_trees, **self.text.lets}
        found: set[str] = set()
        waiting = [self.trees[n], self.trees[n - 1]]
        while waiting:
            for node in ast.walk(waiting.pop()):
                if isinstance(node, ast.Name) and node.id not in found:
                    found.add(node.id)
                    waiting += [known[node.id]] if node.id in known else []
        return [name for name in self.task.names if name in found and not name.startswith("_")]

    def _reached(self, before: int | None = None) -> dict[str, bool]:
        """For each form asked for, whether a true line (above line `before`) is written so."""
        found = dict.fromkeys(self.task.through, False)
        for n, tree in enumerate(self.trees[: len(self.values)][:before]):
            if self.marks[n] == "ok" and not all(found.values()):
                found |= dict.fromkeys(self._forms(tree, self.task.through), True)
                between = 0 < n and written(tree) != written(self.trees[-1])
                for named in folded(tree, self.task.given_trees) if between else ():
                    found |= dict.fromkeys(self._forms(named, self.task.through), True)
        return found

    def _forms(self, tree: ast.expr, wanted: Iterable[str]) -> set[str]:
        """Those of the forms `wanted` in which an expression is written, names taken as unknowns of their own."""
        renamed = _renamed(tree, self._lets[1])
        # A name of the reader's own stands for what it is made of, and for the name that it is another word for.
        return self._written(tree, wanted) | (self._written(renamed, wanted) if renamed is not tree else set())

    def _written(self, tree: ast.expr, wanted: Iterable[str]) -> set[str]:
        found = set(wanted)
        for sample in self.samples:
            try:
                value = sample.free_places(self.task, self.budget).with_given(self.text.lets).value(tree)
            except (Unfit, TooCostly):
                return set()
            found = {said for said in found if any(same(np.array(value), form) for form in sample.forms[said])}
        return found

    @functools.cached_property
    def _lets(self) -> tuple[dict, dict[str, str]]:
        """(the reader's own names, those of them that are another word for a name of the exercise)."""
        meant: dict[str, str] = {}
        for let, tree in self.text.lets.items():
            for name in self.task.given:
                try:
                    pair = list(evaluated(self.task, self.samples, self.text.lets, [tree, _named(name)], self.budget))
                except TooCostly:
                    continue
                if len(pair) == 2 and not any(v.unfit for v in pair) and not _any(differences(*pair)):
                    meant[let] = name
        return self.text.lets, meant

    def _step(self, reached: dict[str, bool]) -> str:
        """What the class report counts where no listed slip fits: the step on which a derivation goes wrong."""
        return STEP_TO + next((said for said, there in reached.items() if not there), "the last line")

    def _has_a_step(self) -> bool:
        """Whether a true line between the first and the last is written unlike both."""
        ends = {written(self.trees[0]), written(self.trees[-1])}
        return any(
            mark == "ok" and written(tree) not in ends for tree, mark in zip(self.trees, self.marks, strict=False)
        )

    def _through(self, reached: dict[str, bool], whole: bool, derived: bool) -> None:
        for said, there in reached.items():
            if there:
                self.findings.append(Finding("ok", f"shows {said}"))
            elif whole and not derived:
                text = f"no step stands between the first line and the last: on a line of its own, show {said}"
                self.findings.append(Finding("no", text, STEP_TO + said))
            elif not whole:
                self.findings.append(Finding("skipped", f"{said}: not reached yet"))

    def _ends(self) -> bool:
        """Whether the last line uses only what it may."""
        tree = _renamed(self.trees[-1], self._lets[1])
        used = {name_of(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - used
        allowed = {*self.task.last, *self.task.indices, "pi"}
        functions = self.task.functions if self.task.last_functions is None else set(self.task.last_functions)
        wrong = sorted(names - allowed) + sorted(f"{f}(…)" for f in used - functions | used & {"d"})
        form = f"{' and '.join(self.task.last)}, without a derivative" if self.task.last else "numbers alone"
        if wrong:
            text = f"the last line still has {', '.join(wrong)}: it is to be written with {form}"
            self.findings.append(Finding("no", text, STEP_TO + "the last line"))
            return False
        self.findings.append(Finding("ok", f"ends with {form}"))
        return True


def _named(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _any(wrong: list | None) -> bool:
    return wrong is None or any(w.any() for w in wrong)


class _Rename(ast.NodeTransformer):
    def __init__(self, meant: dict[str, str]):
        self.meant = meant

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return _named(self.meant.get(node.id, node.id))


def _renamed(tree: ast.expr, meant: dict[str, str]) -> ast.expr:
    return _Rename(meant).visit(copy.deepcopy(tree)) if meant else tree
