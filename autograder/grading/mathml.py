"""Formulas in a student's text as MathML, which a browser draws by itself: no script, no font, nothing loaded."""

from __future__ import annotations

import html
import re
from collections.abc import MutableMapping
from xml.etree import ElementTree

import mistune
from latex2mathml.converter import convert_to_element

LONGEST = 2_000
MOST = 30_000  # of all formulas of a text, each counted 50 longer than it is
_BLOCK = r"^ {0,3}\$\$(?P<block_latex>[^$]+)\$\$[ \t]*(?:\n|\Z)"
_INLINE = r"(?<!\\)\$\$(?P<shown_latex>[^$]+)\$\$|(?<!\\)\$(?=\S)(?P<latex>[^$]+)(?<=[^\s\\])\$(?!\d)"
# What `aligned` is within another formula, `align*` is in one of its own; the library knows the second.
_ALIGNED = re.compile(r"(\\(?:begin|end))\{(?:aligned|align|split)\}")
_ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom msub msup msubsup munder mover "
    "munderover mmultiscripts mprescripts none mtable mtr mtd menclose merror".split()
)
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant stretchy fence form separator lspace rspace width height depth "
    "minsize maxsize symmetric largeop movablelimits accent accentunder linethickness columnalign rowspacing "
    "columnspacing notation linebreak".split()
)


def formulas(md: mistune.Markdown) -> None:
    """A plugin of mistune: `$…$` and `$$…$$` are formulas."""
    md.block.register("block_formula", _BLOCK, _parse_block, before="list")
    md.inline.register("formula", _INLINE, _parse_inline, before="link")
    if md.renderer:
        md.renderer.register("block_formula", lambda _, text: f"<p>{text}</p>\n")
        md.renderer.register("formula", lambda _, text: text)


def _parse_block(_, found: re.Match, state: mistune.BlockState) -> int:
    state.append_token({"type": "block_formula", "raw": _shown(found["block_latex"], True, state.env)})
    return found.end()


def _parse_inline(_, found: re.Match, state: mistune.InlineState) -> int:
    shown = found["shown_latex"]
    state.append_token({"type": "formula", "raw": _shown(shown or found["latex"], bool(shown), state.env)})
    return found.end()


def _shown(latex: str, block: bool, env: MutableMapping) -> str:
    """The formula as MathML; where it is too long or cannot be read, as it was typed."""
    env["latex"] = env.get("latex", 0) + len(latex) + 50
    if len(latex) <= LONGEST and env["latex"] <= MOST:
        try:
            return _mathml(latex.strip(), block)
        except Exception:  # The library raises whatever its walk over the tokens meets, RecursionError too.
            pass
    sign = "$$" if block else "$"
    return html.escape(f"{sign}{latex}{sign}")


def _mathml(latex: str, block: bool) -> str:
    root = convert_to_element(_ALIGNED.sub(r"\1{align*}", latex), display="block" if block else "inline")
    for element in root.iter():
        if element.tag not in _ELEMENTS:
            raise ValueError(f"{element.tag} is no element of a formula")
        for name in set(element.attrib) - _ATTRIBUTES - {"xmlns"}:
            del element.attrib[name]
        # The library names signs by their numbers and leaves them for a browser to read.
        element.text = html.unescape(element.text) if element.text else element.text
    return ElementTree.tostring(root, encoding="unicode")
