"""The text of every section of the site, for its search: formulas as plain text, no markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

_SIGNS = {"cdot": "·", "times": "×", "top": "ᵀ", "partial": "∂", "nabla": "∇", "odot": "⊙", "sum": "Σ", "leq": "≤"}
_SIGNS |= {"le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈", "to": "→", "infty": "∞", "in": "∈", "dots": "…"}
_SIGNS |= {"leftarrow": "←", "varepsilon": "ε", "varphi": "φ", "pm": "±", "quad": " ", "qquad": " ", "log": "log "}
_NAMED = {"exp", "max", "min", "tanh", "arg", "ln", "det"}


def write(env, place: Path) -> None:
    """A script that holds [page, anchor, title of the page, heading, text] of every section."""
    found = [part for name in sorted(env.found_docs) for part in _parts(env.get_doctree(name), name)]
    place.write_text(f"window.sections = {json.dumps(found, ensure_ascii=False)};\n", encoding="utf-8")


def _parts(doctree: nodes.document, name: str) -> Iterator[tuple[str, str, str, str, str]]:
    first = next(doctree.findall(nodes.title), None)
    page = first.astext() if first else name
    for section in doctree.findall(nodes.section):
        heading, text = section.next_node(nodes.title), " ".join(_words(section))
        yield name, section["ids"][0], page, heading.astext(), " ".join(text.split())


def _words(node: nodes.Element) -> Iterator[str]:
    """The words of a section without those of the sections in it."""
    for child in node.children:
        if isinstance(child, nodes.math | nodes.math_block):
            yield plain(child.astext())
        elif isinstance(child, nodes.Text):
            yield str(child)
        elif not isinstance(child, nodes.section | nodes.title | nodes.raw | nodes.comment):
            inner = "".join(_words(child)) if isinstance(child, nodes.TextElement) else " ".join(_words(child))
            yield inner


def plain(latex: str) -> str:
    r"""A formula as a line of text that can be read.

    >>> plain(r"\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} \quad\text{for } \mathrm{d}W_r \in \mathbb R")
    "σ'(z) = (e^-z)/((1 + e^-z)^2) for dW_r ∈ R"
    """
    text = re.sub(r"\\(?:begin|end)\{\w+\*?\}|\\\\|&", " ", latex)
    text = re.sub(r"\\(?:tfrac|dfrac)", r"\\frac", text)
    while (less := re.sub(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"(\1)/(\2)", text)) != text:
        text = less
    text = re.sub(r"\\([A-Za-z]+)", lambda found: _sign(found[1]), text)
    return " ".join(re.sub(r"\\[,;:! ]", " ", text).translate({ord(c): None for c in "{}\\"}).split())


def _sign(name: str) -> str:
    if name in _SIGNS:
        return _SIGNS[name]
    for kind in ("SMALL", "CAPITAL") if name[0].islower() else ("CAPITAL",):
        try:
            return unicodedata.lookup(f"GREEK {kind} LETTER {name}")
        except KeyError:
            continue
    return name if name in _NAMED else ""
