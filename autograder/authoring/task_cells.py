"""The solution cell of an exercise that has a task of its own, and the stub that students get in its place."""

from __future__ import annotations

import inspect
import re
from collections.abc import Set
from typing import Any

from autograder.authoring.stub_source import BEGIN, END, exercise_source
from autograder.checking.derivation.task import Derivation
from autograder.checking.exercise import Exercise


def solution_source(exercise: Exercise, known: Set[str] = frozenset()) -> str:
    """The solution cell of any exercise but a value, whose solution is typed in the lecture."""
    return exercise_source(exercise.reference, known) if exercise.task is None else task_cells(exercise, known)[0]


def task_cells(exercise: Exercise, known: Set[str]) -> tuple[str, str | None]:
    """(solution, stub; None leaves the stub to nbgrader). `known` are names that the notebook defines before."""
    return _OF_KIND[exercise.kind](exercise, known)


def _derivation(exercise: Exercise, known: Set[str]) -> tuple[str, str]:
    """Text between three quotes, below what may be used; the student's has the first line."""
    task, told = exercise.task, "\n".join(_told(exercise.task))
    solved, begun = (f'{told}\n{exercise.name} = """\n{x}\n"""' for x in (task.solution, f"{task.first}\n= ..."))
    return solved, begun


def _told(task: Derivation) -> list[str]:
    """Comments above the text: what the names are, and how the last line is to be written."""
    drawn = [f"{name} ({_shaped(letters)})" for name, (letters, *_) in task.names.items() if not name.startswith("_")]
    given = [f"{name} ({task.said[name]})" if name in task.said else f"{name} = {x}" for name, x in task.given.items()]
    lines = [
        "# One step per line: each begins with = and equals the line before. `let u = …` names something of your own."
    ]
    lines += [f"# Names: {', '.join([*drawn, *given])}."]
    if task.indices:
        lines += [f"# Indices: {', '.join(f'{i} up to {size}' for i, size in task.indices.items())}."]
    plain = ", and no derivative" if "d(" in task.first else ""
    return [*lines, f"# The last line has {' and '.join(task.last) or 'numbers alone'}{plain}."]


def _shaped(letters: str) -> str:
    kinds = ("a number", "a vector of", "a matrix of")
    parts = letters.split()
    return f"{kinds[len(parts)]} {' by '.join(parts)}".strip()


def _repair(exercise: Exercise, known: Set[str]) -> tuple[str, str]:
    """The fixed function; the faulty one under the same name and docstring."""
    fault, solution = exercise.task.fault, exercise_source(exercise.model, known)
    name = re.escape(fault.__name__)
    faulty = re.sub(rf"^(def|class) {name}\b", rf"\1 {exercise.name}", _bare(fault, known), count=1, flags=re.M)
    documented = re.search(r'^(?:def|class) [^\n]*:\n( {4}""".*?"""\n)', solution, flags=re.M | re.S)
    if documented and not inspect.getdoc(fault):
        faulty = re.sub(r"^((?:def|class) [^\n]*:\n)", lambda m: m[1] + documented[1], faulty, count=1, flags=re.M)
    return solution, faulty


def _test(exercise: Exercise, known: Set[str]) -> tuple[str, None]:
    """The model test, between nbgrader's markers."""
    return exercise_source(exercise.model, known), None


def _counterexample(exercise: Exercise, known: Set[str]) -> tuple[str, str]:
    """The wrong function as source, and below it the name of the input, with one and without."""
    names = ", ".join(exercise.task.inputs)
    above = f"{_bare(exercise.task.suspect, known)}\n\n\n# Your input: {names}.\n{exercise.name} = "
    return above + exercise.solution, above + "None"


def _prediction(exercise: Exercise, known: Set[str]) -> tuple[str, str]:
    """The same for both: the question, and a place for what is expected."""
    task = exercise.task
    wanted = f"one of {', '.join(map(repr, task.choices))}" if task.choices else "a number"
    wanted = f"a list of {task.points} heights, from left to right" if task.points else wanted
    text = f"# {task.question}\n{exercise.name} = None  # {wanted}"
    return text, text


def _choice(exercise: Exercise, known: Set[str]) -> tuple[str, str]:
    """The question and its options, and below them the name of the answer, with one and without."""
    task = exercise.task
    lines = [*task.question.splitlines(), *(f"{key}: {text}" for key, text in task.options.items())]
    above = "\n".join(f"# {line}".rstrip() for line in lines) + f"\n{exercise.name} = "
    return above + repr(task.solution), above + f"None  # one of {', '.join(map(repr, task.options))}"


def _bare(function: Any, known: Set[str]) -> str:
    """The source of a function that is handed out as it is."""
    return "\n".join(x for x in exercise_source(function, known).splitlines() if x.strip() not in (BEGIN, END))


_OF_KIND = {
    "derivation": _derivation,
    "repair": _repair,
    "test": _test,
    "counterexample": _counterexample,
    "prediction": _prediction,
    "choice": _choice,
}
