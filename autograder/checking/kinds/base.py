"""The base class `Task` of the kinds of exercise that are judged by running functions."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

from autograder.checking.exercise import Exercise


class Task:
    """The parts of a task that most kinds share: see `autograder.checking.kinds`."""

    kind = ""
    listed = "{}"

    @property
    def misconceptions(self) -> dict[str, str]:
        """Wrong answers that the task adds to those listed, and what is said of each."""
        return {}

    def described_by(self, wrong: Mapping[str, tuple[Any, str]]) -> Task:
        """The task itself: the exercise holds its wrong answers."""
        return self

    def cases(self, exercise: Exercise, seed: str | None) -> tuple:
        """None: it is judged by what functions do that are at hand."""
        return ()

    def public(self) -> dict[str, Any] | None:
        """Its description is public as it stands."""
        return None


@functools.lru_cache(maxsize=256)
def as_function(exercise: Exercise, reference: Callable | None, first: tuple = ()) -> Exercise:
    """The exercise as one that asks for a function like `reference`; `first` are wrong answers before those listed."""
    return dataclasses.replace(exercise, task=None, reference=reference, wrong={**dict(first), **exercise.wrong})
