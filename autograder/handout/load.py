"""The exercises as they are handed out: descriptions and recorded cases, in place of references and wrong answers."""

from __future__ import annotations

import functools
import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

from autograder.checking.exercise import EXERCISES, Exercise
from autograder.checking.kinds import from_public
from autograder.checking.small_cases import Ladder
from autograder.handout.call_cache import Calls
from autograder.handout.codec import case_from_data, ladder_from_data, load


def register_all(folder: Path) -> None:
    """Register the exercises of every lecture described in `folder`, in the order of the course."""
    yours = importlib.import_module("mlpkit.yours")  # which only the library of a hand-out has

    ways = _ways()
    yours.RECORDED.append(Calls(folder).look_up)
    for path in sorted(folder.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            if entry["name"] not in EXERCISES:
                EXERCISES.add(_exercise(entry, ways.get(entry["name"], {}), folder))


def _ways() -> dict[str, dict[str, Any]]:
    package = importlib.import_module("autograder.exercises")
    modules = (importlib.import_module(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__))
    return {name: ways for module in modules for name, ways in getattr(module, "WAYS", {}).items()}


def _exercise(entry: dict, ways: dict[str, Any], folder: Path) -> Exercise:
    home, task = entry.pop("module"), entry.pop("task")
    task = ways.get("task") or (task and from_public(*task))
    wrong = {name: (_not_here, said) for name, said in entry.pop("misconceptions").items()}
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Exercise(
        reference=getattr(importlib.import_module(home), entry["name"]) if home else None,
        cases=_not_here,
        wrong=ways.get("wrong", wrong),
        call=ways.get("call"),
        watch=ways.get("watch"),
        holds=tuple(ways.get("holds", ())),
        recorded=functools.partial(load_cases, folder / f"{entry['name']}.cases", task),
        small=functools.partial(_load_ladder, folder / f"{entry['name']}.small"),
        task=task,
        **given,
    )


def load_cases(path: Path, task: Any = None) -> tuple:
    """The cases in a file of records."""
    return tuple(map(getattr(task, "case_from_data", case_from_data), load(path)))


def _load_ladder(path: Path) -> Ladder:
    return ladder_from_data(load(path)) if path.exists() else Ladder()


def _not_here(*args: Any) -> Any:
    raise ValueError("this is not part of the hand-out: checks run from the recorded cases")
