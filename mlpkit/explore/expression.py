"""A small expression as a graph: values forward, gradients backward, one node at a time."""

import ast
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mlpkit.activations import sigmoid

FUNCTIONS = {  # name: (value, derivative)
    "exp": (np.exp, np.exp),
    "log": (np.log, lambda v: 1 / v),
    "tanh": (np.tanh, lambda v: 1 - np.tanh(v) ** 2),
    "sigmoid": (sigmoid, lambda v: sigmoid(v) * (1 - sigmoid(v))),
    "relu": (lambda v: np.maximum(v, 0), lambda v: float(v > 0)),
}
OPERATORS = {  # kind of node: (sign, value, derivatives for both operands)
    ast.Add: ("+", lambda a, b: a + b, lambda a, b: (1.0, 1.0)),
    ast.Sub: ("−", lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    ast.Mult: ("×", lambda a, b: a * b, lambda a, b: (b, a)),
    ast.Div: ("/", lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2)),
    ast.Pow: ("^", lambda a, b: a**b, lambda a, b: (b * a ** (b - 1), 0.0)),
}
SIGNS = str.maketrans({"^": "**", "·": "*", "×": "*", "−": "-"})  # as on paper, and as the picture shows them
MOST = 14  # nodes that fit into a picture
EASY, TRIES = 6, 60  # nodes that are placed well in their own order, and other orders to try for more


@dataclass
class Node:
    """What it does, on which nodes (their numbers), and how to get its value and its local derivatives."""

    label: str
    inputs: tuple = ()
    value: object = None
    slopes: object = None

    @property
    def constant(self):
        """Whether it is a number, which needs no gradient."""
        return not self.inputs and self.value is not None


def parse(text):
    """The nodes of an expression such as "(w*x + b - t)**2", those that a node needs before it; or a ValueError."""
    try:
        tree = ast.parse(text.strip().translate(SIGNS), mode="eval").body
    except SyntaxError:
        raise ValueError(f"cannot read {text!r}; write an expression such as (w*x + b - t)**2") from None
    nodes, known = [], {}
    _add(tree, nodes, known)
    if not known:
        raise ValueError("the expression has no input: use a letter, such as x")
    if len(nodes) == 1:
        raise ValueError("there is nothing to work out: write an expression such as 2*x")
    if len(nodes) > MOST:
        raise ValueError(f"the expression has {len(nodes)} nodes; up to {MOST} fit into the picture")
    return nodes


def _number(part):
    """The number that a part of the tree is, such as 2 or -1; or None."""
    sign = 1.0
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
        part, sign = part.operand, -1.0
    plain = isinstance(part, ast.Constant) and type(part.value) in (int, float)
    return sign * part.value if plain else None


def _add(part, nodes, known):
    """Append the nodes of a part of the tree; returns the number of its last one."""
    if isinstance(part, ast.Name):
        if part.id not in known:
            known[part.id] = len(nodes)
            nodes.append(Node(part.id))
        return known[part.id]
    if (number := _number(part)) is not None:
        nodes.append(Node(f"{number:g}".replace("-", "−"), (), lambda: number, lambda: ()))
    elif isinstance(part, ast.BinOp) and type(part.op) in OPERATORS:
        sign, value, slopes = OPERATORS[type(part.op)]
        if isinstance(part.op, ast.Pow) and _number(part.right) is None:
            raise ValueError("a power must have a number as its exponent")
        operands = _add(part.left, nodes, known), _add(part.right, nodes, known)
        nodes.append(Node(sign, operands, value, slopes))
    elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
        nodes.append(Node("−", (_add(part.operand, nodes, known),), lambda a: -a, lambda a: (-1.0,)))
    elif isinstance(part, ast.Call) and getattr(part.func, "id", "") in FUNCTIONS and len(part.args) == 1:
        f, slope = FUNCTIONS[part.func.id]
        operand = _add(part.args[0], nodes, known)
        nodes.append(Node(part.func.id, (operand,), f, lambda a: (slope(a),)))
    else:
        raise ValueError(f"cannot use {ast.unparse(part)!r}; there are + − * / **, numbers, {', '.join(FUNCTIONS)}")
    return len(nodes) - 1


