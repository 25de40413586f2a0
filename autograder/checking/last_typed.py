"""What was typed last into each cell of a notebook, which is not always what has run."""

from __future__ import annotations

import ast
import re
import sys


def never_ran(name: str) -> str | None:
    """What to say where the cell that defines `name` ended in a SyntaxError when it last ran; else None."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    cells = shell.user_ns.get("In", []) if shell is not None else []
    defines = re.compile(rf"^\s*(?:def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*=(?!=)", re.M)
    latest = next((text for text in reversed(cells) if isinstance(text, str) and defines.search(text)), None)
    if latest is None:
        return None
    try:
        ast.parse(latest)
    except SyntaxError as error:
        line = f"line {error.lineno}: {error.msg}" + (f", in `{error.text.strip()}`" if error.text else "")
        code = (error.text or "").partition("#")[0].strip()
        quotes = (
            " Words stand between quotes." if re.fullmatch(rf"{re.escape(name)}\s*=\s*[^\W\d][\w ,-]*", code) else ""
        )
        return (
            f"{name} was not defined anew: its cell could not be read as Python. {line[0].upper()}{line[1:]}.{quotes} "
            "Fix it and run it, then this cell; what ran before is not judged."
        )
    return None


def cell_id(name: str) -> str:
    """The id of the cell with this grade id: those of notebooks have no underscores and 64 characters at most."""
    return name.replace("_", "-")[:64]
