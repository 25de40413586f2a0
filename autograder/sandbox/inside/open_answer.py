"""The library's answer to an exercise that has been graded takes the place of its closed stub."""

from __future__ import annotations

import inspect
from typing import Any


def open_answer(module: Any, name: str, source: str) -> None:
    """Give the closed functions of `name` the code of `source`; the objects stay, so registries see the change."""
    space = dict(vars(module))
    exec(compile(source, f"<{module.__name__}.{name}>", "exec"), space)
    closed, opened = inspect.unwrap(vars(module)[name]), space[name]
    if not inspect.isclass(closed):
        _take_code(closed, opened)
        return
    for key, item in vars(opened).items():
        method = _function(item)
        if method is not None and _function(vars(closed).get(key)) is not None:
            _take_code(_function(vars(closed)[key]), method)


def _function(item: Any) -> Any:
    """The function behind a method, property, static or class method; else None."""
    inner = item.fget if isinstance(item, property) else getattr(item, "__func__", item)
    return inspect.unwrap(inner) if inspect.isfunction(inner) else None


def _take_code(closed: Any, opened: Any) -> None:
    closed.__code__ = opened.__code__
    closed.__defaults__, closed.__kwdefaults__ = opened.__defaults__, opened.__kwdefaults__
