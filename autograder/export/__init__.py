"""Marks and feedback for other systems: Canvas, Moodle, Gradescope, spreadsheets, programs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Export:
    """The file to write, and one line for everything that a person should know about it."""

    content: bytes
    lines: list[str] = field(default_factory=list)
