"""What stands in for an exercise that is not defined yet, and for a library answer that is out of reach."""

from __future__ import annotations

import sys
from typing import Any


class NotWrittenYet(NotImplementedError):
    """An unsolved exercise: stops "Run All" with one readable line instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class WaitsForYours(NotWrittenYet):
    """A function of the library that the reader has not written yet was called."""


class Placeholder:
    """Stands in a notebook for an exercise that is not defined yet, so that its check can say so."""

    def __init__(self, name: str):
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any):
        raise NotWrittenYet(
            f"{self.__name__} is not defined: run the cell that defines it. If it ended with an error, fix that first."
        )

    def __repr__(self) -> str:
        return f"<{self.__name__}: not defined yet>"


class LibraryAnswer(Exception):
    """A student's function called the library function that it is meant to be."""


def refusal(name: str, what: str = "") -> str:
    """What is said when the answer to the exercise `name` is called where it is to be written."""
    what = what or f"mlpkit's {name}"
    why = "is what you are writing here" if "'s " in what else "is not at hand in this exercise"
    return f"{what} {why}: build {name} from its formula instead"


def waits(name: str) -> bool:
    """Whether the library here was handed out without the answer to the exercise `name`, and has not got it yet."""
    library = sys.modules.get("mlpkit.yours")
    return library is not None and name in library.CLOSED and name not in library.ANSWERS


def is_handed_out() -> bool:
    """Whether the library here was handed out without its answers."""
    library = sys.modules.get("mlpkit.yours")
    return bool(library is not None and library.CLOSED)


def now_in(lecture: str) -> None:
    """Tell a library that was handed out which lecture is being worked on."""
    library = sys.modules.get("mlpkit.yours")
    if library is not None:
        library.CURRENT[0] = lecture
