"""Wrong answers of a second class to lectures 05 to 08."""

import numpy as np

from mlpkit.activations import ACTIVATIONS
from mlpkit.autodiff import Record
from mlpkit.layers.dense import Affine


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _by_unit(activate=True, transposed=False, first=True, last=True, bias=True):
    def answer(x, weights, biases, activations):
        zs, activities = [], [x] if first else []
        a = x
        for r, (W, b, act) in enumerate(zip(weights, biases, activations, strict=True)):
            M = W.T if transposed else W
            z = np.array([sum(M[j, i] * a[i] for i in range(len(a))) + (b[j] if bias else 0) for j in range(len(M))])
            a = act.f(z) if activate and (last or r < len(weights) - 1) else z
            zs.append(z)
            activities.append(a)
        return zs, activities

    return answer


def _by_unit_first_input(x, weights, biases, activations):
    zs, activities = [], [x]
    for W, b, act in zip(weights, biases, activations, strict=True):
        z = np.array([W[j] @ x + b[j] if W.shape[1] == len(x) else W[j] @ activities[-1] + b[0] for j in range(len(W))])
        zs.append(z)
        activities.append(act.f(z))
    return zs, activities


def _dense_no_transpose(X, W, b):
    return X @ W + b


def _dense_transposed(X, W, b):
    return W @ X.T + b[:, None]


def _dense_first_bias(X, W, b):
    return X @ W.T + b[0]


def _dense_relu(X, W, b):
    return np.maximum(X @ W.T + b, 0)


def _bump(sign=1, second=lambda s, x, a: _s(s * (x - a)), height=True, steep=True, plus=False):
    def answer(x, left, right, height_=1.0, steepness=100.0):
        k = steepness if steep else 100.0
        down = second(k, x, right)
        both = _s(k * (x - left)) + down if plus else _s(k * (x - left)) - down
        return sign * (height_ if height else 1.0) * both

    return answer


def _bump_product(x, left, right, height=1.0, steepness=100.0):
    return height * _s(steepness * (x - left)) * _s(steepness * (x - right))


def _sawtooth_once_more(x, depth):
    for _ in range(depth + 1):
        x = np.minimum(2 * x, 2 - 2 * x)
    return x


def _sawtooth_one_less(x, depth):
    for _ in range(1, depth):
        x = np.minimum(2 * x, 2 - 2 * x)
    return x


def _sawtooth_modulo(x, depth):
    return (2**depth * x) % 1.0


def _sawtooth_multiplied(x, depth):
    return depth * np.minimum(2 * x, 2 - 2 * x)


def _numerical_one_sided(f, x, eps=1e-5):
    G = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        E = np.zeros_like(x)
        E[i] = eps
        G[i] = (f(x + E) - f(x)) / eps
    return G


def _numerical_all_at_once(f, x, eps=1e-5):
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))


def _numerical_flat(f, x, eps=1e-5):
    out = []
    for i in range(x.size):
        E = np.zeros(x.size)
        E[i] = eps
        E = E.reshape(x.shape)
        out.append((f(x + E) - f(x - E)) / (2 * eps))
    return np.array(out)


def _numerical_fixed(f, x, eps=1e-5):
    G = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        E = np.zeros_like(x)
        E[i] = 1e-3
        G[i] = (f(x + E) - f(x - E)) / (2 * eps)
    return G


def _hidden_no_slope(dZ, W, slope):
    return dZ @ W


def _hidden_added(dZ, W, slope):
    return dZ @ W + slope


def _hidden_mean(dZ, W, slope):
    return (dZ @ W) * slope / len(dZ)


def _hidden_absolute(dZ, W, slope):
    return (dZ @ np.abs(W)) * slope


def _backward_units(own=True, weights_of=1, slope_at="z", outer="ji", reverse=False):
    def answer(dA, zs, activities, weights, activations):
        dWs, dbs, g = [], [], dA
        for r in range(len(weights) - 1, -1, -1):
            at = zs[r] if slope_at == "z" else activities[r + 1]
            d = g * activations[r].grad(at) if own or r < len(weights) - 1 else g
            dWs.append(np.outer(d, activities[r]) if outer == "ji" else np.outer(activities[r], d))
            dbs.append(d)
            g = weights[r].T @ d
        return (dWs, dbs) if reverse else (dWs[::-1], dbs[::-1])

    return answer


