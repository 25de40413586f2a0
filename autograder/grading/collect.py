"""Find submissions in a folder as it was downloaded, and say clearly what cannot be used."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from autograder.checking.exercise import LECTURES
from autograder.grading import download_leftovers
from autograder.grading.assignment import Assignment
from autograder.grading.downloads import Claim, Downloads
from autograder.grading.grade import Submission
from autograder.grading.notebook_reader import Unreadable, read_bytes
from autograder.grading.pictures import beside
from autograder.grading.safe_text import printable, some

_OURS = ("source", "release", "autograded", "feedback", "results")
# Not in a path, a pattern of nbgrader's (glob) or a file name of any system.
_UNSAFE = re.compile(r"""[/\\:*?"<>|\[\]{}]""")
_LONGEST_NAME = 200


@dataclass
class SubmittedFiles:
    """One student's files for one assignment: template name -> path."""

    student: str
    assignment: str
    files: dict[str, Path] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    timestamp: str | None = None
    before: tuple[str, ...] = ()

    def submission(self) -> Submission:
        """Read the files, as late as possible."""
        contents, unreadable, pictures = {}, {}, {}
        for name, path in self.files.items():
            try:
                contents[name] = read_bytes(path)
                # In nbgrader's layout the folder is this student's own; elsewhere others' files lie beside it.
                if path.parent.name == self.assignment and (shown := beside(path, contents[name])):
                    pictures[name] = shown
            except Unreadable as why:
                unreadable[name] = str(why)
        more = tuple(self.odd), self.timestamp, pictures, self.before
        return Submission(self.student, self.assignment, contents, unreadable, *more)


def collect(
    folder: Path, assignments: dict[str, Assignment], others: Iterable[str] = ()
) -> tuple[list[SubmittedFiles], list[str]]:
    """(submissions, one line for everything that could not be used). Raises ValueError for a wrong folder.

    others: assignments of the course that are not asked for; their files are not reported.
    """
    check_folder(folder)
    found: dict[tuple[str, str], SubmittedFiles] = {}
    lines: list[str] = []
    names = {*LECTURES.values(), *others} - set(assignments)
    downloads = Downloads(folder, assignments, names, lines)
    claims = downloads.claims()
    lines += download_leftovers.lines(downloads, claims)
    counted: dict[tuple[str, str, str], Claim] = {}
    for student, claim in _told_apart(claims, lines):
        handed = found.setdefault((student, claim.assignment), SubmittedFiles(student, claim.assignment))
        handed.odd += claim.odd
        key = (student, claim.assignment, claim.notebook)
        older, newer = sorted((counted.get(key, claim), claim), key=_age)
        if older is not newer:
            one, other = (c.path.relative_to(folder) for c in (older, newer))
            handed.odd.append(f"two files for {claim.notebook}: {one} and {other}; the newer, {other}, counts")
            lines.append(f"{student}: {handed.odd[-1]}. For the older to count, take that one away and grade again")
        counted[key] = newer
        handed.files[claim.notebook] = newer.path
        if claim.path.parent.name == claim.assignment:
            handed.timestamp = _handed_in(claim.path.parent, handed.odd)
    if not found:
        known = ", ".join(assignments)
        raise ValueError(
            f"{folder} holds no submission of {known}: expected STUDENT/ASSIGNMENT/NOTEBOOK.ipynb, or files whose "
            f"names carry the student and the assignment" + "".join(f"\n  {printable(line)}" for line in lines[:10])
        )
    _missing(found, assignments, lines)
    for handed in found.values():
        handed.odd = [printable(x) for x in handed.odd]
    return [found[key] for key in sorted(found)], [printable(line) for line in lines]


def check_folder(folder: Path, out: Path | None = None) -> None:
    """Raises ValueError for what cannot be a folder of submissions, or where `out` would come to lie among them."""
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder: name the folder with the submissions")
    here = folder.resolve()
    if is_course(here):
        raise ValueError(f"{folder} is a course folder: submissions lie in {folder / 'submitted'}, name that one")
    if is_course(here.parent) and here.name in _OURS:
        raise ValueError(f"{folder} is a part of the course, not of its submissions: name the folder with those")
    if out is not None and out.resolve().is_relative_to(here):
        raise ValueError(
            f"--out {out} lies in the folder of submissions and would be taken for one: name a folder outside of it"
        )
    if not any(here.iterdir()):
        raise ValueError(f"{folder} holds no submission, it is empty: unpack the download there")


