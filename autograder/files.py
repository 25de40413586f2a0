"""Files written whole or not at all, read with their name in every complaint, and cells of tables that start nothing.

A reader, or a crash, sees the old file or the new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What to do about a damaged file of a course folder: of the instructor's own notebooks, and of what grading wrote.
REBUILD = "put it back with `python -m autograder build --course COURSE`, or from a backup"
REGRADE = "delete it and grade that student again"

# What spreadsheets skip before a formula, signs that are not printed among it, and what one begins with.
_SKIPPED = r"\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BEGINS = r"[=+\-@\uff0b\uff0d\uff1d\uff20]"
_FORMULA = re.compile(rf"[{_SKIPPED}]*{_BEGINS}")
# In many languages a spreadsheet parts a file at semicolons, whatever stands in quotes behind a comma. Quotes that come
# next are then those of a cell that they open and close again.
_SEPARATORS = r";\t\r\n"
_MORE = rf'(?:(?![{_SEPARATORS}])[{_SKIPPED}"])*'
_BEHIND = re.compile(rf'([{_SEPARATORS}][{_SKIPPED}"]*)({_BEGINS}(?:{_MORE}{_BEGINS})*)')


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to, whose file takes the place of `path` at the end of the block without an error.

    The folder is made when it is missing. After an error the old file stays and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write text (UTF-8) or bytes to `path`."""
    with whole(path) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


def read_json(path: Path, then: str, kind: type = dict) -> Any:
    """What a JSON file holds. ValueError, with what to do `then`, where it is damaged or of another kind."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged ({str(error)[:100]}): {then}") from None
    if not isinstance(found, kind):
        raise ValueError(f"{path} is damaged (it holds a {type(found).__name__}, not a {kind.__name__}): {then}")
    return found


def read_plain_notebook(path: Path, then: str) -> dict:
    """A notebook as plain data; ValueError as above."""
    found = read_json(path, then)
    if not isinstance(found.get("cells"), list):
        raise ValueError(f"{path} is not a notebook, it has no cells: {then}")
    return found


def read_notebook(path: Path, then: str) -> Any:
    """A notebook in nbformat's form of today; ValueError as above."""
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:  # of a JSON file that is no notebook, whatever its code meets first
        raise ValueError(f"{path} is not a notebook that can be read ({_first_line(error)}): {then}") from None


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:100]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula, or for one after what it skips."""
    return text[:1] in ("\t", "\r", "\n") or _FORMULA.match(text) is not None


def csv_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, wherever it parts the file: by comma, semicolon, tab or line.

    Numbers of ours are written as numbers and need none of this.
    """
    text = _BEHIND.sub(r"\1'\2", text)
    return f"'{text}" if is_formula(text) else text


def is_formula_behind(text: str) -> bool:
    """Whether a part of a text that a spreadsheet may take for a cell of its own would be a formula."""
    return _BEHIND.search(text) is not None


def csv_safe_html(text: str) -> str:
    """HTML that reads the same, and in which nothing behind a semicolon, those of entities included, is a formula."""
    return _BEHIND.sub(lambda found: found[1] + re.sub(_BEGINS, _entity, found[2]), text)


def _entity(found: re.Match) -> str:
    return f"&#{ord(found[0])};"
