"""A question with a few options, one of which is right."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.checking.exercise import Exercise
from autograder.checking.judge import Unsolved
from autograder.checking.kinds.base import Task
from autograder.checking.result import Finding, Result


@dataclass(frozen=True, eq=False)
class Choice(Task):
    """See `choice`."""

    question: str
    options: Mapping[str, str]
    said: Mapping[str, str]
    digest: str
    solution: str = ""

    kind = "choice"

    @property
    def misconceptions(self) -> dict[str, str]:
        """Sentence by option: which wrong one is chosen most is what a class report tells."""
        return {f"option {key}": self.said.get(key, f"{key} is not the right one.") for key in self._wrong}

    @property
    def _wrong(self) -> list[str]:
        return [key for key in self.options if not self._right(key)]

    def _right(self, key: str) -> bool:
        return _digest(self.question, key) == self.digest

    def judge(self, exercise: Exercise, answer: Any, cases: Any) -> Result:
        """All points or none."""
        if answer is None:
            raise Unsolved
        if not (isinstance(answer, str) and answer in self.options):
            finding = Finding("no", f"choose one of {', '.join(map(repr, self.options))}, in quotes")
        elif self._right(answer):
            finding = Finding("ok", f"{answer} is right")
        else:
            finding = Finding("no", self.misconceptions[f"option {answer}"], f"option {answer}")
        return Result(exercise.points * (finding.status == "ok"), exercise.name, exercise.points, [finding])

    def public(self) -> dict[str, Any]:
        """All but which option is right; a digest recognises it."""
        return {
            "question": self.question, "options": dict(self.options), "said": dict(self.said), "digest": self.digest
        }  # fmt: skip

    @classmethod
    def from_public(cls, public: dict[str, Any]) -> Choice:
        """The choice of `public`."""
        return cls(**public)


def _digest(question: str, key: str) -> str:
    return hashlib.sha256(f"{question}/{key}".encode()).hexdigest()


def choice(question: str, options: Mapping[str, str], *, right: str, said: Mapping[str, str] | None = None) -> Choice:
    """A choice: `exercise("name", task=choice("Which …?", {"a": "…", "b": "…"}, right="b", said={"a": "…"}))`.

    options  key -> text; the reader writes a key, in quotes
    right    the key of the right one
    said     wrong key -> a sentence that helps whoever chose it; `wrong` of the exercise stays empty
    At home a choice can be tried until it is right: give it few points, or none.
    ValueError: `right`, or a key of `said`, that is not a wrong option.
    """
    said = dict(said or {})
    if right not in options:
        raise ValueError(f"right must be one of the options {', '.join(options)}, not {right!r}")
    if bad := [key for key in said if key not in options or key == right]:
        raise ValueError(f"said has a sentence for {bad[0]!r}, which is not a wrong option")
    return Choice(question, dict(options), said, _digest(question, right), right)
