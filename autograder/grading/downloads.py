"""The files of a download, one by one: each is somebody's notebook, lies in somebody's folder, or gets a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

import yaml

from autograder.grading.assignment import Assignment
from autograder.grading.download_levels import Levels
from autograder.grading.download_names import (
    GRADESCOPE,
    RETURNED,
    Owner,
    around,
    check_encoding,
    common_title,
    plain,
    seen,
    system_owner,
    without_copy,
    without_teams,
)
from autograder.grading.notebook_reader import Unreadable, looks_like_notebook, read_bytes
from autograder.grading.recognise import recognised
from autograder.grading.safe_text import some

# Browsers and mail programs add an ending to what they do not know.
_NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json|html?|download|ipynb))*\s*$", re.IGNORECASE)
_ENDING = re.compile(r"\.ipynb.*$|\.\w{1,8}$", re.IGNORECASE | re.DOTALL)
_DEEPEST = 8


@dataclass(frozen=True)
class Claim:
    """A file that counts as somebody's notebook; it is missing where the path does not exist."""

    owner: Owner
    assignment: str
    notebook: str
    path: Path
    odd: tuple[str, ...] = ()


class Downloads:
    """A folder as it was downloaded, the assignments asked for, other known ones, and the lines for what is left."""

    def __init__(self, folder: Path, assignments: Mapping[str, Assignment], others: Iterable[str], lines: list[str]):
        self.folder, self.assignments, self.others, self.lines = folder, assignments, set(others), lines
        self.named = {plain(name): name for name in [*self.others, *assignments]}
        self.templates = [name for assignment in assignments.values() for name in assignment.templates]
        self.files: list[PurePath] = []
        self.folders: list[PurePath] = []
        for entry in self._entries(folder):
            try:
                self._walk(entry, 1)
            except OSError as error:
                lines.append(f"{entry.name}: left out, {error.strerror}: {error.filename}; fix that and grade again")
        self.notebooks = [f for f in self.files if _NOTEBOOK.search(f.name) or looks_like_notebook(folder / f)]
        # Other lectures' notebooks that lie in no folder of theirs.
        self.foreign: dict[str, list[str]] = {}

    def claims(self) -> list[Claim]:
        """Every notebook that is somebody's, in the order of their paths."""
        found = [claim for f in self.notebooks for claim in self._claim(f)]
        found += self._missing(found)
        for other, files in sorted(self.foreign.items()):
            self.lines.append(f"left out, because they are notebooks of {other}: {', '.join(files)}")
        return found

    def owner(self, file: PurePath) -> Owner | None:
        """Whose a file is, by a system's naming scheme, else by its folder, else by its name; None: nobody's."""
        if sure := self.sure_owner(file):
            return sure
        number = self.levels.student(file)
        if number >= 0:
            folder = file.parts[number]
            if _NOTEBOOK.search(folder):
                folder = self._beside_its_name(PurePath(folder)) or stem(PurePath(folder))
            return Owner(seen(folder), "", stem(file), sure=False, depth=number + 1)
        found = self._beside_its_name(file)
        whole = len(file.parts) == 1 and not self._is_called_as_a_notebook(file)
        name = found or (without_copy(stem(file), again=False) if whole else "")
        return Owner(name, "", stem(file), sure=False) if name else None

    def sure_owner(self, file: PurePath) -> Owner | None:
        """Whose a file is by a system's naming scheme."""
        owner = self._as_named(file)
        return replace(owner, student=self._teams.get(owner.student, owner.student)) if owner else None

    def place(self, file: PurePath) -> str | None:
        """The assignment that a folder of the path is called after."""
        return next((self.named[plain(f)] for f in file.parts[:-1] if plain(f) in self.named), None)

    @cached_property
    def levels(self) -> Levels:
        """The folders around the students' own."""
        owners = {f: self.sure_owner(f) for f in self.files}
        above = {
            p for f, owner in owners.items() if owner for p in f.parents if len(p.parts) < (owner.depth or len(f.parts))
        }
        unsure = [f for f in self.notebooks if not owners[f]]
        return Levels(unsure, above, lambda name: plain(name) in self.named, self._beside_its_name)

    def _entries(self, folder: Path) -> list[Path]:
        return sorted(folder.iterdir())

    def _walk(self, entry: Path, depth: int) -> None:
        here = PurePath(entry.relative_to(self.folder))
        check_encoding(entry.name)
        if entry.name.startswith("._") or entry.name == "__MACOSX":
            if not any("macOS's archiver" in said for said in self.lines):
                self.lines.append(f"left out, written by macOS's archiver: {entry.name}")
        elif entry.name.startswith("."):
            if entry.suffix == ".ipynb":
                self.lines.append(f"{here}: a hidden file, left out")
        elif entry.is_symlink():
            self.lines.append(f"{here}: a link, not followed")
        elif entry.is_dir():
            if depth > _DEEPEST:
                self.lines.append(f"{here}: too deep, not looked into")
                return
            within = self._entries(entry)
            self.folders.append(here)
            for inner in within:
                self._walk(inner, depth + 1)
        else:
            self.files.append(here)

    @cached_property
    def _titles(self) -> list[str]:
        title = common_title(stem(f) for f in self.files)
        return [*self.templates, *([title] if title else [])]

    @cached_property
    def _gradescope(self) -> dict[str, tuple[str, ...]]:
        """Folder of Gradescope's export -> the students whom its submission_metadata.yml names.

        One that lies in a submission's folder was handed in: it says nothing of whose anything is.
        """
        found = {}
        lists = (f for f in self.files if f.name == "submission_metadata.yml")
        for file in (f for f in lists if not any(map(GRADESCOPE.fullmatch, f.parts))):
            try:
                for folder, entry in yaml.safe_load(read_bytes(self.folder / file)).items():
                    named = [p.get(":sid") or p.get(":email") or p[":name"] for p in entry[":submitters"]]
                    # Text of a list could be as long as its aliases make it.
                    people = [str(name) for name in named if isinstance(name, (str, int))]
                    if people:
                        found[str(folder)] = tuple(people)
            except (Unreadable, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError):
                self.lines.append(f"{file}: not read as Gradescope's list of submissions")
        return found

    def _as_named(self, file: PurePath) -> Owner | None:
        return system_owner(file, stem(file), self._titles, self._gradescope)

    @cached_property
    def _teams(self) -> dict[str, str]:
        """student -> the name without that of the team, where Moodle has put it before everybody's."""
        owners = (self._as_named(f) for f in self.files if "_assignsubmission_" in str(f))
        names = without_teams({owner.student for owner in owners if owner})
        if names:
            said = ", ".join(f"{name} from {both}" for both, name in sorted(names.items()))
            self.lines.append(f"Moodle put a team before every student's name, which was removed: {said}")
        return names

    def _is_called_as_a_notebook(self, file: PurePath) -> bool:
        return any(plain(without_copy(stem(file))) == plain(name) for name in self.templates)

    def _beside_its_name(self, file: PurePath) -> str | None:
        """What stands in a file's name beside a notebook's, or None."""
        found = (around(stem(file), name) for name in self.templates)
        return next((before or after or None for before, after in filter(None, found)), None)

    def _claim(self, file: PurePath) -> Iterator[Claim]:
        place, owner = self.place(file), self.owner(file)
        if place in self.others:
            return
        if any(RETURNED.fullmatch(folder) for folder in file.parts[:-1]):
            self.lines.append(f"{file}: feedback to a student, not a submission; left out")
            return
        known = self._which(file, owner.rest if owner else stem(file), place)
        if known is None:
            return
        if owner is None or not owner.student:
            self.lines.append(f"{file}: neither its folder nor its name says whose it is; left out")
            return
        assignment, notebook, odd = known
        for student in (owner.student, *owner.others):
            self.lines += [f"{student}: {said}" for said in odd]
            yield Claim(replace(owner, student=student), assignment, notebook, self.folder / file, odd)

    def _which(self, file: PurePath, rest: str, place: str | None) -> tuple[str, str, tuple[str, ...]] | None:
        """(assignment, notebook, what is odd): by the place and the name, else by the cells. None after a line."""
        asked = {place: self.assignments[place]} if place else self.assignments
        pairs = [(a, n) for a, assignment in asked.items() for n in assignment.templates]
        for assignment, name in pairs:
            if plain(without_copy(rest)) == plain(name):
                return assignment, name, ()
        for assignment, name in sorted(pairs, key=lambda pair: -len(pair[1])):
            if around(rest, name) is not None:
                return assignment, name, ()
        if found := recognised(self.folder / file, asked):
            if place:
                said = f"{file.name} was taken for {found[1]}.ipynb: the notebook had been renamed"
            else:
                said = f"{file.name} does not name its assignment; by its content it is {found[0]}"
            return *found, (said,)
        if other := next((o for o in self.others if around(rest, o) is not None), None):
            self.foreign.setdefault(other, []).append(str(file))
            return None
        self.lines.append(
            f"{file}: no assignment could be recognised, by name or content ({some(list(self.assignments))}); left out"
        )
        return None

    def _missing(self, found: list[Claim]) -> list[Claim]:
        """In nbgrader's layout a folder of an assignment stands for all of its notebooks."""
        there = {(c.owner.student, c.assignment, c.notebook) for c in found}
        claims = []
        for folder in self.folders:
            assignment = self.named.get(plain(folder.name))
            if assignment is None or assignment not in self.assignments or len(folder.parts) < 2:
                continue
            owner = self.owner(folder / "x.ipynb")
            for name in self.assignments[assignment].templates:
                if owner and owner.student and (owner.student, assignment, name) not in there:
                    self.lines.append(f"{owner.student}: {name}.ipynb is missing; the folder holds {self.held(folder)}")
                    claims.append(Claim(owner, assignment, name, self.folder / folder / f"{name}.ipynb"))
        return claims

    def held(self, folder: PurePath) -> str:
        """What lies in a folder, for a line."""
        return some(sorted(p.name for p in (*self.files, *self.folders) if p.parent == folder)) or "nothing"


def stem(file: PurePath) -> str:
    """A file's name without its ending, and without what was added to a notebook's."""
    return _ENDING.sub("", file.name, count=1)