def _relative_sum(claimed, measured):
    length = np.linalg.norm(claimed) + np.linalg.norm(measured)
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


def _relative_min(claimed, measured):
    length = min(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / length) if length else 0.0


def _relative_entries(claimed, measured):
    length = max(np.abs(claimed).max(), np.abs(measured).max())
    return float(np.abs(claimed - measured).max() / length) if length else 0.0


def _relative_guard(claimed, measured):
    length = max(np.linalg.norm(claimed), np.linalg.norm(measured))
    return float(np.linalg.norm(claimed - measured) / (length + 1e-3))


class _DenseKeepsAdding(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW += dZ.T @ self.X
        self.db += dZ.sum(axis=0)
        return dZ @ self.W if self.input_grad else None


class _DenseMean(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X / len(dZ)
        self.db = dZ.mean(axis=0)
        return dZ @ self.W if self.input_grad else None


class _DenseAlways(Affine):
    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W


class _DenseFirstBatch(Affine):
    def forward(self, X):
        if not hasattr(self, "X"):
            self.X = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.dW = dZ.T @ self.X
        self.db = dZ.sum(axis=0)
        return dZ @ self.W if self.input_grad else None


class _Base(Record):
    """A right Node, to be made wrong."""

    def __add__(self, other):
        if self.value.shape == other.value.shape:
            return type(self)(self.value + other.value, [(self, lambda g: g), (other, lambda g: g)])
        return type(self)(self.value + other.value, [(self, lambda g: g), (other, lambda g: g.sum(axis=0))])

    def __mul__(self, other):
        pairs = [(self, lambda g: g * other.value), (other, lambda g: g * self.value)]
        return type(self)(self.value * other.value, pairs)

    def __matmul__(self, other):
        pairs = [(self, lambda g: g @ other.value.T), (other, lambda g: self.value.T @ g)]
        return type(self)(self.value @ other.value, pairs)

    @property
    def T(self):
        return type(self)(self.value.T, [(self, lambda g: g.T)])

    def apply(self, activation):
        return type(self)(activation.f(self.value), [(self, lambda g: g * activation.grad(self.value))])

    def sum(self):
        return type(self)(self.value.sum(), [(self, lambda g: np.full_like(self.value, g))])


class _NodeBroadcast(_Base):
    def __add__(self, other):
        return type(self)(self.value + other.value, [(self, lambda g: g), (other, lambda g: g)])


class _NodeOwnFactor(_Base):
    def __mul__(self, other):
        pairs = [(self, lambda g: g * self.value), (other, lambda g: g * other.value)]
        return type(self)(self.value * other.value, pairs)


class _NodeTranspose(_Base):
    @property
    def T(self):
        return type(self)(self.value.T, [(self, lambda g: g)])


class _NodeMean(_Base):
    def sum(self):
        return type(self)(self.value.sum(), [(self, lambda g: np.full_like(self.value, g / self.value.size))])


def _ordered(end):
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for parent, _ in node.parents:
            visit(parent)
        order.append(node)

    visit(end)
    return order[::-1]


def _backpropagate_overwrites(end):
    order = _ordered(end)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in order:
        for parent, pull in node.parents:
            parent.grad = pull(node.grad)


def _backpropagate_keeps(end):
    order = _ordered(end)
    for node in order:
        if node.grad is None:
            node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in order:
        for parent, pull in node.parents:
            parent.grad = parent.grad + pull(node.grad)


def _backpropagate_depth_first(end):
    for node in _ordered(end):
        node.grad = np.zeros_like(node.value)

    def down(node, g):
        node.grad = node.grad + g
        for parent, pull in node.parents:
            down(parent, pull(node.grad))

    down(end, np.ones_like(end.value))


def _backpropagate_one_parent(end):
    order = _ordered(end)
    for node in order:
        node.grad = np.zeros_like(node.value)
    end.grad = np.ones_like(end.value)
    for node in order:
        for parent, pull in node.parents[:1]:
            parent.grad = parent.grad + pull(node.grad)


def _mended_dense(X, W, dZ, dX=lambda X, W, dZ: dZ @ W, dW=lambda X, W, dZ: dZ.T @ X, db=lambda dZ: dZ.sum(0)):
    return dX(X, W, dZ), dW(X, W, dZ), db(dZ)


def _layer_test_ones(layer):
    X = np.random.default_rng(0).normal(size=(3, 3))
    dX = layer(X, np.ones((3, 3)))[1]
    h = 1e-6
    G = np.zeros_like(X)
    for i in np.ndindex(X.shape):
        E = np.zeros_like(X)
        E[i] = h
        G[i] = (layer(X + E, np.ones((3, 3)))[0].sum() - layer(X - E, np.ones((3, 3)))[0].sum()) / (2 * h)
    assert np.allclose(G, dX, atol=1e-5)


def _layer_test_elementwise(layer):
    rng = np.random.default_rng(0)
    X, dY = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    h = 1e-6
    slope = (layer(X + h, dY)[0] - layer(X - h, dY)[0]) / (2 * h)
    assert np.allclose(layer(X, dY)[1], dY * slope, atol=1e-5)


def _layer_test_shape(layer):
    X = np.ones((2, 3))
    Y, dX = layer(X, X)
    assert Y.shape == dX.shape == X.shape


def _layer_test_one_example(layer):
    rng = np.random.default_rng(0)
    X, dY = rng.normal(size=(1, 3)), rng.normal(size=(1, 3))
    G = np.zeros_like(X)
    for i in np.ndindex(X.shape):
        E = np.zeros_like(X)
        E[i] = 1e-6
        G[i] = np.sum(dY * (layer(X + E, dY)[0] - layer(X - E, dY)[0])) / 2e-6
    assert np.allclose(G, layer(X, dY)[1], atol=1e-5)


def _chain(after=False, decay="W", sign=-1, lr=True, first=True):
    def answer(layers, loss, X, T, lr_, weight_decay=0.0):
        def forward():
            A = X
            for layer in layers:
                A = layer.forward(A)
            return A

        value = loss.forward(forward(), T)
        g = loss.backward()
        for layer in layers[::-1]:
            g = layer.backward(g)
        for layer in layers if first else layers[1:]:
            for name, p in layer.params.items():
                pull = weight_decay if decay == "all" or (decay == "W" and p.ndim == 2) else 0.0
                p += sign * lr_ * (layer.grads[name] + pull * p)
        return loss.forward(forward(), T) if after else value

    return answer


def _permute_rows_only(W1, b1, W2, order):
    return W1[order], b1[order], W2[order[: len(W2)]] if len(W2) >= len(order) else W2


def _permute_inverse(W1, b1, W2, order):
    back = np.argsort(order)
    return W1[back], b1[back], W2[:, back]


def _permute_bias_left(W1, b1, W2, order):
    return W1[order], b1.copy(), W2[:, order]


def _permute_inputs(W1, b1, W2, order):
    W1[:] = W1[order]
    b1[:] = b1[order]
    W2[:] = W2[:, order]
    return W1, b1, W2


def _flip_no_bias(W1, b1, W2, signs):
    return W1 * signs[:, None], b1.copy(), W2 * signs


def _flip_not_out(W1, b1, W2, signs):
    return W1 * signs[:, None], b1 * signs, W2.copy()


def _flip_rows_of_w2(W1, b1, W2, signs):
    return W1 * signs[:, None], b1 * signs, -W2


def _flip_reversed(W1, b1, W2, signs):
    return W1 * -signs[:, None], b1 * -signs, W2 * signs


WRONG = {
    "forward_by_unit": (
        ("no activation at the output", _by_unit(last=False), r"last layer|output layer"),
        ("x left out of the activities", _by_unit(first=False), r"begin|x|input|one array|activities"),
        ("no biases", _by_unit(bias=False), r"bias|\bb\b"),
        ("no activation at all", _by_unit(activate=False), r"activation|f\(z\)|pre-activations|the same"),
    ),
    "dense_forward": (
        ("W not transposed", _dense_no_transpose, r"transpose|Wᵀ|W\.T|matmul|shape"),
        ("examples in columns", _dense_transposed, r"transpose|rows and columns"),
        ("the first bias for all", _dense_first_bias, r"bias|\bb\b"),
        ("relu on top", _dense_relu, r"below 0|relu|activation|negative"),
    ),
    "bump": (
        ("steps added", _bump(plus=True), r"add|minus|sign|down"),
        ("upside down", _bump(sign=-1), r"sign|−1|upside"),
        ("height ignored", _bump(height=False), r"height"),
        ("product of two steps up", _bump_product, r"right|down|product"),
    ),
    "sawtooth": (
        ("once more", _sawtooth_once_more, r"depth|once more|one more"),
        ("once less", _sawtooth_one_less, r"depth|once|one less"),
        ("a saw without a way down", _sawtooth_modulo, r"down|tent|differs|jump"),
        ("depth as a factor", _sawtooth_multiplied, r"depth"),
    ),
    "numerical_gradient": (
        ("one-sided", _numerical_one_sided, r"one.sided|one side|central|both sides"),
        ("all entries moved at once", _numerical_all_at_once, r"at once|together|one entry|everywhere"),
        ("flat result", _numerical_flat, r"shape"),
        ("a step of its own", _numerical_fixed, r"eps|ε|step"),
    ),
    "hidden_delta": (
        ("the slope forgotten", _hidden_no_slope, r"slope|f'|f′"),
        ("the slope added", _hidden_added, r"slope|add|product"),
        ("divided by N again", _hidden_mean, r"N|rows|examples|mean"),
        ("absolute weights", _hidden_absolute, r"sign|W"),
    ),
    "backward_by_unit": (
        ("the output's slope left out", _backward_units(own=False), r"slope|output"),
        ("the slope at a", _backward_units(slope_at="a"), r"slope|at a|pre-activation"),
        ("gradients transposed", _backward_units(outer="ij"), r"transpose|rows and columns"),
        ("last layer first", _backward_units(reverse=True), r"order|last|first|reverse"),
    ),
    "mended_relative_error": (
        ("the sum of the lengths", _relative_sum, r"sum|half|longer|both"),
        ("the shorter one", _relative_min, r"short|smaller|longer"),
        ("largest entries", _relative_entries, r"entr|length|norm"),
        ("a small number below", _relative_guard, r"small|added|digits|zero"),
    ),
    "Dense": (
        ("gradients added up over batches", _DenseKeepsAdding, r"add|accumul|batch|second|before"),
        ("means over the batch", _DenseMean, r"mean|N|rows|examples"),
        ("input_grad without effect", _DenseAlways, r"input_grad|None"),
        ("the first batch is kept", _DenseFirstBatch, r"second|first batch|new|before"),
    ),
    "Node": (
        ("a row that is added keeps the matrix", _NodeBroadcast, r"sum|row|shape"),
        ("each factor gets itself", _NodeOwnFactor, r"other|exchange"),
        ("the transpose not undone", _NodeTranspose, r"transpose|\.T|\bT\b"),
        ("the sum divides", _NodeMean, r"sum|mean|divid|number of"),
    ),
    "backpropagate": (
        ("overwrites", _backpropagate_overwrites, r"overwrit|add|several|last|twice|served"),
        ("earlier walks count", _backpropagate_keeps, r"earlier|second|left|walk|old"),
        ("depth first", _backpropagate_depth_first, r"complete|once|order|several|paths|too early"),
        ("one parent only", _backpropagate_one_parent, r"parent|operand|first"),
    ),
    "mended_dense_backward": (
        (
            "still a mean",
            lambda X, W, dZ: _mended_dense(X, W, dZ, db=lambda d: d.mean(0)),
            r"mean|N|fault|unchanged|handed",
        ),
        ("a sum over the wrong axis", lambda X, W, dZ: _mended_dense(X, W, dZ, db=lambda d: d.sum(1)), r"axis|shape"),
        (
            "dW divided now",
            lambda X, W, dZ: _mended_dense(X, W, dZ, dW=lambda X, W, d: d.T @ X / len(X)),
            r"N|rows|examples|dW",
        ),
        (
            "a sum of everything",
            lambda X, W, dZ: _mended_dense(X, W, dZ, db=lambda d: d.sum()),
            r"shape|one number|axis",
        ),
    ),
    "backward_test": (
        ("dY of ones", _layer_test_ones, r"accepts|let|not notice|pass"),
        ("entry by entry", _layer_test_elementwise, r"right|correct|rejects|turns down|fails"),
        ("shapes", _layer_test_shape, r"accepts|let|not notice|pass"),
        ("a single example", _layer_test_one_example, r"accepts|let|not notice|pass"),
    ),
    "chain_step": (
        ("the loss after the update", _chain(after=True), r"after|before"),
        ("decay on biases", _chain(decay="all"), r"bias|decay"),
        ("uphill", _chain(sign=1), r"uphill|sign|added|subtract"),
        ("the first layer stays", _chain(first=False), r"first layer|does not move|layer 1|passed in"),
    ),
    "permute_hidden": (
        ("columns of W2 left", _permute_rows_only, r"W2|column"),
        ("the inverse order", _permute_inverse, r"inverse|order\[i\]|the other way"),
        ("biases left", _permute_bias_left, r"b1|bias"),
        ("writes into the arrays", _permute_inputs, r"chang|in place|passed in"),
    ),
    "flip_signs": (
        ("biases left", _flip_no_bias, r"b1|bias"),
        ("weights out of the unit left", _flip_not_out, r"W2|out"),
        ("all of W2", _flip_rows_of_w2, r"W2|sign"),
        ("the other units", _flip_reversed, r"sign|−1"),
    ),
    "xor_with_steps": (
        ("OR", ([[1, 1], [1, 1]], [-0.5, -1.5], [1, 0], -0.5), r"\(1, 1\)|corner"),
        ("XNOR", ([[1, 1], [1, 1]], [-0.5, -1.5], [-1, 1], 0.5), r"\(0, 0\)|corner|all four|1 minus|exchanged"),
        (
            "the output's threshold forgotten",
            ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], 0),
            r"\(0, 0\)|corner|everywhere",
        ),
        ("three hidden units", (np.ones((3, 2)), [0, 0, 0], [1, 1, 1], 0), r"two|shape|2"),
    ),
    "maximum": (
        ("the sum", ([[1, 1], [-1, -1]], [0, 0], [1, -1], 0), r"x1|\(|sum|differs"),
        ("the minimum", ([[1, -1], [0, 1], [0, -1]], [0, 0, 0], [-1, 1, -1], 0), r"x1|\("),
        ("only for positive x", ([[1, -1], [0, 1]], [0, 0], [1, 1], 0), r"below|negative|\(|x2"),
        ("None", None, r"None|array|four|4"),
    ),
}


