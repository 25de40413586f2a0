"""Predict first: a number, a choice or a curve that is committed before the truth is shown. Worth no points."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.kinds.base import Task
from autograder.checking.result import Finding, Result
from autograder.files import write_whole
from autograder.runtime.observe import in_nbgrader
from mlpkit.home import home

MOST = 1000


@dataclass(frozen=True, eq=False)
class Prediction(Task):
    """See `prediction`."""

    question: str
    choices: tuple[str, ...] = ()
    points: int = 0
    near: float = 0.25
    possible: range | tuple[float, float] = (-np.inf, np.inf)

    kind = "prediction"

    def judge(self, exercise: Exercise, answer: Any, cases: Any) -> Result:
        """No score: a prediction is kept, and told to be."""
        if answer is None:
            finding = Finding("note", f"Write down what you expect first. {self.question}")
        else:
            answer = self.meant(answer)
            problem = self.problem(answer)
            finding = Finding("no", problem) if problem else self._commits(exercise, plain(answer))
        return Result(0.0, exercise.name, 0.0, [finding])

    def _commits(self, exercise: Exercise, answer: Any) -> Finding:
        first = None if in_nbgrader() else load().get(exercise.key, {}).get("answer")
        if first is None or first == answer:
            return Finding("ok", f"committed: {told(answer)}. Run on to see what is true; your first answer is kept.")
        return Finding(
            "note", f"Your first answer, {told(first)}, is kept, and this one is not. Run on to see what is true."
        )

    def record(self, exercise: Exercise, result: Result, answer: Any) -> None:
        """Keep the first answer, apart from the record of points."""
        answer = self.meant(answer)
        if answer is not None and self.problem(answer) is None:
            _keep(exercise.key, plain(answer))

    def meant(self, answer: Any) -> Any:
        """The choice that is meant by 1000, 1e3 or " 1000" where "1,000" can be chosen; else the answer."""
        if isinstance(answer, bool) or not isinstance(answer, (int, float, str)):
            return answer
        return next((c for c in self.choices if _number_or_text(c) == _number_or_text(answer)), answer)

    def problem(self, answer: Any) -> str | None:
        """What keeps an answer from being one to the question."""
        if self.choices:
            return None if answer in self.choices else f"choose one of: {', '.join(map(repr, self.choices))}"
        try:
            value = np.asarray(answer, dtype=float)
        except (TypeError, ValueError):
            return "a number is asked for" if not self.points else "a curve is a list of numbers"
        if not np.isfinite(value).all():
            return "only finite numbers can be kept"
        if self.points:
            return None if value.shape == (self.points,) else f"the curve has {self.points} heights"
        if value.ndim:
            return "one number is asked for"
        return None if self.is_possible(float(value)) else f"{_asked(self.possible)} is asked for"

    def is_possible(self, value: float) -> bool:
        """Whether the truth could be this number."""
        lowest, *_, highest = self.possible
        return value in self.possible if isinstance(self.possible, range) else lowest <= value <= highest

    def good(self, answer: Any, truth: Any) -> bool:
        """Whether a prediction was near the truth: the same choice, or within `near` of its size."""
        if self.choices:
            return answer == truth
        answer, truth = np.asarray(answer, dtype=float), np.asarray(truth, dtype=float)
        return bool(np.sqrt(np.mean((answer - truth) ** 2)) <= self.near * np.sqrt(np.mean(truth**2)))


def _number_or_text(choice: Any) -> float | str:
    """A choice as a number, where it is one."""
    text = str(choice).replace(",", "").strip()
    try:
        return float(text)
    except ValueError:
        return text


def _asked(possible: range | tuple[float, float]) -> str:
    lowest, *_, highest = possible
    what = "a whole number" if isinstance(possible, range) else "a number"
    return f"{what}, {lowest} or more," if highest == np.inf else f"{what} from {lowest} to {highest}"


def prediction(
    question: str,
    *,
    choices: Sequence[str] = (),
    points: int = 0,
    near: float = 0.25,
    possible: range | tuple[float, float] = (-np.inf, np.inf),
) -> Prediction:
    """A prediction: `exercise("name", points=0, task=prediction("How steep is tanh at 0?"))`.

    question  what the reader is to expect something of
    choices   the answers to choose from; or `points`, the number of heights of a curve; else a number is asked for
    near      a number or a curve counts as near when it is off by this part of the truth's size (root mean square)
    possible  what a number can be: (lowest, highest), or range(8) for a count of seven things; another one is refused
    """
    return Prediction(question, tuple(choices), points, near, possible)


def predict(name: str, answer: Any) -> Result:
    """Commit an answer to the prediction `name`, as its check does; for explorers in which it is drawn."""
    exercise = EXERCISES[name]
    result = exercise.task.judge(exercise, answer, ())
    if not in_nbgrader():
        exercise.task.record(exercise, result, answer)
    return result


def committed(name: str) -> Any:
    """The first answer that was committed, or None: for the figure that shows the truth over it."""
    return load().get(EXERCISES[name].key, {}).get("answer")


def reveal(name: str, truth: Any) -> Result:
    """Show what is true beside what was expected, and keep whether it was near."""
    exercise, entries = EXERCISES[name], load()
    if exercise.task.choices and truth not in exercise.task.choices:
        raise ValueError(f"what is revealed must be one of {', '.join(exercise.task.choices)}, not {truth!r}")
    entry = entries.get(exercise.key)
    if entry is None or in_nbgrader():
        text = f"The answer is: {told(truth)}. You have not said what you expected; next time, say it first."
        return Result(0.0, name, 0.0, [Finding("note", text)])
    near = exercise.task.good(entry["answer"], truth)
    entry["near"] = near
    _write(entries)
    findings = [
        Finding("ok" if near else "note", f"You expected: {told(entry['answer'])}. The answer is: {told(truth)}.")
    ]
    done = [e["near"] for e in entries.values() if "near" in e]
    findings.append(
        Finding("note", f"so far {sum(done)} of {len(done)} of your predictions were near. Nobody sees this.")
    )
    return Result(0.0, name, 0.0, findings)


def plain(answer: Any) -> Any:
    """An answer as the record keeps it."""
    return answer if isinstance(answer, str) else np.asarray(answer, dtype=float).tolist()


def told(answer: Any) -> str:
    """An answer in words."""
    if isinstance(answer, str):
        return answer
    value = np.asarray(answer, dtype=float)
    return f"{value:.4g}" if value.ndim == 0 else f"a curve of {value.size} heights"


def load() -> dict[str, dict]:
    """key of an exercise -> {answer, when, near}: the private record; {} when there is none or it cannot be read."""
    try:
        found = json.loads((home() / "predictions.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: e for name, e in entries if isinstance(e, dict) and "answer" in e}


def _keep(key: str, answer: Any) -> None:
    entries = load()
    if key not in entries:
        entries[key] = {"answer": answer, "when": time.time()}
        _write(entries)


def _write(entries: dict[str, dict]) -> None:
    try:
        write_whole(home() / "predictions.json", json.dumps(entries, indent=1))
    except OSError:
        return
