"""An exception as text, with the line of the student's own that raised it, and as an error to raise again elsewhere."""

from __future__ import annotations

import ast
import builtins
import functools
import linecache
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Raised:
    """An exception of the observed function, as text, with the line of its own source that raised it.

    `base` names the nearest built-in exception among its class and that class's bases.
    """

    kind: str
    message: str
    line_number: int | None = None
    line: str = ""
    base: str = "Exception"

    def __str__(self) -> str:
        what = f"{self.kind}: {self.message}" if self.message else self.kind
        where = f"\nline {self.line_number} of your cell:  {self.line}" if self.line else ""
        return what[:400] + where


class RemoteError(Exception):
    """An error that happened elsewhere (in a sandboxed process) and is known only as text."""

    def __init__(self, raised: Raised):
        super().__init__(str(raised))
        self.raised = raised


def remote_error(raised: Raised) -> RemoteError:
    """The error to raise here: also of the built-in type that it has there, with the message it has there."""
    try:
        made = _typed(raised.base)(raised)
    except TypeError:
        return RemoteError(raised)
    made.args = (_key(raised.message),) if isinstance(made, KeyError) else (raised.message,) if raised.message else ()
    return made


@functools.lru_cache(maxsize=100)
def _typed(base: str) -> type[RemoteError]:
    kind = getattr(builtins, base, None)
    # A generator's end is not an error, and what is not an Exception must not pass `except Exception`.
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or base.startswith("Stop") or kind is Exception:
        return RemoteError
    return type(base, (RemoteError, kind), {})


def _key(text: str) -> Any:
    """The key that a KeyError's message shows."""
    try:
        return ast.literal_eval(text[:1000])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def base_of(error: BaseException) -> str:
    """The name of the nearest built-in class of an exception."""
    return next(k.__name__ for k in type(error).__mro__ if getattr(builtins, k.__name__, None) is k)


def own_line(error: BaseException, function: Callable | None) -> tuple[int | None, str]:
    """Number and text of the innermost traceback line that lies in the file `function` was written in."""
    if isinstance(error, SyntaxError):
        return error.lineno, (error.text or "").strip()
    homes = written_in(function)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in homes]
    if not frames:
        return None, ""
    last = frames[-1]
    return last.lineno, (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()


def written_in(function: Callable | None) -> set[str]:
    """The files of a function, or of the methods that a class has itself."""
    parts = [getattr(m, "fget", m) for m in vars(function).values()] if isinstance(function, type) else [function]
    codes = [getattr(getattr(p, "__func__", p), "__code__", None) for p in parts]
    return {code.co_filename for code in codes if code is not None}


def message_of(error: BaseException) -> str:
    """The text of an error, whose own `__str__` may fail."""
    try:
        return str(error)
    except Exception:
        return ""
