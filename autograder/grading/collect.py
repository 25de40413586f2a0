"""Find submissions in a folder as it was downloaded, and say clearly what cannot be used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from autograder.grading.assignment import Assignment
from autograder.grading.grade import Submission
from autograder.grading.notebook_reader import Unreadable, parse, read_bytes, telling_ids
from autograder.grading.pictures import beside

# File names of learning systems: Moodle, Canvas (with LATE and a resubmission's -1), and nbgrader's own download.
_PATTERNS = (
    r"(?P<student>.+?)_\d+_assignsubmission_file_?",
    r"(?P<student>[^_]+?)(_LATE)?_\d+_\d+_?",
    r"(?P<student>.+?)[-_ +]*(attempt|\d{4}-\d\d-\d\d).*",
    r"(?P<student>.+?)[-_ ]*",
)
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz")
_OURS = ("source", "release", "autograded", "feedback", "results")
# Not in a path, a pattern of nbgrader's (glob) or a file name of any system.
_UNSAFE = re.compile(r"""[/\\:*?"<>|\[\]{}]""")
_LONGEST_NAME = 200
# Within an emoji, and letters of several scripts.
_JOINER = "\u200d"


@dataclass
class SubmittedFiles:
    """One student's files for one assignment: template name -> path."""

    student: str
    assignment: str
    files: dict[str, Path] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    timestamp: str | None = None

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
        odd = tuple(self.odd)
        return Submission(self.student, self.assignment, contents, unreadable, odd, self.timestamp, pictures)


def collect(folder: Path, bundles: dict[str, Assignment]) -> tuple[list[SubmittedFiles], list[str]]:
    """(submissions, one line for everything that could not be used). Raises ValueError for a wrong folder."""
    check_folder(folder)
    found: dict[tuple[str, str], SubmittedFiles] = {}
    lines: list[str] = []
    for student, assignment, name, path, odd in _told_apart(list(_candidates(folder, bundles, lines)), lines):
        handed = found.setdefault((student, assignment), SubmittedFiles(student, assignment))
        if name in handed.files:
            older, newer = sorted((handed.files[name], path), key=_age)
            odd = [*odd, f"two files for {name}: {older.name} and {newer.name}; the newer, {newer.name}, counts"]
            lines.append(f"{student}: {odd[-1]}")
            path = newer
        handed.files[name] = path
        handed.odd += odd
        if path.parent.name == assignment:
            handed.timestamp = _handed_in(path.parent, handed.odd)
    if not found:
        known = ", ".join(bundles)
        raise ValueError(
            f"{folder} holds no submission of {known}: expected STUDENT/ASSIGNMENT/NOTEBOOK.ipynb, or files whose "
            f"names carry the student and the assignment" + "".join(f"\n  {printable(line)}" for line in lines[:10])
        )
    _missing(found, bundles, lines)
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
        raise ValueError(f"--out {out} lies among the submissions and would pass for one: name a folder beside them")
    if not any(here.iterdir()):
        raise ValueError(f"{folder} holds no submission, it is empty: unpack the download there")


def is_course(folder: Path) -> bool:
    """Whether a folder is nbgrader's course folder, such as `build --course` makes."""
    return any((folder / "source").glob("*/*.ipynb"))


def _told_apart(every: list[tuple], lines: list[str]) -> Iterator[tuple]:
    """Two people of one name, as the learning system's numbers tell them, are two students."""
    numbers: dict[str, set[str]] = {}
    for student, _, _, path, _ in every:
        numbers.setdefault(student, set()).update(_number(path))
    for student in (s for s, found in numbers.items() if len(found) > 1):
        lines.append(f"{student}: the name of {len(numbers[student])} people; told apart as {student}_NUMBER")
    for student, assignment, name, path, odd in every:
        suffix = "".join(f"_{n}" for n in _number(path)) if len(numbers[student]) > 1 else ""
        yield student + suffix, assignment, name, path, odd


def _number(path: Path) -> list[str]:
    """The number that Canvas or Moodle gives a person, from the name of a downloaded file or its folder; or none."""
    for text in (path.name, path.parent.name):
        if match := re.search(r"_(\d+)_(?:assignsubmission_file|\d+_)", text):
            return [match[1]]
    return []


def _missing(found: dict, bundles: dict, lines: list[str]) -> None:
    students = {s for s, _ in found}
    for assignment in bundles:
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
        odd.append("timestamp.txt says no time; the submission counts as one without")
        return None
    return text or None


def _age(path: Path) -> tuple:
    """Resubmission number, then time: the larger is the newer."""
    number = re.search(r"(?:-|\()(\d{1,2})\)?$", path.stem)
    return (int(number[1]) if number else 0, path.lstat().st_mtime, path.name)


def _candidates(folder: Path, bundles: dict[str, Assignment], lines: list[str]) -> Iterator[tuple]:
    """(student, assignment, notebook, path, oddities) of every usable file."""
    others = []
    for entry in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
        try:
            if entry.is_symlink():
                lines.append(f"{entry.name}: a link, not followed")
            elif entry.suffix == ".ipynb":
                yield from _flat(entry, entry.stem, bundles, lines)
            elif entry.is_dir():
                yield from _folder(entry, bundles, lines)
            elif entry.suffix.lower() in _ARCHIVES:
                lines.append(f"{entry.name}: an archive, not looked into; unpack it there and grade again")
            else:
                others.append(entry.name)
        except OSError as error:
            lines.append(f"{entry.name}: left out, {error.strerror}: {error.filename}; mend that and grade again")
    if others:
        lines.append(f"left out, being no notebooks: {_some(others)}")


