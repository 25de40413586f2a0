"""What a right function gives with one slip of the pen, or two: what an answer is compared with when nothing else
explains it.

The reference is compiled once, with a switch at each place where a pen may slip (`slip_table.py` says how). Each slip
has a sentence that is true of every answer that gives the same. It names the kind of place, and arguments by their
names, never the formula. Slips in functions of the same library that the reference calls are among them.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.checking.guard import opened
from autograder.checking.slip_arithmetic import Site
from autograder.checking.slip_brackets import across
from autograder.checking.slip_kept import begun_again, kept_anew, kept_names
from autograder.checking.slip_order import in_other_orders
from autograder.checking.slip_table import GIVEN, TypeOf, site_of
from autograder.checking.work import TooMuch

ONE, TWO = "It is a right answer with one change: {}.", "It is a right answer with two changes: {}, and {}."
_SWITCH = "_at"
# A call that passes more places, with a slip, has become a loop that does not end, or nearly; a right one passes 300.
MOST_PLACES = 5000
# What a function is made of that holds no place for a slip.
_LEFT_ALONE = (ast.Raise, ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)


@dataclass
class Slippery:
    """A right function or class, and the places in it at which a slip can be switched on."""

    function: Any = None
    sites: list[Site] = field(default_factory=list)
    chosen: dict[int, int] = field(default_factory=dict)
    passed: int = 0
    last: dict[int, tuple[tuple, dict]] = field(default_factory=dict)

    def at(self, n: int, *children: Any, **more: Any) -> Any:
        """What place `n` gives: as it should be, or with the slip that is switched on there."""
        self.passed += 1
        if self.passed > MOST_PLACES:
            raise TooMuch
        self.last[n] = children, more
        k = self.chosen.get(n)
        site = self.sites[n]
        return (site.right if k is None else site.slips[k].gives)(*children, **more)

    def single(self) -> Iterator[tuple[str, dict[int, int]]]:
        """(a sentence, which slip is switched on) for each slip."""
        for n, site in enumerate(self.sites):
            for k, slip in enumerate(site.slips):
                yield ONE.format(slip.said), {n: k}

    def double(self) -> Iterator[tuple[str, dict[int, int]]]:
        """The same for two slips at different places of the function itself."""
        each = [(n, k, s) for n, site in enumerate(self.sites) for k, s in enumerate(site.slips) if s.in_pairs]
        for a, (n, k, one) in enumerate(each):
            for m, j, other in each[a + 1 :]:
                if m != n and one.said != other.said:
                    yield TWO.format(one.said, other.said), {n: k, m: j}


def slippery(reference: Callable) -> Slippery | None:
    """A reference with its places for slips; None where its source is not at hand."""
    made = Slippery()
    original = inspect.unwrap(reference)
    space = _space(made, original)
    names = _called(original)
    for name in names:
        helper: Any = space.get(name)
        if _is_of(original, helper):
            plain: Any = inspect.unwrap(helper)
            space[name] = _compiled(made, plain, _space(made, plain), ()) or helper
    parameters = () if inspect.isclass(original) else tuple(inspect.signature(original).parameters)
    function = _compiled(made, original, space, parameters)
    if function is None:
        return None
    made.function = opened(function)
    return made


def _space(made: Slippery, function: Any) -> dict[str, Any]:
    return {**vars(sys.modules[function.__module__]), _SWITCH: made.at}


def _called(function: Any) -> list[str]:
    """The names that a function, or a class's methods, look up outside of them."""
    own = [f for f in vars(function).values() if inspect.isfunction(f)] if inspect.isclass(function) else [function]
    return sorted({name for f in own for name in inspect.unwrap(f).__code__.co_names})


def _is_of(original: Any, helper: Any) -> bool:
    """Whether this is a function of the same library, and another one."""
    if not callable(helper) or not inspect.isfunction(inspect.unwrap(helper)) or inspect.unwrap(helper) is original:
        return False
    return helper.__module__.partition(".")[0] == original.__module__.partition(".")[0]


def _compiled(made: Slippery, reference: Any, space: dict[str, Any], parameters: Sequence[str]) -> Any:
    """The function with a switch at each place, defined in `space`; None where its source is not at hand."""
    original = inspect.unwrap(reference)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(original)))
    except (OSError, TypeError, SyntaxError):  # of an author's own, made elsewhere than in a file
        return None
    _Switches(made, parameters, TypeOf(space, kept_names(tree))).visit(tree)
    name = f"<slips in {original.__name__}>"
    exec(compile(ast.fix_missing_locations(tree), name, "exec"), space)
    return space[original.__name__]


