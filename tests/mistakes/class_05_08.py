"""Wrong answers of a class to lectures 05 to 08."""

import numpy as np

from mlpkit.init import INITS


def _s(z):
    return 0.5 * (1 + np.tanh(z / 2))


def _forward(X, weights, biases, activations, bias=1.0, keep_x=True, last=True, skip=False):
    Zs, As = [], [X]
    for r, (W, b, f) in enumerate(zip(weights, biases, activations, strict=True)):
        Zs.append(As[-1] @ W.T + bias * b)
        As.append(f.f(Zs[-1]) if last or r < len(weights) - 1 else Zs[-1])
    return Zs, As if keep_x else As[1:]


def _unit_early(x, w, b):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
        return float(z)


def _backward(dZ, Zs, As, weights, activations, transpose=False, order=1, slope_at="z", shift=0, mean=False):
    dWs, dbs = [], []
    for r in reversed(range(len(weights))):
        dWs.append(dZ.T @ As[r] / (len(dZ) if mean else 1))
        dbs.append(dZ.sum(0) / (len(dZ) if mean else 1))
        if r:
            at = Zs[r - 1] if slope_at == "z" else As[r]
            g = activations[r - 1].grad(at) if slope_at else 1.0
            dZ = dZ @ weights[r] * g
    if transpose:
        dWs = [d.T for d in dWs]
    return dWs[::-order], dbs[::-order]


def _by_unit(dA, zs, acts, weights, fs, at="z", sign=1.0, slope=True, order=1):
    out = fs[-1].grad(zs[-1] if at == "z" else acts[-1]) if slope else 1.0
    deltas = [sign * dA * out]
    for r in range(len(zs) - 2, -1, -1):
        deltas.insert(0, weights[r + 1].T @ deltas[0] * fs[r].grad(zs[r] if at == "z" else acts[r + 1]))
    dWs = [np.outer(d, a) for d, a in zip(deltas, acts, strict=False)]
    return dWs[::order], deltas[::order]


def _gradient(f, x, step, eps_of=lambda e: e):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1
        g[i] = step(f, x, e, i)
    return g


def _numeric(rule):
    return lambda f, x, eps=1e-5: _gradient(f, x, lambda f, x, e, i: rule(f, x, e, eps))


class _Dense:
    bias_in_forward, mean, transposed, zeros, shared = 1.0, False, False, True, False

    def __init__(self, n_in, n_out, *, rng, init="he", bias=0.0, dtype=np.float32, input_grad=True):
        draw = init if callable(init) else INITS[init]
        self.n_in, self.n_out, self.input_grad = n_in, n_out, input_grad
        self.W, self.b = draw(n_out, n_in, rng, dtype), np.full(n_out, bias, dtype)
        if self.zeros:
            self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.bias_in_forward * self.b

    def backward(self, dZ):
        self.dW, self.db = dZ.T @ self.X, dZ.sum(axis=0)
        if self.mean:
            self.dW, self.db = self.dW / len(dZ), self.db / len(dZ)
        return dZ @ self.W if self.input_grad else None


class _DenseNoBias(_Dense):
    bias_in_forward = 0.0


class _DenseMean(_Dense):
    mean = True


class _DenseShared(_Dense):
    memory = {}  # noqa: RUF012

    def forward(self, X):
        self.memory["X"] = X
        return X @ self.W.T + self.b

    def backward(self, dZ):
        self.X = self.memory["X"]
        return super().backward(dZ)


class _DenseAdds(_Dense):
    def backward(self, dZ):
        before = self.dW, self.db
        dX = super().backward(dZ)
        self.dW, self.db = self.dW + before[0], self.db + before[1]
        return dX


class _DenseTransposed(_Dense):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = self.dW.T
        return dX


class _DenseNoneNever(_Dense):
    def backward(self, dZ):
        super().backward(dZ)
        return dZ @ self.W


class _Euclidean:
    half, mean, first, add = 0.5, True, False, False

    def __init__(self):
        self.total, self.kept = 0.0, None

    def forward(self, Y, T):
        n = len(Y) if self.mean else 1
        if self.kept is None or not self.first:
            self.kept = (Y - T) / n
        loss = self.half * float(((Y - T) ** 2).sum()) / n
        self.total += loss
        return self.total if self.add else loss

    def backward(self):
        return self.kept


