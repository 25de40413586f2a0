"""Marks and feedback for other systems: Canvas, Moodle, Gradescope, spreadsheets, programs."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_NAMED = 10


@dataclass
class Export:
    """The file to write, one line for everything unusual, and who is usual to be told of: what it is -> who."""

    content: bytes
    lines: list[str] = field(default_factory=list)
    counted: dict[str, list[str]] = field(default_factory=dict)

    def said(self) -> list[str]:
        """What a person should know: the unusual line by line, the rest counted."""
        return [*self.lines, *(counted(what, who) for what, who in self.counted.items() if who)]


def counted(what: str, who: list[str]) -> str:
    """`29 students: not in the file: ada, ben, … and 19 more`."""
    more = f" and {len(who) - MOST_NAMED} more" if len(who) > MOST_NAMED else ""
    return f"{len(who)} student{'s' * (len(who) != 1)}: {what}: {'; '.join(who[:MOST_NAMED])}{more}"
