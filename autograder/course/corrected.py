"""A lecture that was corrected after a reader began it: noticed, and taken over without touching what the reader wrote.

The reader's copy is compared with the lecture as it is now. Cells are known by their ids; that of a cell of text or of
demonstration code ends in a digest of what the build put into it, so that a cell which the reader changed shows. The
copy remembers the cells that it began with, so that one which the reader deleted is told from one that was added.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from autograder.course.paths import HOME
from autograder.files import read_plain_notebook

_DIGEST = re.compile(r"\d\d-([0-9a-f]{10})(-\d+)?\Z")
BEFORE = "before-correction"
# In the metadata of a reader's copy: which cells it began with.
BEGUN = "begun_with"


def text_of(cell: dict) -> str:
    """The source of a cell as one string."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def is_answer(cell: dict) -> bool:
    """Whether the reader writes into it: a cell that nbgrader calls a solution."""
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("solution"))


def _digest(cell: dict) -> str:
    return hashlib.sha1(text_of(cell).encode()).hexdigest()[:10]


def _digests(notebook: dict) -> dict[str, str]:
    """cell -> digest of its text."""
    return {str(c.get("id")): _digest(c) for c in notebook["cells"]}


def _began_with(mine: dict) -> tuple[dict[str, str], bool]:
    """(cell -> digest of the text that the lecture gave it, whether all cells are known) of a reader's copy."""
    begun = mine.get("metadata", {}).get(BEGUN)
    if isinstance(begun, dict):
        return begun, True
    # Copied by hand: the ids say it of cells of text. What the reader deleted is not known.
    guessed = {}
    for i, digest in _digests(mine).items():
        known = _DIGEST.match(i)
        guessed[i] = known[1] if known else digest
    return guessed, False


def corrections(mine: dict, lecture: dict) -> int:
    """How many cells of the lecture are new, different or gone since `mine` was copied from it."""
    (begun, all_known), now = _began_with(mine), _digests(lecture)
    answers = {c.get("id") for c in lecture["cells"] if is_answer(c)}
    changed = [i for i in now if i in begun and now[i] != begun[i] and (all_known or i not in answers)]
    added = [i for i in now if i not in begun]
    gone = [i for i in begun if i not in now and (all_known or _DIGEST.match(i))]
    if not (all_known or gone or changed or answers & set(added)):
        added = []  # the reader deleted them
    return max(len(changed) + len(added), len(gone))


def merged(mine: dict, lecture: dict) -> dict:
    """The lecture as it is now, with the reader's answers, changes and own cells in their places."""
    new, (begun, all_known) = _begun(lecture), _began_with(mine)
    there = {str(c.get("id")): c for c in mine["cells"]}
    now = {c.get("id") for c in new["cells"]}
    # What the reader wrote; where the beginning is not known, whatever no digest speaks against.
    own = {i for i, c in there.items() if _digest(c) != begun.get(i) or not (all_known or _DIGEST.match(i))}
    for cell in new["cells"]:
        old = there.get(str(cell.get("id")))
        if old is not None and cell["id"] in own and (is_answer(cell) or _DIGEST.match(cell["id"])):
            cell["source"] = old["source"]
        if old is not None and "outputs" in old and text_of(old) == text_of(cell):
            cell["outputs"], cell["execution_count"] = old["outputs"], old.get("execution_count")
    previous: Any = None
    for cell in mine["cells"]:
        kept = cell.get("id") in now
        if not kept and (str(cell.get("id")) in own or is_answer(cell)):
            places = [c.get("id") for c in new["cells"]]
            new["cells"].insert(places.index(previous) + 1 if previous in places else 0, copy.deepcopy(cell))
            kept = True
        previous = cell.get("id") if kept else previous
    return new


def _begun(lecture: dict) -> dict:
    """A copy of a lecture that remembers its cells."""
    new = copy.deepcopy(lecture)
    new.setdefault("metadata", {})[BEGUN] = _digests(lecture)
    return new


def begin(lecture: Path, work: Path) -> None:
    """Copy a lecture to where the reader works."""
    _write(work / lecture.name, _begun(read_plain_notebook(lecture, "unpack or install the course again")))


def _write(path: Path, notebook: dict) -> None:
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> dict:
    return read_plain_notebook(path, "copy it from a backup, or move it away and type the command again")


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
        count = corrections(_read(mine), _read(now))
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
        old, new = _read(mine), _read(now)
        if count := corrections(old, new):
            kept = mine.with_name(f"{mine.stem}.{BEFORE}.ipynb")
            kept.write_bytes(mine.read_bytes())
            _write(mine, merged(old, new))
            said.append(f"corrected: {mine.name} ({count} cell{'s' * (count != 1)}); as it was: {kept.name}")
    return said or ["no lecture here was corrected since you began it"]
