"""What the text of a lecture's source says: its passages, the terms it defines, how many words of prose it has.

Conventions (CONTRIBUTING.md says them to authors):
- `**term**`, bold and without a closing `.`, `:`, `?` or `!` inside, defines a term where it stands first;
- a section whose heading ends in "(optional)" does not belong to the core path;
- the cell with `decks=true` is the folded box on the lecture decks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.stub_source import BEGIN, END

OPTIONAL, READING = "(optional)", "Further reading"
_FENCED = re.compile(r"```.*?```", re.S)
_ANSWER = re.compile(f"{BEGIN}.*?{END}", re.S)
_FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.S)
_CODE = re.compile(r"`[^`]+`")
_BOLD = re.compile(r"\*\*([^*]+?)\*\*")


@dataclass(frozen=True)
class Passage:
    """A piece of text without a heading inside, the section it stands in, and what kind of cell it is."""

    section: str
    text: str
    decks: bool = False
    manual: bool = False

    @property
    def core(self) -> bool:
        """Whether a reader of the core path reads it: not the optional sections, the box on decks, the references."""
        return not (self.decks or self.section.endswith(OPTIONAL) or self.section == READING)


def passages(source: Path) -> list[Passage]:
    """The text of a lecture in order; the opening cell is the section ""."""
    import jupytext  # which takes half a second

    section, found = "", []
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells:
        if cell.cell_type != "markdown":
            continue
        for part in re.split(r"^(?=## )", cell.source, flags=re.M):
            if heading := re.match(r"##\s+(.+)$", part, re.M):
                section = heading[1].strip()
            flags = bool(cell.metadata.get("decks")), bool(cell.metadata.get("manual"))
            found.append(Passage(section, part, *flags))
    return found


def terms(text: Iterable[Passage]) -> dict[str, str]:
    """term -> the section that defines it: what is bold and does not end a sentence, at its first place."""
    found: dict[str, str] = {}
    for passage in text:
        if passage.section and not passage.manual and not passage.decks:
            for term in _BOLD.findall(_FENCED.sub("", passage.text)):
                if not term.rstrip().endswith((".", ":", "?", "!")):
                    found.setdefault(" ".join(term.split()), passage.section)
    return found


def words(text: Iterable[Passage]) -> int:
    """How many words of prose a reader of the core path reads, without formulas, code, tables and model answers."""
    total = 0
    for passage in text:
        if passage.core:
            plain = _CODE.sub("", _FORMULA.sub("", _FENCED.sub("", _ANSWER.sub("", passage.text))))
            lines = (line for line in plain.splitlines() if not line.lstrip().startswith(("|", "<")))
            total += sum(len(re.findall(r"[^\W\d_][\w'’-]*", line)) for line in lines)
    return total
