"""What `start` says at the top of a lecture: its exercises, whose code runs, and what happens where some is missing."""

from __future__ import annotations

import dataclasses
import html
import sys
from pathlib import Path

from autograder.checking.exercise import EXERCISES, LECTURES
from autograder.checking.last_typed import cell_id
from autograder.checking.possible import possible_points
from autograder.checking.progress import NO_MARK, load_record
from autograder.checking.result import number
from autograder.course.corrected import announcement
from autograder.runtime.placeholder import is_handed_out
from mlpkit.dark import RULES

# The one place that says it; the lectures refer to it.
_WITHOUT_YOURS = {
    False: "The library's functions run; each is replaced by yours once its check is passed.",
    True: "A function that you are to write is missing here until its check is passed. A cell that needs one that is "
    "missing says so in one line: go on, and come back to it.",
}
_BESIDE_YOURS = {
    False: "The library's runs in place of the others.",
    True: "A cell that needs one of the others says so in one line.",
}


@dataclasses.dataclass
class Opening:
    """What `start` shows: the lecture's exercises and whose code runs."""

    lecture: str
    fallen: list[tuple[str, str]]

    def size(self) -> str:
        """The lecture's name, exercises and points."""
        count, (points, hand) = len(EXERCISES.of(self.lecture)), possible_points(self.lecture)
        by_hand = f", {number(hand)} of them given by a person" if hand else ""
        return f"{LECTURES[self.lecture]}: {count} exercises, {number(points)} points{by_hand}."

    def lines(self) -> list[str]:
        """What is said, by the edition that is at hand."""
        functions = {e.key: e.name for e in EXERCISES.values() if e.reference is not None}
        passed = [functions[k] for k, e in load_record().items() if e.get("passed") and k in functions]
        yours = [n for n in passed if n not in dict(self.fallen)]
        handed_out = is_handed_out()
        instead = "it is missing" if handed_out else "the library's runs"
        last = [f"{n}: {instead}; {why}." for n, why in self.fallen]
        last += [said for said in [getattr(sys.modules.get("mlpkit.yours"), "standing_in", str)()] if said]
        last += [said for said in [announcement(LECTURES[self.lecture], Path.cwd())] if said]
        if not yours:
            return [self.size(), _WITHOUT_YOURS[handed_out], *last]
        shown = ", ".join(yours[-12:]) + (" and others" if len(yours) > 12 else "")
        whose = f"{len(yours)} of {len(functions)} functions of the course are yours: {shown}."
        return [self.size(), f"{whose} {_BESIDE_YOURS[handed_out]}", NO_MARK, *last]

    def first_left(self) -> tuple[str, str] | None:
        """The first exercise of the lecture that has not passed its check, and which one it is of how many."""
        record, items = load_record(), EXERCISES.of(self.lecture)
        left = [
            (e.name, f"{n} of {len(items)}") for n, e in enumerate(items, 1) if not record.get(e.key, {}).get("passed")
        ]
        return left[0] if left else None

    def __repr__(self) -> str:
        left = self.first_left()
        last = [f"Next to write: {left[0]}, exercise {left[1]}."] if left else []
        return "\n".join([*self.lines(), *last])

    def _repr_html_(self) -> str:
        lines, left = [html.escape(line) for line in self.lines()], self.first_left()
        if left:
            place = f"{LECTURES[self.lecture]}.ipynb#cell-id={cell_id(left[0])}"
            name = f"<code>{html.escape(left[0])}</code>"
            lines.append(f'Next to write: <a href="{html.escape(place)}">{name}, exercise {left[1]}</a>.')
        return "<br>".join(lines) + f"<style>{RULES}</style>"
