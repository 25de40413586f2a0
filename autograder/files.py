"""Files written whole or not at all (a reader, or a crash, sees the old file or the new one), and cells of tables."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


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


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula, or for one after what it skips."""
    return text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n")


def csv_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Numbers of ours are written as numbers and need none of this."""
    return f"'{text}" if is_formula(text) else text