def run(nodes, inputs):
    """(values, gradients of the last node, local derivatives by node), for inputs by name."""
    values, slopes = [], []
    for node in nodes:
        operands = [values[i] for i in node.inputs]
        values.append(np.float64(inputs[node.label] if node.value is None else node.value(*operands)))
        slope = () if node.value is None else tuple(map(np.float64, node.slopes(*operands)))
        slopes.append(tuple(s * np.nan for s in slope) if np.isnan(values[-1]) else slope)
    gradients = np.zeros(len(nodes))
    gradients[-1] = 1.0
    for n in reversed(range(len(nodes))):
        for i, slope in zip(nodes[n].inputs, slopes[n], strict=True):
            gradients[i] += gradients[n] * slope
    return values, gradients, slopes


def places(nodes):
    """Where to draw each node: (column, row); inputs and numbers at the left, the result at the right.

    No two share a place, and no edge runs through a node that it does not belong to. Of several orders in which the
    nodes are placed, the one counts whose edges cross least and are shortest.
    """
    rng, orders = np.random.default_rng(0), [list(range(len(nodes)))]
    orders += [_shuffled(nodes, rng) for _ in range(TRIES if len(nodes) > EASY else 0)]
    return min((_placed(nodes, order) for order in orders), key=lambda spots: _untidy(nodes, spots))


def _shuffled(nodes, rng):
    """All nodes in another order, each after those that it needs."""
    order = []
    while len(order) < len(nodes):
        ready = [n for n, node in enumerate(nodes) if n not in order and set(node.inputs) <= set(order)]
        order.append(ready[rng.integers(len(ready))])
    return order


def _placed(nodes, order):
    """The places, where each node in turn takes the best one that is free."""
    depth = []
    for node in nodes:
        depth.append(1 + max((depth[i] for i in node.inputs), default=-1))
    rows, spots, edges = {}, {}, []
    for n in order:
        node, column = nodes[n], depth[n]
        if not node.inputs:  # as close to where it is used as can be
            column = min((depth[k] for k, other in enumerate(nodes) if n in other.inputs), default=1) - 1
        ideal = np.mean([spots[i][1] for i in node.inputs]) if node.inputs else -float(len(rows.get(column, [])))
        taken = rows.setdefault(column, [])
        while any(abs(ideal - other) < 1 for other in taken) or _in_the_way(node, (column, ideal), spots, edges):
            ideal -= 1
        taken.append(ideal)
        spots[n] = (float(column), float(ideal))
        edges += [(spots[i], spots[n]) for i in node.inputs]
    return [spots[n] for n in range(len(nodes))]


def _untidy(nodes, spots):
    """How many edges cross, then how high they reach in all."""
    edges = [(spots[i], spots[n]) for n, node in enumerate(nodes) for i in node.inputs]
    return sum(_cross(a, b) for a, b in combinations(edges, 2)), sum(abs(a[1] - b[1]) for a, b in edges)


def _cross(one, other):
    """Whether two edges change places on their common way from left to right."""
    low, high = max(one[0][0], other[0][0]), min(one[1][0], other[1][0])
    if low >= high:
        return False
    (p, q), (r, s) = ([np.interp(x, *zip(*edge, strict=True)) for x in (low, high)] for edge in (one, other))
    return (p - r) * (q - s) < -1e-9


def _in_the_way(node, spot, spots, edges):
    """Whether a node at `spot` would stand on an edge, or an edge to it would run through another node."""
    own = [(spots[i], spot) for i in node.inputs]
    others = spots.values()
    return any(_meets(edge, spot) for edge in edges) or any(_meets(edge, other) for edge in own for other in others)


def _meets(edge, spot):
    """Whether an edge passes closer to a node than the height of its box."""
    ((x0, y0), (x1, y1)), (x, y) = edge, spot
    return x0 < x < x1 and abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.45