def is_course(folder: Path) -> bool:
    """Whether a folder is nbgrader's course folder, such as `build --course` makes."""
    return any((folder / "source").glob("*/*.ipynb"))


def _told_apart(claims: list[Claim], lines: list[str]) -> Iterator[tuple[str, Claim]]:
    """(student, claim): people of one name are told apart by their numbers, names that only look alike by counting.

    Names are alike where a file system or a path takes them for one: `bob` and `Bob`, `a_b` and `a*b`.
    """
    numbers: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        numbers.setdefault((claim.owner.student, claim.assignment), set()).add(claim.owner.number)
    several = {student for (student, _), n in numbers.items() if len(n - {""}) > 1}
    for student in sorted(several):
        people = len(set().union(*(n for (s, _), n in numbers.items() if s == student)) - {""})
        lines.append(f"{student}: {people} people have this name; they are kept apart as {safe(student)}_NUMBER")
    names: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name in sorted({_called(claim, several) for claim in claims}):
        made, n = safe(name), 1
        while taken.setdefault(alike(made), name) != name:
            n += 1
            made = f"{safe(name)}_{n}"
        if n > 1:
            lines.append(f"{name}: looks like {taken[alike(safe(name))]} to a file system; graded as {made}")
        names[name] = made
    return ((names[_called(claim, several)], claim) for claim in claims)


def _called(claim: Claim, several: set[str]) -> str:
    owner = claim.owner
    suffix = f"_{owner.number}" if owner.student in several and owner.number else ""
    return unicodedata.normalize("NFC", owner.student + suffix)


def alike(name: str) -> str:
    """The same for names that a file system may take for one."""
    return unicodedata.normalize("NFKC", name).casefold().strip(" .")


def _missing(found: dict, assignments: dict, lines: list[str]) -> None:
    students = {s for s, _ in found}
    for assignment in assignments:
        without = sorted(s for s in students if (s, assignment) not in found)
        if without and len(without) < len(students):
            lines.append(f"{assignment}: nothing from {', '.join(without)}")


def _handed_in(place: Path, odd: list[str]) -> str | None:
    """When nbgrader's exchange took a submission, as its timestamp.txt says; None without one."""
    from nbgrader.utils import parse_utc

    path = place / "timestamp.txt"
    if not os.path.lexists(path):
        return None
    try:
        text = read_bytes(path)[:200].decode().strip()
        parse_utc(text)
    except (ValueError, OverflowError):
        odd.append("timestamp.txt holds no time; the submission counts as one without a timestamp")
        return None
    return text or None


def _age(claim: Claim) -> tuple:
    """The time that the system has written, resubmission number, time of the file: the larger is the newer."""
    path = claim.path
    number = re.search(r"(?:-|\()(\d{1,2})\)?$", path.stem)
    changed = path.lstat().st_mtime if path.exists() else 0
    return (claim.owner.time, int(number[1]) if number else 0, changed, path.name)


def safe(student: str) -> str:
    """A student's name as one harmless path component; what a name may hold, of any script, stays."""
    name = printable(_UNSAFE.sub("_", unicodedata.normalize("NFC", student)), "_").strip(" .")
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(" .") or "unnamed"


def chosen(handed: Iterable[SubmittedFiles], students: list[str]) -> list[SubmittedFiles]:
    """Those of the named students, all without names. Raises ValueError for a name that handed in nothing."""
    every = list(handed)
    names = sorted({h.student for h in every})
    unknown = sorted(set(students) - set(names))
    if unknown:
        near = get_close_matches(unknown[0], names, 5, 0.5) or names
        raise ValueError(f"nothing was handed in by {', '.join(unknown)}; there is, for example, {some(near, 5)}")
    return [h for h in every if not students or h.student in students]
