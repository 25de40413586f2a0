"""Right answers of a fourth class to lectures 07 to 08, written from the notebooks alone: each as it was typed."""

from tests.support.typed import typed

_TYPED = {
    "ActivationLayer": (
        (
            "as in the hints",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        if isinstance(activation, str):
            activation = look_up(ACTIVATIONS, activation, "activation")
        self.activation = activation
        self.settings = settings

    def forward(self, Z):
        self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return dA * self.activation.grad(self.Z, **self.settings)
""",
        ),
        (
            "slope computed already in forward",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        self.act = activation if isinstance(activation, Activation) else ACTIVATIONS[activation]
        self.kw = dict(settings)

    def forward(self, Z):
        self.slope = self.act.grad(Z, **self.kw)
        return self.act.f(Z, **self.kw)

    def backward(self, dA):
        return np.multiply(dA, self.slope)
""",
        ),
        (
            "lambdas made in __init__",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        a = look_up(ACTIVATIONS, activation, 'activation') if type(activation) is str else activation
        self.f = lambda z: a.f(z, **settings)
        self.df = lambda z: a.grad(z, **settings)

    def forward(self, Z):
        self.cached = Z
        A = self.f(Z)
        return A

    def backward(self, dA):
        dZ = self.df(self.cached) * dA
        return dZ
""",
        ),
    ),
    "Dense": (
        (
            "as in the hints",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "einsum, writes into the existing arrays, other cache name",
            """
class Dense(Affine):
    def forward(self, X):
        self._inputs = np.asarray(X)
        Z = np.einsum("ni,ji->nj", self._inputs, self.W)
        Z = Z + self.b
        return Z

    def backward(self, dZ):
        self.dW[...] = np.einsum("nj,ni->ji", dZ, self._inputs)
        self.db[...] = np.einsum("nj->j", dZ)
        if not self.input_grad:
            return None
        return np.einsum("nj,ji->ni", dZ, self.W)
""",
        ),
        (
            "loop over the examples, sums of outer products",
            """
class Dense(Affine):
    def forward(self, X):
        self.cache = X.copy()
        return np.dot(X, self.W.T) + self.b[None, :]

    def backward(self, dZ):
        X = self.cache
        dW = np.zeros_like(self.W)
        db = np.zeros_like(self.b)
        for n in range(len(X)):
            dW += np.outer(dZ[n], X[n])
            db += dZ[n]
        self.dW, self.db = dW, db
        return dZ.dot(self.W) if self.input_grad else None
""",
        ),
    ),
    "Node": (
        (
            "as in the hints",
            """
class Node(Record):
    def __add__(self, other):
        if other.value.ndim < self.value.ndim:
            return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0))])
        return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY)])

    def __mul__(self, other):
        return Node(self.value * other.value, [(self, lambda dY: dY * other.value), (other, lambda dY: dY * self.value)])

    def __matmul__(self, other):
        return Node(self.value @ other.value, [(self, lambda dY: dY @ other.value.T), (other, lambda dY: self.value.T @ dY)])

    @property
    def T(self):
        return Node(self.value.T, [(self, lambda dY: dY.T)])

    def apply(self, activation):
        return Node(activation.f(self.value), [(self, lambda dA: dA * activation.grad(self.value))])

    def sum(self):
        return Node(self.value.sum(), [(self, lambda dY: dY * np.ones_like(self.value))])
""",
        ),
        (
            "named inner functions, slope computed at once",
            """