def _folder(entry: Path, bundles: dict[str, Assignment], lines: list[str]) -> Iterator[tuple]:
    """One student's folder, with a folder for each assignment or with the files themselves."""
    named = [entry / a for a in bundles if (entry / a).is_dir() and not (entry / a).is_symlink()]
    for place in named:
        yield from _tree(safe(entry.name), place, bundles[place.name], lines)
    loose = sorted(entry.glob("*.ipynb"))
    for path in loose:
        yield from _flat(path, f"{entry.name}_{path.stem}", bundles, lines)
    # Another assignment's folder is no reason to speak.
    if not named and not loose and not any(entry.glob("*/*.ipynb")):
        lines.append(f"{entry.name}: no notebook in this folder, which holds {_held(entry)}")


def _held(folder: Path) -> str:
    return _some(sorted(p.name for p in folder.iterdir())) or "nothing"


def _some(names: list[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _tree(student: str, place: Path, bundle: Assignment, lines: list[str]) -> Iterator[tuple]:
    """nbgrader's layout: STUDENT/ASSIGNMENT/NOTEBOOK.ipynb."""
    present = sorted(place.glob("*.ipynb"))
    others = [p for p in present if p.stem not in bundle.templates]
    for name in bundle.templates:
        path = place / f"{name}.ipynb"
        if path in present:
            yield student, bundle.assignment, name, path, []
            continue
        renamed = next(
            (p for p in others if _recognised(p, {bundle.assignment: bundle}) == (bundle.assignment, name)), None
        )
        if renamed:
            said = f"{renamed.name} was taken for {name}.ipynb: the notebook had been renamed"
            lines.append(f"{student}: {said}")
            yield student, bundle.assignment, name, renamed, [said]
        else:
            lines.append(f"{student}: {name}.ipynb is missing; the folder holds {_held(place)}")
            yield student, bundle.assignment, name, path, []


def _flat(path: Path, text: str, bundles: dict[str, Assignment], lines: list[str]) -> Iterator[tuple]:
    """One downloaded file whose name carries the student."""
    for assignment, bundle in bundles.items():
        for name in bundle.templates:
            student = student_in(text, name)
            if student:
                yield safe(student), assignment, name, path, []
                return
    recognised = _recognised(path, bundles)
    student = student_in(text, None)
    if recognised and student:
        said = f"{path.name} does not name its assignment; by its content it is {recognised[0]}"
        lines.append(f"{student}: {said}")
        yield safe(student), *recognised, path, [said]
    else:
        known = _some(list(bundles))
        lines.append(f"{path.name}: no assignment could be recognised, by name or content ({known}); left out")


def student_in(text: str, notebook: str | None) -> str | None:
    """The student in a downloaded file's name, which ends with the notebook's name."""
    if notebook is not None:
        match = re.fullmatch(rf"(?P<rest>.+?)[-_ +]*{re.escape(notebook)}( ?\(\d+\)|-\d{{1,2}})?", text)
        if not match:
            return None
        text = match["rest"]
    for pattern in _PATTERNS:
        match = re.fullmatch(pattern if notebook is not None else pattern + r".*?", text)
        if match and match["student"].strip("-_ "):
            return match["student"].strip("-_ ") if notebook is not None or pattern != _PATTERNS[-1] else text
    return None


def _recognised(path: Path, bundles: dict[str, Assignment]) -> tuple[str, str] | None:
    """The assignment and notebook whose cells this one has most of."""
    try:
        claimed = telling_ids(parse(read_bytes(path))[0])
    except Unreadable:
        return None
    known = [(a, n, telling_ids(t.released)) for a, b in bundles.items() for n, t in b.templates.items()]
    best = max(((len(claimed & ids), a, n) for a, n, ids in known), default=(0,))
    return best[1:] if best[0] > 2 else None


def safe(student: str) -> str:
    """A student's name as one harmless path component; what a name may hold, of any script, stays."""
    name = printable(_UNSAFE.sub("_", student), "_").strip(" .")
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(" .") or "unnamed"


def printable(text: str, instead: str = "\ufffd") -> str:
    """A text without what a terminal would obey, and without the bytes of a file name that are no text."""
    return "".join(c if c.isprintable() or c == _JOINER else instead for c in text)


def chosen(handed: Iterable[SubmittedFiles], students: list[str]) -> list[SubmittedFiles]:
    """Those of the named students, all without names. Raises ValueError for a name that handed in nothing."""
    every = list(handed)
    names = sorted({h.student for h in every})
    unknown = sorted(set(students) - set(names))
    if unknown:
        near = get_close_matches(unknown[0], names, 5, 0.5) or names
        raise ValueError(f"nothing was handed in by {', '.join(unknown)}; there is, for example, {_some(near, 5)}")
    return [h for h in every if not students or h.student in students]
