"""Lecture 07: an engine for reverse-mode automatic differentiation: operations that are recorded, and the walk back."""

from itertools import combinations

import numpy as np

from autograder.checking.exercise import Inputs, exercise
from mlpkit import activations, autodiff
from mlpkit.activations import Activation

BOTH = ("float32", "float64")
TANH = Activation(activations.tanh, activations.tanh_grad)


def operands(rng):
    for dtype in BOTH:
        for N, D, K in ((3, 2, 4), (2, 4, 3), (1, 3, 2), (4, 1, 3)):
            shapes = (N, D), (N, D), (D, K), (D,), (N, D), (N, K)
            yield Inputs(tuple(rng.normal(size=shape).astype(dtype) for shape in shapes))
        for D, K in ((3, 2), (2, 4)):
            shapes = (D,), (D,), (D, K), (D,), (D,), (1, K)
            yield Inputs(tuple(rng.normal(size=shape).astype(dtype) for shape in shapes))
        shapes = (), (), (1, 3), (), (), (1, 3)
        yield Inputs(tuple(np.asarray(rng.normal(size=shape), dtype) for shape in shapes))


def run_operations(Node, A, B, C, row, G, H):
    """The value of each operation, and what it sends to each operand when G or H comes back.

    A and B are matrices, vectors or single numbers; a matrix product takes A as a matrix.
    """
    a, b, c, r = Node(A), Node(B), Node(C), Node(row)
    matrix = a if A.ndim == 2 else Node(np.atleast_2d(A))
    found = []
    for made, upstream, inputs in (
        (a + b, G, (a, b)),
        (a + r, G, (a, r)),
        (a * b, G, (a, b)),
        (matrix @ c, H, (matrix, c)),
        (c.T, H.T @ np.atleast_2d(G), (c,)),
        (a.apply(TANH), G, (a,)),
        (a.sum(), G.dtype.type(3), (a,)),
    ):
        found.append(made.value)
        for operand in inputs:
            sent = [pull(upstream) for parent, pull in made.parents if parent is operand]
            if len({np.shape(part) for part in sent}) > 1:
                raise ValueError(f"what comes back to one operand has several shapes: {[*map(np.shape, sent)]}")
            found.append(sum(sent[1:], sent[0]) if sent else None)
    return tuple(found)


def node(**methods):
    """`Node` with these methods in place of its own."""
    return type("Wrong", (autodiff.Node,), methods)


def product(first, second):
    """a * b with these two pulls(a, b, dY)."""

    def multiply(self, other):
        a, b = self.value, other.value
        return type(self)(a * b, [(self, lambda dY: first(a, b, dY)), (other, lambda dY: second(a, b, dY))])

    return multiply


def unsummed_row(self, other):
    return type(self)(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY)])


def averaged_row(self, other):
    row = other.value.ndim < self.value.ndim
    return type(self)(
        self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.mean(axis=0) if row else dY)]
    )


def summed_vector(self, other):
    vector = other.value.ndim == 1
    return type(self)(
        self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0) if vector else dY)]
    )


def slope_at_the_output(self, activation):
    made = activation.f(self.value)
    return type(self)(made, [(self, lambda dA: dA * activation.grad(made))])


def slope_alone(self, activation):
    return type(self)(activation.f(self.value), [(self, lambda dA: activation.grad(self.value))])


def first_operand_only(self, other):
    return type(self)(self.value @ other.value, [(self, lambda dY: dY @ other.value.T)])


def one_number(self):
    return type(self)(self.value.sum(), [(self, lambda dY: dY)])


