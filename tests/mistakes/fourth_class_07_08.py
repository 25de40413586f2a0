"""Wrong answers of a fourth class to lectures 07 to 08, written from the notebooks alone: each as it was typed."""

from tests.support.typed import NAMED, typed

_TYPED = {
    "ActivationLayer": (
        (
            "the slope is taken at the output a instead of z",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        if isinstance(activation, str):
            activation = look_up(ACTIVATIONS, activation, "activation")
        self.activation, self.settings = activation, settings

    def forward(self, Z):
        self.A = self.activation.f(Z, **self.settings)
        return self.A

    def backward(self, dA):
        return dA * self.activation.grad(self.A, **self.settings)
""",
        ),
        (
            "the settings do not reach the derivative",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        if isinstance(activation, str):
            activation = look_up(ACTIVATIONS, activation, "activation")
        self.activation, self.settings = activation, settings

    def forward(self, Z):
        self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return dA * self.activation.grad(self.Z)
""",
        ),
        (
            "only names are accepted, an Activation fails",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        self.activation = ACTIVATIONS[activation]
        self.settings = settings

    def forward(self, Z):
        self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return dA * self.activation.grad(self.Z, **self.settings)
""",
        ),
        (
            "backward is ReLU's for every activation",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        self.activation = look_up(ACTIVATIONS, activation, "activation") if isinstance(activation, str) else activation
        self.settings = settings

    def forward(self, Z):
        self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return np.where(self.Z > 0, dA, 0)
""",
        ),
        (
            "multiplies by f instead of f'",
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
        return dA * self.activation.f(self.Z, **self.settings)
""",
        ),
        (
            "evaluates the slope at dA",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        if isinstance(activation, str):
            activation = look_up(ACTIVATIONS, activation, "activation")
        self.activation = activation
        self.settings = settings

    def forward(self, Z):
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return self.activation.grad(dA, **self.settings)
""",
        ),
        (
            "keeps only the first batch's Z when shapes agree",
            """
class ActivationLayer(Layer):
    def __init__(self, activation, **settings):
        if isinstance(activation, str):
            activation = look_up(ACTIVATIONS, activation, "activation")
        self.activation, self.settings = activation, settings
        self.Z = None

    def forward(self, Z):
        if self.Z is None:
            self.Z = Z
        return self.activation.f(Z, **self.settings)

    def backward(self, dA):
        return dA * self.activation.grad(self.Z, **self.settings)
""",
        ),
    ),
    "Dense": (
        (
            "db is a mean over the examples",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.mean(axis=0)
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "input_grad read the wrong way round",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        if self.input_grad:
            return None
        return dZ @ self.W
""",
        ),
        (
            "caches only the first batch",
            """
class Dense(Affine):
    def forward(self, X):
        if not hasattr(self, "X"):
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
            "db is the sum over everything, one number",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = np.sum(dZ)
        return dZ @ self.W if self.input_grad else None
""",
        ),
        (
            "mixes in the ReLU mask of lecture 06 in dX",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        if self.input_grad:
            return (dZ @ self.W) * (self.X > 0)
""",
        ),
        (
            "divides dW and db by N again",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        self.Z = X @ self.W.T + self.b
        return self.Z

    def backward(self, dZ):
        N = dZ.shape[0]
        self.dW = dZ.T @ self.X / N
        self.db = dZ.sum(axis=0) / N
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "also makes the gradient step inside backward, before dX",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        self.W -= 0.1 * self.dW
        self.b -= 0.1 * self.db
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "input_grad ignored, dX always computed",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return self.X @ self.W.T + self.b

    def backward(self, dZ):
        self.db = dZ.sum(0)
        self.dW = dZ.T @ self.X
        return dZ @ self.W
""",
        ),
        (
            "the bias is added in place before the product, i.e. to the input (only for n_in = n_out) / forgotten",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        Z = X @ self.W.T
        Z + self.b
        return Z

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        if self.input_grad:
            return dZ @ self.W
""",
        ),
        (
            "returns the gradient only, does not store it",
            """
class Dense(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        dW = dZ.T @ self.X
        db = dZ.sum(axis=0)
        if self.input_grad:
            dX = dZ @ self.W
            return dX
""",
        ),
    ),
    "Node": (
        (
            "the pulls of a product are late-bound in a comprehension: both use self.value",
            """
class Node(Record):
    def __add__(self, other):
        if other.value.ndim < self.value.ndim:
            return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0))])
        return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY)])

    def __mul__(self, other):
        return Node(self.value * other.value, [(p, lambda dY: dY * q.value) for p, q in ((self, other), (other, self))])

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
            "a row's gradient is not added up",
            """
class Node(Record):
    def __add__(self, other):
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
            "the row gets a mean over the rows",
            """
class Node(Record):
    def __add__(self, other):
        if other.value.ndim < self.value.ndim:
            return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.mean(axis=0))])
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
            "the slope of apply is taken at the output",
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
        a = activation.f(self.value)
        return Node(a, [(self, lambda dA: dA * activation.grad(a))])

    def sum(self):
        return Node(self.value.sum(), [(self, lambda dY: dY * np.ones_like(self.value))])
""",
        ),
        (
            "sum sends back one number instead of an array of the shape",
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
        return Node(self.value.sum(), [(self, lambda dY: dY)])
""",
        ),
        (
            "matrix product: the transposes on the wrong factors (right for symmetric only)",
            """
class Node(Record):
    def __add__(self, other):
        if other.value.ndim < self.value.ndim:
            return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY.sum(axis=0))])
        return Node(self.value + other.value, [(self, lambda dY: dY), (other, lambda dY: dY)])

    def __mul__(self, other):
        return Node(self.value * other.value, [(self, lambda dY: dY * other.value), (other, lambda dY: dY * self.value)])

    def __matmul__(self, other):
        return Node(self.value @ other.value, [(self, lambda dY: dY @ other.value.T), (other, lambda dY: dY.T @ self.value)])

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
            "T forgets its parent",
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
        return Node(self.value.T)

    def apply(self, activation):
        return Node(activation.f(self.value), [(self, lambda dA: dA * activation.grad(self.value))])

    def sum(self):
        return Node(self.value.sum(), [(self, lambda dY: dY * np.ones_like(self.value))])
