"""From the text of a derivation to its lines: a whitelist over Python's syntax tree. Nothing is ever run as Python."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from dataclasses import dataclass, field

from autograder.checking.derivation.allowed import DEEPEST, MOST_DERIVATIVES, Words, allow, derivatives

LONGEST_TEXT, LONGEST_LINE, MOST_LINES, MOST_NODES = 10_000, 1_000, 40, 900
_ALIKE = str.maketrans("−–·×⋅", "--***")
_LEGAL = re.compile(r"[A-Za-z0-9_+\-*/@().,\[\] \n\t\r]")
_LET = re.compile(r"^[ \t]*let[ \t]+([A-Za-z][A-Za-z0-9_]*)[ \t]*=([^=\n]*)$", re.M)
# A number, a closing bracket or a name, and right behind it another factor.
_MISSING = re.compile(
    r"(?<![A-Za-z0-9_.])(?>\d+\.?\d*(?:[eE][+-]?\d+)?)(?=\s*[A-Za-z_(])|\)(?=\s*[A-Za-z0-9_(])|[A-Za-z0-9_](?=\s+\w)"
)
_SIGNS = {
    "^": "for a power write **",
    "'": "for a derivative write d(expression, name)",
    "<": "a derivation compares nothing: only = stands between its lines",
    ">": "a derivation compares nothing: only = stands between its lines",
}


class Misread(Exception):
    """A derivation, or a part of it, that cannot be read; says where and why."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.line, self.column = line, column

    def __str__(self) -> str:
        where = f"line {self.line} of the text, column {self.column}: " if self.line else ""
        return where + self.args[0]


@dataclass(frozen=True)
class Line:
    """One expression of a derivation, and where in the text it begins."""

    tree: ast.expr
    text_line: int = 1

    @property
    def text(self) -> str:
        """The expression as it was read."""
        return ast.unparse(self.tree)


@dataclass
class Text:
    """A derivation as read: its lines, the names it introduces with `let`, and what stopped the reading."""

    lines: list[Line] = field(default_factory=list)
    lets: dict[str, ast.expr] = field(default_factory=dict)
    stopped: Misread | None = None
    blank: bool = True


def read(text: str, words: Words) -> Text:
    """The lines of a derivation: what stands between its = signs. Never raises; `stopped` says where reading ended."""
    found = Text()
    if len(text) > LONGEST_TEXT:
        found.stopped = Misread(f"the text has {len(text)} characters; {LONGEST_TEXT} are read at most")
        return found
    text = _without_comments(text.translate(_ALIKE).replace("\r\n", "\n"))
    try:
        text, words = _lets(text, words, found)
        pieces = [(m.start(), m.group()) for m in re.finditer(r"[^=]+", text)]
        empty = re.search(r"=\s*=", text)
        for start, piece in pieces:
            if not piece.strip():
                continue
            if piece.strip() in ("...", "…"):
                break
            found.blank = False
            if len(found.lines) == MOST_LINES:
                raise Misread(f"a derivation has {MOST_LINES} lines at most", *_place(text, start))
            found.lines.append(_line(text, start, piece, words))
        if empty:
            raise Misread("there is nothing between two = signs", *_place(text, empty.start()))
    except Misread as stopped:
        found.stopped, found.blank = stopped, False
    return found


def parse(text: str, words: Words) -> ast.expr:
    """One expression. Raises Misread."""
    return _line(text, 0, text, words).tree


def _without_comments(text: str) -> str:
    return re.sub(r"#[^\n]*", lambda m: " " * len(m.group()), text)


def _lets(text: str, words: Words, found: Text) -> tuple[str, Words]:
    """Take out the lines `let u = expression`, each of which may use the names before it."""
    for match in _LET.finditer(text):
        name, start = match.group(1), match.start(2)
        if name in words.names | words.functions | words.indices | {"let"}:
            raise Misread(f"{name} has a meaning already: choose another name", *_place(text, match.start(1)))
        if len(found.lets) == MOST_LINES:
            raise Misread(f"a derivation has {MOST_LINES} lets at most", *_place(text, start))
        found.lets[name] = _line(text, start, match.group(2), words).tree
        words = Words(words.names | {name}, words.functions, words.indices)
    return _LET.sub(lambda m: " " * len(m.group()), text), words


def _place(text: str, at: int) -> tuple[int, int]:
    """(line, column) of a position, both counted from 1; an empty first line is not counted."""
    before = text[:at]
    skipped = text.startswith("\n")
    return before.count("\n") + 1 - skipped, at - (before.rfind("\n") + 1) + 1


def _line(text: str, start: int, piece: str, words: Words) -> Line:
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()

    def stop(message: str, at: int = 0) -> Misread:
        return Misread(message, *_place(text, start + min(max(at, 0), len(piece))))

    if not piece:
        raise stop("an expression is missing")
    if len(piece) > LONGEST_LINE:
        raise stop(f"this expression has {len(piece)} characters; {LONGEST_LINE} are read at most")
    _characters(piece, stop)
    _brackets(piece, stop)
    tree = _tree(piece, stop)
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise stop("this expression is too long: write it in smaller steps")
    allow(tree, words, stop)
    if derivatives(tree) > MOST_DERIVATIVES:
        raise stop(f"more than {MOST_DERIVATIVES} derivatives inside one another")
    return Line(tree, _place(text, start)[0])


def _characters(piece: str, stop) -> None:
    for at, sign in enumerate(piece):
        if _LEGAL.match(sign):
            continue
        if sign in _SIGNS:
            raise stop(f"{sign} is not used here: {_SIGNS[sign]}", at)
        name = unicodedata.name(sign, "a control character")
        known = f"the sign {sign} " if sign.isprintable() and sign not in "$\\" else "this sign "
        hint = "; it only looks like a Latin letter" if sign.isalpha() and not sign.isascii() else ""
        raise stop(f"{known}({name}) cannot be used in a derivation{hint}", at)


def _brackets(piece: str, stop) -> None:
    opened: list[int] = []
    for at, sign in enumerate(piece):
        if sign in "([":
            opened.append(at)
            if len(opened) > DEEPEST:
                raise stop(f"more than {DEEPEST} brackets inside one another", at)
        elif sign in ")]":
            if not opened or piece[opened.pop()] + sign not in ("()", "[]"):
                raise stop(f"this {sign} closes no bracket", at)
    if opened:
        raise stop("this bracket is never closed", opened[-1])


def _tree(piece: str, stop) -> ast.expr:
    missing = _MISSING.search(piece)
    if missing:
        at = missing.end() + len(piece[missing.end() :]) - len(piece[missing.end() :].lstrip())
        if "\n" in piece[missing.end() : at]:
            raise stop("a further line of a derivation begins with =", at)
        raise stop("a * is missing here: a product is written with *", missing.end())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(re.sub(r"\s", " ", piece), mode="eval").body
    except SyntaxError as error:
        raise stop("this cannot be read as an expression", (error.offset or 1) - 1) from None
    except (ValueError, MemoryError, RecursionError, OverflowError):
        raise stop("this expression is nested too deeply") from None
