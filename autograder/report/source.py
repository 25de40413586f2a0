"""What students wrote, brought to a common form: without comments, docstrings, formatting and names of their own."""

from __future__ import annotations

import ast
import hashlib
import json
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path

WIDTH, WINDOW = 20, 4


def written(out: Path, student: str, assignment: str, several: Collection[str] = ()) -> dict[str, str]:
    """Place -> the text of the student's cell, from the graded notebooks of a results folder; see `solutions`."""
    found: dict[str, str] = {}
    for path in sorted((out / "autograded" / student / assignment).glob("*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            continue
        found |= solutions(cells, path.stem, several)
    return found


def solutions(cells: list[dict], notebook: str = "", several: Collection[str] = ()) -> dict[str, str]:
    """Place -> source of a notebook's answer cells: the grade id, after its notebook if `several` have it."""
    flagged = [(c.get("metadata", {}).get("nbgrader", {}), c) for c in cells if c["cell_type"] == "code"]
    texts = {f["grade_id"]: "".join(c["source"]) for f, c in flagged if f.get("solution")}
    return {f"{notebook}: {name}" if name in several else name: text for name, text in texts.items()}


def parsed(source: str) -> ast.Module | None:
    """The syntax tree without docstrings; None where there is no such thing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and node.body:
            if isinstance(node.body[0], ast.Expr) and isinstance(getattr(node.body[0], "value", None), ast.Constant):
                node.body = node.body[1:] or [ast.Pass()]
    return tree


def plain(source: str) -> str:
    """The code alone: comments, docstrings and formatting gone. Empty if it is not Python."""
    tree = parsed(source)
    try:
        return ast.unparse(tree) if tree else ""
    except RecursionError:
        return ""


def tokens(source: str) -> list[str]:
    """The code as a sequence in which a name that the student chose is only its place of first appearance."""
    tree = parsed(source)
    try:
        return list(_flat(tree, {}, _chosen(tree))) if tree else []
    except RecursionError:
        return []


def _chosen(tree: ast.Module) -> set[str]:
    """Names that the code itself gives: arguments, variables, functions inside functions."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
    return found


def _flat(node: ast.AST, seen: dict[str, str], chosen: set[str]) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return
    yield type(node).__name__
    for field, value in ast.iter_fields(node):
        if field in ("ctx", "type_comment", "kind", "returns", "annotation"):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                yield from _flat(item, seen, chosen)
            elif isinstance(item, str) and item in chosen:
                yield seen.setdefault(item, f"v{len(seen)}")
            elif item is not None:
                yield repr(item)


def fingerprints(place: str, source: str) -> set[int]:
    """Hashes that stand for the code's fragments, chosen by winnowing; `place` is mixed in.

    Winnowing: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003:
    of every WINDOW neighbouring hashes of WIDTH tokens the smallest is kept, so that any common run of
    WIDTH + WINDOW - 1 tokens is found, wherever it stands. Code shorter than that has none: one-liners coincide.
    """
    flat = tokens(source)
    runs = ("\0".join((place, *flat[i : i + WIDTH])) for i in range(len(flat) - WIDTH + 1))
    hashes = [int.from_bytes(hashlib.blake2b(run.encode(errors="replace"), digest_size=8).digest()) for run in runs]
    return {min(hashes[i : i + WINDOW]) for i in range(len(hashes) - WINDOW + 1)}
