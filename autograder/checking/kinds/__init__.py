"""The kinds of exercise beside function, class and value; each says for itself how it is handed out and judged.

A task of such a kind has
  kind             its name
  misconceptions   name -> what the class report says of it, beside the listed wrong answers
  listed           how the sentence of a listed wrong answer is said: "{}" as it stands
  described_by(wrong)       itself, knowing the exercise's listed wrong answers
  cases(exercise, seed)     plain data on which an answer is judged
  judge(exercise, answer, cases)   score and findings
  public()                  what a hand-out may know of it, as JSON; None where its description is public as it stands
and, where its cases are not those of a function, case_as_data(case) and case_from_data(data), for the hand-out.
Its cells are made in `autograder.authoring.task_cells`.
"""

from __future__ import annotations

from typing import Any

from autograder.checking.derivation.task import Derivation
from autograder.checking.kinds.choice import Choice


def from_public(kind: str, public: dict[str, Any]) -> Any:
    """The task of which a hand-out knows a part alone."""
    kinds: dict[str, Any] = {Derivation.kind: Derivation, Choice.kind: Choice}
    return kinds[kind].from_public(public)
