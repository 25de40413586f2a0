"""Everything that the page shows of a results folder, read in one pass over the class."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from autograder.files import REBUILD, read_json, read_plain_notebook, write_whole
from autograder.gradebook.marks import Marks, in_several
from autograder.grading.results import records
from autograder.report.hide import Hide
from autograder.report.pseudonyms import seed_of
from autograder.report.similar import Group, Index
from autograder.report.source import plain, solutions, written
from autograder.report.suspects import Suspect, suspects
from autograder.report.tally import Tally, tally

# No student's folder begins with a full stop.
LINES = ".lines.json"


@dataclass
class Chapter:
    """One assignment: counts, an example for each misconception, groups that look alike, checks to look at."""

    tally: Tally
    examples: dict[tuple[str, str], Counter] = field(default_factory=lambda: defaultdict(Counter))
    groups: list[Group] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    # Names of cells that stand in more than one of its notebooks.
    several: set[str] = field(default_factory=set)

    def example(self, exercise: str, misconception: str) -> str:
        """The code that most of those who made it wrote, the shortest of equals."""
        found = self.examples.get((exercise, misconception))
        return min(found, key=lambda code: (-found[code], len(code), code)) if found else ""


@dataclass
class Gathered:
    """The class. `lines` are about the files that were handed in."""

    out: Path
    hide: Hide
    chapters: list[Chapter]
    lines: list[str]

    @property
    def mode(self) -> str:
        """The weakest confinement of any submission: the page speaks of that one."""
        used = {m for c in self.chapters for m in c.tally.modes}
        return next((m for m in ("none", "landlock") if m in used), "bwrap")


def gather(out: Path, anonymise: bool, marks: Marks) -> Gathered:
    """Read a results folder beside the marks of the class."""
    counted = tally(records(out), marks.by_key())
    names = {p.id: tuple(x for x in (p.first, p.last, p.email, p.lms) if x) for p in marks.students}
    students = {s for t in counted.values() for s in t.scores} | set(names)
    own = {name: _cells(out, name) for name in counted}
    several = {name: in_several((n, g) for n, cells in parts for g in solutions(cells)) for name, parts in own.items()}
    given = {name: [solutions(cells, n, several[name]) for n, cells in parts] for name, parts in own.items()}
    words = {w for cells in given.values() for c in cells for s in c.values() for w in re.findall(r"[^\W_]+", s)}
    hide = Hide({s: names.get(s, ()) for s in students}, seed_of(out) if anonymise else "", anonymise, words)
    return Gathered(out, hide, [_chapter(out, t, given[n], several[n]) for n, t in counted.items()], _kept(out))


def _chapter(out: Path, t: Tally, given: list[dict[str, str]], several: set[str]) -> Chapter:
    chapter, index = Chapter(t, suspects=suspects(t), several=several), Index(given)
    made: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, students in t.mistakes.items():
        for student in students:
            made[student].append(key)
    for student in t.scores:
        cells = written(out, student, t.name, several)
        index.add(student, cells)
        for exercise, misconception in made[student]:
            if code := plain(cells.get(exercise, "")):
                chapter.examples[exercise, misconception][code] += 1
    chapter.groups = index.groups()
    return chapter


def _cells(out: Path, assignment: str) -> list[tuple[str, list[dict]]]:
    """(name, cells) of the lecture's own notebooks, as released and with solutions."""
    paths = [p for step in ("release", "source") for p in sorted((out / step / assignment).glob("*.ipynb"))]
    return [(p.stem, read_plain_notebook(p, REBUILD)["cells"]) for p in paths]


def remember(out: Path, lines: list[str]) -> None:
    """Keep what a run said about the files, for when the page is written again."""
    write_whole(out / "results" / LINES, json.dumps(lines, ensure_ascii=False, indent=1) + "\n")


def _kept(out: Path) -> list[str]:
    """What the last grading said about the files."""
    path = out / "results" / LINES
    return read_json(path, "delete it", list) if path.exists() else []
