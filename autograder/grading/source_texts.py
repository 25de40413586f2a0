"""What `inspect.getsource` gives a test for a student's function or class: its text in the submission."""

from __future__ import annotations

import ast
import contextlib
import inspect
from collections.abc import Iterator
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from autograder.grading.instructor_cells import DEFINITIONS
from autograder.runtime.observe import RemoteCallable


def texts_of(source: str) -> dict[str, str]:
    """The functions and classes that a cell defines, as they are written; none of a cell that is no Python."""
    try:
        text = TransformerManager().transform_cell(source)
        defined = [n for n in ast.parse(text).body if isinstance(n, DEFINITIONS)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    lines, found = text.splitlines(keepends=True), {}
    for node in defined:
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        found[node.name] = "".join(lines[first - 1 : node.end_lineno])
    return found


@contextlib.contextmanager
def readable(texts: dict[str, str]) -> Iterator[None]:
    """While this lasts, `inspect.getsource` tells these texts of a student's objects, by their names."""
    ours = inspect.getsource

    def getsource(object: Any) -> str:
        name = getattr(object, "__name__", "") if isinstance(object, RemoteCallable) else ""
        return texts[name] if name in texts else ours(object)

    inspect.getsource = getsource
    try:
        yield
    finally:
        inspect.getsource = ours
