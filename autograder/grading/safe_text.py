"""Text of a student as it is stored: whatever page shows it later, no script in it runs.

Formgrader and nbgrader's feedback turn markdown into HTML without cleaning it, and MathJax follows links of its own.
"""

from __future__ import annotations

import html
import re

# Within an emoji, and letters of several scripts.
_JOINER = "\u200d"
_HARMLESS = "b|i|u|em|strong|br|sub|sup|p|ul|ol|li|table|thead|tbody|tr|td|th"
_TAG = re.compile(rf"<(?!/?(?:{_HARMLESS})\s*/?>)(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});?")
# Between the letters of a scheme a browser passes over blanks, and markdown over a backslash.
_SCHEME = re.compile(
    "(" + "|".join(r"[\s\\\x00-\x20]*".join(word) for word in ("javascript", "vbscript")) + r")[\s\\]*:", re.IGNORECASE
)
_DATA = re.compile(r"\bd[\s\\]*a[\s\\]*t[\s\\]*a[\s\\]*:(?!image/(?:png|jpe?g|gif);base64,)", re.IGNORECASE)
_DECODED = re.compile(r"[\w:\s/\\]", re.ASCII)


def harmless(markdown: str) -> str:
    """The same text for a reader; a tag with a blank in it and a scheme with a blank before its colon do nothing."""
    return _TAG.sub("< ", without_schemes(_ENTITY.sub(_decoded, markdown)))


def without_schemes(text: str) -> str:
    """No link of it is a script: neither a browser's nor one that MathJax makes of `\\href`."""
    text = _SCHEME.sub(r"\1 :", text)
    return _DATA.sub(lambda found: found[0][:-1] + " :", text)


def _decoded(found: re.Match) -> str:
    """An entity that hides a letter, a colon or a blank as this character itself; others stay as they are."""
    character = html.unescape(f"&{found[1]};")
    return character if len(character) == 1 and _DECODED.match(character) else found[0]


def printable(text: str, instead: str = "\ufffd") -> str:
    """A text without what a terminal would obey, and without the bytes of a file name that are not text."""
    return "".join(c if c.isprintable() or c == _JOINER else instead for c in text)


def some(names: list[str], most: int = 8) -> str:
    """A list for a line, cut where it gets long."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
