"""Where a pen may slip in a formula, what comes out then, and what is said of it."""

from __future__ import annotations

import ast
import functools
import inspect
import operator
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checking.slip_arithmetic import Site, Slip, binary, comparison, unary
from autograder.checking.slip_kept import another_kept

_IN_PLACE: dict[type, Callable] = {ast.Add: operator.iadd, ast.Sub: operator.isub}
_INSTEAD = {
    "maximum": ("minimum",), "minimum": ("maximum",), "max": ("min", "mean"), "min": ("max", "mean"),
    "mean": ("sum", "max", "median"), "sum": ("mean", "max", "prod"), "std": ("var",), "var": ("std",),
    "argmax": ("argmin",), "argmin": ("argmax",), "cos": ("sin",), "sin": ("cos",), "tanh": ("sin", "arctan"),
    "sinh": ("cosh",), "cosh": ("sinh",), "floor": ("ceil", "round"), "ceil": ("floor",), "abs": ("square",),
    "square": ("abs",), "exp": ("expm1",), "log": ("log1p", "log2"), "sign": ("abs",), "sqrt": ("square",),
    "outer": ("multiply",),
}  # fmt: skip
# Before the name of an argument that a function sets anew: what it was when it was passed in.
GIVEN = "_given_"
# What is not to be left out: it makes something of another kind.
_MAKES = {
    "range", "len", "zip", "enumerate", "isinstance", "super", "float", "int", "bool", "list", "tuple", "dict",
    "sorted", "reversed", "type", "getattr", "iter", "next", "zeros", "ones", "zeros_like", "empty", "empty_like",
    "full", "eye", "arange", "append", "insert", "astype", "asarray", "copy", "errstate", "dtype", "look_up",
    "ndindex", "reshape",
}  # fmt: skip


class TypeOf:
    """What the names of a function stand for outside of it, and those of what an object keeps."""

    def __init__(self, space: dict[str, Any], kept: tuple[str, ...] = ()):
        self.space, self.kept = space, kept

    def others(self, node: ast.expr) -> Iterator[tuple[str, Callable]]:
        """Functions beside a called one that take the same arguments: their names and themselves."""
        called = self.space.get(node.id) if isinstance(node, ast.Name) else None
        plain = inspect.unwrap(called) if callable(called) else None
        if not inspect.isfunction(plain) or plain.__module__ not in sys.modules:
            return
        count = len(inspect.signature(plain).parameters)
        for name, other in vars(sys.modules[plain.__module__]).items():
            mine = inspect.unwrap(other) if inspect.isfunction(other) else None
            if mine is None or mine is plain or mine.__module__ != plain.__module__ or name.startswith("_"):
                continue
            if len(inspect.signature(mine).parameters) == count:
                yield name, other


def site_of(node: ast.AST, parameters: Sequence[str], known: TypeOf) -> Site | None:
    """The place that a node is, if a pen may slip there."""
    make = _SITES.get(type(node))
    found = make(node, tuple(parameters), known) if make else None
    return found if found and found.slips else None


_OF_TESTS = [
    Slip("a condition is the wrong way round", operator.not_),
    Slip("a condition is taken as fulfilled, always", lambda a: True),
    Slip("a condition is taken as not fulfilled, always", lambda a: False),
]


def _choice(node: ast.IfExp, parameters: Sequence[str], known: TypeOf) -> Site:
    # Both sides would be computed: only the test is a place.
    return Site([node.test], bool, _OF_TESTS)


def _loop(node: ast.For, parameters: Sequence[str], known: TypeOf) -> Site:
    return Site(
        [],
        lambda rounds: rounds,
        [
            Slip("a loop leaves out its first round", lambda rounds: list(rounds)[1:]),
            Slip("a loop leaves out its last round", lambda rounds: list(rounds)[:-1]),
            Slip("a loop ends after its first round", lambda rounds: list(rounds)[:1]),
            Slip("a loop runs in the reverse order", lambda rounds: list(rounds)[::-1]),
        ],
    )


def _grows(node: ast.AugAssign, parameters: Sequence[str], known: TypeOf) -> Site | None:
    act = _IN_PLACE.get(type(node.op))
    if act is None:
        return None
    turned, plain = (operator.sub, operator.add) if act is operator.iadd else (operator.add, operator.sub)
    replaced = "a sum is replaced (`=`) where it should grow (`+=`)"
    return Site(
        [],
        act,
        [
            Slip(replaced, lambda a, b: b if plain is operator.add else -b),
            Slip("what should be added to a sum is subtracted, or the reverse", turned),
            Slip("what should be added to a sum is left out", lambda a, b: a),
        ],
    )


def _attribute(node: ast.Attribute, parameters: Sequence[str], known: TypeOf) -> Site | None:
    if node.attr == "T":
        return Site([node.value], lambda a: a.T, [Slip("a transpose is left out", lambda a: a)])
    said = {
        "grad": "the function itself (`.f`) stands where its derivative (`.grad`) has to",
        "f": "the derivative (`.grad`) stands where the function itself (`.f`) has to",
    }
    if getattr(node.value, "id", "") == "self" and node.attr in known.kept:
        return Site([node.value], operator.attrgetter(node.attr), another_kept(node.attr, known.kept))
    if node.attr not in said:
        return None
    other = "f" if node.attr == "grad" else "grad"
    return Site([node.value], operator.attrgetter(node.attr), [Slip(said[node.attr], operator.attrgetter(other))])


