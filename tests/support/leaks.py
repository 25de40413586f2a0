"""Search a hand-out for answers: source, notebooks, bytecode, every other file, and other packages."""

from __future__ import annotations

import ast
import builtins
import io
import json
import keyword
import marshal
import re
import tokenize
import types
from collections.abc import Iterable, Iterator
from pathlib import Path

RUN = 30  # so many tokens in a row, names of variables aside, are no coincidence
SHORT = 12  # fewer say nothing: `return np.maximum(v, 0)` stands in many a figure
TELLING = {"np", "+", "-", "*", "/", "@", "**"}
KEPT = set(keyword.kwlist) | set(dir(builtins)) | {"np", "self"}


def tokens(source: str) -> str:
    """The source as words between spaces, every name of a variable replaced by one letter; no comments, no layout."""
    words, before = [], ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.OP, tokenize.NUMBER):
            kept = token.type != tokenize.NAME or before == "." or token.string in KEPT
            before = token.string
            words.append(token.string if kept else "v")
    return f" {' '.join(words)} "


def bodies(source: str) -> dict[str, list[ast.stmt]]:
    """Function or method -> its statements without the docstring."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return found


def runs(source: str) -> Iterator[str]:
    """What of an answer must not be found: each body whole, and every long run of its tokens."""
    for statements in bodies(source).values():
        words = tokens("\n".join(map(ast.unparse, statements))).split()
        if len(words) >= SHORT:
            length = min(RUN, len(words))
            for start in range(len(words) - length + 1):
                run = words[start : start + length]
                if length == RUN or set(run) & TELLING:
                    yield f" {' '.join(run)} "


def shapes(source: str) -> dict[str, str]:
    """Function -> its body as a tree with its variables numbered: what renaming and layout do not change."""
    return {name: _shape(statements) for name, statements in bodies(source).items()}


def _shape(statements: list[ast.stmt]) -> str:
    tree = ast.parse(ast.unparse(ast.Module(statements, [])) or "pass")
    numbers: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in KEPT:
            node.id = numbers.setdefault(node.id, f"v{len(numbers)}")
    return ast.dump(tree)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(where, source) of all Python in a folder: modules, cells of notebooks, code in JSON."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        where = path.relative_to(folder).as_posix()
        if path.suffix == ".py":
            yield where, path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    yield where, re.sub(r"^[%!].*$", "", "".join(cell["source"]), flags=re.M)


def code_objects(folder: Path) -> Iterator[tuple[str, types.CodeType]]:
    """(where, code) of compiled files."""
    for path in folder.rglob("*.pyc"):
        todo = [marshal.loads(path.read_bytes()[16:])]
        while todo:
            code = todo.pop()
            yield path.relative_to(folder).as_posix(), code
            todo += [c for c in code.co_consts if isinstance(c, types.CodeType)]


def leaks(folder: Path, answers: dict[str, str]) -> list[tuple[str, str]]:
    """(where, exercise) for every answer (exercise -> source) found in `folder`."""
    found = set()
    wanted = {name: set(runs(source)) for name, source in answers.items()}
    trees = {name: {s for s in shapes(source).values() if len(s) > 120} for name, source in answers.items()}
    for where, source in texts(folder):
        words, known = tokens(source), set(shapes(source).values())
        found |= {(where, n) for n in answers if any(r in words for r in wanted[n]) or trees[n] & known}
    found |= set(_in_bytecode(folder, answers))
    found |= set(_in_plain_text(folder, answers))
    return sorted(found)


def equivalents(folder: Path, refused: dict[str, str]) -> list[tuple[str, str]]:
    """(where, exercise) for every use of a function that the check of an exercise refuses (dotted name -> exercise)."""
    found = set()
    for where, source in texts(folder):
        nodes = list(ast.walk(ast.parse(source)))
        homes = {a.asname or a.name: a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
        used = {f"{n.module}.{a.name}" for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
        for whole in (ast.unparse(n) for n in nodes if isinstance(n, ast.Attribute)):
            home = next((h for h in homes if whole.startswith(f"{h}.")), None)
            used.add(homes[home] + whole.removeprefix(home) if home else whole)
        found |= {(where, refused[name]) for name in used & refused.keys()}
    return sorted(found)


def _in_bytecode(folder: Path, answers: dict[str, str]) -> Iterable[tuple[str, str]]:
    compiled = {n: {c.co_code for c in _compiled(source)} for n, source in answers.items()}
    for where, code in code_objects(folder):
        yield from ((where, n) for n in answers if code.co_code in compiled[n])


def _compiled(source: str) -> Iterator[types.CodeType]:
    todo = [compile(source, "answer", "exec")]
    while todo:
        code = todo.pop()
        todo += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        if code.co_name != "<module>" and len(code.co_code) > 60:
            yield code


def _in_plain_text(folder: Path, answers: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Lines of an answer, as they stand, in any other file: data, descriptions, Markdown cells, compressed records."""
    import zlib

    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")):
        raw = path.read_bytes()
        if path.suffix in (".cases", ".calls"):
            raw = zlib.decompress(raw)
        text = "".join(raw.decode("utf-8", "replace").split())
        for name, source in answers.items():
            lines = {"".join(ast.unparse(s).split()) for body in bodies(source).values() for s in body}
            if any(len(line) > 24 and line in text for line in lines):
                yield path.relative_to(folder).as_posix(), name
