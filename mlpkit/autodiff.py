"""Reverse-mode automatic differentiation: arrays that record how they were computed, and the walk back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike


class Record:
    """An array with its history: `value`; `parents`, what it was computed from; `grad`, zeros until a walk sets it.

    parents: pairs (parent, pull). `pull` is a function: it takes the gradient with respect to this value, and returns
    what arrives at the parent through this operation, an array of the parent's shape.
    """

    def __init__(self, value: ArrayLike, parents: Iterable[tuple[Record, Callable]] = ()):
        self.value, self.parents = np.asarray(value), tuple(parents)
        self.grad = np.zeros_like(self.value)


class Node(Record):
    """An array that records every operation on it: each returns a new Node, with a pair (operand, pull) per operand.

    `value` and `parents` are set by `Record`: Node(value, parents). The operands of an operation are Nodes.

    >>> x, w = Node([3.0]), Node([5.0])
    >>> y = x * w
    >>> y.value
    array([15.])
    >>> [pull(np.array([10.0])) for parent, pull in y.parents]     # each gets the other times what comes back
    [array([50.]), array([30.])]
    """

    def __add__(self, other: Node) -> Node:
        """The sum. `other` has the same shape, or is one row (K,) that is added to every row of an (N, K).

        Formula: the gradient goes to both as it is; to a row that was added N times go the sums of its columns.
        """
        row = other.value.ndim < self.value.ndim
        pulls = (self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0) if row else dY)
        return type(self)(self.value + other.value, pulls)

    def __mul__(self, other: Node) -> Node:
        """The product entry by entry of two arrays of one shape.

        Formula: dY ⊙ B goes to A, and dY ⊙ A goes to B.
        """
        pulls = (self, lambda dY: dY * other.value), (other, lambda dY: dY * self.value)
        return type(self)(self.value * other.value, pulls)

    def __matmul__(self, other: Node) -> Node:
        """The matrix product of (N, D) and (D, K).

        Formula: for Y = A B, dY Bᵀ goes to A and Aᵀ dY goes to B.
        """
        pulls = (self, lambda dY: dY @ other.value.T), (other, lambda dY: self.value.T @ dY)
        return type(self)(self.value @ other.value, pulls)

    @property
    def T(self) -> Node:
        """The transpose of a matrix."""
        return type(self)(self.value.T, [(self, lambda dY: dY.T)])

    def apply(self, activation) -> Node:
        """An activation function, entry by entry: `activation.f` is the function, `activation.grad` its slope.

        Formula: dA ⊙ f'(Z) goes to Z.
        """
        return type(self)(activation.f(self.value), [(self, lambda dA: dA * activation.grad(self.value))])

    def sum(self) -> Node:
        """The sum of all entries, an array without axes.

        Formula: every entry gets the one gradient.
        """
        return type(self)(self.value.sum(), [(self, lambda dY: np.full_like(self.value, dY))])


def backpropagate(end: Record) -> None:
    """Set `grad` of every node that `end` was computed from to the derivative of `end` with respect to its value.

    end: a node with a single number as its value. Its own `grad` becomes 1. A node may serve several others, and `pull`
    of a node must not be called before its `grad` is complete. What an earlier walk left in `grad` does not count.

    Formula: list the nodes so that each comes after its parents; walk the list from its end, and add
    pull(node.grad) to parent.grad for each pair (parent, pull) of each node.

    >>> x = Node([3.0, 1.0])
    >>> backpropagate((x * x + x).sum())                           # x² + x has the derivative 2x + 1
    >>> x.grad
    array([7., 3.])
    """
    order: list[Record] = []
    seen = set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

    visit(end)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
