"""The solution cell of an exercise that has a task of its own, and the stub that students get in its place."""

from __future__ import annotations

from autograder.checking.derivation.task import Derivation
from autograder.checking.exercise import Exercise


def task_cells(exercise: Exercise, known: set[str]) -> tuple[str, str | None]:
    """(solution, stub; None leaves the stub to nbgrader). `known` are names that the notebook defines before."""
    return _OF_KIND[exercise.kind](exercise, known)


def _derivation(exercise: Exercise, known: set[str]) -> tuple[str, str]:
    """Text between three quotes, below what may be used; the student's has the first line."""
    task, told = exercise.task, "\n".join(_told(exercise.task))
    return tuple(f'{told}\n{exercise.name} = """\n{text}\n"""' for text in (task.solution, f"{task.first}\n= ..."))


def _told(task: Derivation) -> list[str]:
    """Comments above the text: what the names are, and how the last line is to be written."""
    drawn = [f"{name} ({_shaped(letters)})" for name, (letters, *_) in task.names.items() if not name.startswith("_")]
    given = [f"{name} = {text}" for name, text in task.given.items() if not name.startswith("_")]
    lines = ["# One = a line; each line equals the one before. `let u = …` gives something a name of your own."]
    lines += [f"# Names: {', '.join([*drawn, *given])}."]
    if task.indices:
        lines += [f"# Indices: {', '.join(f'{i} up to {size}' for i, size in task.indices.items())}."]
    return [*lines, f"# The last line has {' and '.join(task.last) or 'numbers alone'}, and no derivative."]


def _shaped(letters: str) -> str:
    kinds = ("a number", "a vector of", "a matrix of")
    parts = letters.split()
    return f"{kinds[len(parts)]} {' by '.join(parts)}".strip()


_OF_KIND = {"derivation": _derivation}