exercise(
    autodiff.Node,
    lecture="07",
    points=4,
    topics="H23 H26 O16",
    cases=operands,
    call=run_operations,
    outputs=(
        "A + B",
        "what A gets through A + B",
        "what B gets through A + B",
        "A + row",
        "what A gets through A + row",
        "what the row gets through A + row",
        "A * B",
        "what A gets through A * B",
        "what B gets through A * B",
        "A @ C",
        "what A gets through A @ C",
        "what C gets through A @ C",
        "C.T",
        "what C gets through C.T",
        "A.apply(tanh)",
        "what A gets through tanh",
        "A.sum()",
        "what A gets through its sum",
    ),
    wrong={
        "not swapped": (
            node(__mul__=product(lambda a, b, dY: dY * a, lambda a, b, dY: dY * b)),
            "In a product each factor gets the upstream gradient times itself. The derivative of a·b by a is b: times "
            "swaps.",
        ),
        "upstream gradient lost": (
            node(__mul__=product(lambda a, b, dY: b, lambda a, b, dY: a)),
            "The pulls of a product return the local derivative alone. What comes back, dY, multiplies it.",
        ),
        "row not summed": (
            node(__add__=unsummed_row),
            "A row that was added to N rows gets N rows back. It is a fork with N branches: what they carry adds up.",
        ),
        "row averaged": (
            node(__add__=averaged_row),
            "A row that was added to N rows gets the mean of what comes back. At a fork gradients add up.",
        ),
        "every vector summed": (
            node(__add__=summed_vector),
            "What goes to a vector is added up even where it was added to another vector of its shape. Only a row that "
            "was added to the rows of a matrix is a fork: look at the axes of both.",
        ),
        "slope taken at the output": (
            node(apply=slope_at_the_output),
            "The slope is taken at the activation. f' wants what f was given.",
        ),
        "slope alone": (
            node(apply=slope_alone),
            "The pull of an activation function returns its slope alone: multiply it by what comes back.",
        ),
        "second factor forgotten": (
            node(__matmul__=first_operand_only),
            "The matrix product has one parent here. Both of its factors have a derivative.",
        ),
        "sum gives one number back": (
            node(sum=one_number),
            "The sum sends back one number. Each entry of the array gets it: return an array of the array's shape.",
        ),
    },
    hints=(
        "Lecture 06 had four gates, and what each does with a gradient. Which of them is each of these operations?",
        "Plus: dY to both, and to a row Σₙ dYₙ. Times: dY ⊙ B and dY ⊙ A. Matrix product: dY Bᵀ and Aᵀ dY. Transpose: "
        "dYᵀ. Activation: dA ⊙ f'(Z). Sum: dY for each entry.",
        "Every body is return Node(value, [(self, lambda dY: …), (other, lambda dY: …)]), with self.value and "
        "other.value inside the lambdas. A row is recognised by other.value.ndim < self.value.ndim.",
    ),
    step="section 11",
)


def graphs(rng):
    for dtype in BOTH:
        for N, D, K in ((3, 2, 4), (1, 3, 2), (4, 1, 3)):
            shapes = (N, D), (K, D), (K,)
            yield Inputs(tuple(rng.normal(size=shape).astype(dtype) for shape in shapes))


def run_walk(walk, X, W, b):
    """With h = tanh(X @ W.T + b), backpropagate((h + h * h * h + h * h).sum()), called twice."""
    end, *nodes = graph_of(X, W, b)
    walk(end)
    walk(end)
    return *(node.grad for node in nodes), end.grad


def graph_of(X, W, b):
    """The end of that graph, the nodes of X, W and b, and h."""
    x, w, c = autodiff.Node(X), autodiff.Node(W), autodiff.Node(b)
    h = (x @ w.T + c).apply(TANH)
    square = h * h
    return (h + square * h + square).sum(), x, w, c, h


