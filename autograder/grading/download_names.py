"""Whose a downloaded file is, told by its path: the naming schemes of learning systems.

Each scheme is as its system documents it or its source writes it: Moodle (mod/assign/locallib.php), Canvas
(lib/content_zipper.rb), Blackboard and nbgrader's manual (ASSIGNMENT_STUDENT_attempt_TIME), Brightspace (a folder
"NUMBER - Name - date"), Sakai (a folder "Last, First(login)"), ILIAS (a folder Last_First_login_NUMBER), Gradescope's
export (a folder submission_NUMBER and submission_metadata.yml).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

# Moodle's word for somebody whose name is hidden; the number is all that tells one from another.
_PARTICIPANT = r"(participant(e|s|\(e\))?|teilnehmer([/_]?in_?)?|deelnemer|partecipante)"
_HIDDEN = re.compile(_PARTICIPANT, re.IGNORECASE)
HIDDEN_PARTICIPANT = re.compile(rf"{_PARTICIPANT}[ _]*(?P<number>\d+)", re.IGNORECASE)
_MOODLE = re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<student>[^_]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<rest>.+)", re.DOTALL)
_ATTEMPT = re.compile(
    r"(?P<student>.+?)[-_ +]+attempt[-_ ]\d{4}-\d\d-\d\d(?:-\d\d-\d\d-\d\d)?[-_ +]*(?P<rest>.*)", re.DOTALL
)
_BRIGHTSPACE = re.compile(r"\d+-\d+ ?- ?(?P<student>.+?) ?- ?[^-]*\d{4}[^-]*(?:- ?(?P<rest>.+))?", re.DOTALL)
_SAKAI = re.compile(r"[^,()]+, ?[^()]*\((?P<student>[^()]+)\)")
_SAKAI_INSIDE = re.compile(r"(submission|feedback) attachment\(s\)", re.IGNORECASE)
_ILIAS = re.compile(r"[^_]+_[^_]+_(?P<student>[^_]+)_(?P<number>\d+)")
_ILIAS_TIME = re.compile(r"\d{14}_(?P<rest>.+)", re.DOTALL)
_GRADESCOPE = re.compile(r"submission_(?P<number>\d+)")
# What a browser, Google Drive or a system puts around a name when a file is there already.
_COPY = re.compile(
    r"(^(copy of|kopie von|copie de|copia de)[ _]+)|([ _-]+(copy of|kopie von|copie de|copia de)$)"
    r"|([ _-]*\(\d{1,3}\)$)|(-\d{1,2}$)|([ _-]+(copy|kopie)\d*$)",
    re.IGNORECASE,
)
_EDGES = " -_+."


@dataclass(frozen=True)
class Owner:
    """Somebody as a system names them, the system's number for them, and what is left of the file's name.

    sure: whether a scheme of a system said so, not the mere place of the file.
    """

    student: str
    number: str = ""
    rest: str = ""
    sure: bool = True


def plain(text: str) -> str:
    """A name as it is compared: one Unicode form, no case, and one sign between words."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).casefold()).strip("-")


def without_copy(text: str) -> str:
    """A file's name without "Copy of", "(1)", "-2" and the like."""
    before = None
    while before != text:
        before, text = text, _COPY.sub("", text).strip(_EDGES)
    return text


def system_owner(path: PurePath, stem: str, assignments: Iterable[str], people: dict[str, str]) -> Owner | None:
    """Who a system's scheme names in a path's folders, from the outermost, or in the file's name; None without one.

    people: a folder of Gradescope's export -> the student that its list names.
    """
    folders = path.parts[:-1]
    for n, folder in enumerate(folders):
        inside = folders[n + 1] if n + 1 < len(folders) else ""
        if found := _in_folder(folder, inside, stem, people):
            return found
    return _in_name(stem, assignments)


def _in_folder(folder: str, inside: str, stem: str, people: dict[str, str]) -> Owner | None:
    if match := _MOODLE.fullmatch(folder):
        return _moodle(match, stem)
    if (match := _GRADESCOPE.fullmatch(folder)) and folder in people:
        return Owner(people[folder], match["number"], stem)
    if match := _BRIGHTSPACE.fullmatch(folder):
        return Owner(match["student"].strip(_EDGES), "", stem)
    if (match := _SAKAI.fullmatch(folder)) and _SAKAI_INSIDE.fullmatch(inside):
        return Owner(match["student"], "", stem)
    if (match := _ILIAS.fullmatch(folder)) and (timed := _ILIAS_TIME.fullmatch(stem)):
        return Owner(match["student"], match["number"], timed["rest"])
    if match := _CANVAS.fullmatch(folder):
        return Owner(match["student"].strip(_EDGES), match["number"], stem)
    return None


def _in_name(stem: str, assignments: Iterable[str]) -> Owner | None:
    if match := _MOODLE.fullmatch(stem):
        return _moodle(match, match["rest"])
    if match := _CANVAS.fullmatch(stem):
        return Owner(match["student"].strip(_EDGES), match["number"], match["rest"])
    if match := _BRIGHTSPACE.fullmatch(stem):
        return Owner(match["student"].strip(_EDGES), "", match["rest"] or "")
    if match := _ATTEMPT.fullmatch(stem):
        student = match["student"]
        for name in assignments:
            before, after = around(student, name) or (None, None)
            if before is not None and (before or after):
                student = before or after or student
        return Owner(student.strip(_EDGES), "", match["rest"])
    return None


def _moodle(match: re.Match, rest: str) -> Owner:
    student = match["student"].strip(_EDGES)
    return Owner(f"{student}_{match['number']}" if _HIDDEN.fullmatch(student) else student, match["number"], rest)


def around(text: str, name: str) -> tuple[str, str] | None:
    """What stands before and after a notebook's name in a text, without edges; None where the name is not in it.

    Case, and the signs between the words of the name, do not matter.
    """
    words = [re.escape(word) for word in re.split(r"[\W_]+", name) if word]
    anywhere = r"[\W_]*".join(words)
    match = re.fullmatch(
        rf"(?P<before>(?:.*?[\W_])?){anywhere}(?P<after>(?:[\W_].*)?)", text, re.IGNORECASE | re.DOTALL
    )
    if not words or match is None:
        return None
    return without_copy(match["before"].strip(_EDGES)), without_copy(match["after"])


def student_in(text: str, notebook: str | None) -> str | None:
    """The student in a downloaded file's name, which holds the notebook's name (None: it is called otherwise)."""
    names = [] if notebook is None else [notebook]
    owner = _in_name(text, names)
    if owner is not None:
        return owner.student or None
    found = around(text, notebook) if notebook is not None else (without_copy(text), "")
    return (found[0] or found[1] or None) if found else None
