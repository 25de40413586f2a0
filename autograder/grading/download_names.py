"""Whose a downloaded file is, told by its path: the naming schemes of learning systems.

Each scheme is as its system documents it or its source writes it: Moodle (mod/assign/classes/downloader.php, and before
4.2 locallib.php), Canvas (lib/content_zipper.rb), Blackboard and nbgrader's manual (TITLE_STUDENT_attempt_TIME),
Brightspace (a folder "NUMBER-NUMBER - Name - date"), Sakai (a folder "Last, First(login)"), ILIAS (a folder
Last_First_login_NUMBER), Gradescope's export (a folder submission_NUMBER and submission_metadata.yml).
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import PurePath

# Moodle's word for somebody whose name is hidden; the number is all that tells one from another.
_PARTICIPANT = r"(participant(e|s|\(e\))?|teilnehmer([/_]?in_?)?|deelnemer|partecipante)"
_HIDDEN = re.compile(rf"(.*-)?(?P<word>{_PARTICIPANT})", re.IGNORECASE)
HIDDEN_PARTICIPANT = re.compile(rf"{_PARTICIPANT}[ _]*(?P<number>\d+)", re.IGNORECASE)
_MOODLE = re.compile(r"(?P<student>.+?)(?:_(?P<number>\d+))?_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<student>[^_]+)(?:_LATE)?_(?P<number>\d+)_(?P<time>\d+)_(?P<rest>.+)", re.DOTALL)
_CANVAS_HIDDEN = re.compile(r"(?:LATE_)?(?P<student>anon_[^_]+)_(?P<time>\d+)_(?P<rest>.+)", re.DOTALL)
_ATTEMPT = re.compile(
    r"(?P<student>.+?)[-_ +]+attempt[-_ ](?P<time>\d{4}-\d\d-\d\d(?:-\d\d-\d\d-\d\d)?)[-_ +]*(?P<rest>.*)", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+)-\d+ ?- ?(?P<student>.+?) ?- ?(?P<time>[^-]*\d{4}[^-]*)(?:- ?(?P<rest>.+))?", re.DOTALL
)
_BRIGHTSPACE_TIME = re.compile(
    r"(?P<month>[A-Za-z]{3})\w* (?P<day>\d+), (?P<year>\d{4}) (?P<clock>\d{3,4}) ?(?P<half>[AP])M"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SAKAI = re.compile(r"[^,()]+, ?[^()]*\((?P<student>[^()]+)\)")
_SAKAI_INSIDE = re.compile(r"(submission|feedback) attachment\(s\)", re.IGNORECASE)
_ILIAS = re.compile(r"[^_]+_[^_]+_(?P<student>.+)_(?P<number>\d+)")
_ILIAS_TIME = re.compile(r"(?P<time>\d{14})_(?P<rest>.+)", re.DOTALL)
GRADESCOPE = re.compile(r"submission_(?P<number>\d+)")
# What went back to students, in the same folders as what came from them.
RETURNED = re.compile(r"feedback attachment\(s\)|.+_assignfeedback_[a-z]+_?", re.IGNORECASE)
# What a browser, Google Drive or a system puts around a name when a file is there already.
_OF = r"(copy of|kopie von|kopie van|kopia av|kopi af|kopi av|copie de|copia de|copia di|cópia de)"
_COPY_OF = re.compile(rf"(^{_OF}([ _]+|$))|((^|[ _-]+){_OF}$)", re.IGNORECASE)
_COPY = re.compile(
    r"([ _-]*\(\d{1,3}\)$)|((^|[ _-]+)(copy|kopie|copie|copia|checkpoint|副本)( ?\d{1,2})?$)", re.IGNORECASE
)
_AGAIN = re.compile(r"[- ]\d{1,2}$")
# Signs that show nothing: which way a line runs, blanks of no width.
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_EDGES = " -_+." + _UNSEEN


@dataclass(frozen=True)
class Owner:
    """Somebody as a system names them, the system's number for them, and what is left of the file's name.

    sure: whether a scheme of a system said so, not the mere place of the file. depth: how many parts of the path name
    the student's folder; 0 where the file's name says whose it is. time: when it was handed in, to be compared with
    another of the same system. others: who handed in together with them.
    """

    student: str
    number: str = ""
    rest: str = ""
    sure: bool = True
    depth: int = 0
    time: str = ""
    others: tuple[str, ...] = ()


def plain(text: str) -> str:
    """A name as it is compared: one Unicode form, no case, and one sign between words."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).casefold()).strip("-")


def bare(text: str) -> str:
    """A name without signs at its edges that are not part of it."""
    return text.strip(_EDGES)


def seen(text: str) -> str:
    """A name without the signs at its edges that nobody sees."""
    return text.strip(_UNSEEN)


def without_copy(text: str, again: bool = True) -> str:
    """A file's name without "Copy of", "(1)" and the like; `again`: and without "-2", which may end a student's id."""
    return _without((_COPY_OF, _COPY, _AGAIN) if again else (_COPY_OF, _COPY), text)


def _without(patterns: Iterable[re.Pattern], text: str) -> str:
    before = None
    while before != text:
        before = text
        for pattern in patterns:
            text = bare(pattern.sub("", text))
    return text


