"""The files of a download, one by one: each is somebody's notebook, lies in somebody's folder, or gets a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

import yaml

from autograder.grading.assignment import Assignment
from autograder.grading.download_names import Owner, around, plain, system_owner, without_copy
from autograder.grading.notebook_reader import Unreadable, read_bytes
from autograder.grading.recognise import recognised
from autograder.grading.safe_text import some

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz")
# Browsers and mail programs add an ending to what they do not know.
_NOTEBOOK = re.compile(r"\.ipynb(\.(txt|json|html?|download))?$", re.IGNORECASE)
# Folders that hold a whole download, by the names that systems and people give them.
_AROUND = re.compile(r"(submissions?|submitted|downloads?|collected|all|files|abgaben|entregas|rendus)\b.*", re.I)
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

    def __init__(self, folder: Path, bundles: Mapping[str, Assignment], others: Iterable[str], lines: list[str]):
        self.folder, self.bundles, self.others, self.lines = folder, bundles, set(others), lines
        self.named = {plain(name): name for name in [*self.others, *bundles]}
        self.files: list[PurePath] = []
        self.folders: list[PurePath] = []
        self.people: dict[str, str] = {}
        # Folders in which everything belongs to one student, and those that hold whole downloads.
        self.owned: set[PurePath] = set()
        self.containers: set[str] = set()

    def claims(self) -> list[Claim]:
        """Every notebook that is somebody's, in the order of their paths."""
        for entry in self._entries(self.folder):
            try:
                self._walk(entry, 1)
            except OSError as error:
                self.lines.append(
                    f"{entry.name}: left out, {error.strerror}: {error.filename}; fix that and grade again"
                )
        self.people = self._gradescope()
        notebooks = [f for f in self.files if _NOTEBOOK.search(f.name)]
        self.containers = self._containers(notebooks)
        found = [claim for f in notebooks for claim in self._claim(f)]
        found += self._missing(found)
        self._say_what_is_left(found)
        return found

    def _entries(self, folder: Path) -> list[Path]:
        return sorted(folder.iterdir())

    def _walk(self, entry: Path, depth: int) -> None:
        here = PurePath(entry.relative_to(self.folder))
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            if entry.name.startswith("._") or entry.name == "__MACOSX":
                self._say(f"left out, written by macOS's archiver: {entry.name}", once="macOS's archiver")
        elif entry.is_symlink():
            self.lines.append(f"{here}: a link, not followed")
        elif entry.is_dir() and not _NOTEBOOK.search(entry.name):
            if depth > _DEEPEST:
                self.lines.append(f"{here}: too deep, not looked into")
                return
            within = self._entries(entry)
            self.folders.append(here)
            for inner in within:
                self._walk(inner, depth + 1)
        else:
            self.files.append(here)

    def _say(self, line: str, once: str) -> None:
        if not any(once in said for said in self.lines):
            self.lines.append(line)

    def _gradescope(self) -> dict[str, str]:
        """Folder of Gradescope's export -> the student that its submission_metadata.yml names."""
        found = {}
        for file in (f for f in self.files if f.name == "submission_metadata.yml"):
            try:
                listed = yaml.safe_load(read_bytes(self.folder / file))
                for folder, entry in listed.items():
                    (person, *_) = entry[":submitters"]
                    found[str(folder)] = str(person.get(":sid") or person.get(":email") or person[":name"])
            except (Unreadable, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError):
                self.lines.append(f"{file}: not read as Gradescope's list of submissions")
        return found

    def _containers(self, notebooks: list[PurePath]) -> set[str]:
        """Top folders that hold several students' notebooks, not one student's."""
        found: set[str] = set()
        inside: dict[str, set[str]] = {}
        for file in notebooks:
            top, rest = file.parts[0], file.parts[1:]
            if not rest or plain(top) in self.named:
                continue
            if len(rest) > 1 and plain(rest[0]) not in self.named:
                inside.setdefault(top, set()).add(rest[0])
            elif len(rest) == 1:
                inside.setdefault(top, set()).add(self._beside_its_name(_stem(file)) or "")
        for top, owners in inside.items():
            if "" not in owners and (len(owners) > 1 or _AROUND.fullmatch(top)):
                found.add(top)
        return found

    def _beside_its_name(self, stem: str) -> str | None:
        """What stands in a file's name beside the notebook's, or None."""
        for name in self._templates():
            if parts := around(stem, name):
                return parts[0] or parts[1] or None
        return None

    def _templates(self) -> Iterator[str]:
        yield from (name for bundle in self.bundles.values() for name in bundle.templates)

    def _claim(self, file: PurePath) -> Iterator[Claim]:
        place, at = self._place(file)
        if place in self.others:
            return
        owner = self._owner(file, at)
        known = self._which(file, owner.rest if owner else _stem(file), place)
        if known is None:
            return
        if owner is None or not owner.student:
            self.lines.append(f"{file}: nobody's, since neither its folder nor its name says whose; left out")
            return
        assignment, notebook, odd = known
        self.lines += [f"{owner.student}: {said}" for said in odd]
        yield Claim(owner, assignment, notebook, self.folder / file, odd)

    def _place(self, file: PurePath) -> tuple[str | None, int]:
        """The assignment that a folder of the path is called after, and which folder; (None, -1) without one."""
        for n, folder in enumerate(file.parts[:-1]):
            if plain(folder) in self.named:
                return self.named[plain(folder)], n
        return None, -1

    def _owner(self, file: PurePath, at: int) -> Owner | None:
        stem, folders = _stem(file), file.parts[:-1]
        if sure := system_owner(file, stem, self._templates(), self.people):
            for n, folder in enumerate(folders):
                if system_owner(PurePath(folder, *folders[n + 1 :], "x"), "x", (), self.people):
                    self.owned.add(PurePath(*folders[: n + 1]))
                    break
            return sure
        first = 1 if folders and folders[0] in self.containers and at != 0 else 0
        if at > first or (first and at > 0):
            number = at - 1
        elif at == 0:
            number = 1 if len(folders) > 1 else -1
        else:
            number = first if len(folders) > first else -1
        if number >= 0:
            self.owned.add(PurePath(*folders[: number + 1]))
            return Owner(folders[number], "", stem, sure=False)
        found = self._beside_its_name(stem)
        whole = not folders and not any(plain(without_copy(stem)) == plain(n) for n in self._templates())
        return Owner(found or (without_copy(stem) if whole else ""), "", stem, sure=False)

    def _which(self, file: PurePath, rest: str, place: str | None) -> tuple[str, str, tuple[str, ...]] | None:
        """(assignment, notebook, what is odd): by the place and the name, else by the cells. None after a line."""
        asked = {place: self.bundles[place]} if place else self.bundles
        pairs = [(a, n) for a, bundle in asked.items() for n in bundle.templates]
        for assignment, name in pairs:
            if plain(without_copy(rest)) == plain(name):
                return assignment, name, ()
        for assignment, name in sorted(pairs, key=lambda pair: -len(pair[1])):
            if around(rest, name) is not None:
                return assignment, name, ()
        if any(around(rest, other) is not None for other in self.others):
            return None
        if found := recognised(self.folder / file, asked):
            if place:
                said = f"{file.name} was taken for {found[1]}.ipynb: the notebook had been renamed"
            else:
                said = f"{file.name} does not name its assignment; by its content it is {found[0]}"
            return *found, (said,)
        self.lines.append(
            f"{file}: no assignment could be recognised, by name or content ({some(list(self.bundles))}); left out"
        )
        return None

    def _missing(self, found: list[Claim]) -> list[Claim]:
        """In nbgrader's layout a folder of an assignment stands for all of its notebooks."""
        there = {(c.owner.student, c.assignment, c.notebook) for c in found}
        claims = []
        for folder in self.folders:
            assignment = self.named.get(plain(folder.name))
            if assignment is None or assignment not in self.bundles or len(folder.parts) < 2:
                continue
            owner = self._owner(folder / "x.ipynb", len(folder.parts) - 1)
            for name in self.bundles[assignment].templates:
                if owner and owner.student and (owner.student, assignment, name) not in there:
                    self.lines.append(
                        f"{owner.student}: {name}.ipynb is missing; the folder holds {self._held(folder)}"
                    )
                    claims.append(Claim(owner, assignment, name, self.folder / folder / f"{name}.ipynb"))
        return claims

    def _say_what_is_left(self, found: list[Claim]) -> None:
        used = {parent for c in found for parent in PurePath(c.path.relative_to(self.folder)).parents}
        for top in sorted(self.containers):
            self.lines.append(f"{top}: taken for a folder around the students' own")
        for folder in self.folders:
            above = folder.parent
            open_above = above == PurePath() or (above in used and above not in self.owned)
            mine = any(parent in self.owned and parent in used for parent in (folder, *folder.parents))
            if folder in used or mine or not open_above or self._all_of_others(folder):
                continue
            self.lines.append(f"{folder}: no notebook in this folder, which holds {self._held(folder)}")
        others = []
        for file in (f for f in self.files if len(f.parts) == 1 and not _NOTEBOOK.search(f.name)):
            if file.suffix.lower() in _ARCHIVES:
                self.lines.append(f"{file}: an archive, not looked into; unpack it there and grade again")
            elif file.name not in ("submission_metadata.yml", "timestamp.txt"):
                others.append(file.name)
        if others:
            self.lines.append(f"left out, being no notebooks: {some(others)}")

    def _all_of_others(self, folder: PurePath) -> bool:
        """Whether each notebook below is another lecture's, so that nothing has to be reported."""
        below = [f for f in self.files if folder in f.parents and _NOTEBOOK.search(f.name)]
        return bool(below) and all(
            self._place(f)[0] in self.others or any(around(_stem(f), o) is not None for o in self.others) for f in below
        )

    def _held(self, folder: PurePath) -> str:
        return some(sorted(p.name for p in (*self.files, *self.folders) if p.parent == folder)) or "nothing"


def _stem(file: PurePath) -> str:
    return _NOTEBOOK.sub("", file.name)
