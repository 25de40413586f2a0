"""What a student has done so far, kept on their own machine: scores, attempts, and the functions that passed.

A function that passed its check takes the library's place in mlpkit's registries, here and in later notebooks.
Nothing of this leaves the machine, and grading never reads it.
"""

from __future__ import annotations

import dataclasses
import html
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.checking.cases import cases_for
from autograder.checking.compare import faults
from autograder.checking.exercise import EXERCISES, LECTURES, Exercise
from autograder.checking.possible import possible_points
from autograder.checking.result import Result, number
from autograder.checking.source import source_with_helpers
from autograder.files import write_whole
from autograder.runtime.observe import observe
from autograder.runtime.placeholder import WaitsForYours
from mlpkit.home import home
from mlpkit.layers import Layer

REGISTRIES = (
    ("mlpkit.activations", "ACTIVATIONS"),
    ("mlpkit.losses", "LOSSES"),
    ("mlpkit.layers", "LAYERS"),
    ("mlpkit.init", "INITS"),
    ("mlpkit.schedules", "SCHEDULES"),
)


def load_record() -> dict[str, dict]:
    """key of an exercise -> {best, attempts, first, passed}; {} when there is none or it cannot be read."""
    try:
        record = json.loads((home() / "progress.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = record.items() if isinstance(record, dict) else ()
    return {name: e for name, e in entries if isinstance(e, dict) and {"best", "attempts", "first", "passed"} <= set(e)}


def record(exercise: Exercise, result: Result, answer: Any) -> None:
    """Write down an attempt; install and save the answer when it earned all points. A full disk stops nobody."""
    entries = load_record()
    now = time.time()
    entry = entries.setdefault(exercise.key, {"best": 0.0, "attempts": 0, "first": now, "passed": None})
    entry["attempts"] += 1
    entry["best"] = max(entry["best"], float(result))
    if result.passed:
        entry["passed"] = entry["passed"] or now
    try:
        write_whole(home() / "progress.json", json.dumps(entries, indent=1))
        if result.passed and not exercise.is_value:
            install(exercise, answer)
            write_whole(_saved(exercise), source_with_helpers(answer))
    except (OSError, TypeError):
        return


def _slots() -> Iterator[tuple[dict, str, str | None, Any]]:
    """(registry, key, field or None, function) for every replaceable function."""
    for module, attribute in REGISTRIES:
        registry = getattr(sys.modules.get(module), attribute, None) or {}
        for key, value in registry.items():
            if dataclasses.is_dataclass(value) and not isinstance(value, type):
                for field in dataclasses.fields(value):
                    yield registry, key, field.name, getattr(value, field.name)
            else:
                yield registry, key, None, value


def _library_slots() -> dict[int, tuple[dict, str, str | None]]:
    """id of a library function -> its place, remembered from before anything was replaced."""
    if not _PLACES:
        for module, _ in REGISTRIES:
            importlib.import_module(module)
        for registry, key, field, function in _slots():
            _PLACES[id(function)] = registry, key, field
            _REMEMBERED.append(function)
    return _PLACES


_PLACES: dict[int, tuple[dict, str, str | None]] = {}
# They stay alive, so that no other function ever has one of these ids.
_REMEMBERED: list[Callable] = []


def install(exercise: Exercise, function: Callable) -> bool:
    """Put `function` in the place of the library's. False if nothing looks it up by name."""
    answers = getattr(sys.modules.get("mlpkit.yours"), "ANSWERS", {})
    answers.pop(exercise.name, None) if function is exercise.reference else answers.update({exercise.name: function})
    place = _library_slots().get(id(exercise.reference))
    if place is None:
        return False
    registry, key, field = place
    if isinstance(exercise.reference, type) and issubclass(exercise.reference, Layer) and isinstance(function, type):
        function = _as_layer(function, exercise.reference)
    registry[key] = dataclasses.replace(registry[key], **{field: function}) if field else function
    return True


def _as_layer(answer: type, reference: type[Layer]) -> type:
    """The student's layer as one that a network can train: where it leaves out the base, it learns what ours does."""
    if hasattr(answer, "params"):
        return answer
    return type(answer.__name__, (answer, Layer), {"learnt": reference.learnt})


def restore(lecture: str) -> list[tuple[str, str]]:
    """Install the saved functions of earlier sessions. Returns (name, why) for those that fall back to the library."""
    fallen, described = [], {e.key: e for e in EXERCISES.values()}
    for key, entry in load_record().items():
        if key not in described or not entry.get("passed") or described[key].is_value:
            continue
        why = _restore(described[key])
        if why:
            fallen.append((described[key].name, why))
    return fallen


def _saved(exercise: Exercise) -> Path:
    """Where the student's function is kept."""
    return home() / "own" / f"{exercise.key}.py"


def _restore(exercise: Exercise) -> str | None:
    path = _saved(exercise)
    space: dict[str, Any] = {"__name__": "own"}
    try:
        source = path.read_text(encoding="utf-8")
        exec(compile(source, str(path), "exec"), space)
        function = space[exercise.name]
    except Exception as error:
        return f"your saved version does not load ({type(error).__name__}); run its notebook again"
    case = cases_for(exercise)[0]
    seen = observe(function, case.args, exercise.call)
    # In a hand-out the case may need another function that is not there yet. That says nothing against this one.
    waits = seen.raised is not None and seen.raised.kind == WaitsForYours.__name__
    if not waits and faults(case, seen):
        return "your saved version needs something from its notebook; run that again"
    install(exercise, function)
    return None


# Said wherever progress is shown.
NO_MARK = "A check passed at home earns no mark: grading draws other inputs."


class Progress:
    """The table of the course: points, attempts, time and the next step, by lecture. Public inputs, not the grade."""

    columns = ("lecture", "points", "passed", "attempts", "minutes", "next step")

    def rows(self) -> list[tuple[str, ...]]:
        record = load_record()
        rows: list[tuple[str, ...]] = []
        for lecture, notebook in LECTURES.items():
            items = EXERCISES.of(lecture)
            if not items:
                continue
            done = [record.get(e.key, {}) for e in items]
            best = sum(min(d.get("best", 0.0), e.points) for d, e in zip(done, items, strict=True))
            points, hand = possible_points(lecture)
            left = [e.name for d, e in zip(done, items, strict=True) if not d.get("passed")]
            rows.append(
                (
                    notebook,
                    f"{number(best)} of {number(points)}{f' ({number(hand)} by hand)' if hand else ''}",
                    f"{len(items) - len(left)} of {len(items)}",
                    str(sum(d.get("attempts", 0) for d in done)),
                    _minutes(done),
                    left[0] if left else "done",
                )
            )
        return rows

    def __repr__(self) -> str:
        table = [self.columns, *self.rows()]
        widths = [max(len(r[i]) for r in table) for i in range(len(self.columns))]
        rows = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in table]
        return "\n".join([*rows, NO_MARK])

    def _repr_html_(self) -> str:
        head = "".join(f'<th style="text-align:left">{html.escape(c)}</th>' for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f'<td style="text-align:left">{html.escape(c)}</td>' for c in row) + "</tr>"
            for row in self.rows()
        )
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{NO_MARK} Nothing of this leaves the machine.</p>"
        )


def _minutes(entries: list[dict]) -> str:
    """Time from the first attempt to the first pass, added up over exercises that were passed."""
    spent = [e["passed"] - e["first"] for e in entries if e.get("passed") and e.get("first")]
    return f"{sum(spent) / 60:.0f}" if spent else ""


def progress() -> Progress:
    """The table of the course so far."""
    return Progress()