""",
        ),
        (
            "the sum has only self as its parent",
            """
class Node(Record):
    def __add__(self, other):
        return Node(self.value + other.value, [(self, lambda dY: dY)])

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
    ),
    "SoftmaxCrossEntropy": (
        (
            "two layers: log of a probability that may be 0",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)
        self.P, self.T = P, T
        return float(-np.sum(T * np.log(P)) / len(Z))

    def backward(self):
        return (self.P - self.T) / len(self.P)
""",
        ),
        (
            "returns the pair",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        self.out = softmax_cross_entropy(Z, T)
        return self.out

    def backward(self):
        return self.out[1]
""",
        ),
        (
            "probabilities clipped at 1e-12, so that the loss is capped",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)
        self.dZ = (P - T) / len(Z)
        return float(-np.sum(T * np.log(P + 1e-12)) / len(Z))

    def backward(self):
        return self.dZ
""",
        ),
        (
            "gradient without 1/N",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        loss, dZ = softmax_cross_entropy(Z, T)
        self.dZ = dZ * len(Z)
        return loss

    def backward(self):
        return self.dZ
""",
        ),
        (
            "loss averaged over all N·K entries",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        S = Z - Z.max(axis=1, keepdims=True)
        logP = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
        self.dZ = (np.exp(logP) - T) / len(Z)
        return -np.mean(T * logP)

    def backward(self):
        return self.dZ
""",
        ),
        (
            "softmax along the wrong axis",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        S = Z - Z.max(axis=0)
        logP = S - np.log(np.exp(S).sum(axis=0))
        self.dZ = (np.exp(logP) - T) / len(Z)
        return float(-(T * logP).sum() / len(Z))

    def backward(self):
        return self.dZ
""",
        ),
        (
            "sign of the gradient turned, as if it were the step",
            """
class SoftmaxCrossEntropy:
    def forward(self, Z, T):
        loss, dZ = softmax_cross_entropy(Z, T)
        self.step = -dZ
        return loss

    def backward(self):
        return self.step
""",
        ),
    ),
    "backpropagate": (
        (
            "grads are not set to zero first",
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
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
        (
            "breadth first, each node once: a node may come before it is complete",
            """
def backpropagate(end):
    order, seen = [end], {end}
    for node in order:
        for parent, _ in node.parents:
            if parent not in seen:
                seen.add(parent)
                order.append(parent)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in order:
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
        (
            "assigns instead of adding",
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
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = pull(node.grad)
""",
        ),
        (
            "aliases: the first gradient is kept without a copy and then added to in place",
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
        node.grad = None
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            g = pull(node.grad)
            if parent.grad is None:
                parent.grad = g
            else:
                parent.grad += g
""",
        ),
        (
            "the end begins with its own value",
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
    end.grad = end.value
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
        (
            "marks a node as seen after its parents, so that shared nodes are listed twice",
            """
def backpropagate(end):
    order = []

    def visit(node):
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
            "goes through the list from the front",
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
    for node in order:
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
        (
            "only the leaves are cleared, inner nodes keep the old gradient",
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
        if not node.parents:
            node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in reversed(order):
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)
""",
        ),
    ),
    "backward_chain": (
        (
            "first to last",
            """
def backward_chain(layers, dZ):
    for layer in layers:
        dZ = layer.backward(dZ)
    return dZ
""",
        ),
        (
            "reverses the caller's list in place",
            """
def backward_chain(layers, dZ):
    layers.reverse()
    for layer in layers:
        dZ = layer.backward(dZ)
    return dZ
""",
        ),
        (
            "never reaches the first layer",
            """
def backward_chain(layers, dZ):
    for r in range(len(layers) - 1, 0, -1):
        dZ = layers[r].backward(dZ)
    return dZ
""",
        ),
        (
            "every layer gets the gradient of the end",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dX = layer.backward(dZ)
    return dX
""",
        ),
        (
            "the gradients of all layers are added",
            """
def backward_chain(layers, dZ):
    for layer in layers[::-1]:
        dZ = dZ + layer.backward(dZ)
    return dZ
""",
        ),
        (
            "calls forward on the way back",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dZ = layer.forward(dZ)
    return dZ
""",
        ),
        (
            "nothing returned",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dZ = layer.backward(dZ)
""",
        ),
        (
            "divides by N in every layer",
            """
def backward_chain(layers, dZ):
    for layer in reversed(layers):
        dZ = layer.backward(dZ) / len(dZ)
    return dZ
""",
        ),
    ),
    "backward_test": (
        (
            "returns a bool instead of asserting",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (rng.normal(size=(3, 4)) for _ in range(3))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    return np.isclose((dX * V).sum(), num, rtol=1e-4)
""",
        ),
        (
            "dY is all ones, so a layer that forgets dY passes",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = rng.normal(size=(3, 4)), np.ones((3, 4)), rng.normal(size=(3, 4))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert np.isclose((dX * V).sum(), num, rtol=1e-4)
""",
        ),
        (
            "one row only",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (rng.normal(size=(1, 4)) for _ in range(3))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert np.isclose((dX * V).sum(), num, rtol=1e-4)
""",
        ),
        (
            "forgets the absolute value",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (rng.normal(size=(3, 4)) for _ in range(3))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert (dX * V).sum() - num < 1e-4
""",
        ),
        (
            "h far too small: rounding refuses right layers",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (rng.normal(size=(3, 4)) for _ in range(3))
    h = 1e-14
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert np.isclose((dX * V).sum(), num)
""",
        ),
        (
            "only shapes and finiteness",
            """
def backward_test(layer):
    X = np.random.default_rng(1).normal(size=(5, 3))
    dY = np.ones_like(X)
    Y, dX = layer(X, dY)
    assert Y.shape == X.shape, "shape of Y"
    assert dX.shape == X.shape, "shape of dX"
    assert np.isfinite(dX).all()
""",
        ),
        (
            "takes the layer for entry by entry: compares the diagonal of the Jacobian",
            """
def backward_test(layer):
    rng = np.random.default_rng(3)
    X, dY = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    Y, dX = layer(X, dY)
    h = 1e-6
    slope = (layer(X + h, dY)[0] - layer(X - h, dY)[0]) / (2 * h)
    assert np.allclose(dX, dY * slope, atol=1e-4)
""",
        ),
        (
            "in float32, where the difference is mostly rounding",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (rng.normal(size=(3, 4)).astype(np.float32) for _ in range(3))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert np.isclose((dX * V).sum(), num, rtol=1e-4)
""",
        ),
        (
            "tolerance of 1: nearly nothing is refused",
            """
def backward_test(layer):
    rng = np.random.default_rng(0)
    X, dY, V = (0.3 * rng.normal(size=(3, 4)) for _ in range(3))
    h = 1e-5
    dX = layer(X, dY)[1]
    num = (dY * (layer(X + h * V, dY)[0] - layer(X - h * V, dY)[0])).sum() / (2 * h)
    assert abs((dX * V).sum() - num) < 1
""",
        ),
    ),
    "chain_step": (
        (
            "decay on biases too",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            w -= lr * (layer.grads[name] + weight_decay * w)
    return value
""",
        ),
        (
            "decay without the rate",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            if w.ndim == 2:
                w *= 1 - weight_decay
            w -= lr * layer.grads[name]
    return value
""",
        ),
        (
            "shrinks before the forward pass, so that loss and gradients belong to other weights",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    for layer in layers:
        for w in layer.params.values():
            if w.ndim == 2:
                w *= 1 - lr * weight_decay
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            w -= lr * layer.grads[name]
    return value
""",
        ),
        (
            "rebinding: nothing changes",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            if w.ndim == 2:
                w = w - lr * (layer.grads[name] + weight_decay * w)
            else:
                w = w - lr * layer.grads[name]
    return value
""",
        ),
        (
            "returns the cost with the penalty",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            g = layer.grads[name]
            if w.ndim == 2:
                value += weight_decay / 2 * np.sum(w ** 2)
                g = g + weight_decay * w
            w -= lr * g
    return value
""",
        ),
        (
            "forgets backward_chain, updates with the gradients of the step before",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    for layer in layers:
        for name, w in layer.params.items():
            decay = weight_decay if w.ndim == 2 else 0
            w -= lr * (layer.grads[name] + decay * w)
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    return value
""",
        ),
        (
            "twice the decay (derivative of λ‖W‖²)",
            """
def chain_step(layers, loss, X, T, lr, weight_decay=0.0):
    value = loss.forward(sequential.forward_chain(layers, X), T)
    sequential.backward_chain(layers, loss.backward())
    for layer in layers:
        for name, w in layer.params.items():
            penalty = 2 * weight_decay * w if w.ndim == 2 else 0
            w -= lr * (layer.grads[name] + penalty)
    return value
""",
        ),
    ),
    "flip_signs": (
        (
            "no cast: float32 weights become float64",
            """
def flip_signs(W1, b1, W2, signs):
    return W1 * signs[:, None], b1 * signs, W2 * signs
""",
        ),
        (
            "bias left out",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    return W1 * s[:, None], b1.copy(), W2 * s
""",
        ),
        (
            "only the weights in",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    return W1 * s[:, None], b1 * s, W2.copy()
""",
        ),
        (
            "rows of W2",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)[:, None]
    return W1 * s, b1 * s.ravel(), (W2.T * s.T).T if W2.shape[0] == len(signs) else W2 * s.ravel()[0]
""",
        ),
        (
            "in place",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    W1 *= s[:, None]
    b1 *= s
    W2 *= s
    return W1, b1, W2
""",
        ),
        (
            "turns the whole network if any sign is negative",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.min().astype(W1.dtype)
    return W1 * s, b1 * s, W2 * s
""",
        ),
        (
            "absolute values: multiplies by |sign|... flips only positive weights",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    return np.abs(W1) * s[:, None], b1 * s, W2 * s
""",
        ),
        (
            "the sign of the weight out is turned the other way (thinks only one side may change)",
            """
def flip_signs(W1, b1, W2, signs):
    s = signs.astype(W1.dtype)
    return W1 * s[:, None], b1 * s, W2 * -s
""",
        ),
    ),
    "forward_chain": (
        (
            "return inside the loop",
            """
def forward_chain(layers, X):
    for layer in layers:
        X = layer.forward(X)
        return X
""",
        ),
        (
            "every layer gets X",
            """
def forward_chain(layers, X):
    for layer in layers:
        A = layer.forward(X)
    return A
""",
        ),
        (
            "empties the list of layers",
            """
def forward_chain(layers, X):
    while layers:
        layer = layers.pop(0)
        X = layer.forward(X)
    return X
""",
        ),
        (
            "returns all activations",
            """
def forward_chain(layers, X):
    out = []
    for layer in layers:
        X = layer.forward(X)
        out.append(X)
    return out
""",
        ),
        (
            "leaves out the last layer",
            """
def forward_chain(layers, X):
    for r in range(len(layers) - 1):
        X = layers[r].forward(X)
    return X
""",
        ),
        (
            "last to first",
            """
def forward_chain(layers, X):
    for layer in reversed(layers):
        X = layer.forward(X)
    return X
""",
        ),
        (
            "adds each output to the input (residual)",
            """
def forward_chain(layers, X):
    A = X
    for layer in layers:
        A = A + layer.forward(A)
    return A
""",
        ),
        (
            "casts the input to float32 each time",
            """
def forward_chain(layers, X):
    for layer in layers:
        X = layer.forward(X.astype(np.float32))
    return X
""",
        ),
    ),
    "mended_dense_backward": (
        (
            "handed in as it was given",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.mean(axis=0)
    return dX, dW, db
""",
        ),
        (
            "sum over everything",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum()
    return dX, dW, db
""",
        ),
        (
            "makes all three means instead",
            """
def mended_dense_backward(X, W, dZ):
    N = len(X)
    dX = dZ @ W / N
    dW = dZ.T @ X / N
    db = dZ.mean(axis=0)
    return dX, dW, db
""",
        ),
        (
            "mean times D instead of N",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.mean(axis=0) * X.shape[1]
    return dX, dW, db
""",
        ),
        (
            "a row instead of a vector",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0, keepdims=True)
    return dX, dW, db
""",
        ),
        (
            "sums over the units",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=1)
    return dX, dW, db
""",
        ),
        (
            "sum in float64",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = np.ones(len(dZ)) @ dZ
    return dX, dW, db
""",
        ),
        (
            "mends the right line and spoils dW's transpose",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
""",
        ),
        (
            "gradients in the order dW, db, dX",
            """
def mended_dense_backward(X, W, dZ):
    dX = dZ @ W
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dW, db, dX
""",
        ),
    ),
    "parity_with_relus": (
        (
            "takes the slopes for the weights",
            """
parity_with_relus = (np.ones((3, 3)), np.array([0.0, -1.0, -2.0]), np.array([1.0, -1.0, 1.0]), 0.0)
""",
        ),
        (
            "the third unit gets weight 1 (slope 0 after u = 2)",
            """
parity_with_relus = (np.ones((3, 3)), np.array([0, -1, -2]), np.array([1, -2, 1]), 0)
""",
        ),
        (
            "biases with the wrong sign",
            """
parity_with_relus = (np.ones((3, 3)), np.array([0, 1, 2]), np.array([1, -2, 2]), 0)
""",
        ),
        (
            "the XOR network, third switch ignored",
            """
parity_with_relus = ([[1, 1, 0], [1, 1, 0], [0, 0, 0]], [0, -1, 0], [1, -2, 0], 0)
""",
        ),
        (
            "tuple in another order",
            """
parity_with_relus = (np.ones((3, 3)), np.array([1, -2, 2]), np.array([0, -1, -2]), 0)
""",
        ),
        (
            "even instead of odd",
            """
parity_with_relus = (np.ones((3, 3)), np.array([0, -1, -2]), np.array([-1, 2, -2]), 1)
""",
        ),
        (
            "one unit per switch (identity), as if the sum were ready",
            """
parity_with_relus = (np.eye(3), np.array([0, -1, -2]), np.array([1, -2, 2]), 0)
""",
        ),
        (
            "only two units",
            """
parity_with_relus = ([[1, 1, 1], [1, 1, 1]], [0, -1], [1, -2], 0)
""",
        ),
    ),
    "permute_hidden": (
        (
            "the inverse order",
            """
def permute_hidden(W1, b1, W2, order):
    inverse = np.argsort(order)
    return W1[inverse], b1[inverse], W2[:, inverse]
""",
        ),
        (
            "columns of W2 forgotten",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[order], b1[order], W2.copy()
""",
        ),
        (
            "bias stays",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[order], b1.copy(), W2[:, order]
""",
        ),
        (
            "reverses whatever the order (right for the example)",
            """
def permute_hidden(W1, b1, W2, order):
    return W1[::-1], b1[::-1], W2[:, ::-1]
""",
        ),
        (
            "overwrites while reading: the new arrays are aliases",
            """
def permute_hidden(W1, b1, W2, order):
    newW1, newb1, newW2 = W1, b1, W2
    for i, old in enumerate(order):
        newW1[i] = W1[old]
        newb1[i] = b1[old]
        newW2[:, i] = W2[:, old]
    return newW1, newb1, newW2
""",
        ),
        (
            "in place",
            """
def permute_hidden(W1, b1, W2, order):
    W1[:] = W1[order]
    b1[:] = b1[order]
    W2[:] = W2[:, order]
    return W1, b1, W2
""",
        ),
        (
            "new position order[i] gets the old unit i",
            """
def permute_hidden(W1, b1, W2, order):
    A, b, C = np.empty_like(W1), np.empty_like(b1), np.empty_like(W2)
    for i in range(len(order)):
        A[order[i]] = W1[i]
        b[order[i]] = b1[i]
        C[:, order[i]] = W2[:, i]
    return A, b, C
""",
        ),
        (
            "W2's columns moved by the inverse, as if to undo",
            """
def permute_hidden(W1, b1, W2, order):
    back = np.argsort(order)
    return W1[order], b1[order], W2[:, back]
""",
        ),
        (
            "by a permutation matrix: everything becomes float64",
            """
def permute_hidden(W1, b1, W2, order):
    P = np.eye(len(b1))[order]
    return P @ W1, P @ b1, W2 @ P.T
""",
        ),
    ),
    "xor_with_steps": (
        (
            "forgets that the step is 1 at 0: output bias 0",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], 0)
""",
        ),
        (
            "the ReLU network of section 2",
            """
xor_with_steps = ([[1, 1], [1, 1]], [0, -1], [1, -2], 0)
""",
        ),
        (
            "both hidden units counted positive: OR",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, 1], -0.5)
""",
        ),
        (
            "thresholds instead of biases",
            """
xor_with_steps = ([[1, 1], [1, 1]], [0.5, 1.5], [1, -1], 0.5)
""",
        ),
        (
            "XNOR",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [-1, 1], 0.5)
""",
        ),
        (
            "output AND instead of OR for the two cut-off corners",
            """
xor_with_steps = ([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 1], -1.5)
""",
        ),
        (
            "weights of the second layer in a tuple of three parts",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1])
""",
        ),
        (
            "AND unit begins at ½ too",
            """
xor_with_steps = ([[1, 1], [1, 1]], [-0.5, -0.5], [1, -1], -0.5)
""",
        ),
    ),
}

WRONG = {
    name: tuple((what, typed(name, source), NAMED) for what, source in answers) for name, answers in _TYPED.items()
}
