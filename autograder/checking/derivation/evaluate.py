"""Walk an expression's tree and compute its values. The tree is data: no code of a reader runs."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from autograder.checking.derivation import values
from autograder.checking.derivation.allowed import name_of
from autograder.checking.derivation.values import TooCostly, Unfit, rank

# A complex step leaves the value as it is and carries the derivative in the imaginary part.
STEP = 1e-30
# Inside another derivative, central differences.
DIFFERENCE = 1e-4
# Numbers in one value, all points together.
LARGEST = 50_000
_OPERATIONS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide}
_WORDS = {ast.Add: "the sum", ast.Sub: "the difference", ast.Mult: "the product", ast.Div: "the quotient"}


@dataclass
class Budget:
    """How many steps of evaluation a derivation may still take. It does not depend on the machine."""

    left: int = 10_000
    rough: bool = False

    def spend(self, size: int) -> None:
        self.left -= 1
        if self.left < 0 or size > LARGEST:
            raise TooCostly("this takes too long to evaluate: fewer sums and derivatives inside one another")


@dataclass
class Places:
    """Where an expression is evaluated: values of the names, sizes of the axes, and what each index is."""

    points: int
    names: dict[str, np.ndarray]
    sizes: Mapping[str, int]
    indices: Mapping[str, str]
    given: Mapping[str, ast.expr] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    steps: int = 0
    moved: dict[tuple, Places] = field(default_factory=dict)
    opaque: Opaque | None = None

    def value(self, node: ast.expr) -> np.ndarray:
        """The values of an expression, points first. Raises Unfit or TooCostly."""
        with np.errstate(all="ignore"):
            found = self._value(node)
        return np.broadcast_to(found, (self.points, *found.shape[1:]))

    def with_given(self, given: Mapping[str, ast.expr]) -> Places:
        """The same places with further names defined by expressions."""
        return replace(self, names=dict(self.names), given={**self.given, **given}, moved={})

    def _value(self, node: ast.expr) -> np.ndarray:
        self.budget.spend(self.points)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return np.full(1, float(node.value))
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, ast.UnaryOp):
            found = self._value(node.operand)
            return -found if isinstance(node.op, ast.USub) else found
        if isinstance(node, ast.Attribute):
            return values.transposed(self._value(node.value))
        if isinstance(node, ast.Subscript):
            return self._entry(self._value(node.value), node)
        if isinstance(node, ast.Call):
            return self._call(node)
        raise Unfit(f"{ast.unparse(node)} has no value in a derivation")

    def _named(self, name: str) -> np.ndarray:
        if name not in self.names and name in self.given:
            self.names[name] = self._value(self.given[name])
        if name in self.names:
            return self.names[name]
        if name in self.sizes:
            return np.full(1, float(self.sizes[name]))
        if name == "pi":
            return np.full(1, np.pi)
        raise Unfit(f"{name} is an index: it stands between square brackets, or first in a sum")

    def _operation(self, node: ast.BinOp) -> np.ndarray:
        a, b = self._value(node.left), self._value(node.right)
        kind = type(node.op)
        if kind is ast.MatMult:
            return values.matmul(a, b)
        if kind is ast.Pow:
            return values.power(a, b)
        return _OPERATIONS[kind](*values.aligned(a, b, _WORDS[kind]))

    def _entry(self, value: np.ndarray, node: ast.Subscript) -> np.ndarray:
        where = self.position(node)
        if len(where) > rank(value):
            raise Unfit(f"{ast.unparse(node)} has more indices than axes")
        for size, index in zip(value.shape[1:], where, strict=False):
            if index >= size:
                raise Unfit(f"{ast.unparse(node)}: the index runs over more than this axis has")
        return value[_at_all_points(where)]

    def position(self, node: ast.Subscript) -> tuple[int, ...]:
        """The numbers that the indices between square brackets stand for."""
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return tuple(self.at[self._bound(name_of(p))] for p in parts)

    def _bound(self, index: str) -> str:
        if index not in self.at:
            raise Unfit(f"the index {index} is bound by no sum here")
        return index

    def _call(self, node: ast.Call) -> np.ndarray:
        name, args = name_of(node.func), node.args
        if name in values.ELEMENTWISE:
            return values.ELEMENTWISE[name](self._value(args[0]))
        if name == "d":
            return self.opaque.derivative(self, node) if self.opaque else self._derivative(*args)
        if name == "delta":
            a, b = (self.at[self._bound(getattr(x, "id", "?"))] for x in args)
            return np.full(1, float(a == b))
        if name in ("sum", "mean") and len(args) == 2:
            return self._over(name, name_of(args[0]), args[1])
        if name in ("max", "min") and len(args) == 2:
            return values.larger_or_smaller(name, self._value(args[0]), self._value(args[1]))
        if name in ("sum", "mean", "max", "min"):
            return values.reduced(name, self._value(args[0]))
        if name == "ones":
            return np.ones((1, self._size(args[0])))
        return values.diagonal(self._value(args[0])) if name == "diag" else values.outer(*map(self._value, args))

    def _size(self, node: ast.expr) -> int:
        if not isinstance(node, ast.Name) or node.id not in self.sizes:
            raise Unfit(f"ones takes the letter of a size: {', '.join(self.sizes)}")
        return self.sizes[node.id]

    def _over(self, name: str, index: str, inner: ast.expr) -> np.ndarray:
        """A sum or mean over an index."""
        outside, total = self.at.get(index), np.zeros(1)
        size = self.sizes[self.indices[index]]
        for n in range(size):
            self.at[index] = n
            total = total + self._value(inner)
        self.at.pop(index)
        if outside is not None:
            self.at[index] = outside
        return total / size if name == "mean" else total

    def _derivative(self, inner: ast.expr, target: ast.expr) -> np.ndarray:
        """d(inner, target): for each entry of the target, how each entry of the inner expression follows it."""
        name = name_of(target.value if isinstance(target, ast.Subscript) else target)
        whole = np.broadcast_to(self._named(name), (self.points, *self._named(name).shape[1:]))
        if isinstance(target, ast.Subscript):
            where = self.position(target)
            if len(where) != rank(whole) or any(i >= n for i, n in zip(where, whole.shape[1:], strict=True)):
                raise Unfit(f"{ast.unparse(target)} is not an entry of {name}")
            return self._slope(inner, name, where)
        entries = list(itertools.product(*map(range, whole.shape[1:])))
        self.budget.spend(len(entries) * self._value(inner).size)
        slopes = [self._slope(inner, name, where) for where in entries]
        found = np.stack(np.broadcast_arrays(*slopes), axis=-1)
        return found.reshape(*found.shape[:-1], *whole.shape[1:])

    def _slope(self, inner: ast.expr, name: str, where: tuple[int, ...]) -> np.ndarray:
        if self.steps == 0:
            return self._beside(name, where, 1j * STEP)._value(inner).imag / STEP
        self.budget.rough = True
        up, down = (self._beside(name, where, s * DIFFERENCE)._value(inner) for s in (1, -1))
        return (up - down) / (2 * DIFFERENCE)

    def _beside(self, name: str, where: tuple[int, ...], step: complex) -> Places:
        """These places with one entry moved; what is defined through it moves with it."""
        key = (name, where, step)
        if key not in self.moved:
            value = np.array(np.broadcast_to(self._named(name), (self.points, *self._named(name).shape[1:])))
            value = value.astype(np.result_type(value, step))
            value[_at_all_points(where)] += step
            kept = {n: v for n, v in self.names.items() if n not in self.given}
            names = {**kept, name: value}
            self.moved[key] = replace(self, names=names, moved={}, steps=self.steps + 1)
        return self.moved[key]


def _at_all_points(where: tuple[int, ...]) -> tuple[slice | int, ...]:
    """The index of an entry, the same at all points."""
    return slice(None), *where


class Opaque:
    """Derivatives as things in themselves, for comparing how two expressions are written: equal ones are one unknown.

    What they come to is not looked at; only that d(z, z) is 1, and that constant factors and summands come out:
    d(2 - exp(-z), z) is −1 times the unknown d(exp(-z), z).
    """

    def __init__(self, rng: np.random.Generator, known: list | None = None):
        self.rng = rng
        self.known: list[tuple[str, np.ndarray, np.ndarray]] = list(known or [])

    def derivative(self, places: Places, node: ast.Call) -> np.ndarray:
        inner, target = places.value(node.args[0]), node.args[1]
        label, whole = ast.unparse(target), places.value(target)
        if isinstance(target, ast.Subscript):
            label, shape = f"{name_of(target.value)}{places.position(target)}", ()
        else:
            shape = whole.shape[1:]
        if not shape and inner.shape == whole.shape and np.array_equal(inner, whole):
            return np.ones(places.points)
        for name, key, value in self.known:
            factor = _factor(inner, key) if name == label else None
            if factor is not None:
                return factor * value
        value = self.rng.normal(0, 1, (places.points, *inner.shape[1:], *shape))
        self.known.append((label, np.array(inner), value))
        return value


def _factor(a: np.ndarray, b: np.ndarray) -> float | None:
    """c where a = c b + a constant at all points; None where there is no such number."""
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return None
    a, b = (x - x.mean(axis=0) for x in (a, b))
    square = float(np.sum(b * b))
    factor = float(np.sum(a * b)) / square if square else 1.0
    # Nothing but a constant: no multiple of anything that varies.
    if not np.any(a) and square:
        return None
    return factor if np.allclose(a, factor * b, rtol=1e-9, atol=1e-9 * np.abs(a).max(initial=0.0)) else None
