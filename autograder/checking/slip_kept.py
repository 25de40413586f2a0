"""Slips in what is kept: what an object stores for later calls, and a count that begins again."""

from __future__ import annotations

import ast
import operator
from typing import Any

from autograder.checking.slip_arithmetic import Site, Slip


def kept_names(tree: ast.AST) -> tuple[str, ...]:
    """The attributes that a class's methods read or set, methods aside."""
    own = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "self"]
    called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    return tuple(sorted({n.attr for n in own if id(n) not in called}))


def another_kept(name: str, others: tuple[str, ...]) -> list[Slip]:
    """Something else that the object stores, in its place."""
    said = "what is kept as `{}` stands where what is kept as `{}` has to"
    return [Slip(said.format(o, name), operator.attrgetter(o), False) for o in others if o != name]


def kept_anew(name: str) -> Site:
    """Where an object stores something, given what was stored there before and what takes its place."""

    def grows(old: Any, new: Any) -> Any:
        return new if old is None else old + new

    def stays(old: Any, new: Any) -> Any:
        return new if old is None else old

    slips = [
        Slip(f"what is kept as `{name}` is added to what was kept before, and has to take its place", grows, False),
        Slip(f"what is kept as `{name}` stays what it was before, where it has to be set anew", stays, False),
    ]
    return Site([], lambda old, new: new, slips)


def begun_again(value: ast.Constant) -> Site:
    """Where a number is set back, given what it has become."""
    said = f"a number goes on from what it has become, where it has to be set back to {value.value!r}"
    return Site([], lambda old, new: new, [Slip(said, lambda old, new: old)])