class _Switches(ast.NodeTransformer):
    """Puts a switch at each place of function bodies."""

    def __init__(self, made: Slippery, parameters: Sequence[str], type_of: TypeOf):
        self.made, self.parameters, self.type_of = made, tuple(parameters), type_of
        # Names that are set by a statement of the function itself, above the one that is visited.
        self.early, self.in_init = set[str](), False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.decorator_list = [d for d in node.decorator_list if getattr(d, "id", "") in ("property", "staticmethod")]
        renewed = [p for p in self.parameters if p in _set_in(node) and GIVEN + p not in self.parameters]
        self.parameters += tuple(GIVEN + p for p in renewed)
        kept = [ast.Assign([ast.Name(GIVEN + p, ast.Store())], ast.Name(p, ast.Load())) for p in renewed]
        self.early, self.in_init = set(), node.name == "__init__"
        node.body = [*kept, *self._block(node.body, whole=True)]
        return node

    def _block(self, statements: list[ast.stmt], whole: bool = False) -> list[ast.stmt]:
        plain, visited = copy.deepcopy(statements), []
        for before, statement in zip(plain, statements, strict=True):
            visited.append(self.visit(statement))
            self.early |= _set_in(before) if whole and isinstance(before, ast.Assign) else set()
        return in_other_orders(plain, visited, self.parameters, lambda site: self._registered(site, []))

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        node.value = self.visit(node.value)
        if len(node.targets) != 1 or self.in_init:
            return node
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
            node.value.elts = [self._set_anew(one, value) for one, value in pairs]
        else:
            node.value = self._set_anew(target, node.value)
        return node

    def _set_anew(self, target: ast.expr, value: ast.expr) -> ast.expr:
        """What an attribute or a counter is set to, with a switch if it has a value already."""
        if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self":
            names: list[ast.expr] = [ast.Name("self", ast.Load()), ast.Constant(target.attr), ast.Constant(None)]
            return self._registered(
                kept_anew(target.attr), [ast.Call(ast.Name("getattr", ast.Load()), names, []), value]
            )
        if isinstance(target, ast.Name) and target.id in self.early and isinstance(value, ast.Constant):
            return self._registered(begun_again(value), [ast.Name(target.id, ast.Load()), value])
        return value

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value:
            node.value = self.visit(node.value)
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        node.iter = self._switched(node, [self.visit(node.iter)])
        node.body = self._block(node.body)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self._switched(node, [self.visit(node.iter)])
        node.ifs = [self.visit(test) for test in node.ifs]
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        node.test = self._switched(node, [self.visit(node.test)])
        for part in (node.body, node.orelse):
            part[:] = self._block(part)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if not isinstance(node.target, ast.Name):
            node.value = self.visit(node.value)
            return node
        old = ast.Name(node.target.id, ast.Load())
        return ast.Assign([node.target], self._switched(node, [old, self.visit(node.value)]))

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, _LEFT_ALONE):
            return node
        if not isinstance(node, ast.expr) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return super().visit(node)
        if isinstance(node, ast.IfExp):
            return self.visit_IfExp(node)
        site = site_of(node, self.parameters, self.type_of)
        if site is None:
            return self.generic_visit(node)
        if site.leaf:
            return self._registered(site, site.children)
        children = [self.visit(child) for child in site.children]
        for k, (child, made) in enumerate(zip(site.children, children, strict=True)):
            if isinstance(made, ast.Call) and getattr(made.func, "id", "") == _SWITCH:
                parts = functools.partial(self.made.last.__getitem__, ast.literal_eval(made.args[0]))
                site.slips.extend(across(node, child, k, parts))
        return self._registered(site, children, site.keywords)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        node.test = self._switched(node, [self.visit(node.test)])
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def _switched(self, node: ast.AST, children: list[ast.expr]) -> ast.expr:
        """What statements decide by, with a switch."""
        site = site_of(node, self.parameters, self.type_of)
        return self._registered(site, children) if site else children[0]

    def _registered(self, site: Site, children: Sequence[ast.expr], keywords: Sequence[ast.keyword] = ()) -> ast.expr:
        self.made.sites.append(site)
        number: ast.expr = ast.Constant(len(self.made.sites) - 1)
        more = [ast.keyword(k.arg, self.visit(k.value)) for k in keywords]
        return ast.Call(ast.Name(_SWITCH, ast.Load()), [number, *children], more)


def _set_in(node: ast.stmt) -> set[str]:
    """The names that a function, or a statement, sets."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