class _EuclideanAdds(_Euclidean):
    add = True


class _EuclideanFirst(_Euclidean):
    first = True


class _EuclideanNoHalf(_Euclidean):
    half = 1.0


class _EuclideanSum(_Euclidean):
    mean = False


class _EuclideanMinus(_Euclidean):
    def backward(self):
        return -self.kept


class _Activation:
    def __init__(self, activation, **params):
        from mlpkit.activations import ACTIVATIONS

        self.f = ACTIVATIONS[activation] if isinstance(activation, str) else activation
        self.params = params

    def forward(self, Z):
        self.Z = Z
        return self.f.f(Z, **self.params)

    def backward(self, dA):
        return dA * self.f.grad(self.Z, **self.params)


class _ActivationSlopeAtA(_Activation):
    def backward(self, dA):
        return dA * self.f.grad(self.f.f(self.Z, **self.params), **self.params)


class _ActivationNoParams(_Activation):
    def backward(self, dA):
        return dA * self.f.grad(self.Z)


class _ActivationNoDA(_Activation):
    def backward(self, dA):
        return self.f.grad(self.Z, **self.params)


class _ActivationF(_Activation):
    def backward(self, dA):
        return dA * self.f.f(self.Z, **self.params)


def _chain(layers, X):
    for layer in layers:
        X = layer.forward(X)
    return X


def _chain_step(update, value=lambda before, after: before):
    def step(layers, loss, X, T, lr, weight_decay=0.0):
        before = loss.forward(_chain(layers, X), T)
        d = loss.backward()
        for layer in reversed(layers):
            d = layer.backward(d)
        for layer in layers:
            if hasattr(layer, "W"):
                update(layer, lr, weight_decay)
        return before

    return step


def _update(layer, lr, decay, sign=1.0, on_w=1.0, on_b=0.0, b=True):
    layer.W = layer.W - sign * lr * (layer.dW + on_w * decay * layer.W)
    if b:
        layer.b = layer.b - sign * lr * (layer.db + on_b * decay * layer.b)


def _chain_step_after(layers, loss, X, T, lr, weight_decay=0.0):
    _chain_step(_update)(layers, loss, X, T, lr, weight_decay)
    return loss.forward(_chain(layers, X), T)


def _no_assignment(layer, lr, decay):
    W, b = layer.W, layer.b
    W = W - lr * (layer.dW + decay * W)
    b = b - lr * layer.db


def _bump(x, left, right, height=1.0, steepness=100.0, minus=True):
    up, down = _s(steepness * (x - left)), _s(steepness * (x - right))
    return height * (up - down if minus else up + down)


def _naive(v):
    return np.exp(v) / (1 + np.exp(v))