def watch_walk(walk, X, W, b):
    """Whether a node hands its gradient on too early or too often, or shares its array with another."""
    end, *_ = graph_of(X, W, b)
    nodes = children_first(end)
    count = {id(parent): 0 for node in nodes for parent, _ in node.parents}
    due = {key: sum(id(parent) == key for node in nodes for parent, _ in node.parents) for key in count}
    early = []

    def watched(node, parent, pull):
        def handed(dY):
            early.append(count.get(id(node), 0) < due.get(id(node), 0))
            count[id(parent)] += 1
            return pull(dY)

        return parent, handed

    for node in nodes:
        node.parents = tuple(watched(node, *pair) for pair in node.parents)
    walk(end)
    if any(early):
        return "a node hands its gradient on before all that were computed from it have handed theirs to it"
    if any(count[key] > due[key] for key in due):
        return "a node hands its gradient on more than once in one walk"
    if any(np.shares_memory(a.grad, b.grad) for a, b in combinations(nodes, 2)):
        return "two nodes have one array as their gradient, so that what is added to one in place is added to both"
    return None


def walked(order, add=lambda grad, sent: grad + sent, reset=True, parents=lambda one: one.parents):
    """A walk over order(end)."""

    def walk(end):
        nodes = order(end)
        if reset:
            for one in nodes:
                one.grad = np.zeros_like(one.value)
        end.grad = np.ones_like(end.value)
        for one in nodes:
            for parent, pull in parents(one):
                parent.grad = add(parent.grad, pull(one.grad))

    return walk


def children_first(end):
    order = []

    def visit(one):
        if not any(one is known for known in order):
            for parent, _ in one.parents:
                visit(parent)
            order.append(one)

    visit(end)
    return order[::-1]


def along_every_path(end):
    """Depth first, without waiting."""
    for one in children_first(end):
        one.grad = np.zeros_like(one.value)

    def down(one, sent):
        one.grad = one.grad + sent
        for parent, pull in one.parents:
            down(parent, pull(one.grad))

    down(end, np.ones_like(end.value))


def as_found(end):
    """Breadth first, each node once."""
    order = [end]
    for one in order:
        order.extend(parent for parent, _ in one.parents if not any(parent is known for known in order))
    return order


exercise(
    autodiff.backpropagate,
    lecture="07",
    points=3,
    topics="H23 O16 K15",
    cases=graphs,
    call=run_walk,
    watch=watch_walk,
    outputs=tuple(f"the gradient of {what}" for what in ("X", "W", "b", "the hidden layer", "the end itself")),
    free=(4,),
    wrong={
        "the last one wins": (
            walked(children_first, add=lambda grad, sent: sent),
            "A node that serves several others keeps what the last of them sent. By rule C, what comes back along all "
            "paths adds up.",
        ),
        "too early": (
            walked(as_found),
            "A node hands its gradient on before it is complete: one of the nodes that it serves has its turn later. "
            "Let each node wait until all that were computed from it are done.",
        ),
        "old gradients kept": (
            walked(children_first, reset=False),
            "After a second walk the gradients of the first are still in there. Set all of them to zero before the "
            "walk.",
        ),
        "end not set to 1": (
            lambda end: walked(children_first)(autodiff.Node(end.value, [(end, lambda dY: dY * 0)])),
            "All gradients are 0. The derivative of the end with respect to itself is 1: the walk begins with it.",
        ),
        "along every path": (
            along_every_path,
            "A node that is reached along several paths hands on, each time, all that it has got so far: what came "
            "first is handed on twice. Let it wait until its `grad` is complete.",
        ),
        "first operand only": (
            walked(children_first, parents=lambda one: one.parents[:1]),
            "Only the first operand of an operation gets its gradient. `parents` has a pair for each operand.",
        ),
    },
    hints=(
        "When is the gradient of a node complete, if several nodes were computed from it? In which order do you have "
        "to go through them?",
        "List the nodes with every parent before its children. From the end of this list to its beginning: "
        "parent.grad ← parent.grad + pull(node.grad).",
        "A function visit(node) that does nothing for a node in the set `seen`, and else puts it there, visits all its "
        "parents, and then appends it to the list. Call it for the end; set all grads to zeros, that of the end to "
        "ones; then loop over reversed(order).",
    ),
    step="section 11",
)
