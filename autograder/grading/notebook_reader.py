"""Read one submitted notebook, whatever it is: the text of its cells, or one line on why it cannot be read."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.files import REBUILD, read_notebook
from autograder.sandbox.little_memory import little_memory

LARGEST_FILE = 50 * 2**20
MOST_CELLS = 2000
LONGEST_CELL = 2**20
MOST_TEXT = 6 * 2**20
# What a file may take while it is read: as text, and as the objects of its outputs, which are many times as large.
MOST_MEMORY = 256 * 2**20
# More attachments of a cell, and more kinds of one, are not looked at: somewhat more than are kept.
MOST_ATTACHED, MOST_KINDS = 50, 4
_BEGINNING = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"(cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:')


class Unreadable(ValueError):
    """The file is not a notebook; the message says why."""


def read_bytes(path: Path) -> bytes:
    """The content of a regular file; links, pipes and devices are not followed."""
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        why = "is a link, which is not followed" if path.is_symlink() else f"cannot be opened: {error.strerror}"
        raise Unreadable(why) from None
    state = os.fstat(fd)
    if not stat.S_ISREG(state.st_mode):
        os.close(fd)
        raise Unreadable("is not a file")
    with os.fdopen(fd, "rb") as file:
        if state.st_size > LARGEST_FILE:
            raise Unreadable(f"has {state.st_size >> 20} MB; at most {LARGEST_FILE >> 20} are read: clear the outputs")
        return file.read(LARGEST_FILE + 1)


def looks_like_notebook(path: Path) -> bool:
    """Whether a file, whatever it is called, begins as notebooks do."""
    try:
        return _BEGINNING.match(read_bytes(path)) is not None
    except Unreadable:
        return False


def digest(content: bytes) -> str:
    """Names a submission's content."""
    return hashlib.sha256(content).hexdigest()


def read_trusted(path: Path) -> NotebookNode:
    """An instructor's notebook, with an id for every cell. Raises ValueError where nbgrader refuses its metadata."""
    # Here because it takes a second to import, which who grades one notebook of this course need not wait.
    from nbgrader.nbgraderformat import SCHEMA_VERSION

    notebook = read_notebook(path, REBUILD)
    for cell in notebook.cells:
        flags = cell.metadata.get("nbgrader", {})
        if flags and flags.get("schema_version", 0) < SCHEMA_VERSION:
            said = f"version {flags.get('schema_version', 0)}, and nbgrader reads version {SCHEMA_VERSION}"
            raise ValueError(f"{path}: nbgrader's metadata is of {said}: run `nbgrader update {path}`")
        if not (flags.get("grade_id") and (flags.get("grade") or flags.get("solution") or flags.get("locked"))):
            # To nbgrader such a cell is like any other.
            cell.metadata.pop("nbgrader", None)
    return with_ids(notebook)


def with_ids(notebook: NotebookNode) -> NotebookNode:
    """Notebooks before format 4.5 name no cells; here each is named by its place."""
    known: set[str] = set()
    for n, cell in enumerate(notebook.cells):
        if cell.get("id", "") in known or not cell.get("id"):
            cell["id"] = f"cell-{n}"
        known.add(cell["id"])
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return notebook


def parse(content: bytes) -> tuple[NotebookNode, list[str]]:
    """(cells with type, source, attachments, id and grade id alone; what was odd). Raises Unreadable."""
    try:
        with little_memory(MOST_MEMORY):
            return _parsed(content)
    except MemoryError:
        said = f"takes more than {MOST_MEMORY >> 20} MB of memory to read: clear the outputs"
        raise Unreadable(said) from None
    except RecursionError:
        raise Unreadable("is nested too deeply: save it again in Jupyter") from None


def _parsed(content: bytes) -> tuple[NotebookNode, list[str]]:
    odd: list[str] = []
    text = _text(content, odd)
    if not text.strip():
        raise Unreadable("is empty")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not JSON ({str(error)[:100]}): save it again in Jupyter") from None
    cells = _cells(raw)
    room = MOST_TEXT
    for cell in (c for c in cells[:MOST_CELLS] if isinstance(c, dict)):
        cell["source"] = _source(cell.get("source", ""))
        room -= len(cell["source"] or "")
        if room < 0 and cell["source"]:
            cell["source"] = ""
    if room < 0:
        odd.append(f"has more than {MOST_TEXT >> 20} MB of text in its cells; what follows was left out")
    if len(cells) > MOST_CELLS:
        odd.append(f"has {len(cells)} cells; the first {MOST_CELLS} are read")
    return nbformat.from_dict({"cells": [_plain(c, odd) for c in cells[:MOST_CELLS] if isinstance(c, dict)]}), odd


def _text(content: bytes, odd: list[str]) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    odd.append("is not UTF-8; read as Latin-1")
    return content.decode("latin-1")


def _cells(raw: Any) -> list:
    """The cells; those of notebooks before version 4 lie in worksheets, their code under another name."""
    if not isinstance(raw, dict):
        raise Unreadable("is JSON, but not a notebook")
    if isinstance(raw.get("cells"), list) and (raw["cells"] or "worksheets" not in raw):
        return raw["cells"]
    sheets = raw.get("worksheets")
    if not isinstance(sheets, list):
        sheets = []
    inside = [s["cells"] for s in sheets if isinstance(s, dict) and isinstance(s.get("cells"), list)]
    if not inside:
        raise Unreadable("is JSON, but not a notebook: it has no cells")
    return [{"source": c.get("input", ""), **c} for cells in inside for c in cells if isinstance(c, dict)]


def _source(given: Any) -> str | None:
    """The text of a cell, which may come line by line; None where there is none."""
    if isinstance(given, list):
        return "".join(s for s in given if isinstance(s, str))
    return given if isinstance(given, str) else None


def _plain(cell: dict, odd: list[str]) -> dict:
    source = cell["source"]
    if source is None:
        odd.append("a cell without text was left out")
        source = ""
    if len(source) > LONGEST_CELL:
        odd.append(f"a cell of {len(source)} characters was cut to {LONGEST_CELL}")
    # A null byte or half a surrogate pair is not text; Python and the pages could not take it.
    source = source[:LONGEST_CELL].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    source = source.encode("utf-8", "replace").decode("utf-8")
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    plain: dict[str, Any] = {"cell_type": kind, "source": source, "metadata": {}}
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id"), str):
        plain["metadata"] = {"nbgrader": {"grade_id": nbgrader["grade_id"]}}
    if isinstance(cell.get("attachments"), dict):
        plain["attachments"] = _attachments(cell["attachments"])
    if isinstance(cell.get("id"), str):
        plain["id"] = cell["id"][:64]
    return plain


def _attachments(given: dict) -> dict[str, dict[str, str]]:
    """Names, kinds and texts alone, whatever else stands there, and however deep."""
    bundles = [(name, bundle) for name, bundle in given.items() if isinstance(bundle, dict)][:MOST_ATTACHED]
    return {
        name: {kind: text if isinstance(text, str) else "" for kind, text in list(bundle.items())[:MOST_KINDS]}
        for name, bundle in bundles
    }


def grade_ids(notebook: NotebookNode) -> set[str]:
    """The grade ids that a notebook's cells claim."""
    return {c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata}


def telling_ids(notebook: NotebookNode) -> set[str]:
    """Those that tell one lecture from another: every lecture has `setup`."""
    return grade_ids(notebook) - {"setup"}
