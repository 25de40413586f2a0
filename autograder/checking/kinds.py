"""The kinds of exercise beside function, class and value; each says for itself how it is handed out and judged.

A task of such a kind has
  kind             its name
  misconceptions   name -> what the class report says of it, beside the listed wrong answers
  described_by(wrong)       itself, knowing the exercise's listed wrong answers
  cases(exercise, seed)     plain data on which an answer is judged
  judge(exercise, answer, cases)   score and findings
  cell(exercise)            (the solution cell's source, the student's)
  public()                  what a hand-out may know of it, as JSON; None where its source is public as it stands
  case_as_data(case), case_from_data(data)   a case as the hand-out records it
"""

from __future__ import annotations

from typing import Any

from autograder.checking.derivation.task import Derivation

KINDS = {kind.kind: kind for kind in (Derivation,)}


def from_public(kind: str, public: dict[str, Any]) -> Any:
    """The task that a hand-out knows."""
    return KINDS[kind].from_public(public)
