"""Feedback pages as one ZIP, with the names by which a system hands each to its student.

- plain: `STUDENT/ASSIGNMENT.html`.
- Moodle, `Upload multiple feedback files in a zip` (moodle/moodle, mod/assign/feedback/file/importziplib.php): a part
  of the path is `Full name_PARTICIPANT_assignsubmission_file_`, the number being that of the worksheet's Identifier;
  what follows is the file's name. Full names hold no underscore there.
- Canvas, `Upload Submissions` (instructure/canvas-lms, lib/content_zipper.rb and Assignment's
  infer_comment_context_from_filename): the first two numbers between underscores are user and attachment, so a page
  takes the name of the file that was downloaded, `lovelaceada_LATE_123_4567_lecture.ipynb`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from autograder.export import Export
from autograder.export.moodle import entries, participant
from autograder.export.pair_students import pair
from autograder.export.sheet import Sheet, is_blank
from autograder.gradebook.marks import Marks
from autograder.grading.collect import collect, safe

NO_PAGE = "no feedback page is there; left out"
# Pages and names are the same whenever they are packed.
_DATE = (1980, 1, 1, 0, 0, 0)


def plain(course: Path, marks: Marks) -> Export:
    """`STUDENT/ASSIGNMENT.html`, for everybody who has a mark."""
    files, lines, missing = {}, [], []
    takers: dict[str, str] = {}
    for m in marks.marks:
        student, pages = safe(m.student.id), _pages(course, m.student.id, m.assignment)
        if takers.setdefault(student, m.student.id) != m.student.id:
            lines.append(f"{m.student.id}: as a folder's name this is {takers[student]}'s; left out")
            continue
        missing += [] if pages else [f"{m.student.id} ({m.assignment})"]
        for page in pages:
            name = f"{m.assignment}.html" if len(pages) == 1 else f"{m.assignment}/{page.name}"
            files[f"{student}/{name}"] = page.read_bytes()
    return _packed(files, lines, {NO_PAGE: missing})


def for_moodle(course: Path, marks: Marks, sheet: Sheet) -> Export:
    """Folders that Moodle recognises, from the participants of the worksheet of one assignment."""
    rows = [r for r in range(1, len(sheet)) if not is_blank(sheet.rows[r])]
    there = entries(sheet, rows)
    pairs, (assignment, *others) = pair(there, marks.students), marks.possible
    if others or not any(participant(sheet, r) for r in rows):
        raise ValueError(
            f"{sheet.name} is not the worksheet of one assignment: expected Identifier with `Participant 123` in the "
            "first column, and one --assignment"
        )
    files, missing, found = {}, [], marks.of(assignment)
    for entry in there:
        person, number = pairs.students.get(entry.row), participant(sheet, entry.row)
        if person is None or person.id not in found:
            continue
        pages = _pages(course, person.id, assignment)
        missing += [] if pages else [person.id]
        name = re.sub(r"[_/\\:*?\"<>|\x00-\x1f]", " ", entry.names[0]).strip(" .") or "participant"
        for page in pages:
            files[f"{name}_{number}_assignsubmission_file_/{page.name}"] = page.read_bytes()
    return _packed(files, pairs.lines, {**pairs.counted, NO_PAGE: missing})


def as_downloaded(course: Path, marks: Marks, downloads: Path, assignments: dict) -> Export:
    """Each page under the name of the file that was downloaded: what Canvas asks for and Moodle understands too."""
    handed, _ = collect(downloads, assignments)
    files, missing, done = {}, [], set()
    for h in handed:
        pages = {p.stem: p for p in _pages(course, h.student, h.assignment)}
        done.add((h.student, h.assignment))
        missing += [] if pages else [f"{h.student} ({h.assignment})"]
        for name, path in h.files.items():
            if name in pages:
                place = path.relative_to(downloads).with_suffix(".html").as_posix()
                files[place] = pages[name].read_bytes()
    without = [f"{m.student.id} ({m.assignment})" for m in marks.marks if (m.student.id, m.assignment) not in done]
    return _packed(files, [], {NO_PAGE: missing, f"has a mark, but {downloads} holds no file of theirs": without})


def _pages(course: Path, student: str, assignment: str) -> list[Path]:
    folder = course / "feedback" / student / assignment
    return sorted(folder.glob("*.html")) if folder.is_dir() else []


def _packed(files: dict[str, bytes], lines: Iterable[str], counted: dict[str, list[str]]) -> Export:
    export = Export(b"", list(lines), counted)
    if not files:
        said = "".join(f"\n  {line}" for line in export.said()[:5])
        raise ValueError(f"there is no feedback page to pack: run `python -m autograder feedback COURSE`{said}")
    export.content = packed(files)
    return export


def packed(files: dict[str, bytes], programs: Iterable[str] = ()) -> bytes:
    """A ZIP of these files, the same bytes every time; `programs` may be executed."""
    content, runs = io.BytesIO(), set(programs)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in runs else 0o100644) << 16
            archive.writestr(entry, data)
    return content.getvalue()
