"""Which cell of a submission is which of the released notebook: by grade id, by cell id, by its text, by its names."""

from __future__ import annotations

import re

from nbformat.notebooknode import NotebookNode

from autograder.grading.demonstrations import binds

_SEEMS = re.compile(r"^(?:def|class)\s+(\w+)", re.MULTILINE)


def grade_id(cell: NotebookNode) -> str | None:
    """The grade id that a cell claims."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) else None


def is_solution(cell: NotebookNode) -> bool:
    """Whether a released cell is for an answer."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def same_text(a: str, b: str) -> bool:
    """Equal but for blanks at the ends of lines."""
    return a == b or [x.rstrip() for x in a.strip().splitlines()] == [x.rstrip() for x in b.strip().splitlines()]


def _kind_and_text(cell: NotebookNode) -> tuple[str, str]:
    return cell.get("cell_type") or "", _key(cell.source)


class Matching:
    """For each submitted cell the released one it stems from, and for each answer the cells that make it.

    `plain` are the released cells without a grade id where these are the student's, as in nbgrader. There the cell with
    the grade id is the answer; only a function or class that it does not define is looked for elsewhere, since other
    names are common to many cells.
    """

    def __init__(
        self, released: list[NotebookNode], theirs: list[NotebookNode], odd: list[str],
        plain: list[NotebookNode] | None = None,
    ):  # fmt: skip
        self.released, self.theirs, self.odd = released, theirs, odd
        self.foreign, self._plain = plain is not None, set(map(_kind_and_text, plain or ()))
        self.at = {c["id"]: i for i, c in enumerate(released)}
        self._texts: dict[tuple[str, str], str] = {}
        for cell in released:
            self._texts.setdefault(_kind_and_text(cell), cell["id"])
        self._named = {grade_id(c): c["id"] for c in released if grade_id(c)}
        self.stem = [self._stem(c) for c in theirs]
        self._changed = [self._differs(i) for i in range(len(theirs))]
        self._binds: dict[int, frozenset[str]] = {}
        # Cells left as they were handed out, while the answer stands in the cell of another exercise.
        self.idle: set[str] = set()
        self.answers: dict[str, list[int]] = {}
        self._lost: list[str] = []
        for cell in filter(is_solution, released):
            found = self._text(cell) if cell.cell_type != "code" else self._code(cell)
            if found:
                self.answers[cell["id"]] = found
        if len(self._lost) == 1:
            odd.append(f"the cell of {self._lost[0]} lost its name; found by what it defines")
        elif self._lost:
            odd.append(f"the cells of {', '.join(self._lost)} lost their names; found by what they define")

    def changed(self, i: int) -> bool:
        """Whether submitted cell `i` holds anything that was not released."""
        return self._changed[i]

    def _differs(self, i: int) -> bool:
        cell, stem = self.theirs[i], self.stem[i]
        if not cell.source.strip():
            return False
        if stem is not None and same_text(cell.source, self.released[self.at[stem]].source):
            return False
        return _kind_and_text(cell) not in self._texts

    def _stem(self, cell: NotebookNode) -> str | None:
        if grade_id(cell) in self._named:
            return self._named[grade_id(cell)]
        if cell.get("id") in self.at:
            return cell["id"]
        same = self._texts.get(_kind_and_text(cell))
        if same or not cell.source.strip():
            return same
        return next((c["id"] for c in self.released if _opens_as(cell, c)), None)

    def _mine(self, cell: NotebookNode) -> list[int]:
        return [i for i, stem in enumerate(self.stem) if stem == cell["id"]]

    def _text(self, cell: NotebookNode) -> list[int]:
        """A written answer: every part that holds something of the student's, in order."""
        mine = self._mine(cell)
        parts = [i for i in mine if self.changed(i)]
        if len(parts) > 1:
            self.odd.append(f"{len(parts)} cells claim to be {grade_id(cell)}; their texts were joined")
        return parts or mine[-1:]

    def _code(self, cell: NotebookNode) -> list[int]:
        """The last cell that defines the name; else the last that was changed; else as it was."""
        name, every = grade_id(cell) or "", self._mine(cell)
        mine = [i for i in every if self.theirs[i].get("cell_type") == "code"]
        wanted = binds(cell.source) or frozenset([name])
        written = [i for i in mine if self.changed(i)]
        # An answer whose cell was turned to text is one all the same; of several, one that is still code comes first.
        defining = [i for i in [*(i for i in every if i not in mine), *written] if self._defines(i, wanted)]
        if defining and defining[-1] not in mine:
            self.odd.append(f"the cell of {name} had been turned to text; it counts as code")
        if len(mine) > 1:
            self.odd.append(f"{len(mine)} cells claim to be {name}; the last one that defines it counts")
        if defining:
            return defining[-1:]
        elsewhere = self._elsewhere(cell, frozenset(_SEEMS.findall(cell.source)) if self.foreign else wanted)
        if elsewhere:
            if not mine:
                self._lost.append(name)
            else:
                self.odd.append(f"{name} is defined in another cell, which counts as its answer")
            return elsewhere
        return written[-1:] or mine[-1:]

    def _defines(self, i: int, wanted: frozenset[str]) -> bool:
        """Whether cell `i` binds one of these names; of one that is no Python, whether it seems to."""
        source = self.theirs[i].source
        if i not in self._binds:
            self._binds[i] = binds(source) or frozenset(_SEEMS.findall(source))
        return bool(self._binds[i] & wanted)

    def _elsewhere(self, cell: NotebookNode, wanted: frozenset[str]) -> list[int]:
        """Where another cell defines the name and does not run before its test as it stands: that cell."""
        tests = [i for i, c in enumerate(self.released) if c.metadata.get("nbgrader", {}).get("grade")]
        here = self.at[cell["id"]]
        test = next((i for i in tests if i > here), len(self.released))
        place, found = -1, []
        for i, other in enumerate(self.theirs):
            stem = self.stem[i]
            place = self.at[stem] if stem is not None else place
            in_place = stem is None and here <= place < test and self._mine(cell)
            given = not self.changed(i) or _kind_and_text(other) in self._plain
            if other.get("cell_type") == "code" and stem != cell["id"] and not given and not in_place:
                home = self.released[self.at[stem]] if stem is not None else None
                own = home is not None and is_solution(home) and self._defines(i, binds(home.source))
                if self._defines(i, wanted):
                    found += [i] * (not own)
                    self.idle |= {cell["id"]} if own else set()
        return found[-1:]


def _key(source: str) -> str:
    return "\n".join(x.rstrip() for x in source.strip().splitlines())


def _opens_as(cell: NotebookNode, released: NotebookNode) -> bool:
    """A written answer whose cell lost its names still begins with the question."""
    if released.cell_type == "code" or not is_solution(released):
        return False
    first = released.source.strip().splitlines()[:1]
    return bool(first) and len(first[0]) > 8 and cell.source.strip().startswith(first[0].strip())
