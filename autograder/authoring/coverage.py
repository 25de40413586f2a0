"""Which topic is taught where: read from the lectures' sources, written as a page, never typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from autograder.authoring.lectures import DECKS_BOX, sources
from autograder.authoring.syllabus import DECKS, TOPICS
from autograder.checking.exercise import EXERCISES

_DRAWS = re.compile(r"plots\.|explore\.|ax\.|axes|fig\b")
_PRINTS = re.compile(r"print\(|display\(|table\(|^[\w.]+\(?[^=]*$", re.M)


@dataclass
class Place:
    """A section of a lecture that teaches a topic, and how it shows it."""

    lecture: str
    section: str
    shown: set[str] = field(default_factory=set)


def coverage() -> dict[str, list[Place]]:
    """topic -> the sections that teach it, with how each shows it: figure, explorer, worked number, exercise.

    Where a deck differs or a slide has a slip, the lecture's box on the decks explains it.
    """
    found: dict[str, list[Place]] = {t: [] for t in TOPICS}
    for source in sources():
        for section, topics, cells in _sections(source):
            shown = {"explained"} if section == DECKS_BOX else _shown(cells)
            for topic in topics:
                if topic not in found:
                    raise ValueError(
                        f"{source.name}: there is no topic {topic!r} in the syllabus (section {section!r})"
                    )
                exercises = {f"`{e}`" for e in _exercises(cells) if e in EXERCISES and topic in EXERCISES[e].topics}
                found[topic].append(Place(source.stem, section, shown | exercises))
    return found


def _sections(source: Path):
    """(heading, topics tagged in it, its cells) for each `##` section of a lecture, and for its box on the decks."""
    heading = ""
    topics: list[str] = []
    cells: list[NotebookNode] = []
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent").cells:
        if cell.metadata.get("decks"):
            yield DECKS_BOX, cell.metadata.get("topics", "").split(), [cell]
            continue
        found = re.search(r"^##\s+(.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if found:
            yield heading, topics, cells
            heading, topics, cells = found[1].strip(), [], []
        cells.append(cell)
        topics += [t for t in cell.metadata.get("topics", "").split() if t not in topics]
    yield heading, topics, cells


def _exercises(cells) -> list[str]:
    return [c.metadata["exercise"] for c in cells if "exercise" in c.metadata]


def _shown(cells) -> set[str]:
    code = "\n".join(c.source for c in cells if c.cell_type == "code" and "exercise" not in c.metadata)
    text = "\n".join(c.source for c in cells if c.cell_type == "markdown")
    shown = set()
    if "explore." in code:
        shown.add("explorer")
    if _DRAWS.search(code.replace("explore.", "")):
        shown.add("figure")
    if "By hand" in text or _PRINTS.search(code):
        shown.add("worked number")
    return shown


def page() -> str:
    """The coverage table as a markdown page."""
    lines = [
        "# What is taught where",
        "",
        "Generated from the `topics=` tags in `solutions/*.py` by `make build`. A topic is taught where it is",
        "explained and shown: by a figure, an explorer, a worked number, or an exercise (named). Where a deck says",
        f"something else than the course, the box “{DECKS_BOX}” of a lecture explains it.",
        "",
    ]
    found = coverage()
    for deck, name in DECKS.items():
        lines += [f"## {deck}: {name}", "", "| topic | what | where | shown by |", "| --- | --- | --- | --- |"]
        for topic in (t for t in TOPICS if t[0] == deck):
            places = found[topic]
            where = "; ".join(dict.fromkeys(f"{p.lecture[:2]} {p.section}".strip() for p in places)) or "not yet"
            shown = ", ".join(sorted(set().union(*(p.shown for p in places)))) if places else ""
            lines.append(f"| {topic} | {TOPICS[topic]} | {where} | {shown} |")
        lines.append("")
    return "\n".join(lines)