def _item(node: ast.Subscript, parameters: Sequence[str], known: TypeOf) -> Site | None:
    if isinstance(node.slice, ast.Slice):
        step = node.slice.step
        if isinstance(step, ast.UnaryOp) and node.slice.lower is None and node.slice.upper is None:
            return Site([node.value], lambda a: a[::-1], [Slip("an order is not turned round", lambda a: a)])
        return None
    if not isinstance(node.slice, (ast.Name, ast.BinOp, ast.UnaryOp, ast.Constant)):
        return None
    of = f": `{node.value.id}`" if isinstance(node.value, ast.Name) and node.value.id in parameters else ""
    return Site(
        [node.value, node.slice],
        operator.getitem,
        [
            Slip(f"a list or array is read one place too far on{of}", lambda a, i: a[i + 1]),
            Slip(f"a list or array is read one place too early{of}", lambda a, i: a[i - 1]),
        ],
    )


_OF_AN_ARRAY: tuple[tuple[str, Callable], ...] = (
    ("the sign of `{0}` stands where `{0}` has to", np.sign),
    ("|{0}| stands where `{0}` has to", np.abs),
    ("the square of `{0}` stands where `{0}` has to", np.square),
    ("`{0}` is rounded to whole numbers", np.round),
    ("the mean of `{0}` stands where each of its entries has to", lambda a: np.full_like(a, a.mean())),
)


def _of_array(act: Callable, own: Any, *others: Any) -> Any:
    """Something made of an array; TypeError where an argument is none, so that the slip gives nothing."""
    if not isinstance(own, np.ndarray) or own.dtype.kind != "f":
        raise TypeError("only of arrays")
    return act(own)


def _name(node: ast.Name, parameters: Sequence[str], known: TypeOf) -> Site | None:
    plain = [p for p in parameters if not p.startswith(GIVEN)]
    if node.id not in plain:
        return None
    names = [node.id, *(p for p in plain if p != node.id)]
    slips = [
        Slip(f"`{p}` stands where `{node.id}` has to", lambda *values, k=k: values[k], False)
        for k, p in enumerate(names)
        if k
    ]
    slips += [Slip(said.format(node.id), functools.partial(_of_array, act), False) for said, act in _OF_AN_ARRAY]
    if GIVEN + node.id in parameters:
        names.append(GIVEN + node.id)
        said = f"`{node.id}` as it was passed in stands where what it has become has to"
        slips.append(Slip(said, lambda *values: values[-1], False))
    return Site([ast.Name(p, ast.Load()) for p in names], lambda own, *rest: own, slips, leaf=True)


def _call(node: ast.Call, parameters: Sequence[str], known: TypeOf) -> Site | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _MAKES or any(isinstance(a, ast.Starred) for a in node.args) or any(not k.arg for k in node.keywords):
        return None
    slips = [
        Slip(f"`{other}` stands where `{name}` has to", functools.partial(_named, other))
        for other in _INSTEAD.get(name, ())
    ]
    if node.args and name not in ("clip", "where", "einsum"):
        slips.append(Slip(f"`{name}` is left out", lambda f, first, *rest, **more: first))
    if name == "where" and len(node.args) == 3:
        slips += [
            Slip("the two sides of a choice are exchanged", lambda f, c, a, b: f(c, b, a)),
            Slip("of the two sides of a choice, the first is taken everywhere", lambda f, c, a, b: a + 0 * b),
            Slip("of the two sides of a choice, the second is taken everywhere", lambda f, c, a, b: b + 0 * a),
        ]
    if name == "clip" and len(node.args) == 3:
        slips += [
            Slip("`clip` is left out", lambda f, a, low, high: a),
            Slip("only the upper of two limits is kept", lambda f, a, low, high: np.minimum(a, high)),
            Slip("only the lower of two limits is kept", lambda f, a, low, high: np.maximum(a, low)),
        ]
    keywords = {k.arg for k in node.keywords}
    if "axis" in keywords:
        slips += [
            Slip(f"`{name}` goes along the other axis", _along_the_other),
            Slip(f"`{name}` goes over all axes at once", lambda f, *a, axis, **more: f(*a, **more)),
        ]
    slips += [
        Slip(f"`{other}` stands where `{name}` has to", lambda f, *a, g=g, **more: g(*a, **more), False)
        for other, g in known.others(node.func)
    ]
    return Site([node.func, *node.args], lambda f, *a, **more: f(*a, **more), slips, tuple(node.keywords))


def _named(other: str, f: Callable, *args: Any, **more: Any) -> Any:
    """Another function of the same array, or of the same module."""
    owner = getattr(f, "__self__", None)
    return getattr(np if owner is None else owner, other)(*args, **more)


def _along_the_other(f: Callable, *args: Any, axis: Any, **more: Any) -> Any:
    return f(*args, axis={0: 1, 1: 0, -1: 0}[axis], **more)


def _plain(make: Callable) -> Callable:
    return lambda node, parameters, known: make(node, parameters)


_SITES: dict[type, Callable] = {
    ast.BinOp: _plain(binary), ast.Compare: _plain(comparison), ast.UnaryOp: _plain(unary),
    ast.IfExp: _choice, ast.If: _choice, ast.For: _loop, ast.comprehension: _loop, ast.AugAssign: _grows,
    ast.Attribute: _attribute, ast.Subscript: _item, ast.Name: _name, ast.Call: _call,
}  # fmt: skip
