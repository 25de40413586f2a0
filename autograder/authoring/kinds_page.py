"""The examples on the page about kinds of exercise: what `new` writes, under the names that an author gives."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "template" / "KINDS.md"
_SECTION = re.compile(r"^## (\w+): `(\w+)`\n(.*?)(?=^## |\Z)", re.S | re.M)
_BLOCK = re.compile(r"^```python (\w+)\n(.*?)^```$", re.S | re.M)
TARGETS = ("module", "exercises", "lecture", "variants")
_MODULE, _NUMBER = "neighbours", '"20"'


@functools.cache
def examples() -> dict[str, tuple[str, dict[str, str]]]:
    """kind -> (name of its example, target -> source), in the order of the page."""
    text = PAGE.read_text(encoding="utf-8")
    return {kind.lower(): (name, dict(_BLOCK.findall(body))) for kind, name, body in _SECTION.findall(text)}


def explorer() -> str:
    """The cell of the page's explorer."""
    section = PAGE.read_text(encoding="utf-8").partition("\n## Explorer\n")[2]
    return _BLOCK.findall(section)[0][1].rstrip("\n")


def wanted(given: str) -> dict[str, str]:
    """name -> kind of "centred,RunningMean:class"; ValueError for what is no name or no kind."""
    found: dict[str, str] = {}
    for part in (p.strip() for p in given.split(",") if p.strip()):
        name, _, kind = part.partition(":")
        kind = kind or "function"
        if kind not in examples():
            raise ValueError(f"{part}: there is no kind {kind!r}; the kinds are {', '.join(examples())}")
        if not name.isidentifier():
            raise ValueError(f"{part}: {name!r} is not a name in Python")
        if name in found:
            raise ValueError(f"{name} is named twice")
        found[name] = kind
    return found


def written(exercises: dict[str, str], module: str, number: str) -> dict[str, str]:
    """target -> source of all these examples, one below the other, their imports on top."""
    pieces: dict[str, list[str]] = {target: [] for target in TARGETS}
    for n, (name, kind) in enumerate(exercises.items(), 3):
        example, blocks = examples()[kind]
        for target, text in blocks.items():
            pieces[target].append(_renamed(text, example, name, module, number))
        cell = "" if "lecture" in blocks else f'# %% exercise="{name}"\n'
        pieces["lecture"].insert(-1 if "lecture" in blocks else len(pieces["lecture"]), _heading(n, name, kind) + cell)
    sources = {target: joined(pieces[target]) for target in TARGETS if target != "lecture"}
    return {**sources, "lecture": "\n".join(pieces["lecture"]).rstrip("\n")}


def _heading(number: int, name: str, kind: str) -> str:
    return f"# %% [markdown]\n# ## {number} · {name}\n#\n# What the reader needs for this {kind}.\n\n"


def _renamed(text: str, example: str, name: str, module: str, number: str) -> str:
    text = re.sub(rf"(?<![A-Za-z0-9]){example}(?![A-Za-z0-9])", name, text)
    return re.sub(rf"\b{_MODULE}\b", module, text).replace(_NUMBER, f'"{number}"')


def joined(sources: Iterable[str]) -> str:
    """Sources as one module: what they import once, on top, then the rest."""
    imports: dict[str, set[str]] = {}
    rests = []
    for source in sources:
        nodes = [n for n in ast.parse(source).body if isinstance(n, ast.Import | ast.ImportFrom)]
        for node in nodes:
            names = {ast.unparse(a) for a in node.names}
            imports.setdefault(f"from {node.module} import" if isinstance(node, ast.ImportFrom) else "", set()).update(
                names
            )
        start = max((n.end_lineno or 0 for n in nodes), default=0)
        rests.append("\n".join(source.splitlines()[start:]).strip("\n"))
    plain = [f"import {name}" for name in sorted(imports.pop("", ()))]
    named = [f"{origin} {', '.join(sorted(names))}" for origin, names in sorted(imports.items())]
    others, ours = ([x for x in named if _ours(x) == is_ours] for is_ours in (False, True))
    head = "\n\n".join("\n".join(group) for group in (plain + others, ours) if group)
    body = "\n\n\n".join(rests)
    return f"{head}\n\n\n{body}".strip("\n")


def _ours(line: str) -> bool:
    return line.split()[1].split(".")[0] in ("mlpkit", "autograder")