WRONG = {
    "unit": (
        ("returns in the loop", _unit_early, "loop|first input"),
        ("no bias", lambda x, w, b: float(x @ w), r"\bb\b.*no effect|without b|bias"),
        ("last left out", lambda x, w, b: float(x[:-1] @ w[:-1]) + b, "last"),
        ("first left out", lambda x, w, b: float(x[1:] @ w[1:]) + b, "first"),
        ("b subtracted", lambda x, w, b: float(x @ w) - b, "subtract"),
        ("b in every term", lambda x, w, b: float((x * w + b).sum()), "every|each|times"),
        ("products", lambda x, w, b: x * w + b, "array|shape|sum"),
        ("complex", lambda x, w, b: complex(float(x @ w) + b), "complex"),
    ),
    "forward_by_unit": (
        ("exchanged", lambda *a: _forward(*a)[::-1], "exchanged|order"),
        ("x left out", lambda *a: _forward(*a, keep_x=False), "x first|input|begin|one more|array"),
        ("no bias", lambda *a: _forward(*a, bias=0.0), "bias|\\bb\\b"),
        ("last layer linear", lambda *a: _forward(*a, last=False), "last|activation"),
        ("last activity only", lambda *a: (_forward(*a)[0], _forward(*a)[1][-1]), "list|array"),
    ),
    "dense_forward": (
        ("no T", lambda X, W, b: X @ W + b, "transpose|Wᵀ|W.T|error"),
        ("no b", lambda X, W, b: X @ W.T, r"\bb\b.*(no effect|missing)|bias"),
        ("b subtracted", lambda X, W, b: X @ W.T - b, "subtract"),
        ("transposed result", lambda X, W, b: (X @ W.T + b).T, "transpose"),
        ("b column", lambda X, W, b: X @ W.T + b.sum(), "same|all|sum"),
        ("float64", lambda X, W, b: X.astype(float) @ W.T + b, "float64"),
        ("first example only", lambda X, W, b: X[:1] @ W.T + b, "first|shape"),
        ("b twice", lambda X, W, b: X @ W.T + 2 * b, "b.*twice|twice|2"),
    ),
    "forward_pass": (
        ("exchanged", lambda *a: _forward(*a)[::-1], "exchanged|order"),
        ("X left out", lambda *a: _forward(*a, keep_x=False), "X|begin|first"),
        ("no bias", lambda *a: _forward(*a, bias=0.0), "bias|\\bb\\b"),
        ("last layer linear", lambda *a: _forward(*a, last=False), "last|activation"),
        ("X into each", lambda X, W, b, f: ([X @ w.T + c for w, c in zip(W, b, strict=True)], [X]), "X|error"),
    ),
    "bump": (
        (
            "NaN",
            lambda x, left, right, height=1.0, steepness=100.0: (
                height * (_naive(steepness * (x - left)) - _naive(steepness * (x - right)))
            ),
            "NaN|overflow",
        ),
        ("plus", lambda *a: _bump(*a, minus=False), "plus|added|sum|subtract"),
        (
            "steepness ignored",
            lambda x, left, right, height=1.0, steepness=100.0: _bump(x, left, right, height),
            "steepness.*no effect",
        ),
        (
            "height ignored",
            lambda x, left, right, height=1.0, steepness=100.0: _bump(x, left, right, 1.0, steepness),
            "height.*no effect",
        ),
        ("upside down", lambda *a: -_bump(*a), "sign"),
        ("left and right exchanged", lambda x, left, right, *a: _bump(x, right, left, *a), "sign|exchanged"),
    ),
    "sawtooth": (
        ("one too few", lambda x, depth: x if depth == 1 else WRONG["sawtooth"][1][1](x, depth - 1), "once|one|too"),
        (
            "relu left out",
            lambda x, depth: x if depth == 0 else WRONG["sawtooth"][1][1](2 * x - 4 * (x - 0.5), depth - 1),
            "relu",
        ),
        ("once", lambda x, depth: 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0), "once|depth"),
        ("2 for 4", lambda x, depth: 2 * np.maximum(x, 0) - 2 * np.maximum(x - 0.5, 0), "4|once|right for"),
    ),
    "numerical_gradient": (
        ("forward difference", _numeric(lambda f, x, e, h: (f(x + h * e) - f(x)) / h), "forward|one.sided|one side"),
        ("2 forgotten", _numeric(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / h), "2 times|twice"),
        ("precedence", _numeric(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / 2 * h), "bracket|ε²|eps|multipl"),
        ("sign", _numeric(lambda f, x, e, h: (f(x - h * e) - f(x + h * e)) / (2 * h)), "sign"),
        (
            "eps ignored",
            _numeric(lambda f, x, e, h: (f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5),
            "eps.*no effect|ε.*no effect|eps|digits",
        ),
        (
            "all at once",
            lambda f, x, eps=1e-5: np.full_like(x, (f(x + eps) - f(x - eps)) / (2 * eps)),
            "all|every|once",
        ),
    ),
    "output_delta": (
        ("no N", lambda A, T, slope: (A - T) * slope, "N|rows"),
        ("sign", lambda A, T, slope: (T - A) * slope / len(A), "sign"),
        ("no slope", lambda A, T, slope: (A - T) / len(A), "slope|f'"),
        ("over elements", lambda A, T, slope: (A - T) * slope / A.size, "columns|outputs|K|mean"),
        ("twice", lambda A, T, slope: 2 * (A - T) * slope / len(A), "2 times|twice"),
        ("sum over rows", lambda A, T, slope: ((A - T) * slope / len(A)).sum(0), "shape|sum"),
        ("divided by the slope", lambda A, T, slope: (A - T) / slope / len(A), "divid|slope"),
    ),
    "weight_gradient": (
        ("transposed", lambda dZ, A: A.T @ dZ, "transpose"),
        ("mean", lambda dZ, A: dZ.T @ A / len(A), "N|rows"),
        ("first example", lambda dZ, A: np.outer(dZ[0], A[0]), "first|single row"),
        ("sign", lambda dZ, A: -dZ.T @ A, "sign"),
        ("product of sums", lambda dZ, A: np.outer(dZ.sum(0), A.sum(0)), "sum|single row"),
        ("no T", lambda dZ, A: dZ @ A, "error|shape|transpose"),
        ("list", lambda dZ, A: (dZ.T @ A).tolist(), "list"),
    ),
    "bias_gradient": (
        ("mean", lambda dZ: dZ.mean(0), "N|rows|mean"),
        ("axis 1", lambda dZ: dZ.sum(1), "axis|shape|row"),
        ("sum over all", lambda dZ: dZ.sum(), "shape|number|all"),
        ("keepdims", lambda dZ: dZ.sum(0, keepdims=True), "shape"),
        ("sign", lambda dZ: -dZ.sum(0), "sign"),
        ("float64", lambda dZ: dZ.sum(0, dtype=float), "float64"),
        ("first row", lambda dZ: dZ[0], "first|single row"),
    ),
    "hidden_delta": (
        ("slope left out", lambda dZ, W, slope: dZ @ W, "slope|f'"),
        ("W transposed", lambda dZ, W, slope: dZ @ W.T * slope, "transpose|error|Wᵀ"),
        ("divided by N", lambda dZ, W, slope: dZ @ W * slope / len(dZ), "N|rows"),
        ("sign", lambda dZ, W, slope: -(dZ @ W) * slope, "sign"),
        ("added", lambda dZ, W, slope: dZ @ W + slope, "added|plus|product|multipl"),
        ("absolute W", lambda dZ, W, slope: dZ @ abs(W) * slope, "abs|sign"),
    ),
    "backward_by_unit": (
        ("slope at a", lambda *a: _by_unit(*a, at="a"), "slope|at a|activit"),
        ("sign", lambda *a: _by_unit(*a, sign=-1.0), "sign|t − a"),
        ("no slope at the output", lambda *a: _by_unit(*a, slope=False), "output|slope|f'"),
        ("last first", lambda *a: _by_unit(*a, order=-1), "order|last|first|reverse"),
    ),
    "backward_pass": (
        ("transposed", lambda *a: _backward(*a, transpose=True), "transpose"),
        ("last layer first", lambda *a: _backward(*a, order=-1), "order|first|last"),
        ("slope at A", lambda *a: _backward(*a, slope_at="a"), "slope|at A|activit"),
        ("no slope", lambda *a: _backward(*a, slope_at=""), "slope|f'"),
        ("mean", lambda *a: _backward(*a, mean=True), "N|rows|1/N"),
        ("exchanged", lambda *a: _backward(*a)[::-1], "exchanged|order"),
        ("dWs only", lambda *a: _backward(*a)[0], "two lists|list|dbs"),
    ),
    "Dense": (
        ("no bias in forward", _DenseNoBias, "bias|\\bb\\b"),
        ("mean", _DenseMean, "N|rows"),
        ("shared memory", _DenseShared, "two layers|shared|another layer|class"),
        ("adds up", _DenseAdds, "second|add"),
        ("dW transposed", _DenseTransposed, "transpose"),
        ("dX never None", _DenseNoneNever, "input_grad"),
    ),
    "EuclideanLoss": (
        ("adds up", _EuclideanAdds, "second|add"),
        ("first batch kept", _EuclideanFirst, "second|first"),
        ("no half", _EuclideanNoHalf, "½|half|2 times|twice"),
        ("sum", _EuclideanSum, "N|sum|rows"),
        ("sign", _EuclideanMinus, "sign"),
    ),
    "ActivationLayer": (
        ("slope at A", _ActivationSlopeAtA, "at A|slope|activit"),
        ("params ignored in backward", _ActivationNoParams, "param"),
        ("dA left out", _ActivationNoDA, "dA"),
        ("f for f'", _ActivationF, "f'|slope|derivative|f itself"),
    ),
    "forward_chain": (
        ("reversed", lambda layers, X: _chain(layers[::-1], X), "order|reverse|last|first|error"),
        ("X into each", lambda layers, X: [layer.forward(X) for layer in layers][-1], "X|each|error"),
        ("last left out", lambda layers, X: _chain(layers[:-1], X), "last"),
        ("first only", lambda layers, X: layers[0].forward(X), "first|return"),
    ),
    "chain_step": (
        ("uphill", _chain_step(lambda *a: _update(*a, sign=-1.0)), "uphill|sign|climb"),
        ("no update", _chain_step(lambda *a: None), "never|not move|no update|passed in|as they were"),
        ("local names", _chain_step(_no_assignment), "never|not move|no update|passed in|as they were"),
        ("decay on b", _chain_step(lambda *a: _update(*a, on_b=1.0)), "bias|\\bb\\b"),
        ("decay ignored", _chain_step(lambda *a: _update(*a, on_w=0.0)), "decay|λ|no effect"),
        ("b not moved", _chain_step(lambda *a: _update(*a, b=False)), "b .*never|bias.*(move|never)|biases"),
        ("the loss after", _chain_step_after, "after|before"),
    ),
    "xor_hidden": (
        ("no relu", lambda X: np.stack([X.sum(1), X.sum(1) - 1], 1), "relu|negative"),
        ("rows are units", lambda X: np.stack([np.maximum(X.sum(1), 0), np.maximum(X.sum(1) - 1, 0)]), "transpose|row"),
        ("exchanged", lambda X: np.stack([np.maximum(X.sum(1) - 1, 0), np.maximum(X.sum(1), 0)], 1), "exchanged|order"),
        ("bias left out", lambda X: np.stack([np.maximum(X.sum(1), 0)] * 2, 1), "bias|− 1|same"),
        ("float64", lambda X: np.maximum(X @ np.ones((2, 2)) + np.array([0.0, -1.0]), 0), "float64"),
    ),
    "permute_hidden": (
        ("inverse", lambda A, b, C, o: (A[np.argsort(o)], b[np.argsort(o)], C[:, np.argsort(o)]), "inverse|old order"),
        ("W2 left", lambda A, b, C, o: (A[list(o)], b[list(o)], C), "W2"),
        ("b left", lambda A, b, C, o: (A[list(o)], b, C[:, list(o)]), "b1"),
        ("columns of W1", lambda A, b, C, o: (A[list(o)], b[list(o)], C[:, list(o)[::-1]]), "W2"),
    ),
    "flip_signs": (
        ("W2 not flipped", lambda A, b, C, s: (A * s.astype(A.dtype)[:, None], b * s.astype(A.dtype), C), "W2"),
        ("b not flipped", lambda A, b, C, s: (A * s.astype(A.dtype)[:, None], b, C * s.astype(A.dtype)), "b1"),
        ("all flipped", lambda A, b, C, s: (-A, -b, -C), "sign|all"),
        ("float64", lambda A, b, C, s: (A * s.astype(float)[:, None], b * s, C * s), "float64"),
    ),
}
WRONG["sawtooth"] = tuple(
    (what, f, pattern)
    for what, f, pattern in (
        ("one too few", lambda x, depth: _saw(x, depth - 1), "once|one|too"),
        ("one too many", lambda x, depth: _saw(x, depth + 1), "once|one|too"),
        ("relu left out", lambda x, depth: x * (-2.0) ** depth + 2 * sum((-2.0) ** k for k in range(depth)), "relu"),
        ("once", lambda x, depth: _saw(x, 1), "once|depth"),
        ("wave is upside down", lambda x, depth: 1 - _saw(x, depth), "1 minus|one minus|upside"),
    )
)


def _saw(x, depth):
    for _ in range(depth):
        x = np.where(x < 0.5, 2 * x, 2 - 2 * x)
    return x