def _unit_last_lost(x, w, b):
    z = b
    for i in range(len(x) - 1):
        z += x[i] * w[i]
    return z


def _forward_pass_last_linear(X, weights, biases, activations):
    Zs, As = [], [X]
    for r in range(len(weights)):
        Zs.append(As[-1] @ weights[r].T + biases[r])
        As.append(activations[r].f(Zs[-1]) if r < len(weights) - 1 else Zs[-1])
    return Zs, As


def _forward_pass_first_activation(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b in zip(weights, biases, strict=True):
        Zs.append(As[-1] @ W.T + b)
        As.append(activations[0].f(Zs[-1]))
    return Zs, As


def _forward_pass_two_lists_exchanged(X, weights, biases, activations):
    Zs, As = [], [X]
    for W, b, act in zip(weights, biases, activations, strict=True):
        Zs.append(As[-1] @ W.T + b)
        As.append(act.f(Zs[-1]))
    return As, Zs


def _forward_pass_x_again(X, weights, biases, activations):
    Zs, As = [], []
    A = X
    for W, b, act in zip(weights, biases, activations, strict=True):
        Zs.append(A @ W.T + b)
        A = act.f(Zs[-1])
        As.append(A)
    return Zs, As


class _ActivationSettingsLost:
    def __init__(self, activation, **settings):
        self.activation = ACTIVATIONS[activation] if isinstance(activation, str) else activation

    def forward(self, Z):
        self.Z = Z
        return self.activation.f(Z)

    def backward(self, dA):
        return dA * self.activation.grad(self.Z)


WRONG |= {
    "unit": (
        ("the last input lost", _unit_last_lost, r"last input|last"),
        ("the bias for each input", lambda x, w, b: sum(x[i] * w[i] + b for i in range(len(x))), r"bias|\bb\b"),
        ("relu on top", lambda x, w, b: max(0.0, float(x @ w + b)), r"below 0|never goes below|negative|relu"),
        ("an array of products", lambda x, w, b: x * w + b, r"shape|number|add"),
    ),
    "forward_pass": (
        ("no activation at the output", _forward_pass_last_linear, r"last layer|output"),
        ("one activation for all", _forward_pass_first_activation, r"first activation|activations\[0\]|each layer|own"),
        ("lists exchanged", _forward_pass_two_lists_exchanged, r"exchange|order"),
        ("X left out of As", _forward_pass_x_again, r"X|begin|As"),
    ),
    "ActivationLayer": (("settings lost", _ActivationSettingsLost, r"setting"),),
}


class _LossSum:
    def forward(self, Z, T):
        self.P, self.T = np.exp(Z - Z.max(1, keepdims=True)), T
        self.P = self.P / self.P.sum(1, keepdims=True)
        m = Z.max(1, keepdims=True)
        return float((m[:, 0] + np.log(np.exp(Z - m).sum(1)) - (T * Z).sum(1)).sum())

    def backward(self):
        return self.P - self.T


class _LossSigned(_LossSum):
    def forward(self, Z, T):
        return super().forward(Z, T) / len(Z)

    def backward(self):
        return (self.T - self.P) / len(self.P)


class _LossColumns(_LossSum):
    def forward(self, Z, T):
        return super().forward(Z.T, T.T) / len(Z)

    def backward(self):
        return super().backward().T / self.P.shape[1]


def _back(order=-1, hand_on=True, first=True):
    def answer(layers, dZ):
        g = dZ
        for layer in (layers if first else layers[1:])[::order]:
            g = layer.backward(g if hand_on else dZ)
        return g

    return answer


WRONG |= {
    "reshape_counterexample": (
        ("one unit", (np.ones((2, 2)), np.array([[1.0, 2.0]]), np.zeros(1)), r"one unit|one row|same"),
        (
            "a symmetric matrix",
            (np.ones((1, 2)), np.array([[1.0, 2.0], [2.0, 3.0]]), np.zeros(2)),
            r"transpose|symmetric",
        ),
        ("shapes that do not fit", (np.ones((1, 3)), np.eye(2), np.zeros(2)), r"shape"),
    ),
    "SoftmaxCrossEntropy": (
        ("sums", _LossSum, r"sum|mean|N|rows|examples"),
        ("T − P", _LossSigned, r"sign|−1|T − P"),
        ("down the columns", _LossColumns, r"column|axis|rows"),
    ),
    "backward_chain": (
        ("first to last", _back(order=1), r"first|last|order|reverse"),
        ("every layer gets dZ", _back(hand_on=False), r"dZ|each|hand|passed"),
        ("the first layer left out", _back(first=False), r"first layer|left out|last layer"),
    ),
    "parity_with_relus": (
        ("XOR of two inputs", ([[1, 1, 0], [1, 1, 0], [1, 1, 0]], [0, -1, -2], [1, -2, 2], 0), r"\(|x₃|third|input"),
        ("the sum", (np.ones((3, 3)), [0, -1, -2], [1, 0, 0], 0), r"\(|number of ones|sum"),
        ("at least one", (np.ones((3, 3)), [0, -1, -2], [1, -1, 0], 0), r"\(|OR|least"),
        ("two units", (np.ones((2, 3)), [0, -1], [1, -2], 0), r"three|3|shape"),
    ),
    "trained_xor": (
        ("OR", ([[10, 10], [10, 10]], [-5, -5], [10, 10], 0), r"\(1, 1\)|OR|corner"),
        ("zeros", (np.zeros((2, 2)), [0, 0], [0, 0], 0), r"½|0\.5|zero|trained"),
        ("the opposite", ([[10, 10], [10, 10]], [-5, -15], [-10, 10], 10), r"opposite|1 minus|turned|equal"),
    ),
    "spiral_settings": (
        ("no text", 3, r"text|str|line|settings"),
        ("another task", "data=xor layers=4:tanh rate=0.03", r"data|spiral"),
        ("None", None, r"None"),
    ),
}