def common_title(stems: Iterable[str]) -> str:
    """What Blackboard puts before every student of one download, the title of the assignment there; "" without one."""
    students = {match["student"] for stem in stems if (match := _ATTEMPT.fullmatch(stem))}
    return os.path.commonprefix(sorted(students)).rpartition("_")[0] if len(students) > 1 else ""  # noqa: RUF071 (no paths)


def without_teams(names: Set[str]) -> dict[str, str]:
    """student -> the name alone, where Moodle before 4.2 has put "Team-" before every name of a download."""
    starts = Counter(name[: n + 1] for name in names for n, sign in enumerate(name) if sign == "-")
    shared = [start for start, times in starts.items() if times > 1]
    if not shared or not all("-" in name for name in names):
        return {}
    teams = {n: max(filter(n.startswith, shared), key=len, default=n[: n.index("-") + 1]) for n in names}
    return {name: bare(name.removeprefix(team)) for name, team in teams.items()}


def system_owner(
    path: PurePath, stem: str, titles: Iterable[str], people: Mapping[str, tuple[str, ...]]
) -> Owner | None:
    """Who a system's scheme names in a path's folders, from the outermost, or in the file's name; None without one.

    titles: what an assignment may be called in a file's name. people: a folder of Gradescope's export -> the students
    whom its list names.
    """
    folders = path.parts[:-1]
    for n, folder in enumerate(folders):
        inside = folders[n + 1] if n + 1 < len(folders) else ""
        if found := _in_folder(folder, inside, stem, people):
            return replace(found, depth=n + 1)
    return _in_name(stem, titles)


def _in_folder(folder: str, inside: str, stem: str, people: Mapping[str, tuple[str, ...]]) -> Owner | None:
    if match := _MOODLE.fullmatch(folder):
        return _moodle(match, stem)
    if (match := GRADESCOPE.fullmatch(folder)) and folder in people:
        student, *others = people[folder]
        return Owner(student, match["number"], stem, others=tuple(others))
    if match := _BRIGHTSPACE.fullmatch(folder):
        return _brightspace(match, stem)
    if (match := _SAKAI.fullmatch(folder)) and _SAKAI_INSIDE.fullmatch(inside):
        return Owner(match["student"], "", stem)
    if (match := _ILIAS.fullmatch(folder)) and (timed := _ILIAS_TIME.fullmatch(stem)):
        return Owner(match["student"], match["number"], timed["rest"], time=timed["time"])
    # Canvas's numbers are long: a folder "s_2026_101_a" is a student of nbgrader's.
    if (match := _CANVAS.fullmatch(folder)) and len(match["time"]) > 3:
        return _canvas(match, stem)
    return None


def _in_name(stem: str, titles: Iterable[str]) -> Owner | None:
    if match := _MOODLE.fullmatch(stem):
        return _moodle(match, match["rest"])
    if match := _CANVAS_HIDDEN.fullmatch(stem):
        return Owner(match["student"], "", match["rest"], time=match["time"].zfill(20))
    if match := _CANVAS.fullmatch(stem):
        return _canvas(match, match["rest"])
    if match := _BRIGHTSPACE.fullmatch(stem):
        return _brightspace(match, match["rest"] or "")
    if match := _ATTEMPT.fullmatch(stem):
        student = match["student"]
        for title in titles:
            before, after = around(student, title) or ("", "")
            student = before or after or student
        return Owner(bare(student), "", match["rest"], time=match["time"])
    return None


def _moodle(match: re.Match, rest: str) -> Owner:
    student, number = bare(match["student"]), match["number"] or ""
    hidden = _HIDDEN.fullmatch(student)
    return Owner(f"{hidden['word']}_{number}" if hidden and number else student, number, rest)


def _canvas(match: re.Match, rest: str) -> Owner:
    # Canvas counts its files, so that the larger number is the later one.
    return Owner(bare(match["student"]), match["number"], rest, time=match["time"].zfill(20))


def _brightspace(match: re.Match, rest: str) -> Owner:
    time = ""
    if (said := _BRIGHTSPACE_TIME.search(match["time"])) and said["month"].casefold() in _MONTHS:
        hour = int(said["clock"][:-2]) % 12 + 12 * (said["half"] == "P")
        month = _MONTHS.index(said["month"].casefold()) + 1
        time = f"{said['year']}-{month:02}-{int(said['day']):02} {hour:02}:{said['clock'][-2:]}"
    return Owner(bare(match["student"]), match["number"], rest, time=time)


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
    # A name in brackets leaves one on either side.
    start, after = match["before"].rstrip("([{ "), match["after"].lstrip(")]} ")
    after = "" if _AGAIN.fullmatch(match["after"]) else after
    # What a system adds stands at the end of a file's name: "team (1)" before it, and "s-1" behind, are students.
    return _without((_COPY_OF,), start), without_copy(after, again=False)


def check_encoding(name: str) -> None:
    """Raises ValueError for a name that is UTF-8, where Python has been told to read names as something else."""
    try:
        readable = os.fsencode(name).decode()
    except UnicodeDecodeError:
        return
    if readable != name:
        raise ValueError(
            f"file names are read as {sys.getfilesystemencoding()} here, so that the name {readable!a} would be lost: "
            "type `export PYTHONUTF8=1` and grade again"
        )
