"""`check`, the one line under every exercise, and `start`, the one line at the top of every lecture."""

from __future__ import annotations

import sys
import time
from typing import Any

from autograder.checking import progress
from autograder.checking.cases import cases_for, grading_seed
from autograder.checking.exercise import EXERCISES, LECTURES
from autograder.checking.judge import Unsolved, judge
from autograder.checking.last_typed import never_ran
from autograder.checking.opening import Opening
from autograder.checking.result import Finding, Result
from autograder.checking.waiting import watch
from autograder.runtime.observe import in_grading, in_nbgrader
from autograder.runtime.placeholder import NotWrittenYet, Placeholder, is_handed_out, now_in


def check(name: str, answer: Any) -> Result:
    """Check an answer to the exercise `name`. The result is its score, and shows why.

    The inputs are drawn from a public seed; grading draws more, from a secret one. An exercise that still is the stub
    raises NotWrittenYet, so that Run All stops there; while nbgrader autogrades it scores 0 with that reason.
    """
    exercise = EXERCISES[name]
    unsolved = f"{name} is not written yet. Write it in the cell above, run that cell, then this one."
    if isinstance(answer, Placeholder):
        unsolved = (
            f"{name} is not defined: the cell above did not run, or ended with an error. Fix it and run it first."
        )
    elif not in_nbgrader() and (broken := never_ran(name)):
        unsolved = broken
    else:
        try:
            result = judge(exercise, answer, cases_for(exercise, grading_seed()), _Telling(name).tell)
        except Unsolved as still:
            unsolved = str(still) or unsolved
        else:
            if not in_nbgrader():
                getattr(exercise.task, "record", progress.record)(exercise, result, answer)
            elif not in_grading() and not result.passed:
                print(result, file=sys.stderr)  # what nbgrader's Validate shows of a cell that is not in full
            return result
    if in_grading():
        return Result(0.0, name, exercise.points, [Finding("no", unsolved)])
    if not in_nbgrader():
        progress.record(exercise, Result(0.0, name, exercise.points, []), None)
    raise NotWrittenYet(unsolved)


class _Telling:
    """Says on one line, written over again, how far a check that takes long is. Nothing under nbgrader."""

    def __init__(self, name: str):
        self.name, self.next = name, 0.0

    def tell(self, done: int, of: int) -> None:
        if in_nbgrader() or time.perf_counter() < self.next:
            return
        self.next = time.perf_counter() + 1
        print(f"\rchecking {self.name}: {done} of {of} calls done", end="", flush=True)


def start(lecture: str) -> Any:
    """Open a lecture: a placeholder for each of its exercises, and a table of whose code runs where.

    A name that the notebook has defined already is left as it is.
    """
    if lecture not in LECTURES:
        raise ValueError(f"lecture must be one of {', '.join(LECTURES)}, not {lecture!r}")
    now_in(lecture)
    space = sys._getframe(1).f_globals
    for exercise in EXERCISES.described(lecture):
        space.setdefault(exercise.name, Placeholder(exercise.name))
    if in_nbgrader():
        _outlive_exit()
    elif is_handed_out():
        watch(_shell())
    lines = [] if in_nbgrader() else progress.restore(lecture)
    return Opening(lecture, lines)


def _outlive_exit() -> None:
    """IPython's `exit()` ends the kernel, and with it the grading of all that follows; make it end its cell only."""

    def leave():
        raise SystemExit("exit() was called")

    if _shell() is not None:
        _shell().ask_exit = leave


def _shell() -> Any:
    """IPython's shell, or None outside of a notebook."""
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
