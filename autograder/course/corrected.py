"""A lecture that was corrected after a reader began it: noticed, and taken over without touching what the reader wrote.

The reader's copy is compared with the lecture as it is now. Cells are known by their ids; that of a cell of text or of
demonstration code ends in a digest of what the build put into it, so that a cell which the reader changed shows.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from autograder.course.paths import HOME

_DIGEST = re.compile(r"\d\d-([0-9a-f]{10})(-\d+)?\Z")
BEFORE = "before-correction"


def text_of(cell: dict) -> str:
    """The source of a cell as one string."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def is_answer(cell: dict) -> bool:
    """Whether the reader writes into it: a cell that nbgrader calls a solution."""
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("solution"))


def _changed_by_reader(cell: dict) -> bool:
    """Whether a cell of the lecture no longer holds what the build put into it."""
    known = _DIGEST.match(str(cell.get("id", "")))
    return known is not None and hashlib.sha1(text_of(cell).encode()).hexdigest()[:10] != known[1]


def corrections(mine: dict, lecture: dict) -> int:
    """How many cells of the lecture are new or different since `mine` was copied from it."""
    there = {c.get("id"): c for c in mine["cells"]}
    new = [c for c in lecture["cells"] if not is_answer(c)]
    by_digest = [c for c in new if _DIGEST.match(str(c.get("id", "")))]
    named = [c for c in new if c not in by_digest]
    changed = [c for c in named if c.get("id") in there and text_of(there[c["id"]]) != text_of(c)]
    added = [c for c in by_digest if c["id"] not in there] + [c for c in named if c.get("id") not in there]
    # A cell that the reader deleted is no correction: then nothing of the old lecture is without its place in the new.
    now = {c.get("id") for c in lecture["cells"]}
    gone = [i for i in there if _DIGEST.match(str(i)) and i not in now]
    added_answers = [c for c in lecture["cells"] if is_answer(c) and c.get("id") not in there]
    return len(changed) + len(added_answers) + (len(added) if gone or changed or added_answers else 0)


def merged(mine: dict, lecture: dict) -> dict:
    """The lecture as it is now, with the reader's answers, changes and own cells in their places."""
    new = copy.deepcopy(lecture)
    there = {c.get("id"): c for c in mine["cells"]}
    now = {c.get("id") for c in new["cells"]}
    for cell in new["cells"]:
        old = there.get(cell.get("id"))
        if old is not None and (is_answer(cell) or _changed_by_reader(old)):
            cell["source"] = old["source"]
        if old is not None and "outputs" in old and text_of(old) == text_of(cell):
            cell["outputs"], cell["execution_count"] = old["outputs"], old.get("execution_count")
    previous: Any = None
    for cell in mine["cells"]:
        kept = cell.get("id") in now
        if not kept and (is_answer(cell) or _changed_by_reader(cell) or not _DIGEST.match(str(cell.get("id", "")))):
            places = [c.get("id") for c in new["cells"]]
            new["cells"].insert(places.index(previous) + 1 if previous in places else 0, copy.deepcopy(cell))
            kept = True
        previous = cell.get("id") if kept else previous
    return new


def read(path: Path) -> dict:
    """A notebook as plain data; ValueError where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read as a notebook: {error}") from None
    if not (isinstance(found, dict) and isinstance(found.get("cells"), list)):
        raise ValueError(f"{path} is not a notebook: it has no cells")
    return found


def lecture_folder(work: Path) -> tuple[Path, str]:
    """(where the lectures lie as they are now, what takes a correction over) for notebooks in `work`."""
    handed_out = work.parent / "lectures"
    if handed_out.is_dir() and (work.parent / "course.py").is_file():
        return handed_out, "python course.py correct"
    return HOME / "notebooks", "mlp-course lab --correct"


def announcement(lecture: str, work: Path) -> str:
    """One line where the lecture ("02-activations") in `work` was corrected since it was copied; else ""."""
    folder, command = lecture_folder(work)
    mine, now = work / f"{lecture}.ipynb", folder / f"{lecture}.ipynb"
    if not (mine.is_file() and now.is_file()) or mine.resolve() == now.resolve():
        return ""
    try:
        count = corrections(read(mine), read(now))
    except ValueError:
        return ""
    cells = f"{count} cell{'s' * (count != 1)}"
    return (
        f"{lecture} was corrected since you began it ({cells}): {command} takes that over and keeps what you wrote."
        if count
        else ""
    )


def correct(work: Path) -> list[str]:
    """Take over the corrections of all lectures in `work`; they stay beside it as they were. Lines to print."""
    folder, _ = lecture_folder(work)
    said = []
    for now in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        mine = work / now.name
        if not mine.is_file() or mine.resolve() == now.resolve():
            continue
        old, new = read(mine), read(now)
        if count := corrections(old, new):
            kept = mine.with_name(f"{mine.stem}.{BEFORE}.ipynb")
            kept.write_bytes(mine.read_bytes())
            mine.write_text(json.dumps(merged(old, new), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            said.append(f"corrected: {mine.name} ({count} cell{'s' * (count != 1)}); as it was: {kept.name}")
    return said or ["no lecture here was corrected since you began it"]