class Node(Record):
    def __add__(self, other):
        a, b = self.value, other.value

        def to_other(dY):
            return dY if a.shape == b.shape else np.sum(dY, axis=0)

        return Node(a + b, ((self, lambda dY: dY.copy()), (other, to_other)))

    def __mul__(self, other):
        a, b = self.value, other.value
        return Node(a * b, ((self, lambda dY: b * dY), (other, lambda dY: a * dY)))

    def __matmul__(self, other):
        a, b = self.value, other.value
        return Node(np.dot(a, b), ((self, lambda dY: np.dot(dY, b.T)), (other, lambda dY: np.dot(a.T, dY))))

    @property
    def T(self):
        return Node(np.transpose(self.value), ((self, np.transpose),))

    def apply(self, activation):
        slope = activation.grad(self.value)
        return Node(activation.f(self.value), ((self, lambda dA: slope * dA),))

    def sum(self):
        shape = self.value.shape
        return Node(np.sum(self.value), ((self, lambda dY: np.full(shape, dY)),))
""",
        ),
    ),
    "SoftmaxCrossEntropy": (
        (
            "keeps the pair of the library function",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        loss, self.dZ = softmax_cross_entropy(Z, T)
        return loss

    def backward(self):
        return self.dZ
""",
        ),
        (
            "by hand with log-sum-exp",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        S = Z - Z.max(axis=1, keepdims=True)
        logP = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
        self.grad = ((np.exp(logP) - T) / len(Z)).astype(Z.dtype)
        return float(-(T * logP).sum() / len(Z))

    def backward(self):
        return self.grad
""",
        ),
    ),
    "backpropagate": (
        (
            "depth first, as in the hints",
            """
def backpropagate(end):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
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
""",
        ),
        (
            "counts the children that are still to come (Kahn)",
            """
def backpropagate(end):
    waiting, nodes, stack = {}, {id(end): end}, [end]
    while stack:
        node = stack.pop()
        for parent, _ in node.parents:
            waiting[id(parent)] = waiting.get(id(parent), 0) + 1
            if id(parent) not in nodes:
                nodes[id(parent)] = parent
                stack.append(parent)
    for node in nodes.values():
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    ready = [end]
    while ready:
        node = ready.pop()
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
            waiting[id(parent)] -= 1
            if waiting[id(parent)] == 0:
                ready.append(parent)
""",
        ),
    ),
    "backward_chain": (
        (
            "reversed",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dZ = layer.backward(dZ)
    return dZ
""",
        ),
        (
            "index from the end",
            """
def backward_chain(layers, dZ):
    grad = dZ
    for r in range(len(layers) - 1, -1, -1):
        grad = layers[r].backward(grad)
    return grad
""",
        ),
        (
            "recursion",
            """
def backward_chain(layers, dZ):
    if len(layers) == 0:
        return dZ
    return backward_chain(layers[:-1], layers[-1].backward(dZ))
""",
        ),
    ),
    "backward_test": (
        (
            "directions at random",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    for N, D in ((3, 4), (5, 2), (4, 4)):
        X = rng.normal(size=(N, D))
        dY = rng.normal(size=(N, D))
        _, dX = layer(X.copy(), dY.copy())
        assert np.shape(dX) == X.shape
        for _ in range(5):
            V = rng.normal(size=(N, D))
            h = 1e-5
            up, _ = layer(X + h * V, dY)
            down, _ = layer(X - h * V, dY)
            assert np.isclose((dX * V).sum(), (dY * (up - down)).sum() / (2 * h), rtol=1e-4, atol=1e-6)
""",
        ),
        (
            "entry by entry with the numerical gradient of lecture 06",
            """
def backward_test(layer):
    rng = np.random.default_rng(42)
    X, dY = rng.standard_normal((4, 3)), rng.standard_normal((4, 3))
    Y, dX = layer(X, dY)
    expected = gradcheck.numerical_gradient(lambda x: float(np.sum(dY * layer(x, dY)[0])), X)
    np.testing.assert_allclose(dX, expected, rtol=1e-4, atol=1e-6)
""",
        ),
    ),
    "chain_step": (
        (
            "loops in place",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    Y = X
    for layer in layers:
        Y = layer.forward(Y)
    value = loss.forward(Y, T)
    dY = loss.backward()
    for layer in reversed(layers):
        dY = layer.backward(dY)
    for layer in layers:
        for name, w in layer.params.items():
            g = layer.grads[name]
            if w.ndim == 2:
                g = g + weight_decay * w
            w -= lr * g
    return value
""",
        ),
        (
            "library chain and sgd_step",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        grads = layer.grads
        for name, w in layer.params.items():
            decay = weight_decay if np.ndim(w) == 2 else 0.0
            w[...] = sgd_step(w, grads[name], lr, decay)
    return value
""",
        ),
    ),
    "flip_signs": (
        (
            "cast, then broadcast",
            """
def flip_signs(W1, b1, W2, signs):
    s = np.asarray(signs).astype(W1.dtype)
    return W1 * s[:, None], b1 * s, W2 * s
""",
        ),
        (
            "copies, negative units turned",
            """
def flip_signs(W1, b1, W2, signs):
    W1, b1, W2 = W1.copy(), b1.copy(), W2.copy()
    turned = np.array(signs) < 0
    W1[turned] = -W1[turned]
    b1[turned] = -b1[turned]
    W2[:, turned] = -W2[:, turned]
    return W1, b1, W2
""",
        ),
    ),
    "forward_chain": (
        (
            "loop",
            """
def forward_chain(layers, X):
    for layer in layers:
        X = layer.forward(X)
    return X
""",
        ),
        (
            "reduce",
            """
from functools import reduce

def forward_chain(layers, X):
    return reduce(lambda A, layer: layer.forward(A), layers, X)
""",
        ),
        (
            "by index",
            """
def forward_chain(layers, X):
    A = X
    for r in range(len(layers)):
        A = layers[r].forward(A)
    return A
""",
        ),
    ),
    "mended_dense_backward": (
        (
            "sum",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dX, dW, db
""",
        ),
        (
            "product with ones, in the dtype",
            """
def mended_dense_backward(X, W, dZ):
    ones = np.ones(dZ.shape[0], dtype=dZ.dtype)
    return dZ @ W, dZ.T @ X, dZ.T @ ones
""",
        ),
    ),
    "parity_with_relus": (
        (
            "wake-ups at 0, 1, 2",
            """
W = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
b = [0, -1, -2]
v = [1, -2, 2]
c = 0
parity_with_relus = (W, b, v, c)
""",
        ),
        (
            "from the top down, NumPy",
            """
parity_with_relus = (-np.ones((3, 3)), np.array([3.0, 2.0, 1.0]), np.array([-1.0, 2.0, -2.0]), 1.0)
""",
        ),
    ),
    "permute_hidden": (
        (
            "fancy indexing",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[order], b1[order], W2[:, order]
""",
        ),
        (
            "take",
            """
def permute_hidden(W1, b1, W2, order):
    return np.take(W1, order, axis=0), np.take(b1, order), np.take(W2, order, axis=1)
""",
        ),
        (
            "loop into copies",
            """
def permute_hidden(W1, b1, W2, order):
    A, b, C = W1.copy(), b1.copy(), W2.copy()
    for i, old in enumerate(order):
        A[i] = W1[old]
        b[i] = b1[old]
        C[:, i] = W2[:, old]
    return A, b, C
""",
        ),
    ),
    "xor_with_steps": (
        (
            "OR and not AND",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5)
""",
        ),
        (
            "x1 and not x2, or x2 and not x1",
            """
W = np.array([[1, -1], [-1, 1]])
b = np.array([-0.5, -0.5])
xor_with_steps = (W, b, np.array([1, 1]), -0.5)
""",
        ),
        (
            "OR and NAND, uses that the step is 1 at 0",
            """
xor_with_steps = ([[1, 1], [-1, -1]], [-1, 1], [1, 1], -2)
""",
        ),
    ),
}

RIGHT = {name: tuple(typed(name, source) for _, source in answers) for name, answers in _TYPED.items()}
