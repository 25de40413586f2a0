"""What a failed assert compared: the values on its two sides, which its error does not tell."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any

import numpy as np

from autograder.runtime.raised import written_in

# What may be called once more to say what came out of it: nothing that was passed in, and nothing that draws.
_BUILTINS = {"abs", "float", "int", "len", "max", "min", "round", "sorted", "sum"}
_OF_ARRAYS = {"all", "any", "argmax", "copy", "item", "max", "mean", "min", "ravel", "reshape", "std", "sum", "var"}
_LEFT_ALONE = (ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.comprehension)


def compared(error: BaseException, function: Callable | None) -> str:
    """ "slope is 0.72, 2 * rise is 0.36" where an assert in the file of `function` failed; else ""."""
    if not isinstance(error, AssertionError):
        return ""
    try:
        return _compared(error.__traceback__, written_in(function))
    except Exception:  # what a program says of itself, its source and its numbers, may be anything
        return ""


def _compared(trace: TracebackType | None, homes: set[str]) -> str:
    at = None
    while trace:
        at = (trace.tb_frame, trace.tb_lineno) if trace.tb_frame.f_code.co_filename in homes else at
        trace = trace.tb_next
    test = _assert_at(*at) if at else None
    if at is None or test is None:
        return ""
    sides = [(ast.unparse(node), value) for node in _sides(test) if (value := _value(node, at[0])) is not None]
    arrays = [value for _, value in sides if isinstance(value, np.ndarray)]
    if len(arrays) == len(sides) == 2 and arrays[0].shape == arrays[1].shape and arrays[0].size > 1:
        return _furthest(*arrays)
    return ", ".join(dict.fromkeys(f"{text} {_in_words(value)}" for text, value in sides))


def _assert_at(frame: FrameType, line: int) -> ast.expr | None:
    tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename)))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Assert) and n.lineno <= line <= (n.end_lineno or 0)]
    return found[-1].test if found else None


def _sides(test: ast.expr) -> Iterator[ast.expr]:
    """The sides of a comparison, or what a function such as np.allclose is given first."""
    if isinstance(test, ast.UnaryOp):
        yield from _sides(test.operand)
    elif isinstance(test, ast.BoolOp):
        for part in test.values:
            yield from _sides(part)
    elif isinstance(test, ast.Compare):
        yield from (test.left, *test.comparators)
    elif isinstance(test, ast.Call) and len(test.args) >= 2:
        yield from test.args[:2]
    elif isinstance(test, ast.Call) and test.args:
        yield from _sides(test.args[0])
    elif isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
        yield from _sides(test.func.value)


def _value(node: ast.expr, frame: FrameType) -> Any:
    """What an expression with names gives, where that is numbers and it may be computed once more; else None."""
    names, parts = {**frame.f_globals, **frame.f_locals}, list(ast.walk(node))
    if not any(isinstance(n, ast.Name) for n in parts) or not all(_is_plain(n, names) for n in parts):
        return None
    try:
        value = eval(compile(ast.Expression(node), "assert", "eval"), names)
    except Exception:
        return None
    if type(value) is np.ndarray:
        return value if value.dtype.kind in "biuf" else None
    if type(value) is tuple:
        return value if all(type(v) is int for v in value) else None
    return value if type(value) in (bool, int, float) or isinstance(value, (np.bool_, np.number)) else None


def _is_plain(node: ast.AST, names: dict[str, Any]) -> bool:
    if not isinstance(node, ast.Call):
        return not isinstance(node, _LEFT_ALONE)
    if isinstance(node.func, ast.Name):
        return node.func.id in _BUILTINS and node.func.id not in names
    if not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    return node.func.attr in _OF_ARRAYS or (isinstance(owner, ast.Name) and names.get(owner.id) is np)


def _in_words(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        few = value.size <= 6
        return f"is {np.array2string(value, precision=4, separator=', ')}" if few else f"has the shape {value.shape}"
    return f"is {value:.6g}" if isinstance(value, (float, np.floating)) else f"is {value}"


def _furthest(a: np.ndarray, b: np.ndarray) -> str:
    a, b = a.astype(float), b.astype(float)
    if np.array_equal(a, b, equal_nan=True):
        return "the two are equal"
    with np.errstate(all="ignore"):
        gap = np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0.0, np.abs(a - b))
    where = np.unravel_index(int(np.argmax(np.where(np.isnan(gap), np.inf, gap))), gap.shape)
    place = ", ".join(map(str, where))
    return f"the two differ most at [{place}], where they are {a[where]:.6g} and {b[where]:.6g}"
