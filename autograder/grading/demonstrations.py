"""Which of a lecture's ungraded cells are run while grading: what the answers use of them, and nothing more.

They carry no points and take most of the time. Their imports, functions and classes are always there; the rest of a
demonstration is run when an answer, or a cell that an answer needs, uses a name that it alone binds.
"""

from __future__ import annotations

import ast
import functools

from nbformat.notebooknode import NotebookNode

from autograder.grading.instructor_cells import BUILTIN, DEFINITIONS, IMPORTS, tree_of
from autograder.grading.instructor_cells import names as names_of

# What is longer is not kept, and what is longer still was not written by a person.
_SHORT, _LONGEST = 10_000, 200_000


def definitions(source: str) -> tuple[str, ...]:
    """The imports, functions and classes of a cell."""
    return _definitions(source) if len(source) < _SHORT else _definitions.__wrapped__(source)


def binds(source: str) -> frozenset[str]:
    """The names that a cell binds."""
    return names(source)[0]


def names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the names that a cell binds, those that it, or a function in it, looks up outside itself)."""
    return _names(source) if len(source) < _SHORT else _names.__wrapped__(source)


def needed(cells: list[NotebookNode], demonstrations: set[str], answers: set[str]) -> set[str]:
    """Ids of the demonstrations to run, from the ids of all and those of the answers; other cells run anyway."""
    code = {c["id"]: names(c.source) for c in cells if c.cell_type == "code"}
    sources = {c["id"]: c.source for c in cells if c["id"] in demonstrations}
    elsewhere = set(BUILTIN).union(*(bound for i, (bound, _) in code.items() if i not in demonstrations))
    elsewhere |= {n for source in sources.values() for part in definitions(source) for n in binds(part)}
    wanted = set().union(*(used for i, (_, used) in code.items() if i in answers))
    known, run = -1, set()
    while len(wanted) > known:
        known = len(wanted)
        for i, (bound, used) in code.items():
            missing = wanted - elsewhere if i in demonstrations else wanted
            if i not in answers and bound & missing:
                wanted |= used
                run.add(i)
    return run & demonstrations


@functools.lru_cache(maxsize=2048)
def _definitions(source: str) -> tuple[str, ...]:
    return tuple(ast.unparse(n) for n in _tree(source).body if isinstance(n, (*DEFINITIONS, *IMPORTS)))


@functools.lru_cache(maxsize=2048)
def _names(source: str) -> tuple[frozenset[str], frozenset[str]]:
    try:
        return names_of.__wrapped__(ast.unparse(_tree(source)))
    except (RecursionError, MemoryError):
        return frozenset(), frozenset()


def _tree(source: str) -> ast.Module:
    try:
        return tree_of(source if len(source) <= _LONGEST else "")
    except MemoryError:
        return ast.parse("")
