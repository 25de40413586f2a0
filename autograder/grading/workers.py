"""`Workers`, the interface of what grades a class (local processes, a cluster), and its results `Done`, `NotDone`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from autograder.grading.collect import SubmittedFiles
from autograder.grading.grade import Graded

TWICE = "the worker process died twice over this submission"


@dataclass(frozen=True)
class Done:
    """A graded submission, the files to write (path in the course folder -> text), and how it was confined."""

    graded: Graded
    files: dict[str, str]
    mode: str


@dataclass(frozen=True)
class NotDone:
    """The machinery failed over a submission; its student loses nothing by it."""

    why: str


class Workers(Protocol):
    """Grades one submission after another, each with a sandbox of its own."""

    @property
    def worker_summary(self) -> str:
        """Who works, for the progress bar."""

    @property
    def notices(self) -> list[str]:
        """What a person should know of the workers in the end."""

    def grade_each(
        self, every: Iterable[SubmittedFiles], on_progress: Callable[[str], None]
    ) -> Iterator[tuple[SubmittedFiles, Done | NotDone]]:
        """Each submission with what came of it, as they are finished; `on_progress("")` while none is."""
